//! What there is to tell of a build that the one before had not told.
//!
//! In: two builds, one after the other. Out: what is new. Must not know: how anything is built.

use std::collections::BTreeSet;

use super::report::count;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::parse::Sources;
use crate::path::SitePath;

/// What of these diagnostics was not printed before. Where anything is new, errors are printed again: they
/// are why the site stands still.
pub(super) fn news(reported: &[Diagnostic], diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    type Key<'a> = (Code, &'a str, &'a SitePath);
    fn key(diagnostic: &Diagnostic) -> Key<'_> {
        (diagnostic.code, &diagnostic.message, &diagnostic.primary.path)
    }
    if reported == diagnostics {
        return Vec::new();
    }
    let known: BTreeSet<Key<'_>> = reported.iter().map(key).collect();
    let is_new = |d: &&Diagnostic| d.severity == Severity::Error || !known.contains(&key(d));
    diagnostics.iter().filter(is_new).cloned().collect()
}

/// What changed between two readings of the sources.
pub(super) fn changed(was: Option<&Sources>, is: &Sources) -> String {
    let Some(was) = was else { return "built".to_string() };
    let gone = was.files.keys().filter(|path| !is.files.contains_key(*path));
    let new = is.files.iter().filter(|(path, file)| was.files.get(*path).is_none_or(|was| was != *file));
    let mut paths: Vec<&SitePath> = new.map(|(path, _)| path).chain(gone).collect();
    paths.sort();
    match paths.as_slice() {
        [] => "nothing changed".to_string(),
        [one] => one.to_string(),
        [first, rest @ ..] => format!("{first} and {}", count(rest.len(), "other file")),
    }
}
