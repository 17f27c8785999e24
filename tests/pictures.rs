//! The picture above a timeline and that of a company's neighbours: what they show of vague and
//! contradictory dates and of kinds of relations, that each of their signs leads somewhere, and that they
//! have a bounded size whatever the site has.
#![allow(clippy::expect_used, clippy::panic, reason = "tests fail where something is not as it should be")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use clipsheet::output::OutputTree;
use clipsheet::parse::Sources;
use common::{options, sources, tree};
use scraper::{ElementRef, Html, Selector};

fn select(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).map(|element| element.html()).collect()
}

fn text(tree: &OutputTree, path: &str) -> String {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The picture of a page; nothing where it has none.
fn picture(page: &str) -> Option<&str> {
    let start = page.find("<svg class=\"overview\"").or_else(|| page.find("<svg class=\"graph\""))?;
    let end = start + page[start..].find("</svg>").expect("an end") + "</svg>".len();
    Some(&page[start..end])
}

/// The elements of a picture, by name; panics where it is not well formed.
fn elements(svg: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut open: Vec<&str> = Vec::new();
    for piece in svg.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').expect("the end of a tag");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "the tags are nested");
            continue;
        }
        let name = tag.split([' ', '/']).next().expect("a name");
        *counts.entry(name.to_string()).or_default() += 1;
        if !tag.ends_with('/') {
            open.push(name);
        }
        let quotes = tag.matches('"').count();
        assert!(quotes % 2 == 0 && tag.matches('=').count() * 2 >= quotes, "{tag}");
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    counts
}

/// Places in the picture are whole numbers, it has a title and a description, and each of its
/// links leads to something that is there.
fn sound(page: &str) -> BTreeMap<String, usize> {
    let svg = picture(page).expect("a picture");
    let counts = elements(svg);
    let html = Html::parse_document(page);
    for attribute in ["x", "y", "width", "height", "x1", "y1", "x2", "y2", "cx", "cy"] {
        let selector =
            Selector::parse(&format!("svg:is(.overview, .graph) [{attribute}]")).expect("a selector");
        for element in html.select(&selector) {
            let value = element.value().attr(attribute).expect("a value");
            assert!(value.parse::<i64>().is_ok(), "{attribute}={value}");
        }
    }
    let ids = Selector::parse("[id]").expect("a selector");
    let all: Vec<&str> = html.select(&ids).filter_map(|element| element.value().id()).collect();
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(all.len(), unique.len(), "no id stands twice");
    let svg = html
        .select(&Selector::parse("svg.overview, svg.graph").expect("a selector"))
        .next()
        .expect("a picture");
    for name in ["aria-labelledby", "aria-describedby"] {
        assert!(unique.contains(svg.value().attr(name).expect(name)));
    }
    let links = Selector::parse("a").expect("a selector");
    for link in svg.select(&links) {
        let href = link.value().attr("href").expect("an address");
        let id = href.replace("%3A", ":");
        assert!(id.strip_prefix('#').is_none_or(|id| unique.contains(id)), "{href} leads nowhere");
        let title = link.first_child().and_then(ElementRef::wrap).expect("a title");
        assert!(title.value().name() == "title" && !title.text().collect::<String>().is_empty());
    }
    counts
}

fn article(events: &str) -> Sources {
    article_in("en", events)
}

fn article_in(language: &str, events: &str) -> Sources {
    let settings = format!("title: Test\nlanguage: {language}");
    let sidecar = format!("article: {{title: A, publication: wire}}\nevents:\n{events}");
    sources(&[
        ("content/site.yaml", &settings),
        ("content/articles/a.txt", "It came so."),
        ("content/articles/a.yaml", &sidecar),
        ("content/publications/wire.md", "---\nname: Wire\n---\n"),
        ("content/companies/acme.md", "---\nname: Acme & Sons\n---\n"),
        ("content/companies/globex.md", "---\nname: Globex\n---\n"),
    ])
}

/// Events of these dates, with ids of one letter.
fn dated(dates: &[&str]) -> Sources {
    article(&events_of(dates))
}

fn events_of(dates: &[&str]) -> String {
    let mut events = String::new();
    for (letter, date) in ('a'..).zip(dates) {
        let _ = writeln!(
            events,
            "  - {{id: {letter}, exact: came, date: \"{date}\", title: \"<{letter}>\", entities: [acme]}}"
        );
    }
    events
}

