//! What the records of a site say together: the timeline, what speaks of each record, what
//! belongs together, where sources differ.
//!
//! In: the records, the names in their texts, and the site before. Out: an outline, in which each
//! part that is made from the same fields is that of the site before. Must not know: pages.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::about::{About, about};
use super::disputes::Disputes;
use super::editions::Editions;
use super::facts::{
    Facts, about_facts, dispute_facts, edition_facts, index_facts, list_facts, newest_facts, related_facts,
    timeline_facts,
};
use super::feeds::{FEED, has_feed};
use super::index::Index;
use super::link::Site;
use super::lists::Lists;
use super::mentions::Mentioned;
use super::records::Records;
use super::related::{Related, related};
use super::timeline::Timeline;
use crate::anchor::{Anchored, Article};
use crate::parse::{ArticleMeta, Kind};
use crate::path::{OutPath, SitePath};
use crate::value::{Date, Id};

/// What records say together, whatever the words of their texts. Each part is shared with the
/// site before where what it is made from is the same.
#[derive(Debug)]
pub struct Outline {
    /// All that speaks of each company, person and publication.
    pub about: Shared<BTreeMap<Id, About>>,
    /// All events.
    pub timeline: Shared<Timeline>,
    /// Articles, the newest first; undated ones last, by id.
    pub(super) newest: Shared<Newest>,
    /// What belongs together without a record of its own.
    pub index: Shared<Index>,
    /// Where sources differ.
    pub disputes: Shared<Disputes>,
    /// Editions in their order.
    pub editions: Shared<Editions>,
    /// Long lists of articles in their pages.
    pub lists: Shared<Lists>,
    /// Which articles are on the same things.
    pub(super) related: Shared<Related>,
    /// What links in texts ask for: made where the first one asks.
    pub(super) pages_by_file: OnceLock<BTreeMap<SitePath, OutPath>>,
    pub(super) articles_by_page: OnceLock<BTreeMap<OutPath, Id>>,
    pub(super) records_by_page: OnceLock<BTreeMap<OutPath, (Kind, Id)>>,
    /// All but those of quotes and events, which are many.
    pub(super) addresses: OnceLock<BTreeSet<OutPath>>,
    /// Found once, because every page's menu asks.
    pub(super) sections: BTreeSet<&'static str>,
}

/// A part of an outline, with what it says.
#[derive(Debug)]
pub struct Shared<T> {
    value: Arc<T>,
    facts: Facts,
}

impl<T> Shared<T> {
    fn of(value: T, facts: impl Fn(&T) -> Facts) -> Self {
        Self { facts: facts(&value), value: Arc::new(value) }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), facts: self.facts.clone() }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Articles, the newest first.
#[derive(Debug)]
pub(super) struct Newest {
    pub ids: Vec<Id>,
    /// Positions in `ids`, so that a page does not look through all articles.
    pub places: HashMap<Id, usize>,
}

/// The names in the text of each article.
pub(super) type Mentions = BTreeMap<Id, Arc<Vec<Mentioned>>>;

/// What records say together, as far as it can be that of `last`.
pub(super) fn outline(last: Option<&Site>, records: &Records, mentions: &Mentions) -> Arc<Outline> {
    let Some((last, changed)) = last.and_then(|last| Some((last, changed(last, records, mentions)?))) else {
        return Arc::new(Outline::of(records, mentions, None));
    };
    let same = |same: fn(&Changed<'_>) -> bool| changed.iter().all(same);
    let kept = KeptParts {
        last: &last.outline,
        timeline: same(|article| article.same_timeline()),
        about: same(|article| article.same_about()),
        index: same(|article| article.same_index()),
        newest: same(|article| article.same_newest()),
        disputes: same(|article| article.same_disputes()),
        editions: same(|article| article.same_editions()),
        lists: same(|article| article.same_newest() && article.same_index() && article.same_publication())
            && last.records.settings.paginate == records.settings.paginate,
    };
    match kept.all() && same(|article| article.same_places()) {
        true => last.outline.clone(),
        false => Arc::new(Outline::of(records, mentions, Some(&kept))),
    }
}

/// Which parts of an outline are those of the last one.
struct KeptParts<'a> {
    last: &'a Outline,
    timeline: bool,
    about: bool,
    index: bool,
    newest: bool,
    disputes: bool,
    editions: bool,
    lists: bool,
}

