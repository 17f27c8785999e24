//! The whole site: what records say of each other.
//!
//! In: what the reader may see. Out: a `Site`, in which every reference is an id that
//! exists, with the way back from each record to what mentions it. Must not know: pages.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::about::{About, about};
use super::address::{annotation_addresses, record_address};
use super::admit::Admitted;
use super::disputes::Disputes;
use super::facts::{FactKey, Facts, article_facts, differences, outline_facts, record_facts};
use super::index::Index;
use super::links::Aim;
use super::mentions::{Finder, Mentioned};
use super::quotations::{Quotations, SayingsMemo};
use super::records::Records;
use super::timeline::{Spot, TimelineEntry, timeline};
use crate::anchor::{Anchored, Article};
use crate::digest::Digest;
use crate::kept::{Kept, Same};
use crate::parse::{Figure, Kind, Quote};
use crate::path::{OutPath, SitePath};
use crate::value::Id;

/// The site.
#[derive(Clone, Debug)]
pub struct Site {
    /// The records that may be seen.
    pub records: Records,
    /// Names in the text of each article.
    pub(super) mentions: BTreeMap<Id, Arc<Vec<Mentioned>>>,
    /// What records say together.
    pub outline: Arc<Outline>,
    /// Which quotes are one.
    pub quotations: Arc<Quotations>,
    /// What the settings ask to have in the menu, if it is there.
    pub(super) menu: Vec<MenuTarget>,
    facts: SiteFacts,
}

/// What records say together, whatever the words of their texts.
#[derive(Debug)]
pub struct Outline {
    /// All that speaks of each company, person and publication.
    pub about: BTreeMap<Id, About>,
    /// All events.
    pub timeline: Vec<TimelineEntry>,
    /// Articles, the newest first; undated ones last, by id.
    pub newest: Vec<Id>,
    /// What belongs together without a record of its own.
    pub index: Index,
    /// Where sources differ.
    pub disputes: Disputes,
    /// Positions in `timeline` by key.
    timeline_index: BTreeMap<String, usize>,
    /// Positions in `newest`, so that a page does not look through all articles.
    newest_index: BTreeMap<Id, usize>,
    pages_by_file: BTreeMap<SitePath, OutPath>,
    articles_by_page: BTreeMap<OutPath, Id>,
    addresses: BTreeSet<OutPath>,
    /// Found once, because every page's menu asks.
    sections: BTreeSet<&'static str>,
    facts: Facts,
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuTarget {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub to: MenuAim,
}

/// Where an entry of the menu leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MenuAim {
    /// To another site.
    Outside(String),
    /// To a page of this site, and to a place there.
    Inside(OutPath, Option<String>),
}

/// All facts of a site.
#[derive(Clone, Debug)]
struct SiteFacts {
    /// Of what every page shows: where it differs, so do all pages.
    frame: Digest,
    articles: Vec<(Id, Facts)>,
    records: Facts,
    outline: Facts,
    quotes: Facts,
}

/// In what two sites differ.
#[derive(Clone, Debug)]
pub enum Changes {
    /// In what every page shows.
    All,
    /// In some facts.
    Facts {
        /// Those.
        facts: HashSet<FactKey>,
        /// Whether links in texts may lead elsewhere.
        links: bool,
    },
}

impl Site {
    /// In what this site differs from a former one.
    pub fn changes_since(&self, former: &Site) -> Changes {
        let (old, new) = (&former.facts, &self.facts);
        if old.frame != new.frame {
            return Changes::All;
        }
        let mut facts = HashSet::new();
        differences(&old.records, &new.records, &mut facts);
        differences(&old.outline, &new.outline, &mut facts);
        differences(&old.quotes, &new.quotes, &mut facts);
        let nothing = Facts::default();
        let mut before = old.articles.iter().peekable();
        for (id, now) in &new.articles {
            while let Some((_, gone)) = before.next_if(|(other, _)| other < id) {
                differences(gone, &nothing, &mut facts);
            }
            let was = before.next_if(|(other, _)| other == id).map_or(&nothing, |(_, was)| was);
            differences(was, now, &mut facts);
        }
        before.for_each(|(_, gone)| differences(gone, &nothing, &mut facts));
        let links = !Arc::ptr_eq(&former.outline, &self.outline)
            || !same_files(&former.records.statics, &self.records.statics);
        Changes::Facts { facts, links }
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
            ids.into_iter().filter_map(|id| self.outline.newest_index.get(id).copied()).collect();
        places.into_iter().filter_map(|at| self.outline.newest.get(at))
    }

    /// The entry of the timeline with this key.
    pub fn timeline_entry(&self, key: &str) -> Option<&TimelineEntry> {
        self.timeline_position(key).and_then(|at| self.outline.timeline.get(at))
    }

