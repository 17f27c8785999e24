//! What a reader may not see is found wherever it stands, and nothing else is.
//!
//! `site` is a site in every field of which a random word is planted that no reader of `staff` may see,
//! `pack` hides a text in a file in every way that is known.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test, which reads files"
)]

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod pack;
mod planted;
mod site;

use clipsheet::audit::{Audit, Limits, Secrets};
use clipsheet::build::{Options, secrets};
use clipsheet::diagnostics::Diagnostic;
use clipsheet::memo::Memo;
use clipsheet::parse::Sources;

/// Audiences, of which a reader of `staff` may not see what is the board's.
const AUDIENCES: &str =
    "title: T\naudiences: {staff: {}, board: {includes: [staff]}}\ndefault_audience: staff\n";

fn options(audience: &str) -> Options {
    Options { audience: Some(audience.to_string()), ..common::options() }
}

/// What `audience` may not see of a site without mistakes.
fn secrets_for(sources: &Sources, audience: &str) -> Secrets {
    let checked = secrets(sources, &options(audience), &mut Memo::default()).expect("options that fit");
    checked.value.unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
}

/// What is found in a file.
fn found(secrets: &Secrets, path: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    Audit::of(secrets, vec![secrets.search(path, bytes, Limits::default())]).diagnostics
}

/// The secrets of a site with one article for the board and one for all.
fn secrets_of(secret: &str, open: &str) -> Secrets {
    let secret = format!("---\ntitle: Wexmoor\naudience: board\n---\n{secret}\n");
    let open = format!("---\ntitle: Other\n---\n{open}\n");
    let files = [
        ("content/site.yaml", AUDIENCES),
        ("content/articles/kestrelwood.md", &secret),
        ("content/articles/open.md", &open),
    ];
    secrets_for(&common::sources(&files), "staff")
}

#[test]
fn what_stands_in_admitted_text_is_no_leak() {
    let text = "The board sells the refinery before Christmas this year. And so Vantablatt closes.";
    let check = |open: &str, output: &str, leaks: usize| {
        assert_eq!(
            found(&secrets_of(text, open), "x.html", output.as_bytes()).len(),
            leaks,
            "{open:?} {output:?}"
        );
    };
    check("", "They say that the BOARD sells the “refinery” before christmas.", 1);
    check("", "the refinery before Christmas", 0);
    check(
        "The board sells the refinery before Christmas.",
        "the board sells the refinery before Christmas",
        0,
    );
    check(
        "The board sells the refinery before Christmas.",
        "sells the refinery before Christmas this year",
        1,
    );
    // Cells of a table have nothing between them.
    check("| Wexmoor | is |\n|---|---|\n| Wexmoor | near |", "wexmoor", 0);
    check("", "wexmoor", 1);
    check("Wexmoor.", "wexmoor", 0);
    check("*Wex*moor, caf&eacute;.", "wexmoor", 0);
    check("", "kestrelwood", 1);
    // It is not shown that a link leads to what is withheld.
    check("[here](kestrelwood.md)", "kestrelwood", 1);
    check("Kestrelwood", "kestrelwood", 0);
    // The built-in theme says it.
    check("", "<nav>Articles</nav>", 0);
}

#[test]
fn what_is_withheld_of_an_article_that_is_shown() {
    let article =
        "---\ntitle: Open\n---\nThey met in Vantablatt. It rained all day long in the valley below.";
    let sidecar = "notes:\n  - {id: gloss, exact: It rained, text: So says Kestrelwood, audience: board}\n  \
        - {id: second, exact: all day, prefix: \"rained \", text: Quite so}\n";
    let files = [
        ("content/site.yaml", AUDIENCES),
        ("content/articles/a.md", article),
        ("content/articles/a.yaml", sidecar),
    ];
    let secrets = secrets_for(&common::sources(&files), "staff");
    let leaks = found(&secrets, "x.txt", b"gloss: So says Kestrelwood: it rained");
    let messages: Vec<&str> = leaks.iter().map(|leak| leak.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the `id` of the note `a#gloss` is withheld from `staff` and stands in x.txt:1",
            "the `text` of the note `a#gloss` is withheld from `staff` and stands in x.txt:1",
        ]
    );
}

/// A footnote's number is no word of the passage that it stands in.
#[test]
fn footnotes_part_no_words() {
    let secrets = secrets_of("The bidder is called Cygnus Holding and pays cash.", "Nothing.");
    let number = "<sup class=\"footnote-reference\"><a href=\"#fn-1\">1</a></sup>";
    let page = format!("<p>The bidder is called{number} Cygnus Holding and{number} pays cash.</p>");
    assert_eq!(found(&secrets, "x.html", page.as_bytes()).len(), 1);
}

#[test]
fn short_and_common_texts_are_counted_and_not_looked_for() {
    let article = |text: &str| format!("---\ntitle: A\naudience: board\n---\n{text}\n");
    let check = |id: &str, text: &str, output: &[u8], leaks: usize| {
        let path = format!("content/articles/{id}.md");
        let files = [("content/site.yaml", AUDIENCES), (&path, &article(text))];
        let secrets = secrets_for(&common::sources(&files), "staff");
        assert_eq!(found(&secrets, "x", output).len(), leaks, "{id} {text}");
    };
    check("q1", "", b"see q1", 1);
    check("q1", "", b"see q11 xq1", 0);
    check("q1", "", b"\x00\x01\xffabcd q1 efgh\xff\x00", 0);
    check("kestrel", "", b"\x00\x01\xffabcd kestrel efgh\xff\x00", 1);
    check("2026", "", b"2026", 0);
    check("aa", "14 April 2026", b"14 April 2026", 0);
    check("aa", "14 of Vantablatt", b"14 of Vantablatt", 1);
}

