//! Editions: what is new in each of a series, and the same as e-mails.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

use clipsheet::build::{Options, build};
use clipsheet::diagnostics::{Code, SourceFile};
use clipsheet::memo::Memo;
use clipsheet::output::OutputTree;
use clipsheet::parse::{SETTINGS_FILE, Sources};
use clipsheet::path::SitePath;

/// Five editions, in a theme that prints each thing in one line.
fn series() -> Sources {
    common::site("editions")
}

fn page(sources: &Sources, path: &str) -> String {
    String::from_utf8_lossy(tree(sources, &common::options()).get(path).expect(path)).into_owned()
}

/// The output, whatever the editor is warned of.
fn tree(sources: &Sources, options: &Options) -> OutputTree {
    common::built_with(sources, options).value.tree.expect("no errors")
}

/// A line without its tags.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in line.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

/// What is new in an edition: each thing in a few words, a changed figure with what it was before.
fn news(sources: &Sources, edition: &str) -> Vec<String> {
    let page = page(sources, &format!("briefings/{edition}/index.html"));
    let Some((_, news)) = page.split_once("\nnew since ") else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for line in news.lines().skip(1).map(plain) {
        match line.strip_prefix("  before: ") {
            Some(before) => found.last_mut().expect("a figure").push_str(&format!(" (was {before})")),
            None if line.starts_with("- ") => found.push(line[2..].to_string()),
            None => {}
        }
    }
    found
}

fn without(sources: &Sources, paths: &[&str]) -> Sources {
    let mut left = sources.clone();
    for path in paths {
        left.files.remove(&SitePath::new(path)).expect(path);
    }
    left
}

fn with(sources: &Sources, path: &str, text: &str) -> Sources {
    let mut more = sources.clone();
    let file = SourceFile::new(path, text.as_bytes().to_vec());
    more.files.insert(SitePath::new(path), file.into());
    more
}

const SECOND: [&str; 5] = [
    "quote Nobody else can do it.",
    "figure Northern Grid, Cost: €6 million (was €5 million)",
    "on Northern Grid: Cost",
    "on Quay Cables: Who pays",
    "correction of The second report, 16 March 2026 [2026-03-16, the day 2026-03-16]: The second report named the wrong pier.",
];

#[test]
fn what_is_new_in_five_editions() {
    let series = series();
    assert_eq!(news(&series, "one"), [""; 0], "there is nothing that it could be new since");
    // What an older article said, or one that is dated nowhere, is not new.
    assert_eq!(news(&series, "two"), SECOND[..4]);
    // A value of another year is news; one of long ago was not known, and changes nothing.
    assert_eq!(
        news(&series, "three"),
        [
            "quote We start again.",
            "figure Quay Cables, Yearly output: 8 million megawatt hours (was 7 million megawatt hours)",
            "figure Quay Cables, Yearly output: 3 million megawatt hours",
        ]
    );
    assert_eq!(news(&series, "late"), SECOND[4..]);
    // The same values once more are no news; that one disputes the other is.
    assert_eq!(
        news(&series, "five"),
        ["figure Northern Grid, Interest: €3 million", "on Northern Grid: Cost"]
    );
}

