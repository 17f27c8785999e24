//! The output tree to the disk.
//!
//! In: a tree and a folder. Out: a folder that holds the tree, and a manifest of what
//! clipsheet wrote there. Must not know: where the bytes come from.
//!
//! A file that clipsheet did not write is neither changed nor removed. All new bytes are
//! written beside the former site before the first of its files is replaced. The manifest
//! is put in place before the files, with both the old and the new ones in it, so that a
//! build that is killed leaves no file that the next build does not know as its own.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

mod lock;
mod stage;

use crate::output::{LOCK, MANIFEST, OutputTree, TEMPORARY};
use crate::path::OutPath;
use crate::progress::Progress;
use lock::{Lock, Patience};
use stage::{Stage, Staged};

/// Why nothing, or not everything, was written.
#[derive(Debug)]
pub enum WriteError {
    /// The folder may not be written to: wrong usage.
    Refused(String),
    /// The machine failed.
    Io(PathBuf, io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Refused(why) => f.write_str(why),
            WriteError::Io(path, error) => write!(f, "cannot write {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for WriteError {}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files written, because they are new or their bytes differ.
    pub written: usize,
    /// Files of a former build removed.
    pub removed: usize,
    /// Files of former builds that somebody changed since; they are not touched.
    pub kept: Vec<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    /// The version of this format.
    clipsheet: u32,
    /// The BLAKE3 digest of each file, by path. While files are being written, a file that
    /// was there before has two, the old one and the new one, with a space between: a
    /// build that is killed may leave it as either.
    files: BTreeMap<String, String>,
    /// Files of a former build that are no longer part of the site, but were changed by
    /// somebody: they are not ours any more, and every build says that they are there,
    /// because they may hold what is withheld by now.
    #[serde(default)]
    kept: BTreeSet<String>,
}

const VERSION: u32 = 1;

/// The output folder `out` of the site in `root`, with links and `..` resolved.
///
/// # Errors
///
/// Where it overlaps the site's content or themes, is no folder, or holds files that
/// clipsheet did not write.
pub fn check_place(root: &Path, out: &Path) -> Result<PathBuf, WriteError> {
    let (root, real_out) = (real(root)?, real(out)?);
    for source in ["content", "themes"].map(|folder| root.join(folder)) {
        let source = real(&source)?;
        if real_out.starts_with(&source) || source.starts_with(&real_out) {
            return Err(WriteError::Refused(format!(
                "the output folder {} and the site's folder {} must not contain each other; choose another with --out",
                out.display(),
                source.display()
            )));
        }
    }
    read_manifest(&real_out, out).map(|_| real_out)
}

/// The path with links resolved, as far as it exists.
fn real(path: &Path) -> Result<PathBuf, WriteError> {
    let absolute = std::path::absolute(path).map_err(|e| WriteError::Io(path.to_path_buf(), e))?;
    let mut normal = PathBuf::new();
    for part in absolute.components() {
        match part {
            std::path::Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
        if let Ok(real) = normal.canonicalize() {
            normal = real;
        }
    }
    Ok(normal)
}

/// The manifest of a folder: an empty one where there is nothing yet, and an error for a
/// folder that holds anything and is not ours. Errors name the folder as `shown`.
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

/// Makes the folder `out` hold `tree`, as soon as no other build writes to it.
///
/// # Errors
///
/// Before anything is written: where the folder is not ours, holds a file that clipsheet
/// did not write at a path of the tree, or another build does not finish. Later: where the
/// machine fails; what was written by then is in the manifest.
pub fn write(tree: &OutputTree, out: &Path) -> Result<Written, WriteError> {
    write_after(tree, out, &|| {}, &Progress::default())
}

/// The same; calls `waiting` once where another build keeps it waiting, and tells of each
/// file that is written.
///
/// # Errors
///
/// As `write`.
pub fn write_after(
    tree: &OutputTree,
    out: &Path,
    waiting: &dyn Fn(),
    progress: &Progress,
) -> Result<Written, WriteError> {
    // A folder that is not ours is refused before a lock is put into it.
    read_manifest(out, out)?;
    fs::create_dir_all(out).map_err(|e| WriteError::Io(out.to_path_buf(), e))?;
    let _lock = Lock::take(out, &Patience::USUAL, waiting)?;
    replace(tree, out, progress)
}

/// Makes the folder `out`, which nobody else writes to, hold `tree`.
fn replace(tree: &OutputTree, out: &Path, progress: &Progress) -> Result<Written, WriteError> {
    let old = read_manifest(out, out)?;
    let new: BTreeMap<String, String> =
        tree.files().iter().map(|(path, bytes)| (path.to_string(), digest(bytes))).collect();
    let changed = changed(tree, &old, out)?;
    let stale: Vec<&String> = old.files.keys().filter(|path| !new.contains_key(*path)).collect();
    for path in stale.iter().filter_map(|path| OutPath::file(path)) {
        no_link_above(out, &path)?;
    }
    let is_there = |path: &&String| fs::symlink_metadata(out.join(path.as_str())).is_ok();
    let kept: Vec<String> = old.kept.iter().filter(is_there).cloned().collect();
    if changed.is_empty() && stale.is_empty() && old.files == new && old.clipsheet == VERSION {
        return Ok(Written { kept, ..Written::default() });
    }
    let mut stage = Stage::start(out)?;
    let first = stage.file(MANIFEST, &manifest(&either(&old.files, &new), &kept)?)?;
    progress.start(crate::progress::Stage::Write, changed.len());
    let one = |(path, bytes): &(&OutPath, &[u8])| {
        let staged = stage.file(path.as_str(), bytes);
        progress.done();
        staged
    };
    let files = changed.iter().map(one).collect::<Result<Vec<Staged>, WriteError>>()?;
    let mut done = Written { written: files.len(), kept, ..Written::default() };
    stage.place(&[first])?;
    let (in_the_way, rest): (Vec<&String>, Vec<&String>) =
        stale.into_iter().partition(|path| is_in_the_way(path, &new));
    for path in in_the_way {
        remove(out, path, &old, &mut done)?;
    }
    stage.place(&files)?;
    for path in rest {
        remove(out, path, &old, &mut done)?;
    }
    done.kept.sort();
    let last = stage.file(MANIFEST, &manifest(&new, &done.kept)?)?;
    stage.place(&[last])?;
    stage.end()?;
    Ok(done)
}

/// What may be on the disk while `old` is being replaced by `new`.
fn either(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut both = new.clone();
    for (path, digest) in old {
        let entry = both.entry(path.clone()).or_default();
        if !entry.split(' ').any(|known| known == digest) {
            *entry = format!("{digest} {entry}").trim_end().to_string();
        }
    }
    both
}

/// Whether a file at `path` stands where a file of `new` needs a folder, or in a folder
/// where one of them needs to stand.
fn is_in_the_way(path: &str, new: &BTreeMap<String, String>) -> bool {
    let below = format!("{path}/");
    let next = new.range(below.clone()..).next();
    next.is_some_and(|(other, _)| other.starts_with(&below))
        || path.match_indices('/').any(|(at, _)| new.contains_key(&path[..at]))
}

fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// The files of the tree that the disk does not have, or has with other bytes.
fn changed<'a>(
    tree: &'a OutputTree,
    old: &Manifest,
    out: &Path,
) -> Result<Vec<(&'a OutPath, &'a [u8])>, WriteError> {
    let mut changed = Vec::new();
    for (path, bytes) in tree.files() {
        no_link_above(out, path)?;
        let on_disk = out.join(path.as_str());
        if let Some(foreign) = in_its_way(out, path, old) {
            return Err(WriteError::Refused(format!(
                "{} is in the way, and clipsheet did not write it as it is; move it away",
                foreign.display()
            )));
        }
        let same = fs::symlink_metadata(&on_disk).is_ok_and(|m| m.is_file() && m.len() == bytes.len() as u64)
            && fs::read(&on_disk).is_ok_and(|there| there == **bytes);
        if !same {
            changed.push((path, &**bytes));
        }
    }
    Ok(changed)
}

/// What stands where `path` has to be written, or where one of its folders has to be, and
/// is not ours to remove.
fn in_its_way(out: &Path, path: &OutPath, old: &Manifest) -> Option<PathBuf> {
    let path = path.as_str();
    for (at, _) in path.match_indices('/') {
        let folder = out.join(&path[..at]);
        match fs::symlink_metadata(&folder) {
            Err(_) => return None,
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return (!is_ours(out, &path[..at], old)).then_some(folder),
        }
    }
    let on_disk = out.join(path);
    match fs::symlink_metadata(&on_disk) {
        Err(_) => None,
        Ok(metadata) if metadata.is_dir() => foreign_below(out, path, old),
        Ok(_) => (!old.files.contains_key(path)).then_some(on_disk),
    }
}

/// A file below a folder of the output that is not ours.
fn foreign_below(out: &Path, folder: &str, old: &Manifest) -> Option<PathBuf> {
    for entry in fs::read_dir(out.join(folder)).ok()?.flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let foreign = match entry.file_type() {
            Ok(kind) if kind.is_dir() => foreign_below(out, &path, old),
            _ => (!is_ours(out, &path, old)).then(|| entry.path()),
        };
        if foreign.is_some() {
            return foreign;
        }
    }
    None
}

/// Whether a former build wrote the file at `path`, and nobody changed it since.
fn is_ours(out: &Path, path: &str, old: &Manifest) -> bool {
    let on_disk = out.join(path);
    fs::symlink_metadata(&on_disk).is_ok_and(|metadata| metadata.is_file())
        && fs::read(&on_disk).is_ok_and(|bytes| {
            let known = old.files.get(path).map_or("", String::as_str);
            known.split(' ').any(|known| known == digest(&bytes))
        })
}

/// A symbolic link in the output folder could lead a write out of it.
fn no_link_above(out: &Path, path: &OutPath) -> Result<(), WriteError> {
    for (at, _) in path.as_str().match_indices('/') {
        let folder = out.join(&path.as_str()[..at]);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_symlink() => {
                return Err(WriteError::Refused(format!(
                    "{} is a symbolic link; clipsheet writes only to folders of its own",
                    folder.display()
                )));
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Ok(())
}

/// The bytes of a manifest.
fn manifest(files: &BTreeMap<String, String>, kept: &[String]) -> Result<Vec<u8>, WriteError> {
    let kept = kept.iter().cloned().collect();
    let manifest = Manifest { clipsheet: VERSION, files: files.clone(), kept };
    let mut json = serde_json::to_vec_pretty(&manifest)
        .map_err(|e| WriteError::Io(PathBuf::from(MANIFEST), io::Error::other(e)))?;
    json.push(b'\n');
    Ok(json)
}

/// Removes a file of a former build, unless somebody changed it since, and the
/// folders that it leaves empty.
fn remove(out: &Path, path: &str, old: &Manifest, done: &mut Written) -> Result<(), WriteError> {
    let Some(safe) = OutPath::file(path) else { return Ok(()) };
    no_link_above(out, &safe)?;
    let on_disk = out.join(path);
    if fs::symlink_metadata(&on_disk).is_err() {
        return Ok(());
    }
    if !is_ours(out, path, old) {
        done.kept.push(path.to_string());
        return Ok(());
    }
    fs::remove_file(&on_disk).map_err(|e| WriteError::Io(on_disk.clone(), e))?;
    done.removed += 1;
    let mut folder = on_disk.parent();
    while let Some(empty) = folder.filter(|f| *f != out) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}
