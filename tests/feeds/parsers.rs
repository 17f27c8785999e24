//! Other people's parsers read what is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use clipsheet::build::Options;
use clipsheet::output::OutputTree;
use clipsheet::value::Id;
use feed_rs::model::{Feed, FeedType};

use crate::common;

const BASE: &str = "https://example.org/n%C3%A4ws";

/// The output of each site, published at an address, for everybody.
fn trees() -> Vec<(String, OutputTree)> {
    let theme = |name: &str| (name != "overriding").then(|| Id::parse("default").expect("an id"));
    let named = common::site_names().into_iter().map(|name| {
        let options = Options { theme: theme(&name), ..common::options_of(&name) };
        (common::site(&name), options, name)
    });
    let sample = (common::sample(), common::options(), "sample".to_string());
    let build = |(mut sources, options, name): (clipsheet::parse::Sources, Options, String)| {
        let path = clipsheet::path::SitePath::new(clipsheet::parse::SETTINGS_FILE);
        let settings = String::from_utf8(sources.bytes(&path).expect("settings").to_vec()).expect("UTF-8");
        let settings = settings.replace("visibility: internal\n", "").replace("visibility: public\n", "");
        let public = format!("{settings}\nvisibility: public\n").into_bytes();
        let file = clipsheet::diagnostics::SourceFile::new(path.as_str(), public);
        sources.files.insert(path, file.into());
        let built = common::built_with(&sources, &Options { base_url: Some(BASE.into()), ..options });
        (name, built.value.tree.unwrap_or_else(|| panic!("{:?}", built.diagnostics)))
    };
    [sample].into_iter().chain(named).map(build).collect()
}

/// The feeds of a tree, parsed, each with its path.
fn feeds(tree: &OutputTree, ending: &str) -> Vec<(String, Feed)> {
    let files = tree.files().iter().filter(|(path, _)| path.as_str().ends_with(&format!("feed.{ending}")));
    let parsed = files.map(|(path, bytes)| {
        let feed = feed_rs::parser::parse(&bytes[..]).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path.to_string(), feed)
    });
    parsed.collect()
}

/// Where in the tree an address leads.
fn file(address: &str) -> String {
    let inside = address.strip_prefix(BASE).unwrap_or_else(|| panic!("{address} leaves the site"));
    let path = inside.split('#').next().expect("a part").trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() }
}

fn is_there(tree: &OutputTree, address: &str) -> bool {
    let decoded =
        percent_encoding::percent_decode_str(&file(address)).decode_utf8().expect("UTF-8").into_owned();
    tree.get(&decoded).is_some()
}

fn check(site: &str, tree: &OutputTree, path: &str, feed: &Feed) {
    let here = format!("{site}: {path}");
    assert!(feed.id.starts_with("tag:") || feed.feed_type == FeedType::JSON, "{here}: {}", feed.id);
    assert!(feed.title.is_some() && !feed.entries.is_empty(), "{here}");
    let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), feed.entries.len(), "{here}: an id stands twice");
    let times: Vec<_> = feed.entries.iter().map(|entry| entry.updated.expect("updated")).collect();
    assert!(times.is_sorted_by(|a, b| a >= b), "{here}: {times:?}");
    for entry in &feed.entries {
        let of = entry.id.strip_prefix("tag:example.org,2026:/n%C3%A4ws/").unwrap_or_default();
        assert!(of.starts_with("articles/") || of.starts_with("briefings/"), "{here}: {}", entry.id);
        assert!(entry.title.as_ref().is_some_and(|title| !title.content.is_empty()), "{here}: {}", entry.id);
        let own = entry.links.iter().find(|link| link.href.starts_with(BASE));
        assert!(own.is_some_and(|link| is_there(tree, &link.href)), "{here}: {:?}", entry.links);
        let body = entry.content.as_ref().and_then(|content| content.body.clone()).unwrap_or_default();
        let html = scraper::Html::parse_fragment(&body);
        for element in html.root_element().descendent_elements() {
            for address in ["href", "src"].iter().filter_map(|name| element.attr(name)) {
                let whole = address.starts_with("http") || address.starts_with("mailto:");
                assert!(whole, "{here}: {address} is not whole");
                assert!(
                    !address.starts_with(BASE) || is_there(tree, address),
                    "{here}: {address} leads nowhere"
                );
            }
        }
    }
}

