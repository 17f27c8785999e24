//! One page's point of view: every link starts from it.

use super::feed::FeedOf;
use super::json_ld::script_safe;
use super::types::{
    Content, DateView, LinkView, MenuView, PlaceView, SentenceView, SettingView, SiteView, View,
};
use crate::language::Language;
use crate::model::{
    Annotated, Head, MenuAim, MenuTarget, NAMES, Reading, SECTIONS, quote_address, section_address,
};
use crate::parse::{Annotation, Kind, Visibility};
use crate::path::{OutPath, UrlStyle, base_path, fragment};
use crate::text::Sentence;
use crate::theme::Theme;
use crate::value::{AnnotationRef, Date, Id, Name};
use crate::yaml::Scalar;

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
            touch_icon_url: self.touch_icon(),
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
                view.url.extend(place.iter().map(|place| fragment(place)));
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
        let has_card = kind.is_some_and(|kind| self.has_card(kind, &address));
        Some(LinkView { has_card, ..LinkView::new(label.to_string(), self.url(&address)) })
    }

    /// Whether this page of such a record has a card for its links; its own links need none.
    pub(super) fn has_card(&self, kind: Kind, page: &OutPath) -> bool {
        self.shows_cards() && page != self.page && matches!(kind, Kind::Company | Kind::Person)
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
