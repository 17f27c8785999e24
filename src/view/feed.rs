//! Feeds, in Atom (RFC 4287) and as JSON (version 1.1).
//!
//! A feed has what `admit` has left of its articles, so that each is there in full, as an excerpt or without
//! text as its `rights` allow. All its times are those that the content gives.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::entity::units;
use super::scope::Scope;
use super::types::{Content, FeedEntry, FeedLinkView, FeedPage, FeedTopic, TextPage, View};
use crate::anchor::Article;
use crate::model::{
    About, FEED, Head, appeared, changed, feed_address, has_feeds, instant, moment, section_address,
    topic_address,
};
use crate::parse::{BriefingItem, BriefingMeta, Entry, Kind};
use crate::path::{OutPath, UrlStyle, base_path};
use crate::text::{Overlay, escape};
use crate::value::Id;

/// What a feed is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FeedOf {
    /// The whole site.
    Site,
    /// A company or a person.
    Entity(Kind, Id),
    /// A topic.
    Topic(Id),
    /// A story.
    Story(Id),
}

/// A feed in Atom; nothing where no article of it is dated.
pub fn feed_page(scope: Scope<'_>, of: &FeedOf) -> Option<View> {
    let subject = subject(scope, of)?;
    let feed = feed(scope, of, &subject)?;
    Some(scope.view(subject.title, subject.description, None, Content::Feed(Box::new(feed))))
}

/// The same as JSON.
pub fn json_feed(scope: Scope<'_>, of: &FeedOf) -> Option<View> {
    let subject = subject(scope, of)?;
    let text_html = json(scope, &subject, &feed(scope, of, &subject)?);
    Some(scope.view(subject.title, None, None, Content::Text(TextPage { text_html })))
}

/// The link to a feed, where there is one.
pub(super) fn feed_link(scope: Scope<'_>, of: &FeedOf) -> Option<FeedLinkView> {
    has_feeds(scope.site.settings()).then_some(())?;
    // On every page, so that it may not ask for all articles.
    let is_there = match of {
        FeedOf::Site => scope.site.has_section(FEED),
        of => !items(scope, of).is_empty(),
    };
    let subject = subject(scope, of).filter(|_| is_there)?;
    let url = |ending| feed_address(&subject.page, ending).map(|to| scope.url(&to));
    Some(FeedLinkView { label: subject.name, atom_url: url("xml")?, json_url: url("json")? })
}

/// What a feed says of itself.
struct Subject {
    /// What it is of.
    name: String,
    /// The same with the name of the site.
    title: String,
    description: Option<String>,
    page: OutPath,
    /// What it is called, by ids.
    id: String,
}

fn subject(scope: Scope<'_>, of: &FeedOf) -> Option<Subject> {
    let settings = scope.site.settings();
    let (name, description, page, id) = match of {
        FeedOf::Site => {
            let (name, tagline) = (settings.title.clone(), settings.tagline.clone());
            let page = section_address("");
            return Some(Subject {
                title: name.clone(),
                name,
                description: tagline,
                page,
                id: String::new(),
            });
        }
        FeedOf::Entity(kind, id) => {
            let (page, name) = scope.site.entity(id.as_str())?;
            let summary = (scope.site.company(id).map(|entry| &entry.meta.summary))
                .or_else(|| scope.site.person(id).map(|entry| &entry.meta.summary))?;
            let summary = summary.as_ref().map(ToString::to_string);
            (name.to_string(), summary, page, format!("{}/{id}", kind.folder()))
        }
        FeedOf::Topic(id) => (scope.topic_label(id), None, topic_address(id), format!("topics/{id}")),
        FeedOf::Story(id) => {
            let entry = scope.site.story(id)?;
            let summary = entry.meta.summary.as_ref().map(ToString::to_string);
            let page = entry.address(Kind::Story);
            (entry.meta.title.to_string(), summary, page, format!("stories/{id}"))
        }
    };
    let title = format!("{name} · {}", settings.title);
    Some(Subject { name, title, description, page, id })
}

/// Something that a feed has.
enum Item<'a> {
    Article(Head<'a>),
    Edition(&'a Entry<BriefingMeta>),
}

impl Item<'_> {
    /// What it is called, by ids.
    fn name(&self) -> String {
        match self {
            Item::Article(head) => format!("articles/{}", head.id()),
            Item::Edition(entry) => format!("briefings/{}", entry.id),
        }
    }
}

