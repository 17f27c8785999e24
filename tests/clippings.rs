//! Raw clippings as they came, with everything in them annotated.
//!
//! The two real ones stand beside the repository and are not part of it; where they are
//! absent the test says so. The other two are invented, and have the same traps: page chrome,
//! glued tags, straight single quotes around an apostrophe, no blank lines, a page date
//! that is not the article's, and two disagreements that nobody declared.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that reads fixtures from the disk"
)]

mod common;
#[path = "common/links.rs"]
mod links;

use std::io::Write;
use std::path::{Path, PathBuf};

use clipsheet::diagnostics::{SourceFile, has_errors};
use clipsheet::output::OutputTree;
use clipsheet::parse::{Sources, parse, parse_article};
use links::{Target, select, target};
use scraper::Html;

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
        // Nor does a story come without an article on it.
        let story = if articles.iter().any(|(id, _)| REAL.contains(id)) { "memo" } else { "tidal" };
        let of_another = inside.contains("/articles/") && !articles.iter().any(|(id, _)| *id == stem)
            || inside.contains("/stories/") && stem != story;
        if entry.file_type().is_file() && !inside.ends_with(".txt") && !of_another {
            files.push(SourceFile::new(inside, std::fs::read(entry.path()).expect("a file")));
        }
    }
    for (id, text) in articles {
        files.push(SourceFile::new(format!("content/articles/{id}.txt"), text.clone()));
    }
    Sources::new(files)
}

/// What the site warns of, as code and message; panics where there is an error.
fn warnings(sources: &Sources) -> Vec<(String, String)> {
    let built = common::built(sources);
    assert!(!has_errors(&built.diagnostics), "{}", common::report(sources));
    built.diagnostics.into_iter().map(|d| (d.code.as_str().to_string(), d.message)).collect()
}

/// The site warns of these disagreements, by code and subject, and of nothing else.
fn check_warnings(sources: &Sources, expected: &[(&str, &[&str])]) {
    let found = warnings(sources);
    assert_eq!(found.len(), expected.len(), "{}", common::report(sources));
    for ((code, message), (expected_code, subjects)) in found.iter().zip(expected) {
        assert_eq!(code, expected_code, "{message}");
        assert!(subjects.iter().all(|subject| message.contains(&format!("`{subject}`"))), "{message}");
    }
}

fn tree(sources: &Sources) -> OutputTree {
    common::built(sources).value.tree.expect("a tree")
}

fn page(tree: &OutputTree, path: &str) -> String {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The path of the page that shows a quote: its own address, or where that leads.
fn quote_path(tree: &OutputTree, article: &str, id: &str) -> String {
    let own = format!("quotes/{article}/{id}/index.html");
    let html = Html::parse_document(&page(tree, &own));
    let Some(refresh) = select(&html, "meta[http-equiv=refresh]").pop() else { return own };
    let (_, address) = refresh.attr("content").and_then(|c| c.split_once("url=")).expect("an address");
    let base = url::Url::parse("https://x.test/").expect("a base");
    match target(&base, &own, address) {
        Target::File(path, _) => path,
        Target::Outside => panic!("{own} leads out of the site"),
    }
}

/// The printings of a quote in the order of its page: how each stands to the fullest, and the
/// article that prints it.
fn printings(tree: &OutputTree, path: &str) -> Vec<(String, String)> {
    let html = Html::parse_document(&page(tree, path));
    let printing = |li: scraper::ElementRef<'_>| {
        let tie = li.attr("class").expect("a tie").trim_start_matches("tie-").to_string();
        let inside = |selector: &str| select(&Html::parse_fragment(&li.html()), selector).len();
        assert_eq!(inside("blockquote"), 1, "a printing is printed");
        let link = li.descendent_elements().filter_map(|e| e.attr("href")).find(|h| h.contains("articles/"));
        let article = link.and_then(|l| l.split("articles/").nth(1)?.split('/').next()).expect("an article");
        (tie, article.to_string())
    };
    select(&html, ".printings > li").into_iter().map(printing).collect()
}

/// These sayings are the printings of one quote, in this order, with these ties; its page is
/// that of the first, and the addresses of all others lead there.
fn check_quote(tree: &OutputTree, expected: &[(&str, &str, &str)]) {
    let (_, article, id) = expected[0];
    let path = format!("quotes/{article}/{id}/index.html");
    for (_, article, id) in expected {
        assert_eq!(quote_path(tree, article, id), path);
    }
    let shown = printings(tree, &path);
    let shown: Vec<(&str, &str)> =
        shown.iter().map(|(tie, article)| (tie.as_str(), article.as_str())).collect();
    let expected: Vec<(&str, &str)> = expected.iter().map(|(tie, article, _)| (*tie, *article)).collect();
    assert_eq!(shown, expected, "{path}");
}

