//! All files to all records.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::article::{ArticleFiles, Entry, parse_entry};
use super::files::{BundleFile, FilesMemo, clean};
use super::front_matter::{Origin, text_of};
use super::layout::{Kind, Role, bundle, may_be_in_bundle, role};
use super::record::{BriefingMeta, CompanyMeta, PageMeta, PersonMeta, PublicationMeta, StoryMeta};
use super::settings::{SETTINGS_FILE, Settings};
use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile, has_errors};
use crate::kept::Kept;
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

/// Records by id.
pub type Entries<M> = BTreeMap<Id, Arc<Entry<M>>>;

/// Every record of a site, and of articles their files: these are read one by one, each with
/// its annotations.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The settings, if they could be read.
    pub settings: Option<Settings>,
    /// The files of articles.
    pub articles: BTreeMap<Id, ArticleFiles>,
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
    /// Ids of records that exist but could not be read: a reference to one is no mistake
    /// of its own.
    pub unreadable: BTreeSet<Id>,
    /// Ids of records that have mistakes and could be read all the same; articles are read later.
    pub flawed: BTreeSet<Id>,
    /// Whether one of them is a company, person or publication, whose names are unknown.
    pub entities_unreadable: bool,
}

/// What became of one file.
type Read<M> = Arc<Checked<Option<Arc<Entry<M>>>>>;

/// What became of the files of one kind.
type KeptEntries<M> = Kept<Id, Arc<SourceFile>, Read<M>>;

/// What `parse` remembers.
#[derive(Debug, Default)]
pub struct ParseMemo {
    layout: Option<Layout>,
    files: FilesMemo,
    companies: KeptEntries<CompanyMeta>,
    people: KeptEntries<PersonMeta>,
    publications: KeptEntries<PublicationMeta>,
    stories: KeptEntries<StoryMeta>,
    briefings: KeptEntries<BriefingMeta>,
    pages: KeptEntries<PageMeta>,
}

/// Parses every file of the content folder but those of articles.
pub fn parse(sources: &Sources, memo: &mut ParseMemo) -> Checked<Parsed> {
    let layout = match memo.layout.take().filter(|layout| layout.paths.iter().eq(sources.files.keys())) {
        Some(layout) => layout,
        None => Layout::of(sources),
    };
    let files = Files { layout: &layout, all: sources.files.values().collect() };
    let mut diagnostics = layout.diagnostics.clone();
    let mut parsed = Parsed { unreadable: layout.unreadable.clone(), ..Parsed::default() };
    parsed.statics = files.statics();
    parsed.bundles = files.bundles();
    diagnostics.extend(clean(&mut parsed.statics, &mut parsed.bundles, &mut memo.files));
    parsed.settings = settings(sources).keep(&mut diagnostics);
    parsed.articles = files.articles();
    let mut reader = Reader {
        files: &files,
        failures: 0,
        unreadable: &mut parsed.unreadable,
        flawed: &mut parsed.flawed,
        diagnostics: &mut diagnostics,
    };
    parsed.companies = reader.entries(Kind::Company, &mut memo.companies);
    parsed.people = reader.entries(Kind::Person, &mut memo.people);
    parsed.publications = reader.entries(Kind::Publication, &mut memo.publications);
    parsed.entities_unreadable = reader.failures > 0;
    parsed.stories = reader.entries(Kind::Story, &mut memo.stories);
    parsed.briefings = reader.entries(Kind::Briefing, &mut memo.briefings);
    parsed.pages = reader.entries(Kind::Page, &mut memo.pages);
    memo.layout = Some(layout);
    Checked { value: parsed, diagnostics }
}

/// A file, by its position among all.
type Position = usize;

/// The files of the content folder by what they are, which their paths alone tell.
#[derive(Debug, Default)]
struct Layout {
    /// All paths.
    paths: Vec<SitePath>,
    records: BTreeMap<(Kind, Id), Position>,
    sidecars: BTreeMap<Id, Position>,
    statics: Vec<(String, Position)>,
    bundles: Vec<(Kind, Id, String, Position)>,
    unreadable: BTreeSet<Id>,
    diagnostics: Vec<Diagnostic>,
}

/// The files that a layout tells apart.
struct Files<'a> {
    layout: &'a Layout,
    all: Vec<&'a Arc<SourceFile>>,
}

impl Files<'_> {
    fn at(&self, position: Position) -> Option<Arc<SourceFile>> {
        self.all.get(position).map(|file| (*file).clone())
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&Id, Arc<SourceFile>)> {
        let of_kind = self.layout.records.iter().filter(move |((other, _), _)| *other == kind);
        of_kind.filter_map(|((_, id), position)| Some((id, self.at(*position)?)))
    }

    fn articles(&self) -> BTreeMap<Id, ArticleFiles> {
        let mut sidecars = self.layout.sidecars.iter().peekable();
        let texts = self.of_kind(Kind::Article);
        texts
            .map(|(id, text)| {
                while sidecars.next_if(|(other, _)| *other < id).is_some() {}
                let own = sidecars.next_if(|(other, _)| *other == id);
                (id.clone(), ArticleFiles { text, sidecar: own.and_then(|(_, at)| self.at(*at)) })
            })
            .collect()
    }

    fn statics(&self) -> BTreeMap<String, Arc<SourceFile>> {
        let files = self.layout.statics.iter();
        files.filter_map(|(to, position)| Some((to.clone(), self.at(*position)?))).collect()
    }

    fn bundles(&self) -> BTreeMap<SitePath, BundleFile> {
        let files = self.layout.bundles.iter();
        let one = |(kind, id, inside, position): &(Kind, Id, String, Position)| {
            let file = self.at(*position)?;
            let of = BundleFile { kind: *kind, id: id.clone(), inside: inside.clone(), file: file.clone() };
            Some((file.path.clone(), of))
        };
        files.filter_map(one).collect()
    }
}

