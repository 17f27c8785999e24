//! References checked on the whole source, and names replaced by ids.
//!
//! In: all records. Out: the same, in which every reference leads to a record that
//! exists. Must not know: who may see what; that comes after, so that a build for one
//! reader reports the same mistakes as a build for another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::address::record_address;
use super::names::{Lookup, Names};
use super::records::Records;
use super::references::{Refers, Target, Visit};
use super::{decisions, files, links, reserved};
use crate::anchor::{Anchored, Article};
use crate::diagnostics::{Checked, Code, Diagnostic, Span, nearest};
use crate::digest::Digest;
use crate::kept::{Kept, Same};
use crate::parse::{
    Annotation, BriefingMeta, CompanyMeta, Entry, Kind, Origin, PageMeta, PersonMeta, PublicationMeta,
    Record, StoryMeta,
};
use crate::value::{AnnotationRef, Id, Name};
use crate::yaml::{OneOrMany, pointer_key};

/// A record with its references checked.
#[derive(Debug)]
struct Resolved<T> {
    record: Arc<T>,
    /// What is wrong with them.
    diagnostics: Vec<Diagnostic>,
    /// Whether it mattered which records have mistakes of their own. These are not among what
    /// decides on a record, because one more mistake would then decide on all of them.
    asked_for_flawed: bool,
}

/// What decides on a record's references: the record, and what it can refer to.
type KeptRecords<T> = Kept<Id, (Same<T>, Digest), Resolved<T>>;

/// What `resolve` remembers.
#[derive(Debug, Default)]
pub struct ResolveMemo {
    articles: KeptRecords<Article>,
    companies: KeptRecords<Entry<CompanyMeta>>,
    people: KeptRecords<Entry<PersonMeta>>,
    publications: KeptRecords<Entry<PublicationMeta>>,
    stories: KeptRecords<Entry<StoryMeta>>,
    briefings: KeptRecords<Entry<BriefingMeta>>,
    pages: KeptRecords<Entry<PageMeta>>,
}

/// Checks every reference of every record.
pub fn resolve(mut records: Records, memo: &mut ResolveMemo) -> Checked<Records> {
    let mut diagnostics = Vec::new();
    one_id_space(&records, &mut diagnostics);
    audiences(&records, &mut diagnostics);
    files::check(&records, &mut diagnostics);
    links::check(&records, &mut diagnostics);
    let whole = Whole::of(&records);
    let sink = &mut diagnostics;
    let articles = whole.resolved(&records.articles, &mut memo.articles, sink);
    let companies = whole.resolved(&records.companies, &mut memo.companies, sink);
    let people = whole.resolved(&records.people, &mut memo.people, sink);
    let publications = whole.resolved(&records.publications, &mut memo.publications, sink);
    let stories = whole.resolved(&records.stories, &mut memo.stories, sink);
    let briefings = whole.resolved(&records.briefings, &mut memo.briefings, sink);
    let pages = whole.resolved(&records.pages, &mut memo.pages, sink);
    drop(whole);
    records = Records { articles, companies, people, publications, stories, briefings, pages, ..records };
    reserved::check(&mut records, &mut diagnostics);
    decisions::check(&records, &mut diagnostics);
    Checked { value: records, diagnostics }
}

/// Companies, people and publications share one id space.
fn one_id_space(records: &Records, sink: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&Id, Span> = BTreeMap::new();
    records.each(&mut |kind, entry| {
        if !matches!(kind, Kind::Company | Kind::Person | Kind::Publication) {
            return;
        }
        let span = entry.text_file.span(0..0);
        if let Some(other) = first.insert(entry.id, span.clone()) {
            let message = format!("the id `{}` is taken by another company, person or publication", entry.id);
            sink.push(
                Diagnostic::error(Code::DuplicateId, message, span)
                    .related(other, "the other one is here")
                    .hint("rename one of the two files"),
            );
        }
    });
}

