//! What links name: `quote:memo#frank`, `figure:acme/revenue`.
//!
//! In: a sort and a name as written. Out: what is named, and where its page is. Must not know: who asks.

use super::address::{
    event_address, figure_address, quote_address, record_address, subject_timeline_address, topic_address,
};
use super::index::{story_timeline_of, timeline_of};
use super::records::Records;
use crate::parse::{Kind, Record};
use crate::path::OutPath;
use crate::text::Sort;
use crate::value::{AnnotationRef, FigureRef, Id, Name};

/// Something that a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A record, by its id.
    Record(Kind, Id),
    /// A topic.
    Topic(Id),
    /// A quote, by its global name.
    Quote(AnnotationRef),
    /// An event, by its key.
    Event(String),
    /// The figures of one company and metric.
    Figure(FigureRef),
    /// The same as a picture.
    Chart(FigureRef),
    /// The timeline of a company, a person, a story or a topic.
    Timeline(Id),
}

impl Named {
    /// What `name`, of this sort, names; nothing where no name of it is written so.
    pub fn of(sort: Sort, name: &str) -> Option<Self> {
        let id = |text: &str| Id::parse(text).ok();
        let record = |kind| Some(Named::Record(kind, id(name)?));
        let annotation = || {
            let (article, id_in_it) = name.split_once('#')?;
            Some(AnnotationRef { article: id(article)?, id: id(id_in_it)? })
        };
        let figures = || {
            let (company, metric) = name.split_once('/')?;
            Some(FigureRef { company: Name::from(&id(company)?), metric: id(metric)? })
        };
        match sort {
            Sort::Article => record(Kind::Article),
            Sort::Company => record(Kind::Company),
            Sort::Person => record(Kind::Person),
            Sort::Publication => record(Kind::Publication),
            Sort::Story => record(Kind::Story),
            Sort::Briefing => record(Kind::Briefing),
            Sort::Page => record(Kind::Page),
            Sort::Topic => Some(Named::Topic(id(name)?)),
            Sort::Quote => annotation().map(Named::Quote),
            Sort::Event if name.contains('#') => annotation().map(|name| Named::Event(name.to_string())),
            Sort::Event => Some(Named::Event(id(name)?.to_string())),
            Sort::Figure => figures().map(Named::Figure),
            Sort::Chart => figures().map(Named::Chart),
            Sort::Timeline => Some(Named::Timeline(id(name)?)),
        }
    }

    /// The page of it in these records; it need not be there.
    pub(super) fn address(&self, records: &Records) -> Option<OutPath> {
        match self {
            Named::Record(kind, id) => {
                let meta: &dyn Record = match kind {
                    Kind::Article => &records.articles.get(id)?.entry.meta,
                    Kind::Company => &records.companies.get(id)?.meta,
                    Kind::Person => &records.people.get(id)?.meta,
                    Kind::Publication => &records.publications.get(id)?.meta,
                    Kind::Story => &records.stories.get(id)?.meta,
                    Kind::Briefing => &records.briefings.get(id)?.meta,
                    Kind::Page => &records.pages.get(id)?.meta,
                };
                Some(record_address(*kind, id, meta))
            }
            Named::Topic(id) => Some(topic_address(id)),
            Named::Quote(name) => Some(quote_address(&name.article, &name.id)),
            Named::Event(key) => Some(event_address(key)),
            Named::Figure(of) | Named::Chart(of) => Some(figure_address(of)),
            Named::Timeline(id) => (timeline_of(records, Kind::Company, id))
                .or_else(|| timeline_of(records, Kind::Person, id))
                .or_else(|| story_timeline_of(records, id))
                .or_else(|| Some(subject_timeline_address("topics", id))),
        }
    }

    /// The records that it stands in or is, which may have mistakes of their own.
    pub(super) fn record(&self) -> Option<&Id> {
        match self {
            Named::Record(_, id) | Named::Timeline(id) => Some(id),
            Named::Quote(name) => Some(&name.article),
            Named::Topic(_) | Named::Event(_) | Named::Figure(_) | Named::Chart(_) => None,
        }
    }
}
