//! Every diagnostic, as a person sees it.
//!
//! Each file of `tests/diagnostics/` is a site with a mistake in it and the exact report
//! that `build` gives. Its first line says what it is about, and the next may have options, after
//! `$ `; then come the files, each
//! after a line `== path`, and last, after a line `-- expect`, the report. Where nothing
//! follows, nothing is wrong. A site without settings of its own gets `title: Test`;
//! `== (none) content/site.yaml` leaves them out.
//!
//! In a file after a line `== (escaped) path`, `\x{EF BB BF}` stands for those bytes,
//! `\r` and `\t` for a carriage return and a tab, `\repeat{20}{text}` for twenty times
//! `text` (which has no `}` in it), and `\\` for a backslash.
//!
//! With files after a line `== (output) path`, or `(output) (escaped) path`, these are searched for what may
//! not be seen, and the report is what `audit` says of them.
//!
//! `tests/diagnostics-pending/` holds what is not tested yet: reports that are to change, each
//! with a line that says why and with the report as proposed.
//!
//! `UPDATE_EXPECT=1` rewrites all reports, `UPDATE_EXPECT=word` those of the fixtures
//! with that word in their name. Read what it wrote before you keep it.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests read fixtures from the disk, and fail where one is not as it should be"
)]

mod common;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clipsheet::audit::{Audit, Limits};
use clipsheet::build::{Options, secrets};
use clipsheet::diagnostics::{Code, Format, SourceFile, render};
use clipsheet::memo::Memo;
use clipsheet::parse::Sources;

const EXPECT: &str = "-- expect\n";

const OUTPUT: &str = "(output) ";

/// One file of `tests/diagnostics/`.
struct Fixture {
    name: String,
    path: PathBuf,
    /// All up to and with the line `-- expect`.
    input: String,
    expected: String,
}

/// All fixtures, by name.
fn fixtures() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let files = std::fs::read_dir(folder).expect("the fixtures").map(|e| e.expect("an entry").path());
    let mut paths: Vec<PathBuf> = files.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    paths.into_iter().map(fixture).collect()
}

fn fixture(path: PathBuf) -> Fixture {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let text = std::fs::read_to_string(&path).expect("UTF-8").replace("\r\n", "\n");
    let at = text.find(&format!("\n{EXPECT}")).unwrap_or_else(|| panic!("{name} has no line `-- expect`"));
    let (input, expected) = text.split_at(at + 1 + EXPECT.len());
    assert!(!input.starts_with("== "), "{name} does not say what it is about");
    Fixture { name, path, input: input.to_string(), expected: expected.to_string() }
}

impl Fixture {
    fn sources(&self) -> Sources {
        let inputs = self.input.strip_suffix(EXPECT).unwrap_or(&self.input);
        let (_, inputs) = inputs.split_once("\n== ").expect("a file");
        let mut files: Vec<SourceFile> = Vec::new();
        let mut settings = Some(SourceFile::new("content/site.yaml", b"title: Test\n".as_slice()));
        for part in inputs.split("\n== ") {
            let (header, text) = part.split_once('\n').unwrap_or((part, ""));
            // The line feed before the next header belongs to the last line.
            let text =
                if text.is_empty() || text.ends_with('\n') { text.to_string() } else { format!("{text}\n") };
            if header.starts_with(OUTPUT) {
                continue;
            }
            let (path, bytes) = match header.strip_prefix("(escaped) ") {
                Some(path) => (path, unescaped(&text)),
                None => (header.strip_prefix("(none) ").unwrap_or(header), text.into_bytes()),
            };
            if path == "content/site.yaml" {
                settings = None;
            }
            if !header.starts_with("(none) ") {
                files.push(SourceFile::new(path, bytes));
            }
        }
        Sources::new(files.into_iter().chain(settings))
    }

    /// The files of a built site that are searched.
    fn output(&self) -> Vec<(String, Vec<u8>)> {
        let inputs = self.input.strip_suffix(EXPECT).unwrap_or(&self.input);
        let parts = inputs.split("\n== ").filter_map(|part| part.strip_prefix(OUTPUT)?.split_once('\n'));
        let file = |(path, text): (&str, &str)| match path.strip_prefix("(escaped) ") {
            Some(path) => (path.to_string(), unescaped(text)),
            None => (path.to_string(), text.as_bytes().to_vec()),
        };
        parts.map(file).collect()
    }

