//! How it ends, and what it outlasts.

use std::fs::{self, File};
use std::process::Command;
use std::time::Duration;

use crate::place::{Place, text};

/// Asked at any moment of its work, it ends well, and leaves a whole site: that of the last edit, or
/// the one before where it had not seen that yet.
#[test]
fn asked_to_end_it_leaves_a_whole_site() {
    for (round, signal) in ["-INT", "-TERM", "-HUP", "-INT", "-TERM", "-HUP"].into_iter().enumerate() {
        let place = &mut Place::new(&[]);
        let before = place.clean();
        for n in 0..40 {
            place.write(&format!("content/articles/n-{n}.md"), &text(&format!("number {n}")));
        }
        std::thread::sleep(Duration::from_millis(round as u64 * 12));
        signal_to(place, signal);
        let code = place.ended();
        assert_eq!(code, Some(0), "{signal}: {}", place.complaints());
        assert!(place.is_done(), "something is half written");
        let written = place.written();
        let is_part = |path: &String| before.contains_key(path) || path.contains("n-");
        assert!(before.keys().all(|path| written.contains_key(path)) && written.keys().all(is_part));
        assert!(place.said().ends_with("Ended.\n"), "{}", place.said());
        place.start();
    }
}

#[test]
fn asked_while_nothing_happens_it_ends_at_once() {
    for arguments in [&[][..], &["--poll=3600"][..]] {
        let place = &mut Place::new(arguments);
        signal_to(place, "-TERM");
        assert_eq!(place.ended(), Some(0));
        assert_eq!(place.complaints(), "");
    }
}

/// What keeps it from writing may pass without any change of the site.
#[test]
fn a_disk_that_fails_is_waited_for() {
    let place = &mut Place::new(&[]);
    let obstacle = place.at("public/.clipsheet-tmp");
    fs::write(&obstacle, "no folder").expect("written");
    place.write("content/articles/a.md", &text("what cannot be written yet"));
    place.until("a complaint", |place| place.complaints().contains("tried again until it goes"));
    fs::remove_file(&obstacle).expect("removed");
    place.until_clean("the failure is over");
    assert_eq!(place.complaints().matches("error: ").count(), 1, "{}", place.complaints());
}

/// The same for what a person has to move away, and for another build that does not end.
#[test]
fn what_is_in_the_way_is_waited_for() {
    let place = &mut Place::new(&[]);
    let foreign = place.at("public/articles/new/index.html");
    fs::create_dir_all(&foreign).expect("a folder");
    fs::write(foreign.join("mine.txt"), "mine").expect("written");
    place.write("content/articles/new.md", &text("what has no room yet"));
    place.until("a complaint", |place| place.complaints().contains("is in the way"));
    fs::remove_dir_all(&foreign).expect("removed");
    place.until_clean("it was moved away");
    let lock = File::open(place.at("public/.clipsheet-lock")).expect("the lock");
    lock.lock().expect("locked");
    place.write("content/articles/new.md", &text("what another build keeps waiting"));
    place.until("a word of it", |place| place.complaints().contains("Another build is writing"));
    lock.unlock().expect("unlocked");
    place.until_clean("the other build has ended");
}

#[test]
fn asked_to_end_it_waits_for_no_other_build() {
    let place = &mut Place::new(&[]);
    let lock = File::open(place.at("public/.clipsheet-lock")).expect("the lock");
    lock.lock().expect("locked");
    place.write("content/articles/new.md", &text("what another build keeps waiting"));
    place.until("a word of it", |place| place.complaints().contains("Another build is writing"));
    signal_to(place, "-TERM");
    assert_eq!(place.ended(), Some(0));
    drop(lock);
}

/// As `rm -rf public/*` does, which leaves the manifest.
#[test]
fn an_emptied_output_folder_is_filled_with_the_next_edit() {
    let place = &mut Place::new(&[]);
    for entry in fs::read_dir(place.at("public")).expect("a folder") {
        let entry = entry.expect("an entry");
        match entry.file_name().to_string_lossy().starts_with('.') {
            true => {}
            false if entry.path().is_dir() => fs::remove_dir_all(entry.path()).expect("removed"),
            false => fs::remove_file(entry.path()).expect("removed"),
        }
    }
    place.write("content/articles/a.md", &text("an edit"));
    place.until_clean("an edit");
}

#[test]
fn a_mistake_is_told_and_mended() {
    let place = &mut Place::new(&["--clear"]);
    place.write("content/articles/a.yaml", "quotes:\n  - id: q\n    exact: not in it\n");
    place.until("a mistake", |place| place.complaints().contains("content/articles/a.yaml:3"));
    place.until("its line", |place| place.said().contains("the last good site stands"));
    place.write("content/articles/a.yaml", "quotes:\n  - id: q\n    exact: It says\n");
    place.until_clean("it is mended");
    // Only a terminal is cleared.
    assert!(!place.said().contains('\u{1B}'), "{}", place.said());
}

fn signal_to(place: &Place, signal: &str) {
    let done = Command::new("kill").args([signal, &place.id().to_string()]).status();
    assert!(done.expect("kill").success());
}
