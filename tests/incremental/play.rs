//! What a build gives, and whether a build with a memory gives the same as one without.

use std::collections::BTreeMap;

use clipsheet::build::{Built, Options, UsageError, build};
use clipsheet::diagnostics::{Checked, Diagnostic, Format, SourceFile, has_errors, render};
use clipsheet::digest::Digest;
use clipsheet::memo::{Left, Memo};
use clipsheet::parse::Sources;
use clipsheet::path::{OutPath, SitePath};

use crate::common::options_from;
use crate::lines::Lines;
use crate::script::{Files, State, base};
use crate::trees::{self, Tree, files_of};

/// All that a build gives. A faulty memory may change it before it is looked at.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub usage: Option<UsageError>,
    pub tree: Option<Tree>,
    pub diagnostics: Vec<Diagnostic>,
    /// The diagnostics as a person sees them.
    pub report: String,
    /// Whatever else is compared.
    pub rest: String,
    pub templates: BTreeMap<SitePath, Vec<u8>>,
    pub pages: usize,
    pub rendered: Vec<String>,
    /// Pages that a build found to be wrong by itself.
    pub stale: Vec<String>,
}

impl Outcome {
    fn of(result: Result<Checked<Built>, UsageError>, sources: &Sources) -> Self {
        let Checked { value: built, diagnostics } = match result {
            Ok(checked) => checked,
            Err(usage) => return Self { usage: Some(usage), ..Self::default() },
        };
        let read =
            |path: &SitePath| sources.bytes(path).or_else(|| built.templates.get(path).map(Vec::as_slice));
        let report = render(&diagnostics, Format::Human, false, read);
        let paths = |paths: &[clipsheet::path::OutPath]| paths.iter().map(ToString::to_string).collect();
        Self {
            usage: None,
            tree: built.tree.as_ref().map(files_of),
            report,
            rest: format!(
                "{} records, {} pages, held: {:?}, due: {:?}, base: {:?}",
                built.records, built.pages, built.held, built.next_due, built.base_url,
            ),
            pages: built.pages,
            rendered: paths(&built.rendered),
            stale: paths(&built.stale),
            templates: built.templates,
            diagnostics,
        }
    }

    /// Whether there is nothing to look at.
    pub fn is_broken(&self) -> bool {
        self.usage.is_some() || has_errors(&self.diagnostics)
    }
}

/// What builds, and may remember.
pub type Engine = Box<dyn FnMut(&Sources, &Options) -> Outcome>;

/// clipsheet, with its memory.
pub fn remembering() -> Engine {
    let mut memo = Memo::default();
    Box::new(move |sources, options| Outcome::of(build(sources, options, &mut memo), sources))
}

/// clipsheet in a process of its own for each build, with what a run leaves for the next.
pub fn recalling() -> Engine {
    let mut former = None;
    Box::new(move |sources, options| run(sources, options, &mut Memo::default(), &mut former))
}

/// A run with what is left of a former one, which leaves something itself.
fn run(sources: &Sources, options: &Options, memo: &mut Memo, former: &mut Option<(Left, Tree)>) -> Outcome {
    let mut disk = Tree::new();
    if let Some((left, tree)) = former {
        let stands = |path: &OutPath| tree.get(path.as_str()).map(|bytes| Digest::of(bytes));
        *memo = std::mem::take(memo).recalling(left.clone(), stands);
        disk.clone_from(tree);
    }
    let result = build(sources, options, memo);
    let tree = result.as_ref().ok().and_then(|checked| checked.value.tree.as_ref());
    let standing = tree.map(|tree| tree.standing().clone()).unwrap_or_default();
    let mut outcome = Outcome::of(result, sources);
    if let Some(tree) = &mut outcome.tree {
        tree.extend(standing.keys().map(|path| (path.to_string(), disk[path.as_str()].clone())));
        *former = Some((memo.left().expect("a site"), tree.clone()));
    } else {
        // A run that failed leaves nothing: the next one renders all of this again.
        outcome.rendered.clear();
    }
    outcome
}

/// The same for two readers in one process, as for all audiences at once: for each of them there is what a run
/// left, and what was read for the first is there for the second.
pub fn recalling_in_turns() -> Engine {
    let mut formers: [Option<(Left, Tree)>; 2] = [None, None];
    Box::new(move |sources, options| {
        let other = Options { drafts: !options.drafts, ..options.clone() };
        let mut memo = Memo::default();
        run(sources, &other, &mut memo, &mut formers[usize::from(other.drafts)]);
        memo = memo.for_another_reader();
        run(sources, options, &mut memo, &mut formers[usize::from(options.drafts)])
    })
}

/// clipsheet without.
pub fn clean(sources: &Sources, options: &Options) -> Outcome {
    Outcome::of(build(sources, options, &mut Memo::default()), sources)
}

/// Sources that are read again and again: what did not change stays the very same.
#[derive(Default)]
pub struct Scan {
    pub sources: Sources,
}

impl Scan {
    /// Reads these files; all of them, not only what differs, where they are read `anew`.
    pub fn read(&mut self, files: &Files, anew: bool) {
        self.sources.files.retain(|path, _| files.contains_key(path.as_str()));
        for (path, text) in files {
            let path = SitePath::new(path);
            let same = self.sources.files.get(&path).is_some_and(|file| *file.bytes == *text.as_bytes());
            if anew || !same {
                self.sources
                    .files
                    .insert(path.clone(), SourceFile::new(path.as_str(), text.as_bytes()).into());
            }
        }
    }
}

