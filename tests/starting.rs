//! Beginning a site and living with it: what newcomers do first, and what other tools are told.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests touch files and run programs"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clipsheet"));
    command.current_dir(folder).args(arguments).output().expect("the command")
}

/// What it prints, where it ends well.
fn runs(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A new site.
fn begun() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let said = runs(folder.path(), &["init", "."]);
    assert!(
        said.starts_with("A site stands in this folder.\n") && said.ends_with("the site in public/\n"),
        "{said}"
    );
    folder
}

/// The workflows do what their steps say, in a new site.
#[test]
fn the_ci_examples_work() {
    let folder = begun();
    let mut commands = 0;
    for name in ["github.yml", "gitlab.yml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci").join(name);
        let text = fs::read_to_string(path).expect("the example");
        let yaml: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
        let jobs = if name == "github.yml" { &yaml["jobs"] } else { &yaml };
        assert!(jobs.is_mapping(), "{name}");
        let mut scripts = Vec::new();
        collect(jobs, &mut scripts);
        let ours =
            scripts.iter().flat_map(|script| script.lines()).filter(|line| line.starts_with("clipsheet "));
        for line in ours {
            let line = line
                .replace("\"$BASE_URL\"", "https://example.org/a")
                .replace("\"$CI_PAGES_URL\"", "https://example.org");
            assert!(!line.contains('$'), "{line}");
            let arguments: Vec<&str> = line.split(' ').skip(1).collect();
            runs(folder.path(), &arguments);
            commands += 1;
        }
        // Both hand over what was built.
        assert!(text.contains("path: public") || text.contains("paths: [public]"), "{name}");
    }
    assert_eq!(commands, 4);
    assert!(folder.path().join("public/index.html").exists());
}

/// The values of `run` and `script`.
fn collect<'a>(yaml: &'a serde_yaml::Value, scripts: &mut Vec<&'a str>) {
    match yaml {
        serde_yaml::Value::Mapping(mapping) => {
            for (key, value) in mapping {
                match (key.as_str(), value) {
                    (Some("run"), serde_yaml::Value::String(text)) => scripts.push(text),
                    (Some("script"), serde_yaml::Value::Sequence(lines)) => {
                        scripts.extend(lines.iter().filter_map(serde_yaml::Value::as_str));
                    }
                    _ => collect(value, scripts),
                }
            }
        }
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| collect(item, scripts)),
        _ => {}
    }
}