    fn options(&self) -> Options {
        let options = self.input.lines().nth(1).and_then(|line| line.strip_prefix("$ "));
        common::options_from(options.unwrap_or_default())
    }

    /// The report, without the empty line that ends it.
    fn report(&self) -> String {
        let (sources, options) = (self.sources(), self.options());
        let output = self.output();
        let report = catch_unwind(AssertUnwindSafe(|| match output.is_empty() {
            true => common::report_with(&sources, &options),
            false => audit_report(&sources, &options, &output),
        }));
        let report = report.unwrap_or_else(|_| "PANIC\n".to_string());
        if report.is_empty() { report } else { format!("{}\n", report.trim_end()) }
    }
}

fn audit_report(sources: &Sources, options: &Options, output: &[(String, Vec<u8>)]) -> String {
    let secrets = secrets(sources, options, &mut Memo::default()).expect("options that fit");
    let secrets = secrets.value.expect("a site without errors");
    let searched = output.iter().map(|(path, bytes)| secrets.search(path, bytes, Limits::default()));
    let audit = Audit::of(&secrets, searched.collect());
    render(&audit.diagnostics, Format::Human, false, |path| sources.bytes(path))
}

/// The bytes that an escaped text stands for.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let braces = |text: &str| {
            let inside = text.strip_prefix('{').and_then(|t| t.split_once('}')).expect("two braces");
            (inside.0.to_string(), text.len() - inside.1.len())
        };
        if let Some(after) = after.strip_prefix("repeat") {
            let (count, end) = braces(after);
            let (what, end_of_both) = braces(&after[end..]);
            bytes.extend(what.repeat(count.parse().expect("a number")).bytes());
            rest = &after[end + end_of_both..];
        } else if let Some(after) = after.strip_prefix('x') {
            let (hex, end) = braces(after);
            bytes.extend(hex.split(' ').map(|h| u8::from_str_radix(h, 16).expect("two hexadecimal digits")));
            rest = &after[end..];
        } else {
            bytes.push(match after.as_bytes().first() {
                Some(b't') => b'\t',
                Some(b'r') => b'\r',
                Some(b'\\') => b'\\',
                other => panic!("no such escape: {other:?}"),
            });
            rest = &after[1..];
        }
    }
    bytes.extend(rest.bytes());
    bytes
}

#[test]
fn every_mistake_is_reported_as_expected() {
    let update = std::env::var("UPDATE_EXPECT").ok();
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let report = fixture.report();
        if report == fixture.expected {
            continue;
        }
        match update.as_deref() {
            Some(word) if word == "1" || fixture.name.contains(word) => {
                std::fs::write(&fixture.path, format!("{}{report}", fixture.input)).expect("a fixture");
            }
            _ => wrong
                .push(format!("==== {}\n---- expected\n{}---- is\n{report}", fixture.name, fixture.expected)),
        }
    }
    assert!(wrong.is_empty(), "{} reports are not as expected:\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_code_has_a_fixture() {
    let all: String = fixtures().into_iter().map(|f| f.expected).collect();
    let missing: BTreeSet<&str> = Code::ALL
        .iter()
        // What other machines answer no fixture says: tests/external.rs does.
        .filter(|code| !matches!(code, Code::DeadLink | Code::MovedLink | Code::UnansweredLink))
        .map(|code| code.as_str())
        .filter(|code| ["error", "warning"].iter().all(|s| !all.contains(&format!("{s}[{code}]: "))))
        .collect();
    assert!(missing.is_empty(), "no fixture shows {missing:?}");
}

/// A warning, and an error with another place, with characters that the formats escape.
fn two_diagnostics() -> Sources {
    common::sources(&[
        ("content/site.yaml", "title: Test\n"),
        ("content/notes, old: 100%.txt", "Text.\n"),
        ("content/articles/a.md", "---\ntitle: A\n---\nSaid “ü” <b>: a clean slate, 100%.\n"),
        ("content/articles/a.yaml", "notes:\n  - {text: ü, id: n, exact: \"a clean slade, 100%\"}\n"),
    ])
}

fn rendered(format: Format) -> String {
    let sources = two_diagnostics();
    render(&common::built(&sources).diagnostics, format, false, |path| sources.bytes(path))
}

