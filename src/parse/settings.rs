//! `content/site.yaml`.
//!
//! In: YAML. Out: settings in which every key has a value. Must not know: records.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::Deserialize;

use super::front_matter::Origin;
use super::part::{AudienceMeta, Language, MenuEntry, Metric, Url};
use crate::path::UrlStyle;
use crate::value::Id;
use crate::yaml::{Flaw, List, OneOrMany, Scalar, Table, Text, given};

/// Where the settings stand.
pub const SETTINGS_FILE: &str = "content/site.yaml";

/// Who may see the site at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// An organisation; search engines are kept out.
    #[default]
    Internal,
    /// Everybody.
    Public,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Urls {
    #[default]
    Index,
    Directory,
}

/// The settings as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsMeta {
    title: Text,
    #[serde(default, deserialize_with = "given")]
    tagline: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    place: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    language: Option<Language>,
    #[serde(default, deserialize_with = "given")]
    timezone: Option<Zone>,
    #[serde(default, deserialize_with = "given")]
    base_url: Option<Url>,
    #[serde(default, deserialize_with = "given")]
    theme: Option<Id>,
    #[serde(default)]
    theme_settings: Table<Scalar>,
    #[serde(default)]
    visibility: Visibility,
    #[serde(default)]
    urls: Urls,
    #[serde(default)]
    menu: List<MenuEntry>,
    #[serde(default)]
    audiences: Table<AudienceMeta>,
    #[serde(default, deserialize_with = "given")]
    default_audience: Option<Id>,
    #[serde(default, deserialize_with = "given")]
    excerpt_words: Option<u8>,
    #[serde(default)]
    metrics: Table<Metric>,
    #[serde(default)]
    units: Table<Text>,
    #[serde(default)]
    topics: Table<Text>,
    #[serde(default)]
    files: Table<OneOrMany<Id>>,
}

/// The settings, complete.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's title.
    pub title: String,
    /// The line under the title.
    pub tagline: Option<String>,
    /// Where it is edited, for the dateline.
    pub place: Option<String>,
    /// BCP 47; `en` by default.
    pub language: String,
    /// In which zoneless instants are read; UTC by default.
    pub timezone: TimeZone,
    /// Where it will be published, without a final `/`.
    pub base_url: Option<String>,
    /// The theme's name; `default` by default.
    pub theme: String,
    /// What the theme is asked to do otherwise.
    pub theme_settings: BTreeMap<String, Scalar>,
    /// Who may see the site at all.
    pub visibility: Visibility,
    /// How links inside the site end.
    pub urls: UrlStyle,
    /// The menu.
    pub menu: List<MenuEntry>,
    /// Each audience with those it includes.
    pub audiences: BTreeMap<String, AudienceMeta>,
    /// The audience of what has none.
    pub default_audience: Option<Id>,
    /// Words of context in an excerpt; 12 by default.
    pub excerpt_words: u8,
    /// Declared metrics by id.
    pub metrics: BTreeMap<String, Metric>,
    /// Declared units by their sign, with their labels.
    pub units: BTreeMap<String, Text>,
    /// Labels of topics by id.
    pub topics: BTreeMap<String, Text>,
    /// Audiences of static files by glob pattern.
    pub files: BTreeMap<String, OneOrMany<Id>>,
    /// Where the settings stand.
    pub origin: Origin,
}

impl Settings {
    /// The settings with every default filled in.
    pub fn new(meta: SettingsMeta, origin: Origin) -> Self {
        let text = |t: Option<Text>| t.map(|t| t.to_string());
        Self {
            title: meta.title.to_string(),
            tagline: text(meta.tagline),
            place: text(meta.place),
            language: meta.language.map_or_else(|| "en".into(), |l| l.to_string()),
            timezone: meta.timezone.map_or(TimeZone::UTC, |z| z.0),
            base_url: meta.base_url.map(|url| url.0.trim_end_matches('/').to_string()),
            theme: meta.theme.map_or_else(|| "default".into(), |id| id.to_string()),
            theme_settings: meta.theme_settings.0,
            visibility: meta.visibility,
            urls: match meta.urls {
                Urls::Index => UrlStyle::Index,
                Urls::Directory => UrlStyle::Directory,
            },
            menu: meta.menu,
            audiences: meta.audiences.0,
            default_audience: meta.default_audience,
            excerpt_words: meta.excerpt_words.unwrap_or(12),
            metrics: meta.metrics.0,
            units: meta.units.0,
            topics: meta.topics.0,
            files: meta.files.0,
            origin,
        }
    }
}

/// A time zone of the IANA database.
#[derive(Clone, Debug)]
struct Zone(TimeZone);

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(d)?;
        jiff::tz::TimeZoneDatabase::bundled().get(&text).map(Self).map_err(|_| {
            serde::de::Error::custom(Flaw::new(
                format!("there is no time zone `{text}`"),
                "write a name of the IANA database, for example `Europe/Berlin` or `UTC`",
            ))
        })
    }
}
