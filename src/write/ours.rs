//! What stands in the output folder and is not clipsheet's.
//!
//! In: a folder and its manifest. Out: what must not be touched. Must not know: what is written.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::fs;
use std::path::{Path, PathBuf};

use super::WriteError;
use super::manifest::Manifest;
use crate::digest::Digest;
use crate::path::OutPath;

/// What stands where `path` has to be written, or where one of its folders has to be, and
/// is not ours to remove.
pub(super) fn in_its_way(out: &Path, path: &OutPath, old: &Manifest) -> Option<PathBuf> {
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
pub(super) fn is_ours(out: &Path, path: &str, old: &Manifest) -> bool {
    let on_disk = out.join(path);
    fs::symlink_metadata(&on_disk).is_ok_and(|metadata| metadata.is_file())
        && fs::read(&on_disk).is_ok_and(|bytes| {
            let digest = Digest::of(&bytes).to_string();
            let known = old.files.get(path).map_or("", String::as_str);
            known.split(' ').any(|known| known == digest)
        })
}

/// A symbolic link in the output folder could lead a write out of it.
pub(super) fn no_link_above(out: &Path, path: &OutPath) -> Result<(), WriteError> {
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
