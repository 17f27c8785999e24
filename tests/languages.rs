//! The languages of the default theme: each file is complete and well formed, and a whole
//! site speaks it from the first page to the last.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that reads the language files from the disk"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clipsheet::parse::Sources;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use serde_yaml::{Mapping, Value};

/// Messages for the dates of a span, which may say of it what their language says.
const SPANS: [&str; 3] = ["date_range", "date_range_in_year", "date_range_in_month"];
/// What they may say. Where the ends share no year, there is nothing but the two dates.
const OF_A_SPAN: [&str; 7] = ["from", "to", "from_short", "to_short", "from_day", "to_day", "year"];
/// Messages for a day or a month, and what they may say.
const DAYS: [&str; 4] = ["date_day", "date_day_short", "date_month", "date_month_short"];
const OF_A_DAY: [&str; 4] = ["day", "month", "month_number", "year"];

/// The tags of all language files but English, each with its file.
fn files() -> BTreeMap<String, Mapping> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/i18n");
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let tag = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        found.insert(tag, serde_yaml::from_str(&text).expect("YAML"));
    }
    for expected in ["ar", "de", "en", "en-us", "es", "fr", "ja"] {
        assert!(found.contains_key(expected), "no {expected}.yaml");
    }
    found
}

fn english() -> Mapping {
    files().remove("en").expect("English")
}

/// Whether a file says only what is otherwise in a region.
fn is_regional(tag: &str) -> bool {
    tag.contains('-')
}

fn keys(file: &Mapping, table: &str) -> BTreeSet<String> {
    entries(file, table).into_keys().collect()
}

/// A table of the file, as messages with their forms.
fn entries(file: &Mapping, table: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let nothing = Mapping::new();
    let table = file.get(table).map_or(&nothing, |table| table.as_mapping().expect("a table"));
    table.iter().map(|(key, message)| (plain(key), forms(message))).collect()
}

/// A message's forms by plural category; one without any has the form `""`.
fn forms(message: &Value) -> BTreeMap<String, String> {
    match message {
        Value::Mapping(forms) => forms.iter().map(|(key, form)| (plain(key), plain(form))).collect(),
        text => [(String::new(), plain(text))].into(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => panic!("neither text nor a number: {other:?}"),
    }
}

/// The names in braces; panics where braces do not pair.
fn names(pattern: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = pattern;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or_else(|| panic!("no }} in {pattern:?}"));
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{name:?} in {pattern:?}");
        names.insert(name.to_string());
        rest = after;
    }
    assert!(!rest.contains('}'), "no {{ in {pattern:?}");
    names
}

fn rules(tag: &str) -> PluralRules {
    let locale: Locale = tag.parse().expect(tag);
    PluralRules::try_new(locale.into(), Default::default()).expect(tag)
}

fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// The plural categories of which a single count is: its form need not say the number.
fn of_one_number(rules: &PluralRules) -> BTreeSet<&'static str> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for n in (0..2000usize).chain([1_000_000, 2_000_000]) {
        *numbers.entry(category_name(rules.category_for(n))).or_default() += 1;
    }
    numbers.into_iter().filter(|(_, count)| *count == 1).map(|(category, _)| category).collect()
}

#[test]
fn every_file_has_the_keys_of_english() {
    let english = english();
    for (tag, file) in files() {
        for table in ["units", "messages"] {
            let (own, all) = (keys(&file, table), keys(&english, table));
            let more: Vec<_> = own.difference(&all).collect();
            assert!(more.is_empty(), "{tag}: {table} has {more:?}, which English has not");
            let less: Vec<_> = all.difference(&own).collect();
            assert!(is_regional(&tag) || less.is_empty(), "{tag}: {table} lacks {less:?}");
        }
        let top: BTreeSet<String> = file.keys().map(plain).collect();
        let all: BTreeSet<String> = english.keys().map(plain).collect();
        assert!(top == all || is_regional(&tag) && top.is_subset(&all), "{tag}: {top:?}");
        let months = file.get("months").map(|months| months.as_sequence().expect("a list").len());
        assert!(months == Some(12) || is_regional(&tag) && months.is_none(), "{tag}: {months:?} months");
    }
}

