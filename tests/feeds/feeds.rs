//! What feeds have, and what decides on it.

use clipsheet::build::Options;
use clipsheet::output::OutputTree;

use crate::common::{self, options, sources};
use crate::{published, text};

const SETTINGS: (&str, &str) =
    ("content/site.yaml", "title: The Desk\ntagline: All of it\ntimezone: Australia/Brisbane\n");

fn article(front: &str, body: &str) -> String {
    format!("---\n{front}\n---\n{body}\n")
}

/// A site with one article.
fn with(front: &str, body: &str) -> OutputTree {
    published(&[SETTINGS, ("content/articles/a.md", &article(front, body))])
}

/// The texts of an element in a feed, in order.
fn all(feed: &str, element: &str) -> Vec<String> {
    let start = format!("<{element}>");
    let texts = feed.split(&start).skip(1).filter_map(|rest| rest.split_once(&format!("</{element}>")));
    texts.map(|(text, _)| text.to_string()).collect()
}

fn items(tree: &OutputTree, path: &str) -> Vec<serde_json::Value> {
    let json: serde_json::Value = serde_json::from_str(&text(tree, path)).expect("JSON");
    json["items"].as_array().expect("items").clone()
}

#[test]
fn what_changed_last_is_what_the_content_says() {
    let updated = |front: &str| all(&text(&with(front, "T."), "feed.xml"), "updated");
    let check = |front: &str, moment: &str| assert_eq!(updated(front), [moment, moment], "{front}");
    check("title: A\npublished: 2026-04-14", "2026-04-13T14:00:00Z");
    check("title: A\npublished: 2026-04", "2026-03-31T14:00:00Z");
    check("title: A\npublished: 2026-04-14T09:00:00+02:00", "2026-04-14T07:00:00Z");
    check("title: A\npublished: 2026-04-14\nretrieved: 2026-04-15T08:30:00Z", "2026-04-15T08:30:00Z");
    check(
        "title: A\npublished: 2026-04-14\ncorrections: [{date: 2026-05-02, text: Two.}, {date: 2026-05-01, text: One.}]",
        "2026-05-01T14:00:00Z",
    );
    check("title: A\nretrieved: 2026-04-15", "2026-04-14T14:00:00Z");
    // Before its embargo ended nobody could see it, so that readers of a feed would look for it too far down.
    check("title: A\npublished: 2026-04-14\nembargo: 2026-05-01T00:00Z", "2026-05-01T00:00:00Z");
    check("title: A\npublished: 2026-04-14\nembargo: 2026-04-01T00:00Z", "2026-04-13T14:00:00Z");
    // What is dated in the future is not said yet.
    check(
        "title: A\npublished: 2026-04-14\ncorrections: [{date: 2026-05-02, text: Two.}, {date: 2126-05-01, text: One.}]",
        "2026-05-01T14:00:00Z",
    );
}

#[test]
fn no_clock_is_in_a_feed() {
    let files = [SETTINGS, ("content/articles/a.md", "---\ntitle: A\npublished: 2026-04-14\n---\nT.\n")];
    let at = |now: &str| {
        let now = now.parse().expect("an instant");
        let options = Options { base_url: Some("https://example.org".into()), ..Options::at(now) };
        common::tree(&sources(&files), &options)
    };
    assert_eq!(at("2026-06-01T12:00:00Z"), at("2031-01-01T00:00:00Z"));
}

#[test]
fn a_name_stays_whatever_changes() {
    let ids = |front: &str| all(&text(&with(front, "T."), "feed.xml"), "id");
    let before = ids("title: A\npublished: 2026-04-14");
    assert_eq!(before, ["tag:example.org,2026:/news/", "tag:example.org,2026:/news/articles/a/"]);
    assert_eq!(ids("title: Quite another\npublished: 2026-04-15\nslug: elsewhere"), before);
    let tree = with("title: A\npublished: 2026-04-14\nslug: elsewhere", "T.");
    assert!(text(&tree, "feed.xml").contains("href=\"https://example.org/news/articles/elsewhere/\""));
}

