//! The site that the README's first command builds: what `check` shows in it, and how a reader gets
//! from a name to the very words. What holds for every site is in `tests/output.rs`.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

/// Its sources differ in two points, which are left for a newcomer to see; all others are
/// acknowledged.
#[test]
fn two_things_are_to_be_seen_in_it() {
    let built = common::built(&common::sample());
    let found: Vec<(&str, &str)> = built
        .diagnostics
        .iter()
        .map(|d| (d.code.as_str(), d.message.split(';').next().unwrap_or_default()))
        .collect();
    assert_eq!(
        found,
        [
            (
                "figures-differ",
                "the sources differ on `amazon/investment-in-openai`, though all of them may be right"
            ),
            (
                "claims-differ",
                "the sources give different answers of `microsoft` to the question `response-to-memo`"
            ),
        ]
    );
    assert!(built.diagnostics.iter().all(|d| d.related.len() >= 3), "each is told once, with all its places");
}

/// From a company to a quote to the marked sentence and back.
#[test]
fn the_reader_s_way() {
    let tree = common::built(&common::sample()).value.tree.expect("a tree");
    let page = |path: &str| String::from_utf8_lossy(tree.get(path).expect(path)).into_owned();
    let quote = "quotes/memo-to-the-sales-floor/limited-ability/index.html";
    assert!(page("companies/microsoft/index.html").contains(&format!("href=\"../../{quote}\"")));
    let mark = "articles/memo-to-the-sales-floor/index.html#a-limited-ability";
    assert!(page(quote).contains(&format!("href=\"../../../{mark}\"")));
    let article = page("articles/memo-to-the-sales-floor/index.html");
    assert!(article.contains("id=\"a-limited-ability\""));
    assert!(article.contains(&format!("href=\"../../{quote}\"")));
}
