//! What one run of `build` leaves for the next.
//!
//! In: a site that was built and written. Out: the same at the next run, as far as it still holds. Must
//! not know: how anything is built.
//!
//! It is one file for each output folder, in `.clipsheet/` in the site's folder. It may be removed at any time; where
//! it is damaged or from another program, or another build has written to the folder since, it is as if
//! there had never been one.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

mod file;

use crate::build::Options;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::memo::Left;
use crate::output::{CACHES, LOCK, OutputTree, TEMPORARY};
use crate::parse::{Encoding, Sources};
use crate::path::OutPath;
use crate::stamp::Stamp;
use crate::twins::twin;
use crate::write::{has_leftover, manifest_digest};
use file::{ARTICLES, HEAD, PAGES, Sections};

/// A run that was so long ago is not asked for any more: somebody has built into many folders.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Where the runs for one output folder leave what they know.
#[derive(Debug)]
pub struct Cache {
    file: PathBuf,
    out: PathBuf,
    /// The digest of the program that runs: another one may build other things.
    program: Digest,
    /// What was written later may still change without showing it.
    started: SystemTime,
}

/// What a build came to, besides the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What is wrong with the site.
    pub diagnostics: Vec<Diagnostic>,
    /// How many records it shows.
    pub records: usize,
    /// On how many pages.
    pub pages: usize,
    /// What was held back.
    pub held: Vec<HeldBack>,
    /// When the next record appears or disappears by itself.
    pub next_due: Option<Timestamp>,
    /// Whether it is known where the site will be published.
    pub has_address: bool,
}

/// A record that was held back, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBack {
    /// The kind of the record, in a word.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Why, in a word.
    pub reason: String,
    /// Until when, where that is known.
    pub until: Option<Timestamp>,
    /// All of it in words.
    pub words: String,
}

/// A run: what went into it, and what came out.
#[derive(Debug, Serialize, Deserialize)]
pub struct Run {
    /// The digest of its inputs.
    pub inputs: Digest,
    /// Its moment.
    pub built: Timestamp,
    /// What it came to.
    pub outcome: Outcome,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    run: Run,
    /// The digest of the manifest of the output folder.
    manifest: Digest,
    files: Vec<KeptFile>,
}

/// A file of the output folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptFile {
    path: OutPath,
    digest: Digest,
    stamp: Stamp,
    /// Whether a change since then shows in the stamp.
    is_settled: bool,
}

/// A former run, as far as it still holds.
#[derive(Debug)]
pub struct FormerRun {
    head: Head,
    /// The files that are in the output folder as it left them.
    standing: BTreeMap<OutPath, KeptFile>,
    /// The files that it left and that are not there any more as they were.
    missing: BTreeSet<OutPath>,
    /// How many files it left.
    files: usize,
    /// How many of them were settled when it was kept.
    settled: usize,
    sections: Sections,
}

/// The digest of all that decides what a site is, but for the moment: its sources and options.
pub fn inputs(sources: &Sources, options: &Options) -> Digest {
    let Options { now: _, as_of, audience, drafts, theme, base_url, publishing, verify: _, progress: _ } =
        options;
    let files: Vec<_> = sources.files.values().map(|file| (&file.path, file.digest)).collect();
    Digest::of_value(&(files, format!("{:?}", (as_of, audience, drafts, theme, base_url, publishing))))
}

/// The digest of the program that runs; nothing where it cannot tell itself from others.
pub fn program() -> Option<Digest> {
    Digest::of_reader(fs::File::open(std::env::current_exe().ok()?).ok()?).ok()
}

impl Cache {
    /// For the site in `root` and the output folder `out`, with its links resolved, and the program with this
    /// digest.
    pub fn of(root: &Path, out: &Path, program: Digest) -> Self {
        let started = SystemTime::now();
        let name = Digest::of(out.as_os_str().as_encoded_bytes()).to_string();
        let file = root.join(CACHES).join(format!("{name:.16}.cache"));
        Self { file, out: out.to_path_buf(), program, started }
    }

    /// The former run.
    pub fn load(&self) -> Option<FormerRun> {
        let mut sections = Sections::open(&self.file, self.program)?;
        let mut head: Head = postcard::from_bytes(&sections.section(HEAD)?).ok()?;
        // Where another build has been, or was killed, nothing is as it was left.
        let is_clear = fs::symlink_metadata(self.out.join(TEMPORARY)).is_err() && !has_leftover(&self.out);
        // What stands in the place of the lock is told by whoever has to take it.
        let has_lock = fs::symlink_metadata(self.out.join(LOCK)).is_ok_and(|metadata| metadata.is_file());
        if !is_clear || !has_lock || manifest_digest(&self.out) != Some(head.manifest) {
            return None;
        }
        let files = std::mem::take(&mut head.files);
        if self.has_links(&files) {
            return None;
        }
        let (count, settled) = (files.len(), files.iter().filter(|file| file.is_settled).count());
        let paths: BTreeSet<OutPath> = files.iter().map(|file| file.path.clone()).collect();
        let standing = files.into_par_iter().filter_map(|file| self.standing(file));
        let standing: Vec<_> = standing.map(|file| (file.path.clone(), file)).collect();
        let standing: BTreeMap<_, _> = standing.into_iter().collect();
        let missing = paths.into_iter().filter(|path| !standing.contains_key(path)).collect();
        Some(FormerRun { head, standing, missing, files: count, settled, sections })
    }

    /// Whether a folder of one of these files is a link by now, which no build writes through.
    fn has_links(&self, files: &[KeptFile]) -> bool {
        fn folders(file: &KeptFile) -> impl Iterator<Item = &str> {
            let path = file.path.as_str();
            path.match_indices('/').map(|(at, _)| &path[..at])
        }
        let folders: BTreeSet<&str> = files.iter().flat_map(folders).collect();
        let is_link = |folder: &&str| {
            fs::symlink_metadata(self.out.join(folder)).is_ok_and(|metadata| metadata.is_symlink())
        };
        folders.par_iter().any(is_link)
    }

