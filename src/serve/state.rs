//! What is being served: the last few generations, and what is wrong with the last build.
//!
//! In: generations and reports, as builds end. Out: the generation that a request is to be answered
//! from. Must not know: how an answer looks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use percent_encoding::percent_decode_str;

use super::generation::Generation;
use super::report::Report;
use super::shown::Shown;
use crate::digest::Digest;
use crate::output::OutputTree;

/// How many generations are kept. Older ones are needed only while a page is being loaded, and for
/// telling a page what has changed since.
const KEPT: usize = 8;

/// How many addresses are remembered. Others than a site's own pages may ask for any number of them.
const MOST: usize = 100_000;

/// The state after one build.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The oldest first.
    generations: Vec<Arc<Generation>>,
    /// The number of the last generation of this run.
    last: u64,
    pub report: Arc<Report>,
    /// For whom the last generation is; nothing where none may be shown.
    pub shown: Option<Arc<Shown>>,
    /// Whether there is a site that may not be shown.
    pub is_withheld: bool,
    /// Counts the states of this run.
    pub version: u64,
}

impl State {
    /// The state after a build that went well.
    pub fn published(&self, tree: OutputTree, base_url: Option<&str>, report: Report, shown: Shown) -> Self {
        let number = self.last + 1;
        let forgotten = (self.generations.len() + 1).saturating_sub(KEPT);
        let mut generations = self.generations[forgotten..].to_vec();
        generations.push(Arc::new(Generation::new(number, tree, base_url)));
        let (report, shown) = (Arc::new(report), Some(Arc::new(shown)));
        Self { generations, last: number, report, shown, is_withheld: false, version: self.version + 1 }
    }

    /// The state after a build that may not be shown: nor may what was before it, since the site says so by now.
    pub fn withheld(&self, report: Report) -> Self {
        let (report, version) = (Arc::new(report), self.version + 1);
        Self { last: self.last, report, version, is_withheld: true, ..Self::default() }
    }

    /// The state after a build that failed: the site stays as it was.
    pub fn failed(&self, report: Report) -> Self {
        Self {
            generations: self.generations.clone(),
            last: self.last,
            report: Arc::new(report),
            shown: self.shown.clone(),
            is_withheld: self.is_withheld,
            version: self.version + 1,
        }
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
    pub fn last_with_the_same(&self, number: u64, path: &str) -> Option<&Arc<Generation>> {
        let seen = self.generation(number)?;
        self.generations.iter().rev().find(|generation| seen.shows_the_same(generation, path))
    }
}

/// From which generation each address was last served, so that what the page or style sheet there asks
/// for next comes from the same one.
///
/// A page asks for its images and style sheets after it was answered itself, and a build may end
/// between. A browser names the page in the header `Referer`; what that page shows in several
/// generations alike comes from the last of them, since all of these are the page's own. The page that
/// says that there is none is a page like any other.
#[derive(Debug, Default)]
pub(super) struct Served(Mutex<BTreeMap<Digest, u64>>);

impl Served {
    /// Remembers that the path of an address was served from a generation.
    pub fn remember(&self, path: &str, number: u64) {
        let mut served = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if served.len() >= MOST {
            served.clear();
        }
        // Of two answers at once the newer one counts: a page that is older is told so, and loads again.
        let last = served.entry(place(path)).or_default();
        *last = number.max(*last);
    }

    /// The generation for what the page at the path `referrer` asks for.
    pub fn generation_for<'a>(&self, state: &'a State, referrer: &str) -> Option<&'a Arc<Generation>> {
        let number = *self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&place(referrer))?;
        state.last_with_the_same(number, referrer)
    }
}

/// The place that the path of an address means: the page of a folder has two.
fn place(path: &str) -> Digest {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let folder = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
    Digest::of(folder.unwrap_or(&path).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_answers_at_once_the_newer_one_counts() {
        let mut state = State::default();
        for _ in 0..2 {
            state = state.published(OutputTree::default(), None, Report::default(), Shown::default());
        }
        let served = Served::default();
        served.remember("/a%20b/", 2);
        served.remember("/a%20b/index.html", 1);
        let number = |path: &str| served.generation_for(&state, path).map(|generation| generation.number);
        assert_eq!(number("/a b/"), Some(2));
        assert_eq!(number("/other/"), None);
    }

    #[test]
    fn not_every_address_is_remembered_for_ever() {
        let served = Served::default();
        for n in 0..=MOST {
            served.remember(&format!("/{n}/"), 1);
        }
        assert_eq!(served.0.into_inner().expect("nobody has panicked").len(), 1);
    }
}
