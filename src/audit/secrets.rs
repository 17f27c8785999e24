//! What a reader may not see.
//!
//! In: all records, those that the reader may see, and the files of themes. Out: the texts that stand
//! in the former and not in the latter. Must not know: the output, because what is in the output
//! would else be no secret.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::decode::{Limits, View, look};
use super::index::{Added, Index, Part};
use super::said::{Place, Said, said};
use super::words::{BREAK, Word, all_words};
use crate::diagnostics::SourceFile;
use crate::digest::Digest;
use crate::model::Records;
use crate::parse::{Kind, Says, Sources};
use crate::text::markdown;
use crate::theme::embedded;
use crate::value::Id;
use crate::yaml::pointer_key;

/// A text that a reader may not see.
#[derive(Debug)]
pub(super) struct Secret {
    /// What it is: "the `title` of the article `a`".
    pub what: String,
    pub place: Place,
}

/// What a reader may not see, ready to be looked for.
#[derive(Debug)]
pub struct Secrets {
    /// For whom, where the site declares audiences.
    pub(super) audience: Option<String>,
    pub(super) list: Vec<Secret>,
    pub(super) index: Index,
    /// Whole files that may not be copied.
    pub(super) files: BTreeMap<Digest, usize>,
    /// How many are looked for.
    count: usize,
    /// How many are not, because they are too short or could stand anywhere.
    passed_over: usize,
    /// The static files that the reader may see, by their path in the output.
    pub(super) copied: BTreeMap<String, Arc<SourceFile>>,
    /// The site's own files of themes.
    pub(super) themes: Vec<Arc<SourceFile>>,
    /// Where the settings stand.
    pub(super) settings: Arc<SourceFile>,
}

/// Words of linked data (schema.org), which stand in no template.
const LINKED_DATA: &str = "context https schema.org type NewsArticle headline description articleSection \
    datePublished inLanguage author publisher isBasedOn mentions url Organization name alternateName sameAs \
    parentOrganization Person jobTitle worksFor NewsMediaOrganization Thing";

impl Secrets {
    /// What stands in `whole` and not in `admitted`, which is what is left of it for `audience`.
    pub fn of(whole: &Records, admitted: &Records, sources: &Sources, audience: Option<String>) -> Self {
        let own = sources.files.values().filter(|file| file.path.as_str().starts_with("themes/"));
        let mut secrets = Self {
            audience,
            list: Vec::new(),
            index: Index::default(),
            files: BTreeMap::new(),
            count: 0,
            passed_over: 0,
            copied: admitted.copied(),
            themes: own.cloned().collect(),
            settings: admitted.settings.origin.file.clone(),
        };
        let interface = Interface::read();
        secrets.gather(whole, admitted, sources, &interface);
        secrets.excuse(admitted);
        let looked_for: BTreeSet<usize> =
            secrets.index.secrets().into_iter().chain(secrets.files.values().copied()).collect();
        secrets.count = looked_for.len();
        secrets
    }

    /// How many texts are looked for.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many are not, because they are a single character, or numbers and words of dates.
    pub fn passed_over(&self) -> usize {
        self.passed_over
    }

    fn gather(&mut self, whole: &Records, admitted: &Records, sources: &Sources, interface: &Interface) {
        let differs = differing(whole, admitted);
        said(whole, &|kind, id| differs.contains(&(kind, id)), &mut |text| self.add(text, interface));
        self.gather_labels(whole, admitted, interface);
        let (all, seen) = (whole.copied(), self.copied.clone());
        for (path, file) in all.iter().filter(|(path, _)| !seen.contains_key(*path)) {
            let what = || format!("the path of the file `{path}`");
            // Its name is told by itself too, without what it ends in.
            let name = path.rsplit('/').next().unwrap_or(path);
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let place = || Place::At(file.span(0..0));
            for text in [path, name, stem] {
                self.add(
                    Said { text, what: &what, place: &place, edges: &[], is_shown: true, is_id: false },
                    interface,
                );
            }
            self.add_content(path, file, interface);
            // An image as it is on the disk says more than what would be published of it.
            if let Some(raw) = sources.files.get(&file.path).filter(|raw| raw.digest != file.digest) {
                self.add_content(path, raw, interface);
            }
        }
        for file in seen.values() {
            self.files.remove(&file.digest);
        }
    }

