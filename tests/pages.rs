//! What pages say, in small sites: one page, what stands on it and what does not.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

/// The page `path` of a site of these files, with default settings.
fn page(files: &[(&str, &str)], path: &str) -> String {
    let mut all = vec![("content/site.yaml", "title: T")];
    all.retain(|(path, _)| !files.iter().any(|(other, _)| other == path));
    all.extend(files);
    common::page(&common::sources(&all), path)
}

/// The body of an article with this text.
fn body(text: &str) -> String {
    let article = format!("---\ntitle: A\n---\nT.\n\n{text}");
    let files = [("content/articles/a.md", article.as_str()), ("content/static/in.svg", "<svg/>")];
    let page = page(&files, "articles/a/index.html");
    let body = page.split_once("<div class=\"body text\">").expect("a body").1;
    body.split_once("</div>\n{").unwrap_or((body, "")).0.to_string()
}

fn shows(text: &str, expect: &str) {
    let body = body(text);
    assert!(body.contains(expect), "{text:?} gives {body}");
}

fn never_shows(text: &str, refused: &str) {
    let body = body(text);
    assert!(!body.contains(refused), "{text:?} gives {body}");
}

#[test]
fn nothing_in_a_body_acts_or_leaves_the_site() {
    never_shows("<script>alert(1)</script>", "alert");
    never_shows("<b onclick=\"x()\">b</b>", "onclick");
    never_shows("[x](javascript:alert(1))", "javascript");
    never_shows("[x](java&#10;script:alert(1))", "script:");
    never_shows("<a href=\"javascript:alert(1)\">x</a>", "javascript");
    never_shows("![x](https://example.org/p.gif)", "example.org");
    never_shows("<img src=\"https://example.org/p.gif\">", "example.org");
    never_shows("<iframe src=\"https://example.org/\">x</iframe>", "example.org");
    shows("![x](/in.svg)", "<img src=\"../../in.svg\" alt=\"x\" />");
    shows("[x](https://example.org/)", "<a href=\"https://example.org/\">x</a>");
    shows("<me@example.org>", "<a href=\"mailto:me@example.org\">me@example.org</a>");
    shows("a\u{1b}b", "a\u{FFFD}b");
}

/// What the renderer uses to carry addresses and places means nothing in an author's HTML.
#[test]
fn an_author_cannot_write_what_the_renderer_writes() {
    never_shows("[x](https://example.org/p.gif) <img src=\"clip:0\">", "<img src");
    never_shows("<a href=\"clip:9\">x</a>", "clip:");
    shows("<span title=\"clip:0\">hi</span> [x](https://example.org/)", ">hi</span> <a href=");
    shows("a <!--s:18446744073709551615-->b <b>c</b>", "a b <b>c</b>");
    never_shows("<div title=\"a\n>\nb\">c</div>", "<!--");
}

#[test]
fn links_to_every_kind_of_page() {
    let files = [
        (
            "content/articles/a.md",
            "---\ntitle: A\n---\nOne. [q](/quotes/a/q/) [e](/events/a.e/) [p](../pages/about.md) [m](#a-q)",
        ),
        (
            "content/articles/a.yaml",
            "quotes: [{id: q, exact: One.}]\nevents: [{id: e, exact: One., date: 2026-01-01, title: E}]",
        ),
        ("content/pages/about.md", "---\ntitle: About\n---\n"),
    ];
    let page = page(&files, "articles/a/index.html");
    for link in
        ["../../quotes/a/q/index.html", "../../events/a.e/index.html", "../../about/index.html", "#a-q"]
    {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}");
    }
}

#[test]
fn what_skip_cuts_is_not_checked() {
    let files = [(
        "content/articles/a.md",
        "---\ntitle: A\nskip: [{until: Real}]\n---\n[Home](/home/) ![x](https://e.org/x)\n\nReal text.",
    )];
    assert!(page(&files, "articles/a/index.html").contains("<p>Real text.</p>"));
}

