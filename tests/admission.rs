//! What a reader may see, at which moment.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

use clipsheet::build::{Options, build};
use clipsheet::model::Reason;
use clipsheet::value::Moment;
use jiff::{SignedDuration, Timestamp};

const SITE: &str = "title: T\ntimezone: Australia/Sydney\naudiences: {all: {}, board: {includes: [all]}}\ndefault_audience: all\n";

/// The paths and the text of a site with one article with `keys`, for an audience at a moment.
fn seen(keys: &str, audience: &str, as_of: &str) -> (bool, Option<Reason>, Option<String>) {
    let article = format!("---\ntitle: Canary\n{keys}\n---\nThe canary sings.");
    let sources = common::sources(&[("content/site.yaml", SITE), ("content/articles/a.md", &article)]);
    let options = Options {
        audience: Some(audience.to_string()),
        as_of: Some(Moment::parse(as_of).expect("an instant")),
        ..common::options()
    };
    let built = build(&sources, &options, &mut clipsheet::memo::Memo::default()).expect("options that fit");
    assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
    let tree = built.value.tree.expect("a tree");
    let files: Vec<_> = tree.files().iter().collect();
    let shown = files.iter().any(|(path, bytes)| {
        path.as_str().contains("articles/a/")
            || String::from_utf8_lossy(bytes).to_lowercase().contains("canary")
    });
    let reason = built.value.held.first().map(|held| held.reason);
    (shown, reason, built.value.next_due.map(|due| due.to_string()))
}

/// Whether an article with `keys` is seen by `all` at `as_of`.
fn check(keys: &str, as_of: &str, expect: bool) {
    assert_eq!(seen(keys, "all", as_of).0, expect, "{keys} at {as_of}");
}

#[test]
fn to_the_second() {
    check("embargo: 2026-04-14T09:00:00Z", "2026-04-14T08:59:59Z", false);
    check("embargo: 2026-04-14T09:00:00Z", "2026-04-14T09:00:00Z", true);
    check("expires: 2026-04-14T09:00:00Z", "2026-04-14T08:59:59Z", true);
    check("expires: 2026-04-14T09:00:00Z", "2026-04-14T09:00:00Z", false);
    // A zoneless instant is in the site's zone: Sydney is ten hours ahead in April,
    check("embargo: 2026-04-14T19:00", "2026-04-14T08:59:59Z", false);
    check("embargo: 2026-04-14T19:00", "2026-04-14T09:00:00Z", true);
    // and eleven in January; the clocks go forward at 02:00 on 4 October.
    check("embargo: 2026-10-04T02:30", "2026-10-03T16:29:59Z", false);
    check("embargo: 2026-10-04T02:30", "2026-10-03T16:30:00Z", true);
    check("embargo: 2028-02-29", "2028-02-28T12:59:59Z", false);
    check("embargo: 2028-02-29", "2028-02-28T13:00:00Z", true);
    check("published: 2026-04-14", "2026-04-13T13:59:59Z", false);
    check("published: 2026-04-14", "2026-04-13T14:00:00Z", true);
    check("published: \"2026-04\"", "2026-03-31T12:59:59Z", false);
    check("published: \"2026-04\"", "2026-03-31T13:00:00Z", true);
    check("published: 2026-04-14T19:00:00", "2026-04-14T08:59:59Z", false);
    check("published: 2026-04-14T19:00:00", "2026-04-14T09:00:00Z", true);
    check("published: 2026-04-14T09:00:00Z", "2026-04-14T08:59:59Z", false);
    check("published: 2026-04-14T09:00:00Z", "2026-04-14T09:00:00Z", true);
}

/// An article with an instant is hidden a second before it and seen from it on, or the other way
/// round where it expires, and the build says that it falls due exactly then: at `instant`, in UTC.
fn check_at(written: &str, instant: &str) {
    check_both(written, instant, instant);
}

