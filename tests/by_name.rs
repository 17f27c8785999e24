//! Links by name and what they show in a text, long lists, related articles, the way through a site, and what
//! Markdown has.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

use clipsheet::build::build;
use clipsheet::memo::Memo;

type Files = Vec<(String, String)>;

fn file(path: &str, text: &str) -> (String, String) {
    (path.to_string(), text.to_string())
}

/// A site with two articles on one company, and `page` as the text of a page.
fn site(settings: &str, page: &str) -> Files {
    vec![
        file("content/site.yaml", &format!("title: Test\n{settings}")),
        file(
            "content/companies/acme.md",
            "---\nname: Acme\nsummary: It makes rockets.\n---\n## What it makes\n\nRockets.\n",
        ),
        file("content/people/ann.md", "---\nname: Ann\n---\n"),
        file("content/stories/race.md", "---\ntitle: The race\n---\n"),
        file("content/publications/daily.md", "---\nname: The Daily\n---\n"),
        file(
            "content/articles/memo.md",
            "---\ntitle: The memo\npublished: 2026-04-01\nstory: race\npublication: daily\ntopics: [space]\n---\n\"We start <b>today</b>,\" said Ann of Acme. On Friday it paid $5 million.\n",
        ),
        file(
            "content/articles/memo.yaml",
            "quotes:\n  - {id: start, exact: \"We start today,\", speaker: ann, role: Head}\nevents:\n  - {id: paid, exact: On Friday, event: paying, date: 2026-04-03, title: Acme pays, entities: [acme]}\nfigures:\n  - {id: cost, exact: \"$5 million\", company: acme, metric: cost, value: 5e6, unit: USD, as_of: 2026-04}\n",
        ),
        file(
            "content/articles/later.md",
            "---\ntitle: Later\npublished: 2026-05-01\n---\nAcme paid $6 million.\n",
        ),
        file(
            "content/articles/later.yaml",
            "figures:\n  - {id: cost, exact: \"$6 million\", company: acme, metric: cost, value: 6e6, unit: USD, as_of: 2026-05, acknowledge: later}\n",
        ),
        file("content/pages/about.md", &format!("---\ntitle: About\n---\n{page}")),
    ]
}

fn sources(files: &Files) -> clipsheet::parse::Sources {
    common::sources(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

fn page(files: &Files, path: &str) -> String {
    common::page(&sources(files), path)
}

/// What the page `about` shows of a text.
fn shown(text: &str) -> String {
    let html = page(&site("", text), "about/index.html");
    let body = html.split_once("<div class=\"body text\">\n").expect("a text").1;
    body.split_once("\n</div>\n</article>").expect("its end").0.trim().to_string()
}

fn check(text: &str, expect: &str) {
    assert_eq!(shown(text), expect, "{text}");
}

#[test]
fn links_by_name() {
    let link = |to: &str, label: &str| {
        let has_card = to.starts_with("companies/") || to.starts_with("people/");
        format!("<p><a href=\"../{to}\"{}>{label}</a></p>", if has_card { " data-card" } else { "" })
    };
    check("[it](article:memo)", &link("articles/memo/index.html", "it"));
    check("x [](article:memo)", "<p>x <a href=\"../articles/memo/index.html\">The memo</a></p>");
    check("x <company:acme>", "<p>x <a href=\"../companies/acme/index.html\" data-card>Acme</a></p>");
    check("[it](company:acme#what-it-makes)", &link("companies/acme/index.html#h-what-it-makes", "it"));
    check(
        "[it](../companies/acme.md#what-it-makes)",
        &link("companies/acme/index.html#h-what-it-makes", "it"),
    );
    check("[it](article:memo#a-start)", &link("articles/memo/index.html#a-start", "it"));
    check(
        "x [](../companies/acme.md)",
        "<p>x <a href=\"../companies/acme/index.html\" data-card>Acme</a></p>",
    );
    check("x [](/figures/)", "<p>x <a href=\"../figures/index.html\">Figures</a></p>");
    check("[it](person:ann)", &link("people/ann/index.html", "it"));
    check("[it](publication:daily)", &link("publications/daily/index.html", "it"));
    check("[it](story:race)", &link("stories/race/index.html", "it"));
    check("[it](topic:space)", &link("topics/space/index.html", "it"));
    check("[it](event:paying)", &link("events/paying/index.html", "it"));
    check("[it](timeline:acme)", &link("timeline/companies/acme/index.html", "it"));
    check("[it](timeline:race)", &link("timeline/stories/race/index.html", "it"));
    check(
        "x [](quote:memo#start)",
        "<p>x <a href=\"../quotes/memo/start/index.html\">Ann: “We start today,”</a></p>",
    );
    check("x [](figure:acme/cost)", "<p>x <a href=\"../figures/acme/cost/index.html\">Acme: Cost</a></p>");
    check("x [](chart:acme/cost)", "<p>x <a href=\"../figures/acme/cost/index.html\">Acme: Cost</a></p>");
    check(
        "# A & *b*\n\n[up](#a--b)",
        "<h2 id=\"h-a--b\">A &amp; <em>b</em></h2>\n<p><a href=\"#h-a--b\">up</a></p>",
    );
}

/// That a text shows all of `parts`, in this order.
fn check_parts(text: &str, parts: &[&str]) {
    let html = shown(text);
    let mut rest = html.as_str();
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} is not in its place in\n{html}"));
        rest = &rest[at + part.len()..];
    }
    assert!(!html.contains("clip-embed") && !html.contains("<!--"), "{html}");
    assert!(!html.contains(" id="), "a card may stand twice: {html}");
}