#[test]
fn what_is_gone_is_as_if_it_had_never_been() {
    let series = series();
    let second = ["content/articles/second.md", "content/articles/second.yaml"];
    let left = without(&series, &second);
    // The item on it goes with it.
    let left = with(
        &with(&left, "content/briefings/two.md", "---\ntitle: Two\ndate: 2026-03-08\n---\n"),
        "content/briefings/three.md",
        "---\ntitle: Three\ndate: 2026-03-15\n---\n",
    );
    assert_eq!(news(&left, "two"), [""; 0]);
    assert_eq!(news(&left, "late"), [""; 0], "its correction");
    // Then the fourth is the first to give the other value, and to contradict.
    let fifth = news(&left, "five");
    assert!(
        fifth.contains(&"figure Northern Grid, Cost: €6 million (was €5 million)".to_string()),
        "{fifth:?}"
    );
    assert!(fifth.contains(&"on Northern Grid: Cost".to_string()), "{fifth:?}");
    // Without the first report, the second is the first to print the quote.
    let first = ["content/articles/first.md", "content/articles/first.yaml"];
    let left = with(
        &without(&series, &first),
        "content/briefings/one.md",
        "---\ntitle: One\ndate: 2026-03-03\n---\n",
    );
    let found = news(&left, "two");
    assert_eq!(found[0], "quote It works, and it will go on working.", "{found:?}");
    // It gives two values itself, and they contradict each other.
    assert!(found.iter().all(|line| !line.contains("(was") && !line.contains("Who pays")), "{found:?}");
    assert!(found.contains(&"on Northern Grid: Cost".to_string()), "{found:?}");
}

/// An edition more or less moves what is new in the one after it, and nothing else.
#[test]
fn an_edition_less_and_an_edition_more() {
    let series = series();
    let less = without(&series, &["content/briefings/two.md"]);
    let third = news(&less, "three");
    assert!(SECOND[..4].iter().all(|line| third.contains(&line.to_string())), "{third:?}");
    assert_eq!(news(&less, "five"), news(&series, "five"));
    // Of one day: by id, and the first has the news of the day.
    let twin = "---\ntitle: Two again\ndate: 2026-03-08\n---\n";
    let more = with(&series, "content/briefings/two-b.md", twin);
    assert_eq!(news(&more, "two"), SECOND[..4]);
    assert_eq!(news(&more, "two-b"), [""; 0]);
    assert_eq!(news(&more, "three"), news(&series, "three"));
    let before = with(&series, "content/briefings/a.md", twin);
    assert_eq!(
        (news(&before, "a"), news(&before, "two")),
        (SECOND[..4].iter().map(ToString::to_string).collect(), vec![])
    );
    assert!(page(&series, "briefings/three/index.html").contains("earlier: <a href=\"../two/index.html\">"));
    assert!(page(&series, "index.html").contains("edition <a href=\"briefings/five/index.html\">"));
}

/// The last edition that used something: itself, then its article, then its story.
#[test]
fn the_way_to_the_last_edition() {
    let series = series();
    let check = |path: &str, edition: &str| {
        let page = page(&series, &format!("{path}/index.html"));
        let line = page.lines().find(|line| line.starts_with("edition: ")).map(plain).unwrap_or_default();
        assert_eq!(line.trim_start_matches("edition: ").split(',').next(), Some(edition), "{path}");
    };
    check("quotes/first/works", "The first edition");
    check("quotes/second/nobody", "The third edition");
    check("quotes/third/again", "The third edition");
    check("figures/north/cost", "The second edition");
    check("figures/quay/output", "The fifth edition");
    check("events/opening", "The third edition");
    check("stories/opening", "The third edition");
}

/// Articles that date one event, with editions around them.
fn dated_events() -> Sources {
    let article =
        |published: &str| format!("---\ntitle: From {published}\npublished: {published}\n---\nIt came.\n");
    let sidecar = |date: &str, more: &str| {
        format!(
            "events:\n  - {{id: e, exact: came, event: it, date: {date}, title: Dated {date}{more}}}\nfigures:\n  \
             - {{id: f, exact: It came, company: acme, metric: cost, unit: USD, {}}}\n",
            match date {
                "2026-03-01" => "value: 50, bound: at-most",
                "2026-03" => "value: 40",
                _ => "value: 60",
            }
        )
    };
    let edition = |date: &str| {
        format!(
            "---\ntitle: E\ndate: {date}\nsections: [{{heading: All, items: [{{figure: acme/cost}}, {{timeline: acme}}]}}]\n---\n"
        )
    };
    let entities = ", entities: [acme]";
    common::sources(&[
        ("content/site.yaml", "title: S\ntheme: plain\n"),
        ("content/companies/acme.md", "---\nname: Acme\n---\n"),
        ("content/articles/a.md", &article("2026-03-02")),
        ("content/articles/a.yaml", &sidecar("2026-03", entities)),
        ("content/articles/b.md", &article("2026-03-03")),
        ("content/articles/b.yaml", &sidecar("2026-03-01", entities)),
        ("content/articles/c.md", &article("2026-03-10")),
        ("content/articles/c.yaml", &sidecar("2026-02-27", entities)),
        ("content/briefings/one.md", &edition("2026-03-02")),
        ("content/briefings/two.md", &edition("2026-03-05")),
        ("content/briefings/three.md", &edition("2026-03-12")),
    ])
}

