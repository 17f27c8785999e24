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
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

mod beside;
mod lock;
mod manifest;
mod ours;
mod place;
mod stage;

use crate::digest::Digest;
use crate::output::{Changes, MANIFEST, OutputFile, OutputTree};
use crate::path::OutPath;
use crate::progress::Progress;
pub use beside::{beside, check_beside, clear_abandoned, has_leftover};
use lock::{Lock, Patience};
use manifest::{Manifest, VERSION, either, manifest_for, manifest_in};
use ours::{in_its_way, is_ours, no_link_above};
pub use place::{Orphan, check_place, orphans};
use stage::Stage;

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

/// Makes the folder `out` hold `tree`, which everybody may read, as soon as no other build writes to it.
///
/// # Errors
///
/// As `Hold::take` and `Writer::write`.
pub fn write(tree: &OutputTree, out: &Path) -> Result<Written, WriteError> {
    Writer::default().write(tree, &Hold::take(out, None, &Waiting::SILENTLY)?, &Progress::default())
}

/// A folder that no other build writes to, until this is dropped.
pub struct Hold {
    out: PathBuf,
    /// Who reads what is written there.
    audience: Option<String>,
    /// Whether the folder changes in one step.
    is_atomic: bool,
    /// Of the folder; and, after that was exchanged, of the one that has taken its place.
    locks: Mutex<Vec<Lock>>,
}

/// What to do while another build keeps one waiting.
pub struct Waiting<'a> {
    /// Called once, where it takes time.
    pub tell: &'a dyn Fn(),
    /// Whether there is nothing to wait for any more.
    pub is_over: &'a dyn Fn() -> bool,
}

impl Waiting<'_> {
    /// Says nothing.
    pub const SILENTLY: Waiting<'static> = Waiting { tell: &|| {}, is_over: &|| false };
}

impl Hold {
    /// Makes the folder `out`, where there is none, and takes it for trees that `audience` reads, as soon as
    /// no other build writes to it.
    ///
    /// # Errors
    ///
    /// Where the folder is not ours or others read it, or another build does not finish.
    pub fn take(
        out: impl Into<PathBuf>,
        audience: Option<&str>,
        waiting: &Waiting<'_>,
    ) -> Result<Self, WriteError> {
        let out = out.into();
        // A folder that is not ours is refused before a lock is put into it.
        manifest_for(audience, &out, &out)?;
        fs::create_dir_all(&out).map_err(|e| WriteError::Io(out.clone(), e))?;
        let lock = Lock::take(&out, &Patience::USUAL, waiting)?;
        // What a build that was killed has left may be what is withheld by now.
        beside::clear(&out)?;
        let audience = audience.map(str::to_string);
        Ok(Self { out, audience, is_atomic: false, locks: Mutex::new(vec![lock]) })
    }

    /// The same folder, which will change from one site to the next in one step, or not at all.
    ///
    /// # Errors
    ///
    /// Where the system or the folder does not allow it.
    pub fn atomically(mut self) -> Result<Self, WriteError> {
        check_beside(&self.out)?;
        self.is_atomic = true;
        Ok(self)
    }
}

/// Writes one tree after the other into a folder.
#[derive(Debug, Default)]
pub struct Writer {
    /// Files of the folder that somebody has just looked at, with their digests.
    known: BTreeMap<OutPath, Digest>,
    last: Option<Last>,
}

/// What a writer has left in its folder.
#[derive(Debug)]
struct Last {
    out: PathBuf,
    tree: OutputTree,
    manifest: Manifest,
    /// Of the manifest's file: while it is the same, no other build has written there.
    digest: Digest,
}

/// What there is to do.
struct Work<'a> {
    old: Manifest,
    /// The files of the tree with their digests.
    new: BTreeMap<String, String>,
    /// Files of the tree that may have to be written.
    open: Vec<(&'a OutPath, &'a OutputFile)>,
    /// Files of a former build that the tree does not have.
    stale: Vec<String>,
}

impl Writer {
    /// A writer that takes it from the caller that these files are in the folder, and have these digests.
    pub fn knowing(known: BTreeMap<OutPath, Digest>) -> Self {
        Self { known, last: None }
    }

