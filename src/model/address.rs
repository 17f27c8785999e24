//! Where each page stands: section 5 of the design.

use super::timeline::Part;
use crate::anchor::Article;
use crate::parse::{Entry, Event, Kind, Record, Settings, Visibility};
use crate::path::OutPath;
use crate::value::{FigureRef, Id};

/// The page of a record.
pub fn record_address(kind: Kind, id: &Id, meta: &dyn Record) -> OutPath {
    let slug = meta.slug().unwrap_or(id);
    match kind {
        Kind::Page => OutPath::page(slug.as_str()),
        kind => OutPath::page(&format!("{}/{slug}", kind.folder())),
    }
}

/// Addresses of records as they are asked for most.
impl<M: Record> Entry<M> {
    /// Its address.
    pub fn address(&self, kind: Kind) -> OutPath {
        record_address(kind, &self.id, &self.meta)
    }
}

/// The lists that a site can have.
pub const SECTIONS: [&str; 11] = [
    "briefings",
    "articles",
    "stories",
    "companies",
    "people",
    "publications",
    "quotes",
    "figures",
    "topics",
    "timeline",
    "archive",
];

/// The folder of the second and later parts of a long list: `articles/page/2/`.
pub const PAGINATION: &str = "page";

/// What stands at the root of a site: section 5 of the design, and the theme's files. No page
/// may have one of these names, whether or not this site has anything there.
pub const RESERVED: [&str; 21] = [
    "articles",
    "companies",
    "people",
    "publications",
    "stories",
    "briefings",
    "topics",
    "quotes",
    "figures",
    "events",
    "timeline",
    "archive",
    "search",
    "theme",
    PAGINATION,
    "index.html",
    "404.html",
    "feed.xml",
    "feed.json",
    MAP,
    ROBOTS,
];

/// What search engines read first.
pub const ROBOTS: &str = "robots.txt";

/// The map of a site that they may read.
pub const MAP: &str = "sitemap.xml";

/// What there is for search engines, where the site's address is known or is not.
pub(super) fn engine_addresses(settings: &Settings, is_known: bool) -> impl Iterator<Item = OutPath> {
    let has_map = settings.visibility == Visibility::Public && is_known;
    [Some(ROBOTS), has_map.then_some(MAP)].into_iter().flatten().filter_map(OutPath::file)
}

/// The page that lists a section: `articles`, `quotes`, …; the home page for the empty
/// name.
pub fn section_address(section: &str) -> OutPath {
    OutPath::page(section)
}

/// An edition as it is sent: `email.html`, or its twin in plain text, `email.txt`, beside its page.
pub fn mail_address(edition: &OutPath, ending: &str) -> Option<OutPath> {
    let folder = edition.as_str().strip_suffix("index.html")?;
    OutPath::file(&format!("{folder}email.{ending}"))
}

/// What links to the page of a company, a person or a quote say of it: `card.js` beside the page.
pub fn card_address(page: &OutPath) -> Option<OutPath> {
    let folder = page.as_str().strip_suffix("index.html")?;
    OutPath::file(&format!("{folder}card.js"))
}

/// Every name that a reader may look for, with where it leads.
pub const NAMES: &str = "search/names.js";

/// The picture of a page, beside it, that other sites show with a link to it.
pub fn social_card_address(page: &OutPath) -> Option<OutPath> {
    let folder = page.as_str().strip_suffix("index.html")?;
    OutPath::file(&format!("{folder}social-card.png"))
}

/// The page of a quote, by ids, so that it outlives a change of the article's slug.
pub fn quote_address(article: &Id, quote: &Id) -> OutPath {
    OutPath::page(&format!("quotes/{article}/{quote}"))
}

/// The page of a part of the list of quotes.
pub fn quotes_address(part: Part) -> OutPath {
    match part {
        Part::Whole => section_address("quotes"),
        part => timeline_part_address(&OutPath::page(&format!("quotes/{PAGINATION}")), part),
    }
}

/// The key of an event on the timeline: the id that it shares with other articles, or
/// `article#id`, which no shared id can be.
pub fn event_key(event: &Event, article: &Id) -> String {
    event.event.as_ref().map_or_else(|| format!("{article}#{}", event.id), ToString::to_string)
}

/// The page of an event, by its key: `/events/<event or article.id>/`.
pub fn event_address(key: &str) -> OutPath {
    OutPath::page(&format!("events/{}", key.replace('#', ".")))
}

/// The page of the figures of one company and metric, by ids.
pub fn figure_address(figures: &FigureRef) -> OutPath {
    OutPath::page(&format!("figures/{}/{}", figures.company, figures.metric))
}

/// The page of a topic.
pub fn topic_address(topic: &Id) -> OutPath {
    OutPath::page(&format!("topics/{topic}"))
}

/// The page of the articles of a year, or of one of its months.
pub fn archive_address(year: i64, month: Option<u8>) -> OutPath {
    match month {
        Some(month) => OutPath::page(&format!("archive/{year}/{month:02}")),
        None => OutPath::page(&format!("archive/{year}")),
    }
}

/// The page of a part of a timeline whose own page is `whole`. No year is called as the folder
/// of companies, people or topics.
pub fn timeline_part_address(whole: &OutPath, part: Part) -> OutPath {
    let folder = whole.as_str().trim_end_matches("/index.html");
    match part {
        Part::Whole => whole.clone(),
        Part::Year(None) => OutPath::page(&format!("{folder}/undated")),
        Part::Year(Some(year)) => OutPath::page(&format!("{folder}/{year}")),
        Part::Month(year, None) => OutPath::page(&format!("{folder}/{year}/undated")),
        Part::Month(year, Some(month)) => OutPath::page(&format!("{folder}/{year}/{month:02}")),
    }
}

/// The page of the timeline of a company, a person or a topic.
pub fn subject_timeline_address(folder: &str, slug: &Id) -> OutPath {
    OutPath::page(&format!("timeline/{folder}/{slug}"))
}

/// The pages of an article's quotes and events.
pub(super) fn annotation_addresses(article: &Article) -> impl Iterator<Item = OutPath> {
    let id = &article.entry.id;
    let quotes = article.annotations.quotes.iter().map(|quote| quote_address(id, &quote.value.id));
    quotes.chain(article.annotations.events.iter().map(|event| event_address(&event_key(&event.value, id))))
}
