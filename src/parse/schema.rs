//! What files may say, for editors: JSON Schemas (draft 2020-12), made from the types that read them.
//!
//! In: the types of records. Out: a schema for each kind of file. Must not know: any file.
//!
//! The derived ones follow `serde`'s attributes and take each field's comment as its description, so that no field
//! is described twice. Here stand those of the types that read themselves. A schema never refuses what the type takes;
//! where a pattern cannot say what the type checks, it lets it pass, and the build tells.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde_json::Value;

use super::part::{BriefingEntry, BriefingItem, EditionDate, Language, Skip, SkipText, Url};
use super::record::{
    ArticleMeta, BriefingMeta, CompanyMeta, PageMeta, PersonMeta, PublicationMeta, StoryMeta,
};
use super::settings::{SettingsMeta, Zone};
use super::sidecar::{Claim, Event, Figure, FigureText, Mention, Note, Quote, Redaction, Relation, Sidecar};
use super::site_url::SiteUrl;
use super::{Kind, Role};
use crate::value::{AnnotationRef, Date, Decimal, FigureRef, Id, Moment, Name};
use crate::yaml::{List, OneOrMany, Scalar, Table, Text};

/// A kind of YAML that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Described {
    /// `content/site.yaml`
    Site,
    /// The file beside an article.
    Annotations,
    /// The front matter of a record.
    Record(Kind),
}

impl Described {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Site, Self::Annotations].into_iter().chain(Kind::ALL.map(Self::Record))
    }

    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Annotations => "annotations",
            Self::Record(kind) => kind.word(),
        }
    }

    /// What describes a file with this role; nothing for what is no YAML of a site's.
    pub fn of(role: &Role<'_>) -> Option<Self> {
        match role {
            Role::Settings => Some(Self::Site),
            Role::Sidecar(_) => Some(Self::Annotations),
            Role::Record(kind, _) => Some(Self::Record(*kind)),
            Role::Static(_) | Role::Theme | Role::Unknown => None,
        }
    }
}

/// The schema of a kind of YAML.
pub fn schema(described: Described) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.transforms.clear());
    let generator = settings.into_generator();
    let mut schema = match described {
        Described::Site => generator.into_root_schema_for::<SettingsMeta>(),
        Described::Annotations => generator.into_root_schema_for::<Sidecar>(),
        Described::Record(Kind::Article) => generator.into_root_schema_for::<ArticleMeta>(),
        Described::Record(Kind::Company) => generator.into_root_schema_for::<CompanyMeta>(),
        Described::Record(Kind::Person) => generator.into_root_schema_for::<PersonMeta>(),
        Described::Record(Kind::Publication) => generator.into_root_schema_for::<PublicationMeta>(),
        Described::Record(Kind::Story) => generator.into_root_schema_for::<StoryMeta>(),
        Described::Record(Kind::Briefing) => generator.into_root_schema_for::<BriefingMeta>(),
        Described::Record(Kind::Page) => generator.into_root_schema_for::<PageMeta>(),
    };
    RecursiveTransform(without_null).transform(&mut schema);
    schema.insert("title".into(), format!("clipsheet: {}", described.word()).into());
    schema.to_value()
}

/// The keys of a kind of YAML, or of the items of a list of annotations, in the order of their declaration, which a
/// schema does not keep.
pub fn keys(described: Described, list: Option<&str>) -> &'static [&'static str] {
    match (described, list) {
        (Described::Site, _) => keys_of::<SettingsMeta>(),
        (Described::Annotations, None) => keys_of::<Sidecar>(),
        (Described::Annotations, Some("quotes")) => keys_of::<Quote>(),
        (Described::Annotations, Some("events")) => keys_of::<Event>(),
        (Described::Annotations, Some("figures")) => keys_of::<FigureText>(),
        (Described::Annotations, Some("relations")) => keys_of::<Relation>(),
        (Described::Annotations, Some("claims")) => keys_of::<Claim>(),
        (Described::Annotations, Some("mentions")) => keys_of::<Mention>(),
        (Described::Annotations, Some("notes")) => keys_of::<Note>(),
        (Described::Annotations, Some(_)) => keys_of::<Redaction>(),
        (Described::Record(Kind::Article), _) => keys_of::<ArticleMeta>(),
        (Described::Record(Kind::Company), _) => keys_of::<CompanyMeta>(),
        (Described::Record(Kind::Person), _) => keys_of::<PersonMeta>(),
        (Described::Record(Kind::Publication), _) => keys_of::<PublicationMeta>(),
        (Described::Record(Kind::Story), _) => keys_of::<StoryMeta>(),
        (Described::Record(Kind::Briefing), _) => keys_of::<BriefingMeta>(),
        (Described::Record(Kind::Page), _) => keys_of::<PageMeta>(),
    }
}

/// What a type asks for when it is read.
fn keys_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut asked = Asked::default();
    // It is never read: there is nothing to read it from.
    let _ = T::deserialize(&mut asked);
    asked.keys
}

