//! Building once.
//!
//! In: a site's folder and options. Out: the site on the disk, what is said of it, and an exit code. Must
//! not know: how anything is built.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::audit::{audit_kept, audit_tree};
use super::progress::Bar;
use super::report::{failure, for_audience, held_text, no_address_text, outcome, stale, success};
use super::summary::Output;
use super::timings::Timings;
use super::{CONTENT_HAS_ERRORS, Common};
use crate::build::{Built, Options, build, check_reader, outside};
use crate::cache::{Cache, FormerRun, Outcome, Run, inputs, program};
use crate::diagnostics::{Checked, Diagnostic, sort};
use crate::digest::Digest;
use crate::load::{LoadError, scan};
use crate::memo::{Left, Memo};
use crate::model::{Audiences, OutsideLink};
use crate::parse::Sources;
use crate::progress::{Part, Progress};
use crate::write::{Hold, Waiting, Writer, Written, check_place};

/// Builds a site into the folder `out`; searches it before that, if asked.
pub(super) fn build_site(common: &Common, out: &Path, how: How) -> Result<ExitCode, String> {
    let place = check_place(&common.root, out, common.audience.as_deref()).map_err(|refused| {
        // Whose a folder is helps nobody who has mistyped the audience.
        let sources = scan(&common.root).map(|scanned| scanned.value).ok();
        let unknown = sources.and_then(|sources| check_reader(&sources, &common.options()).err());
        unknown.map_or_else(|| refused.to_string(), |unknown| unknown.to_string())
    })?;
    let desk = Desk::open_to_build(common)?.how(how);
    let build = Build::new(&desk, common.audience.clone(), out.to_path_buf(), place);
    desk.run(&[build], &|| Ok(()))
}

/// How a site is built, besides what decides on its files.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How {
    /// Whether what is built is searched before it is written.
    pub audits: bool,
    /// Whether a folder changes in one step.
    pub is_atomic: bool,
    /// Whether it is told what took how long.
    pub is_timed: bool,
}

/// What the builds of one run share.
pub(super) struct Desk<'a> {
    common: &'a Common,
    scanned: Checked<Sources>,
    pub bar: Bar,
    pub how: How,
    started: Instant,
    /// The digest of the program, if that is known.
    program: Option<Digest>,
    timings: Option<Timings>,
}

impl<'a> Desk<'a> {
    /// Reads the sources.
    pub fn open(common: &'a Common) -> Result<Self, String> {
        Self::with(common, Instant::now(), scan(&common.root), None)
    }

    /// Reads the sources and whatever else a build needs.
    pub fn open_to_build(common: &'a Common) -> Result<Self, String> {
        let started = Instant::now();
        let (scanned, program) = rayon::join(|| scan(&common.root), program);
        Self::with(common, started, scanned, program)
    }

    fn with(
        common: &'a Common,
        started: Instant,
        scanned: Result<Checked<Sources>, LoadError>,
        program: Option<Digest>,
    ) -> Result<Self, String> {
        let scanned = scanned.map_err(|e| e.to_string())?;
        Ok(Self { common, scanned, bar: common.bar(), how: How::default(), started, program, timings: None })
    }

    /// The same for builds that are made so.
    pub fn how(self, how: How) -> Self {
        let timings = how.is_timed.then(|| Timings::after_loading(self.started));
        Self { how, timings, ..self }
    }

    fn progress(&self) -> Progress {
        self.bar.progress().timed_by(self.timings.as_ref().map(Timings::stopwatch))
    }

    /// The audiences of the site, if its settings can be read.
    pub fn audiences(&self) -> Option<Audiences> {
        Audiences::declared(&self.scanned.value)
    }

    fn options(&self, audience: Option<String>) -> Options {
        Options { audience, progress: self.progress(), ..self.common.options() }
    }

    /// The site of an audience in memory, and what it came to.
    pub fn look(&self, audience: Option<String>, memo: &mut Memo) -> Result<(Built, Outcome), String> {
        self.make(&self.options(audience), memo)
    }

    fn make(&self, options: &Options, memo: &mut Memo) -> Result<(Built, Outcome), String> {
        let mut diagnostics = self.scanned.diagnostics.clone();
        let built = build(&self.scanned.value, options, memo).map_err(|e| e.to_string())?;
        let built = built.keep(&mut diagnostics);
        sort(&mut diagnostics);
        let outcome = outcome(&built, diagnostics);
        Ok((built, outcome))
    }

