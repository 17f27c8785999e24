//! Events of all articles, each once, in the order of their dates.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::address::event_key;
use super::records::Records;
use crate::anchor::Anchored;
use crate::parse::Event;
use crate::value::{Date, Id, SortKey};

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
    /// The year and the month of the first one's date, as far as they are known.
    pub period: Period,
    /// Where not all of the dates can be true.
    pub contradiction: Option<Contradiction>,
}

/// Dates of one event of which no day is in all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contradiction {
    /// Of each date the first two articles, in the order of the entry's: so there is one besides any article.
    pub sides: Vec<Spot>,
    /// Why the curator lets it stand; nothing where nobody said.
    pub acknowledged: Option<String>,
}

/// Reasons that were given, each once.
pub(super) fn reasons<'a>(given: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let given: BTreeSet<&str> = given.into_iter().collect();
    (!given.is_empty()).then(|| given.into_iter().collect::<Vec<_>>().join(" "))
}

/// Of each thing that is said the first two articles, in the order in which they come.
pub(super) fn two_of_each<'a, K: Ord>(said: impl Iterator<Item = (K, &'a Spot)>) -> Vec<Spot> {
    let mut seen: BTreeMap<K, Vec<&Id>> = BTreeMap::new();
    let is_wanted = |(what, spot): (K, &'a Spot)| {
        let articles = seen.entry(what).or_default();
        let is_new = articles.len() < 2 && !articles.contains(&&spot.article);
        is_new.then(|| articles.push(&spot.article)).map(|()| spot.clone())
    };
    said.filter_map(is_wanted).collect()
}

/// A year, and a month of it; nothing where it is not known.
pub type Period = (Option<i64>, Option<u8>);

/// The period that a date is in.
pub(super) fn period_of(date: Option<&Date>) -> Period {
    let known = date.and_then(|date| date.year_and_month());
    known.map_or((None, None), |(year, month)| (Some(year), month))
}

/// From so many events on, a timeline has a page for each year, and a year one for each month.
pub const LONG_TIMELINE: usize = 120;

/// A part of a timeline that has a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// One year; the events without a known year for `None`.
    Year(Option<i64>),
    /// One month; the events of the year without a known month for `None`.
    Month(i64, Option<u8>),
}

impl Part {
    /// Whether a period belongs to this part.
    pub fn has(self, (year, month): Period) -> bool {
        match self {
            Part::Whole => true,
            Part::Year(of) => year == of,
            Part::Month(of, in_month) => year == Some(of) && month == in_month,
        }
    }
}

/// The parts of a timeline that have pages besides the whole, from the periods of its events.
pub fn parts(periods: impl Iterator<Item = Period>) -> Vec<Part> {
    let mut years: BTreeMap<Option<i64>, BTreeMap<Option<u8>, usize>> = BTreeMap::new();
    let mut all = 0;
    for (year, month) in periods {
        all += 1;
        *years.entry(year).or_default().entry(month).or_default() += 1;
    }
    if all <= LONG_TIMELINE {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for (year, months) in years {
        parts.push(Part::Year(year));
        let is_long = months.values().sum::<usize>() > LONG_TIMELINE && months.len() > 1;
        if let Some(year) = year.filter(|_| is_long) {
            parts.extend(months.into_keys().map(|month| Part::Month(year, month)));
        }
    }
    parts
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
    let mut by_key: BTreeMap<String, Vec<(&Event, Spot)>> = BTreeMap::new();
    for (article, record) in &records.articles {
        for (index, Anchored { value, .. }) in record.annotations.events.iter().enumerate() {
            let spot = Spot { article: article.clone(), index };
            by_key.entry(event_key(value, article)).or_default().push((value, spot));
        }
    }
    let entries = by_key.into_iter().filter_map(|(key, reports)| entry(key, reports));
    let mut entries: Vec<(SortKey, TimelineEntry)> = entries.collect();
    entries.sort_by(|(a, x), (b, y)| (a, &x.key).cmp(&(b, &y.key)));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// An event, and where it stands.
fn entry(key: String, mut reports: Vec<(&Event, Spot)>) -> Option<(SortKey, TimelineEntry)> {
    reports.sort_by_cached_key(|(event, _)| {
        let (first, days, second) = event.date.sort_key();
        (days, first, second)
    });
    let date = &reports.first()?.0.date;
    let entry = TimelineEntry {
        key,
        period: period_of(Some(date)),
        contradiction: contradiction(&reports),
        spots: reports.iter().map(|(_, spot)| spot.clone()).collect(),
    };
    Some((date.sort_key(), entry))
}

fn contradiction(reports: &[(&Event, Spot)]) -> Option<Contradiction> {
    Date::contradict(reports.iter().map(|(event, _)| &event.date)).then(|| Contradiction {
        sides: two_of_each(reports.iter().map(|(event, spot)| (event.date.written(), spot))),
        acknowledged: reasons(reports.iter().filter_map(|(event, _)| event.acknowledge.as_deref())),
    })
}
