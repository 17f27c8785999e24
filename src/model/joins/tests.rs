//! The pairs of section 4 of the design, and those of the traps around it, as one-liners.

mod odd;

use super::*;
use crate::text::spoken;

/// One quote for each line: `article#id | speaker or - | story or - | words`.
fn sayings(lines: &[&str]) -> Vec<Saying> {
    let mut sayings: Vec<Saying> = lines
        .iter()
        .map(|line| {
            let parts: Vec<&str> = line.splitn(4, " | ").collect();
            let (article, id) = parts[0].split_once('#').expect("a name");
            let given = |text: &str| (text != "-").then(|| text.to_string());
            let id_of = |text: &str| Id::parse(text).expect("an id");
            Saying {
                name: AnnotationRef { article: id_of(article), id: id_of(id) },
                speaker: given(parts[1]).map(|name| Name::from(name.as_str())),
                story: given(parts[2]).map(|story| id_of(&story)),
                published: None,
                words: spoken(parts[3]).into(),
            }
        })
        .collect();
    sayings.sort_by(|a, b| a.name.cmp(&b.name));
    sayings
}

/// The quotes as `whole=part:tie,part:tie`, one after the other, then what is open after `?`.
fn shown(lines: &[&str], decisions: &Decisions) -> String {
    let sayings = sayings(lines);
    let joins = join(&sayings, decisions);
    let name = |number: SayingNumber| sayings[number].name.to_string();
    let quote = |quote: &JoinedQuote| {
        let others = quote.printings.iter().filter(|(number, _)| *number != quote.fullest);
        let others: Vec<String> = others.map(|(number, tie)| format!("{}:{tie:?}", name(*number))).collect();
        if others.is_empty() {
            name(quote.fullest)
        } else {
            format!("{}={}", name(quote.fullest), others.join(","))
        }
    };
    let mut shown: Vec<String> = joins.quotes.iter().map(quote).collect();
    shown.extend(
        joins.open.iter().map(|open| format!("?{}/{}:{:?}", name(open.part), name(open.whole), open.why)),
    );
    shown.join(" ")
}

fn check(lines: &[&str], expect: &str) {
    assert_eq!(shown(lines, &Decisions::default()), expect, "{lines:?}");
}

/// Two printings of one speaker in one story.
fn pair(a: &str, b: &str, expect: &str) {
    check(&[&format!("a#q | dresser | memo | {a}"), &format!("b#q | dresser | memo | {b}")], expect);
}

const FULL: &str = "limited our ability to meet enterprises where they are — for many that's Bedrock.";

#[test]
fn the_pairs_of_the_clippings() {
    pair(FULL, "limited our ability to meet enterprises where they are.", "a#q=b#q:Part");
    pair("frankly staggering", "frankly staggering", "a#q=b#q:Identical");
    let elites = "fear, restriction, and the idea that a small group of elites should control AI";
    pair(&format!("{elites},"), &format!("{elites}."), "a#q=b#q:Identical");
    pair("where enterprises are,", "limited our ability to meet enterprises where they are.", "a#q b#q");
    pair("Claude mania.", "It has become a religion, that is the level of that mania.", "a#q b#q");
}

#[test]
fn marks_and_commas() {
    pair("We said \"we know it\" today", "We said ‘we know it’ today", "a#q=b#q:Identical");
    pair("kept it since '24 and that's why", "kept it since ’24 — and that’s why", "a#q=b#q:Identical");
    pair("'we've known it all along'", "\"we've known it all along\"", "a#q=b#q:Identical");
    pair("we know it,", "we know it", "a#q=b#q:Identical");
    pair("We “know” it, and soon.", "We ‘know’ it”, and soon", "a#q=b#q:Identical");
    pair("a go-to-market plan. It works.", "a go to market plan; it works", "a#q=b#q:Identical");
    pair("„Wir beginnen heute damit“", "»Wir beginnen heute damit«", "a#q=b#q:Identical");
    pair("« Nous commençons aujourd’hui »", "“Nous commençons aujourd'hui.”", "a#q=b#q:Identical");
    pair("“İstanbul'da yeni bir gün”", "‘istanbul’da yeni bir gün’", "a#q=b#q:Identical");
    pair("「今日から始めます」", "『今日から始めます』", "a#q=b#q:Identical");
}

#[test]
fn what_editors_do() {
    pair(FULL, "limited our ability … where they are", "a#q=b#q:Elided");
    pair(FULL, "limited our ability to meet [customers] where they are", "a#q=b#q:Elided");
    pair("they was there all along", "they was [sic] there all along", "a#q=b#q:Identical");
    pair("he said so to all of us", "[H]e said so to all of us", "a#q=b#q:Identical");
    pair(
        FULL,
        "limited our ability to serve enterprises where they are — for many that's Bedrock.",
        "a#q=b#q:Variant",
    );
    pair("one two three four five six", "one two three nine eight seven", "a#q b#q");
}