/// With audiences declared, everything has one, or there is a default.
fn audiences(records: &Records, sink: &mut Vec<Diagnostic>) {
    let settings = &records.settings;
    let known = |id: &Id| settings.audiences.contains_key(id.as_str());
    let names = || settings.audiences.keys().map(String::as_str);
    let unknown = |id: &Id, span: Span| {
        let hint = match nearest(id.as_str(), names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it under `audiences` in content/site.yaml".to_string(),
        };
        Diagnostic::error(Code::UnknownName, format!("there is no audience `{id}`"), span).hint(hint)
    };
    for (name, audience) in &settings.audiences {
        if let Err(flaw) = Id::parse(name) {
            let key = settings.origin.key(&format!("/audiences/{}", pointer_key(name)));
            sink.push(Diagnostic::error(Code::BadName, flaw.message, key).maybe_hint(flaw.hint));
        }
        for (i, included) in audience.includes.iter().enumerate().filter(|(_, id)| !known(id)) {
            sink.push(unknown(included, settings.origin.value(&format!("/audiences/{name}/includes/{i}"))));
        }
    }
    for (pattern, audience) in &settings.files {
        let key = format!("/files/{}", pointer_key(pattern));
        for (i, id) in audience.0.iter().enumerate().filter(|(_, id)| !known(id)) {
            sink.push(unknown(id, settings.origin.value(&format!("{key}/{i}"))));
        }
    }
    if let Some(default) = settings.default_audience.as_ref().filter(|id| !known(id)) {
        sink.push(unknown(default, settings.origin.value("/default_audience")));
    }
    if settings.audiences.is_empty() || settings.default_audience.is_some() {
        return;
    }
    records.each(&mut |_, entry| {
        if entry.meta.audience().is_none() {
            sink.push(
                Diagnostic::error(
                    Code::MissingKey,
                    "this site has audiences, and this record has none",
                    entry.origin.value(""),
                )
                .hint("add `audience: …`, or a `default_audience` to content/site.yaml"),
            );
        }
    });
}

/// A redaction without an audience would hide nothing, and an editor would not know.
fn redactions(article: &Article, sink: &mut Vec<Diagnostic>) {
    for redaction in article.annotations.redactions.iter().filter(|r| r.value.audience.is_none()) {
        let span = article.sidecar.value(&redaction.pointer(""));
        let message = format!("the redaction `{}` does not say who may see the passage", redaction.value.id);
        sink.push(
            Diagnostic::error(Code::MissingKey, message, span)
                .hint("add `audience: …`, the audience that may see it; all others may not"),
        );
    }
}

/// What exists, in the whole source.
struct Whole<'a> {
    records: &'a Records,
    names: Names,
    /// Each story with the documents it declares.
    stories: BTreeMap<&'a Id, BTreeSet<&'a Id>>,
    /// Of all of it that every record can refer to.
    digest: Digest,
    /// The same with all articles and their quotes and figures, to which few records refer.
    digest_with_annotations: OnceLock<Digest>,
}

impl<'a> Whole<'a> {
    fn of(records: &'a Records) -> Self {
        let names = Names::of(records);
        let documents = |story: &'a Entry<StoryMeta>| story.meta.documents.values().map(|d| &d.id).collect();
        let stories: BTreeMap<&Id, BTreeSet<&Id>> =
            records.stories.iter().map(|(id, story)| (id, documents(story))).collect();
        let audiences: Vec<&String> = records.settings.audiences.keys().collect();
        let settings = (audiences, records.settings.origin.file.digest);
        let digest = Digest::of_value(&(&names, &stories, settings));
        Self { records, names, stories, digest, digest_with_annotations: OnceLock::new() }
    }