/// The same where an embargo ends at one instant, and what expires does so at another.
fn check_both(written: &str, embargo: &str, expires: &str) {
    for (key, instant, shown_from_then) in [("embargo", embargo, true), ("expires", expires, false)] {
        let at: Timestamp = instant.parse().expect("an instant");
        let before = (at - SignedDuration::from_secs(1)).to_string();
        let long_before = (at - SignedDuration::from_hours(24)).to_string();
        let keys = format!("{key}: {written}");
        assert_eq!(seen(&keys, "all", &before).0, !shown_from_then, "{keys}, a second before");
        assert_eq!(seen(&keys, "all", instant).0, shown_from_then, "{keys}, at that second");
        for moment in [&before, &long_before] {
            assert_eq!(seen(&keys, "all", moment).2.as_deref(), Some(instant), "{keys} at {moment}");
        }
        assert_eq!(seen(&keys, "all", instant).2, None, "{keys} is over");
    }
}

/// Sydney's clocks go from 02:00 to 03:00 on 4 October 2026, and from 03:00 back to 02:00 on 5 April.
#[test]
fn where_clocks_are_changed() {
    check_at("2026-10-04T01:59:59", "2026-10-03T15:59:59Z");
    // Of a time that the clocks skip the later instant ends an embargo, and at the earlier one something expires,
    check_both("2026-10-04T02:00", "2026-10-03T16:00:00Z", "2026-10-03T15:00:00Z");
    check_both("2026-10-04T02:30", "2026-10-03T16:30:00Z", "2026-10-03T15:30:00Z");
    check_at("2026-10-04T03:00", "2026-10-03T16:00:00Z");
    check_at("2026-04-05T01:59:59", "2026-04-04T14:59:59Z");
    // and so of one that they show twice. With its offset it can be either.
    check_both("2026-04-05T02:30", "2026-04-04T16:30:00Z", "2026-04-04T15:30:00Z");
    check_both("2026-04-05T02:30[Australia/Sydney]", "2026-04-04T16:30:00Z", "2026-04-04T15:30:00Z");
    check_at("2026-04-05T02:30+11:00", "2026-04-04T15:30:00Z");
    check_at("2026-04-05T02:30+10:00", "2026-04-04T16:30:00Z");
    check_at("2026-04-05T02:30+10:00[Australia/Sydney]", "2026-04-04T16:30:00Z");
    check_at("2026-04-05T03:00", "2026-04-04T17:00:00Z");
    // A day begins at its first moment, however long it is.
    check_at("2026-10-04", "2026-10-03T14:00:00Z");
    check_at("2026-10-05", "2026-10-04T13:00:00Z");
    check_at("2026-04-06", "2026-04-05T14:00:00Z");
}

#[test]
fn on_a_leap_day() {
    check_at("2028-02-29", "2028-02-28T13:00:00Z");
    check_at("2028-02-29T23:59:59", "2028-02-29T12:59:59Z");
    check_at("2028-03-01", "2028-02-29T13:00:00Z");
    check_at("2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z");
    check("published: 2028-02-29", "2028-02-28T12:59:59Z", false);
    check("published: 2028-02-29", "2028-02-28T13:00:00Z", true);
    check("published: \"2028-03\"", "2028-02-29T12:59:59Z", false);
    check("published: \"2028-03\"", "2028-02-29T13:00:00Z", true);
}

/// What says where it is meant does not look at the site's zone.
#[test]
fn with_an_offset_or_a_zone_of_its_own() {
    check_at("2026-04-14T09:00:00+05:45", "2026-04-14T03:15:00Z");
    check_at("2026-04-14T09:00:00-02:30", "2026-04-14T11:30:00Z");
    check_at("2026-04-14T09:00[America/New_York]", "2026-04-14T13:00:00Z");
    check_at("2026-04-14T09:00-04:00[America/New_York]", "2026-04-14T13:00:00Z");
    // New York changes its clocks at other times than Sydney: on 8 March and on 1 November.
    check_at("2026-03-08T01:59:59[America/New_York]", "2026-03-08T06:59:59Z");
    check_at("2026-03-08T03:00[America/New_York]", "2026-03-08T07:00:00Z");
    check_at("2026-11-01T01:30-04:00[America/New_York]", "2026-11-01T05:30:00Z");
    check_at("2026-11-01T01:30-05:00[America/New_York]", "2026-11-01T06:30:00Z");
}