#[test]
fn the_menu_of_the_settings() {
    let files = [
        (
            "content/site.yaml",
            "title: T\nmenu: [{label: One, url: pages/about.md}, {label: Two, url: \"/#latest\"}, {label: Three, url: https://e.org/}]",
        ),
        ("content/pages/about.md", "---\ntitle: About\n---\n"),
    ];
    let page = page(&files, "index.html");
    for entry in ["\"about/index.html\"", "\"index.html#latest\"", "\"https://e.org/\""] {
        assert!(page.contains(&format!("href={entry}")), "{entry} in {page}");
    }
}

/// A menu that is empty because it is written so says nothing; one of which all is withheld looks as if there were none.
#[test]
fn a_menu_without_entries() {
    let front = |menu: &str| {
        let settings =
            format!("title: T\naudiences: {{staff: {{}}, board: {{}}}}\ndefault_audience: staff\n{menu}");
        let files = [
            ("content/site.yaml", settings.as_str()),
            ("content/pages/about.md", "---\ntitle: About\n---\n"),
            ("content/companies/acme.md", "---\nname: Acme\naudience: board\n---\n"),
        ];
        let options = clipsheet::build::Options { audience: Some("staff".into()), ..common::options() };
        let tree = common::tree(&common::sources(&files), &options);
        String::from_utf8(tree.get("index.html").expect("a page").to_vec()).expect("UTF-8")
    };
    assert!(!front("menu: []\n").contains("class=\"menu\""));
    assert!(front("").contains("class=\"menu\""));
    assert_eq!(front("menu: [{label: A, url: company:acme}]\n"), front(""));
}

#[test]
fn events_with_ids_that_read_alike_are_two() {
    let sources = common::sources(&[
        ("content/site.yaml", "title: T"),
        ("content/articles/a.md", "---\ntitle: A\n---\nOne."),
        ("content/articles/a.yaml", "events: [{id: b.c, exact: One., date: 2026-01-01, title: E}]"),
        ("content/articles/a.b.md", "---\ntitle: B\n---\nOne."),
        ("content/articles/a.b.yaml", "events: [{id: c, exact: One., date: 2026-01-01, title: F}]"),
    ]);
    assert!(
        common::report(&sources)
            .contains("error[address-collision]: the address `events/a.b.c/index.html` is taken")
    );
}

#[test]
fn footnotes_of_several_texts_on_one_page() {
    let files = [
        ("content/articles/a.md", "---\ntitle: A\n---\nOne[^1] two.\n\n[^1]: In the text."),
        (
            "content/articles/a.yaml",
            "quotes: [{id: q, exact: One two.}]\nnotes: [{id: n, exact: One, text: \"See[^1]\\n\\n[^1]: In the note.\"}]",
        ),
    ];
    let article = page(&files, "articles/a/index.html");
    assert!(article.contains("id=\"fn-1\"") && article.contains("id=\"fn-n-1\""));
    assert!(page(&files, "quotes/a/q/index.html").contains("One two."), "the number is no word of the quote");
}

#[test]
fn cells_of_a_table_are_apart_in_a_quote() {
    let files = [
        ("content/articles/a.md", "---\ntitle: A\n---\n| a | b |\n|---|---|\n| cell one | cell two |"),
        ("content/articles/a.yaml", "quotes: [{id: q, exact: cell one cell two}]"),
    ];
    assert!(page(&files, "quotes/a/q/index.html").contains("cell one cell two"));
    let one = [files[0], ("content/articles/a.yaml", "quotes: [{id: q, exact: cell one}]")];
    let all: Vec<_> = one.into_iter().chain([("content/site.yaml", "title: T")]).collect();
    assert_eq!(common::report(&common::sources(&all)), "", "a whole cell cuts no word");
}

#[test]
fn an_article_without_text_is_not_one_that_is_withheld() {
    let with = |keys: &str| {
        page(&[("content/articles/a.md", &format!("---\ntitle: A\n{keys}---\n"))], "articles/a/index.html")
    };
    assert!(!with("").contains("Only the source"));
    assert!(with("rights: link\n").contains("Only the source"));
}

