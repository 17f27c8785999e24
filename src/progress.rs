//! How far a build is, for whoever watches it.
//!
//! In: a function that wants to know. Out: calls of it, from any thread. What a build
//! gives does not depend on it.

use std::fmt;
use std::sync::Arc;

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

/// Tells of each step; the default tells nobody.
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<dyn Fn(Step) + Send + Sync>>);

impl Progress {
    /// Calls `watch` at each step.
    pub fn new(watch: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(watch)))
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
        if let Some(watch) = &self.0 {
            watch(step);
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Progress(watched)" } else { "Progress(unwatched)" })
    }
}
