//! What a build spends its time on.
//!
//! In: how long each part took. Out: tables for people, or an object for programs. Must not know: how anything is built.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::progress::{Part, Stopwatch};

/// So many pages are told of; those that take long are few.
const SLOWEST: usize = 10;

/// What was taken so far.
pub(super) struct Timings {
    started: Instant,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Debug, Default)]
struct Taken {
    /// In the order in which they came first.
    stages: Vec<(&'static str, Duration)>,
    pages: BTreeMap<String, PageTime>,
}

/// What a page took, on one thread.
#[derive(Clone, Debug, Default)]
struct PageTime {
    template: Option<String>,
    view: Duration,
    rendering: Duration,
}

/// Pages of one template.
#[derive(Clone, Copy, Debug, Default)]
struct TemplateTime {
    pages: usize,
    view: Duration,
    rendering: Duration,
}

impl Timings {
    /// The sources have just been read, which began at `started`.
    pub fn after_loading(started: Instant) -> Self {
        let stages = vec![("load", started.elapsed())];
        Self { started, taken: Arc::new(Mutex::new(Taken { stages, ..Taken::default() })) }
    }

    /// What takes the times.
    pub fn stopwatch(&self) -> Arc<Stopwatch> {
        let (started, taken) = (self.started, self.taken.clone());
        Arc::new(Stopwatch {
            now: Box::new(move || started.elapsed()),
            take: Box::new(move |part, took| {
                taken.lock().unwrap_or_else(PoisonError::into_inner).add(part, took);
            }),
        })
    }

    /// For people.
    pub fn text(&self) -> String {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = format!("{:>10}  stage\n", "ms");
        for (stage, took) in &taken.stages {
            text.push_str(&format!("{:>10.1}  {stage}\n", ms(*took)));
        }
        text.push_str(&format!("{:>10.1}  all in all\n", ms(self.started.elapsed())));
        if taken.pages.is_empty() {
            text.push_str("No page was made anew; without the folder .clipsheet every page is.\n");
            return text;
        }
        text.push_str(&format!(
            "\n{:>10}{:>10}{:>7}  template, on all threads together\n",
            "ms", "view", "pages"
        ));
        for (template, time) in taken.templates() {
            let (both, view) = (ms(time.view + time.rendering), ms(time.view));
            text.push_str(&format!("{both:>10.1}{view:>10.1}{:>7}  {template}\n", time.pages));
        }
        text.push_str(&format!("\n{:>10}{:>10}  page, the slowest first\n", "ms", "view"));
        for (path, page) in taken.slowest().into_iter().take(SLOWEST) {
            text.push_str(&format!(
                "{:>10.1}{:>10.1}  {path}\n",
                ms(page.view + page.rendering),
                ms(page.view)
            ));
        }
        text
    }

    /// For programs, in one line.
    pub fn json(&self) -> String {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let stages = taken.stages.iter().map(|(stage, took)| json!({"stage": stage, "ms": ms(*took)}));
        let templates = taken.templates().into_iter().map(|(template, time)| {
            json!({"template": template, "pages": time.pages, "ms": ms(time.view + time.rendering), "view_ms": ms(time.view)})
        });
        let pages = taken.slowest().into_iter().map(|(path, page)| {
            json!({"page": path, "template": page.template, "ms": ms(page.view + page.rendering), "view_ms": ms(page.view)})
        });
        let timings = json!({
            "stages": stages.collect::<Vec<_>>(),
            "templates": templates.collect::<Vec<_>>(),
            "pages": pages.collect::<Vec<_>>(),
            "ms": ms(self.started.elapsed()),
        });
        format!("{}\n", json!({"timings": timings}))
    }
}

impl Taken {
    fn add(&mut self, part: Part<'_>, took: Duration) {
        match part {
            Part::Stage(name) => match self.stages.iter_mut().find(|(stage, _)| *stage == name) {
                Some((_, so_far)) => *so_far += took,
                None => self.stages.push((name, took)),
            },
            Part::View(path) => self.page(path).view += took,
            Part::Template(path, template) => {
                let page = self.page(path);
                page.rendering += took;
                page.template = Some(template.to_string());
            }
        }
    }

    fn page(&mut self, path: &str) -> &mut PageTime {
        self.pages.entry(path.to_string()).or_default()
    }

    /// The slowest first.
    fn templates(&self) -> Vec<(&str, TemplateTime)> {
        let mut all: BTreeMap<&str, TemplateTime> = BTreeMap::new();
        for page in self.pages.values() {
            let time =
                all.entry(page.template.as_deref().unwrap_or("none: it stayed as it was")).or_default();
            time.pages += 1;
            time.view += page.view;
            time.rendering += page.rendering;
        }
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|(_, time)| std::cmp::Reverse(time.view + time.rendering));
        all
    }

    /// The slowest first.
    fn slowest(&self) -> Vec<(&str, &PageTime)> {
        let mut all: Vec<_> = self.pages.iter().map(|(path, page)| (path.as_str(), page)).collect();
        all.sort_by_key(|(_, page)| std::cmp::Reverse(page.view + page.rendering));
        all
    }
}

/// Milliseconds, to the microsecond.
fn ms(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}
