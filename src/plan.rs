//! Every page that will exist.
//!
//! In: the site. Out: a list of pages: their path, their template, what they show and
//! where in the content they come from. Must not know: templates' text, the disk.

use crate::anchor::{Anchored, Article};
use crate::diagnostics::Span;
use crate::model::{Site, TimelineEntry, event_address, quote_address, section_address};
use crate::parse::{CompanyMeta, Entry, Kind, PageMeta, PersonMeta, PublicationMeta, Quote};
use crate::path::OutPath;
use crate::view::{self, Scope, View};

/// A page that will exist.
pub struct PagePlan<'a> {
    /// Where it stands in the output.
    pub path: OutPath,
    /// The file that it comes from, for a diagnostic about its address.
    pub origin: Span,
    /// What it shows.
    pub subject: Subject<'a>,
}

/// What a page shows.
pub enum Subject<'a> {
    /// The home page.
    Home,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// An article.
    Article(&'a Article),
    /// The list of articles.
    Articles,
    /// A company.
    Company(&'a Entry<CompanyMeta>),
    /// A person.
    Person(&'a Entry<PersonMeta>),
    /// A publication.
    Publication(&'a Entry<PublicationMeta>),
    /// The list of companies, people or publications.
    Entities(Kind),
    /// A quote and its article.
    Quote(&'a Article, &'a Anchored<Quote>),
    /// The list of quotes.
    Quotes,
    /// An event.
    Event(&'a TimelineEntry),
    /// The timeline.
    Timeline,
    /// Any other page.
    Page(&'a Entry<PageMeta>),
}

impl PagePlan<'_> {
    /// The template that shows it.
    pub fn template(&self) -> &'static str {
        match self.subject {
            Subject::Home => "home.html",
            Subject::NotFound => "404.html",
            Subject::Article(_) => "article.html",
            Subject::Articles => "articles.html",
            Subject::Company(_) => "company.html",
            Subject::Person(_) => "person.html",
            Subject::Publication(_) => "publication.html",
            Subject::Entities(_) => "entities.html",
            Subject::Quote(..) => "quote.html",
            Subject::Quotes => "quotes.html",
            Subject::Event(_) => "event.html",
            Subject::Timeline => "timeline.html",
            Subject::Page(_) => "page.html",
        }
    }

    /// What the template sees; nothing where there is nothing to show.
    pub fn view(&self, site: &Site) -> Option<View> {
        let scope = Scope { site, page: &self.path };
        Some(match &self.subject {
            Subject::Home => view::home_page(scope),
            Subject::NotFound => view::not_found_page(scope),
            Subject::Article(article) => view::article_page(scope, article),
            Subject::Articles => view::articles_page(scope),
            Subject::Company(entry) => view::company_page(scope, entry),
            Subject::Person(entry) => view::person_page(scope, entry),
            Subject::Publication(entry) => view::publication_page(scope, entry),
            Subject::Entities(kind) => view::entities_page(scope, *kind),
            Subject::Quote(article, quote) => view::quote_page(scope, article, quote),
            Subject::Quotes => view::quotes_page(scope),
            Subject::Event(entry) => return view::event_page(scope, entry),
            Subject::Timeline => view::timeline_page(scope),
            Subject::Page(entry) => view::plain_page(scope, entry),
        })
    }
}

/// All pages of the site.
pub fn plan(site: &Site) -> Vec<PagePlan<'_>> {
    let mut pages = fixed(site);
    let records = &site.records;
    for article in records.articles.values() {
        let origin = slug_span(&article.entry);
        pages.push(PagePlan {
            path: article.entry.address(Kind::Article),
            origin,
            subject: Subject::Article(article),
        });
        for quote in &article.annotations.quotes {
            let path = quote_address(&article.entry.id, &quote.value.id);
            let origin = article.sidecar.value(&quote.pointer("id"));
            pages.push(PagePlan { path, origin, subject: Subject::Quote(article, quote) });
        }
    }
    for entry in records.companies.values() {
        let path = entry.address(Kind::Company);
        pages.push(PagePlan { path, origin: slug_span(entry), subject: Subject::Company(entry) });
    }
    for entry in records.people.values() {
        let path = entry.address(Kind::Person);
        pages.push(PagePlan { path, origin: slug_span(entry), subject: Subject::Person(entry) });
    }
    for entry in records.publications.values() {
        let path = entry.address(Kind::Publication);
        pages.push(PagePlan { path, origin: slug_span(entry), subject: Subject::Publication(entry) });
    }
    for entry in records.pages.values() {
        let path = entry.address(Kind::Page);
        pages.push(PagePlan { path, origin: slug_span(entry), subject: Subject::Page(entry) });
    }
    for entry in &site.timeline {
        let first = entry.spots.first().and_then(|spot| site.event(spot));
        let Some((article, event)) = first else { continue };
        let origin = article.sidecar.value(&event.pointer("id"));
        pages.push(PagePlan { path: event_address(&entry.key), origin, subject: Subject::Event(entry) });
    }
    pages
}

/// The pages that every site has, and the lists of what there is.
fn fixed(site: &Site) -> Vec<PagePlan<'_>> {
    let origin = site.records.settings.origin.file.span(0..0);
    let page = |path: OutPath, subject| PagePlan { path, origin: origin.clone(), subject };
    let mut pages = vec![page(section_address(""), Subject::Home)];
    pages.extend(OutPath::file("404.html").map(|path| page(path, Subject::NotFound)));
    let sections = [
        ("articles", Subject::Articles),
        ("companies", Subject::Entities(Kind::Company)),
        ("people", Subject::Entities(Kind::Person)),
        ("publications", Subject::Entities(Kind::Publication)),
        ("quotes", Subject::Quotes),
        ("timeline", Subject::Timeline),
    ];
    let there = sections.into_iter().filter(|(name, _)| site.has_section(name));
    pages.extend(there.map(|(name, subject)| page(section_address(name), subject)));
    pages
}

/// What decides on a record's address: its slug, or its file.
fn slug_span<M: crate::parse::Record>(entry: &Entry<M>) -> Span {
    match entry.meta.slug() {
        Some(_) => entry.origin.value("/slug"),
        None => entry.text_file.span(0..0),
    }
}
