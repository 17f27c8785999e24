//! Links to other sites, as `check --external` tells of them.
//!
//! In: links with their places. Out: warnings, and a line on all of them.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

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

/// Asks for these links: what is wrong with them, and a line on all of them.
pub(super) fn ask(links: &[OutsideLink], manner: &Manner, root: &Path) -> (Vec<Diagnostic>, String) {
    let urls: BTreeSet<String> = links.iter().map(|link| link.url.clone()).collect();
    let answers = ask_all(&urls, manner, root);
    let warnings = links.iter().filter_map(|link| warning(link, answers.of.get(&link.url)?)).collect();
    (warnings, tally(&answers))
}

fn warning(link: &OutsideLink, answer: &Answer) -> Option<Diagnostic> {
    let url = &link.url;
    match answer {
        Answer::Alive | Answer::Guarded(_) => None,
        Answer::Moved(to) => {
            let message = format!("the link `{url}` has moved for good");
            let warning = Diagnostic::warning(Code::MovedLink, message, link.place.clone());
            Some(warning.hint(format!("write `{to}`")))
        }
        Answer::Dead(why) => {
            let message = format!("the link `{url}` leads nowhere: {why}");
            let warning = Diagnostic::warning(Code::DeadLink, message, link.place.clone());
            Some(warning.hint("look for the page under another address, or in an archive of the web"))
        }
    }
}

fn tally(answers: &Answers) -> String {
    let of = |is: fn(&Answer) -> bool| answers.of.values().filter(|answer| is(answer)).count();
    let dead = of(|answer| matches!(answer, Answer::Dead(_)));
    let guarded = of(|answer| matches!(answer, Answer::Guarded(_)));
    let mut text = format!("{} to other sites", count(answers.of.len(), "link"));
    text.push_str(&match dead {
        0 => ": each leads somewhere".to_string(),
        dead => format!(": {dead} lead{} nowhere", if dead == 1 { "s" } else { "" }),
    });
    if guarded > 0 {
        text.push_str(&format!(", {guarded} could not be looked at without a permission"));
    }
    if answers.remembered > 0 {
        text.push_str(&format!("; {} had answered before", answers.remembered));
    }
    text.push_str(".\n");
    text
}
