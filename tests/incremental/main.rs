//! A build with a memory gives what a clean build gives, whatever was edited in between.
//!
//! An editor edits sites at random (`edits`), mostly without mistakes. After every step a build that
//! remembers all builds before it is compared with one that remembers nothing: every byte, every
//! diagnostic, what was held back and when it falls due. A script that fails is reduced (`reduce`) and
//! kept in `tests/incremental/kept`, from where it is replayed ever after.
//!
//! `CLIPSHEET_EDIT_STEPS=20000` takes so many steps, `CLIPSHEET_EDIT_SEED=7` other ones;
//! `--nocapture` shows how many of them had a site, and how much of it was reused.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test; the environment says how long, and scripts are kept on the disk"
)]

mod annotations;
mod breaks;
#[path = "../common/mod.rs"]
mod common;
mod desk;
#[path = "../common/dice.rs"]
mod dice;
mod editor;
mod edits;
mod faulty;
mod lines;
mod play;
mod records;
mod reduce;
mod rendered;
mod script;
#[path = "../common/site.rs"]
mod site;
mod themes;
#[path = "../common/trees.rs"]
mod trees;
mod words;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use editor::Editor;
use play::{Engine, Play, Seen, recalling, recalling_in_turns, remembering, replay};
use script::State;

/// How many steps a script has.
const STEPS: u64 = 25;

/// The states of a script that failed, and what it failed with.
struct Failure {
    states: Vec<State>,
    difference: String,
}

/// What the steps came to.
#[derive(Default)]
struct Tally {
    steps: usize,
    /// Those that ended in a site.
    sites: usize,
    /// Those in which some page was reused.
    reusing: usize,
    pages: usize,
    rendered: usize,
    in_vain: usize,
    /// By what was done alone: how often, and how often it ended in a site.
    by_edit: BTreeMap<String, (usize, usize)>,
}

impl Tally {
    fn add(&mut self, done: &str, site: bool, seen: Seen) {
        self.steps += 1;
        let by_edit = self.by_edit.entry(done.to_string()).or_default();
        by_edit.0 += 1;
        if site {
            by_edit.1 += 1;
            self.sites += 1;
            self.reusing += usize::from(seen.rendered < seen.pages);
            self.pages += seen.pages;
            self.rendered += seen.rendered;
            self.in_vain += seen.in_vain;
        }
    }

    fn join(&mut self, other: Self) {
        self.steps += other.steps;
        self.sites += other.sites;
        self.reusing += other.reusing;
        self.pages += other.pages;
        self.rendered += other.rendered;
        self.in_vain += other.in_vain;
        for (done, (steps, sites)) in other.by_edit {
            let all = self.by_edit.entry(done).or_default();
            *all = (all.0 + steps, all.1 + sites);
        }
    }

    fn print(&self) {
        let percent = |part: usize, of: usize| part * 100 / of.max(1);
        for (done, (steps, sites)) in self.by_edit.iter().filter(|(done, _)| !done.contains(';')) {
            println!("{steps:6} {:4}% {done}", percent(*sites, *steps));
        }
        println!(
            "{} steps, {}% with a site, {}% of these reused pages; {} pages, {}% of them rendered, {}% of these in vain",
            self.steps,
            percent(self.sites, self.steps),
            percent(self.reusing, self.sites),
            self.pages,
            percent(self.rendered, self.pages),
            percent(self.in_vain, self.rendered),
        );
    }
}

/// Plays one script of random edits.
fn script(seed: u64, number: u64, engine: Engine) -> Result<Tally, Failure> {
    let mut editor = Editor::new(seed, number);
    let mut play = Play::new(engine);
    let mut tally = Tally::default();
    for _ in 0..STEPS {
        let (state, clean) = editor.next();
        match play.step(&state, &clean) {
            Ok(seen) => tally.add(&state.done, clean.tree.is_some(), seen),
            Err(difference) => return Err(Failure { states: editor.history, difference }),
        }
    }
    Ok(tally)
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// Plays scripts on all cores, each on one; the first that fails ends them all.
fn scripts(seed: u64, count: u64, engine: fn() -> Engine) -> Result<Tally, (u64, Failure)> {
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let work = || {
        let mut tally = Tally::default();
        while !failed.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                break;
            }
            match script(seed, number, engine()) {
                Ok(more) => tally.join(more),
                Err(failure) => {
                    failed.store(true, Ordering::Relaxed);
                    return Err((number, failure));
                }
            }
        }
        Ok(tally)
    };
    let alone = || rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread").install(work);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(alone)).collect();
        let mut all = Tally::default();
        for worker in workers {
            all.join(worker.join().expect("a worker")?);
        }
        Ok(all)
    })
}

#[test]
fn a_memory_changes_the_time_and_nothing_else() {
    check(remembering, from_environment("CLIPSHEET_EDIT_STEPS", 2000));
}

/// The same where each build is a run of its own, with what the run before has left.
#[test]
fn what_a_run_leaves_changes_the_time_and_nothing_else() {
    check(recalling, from_environment("CLIPSHEET_EDIT_STEPS", 2000) / 4);
}

/// The same where each run builds for two readers.
#[test]
fn what_a_run_for_several_readers_leaves_changes_the_time_and_nothing_else() {
    check(recalling_in_turns, from_environment("CLIPSHEET_EDIT_STEPS", 2000) / 8);
}

fn check(engine: fn() -> Engine, steps: u64) {
    let seed = from_environment("CLIPSHEET_EDIT_SEED", 1);
    match scripts(seed, steps.div_ceil(STEPS), engine) {
        Ok(tally) => {
            tally.print();
            assert!(tally.sites * 4 > tally.steps * 3, "too few steps ended in a site");
            assert!(tally.reusing * 4 > tally.sites * 3, "too few sites reused pages");
        }
        Err((number, failure)) => {
            let about = format!("Found by seed {seed}, script {number}.");
            let (text, difference) = reduce::kept(&about, failure.states, engine);
            let path = common::at(&format!("tests/incremental/kept/seed-{seed}-{number}.txt"));
            std::fs::write(&path, &text).expect("the script is kept");
            panic!("{}\n\nreduced from: {}\nto: {difference}\n\n{text}", path.display(), failure.difference);
        }
    }
}

#[test]
fn what_was_wrong_once_is_right() {
    let kept = common::files_below(&common::at("tests/incremental/kept"));
    assert!(!kept.is_empty(), "no script is kept");
    for (name, text) in kept {
        let text = String::from_utf8(text).expect("UTF-8");
        let states = script::parse(&text);
        assert!(states.len() > 1, "{name} is no script");
        let about = text.split("\n== ").next().unwrap_or_default();
        assert_eq!(script::print(about, &states), text, "{name} is not written as it would be printed");
        for engine in [remembering, recalling, recalling_in_turns] {
            if let Err((at, difference)) = replay(&states, engine()) {
                panic!("{name}, after “{}”: {difference}", states[at].done);
            }
        }
    }
}