/// The dated articles of a feed, and of the site's the editions, each with when it changed last, those first
/// that changed last.
fn items<'a>(scope: Scope<'a>, of: &FeedOf) -> Vec<(Timestamp, Item<'a>)> {
    let ids: BTreeSet<&Id> = match of {
        FeedOf::Site => scope.site.newest().iter().collect(),
        FeedOf::Entity(_, id) => of_entity(scope, id),
        FeedOf::Topic(id) => scope.site.topic(id).into_iter().flat_map(|topic| &topic.articles).collect(),
        FeedOf::Story(id) => scope.site.story_articles(id).iter().collect(),
    };
    let zone = &scope.site.settings().timezone;
    let heads = ids.into_iter().filter_map(|id| scope.site.head(id));
    let articles = heads.filter_map(|head| Some((changed(head.meta(), zone)?, Item::Article(head))));
    let mut items: Vec<_> = articles.collect();
    if *of == FeedOf::Site {
        let editions = scope.site.editions().filter_map(|id| scope.site.briefing(id));
        let dated =
            |entry: &'a Entry<BriefingMeta>| Some((appeared(&entry.meta, zone)?, Item::Edition(entry)));
        items.extend(editions.filter_map(dated));
    }
    items.sort_by_cached_key(|(changed, item)| (Reverse(*changed), item.name()));
    items
}

/// The articles that name a record or one of its units, or print what it said.
fn of_entity<'a>(scope: Scope<'a>, id: &Id) -> BTreeSet<&'a Id> {
    let units = units(scope, id);
    let about = std::iter::once(id).chain(&units).filter_map(|id| scope.site.about(id));
    about.flat_map(About::told_by).collect()
}

fn feed(scope: Scope<'_>, of: &FeedOf, subject: &Subject) -> Option<FeedPage> {
    let scope = Scope { whole: true, ..scope };
    has_feeds(scope.site.settings()).then_some(())?;
    let mut items = items(scope, of);
    let updated = instant(items.first()?.0);
    items.truncate(usize::from(scope.site.settings().feed_items));
    Some(FeedPage {
        id: tag(scope, &subject.id)?,
        self_url: scope.permanent_url(scope.page)?,
        page_url: scope.permanent_url(&subject.page)?,
        updated,
        entries: items.into_iter().filter_map(|(changed, item)| entry(scope, changed, &item)).collect(),
    })
}

fn entry(scope: Scope<'_>, changed: Timestamp, item: &Item<'_>) -> Option<FeedEntry> {
    let id = tag(scope, &item.name())?;
    match item {
        Item::Article(head) => article(scope, id, changed, *head),
        Item::Edition(entry) => edition(scope, id, changed, entry),
    }
}

fn article(scope: Scope<'_>, id: String, changed: Timestamp, head: Head<'_>) -> Option<FeedEntry> {
    let page = head.address();
    let scope = Scope { page: &page, ..scope };
    let article = scope.site.article(head.id())?;
    let meta = head.meta();
    let publication = || meta.publication.as_ref().and_then(|name| scope.entity(name));
    let topic = |id: &Id| FeedTopic { id: id.to_string(), label: scope.topic_label(id) };
    let published = meta.published.as_ref().and_then(|date| moment(date, &scope.site.settings().timezone));
    Some(FeedEntry {
        id,
        url: scope.permanent_url(&page)?,
        title: meta.title.to_string(),
        language: scope.foreign_language(head),
        authors: match meta.authors.is_empty() {
            true => publication().into_iter().map(|link| link.label).collect(),
            false => meta.authors.iter().map(ToString::to_string).collect(),
        },
        published: published.filter(|moment| *moment <= changed).map(instant),
        updated: instant(changed),
        original_url: meta.url.as_ref().map(|url| url.0.to_string()),
        topics: meta.topics.iter().map(topic).collect(),
        summary: meta.summary.as_ref().or(meta.dek.as_ref()).map(ToString::to_string),
        image_url: scope.lead_image(article).map(|image| image.url),
        content: content(scope, article, &page),
    })
}