    /// Makes a folder hold `tree`, and tells of each file that is written. The first time every file of
    /// the folder is compared; after that, unless another build has been there, what differs from the
    /// former tree, and files that are gone or have another length.
    ///
    /// # Errors
    ///
    /// Before anything is written: where the folder holds a file that clipsheet did not write at a path of
    /// the tree. Later: where the machine fails; what was written by then is in the manifest.
    pub fn write(
        &mut self,
        tree: &OutputTree,
        hold: &Hold,
        progress: &Progress,
    ) -> Result<Written, WriteError> {
        let out = &hold.out;
        let found = manifest_digest(out);
        let is_ours = |last: &Last| last.out == *out && found == Some(last.digest);
        let last = self.last.take().filter(|last| is_ours(last) && last.manifest.audience == hold.audience);
        let work = match last {
            Some(last) => Work::after(last, tree, out),
            None => {
                // What came while the lock was waited for may be for others.
                let old = manifest_for(hold.audience.as_deref(), out, out)?;
                Work::on(old, tree, &std::mem::take(&mut self.known))
            }
        };
        let (done, manifest) = work.run(hold, progress)?;
        let digest = manifest_digest(out);
        self.last = digest.map(|digest| Last { out: out.clone(), tree: tree.clone(), manifest, digest });
        Ok(done)
    }
}

/// The audience whose tree is in a folder; nothing where everybody may read it, or nobody can tell.
pub fn audience_of(folder: &Path) -> Option<String> {
    manifest_in(folder).and_then(|manifest| manifest.audience)
}

/// The digest of the manifest of a folder, if it has one.
pub fn manifest_digest(out: &Path) -> Option<Digest> {
    fs::read(out.join(MANIFEST)).ok().map(|bytes| Digest::of(&bytes))
}

impl<'a> Work<'a> {
    /// On a folder of which only the manifest is known.
    fn on(old: Manifest, tree: &'a OutputTree, known: &BTreeMap<OutPath, Digest>) -> Self {
        let files = tree.files().iter().map(|(path, file)| (path, file.digest()));
        let standing = tree.standing().iter().map(|(path, digest)| (path, *digest));
        let new: BTreeMap<String, String> =
            files.chain(standing).map(|(path, digest)| (path.to_string(), digest.to_string())).collect();
        let is_open = |(path, file): &(&OutPath, &OutputFile)| known.get(*path) != Some(&file.digest());
        let open = tree.files().iter().filter(is_open).collect();
        let stale = old.files.keys().filter(|path| !new.contains_key(*path)).cloned().collect();
        Self { old, new, open, stale }
    }

    /// On the folder `out`, which is known but for what people may have done to it.
    fn after(last: Last, tree: &'a OutputTree, out: &Path) -> Self {
        let Changes { written, removed } = tree.changes_since(&last.tree);
        let mut new = last.manifest.files.clone();
        removed.iter().for_each(|path| drop(new.remove(path.as_str())));
        new.extend(written.iter().map(|(path, file)| (path.to_string(), file.digest().to_string())));
        let stale = removed.into_iter().map(ToString::to_string).collect();
        let is_other = |(path, file): &(&OutPath, &OutputFile)| {
            let metadata = fs::symlink_metadata(out.join(path.as_str()));
            !metadata.is_ok_and(|metadata| metadata.is_file() && metadata.len() == file.len() as u64)
        };
        let differing: BTreeSet<&OutPath> = written.iter().map(|(path, _)| *path).collect();
        let same = tree.files().iter().filter(|(path, _)| !differing.contains(path));
        let open = same.filter(is_other).chain(written.iter().copied()).collect();
        Self { old: last.manifest, new, open, stale }
    }

