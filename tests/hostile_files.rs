//! Hostile disks: links that lead round, pipes, what may not be read or written, no room. Each is
//! told with the file's name and the cause, and the former site stays whole.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests touch files, and say why they are skipped"
)]

mod hostile;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use hostile::{Place, Ran, run};

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn links_that_lead_round_are_refused() {
    let place = Place::built();
    let link = place.root().join("content/articles/round");
    for (to, message) in [
        ("..", "this symbolic link leads back to a folder that it is in"),
        (".", "this symbolic link leads back to a folder that it is in"),
        ("round", "this symbolic link leads nowhere"),
        ("/", "this symbolic link leads out of the site"),
    ] {
        symlink(to, &link).expect("a link");
        place.fails(1, message);
        fs::remove_file(&link).expect("removed");
    }
    place.is_as_before();
}

#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let place = Place::built();
    let pipe = place.root().join("content/articles/b.md");
    assert!(succeeds(Command::new("mkfifo").arg(&pipe)), "mkfifo");
    place.fails(1, "this is not a regular file");
    fs::remove_file(&pipe).expect("removed");
    place.is_as_before();

    // Nor is one in the output folder, where a page or the lock should stand.
    for own in ["articles/a/index.html", ".clipsheet-lock"] {
        let pipe = place.public().join(own);
        fs::remove_file(&pipe).expect("removed");
        assert!(succeeds(Command::new("mkfifo").arg(&pipe)), "mkfifo");
        let ran = place.build();
        assert!(matches!(ran.code, Some(0 | 2)), "{ran:?}");
        if ran.code == Some(2) {
            assert!(ran.err.contains(own), "{ran:?}");
            fs::remove_file(&pipe).expect("removed");
        }
        place.build().is(0, "");
        assert!(fs::symlink_metadata(&pipe).expect("there").is_file(), "{own}");
    }
}

/// A place in which a user that is not root runs the command, for whom permissions count.
struct Humble {
    place: Place,
    binary: PathBuf,
    /// What to put before a command.
    become_other: Vec<&'static str>,
}

