//! The content of each kind of page. The first words of each comment name its templates.

use serde::Serialize;

use super::briefings::{
    BriefingPage, BriefingsPage, CorrectionView, DisagreementView, EditionCard, MailTextPage,
};
use super::cards::{
    ArticleCard, BacklinkView, ClaimCard, CompanyFigures, CountView, CreditView, DisputeView, DocumentView,
    EntityCard, EventCard, FigureCard, HolderView, MetricView, MovedView, NoteView, OverviewView, PairView,
    PeriodView, PrintingView, QuestionView, QuoteCard, RelationCard, ReportView, RoleView, TimelineYear,
    TopicCard, UnitView,
};
use super::common::{DateView, HeadingView, ImageView, LinkView, PagerView, PlaceView};
use super::feeds::{FeedPage, TextPage};
use super::social::SocialCardPage;
use super::story::{InStoryView, StoriesPage, StoryCard, StoryPage, TopStory};

/// `home.html`: the front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HomePage {
    /// The latest edition, where there is one.
    pub edition: Option<EditionCard>,
    /// The stories of which there was an article last.
    pub stories: Vec<StoryCard>,
    /// The first of them, with what its sources printed.
    pub top_story: Option<TopStory>,
    /// The newest articles.
    pub articles: Vec<ArticleCard>,
    /// The list of all articles; there where there is an article.
    pub articles_url: String,
    /// A quote of each of the newest articles.
    pub quotes: Vec<QuoteCard>,
    /// The latest events that are known to the month, the last one first.
    pub events: Vec<EventCard>,
    /// The newest figures.
    pub figures: Vec<FigureCard>,
    /// Figures of the newest articles that are not what they were.
    pub moved: Vec<MovedView>,
    /// The people by whom most quotes are, with how many, where there is a choice.
    pub most_quoted: Vec<CountView>,
    /// Of the quotes of the newest articles those that most articles print, in two of them or more.
    pub most_printed: Vec<QuoteCard>,
    /// All topics.
    pub topics: Vec<TopicCard>,
    /// All companies.
    pub companies: Vec<LinkView>,
}

/// `article.html`: one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticlePage {
    /// What stands in lists too: the headline, the publication, the date, …
    pub card: ArticleCard,
    /// The names of those who wrote it.
    pub authors: Vec<String>,
    /// Who reported it first.
    pub credits: Vec<CreditView>,
    /// The article where it was published.
    pub original_url: Option<String>,
    /// When it was clipped.
    pub retrieved: Option<DateView>,
    /// The lead image.
    pub image: Option<ImageView>,
    /// How many minutes its text takes to read; absent where not all of it is here.
    pub reading_minutes: Option<usize>,
    /// The headings of its text, where there are enough to choose from.
    pub contents: Vec<HeadingView>,
    /// What is shown where the text may not be: `link` (the source alone) or `excerpt` (the summary).
    pub withheld: Option<&'static str>,
    /// The text, with marks, linked names and, beside the passages that they are on, the editor's remarks.
    pub body_html: String,
    /// What was corrected in it.
    pub corrections: Vec<CorrectionView>,
    /// Its quotes.
    pub quotes: Vec<QuoteCard>,
    /// Its events.
    pub events: Vec<ReportView>,
    /// Its figures.
    pub figures: Vec<FigureCard>,
    /// Its statements.
    pub claims: Vec<ClaimCard>,
    /// Its relations.
    pub relations: Vec<RelationCard>,
    /// The editor's remarks, which stand in the text too.
    pub notes: Vec<NoteView>,
    /// Its topics.
    pub topics: Vec<LinkView>,
    /// The companies that it names.
    pub companies: Vec<LinkView>,
    /// The people that it names.
    pub people: Vec<LinkView>,
    /// The publications that it names.
    pub publications: Vec<LinkView>,
    /// Where other articles do not say the same: on its figures, its statements, the dates of its events.
    pub differing: Vec<DisagreementView>,
    /// The story that it is on, and what stands beside it there.
    pub story: Option<InStoryView>,
    /// Articles on the same companies, people, topics and story, those that share most first.
    pub related: Vec<ArticleCard>,
}

/// `articles.html`: the list of articles, and each full page of a long list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticlesPage {
    /// The articles, the newest first.
    pub articles: Vec<ArticleCard>,
    /// How many there are; on a full page of them, how many are on it.
    pub count: usize,
    /// What they are of, where they are not all articles: a topic, a publication.
    pub subject: Option<LinkView>,
    /// The way to newer and older ones, where they are too many for one page.
    pub pager: Option<PagerView>,
    /// The archive, where some article is dated.
    pub archive_url: Option<String>,
}

