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