/// The moment that a site is built for is read in the site's zone too.
#[test]
fn as_of_without_a_zone() {
    check("embargo: 2026-04-14T09:00:00Z", "2026-04-14T18:59:59", false);
    check("embargo: 2026-04-14T09:00:00Z", "2026-04-14T19:00:00", true);
    check("expires: 2028-02-29", "2028-02-28T23:59:59", true);
    check("expires: 2028-02-29", "2028-02-29", false);
}

/// What cannot be computed never comes: a calendar ends with the year 9999, and instants a day before.
#[test]
fn in_the_far_future() {
    for date in ["9999-12-31", "9999", "Y10000", "Y20000", "Y1E12", "9999-12-31T23:59:59"] {
        check(&format!("published: \"{date}\""), "9998-12-30", false);
    }
    check("embargo: 9999-12-31", "2026-06-01", false);
    check("expires: 9999-12-31", "2026-06-01", true);
    check("published: \"Y-20000\"", "2026-06-01", true);
    check("published: ../2026", "2026-01-01", true);
    // A time of publication that Sydney's clocks show twice is the second.
    check("published: 2026-04-05T02:30:00", "2026-04-04T16:29:59Z", false);
    check("published: 2026-04-05T02:30:00", "2026-04-04T16:30:00Z", true);
}

/// A correction waits for its date as an article does, and the build says so.
#[test]
fn a_correction_to_come() {
    let keys = "corrections: [{date: 2026-04-10, text: Early robin.}, {date: 2026-04-14, text: Late wren.}]";
    let at = |keys: &str, as_of: &str| {
        let article = format!("---\ntitle: A\npublished: 2026-04-01\n{keys}\n---\n");
        let files = [("content/site.yaml", SITE), ("content/articles/a.md", &article)];
        let as_of = Some(Moment::parse(as_of).expect("an instant"));
        let options = Options { audience: Some("all".into()), as_of, ..common::options() };
        let built = build(&common::sources(&files), &options, &mut clipsheet::memo::Memo::default());
        let built = built.expect("options that fit").value;
        let text = whole(built.tree.as_ref().expect("a tree"));
        let reasons: Vec<Reason> = built.held.iter().map(|held| held.reason).collect();
        let due = built.next_due.map(|due| due.to_string());
        (text.contains("Early robin"), text.contains("Late wren"), reasons, due)
    };
    let (early, late): (Timestamp, Timestamp) =
        ("2026-04-09T14:00:00Z".parse().expect("one"), "2026-04-13T14:00:00Z".parse().expect("one"));
    let due = |moment: Timestamp| Some(moment.to_string());
    assert_eq!(at(keys, "2026-04-05"), (false, false, vec![Reason::Corrections(2, early)], due(early)));
    assert_eq!(at(keys, "2026-04-10"), (true, false, vec![Reason::Corrections(1, late)], due(late)));
    assert!(!at(keys, "2026-04-13T13:59:59Z").1);
    assert_eq!(at(keys, "2026-04-13T14:00:00Z"), (true, true, vec![], None));
    // Of a link no correction is shown ever.
    let of_link = at(&format!("{keys}\nrights: link"), "2026-04-05");
    assert_eq!((of_link.0, of_link.3), (false, None));
}

