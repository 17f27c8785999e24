//! The records of section 1 of the design, as they are written.
//!
//! In: YAML. Out: typed records. Must not know: other files.
//!
//! A record keeps what its file says; that its references exist is the business of the
//! stage `resolve`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::part::{
    BriefingItem, BriefingSection, Correction, Credit, Document, EditionDate, Image, Language, PersonRole,
    Rights, Skip, Url,
};
use super::says::{Says, says};
use crate::value::{AnnotationRef, Date, Id, Moment, Name};
use crate::yaml::{List, OneOrMany, Text, given};

/// What every record may have, whatever its kind.
pub trait Record: std::fmt::Debug + Says {
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
        #[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
        $(#[$meta])*
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

        says! { $name { $($field,)* slug, redirect_from, } }

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
    #[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
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
        language: Option<Language>,
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
        /// What was corrected since.
        #[serde(default)]
        corrections: List<Correction>,
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
        /// The event that it is about, from which its page counts the time.
        #[serde(default, deserialize_with = "given")]
        event: Option<Id>,
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
        date: EditionDate,
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
