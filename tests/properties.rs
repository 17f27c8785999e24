//! What holds for every input: generated text, marks, sites and mistakes.
//!
//! PROPTEST_CASES sets how many cases each property is tried on.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests read the environment and run the program"
)]

mod common;
#[path = "common/links.rs"]
mod links;
#[path = "common/site.rs"]
mod site;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use clipsheet::build::build;
use clipsheet::diagnostics::{Format, SourceFile, render};
use clipsheet::output::OutputTree;
use clipsheet::parse::Sources;
use clipsheet::path::SitePath;
use clipsheet::text::{
    Body, Folded, Mark, MarkLink, NameLink, Overlay, Shown, closest, fold_pattern, markdown, occurrences,
    plain_text, shortest_prefix,
};
use links::{follow_all, pages};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use site::SITE;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

fn cases(default: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    // A case that fails is printed, and becomes a test of its own; no file remembers it.
    ProptestConfig { cases: asked.unwrap_or(default), failure_persistence: None, ..ProptestConfig::default() }
}

// ---------------------------------------------------------------- a strict reader of HTML

/// A tag with its attributes, or a run of text as it stands in the HTML.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Open { html: String, name: String, attributes: BTreeMap<String, String> },
    Close { html: String, name: String },
    Text(String),
}

/// Takes HTML apart. It must be well-formed: attributes are quoted, none stands twice in a tag,
/// and `<` starts nothing but a tag, a comment or the document type.
fn pieces(html: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if rest.starts_with("<!DOCTYPE html>") {
            rest = &rest["<!DOCTYPE html>".len()..];
        } else if rest.starts_with('<') {
            let (piece, after) = tag(rest);
            rest = after;
            // What stands in these two is no HTML.
            let raw = match &piece {
                Piece::Open { name, .. } if matches!(&**name, "script" | "style") => format!("</{name}>"),
                _ => String::new(),
            };
            all.push(piece);
            if !raw.is_empty() {
                rest = &rest[rest.find(&raw).unwrap_or_else(|| panic!("no {raw} in {html}"))..];
            }
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            all.push(Piece::Text(rest[..end].to_string()));
            rest = &rest[end..];
        }
    }
    all
}

fn tag(html: &str) -> (Piece, &str) {
    let word = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').count();
    if let Some(inside) = html.strip_prefix("</") {
        let (name, after) = inside.split_at(word(inside));
        let after = after.strip_prefix('>').unwrap_or_else(|| panic!("a bad end tag: {html}"));
        return (Piece::Close { html: format!("</{name}>"), name: name.to_string() }, after);
    }
    let (name, mut rest) = html[1..].split_at(word(&html[1..]));
    assert!(!name.is_empty(), "no tag: {html}");
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
            let html = html[..html.len() - after.len()].to_string();
            return (Piece::Open { html, name: name.to_string(), attributes }, after);
        }
        let (key, after) = rest.split_at(word(rest));
        assert!(!key.is_empty(), "a bad tag: {html}");
        let value = match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').unwrap_or_else(|| panic!("no quote: {html}"));
                rest = after;
                value
            }
            None => {
                rest = after;
                ""
            }
        };
        assert!(attributes.insert(key.to_string(), decoded(value)).is_none(), "{key} twice: {html}");
    }
}

fn decoded(html: &str) -> String {
    let mut text = html.to_string();
    for (reference, c) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&#x2F;", "/")]
    {
        text = text.replace(reference, c);
    }
    text.replace("&nbsp;", "\u{A0}").replace("&amp;", "&")
}

fn is_void(name: &str) -> bool {
    // In a picture, these close themselves.
    let drawn = matches!(name, "rect" | "line" | "circle" | "path" | "stop");
    drawn
        || matches!(
            name,
            "br" | "hr" | "img" | "input" | "link" | "meta" | "wbr" | "col" | "source" | "track"
        )
}

/// What a page says: its ids, its links, and the text of each mark. Panics where its elements do
/// not nest, an id stands twice, or a link is inside a link.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
    /// By `data-a`, with the number of first pieces, which have an id.
    marked: BTreeMap<String, String>,
    text: String,
}

