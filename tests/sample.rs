//! The site that the README's first command builds: nothing is wrong with it, and every
//! link in it leads somewhere.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that reads the sample from the disk"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clipsheet::load::scan;
use clipsheet::output::OutputTree;

fn tree() -> OutputTree {
    let scanned = scan(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the sample");
    assert!(scanned.diagnostics.is_empty(), "{:?}", scanned.diagnostics);
    assert_eq!(common::report(&scanned.value), "");
    common::built(&scanned.value).value.tree.expect("a tree")
}

/// The values of an attribute, in order.
fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_link_lands_and_no_id_is_twice() {
    let tree = tree();
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in tree.files().iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let html = std::str::from_utf8(bytes).expect("UTF-8");
        let all = attribute(html, "id");
        let unique: BTreeSet<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(all.len(), unique.len(), "an id is twice in {path}");
        ids.insert(path.to_string(), unique);
    }
    let mut followed = 0;
    for page in ids.keys().filter(|page| *page != "404.html") {
        let html = String::from_utf8_lossy(tree.get(page).unwrap_or_default()).into_owned();
        for link in attribute(&html, "href").into_iter().chain(attribute(&html, "src")) {
            if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
                continue;
            }
            let (to, fragment) = link.split_once('#').unwrap_or((link, ""));
            let mut parts: Vec<&str> = page.split('/').collect();
            parts.pop();
            for part in to.split('/').filter(|p| !p.is_empty()) {
                match part {
                    ".." => assert!(parts.pop().is_some(), "{page}: {link} leaves the site"),
                    part => parts.push(part),
                }
            }
            let target = if to.is_empty() { page.clone() } else { parts.join("/") };
            assert!(tree.get(&target).is_some(), "{page}: {link} leads nowhere");
            if !fragment.is_empty() {
                assert!(ids[&target].contains(fragment), "{page}: {link} has no such place");
            }
            followed += 1;
        }
    }
    assert!(followed > 500, "only {followed} links were followed");
}

/// From a company to a quote to the marked sentence and back.
#[test]
fn the_reader_s_way() {
    let tree = tree();
    let page = |path: &str| String::from_utf8_lossy(tree.get(path).expect(path)).into_owned();
    let quote = "quotes/memo-to-the-sales-floor/limited-ability/index.html";
    assert!(page("companies/microsoft/index.html").contains(&format!("href=\"../../{quote}\"")));
    let mark = "articles/memo-to-the-sales-floor/index.html#a-limited-ability";
    assert!(page(quote).contains(&format!("href=\"../../../{mark}\"")));
    let article = page("articles/memo-to-the-sales-floor/index.html");
    assert!(article.contains("id=\"a-limited-ability\""));
    assert!(article.contains(&format!("href=\"../../{quote}\"")));
}
