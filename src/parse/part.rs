//! What records are made of: images, credits, roles, the items of briefings.
//!
//! In: YAML. Out: typed parts. Must not know: which record they belong to.

use schemars::JsonSchema;
use serde::Deserialize;

use super::says::says;
use crate::value::{AnnotationRef, Date, Decimal, FigureRef, Id, Name};
use crate::yaml::{Flaw, List, OneOrMany, Text, given};

/// A web address, `http` or `https`.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Url(pub Text);

impl<'de> Deserialize<'de> for Url {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(d)?;
        let lower = text.to_ascii_lowercase();
        let web = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let host = web.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        if host.is_empty() || text.contains(char::is_whitespace) || text.contains(char::is_control) {
            return Err(serde::de::Error::custom(Flaw::new(
                format!("`{text}` is not a web address"),
                "write it whole, with `https://`",
            )));
        }
        Ok(Self(text))
    }
}

/// A language tag, checked for its form (RFC 5646, section 2.1).
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Language(String);

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(d)?;
        let mut parts = text.split('-');
        let first = parts.next().unwrap_or_default();
        let fine = (2..=8).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        if fine {
            return Ok(Self(text.to_string()));
        }
        let flaw =
            Flaw::new(format!("`{text}` is not a language tag"), "write for example `en`, `de` or `pt-BR`");
        Err(serde::de::Error::custom(flaw))
    }
}

/// The date of an edition: one known day, or a moment of it, because "since the last edition" has to
/// mean something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionDate(pub Date);

/// Refuses inside the value, so that its place is known.
struct EditionDateVisitor;

impl serde::de::Visitor<'_> for EditionDateVisitor {
    type Value = EditionDate;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a date")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<EditionDate, E> {
        let date = Date::deserialize(serde::de::value::StrDeserializer::<E>::new(text))?;
        if date.is_one_day() && date.earliest_day().is_some() {
            return Ok(EditionDate(date));
        }
        Err(E::custom(Flaw::new(
            format!("an edition is of one day, and `{text}` is none"),
            "write the day that it appears on, for example `2026-04-27`",
        )))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<EditionDate, E> {
        Date::deserialize(serde::de::value::U64Deserializer::<E>::new(number)).map(EditionDate)
    }
}

impl<'de> Deserialize<'de> for EditionDate {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(EditionDateVisitor)
    }
}

/// How much of an article may be published.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Rights {
    /// All of it.
    #[default]
    Full,
    /// Its summary and the annotated quotations.
    Excerpt,
    /// Title, source and link.
    Link,
}

macro_rules! part {
    ($($(#[$meta:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
        $(#[$meta])*
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$attr])* pub $field: $type,)* }

        says! { $name { $($field,)* } }
    )*};
}

part! {
    /// A lead image.
    #[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
    Image {
        /// Its address inside the site.
        src: Text,
        /// What it shows, for those who do not see it.
        #[serde(default, deserialize_with = "given")]
        alt: Option<Text>,
        /// The line under it.
        #[serde(default, deserialize_with = "given")]
        caption: Option<Text>,
        /// Who made it.
        #[serde(default, deserialize_with = "given")]
        credit: Option<Text>,
    }

    /// Who reported it first, or helped.
    #[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
    Credit {
        /// To whom.
        to: Name,
        /// For what.
        how: Id,
    }

    /// What was corrected after the article was published, or clipped.
    #[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
    Correction {
        /// When.
        date: Date,
        /// What, in the editor's words.
        text: Text,
    }

    /// Page chrome: exactly one of the two keys.
    #[schemars(extend("oneOf" = [{"required": ["until"]}, {"required": ["from"]}]))]
    SkipText {
        /// Cut up to this text, which stays.
        #[serde(default, deserialize_with = "given")]
        until: Option<Text>,
        /// Cut this text and all after it.
        #[serde(default, deserialize_with = "given")]
        from: Option<Text>,
    }

    /// What a person is or was.
    PersonRole {
        /// Chief executive, …
        title: Text,
        /// Where.
        #[serde(default, deserialize_with = "given")]
        at: Option<Name>,
        /// From when on.
        #[serde(default, deserialize_with = "given")]
        since: Option<Date>,
        /// Until when.
        #[serde(default, deserialize_with = "given")]
        until: Option<Date>,
    }

    /// A document or an occasion that articles quote.
    Document {
        /// Its id, which `in` names.
        id: Id,
        /// What it is called.
        title: Text,
        /// Who wrote or said it.
        #[serde(default, deserialize_with = "given")]
        author: Option<Name>,
        /// From when it is.
        #[serde(default, deserialize_with = "given")]
        date: Option<Date>,
    }

    /// A section of a briefing.
    BriefingSection {
        /// Its heading.
        heading: Text,
        /// What is in it.
        #[serde(default)]
        items: List<BriefingItem>,
        /// Who may see it.
        #[serde(default, deserialize_with = "given")]
        audience: Option<OneOrMany<Id>>,
    }

    /// One item of a briefing as written: exactly one of the first five keys.
    #[schemars(extend("oneOf" = [
        {"required": ["article"]}, {"required": ["story"]}, {"required": ["quote"]}, {"required": ["figure"]},
        {"required": ["timeline"]}
    ]))]
    BriefingEntry {
        /// An article.
        #[serde(default, deserialize_with = "given")]
        article: Option<Id>,
        /// A story.
        #[serde(default, deserialize_with = "given")]
        story: Option<Id>,
        /// A quote.
        #[serde(default, deserialize_with = "given")]
        quote: Option<AnnotationRef>,
        /// The figures of one company and metric.
        #[serde(default, deserialize_with = "given")]
        figure: Option<FigureRef>,
        /// The timeline of a company, a person or a story.
        #[serde(default, deserialize_with = "given")]
        timeline: Option<Name>,
        /// The editor's remark.
        #[serde(default, deserialize_with = "given")]
        comment: Option<Text>,
        /// Who may see it.
        #[serde(default, deserialize_with = "given")]
        audience: Option<OneOrMany<Id>>,
    }
}

