//! The list of what clipsheet wrote into a folder.
//!
//! In: a folder. Out: its manifest, or why the folder is not ours. Must not know: what is written.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::WriteError;
use crate::output::{LOCK, MANIFEST, TEMPORARY};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of this format.
    pub clipsheet: u32,
    /// Who may read the folder; nothing for a site that declares no audiences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// The BLAKE3 digest of each file, by path. While files are being written, a file that
    /// was there before has two, the old one and the new one, with a space between: a
    /// build that is killed may leave it as either.
    pub files: BTreeMap<String, String>,
    /// Files of a former build that are no longer part of the site, but were changed by
    /// somebody: they are not ours any more, and every build says that they are there,
    /// because they may hold what is withheld by now.
    #[serde(default)]
    pub kept: BTreeSet<String>,
}

pub(super) const VERSION: u32 = 1;

/// The manifest of a folder that is to hold a tree for `audience`: an empty one where there is nothing
/// yet, and an error for a folder that holds anything and is not ours, or another audience's. Errors
/// name the folder as `shown`.
pub(super) fn manifest_for(audience: Option<&str>, out: &Path, shown: &Path) -> Result<Manifest, WriteError> {
    let found = read_manifest(out, shown)?;
    let is_new = found.clipsheet != VERSION;
    if is_new || found.audience.as_deref() == audience {
        return Ok(found);
    }
    Err(WriteError::Refused(format!(
        "{} holds the tree for {}, and this one is for {}; a folder keeps its readers: choose another with --out, \
         or remove this one first",
        shown.display(),
        readers(found.audience.as_deref()),
        readers(audience)
    )))
}

/// Who reads a tree, in words.
pub(super) fn readers(audience: Option<&str>) -> String {
    audience.map_or_else(|| "everybody".to_string(), |name| format!("the audience `{name}`"))
}

/// The manifest that stands in a folder, if it can be read.
pub(super) fn manifest_in(folder: &Path) -> Option<Manifest> {
    serde_json::from_slice(&fs::read(folder.join(MANIFEST)).ok()?).ok()
}

fn read_manifest(out: &Path, shown: &Path) -> Result<Manifest, WriteError> {
    let refused = |why: &str| Err(WriteError::Refused(format!("{} {why}", shown.display())));
    let path = out.join(MANIFEST);
    match fs::read(&path) {
        Ok(bytes) => match serde_json::from_slice::<Manifest>(&bytes) {
            Ok(manifest) if manifest.clipsheet == VERSION => Ok(manifest),
            _ => refused(&format!(
                "has a {MANIFEST} that is damaged or of another version; empty the folder, or choose another with --out"
            )),
        },
        Err(error) if error.kind() == ErrorKind::NotADirectory => refused("is not a folder"),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::Io(path, error)),
        Err(_) => match fs::read_dir(out) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Manifest::default()),
            Err(error) if error.kind() == ErrorKind::NotADirectory => refused("is not a folder"),
            Err(error) => Err(WriteError::Io(out.to_path_buf(), error)),
            Ok(mut entries) => match entries.all(|entry| entry.is_ok_and(|e| is_own(&e.file_name()))) {
                true => Ok(Manifest::default()),
                // Another build has written its first manifest since we looked for it.
                false if path.is_file() => read_manifest(out, shown),
                false => refused(
                    "is not empty, and clipsheet did not write it; empty it, or choose another with --out",
                ),
            },
        },
    }
}

/// What a first build that was killed may have left alone in the folder.
fn is_own(name: &std::ffi::OsStr) -> bool {
    name == TEMPORARY || name == LOCK
}

/// What may be on the disk while `old` is being replaced by `new`.
pub(super) fn either(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut both = new.clone();
    for (path, digest) in old {
        let entry = both.entry(path.clone()).or_default();
        if !entry.split(' ').any(|known| known == digest) {
            *entry = format!("{digest} {entry}").trim_end().to_string();
        }
    }
    both
}

impl Manifest {
    pub fn new(audience: Option<&str>, files: BTreeMap<String, String>, kept: &[String]) -> Self {
        let audience = audience.map(str::to_string);
        Self { clipsheet: VERSION, audience, files, kept: kept.iter().cloned().collect() }
    }

    /// The bytes of its file.
    pub fn bytes(&self) -> Result<Vec<u8>, WriteError> {
        let mut json = serde_json::to_vec_pretty(self)
            .map_err(|e| WriteError::Io(PathBuf::from(MANIFEST), io::Error::other(e)))?;
        json.push(b'\n');
        Ok(json)
    }
}