/// With the theme of the other sites here.
fn in_plain(mut sources: Sources) -> Sources {
    let plain = series();
    let theme = plain.files.iter().filter(|(path, _)| path.as_str().starts_with("themes/"));
    sources.files.extend(theme.map(|(path, file)| (path.clone(), file.clone())));
    sources
}

/// Dates that contradict each other are a disagreement as any, and an edition of the days before knew
/// neither of it nor of what came later.
#[test]
fn an_edition_knows_what_was_known() {
    let sources = in_plain(dated_events());
    let news = |edition| news(&sources, edition).join("\n");
    assert!(!news("two").contains("Dated"), "March has the first of March in it: {}", news("two"));
    assert!(news("three").contains("on Dated"), "{}", news("three"));
    let page = |edition: &str| page(&sources, &format!("briefings/{edition}/index.html"));
    assert!(page("one").contains("Dated 2026-03</a>"), "the date that was known then: {}", page("one"));
    assert!(!page("one").contains("dispute: differ"), "one value contradicts nothing: {}", page("one"));
    let two = page("two");
    assert!(two.contains("dispute: differ") && !two.contains("dispute: conflict"), "40 is at most 50: {two}");
    assert!(page("three").contains("dispute: conflict"), "60 is not: {}", page("three"));
}

/// Nor does a page claim to have been in an edition that could not have shown it.
#[test]
fn what_came_later_was_in_no_edition() {
    let sources = in_plain(without(&dated_events(), &["content/briefings/three.md"]));
    let later = "---\ntitle: Later\npublished: 2026-06-01\n---\nThen it went.\n";
    let event = "events:\n  - {id: e, exact: it went, date: 2026-06-01, title: Gone, entities: [acme]}\n";
    let sources = with(&with(&sources, "content/articles/l.md", later), "content/articles/l.yaml", event);
    assert!(!page(&sources, "events/l.e/index.html").contains("\nedition: "));
    assert!(page(&sources, "events/it/index.html").contains("\nedition: "));
}

#[test]
fn an_e_mail_may_be_linked_to() {
    let text = "---\ntitle: About\n---\n[As an e-mail](/briefings/one/email.html), [or text](/briefings/one/email.txt).\n";
    let sources = with(&series(), "content/pages/about.md", text);
    assert!(page(&sources, "about/index.html").contains("../briefings/one/email.html"));
}

/// Nested as nobody writes, but as somebody may paste.
#[test]
fn a_letter_of_ten_thousand_quotations_is_sent() {
    let letter = format!("---\ntitle: E\ndate: 2026-04-20\n---\n{}Word\n", "> ".repeat(10_000));
    let sources = with(&series(), "content/briefings/deep.md", &letter);
    let text = page(&sources, "briefings/deep/email.txt");
    assert!(text.contains("Word") && text.len() < 10_000, "{} bytes", text.len());
}

