//! The command as a person uses it: transcripts in `tests/cli`, each in a fresh copy of the site
//! beside them.
//!
//! `$ clipsheet …`, or `$ NAME=value clipsheet …`, is run; below it stand the lines of standard out, then those of standard error
//! after `!`, then the exit code after `?` where it is not 0. `[..]` in a line stands for
//! anything, and `#` starts a comment. Besides, `write FILE` (its lines follow after `|`),
//! `remove FILE`, `exists FILE…`, `remember FOLDER` and `unchanged FOLDER` do as they say. With
//! CLIPSHEET_BLESS=1 set, what differs is written into the transcript, to be read before it is
//! committed.
// Paths are printed as the system writes them.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests touch files and run programs"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

#[test]
fn transcripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let files = fs::read_dir(&folder).expect("transcripts").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    assert!(files.len() >= 9, "only {files:?}");
    let failures: Vec<String> = files.iter().filter_map(|file| check(&folder, file)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Runs one transcript; gives what differs.
fn check(folder: &Path, file: &Path) -> Option<String> {
    let place = tempfile::tempdir().expect("a temporary folder");
    copy(&folder.join("site"), &place.path().join("site"));
    let mut shell = Shell { place, remembered: BTreeMap::new() };
    let text = fs::read_to_string(file).expect("a transcript");
    let (mut found, mut failures) = (String::new(), String::new());
    for step in steps(&text) {
        let result = shell.run(&step);
        found.push_str(&step.head);
        if matches(&step.expected, &result) {
            found.push_str(&step.expected);
        } else {
            found.push_str(&shell.with_placeholders(&result));
            failures.push_str(&format!(
                "{}\n{}--- expected\n{}--- found\n{result}",
                file.display(),
                step.head,
                step.expected
            ));
        }
        found.push_str(&step.rest);
    }
    if std::env::var_os("CLIPSHEET_BLESS").is_some() {
        fs::write(file, found).expect("written");
    }
    (!failures.is_empty()).then_some(failures)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        match entry.file_type().expect("a type").is_dir() {
            true => copy(&entry.path(), &to),
            false => fs::copy(entry.path(), to).map(drop).expect("copied"),
        }
    }
}

/// A command with the lines that belong to it.
#[derive(Default)]
struct Step {
    /// Comments before it, the command, and the lines that it is given.
    head: String,
    command: String,
    given: String,
    expected: String,
    /// Blank lines and comments after it.
    rest: String,
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut before = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(command) = line.strip_prefix("$ ") {
            let head = std::mem::take(&mut before) + line;
            steps.push(Step { head, command: command.trim().to_string(), ..Step::default() });
            continue;
        }
        let Some(step) = steps.last_mut() else {
            before.push_str(line);
            continue;
        };
        if let Some(given) = line.strip_prefix("| ") {
            step.head.push_str(line);
            step.given.push_str(given);
        } else if line.trim().is_empty() || line.starts_with("# ") {
            step.rest.push_str(line);
        } else {
            // A blank line between two lines of output belongs to it.
            step.expected.push_str(&std::mem::take(&mut step.rest));
            step.expected.push_str(line);
        }
    }
    steps
}

/// Whether the lines of `found` are as expected, where `[..]` stands for anything. White space at
/// the end of a line is no matter: editors take it away.
fn matches(expected: &str, found: &str) -> bool {
    let line = |(expected, found): (&str, &str)| {
        let (expected, found) = (expected.trim_end(), found.trim_end());
        let mut parts = expected.split("[..]");
        let Some(mut rest) = found.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        let mut parts: Vec<&str> = parts.collect();
        let Some(last) = parts.pop() else { return rest.is_empty() };
        for part in parts {
            let Some((_, after)) = rest.split_once(part) else { return false };
            rest = after;
        }
        rest.ends_with(last)
    };
    expected.lines().count() == found.lines().count() && expected.lines().zip(found.lines()).all(line)
}

