//! All files to all records.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::article::{Entry, RawArticle, parse_article, parse_entry};
use super::front_matter::{Origin, text_of};
use super::layout::{Kind, Role, role};
use super::record::{BriefingMeta, CompanyMeta, PageMeta, PersonMeta, PublicationMeta, StoryMeta};
use super::settings::{SETTINGS_FILE, Settings};
use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile};
use crate::path::{SitePath, proposed_name};
use crate::value::Id;

/// The files of a site as they were read, by path, so that their order never depends on
/// the disk. Every byte of the output is a function of these and of the options.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The files.
    pub files: BTreeMap<SitePath, Arc<SourceFile>>,
}

impl Sources {
    /// The sources that hold these files.
    pub fn new(files: impl IntoIterator<Item = SourceFile>) -> Self {
        Self { files: files.into_iter().map(|f| (f.path.clone(), Arc::new(f))).collect() }
    }

    /// The bytes of one file.
    pub fn bytes(&self, path: &SitePath) -> Option<&[u8]> {
        self.files.get(path).map(|file| &*file.bytes)
    }
}

/// Every record of a site.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The settings, if they could be read.
    pub settings: Option<Settings>,
    /// Articles with their annotations as written.
    pub articles: BTreeMap<Id, RawArticle>,
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
    /// Ids of records that exist but could not be read: a reference to one is no mistake
    /// of its own.
    pub unreadable: BTreeSet<Id>,
    /// Whether one of them is a company, person or publication, whose names are unknown.
    pub entities_unreadable: bool,
}

/// Parses every file of the content folder.
pub fn parse(sources: &Sources) -> Checked<Parsed> {
    let mut parsed = Parsed::default();
    let mut diagnostics = Vec::new();
    let files = Files::sort(sources, &mut parsed, &mut diagnostics);
    parsed.settings = settings(sources).keep(&mut diagnostics);
    articles(&files, &mut parsed, &mut diagnostics);
    let mut reader = Reader {
        files: &files,
        failures: 0,
        unreadable: &mut parsed.unreadable,
        diagnostics: &mut diagnostics,
    };
    parsed.companies = reader.entries(Kind::Company);
    parsed.people = reader.entries(Kind::Person);
    parsed.publications = reader.entries(Kind::Publication);
    parsed.entities_unreadable = reader.failures > 0;
    parsed.stories = reader.entries(Kind::Story);
    parsed.briefings = reader.entries(Kind::Briefing);
    parsed.pages = reader.entries(Kind::Page);
    Checked { value: parsed, diagnostics }
}

/// The files of the content folder by what they are.
#[derive(Default)]
struct Files {
    records: BTreeMap<(Kind, Id), Arc<SourceFile>>,
    sidecars: BTreeMap<Id, Arc<SourceFile>>,
}

impl Files {
    fn sort(sources: &Sources, parsed: &mut Parsed, sink: &mut Vec<Diagnostic>) -> Self {
        let mut files = Self::default();
        for (path, file) in &sources.files {
            match role(path) {
                Role::Record(kind, id) => files.record(kind, id, file, parsed, sink),
                Role::Sidecar(id) => files.sidecar(id, file, sink),
                Role::Static(to) => {
                    parsed.statics.insert(to.to_string(), file.clone());
                }
                Role::Unknown => sink.push(unexpected(file)),
                Role::Settings | Role::Theme => {}
            }
        }
        files.records.retain(|(_, id), _| !parsed.unreadable.contains(id));
        for (id, file) in files.sidecars.iter().filter(|(id, _)| !parsed.unreadable.contains(*id)) {
            if !files.records.contains_key(&(Kind::Article, id.clone())) {
                sink.push(without_article(id, file, &files));
            }
        }
        files
    }

    fn record(
        &mut self,
        kind: Kind,
        id: &str,
        file: &Arc<SourceFile>,
        parsed: &mut Parsed,
        sink: &mut Vec<Diagnostic>,
    ) {
        let Some(id) = named(id, file, sink) else {
            // A reference to the name that is proposed is no mistake of its own.
            parsed.unreadable.extend(Id::parse(&proposed_name(id)));
            return;
        };
        if let Some(other) = self.records.get(&(kind, id.clone())) {
            let message = format!("{} with the id `{id}` exists twice", kind.noun());
            sink.push(
                Diagnostic::error(Code::DuplicateId, message, file.span(0..0))
                    .related(other.span(0..0), "the other one is here")
                    .hint("rename one of the two; the id is the file's name without its ending, and of an `index.md` its folder's name"),
            );
            // Which of the two is meant nobody knows, so neither is looked into.
            parsed.unreadable.insert(id);
            return;
        }
        self.records.insert((kind, id), file.clone());
    }

