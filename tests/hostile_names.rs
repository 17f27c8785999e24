//! Names that should not be: slugs that lead out of the site, that are taken or too long, and names
//! that some file systems take for one.
#![allow(clippy::expect_used, clippy::panic, reason = "tests say what is wrong")]

mod common;

/// A site with these files and settings.
fn report(files: &[(&str, &str)]) -> String {
    let settings = ("content/site.yaml", "title: T\n");
    common::report(&common::sources(&[&[settings], files].concat()))
}

fn with_slug(kind: &str, slug: &str) -> String {
    let title = if matches!(kind, "articles" | "pages" | "stories") { "title" } else { "name" };
    let text = format!("---\n{title}: X\nslug: \"{slug}\"\n---\nText.\n");
    report(&[(&format!("content/{kind}/x.md"), &text)])
}

fn refused(kind: &str, slug: &str, message: &str) {
    let report = with_slug(kind, slug);
    let first = report.lines().next().unwrap_or_default();
    assert!(first.starts_with("error[") && first.contains(message), "{kind}, {slug:.40}: {report}");
    assert!(report.contains(&format!("content/{kind}/x.md:3:")), "no place: {report}");
}

#[test]
fn slugs_that_are_no_names_are_refused() {
    for kind in ["articles", "companies", "people", "publications", "stories", "pages"] {
        refused(kind, "../../x", "cannot be an id or a slug: it contains `/`");
        refused(kind, "..", "it must start with a letter or digit, and not end in a dot");
        refused(kind, "", "this text is empty");
        refused(kind, "a b", "it contains a space");
        refused(kind, &"x".repeat(300), "it is 300 bytes long; 200 is the most");
        refused(kind, &"é".repeat(150), "it is 300 bytes long; 200 is the most");
        refused(kind, "page", "is kept for");
        refused(kind, "Page", "is kept for");
    }
}

#[test]
fn pages_leave_the_site_its_own_addresses() {
    for own in [
        "articles",
        "companies",
        "people",
        "publications",
        "stories",
        "briefings",
        "topics",
        "quotes",
        "figures",
        "events",
        "timeline",
        "archive",
        "search",
        "theme",
        "feed.xml",
        "feed.json",
        "sitemap.xml",
        "robots.txt",
        "404.html",
        "index.html",
        "Theme",
        "ARCHIVE",
    ] {
        refused("pages", own, &format!("the address `/{}/` is kept for the site's own", own.to_lowercase()));
    }
}

#[test]
fn a_record_is_no_folder_where_its_list_is_a_file() {
    for kind in ["articles", "companies"] {
        refused(kind, "index.html", "would be a file and a folder of one name");
    }
}

/// They stand beside the site's own files, and not on them.
#[test]
fn other_names_are_as_good_as_any() {
    for (kind, slug) in [
        ("pages", "index"),
        ("pages", "404"),
        ("pages", "static"),
        ("articles", "index"),
        ("articles", "404"),
        ("articles", "theme"),
        ("articles", "static"),
        ("companies", "articles"),
    ] {
        let warnings = with_slug(kind, slug);
        assert!(!warnings.contains("error["), "{kind}, {slug}: {warnings}");
    }
    let sources = common::sources(&[
        ("content/site.yaml", "title: The site\n"),
        ("content/pages/index.md", "---\ntitle: A page\n---\n"),
        ("content/pages/404.md", "---\ntitle: Another page\n---\n"),
    ]);
    assert!(common::page(&sources, "index/index.html").contains("<h1>A page</h1>"));
    assert!(common::page(&sources, "404/index.html").contains("<h1>Another page</h1>"));
    assert!(!common::page(&sources, "index.html").contains("<h1>A page</h1>"));
    assert!(!common::page(&sources, "404.html").contains("<h1>Another page</h1>"));
}

#[test]
fn names_that_some_file_systems_take_for_one_are_refused() {
    let article = "---\ntitle: X\n---\nText.\n";
    let pair = |a: &str, b: &str, message: &str| {
        let report = report(&[(a, article), (b, article)]);
        assert!(report.contains("error[") && report.contains(message), "{a}, {b}: {report}");
        assert!(report.contains(a) && report.contains(b), "one of the two is not named: {report}");
    };
    let one = "cannot be told from";
    pair("content/articles/Über.md", "content/articles/über.md", one);
    pair("content/articles/οδος.md", "content/articles/οδοσ.md", one);
    pair("content/articles/straße.md", "content/articles/STRASSE.md", one);
    pair("content/articles/\u{E9}.md", "content/articles/e\u{301}.md", "exists twice");
    pair("content/static/\u{E9}.txt", "content/static/e\u{301}.txt", one);
    pair("content/static/A.txt", "content/static/a.txt", one);
    pair("content/static/Theme/style.css", "content/static/theme/Style.css", one);
}