    /// What a file says that may not be copied, and the file as a whole.
    fn add_content(&mut self, path: &str, file: &Arc<SourceFile>, interface: &Interface) {
        let what = || format!("the content of the file `{path}`");
        let (whole, part) = (self.list.len(), self.list.len() + 1);
        self.list.push(Secret { what: what(), place: Place::At(file.span(0..0)) });
        self.list.push(Secret { what: what(), place: Place::Text(file.clone()) });
        if !file.bytes.is_empty() {
            self.files.insert(file.digest, whole);
        }
        look(path, &file.bytes, Limits::default(), &mut |view| {
            // Of what is unpacked from the file the place is not known.
            let number = if view.text.as_bytes() == &*file.bytes { part } else { whole };
            let edges = view.text.match_indices(['\n', BREAK]).map(|(at, _)| at).chain([view.text.len()]);
            let mut start = 0;
            for end in edges.filter(|_| !view.is_noise) {
                let part = Part { secret: number, start, end };
                self.index.add(part, view.text, false, &|words| interface.is_common(words));
                start = end;
            }
        });
    }

    /// The labels of topics and metrics that only records with secrets name.
    fn gather_labels(&mut self, whole: &Records, admitted: &Records, interface: &Interface) {
        let (all, seen) = (Named::of(whole), Named::of(admitted));
        let settings = &whole.settings;
        let mut add = |list: &str, id: &str, key: &str, text: &str| {
            let pointer = format!("/{list}/{}{key}", pointer_key(id));
            let place = || Place::Value(settings.origin.clone(), pointer.clone());
            let what = || format!("the label of `{id}` in `{list}`");
            self.add(Said::new(text, &what, &place), interface);
        };
        for (id, label) in
            settings.topics.iter().filter(|(id, _)| all.topics.contains(*id) && !seen.topics.contains(*id))
        {
            add("topics", id, "", label);
        }
        for (id, metric) in
            settings.metrics.iter().filter(|(id, _)| all.metrics.contains(*id) && !seen.metrics.contains(*id))
        {
            metric.says("", &mut |key, text| add("metrics", id, key, text));
        }
    }

    fn add(&mut self, said: Said<'_>, interface: &Interface) {
        let number = self.list.len();
        let edges = said.edges.iter().copied().chain([said.text.len()]);
        let (mut start, mut outcomes) = (0, Vec::new());
        for end in edges {
            let is_common = |words: &[Word]| interface.is_common(words);
            let part = Part { secret: number, start, end };
            outcomes.push(self.index.add(part, said.text, said.is_id, &is_common));
            start = end;
        }
        if outcomes.contains(&Added::Yes) {
            self.list.push(Secret { what: (said.what)(), place: (said.place)() });
        } else if !outcomes.contains(&Added::Known) && !said.text.trim().is_empty() {
            self.passed_over += 1;
        }
    }

    /// Looks no more for what the reader may see elsewhere, or what the built-in theme says.
    fn excuse(&mut self, admitted: &Records) {
        let index = &mut self.index;
        // What an editor does not read, as the metadata of an image, excuses nothing.
        let mut hear = |view: &View<'_>| {
            if view.is_plain() {
                index.forget(view);
            }
        };
        let mut text = |text: &str| drop(look("", text.as_bytes(), Limits::default(), &mut hear));
        said(admitted, &|_, _| true, &mut |said| match said {
            Said { is_shown: false, .. } => {}
            // Links in it that lead nowhere for this reader are not shown.
            Said { text: markup, edges: [], .. } if markup.contains("](") => text(markdown(markup, 0).text()),
            Said { text: plain, edges, .. } => text(&in_blocks(plain, edges)),
        });
        settings_say(admitted, &mut text);
        text(LINKED_DATA);
        Kind::ALL.into_iter().for_each(|kind| text(kind.folder()));
        for (path, file) in &admitted.copied() {
            text(path);
            if let Ok(content) = file.text() {
                text(content);
            }
        }
        for (path, file) in embedded() {
            text(&path);
            if let Ok(content) = file.text() {
                text(content);
            }
        }
    }
}