/// `company.html`, `person.html` and `publication.html`: a company, a person or a publication.
/// What does not fit its kind is empty or absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityPage {
    /// The name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What it is, in one sentence.
    pub summary: Option<String>,
    /// The company that a company is a unit of.
    pub part_of: Option<LinkView>,
    /// A company's trade.
    pub sector: Option<String>,
    /// The exchange on which a company trades, and its sign there.
    pub ticker: Option<String>,
    /// A company's products.
    pub products: Vec<String>,
    /// The site of a company or publication.
    pub website: Option<LinkView>,
    /// A person's roles.
    pub roles: Vec<RoleView>,
    /// Who has or had a role at a company or publication.
    pub people: Vec<HolderView>,
    /// A company's units, whose mentions are among its own.
    pub units: Vec<UnitView>,
    /// Its profile.
    pub body_html: String,
    /// Its headings, where there are enough to choose from.
    pub contents: Vec<HeadingView>,
    /// The quotes by it.
    pub quotes_by: Vec<QuoteCard>,
    /// The quotes that are about it.
    pub quotes_about: Vec<QuoteCard>,
    /// The events that it took part in.
    pub events: Vec<EventCard>,
    /// How many they are.
    pub events_count: usize,
    /// Whether only the latest of them are here: the others are on its timeline.
    pub latest_only: bool,
    /// Its timeline's page.
    pub timeline_url: Option<String>,
    /// A company's figures by metric.
    pub metrics: Vec<MetricView>,
    /// Statements about it, by question.
    pub questions: Vec<QuestionView>,
    /// Its relations to others.
    pub relations: Vec<RelationCard>,
    /// The same as an SVG element, where there are several neighbours.
    pub graph_html: Option<String>,
    /// Whom the same articles name, with how many: those that most of them name first.
    pub together: Vec<CountView>,
    /// The articles that a publication published, the newest first.
    pub published: Vec<ArticleCard>,
    /// How many they are.
    pub published_count: usize,
    /// The way to older ones, where they are too many for one page.
    pub pager: Option<PagerView>,
    /// The articles that name it or one of its units, the newest first.
    pub backlinks: Vec<BacklinkView>,
}

/// `entities.html`: all companies, people or publications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntitiesPage {
    /// All of them, by name.
    pub entities: Vec<EntityCard>,
    /// Those by whom most quotes are, with how many.
    pub most_quoted: Vec<CountView>,
    /// The pairs that most articles name together.
    pub together: Vec<PairView>,
}

/// `quote.html`: one quote, in every printing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotePage {
    /// The fullest wording.
    pub quote: QuoteCard,
    /// The document or occasion that it is from.
    pub document: Option<DocumentView>,
    /// The companies, people and publications that it is about.
    pub about: Vec<LinkView>,
    /// Each printing: the fullest first, then the earliest.
    pub printings: Vec<PrintingView>,
    /// Articles on the same story that do not print it.
    pub left_out_by: Vec<PlaceView>,
    /// Quotes that are alike, and were not joined with it.
    pub similar: Vec<QuoteCard>,
    /// The stories that its articles are on.
    pub stories: Vec<LinkView>,
    /// The last edition with the quote; else with an article that prints it, or with their story.
    pub edition: Option<LinkView>,
}

/// `moved.html`: the old address of a record, or that of a quote that is a printing of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedPage {
    /// The page to go to.
    pub to: LinkView,
    /// Whether it is that of a quote.
    pub is_printing: bool,
}

/// `quotes.html`: the list of quotes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotesPage {
    /// The quotes, those of the newest articles first.
    pub quotes: Vec<QuoteCard>,
    /// How many there are.
    pub count: usize,
    /// Whether only the newest of very many are shown: the others are under the months of their articles.
    pub latest_only: bool,
    /// The years that there are, with the months of the one that is shown; none where all quotes are here.
    pub periods: Vec<PeriodView>,
}

/// `figure.html`: the figures of one company and metric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigurePage {
    /// The company that they are of.
    pub company: LinkView,
    /// What they measure.
    pub metric: String,
    /// The figures, the latest first.
    pub figures: Vec<FigureCard>,
    /// Where they do not say the same.
    pub disputes: Vec<DisputeView>,
    /// Whether some have another unit than others, and so are not compared.
    pub several_units: bool,
    /// The figures over time as an SVG element, where there are two dated ones or more.
    pub chart_html: Option<String>,
    /// The company's other metrics.
    pub others: Vec<LinkView>,
    /// The stories that the articles are on.
    pub stories: Vec<LinkView>,
    /// The last edition with these figures; else with an article that gives one, or with their story.
    pub edition: Option<LinkView>,
}

/// `figures.html`: all figures, by company and metric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FiguresPage {
    /// The companies that have figures, by name.
    pub companies: Vec<CompanyFigures>,
    /// How many figures there are.
    pub count: usize,
    /// Whether they are too many for one page: then each metric leads to its own.
    pub metrics_only: bool,
}

