//! Records with files beside them, and images as they are published.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use clipsheet::build::{Options, build};
use clipsheet::diagnostics::{Code, SourceFile};
use clipsheet::memo::Memo;
use clipsheet::parse::{Encoding, Sources};
use common::{built_with, options, sources, tree};

const SITE: &str = "title: T\naudiences: {team: {}, board: {includes: [team]}}\ndefault_audience: team\n\
    files: {'articles/deal/board.csv': board}\n";

/// An article in a bundle, whose audience and body are given.
fn bundle(front: &str, body: &str) -> Sources {
    let article = format!("---\ntitle: Deal\n{front}---\n{body}\n");
    sources(&[
        ("content/site.yaml", SITE),
        ("content/articles/deal/index.md", &article),
        ("content/articles/deal/photo.svg", "<svg viewBox='0 0 40 30'/>"),
        ("content/articles/deal/more/data 1.csv", "a,b"),
        ("content/articles/deal/board.csv", "only the board"),
        (
            "content/pages/about/index.md",
            "---\ntitle: About\n---\n[data](../../articles/deal/more/data%201.csv)\n",
        ),
        ("content/pages/about/plan.svg", "<svg/>"),
    ])
}

fn as_read_by(audience: &str) -> Options {
    Options { audience: Some(audience.to_string()), ..options() }
}

fn paths(sources: &Sources, audience: &str) -> Vec<String> {
    let tree = tree(sources, &as_read_by(audience));
    tree.files()
        .keys()
        .map(ToString::to_string)
        .filter(|path| !path.ends_with(".html") && !path.starts_with("theme/"))
        .filter(|path| !["robots.txt", "search/names.js"].contains(&path.as_str()))
        .collect()
}

const BODY: &str = "![A photo](photo.svg) and [data](<more/data 1.csv>), [more](board.csv).";

#[test]
fn files_are_published_beside_their_record() {
    let site = bundle("slug: the-deal\n", BODY);
    let own = [
        "about/plan.svg",
        "articles/the-deal/board.csv",
        "articles/the-deal/more/data 1.csv",
        "articles/the-deal/photo.svg",
    ];
    assert_eq!(paths(&site, "board"), own);
    let tree = tree(&site, &as_read_by("board"));
    let page = |path: &str| String::from_utf8(tree.get(path).expect("a page").to_vec()).expect("UTF-8");
    let article = page("articles/the-deal/index.html");
    assert!(
        article.contains("<img src=\"photo.svg\" width=\"40\" height=\"30\" alt=\"A photo\""),
        "{article}"
    );
    assert!(article.contains("href=\"more/data%201.csv\""), "{article}");
    assert!(page("about/index.html").contains("href=\"../articles/the-deal/more/data%201.csv\""));
}

#[test]
fn who_does_not_see_the_record_sees_no_file() {
    for front in ["audience: board\n", "draft: true\n", "embargo: 2030-01-01\n", "expires: 2020-01-01\n"] {
        assert_eq!(paths(&bundle(front, BODY), "team"), ["about/plan.svg"], "{front}");
    }
}

#[test]
fn a_pattern_takes_a_file_from_readers_of_its_record() {
    let site = bundle("", BODY);
    assert_eq!(
        paths(&site, "team"),
        ["about/plan.svg", "articles/deal/more/data 1.csv", "articles/deal/photo.svg"]
    );
    let tree = tree(&site, &as_read_by("team"));
    let article =
        String::from_utf8(tree.get("articles/deal/index.html").expect("a page").to_vec()).expect("UTF-8");
    assert!(!article.contains("board.csv") && article.contains("more."), "{article}");
}

/// A photo in a passage that is cut goes with it; one that is shown nowhere stays.
#[test]
fn what_only_a_withheld_passage_shows_is_withheld() {
    let body = "First words here.\n\nSecret words ![A photo](photo.svg) are here.\n\nLast words here.";
    let mut site = bundle("", body);
    let redaction = "redactions: [{id: r, exact: \"Secret words are here.\", audience: board}]\n";
    let file = SourceFile::new("content/articles/deal/index.yaml", redaction.as_bytes());
    site.files.insert(file.path.clone(), file.into());
    assert_eq!(paths(&site, "team"), ["about/plan.svg", "articles/deal/more/data 1.csv"]);
    assert!(paths(&site, "board").contains(&"articles/deal/photo.svg".to_string()));
    assert_eq!(
        paths(&bundle("rights: link\n", ""), "board"),
        ["about/plan.svg"],
        "its text may not be published"
    );
}

#[test]
fn records_in_the_folder_of_a_bundle_stay_records() {
    let site = sources(&[
        ("content/site.yaml", "title: T\n"),
        ("content/articles/a/index.md", "---\ntitle: A\n---\nx\n"),
        ("content/articles/a/b.md", "---\ntitle: B\ndraft: true\n---\nsecret\n"),
        ("content/articles/a/c.yml", "x: 1\n"),
        ("content/articles/d/photo.svg", "<svg/>"),
    ]);
    let built = built_with(&site, &options());
    let unused: Vec<_> = built.diagnostics.iter().map(|d| (d.code, d.primary.path.as_str())).collect();
    assert_eq!(
        unused,
        [
            (Code::UnexpectedFile, "content/articles/a/c.yml"),
            (Code::UnexpectedFile, "content/articles/d/photo.svg")
        ]
    );
    let tree = built.value.tree.expect("a tree");
    assert!(
        tree.files().keys().all(|path| !path.as_str().contains("b.md") && !path.as_str().contains("c.yml"))
    );
}

/// Whatever changes about a bundle, a build that remembers gives what a clean one gives.
#[test]
fn a_build_that_remembers_is_a_clean_one() {
    let mut memo = Memo::default();
    let mut options = as_read_by("team");
    options.publishing.precompress = Some(vec![Encoding::Gz, Encoding::Br]);
    options.publishing.host = clipsheet::parse::Host::parse("nginx");
    let with = |path: &str, text: &str| {
        let mut site = bundle("", BODY);
        let file = SourceFile::new(path, text.as_bytes());
        site.files.insert(file.path.clone(), file.into());
        site
    };
    let photo = "content/articles/deal/photo.svg";
    let long = format!("<svg viewBox='0 0 9 9'>{}</svg>", " ".repeat(5000));
    for site in [
        bundle("", BODY),
        with(photo, "<svg viewBox='0 0 80 60'/>"),
        with(photo, &long),
        bundle("slug: other\n", BODY),
        bundle("audience: board\n", BODY),
        bundle("", ""),
        with("content/articles/deal/new.csv", "x"),
        with("themes/default/static/style.css", "p {}"),
    ] {
        let warm = build(&site, &options, &mut memo).expect("options that fit").value.tree.expect("a tree");
        assert!(warm == tree(&site, &options), "another tree");
        let packed = warm.files().keys().filter(|path| path.as_str().ends_with(".br")).count();
        assert!(packed > 0, "only {packed} twins");
    }
}
