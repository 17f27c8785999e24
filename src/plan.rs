//! Every page that will exist.
//!
//! In: the site. Out: a list of pages: their path, their template, what they show and
//! where in the content they come from. Must not know: templates' text, the disk.

mod engines;
mod origin;
mod redirects;

use std::sync::Arc;

use crate::anchor::Article;
use crate::kept::{Kept, Same};
use crate::model::{
    AnyEntry, Listing, NAMES, Part, Reading, Redirect, Site, archive_address, calendar_address, card_address,
    event_address, feed_address, figure_address, list_page_address, mail_address, quote_address,
    quotes_address, redirects_of, section_address, social_card_address, story_timeline_of,
    subject_timeline_address, timeline_of, timeline_part_address, topic_address,
};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::theme::Theme;
use crate::value::{AnnotationRef, FigureRef, Id};
use crate::view::{self, CardOf, Content, FeedOf, Period, Scope, TimelineOf, View, Whose};

pub use engines::{MapLimits, engine_files};
pub use redirects::{Flaws, flaws, redirects};

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
    /// A full page of a long list of articles.
    ListPage(Listing, usize),
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
    /// The picture of an article, an edition or a story that is shown with a link to it.
    SocialCard(Kind, Id),
    /// Any other page.
    Page(Id),
    /// A feed in Atom.
    Feed(FeedOf),
    /// The same as JSON.
    JsonFeed(FeedOf),
    /// A timeline as a calendar.
    Calendar(Whose),
    /// What links to something say of it.
    Card(CardOf),
    /// All names that a reader may look for.
    Names,
    /// An old address: of which record, and the position in its `redirect_from`.
    Redirect(Kind, Id, usize),
}

impl Subject {
    /// The feed of what it is, where it can have one of its own.
    fn feed(&self) -> Option<FeedOf> {
        match self {
            Subject::Home => Some(FeedOf::Site),
            Subject::Company(id) => Some(FeedOf::Entity(Kind::Company, id.clone())),
            Subject::Person(id) => Some(FeedOf::Entity(Kind::Person, id.clone())),
            Subject::Topic(id) => Some(FeedOf::Topic(id.clone())),
            Subject::Story(id) => Some(FeedOf::Story(id.clone())),
            _ => None,
        }
    }

    /// Whether it is an old address.
    pub fn is_redirect(&self) -> bool {
        matches!(self, Subject::Redirect(..))
    }

    /// Whether it is a page to read in a browser, or an edition as it is sent.
    pub fn is_page(&self) -> bool {
        !matches!(
            self,
            Subject::Feed(_)
                | Subject::JsonFeed(_)
                | Subject::Calendar(_)
                | Subject::Card(_)
                | Subject::Names
                | Subject::SocialCard(..)
                | Subject::Redirect(..)
        )
    }
}

impl PagePlan {
    /// The template that shows a view of it.
    pub fn template(&self, view: &View) -> &'static str {
        match &self.subject {
            Subject::Home => "home.html",
            Subject::NotFound => "404.html",
            Subject::Article(_) => "article.html",
            Subject::Articles | Subject::ListPage(..) => "articles.html",
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
            Subject::Feed(_) => "feed.xml",
            Subject::JsonFeed(_) => "feed.json",
            Subject::Calendar(_) => "events.ics",
            Subject::Card(_) => "card.html",
            Subject::Names => "names.js",
            Subject::SocialCard(..) => "social-card.svg",
            Subject::Redirect(..) => "moved.html",
        }
    }

    /// What its template sees of `site`; nothing where there is nothing to show.
    pub fn view(&self, site: Reading<'_>, theme: &Theme) -> Option<View> {
        let feed = self.subject.feed();
        let mail = matches!(self.subject, Subject::BriefingMail(_) | Subject::BriefingText(_));
        let scope = Scope { site, page: &self.path, theme, whole: false, mail, feed: feed.as_ref() };
        match &self.subject {
            Subject::Home => Some(view::home_page(scope)),
            Subject::NotFound => Some(view::not_found_page(scope)),
            Subject::Article(id) => view::article_page(scope, id),
            Subject::Articles => Some(view::articles_page(scope)),
            Subject::ListPage(listing, number) => view::list_page(scope, listing, *number),
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
            Subject::Feed(of) => view::feed_page(scope, of),
            Subject::JsonFeed(of) => view::json_feed(scope, of),
            Subject::Calendar(whose) => view::calendar(scope, whose),
            Subject::Card(of) => view::card(scope, of),
            Subject::Names => Some(view::names(scope)),
            Subject::SocialCard(kind, id) => view::social_card_page(scope, *kind, id),
            Subject::Redirect(kind, id, _) => view::redirect_page(scope, *kind, id),
        }
    }
}

/// All pages of a site, by path.
pub type Plan = Arc<Vec<PagePlan>>;

/// What `plan` remembers.
#[derive(Debug, Default)]
pub struct PlanMemo {
    /// By what decides on the pages of an article: itself, and whether it has a picture.
    articles: Kept<Id, (Same<Article>, bool), Plan>,
    last: Option<(Arc<Site>, Vec<Plan>, Plan)>,
}

