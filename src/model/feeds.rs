//! When an article changed, and where feeds stand.
//!
//! In: an article's front matter. Out: moments that the content gives; never a clock's. Must not know: what
//! a feed looks like.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::about::{About, units_of};
use super::address::section_address;
use super::link::Site;
use super::records::Records;
use crate::parse::{ArticleMeta, BriefingMeta, Kind, Settings};
use crate::path::OutPath;
use crate::value::{Date, Id, Moment};

/// The feed of the site, and the name under which the sections say that it has one.
pub const FEED: &str = "feed.xml";

/// The first moment of the year 1: no date before it can be written as feeds and calendars want it.
const FIRST: i64 = -62_135_596_800;

/// When an article was published, clipped or corrected last, or its embargo ended: whoever follows a feed could not
/// see it before. Nothing for one without a date.
pub fn changed(meta: &ArticleMeta, zone: &TimeZone) -> Option<Timestamp> {
    let corrections = meta.corrections.values().map(|correction| &correction.date);
    let dates = meta.published.iter().chain(&meta.retrieved).chain(corrections);
    let dated = dates.filter_map(|date| moment(date, zone)).max()?;
    Some(since_embargo(dated, meta.embargo.as_ref(), zone))
}

fn since_embargo(dated: Timestamp, embargo: Option<&Moment>, zone: &TimeZone) -> Timestamp {
    embargo.map_or(dated, |embargo| dated.max(embargo.begin(zone)))
}

/// The first moment of a date that feeds can have.
pub fn moment(date: &Date, zone: &TimeZone) -> Option<Timestamp> {
    date.first_moment(zone).filter(|moment| moment.as_second() >= FIRST)
}

/// When an edition appeared.
pub fn appeared(meta: &BriefingMeta, zone: &TimeZone) -> Option<Timestamp> {
    moment(&meta.date.0, zone).map(|dated| since_embargo(dated, meta.embargo.as_ref(), zone))
}

/// A moment as feeds have it, RFC 3339.
pub fn instant(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Whether the site has a feed: where no article is dated and there is no edition, it has nothing to tell.
pub(super) fn has_feed(records: &Records) -> bool {
    let zone = &records.settings.timezone;
    let mut editions = records.briefings.values();
    editions.any(|entry| appeared(&entry.meta, zone).is_some())
        || records.articles.values().any(|article| changed(&article.entry.meta, zone).is_some())
}

/// Whether the settings want feeds: they need an address, and something in them.
pub fn has_feeds(settings: &Settings) -> bool {
    settings.base_url.is_some() && settings.feed_items > 0
}

/// The two feeds beside a page.
pub(super) fn feeds_beside(page: &OutPath) -> impl Iterator<Item = OutPath> {
    ["xml", "json"].into_iter().filter_map(|ending| feed_address(page, ending))
}

/// A feed of a page: `feed.xml`, or its twin `feed.json`, beside it.
pub fn feed_address(page: &OutPath, ending: &str) -> Option<OutPath> {
    let folder = page.as_str().strip_suffix("index.html")?;
    OutPath::file(&format!("{folder}feed.{ending}"))
}

/// A timeline as a calendar, beside its page.
pub fn calendar_address(timeline: &OutPath) -> Option<OutPath> {
    let folder = timeline.as_str().strip_suffix("index.html")?;
    OutPath::file(&format!("{folder}events.ics"))
}

impl Site {
    /// Whether this is a feed, or the calendar of a timeline.
    pub(super) fn has_feed_at(&self, path: &OutPath) -> bool {
        let settings = &self.records.settings;
        let (folder, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
        match name {
            "feed.xml" | "feed.json" => has_feeds(settings) && self.has_feed_of(&OutPath::page(folder)),
            "events.ics" => settings.base_url.is_some() && self.has_timeline_at(&OutPath::page(folder)),
            _ => false,
        }
    }

    fn has_timeline_at(&self, page: &OutPath) -> bool {
        let is_own = *page == section_address("timeline");
        is_own && self.has_section("timeline")
            || self.outline.index.timeline_addresses(&self.records).any(|timeline| timeline == *page)
    }

    /// Whether a page has something to tell in a feed: a dated article.
    fn has_feed_of(&self, page: &OutPath) -> bool {
        if *page == section_address("") {
            return self.has_section(FEED);
        }
        let topic = page.as_str().strip_prefix("topics/").and_then(|name| name.strip_suffix("/index.html"));
        let articles: BTreeSet<&Id> = match (topic, self.record_at(page)) {
            (Some(topic), _) => {
                self.outline.index.topics.get(topic).into_iter().flat_map(|topic| &topic.articles).collect()
            }
            (_, Some((Kind::Story, id))) => {
                self.outline.index.stories.get(id).into_iter().flat_map(|story| &story.articles).collect()
            }
            (_, Some((Kind::Company | Kind::Person, id))) => {
                let about = |id| self.outline.about.get(id);
                let whole = units_of(id, about).into_iter().chain([id]).filter_map(about);
                whole.flat_map(About::told_by).collect()
            }
            _ => return false,
        };
        let zone = &self.records.settings.timezone;
        let articles = articles.into_iter().filter_map(|id| self.records.articles.get(id));
        articles.into_iter().any(|article| changed(&article.entry.meta, zone).is_some())
    }
}