    /// The links to other sites of all records, whoever may see them.
    pub fn outside_links(
        &self,
        audience: Option<String>,
        memo: &mut Memo,
    ) -> Result<Vec<OutsideLink>, String> {
        outside(&self.scanned.value, &self.options(audience), memo).map_err(|e| e.to_string())
    }

    /// Tells of what is wrong. All that was built has the same theme.
    pub fn report<'b>(&self, diagnostics: &[Diagnostic], mut all: impl Iterator<Item = &'b Built>) {
        let with_templates = all.find(|built| !built.templates.is_empty());
        let none = Built::default();
        self.common.report(diagnostics, &self.scanned.value, with_templates.unwrap_or(&none));
    }

    /// Tells what is wrong with settings that say nothing of any audience.
    pub fn tell_of_settings(&self) -> Result<ExitCode, String> {
        let (built, outcome) = self.look(None, &mut Memo::default())?;
        self.report(&outcome.diagnostics, std::iter::once(&built));
        self.common.say(&failure(&outcome.diagnostics, true, false));
        self.common.summarise_failure(&outcome.diagnostics);
        Ok(ExitCode::from(CONTENT_HAS_ERRORS))
    }

    /// Makes all of these builds, and writes them if none of them has mistakes; `first` is done before
    /// the first file is written.
    pub fn run(
        &self,
        builds: &[Build<'_>],
        first: &dyn Fn() -> Result<(), String>,
    ) -> Result<ExitCode, String> {
        // Of what a former run has left standing there is nothing to search.
        let former =
            |build: &Build<'_>| build.cache.as_ref().filter(|_| !self.how.audits).and_then(Cache::load);
        let progress = self.progress();
        let formers = progress.time(Part::Stage("cache"), || builds.iter().map(former).collect());
        let code = self.run_after(builds, formers, first)?;
        let code = match code {
            Some(code) => code,
            // Another build has written there meanwhile: nothing that was found there counts.
            None => {
                let nothing = builds.iter().map(|_| None).collect();
                self.run_after(builds, nothing, first)?.unwrap_or(ExitCode::SUCCESS)
            }
        };
        if let Some(timings) = &self.timings {
            self.common.tell_timings(timings);
        }
        Ok(code)
    }

    /// The same with what former runs left; nothing where that does not hold any more.
    fn run_after(
        &self,
        builds: &[Build<'_>],
        formers: Vec<Option<FormerRun>>,
        first: &dyn Fn() -> Result<(), String>,
    ) -> Result<Option<ExitCode>, String> {
        let mut memo = Memo::default();
        let mut all = Vec::new();
        for (build, former) in builds.iter().zip(formers) {
            let made;
            (made, memo) = build.make(former, memo)?;
            all.push(made);
        }
        self.bar.clear();
        let together = together(all.iter().map(Made::outcome));
        let built = || all.iter().filter_map(Made::built);
        if self.common.denies(&together) {
            self.report(&together, built());
            let stands = builds.iter().any(Build::stands);
            self.common.say(&failure(&together, true, stands));
            self.common.summarise_failure(&together);
            return Ok(Some(ExitCode::from(CONTENT_HAS_ERRORS)));
        }
        let mut passes =
            || self.progress().time(Part::Stage("audit"), || self.passes_audit(builds, &all, &mut memo));
        if self.how.audits && !passes()? {
            return Ok(Some(ExitCode::from(CONTENT_HAS_ERRORS)));
        }
        let holds: Result<Vec<_>, _> =
            builds.iter().zip(&all).map(|(build, made)| build.hold(made)).collect();
        let holds = holds?;
        if builds.iter().zip(&all).any(|(build, made)| build.is_overtaken(made)) {
            return Ok(None);
        }
        self.report(&together, built());
        first()?;
        let mut is_clean = true;
        for (i, (build, (made, hold))) in builds.iter().zip(all.into_iter().zip(holds)).enumerate() {
            let told = build.publish(made, hold)?;
            self.say(build, &told, builds.len() > 1, i == 0);
            let kept = &told.written.kept;
            if self.how.audits && !kept.is_empty() {
                let (sources, options) = (&self.scanned.value, &build.options);
                is_clean &= audit_kept(self.common, sources, options, &build.place, kept)?;
            }
        }
        Ok(Some(if is_clean { ExitCode::SUCCESS } else { ExitCode::from(CONTENT_HAS_ERRORS) }))
    }

    /// Searches what was built, where that was asked for: whether all of it may be written.
    fn passes_audit(&self, builds: &[Build<'_>], all: &[Made], memo: &mut Memo) -> Result<bool, String> {
        let mut refused = Vec::new();
        for (build, built) in builds.iter().zip(all.iter().map(Made::built)) {
            let Some(built) = built.filter(|_| self.how.audits) else { continue };
            let name = build.options.audience.as_ref().filter(|_| builds.len() > 1);
            self.common.say(&name.map(|name| for_audience(name)).unwrap_or_default());
            let found = audit_tree(self.common, &self.scanned.value, &build.options, memo, built)?;
            refused.extend(found.into_iter().flatten());
        }
        if !refused.is_empty() {
            self.common.say(&failure(&refused, true, builds.iter().any(Build::stands)));
            self.common.summarise_failure(&refused);
        }
        Ok(refused.is_empty())
    }

    /// The closing lines of one of the builds, which may be of several.
    fn say(&self, build: &Build<'_>, told: &Told, is_one_of_many: bool, is_first: bool) {
        let note = if is_first && !told.outcome.has_address { no_address_text() } else { "" };
        let held = held_text(&told.outcome);
        let before = match &build.options.audience {
            Some(name) if is_one_of_many => format!("{note}{}{held}", for_audience(name)),
            _ => format!("{held}{note}"),
        };
        let took = if is_one_of_many { told.took } else { self.started.elapsed() };
        let (rendered, written, out) = (told.rendered, &told.written, build.out.as_path());
        let output = Output { out, rendered, written, took };
        self.common.summarise(&told.outcome, build.options.audience.as_ref(), &output);
        let after = success(&told.outcome, rendered, written, took, out);
        self.common.say(&format!("{before}{after}"));
    }
}

/// What is wrong with any of them, each thing once.
pub(super) fn together<'a>(all: impl Iterator<Item = &'a Outcome>) -> Vec<Diagnostic> {
    let mut together: Vec<Diagnostic> = Vec::new();
    for outcome in all {
        let known = together.len();
        let is_new = |d: &&Diagnostic| !together[..known].contains(d);
        let new: Vec<Diagnostic> = outcome.diagnostics.iter().filter(is_new).cloned().collect();
        together.extend(new);
    }
    sort(&mut together);
    together
}

/// A build for one audience into one folder.
pub(super) struct Build<'a> {
    desk: &'a Desk<'a>,
    /// The folder to write to, as the user calls it.
    out: PathBuf,
    /// The same with links resolved.
    place: PathBuf,
    options: Options,
    /// The digest of the sources and the options.
    inputs: Digest,
    cache: Option<Cache>,
}

