//! What `write` does to a folder, and what it never does.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, reason = "tests touch files")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clipsheet::output::{LOCK, MANIFEST, OutputTree};
use clipsheet::progress::Progress;
use clipsheet::write::{Hold, Waiting, WriteError, Writer, Written, check_place, write};
use proptest::prelude::*;
use tempfile::TempDir;

/// A tree that holds these files, and the few that every site has.
fn tree(files: &[(&str, &str)]) -> OutputTree {
    let statics: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (format!("content/static/{path}"), *text)).collect();
    let mut all = vec![("content/site.yaml", "title: T\n")];
    all.extend(statics.iter().map(|(path, text)| (path.as_str(), *text)));
    let sources = common::sources(&all);
    common::built(&sources).value.tree.unwrap_or_else(|| panic!("{}", common::report(&sources)))
}

/// A folder that does not exist yet, in one that goes when the test ends.
struct Place {
    above: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { above: tempfile::tempdir().expect("a temporary folder") }
    }

    fn out(&self) -> PathBuf {
        self.above.path().join("out")
    }

    fn path(&self, path: &str) -> PathBuf {
        self.out().join(path)
    }

    /// Puts a file there that clipsheet knows nothing of.
    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).expect("the file");
    }

    fn write(&self, files: &[(&str, &str)]) -> Written {
        write(&tree(files), &self.out()).unwrap_or_else(|e| panic!("{files:?}: {e}"))
    }

    /// The write is refused, and nothing in or beside the folder has changed.
    fn refused(&self, files: &[(&str, &str)], why: &str) {
        let before = disk(self.above.path());
        let message = refusal(write(&tree(files), &self.out()));
        assert_eq!(disk(self.above.path()), before, "a refused write has changed something");
        assert!(message.contains(why), "{message}");
    }

    /// The folder holds the tree of these files, the manifest, the lock and `foreign`, and nothing
    /// else.
    fn holds(&self, files: &[(&str, &str)], foreign: &[&str]) {
        let mut found = disk(&self.out());
        found.remove(MANIFEST).expect("a manifest");
        found.remove(LOCK).expect("a lock");
        for foreign in foreign {
            found.remove(*foreign).unwrap_or_else(|| panic!("{foreign} is gone"));
        }
        found.retain(|_, content| content != FOLDER);
        let tree = tree(files);
        let expected: BTreeMap<String, String> =
            tree.files().iter().map(|(path, bytes)| (path.to_string(), short(bytes))).collect();
        assert_eq!(found, expected);
    }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, WriteError>) -> String {
    match result {
        Err(WriteError::Refused(why)) => why,
        other => panic!("not refused: {other:?}"),
    }
}

const FOLDER: &str = "(an empty folder)";

/// Everything below a folder: files with their content, links with where they lead, and folders
/// that are empty.
fn disk(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    gather(folder, "", &mut all);
    all
}

fn gather(folder: &Path, inside: &str, all: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("an entry");
        let path = format!("{inside}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().expect("a type");
        if kind.is_symlink() {
            let to = fs::read_link(entry.path()).expect("a link");
            all.insert(path, format!("-> {}", to.display()));
        } else if kind.is_dir() {
            let before = all.len();
            gather(&entry.path(), &format!("{path}/"), all);
            if all.len() == before {
                all.insert(path, FOLDER.to_string());
            }
        } else {
            all.insert(path, short(&fs::read(entry.path()).expect("a file")));
        }
    }
}

/// A file's content, or its digest where nobody would want to read it in a failed assertion.
fn short(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.len() < 40 => text.to_string(),
        _ => blake3::hash(bytes).to_hex().to_string(),
    }
}

/// Makes every file look old, so that a later write shows whatever the clock's grain.
fn age(out: &Path) {
    for (path, _) in disk(out) {
        let file = fs::OpenOptions::new().append(true).open(out.join(path)).expect("a file");
        file.set_modified(long_ago()).expect("a time");
    }
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}

/// The files that were written since `age`.
fn touched(out: &Path) -> Vec<String> {
    let time = |path: &str| fs::metadata(out.join(path)).and_then(|m| m.modified()).expect("a time");
    disk(out).into_keys().filter(|path| time(path) != long_ago()).collect()
}

