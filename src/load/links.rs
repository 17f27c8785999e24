//! What a symbolic link leads through.
//!
//! In: a link. Out: every path whose change can make it lead elsewhere. Must not know: why
//! anybody follows it.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The most links that one link may lead through, as on Linux.
const MOST_LINKS: usize = 40;

/// The paths below `real_root` that are looked up to follow the link `name` in the folder
/// `real_folder`, the link itself not among them. It ends where nothing is, with what would
/// have to be there.
pub(super) fn steps(real_root: &Path, real_folder: &Path, name: &Path) -> Vec<PathBuf> {
    let mut steps = Vec::new();
    let mut at = real_folder.to_path_buf();
    // What is still to be walked, the next part last.
    let mut ahead = vec![PathBuf::from(name)];
    let mut links = 0;
    while let Some(part) = ahead.pop() {
        match part.components().next() {
            None | Some(Component::CurDir) => continue,
            Some(Component::ParentDir) => {
                at.pop();
                continue;
            }
            Some(Component::RootDir | Component::Prefix(_)) => {
                at.push(part);
                continue;
            }
            Some(Component::Normal(_)) => at.push(&part),
        }
        if links > 0 && at.starts_with(real_root) && at != real_root {
            steps.push(at.clone());
        }
        match fs::read_link(&at) {
            Ok(target) if links < MOST_LINKS => {
                links += 1;
                at.pop();
                let parts = target.components().rev();
                ahead.extend(parts.map(|part| PathBuf::from(part.as_os_str())));
            }
            Ok(_) => break,
            // It is no link, or it is not there, and then neither is anything below it.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => break,
            Err(_) => {}
        }
    }
    steps
}
