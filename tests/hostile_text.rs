//! Texts that would act, in every field of every record: each is refused, or shown as the text
//! that it is.
//!
//! A page is read as a browser reads it. Nothing in it may act, and where a field holds plain text
//! the page must have the very elements and attributes that it has with harmless words.
#![allow(clippy::expect_used, clippy::panic, reason = "tests say what is wrong")]

mod common;
#[path = "hostile/html.rs"]
mod html;
#[path = "hostile/payloads.rs"]
mod payloads;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use clipsheet::build::{Options, build};
use clipsheet::diagnostics::{Severity, SourceFile, has_errors};
use clipsheet::model::{Records, resolve};
use clipsheet::parse::{Sources, parse};
use clipsheet::path::OutPath;
use clipsheet::progress::Progress;
use html::{Address, Seen, Shape, address, look};
use payloads::PAYLOADS;
use rayon::prelude::*;

/// A site with a slot for every field: `«name»` for a text in YAML, `‹name›` for text as it is
/// written in Markdown or in a file's name. The first letter of a slot says how it is tested.
#[rustfmt::skip]
const SITE: &[(&str, &str)] = &[
    ("content/site.yaml", "title: «T site title»\ntagline: «T tagline»\nplace: «T place»\nlanguage: «O language»\n\
        timezone: «O timezone»\ntheme: «O theme»\nbase_url: «S base_url»\nsocial_cards: false\nfiles: {«O files»: everybody}\n\
        audiences: {everybody: {}, «O audience»: {}}\ndefault_audience: everybody\n\
        menu:\n  - {label: «T menu label», url: /articles/}\n  - {label: Out, url: «O menu url»}\n\
        metrics: {revenue: {label: «T metric label»}, «T metric»: {label: x}}\nunits: {«T unit»: «T unit label»}\n\
        topics: {money: «T topic label», «T topic»: x}\n"),
    ("content/articles/memo.md", "---\ntitle: «T title»\ndek: «T dek»\nsection: «T section»\nauthors: [«T author», «T author 2»]\n\
        summary: «T summary»\npublication: wire\npublished: \"2026-04-14\"\nurl: «S url»\nstory: matter\ntopics: [money]\n\
        image: {src: «O image src», alt: «T alt», caption: «T caption», credit: «T image credit»}\n\
        credits: [{to: wire, how: «O how»}]\nredirect_from: [«O redirect»]\n---\n\
        Ann Lee said: \"We start today.\" Acme makes ten dollars. It grows. It owns Sub. It says nothing.\n\n‹M body›\n"),
    ("content/articles/memo.yaml", "quotes:\n\
        \x20 - {id: q, exact: We start today., speaker: ann-lee, role: «T quote role», in: note, via: [{source: wire, how: «T via»}], about: [acme]}\n\
        events:\n  - {id: e, exact: today, date: \"2026-04-14\", said: «T said», title: «T event title», entities: [acme]}\n\
        figures:\n  - {id: f, exact: ten dollars, company: acme, metric: revenue, value: 10, unit: «T unit»}\n\
        claims:\n  - {id: c, exact: It says nothing., company: acme, question: «O question», says: «T says»}\n\
        relations:\n  - {id: r, exact: It owns Sub., from: acme, to: sub, kind: «O relation»}\n\
        notes:\n  - {id: n, exact: It grows., text: «M note»}\n"),
    ("content/articles/clip.txt", "---\ntitle: A clipping\n---\nIt said: ‹C clipping› and no more.\n\nThe end of it.\n"),
    ("content/articles/clip.yaml", "quotes:\n  - {id: q, exact: «C clipping»}\n  - {id: end, exact: The end of it.}\n"),
    ("content/articles/links.md", "---\ntitle: Links\n---\n[a](‹L link›)\n\n[b](<‹L link in brackets›>)\n\n\
        ![c](‹L image› \"‹L image title›\")\n\n<‹L autolink›>\n\n[d][d]\n\n[d]: ‹L reference› \"‹L reference title›\"\n\n`‹M code›`\n\n    ‹M block›\n\n```‹M fence›\nx\n```\n\n[^‹M footnote›]: x\n"),
    ("content/articles/‹F article›.md", "---\ntitle: Named\n---\nText.\n"),
    ("content/articles/slug.md", "---\ntitle: Slug\nslug: «O slug»\n---\nText.\n"),
    ("content/articles/ids.md", "---\ntitle: Ids\n---\nOne two three.\n"),
    ("content/articles/ids.yaml", "quotes: [{id: «O quote id», exact: One}]\nevents: [{id: e, exact: two, date: \"2026\", title: x, event: «O event»}]\n"),
    ("content/companies/acme.md", "---\nname: «T company»\naliases: [«T company alias»]\nproducts: [«T product»]\nticker: «T ticker»\n\
        website: «S company website»\nsector: «T sector»\nsummary: «T company summary»\n---\n‹M profile›\n"),
    ("content/companies/sub.md", "---\nname: Sub\npart_of: acme\n---\n"),
    ("content/people/ann-lee.md", "---\nname: «T person»\naliases: [«T person alias»]\nroles: [{title: «T role», at: acme, since: \"2019\"}]\n\
        summary: «T person summary»\n---\n‹M person›\n"),
    ("content/publications/wire.md", "---\nname: «T publication»\naliases: [«T publication alias»]\nwebsite: «S publication website»\n\
        summary: «T publication summary»\n---\n‹M publication›\n"),
    ("content/stories/matter.md", "---\ntitle: «T story»\nsummary: «T story summary»\ndocuments: [{id: note, title: «T document», author: ann-lee}]\n---\n‹M story›\n"),
    ("content/briefings/today.md", "---\ntitle: «T briefing»\ndate: 2026-04-15\nlead: {article: memo, comment: «T lead»}\n\
        sections: [{heading: «T heading», items: [{quote: memo#q, comment: «T comment»}, {figure: acme/revenue}, {timeline: acme}]}]\n---\n‹M letter›\n"),
    ("content/pages/about.md", "---\ntitle: «T page»\nsummary: «T page summary»\n---\n‹M page›\n"),
    ("content/static/‹F static›.txt", "x"),
    ("content/static/picture.svg", "<svg/>"),
    ("themes/plain/theme.yaml", "name: Plain\n"),
];

