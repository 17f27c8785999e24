//! Two builds that write to one folder at once: one waits for the other.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests touch files and run programs"
)]

mod hostile;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hostile::{Place, files};

/// Starts a build of one site into a folder.
fn start(place: &Place, out: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_clipsheet"))
        .args(place.arguments())
        .args(["--out".as_ref(), out.as_os_str()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command")
}

/// Waits for a build; gives its code and what it wrote to standard error.
fn end(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().expect("the command");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

/// A site whose pages all differ from those of another number, some of them with other names.
fn site(number: usize) -> Place {
    let place = Place::empty();
    place.put("content/site.yaml", format!("title: Site {number}\n"));
    for article in 0..6 {
        place.put(
            &format!("content/articles/a{}.md", article + 3 * number),
            format!("---\ntitle: Article {article} of {number}\n---\n{}\n", "Text. ".repeat(200)),
        );
    }
    place.put(&format!("content/static/only-{number}.txt"), "x");
    place
}

/// What a folder holds, without clipsheet's own files.
fn tree(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut tree = files(out);
    tree.retain(|path, _| !path.starts_with(".clipsheet-"));
    tree
}

#[test]
fn of_two_builds_at_once_one_is_there_whole() {
    let sites = [site(0), site(1)];
    let shared = tempfile::tempdir().expect("a folder");
    let trees = [0, 1].map(|number| {
        let out = shared.path().join(format!("alone-{number}"));
        assert_eq!(end(start(&sites[number], &out)).0, Some(0));
        tree(&out)
    });
    // The second site finds the folder under another name.
    let out = shared.path().join("out");
    let other = shared.path().join("other");
    symlink("out", &other).expect("a link");
    let mut seen = [0, 0];
    for round in 0..40 {
        // Every few rounds it is the first build that meets another.
        if round % 4 == 0 {
            let _ = fs::remove_dir_all(&out);
            fs::create_dir(&out).expect("a folder");
        }
        let spelled = shared.path().join("x/..").join("out");
        let other = if round % 2 == 0 { &other } else { &spelled };
        let builds = [start(&sites[0], &out), start(&sites[1], other)];
        for build in builds {
            let (code, err) = end(build);
            assert_eq!(code, Some(0), "round {round}: {err}");
        }
        let found = tree(&out);
        let whole = trees.iter().position(|tree| *tree == found);
        seen[whole.unwrap_or_else(|| panic!("round {round}: {:?}", found.keys()))] += 1;
    }
    assert_eq!(seen.iter().sum::<usize>(), 40);
}

#[test]
fn a_build_says_for_what_it_waits_and_goes_on_when_it_can() {
    let place = Place::built();
    place.put("content/articles/b.md", "---\ntitle: B\n---\nText.\n");
    let lock = File::open(place.public().join(".clipsheet-lock")).expect("the lock's file");
    lock.lock().expect("free");
    let before = place.output();
    let build = start(&place, &place.public());
    std::thread::sleep(Duration::from_millis(2500));
    assert!(place.output() == before, "it did not wait");
    drop(lock);
    let (code, err) = end(build);
    let folder = place.public();
    let message = format!("Another build is writing to {}; waiting for it.\n", folder.display());
    assert_eq!((code, err), (Some(0), message));
    assert!(place.public().join("articles/b/index.html").is_file());
}

#[test]
fn a_build_that_is_killed_blocks_nobody() {
    let place = Place::built();
    for number in 0..30 {
        place.put("content/site.yaml", format!("title: Number {number}\n"));
        let mut build = start(&place, &place.public());
        std::thread::sleep(Duration::from_millis(number * 3));
        build.kill().expect("killed");
        build.wait().expect("ended");
        let (code, err) = end(start(&place, &place.public()));
        assert_eq!((code, err.as_str()), (Some(0), ""));
        let title = format!("Number {number}");
        let home = fs::read_to_string(place.public().join("index.html")).expect("a home page");
        assert!(home.contains(&title), "{home}");
    }
}