#[test]
fn every_message_says_what_english_says() {
    let english = english();
    for (tag, file) in files() {
        let short = of_one_number(&rules(&tag));
        for table in ["units", "messages"] {
            let counterparts = entries(&english, table);
            for (key, forms) in entries(&file, table) {
                let all: BTreeSet<String> =
                    counterparts[&key].values().flat_map(|pattern| names(pattern)).collect();
                for (category, pattern) in forms {
                    assert!(!pattern.trim().is_empty(), "{tag}: {key} says nothing");
                    let own = names(&pattern);
                    let within = |known: &[&str]| own.iter().all(|name| known.contains(&name.as_str()));
                    let fine = match key.as_str() {
                        "date_range" => within(&OF_A_SPAN[..2]) && own.len() == 2,
                        key if SPANS.contains(&key) => within(&OF_A_SPAN) && own.len() >= 2,
                        key if DAYS.contains(&key) => within(&OF_A_DAY) && !own.is_empty(),
                        _ => own == all || short.contains(category.as_str()) && own.is_subset(&all),
                    };
                    assert!(fine, "{tag}: {key} names {own:?}, and in English {all:?}");
                }
            }
        }
        for (power, forms) in entries(&file, "scales") {
            for pattern in forms.into_values() {
                assert_eq!(names(&pattern), ["n".to_string()].into(), "{tag}: 10^{power}");
            }
        }
    }
}

/// The messages that are the same word in English and in another language.
const SAME: [(&str, &[&str]); 5] = [
    ("ar", &[]),
    ("de", &["briefing", "section_briefings", "person", "status", "website"]),
    (
        "fr",
        // Of the two counts one form is the same.
        &[
            "alert_important",
            "article",
            "bound_exact",
            "date",
            "n_articles",
            "n_mentions",
            "section_articles",
            "section_publications",
            "source",
            "title_page_of",
        ],
    ),
    ("es", &["sector"]),
    ("ja", &[]),
];

#[test]
fn no_message_is_left_in_english() {
    let english = entries(&english(), "messages");
    let files = files();
    for (tag, same) in SAME {
        let says_letters = |pattern: &str| !words(&without_names(pattern)).is_empty();
        let left: BTreeSet<String> = entries(&files[tag], "messages")
            .into_iter()
            .filter(|(key, forms)| {
                let of_english: Vec<&String> = english[key].values().collect();
                forms.values().any(|form| of_english.contains(&form) && says_letters(form))
            })
            .map(|(key, _)| key)
            .collect();
        assert_eq!(left, same.iter().map(ToString::to_string).collect(), "{tag}");
    }
    let of_files = files.keys().filter(|tag| !tag.starts_with("en"));
    assert_eq!(of_files.count(), SAME.len(), "a new language belongs into SAME");
}

#[test]
fn every_plural_has_the_categories_of_its_language() {
    let english = english();
    for (tag, file) in files() {
        let expected: BTreeSet<String> =
            rules(&tag).categories().map(|category| category_name(category).to_string()).collect();
        for table in ["scales", "messages"] {
            let counterparts = entries(&english, table);
            for (key, forms) in entries(&file, table) {
                let categories: BTreeSet<String> = forms.into_keys().collect();
                if categories != [String::new()].into() {
                    assert_eq!(categories, expected, "{tag}: {key}");
                } else {
                    let plural = counterparts.get(&key).is_some_and(|forms| forms.contains_key("other"));
                    assert!(!plural, "{tag}: {key} has a number in it and no plural forms");
                }
            }
        }
    }
}

#[test]
fn french_does_not_break_a_line_before_its_marks() {
    let file = files().remove("fr").expect("French");
    for (key, forms) in entries(&file, "messages").into_iter().chain(entries(&file, "units")) {
        for pattern in forms.into_values() {
            for (at, mark) in pattern.char_indices().filter(|(_, c)| ":;!?»%$€£¥".contains(*c)) {
                let before = pattern[..at].chars().next_back();
                assert!(matches!(before, Some('\u{A0}' | '\u{202F}')), "{key}: {before:?} before {mark}");
            }
            for (at, mark) in pattern.match_indices('«') {
                let after = pattern[at + mark.len()..].chars().next();
                assert!(matches!(after, Some('\u{A0}' | '\u{202F}')), "{key}: {after:?} after {mark}");
            }
        }
    }
}

