//! Ids, which people write and nothing derives, and references to them.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error};
use unicode_normalization::UnicodeNormalization;

use crate::path::{flaw_in_name, proposed_name};
use crate::yaml::{Flaw, Text};

/// The id of a record or an annotation, in NFC.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct Id(Arc<str>);

impl Id {
    /// The id, if `text` may be one; else why not, and one that may.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let text: String = text.nfc().collect();
        match flaw_in_name(&text) {
            None => Ok(Self(text.into())),
            Some(flaw) => Err(Flaw::new(
                format!("`{text}` cannot be an id or a slug: {flaw}"),
                format!("for example `{}`", proposed_name(&text)),
            )),
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(d)?;
        Id::parse(text.as_str()).map_err(D::Error::custom)
    }
}

/// A reference to a company, person or publication: in a parsed record the id, name or
/// alias as written; after the stage `resolve`, always the id of a record that exists.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct Name(Arc<str>);

impl Name {
    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Name {
    /// The reference as an id, which it is after the stage `resolve`.
    pub fn id(&self) -> Id {
        Id(self.0.clone())
    }
}

impl From<&Id> for Name {
    fn from(id: &Id) -> Self {
        Self(id.0.clone())
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Text::deserialize(d).map(|text| Name(text.trim().into()))
    }
}

/// The global name of an annotation, `article#id`.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct AnnotationRef {
    /// The article's id.
    pub article: Id,
    /// The annotation's id.
    pub id: Id,
}

impl fmt::Display for AnnotationRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.article, self.id)
    }
}

impl<'de> Deserialize<'de> for AnnotationRef {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let (article, id) = split(d, '#', "article#id")?;
        Ok(Self { article, id })
    }
}

/// The figures of one company and one metric, `company/metric`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureRef {
    /// The company.
    pub company: Name,
    /// The metric's id.
    pub metric: Id,
}

impl<'de> Deserialize<'de> for FigureRef {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let (company, metric) = split(d, '/', "company/metric")?;
        Ok(Self { company: Name::from(&company), metric })
    }
}

/// Two ids with `by` between them, a form that is called `form`.
fn split<'de, D: Deserializer<'de>>(d: D, by: char, form: &str) -> Result<(Id, Id), D::Error> {
    let text = Text::deserialize(d)?;
    let Some((left, right)) = text.split_once(by) else {
        let flaw = Flaw::new(
            format!("`{text}` is not of the form `{form}`"),
            format!("write `{form}`, in quotes where YAML asks for them"),
        );
        return Err(D::Error::custom(flaw));
    };
    let id = |part: &str| Id::parse(part.trim()).map_err(D::Error::custom);
    Ok((id(left)?, id(right)?))
}
