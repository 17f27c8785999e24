//! The whole site: what records say of each other.
//!
//! In: what the reader may see. Out: a `Site`, in which every reference is an id that
//! exists, with the way back from each record to what mentions it. Must not know: pages.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::about::{About, about};
use super::address::{annotation_addresses, record_address};
use super::admit::Admitted;
use super::disputes::Disputes;
use super::index::Index;
use super::mentions::{Finder, Mentioned};
use super::quotations::Quotations;
use super::records::Records;
use super::timeline::{Spot, TimelineEntry, timeline};
use crate::anchor::{Anchored, Article};
use crate::parse::{Event, Figure, Kind, Quote};
use crate::path::{OutPath, SitePath};
use crate::value::Id;

/// The site.
#[derive(Clone, Debug)]
pub struct Site {
    /// The records that may be seen.
    pub records: Records,
    /// Names in the text of each article.
    pub mentions: BTreeMap<Id, Vec<Mentioned>>,
    /// All that speaks of each company, person and publication.
    pub about: BTreeMap<Id, About>,
    /// All events.
    pub timeline: Vec<TimelineEntry>,
    /// Articles, the newest first; undated ones last, by id.
    pub newest: Vec<Id>,
    /// What belongs together without a record of its own.
    pub index: Index,
    /// Which quotes are one.
    pub quotations: Quotations,
    /// Where sources differ.
    pub disputes: Disputes,
    /// Positions in `timeline` by key.
    timeline_index: BTreeMap<String, usize>,
    /// Positions in `newest`, so that a page does not look through all articles.
    newest_index: BTreeMap<Id, usize>,
    pages_by_file: BTreeMap<SitePath, OutPath>,
    articles_by_page: BTreeMap<OutPath, Id>,
    addresses: BTreeSet<OutPath>,
    /// Found once, because every page's menu asks.
    sections: BTreeSet<&'static str>,
}

impl Site {
    /// A quote and its article.
    pub fn quote(&self, spot: &Spot) -> Option<(&Article, &Anchored<Quote>)> {
        let article = self.records.articles.get(&spot.article)?;
        Some((article, article.annotations.quotes.get(spot.index)?))
    }

    /// An event and its article.
    pub fn event(&self, spot: &Spot) -> Option<(&Article, &Anchored<Event>)> {
        let article = self.records.articles.get(&spot.article)?;
        Some((article, article.annotations.events.get(spot.index)?))
    }

    /// A figure and its article.
    pub fn figure(&self, spot: &Spot) -> Option<(&Article, &Anchored<Figure>)> {
        let article = self.records.articles.get(&spot.article)?;
        Some((article, article.annotations.figures.get(spot.index)?))
    }

    /// These articles, the newest first, each once.
    pub fn newest_first<'i>(&self, ids: impl IntoIterator<Item = &'i Id>) -> impl Iterator<Item = &Id> {
        let places: BTreeSet<usize> =
            ids.into_iter().filter_map(|id| self.newest_index.get(id).copied()).collect();
        places.into_iter().filter_map(|at| self.newest.get(at))
    }

    /// The entry of the timeline with this key.
    pub fn timeline_entry(&self, key: &str) -> Option<&TimelineEntry> {
        self.timeline_position(key).and_then(|at| self.timeline.get(at))
    }

    /// The position on the timeline of the entry with this key.
    pub fn timeline_position(&self, key: &str) -> Option<usize> {
        self.timeline_index.get(key).copied()
    }

    /// The page and the name of a company, person or publication.
    pub fn entity(&self, id: &str) -> Option<(OutPath, String)> {
        let records = &self.records;
        if let Some(entry) = records.companies.get(id) {
            return Some((entry.address(Kind::Company), entry.meta.name.to_string()));
        }
        if let Some(entry) = records.people.get(id) {
            return Some((entry.address(Kind::Person), entry.meta.name.to_string()));
        }
        let entry = records.publications.get(id)?;
        Some((entry.address(Kind::Publication), entry.meta.name.to_string()))
    }

    /// The page that the record in this file has.
    pub fn page_of(&self, file: &SitePath) -> Option<OutPath> {
        self.pages_by_file.get(file).cloned()
    }

    /// The article that has this page.
    pub fn article_at(&self, page: &OutPath) -> Option<&Article> {
        self.articles_by_page.get(page).and_then(|id| self.records.articles.get(id)).map(Arc::as_ref)
    }

    /// Whether this is the page of an article that has a mark with this fragment.
    pub fn has_mark(&self, page: &OutPath, fragment: &str) -> bool {
        self.article_at(page).is_some_and(|article| article.fragments().any(|mark| mark == fragment))
    }

    /// Whether a record or a static file has this address, or a section that is there.
    pub fn has_address(&self, path: &OutPath) -> bool {
        let section = path.as_str().strip_suffix("/index.html").unwrap_or(path.as_str());
        path.as_str() == "index.html"
            || self.records.statics.contains_key(path.as_str())
            || self.addresses.contains(path)
            || self.has_section(section)
    }

    /// Whether a section has a page: it has one where it has something to list.
    pub fn has_section(&self, name: &str) -> bool {
        self.sections.contains(name)
    }
}

/// Lets records learn of each other.
pub fn link(admitted: Admitted) -> Site {
    let records = admitted.records;
    let finder = Finder::of(&records);
    let mentions: BTreeMap<Id, Vec<Mentioned>> =
        records.articles.par_iter().map(|(id, article)| (id.clone(), finder.mentions(article))).collect();
    let timeline = timeline(&records);
    let newest = newest(&records);
    let about = about(&records, &mentions, &timeline);
    let index = Index::of(&records, &timeline);
    let quotations = Quotations::of(&records);
    let disputes = Disputes::of(&records, &index);
    let sections = index.sections(&records).collect();
    let timeline_index = timeline.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
    let newest_index = newest.iter().enumerate().map(|(at, id)| (id.clone(), at)).collect();
    let mut pages_by_file = BTreeMap::new();
    records.each(&mut |kind, entry| {
        if matches!(kind, Kind::Story | Kind::Briefing) {
            return; // They are records already, but have no pages yet.
        }
        let address = record_address(kind, entry.id, entry.meta);
        pages_by_file.insert(entry.text_file.path.clone(), address);
    });
    let by_page = |(id, article): (&Id, &Arc<Article>)| (article.entry.address(Kind::Article), id.clone());
    let articles_by_page = records.articles.iter().map(by_page).collect();
    let annotations = records.articles.values().flat_map(|article| annotation_addresses(article));
    let addresses =
        pages_by_file.values().cloned().chain(annotations).chain(index.addresses(&records)).collect();
    Site {
        records,
        mentions,
        about,
        timeline,
        newest,
        index,
        quotations,
        disputes,
        timeline_index,
        newest_index,
        pages_by_file,
        articles_by_page,
        addresses,
        sections,
    }
}

fn newest(records: &Records) -> Vec<Id> {
    let mut ids: Vec<Id> = records.articles.keys().cloned().collect();
    ids.sort_by_key(|id| {
        let date = records.articles.get(id).and_then(|a| a.entry.meta.published.as_ref());
        (date.is_none(), Reverse(date.map(crate::value::Date::sort_key)), id.clone())
    });
    ids
}
