//! A site that is being watched.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clipsheet::build::{Options, build};
use clipsheet::diagnostics::has_errors;
use clipsheet::load::scan;
use clipsheet::memo::Memo;
use jiff::Timestamp;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The moment at which the tests stand.
const NOW: &str = "2026-06-01T12:00:00Z";

/// Longer than a loaded machine takes for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// A site in a temporary folder, and a process that watches it.
pub struct Place {
    above: TempDir,
    process: Option<Child>,
    arguments: Vec<String>,
    is_now: bool,
    /// What was last waited for.
    last: BTreeMap<String, Vec<u8>>,
}

impl Place {
    /// A site that is watched, with the moment of the tests.
    pub fn new(arguments: &[&str]) -> Self {
        let mut place = Self::unwatched(arguments);
        place.start();
        place
    }

    /// A site that nobody watches yet.
    pub fn unwatched(arguments: &[&str]) -> Self {
        let place = Self {
            // The system tells of changes at the paths that links lead to.
            above: tempfile::tempdir().expect("a temporary folder"),
            process: None,
            arguments: arguments.iter().map(ToString::to_string).collect(),
            is_now: false,
            last: BTreeMap::new(),
        };
        place.fill();
        place
    }

    /// The same with the moment of the machine.
    pub fn at_the_machines_time(mut self) -> Self {
        self.is_now = true;
        self
    }

    /// Makes the site.
    pub fn fill(&self) {
        self.write("content/site.yaml", "title: The Desk\ntimezone: Australia/Brisbane\n");
        self.write("content/static/a.txt", "One.\n");
        self.write("content/companies/acme.md", "---\nname: Acme\n---\n");
        for article in ["a", "b", "c"] {
            self.write(&format!("content/articles/{article}.md"), &text(article));
        }
    }

    pub fn start(&mut self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clipsheet"));
        command.arg("watch").arg("--root").arg(self.root()).args(&self.arguments);
        if !self.is_now {
            command.args(["--as-of", NOW]);
        }
        let file = |name: &str| File::create(self.above.path().join(name)).expect("a file");
        command.stdin(Stdio::null()).stdout(file("out")).stderr(file("err"));
        self.process = Some(command.spawn().expect("clipsheet"));
        self.until_clean("the first build");
    }

    pub fn root(&self) -> PathBuf {
        self.above.path().join("site")
    }

    /// A folder beside the site.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.above.path().join(name)
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file in place, with the folders above it.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("written");
    }

    /// What the process said to people so far.
    pub fn said(&self) -> String {
        fs::read_to_string(self.above.path().join("out")).expect("text")
    }

    /// What it complained of.
    pub fn complaints(&self) -> String {
        fs::read_to_string(self.above.path().join("err")).expect("text")
    }

    /// The process itself.
    pub fn id(&self) -> u32 {
        self.process.as_ref().expect("a process").id()
    }

    /// Waits for its end; gives its exit code.
    pub fn ended(&mut self) -> Option<i32> {
        let mut process = self.process.take().expect("a process");
        let started = Instant::now();
        loop {
            if let Some(status) = process.try_wait().expect("a state") {
                return status.code();
            }
            assert!(started.elapsed() < PATIENCE, "it does not end: {}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the output is that of a clean build. What was done must make a difference.
    pub fn until_clean(&mut self, what: &str) {
        if self.is_now {
            return self.until(what, |place| place.written() == place.clean() && place.is_done());
        }
        let clean = self.clean();
        assert!(self.last != clean, "{what} makes no difference");
        self.last = clean;
        self.until(what, |place| place.written() == place.last && place.is_done());
    }

    /// Waits until something is so.
    pub fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let started = Instant::now();
        while !is_so(self) {
            let ended = self.process.as_mut().and_then(|process| process.try_wait().expect("a state"));
            assert!(
                ended.is_none() && started.elapsed() < PATIENCE,
                "after {what} {:?}: {:?}\n{}\n{}\n{:?}",
                self.arguments,
                ended,
                self.said(),
                self.complaints(),
                self.differing()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// What a clean build gives.
    pub fn clean(&self) -> BTreeMap<String, Vec<u8>> {
        let now = if self.is_now { Timestamp::now() } else { NOW.parse().expect("a moment") };
        let scanned = scan(&self.root()).expect("a site");
        let built = build(&scanned.value, &Options::at(now), &mut Memo::default()).expect("options that fit");
        assert!(scanned.diagnostics.is_empty(), "{:?}", scanned.diagnostics);
        assert!(!has_errors(&built.diagnostics), "{:?}", built.diagnostics);
        let tree = built.value.tree.expect("a tree");
        tree.files().iter().map(|(path, bytes)| (path.to_string(), bytes.to_vec())).collect()
    }

    /// What is in the output folder.
    pub fn written(&self) -> BTreeMap<String, Vec<u8>> {
        let out = self.at("public");
        let mut files = BTreeMap::new();
        for entry in WalkDir::new(&out).into_iter().filter_map(Result::ok) {
            let path = entry.path().strip_prefix(&out).expect("inside").to_string_lossy().into_owned();
            if entry.file_type().is_file() && !path.starts_with(".clipsheet-") {
                files.insert(path, fs::read(entry.path()).unwrap_or_default());
            }
        }
        files
    }

    /// Whether nothing is being written any more. While files are, the manifest has more than
    /// one digest of some, and temporary files are in the folder.
    pub fn is_done(&self) -> bool {
        let bytes = fs::read(self.at("public/.clipsheet-manifest.json")).unwrap_or_default();
        let manifest: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let files = manifest["files"].as_object();
        let digests = |files: &serde_json::Map<String, serde_json::Value>| {
            files.values().all(|digest| digest.as_str().is_some_and(|digest| !digest.contains(' ')))
        };
        let others = fs::read_dir(self.at("public")).into_iter().flatten().filter_map(Result::ok);
        let others = others.filter(|entry| entry.file_name().to_string_lossy().starts_with(".clipsheet-"));
        files.is_some_and(|files| files.keys().eq(self.written().keys()) && digests(files))
            && others.count() == 2
    }

    fn differing(&self) -> Vec<String> {
        let written = self.written();
        let all = self.last.keys().chain(written.keys());
        all.filter(|path| self.last.get(*path) != written.get(*path)).cloned().collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            // It may have ended by itself, which the test has noticed.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// An article that says this.
pub fn text(says: &str) -> String {
    format!("---\ntitle: Of {says}\npublished: 2026-04-14\n---\n\nIt says {says}.\n")
}

/// Removes a folder that somebody may be writing to.
pub fn remove(path: &Path) {
    let started = Instant::now();
    while let Err(error) = fs::remove_dir_all(path) {
        if error.kind() == std::io::ErrorKind::NotFound {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "{error}");
    }
}