impl Layout {
    fn of(sources: &Sources) -> Self {
        let mut layout = Self { paths: sources.files.keys().cloned().collect(), ..Self::default() };
        let all: Vec<&Arc<SourceFile>> = sources.files.values().collect();
        let bundles: BTreeMap<&str, (Kind, &str)> =
            sources.files.keys().filter_map(bundle).map(|(folder, kind, id)| (folder, (kind, id))).collect();
        for (position, (path, file)) in sources.files.iter().enumerate() {
            match role(path) {
                Role::Record(kind, id) => layout.record(kind, id, position, &all),
                Role::Sidecar(id) => layout.sidecar(id, position, &all),
                Role::Static(to) => layout.statics.push((to.to_string(), position)),
                Role::Unknown => match around(path, &bundles) {
                    Some((folder, kind, id)) => {
                        let inside = path.as_str()[folder.len() + 1..].to_string();
                        // A bad name is told of at the record.
                        layout.bundles.extend(Id::parse(id).ok().map(|id| (kind, id, inside, position)));
                    }
                    None => layout.diagnostics.push(unexpected(file)),
                },
                Role::Settings | Role::Theme => {}
            }
        }
        layout.bundles.retain(|(_, id, ..)| !layout.unreadable.contains(id));
        layout.records.retain(|(_, id), _| !layout.unreadable.contains(id));
        let readable = layout.sidecars.iter().filter(|(id, _)| !layout.unreadable.contains(*id));
        let alone = readable.filter(|(id, _)| !layout.records.contains_key(&(Kind::Article, (*id).clone())));
        let alone: Vec<Diagnostic> =
            alone.filter_map(|(id, at)| Some(without_article(id, all.get(*at)?, &layout))).collect();
        layout.diagnostics.extend(alone);
        layout
    }

    fn record(&mut self, kind: Kind, id: &str, position: Position, all: &[&Arc<SourceFile>]) {
        let Some(file) = all.get(position) else { return };
        let Some(id) = named(id, file, &mut self.diagnostics) else {
            // A reference to the name that is proposed is no mistake of its own.
            self.unreadable.extend(Id::parse(&proposed_name(id)));
            return;
        };
        let Some(other) = self.records.get(&(kind, id.clone())).and_then(|at| all.get(*at)) else {
            self.records.insert((kind, id), position);
            return;
        };
        let message = format!("{} with the id `{id}` exists twice", kind.noun());
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateId, message, file.span(0..0))
                .related(other.span(0..0), "the other one is here")
                .hint("rename one of the two; the id is the file's name without its ending, and of an `index.md` its folder's name"),
        );
        // Which of the two is meant nobody knows, so neither is looked into.
        self.unreadable.insert(id);
    }

    fn sidecar(&mut self, id: &str, position: Position, all: &[&Arc<SourceFile>]) {
        let Some(file) = all.get(position) else { return };
        let Some(id) = named(id, file, &mut self.diagnostics) else { return };
        if let Some(other) = self.sidecars.insert(id.clone(), position).and_then(|at| all.get(at)) {
            let message = format!("the article `{id}` has two sidecars");
            self.diagnostics.push(
                Diagnostic::error(Code::DuplicateId, message, file.span(0..0))
                    .related(other.span(0..0), "the other one is here")
                    .hint("join the two, or rename one beside its own article"),
            );
        }
    }
}

/// The innermost bundle that a file stands in, by its folder.
fn around<'p, 'b>(
    path: &'p SitePath,
    bundles: &BTreeMap<&'p str, (Kind, &'b str)>,
) -> Option<(&'p str, Kind, &'b str)> {
    let folders = path.as_str().rmatch_indices('/').map(|(at, _)| &path.as_str()[..at]);
    let mut folders = folders.filter(|_| may_be_in_bundle(path));
    folders.find_map(|folder| bundles.get(folder).map(|(kind, id)| (folder, *kind, *id)))
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

fn without_article(id: &Id, file: &SourceFile, layout: &Layout) -> Diagnostic {
    let lacks_one = |(kind, id): &&(Kind, Id)| *kind == Kind::Article && !layout.sidecars.contains_key(id);
    let articles = layout.records.keys().filter(lacks_one);
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

/// Parses the settings alone.
pub fn settings(sources: &Sources) -> Checked<Option<Settings>> {
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

struct Reader<'a> {
    files: &'a Files<'a>,
    /// How many records could not be read so far.
    failures: usize,
    unreadable: &'a mut BTreeSet<Id>,
    flawed: &'a mut BTreeSet<Id>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn entries<M>(&mut self, kind: Kind, kept: &mut KeptEntries<M>) -> Entries<M>
    where
        M: DeserializeOwned + Send + Sync,
    {
        let files: Vec<(Id, Arc<SourceFile>)> =
            self.files.of_kind(kind).map(|(id, file)| (id.clone(), file)).collect();
        let read = |id: &Id, file: &Arc<SourceFile>| -> Read<M> {
            let Checked { value, diagnostics } = parse_entry(id.clone(), file);
            Arc::new(Checked { value: value.map(Arc::new), diagnostics })
        };
        let mut entries = Entries::new();
        for (id, _, read) in kept.all(files, read) {
            self.diagnostics.extend_from_slice(&read.diagnostics);
            if has_errors(&read.diagnostics) {
                self.flawed.insert(id.clone());
            }
            match &read.value {
                Some(entry) => {
                    entries.insert(id.clone(), entry.clone());
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
