//! Every page that will exist.
//!
//! In: the site. Out: a list of pages: their path, their template, what they show and
//! where in the content they come from. Must not know: templates' text, the disk.

use std::sync::Arc;

use crate::anchor::Article;
use crate::diagnostics::Span;
use crate::kept::{Kept, Same};
use crate::model::{
    Part, Reading, Site, archive_address, event_address, figure_address, mail_address, quote_address,
    quotes_address, section_address, story_timeline_of, subject_timeline_address, timeline_of,
    timeline_part_address, topic_address,
};
use crate::parse::{Entry, Kind};
use crate::path::OutPath;
use crate::theme::Theme;
use crate::value::{AnnotationRef, FigureRef, Id};
use crate::view::{self, Content, Period, Scope, TimelineOf, View, Whose};

/// A page that will exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePlan {
    /// Where it stands in the output.
    pub path: OutPath,
    /// What it shows.
    pub subject: Subject,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The home page.
    Home,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// An article.
    Article(Id),
    /// The list of articles.
    Articles,
    /// A company.
    Company(Id),
    /// A person.
    Person(Id),
    /// A publication.
    Publication(Id),
    /// The list of companies, people or publications.
    Entities(Kind),
    /// A quote, or the way on to the quote that it is a printing of.
    Quote(AnnotationRef),
    /// The list of quotes, or a part of it.
    Quotes(Part),
    /// The figures of one company and metric.
    Figure(FigureRef),
    /// The list of figures.
    Figures,
    /// An event, by its key.
    Event(String),
    /// A timeline.
    Timeline(TimelineOf),
    /// A topic.
    Topic(Id),
    /// The list of topics.
    Topics,
    /// A story.
    Story(Id),
    /// The list of stories.
    Stories,
    /// The articles of a period.
    Archive(Period),
    /// The list of editions.
    Briefings,
    /// An edition.
    Briefing(Id),
    /// An edition as an e-mail.
    BriefingMail(Id),
    /// The same in plain text.
    BriefingText(Id),
    /// Any other page.
    Page(Id),
}

impl PagePlan {
    /// What in the content decides on its address. Found only when it is asked for, which
    /// costs a scan of the file.
    pub fn origin(&self, site: &Site) -> Span {
        let records = &site.records;
        let span = match &self.subject {
            Subject::Article(id) => records.articles.get(id).map(|article| slug_span(&article.entry)),
            Subject::Company(id) => records.companies.get(id).map(|entry| slug_span(entry)),
            Subject::Person(id) => records.people.get(id).map(|entry| slug_span(entry)),
            Subject::Publication(id) => records.publications.get(id).map(|entry| slug_span(entry)),
            Subject::Story(id) => records.stories.get(id).map(|entry| slug_span(entry)),
            Subject::Page(id) => records.pages.get(id).map(|entry| slug_span(entry)),
            Subject::Briefing(id) | Subject::BriefingMail(id) | Subject::BriefingText(id) => {
                records.briefings.get(id).map(|entry| slug_span(entry))
            }
            Subject::Quote(name) => site.quotations.spot_of(name).and_then(|spot| {
                let (article, quote) = site.quote(spot)?;
                Some(article.sidecar.value(&quote.pointer("id")))
            }),
            Subject::Event(key) => site.timeline_entry(key).and_then(|entry| {
                let spot = entry.spots.first()?;
                let article = records.articles.get(&spot.article)?;
                Some(article.sidecar.value(&article.annotations.events.get(spot.index)?.pointer("id")))
            }),
            Subject::Topic(id) | Subject::Timeline(TimelineOf { whose: Whose::Topic(id), .. }) => {
                topic_span(site, id)
            }
            Subject::Figure(figures) => figure_span(site, figures),
            _ => None,
        };
        span.unwrap_or_else(|| records.settings.origin.file.span(0..0))
    }

