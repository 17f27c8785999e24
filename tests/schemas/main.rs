//! The JSON Schemas, before a validator that is not ours.
//!
//! It is the package `jsonschema` of PyPI, in an environment of its own that `tests/run.sh` makes. Where that is not there, the
//! test says so and passes, unless CLIPSHEET_REQUIRE_SPEC is set.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests touch files and run programs"
)]

#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clipsheet::parse::{Described, Role, Sources, keys, role, schema};
use clipsheet::path::SitePath;
use serde_json::{Value, json};

const VALIDATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/validate.py");
const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/schemas/bin/python");
const REQUIRED: &str = "CLIPSHEET_REQUIRE_SPEC";

/// A piece of YAML that a schema is for.
struct Document {
    name: String,
    kind: &'static str,
    yaml: String,
}

/// What the validator has to say of each; nothing where there is no validator.
fn judged(documents: &[Document]) -> Option<Vec<Vec<String>>> {
    if !Path::new(PYTHON).exists() {
        assert!(std::env::var_os(REQUIRED).is_none(), "there is no {PYTHON}; tests/run.sh makes it");
        println!("skipped: there is no validator; tests/run.sh installs one");
        return None;
    }
    let schemas: serde_json::Map<String, Value> =
        Described::all().map(|described| (described.word().to_string(), schema(described))).collect();
    let documents: Vec<Value> =
        documents.iter().map(|one| json!({"name": one.name, "kind": one.kind, "yaml": one.yaml})).collect();
    let mut child = Command::new(PYTHON)
        .arg(VALIDATE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the validator starts");
    let given = json!({"schemas": schemas, "documents": documents}).to_string();
    child.stdin.take().expect("its input").write_all(given.as_bytes()).expect("given");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "the validator failed; what it says stands above");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// The YAML of every file of a site that has some.
fn documents_of(sources: &Sources, name: &str) -> Vec<Document> {
    let one = |path: &SitePath| {
        let kind = Described::of(&role(path))?.word();
        let text = String::from_utf8(sources.bytes(path)?.to_vec()).ok()?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        let yaml = match path.extension() {
            "yaml" => text.to_string(),
            _ => text.strip_prefix("---\n")?.split_once("\n---")?.0.to_string(),
        };
        Some(Document { name: format!("{name}: {path}"), kind, yaml })
    };
    sources.files.keys().filter_map(one).collect()
}

fn starter() -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/starter");
    clipsheet::load::scan(&folder).expect("the site that `init` writes").value
}

