//! Checking, without writing anything.
//!
//! In: a site's folder and options. Out: what is wrong with the site, and an exit code. Must not know: how
//! anything is built.

use std::process::ExitCode;

use super::external::ask;
use super::once::{Desk, together};
use super::report::{count, failure, for_audience, held_text, tally};
use super::{CONTENT_HAS_ERRORS, Common};
use crate::build::Built;
use crate::diagnostics::{has_errors, sort};
use crate::external::Manner;
use crate::memo::Memo;

/// Reports what is wrong with a site: for an audience, or, where none is named, for all that it has.
pub(super) fn check_site(common: &Common, external: Option<&Manner>) -> Result<ExitCode, String> {
    let desk = Desk::open(common)?;
    let audiences = match &common.audience {
        Some(name) => vec![Some(name.clone())],
        None => desk.audiences().map_or(vec![None], |all| match all.is_empty() {
            true => vec![None],
            false => all.names().map(|name| Some(name.to_string())).collect(),
        }),
    };
    let mut memo = Memo::default();
    let mut all = Vec::new();
    for audience in &audiences {
        let (built, outcome) = desk.look(audience.clone(), &mut memo)?;
        all.push((Built { tree: None, ..built }, outcome));
    }
    desk.bar.clear();
    let mut together = together(all.iter().map(|(_, outcome)| outcome));
    let mut asked = None;
    if let Some(manner) = external.filter(|_| !has_errors(&together)) {
        let links = desk.outside_links(audiences.first().cloned().flatten(), &mut memo)?;
        let answers = ask(&links, manner, &common.root);
        together.extend(answers.warnings.iter().cloned());
        sort(&mut together);
        // They are links of all records, whoever sees them.
        all.iter_mut().for_each(|(_, outcome)| outcome.diagnostics.extend(answers.warnings.iter().cloned()));
        asked = Some(answers);
    }
    let links = asked.as_ref().map(|asked| &asked.summary);
    desk.report(&together, all.iter().map(|(built, _)| built));
    if common.denies(&together) {
        common.say(&failure(&together, false, false));
        match has_errors(&together) {
            true => common.summarise_failure(&together),
            // All of it was looked at.
            false => audiences.iter().zip(&all).for_each(|(audience, (_, outcome))| {
                common.summarise_check(outcome, audience.as_ref(), links, false);
            }),
        }
        return Ok(ExitCode::from(CONTENT_HAS_ERRORS));
    }
    common.say(asked.as_ref().map_or("", |asked| &asked.words));
    for (audience, (_, outcome)) in audiences.iter().zip(&all) {
        common.summarise_check(outcome, audience.as_ref(), links, true);
        let (held, records) = (held_text(outcome), count(outcome.records, "record"));
        common.say(&match (audience, audiences.len()) {
            (Some(name), 2..) => format!("{}{held}{records} checked.\n", for_audience(name)),
            _ => format!("{held}{records} checked: {}.\n", tally(&together)),
        });
    }
    if audiences.len() > 1 {
        common.say(&format!("{} checked: {}.\n", count(audiences.len(), "audience"), tally(&together)));
    }
    Ok(ExitCode::SUCCESS)
}
