//! Annotations, as the sidecar of an article gives them.
//!
//! In: YAML. Out: typed annotations. Must not know: the article's text, other files.

use schemars::JsonSchema;
use serde::Deserialize;

use super::part::{Amount, BoundKind, Status};
use super::record::ArticleMeta;
use super::says::{Says, says};
use crate::value::{AnnotationRef, Date, Decimal, FigureRef, Id, Name};
use crate::yaml::{Flaw, List, OneOrMany, Text, given};

/// Which text of the article an annotation is about: the W3C Web Annotation model's
/// `TextQuoteSelector`, with `exact` in one piece or in several.
#[derive(Clone, Copy, Debug)]
pub struct Selector<'a> {
    /// The pieces, in order.
    pub exact: &'a [Text],
    /// What stands right before the first piece.
    pub prefix: Option<&'a Text>,
    /// What stands right after the last piece.
    pub suffix: Option<&'a Text>,
}

/// What all annotations with an id share.
pub trait Annotation: Says {
    /// The list of the sidecar that they stand in.
    const LIST: &'static str;
    /// The id, unique in the file.
    fn id(&self) -> &Id;
    /// The text that it is about.
    fn selector(&self) -> Selector<'_>;
    /// Who may see it.
    fn audience(&self) -> Option<&OneOrMany<Id>>;
}

macro_rules! annotation {
    ($($(#[$meta:meta])* $name:ident in $list:literal {
        $($(#[$attr:meta])* $field:ident: $type:ty,)*
    })*) => {$(
        #[derive(
            Clone, Debug, PartialEq, Deserialize, JsonSchema, borsh::BorshSerialize, borsh::BorshDeserialize,
        )]
        $(#[$meta])*
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Unique in its file.
            pub id: Id,
            /// The text, in one piece or in several.
            pub exact: OneOrMany<Text>,
            /// What stands right before it.
            #[serde(default, deserialize_with = "given")]
            pub prefix: Option<Text>,
            /// What stands right after it.
            #[serde(default, deserialize_with = "given")]
            pub suffix: Option<Text>,
            /// Who may see it.
            #[serde(default, deserialize_with = "given")]
            pub audience: Option<OneOrMany<Id>>,
            $($(#[$attr])* pub $field: $type,)*
        }

        says! { $name { id, exact, prefix, suffix, $($field,)* } }

        impl Annotation for $name {
            const LIST: &'static str = $list;
            fn id(&self) -> &Id { &self.id }
            fn selector(&self) -> Selector<'_> {
                Selector { exact: &self.exact.0, prefix: self.prefix.as_ref(), suffix: self.suffix.as_ref() }
            }
            fn audience(&self) -> Option<&OneOrMany<Id>> { self.audience.as_ref() }
        }
    )*};
}

annotation! {
    /// Words that somebody said or wrote.
    Quote in "quotes" {
        /// Who; absent where unknown.
        #[serde(default, deserialize_with = "given")]
        speaker: Option<Name>,
        /// In which role, as the article gives it.
        #[serde(default, deserialize_with = "given")]
        role: Option<Text>,
        /// The document or occasion that is quoted.
        #[serde(default, rename = "in", deserialize_with = "given")]
        within: Option<Id>,
        /// Through whom the article has it.
        #[serde(default)]
        via: List<Via>,
        /// What it is about.
        #[serde(default)]
        about: Vec<Name>,
        /// The same words, by the curator's word.
        #[serde(default)]
        same_as: Vec<AnnotationRef>,
        /// A variant of them, by the curator's word.
        #[serde(default)]
        variant_of: Vec<AnnotationRef>,
        /// Not the same words, by the curator's word.
        #[serde(default)]
        distinct_from: Vec<AnnotationRef>,
    }

    /// Something that happened or will.
    Event in "events" {
        /// The id that it shares with the same event in other articles.
        #[serde(default, deserialize_with = "given")]
        event: Option<Id>,
        /// When.
        date: Date,
        /// The words as printed.
        #[serde(default, deserialize_with = "given")]
        said: Option<Text>,
        /// What happened, for the timeline.
        title: Text,
        /// Who took part.
        #[serde(default)]
        entities: Vec<Name>,
        /// Why its date may contradict that of others: the curator has seen it.
        #[serde(default, deserialize_with = "given")]
        acknowledge: Option<Text>,
    }

    /// A number that the article gives, as written: `value`, or both `low` and `high`.
    #[schemars(extend("oneOf" = [
        {"required": ["value"], "not": {"anyOf": [{"required": ["low"]}, {"required": ["high"]}]}},
        {"required": ["low", "high"], "not": {"required": ["value"]}}
    ]))]
    FigureText in "figures" {
        /// Whose.
        company: Name,
        /// Of what; values of one company and metric are compared.
        metric: Id,
        /// The value, unless it is a range.
        #[serde(default, deserialize_with = "given")]
        value: Option<Decimal>,
        /// The lower end of a range.
        #[serde(default, deserialize_with = "given")]
        low: Option<Decimal>,
        /// The upper end of a range.
        #[serde(default, deserialize_with = "given")]
        high: Option<Decimal>,
        /// An ISO 4217 code, `%`, or a unit that the settings declare.
        unit: Text,
        /// What kind of value.
        #[serde(default)]
        bound: BoundKind,
        /// How firm it is.
        #[serde(default)]
        status: Status,
        /// Who gave it, if not the article itself.
        #[serde(default, deserialize_with = "given")]
        said_by: Option<Name>,
        /// The time that it holds for.
        #[serde(default, deserialize_with = "given")]
        as_of: Option<Date>,
        /// Figures that it contradicts.
        #[serde(default)]
        disputes: Vec<AnnotationRef>,
        /// Why it may differ from what others give: the curator has seen it.
        #[serde(default, deserialize_with = "given")]
        acknowledge: Option<Text>,
    }

    /// How two companies stand to each other.
    Relation in "relations" {
        /// The one.
        from: Name,
        /// The other.
        to: Name,
        /// What the one is to the other.
        kind: Id,
        /// Since when.
        #[serde(default, deserialize_with = "given")]
        since: Option<Date>,
        /// Until when.
        #[serde(default, deserialize_with = "given")]
        until: Option<Date>,
    }

    /// A statement without a number.
    Claim in "claims" {
        /// Whose.
        company: Name,
        /// On what; answers to one question are compared.
        question: Id,
        /// The answer.
        says: Text,
        /// Why it may differ from other answers: the curator has seen it.
        #[serde(default, deserialize_with = "given")]
        acknowledge: Option<Text>,
    }

    /// The editor's remark in the margin.
    Note in "notes" {
        /// Markdown.
        text: Text,
    }

    /// A passage that only some readers see.
    Redaction in "redactions" {
    }
}

