//! What links name, as a title and as a card in a text.
//!
//! In: what is named. Out: its title with its address, or the HTML of a card, which stands in the text of
//! a record as pictures do; nothing for what a reader may not see. A card has no ids, because it may
//! stand on a page twice.

use super::chart::{chart, without_id};
use super::figures::latest_first;
use super::pages::entity_card;
use super::scope::Scope;
use super::types::{DateView, FigureCard, LinkView, PlaceView, QuoteCard};
use crate::model::{Named, event_address, subject_timeline_address};
use crate::parse::{BriefingSubject, Kind};
use crate::path::OutPath;
use crate::text::{CARD, escape};
use crate::value::{FigureRef, Id};

/// How many figures, and how many events, a card shows at the most.
const FIGURES: usize = 4;
const EVENTS: usize = 8;

impl Scope<'_> {
    /// The title of what is named, and where it is.
    pub(super) fn titled(&self, named: &Named) -> Option<LinkView> {
        match named {
            Named::Record(kind, id) => {
                let (page, label) = self.record(*kind, id)?;
                let has_card = self.has_card(*kind, &page);
                Some(LinkView { has_card, ..LinkView::new(label, self.url(&page)) })
            }
            Named::Topic(id) => self.site.topic(id).map(|_| self.topic(id)),
            Named::Quote(name) => self.item_line(&BriefingSubject::Quote(name.clone()), ""),
            Named::Event(key) => {
                let entry = self.site.timeline_entry(key)?;
                let label = self.site.reports(entry).next()?.value().title.to_string();
                Some(LinkView::new(label, self.url(&event_address(key))))
            }
            Named::Figure(of) | Named::Chart(of) => self.item_line(&BriefingSubject::Figure(of.clone()), ""),
            Named::Timeline(id) => {
                let (whose, page, _) = self.timeline_named(id)?;
                let label = self.say("title_timeline_of", &[("name", &whose)]);
                Some(LinkView::new(label, self.url(&page)))
            }
        }
    }

    /// The page and the title of a record.
    pub(super) fn record(&self, kind: Kind, id: &Id) -> Option<(OutPath, String)> {
        match kind {
            Kind::Article => {
                let head = self.site.head(id)?;
                Some((head.address(), head.meta().title.to_string()))
            }
            Kind::Story => {
                let entry = self.site.story(id)?;
                Some((entry.address(kind), entry.meta.title.to_string()))
            }
            Kind::Briefing => {
                let entry = self.site.briefing(id)?;
                Some((entry.address(kind), entry.meta.title.to_string()))
            }
            Kind::Page => {
                let entry = self.site.page(id)?;
                Some((entry.address(kind), entry.meta.title.to_string()))
            }
            Kind::Company | Kind::Person | Kind::Publication => {
                let (page, name) = self.site.entity(id.as_str())?;
                let own = page.as_str().starts_with(&format!("{}/", kind.folder()));
                own.then(|| (page, name.to_string()))
            }
        }
    }

    /// Whose a timeline is, its page, and its events by key.
    fn timeline_named(&self, id: &Id) -> Option<(String, OutPath, Vec<String>)> {
        // A publication has none, and a topic may have its id.
        if let Some(page) = self.site.own_timeline(id) {
            let (_, name) = self.site.entity(id.as_str())?;
            return Some((name.to_string(), page, self.site.about(id)?.events.clone()));
        }
        if let Some(entry) = self.site.story(id) {
            let events = self.site.story_events(id);
            let page = self.site.story_timeline(id).filter(|_| !events.is_empty())?;
            return Some((entry.meta.title.to_string(), page, events.to_vec()));
        }
        let topic = self.site.topic(id).filter(|topic| !topic.events.is_empty())?;
        Some((self.topic_label(id), subject_timeline_address("topics", id), topic.events.clone()))
    }

    /// The card of what is named.
    pub(super) fn embed(&self, named: &Named) -> Option<String> {
        let to = self.titled(named)?;
        match named {
            Named::Record(Kind::Article, id) => self.article_embed(id),
            Named::Record(Kind::Company | Kind::Person | Kind::Publication, id) => self.entity_embed(id, &to),
            Named::Record(Kind::Story, id) => {
                let summary = self.site.story(id)?.meta.summary.as_ref().map(ToString::to_string);
                let meta = self.language().count("n_articles", self.site.story_articles(id).len());
                Some(card(&format!("{}{}", summary_line(summary.as_deref()), meta_line(&meta)), &to))
            }
            Named::Record(Kind::Briefing | Kind::Page, _) | Named::Topic(_) => Some(card("", &to)),
            Named::Quote(name) => {
                let quote = self.site.quote(self.site.spot_of(name)?)?;
                Some(self.quote_embed(&self.quote_card(quote)))
            }
            Named::Event(key) => {
                let event = self.event_card(self.site.timeline_entry(key)?)?;
                let sources: Vec<String> =
                    event.reports.iter().map(|report| short_place(&report.place)).collect();
                let inside = format!("<p class=\"when\">{}</p>", date(&event.date));
                Some(card(&format!("{inside}<p class=\"meta\">{}</p>", self.list(&sources)), &to))
            }
            Named::Figure(of) => Some(self.figure_embed(of, &to)),
            Named::Chart(of) => Some(self.chart_embed(of, &to)),
            Named::Timeline(id) => Some(self.timeline_embed(&self.timeline_named(id)?.2, &to)),
        }
    }

    /// Several, as the site's language lists them.
    fn list(&self, parts: &[String]) -> String {
        parts.join(&escape(&self.say("list_comma", &[])))
    }

    fn article_embed(&self, id: &Id) -> Option<String> {
        let article = self.article_card(self.site.head(id)?);
        let source = article.publication.as_ref().map(anchor);
        let when = article.published.as_ref().map(date);
        let meta: Vec<String> = source.into_iter().chain(when).collect();
        let text = article.dek.as_deref().or(article.summary.as_deref());
        let to = LinkView::new(article.title, article.url);
        Some(card(&format!("{}<p class=\"meta\">{}</p>", summary_line(text), self.list(&meta)), &to))
    }

    fn entity_embed(&self, id: &Id, to: &LinkView) -> Option<String> {
        let entity = entity_card(*self, id)?;
        let count = |key: &str, n: usize| escape(&self.language().count(key, n));
        let numbers = [("n_articles", entity.articles), ("n_quotes", entity.quotes)];
        let some = numbers.into_iter().filter(|(_, n)| *n > 0);
        let meta: Vec<String> = some.map(|(key, n)| count(key, n)).collect();
        let meta = match meta.is_empty() {
            true => String::new(),
            false => format!("<p class=\"meta\">{}</p>\n", self.list(&meta)),
        };
        Some(card(&format!("{}{meta}", summary_line(entity.summary.as_deref())), to))
    }

    fn quote_embed(&self, quote: &QuoteCard) -> String {
        let pieces: Vec<String> =
            quote.pieces.iter().map(|piece| format!("<q>{}</q>", escape(piece))).collect();
        let words = pieces.join(" <span class=\"gap\">…</span> ");
        let language = quote.language.as_ref().map(|tag| format!(" lang=\"{}\"", escape(tag)));
        let role = quote.role.as_ref().map(|role| format!("<span class=\"role\">{}</span>", escape(role)));
        let speaker: Vec<String> = quote.speaker.as_ref().map(anchor).into_iter().chain(role).collect();
        let speaker = match speaker.is_empty() {
            true => escape(&self.say("speaker_not_named", &[])),
            false => self.list(&speaker),
        };
        format!(
            "<figure class=\"embed card quotation\">\n<blockquote{}><p>{}</p></blockquote>\n<figcaption>\n\
             <span class=\"speaker\">{speaker}</span>\n<span class=\"meta\">{}</span>\n</figcaption>\n</figure>\n",
            language.unwrap_or_default(),
            linked(&quote.url, &words),
            self.place_line(&quote.place),
        )
    }

    /// A place in an article, with its source and date.
    fn place_line(&self, place: &PlaceView) -> String {
        let article = linked(&place.url, &escape(&place.article.label));
        let source = place.publication.as_ref().map(|source| escape(&source.label));
        let when = place.published.as_ref().map(date);
        self.list(&[Some(article), source, when].into_iter().flatten().collect::<Vec<_>>())
    }

    fn figure_embed(&self, of: &FigureRef, to: &LinkView) -> String {
        let found = latest_first(*self, of);
        let cards = found.iter().take(FIGURES).map(|figure| self.figure_card(*figure));
        let lines: Vec<String> =
            cards.map(|figure| format!("<li>{}</li>\n", self.figure_line(&figure))).collect();
        card(&format!("<ul class=\"plain values\">\n{}</ul>\n", lines.concat()), to)
    }

    fn figure_line(&self, figure: &FigureCard) -> String {
        let as_of = figure.as_of.as_ref().map(|when| escape(&self.say("as_of", &[("date", &when.words)])));
        let parts = [as_of, Some(escape(&self.status(figure))), Some(short_place(&figure.place))];
        let meta = self.list(&parts.into_iter().flatten().collect::<Vec<_>>());
        let value = escape(&figure.value);
        format!("<b class=\"value {}\">{value}</b> <span class=\"meta\">{meta}</span>", figure.bound)
    }

    /// The figures over time; as a list where there is nothing to draw, and in e-mails.
    fn chart_embed(&self, of: &FigureRef, to: &LinkView) -> String {
        let found = latest_first(*self, of);
        let cards: Vec<FigureCard> = found.iter().map(|figure| self.figure_card(*figure)).collect();
        match chart(*self, &to.label, &found, &cards).filter(|_| !self.mail) {
            Some(picture) => format!(
                "<figure class=\"embed card\">\n<figcaption class=\"embed-title\">{}</figcaption>\n{}\n</figure>\n",
                anchor(to),
                without_id(&picture, &to.label)
            ),
            None => self.figure_embed(of, to),
        }
    }

    fn timeline_embed(&self, keys: &[String], to: &LinkView) -> String {
        let entries = keys.iter().rev().filter_map(|key| self.site.timeline_entry(key));
        let lines = entries.filter_map(|entry| {
            let event = self.site.reports(entry).next()?.value();
            let link = LinkView::new(event.title.to_string(), self.url(&event_address(&entry.key)));
            let when = date(&self.date(&event.date));
            Some(format!("<li><span class=\"when\">{when}</span> {}</li>\n", anchor(&link)))
        });
        let mut lines: Vec<String> = lines.take(EVENTS).collect();
        lines.reverse();
        card(&format!("<ol class=\"event-lines\">\n{}</ol>\n", lines.concat()), to)
    }
}

