//! `build --atomic`: one site or the other, and nothing between, whatever ends the process.
#![cfg(any(target_os = "linux", target_vendor = "apple"))]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests touch files, run programs and say which dice were thrown"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "common/dice.rs"]
mod dice;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use clipsheet::output::{LOCK, MANIFEST};
use clipsheet::write::{beside, check_beside};
use dice::Dice;
use tempfile::TempDir;

/// A site on the disk that can be in one of two states, each with files that the other does not have.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(articles: usize) -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        desk.put("content/companies/acme.md", "---\nname: Acme\n---\nRockets.\n");
        for i in 0..articles {
            desk.put(
                &format!("content/articles/a{i}.md"),
                &format!("---\ntitle: No. {i}\n---\nAcme says {i}.\n"),
            );
        }
        desk.is("one");
        desk
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).expect("the file");
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Puts the content into this state.
    fn is(&self, state: &str) {
        self.put("content/site.yaml", &format!("title: Site {state}\n"));
        let (here, gone) = if state == "one" { ("only-one", "only-two") } else { ("only-two", "only-one") };
        self.put(&format!("content/pages/{here}.md"), "---\ntitle: Here\n---\nText.\n");
        let _ = fs::remove_file(self.at(&format!("content/pages/{gone}.md")));
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clipsheet"));
        command.current_dir(self.folder.path()).arg("build").args(arguments).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the command")
    }

    fn builds(&self, arguments: &[&str]) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// What the command refuses to do, and why.
    fn refuses(&self, arguments: &[&str], why: &str) {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
    }

    fn start(&self) -> Child {
        let mut command = self.command(&["--atomic"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command")
    }

    /// What stands in the site's folder beside its sources.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("an entry");
        let path = entry.path().strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
        if !entry.file_type().is_dir() {
            all.insert(path, fs::read(entry.path()).expect("the file"));
        }
    }
    all
}

#[test]
fn two_hundred_killed_builds_leave_the_old_or_the_new_site_whole() {
    let desk = Desk::new(15);
    let clean: Vec<(&str, _)> = ["one", "two"]
        .map(|state| {
            desk.is(state);
            desk.builds(&["--out", state]);
            (state, files(&desk.at(state)))
        })
        .into();
    assert_ne!(clean[0].1, clean[1].1);
    desk.is("one");
    let started = Instant::now();
    desk.builds(&["--atomic"]);
    let usual = started.elapsed();
    let seed = u64::from(std::process::id());
    println!("seed {seed}");
    let mut dice = Dice::new(seed, 0);
    let folder = beside(&desk.at("public")).expect("a name");
    let (mut left, mut old, mut new) = (0, 0, 0);
    for round in 0..200 {
        let (before, after) = (round % 2, (round + 1) % 2);
        assert_eq!(files(&desk.at("public")), clean[before].1, "round {round} starts as it should");
        desk.is(clean[after].0);
        let mut child = desk.start();
        if round % 4 == 0 {
            // At any moment at all.
            sleep(usual.mul_f64(dice.below(1000) as f64 / 1000.0));
        } else {
            // While it writes: most of what can go wrong goes wrong there.
            let started = Instant::now();
            while !folder.exists() && started.elapsed() < Duration::from_secs(10) && !has_ended(&mut child) {}
            sleep(usual.mul_f64(dice.below(400) as f64 / 1000.0));
        }
        child.kill().expect("killed, or at its end");
        child.wait().expect("ended");
        let found = files(&desk.at("public"));
        let state = clean.iter().position(|(_, files)| *files == found);
        let state = state.unwrap_or_else(|| panic!("round {round}, seed {seed}: neither site stands whole"));
        *(if state == after { &mut new } else { &mut old }) += 1;
        left += usize::from(folder.exists());
        // The next build needs nothing else, atomic or not.
        desk.builds(if dice.below(2) == 0 { &["--atomic"] } else { &[] });
        assert_eq!(files(&desk.at("public")), clean[after].1, "round {round}, seed {seed}");
        assert_eq!(
            desk.names(),
            [".clipsheet", "content", "one", "public", "two"],
            "round {round}, seed {seed}"
        );
    }
    println!("{old} old, {new} new, {left} with something left beside");
    assert!(
        old > 10 && new > 10 && left > 10,
        "{old} old, {new} new, {left} left beside: the moments are badly chosen"
    );
}

fn has_ended(child: &mut Child) -> bool {
    child.try_wait().expect("a state").is_some()
}

#[test]
fn a_reader_never_sees_a_site_that_is_neither() {
    let desk = Desk::new(20);
    desk.builds(&["--atomic"]);
    let folder = || fs::metadata(desk.at("public")).expect("the site is never away").ino();
    let read = || {
        let before = folder();
        // Both pages of one listing: a site of which one is there and the other is not would be mixed.
        let names = fs::read_dir(desk.at("public")).expect("the site is never away");
        let found =
            names.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with("only-")).count();
        // A folder that was exchanged while it was listed is emptied by now.
        (before == folder()).then_some(found)
    };
    for state in ["two", "one", "two"] {
        desk.is(state);
        let mut child = desk.start();
        let mut looks = 0;
        while !has_ended(&mut child) {
            if let Some(found) = read() {
                assert_eq!(found, 1, "at look {looks}");
                looks += 1;
            }
        }
        assert!(looks > 20, "only {looks}");
    }
}

