//! The pages of stories, and the way to them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::article::credits;
use super::json_ld;
use super::pages::latest_events_of;
use super::quote::document_view;
use super::scope::Scope;
use super::story_chain::chain;
use super::story_differences::differences;
use super::story_matrix::{QuoteRow, matrix, quote_rows};
use super::types::{
    Content, EventCard, InStoryView, LinkView, QuotedDocument, StoriesPage, StoryArticle, StoryCard,
    StoryPage, TopStory, View,
};
use crate::model::{Head, Spot, TimelineEntry};
use crate::parse::{BriefingSubject, Entry, Kind, StoryMeta};
use crate::value::{Date, Id, Name, lag};

/// How many events and quotes stand at the head of a story's page: what is read in two minutes.
const AT_A_GLANCE: usize = 5;

/// A story; nothing where it is not there.
pub fn story_page(scope: Scope<'_>, id: &Id) -> Option<View> {
    let entry = scope.site.story(id)?;
    let articles = articles(scope, id);
    let told = events(scope, id);
    let event = main_event(scope, &entry.meta, &told, first_article(&articles));
    let quotes = quote_rows(scope, &articles);
    let all = differences(scope, &articles, &told.iter().map(|told| told.entry).collect::<Vec<_>>());
    let (explained, open) = all.into_iter().partition(|difference| difference.reason.is_some());
    let (sources, chain_html) = chain(scope, &articles);
    let (events, latest_only) = latest_events_of(scope, scope.site.story_events(id));
    let page = StoryPage {
        title: entry.meta.title.to_string(),
        summary: entry.meta.summary.as_ref().map(ToString::to_string),
        body_html: scope.body_html(entry),
        contents: scope.contents(entry),
        happened: happened(scope, &told, event),
        said: said(scope, &quotes),
        differences: open,
        explained,
        articles: numbered(scope, &articles, event),
        event: event.and_then(|event| scope.event_card(event)),
        chain_html,
        sources,
        matrix: matrix(scope, &articles, &quotes),
        events,
        latest_only,
        documents: documents(scope, entry, &articles),
        edition: scope.last_edition_of(story_uses(id), articles.iter().copied()),
    };
    let description = page.summary.clone();
    let linked_data = json_ld::story(scope, entry, &articles);
    Some(scope.view(page.title.clone(), description, Some(linked_data), Content::Story(Box::new(page))))
}

/// All stories.
pub fn stories_page(scope: Scope<'_>) -> View {
    let stories = story_cards(scope);
    scope.view(scope.section_title("stories"), None, None, Content::Stories(StoriesPage { stories }))
}

/// All stories: that of which there was an article last comes first.
pub(super) fn story_cards(scope: Scope<'_>) -> Vec<StoryCard> {
    in_order(scope).into_iter().map(|(_, card)| card).collect()
}

fn in_order(scope: Scope<'_>) -> Vec<(&Id, StoryCard)> {
    let card = |id| card(scope, id).map(|(newest, card)| (newest, id, card));
    let mut cards: Vec<_> = scope.site.all(Kind::Story).into_iter().filter_map(card).collect();
    cards.sort_by_key(|(newest, _, card)| {
        (newest.is_none(), Reverse(newest.map(Date::sort_key)), card.title.to_lowercase())
    });
    cards.into_iter().map(|(_, id, card)| (id, card)).collect()
}

/// How many sources of a story, and how many of their differences, the home page shows at the most.
const ON_HOME_PAGE: [usize; 2] = [6, 2];