#[test]
fn the_first_write_makes_the_folder_and_everything_in_it() {
    let place = Place::new();
    let done = place.write(&[("a/b.txt", "1"), (".nojekyll", "")]);
    assert_eq!(done.written, tree(&[("a/b.txt", "1"), (".nojekyll", "")]).files().size());
    assert_eq!((done.removed, done.kept.len()), (0, 0));
    place.holds(&[("a/b.txt", "1"), (".nojekyll", "")], &[]);
}

#[test]
fn what_is_the_same_is_not_written() {
    let place = Place::new();
    place.write(&[("a.txt", "1"), ("b.txt", "2")]);
    age(&place.out());
    assert_eq!(place.write(&[("a.txt", "1"), ("b.txt", "2")]), Written::default());
    assert_eq!(touched(&place.out()), Vec::<String>::new());

    // One that has the same length and other bytes is found by its bytes.
    assert_eq!(place.write(&[("a.txt", "1"), ("b.txt", "3")]).written, 1);
    assert_eq!(touched(&place.out()), [MANIFEST, "b.txt"]);
}

fn next(writer: &mut Writer, place: &Place, files: &[(&str, &str)]) -> Result<Written, WriteError> {
    let hold = Hold::take(place.out(), None, &Waiting::SILENTLY)?;
    writer.write(&tree(files), &hold, &Progress::default())
}

#[test]
fn a_writer_looks_only_at_what_differs_from_its_last_tree() {
    let place = Place::new();
    let mut writer = Writer::default();
    next(&mut writer, &place, &[("a.txt", "1"), ("b.txt", "2"), ("c/d.txt", "3")]).expect("written");
    age(&place.out());
    // Of the same length, where nothing tells of it but its bytes: they are not read.
    place.put("a.txt", "x");
    age(&place.out());
    let files = [("a.txt", "1"), ("b.txt", "changed"), ("e.txt", "4")];
    let done = next(&mut writer, &place, &files).expect("written");
    assert_eq!((done.written, done.removed), (2, 1));
    assert_eq!(touched(&place.out()), [MANIFEST, "b.txt", "e.txt"]);
    let done = next(&mut Writer::default(), &place, &files).expect("written");
    assert_eq!((done.written, done.removed), (1, 0));
    place.holds(&files, &[]);
}

#[test]
fn a_writer_notices_what_others_did_to_the_folder() {
    let place = Place::new();
    let mut writer = Writer::default();
    let files = [("a.txt", "1"), ("b.txt", "2"), ("c/d.txt", "3")];
    next(&mut writer, &place, &files).expect("written");
    // Another build, with the same files and other bytes.
    place.write(&[("a.txt", "2"), ("b.txt", "1"), ("c/d.txt", "3")]);
    next(&mut writer, &place, &files).expect("written");
    place.holds(&files, &[]);
    fs::remove_dir_all(place.out()).expect("removed");
    next(&mut writer, &place, &files).expect("written");
    place.holds(&files, &[]);
    // As `rm -rf out/*` does, which leaves the manifest.
    for visible in ["a.txt", "b.txt"] {
        fs::remove_file(place.path(visible)).expect("removed");
    }
    fs::remove_dir_all(place.path("c")).expect("removed");
    next(&mut writer, &place, &files).expect("written");
    place.holds(&files, &[]);
}

#[test]
fn a_writer_that_failed_begins_anew() {
    let place = Place::new();
    let mut writer = Writer::default();
    next(&mut writer, &place, &[("a.txt", "1")]).expect("written");
    place.put("b.txt", "mine");
    let both = [("a.txt", "2"), ("b.txt", "3")];
    refusal(next(&mut writer, &place, &both));
    fs::remove_file(place.path("b.txt")).expect("removed");
    next(&mut writer, &place, &both).expect("written");
    place.holds(&both, &[]);
}

#[test]
fn what_a_killed_build_has_left_goes_though_nothing_else_changes() {
    let place = Place::new();
    place.write(&[("a.txt", "1")]);
    place.put(".clipsheet-tmp/0", "what a reader may not see");
    assert_eq!(place.write(&[("a.txt", "1")]), Written::default());
    place.holds(&[("a.txt", "1")], &[]);
}

