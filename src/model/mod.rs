//! The site as the pages see it.
//!
//! `Records` are all records with their annotations anchored; the stages `resolve`,
//! `admit` and `link` turn them, in this order, into a `Site`. Must not know: pages,
//! templates, the disk.

mod address;
mod admit;
mod files;
mod link;
mod links;
mod mentions;
mod names;
mod records;
mod references;
mod reserved;
mod resolve;
mod timeline;

pub use address::{event_address, event_key, quote_address, record_address, section_address};
pub use admit::{Admitted, Held, Reader, Reason, admit};
pub use link::{About, Site, link};
pub(crate) use links::Aim;
pub use mentions::Mentioned;
pub use records::Records;
pub use resolve::resolve;
pub use timeline::{Spot, TimelineEntry};
