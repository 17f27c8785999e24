//! How long a build takes on a large site: the first time, and again after an edit.
//!
//! `cargo bench --bench rebuilding -- 10000`; `benches/README.md` has the figures.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark"
)]

mod dice;
mod generate;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::time::Instant;

use clipsheet::build::{Options, build};
use clipsheet::diagnostics::SourceFile;
use clipsheet::memo::Memo;
use clipsheet::parse::Sources;

/// An edit: what it is called, the ending of the file, and what becomes of its text.
type Edit = (&'static str, &'static str, fn(&str) -> String);

/// Edits of one article, as an editor would make them.
const EDITS: [Edit; 7] = [
    ("a word of the text", ".md", |text| text.replacen("Late in ", "Very late in ", 1)),
    ("a title", ".md", |text| text.replacen("title: Article", "title: An article", 1)),
    ("an event's title", ".yaml", |text| text.replacen("title: Event of", "title: An event of", 1)),
    ("a figure", ".yaml", |text| text.replacen("e6\n", "e7\n", 1)),
    ("a role", ".yaml", |text| text.replacen("    about:", "    role: Speaker\n    about:", 1)),
    ("no speaker", ".yaml", |text| text.replacen("    speaker:", "    # speaker:", 1)),
    ("a quote less", ".yaml", |text| {
        let quote = text.find("  - id: q3").expect("the last quote");
        let end = text.find("events:").expect("the events");
        format!("{}{}", &text[..quote], &text[end..])
    }),
];

fn main() {
    let articles = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(1_000);
    let files = generate::site(articles);
    let mut sources =
        Sources::new(files.into_iter().map(|(path, text)| SourceFile::new(path, text.into_bytes())));
    let options = Options::at("2027-01-01T00:00:00Z".parse().expect("a moment"));
    let mut memo = Memo::default();
    let mut run = |what: &str, sources: &Sources| {
        let start = Instant::now();
        let built = build(sources, &options, &mut memo).expect("options that fit");
        let took = start.elapsed().as_secs_f64() * 1e3;
        let errors =
            built.diagnostics.iter().filter(|d| d.severity == clipsheet::diagnostics::Severity::Error);
        println!(
            "{what:20} {took:9.1} ms  {:6} rendered, {} errors",
            built.value.rendered.len(),
            errors.count()
        );
    };
    run("first", &sources);
    run("nothing", &sources);
    for (what, ending, edit) in EDITS {
        let name = format!("/a-{}{ending}", articles / 2);
        let file =
            sources.files.values().find(|file| file.path.as_str().ends_with(&name)).expect("a file").clone();
        let text = edit(file.text().expect("UTF-8"));
        let edited = SourceFile::new(file.path.as_str(), text.into_bytes());
        sources.files.insert(file.path.clone(), edited.into());
        run(what, &sources);
        sources.files.insert(file.path.clone(), file);
        run("back", &sources);
    }
}
