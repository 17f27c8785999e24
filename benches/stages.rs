//! How long each stage of a build takes on a large site.
//!
//! `cargo bench --bench stages -- 10000`
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark"
)]

mod generate;

use std::time::Instant;

use clipsheet::diagnostics::SourceFile;
use clipsheet::model::{Reader, Records, admit, link, resolve, warnings};
use clipsheet::parse::{Sources, parse};
use clipsheet::plan::plan;
use clipsheet::progress::Progress;

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let made = run();
    println!("{what:12} {:8.1} ms", start.elapsed().as_secs_f64() * 1e3);
    made
}

fn main() {
    let articles = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(1_000);
    let files = timed("generate", || generate::site(articles));
    let sources = timed("digest", || {
        Sources::new(files.into_iter().map(|(path, text)| SourceFile::new(path, text.into_bytes())))
    });
    let parsed = timed("parse", || parse(&sources, &mut Default::default()));
    println!("{:?}", parsed.diagnostics.first());
    let records =
        timed("anchor", || Records::anchored(parsed.value, &mut Default::default(), &Progress::default()));
    println!("{:?}", records.diagnostics.first());
    let records = records.value.expect("settings");
    let records = timed("resolve", || resolve(records, &mut Default::default()));
    println!("{:?}", records.diagnostics.first());
    let reader =
        Reader { audience: None, as_of: "2027-01-01T00:00:00Z".parse().expect("a moment"), drafts: false };
    let admitted = timed("admit", || admit(records.value, &reader, &mut Default::default()));
    let site = timed("link", || link(admitted));
    let found = timed("warnings", || warnings(&site));
    println!("{} warnings", found.len());
    let pages = timed("plan", || plan(&site));
    println!("{} pages", pages.len());
    let theme =
        timed("theme", || clipsheet::theme::theme(&sources, &site.records.settings)).value.expect("a theme");
    let mut by_template: std::collections::BTreeMap<&str, (usize, f64, f64, usize)> = Default::default();
    timed("render (one thread)", || {
        for page in &pages {
            let start = Instant::now();
            let view = page.view(&site, &theme);
            let viewed = start.elapsed().as_secs_f64();
            drop(view);
            let start = Instant::now();
            let html = clipsheet::render::render(&theme, &site, page).expect("html");
            let entry = by_template.entry(page.template()).or_default();
            entry.0 += 1;
            entry.1 += viewed;
            entry.2 += start.elapsed().as_secs_f64();
            entry.3 += html.map_or(0, |html| html.len());
        }
    });
    for (template, (count, view, render, bytes)) in by_template {
        println!(
            "{template:20} {count:7} view {:9.1} ms  view+render {:9.1} ms {:6} KB each",
            view * 1e3,
            render * 1e3,
            bytes / count / 1024
        );
    }
}
