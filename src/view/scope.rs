//! One page's point of view: every link starts from it.

use super::feed::FeedOf;
use super::json_ld::script_safe;
use super::types::{
    Content, DateView, HeadingView, LinkView, MenuView, PlaceView, SentenceView, SettingView, SiteView, View,
};
use crate::language::Language;
use crate::model::{
    Aim, Annotated, Head, MenuAim, MenuTarget, NAMES, Named, Reading, SECTIONS, quote_address,
    section_address,
};
use crate::parse::{Annotation, Entry, Kind, Record, Role, Visibility, role};
use crate::path::{OutPath, SitePath, UrlStyle, base_path, fragment};
use crate::text::{Body, Link, LinkKind, Overlay, QuoteSigns, Sentence, Shown, heading_id};
use crate::theme::Theme;
use crate::value::{AnnotationRef, Date, Id, Name};
use crate::yaml::Scalar;

/// A text with fewer headings is found through at a glance.
const FEWEST_HEADINGS: usize = 3;

/// The site as seen from one page.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The site, as this page reads it.
    pub site: Reading<'a>,
    /// The page that is made.
    pub page: &'a OutPath,
    /// The theme, for its words and settings.
    pub theme: &'a Theme,
    /// Whether links are written with `base_url`, because what is made is read elsewhere.
    pub whole: bool,
    /// Whether it is an e-mail: a link in it is whole, and what it would load is not shown.
    pub mail: bool,
    /// The feed of what the page is on, where it can have one of its own.
    pub feed: Option<&'a FeedOf>,
}

