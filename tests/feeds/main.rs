//! Feeds, calendars, the site map and `robots.txt`: what they say, and that others can read them.
//!
//! `parsers` gives every feed to feed-rs, and all of it to feedparser, icalendar and Python's own parsers of
//! XML and robots.txt (`valid.py`). These are in `target/feeds-venv`, where `tests/run.sh` puts them; where they are not
//! the test says so and passes, unless CLIPSHEET_REQUIRE_SPEC is set.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests touch files, the environment and programs"
)]

#[path = "../common/mod.rs"]
mod common;

mod calendars;
mod engines;
mod feeds;
mod parsers;

use clipsheet::build::Options;
use clipsheet::output::OutputTree;

/// A file of a tree as text.
fn text(tree: &OutputTree, path: &str) -> String {
    let file = tree.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(file.to_vec()).expect("UTF-8")
}

/// The site that these files make, published at an address.
fn published(files: &[(&str, &str)]) -> OutputTree {
    let options = Options { base_url: Some("https://example.org/news".into()), ..common::options() };
    common::tree(&common::sources(files), &options)
}