#[test]
fn cards() {
    let quote = [
        "<figure class=\"embed card quotation\">",
        "<q>We start today,</q>",
        "people/ann/",
        "Head",
        "memo/index.html#a-start",
        "</figure>",
    ];
    check_parts("<quote:memo#start>", &quote);
    check_parts("[](quote:memo#start)", &quote);
    check_parts("```embed\nquote: memo#start\n```", &quote);
    check_parts("- a\n\n- <quote:memo#start>", &quote);
    check_parts("<figure:acme/cost>", &["Acme: Cost", "$6 million", "$5 million"]);
    check_parts("<chart:acme/cost>", &["Acme: Cost", "<svg", "aria-label=\"Acme: Cost\""]);
    check_parts("<chart:acme/cost>\n<chart:acme/cost>", &["<svg", "<svg"]);
    check_parts("<timeline:acme>", &["timeline/companies/acme", "<ol", "2026-04-03", "Acme pays"]);
    check_parts("<company:acme>", &["companies/acme/", "It makes rockets.", "2 articles"]);
    check_parts("<article:memo>", &["The memo", "The Daily", "2026-04-01"]);
    check_parts("<story:race>", &["The race", "1 article"]);
    check_parts("<event:paying>", &["Acme pays", "2026-04-03", "The Daily"]);
    check_parts("<topic:space>", &["<p class=\"embed-title\">", "topics/space"]);
    let mut files = site("", "<timeline:space>");
    files.push(file("content/publications/space.md", "---\nname: Space\n---\n"));
    let html = page(&files, "about/index.html");
    assert!(html.contains("timeline/topics/space"), "a publication has no timeline: {html}");
    // With a text of its own a link stays a link, and a name in code is code.
    check("[Who?](person:ann)", "<p><a href=\"../people/ann/index.html\" data-card>Who?</a></p>");
    check("`<person:ann>`", "<p><code>&lt;person:ann&gt;</code></p>");
}

/// In an article a card is no word of the text: a passage is found across it, and marks go around it.
#[test]
fn a_card_in_an_article() {
    let mut files = site("", "Text.");
    let (before, after) = ("One thing. \"It is so,", "and so it stays,\" he said.");
    files.push(file(
        "content/articles/own.md",
        &format!("---\ntitle: Own\n---\n{before}\n\n<company:acme>\n\n{after}\n"),
    ));
    files.push(file(
        "content/articles/own.yaml",
        "quotes:\n  - {id: so, exact: \"It is so, and so it stays,\"}\n",
    ));
    let html = page(&files, "articles/own/index.html");
    let at = html.find("class=\"embed card\"").expect("a card");
    let (first, second) = html.split_at(at);
    assert!(
        first.contains("data-a=\"so\">It is so,</mark>")
            && second.contains("data-a=\"so\">and so it stays,</mark>")
    );
}