#[test]
fn names_are_made_of_the_host_alone() {
    let id = |base: &str| {
        let options = Options { base_url: Some(base.into()), ..options() };
        let files = [SETTINGS, ("content/articles/會社.md", "---\ntitle: A\npublished: 2026-04-14\n---\n")];
        all(&text(&common::tree(&sources(&files), &options), "feed.xml"), "id")[1].clone()
    };
    let of_article = "articles/%E6%9C%83%E7%A4%BE/";
    assert_eq!(id("https://Example.ORG"), format!("tag:example.org,2026:/{of_article}"));
    assert_eq!(
        id("http://ann:secret@example.org:8080/a/b/"),
        format!("tag:example.org,2026:/a/b/{of_article}")
    );
}

#[test]
fn rights_decide_how_much_is_in_it() {
    let body = "One two three four five six seven. \"We start today,\" she said. Eight nine ten eleven.";
    let site = |rights: &str| {
        let front =
            format!("title: A\npublished: 2026-04-14\nsummary: Its gist.\ndek: Its dek.\nrights: {rights}");
        let sidecar = "quotes: [{id: q, exact: \"We start today,\"}]\n";
        let article = article(&front, body);
        let settings = ("content/site.yaml", "title: T\nexcerpt_words: 2\n");
        published(&[settings, ("content/articles/a.md", &article), ("content/articles/a.yaml", sidecar)])
    };
    let full = site("full");
    assert!(
        text(&full, "feed.xml").contains("five six seven")
            && text(&full, "feed.json").contains("five six seven")
    );
    let excerpt = site("excerpt");
    for path in ["feed.xml", "feed.json"] {
        let feed = text(&excerpt, path);
        assert!(feed.contains("We start today,") && feed.contains("Its gist."), "{feed}");
        assert!(
            !feed.contains("one two") && !feed.contains("five six") && !feed.contains("eleven"),
            "{feed}"
        );
    }
    let link = site("link");
    let atom = text(&link, "feed.xml");
    assert!(!atom.contains("<content") && !atom.contains("<summary") && !atom.contains("We start"), "{atom}");
    let item = &items(&link, "feed.json")[0];
    assert_eq!(
        (item["content_text"].as_str(), item.get("content_html"), item.get("summary")),
        (Some("A"), None, None)
    );
}