    /// The template that shows a view of it.
    pub fn template(&self, view: &View) -> &'static str {
        match &self.subject {
            Subject::Home => "home.html",
            Subject::NotFound => "404.html",
            Subject::Article(_) => "article.html",
            Subject::Articles => "articles.html",
            Subject::Company(_) => "company.html",
            Subject::Person(_) => "person.html",
            Subject::Publication(_) => "publication.html",
            Subject::Entities(_) => "entities.html",
            Subject::Quote(_) if matches!(view.page, Content::Moved(_)) => "moved.html",
            Subject::Quote(_) => "quote.html",
            Subject::Quotes(_) => "quotes.html",
            Subject::Figure(_) => "figure.html",
            Subject::Figures => "figures.html",
            Subject::Event(_) => "event.html",
            Subject::Timeline(_) => "timeline.html",
            Subject::Topic(_) => "topic.html",
            Subject::Topics => "topics.html",
            Subject::Story(_) => "story.html",
            Subject::Stories => "stories.html",
            Subject::Archive(_) => "archive.html",
            Subject::Briefings => "briefings.html",
            Subject::Briefing(_) => "briefing.html",
            Subject::BriefingMail(_) => "email.html",
            Subject::BriefingText(_) => "email.txt",
            Subject::Page(_) => "page.html",
        }
    }

    /// What its template sees of `site`; nothing where there is nothing to show.
    pub fn view(&self, site: Reading<'_>, theme: &Theme) -> Option<View> {
        let scope = Scope { site, page: &self.path, theme };
        match &self.subject {
            Subject::Home => Some(view::home_page(scope)),
            Subject::NotFound => Some(view::not_found_page(scope)),
            Subject::Article(id) => view::article_page(scope, id),
            Subject::Articles => Some(view::articles_page(scope)),
            Subject::Company(id) => view::company_page(scope, id),
            Subject::Person(id) => view::person_page(scope, id),
            Subject::Publication(id) => view::publication_page(scope, id),
            Subject::Entities(kind) => Some(view::entities_page(scope, *kind)),
            Subject::Quote(name) => view::quote_page(scope, name),
            Subject::Quotes(part) => Some(view::quotes_page(scope, *part)),
            Subject::Figure(figures) => view::figure_page(scope, figures),
            Subject::Figures => Some(view::figures_page(scope)),
            Subject::Event(key) => view::event_page(scope, key),
            Subject::Timeline(of) => Some(view::timeline_page(scope, of)),
            Subject::Topic(id) => view::topic_page(scope, id),
            Subject::Topics => Some(view::topics_page(scope)),
            Subject::Story(id) => view::story_page(scope, id),
            Subject::Stories => Some(view::stories_page(scope)),
            Subject::Archive(period) => Some(view::archive_page(scope, *period)),
            Subject::Briefings => Some(view::briefings_page(scope)),
            Subject::Briefing(id) | Subject::BriefingMail(id) => view::briefing_page(scope, id),
            Subject::BriefingText(id) => view::briefing_text(scope, id),
            Subject::Page(id) => view::plain_page(scope, id),
        }
    }
}

/// All pages of a site, by path.
pub type Plan = Arc<Vec<PagePlan>>;

/// What `plan` remembers.
#[derive(Debug, Default)]
pub struct PlanMemo {
    articles: Kept<Id, Same<Article>, Plan>,
    last: Option<(Arc<Site>, Vec<Plan>, Plan)>,
}

/// All pages of the site, by path.
pub fn plan(site: &Arc<Site>, memo: &mut PlanMemo) -> Plan {
    let articles = site.records.articles.iter();
    let inputs = articles.map(|(id, article)| (id.clone(), Same(article.clone()))).collect();
    let parts = memo.articles.all(inputs, |_, article| Arc::new(of_article(&article.0)));
    let mut parts: Vec<Plan> = parts.iter().map(|(.., pages)| pages.clone()).collect();
    let last = memo.last.as_ref().filter(|(former, ..)| same_records(former, site));
    let rest = last.and_then(|(_, parts, _)| parts.last().cloned());
    parts.push(rest.unwrap_or_else(|| Arc::new(of_site(site))));
    let same = memo.last.as_ref().filter(|(_, former, _)| {
        former.len() == parts.len()
            && former.iter().zip(&parts).all(|(was, is)| Arc::ptr_eq(was, is) || was == is)
    });
    let pages = match same {
        Some((.., pages)) => pages.clone(),
        None => {
            let mut pages: Vec<PagePlan> = parts.iter().flat_map(|part| part.iter().cloned()).collect();
            pages.sort_by(|a, b| a.path.cmp(&b.path));
            Arc::new(pages)
        }
    };
    memo.last = Some((site.clone(), parts, pages.clone()));
    pages
}

/// Whether two sites have the same pages besides those of articles and quotes.
fn same_records(a: &Site, b: &Site) -> bool {
    Arc::ptr_eq(&a.outline, &b.outline)
}

fn of_article(article: &Article) -> Vec<PagePlan> {
    let id = &article.entry.id;
    let page = PagePlan { path: article.entry.address(Kind::Article), subject: Subject::Article(id.clone()) };
    let quotes = article.annotations.quotes.iter().map(|quote| PagePlan {
        path: quote_address(id, &quote.value.id),
        subject: Subject::Quote(article.name_of(&quote.value.id)),
    });
    std::iter::once(page).chain(quotes).collect()
}

fn of_site(site: &Site) -> Vec<PagePlan> {
    let mut pages = fixed(site);
    let records = &site.records;
    let mut add = |path, subject| pages.push(PagePlan { path, subject });
    for (id, entry) in &records.companies {
        add(entry.address(Kind::Company), Subject::Company(id.clone()));
    }
    for (id, entry) in &records.people {
        add(entry.address(Kind::Person), Subject::Person(id.clone()));
    }
    for (id, entry) in &records.publications {
        add(entry.address(Kind::Publication), Subject::Publication(id.clone()));
    }
    for (id, entry) in &records.stories {
        add(entry.address(Kind::Story), Subject::Story(id.clone()));
    }
    for (id, entry) in &records.pages {
        add(entry.address(Kind::Page), Subject::Page(id.clone()));
    }
    for (id, entry) in &records.briefings {
        let page = entry.address(Kind::Briefing);
        mail_address(&page, "html").into_iter().for_each(|mail| add(mail, Subject::BriefingMail(id.clone())));
        mail_address(&page, "txt").into_iter().for_each(|mail| add(mail, Subject::BriefingText(id.clone())));
        add(page, Subject::Briefing(id.clone()));
    }
    for entry in &site.outline.timeline.entries {
        add(event_address(&entry.key), Subject::Event(entry.key.clone()));
    }
    pages.extend(indexed(site).into_iter().map(|(path, subject)| PagePlan { path, subject }));
    pages
}

