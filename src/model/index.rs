//! What belongs together without a record of its own: topics, the figures of one company
//! and metric, the articles of one month.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{
    SECTIONS, archive_address, figure_address, mail_address, quotes_address, section_address,
    subject_timeline_address, timeline_part_address, topic_address,
};
use super::records::Records;
use super::timeline::{Part, Period, Spot, TimelineEntry, parts, period_of};
use crate::anchor::Article;
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::{Date, FigureRef, Id, SortKey};

/// The articles and events of one topic.
#[derive(Clone, Debug, Default, Hash)]
pub struct Topic {
    /// The articles, by id.
    pub articles: Vec<Id>,
    /// The events that these articles report, by key, in the order of the timeline.
    pub events: Vec<String>,
}

/// The articles and events of one story.
#[derive(Clone, Debug, Default, Hash)]
pub struct Story {
    /// The articles in the order of their publication, undated ones last.
    pub articles: Vec<Id>,
    /// The events that these articles report, by key, in the order of the timeline.
    pub events: Vec<String>,
}

/// The articles of one year: by month, those without a known month under `None`.
pub type ArchiveYear = BTreeMap<Option<u8>, Vec<Id>>;

/// What belongs together.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Topics that an article has.
    pub topics: BTreeMap<Id, Topic>,
    /// The figures of one company and metric, by article.
    pub figures: BTreeMap<FigureRef, Vec<Spot>>,
    /// The articles and events of each story that has an article.
    pub stories: BTreeMap<Id, Story>,
    /// Dated articles.
    pub archive: BTreeMap<i64, ArchiveYear>,
    /// Where quotes are too many for one page: the months of their articles that have a page, and
    /// how many quotes each has. Those of undated articles are under no year.
    pub quote_parts: Vec<(Part, usize)>,
    /// Whose timelines have a page: companies and people that took part in an event.
    pub timelines: BTreeMap<Id, Kind>,
    /// The parts of long timelines that have pages, by the page of the whole.
    pub parts: BTreeMap<OutPath, Vec<Part>>,
}

