//! What stands in the head of pages for search engines, feeds of links and browsers: linked data in schema.org's
//! words, Open Graph, icons and colours.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that reads a style sheet from the disk"
)]

mod common;
#[path = "common/links.rs"]
mod links;

use std::collections::BTreeSet;

use clipsheet::build::Options;
use clipsheet::diagnostics::SourceFile;
use clipsheet::output::OutputTree;
use clipsheet::parse::Sources;
use clipsheet::value::Id;
use links::{Page, page, pages, select};
use serde_json::{Map, Value};

/// What schema.org (its vocabulary of 2025, version 29) lets each type have, as far as clipsheet says it; what
/// a type has from those above it stands with it.
const VOCABULARY: [(&str, &[&str]); 15] = [
    (
        "NewsArticle",
        &[
            "articleSection",
            "author",
            "correction",
            "dateModified",
            "datePublished",
            "description",
            "headline",
            "image",
            "inLanguage",
            "isBasedOn",
            "keywords",
            "mentions",
            "publisher",
            "url",
        ],
    ),
    ("CorrectionComment", &["datePublished", "text"]),
    ("ImageObject", &["caption", "creditText", "height", "url", "width"]),
    ("Organization", ORGANIZATION),
    ("Corporation", &["tickerSymbol"]),
    ("NewsMediaOrganization", ORGANIZATION),
    ("Person", &["alternateName", "description", "jobTitle", "name", "url", "worksFor"]),
    (
        "Quotation",
        &["about", "creator", "inLanguage", "isBasedOn", "isPartOf", "spokenByCharacter", "text", "url"],
    ),
    ("CreativeWork", &["name"]),
    ("Event", &["about", "name", "startDate", "subjectOf", "url"]),
    ("CollectionPage", &["description", "hasPart", "inLanguage", "name", "url"]),
    ("PublicationIssue", &["datePublished", "inLanguage", "isPartOf", "name", "url"]),
    ("Periodical", &["name"]),
    ("WebSite", &["description", "inLanguage", "name", "url"]),
    ("BreadcrumbList", &["itemListElement"]),
];

const ORGANIZATION: &[&str] =
    &["alternateName", "description", "name", "parentOrganization", "sameAs", "subOrganization", "url"];

fn knows(kind: &str, property: &str) -> bool {
    let has = |name: &str| VOCABULARY.iter().any(|(known, has)| *known == name && has.contains(&property));
    match kind {
        "ListItem" => ["item", "name", "position"].contains(&property),
        "Corporation" => has(kind) || has("Organization"),
        _ => has(kind),
    }
}

/// What in linked data is not in the vocabulary.
fn unknown(data: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    each(data, &mut |object| {
        let kind = object.get("@type").and_then(Value::as_str).unwrap_or_default();
        for property in object.keys().filter(|key| !key.starts_with('@')) {
            wrong.extend((!knows(kind, property)).then(|| format!("{kind}: {property}")));
        }
        let empty =
            object.values().any(|value| value.is_null() || value == "" || *value == Value::Array(vec![]));
        wrong.extend(empty.then(|| format!("{kind} has an empty property")));
    });
    wrong
}

/// Calls `f` with every object in it.
fn each(data: &Value, f: &mut dyn FnMut(&Map<String, Value>)) {
    match data {
        Value::Object(object) => {
            f(object);
            object.values().for_each(|value| each(value, f));
        }
        Value::Array(values) => values.iter().for_each(|value| each(value, f)),
        _ => {}
    }
}

/// The linked data of a page: each of its objects.
fn linked_data(page: &Page) -> Vec<Value> {
    let scripts = select(&page.html, "script[type='application/ld+json']");
    let parse = |text: String| serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", page.path));
    scripts
        .iter()
        .flat_map(|script| match parse(script.text().collect()) {
            Value::Array(all) => all,
            one => vec![one],
        })
        .collect()
}

/// Of a type, that of the page.
fn of_type(page: &Page, kind: &str) -> Value {
    let found = linked_data(page).into_iter().find(|data| data["@type"] == kind);
    found.unwrap_or_else(|| panic!("{} has no {kind}", page.path))
}