fn timeline(sources: &Sources) -> String {
    text(&tree(sources, &options()), "timeline/index.html")
}

#[test]
fn one_month_has_no_picture() {
    assert_eq!(picture(&timeline(&dated(&["2026-04-01", "2026-04-30", "2026-04"]))), None);
    assert_eq!(picture(&timeline(&dated(&["XXXX"]))), None);
}

#[test]
fn a_vague_date_is_no_day() {
    let page = timeline(&dated(&[
        "2026-01-05",
        "2026-02",
        "2026-02-2X",
        "2026-03~",
        "../2026-03-10",
        "2026-03-10/..",
        "2026-03-2X/2026-04-02",
    ]));
    sound(&page);
    let html = Html::parse_document(&page);
    let look = |letter: &str| {
        select(&html, &format!("svg.overview a[href='#e-a%3A{letter}'] > :nth-child(2)")).concat()
    };
    assert!(look("a").starts_with("<circle class=\"day\""), "{}", look("a"));
    assert!(look("b").contains("class=\"span\""), "{}", look("b"));
    for (letter, fade) in [("c", "both"), ("d", "both"), ("e", "start"), ("f", "end"), ("g", "start")] {
        assert!(look(letter).contains(&format!("url(#overview-{fade})")), "{letter}: {}", look(letter));
    }
    let signs: Vec<String> = select(&html, ".signs .sign");
    assert_eq!(signs.len(), 3, "{signs:?}");
}

#[test]
fn quiet_months_are_one_sign_with_their_length() {
    let page = timeline(&dated(&["2025-01-05", "2026-02-01", "2026-03-01"]));
    sound(&page);
    let html = Html::parse_document(&page);
    let [quiet] = select(&html, "svg.overview .quiet").try_into().expect("one run");
    assert!(quiet.contains("<title>No events from February 2025 to January 2026</title>"), "{quiet}");
    assert!(quiet.contains(">12 months</text>"), "{quiet}");
}

#[test]
fn a_contradiction_is_quoted_in_the_picture_and_on_the_event() {
    let files = |b: &str| {
        sources(&[
            ("content/site.yaml", "title: Test"),
            ("content/articles/a.txt", "It came late in February."),
            (
                "content/articles/a.yaml",
                "article: {title: A}\nevents:\n  - {id: e, exact: late in February, event: it, date: \"2026-02-2X\", title: It}",
            ),
            ("content/articles/b.txt", "It came on 3 March."),
            ("content/articles/b.yaml", b),
        ])
    };
    let b = "article: {title: B}\nevents:\n  - {id: e, exact: on 3 March, event: it, date: 2026-03-03, said: 3 March, title: It, acknowledge: B was late.}";
    let tree = tree(&files(b), &options());
    let page = text(&tree, "timeline/index.html");
    sound(&page);
    let svg = picture(&page).expect("a picture");
    assert!(svg.contains("≠") && svg.matches("class=\"claimed\"").count() == 2, "{svg}");
    for words in ["A: “late in February” (late February 2026)", "B: “3 March” (3 March 2026)"] {
        assert!(svg.contains(words), "{svg}");
    }
    assert!(page.contains("sign conflict") && page.contains("differs-label"));
    let event = Html::parse_document(&text(&tree, "events/it/index.html"));
    let [note] = select(&event, ".dispute.conflict").try_into().expect("one note");
    for words in ["late in February”", "“3 March”", "B was late."] {
        assert!(note.contains(words), "{note}");
    }
    assert!(common::report(&files(&b.replace(", acknowledge: B was late.", ""))).contains("dates-conflict"));
}

/// However many events a month has, one whose date is in question has its sign.
#[test]
fn a_contradiction_is_never_among_those_without_room() {
    let mut events = events_of(&["2026-01-01"; 9]);
    events += &events_of(&["2026-03-01"]).replace("{id: a", "{id: z");
    for (id, date) in [("x", "2026-01-30"), ("y", "2026-01-31")] {
        let _ = writeln!(
            events,
            "  - {{id: {id}, event: both, exact: came, date: {date}, title: Both, entities: [acme], acknowledge: So.}}"
        );
    }
    let page = timeline(&article(&events));
    let svg = picture(&page).expect("a picture");
    assert!(svg.contains("≠") && svg.matches("class=\"claimed\"").count() == 2, "{svg}");
    assert!(svg.contains("more in the list"), "the test is about a full lane: {svg}");
}

