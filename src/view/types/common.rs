//! What every page has, and what all views are made of.

use std::collections::BTreeMap;

use serde::Serialize;

use super::pages::Content;

/// All that one template sees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// What every page has.
    pub site: SiteView,
    /// The theme's settings, as its `theme.yaml` or the site's `theme_settings` have them.
    pub theme: BTreeMap<String, SettingView>,
    /// The page's title.
    pub title: String,
    /// What the page says, in one sentence.
    pub description: Option<String>,
    /// The page's address with `base_url`, where there is one.
    pub canonical_url: Option<String>,
    /// The page as linked data: a JSON object with schema.org's words, safe in a `script` element.
    pub json_ld_html: Option<String>,
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
    /// The folder of the theme's files, without a final `/`.
    pub theme_url: String,
    /// The entries of the menu.
    pub menu: Vec<MenuView>,
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
}

/// A link and its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The text of the link.
    pub label: String,
    /// Where it leads.
    pub url: String,
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