    /// Does it in a folder that nobody else writes to.
    fn run(self, hold: &Hold, progress: &Progress) -> Result<(Written, Manifest), WriteError> {
        let Self { old, new, open, stale } = self;
        let out = hold.out.as_path();
        // What a build that was killed has left may be what this one withholds.
        stage::clear(out)?;
        let changed = changed(open, &old, out)?;
        for path in stale.iter().filter_map(|path| OutPath::file(path)) {
            no_link_above(out, &path)?;
        }
        let is_there = |path: &&String| fs::symlink_metadata(out.join(path.as_str())).is_ok();
        let kept: Vec<String> = old.kept.iter().filter(is_there).cloned().collect();
        if changed.is_empty() && stale.is_empty() && old.files == new && old.clipsheet == VERSION {
            return Ok((Written { kept, ..Written::default() }, old));
        }
        let found = Found { old: &old, new, changed, stale, kept };
        if !hold.is_atomic {
            return found.put(out, hold, progress);
        }
        let (done, lock) = beside::exchanged(out, &old, |folder| found.put(folder, hold, progress))?;
        hold.locks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(lock);
        Ok(done)
    }
}

/// What there is to do, after the folder was looked at.
struct Found<'a> {
    old: &'a Manifest,
    new: BTreeMap<String, String>,
    changed: Vec<(&'a OutPath, &'a OutputFile)>,
    stale: Vec<String>,
    kept: Vec<String>,
}

impl Found<'_> {
    /// Does it in the folder `out`: that of `hold`, or one that holds the same.
    fn put(self, out: &Path, hold: &Hold, progress: &Progress) -> Result<(Written, Manifest), WriteError> {
        let Self { old, new, changed, stale, kept } = self;
        let audience = hold.audience.as_deref();
        let mut done = Written { written: changed.len(), kept, ..Written::default() };
        let stage = Stage::start(out)?;
        let first =
            stage.file(MANIFEST, &Manifest::new(audience, either(&old.files, &new), &done.kept).bytes()?)?;
        progress.start(crate::progress::Stage::Write, changed.len());
        let one = |(path, file): &(&OutPath, &OutputFile)| {
            let staged = stage.file(path.as_str(), file);
            progress.done();
            staged
        };
        let files = first_error(changed.par_iter().map(one).collect())?;
        stage.place(&[first])?;
        let (in_the_way, rest): (Vec<String>, Vec<String>) =
            stale.into_iter().partition(|path| is_in_the_way(path, &new));
        for path in in_the_way {
            remove(out, &path, old, &mut done)?;
        }
        stage.place(&files)?;
        for path in rest {
            remove(out, &path, old, &mut done)?;
        }
        done.kept.sort();
        let manifest = Manifest::new(audience, new, &done.kept);
        let last = stage.file(MANIFEST, &manifest.bytes()?)?;
        stage.place(&[last])?;
        stage.end()?;
        Ok((done, manifest))
    }
}

/// All of them, or the first error in their order, whichever came first in time.
fn first_error<T>(all: Vec<Result<T, WriteError>>) -> Result<Vec<T>, WriteError> {
    all.into_iter().collect()
}

/// Whether a file at `path` stands where a file of `new` needs a folder, or in a folder
/// where one of them needs to stand.
fn is_in_the_way(path: &str, new: &BTreeMap<String, String>) -> bool {
    let below = format!("{path}/");
    let next = new.range(below.clone()..).next();
    next.is_some_and(|(other, _)| other.starts_with(&below))
        || path.match_indices('/').any(|(at, _)| new.contains_key(&path[..at]))
}

/// Which of these files of the tree the disk does not have, or has with other bytes.
fn changed<'a>(
    files: Vec<(&'a OutPath, &'a OutputFile)>,
    old: &Manifest,
    out: &Path,
) -> Result<Vec<(&'a OutPath, &'a OutputFile)>, WriteError> {
    let differs = |(path, file): (&'a OutPath, &'a OutputFile)| {
        no_link_above(out, path)?;
        let on_disk = out.join(path.as_str());
        if let Some(foreign) = in_its_way(out, path, old) {
            return Err(WriteError::Refused(format!(
                "{} is in the way, and clipsheet did not write it as it is; move it away",
                foreign.display()
            )));
        }
        let same = fs::symlink_metadata(&on_disk).is_ok_and(|m| m.is_file() && m.len() == file.len() as u64)
            && fs::read(&on_disk).is_ok_and(|there| there == **file);
        Ok((!same).then_some((path, file)))
    };
    let found = first_error(files.into_par_iter().map(differs).collect())?;
    Ok(found.into_iter().flatten().collect())
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
