//! The site as a page reads it: there is no other way from a page to the site.
//!
//! In: a site. Out: parts of it, with a note of each part that was given. The notes tell
//! whether the page has to be made again when the site changes; as nothing can be read without
//! one, they are complete.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::about::About;
use super::address::record_address;
use super::compare::Standing;
use super::disputes::ClaimDispute;
use super::facts::{Fact, FactKey, FactSet};
use super::index::{ArchiveYear, Index, Topic, timeline_of};
use super::joins::Tie;
use super::link::{Changes, MenuTarget, Site};
use super::mentions::Mentioned;
use super::timeline::{Part, Spot, TimelineEntry};
use super::words::{ArticleWords, Naming, Words, whole};
use crate::anchor::{Anchored, Article};
use crate::parse::{
    Annotation, ArticleMeta, Claim, CompanyMeta, Entry, Event, Figure, Kind, PageMeta, PersonMeta,
    PublicationMeta, Quote, Relation, Settings, StoryMeta,
};
use crate::path::{OutPath, SitePath};
use crate::value::{AnnotationRef, FigureRef, Id, Name};

/// What a page read.
#[derive(Debug, Default)]
pub struct Notes {
    facts: RefCell<Vec<FactKey>>,
    links: RefCell<Vec<Answer>>,
}

/// What a page read, for good.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    facts: Box<[FactKey]>,
    links: Box<[Answer]>,
}

/// Where a link in a text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// The page of the record in a file.
    Page(SitePath, Option<OutPath>),
    /// Whether there is something at an address.
    Address(OutPath, bool),
    /// Whether a page has a mark.
    Mark(OutPath, Box<str>, bool),
}

impl Answer {
    fn again(&self, site: &Site) -> Self {
        match self {
            Answer::Page(file, _) => Answer::Page(file.clone(), site.page_of(file)),
            Answer::Address(path, _) => Answer::Address(path.clone(), site.has_address(path)),
            Answer::Mark(page, mark, _) => {
                Answer::Mark(page.clone(), mark.clone(), site.has_mark(page, mark))
            }
        }
    }
}

impl Notes {
    fn fact(&self, fact: Fact<'_>) {
        self.facts.borrow_mut().push(fact.key());
    }

    /// The notes, for good.
    pub fn finish(self) -> Noted {
        let mut facts = self.facts.into_inner();
        facts.sort_unstable();
        facts.dedup();
        let mut links = self.links.into_inner();
        links.dedup();
        Noted { facts: facts.into(), links: links.into() }
    }
}

impl Noted {
    /// Whether what was read may differ from what `site` says.
    pub fn differ(&self, changes: &Changes, site: &Site) -> bool {
        let differs = |facts: &FactSet| self.facts.iter().any(|fact| facts.has(*fact));
        match changes {
            Changes::All => true,
            Changes::Facts { facts, links } => {
                differs(facts) || *links && self.links.iter().any(|answer| answer.again(site) != *answer)
            }
        }
    }
}

/// The site, read by one page.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    site: &'a Site,
    notes: &'a Notes,
}

/// An article without its text and annotations.
#[derive(Clone, Copy)]
pub struct Head<'a>(&'a Article);

impl<'a> Head<'a> {
    /// The head of an article that may be read whole.
    pub fn of(article: &'a Article) -> Self {
        Self(article)
    }

    /// Its id.
    pub fn id(self) -> &'a Id {
        &self.0.entry.id
    }

    /// Its front matter.
    pub fn meta(self) -> &'a ArticleMeta {
        &self.0.entry.meta
    }

    /// How many quotes are marked in it.
    pub fn quotes(self) -> usize {
        self.0.annotations.quotes.len()
    }

    /// Its page.
    pub fn address(self) -> OutPath {
        self.0.entry.address(Kind::Article)
    }
}

/// An annotation with its words.
pub struct Annotated<'a, T> {
    article: &'a Article,
    annotation: &'a Anchored<T>,
    words: &'a Words,
}

impl<T> Clone for Annotated<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Annotated<'_, T> {}