#[test]
fn a_file_that_somebody_changed_or_removed_is_made_again() {
    let place = Place::new();
    let files = [("a.txt", "1"), ("b.txt", "2")];
    place.write(&files);
    place.put("a.txt", "other words");
    fs::remove_file(place.path("b.txt")).expect("removed");
    assert_eq!(place.write(&files).written, 2);
    place.holds(&files, &[]);
}

#[test]
fn what_is_gone_is_removed_with_the_folders_that_it_leaves_empty() {
    let place = Place::new();
    place.write(&[("a/b/c.txt", "1"), ("a/b/d/e.txt", "2"), ("f/g.txt", "3"), ("f/h.txt", "4")]);
    let done = place.write(&[("f/h.txt", "4")]);
    assert_eq!((done.written, done.removed), (0, 3));
    place.holds(&[("f/h.txt", "4")], &[]);
    assert!(!place.path("a").exists());
    assert!(!place.path("f/g.txt").exists());
}

#[test]
fn a_foreign_file_stays_and_so_does_its_folder() {
    let place = Place::new();
    place.write(&[("a/b.txt", "1")]);
    place.put("a/notes.txt", "mine");
    place.put("CNAME", "example.org");
    place.write(&[]);
    place.holds(&[], &["a/notes.txt", "CNAME"]);
    assert_eq!(fs::read_to_string(place.path("a/notes.txt")).expect("the file"), "mine");
}

#[test]
fn a_foreign_file_in_the_way_is_refused() {
    let place = Place::new();
    place.write(&[("b.txt", "1")]);
    place.put("a.txt", "mine");
    place.refused(&[("a.txt", "2"), ("b.txt", "changed")], "in the way");
    // Not even one that happens to be the same: it would be removed as ours one day.
    place.refused(&[("a.txt", "mine"), ("b.txt", "changed")], "in the way");
}

#[test]
fn a_foreign_folder_in_the_way_is_refused() {
    let place = Place::new();
    place.write(&[("b.txt", "1")]);
    place.put("a/mine.txt", "mine");
    place.refused(&[("a", "2"), ("b.txt", "changed")], "in the way");
}

#[test]
fn a_foreign_file_where_a_folder_is_needed_is_refused() {
    let place = Place::new();
    place.write(&[("b.txt", "1")]);
    place.put("a", "mine");
    place.refused(&[("a/c.txt", "2"), ("b.txt", "changed")], "in the way");
}

#[test]
fn a_folder_with_a_foreign_file_in_it_does_not_become_a_file() {
    let place = Place::new();
    place.write(&[("a/b.txt", "1")]);
    place.put("a/mine.txt", "mine");
    place.refused(&[("a", "2"), ("c.txt", "new")], "in the way");
}

#[test]
fn a_former_file_that_somebody_changed_is_kept_and_reported() {
    let place = Place::new();
    place.write(&[("a/b.txt", "1")]);
    place.put("a/b.txt", "mine now");
    let done = place.write(&[]);
    assert_eq!((done.removed, done.kept), (0, vec!["a/b.txt".to_string()]));
    place.holds(&[], &["a/b.txt"]);
    // From now on it is a foreign file, and every build says that it is there.
    assert_eq!(place.write(&[]), Written { kept: vec!["a/b.txt".to_string()], ..Written::default() });
    place.refused(&[("a/b.txt", "1")], "in the way");
}

/// A build that is killed between writing a file and writing the manifest leaves files that
/// are still its own: what is withheld later must go.
#[test]
fn what_a_killed_build_wrote_is_removed_when_it_goes() {
    let place = Place::new();
    place.write(&[("a.txt", "1"), ("b.txt", "1")]);
    let manifest = std::fs::read_to_string(place.out().join(".clipsheet-manifest.json")).expect("a manifest");
    let digest = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    // What the second build writes before it writes any file, and then one of the files.
    let killed = manifest.replace(&digest("1"), &format!("{} {}", digest("1"), digest("2")));
    place.put(".clipsheet-manifest.json", &killed);
    place.put("a.txt", "2");
    let done = place.write(&[]);
    assert_eq!((done.removed, done.kept), (2, Vec::new()));
    place.holds(&[], &[]);
}