    fn digest_with_annotations(&self) -> Digest {
        *self.digest_with_annotations.get_or_init(|| {
            let annotations: Vec<(&Id, Vec<&Id>, Vec<&Id>)> = self
                .records
                .articles
                .iter()
                .map(|(id, article)| {
                    let lists = &article.annotations;
                    let quotes = lists.quotes.iter().map(|quote| &quote.value.id).collect();
                    (id, quotes, lists.figures.iter().map(|figure| &figure.value.text.id).collect())
                })
                .collect();
            Digest::of_value(&(self.digest, annotations))
        })
    }

    /// The records with their references checked.
    fn resolved<T: Referring>(
        &self,
        records: &BTreeMap<Id, Arc<T>>,
        kept: &mut KeptRecords<T>,
        sink: &mut Vec<Diagnostic>,
    ) -> BTreeMap<Id, Arc<T>> {
        let digest = |record: &T| match record.refers_to_articles() {
            true => self.digest_with_annotations(),
            false => self.digest,
        };
        let inputs: Vec<(Id, (Same<T>, Digest))> =
            records.iter().map(|(id, record)| (id.clone(), (Same(record.clone()), digest(record)))).collect();
        let resolve = |_: &Id, (record, _): &(Same<T>, Digest)| {
            let mut resolved = (*record.0).clone();
            let mut resolver = Resolver::new(self);
            resolved.resolve(&mut resolver);
            Resolved {
                record: Arc::new(resolved),
                diagnostics: resolver.sink,
                asked_for_flawed: resolver.asked_for_flawed,
            }
        };
        let mut all = BTreeMap::new();
        for (id, input, resolved) in kept.all(inputs, resolve) {
            if resolved.asked_for_flawed {
                sink.extend(resolve(id, input).diagnostics);
            } else {
                sink.extend_from_slice(&resolved.diagnostics);
            }
            all.insert(id.clone(), resolved.record.clone());
        }
        all
    }

    /// Whether an article has this quote or figure.
    fn has(&self, to: &AnnotationRef, target: Target) -> bool {
        self.ids_of(&to.article, target).any(|id| *id == to.id)
    }

    fn ids_of(&self, article: &Id, target: Target) -> Box<dyn Iterator<Item = &'a Id> + 'a> {
        let Some(article) = self.records.articles.get(article) else { return Box::new(std::iter::empty()) };
        match target {
            Target::Quote => Box::new(article.annotations.quotes.iter().map(|quote| &quote.value.id)),
            Target::Figure => {
                Box::new(article.annotations.figures.iter().map(|figure| &figure.value.text.id))
            }
        }
    }

    /// Every quote or figure.
    fn all(&self, target: Target) -> impl Iterator<Item = AnnotationRef> {
        self.records.articles.keys().flat_map(move |article| {
            self.ids_of(article, target).map(|id| AnnotationRef { article: article.clone(), id: id.clone() })
        })
    }
}

/// A record whose references can be checked.
trait Referring: Clone + Send + Sync {
    fn resolve(&mut self, resolver: &mut Resolver<'_>);

    fn refers_to_articles(&self) -> bool;
}

impl Referring for Article {
    /// What else is wrong with an article by itself is said here too, so that it is looked for
    /// only once.
    fn resolve(&mut self, resolver: &mut Resolver<'_>) {
        resolver.article(self);
        redactions(self, &mut resolver.sink);
        reserved::check_article(self, &mut resolver.sink);
        decisions::check_article(&resolver.whole.records.settings, self, &mut resolver.sink);
    }

    fn refers_to_articles(&self) -> bool {
        Article::refers_to_articles(self)
    }
}

impl<M: Refers + Clone + Send + Sync> Referring for Entry<M> {
    fn resolve(&mut self, resolver: &mut Resolver<'_>) {
        resolver.entry(self);
    }

    fn refers_to_articles(&self) -> bool {
        self.meta.refers_to_articles()
    }
}

impl Article {
    /// Whether one of its annotations names an annotation, of this article or of another.
    pub(super) fn refers_to_articles(&self) -> bool {
        let lists = &self.annotations;
        lists.figures.iter().any(|figure| !figure.value.text.disputes.is_empty())
            || lists.quotes.iter().any(|quote| quote.value.decides())
    }
}

struct Resolver<'a> {
    whole: &'a Whole<'a>,
    sink: Vec<Diagnostic>,
    /// The document that is walked, and the pointer to the annotation in it.
    origin: Option<Origin>,
    pointer: String,
    /// The story of the article that is walked.
    story: Option<Id>,
    asked_for_flawed: bool,
}