#[test]
fn as_json() {
    let expected = [
        concat!(
            r#"{"code":"quote-not-found","column":29,"#,
            r#""hint":"if this passage is meant, write\nexact: \"a clean slate, 100%\"","line":2,"#,
            r#""message":"the text of this note does not stand in the article","path":"content/articles/a.yaml","#,
            r#""related":[{"column":15,"line":4,"message":"the closest passage is here","#,
            r#""path":"content/articles/a.md"}],"severity":"error"}"#,
        ),
        concat!(
            r#"{"code":"unexpected-file","column":1,"hint":"records are `.md` files (articles also `.txt`) in "#,
            r#"articles, companies, people, publications, stories, briefings and pages; other files go to "#,
            r#"content/static","line":1,"message":"nothing uses this file","path":"content/notes, old: 100%.txt","#,
            r#""related":[],"severity":"warning"}"#,
        ),
    ];
    let lines: Vec<String> = rendered(Format::Json).lines().map(str::to_string).collect();
    let objects = |lines: &[String]| -> Vec<serde_json::Value> {
        lines.iter().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
    };
    let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
    assert_eq!(objects(&lines), objects(&expected));
    assert_eq!(lines, expected, "the bytes do not depend on the order of a hash");
}

#[test]
fn as_commands_for_github() {
    assert_eq!(
        rendered(Format::Github),
        concat!(
            "::error file=content/articles/a.yaml,line=2,col=29,title=quote-not-found",
            "::the text of this note does not stand in the article%0A",
            "if this passage is meant, write%0Aexact: \"a clean slate, 100%25\"\n",
            "::warning file=content/notes%2C old%3A 100%25.txt,line=1,col=1,title=unexpected-file",
            "::nothing uses this file%0Arecords are `.md` files (articles also `.txt`) in articles, companies, ",
            "people, publications, stories, briefings and pages; other files go to content/static\n",
        )
    );
}

/// What only a disk can hold. The other fixtures are in memory.
#[test]
#[cfg(unix)]
fn links_and_pipes_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("site/content/articles");
    std::fs::create_dir_all(&articles).expect("a folder");
    std::fs::write(folder.path().join("site/content/site.yaml"), "title: Test\n").expect("a file");
    std::fs::write(folder.path().join("outside.md"), "---\ntitle: A\n---\n").expect("a file");
    std::fs::write(articles.join("inside.md"), "---\ntitle: A\n---\n").expect("a file");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, articles.join(name)).expect("a link");
    link("../../../outside.md", "a-out.md");
    link("nowhere.md", "b-nowhere.md");
    link("..", "c-loop");
    link("inside.md", "d-inside.md");
    let scanned = clipsheet::load::scan(&folder.path().join("site")).expect("a site");
    let report = render(&scanned.diagnostics, Format::Human, false, |path| scanned.value.bytes(path));
    let expected = "\
error[unexpected-file]: this symbolic link leads out of the site
 --> content/articles/a-out.md:1:1
  |
1 |
  | ^
  |
help: copy the file into the site

error[unexpected-file]: this symbolic link leads nowhere
 --> content/articles/b-nowhere.md:1:1
  |
1 |
  | ^
  |
help: remove the link

error[unexpected-file]: this symbolic link leads back to a folder that it is in
 --> content/articles/c-loop:1:1
  |
1 |
  | ^
  |
help: remove the link

";
    assert_eq!(report, expected);
    assert!(scanned.value.files.keys().any(|path| path.as_str() == "content/articles/d-inside.md"));
}

/// Invariant 9 of the design, and the taste of `Diagnostic`: a place in a file that the
/// user can open, one line of message that starts lower case, and what to do.
#[test]
fn every_diagnostic_has_its_parts() {
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let sources = fixture.sources();
        let built = common::built_with(&sources, &fixture.options());
        for d in built.diagnostics {
            let mut objections = Vec::new();
            let known = sources.files.contains_key(&d.primary.path)
                || built.value.templates.contains_key(&d.primary.path)
                || d.primary.path.as_str() == "content/site.yaml";
            if !known {
                objections.push("no such file");
            }
            if d.message.starts_with(char::is_uppercase) || d.message.ends_with('.') {
                objections.push("a sentence for a message");
            }
            if d.message.contains('\n') || d.message.contains('\u{1f}') {
                objections.push("not one line of text");
            }
            if d.hint.as_deref().is_none_or(|hint| hint.trim().is_empty()) {
                objections.push("no hint");
            }
            if !objections.is_empty() {
                wrong.push(format!("{}: {}: {}", fixture.name, objections.join(", "), d.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{} diagnostics lack something:\n{}", wrong.len(), wrong.join("\n"));
}
