//! Times of records that cannot both be meant.
//!
//! In: all records. Out: what is wrong with when they are shown. Must not know: what time it is.

use super::records::Records;
use crate::diagnostics::{Code, Diagnostic};

/// Reports records that nobody would ever see: they expire before their embargo ends.
pub(super) fn check(records: &Records, sink: &mut Vec<Diagnostic>) {
    let zone = &records.settings.timezone;
    records.each(&mut |_, entry| {
        let Some((embargo, expires)) = entry.meta.embargo().zip(entry.meta.expires()) else { return };
        let (embargo, expires) = (embargo.begin(zone), expires.end(zone));
        if expires <= embargo {
            let message =
                format!("this is never shown: it expires at {expires}, and its embargo ends at {embargo}");
            sink.push(
                Diagnostic::error(Code::BadValue, message, entry.origin.value("/expires"))
                    .related(entry.origin.value("/embargo"), "the embargo ends here")
                    .hint("write an `expires` after the `embargo`, or leave one of the two out"),
            );
        }
    });
}
