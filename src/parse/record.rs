//! The records of section 1 of the design, as they are written.
//!
//! In: YAML. Out: typed records. Must not know: other files.
//!
//! A record keeps what its file says; that its references exist is the business of the
//! stage `resolve`.

use serde::Deserialize;

use crate::value::{AnnotationRef, Date, Decimal, FigureRef, Id, Moment, Name};
use crate::yaml::{List, OneOrMany, Text, given};

/// What every record may have, whatever its kind.
pub trait Record {
    /// The address, where it is not the id.
    fn slug(&self) -> Option<&Id>;
    /// Old addresses that lead here.
    fn redirect_from(&self) -> &[Text];
    /// Whether it is held back until it is finished.
    fn draft(&self) -> bool;
    /// Who may see it.
    fn audience(&self) -> Option<&OneOrMany<Id>>;
    /// Not shown before.
    fn embargo(&self) -> Option<&Moment>;
    /// Not shown from then on.
    fn expires(&self) -> Option<&Moment>;
}

macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$attr])* pub $field: $type,)*
            /// The address, where it is not the id.
            #[serde(default, deserialize_with = "given")]
            pub slug: Option<Id>,
            /// Old addresses that lead here.
            #[serde(default)]
            pub redirect_from: Vec<Text>,
            /// Held back until it is finished.
            #[serde(default)]
            pub draft: bool,
            /// Who may see it.
            #[serde(default, deserialize_with = "given")]
            pub audience: Option<OneOrMany<Id>>,
            /// Not shown before.
            #[serde(default, deserialize_with = "given")]
            pub embargo: Option<Moment>,
            /// Not shown from then on.
            #[serde(default, deserialize_with = "given")]
            pub expires: Option<Moment>,
        }

        impl Record for $name {
            fn slug(&self) -> Option<&Id> { self.slug.as_ref() }
            fn redirect_from(&self) -> &[Text] { &self.redirect_from }
            fn draft(&self) -> bool { self.draft }
            fn audience(&self) -> Option<&OneOrMany<Id>> { self.audience.as_ref() }
            fn embargo(&self) -> Option<&Moment> { self.embargo.as_ref() }
            fn expires(&self) -> Option<&Moment> { self.expires.as_ref() }
        }
    };
}

record! {
    /// An article's front matter, or the `article:` of its sidecar.
    ArticleMeta {
        /// The headline.
        title: Text,
        /// The line under the headline.
        #[serde(default, deserialize_with = "given")]
        dek: Option<Text>,
        /// Business, Policy, …
        #[serde(default, deserialize_with = "given")]
        section: Option<Text>,
        /// Who published it; absent for the site's own reporting.
        #[serde(default, deserialize_with = "given")]
        publication: Option<Name>,
        /// When it was published.
        #[serde(default, deserialize_with = "given")]
        published: Option<Date>,
        /// When it was clipped.
        #[serde(default, deserialize_with = "given")]
        retrieved: Option<Date>,
        /// Who wrote it, as printed.
        #[serde(default)]
        authors: Vec<Text>,
        /// The original.
        #[serde(default, deserialize_with = "given")]
        url: Option<Url>,
        /// The language of the text, BCP 47.
        #[serde(default, deserialize_with = "given")]
        language: Option<Text>,
        /// The lead image.
        #[serde(default, deserialize_with = "given")]
        image: Option<Image>,
        /// Topics, declared in the settings or not.
        #[serde(default)]
        topics: Vec<Id>,
        /// The story it belongs to.
        #[serde(default, deserialize_with = "given")]
        story: Option<Id>,
        /// What it says, in the editor's words.
        #[serde(default, deserialize_with = "given")]
        summary: Option<Text>,
        /// Who reported it first.
        #[serde(default)]
        credits: List<Credit>,
        /// How much of it may be published.
        #[serde(default)]
        rights: Rights,
        /// Page chrome in a raw clipping.
        #[serde(default)]
        skip: List<Skip>,
    }
}

record! {
    /// A company's front matter.
    CompanyMeta {
        /// Its name.
        name: Text,
        /// Other names.
        #[serde(default)]
        aliases: Vec<Text>,
        /// The company that it is a unit of.
        #[serde(default, deserialize_with = "given")]
        part_of: Option<Name>,
        /// Products, whose names count as mentions.
        #[serde(default)]
        products: Vec<Text>,
        /// On which exchange it trades, and as what.
        #[serde(default, deserialize_with = "given")]
        ticker: Option<Text>,
        /// Its site.
        #[serde(default, deserialize_with = "given")]
        website: Option<Url>,
        /// Its trade.
        #[serde(default, deserialize_with = "given")]
        sector: Option<Text>,
        /// One sentence on what it is.
        #[serde(default, deserialize_with = "given")]
        summary: Option<Text>,
    }
}

