//! What helps readers: cards, the names of the jump box, reading time and contents. What scripts make of them is
//! looked at in `tests/browser`.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

use std::collections::BTreeSet;

use clipsheet::build::build;
use clipsheet::memo::Memo;
use clipsheet::output::OutputTree;
use clipsheet::parse::Sources;
use serde_json::Value;

const SETTINGS: &str = "content/site.yaml";

fn tree(files: &[(&str, &str)]) -> OutputTree {
    common::tree(&common::sources(files), &common::options())
}

fn text(tree: &OutputTree, path: &str) -> String {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("there is no {path}")).bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What a script hands over: its one argument.
fn argument(script: &str, function: &str) -> Value {
    let inside = script.strip_prefix(&format!("{function}(")).and_then(|rest| rest.strip_suffix(");\n"));
    serde_json::from_str(inside.unwrap_or_else(|| panic!("{script}"))).expect("JSON")
}

/// The HTML of a card.
fn card(tree: &OutputTree, path: &str) -> String {
    argument(&text(tree, path), "clipsheetCard").as_str().expect("a text").to_string()
}

/// All names that the jump box knows, each with its address.
fn names(tree: &OutputTree) -> Vec<(String, String)> {
    let groups = argument(&text(tree, "search/names.js"), "clipsheetNames");
    let entries = groups.as_array().expect("a list").iter().flat_map(|group| {
        group["names"].as_array().expect("a list").iter().map(|entry| entry.as_array().expect("a list"))
    });
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    entries
        .flat_map(|entry| {
            let names = entry.iter().enumerate().filter(|(at, _)| *at != 1);
            names.map(|(_, name)| (text(name), text(&entry[1]))).collect::<Vec<_>>()
        })
        .collect()
}

/// The files of a tree that are cards.
fn cards(tree: &OutputTree) -> BTreeSet<String> {
    let paths = tree.files().iter().map(|(path, _)| path.to_string());
    paths.filter(|path| path.ends_with("/card.js")).collect()
}

/// A site in which two articles print one quote.
const PRINTED_TWICE: [(&str, &str); 8] = [
    (SETTINGS, "title: T\nunits: {users: users}\nbase_url: https://example.org\n"),
    (
        "content/articles/a.md",
        "---\ntitle: A\npublished: 2026-04-01\n---\n\"We saw it coming for a year,\" Ann said.\n",
    ),
    ("content/articles/a.yaml", "quotes:\n- {id: q, exact: We saw it coming for a year, speaker: ann}\n"),
    (
        "content/articles/b.md",
        "---\ntitle: B\npublished: 2026-04-02\n---\n\"We saw it coming,\" Ann of Acme said. \"Alone.\" It has 5 users, and expects 9.\n",
    ),
    (
        "content/articles/b.yaml",
        "quotes:\n- {id: q, exact: We saw it coming, speaker: ann}\n- {id: one, exact: Alone., speaker: ann}\n\
         figures:\n- {id: u, exact: 5 users, company: acme, metric: users, value: 5, unit: users, as_of: \"2026-01\"}\n\
         - {id: v, exact: expects 9, company: acme, metric: users, value: 9, unit: users, status: forecast, as_of: \"2027\"}\n",
    ),
    (
        "content/people/ann.md",
        "---\nname: Ann\nsummary: Who saw it.\nroles: [{title: Seer, at: acme}, {title: Clerk, until: \"2019\"}]\n---\n",
    ),
    ("content/companies/acme.md", "---\nname: Acme\naliases: [Acme Inc.]\nsummary: It makes things.\n---\n"),
    ("content/publications/wire.md", "---\nname: The Wire\n---\n"),
];