/// The story of which there was an article last, with what its sources printed; nothing where it has no
/// article.
pub(super) fn top_story(scope: Scope<'_>) -> Option<TopStory> {
    let (id, story) = in_order(scope).into_iter().next().filter(|(_, card)| card.articles > 0)?;
    let articles = articles(scope, id);
    let mut seen = BTreeSet::new();
    let mut firsts: Vec<(Head<'_>, StoryArticle)> =
        articles.iter().copied().zip(numbered(scope, &articles, None)).collect();
    firsts.retain(|(head, _)| seen.insert(head.meta().publication.as_ref()));
    firsts.truncate(ON_HOME_PAGE[0]);
    let (heads, sources): (Vec<_>, Vec<_>) = firsts.into_iter().unzip();
    let told: Vec<_> = events(scope, id).iter().map(|told| told.entry).collect();
    let mut differences = differences(scope, &heads, &told);
    differences.retain(|difference| difference.reason.is_none());
    differences.truncate(ON_HOME_PAGE[1]);
    Some(TopStory { story, sources, differences })
}

/// A story in the list, with the date of its newest article.
fn card<'a>(scope: Scope<'a>, id: &Id) -> Option<(Option<&'a Date>, StoryCard)> {
    let entry = scope.site.story(id)?;
    let articles = articles(scope, id);
    let newest = articles.iter().rev().find_map(|article| article.meta().published.as_ref());
    let card = StoryCard {
        title: entry.meta.title.to_string(),
        url: scope.url(&entry.address(Kind::Story)),
        summary: entry.meta.summary.as_ref().map(ToString::to_string),
        articles: articles.len(),
        newest: scope.maybe_date(newest),
    };
    Some((newest, card))
}

/// What items of editions are on a story itself.
pub(super) fn story_uses(story: &Id) -> Vec<BriefingSubject> {
    vec![BriefingSubject::Story(story.clone()), BriefingSubject::Timeline(Name::from(story))]
}

fn articles<'a>(scope: Scope<'a>, story: &Id) -> Vec<Head<'a>> {
    scope.site.story_articles(story).iter().filter_map(|id| scope.site.head(id)).collect()
}

/// The first article of a story: the first that is known to the day, because "in April" may have been its
/// last day; else the first that is dated.
fn first_article<'a>(articles: &[Head<'a>]) -> Option<Head<'a>> {
    let dated = || articles.iter().filter(|article| article.meta().published.is_some());
    let to_the_day = |article: &&Head<'_>| article.meta().published.as_ref().is_some_and(Date::is_one_day);
    dated().find(to_the_day).or_else(|| dated().next()).copied()
}

/// An event of a story, with how many of its articles tell of it.
struct Told<'a> {
    entry: &'a TimelineEntry,
    /// The narrowest date that is given for it.
    date: &'a Date,
    articles: usize,
}

fn events<'a>(scope: Scope<'a>, story: &Id) -> Vec<Told<'a>> {
    let entries = scope.site.story_events(story).iter().filter_map(|key| scope.site.timeline_entry(key));
    let told = |entry: &'a TimelineEntry| {
        let date = &scope.site.reports(entry).next()?.value().date;
        let heads = scope.site.reports(entry).map(|report| report.head());
        let own = heads.filter(|head| head.meta().story.as_ref() == Some(story));
        let articles = own.map(|head| head.id()).collect::<BTreeSet<_>>().len();
        Some(Told { entry, date, articles })
    };
    entries.filter_map(told).collect()
}

/// The event that the time is counted from: the one that the editors name; else the last that had
/// begun when the first article was published, of those that several articles tell of where there is one.
fn main_event<'a>(
    scope: Scope<'a>,
    meta: &StoryMeta,
    told: &[Told<'a>],
    first: Option<Head<'a>>,
) -> Option<&'a TimelineEntry> {
    let named = meta.event.as_ref().and_then(|key| scope.site.timeline_entry(key.as_str()));
    if let Some(entry) = named {
        return Some(entry);
    }
    let (until, ..) = first?.meta().published.as_ref()?.sort_key();
    let begun = || told.iter().rev().filter(|told| told.date.sort_key().0 <= until);
    let told = begun().find(|told| told.articles > 1).or_else(|| begun().next())?;
    Some(told.entry)
}