impl KeptParts<'_> {
    fn all(&self) -> bool {
        self.timeline
            && self.about
            && self.index
            && self.newest
            && self.disputes
            && self.editions
            && self.lists
    }
}

/// An article that is not the very one that it was, with the names in it.
struct Changed<'a> {
    was: &'a Article,
    is: &'a Article,
    names: bool,
}

/// The articles that changed; nothing where there are others than before, or where other
/// records changed.
fn changed<'a>(last: &'a Site, records: &'a Records, mentions: &Mentions) -> Option<Vec<Changed<'a>>> {
    let old = &last.records.articles;
    if old.len() != records.articles.len() || !same_records(&last.records, records) {
        return None;
    }
    let names = |mentions: &[Mentioned]| mentions.iter().map(|m| m.entity.clone()).collect::<BTreeSet<Id>>();
    let articles = old.iter().zip(&records.articles);
    let mentioned = last.mentions.values().zip(mentions.values());
    let mut changed = Vec::new();
    for (((a, was), (b, is)), (before, now)) in articles.zip(mentioned) {
        if a != b {
            return None;
        }
        if !Arc::ptr_eq(was, is) || !Arc::ptr_eq(before, now) {
            changed.push(Changed { was, is, names: names(before) == names(now) });
        }
    }
    Some(changed)
}

/// What of an article each part of an outline is made from.
impl Changed<'_> {
    fn same<'a, T: 'a, R: PartialEq>(
        was: &'a [Anchored<T>],
        is: &'a [Anchored<T>],
        of: fn(&'a T) -> R,
    ) -> bool {
        was.iter().map(|a| of(&a.value)).eq(is.iter().map(|a| of(&a.value)))
    }

    fn same_timeline(&self) -> bool {
        let (was, is) = (&self.was.annotations, &self.is.annotations);
        Self::same(&was.events, &is.events, |event| {
            (&event.id, &event.event, &event.date, &event.acknowledge)
        })
    }

    fn same_figures(&self) -> bool {
        let (was, is) = (&self.was.annotations, &self.is.annotations);
        Self::same(&was.figures, &is.figures, |figure| (&figure.text.company, &figure.text.metric))
    }

    fn same_about(&self) -> bool {
        let (was, is) = (&self.was.annotations, &self.is.annotations);
        self.names
            && self.same_timeline()
            && self.same_figures()
            && self.same_publication()
            && Self::same(&was.events, &is.events, |event| &event.entities)
            && Self::same(&was.quotes, &is.quotes, |quote| (&quote.speaker, &quote.about))
            && Self::same(&was.claims, &is.claims, |claim| &claim.company)
            && Self::same(&was.relations, &is.relations, |relation| (&relation.from, &relation.to))
    }

    fn same_index(&self) -> bool {
        let (was, is) = (&self.was.entry.meta, &self.is.entry.meta);
        let (before, now) = (&self.was.annotations, &self.is.annotations);
        self.same_timeline()
            && self.same_figures()
            && (&was.topics, &was.story, &was.published) == (&is.topics, &is.story, &is.published)
            && Self::same(&before.events, &now.events, |event| &event.entities)
            && before.quotes.len() == now.quotes.len()
    }

    fn same_newest(&self) -> bool {
        self.was.entry.meta.published == self.is.entry.meta.published
    }

    fn same_publication(&self) -> bool {
        self.was.entry.meta.publication == self.is.entry.meta.publication
    }

    fn same_disputes(&self) -> bool {
        let (was, is) = (&self.was.annotations, &self.is.annotations);
        Self::same(&was.figures, &is.figures, |figure| figure)
            && Self::same(&was.claims, &is.claims, |claim| claim)
    }

    fn same_editions(&self) -> bool {
        let (was, is) = (&self.was.entry.meta, &self.is.entry.meta);
        let corrected = |meta: &'_ ArticleMeta| -> Vec<Date> {
            meta.corrections.values().map(|correction| correction.date.clone()).collect()
        };
        (&was.retrieved, &was.published) == (&is.retrieved, &is.published) && corrected(was) == corrected(is)
    }

    /// Whether it stands where it stood, with marks and headings of the same names.
    fn same_places(&self) -> bool {
        let (was, is) = (&self.was.entry, &self.is.entry);
        was.meta.slug == is.meta.slug
            && was.text_file.path == is.text_file.path
            && self.was.fragments().eq(self.is.fragments())
            && self.was.entry.body.headings() == self.is.entry.body.headings()
    }
}