impl<'a, T: Annotation> Annotated<'a, T> {
    /// What is said of the passage.
    pub fn value(self) -> &'a T {
        &self.annotation.value
    }

    /// The article that it is of.
    pub fn head(self) -> Head<'a> {
        Head(self.article)
    }

    /// Its global name.
    pub fn name(self) -> AnnotationRef {
        self.article.name_of(self.annotation.value.id())
    }

    /// Its words.
    pub fn words(self) -> &'a Words {
        self.words
    }
}

/// A quote in all its printings.
pub struct Printings<'a> {
    /// Where the fullest stands.
    pub fullest: &'a Spot,
    /// What the fullest is called.
    pub fullest_name: &'a AnnotationRef,
    /// All of them, by name, with how each stands to the fullest.
    pub all: Vec<(&'a Spot, Tie)>,
    /// Of each quote that is alike and was not joined, one printing.
    pub alike: Vec<&'a Spot>,
}

impl<'a> Reading<'a> {
    /// A site to read, and where to note what was read.
    pub fn new(site: &'a Site, notes: &'a Notes) -> Self {
        Self { site, notes }
    }

    /// The settings. They are noted nowhere: where they change, all pages are made again. So
    /// it is with the sections that there are, and with what stands in the menu.
    pub fn settings(self) -> &'a Settings {
        &self.site.records.settings
    }

    /// Whether a section has a page.
    pub fn has_section(self, name: &str) -> bool {
        self.site.has_section(name)
    }

    /// The menu that the settings ask for.
    pub fn menu(self) -> &'a [MenuTarget] {
        &self.site.menu
    }

    /// The pages without a list of their own.
    pub fn pages(self) -> impl Iterator<Item = &'a Entry<PageMeta>> {
        self.site.records.pages.values().map(|entry| &**entry)
    }

    /// A page without a list of its own.
    pub fn page(self, id: &Id) -> Option<&'a Entry<PageMeta>> {
        self.notes.fact(Fact::Record(Kind::Page, id.as_str()));
        self.site.records.pages.get(id).map(|entry| &**entry)
    }

    /// All of an article.
    pub fn article(self, id: &Id) -> Option<&'a Article> {
        self.notes.fact(Fact::Article(id));
        self.site.records.articles.get(id).map(|article| &**article)
    }

    /// The names in an article that is read whole.
    pub fn mentions(self, article: &Article) -> &'a [Mentioned] {
        self.site.mentions.get(&article.entry.id).map_or(&[], |mentions| mentions)
    }

    /// An article without its text and annotations.
    pub fn head(self, id: &Id) -> Option<Head<'a>> {
        self.notes.fact(Fact::Head(id));
        self.site.records.articles.get(id).map(|article| Head(article))
    }

    fn words(self, article: &Id) -> Option<&'a ArticleWords> {
        self.site.words.get(article).map(|words| &**words)
    }

    /// Whom an article names, each once, in the order of the text.
    pub fn names(self, id: &Id) -> Vec<&'a Id> {
        self.notes.fact(Fact::Names(id));
        self.words(id)
            .map(|words| words.names.iter().map(|naming| &naming.entity).collect())
            .unwrap_or_default()
    }

    /// How an article names somebody.
    pub fn naming(self, article: &Id, entity: &Id) -> Option<(Head<'a>, &'a Naming)> {
        self.notes.fact(Fact::Mention(article, entity));
        let naming = self.words(article)?.names.iter().find(|naming| naming.entity == *entity)?;
        Some((self.head(article)?, naming))
    }

    /// An annotation, from its list and the words of that.
    fn annotated<T: Annotation>(
        self,
        spot: &Spot,
        list: fn(&'a Article) -> &'a [Anchored<T>],
        words: fn(&'a ArticleWords) -> &'a [Words],
    ) -> Option<Annotated<'a, T>> {
        self.notes.fact(Fact::Order(T::LIST, &spot.article));
        let article = &**self.site.records.articles.get(&spot.article)?;
        let annotation = list(article).get(spot.index)?;
        self.notes.fact(Fact::Annotation(T::LIST, &spot.article, annotation.value.id()));
        self.notes.fact(Fact::Head(&spot.article));
        let words = words(self.words(&spot.article)?).get(spot.index)?;
        Some(Annotated { article, annotation, words })
    }

    /// A quote.
    pub fn quote(self, spot: &Spot) -> Option<Annotated<'a, Quote>> {
        self.annotated(spot, |article| &article.annotations.quotes, |words| &words.quotes)
    }

    /// An event.
    pub fn event(self, spot: &Spot) -> Option<Annotated<'a, Event>> {
        self.annotated(spot, |article| &article.annotations.events, |words| &words.events)
    }

    /// A figure.
    pub fn figure(self, spot: &Spot) -> Option<Annotated<'a, Figure>> {
        self.annotated(spot, |article| &article.annotations.figures, |words| &words.figures)
    }

    /// The figures in an article, in the order of its sidecar.
    pub fn figures_in(self, id: &Id) -> impl Iterator<Item = Annotated<'a, Figure>> {
        self.notes.fact(Fact::Order(Figure::LIST, id));
        let article = self.site.records.articles.get(id);
        let spots = spots(id, article.map_or(0, |article| article.annotations.figures.len()));
        spots.filter_map(move |spot| self.figure(&spot))
    }

    /// A statement.
    pub fn claim(self, spot: &Spot) -> Option<Annotated<'a, Claim>> {
        self.annotated(spot, |article| &article.annotations.claims, |words| &words.claims)
    }

    /// A relation.
    pub fn relation(self, spot: &Spot) -> Option<Annotated<'a, Relation>> {
        self.annotated(spot, |article| &article.annotations.relations, |words| &words.relations)
    }

    /// A figure by its global name.
    pub fn figure_named(self, name: &AnnotationRef) -> Option<Annotated<'a, Figure>> {
        self.notes.fact(Fact::Annotation(Figure::LIST, &name.article, &name.id));
        let article = self.site.records.articles.get(&name.article)?;
        let mut figures = article.annotations.figures.iter();
        let index = figures.position(|figure| figure.value.text.id == name.id)?;
        self.figure(&Spot { article: name.article.clone(), index })
    }

    /// The fragment that leads to a quote in its original; it depends on the whole text.
    pub fn text_directive(self, quote: Annotated<'_, Quote>) -> Option<String> {
        self.notes.fact(Fact::Article(&quote.article.entry.id));
        quote.article.entry.body.text_directive(&whole(&quote.annotation.place))
    }

    /// The address and name of a company, person or publication.
    pub fn entity(self, id: &str) -> Option<(OutPath, &'a str)> {
        self.notes.fact(Fact::Entity(id));
        let records = &self.site.records;
        if let Some(entry) = records.companies.get(id) {
            return Some((record_address(Kind::Company, &entry.id, &entry.meta), &entry.meta.name));
        }
        if let Some(entry) = records.people.get(id) {
            return Some((record_address(Kind::Person, &entry.id, &entry.meta), &entry.meta.name));
        }
        let entry = records.publications.get(id)?;
        Some((record_address(Kind::Publication, &entry.id, &entry.meta), &entry.meta.name))
    }

    /// The ids of all companies, people or publications.
    pub fn all(self, kind: Kind) -> Vec<&'a Id> {
        self.notes.fact(Fact::All(kind));
        match kind {
            Kind::Person => self.site.records.people.keys().collect(),
            Kind::Publication => self.site.records.publications.keys().collect(),
            _ => self.site.records.companies.keys().collect(),
        }
    }

    /// A company.
    pub fn company(self, id: &Id) -> Option<&'a Entry<CompanyMeta>> {
        self.notes.fact(Fact::Record(Kind::Company, id.as_str()));
        self.site.records.companies.get(id).map(|entry| &**entry)
    }

    /// A person.
    pub fn person(self, id: &Id) -> Option<&'a Entry<PersonMeta>> {
        self.notes.fact(Fact::Record(Kind::Person, id.as_str()));
        self.site.records.people.get(id).map(|entry| &**entry)
    }

    /// A publication.
    pub fn publication(self, id: &Id) -> Option<&'a Entry<PublicationMeta>> {
        self.notes.fact(Fact::Record(Kind::Publication, id.as_str()));
        self.site.records.publications.get(id).map(|entry| &**entry)
    }

    /// A story.
    pub fn story(self, id: &Id) -> Option<&'a Entry<StoryMeta>> {
        self.notes.fact(Fact::Record(Kind::Story, id.as_str()));
        self.site.records.stories.get(id).map(|entry| &**entry)
    }

    /// All that speaks of a company, person or publication.
    pub fn about(self, id: &Id) -> Option<&'a About> {
        self.notes.fact(Fact::About(id.as_str()));
        self.site.outline.about.get(id)
    }

    /// All events in order: which they are. What an event is, its reports tell.
    pub fn timeline(self) -> &'a [TimelineEntry] {
        self.notes.fact(Fact::Timeline);
        &self.site.outline.timeline.entries
    }

    /// The reports of an event.
    pub fn reports(self, entry: &'a TimelineEntry) -> impl Iterator<Item = Annotated<'a, Event>> {
        self.notes.fact(Fact::Event(&entry.key));
        entry.spots.iter().filter_map(move |spot| self.event(spot))
    }

    /// An event by its key.
    pub fn timeline_entry(self, key: &str) -> Option<&'a TimelineEntry> {
        self.notes.fact(Fact::Event(key));
        self.site.timeline_entry(key)
    }

    /// The events before and after one.
    pub fn neighbours(self, key: &str) -> [Option<&'a TimelineEntry>; 2] {
        self.notes.fact(Fact::Neighbours(key));
        let Some(at) = self.site.timeline_position(key) else { return [None, None] };
        let timeline = &self.site.outline.timeline.entries;
        [at.checked_sub(1), at.checked_add(1)].map(|at| {
            let entry = timeline.get(at?)?;
            self.notes.fact(Fact::Event(&entry.key));
            Some(entry)
        })
    }

    /// All articles, the newest first.
    pub fn newest(self) -> &'a [Id] {
        self.notes.fact(Fact::Newest);
        &self.site.outline.newest.ids
    }

    /// These articles, the newest first, each once. Which comes first their heads tell.
    pub fn newest_first<'i>(self, ids: impl IntoIterator<Item = &'i Id>) -> Vec<&'a Id> {
        let noted = ids.into_iter().inspect(|id| self.notes.fact(Fact::Head(id)));
        self.site.newest_first(noted).collect()
    }

    fn index(self) -> &'a Index {
        &self.site.outline.index
    }

    /// The articles and events of a topic.
    pub fn topic(self, id: &Id) -> Option<&'a Topic> {
        self.notes.fact(Fact::Topic(id));
        self.index().topics.get(id)
    }

    /// All topics, each with how many articles it has and whether it has a timeline.
    pub fn topics(self) -> impl Iterator<Item = (&'a Id, usize, bool)> {
        self.notes.fact(Fact::Topics);
        self.index().topics.iter().map(|(id, topic)| (id, topic.articles.len(), !topic.events.is_empty()))
    }

    /// The articles of a story.
    pub fn story_articles(self, id: &Id) -> &'a [Id] {
        self.notes.fact(Fact::Story(id));
        self.index().stories.get(id).map_or(&[], |articles| articles)
    }

    /// The articles of each month.
    pub fn archive(self) -> &'a BTreeMap<i64, ArchiveYear> {
        self.notes.fact(Fact::Archive);
        &self.index().archive
    }

    /// The parts of the list of quotes, with how many each has; none where it is not long.
    pub fn quote_parts(self) -> &'a [(Part, usize)] {
        self.notes.fact(Fact::QuoteParts);
        &self.index().quote_parts
    }

    /// The parts that the timeline with this page is split into, where it is long.
    pub fn timeline_parts(self, whole: &OutPath) -> &'a [Part] {
        self.notes.fact(Fact::Parts(whole.as_str()));
        self.index().parts.get(whole).map_or(&[], |parts| parts)
    }

    /// The figures of one company and metric, by article.
    pub fn figures(self, of: &FigureRef) -> &'a [Spot] {
        self.notes.fact(Fact::Figures(of));
        self.index().figures.get(of).map_or(&[], |spots| spots)
    }

    /// What there are figures of, with how many.
    pub fn all_figures(self) -> impl Iterator<Item = (&'a FigureRef, usize)> {
        self.notes.fact(Fact::AllFigures);
        self.index().figures.iter().map(|(of, spots)| (of, spots.len()))
    }

    /// The companies and people whose timelines have pages.
    pub fn timelines(self) -> &'a BTreeMap<Id, Kind> {
        self.notes.fact(Fact::Timelines);
        &self.index().timelines
    }

    /// The page of the timeline of a company or a person, where it has one.
    pub fn own_timeline(self, id: &Id) -> Option<OutPath> {
        self.notes.fact(Fact::About(id.as_str()));
        self.notes.fact(Fact::Entity(id.as_str()));
        timeline_of(&self.site.records, *self.index().timelines.get(id)?, id)
    }

    /// The quote that the saying at `spot` is a printing of.
    pub fn joined(self, spot: &Spot) -> Option<Printings<'a>> {
        self.notes.fact(Fact::Order(Quote::LIST, &spot.article));
        let quotations = &self.site.quotations;
        let number = quotations.number(spot)?;
        quotations.name(number).into_iter().for_each(|name| self.notes.fact(Fact::Joined(name)));
        let at = *quotations.joins.of.get(number)?;
        let quote = quotations.joins.quotes.get(at)?;
        let alike = quotations.joins.alike.get(&at).into_iter().flatten();
        Some(Printings {
            fullest: quotations.spot(quote.fullest)?,
            fullest_name: quotations.name(quote.fullest)?,
            all: quote
                .printings
                .iter()
                .filter_map(|(number, tie)| Some((quotations.spot(*number)?, *tie)))
                .collect(),
            alike: alike.filter_map(|number| quotations.spot(*number)).collect(),
        })
    }

    /// Where the quote of a global name stands.
    pub fn spot_of(self, name: &AnnotationRef) -> Option<&'a Spot> {
        self.notes.fact(Fact::Joined(name));
        self.site.quotations.spot_of(name)
    }

    /// The same by the global name of a quote.
    pub fn joined_of(self, name: &AnnotationRef) -> Option<Printings<'a>> {
        self.notes.fact(Fact::Joined(name));
        self.joined(self.site.quotations.spot_of(name)?)
    }

    /// Where the figures of one company and metric differ: how, and why the curator lets it
    /// stand.
    pub fn disputes(self, of: &FigureRef) -> impl Iterator<Item = (Standing, Option<&'a String>)> + use<'a> {
        self.notes.fact(Fact::Figures(of));
        let of_figures = self.site.outline.disputes.of_figures(of);
        of_figures.iter().map(|dispute| (dispute.standing, dispute.acknowledged.as_ref()))
    }

    /// Whether the answers of a company to a question differ.
    pub fn answers_differ(self, company: &Name, question: &Id) -> Option<&'a ClaimDispute> {
        self.notes.fact(Fact::Answers(company, question));
        self.site.outline.disputes.of_claims(company, question)
    }

    /// The figures that say that they contradict this one.
    pub fn disputed_by(self, figure: &AnnotationRef) -> &'a [AnnotationRef] {
        self.notes.fact(Fact::Disputed(figure));
        self.site.outline.disputes.by.get(figure).map_or(&[], |others| others)
    }

    fn answer(self, answer: Answer) {
        self.notes.links.borrow_mut().push(answer);
    }

    /// The page that the record in this file has.
    pub fn page_of(self, file: &SitePath) -> Option<OutPath> {
        let page = self.site.page_of(file);
        self.answer(Answer::Page(file.clone(), page.clone()));
        page
    }

    /// Whether something is at this address.
    pub fn has_address(self, path: &OutPath) -> bool {
        let has = self.site.has_address(path);
        self.answer(Answer::Address(path.clone(), has));
        has
    }

    /// Whether this is the page of an article that has a mark with this fragment.
    pub fn has_mark(self, page: &OutPath, fragment: &str) -> bool {
        let has = self.site.has_mark(page, fragment);
        self.answer(Answer::Mark(page.clone(), fragment.into(), has));
        has
    }
}

/// The places of the first `count` annotations of a list of an article.
pub fn spots(article: &Id, count: usize) -> impl Iterator<Item = Spot> + use<> {
    let article = article.clone();
    (0..count).map(move |index| Spot { article: article.clone(), index })
}
