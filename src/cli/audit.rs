//! Searching a site for what its readers may not see.
//!
//! In: a site's folder, options, and a built site in a folder or in memory. Out: what was found, and an
//! exit code. Must not know: how anything is found.
#![allow(clippy::disallowed_methods, reason = "the edge reads the files of the built site")]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rayon::prelude::*;

use super::report::tally;
use super::{CONTENT_HAS_ERRORS, Common};
use crate::audit::{Audit, Limits, Searched, Secrets};
use crate::build::{Built, Options, secrets};
use crate::diagnostics::{Checked, Diagnostic, Severity, has_errors, sort};
use crate::load::scan;
use crate::memo::Memo;
use crate::model::Audiences;
use crate::output::{LOCK, MANIFEST};
use crate::parse::Sources;
use crate::write::audience_of;

/// Searches the site in the folder `dir`, for the audience that is named, or else the one that it was built
/// for.
pub(super) fn audit_site(common: &Common, dir: &Path) -> Result<ExitCode, String> {
    let files = files(dir)?;
    let Checked { value: sources, mut diagnostics } = scan(&common.root).map_err(|e| e.to_string())?;
    let built_for = audience_of(dir);
    if let Some(why) = sees_more(common, dir, built_for.as_deref(), &sources) {
        return Err(why);
    }
    let audience = common.audience.clone().or(built_for);
    let options = Options { audience, ..common.options() };
    let secrets = secrets(&sources, &options, &mut Memo::default()).map_err(|e| e.to_string())?;
    let Some(secrets) = secrets.keep(&mut diagnostics).filter(|_| !has_errors(&diagnostics)) else {
        diagnostics.retain(|d| d.severity == Severity::Error);
        sort(&mut diagnostics);
        common.report(&diagnostics, &sources, &Built::default());
        common.say(&format!(
            "{}; what is withheld cannot be told, and nothing was searched.\n",
            tally(&diagnostics)
        ));
        return Ok(ExitCode::from(CONTENT_HAS_ERRORS));
    };
    let search = |file: &PathBuf| search(&secrets, dir, file);
    let searched: Result<Vec<Searched>, String> = files.par_iter().map(search).collect();
    let audit = Audit::of(&secrets, searched?);
    common.report(&audit.diagnostics, &sources, &Built::default());
    common.say(&format!("{}\n", audit.summary));
    Ok(if common.denies(&audit.diagnostics) { ExitCode::from(CONTENT_HAS_ERRORS) } else { ExitCode::SUCCESS })
}

/// Why a search for the audience that is asked for would find nothing of what the readers of this tree
/// may not see: it sees more than they do.
fn sees_more(common: &Common, dir: &Path, built_for: Option<&str>, sources: &Sources) -> Option<String> {
    let (asked, built_for) = common.audience.as_deref().zip(built_for)?;
    let audiences = Audiences::declared(sources)?;
    let (more, less) = (audiences.seen_by(asked)?, audiences.seen_by(built_for)?);
    (more != less && more.is_superset(less)).then(|| {
        format!(
            "{} was built for `{built_for}`, and `{asked}` sees more; leave out --audience to search it for what \
             `{built_for}` may not see",
            dir.display()
        )
    })
}

/// Searches a site that is about to be written; gives what keeps it from that.
pub(super) fn audit_tree(
    common: &Common,
    sources: &Sources,
    options: &Options,
    memo: &mut Memo,
    built: &Built,
) -> Result<Option<Vec<Diagnostic>>, String> {
    let secrets = secrets(sources, options, memo).map_err(|e| e.to_string())?;
    let (Some(secrets), Some(tree)) = (secrets.value, &built.tree) else {
        return Ok(Some(secrets.diagnostics));
    };
    let audit = secrets.search_tree(tree, Limits::default());
    common.report(&audit.diagnostics, sources, built);
    common.say(&format!("{}\n", audit.summary));
    Ok(common.denies(&audit.diagnostics).then_some(audit.diagnostics))
}

/// Searches files that stay in the folder `dir` though they are no part of the site any more: whether
/// they may stay there.
pub(super) fn audit_kept(
    common: &Common,
    sources: &Sources,
    options: &Options,
    dir: &Path,
    kept: &[String],
) -> Result<bool, String> {
    let secrets = secrets(sources, options, &mut Memo::default()).map_err(|e| e.to_string())?;
    let Some(secrets) = secrets.value else { return Ok(false) };
    let searched: Result<Vec<Searched>, String> =
        kept.iter().map(|file| search(&secrets, dir, &dir.join(file))).collect();
    let audit = Audit::of(&secrets, searched?);
    common.report(&audit.diagnostics, sources, &Built::default());
    Ok(!common.denies(&audit.diagnostics))
}

/// A larger file is not read.
const LARGEST: u64 = 1 << 30;

fn search(secrets: &Secrets, dir: &Path, file: &Path) -> Result<Searched, String> {
    let cannot = |error: std::io::Error| format!("cannot read {}: {error}", file.display());
    let inside = file.strip_prefix(dir).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let about = fs::metadata(file).map_err(cannot)?;
    if about.is_dir() {
        return Ok(secrets.search(&format!("{inside}/"), &[], Limits::default()));
    }
    if about.len() > LARGEST {
        return Err(format!(
            "{} has {} bytes; {LARGEST} is the most that can be searched",
            file.display(),
            about.len()
        ));
    }
    Ok(secrets.search(&inside, &fs::read(file).map_err(cannot)?, Limits::default()))
}

/// The files of a built site, and its empty folders, because they have names too.
fn files(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let shown = dir.display();
    match fs::metadata(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(format!(
                "there is no folder {shown}; build the site first, or name the folder that it was built to"
            ));
        }
        Err(error) => return Err(format!("cannot read {shown}: {error}")),
        Ok(about) if !about.is_dir() => {
            return Err(format!("{shown} is not a folder; name the folder that the site was built to"));
        }
        Ok(_) => {}
    }
    if !dir.join(MANIFEST).is_file() {
        return Err(format!(
            "{shown} has no {MANIFEST}, so clipsheet did not build a site there; name the folder that the site was built to"
        ));
    }
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        let before = found.len() + open.len();
        let cannot = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
        for entry in fs::read_dir(&folder).map_err(cannot)? {
            let path = entry.map_err(cannot)?.path();
            // A link to a folder may lead in a circle, and hosts differ in whether they follow it.
            match (path.is_dir(), path.is_symlink()) {
                (true, true) => {
                    return Err(format!(
                        "{} is a link to a folder; put the folder itself there",
                        path.display()
                    ));
                }
                (true, false) => open.push(path),
                (false, _) if path == dir.join(LOCK) => {}
                (false, _) => found.push(path),
            }
        }
        if found.len() + open.len() == before {
            found.push(folder);
        }
    }
    found.sort();
    Ok(found)
}
