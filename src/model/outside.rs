//! Links to other sites.
//!
//! In: all records. Out: every address on the web that they name, with its place. Must not know: whether
//! anything is there.

use super::menu;
use super::records::Records;
use crate::diagnostics::Span;
use crate::text::{Link, markdown};

/// An address on another site, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLink {
    /// The address as written.
    pub url: String,
    /// Where it stands.
    pub place: Span,
}

/// Every address on the web that is written in these records.
pub fn outside_links(records: &Records) -> Vec<OutsideLink> {
    let mut found = Vec::new();
    records.each(&mut |_, entry| {
        let place = |link: &Link| entry.text_file.span(link.source.clone());
        found.extend(entry.body.links().filter_map(|link| of(&link.target, || place(link))));
    });
    for article in records.articles.values() {
        let url = article.entry.meta.url.as_ref();
        found.extend(url.and_then(|url| of(&url.0, || article.entry.origin.value("/url"))));
        for note in article.annotations.notes.iter().filter(|note| note.value.text.contains("http")) {
            let place = || article.sidecar.value(&note.pointer("text"));
            found.extend(markdown(&note.value.text, 0).links().filter_map(|link| of(&link.target, place)));
        }
    }
    let companies = records.companies.values().map(|entry| (&entry.origin, entry.meta.website.as_ref()));
    let publications =
        records.publications.values().map(|entry| (&entry.origin, entry.meta.website.as_ref()));
    for (origin, website) in companies.chain(publications) {
        found.extend(website.and_then(|url| of(&url.0, || origin.value("/website"))));
    }
    let menu = menu::entries(&records.settings).into_iter();
    found.extend(menu.filter_map(|(entry, place)| of(&entry.url, || place.clone())));
    found
}

/// The link, if it leads to the web.
fn of(target: &str, place: impl Fn() -> Span) -> Option<OutsideLink> {
    let scheme = target.split_once("://")?.0.to_ascii_lowercase();
    let web = ["http", "https"].contains(&scheme.as_str());
    web.then(|| OutsideLink { url: target.to_string(), place: place() })
}