#[test]
fn a_former_file_that_somebody_changed_does_not_become_a_folder() {
    let place = Place::new();
    place.write(&[("a", "1")]);
    place.put("a", "mine now");
    place.refused(&[("a/b.txt", "2"), ("c.txt", "new")], "in the way");
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let place = Place::new();
    place.put("thesis.txt", "years of work");
    place.refused(&[("a.txt", "1")], "is not empty");
    let root = tempfile::tempdir().expect("a folder");
    assert!(refusal(check_place(root.path(), &place.out(), None)).contains("is not empty"));

    let file = Place::new();
    fs::write(file.out(), "a file").expect("written");
    file.refused(&[("a.txt", "1")], "is not a folder");

    let empty = Place::new();
    fs::create_dir(empty.out()).expect("a folder");
    empty.write(&[("a.txt", "1")]);
    empty.holds(&[("a.txt", "1")], &[]);
}

#[test]
fn a_damaged_manifest_is_refused() {
    let whole = {
        let place = Place::new();
        place.write(&[]);
        fs::read_to_string(place.path(MANIFEST)).expect("a manifest")
    };
    let half = &whole[..whole.len() / 2];
    let newer = whole.replace("\"clipsheet\": 1", "\"clipsheet\": 2");
    assert_ne!(whole, newer);
    for damaged in ["", "{}", "null", "[]", half, &newer, "{\"clipsheet\": 1, \"files\": [\"a\"]}"] {
        let place = Place::new();
        place.write(&[("a.txt", "1")]);
        place.put(MANIFEST, damaged);
        place.refused(&[("a.txt", "2")], "is damaged or of another version");
        let root = tempfile::tempdir().expect("a folder");
        assert!(refusal(check_place(root.path(), &place.out(), None)).contains("damaged"));
    }
}

/// A manifest that lists `path` as a file with the content `mine`, and all that is really there.
fn list_in_manifest(place: &Place, path: &str) {
    let text = fs::read_to_string(place.path(MANIFEST)).expect("a manifest");
    let mut manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    manifest["files"][path] = blake3::hash(b"mine").to_hex().to_string().into();
    place.put(MANIFEST, &manifest.to_string());
}

#[test]
fn a_manifest_cannot_make_it_delete_anything_outside() {
    let place = Place::new();
    place.write(&[("a/b.txt", "1")]);
    let outside = place.above.path().join("x");
    fs::write(&outside, "mine").expect("written");
    let absolute = outside.to_string_lossy().into_owned();
    for path in ["../x", "a/../../x", "./../x", "a/./../../x", "..\\x", "/../x", &absolute, "..", ""] {
        list_in_manifest(&place, path);
        let _ = write(&tree(&[("a/b.txt", path)]), &place.out());
        assert_eq!(fs::read_to_string(&outside).expect("still there"), "mine", "{path}");
    }
}

#[test]
fn what_a_killed_build_left_is_cleared() {
    let place = Place::new();
    place.write(&[("a.txt", "1")]);
    place.put(".clipsheet-tmp/7", "half a page");
    place.write(&[("a.txt", "2")]);
    place.holds(&[("a.txt", "2")], &[]);
}

#[test]
fn what_a_first_build_left_that_was_killed_early_is_cleared() {
    // The temporary folder is made before the first manifest: a build may be killed between.
    let place = Place::new();
    fs::create_dir_all(place.path(".clipsheet-tmp")).expect("a folder");
    place.write(&[("a.txt", "1")]);
    place.holds(&[("a.txt", "1")], &[]);
}

#[test]
fn a_build_that_was_killed_midway_is_completed() {
    // It has written its manifest, with the old files and the new, and only some of the files.
    let place = Place::new();
    place.write(&[("old.txt", "1"), ("both.txt", "2")]);
    let old = fs::read_to_string(place.path(MANIFEST)).expect("a manifest");
    place.write(&[("new.txt", "3"), ("both.txt", "4")]);
    let mut manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(place.path(MANIFEST)).expect("a manifest")).expect("JSON");
    let old: serde_json::Value = serde_json::from_str(&old).expect("JSON");
    manifest["files"]["old.txt"] = old["files"]["old.txt"].clone();
    place.put(MANIFEST, &manifest.to_string());
    place.put("old.txt", "1");
    place.put("both.txt", "2");
    fs::remove_file(place.path("new.txt")).expect("removed");

    let done = place.write(&[("new.txt", "3"), ("both.txt", "4")]);
    assert_eq!((done.written, done.removed, done.kept), (2, 1, vec![]));
    place.holds(&[("new.txt", "3"), ("both.txt", "4")], &[]);
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let place = Place::new();
    let (file, folder) = ([("a", "1"), ("z", "1")], [("a/b", "2"), ("a/c/d", "3")]);
    for files in [&file, &folder, &file, &folder] {
        place.write(files);
        place.holds(files, &[]);
    }
    let done = place.write(&file);
    assert_eq!((done.written, done.removed, done.kept), (2, 2, vec![]));
}

