//! Whole sites: each folder of `tests/sites` with `content/` in it is one, and its `expected/` is
//! all that a build of it gives, byte for byte.
//!
//! `tests/sites/themes` holds themes that several of them use. `options.txt` in a site's folder
//! holds options of the command line. `UPDATE_EXPECT=1` rewrites what is expected of all sites,
//! `UPDATE_EXPECT=word` of those with that word in their name. Read what it wrote before you keep it.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests read fixtures from the disk"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use common::{at, files_below, options_of, site, site_names, tree};

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn every_site_is_as_expected() {
    let update = std::env::var("UPDATE_EXPECT").unwrap_or_default();
    let names = site_names();
    assert!(names.len() >= 5, "only {names:?}");
    let mut wrong = String::new();
    for name in names {
        let tree = tree(&site(&name), &options_of(&name));
        let found: Files =
            tree.files().iter().map(|(path, bytes)| (path.to_string(), bytes.to_vec())).collect();
        let folder = at("tests/sites").join(&name).join("expected");
        if update == "1" || !update.is_empty() && name.contains(&update) {
            rewrite(&folder, &found);
        }
        let expected: Files = files_below(&folder).into_iter().collect();
        wrong.extend(differences(&expected, &found).iter().map(|text| format!("{name}/{text}")));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What keeps `found` from being as expected.
fn differences(expected: &Files, found: &Files) -> Vec<String> {
    let paths: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    let difference = |path: &String| match (expected.get(path), found.get(path)) {
        (Some(expected), Some(found)) if expected == found => None,
        (Some(expected), Some(found)) => Some(format!("{path} differs:\n{}", diff(expected, found))),
        (Some(_), None) => Some(format!("{path} is expected, and nothing made it\n")),
        (None, _) => Some(format!("{path} was made, and is not expected\n")),
    };
    paths.into_iter().filter_map(difference).collect()
}

/// The lines that differ, without those that are equal at the start and at the end.
fn diff(expected: &[u8], found: &[u8]) -> String {
    let (Ok(expected), Ok(found)) = (std::str::from_utf8(expected), std::str::from_utf8(found)) else {
        return format!("  {} bytes are expected, these are {}\n", expected.len(), found.len());
    };
    let expected: Vec<&str> = expected.split_inclusive('\n').collect();
    let found: Vec<&str> = found.split_inclusive('\n').collect();
    let shorter = expected.len().min(found.len());
    let start = expected.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let end = expected.iter().rev().zip(found.iter().rev()).take_while(|(a, b)| a == b).count();
    let end = end.min(shorter - start);
    let shown = |sign: char, lines: &[&str]| -> String {
        lines[start..lines.len() - end]
            .iter()
            .map(|line| format!("{sign} {}\n", line.trim_end_matches('\n')))
            .collect()
    };
    format!("  at line {}\n{}{}", start + 1, shown('-', &expected), shown('+', &found))
}

fn rewrite(folder: &Path, found: &Files) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).expect("removed");
    }
    for (path, bytes) in found {
        let to = folder.join(path);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("the folder");
        std::fs::write(to, bytes).expect("written");
    }
}

#[test]
fn a_site_that_is_not_as_expected_is_seen() {
    let files = |files: &[(&str, &str)]| -> Files {
        files.iter().map(|(path, text)| ((*path).to_string(), text.as_bytes().to_vec())).collect()
    };
    let expected = files(&[("same", "a"), ("gone", "a"), ("other", "1\n2\n2\n4\n")]);
    let found = files(&[("same", "a"), ("new", "a"), ("other", "1\n2\n4\n")]);
    assert_eq!(differences(&expected, &expected), Vec::<String>::new());
    assert_eq!(
        differences(&expected, &found),
        [
            "gone is expected, and nothing made it\n",
            "new was made, and is not expected\n",
            "other differs:\n  at line 3\n- 2\n",
        ]
    );
    assert_eq!(diff(b"a\nb", b"a\nb\n"), "  at line 2\n- b\n+ b\n");
    assert_eq!(diff(b"\xFF", b""), "  1 bytes are expected, these are 0\n");
}

/// The templates of the theme `plain`, which extends none.
fn plain_templates() -> BTreeMap<String, String> {
    let files = files_below(&at("tests/sites/themes/plain/templates"));
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// The text between the two quotation marks, or the word, after each `before` in these sources.
fn names_after(before: &str, folder: &str) -> BTreeSet<String> {
    let texts =
        files_below(&at(folder)).into_iter().map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8"));
    let text: String = texts.collect();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let names = text.split(before).skip(1).map(|rest| rest.chars().take_while(|c| is_name(*c)).collect());
    names.collect()
}

#[test]
fn the_plain_theme_has_every_template() {
    let templates: BTreeSet<String> = names_after("=> \"", "src/plan/subject.rs")
        .into_iter()
        .filter(|name| name.ends_with(".html"))
        .collect();
    assert!(templates.len() >= 18, "{templates:?}");
    let own = plain_templates();
    let missing: Vec<&String> = templates.iter().filter(|name| !own.contains_key(*name)).collect();
    assert!(missing.is_empty(), "tests/sites/themes/plain has no {missing:?}");
}

#[test]
fn the_plain_theme_shows_every_field() {
    let text: String = plain_templates().into_values().collect();
    let words: BTreeSet<&str> = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
    let fields: Vec<String> = names_after("\n    pub ", "src/view/types").into_iter().collect();
    assert!(fields.len() > 100, "{fields:?}");
    let missing: Vec<&String> = fields.iter().filter(|field| !words.contains(field.as_str())).collect();
    assert!(missing.is_empty(), "no template of tests/sites/themes/plain shows {missing:?}");
}
