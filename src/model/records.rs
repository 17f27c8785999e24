//! All records of a site, with every annotation anchored.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::former::FormerArticles;
use crate::anchor::{Article, anchor};
use crate::diagnostics::{Checked, Diagnostic, SourceFile, has_errors};
use crate::kept::Kept;
use crate::parse::{
    ArticleFiles, BriefingMeta, BundleFile, CompanyMeta, Entries, Entry, Kind, PageMeta, Parsed, PersonMeta,
    PublicationMeta, Record, Settings, StoryMeta, parse_article,
};
use crate::path::SitePath;
use crate::progress::{Progress, Stage};
use crate::value::Id;

/// All records.
#[derive(Clone, Debug)]
pub struct Records {
    /// The settings.
    pub settings: Settings,
    /// Articles with anchored annotations.
    pub articles: BTreeMap<Id, Arc<Article>>,
    /// Companies.
    pub companies: Entries<CompanyMeta>,
    /// People.
    pub people: Entries<PersonMeta>,
    /// Publications.
    pub publications: Entries<PublicationMeta>,
    /// Stories.
    pub stories: Entries<StoryMeta>,
    /// Briefings.
    pub briefings: Entries<BriefingMeta>,
    /// Other pages.
    pub pages: Entries<PageMeta>,
    /// Files that are copied, by their path in the output.
    pub statics: BTreeMap<String, Arc<SourceFile>>,
    /// The files of bundles, by where they stand.
    pub bundles: BTreeMap<SitePath, BundleFile>,
    /// Ids of records with mistakes: a reference to one, or into one, is not reported as
    /// a mistake of its own.
    pub flawed: BTreeSet<Id>,
    /// Whether a company, person or publication could not be read: its names are unknown.
    pub entities_unreadable: bool,
}

/// What became of an article's files.
pub(super) type Read = Arc<Checked<Option<Arc<Article>>>>;

/// What reading and anchoring articles remembers.
#[derive(Debug, Default)]
pub struct AnchorMemo {
    articles: Kept<Id, ArticleFiles, Read>,
    /// What another run remembered.
    former: FormerArticles,
}

impl AnchorMemo {
    /// Besides, what another run remembered.
    pub fn recalling(self, former: FormerArticles) -> Self {
        Self { former, ..self }
    }

    /// What it remembers, in the form in which it is kept for another run.
    ///
    /// # Errors
    ///
    /// Where something is longer than that form can say.
    pub fn kept(&self) -> io::Result<Vec<u8>> {
        self.former.kept(self.articles.made())
    }
}

pub(super) fn read(id: &Id, files: &ArticleFiles) -> Read {
    let mut diagnostics = Vec::new();
    let raw = parse_article(id.clone(), files).keep(&mut diagnostics);
    let article = raw.map(|raw| Arc::new(anchor(raw).keep(&mut diagnostics)));
    Arc::new(Checked { value: article, diagnostics })
}

impl Records {
    /// Reads every article and anchors its annotations. Nothing without settings.
    pub fn anchored(parsed: Parsed, memo: &mut AnchorMemo, progress: &Progress) -> Checked<Option<Records>> {
        progress.start(Stage::Check, parsed.articles.len());
        let files: Vec<(Id, ArticleFiles)> = parsed.articles.into_iter().collect();
        let former = &memo.former;
        let one = |id: &Id, files: &ArticleFiles| {
            let read = former.read(id, files).unwrap_or_else(|| read(id, files));
            progress.done();
            read
        };
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let mut unreadable = parsed.unreadable;
        let mut flawed = parsed.flawed;
        let mut articles = BTreeMap::new();
        for (id, _, read) in memo.articles.all(files, one) {
            if has_errors(&read.diagnostics) {
                flawed.insert(id.clone());
            }
            diagnostics.extend_from_slice(&read.diagnostics);
            match &read.value {
                Some(article) => {
                    articles.insert(id.clone(), article.clone());
                }
                None => {
                    unreadable.insert(id.clone());
                }
            }
        }
        flawed.append(&mut unreadable);
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
            bundles: parsed.bundles,
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

    /// The record of a kind with an id.
    pub fn entry(&self, kind: Kind, id: &Id) -> Option<AnyEntry<'_>> {
        match kind {
            Kind::Article => self.articles.get(id).map(|a| AnyEntry::of(&a.entry)),
            Kind::Company => self.companies.get(id).map(|e| AnyEntry::of(e)),
            Kind::Person => self.people.get(id).map(|e| AnyEntry::of(e)),
            Kind::Publication => self.publications.get(id).map(|e| AnyEntry::of(e)),
            Kind::Story => self.stories.get(id).map(|e| AnyEntry::of(e)),
            Kind::Briefing => self.briefings.get(id).map(|e| AnyEntry::of(e)),
            Kind::Page => self.pages.get(id).map(|e| AnyEntry::of(e)),
        }
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
    /// A record of any kind.
    pub fn of<M: Record>(entry: &'a Entry<M>) -> Self {
        Self {
            id: &entry.id,
            origin: &entry.origin,
            text_file: &entry.text_file,
            body: &entry.body,
            meta: &entry.meta,
        }
    }
}