/// Follows every annotation of `article` there and back.
fn follow(sources: &Sources, tree: &OutputTree, article: &str, annotations: usize) {
    let text = page(tree, &format!("articles/{article}/index.html"));
    let parsed = parse(sources, &mut Default::default()).value;
    let (id, files) = parsed.articles.get_key_value(article).expect("the article");
    let sidecar = parse_article(id.clone(), files).value.expect("an article").sidecar;
    let mut seen = std::collections::BTreeSet::new();
    let mut marked = |id: &str, back_from: &str| {
        seen.insert(id.to_string());
        assert!(text.contains(&format!("id=\"a-{id}\"")), "{id} is not marked in {article}");
        let back = format!("articles/{article}/index.html#a-{id}\"");
        assert!(page(tree, back_from).contains(&back), "{back_from} does not lead back to {id}");
    };
    for quote in sidecar.quotes.values() {
        marked(quote.id.as_str(), &quote_path(tree, article, quote.id.as_str()));
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
}

fn invented(ids: &[&str]) -> Sources {
    let folder = here().join("tests/clippings/site/content/articles");
    let read = |id: &str| std::fs::read(folder.join(format!("{id}.txt"))).expect("the clipping");
    let articles: Vec<(&str, Vec<u8>)> = ids.iter().map(|id| (*id, read(id))).collect();
    site(&articles)
}

#[test]
fn the_invented_clipping() {
    let sources = invented(&["invented"]);
    check_warnings(&sources, &[]);
    let tree = tree(&sources);
    follow(&sources, &tree, "invented", 10);
    let page = page(&tree, "articles/invented/index.html");
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

/// The same shape as the two real ones: what is whole and part, identical, alone and apart,
/// and two disagreements that nobody declared.
#[test]
fn two_invented_clippings_differ_twice() {
    let (a, b) = ("invented", "invented-second");
    let sources = invented(&[a, b]);
    check_warnings(
        &sources,
        &[("figures-differ", &["harbour-grid/contract-price"]), ("claims-differ", &["tidewatt", "renewal"])],
    );
    let tree = tree(&sources);
    follow(&sources, &tree, a, 10);
    follow(&sources, &tree, b, 7);
    check_quote(&tree, &[("fullest", a, "lights"), ("part", b, "lights")]);
    check_quote(&tree, &[("fullest", a, "fun"), ("identical", b, "fun")]);
    check_quote(&tree, &[("fullest", b, "overdue"), ("part", a, "talk")]);
    for (article, id) in [(a, "office"), (a, "repair"), (b, "fever"), (b, "tide")] {
        check_quote(&tree, &[("fullest", article, id)]);
    }
}

#[test]
fn the_two_real_clippings() {
    let folder = here().join("../shared/clippings");
    let read = |id: &str| std::fs::read(folder.join(format!("{id}.txt"))).ok();
    let [a, b] = REAL;
    let (Some(a_text), Some(b_text)) = (read(a), read(b)) else {
        // Written past the test harness, which shows what a test prints only if it fails.
        let _ = std::io::stderr().write_all(b"skipped: the two clippings are not beside this checkout\n");
        return;
    };
    let sources = site(&[(a, a_text), (b, b_text)]);
    check_warnings(
        &sources,
        &[
            ("figures-differ", &["amazon/investment-in-openai"]),
            ("claims-differ", &["microsoft", "response-to-memo"]),
        ],
    );
    let tree = tree(&sources);
    follow(&sources, &tree, a, 14);
    follow(&sources, &tree, b, 21);
    check_quote(&tree, &[("fullest", a, "limited-ability"), ("part", b, "limited-ability")]);
    check_quote(&tree, &[("fullest", a, "staggering"), ("identical", b, "staggering")]);
    check_quote(&tree, &[("fullest", a, "fear"), ("identical", b, "fear")]);
    for (article, id) in [(a, "venue"), (a, "foundational"), (b, "mania"), (b, "religion")] {
        check_quote(&tree, &[("fullest", article, id)]);
    }
    let article = page(&tree, &format!("articles/{b}/index.html"));
    for chrome in ["BRISBANE", "SUBSCRIBE", "CURATED", "BusinessApril", "OpenAIAmazon", "enterprise AIIPO"] {
        assert!(!article.contains(chrome), "{chrome} is page chrome");
    }
    // One event in two articles is one entry, dated by the narrower of the two.
    let event = page(&tree, "events/amazon-openai-deal/index.html");
    assert!(event.contains("late February 2026") && event.contains("February 2026"));
    assert!(REAL.iter().all(|id| event.contains(&format!("articles/{id}/index.html#a-deal-announced"))));
}
