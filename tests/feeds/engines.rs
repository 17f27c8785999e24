//! What search engines read, and the page for addresses that lead nowhere.

use std::sync::Arc;

use clipsheet::build::Options;
use clipsheet::memo::Memo;
use clipsheet::output::OutputTree;

use crate::common::{self, options, sources};
use crate::text;

const ARTICLES: [(&str, &str); 4] = [
    (
        "content/articles/a.md",
        "---\ntitle: A\npublished: 2026-04-14\nredirect_from: [/old/]\n---\nShe said: \"We start today, and small.\"\n",
    ),
    ("content/articles/a.yaml", "quotes: [{id: q, exact: \"We start today, and small.\"}]\n"),
    ("content/articles/b.md", "---\ntitle: B\npublished: 2026-04-20\n---\nShe said: \"We start today\".\n"),
    ("content/articles/b.yaml", "quotes: [{id: q, exact: We start today, same_as: [a#q]}]\n"),
];

fn site(settings: &str, more: &[(&str, &str)]) -> OutputTree {
    let mut files = vec![
        ("content/site.yaml", settings),
        ("content/briefings/e.md", "---\ntitle: E\ndate: 2026-04-21\n---\n"),
    ];
    files.extend(ARTICLES);
    files.extend(more);
    common::tree(&sources(&files), &options())
}

const PUBLIC: &str =
    "title: T\ntimezone: Australia/Brisbane\nvisibility: public\nbase_url: https://example.org/a&b\n";

/// The addresses of a map with their dates.
fn listed(map: &str) -> Vec<(String, Option<String>)> {
    let between = |text: &str, name: &str| {
        Some(text.split_once(&format!("<{name}>"))?.1.split_once(&format!("</{name}>"))?.0.to_string())
    };
    let urls =
        map.split("<url>").skip(1).map(|url| (between(url, "loc").expect("loc"), between(url, "lastmod")));
    urls.collect()
}

#[test]
fn a_public_site_has_a_map_of_all_pages_that_are_to_be_found() {
    let tree = site(PUBLIC, &[]);
    let map = listed(&text(&tree, "sitemap.xml"));
    let base = "https://example.org/a&amp;b";
    let day = |path: &str| {
        map.iter().find(|(url, _)| *url == format!("{base}/{path}")).map(|(_, day)| day.as_deref())
    };
    assert_eq!(day(""), Some(Some("2026-04-20")));
    assert_eq!(day("articles/a/"), Some(Some("2026-04-14")));
    assert_eq!(day("articles/b/"), Some(Some("2026-04-20")));
    assert_eq!(day("briefings/e/"), Some(Some("2026-04-21")));
    assert_eq!(day("archive/2026/"), Some(None));
    assert_eq!(day("quotes/a/q/"), Some(Some("2026-04-14")));
    // Old addresses, printings that lead on, e-mails and 404.html are no pages to be found.
    let others = ["old/", "quotes/b/q/", "404.html", "feed.xml", "briefings/e/email.html", "robots.txt"];
    assert!(others.iter().all(|path| day(path).is_none()), "{map:?}");
    // Each page that says what its one address is, is in the map, and no other.
    let pages = tree.files().iter().filter(|(path, _)| path.as_str().ends_with("index.html"));
    let canonical = pages.filter_map(|(path, html)| {
        let html = String::from_utf8_lossy(html).into_owned();
        let own = html.split_once("<link rel=\"canonical\" href=\"")?.1.split_once('"')?.0.to_string();
        (!html.contains("http-equiv=\"refresh\"")).then_some((path, own))
    });
    let canonical: Vec<String> = canonical.map(|(_, own)| own).collect();
    assert_eq!(canonical.len(), map.len());
    assert!(map.iter().all(|(url, _)| canonical.contains(url)), "{map:?} {canonical:?}");
    assert_eq!(
        text(&tree, "robots.txt"),
        "User-agent: *\nAllow: /\nSitemap: https://example.org/a&b/sitemap.xml\n"
    );
}

#[test]
fn an_internal_site_keeps_search_engines_out() {
    for settings in ["title: T\n", "title: T\nbase_url: https://example.org\nvisibility: internal\n"] {
        let tree = site(settings, &[]);
        assert_eq!(text(&tree, "robots.txt"), "User-agent: *\nDisallow: /\n");
        assert!(tree.get("sitemap.xml").is_none());
        for (path, html) in tree.files().iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
            let html = String::from_utf8_lossy(html);
            assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        }
    }
    let tree = site("title: T\nvisibility: public\n", &[]);
    assert_eq!(text(&tree, "robots.txt"), "User-agent: *\nAllow: /\n");
    assert!(tree.get("sitemap.xml").is_none(), "nobody knows where the site is");
    let index = text(&tree, "index.html");
    assert!(!index.contains("noindex"));
}

#[test]
fn a_file_of_the_site_s_own_goes_before() {
    let own = [("content/static/robots.txt", "User-agent: x\n"), ("content/static/sitemap.xml", "<mine/>")];
    let tree = site(PUBLIC, &own);
    assert_eq!(text(&tree, "robots.txt"), "User-agent: x\n");
    assert_eq!(text(&tree, "sitemap.xml"), "<mine/>");
}

