//! A failing script, reduced to what is needed for it to fail.
//!
//! What is reduced are the states and not the edits: an edit means something else once one before it is
//! gone, and the states stay what they are.

use std::collections::BTreeSet;

use crate::desk::sidecar_of;
use crate::lines::Lines;
use crate::play::{Engine, Mismatch, replay};
use crate::script::{State, base, print};

/// A script as it is kept, and what it fails with.
pub fn kept(about: &str, states: Vec<State>, engine: fn() -> Engine) -> (String, String) {
    let fails = |states: &[State]| replay(states, engine()).err();
    let mut script = Script { states, fails: &fails };
    script.end_where_it_fails();
    let mut before = Vec::new();
    while before != script.states {
        before.clone_from(&script.states);
        script.fewer_states();
        script.fewer_changes();
        script.fewer_files();
        script.fewer_annotations();
        script.fewer_lines();
    }
    let (_, difference) =
        fails(&script.states).unwrap_or((0, "nothing, when it is played again".to_string()));
    (print(&format!("{about}\n{difference}"), &script.states), difference)
}

struct Script<'a> {
    states: Vec<State>,
    fails: &'a dyn Fn(&[State]) -> Option<Mismatch>,
}

impl Script<'_> {
    /// Takes other states where they fail too.
    fn take(&mut self, states: Vec<State>) -> bool {
        if states == self.states || states.is_empty() {
            return false;
        }
        let fails = (self.fails)(&states).is_some();
        if fails {
            self.states = states;
        }
        fails
    }

    fn end_where_it_fails(&mut self) {
        if let Some((at, _)) = (self.fails)(&self.states) {
            self.states.truncate(at + 1);
        }
    }

    fn fewer_states(&mut self) {
        // Mostly the last two are enough.
        for keep in [2, 3, 5] {
            let from = self.states.len().saturating_sub(keep);
            if self.take(self.states[from..].to_vec()) {
                break;
            }
        }
        for at in (0..self.states.len()).rev() {
            let mut states = self.states.clone();
            states.remove(at);
            self.take(states);
        }
    }

    /// Undoes what a state changes.
    fn fewer_changes(&mut self) {
        for at in 1..self.states.len() {
            let (before, state) = (&self.states[at - 1], &self.states[at]);
            let paths: BTreeSet<String> = before.files.keys().chain(state.files.keys()).cloned().collect();
            for path in paths {
                let mut states = self.states.clone();
                match states[at - 1].files.get(&path).cloned() {
                    Some(text) => drop(states[at].files.insert(path, text)),
                    None => drop(states[at].files.remove(&path)),
                }
                self.take(states);
            }
            let mut states = self.states.clone();
            states[at].flags = states[at - 1].flags.clone();
            self.take(states);
            let mut states = self.states.clone();
            states[at].anew = false;
            self.take(states);
        }
        let mut states = self.states.clone();
        states.iter_mut().for_each(|state| state.flags.clear());
        self.take(states);
    }

    /// Takes files out of all states; an article with its sidecar.
    fn fewer_files(&mut self) {
        let base = base();
        for path in self.paths() {
            let mut states = self.states.clone();
            for state in &mut states {
                state.files.remove(&path);
                state.files.remove(&sidecar_of(&path));
                state
                    .files
                    .extend(base.get_key_value(&path).map(|(path, text)| (path.clone(), text.clone())));
            }
            self.take(states);
        }
    }

    fn paths(&self) -> BTreeSet<String> {
        self.states.iter().flat_map(|state| state.files.keys().cloned()).collect()
    }

    /// Takes annotations out of all states.
    fn fewer_annotations(&mut self) {
        for path in self.paths().into_iter().filter(|path| path.ends_with(".yaml")) {
            let blocks = self.texts(&path).flat_map(|text| Lines::of(text).blocks());
            let names: BTreeSet<(String, String)> = blocks.map(|block| (block.list, block.id)).collect();
            for (list, id) in names {
                let mut states = self.states.clone();
                for text in states.iter_mut().filter_map(|state| state.files.get_mut(&path)) {
                    let mut lines = Lines::of(text);
                    let found = lines.blocks().into_iter().find(|block| block.list == list && block.id == id);
                    if let Some(block) = found {
                        lines.remove_block(block.lines);
                        *text = lines.text();
                    }
                }
                self.take(states);
            }
        }
    }

    /// Takes lines out of a file in all states, many at once and then fewer.
    fn fewer_lines(&mut self) {
        let base = base();
        for path in self.paths().into_iter().filter(|path| !base.contains_key(path)) {
            let mut size = self.lines_of(&path).len();
            while size > 0 {
                for chunk in self.lines_of(&path).chunks(size) {
                    self.take(self.without(&path, chunk));
                }
                size /= 2;
            }
        }
    }

    fn texts<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s String> {
        self.states.iter().filter_map(move |state| state.files.get(path))
    }

    /// The lines of a file in all states, each once.
    fn lines_of(&self, path: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for line in self.texts(path).flat_map(|text| text.lines()).filter(|line| *line != "---") {
            if !lines.iter().any(|other| other == line) {
                lines.push(line.to_string());
            }
        }
        lines
    }

    fn without(&self, path: &str, lines: &[String]) -> Vec<State> {
        let mut states = self.states.clone();
        for text in states.iter_mut().filter_map(|state| state.files.get_mut(path)) {
            let kept = text.lines().filter(|line| !lines.iter().any(|other| other == line));
            *text = kept.map(|line| format!("{line}\n")).collect();
        }
        states
    }
}