#[test]
fn who_has_a_card() {
    let tree = tree(&PRINTED_TWICE);
    assert_eq!(
        cards(&tree),
        ["companies/acme/card.js", "people/ann/card.js", "quotes/a/q/card.js"].map(String::from).into(),
        "a quote has one where several articles print it, and where its page is"
    );
    let company = card(&tree, "companies/acme/card.js");
    assert!(company.contains("Acme") && company.contains("It makes things."), "{company}");
    assert!(company.contains("5 users") && !company.contains('9'), "what is said to be so: {company}");
    let person = card(&tree, "people/ann/card.js");
    assert!(person.contains("<bdi>Seer</bdi>, <bdi>Acme</bdi>") && !person.contains("Clerk"), "{person}");
    let quote = card(&tree, "quotes/a/q/card.js");
    assert!(quote.contains("in 2 articles") && quote.contains("<bdi>A</bdi>, 1 April 2026"), "{quote}");
    let minified = common::tree(&common::sources(&PRINTED_TWICE), &common::options_from("--minify\n"));
    let lean = card(&minified, "companies/acme/card.js");
    assert!(lean.len() <= company.len() && lean.contains("<p><bdi>It makes things."), "{lean}");
    for html in [company, person, quote] {
        assert!(!html.contains("<a") && !html.contains("href"), "a card has no links: {html}");
    }
}

/// What is written the other way has its punctuation on its own side.
#[test]
fn a_card_shows_every_text_in_its_own_direction() {
    let text = "---\ntitle: عنوان\nlanguage: ar\n---\n«رأينا الأمر قادما.» قالت آن.\n";
    let sidecar = "quotes:\n- {id: q, exact: رأينا الأمر قادما., speaker: ann, role: رئيسة}\n";
    let files = [
        (SETTINGS, "title: T\n"),
        ("content/articles/a.md", text),
        ("content/articles/a.yaml", sidecar),
        ("content/articles/b.md", text),
        ("content/articles/b.yaml", sidecar),
        (
            "content/people/ann.md",
            "---\nname: آن\nsummary: رأت الأمر.\nroles: [{title: رئيسة, at: acme}]\n---\n",
        ),
        ("content/companies/acme.md", "---\nname: Acme\n---\n"),
    ];
    let tree = tree(&files);
    let quote = card(&tree, "quotes/a/q/card.js");
    assert!(quote.contains("<p class=\"card-quote\" lang=\"ar\" dir=\"auto\">"), "{quote}");
    let person = card(&tree, "people/ann/card.js");
    for (html, texts) in [(&quote, ["آن", "رئيسة", "عنوان"]), (&person, ["آن", "رئيسة", "رأت الأمر."])]
    {
        for text in texts {
            assert!(html.contains(&format!("<bdi>{text}</bdi>")), "{text}: {html}");
        }
    }
}

#[test]
fn every_link_that_promises_a_card_leads_to_one() {
    for urls in ["index", "directory"] {
        let settings =
            format!("title: T\nunits: {{users: users}}\nbase_url: https://example.org\nurls: {urls}\n");
        let tree = tree(&[&PRINTED_TWICE[..], &[(SETTINGS, &settings)]].concat());
        let mut promised = BTreeSet::new();
        for (path, file) in tree.files() {
            let html = String::from_utf8_lossy(file);
            if !path.as_str().ends_with(".html") {
                assert!(!html.contains("data-card\"") && !html.contains(" data-card>"), "{path}");
                continue;
            }
            for link in html.split("<a ").skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
                if link.contains(" data-card") {
                    let url = link
                        .split("href=\"")
                        .nth(1)
                        .and_then(|rest| rest.split('"').next())
                        .expect("an address");
                    promised.insert(at_card(path.as_str(), url));
                }
            }
        }
        assert_eq!(promised, cards(&tree), "{urls}");
    }
}

/// What is pointed at is on the page already.
#[test]
fn no_link_to_its_own_page_promises_a_card() {
    let acme = "---\nname: Acme\n---\n[Own](company:acme), [](company:acme), [file](acme.md), \
                [part](company:acme#more), [of Ann](person:ann).\n\n## More\n\nText.\n";
    let tree = tree(&[&PRINTED_TWICE[..], &[("content/companies/acme.md", acme)]].concat());
    let html = text(&tree, "companies/acme/index.html");
    let links: Vec<&str> = html.split("<a ").skip(1).filter_map(|rest| rest.split('>').next()).collect();
    let carded: BTreeSet<_> = links.iter().filter(|link| link.contains("data-card")).collect();
    assert!(carded.iter().any(|link| link.contains("people/ann")), "{carded:?}");
    assert!(!carded.iter().any(|link| link.contains("\"index.html")), "{carded:?}");
}