#[test]
fn names_that_clipsheet_uses_itself_are_no_files_of_a_site() {
    // Either the build refuses such a file, or it is written like any other.
    for path in [".clipsheet-tmp/x", ".clipsheet-tmp", ".clipsheet-manifest.json/x", MANIFEST, LOCK] {
        let file = format!("content/static/{path}");
        let sources = common::sources(&[("content/site.yaml", "title: T\n"), (&file, "x")]);
        let Some(tree) = common::built(&sources).value.tree else { continue };
        let place = Place::new();
        if let Err(error) = write(&tree, &place.out()) {
            panic!("{path} was planned, and cannot be written: {error}");
        }
        assert_eq!(fs::read_to_string(place.path(path)).ok().as_deref(), Some("x"), "{path}");
    }
}

/// A site in a folder `site`, and whether `out` may be its output folder; both are given from
/// the folder above.
fn may_write_to(prepare: &dyn Fn(&Path), root: &str, out: &str) -> Result<(), WriteError> {
    let above = tempfile::tempdir().expect("a folder");
    for folder in ["site/content/static", "site/themes/own", "elsewhere"] {
        fs::create_dir_all(above.path().join(folder)).expect("a folder");
    }
    prepare(above.path());
    check_place(&above.path().join(root), &above.path().join(out), None).map(drop)
}

#[test]
fn the_output_overlaps_neither_content_nor_themes() {
    let fine = |out| may_write_to(&|_| {}, "site", out).unwrap_or_else(|e| panic!("{out}: {e}"));
    let bad = |out| {
        let why = refusal(may_write_to(&|_| {}, "site", out));
        assert!(why.contains("must not contain each other"), "{out}: {why}");
    };
    fine("site/public");
    fine("elsewhere/public");
    fine("site/contents");
    fine("site/content-of-today");
    bad("site/content");
    bad("site/content/static");
    bad("site/content/new/folder");
    bad("site/themes");
    bad("site/.clipsheet");
    bad("site/themes/own/static");
    bad("site");
    bad("site/.");
    bad("site/public/..");
    bad("site/public/../content");
    bad(".");
}

