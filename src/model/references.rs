//! Every reference that a record or an annotation makes, in one place.
//!
//! Two stages walk them: `resolve`, to check each and to replace names by ids, and
//! `admit`, to take out those to something withheld. What happens when a reference is
//! taken out is said here, once: an optional field or a list's item vanishes; where the
//! reference is required, `refer` says that the whole cannot stay.

use crate::parse::{
    ArticleMeta, BriefingItem, BriefingMeta, BriefingSubject, Claim, CompanyMeta, Event, Figure, Kind,
    Mention, Note, PageMeta, PersonMeta, PublicationMeta, Quote, Redaction, Relation, StoryMeta,
};
use crate::value::{AnnotationRef, Id, Name};
use crate::yaml::{List, OneOrMany};

/// Which list of a sidecar a reference to an annotation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Quote,
    Figure,
}

/// A stage that walks references. Each method says whether the reference may stay;
/// `pointer` is the JSON pointer from the record or annotation.
pub(super) trait Visit {
    fn entity(&mut self, name: &mut Name, kinds: &[Kind], pointer: &str) -> bool;
    fn annotation(&mut self, to: &AnnotationRef, target: Target, pointer: &str) -> bool;
    fn record(&mut self, kind: Kind, id: &Id, pointer: &str) -> bool;
    fn document(&mut self, id: &Id, pointer: &str) -> bool;
    fn audience(&mut self, audience: &OneOrMany<Id>, pointer: &str) -> bool;
}

pub(super) trait Refers {
    /// Walks all references and takes out those that may not stay. False where the whole
    /// may not stay.
    fn refer(&mut self, visit: &mut dyn Visit) -> bool;

    /// Whether one of them leads to an article or to an annotation: few do, and what they may
    /// lead to changes with every edit.
    fn refers_to_articles(&self) -> bool {
        false
    }
}

const ANYONE: &[Kind] = &[Kind::Company, Kind::Person, Kind::Publication];
const SPEAKERS: &[Kind] = &[Kind::Person, Kind::Company];
const COMPANY: &[Kind] = &[Kind::Company];
const PUBLICATION: &[Kind] = &[Kind::Publication];

fn optional(field: &mut Option<Name>, kinds: &[Kind], pointer: &str, visit: &mut dyn Visit) {
    if field.as_mut().is_some_and(|name| !visit.entity(name, kinds, pointer)) {
        *field = None;
    }
}

fn names(list: &mut Vec<Name>, pointer: &str, visit: &mut dyn Visit) {
    let mut at = 0;
    list.retain_mut(|name| {
        at += 1;
        visit.entity(name, ANYONE, &format!("{pointer}/{}", at - 1))
    });
    // Two names of one record are one reference, once they are ids.
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|name| seen.insert(name.clone()));
}

fn annotations(list: &mut Vec<AnnotationRef>, target: Target, pointer: &str, visit: &mut dyn Visit) {
    let mut at = 0;
    list.retain(|to| {
        at += 1;
        visit.annotation(to, target, &format!("{pointer}/{}", at - 1))
    });
}

fn allowed(audience: Option<&OneOrMany<Id>>, pointer: &str, visit: &mut dyn Visit) -> bool {
    audience.is_none_or(|audience| visit.audience(audience, pointer))
}

impl Refers for Quote {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        optional(&mut self.speaker, SPEAKERS, "speaker", visit);
        if self.within.as_ref().is_some_and(|id| !visit.document(id, "in")) {
            self.within = None;
        }
        let source = |at: usize| format!("via/{at}/source");
        self.via.0.retain_mut(|via| visit.entity(&mut via.value.source, ANYONE, &source(via.at)));
        names(&mut self.about, "about", visit);
        annotations(&mut self.same_as, Target::Quote, "same_as", visit);
        annotations(&mut self.variant_of, Target::Quote, "variant_of", visit);
        annotations(&mut self.distinct_from, Target::Quote, "distinct_from", visit);
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

impl Refers for Event {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        names(&mut self.entities, "entities", visit);
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

impl Refers for Figure {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        let figure = &mut self.text;
        optional(&mut figure.said_by, ANYONE, "said_by", visit);
        annotations(&mut figure.disputes, Target::Figure, "disputes", visit);
        let allowed = allowed(figure.audience.as_ref(), "audience", visit);
        visit.entity(&mut figure.company, COMPANY, "company") && allowed
    }
}

impl Refers for Relation {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        let from = visit.entity(&mut self.from, COMPANY, "from");
        let to = visit.entity(&mut self.to, COMPANY, "to");
        allowed(self.audience.as_ref(), "audience", visit) && from && to
    }
}

