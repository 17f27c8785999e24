//! Old addresses lead on to what has moved.
//!
//! A browser follows some of them; where there is no `chromium` the test says so and passes, unless
//! CLIPSHEET_REQUIRE_SPEC is set.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests touch files, the environment and programs"
)]

mod common;

use std::path::Path;
use std::process::Command;

use clipsheet::build::{Options, build};
use clipsheet::memo::Memo;
use clipsheet::output::OutputTree;
use common::{options, sources};

const ARTICLE: &str = "---\ntitle: The plant\npublished: 2026-04-14\nredirect_from: [/2026/plant.html, /old/plant/, \"/alt/Über uns\"]\n---\n\
                       She said: \"We start today.\"\n";

const FILES: [(&str, &str); 4] = [
    ("content/site.yaml", "title: T\n"),
    ("content/articles/a.md", ARTICLE),
    ("content/articles/a.yaml", "quotes: [{id: q, exact: We start today.}]\n"),
    ("content/companies/acme.md", "---\nname: Acme\nredirect_from: [firms/acme]\n---\n"),
];

fn text(tree: &OutputTree, path: &str) -> String {
    let file = tree.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(file.to_vec()).expect("UTF-8")
}

/// The script that keeps the place in an old address.
fn script(tree: &OutputTree) -> String {
    let mut paths = tree.files().keys().map(ToString::to_string);
    paths.find(|path| common::is_theme_script(path, "redirect")).expect("a script")
}

#[test]
fn an_old_address_leads_on_with_and_without_a_script() {
    let base_url = Some("https://example.org/news".to_string());
    let tree = common::tree(&sources(&FILES), &Options { base_url, ..options() });
    let script = script(&tree);
    for (path, to) in [
        ("2026/plant.html", "../articles/a/index.html"),
        ("old/plant/index.html", "../../articles/a/index.html"),
        ("alt/Über uns/index.html", "../../articles/a/index.html"),
    ] {
        let html = text(&tree, path);
        for part in [
            "<link rel=\"canonical\" href=\"https://example.org/news/articles/a/\">".to_string(),
            format!("<meta http-equiv=\"refresh\" content=\"0; url={to}\">"),
            format!("<a href=\"{to}\">The plant</a>"),
            format!("{script}\" data-to=\"{to}\"></script>"),
            "<h1>The plant</h1>".to_string(),
        ] {
            assert!(html.contains(&part), "{path} has no {part}: {html}");
        }
    }
    assert!(
        text(&tree, "firms/acme/index.html").contains("<a href=\"../../companies/acme/index.html\">Acme</a>")
    );
    assert!(text(&tree, &script).contains("data-to"));
}

#[test]
fn whatever_has_a_page_can_have_had_another() {
    let record = |key: &str, kind: &str| format!("---\n{key}: It\nredirect_from: [/was/{kind}/]\n---\n");
    let kinds = ["articles", "companies", "people", "publications", "stories", "pages"];
    let files: Vec<(String, String)> = kinds
        .iter()
        .map(|kind| {
            let key = if ["companies", "people", "publications"].contains(kind) { "name" } else { "title" };
            // A page stands at the root, a story has an article.
            let text = record(key, kind).replace("title: It", &format!("title: It\nslug: it-{kind}"));
            (format!("content/{kind}/it-{kind}.md"), text)
        })
        .chain([
            ("content/site.yaml".into(), "title: T\n".into()),
            ("content/articles/b.md".into(), "---\ntitle: B\nstory: it-stories\n---\n".into()),
            (
                "content/briefings/e.md".into(),
                "---\ntitle: It\ndate: 2026-04-21\nredirect_from: [/was/briefings/]\n---\n".into(),
            ),
        ])
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let tree = common::tree(&sources(&files), &options());
    for kind in kinds.into_iter().chain(["briefings"]) {
        assert!(text(&tree, &format!("was/{kind}/index.html")).contains(">It</a>"), "{kind}");
    }
}

#[test]
fn what_is_withheld_has_never_been_anywhere() {
    let held = ARTICLE.replace("published: 2026-04-14", "embargo: 2027-01-01");
    let files = [("content/site.yaml", "title: T\n"), ("content/articles/a.md", &held)];
    let tree = common::tree(&sources(&files), &options());
    let none = common::tree(&sources(&files[..1]), &options());
    assert_eq!(tree, none);
}

#[test]
fn hosts_are_told_of_them() {
    let mut found = Vec::new();
    let held = "---\ntitle: B\ndraft: true\nredirect_from: [/b/]\n---\n";
    let files = FILES.into_iter().chain([("content/articles/b.md", held)]).collect::<Vec<_>>();
    let site = linked(&sources(&files));
    for redirect in clipsheet::plan::redirects(&site) {
        found.push((redirect.from.to_string(), redirect.to.to_string()));
    }
    let to = |from: &str, to: &str| (from.to_string(), to.to_string());
    assert_eq!(
        found,
        [
            to("2026/plant.html", "articles/a/index.html"),
            to("alt/Über uns/index.html", "articles/a/index.html"),
            to("firms/acme/index.html", "companies/acme/index.html"),
            to("old/plant/index.html", "articles/a/index.html"),
        ]
    );
}