/// A warm build after each change is a clean one, byte for byte; gives what was rendered after the last.
fn rendered(states: &[Files]) -> Vec<String> {
    let mut memo = Memo::default();
    let mut rendered = Vec::new();
    for files in states {
        let warm = build(&sources(files), &common::options(), &mut memo).expect("options that fit");
        let clean =
            build(&sources(files), &common::options(), &mut Memo::default()).expect("options that fit");
        let report: Vec<&str> = warm.diagnostics.iter().map(|d| d.message.as_str()).collect();
        let (warm, clean) = (warm.value, clean.value);
        let (one, other) = (warm.tree.unwrap_or_else(|| panic!("{report:?}")), clean.tree.expect("a tree"));
        assert!(one.files().iter().eq(other.files().iter()), "a warm build differs from a clean one");
        rendered = warm.rendered.iter().map(ToString::to_string).collect();
    }
    rendered
}

fn edited(files: &Files, path: &str, from: &str, to: &str) -> Files {
    let mut files = files.clone();
    let text = &mut files.iter_mut().find(|(at, _)| at == path).expect("the file").1;
    assert!(text.contains(from), "{from}");
    *text = text.replace(from, to);
    files
}

#[test]
fn a_page_is_made_again_where_what_it_shows_differs() {
    let all = "# Top\n\n[](article:memo) [x](company:acme#what-it-makes)\n\n<quote:memo#start>\n<figure:acme/cost>\n<timeline:acme>\n<company:acme>\n";
    let files = site("", all);
    let about = "about/index.html".to_string();
    for (path, from, to, made) in [
        ("content/articles/memo.md", "The memo", "A memo", true),
        ("content/articles/memo.yaml", "role: Head", "role: Chief", true),
        ("content/articles/memo.yaml", "title: Acme pays", "title: Acme has paid", true),
        ("content/articles/later.yaml", "6e6, unit", "7e6, unit", true),
        ("content/companies/acme.md", "It makes rockets.", "It made rockets.", true),
        ("content/companies/acme.md", "Rockets.\n", "Other rockets.\n", false),
        ("content/articles/memo.md", "it paid", "it gladly paid", false),
    ] {
        let rendered = rendered(&[files.clone(), edited(&files, path, from, to)]);
        assert_eq!(rendered.contains(&about), made, "{from} in {path}: {rendered:?}");
    }
    // A place that goes, and comes back.
    let linked = edited(&files, "content/pages/about.md", "company:acme#what", "company:acme#was");
    let renamed = edited(&linked, "content/companies/acme.md", "## What", "## Was");
    assert!(rendered(&[files, renamed]).contains(&about));
}

fn with_articles(count: usize) -> Files {
    let mut files = vec![
        file("content/site.yaml", "title: Test\npaginate: 3\n"),
        file("content/publications/daily.md", "---\nname: The Daily\n---\n"),
    ];
    files.extend((1..=count).map(|n| {
        let text = format!("---\ntitle: Number {n}\npublished: 2026-01-{n:02}\npublication: daily\ntopics: [space]\n---\nText.\n");
        file(&format!("content/articles/a{n:02}.md"), &text)
    }));
    files
}

fn titles(html: &str) -> Vec<String> {
    let titles =
        html.split("Number ").skip(1).map(|rest| rest.split('<').next().unwrap_or_default().to_string());
    titles.collect()
}

