//! Where each page stands: section 5 of the design.

use crate::parse::{Kind, Record};
use crate::path::OutPath;
use crate::value::Id;

/// The page of a record.
pub fn record_address(kind: Kind, id: &Id, meta: &dyn Record) -> OutPath {
    let slug = meta.slug().unwrap_or(id);
    match kind {
        Kind::Page => OutPath::page(slug.as_str()),
        kind => OutPath::page(&format!("{}/{slug}", kind.folder())),
    }
}

/// The page that lists a section: `articles`, `quotes`, …; the home page for the empty
/// name.
pub fn section_address(section: &str) -> OutPath {
    OutPath::page(section)
}

/// The page of a quote, by ids, so that it outlives a change of the article's slug.
pub fn quote_address(article: &Id, quote: &Id) -> OutPath {
    OutPath::page(&format!("quotes/{article}/{quote}"))
}

/// The page of an event, by its key.
pub fn event_address(key: &str) -> OutPath {
    OutPath::page(&format!("events/{key}"))
}