#[test]
fn what_a_reader_may_not_see_is_in_no_edition() {
    let site = "title: S\naudiences: {all: {}, board: {includes: [all]}}\ndefault_audience: all\n";
    let edition = "---\ntitle: Edition\ndate: 2026-04-20\nlead: {article: secret, comment: Hush.}\nsections:\n  \
        - {heading: Hidden, items: [{article: secret}, {quote: secret#q}]}\n  - {heading: Open, items: [{article: open}]}\n---\n";
    let sources = common::sources(&[
        ("content/site.yaml", site),
        (
            "content/articles/secret.md",
            "---\ntitle: Secret\naudience: board\npublished: 2026-04-19\n---\n\"Nobody knows it.\"\n",
        ),
        ("content/articles/secret.yaml", "quotes:\n  - {id: q, exact: Nobody knows it.}\n"),
        ("content/articles/open.md", "---\ntitle: Open\n---\nText.\n"),
        ("content/briefings/before.md", "---\ntitle: Before\ndate: 2026-04-10\n---\n"),
        ("content/briefings/e.md", edition),
    ]);
    let of = |audience: &str| {
        let options = Options { audience: Some(audience.into()), ..common::options() };
        let tree = tree(&sources, &options);
        let files =
            ["index.html", "briefings/e/index.html", "briefings/e/email.html", "briefings/e/email.txt"];
        files.map(|path| String::from_utf8_lossy(tree.get(path).expect(path)).into_owned())
    };
    for text in of("all") {
        assert!(!["Secret", "Hush", "Hidden", "knows"].iter().any(|word| text.contains(word)), "{text}");
        assert!(text.contains("Open") && !text.contains("New since"), "{text}");
    }
    assert!(of("board")[1..].iter().all(|text| text.contains("Hush.") && text.contains("New since")));
}

/// The e-mails of a site.
fn mails(sources: &Sources, base_url: Option<&str>) -> Vec<(String, String)> {
    let options = Options { base_url: base_url.map(Into::into), ..common::options() };
    let tree = tree(sources, &options);
    let files = tree.files();
    let mails = files.iter().filter(|(path, _)| path.as_str().contains("/email."));
    mails.map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(bytes).into_owned())).collect()
}

/// An edition on so many articles, of which all is new.
fn long_edition(articles: usize) -> Sources {
    let mut files: Vec<(String, String)> = vec![
        ("content/site.yaml".into(), "title: S\n".into()),
        ("content/companies/acme.md".into(), "---\nname: Acme\n---\n".into()),
        ("content/briefings/a.md".into(), "---\ntitle: A\ndate: 2026-04-01\n---\n".into()),
    ];
    let mut items = String::new();
    for n in 0..articles {
        let text = format!("Nobody expected the number {n} to come up in just this place of the world.");
        let head = format!(
            "---\ntitle: The article with the number {n}\npublished: 2026-04-10\nsummary: {text}\n---\n\"{text}\" It made {n} million.\n"
        );
        let sidecar = format!(
            "quotes:\n  - {{id: q, exact: \"{text}\", speaker: acme}}\nfigures:\n  - {{id: f, exact: {n} million, \
             company: acme, metric: metric-{n}x, value: {n}e6, unit: USD}}\n"
        );
        files.push((format!("content/articles/a{n}.md"), head));
        files.push((format!("content/articles/a{n}.yaml"), sidecar));
        items += &format!("{{article: a{n}, comment: Read this.}}, {{quote: a{n}#q}}, ");
    }
    let edition =
        format!("---\ntitle: B\ndate: 2026-04-20\nsections: [{{heading: All, items: [{items}]}}]\n---\n");
    files.push(("content/briefings/b.md".into(), edition));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    common::sources(&files)
}

/// Warned of in every build, also where nothing of the edition is made again.
#[test]
fn an_e_mail_that_is_cut_is_warned_of() {
    let mut memo = Memo::default();
    let sources = long_edition(140);
    let more = with(&sources, "content/pages/about.md", "---\ntitle: About\n---\nMore.\n");
    for sources in [&sources, &more] {
        let built = build(sources, &common::options(), &mut memo).expect("usage");
        let warned: Vec<_> = built.diagnostics.iter().filter(|d| d.code == Code::LongEmail).collect();
        assert_eq!(warned.len(), 1, "{:?}", built.diagnostics);
        assert_eq!(warned[0].primary.path.as_str(), "content/briefings/b.md");
    }
}

