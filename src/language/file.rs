//! A language file as it is written.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use icu_plurals::PluralCategory;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::Direction;
use crate::diagnostics::{Checked, SourceFile};
use crate::parse::{Origin, text_of};
use crate::yaml::{Flaw, Table, Text, given};

/// What one file says; all of it optional, because a more general file may say it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    #[serde(default, deserialize_with = "given")]
    pub direction: Option<Direction>,
    #[serde(default, deserialize_with = "given")]
    pub months: Option<Months>,
    #[serde(default)]
    pub scales: Scales,
    #[serde(default)]
    pub units: Table<Text>,
    #[serde(default)]
    pub messages: Table<Message>,
}

/// Reads a language file.
pub(super) fn read(file: &Arc<SourceFile>) -> Checked<Option<Words>> {
    match text_of(file) {
        Err(diagnostic) => Checked { value: None, diagnostics: vec![diagnostic] },
        Ok((_, offset)) => {
            let origin = Origin::new(file.clone(), offset..file.bytes.len(), "");
            origin.document().map_or(Checked::fine(None), |document| document.read())
        }
    }
}

/// The names of the twelve months.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Vec<Text>")]
pub(super) struct Months(pub Vec<Text>);

impl TryFrom<Vec<Text>> for Months {
    type Error = Flaw;

    fn try_from(months: Vec<Text>) -> Result<Self, Flaw> {
        match months.len() {
            12 => Ok(Self(months)),
            n => Err(Flaw::new(
                format!("a year has twelve months, and here are {n}"),
                "write the names of all twelve",
            )),
        }
    }
}

/// Messages for numbers from ten to a power on.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Table<Message>")]
pub(super) struct Scales(pub BTreeMap<u8, Message>);

impl TryFrom<Table<Message>> for Scales {
    type Error = Flaw;

    fn try_from(table: Table<Message>) -> Result<Self, Flaw> {
        let power = |(key, message): (String, Message)| match key.parse::<u8>() {
            Ok(power @ 1..=99) => Ok((power, message)),
            _ => Err(Flaw::new(
                format!("`{key}` is not a power of ten"),
                "write `6` for a million, `9` for a thousand millions",
            )),
        };
        table.0.into_iter().map(power).collect::<Result<_, _>>().map(Self)
    }
}

/// A message: one pattern, or one for each plural category that the language has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// For every category that has none of its own.
    other: String,
    forms: BTreeMap<String, String>,
}

impl Message {
    /// The pattern for a plural category.
    pub fn form(&self, category: PluralCategory) -> &str {
        let name = match category {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        self.forms.get(name).unwrap_or(&self.other)
    }
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(MessageVisitor)
    }
}

struct MessageVisitor;

impl<'de> Visitor<'de> for MessageVisitor {
    type Value = Message;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, or a mapping of plural categories to texts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Message, E> {
        Ok(Message { other: text.to_string(), forms: BTreeMap::new() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Message, A::Error> {
        let table = Table::<Text>::deserialize(de::value::MapAccessDeserializer::new(map))?;
        if let Some(key) = table.keys().find(|key| PluralCategory::get_for_cldr_string(key).is_none()) {
            return Err(de::Error::custom(Flaw::new(
                format!("`{key}` is not a plural category"),
                "the categories are zero, one, two, few, many and other",
            )));
        }
        let Some(other) = table.get("other") else {
            return Err(de::Error::custom(Flaw::new(
                "a message with plural forms has a form `other`",
                "add `other: …`, the form for every number that has no form of its own",
            )));
        };
        let other = other.to_string();
        let forms = table.0.into_iter().map(|(key, form)| (key, form.to_string())).collect();
        Ok(Message { other, forms })
    }
}