/// A number that the article gives.
#[derive(Clone, Debug, PartialEq, Deserialize, borsh::BorshSerialize, borsh::BorshDeserialize)]
#[serde(try_from = "FigureText")]
pub struct Figure {
    /// Everything but the value, which is in `amount`.
    pub text: FigureText,
    /// The value.
    pub amount: Amount,
}

impl Quote {
    /// Whether the curator says how it stands to other quotes.
    pub fn decides(&self) -> bool {
        !(self.same_as.is_empty() && self.variant_of.is_empty() && self.distinct_from.is_empty())
    }
}

impl TryFrom<FigureText> for Figure {
    type Error = Flaw;

    fn try_from(mut text: FigureText) -> Result<Self, Flaw> {
        let amount = match (text.value.take(), text.low.take(), text.high.take()) {
            (Some(value), None, None) => Amount::Value(value),
            (None, Some(low), Some(high)) => Amount::Range { low, high },
            (None, None, None) => {
                return Err(Flaw::new(
                    format!("the figure `{}` has no value", text.id),
                    "write `value`, or both `low` and `high` for a range",
                ));
            }
            (Some(_), _, _) => {
                return Err(Flaw::new(
                    format!("the figure `{}` has a value and a range", text.id),
                    "write either `value`, or `low` and `high`",
                ));
            }
            _ => {
                return Err(Flaw::new(
                    format!("the range of the figure `{}` has only one end", text.id),
                    "write both `low` and `high`; for one end write `value` with `bound: at-most` or `at-least`",
                ));
            }
        };
        Ok(Self { text, amount })
    }
}

impl Figure {
    /// What it is a figure of.
    pub fn subject(&self) -> FigureRef {
        FigureRef { company: self.text.company.clone(), metric: self.text.metric.clone() }
    }
}

impl Annotation for Figure {
    const LIST: &'static str = FigureText::LIST;

    fn id(&self) -> &Id {
        &self.text.id
    }

    fn selector(&self) -> Selector<'_> {
        self.text.selector()
    }

    fn audience(&self) -> Option<&OneOrMany<Id>> {
        self.text.audience()
    }
}

/// A link in the chain through which an article has a quote.
#[derive(
    Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Via {
    /// Who.
    pub source: Name,
    /// Viewed, obtained, cited, …
    #[serde(default, deserialize_with = "given")]
    pub how: Option<Text>,
}

/// A correction to the automatic linking of names.
#[derive(
    Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// The text.
    pub exact: OneOrMany<Text>,
    /// What stands right before it.
    #[serde(default, deserialize_with = "given")]
    pub prefix: Option<Text>,
    /// What stands right after it.
    #[serde(default, deserialize_with = "given")]
    pub suffix: Option<Text>,
    /// Whether it is a mention at all.
    #[serde(default = "yes")]
    pub link: bool,
    /// Whom it names.
    #[serde(default, deserialize_with = "given")]
    pub entity: Option<Name>,
    /// Who may see it.
    #[serde(default, deserialize_with = "given")]
    pub audience: Option<OneOrMany<Id>>,
}

fn yes() -> bool {
    true
}

impl Mention {
    /// The text that it is about.
    pub fn selector(&self) -> Selector<'_> {
        Selector { exact: &self.exact.0, prefix: self.prefix.as_ref(), suffix: self.suffix.as_ref() }
    }
}

/// The file beside an article.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sidecar {
    /// The article's metadata, where the article is a clipping that stays as it came.
    #[serde(default, deserialize_with = "given")]
    pub article: Option<ArticleMeta>,
    /// Who said what.
    #[serde(default)]
    pub quotes: List<Quote>,
    /// What happened when.
    #[serde(default)]
    pub events: List<Event>,
    /// Numbers.
    #[serde(default)]
    pub figures: List<Figure>,
    /// How companies stand to each other.
    #[serde(default)]
    pub relations: List<Relation>,
    /// Statements without a number.
    #[serde(default)]
    pub claims: List<Claim>,
    /// Corrections to the automatic linking of names.
    #[serde(default)]
    pub mentions: List<Mention>,
    /// The editor's remarks.
    #[serde(default)]
    pub notes: List<Note>,
    /// Passages that only some readers see.
    #[serde(default)]
    pub redactions: List<Redaction>,
}
