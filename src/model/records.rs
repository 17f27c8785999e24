//! All records of a site, with every annotation anchored.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::anchor::{Article, anchor};
use crate::diagnostics::{Checked, Diagnostic, SourceFile, has_errors};
use crate::parse::{
    BriefingMeta, CompanyMeta, Entry, Kind, PageMeta, Parsed, PersonMeta, PublicationMeta, Record, Settings,
    StoryMeta,
};
use crate::progress::{Progress, Stage};
use crate::value::Id;

/// All records.
#[derive(Clone, Debug)]
pub struct Records {
    /// The settings.
    pub settings: Settings,
    /// Articles with anchored annotations.
    pub articles: BTreeMap<Id, Article>,
    /// Companies.
    pub companies: BTreeMap<Id, Entry<CompanyMeta>>,
    /// People.
    pub people: BTreeMap<Id, Entry<PersonMeta>>,
    /// Publications.
    pub publications: BTreeMap<Id, Entry<PublicationMeta>>,
    /// Stories.
    pub stories: BTreeMap<Id, Entry<StoryMeta>>,
    /// Briefings.
    pub briefings: BTreeMap<Id, Entry<BriefingMeta>>,
    /// Other pages.
    pub pages: BTreeMap<Id, Entry<PageMeta>>,
    /// Files that are copied, by their path in the output.
    pub statics: BTreeMap<String, Arc<SourceFile>>,
    /// Ids of records with mistakes: a reference to one, or into one, is not reported as
    /// a mistake of its own.
    pub flawed: BTreeSet<Id>,
    /// Whether a company, person or publication could not be read: its names are unknown.
    pub entities_unreadable: bool,
}

impl Records {
    /// Anchors every article. Nothing without settings.
    pub fn anchored(parsed: Parsed, progress: &Progress) -> Checked<Option<Records>> {
        progress.start(Stage::Check, parsed.articles.len());
        let one = |(id, raw)| {
            let anchored = anchor(raw);
            progress.done();
            (id, anchored)
        };
        let results: Vec<_> = parsed.articles.into_par_iter().map(one).collect();
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let mut flawed = parsed.unreadable;
        let mut articles = BTreeMap::new();
        for (id, result) in results {
            if has_errors(&result.diagnostics) {
                flawed.insert(id.clone());
            }
            articles.insert(id, result.keep(&mut diagnostics));
        }
        let records = parsed.settings.map(|settings| Records {
            settings,
            articles,
            companies: parsed.companies,
            people: parsed.people,
            publications: parsed.publications,
            stories: parsed.stories,
            briefings: parsed.briefings,
            pages: parsed.pages,
            statics: parsed.statics,
            flawed,
            entities_unreadable: parsed.entities_unreadable,
        });
        Checked { value: records, diagnostics }
    }

    /// Calls `look` for every record of every kind.
    pub fn each<'a>(&'a self, look: &mut dyn FnMut(Kind, AnyEntry<'a>)) {
        self.articles.values().for_each(|a| look(Kind::Article, AnyEntry::of(&a.entry)));
        self.companies.values().for_each(|e| look(Kind::Company, AnyEntry::of(e)));
        self.people.values().for_each(|e| look(Kind::Person, AnyEntry::of(e)));
        self.publications.values().for_each(|e| look(Kind::Publication, AnyEntry::of(e)));
        self.stories.values().for_each(|e| look(Kind::Story, AnyEntry::of(e)));
        self.briefings.values().for_each(|e| look(Kind::Briefing, AnyEntry::of(e)));
        self.pages.values().for_each(|e| look(Kind::Page, AnyEntry::of(e)));
    }
}

/// What records of every kind share.
#[derive(Clone, Copy)]
pub struct AnyEntry<'a> {
    /// The id.
    pub id: &'a Id,
    /// Where the front matter stands.
    pub origin: &'a crate::parse::Origin,
    /// The file of the body.
    pub text_file: &'a SourceFile,
    /// The body.
    pub body: &'a crate::text::Body,
    /// The front matter.
    pub meta: &'a dyn Record,
}

impl<'a> AnyEntry<'a> {
    fn of<M: Record>(entry: &'a Entry<M>) -> Self {
        Self {
            id: &entry.id,
            origin: &entry.origin,
            text_file: &entry.text_file,
            body: &entry.body,
            meta: &entry.meta,
        }
    }
}