/// The sample and the sites of `tests/sites` in the default theme.
fn sites(base_url: Option<&str>) -> Vec<(String, OutputTree)> {
    let build = |sources: Sources, options: Options| {
        let theme = Some(Id::parse("default").expect("an id"));
        let options = Options { theme, base_url: base_url.map(ToString::to_string), ..options };
        let built = common::built_with(&sources, &options);
        built.value.tree.unwrap_or_else(|| panic!("{:?}", built.diagnostics))
    };
    let named = common::site_names().into_iter().map(|name| {
        let tree = build(common::site(&name), common::options_of(&name));
        (name, tree)
    });
    [("the sample".to_string(), build(common::sample(), common::options()))]
        .into_iter()
        .chain(named)
        .collect()
}

#[test]
fn linked_data_is_in_the_words_of_schema_org() {
    let mut kinds = BTreeSet::new();
    for (site, tree) in sites(Some("https://x.test/a")) {
        for page in pages(&tree) {
            for data in linked_data(&page) {
                assert_eq!(data["@context"], "https://schema.org", "{site}: {}", page.path);
                assert_eq!(unknown(&data), Vec::<String>::new(), "{site}: {}", page.path);
                each(&data, &mut |object| {
                    kinds.insert(object["@type"].as_str().expect("a type").to_string());
                });
            }
        }
    }
    let all: BTreeSet<String> = VOCABULARY.iter().map(|(kind, _)| (*kind).to_string()).collect();
    let missing: Vec<&String> = all.difference(&kinds).collect();
    assert!(missing.is_empty(), "no page has {missing:?}");
    let wrong =
        serde_json::json!({"@type": "Event", "startdate": "2026", "about": [{"@type": "Thing", "name": ""}]});
    assert_eq!(unknown(&wrong), ["Event: startdate", "Thing: name", "Thing has an empty property"]);
}

/// The texts in linked data that stand nowhere on the page.
fn unsaid(page: &Page, data: &Value) -> Vec<String> {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut said: String = select(&page.html, "body").iter().flat_map(|body| body.text()).collect();
    for meta in select(&page.html, "meta[name=description]") {
        said.push_str(meta.attr("content").unwrap_or_default());
    }
    let said = folded(&said);
    let mut texts = Vec::new();
    each(data, &mut |object| {
        for (key, value) in object {
            // These say what is said, and where; a language and a date are said in other words.
            let about = key.starts_with('@')
                || key.starts_with("date")
                || ["inLanguage", "isBasedOn", "item", "sameAs", "startDate", "url"].contains(&key.as_str());
            let values = match value {
                Value::Array(values) => values.iter().collect(),
                one => vec![one],
            };
            texts.extend(
                values.into_iter().filter_map(Value::as_str).filter(|_| !about).map(ToString::to_string),
            );
        }
    });
    texts.retain(|text| text.split(" … ").any(|piece| !said.contains(&folded(piece))));
    texts
}

#[test]
fn linked_data_says_nothing_that_the_page_does_not() {
    let mut seen = 0;
    for (site, tree) in sites(None) {
        for page in pages(&tree) {
            for data in linked_data(&page) {
                seen += 1;
                assert_eq!(unsaid(&page, &data), Vec::<String>::new(), "{site}: {}", page.path);
            }
        }
    }
    assert!(seen > 100, "only {seen}");
    let page = page("a", "<body><p>One two</p>");
    let data =
        serde_json::json!({"name": "One  two", "about": {"name": "Three"}, "keywords": ["One", "Four"]});
    assert_eq!(unsaid(&page, &data), ["Four", "Three"]);
}

/// The addresses in linked data and in Open Graph.
fn addresses(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for data in linked_data(page) {
        each(&data, &mut |object| {
            let own = ["item", "url"].iter().filter_map(|key| object.get(*key).and_then(Value::as_str));
            found.extend(own.map(ToString::to_string));
        });
    }
    let metas = select(&page.html, "meta[property='og:url'], meta[property='og:image'], link[rel=canonical]");
    let content = |e: &scraper::ElementRef<'_>| e.attr("content").or(e.attr("href")).map(ToString::to_string);
    found.extend(metas.iter().filter_map(content));
    found
}

#[test]
fn addresses_are_whole_and_lead_to_files_or_are_not_there() {
    for (site, tree) in sites(None) {
        // Some sites have an address themselves.
        if tree.get("feed.xml").is_none() {
            for page in pages(&tree) {
                assert_eq!(addresses(&page), Vec::<String>::new(), "{site}: {}", page.path);
            }
        }
    }
    let mut seen = 0;
    for (site, tree) in sites(Some("https://x.test/a")) {
        for page in pages(&tree) {
            for address in addresses(&page) {
                let path = address.strip_prefix("https://x.test/a/").unwrap_or_else(|| panic!("{address}"));
                let path = percent_encoding::percent_decode_str(path).decode_utf8().expect("UTF-8");
                let file = if path.is_empty() || path.ends_with('/') {
                    format!("{path}index.html")
                } else {
                    path.into()
                };
                let there = tree.get(&file).is_some() || tree.standing().keys().any(|p| p.as_str() == file);
                assert!(there, "{site}: {}: {address}", page.path);
                seen += 1;
            }
        }
    }
    assert!(seen > 1000, "only {seen}");
}