#[test]
fn a_site_begins_only_where_nothing_is() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("used")).expect("made");
    fs::write(folder.path().join("used/mine.txt"), "mine").expect("written");
    let output = run(folder.path(), &["init", "used"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("used is not empty: it holds mine.txt"));
    assert_eq!(fs::read_dir(folder.path().join("used")).expect("there").count(), 1, "nothing was written");
    let output = run(folder.path(), &["init", "used/mine.txt"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("is not a folder"));
    fs::create_dir_all(folder.path().join("fresh/.git")).expect("made");
    runs(folder.path(), &["init", "fresh"]);
    assert!(folder.path().join("fresh/content/site.yaml").exists());
    assert!(folder.path().join("fresh/.gitignore").exists());
}

/// With a site that declares audiences and no default, a record has to name one, new ones too.
#[test]
fn a_new_record_follows_the_rules_of_the_site() {
    let folder = begun();
    let settings = folder.path().join("content/site.yaml");
    let text = fs::read_to_string(&settings).expect("the settings");
    fs::write(&settings, text + "audiences: {board: {}}\ndefault_audience: board\n").expect("written");
    runs(folder.path(), &["new", "company", "globex", "--audience", "board"]);
    let written = fs::read_to_string(folder.path().join("content/companies/globex.md")).expect("written");
    assert!(written.contains("\naudience: board"), "{written}");
    let output = run(folder.path(), &["new", "company", "initech", "--audience", "bored"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("bored") && said.contains("nothing was written"), "{said}");
    assert!(!folder.path().join("content/companies/initech.md").exists());
    let without =
        fs::read_to_string(&settings).expect("the settings").replace("default_audience: board\n", "");
    fs::write(&settings, without).expect("written");
    let said = run(folder.path(), &["new", "company", "initech"]).stderr;
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains("--audience NAME"), "{said}");
    let text = fs::read_to_string(&settings).expect("the settings");
    fs::write(&settings, text + "default_audience: board\n").expect("written");
    // In another folder of the same kind the id is taken all the same.
    fs::create_dir(folder.path().join("content/companies/old")).expect("made");
    let old = folder.path().join("content/companies/old/initech.md");
    fs::write(&old, "---\nname: Initech\n---\n").expect("written");
    let output = run(folder.path(), &["new", "company", "initech"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("duplicate-id"));
    assert!(!folder.path().join("content/companies/initech.md").exists());
}

/// Each line of a skeleton that is taken in says what the schema allows: the keys are those of the type.
/// Two places of which no two have the same date: a record has that of its site.
#[test]
fn a_new_record_has_the_date_of_its_site() {
    for zone in ["Pacific/Kiritimati", "Etc/GMT+12"] {
        let folder = begun();
        fs::write(folder.path().join("content/site.yaml"), format!("title: T\ntimezone: {zone}\n"))
            .expect("settings");
        let today = || {
            let zone = jiff::tz::TimeZone::get(zone).expect("a zone");
            jiff::Timestamp::now().to_zoned(zone).date().to_string()
        };
        let before = today();
        runs(folder.path(), &["new", "briefing", "weekly"]);
        let text = fs::read_to_string(folder.path().join("content/briefings/weekly.md")).expect("a briefing");
        let is_of = |day: &str| text.lines().any(|line| line.starts_with(&format!("date: {day}")));
        assert!(is_of(&before) || is_of(&today()), "{zone}, {before}: {text}");
    }
}

#[test]
fn a_skeleton_names_every_key() {
    let folder = begun();
    for kind in ["article", "company", "person", "publication", "story", "briefing", "page"] {
        let schema: Value = serde_json::from_str(&runs(folder.path(), &["schema", kind])).expect("JSON");
        let keys: BTreeSet<String> =
            schema["properties"].as_object().expect("keys").keys().cloned().collect();
        let said = runs(folder.path(), &["new", kind, "some-id"]);
        let path = said
            .trim_start_matches("Wrote ")
            .split([' ', '\n'])
            .next()
            .expect("a path")
            .trim_end_matches('.');
        let text = fs::read_to_string(folder.path().join(path)).expect("the file");
        let front =
            text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).expect("front matter").0;
        let named = front.lines().filter_map(|line| {
            let key = line.trim_start_matches("# ").split_once(':')?.0;
            keys.contains(key).then(|| key.to_string())
        });
        assert_eq!(named.collect::<BTreeSet<_>>(), keys, "{text}");
        // An id is taken by one record of a kind, and these share one space.
        fs::remove_file(folder.path().join(path)).expect("removed");
        let _ = fs::remove_file(folder.path().join(path.replace(".md", ".yaml")));
    }
}

#[test]
fn shells_and_man_are_told_of_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let commands =
        ["init", "new", "build", "watch", "serve", "check", "audit", "schema", "completions", "man"];
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let text = runs(folder.path(), &["completions", shell]);
        for command in commands {
            assert!(text.contains(command), "{shell} does not know {command}");
        }
        assert!(text.contains("all-audiences"), "{shell}");
    }
    runs(folder.path(), &["man", "--out", "man1"]);
    for command in commands {
        let page =
            fs::read_to_string(folder.path().join(format!("man1/clipsheet-{command}.1"))).expect("a page");
        assert!(page.contains(".SH NAME") && page.contains(&format!("clipsheet\\-{command} \\- ")), "{page}");
    }
    let whole = runs(folder.path(), &["man"]);
    assert_eq!(fs::read_to_string(folder.path().join("man1/clipsheet.1")).expect("the page"), whole);
    assert_eq!(runs(folder.path(), &["--version"]).trim(), concat!("clipsheet ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn timings_tell_of_stages_templates_and_pages() {
    let folder = begun();
    let told = runs(folder.path(), &["build", "--timings", "--format", "json"]);
    let line = told.lines().find(|line| line.starts_with("{\"timings\"")).expect("the timings");
    let timings = &serde_json::from_str::<Value>(line).expect("JSON")["timings"];
    let list = |name: &str| timings[name].as_array().expect("a list").clone();
    let stages: Vec<String> =
        list("stages").iter().map(|one| one["stage"].as_str().expect("a name").to_string()).collect();
    for stage in ["load", "parse", "anchor", "link", "render", "write"] {
        assert!(stages.iter().any(|one| one == stage), "{stages:?}");
    }
    let number = |value: &Value| value.as_f64().expect("a number");
    let pages = list("pages");
    let counted: f64 = list("templates").iter().map(|one| number(&one["pages"])).sum();
    assert_eq!(counted, pages.len() as f64);
    assert!(pages.iter().any(|page| page["template"] == "article.html"));
    assert!(pages.windows(2).all(|two| number(&two[0]["ms"]) >= number(&two[1]["ms"])), "the slowest first");
    let files = fs::read(folder.path().join("public/index.html")).expect("the page");
    // For people, and without anything to do.
    let output = run(folder.path(), &["build", "--timings"]);
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(text.contains("ms  stage\n") && text.contains("No page was made anew"), "{text}");
    assert_eq!(fs::read(folder.path().join("public/index.html")).expect("the page"), files);
}