/// A site with something on every kind of page, and no word of its own that is English.
fn site(language: &str) -> Sources {
    let settings = format!(
        "title: Δ\nlanguage: {language}\nvisibility: internal\nmetrics: {{mu: {{label: Μ, unit: USD}}}}\n\
        topics: {{theta: Θ}}\n"
    );
    let first = "---\ntitle: Λ\ndek: Κ\nsection: Σ\nauthors: [Ψ, Φ]\npublication: pi\npublished: 2026-04-12\n\
        retrieved: 2026-04-13\nurl: https://example.net/1\ntopics: [theta]\nsummary: Ξ\n\
        credits: [{to: pi, how: omega}]\n---\n\
        Αλφα «βητα γαμμα» 50 δελτα. Εψιλον ζητα ητα. Ωβ θητα ιωτα καππα. Λαμδα μυ νυ.\n";
    let annotations = "quotes:\n\
        - {id: a, exact: βητα γαμμα, speaker: rho, role: Ρ, via: [{source: pi, how: omega}], about: [omikron]}\n\
        - {id: b, exact: Λαμδα μυ, speaker: omikron}\n- {id: c, exact: μυ νυ}\n\
        events:\n\
        - {id: d, exact: Εψιλον, event: chi, date: 2026-04-06/2026-04-12, said: Ε, title: Τ, entities: [omikron]}\n\
        - {id: e, exact: ζητα, date: 2026-04, title: Υ, entities: [rho]}\n\
        figures:\n\
        - {id: f, exact: 50 δελτα, company: omikron, metric: mu, value: 50e9, unit: USD, bound: at-most,\n\
        \x20  status: planned, said_by: pi, as_of: 2026-02-2X}\n\
        - {id: g, exact: 50 δελτα, company: omikron, metric: mu, value: 12, unit: '%'}\n\
        relations: [{id: h, exact: Ωβ θητα, from: omikron, to: omikron-b, kind: sigma, since: '2025', until: 2026-03}]\n\
        claims: [{id: i, exact: ιωτα, company: omikron, question: tau, says: Η}]\n\
        notes: [{id: j, exact: καππα, text: Ζ}]\n";
    let second = "---\ntitle: Ν\npublication: pi\npublished: 2026-03-01\nrights: link\n\
        url: https://example.net/2\n---\nΑλφα.\n";
    let third = "---\ntitle: Β\npublished: 2025-03-01\n---\nΕψιλον «ητα».\n";
    common::sources(&[
        ("content/site.yaml", &settings),
        ("content/articles/one.md", first),
        ("content/articles/one.yaml", annotations),
        ("content/articles/two.md", second),
        ("content/articles/tri.md", third),
        (
            "content/articles/tri.yaml",
            "events: [{id: d, exact: Εψιλον, event: chi, date: 2026-04-0X, title: Ο}]\n",
        ),
        (
            "content/companies/omikron.md",
            "---\nname: Ωα\naliases: [Ωω]\nsector: Ι\nticker: Χ\nproducts: [Γ, Δ]\nwebsite: https://example.net\n---\n",
        ),
        ("content/companies/omikron-b.md", "---\nname: Ωβ\npart_of: omikron\n---\n"),
        (
            "content/people/rho.md",
            "---\nname: Ρω\nroles: [{title: Ρ, at: omikron, since: 2020-04, until: 2026-04-01}]\n---\n",
        ),
        ("content/publications/pi.md", "---\nname: Πι\n---\n"),
    ])
}

/// What a reader of the page sees or hears: its text, and the attributes that say something.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let (tag, after) = after.split_once('>').expect("a tag");
        for name in ["aria-label", "title", "alt", "data-label"] {
            for value in tag.split(&format!(" {name}=\"")).skip(1) {
                text.push_str(value.split('"').next().unwrap_or_default());
                text.push(' ');
            }
        }
        rest = match tag.starts_with("script") {
            true => after.split_once("</script>").expect("the end of a script").1,
            false => after,
        };
    }
    text + rest
}

/// The words of a text, in lower case.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
    words.map(str::to_lowercase).collect()
}

/// A pattern without the names in braces, which are no words of the language.
fn without_names(pattern: &str) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push(' ');
        rest = after.split_once('}').expect("a name").1;
    }
    text + rest
}

/// The words that a language file says.
fn words_of(file: &Mapping) -> BTreeSet<String> {
    let patterns = ["scales", "units", "messages"]
        .into_iter()
        .flat_map(|table| entries(file, table).into_values())
        .flat_map(|forms| forms.into_values());
    let months = file.get("months").and_then(Value::as_sequence).into_iter().flatten().map(plain);
    patterns.chain(months).flat_map(|pattern| words(&without_names(&pattern))).collect()
}

/// The pages of the site in this language, without a diagnostic.
fn pages(language: &str) -> BTreeMap<String, String> {
    let sources = site(language);
    assert_eq!(common::report(&sources), "", "{language}");
    let tree = common::built(&sources).value.tree.expect("a tree");
    let html = tree.files().iter().filter(|(path, _)| path.as_str().ends_with(".html"));
    html.map(|(path, bytes)| (path.to_string(), String::from_utf8(bytes.to_vec()).expect("UTF-8"))).collect()
}