    /// The position on the timeline of the entry with this key.
    pub fn timeline_position(&self, key: &str) -> Option<usize> {
        self.outline.timeline_index.get(key).copied()
    }

    /// The page that the record in this file has.
    pub fn page_of(&self, file: &SitePath) -> Option<OutPath> {
        self.outline.pages_by_file.get(file).cloned()
    }

    /// The article that has this page.
    pub fn article_at(&self, page: &OutPath) -> Option<&Article> {
        self.outline.articles_by_page.get(page).and_then(|id| self.records.articles.get(id)).map(Arc::as_ref)
    }

    /// Whether this is the page of an article that has a mark with this fragment.
    pub fn has_mark(&self, page: &OutPath, fragment: &str) -> bool {
        self.article_at(page).is_some_and(|article| article.fragments().any(|mark| mark == fragment))
    }

    /// Whether a record or a static file has this address, or a section that is there.
    pub fn has_address(&self, path: &OutPath) -> bool {
        let section = path.as_str().strip_suffix("/index.html").unwrap_or(path.as_str());
        path.as_str() == "index.html"
            || self.records.statics.contains_key(path.as_str())
            || self.outline.addresses.contains(path)
            || self.has_section(section)
    }

    /// Whether a section has a page: it has one where it has something to list.
    pub fn has_section(&self, name: &str) -> bool {
        self.outline.sections.contains(name)
    }
}

/// What `link` remembers.
#[derive(Debug, Default)]
pub struct LinkMemo {
    mentions: Kept<Id, (Same<Article>, Digest), Arc<Vec<Mentioned>>>,
    facts: Kept<Id, (Same<Article>, Same<Vec<Mentioned>>), Facts>,
    sayings: SayingsMemo,
    last: Option<Arc<Site>>,
}

/// Lets records learn of each other. `theme` is the digest of all that the theme adds to
/// every page; nothing where it could not be read.
pub fn link(admitted: Admitted, theme: Option<Digest>, memo: &mut LinkMemo) -> Arc<Site> {
    let records = admitted.records;
    let mentions = mentions(&records, memo);
    let last = memo.last.as_ref();
    let outline = match last.filter(|last| same_outline(last, &records, &mentions)) {
        Some(last) => last.outline.clone(),
        None => Arc::new(Outline::of(&records, &mentions)),
    };
    let quotations = Quotations::of(&records, &mut memo.sayings);
    let facts = memo.facts.all(
        mentions
            .iter()
            .filter_map(|(id, mentions)| {
                let article = records.articles.get(id)?;
                Some((id.clone(), (Same(article.clone()), Same(mentions.clone()))))
            })
            .collect(),
        |_, (article, mentions)| article_facts(&article.0, &mentions.0),
    );
    let same_records = last.filter(|last| same_records(&last.records, &records));
    let facts = SiteFacts {
        // It is of the menu too, which only a site can tell.
        frame: Digest::of_value(&theme),
        articles: mentions.keys().cloned().zip(facts).collect(),
        records: same_records.map_or_else(|| record_facts(&records), |last| last.facts.records.clone()),
        outline: outline.facts.clone(),
        quotes: quotations.facts.clone(),
    };
    let mut site = Site { records, mentions, outline, quotations, menu: Vec::new(), facts };
    site.menu = menu(&site);
    site.facts.frame = site.frame(theme);
    let site = Arc::new(site);
    memo.last = Some(site.clone());
    site
}

fn mentions(records: &Records, memo: &mut LinkMemo) -> BTreeMap<Id, Arc<Vec<Mentioned>>> {
    let finder = Finder::of(records);
    let articles = records.articles.iter();
    let inputs = articles.map(|(id, article)| (id.clone(), (Same(article.clone()), finder.digest))).collect();
    let found = memo.mentions.all(inputs, |_, (article, _)| Arc::new(finder.mentions(&article.0)));
    records.articles.keys().cloned().zip(found).collect()
}

/// Whether records say together what they said in `last`: texts may differ, and what else no
/// other record asks for.
fn same_outline(last: &Site, records: &Records, mentions: &BTreeMap<Id, Arc<Vec<Mentioned>>>) -> bool {
    let old = &last.records.articles;
    if old.len() != records.articles.len() || !same_records(&last.records, records) {
        return false;
    }
    let said = last.mentions.values().zip(mentions.values());
    let names = |mentions: &[Mentioned]| mentions.iter().map(|m| m.entity.clone()).collect::<BTreeSet<Id>>();
    let mut same_names = said.map(|(a, b)| Arc::ptr_eq(a, b) || names(a) == names(b));
    let mut same_articles = old
        .iter()
        .zip(&records.articles)
        .map(|((a, was), (b, is))| a == b && (Arc::ptr_eq(was, is) || same_but_text(was, is)));
    same_articles.all(|same| same) && same_names.all(|same| same)
}

