//! The output, in memory: a map from path to bytes.
//!
//! In: pages and files with where they come from. Out: a tree, and whether every path of it
//! has one producer. Must not know: the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use rpds::RedBlackTreeMapSync;

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::digest::Digest;
use crate::path::OutPath;

/// The file in which `write` keeps what it wrote.
pub const MANIFEST: &str = ".clipsheet-manifest.json";

/// The folder in which `write` puts new bytes before it renames them into place.
pub const TEMPORARY: &str = ".clipsheet-tmp";

/// How the name of the folder starts that `write` makes beside an output folder, to exchange the two.
pub const BESIDE: &str = ".clipsheet-next-";

/// The folder of a site in which runs leave what the next one can use; never part of an output.
pub const CACHES: &str = ".clipsheet";

/// The file that `write` locks, so that two builds do not write to one folder at once.
pub const LOCK: &str = ".clipsheet-lock";

/// The longest name of a file or folder, in bytes, that common file systems allow.
const LONGEST_PART: usize = 255;

/// A file of a built site.
#[derive(Clone, Debug)]
pub struct OutputFile {
    digest: Digest,
    bytes: Arc<[u8]>,
}

impl OutputFile {
    /// A file that holds these bytes.
    pub fn new(bytes: Arc<[u8]>) -> Self {
        Self { digest: Digest::of(&bytes), bytes }
    }

    /// A file whose digest is known.
    pub(crate) fn known(bytes: Arc<[u8]>, digest: Digest) -> Self {
        Self { digest, bytes }
    }

    /// The digest of its bytes.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// How many bytes it has.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Its bytes, shared.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }
}

impl Deref for OutputFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl PartialEq for OutputFile {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for OutputFile {}

/// The files of a built site. A copy costs nothing and shares what it holds, so that one can
/// be shown while the next is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputTree {
    files: RedBlackTreeMapSync<OutPath, OutputFile>,
    standing: Arc<BTreeMap<OutPath, Digest>>,
}

impl OutputTree {
    /// The files, by path.
    pub fn files(&self) -> &RedBlackTreeMapSync<OutPath, OutputFile> {
        &self.files
    }

    /// Files of the site without their bytes: another run wrote them to the output folder, and
    /// they stand there. There are some only where a memory of that run was given to the build.
    pub fn standing(&self) -> &BTreeMap<OutPath, Digest> {
        &self.standing
    }

    /// One file.
    pub fn get(&self, path: &str) -> Option<&OutputFile> {
        self.files.get(path)
    }

    /// In what it differs from a former tree, found in one walk through both.
    pub fn changes_since<'new, 'old>(&'new self, old: &'old Self) -> Changes<'new, 'old> {
        let mut found = Changes::default();
        let mut before = old.files.iter().peekable();
        for (path, file) in &self.files {
            skip_removed(&mut before, path, &mut found.removed);
            match before.next_if(|(old_path, _)| *old_path == path) {
                Some((_, old)) if old == file => {}
                _ => found.written.push((path, file)),
            }
        }
        found.removed.extend(before.map(|(path, _)| path));
        found
    }
}

/// What differs between two trees, by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes<'new, 'old> {
    /// Files of the new tree that the old one does not have, or has with other bytes.
    pub written: Vec<(&'new OutPath, &'new OutputFile)>,
    /// Files that only the old one has.
    pub removed: Vec<&'old OutPath>,
}

fn skip_removed<'a, T>(
    before: &mut Peekable<impl Iterator<Item = (&'a OutPath, T)>>,
    path: &OutPath,
    removed: &mut Vec<&'a OutPath>,
) {
    while let Some((gone, _)) = before.next_if(|(old_path, _)| *old_path < path) {
        removed.push(gone);
    }
}

/// Where a file of the output comes from: found only when a diagnostic needs it.
pub(crate) type Origin<'a> = Rc<dyn Fn() -> Span + 'a>;