struct Shell {
    place: TempDir,
    remembered: BTreeMap<String, BTreeMap<PathBuf, Vec<u8>>>,
}

impl Shell {
    fn run(&mut self, step: &Step) -> String {
        let words: Vec<&str> = step.command.split_whitespace().collect();
        let at = |path: &str| self.place.path().join(path);
        match words.as_slice() {
            ["clipsheet", arguments @ ..] => self.clipsheet(arguments, None),
            [variable, "clipsheet", arguments @ ..] => self.clipsheet(arguments, variable.split_once('=')),
            ["write", file] => {
                fs::create_dir_all(at(file).parent().expect("a folder")).expect("the folder");
                fs::write(at(file), &step.given).expect("written");
                String::new()
            }
            ["remove", file] => {
                fs::remove_file(at(file)).expect("removed");
                String::new()
            }
            ["exists", files @ ..] => {
                let answer = |file: &&str| match at(file).exists() {
                    true => format!("{file}: yes\n"),
                    false => format!("{file}: no\n"),
                };
                files.iter().map(answer).collect()
            }
            ["remember", folder] => {
                let content = content(&at(folder));
                assert!(!content.is_empty(), "there is nothing in {folder}");
                self.remembered.insert((*folder).to_string(), content);
                String::new()
            }
            ["unchanged", folder] => {
                let before = self.remembered.get(*folder).expect("remembered");
                if content(&at(folder)) == *before { "yes\n".into() } else { "no\n".into() }
            }
            other => panic!("no such command: {other:?}"),
        }
    }

    fn clipsheet(&self, arguments: &[&str], variable: Option<(&str, &str)>) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_clipsheet"))
            .args(arguments)
            .current_dir(self.place.path())
            .env_remove("RUST_BACKTRACE")
            .env_remove("SOURCE_DATE_EPOCH")
            .envs(variable)
            .stdin(Stdio::null())
            .output()
            .expect("the command");
        let mut text = String::from_utf8(output.stdout).expect("UTF-8");
        for line in String::from_utf8(output.stderr).expect("UTF-8").lines() {
            text.push_str(format!("! {line}").trim_end());
            text.push('\n');
        }
        match output.status.code() {
            Some(0) => {}
            Some(code) => text.push_str(&format!("? {code}\n")),
            None => text.push_str("? killed\n"),
        }
        text
    }
}

impl Shell {
    /// What was printed, with placeholders for what another run or another theme changes: the
    /// folder, the time, and how many files there are.
    fn with_placeholders(&self, printed: &str) -> String {
        let printed = printed.replace(&*self.place.path().to_string_lossy(), "[..]");
        let line = |line: &str| {
            if !line.ends_with(" removed.") {
                return format!("{line}\n");
            }
            let words: Vec<&str> = line.split(' ').collect();
            let next = |at: usize| words.get(at + 1).copied().unwrap_or_default();
            let counts = |at: usize| matches!(next(at), "pages" | "ms," | "files") && words[at] != "0";
            let words = words.iter().enumerate().map(|(at, word)| if counts(at) { "[..]" } else { word });
            words.collect::<Vec<_>>().join(" ") + "\n"
        };
        printed.lines().map(line).collect()
    }
}

/// Every file below a folder.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => all.extend(content(&path)),
            false => drop(all.insert(path.clone(), fs::read(&path).expect("a file"))),
        }
    }
    all
}

#[test]
fn a_transcript_that_differs_is_seen() {
    let check = |expected, found, same| assert_eq!(matches(expected, found), same, "{expected:?} {found:?}");
    check("", "", true);
    check("", "a\n", false);
    check("a\nb\n", "a\n", false);
    check("in [..] ms\n", "in 12 ms\n", true);
    check("in [..] ms\n", "in 12 s\n", false);
    check("a [..] b [..] c\n", "a 1 b 2 c\n", true);
    check("a [..] b [..] c\n", "a 1 c\n", false);
    check("a\n", "ab\n", false);
}
