//! What one run of `build` leaves for the next.
//!
//! In: a site that was built and written. Out: the same at the next run, as far as it still holds. Must
//! not know: how anything is built.
//!
//! It is one file for each output folder, in `.clipsheet/` in the site's folder. Nothing depends on it: where it is
//! missing, damaged or from another program, it is as if there had never been one.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch files")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

mod file;

use crate::build::Options;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::output::{MANIFEST, OutputTree};
use crate::parse::Sources;
use crate::path::OutPath;
use crate::render::FormerPages;
use crate::stamp::Stamp;
use file::Sections;

/// The folder for it in the site's folder.
const FOLDER: &str = ".clipsheet";

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
    /// What was held back, in words.
    pub held: Vec<String>,
    /// When the next record appears or disappears by itself.
    pub next_due: Option<Timestamp>,
    /// Whether it is known where the site will be published.
    pub has_address: bool,
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
    /// How many files it left.
    files: usize,
    /// How many of them were settled when it was kept.
    settled: usize,
    sections: Sections,
}

/// The digest of all that decides what a site is, but for the moment: its sources and options.
pub fn inputs(sources: &Sources, options: &Options) -> Digest {
    let Options { now: _, as_of, audience, drafts, theme, base_url, verify: _, progress: _ } = options;
    let files: Vec<_> = sources.files.values().map(|file| (&file.path, file.digest)).collect();
    Digest::of_value(&(files, format!("{:?}", (as_of, audience, drafts, theme, base_url))))
}

impl Cache {
    /// For the site in `root` and the output folder `out`, with its links resolved. Nothing where
    /// the program cannot tell itself from others.
    pub fn of(root: &Path, out: &Path) -> Option<Self> {
        let started = SystemTime::now();
        let program = Digest::of(&fs::read(std::env::current_exe().ok()?).ok()?);
        let name = Digest::of(out.as_os_str().as_encoded_bytes()).to_string();
        let file = root.join(FOLDER).join(format!("{name:.16}.cache"));
        Some(Self { file, out: out.to_path_buf(), program, started })
    }

    /// Whether a former run has left anything.
    pub fn is_there(&self) -> bool {
        self.file.is_file()
    }

    /// The former run.
    pub fn load(&self) -> Option<FormerRun> {
        let mut sections = Sections::open(&self.file, self.program)?;
        let mut head: Head = postcard::from_bytes(&sections.head()?).ok()?;
        let files = std::mem::take(&mut head.files);
        let (count, settled) = (files.len(), files.iter().filter(|file| file.is_settled).count());
        let standing = files.into_par_iter().filter_map(|file| self.standing(file));
        let standing: Vec<_> = standing.map(|file| (file.path.clone(), file)).collect();
        Some(FormerRun { head, standing: standing.into_iter().collect(), files: count, settled, sections })
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

    /// Keeps a run, which has written `tree`. Where this fails, the next run has more to do.
    ///
    /// # Errors
    ///
    /// Where the machine fails.
    pub fn save(
        &self,
        run: Run,
        tree: &OutputTree,
        pages: &FormerPages,
        former: Option<&FormerRun>,
    ) -> io::Result<()> {
        let manifest = OutPath::file(MANIFEST).zip(fs::read(self.out.join(MANIFEST)).ok());
        let manifest = manifest.map(|(path, bytes)| (path, Digest::of(&bytes)));
        let files = tree.files().iter().map(|(path, file)| (path.clone(), file.digest()));
        let standing = tree.standing().iter().map(|(path, digest)| (path.clone(), *digest));
        let all: Vec<(OutPath, Digest)> = files.chain(standing).chain(manifest).collect();
        let known = |path: &OutPath, digest| {
            former.and_then(|former| former.standing.get(path)).filter(|file| file.digest == digest).cloned()
        };
        let files = all.into_par_iter().filter_map(|(path, digest)| {
            known(&path, digest).or_else(|| {
                let metadata = fs::symlink_metadata(self.out.join(path.as_str())).ok()?;
                let stamp = Stamp::of(&metadata);
                Some(KeptFile { path, digest, is_settled: stamp.is_settled(self.started), stamp })
            })
        });
        let head = Head { run, files: files.collect() };
        self.put(&head, &encode(pages)?)
    }

    /// Keeps that more files of an unchanged run are settled by now.
    ///
    /// # Errors
    ///
    /// Where the machine fails.
    pub fn save_again(&self, mut former: FormerRun) -> io::Result<()> {
        let pages = former.sections.pages().ok_or(io::ErrorKind::InvalidData)?;
        former.head.files = former.standing.into_values().collect();
        self.put(&former.head, &pages)
    }

    fn put(&self, head: &Head, pages: &[u8]) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new(FOLDER));
        fs::create_dir_all(folder)?;
        // It is of use on this machine alone.
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n")?;
        }
        let temporary = self.file.with_extension(format!("{}.tmp", std::process::id()));
        let written = fs::File::create(&temporary)
            .and_then(|mut file| file.write_all(&file::bytes(self.program, &encode(head)?, pages)))
            .and_then(|()| fs::rename(&temporary, &self.file));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}

fn encode(value: &impl Serialize) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(io::Error::other)
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

    /// Whether to keep it again.
    pub fn has_settled(&self) -> bool {
        self.standing.values().filter(|file| file.is_settled).count() > self.settled
    }

    /// The files that are in the output folder as the run left them.
    pub fn standing(&self) -> BTreeMap<OutPath, Digest> {
        self.standing.iter().map(|(path, file)| (path.clone(), file.digest)).collect()
    }

    /// Its pages.
    pub fn pages(&mut self) -> Option<FormerPages> {
        postcard::from_bytes(&self.sections.pages()?).ok()
    }
}
