//! The values that records are made of: ids, references, dates, moments, decimals.
//!
//! In: text of one YAML scalar. Out: a value that is valid, or a flaw. Must not know:
//! records, files, and which site they belong to.

mod currency;
mod date;
mod decimal;
mod id;
mod lag;
mod moment;

pub use currency::is_currency;
pub use date::{Date, Day, Reach, SortKey};
pub use decimal::Decimal;
pub use id::{AnnotationRef, FigureRef, Id, Name};
pub use lag::{Lag, Length, Unit, lag};
pub use moment::{Moment, no_such_zone};