/// How far two outcomes are one; what is said first is where they are not.
pub fn difference(found: &Outcome, clean: &Outcome) -> Option<String> {
    let texts = |name: &str, a: &str, b: &str| {
        (a != b).then(|| format!("{name}:\n  with a memory: {a}\n  clean:         {b}"))
    };
    let usage = |outcome: &Outcome| outcome.usage.as_ref().map_or(String::new(), |error| error.0.clone());
    texts("wrong usage", &usage(found), &usage(clean))
        .or_else(|| texts("what is wrong", &found.report, &clean.report))
        .or_else(|| {
            (found.diagnostics != clean.diagnostics).then(|| "diagnostics with the same text".to_string())
        })
        .or_else(|| texts("the rest", &found.rest, &clean.rest))
        .or_else(|| (found.templates != clean.templates).then(|| "templates".to_string()))
        .or_else(|| match (&found.tree, &clean.tree) {
            (None, None) => None,
            (Some(found), Some(clean)) => trees::difference(["with a memory", "clean"], found, clean),
            (found, _) => {
                Some(format!("a tree: with a memory {}", if found.is_some() { "one" } else { "none" }))
            }
        })
        .or_else(|| (!found.stale.is_empty()).then(|| format!("known to be stale: {:?}", found.stale)))
}

/// What was seen at a step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    pub pages: usize,
    pub rendered: usize,
    /// How many of those that were rendered came out as they were before.
    pub in_vain: usize,
}

/// A build with a memory, step by step.
pub struct Play {
    engine: Engine,
    scan: Scan,
    before: Option<Tree>,
    /// The theme of the last state, where it shows all of each view.
    theme: Option<Files>,
}

/// The theme that prints all that it sees, where the state has it and it still does.
fn whole_theme(state: &State) -> Option<Files> {
    let settings = Lines::of(state.files.get("content/site.yaml")?);
    if settings.value("theme") != "whole" || state.flags.contains_key("--theme") {
        return None;
    }
    let of_theme = |path: &String| path.starts_with("themes/whole/");
    let is_whole = base().iter().filter(|(path, _)| of_theme(path)).all(|(path, text)| {
        let now = state.files.get(path).map_or("", String::as_str);
        // More may be in a template, and nothing less.
        let mut lines = now.lines();
        path.ends_with("theme.yaml") || text.lines().all(|line| lines.any(|other| other == line))
    });
    let files = state.files.iter().filter(|(path, _)| of_theme(path));
    is_whole.then(|| files.map(|(path, text)| (path.clone(), text.clone())).collect())
}

impl Play {
    pub fn new(engine: Engine) -> Self {
        Self { engine, scan: Scan::default(), before: None, theme: None }
    }

    /// Builds `state`, which gives `clean` without a memory. Then builds it again, with nothing
    /// changed.
    ///
    /// # Errors
    ///
    /// What differs, or was rendered without need.
    pub fn step(&mut self, state: &State, clean: &Outcome) -> Result<Seen, String> {
        self.scan.read(&state.files, state.anew);
        let options = options_from(&state.options());
        let found = (self.engine)(&self.scan.sources, &options);
        if let Some(difference) = difference(&found, clean) {
            return Err(difference);
        }
        let mut of_clean = clean.rendered.iter();
        if let Some(odd) = found.rendered.iter().find(|path| !of_clean.any(|other| other == *path)) {
            return Err(format!("{odd} was rendered, twice or out of order or though it is no page"));
        }
        let again = (self.engine)(&self.scan.sources, &Options { verify: false, ..options });
        if let Some(difference) = difference(&again, clean) {
            return Err(format!("built again with nothing changed: {difference}"));
        }
        if !again.rendered.is_empty() {
            return Err(format!("with nothing changed these were rendered: {:?}", again.rendered));
        }
        let same = |path: &&String| {
            let trees = self.before.as_ref().zip(clean.tree.as_ref());
            trees.is_some_and(|(before, now)| before.get(*path) == now.get(*path))
        };
        let in_vain: Vec<&String> = found.rendered.iter().filter(same).collect();
        let theme = whole_theme(state);
        if theme.is_some() && theme == self.theme && !in_vain.is_empty() {
            return Err(format!("rendered, though their views are what they were: {in_vain:?}"));
        }
        let seen = Seen { pages: clean.pages, rendered: found.rendered.len(), in_vain: in_vain.len() };
        self.theme = theme;
        self.before.clone_from(&clean.tree);
        Ok(seen)
    }
}

/// The number of the state at which builds differ, and how.
pub type Mismatch = (usize, String);

/// Plays a whole script.
///
/// # Errors
///
/// Where builds differ.
pub fn replay(states: &[State], engine: Engine) -> Result<(), Mismatch> {
    let mut play = Play::new(engine);
    let mut scan = Scan::default();
    for (at, state) in states.iter().enumerate() {
        scan.read(&state.files, false);
        let clean = clean(&scan.sources, &options_from(&state.options()));
        play.step(state, &clean).map_err(|difference| (at, difference))?;
    }
    Ok(())
}