/// The address of `card.js` beside what a link leads to, as scripts find it.
fn at_card(page: &str, url: &str) -> String {
    let base = url::Url::parse(&format!("https://example.org/{page}")).expect("an address");
    let to = base.join(url).and_then(|to| to.join("card.js")).expect("an address");
    to.path().trim_start_matches('/').to_string()
}

#[test]
fn feeds_and_mails_promise_none() {
    let briefing = (
        "content/briefings/x.md",
        "---\ntitle: X\ndate: 2026-04-03\nlead: {article: b}\n---\n[](company:acme) and [](quote:a#q).\n",
    );
    let tree = tree(&[&PRINTED_TWICE[..], &[briefing]].concat());
    assert_eq!(text(&tree, "briefings/x/index.html").matches(" data-card").count(), 2);
    for path in ["feed.xml", "feed.json", "briefings/x/email.html", "briefings/x/email.txt"] {
        assert!(!text(&tree, path).contains("data-card"), "{path}");
    }
}

/// Names that would end a text, a script or an element.
#[test]
fn a_name_stays_a_name() {
    let name = "</script><!--\" \\ ' \u{2028} & <b>";
    let yaml = serde_json::to_string(name).expect("JSON").replace('\u{2028}', "\\u2028");
    let company = format!("---\nname: {yaml}\naliases: [{}]\n---\n", yaml.replace("<b>", "<i>"));
    let tree = tree(&[(SETTINGS, "title: T\n"), ("content/companies/c.md", &company)]);
    assert_eq!(
        names(&tree),
        [name.to_string(), name.replace("<b>", "<i>")].map(|name| (name, "companies/c/index.html".into()))
    );
    let shown = card(&tree, "companies/c/card.js");
    assert!(shown.contains("&lt;/script&gt;&lt;!--") && !shown.contains("<b>"), "{shown}");
    for path in ["search/names.js", "companies/c/card.js"] {
        let script = text(&tree, path);
        assert!(!script.contains(['<', '>', '\u{2028}']) && script.lines().count() == 1, "{script}");
    }
}

#[test]
fn the_jump_box_knows_every_name() {
    let story = ("content/stories/s.md", "---\ntitle: The matter\nslug: the-matter\n---\n");
    let article = ("content/articles/c.md", "---\ntitle: C\nstory: s\ntopics: [deep-sea]\n---\nText.\n");
    let settings = (SETTINGS, "title: T\nunits: {users: users}\nurls: directory\n");
    let tree = tree(&[&PRINTED_TWICE[..], &[story, article, settings]].concat());
    let expected = [
        ("Acme", "companies/acme/"),
        ("Acme Inc.", "companies/acme/"),
        ("Ann", "people/ann/"),
        ("The Wire", "publications/wire/"),
        ("The matter", "stories/the-matter/"),
        ("Deep sea", "topics/deep-sea/"),
    ];
    assert_eq!(names(&tree), expected.map(|(name, url)| (name.to_string(), url.to_string())));
    let empty = self::tree(&[(SETTINGS, "title: T\n")]);
    assert_eq!(text(&empty, "search/names.js"), "clipsheetNames([]);\n");
}

#[test]
fn nothing_withheld_has_a_name_or_a_card() {
    let settings = "title: T\nunits: {users: users}\nbase_url: https://example.org\n\
        audiences: {all: {}, board: {includes: [all]}}\ndefault_audience: all\n";
    let acme = "---\nname: Acme\naudience: board\naliases: [Acme Inc.]\nsummary: It makes things.\n---\n";
    let b = "---\ntitle: B\naudience: board\npublished: 2026-04-02\n---\n\"We saw it coming,\" Ann of Acme said. \"Alone.\" It has 5 users, and expects 9.\n";
    let files = [
        &PRINTED_TWICE[..],
        &[(SETTINGS, settings), ("content/companies/acme.md", acme), ("content/articles/b.md", b)],
    ]
    .concat();
    let for_audience = |audience: &str| {
        common::tree(&common::sources(&files), &common::options_from(&format!("--audience {audience}\n")))
    };
    let (all, board) = (for_audience("all"), for_audience("board"));
    assert_eq!(cards(&board).len(), 3);
    // One article is left that prints the quote.
    assert_eq!(cards(&all), ["people/ann/card.js".to_string()].into());
    assert!(names(&board).iter().any(|(name, _)| name == "Acme Inc."));
    for (path, file) in all.files() {
        assert!(!String::from_utf8_lossy(file).contains("Acme"), "{path}");
    }
}