#[test]
fn feed_rs_reads_every_feed() {
    let mut seen = 0;
    for (site, tree) in trees() {
        let (atom, json) = (feeds(&tree, "xml"), feeds(&tree, "json"));
        assert_eq!(atom.len(), json.len(), "{site}");
        for ((path, atom), (_, json)) in atom.iter().zip(&json) {
            assert_eq!((&atom.feed_type, &json.feed_type), (&FeedType::Atom, &FeedType::JSON));
            check(&site, &tree, path, atom);
            check(&site, &tree, path, json);
            assert_eq!(
                atom.updated,
                atom.entries.iter().filter_map(|entry| entry.updated).max(),
                "{site}: {path}"
            );
            let ids = |feed: &Feed| feed.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
            assert_eq!(ids(atom), ids(json), "{site}: {path}");
            let titles = |feed: &Feed| {
                let titles = feed.entries.iter().filter_map(|entry| entry.title.clone());
                titles.map(|title| title.content).collect::<Vec<_>>()
            };
            assert_eq!(titles(atom), titles(json), "{site}: {path}");
            seen += 1;
        }
    }
    assert!(seen > 40, "only {seen} feeds");
}

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/feeds-venv/bin/python");
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds/valid.py");
const REQUIRED: &str = "CLIPSHEET_REQUIRE_SPEC";

fn python() -> Option<PathBuf> {
    let python = std::env::var_os("CLIPSHEET_FEEDS_PYTHON").map_or_else(|| PYTHON.into(), PathBuf::from);
    match python.is_file() {
        true => Some(python),
        false if std::env::var_os(REQUIRED).is_none() => {
            println!(
                "skipped: no feedparser and icalendar; tests/run.sh installs them ({})",
                python.display()
            );
            None
        }
        false => panic!("{REQUIRED} is set, and there is no {}", python.display()),
    }
}

fn run(python: &Path, folder: &Path) -> (bool, String) {
    let output = Command::new(python).arg(SCRIPT).arg(BASE).arg(folder).output().expect("python");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let to = folder.join(path);
    std::fs::create_dir_all(to.parent().expect("a folder")).expect("the folder");
    std::fs::write(to, bytes).expect("written");
}

#[test]
fn feedparser_icalendar_and_others_read_everything() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for (site, tree) in trees() {
        for (path, bytes) in tree.files().iter() {
            write(folder.path(), &format!("{site}/{path}"), bytes);
        }
    }
    let (is_fine, report) = run(&python, folder.path());
    assert!(is_fine, "{report}");
    println!("{report}");
}

/// Each of these is seen to be wrong.
#[test]
fn what_is_wrong_is_seen() {
    let Some(python) = python() else { return };
    let (_, tree) = trees().into_iter().find(|(name, _)| name == "plain").expect("the site");
    let check = |path: &str, from: &str, to: &str, objection: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        for (other, bytes) in tree.files().iter() {
            write(folder.path(), &format!("site/{other}"), bytes);
        }
        let text = String::from_utf8(tree.get(path).expect(path).to_vec()).expect("UTF-8");
        assert!(text.contains(from), "{path} has no {from}");
        write(folder.path(), &format!("site/{path}"), text.replacen(from, to, 1).as_bytes());
        let (is_fine, report) = run(&python, folder.path());
        assert!(!is_fine && report.contains(objection), "{path}, {from}, {to}: {report}");
    };
    check("feed.xml", "</entry>", "", "feed.xml: not well-formed");
    check("feed.xml", "<updated>", "<updated>yesterday", "feed.xml: no moment");
    check("feed.xml", "<id>", "<id>x y", "feed.xml: no URI");
    check("feed.json", "\"version\"", "\"versio\"", "feed.json: ");
    check("feed.json", "\"id\"", "\"idd\"", "feed.json: ");
    check("timeline/events.ics", "\r\nDTSTAMP", "\nDTSTAMP", "events.ics: a line does not end in CRLF");
    check("timeline/events.ics", "DTSTAMP:", "X-DTSTAMP:", "events.ics: ");
    check(
        "timeline/events.ics",
        "SUMMARY:",
        &format!("SUMMARY:{}", "x".repeat(80)),
        "events.ics: a line is too long",
    );
    check("sitemap.xml", "<loc>", "<loc>x", "sitemap.xml: ");
    check("sitemap.xml", "<lastmod>", "<lastmod>x", "sitemap.xml: ");
    check("robots.txt", "Allow", "Disallow", "robots.txt: ");
}