/// A site of one article, and what `meta` says of it.
fn one_article(front: &str, more: &[(&str, &str)]) -> Vec<Page> {
    let article = format!("---\n{front}\n---\nText of it.\n");
    let settings = ("content/site.yaml", "title: T\nbase_url: https://x.test\ntopics: {t: Trade}\n");
    let mut files = vec![settings, ("content/articles/a.md", article.as_str())];
    files.retain(|(path, _)| !more.iter().any(|(other, _)| path == other));
    files.extend(more);
    made(&common::sources(&files))
}

fn made(sources: &Sources) -> Vec<Page> {
    pages(&common::tree(sources, &common::options()))
}

fn at<'p>(pages: &'p [Page], path: &str) -> &'p Page {
    pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("no {path}"))
}

fn meta(page: &Page, property: &str) -> Vec<String> {
    let found = select(&page.html, "meta");
    let named = found.iter().filter(|e| e.attr("property").or(e.attr("name")) == Some(property));
    named.map(|e| e.attr("content").expect("content").to_string()).collect()
}

#[test]
fn nothing_ends_the_script_of_linked_data() {
    let title = r#"</script><img src=x onerror=alert(1)><!-- <script> & "quoted" ]]>"#;
    let front =
        format!("title: {}\nsection: {0}\nauthors: [{0}]", serde_json::to_string(title).expect("JSON"));
    let pages = one_article(&front, &[]);
    let page = at(&pages, "articles/a/index.html");
    assert_eq!(select(&page.html, "img, [onerror]").len(), 0);
    let data = of_type(page, "NewsArticle");
    assert_eq!([&data["headline"], &data["articleSection"], &data["author"][0]["name"]], [title; 3]);
    assert_eq!(meta(page, "og:title"), [title]);
}

#[test]
fn an_old_address_is_the_place_of_nothing() {
    let pages = one_article("title: Ships\nredirect_from: [articles/old]", &[]);
    let page = at(&pages, "articles/old/index.html");
    let canonical = select(&page.html, "link[rel=canonical]");
    assert_eq!(canonical[0].attr("href"), Some("https://x.test/articles/a/"));
    assert_eq!(select(&page.html, "script[type='application/ld+json']").len(), 0);
    let now = select(&at(&pages, "articles/a/index.html").html, "script[type='application/ld+json']").len();
    assert_eq!(now, 1);
}

#[test]
fn an_article_is_told_where_it_is_shared() {
    let settings =
        ("content/site.yaml", "title: T\nlanguage: en-GB\nbase_url: https://x.test\ntopics: {t: Trade}\n");
    let front = "title: Ships\ndek: Under it\nsection: Trade\npublished: 2026-04-12\ntopics: [t]\n\
                 corrections: [{date: 2026-04-14, text: A name.}, {date: 2026-04, text: A month.}]";
    let plain = one_article(front, &[]);
    assert_eq!(meta(at(&plain, "articles/a/index.html"), "og:locale"), [""; 0], "no region is known");
    let pages = one_article(front, &[settings]);
    let page = at(&pages, "articles/a/index.html");
    for (property, expected) in [
        ("og:type", "article"),
        ("og:title", "Ships"),
        ("og:description", "Under it"),
        ("og:site_name", "T"),
        ("og:locale", "en_GB"),
        ("og:url", "https://x.test/articles/a/"),
        ("article:published_time", "2026-04-12"),
        ("article:modified_time", "2026-04-14"),
        ("article:section", "Trade"),
        ("article:tag", "Trade"),
    ] {
        assert_eq!(meta(page, property), [expected], "{property}");
    }
    let data = of_type(page, "NewsArticle");
    assert_eq!(data["dateModified"], "2026-04-14");
    assert_eq!(data["correction"][1], serde_json::json!({"@type": "CorrectionComment", "text": "A month."}));
    let home = at(&pages, "index.html");
    assert_eq!(
        (meta(home, "og:type"), meta(home, "og:url")),
        (vec!["website".into()], vec!["https://x.test/".into()])
    );
    assert_eq!(meta(at(&pages, "404.html"), "og:url"), Vec::<String>::new());
}