/// A page is not made again for what is said on a card.
#[test]
fn what_changes_a_card_changes_no_page_that_links_to_it() {
    let mut memo = Memo::default();
    let mut make = |sources: &Sources| {
        let built = build(sources, &common::options(), &mut memo).expect("options that fit").value;
        built.tree.expect("no mistakes");
        built.rendered.iter().map(ToString::to_string).collect::<BTreeSet<_>>()
    };
    let files = [&PRINTED_TWICE[..], &[(SETTINGS, "title: T\nunits: {users: users}\n")]].concat();
    make(&common::sources(&files));
    let acme = "---\nname: Acme\naliases: [Acme Inc.]\nsummary: It makes other things.\n---\n";
    let again = make(&common::sources(&[&files[..], &[("content/companies/acme.md", acme)]].concat()));
    assert_eq!(
        again,
        ["companies/acme/card.js", "companies/acme/index.html", "companies/index.html"]
            .map(String::from)
            .into()
    );
    let alias = acme.replace("Acme Inc.", "Acme Ltd.");
    let again = make(&common::sources(&[&files[..], &[("content/companies/acme.md", &alias)]].concat()));
    assert!(again.contains("search/names.js") && !again.contains("articles/b/index.html"), "{again:?}");
}

#[test]
fn how_long_an_article_takes() {
    let long = "word ".repeat(500);
    let of = |rights: &str, text: &str| {
        let article = format!("---\ntitle: A\nrights: {rights}\nurl: https://example.org/\n---\n{text}\n");
        text_of_page(&[("content/articles/a.md", &article)], "articles/a/index.html")
    };
    assert!(of("full", &long).contains("3 minutes to read"));
    assert!(of("full", "One.").contains("1 minute to read"));
    for (rights, text) in [("link", long.as_str()), ("excerpt", &long), ("full", "")] {
        assert!(!of(rights, text).contains("to read<"), "{rights}");
    }
}

fn text_of_page(files: &[(&str, &str)], path: &str) -> String {
    text(&tree(&[&[(SETTINGS, "title: T\n")], files].concat()), path)
}

#[test]
fn a_long_text_has_contents() {
    let page = |body: &str| {
        let page = format!("---\ntitle: P\n---\n{body}\n");
        let gone = ("content/companies/gone.md", "---\nname: Gone\ndraft: true\n---\n");
        text_of_page(&[("content/pages/p.md", &page), gone], "p/index.html")
    };
    let contents = |body: &str| {
        let html = page(body);
        let inside =
            html.split_once("<details class=\"contents\">").map(|(_, rest)| rest.split("</details>").next());
        let links = inside.flatten().unwrap_or_default().split("<li class=\"level-").skip(1);
        links
            .map(|link| {
                link.replace("\"><a href=\"", " ")
                    .replace("\">", " ")
                    .replace("</a></li>", "")
                    .replace("</ul>", "")
                    .trim()
                    .to_string()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(contents("## A\n\n## B\n"), [""; 0], "two are found at a glance");
    assert_eq!(
        contents("## A & *b*\n\n### A & b\n\n#### Deep\n\n## C\n"),
        ["2 #h-a--b A &amp; b", "3 #h-a--b-1 A &amp; b", "2 #h-c C"]
    );
    // Below the page's title all go down.
    assert_eq!(contents("# A\n\n# B\n\n## C\n\n### D\n"), ["2 #h-a A", "2 #h-b B", "3 #h-c C"]);
    // A heading of which nothing is left is not there.
    assert_eq!(contents("## A\n\n## [](company:gone)\n\n## B\n"), [""; 0]);
    assert_eq!(contents("## A\n\n## Of [](company:gone)\n\n## B\n").len(), 3);
}