/// A site that is to be written.
enum Made {
    /// As a former run left it.
    Again(Box<FormerRun>),
    Anew(Box<Anew>),
}

struct Anew {
    former: Option<FormerRun>,
    built: Built,
    outcome: Outcome,
    left: Option<Left>,
    took: Duration,
}

/// What there is to say of a site that is written.
struct Told {
    outcome: Outcome,
    rendered: usize,
    written: Written,
    took: Duration,
}

impl Made {
    fn outcome(&self) -> &Outcome {
        match self {
            Made::Again(former) => former.outcome(),
            Made::Anew(anew) => &anew.outcome,
        }
    }

    fn built(&self) -> Option<&Built> {
        match self {
            Made::Again(_) => None,
            Made::Anew(anew) => Some(&anew.built),
        }
    }
}

impl<'a> Build<'a> {
    /// For the folder `place`, which the user calls `out`.
    pub fn new(desk: &'a Desk<'a>, audience: Option<String>, out: PathBuf, place: PathBuf) -> Self {
        let options = desk.options(audience);
        let progress = desk.progress();
        let (cache, inputs) = progress.time(Part::Stage("digest"), || {
            let cache = desk.program.map(|program| Cache::of(&desk.common.root, &place, program));
            (cache, inputs(&desk.scanned.value, &options))
        });
        Self { desk, out, place, options, inputs, cache }
    }

    /// Whether there is a site from before.
    fn stands(&self) -> bool {
        self.out.join(crate::output::MANIFEST).is_file()
    }

