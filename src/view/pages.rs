//! The pages that list things, and those of one quote or event.

use std::collections::BTreeSet;

use super::scope::Scope;
use super::types::{
    ArticlesPage, Content, DocumentView, EntitiesPage, EntityCard, EventPage, HomePage, LinkView, PlainPage,
    QuotePage, QuotesPage, TimelinePage, ViaView, View,
};
use crate::anchor::{Anchored, Article};
use crate::model::{Spot, TimelineEntry};
use crate::parse::{Entry, Kind, PageMeta, Quote};
use crate::text::Overlay;

/// How much of each kind the home page shows.
const ON_HOME_PAGE: usize = 8;

/// The home page.
pub fn home_page(scope: Scope<'_>) -> View {
    let site = scope.site;
    let companies = site.records.companies.values();
    let mut companies: Vec<LinkView> = companies
        .map(|c| LinkView { label: c.meta.name.to_string(), url: scope.url(&c.address(Kind::Company)) })
        .collect();
    companies.sort_by_key(|c| c.label.to_lowercase());
    let page = HomePage {
        articles: scope.article_cards(site.newest.iter().take(ON_HOME_PAGE)),
        quotes: scope.quote_cards(newest_quotes(scope).iter().take(ON_HOME_PAGE)),
        events: site.timeline.iter().rev().filter_map(|e| scope.event_card(e)).take(ON_HOME_PAGE).collect(),
        companies,
    };
    let settings = &site.records.settings;
    scope.view(settings.title.clone(), settings.tagline.clone(), Content::Home(page))
}

/// All articles.
pub fn articles_page(scope: Scope<'_>) -> View {
    let articles = scope.article_cards(&scope.site.newest);
    scope.view("Articles".into(), None, Content::Articles(ArticlesPage { articles }))
}

/// All companies, people or publications.
pub fn entities_page(scope: Scope<'_>, kind: Kind) -> View {
    let records = &scope.site.records;
    let mut entities: Vec<EntityCard> = Vec::new();
    let mut add =
        |id: &crate::value::Id, name: &str, summary: Option<String>, address: crate::path::OutPath| {
            let about = scope.site.about.get(id);
            entities.push(EntityCard {
                name: name.to_string(),
                url: scope.url(&address),
                summary,
                articles: about
                    .map_or(0, |a| a.articles.iter().chain(&a.published).collect::<BTreeSet<_>>().len()),
                quotes: about.map_or(0, |a| a.quotes_by.len()),
            });
        };
    let text = |t: &Option<crate::yaml::Text>| t.as_ref().map(ToString::to_string);
    let heading = match kind {
        Kind::Person => {
            records
                .people
                .values()
                .for_each(|e| add(&e.id, &e.meta.name, text(&e.meta.summary), e.address(kind)));
            "People"
        }
        Kind::Publication => {
            records
                .publications
                .values()
                .for_each(|e| add(&e.id, &e.meta.name, text(&e.meta.summary), e.address(kind)));
            "Sources"
        }
        _ => {
            records
                .companies
                .values()
                .for_each(|e| add(&e.id, &e.meta.name, text(&e.meta.summary), e.address(kind)));
            "Companies"
        }
    };
    entities.sort_by_key(|e| e.name.to_lowercase());
    scope.view(heading.into(), None, Content::Entities(EntitiesPage { heading, entities }))
}

/// One quote.
pub fn quote_page(scope: Scope<'_>, article: &Article, quote: &Anchored<Quote>) -> View {
    let card = scope.quote_card(article, quote);
    let via = quote.value.via.values().filter_map(|via| {
        Some(ViaView { source: scope.entity(&via.source)?, how: via.how.as_ref().map(ToString::to_string) })
    });
    let text = card.pieces.join(" … ");
    let title = match &card.speaker {
        Some(speaker) => format!("{}: “{}”", speaker.label, shortened(&text, 60)),
        None => format!("“{}”", shortened(&text, 60)),
    };
    let page = QuotePage {
        quote: card,
        document: document(scope, article, quote),
        via: via.collect(),
        about: scope.entities(&quote.value.about),
        original_url: article.entry.meta.url.as_ref().map(|url| url.0.to_string()),
    };
    scope.view(title, None, Content::Quote(Box::new(page)))
}

fn document(scope: Scope<'_>, article: &Article, quote: &Anchored<Quote>) -> Option<DocumentView> {
    let id = quote.value.within.as_ref()?;
    let story = scope.site.records.stories.get(article.entry.meta.story.as_ref()?)?;
    let document = story.meta.documents.values().find(|document| document.id == *id)?;
    Some(DocumentView { title: document.title.to_string(), date: scope.maybe_date(document.date.as_ref()) })
}

/// All quotes.
pub fn quotes_page(scope: Scope<'_>) -> View {
    let quotes = scope.quote_cards(&newest_quotes(scope));
    scope.view("Quotes".into(), None, Content::Quotes(QuotesPage { quotes }))
}

/// Quotes by article, the newest first, in the order of the sidecar.
fn newest_quotes(scope: Scope<'_>) -> Vec<Spot> {
    let articles = scope.site.newest.iter().filter_map(|id| Some((id, scope.site.records.articles.get(id)?)));
    articles
        .flat_map(|(id, article)| {
            (0..article.annotations.quotes.len()).map(|index| Spot { article: id.clone(), index })
        })
        .collect()
}

/// One event; nothing where no report of it is left.
pub fn event_page(scope: Scope<'_>, entry: &TimelineEntry) -> Option<View> {
    let event = scope.event_card(entry)?;
    let description = format!("{}: {}", event.date.words, event.title);
    Some(scope.view(event.title.clone(), Some(description), Content::Event(EventPage { event })))
}

/// All events.
pub fn timeline_page(scope: Scope<'_>) -> View {
    let events = scope.site.timeline.iter().filter_map(|entry| scope.event_card(entry)).collect();
    scope.view("Timeline".into(), None, Content::Timeline(TimelinePage { events }))
}

/// Any other page.
pub fn plain_page(scope: Scope<'_>, entry: &Entry<PageMeta>) -> View {
    let body_html =
        entry.body.html(&Overlay::below_title(), &|link| scope.shown(link, &entry.text_file.path));
    let description = entry.meta.summary.as_ref().map(ToString::to_string);
    scope.view(entry.meta.title.to_string(), description, Content::Plain(PlainPage { body_html }))
}

/// What a host shows where there is no page.
pub fn not_found_page(scope: Scope<'_>) -> View {
    scope.view("Page not found".into(), None, Content::Plain(PlainPage { body_html: String::new() }))
}

/// At most `most` characters, cut between words.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let cut: String = text.chars().take(most).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(start, _)| start);
    format!("{cut}…")
}