impl<'a> Resolver<'a> {
    fn new(whole: &'a Whole<'a>) -> Self {
        Self {
            whole,
            sink: Vec::new(),
            origin: None,
            pointer: String::new(),
            story: None,
            asked_for_flawed: false,
        }
    }

    /// Whether a record has mistakes of its own: a reference to it is not one more.
    fn is_flawed(&mut self, id: &str) -> bool {
        self.asked_for_flawed = true;
        self.whole.records.flawed.contains(id)
    }

    fn entry<M: Refers>(&mut self, entry: &mut Entry<M>) {
        self.origin = Some(entry.origin.clone());
        self.pointer.clear();
        entry.meta.refer(self);
    }

    fn article(&mut self, article: &mut Article) {
        self.entry(&mut article.entry);
        self.story = article.entry.meta.story.clone();
        self.origin = Some(article.sidecar.clone());
        let lists = &mut article.annotations;
        self.list(&mut lists.quotes);
        self.list(&mut lists.events);
        self.list(&mut lists.figures);
        self.list(&mut lists.relations);
        self.list(&mut lists.claims);
        self.list(&mut lists.notes);
        self.list(&mut lists.redactions);
        for mention in &mut lists.mentions {
            self.pointer = format!("/mentions/{}", mention.at);
            mention.value.refer(self);
        }
        self.story = None;
    }

    fn list<T: Annotation + Refers>(&mut self, list: &mut [Anchored<T>]) {
        for annotation in list {
            self.pointer = format!("/{}/{}", T::LIST, annotation.at);
            annotation.value.refer(self);
        }
    }

    fn report(&mut self, code: Code, message: String, pointer: &str, hint: Option<String>) {
        let Some(origin) = &self.origin else { return };
        let span = origin.value(&format!("{}/{pointer}", self.pointer));
        self.sink.push(Diagnostic::error(code, message, span).maybe_hint(hint));
    }

    fn unknown(&mut self, what: &str, written: &str, pointer: &str, near: Option<String>, otherwise: String) {
        let hint = near.map_or(otherwise, |near| format!("did you mean `{near}`?"));
        self.report(Code::UnknownName, format!("there is no {what} `{written}`"), pointer, Some(hint));
    }
}

