//! The whole site: what records say of each other.
//!
//! In: what the reader may see. Out: a `Site`, in which every reference is an id that
//! exists, with the way back from each record to what mentions it. Must not know: pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::address::{engine_addresses, record_address};
use super::admit::Admitted;
use super::aim::percent_decoded;
use super::bundles::{Placed, placed};
use super::changes::{ArticleFacts, Changes, SiteFacts};
use super::facts::{Facts, article_facts, record_facts};
use super::feeds::FEED;
use super::mentions::{Finder, Mentioned};
use super::menu::{MenuTarget, menu};
use super::named::Named;
use super::outline::{Mentions, Outline, outline, same_records};
use super::quotations::{Quotations, SayingsMemo};
use super::records::Records;
use super::timeline::{Spot, TimelineEntry};
use super::words::LazyWords;
use crate::anchor::{Anchored, Article};
use crate::diagnostics::SourceFile;
use crate::digest::Digest;
use crate::kept::{Kept, Same};
use crate::parse::{Figure, Kind, Quote};
use crate::path::{OutPath, SitePath};
use crate::picture::{Size, size};
use crate::text::{Body, heading_id};
use crate::value::Id;

/// The site.
#[derive(Clone, Debug)]
pub struct Site {
    /// The records that may be seen.
    pub records: Records,
    /// Names in the text of each article.
    pub(super) mentions: Mentions,
    /// The words of each article's annotations.
    pub(super) words: WordsOfAll,
    /// What records say together.
    pub outline: Arc<Outline>,
    /// Which quotes are one.
    pub quotations: Arc<Quotations>,
    /// What the settings ask to have in the menu, if it is there.
    pub(super) menu: Option<Vec<MenuTarget>>,
    /// The files of bundles by where they stand.
    bundles: BTreeMap<SitePath, Placed>,
    /// The same by their path in the output.
    bundled: BTreeMap<String, Arc<SourceFile>>,
    facts: SiteFacts,
}

impl Site {
    /// In what this site differs from a former one.
    pub fn changes_since(&self, former: &Site) -> Changes {
        let links = !Arc::ptr_eq(&former.outline, &self.outline)
            || former.records.statics != self.records.statics
            || former.bundles != self.bundles;
        self.facts.changes_since(&former.facts, links)
    }

    /// In what this site differs from one of which only the facts are known.
    pub fn changes_since_facts(&self, former: &SiteFacts) -> Changes {
        self.facts.changes_since(former, true)
    }

    /// All facts of this site.
    pub fn facts(&self) -> &SiteFacts {
        &self.facts
    }

    /// A quote and its article.
    pub fn quote(&self, spot: &Spot) -> Option<(&Article, &Anchored<Quote>)> {
        let article = self.records.articles.get(&spot.article)?;
        Some((article, article.annotations.quotes.get(spot.index)?))
    }

    /// A figure and its article.
    pub fn figure(&self, spot: &Spot) -> Option<(&Article, &Anchored<Figure>)> {
        let article = self.records.articles.get(&spot.article)?;
        Some((article, article.annotations.figures.get(spot.index)?))
    }