impl Refers for Claim {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        let company = visit.entity(&mut self.company, COMPANY, "company");
        allowed(self.audience.as_ref(), "audience", visit) && company
    }
}

impl Refers for Note {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

impl Refers for Mention {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        let entity = self.entity.as_mut().is_none_or(|name| visit.entity(name, ANYONE, "entity"));
        allowed(self.audience.as_ref(), "audience", visit) && entity
    }
}

impl Refers for Redaction {
    /// A redaction stays whoever reads: its audience says who sees the passage.
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        allowed(self.audience.as_ref(), "audience", visit);
        true
    }
}

impl Refers for ArticleMeta {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        optional(&mut self.publication, PUBLICATION, "publication", visit);
        if self.story.as_ref().is_some_and(|id| !visit.record(Kind::Story, id, "story")) {
            self.story = None;
        }
        let to = |at: usize| format!("credits/{at}/to");
        self.credits.0.retain_mut(|credit| visit.entity(&mut credit.value.to, ANYONE, &to(credit.at)));
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

impl Refers for CompanyMeta {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        optional(&mut self.part_of, COMPANY, "part_of", visit);
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

impl Refers for PersonMeta {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        for role in &mut self.roles.0 {
            optional(&mut role.value.at, ANYONE, &format!("roles/{}/at", role.at), visit);
        }
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

impl Refers for PublicationMeta {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

impl Refers for PageMeta {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

impl Refers for StoryMeta {
    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        for document in &mut self.documents.0 {
            optional(&mut document.value.author, ANYONE, &format!("documents/{}/author", document.at), visit);
        }
        for (list, key) in [(&mut self.join, "join"), (&mut self.keep_apart, "keep_apart")] {
            for group in &mut list.0 {
                annotations(&mut group.value, Target::Quote, &format!("{key}/{}", group.at), visit);
            }
        }
        allowed(self.audience.as_ref(), "audience", visit)
    }

    fn refers_to_articles(&self) -> bool {
        !(self.join.0.is_empty() && self.keep_apart.0.is_empty())
    }
}

impl Refers for BriefingMeta {
    fn refers_to_articles(&self) -> bool {
        true
    }

    fn refer(&mut self, visit: &mut dyn Visit) -> bool {
        if self.lead.as_mut().is_some_and(|item| !briefing_item(item, "lead", visit)) {
            self.lead = None;
        }
        self.sections.0.retain_mut(|section| {
            let pointer = format!("sections/{}", section.at);
            let section = &mut section.value;
            items(&mut section.items, &pointer, visit);
            allowed(section.audience.as_ref(), &format!("{pointer}/audience"), visit)
        });
        allowed(self.audience.as_ref(), "audience", visit)
    }
}

fn items(list: &mut List<BriefingItem>, pointer: &str, visit: &mut dyn Visit) {
    list.0.retain_mut(|item| {
        let pointer = format!("{pointer}/items/{}", item.at);
        briefing_item(&mut item.value, &pointer, visit)
    });
}

fn briefing_item(item: &mut BriefingItem, pointer: &str, visit: &mut dyn Visit) -> bool {
    let allowed = allowed(item.audience.as_ref(), &format!("{pointer}/audience"), visit);
    let subject = match &mut item.subject {
        BriefingSubject::Article(id) => visit.record(Kind::Article, id, &format!("{pointer}/article")),
        BriefingSubject::Story(id) => visit.record(Kind::Story, id, &format!("{pointer}/story")),
        BriefingSubject::Quote(to) => visit.annotation(to, Target::Quote, &format!("{pointer}/quote")),
        BriefingSubject::Figure(to) => visit.entity(&mut to.company, COMPANY, &format!("{pointer}/figure")),
        // A story's timeline is asked for by the story's id; names come after.
        BriefingSubject::Timeline(name) => {
            visit.entity(name, &[Kind::Company, Kind::Person, Kind::Story], &format!("{pointer}/timeline"))
        }
    };
    allowed && subject
}
