//! The proof that the comparison can fail: memories with the faults that memories have, each of which
//! is found, and reduced to a site that shows nothing but the fault.

use std::collections::BTreeMap;

use clipsheet::diagnostics::{Diagnostic, Severity};
use clipsheet::digest::Digest;
use clipsheet::parse::Sources;
use clipsheet::path::SitePath;

use crate::play::{Engine, Outcome, remembering};
use crate::reduce::kept;
use crate::script::{base, parse};
use crate::trees::Tree;

/// Digests of the files below a folder.
fn digests(sources: &Sources, below: &str) -> BTreeMap<SitePath, Digest> {
    let files = sources.files.iter().filter(|(path, _)| path.as_str().starts_with(below));
    files.map(|(path, file)| (path.clone(), file.digest)).collect()
}

/// A memory that puts something of the last build in the place of what is new: of the former sources
/// and outcome, and the new ones.
fn with_fault(fault: fn(&Sources, &Outcome, &Sources, &mut Outcome)) -> Engine {
    let mut engine = remembering();
    let mut last: Option<(Sources, Outcome)> = None;
    Box::new(move |sources, options| {
        let mut outcome = engine(sources, options);
        if let Some((former_sources, former)) = &last {
            fault(former_sources, former, sources, &mut outcome);
        }
        last = Some((sources.clone(), outcome.clone()));
        outcome
    })
}

/// Keeps the pages that `stay` says; nothing where one of the two has no site.
fn keep(former: &Outcome, outcome: &mut Outcome, stay: impl Fn(&str) -> bool) {
    let (Some(old), Some(new)) = (&former.tree, &mut outcome.tree) else { return };
    let stale: Tree = new
        .keys()
        .filter(|path| stay(path))
        .filter_map(|path| old.get_key_value(path))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    new.extend(stale);
}

/// The page of an article is kept where its own files are what they were.
fn by_own_file() -> Engine {
    with_fault(|before, former, sources, outcome| {
        keep(former, outcome, |page| {
            let id = page.strip_prefix("articles/").and_then(|rest| rest.strip_suffix("/index.html"));
            let own = |sources: &Sources| {
                let mut files = digests(sources, "content/articles/");
                files.retain(|path, _| id.is_some_and(|id| path.as_str().contains(&format!("/{id}."))));
                files
            };
            id.is_some() && !own(sources).is_empty() && own(before) == own(sources)
        });
    })
}

/// Everything is kept where there are as many files as before.
fn by_number_of_files() -> Engine {
    with_fault(|before, former, sources, outcome| {
        if before.files.len() == sources.files.len() {
            keep(former, outcome, |_| true);
        }
    })
}

/// Everything is kept where the content is what it was, whatever the theme.
fn by_content() -> Engine {
    with_fault(|before, former, sources, outcome| {
        if digests(before, "content/") == digests(sources, "content/") {
            keep(former, outcome, |path| path.ends_with(".html"));
        }
    })
}

/// Everything is kept where the sources are what they were, whatever the options.
fn by_sources() -> Engine {
    with_fault(|before, former, sources, outcome| {
        if digests(before, "") == digests(sources, "") {
            let rendered = std::mem::take(&mut outcome.rendered);
            *outcome = Outcome { rendered, ..former.clone() };
        }
    })
}

/// What is gone stays.
fn without_end() -> Engine {
    with_fault(|_, former, _, outcome| {
        if let (Some(old), Some(new)) = (&former.tree, &mut outcome.tree) {
            let gone = old.iter().filter(|(path, _)| !new.contains_key(*path));
            let gone: Tree = gone.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
            new.extend(gone);
        }
    })
}

/// Warnings are kept with the file that they point into.
fn by_file_of_warning() -> Engine {
    with_fault(|before, former, sources, outcome| {
        let same = |warning: &&Diagnostic| {
            let path = &warning.primary.path;
            warning.severity == Severity::Warning
                && sources.bytes(path).is_some()
                && before.bytes(path) == sources.bytes(path)
        };
        let kept: Vec<Diagnostic> = former.diagnostics.iter().filter(same).cloned().collect();
        if !outcome.is_broken() && !former.is_broken() {
            outcome.diagnostics.retain(|warning| !same(&warning));
            outcome.diagnostics.extend(kept);
            clipsheet::diagnostics::sort(&mut outcome.diagnostics);
        }
    })
}

/// The fault is found in a few scripts, and what is left of the script has so many states, and so many
/// lines that are not the theme's.
fn check(engine: fn() -> Engine, states: usize, lines: usize) {
    let failure = (0..10).find_map(|number| crate::script(99, number, engine()).err());
    let failure = failure.unwrap_or_else(|| panic!("the fault is not found"));
    let (text, difference) = kept("A faulty memory.", failure.states, engine);
    let reduced = parse(&text);
    let base = base();
    let own = |state: &crate::State| {
        let files = state.files.iter().filter(|(path, text)| base.get(*path) != Some(text));
        files.map(|(_, text)| text.lines().count()).sum::<usize>()
    };
    let most = reduced.iter().map(own).max().unwrap_or_default();
    println!("{} states, {most} lines, {difference}\n{text}", reduced.len());
    assert!(reduced.len() <= states && most <= lines, "{} states, {most} lines:\n{text}", reduced.len());
    assert!(crate::replay(&reduced, remembering()).is_ok(), "it is the fault of the faulty memory alone");
    assert!(crate::replay(&reduced, engine()).is_err(), "what is left shows the fault");
}

#[test]
fn a_stale_page_is_found() {
    check(by_own_file, 2, 40);
}

#[test]
fn a_stale_site_is_found() {
    check(by_number_of_files, 2, 10);
}

#[test]
fn a_stale_theme_is_found() {
    check(by_content, 2, 20);
}

#[test]
fn stale_options_are_found() {
    check(by_sources, 2, 10);
}

#[test]
fn a_page_that_should_be_gone_is_found() {
    check(without_end, 2, 20);
}

#[test]
fn a_stale_warning_is_found() {
    check(by_file_of_warning, 2, 40);
}
