//! A site that changes in one step.
//!
//! In: an output folder, and what is to be done to it. Out: the folder with all of it done, or as it was. Must not
//! know: what is written.
//!
//! A second folder is made beside the output folder, with hard links to all that the first holds; the changes
//! are made there, and then the two exchange their names, which is one operation of the file system. Since files are only
//! ever replaced by renaming others over them, nothing that is done to the second folder shows in the first. What
//! bears the name of the second folder afterwards is the former site, and goes. A build that is killed leaves the old or
//! the new site whole, and beside it at the most a folder that the next build removes.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Waiting;
use super::WriteError;
use super::lock::{Lock, Patience};
use super::manifest::{Manifest, manifest_in};
use crate::output::{BESIDE, LOCK, MANIFEST, TEMPORARY};

/// The folder in which the next state of `out` is made; nothing for a root, which has nothing beside it.
pub fn beside(out: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(BESIDE);
    name.push(out.file_name()?);
    Some(out.with_file_name(name))
}

/// Whether a build was killed that wanted to exchange `out`, or one is under way.
pub fn has_leftover(out: &Path) -> bool {
    beside(out).is_some_and(|folder| fs::symlink_metadata(folder).is_ok())
}

/// Removes what a killed build has left beside `out`, which nobody else writes to.
pub(super) fn clear(out: &Path) -> Result<(), WriteError> {
    match beside(out) {
        Some(folder) if is_ours(&folder) => discard(&folder),
        _ => Ok(()),
    }
}

/// Removes what killed builds have left in `above` beside trees that no build makes any more: those that
/// `is_made` does not know by their names. What a build is making at this moment stays.
///
/// # Errors
///
/// Where such a folder cannot be removed.
pub fn clear_abandoned(above: &Path, is_made: impl Fn(&str) -> bool) -> Result<(), WriteError> {
    for entry in fs::read_dir(above).into_iter().flatten().flatten() {
        let (name, folder) = (entry.file_name(), entry.path());
        let of = name.to_str().and_then(|name| name.strip_prefix(BESIDE));
        let is_abandoned = of.is_some_and(|of| !is_made(of)) && is_ours(&folder);
        if is_abandoned && Lock::take(&folder, &Patience::NONE, &Waiting::SILENTLY).is_ok() {
            discard(&folder)?;
        }
    }
    Ok(())
}

/// Whether a folder is one that this module made: an empty one, or one with a file of clipsheet's in it.
fn is_ours(folder: &Path) -> bool {
    if !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir()) {
        return false;
    }
    let has = |name| fs::symlink_metadata(folder.join(name)).is_ok();
    has(LOCK) || has(MANIFEST) || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Removes a folder with all that is in it, and last the file by which it is known as ours.
fn discard(folder: &Path) -> Result<(), WriteError> {
    let failed = |error| WriteError::Io(folder.to_path_buf(), error);
    let entries: Vec<_> = fs::read_dir(folder).map_err(failed)?.flatten().collect();
    let remove = |entry: &fs::DirEntry| match entry.file_type()?.is_dir() {
        true => remove_folder(&entry.path()),
        false => fs::remove_file(entry.path()),
    };
    let rest = entries.par_iter().filter(|entry| entry.file_name() != LOCK);
    rest.map(remove).collect::<io::Result<()>>().map_err(failed)?;
    match fs::remove_file(folder.join(LOCK)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    fs::remove_dir(folder).map_err(failed)
}

/// Removes a folder, also one with folders in it that nobody may write to.
fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            open_up(folder);
            fs::remove_dir_all(folder)
        }
        result => result,
    }
}

/// Lets this user change a folder and those in it.
fn open_up(folder: &Path) {
    hide(folder);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_up(&entry.path());
        }
    }
}

/// Says whether `out` can be exchanged at all, before anything is built for it.
///
/// # Errors
///
/// Where it is a root or a mount point, or something else stands where the second folder would be.
pub fn check_beside(out: &Path) -> Result<(), WriteError> {
    let refused = |why: &str| Err(WriteError::Refused(format!("{} {why}", out.display())));
    if !CAN_EXCHANGE {
        return refused("cannot be exchanged in one step on this system; build without --atomic");
    }
    let Some(folder) = beside(out) else {
        return refused(
            "has nothing beside it, so that it cannot be exchanged; choose a folder inside it with --out",
        );
    };
    if is_mount_point(out) {
        return refused(MOUNTED);
    }
    if has_access_list(out) {
        return refused(
            "has an access control list, which no other folder would have; build without --atomic",
        );
    }
    if fs::symlink_metadata(&folder).is_ok() && !is_ours(&folder) {
        return Err(WriteError::Refused(format!(
            "{} is in the way of --atomic, and clipsheet did not make it; move it away",
            folder.display()
        )));
    }
    Ok(())
}

