//! `content/site.yaml`.
//!
//! In: YAML. Out: settings in which every key has a value. Must not know: records.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

use super::front_matter::Origin;
use super::part::{AudienceMeta, Language, MenuEntry, Metric};
use super::site_url::SiteUrl;
use crate::path::UrlStyle;
use crate::value::{Id, no_such_zone};
use crate::yaml::{List, OneOrMany, Scalar, Table, Text, given};

/// Where the settings stand.
pub const SETTINGS_FILE: &str = "content/site.yaml";

/// Who may see the site at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// An organisation; search engines are kept out.
    #[default]
    Internal,
    /// Everybody.
    Public,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Urls {
    /// In `index.html`, which works everywhere, from a file share too.
    #[default]
    Index,
    /// In `/`, for web servers.
    Directory,
}

/// The settings as written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsMeta {
    /// The site's title.
    title: Text,
    /// The line under the title.
    #[serde(default, deserialize_with = "given")]
    tagline: Option<Text>,
    /// Where it is edited, for the dateline.
    #[serde(default, deserialize_with = "given")]
    place: Option<Text>,
    /// The language of the interface; `en` by default.
    #[serde(default, deserialize_with = "given")]
    language: Option<Language>,
    /// In which instants without a zone are read; UTC by default.
    #[serde(default, deserialize_with = "given")]
    timezone: Option<Zone>,
    /// Where the site will be published, for canonical links.
    #[serde(default, deserialize_with = "given")]
    base_url: Option<SiteUrl>,
    /// A folder in `themes/`; `default` by default.
    #[serde(default, deserialize_with = "given")]
    theme: Option<Id>,
    /// What the theme lets one set.
    #[serde(default)]
    theme_settings: Table<Scalar>,
    /// Who may see the site at all.
    #[serde(default)]
    visibility: Visibility,
    /// How links inside the site end.
    #[serde(default)]
    urls: Urls,
    /// The menu; without it, all sections and pages.
    #[serde(default, deserialize_with = "given")]
    menu: Option<List<MenuEntry>>,
    /// Each audience, with those it includes.
    #[serde(default)]
    audiences: Table<AudienceMeta>,
    /// The audience of what names none.
    #[serde(default, deserialize_with = "given")]
    default_audience: Option<Id>,
    /// Words of context on each side of a quote in an excerpt; 12 by default.
    #[serde(default, deserialize_with = "given")]
    excerpt_words: Option<u8>,
    /// What figures are of, by id.
    #[serde(default)]
    metrics: Table<Metric>,
    /// Units beyond currencies and `%`, by their sign, with their labels.
    #[serde(default)]
    units: Table<Text>,
    /// Labels of topics, by id.
    #[serde(default)]
    topics: Table<Text>,
    /// Audiences of files in `content/static`, by glob pattern.
    #[serde(default)]
    files: Table<OneOrMany<Id>>,
    /// How many articles a feed has at the most; 30 by default, and with 0 there are none.
    #[serde(default, deserialize_with = "given")]
    feed_items: Option<u16>,
    /// Whether plain quotes, dashes and dots are shown as typographic ones.
    #[serde(default)]
    smart_punctuation: bool,
    /// Whether articles, editions and stories have a picture that other sites show beside a link to them; they do
    /// by default, where there is a `base_url`.
    #[serde(default, deserialize_with = "given")]
    social_cards: Option<bool>,
    /// How many articles a page of a long list has; 50 by default.
    #[serde(default, deserialize_with = "given")]
    paginate: Option<NonZeroU16>,
    /// For which host files are written.
    #[serde(default, deserialize_with = "given")]
    host: Option<Host>,
    /// Whether pages are made short.
    #[serde(default)]
    minify: bool,
    /// What compressed twins files have.
    #[serde(default)]
    precompress: Vec<Encoding>,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$attr:meta])* $word:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$attr])* $word,)* }

        impl $name {
            /// All of them.
            pub const ALL: [$name; [$($text),*].len()] = [$($name::$word),*];

            /// The word as it is written.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$word => $text,)* }
            }

            /// What a word means.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.as_str() == word)
            }
        }
    };
}

words! {
    /// What serves the site.
    Host {
        /// GitHub Pages.
        Github = "github",
        /// GitLab Pages.
        Gitlab = "gitlab",
        /// Netlify.
        Netlify = "netlify",
        /// Cloudflare Pages.
        Cloudflare = "cloudflare",
        /// nginx.
        Nginx = "nginx",
        /// Apache.
        Apache = "apache",
        /// Microsoft IIS.
        Iis = "iis",
        /// Amazon S3, with CloudFront before it.
        S3 = "s3",
    }
}

words! {
    /// How a twin is compressed, by its ending.
    Encoding {
        /// gzip.
        Gz = "gz",
        /// Brotli.
        Br = "br",
    }
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
    /// The menu, if there is one of the site's own.
    pub menu: Option<List<MenuEntry>>,
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
    /// How many articles a feed has at the most; 30 by default, and with 0 there are none.
    pub feed_items: u16,
    /// Whether plain quotes, dashes and dots are shown as typographic ones.
    pub smart_punctuation: bool,
    /// Whether there are pictures for links to articles, editions and stories.
    pub social_cards: bool,
    /// How many articles a page of a long list has; 50 by default.
    pub paginate: usize,
    /// For which host files are written.
    pub host: Option<Host>,
    /// Whether pages are made short.
    pub minify: bool,
    /// What twins files have.
    pub precompress: Vec<Encoding>,
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
            base_url: meta.base_url.map(|url| url.0),
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
            feed_items: meta.feed_items.unwrap_or(30),
            smart_punctuation: meta.smart_punctuation,
            social_cards: meta.social_cards.unwrap_or(true),
            paginate: meta.paginate.map_or(50, |n| usize::from(n.get())),
            host: meta.host,
            minify: meta.minify,
            precompress: meta.precompress,
            origin,
        }
    }
}

/// A time zone of the IANA database.
#[derive(Clone, Debug)]
pub(super) struct Zone(TimeZone);

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(d)?;
        let zone = jiff::tz::TimeZoneDatabase::bundled().get(&text).map(Self);
        zone.map_err(|_| serde::de::Error::custom(no_such_zone(&text)))
    }
}
