//! What can be read of a site, in pieces: which of them differ between two sites tells which
//! pages have to be made again.
//!
//! In: a site. Out: for each fact its digest. Must not know: pages. `reading` is the only way
//! from a page to the site, and notes the facts that a page reads.

use std::collections::{BTreeMap, HashSet};
use std::fmt::{Debug, Write};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::about::About;
use super::disputes::Disputes;
use super::editions::Editions;
use super::index::Index;
use super::joins::SayingNumber;
use super::lists::{Listing, Lists};
use super::mentions::Mentioned;
use super::quotations::Quotations;
use super::records::Records;
use super::related::Related;
use super::timeline::Timeline;
use super::words::{ArticleWords, Words};
use crate::anchor::{Anchored, Article};
use crate::digest::Digest;
use crate::parse::{Annotation, BriefingSubject, Kind};
use crate::value::{AnnotationRef, FigureRef, Id, Name};

/// A piece of what a site says.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) enum Fact<'a> {
    /// All of an article.
    Article(&'a Id),
    /// An article without its text and annotations.
    Head(&'a Id),
    /// An annotation with its words and their sentence: its list, article and id.
    Annotation(&'static str, &'a Id, &'a Id),
    /// Which annotation stands where in a list of an article: what is read by its place is read
    /// through this.
    Order(&'static str, &'a Id),
    /// Where and how an article names somebody.
    Mention(&'a Id, &'a Id),
    /// Whom an article names.
    Names(&'a Id),
    /// The name and address of a company, person or publication.
    Entity(&'a str),
    /// A record that is no article.
    Record(Kind, &'a str),
    /// All that speaks of one company, person or publication.
    About(&'a str),
    /// The ids of all records of a kind.
    All(Kind),
    /// One event: its reports.
    Event(&'a str),
    /// The events before and after one.
    Neighbours(&'a str),
    /// All events in order.
    Timeline,
    /// All articles, the newest first.
    Newest,
    /// The articles and events of one topic.
    Topic(&'a Id),
    /// All topics.
    Topics,
    /// The articles and events of a story.
    Story(&'a Id),
    /// The articles before and after one in its story.
    InStory(&'a Id),
    /// Which stories have events.
    StoryTimelines,
    /// The articles of each month.
    Archive,
    /// The parts of the list of quotes.
    QuoteParts,
    /// The parts of one timeline that have pages.
    Parts(&'a str),
    /// The figures of one company and metric, and where they differ.
    Figures(&'a FigureRef),
    /// What there are figures of.
    AllFigures,
    /// Which timelines have pages of their own.
    Timelines,
    /// Which printings are one quote with this one.
    Joined(&'a AnnotationRef),
    /// By which figures one is disputed.
    Disputed(&'a AnnotationRef),
    /// Whether the answers of a company to a question differ.
    Answers(&'a Name, &'a Id),
    /// Which editions there are, in order.
    Editions,
    /// The place of one edition among the others, and what became known in its days.
    Edition(&'a Id),
    /// The last edition that has an item on something.
    Use(&'a BriefingSubject),
    /// The front of a list of articles, and how many pages are behind it.
    ListFront(&'a Listing),
    /// A full page of a list of articles, and whether a newer one is full.
    ListPage(&'a Listing, usize),
    /// Which articles are on the same things as one.
    Related(&'a Id),
}

/// A fact, told from others by 32 bits, because there are millions of notes of them: where two facts have
/// the same, a page is made again once too often.
pub(super) type FactKey = u32;

impl Fact<'_> {
    pub fn key(&self) -> FactKey {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        u32::try_from(hasher.finish() >> 32).unwrap_or_default()
    }
}

/// Facts with the digests of what they say, ascending.
pub(super) type Facts = Arc<Vec<(FactKey, Digest)>>;

/// Facts while they are gathered.
#[derive(Default)]
pub(super) struct Gathered(Vec<(FactKey, Digest)>);

impl Gathered {
    /// Adds a fact by what it says.
    pub fn add(&mut self, fact: Fact<'_>, says: &impl Hash) {
        self.0.push((fact.key(), Digest::of_value(says)));
    }

    /// Adds a fact that only its debugging form tells whole.
    pub fn add_debug(&mut self, fact: Fact<'_>, says: &impl Debug) -> Digest {
        let digest = debug_digest(says);
        self.0.push((fact.key(), digest));
        digest
    }

    pub fn finish(mut self) -> Facts {
        self.0.sort_unstable();
        Arc::new(self.0)
    }
}

fn debug_digest(value: &impl Debug) -> Digest {
    let mut text = String::new();
    // Writing into a text does not fail.
    let _ = write!(text, "{value:?}");
    Digest::of(text.as_bytes())
}

/// Everything that one article says.
pub(super) fn article_facts(article: &Article, mentions: &[Mentioned], words: &ArticleWords) -> Facts {
    let id = &article.entry.id;
    let lists = &article.annotations;
    let mut facts = Gathered::default();
    let head = (&article.entry.meta, lists.quotes.len());
    let mut all = vec![facts.add_debug(Fact::Head(id), &head)];
    annotation_facts(&mut facts, &mut all, id, &lists.quotes, &words.quotes);
    annotation_facts(&mut facts, &mut all, id, &lists.events, &words.events);
    annotation_facts(&mut facts, &mut all, id, &lists.figures, &words.figures);
    annotation_facts(&mut facts, &mut all, id, &lists.relations, &words.relations);
    annotation_facts(&mut facts, &mut all, id, &lists.claims, &words.claims);
    words.names.iter().for_each(|naming| facts.add(Fact::Mention(id, &naming.entity), naming));
    facts.add(Fact::Names(id), &words.names.iter().map(|naming| &naming.entity).collect::<Vec<_>>());
    all.push(debug_digest(&(&lists.notes, mentions)));
    let (text, sidecar) = (&article.entry.text_file, &article.sidecar.file);
    let files = (text.digest, text.path.as_str(), sidecar.digest, sidecar.path.as_str());
    // Passages and links that this reader may not see are not in it, whatever the file says.
    let body = &article.entry.body;
    let links: Vec<&str> = body.links().map(|link| &*link.target).collect();
    facts.add(Fact::Article(id), &(all, files, body.text(), links));
    facts.finish()
}

fn annotation_facts<T: Annotation + Debug>(
    facts: &mut Gathered,
    all: &mut Vec<Digest>,
    article: &Id,
    list: &[Anchored<T>],
    words: &[Words],
) {
    for (annotation, words) in list.iter().zip(words) {
        let fact = Fact::Annotation(T::LIST, article, annotation.value.id());
        all.push(facts.add_debug(fact, &(&annotation.value, words)));
    }
    let ids: Vec<&Id> = list.iter().map(|annotation| annotation.value.id()).collect();
    facts.add(Fact::Order(T::LIST, article), &ids);
}

/// A set of facts that is quick to ask: most facts of a site are not in it.
#[derive(Clone, Debug)]
pub struct FactSet {
    /// For each value of a key's first bits, whether a key with it is in the set.
    sieve: Vec<bool>,
    facts: HashSet<FactKey>,
}

impl FactSet {
    const BITS: u32 = 14;

    pub(super) fn new(facts: HashSet<FactKey>) -> Self {
        let mut sieve = vec![false; 1 << Self::BITS];
        facts.iter().for_each(|key| sieve[Self::first_bits(*key)] = true);
        Self { sieve, facts }
    }

    fn first_bits(key: FactKey) -> usize {
        usize::try_from(key >> (FactKey::BITS - Self::BITS)).unwrap_or_default()
    }

    pub(super) fn has(&self, key: FactKey) -> bool {
        self.sieve[Self::first_bits(key)] && self.facts.contains(&key)
    }
}

/// Adds to `changed` what only one of two lists of facts says.
pub(super) fn differences(
    old: &[(FactKey, Digest)],
    new: &[(FactKey, Digest)],
    changed: &mut HashSet<FactKey>,
) {
    // Most lists of a site are those of the site before.
    if std::ptr::eq(old, new) {
        return;
    }
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        match (old.peek(), new.peek()) {
            (Some(a), Some(b)) if a == b => {
                old.next();
                new.next();
            }
            (Some(a), Some(b)) if a < b => changed.extend(old.next().map(|fact| fact.0)),
            (_, Some(_)) => changed.extend(new.next().map(|fact| fact.0)),
            (Some(_), None) => changed.extend(old.next().map(|fact| fact.0)),
            (None, None) => return,
        }
    }
}

/// What records other than articles say.
pub(super) fn record_facts(records: &Records) -> Facts {
    let mut facts = Gathered::default();
    records.each(&mut |kind, entry| {
        if kind == Kind::Article {
            return;
        }
        let file = (entry.text_file.digest, entry.text_file.path.as_str());
        facts.add(Fact::Record(kind, entry.id.as_str()), &(file, debug_digest(&entry.meta)));
    });
    let companies = records.companies.iter().map(|(id, e)| (id, e.address(Kind::Company), &e.meta.name));
    let people = records.people.iter().map(|(id, e)| (id, e.address(Kind::Person), &e.meta.name));
    let publications =
        records.publications.iter().map(|(id, e)| (id, e.address(Kind::Publication), &e.meta.name));
    for (id, address, name) in companies.chain(people).chain(publications) {
        facts.add(Fact::Entity(id.as_str()), &(address, name.as_str()));
    }
    let all = |facts: &mut Gathered, kind, ids: Vec<&Id>| facts.add(Fact::All(kind), &ids);
    all(&mut facts, Kind::Company, records.companies.keys().collect());
    all(&mut facts, Kind::Person, records.people.keys().collect());
    all(&mut facts, Kind::Publication, records.publications.keys().collect());
    all(&mut facts, Kind::Story, records.stories.keys().collect());
    facts.finish()
}

/// What speaks of each company, person and publication.
pub(super) fn about_facts(about: &BTreeMap<Id, About>) -> Facts {
    let mut facts = Gathered::default();
    about.iter().for_each(|(id, about)| facts.add(Fact::About(id.as_str()), about));
    facts.finish()
}

/// Events and their order.
pub(super) fn timeline_facts(timeline: &Timeline) -> Facts {
    let mut facts = Gathered::default();
    let entries = &timeline.entries;
    for (at, entry) in entries.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| entries.get(at)).map(|entry| &entry.key);
        let after = entries.get(at + 1).map(|entry| &entry.key);
        facts.add(Fact::Event(&entry.key), &(&entry.spots, entry.period, &entry.contradiction));
        facts.add(Fact::Neighbours(&entry.key), &(before, after));
    }
    let order = entries.iter().map(|entry| (&entry.key, entry.period));
    facts.add(Fact::Timeline, &order.collect::<Vec<_>>());
    facts.finish()
}

/// What belongs together.
pub(super) fn index_facts(index: &Index) -> Facts {
    let mut facts = Gathered::default();
    index.topics.iter().for_each(|(id, topic)| facts.add(Fact::Topic(id), topic));
    for (id, story) in &index.stories {
        facts.add(Fact::Story(id), story);
        for (at, article) in story.articles.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| story.articles.get(at));
            facts.add(Fact::InStory(article), &(before, story.articles.get(at + 1)));
        }
    }
    let with_events = index.stories.iter().filter(|(_, story)| !story.events.is_empty());
    facts.add(Fact::StoryTimelines, &with_events.map(|(id, _)| id).collect::<Vec<_>>());
    let topics = index.topics.iter().map(|(id, topic)| (id, topic.articles.len(), topic.events.is_empty()));
    facts.add(Fact::Topics, &topics.collect::<Vec<_>>());
    facts.add(Fact::Archive, &index.archive);
    facts.add(Fact::QuoteParts, &index.quote_parts);
    index.parts.iter().for_each(|(whole, parts)| facts.add(Fact::Parts(whole.as_str()), parts));
    let figures = index.figures.iter().map(|(of, spots)| (of, spots.len()));
    facts.add(Fact::AllFigures, &figures.collect::<Vec<_>>());
    facts.add(Fact::Timelines, &index.timelines);
    facts.finish()
}

/// Figures, and where sources differ.
pub(super) fn dispute_facts(index: &Index, disputes: &Disputes) -> Facts {
    let mut facts = Gathered::default();
    for (figures, spots) in &index.figures {
        facts.add(Fact::Figures(figures), &(spots, disputes.of_figures(figures)));
    }
    for dispute in &disputes.claims {
        let says = (&dispute.acknowledged, &dispute.spots);
        facts.add(Fact::Answers(&dispute.company, &dispute.question), &says);
    }
    disputes.by.iter().for_each(|(figure, others)| facts.add(Fact::Disputed(figure), others));
    facts.finish()
}

/// Editions, and what they use.
pub(super) fn edition_facts(editions: &Editions) -> Facts {
    let mut facts = Gathered::default();
    facts.add(Fact::Editions, &editions.order.iter().map(|edition| &edition.id).collect::<Vec<_>>());
    editions.order.iter().for_each(|edition| facts.add(Fact::Edition(&edition.id), edition));
    editions.uses.iter().for_each(|(subject, edition)| facts.add(Fact::Use(subject), edition));
    facts.finish()
}

/// Long lists.
pub(super) fn list_facts(lists: &Lists) -> Facts {
    let mut facts = Gathered::default();
    for (listing, paged) in &lists.0 {
        facts.add(Fact::ListFront(listing), &(&paged.front, paged.full.len()));
        for (at, page) in paged.full.iter().enumerate() {
            facts.add(Fact::ListPage(listing, at + 1), &(page, at + 1 == paged.full.len()));
        }
    }
    facts.finish()
}

/// Which articles are on the same things.
pub(super) fn related_facts(related: &Related) -> Facts {
    let mut facts = Gathered::default();
    related.iter().for_each(|(id, others)| facts.add(Fact::Related(id), others));
    facts.finish()
}

/// Which articles are the newest.
pub(super) fn newest_facts(newest: &[Id]) -> Facts {
    let mut facts = Gathered::default();
    facts.add(Fact::Newest, &newest);
    facts.finish()
}

/// Which quotes are one.
pub(super) fn quote_facts(quotations: &Quotations) -> Facts {
    let mut facts = Gathered::default();
    for (at, quote) in quotations.joins.quotes.iter().enumerate() {
        let name = |number: SayingNumber| quotations.name(number);
        let printings: Vec<_> = quote.printings.iter().map(|(number, tie)| (name(*number), *tie)).collect();
        let alike = quotations.joins.alike.get(&at).into_iter().flatten();
        let says = Digest::of_value(&(
            name(quote.fullest),
            &printings,
            alike.map(|number| name(*number)).collect::<Vec<_>>(),
        ));
        for name in printings.iter().filter_map(|(name, _)| *name) {
            facts.add(Fact::Joined(name), &says);
        }
    }
    facts.finish()
}
