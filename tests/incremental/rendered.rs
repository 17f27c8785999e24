//! What is rendered again after an edit: the pages whose views differ, and no other.
//!
//! The site is the small fixed one, in the theme that prints all that it sees: a page's bytes differ
//! where its view does.

use std::collections::BTreeSet;

use crate::common::options_from;
use crate::play::{Scan, clean, remembering};
use crate::script::{Files, base};
use crate::site::SITE;

fn files() -> Files {
    let mut files = base();
    let own = SITE.iter().filter(|(path, _)| !path.starts_with("themes/"));
    files.extend(own.map(|(path, text)| (path.to_string(), text.to_string())));
    files.insert("content/companies/rival.md".into(), "---\nname: Rival\n---\n".into());
    let settings = files.get_mut("content/site.yaml").expect("settings");
    settings.push_str("theme: whole\n");
    files.insert("themes/whole/static/whole.css".into(), "body {}\n".into());
    files.insert("themes/whole/i18n/en.yaml".into(), "messages:\n  mark_quote: A saying\n".into());
    files
}

/// What becomes of the pages after each of these edits, made one after the other.
fn rendered(edits: &[&dyn Fn(&mut Files)], anew: bool) -> Vec<Pages> {
    let mut files = files();
    let (options, mut scan, mut engine) = (options_from(""), Scan::default(), remembering());
    scan.read(&files, false);
    let mut before = engine(&scan.sources, &options).tree.expect("a site");
    let mut all = Vec::new();
    for edit in edits {
        edit(&mut files);
        scan.read(&files, anew);
        let after = engine(&scan.sources, &options);
        assert!(!after.is_broken(), "the edit is no mistake: {}", after.report);
        let clean = clean(&scan.sources, &options).tree.expect("a site");
        let is_page = |path: &str| path.ends_with(".html") || path.ends_with("/card.js") || path == NAMES;
        let pages = clean.keys().filter(|path| is_page(path));
        let differ = pages.clone().filter(|path| before.get(*path) != clean.get(*path));
        all.push(Pages { all: short(pages), differ: short(differ), rendered: short(after.rendered.iter()) });
        before = clean;
    }
    all
}

struct Pages {
    all: BTreeSet<String>,
    differ: BTreeSet<String>,
    rendered: BTreeSet<String>,
}

fn short<'p>(paths: impl Iterator<Item = &'p String>) -> BTreeSet<String> {
    paths.map(|path| path.strip_suffix("/index.html").unwrap_or(path).to_string()).collect()
}

/// Replaces a text in a file of the site.
fn replace(files: &mut Files, path: &str, from: &str, to: &str) {
    let text = files.get_mut(path).unwrap_or_else(|| panic!("no {path}"));
    assert!(text.contains(from), "{path} has no {from}");
    *text = text.replacen(from, to, 1);
}

/// The pages that are rendered after a text is replaced, and after it is put back, are these: those
/// that differ.
fn check(path: &str, from: &str, to: &str, expect: &str) {
    let there: &dyn Fn(&mut Files) = &|files| replace(files, path, from, to);
    let expect: BTreeSet<String> = expect.split_whitespace().map(str::to_string).collect();
    for pages in rendered(&[there, &|files| replace(files, path, to, from)], false) {
        assert_eq!(pages.rendered.difference(&pages.differ).next(), None, "{path}: {from:?} to {to:?}");
        // A page that is there no more was not rendered.
        let expect: BTreeSet<String> = expect.intersection(&pages.all).cloned().collect();
        assert_eq!(pages.rendered, expect, "{path}: {from:?} to {to:?}");
    }
}

const NAMES: &str = "search/names.js";
const SETTINGS: &str = "content/site.yaml";
const MEMO: &str = "content/articles/memo.md";
const MEMO_NOTES: &str = "content/articles/memo.yaml";
const OTHER: &str = "content/articles/other.txt";
const OTHER_NOTES: &str = "content/articles/other.yaml";
const ACME: &str = "content/companies/acme.md";

/// Where the headline of the memo is shown, and its date.
const WITH_MEMO: &str = "archive/2026 archive/2026/04 articles articles/memo companies/acme companies/acme/card.js \
    companies/sub \
    events/sent figures figures/acme/revenue index.html people/ann-lee publications/wire quotes \
    quotes/memo/staggering quotes/memo/staggering/card.js timeline timeline/companies/acme timeline/stories/matter timeline/topics/cloud topics/cloud";

#[test]
fn text_is_rendered_where_it_is_shown() {
    // The sentence that names a company is on its page.
    check(OTHER, "One line", "A line", "articles/other companies/acme");
    // The one around a quotation is shown nowhere else.
    check(OTHER, "Another:", "Next:", "articles/other");
    // A figure is shown in its sentence.
    check(
        MEMO,
        "It cost",
        "The thing cost",
        "articles/memo companies/acme companies/acme/card.js figures figures/acme/revenue index.html",
    );
    check(
        MEMO,
        "of Acme wrote",
        "of Acme wrote, as Rival knows",
        "articles/memo companies companies/acme companies/rival companies/rival/card.js companies/sub people/ann-lee topics/cloud",
    );
    check(ACME, "*rockets*", "rockets", "companies/acme");
    check("content/pages/about.md", "Hello", "Good morning", "about");
}

