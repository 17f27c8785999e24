//! Events of all articles, each once, in the order of their dates.

use std::collections::{BTreeMap, HashMap};

use super::address::event_key;
use super::records::Records;
use crate::anchor::Anchored;
use crate::value::{Id, SortKey};

/// One annotation: its article, and its position in its list there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The article.
    pub article: Id,
    /// The position in the list of annotations of its kind.
    pub index: usize,
}

/// One event, with every article that tells of it.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// The event's id, or `article.id` for one that a single article tells of.
    pub key: String,
    /// The annotations, the one with the narrowest date first, then by article.
    pub spots: Vec<Spot>,
}

/// The timeline: by date as section 3 of the design says, then by key.
#[derive(Debug)]
pub struct Timeline {
    /// The events in order.
    pub entries: Vec<TimelineEntry>,
    /// Positions in `entries` by key.
    places: HashMap<String, usize>,
}

impl Timeline {
    /// All events of these records.
    pub(super) fn of(records: &Records) -> Self {
        let entries = timeline(records);
        let places = entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
        Self { entries, places }
    }

    /// The position of the entry with this key.
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }
}

pub(super) fn timeline(records: &Records) -> Vec<TimelineEntry> {
    let mut by_key: BTreeMap<String, Vec<(SortKey, Spot)>> = BTreeMap::new();
    for (article, record) in &records.articles {
        for (index, Anchored { value, .. }) in record.annotations.events.iter().enumerate() {
            let key = event_key(value, article);
            let spot = Spot { article: article.clone(), index };
            by_key.entry(key).or_default().push((value.date.sort_key(), spot));
        }
    }
    let mut entries: Vec<(SortKey, TimelineEntry)> = Vec::with_capacity(by_key.len());
    for (key, mut spots) in by_key {
        spots.sort_by_key(|((first, days, second), _)| (*days, *first, *second));
        let Some(first) = spots.first().map(|(date, _)| *date) else { continue };
        let spots = spots.into_iter().map(|(_, spot)| spot).collect();
        entries.push((first, TimelineEntry { key, spots }));
    }
    entries.sort_by(|(a, x), (b, y)| (a, &x.key).cmp(&(b, &y.key)));
    entries.into_iter().map(|(_, entry)| entry).collect()
}
