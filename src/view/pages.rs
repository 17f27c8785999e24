//! The front page, the pages that list records, and those without a list.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::entity::units;
use super::figures::{moved, newest};
use super::json_ld;
use super::scope::Scope;
use super::story::{story_cards, top_story};
use super::timeline::LATEST;
use super::types::{
    Content, CountView, EntitiesPage, EntityCard, EventCard, HomePage, LinkView, PairView, PlainPage,
    QuoteCard, TopicPage, TopicsPage, View,
};
use crate::model::{LONG_TIMELINE, Listing, Spot, section_address, subject_timeline_address};
use crate::parse::Kind;
use crate::value::{Id, Name};

/// How much of each kind the home page shows at the most; a theme may show less.
const ON_HOME_PAGE: usize = 12;

/// The home page.
pub fn home_page(scope: Scope<'_>) -> View {
    let site = scope.site;
    let mut companies: Vec<LinkView> =
        site.all(Kind::Company).into_iter().filter_map(|id| scope.entity(&Name::from(id))).collect();
    companies.sort_by_key(|c| c.label.to_lowercase());
    let page = HomePage {
        edition: site.editions().next().and_then(|id| scope.edition_card(id)),
        stories: story_cards(scope).into_iter().take(ON_HOME_PAGE).collect(),
        articles_url: scope.url(&section_address("articles")),
        articles: scope.article_cards(site.newest().iter().take(ON_HOME_PAGE)),
        quotes: scope.quote_cards(&one_quote_each(scope)),
        events: latest_events(scope),
        figures: newest(scope, ON_HOME_PAGE),
        moved: moved(scope, SEARCHED, ON_HOME_PAGE),
        most_quoted: most_quoted(&entity_cards(scope, &site.all(Kind::Person))),
        most_printed: most_printed(scope),
        top_story: top_story(scope),
        topics: scope.topic_cards(),
        companies,
    };
    let settings = site.settings();
    let (title, tagline) = (settings.title.clone(), settings.tagline.clone());
    scope.view(title, tagline, Some(json_ld::home(scope)), Content::Home(Box::new(page)))
}

/// The first quote of each article, those of the newest articles first: several of one
/// article would crowd out the others.
fn one_quote_each(scope: Scope<'_>) -> Vec<Spot> {
    let newest = scope.site.newest().iter().filter_map(|id| scope.site.head(id));
    let with_quotes = newest.filter(|article| article.quotes() > 0).take(ON_HOME_PAGE);
    with_quotes.map(|article| Spot { article: article.id().clone(), index: 0 }).collect()
}

/// How many of the newest articles are searched for quotes that others print too, and for figures that moved.
const SEARCHED: usize = 60;

/// The quotes of the newest articles that most articles print, in two of them or more.
fn most_printed(scope: Scope<'_>) -> Vec<QuoteCard> {
    let newest = scope.site.newest().iter().take(SEARCHED);
    let spots: Vec<Spot> = newest.flat_map(|id| scope.site.quotes_in(id)).map(|(spot, _)| spot).collect();
    let mut cards = scope.quote_cards(&spots);
    cards.retain(|card| card.printings > 1);
    cards.sort_by_key(|card| Reverse(card.printings));
    cards.truncate(ON_HOME_PAGE);
    cards
}

/// The last events, the last one first: of those that are known to the month, because "some
/// time this year" is no news.
fn latest_events(scope: Scope<'_>) -> Vec<EventCard> {
    let known = scope.site.timeline().iter().rev().filter(|entry| entry.period.1.is_some());
    known.filter_map(|entry| scope.event_card(entry)).take(ON_HOME_PAGE).collect()
}

/// How many sayings their list shows where they are very many.
pub(super) const NEWEST: usize = 100;

/// All companies, people or publications.
pub fn entities_page(scope: Scope<'_>, kind: Kind) -> View {
    let ids = scope.site.all(kind);
    let entities = entity_cards(scope, &ids);
    let title = scope.section_title(kind.folder());
    let most_quoted = most_quoted(&entities);
    let together = named_together(scope, &ids);
    scope.view(title, None, None, Content::Entities(EntitiesPage { entities, most_quoted, together }))
}

/// Records by name.
fn entity_cards(scope: Scope<'_>, ids: &[&Id]) -> Vec<EntityCard> {
    let mut entities: Vec<EntityCard> = ids.iter().filter_map(|id| entity_card(scope, id)).collect();
    entities.sort_by_key(|e| e.name.to_lowercase());
    entities
}

/// How many pairs their list names.
const PAIRS: usize = 10;