/// What a slot holds where it is not attacked.
fn harmless_words(slot: &str) -> &'static str {
    match slot {
        "O language" => "en",
        "O timezone" => "UTC",
        "O theme" => "default",
        "O slug" => "another-name",
        "O files" => "**",
        "O menu url" => "https://example.org/x",
        "O image src" | "L image" => "/picture.svg",
        "T unit" => "tons",
        "L link" | "L link in brackets" | "L reference" => "memo.md",
        "L autolink" => "https://example.org",
        "S base_url" => "https://base.example/x",
        _ if slot.starts_with("S ") => "https://example.org/x",
        _ if slot.starts_with(['O', 'F']) => "harmless-name",
        "M fence" | "M footnote" => "rust",
        _ => "Harmless words",
    }
}

/// A text as YAML in double quotes, with every character that is not plain written as its number.
fn yaml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            c => quoted.push_str(&format!("\\U{:08X}", c as u32)),
        }
    }
    quoted + "\""
}

/// Fills the slots of a text.
fn filled(text: &str, fill: &dyn Fn(&str) -> String) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['«', '‹']) {
        let (open, close) = if rest[at..].starts_with('«') { ('«', '»') } else { ('‹', '›') };
        let (before, after) = rest.split_at(at);
        let (slot, after) = after[open.len_utf8()..].split_once(close).expect("a slot that ends");
        result.push_str(before);
        result.push_str(&if open == '«' { yaml(&fill(slot)) } else { fill(slot) });
        rest = after;
    }
    result + rest
}

fn slots() -> Vec<String> {
    let found = std::cell::RefCell::new(Vec::new());
    for (path, text) in SITE {
        let note = |slot: &str| {
            found.borrow_mut().push(slot.to_string());
            String::new()
        };
        filled(path, &note);
        filled(text, &note);
    }
    let mut slots = found.into_inner();
    slots.sort();
    slots.dedup();
    slots
}

/// The files of a site, each as it was seen.
type Pages = BTreeMap<String, Arc<Seen>>;

/// What was seen, by the ending of a file's name and its bytes.
type Known = HashMap<(String, blake3::Hash), Arc<Seen>>;

/// What was seen in a file with these bytes: most pages are the same in most sites.
fn seen(path: &str, bytes: &Arc<[u8]>) -> Arc<Seen> {
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let ending = path.rsplit('.').next().unwrap_or_default().to_string();
    let key = (ending, blake3::hash(bytes));
    let known = KNOWN.lock().expect("no panic").get(&key).cloned();
    known.unwrap_or_else(|| {
        let seen = Arc::new(look(path, bytes));
        KNOWN.lock().expect("no panic").insert(key, seen.clone());
        seen
    })
}

/// The site with `payload` in these slots.
fn sources(payload: &str, attacked: &dyn Fn(&str) -> bool) -> Sources {
    sources_of(SITE.iter(), payload, attacked)
}

