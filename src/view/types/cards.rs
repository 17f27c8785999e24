//! Records and annotations as they stand in lists.

use serde::Serialize;

use super::common::{DateView, LinkView, PlaceView, SentenceView};

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleCard {
    /// The headline.
    pub title: String,
    /// The article's page.
    pub url: String,
    /// The language of the article, where it is not the site's.
    pub language: Option<String>,
    /// The line under the headline.
    pub dek: Option<String>,
    /// The part of the paper that it belongs to: Business, Policy, …
    pub section: Option<String>,
    /// Who published it; absent for the site's own reporting.
    pub publication: Option<LinkView>,
    /// When it was published.
    pub published: Option<DateView>,
    /// What it says, in the editor's words.
    pub summary: Option<String>,
    /// How many quotes are marked in it.
    pub quotes: usize,
}

/// A company, person or publication in a list.
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

/// A topic in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopicCard {
    /// What it is called.
    pub label: String,
    /// Its page.
    pub url: String,
    /// How many articles have it.
    pub articles: usize,
}

/// A quote in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuoteCard {
    /// Its wording as printed, in one piece or in several.
    pub pieces: Vec<String>,
    /// The language of its article, where it is not the site's.
    pub language: Option<String>,
    /// Who said it.
    pub speaker: Option<LinkView>,
    /// In which role, as the article gives it.
    pub role: Option<String>,
    /// The quote's page.
    pub url: String,
    /// How many articles print it, this one among them.
    pub printings: usize,
    /// Whether its page has a card: of the articles that print it, where they are several.
    pub has_card: bool,
    /// Where it stands.
    pub place: PlaceView,
}

/// Somebody to whom an article owes something: who reported it first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreditView {
    /// To whom it is owed.
    pub to: LinkView,
    /// What is owed, in words: `first reported`.
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
    /// The sentence that tells of it.
    pub sentence: SentenceView,
    /// Where it stands.
    pub place: PlaceView,
}

/// A figure that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedView {
    /// The latest value.
    pub now: FigureCard,
    /// The value of an earlier time.
    pub before: FigureCard,
    /// `up`, `down`, or `otherwise` where that cannot be said.
    pub direction: &'static str,
    /// The same in words.
    pub direction_words: String,
}

/// A link with a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountView {
    /// To what.
    pub to: LinkView,
    /// How many.
    pub n: usize,
}

/// Two that articles name together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairView {
    /// One of them.
    pub one: LinkView,
    /// The other one.
    pub other: LinkView,
    /// How many articles name both.
    pub n: usize,
}

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventCard {
    /// The id of its entry on a page that lists it.
    pub id: String,
    /// What happened.
    pub title: String,
    /// When it happened: the narrowest date that an article gives.
    pub date: DateView,
    /// The event's page.
    pub url: String,
    /// Who took part.
    pub entities: Vec<LinkView>,
    /// The articles that tell of it.
    pub reports: Vec<ReportView>,
    /// That no day fits the dates of all of them.
    pub conflict: Option<DisputeView>,
}

/// A timeline as a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OverviewView {
    /// The picture, an SVG element.
    pub svg_html: String,
    /// What the signs in it mean, as far as there are such.
    pub signs: Vec<SignView>,
}

/// A sign of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignView {
    /// `day`, `span`, `soft` (about, or open) or `conflict`.
    pub kind: &'static str,
    /// What it means, in words.
    pub words: String,
}

/// A figure in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureCard {
    /// What it measures, as the settings call it.
    pub metric: String,
    /// The page of the figures of this company and metric.
    pub url: String,
    /// The company that it is of.
    pub company: LinkView,
    /// The value with its bound and unit, in words.
    pub value: String,
    /// How the value bounds the number: `exact`, `about`, `at-most`, `at-least` or `range`.
    pub bound: &'static str,
    /// The same in words.
    pub bound_words: String,
    /// How firm it is: `reported`, `claimed`, `alleged`, `denied`, `planned` or `forecast`.
    pub status: &'static str,
    /// The same in words.
    pub status_words: String,
    /// Who gave the number, if not the article itself.
    pub said_by: Option<LinkView>,
    /// The time that it holds for.
    pub as_of: Option<DateView>,
    /// The figures that it contradicts.
    pub disputes: Vec<LinkView>,
    /// The figures that contradict it.
    pub disputed_by: Vec<LinkView>,
    /// The sentence that gives it.
    pub sentence: SentenceView,
    /// Where it stands.
    pub place: PlaceView,
}

/// All figures of one company and metric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MetricView {
    /// What is measured.
    pub label: String,
    /// The page of these figures.
    pub url: String,
    /// The figures, the latest first.
    pub figures: Vec<FigureCard>,
    /// Where they do not say the same.
    pub disputes: Vec<DisputeView>,
}

/// All figures of one company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CompanyFigures {
    /// The company.
    pub company: LinkView,
    /// Its metrics, by label.
    pub metrics: Vec<MetricView>,
}