#[test]
fn links_in_the_text_are_whole() {
    let body = "[b](b.md), [all](/articles/), [here](#a-q), [out](https://other.example/a?b=1&c=2), \
                [home](/), ![A wheel](/w.svg) and a note[^x].\n\n[^x]: The note.";
    let tree = published(&[
        SETTINGS,
        (
            "content/articles/a.md",
            &article("title: A\npublished: 2026-04-14\nimage: {src: /w.svg, alt: A wheel}", body),
        ),
        ("content/articles/a.yaml", "quotes: [{id: q, exact: out}]\n"),
        ("content/articles/b.md", &article("title: B", "T.")),
        ("content/static/w.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ]);
    let item = &items(&tree, "feed.json")[0];
    let html = item["content_html"].as_str().expect("HTML");
    let base = "https://example.org/news";
    for link in [
        format!("<a href=\"{base}/articles/b/index.html\">"),
        format!("<a href=\"{base}/articles/index.html\">"),
        format!("<a href=\"{base}/index.html\">"),
        "<a href=\"https://other.example/a?b=1&amp;c=2\">".to_string(),
        format!("<img src=\"{base}/w.svg\""),
        format!("<a href=\"{base}/articles/a/index.html#fn-x\">"),
        format!("<a href=\"{base}/articles/a/index.html#a-q\">"),
    ] {
        assert!(html.contains(&link), "{link} is not in {html}");
    }
    assert_eq!(item["image"], format!("{base}/w.svg"));
}

#[test]
fn a_feed_has_no_marks_and_no_links_on_names() {
    let tree = published(&[
        SETTINGS,
        ("content/articles/a.md", &article("title: A\npublished: 2026-04-14", "Acme said: \"We start.\"")),
        ("content/articles/a.yaml", "quotes: [{id: q, exact: We start., speaker: acme}]\n"),
        ("content/companies/acme.md", "---\nname: Acme\n---\n"),
    ]);
    let feed = text(&tree, "companies/acme/feed.xml");
    assert!(feed.contains("&lt;p&gt;Acme said: &amp;quot;We start.&amp;quot;&lt;/p&gt;"), "{feed}");
}

#[test]
fn each_kind_has_its_own_feed() {
    let tree = published(&[
        SETTINGS,
        (
            "content/articles/a.md",
            &article("title: A\npublished: 2026-04-14\ntopics: [x]\nstory: s", "Sub and Ann Lee."),
        ),
        ("content/articles/b.md", &article("title: B\npublished: 2026-04-15", "She said: \"No.\"")),
        ("content/articles/b.yaml", "quotes: [{id: q, exact: No., speaker: ann}]\n"),
        ("content/articles/c.md", &article("title: C\npublished: 2026-04-16", "Nobody.")),
        ("content/companies/acme.md", "---\nname: Acme\nsummary: It makes things.\n---\n"),
        ("content/companies/sub.md", "---\nname: Sub\npart_of: acme\n---\n"),
        ("content/companies/none.md", "---\nname: Unmentioned\n---\n"),
        ("content/people/ann.md", "---\nname: Ann Lee\n---\n"),
        ("content/stories/s.md", "---\ntitle: The Story\n---\n"),
    ]);
    let titles = |path: &str| all(&text(&tree, path), "title");
    assert_eq!(titles("feed.xml"), ["The Desk", "C", "B", "A"]);
    // A unit counts for the whole, and a quote for whoever said it, though the text does not name her.
    assert_eq!(titles("companies/acme/feed.xml"), ["Acme · The Desk", "A"]);
    assert_eq!(titles("companies/sub/feed.xml"), ["Sub · The Desk", "A"]);
    assert_eq!(titles("people/ann/feed.xml"), ["Ann Lee · The Desk", "B", "A"]);
    assert_eq!(titles("topics/x/feed.xml"), ["X · The Desk", "A"]);
    assert_eq!(titles("stories/s/feed.xml"), ["The Story · The Desk", "A"]);
    assert_eq!(all(&text(&tree, "companies/acme/feed.xml"), "subtitle"), ["It makes things."]);
    assert!(tree.get("companies/none/feed.xml").is_none() && tree.get("companies/none/feed.json").is_none());
    let page = text(&tree, "companies/acme/index.html");
    let link = |title: &str, to: &str| {
        format!("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{title}\" href=\"{to}\">")
    };
    assert!(page.contains(&link("Acme", "feed.xml")) && page.contains(&link("The Desk", "../../feed.xml")));
    assert!(!text(&tree, "companies/none/index.html").contains(&link("Unmentioned", "feed.xml")));
}

#[test]
fn what_is_undated_is_in_no_feed() {
    let tree = published(&[SETTINGS, ("content/articles/a.md", &article("title: A", "T."))]);
    assert!(tree.files().keys().all(|path| !path.as_str().contains("feed")));
    assert!(!text(&tree, "index.html").contains("alternate"));
    let tree = published(&[
        SETTINGS,
        ("content/articles/a.md", &article("title: A", "T.")),
        ("content/articles/b.md", &article("title: B\npublished: \"2026\"", "T.")),
    ]);
    assert_eq!(all(&text(&tree, "feed.xml"), "title"), ["The Desk", "B"]);
}

#[test]
fn without_an_address_there_is_none() {
    let files = [
        SETTINGS,
        ("content/articles/a.md", "---\ntitle: A\npublished: 2026-04-14\n---\n[Subscribe](/feed.xml).\n"),
    ];
    let tree = common::tree(&sources(&files), &options());
    assert!(tree.files().keys().all(|path| !path.as_str().contains("feed")));
    let page = text(&tree, "articles/a/index.html");
    assert!(!page.contains("alternate") && page.contains("<p>Subscribe.</p>"), "{page}");
    let page = text(&published(&files), "articles/a/index.html");
    assert!(page.contains("<a href=\"../../feed.xml\">Subscribe</a>"), "{page}");
}

#[test]
fn the_settings_say_how_long_it_is() {
    let articles: Vec<(String, String)> = (0..60_u8)
        .map(|n| {
            (
                format!("content/articles/a{n}.md"),
                article(&format!("title: A {n}\npublished: 2026-03-{:02}", n / 2 + 1), "T."),
            )
        })
        .collect();
    let titles = |settings: &str| {
        let mut files = vec![("content/site.yaml", settings)];
        files.extend(articles.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let tree = published(&files);
        let atom = all(&text(&tree, "feed.xml"), "title");
        assert_eq!(atom.len() - 1, items(&tree, "feed.json").len());
        atom
    };
    assert_eq!(titles("title: T\n").len(), 31);
    let none = published(&[
        ("content/site.yaml", "title: T\nfeed_items: 0\n"),
        ("content/articles/a.md", &article("title: A\npublished: 2026-04-14", "[Subscribe](/feed.xml).")),
    ]);
    assert!(none.files().keys().all(|path| !path.as_str().contains("feed")));
    assert!(text(&none, "articles/a/index.html").contains("<p>Subscribe.</p>"));
    assert_eq!(titles("title: T\nfeed_items: 3\n"), ["T", "A 58", "A 59", "A 56"]);
}

#[test]
fn what_is_withheld_is_in_no_feed() {
    let files = [
        (
            "content/site.yaml",
            "title: T\naudiences: {staff: {}, board: {includes: [staff]}}\ndefault_audience: staff\n",
        ),
        ("content/articles/a.md", "---\ntitle: Open\npublished: 2026-04-14\n---\nIt costs ten million.\n"),
        ("content/articles/a.yaml", "redactions: [{id: r, exact: ten million, audience: board}]\n"),
        ("content/articles/b.md", "---\ntitle: Closed\npublished: 2026-04-15\naudience: board\n---\nT.\n"),
        ("content/articles/c.md", "---\ntitle: Later\npublished: 2026-04-16\nembargo: 2027-01-01\n---\nT.\n"),
    ];
    let options =
        Options { audience: Some("staff".into()), base_url: Some("https://example.org".into()), ..options() };
    let built = common::built_with(&sources(&files), &options);
    let tree = built.value.tree.expect("a tree");
    for path in ["feed.xml", "feed.json"] {
        let feed = text(&tree, path);
        assert!(feed.contains("Open") && feed.contains('█'), "{feed}");
        assert!(
            !feed.contains("Closed") && !feed.contains("Later") && !feed.contains("ten million"),
            "{feed}"
        );
    }
}

#[test]
fn an_edition_is_in_the_site_s_feed() {
    let edition = "---\ntitle: The week\ndate: 2026-04-20\nlead: {article: a, comment: \"Begin < here.\"}\n\
                   sections: [{heading: H, items: [{timeline: acme}, {article: c}]}]\n---\nA [letter](../articles/a.md).\n";
    let tree = published(&[
        SETTINGS,
        ("content/briefings/week.md", edition),
        ("content/articles/a.md", &article("title: A\npublished: 2026-04-14", "Acme.")),
        ("content/articles/c.md", &article("title: Held\nembargo: 2027-01-01", "T.")),
        ("content/companies/acme.md", "---\nname: Acme\n---\n"),
    ]);
    assert_eq!(all(&text(&tree, "feed.xml"), "title"), ["The Desk", "The week", "A"]);
    let item = &items(&tree, "feed.json")[0];
    let a = "https://example.org/news/articles/a/index.html";
    assert_eq!(item["id"], "tag:example.org,2026:/news/briefings/week/");
    assert_eq!(
        item["content_html"].as_str().expect("HTML").replace('\n', ""),
        format!(
            "<p>A <a href=\"{a}\">letter</a>.</p><ul><li><a href=\"{a}\">A</a><br>Begin &lt; here.</li></ul>"
        )
    );
    // Without any article there is the edition.
    let alone = published(&[
        SETTINGS,
        ("content/briefings/week.md", "---\ntitle: The week\ndate: 2026-04-20\n---\n"),
    ]);
    assert_eq!(all(&text(&alone, "feed.xml"), "updated"), ["2026-04-19T14:00:00Z", "2026-04-19T14:00:00Z"]);
}

/// Whatever stands in the fields of an article and a site, others can read it.
#[test]
fn odd_texts_are_read_as_they_are() {
    let odd = "<b>&amp; ]]> \\\" ' \u{1F680} \u{5E9}\u{5DC}\u{5D5}\u{5DD}; a, b\\n";
    let yaml = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let controls = "\"A\\u0007B\\u000BC\\uFFFE\"";
    let settings = format!("title: {}\ntagline: {controls}\n", yaml(odd));
    let front =
        format!("title: {}\npublished: 2026-04-14\nauthors: [{}]\nsummary: {controls}", yaml(odd), yaml(odd));
    let tree = published(&[
        ("content/site.yaml", &settings),
        ("content/articles/a.md", &article(&front, "`]]>` & <i>x</i>, it opens.")),
        (
            "content/articles/a.yaml",
            &format!("events: [{{id: e, exact: it opens, date: 2026-04-17, title: {}}}]\n", yaml(odd)),
        ),
    ]);
    for path in ["feed.xml", "feed.json"] {
        let bytes = tree.get(path).expect(path);
        let feed = feed_rs::parser::parse(&bytes[..]).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(feed.title.expect("a title").content, odd, "{path}");
        assert_eq!(feed.entries[0].title.as_ref().expect("a title").content, odd, "{path}");
        assert_eq!(feed.entries[0].authors[0].name.as_deref(), Some(odd), "{path}");
        let body = feed.entries[0].content.as_ref().and_then(|content| content.body.clone()).expect("a text");
        assert!(body.contains("<code>]]&gt;</code> &amp; <i>x</i>"), "{path}: {body}");
    }
    let calendar = text(&tree, "timeline/events.ics").replace("\r\n ", "");
    let escaped = odd.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    assert!(calendar.contains(&format!("\r\nSUMMARY:{escaped}\r\n")), "{calendar}");
}

/// A site that loses its address loses its feeds in the same build, and gets them back with it.
#[test]
fn feeds_come_and_go_with_the_address() {
    let mut memo = clipsheet::memo::Memo::default();
    let with = common::sample();
    let mut without = with.clone();
    let settings =
        without.files.values().find(|file| file.path.as_str() == "content/site.yaml").expect("settings");
    let text = settings.text().expect("UTF-8");
    let text: String =
        text.lines().filter(|line| !line.starts_with("base_url")).map(|line| format!("{line}\n")).collect();
    let file = clipsheet::diagnostics::SourceFile::new("content/site.yaml", text.into_bytes());
    without.files.insert(file.path.clone(), file.into());
    for (sources, has) in [(&with, true), (&without, false), (&with, true), (&without, false)] {
        let built = clipsheet::build::build(sources, &options(), &mut memo).expect("usage").value;
        let clean = common::built(sources).value.tree.expect("a tree");
        let paths = |tree: &OutputTree| tree.files().keys().map(ToString::to_string).collect::<Vec<_>>();
        let built = built.tree.expect("a tree");
        assert_eq!(built.get("feed.json").is_some(), has);
        assert_eq!(paths(&built), paths(&clean));
    }
}
