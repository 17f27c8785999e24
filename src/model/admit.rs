//! What this reader may see, at this moment.
//!
//! In: all records, checked. Out: those that may be seen, and in them only what may be
//! seen; nothing after this stage has the rest. Must not know: pages and what records
//! say of each other, beyond the references that have to go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::files::FileAudiences;
use super::records::{AnyEntry, Records};
use super::references::{Refers, Target, Visit};
use crate::anchor::{Anchored, Annotations, Article};
use crate::digest::Digest;
use crate::kept::{Kept, Same};
use crate::parse::{
    Annotation, BriefingMeta, CompanyMeta, Entry, Kind, PersonMeta, Record, Rights, StoryMeta,
};
use crate::value::{AnnotationRef, Date, Id, Moment, Name};
use crate::yaml::{List, OneOrMany};

/// For whom the site is built.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The audience with all that it includes; nothing where the site declares none.
    pub audience: Option<BTreeSet<Id>>,
    /// The moment that the site is built for.
    pub as_of: Timestamp,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// Why a record is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is a draft.
    Draft,
    /// It is for another audience.
    Audience,
    /// Its `embargo` has not ended.
    Embargo(Timestamp),
    /// It is `published` in the future.
    Published(Timestamp),
    /// Its time has passed.
    Expired,
    /// Its text, and all or most that stands beside it: `rights`.
    Rights(Rights),
    /// So many of its annotations: they are for another audience, or say something of a
    /// record that is held back.
    Annotations(usize),
    /// It has passages that this reader may not see, which this version cannot cut yet.
    Redacted,
}

/// A record that is held back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
    /// Why.
    pub reason: Reason,
}

/// The records that may be seen. There is no other way to the stages after this one.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The records.
    pub records: Records,
    /// What was held back, by kind and id: for the editor, never for a page.
    pub held: Vec<Held>,
    /// When the next record appears or disappears by itself.
    pub next_due: Option<Timestamp>,
}

/// What decides on what is left of a record: the record, and what is there for it to refer to.
type KeptRecords<T> = Kept<Id, (Same<T>, Digest), Arc<T>>;

/// What `admit` remembers.
#[derive(Debug, Default)]
pub struct AdmitMemo {
    articles: KeptRecords<Article>,
    referring: KeptRecords<Article>,
    companies: KeptRecords<Entry<CompanyMeta>>,
    people: KeptRecords<Entry<PersonMeta>>,
    stories: KeptRecords<Entry<StoryMeta>>,
    briefings: KeptRecords<Entry<BriefingMeta>>,
}

/// Keeps what `reader` may see.
pub fn admit(mut records: Records, reader: &Reader, memo: &mut AdmitMemo) -> Admitted {
    let today = reader.as_of.to_zoned(TimeZone::UTC).date();
    let mut gate = Gate {
        reader,
        yesterday: today.saturating_sub(2.days()),
        zone: records.settings.timezone.clone(),
        default: records.settings.default_audience.clone(),
        held: Vec::new(),
        due: None,
    };
    let mut gone: BTreeSet<(Kind, Id)> = BTreeSet::new();
    records.each(&mut |kind, entry| {
        if let Some(reason) = gate.reason(entry) {
            gone.insert((kind, entry.id.clone()));
            gate.held.push(Held { kind, id: entry.id.clone(), reason });
        }
    });
    for (id, article) in &records.articles {
        if gone.contains(&(Kind::Article, id.clone())) {
            continue;
        }
        if let Some(reason) = gate.reason_of_article(article) {
            gone.insert((Kind::Article, id.clone()));
            gate.held.push(Held { kind: Kind::Article, id: id.clone(), reason });
        }
    }
    let whole = records.articles.clone();
    let kept = |kind: Kind, id: &Id| gone.is_empty() || !gone.contains(&(kind, id.clone()));
    records.articles.retain(|id, _| kept(Kind::Article, id));
    records.companies.retain(|id, _| kept(Kind::Company, id));
    records.people.retain(|id, _| kept(Kind::Person, id));
    records.publications.retain(|id, _| kept(Kind::Publication, id));
    records.stories.retain(|id, _| kept(Kind::Story, id));
    records.briefings.retain(|id, _| kept(Kind::Briefing, id));
    records.pages.retain(|id, _| kept(Kind::Page, id));
    for (id, article) in &records.articles {
        let rights = article.entry.meta.rights;
        if rights != Rights::Full {
            gate.held.push(Held { kind: Kind::Article, id: id.clone(), reason: Reason::Rights(rights) });
        }
    }
    let labels = FileAudiences::of(&records.settings);
    records.statics.retain(|path, _| {
        let mut audiences = labels.of_file(path).peekable();
        match audiences.peek() {
            None => gate.allowed(None),
            Some(_) => audiences.all(|audience| gate.allowed(Some(audience))),
        }
    });
    let before: Vec<Arc<Article>> = records.articles.values().cloned().collect();
    withhold(&mut records, &whole, reader, memo);
    for ((id, article), before) in records.articles.iter().zip(before) {
        if Arc::ptr_eq(article, &before) {
            continue;
        }
        let lost = count(&before).saturating_sub(count(article));
        if lost > 0 && article.entry.meta.rights == Rights::Full {
            gate.held.push(Held { kind: Kind::Article, id: id.clone(), reason: Reason::Annotations(lost) });
        }
    }
    gate.held.sort();
    Admitted { records, held: gate.held, next_due: gate.due }
}

/// How many annotations an article has.
fn count(article: &Article) -> usize {
    let lists = &article.annotations;
    lists.quotes.len()
        + lists.events.len()
        + lists.figures.len()
        + lists.relations.len()
        + lists.claims.len()
        + lists.notes.len()
        + lists.mentions.len()
}