/// Has nothing, and remembers for which keys it was asked.
#[derive(Default)]
struct Asked {
    keys: &'static [&'static str],
}

impl<'de> Deserializer<'de> for &mut Asked {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("nothing"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        self.keys = keys;
        Err(Self::Error::custom("nothing"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// An optional key has a value where it stands: `key:` with nothing after it is a mistake.
fn without_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if object.get("default").is_some_and(Value::is_null) {
        object.remove("default");
    }
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".into(), only);
        }
    }
    let is_null = |schema: &Value| schema.get("type").is_some_and(|name| name == "null");
    let Some(Value::Array(choices)) = object.get_mut("anyOf") else { return };
    choices.retain(|choice| !is_null(choice));
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        object.remove("anyOf");
        for (key, value) in only {
            object.entry(key).or_insert(value);
        }
    }
}

/// Schemas of types that read themselves from one scalar.
macro_rules! scalar {
    ($($type:ident $schema:tt)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

scalar! {
    Text {"type": "string", "pattern": "\\S"}
    Url {
        "description": "A web address, with `https://` or `http://`.",
        "type": "string",
        "pattern": "^[hH][tT][tT][pP][sS]?://[^\\s/?#][^\\s]*$"
    }
    SiteUrl {
        "description": "The address of a site, with `https://` or `http://`, a host, and perhaps a port and a path.",
        "type": "string",
        "pattern": "^[hH][tT][tT][pP][sS]?://[^\\s/?#@]+(/[^\\s?#$]*)?$"
    }
    Language {
        "description": "A language tag (BCP 47), for example `en` or `pt-BR`.",
        "type": "string",
        "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
    }
    Zone {
        "description": "A time zone of the IANA database, for example `Europe/Berlin`.",
        "type": "string",
        "pattern": "^[A-Za-z0-9_+/-]+$"
    }
    Id {
        "description": "An id: letters, digits, `-`, `_` and `.`.",
        "type": "string",
        "pattern": "^[^\\s!-,/:-@\\[-^`{-~.-]([^\\s!-,/:-@\\[-^`{-~]*[^\\s!-,/:-@\\[-^`{-~.])?$",
        "maxLength": 200
    }
    Name {"description": "A company, person or publication: its id, or a name or alias that only it has.",
        "type": "string", "pattern": "\\S"}
    AnnotationRef {
        "description": "An annotation of an article: `article#id`.",
        "type": "string",
        "pattern": "^\\s*[^\\s#]+\\s*#\\s*[^\\s#]+\\s*$"
    }
    FigureRef {
        "description": "The figures of a company and a metric: `company/metric`.",
        "type": "string",
        "pattern": "^\\s*[^\\s/]+\\s*/\\s*[^\\s/]+\\s*$"
    }
    Date {
        "description": "A date as vague as the source gives it (EDTF): `2026-04-12`, `2026-04`, `2026-02-2X`, `2026-04~`, `../2026`.",
        "type": ["string", "integer"],
        "pattern": "^[0-9XYESTZ~?%./,{}\\[\\]: +-]*[0-9X][0-9XYESTZ~?%./,{}\\[\\]: +-]*$"
    }
    EditionDate {
        "description": "The day of the edition, `2026-04-27`, or a time of it.",
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?$"
    }
    Moment {
        "description": "A day or a moment: `2026-04-14`, `2026-04-14T09:00`, `2026-04-14T09:00+10:00`.",
        "type": "string",
        "pattern": "^\\s*[+-]?[0-9]{4,6}-?[0-9]{2}-?[0-9]{2}"
    }
    Decimal {
        "description": "A number: `8`, `8.0`, `50e9`.",
        "type": ["number", "string"],
        "pattern": "^[+-]?[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?$"
    }
    Scalar {"type": ["string", "integer", "boolean"]}
}

/// Schemas of types that are read as others are written.
macro_rules! as_written {
    ($($type:ident as $written:ident;)*) => {$(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                $written::inline_schema()
            }

            fn schema_name() -> Cow<'static, str> {
                $written::schema_name()
            }

            fn schema_id() -> Cow<'static, str> {
                $written::schema_id()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                $written::json_schema(generator)
            }
        }
    )*};
}

as_written! {
    Skip as SkipText;
    BriefingItem as BriefingEntry;
    Figure as FigureText;
}

/// Schemas of what holds others, which stand where they are used.
macro_rules! around {
    ($($type:ident, $generator:ident => $schema:expr;)*) => {$(
        impl<T: JsonSchema> JsonSchema for $type<T> {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                format!("{}_of_{}", stringify!($type), T::schema_name()).into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

around! {
    List, generator => json_schema!({"type": "array", "items": generator.subschema_for::<T>()});
    Table, generator => json_schema!({"type": "object", "additionalProperties": generator.subschema_for::<T>()});
    OneOrMany, generator => {
        let one = generator.subschema_for::<T>();
        json_schema!({"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]})
    };
}