/// Whether all records but articles are the very same.
pub(super) fn same_records(was: &Records, is: &Records) -> bool {
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

impl Outline {
    fn of(records: &Records, mentions: &Mentions, kept: Option<&KeptParts<'_>>) -> Self {
        let last = |keeps: fn(&KeptParts<'_>) -> bool| kept.filter(|kept| keeps(kept)).map(|kept| kept.last);
        let timeline = last(|kept| kept.timeline).map(|last| last.timeline.clone());
        let timeline = timeline.unwrap_or_else(|| Shared::of(Timeline::of(records), timeline_facts));
        let made_about = || {
            let kept = last(|kept| kept.about).map(|last| last.about.clone());
            kept.unwrap_or_else(|| Shared::of(about(records, mentions, &timeline.entries), about_facts))
        };
        let made_index = || {
            let index = last(|kept| kept.index).map(|last| last.index.clone());
            let index =
                index.unwrap_or_else(|| Shared::of(Index::of(records, &timeline.entries), index_facts));
            let disputes = last(|kept| kept.index && kept.disputes).map(|last| last.disputes.clone());
            let disputes = disputes.unwrap_or_else(|| {
                Shared::of(Disputes::of(records, &index), |found| dispute_facts(&index, found))
            });
            let newest = last(|kept| kept.newest).map(|last| last.newest.clone());
            let newest =
                newest.unwrap_or_else(|| Shared::of(Newest::of(records), |newest| newest_facts(&newest.ids)));
            (index, disputes, newest)
        };
        let editions = last(|kept| kept.editions).map(|last| last.editions.clone());
        let editions = editions.unwrap_or_else(|| Shared::of(Editions::of(records), edition_facts));
        let (about, (index, disputes, newest)) = rayon::join(made_about, made_index);
        let lists = last(|kept| kept.lists).map(|last| last.lists.clone());
        let lists =
            lists.unwrap_or_else(|| Shared::of(Lists::of(records, &newest.ids, &index.topics), list_facts));
        let alike = last(|kept| kept.about && kept.index && kept.newest).map(|last| last.related.clone());
        let related =
            alike.unwrap_or_else(|| Shared::of(related(&newest.ids, &about, &index), related_facts));
        Self {
            sections: index.sections(records).chain(has_feed(records).then_some(FEED)).collect(),
            timeline,
            about,
            index,
            disputes,
            newest,
            editions,
            lists,
            related,
            pages_by_file: OnceLock::new(),
            articles_by_page: OnceLock::new(),
            records_by_page: OnceLock::new(),
            addresses: OnceLock::new(),
        }
    }

    /// What each part says.
    pub(super) fn facts(&self) -> [&Facts; 8] {
        let Self { timeline, about, index, disputes, newest, editions, lists, related, .. } = self;
        let lists = [&newest.facts, &editions.facts, &lists.facts, &related.facts];
        let [newest, editions, lists, related] = lists;
        [&timeline.facts, &about.facts, &index.facts, &disputes.facts, newest, editions, lists, related]
    }
}

impl Newest {
    pub(super) fn of(records: &Records) -> Self {
        let mut ids: Vec<_> = records
            .articles
            .iter()
            .map(|(id, article)| {
                let date = article.entry.meta.published.as_ref();
                (date.is_none(), Reverse(date.map(crate::value::Date::sort_key)), id)
            })
            .collect();
        ids.sort_unstable();
        let ids: Vec<Id> = ids.into_iter().map(|(_, _, id)| id.clone()).collect();
        let places = ids.iter().enumerate().map(|(at, id)| (id.clone(), at)).collect();
        Self { ids, places }
    }
}
