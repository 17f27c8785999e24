//! What is left of the records that a reader may see.
//!
//! In: records, of which those that may not be seen are gone. Out: the same without passages that may not
//! be seen, and without references to what is gone. Must not know: why anything is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::admit::{Reader, sees};
use super::corrections::CorrectionsMemo;
use super::loose::LooseMemo;
use super::records::Records;
use super::redact::{limit, redact};
use super::references::{Refers, Target, Visit};
use crate::anchor::{Anchored, Article};
use crate::digest::Digest;
use crate::kept::{Kept, Same};
use crate::parse::{Annotation, BriefingMeta, CompanyMeta, Entry, Kind, PersonMeta, Record, StoryMeta};
use crate::value::{AnnotationRef, Id, Name};
use crate::yaml::OneOrMany;

/// What decides on what is left of a record: the record, and what is there for it to refer to.
type KeptRecords<T> = Kept<Id, (Same<T>, Digest), Arc<T>>;

/// What `admit` remembers: what is left of each record.
#[derive(Debug, Default)]
pub struct AdmitMemo {
    pub(super) corrections: CorrectionsMemo,
    pub(super) loose: LooseMemo,
    articles: KeptRecords<Article>,
    referring: KeptRecords<Article>,
    companies: KeptRecords<Entry<CompanyMeta>>,
    people: KeptRecords<Entry<PersonMeta>>,
    stories: KeptRecords<Entry<StoryMeta>>,
    briefings: KeptRecords<Entry<BriefingMeta>>,
}

/// How many annotations an article has.
pub(super) fn count(article: &Article) -> usize {
    let lists = &article.annotations;
    lists.quotes.len()
        + lists.events.len()
        + lists.figures.len()
        + lists.relations.len()
        + lists.claims.len()
        + lists.notes.len()
        + lists.mentions.len()
}

/// Takes out passages that may not be seen, and references to what is not there any more.
/// Entities first: a figure without its company goes. Then references to annotations, which
/// have now all been decided on.
pub(super) fn withhold(records: &mut Records, whole: &Articles, reader: &Reader, memo: &mut AdmitMemo) {
    let mut entities: BTreeSet<Name> = BTreeSet::new();
    entities.extend(records.companies.keys().map(Name::from));
    entities.extend(records.people.keys().map(Name::from));
    entities.extend(records.publications.keys().map(Name::from));
    let mut stays = Stays {
        entities: Arc::new(entities),
        stories: Arc::new(records.stories.keys().cloned().collect()),
        gone: Arc::default(),
        story: None,
        audience: reader.audience.clone().map(Arc::new),
        excerpt_words: records.settings.excerpt_words.into(),
        refused: false,
    };
    let digest = Digest::of_value(&(&stays.entities, &stays.stories, &stays.audience, stays.excerpt_words));
    left(&mut records.articles, |_| true, &mut memo.articles, digest, &stays);
    left(&mut records.companies, |_| true, &mut memo.companies, digest, &stays);
    left(&mut records.people, |_| true, &mut memo.people, digest, &stays);
    stays.gone = Arc::new(gone(whole, records));
    let digest = Digest::of_value(&(digest, &stays.gone));
    left(&mut records.articles, |article| article.refers_to_articles, &mut memo.referring, digest, &stays);
    left(&mut records.stories, |_| true, &mut memo.stories, digest, &stays);
    left(&mut records.briefings, |_| true, &mut memo.briefings, digest, &stays);
}

/// The articles that are not there any more, and the quotes and figures.
fn gone(whole: &Articles, records: &Records) -> Gone {
    let mut gone = Gone::default();
    for (id, article) in whole {
        let left = records.articles.get(id);
        if left.is_none() {
            gone.articles.insert(id.clone());
        }
        if left.is_some_and(|left| Arc::ptr_eq(left, article) || count(left) == count(article)) {
            continue;
        }
        let referable = |article: &Article| -> BTreeSet<Id> {
            let lists = &article.annotations;
            let figures = lists.figures.iter().map(|figure| figure.value.id().clone());
            lists.quotes.iter().map(|quote| quote.value.id().clone()).chain(figures).collect()
        };
        let still = left.map(|left| referable(left)).unwrap_or_default();
        let lost = referable(article).into_iter().filter(|annotation| !still.contains(annotation));
        gone.annotations.extend(lost.map(|annotation| article.name_of(&annotation)));
    }
    gone
}