fn card(inside: &str, to: &LinkView) -> String {
    format!("<div class=\"embed card\">\n<p class=\"embed-title\">{}</p>\n{inside}</div>\n", anchor(to))
}

fn anchor(to: &LinkView) -> String {
    linked_with(&to.url, &escape(&to.label), if to.has_card { CARD } else { "" })
}

/// HTML that leads somewhere.
fn linked(url: &str, html: &str) -> String {
    linked_with(url, html, "")
}

/// The same with more attributes; in an e-mail of a site without an address of its own there is nowhere.
fn linked_with(url: &str, html: &str, more: &str) -> String {
    match url.is_empty() {
        true => html.to_string(),
        false => format!("<a href=\"{}\"{more}>{html}</a>", escape(url)),
    }
}

fn summary_line(text: Option<&str>) -> String {
    text.map(|text| format!("<p class=\"summary\">{}</p>\n", escape(text))).unwrap_or_default()
}

fn meta_line(text: &str) -> String {
    format!("<p class=\"meta\">{}</p>\n", escape(text))
}

/// Where something is said, by the name of its source.
fn short_place(place: &PlaceView) -> String {
    let label = place.publication.as_ref().map_or(&place.article.label, |source| &source.label);
    linked(&place.url, &escape(label))
}

fn date(date: &DateView) -> String {
    let words = escape(&date.words);
    match &date.day {
        Some(day) => format!("<time datetime=\"{day}\">{words}</time>"),
        None => words,
    }
}