#[test]
fn lanes_are_those_of_companies_and_lead_to_their_timelines() {
    let page = timeline(&article(
        "  - {id: a, exact: came, date: 2026-01-01, title: A, entities: [acme, globex]}
  - {id: b, exact: so, date: 2026-02-01, title: B, entities: [globex]}
  - {id: c, exact: It, date: 2026-03-01, title: C}",
    ));
    sound(&page);
    let html = Html::parse_document(&page);
    let lanes = Selector::parse("svg.overview .lane:not(.at-end)").expect("a selector");
    let names: Vec<String> = html.select(&lanes).map(|lane| lane.text().collect()).collect();
    assert_eq!(names, ["Globex", "Acme & Sons", "Others"]);
    let ends = Selector::parse("svg.overview .lane.at-end").expect("a selector");
    assert_eq!(html.select(&ends).map(|lane| lane.text().collect::<String>()).collect::<Vec<_>>(), names);
    // What is in two lanes is reached by keys once.
    assert_eq!(select(&html, "svg.overview a[href='#e-a%3Aa']:not([tabindex])").len(), 1);
    assert_eq!(select(&html, "svg.overview a[href='#e-a%3Aa'][tabindex='-1'][aria-hidden]").len(), 1);
}

#[test]
fn odd_years_break_nothing() {
    for dates in [
        vec!["Y170000000002", "2026-01-01"],
        vec!["-0044-03-15", "2026", "Y-170000000002"],
        vec!["0000", "9999-12-31"],
        vec!["202X", "19XX", "2026-21", "[1667,1760..1761]", "{2026-01..2026-05}"],
        vec!["../2026-01", "2027/..", "2028"],
        vec!["Y17E8", "1950S2", "2026-01"],
    ] {
        let sources = dated(&dates);
        sound(&text(&tree(&sources, &options()), "timeline/index.html"));
    }
}

#[test]
fn from_right_to_left_time_runs_so_too() {
    let page = timeline(&article_in("ar", &events_of(&["2026-01-05", "2026-02", "2026-03~"])));
    sound(&page);
    let svg = picture(&page).expect("a picture");
    let first =
        svg.split("class=\"day\" cx=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a dot");
    assert!(first.parse::<i64>().expect("a number") > 600, "January is at the right: {first}");
}

/// 5,000 events of 200 companies in nine years, some of them vague, some contradictory.
fn large() -> Sources {
    let mut files = vec![("content/site.yaml".to_string(), "title: Test".to_string())];
    for company in 0..200 {
        files.push((
            format!("content/companies/c{company}.md"),
            format!("---\nname: Company {company}\n---\n"),
        ));
    }
    let mut number: usize = 0;
    for article in 0..250 {
        let (mut body, mut sidecar) = (
            String::new(),
            format!("article: {{title: Article {article}, topics: [t{}]}}\nevents:\n", article % 5),
        );
        for _ in 0..20 {
            let (year, month, day) = (2018 + number * 7919 % 9, 1 + number * 31 % 12, 1 + number % 28);
            let date = match number % 10 {
                0 => format!("{year}"),
                1 => format!("{year}-{month:02}"),
                2 => format!("{year}-{month:02}-1X"),
                3 => format!("{year}-{month:02}-{day:02}/.."),
                _ => format!("{year}-{month:02}-{day:02}"),
            };
            let company = number * number % 200;
            let _ = writeln!(body, "Event number {number} came.\n");
            let _ = writeln!(
                sidecar,
                "  - {{id: e{number}, exact: \"number {number} came\", date: \"{date}\", title: Event {number}, entities: [c{company}, c{}]}}",
                (company + number) % 7
            );
            number += 1;
        }
        files.push((format!("content/articles/a{article}.txt"), body));
        files.push((format!("content/articles/a{article}.yaml"), sidecar));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    sources(&files)
}

#[test]
fn five_thousand_events_have_a_picture_of_a_bounded_size() {
    let sources = large();
    let built = tree(&sources, &options());
    let mut largest = (0, 0);
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.as_str().contains("timeline/")) {
        let page = std::str::from_utf8(bytes).expect("UTF-8");
        if picture(page).is_none() {
            continue;
        }
        // Pages of companies are many, and made as these are.
        let whole = !path.as_str().contains("companies/");
        let counts = if whole { sound(page) } else { elements(picture(page).unwrap_or_default()) };
        let count: usize = counts.values().sum();
        let size = picture(page).map_or(0, str::len);
        assert!(count <= 1_600 && size <= 120_000, "{path}: {count} elements in {size} bytes");
        largest = (largest.0.max(count), largest.1.max(size));
    }
    assert!(largest.0 > 200 && largest.1 > 10_000, "something was measured: {largest:?}");
    let html = Html::parse_document(&text(&built, "timeline/index.html"));
    assert_eq!(
        select(&html, "svg.overview .lane:not(.at-end)").len(),
        8,
        "six companies, the others, and the vague"
    );
}

