//! clipsheet: a static site generator for curated briefings that checks every quote.
//!
//! The pipeline, in order: `load` → `parse` → `anchor` → `resolve` → `admit` → `link` →
//! `plan` → `render` → `output` → `write`. ARCHITECTURE.md tells what each stage knows.

#![forbid(unsafe_code)]

pub mod anchor;
pub mod audit;
pub mod build;
pub mod cache;
pub mod cli;
pub mod diagnostics;
pub mod digest;
pub mod external;
pub mod hosting;
pub mod kept;
pub mod language;
pub mod lettering;
pub mod load;
pub mod memo;
pub mod model;
pub mod output;
pub mod parse;
pub mod path;
pub mod picture;
pub mod plan;
pub mod progress;
pub mod render;
pub mod serve;
mod stamp;
pub mod text;
pub mod theme;
pub mod twins;
pub mod value;
pub mod view;
pub mod watch;
pub mod write;
pub mod yaml;