    /// These articles, the newest first, each once.
    pub fn newest_first<'i>(&self, ids: impl IntoIterator<Item = &'i Id>) -> impl Iterator<Item = &Id> {
        let places: BTreeSet<usize> =
            ids.into_iter().filter_map(|id| self.outline.newest.places.get(id).copied()).collect();
        places.into_iter().filter_map(|at| self.outline.newest.ids.get(at))
    }

    /// The entry of the timeline with this key.
    pub fn timeline_entry(&self, key: &str) -> Option<&TimelineEntry> {
        self.timeline_position(key).and_then(|at| self.outline.timeline.entries.get(at))
    }

    /// The position on the timeline of the entry with this key.
    pub fn timeline_position(&self, key: &str) -> Option<usize> {
        self.outline.timeline.position(key)
    }

    /// The page that the record in this file has.
    pub fn page_of(&self, file: &SitePath) -> Option<OutPath> {
        self.pages_by_file().get(file).cloned()
    }

    fn pages_by_file(&self) -> &BTreeMap<SitePath, OutPath> {
        self.outline.pages_by_file.get_or_init(|| {
            let mut pages = BTreeMap::new();
            self.records.each(&mut |kind, entry| {
                let address = record_address(kind, entry.id, entry.meta);
                pages.insert(entry.text_file.path.clone(), address);
            });
            pages
        })
    }

    /// The article that has this page.
    pub fn article_at(&self, page: &OutPath) -> Option<&Article> {
        let articles = self.outline.articles_by_page.get_or_init(|| {
            let articles = self.records.articles.iter();
            articles.map(|(id, article)| (article.entry.address(Kind::Article), id.clone())).collect()
        });
        articles.get(page).and_then(|id| self.records.articles.get(id)).map(Arc::as_ref)
    }

    /// The id of the place on the page of a record that a link means by `fragment`: an article's mark,
    /// or a heading.
    pub fn place_on(&self, page: &OutPath, fragment: &str) -> Option<String> {
        if fragment.is_empty() {
            return None;
        }
        let article = self.article_at(page);
        let marks = article.into_iter().flat_map(Article::fragments);
        let body = article.map(|article| &*article.entry.body).or_else(|| self.body_at(page))?;
        let headings = || body.headings().into_iter().map(|name| (heading_id(&name), name));
        let decoded = percent_decoded(fragment);
        marks
            .map(|mark| (mark.clone(), mark))
            .chain(headings())
            .find(|(_, name)| *name == fragment || *name == decoded)
            .map(|(id, _)| id)
    }

    /// The record that has this page and is no article.
    pub(super) fn record_at(&self, page: &OutPath) -> Option<(Kind, &Id)> {
        let records = self.outline.records_by_page.get_or_init(|| {
            let mut pages = BTreeMap::new();
            self.records.each(&mut |kind, entry| {
                if kind != Kind::Article {
                    pages.insert(record_address(kind, entry.id, entry.meta), (kind, entry.id.clone()));
                }
            });
            pages
        });
        records.get(page).map(|(kind, id)| (*kind, id))
    }

    /// Its text.
    fn body_at(&self, page: &OutPath) -> Option<&Body> {
        let (kind, id) = self.record_at(page)?;
        let records = &self.records;
        match kind {
            Kind::Article => records.articles.get(id).map(|article| &*article.entry.body),
            Kind::Company => records.companies.get(id).map(|entry| &*entry.body),
            Kind::Person => records.people.get(id).map(|entry| &*entry.body),
            Kind::Publication => records.publications.get(id).map(|entry| &*entry.body),
            Kind::Story => records.stories.get(id).map(|entry| &*entry.body),
            Kind::Briefing => records.briefings.get(id).map(|entry| &*entry.body),
            Kind::Page => records.pages.get(id).map(|entry| &*entry.body),
        }
    }

    /// The page of what a link names, if that is there.
    pub fn page_named(&self, named: &Named) -> Option<OutPath> {
        named.address(&self.records).filter(|page| self.has_address(page))
    }

    /// The files that are copied, by their path in the output: those of the site, and of its bundles.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Arc<SourceFile>)> {
        let own = self.records.statics.iter().map(|(path, file)| (path.as_str(), file));
        own.chain(self.bundles.values().map(|(path, file)| (path.as_str(), file)))
    }

    /// The address of the file of a bundle that stands here.
    pub fn address_of(&self, file: &SitePath) -> Option<OutPath> {
        self.bundles.get(file).and_then(|(path, _)| OutPath::file(path))
    }

    /// The file that is copied to this path in the output.
    pub fn file_at(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.records.statics.get(path).or_else(|| self.bundled.get(path))
    }

    /// How large the image at this address is.
    pub fn image_size(&self, path: &OutPath) -> Option<Size> {
        size(&self.file_at(path.as_str())?.bytes)
    }

    /// Whether a record or a static file has this address, or a section that is there.
    pub fn has_address(&self, path: &OutPath) -> bool {
        let folder = path.as_str().strip_suffix("/index.html").unwrap_or(path.as_str());
        let settings = &self.records.settings;
        path.as_str() == "index.html"
            || self.records.statics.contains_key(path.as_str())
            || self.bundled.contains_key(path.as_str())
            || folder != FEED && self.has_section(folder)
            || self.has_feed_at(path)
            || engine_addresses(settings, settings.base_url.is_some()).any(|file| file == *path)
            || self.has_annotation(folder)
            || self.addresses().contains(path)
    }

    /// Whether this is the folder of the page of a quote or an event.
    fn has_annotation(&self, folder: &str) -> bool {
        if let Some(key) = folder.strip_prefix("events/") {
            let of_article = |at: usize| format!("{}#{}", &key[..at], &key[at + 1..]);
            let mut keys = key.match_indices('.').map(|(at, _)| of_article(at));
            return self.timeline_entry(key).is_some() || keys.any(|key| self.timeline_entry(&key).is_some());
        }
        let quote = folder.strip_prefix("quotes/").and_then(|name| name.split_once('/'));
        let article = quote.and_then(|(article, id)| Some((self.records.articles.get(article)?, id)));
        article.is_some_and(|(article, id)| {
            article.annotations.quotes.iter().any(|quote| quote.value.id.as_str() == id)
        })
    }

    fn addresses(&self) -> &BTreeSet<OutPath> {
        self.outline.addresses.get_or_init(|| {
            let records = self.pages_by_file().values().cloned();
            let lists = self.outline.lists.addresses(&self.records);
            records.chain(self.outline.index.addresses(&self.records)).chain(lists).collect()
        })
    }

    /// Whether a section has a page: it has one where it has something to list.
    pub fn has_section(&self, name: &str) -> bool {
        self.outline.sections.contains(name)
    }
}