#[test]
fn annotations_are_rendered_where_they_are_shown() {
    check(MEMO_NOTES, "*Who*?", "*Whose*?", "articles/memo");
    check(
        MEMO_NOTES,
        "value: 50e9",
        "value: 51e9",
        "articles/memo companies/acme companies/acme/card.js figures figures/acme/revenue index.html stories/matter",
    );
    check(
        MEMO_NOTES,
        "title: It is sent",
        "title: It is read",
        "articles/memo companies/acme events/sent index.html stories/matter timeline timeline/companies/acme \
            timeline/stories/matter timeline/topics/cloud topics/cloud",
    );
    check(
        MEMO_NOTES,
        "role: Chief",
        "role: Deputy",
        "articles/memo companies/acme index.html people/ann-lee quotes quotes/memo/staggering quotes/memo/staggering/card.js stories/matter",
    );
    // Two speakers: the printings are one quote no more.
    check(
        MEMO_NOTES,
        "speaker: ann-lee",
        "speaker: acme",
        "articles/memo articles/other companies companies/acme companies/acme/card.js index.html people/ann-lee quotes \
            quotes/memo/staggering quotes/memo/staggering/card.js quotes/other/same stories/matter",
    );
    let quote = "quotes:\n  - id: new\n    exact: One line\n    speaker: ann-lee\n";
    check(
        OTHER_NOTES,
        "quotes:\n",
        quote,
        "articles articles/memo articles/other index.html people people/ann-lee people/ann-lee/card.js quotes quotes/other/new stories/matter",
    );
}

#[test]
fn metadata_are_rendered_where_they_are_shown() {
    check(
        OTHER_NOTES,
        "title: Another",
        "title: One more",
        "articles articles/memo articles/other companies/acme index.html quotes/memo/staggering quotes/memo/staggering/card.js stories/matter",
    );
    check(MEMO, "title: A memo", "title: The memo", &format!("{WITH_MEMO} articles/other stories/matter"));
    // A related article says when it was published.
    check(MEMO, "2026-04-14", "2026-04-15", &format!("{WITH_MEMO} articles/other stories stories/matter"));
    check(
        MEMO,
        "topics: [cloud]",
        "topics: [cloud, law]",
        "articles/memo index.html search/names.js timeline timeline/topics/law topics topics/law",
    );
    check(
        ACME,
        "name: Acme",
        "name: Acme Works",
        "articles/memo articles/other companies companies/acme companies/acme/card.js companies/sub events/sent figures \
            figures/acme/revenue index.html people/ann-lee people/ann-lee/card.js quotes/memo/staggering search/names.js stories/matter timeline \
            timeline/companies/acme timeline/stories/matter timeline/topics/cloud topics/cloud",
    );
    check(ACME, "ticker: ACM", "ticker: ACW", "companies/acme");
    check(
        "content/companies/rival.md",
        "name: Rival",
        "name: Rivals",
        "companies companies/rival companies/rival/card.js index.html search/names.js",
    );
    check(
        "content/people/ann-lee.md",
        "title: Chief",
        "title: Deputy",
        "companies/acme people/ann-lee people/ann-lee/card.js",
    );
    check(
        "content/stories/matter.md",
        "title: A note",
        "title: The note",
        "quotes/memo/staggering stories/matter",
    );
    check("content/pages/about.md", "title: About", "title: About us", "about");
}

#[test]
fn settings_are_rendered_where_they_are_shown() {
    check(
        SETTINGS,
        "cloud: Cloud",
        "cloud: The cloud",
        "articles/memo index.html search/names.js timeline timeline/topics/cloud topics topics/cloud",
    );
    check(
        SETTINGS,
        "label: Revenue",
        "label: Turnover",
        "articles/memo companies/acme companies/acme/card.js figures figures/acme/revenue index.html stories/matter",
    );
    // No figure has this unit.
    check(SETTINGS, "seats: seats", "seats: places", "");
    check("content/static/a.css", "body", "p", "");
    check("themes/whole/static/whole.css", "body", "p", "");
}

/// What every page shows, or may show.
#[test]
fn some_edits_are_seen_everywhere() {
    let everywhere = |path: &str, from: &str, to: &str| {
        let edit: &dyn Fn(&mut Files) = &|files| replace(files, path, from, to);
        let pages = rendered(&[edit], false).remove(0);
        assert_eq!(pages.rendered, pages.all, "{path}: {from:?} to {to:?}");
    };
    everywhere(SETTINGS, "title: The Desk", "title: The Table");
    everywhere(SETTINGS, "menu: [{label: About, url: /about/}]\n", "");
    everywhere(SETTINGS, "theme: whole", "theme: plain");
    everywhere("themes/whole/theme.yaml", "accent: blue", "accent: red");
    // Any template may be part of any other, and any may say any word.
    everywhere("themes/whole/templates/page.html", "page\n", "a page\n");
    everywhere("themes/whole/i18n/en.yaml", "A saying", "Some words");
}

#[test]
fn nothing_is_rendered_where_nothing_changed() {
    let nothing: &dyn Fn(&mut Files) = &|_| ();
    for anew in [false, true] {
        for pages in rendered(&[nothing, nothing], anew) {
            assert_eq!(pages.rendered, BTreeSet::new());
        }
    }
}

#[test]
fn files_that_are_copied_are_not_rendered() {
    let add: &dyn Fn(&mut Files) = &|files| drop(files.insert("content/static/b.txt".into(), "b\n".into()));
    let remove: &dyn Fn(&mut Files) = &|files| drop(files.remove("content/static/b.txt"));
    for pages in rendered(&[add, remove], false) {
        assert_eq!(pages.rendered, BTreeSet::new());
    }
}