fn page(html: &str) -> Page {
    let mut page = Page::default();
    let mut open: Vec<(String, Option<String>)> = Vec::new();
    // A footnote's number is no word of the text; its element holds nothing else.
    let mut in_footnote_mark = false;
    for piece in pieces(html) {
        match piece {
            Piece::Open { name, attributes, .. } => {
                let class = attributes.get("class").map_or("", String::as_str);
                in_footnote_mark |= name == "sup" && class.starts_with("footnote-");
                let inside = |what: &str| open.iter().any(|(name, _)| name == what);
                assert!(!(name == "a" && inside("a")), "a link in a link: {html}");
                // A parser would move what may not stand here, and with it what it marks.
                let parent = open.last().map_or("", |(name, _)| name.as_str());
                let strict = ["table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "colgroup"];
                if matches!(&*name, "a" | "mark") {
                    assert!(!strict.contains(&parent), "<{name}> directly in <{parent}>: {html}");
                }
                if let Some(id) = attributes.get("id") {
                    assert!(page.ids.insert(id.clone()), "the id {id} stands twice: {html}");
                }
                page.links.extend(attributes.get("href").cloned());
                assert!(attributes.keys().all(|key| !key.starts_with("on")), "a handler: {html}");
                if !is_void(&name) {
                    open.push((name, attributes.get("data-a").cloned()));
                }
            }
            Piece::Close { name, .. } => {
                in_footnote_mark &= name != "sup";
                let top = open.pop().map(|(name, _)| name);
                assert_eq!(top.as_deref(), Some(&*name), "elements that cross: {html}");
            }
            Piece::Text(_) if in_footnote_mark => {}
            Piece::Text(text) => {
                let text = decoded(&text);
                for id in open.iter().filter_map(|(_, mark)| mark.clone()) {
                    page.marked.entry(id).or_default().push_str(&text);
                }
                page.text.push_str(&text);
            }
        }
    }
    assert!(open.is_empty(), "{open:?} is not closed: {html}");
    page
}

/// The HTML without what an overlay adds.
fn without_overlay(html: &str) -> String {
    let mut rest = String::new();
    let mut open = Vec::new();
    for piece in pieces(html) {
        match piece {
            Piece::Open { html, name, attributes } => {
                let class = attributes.get("class").map_or("", String::as_str);
                let ours = name == "mark" && attributes.contains_key("data-a")
                    || name == "a" && (class == "name" || class.starts_with("mark-link "));
                if !is_void(&name) {
                    open.push(ours);
                }
                if !ours {
                    rest.push_str(&html);
                }
            }
            Piece::Close { html, .. } => {
                if open.pop() == Some(false) {
                    rest.push_str(&html);
                }
            }
            Piece::Text(text) => rest.push_str(&text),
        }
    }
    rest
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

// ---------------------------------------------------------------- (a) marks and links over text

/// Markdown of one line.
fn line() -> impl Strategy<Value = String> {
    #[rustfmt::skip]
    let word = select(vec![
        "plain", "and", "“curly”", "it's", "é", "e\u{301}", "co\u{AD}op", "1 < 2", "a & b",
        "&amp;lt;", "&nbsp;", "&copy;", "&#x1F600;", "\\*", "\\<b>", "*em*", "**strong *both***",
        "_x_", "`co<de`", "``a ` b``", "~~gone~~", "[text](b.md)",
        "[**bold** link](https://x.org \"t\")", "[*a*][ref]", "[empty]()", "![alt *em*](i.png)",
        "[![in](i.png) link](u)", "<https://x.org/?a=1&b=2>", "<me@x.org>", "word[^1]", "[^2]",
        "[^none]", "<b>raw</b>", "<i>open", "</i>", "<a href=\"https://x.org\">raw link</a>",
        "<br>", "<span onclick=\"x()\">s</span>",
        "<mark id=\"a-m0\" data-a=\"m0\">mine</mark>", "<script>x()</script>", "<!-- c -->",
        "<img src=x onerror=y>", "<input type=\"text\">", 
        "<sup class=\"footnote-reference\">1</sup>", "  ", "\\\n", "  \n", "$5", "日本", "|", "a-b",
        "—",
    ]);
    prop::collection::vec(word, 1..8).prop_map(|words| words.join(" "))
}

fn block() -> impl Strategy<Value = String> {
    let quoted = |text: String| text.lines().map(|l| format!("> {l}\n")).collect::<String>();
    prop_oneof![
        6 => line(),
        1 => (1..7usize, line()).prop_map(|(n, text)| format!("{} {}", "#".repeat(n), text.replace('\n', " "))),
        1 => prop::collection::vec(line(), 1..4).prop_map(|items| format!("- {}", items.join("\n- "))),
        1 => prop::collection::vec(line(), 1..4).prop_map(|items| format!("1. {}\n\n   more", items.join("\n2. "))),
        1 => line().prop_map(|text| format!("- [x] {text}\n- a\n  - b\n\n    c")),
        1 => line().prop_map(quoted),
        1 => (line(), line()).prop_map(|(a, b)| {
            let cell = |text: String| text.replace('\n', " ");
            format!("| a | b |\n|:--|--:|\n| {} | {} |\n| x |", cell(a), cell(b))
        }),
        1 => line().prop_map(|text| format!("```rust\n{text}\n```")),
        1 => line().prop_map(|text| format!("    {}", text.replace('\n', " "))),
        1 => line().prop_map(|text| format!("[^1]: {text}\n\n    more of it")),
        1 => Just("[^2]: two\n\n[ref]: /r 'title'".to_string()),
        1 => line().prop_map(|text| format!("<div class=\"x\">\n\n{text}\n\n</div>")),
        1 => line().prop_map(|text| format!("<table><tr><td>{text}</td></tr></table>")),
        1 => Just("<ul><li>one<li>two</ul>".to_string()),
        1 => Just("</div>\n\n---\n\n<details><summary>s</summary>".to_string()),
    ]
}

/// Blocks, of which none defines a footnote that another has defined.
fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(block(), 1..7).prop_map(|blocks| {
        let mut defined = BTreeSet::new();
        let new = |block: &String| match block.split_once("]:") {
            Some((name, _)) if block.starts_with("[^") => defined.insert(name.to_string()),
            _ => true,
        };
        blocks.into_iter().filter(new).collect::<Vec<_>>().join("\n\n") + "\n"
    })
}

/// The start or end of a character.
fn boundary(text: &str, at: &Index) -> usize {
    text.floor_char_boundary(at.index(text.len() + 1))
}

/// Marks of one to three pieces, ascending, anywhere in the text; like those that are found there,
/// they have no white space at their ends.
fn marks(text: &str, cuts: &[Vec<Index>]) -> Vec<Mark> {
    let trimmed = |range: Range<usize>| {
        let inner = &text[range.clone()];
        let start = range.start + inner.len() - inner.trim_start().len();
        start..start + inner.trim().len()
    };
    let mark = |(number, cuts): (usize, &Vec<Index>)| {
        let mut ends: Vec<usize> = cuts.iter().map(|cut| boundary(text, cut)).collect();
        ends.sort_unstable();
        let pieces = ends.chunks_exact(2).map(|pair| trimmed(pair[0]..pair[1]));
        let url = format!("/q/{number}?a=1&b");
        Mark {
            id: format!("m{number}"),
            kind: "quote",
            pieces: pieces.filter(|piece| !piece.is_empty()).collect(),
            link: (number % 3 != 2).then(|| MarkLink {
                url,
                label: "l \"q\"".into(),
                has_card: number % 2 == 0,
            }),
        }
    };
    cuts.iter().enumerate().map(mark).collect()
}

/// Names inside runs of the text, ascending and apart.
fn names(body: &Body, cuts: &[(Index, Index)]) -> Vec<NameLink> {
    let mut names: Vec<NameLink> = Vec::new();
    for (number, context) in body.contexts().iter().enumerate() {
        let Some((from, to)) = cuts.get(number % 5) else { continue };
        let run = &body.text()[context.range.clone()];
        let (a, b) = (boundary(run, from), boundary(run, to));
        if a < b {
            let range = context.range.start + a..context.range.start + b;
            names.push(NameLink {
                range,
                url: format!("/n/{number}"),
                id: Some(format!("m-{number}")),
                has_card: number % 2 == 0,
            });
        }
    }
    names
}

fn address(link: &clipsheet::text::Link) -> Shown {
    Shown::Url(link.target.to_string())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn marks_never_change_the_text_and_always_nest(
        text in document(),
        plain in prop::bool::weighted(0.1),
        cuts in prop::collection::vec(prop::collection::vec(any::<Index>(), 2..7), 0..6),
        name_cuts in prop::collection::vec(any::<(Index, Index)>(), 0..5),
    ) {
        let body = if plain { plain_text(&text, 0) } else { markdown(&text, 0) };
        let bare = body.html(&Overlay::default(), &address);
        let overlay = Overlay { marks: marks(body.text(), &cuts), names: names(&body, &name_cuts), ..Overlay::default() };
        let html = body.html(&overlay, &address);

        prop_assert_eq!(without_overlay(&html), bare.clone());
        let shown = page(&html);
        prop_assert_eq!(&shown.text, body.text());
        for mark in &overlay.marks {
            let expected: String = mark.pieces.iter().map(|p| &body.text()[p.clone()]).collect();
            let found = shown.marked.get(&mark.id).map_or("", String::as_str);
            prop_assert_eq!(squeezed(found), squeezed(&expected), "what {} marks in {}", mark.id, html);
            if !squeezed(&expected).is_empty() {
                // `page` has seen that no id stands twice.
                let id = format!("a-{}", mark.id);
                prop_assert!(shown.ids.contains(&id), "no {} in {}", id, html);
                let link = mark.link.as_ref().map(|link| link.url.clone());
                let links = shown.links.iter().filter(|l| Some(*l) == link.as_ref()).count();
                prop_assert_eq!(links, usize::from(link.is_some()), "links of {} in {}", mark.id, html);
            }
        }
        prop_assert!(!html.contains("clip:") && !html.contains("<!--"), "{}", html);
    }

    #[test]
    fn links_that_lead_nowhere_leave_their_text(text in document()) {
        let body = markdown(&text, 0);
        // Images give their text for themselves, which is more than what the body has.
        let none = body.links().all(|link| link.alt.is_empty());
        let shown = page(&body.html(&Overlay::default(), &|_| Shown::Text));
        if none {
            prop_assert_eq!(&shown.text, body.text());
        }
    }

    #[test]
    fn every_letter_is_where_its_source_is(text in document()) {
        // Raw HTML goes through the sanitiser, which does not say where anything came from; and the
        // place of code is that of its opening, which may be longer than one backtick.
        let text = text.replace(['<', '`'], "(");
        let body = markdown(&text, 7);
        for (at, c) in body.text().char_indices().filter(|(_, c)| c.is_alphabetic()) {
            let source = body.source_of(at) - 7;
            prop_assert_eq!(
                text.get(source..).and_then(|rest| rest.chars().next()), Some(c),
                "byte {} of {:?}, {} of {:?}", at, body.text(), source, text
            );
        }
    }
}

/// Body texts of which a page must be sound, however odd they are.
#[test]
fn odd_html_is_sound() {
    let check = |text: &str| {
        let html = markdown(text, 0).html(&Overlay::default(), &address);
        let seen = std::panic::catch_unwind(|| drop(page(&html)));
        assert!(seen.is_ok(), "{text:?} gives {html}");
    };
    check("<div id=\"fn-1\">a</div><div id=\"fn-2\">b</div>");
    check("[^a b]\n\n[^a b]: one");
    check("<a href=\"https://x.org\">a<a href=\"https://y.org\">b");
    check("[a <a href=\"https://x.org\">b</a>](c)");
}

#[test]
fn a_footnote_that_is_defined_twice_has_one_id() {
    page(&markdown("a[^1]\n\n[^1]: one\n\n[^1]: two", 0).html(&Overlay::default(), &address));
}

#[test]
fn a_footnote_leads_to_its_text_beside_raw_html_too() {
    for text in ["a[^1]\n\n[^1]: one", "a[^1] <b>b</b>\n\n[^1]: one"] {
        let shown = page(&markdown(text, 0).html(&Overlay::default(), &address));
        assert_eq!(shown.links, ["#fn-1"], "{text}");
    }
}

#[test]
fn no_id_stands_twice_even_where_the_author_says_so() {
    page(
        &markdown("<div id=\"fn-1\">a</div>\n\n<div id=\"fn-1\">b</div>", 0)
            .html(&Overlay::default(), &address),
    );
}

#[test]
fn no_link_is_in_a_link_even_where_the_author_left_one_open() {
    let text = "<div>\n<a>\n\n</div>\n\n| a |\n|---|\n| [b](c) <a href=\"https://x.org\">d</a> |\n";
    page(&markdown(text, 0).html(&Overlay::default(), &address));
}

// ---------------------------------------------------------------- (b) anchoring

/// Text in which much is alike, so that some passages are ambiguous, and much is typographic.
fn prose() -> impl Strategy<Value = String> {
    #[rustfmt::skip]
    let atom = select(vec![
        "a", "b", "ab", "The ", "memo ", "said ", " ", "  ", "'", "’", "\"", "“", "”", "-", "–",
        "—", "é", "e\u{301}", "q\u{301}\u{323}", "o\u{334}\u{301}", "ö", "\u{1112}\u{1161}\u{11AB}", "한", "co\u{AD}op ",
        "zero\u{200B}width ", "\u{A0}", ", ", ". ", "`", "\n\n", "\n", "ﬁ", "Ａ", "日本", "🎈", "*em*",
        "**st**rong", "[link](u) ", "&amp;", "&shy;", "`code` ",
    ]);
    prop::collection::vec(atom, 1..60).prop_map(|atoms| atoms.concat())
}

/// A place that divides nothing: neither a letter from its accent, nor a Korean syllable.
fn undivided(text: &str, at: &Index) -> usize {
    let ignored = |c: char| matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}');
    let joined = |c: char| ignored(c) || is_combining_mark(c) || ('\u{1160}'..='\u{11FF}').contains(&c);
    let at = boundary(text, at);
    text.len() - text[at..].trim_start_matches(joined).len()
}