/// Of several the first one counts, and nothing that is hidden for another reason.
#[test]
fn what_falls_due_next() {
    let due = |keys: &str, as_of: &str| seen(keys, "all", as_of).2;
    let both = "embargo: 2026-04-14T09:00:00Z\nexpires: 2026-04-15T09:00:00Z";
    assert_eq!(due(both, "2026-04-14T08:59:59Z").as_deref(), Some("2026-04-14T09:00:00Z"));
    assert_eq!(due(both, "2026-04-14T09:00:00Z").as_deref(), Some("2026-04-15T09:00:00Z"));
    assert_eq!(due(both, "2026-04-15T09:00:00Z"), None);
    check(both, "2026-04-14T08:59:59Z", false);
    check(both, "2026-04-14T09:00:00Z", true);
    check(both, "2026-04-15T08:59:59Z", true);
    check(both, "2026-04-15T09:00:00Z", false);
    assert_eq!(due("published: 2026-04-14", "2026-04-01").as_deref(), Some("2026-04-13T14:00:00Z"));
    let published = "published: 2026-04-20\nembargo: 2026-04-14T09:00:00Z";
    assert_eq!(due(published, "2026-04-01").as_deref(), Some("2026-04-14T09:00:00Z"));
    assert_eq!(due(published, "2026-04-14T09:00:00Z").as_deref(), Some("2026-04-19T14:00:00Z"));
    // What the reader will not see then either is no reason to build again.
    assert_eq!(due("draft: true\nembargo: 2026-04-14T09:00:00Z", "2026-04-01"), None);
    assert_eq!(due("audience: board\nembargo: 2026-04-14T09:00:00Z", "2026-04-01"), None);
}

/// Every kind of record has its times, and goes with its page and all that names it.
#[test]
fn every_kind_of_record() {
    let records = [
        ("companies", "name: Canary", true),
        ("people", "name: Canary", true),
        ("publications", "name: Canary", true),
        ("pages", "title: Canary", true),
        ("stories", "title: Canary", true),
        ("briefings", "title: Canary\ndate: 2026-04-14", true),
    ];
    for (folder, name, has_page) in records {
        for (keys, shown) in [
            ("embargo: 2026-06-01T12:00:01Z", false),
            ("expires: 2026-06-01T12:00:00Z", false),
            ("embargo: 2026-06-01T12:00:00Z", true),
            ("expires: 2026-06-01T12:00:01Z", true),
        ] {
            let record = format!("---\n{name}\n{keys}\n---\nThe canary sings.");
            let path = format!("content/{folder}/a.md");
            // A story without an article would be warned of.
            let on_it = if folder == "stories" { "story: a\n" } else { "" };
            let on_it = format!("---\ntitle: On it\n{on_it}---\n");
            let article = ("content/articles/on-it.md", on_it.as_str());
            let sources = common::sources(&[("content/site.yaml", SITE), (&path, &record), article]);
            let options = Options { audience: Some("all".into()), ..common::options() };
            let tree = common::tree(&sources, &options);
            let mut pages = tree.files().values().map(|bytes| String::from_utf8_lossy(bytes).to_lowercase());
            assert_eq!(pages.any(|page| page.contains("canary")), shown && has_page, "{folder}: {keys}");
        }
    }
}

#[test]
fn drafts_and_audiences() {
    check("draft: true", "2026-04-14", false);
    check("draft: false", "2026-04-14", true);
    check("audience: board", "2026-04-14", false);
    check("audience: [board, all]", "2026-04-14", true);
    assert!(seen("audience: board", "board", "2026-04-14").0);
    assert!(seen("audience: all", "board", "2026-04-14").0, "board includes all");
}

#[test]
fn the_build_says_what_it_held_back_and_when_to_build_again() {
    let (_, reason, due) = seen("embargo: 2026-04-14T09:00:00Z", "all", "2026-04-01");
    assert!(matches!(reason, Some(Reason::Embargo(_))));
    assert_eq!(due.as_deref(), Some("2026-04-14T09:00:00Z"));
    let (_, reason, due) = seen("expires: 2026-04-14T09:00:00Z", "all", "2026-04-01");
    assert_eq!((reason, due.as_deref()), (None, Some("2026-04-14T09:00:00Z")));
    let (_, reason, due) = seen("expires: 2026-04-14T09:00:00Z", "all", "2026-05-01");
    assert_eq!((reason, due), (Some(Reason::Expired), None));
    assert_eq!(seen("draft: true", "all", "2026-04-14").1, Some(Reason::Draft));
}

/// A site with two articles, a company and a quote, and further settings.
fn sources(article: &str, sidecar: &str, company: &str, settings: &str) -> clipsheet::parse::Sources {
    common::sources(&[
        ("content/site.yaml", &format!("{SITE}{settings}")),
        ("content/articles/a.md", article),
        ("content/articles/a.yaml", sidecar),
        ("content/articles/b.md", "---\ntitle: Other\n---\nSee [the first](a.md) on Acme."),
        ("content/companies/acme.md", company),
    ])
}