/// A statement without a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimCard {
    /// The question that it answers, in words.
    pub question: String,
    /// The company that it is about.
    pub company: LinkView,
    /// The answer, in words.
    pub says: String,
    /// The sentence that gives it.
    pub sentence: SentenceView,
    /// Where it stands.
    pub place: PlaceView,
}

/// How two companies stand to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelationCard {
    /// The id of its entry on a page that lists it.
    pub id: String,
    /// The first of the two.
    pub from: LinkView,
    /// The second of the two.
    pub to: LinkView,
    /// What the first is to the second, in words.
    pub kind: String,
    /// Since when it is so.
    pub since: Option<DateView>,
    /// Until when it was so.
    pub until: Option<DateView>,
    /// The sentence that says so.
    pub sentence: SentenceView,
    /// Where it stands.
    pub place: PlaceView,
}

/// An editor's remark on a passage. The remark itself stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteView {
    /// The id of the remark on the page.
    pub id: String,
}

/// A step of the chain through which an article has a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViaView {
    /// Who passed it on.
    pub source: LinkView,
    /// How they had it, in words: viewed, obtained, …
    pub how: Option<String>,
}

/// A document or occasion that is quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentView {
    /// What it is called.
    pub title: String,
    /// Who wrote or said it.
    pub author: Option<LinkView>,
    /// The date that it bears.
    pub date: Option<DateView>,
}

/// What a person is or was, seen from the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleView {
    /// What the role is called: Chief executive, …
    pub title: String,
    /// The company or publication.
    pub at: Option<LinkView>,
    /// Since when.
    pub since: Option<DateView>,
    /// Until when.
    pub until: Option<DateView>,
}

/// What a person is or was, seen from the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HolderView {
    /// The person.
    pub person: LinkView,
    /// What the role is called: Chief executive, …
    pub title: String,
    /// Since when.
    pub since: Option<DateView>,
    /// Until when.
    pub until: Option<DateView>,
}

/// A unit of a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitView {
    /// The unit.
    pub unit: LinkView,
    /// How many articles name it.
    pub articles: usize,
}

/// An article that names a company, person or publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BacklinkView {
    /// The unit that is named, where it is not the company itself.
    pub unit: Option<LinkView>,
    /// The sentence in which it is named first.
    pub sentence: SentenceView,
    /// How often it is named in this article.
    pub mentions: usize,
    /// Where the sentence stands.
    pub place: PlaceView,
}

/// Events of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineYear {
    /// The year.
    pub label: String,
    /// The id of its heading.
    pub id: String,
    /// Its months; the events without a known month come first, under none.
    pub months: Vec<TimelineMonth>,
}

/// Events of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineMonth {
    /// The month and year; absent for events of which no month is known.
    pub label: Option<String>,
    /// The id of its heading, where it has one.
    pub id: Option<String>,
    /// Its dates.
    pub dates: Vec<TimelineDate>,
}

/// Events of one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineDate {
    /// The date; vague where the sources are.
    pub date: DateView,
    /// What happened then.
    pub events: Vec<EventCard>,
}

/// A year, or a month, of a list that has a page or a place of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodView {
    /// The year, or the month, in words.
    pub label: String,
    /// Its page, or its place on this page.
    pub url: String,
    /// How many entries it has.
    pub count: usize,
    /// Whether it is the one that is shown.
    pub current: bool,
    /// The months of a year that have entries; none of a month.
    pub months: Vec<PeriodView>,
}

/// A stretch of a quote as an article prints it, beside the fullest wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// `same`, `punctuation`, `cut`, `elided`, `changed` or `added`.
    pub kind: &'static str,
    /// The kind in words, for those who do not see it; empty for the same words.
    pub kind_words: String,
    /// What the article prints; empty where it prints nothing.
    pub text: String,
    /// The words of the fullest wording that stand here and are not printed.
    pub missing: Option<String>,
}

/// A quote as one article prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintingView {
    /// The id of the printing on the page.
    pub id: String,
    /// `fullest`, `identical`, `part`, `elided`, `variant` or `decided` (joined by the editors).
    pub tie: &'static str,
    /// The same in words.
    pub tie_words: String,
    /// The wording, word by word beside the fullest.
    pub parts: Vec<PartView>,
    /// The language of the article, where it is not the site's.
    pub language: Option<String>,
    /// Who said it, as this article has it.
    pub speaker: Option<LinkView>,
    /// In which role, as this article gives it.
    pub role: Option<String>,
    /// The chain through which the article has it.
    pub via: Vec<ViaView>,
    /// Whom the article credits.
    pub credits: Vec<CreditView>,
    /// The original article, at this passage.
    pub original_url: Option<String>,
    /// Where it stands.
    pub place: PlaceView,
}

/// A disagreement of sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisputeView {
    /// `differ` (all can be true, and they do not say the same) or `conflict`.
    pub kind: &'static str,
    /// The same in words.
    pub words: String,
    /// Why the editors let it stand.
    pub acknowledged: Option<String>,
}

/// The answers of several articles to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// The question, in words.
    pub question: String,
    /// The answers.
    pub answers: Vec<ClaimCard>,
    /// That they differ.
    pub dispute: Option<DisputeView>,
}
