//! Stories: their pages, and what these are made of.

use serde::Serialize;

use super::cards::{ArticleCard, CreditView, DocumentView, EventCard, QuoteCard};
use super::common::{DateView, HeadingView, LinkView, PlaceView, SentenceView};

/// `stories.html`: the list of stories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoriesPage {
    /// All stories, the one with the newest article first.
    pub stories: Vec<StoryCard>,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryCard {
    /// What it is called.
    pub title: String,
    /// Its page.
    pub url: String,
    /// What happened, in a sentence or two.
    pub summary: Option<String>,
    /// How many articles are on it.
    pub articles: usize,
    /// When the newest of them was published.
    pub newest: Option<DateView>,
}

/// `story.html`: one story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryPage {
    /// What it is called.
    pub title: String,
    /// What happened, in a sentence or two.
    pub summary: Option<String>,
    /// The editors' words on it.
    pub body_html: String,
    /// The headings of that text, where there are enough to choose from.
    pub contents: Vec<HeadingView>,
    /// The events that most of its articles tell of, in order.
    pub happened: Vec<EventCard>,
    /// The quotes that most of its articles print.
    pub said: Vec<QuoteCard>,
    /// Where its articles do not say the same: what contradicts itself first.
    pub differences: Vec<DifferenceView>,
    /// The same, where the editors gave a reason for it.
    pub explained: Vec<DifferenceView>,
    /// The event that the time is counted from.
    pub event: Option<EventCard>,
    /// Its articles in the order of their publication.
    pub articles: Vec<StoryArticle>,
    /// Who took what from whom as an SVG element, where anybody did.
    pub chain_html: Option<String>,
    /// Who took what from whom, in the same order, in words.
    pub sources: Vec<SourceView>,
    /// What each article prints of what the others print; absent where there is nothing.
    pub matrix: Option<MatrixView>,
    /// The events that its articles tell of.
    pub events: Vec<EventCard>,
    /// Whether only the latest of them are here.
    pub latest_only: bool,
    /// What is quoted in it.
    pub documents: Vec<QuotedDocument>,
    /// The last edition that used it, or one of its articles.
    pub edition: Option<LinkView>,
}

/// An article of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryArticle {
    /// The article.
    pub card: ArticleCard,
    /// Its number in the story.
    pub number: usize,
    /// The id of its entry on the page.
    pub id: String,
    /// How long after the story's event it was published, in words, as far as that can be said.
    pub after_event: Option<String>,
    /// How long after the story's first article.
    pub after_first: Option<String>,
    /// Whether it is that one.
    pub first: bool,
    /// Whom it credits.
    pub credits: Vec<CreditView>,
}

/// Something on which the articles of a story do not say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DifferenceView {
    /// `conflict`, `differ`, `dates` or `disputed`.
    pub kind: &'static str,
    /// The same in words.
    pub kind_words: String,
    /// What it is about, and its page.
    pub subject: LinkView,
    /// What the articles say, each once.
    pub wordings: Vec<WordingView>,
    /// Why the editors let it stand.
    pub reason: Option<String>,
}

/// What one or several articles say where others say something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordingView {
    /// What they say, in short.
    pub says: String,
    /// How firm it is, where it is not simply reported.
    pub how: Option<String>,
    /// The sentence of the first of them.
    pub sentence: SentenceView,
    /// The places of all.
    pub places: Vec<PlaceView>,
}

/// Somebody whose report, or whose words, went from one to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceView {
    /// Who it is.
    pub source: LinkView,
    /// Whether somebody says that it was the first to report.
    pub first: bool,
    /// How many articles of the story are its own.
    pub articles: usize,
    /// When the first of them was published.
    pub published: Option<DateView>,
    /// From whom it took something.
    pub took: Vec<TakenView>,
}

/// What somebody took from a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenView {
    /// From whom.
    pub from: LinkView,
    /// How many of its articles credit that source.
    pub credits: usize,
    /// How many quotes it has by way of that source.
    pub quotes: usize,
    /// In what ways, in words: first reported, viewed, …
    pub how: String,
}

/// What each article of a story prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixView {
    /// The articles, by number: a column for each.
    pub columns: Vec<ColumnView>,
    /// Quotes, figures and statements.
    pub groups: Vec<MatrixGroup>,
    /// Whether there are more articles or more to compare than are shown.
    pub more: bool,
}

/// An article as a column of a matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnView {
    /// Its number in the story.
    pub number: usize,
    /// Its title and page.
    pub article: LinkView,
    /// Who published it; the site where it is its own.
    pub outlet: String,
}

/// Rows of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixGroup {
    /// What they are: quotes, figures or statements.
    pub label: String,
    /// The rows: what most articles print first.
    pub rows: Vec<MatrixRow>,
}

/// A quote, a figure or a statement, with what each article prints of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// The quote, or what the figure or the statement is about, and its page.
    pub subject: LinkView,
    /// Whether it is a quote.
    pub is_quote: bool,
    /// Who said it, or what the first article gives as the value or the answer.
    pub says: Option<String>,
    /// A cell for each column.
    pub cells: Vec<CellView>,
    /// What articles say otherwise, each wording once.
    pub otherwise: Vec<OtherwiseView>,
}

/// What some articles of a story say otherwise than the first of them, or than the fullest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherwiseView {
    /// What they say.
    pub says: String,
    /// The numbers of the articles.
    pub articles: Vec<usize>,
}

/// What one article prints of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellView {
    /// `whole`, `part`, `changed`, `none` or `unknown` (its text may not be shown).
    pub state: &'static str,
    /// The same in words.
    pub state_words: String,
    /// What it says where that is something else.
    pub says: Option<String>,
    /// The place in the article.
    pub url: Option<String>,
}

/// A document or an occasion, with all that is quoted from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotedDocument {
    /// The document.
    pub document: DocumentView,
    /// The quotes, in their fullest wording.
    pub quotes: Vec<QuoteCard>,
}

/// A story with what its sources printed, each in its first article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopStory {
    /// The story.
    pub story: StoryCard,
    /// The first article of each source, in order.
    pub sources: Vec<StoryArticle>,
    /// The first of what these articles do not say the same about.
    pub differences: Vec<DifferenceView>,
}

/// Where an article stands in its story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InStoryView {
    /// The story.
    pub story: LinkView,
    /// The article before it.
    pub earlier: Option<LinkView>,
    /// The article after it.
    pub later: Option<LinkView>,
}
