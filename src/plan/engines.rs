//! What search engines read: `robots.txt` and the site map.
//!
//! In: a site and its pages. Out: these files. They are made anew in each build, because they are of all
//! pages together. A site that is not `public` keeps search engines out and has no map; nor has one of which
//! nobody knows where it is published.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::Timestamp;
use rayon::prelude::*;

use super::{Plan, Subject};
use crate::model::{MAP, Part, ROBOTS, Site, Spot, appeared, changed};
use crate::parse::Visibility;
use crate::path::{OutPath, UrlStyle};
use crate::text::escape;
use crate::value::Id;
use crate::view::{Period, TimelineOf, Whose};

/// How many addresses and bytes a map may have; a larger one is split (sitemaps.org, version 0.9).
#[derive(Clone, Copy, Debug)]
pub struct MapLimits {
    /// Addresses.
    pub addresses: usize,
    /// Bytes.
    pub size: usize,
}

impl Default for MapLimits {
    fn default() -> Self {
        Self { addresses: 50_000, size: 50 << 20 }
    }
}

/// `robots.txt`, and `sitemap.xml` where there is one. A file of the site's own goes before.
pub fn engine_files(site: &Site, plan: &Plan, limits: MapLimits) -> Vec<(OutPath, String)> {
    let settings = &site.records.settings;
    let is_public = settings.visibility == Visibility::Public;
    let is_own = |name: &str| site.records.statics.contains_key(name);
    let base = settings.base_url.as_deref().filter(|_| is_public);
    let map = base.map(|base| format!("Sitemap: {base}/{MAP}\n")).unwrap_or_default();
    let rule = if is_public { "Allow" } else { "Disallow" };
    let mut files = vec![(ROBOTS.to_string(), format!("User-agent: *\n{rule}: /\n{map}"))];
    files.extend(base.into_iter().flat_map(|base| site_map(site, base, plan, limits)));
    let files = files.into_iter().filter(|(name, _)| !is_own(name));
    files.filter_map(|(name, text)| Some((OutPath::file(&name)?, text))).collect()
}

const START: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// The map; of very many pages an index, and the parts that it names.
fn site_map(site: &Site, base: &str, plan: &Plan, limits: MapLimits) -> Vec<(String, String)> {
    let dates = Dates::of(site);
    let pages: Vec<String> = plan
        .par_iter()
        .filter(|page| is_listed(site, &page.subject))
        .map(|page| {
            let from_root = OutPath::page("").link_to(&page.path, UrlStyle::Directory);
            let address = format!("{base}/{}", from_root.trim_start_matches("./"));
            listed("url", &address, dates.of_subject(&page.subject).map(|moment| dates.day(moment)))
        })
        .collect();
    let mut parts: Vec<String> = Vec::new();
    let mut count = 0;
    for page in &pages {
        let is_full = |part: &String| {
            count == limits.addresses || part.len() + page.len() > limits.size.saturating_sub(200)
        };
        if parts.last().is_none_or(is_full) {
            parts.push(String::new());
            count = 0;
        }
        count += 1;
        parts.iter_mut().last().into_iter().for_each(|part| part.push_str(page));
    }
    let whole = |entries: &str| format!("{START}<urlset {SPACE}>\n{entries}</urlset>\n");
    if let [one] = parts.as_slice() {
        return vec![(MAP.to_string(), whole(one))];
    }
    let named = parts.iter().enumerate().map(|(at, part)| (format!("sitemap-{}.xml", at + 1), whole(part)));
    let named: Vec<(String, String)> = named.collect();
    let entries: String =
        named.iter().map(|(name, _)| listed("sitemap", &format!("{base}/{name}"), None)).collect();
    let index = format!("{START}<sitemapindex {SPACE}>\n{entries}</sitemapindex>\n");
    std::iter::once((MAP.to_string(), index)).chain(named).collect()
}

fn listed(element: &str, address: &str, day: Option<String>) -> String {
    let mut text = format!("<{element}><loc>{}</loc>", escape(address));
    if let Some(day) = day {
        // Writing into a text does not fail.
        let _ = write!(text, "<lastmod>{day}</lastmod>");
    }
    text + &format!("</{element}>\n")
}

/// Whether a search engine is to know a page: no old address, nothing that is on another page too.
fn is_listed(site: &Site, subject: &Subject) -> bool {
    match subject {
        Subject::NotFound | Subject::BriefingMail(_) | Subject::BriefingText(_) => false,
        Subject::Quote(name) => {
            site.quotations.spot_of(name).is_some_and(|spot| site.quotations.is_fullest(spot))
        }
        subject => subject.is_page(),
    }
}

/// When articles changed, as they say themselves.
struct Dates<'a> {
    site: &'a Site,
    articles: BTreeMap<&'a Id, Timestamp>,
}

impl<'a> Dates<'a> {
    fn of(site: &'a Site) -> Self {
        let zone = &site.records.settings.timezone;
        let articles = site.records.articles.iter();
        let changed = articles.filter_map(|(id, article)| Some((id, changed(&article.entry.meta, zone)?)));
        Self { site, articles: changed.collect() }
    }

    fn day(&self, moment: Timestamp) -> String {
        moment.to_zoned(self.site.records.settings.timezone.clone()).date().to_string()
    }

    fn last<'i>(&self, ids: impl IntoIterator<Item = &'i Id>) -> Option<Timestamp> {
        ids.into_iter().filter_map(|id| self.articles.get(id).copied()).max()
    }

    fn last_of(&self, spots: &[Spot]) -> Option<Timestamp> {
        self.last(spots.iter().map(|spot| &spot.article))
    }

    /// When something on a page changed last: an article that it shows. Nothing where that would take
    /// looking at the whole page.
    fn of_subject(&self, subject: &Subject) -> Option<Timestamp> {
        let outline = &self.site.outline;
        match subject {
            Subject::Article(id) => self.articles.get(id).copied(),
            Subject::Quote(name) => self.articles.get(&name.article).copied(),
            Subject::Event(key) => self.last_of(&self.site.timeline_entry(key)?.spots),
            Subject::Figure(of) => self.last_of(outline.index.figures.get(of)?),
            Subject::Topic(id) => self.last(&outline.index.topics.get(id)?.articles),
            Subject::Story(id) => self.last(&outline.index.stories.get(id)?.articles),
            Subject::Company(id) | Subject::Person(id) | Subject::Publication(id) => {
                let about = outline.about.get(id)?;
                self.last(about.articles.iter().chain(&about.published))
            }
            Subject::Briefing(id) => {
                let records = &self.site.records;
                appeared(&records.briefings.get(id)?.meta, &records.settings.timezone)
            }
            Subject::Home
            | Subject::Articles
            | Subject::Archive(Period::All)
            | Subject::Timeline(TimelineOf { whose: Whose::Site, part: Part::Whole }) => {
                self.articles.values().max().copied()
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_is_xml() {
        assert_eq!(
            listed("url", "https://x.test/a'&b/", Some("2026-04-14".to_string())),
            "<url><loc>https://x.test/a'&amp;b/</loc><lastmod>2026-04-14</lastmod></url>\n"
        );
    }
}