/// All pages of the site, by path.
pub fn plan(site: &Arc<Site>, memo: &mut PlanMemo) -> Plan {
    let articles = site.records.articles.iter();
    let cards = view::has_social_cards(&site.records.settings);
    let inputs = articles.map(|(id, article)| (id.clone(), (Same(article.clone()), cards))).collect();
    let parts = memo.articles.all(inputs, |_, (article, cards)| Arc::new(of_article(&article.0, *cards)));
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
    let settings = |site: &Site| {
        let settings = &site.records.settings;
        // Without it there are no feeds.
        (settings.base_url.is_some(), view::has_social_cards(settings))
    };
    Arc::ptr_eq(&a.outline, &b.outline) && settings(a) == settings(b)
}

fn of_article(article: &Article, cards: bool) -> Vec<PagePlan> {
    let id = &article.entry.id;
    let page = PagePlan { path: article.entry.address(Kind::Article), subject: Subject::Article(id.clone()) };
    let social = social_card(&page.path, Kind::Article, id).filter(|_| cards);
    let quotes = article.annotations.quotes.iter().flat_map(|quote| {
        let (path, name) = (quote_address(id, &quote.value.id), article.name_of(&quote.value.id));
        let card = card_of(&path, CardOf::Quote(name.clone()));
        std::iter::once(PagePlan { path, subject: Subject::Quote(name) }).chain(card)
    });
    let old = old_addresses(Kind::Article, AnyEntry::of(&article.entry));
    std::iter::once(page).chain(social).chain(quotes).chain(old).collect()
}

/// The picture of a page.
fn social_card(page: &OutPath, kind: Kind, id: &Id) -> Option<PagePlan> {
    Some(PagePlan { path: social_card_address(page)?, subject: Subject::SocialCard(kind, id.clone()) })
}

/// The card of what has this page.
fn card_of(page: &OutPath, of: CardOf) -> Option<PagePlan> {
    Some(PagePlan { path: card_address(page)?, subject: Subject::Card(of) })
}

fn old_addresses(kind: Kind, entry: AnyEntry<'_>) -> impl Iterator<Item = PagePlan> {
    let page = |Redirect { from, kind, id, at, .. }| PagePlan {
        path: from,
        subject: Subject::Redirect(kind, id, at),
    };
    redirects_of(kind, entry).map(page)
}

/// The feeds of what has a page, if it is known where the site will be published.
fn feeds(site: &Site, pages: &[PagePlan]) -> Vec<PagePlan> {
    if site.records.settings.base_url.is_none() {
        return Vec::new();
    }
    let mut feeds = Vec::new();
    let mut add = |path: Option<OutPath>, subject| feeds.extend(path.map(|path| PagePlan { path, subject }));
    for page in pages {
        if let Some(of) = page.subject.feed() {
            add(feed_address(&page.path, "xml"), Subject::Feed(of.clone()));
            add(feed_address(&page.path, "json"), Subject::JsonFeed(of));
        }
        if let Subject::Timeline(TimelineOf { whose, part: Part::Whole }) = &page.subject {
            add(calendar_address(&page.path), Subject::Calendar(whose.clone()));
        }
    }
    feeds
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
    let companies = records.companies.iter();
    let people = records.people.iter();
    let cards = companies
        .filter_map(|(id, entry)| card_of(&entry.address(Kind::Company), CardOf::Company(id.clone())))
        .chain(
            people
                .filter_map(|(id, entry)| card_of(&entry.address(Kind::Person), CardOf::Person(id.clone()))),
        );
    pages.extend(cards);
    if view::has_social_cards(&site.records.settings) {
        let stories = records.stories.iter().map(|(id, entry)| (entry.address(Kind::Story), Kind::Story, id));
        let editions = records.briefings.iter();
        let editions = editions.map(|(id, entry)| (entry.address(Kind::Briefing), Kind::Briefing, id));
        pages.extend(stories.chain(editions).filter_map(|(page, kind, id)| social_card(&page, kind, id)));
    }
    pages.extend(indexed(site).into_iter().map(|(path, subject)| PagePlan { path, subject }));
    pages.extend(list_pages(site));
    pages.extend(feeds(site, &pages));
    records.each(&mut |kind, entry| {
        pages.extend((kind != Kind::Article).then(|| old_addresses(kind, entry)).into_iter().flatten());
    });
    pages
}

/// The full pages of long lists.
fn list_pages(site: &Site) -> impl Iterator<Item = PagePlan> {
    site.outline.lists.0.iter().flat_map(|(listing, paged)| {
        let front = listing.front(&site.records);
        (1..=paged.full.len()).filter_map(move |number| {
            let path = list_page_address(front.as_ref()?, number);
            Some(PagePlan { path, subject: Subject::ListPage(listing.clone(), number) })
        })
    })
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
    pages.extend(OutPath::file(NAMES).map(|path| PagePlan { path, subject: Subject::Names }));
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
