//! Editions: their pages, their e-mails, and their items.

use serde::Serialize;

use super::cards::{ArticleCard, DisputeView, FigureCard, QuoteCard};
use super::common::{DateView, LinkView, PlaceView};

/// `briefings.html`: the list of editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefingsPage {
    /// All editions, the latest first.
    pub editions: Vec<EditionCard>,
}

/// `briefing.html` and `email.html`: one edition, as a page and as an e-mail. In an e-mail all addresses
/// are whole where the site has a `base_url`, and empty where it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefingPage {
    /// The edition's date.
    pub date: DateView,
    /// The edition's page.
    pub url: String,
    /// The editor's letter.
    pub letter_html: String,
    /// What it leads with.
    pub lead: Option<ItemView>,
    /// Its sections; only those that have something to show.
    pub sections: Vec<SectionView>,
    /// What is new since the edition before it, where anything is.
    pub news: Option<NewsView>,
    /// The edition before it.
    pub earlier: Option<LinkView>,
    /// The edition after it.
    pub later: Option<LinkView>,
    /// The edition as an e-mail.
    pub email_url: String,
    /// The same in plain text.
    pub text_url: String,
}

/// `email.txt`: one edition as an e-mail in plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MailTextPage {
    /// The whole text, wrapped, with its links as footnotes. It is no HTML, and is not to be escaped.
    pub text_html: String,
}

/// An edition in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditionCard {
    /// The title.
    pub title: String,
    /// The edition's page.
    pub url: String,
    /// The edition's date.
    pub date: DateView,
    /// What it leads with.
    pub lead: Option<ItemLine>,
    /// The first items of its sections.
    pub top: Vec<ItemLine>,
}

/// An item of an edition in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemLine {
    /// What it is, in words: article, quote, …
    pub kind_words: String,
    /// What it shows.
    pub to: LinkView,
    /// The editor's remark.
    pub comment: Option<String>,
}

/// A section of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionView {
    /// Its heading.
    pub heading: String,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// An item of an edition: exactly one of the first five is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemView {
    /// An article.
    pub article: Option<ArticleCard>,
    /// A story.
    pub story: Option<StoryItem>,
    /// A quote.
    pub quote: Option<QuoteCard>,
    /// The figures of one company and metric.
    pub figure: Option<FigureItem>,
    /// A timeline.
    pub timeline: Option<TimelineItem>,
    /// The editor's remark.
    pub comment: Option<String>,
}

/// A story as an item of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryItem {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// What happened, in a sentence or two.
    pub summary: Option<String>,
    /// How many of its articles were known.
    pub articles: usize,
}

/// Figures as an item of an edition, as far as they were known on its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureItem {
    /// The company that they are of.
    pub company: LinkView,
    /// What they measure.
    pub metric: LinkView,
    /// The figures, the latest first; of those that give one value one.
    pub figures: Vec<FigureCard>,
    /// Where they do not say the same.
    pub disputes: Vec<DisputeView>,
}

/// A timeline as an item of an edition: its last events up to the edition's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineItem {
    /// What it is called.
    pub title: String,
    /// Its page, where it has one.
    pub url: Option<String>,
    /// The events in order.
    pub events: Vec<EventLine>,
}

/// An event in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventLine {
    /// When it happened.
    pub date: DateView,
    /// What happened, and the event's page.
    pub to: LinkView,
}

/// What is new in an edition: what no article had said that was known when the one before it came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewsView {
    /// The date of the edition before it.
    pub since: DateView,
    /// Quotes that no article had printed.
    pub quotes: Vec<QuoteCard>,
    /// How many more there are.
    pub more_quotes: usize,
    /// Figures that no article had given.
    pub figures: Vec<NewFigureView>,
    /// How many more there are.
    pub more_figures: usize,
    /// Disagreements of sources of which the later side is new.
    pub disagreements: Vec<DisagreementView>,
    /// Corrections of articles.
    pub corrections: Vec<CorrectionView>,
}

/// A figure that is new, or another than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewFigureView {
    /// The figure.
    pub figure: FigureCard,
    /// The latest that was known before; absent where none was.
    pub before: Option<FigureCard>,
}

/// A disagreement with its sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisagreementView {
    /// What it is about.
    pub about: LinkView,
    /// How they differ.
    pub dispute: DisputeView,
    /// What each side says: of those that say the same, who said it first.
    pub sides: Vec<SideView>,
}

/// One side of a disagreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideView {
    /// What it says.
    pub says: String,
    /// Where it says so.
    pub place: PlaceView,
}

/// A correction of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CorrectionView {
    /// The article.
    pub article: LinkView,
    /// When it was corrected.
    pub date: DateView,
    /// What was corrected.
    pub text: String,
}
