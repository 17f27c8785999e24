//! More changes than the system has room for.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::Command;

use crate::in_both_ways;
use crate::place::{Place, remove, text};

/// The process sleeps meanwhile, so that nobody takes the news: on Linux, after 16,384 of them
/// the rest is lost.
#[test]
fn a_storm_ends_as_a_clean_build() {
    in_both_ways(|place| {
        let signal = |place: &Place, signal: &str| {
            let done = Command::new("kill").args([signal, &place.id().to_string()]).status();
            assert!(done.expect("kill").success());
        };
        place.write("content/articles/old/o.md", &text("to be replaced"));
        place.until_clean("a folder");
        signal(place, "-STOP");
        fs::create_dir_all(place.at("content/static/storm")).expect("a folder");
        for change in 0..20_000 {
            write_over(place, change);
        }
        // All of this is told by nobody.
        place.write("content/articles/a.md", &text("after the storm"));
        place.write("content/articles/new/n.md", &text("new"));
        remove(&place.at("content/articles/old"));
        place.write("content/articles/old/o.md", &text("replaced"));
        signal(place, "-CONT");
        place.until_clean("a storm");
        for path in ["new/n.md", "old/o.md", "a.md"] {
            place.write(&format!("content/articles/{path}"), &text("after that"));
            place.until_clean("an edit after it");
        }
    });
}

/// The same, awake.
#[test]
fn a_storm_while_it_looks_ends_as_a_clean_build() {
    let place = &mut Place::new(&[]);
    for change in 0..20_000 {
        match change % 97 {
            0 => remove(&place.at("content/static/deep")),
            1 => place.write("content/static/deep/er/x.txt", &change.to_string()),
            _ => write_over(place, change),
        }
    }
    place.until_clean("a storm");
    place.write("content/articles/a.md", &text("after the storm"));
    place.until_clean("an edit after it");
}

/// Writes to one of a few files. It is not emptied first, because file systems take care of such
/// files, and that takes time.
fn write_over(place: &Place, change: usize) {
    let path = place.at(&format!("content/static/a-{}.txt", change % 40));
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path).expect("a file");
    file.write_all(format!("{change:05}").as_bytes()).expect("written");
}
