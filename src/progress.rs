//! How far a build is, for whoever watches it.
//!
//! In: a function that wants to know. Out: calls of it, from any thread. What a build
//! gives does not depend on it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A part of a build that takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Articles are read, and their annotations looked for.
    Check,
    /// Pages are rendered.
    Render,
    /// Files are written.
    Write,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A stage starts, with so many things to do.
    Start(Stage, usize),
    /// One of them is done.
    Done,
}

/// What the time is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// A stage of the build.
    Stage(&'static str),
    /// What a page shows is gathered.
    View(&'a str),
    /// A page goes through its template.
    Template(&'a str, &'a str),
}

/// A clock, and who writes down what it says: a build has none of its own.
pub struct Stopwatch {
    /// How late it is, from any beginning.
    pub now: Box<dyn Fn() -> Duration + Send + Sync>,
    /// Takes down how long a part took.
    pub take: Box<dyn Fn(Part<'_>, Duration) + Send + Sync>,
}

/// Tells of each step; the default tells nobody.
#[derive(Clone, Default)]
pub struct Progress {
    watch: Option<Arc<dyn Fn(Step) + Send + Sync>>,
    stopwatch: Option<Arc<Stopwatch>>,
}

impl Progress {
    /// Calls `watch` at each step.
    pub fn new(watch: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self { watch: Some(Arc::new(watch)), stopwatch: None }
    }

    /// The same, with the time of each part taken.
    pub fn timed_by(self, stopwatch: Option<Arc<Stopwatch>>) -> Self {
        Self { stopwatch, ..self }
    }

    /// Makes something that is a part of the build; takes its time where that is asked for.
    pub fn time<T>(&self, part: Part<'_>, make: impl FnOnce() -> T) -> T {
        let Some(Stopwatch { now, take }) = self.stopwatch.as_deref() else { return make() };
        let started = now();
        let made = make();
        take(part, now().saturating_sub(started));
        made
    }

    /// A stage starts.
    pub fn start(&self, stage: Stage, things: usize) {
        self.tell(Step::Start(stage, things));
    }

    /// One thing of the stage is done.
    pub fn done(&self) {
        self.tell(Step::Done);
    }

    fn tell(&self, step: Step) {
        if let Some(watch) = &self.watch {
            watch(step);
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.watch.is_some() { "Progress(watched)" } else { "Progress(unwatched)" })
    }
}
