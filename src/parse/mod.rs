//! Files to records. One file, or an article and its sidecar, alone.
//!
//! In: source files. Out: records with their bodies. Must not know: other records, the
//! disk, who may see what.

mod article;
mod files;
mod front_matter;
mod layout;
mod part;
mod record;
mod says;
mod schema;
mod settings;
mod sidecar;
mod site_url;
mod sources;

pub use article::{ArticleFiles, Entry, RawArticle, parse_article};
pub use files::{BundleFile, published};
pub use front_matter::{DESCRIPTION, Origin, text_of};
pub use layout::{CONTENT, Kind, Role, role};
pub use part::*;
pub use record::*;
pub use says::Says;
pub use schema::{Described, keys, schema};
pub use settings::{Encoding, Host, SETTINGS_FILE, Settings, Visibility};
pub use sidecar::{
    Annotation, Claim, Event, Figure, FigureText, Mention, Note, Quote, Redaction, Relation, Selector,
    Sidecar, Via,
};
pub use site_url::SiteUrl;
pub use sources::{Entries, ParseMemo, Parsed, Sources, parse, settings};