fn sources_of<'a>(
    files: impl Iterator<Item = &'a (&'a str, &'a str)>,
    payload: &str,
    attacked: &dyn Fn(&str) -> bool,
) -> Sources {
    let fill =
        |slot: &str| if attacked(slot) { payload.to_string() } else { harmless_words(slot).to_string() };
    Sources::new(
        files.map(|(path, text)| SourceFile::new(filled(path, &fill), filled(text, &fill).into_bytes())),
    )
}

fn options() -> Options {
    Options { audience: Some("everybody".to_string()), ..common::options() }
}

/// What each file of that site holds, or nothing where it is refused.
fn built(payload: &str, attacked: &dyn Fn(&str) -> bool) -> Option<Pages> {
    // An option that does not fit is refused too.
    let built = build(&sources(payload, attacked), &options(), &mut clipsheet::memo::Memo::default()).ok()?;
    assert_eq!(built.value.tree.is_none(), has_errors(&built.diagnostics), "{payload:?}");
    let tree = built.value.tree?;
    Some(
        tree.files()
            .iter()
            .map(|(path, bytes)| (path.to_string(), seen(path.as_str(), bytes.bytes())))
            .collect(),
    )
}

/// The e-mail, whose elements have the styles of the theme.
const MAIL: &str = "briefings/today/email.html";

/// Those styles, and the comments with tables for Outlook: what stands there with harmless words.
static STYLES_OF_MAIL: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let pages = built("", &|_| false).expect("the site is fine");
    let flaws = pages.get(MAIL).expect("an e-mail").flaws.iter();
    let styles = flaws.filter(|flaw| {
        let table = ["[if mso]><table ", "[if mso]></td></tr></table><![endif]"];
        let of_outlook = table.iter().any(|table| flaw.starts_with(&format!("the comment \"{table}")));
        flaw.contains(" style=\"") || flaw.starts_with("<style>") || of_outlook
    });
    styles.cloned().collect()
});

/// What a page acts with, and where its shape is another than it should be.
fn flaws(pages: &Pages, expected: Option<&Pages>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, seen) in pages {
        let flaws = seen.flaws.iter().filter(|flaw| !(path == MAIL && STYLES_OF_MAIL.contains(*flaw)));
        found.extend(flaws.map(|flaw| format!("{path}: {flaw}")));
        if let Some(expected) = expected.and_then(|pages| pages.get(path)) {
            found.extend(difference(&seen.shape, &expected.shape).map(|d| format!("{path}: {d}")));
        }
    }
    if expected.is_some_and(|expected| !expected.keys().eq(pages.keys())) {
        found.push("there are other files".to_string());
    }
    found
}

fn difference(found: &Shape, expected: &Shape) -> Option<String> {
    let more = found.iter().filter(|(key, count)| expected.get(*key) != Some(count));
    let fewer = expected.iter().filter(|(key, _)| !found.contains_key(*key));
    let all: Vec<String> = more.chain(fewer).map(|(key, count)| format!("{count} times {key}")).collect();
    (!all.is_empty()).then(|| format!("another shape: {}", all.join(", ")))
}

/// The mistakes that the records with this slot have, looked at without the rest of the site.
fn mistakes(slot: &str, payload: &str) -> BTreeSet<String> {
    let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_string();
    let has = |text: &str| text.contains(&format!("«{slot}»")) || text.contains(&format!("‹{slot}›"));
    let with_slot: Vec<String> =
        SITE.iter().filter(|(path, text)| has(path) || has(text)).map(|(path, _)| stem(path)).collect();
    let needed = |(path, _): &&(&str, &str)| *path == SITE[0].0 || with_slot.contains(&stem(path));
    let parsed = parse(
        &sources_of(SITE.iter().filter(needed), payload, &|other| other == slot),
        &mut Default::default(),
    );
    let mut wrong = parsed.diagnostics;
    let records =
        Records::anchored(parsed.value, &mut Default::default(), &Progress::default()).keep(&mut wrong);
    wrong.extend(
        records.into_iter().flat_map(|records| resolve(records, &mut Default::default()).diagnostics),
    );
    wrong.retain(|diagnostic| diagnostic.severity == Severity::Error);
    wrong.into_iter().map(|diagnostic| diagnostic.message).collect()
}

/// Whether the payload can be tried in a slot: an address or an id is refused at once, where it is
/// a mistake that the harmless words are not. This is quick, and a whole build is not.
fn is_worth_it(payload: &str, slot: &str, harmless: &BTreeSet<String>) -> bool {
    match slot {
        "F static" => OutPath::file(payload).is_some(),
        _ if slot.starts_with(['T', 'M', 'C']) => true,
        _ => mistakes(slot, payload).is_subset(harmless),
    }
}

