//! The building blocks of records: text that is text, lists that number their items,
//! tables without duplicate keys.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::diagnostics::Code;

/// What is wrong with one value.
///
/// `serde` carries errors as text only, so a flaw travels through it encoded: its parts
/// separated by U+001F, which no YAML text contains unescaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Where in the value, in bytes.
    pub offset: Option<usize>,
    /// Whether it is about a date.
    pub date: bool,
}

impl Flaw {
    /// A flaw with what to do about it.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()), offset: None, date: false }
    }

    pub(super) fn code(&self) -> Code {
        if self.date { Code::BadDate } else { Code::BadValue }
    }

    pub(super) fn decode(text: &str) -> Self {
        let mut parts = text.split('\u{1f}');
        let message = parts.next().unwrap_or_default().to_string();
        let hint = parts.next().filter(|h| !h.is_empty()).map(str::to_string);
        let offset = parts.next().and_then(|o| o.parse().ok());
        Self { message, hint, offset, date: parts.next() == Some("date") }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clean = |text: &str| text.replace('\u{1f}', " ");
        let hint = self.hint.as_deref().map(clean).unwrap_or_default();
        let offset = self.offset.map(|o| o.to_string()).unwrap_or_default();
        let date = if self.date { "date" } else { "" };
        write!(f, "{}\u{1f}{hint}\u{1f}{offset}\u{1f}{date}", clean(&self.message))
    }
}

/// For an optional key: present means that it has a value, so `key:` with nothing after
/// it is a mistake and not an absent key.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
}

/// Text of at least one visible character. A number, a truth value or nothing is refused,
/// because YAML would silently have turned them into text.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct Text(pub(crate) Box<str>);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
        if text.trim().is_empty() {
            return Err(E::custom(Flaw::new("this text is empty", "write a value, or remove the line")));
        }
        Ok(Text(text.into()))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(TextVisitor)
    }
}

/// A truth value, a whole number or a text: what a user may set freely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text, which may be empty.
    Text(String),
}

impl Scalar {
    /// What it is, in a sentence.
    pub fn noun(&self) -> &'static str {
        match self {
            Scalar::Bool(_) => "`true` or `false`",
            Scalar::Number(_) => "a whole number",
            Scalar::Text(_) => "a text",
        }
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a whole number, `true` or `false`")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
        i64::try_from(value).map(Scalar::Number).map_err(|_| E::custom("this number is too large"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_string()))
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ScalarVisitor)
    }
}

/// One item of a list, with its place in the list as written.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Item<T> {
    /// The position in the file, from 0: items that were refused keep their numbers.
    pub at: usize,
    /// The item.
    pub value: T,
}

/// A list whose items know their position.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct List<T>(pub Vec<Item<T>>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> List<T> {
    /// The items, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Item<T>> {
        self.0.iter()
    }

    /// The values without their positions.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|item| &item.value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
        let mut items = Vec::new();
        let mut at = 0;
        while let Some(slot) = seq.next_element::<Slot<T>>()? {
            if let Slot::Full(value) = slot {
                items.push(Item { at, value });
            }
            at += 1;
        }
        Ok(List(items))
    }
}

/// An item, or the place of one that was reported and taken out of the marked tree.
enum Slot<T> {
    Full(T),
    Gone,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Slot<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_option(SlotVisitor(PhantomData))
    }
}

struct SlotVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SlotVisitor<T> {
    type Value = Slot<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item")
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Slot<T>, D::Error> {
        T::deserialize(d).map(Slot::Full)
    }

    fn visit_none<E: de::Error>(self) -> Result<Slot<T>, E> {
        Err(E::custom(Flaw::new(
            "this item of the list is empty",
            "write an item after the dash, or remove the line",
        )))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Slot<T>, E> {
        Ok(Slot::Gone)
    }
}

/// One value, or a list of at least one.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or a list of texts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        T::deserialize(de::value::StrDeserializer::<E>::new(text)).map(|one| OneOrMany(vec![one]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let list = ListVisitor(PhantomData).visit_seq(seq)?;
        if list.0.is_empty() {
            return Err(de::Error::custom(Flaw::new(
                "this list is empty",
                "write an item, or remove the line",
            )));
        }
        Ok(OneOrMany(list.0.into_iter().map(|item| item.value).collect()))
    }
}

/// A mapping whose keys the user chooses. A key that stands twice is refused, which
/// `serde`'s own maps would accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<T>(pub BTreeMap<String, T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Deref for Table<T> {
    type Target = BTreeMap<String, T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(TableVisitor(PhantomData))
    }
}

struct TableVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for TableVisitor<T> {
    type Value = Table<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Table<T>, A::Error> {
        let mut table = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            if table.contains_key(&key) {
                return Err(de::Error::custom(format!("the key `{key}` stands twice")));
            }
            table.insert(key, map.next_value()?);
        }
        Ok(Table(table))
    }
}