/// The site of these sources without its pages.
fn linked(sources: &clipsheet::parse::Sources) -> std::sync::Arc<clipsheet::model::Site> {
    use clipsheet::model::{self, Reader, Records};
    let parsed = clipsheet::parse::parse(sources, &mut Default::default()).value;
    let records =
        Records::anchored(parsed, &mut Default::default(), &clipsheet::progress::Progress::default());
    let records = model::resolve(records.value.expect("settings"), &mut Default::default()).value;
    let reader = Reader { audience: None, as_of: options().now, drafts: false };
    let admitted = model::admit(records, &reader, &mut Default::default());
    model::link(admitted, None, &mut Default::default())
}

#[test]
fn a_warm_build_moves_them_too() {
    let mut memo = Memo::default();
    let mut check = |from: &str, acme: &str| {
        let article = ARTICLE.replace("/old/plant/", from);
        let company = format!("---\nname: Acme\n{acme}\n---\n");
        let mut files = FILES;
        (files[1].1, files[3].1) = (&article, &company);
        let sources = sources(&files);
        let warm = build(&sources, &options(), &mut memo).expect("options").value.tree;
        assert_eq!(warm, common::built(&sources).value.tree);
        warm.map(|tree| tree.files().keys().filter(|path| !path.as_str().starts_with("theme/")).count())
    };
    let before = check("/old/plant/", "");
    assert_eq!(check("/older/plant/", ""), before);
    assert_eq!(check("/older/plant/", "redirect_from: [/firm/, /firms/acme/]"), before.map(|n| n + 2));
    // Two from one address: nothing is made until one of them is gone.
    assert_eq!(check("/firm/", "redirect_from: [/firm/]"), None);
    assert_eq!(check("/firm/", "slug: other"), before);
}

const REQUIRED: &str = "CLIPSHEET_REQUIRE_SPEC";

/// The title of what a browser shows in the end that goes to an address.
fn shown(address: &str) -> Option<String> {
    let profile = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("chromium");
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--virtual-time-budget=4000",
    ]);
    command.arg(format!("--user-data-dir={}", profile.path().display()));
    match command.args(["--dump-dom", address]).output() {
        Ok(output) => {
            let html = String::from_utf8_lossy(&output.stdout).into_owned();
            let title = html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
            Some(title.unwrap_or_else(|| panic!("{address} has no title: {html}")).0.to_string())
        }
        Err(error) if std::env::var_os(REQUIRED).is_none() => {
            println!("skipped: no chromium ({error})");
            None
        }
        Err(error) => panic!("{REQUIRED} is set, and chromium cannot be started: {error}"),
    }
}

#[test]
fn a_browser_keeps_the_place() {
    let tree = common::tree(&sources(&FILES), &options());
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("a site #1");
    for (path, bytes) in tree.files() {
        write(&root, path.as_str(), bytes);
    }
    let there = "articles/a/index.html";
    // Nothing else in the page would tell the place in it.
    let tells = text(&tree, there) + "<script>document.title = location.href</script>";
    write(&root, there, tells.as_bytes());
    let at = |path: &str| format!("file://{}/a%20site%20%231/{path}", folder.path().display());
    let Some(title) = shown(&at("old/plant/index.html#a-q")) else { return };
    assert_eq!(title, at("articles/a/index.html#a-q"));
    assert_eq!(shown(&at("2026/plant.html")), Some(at(there)));
    // Without the script the page leads on too, to the top of the new one.
    std::fs::remove_file(root.join(script(&tree))).expect("removed");
    assert_eq!(shown(&at("old/plant/index.html")), Some(at(there)));
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let to = folder.join(path);
    std::fs::create_dir_all(to.parent().expect("a folder")).expect("the folder");
    std::fs::write(to, bytes).expect("written");
}

/// An old address among the editions, or in a year that the archive does not have, is one like any other.
#[test]
fn an_old_address_where_e_mails_and_archives_are() {
    let briefing = "---\ntitle: E\ndate: 2026-04-20\nredirect_from: [/briefings/2024/old.html, /archive/2019/05/e/]\n---\n";
    let mut files = FILES.to_vec();
    files.push(("content/briefings/e.md", briefing));
    let tree = common::tree(&sources(&files), &options());
    let old = text(&tree, "briefings/2024/old.html");
    assert!(old.contains("content=\"0; url=../e/index.html\""), "{old}");
    let old = text(&tree, "archive/2019/05/e/index.html");
    assert!(
        old.contains("url=../../../../briefings/e/index.html") && !old.contains("archive/2019/index.html"),
        "{old}"
    );
}
