//! Sites in memory, for tests.
#![allow(dead_code, clippy::expect_used, clippy::panic, reason = "each test file uses a part of it")]

use clipsheet::build::{Built, Options, build};
use clipsheet::diagnostics::{Checked, Format, SourceFile, render};
use clipsheet::parse::Sources;

/// The moment at which all tests stand.
pub fn options() -> Options {
    Options::at("2026-06-01T12:00:00Z".parse().expect("an instant"))
}

/// Sources from pairs of path and text.
pub fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::new(files.iter().map(|(path, text)| SourceFile::new(path, text.as_bytes())))
}

/// What a build of these sources gives; panics where the options do not fit.
pub fn built(sources: &Sources) -> Checked<Built> {
    build(sources, &options()).expect("options that fit")
}

/// What is wrong with these sources, as a person sees it on a terminal without colours.
pub fn report(sources: &Sources) -> String {
    let built = built(sources);
    render(&built.diagnostics, Format::Human, false, |path| {
        sources.bytes(path).or_else(|| built.value.templates.get(path).map(Vec::as_slice))
    })
}

/// The file `path` of the site that these sources make; panics with the diagnostics
/// where there is none.
pub fn page(sources: &Sources, path: &str) -> String {
    let built = built(sources);
    let tree = built.value.tree.unwrap_or_else(|| panic!("{}", report(sources)));
    let bytes = tree.get(path).unwrap_or_else(|| {
        let all: Vec<_> = tree.files().keys().map(ToString::to_string).collect();
        panic!("no {path} among {all:?}")
    });
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}
