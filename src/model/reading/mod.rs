//! The site as a page reads it: there is no other way from a page to the site.
//!
//! In: a site. Out: parts of it, with a note of each part that was given. The notes tell
//! whether the page has to be made again when the site changes; as nothing can be read without
//! one, they are complete.

mod differing;
mod editions;
mod news;
mod notes;
mod together;

use super::address::record_address;
use super::facts::Fact;
use super::link::Site;
use super::mentions::Mentioned;
use super::menu::MenuTarget;
use super::timeline::Spot;
use super::words::{ArticleWords, Naming, Words, whole};
use crate::anchor::{Anchored, Article};
use crate::parse::{
    Annotation, ArticleMeta, Claim, CompanyMeta, Entry, Event, Figure, Kind, PageMeta, PersonMeta,
    PublicationMeta, Quote, Relation, Settings, StoryMeta,
};
use crate::path::OutPath;
use crate::value::{AnnotationRef, Id};
pub use news::{Disagreement, NewFigure, News};
pub use notes::{Noted, Notes};
pub use together::Printings;

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

    /// The menu that the settings ask for, if they do.
    pub fn menu(self) -> Option<&'a [MenuTarget]> {
        self.site.menu.as_deref()
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
        self.site.words.get(article).map(|words| words.get())
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

    /// The events in an article, in the order of its sidecar.
    pub fn events_in(self, id: &Id) -> impl Iterator<Item = Annotated<'a, Event>> {
        self.notes.fact(Fact::Order(Event::LIST, id));
        let article = self.site.records.articles.get(id);
        let spots = spots(id, article.map_or(0, |article| article.annotations.events.len()));
        spots.filter_map(move |spot| self.event(&spot))
    }

    /// The quotes in an article, in the order of its sidecar.
    pub fn quotes_in(self, id: &Id) -> impl Iterator<Item = (Spot, Annotated<'a, Quote>)> {
        self.notes.fact(Fact::Order(Quote::LIST, id));
        let article = self.site.records.articles.get(id);
        let spots = spots(id, article.map_or(0, |article| article.annotations.quotes.len()));
        spots.filter_map(move |spot| self.quote(&spot).map(|quote| (spot, quote)))
    }

    /// The statements in an article, in the order of its sidecar.
    pub fn claims_in(self, id: &Id) -> impl Iterator<Item = Annotated<'a, Claim>> {
        self.notes.fact(Fact::Order(Claim::LIST, id));
        let article = self.site.records.articles.get(id);
        let spots = spots(id, article.map_or(0, |article| article.annotations.claims.len()));
        spots.filter_map(move |spot| self.claim(&spot))
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

    /// Whether this is the id of a company.
    pub fn is_company(self, id: &str) -> bool {
        // The address of a record tells its kind.
        self.notes.fact(Fact::Entity(id));
        self.site.records.companies.contains_key(id)
    }

    /// The ids of all companies, people, publications or stories.
    pub fn all(self, kind: Kind) -> Vec<&'a Id> {
        self.notes.fact(Fact::All(kind));
        match kind {
            Kind::Person => self.site.records.people.keys().collect(),
            Kind::Publication => self.site.records.publications.keys().collect(),
            Kind::Story => self.site.records.stories.keys().collect(),
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
}

/// The places of the first `count` annotations of a list of an article.
pub fn spots(article: &Id, count: usize) -> impl Iterator<Item = Spot> + use<> {
    let article = article.clone();
    (0..count).map(move |index| Spot { article: article.clone(), index })
}
