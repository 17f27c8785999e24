//! Two builds of a site: as it is, and without what its reader may not see.

use std::sync::{Arc, OnceLock};

use clipsheet::build::build;
use clipsheet::diagnostics::{Format, SourceFile, has_errors, render};
use clipsheet::memo::Memo;
use clipsheet::parse::Sources;

use crate::common::options_from;
use crate::delete::{Tally, without_the_withheld};
use crate::model::Site;
use crate::print::{files, flags};
use crate::script::{Files, Flags, State, base};
use crate::trees::{Tree, difference, files_of};

/// What a site that has mistakes, or differs from what is left of it, is told.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The generator made a site with mistakes.
    Source(String),
    /// So has what is left of it.
    Left(String),
    Leak(String),
}

fn theme_files() -> &'static Vec<Arc<SourceFile>> {
    static FILES: OnceLock<Vec<Arc<SourceFile>>> = OnceLock::new();
    FILES.get_or_init(|| {
        base().into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text.into_bytes()))).collect()
    })
}

/// The output of these files.
///
/// # Errors
///
/// The report, where there is none.
pub fn output(own: &Files, flags: &Flags) -> Result<Tree, String> {
    let of = |(path, text): (&String, &String)| SourceFile::new(path, text.as_bytes());
    let mut sources = Sources::new(own.iter().map(of));
    for file in theme_files() {
        sources.files.entry(file.path.clone()).or_insert_with(|| file.clone());
    }
    let state = State { flags: flags.clone(), ..State::default() };
    let built = build(&sources, &options_from(&state.options()), &mut Memo::default());
    let built = built.map_err(|usage| usage.to_string())?;
    if has_errors(&built.diagnostics) {
        return Err(render(&built.diagnostics, Format::Human, false, |path| sources.bytes(path)));
    }
    built.value.tree.as_ref().map(files_of).ok_or_else(|| "there is no tree".to_string())
}

pub fn output_of(site: &Site) -> Result<Tree, String> {
    output(&files(site), &flags(site))
}

/// Builds a site, and what is left of it, and compares.
///
/// # Errors
///
/// What differs.
pub fn compare(site: &Site, left: &Site) -> Result<(), Fault> {
    let whole = output_of(site).map_err(Fault::Source)?;
    let left = output_of(left).map_err(Fault::Left)?;
    difference(NAMES, &whole, &left).map_or(Ok(()), |difference| Err(Fault::Leak(difference)))
}

/// What the two outputs are called.
const NAMES: [&str; 2] = ["from all", "from what may be seen"];

/// The states of a script with a site as it is and what is left of it.
pub fn states(site: &Site) -> Vec<State> {
    let left = without_the_withheld(site, &mut Tally::new());
    let state = |done: &str, site: &Site| {
        let mut files = files(site);
        files.extend(base());
        State { done: done.to_string(), files, flags: flags(site), anew: false }
    };
    vec![state("all there is", site), state("what this reader may see of it", &left)]
}

/// Builds the two states of a script, and compares.
///
/// # Errors
///
/// What differs.
pub fn replay(states: &[State]) -> Result<(), Fault> {
    let [whole, left] = states else { return Err(Fault::Source("two states are wanted".into())) };
    let whole = output(&whole.files, &whole.flags).map_err(Fault::Source)?;
    let left = output(&left.files, &left.flags).map_err(Fault::Left)?;
    difference(NAMES, &whole, &left).map_or(Ok(()), |difference| Err(Fault::Leak(difference)))
}
