//! Each audience's tree in a folder of its own: what is written where, and what is refused.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests touch files and run programs"
)]

mod common;
#[path = "common/site.rs"]
mod site;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const SETTINGS: &str = "title: T\naudiences: {all: {}, board: {includes: [all]}, staff: {includes: [all]}}\n\
    default_audience: all\n";

/// A site on the disk, and room beside it.
struct Place(TempDir);

impl Place {
    /// The small site with everything in it, some of it for the board or the staff alone.
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a temporary folder"));
        for (path, text) in site::SITE {
            place.put(&format!("site/{path}"), text);
        }
        let settings = place.read("site/content/site.yaml");
        let settings = format!("{settings}{}", SETTINGS.strip_prefix("title: T\n").expect("its first line"));
        place.put("site/content/site.yaml", &settings);
        place.edit("site/content/companies/sub.md", "name: Sub", "name: Sub\naudience: staff");
        place
            .put("site/content/articles/secret.md", "---\ntitle: A secret\naudience: board\n---\nOf Acme.\n");
        place
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).expect("a file")
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.put(path, &text.replace(from, to));
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clipsheet"));
        command.args(["build", "--root", "site", "--as-of", "2026-06-01"]).args(arguments.split(' '));
        command.current_dir(self.0.path());
        command
    }

    fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().expect("clipsheet")
    }

    /// What a build says that goes well.
    #[track_caller]
    fn build(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{output:?}");
        text(&output.stdout) + &text(&output.stderr)
    }

    /// A build is wrong usage and changes nothing; says why.
    #[track_caller]
    fn refused(&self, arguments: &str) -> String {
        self.fails(arguments, 2)
    }

    #[track_caller]
    fn fails(&self, arguments: &str, code: i32) -> String {
        let before = self.all();
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert_eq!(self.all(), before, "{arguments}: something was written");
        text(&output.stderr)
    }

    /// Every file, but for what runs leave for the next one.
    fn all(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = common::files_below(self.0.path());
        all.retain(|(path, _)| !path.starts_with("site/.clipsheet/"));
        all
    }

    fn readers(&self, folder: &str) -> serde_json::Value {
        let manifest = self.read(&format!("{folder}/.clipsheet-manifest.json"));
        serde_json::from_str::<serde_json::Value>(&manifest).expect("JSON")["audience"].take()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn all_at_once_are_what_each_is_alone() {
    let place = Place::new();
    for (round, edit) in ["title: A secret", "title: Another", "title: A third"].iter().enumerate() {
        place.edit("site/content/articles/secret.md", "title: A secret", edit);
        let said = place.build("--all-audiences --out every");
        for audience in ["all", "board", "staff"] {
            assert!(said.contains(&format!("For the audience `{audience}`:")), "{said}");
            place.build(&format!("--audience {audience} --out alone/{round}/{audience}"));
            assert_eq!(place.readers(&format!("every/{audience}")), audience);
            let files = |folder: &str| common::files_below(&place.at(folder));
            let (found, expected) =
                (files(&format!("every/{audience}")), files(&format!("alone/{round}/{audience}")));
            assert!(found == expected, "{audience}, round {round}");
            let shows = |path: &str| found.iter().any(|(file, _)| file == path);
            assert_eq!(shows("articles/secret/index.html"), audience == "board");
            assert_eq!(shows("companies/sub/index.html"), audience == "staff");
        }
        place.edit("site/content/articles/secret.md", edit, "title: A secret");
    }
    assert_eq!(fs::read_dir(place.at("every")).expect("a folder").count(), 3, "and nothing around them");
}

#[test]
fn a_site_without_audiences_names_none() {
    let place = Place::new();
    place.put("site/content/site.yaml", "title: T\n");
    place.edit("site/content/companies/sub.md", "audience: staff\n", "");
    place.edit("site/content/articles/secret.md", "audience: board\n", "");
    place.build("--out public");
    assert!(!place.read("public/.clipsheet-manifest.json").contains("audience"));
    // It may be built into again, also inside another such tree.
    place.build("--out public");
    place.build("--out public/inside");
}

#[test]
fn a_folder_keeps_its_readers() {
    let place = Place::new();
    place.build("--audience all --out public");
    let why = place.refused("--audience board --out public");
    assert!(why.contains("public holds the tree for the audience `all`"), "{why}");
    // Somebody removes what can be seen, but not the manifest.
    for entry in fs::read_dir(place.at("public")).expect("a folder").map(|entry| entry.expect("an entry")) {
        match entry.path().is_dir() {
            true => fs::remove_dir_all(entry.path()).expect("removed"),
            false if entry.file_name().to_string_lossy().starts_with('.') => {}
            false => fs::remove_file(entry.path()).expect("removed"),
        }
    }
    place.refused("--audience board --out public");
    fs::remove_dir_all(place.at("public")).expect("removed");
    place.build("--audience board --out public");
    place.refused("--audience all --out public");
    assert_eq!(place.readers("public"), "board");
}

/// A manifest from before there were audiences is everybody's.
#[test]
fn where_everybody_reads_no_audience_gets_its_tree() {
    let place = Place::new();
    place.build("--audience board --out public");
    place.edit("public/.clipsheet-manifest.json", "\"audience\": \"board\",", "");
    let why = place.refused("--audience board --out public");
    assert!(why.contains("holds the tree for everybody"), "{why}");
}

#[test]
fn no_tree_is_inside_another() {
    let place = Place::new();
    place.build("--audience all --out public");
    for out in ["public/board", "public/a/b/c", "public/articles", "site/../public/x"] {
        for arguments in [format!("--audience board --out {out}"), format!("--all-audiences --out {out}")] {
            let why = place.refused(&arguments);
            assert!(why.contains("which holds the tree for the audience `all`"), "{why}");
        }
    }
    place.refused("--audience all --out public/again");
    // A way that only passes it leads elsewhere.
    place.build("--audience board --out public/../beside");
    let why = place.refused("--all-audiences --out public");
    assert!(why.contains("is inside"), "{why}");

    place.build("--all-audiences --out every");
    let why = place.refused("--audience all --out every");
    assert!(why.contains("every has every/all in it"), "{why}");
    place.refused("--all-audiences --out every/all");
}

#[test]
fn no_link_makes_two_trees_one() {
    let place = Place::new();
    place.build("--audience all --out public");
    fs::create_dir(place.at("private")).expect("made");
    symlink(place.at("private"), place.at("public/board")).expect("a link");
    let why = place.refused("--audience board --out public/board");
    assert!(why.contains("is inside"), "whoever reads `public` may follow the link: {why}");
    symlink(place.at("public"), place.at("other")).expect("a link");
    place.refused("--audience board --out other");
    place.refused("--audience board --out other/x");

    fs::create_dir_all(place.at("every/all")).expect("made");
    symlink("all", place.at("every/board")).expect("a link");
    let why = place.refused("--all-audiences --out every");
    assert!(why.contains("lead to one folder"), "{why}");
    fs::remove_file(place.at("every/board")).expect("removed");
    symlink("all/inside", place.at("every/board")).expect("a link");
    fs::create_dir_all(place.at("every/all/inside")).expect("made");
    place.refused("--all-audiences --out every");
}

#[test]
fn names_that_are_one_folder_elsewhere_are_refused() {
    let place = Place::new();
    place.edit("site/content/site.yaml", "staff: {includes: [all]}", "staff: {includes: [all]}, Board: {}");
    let why = place.refused("--all-audiences --out every");
    assert!(why.contains("`Board` and `board` cannot be told apart"), "{why}");
    place.build("--audience Board --out public");
}

/// An error that only one audience's site has stops all of them.
#[test]
fn all_or_nothing() {
    let place = Place::new();
    place.put("site/content/articles/twin.md", "---\ntitle: A twin\nslug: secret\n---\nText.\n");
    let output = place.run("--audience all --out public");
    assert!(output.status.success(), "{output:?}");
    let why = place.fails("--all-audiences --out every", 1);
    assert!(why.contains("address-collision"), "{why}");
    fs::remove_file(place.at("site/content/articles/twin.md")).expect("removed");
    place.build("--all-audiences --out every");
    place.put("site/content/articles/twin.md", "---\ntitle: A twin\nslug: secret\n---\nText.\n");
    place.fails("--all-audiences --out every", 1);
    fs::remove_file(place.at("site/content/articles/twin.md")).expect("removed");

    // A warning that only the board's site has, where warnings are denied.
    let figure =
        "{id: cost, exact: Acme, company: acme, metric: revenue, value: 70e9, unit: USD, as_of: \"2026-02\"}";
    place.put("site/content/articles/secret.yaml", &format!("figures: [{figure}]\n"));
    place.build("--audience all --out public --deny-warnings");
    let why = place.fails("--all-audiences --out every --deny-warnings", 1);
    assert_eq!(why.matches("warning[").count(), 1, "{why}");
}

#[test]
fn what_is_wrong_for_all_is_told_once() {
    let place = Place::new();
    place.edit("site/content/articles/memo.yaml", "exact: Late in March", "exact: ate in March");
    let said = place.build("--all-audiences --out every");
    assert_eq!(said.matches("warning[").count(), 1, "{said}");
    place.edit("site/content/articles/memo.yaml", "exact: ate in March", "exact: Never in March");
    let why = place.fails("--all-audiences --out every", 1);
    assert_eq!(why.matches("error[").count(), 1, "{why}");
}

#[test]
fn an_audience_that_is_gone_loses_its_tree() {
    let place = Place::new();
    place.build("--all-audiences --out every");
    place.build("--audience staff --out elsewhere");
    fs::rename(place.at("elsewhere"), place.at("every/copy")).expect("moved");
    place.put("every/staff/humans.txt", "Mine.");
    place.put("every/staff/index.html", "Changed by somebody.");
    place.put("every/index.html", "The way in.");
    place.edit("site/content/site.yaml", ", staff: {includes: [all]}", "");
    place.edit("site/content/companies/sub.md", "audience: staff\n", "");
    let before = common::files_below(&place.at("every/copy"));

    let said = place.build("--all-audiences --out every");
    assert!(said.contains("Removed: the tree for the audience `staff`"), "{said}");
    assert!(said.contains("Kept: every/staff/index.html is no longer part of the site"), "{said}");
    assert!(said.contains("warning: every/copy holds the tree for `staff`"), "{said}");
    let mut left = common::files_below(&place.at("every/staff"));
    left.retain(|(path, _)| !path.starts_with(".clipsheet-"));
    let left: Vec<&str> = left.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(left, ["humans.txt", "index.html"], "what others wrote stays");
    assert_eq!(common::files_below(&place.at("every/copy")), before, "it was put there by hand");
    assert_eq!(place.read("every/index.html"), "The way in.");

    // It is told as long as it is there.
    assert!(place.build("--all-audiences --out every").contains("Kept: every/staff/index.html"));
    fs::remove_file(place.at("every/staff/index.html")).expect("removed");
    fs::remove_dir_all(place.at("every/copy")).expect("removed");
    let said = place.build("--all-audiences --out every");
    assert!(!said.contains("staff"), "{said}");
    // The folder is still nobody else's.
    place.refused("--audience board --out every/staff");
}

/// With mistakes nothing is removed either.
#[test]
fn mistakes_remove_nothing() {
    let place = Place::new();
    place.build("--all-audiences --out every");
    place.edit("site/content/site.yaml", ", staff: {includes: [all]}", "");
    let why = place.fails("--all-audiences --out every", 1);
    assert!(why.contains("there is no audience `staff`"), "{why}");
}

/// Two builds for different audiences into one new folder: one of them is refused, whichever comes second.
#[test]
fn two_at_once_do_not_share_a_folder() {
    let place = Place::new();
    for round in 0..5 {
        let builds = ["all", "board"].map(|audience| {
            let mut command = place.command(&format!("--audience {audience} --out race/{round}"));
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("clipsheet")
        });
        let codes = builds.map(|mut build| build.wait().expect("an end").code());
        let readers = place.readers(&format!("race/{round}"));
        let expected = if readers == "all" { [Some(0), Some(2)] } else { [Some(2), Some(0)] };
        assert_eq!(codes, expected);
        let has_secret = place.at(&format!("race/{round}/articles/secret/index.html")).exists();
        assert_eq!(has_secret, readers == "board");
    }
}

/// A build that was killed has written its manifest first: the folder is its audience's from then on.
#[test]
fn a_killed_build_leaves_its_name() {
    let place = Place::new();
    fs::create_dir_all(place.at("public/.clipsheet-tmp")).expect("made");
    place.put("public/.clipsheet-tmp/0", "A secret");
    place.build("--audience all --out public");
    let left = |path: &Path| path.join(".clipsheet-tmp").exists();
    assert!(!left(&place.at("public")), "what was only staged goes");
    let manifest = place.read("public/.clipsheet-manifest.json").replace("\"all\"", "\"board\"");
    place.put("killed/.clipsheet-manifest.json", &manifest);
    place.refused("--audience all --out killed");
}
