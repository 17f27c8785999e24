//! Every page that will exist.
//!
//! In: the site. Out: a list of pages: their path, their template, what they show and
//! where in the content they come from. Must not know: templates' text, the disk.

use crate::anchor::{Anchored, Article};
use crate::diagnostics::Span;
use crate::model::{
    Site, Spot, TimelineEntry, Topic, archive_address, event_address, figure_address, quote_address,
    section_address, subject_timeline_address, timeline_of, timeline_year_address, topic_address,
};
use crate::parse::{CompanyMeta, Entry, Kind, PageMeta, PersonMeta, PublicationMeta, Quote};
use crate::path::OutPath;
use crate::theme::Theme;
use crate::value::{FigureRef, Id};
use crate::view::{self, Period, Scope, TimelineOf, View};

/// A page that will exist.
pub struct PagePlan<'a> {
    /// Where it stands in the output.
    pub path: OutPath,
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
    /// The address of a quote that is a printing of another one.
    Moved(&'a Article, &'a Anchored<Quote>),
    /// The list of quotes.
    Quotes,
    /// The figures of one company and metric.
    Figure(&'a FigureRef),
    /// The list of figures.
    Figures,
    /// An event.
    Event(&'a TimelineEntry),
    /// A timeline.
    Timeline(TimelineOf<'a>),
    /// A topic.
    Topic(&'a Id, &'a Topic),
    /// The list of topics.
    Topics,
    /// The articles of a period.
    Archive(Period),
    /// Any other page.
    Page(&'a Entry<PageMeta>),
}

impl PagePlan<'_> {
    /// What in the content decides on its address. Found only when it is asked for, which
    /// costs a scan of the file.
    pub fn origin(&self, site: &Site) -> Span {
        match &self.subject {
            Subject::Article(article) => slug_span(&article.entry),
            Subject::Company(entry) => slug_span(entry),
            Subject::Person(entry) => slug_span(entry),
            Subject::Publication(entry) => slug_span(entry),
            Subject::Page(entry) => slug_span(entry),
            Subject::Quote(article, quote) | Subject::Moved(article, quote) => {
                article.sidecar.value(&quote.pointer("id"))
            }
            Subject::Event(entry) => {
                let first = entry.spots.first().and_then(|spot| site.event(spot));
                let span = first.map(|(article, event)| article.sidecar.value(&event.pointer("id")));
                span.unwrap_or_else(|| settings_span(site))
            }
            Subject::Topic(id, _) | Subject::Timeline(TimelineOf::Topic(id)) => topic_span(site, id),
            Subject::Figure(figures) => figure_span(site, figures),
            _ => settings_span(site),
        }
    }

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
            Subject::Moved(..) => "moved.html",
            Subject::Quotes => "quotes.html",
            Subject::Figure(_) => "figure.html",
            Subject::Figures => "figures.html",
            Subject::Event(_) => "event.html",
            Subject::Timeline(_) => "timeline.html",
            Subject::Topic(..) => "topic.html",
            Subject::Topics => "topics.html",
            Subject::Archive(_) => "archive.html",
            Subject::Page(_) => "page.html",
        }
    }

    /// What the template sees; nothing where there is nothing to show.
    pub fn view(&self, site: &Site, theme: &Theme) -> Option<View> {
        let scope = Scope { site, page: &self.path, theme };
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
            Subject::Moved(article, quote) => view::moved_page(scope, article, quote),
            Subject::Quotes => view::quotes_page(scope),
            Subject::Figure(figures) => return view::figure_page(scope, figures),
            Subject::Figures => view::figures_page(scope),
            Subject::Event(entry) => return view::event_page(scope, entry),
            Subject::Timeline(of) => view::timeline_page(scope, *of),
            Subject::Topic(id, topic) => view::topic_page(scope, id, topic),
            Subject::Topics => view::topics_page(scope),
            Subject::Archive(period) => view::archive_page(scope, *period),
            Subject::Page(entry) => view::plain_page(scope, entry),
        })
    }
}

