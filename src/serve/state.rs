//! What is being served: the last few generations, and what is wrong with the last build.
//!
//! In: generations and reports, as builds end. Out: the generation that a request is to be answered
//! from. Must not know: how an answer looks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::generation::{Found, Generation};
use super::report::Report;
use crate::output::OutputTree;
use crate::path::OutPath;

/// How many generations are kept. Older ones are needed only while a page is being loaded, and for
/// telling a page what has changed since.
const KEPT: usize = 8;

/// The state after one build.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The oldest first.
    generations: Vec<Arc<Generation>>,
    pub report: Arc<Report>,
    /// Counts the states of this run.
    pub version: u64,
}

impl State {
    /// The state after a build that went well.
    pub fn published(&self, tree: OutputTree, base_url: Option<&str>, report: Report) -> Self {
        let number = self.current().map_or(0, |generation| generation.number) + 1;
        let forgotten = (self.generations.len() + 1).saturating_sub(KEPT);
        let mut generations = self.generations[forgotten..].to_vec();
        generations.push(Arc::new(Generation::new(number, tree, base_url)));
        Self { generations, report: Arc::new(report), version: self.version + 1 }
    }

    /// The state after a build that failed: the site stays as it was.
    pub fn failed(&self, report: Report) -> Self {
        Self { generations: self.generations.clone(), report: Arc::new(report), version: self.version + 1 }
    }

    /// The generation that pages are served from; none where no build has gone well yet.
    pub fn current(&self) -> Option<&Arc<Generation>> {
        self.generations.last()
    }

    /// A generation by its number, if it is still known.
    pub fn generation(&self, number: u64) -> Option<&Arc<Generation>> {
        self.generations.iter().find(|generation| generation.number == number)
    }

    /// The last generation in which an address shows the same as in the one with this number.
    fn last_with_the_same(&self, number: u64, path: &str) -> Option<&Arc<Generation>> {
        let seen = self.generation(number)?;
        self.generations.iter().rev().find(|generation| seen.shows_the_same(generation, path))
    }
}

/// From which generation each page and style sheet was last served, so that what it asks for next
/// comes from the same one.
///
/// A page asks for its images and style sheets after it was answered itself, and a build may end
/// between. A browser names the page in the header `Referer`; what that page shows in several
/// generations alike comes from the last of them, since all of these are the page's own.
#[derive(Debug, Default)]
pub(super) struct Served(Mutex<BTreeMap<OutPath, u64>>);

impl Served {
    /// Remembers that a file was served from a generation.
    pub fn remember(&self, file: &OutPath, number: u64) {
        let mut served = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if served.get(file) != Some(&number) {
            served.insert(file.clone(), number);
        }
    }

    /// The generation for what the page at the path `referrer` asks for.
    pub fn generation_for<'a>(&self, state: &'a State, referrer: &str) -> Option<&'a Arc<Generation>> {
        // The page may be gone by now.
        let number = state.generations.iter().rev().find_map(|generation| {
            let Found::File(file, _) = generation.find(referrer) else { return None };
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get(file).copied()
        })?;
        state.last_with_the_same(number, referrer)
    }
}