#[test]
fn full_pages_of_a_list_stay_as_they_are() {
    let files = with_articles(8);
    assert_eq!(titles(&page(&files, "articles/index.html")), ["8", "7", "6", "5", "4"]);
    assert_eq!(titles(&page(&files, "articles/page/1/index.html")), ["3", "2", "1"]);
    assert_eq!(titles(&page(&files, "topics/space/page/1/index.html")), ["3", "2", "1"]);
    assert_eq!(titles(&page(&files, "publications/daily/page/1/index.html")), ["3", "2", "1"]);
    let front = page(&files, "articles/index.html");
    assert!(front.contains("<link rel=\"next\" href=\"page/1/index.html\">"), "{front}");
    let tree = |count| common::tree(&sources(&with_articles(count)), &common::options());
    let (eight, nine, twelve) = (tree(8), tree(9), tree(12));
    let bytes = |tree: &clipsheet::output::OutputTree, path: &str| {
        let mut files = tree.files().iter();
        files.find(|(at, _)| at.as_str() == path).map(|(_, bytes)| bytes.to_vec())
    };
    // The ninth fills a page: the one before it leads there from now on, and then stays for ever.
    let first = "articles/page/1/index.html";
    assert_eq!(bytes(&eight, "articles/page/2/index.html"), None);
    assert_ne!(bytes(&eight, first), bytes(&nine, first));
    assert!(bytes(&nine, first).is_some() && bytes(&nine, first) == bytes(&twelve, first));
    let second = page(&with_articles(12), "articles/page/2/index.html");
    assert_eq!(titles(&second), ["6", "5", "4"]);
    assert!(
        second.contains("rel=\"prev\" href=\"../3/index.html\"")
            && second.contains("rel=\"next\" href=\"../1/index.html\"")
    );
    let rendered = rendered(&[with_articles(10), with_articles(11)]);
    let lists: Vec<&String> = rendered.iter().filter(|path| path.contains("/page/")).collect();
    assert!(lists.is_empty() && rendered.contains(&"articles/index.html".to_string()), "{rendered:?}");
    // Another length makes other pages, with a warm memo too.
    let longer = edited(&with_articles(10), "content/site.yaml", "paginate: 3", "paginate: 4");
    self::rendered(&[with_articles(10), longer]);
}

#[test]
fn related_articles() {
    let mut files = site("", "Text.");
    files.push(file(
        "content/articles/other.md",
        "---\ntitle: Other\npublished: 2026-06-01\naudience: board\n---\nAnn and Acme.\n",
    ));
    files[0].1 =
        "title: Test\naudiences: {all: {}, board: {includes: [all]}}\ndefault_audience: all\n".into();
    let related = |audience: &str| -> Vec<String> {
        let options = clipsheet::build::Options { audience: Some(audience.into()), ..common::options() };
        let tree = common::tree(&sources(&files), &options);
        let html = tree
            .files()
            .iter()
            .find(|(path, _)| path.as_str() == "articles/memo/index.html")
            .map(|(_, b)| String::from_utf8_lossy(b).into_owned());
        let html = html.expect("the page");
        let part = html.split_once("id=\"related\"").map_or("", |(_, part)| part);
        let part = part.split_once("</section>").map_or("", |(part, _)| part);
        part.split("<li><a href=\"../")
            .skip(1)
            .map(|rest| rest.split('/').next().unwrap_or_default().to_string())
            .collect()
    };
    assert_eq!(related("board"), ["other", "later"], "who shares a person too comes first");
    assert_eq!(related("all"), ["later"]);
}

#[test]
fn the_way_through_a_site() {
    let settings = "base_url: https://example.org/news\nmenu:\n  - {label: Firms, url: /companies/, items: [{label: A, url: company:acme}]}\n";
    let html = page(&site(settings, "Text."), "companies/acme/index.html");
    assert!(html.contains("<nav class=\"breadcrumbs\" aria-label=\"You are here\">"));
    assert!(html.contains("<li><a href=\"../../index.html\">Home</a></li>\n<li><a href=\"../index.html\">Companies</a></li>\n<li aria-current=\"page\">Acme</li>"));
    let data = html.split_once("application/ld+json\">").expect("linked data").1;
    let data: serde_json::Value =
        serde_json::from_str(data.split_once("</script>").expect("its end").0).expect("JSON");
    assert_eq!(data[0]["@type"], "Organization");
    assert_eq!(data[1]["itemListElement"][1]["item"], "https://example.org/news/companies/");
    assert_eq!(data[1]["itemListElement"][2]["name"], "Acme");
    let menu = "<li><a href=\"../index.html\" aria-current=\"true\">Firms</a>\n<ul>\n<li><a href=\"index.html\" aria-current=\"true\">A</a></li>\n</ul></li>";
    assert!(html.replace("\n\n", "\n").contains(menu), "{html}");
    for without in ["index.html", "about/index.html", "companies/index.html", "404.html"] {
        assert!(!page(&site(settings, "Text."), without).contains("breadcrumbs"), "{without}");
    }
}

