//! Where a tree may stand.
//!
//! In: folders. Out: the folder to write to, or why it is none. Must not know: what is written.
//!
//! Whoever may read a folder may read what is in it, so that the tree of one audience never stands inside
//! that of another, nor takes its place.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::fs;
use std::path::{Path, PathBuf};

use super::WriteError;
use super::manifest::{Manifest, manifest_for, manifest_in, readers};
use crate::output::{BESIDE, CACHES, MANIFEST};

/// The output folder `out` of the site in `root` for a tree that `audience` reads, with links and
/// `..` resolved.
///
/// # Errors
///
/// Where it overlaps the site's content or themes, is no folder, holds files that clipsheet did not
/// write or a tree for others, or is inside or around a tree for others.
pub fn check_place(root: &Path, out: &Path, audience: Option<&str>) -> Result<PathBuf, WriteError> {
    let (root, real_out) = (real(root)?, real(out)?);
    for source in ["content", "themes", CACHES].map(|folder| root.join(folder)) {
        let source = real(&source)?;
        if real_out.starts_with(&source) || source.starts_with(&real_out) {
            return Err(WriteError::Refused(format!(
                "the output folder {} and the site's folder {} must not contain each other; choose another with --out",
                out.display(),
                source.display()
            )));
        }
    }
    check_above(out, &real_out, audience)?;
    check_below(out, &real_out, audience)?;
    manifest_for(audience, &real_out, out).map(|_| real_out)
}

/// The path with links resolved, as far as it exists.
fn real(path: &Path) -> Result<PathBuf, WriteError> {
    let absolute = absolute(path)?;
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

fn absolute(path: &Path) -> Result<PathBuf, WriteError> {
    std::path::absolute(path).map_err(|e| WriteError::Io(path.to_path_buf(), e))
}

/// The path with its links, and without `..`.
fn as_named(path: &Path) -> Result<PathBuf, WriteError> {
    let mut named = PathBuf::new();
    for part in absolute(path)?.components() {
        match part {
            std::path::Component::ParentDir => drop(named.pop()),
            part => named.push(part),
        }
    }
    Ok(named)
}

/// Refuses a folder inside a tree, where that tree or the new one is an audience's. A link may lead from
/// a tree to elsewhere, so that the way there counts as well as where it ends.
fn check_above(out: &Path, real_out: &Path, audience: Option<&str>) -> Result<(), WriteError> {
    let named = as_named(out)?;
    let above = named.ancestors().skip(1).chain(real_out.ancestors().skip(1));
    for folder in above.filter(|folder| folder.join(MANIFEST).exists()) {
        let found = manifest_in(folder).unwrap_or_default();
        if found.audience.is_none() && audience.is_none() {
            continue;
        }
        return Err(WriteError::Refused(format!(
            "{} is inside {}, which holds the tree for {}: whoever reads that could read this one, which is for {}; \
             choose a folder beside it with --out",
            out.display(),
            folder.display(),
            readers(found.audience.as_deref()),
            readers(audience)
        )));
    }
    Ok(())
}

/// Refuses a folder that holds trees of audiences.
fn check_below(out: &Path, real_out: &Path, audience: Option<&str>) -> Result<(), WriteError> {
    let inside = trees_in(real_out);
    let other = inside.iter().find(|tree| tree.manifest.audience.is_some() || audience.is_some());
    let Some(Tree { name, manifest, .. }) = other else { return Ok(()) };
    Err(WriteError::Refused(format!(
        "{} has {} in it, which holds the tree for {}; trees of audiences do not stand inside others: choose \
         another folder with --out",
        out.display(),
        out.join(name).display(),
        readers(manifest.audience.as_deref())
    )))
}

/// A tree in a folder of trees.
struct Tree {
    name: String,
    folder: PathBuf,
    manifest: Manifest,
}

/// The trees that stand next to each other in a folder.
fn trees_in(folder: &Path) -> Vec<Tree> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let one = |entry: fs::DirEntry| {
        let folder = entry.path();
        let manifest = manifest_in(&folder)?;
        Some(Tree { name: entry.file_name().to_string_lossy().into_owned(), folder, manifest })
    };
    let mut trees: Vec<Tree> = entries.filter_map(one).collect();
    trees.sort_by(|a, b| a.name.cmp(&b.name));
    trees
}

/// A tree whose audience the site does not know any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// For whom it was.
    pub audience: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Whether it stands where a build for all audiences puts that of this audience. If not, it is not for
    /// such a build to remove.
    pub is_own: bool,
}

/// The trees in `out`, a folder of trees, whose audience is none of those that `is_declared` knows.
pub fn orphans(out: &Path, is_declared: impl Fn(&str) -> bool) -> Vec<Orphan> {
    let orphan = |tree: Tree| {
        let Manifest { audience, files, kept, .. } = tree.manifest;
        let audience = audience.filter(|name| !is_declared(name))?;
        let is_link = fs::symlink_metadata(&tree.folder).is_ok_and(|metadata| metadata.is_symlink());
        let is_own = tree.name == audience && !is_link;
        let is_empty = files.is_empty() && kept.is_empty();
        (!is_empty).then_some(Orphan { audience, folder: tree.folder, is_own })
    };
    // What stands beside a tree while it is exchanged goes with the next build of that tree.
    let is_tree = |tree: &Tree| !tree.name.starts_with(BESIDE);
    trees_in(out).into_iter().filter(is_tree).filter_map(orphan).collect()
}
