//! What a build leaves for the next run: it may save time, and never changes a byte.
//!
//! Each build is a run of the program. `tests/incremental` tries what pages remember on random edits, without
//! the disk; here it is the disk that is tried.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, reason = "tests touch files")]

mod common;
#[path = "common/site.rs"]
mod site;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tempfile::TempDir;

/// A site on the disk, and its output beside it.
struct Place {
    above: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { above: tempfile::tempdir().expect("a temporary folder") };
        for (path, text) in site::SITE {
            place.put(path, text);
        }
        place
    }

    fn root(&self) -> PathBuf {
        self.above.path().join("site")
    }

    fn out(&self) -> PathBuf {
        self.above.path().join("out")
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root().join(path)).expect("a file");
        assert!(text.contains(from), "{path} has no {from:?}");
        self.put(path, &text.replace(from, to));
    }

    /// The file that runs leave.
    fn cache(&self) -> PathBuf {
        let files = fs::read_dir(self.root().join(".clipsheet")).expect("a folder");
        let mut caches = files.map(|entry| entry.expect("an entry").path());
        caches.find(|path| path.extension().is_some_and(|e| e == "cache")).expect("a cache")
    }

    fn build(&self, options: &[&str]) -> Output {
        build(&self.root(), &self.out(), options)
    }

    /// Builds; the output and all that is said are those of a build that knows nothing.
    fn build_and_compare(&self, options: &[&str]) -> String {
        let found = self.build(options);
        let clean = self.above.path().join("clean");
        let _ = fs::remove_dir_all(&clean);
        fs::rename(self.root().join(".clipsheet"), self.above.path().join("aside")).expect("moved");
        let expected = build(&self.root(), &clean, options);
        let _ = fs::remove_dir_all(self.root().join(".clipsheet"));
        fs::rename(self.above.path().join("aside"), self.root().join(".clipsheet")).expect("moved back");
        assert_eq!(text(&found.stderr), text(&expected.stderr));
        assert_eq!(found.status, expected.status);
        if found.status.success() {
            let (found, expected) = (common::files_below(&self.out()), common::files_below(&clean));
            let names = |files: &[(String, Vec<u8>)]| files.iter().map(|f| f.0.clone()).collect::<Vec<_>>();
            assert_eq!(names(&found), names(&expected));
            for ((path, found), (_, expected)) in found.iter().zip(&expected) {
                assert!(found == expected, "{path} differs");
            }
        }
        text(&found.stdout)
    }
}

