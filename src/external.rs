//! Whether links to other sites still lead somewhere.
//!
//! In: addresses. Out: of each whether it answers. The only module that asks other machines for anything,
//! and only where `check --external` says so. Must not know: where the addresses are written.
//!
//! It is polite: one request at a time to each host, with a pause after each; several hosts at once.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch the world")]

mod ask;
mod former;
mod turns;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use ask::Asker;
use former::Former;
use turns::Turns;

/// How other sites are asked.
#[derive(Clone, Debug)]
pub struct Manner {
    /// The pause between two requests to one host.
    pub pause: Duration,
    /// How long one request may take.
    pub timeout: Duration,
    /// How often an address is asked that does not answer well.
    pub tries: u32,
    /// The longest time that a host may ask us to wait.
    pub patience: Duration,
    /// For how long an address that answered is not asked again.
    pub age: Duration,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            pause: Duration::from_secs(1),
            timeout: Duration::from_secs(20),
            tries: 3,
            patience: Duration::from_secs(60),
            age: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }
}

/// What came of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It is there.
    Alive,
    /// It has moved for good, and is there.
    Moved(String),
    /// Something is there that this program may not see.
    Guarded(u16),
    /// It is not there, and why.
    Dead(String),
    /// There is no host of this name, as far as this network knows.
    Unnamed,
    /// It does not say whether it is there, and why.
    Unclear(String),
    /// Nothing came back, and why.
    Silent(String),
}

/// What came of all addresses.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Of each address that was asked for.
    pub of: BTreeMap<String, Answer>,
    /// How many of them had answered before, and were not asked again.
    pub remembered: usize,
    /// Whether none of those that were asked was reached: then the network may be missing, and nothing is known
    /// of any.
    pub is_cut_off: bool,
}

/// How many hosts are asked at once.
const AT_ONCE: usize = 8;

/// Asks for all of these addresses. What answered is remembered in `.clipsheet/` of the site's folder `root`.
pub fn ask_all(urls: &BTreeSet<String>, manner: &Manner, root: &Path) -> Answers {
    let mut former = Former::load(root, manner.age);
    let mut answers = Answers::default();
    let mut places: BTreeMap<Url, Vec<&String>> = BTreeMap::new();
    for written in urls {
        match without_place(written) {
            Ok(url) => places.entry(url).or_default().push(written),
            Err(why) => drop(answers.of.insert(written.clone(), Answer::Unclear(why))),
        }
    }
    let mut found: Vec<(Url, Answer)> = Vec::new();
    let mut hosts: BTreeMap<String, Vec<Url>> = BTreeMap::new();
    for (url, written) in &places {
        match former.answer(url.as_str()) {
            Some(answer) => {
                answers.remembered += written.len();
                found.push((url.clone(), answer));
            }
            None => hosts.entry(url.host_str().unwrap_or_default().into()).or_default().push(url.clone()),
        }
    }
    let asked = ask_hosts(hosts.into_values().collect(), manner);
    asked.iter().for_each(|(url, answer)| former.remember(url.as_str(), answer));
    former.store();
    let is_silent = |answer: &Answer| matches!(answer, Answer::Unnamed | Answer::Silent(_));
    answers.is_cut_off = !asked.is_empty() && asked.iter().all(|(_, answer)| is_silent(answer));
    for (url, answer) in found.iter().chain(&asked) {
        let written = places.get(url).into_iter().flatten();
        answers.of.extend(written.map(|written| ((*written).clone(), answer.at_place_of(written))));
    }
    answers
}

impl Answer {
    /// The same for an address with a place on the page, which stays what it is where the page has moved.
    fn at_place_of(&self, written: &str) -> Self {
        match (self, written.split_once('#')) {
            (Self::Moved(to), Some((_, place))) if !to.contains('#') => Self::Moved(format!("{to}#{place}")),
            _ => self.clone(),
        }
    }
}

/// The address without its place on the page, which no server is told.
fn without_place(written: &str) -> Result<Url, String> {
    let mut url = Url::parse(written).map_err(|why| format!("it is no address: {why}"))?;
    url.set_fragment(None);
    Ok(url)
}

/// Asks the hosts, several at once, and each for one address after the other.
fn ask_hosts(hosts: VecDeque<Vec<Url>>, manner: &Manner) -> Vec<(Url, Answer)> {
    let threads = hosts.len().min(AT_ONCE);
    let (waiting, answers) = (Mutex::new(hosts), Mutex::new(Vec::new()));
    let turns = Turns::new(manner.pause);
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let asker = Asker::new(manner, &turns);
                while let Some(urls) = next() {
                    for url in urls {
                        let answer = asker.ask(&url);
                        answers.lock().unwrap_or_else(PoisonError::into_inner).push((url, answer));
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}