const MOUNTED: &str = "is mounted, so that no other folder can take its place; build to a folder inside it with --out, \
    or without --atomic";

#[cfg(unix)]
fn is_mount_point(out: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    let above = out.parent().and_then(device);
    device(out).zip(above).is_some_and(|(own, above)| own != above)
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path) -> bool {
    false
}

/// Does `change` to a second folder that holds what `out` holds, and puts it in the place of `out` in one step. Gives
/// besides a lock on the new folder, which the next builds will ask for.
pub(super) fn exchanged<T>(
    out: &Path,
    old: &Manifest,
    change: impl FnOnce(&Path) -> Result<T, WriteError>,
) -> Result<(T, Lock), WriteError> {
    check_beside(out)?;
    let folder = beside(out).unwrap_or_default();
    clear(out)?;
    let failed = |error| WriteError::Io(folder.clone(), error);
    make_private(&folder).map_err(failed)?;
    let made = fill(out, &folder).and_then(|lock| Ok((change(&folder)?, lock)));
    let made = made.and_then(|made| swap(out, &folder).map(|()| made));
    match made {
        Ok(made) => {
            let known = [old.clone(), manifest_in(out).unwrap_or_default()];
            rescue(&folder, out, "", &known).map_err(|(path, error)| WriteError::Io(path, error))?;
            discard(&folder)?;
            Ok(made)
        }
        Err(error) => {
            // The disk must not stay full of what came to nothing. Where even this fails, the next build does it.
            let _ = discard(&folder);
            Err(error)
        }
    }
}

/// Makes the second folder as the first is, with a lock of its own.
fn fill(out: &Path, folder: &Path) -> Result<Lock, WriteError> {
    // By this file the folder is known as ours, from its first moment on.
    let lock = Lock::take(folder, &Patience::USUAL, &Waiting::SILENTLY)?;
    copy_folder(out, folder, true)?;
    Ok(lock)
}

/// Hard links in the folder `to` to all files of the folder `from`; copies where there can be no links.
fn copy_folder(from: &Path, to: &Path, is_top: bool) -> Result<(), WriteError> {
    let failed = |error| WriteError::Io(to.to_path_buf(), error);
    let entries = fs::read_dir(from).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(failed)?;
    let one = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        if is_top && (name == LOCK || name == TEMPORARY) {
            return Ok(());
        }
        let (from, to) = (entry.path(), to.join(&name));
        let kind = entry.file_type().map_err(|error| WriteError::Io(from.clone(), error))?;
        if !kind.is_dir() {
            return copy_file(&from, &to, kind).map_err(|error| match error.kind() {
                // Its folder would go along with the former site, and be emptied with it.
                ErrorKind::CrossesDevices => WriteError::Refused(format!(
                    "{} is on another file system than {}, so that they cannot be exchanged together; build without \
                     --atomic",
                    from.display(),
                    to.display()
                )),
                _ => WriteError::Io(to.clone(), error),
            });
        }
        fs::create_dir(&to).map_err(|error| WriteError::Io(to.clone(), error))?;
        copy_folder(&from, &to, false)?;
        // Last, because nothing can be put into a folder that nobody may write to.
        same_access(&from, &to).map_err(|error| WriteError::Io(to.clone(), error))
    };
    entries.par_iter().map(one).collect()
}

fn copy_file(from: &Path, to: &Path, kind: fs::FileType) -> io::Result<()> {
    match fs::hard_link(from, to) {
        // Somebody has removed it meanwhile.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::CrossesDevices => Err(error),
        Err(_) if kind.is_symlink() => copy_link(from, to),
        Err(_) => fs::copy(from, to).map(drop),
        Ok(()) => Ok(()),
    }
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(from: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::other(format!("the link {} cannot be copied", from.display())))
}

/// A folder that nobody else may read: what is made in it may be for few, and stands where others may look.
#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

/// Gives a folder the group and the permissions of another: whoever could read the one can read the other, and
/// nobody else.
#[cfg(unix)]
fn same_access(from: &Path, to: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let (from, own) = (fs::metadata(from)?, fs::metadata(to)?);
    if (from.uid(), from.gid()) != (own.uid(), own.gid()) {
        chown(to, Some(from.uid()), Some(from.gid()))?;
    }
    fs::set_permissions(to, from.permissions())
}