/// `event.html`: one event, as every article has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventPage {
    /// The event.
    pub event: EventCard,
    /// The event before it on the timeline.
    pub earlier: Option<LinkView>,
    /// The event after it on the timeline.
    pub later: Option<LinkView>,
    /// The stories that the articles are on.
    pub stories: Vec<LinkView>,
    /// The last edition with a timeline that it is on; else with an article that reports it, or with
    /// their story.
    pub edition: Option<LinkView>,
}

/// `timeline.html`: the timeline; of all, of one year, of one company, person or topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelinePage {
    /// Whose timeline it is, where it is not that of all.
    pub subject: Option<LinkView>,
    /// The whole timeline, on a page that shows a part of it.
    pub whole: Option<LinkView>,
    /// How many events there are, in the part that is shown.
    pub count: usize,
    /// Whether it shows only the last of many events: the others are on the pages of their years and
    /// months.
    pub latest_only: bool,
    /// The years that there are: a page for each where the timeline is long, with the months of a
    /// long year that is shown; else a place on this page.
    pub periods: Vec<PeriodView>,
    /// The events as a picture, where they are in more than one month.
    pub overview: Option<OverviewView>,
    /// The events that the page shows, by year.
    pub years: Vec<TimelineYear>,
    /// The companies that have a timeline; on the timeline of all alone, as the next three lists.
    pub companies: Vec<LinkView>,
    /// The people who have one.
    pub people: Vec<LinkView>,
    /// The topics that have one.
    pub topics: Vec<LinkView>,
    /// The stories that have one.
    pub stories: Vec<LinkView>,
    /// The same as a calendar, on the page of a whole timeline; none without `base_url`.
    pub calendar_url: Option<String>,
}

/// `topic.html`: one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopicPage {
    /// What it is called.
    pub label: String,
    /// Its articles, the newest first.
    pub articles: Vec<ArticleCard>,
    /// How many they are.
    pub count: usize,
    /// The way to older ones, where they are too many for one page.
    pub pager: Option<PagerView>,
    /// The events that they report.
    pub events: Vec<EventCard>,
    /// Whether only the latest of them are here: the others are on its timeline.
    pub latest_only: bool,
    /// Its timeline's page.
    pub timeline_url: Option<String>,
    /// The companies, people and publications that its articles name, the most named first.
    pub names: Vec<LinkView>,
}

/// `topics.html`: the list of topics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopicsPage {
    /// All topics, by label.
    pub topics: Vec<TopicCard>,
}

/// `archive.html`: the articles of all years, of one year, or of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArchivePage {
    /// All years with their months, the newest first.
    pub periods: Vec<PeriodView>,
    /// The articles of the year or month that is shown, the newest first; none where all years are
    /// or a year has very many.
    pub articles: Vec<ArticleCard>,
    /// How many articles there are, in the period that is shown.
    pub count: usize,
}

/// `page.html` and `404.html`: any other page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlainPage {
    /// The text.
    pub body_html: String,
    /// Its headings, where there are enough to choose from.
    pub contents: Vec<HeadingView>,
}

/// `card.html`: what a link to a company, a person or a quote says of it where it is pointed at. Each is made
/// into a script beside the page that the link leads to, and laid over the page with the link: it has no links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardPage {
    /// `company`, `person` or `quote`.
    pub kind: &'static str,
    /// The company or person.
    pub entity: Option<EntityCard>,
    /// What the person is now.
    pub roles: Vec<RoleView>,
    /// The company's latest figure.
    pub figure: Option<FigureCard>,
    /// The quote, in its fullest wording.
    pub quote: Option<QuoteCard>,
    /// Where it is printed, the fullest first.
    pub printings: Vec<PlaceView>,
}

/// The content of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each variant is named as its type")]
pub enum Content {
    Home(Box<HomePage>),
    Article(Box<ArticlePage>),
    Articles(ArticlesPage),
    Entity(Box<EntityPage>),
    Entities(EntitiesPage),
    Quote(Box<QuotePage>),
    Quotes(QuotesPage),
    Moved(MovedPage),
    Figure(FigurePage),
    Figures(FiguresPage),
    Event(Box<EventPage>),
    Timeline(Box<TimelinePage>),
    Topic(TopicPage),
    Topics(TopicsPage),
    Story(Box<StoryPage>),
    Stories(StoriesPage),
    Archive(ArchivePage),
    Briefings(BriefingsPage),
    Briefing(Box<BriefingPage>),
    MailText(MailTextPage),
    Plain(PlainPage),
    Card(Box<CardPage>),
    Feed(Box<FeedPage>),
    Text(TextPage),
    SocialCard(SocialCardPage),
}
