//! What belongs together without a record of its own: topics, the figures of one company
//! and metric, the articles of one month.

use std::collections::BTreeMap;

use super::address::{
    SECTIONS, archive_address, figure_address, subject_timeline_address, timeline_year_address, topic_address,
};
use super::records::Records;
use super::timeline::{Spot, TimelineEntry};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::{FigureRef, Id};

/// The articles and events of one topic.
#[derive(Clone, Debug, Default, Hash)]
pub struct Topic {
    /// The articles, by id.
    pub articles: Vec<Id>,
    /// The events that these articles report, by key, in the order of the timeline.
    pub events: Vec<String>,
}

/// The articles of one year: by month, those without a known month under `None`.
pub type ArchiveYear = BTreeMap<Option<u8>, Vec<Id>>;

/// From so many events on, the timeline has a page for each year.
pub const LONG_TIMELINE: usize = 120;

/// What belongs together.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Topics that an article has.
    pub topics: BTreeMap<Id, Topic>,
    /// The figures of one company and metric, by article.
    pub figures: BTreeMap<FigureRef, Vec<Spot>>,
    /// The articles of each story, by id.
    pub stories: BTreeMap<Id, Vec<Id>>,
    /// Dated articles.
    pub archive: BTreeMap<i64, ArchiveYear>,
    /// Events by year, by key of the timeline; those of no known year under `None`.
    pub years: BTreeMap<Option<i64>, Vec<String>>,
    /// Whose timelines have a page: companies and people that took part in an event.
    pub timelines: BTreeMap<Id, Kind>,
    /// Whether the timeline is split into years.
    pub split: bool,
}

impl Index {
    /// What belongs together in these records.
    pub(super) fn of(records: &Records, timeline: &[TimelineEntry]) -> Self {
        let mut index = Self { split: timeline.len() > LONG_TIMELINE, ..Self::default() };
        for (id, article) in &records.articles {
            let meta = &article.entry.meta;
            for topic in &meta.topics {
                let articles = &mut index.topics.entry(topic.clone()).or_default().articles;
                if articles.last() != Some(id) {
                    articles.push(id.clone());
                }
            }
            if let Some(story) = &meta.story {
                index.stories.entry(story.clone()).or_default().push(id.clone());
            }
            if let Some((year, month)) = meta.published.as_ref().and_then(|date| date.year_and_month()) {
                index.archive.entry(year).or_default().entry(month).or_default().push(id.clone());
            }
            for (at, figure) in article.annotations.figures.iter().enumerate() {
                let text = &figure.value.text;
                let key = FigureRef { company: text.company.clone(), metric: text.metric.clone() };
                index.figures.entry(key).or_default().push(Spot { article: id.clone(), index: at });
            }
        }
        for entry in timeline {
            index.event(records, entry);
        }
        index
    }

    fn event(&mut self, records: &Records, entry: &TimelineEntry) {
        let reports = entry.spots.iter().filter_map(|spot| {
            let article = records.articles.get(&spot.article)?;
            Some((article, &article.annotations.events.get(spot.index)?.value))
        });
        for (at, (article, event)) in reports.enumerate() {
            if at == 0 {
                let year = event.date.year_and_month().map(|(year, _)| year);
                self.years.entry(year).or_default().push(entry.key.clone());
            }
            for topic in &article.entry.meta.topics {
                let events = &mut self.topics.entry(topic.clone()).or_default().events;
                if events.last() != Some(&entry.key) {
                    events.push(entry.key.clone());
                }
            }
            for name in &event.entities {
                if records.companies.contains_key(name.as_str()) {
                    self.timelines.insert(name.id(), Kind::Company);
                } else if records.people.contains_key(name.as_str()) {
                    self.timelines.insert(name.id(), Kind::Person);
                }
            }
        }
    }

    /// The sections that have something to list.
    pub(super) fn sections(&self, records: &Records) -> impl Iterator<Item = &'static str> {
        let has_some = |name: &&str| match *name {
            "articles" => !records.articles.is_empty(),
            "companies" => !records.companies.is_empty(),
            "people" => !records.people.is_empty(),
            "publications" => !records.publications.is_empty(),
            "quotes" => records.articles.values().any(|a| !a.annotations.quotes.is_empty()),
            "figures" => !self.figures.is_empty(),
            "topics" => !self.topics.is_empty(),
            "archive" => !self.archive.is_empty(),
            _ => !self.years.is_empty(),
        };
        SECTIONS.into_iter().filter(has_some)
    }

    /// The pages of all this.
    pub(super) fn addresses(&self, records: &Records) -> Vec<OutPath> {
        let mut addresses: Vec<OutPath> = Vec::new();
        for (id, topic) in &self.topics {
            addresses.push(topic_address(id));
            addresses.extend((!topic.events.is_empty()).then(|| subject_timeline_address("topics", id)));
        }
        addresses.extend(self.figures.keys().map(figure_address));
        for (year, months) in &self.archive {
            addresses.push(archive_address(*year, None));
            addresses.extend(months.keys().filter_map(|month| Some(archive_address(*year, Some((*month)?)))));
        }
        if self.split {
            addresses.extend(self.years.keys().map(|year| timeline_year_address(*year)));
        }
        addresses.extend(self.timelines.iter().filter_map(|(id, kind)| timeline_of(records, *kind, id)));
        addresses
    }
}

/// The page of the timeline of a company or a person.
pub fn timeline_of(records: &Records, kind: Kind, id: &Id) -> Option<OutPath> {
    let slug = match kind {
        Kind::Company => records.companies.get(id)?.meta.slug.as_ref(),
        _ => records.people.get(id)?.meta.slug.as_ref(),
    };
    Some(subject_timeline_address(kind.folder(), slug.unwrap_or(id)))
}
