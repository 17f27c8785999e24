//! clipsheet: a static site generator for curated briefings that checks every quote.
//!
//! The pipeline, in order: `load` → `parse` → `anchor` → `resolve` → `admit` → `link` →
//! `plan` → `render` → `output` → `write`. ARCHITECTURE.md tells what each stage knows.

pub mod diagnostics;
pub mod parse;
pub mod path;
pub mod text;
pub mod value;
