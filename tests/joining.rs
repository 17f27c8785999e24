//! Joining quotes and comparing figures, on generated quotes and small generated sites.
//!
//! PROPTEST_CASES sets how many cases each property is tried on.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests read the environment, and fail where something is not as it should be"
)]

mod common;
#[path = "common/links.rs"]
mod links;

use std::collections::{BTreeMap, BTreeSet};

use clipsheet::diagnostics::{SourceFile, has_errors};
use clipsheet::model::{Decisions, Joins, Saying, Standing, Tie, join, standing};
use clipsheet::output::OutputTree;
use clipsheet::parse::{Figure, Sources};
use clipsheet::text::spoken;
use clipsheet::value::{AnnotationRef, Id, Name};
use links::{Target, select, target};
use proptest::prelude::*;
use proptest::sample::{Index, select as one_of};
use scraper::{ElementRef, Html};

fn cases(default: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    // A case that fails is printed, and becomes a test of its own; no file remembers it.
    ProptestConfig { cases: asked.unwrap_or(default), failure_persistence: None, ..ProptestConfig::default() }
}

// ---------------------------------------------------------------- generated quotes

/// A quote before it has a name.
#[derive(Clone, Debug)]
struct Said {
    speaker: Option<&'static str>,
    story: Option<&'static str>,
    printed: String,
}

/// Few words, so that much is alike, and everything that editors and keyboards do to them.
fn printed() -> impl Strategy<Value = String> {
    #[rustfmt::skip]
    let odd = one_of(vec![
        "…", "...", "[...]", "[sic]", "[it]", "[the whole of it]", "[T]wo", "—", ",", "two,",
        "three.", "“four”", "don't", "don’t", "A.I.", "ai", "日本", "👍", "e\u{301}", "é", "&", "<b>",
        "1,000", "1000", "שלום", "[open", "five]", "co\u{AD}op", "One",
    ]);
    let word = one_of(vec!["one", "two", "three", "four", "five", "six", "seven", "eight"]);
    let atom = prop_oneof![5 => word, 1 => odd];
    prop::collection::vec(atom, 1..14).prop_map(|atoms| atoms.join(" "))
}

fn said() -> impl Strategy<Value = Said> {
    let speaker = one_of(vec![Some("ann"), Some("ann"), Some("ann"), Some("bob"), None]);
    let story = one_of(vec![Some("s"), Some("s"), Some("t"), None]);
    (speaker, story, printed()).prop_map(|(speaker, story, printed)| Said { speaker, story, printed })
}

/// Quotes, of which some are cut from others that come before or after them.
fn quotes() -> impl Strategy<Value = Vec<Said>> {
    let cut = any::<(Index, Index, Index, Index)>();
    (prop::collection::vec(said(), 1..7), prop::collection::vec(cut, 0..5)).prop_map(|(mut quotes, cuts)| {
        for (of, from, to, at) in cuts {
            let whole = of.get(&quotes).clone();
            let words: Vec<&str> = whole.printed.split(' ').collect();
            let (from, to) = (from.index(words.len()), to.index(words.len()));
            let printed = words[from.min(to)..=from.max(to)].join(" ");
            quotes.insert(at.index(quotes.len() + 1), Said { printed, ..whole });
        }
        quotes
    })
}

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

/// The quotes by name: `name` gives each number one, in ascending order.
fn sayings(quotes: &[Said], name: &dyn Fn(usize) -> String) -> Vec<Saying> {
    let saying = |(number, said): (usize, &Said)| Saying {
        name: AnnotationRef { article: id(&name(number)), id: id("q") },
        speaker: said.speaker.map(Name::from),
        story: said.story.map(id),
        published: None,
        words: spoken(&said.printed).into(),
    };
    quotes.iter().enumerate().map(saying).collect()
}

fn by_number(number: usize) -> String {
    format!("a{number:03}")
}

/// Pairs of names for pairs of quotes.
fn pairs(sayings: &[Saying], pairs: &[(Index, Index)]) -> Vec<(AnnotationRef, AnnotationRef)> {
    let named = |(a, b): &(Index, Index)| (a.get(sayings).name.clone(), b.get(sayings).name.clone());
    pairs.iter().map(named).filter(|(a, b)| a != b).collect()
}