/// A document belongs to its story; one of the same id in another story is another.
#[test]
fn a_document_is_its_story_s() {
    let story = |title: &str, keys: &str| {
        format!("---\ntitle: S\n{keys}documents: [{{id: memo, title: {title}}}]\n---\n")
    };
    let (one, two) = (story("Right", ""), story("Wrong", ""));
    let drafted = story("Right", "draft: true\n");
    let site = |one: &str| {
        page(
            &[
                ("content/articles/a.md", "---\ntitle: A\nstory: s2\n---\nOne."),
                ("content/articles/a.yaml", "quotes: [{id: q, exact: One., in: memo}]"),
                ("content/stories/s1.md", &two),
                ("content/stories/s2.md", one),
            ],
            "quotes/a/q/index.html",
        )
    };
    assert!(site(&one).contains("Right"));
    assert!(!site(&drafted).contains("Right") && !site(&drafted).contains("Wrong"));
}

/// Beside the article's text, its notes and the menu lead to its marks, by file and by address.
#[test]
fn links_to_places_in_an_article() {
    let article = "---\ntitle: A\n---\nOne. [text](/articles/a/#a-q)";
    let notes = "quotes: [{id: q, exact: One.}]\nnotes: [{id: n, exact: One, text: \"[note](#a-q)\"}]";
    let site =
        "title: T\nmenu: [{label: M, url: \"/articles/a/#a-q\"}, {label: N, url: \"articles/a.md#a-q\"}]";
    let files =
        [("content/site.yaml", site), ("content/articles/a.md", article), ("content/articles/a.yaml", notes)];
    let shown = page(&files, "articles/a/index.html") + &page(&files, "index.html");
    for link in ["index.html#a-q\">text<", "\"#a-q\">note<", "index.html#a-q\">M<", "index.html#a-q\">N<"] {
        assert!(shown.contains(link), "{link} in {shown}");
    }
    for (at, wrong) in [(0, site), (1, article), (2, notes)] {
        let (path, text) = (files[at].0, wrong.replacen("#a-q", "#a-typo", 1));
        let mut broken = files;
        broken[at] = (path, &text);
        let report = common::report(&common::sources(&broken));
        assert!(report.contains("has no place `#a-typo`") && report.contains(path), "{report}");
    }
}

/// What is read of some HTML.
fn words(html: &str) -> String {
    scraper::Html::parse_fragment(html).root_element().text().collect::<String>().trim().to_string()
}

/// Pairs, those of most articles first; a company and its own unit are none, and one article makes none.
#[test]
fn who_is_named_together() {
    let files = [
        ("content/companies/acme.md", "---\nname: Acme\n---\n"),
        ("content/companies/globex.md", "---\nname: Globex\n---\n"),
        ("content/companies/hooli.md", "---\nname: Hooli\n---\n"),
        ("content/companies/labs.md", "---\nname: Labs\npart_of: acme\n---\n"),
        ("content/articles/a.md", "---\ntitle: A\n---\nAcme, its Labs, Globex and Hooli."),
        ("content/articles/b.md", "---\ntitle: B\n---\nAcme, its Labs and Globex. Globex again."),
        ("content/articles/c.md", "---\ntitle: C\n---\nLabs and Globex."),
    ];
    let page = page(&files, "companies/index.html");
    let list = page.split_once("id=\"together\"").expect("pairs").1.split_once("</ol>").expect("an end").0;
    let pairs: Vec<String> = list.split("<li>").skip(1).map(words).collect();
    assert_eq!(pairs, ["Globex and Labs 3 articles", "Acme and Globex 2 articles"]);
}

/// A note of which a line named only what is withheld is as if the line had not been written.
#[test]
fn a_note_keeps_no_place_of_what_is_withheld() {
    let notes = |text: &str| {
        let sidecar = format!("notes: [{{id: n, exact: Text, text: \"{text}\"}}]");
        let files = [
            ("content/articles/a.md", "---\ntitle: A\n---\nText."),
            ("content/articles/a.yaml", sidecar.as_str()),
            ("content/articles/secret.md", "---\ntitle: Secret\ndraft: true\n---\nText."),
        ];
        page(&files, "articles/a/index.html")
    };
    assert_eq!(notes("- One\\n- [](article:secret)"), notes("- One"));
    assert_eq!(notes("One\\n\\n> [](article:secret)"), notes("One"));
}