/// The range without what folding drops at its ends.
fn core(text: &str, range: &Range<usize>) -> Range<usize> {
    let light = |c: char| c.is_whitespace() || fold_pattern(&c.to_string()).is_empty();
    let inner = &text[range.clone()];
    let start = range.start + inner.len() - inner.trim_start_matches(light).len();
    start..start + inner.trim_matches(light).len()
}

/// The same words as another keyboard would write them.
fn retyped(text: &str, choices: &[u8]) -> String {
    let mut choices = choices.iter().cycle().copied();
    let mut choose = |from: &[&str]| from[usize::from(choices.next().unwrap_or(0)) % from.len()].to_string();
    let mut typed = choose(&["", " ", "\n", "\u{AD}"]);
    for c in text.chars() {
        typed.push_str(&match c {
            '\'' | '’' | '‘' | '`' => choose(&["'", "’", "‘", "ʼ"]),
            '"' | '“' | '”' => choose(&["\"", "“", "”", "«"]),
            '-' | '–' | '—' => choose(&["-", "–", "—", "\u{2011}", "\u{2212}"]),
            c if c.is_whitespace() => choose(&[" ", "  ", "\n", "\u{A0}", "\t ", " \u{200B} "]),
            c => c.to_string(),
        });
        typed.push_str(&choose(&["", "", "", "", "\u{AD}", "\u{200D}", "\u{FEFF}"]));
    }
    match choose(&["as it is", "NFC", "NFD"]).as_str() {
        "NFC" => typed.nfc().collect(),
        "NFD" => typed.nfd().collect(),
        _ => typed,
    }
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn what_is_cut_from_the_text_is_found_there(
        text in prose(),
        plain in any::<bool>(),
        cut in any::<(Index, Index)>(),
        choices in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let body = if plain { plain_text(&text, 0) } else { markdown(&text, 0) };
        let text = body.text();
        let (a, b) = (undivided(text, &cut.0), undivided(text, &cut.1));
        let range = a.min(b)..a.max(b);
        let exact = retyped(&text[range.clone()], &choices);
        let folded = Folded::of(&body);
        let places = occurrences(&folded, &[&exact], None, None, usize::MAX);
        if fold_pattern(&exact).is_empty() {
            prop_assert!(places.is_empty());
            return Ok(());
        }
        let found: Vec<Range<usize>> = places.iter().map(|place| core(text, &place[0])).collect();
        prop_assert!(found.contains(&core(text, &range)), "{exact:?} at {range:?} of {text:?} gives {found:?}");
        for place in &found {
            prop_assert_eq!(fold_pattern(&text[place.clone()]), fold_pattern(&exact));
        }
        // The prefix that is proposed for each place names that place and no other.
        if places.len() > 1 {
            for (number, place) in places.iter().enumerate() {
                let Some(prefix) = shortest_prefix(&folded, &exact, number) else { continue };
                let named = occurrences(&folded, &[&exact], Some(&prefix), None, usize::MAX);
                prop_assert_eq!(&named, &vec![place.clone()], "prefix {:?} for {:?} in {:?}", prefix, exact, text);
            }
        }
    }
}

