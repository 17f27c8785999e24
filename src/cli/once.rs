//! Building once, and checking.
//!
//! In: a site's folder and options. Out: the site on the disk, what is said of it, and an exit code. Must
//! not know: how anything is built.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::audit::audit_tree;
use super::progress::Bar;
use super::report::{count, failure, held_text, outcome, stale, success, tally};
use super::{CONTENT_HAS_ERRORS, Common};
use crate::build::{Built, Options, build};
use crate::cache::{Cache, FormerRun, Outcome, Run, inputs};
use crate::diagnostics::{Checked, sort};
use crate::digest::Digest;
use crate::load::scan;
use crate::memo::Memo;
use crate::output::OutputTree;
use crate::parse::Sources;
use crate::write::{Hold, Waiting, Writer, Written, check_place};

/// Reports what is wrong with a site.
pub(super) fn check_site(common: &Common) -> Result<ExitCode, String> {
    let bar = common.bar();
    let scanned = scan(&common.root).map_err(|e| e.to_string())?;
    let mut diagnostics = scanned.diagnostics;
    let options = Options { progress: bar.progress(), ..common.options() };
    let built = build(&scanned.value, &options, &mut Memo::default()).map_err(|e| e.to_string())?;
    let built = built.keep(&mut diagnostics);
    bar.clear();
    sort(&mut diagnostics);
    let outcome = outcome(&built, diagnostics);
    common.report(&outcome.diagnostics, &scanned.value, &built);
    if common.denies(&outcome) {
        common.say(&failure(&outcome.diagnostics, None));
        return Ok(ExitCode::from(CONTENT_HAS_ERRORS));
    }
    let (held, tally) = (held_text(&outcome), tally(&outcome.diagnostics));
    common.say(&format!("{held}{} checked: {tally}.\n", count(outcome.records, "record")));
    Ok(ExitCode::SUCCESS)
}

/// Builds a site into the folder `out`; searches it before that, if asked.
pub(super) fn build_site(common: &Common, out: &Path, audits: bool) -> Result<ExitCode, String> {
    let started = Instant::now();
    let place = check_place(&common.root, out).map_err(|e| e.to_string())?;
    let scanned = scan(&common.root).map_err(|e| e.to_string())?;
    let bar = common.bar();
    let options = Options { progress: bar.progress(), ..common.options() };
    let cache = Cache::of(&common.root, &place);
    // Of what a former run has left standing there is nothing to search.
    let former = cache.as_ref().filter(|_| !audits).and_then(Cache::load);
    let inputs = inputs(&scanned.value, &options);
    let build = Build { common, out, audits, started, bar, options, inputs, scanned, place, cache };
    match former {
        Some(former) if build.would_change_nothing(&former) => Ok(build.again(former)),
        former => build.run(former),
    }
}

/// A build under way.
struct Build<'a> {
    common: &'a Common,
    /// The folder to write to, as the user calls it.
    out: &'a Path,
    /// Whether the site is searched before it is written.
    audits: bool,
    started: Instant,
    bar: Bar,
    options: Options,
    /// The digest of the sources and the options.
    inputs: Digest,
    scanned: Checked<Sources>,
    /// The folder to write to.
    place: PathBuf,
    cache: Option<Cache>,
}

impl Build<'_> {
    /// Whether all is as the former run left it.
    fn would_change_nothing(&self, former: &FormerRun) -> bool {
        let Checked { value: sources, diagnostics } = &self.scanned;
        // What is said of a template needs the theme to be read.
        let can_be_told = |outcome: &Outcome| {
            outcome.diagnostics.iter().all(|d| sources.files.contains_key(&d.primary.path))
        };
        !self.options.verify
            && diagnostics.is_empty()
            && former.outcome_for(self.inputs, &self.options).is_some_and(can_be_told)
    }

    /// Says once more what the former run came to.
    fn again(self, former: FormerRun) -> ExitCode {
        let outcome = former.outcome();
        self.common.report(&outcome.diagnostics, &self.scanned.value, &Built::default());
        let code = self.close(outcome, 0, &Written::default());
        if former.has_settled()
            && let Some(cache) = &self.cache
        {
            // The next run has a little more to do without it.
            let _ = cache.save_again(former);
        }
        code
    }

    /// Builds, with what a former run left.
    fn run(&self, mut former: Option<FormerRun>) -> Result<ExitCode, String> {
        let known = former.as_ref().map(FormerRun::standing).unwrap_or_default();
        let mut memo = match former.as_mut().and_then(FormerRun::pages) {
            Some(pages) => Memo::recalling(pages, |path| known.get(path).copied()),
            None => Memo::default(),
        };
        let sources = &self.scanned.value;
        let mut diagnostics = self.scanned.diagnostics.clone();
        let built = build(sources, &self.options, &mut memo).map_err(|e| e.to_string())?;
        let built = built.keep(&mut diagnostics);
        self.bar.clear();
        sort(&mut diagnostics);
        let outcome = outcome(&built, diagnostics);
        let tree = built.tree.as_ref().filter(|_| !self.common.denies(&outcome));
        let Some(tree) = tree else {
            self.common.report(&outcome.diagnostics, sources, &built);
            return Ok(self.close(&outcome, 0, &Written::default()));
        };
        if self.audits
            && let Some(found) = audit_tree(self.common, sources, &self.options, &mut memo, &built)?
        {
            self.common.say(&failure(&found, Some(self.out)));
            return Ok(ExitCode::from(CONTENT_HAS_ERRORS));
        }
        let tell = || self.common.tell_waiting(self.out);
        let hold = Hold::take(&self.place, &Waiting { tell: &tell, is_over: &|| false });
        let hold = hold.map_err(|e| e.to_string())?;
        if former.as_ref().is_some_and(|former| !former.has_left(&self.place)) {
            // Another build has written there meanwhile: nothing that was found there counts.
            drop(hold);
            return self.run(None);
        }
        self.common.report(&outcome.diagnostics, sources, &built);
        let written = Writer::knowing(known).write(tree, &hold, &self.bar.progress());
        let written = written.map_err(|e| e.to_string())?;
        self.bar.clear();
        self.keep(&outcome, tree, &memo, &written, former.as_ref());
        drop(hold);
        if !built.stale.is_empty() {
            return Err(stale(&built.stale));
        }
        Ok(self.close(&outcome, built.rendered.len(), &written))
    }

    /// Keeps what the next run can use. The site is complete without it.
    fn keep(
        &self,
        outcome: &Outcome,
        tree: &OutputTree,
        memo: &Memo,
        written: &Written,
        former: Option<&FormerRun>,
    ) {
        // Of files that are not ours any more each run has to tell anew.
        if let (Some(cache), Some(pages), true) = (&self.cache, memo.former(), written.kept.is_empty()) {
            let run = Run { inputs: self.inputs, built: self.options.now, outcome: outcome.clone() };
            let _ = cache.save(run, tree, &pages, former);
        }
    }

    /// The closing lines.
    fn close(&self, outcome: &Outcome, rendered: usize, written: &Written) -> ExitCode {
        if self.common.denies(outcome) {
            self.common.say(&failure(&outcome.diagnostics, Some(self.out)));
            return ExitCode::from(CONTENT_HAS_ERRORS);
        }
        self.common.say(&success(outcome, rendered, written, self.started.elapsed(), self.out));
        ExitCode::SUCCESS
    }
}
