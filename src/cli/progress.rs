//! A bar on the terminal, for work that takes long enough to wonder about.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::{Progress, Stage, Step};

/// Work that ends before this shows no bar, which would only flicker.
const PATIENCE: Duration = Duration::from_millis(400);

/// The bar, hidden until the work has taken a while.
pub(super) struct Bar(Option<Arc<Shown>>);

struct Shown {
    bar: ProgressBar,
    started: Instant,
}

impl Bar {
    /// A bar on standard error; none where nobody would see it.
    pub fn new(seen: bool) -> Self {
        Self(seen.then(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
            // The template is a constant; a mistake in it leaves the default one.
            if let Ok(style) = ProgressStyle::with_template("{msg:<20} [{bar:30}] {pos}/{len}") {
                bar.set_style(style.progress_chars("=> "));
            }
            Arc::new(Shown { bar, started: Instant::now() })
        }))
    }

    /// What a build tells its progress to.
    pub fn progress(&self) -> Progress {
        self.0.clone().map_or_else(Progress::default, |shown| Progress::new(move |step| shown.step(step)))
    }

    /// Takes the bar from the terminal.
    pub fn clear(&self) {
        if let Some(shown) = &self.0 {
            shown.bar.finish_and_clear();
        }
    }
}

impl Shown {
    fn step(&self, step: Step) {
        match step {
            Step::Start(stage, things) => {
                self.bar.reset();
                self.bar.set_length(u64::try_from(things).unwrap_or(u64::MAX));
                self.bar.set_message(match stage {
                    Stage::Check => "Checking articles",
                    Stage::Render => "Rendering pages",
                    Stage::Write => "Writing files",
                });
            }
            Step::Done => self.bar.inc(1),
        }
        if self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}
