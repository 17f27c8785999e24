//! Checking, without writing anything.
//!
//! In: a site's folder and options. Out: what is wrong with the site, and an exit code. Must not know: how
//! anything is built.

use std::process::ExitCode;

use super::once::{Desk, together};
use super::report::{count, failure, for_audience, held_text, tally};
use super::{CONTENT_HAS_ERRORS, Common};
use crate::build::Built;
use crate::memo::Memo;

/// Reports what is wrong with a site: for an audience, or, where none is named, for all that it has.
pub(super) fn check_site(common: &Common) -> Result<ExitCode, String> {
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
    let together = together(all.iter().map(|(_, outcome)| outcome));
    desk.report(&together, all.iter().map(|(built, _)| built));
    if common.denies(&together) {
        common.say(&failure(&together, false, false));
        return Ok(ExitCode::from(CONTENT_HAS_ERRORS));
    }
    for (audience, (_, outcome)) in audiences.iter().zip(&all) {
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
