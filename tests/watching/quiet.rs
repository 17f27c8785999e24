//! Where nothing changed, nothing happens.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::time::{Duration, SystemTime};

use clipsheet::build::{Options, build};
use clipsheet::load::Scanner;
use clipsheet::memo::Memo;
use clipsheet::watch::{How, Watcher};
use clipsheet::write::write;

use crate::in_both_ways;
use crate::place::{Place, remove, text};

/// A build that would wake its own watcher would go on for ever.
#[test]
fn no_build_triggers_itself() {
    let place = Place::unwatched(&[]);
    place.write("shared/l.md", &text("a shared one"));
    place.write("shared/folder/m.md", &text("another one"));
    symlink("../../shared/l.md", place.at("content/articles/l.md")).expect("a link");
    symlink("../../shared/folder", place.at("content/articles/linked")).expect("a link");
    let mut watcher = Watcher::start(How::Told);
    let mut scanner = Scanner::new(place.root());
    let options = Options::at("2026-06-01T12:00:00Z".parse().expect("a moment"));
    for round in 0..3 {
        // No edit, which would tell of itself some time later.
        remove(&place.at("public"));
        let sources = watcher.look(&mut scanner).expect("a site").value;
        let built = build(&sources, &options, &mut Memo::default()).expect("options that fit").value;
        let written = write(&built.tree.expect("a tree"), &place.at("public")).expect("written");
        assert!(written.written > 10);
        assert!(!watcher.wait_at_most(Duration::from_millis(200)), "something woke it in round {round}");
    }
    assert_eq!(watcher.take_news(), None);
}

#[test]
fn what_editors_leave_is_no_reason_to_build() {
    in_both_ways(|place| {
        let folder = place.at("content/articles");
        for name in [".a.md.swp", "a.md~", "#a.md#", "a.md.orig", ".DS_Store"] {
            fs::write(folder.join(name), "left over").expect("written");
        }
        fs::write(place.at("beside-the-content.txt"), "nothing of the site's").expect("written");
        fs::create_dir(place.at(".git")).expect("a folder");
        let file = File::open(folder.join("b.md")).expect("a file");
        file.set_modified(SystemTime::UNIX_EPOCH).expect("another time");
        std::thread::sleep(Duration::from_millis(300));
        // In one step, so that nobody sees half of it.
        fs::write(folder.join(".a.md.tmp"), text("an edit")).expect("written");
        fs::rename(folder.join(".a.md.tmp"), folder.join("a.md")).expect("renamed");
        place.until_clean("an edit");
        let said = |place: &Place| place.said().lines().map(str::to_string).collect::<Vec<_>>();
        place.until("it is said", |place| said(place).len() > 1);
        let said = said(place);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].starts_with("built: ") && said[1].starts_with("content/articles/a.md: "), "{said:?}");
    });
}

#[test]
fn mistakes_that_stay_are_shown_once() {
    in_both_ways(|place| {
        place.write("content/articles/a.yaml", "quotes: [\n");
        place.until("a mistake", |place| place.complaints().contains("bad-yaml"));
        place.write("content/articles/b.md", &text("in between"));
        place.until("another build", |place| place.said().lines().count() >= 3);
        assert_eq!(place.complaints().matches("bad-yaml").count(), 1);
        fs::remove_file(place.at("content/articles/a.yaml")).expect("removed");
        place.until_clean("it is mended");
    });
}