fn some_pairs() -> impl Strategy<Value = Vec<(Index, Index)>> {
    prop::collection::vec(any::<(Index, Index)>(), 0..4)
}

/// What a curator may decide, with names by number.
fn decisions(quotes: &[Saying], decided: &[Vec<(Index, Index)>; 3]) -> Decisions {
    let [same, variant, distinct] = decided.each_ref().map(|list| pairs(quotes, list));
    Decisions { same, variant, distinct }
}

/// Which quote the saying of this name belongs to.
fn quote_of(sayings: &[Saying], joins: &Joins, name: &AnnotationRef) -> usize {
    joins.of[sayings.iter().position(|saying| saying.name == *name).expect("a saying")]
}

/// The joins with the saying number `gone` taken out, which is a quote of its own; `None`
/// where it is not.
fn without(joins: &Joins, gone: usize) -> Option<Joins> {
    let shift = |number: usize| if number > gone { number - 1 } else { number };
    let at = joins.of[gone];
    let alone = joins.quotes[at].printings == [(gone, Tie::Identical)];
    let asked = joins.open.iter().any(|open| open.part == gone || open.whole == gone);
    if !alone || asked {
        return None;
    }
    let mut joins = joins.clone();
    joins.quotes.remove(at);
    for quote in &mut joins.quotes {
        quote.fullest = shift(quote.fullest);
        quote.printings.iter_mut().for_each(|(number, _)| *number = shift(*number));
    }
    joins.of.remove(gone);
    joins.of.iter_mut().for_each(|quote| *quote -= usize::from(*quote > at));
    for open in &mut joins.open {
        (open.part, open.whole) = (shift(open.part), shift(open.whole));
    }
    let moved = |(quote, sayings): (usize, Vec<usize>)| {
        (quote - usize::from(quote > at), sayings.into_iter().map(shift).collect())
    };
    joins.alike = joins.alike.into_iter().map(moved).collect();
    Some(joins)
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn no_quote_is_lost_or_in_two_groups(
        quotes in quotes(),
        decided in [some_pairs(), some_pairs(), some_pairs()],
    ) {
        let sayings = sayings(&quotes, &by_number);
        let joins = join(&sayings, &decisions(&sayings, &decided));
        let mut seen = BTreeSet::new();
        for (at, quote) in joins.quotes.iter().enumerate() {
            for (number, tie) in &quote.printings {
                prop_assert!(seen.insert(*number), "{} is in two quotes", number);
                prop_assert_eq!(joins.of[*number], at);
                prop_assert!(*number != quote.fullest || *tie == Tie::Identical);
            }
            prop_assert!(quote.printings.iter().any(|(number, _)| *number == quote.fullest));
            prop_assert!(quote.printings.is_sorted());
        }
        prop_assert_eq!(seen.len(), sayings.len());
        prop_assert!(joins.quotes.is_sorted_by_key(|quote| quote.fullest));
        for open in &joins.open {
            prop_assert_ne!(joins.of[open.part], joins.of[open.whole], "asked about, and one");
        }
    }

    #[test]
    fn names_that_keep_their_order_change_nothing(
        quotes in quotes(),
        decided in [some_pairs(), some_pairs(), some_pairs()],
        steps in prop::collection::vec(1..90usize, 12),
    ) {
        let other = |number: usize| format!("z-{:05}", steps[..=number].iter().sum::<usize>());
        let (one, two) = (sayings(&quotes, &by_number), sayings(&quotes, &other));
        let joins = [one, two].map(|sayings| join(&sayings, &decisions(&sayings, &decided)));
        prop_assert_eq!(&joins[0], &joins[1]);
    }

    #[test]
    fn which_quotes_are_one_does_not_depend_on_the_order_of_decisions(
        quotes in quotes(),
        mut same in some_pairs(),
        mut distinct in some_pairs(),
    ) {
        let sayings = sayings(&quotes, &by_number);
        let joined = join(&sayings, &decisions(&sayings, &[same.clone(), Vec::new(), distinct.clone()]));
        same.reverse();
        distinct.reverse();
        let turned = distinct.into_iter().map(|(a, b)| (b, a)).collect();
        prop_assert_eq!(joined, join(&sayings, &decisions(&sayings, &[same, Vec::new(), turned])));
    }

    #[test]
    fn a_quote_that_is_like_no_other_changes_nothing(
        quotes in quotes(),
        decided in [some_pairs(), some_pairs(), some_pairs()],
        at in any::<Index>(),
        speaker in one_of(vec![Some("ann"), Some("cleo"), None]),
        words in 1..12usize,
    ) {
        let at = at.index(quotes.len() + 1);
        let mut more = quotes.clone();
        let printed = (0..words).map(|word| format!("other{word}")).collect::<Vec<_>>().join(" ");
        more.insert(at, Said { speaker, story: Some("s"), printed });
        // The names of the others are what they were.
        let skipping = |number: usize| by_number(if number < at { number } else { number + 1 });
        let before = sayings(&quotes, &skipping);
        let decided = decisions(&before, &decided);
        let after = join(&sayings(&more, &by_number), &decided);
        prop_assert_eq!(Some(join(&before, &decided)), without(&after, at));
    }

    #[test]
    fn what_is_held_apart_is_never_one_quote(quotes in quotes(), distinct in some_pairs()) {
        let sayings = sayings(&quotes, &by_number);
        let decisions = decisions(&sayings, &[Vec::new(), Vec::new(), distinct]);
        let joins = join(&sayings, &decisions);
        for (a, b) in &decisions.distinct {
            prop_assert_ne!(quote_of(&sayings, &joins, a), quote_of(&sayings, &joins, b), "{} {}", a, b);
            prop_assert!(joins.open.iter().all(|open| {
                let pair = [&sayings[open.part].name, &sayings[open.whole].name];
                pair != [a, b] && pair != [b, a]
            }), "the curator is asked what was decided: {} {}", a, b);
        }
    }

    #[test]
    fn what_the_curator_joins_is_always_one_quote(quotes in quotes(), same in some_pairs()) {
        let sayings = sayings(&quotes, &by_number);
        let decisions = decisions(&sayings, &[same, Vec::new(), Vec::new()]);
        let joins = join(&sayings, &decisions);
        for (a, b) in &decisions.same {
            prop_assert_eq!(quote_of(&sayings, &joins, a), quote_of(&sayings, &joins, b), "{} {}", a, b);
        }
    }

    #[test]
    fn nobody_joins_two_speakers_but_the_curator(quotes in quotes()) {
        let joins = join(&sayings(&quotes, &by_number), &Decisions::default());
        for quote in &joins.quotes {
            let speakers: BTreeSet<_> =
                quote.printings.iter().filter_map(|(number, _)| quotes[*number].speaker).collect();
            prop_assert!(speakers.len() < 2, "{:?}", quote);
            prop_assert!(quote.printings.iter().all(|(_, tie)| *tie != Tie::Decided), "{:?}", quote);
        }
    }
}

