//! The views. Fields called `…html` are safe HTML, all others are text that the template
//! escapes; fields called `…url` are relative links from the page that they are on.

use serde::Serialize;

/// A link and its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The text.
    pub label: String,
    /// Where to.
    pub url: String,
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MenuView {
    /// The text.
    pub label: String,
    /// Where to.
    pub url: String,
    /// Whether it is the page, or the section of the page, that is shown.
    pub current: bool,
}

/// What every page has around its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// The line under it.
    pub tagline: Option<String>,
    /// Where it is edited.
    pub place: Option<String>,
    /// BCP 47.
    pub language: String,
    /// Whether search engines are kept out.
    pub internal: bool,
    /// The home page.
    pub home_url: String,
    /// The folder of the theme's files, without a final `/`.
    pub theme_url: String,
    /// The menu.
    pub menu: Vec<MenuView>,
}

/// A date as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// In plain words.
    pub words: String,
    /// EDTF, as written.
    pub edtf: String,
    /// `YYYY-MM-DD` where it is one known day, for `<time datetime>`.
    pub day: Option<String>,
}

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleCard {
    /// The headline.
    pub title: String,
    /// The article's page.
    pub url: String,
    /// The line under the headline.
    pub dek: Option<String>,
    /// Business, Policy, …
    pub section: Option<String>,
    /// Who published it.
    pub publication: Option<LinkView>,
    /// When.
    pub published: Option<DateView>,
    /// What it says, in the editor's words.
    pub summary: Option<String>,
    /// How many quotes are marked in it.
    pub quotes: usize,
}

/// A place in an article that an annotation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// The article.
    pub article: LinkView,
    /// The very place in it.
    pub url: String,
    /// Who published the article.
    pub publication: Option<LinkView>,
    /// When.
    pub published: Option<DateView>,
}

/// A quote in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuoteCard {
    /// Its wording as printed, in one piece or in several.
    pub pieces: Vec<String>,
    /// Who said it.
    pub speaker: Option<LinkView>,
    /// In which role, as the article gives it.
    pub role: Option<String>,
    /// The quote's page.
    pub url: String,
    /// Where it stands.
    pub place: PlaceView,
}

/// Somebody to whom an article owes something: who reported it first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreditView {
    /// To whom.
    pub to: LinkView,
    /// For what, in words: `first reported`.
    pub how: String,
}

/// A report of an event by one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportView {
    /// The event's page.
    pub event_url: String,
    /// The date that this article gives.
    pub date: DateView,
    /// The words in which it gives it.
    pub said: Option<String>,
    /// What the article calls it.
    pub title: String,
    /// Where it stands.
    pub place: PlaceView,
}

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventCard {
    /// What happened.
    pub title: String,
    /// When: the narrowest date that an article gives.
    pub date: DateView,
    /// The event's page.
    pub url: String,
    /// Who took part.
    pub entities: Vec<LinkView>,
    /// The articles that tell of it.
    pub reports: Vec<ReportView>,
}

/// A figure in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureCard {
    /// Of what.
    pub metric: String,
    /// Whose.
    pub company: LinkView,
    /// The value with its bound and unit, in words.
    pub value: String,
    /// `reported`, `claimed`, …
    pub status: &'static str,
    /// Who gave the number, if not the article itself.
    pub said_by: Option<LinkView>,
    /// The time that it holds for.
    pub as_of: Option<DateView>,
    /// Where it stands.
    pub place: PlaceView,
}

/// A statement in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimCard {
    /// On what, in words.
    pub question: String,
    /// Whose.
    pub company: LinkView,
    /// The answer.
    pub says: String,
    /// Where it stands.
    pub place: PlaceView,
}

/// A relation in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelationCard {
    /// The one.
    pub from: LinkView,
    /// The other.
    pub to: LinkView,
    /// What the one is to the other, in words.
    pub kind: String,
    /// Since when.
    pub since: Option<DateView>,
    /// Until when.
    pub until: Option<DateView>,
    /// The passage that says so.
    pub evidence: Vec<String>,
    /// Where it stands.
    pub place: PlaceView,
}

/// An editor's remark on a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteView {
    /// The remark's id on the page.
    pub id: String,
    /// The remark.
    pub html: String,
    /// The passage.
    pub place_url: String,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImageView {
    /// Its address.
    pub url: String,
    /// What it shows.
    pub alt: String,
    /// The line under it.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A step of the chain through which an article has a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViaView {
    /// Who.
    pub source: LinkView,
    /// Viewed, obtained, …
    pub how: Option<String>,
}

