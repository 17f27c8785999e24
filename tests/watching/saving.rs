//! How editors and other tools save a file.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::in_both_ways;
use crate::place::{Place, text};

type Save = fn(&Path, &str);

/// Each saves the text to the file.
const WAYS: [(&str, Save); 11] = [
    ("echo", echo),
    ("vim", vim),
    ("vim with backupcopy", vim_in_place),
    ("emacs", emacs),
    ("emacs with backup-by-copying", emacs_by_copying),
    ("VS Code", vs_code),
    ("JetBrains", jet_brains),
    ("sed -i", sed),
    ("a rename over it", rename_over),
    ("a slow writer", slowly),
    ("removing it first", remove_first),
];

#[test]
fn every_way_of_saving_is_seen() {
    in_both_ways(|place| {
        for (way, save) in WAYS {
            save(&place.at("content/articles/a.md"), &text(way));
            place.until_clean(way);
        }
        // A new file.
        for (number, (way, save)) in WAYS.iter().enumerate() {
            save(&place.at(&format!("content/articles/new-{number}.md")), &text(way));
        }
        place.until_clean("new files in all ways");
    });
}

/// All at once, in many files, while builds go on.
#[test]
fn many_saves_in_all_ways_end_as_the_last_one() {
    in_both_ways(|place| {
        for round in 0..10 {
            for (number, (way, save)) in WAYS.iter().enumerate() {
                save(&place.at(&format!("content/articles/x-{number}.md")), &text(&format!("{way} {round}")));
            }
        }
        place.until_clean("all ways, many times");
    });
}

fn echo(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
}

fn beside(path: &Path, name: &str) -> std::path::PathBuf {
    let file = path.file_name().expect("a name").to_str().expect("UTF-8");
    path.with_file_name(name.replace('*', file))
}

/// Tries whether files can be made, moves the file away, writes a new one, removes the old one.
fn vim(path: &Path, text: &str) {
    let swap = beside(path, ".*.swp");
    fs::write(&swap, [0; 4096]).expect("a swap file");
    fs::write(beside(path, "4913"), "").expect("a trial");
    fs::remove_file(beside(path, "4913")).expect("removed");
    let backup = beside(path, "*~");
    let is_there = fs::rename(path, &backup).is_ok();
    let mut file = File::create(path).expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    file.sync_all().expect("on the disk");
    drop(file);
    if is_there {
        fs::remove_file(backup).expect("removed");
    }
    fs::remove_file(swap).expect("removed");
}

fn vim_in_place(path: &Path, text: &str) {
    let backup = beside(path, "*~");
    let is_there = fs::copy(path, &backup).is_ok();
    fs::write(path, text).expect("written");
    if is_there {
        fs::remove_file(backup).expect("removed");
    }
}

/// Locks with a link that leads nowhere, saves by itself, keeps the old file as a backup, and
/// writes the new one beside.
fn emacs(path: &Path, text: &str) {
    let lock = beside(path, ".#*");
    symlink("somebody@somewhere.123:456", &lock).expect("a lock");
    fs::write(beside(path, "#*#"), text).expect("saved by itself");
    let _ = fs::rename(path, beside(path, "*~"));
    fs::write(path, text).expect("written");
    fs::remove_file(beside(path, "#*#")).expect("removed");
    fs::remove_file(lock).expect("unlocked");
}

fn emacs_by_copying(path: &Path, text: &str) {
    let lock = beside(path, ".#*");
    symlink("somebody@somewhere.123:456", &lock).expect("a lock");
    let _ = fs::copy(path, beside(path, "*~"));
    let temporary = beside(path, "#*.tmp");
    fs::write(&temporary, text).expect("written");
    fs::rename(temporary, path).expect("renamed");
    fs::remove_file(lock).expect("unlocked");
}

/// Empties the file, and writes it.
fn vs_code(path: &Path, text: &str) {
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path).expect("a file");
    file.set_len(0).expect("emptied");
    file.write_all(text.as_bytes()).expect("written");
    file.sync_all().expect("on the disk");
}

/// The safe write: beside, the old one moved away, the new one in its place.
fn jet_brains(path: &Path, text: &str) {
    let (temporary, old) = (beside(path, "*___jb_tmp___"), beside(path, "*___jb_old___"));
    fs::write(&temporary, text).expect("written");
    let is_there = fs::rename(path, &old).is_ok();
    fs::rename(temporary, path).expect("renamed");
    if is_there {
        fs::remove_file(old).expect("removed");
    }
}

fn sed(path: &Path, text: &str) {
    let temporary = beside(path, "sedA1b2C3");
    fs::write(&temporary, text).expect("written");
    fs::rename(temporary, path).expect("renamed");
}

fn rename_over(path: &Path, text: &str) {
    let temporary = beside(path, ".*.tmp");
    fs::write(&temporary, text).expect("written");
    fs::rename(temporary, path).expect("renamed");
}

/// In many pieces, the last of which goes over the first: what is there in between is half of it.
fn slowly(path: &Path, text: &str) {
    let mut file = File::create(path).expect("a file");
    for piece in text.as_bytes().chunks(8) {
        file.write_all(piece).expect("written");
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
    file.seek(SeekFrom::Start(0)).expect("at the start");
    file.write_all(text.as_bytes()).expect("written");
}

fn remove_first(path: &Path, text: &str) {
    let _ = fs::remove_file(path);
    fs::write(path, text).expect("written");
}

/// What `git checkout` does: files go and come, folders with them.
#[test]
fn a_checkout_is_seen() {
    in_both_ways(|place| {
        let articles = |place: &Place, branch: &str, count: usize| {
            for number in 0..count {
                let path = place.at(&format!("content/articles/{branch}/{number}.md"));
                fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
                fs::write(path, text(&format!("{branch} {number}"))).expect("written");
            }
        };
        articles(place, "one", 30);
        place.until_clean("a branch");
        for (from, to) in [("one", "two"), ("two", "one"), ("one", "three")] {
            for number in 0..30 {
                fs::remove_file(place.at(&format!("content/articles/{from}/{number}.md"))).expect("removed");
            }
            fs::remove_dir(place.at(&format!("content/articles/{from}"))).expect("removed");
            articles(place, to, 30);
            place.until_clean(to);
        }
    });
}

/// The real programs, where they are.
#[test]
fn git_and_sed_themselves() {
    let run = |place: &Place, command: &str| {
        let done = Command::new("sh").current_dir(place.root()).args(["-c", command]).output();
        done.is_ok_and(|output| output.status.success())
    };
    in_both_ways(|place| {
        if run(place, "sed -i s/It/Sed/ content/articles/*.md") {
            place.until_clean("sed -i");
        }
        let git = "git -c user.name=n -c user.email=e@example.com -c commit.gpgsign=false";
        let commit = format!("{git} add content && {git} commit -qm 1");
        if !run(place, &format!("git init -q . && {commit} && git branch former")) {
            return;
        }
        fs::remove_file(place.at("content/articles/b.md")).expect("removed");
        place.write("content/articles/2026/d.md", &text("another branch"));
        place.write("content/articles/a.md", &text("another branch"));
        place.until_clean("edits");
        assert!(run(place, &commit) && run(place, "git checkout -q former"));
        place.until_clean("git checkout");
        assert!(run(place, "git checkout -q -"));
        place.until_clean("git checkout -");
    });
}