// ---------------------------------------------------------------- figures

fn figure_keys() -> impl Strategy<Value = String> {
    let number = || one_of(vec!["8", "8.0", "8.3", "9", "10", "1e1", "12", "-3"]);
    let amount = prop_oneof![
        3 => number().prop_map(|n| format!("value: {n}")),
        1 => (number(), number()).prop_map(|(a, b)| {
            let value = |text: &str| text.parse::<f64>().expect("a number");
            let (low, high) = if value(a) <= value(b) { (a, b) } else { (b, a) };
            format!("low: {low}, high: {high}")
        }),
    ];
    let bound = one_of(vec!["exact", "about", "at-most", "at-least"]);
    let status = one_of(vec!["reported", "reported", "claimed"]);
    let unit = one_of(vec!["USD", "USD", "USD", "EUR"]);
    let as_of = one_of(vec!["", "", ", as_of: \"2025\"", ", as_of: \"2026\"", ", as_of: \"2026-04\""]);
    (amount, bound, status, unit, as_of).prop_map(|(amount, bound, status, unit, as_of)| {
        format!("{amount}, bound: {bound}, status: {status}, unit: {unit}{as_of}")
    })
}

fn figure(keys: &str) -> Figure {
    serde_yaml::from_str(&format!("{{id: f, exact: x, company: c, metric: m, {keys}}}")).expect("a figure")
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn two_figures_stand_to_each_other_alike(a in figure_keys(), b in figure_keys()) {
        let there = standing(&figure(&a), &figure(&b));
        prop_assert_eq!(there, standing(&figure(&b), &figure(&a)), "{} and {}", a, b);
        if a == b {
            prop_assert_eq!(there, Some(Standing::Agree), "{}", a);
        }
    }
}

