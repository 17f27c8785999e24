//! A scanner that remembers gives what a new one gives, after any sequence of changes; what did
//! not change is the very same.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, reason = "tests touch files")]

use std::fs::{self, File, FileTimes, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use clipsheet::diagnostics::Checked;
use clipsheet::load::{LoadError, Scanner, scan};
use clipsheet::parse::Sources;
use proptest::prelude::*;
use tempfile::TempDir;

/// What one step of a script does to a site. Paths are indices into `PATHS`, contents are bytes
/// of one length, so that most edits leave the size as it is.
#[derive(Clone, Debug)]
enum Edit {
    /// In place, as `echo > file` and VS Code do it.
    Write(usize, u8),
    /// Beside, and renamed over it.
    Replace(usize, u8),
    Append(usize),
    Remove(usize),
    Rename(usize, usize),
    Swap(usize, usize),
    HardLink(usize, usize),
    /// A link to another of the paths.
    Link(usize, usize),
    /// Sets the time of the last change to what it was before the edit.
    WriteAndSetBack(usize, u8),
    /// To a second that any number of files share.
    SetTime(usize),
    Mode(usize, u32),
    /// To the same name with another case.
    Case(usize),
    MakeFolder(usize),
    /// Looks; every script ends with it.
    Scan,
}

/// Files and folders that have to do with each other.
const PATHS: [&str; 16] = [
    "content/site.yaml",
    "content/articles/a.md",
    "content/articles/A.md",
    "content/articles/b.md",
    "content/articles/2026/04/a.md",
    "content/articles/2026/04/c.md",
    "content/articles/2026",
    "content/articles/2027",
    "content/pages/.a.md",
    "content/static/.a.txt",
    "content/static",
    "content",
    "themes/own/a.html",
    "themes",
    "shared/a.md",
    "shared",
];

struct Place {
    above: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { above: tempfile::tempdir().expect("a temporary folder") };
        for path in PATHS.iter().filter(|path| path.contains('.')) {
            place.make(path);
        }
        place
    }

    fn root(&self) -> PathBuf {
        self.above.path().join("site")
    }

    fn at(&self, index: usize) -> PathBuf {
        self.root().join(PATHS[index])
    }

    fn make(&self, path: &str) {
        let path = self.root().join(path);
        let _ = fs::create_dir_all(path.parent().expect("a folder"));
        let _ = fs::write(path, "first");
    }

    /// Steps that make no sense here (a file in what is a file) fail, which is no matter.
    fn run(&self, edit: &Edit) -> Option<()> {
        match *edit {
            Edit::Write(path, byte) => fs::write(self.at(path), [byte; 5]).ok(),
            Edit::Replace(path, byte) => {
                let beside = self.root().join("beside");
                fs::write(&beside, [byte; 5]).ok()?;
                fs::rename(beside, self.at(path)).ok()
            }
            Edit::Append(path) => {
                let mut file = OpenOptions::new().append(true).open(self.at(path)).ok()?;
                file.write_all(b"x").ok()
            }
            Edit::Remove(path) => remove(&self.at(path)).ok(),
            Edit::Rename(from, to) => {
                let _ = fs::create_dir_all(self.at(to).parent()?);
                fs::rename(self.at(from), self.at(to)).ok()
            }
            Edit::Swap(one, other) => {
                let beside = self.root().join("beside");
                fs::rename(self.at(one), &beside).ok()?;
                let _ = fs::rename(self.at(other), self.at(one));
                fs::rename(&beside, self.at(other)).ok()
            }
            Edit::HardLink(from, to) => fs::hard_link(self.at(from), self.at(to)).ok(),
            Edit::Link(from, to) => {
                let _ = remove(&self.at(from));
                symlink(self.at(to), self.at(from)).ok()
            }
            Edit::WriteAndSetBack(path, byte) => {
                let before = fs::metadata(self.at(path)).ok()?.modified().ok()?;
                fs::write(self.at(path), [byte; 5]).ok()?;
                set_time(&self.at(path), before)
            }
            Edit::SetTime(path) => {
                set_time(&self.at(path), SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000))
            }
            Edit::Mode(path, mode) => fs::set_permissions(self.at(path), Permissions::from_mode(mode)).ok(),
            Edit::Case(path) => {
                let from = self.at(path);
                let name = from.file_name()?.to_str()?;
                let to = match name.chars().next()?.is_lowercase() {
                    true => name.to_uppercase(),
                    false => name.to_lowercase(),
                };
                fs::rename(&from, from.with_file_name(to)).ok()
            }
            Edit::MakeFolder(path) => fs::create_dir_all(self.at(path)).ok(),
            Edit::Scan => Some(()),
        }
    }
}

