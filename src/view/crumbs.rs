//! The way from the front page down to a page.

use serde_json::{Value, json};

use super::json_ld::CONTEXT;
use super::scope::Scope;
use super::types::{ArticlesPage, Content, LinkView};
use crate::model::{PAGINATION, SECTIONS, archive_address, section_address};
use crate::path::OutPath;

/// A step of the way: what it is called, and its page.
type Crumb = (String, OutPath);

impl Scope<'_> {
    /// The pages above this one, from the front page down; none on the front page, on the page of a section
    /// and on pages that are in none. It is told by the address alone.
    fn above(&self) -> Vec<Crumb> {
        let parts: Vec<&str> = self.page.as_str().trim_end_matches("index.html").split('/').collect();
        let [first, second, ..] = parts.as_slice() else { return Vec::new() };
        // Events have no list of their own but the timeline.
        let name = if *first == "events" { "timeline" } else { first };
        let section = SECTIONS.into_iter().find(|section| *section == name);
        let Some(section) = section.filter(|s| !second.is_empty() && self.site.has_section(s)) else {
            return Vec::new();
        };
        let mut above = vec![
            (self.say("home", &[]), section_address("")),
            (self.section_title(section), section_address(section)),
        ];
        if let ("archive", Ok(year), [_, _, month, ..]) = (section, second.parse::<i64>(), parts.as_slice())
            && !month.is_empty()
            && self.site.archive().contains_key(&year)
        {
            above.push((self.language().year_number(year), archive_address(year, None)));
        }
        above
    }

    /// The same, with what the page is a part of.
    fn way(&self, page: &Content) -> Vec<Crumb> {
        let mut way = if self.mail { Vec::new() } else { self.above() };
        if let Content::Articles(ArticlesPage { subject: Some(subject), .. }) = page
            && let Some((front, _)) = self.page.as_str().split_once(&format!("/{PAGINATION}/"))
        {
            way.push((subject.label.clone(), OutPath::page(front)));
        }
        way
    }

    /// The way as links.
    pub(super) fn breadcrumbs(&self, page: &Content) -> Vec<LinkView> {
        let link = |(label, to): Crumb| LinkView::new(label, self.url(&to));
        self.way(page).into_iter().map(link).collect()
    }

    /// A `BreadcrumbList` of the way to a page with this title. An address that leads on is the place of nothing.
    pub(super) fn breadcrumb_list(&self, title: &str, page: &Content) -> Option<Value> {
        let way = self.way(page);
        if way.is_empty() || matches!(page, Content::Moved(_)) {
            return None;
        }
        let item = |(at, (name, to)): (usize, Crumb)| {
            let mut item = json!({"@type": "ListItem", "position": at + 1, "name": name});
            if let Some(url) = self.permanent_url(&to) {
                item["item"] = json!(url);
            }
            item
        };
        let own = (title.to_string(), self.page.clone());
        let items: Vec<Value> = way.into_iter().chain([own]).enumerate().map(item).collect();
        Some(json!({"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}))
    }
}