impl Visit for Resolver<'_> {
    fn entity(&mut self, name: &mut Name, kinds: &[Kind], pointer: &str) -> bool {
        if kinds.contains(&Kind::Story) && self.whole.records.stories.contains_key(name.as_str()) {
            return true;
        }
        match self.whole.names.find(name.as_str()) {
            Lookup::One(kind, id) if kinds.contains(&kind) => *name = Name::from(id),
            Lookup::One(kind, id) => {
                let wanted: Vec<&str> = kinds.iter().map(|k| k.noun()).collect();
                let message = format!("`{id}` is {}, and {} is asked for", kind.noun(), wanted.join(" or "));
                self.report(Code::WrongKind, message, pointer, Some(format!("name {}", wanted.join(" or "))));
            }
            Lookup::Several(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
                let message = format!("`{name}` is a name of several: {}", ids.join(", "));
                self.report(
                    Code::AmbiguousName,
                    message,
                    pointer,
                    Some("write the id of the one that is meant".into()),
                );
            }
            // It may be the name of a record that could not be read.
            Lookup::None if self.is_flawed(name.as_str()) || self.whole.records.entities_unreadable => {}
            Lookup::None => {
                let near = self.whole.names.nearest(name.as_str(), kinds).map(ToString::to_string);
                let folder = kinds.first().map_or("companies", |k| k.folder());
                let proposed = crate::path::proposed_name(name.as_str());
                let otherwise = format!("define it in content/{folder}/{proposed}.md");
                let nouns: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
                self.unknown(&nouns.join(" or "), &name.to_string(), pointer, near, otherwise);
            }
        }
        true
    }

    fn annotation(&mut self, to: &AnnotationRef, target: Target, pointer: &str) -> bool {
        let what = match target {
            Target::Quote => "quote",
            Target::Figure => "figure",
        };
        let whole = self.whole;
        if !whole.has(to, target) && !self.is_flawed(to.article.as_str()) {
            // A wrong id in the right article is looked for in that article alone.
            let there: Vec<&Id> = whole.ids_of(&to.article, target).collect();
            let near = match there.is_empty() {
                false => nearest(to.id.as_str(), there.iter().map(|id| id.as_str()))
                    .map(|id| format!("{}#{id}", to.article)),
                true => {
                    let all: Vec<String> = whole.all(target).map(|name| name.to_string()).collect();
                    nearest(&to.to_string(), all.iter().map(String::as_str)).map(str::to_string)
                }
            };
            let written = to.to_string();
            let otherwise = format!("write `article#id` of a {what} that exists");
            self.unknown(what, &written, pointer, near, otherwise);
        }
        true
    }

    fn record(&mut self, kind: Kind, id: &Id, pointer: &str) -> bool {
        let records = self.whole.records;
        let known = match kind {
            Kind::Story => records.stories.contains_key(id),
            _ => records.articles.contains_key(id),
        };
        if !known && !self.is_flawed(id.as_str()) {
            let all: Vec<&str> = match kind {
                Kind::Story => records.stories.keys().map(Id::as_str).collect(),
                _ => records.articles.keys().map(Id::as_str).collect(),
            };
            let near = nearest(id.as_str(), all).map(str::to_string);
            let what = kind.word();
            let otherwise = format!("define it in content/{}/{id}.md", kind.folder());
            self.unknown(what, id.as_str(), pointer, near, otherwise);
        }
        true
    }

    fn document(&mut self, id: &Id, pointer: &str) -> bool {
        let whole = self.whole;
        let story = self.story.as_ref().and_then(|story| whole.stories.get_key_value(story));
        let nothing = BTreeSet::new();
        let declared: &BTreeSet<&Id> = match (self.story.is_some(), story) {
            // A story that is unknown or flawed is reported itself.
            (true, None) => return true,
            (_, Some((story, documents))) => {
                if !documents.contains(id) && self.is_flawed(story.as_str()) {
                    return true;
                }
                documents
            }
            (false, None) => &nothing,
        };
        if !declared.contains(id) {
            let near = nearest(id.as_str(), declared.iter().map(|id| id.as_str())).map(str::to_string);
            let otherwise = match &self.story {
                Some(story) => format!("declare it under `documents` of the story `{story}`"),
                None => {
                    "say which `story` the article belongs to, and declare it under that story's `documents`"
                        .into()
                }
            };
            self.unknown("document", id.as_str(), pointer, near, otherwise);
        }
        true
    }

    fn audience(&mut self, audience: &OneOrMany<Id>, pointer: &str) -> bool {
        for (i, id) in audience.0.iter().enumerate() {
            let declared = &self.whole.records.settings.audiences;
            if !declared.contains_key(id.as_str()) {
                let near = nearest(id.as_str(), declared.keys().map(String::as_str)).map(str::to_string);
                let otherwise = "declare it under `audiences` in content/site.yaml".to_string();
                self.unknown("audience", id.as_str(), &format!("{pointer}/{i}"), near, otherwise);
            }
        }
        true
    }
}

/// Addresses of records as they are asked for most.
impl<M: Record> Entry<M> {
    /// Its address.
    pub fn address(&self, kind: Kind) -> crate::path::OutPath {
        record_address(kind, &self.id, &self.meta)
    }
}