#[cfg(unix)]
#[test]
fn the_output_overlaps_nothing_through_links() {
    use std::os::unix::fs::symlink;
    let link = |above: &Path, from: &str, to: &str| {
        let from = above.join(from);
        if from.is_dir() {
            fs::remove_dir_all(&from).expect("removed");
        }
        symlink(above.join(to), from).expect("a link");
    };
    let bad = |from: &str, to: &str, out: &str| {
        let why = refusal(may_write_to(&|above| link(above, from, to), "site", out));
        assert!(why.contains("must not contain each other"), "{from} -> {to}, {out}: {why}");
    };
    bad("site/public", "site/content", "site/public");
    bad("site/public", "site/content/static", "site/public");
    bad("site/public", "site", "site/public");
    bad("there", "site/content", "there/new");
    bad("site/content", "elsewhere", "elsewhere");
    bad("site/content", "elsewhere", "elsewhere/public");
    bad("site/themes", "elsewhere", "elsewhere/public");
    // `..` after a link is above where the link leads.
    bad("there", "site/themes/own", "there/..");

    let above = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(above.path().join("real/content")).expect("a folder");
    symlink(above.path().join("real"), above.path().join("site")).expect("a link");
    refusal(check_place(&above.path().join("site"), &above.path().join("real/content/x"), None));
    check_place(&above.path().join("site"), &above.path().join("real/public"), None).expect("a fine place");
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    /// A folder beside the output, with a file in it that nobody may touch.
    fn outside(place: &Place) -> PathBuf {
        let outside = place.above.path().join("outside");
        fs::create_dir(&outside).expect("a folder");
        fs::write(outside.join("b.txt"), "1").expect("a file");
        outside
    }

    #[test]
    fn a_linked_folder_in_the_output_is_refused() {
        let place = Place::new();
        place.write(&[("c.txt", "1")]);
        symlink(outside(&place), place.path("a")).expect("a link");
        place.refused(&[("a/b.txt", "2"), ("c.txt", "2")], "is a symbolic link");
        place.refused(&[("a/new/d.txt", "2"), ("c.txt", "2")], "is a symbolic link");
    }

    #[test]
    fn a_folder_of_ours_that_became_a_link_leads_nowhere() {
        let place = Place::new();
        place.write(&[("a/b.txt", "1")]);
        fs::remove_dir_all(place.path("a")).expect("removed");
        let outside = outside(&place);
        symlink(&outside, place.path("a")).expect("a link");
        // The file that the tree has no more is there, with the very bytes that were written.
        let before = disk(place.above.path());
        let result = write(&tree(&[("c.txt", "new")]), &place.out());
        assert_eq!(fs::read_to_string(outside.join("b.txt")).expect("still there"), "1");
        match result {
            Ok(done) => assert_eq!(done.removed, 0),
            Err(WriteError::Refused(why)) => {
                assert_eq!(disk(place.above.path()), before, "refused, but after writing: {why}");
            }
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_linked_file_is_replaced_and_not_written_through() {
        let place = Place::new();
        place.write(&[("a.txt", "1")]);
        let outside = outside(&place);
        fs::remove_file(place.path("a.txt")).expect("removed");
        symlink(outside.join("b.txt"), place.path("a.txt")).expect("a link");
        // It has the bytes that `a.txt` should have, but it is not a file.
        assert_eq!(place.write(&[("a.txt", "1")]).written, 1);
        place.holds(&[("a.txt", "1")], &[]);
        assert!(!place.path("a.txt").is_symlink());
        assert_eq!(fs::read_to_string(outside.join("b.txt")).expect("still there"), "1");
    }

    #[test]
    fn the_temporary_folder_is_not_cleared_through_a_link() {
        let place = Place::new();
        place.write(&[("a.txt", "1")]);
        let outside = outside(&place);
        symlink(&outside, place.path(".clipsheet-tmp")).expect("a link");
        let _ = write(&tree(&[("a.txt", "2")]), &place.out());
        assert_eq!(disk(&outside).keys().collect::<Vec<_>>(), ["b.txt"]);
    }

    #[test]
    fn the_output_folder_may_itself_be_a_link() {
        let place = Place::new();
        fs::create_dir(place.above.path().join("real")).expect("a folder");
        symlink(place.above.path().join("real"), place.out()).expect("a link");
        place.write(&[("a.txt", "1")]);
        place.holds(&[("a.txt", "1")], &[]);
        assert!(place.out().is_symlink());
    }
}

/// A set of files of which none is a folder of another, as a tree cannot hold both.
fn files() -> impl Strategy<Value = BTreeMap<&'static str, &'static str>> {
    let path =
        prop::sample::select(vec!["a", "a/b", "a/b/c", "a/d", "e", "e/f", "g.txt", "G/h", "ü/é", ".i/j"]);
    let text = prop::sample::select(vec!["", "1", "2", "longer"]);
    prop::collection::btree_map(path, text, 0..6).prop_map(|mut files| {
        let all: Vec<&str> = files.keys().copied().collect();
        files.retain(|path, _| !all.iter().any(|other| other.starts_with(&format!("{path}/"))));
        files
    })
}

fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    // A case that fails is printed, and becomes a test of its own; no file remembers it.
    ProptestConfig { cases: asked.unwrap_or(24), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_disk_equals_the_tree_after_any_trees(trees in prop::collection::vec(files(), 1..6)) {
        let place = Place::new();
        for (number, files) in trees.iter().enumerate() {
            let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, *text)).collect();
            let done = place.write(&files);
            prop_assert_eq!(done.kept, Vec::<String>::new());
            if number == 0 {
                place.put("foreign/file", "mine");
            }
            place.holds(&files, &["foreign/file"]);
            prop_assert_eq!(place.write(&files), Written::default());
        }
    }
}