impl Humble {
    /// Nothing, with a word of why, where nobody but root can be had.
    fn new() -> Option<Self> {
        let place = Place::built();
        // The binary may stand where only root can read.
        let binary = place.above.path().join("clipsheet");
        fs::copy(env!("CARGO_BIN_EXE_clipsheet"), &binary).expect("copied");
        set_mode(place.above.path(), 0o755);
        set_mode(&binary, 0o755);
        let setpriv = vec!["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
        let su = vec!["su", "nobody", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--"];
        let ways = [Vec::new(), setpriv, su];
        let works = |way: &Vec<&'static str>| {
            let probe = Self::command(way, Path::new("id")).arg("-u").output();
            let other = probe.is_ok_and(|id| id.status.success() && id.stdout.trim_ascii() != b"0");
            other && succeeds(Self::command(way, &binary).arg("--version"))
        };
        let Some(become_other) = ways.into_iter().find(works) else {
            eprintln!("skipped: root may do anything, and neither setpriv nor su gives another user");
            return None;
        };
        let humble = Self { place, binary, become_other };
        humble.give(&humble.place.root());
        Some(humble)
    }

    fn command(way: &[&'static str], program: &Path) -> Command {
        let mut words = way.iter();
        match words.next() {
            None => Command::new(program),
            Some(first) => {
                let mut command = Command::new(first);
                command.args(words).arg(program);
                command
            }
        }
    }

    /// Everything below a folder becomes the other user's, where that is another.
    fn give(&self, folder: &Path) {
        if !self.become_other.is_empty() {
            let owner = Self::command(&self.become_other, Path::new("id")).arg("-u").output().expect("an id");
            let owner = String::from_utf8_lossy(&owner.stdout).trim().to_string();
            assert!(succeeds(Command::new("chown").arg("-R").arg(owner).arg(folder)), "chown");
        }
    }

    fn build(&self) -> Ran {
        run(Self::command(&self.become_other, &self.binary).args(self.place.arguments()))
    }

    /// With this mode on this path the build fails, names the path and changes nothing.
    fn fails_with(&self, mode: u32, path: &str, message: &str) {
        let at = self.place.root().join(path);
        let former = fs::metadata(&at).expect("there").permissions();
        let before = self.place.output();
        set_mode(&at, mode);
        let ran = self.build();
        fs::set_permissions(&at, former).expect("a mode");
        ran.is(2, message).is(2, "ermission denied");
        assert!(self.place.output() == before, "the former site has changed: {ran:?}");
        self.build().says("0 files written, 0 removed.");
    }
}

#[test]
fn what_may_not_be_read_is_named() {
    let Some(humble) = Humble::new() else { return };
    humble.build().says("0 files written, 0 removed.");
    let at = |path: &str| format!("error: cannot read {}", humble.place.root().join(path).display());
    for path in ["content/articles", "content/articles/a.md", "content/site.yaml", "content"] {
        humble.fails_with(0o000, path, &at(path));
    }
    // A folder that can be listed but not entered.
    humble.fails_with(0o444, "content/articles", &at("content/articles/"));
    humble.fails_with(0o000, "public/.clipsheet-manifest.json", ".clipsheet-manifest.json");
}

#[test]
fn an_output_folder_that_may_not_be_written_is_named() {
    let Some(humble) = Humble::new() else { return };
    // With nothing to write, nothing is missing.
    set_mode(&humble.place.public(), 0o555);
    humble.build().says("0 files written, 0 removed.");
    set_mode(&humble.place.public(), 0o755);

    let page = humble.place.root().join("content/articles/a.md");
    let text = fs::read_to_string(&page).expect("text");
    for (folder, mode) in [("public", 0o555), ("public", 0o000), ("public/articles/a", 0o555)] {
        let at = humble.place.root().join(folder);
        fs::write(&page, format!("{text}\nOne line more.\n")).expect("written");
        let before = humble.place.output();
        set_mode(&at, mode);
        let ran = humble.build();
        set_mode(&at, 0o755);
        ran.is(2, &humble.place.public().display().to_string()).is(2, "ermission denied");
        if folder == "public" {
            assert!(humble.place.output() == before, "the former site has changed: {ran:?}");
        }
        humble.build().is(0, "");
        fs::write(&page, &text).expect("written");
        humble.build().is(0, "");
    }
    // No folder can be made for a first build.
    fs::remove_dir_all(humble.place.public()).expect("removed");
    set_mode(&humble.place.root(), 0o555);
    let ran = humble.build();
    set_mode(&humble.place.root(), 0o755);
    ran.is(2, "error: cannot write ").is(2, "public: Permission denied");
}

/// A small disk, which goes when it is dropped.
struct Disk(PathBuf);

impl Disk {
    fn mounted(at: &Path, size: &str) -> Option<Self> {
        fs::create_dir_all(at).expect("a folder");
        let options = format!("size={size}");
        let mut mount = Command::new("mount");
        let mounted = succeeds(mount.args(["-t", "tmpfs", "-o", &options, "clipsheet-test"]).arg(at));
        if !mounted {
            eprintln!("skipped: no disk can be mounted here to be filled");
        }
        mounted.then(|| Self(at.to_path_buf()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = succeeds(Command::new("umount").arg(&self.0));
        assert!(unmounted || std::thread::panicking(), "{} stays mounted", self.0.display());
    }
}

#[test]
fn a_full_disk_leaves_the_former_site_whole() {
    let place = Place::empty();
    let Some(_disk) = Disk::mounted(&place.public(), "400k") else { return };
    place.put("content/site.yaml", "title: T\n");
    for number in 0..8 {
        place.put(&format!("content/static/{number}.txt"), "a".repeat(10_000));
    }
    place.build().is(0, "");
    // All of the new files together need more room than there is beside the former ones.
    for number in 0..8 {
        place.put(&format!("content/static/{number}.txt"), "b".repeat(60_000));
    }
    place.fails(2, "error: cannot write ");
    place.fails(2, ".txt: No space left on device");
    assert!(!place.public().join(".clipsheet-tmp").exists(), "what came to nothing still takes room");
    // With less to write there is room, and what was written before is known as ours.
    for number in 1..8 {
        place.remove(&format!("content/static/{number}.txt"));
    }
    place.build().says("7 removed.");
    assert_eq!(place.output().get("0.txt").map(Vec::len), Some(60_000));
    place.is_as_before();
}

#[test]
fn a_first_build_on_a_full_disk_is_no_obstacle_to_the_next() {
    let place = Place::empty();
    let Some(_disk) = Disk::mounted(&place.public(), "400k") else { return };
    place.put("content/site.yaml", "title: T\n");
    place.put("content/static/a.txt", "a".repeat(600_000));
    place.build().is(2, "a.txt: No space left on device");
    place.put("content/static/a.txt", "small");
    place.build().is(0, "");
    place.is_as_before();
}

#[test]
fn a_file_that_is_left_over_by_hand_is_not_the_lock() {
    // The file of the lock stays between builds, and what is in it is no matter.
    let place = Place::built();
    place.put("public/.clipsheet-lock", "pid 1234\n");
    place.is_as_before();
    // But what is no file is nothing to be opened: it may lead out of the folder.
    let lock = place.public().join(".clipsheet-lock");
    fs::remove_file(&lock).expect("removed");
    symlink("../../outside", &lock).expect("a link");
    place.build().is(2, ".clipsheet-lock is no file of clipsheet's; remove it");
    assert!(!place.above.path().join("outside").exists());
}