/// Attacks these slots at once; where the site is refused, each half of them. Gives what is wrong,
/// and how many slots were attacked.
fn attack(payload: &str, slots: &[&str], expected: Option<&Pages>) -> (Vec<String>, usize) {
    match built(payload, &|slot| slots.contains(&slot)) {
        Some(pages) => {
            let told = |flaw: String| format!("{flaw}: with {payload:?} in {slots:?}");
            (flaws(&pages, expected).into_iter().map(told).collect(), slots.len())
        }
        None if slots.len() < 2 => (Vec::new(), 0),
        None => {
            let (left, right) = slots.split_at(slots.len() / 2);
            let (mut wrong, accepted) = attack(payload, left, expected);
            let (more, others) = attack(payload, right, expected);
            wrong.extend(more);
            (wrong, accepted + others)
        }
    }
}

/// Puts every payload into all slots of these kinds that take it. Gives how many did.
fn attack_all(kinds: &[char], same_shape: bool) -> usize {
    let slots = slots();
    let slots: Vec<&str> = slots.iter().map(String::as_str).filter(|slot| slot.starts_with(kinds)).collect();
    let harmless_site = built("", &|_| false).expect("the site is fine");
    let expected = same_shape.then_some(&harmless_site);
    let overlong = "<script>alert(1)</script>\" onclick=\"".repeat(25);
    let payloads: Vec<&str> = PAYLOADS.iter().copied().chain([overlong.as_str()]).collect();
    let slots: Vec<(&str, BTreeSet<String>)> =
        slots.into_iter().map(|slot| (slot, mistakes(slot, harmless_words(slot)))).collect();
    let results: Vec<(Vec<String>, usize)> = payloads
        .par_iter()
        .map(|payload| {
            let worth = slots.iter().filter(|(slot, harmless)| is_worth_it(payload, slot, harmless));
            attack(payload, &worth.map(|(slot, _)| *slot).collect::<Vec<_>>(), expected)
        })
        .collect();
    let wrong: Vec<&String> = results.iter().flat_map(|(wrong, _)| wrong).collect();
    let shown: Vec<String> = wrong.iter().take(30).map(|w| w.chars().take(900).collect()).collect();
    assert!(wrong.is_empty(), "{} times something acts or differs:\n{}", wrong.len(), shown.join("\n"));
    results.iter().map(|(_, accepted)| accepted).sum()
}

#[test]
fn the_site_is_fine_with_harmless_words() {
    let found =
        clipsheet::build::build(&sources("", &|_| false), &options(), &mut clipsheet::memo::Memo::default())
            .expect("options that fit");
    assert_eq!(found.diagnostics, Vec::new());
    let pages = built("", &|_| false).expect("a site");
    assert!(pages.len() > 15);
    assert_eq!(flaws(&pages, None), Vec::<String>::new());
    assert!(slots().len() > 80, "{:?}", slots());
}

/// Plain text, web addresses and the text of a clipping.
#[test]
fn what_is_no_markup_is_shown_as_it_is() {
    let accepted = attack_all(&['T', 'S', 'C'], true);
    assert!(accepted > 5000, "only {accepted} were accepted: nothing was tested");
}

/// Markdown, the addresses of links in it, ids and names of files.
#[test]
fn what_may_be_markup_does_not_act() {
    let accepted = attack_all(&['M', 'L', 'O', 'F'], false);
    assert!(accepted > 1500, "only {accepted} were accepted: nothing was tested");
}

#[test]
fn the_check_sees_what_acts() {
    let flawed = |html: &str| !look("a.html", format!("<!DOCTYPE html>{html}").as_bytes()).flaws.is_empty();
    for bad in [
        "<script>x</script>",
        "<p onclick=x>",
        "<a href='java&#x0A;script:x'>",
        "<a href='//e'>",
        "<a href='\\/e'>",
        "<svg><script>x</script></svg>",
        "<!-- x -->",
        "<img src='https://e/x.png'>",
        "<base href=x>",
        "a\u{1}b",
        "<meta http-equiv=refresh>",
        "<script type='application/ld+json'>{\"a\": </script>",
    ] {
        assert!(flawed(bad), "{bad}");
    }
    for fine in
        ["<p>x", "<a href='https://e'>", "<a href='../x'>", "<script type='application/ld+json'>{}</script>"]
    {
        assert!(!flawed(fine), "{fine}");
    }
    assert_eq!(address(" \u{1}JaVa\tscript:x"), Address::Acts);
    assert_eq!(address("a/b:c"), Address::Relative);
}