// ---------------------------------------------------------------- (e) the closest passage

/// The least edit distance between `pattern` and any part of `text`, by the definition.
fn least_distance(pattern: &str, text: &str) -> usize {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut column: Vec<usize> = (0..=pattern.len()).collect();
    let mut least = pattern.len();
    for c in text.chars() {
        let mut diagonal = 0;
        for (row, p) in pattern.iter().enumerate() {
            let replaced = diagonal + usize::from(*p != c);
            diagonal = column[row + 1];
            column[row + 1] = replaced.min(diagonal + 1).min(column[row] + 1);
        }
        least = least.min(column[pattern.len()]);
    }
    least
}

fn check_closest(pattern: &str, text: &str) -> Result<(), TestCaseError> {
    let body = plain_text(text, 0);
    let folded = Folded::of(&body);
    let pattern = fold_pattern(pattern);
    let least = least_distance(&pattern, folded.text());
    let limit = pattern.chars().count() / 3;
    match closest(&folded, &pattern) {
        None => prop_assert!(pattern.is_empty() || least > limit, "{least} is near, and none is given"),
        Some(range) => {
            prop_assert!(least <= limit, "{least} is not near {limit}");
            // It is grown to whole words, so it holds the nearest passage, but for the white space at
            // its ends, which may have stood for a space of the pattern.
            let passage = format!(" {} ", fold_pattern(&body.text()[range]));
            prop_assert!(least_distance(&pattern, &passage) <= least, "{passage:?} for {pattern:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn the_closest_passage_of_short_text(pattern in "[abc ]{0,12}", text in "[abc ,é]{0,40}") {
        check_closest(&pattern, &text)?;
    }

    #[test]
    fn the_closest_passage_for_long_patterns(
        text in "[abcd ]{60,400}",
        cut in any::<(Index, Index)>(),
        edits in prop::collection::vec((any::<Index>(), "[abcdx]?"), 0..60),
    ) {
        let (a, b) = (cut.0.index(text.len()), cut.1.index(text.len()));
        let mut pattern = text[a.min(b)..a.max(b)].to_string();
        for (at, insert) in edits {
            if !pattern.is_empty() {
                let at = at.index(pattern.len());
                pattern.replace_range(at..at + 1, &insert);
            }
        }
        check_closest(&pattern, &text)?;
    }
}

// ---------------------------------------------------------------- whole sites

fn with(path: &str, bytes: &[u8]) -> Sources {
    let files = SITE.iter().filter(|(other, _)| *other != path);
    let changed = SourceFile::new(path, bytes);
    Sources::new(files.map(|(path, text)| SourceFile::new(path, text.as_bytes())).chain([changed]))
}

/// Builds and prints: neither may panic, and the printed JSON must be JSON.
fn build_and_print(sources: &Sources) {
    let built = common::built(sources);
    assert_eq!(
        built.value.tree.is_none(),
        clipsheet::diagnostics::has_errors(&built.diagnostics),
        "there is a tree exactly where there is no error"
    );
    for diagnostic in &built.diagnostics {
        let known = sources.bytes(&diagnostic.primary.path);
        let known = known.or_else(|| built.value.templates.get(&diagnostic.primary.path).map(Vec::as_slice));
        let length = known.map_or(0, <[u8]>::len);
        assert!(diagnostic.primary.bytes.start <= length, "{diagnostic:?} is past the end of its file");
    }
    for (format, colour) in
        [(Format::Human, false), (Format::Human, true), (Format::Json, false), (Format::Github, false)]
    {
        let read = |path: &SitePath| {
            sources.bytes(path).or_else(|| built.value.templates.get(path).map(Vec::as_slice))
        };
        let text = render(&built.diagnostics, format, colour, read);
        match format {
            Format::Human => {}
            Format::Json => text.lines().for_each(|line| {
                serde_json::from_str::<serde_json::Value>(line).expect("JSON");
            }),
            Format::Github => assert_eq!(text.lines().count(), built.diagnostics.len(), "{text}"),
        }
    }
}

#[test]
fn the_site_that_is_mutated_is_fine_to_begin_with() {
    let sources = common::sources(SITE);
    assert_eq!(common::report(&sources), "");
    build_and_print(&sources);
}

/// Whatever is nested deeply is a mistake or a site, and never the end of the process. Each runs in
/// a process of its own, because an overflowing stack would end this one.
#[test]
fn deep_nesting_is_survived() {
    let n = 20_000;
    let settings = "title: T\n";
    let check = |path: &str, text: String| {
        let root = tempfile::tempdir().expect("a folder");
        for (path, text) in [("content/site.yaml", settings), (path, &text)] {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
            std::fs::write(path, text).expect("written");
        }
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_clipsheet"));
        let output = command.arg("check").arg("--root").arg(root.path()).output().expect("the command");
        let code = output.status.code();
        let start: String = text.chars().take(30).collect();
        assert!(matches!(code, Some(0 | 1)), "{path}, {start:?} and so on: {}", output.status);
    };
    let article = |body: String| format!("---\ntitle: T\n---\n{body}\n");
    for opening in [">", "- ", "*a ", "[", "![", "<b>", "<div>", "(", "`", "**a _b "] {
        check("content/articles/a.md", article(opening.repeat(n)));
    }
    check("content/articles/a.yaml", format!("quotes: {}", "[".repeat(n)));
    check("content/articles/a.yaml", format!("quotes: {}{}", "[".repeat(n), "]".repeat(n)));
    check("content/articles/a.yaml", format!("{}x", "{a: ".repeat(n)));
    check("content/articles/a.yaml", format!("quotes: {}x", "- ".repeat(n)));
    check("content/site.yaml", format!("title: {}", "!x ".repeat(n)));
    let aliases: String = (0..40).map(|i| format!("  - &a{} [*a{i}, *a{i}, *a{i}]\n", i + 1)).collect();
    check("content/articles/a.yaml", format!("quotes:\n  - &a0 x\n{aliases}"));
    for opening in ["{% if true %}", "{{ (", "{{ [", "{{ not ", "{{ -", "{# "] {
        check("themes/default/templates/page.html", opening.repeat(n));
    }
    for opening in ["{{ a | b ", "{{ a.b", "{{ 1 + "] {
        check("themes/default/templates/page.html", format!("{}}}}}", opening.replace("{{ ", "").repeat(n)));
    }
}

/// Where a file's bytes may go wrong.
#[rustfmt::skip]
fn places() -> impl Strategy<Value = &'static str> {
    select(vec![
        "content/site.yaml", "content/articles/memo.md", "content/articles/memo.yaml",
        "content/articles/other.txt", "content/articles/other.yaml", "content/companies/acme.md",
        "content/people/ann-lee.md", "content/stories/matter.md", "content/pages/about.md",
        "content/briefings/b.md", "themes/default/templates/page.html",
        "themes/default/templates/article.html", "themes/default/templates/base.html",
        "themes/default/theme.yaml",
    ])
}

/// Bytes with a taste for what text files hold.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        3 => select(b"---\n\n\r\t :{}[]\"'#&*!|>%@`<a/=.-0123e\\~^_$(){{".to_vec()),
        1 => any::<u8>(),
    ];
    let start = select(vec![
        &b""[..],
        b"---\n",
        b"---\ntitle: T\n---\n",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"quotes:\n- ",
        b"{% ",
    ]);
    (start, prop::collection::vec(byte, 0..200)).prop_map(|(start, rest)| [start, &rest].concat())
}

