//! A site in a folder, and the command that builds it, for tests of bad input.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests touch files and run programs; each test file uses a part of it"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A site that is fine, in a folder `site`, with its output in `site/public`.
pub struct Place {
    pub above: TempDir,
}

/// What the command did.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    /// The folder with a good site in it, and that site built.
    pub fn built() -> Self {
        let place = Self::empty();
        place.put("content/site.yaml", "title: A good site\n");
        place.put("content/companies/acme.md", "---\nname: Acme\n---\n");
        place.put("content/articles/a.md", "---\ntitle: A\n---\nAcme said: \"We *start* today.\"\n");
        place.put(
            "content/articles/a.yaml",
            "quotes:\n  - {id: q, exact: \"We start today.\", speaker: acme}\n",
        );
        place.build().is(0, "");
        place
    }

    /// A folder for a site, with nothing in it.
    pub fn empty() -> Self {
        let place = Self { above: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(place.root()).expect("a folder");
        place
    }

    pub fn root(&self) -> PathBuf {
        self.above.path().join("site")
    }

    pub fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let at = self.root().join(path);
        fs::create_dir_all(at.parent().expect("a folder")).expect("the folder");
        fs::write(at, bytes).expect("the file");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("removed");
    }

    pub fn build(&self) -> Ran {
        run(Command::new(env!("CARGO_BIN_EXE_clipsheet")).args(self.arguments()))
    }

    /// What the command is given.
    pub fn arguments(&self) -> Vec<String> {
        let root = self.root().to_string_lossy().into_owned();
        ["build", "--root", &root, "--as-of", "2026-06-01"].map(str::to_string).to_vec()
    }

    /// Everything in the output folder.
    pub fn output(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.public())
    }

    /// The build fails like this, and leaves the former site as it was.
    pub fn fails(&self, code: i32, message: &str) {
        let before = self.output();
        assert!(before.contains_key("index.html"), "there is no former site");
        self.build().is(code, message);
        let after = self.output();
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{message}");
        assert!(after == before, "the former site has changed: {message}");
    }

    /// The site is as it was before the hostile file: a build has nothing to write.
    pub fn is_as_before(&self) {
        self.build().says("0 files written, 0 removed.");
    }
}

impl Ran {
    /// It ended with this code, and `message` is in what it wrote to standard error.
    pub fn is(&self, code: i32, message: &str) -> &Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.contains(message), "no {message:?} in {self:?}");
        self
    }

    /// It ended well, and said this.
    pub fn says(&self, text: &str) -> &Self {
        self.is(0, "");
        assert!(self.out.contains(text), "no {text:?} in {self:?}");
        self
    }
}

pub fn run(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } =
        command.env_remove("RUST_BACKTRACE").stdin(Stdio::null()).output().expect("the command");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// Every file below a folder, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        match path.is_dir() {
            true => all.extend(files(&path).into_iter().map(|(inside, b)| (format!("{name}/{inside}"), b))),
            false => drop(all.insert(name, fs::read(&path).expect("a file"))),
        }
    }
    all
}