/// The pairs of records that most articles name together, in two of them or more. A company and a unit of
/// it are no pair.
fn named_together(scope: Scope<'_>, ids: &[&Id]) -> Vec<PairView> {
    let mut named: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
    for &id in ids {
        let articles = scope.site.about(id).into_iter().flat_map(|about| &about.articles);
        articles.for_each(|article| named.entry(article).or_default().push(id));
    }
    let mut counts: BTreeMap<(&Id, &Id), usize> = BTreeMap::new();
    for ids in named.values() {
        let pairs =
            ids.iter().enumerate().flat_map(|(at, one)| ids[at + 1..].iter().map(|other| (*one, *other)));
        pairs.for_each(|pair| *counts.entry(pair).or_default() += 1);
    }
    let mut ranked: Vec<((&Id, &Id), usize)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    ranked.sort_by_key(|(pair, n)| (Reverse(*n), *pair));
    let is_unit = |unit: &Id, of: &Id| units(scope, of).contains(unit);
    let strangers = ranked.into_iter().filter(|((a, b), _)| !is_unit(a, b) && !is_unit(b, a));
    let link = |id: &Id| scope.entity(&Name::from(id));
    let view =
        |((one, other), n): ((&Id, &Id), usize)| Some(PairView { one: link(one)?, other: link(other)?, n });
    strangers.filter_map(view).take(PAIRS).collect()
}

/// How many of those by whom most quotes are their list names.
const MOST_QUOTED: usize = 10;

/// By whom most quotes are, where there is a choice.
fn most_quoted(entities: &[EntityCard]) -> Vec<CountView> {
    let mut quoted: Vec<&EntityCard> = entities.iter().filter(|entity| entity.quotes > 0).collect();
    quoted.sort_by_key(|entity| Reverse(entity.quotes));
    let view = |entity: &&EntityCard| CountView {
        to: LinkView::new(entity.name.clone(), entity.url.clone()),
        n: entity.quotes,
    };
    if quoted.len() < 2 { Vec::new() } else { quoted.iter().map(view).take(MOST_QUOTED).collect() }
}

pub(super) fn entity_card(scope: Scope<'_>, id: &Id) -> Option<EntityCard> {
    let summary = (scope.site.company(id).map(|e| &e.meta.summary))
        .or_else(|| scope.site.person(id).map(|e| &e.meta.summary))
        .or_else(|| scope.site.publication(id).map(|e| &e.meta.summary))?;
    let LinkView { label, url, .. } = scope.entity(&Name::from(id))?;
    let about = scope.site.about(id);
    Some(EntityCard {
        name: label,
        url,
        summary: summary.as_ref().map(ToString::to_string),
        articles: about.map_or(0, |a| a.articles.iter().chain(&a.published).collect::<BTreeSet<_>>().len()),
        quotes: about.map_or(0, |a| scope.quotes(&a.quotes_by)),
    })
}

/// All topics.
pub fn topics_page(scope: Scope<'_>) -> View {
    let topics = scope.topic_cards();
    scope.view(scope.section_title("topics"), None, None, Content::Topics(TopicsPage { topics }))
}

/// One topic.
pub fn topic_page(scope: Scope<'_>, id: &Id) -> Option<View> {
    let topic = scope.site.topic(id)?;
    let (events, latest_only) = latest_events_of(scope, &topic.events);
    let (front, pager) = scope.list_front(&Listing::Topic(id.clone()));
    let timeline = (!topic.events.is_empty()).then(|| scope.url(&subject_timeline_address("topics", id)));
    let page = TopicPage {
        label: scope.topic_label(id),
        count: topic.articles.len(),
        articles: scope.article_cards(front),
        pager,
        events,
        latest_only,
        timeline_url: timeline,
        names: most_named(scope, &topic.articles),
    };
    Some(scope.view(page.label.clone(), None, None, Content::Topic(page)))
}

/// The events with these keys, in order; of very many the last ones, and whether that is so.
pub(super) fn latest_events_of(scope: Scope<'_>, keys: &[String]) -> (Vec<EventCard>, bool) {
    let latest_only = keys.len() > LONG_TIMELINE;
    let first = if latest_only { keys.len() - LATEST } else { 0 };
    let entries = keys[first..].iter().filter_map(|key| scope.site.timeline_entry(key));
    (entries.filter_map(|entry| scope.event_card(entry)).collect(), latest_only)
}

/// Whom these articles name: those that most of them name first, then by id.
fn most_named(scope: Scope<'_>, articles: &[Id]) -> Vec<LinkView> {
    let mut counts: std::collections::BTreeMap<&Id, usize> = std::collections::BTreeMap::new();
    for article in articles {
        scope.site.names(article).into_iter().for_each(|id| *counts.entry(id).or_default() += 1);
    }
    let mut ids: Vec<(&Id, usize)> = counts.into_iter().collect();
    ids.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    ids.into_iter().filter_map(|(id, _)| scope.entity(&Name::from(id))).collect()
}

/// Any other page.
pub fn plain_page(scope: Scope<'_>, id: &Id) -> Option<View> {
    let entry = scope.site.page(id)?;
    let description = entry.meta.summary.as_ref().map(ToString::to_string);
    let page = PlainPage { body_html: scope.body_html(entry), contents: scope.contents(entry) };
    Some(scope.view(entry.meta.title.to_string(), description, None, Content::Plain(page)))
}

/// What a host shows where there is no page.
pub fn not_found_page(scope: Scope<'_>) -> View {
    let page = PlainPage { body_html: String::new(), contents: Vec::new() };
    scope.view(scope.say("title_not_found", &[]), None, None, Content::Plain(page))
}
