//! `serde` over the marked tree: the same types as on the fast path, but a refusal knows
//! the node it is about.

use std::fmt;
use std::ops::Range;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, Unexpected, Visitor};

use super::node::{Entry, Kind, Node};
use super::refusal::{Cause, Found, Refusal, Step};
use super::scalar::Flaw;

pub(super) fn deserialize<T: de::DeserializeOwned>(root: &Node) -> Result<T, Refusal> {
    T::deserialize(Marked(root)).map_err(|error| {
        let (span, plain) = error.at.unwrap_or_else(|| (root.first_key(), false));
        Refusal { span, path: error.path.into_iter().rev().collect(), plain, cause: error.cause }
    })
}

#[derive(Debug)]
struct Error {
    cause: Cause,
    /// Where, and whether it is a plain scalar, once the innermost node has been left.
    at: Option<(Range<usize>, bool)>,
    /// The steps to that node, innermost first.
    path: Vec<Step>,
}

impl Error {
    fn new(cause: Cause) -> Self {
        Self { cause, at: None, path: Vec::new() }
    }

    /// With the node that it is about, unless that is known already.
    fn at(mut self, node: &Node) -> Self {
        if self.at.is_some() {
            return self;
        }
        let plain = matches!(node.kind, Kind::Scalar { plain: true, .. });
        self.at = Some((node.first_key(), plain));
        // `serde` knows what a literal means, but a user looks for what is written.
        if let (Cause::Mistyped { found: Found::Literal(literal), .. }, Kind::Scalar { text, .. }) =
            (&mut self.cause, &node.kind)
        {
            literal.clone_from(text);
        }
        self
    }

    fn below(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.cause)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Cause::Value(Flaw::decode(&message.to_string())))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match unexpected {
            Unexpected::Unit | Unexpected::Option => Found::Nothing,
            Unexpected::Map => Found::Map,
            Unexpected::Seq => Found::List,
            Unexpected::Str(text) => Found::Text(text.to_string()),
            Unexpected::Bool(b) => Found::Literal(b.to_string()),
            other => Found::Literal(other.to_string()),
        };
        Self::new(Cause::Mistyped { expected: expected.to_string(), found })
    }

    /// A number out of range is of the wrong type for a user.
    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let hint = match crate::diagnostics::nearest(variant, expected.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("it is one of {}", super::listed(expected)),
        };
        let message = format!("`{variant}` is not known here");
        Self::new(Cause::Value(Flaw { message, hint: Some(hint), offset: None, date: false }))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Cause::UnknownKey { key: field.to_string(), known: expected.to_vec() })
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Cause::Missing(field.to_string()))
    }
}

#[derive(Clone, Copy)]
struct Marked<'a>(&'a Node);

impl<'a> Marked<'a> {
    fn visit_scalar<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Error> {
        // The core schema of YAML 1.2, chapter 10.3.2, as `serde_yaml` reads it.
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return visitor.visit_unit(),
            "true" | "True" | "TRUE" => return visitor.visit_bool(true),
            "false" | "False" | "FALSE" => return visitor.visit_bool(false),
            _ => {}
        }
        let bare = text.trim_start_matches(['-', '+']);
        if bare.len() > 1 && bare.starts_with('0') && bare.bytes().all(|b| b.is_ascii_digit()) {
            return visitor.visit_str(text); // `007` is no number.
        }
        let radix = |prefix, radix| u64::from_str_radix(text.strip_prefix(prefix)?, radix).ok();
        if let Some(n) = text.parse().ok().or_else(|| radix("0x", 16)).or_else(|| radix("0o", 8)) {
            return visitor.visit_u64(n);
        }
        if let Ok(n) = text.parse::<i64>() {
            return visitor.visit_i64(n);
        }
        if matches!(bare, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
            return visitor.visit_f64(f64::INFINITY);
        }
        let number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
        match text.parse::<f64>() {
            Ok(n) if number => visitor.visit_f64(n),
            _ => visitor.visit_str(text),
        }
    }
}

impl<'de> Deserializer<'de> for Marked<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let result = match &self.0.kind {
            Kind::Scalar { text, plain: true } => Self::visit_scalar(text, visitor),
            Kind::Scalar { text, .. } => visitor.visit_str(text),
            Kind::List(items) => visitor.visit_seq(Items { items, next: 0 }),
            Kind::Map(entries) => visitor.visit_map(Entries { entries, next: 0 }),
            Kind::Gone => visitor.visit_unit(),
        };
        result.map_err(|e| e.at(self.0))
    }

    /// The text as it is written, whatever type it looks like, as in `serde_yaml`.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.kind {
            Kind::Scalar { text, .. } => visitor.visit_str(text).map_err(|e: Error| e.at(self.0)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    /// A node that was taken out is a unit; nothing else is. `List` tells them apart.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.kind {
            Kind::Gone => visitor.visit_unit(),
            Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null") => {
                visitor.visit_none().map_err(|e: Error| e.at(self.0))
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let result = match &self.0.kind {
            Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null") => {
                Err(de::Error::invalid_type(Unexpected::Unit, &"one word"))
            }
            Kind::Scalar { text, .. } => {
                let variant: StrDeserializer<'_, Error> = text.as_str().into_deserializer();
                visitor.visit_enum(variant)
            }
            Kind::List(_) => Err(de::Error::invalid_type(Unexpected::Seq, &"one word")),
            _ => Err(de::Error::invalid_type(Unexpected::Map, &"one word")),
        };
        result.map_err(|e| e.at(self.0))
    }

    /// `serde` would read a list as a struct whose keys are its positions.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let unexpected = match &self.0.kind {
            Kind::Map(_) => return self.deserialize_any(visitor),
            Kind::Gone => Unexpected::Unit,
            Kind::List(_) => Unexpected::Seq,
            Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null") => {
                Unexpected::Unit
            }
            Kind::Scalar { text, .. } => Unexpected::Str(text),
        };
        let error: Error = de::Error::invalid_type(unexpected, &Keys(fields));
        Err(error.at(self.0))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit
        unit_struct seq tuple tuple_struct map ignored_any
    }
}

/// A mapping with these keys, of which the first few are shown.
struct Keys(&'static [&'static str]);

impl Expected for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<String> = self.0.iter().take(3).map(|key| format!("`{key}: …`")).collect();
        write!(f, "keys and values such as {}", shown.join(", "))
    }
}

struct Items<'a> {
    items: &'a [Node],
    next: usize,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(node) = self.items.get(self.next) else { return Ok(None) };
        self.next += 1;
        let step = Step::Item(self.next - 1);
        seed.deserialize(Marked(node)).map(Some).map_err(|e| e.at(node).below(step))
    }
}

struct Entries<'a> {
    entries: &'a [Entry],
    next: usize,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        while self.entries.get(self.next).is_some_and(|e| e.gone) {
            self.next += 1;
        }
        let Some(entry) = self.entries.get(self.next) else { return Ok(None) };
        self.next += 1;
        let step = Step::Entry(self.next - 1);
        seed.deserialize(Marked(&entry.key)).map(Some).map_err(|e| e.at(&entry.key).below(step))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let index = self.next.saturating_sub(1);
        let Some(entry) = self.entries.get(index) else {
            return Err(de::Error::custom("a value without a key"));
        };
        seed.deserialize(Marked(&entry.value)).map_err(|e| {
            let empty = entry.value.span.is_empty();
            e.at(if empty { &entry.key } else { &entry.value }).below(Step::Entry(index))
        })
    }
}