/// The events that most articles tell of, in order; the one that the story is about among them. "Some
/// time this year" is nothing that a reader in a hurry has to know.
fn happened(scope: Scope<'_>, told: &[Told<'_>], event: Option<&TimelineEntry>) -> Vec<EventCard> {
    let is_main = |told: &Told<'_>| event.is_some_and(|event| event.key == told.entry.key);
    let known = |at: &usize| is_main(&told[*at]) || told[*at].entry.period.1.is_some();
    let mut places: Vec<usize> = (0..told.len()).filter(known).collect();
    places.sort_by_key(|at| (!is_main(&told[*at]), Reverse(told[*at].articles), Reverse(*at)));
    places.truncate(AT_A_GLANCE);
    places.sort_unstable();
    places.into_iter().filter_map(|at| scope.event_card(told[at].entry)).collect()
}

/// The quotes that most articles print.
fn said(scope: Scope<'_>, quotes: &[QuoteRow<'_>]) -> Vec<super::types::QuoteCard> {
    let fullest = quotes.iter().take(AT_A_GLANCE).filter_map(|row| scope.site.quote(row.fullest));
    fullest.map(|quote| scope.quote_card(quote)).collect()
}

fn numbered(scope: Scope<'_>, articles: &[Head<'_>], event: Option<&TimelineEntry>) -> Vec<StoryArticle> {
    let event = event.and_then(|event| Some(&scope.site.reports(event).next()?.value().date));
    let first = first_article(articles);
    let is_first = |article: &Head<'_>| first.is_some_and(|first| first.id() == article.id());
    let first_date = first.and_then(|article| article.meta().published.as_ref());
    let since = |from: Option<&Date>, article: Head<'_>| {
        let lag = lag(from?, article.meta().published.as_ref()?)?;
        Some(scope.language().lag(lag))
    };
    let view = |(at, article): (usize, &Head<'_>)| StoryArticle {
        card: scope.article_card(*article),
        number: at + 1,
        id: article_id(at + 1),
        after_event: since(event, *article),
        after_first: (!is_first(article)).then(|| since(first_date, *article)).flatten(),
        first: is_first(article),
        credits: credits(scope, *article),
    };
    articles.iter().enumerate().map(view).collect()
}

/// The id of an article's entry on the page of its story.
fn article_id(number: usize) -> String {
    format!("article-{number}")
}

/// What the story declares, with all that its articles quote from it.
fn documents(scope: Scope<'_>, entry: &Entry<StoryMeta>, articles: &[Head<'_>]) -> Vec<QuotedDocument> {
    let quotes: Vec<_> = articles.iter().flat_map(|article| scope.site.quotes_in(article.id())).collect();
    let of_document = |id: &Id| {
        let from_it = quotes.iter().filter(|(_, quote)| quote.value().within.as_ref() == Some(id));
        let spots: Vec<Spot> = from_it.map(|(spot, _)| spot.clone()).collect();
        scope.quote_cards(&spots)
    };
    let documents = entry.meta.documents.values();
    documents
        .map(|document| QuotedDocument {
            document: document_view(scope, document),
            quotes: of_document(&document.id),
        })
        .collect()
}

/// Where an article stands in its story.
pub(super) fn in_story(scope: Scope<'_>, article: Head<'_>) -> Option<InStoryView> {
    let story = scope.stories([article]).pop()?;
    let [earlier, later] =
        scope.site.beside_in_story(article).map(|beside| beside.map(|head| scope.article(head)));
    Some(InStoryView { story, earlier, later })
}

impl<'a> Scope<'a> {
    /// The stories that these articles are on, each once.
    pub(super) fn stories(&self, articles: impl IntoIterator<Item = Head<'a>>) -> Vec<LinkView> {
        let mut seen = BTreeSet::new();
        let stories = articles.into_iter().filter_map(|article| article.meta().story.as_ref());
        let first = stories.filter(|story| seen.insert(*story)).filter_map(|id| self.site.story(id));
        let link = |entry: &Entry<StoryMeta>| {
            LinkView::new(entry.meta.title.to_string(), self.url(&entry.address(Kind::Story)))
        };
        first.map(link).collect()
    }
}