/// YAML-like text of keys that there are, at places where they may not be.
fn yaml() -> impl Strategy<Value = String> {
    #[rustfmt::skip]
    let key = select(vec![
        "title", "name", "dek", "publication", "published", "retrieved", "authors", "url",
        "language", "image", "topics", "story", "summary", "credits", "rights", "skip", "slug",
        "redirect_from", "draft", "audience", "embargo", "expires", "quotes", "events", "figures",
        "relations", "claims", "mentions", "notes", "redactions", "article", "id", "exact",
        "prefix", "suffix", "speaker", "role", "in", "via", "about", "same_as", "date", "said",
        "entities", "company", "metric", "value", "low", "high", "unit", "bound", "status",
        "as_of", "from", "to", "kind", "since", "until", "question", "says", "text", "link",
        "entity", "source", "how", "aliases", "part_of", "products", "website", "roles",
        "documents", "join", "keep_apart", "sections", "items", "lead", "tagline", "timezone",
        "base_url", "theme", "visibility", "urls", "menu", "audiences", "default_audience",
        "excerpt_words", "metrics", "units", "files", "label", "<<", "? a", "~", "1", "",
    ]);
    #[rustfmt::skip]
    let value = select(vec![
        "", "~", "null", "true", "0", "-1", "1e400", "1e-400", ".nan", ".inf", "0x7F",
        "99999999999999999999999", "50e9", "5.5.5", "2026-02-30", "2026-04-14",
        "2026-02-2X/2026-03-31", "2026-04~", "../2026", "-9999-01-01", "99999-01-01",
        "2026-04-14T09:00", "2026-04-14T09:00+99:00", "2026-03-29T02:30", "\"\"", "\" \"",
        "\"\\uD800\"", "\"\\0\"", "'it''s'", "\"open", "[", "]", "{", "}", "[a, b]", "[[a]]",
        "{a: b}", "{a: {b: [c]}}", "&x a", "*x", "!!str 5", "!!binary aGk=", "!t {a: b}",
        "|\n    block", ">-\n    folded", "# comment", "acme", "Acme", "ann-lee",
        "memo#staggering", "memo#", "#", "a#b#c", "../x", "con", "é", "e\u{301}", "\u{FEFF}", "\t",
        "@at", "`tick", "%p", "frankly staggering", "[frankly, staggering]", "Acme", "link",
        "Europe/Berlin", "Mars/Base", "https://x.org", "https://", "javascript:x", "own",
        "default",
    ]);
    let line = (select(vec!["", "", "  ", "  - ", "- ", "    ", "      "]), key, value)
        .prop_map(|(indent, key, value)| format!("{indent}{key}: {value}\n"));
    prop::collection::vec(line, 0..14).prop_map(|lines| lines.concat())
}

