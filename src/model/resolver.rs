//! References of one record, checked against all that there is.
//!
//! In: a record, and what exists in the whole source. Out: the record with names replaced by ids, and
//! what is wrong with its references. Must not know: other records' references, who may see what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::names::{Lookup, Names};
use super::records::Records;
use super::references::{Refers, Target, Visit};
use crate::anchor::{Anchored, Article};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::digest::Digest;
use crate::parse::{Annotation, Entry, Kind, Origin, StoryMeta};
use crate::value::{AnnotationRef, Id, Name};
use crate::yaml::OneOrMany;

/// What exists, in the whole source.
pub(super) struct Whole<'a> {
    pub records: &'a Records,
    names: Names,
    /// Each story with the documents it declares.
    stories: BTreeMap<&'a Id, BTreeSet<&'a Id>>,
    /// Of all of it that every record can refer to.
    pub digest: Digest,
    /// The same with all articles and their quotes and figures, to which few records refer.
    digest_with_annotations: OnceLock<Digest>,
}

impl<'a> Whole<'a> {
    pub fn of(records: &'a Records) -> Self {
        let names = Names::of(records);
        let documents = |story: &'a Entry<StoryMeta>| story.meta.documents.values().map(|d| &d.id).collect();
        let stories: BTreeMap<&Id, BTreeSet<&Id>> =
            records.stories.iter().map(|(id, story)| (id, documents(story))).collect();
        let audiences: Vec<&String> = records.settings.audiences.keys().collect();
        let settings = (audiences, records.settings.origin.file.digest);
        let digest = Digest::of_value(&(&names, &stories, settings));
        Self { records, names, stories, digest, digest_with_annotations: OnceLock::new() }
    }

    pub fn digest_with_annotations(&self) -> Digest {
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

/// Walks the references of a record.
pub(super) struct Resolver<'a> {
    pub whole: &'a Whole<'a>,
    pub sink: Vec<Diagnostic>,
    /// The document that is walked, and the pointer to the annotation in it.
    origin: Option<Origin>,
    pointer: String,
    /// The story of the article that is walked.
    story: Option<Id>,
    /// Whether it mattered which records have mistakes of their own.
    pub asked_for_flawed: bool,
}

impl<'a> Resolver<'a> {
    pub fn new(whole: &'a Whole<'a>) -> Self {
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

    pub fn entry<M: Refers>(&mut self, entry: &mut Entry<M>) {
        self.origin = Some(entry.origin.clone());
        self.pointer.clear();
        entry.meta.refer(self);
    }

    pub fn article(&mut self, article: &mut Article) {
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
