//! Building for every audience at once, each into a folder of its own.
//!
//! In: a site's folder and options. Out: a folder of trees that stand side by side, or nothing new where any
//! of them has mistakes. Must not know: how anything is built.
#![allow(clippy::disallowed_methods, reason = "the edge removes what is nobody's any more")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Common;
use super::once::{Build, Desk, How};
use super::report::{count, kept_line};
use super::say::warn;
use crate::model::Audiences;
use crate::output::OutputTree;
use crate::path::OutPath;
use crate::progress::Progress;
use crate::write::{Hold, Orphan, Waiting, Writer, check_place, clear_abandoned, orphans};

/// Builds a site for each audience that it declares into the folder of that name in `out`.
pub(super) fn build_for_all(common: &Common, out: &Path, how: How) -> Result<ExitCode, String> {
    let desk = Desk::open_to_build(common)?.how(how);
    let Some(audiences) = desk.audiences() else { return desk.tell_of_settings() };
    if audiences.is_empty() {
        return Err(
            "this site declares no audiences, so that there is one tree, which everybody may read; leave \
                    out --all-audiences"
                .to_string(),
        );
    }
    let places = places(common, out, &audiences)?;
    let builds = places.into_iter().map(|(name, place)| {
        let folder = out.join(&name);
        Build::new(&desk, Some(name), folder, place)
    });
    let builds: Vec<Build<'_>> = builds.collect();
    let is_declared = |name: &str| audiences.seen_by(name).is_some();
    let orphans = orphans(out, is_declared);
    desk.run(&builds, &|| {
        clear_abandoned(out, is_declared).map_err(|e| e.to_string())?;
        orphans.iter().try_for_each(|orphan| clear(common, orphan))
    })
}

/// The folder of each audience, with links resolved: each another one, and none inside another.
fn places(common: &Common, out: &Path, audiences: &Audiences) -> Result<Vec<(String, PathBuf)>, String> {
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    let mut places: Vec<(String, PathBuf)> = Vec::new();
    for name in audiences.names() {
        let key = OutPath::page(name).folded();
        if let Some(other) = folded.insert(key, name) {
            return Err(format!(
                "the folders of the audiences `{other}` and `{name}` cannot be told apart on every file system; \
                 rename one of the two, or build each with --audience and --out"
            ));
        }
        let folder = out.join(name);
        let place = check_place(&common.root, &folder, Some(name)).map_err(|e| e.to_string())?;
        let overlaps =
            |other: &&(String, PathBuf)| place.starts_with(&other.1) || other.1.starts_with(&place);
        if let Some((other, _)) = places.iter().find(overlaps) {
            return Err(format!(
                "{} and {} lead to one folder, or to one inside the other, and one audience could read what is \
                 another's; remove the link",
                out.join(other).display(),
                folder.display()
            ));
        }
        places.push((name.to_string(), place));
    }
    Ok(places)
}

/// Takes what clipsheet wrote for an audience that there is no more out of its folder: what has gone is gone
/// from the output. A folder that a build for all audiences would not have made is only told of.
fn clear(common: &Common, orphan: &Orphan) -> Result<(), String> {
    let Orphan { audience, folder, is_own } = orphan;
    if !is_own {
        warn(&format!(
            "{} holds the tree for `{audience}`, an audience that the site does not declare; remove it if nobody is \
             to read it any more",
            folder.display()
        ));
        return Ok(());
    }
    let tell = || common.tell_waiting(folder);
    let waiting = Waiting { tell: &tell, is_over: &|| false };
    let hold = Hold::take(folder, Some(audience), &waiting).map_err(|e| e.to_string())?;
    let written = Writer::default().write(&OutputTree::default(), &hold, &Progress::default());
    let written = written.map_err(|e| e.to_string())?;
    if written.removed > 0 {
        common.say(&format!(
            "Removed: the tree for the audience `{audience}`, which the site does not declare any more, {} in {}.\n",
            count(written.removed, "file"),
            folder.display()
        ));
    }
    written.kept.iter().for_each(|path| common.say(&kept_line(&folder.join(path).to_string_lossy())));
    Ok(())
}