    fn sidecar(&mut self, id: &str, file: &Arc<SourceFile>, sink: &mut Vec<Diagnostic>) {
        let Some(id) = named(id, file, sink) else { return };
        if let Some(other) = self.sidecars.insert(id.clone(), file.clone()) {
            let message = format!("the article `{id}` has two sidecars");
            sink.push(
                Diagnostic::error(Code::DuplicateId, message, file.span(0..0))
                    .related(other.span(0..0), "the other one is here")
                    .hint("join the two, or rename one beside its own article"),
            );
        }
    }
}

fn named(id: &str, file: &Arc<SourceFile>, sink: &mut Vec<Diagnostic>) -> Option<Id> {
    match Id::parse(id) {
        Ok(id) => Some(id),
        Err(flaw) => {
            let proposed = flaw.hint.unwrap_or_default();
            let hint = match file.path.file_name().starts_with("index.") {
                true => format!("rename the folder, {proposed}; its name is the id"),
                false => format!("rename the file, {proposed}; its name without the ending is the id"),
            };
            sink.push(Diagnostic::error(Code::BadName, flaw.message, file.span(0..0)).hint(hint));
            None
        }
    }
}

fn unexpected(file: &SourceFile) -> Diagnostic {
    let hint = match file.path.extension() {
        "yml" => "rename it to end in `.yaml`".to_string(),
        "markdown" | "mdown" => "rename it to end in `.md`".to_string(),
        _ => "records are `.md` files (articles also `.txt`) in articles, companies, people, publications, stories, briefings and pages; other files go to content/static".to_string(),
    };
    Diagnostic::warning(Code::UnexpectedFile, "nothing uses this file", file.span(0..0)).hint(hint)
}

fn without_article(id: &Id, file: &SourceFile, files: &Files) -> Diagnostic {
    let lacks_one = |(kind, id): &&(Kind, Id)| *kind == Kind::Article && !files.sidecars.contains_key(id);
    let articles = files.records.keys().filter(lacks_one);
    let hint = match crate::diagnostics::nearest(id.as_str(), articles.map(|(_, id)| id.as_str())) {
        Some(near) => format!("there is an article `{near}`; rename this file to `{near}.yaml`"),
        None => {
            format!("write the article as `{id}.md` or `{id}.txt` in the same folder, or remove this file")
        }
    };
    Diagnostic::error(
        Code::NoArticle,
        format!("there is no article `{id}` for this sidecar"),
        file.span(0..0),
    )
    .hint(hint)
}

fn settings(sources: &Sources) -> Checked<Option<Settings>> {
    let path = SitePath::new(SETTINGS_FILE);
    let Some(file) = sources.files.get(&path) else {
        let span = SourceFile::new(SETTINGS_FILE, Vec::new()).span(0..0);
        let missing = Diagnostic::error(Code::MissingKey, "the site has no settings", span)
            .hint(format!("write {SETTINGS_FILE} with at least a line `title: …`"));
        return Checked { value: None, diagnostics: vec![missing] };
    };
    let offset = match text_of(file) {
        Ok((_, offset)) => offset,
        Err(diagnostic) => return Checked { value: None, diagnostics: vec![diagnostic] },
    };
    let origin = Origin::new(file.clone(), offset..file.bytes.len(), "");
    match origin.document() {
        Some(document) => document.read().map(|meta| Settings::new(meta, origin.clone())),
        None => Checked::fine(None),
    }
}

fn articles(files: &Files, parsed: &mut Parsed, sink: &mut Vec<Diagnostic>) {
    let articles: Vec<_> = files.records.iter().filter(|((kind, _), _)| *kind == Kind::Article).collect();
    let results: Vec<_> = articles
        .into_par_iter()
        .map(|((_, id), file)| (id, parse_article(id.clone(), file, files.sidecars.get(id))))
        .collect();
    for (id, result) in results {
        match result.keep(sink) {
            Some(article) => {
                parsed.articles.insert(id.clone(), article);
            }
            None => {
                parsed.unreadable.insert(id.clone());
            }
        }
    }
}

struct Reader<'a> {
    files: &'a Files,
    /// How many records could not be read so far.
    failures: usize,
    unreadable: &'a mut BTreeSet<Id>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn entries<M: DeserializeOwned>(&mut self, kind: Kind) -> BTreeMap<Id, Entry<M>> {
        let mut entries = BTreeMap::new();
        for ((_, id), file) in self.files.records.iter().filter(|((k, _), _)| *k == kind) {
            match parse_entry(id.clone(), file).keep(self.diagnostics) {
                Some(entry) => {
                    entries.insert(id.clone(), entry);
                }
                None => {
                    self.failures += 1;
                    self.unreadable.insert(id.clone());
                }
            }
        }
        entries
    }
}