/// A company and `count` others, each of which it has a relation to or from.
fn neighbours(count: usize) -> Sources {
    let mut files = vec![
        ("content/site.yaml".to_string(), "title: Test".to_string()),
        (
            "content/companies/hub.md".to_string(),
            "---\nname: The Hub of <All> & Everything There Is\n---\n".to_string(),
        ),
    ];
    let mut sidecar = "article: {title: A}\nrelations:\n".to_string();
    for n in 0..count {
        files.push((format!("content/companies/c{n}.md"), format!("---\nname: Neighbour {n}\n---\n")));
        let kind = ["supplier-of", "owner-of", "rival-of"][n % 3];
        let (from, to) = if n % 2 == 0 {
            ("hub".to_string(), format!("c{n}"))
        } else {
            (format!("c{n}"), "hub".to_string())
        };
        let _ = writeln!(
            sidecar,
            "  - {{id: r{n}, exact: came, from: {from}, to: {to}, kind: {kind}, since: \"2020\", until: \"2026-02-2X\"}}"
        );
    }
    files.push(("content/articles/a.txt".to_string(), "It came so.".to_string()));
    files.push(("content/articles/a.yaml".to_string(), sidecar));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    sources(&files)
}

fn hub(count: usize) -> String {
    text(&tree(&neighbours(count), &options()), "companies/hub/index.html")
}

#[test]
fn sixty_neighbours_are_drawn_and_the_others_counted() {
    assert_eq!(picture(&hub(1)), None);
    for count in [2, 60, 75] {
        let page = hub(count);
        let elements: usize = sound(&page).values().sum();
        let svg = picture(&page).expect("a picture");
        assert_eq!(svg.matches("class=\"neighbour\"").count(), count.min(60), "{count}");
        assert_eq!(svg.contains("and 15 more in the list"), count == 75, "{count}");
        assert!(elements < 700 && svg.len() < 50_000, "{elements} elements in {} bytes", svg.len());
    }
}

#[test]
fn kinds_of_relations_differ_by_more_than_colour() {
    let page = hub(6);
    let html = Html::parse_document(&page);
    let looks: BTreeSet<String> = select(&html, "svg.graph line.edge")
        .iter()
        .filter_map(|line| Some(line.split("class=\"").nth(1)?.split('"').next()?.to_string()))
        .collect();
    assert_eq!(looks.len(), 3, "{looks:?}");
    let svg = picture(&page).expect("a picture");
    for words in ["supplier of", "owner of", "rival of", "since 2020, until late February 2026"] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(
        svg.contains(
            "<title>Neighbour 1 owner of The Hub of &lt;All&gt; &amp; Everything There Is, since 2020"
        ),
        "{svg}"
    );
    assert!(svg.contains("“It came so.” (A)"), "{svg}");
    // What another is to the company has its arrow at the company's side.
    let arrows: BTreeSet<&str> =
        svg.split("class=\"arrow\" d=\"M").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
    assert_eq!(arrows.len(), 2, "{arrows:?}");
}

#[test]
fn a_picture_is_the_same_in_every_build() {
    let again = |page: fn() -> String| assert_eq!(page(), page());
    again(|| hub(60));
    again(|| timeline(&dated(&["2026-01-05", "2026-02", "2026-03~"])));
}