#[test]
fn what_markdown_has() {
    check(
        "> [!NOTE]\n> Beware.",
        "<blockquote class=\"markdown-alert-note\"><p class=\"alert-title\">Note</p>\n<p>Beware.</p>\n</blockquote>",
    );
    check(
        "> [!NOTE]\n> <b>Beware</b>.",
        "<blockquote class=\"markdown-alert-note\"><p class=\"alert-title\">Note</p>\n<p><b>Beware</b>.</p>\n</blockquote>",
    );
    check("Term\n: What it is", "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>");
    check("~~a~~ \"b\" -- c...", "<p><del>a</del> &quot;b&quot; -- c...</p>");
    check(
        "- [x] a",
        "<ul>\n<li><input aria-label=\"☑\" disabled=\"\" type=\"checkbox\" checked=\"\"/>\na</li>\n</ul>",
    );
    check_parts("|a|b|\n|-|:-:|\n|1|2|", &["<table tabindex=\"0\">", "<th>a</th>", "<td"]);
    assert!(shown("a[^1]\n\n[^1]: b").contains("<div class=\"footnote-definition\" id=\"fn-1\">"));
}

/// All that HTML in a text may keep.
#[test]
fn raw_html() {
    check(
        "<b onclick=\"x()\" style=\"color:red\" id=\"content\" class=\"card\" title=\"t\">a</b>",
        "<p><b title=\"t\">a</b></p>",
    );
    check("<h2 id=\"quotes\">a</h2>", "<h2 id=\"h-a\">a</h2>");
    check("<div id=\"a-start\" class=\"embed card\">a</div>", "<div>a</div>");
    check("<script>x()</script><style>*{}</style><iframe src=\"/\">a</iframe>b", "b");
    check(
        "<a href=\"javascript:x()\" target=\"_top\">a</a> <img src=\"https://example.org/x.png\" onerror=\"x()\">",
        "<p>a </p>",
    );
    check("<blockquote class=\"masthead\">a</blockquote>", "<blockquote>a</blockquote>");
    check(
        "<form action=\"/\"><input name=\"q\"><button>a</button></form><svg onload=\"x()\"></svg><base href=\"/\">",
        "a",
    );
}

/// Typographic signs are shown, and found is what is written.
/// A link to what stands beside a page, and to what search engines read, leads there where it is.
#[test]
fn links_to_feeds_and_calendars() {
    let links = "[a](/feed.xml) [b](/companies/acme/feed.json) [c](/stories/race/feed.xml) [d](/topics/space/feed.xml)\n[e](/timeline/events.ics) [f](/timeline/companies/acme/events.ics) [g](/robots.txt) [h](/people/ann/feed.xml)\n";
    let all = [
        "feed.xml",
        "companies/acme/feed.json",
        "stories/race/feed.xml",
        "topics/space/feed.xml",
        "timeline/events.ics",
        "timeline/companies/acme/events.ics",
        "robots.txt",
        "people/ann/feed.xml",
    ];
    let known = site("base_url: https://example.org\n", links);
    let tree = common::tree(&sources(&known), &common::options());
    let html = page(&known, "about/index.html");
    for path in all {
        assert!(tree.get(path).is_some() && html.contains(&format!("href=\"../{path}\"")), "{path}: {html}");
    }
    // A record that no dated article names has no feed, and the link is its text.
    let mut silent = site("base_url: https://example.org\n", "[a](/people/bob/feed.xml) [b](/sitemap.xml)\n");
    silent.push(file("content/people/bob.md", "---\nname: Bob\n---\n"));
    let public = edited(&silent, "content/site.yaml", "title: Test\n", "title: Test\nvisibility: public\n");
    assert!(page(&public, "about/index.html").contains("<p>a <a href=\"../sitemap.xml\">b</a></p>"));
    // Without an address there are none, which a build for elsewhere may change.
    let html = page(&site("", links), "about/index.html");
    assert!(html.contains("<p>a b c d\ne f <a href=\"../robots.txt\">g</a> h</p>"), "{html}");
    // Of a site that is not public there is no map, and a publication has no feed.
    let mut wrong = silent;
    wrong.push(file("content/pages/more.md", "---\ntitle: M\n---\n[c](/publications/daily/feed.xml)\n"));
    let built = build(&sources(&wrong), &common::options(), &mut Memo::default()).expect("right usage");
    let broken = built.diagnostics.iter().filter(|one| one.code == clipsheet::diagnostics::Code::BrokenLink);
    assert_eq!(broken.count(), 2);
}

