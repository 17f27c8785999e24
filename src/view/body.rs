//! The texts of records on their pages: their Markdown as HTML, and what becomes of its links.

use super::scope::Scope;
use super::types::HeadingView;
use crate::model::{Aim, Named, SECTIONS};
use crate::parse::{Entry, Record, Role, role};
use crate::path::{OutPath, SitePath, fragment};
use crate::text::{Body, Link, LinkKind, Overlay, QuoteSigns, Shown, heading_id};
use crate::value::Id;

/// A text with fewer headings is found through at a glance.
const FEWEST_HEADINGS: usize = 3;

impl Scope<'_> {
    /// A record's Markdown as HTML.
    pub(super) fn body_html<M: Record>(&self, entry: &Entry<M>) -> String {
        let from = &entry.text_file.path;
        let shown = |link: &Link| self.shown(link, from);
        let body = self.without_lost_links(&entry.body, from);
        body.as_ref().unwrap_or(&entry.body).html(&self.overlay(), &shown)
    }

    /// The headings of a record's text, where there are enough to choose from.
    pub(super) fn contents<M: Record>(&self, entry: &Entry<M>) -> Vec<HeadingView> {
        let body = self.without_lost_links(&entry.body, &entry.text_file.path);
        contents(body.as_ref().unwrap_or(&entry.body))
    }

    /// A text without links that show nothing, and without what held nothing else; nothing where it has none.
    pub(super) fn without_lost_links(&self, body: &Body, from: &SitePath) -> Option<Body> {
        let gone = |link: &Link| match Aim::of(&link.target, from).0 {
            Aim::Named(named) => self.titled(&named).is_none(),
            Aim::File(_) | Aim::Address(_) => link.bare && self.shown(link, from) == Shown::Text,
            _ => false,
        };
        body.without_links(&gone)
    }

    /// What is laid over a text on its page.
    pub(super) fn overlay(&self) -> Overlay {
        let alerts = ["note", "tip", "important", "warning", "caution"];
        let smart = self.site.settings().smart_punctuation;
        Overlay {
            headings: true,
            alerts: Some(alerts.map(|kind| self.say(&format!("alert_{kind}"), &[]))),
            smart: smart.then(|| QuoteSigns::of(&self.say("quotation_marks", &[]))),
            ..Overlay::below_title()
        }
    }

    /// What becomes of a link or image in a body that stands in the file `from`.
    pub(super) fn shown(&self, link: &Link, from: &SitePath) -> Shown {
        let (aim, place) = Aim::of(&link.target, from);
        match link.kind {
            LinkKind::Embed => self.embedded(&aim),
            LinkKind::Image => self.image(&aim),
            LinkKind::Link => self.linked(link, &aim, self.url_of(link, &aim, place)),
        }
    }

    /// What is shown by its name.
    fn embedded(&self, aim: &Aim) -> Shown {
        let card = if let Aim::Named(named) = aim { self.embed(named) } else { None };
        card.map_or(Shown::Text, Shown::Html)
    }

    /// An image of this site, with its size where its file tells. An e-mail loads nothing, so an image is its
    /// text there.
    fn image(&self, aim: &Aim) -> Shown {
        let address = match aim {
            _ if self.mail => None,
            Aim::File(file) => self.site.address_of(file),
            Aim::Address(address) => self.at_address(address),
            _ => None,
        };
        let Some(address) = address else { return Shown::Text };
        let url = self.url(&address);
        match self.site.image_size(&address) {
            Some(size) => Shown::Sized(url, size.width, size.height),
            None => Shown::Url(url),
        }
    }

    /// A link that leads to `url`, or nowhere.
    fn linked(&self, link: &Link, aim: &Aim, url: Option<String>) -> Shown {
        let Some(url) = url else { return Shown::Text };
        let title = || if link.bare { self.title_of(aim, &link.target) } else { String::new() };
        // An e-mail of a site without an address of its own leads nowhere, and says what it would lead to.
        let is_lost = self.mail && !url.contains(':');
        match link.bare {
            true if is_lost => Shown::Named(String::new(), title()),
            false if is_lost => Shown::Text,
            _ if self.leads_to_card(aim) => Shown::Carded(url, title()),
            true => Shown::Named(url, title()),
            false => Shown::Url(url),
        }
    }

    /// Where a link leads to, if it leads somewhere.
    fn url_of(&self, link: &Link, aim: &Aim, place: &str) -> Option<String> {
        // A place that is withheld is not there to be led to; the page still is.
        let known =
            |page: &OutPath| self.site.place_on(page, place).map(|id| fragment(&id)).unwrap_or_default();
        let to = |page: OutPath| self.url(&page) + &known(&page);
        match aim {
            Aim::Outside => Some(link.target.to_string()),
            Aim::Refused | Aim::Misnamed(_) => None,
            Aim::SamePage => {
                let page = if self.whole { self.url(self.page) } else { String::new() };
                Some(known(self.page)).filter(|place| !place.is_empty()).map(|place| page + &place)
            }
            Aim::Named(Named::Record(kind, id)) => self.record(*kind, id).map(|(page, _)| to(page)),
            Aim::Named(named) => self.titled(named).map(|link| link.url),
            Aim::File(file) => match self.site.page_of(file) {
                Some(page) => Some(to(page)),
                None => self.site.address_of(file).map(|address| self.url(&address)),
            },
            Aim::Address(address) => self.at_address(address).map(|page| match known(&page) {
                // An address may go on to a place that the theme has; those of articles do not hang on it.
                none if none.is_empty() && !page.as_str().starts_with("articles/") => {
                    self.url(&page) + &own_place(place)
                }
                place => self.url(&page) + &place,
            }),
        }
    }

    /// The page or file of this site that has this address.
    fn at_address(&self, address: &str) -> Option<OutPath> {
        OutPath::file(address).filter(|to| self.site.has_address(to))
    }

    /// Whether the page that something leads to has a card.
    fn leads_to_card(&self, aim: &Aim) -> bool {
        match aim {
            Aim::Named(Named::Record(kind, id)) => {
                self.record(*kind, id).is_some_and(|(page, _)| self.has_card(*kind, &page))
            }
            Aim::Named(Named::Quote(name)) => self.quote_has_card(name),
            Aim::File(file) => match role(file) {
                Role::Record(kind, _) => {
                    self.site.page_of(file).is_some_and(|page| self.has_card(kind, &page))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// What a link is called that has no text of its own.
    fn title_of(&self, aim: &Aim, written: &str) -> String {
        let title = match aim {
            Aim::Named(named) => self.titled(named).map(|link| link.label),
            Aim::File(file) => match role(file) {
                Role::Record(kind, id) => {
                    let id = Id::parse(id).ok();
                    id.and_then(|id| self.record(kind, &id)).map(|(_, title)| title)
                }
                _ => None,
            },
            Aim::Address(address) => {
                let section = address.trim_end_matches("/index.html");
                SECTIONS.contains(&section).then(|| self.section_title(section))
            }
            _ => None,
        };
        title.unwrap_or_else(|| written.trim_start_matches('#').to_string())
    }
}

/// The headings of a text as they are shown below the page's title, where there are enough to choose from.
pub(super) fn contents(body: &Body) -> Vec<HeadingView> {
    let headings = body.outline();
    let lower = usize::from(headings.iter().any(|heading| heading.level == 1));
    let all = headings.into_iter().map(|heading| HeadingView {
        url: fragment(&heading_id(&heading.name)),
        level: heading.level + lower,
        label: heading.words,
    });
    let found: Vec<_> = all.filter(|heading| heading.level <= 3 && !heading.label.is_empty()).collect();
    if found.len() < FEWEST_HEADINGS { Vec::new() } else { found }
}

/// A place that a theme has.
fn own_place(place: &str) -> String {
    if place.is_empty() { String::new() } else { fragment(place) }
}