impl<'a> Scope<'a> {
    /// The language that the site speaks.
    pub(super) fn language(&self) -> &'a Language {
        &self.theme.language
    }

    /// A message in that language.
    pub(super) fn say(&self, key: &str, names: &[(&str, &str)]) -> String {
        self.language().say(key, names)
    }

    /// The heading of a section.
    pub(super) fn section_title(&self, section: &str) -> String {
        self.say(&format!("section_{section}"), &[])
    }

    /// A page's view. `linked_data` is a JSON object in schema.org's words.
    pub(super) fn view(
        &self,
        title: String,
        description: Option<String>,
        linked_data: Option<serde_json::Value>,
        page: Content,
    ) -> View {
        View {
            feeds: self.feeds(),
            site: self.site_view(),
            theme: self.theme.settings.iter().map(|(key, value)| (key.clone(), setting(value))).collect(),
            breadcrumbs: self.breadcrumbs(&page),
            json_ld_html: self.linked_data(linked_data, &title, &page),
            social: self.social(&title, &page),
            title,
            description,
            canonical_url: self.canonical_url(),
            page,
        }
    }

    /// What the page says of itself, and where it stands.
    fn linked_data(&self, own: Option<serde_json::Value>, title: &str, page: &Content) -> Option<String> {
        Some(match (own, self.breadcrumb_list(title, page)) {
            (Some(own), Some(list)) => script_safe(&serde_json::Value::Array(vec![own, list])),
            (Some(one), None) | (None, Some(one)) => script_safe(&one),
            (None, None) => return None,
        })
    }

    /// The page's address with `base_url`, where there is one. What is shown where there is
    /// no page has no address of its own.
    pub(super) fn canonical_url(&self) -> Option<String> {
        if self.page.as_str() == "404.html" {
            return None;
        }
        self.permanent_url(self.page)
    }

    /// The one address of a page, with `base_url`, where there is one.
    pub(super) fn permanent_url(&self, page: &OutPath) -> Option<String> {
        let base = self.site.settings().base_url.as_deref()?;
        let from_root = OutPath::page("").link_to(page, UrlStyle::Directory);
        Some(format!("{base}/{}", from_root.trim_start_matches("./")))
    }

    /// The relative link to another page.
    pub fn url(&self, to: &OutPath) -> String {
        // 404.html is shown at any depth, so its links start at the site's root.
        if self.page.as_str() == "404.html" {
            return format!(
                "{}{}",
                base_path(self.site.settings().base_url.as_deref().unwrap_or_default()),
                OutPath::page("").link_to(to, self.site.settings().urls).trim_start_matches("./")
            );
        }
        if self.whole || self.mail {
            return self.whole_url(to);
        }
        self.page.link_to(to, self.site.settings().urls)
    }

    /// An address with `base_url`; empty where there is none, because a link without it leads nowhere.
    fn whole_url(&self, to: &OutPath) -> String {
        let settings = self.site.settings();
        let from_root = OutPath::page("").link_to(to, settings.urls);
        let whole = |base: &String| format!("{base}/{}", from_root.trim_start_matches("./"));
        settings.base_url.as_ref().map(whole).unwrap_or_default()
    }

    /// A place on a page, by the page's address.
    fn place_on(&self, page: String, id: &str) -> String {
        if self.mail && page.is_empty() { page } else { page + &fragment(id) }
    }

    pub(super) fn site_view(&self) -> SiteView {
        let settings = &self.site.settings();
        let theme = OutPath::page("theme");
        SiteView {
            title: settings.title.clone(),
            tagline: settings.tagline.clone(),
            place: settings.place.clone(),
            language: settings.language.clone(),
            direction: self.language().direction.as_str(),
            internal: settings.visibility == Visibility::Internal,
            home_url: self.url(&section_address("")),
            names_url: OutPath::file(NAMES).map(|names| self.url(&names)).unwrap_or_default(),
            menu: self.menu(),
            icons: self.icons(),
            theme_url: self.url(&theme).trim_end_matches("/index.html").trim_end_matches('/').to_string(),
        }
    }

    /// The menu of the settings; without one, the sections that there are, and all pages.
    fn menu(&self) -> Vec<MenuView> {
        if let Some(menu) = self.site.menu() {
            return menu.iter().map(|target| self.own_entry(target)).collect();
        }
        let sections = SECTIONS.into_iter().filter(|name| self.site.has_section(name));
        let sections =
            sections.map(|name| self.menu_entry(&self.section_title(name), &section_address(name)));
        let pages = self.site.pages();
        let pages = pages.map(|page| self.menu_entry(&page.meta.title, &page.address(Kind::Page)));
        sections.chain(pages).collect()
    }

    /// An entry of the menu of the settings, with those below it.
    fn own_entry(&self, target: &MenuTarget) -> MenuView {
        let items = target.items.iter().map(|item| self.own_entry(item)).collect();
        match &target.to {
            MenuAim::Outside(url) => {
                MenuView { label: target.label.clone(), url: url.clone(), current: false, items }
            }
            MenuAim::Inside(to, place) => {
                let mut view = self.menu_entry(&target.label, to);
                view.url.extend(place.iter().map(|place| crate::path::fragment(place)));
                MenuView { items, ..view }
            }
        }
    }

    /// An entry of the menu: current on its own page and on those below it.
    fn menu_entry(&self, label: &str, to: &OutPath) -> MenuView {
        let folder = to.as_str().trim_end_matches("index.html");
        // Events have no list of their own but the timeline.
        let page = match self.page.as_str().strip_prefix("events/") {
            Some(event) => format!("timeline/{event}"),
            None => self.page.to_string(),
        };
        let current = if folder.is_empty() { page == to.as_str() } else { page.starts_with(folder) };
        MenuView { label: label.to_string(), url: self.url(to), current, items: Vec::new() }
    }

    /// A company, person or publication, if it is one that may be seen.
    pub(super) fn entity(&self, name: &Name) -> Option<LinkView> {
        let (address, label) = self.site.entity(name.as_str())?;
        // The address of a record tells its kind.
        let kind =
            [Kind::Company, Kind::Person].into_iter().find(|k| address.as_str().starts_with(k.folder()));
        let has_card = address != *self.page && kind.is_some_and(|kind| self.has_card(kind));
        Some(LinkView { has_card, ..LinkView::new(label.to_string(), self.url(&address)) })
    }

    /// Whether the pages of such records have cards.
    pub(super) fn has_card(&self, kind: Kind) -> bool {
        self.shows_cards() && matches!(kind, Kind::Company | Kind::Person)
    }

    /// Whether the page that something leads to has a card.
    fn leads_to_card(&self, aim: &Aim) -> bool {
        match aim {
            Aim::Named(Named::Record(kind, _)) => self.has_card(*kind),
            Aim::Named(Named::Quote(name)) => self.quote_has_card(name),
            Aim::File(file) => matches!(role(file), Role::Record(kind, _) if self.has_card(kind)),
            _ => false,
        }
    }

    /// Whether links can say what they lead to: nothing does that in a feed or in an e-mail.
    pub(super) fn shows_cards(&self) -> bool {
        !self.whole && !self.mail
    }

    pub(super) fn entities(&self, names: &[Name]) -> Vec<LinkView> {
        names.iter().filter_map(|name| self.entity(name)).collect()
    }

    pub(super) fn article(&self, article: Head<'_>) -> LinkView {
        LinkView::new(article.meta().title.to_string(), self.url(&article.address()))
    }

    /// The very place of an annotation in its article.
    pub(super) fn place_url(&self, article: Head<'_>, annotation: &Id) -> String {
        let to = article.address();
        let page = if *self.page == to { String::new() } else { self.url(&to) };
        self.place_on(page, &format!("a-{annotation}"))
    }

    /// The page of the quote that this saying is a printing of; where it is not the fullest
    /// one, the printing on that page.
    pub(super) fn quote_url(&self, name: &AnnotationRef) -> String {
        let fullest = self.site.joined_of(name).map(|joined| joined.fullest_name);
        match fullest.filter(|fullest| *fullest != name) {
            Some(fullest) => {
                let page = self.url(&quote_address(&fullest.article, &fullest.id));
                self.place_on(page, &printing_id(name))
            }
            None => self.url(&quote_address(&name.article, &name.id)),
        }
    }

    /// A place in an article, at the mark of an annotation.
    pub(super) fn place<T: Annotation>(&self, annotation: Annotated<'_, T>) -> PlaceView {
        let head = annotation.head();
        self.place_at(head, self.place_url(head, annotation.value().id()))
    }

    /// A place in an article, by its address.
    pub(super) fn place_at(&self, article: Head<'_>, url: String) -> PlaceView {
        let meta = article.meta();
        PlaceView {
            article: self.article(article),
            url,
            publication: meta.publication.as_ref().and_then(|name| self.entity(name)),
            published: self.maybe_date(meta.published.as_ref()),
        }
    }

    /// The language of an article, where it is not the site's.
    pub(super) fn foreign_language(&self, article: Head<'_>) -> Option<String> {
        let language = article.meta().language.as_ref().map(ToString::to_string)?;
        (!language.eq_ignore_ascii_case(&self.site.settings().language)).then_some(language)
    }

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

    pub(super) fn date(&self, date: &Date) -> DateView {
        // A moment of a day is known even better than the day.
        let written = date.written();
        let plain = date.is_one_day() && (written.len() == 10 || written.as_bytes().get(10) == Some(&b'T'));
        DateView {
            words: self.language().date(date),
            edtf: written.to_string(),
            day: written.get(..10).filter(|_| plain).map(ToString::to_string),
        }
    }

    pub(super) fn maybe_date(&self, date: Option<&Date>) -> Option<DateView> {
        date.map(|date| self.date(date))
    }

    /// What becomes of a link or image in a body that stands in the file `from`.
    pub(super) fn shown(&self, link: &Link, from: &SitePath) -> Shown {
        let (aim, fragment) = Aim::of(&link.target, from);
        if link.kind == LinkKind::Embed {
            let card = if let Aim::Named(named) = &aim { self.embed(named) } else { None };
            return card.map_or(Shown::Text, Shown::Html);
        }
        // An e-mail loads nothing, so an image is its text there.
        if self.mail && link.kind == LinkKind::Image {
            return Shown::Text;
        }
        // A place that is withheld is not there to be led to; the page still is.
        let place = |page: &OutPath| {
            self.site.place_on(page, fragment).map(|id| crate::path::fragment(&id)).unwrap_or_default()
        };
        let to = |page: OutPath| self.url(&page) + &place(&page);
        let url = match &aim {
            Aim::Outside if link.kind == LinkKind::Link => Some(link.target.to_string()),
            Aim::Outside | Aim::Refused | Aim::Misnamed(_) => None,
            Aim::SamePage => {
                let page = if self.whole { self.url(self.page) } else { String::new() };
                Some(place(self.page)).filter(|place| !place.is_empty()).map(|place| page + &place)
            }
            Aim::File(file) if link.kind == LinkKind::Image => {
                return self.image(self.site.address_of(file));
            }
            Aim::Address(address) if link.kind == LinkKind::Image => {
                return self.image(OutPath::file(address).filter(|to| self.site.has_address(to)));
            }
            Aim::Named(_) if link.kind == LinkKind::Image => None,
            Aim::Named(Named::Record(kind, id)) => self.record(*kind, id).map(|(page, _)| to(page)),
            Aim::Named(named) => self.titled(named).map(|link| link.url),
            Aim::File(file) if self.site.page_of(file).is_none() => {
                self.site.address_of(file).map(|address| self.url(&address))
            }
            Aim::File(file) => self.site.page_of(file).map(to),
            Aim::Address(address) => {
                let page = OutPath::file(address).filter(|to| self.site.has_address(to));
                page.map(|page| match place(&page) {
                    // An address may go on to a place that the theme has; those of articles do not hang on it.
                    none if none.is_empty() && !page.as_str().starts_with("articles/") => {
                        self.url(&page) + &own_place(fragment)
                    }
                    place => self.url(&page) + &place,
                })
            }
        };
        // An e-mail of a site without an address of its own leads nowhere, and says what it would lead to.
        let nowhere = |url: &String| self.mail && !url.contains(':');
        match url {
            Some(url) if link.bare && nowhere(&url) => {
                Shown::Named(String::new(), self.title_of(&aim, &link.target))
            }
            Some(url) if nowhere(&url) => Shown::Text,
            Some(url) if self.leads_to_card(&aim) => {
                let title = if link.bare { self.title_of(&aim, &link.target) } else { String::new() };
                Shown::Carded(url, title)
            }
            Some(url) if link.bare => Shown::Named(url, self.title_of(&aim, &link.target)),
            Some(url) => Shown::Url(url),
            None => Shown::Text,
        }
    }

    /// An image of this site, with its size where its file tells.
    fn image(&self, address: Option<OutPath>) -> Shown {
        let Some(address) = address else { return Shown::Text };
        let url = self.url(&address);
        match self.site.image_size(&address) {
            Some(size) => Shown::Sized(url, size.width, size.height),
            None => Shown::Url(url),
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
        url: crate::path::fragment(&heading_id(&heading.name)),
        level: heading.level + lower,
        label: heading.words,
    });
    let found: Vec<_> = all.filter(|heading| heading.level <= 3 && !heading.label.is_empty()).collect();
    if found.len() < FEWEST_HEADINGS { Vec::new() } else { found }
}

/// A place that a theme has.
fn own_place(fragment: &str) -> String {
    if fragment.is_empty() { String::new() } else { crate::path::fragment(fragment) }
}

/// A passage with the sentence around it.
pub(super) fn sentence(sentence: &Sentence) -> SentenceView {
    let Sentence { before, passage, after } = sentence.clone();
    SentenceView { before, passage, after }
}

fn setting(value: &Scalar) -> SettingView {
    match value {
        Scalar::Bool(value) => SettingView::Bool(*value),
        Scalar::Number(value) => SettingView::Number(*value),
        Scalar::Text(value) => SettingView::Text(value.clone()),
    }
}

/// The id of a printing on the page of its quote. A colon is in no id of a record.
pub(super) fn printing_id(name: &AnnotationRef) -> String {
    format!("p-{}:{}", name.article, name.id)
}