/// An edition: the editor's letter, and what its items are on.
fn edition(
    scope: Scope<'_>,
    id: String,
    changed: Timestamp,
    entry: &Entry<BriefingMeta>,
) -> Option<FeedEntry> {
    let page = entry.address(Kind::Briefing);
    let scope = Scope { page: &page, ..scope };
    let url = scope.permanent_url(&page)?;
    let items = entry.meta.sections.values().flat_map(|section| section.items.values());
    let line = |item: &BriefingItem| {
        let to = scope.item_line(&item.subject, &url)?;
        let comment = item.comment.as_ref().map(|comment| format!("<br>{}", escape(comment)));
        let link = format!("<a href=\"{}\">{}</a>", escape(&to.url), escape(&to.label));
        Some(format!("<li>{link}{}</li>\n", comment.unwrap_or_default()))
    };
    let lines: String = entry.meta.lead.iter().chain(items).filter_map(line).collect();
    let list = if lines.is_empty() { lines } else { format!("<ul>\n{lines}</ul>\n") };
    Some(FeedEntry {
        id,
        url,
        title: entry.meta.title.to_string(),
        language: None,
        authors: Vec::new(),
        published: Some(instant(changed)),
        updated: instant(changed),
        original_url: None,
        topics: Vec::new(),
        summary: None,
        image_url: None,
        content: with_whole_fragments(scope, scope.body_html(entry), &page) + &list,
    })
}

/// The text as it would be read, without the marks of annotations and the links on names.
fn content(scope: Scope<'_>, article: &Article, page: &OutPath) -> String {
    let redacted = Some(scope.say("mark_redacted", &[]));
    let overlay = Overlay { redacted, ..Overlay::below_title() };
    let html = article.entry.body.html(&overlay, &|link| scope.shown(link, &article.entry.text_file.path));
    with_whole_fragments(scope, html, page)
}

/// A footnote's number leads to a place on the page.
fn with_whole_fragments(scope: Scope<'_>, html: String, page: &OutPath) -> String {
    // In a text there is no `"`.
    html.replace(" href=\"#", &format!(" href=\"{}#", escape(&scope.url(page))))
}

/// A name for ever (RFC 4151), made of ids alone: titles and addresses change.
pub(super) fn tag(scope: Scope<'_>, name: &str) -> Option<String> {
    let base = scope.site.settings().base_url.as_deref()?;
    let host = base.split_once("://").map_or(base, |(_, rest)| rest).split('/').next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_lowercase();
    let name = OutPath::page("").link_to(&OutPath::page(name), UrlStyle::Directory);
    Some(format!("tag:{host},{TAGS_SINCE}:{}{}", base_path(base), name.trim_start_matches("./")))
}

/// The year from which on clipsheet gives such names. A tag has a date at which whoever gives it had the
/// domain; one that an editor corrects would be another name.
const TAGS_SINCE: &str = "2026";

fn json(scope: Scope<'_>, subject: &Subject, feed: &FeedPage) -> String {
    let settings = scope.site.settings();
    let mut object = Map::new();
    let mut add = |key: &str, value: Value| drop(object.insert(key.to_string(), value));
    add("version", json!("https://jsonfeed.org/version/1.1"));
    add("title", json!(subject.title));
    add("home_page_url", json!(feed.page_url));
    add("feed_url", json!(feed.self_url));
    add("language", json!(settings.language));
    add("authors", json!([{"name": settings.title}]));
    if let Some(description) = &subject.description {
        add("description", json!(description));
    }
    add("items", feed.entries.iter().map(item).collect());
    format!("{}\n", Value::Object(object))
}

fn item(entry: &FeedEntry) -> Value {
    let authors: Vec<Value> = entry.authors.iter().map(|name| json!({"name": name})).collect();
    let tags: Vec<&str> = entry.topics.iter().map(|topic| topic.label.as_str()).collect();
    // An item has a text, and where none may be shown it is the headline.
    let content = match entry.content.is_empty() {
        true => ("content_text", &entry.title),
        false => ("content_html", &entry.content),
    };
    let fields = [
        ("id", json!(entry.id)),
        ("url", json!(entry.url)),
        ("external_url", json!(entry.original_url)),
        ("title", json!(entry.title)),
        (content.0, json!(content.1)),
        ("summary", json!(entry.summary)),
        ("image", json!(entry.image_url)),
        ("date_published", json!(entry.published)),
        ("date_modified", json!(entry.updated)),
        ("authors", json!(authors)),
        ("tags", json!(tags)),
        ("language", json!(entry.language)),
    ];
    let is_there =
        |(_, value): &(&str, Value)| !value.is_null() && value.as_array().is_none_or(|a| !a.is_empty());
    Value::Object(fields.into_iter().filter(is_there).map(|(key, value)| (key.to_string(), value)).collect())
}

impl Scope<'_> {
    /// The feeds that a page leads to: its own, and the site's.
    pub(super) fn feeds(&self) -> Vec<FeedLinkView> {
        let own = self.feed.filter(|of| **of != FeedOf::Site);
        own.into_iter().chain([&FeedOf::Site]).filter_map(|of| feed_link(*self, of)).collect()
    }
}