fn build(root: &Path, out: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clipsheet"));
    command.arg("build").arg("--root").arg(root).arg("--out").arg(out).args(options);
    command.args(["--as-of", "2026-06-01T12:00:00Z"]);
    let output = command.output().expect("clipsheet");
    assert!(output.status.code().is_some_and(|code| code < 2), "{output:?}");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn edits_and_their_undoing_give_what_a_clean_build_gives() {
    let place = Place::new();
    place.build_and_compare(&[]);
    let check = |what: &str, written: &str| {
        let said = place.build_and_compare(&[]);
        assert!(said.contains(written), "{what}: {said}");
        // The second time there is nothing to do.
        assert!(place.build_and_compare(&[]).contains(": 0 files written, 0 removed"), "{what}");
    };
    place.edit("content/articles/memo.md", "Menu\n", "Menus\n");
    check("a word", " written, 0 removed");
    place.edit("content/companies/acme.md", "name: Acme", "name: Acme Works");
    check("a name", " written, 0 removed");
    place.edit("content/companies/acme.md", "name: Acme Works", "name: Acme");
    check("the name again", " written, 0 removed");
    fs::remove_file(place.root().join("content/static/a.css")).expect("removed");
    check("a file less", "0 files written, 1 removed");
    place.put("content/static/a.css", "body {}\n");
    check("the file again", "1 file written, 0 removed");
    place.edit("themes/default/templates/page.html", "<article", "<article data-x");
    check("a template", " written, 0 removed");
    place.edit("content/site.yaml", "title: The Desk", "title: Another Desk");
    check("the settings", " written, 0 removed");
}

#[test]
fn mistakes_are_told_every_time_and_the_good_site_stays() {
    let place = Place::new();
    place.build_and_compare(&[]);
    place.edit("content/articles/memo.yaml", "frankly", "franklier");
    for _ in 0..2 {
        let broken = place.build(&[]);
        assert_eq!(broken.status.code(), Some(1));
        assert!(text(&broken.stderr).contains("franklier"), "{broken:?}");
        assert!(place.out().join("index.html").exists());
    }
    place.edit("content/articles/memo.yaml", "franklier", "frankly");
    assert!(place.build_and_compare(&[]).contains(": 0 files written, 0 removed"));
}

#[test]
fn other_options_give_another_site() {
    let place = Place::new();
    place.edit(
        "content/articles/memo.md",
        "title: A memo\n",
        "title: A memo\nembargo: 2026-07-01T00:00:00Z\n",
    );
    let early = place.build_and_compare(&[]);
    assert!(early.contains("embargo"), "{early}");
    for options in [["--base-url", "https://one.example"], ["--base-url", "https://two.example"]] {
        place.build_and_compare(&options);
        assert!(place.build_and_compare(&options).contains(": 0 files written, 0 removed"));
    }
    assert!(place.build(&["--deny-warnings"]).status.code().is_some());
}

/// Time passes while no source changes.
#[test]
fn an_embargo_ends_between_two_runs() {
    let place = Place::new();
    let ends = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(4);
    place.edit("content/articles/memo.md", "title: A memo\n", &format!("title: A memo\nembargo: {ends}\n"));
    let real_time = |place: &Place| {
        let output = Command::new(env!("CARGO_BIN_EXE_clipsheet"))
            .args(["build", "--root"])
            .arg(place.root())
            .arg("--out")
            .arg(place.out())
            .output()
            .expect("clipsheet");
        assert!(output.status.success(), "{output:?}");
        place.out().join("articles/memo/index.html").exists()
    };
    let seen = real_time(&place);
    if jiff::Timestamp::now() < ends {
        assert!(!seen, "it is there before its time");
    }
    while jiff::Timestamp::now() <= ends {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(real_time(&place), "it is not there after its time");
}

#[test]
fn what_somebody_did_to_the_output_is_undone() {
    let place = Place::new();
    place.build(&[]);
    let page = place.out().join("articles/memo/index.html");
    let whole = fs::read(&page).expect("a page");
    let same_length = vec![b'x'; whole.len()];
    let times = fs::metadata(&page).and_then(|m| m.modified()).expect("a time");
    for tampering in 0..4 {
        match tampering {
            0 => fs::write(&page, "short").expect("written"),
            1 => fs::remove_file(&page).expect("removed"),
            2 => {
                fs::write(&page, &same_length).expect("written");
                let file = fs::OpenOptions::new().append(true).open(&page).expect("a file");
                file.set_modified(times).expect("a time");
            }
            _ => fs::remove_dir_all(place.out()).expect("removed"),
        }
        place.build_and_compare(&[]);
        assert_eq!(fs::read(&page).expect("a page"), whole, "tampering {tampering}");
    }
}

/// What may become of the file while nobody looks. Places are shares of its length, in thousandths.
#[derive(Clone, Debug)]
enum Damage {
    Flip(usize, u8),
    /// A bit among the first bytes, which say what the others are.
    FlipStart(usize, u8),
    Cut(usize),
    Grow(Vec<u8>),
    Fill(usize, usize, u8),
    Remove,
    Folder,
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = || 0usize..1000;
    prop_oneof![
        6 => (place(), 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        6 => (0usize..128, 0u8..8).prop_map(|(at, bit)| Damage::FlipStart(at, bit)),
        4 => place().prop_map(Damage::Cut),
        1 => prop::collection::vec(any::<u8>(), 1..50).prop_map(Damage::Grow),
        2 => (place(), 1usize..100, any::<u8>()).prop_map(|(at, length, byte)| Damage::Fill(at, length, byte)),
        1 => Just(Damage::Remove),
        1 => Just(Damage::Folder),
    ]
}

impl Damage {
    fn happen(&self, file: &Path) {
        let mut bytes = fs::read(file).expect("a cache");
        let at = |share: usize| (bytes.len() * share / 1000).min(bytes.len() - 1);
        match self {
            Damage::Flip(share, bit) => {
                let at = at(*share);
                bytes[at] ^= 1 << bit;
            }
            Damage::FlipStart(at, bit) => bytes[*at] ^= 1 << bit,
            Damage::Cut(share) => bytes.truncate(at(*share)),
            Damage::Grow(more) => bytes.extend(more),
            Damage::Fill(share, length, byte) => {
                let at = at(*share);
                let end = (at + length).min(bytes.len());
                bytes[at..end].fill(*byte);
            }
            Damage::Remove => return fs::remove_file(file).expect("removed"),
            Damage::Folder => {
                fs::remove_file(file).expect("removed");
                return fs::create_dir(file).expect("made");
            }
        }
        fs::write(file, bytes).expect("written");
    }
}

/// After each damage one build has changed sources and one has not.
#[test]
fn damage_to_the_cache_is_of_no_matter() {
    let mut runner = TestRunner::new(Config { cases: 40, max_shrink_iters: 20, ..Config::default() });
    runner
        .run(&prop::collection::vec((damage(), any::<bool>()), 1..3), |damages| {
            let place = Place::new();
            place.build(&[]);
            for (damage, edits) in damages {
                damage.happen(&place.cache());
                if edits {
                    place.edit("content/articles/memo.md", "Menu", "Menu and more");
                }
                place.build_and_compare(&[]);
                if let Damage::Folder = damage {
                    // Nothing can be kept there, and no build minds.
                    fs::remove_dir(place.cache()).expect("a folder");
                    place.build(&[]);
                }
            }
            Ok(())
        })
        .unwrap_or_else(|e| panic!("{e}"));
}
