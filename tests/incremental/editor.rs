//! An editor at work: states of a site, one after the other, most of them without mistakes.

use std::collections::BTreeSet;

use clipsheet::diagnostics::{Diagnostic, Severity};

use crate::breaks::BREAKS;
use crate::common::{options_from, sample};
use crate::desk::{Desk, sidecar_of};
use crate::dice::Dice;
use crate::edits::{EDITS, Edit};
use crate::lines::Lines;
use crate::play::{Outcome, Scan, clean};
use crate::records::{article, long, record};
use crate::script::{Files, Flags, State, base};
use crate::site::SITE;
use crate::themes::choose;

/// How often mistakes are mended before the last good state is taken instead.
const ROUNDS: usize = 5;

/// Whoever edits the site.
pub struct Editor {
    dice: Dice,
    scan: Scan,
    pub history: Vec<State>,
    /// The last state without mistakes.
    good: State,
    broken: bool,
}

impl Editor {
    /// An editor with a site of their own.
    pub fn new(seed: u64, script: u64) -> Self {
        let mut dice = Dice::new(seed, script);
        let files = start(script);
        let good = State { done: "the site".into(), files: files.clone(), ..State::default() };
        let mut desk = Desk { files, flags: Flags::new(), anew: false, history: &[], dice: &mut dice };
        let themes = [("whole", 60), ("own", 20), ("plain", 15)];
        let theme = themes.iter().find(|(_, share)| desk.dice.chance(*share)).map_or("", |(theme, _)| theme);
        choose(&mut desk, theme);
        desk.flags.insert("--verify".into(), String::new());
        for (times, write) in [(12, record as Edit), (6, article)] {
            // What cannot be written is left out.
            (0..times).for_each(|_| write(&mut desk).unwrap_or_default());
        }
        // Long lists are split, and cost time.
        match script % 50 {
            8 | 24 | 40 => long(&mut desk, "events", 118),
            49 => long(&mut desk, "quotes", 494),
            _ => {}
        }
        let (files, flags) = (desk.files, desk.flags);
        let mut editor = Self { dice, scan: Scan::default(), history: Vec::new(), good, broken: false };
        editor.good.flags.clone_from(&flags);
        editor.good = State { files, flags, ..editor.good.clone() };
        editor
    }

    /// The next state, and what it gives without a memory.
    pub fn next(&mut self) -> (State, Outcome) {
        let mut state = match self.history.last() {
            None => self.good.clone(),
            Some(_) if self.broken => self.repaired(),
            Some(last) => last.clone(),
        };
        let mends = self.history.is_empty() || self.broken || self.dice.chance(85);
        let mut leaves = false;
        if !self.history.is_empty() && !self.broken {
            leaves = self.edited(&mut state) || !mends;
        }
        let outcome = if leaves { self.clean(&state) } else { self.mended(&mut state) };
        self.broken = outcome.is_broken();
        if !self.broken {
            self.good.clone_from(&state);
        }
        self.history.push(state.clone());
        (state, outcome)
    }

    fn clean(&mut self, state: &State) -> Outcome {
        self.scan.read(&state.files, false);
        clean(&self.scan.sources, &options_from(&state.options()))
    }

    /// Makes one edit or several; says whether one was a mistake, which stays for a while.
    fn edited(&mut self, state: &mut State) -> bool {
        let count = match self.dice.below(10) {
            0 => 4 + self.dice.below(5),
            1 | 2 => 2,
            _ => 1,
        };
        let mistake = self.dice.chance(9);
        let mut desk = Desk {
            files: std::mem::take(&mut state.files),
            flags: std::mem::take(&mut state.flags),
            anew: false,
            history: &self.history,
            dice: &mut self.dice,
        };
        let mut done: Vec<&str> = Vec::new();
        while done.len() < count {
            let (name, edit) = if mistake && done.is_empty() {
                desk.dice.pick(BREAKS).expect("mistakes")
            } else {
                any(desk.dice)
            };
            let before = (desk.files.clone(), desk.flags.clone());
            match edit(&mut desk) {
                Some(()) => done.push(name),
                None => (desk.files, desk.flags) = before,
            }
        }
        (state.files, state.flags, state.anew) = (desk.files, desk.flags, desk.anew);
        state.done = done.join("; ");
        mistake
    }

