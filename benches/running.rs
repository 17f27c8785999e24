//! How long `clipsheet build` takes as a whole process: without what a former run left, with it and nothing
//! changed, and with it and one article changed.
//!
//! `cargo bench --bench running -- 1000 5`: so many articles, so many times; `benches/README.md` has the figures.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark"
)]

mod dice;
mod generate;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

fn main() {
    let mut numbers = std::env::args().filter_map(|arg| arg.parse::<u64>().ok());
    let articles = numbers.next().unwrap_or(1_000);
    let times = numbers.next().unwrap_or(5);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    generate::write(articles, root);
    let text = root.join("content/articles/2021/01/a-0.md");
    let mut clean = Vec::new();
    let mut nothing = Vec::new();
    let mut one = Vec::new();
    for n in 0..times {
        // The output stays, so that none of them writes much.
        let _ = fs::remove_dir_all(root.join(".clipsheet"));
        clean.push(build(root));
        nothing.push(build(root));
        let edited = fs::read_to_string(&text).expect("an article");
        fs::write(&text, edited.replacen("It was worth", &format!("It was worth, edit{n}x,"), 1))
            .expect("saved");
        one.push(build(root));
        let page = fs::read_to_string(root.join("public/articles/a-0/index.html")).expect("a page");
        assert!(page.contains(&format!("edit{n}x")), "the edit is not on its page");
    }
    let clean = median(clean);
    println!("{articles} articles, median of {times}, in ms and as a share of the first");
    for (what, took) in [("clean", clean), ("nothing changed", median(nothing)), ("one article", median(one))]
    {
        println!("{what:16} {took:8.0}  {:6.3}", took / clean);
    }
}

/// Builds the site in a process of its own; gives the milliseconds.
fn build(root: &Path) -> f64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clipsheet"));
    command.args(["build", "--quiet", "--root"]).arg(root).arg("--out").arg(root.join("public"));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let started = Instant::now();
    assert!(command.status().expect("clipsheet").success());
    started.elapsed().as_secs_f64() * 1e3
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