/// What is somebody else's stays, and so do the folder's permissions and files that are the same.
#[test]
fn what_is_not_clipsheets_stays() {
    let desk = Desk::new(3);
    desk.builds(&["--atomic"]);
    desk.put("public/CNAME", "example.org\n");
    desk.put("public/only-one/note.txt", "mine\n");
    symlink("CNAME", desk.at("public/link")).expect("a link");
    fs::set_permissions(desk.at("public"), fs::Permissions::from_mode(0o750)).expect("set");
    // Only root can give a folder to any group; whoever else runs this keeps its own.
    let _ = std::os::unix::fs::chown(desk.at("public"), None, Some(4242));
    let group = || fs::metadata(desk.at("public")).expect("the folder").gid();
    let readers = group();
    let inode = |path: &str| fs::metadata(desk.at(path)).expect("the file").ino();
    let mut theme = fs::read_dir(desk.at("public/theme")).expect("a folder").flatten();
    let style =
        theme.find(|file| file.file_name().to_string_lossy().starts_with("style.")).expect("a style sheet");
    let style_path = format!("public/theme/{}", style.file_name().to_string_lossy());
    let (folder, style) = (inode("public"), inode(&style_path));
    desk.is("two");
    desk.builds(&["--atomic"]);
    assert_ne!(inode("public"), folder, "the folder is another one");
    assert_eq!(group(), readers, "and has the same readers");
    assert_eq!(inode(&style_path), style, "what is the same is not copied");
    assert_eq!(fs::read_to_string(desk.at("public/CNAME")).expect("kept"), "example.org\n");
    assert_eq!(fs::read_to_string(desk.at("public/only-one/note.txt")).expect("kept"), "mine\n");
    assert_eq!(fs::read_link(desk.at("public/link")).expect("kept"), Path::new("CNAME"));
    assert!(!desk.at("public/only-one/index.html").exists());
    assert_eq!(fs::metadata(desk.at("public")).expect("there").permissions().mode() & 0o777, 0o750);
    assert_eq!(fs::metadata(desk.at("public/CNAME")).expect("there").nlink(), 1);
    // Where there is nothing to do, nothing is exchanged.
    let same = inode("public");
    desk.builds(&["--atomic"]);
    assert_eq!(inode("public"), same);
}

#[test]
fn a_link_to_the_folder_stays_a_link() {
    let desk = Desk::new(2);
    fs::create_dir(desk.at("elsewhere")).expect("made");
    symlink("elsewhere", desk.at("public")).expect("a link");
    desk.builds(&["--atomic"]);
    desk.is("two");
    desk.builds(&["--atomic"]);
    assert!(fs::symlink_metadata(desk.at("public")).expect("there").is_symlink());
    assert!(desk.at("elsewhere/only-two/index.html").exists());
    assert_eq!(desk.names(), [".clipsheet", "content", "elsewhere", "public"]);
}

#[test]
fn what_cannot_be_exchanged_is_refused_and_stands() {
    let desk = Desk::new(2);
    desk.builds(&["--atomic"]);
    let before = files(&desk.at("public"));
    desk.is("two");
    desk.put(".clipsheet-next-public/mine.txt", "mine\n");
    desk.refuses(&["--atomic"], "clipsheet did not make it; move it away");
    assert_eq!(files(&desk.at("public")), before);
    desk.builds(&[]);
    assert!(desk.at(".clipsheet-next-public/mine.txt").exists(), "it is not ours to remove");
    // On Linux this is a file system of its own, and nothing is written to it here.
    let mounted = Path::new("/dev/shm");
    if cfg!(target_os = "linux") && mounted.exists() {
        let message = check_beside(mounted).expect_err("a mount point was taken").to_string();
        assert!(message.contains("is mounted"), "{message}");
    }
    assert!(
        check_beside(Path::new("/")).expect_err("a root was taken").to_string().contains("nothing beside it")
    );
}

#[test]
fn each_audience_changes_by_itself() {
    let desk = Desk::new(2);
    let settings = |state: &str| {
        let audiences = "audiences: {staff: {}, board: {includes: [staff]}}\ndefault_audience: staff\n";
        desk.put("content/site.yaml", &format!("title: Site {state}\n{audiences}"));
    };
    settings("one");
    desk.builds(&["--atomic", "--all-audiences"]);
    let inode = |path: &str| fs::metadata(desk.at(path)).expect("the folder").ino();
    let before = (inode("public"), inode("public/staff"), inode("public/board"));
    // Builds were killed, and the audience that one of them was for is declared no more.
    for audience in ["board", "gone"] {
        let manifest = format!("{{\"clipsheet\": 1, \"audience\": \"{audience}\", \"files\": {{}}}}");
        desk.put(&format!("public/.clipsheet-next-{audience}/{MANIFEST}"), &manifest);
        desk.put(&format!("public/.clipsheet-next-{audience}/{LOCK}"), "");
    }
    desk.put("public/.clipsheet-next-theirs/mine.txt", "Mine.");
    settings("two");
    desk.builds(&["--atomic", "--all-audiences"]);
    assert_eq!(inode("public"), before.0);
    assert!(inode("public/staff") != before.1 && inode("public/board") != before.2);
    let mut names: Vec<_> =
        fs::read_dir(desk.at("public")).expect("there").flatten().map(|e| e.file_name()).collect();
    names.sort();
    assert_eq!(names, [".clipsheet-next-theirs", "board", "staff"]);
}