#[test]
fn typographic_signs_move_no_mark() {
    let mut plain = site("", "\"It's\" -- `\"code\"` so...");
    plain.push(file("content/articles/own.md", "---\ntitle: Own\nurl: https://example.org/own\n---\nHe said: \"It's 'so' -- and *so*...\" twice, and \"It's not.\"\n"));
    plain.push(file(
        "content/articles/own.yaml",
        "quotes:\n  - {id: one, exact: \"It’s ‘so’ -- and so\"}\n  - {id: two, exact: \"It's not.\"}\n",
    ));
    plain.push(file("content/articles/raw.txt", "\"A clipping\" -- as it came.\n"));
    plain.push(file(
        "content/articles/raw.yaml",
        "article: {title: Raw}\nquotes:\n  - {id: a, exact: A clipping}\n",
    ));
    let smart =
        edited(&plain, "content/site.yaml", "title: Test\n", "title: Test\nsmart_punctuation: true\n");
    let (one, other) = (
        common::tree(&sources(&plain), &common::options()),
        common::tree(&sources(&smart), &common::options()),
    );
    let mut differ = Vec::new();
    for ((path, a), (same, b)) in one.files().iter().zip(other.files().iter()) {
        assert_eq!(path, same);
        if a != b {
            differ.push(path.to_string());
        }
    }
    assert_eq!(
        differ,
        ["about/index.html", "articles/memo/index.html", "articles/own/index.html"],
        "quotes' pages are the same"
    );
    let html = page(&smart, "articles/own/index.html");
    assert!(
        html.contains("“<mark id=\"a-one\" class=\"quote\" data-a=\"one\">It’s ‘so’ – and </mark>"),
        "{html}"
    );
    assert!(page(&smart, "about/index.html").contains("<p>“It’s” – <code>&quot;code&quot;</code> so…</p>"));
    let quote = page(&smart, "quotes/own/one/index.html");
    assert!(quote.contains("https://example.org/own#:~:text="), "{quote}");
    let german = edited(&smart, "content/site.yaml", "title: Test\n", "title: Test\nlanguage: de\n");
    assert!(page(&german, "about/index.html").contains("<p>„It’s“ – "));
    rendered(&[plain, smart]);
}

/// An e-mail of a site that does not know where it is published has the words of its links.
#[test]
fn names_and_cards_in_an_e_mail() {
    let letter = "---\ntitle: Week\ndate: 2026-05-04\n---\nSee <company:acme> and [it](article:memo).\n\n<quote:memo#start>\n\n<chart:acme/cost>\n";
    let mut files = site("", "Text.");
    files.push(file("content/briefings/week.md", letter));
    let mail = page(&files, "briefings/week/email.html");
    assert!(mail.contains("See Acme and it.</p>") && mail.contains("<q>We start today,</q>"), "{mail}");
    assert!(mail.contains("$6 million") && !mail.contains("<svg") && !mail.contains("href=\"\""), "{mail}");
    let text = page(&files, "briefings/week/email.txt");
    assert!(text.contains("See Acme and it.") && text.contains("> We start today,"), "{text}");
    let known =
        edited(&files, "content/site.yaml", "title: Test\n", "title: Test\nbase_url: https://example.org\n");
    let mail = page(&known, "briefings/week/email.html");
    assert!(mail.contains(">Acme</a>") && mail.contains("https://example.org/quotes/memo/start/"), "{mail}");
}