/// A map with more than its limits allow is split, and an index names the parts.
#[test]
fn a_large_map_is_split() {
    use clipsheet::plan::{MapLimits, PagePlan, Subject, engine_files};
    let sources = sources(&[("content/site.yaml", PUBLIC)]);
    let site = linked(&sources);
    let page = |n: usize| PagePlan {
        path: clipsheet::path::OutPath::page(&format!("p/{n:04}")),
        subject: Subject::Page(clipsheet::value::Id::parse("p").expect("an id")),
    };
    let plan = Arc::new((0..25).map(page).collect::<Vec<_>>());
    let names = |limits: MapLimits| -> Vec<(String, String)> {
        let files = engine_files(&site, &plan, limits);
        files
            .into_iter()
            .map(|(path, text)| (path.to_string(), text))
            .filter(|(name, _)| name != "robots.txt")
            .collect()
    };
    let files = names(MapLimits { addresses: 10, ..MapLimits::default() });
    let of: Vec<(&str, usize)> =
        files.iter().map(|(name, text)| (name.as_str(), listed(text).len())).collect();
    assert_eq!(of, [("sitemap.xml", 0), ("sitemap-1.xml", 10), ("sitemap-2.xml", 10), ("sitemap-3.xml", 5)]);
    let index = &files[0].1;
    assert!(
        index.contains("<sitemap><loc>https://example.org/a&amp;b/sitemap-3.xml</loc></sitemap>"),
        "{index}"
    );
    let files = names(MapLimits { size: 1_000, ..MapLimits::default() });
    assert!(files.len() == 3 && files.iter().all(|(_, text)| text.len() <= 1_000), "{files:?}");
    assert_eq!(files.iter().map(|(_, text)| listed(text).len()).sum::<usize>(), 25);
    assert_eq!(names(MapLimits::default()).len(), 1);
}

/// The site of these sources without its pages.
fn linked(sources: &clipsheet::parse::Sources) -> Arc<clipsheet::model::Site> {
    use clipsheet::model::{self, Reader, Records};
    let mut memo =
        (Default::default(), Default::default(), Default::default(), Default::default(), Default::default());
    let parsed = clipsheet::parse::parse(sources, &mut memo.0).value;
    let records = Records::anchored(parsed, &mut memo.1, &clipsheet::progress::Progress::default());
    let records = model::resolve(records.value.expect("settings"), &mut memo.2).value;
    let reader = Reader { audience: None, as_of: options().now, drafts: false };
    model::link(model::admit(records, &reader, &mut memo.3), None, &mut memo.4)
}

#[test]
fn the_map_of_a_warm_build_is_that_of_a_clean_one() {
    let mut memo = Memo::default();
    let options = options();
    let mut tree = |published: &str, visibility: &str| {
        let article = format!("---\ntitle: A\n{published}\n---\nT.\n");
        let settings = format!("title: T\nbase_url: https://example.org\nvisibility: {visibility}\n");
        let sources = sources(&[("content/site.yaml", &settings), ("content/articles/a.md", &article)]);
        let built = clipsheet::build::build(&sources, &options, &mut memo).expect("options").value;
        let tree = built.tree.expect("a tree");
        assert_eq!(tree, common::tree(&sources, &options));
        tree.get("sitemap.xml").map(|map| listed(&String::from_utf8_lossy(map)).len())
    };
    assert!(tree("published: 2026-04-14", "public") > tree("slug: b", "public"));
    assert_eq!(tree("published: 2026-04-14", "internal"), None);
    assert!(tree("published: 2026-05-14", "public").is_some());
}

/// What 404.html has leads to the same places from any depth.
#[test]
fn the_page_for_nowhere_works_at_any_depth() {
    let page = |base: Option<&str>| {
        let options = Options { base_url: base.map(Into::into), ..options() };
        let mut files = vec![("content/site.yaml", "title: T\n")];
        files.extend(ARTICLES);
        text(&common::tree(&sources(&files), &options), "404.html")
    };
    for (base, root) in [
        (None, "/"),
        (Some("https://example.org"), "/"),
        (Some("https://example.org/news"), "/news/"),
        (Some("https://example.org/a/b/"), "/a/b/"),
    ] {
        let html = page(base);
        let links = html.split([' ', '\n']).filter_map(|word| {
            let address = word.strip_prefix("href=\"").or_else(|| word.strip_prefix("src=\""))?;
            address.split_once('"').map(|(address, _)| address.to_string())
        });
        let links: Vec<String> = links.filter(|link| link != "#content").collect();
        assert!(links.len() > 4, "{links:?}");
        assert!(links.iter().all(|link| link.starts_with(root)), "{base:?}: {links:?}");
        assert!(links.iter().any(|link| link.starts_with(&format!("{root}theme/style."))), "{links:?}");
        assert!(!html.contains("rel=\"canonical\"") && !html.contains("<base"), "{html}");
    }
}