/// Replaces those records that `asked` is true for by what is left of them. `digest` is that
/// of `stays`.
fn left<T: Withhold>(
    records: &mut BTreeMap<Id, Arc<T>>,
    asked: impl Fn(&T) -> bool,
    kept: &mut KeptRecords<T>,
    digest: Digest,
    stays: &Stays,
) {
    let inputs: Vec<(Id, (Same<T>, Digest))> = records
        .iter()
        .filter(|(_, record)| asked(record))
        .map(|(id, record)| (id.clone(), (Same(record.clone()), digest)))
        .collect();
    let outputs = kept.all(inputs, |_, (record, _)| {
        let (mut left, mut stays) = ((*record.0).clone(), stays.clone());
        match left.withhold(&mut stays) || stays.refused {
            true => Arc::new(left),
            false => record.0.clone(),
        }
    });
    let asked_for = records.values_mut().filter(|record| asked(record));
    asked_for.zip(outputs).for_each(|(record, (.., left))| record.clone_from(left));
}

/// A record of which a part may have to go.
trait Withhold: Clone + Send + Sync {
    /// Takes out what `stays` refuses, and what else is withheld: true where there was any.
    fn withhold(&mut self, stays: &mut Stays) -> bool;
}

impl Withhold for Article {
    fn withhold(&mut self, stays: &mut Stays) -> bool {
        stays.story.clone_from(&self.entry.meta.story);
        self.entry.meta.refer(stays);
        let lists = &mut self.annotations;
        keep(&mut lists.quotes, stays);
        keep(&mut lists.events, stays);
        keep(&mut lists.figures, stays);
        keep(&mut lists.relations, stays);
        keep(&mut lists.claims, stays);
        keep(&mut lists.notes, stays);
        keep(&mut lists.mentions, stays);
        // Before `rights`: what is cut from an excerpt cannot be found in it any more.
        let redacted = redact(self, stays.audience.as_deref());
        limit(self, stays.excerpt_words) || redacted
    }
}

impl<M: Refers + Record + Clone + Send + Sync> Withhold for Entry<M> {
    fn withhold(&mut self, stays: &mut Stays) -> bool {
        self.meta.refer(stays);
        false
    }
}

fn keep<T: Refers>(list: &mut Vec<Anchored<T>>, stays: &mut Stays) {
    list.retain_mut(|annotation| annotation.value.refer(stays));
}

/// All articles.
pub(super) type Articles = BTreeMap<Id, Arc<Article>>;

/// What was there before.
#[derive(Clone, Default, Hash)]
struct Gone {
    articles: BTreeSet<Id>,
    annotations: BTreeSet<AnnotationRef>,
}

/// What is still there.
#[derive(Clone)]
struct Stays {
    entities: Arc<BTreeSet<Name>>,
    stories: Arc<BTreeSet<Id>>,
    /// Nothing while it is being decided.
    gone: Arc<Gone>,
    /// The story that the walked article belongs to, as written.
    story: Option<Id>,
    audience: Option<Arc<BTreeSet<Id>>>,
    /// How many words of an excerpt stand on either side of a quote.
    excerpt_words: usize,
    /// Whether anything was refused so far.
    refused: bool,
}

impl Stays {
    fn answer(&mut self, stays: bool) -> bool {
        self.refused |= !stays;
        stays
    }
}

impl Visit for Stays {
    fn entity(&mut self, name: &mut Name, kinds: &[Kind], _: &str) -> bool {
        let is_story = kinds.contains(&Kind::Story) && self.stories.contains(name.as_str());
        let stays = self.entities.contains(name) || is_story;
        self.answer(stays)
    }

    fn annotation(&mut self, to: &AnnotationRef, _: Target, _: &str) -> bool {
        let stays = !self.gone.annotations.contains(to);
        self.answer(stays)
    }

    fn record(&mut self, kind: Kind, id: &Id, _: &str) -> bool {
        let stays = match kind {
            Kind::Story => self.stories.contains(id),
            _ => !self.gone.articles.contains(id),
        };
        self.answer(stays)
    }

    /// A document is its story's: it goes with it.
    fn document(&mut self, _: &Id, _: &str) -> bool {
        let stays = self.story.as_ref().is_some_and(|story| self.stories.contains(story));
        self.answer(stays)
    }

    fn audience(&mut self, audience: &OneOrMany<Id>, _: &str) -> bool {
        self.answer(sees(self.audience.as_deref(), audience))
    }
}