/// A document or occasion that is quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentView {
    /// What it is called.
    pub title: String,
    /// From when it is.
    pub date: Option<DateView>,
}

/// A fact about a company: its sector, its ticker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// What it is.
    pub label: &'static str,
    /// The fact.
    pub value: String,
    /// Where it leads.
    pub url: Option<String>,
}

/// A role of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleView {
    /// Chief executive, …
    pub title: String,
    /// Where.
    pub at: Option<LinkView>,
    /// Since when.
    pub since: Option<DateView>,
    /// Until when.
    pub until: Option<DateView>,
}

/// `home.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HomePage {
    /// The newest articles.
    pub articles: Vec<ArticleCard>,
    /// The newest quotes.
    pub quotes: Vec<QuoteCard>,
    /// The latest events, the last one first.
    pub events: Vec<EventCard>,
    /// All companies.
    pub companies: Vec<LinkView>,
}

/// `article.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticlePage {
    /// Its head.
    pub card: ArticleCard,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who reported it first.
    pub credits: Vec<CreditView>,
    /// The original.
    pub original_url: Option<String>,
    /// The language of the text, where it is not the site's.
    pub language: Option<String>,
    /// The lead image.
    pub image: Option<ImageView>,
    /// Whether the text is held back, so that only the source may be shown.
    pub withheld: bool,
    /// The text, with marks and linked names.
    pub body_html: String,
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
    /// The editor's remarks.
    pub notes: Vec<NoteView>,
    /// Whom it names.
    pub names: Vec<LinkView>,
}

/// `articles.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticlesPage {
    /// All articles, the newest first.
    pub articles: Vec<ArticleCard>,
}

/// `company.html`, `person.html` and `publication.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityPage {
    /// The name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// Facts from the front matter.
    pub facts: Vec<FactView>,
    /// A person's roles.
    pub roles: Vec<RoleView>,
    /// The profile.
    pub body_html: String,
    /// What it said.
    pub quotes_by: Vec<QuoteCard>,
    /// What was said about it.
    pub quotes_about: Vec<QuoteCard>,
    /// What it took part in.
    pub events: Vec<EventCard>,
    /// Its figures.
    pub figures: Vec<FigureCard>,
    /// Statements about it.
    pub claims: Vec<ClaimCard>,
    /// Its relations to others.
    pub relations: Vec<RelationCard>,
    /// The articles that it published.
    pub published: Vec<ArticleCard>,
    /// The articles that name it.
    pub articles: Vec<ArticleCard>,
}

/// An entry of a list of companies, people or publications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityCard {
    /// The name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// One sentence.
    pub summary: Option<String>,
    /// How many articles name it or are its own.
    pub articles: usize,
    /// How many quotes are by it.
    pub quotes: usize,
}

/// `entities.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntitiesPage {
    /// Companies, People or Publications.
    pub heading: &'static str,
    /// All of them, by name.
    pub entities: Vec<EntityCard>,
}

/// `quote.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotePage {
    /// The quote.
    pub quote: QuoteCard,
    /// The document or occasion that is quoted.
    pub document: Option<DocumentView>,
    /// The chain through which the article has it.
    pub via: Vec<ViaView>,
    /// What it is about.
    pub about: Vec<LinkView>,
    /// The original article.
    pub original_url: Option<String>,
}

/// `quotes.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotesPage {
    /// All quotes, those of the newest articles first.
    pub quotes: Vec<QuoteCard>,
}

/// `event.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventPage {
    /// The event.
    pub event: EventCard,
}

/// `timeline.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelinePage {
    /// All events, the earliest first.
    pub events: Vec<EventCard>,
}

/// `page.html` and `404.html`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlainPage {
    /// The text.
    pub body_html: String,
}

/// The content of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each variant is named as its type")]
pub enum Content {
    Home(HomePage),
    Article(Box<ArticlePage>),
    Articles(ArticlesPage),
    Entity(Box<EntityPage>),
    Entities(EntitiesPage),
    Quote(Box<QuotePage>),
    Quotes(QuotesPage),
    Event(EventPage),
    Timeline(TimelinePage),
    Plain(PlainPage),
}

/// All that one template sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// What every page has.
    pub site: SiteView,
    /// The page's title.
    pub title: String,
    /// What the page says, in one sentence.
    pub description: Option<String>,
    /// The page's address with `base_url`, where there is one.
    pub canonical_url: Option<String>,
    /// The content.
    pub page: Content,
}
