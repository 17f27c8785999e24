//! Editions, as a page reads them.

use super::super::disputes::FigureDispute;
use super::super::editions::Edition;
use super::super::facts::Fact;
use super::Reading;
use crate::parse::{BriefingMeta, BriefingSubject, Entry, Kind};
use crate::value::{FigureRef, Id};

impl<'a> Reading<'a> {
    /// A briefing.
    pub fn briefing(self, id: &Id) -> Option<&'a Entry<BriefingMeta>> {
        self.notes.fact(Fact::Record(Kind::Briefing, id.as_str()));
        self.site.records.briefings.get(id).map(|entry| &**entry)
    }

    /// All editions, the latest first: which they are. What an edition has, its briefing tells.
    pub fn editions(self) -> impl Iterator<Item = &'a Id> {
        self.notes.fact(Fact::Editions);
        self.site.outline.editions.order.iter().rev().map(|edition| &edition.id)
    }

    /// The place of an edition among the others, and what became known in its days.
    pub fn edition(self, id: &Id) -> Option<&'a Edition> {
        self.notes.fact(Fact::Edition(id));
        self.site.outline.editions.get(id)
    }

    /// The last edition that has an item on something.
    pub fn last_use(self, subject: &BriefingSubject) -> Option<&'a Id> {
        self.notes.fact(Fact::Use(subject));
        self.site.outline.editions.uses.get(subject)
    }

    /// Where the figures of one company and metric differ, with their places.
    pub fn figure_disputes(self, of: &FigureRef) -> &'a [FigureDispute] {
        self.notes.fact(Fact::Figures(of));
        self.site.outline.disputes.of_figures(of)
    }
}
