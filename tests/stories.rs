//! What a story's page says of its articles, beyond the site in `tests/sites/story`: what differs
//! without a reason, and what is not there.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use clipsheet::diagnostics::SourceFile;
use clipsheet::parse::Sources;

/// The site of `tests/sites/story` with texts in place of others.
fn story(changes: &[(&str, &str, &str)]) -> Sources {
    let mut sources = common::site("story");
    for (path, from, to) in changes {
        let old = sources.files.values().find(|file| file.path.as_str() == *path).expect("a file");
        let text = old.text().expect("UTF-8");
        assert!(text.contains(from), "{path} has no {from}");
        let file = SourceFile::new(path, text.replace(from, to).into_bytes());
        sources.files.insert(file.path.clone(), file.into());
    }
    sources
}

const PAGE: &str = "stories/bridge-closed/index.html";
const GAZETTE: &str = "content/articles/gazette-1.yaml";

/// The lines of a page from the one that starts so to the first that is not part of it.
fn part<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let from = page.find(&format!("\n{start}")).unwrap_or_else(|| panic!("no {start} in {page}"));
    let to = page[from..].find(&format!("\n{end}")).expect("an end");
    &page[from..from + to]
}

#[test]
fn what_differs_without_a_reason_comes_first() {
    let sources = story(&[
        (GAZETTE, ", acknowledge: A ceiling of the board.", ""),
        (GAZETTE, ", acknowledge: It answered the Wire alone.", ""),
        (GAZETTE, "date: \"2026-05-04\"", "date: \"2026-05-05\""),
    ]);
    let page = common::page(&sources, PAGE);
    let differences = part(&page, "differences:", "explained:");
    let kinds: Vec<&str> = differences
        .split("- difference ")
        .skip(1)
        .map(|difference| difference.split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(kinds, ["dates", "differ", "differ"], "{differences}");
    for wording in ["£2 million", "at most £3 million (planned)", "declined to comment", "has not answered"]
    {
        assert!(differences.contains(&format!("- says {wording}\n")), "no {wording} in {differences}");
    }
    assert!(differences.contains("says 5 May 2026") && differences.contains("says 4 May 2026, 08:00"));
}

/// Dates too: one reason is enough, and it stands with them.
#[test]
fn dates_with_a_reason_are_explained() {
    let sources =
        story(&[(GAZETTE, "date: \"2026-05-04\"", "date: \"2026-05-05\", acknowledge: It printed late.")]);
    let page = common::page(&sources, PAGE);
    assert!(!part(&page, "differences:", "explained:").contains("- difference dates"), "{page}");
    let explained = part(&page, "explained:", "body:");
    assert!(
        explained.contains("- difference dates") && explained.contains("It printed late."),
        "{explained}"
    );
}

#[test]
fn a_figure_that_disputes_another_metric() {
    let other = "figures:\n  - {id: reserve, exact: not soon, company: port-board, metric: reserve, value: 1, unit: GBP, disputes: [wire-1#cost]}\n\
                 quotes:\n";
    let sources = story(&[("content/articles/gazette-2.yaml", "quotes:\n", other)]);
    let page = common::page(&sources, PAGE);
    let differences = part(&page, "differences:", "explained:");
    assert!(differences.contains("- difference disputed"), "{differences}");
    assert!(differences.contains("says Cost: £2 million") && differences.contains("says Reserve: £1"));
}

/// Without `event:`, time is counted from the last event that several articles tell of and that had
/// begun when the first article was published.
#[test]
fn the_event_of_a_story_is_found() {
    let sources = story(&[("content/stories/bridge.md", "event: bridge-closed\n", "")]);
    let page = common::page(&sources, PAGE);
    assert!(part(&page, "counted from:", "articles:").contains("/bridge-closed/"), "{page}");
}

/// An event whose reports this reader may not see is as if the story had not named it.
#[test]
fn an_event_that_is_withheld_is_not_named() {
    let draft = |path: &'static str, title: &'static str| (path, title, "draft: true\ntitle");
    let sources = story(&[
        draft("content/articles/wire-1.md", "title"),
        draft("content/articles/gazette-1.md", "title"),
        draft("content/articles/own.md", "title"),
        ("content/stories/bridge.md", "[first report](../articles/wire-1.md)", "first report"),
    ]);
    let page = common::page(&sources, PAGE);
    assert!(!page.contains("counted from:") && !page.contains("bridge-closed/index.html#"), "{page}");
}

/// The picture has whole numbers only, a title, a description and no arrow to itself.
#[test]
fn the_picture_of_the_chain() {
    let page = common::page(&story(&[]), PAGE);
    let svg = part(&page, "chain: ", "sources:");
    for part in ["<title id=", "<desc id=", "role=\"img\"", "class=\"credit\""] {
        assert!(svg.contains(part), "no {part} in {svg}");
    }
    for path in svg.split(" d=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
        assert!(!path.contains('.'), "{path}");
    }
    assert_eq!(svg.matches("class=\"first\"").count(), 1);
}

/// A page of a story that nobody writes about says so.
#[test]
fn a_story_without_articles() {
    let files = [
        ("content/site.yaml", "title: T\n"),
        ("content/stories/lonely.md", "---\ntitle: Lonely\n---\nNothing yet.\n"),
    ];
    let sources = common::sources(&files);
    let codes: Vec<&str> = common::built(&sources).diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["empty-story"]);
    let page = common::page(&sources, "stories/lonely/index.html");
    assert!(page.contains("There are no articles yet.") && page.contains("Nothing yet."), "{page}");
    assert!(common::page(&sources, "stories/index.html").contains("lonely/index.html"));
}