/// Page chrome in a raw clipping.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, borsh::BorshSerialize, borsh::BorshDeserialize)]
#[serde(try_from = "SkipText")]
pub enum Skip {
    /// Cut up to this text, which stays.
    Until(Text),
    /// Cut this text and all after it.
    From(Text),
}

impl TryFrom<SkipText> for Skip {
    type Error = Flaw;

    fn try_from(skip: SkipText) -> Result<Self, Self::Error> {
        match (skip.until, skip.from) {
            (Some(text), None) => Ok(Skip::Until(text)),
            (None, Some(text)) => Ok(Skip::From(text)),
            _ => Err(Flaw::new(
                "a `skip` has exactly one of `until` and `from`",
                "write one item for each: `- until: \"…\"` and `- from: \"…\"`",
            )),
        }
    }
}

/// What an item of a briefing shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BriefingSubject {
    /// An article.
    Article(Id),
    /// A story.
    Story(Id),
    /// A quote.
    Quote(AnnotationRef),
    /// The figures of one company and metric.
    Figure(FigureRef),
    /// The timeline of a company, a person or a story.
    Timeline(Name),
}

/// One item of a briefing.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "BriefingEntry")]
pub struct BriefingItem {
    /// What it shows.
    pub subject: BriefingSubject,
    /// The editor's remark.
    pub comment: Option<Text>,
    /// Who may see it.
    pub audience: Option<OneOrMany<Id>>,
}

impl TryFrom<BriefingEntry> for BriefingItem {
    type Error = Flaw;

    fn try_from(entry: BriefingEntry) -> Result<Self, Self::Error> {
        let mut subjects: Vec<BriefingSubject> = Vec::new();
        subjects.extend(entry.article.map(BriefingSubject::Article));
        subjects.extend(entry.story.map(BriefingSubject::Story));
        subjects.extend(entry.quote.map(BriefingSubject::Quote));
        subjects.extend(entry.figure.map(BriefingSubject::Figure));
        subjects.extend(entry.timeline.map(BriefingSubject::Timeline));
        match <[BriefingSubject; 1]>::try_from(subjects) {
            Ok([subject]) => Ok(Self { subject, comment: entry.comment, audience: entry.audience }),
            Err(_) => Err(Flaw::new(
                "an item shows exactly one thing",
                "write one of `article`, `story`, `quote`, `figure` and `timeline`",
            )),
        }
    }
}

/// An audience: who else's content it sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AudienceMeta {
    /// The audiences whose content this one sees too.
    #[serde(default)]
    pub includes: Vec<Id>,
}

/// A declared metric.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// What readers see.
    #[serde(default, deserialize_with = "given")]
    pub label: Option<Text>,
    /// The unit that its figures have.
    #[serde(default, deserialize_with = "given")]
    pub unit: Option<Text>,
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuEntry {
    /// What readers see.
    pub label: Text,
    /// An address inside the site (`/about/`), a name (`company:acme`), or a web address.
    pub url: Text,
    /// The entries below it.
    #[serde(default)]
    pub items: List<MenuEntry>,
}

/// A figure's bound.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Deserialize,
    JsonSchema,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum BoundKind {
    /// The value as given.
    #[default]
    Exact,
    /// Roughly.
    About,
    /// No more.
    AtMost,
    /// No less.
    AtLeast,
}

/// How firm a figure is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Deserialize,
    JsonSchema,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Reported as a fact.
    #[default]
    Reported,
    /// Claimed by one side.
    Claimed,
    /// Alleged by another.
    Alleged,
    /// Denied.
    Denied,
    /// Planned.
    Planned,
    /// Forecast.
    Forecast,
}

impl Status {
    /// The status as it is written in YAML.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Reported => "reported",
            Status::Claimed => "claimed",
            Status::Alleged => "alleged",
            Status::Denied => "denied",
            Status::Planned => "planned",
            Status::Forecast => "forecast",
        }
    }
}

/// The value of a figure.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Amount {
    /// One value.
    Value(Decimal),
    /// A range, both ends included.
    Range {
        /// The lower end.
        low: Decimal,
        /// The upper end.
        high: Decimal,
    },
}
