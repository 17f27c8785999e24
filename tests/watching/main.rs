//! `clipsheet watch` as a process: whatever happens to the files of a site, and however it is
//! found out, what is in the output folder in the end is what a clean build gives.
//!
//! Nothing here depends on how fast the machine is: each test waits for what has to come.
// The ways of saving are those of editors on Unix, and half of them are links.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests touch files and run programs"
)]

mod ending;
mod folders;
mod links;
mod place;
mod quiet;
mod saving;
mod storm;
mod time;

use place::Place;

/// Runs the test for a system that tells of changes, and for one that does not.
fn in_both_ways(test: impl Fn(&mut Place)) {
    for arguments in [&[][..], &["--poll=0.05"][..]] {
        test(&mut Place::new(arguments));
    }
}