    /// The file, if it is as it was; it is read only where its stamp does not tell.
    fn standing(&self, file: KeptFile) -> Option<KeptFile> {
        let path = self.out.join(file.path.as_str());
        let metadata = fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
        let stamp = Stamp::of(&metadata);
        if file.is_settled && file.stamp == stamp {
            return Some(file);
        }
        let same = Digest::of(&fs::read(&path).ok()?) == file.digest;
        same.then(|| KeptFile { is_settled: stamp.is_settled(self.started), stamp, ..file })
    }

    /// Keeps a run, which has written `tree` and still holds the folder. Where this fails, the next run has more to do.
    ///
    /// # Errors
    ///
    /// Where the machine fails.
    pub fn save(
        &self,
        run: Run,
        tree: &OutputTree,
        left: &Left,
        former: Option<&FormerRun>,
    ) -> io::Result<()> {
        let manifest = manifest_digest(&self.out).ok_or(io::ErrorKind::NotFound)?;
        let files = tree.files().iter().map(|(path, file)| (path.clone(), file.digest()));
        let standing = tree.standing().iter().map(|(path, digest)| (path.clone(), *digest));
        let all: Vec<(OutPath, Digest)> = files.chain(standing).collect();
        let known = |path: &OutPath, digest| {
            former.and_then(|former| former.standing.get(path)).filter(|file| file.digest == digest).cloned()
        };
        // A list from which a file is missing would say that all is there without it.
        let one = |(path, digest): (OutPath, Digest)| match known(&path, digest) {
            Some(file) => Ok(file),
            None => {
                let stamp = Stamp::of(&fs::symlink_metadata(self.out.join(path.as_str()))?);
                Ok(KeptFile { path, digest, is_settled: stamp.is_settled(self.started), stamp })
            }
        };
        let files = all.into_par_iter().map(one).collect::<io::Result<_>>()?;
        let head = Head { run, manifest, files };
        self.put(&head, left)
    }

    /// Keeps that more files of an unchanged run are settled by now.
    ///
    /// # Errors
    ///
    /// Where the machine fails.
    pub fn save_again(&self, mut former: FormerRun) -> io::Result<()> {
        let left = former.left().ok_or(io::ErrorKind::InvalidData)?;
        former.head.files = former.standing.into_values().collect();
        self.put(&former.head, &left)
    }

    /// Removes what runs have left for folders that nobody builds into any more, and what killed ones
    /// have left half written.
    fn forget_old(&self, folder: &Path) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_ours = path.extension().is_some_and(|ending| ending == "cache" || ending == "tmp");
            let modified = entry.metadata().and_then(|metadata| metadata.modified());
            let age = modified.ok().and_then(|modified| self.started.duration_since(modified).ok());
            if is_ours && age.is_some_and(|age| age > FORGOTTEN_AFTER) {
                let _ = fs::remove_file(path);
            }
        }
    }

    fn put(&self, head: &Head, left: &Left) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new(CACHES));
        fs::create_dir_all(folder)?;
        // What a link leads to is not ours to write to.
        if !fs::symlink_metadata(folder)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        // It is of use on this machine alone.
        if let Ok(mut ignore) = fs::File::create_new(folder.join(".gitignore")) {
            ignore.write_all(b"*\n")?;
        }
        self.forget_old(folder);
        let temporary = self.file.with_extension(format!("{}.tmp", std::process::id()));
        let head = postcard::to_stdvec(head).map_err(io::Error::other)?;
        let sections = [head.as_slice(), &left.articles, &left.pages];
        let written = fs::File::create(&temporary)
            .and_then(|mut file| file::write(&mut file, self.program, sections))
            .and_then(|()| fs::rename(&temporary, &self.file));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}

impl FormerRun {
    /// What the run came to.
    pub fn outcome(&self) -> &Outcome {
        &self.head.run.outcome
    }

    /// The same, if a run with these inputs and options would come to it too, and has nothing to write.
    pub fn outcome_for(&self, inputs: Digest, options: &Options) -> Option<&Outcome> {
        let Run { inputs: former, built, outcome } = &self.head.run;
        let now = options.now;
        let same_time =
            options.as_of.is_some() || now >= *built && outcome.next_due.is_none_or(|due| now < due);
        let is_whole = self.standing.len() == self.files;
        (*former == inputs && same_time && is_whole).then_some(outcome)
    }

    /// Whether the folder's manifest is still the one that the run left: no other build has been there.
    pub fn has_left(&self, out: &Path) -> bool {
        manifest_digest(out) == Some(self.head.manifest)
    }

    /// Whether to keep it again.
    pub fn has_settled(&self) -> bool {
        self.standing.values().filter(|file| file.is_settled).count() > self.settled
    }

    /// The files that are in the output folder as the run left them.
    pub fn standing(&self) -> BTreeMap<OutPath, Digest> {
        self.standing.iter().map(|(path, file)| (path.clone(), file.digest)).collect()
    }

    /// Whether it left a twin of this file that is not there any more.
    pub fn has_lost_twin(&self, path: &OutPath) -> bool {
        let mut twins = Encoding::ALL.into_iter().filter_map(|encoding| twin(path, encoding));
        twins.any(|twin| self.missing.contains(&twin))
    }

    /// What it left for the next one.
    pub fn left(&mut self) -> Option<Left> {
        Some(Left { articles: self.sections.section(ARTICLES)?, pages: self.sections.section(PAGES)? })
    }
}
