//! Files to records. One file, or an article and its sidecar, alone.
//!
//! In: source files. Out: records with their bodies. Must not know: other records, the
//! disk, who may see what.

pub mod article;
pub mod record;
pub mod sidecar;
pub mod yaml;