#[derive(Clone, Debug)]
enum Damage {
    Truncate(Index),
    Remove(Index, Index),
    /// Copies a part of this file of the site to another place.
    Splice(Index, Index, Index, Index),
    Flip(Index, u8),
    Insert(Index, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    #[rustfmt::skip]
    let odd = select(vec![
        "\"", "'", "\n", "\r", "\0", ": ", "- ", "{", "}", "[", "]", "#", "&a ", "*a ", "---\n",
        "\u{FEFF}", "\u{AD}", "e\u{301}", "\u{202E}", "\u{1B}[31m", "{{ ", "}}", "{% if x %}",
        "{{ title | nothing }}", "<script>", "\t", "|", "%", "2026", "\u{2028}", "😀",
    ]);
    prop_oneof![
        any::<Index>().prop_map(Damage::Truncate),
        any::<(Index, Index)>().prop_map(|(a, b)| Damage::Remove(a, b)),
        any::<(Index, Index, Index, Index)>().prop_map(|(a, b, c, d)| Damage::Splice(a, b, c, d)),
        any::<(Index, u8)>().prop_map(|(at, byte)| Damage::Flip(at, byte)),
        (any::<Index>(), odd).prop_map(|(at, text)| Damage::Insert(at, text)),
    ]
}

fn apply(damage: &Damage, file: &mut Vec<u8>) {
    match damage {
        Damage::Truncate(at) => file.truncate(at.index(file.len() + 1)),
        Damage::Remove(a, b) => {
            let (a, b) = (a.index(file.len() + 1), b.index(file.len() + 1));
            drop(file.drain(a.min(b)..(a.max(b)).min(a.min(b) + 20)));
        }
        Damage::Splice(from, a, b, to) => {
            let from = from.get(SITE).1.as_bytes();
            let (a, b) = (a.index(from.len()), b.index(from.len()));
            let to = to.index(file.len() + 1);
            file.splice(to..to, from[a.min(b)..a.max(b)].iter().copied());
        }
        Damage::Flip(at, byte) => {
            let length = file.len();
            if let Some(there) = file.get_mut(at.index(length.max(1))) {
                *there ^= byte;
            }
        }
        Damage::Insert(at, text) => {
            let at = at.index(file.len() + 1);
            file.splice(at..at, text.bytes());
        }
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn any_bytes_give_a_site_or_diagnostics(path in places(), bytes in bytes()) {
        build_and_print(&with(path, &bytes));
    }

    #[test]
    fn any_yaml_gives_a_site_or_diagnostics(path in places(), yaml in yaml(), first in any::<bool>()) {
        let required = if first { "title: T\nname: N\n" } else { "" };
        let text = match path.ends_with(".yaml") {
            true => format!("{required}{yaml}"),
            false => format!("---\n{required}{yaml}---\nThe text about Acme.\n"),
        };
        build_and_print(&with(path, text.as_bytes()));
    }

    #[test]
    fn any_damage_gives_a_site_or_diagnostics(
        file in any::<Index>(),
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let (path, text) = file.get(SITE);
        let mut bytes = text.as_bytes().to_vec();
        damages.iter().for_each(|damage| apply(damage, &mut bytes));
        build_and_print(&with(path, &bytes));
    }

    #[test]
    fn any_path_gives_a_site_or_diagnostics(
        path in "(content|themes|content/articles|content/static)?(/?[.a-zA-Zé\u{301}# ~:\\\\-]{0,12}){0,3}(\\.md|\\.yaml|\\.txt|)",
    ) {
        build_and_print(&with(&path, b"---\ntitle: T\n---\n"));
    }
}

// ---------------------------------------------------------------- (c) the same bytes every time

fn tree_in(threads: usize, sources: &Sources) -> (Option<OutputTree>, Vec<String>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let built = pool
        .install(|| build(sources, &common::options(), &mut clipsheet::memo::Memo::default()))
        .expect("options that fit");
    (built.value.tree, built.diagnostics.iter().map(|d| format!("{d:?}")).collect())
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn the_output_depends_on_neither_order_nor_threads(
        files in Just(SITE.to_vec()).prop_shuffle(),
        damages in prop::collection::vec(damage(), 0..2),
        damaged in any::<Index>(),
    ) {
        let damaged = damaged.get(SITE).0;
        let file = |(path, text): &(&str, &str)| {
            let mut bytes = text.as_bytes().to_vec();
            if *path == damaged {
                damages.iter().for_each(|damage| apply(damage, &mut bytes));
            }
            SourceFile::new(path, bytes)
        };
        let shuffled = Sources::new(files.iter().map(file));
        let sorted = Sources::new(SITE.iter().map(file));
        let first = tree_in(1, &sorted);
        for (threads, sources) in [(1, &shuffled), (4, &shuffled), (4, &sorted)] {
            prop_assert!(tree_in(threads, sources) == first, "{threads} threads");
        }
    }
}

// ---------------------------------------------------------------- (f) links land

/// An article of numbered words, some of them names, with annotations from word to word.
#[derive(Clone, Debug)]
struct Generated {
    words: Vec<&'static str>,
    annotations: Vec<(&'static str, Index, Index)>,
    meta: String,
    links: Vec<&'static str>,
    plain: bool,
}

fn generated() -> impl Strategy<Value = Generated> {
    #[rustfmt::skip]
    let word = select(vec![
        "", "", "", "Acme ", "Ann Lee ", "The Wire ", "*Acme* ", "[Acme](https://x.org) ", "\n\n",
        "`code` ", "\n\n## Part\n\n",
    ]);
    let kind = select(vec!["quotes", "quotes", "events", "figures", "claims", "notes", "relations"]);
    #[rustfmt::skip]
    let line = select(vec![
        "publication: wire", "published: 2026-04-14", "story: matter", "draft: true",
        "rights: link", "rights: excerpt", "embargo: 2027-01-01", "slug: über-uns",
        "topics: [cloud]", "section: Business", "url: https://x.org/a?b#c",
    ]);
    #[rustfmt::skip]
    let link = select(vec![
        "a0.md", "a1.md", "a2.md", "../companies/acme.md", "../pages/about.md", "https://x.org",
        "../static/f.txt",
    ]);
    (
        prop::collection::vec(word, 1..30),
        prop::collection::vec((kind, any::<Index>(), any::<Index>()), 0..7),
        prop::collection::btree_set(line, 0..4),
        prop::collection::vec(link, 0..4),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(words, annotations, lines, links, plain)| {
            let lines: BTreeMap<&str, &str> =
                lines.into_iter().filter_map(|line| line.split_once(": ")).collect();
            let meta = lines.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
            Generated { words, annotations, meta, links, plain }
        })
}

impl Generated {
    fn files(&self, number: usize, all: usize) -> [(String, String); 2] {
        let mut text = String::new();
        for (at, word) in self.words.iter().enumerate() {
            let name =
                if self.plain { word.replace(['*', '[', ']', '`', '#'], "") } else { (*word).to_string() };
            text.push_str(&format!("{name}w{at}x "));
        }
        for link in self.links.iter().filter(|_| !self.plain) {
            let there = |n: usize| *link != format!("a{n}.md") || n < all;
            if (0..3).all(there) {
                text.push_str(&format!("[to]({link}) "));
            }
        }
        let mut sidecar: BTreeMap<&str, String> = BTreeMap::new();
        for (at, (kind, a, b)) in self.annotations.iter().enumerate() {
            // From a word to itself, so that what stands between, which may be markup, is no matter; or over
            // everything up to another word, as pieces.
            let (a, b) = (a.index(self.words.len()), b.index(self.words.len()));
            let exact = if a < b { format!("[\"w{a}x \", \"w{b}x \"]") } else { format!("\"w{a}x \"") };
            let more = match *kind {
                "quotes" if at % 2 == 0 => "speaker: ann-lee, about: [acme]".to_string(),
                "quotes" => "about: [acme]".to_string(),
                "events" => format!(
                    "event: e{}, date: \"2026-0{}\", title: It happened, entities: [acme]",
                    at % 2,
                    at + 1
                ),
                "figures" => "company: acme, metric: revenue, value: 5, unit: USD".to_string(),
                "claims" => "company: acme, question: why, says: so".to_string(),
                "notes" => "text: \"See [it](https://x.org).\"".to_string(),
                _ => "from: acme, to: sub, kind: owner-of".to_string(),
            };
            let item = format!("  - {{id: n{at}, exact: {exact}, {more}}}\n");
            sidecar.entry(kind).or_default().push_str(&item);
        }
        let sidecar: String = sidecar.iter().map(|(kind, items)| format!("{kind}:\n{items}")).collect();
        let ending = if self.plain { "txt" } else { "md" };
        // Slugs must be apart.
        let meta = self.meta.replace("slug: über-uns", &format!("slug: über-uns-{number}"));
        [
            (
                format!("content/articles/a{number}.{ending}"),
                format!("---\ntitle: T{number}\n{meta}---\n{text}\n"),
            ),
            (format!("content/articles/a{number}.yaml"), sidecar),
        ]
    }
}

/// Every page is well-formed, and every link of it lands, on a site that is published at `base`.
fn links_land(tree: &OutputTree, base: &str) {
    for (_, html) in tree.files().iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        page(std::str::from_utf8(html).expect("UTF-8"));
    }
    follow_all(tree, &pages(tree), base);
}

#[test]
fn the_links_of_the_fixed_site_land() {
    for urls in ["index", "directory"] {
        let settings = SITE[0].1.replace("urls: index", &format!("urls: {urls}"));
        let built = common::built(&with("content/site.yaml", settings.as_bytes()));
        let tree = built.value.tree.expect("a site");
        links_land(&tree, "https://example.org/");
        // The check has something to look at.
        assert!(tree.files().size() > 15, "{}", tree.files().size());
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn every_link_lands(articles in prop::collection::vec(generated(), 1..4), directory in any::<bool>(), base in any::<bool>()) {
        let urls = if directory { "directory" } else { "index" };
        let (base, address) = match base {
            true => ("base_url: https://example.org/news\n", "https://example.org/news/"),
            false => ("", "https://example.org/"),
        };
        let mut files = vec![
            ("content/site.yaml".to_string(), format!("title: T\nurls: {urls}\n{base}menu:\n  - {{label: A, url: /about/}}\n")),
            ("content/companies/acme.md".to_string(), "---\nname: Acme\n---\n".to_string()),
            ("content/companies/sub.md".to_string(), "---\nname: Sub\npart_of: acme\n---\n[up](acme.md)\n".to_string()),
            ("content/people/ann-lee.md".to_string(), "---\nname: Ann Lee\n---\n".to_string()),
            ("content/publications/wire.md".to_string(), "---\nname: The Wire\n---\n".to_string()),
            ("content/stories/matter.md".to_string(), "---\ntitle: M\n---\n".to_string()),
            ("content/pages/about.md".to_string(), "---\ntitle: A\n---\n".to_string()),
            ("content/static/f.txt".to_string(), "f".to_string()),
        ];
        // Links go to `.md`, so the plain ones come last, where nothing links to.
        let linked = articles.iter().filter(|a| !a.plain);
        let ordered: Vec<&Generated> = linked.chain(articles.iter().filter(|a| a.plain)).collect();
        let all = articles.iter().filter(|a| !a.plain).count();
        for (number, article) in ordered.iter().enumerate() {
            files.extend(article.files(number, all));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let sources = common::sources(&files);
        let built = common::built(&sources);
        let Some(tree) = built.value.tree else { panic!("{}", common::report(&sources)) };
        links_land(&tree, address);
    }
}

#[test]
fn the_checks_see_what_is_wrong() {
    let wrong = |html: &str| {
        let html = html.to_string();
        let seen = std::panic::catch_unwind(move || page(&html)).is_err();
        assert!(seen);
    };
    wrong("<p><b></p></b>");
    wrong("<p>");
    wrong("<a href=\"x\"><b><a href=\"y\"></a></b></a>");
    wrong("<p id=\"x\"></p><p id=\"x\"></p>");
    wrong("<table><mark></mark></table>");
    wrong("<p onclick=\"x\"></p>");
    wrong("<p a=b></p>");
    assert_eq!(page("<p>a &amp;lt;<br>b<mark data-a=\"m\">c<i>d</i></mark></p>").text, "a &lt;bcd");
    assert_eq!(page("<mark data-a=\"m\">c<i>d</i></mark>e<mark data-a=\"m\">f</mark>").marked["m"], "cdf");
    assert_eq!(least_distance("abc", "xxabdxx"), 1);
    assert_eq!(least_distance("abc", ""), 3);
}