/// The pages of what belongs together without a record of its own.
fn indexed(site: &Site) -> Vec<(OutPath, Subject)> {
    let index = &site.outline.index;
    let mut pages: Vec<(OutPath, Subject)> = Vec::new();
    for (id, topic) in &index.topics {
        pages.push((topic_address(id), Subject::Topic(id.clone())));
        if !topic.events.is_empty() {
            let path = subject_timeline_address("topics", id);
            pages.extend(timelines(site, path, Whose::Topic(id.clone())));
        }
    }
    for (id, _) in index.stories.iter().filter(|(_, story)| !story.events.is_empty()) {
        let page = story_timeline_of(&site.records, id);
        pages.extend(page.into_iter().flat_map(|path| timelines(site, path, Whose::Story(id.clone()))));
    }
    pages.extend(
        index.figures.keys().map(|figures| (figure_address(figures), Subject::Figure(figures.clone()))),
    );
    for (year, months) in &index.archive {
        pages.push((archive_address(*year, None), Subject::Archive(Period::Year(*year))));
        for month in months.keys().flatten() {
            let path = archive_address(*year, Some(*month));
            pages.push((path, Subject::Archive(Period::Month(*year, *month))));
        }
    }
    for (id, kind) in &index.timelines {
        let page = timeline_of(&site.records, *kind, id);
        let of = |path| timelines(site, path, Whose::Entity(*kind, id.clone()));
        pages.extend(page.into_iter().flat_map(of));
    }
    pages
}

/// The pages of a timeline: of the whole, and of the parts of a long one.
fn timelines(site: &Site, whole: OutPath, whose: Whose) -> Vec<(OutPath, Subject)> {
    let parts = site.outline.index.parts.get(&whole).into_iter().flatten();
    let page = |part: &Part| {
        let of = TimelineOf { whose: whose.clone(), part: *part };
        (timeline_part_address(&whole, *part), Subject::Timeline(of))
    };
    std::iter::once(&Part::Whole).chain(parts).map(page).collect()
}

/// The pages that every site has, and the lists of what there is.
fn fixed(site: &Site) -> Vec<PagePlan> {
    let mut pages = vec![PagePlan { path: section_address(""), subject: Subject::Home }];
    let not_found = OutPath::file("404.html");
    pages.extend(not_found.map(|path| PagePlan { path, subject: Subject::NotFound }));
    let sections = [
        ("briefings", Subject::Briefings),
        ("articles", Subject::Articles),
        ("stories", Subject::Stories),
        ("companies", Subject::Entities(Kind::Company)),
        ("people", Subject::Entities(Kind::Person)),
        ("publications", Subject::Entities(Kind::Publication)),
        ("quotes", Subject::Quotes(Part::Whole)),
        ("figures", Subject::Figures),
        ("topics", Subject::Topics),
        ("archive", Subject::Archive(Period::All)),
    ];
    let there = sections.into_iter().filter(|(name, _)| site.has_section(name));
    pages.extend(there.map(|(name, subject)| PagePlan { path: section_address(name), subject }));
    let parts = site.outline.index.quote_parts.iter();
    pages.extend(
        parts.map(|(part, _)| PagePlan { path: quotes_address(*part), subject: Subject::Quotes(*part) }),
    );
    if site.has_section("timeline") {
        let timelines = timelines(site, section_address("timeline"), Whose::Site);
        pages.extend(timelines.into_iter().map(|(path, subject)| PagePlan { path, subject }));
    }
    pages
}

/// Where a topic is named first.
fn topic_span(site: &Site, id: &Id) -> Option<Span> {
    let topic = site.outline.index.topics.get(id);
    let first =
        topic.and_then(|topic| topic.articles.first()).and_then(|article| site.records.articles.get(article));
    first.and_then(|article| {
        let at = article.entry.meta.topics.iter().position(|other| other == id)?;
        Some(article.entry.origin.value(&format!("/topics/{at}")))
    })
}

/// Where a metric of a company is named first.
fn figure_span(site: &Site, figures: &FigureRef) -> Option<Span> {
    let first = site.outline.index.figures.get(figures).and_then(|spots| spots.first());
    let figure = first.and_then(|spot| site.figure(spot));
    figure.map(|(article, figure)| article.sidecar.value(&figure.pointer("metric")))
}

/// What decides on a record's address: its slug, or its file.
fn slug_span<M: crate::parse::Record>(entry: &Entry<M>) -> Span {
    match entry.meta.slug() {
        Some(_) => entry.origin.value("/slug"),
        None => entry.text_file.span(0..0),
    }
}
