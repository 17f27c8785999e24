//! What every page has, and what all views are made of.

use std::collections::BTreeMap;

use serde::Serialize;

use super::feeds::FeedLinkView;
use super::pages::Content;
use super::social::SocialView;

/// All that one template sees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// What every page has.
    pub site: SiteView,
    /// The theme's settings, as its `theme.yaml` or the site's `theme_settings` have them.
    pub theme: BTreeMap<String, SettingView>,
    /// The page's title.
    pub title: String,
    /// The pages above this one, from the front page down; none on the front page, on the page of a section and
    /// on pages that are in none.
    pub breadcrumbs: Vec<LinkView>,
    /// What the page says, in one sentence.
    pub description: Option<String>,
    /// The page's address with `base_url`, where there is one.
    pub canonical_url: Option<String>,
    /// The page as linked data: a JSON object, or a list of them, with schema.org's words, safe in a `script` element.
    pub json_ld_html: Option<String>,
    /// What the page says of itself where somebody shares it.
    pub social: SocialView,
    /// The feeds that the page leads to: its own, then the site's. None without `base_url`.
    pub feeds: Vec<FeedLinkView>,
    /// The content: the fields that are listed with each template.
    pub page: Content,
}

/// A setting of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SettingView {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// What every page has around its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// The line under it.
    pub tagline: Option<String>,
    /// The place where it is edited.
    pub place: Option<String>,
    /// The site's language, BCP 47.
    pub language: String,
    /// Which way its text runs: `ltr` or `rtl`.
    pub direction: &'static str,
    /// Whether search engines are kept out.
    pub internal: bool,
    /// The home page.
    pub home_url: String,
    /// A script with the names of all companies, people, sources, stories and topics.
    pub names_url: String,
    /// The folder of the theme's files, without a final `/`.
    pub theme_url: String,
    /// The entries of the menu.
    pub menu: Vec<MenuView>,
    /// The addresses of the site's own icons: `favicon.svg`, `favicon.png` and `favicon.ico` of its files.
    pub icons: Vec<String>,
    /// The picture that stands for the site among apps: `apple-touch-icon.png` of its files.
    pub touch_icon_url: Option<String>,
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MenuView {
    /// The text of the link.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// Whether it is the page, or the section of the page, that is shown.
    pub current: bool,
    /// The entries below it.
    pub items: Vec<MenuView>,
}

/// A link and its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The text of the link.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// Whether the page there has a card; then the link is to have the attribute `data-card`.
    pub has_card: bool,
}

impl LinkView {
    /// A link to a page without a card.
    pub(in crate::view) fn new(label: String, url: String) -> Self {
        Self { label, url, has_card: false }
    }
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeadingView {
    /// Its words.
    pub label: String,
    /// The place on the page.
    pub url: String,
    /// How deep it is below the page's title: 2 or 3.
    pub level: usize,
}

/// The way through the pages of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PagerView {
    /// To what is newer.
    pub newer: Option<LinkView>,
    /// To what is older.
    pub older: Option<LinkView>,
}

/// A date as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// In plain words of the site's language.
    pub words: String,
    /// EDTF, as written.
    pub edtf: String,
    /// `YYYY-MM-DD` where it is one known day, for `<time datetime>`.
    pub day: Option<String>,
}

/// A passage in its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentenceView {
    /// What stands before the passage.
    pub before: String,
    /// The passage.
    pub passage: String,
    /// What stands after it.
    pub after: String,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImageView {
    /// Its address.
    pub url: String,
    /// How wide it is, in pixels, if its file tells.
    pub width: Option<usize>,
    /// How high it is.
    pub height: Option<usize>,
    /// What it shows.
    pub alt: String,
    /// The line under it.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A place in an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// The article.
    pub article: LinkView,
    /// The very place in it.
    pub url: String,
    /// Who published the article.
    pub publication: Option<LinkView>,
    /// When the article was published.
    pub published: Option<DateView>,
}