/// All files as one text.
fn whole(tree: &clipsheet::output::OutputTree) -> String {
    tree.files().iter().map(|(path, bytes)| format!("{path}\n{}\n", String::from_utf8_lossy(bytes))).collect()
}

/// Builds the site for `all`; gives all output as one text.
fn output(article: &str, sidecar: &str, company: &str) -> String {
    output_with(article, sidecar, company, "")
}

fn output_with(article: &str, sidecar: &str, company: &str, settings: &str) -> String {
    let sources = sources(article, sidecar, company, settings);
    let options = Options { audience: Some("all".into()), ..common::options() };
    let built = build(&sources, &options, &mut clipsheet::memo::Memo::default()).expect("options that fit");
    assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
    let tree = built.value.tree.expect("a tree");
    whole(&tree)
}

const ARTICLE: &str = "---\ntitle: First\nurl: https://example.org/first\nsummary: In short\ndek: A dek\n---\nAcme said: \"We sing.\" It cost $5.";
const SIDECAR: &str = "quotes: [{id: sing, exact: We sing., speaker: acme}]\nfigures: [{id: cost, exact: $5, company: acme, metric: cost, value: 5, unit: USD}]\n";
const COMPANY: &str = "---\nname: Acme\n---\n";

#[test]
fn what_is_withheld_is_nowhere() {
    let all = output(ARTICLE, SIDECAR, COMPANY);
    assert!(all.contains("quotes/a/sing/index.html") && all.contains("companies/acme/index.html"));

    let without_article =
        output(&ARTICLE.replace("title: First", "title: First\naudience: board"), SIDECAR, COMPANY);
    for gone in ["articles/a/", "We sing", "quotes/a", "example.org", "$5", "figures/acme/cost/"] {
        assert!(!without_article.contains(gone), "{gone}");
    }
    assert!(without_article.contains("See the first on"), "a link to what is withheld is text");

    let without_company = output(ARTICLE, SIDECAR, &COMPANY.replace("name: Acme", "name: Acme\ndraft: true"));
    assert!(!without_company.contains("companies/"), "no page, no link, no menu entry");
    assert!(without_company.contains("We sing"), "the speaker is optional, so the quote stays");
    assert!(!without_company.contains("figures/acme/cost/"), "a figure without its company goes");

    let without_quote = output(ARTICLE, &SIDECAR.replace("id: sing,", "id: sing, audience: board,"), COMPANY);
    assert!(!without_quote.contains("sing/index.html") && !without_quote.contains("a-sing"));
}

#[test]
fn rights() {
    let link = output(&ARTICLE.replace("title: First", "title: First\nrights: link"), SIDECAR, COMPANY);
    for gone in ["We sing", "In short", "A dek", "quotes/a", "It cost"] {
        assert!(!link.contains(gone), "{gone}");
    }
    assert!(link.contains("First") && link.contains("https://example.org/first"));
}

#[test]
fn an_excerpt_is_its_quotes_with_some_words_around() {
    let article = ARTICLE.replace("title: First", "title: First\nrights: excerpt");
    let excerpt = output_with(&article, SIDECAR, COMPANY, "excerpt_words: 1\n");
    for there in ["In short", "We sing", "<p>… said: &quot;<mark", "&quot; It …</p>"] {
        assert!(excerpt.contains(there), "{there} in {excerpt}");
    }
    for gone in ["cost $5", "figures/acme/cost/", "Acme</a> said"] {
        assert!(!excerpt.contains(gone), "{gone}");
    }
    assert!(output_with(&article, SIDECAR, COMPANY, "excerpt_words: 9\n").contains("figures/acme/cost/"));
    let without = output_with(&article, "notes: [{id: n, exact: We sing., text: N}]", COMPANY, "");
    assert!(!without.contains("We sing") && !without.contains("It cost"), "a note is no quote");
}

