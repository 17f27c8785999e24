//! The site that the README's first command builds: nothing is wrong with it, and a reader gets
//! from a name to the very words. What holds for every site is in `tests/output.rs`.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

#[test]
fn nothing_is_wrong_with_it() {
    assert_eq!(common::report(&common::sample()), "");
}

/// From a company to a quote to the marked sentence and back.
#[test]
fn the_reader_s_way() {
    let tree = common::tree(&common::sample(), &common::options());
    let page = |path: &str| String::from_utf8_lossy(tree.get(path).expect(path)).into_owned();
    let quote = "quotes/memo-to-the-sales-floor/limited-ability/index.html";
    assert!(page("companies/microsoft/index.html").contains(&format!("href=\"../../{quote}\"")));
    let mark = "articles/memo-to-the-sales-floor/index.html#a-limited-ability";
    assert!(page(quote).contains(&format!("href=\"../../../{mark}\"")));
    let article = page("articles/memo-to-the-sales-floor/index.html");
    assert!(article.contains("id=\"a-limited-ability\""));
    assert!(article.contains(&format!("href=\"../../{quote}\"")));
}