    /// What follows a state with mistakes: they are mended, or the last good state is there again.
    fn repaired(&mut self) -> State {
        let last = self.history.last().cloned().unwrap_or_default();
        let back = self.dice.chance(50);
        let state = if back { self.good.clone() } else { last };
        State { done: if back { "back" } else { "mended" }.to_string(), anew: false, ..state }
    }

    /// Mends what is wrong with a state.
    fn mended(&mut self, state: &mut State) -> Outcome {
        for _ in 0..ROUNDS {
            let outcome = self.clean(state);
            if !outcome.is_broken() {
                return outcome;
            }
            if outcome.usage.is_some() {
                fit(state);
            } else if !mend(&mut state.files, &outcome.diagnostics) {
                break;
            }
        }
        let outcome = self.clean(state);
        if !outcome.is_broken() || self.history.is_empty() {
            return outcome;
        }
        (state.files, state.flags) = (self.good.files.clone(), self.good.flags.clone());
        state.done.push_str("; all taken back");
        self.clean(state)
    }
}

/// What a script starts with: mostly a small site, to which more is written.
fn start(script: u64) -> Files {
    let mut files = base();
    let content = |path: &str| path.starts_with("content/");
    if script % 50 == 33 {
        let sample = sample();
        let texts = sample.files.iter().filter(|(path, _)| content(path.as_str()));
        let texts = texts.filter_map(|(path, file)| Some((path.to_string(), file.text().ok()?.to_string())));
        files.extend(texts);
    } else {
        let small = SITE.iter().filter(|(path, _)| content(path));
        files.extend(small.map(|(path, text)| (path.to_string(), text.to_string())));
    }
    files
}

fn any(dice: &mut Dice) -> (&'static str, Edit) {
    let all: usize = EDITS.iter().map(|(weight, ..)| weight).sum();
    let mut at = dice.below(all);
    let found = EDITS.iter().find(|(weight, ..)| {
        let here = at < *weight;
        at = at.saturating_sub(*weight);
        here
    });
    found.map(|(_, name, edit)| (*name, *edit)).expect("an edit")
}

/// Lets the options fit the site.
fn fit(state: &mut State) {
    state.flags.remove("--theme");
    let settings = Lines::of(state.files.get("content/site.yaml").map_or("", String::as_str));
    match settings.value("audiences").is_empty() {
        true => drop(state.flags.remove("--audience")),
        false => drop(state.flags.insert("--audience".into(), "board".into())),
    }
}

/// More lines than this are not taken out at once: that would be no repair.
const MOST_LINES: usize = 8;

/// Keys without which an annotation is none.
const REQUIRED: [&str; 15] = [
    "id", "exact", "company", "metric", "unit", "value", "low", "high", "date", "title", "from", "to",
    "kind", "question", "text",
];

/// Takes out the lines that mistakes point to; says whether that was possible.
fn mend(files: &mut Files, diagnostics: &[Diagnostic]) -> bool {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let places: BTreeSet<(String, usize)> = errors
        .map(|error| {
            let path = error.primary.path.to_string();
            let before = files.get(&path).and_then(|text| text.get(..error.primary.bytes.start));
            let line = before.map_or(0, |before| before.matches('\n').count());
            (path, line)
        })
        .collect();
    if places.len() > MOST_LINES {
        return false;
    }
    // From the end, so that the lines before keep their numbers.
    places.into_iter().rev().all(|(path, line)| without(files, &path, line).is_some())
}

/// Takes out a line, and with it what cannot be without it.
fn without(files: &mut Files, path: &str, line: usize) -> Option<()> {
    let mut lines = Lines::of(files.get(path)?);
    let text = lines.0.get(line).cloned().unwrap_or_default();
    let key = text.trim_start_matches([' ', '-']).split(':').next().unwrap_or_default().to_string();
    let block = lines.blocks().into_iter().find(|block| block.lines.contains(&line));
    let whole = line == 0 && !path.ends_with("site.yaml")
        || ["title", "name", "---"].contains(&key.as_str()) && block.is_none();
    match block.filter(|_| path.starts_with("content/articles/") && path.ends_with(".yaml")) {
        Some(block) if REQUIRED.contains(&key.as_str()) || key == "says" => lines.remove_block(block.lines),
        _ if whole => {
            files.remove(path)?;
            files.remove(&sidecar_of(path));
            return (path != "content/site.yaml").then_some(());
        }
        _ if line < lines.0.len() => drop(lines.0.remove(line)),
        _ => return None,
    }
    files.insert(path.to_string(), lines.text());
    Some(())
}