#[test]
fn a_vague_event_is_dated_no_closer_than_its_sources_do() {
    let date = |dates: &[&str]| {
        let event = |date: &&str| {
            let at = dates.iter().position(|other| other == date).expect("it");
            let article = format!("content/articles/a{at}.md");
            let sidecar = format!(
                "events: [{{id: e, exact: Text, event: x, date: \"{date}\", title: It, acknowledge: yes it is}}]\n"
            );
            [
                (article, "---\ntitle: T\n---\nText.\n".to_string()),
                (format!("content/articles/a{at}.yaml"), sidecar),
            ]
        };
        let files: Vec<(String, String)> = dates.iter().flat_map(event).collect();
        let mut files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        files.push(("content/site.yaml", "title: T\n"));
        let tree = common::built(&common::sources(&files)).value.tree.expect("a tree");
        let data = of_type(at(&pages(&tree), "events/x/index.html"), "Event");
        data.get("startDate").map(|date| date.as_str().expect("a text").to_string())
    };
    for (edtf, expected) in [
        ("2026-04-12", Some("2026-04-12")),
        ("2026-04-12T09:30:00Z", Some("2026-04-12")),
        ("2026-04", Some("2026-04")),
        ("2026-02-2X", Some("2026-02")),
        ("2026-03-2X/2026-03-31", Some("2026-03")),
        ("2026-03-30/2026-04-02", Some("2026")),
        ("2025-12/2026-01", None),
        ("2026-04~", None),
        ("2026?", None),
        ("../2026", None),
        ("202X", None),
    ] {
        assert_eq!(date(&[edtf]).as_deref(), expected, "{edtf}");
    }
    assert_eq!(date(&["2026-04-12", "2026-04"]).as_deref(), Some("2026-04-12"));
    assert_eq!(date(&["2026-04-12", "2026-04-13"]), None, "sources that contradict each other");
}

/// The colours of the browser's own bar are those of the page.
#[test]
fn the_bar_has_the_colour_of_the_paper() {
    let pages = one_article("title: A", &[]);
    let home = at(&pages, "index.html");
    let colours = meta(home, "theme-color");
    let css =
        std::fs::read_to_string(common::at("themes/default/static/style.css")).expect("the style sheet");
    let paper = css.lines().find(|line| line.trim_start().starts_with("--paper: ")).expect("a ground");
    let [light, dark] = colours.as_slice() else { panic!("{colours:?}") };
    assert!(paper.contains(&format!("light-dark({light}, {dark})")), "{paper}");
}

#[test]
fn a_site_s_own_icons_stand_in_for_those_of_the_theme() {
    let icons = |pages: &[Page]| -> Vec<String> {
        let found =
            select(&at(pages, "articles/a/index.html").html, "link[rel=icon], link[rel=apple-touch-icon]");
        let told = |e: &scraper::ElementRef<'_>| {
            let [rel, href] = ["rel", "href"].map(|name| e.attr(name).expect("it"));
            let name = href.strip_prefix("../../").expect("an address").split('.').next().unwrap_or_default();
            format!("{rel} {name}")
        };
        found.iter().map(told).collect()
    };
    let with = |files: &[&str]| {
        let mut sources = common::sources(&[
            ("content/site.yaml", "title: T\n"),
            ("content/articles/a.md", "---\ntitle: A\n---\nText of it.\n"),
        ]);
        for name in files {
            let bytes = std::fs::read(common::at("themes/default/static/favicon.png")).expect("an image");
            let file = SourceFile::new(format!("content/static/{name}"), bytes);
            sources.files.insert(file.path.clone(), file.into());
        }
        icons(&made(&sources))
    };
    let [icon, touch] = ["icon theme/favicon", "apple-touch-icon theme/favicon"];
    let own_touch = "apple-touch-icon apple-touch-icon";
    assert_eq!(with(&[]), [icon, icon, touch]);
    assert_eq!(with(&["favicon.ico"]), ["icon favicon", touch]);
    assert_eq!(with(&["favicon.ico", "favicon.png"]), ["icon favicon", "icon favicon", touch]);
    assert_eq!(with(&["apple-touch-icon.png"]), [icon, icon, own_touch]);
    assert_eq!(with(&["apple-touch-icon.png", "favicon.ico"]), ["icon favicon", own_touch]);
}