/// The pieces of an interrupted quotation are one after the other.
#[test]
fn interrupted_quotations() {
    pair(
        "It has become a religion that is the level of that mania.",
        "It has become a religion, that is the level of that mania.",
        "a#q=b#q:Identical",
    );
}

#[test]
fn speakers() {
    check(&["a#q | one | s | we are excited", "b#q | two | s | we are excited"], "a#q b#q");
    check(&["a#q | one | s | we are very excited", "b#q | - | t | we are very excited"], "a#q=b#q:Identical");
    check(
        &["a#q | one | s | we are excited", "b#q | two | s | we are excited", "c#q | - | s | we are excited"],
        "a#q b#q c#q ?c#q/a#q:SeveralWholes ?c#q/b#q:SeveralWholes",
    );
    check(
        &[
            "a#q | one | s | we are really very excited today",
            "b#q | two | s | we are really very excited today",
        ],
        "a#q b#q ?b#q/a#q:OtherSpeaker",
    );
    check(
        &[
            "a#q | one | s | yes and we are really very excited today",
            "b#q | two | s | we are really very excited today",
        ],
        "a#q b#q ?b#q/a#q:OtherSpeaker",
    );
}

#[test]
fn short_ones_join_only_in_their_story() {
    check(&["a#q | one | s | no comment", "b#q | one | s | no comment"], "a#q=b#q:Identical");
    check(&["a#q | one | s | no comment", "b#q | one | t | no comment"], "a#q b#q");
    check(&["a#q | one | - | no comment", "b#q | one | - | no comment"], "a#q b#q");
    check(&["a#q | one | s | we have no comment", "b#q | one | s | no comment"], "a#q=b#q:Part");
    check(&["a#q | one | s | we have no comment", "b#q | one | t | no comment"], "a#q b#q");
    check(&["a#q | one | s | we have no comment", "b#q | - | s | no comment"], "a#q b#q");
}

/// A fragment of two quotes bridges nothing.
#[test]
fn a_fragment_of_two_quotes() {
    check(
        &[
            "a#q | one | s | today we can say that it works",
            "b#q | one | s | tomorrow we can say that it failed",
            "c#q | one | s | we can say that",
        ],
        "a#q b#q c#q ?c#q/a#q:SeveralWholes ?c#q/b#q:SeveralWholes",
    );
    check(
        &[
            "a#q | one | s | today we can say that it works",
            "b#q | one | s | we can say that it works",
            "c#q | one | s | we can say that",
        ],
        "a#q=b#q:Part,c#q:Part",
    );
}

fn name(text: &str) -> AnnotationRef {
    let (article, id) = text.split_once('#').expect("a name");
    AnnotationRef { article: Id::parse(article).expect("an id"), id: Id::parse(id).expect("an id") }
}

#[test]
fn the_curator_s_word() {
    let lines = [
        "a#q | one | s | today we can say that it works",
        "b#q | one | s | tomorrow we can say that it failed",
        "c#q | one | s | we can say that",
    ];
    let one = |a: &str, b: &str| vec![(name(a), name(b))];
    let hangs = Decisions { variant: one("c#q", "b#q"), ..Decisions::default() };
    assert_eq!(shown(&lines, &hangs), "a#q b#q=c#q:Part");
    let same = Decisions { same: one("a#q", "b#q"), ..Decisions::default() };
    assert_eq!(shown(&lines, &same), "a#q=b#q:Decided,c#q:Part");
    let distinct = Decisions { distinct: one("c#q", "a#q"), ..Decisions::default() };
    assert_eq!(shown(&lines, &distinct), "a#q b#q=c#q:Part");
    let identical = ["a#q | one | s | we can say that", "b#q | one | s | we can say that"];
    let distinct = Decisions { distinct: one("a#q", "b#q"), ..Decisions::default() };
    assert_eq!(shown(&identical, &distinct), "a#q b#q");
    let circle =
        Decisions { variant: [one("a#q", "b#q"), one("b#q", "a#q")].concat(), ..Decisions::default() };
    assert_eq!(shown(&identical[..1], &circle), "a#q");
}

#[test]
fn the_fullest_and_then_the_earliest_is_the_page() {
    let mut all = sayings(&["a#q | one | s | we can say that", "b#q | one | s | we can say that"]);
    all[1].published = Some((2026, 4, 1));
    assert_eq!(join(&all, &Decisions::default()).quotes[0].fullest, 1);
    all[0].published = Some((2026, 3, 1));
    assert_eq!(join(&all, &Decisions::default()).quotes[0].fullest, 0);
}
