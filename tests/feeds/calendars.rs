//! Timelines as calendars.

use clipsheet::build::Options;

use crate::common::{self, options, sources};
use crate::{published, text};

/// The calendar of a site with an event of each of these dates, without its first and last lines.
fn calendar(dates: &[&str]) -> Option<String> {
    let words: Vec<String> = (0..dates.len()).map(|n| format!("word{n}")).collect();
    let article = format!("---\ntitle: A\npublished: 2026-04-14\n---\n{}.\n", words.join(" "));
    let event = |(n, date): (usize, &&str)| {
        format!("  - {{id: e{n}, exact: word{n}, date: \"{date}\", title: \"Event, {n}; it\"}}\n")
    };
    let events: String = dates.iter().enumerate().map(event).collect();
    let tree = published(&[
        ("content/site.yaml", "title: T\ntimezone: Australia/Brisbane\n"),
        ("content/articles/a.md", &article),
        ("content/articles/a.yaml", &format!("events:\n{events}")),
    ]);
    tree.get("timeline/events.ics")?;
    let linked = text(&tree, "timeline/index.html").contains("href=\"events.ics\"");
    assert!(linked, "the timeline does not lead to its calendar");
    Some(text(&tree, "timeline/events.ics").replace("\r\n ", ""))
}

/// The lines of the one event of this date that say when it is and what it is called.
fn when(date: &str) -> Vec<String> {
    let calendar = calendar(&[date]).unwrap_or_else(|| panic!("{date} has no calendar"));
    let lines = calendar.split("\r\n").filter(|line| line.starts_with("DT") || line.starts_with("SUMMARY"));
    let lines: Vec<String> = lines.map(str::to_string).collect();
    assert_eq!(lines[0], "DTSTAMP:20260413T140000Z", "it is as old as its report, and no older");
    lines[1..].to_vec()
}

#[test]
fn dates_are_as_vague_as_they_are() {
    let days = |date: &str, from: &str, until: &str, summary: &str| {
        let start = format!("DTSTART;VALUE=DATE:{from}");
        let end = format!("DTEND;VALUE=DATE:{until}");
        assert_eq!(when(date), [start, end, format!("SUMMARY:{summary}")], "{date}");
    };
    days("2026-04-12", "20260412", "20260413", "Event\\, 0\\; it");
    days("2026-12-31", "20261231", "20270101", "Event\\, 0\\; it");
    days("2026-04", "20260401", "20260501", "Event\\, 0\\; it (April 2026)");
    days("2026-02-2X", "20260220", "20260301", "Event\\, 0\\; it (late February 2026)");
    days("2026-04-12~", "20260412", "20260413", "Event\\, 0\\; it (about 12 April 2026)");
    days("2024", "20240101", "20250101", "Event\\, 0\\; it (2024)");
    // Of an open end only what is known of the other is there.
    days("2026/..", "20260101", "20270101", "Event\\, 0\\; it (from 2026 on)");
    days("../2026-04", "20260401", "20260501", "Event\\, 0\\; it (until April 2026)");
    days("/2026", "20260101", "20270101", "Event\\, 0\\; it (from an unknown date to 2026)");
    days("2026-03-05/..", "20260305", "20260306", "Event\\, 0\\; it (from 5 March 2026 on)");
    days("../2026-03-05", "20260305", "20260306", "Event\\, 0\\; it (until 5 March 2026)");
    let moments = [("2026-04-14T09:00:00Z", "20260414T090000Z"), ("2026-04-14T09:00:00", "20260413T230000Z")];
    for (date, start) in moments {
        assert_eq!(when(date), [format!("DTSTART:{start}"), "SUMMARY:Event\\, 0\\; it".to_string()]);
    }
}

#[test]
fn what_has_no_bound_is_not_there() {
    assert_eq!(calendar(&["XXXX-12-25", "XXXX"]).map(|text| text.matches("VEVENT").count()), None);
    let some = calendar(&["XXXX", "2026-04-12"]).expect("a calendar");
    assert_eq!(some.matches("BEGIN:VEVENT").count(), 1);
}

#[test]
fn an_event_keeps_its_name_and_says_who_reports_it() {
    let files = |title: &str| {
        let article = |paper: &str| {
            format!("---\ntitle: From {paper}\npublished: 2026-04-14\npublication: {paper}\n---\nIt opens.\n")
        };
        let sidecar = |date: &str| {
            format!(
                "events: [{{id: e, exact: It opens, event: opening, date: {date}, title: {title}, entities: [acme]}}]\n"
            )
        };
        published(&[
            ("content/site.yaml", "title: T\n"),
            ("content/articles/a.md", &article("wire")),
            ("content/articles/a.yaml", &sidecar("2026-04-17")),
            ("content/articles/b.md", &article("post")),
            ("content/articles/b.yaml", &sidecar("2026-04")),
            ("content/companies/acme.md", "---\nname: \"Acme, Inc\"\n---\n"),
            ("content/publications/wire.md", "---\nname: The Wire\n---\n"),
            ("content/publications/post.md", "---\nname: The Post\n---\n"),
        ])
    };
    let of = |title: &str, path: &str| text(&files(title), path).replace("\r\n ", "");
    let has = |calendar: &str, line: &str| {
        assert!(calendar.contains(&format!("\r\n{line}\r\n")), "{line}: {calendar}")
    };
    let uid = "UID:tag:example.org\\,2026:/news/events/opening/";
    let calendar = of("It opens", "timeline/events.ics");
    has(&calendar, uid);
    has(&calendar, "NAME:Timeline · T");
    has(&calendar, "URL:https://example.org/news/events/opening/");
    has(&calendar, "CATEGORIES:Acme\\, Inc");
    has(&calendar, "DESCRIPTION:The Wire: It opens (17 April 2026)\\nThe Post: It opens (April 2026)");
    has(&of("It starts", "timeline/events.ics"), uid);
    has(&of("It opens", "timeline/companies/acme/events.ics"), uid);
}

#[test]
fn without_an_address_there_is_none() {
    let files = [
        ("content/articles/a.md", "---\ntitle: A\n---\nIt opens.\n"),
        (
            "content/articles/a.yaml",
            "events: [{id: e, exact: It opens, date: 2026-04-17, title: It opens}]\n",
        ),
        ("content/site.yaml", "title: T\n"),
    ];
    let tree = common::tree(&sources(&files), &options());
    assert!(tree.get("timeline/events.ics").is_none());
    assert!(!text(&tree, "timeline/index.html").contains(".ics"));
    let options = Options { base_url: Some("https://example.org".into()), ..options() };
    let tree = common::tree(&sources(&files), &options);
    assert!(
        text(&tree, "timeline/events.ics").contains("DTSTAMP:19700101T000000Z"),
        "of an article without a date"
    );
}