#[test]
fn what_clipsheet_takes_the_schemas_take() {
    let mut documents = documents_of(&common::sample(), "the sample");
    let sample = documents.len();
    assert!(sample > 40, "only {sample} files of the sample");
    documents.extend(documents_of(&starter(), "the starter"));
    for name in common::site_names() {
        documents.extend(documents_of(&common::site(&name), &name));
    }
    assert!(documents.len() > sample + 40, "only {} files", documents.len());
    for kind in Described::all() {
        assert!(documents.iter().any(|one| one.kind == kind.word()), "no {}", kind.word());
    }
    let Some(judged) = judged(&documents) else { return };
    let refused = documents.iter().zip(judged).filter(|(_, complaints)| !complaints.is_empty());
    let refused: Vec<String> =
        refused.map(|(one, complaints)| format!("{}: {complaints:#?}", one.name)).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

/// Mistakes of each kind, each of which clipsheet refuses as well.
const BAD: &[(&str, &str)] = &[
    ("site", "tagline: No title\n"),
    ("site", "title: T\ntagine: A slip of the pen\n"),
    ("site", "title: T\nvisibility: secret\n"),
    ("site", "title: T\nexcerpt_words: many\n"),
    ("site", "title: T\nmenu: [{label: About}]\n"),
    ("site", "title: T\ntagline:\n"),
    ("article", "title: 2026\n"),
    ("article", "title: T\npublished: next week\n"),
    ("article", "title: T\nrights: none\n"),
    ("article", "title: T\nurl: example.org\n"),
    ("article", "title: T\nimage: {alt: No source}\n"),
    ("article", "title: T\nskip: [{until: A, from: B}]\n"),
    ("article", "title: T\naudience: []\n"),
    ("article", "title: T\ntopics: [two words]\n"),
    ("article", "title: T\ndraft: 'yes'\n"),
    ("article", "title: T\nembargo: tomorrow\n"),
    ("article", "title: T\nlanguage: e\n"),
    ("company", "title: T\n"),
    ("company", "name: A\nwebsite: ftp://example.org\n"),
    ("person", "name: A\nroles: [{at: acme}]\n"),
    ("publication", "name: ''\n"),
    ("story", "title: T\ndocuments: [{title: No id}]\n"),
    ("story", "title: T\njoin: [[no-hash, b]]\n"),
    ("briefing", "title: T\n"),
    ("briefing", "title: T\ndate: 2026-04\n"),
    ("briefing", "title: T\ndate: 2026-04-20\nlead: {article: a, story: b}\n"),
    ("briefing", "title: T\ndate: 2026-04-20\nlead: {comment: Of nothing}\n"),
    ("briefing", "title: T\ndate: 2026-04-20\nsections: [{heading: H, items: [{figure: acme}]}]\n"),
    ("page", "title: T\nauthor: Nobody\n"),
    ("annotations", "quote: []\n"),
    ("annotations", "quotes: [{id: q}]\n"),
    ("annotations", "quotes: [{id: q, exact: []}]\n"),
    ("annotations", "quotes: [{id: q, exact: A, same_as: [b]}]\n"),
    ("annotations", "events: [{id: e, exact: A, title: T, date: last week}]\n"),
    ("annotations", "figures: [{id: f, exact: A, company: acme, metric: m, unit: USD}]\n"),
    ("annotations", "figures: [{id: f, exact: A, company: acme, metric: m, unit: USD, value: 1, low: 2}]\n"),
    ("annotations", "figures: [{id: f, exact: A, company: acme, metric: m, unit: USD, low: 2}]\n"),
    ("annotations", "figures: [{id: f, exact: A, company: acme, metric: m, unit: USD, value: $5}]\n"),
    (
        "annotations",
        "figures: [{id: f, exact: A, company: acme, metric: m, unit: USD, value: 1, bound: most}]\n",
    ),
    ("annotations", "mentions: [{exact: A, link: no}]\n"),
    ("annotations", "article: {dek: No title}\n"),
];

#[test]
fn what_is_known_to_be_bad_both_refuse() {
    let documents: Vec<Document> = BAD
        .iter()
        .map(|(kind, yaml)| Document { name: format!("{kind}: {yaml}"), kind, yaml: (*yaml).to_string() })
        .collect();
    for Document { name, kind, yaml } in &documents {
        let described = Described::all().find(|one| one.word() == *kind).expect("a kind");
        let record = match described {
            Described::Site => ("content/site.yaml".to_string(), yaml.clone()),
            Described::Annotations => ("content/articles/x.yaml".to_string(), yaml.clone()),
            Described::Record(kind) => {
                (format!("content/{}/x.md", kind.folder()), format!("---\n{yaml}---\nText.\n"))
            }
        };
        let mut files = vec![(record.0.as_str(), record.1.as_str())];
        if described != Described::Site {
            files.push(("content/site.yaml", "title: T\n"));
        }
        if described == Described::Annotations {
            files.push(("content/articles/x.md", "---\ntitle: X\n---\nA.\n"));
        }
        let report = common::report(&common::sources(&files));
        assert!(report.contains("error[") && report.contains(&record.0), "clipsheet takes {name}: {report}");
    }
    let Some(judged) = judged(&documents) else { return };
    let taken = documents.iter().zip(judged).filter(|(_, complaints)| complaints.is_empty());
    let taken: Vec<&str> = taken.map(|(one, _)| one.name.as_str()).collect();
    assert!(taken.is_empty(), "the schemas take {taken:#?}");
}

/// A key without a sentence is one that no editor can explain.
#[test]
fn every_key_is_described_and_no_other_is_taken() {
    fn look(schema: &Value, at: &str, seen: &mut usize) {
        let Some(object) = schema.as_object() else { return };
        if let Some(Value::Object(properties)) = object.get("properties") {
            assert_eq!(object.get("additionalProperties"), Some(&json!(false)), "{at} takes any key");
            for (key, about) in properties {
                let description = about.get("description").and_then(Value::as_str).unwrap_or_default();
                assert!(description.len() > 3, "{at}/{key} is not described");
                *seen += 1;
                look(about, &format!("{at}/{key}"), seen);
            }
        }
        for (key, below) in object.iter().filter(|(key, _)| *key != "properties") {
            look(below, &format!("{at}/{key}"), seen);
        }
    }
    for described in Described::all() {
        let mut seen = 0;
        look(&schema(described), described.word(), &mut seen);
        assert!(seen >= 8, "{}: only {seen} keys", described.word());
    }
}

/// Skeletons are written in the order of declaration, which is asked of the types in another way.
#[test]
fn the_order_of_keys_knows_all_of_them() {
    let check = |keys: &[&str], schema: &Value, what: &str| {
        let known: BTreeSet<&str> =
            schema["properties"].as_object().expect("keys").keys().map(String::as_str).collect();
        assert_eq!(keys.iter().copied().collect::<BTreeSet<_>>(), known, "{what}");
    };
    for described in Described::all() {
        check(keys(described, None), &schema(described), described.word());
    }
    let annotations = schema(Described::Annotations);
    let lists = keys(Described::Annotations, None).iter().filter(|list| **list != "article");
    for list in lists {
        let item = annotations["properties"][list]["items"]["$ref"].as_str().expect("a reference");
        let item = annotations.pointer(item.trim_start_matches('#')).expect("what it leads to");
        check(keys(Described::Annotations, Some(list)), item, list);
    }
    assert_eq!(keys(Described::Record(clipsheet::parse::Kind::Company), None)[..2], ["name", "aliases"]);
}

/// The line that tells an editor which schema a file has leads to it.
#[test]
fn the_starter_names_its_schemas() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_clipsheet")).args(arguments).output().expect("the command");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let root = site.to_str().expect("UTF-8");
    run(&["init", root]);
    for kind in ["article", "company", "person", "publication", "story", "briefing", "page"] {
        run(&["new", kind, &format!("a-{kind}"), "--root", root, "--title", "It's \"new\": #1"]);
    }
    run(&["build", "--root", root]);
    let sources = clipsheet::load::scan(&site).expect("the site").value;
    let mut named = 0;
    for (path, file) in &sources.files {
        let text = file.text().expect("UTF-8");
        let Some(schema_path) =
            text.lines().next().and_then(|line| line.strip_prefix("# yaml-language-server: $schema="))
        else {
            assert_ne!(path.extension(), "yaml", "{path} names no schema");
            continue;
        };
        let target: PathBuf = site.join(path.join(schema_path).expect("inside the site").as_str());
        let word = Described::of(&role(path)).expect("described").word();
        assert_eq!(target, site.join(format!("schemas/{word}.schema.json")));
        let written: Value =
            serde_json::from_slice(&std::fs::read(&target).expect("the schema")).expect("JSON");
        assert_eq!(run(&["schema", word]), serde_json::to_string_pretty(&written).expect("JSON") + "\n");
        named += 1;
    }
    assert_eq!(named, 3, "settings, the article's annotations, and those of the new one");
    let documents = documents_of(&sources, "the new site");
    assert_eq!(documents.len(), 16);
    let Some(judged) = judged(&documents) else { return };
    assert!(judged.iter().all(Vec::is_empty), "{judged:#?}");
    assert!(sources.files.keys().all(|path| role(path) != Role::Unknown));
}