/// The output for `all`, and what is said of it, with redactions.
fn redacted(redactions: &str) -> (String, Vec<String>) {
    let sidecar = format!("{SIDECAR}redactions: [{redactions}]\n");
    let sources = sources(ARTICLE, &sidecar, COMPANY, "");
    let options = Options { audience: Some("all".into()), ..common::options() };
    let built = build(&sources, &options, &mut clipsheet::memo::Memo::default()).expect("options that fit");
    let text = whole(&built.value.tree.expect("a tree"));
    (text, built.diagnostics.iter().map(|d| d.message.clone()).collect())
}

#[test]
fn a_redacted_passage_is_a_mark_of_fixed_length() {
    let (shown, warnings) = redacted("{id: r, exact: It cost, audience: board}");
    assert!(!shown.contains("It cost") && shown.contains("█████</span> <mark"), "{shown}");
    assert!(shown.contains("We sing") && shown.contains("$5") && warnings.is_empty());

    let (shown, warnings) = redacted("{id: r, exact: We sing., audience: board}");
    assert!(!shown.contains("We sing") && !shown.contains("quotes/a") && shown.contains("$5"));
    assert_eq!(warnings, ["this quote is withheld with the redacted passage that it touches"]);

    let (shown, warnings) = redacted("{id: r, exact: We sing., audience: all}");
    assert!(shown.contains("We sing") && !shown.contains('█') && warnings.is_empty());

    let (shown, _) = redacted("{id: r, exact: We, audience: board}, {id: s, exact: sing, audience: board}");
    assert!(shown.contains("█████</span> <span") && !shown.contains("sing."));
}

#[test]
fn static_files_have_audiences() {
    let site = format!("{SITE}files: {{\"board/**\": board, \"**/*.pdf\": board}}\n");
    let sources = common::sources(&[
        ("content/site.yaml", &site),
        ("content/static/board/a.txt", "a"),
        ("content/static/x/b.pdf", "b"),
        ("content/static/x/c.txt", "c"),
    ]);
    let seen = |audience: &str| {
        let options = Options { audience: Some(audience.into()), ..common::options() };
        let tree = build(&sources, &options, &mut clipsheet::memo::Memo::default())
            .expect("options that fit")
            .value
            .tree
            .expect("a tree");
        ["board/a.txt", "x/b.pdf", "x/c.txt"].map(|path| tree.get(path).is_some())
    };
    assert_eq!(seen("all"), [false, false, true]);
    assert_eq!(seen("board"), [true, true, true]);
}

#[test]
fn the_options_must_fit_the_audiences() {
    let with = common::sources(&[("content/site.yaml", SITE)]);
    let without = common::sources(&[("content/site.yaml", "title: T")]);
    let ask = |sources, audience: Option<&str>| {
        build(
            sources,
            &Options { audience: audience.map(str::to_string), ..common::options() },
            &mut clipsheet::memo::Memo::default(),
        )
        .is_ok()
    };
    assert!(ask(&with, Some("all")) && ask(&without, None));
    assert!(!ask(&with, None) && !ask(&with, Some("boards")) && !ask(&without, Some("all")));
}

/// A link to a mark would tell its id.
#[test]
fn no_link_names_a_mark_that_is_withheld() {
    let menu = "menu: [{label: M, url: articles/a.md#a-canary}, {label: N, url: /articles/a/#a-canary}]\n";
    let sources = common::sources(&[
        ("content/site.yaml", &format!("{SITE}{menu}")),
        ("content/articles/a.md", "---\ntitle: A\n---\nOne. [x](#a-canary) [y](/articles/a/#a-canary)"),
        ("content/articles/a.yaml", "quotes: [{id: canary, exact: One., audience: board}]"),
    ]);
    for (audience, named) in [("all", false), ("board", true)] {
        let options = Options { audience: Some(audience.to_string()), ..common::options() };
        let tree = common::tree(&sources, &options);
        let mut pages = tree.files().values().map(|bytes| String::from_utf8_lossy(bytes));
        assert_eq!(pages.any(|page| page.contains("canary")), named, "{audience}");
    }
}