record! {
    /// A person's front matter.
    PersonMeta {
        /// The name.
        name: Text,
        /// Other names.
        #[serde(default)]
        aliases: Vec<Text>,
        /// What the person is and was.
        #[serde(default)]
        roles: List<PersonRole>,
        /// One sentence on who it is.
        #[serde(default, deserialize_with = "given")]
        summary: Option<Text>,
    }
}

record! {
    /// A publication's front matter.
    PublicationMeta {
        /// Its name.
        name: Text,
        /// Other names.
        #[serde(default)]
        aliases: Vec<Text>,
        /// Its site.
        #[serde(default, deserialize_with = "given")]
        website: Option<Url>,
        /// One sentence on what it is.
        #[serde(default, deserialize_with = "given")]
        summary: Option<Text>,
    }
}

record! {
    /// A story's front matter.
    StoryMeta {
        /// Its title.
        title: Text,
        /// What happened, in a sentence or two.
        #[serde(default, deserialize_with = "given")]
        summary: Option<Text>,
        /// What its articles quote.
        #[serde(default)]
        documents: List<Document>,
        /// Quotes that are one, by the curator's word.
        #[serde(default)]
        join: List<Vec<AnnotationRef>>,
        /// Quotes that are not one, by the curator's word.
        #[serde(default)]
        keep_apart: List<Vec<AnnotationRef>>,
    }
}

record! {
    /// A briefing's front matter.
    BriefingMeta {
        /// Its title.
        title: Text,
        /// The edition's date.
        #[serde(default, deserialize_with = "given")]
        date: Option<Date>,
        /// What it leads with.
        #[serde(default, deserialize_with = "given")]
        lead: Option<BriefingItem>,
        /// Its sections.
        #[serde(default)]
        sections: List<BriefingSection>,
    }
}

record! {
    /// The front matter of any other page.
    PageMeta {
        /// Its title.
        title: Text,
        /// What it says, in a sentence.
        #[serde(default, deserialize_with = "given")]
        summary: Option<Text>,
    }
}

/// A web address, `http` or `https`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(pub Text);

impl<'de> Deserialize<'de> for Url {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(d)?;
        let lower = text.to_ascii_lowercase();
        let web = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let host = web.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        if host.is_empty() || text.contains(char::is_whitespace) || text.contains(char::is_control) {
            return Err(serde::de::Error::custom(crate::yaml::Flaw::new(
                format!("`{text}` is not a web address"),
                "write it whole, with `https://`",
            )));
        }
        Ok(Self(text))
    }
}

/// How much of an article may be published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$attr])* pub $field: $type,)* }
    )*};
}

part! {
    /// A lead image.
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
    Credit {
        /// To whom.
        to: Name,
        /// For what.
        how: Id,
    }

    /// Page chrome: exactly one of the two keys.
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "SkipText")]
pub enum Skip {
    /// Cut up to this text, which stays.
    Until(Text),
    /// Cut this text and all after it.
    From(Text),
}

impl TryFrom<SkipText> for Skip {
    type Error = crate::yaml::Flaw;

    fn try_from(skip: SkipText) -> Result<Self, Self::Error> {
        match (skip.until, skip.from) {
            (Some(text), None) => Ok(Skip::Until(text)),
            (None, Some(text)) => Ok(Skip::From(text)),
            _ => Err(crate::yaml::Flaw::new(
                "a `skip` has exactly one of `until` and `from`",
                "write one item for each: `- until: \"…\"` and `- from: \"…\"`",
            )),
        }
    }
}

/// What an item of a briefing shows.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    type Error = crate::yaml::Flaw;

    fn try_from(entry: BriefingEntry) -> Result<Self, Self::Error> {
        let mut subjects: Vec<BriefingSubject> = Vec::new();
        subjects.extend(entry.article.map(BriefingSubject::Article));
        subjects.extend(entry.story.map(BriefingSubject::Story));
        subjects.extend(entry.quote.map(BriefingSubject::Quote));
        subjects.extend(entry.figure.map(BriefingSubject::Figure));
        subjects.extend(entry.timeline.map(BriefingSubject::Timeline));
        match <[BriefingSubject; 1]>::try_from(subjects) {
            Ok([subject]) => Ok(Self { subject, comment: entry.comment, audience: entry.audience }),
            Err(_) => Err(crate::yaml::Flaw::new(
                "an item shows exactly one thing",
                "write one of `article`, `story`, `quote`, `figure` and `timeline`",
            )),
        }
    }
}

/// An audience: who else's content it sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AudienceMeta {
    /// The audiences whose content this one sees too.
    #[serde(default)]
    pub includes: Vec<Id>,
}

/// A declared metric.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuEntry {
    /// What readers see.
    pub label: Text,
    /// An address inside the site (`/about/`), or a web address.
    pub url: Text,
}

/// A figure's bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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

/// The value of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
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