/// On what an article and others do not say the same, as its page says it: each value of each disagreement,
/// the article's own first.
fn differing(articles: &[(&str, &str)], of: &str) -> Vec<String> {
    let mut files = vec![
        (
            "content/site.yaml".to_string(),
            "title: T\nmetrics: {users: {label: Users}}\nunits: {users: users}\n".to_string(),
        ),
        ("content/companies/acme.md".to_string(), "---\nname: Acme\n---\nC.\n".to_string()),
    ];
    for (id, sidecar) in articles {
        let text = "---\ntitle: A\npublished: 2026-05-01\n---\nIt was so, and so, and so.\n";
        files.push((format!("content/articles/{id}.md"), text.to_string()));
        files.push((format!("content/articles/{id}.yaml"), sidecar.to_string()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let page = common::page(&common::sources(&files), &format!("articles/{of}/index.html"));
    let page = scraper::Html::parse_document(&page);
    let all = |words: &str| scraper::Selector::parse(words).expect(words);
    let said = |of: scraper::ElementRef<'_>| of.text().collect::<String>().replace(", reported", "");
    let values =
        |one: scraper::ElementRef<'_>| one.select(&all(".value")).map(said).collect::<Vec<_>>().join(", ");
    page.select(&all(".other-says")).map(values).collect()
}

fn users(values: &[(&str, &str)]) -> String {
    let figure = |(at, (value, more)): (usize, &(&str, &str))| {
        format!(
            "  - {{id: f{at}, exact: It was so, company: acme, metric: users, value: {value}, unit: users{more}}}\n"
        )
    };
    values.iter().enumerate().map(figure).fold("figures:\n".to_string(), |all, one| all + &one)
}

#[test]
fn an_article_differs_from_those_that_say_something_else() {
    let year = |year: u16| format!(", as_of: \"{year}\"");
    let [now, before, later] = [2026, 2020, 2021].map(year);
    let check = |articles: &[(&str, String)], of: &str, expected: &[&str]| {
        let articles: Vec<(&str, &str)> = articles.iter().map(|(id, text)| (*id, text.as_str())).collect();
        assert_eq!(differing(&articles, of), expected, "{of} of {articles:?}");
    };
    let one = |value: &str| users(&[(value, &now)]);

    let two = [("a", one("5")), ("b", one("6"))];
    check(&two, "a", &["5 users, 6 users"]);
    check(&two, "b", &["6 users, 5 users"]);

    // What one article says in two ways is no matter of others, and other times are no contradiction.
    let inside = [("a", users(&[("5", &now), ("6", &now), ("1", &before)])), ("b", users(&[("2", &later)]))];
    check(&inside, "a", &[]);
    check(&inside, "b", &[]);
    let joined = [("a", users(&[("5", &now), ("6", &now)])), ("b", one("6"))];
    check(&joined, "a", &["5 users, 6 users"]);
    check(&joined, "b", &["6 users, 5 users"]);

    // One among many is heard, and on its own page it is the first.
    let names: Vec<String> = (10..40).map(|n| format!("a{n}")).collect();
    let mut many: Vec<(&str, String)> = names.iter().map(|name| (name.as_str(), one("5"))).collect();
    many.push(("z", one("9")));
    check(&many, "a10", &["5 users, 9 users"]);
    check(&many, "a39", &["5 users, 9 users"]);
    check(&many, "z", &["9 users, 5 users"]);

    // A contradiction and a difference are two things, the worse one first.
    let three = [("a", one("5")), ("b", users(&[("6", &format!("{now}, bound: at-most"))])), ("c", one("9"))];
    check(&three, "a", &["5 users, 9 users", "5 users, at most 6 users"]);
    check(&three, "b", &["at most 6 users, 9 users", "at most 6 users, 5 users"]);
    check(&three, "c", &["9 users, 5 users, at most 6 users"]);
}

#[test]
fn dates_and_statements_differ_in_the_same_way() {
    let event = |day: &str| {
        format!("events:\n  - {{id: e, event: fair, exact: It was so, title: The fair, date: {day}}}\n")
    };
    let claim = |says: &str| {
        format!("claims:\n  - {{id: c, exact: It was so, company: acme, question: why, says: {says}}}\n")
    };
    let texts = [
        event("2026-05-01"),
        event("2026-05-02"),
        event("2026-05"),
        claim("yes"),
        claim("Yes."),
        claim("no"),
    ];
    let ids = ["a", "b", "c", "d", "e", "f"];
    let articles: Vec<(&str, &str)> = ids.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let said = |of| differing(&articles, of);
    assert_eq!(said("a"), ["1 May 2026, 2 May 2026"]);
    assert_eq!(said("b"), ["2 May 2026, 1 May 2026"]);
    assert_eq!(said("c"), Vec::<String>::new(), "in May both are");
    assert_eq!(said("d"), ["yes, no"]);
    assert_eq!(said("e"), ["Yes., no"]);
    assert_eq!(said("f"), ["no, yes, Yes."]);
}