#[test]
fn one_secret_is_told_of_once() {
    let secrets = secrets_of("x", "");
    let files = ["a", "b", "c", "d", "e"]
        .map(|name| secrets.search(&format!("{name}.html"), b"\nWexmoor", Limits::default()));
    let audit = Audit::of(&secrets, Vec::from(files));
    let messages: Vec<&str> = audit.diagnostics.iter().map(|d| d.message.as_str()).collect();
    let expected = "the `title` of the article `kestrelwood` is withheld from `staff` and stands in a.html:2, b.html:2, c.html:2 and 2 more files";
    assert_eq!(messages, [expected]);
    assert_eq!(
        audit.summary,
        "1 of 2 texts withheld from `staff` stand in some of 5 files; 1 too short or too common to be looked for."
    );
}

/// A file that may not be seen is none that may be copied, whatever it is called.
#[test]
fn a_file_is_known_by_its_content() {
    let files = |other: &[u8]| {
        let mut sources = common::sources(&[
            ("content/site.yaml", &format!("{AUDIENCES}files: {{\"board/**\": board}}\n")),
            ("content/static/board/vantablatt.txt", "Nobody outside the room has been told about it yet."),
        ]);
        for (path, bytes) in
            [("content/static/board/x.bin", &b"\x01\xfe\x02"[..]), ("content/static/y.bin", other)]
        {
            let file = clipsheet::diagnostics::SourceFile::new(path, bytes);
            sources.files.insert(file.path.clone(), file.into());
        }
        sources
    };
    let check = |other: &[u8], path: &str, bytes: &[u8], place: &str| {
        let leaks = found(&secrets_for(&files(other), "staff"), path, bytes);
        let places: Vec<&str> = leaks.iter().map(|leak| leak.primary.path.as_str()).collect();
        assert_eq!(places.join(" "), place, "{path}");
    };
    check(b"", "z.bin", b"\x01\xfe\x02", "content/static/board/x.bin");
    check(b"\x01\xfe\x02", "z.bin", b"\x01\xfe\x02", "");
    check(
        b"",
        "z.txt",
        b"... outside the room has been told about ...",
        "content/static/board/vantablatt.txt",
    );
    check(b"", "vantablatt/index.html", b"", "content/static/board/vantablatt.txt");
}

/// What may come from a file of the site is said to.
#[test]
fn where_a_leak_comes_from() {
    let sources = common::sources(&[
        ("content/site.yaml", AUDIENCES),
        ("content/articles/kestrelwood.md", "---\ntitle: W\naudience: board\n---\n"),
        ("content/static/data.json", "{\"a\": \"\\u006bestrelwood\"}"),
        ("themes/default/static/own.css", "\n.kestrelwood {}"),
    ]);
    // Its text is admitted, what it escapes as well; only metadata and packed files are not.
    assert!(found(&secrets_for(&sources, "staff"), "data.json", b"kestrelwood").is_empty());
    let mut sources = sources;
    sources.files.retain(|path, _| !path.as_str().ends_with("data.json"));
    let secrets = secrets_for(&sources, "staff");
    let leaks = found(&secrets, "theme/own.css", b"\n.kestrelwood {}");
    let related: Vec<_> = leaks
        .iter()
        .flat_map(|leak| &leak.related)
        .map(|(span, why)| (span.path.as_str(), span.bytes.clone(), why.as_str()))
        .collect();
    assert_eq!(related, [("themes/default/static/own.css", 2..13, "the theme says it here")]);
}

/// The sample, of which a record is the board's.
fn sample_without(record: &str) -> Sources {
    let mut sources = common::sample();
    for file in sources.files.values_mut() {
        let text = file.text().unwrap_or_default();
        let text = match file.path.as_str() {
            "content/site.yaml" => format!("{}{text}", AUDIENCES.split_once('\n').unwrap().1),
            path if path == record => text.replacen("---\n", "---\naudience: board\n", 1),
            _ => continue,
        };
        *file = clipsheet::diagnostics::SourceFile::new(file.path.as_str(), text.into_bytes()).into();
    }
    sources
}

/// What is withheld of a real site is not taken for something that stands there anyway. With
/// CLIPSHEET_CANARY_SITES set, each of its records is withheld, one after the other.
#[test]
fn the_sample_is_clean() {
    let is_record = |path: &str| path.starts_with("content/") && path.ends_with(".md");
    let records: Vec<String> =
        common::sample().files.keys().map(ToString::to_string).filter(|p| is_record(p)).collect();
    let step = if std::env::var_os("CLIPSHEET_CANARY_SITES").is_some() { 1 } else { 9 };
    for record in records.iter().step_by(step) {
        let sources = sample_without(record);
        let built = common::built_with(&sources, &options("staff"));
        let secrets = secrets_for(&sources, "staff");
        assert!(secrets.count() > 2, "{record}: {}", secrets.count());
        let audit = secrets.search_tree(&built.value.tree.expect("a tree"), Limits::default());
        assert!(audit.diagnostics.is_empty(), "{record}: {:#?}", audit.diagnostics);
        // And it is found where it is not withheld.
        let whole = common::built_with(&sources, &options("board")).value.tree.expect("a tree");
        assert!(!secrets.search_tree(&whole, Limits::default()).diagnostics.is_empty(), "{record}");
    }
}