/// A text whose blocks are apart, as two cells of a table are where nothing in the text parts them.
fn in_blocks(text: &str, edges: &[usize]) -> String {
    let mut start = 0;
    let block = |end: usize| {
        let block = text.get(start..end).unwrap_or_default();
        start = end;
        block
    };
    edges.iter().copied().chain([text.len()]).map(block).collect::<Vec<_>>().join(" ")
}

/// What the settings say to everybody.
fn settings_say(admitted: &Records, text: &mut dyn FnMut(&str)) {
    let settings = &admitted.settings;
    text(&settings.title);
    let more = [&settings.tagline, &settings.place, &settings.base_url];
    more.into_iter().flatten().for_each(|line| text(line));
    for entry in settings.menu.iter().flat_map(|menu| menu.values()) {
        text(&entry.label);
        if entry.url.contains("://") {
            text(&entry.url);
        }
    }
    settings.units.iter().for_each(|(sign, label)| text(&format!("{sign}\0{label}")));
    settings.theme_settings.iter().for_each(|(key, value)| text(&format!("{key}\0{value:?}")));
    let named = Named::of(admitted);
    settings.topics.iter().filter(|(id, _)| named.topics.contains(*id)).for_each(|(_, label)| text(label));
    for (_, metric) in settings.metrics.iter().filter(|(id, _)| named.metrics.contains(*id)) {
        metric.says("", &mut |_, label| text(label));
    }
}

/// The records of which something is gone.
fn differing<'a>(whole: &'a Records, admitted: &Records) -> BTreeSet<(Kind, &'a Id)> {
    fn among<'a, T>(
        kind: Kind,
        whole: &'a BTreeMap<Id, Arc<T>>,
        admitted: &BTreeMap<Id, Arc<T>>,
    ) -> impl Iterator<Item = (Kind, &'a Id)> {
        let same = |id: &Id, record: &Arc<T>| admitted.get(id).is_some_and(|left| Arc::ptr_eq(left, record));
        whole.iter().filter(move |(id, record)| !same(id, record)).map(move |(id, _)| (kind, id))
    }
    among(Kind::Article, &whole.articles, &admitted.articles)
        .chain(among(Kind::Company, &whole.companies, &admitted.companies))
        .chain(among(Kind::Person, &whole.people, &admitted.people))
        .chain(among(Kind::Publication, &whole.publications, &admitted.publications))
        .chain(among(Kind::Story, &whole.stories, &admitted.stories))
        .chain(among(Kind::Briefing, &whole.briefings, &admitted.briefings))
        .chain(among(Kind::Page, &whole.pages, &admitted.pages))
        .collect()
}

/// The topics and metrics that records name.
#[derive(Default)]
struct Named {
    topics: BTreeSet<String>,
    metrics: BTreeSet<String>,
}

impl Named {
    fn of(records: &Records) -> Self {
        let mut named = Self::default();
        for article in records.articles.values() {
            named.topics.extend(article.entry.meta.topics.iter().map(ToString::to_string));
            let figures = article.annotations.figures.iter();
            named.metrics.extend(figures.map(|figure| figure.value.text.metric.to_string()));
        }
        named
    }
}

/// So many words that a site says itself may follow each other by chance.
const FEW: usize = 4;

/// The words that a site says itself, in any language.
struct Interface(BTreeSet<u64>);

impl Interface {
    fn read() -> Self {
        let languages = embedded().into_iter().filter(|(path, _)| path.starts_with("i18n/"));
        let words = languages.flat_map(|(_, file)| all_words(file.text().unwrap_or_default()));
        Self(words.map(|word| word.hash).collect())
    }

    /// Whether it is a number among such words, or a few of them, as "14 April 2026", "in March" and "50
    /// billion": a page may say it of something else.
    fn is_common(&self, words: &[Word]) -> bool {
        let is_few = words.len() <= FEW || words.iter().any(|word| word.is_number);
        is_few && words.iter().all(|word| word.is_number || self.0.contains(&word.hash))
    }
}