impl OutputTree {
    /// The same tree with these files that stand already.
    pub(crate) fn with_standing(&self, standing: BTreeMap<OutPath, Digest>) -> Self {
        Self { files: self.files.clone(), standing: Arc::new(standing) }
    }

    /// Puts a file into the tree, or takes it out.
    pub(crate) fn update(&mut self, path: OutPath, file: Option<OutputFile>) {
        match file {
            Some(file) => self.files.insert_mut(path, file),
            None => {
                self.files.remove_mut(path.as_str());
            }
        }
    }
}

/// Who produces which path.
#[derive(Default)]
pub(crate) struct Producers<'a> {
    /// By path folded as some file systems do, and by each folder above it.
    files: BTreeMap<String, (OutPath, Origin<'a>)>,
    folders: BTreeMap<String, (OutPath, Origin<'a>)>,
    /// What is wrong with single paths.
    flaws: Vec<Diagnostic>,
    collisions: Vec<(OutPath, Diagnostic)>,
}

impl<'a> Producers<'a> {
    /// All that is wrong. What goes with two pages, as their pictures and feeds do, collides where they do: of these the
    /// pages are named, and no other.
    pub fn diagnostics(self) -> Vec<Diagnostic> {
        let folder = |path: &OutPath| path.as_str().rsplit_once('/').map(|(folder, _)| folder.to_string());
        let is_page = |path: &OutPath| path.as_str().ends_with("/index.html");
        let pages: BTreeSet<_> =
            self.collisions.iter().filter(|(path, _)| is_page(path)).map(|(path, _)| folder(path)).collect();
        let named =
            self.collisions.into_iter().filter(|(path, _)| is_page(path) || !pages.contains(&folder(path)));
        self.flaws.into_iter().chain(named.map(|(_, diagnostic)| diagnostic)).collect()
    }

    /// Adds the producer of a file, which comes from `origin`. A second producer of a path, or of one that
    /// a file system would not tell from it, is an error that names both; so is a file
    /// where another needs a folder.
    pub fn add(&mut self, path: OutPath, origin: Origin<'a>) {
        let folded = path.folded();
        let mut taken = self.files.get(&folded).or_else(|| self.folders.get(&folded));
        if let Some(own) =
            [MANIFEST, TEMPORARY, LOCK].into_iter().find(|own| folded.split('/').next() == Some(*own))
        {
            let message = format!("the path `{own}` is clipsheet's own");
            self.flaws
                .push(Diagnostic::error(Code::AddressCollision, message, origin()).hint("rename the file"));
            return;
        }
        if let Some(part) = path.as_str().split('/').find(|part| part.len() > LONGEST_PART) {
            let message = format!("the address `{path}` has a part of {} bytes", part.len());
            let hint = format!("shorten the id; file systems allow {LONGEST_PART} bytes");
            self.flaws.push(Diagnostic::error(Code::BadName, message, origin()).hint(hint));
            return;
        }
        let above: Vec<&str> = folded.match_indices('/').map(|(at, _)| &folded[..at]).collect();
        taken = taken.or_else(|| above.iter().find_map(|folder| self.files.get(*folder)));
        if let Some((other, other_origin)) = taken {
            let message = match () {
                () if *other == path => format!("the address `{path}` is taken"),
                () if other.folded() == folded => {
                    format!("the address `{path}` cannot be told from `{other}` on every file system")
                }
                () => format!("`{path}` and `{other}` would be a file and a folder of one name"),
            };
            let (own, others) = (origin(), other_origin());
            let diagnostic = Diagnostic::error(Code::AddressCollision, message, own)
                .related(others, "it is taken by this")
                .hint(match path.as_str().split('/').next() {
                    Some("quotes" | "events") => "give one of the two another id",
                    Some("topics" | "figures") => "write both in the same way, or give one another name",
                    _ => "give one of the two another `slug`, or rename its file",
                });
            self.collisions.push((path, diagnostic));
            return;
        }
        for folder in above {
            self.folders.entry(folder.to_string()).or_insert_with(|| (path.clone(), origin.clone()));
        }
        self.files.insert(folded, (path, origin));
    }
}
