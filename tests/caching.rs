//! What a build leaves for the next run: it may save time, and never changes a byte.
//!
//! Each build is a run of the program. `tests/incremental` tries what pages remember on random edits, without
//! the disk; here it is the disk that is tried.
#![cfg(unix)]
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

/// How many pages a build says that it rendered.
fn rendered(said: &str) -> usize {
    let before = said.split(" of them rendered").next().expect("a line");
    before.rsplit(' ').next().expect("a word").parse().unwrap_or_else(|_| panic!("{said}"))
}

/// An edit: what it is, and how many pages it changes.
type Edit = (&'static str, fn(&Place), usize);

#[test]
fn edits_and_their_undoing_give_what_a_clean_build_gives() {
    let edits: [Edit; 7] = [
        ("a word", |place| place.edit("content/articles/other.txt", "One line", "A line"), 1),
        ("a name", |place| place.edit("content/companies/acme.md", "name: Acme", "name: Acme Works"), 3),
        ("it again", |place| place.edit("content/companies/acme.md", "name: Acme Works", "name: Acme"), 3),
        ("a file less", |place| fs::remove_file(place.root().join("content/static/a.css")).expect("gone"), 0),
        ("the file again", |place| place.put("content/static/a.css", "body {}\n"), 0),
        (
            "a template",
            |place| place.edit("themes/default/templates/page.html", "<article", "<article id=x"),
            3,
        ),
        ("the settings", |place| place.edit("content/site.yaml", "title: The Desk", "title: A Desk"), 3),
    ];
    let place = Place::new();
    let all = rendered(&place.build_and_compare(&[]));
    assert!(all > 10);
    for (what, edit, least) in edits {
        edit(&place);
        let said = place.build_and_compare(&[]);
        let found = rendered(&said);
        let most = if least > 2 { all } else { all / 2 };
        assert!((least..=most).contains(&found), "{what}: {said}");
        // The second time there is nothing to do.
        let again = place.build_and_compare(&[]);
        assert!(
            again.contains(", 0 of them rendered") && again.contains(": 0 files written, 0 removed"),
            "{what}"
        );
    }
}

/// Articles are not read again where their files are the same; then all that is wrong with them is told all
/// the same.
#[test]
fn an_article_is_read_again_where_one_of_its_files_differs() {
    /// Moves the article and its sidecar.
    fn moved(place: &Place, from: &str, to: &str) {
        for ending in ["txt", "yaml"] {
            let at = |name: &str| place.root().join(format!("content/articles/{name}.{ending}"));
            fs::create_dir_all(at(to).parent().expect("a folder")).expect("made");
            fs::rename(at(from), at(to)).expect("moved");
        }
    }
    /// An edit, and whether the article has its warning then.
    type Step = (&'static str, fn(&Place), bool);
    const TEXT: &str = "content/articles/third.txt";
    const SIDECAR: &str = "content/articles/third.yaml";
    let place = Place::new();
    place.put(TEXT, "Menu\nAnn Lee said that Acme is frankly better.\n");
    let sidecar = "article: {title: Third, skip: [{until: Ann}]}\nquotes: [{id: q, exact: frankly bet}]\n";
    place.put(SIDECAR, sidecar);
    let edits: [Step; 11] = [
        ("nothing", |_| {}, true),
        (
            "another article",
            |place| place.edit("content/articles/memo.md", "March*.", "March*, twice."),
            true,
        ),
        ("the text alone", |place| place.edit(TEXT, "better.", "better now."), true),
        ("the sidecar alone", |place| place.edit(SIDECAR, "frankly bet", "frankly better"), false),
        ("it again", |place| place.edit(SIDECAR, "frankly better", "ly better n"), true),
        (
            "a name that it mentions",
            |place| place.edit("content/companies/acme.md", "Acme\n", "Acme X\n"),
            true,
        ),
        ("the metrics", |place| place.edit("content/site.yaml", "label: Revenue", "label: Sales"), true),
        ("another folder", |place| moved(place, "third", "2026/third"), true),
        ("another name", |place| moved(place, "2026/third", "fourth"), true),
        ("an older site", |place| moved(place, "fourth", "third"), true),
        ("no such article", |place| moved(place, "third", "../third"), false),
    ];
    for (what, edit, warns) in edits {
        edit(&place);
        place.build_and_compare(&[]);
        let again = place.build(&[]);
        assert_eq!(text(&again.stderr).contains("cut-word"), warns, "{what}: {again:?}");
    }
}

#[test]
fn files_that_settled_are_known_by_their_stamps_and_found_all_the_same() {
    let place = Place::new();
    place.build(&[]);
    // Longer than the coarsest clock needs: see `src/stamp.rs`.
    std::thread::sleep(Duration::from_millis(2700));
    place.build(&[]);
    let said = place.build_and_compare(&[]);
    assert_eq!(rendered(&said), 0, "{said}");
    let page = place.out().join("articles/memo/index.html");
    let whole = fs::read(&page).expect("a page");
    let times = fs::metadata(&page).and_then(|m| m.modified()).expect("a time");
    fs::write(&page, vec![b'x'; whole.len()]).expect("written");
    let file = fs::OpenOptions::new().append(true).open(&page).expect("a file");
    file.set_modified(times).expect("a time");
    assert_eq!(rendered(&place.build_and_compare(&[])), 1);
    assert_eq!(fs::read(&page).expect("a page"), whole);
}

#[test]
fn what_another_program_left_is_not_used() {
    let place = Place::new();
    let all = rendered(&text(&place.build(&[]).stdout));
    let mut bytes = fs::read(place.cache()).expect("a cache");
    // The magic has 16 bytes; after it comes the program's digest.
    bytes[20] ^= 1;
    fs::write(place.cache(), bytes).expect("written");
    assert_eq!(rendered(&place.build_and_compare(&[])), all);
    assert_eq!(rendered(&place.build_and_compare(&[])), 0);
}

/// Another build has been in the folder, and its sources are gone: nothing of it may stay.
#[test]
fn another_build_in_the_same_folder_is_noticed() {
    let place = Place::new();
    place.build(&[]);
    let other = place.above.path().join("other");
    for (path, text) in site::SITE {
        let path = other.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    fs::write(other.join("content/static/secret.txt"), "secret").expect("written");
    build(&other, &place.out(), &[]);
    assert!(place.out().join("secret.txt").exists());
    place.build_and_compare(&[]);
    assert!(!place.out().join("secret.txt").exists());
}

#[test]
fn a_build_that_waited_for_another_uses_nothing_of_what_it_found_before() {
    let place = Place::new();
    place.put("content/articles/hidden.md", "---\ntitle: Hidden\ndraft: true\n---\n\nHidden.\n");
    place.build(&[]);
    for round in 0..6 {
        place.edit("content/articles/other.txt", "line", "other line");
        let drafts = std::thread::spawn({
            let (root, out) = (place.root(), place.out());
            move || build(&root, &out, &["--drafts"])
        });
        std::thread::sleep(Duration::from_millis(round * 15));
        place.build(&[]);
        drafts.join().expect("a build");
        // Whichever was the last, the next one is right.
        place.build_and_compare(&[]);
    }
}

#[test]
fn links_in_the_output_are_refused_as_ever() {
    let place = Place::new();
    place.build(&[]);
    let elsewhere = place.above.path().join("elsewhere");
    fs::rename(place.out().join("articles"), &elsewhere).expect("moved");
    std::os::unix::fs::symlink(&elsewhere, place.out().join("articles")).expect("a link");
    let mut command = Command::new(env!("CARGO_BIN_EXE_clipsheet"));
    command.args(["build", "--as-of", "2026-06-01T12:00:00Z", "--root"]).arg(place.root());
    let output = command.arg("--out").arg(place.out()).output().expect("clipsheet");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is a symbolic link"), "{output:?}");
}

#[test]
fn what_a_link_in_its_own_place_leads_to_is_not_written_to() {
    let place = Place::new();
    let victim = place.above.path().join("victim");
    fs::create_dir(&victim).expect("made");
    std::os::unix::fs::symlink(&victim, place.root().join(".clipsheet")).expect("a link");
    assert!(place.build(&[]).status.success());
    assert_eq!(fs::read_dir(&victim).expect("a folder").count(), 0);
    fs::remove_file(place.root().join(".clipsheet")).expect("removed");
    fs::create_dir(place.root().join(".clipsheet")).expect("made");
    let file = victim.join("file");
    std::os::unix::fs::symlink(&file, place.root().join(".clipsheet/.gitignore")).expect("a link");
    assert!(place.build(&[]).status.success());
    assert!(!file.exists());
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
    place.put("content/articles/draft.md", "---\ntitle: A draft\ndraft: true\n---\n\nNot yet.\n");
    place.put("themes/plain/theme.yaml", "name: Plain\n");
    let early = place.build_and_compare(&[]);
    assert!(early.contains("embargo"), "{early}");
    for options in [["--base-url", "https://one.example"], ["--base-url", "https://two.example"]] {
        place.build_and_compare(&options);
        assert!(place.build_and_compare(&options).contains(": 0 files written, 0 removed"));
    }
    for options in [["--drafts"].as_slice(), &["--theme", "plain"], &[], &["--drafts"]] {
        place.build_and_compare(options);
    }
    // A site without a fault and one with a warning.
    assert_eq!(place.build(&["--deny-warnings"]).status.code(), Some(0));
    place.edit("content/articles/memo.yaml", "frankly\", staggering", "fran\", staggering");
    place.build_and_compare(&[]);
    for _ in 0..2 {
        assert_eq!(place.build(&["--deny-warnings"]).status.code(), Some(1));
    }
}

/// For all audiences at once, each folder has a cache of its own.
/// A file of the site's own can have the name of a twin, and go again.
#[test]
fn twins_and_files_that_are_called_so() {
    let place = Place::new();
    let options = ["--precompress", "gz,br"];
    let own = "content/static/articles/index.html.gz";
    place.put(own, "of the site");
    place.build_and_compare(&options);
    place.build_and_compare(&options);
    fs::remove_file(place.root().join(own)).expect("removed");
    place.build_and_compare(&options);
    assert!(fs::read(place.out().join("articles/index.html.gz")).expect("a twin").starts_with(&[0x1f, 0x8b]));
    place.put(own, "of the site again");
    let said = place.build_and_compare(&options);
    assert_eq!(rendered(&said), 0, "{said}");
    place.edit("content/site.yaml", "title: ", "tagline: Another\ntitle: ");
    place.build_and_compare(&options);
    place.build_and_compare(&["--precompress", "gz"]);
    fs::remove_file(place.out().join("articles/index.html.gz")).expect("removed");
    place.build_and_compare(&["--precompress", "gz"]);
}

#[test]
fn what_one_audience_sees_is_made_again_for_it_alone() {
    let place = Place::new();
    place.edit(
        "content/site.yaml",
        "language: en\n",
        "language: en\naudiences: {all: {}, board: {includes: [all]}}\ndefault_audience: all\n",
    );
    place.put("content/articles/secret.md", "---\ntitle: A secret\naudience: board\n---\n\nOf Acme.\n");
    let build = |place: &Place| {
        let said = place.build_and_compare(&["--all-audiences"]);
        let (all, board) = said.split_once("For the audience `board`:").expect("both");
        (rendered(all), rendered(board))
    };
    let (all, board) = build(&place);
    assert!(all > 10 && board > all, "{all} {board}");
    assert_eq!(build(&place), (0, 0));
    place.edit("content/articles/secret.md", "Of Acme", "All of Acme");
    let (none, some) = build(&place);
    assert!(none == 0 && (1..board / 2).contains(&some), "{none} {some}");
    place.edit("content/articles/other.txt", "One line", "A line");
    let (one, other) = build(&place);
    assert!(one > 0 && other > 0, "{one} {other}");
    fs::write(place.out().join("all/index.html"), "x").expect("written");
    assert_eq!(build(&place), (1, 0));
    fs::remove_dir_all(place.out().join("board")).expect("removed");
    assert_eq!(build(&place), (0, board));
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
        6 => (0usize..168, 0u8..8).prop_map(|(at, bit)| Damage::FlipStart(at, bit)),
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
