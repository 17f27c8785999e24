//! What to watch.
//!
//! In: where a scan has looked. Out: folders, and what is to be done where others are watched.
//! Must not know: how the system watches anything.

use std::collections::BTreeMap;
use std::path::PathBuf;

use notify::RecursiveMode::{self, NonRecursive, Recursive};

use crate::load::Footprint;

/// What has to be done to watch something else.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Done first: two names of one folder may be one and the same to the system.
    pub remove: Vec<PathBuf>,
    pub add: Vec<(PathBuf, RecursiveMode)>,
    /// Whether the scan has looked elsewhere than the one before.
    pub is_elsewhere: bool,
}

/// The folders to watch: each by itself, or those that no other one contains with all that is
/// below them.
pub(super) fn wanted(footprint: &Footprint, each: bool) -> BTreeMap<PathBuf, RecursiveMode> {
    let mut wanted = BTreeMap::new();
    // In their order every folder comes right before those that are in it.
    let mut top = None;
    for folder in footprint.folders() {
        match top {
            _ if each => drop(wanted.insert(folder.to_path_buf(), NonRecursive)),
            Some(top) if folder.starts_with(top) => {}
            _ => {
                top = Some(folder);
                wanted.insert(folder.to_path_buf(), Recursive);
            }
        }
    }
    for lookout in footprint.lookouts() {
        let is_below = !each && lookout.ancestors().any(|above| wanted.get(above) == Some(&Recursive));
        if !is_below {
            wanted.insert(lookout.to_path_buf(), NonRecursive);
        }
    }
    wanted
}

/// How to come from what is watched to what is wanted.
pub(super) fn changes(
    watched: &BTreeMap<PathBuf, RecursiveMode>,
    wanted: &BTreeMap<PathBuf, RecursiveMode>,
    is_elsewhere: bool,
) -> Changes {
    let remove = watched.iter().filter(|(path, mode)| wanted.get(*path) != Some(*mode));
    let add = wanted.iter().filter(|(path, mode)| watched.get(*path) != Some(*mode));
    Changes {
        remove: remove.map(|(path, _)| path.clone()).collect(),
        add: add.map(|(path, mode)| (path.clone(), *mode)).collect(),
        is_elsewhere,
    }
}