#[test]
fn a_site_says_no_english_word() {
    let sentences: Vec<String> = entries(&english(), "messages")
        .into_values()
        .flat_map(|forms| forms.into_values())
        .filter(|pattern| !pattern.contains('{') && pattern.trim().contains(' '))
        .collect();
    let english = words_of(&english());
    assert!(english.len() > 150, "only {} words of English were found", english.len());
    // The measure measures: a site in English says most kinds of its words.
    let spoken: BTreeSet<String> = pages("en").values().flat_map(|html| words(&visible(html))).collect();
    assert!(spoken.intersection(&english).count() > 100, "{:?}", english.difference(&spoken));
    for (tag, file) in files().into_iter().filter(|(tag, _)| !tag.starts_with("en")) {
        let own = words_of(&file);
        let foreign: BTreeSet<&String> = english.difference(&own).collect();
        for (path, html) in pages(&tag) {
            let text = visible(&html);
            let left: Vec<_> = sentences.iter().filter(|sentence| text.contains(*sentence)).collect();
            assert!(left.is_empty(), "{tag}: {path} says {left:?}");
            let said = words(&text);
            let found: Vec<_> = said.iter().filter(|word| foreign.contains(word)).collect();
            assert!(found.is_empty(), "{tag}: {path} says {found:?}");
        }
    }
}

#[test]
fn a_site_in_each_language() {
    for (tag, direction, date, amount, count) in [
        ("en", "ltr", "12 April 2026", "at most US$50 billion", "3 articles"),
        ("en-US", "ltr", "April 12, 2026", "at most $50 billion", "3 articles"),
        ("de", "ltr", "12. April 2026", "höchstens 50 Milliarden\u{A0}US-Dollar", "3 Artikel"),
        ("fr", "ltr", "12 avril 2026", "au plus 50 milliards\u{A0}$", "3 articles"),
        ("es", "ltr", "12 de abril de 2026", "como máximo 50 mil millones\u{A0}$", "3 artículos"),
        ("ja", "ltr", "2026年4月12日", "最大500億ドル", "記事3本"),
        ("ar", "rtl", "12 أبريل 2026", "50 مليار\u{A0}دولار كحد أقصى", "3 مقالات"),
        // A region without a file of its own speaks the language.
        ("de-CH", "ltr", "12. April 2026", "höchstens 50 Milliarden\u{A0}US-Dollar", "3 Artikel"),
    ] {
        let pages = pages(tag);
        let root = format!("<html lang=\"{tag}\" dir=\"{direction}\"");
        for (path, html) in &pages {
            assert!(html.contains(&root), "{tag}: {path} has no {root}");
        }
        let shows = |path: &str, what: &str| {
            assert!(pages[path].contains(what), "{tag}: {path} has no {what}: {}", pages[path]);
        };
        shows("articles/one/index.html", &format!("<time datetime=\"2026-04-12\">{date}</time>"));
        shows("figures/index.html", &format!(">{amount}</span>"));
        shows("articles/index.html", &format!("<p class=\"meta\">{count}</p>"));
    }
}

#[test]
fn a_language_without_a_file_speaks_english_and_says_so() {
    let sources = site("eo");
    let report = common::report(&sources);
    assert!(report.contains("warning[missing-words]"), "{report}");
    assert!(
        report.contains("there are no words for the language `eo`, so the site speaks English"),
        "{report}"
    );
    assert!(report.contains("--> content/site.yaml:2:11"), "{report}");
    assert!(report.contains("write themes/default/i18n/eo.yaml"), "{report}");
    let page = common::page(&sources, "articles/index.html");
    assert!(page.contains("<html lang=\"eo\" dir=\"ltr\"") && page.contains("3 articles"), "{page}");
}

/// In the words of a sentence a list is not one of commas alone.
#[test]
fn a_byline_names_its_authors_as_the_language_does() {
    let byline = |language: &str, authors: &str| {
        let settings = format!("title: T\nlanguage: {language}\n");
        let article = format!("---\ntitle: A\nauthors: [{authors}]\n---\nText.\n");
        let files = [("content/site.yaml", settings.as_str()), ("content/articles/a.md", article.as_str())];
        let page = common::page(&common::sources(&files), "articles/a/index.html");
        let html = scraper::Html::parse_document(&page);
        html.root_element().text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (language, authors, expected) in [
        ("en", "Ann", "By Ann"),
        ("en", "Ann, Bo", "By Ann and Bo"),
        ("en", "Ann, Bo, Cy", "By Ann, Bo and Cy"),
        ("en", "<b>Ann</b>, Bo", "By <b>Ann</b> and Bo"),
        ("de", "Ann, Bo, Cy", "Von Ann, Bo und Cy"),
        ("fr", "Ann, Bo, Cy", "Par Ann, Bo et Cy"),
        ("es", "Ann, Bo, Cy", "Por Ann, Bo y Cy"),
        ("ja", "Ann, Bo, Cy", "文：Ann、Bo、Cy"),
        ("ar", "Ann, Bo, Cy", "بقلم Ann، Bo وCy"),
    ] {
        let page = byline(language, authors);
        assert!(page.contains(expected), "{expected}: {page}");
    }
}