/// All pages of the site.
pub fn plan(site: &Site) -> Vec<PagePlan<'_>> {
    let mut pages = fixed(site);
    let records = &site.records;
    let mut add = |path, subject| pages.push(PagePlan { path, subject });
    for article in records.articles.values() {
        add(article.entry.address(Kind::Article), Subject::Article(article));
        for (index, quote) in article.annotations.quotes.iter().enumerate() {
            let spot = Spot { article: article.entry.id.clone(), index };
            let subject = match site.quotations.is_fullest(&spot) {
                true => Subject::Quote(article, quote),
                false => Subject::Moved(article, quote),
            };
            add(quote_address(&article.entry.id, &quote.value.id), subject);
        }
    }
    for entry in records.companies.values() {
        add(entry.address(Kind::Company), Subject::Company(entry));
    }
    for entry in records.people.values() {
        add(entry.address(Kind::Person), Subject::Person(entry));
    }
    for entry in records.publications.values() {
        add(entry.address(Kind::Publication), Subject::Publication(entry));
    }
    for entry in records.pages.values() {
        add(entry.address(Kind::Page), Subject::Page(entry));
    }
    for entry in &site.timeline {
        add(event_address(&entry.key), Subject::Event(entry));
    }
    pages.extend(indexed(site).into_iter().map(|(path, subject)| PagePlan { path, subject }));
    pages
}

/// The pages of what belongs together without a record of its own.
fn indexed(site: &Site) -> Vec<(OutPath, Subject<'_>)> {
    let index = &site.index;
    let mut pages: Vec<(OutPath, Subject<'_>)> = Vec::new();
    for (id, topic) in &index.topics {
        pages.push((topic_address(id), Subject::Topic(id, topic)));
        if !topic.events.is_empty() {
            let path = subject_timeline_address("topics", id);
            pages.push((path, Subject::Timeline(TimelineOf::Topic(id))));
        }
    }
    pages.extend(index.figures.keys().map(|figures| (figure_address(figures), Subject::Figure(figures))));
    for (year, months) in &index.archive {
        pages.push((archive_address(*year, None), Subject::Archive(Period::Year(*year))));
        for month in months.keys().flatten() {
            let path = archive_address(*year, Some(*month));
            pages.push((path, Subject::Archive(Period::Month(*year, *month))));
        }
    }
    for (id, kind) in &index.timelines {
        let page = timeline_of(&site.records, *kind, id);
        pages.extend(page.map(|path| (path, Subject::Timeline(TimelineOf::Entity(*kind, id)))));
    }
    if index.split {
        let page =
            |year: &Option<i64>| (timeline_year_address(*year), Subject::Timeline(TimelineOf::Year(*year)));
        pages.extend(index.years.keys().map(page));
    }
    pages
}

/// The pages that every site has, and the lists of what there is.
fn fixed(site: &Site) -> Vec<PagePlan<'_>> {
    let mut pages = vec![PagePlan { path: section_address(""), subject: Subject::Home }];
    let not_found = OutPath::file("404.html");
    pages.extend(not_found.map(|path| PagePlan { path, subject: Subject::NotFound }));
    let sections = [
        ("articles", Subject::Articles),
        ("companies", Subject::Entities(Kind::Company)),
        ("people", Subject::Entities(Kind::Person)),
        ("publications", Subject::Entities(Kind::Publication)),
        ("quotes", Subject::Quotes),
        ("figures", Subject::Figures),
        ("topics", Subject::Topics),
        ("timeline", Subject::Timeline(TimelineOf::All)),
        ("archive", Subject::Archive(Period::All)),
    ];
    let there = sections.into_iter().filter(|(name, _)| site.has_section(name));
    pages.extend(there.map(|(name, subject)| PagePlan { path: section_address(name), subject }));
    pages
}

fn settings_span(site: &Site) -> Span {
    site.records.settings.origin.file.span(0..0)
}

/// Where a topic is named first.
fn topic_span(site: &Site, id: &Id) -> Span {
    let topic = site.index.topics.get(id);
    let first =
        topic.and_then(|topic| topic.articles.first()).and_then(|article| site.records.articles.get(article));
    let at = first.and_then(|article| {
        let at = article.entry.meta.topics.iter().position(|other| other == id)?;
        Some(article.entry.origin.value(&format!("/topics/{at}")))
    });
    at.unwrap_or_else(|| settings_span(site))
}

/// Where a metric of a company is named first.
fn figure_span(site: &Site, figures: &FigureRef) -> Span {
    let first = site.index.figures.get(figures).and_then(|spots| spots.first());
    let figure = first.and_then(|spot| site.figure(spot));
    let span = figure.map(|(article, figure)| article.sidecar.value(&figure.pointer("metric")));
    span.unwrap_or_else(|| settings_span(site))
}

/// What decides on a record's address: its slug, or its file.
fn slug_span<M: crate::parse::Record>(entry: &Entry<M>) -> Span {
    match entry.meta.slug() {
        Some(_) => entry.origin.value("/slug"),
        None => entry.text_file.span(0..0),
    }
}
