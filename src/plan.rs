//! Every page that will exist.
//!
//! In: the site. Out: a list of pages: their path, their template, what they show and
//! where in the content they come from. Must not know: templates' text, the disk.

mod engines;
mod origin;
mod redirects;
mod subject;

use std::sync::Arc;

use crate::anchor::Article;
use crate::kept::{Kept, Same};
use crate::model::{
    AnyEntry, NAMES, Part, Redirect, Site, archive_address, calendar_address, card_address, event_address,
    feed_address, figure_address, list_page_address, mail_address, quote_address, quotes_address,
    redirects_of, section_address, social_card_address, story_timeline_of, subject_timeline_address,
    timeline_of, timeline_part_address, topic_address,
};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::Id;
use crate::view::{self, CardOf, Period, TimelineOf, Whose};

pub use engines::{MapLimits, engine_files};
pub use redirects::{Flaws, flaws, redirects};
pub use subject::Subject;

/// A page that will exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePlan {
    /// Where it stands in the output.
    pub path: OutPath,
    /// What it shows.
    pub subject: Subject,
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

/// The pages of all but articles and quotes.
fn of_site(site: &Site) -> Vec<PagePlan> {
    let mut pages = fixed(site);
    pages.extend(of_records(site));
    pages.extend(cards(site));
    pages.extend(social_cards(site));
    pages.extend(indexed(site).into_iter().map(|(path, subject)| PagePlan { path, subject }));
    pages.extend(list_pages(site));
    pages.extend(feeds(site, &pages));
    site.records.each(&mut |kind, entry| {
        pages.extend((kind != Kind::Article).then(|| old_addresses(kind, entry)).into_iter().flatten());
    });
    pages
}

/// The pages of records and of events.
fn of_records(site: &Site) -> Vec<PagePlan> {
    let records = &site.records;
    let mut pages = Vec::new();
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
    pages
}

/// What links to companies and people say of them.
fn cards(site: &Site) -> impl Iterator<Item = PagePlan> {
    let (companies, people) = (site.records.companies.iter(), site.records.people.iter());
    let companies = companies.map(|(id, entry)| (entry.address(Kind::Company), CardOf::Company(id.clone())));
    let people = people.map(|(id, entry)| (entry.address(Kind::Person), CardOf::Person(id.clone())));
    companies.chain(people).filter_map(|(page, of)| card_of(&page, of))
}

/// The pictures of stories and editions.
fn social_cards(site: &Site) -> impl Iterator<Item = PagePlan> {
    let stories = site.records.stories.iter();
    let stories = stories.map(|(id, entry)| (entry.address(Kind::Story), Kind::Story, id));
    let editions = site.records.briefings.iter();
    let editions = editions.map(|(id, entry)| (entry.address(Kind::Briefing), Kind::Briefing, id));
    let all = stories.chain(editions).filter_map(|(page, kind, id)| social_card(&page, kind, id));
    all.filter(|_| view::has_social_cards(&site.records.settings))
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
