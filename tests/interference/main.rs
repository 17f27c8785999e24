//! What a reader may not see changes not one byte of what the reader gets.
//!
//! A random site (`generate`) is built for one of its audiences at a moment. Then everything that this
//! audience may not see is deleted from its source (`delete`), as an editor would do it by hand and
//! without asking clipsheet, and the site is built again: both outputs are the same, file for file and
//! byte for byte. A site that leaks is made smaller (`shrink`) and kept in `tests/interference/kept`, as
//! its files before and after the deletion, from where it is compared ever after.
//!
//! `CLIPSHEET_INTERFERENCE_SITES=20000` builds so many sites, `CLIPSHEET_INTERFERENCE_SEED=7` the one of
//! that number (with both: from that number on); `--nocapture` shows what they had that is hidden.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test; the environment says how many sites, and those that leak are kept on the disk"
)]

mod build;
mod careless;
#[path = "../common/mod.rs"]
mod common;
mod coverage;
mod delete;
#[path = "../common/dice.rs"]
mod dice;
mod editions;
mod generate;
mod links;
mod model;
mod moments;
mod passage;
mod places;
mod print;
mod reader;
mod redactions;
#[path = "../incremental/script.rs"]
mod script;
mod sentences;
mod shrink;
#[path = "../common/trees.rs"]
mod trees;
mod words;

use build::Fault;
use delete::{Tally, without_the_withheld};
use model::Site;
use rayon::prelude::*;

/// A site that nobody could build.
const MISTAKEN: &str = "the source has mistakes";

/// How many sites are built where nobody says otherwise.
const SITES: u64 = 1000;

/// From which all sites follow.
const SEED: u64 = 1;

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

/// The numbers of the sites that are asked for.
fn numbers() -> std::ops::Range<u64> {
    let first = from_environment("CLIPSHEET_INTERFERENCE_SEED");
    let count = from_environment("CLIPSHEET_INTERFERENCE_SITES").unwrap_or(first.map_or(SITES, |_| 1));
    let first = first.unwrap_or(0);
    first..first + count
}

/// What was deleted from a site that does not leak.
fn check(number: u64) -> Result<Tally, (u64, Fault)> {
    let site = generate::site(SEED, number);
    let mut tally = Tally::new();
    let left = without_the_withheld(&site, &mut tally);
    match build::compare(&site, &left) {
        Ok(()) => coverage::add(&site, &left, &mut tally),
        // Rarely a sentence comes twice in an article, and then nobody can tell which one is meant.
        Err(Fault::Source(_)) => tally = Tally::from([(MISTAKEN.to_string(), 1)]),
        Err(fault) => return Err((number, fault)),
    }
    Ok(tally)
}

fn joined(mut one: Tally, other: Tally) -> Tally {
    other.into_iter().for_each(|(what, count)| *one.entry(what).or_default() += count);
    one
}

#[test]
fn what_is_withheld_changes_nothing() {
    let numbers = numbers();
    let count = usize::try_from(numbers.end - numbers.start).expect("a number of sites");
    match numbers.into_par_iter().map(check).try_reduce(Tally::new, |one, other| Ok(joined(one, other))) {
        Ok(tally) => {
            for (what, count) in &tally {
                println!("{count:6} {what}");
            }
            // Of what is rare, few sites may have none.
            if count as u64 >= SITES {
                enough_is_hidden(&tally, count);
            }
        }
        Err((number, fault)) => keep(number, fault),
    }
}

fn enough_is_hidden(tally: &Tally, sites: usize) {
    let wanted = coverage::WANTED.into_iter().chain(coverage::WANTED_BESIDES);
    for (what, in_a_thousand) in wanted.chain(coverage::WANTED_OF_PASSAGES) {
        let found = tally.get(what).copied().unwrap_or_default();
        assert!(found * 1000 >= in_a_thousand * sites, "{what}: only {found} times in {sites} sites");
    }
    let mistaken = tally.get(MISTAKEN).copied().unwrap_or_default();
    assert!(mistaken * 100 <= sites, "{mistaken} of {sites} sites have mistakes in their source");
    let none = tally.get("no record is hidden").copied().unwrap_or_default();
    assert!(none * 10 < sites, "no record is hidden in {none} of {sites} sites");
}

/// Makes a site that leaks smaller, keeps it and fails.
fn keep(number: u64, fault: Fault) {
    let site = shrink::shrunk(generate::site(SEED, number), &shrink::fault);
    let small = shrink::fault(&site);
    let about = format!("Found by CLIPSHEET_INTERFERENCE_SEED={number}.\n{}", told(small.as_ref()));
    let text = script::print(&about, &build::states(&site));
    let path = common::at(&format!("tests/interference/kept/seed-{number}.txt"));
    std::fs::write(&path, &text).expect("the site is kept");
    panic!("{}\n\nmade smaller from: {}\n\n{text}", path.display(), told(Some(&fault)));
}

fn told(fault: Option<&Fault>) -> String {
    match fault {
        None => "nothing differs any more".to_string(),
        Some(Fault::Source(report)) => format!("the source has mistakes:\n{report}"),
        Some(Fault::Left(report)) => format!("what is left of the source has mistakes:\n{report}"),
        Some(Fault::Leak(difference)) => difference.clone(),
    }
}

#[test]
fn what_leaked_once_does_not_leak() {
    let kept = common::files_below(&common::at("tests/interference/kept"));
    for (name, text) in kept {
        let text = String::from_utf8(text).expect("UTF-8");
        let states = script::parse(&text);
        let about = text.split("\n== ").next().unwrap_or_default();
        assert_eq!(script::print(about, &states), text, "{name} is not written as it would be printed");
        if let Err(fault) = build::replay(&states) {
            panic!("{name}: {}", told(Some(&fault)));
        }
    }
}

/// A site whose reader sees one hidden thing more is told from what should be left: in all of so many
/// sites, for each reason that hides something.
#[test]
fn a_careless_build_would_be_noticed() {
    let of = |number: u64| -> Vec<(&'static str, bool)> {
        let site = generate::site(SEED, number);
        let left = without_the_withheld(&site, &mut Tally::new());
        let slips = careless::slips(&site);
        let noticed = |slip: &Site| matches!(build::compare(slip, &left), Err(Fault::Leak(_)));
        slips.iter().map(|(what, slip)| (*what, noticed(slip))).collect()
    };
    let found: Vec<(&str, bool)> = (0..60).into_par_iter().flat_map(of).collect();
    for what in careless::SLIPS.into_iter().chain(careless::SLIPS_OF_PASSAGES) {
        let of_this = || found.iter().filter(|(other, _)| *other == what);
        let (tried, noticed) = (of_this().count(), of_this().filter(|(_, noticed)| *noticed).count());
        println!("{what}: {noticed} of {tried} noticed");
        assert!(tried > 3, "{what} was tried only {tried} times");
        assert_eq!(noticed, tried, "{what}");
    }
}

/// The oracle itself: what it leaves, it would leave again.
#[test]
fn what_is_left_is_seen() {
    for number in 0..300 {
        let left = without_the_withheld(&generate::site(SEED, number), &mut Tally::new());
        assert_eq!(without_the_withheld(&left, &mut Tally::new()), left, "site {number}");
    }
}