impl Drop for Place {
    /// So that the temporary folder can be removed.
    fn drop(&mut self) {
        for path in 0..PATHS.len() {
            let _ = fs::set_permissions(self.at(path), Permissions::from_mode(0o755));
        }
    }
}

fn remove(path: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(path)?.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    }
}

fn set_time(path: &Path, time: SystemTime) -> Option<()> {
    File::open(path).ok()?.set_times(FileTimes::new().set_modified(time)).ok()
}

fn path() -> impl Strategy<Value = usize> {
    0..PATHS.len()
}

fn edit() -> impl Strategy<Value = Edit> {
    let byte = || prop_oneof![Just(b'a'), Just(b'b')];
    prop_oneof![
        4 => (path(), byte()).prop_map(|(p, b)| Edit::Write(p, b)),
        3 => (path(), byte()).prop_map(|(p, b)| Edit::Replace(p, b)),
        3 => (path(), byte()).prop_map(|(p, b)| Edit::WriteAndSetBack(p, b)),
        1 => path().prop_map(Edit::Append),
        1 => path().prop_map(Edit::Remove),
        2 => (path(), path()).prop_map(|(a, b)| Edit::Rename(a, b)),
        3 => (path(), path()).prop_map(|(a, b)| Edit::Swap(a, b)),
        2 => (path(), path()).prop_map(|(a, b)| Edit::HardLink(a, b)),
        2 => (path(), path()).prop_map(|(a, b)| Edit::Link(a, b)),
        2 => path().prop_map(Edit::SetTime),
        1 => (path(), prop_oneof![Just(0o755), Just(0o644), Just(0o000)]).prop_map(|(p, m)| Edit::Mode(p, m)),
        1 => path().prop_map(Edit::Case),
        2 => path().prop_map(Edit::MakeFolder),
        6 => Just(Edit::Scan),
    ]
}

/// What a scan gives, to be compared.
fn shown(scanned: &Result<Checked<Sources>, LoadError>) -> String {
    match scanned {
        Ok(found) => {
            let files = found.value.files.iter();
            let files: Vec<_> =
                files.map(|(path, file)| (path, &file.path, &file.bytes, file.digest)).collect();
            format!("{files:?} {:?}", found.diagnostics)
        }
        Err(error) => error.to_string(),
    }
}

proptest! {
    // `PROPTEST_CASES` sets another number.
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_scanner_gives_what_a_new_one_gives(edits in prop::collection::vec(edit(), 1..40)) {
        let place = Place::new();
        let mut scanner = Scanner::new(place.root());
        let mut last = scanner.scan();
        for edit in edits.iter().chain([&Edit::Scan]) {
            place.run(edit);
            if matches!(edit, Edit::Scan) {
                let next = scanner.scan();
                prop_assert_eq!(shown(&next), shown(&scan(&place.root())));
                if let (Ok(last), Ok(next)) = (&last, &next) {
                    prop_assert!(same_where_equal(&last.value, &next.value));
                }
                last = next;
            }
        }
    }
}

/// Whether each file that has the bytes that it had is the very same.
fn same_where_equal(last: &Sources, next: &Sources) -> bool {
    next.files.iter().all(|(path, file)| match last.files.get(path) {
        Some(before) if before.bytes == file.bytes => Arc::ptr_eq(before, file),
        _ => true,
    })
}

/// Waits until a stamp of every file there is would be trusted, and makes one that is.
fn settled(place: &Place) -> (Scanner, Sources) {
    let made = SystemTime::now();
    while made.elapsed().is_ok_and(|age| age < Duration::from_secs(3)) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut scanner = Scanner::new(place.root());
    let sources = scanner.scan().expect("a site").value;
    (scanner, sources)
}

/// Edits of files that are trusted by their stamps: the other half of what the property above
/// tries, because all of its files are too young to be trusted.
#[test]
fn a_change_of_an_old_file_is_seen() {
    let edits = [
        Edit::Write(1, b'a'),
        Edit::Replace(1, b'a'),
        Edit::WriteAndSetBack(1, b'a'),
        Edit::Append(1),
        Edit::Remove(1),
        Edit::Rename(1, 3),
        Edit::Rename(6, 7),
        Edit::Swap(4, 5),
        Edit::Swap(6, 10),
        Edit::Link(3, 1),
        Edit::Link(3, 14),
        Edit::Link(6, 15),
        Edit::Case(3),
        Edit::Remove(13),
        Edit::Remove(11),
    ];
    let places: Vec<Place> = edits.iter().map(|_| Place::new()).collect();
    for (place, edit) in places.iter().zip(&edits) {
        // Files that differ, so that a swap is one.
        [4, 5].iter().for_each(|path| fs::write(place.at(*path), format!("no. {path}")).expect("written"));
        let _ = edit;
    }
    for (place, edit) in places.iter().zip(edits) {
        let (mut scanner, before) = settled(place);
        place.run(&edit).unwrap_or_else(|| panic!("{edit:?} failed"));
        let after = scanner.scan();
        assert_eq!(shown(&after), shown(&scan(&place.root())), "{edit:?}");
        if let Ok(after) = &after {
            assert!(same_where_equal(&before, &after.value), "{edit:?}");
        }
    }
}