struct Gate<'a> {
    reader: &'a Reader,
    /// A day that has passed in every zone.
    yesterday: jiff::civil::Date,
    zone: TimeZone,
    default: Option<Id>,
    held: Vec<Held>,
    due: Option<Timestamp>,
}

impl Gate<'_> {
    fn reason(&mut self, entry: AnyEntry<'_>) -> Option<Reason> {
        let meta = entry.meta;
        if meta.draft() && !self.reader.drafts {
            return Some(Reason::Draft);
        }
        if !self.allowed(meta.audience()) {
            return Some(Reason::Audience);
        }
        let expires = meta.expires().map(|m| m.instant(&self.zone));
        if expires.is_some_and(|expires| expires <= self.reader.as_of) {
            return Some(Reason::Expired);
        }
        let embargo = self.until(meta.embargo().map(|m| m.instant(&self.zone)));
        if let (None, Some(expires)) = (embargo, expires) {
            self.due_at(expires);
        }
        embargo.map(Reason::Embargo)
    }

    fn reason_of_article(&mut self, article: &Article) -> Option<Reason> {
        let published = article.entry.meta.published.as_ref().and_then(|date| self.start_of(date));
        let mut redactions = article.annotations.redactions.iter();
        let hidden = redactions.any(|r| !self.allowed(r.value.audience()));
        self.until(published).map(Reason::Published).or(hidden.then_some(Reason::Redacted))
    }

    fn until(&mut self, moment: Option<Timestamp>) -> Option<Timestamp> {
        let moment = moment.filter(|moment| *moment > self.reader.as_of)?;
        self.due_at(moment);
        Some(moment)
    }

    fn due_at(&mut self, moment: Timestamp) {
        self.due = Some(self.due.map_or(moment, |due| due.min(moment)));
    }

    /// The first moment that a date can mean: a date and time as it says, a vague date
    /// the first moment of its first day, in the site's zone.
    fn start_of(&self, date: &Date) -> Option<Timestamp> {
        let written = date.written();
        if let Some(moment) = written.contains('T').then(|| Moment::parse(written).ok()).flatten() {
            return Some(moment.instant(&self.zone));
        }
        let day = date.earliest_day()?;
        // Most dates are past wherever on earth it is, and looking up a zone is dear.
        if day < self.yesterday {
            return Some(Timestamp::MIN);
        }
        self.zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().ok()
    }

    fn allowed(&self, audience: Option<&OneOrMany<Id>>) -> bool {
        let Some(reader) = &self.reader.audience else { return true };
        match audience {
            Some(names) => names.0.iter().any(|name| reader.contains(name)),
            None => self.default.as_ref().is_some_and(|default| reader.contains(default)),
        }
    }
}

/// `rights: link` leaves title, source and link. Until excerpts can be cut, `excerpt`
/// leaves the summary besides, and no word of the text.
fn withhold_text(article: &mut Article) {
    let meta = &mut article.entry.meta;
    if meta.rights == Rights::Link {
        meta.summary = None;
        meta.dek = None;
        meta.image = None;
        meta.credits = List::default();
    }
    article.entry.body = Arc::default();
    article.annotations = Annotations::default();
}

/// Takes out texts that `rights` withholds, and references to what is not there any more.
/// Entities first: a figure without its company goes. Then references to annotations, which
/// have now all been decided on.
fn withhold(records: &mut Records, whole: &Articles, reader: &Reader, memo: &mut AdmitMemo) {
    let mut entities: BTreeSet<Name> = BTreeSet::new();
    entities.extend(records.companies.keys().map(Name::from));
    entities.extend(records.people.keys().map(Name::from));
    entities.extend(records.publications.keys().map(Name::from));
    let mut stays = Stays {
        entities,
        stories: records.stories.keys().cloned().collect(),
        gone: Gone::default(),
        story: None,
        audience: reader.audience.clone(),
        refused: false,
    };
    let digest = Digest::of_value(&(&stays.entities, &stays.stories, &stays.audience));
    left(&mut records.articles, |_| true, &mut memo.articles, digest, &stays);
    left(&mut records.companies, |_| true, &mut memo.companies, digest, &stays);
    left(&mut records.people, |_| true, &mut memo.people, digest, &stays);
    stays.gone = gone(whole, records);
    let digest = Digest::of_value(&(digest, &stays.gone));
    left(&mut records.articles, Article::refers_to_articles, &mut memo.referring, digest, &stays);
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
        let limited = self.entry.meta.rights != Rights::Full;
        if limited {
            withhold_text(self);
        }
        stays.story.clone_from(&self.entry.meta.story);
        self.entry.meta.refer(stays);
        let lists = &mut self.annotations;
        keep(&mut lists.quotes, stays);
        keep(&mut lists.events, stays);
        keep(&mut lists.figures, stays);
        keep(&mut lists.relations, stays);
        keep(&mut lists.claims, stays);
        keep(&mut lists.notes, stays);
        keep(&mut lists.redactions, stays);
        keep(&mut lists.mentions, stays);
        limited
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

type Articles = BTreeMap<Id, Arc<Article>>;

/// What was there before.
#[derive(Clone, Default, Hash)]
struct Gone {
    articles: BTreeSet<Id>,
    annotations: BTreeSet<AnnotationRef>,
}

/// What is still there.
#[derive(Clone)]
struct Stays {
    entities: BTreeSet<Name>,
    stories: BTreeSet<Id>,
    /// Nothing while it is being decided.
    gone: Gone,
    /// The story that the walked article belongs to, as written.
    story: Option<Id>,
    audience: Option<BTreeSet<Id>>,
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
        let reader = self.audience.as_ref();
        let stays = reader.is_none_or(|reader| audience.0.iter().any(|name| reader.contains(name)));
        self.answer(stays)
    }
}
