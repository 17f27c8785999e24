//! Raw clippings as they came, with everything in them annotated.
//!
//! The two real ones stand beside the repository and are not part of it; where they are
//! absent the test says so. The third is invented, and has the same traps: page chrome,
//! glued tags, straight single quotes around an apostrophe, no blank lines, a page date
//! that is not the article's.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that reads fixtures from the disk"
)]

mod common;

use std::io::Write;
use std::path::{Path, PathBuf};

use clipsheet::diagnostics::SourceFile;
use clipsheet::output::OutputTree;
use clipsheet::parse::{Sources, parse};

const REAL: [&str; 2] = ["000_d32b31e208c9f2a6", "004_a4a1bf59b8537051"];

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The fixture site with these articles.
fn site(articles: &[(&str, Vec<u8>)]) -> Sources {
    let root = here().join("tests/clippings/site");
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().map(|e| e.expect("an entry")) {
        let inside =
            entry.path().strip_prefix(&root).expect("inside").to_str().expect("UTF-8").replace('\\', "/");
        let stem = Path::new(&inside).file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_string();
        let of_another = inside.contains("/articles/") && !articles.iter().any(|(id, _)| *id == stem);
        if entry.file_type().is_file() && !inside.ends_with(".txt") && !of_another {
            files.push(SourceFile::new(inside, std::fs::read(entry.path()).expect("a file")));
        }
    }
    for (id, text) in articles {
        files.push(SourceFile::new(format!("content/articles/{id}.txt"), text.clone()));
    }
    Sources::new(files)
}

/// Builds the site and follows every annotation of `article` there and back.
fn check(sources: &Sources, article: &str, annotations: usize) -> OutputTree {
    assert_eq!(common::report(sources), "");
    let tree = common::built(sources).value.tree.expect("a tree");
    let page = |path: &str| String::from_utf8_lossy(tree.get(path).unwrap_or_default()).into_owned();
    let text = page(&format!("articles/{article}/index.html"));
    let parsed = parse(sources).value;
    let sidecar = &parsed.articles.get(article).expect("the article").sidecar;
    let mut seen = std::collections::BTreeSet::new();
    let mut marked = |id: &str, back_from: &str| {
        seen.insert(id.to_string());
        assert!(text.contains(&format!("id=\"a-{id}\"")), "{id} is not marked in {article}");
        let back = format!("articles/{article}/index.html#a-{id}\"");
        assert!(page(back_from).contains(&back), "{back_from} does not lead back to {id}");
    };
    for quote in sidecar.quotes.values() {
        marked(quote.id.as_str(), &format!("quotes/{article}/{}/index.html", quote.id));
    }
    for event in sidecar.events.values() {
        let key = event.event.as_ref().map_or(format!("{article}.{}", event.id), ToString::to_string);
        marked(event.id.as_str(), &format!("events/{key}/index.html"));
        marked(event.id.as_str(), "timeline/index.html");
    }
    for figure in sidecar.figures.values() {
        marked(figure.text.id.as_str(), &format!("companies/{}/index.html", figure.text.company));
    }
    for claim in sidecar.claims.values() {
        marked(claim.id.as_str(), &format!("companies/{}/index.html", claim.company));
    }
    for relation in sidecar.relations.values() {
        marked(relation.id.as_str(), &format!("companies/{}/index.html", relation.from));
    }
    assert_eq!(seen.len(), annotations, "annotations followed in {article}");
    tree
}

#[test]
fn the_invented_clipping() {
    let text = std::fs::read(here().join("tests/clippings/site/content/articles/invented.txt"))
        .expect("the clipping");
    let tree = check(&site(&[("invented", text)]), "invented", 8);
    let page =
        String::from_utf8_lossy(tree.get("articles/invented/index.html").unwrap_or_default()).into_owned();
    for chrome in
        ["PORT ELLI", "SALT. WIND", "grey breakwater", "EnergyAugust", "TidewattHarbour", "More from"]
    {
        assert!(!page.contains(chrome), "{chrome} is page chrome");
    }
    // Without a blank line, each line is a paragraph.
    let body =
        page.split_once("<p>Har").or_else(|| page.split_once("<p><a class=\"name\"")).expect("the body").1;
    assert_eq!(body.matches("<p>").count().min(3), 3);
    assert!(page.contains("kept the lights on since '24 — and that's why we're still here,</mark>"));
}

#[test]
fn the_two_real_clippings() {
    let folder = here().join("../shared/clippings");
    let read = |id: &str| std::fs::read(folder.join(format!("{id}.txt"))).ok();
    let (Some(a), Some(b)) = (read(REAL[0]), read(REAL[1])) else {
        // Written past the test harness, which shows what a test prints only if it fails.
        let _ = std::io::stderr().write_all(b"skipped: the two clippings are not beside this checkout\n");
        return;
    };
    let sources = site(&[(REAL[0], a), (REAL[1], b)]);
    check(&sources, REAL[0], 14);
    let tree = check(&sources, REAL[1], 21);
    let page =
        String::from_utf8_lossy(tree.get(&format!("articles/{}/index.html", REAL[1])).unwrap_or_default())
            .into_owned();
    for chrome in ["BRISBANE", "SUBSCRIBE", "CURATED", "BusinessApril", "OpenAIAmazon", "enterprise AIIPO"] {
        assert!(!page.contains(chrome), "{chrome} is page chrome");
    }
    // One event in two articles is one entry, dated by the narrower of the two.
    let event = String::from_utf8_lossy(tree.get("events/amazon-openai-deal/index.html").unwrap_or_default())
        .into_owned();
    assert!(event.contains("late February 2026") && event.contains("February 2026"));
    assert!(REAL.iter().all(|id| event.contains(&format!("articles/{id}/index.html#a-deal-announced"))));
}