/// The words of all articles.
type WordsOfAll = BTreeMap<Id, Arc<LazyWords>>;

/// The names in an article, with the digest of what they were found from.
type Found = (Option<Digest>, Arc<Vec<Mentioned>>);

/// The words and the facts of each article, made from it and the names in it.
type KeptFacts = Kept<Id, (Same<Article>, Same<Vec<Mentioned>>), (Arc<LazyWords>, Facts)>;

/// What `link` remembers.
#[derive(Debug, Default)]
pub struct LinkMemo {
    mentions: Kept<Id, (Same<Article>, Digest), Found>,
    facts: KeptFacts,
    sayings: SayingsMemo,
    last: Option<Arc<Site>>,
    /// What another run knew.
    former: Option<SiteFacts>,
}

impl LinkMemo {
    /// The memory of another run.
    pub fn recalling(former: SiteFacts) -> Self {
        Self { former: Some(former), ..Self::default() }
    }
}

/// Lets records learn of each other. `theme` is the digest of all that the theme adds to
/// every page; nothing where it could not be read.
pub fn link(admitted: Admitted, theme: Option<Digest>, memo: &mut LinkMemo) -> Arc<Site> {
    let records = admitted.records;
    let named = named(&records, memo);
    let mentions = named.iter().map(|(id, (_, mentions))| (id.clone(), mentions.clone())).collect();
    let last = memo.last.as_ref();
    let outline = outline(last.map(|last| &**last), &records, &mentions);
    let quotations = Quotations::of(&records, &mut memo.sayings);
    let same_records = last.filter(|last| same_records(&last.records, &records));
    let of_records = same_records.map_or_else(|| record_facts(&records), |last| last.facts.records.clone());
    let (words, articles) = article_words_and_facts(&records, named, memo);
    let facts = SiteFacts {
        // It is of the menu too, which only a site can tell.
        frame: Digest::of_value(&theme),
        articles,
        records: of_records,
        outline: outline.facts().map(Clone::clone).into(),
        quotes: quotations.facts.clone(),
    };
    let bundles = placed(&records);
    let bundled = bundles.values().cloned().collect();
    let mut site =
        Site { records, mentions, words, outline, quotations, menu: None, bundles, bundled, facts };
    site.menu = menu(&site);
    site.facts.frame = site.frame(theme);
    let site = Arc::new(site);
    memo.last = Some(site.clone());
    site
}

/// The names in each article.
fn named(records: &Records, memo: &mut LinkMemo) -> Vec<(Id, Found)> {
    let finder = Finder::of(records);
    let articles = records.articles.iter();
    let inputs = articles.map(|(id, article)| (id.clone(), (Same(article.clone()), finder.digest))).collect();
    let former = memo.former.as_ref();
    let named = memo.mentions.all(inputs, |id, (article, names)| {
        let of = article.0.digest().map(|article| Digest::of_value(&(article, names)));
        let known = former.zip(of).and_then(|(former, of)| former.named_in(id, of));
        (of, known.unwrap_or_else(|| Arc::new(finder.mentions(&article.0))))
    });
    named.iter().map(|(id, _, named)| (id.clone(), named.clone())).collect()
}

/// The words of each article, and what it says.
fn article_words_and_facts(
    records: &Records,
    named: Vec<(Id, Found)>,
    memo: &mut LinkMemo,
) -> (WordsOfAll, Vec<(Id, ArticleFacts)>) {
    let articles = named.iter().zip(records.articles.values());
    let inputs = articles
        .map(|((id, (_, mentions)), article)| (id.clone(), (Same(article.clone()), Same(mentions.clone()))));
    let former = memo.former.as_ref();
    let made = memo.facts.all(inputs.collect(), |id, (article, mentions)| {
        let words = LazyWords::of(article.0.clone(), mentions.0.clone());
        // Names that were found by another run were found in the same article.
        let known = former.and_then(|former| former.said_by(id, &mentions.0));
        let facts = known.unwrap_or_else(|| article_facts(&article.0, &mentions.0, words.get()));
        (Arc::new(words), facts)
    });
    let words = made.iter().map(|(id, _, (words, _))| (id.clone(), words.clone())).collect();
    let facts = named.into_iter().zip(made).map(|((id, (of, mentions)), (.., (_, facts)))| {
        (id, ArticleFacts { of, mentions, facts: facts.clone() })
    });
    (words, facts.collect())
}

impl Site {
    /// The digest of what every page shows. `theme` is that of the theme.
    fn frame(&self, theme: Option<Digest>) -> Digest {
        let settings = &self.records.settings;
        let pages: Vec<_> = self
            .records
            .pages
            .values()
            .map(|page| (page.address(Kind::Page), page.meta.title.as_str()))
            .collect();
        let own = (settings.origin.file.digest, &settings.base_url, &settings.theme);
        Digest::of_value(&(theme, own, &self.menu, pages, &self.outline.sections))
    }
}