fn same_but_text(was: &Article, is: &Article) -> bool {
    fn same<T: PartialEq>(was: &[Anchored<T>], is: &[Anchored<T>]) -> bool {
        was.len() == is.len() && was.iter().zip(is).all(|(was, is)| was.value == is.value)
    }
    let (a, b) = (&was.annotations, &is.annotations);
    was.entry.meta == is.entry.meta
        && was.entry.text_file.path == is.entry.text_file.path
        && same(&a.quotes, &b.quotes)
        && same(&a.events, &b.events)
        && same(&a.figures, &b.figures)
        && same(&a.relations, &b.relations)
        && same(&a.claims, &b.claims)
        && same(&a.notes, &b.notes)
}

/// Whether all records but articles are the very same.
fn same_records(was: &Records, is: &Records) -> bool {
    fn same<T>(was: &BTreeMap<Id, Arc<T>>, is: &BTreeMap<Id, Arc<T>>) -> bool {
        was.len() == is.len() && was.iter().zip(is).all(|((a, was), (b, is))| a == b && Arc::ptr_eq(was, is))
    }
    same(&was.companies, &is.companies)
        && same(&was.people, &is.people)
        && same(&was.publications, &is.publications)
        && same(&was.stories, &is.stories)
        && same(&was.briefings, &is.briefings)
        && same(&was.pages, &is.pages)
}

fn same_files(
    was: &BTreeMap<String, Arc<crate::diagnostics::SourceFile>>,
    is: &BTreeMap<String, Arc<crate::diagnostics::SourceFile>>,
) -> bool {
    was.keys().eq(is.keys())
}

/// The menu of the settings, without what is not there.
fn menu(site: &Site) -> Vec<MenuTarget> {
    let settings = &site.records.settings;
    let from = &settings.origin.file.path;
    let entry = |entry: &crate::parse::MenuEntry| {
        let (path, fragment) = entry.url.split_once('#').unwrap_or((&entry.url, ""));
        let to = match Aim::of(path, from) {
            Aim::Outside => {
                let to = MenuAim::Outside(entry.url.to_string());
                return Some(MenuTarget { label: entry.label.to_string(), to });
            }
            Aim::Address(path) => OutPath::file(&path).filter(|to| site.has_address(to)),
            Aim::File(file) => site.page_of(&file),
            Aim::SamePage | Aim::Refused => None,
        };
        let to = to?;
        // Of an article's places those are known that may be seen; of other pages none.
        let known = site.article_at(&to).is_none() || site.has_mark(&to, fragment);
        let place = (!fragment.is_empty() && known).then(|| fragment.to_string());
        Some(MenuTarget { label: entry.label.to_string(), to: MenuAim::Inside(to, place) })
    };
    settings.menu.values().filter_map(entry).collect()
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

impl Outline {
    fn of(records: &Records, mentions: &BTreeMap<Id, Arc<Vec<Mentioned>>>) -> Self {
        let timeline = timeline(records);
        let newest = newest(records);
        let about = about(records, mentions, &timeline);
        let index = Index::of(records, &timeline);
        let disputes = Disputes::of(records, &index);
        let sections = index.sections(records).collect();
        let timeline_index = timeline.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
        let newest_index = newest.iter().enumerate().map(|(at, id)| (id.clone(), at)).collect();
        let mut pages_by_file = BTreeMap::new();
        records.each(&mut |kind, entry| {
            if matches!(kind, Kind::Story | Kind::Briefing) {
                return; // They are records already, but have no pages yet.
            }
            let address = record_address(kind, entry.id, entry.meta);
            pages_by_file.insert(entry.text_file.path.clone(), address);
        });
        let by_page =
            |(id, article): (&Id, &Arc<Article>)| (article.entry.address(Kind::Article), id.clone());
        let articles_by_page = records.articles.iter().map(by_page).collect();
        let annotations = records.articles.values().flat_map(|article| annotation_addresses(article));
        let addresses =
            pages_by_file.values().cloned().chain(annotations).chain(index.addresses(records)).collect();
        let mut outline = Self {
            about,
            timeline,
            newest,
            index,
            disputes,
            timeline_index,
            newest_index,
            pages_by_file,
            articles_by_page,
            addresses,
            sections,
            facts: Facts::default(),
        };
        outline.facts = outline_facts(&outline);
        outline
    }
}

fn newest(records: &Records) -> Vec<Id> {
    let mut ids: Vec<_> = records
        .articles
        .iter()
        .map(|(id, article)| {
            let date = article.entry.meta.published.as_ref();
            (date.is_none(), Reverse(date.map(crate::value::Date::sort_key)), id)
        })
        .collect();
    ids.sort_unstable();
    ids.into_iter().map(|(_, _, id)| id.clone()).collect()
}
