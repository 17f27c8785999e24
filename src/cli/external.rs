//! Links to other sites, as `check --external` tells of them.
//!
//! In: links with their places. Out: warnings, and a line on all of them.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::report::count;
use crate::diagnostics::{Code, Diagnostic};
use crate::external::{Answer, Answers, Manner, ask_all};
use crate::model::OutsideLink;

/// How links to other sites are looked at.
#[derive(Debug, clap::Args)]
pub(super) struct External {
    /// Ask other sites whether the links to them still lead somewhere; the only thing that uses the network
    #[arg(long, help_heading = "Links to other sites")]
    external: bool,
    /// Do not ask again for so many days what answered
    #[arg(long, help_heading = "Links to other sites", value_name = "DAYS", requires = "external")]
    max_age: Option<u32>,
    /// The pause between two requests to one host
    #[arg(long, help_heading = "Links to other sites", value_name = "SECONDS", requires = "external", value_parser = super::interval)]
    pause: Option<Duration>,
    /// How long one request may take
    #[arg(long, help_heading = "Links to other sites", value_name = "SECONDS", requires = "external", value_parser = super::interval)]
    timeout: Option<Duration>,
}

impl External {
    /// How to ask; nothing where nobody is to be asked.
    pub(super) fn manner(&self) -> Option<Manner> {
        let usual = Manner::default();
        let age = self.max_age.map(|days| Duration::from_secs(u64::from(days) * 24 * 60 * 60));
        self.external.then(|| Manner {
            pause: self.pause.unwrap_or(usual.pause),
            timeout: self.timeout.unwrap_or(usual.timeout),
            age: age.unwrap_or(usual.age),
            ..usual
        })
    }
}

/// What came of links to other sites.
pub(super) struct Asked {
    /// What is wrong with them.
    pub warnings: Vec<Diagnostic>,
    /// A line on all of them.
    pub words: String,
    /// The same for tools.
    pub summary: Value,
}

/// Asks for these links.
pub(super) fn ask(links: &[OutsideLink], manner: &Manner, root: &Path) -> Asked {
    let urls: BTreeSet<String> = links.iter().map(|link| link.url.clone()).collect();
    let answers = ask_all(&urls, manner, root);
    let of = |link: &OutsideLink| warning(link, answers.of.get(&link.url)?, answers.is_cut_off);
    let warnings = links.iter().filter_map(of).collect();
    let tally = Tally::of(&answers);
    Asked { warnings, words: tally.words(), summary: tally.summary() }
}

fn warning(link: &OutsideLink, answer: &Answer, is_cut_off: bool) -> Option<Diagnostic> {
    let url = &link.url;
    let dead = |why: &str| {
        let message = format!("the link `{url}` leads nowhere: {why}");
        let warning = Diagnostic::warning(Code::DeadLink, message, link.place.clone());
        Some(warning.hint("look for the page under another address, or in an archive of the web"))
    };
    let unanswered = |why: &str, hint: &str| {
        let message = format!("whether the link `{url}` leads somewhere is not known: {why}");
        Some(Diagnostic::warning(Code::UnansweredLink, message, link.place.clone()).hint(hint))
    };
    match answer {
        Answer::Unnamed if is_cut_off => unanswered("its host was not found", NETWORK_HINT),
        Answer::Silent(why) if is_cut_off => unanswered(why, NETWORK_HINT),
        Answer::Alive | Answer::Guarded(_) => None,
        Answer::Moved(to) => {
            let message = format!("the link `{url}` has moved for good");
            let warning = Diagnostic::warning(Code::MovedLink, message, link.place.clone());
            Some(warning.hint(format!("write `{to}`")))
        }
        Answer::Dead(why) => dead(why),
        Answer::Unnamed => dead("there is no such host"),
        Answer::Unclear(why) | Answer::Silent(why) => {
            unanswered(why, "it may be there all the same: open it in a browser, or ask again later")
        }
    }
}

const NETWORK_HINT: &str = "no host could be reached: look whether this machine has a network";

/// How many links came to what.
struct Tally {
    all: usize,
    moved: usize,
    dead: usize,
    unanswered: usize,
    guarded: usize,
    remembered: usize,
    is_cut_off: bool,
}

impl Tally {
    fn of(answers: &Answers) -> Self {
        let of = |is: &dyn Fn(&Answer) -> bool| answers.of.values().filter(|answer| is(answer)).count();
        let is_cut_off = answers.is_cut_off;
        let unnamed = of(&|answer| matches!(answer, Answer::Unnamed));
        let unanswered = of(&|answer| matches!(answer, Answer::Unclear(_) | Answer::Silent(_)));
        Self {
            all: answers.of.len(),
            moved: of(&|answer| matches!(answer, Answer::Moved(_))),
            dead: of(&|answer| matches!(answer, Answer::Dead(_))) + if is_cut_off { 0 } else { unnamed },
            unanswered: unanswered + if is_cut_off { unnamed } else { 0 },
            guarded: of(&|answer| matches!(answer, Answer::Guarded(_))),
            remembered: answers.remembered,
            is_cut_off,
        }
    }

    fn words(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        match self.dead {
            0 if self.unanswered == 0 => parts.push("each leads somewhere".to_string()),
            0 => {}
            dead => parts.push(format!("{dead} lead{} nowhere", if dead == 1 { "s" } else { "" })),
        }
        if self.unanswered > 0 {
            parts.push(format!("of {} it is not known", self.unanswered));
        }
        if self.guarded > 0 {
            parts.push(format!("{} could not be looked at without a permission", self.guarded));
        }
        let mut text = format!("{} to other sites: {}", count(self.all, "link"), parts.join(", "));
        if self.remembered > 0 {
            text.push_str(&format!("; {} had answered before", self.remembered));
        }
        text.push_str(".\n");
        if self.is_cut_off {
            text.push_str("No host that was asked could be reached: the network may be missing.\n");
        }
        text
    }

    fn summary(&self) -> Value {
        json!({
            "all": self.all,
            "moved": self.moved,
            "dead": self.dead,
            "unanswered": self.unanswered,
            "guarded": self.guarded,
            "remembered": self.remembered,
            "network_missing": self.is_cut_off,
        })
    }
}