// ---------------------------------------------------------------- small sites

/// A decision about two quotes in a sidecar.
#[derive(Clone, Copy, Debug)]
struct Decision {
    key: &'static str,
    of: usize,
    about: usize,
}

/// The files of a site with a quote for each article, which prints nothing else.
fn files(quotes: &[Said], decision: Option<Decision>) -> Vec<(String, String)> {
    let person = |id: &str| (format!("content/people/{id}.md"), format!("---\nname: {id}\n---\n"));
    let story = |id: &str| (format!("content/stories/{id}.md"), format!("---\ntitle: {id}\n---\n"));
    let mut files = vec![
        ("content/site.yaml".to_string(), "title: Test\n".to_string()),
        person("ann"),
        person("bob"),
        story("s"),
        story("t"),
    ];
    for (number, said) in quotes.iter().enumerate() {
        let name = by_number(number);
        let exact = serde_json::to_string(&said.printed).expect("a text");
        let key = |key: &str, value: Option<&str>| value.map_or(String::new(), |v| format!(", {key}: {v}"));
        let decided = match decision.filter(|decision| decision.of == number) {
            Some(Decision { key, about, .. }) => format!(", {key}: [\"{}#q\"]", by_number(about)),
            None => String::new(),
        };
        let sidecar = format!(
            "article: {{title: {name}{}}}\nquotes:\n  - {{id: q, exact: {exact}{}{decided}}}\n",
            key("story", said.story),
            key("speaker", said.speaker),
        );
        files.push((format!("content/articles/{name}.txt"), format!("{}\n", said.printed)));
        files.push((format!("content/articles/{name}.yaml"), sidecar));
    }
    files
}

fn site(files: &[(String, String)]) -> Sources {
    Sources::new(files.iter().map(|(path, text)| SourceFile::new(path, text.as_bytes())))
}

fn built(sources: &Sources) -> OutputTree {
    let built = common::built(sources);
    assert!(!has_errors(&built.diagnostics), "{}", common::report(sources));
    built.value.tree.expect("a tree")
}

fn page(tree: &OutputTree, path: &str) -> Html {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    Html::parse_document(std::str::from_utf8(bytes).expect("UTF-8"))
}

/// The page that the address of a quote leads to.
fn leads_to(tree: &OutputTree, article: &str) -> String {
    let own = format!("quotes/{article}/q/index.html");
    let html = page(tree, &own);
    let Some(refresh) = select(&html, "meta[http-equiv=refresh]").pop() else { return own };
    let (_, address) = refresh.attr("content").and_then(|c| c.split_once("url=")).expect("an address");
    match target(&url::Url::parse("https://x.test/").expect("a base"), &own, address) {
        Target::File(path, _) if path != own => path,
        other => panic!("{own} leads to {other:?}"),
    }
}

/// Text without what is not printed: what other articles print, and what is said for those
/// who do not see the page.
fn printed_text(element: ElementRef<'_>) -> String {
    let hidden = |node: ElementRef<'_>| {
        node.value().name() == "del" || node.attr("class").is_some_and(|class| class.contains("unseen"))
    };
    let mut text = String::new();
    for node in element.descendants() {
        let inside = node.ancestors().filter_map(ElementRef::wrap).any(hidden);
        if let Some(found) = node.value().as_text().filter(|_| !inside) {
            text.push_str(found);
        }
    }
    text
}