impl Index {
    /// What belongs together in these records.
    pub(super) fn of(records: &Records, timeline: &[TimelineEntry]) -> Self {
        let mut index = Self::default();
        for (id, article) in &records.articles {
            let meta = &article.entry.meta;
            for topic in &meta.topics {
                let articles = &mut index.topics.entry(topic.clone()).or_default().articles;
                if articles.last() != Some(id) {
                    articles.push(id.clone());
                }
            }
            if let Some(story) = &meta.story {
                index.stories.entry(story.clone()).or_default().articles.push(id.clone());
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
        for story in index.stories.values_mut() {
            story.articles.sort_by_cached_key(|id| published_first(records, id));
        }
        let mut periods: BTreeMap<OutPath, Vec<Period>> = BTreeMap::new();
        for entry in timeline {
            index.event(records, entry, &mut periods);
        }
        let parts = periods.into_iter().map(|(whole, periods)| (whole, parts(periods.into_iter())));
        index.quote_parts = quote_parts(records);
        index.parts = parts.filter(|(_, parts)| !parts.is_empty()).collect();
        index
    }

    /// Adds an event. `periods` are those of the events of each timeline that has a page.
    fn event(
        &mut self,
        records: &Records,
        entry: &TimelineEntry,
        periods: &mut BTreeMap<OutPath, Vec<Period>>,
    ) {
        let mut pages = BTreeSet::from([section_address("timeline")]);
        let reports = entry.spots.iter().filter_map(|spot| {
            let article = records.articles.get(&spot.article)?;
            Some((article, &article.annotations.events.get(spot.index)?.value))
        });
        for (article, event) in reports {
            for topic in &article.entry.meta.topics {
                let events = &mut self.topics.entry(topic.clone()).or_default().events;
                if events.last() != Some(&entry.key) {
                    events.push(entry.key.clone());
                }
                pages.insert(subject_timeline_address("topics", topic));
            }
            if let Some(story) = &article.entry.meta.story {
                let events = &mut self.stories.entry(story.clone()).or_default().events;
                if events.last() != Some(&entry.key) {
                    events.push(entry.key.clone());
                }
                pages.extend(story_timeline(records, article));
            }
            for name in &event.entities {
                let kind = match name.as_str() {
                    id if records.companies.contains_key(id) => Kind::Company,
                    id if records.people.contains_key(id) => Kind::Person,
                    _ => continue,
                };
                self.timelines.insert(name.id(), kind);
                pages.extend(timeline_of(records, kind, &name.id()));
            }
        }
        for page in pages {
            periods.entry(page).or_default().push(entry.period);
        }
    }

    /// The sections that have something to list.
    pub(super) fn sections(&self, records: &Records) -> impl Iterator<Item = &'static str> {
        let has_some = |name: &&str| match *name {
            "briefings" => !records.briefings.is_empty(),
            "articles" => !records.articles.is_empty(),
            "stories" => !records.stories.is_empty(),
            "companies" => !records.companies.is_empty(),
            "people" => !records.people.is_empty(),
            "publications" => !records.publications.is_empty(),
            "quotes" => records.articles.values().any(|a| !a.annotations.quotes.is_empty()),
            "figures" => !self.figures.is_empty(),
            "topics" => !self.topics.is_empty(),
            "archive" => !self.archive.is_empty(),
            _ => records.articles.values().any(|a| !a.annotations.events.is_empty()),
        };
        SECTIONS.into_iter().filter(has_some)
    }

    /// The pages of all this.
    pub(super) fn addresses(&self, records: &Records) -> Vec<OutPath> {
        let mut addresses: Vec<OutPath> = Vec::new();
        addresses.extend(self.topics.keys().map(topic_address));
        addresses.extend(self.figures.keys().map(figure_address));
        for (year, months) in &self.archive {
            addresses.push(archive_address(*year, None));
            addresses.extend(months.keys().filter_map(|month| Some(archive_address(*year, Some((*month)?)))));
        }
        addresses.extend(self.quote_parts.iter().map(|(part, _)| quotes_address(*part)));
        for (whole, parts) in &self.parts {
            addresses.extend(parts.iter().map(|part| timeline_part_address(whole, *part)));
        }
        addresses.extend(self.timeline_addresses(records));
        let editions = records.briefings.values().map(|entry| entry.address(Kind::Briefing));
        let mails = editions.flat_map(|edition| ["html", "txt"].map(|ending| mail_address(&edition, ending)));
        addresses.extend(mails.flatten());
        addresses
    }

    /// The whole timelines of topics, stories, companies and people.
    pub(super) fn timeline_addresses(&self, records: &Records) -> impl Iterator<Item = OutPath> {
        let topics = self.topics.iter().filter(|(_, topic)| !topic.events.is_empty());
        let topics = topics.map(|(id, _)| subject_timeline_address("topics", id));
        let stories = self.stories.iter().filter(|(_, story)| !story.events.is_empty());
        let stories = stories.filter_map(|(id, _)| story_timeline_of(records, id));
        let entities = self.timelines.iter().filter_map(|(id, kind)| timeline_of(records, *kind, id));
        topics.chain(stories).chain(entities)
    }
}

/// Orders articles by their publication, undated ones last.
fn published_first(records: &Records, id: &Id) -> (bool, Option<SortKey>, Id) {
    let date = records.articles.get(id).and_then(|article| article.entry.meta.published.as_ref());
    (date.is_none(), date.map(Date::sort_key), id.clone())
}

/// From so many articles, quotes or figures on, their list shows only the newest.
pub const LONG_LIST: usize = 500;

/// The parts of the list of quotes; none where it is not long.
fn quote_parts(records: &Records) -> Vec<(Part, usize)> {
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    for article in records.articles.values().filter(|article| !article.annotations.quotes.is_empty()) {
        let period = period_of(article.entry.meta.published.as_ref());
        *counts.entry(period).or_default() += article.annotations.quotes.len();
    }
    if counts.values().sum::<usize>() <= LONG_LIST {
        return Vec::new();
    }
    let part = |((year, month), count): (Period, usize)| {
        (year.map_or(Part::Year(None), |year| Part::Month(year, month)), count)
    };
    counts.into_iter().map(part).collect()
}

/// The page of the timeline of an article's story.
fn story_timeline(records: &Records, article: &Article) -> Option<OutPath> {
    story_timeline_of(records, article.entry.meta.story.as_ref()?)
}

/// The page of the timeline of a story.
pub fn story_timeline_of(records: &Records, id: &Id) -> Option<OutPath> {
    let slug = records.stories.get(id)?.meta.slug.as_ref();
    Some(subject_timeline_address(Kind::Story.folder(), slug.unwrap_or(id)))
}

/// The page of the timeline of a company or a person.
pub fn timeline_of(records: &Records, kind: Kind, id: &Id) -> Option<OutPath> {
    let slug = match kind {
        Kind::Company => records.companies.get(id)?.meta.slug.as_ref(),
        _ => records.people.get(id)?.meta.slug.as_ref(),
    };
    Some(subject_timeline_address(kind.folder(), slug.unwrap_or(id)))
}
