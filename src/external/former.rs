//! What addresses answered before.
//!
//! In: answers. Out: the same at the next run, as long as they are young. Only what is there is
//! remembered: what is not may be mended any minute. A damaged file is as none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::output::CACHES;

/// What was answered, and when.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Remembered {
    at: Timestamp,
    answer: Answer,
}

/// What addresses answered before.
pub(super) struct Former {
    file: PathBuf,
    age: Duration,
    now: Timestamp,
    answers: BTreeMap<String, Remembered>,
}

impl Former {
    /// What is remembered in the site's folder.
    pub fn load(root: &Path, age: Duration) -> Self {
        let file = root.join(CACHES).join("external.json");
        let text = std::fs::read(&file).unwrap_or_default();
        let answers: BTreeMap<String, Remembered> = serde_json::from_slice(&text).unwrap_or_default();
        let mut former = Self { file, age, now: Timestamp::now(), answers };
        let (now, age) = (former.now, former.age);
        former.answers.retain(|_, one| is_young(one.at, now, age));
        former
    }

    /// What an address answered, if that is not long ago.
    pub fn answer(&self, url: &str) -> Option<Answer> {
        self.answers.get(url).map(|one| one.answer.clone())
    }

    /// Remembers an answer of now.
    pub fn remember(&mut self, url: &str, answer: &Answer) {
        if matches!(answer, Answer::Alive | Answer::Moved(_) | Answer::Guarded(_)) {
            self.answers.insert(url.into(), Remembered { at: self.now, answer: answer.clone() });
        }
    }

    /// Leaves it for the next run. Where that is not possible, all is asked again.
    pub fn store(&self) {
        let Some(folder) = self.file.parent() else { return };
        let beside = self.file.with_extension("json.tmp");
        let stored = serde_json::to_vec_pretty(&self.answers)
            .map_err(std::io::Error::other)
            .and_then(|text| std::fs::create_dir_all(folder).map(|()| text))
            .and_then(|text| std::fs::write(&beside, text))
            .and_then(|()| std::fs::rename(&beside, &self.file));
        drop(stored);
    }
}

/// Whether an answer is younger than `age`; none is from the future.
fn is_young(at: Timestamp, now: Timestamp, age: Duration) -> bool {
    let seconds = now.as_second().saturating_sub(at.as_second());
    u64::try_from(seconds).is_ok_and(|seconds| seconds < age.as_secs())
}