/// What each article prints, as the page of a quote shows it.
fn shown(tree: &OutputTree, path: &str) -> BTreeMap<String, String> {
    let html = page(tree, path);
    let printing = |li: ElementRef<'_>| {
        let quote = li.descendent_elements().find(|e| e.value().name() == "blockquote").expect("a quote");
        let mut links = li.descendent_elements().filter_map(|e| e.attr("href"));
        let article =
            links.find_map(|link| link.split("articles/").nth(1)?.split('/').next()).expect("a link");
        (article.to_string(), printed_text(quote))
    };
    let printings: Vec<_> = select(&html, ".printings > li").into_iter().map(printing).collect();
    let count = printings.len();
    let by_article: BTreeMap<String, String> = printings.into_iter().collect();
    assert_eq!(by_article.len(), count, "an article twice on {path}");
    by_article
}

/// White space is no part of what is printed: a page has its own between an insertion and
/// what it replaces.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether an annotation can be about it: there is something to see.
fn is_visible(said: &Said) -> bool {
    said.printed.chars().any(char::is_alphanumeric)
}

fn decision() -> impl Strategy<Value = Option<(&'static str, Index, Index)>> {
    let keys = one_of(vec!["same_as", "variant_of", "distinct_from"]);
    prop::option::of((keys, any::<Index>(), any::<Index>()))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn every_printing_is_on_one_page_word_for_word(
        quotes in quotes(),
        decided in decision(),
        order in any::<u64>(),
    ) {
        let quotes: Vec<Said> = quotes.into_iter().filter(is_visible).collect();
        prop_assume!(!quotes.is_empty());
        let decided = decided.map(|(key, of, about)| Decision {
            key,
            of: of.index(quotes.len()),
            about: about.index(quotes.len()),
        });
        let decided = decided.filter(|decision| decision.of != decision.about);
        let mut files = files(&quotes, decided);
        let tree = built(&site(&files));
        let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for number in 0..quotes.len() {
            let name = by_number(number);
            pages.entry(leads_to(&tree, &name)).or_default().insert(name);
        }
        for (path, articles) in &pages {
            let shown = shown(&tree, path);
            prop_assert_eq!(&shown.keys().cloned().collect::<BTreeSet<_>>(), articles, "{}", path);
            for (article, text) in shown {
                let number: usize = article.trim_start_matches('a').parse().expect("a number");
                prop_assert_eq!(squeezed(&text), squeezed(&quotes[number].printed), "{} on {}", article, path);
            }
        }
        if let Some(Decision { key, of, about }) = decided {
            let one = leads_to(&tree, &by_number(of)) == leads_to(&tree, &by_number(about));
            prop_assert_eq!(one, key != "distinct_from", "{} of {} and {}", key, of, about);
        }
        // The order in which files come changes no byte.
        shuffle(&mut files, order);
        let again = built(&site(&files));
        prop_assert!(tree.files() == again.files());
    }

    #[test]
    fn disagreements_do_not_depend_on_which_article_has_which_figure(
        figures in prop::collection::vec(figure_keys(), 1..6),
        order in any::<u64>(),
    ) {
        let mut other = figures.clone();
        shuffle(&mut other, order);
        prop_assert_eq!(disagreements(&figures), disagreements(&other));
    }
}

fn shuffle<T>(list: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for at in (1..list.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.swap(at, usize::try_from(state >> 33).expect("31 bits") % (at + 1));
    }
}

/// The warnings about figures, each with the number of its places.
fn disagreements(figures: &[String]) -> Vec<(&'static str, usize)> {
    let mut files = vec![
        ("content/site.yaml".to_string(), "title: Test\n".to_string()),
        ("content/companies/c.md".to_string(), "---\nname: Company\n---\n".to_string()),
    ];
    for (number, keys) in figures.iter().enumerate() {
        let name = by_number(number);
        files.push((format!("content/articles/{name}.txt"), "It is a number.\n".to_string()));
        files.push((
            format!("content/articles/{name}.yaml"),
            format!("article: {{title: {name}}}\nfigures:\n  - {{id: f, exact: a number, company: c, metric: m, {keys}}}\n"),
        ));
    }
    let sources = site(&files);
    let built = common::built(&sources);
    assert!(built.value.tree.is_some(), "{}", common::report(&sources));
    let mut found: Vec<_> =
        built.diagnostics.iter().map(|d| (d.code.as_str(), 1 + d.related.len())).collect();
    found.sort_unstable();
    found
}