#[test]
fn e_mails_load_nothing_and_are_small() {
    for sources in [common::sample(), series(), long_edition(60)] {
        let mails = mails(&sources, Some("https://desk.example/news"));
        assert!(mails.len() >= 4);
        for (path, text) in &mails {
            assert!(text.len() < 100_000, "{path}: {} bytes", text.len());
            if path.ends_with(".txt") {
                continue;
            }
            for what in [
                "<script",
                "<link",
                "<img",
                "src=",
                "@import",
                "@font-face",
                "url(",
                "<svg",
                "position:",
                "flex",
            ] {
                assert!(!text.contains(what), "{path}: {what}");
            }
            let hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            for href in hrefs {
                assert!(href.starts_with("https://"), "{path}: {href}");
            }
        }
    }
}

/// Every element has its styles itself; the style sheet that is left is for the dark alone.
#[test]
fn e_mails_need_no_style_sheet() {
    for (path, text) in mails(&common::sample(), None).iter().filter(|(path, _)| path.ends_with(".html")) {
        let (head, body) = text.split_once("<body").expect("a body");
        let sheet =
            head.split_once("<style>").expect("a style sheet").1.split_once("</style>").expect("an end").0;
        assert!(sheet.trim_start().starts_with("@media (prefers-color-scheme:"), "{path}: {sheet}");
        assert_eq!(sheet.matches("@media").count(), 1);
        for tag in ["<td class", "<h1", "<h2", "<h3", "<p>", "<p class"] {
            for (at, _) in body.match_indices(tag) {
                let element = body[at..].split('>').next().expect("a tag");
                assert!(element.contains("style=\""), "{path}: {element}");
            }
        }
    }
}

/// Where the site's address is not known, links to it lead nowhere from a mail: their words are left.
#[test]
fn without_an_address_there_are_no_links() {
    let mut sample = common::sample();
    let path = SitePath::new(SETTINGS_FILE);
    let settings = String::from_utf8_lossy(sample.bytes(&path).expect("settings")).into_owned();
    let lines = settings.lines().filter(|line| !line.starts_with("base_url:"));
    let without: String = lines.map(|line| format!("{line}\n")).collect();
    assert!(without.len() < settings.len());
    sample.files.insert(path, SourceFile::new(SETTINGS_FILE, without.into_bytes()).into());
    for (path, text) in mails(&sample, None) {
        assert!(!text.contains("href=") && !text.contains("://"), "{path}: {text}");
        assert!(text.contains("Forty-nine words") || path.contains("2026-04-20"), "{path}");
    }
    let series = mails(&common::site("editions"), None);
    let letter = series.iter().find(|(path, _)| path.ends_with("three/email.html")).expect("an e-mail");
    assert!(letter.1.contains("href=\"https://other.example/a?b=1&amp;c\""), "{}", letter.1);
}

#[test]
fn the_text_is_wrapped_and_its_links_are_footnotes() {
    for (path, text) in mails(&common::sample(), Some("https://desk.example")) {
        if !path.ends_with(".txt") {
            continue;
        }
        let (above, notes) = text.split_once("\n--\n").expect("footnotes");
        for line in above.lines() {
            assert!(line.chars().count() <= 72 || line.contains("://"), "{path}: {line}");
        }
        for (at, note) in notes.lines().enumerate() {
            let number = format!("[{}]", at + 1);
            assert!(note.starts_with(&format!("{number} https://desk.example/")), "{path}: {note}");
            assert!(above.contains(&number), "{path}: {number} is asked for nowhere");
        }
        assert!(!text.contains("&amp;") && !text.contains("&quot;") && !text.contains("<a "), "{path}");
    }
}