    /// Whether all is as the former run left it.
    fn would_change_nothing(&self, former: &FormerRun) -> bool {
        let Checked { value: sources, diagnostics } = &self.desk.scanned;
        // What is said of a template needs the theme to be read.
        let can_be_told = |outcome: &Outcome| {
            outcome.diagnostics.iter().all(|d| sources.files.contains_key(&d.primary.path))
        };
        !self.options.verify
            && diagnostics.is_empty()
            && former.outcome_for(self.inputs, &self.options).is_some_and(can_be_told)
    }

    /// Makes the site, with what a former run left; gives back what `memo` holds for other readers.
    fn make(&self, former: Option<FormerRun>, memo: Memo) -> Result<(Made, Memo), String> {
        let started = Instant::now();
        let mut former = match former {
            Some(former) if self.would_change_nothing(&former) => {
                return Ok((Made::Again(Box::new(former)), memo));
            }
            former => former,
        };
        let mut known = former.as_ref().map(FormerRun::standing).unwrap_or_default();
        // What has lost its twin is made again, because the twin is made of its bytes.
        known.retain(|path, _| former.as_ref().is_some_and(|former| !former.has_lost_twin(path)));
        let mut memo = match former.as_mut().and_then(FormerRun::left) {
            Some(left) => memo.recalling(left, |path| known.get(path).copied()),
            None => memo,
        };
        let (built, outcome) = self.desk.make(&self.options, &mut memo)?;
        let left = built.tree.as_ref().and_then(|_| memo.left());
        let anew = Anew { former, built, outcome, left, took: started.elapsed() };
        Ok((Made::Anew(Box::new(anew)), memo.for_another_reader()))
    }

    /// Takes the folder, where anything is to be written to it.
    fn hold(&self, made: &Made) -> Result<Option<Hold>, String> {
        if let Made::Again(_) = made {
            return Ok(None);
        }
        let tell = || self.desk.common.tell_waiting(&self.out);
        let waiting = Waiting { tell: &tell, is_over: &|| false };
        let hold = Hold::take(&self.place, self.options.audience.as_deref(), &waiting);
        let hold = if self.desk.how.is_atomic { hold.and_then(Hold::atomically) } else { hold };
        hold.map(Some).map_err(|e| e.to_string())
    }

    /// Whether another build has been in the folder since it was looked at.
    fn is_overtaken(&self, made: &Made) -> bool {
        let Made::Anew(anew) = made else { return false };
        anew.former.as_ref().is_some_and(|former| !former.has_left(&self.place))
    }

    /// Writes the site.
    fn publish(&self, made: Made, hold: Option<Hold>) -> Result<Told, String> {
        let started = Instant::now();
        let anew = match made {
            Made::Anew(anew) => anew,
            Made::Again(former) => return Ok(self.again(*former)),
        };
        let (Some(tree), Some(hold)) = (&anew.built.tree, hold) else {
            return Err("a site with mistakes is not written".to_string());
        };
        let known = anew.former.as_ref().map(FormerRun::standing).unwrap_or_default();
        let progress = self.desk.progress();
        let written =
            progress.time(Part::Stage("write"), || Writer::knowing(known).write(tree, &hold, &progress));
        let written = written.map_err(|e| e.to_string())?;
        self.desk.bar.clear();
        progress.time(Part::Stage("keep"), || self.keep(&anew, &written));
        drop(hold);
        if !anew.built.stale.is_empty() {
            return Err(stale(&anew.built.stale));
        }
        let took = anew.took + started.elapsed();
        Ok(Told { rendered: anew.built.rendered_pages, outcome: anew.outcome, written, took })
    }

    /// Says once more what the former run came to.
    fn again(&self, former: FormerRun) -> Told {
        let outcome = former.outcome().clone();
        if former.has_settled()
            && let Some(cache) = &self.cache
        {
            // The next run has a little more to do without it.
            let _ = cache.save_again(former);
        }
        Told { outcome, rendered: 0, written: Written::default(), took: Duration::ZERO }
    }

    /// Keeps what the next run can use. The site is complete without it.
    fn keep(&self, anew: &Anew, written: &Written) {
        // Of files that are not ours any more each run has to tell anew.
        if let (Some(cache), Some(left), Some(tree), true) =
            (&self.cache, &anew.left, &anew.built.tree, written.kept.is_empty())
        {
            let run = Run { inputs: self.inputs, built: self.options.now, outcome: anew.outcome.clone() };
            let _ = cache.save(run, tree, left, anew.former.as_ref());
        }
    }
}
