//! The link that opens a mistake in the editor.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use clipsheet::serve::{Editor, ServeOptions};
use tempfile::TempDir;

use crate::client::{Answer, Asked};
use crate::{Running, options, pairs, report};

/// A preview with an editor that writes down what it is asked to open.
struct Desk {
    running: Running,
    folder: TempDir,
    token: String,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("code");
        // Renamed into place when it is whole, since somebody waits for it.
        let script = "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$0.part\"\nmv \"$0.part\" \"$0.opened\"\n";
        fs::write(&program, script).expect("the program");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a mode");
        let editor = Editor::parse(program.to_str().expect("UTF-8"));
        assert!(editor.is_some());
        let running = Running::empty(ServeOptions { root: folder.path().into(), editor, ..options() });
        running.publish(&[]);
        running.preview.fail(report(&[("content/site.yaml", "titel: T\n")]));
        let (token, _) = running.script_of("/");
        Self { running, folder, token }
    }

    fn opened(&self) -> PathBuf {
        self.folder.path().join("code.opened")
    }

    fn ask(&self, query: &str, headers: &[(&str, &str)]) -> Answer {
        let target = format!("/.clipsheet/open?token={}&{query}", self.token);
        self.running.get(&target, &[&pairs(&self.running.own()), headers].concat())
    }

    fn id(&self) -> String {
        self.running.state("/", 1)["id"].as_str().expect("an id").to_string()
    }
}

#[test]
fn a_place_of_the_report_is_opened() {
    let desk = Desk::new();
    let told = desk.running.state("/", 1);
    assert_eq!(told["report"]["editor"], "VS Code");
    let item =
        told["report"]["items"].as_array().expect("items").iter().find(|item| item["code"] == "unknown-key");
    let item = item.expect("the misspelt key");
    let answer =
        desk.ask(&format!("id={}&place={}", desk.id(), item["place"]), &[("Sec-Fetch-Dest", "empty")]);
    assert_eq!(answer.status, 204, "{}", answer.text());
    while !desk.opened().exists() {
        std::thread::yield_now();
    }
    let opened = fs::read_to_string(desk.opened()).expect("what was opened");
    let file = desk.folder.path().join("content/site.yaml");
    assert_eq!(opened, format!("-g\n{}:1:1\n", file.display()));
}

#[test]
fn nothing_else_is_opened() {
    let desk = Desk::new();
    let id = desk.id();
    let fine = format!("id={id}&place=0");
    for (query, headers, status) in [
        (fine.as_str(), &[("Sec-Fetch-Dest", "document")][..], 403),
        (&fine, &[("Sec-Fetch-Dest", "image")], 403),
        (&fine, &[("Origin", "http://evil.example")], 403),
        ("place=0", &[], 409),
        ("id=&place=0", &[], 409),
        ("id=00000000-1&place=0", &[], 409),
        (&format!("id={id}"), &[], 404),
        (&format!("id={id}&place=99"), &[], 404),
        (&format!("id={id}&place=-1"), &[], 404),
        (&format!("id={id}&place=/etc/passwd"), &[], 404),
        (&format!("id={id}&path=/etc/passwd&line=1"), &[], 404),
    ] {
        let answer = desk.ask(query, headers);
        assert_eq!(answer.status, status, "{query} {headers:?}");
        assert!(!answer.text().contains(&*desk.folder.path().to_string_lossy()), "{query}");
    }
    let head = format!("HEAD /.clipsheet/open?token={}&{fine} HTTP/1.1", desk.token);
    let head = Asked::line(desk.running.port, &head).with(&pairs(&desk.running.own())).answer();
    assert_eq!(head.status, 403);
    desk.running.publish(&[]);
    assert_eq!(desk.ask(&fine, &[]).status, 409, "the report is another one by now");
    // What was refused has not been done all the same: the editor is told of the next place alone.
    desk.running.preview.fail(report(&[("content/site.yaml", "titel: T\n")]));
    assert!(!desk.opened().exists());
}

#[test]
fn an_editor_that_is_not_there_is_told_of_without_a_path() {
    let desk = Desk::new();
    fs::remove_file(desk.folder.path().join("code")).expect("removed");
    let answer = desk.ask(&format!("id={}&place=0", desk.id()), &[]);
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (500, "VS Code cannot be started: entity not found.\n")
    );
}