#[cfg(not(unix))]
fn same_access(from: &Path, to: &Path) -> io::Result<()> {
    fs::set_permissions(to, fs::metadata(from)?.permissions())
}

/// Whether a folder has an access control list, which a new one in its place would not have.
#[cfg(target_os = "linux")]
fn has_access_list(folder: &Path) -> bool {
    let has = |name: &str| rustix::fs::getxattr(folder, name, &mut [0_u8; 0]).is_ok();
    has("system.posix_acl_access") || has("system.posix_acl_default")
}

#[cfg(not(target_os = "linux"))]
fn has_access_list(_: &Path) -> bool {
    false
}

/// Exchanges the names of the two folders.
fn swap(out: &Path, folder: &Path) -> Result<(), WriteError> {
    let same = same_access(out, folder).and_then(|()| exchange(folder, out));
    let Err(error) = same else {
        hide(folder);
        return Ok(());
    };
    Err(WriteError::Refused(match error.kind() {
        ErrorKind::CrossesDevices | ErrorKind::ResourceBusy => format!("{} {MOUNTED}", out.display()),
        ErrorKind::InvalidInput | ErrorKind::Unsupported => format!(
            "the file system of {} cannot exchange two folders in one step; build without --atomic, or choose \
             another folder with --out",
            out.display()
        ),
        _ => return Err(WriteError::Io(out.to_path_buf(), error)),
    }))
}

/// Nobody needs to read a former site while it is removed.
#[cfg(unix)]
fn hide(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
}

#[cfg(not(unix))]
fn hide(_: &Path) {}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
const CAN_EXCHANGE: bool = true;

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
const CAN_EXCHANGE: bool = false;

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Moves what somebody else has put or changed in the former site since it was copied to the new one; what one of
/// the manifests has is clipsheet's own.
///
/// # Errors
///
/// With the file that cannot be moved, which stays where it is.
fn rescue(from: &Path, to: &Path, inside: &str, known: &[Manifest]) -> Result<(), (PathBuf, io::Error)> {
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let path = format!("{inside}{}", name.to_string_lossy());
        let (was, is) = (entry.path(), to.join(&name));
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            rescue(&was, &is, &format!("{path}/"), known)?;
            continue;
        }
        let is_own = matches!(&*path, LOCK | MANIFEST) || known.iter().any(|m| m.files.contains_key(&path));
        if !is_own && !is_same(&was, &is) {
            let moved = fs::create_dir_all(to).and_then(|()| fs::rename(&was, &is));
            moved.map_err(|error| (was, error))?;
        }
    }
    Ok(())
}

/// Whether both names are of one file, and not of another that was put in its place; of links, whether they lead
/// to the same.
fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::read_link(one), fs::read_link(other)) {
        (Ok(one), Ok(other)) => one == other,
        (Err(_), Err(_)) => same_file::is_same_file(one, other).unwrap_or(false),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    fn what_others_do_meanwhile_is_not_lost() {
        let parent = tempfile::tempdir().expect("a folder");
        let out = parent.path().join("out");
        fs::create_dir_all(out.join("theirs")).expect("a folder");
        for name in ["theirs/replaced", "theirs/left", "own"] {
            fs::write(out.join(name), "before").expect("a file");
        }
        let old = Manifest::new(None, [("own".into(), String::new())].into(), &[]);
        let meanwhile = |folder: &Path| {
            fs::write(folder.join("own.new"), "after").expect("a file");
            fs::rename(folder.join("own.new"), folder.join("own")).expect("a build replaces it");
            fs::write(out.join("beside"), "theirs").expect("a file");
            fs::write(out.join("theirs/new"), "theirs").expect("a file");
            fs::rename(out.join("beside"), out.join("theirs/replaced")).expect("somebody replaces it");
            Ok(())
        };
        exchanged(&out, &old, meanwhile).map(drop).expect("it is exchanged");
        let text = |name: &str| fs::read_to_string(out.join(name)).expect("it is there");
        assert_eq!(text("own"), "after");
        assert_eq!((text("theirs/replaced").as_str(), text("theirs/new").as_str()), ("theirs", "theirs"));
        assert_eq!(text("theirs/left"), "before");
        assert!(!has_leftover(&out));
    }
}
