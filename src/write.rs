//! The output tree to the disk.
//!
//! In: a tree and a folder. Out: a folder that holds the tree, and a manifest of what
//! clipsheet wrote there. Must not know: where the bytes come from.
//!
//! A file that clipsheet did not write is neither changed nor removed. The manifest is
//! written before the files, with both the old and the new ones in it, so that a build
//! that is killed leaves no file that the next build does not know as its own.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch files")]

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::output::{MANIFEST, OutputTree};
use crate::path::OutPath;

/// New bytes are written here first, then renamed into place.
const TEMPORARY: &str = ".clipsheet-tmp";

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
    /// Files of a former build that somebody changed since; they are not touched.
    pub kept: Vec<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    /// The version of this format.
    clipsheet: u32,
    /// The BLAKE3 digest of each file, by path.
    files: BTreeMap<String, String>,
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
    read_manifest(&real_out).map(|_| real_out)
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
/// folder that holds anything and is not ours.
fn read_manifest(out: &Path) -> Result<Manifest, WriteError> {
    let path = out.join(MANIFEST);
    match fs::read(&path) {
        Ok(bytes) => match serde_json::from_slice::<Manifest>(&bytes) {
            Ok(manifest) if manifest.clipsheet == VERSION => Ok(manifest),
            _ => Err(WriteError::Refused(format!(
                "{} is damaged or of another version; empty the folder, or choose another with --out",
                path.display()
            ))),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => match fs::read_dir(out) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Manifest::default()),
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                Err(WriteError::Refused(format!("{} is not a folder", out.display())))
            }
            Err(error) => Err(WriteError::Io(out.to_path_buf(), error)),
            Ok(mut entries) => match entries.next() {
                None => Ok(Manifest::default()),
                Some(_) => Err(WriteError::Refused(format!(
                    "{} is not empty, and clipsheet did not write it; empty it, or choose another with --out",
                    out.display()
                ))),
            },
        },
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Err(WriteError::Refused(format!("{} is not a folder", out.display())))
        }
        Err(error) => Err(WriteError::Io(path, error)),
    }
}

/// Makes the folder `out` hold `tree`.
///
/// # Errors
///
/// Before anything is written: where the folder is not ours, or holds a file that
/// clipsheet did not write at a path of the tree. Later: where the machine fails; what
/// was written by then is in the manifest.
pub fn write(tree: &OutputTree, out: &Path) -> Result<Written, WriteError> {
    let old = read_manifest(out)?;
    let new: BTreeMap<String, String> =
        tree.files().iter().map(|(path, bytes)| (path.to_string(), digest(bytes))).collect();
    let changed = changed(tree, &old, out)?;
    let stale: Vec<&String> = old.files.keys().filter(|path| !new.contains_key(*path)).collect();
    if changed.is_empty() && stale.is_empty() && old.files == new && old.clipsheet == VERSION {
        return Ok(Written::default());
    }
    let mut writer = Writer { out, temporary: out.join(TEMPORARY), number: 0 };
    writer.start()?;
    let mut both = old.files.clone();
    both.extend(new.clone());
    writer.manifest(&both)?;
    let mut done = Written::default();
    let (in_the_way, rest): (Vec<&String>, Vec<&String>) =
        stale.into_iter().partition(|old| new.keys().any(|new| above(old, new) || above(new, old)));
    for path in in_the_way {
        writer.remove(path, &old, &mut done)?;
    }
    for (path, bytes) in changed {
        writer.file(path.as_str(), bytes)?;
        done.written += 1;
    }
    for path in rest {
        writer.remove(path, &old, &mut done)?;
    }
    writer.manifest(&new)?;
    writer.end()?;
    Ok(done)
}

/// Whether the path `folder` is a folder above `path`.
fn above(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
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
        match fs::symlink_metadata(&on_disk) {
            Err(_) => changed.push((path, &**bytes)),
            Ok(_) if !old.files.contains_key(path.as_str()) && !replaces_folder(&on_disk, path, old) => {
                return Err(WriteError::Refused(format!(
                    "{} is in the way, and clipsheet did not write it; move it away",
                    on_disk.display()
                )));
            }
            Ok(metadata) => {
                let same = metadata.is_file()
                    && metadata.len() == bytes.len() as u64
                    && fs::read(&on_disk).is_ok_and(|there| there == **bytes);
                if !same {
                    changed.push((path, &**bytes));
                }
            }
        }
    }
    Ok(changed)
}

/// Whether a folder stands at `path` that holds only what a former build wrote.
fn replaces_folder(on_disk: &Path, path: &OutPath, old: &Manifest) -> bool {
    on_disk.is_dir() && old.files.keys().any(|file| above(path.as_str(), file))
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

struct Writer<'a> {
    out: &'a Path,
    temporary: PathBuf,
    number: usize,
}

impl Writer<'_> {
    fn start(&mut self) -> Result<(), WriteError> {
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |e| WriteError::Io(path, e)
        };
        fs::create_dir_all(self.out).map_err(failed(self.out))?;
        // What a build that was killed left behind.
        match fs::remove_dir_all(&self.temporary) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(WriteError::Io(self.temporary.clone(), error));
            }
            _ => {}
        }
        fs::create_dir(&self.temporary).map_err(failed(&self.temporary))
    }

    fn end(&mut self) -> Result<(), WriteError> {
        fs::remove_dir(&self.temporary).map_err(|e| WriteError::Io(self.temporary.clone(), e))
    }

    fn manifest(&mut self, files: &BTreeMap<String, String>) -> Result<(), WriteError> {
        let manifest = Manifest { clipsheet: VERSION, files: files.clone() };
        let mut json = serde_json::to_vec_pretty(&manifest)
            .map_err(|e| WriteError::Io(self.out.join(MANIFEST), io::Error::other(e)))?;
        json.push(b'\n');
        self.file(MANIFEST, &json)
    }

    fn file(&mut self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let target = self.out.join(path);
        let temporary = self.temporary.join(self.number.to_string());
        self.number += 1;
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|e| WriteError::Io(folder.to_path_buf(), e))?;
        }
        fs::write(&temporary, bytes).map_err(|e| WriteError::Io(target.clone(), e))?;
        fs::rename(&temporary, &target).map_err(|e| WriteError::Io(target.clone(), e))
    }

    /// Removes a file of a former build, unless somebody changed it since, and the
    /// folders that it leaves empty.
    fn remove(&mut self, path: &str, old: &Manifest, done: &mut Written) -> Result<(), WriteError> {
        let Some(safe) = OutPath::file(path) else { return Ok(()) };
        no_link_above(self.out, &safe)?;
        let on_disk = self.out.join(path);
        let metadata = match fs::symlink_metadata(&on_disk) {
            Ok(metadata) => metadata,
            Err(_) => return Ok(()),
        };
        let ours = metadata.is_file()
            && fs::read(&on_disk).is_ok_and(|bytes| old.files.get(path) == Some(&digest(&bytes)));
        if !ours {
            done.kept.push(path.to_string());
            return Ok(());
        }
        fs::remove_file(&on_disk).map_err(|e| WriteError::Io(on_disk.clone(), e))?;
        done.removed += 1;
        let mut folder = on_disk.parent();
        while let Some(empty) = folder.filter(|f| *f != self.out) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        Ok(())
    }
}