#[test]
fn what_a_trusted_stamp_says_is_not_read_again() {
    // A file that can be read no more, and whose stamp cannot tell: it is not opened.
    let place = Place::new();
    let (mut scanner, before) = settled(&place);
    let opens = || scanner_opens(&place);
    let quiet = opens();
    let after = scanner.scan().expect("a site").value;
    assert!(same_where_equal(&before, &after));
    assert_eq!(before.files.len(), after.files.len());
    assert_eq!(quiet, opens(), "a file was opened");
}

/// When each file was last read, as far as the file system keeps it.
fn scanner_opens(place: &Place) -> Vec<Option<SystemTime>> {
    let files = PATHS.iter().map(|path| place.root().join(path));
    files.filter(|path| path.is_file()).map(|path| path.metadata().ok()?.accessed().ok()).collect()
}

#[test]
fn links_are_followed_through_all_that_they_lead_through() {
    let place = Place::new();
    let root = place.root().canonicalize().expect("a folder");
    // content/articles/l.md → hop/one → shared/a.md; and one to what is not there.
    fs::create_dir(root.join("hop")).expect("a folder");
    symlink("../shared/a.md", root.join("hop/one")).expect("a link");
    symlink("../../hop/one", root.join("content/articles/l.md")).expect("a link");
    symlink("../../later/x/b.md", root.join("content/articles/m.md")).expect("a link");
    symlink("../shared", root.join("themes/also")).expect("a link");
    let mut scanner = Scanner::new(&root);
    scanner.scan().expect("a site");
    let footprint = scanner.footprint();
    let inside = |path: &Path| path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
    let outside: Vec<String> = footprint.outside().map(inside).collect();
    assert_eq!(
        outside,
        ["", "content", "hop", "hop/one", "later", "shared", "shared/a.md", "themes"],
        "the root, the two folders, and what the links lead through"
    );
    let lookouts: Vec<PathBuf> = footprint.lookouts().map(Path::to_path_buf).collect();
    assert_eq!(lookouts, [root.parent().expect("a folder"), &root, &root.join("hop")]);
    assert!(footprint.folders().any(|folder| folder == root.join("shared")));
    for (path, expected) in [
        ("content/articles/new.md", true),
        ("content/articles/.new.md.swp", false),
        ("content/static/.well-known", true),
        ("content/static/a.swp", false),
        ("content/articles/2026", true),
        ("shared/new.md", true),
        ("hop/one", true),
        ("hop/two", false),
        ("later", true),
        ("public", false),
        (".clipsheet", false),
        ("public/index.html", false),
    ] {
        assert_eq!(footprint.concerns(&root.join(path)), expected, "{path}");
    }
}

#[test]
fn without_a_root_its_name_is_what_counts() {
    let above = tempfile::tempdir().expect("a folder");
    let mut scanner = Scanner::new(above.path().join("a/b"));
    assert!(matches!(scanner.scan(), Err(LoadError::NoContent(_))));
    let outside: Vec<_> = scanner.footprint().outside().map(Path::to_path_buf).collect();
    assert_eq!(outside, [above.path().join("a")]);
    fs::create_dir_all(above.path().join("a/b/content")).expect("folders");
    assert_eq!(scanner.scan().expect("a site").value.files.len(), 0);
}

/// A folder that cannot be read is an error, as for a new scanner, and then it is read again.
#[test]
fn what_could_not_be_read_is_read_when_it_can_be() {
    let place = Place::new();
    let mut scanner = Scanner::new(place.root());
    for path in [1, 6] {
        fs::set_permissions(place.at(path), Permissions::from_mode(0o000)).expect("locked");
        assert_eq!(shown(&scanner.scan()), shown(&scan(&place.root())));
        assert!(scanner.footprint().concerns(&place.root().canonicalize().expect("it").join(PATHS[path])));
        fs::set_permissions(place.at(path), Permissions::from_mode(0o755)).expect("unlocked");
        assert!(scanner.scan().is_ok());
        assert_eq!(shown(&scanner.scan()), shown(&scan(&place.root())));
    }
}
