//! What the README tells a newcomer to do works, and looks as it says.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that reads the README from the disk"
)]

mod common;

use std::path::Path;

/// A fenced block with its language, and the last path in backticks in the paragraph before it.
struct Block {
    language: String,
    path: Option<String>,
    text: String,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut before = String::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            before.push_str(line);
            before.push('\n');
            continue;
        };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let paragraph = before.trim_end().rsplit("\n\n").next().unwrap_or_default();
        let path = paragraph.split('`').rfind(|part| part.starts_with("content/")).map(str::to_string);
        blocks.push(Block { language: language.to_string(), path, text: text.join("\n") + "\n" });
        before.clear();
    }
    blocks
}

fn readme() -> Vec<Block> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let blocks = blocks(&std::fs::read_to_string(path).expect("the README"));
    assert!(blocks.len() > 8, "the blocks of the README were not found");
    blocks
}

/// The files of the five-minute walk, in order.
fn walk() -> Vec<(String, String)> {
    let is_file = |block: &Block| block.path.is_some() && block.language != "console";
    let files = readme().into_iter().take_while(|block| block.language != "text").filter(is_file);
    let files: Vec<_> = files.filter_map(|block| Some((block.path?, block.text))).collect();
    assert_eq!(files.len(), 4, "settings, a company, an article and its sidecar");
    files
}

fn sources(files: &[(String, String)]) -> clipsheet::parse::Sources {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    common::sources(&files)
}

#[test]
fn the_walk_fails_as_it_says_and_then_succeeds() {
    let mut files = walk();
    let shown = readme().into_iter().find(|block| block.language == "text").expect("the message").text;
    assert_eq!(common::report(&sources(&files)).trim_end(), shown.trim_end());
    let offered = shown.lines().last().expect("a line").trim();
    let sidecar = &mut files.last_mut().expect("the sidecar").1;
    let wrong =
        sidecar.lines().find(|line| line.contains("exact: \"We")).expect("the slip").trim().to_string();
    *sidecar = sidecar.replace(&wrong, offered);
    let sources = sources(&files);
    assert_eq!(common::report(&sources), "");
    let built = common::built(&sources).value;
    let console =
        readme().into_iter().rfind(|block| block.text.contains("records on")).expect("the lines").text;
    let files = built.tree.expect("a tree").files().size();
    let counts = format!("{} records on {} pages, ", built.records, built.pages);
    assert!(console.contains(&counts) && console.contains(&format!(" {files} files written")), "{console}");
    let page = common::page(&sources, "companies/acme/index.html");
    for shown in ["We start today, and we start small,", "at most US$5 million", "m-acme"] {
        assert!(page.contains(shown), "{shown} is not on the page of the company");
    }
}

/// The settings that the page on confidentiality shows are read, and its links into itself land.
#[test]
fn the_page_on_confidentiality_is_right() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/confidentiality.md");
    let text = std::fs::read_to_string(path).expect("the page");
    let settings = blocks(&text).into_iter().find(|block| block.language == "yaml").expect("settings").text;
    let sources = common::sources(&[
        ("content/site.yaml", &format!("title: T\n{settings}")),
        ("content/static/board/a.txt", "a"),
        (
            "content/articles/a.md",
            "---\ntitle: A\naudience: board\nembargo: 2026-05-01T09:00+10:00\n---\nText.\n",
        ),
    ]);
    for (audience, sees) in [("all", false), ("board", true)] {
        let options = clipsheet::build::Options { audience: Some(audience.into()), ..common::options() };
        let tree = common::tree(&sources, &options);
        for path in ["board/a.txt", "articles/a/index.html"] {
            assert_eq!(tree.get(path).is_some(), sees, "{path} for {audience}");
        }
    }
    assert!(
        text.contains("](#access-control-on-common-hosts)")
            && text.contains("\n## Access control on common hosts\n")
    );
}

/// Every key that the README shows for an annotation or a setting is one.
#[test]
fn the_yaml_that_is_shown_is_read() {
    let yaml: Vec<String> =
        readme().into_iter().filter(|block| block.language == "yaml").map(|block| block.text).collect();
    let annotations = yaml.iter().find(|text| text.contains("redactions:")).expect("the annotations");
    let settings = yaml.iter().find(|text| text.contains("theme_settings")).expect("the settings");
    let audiences = yaml.iter().find(|text| text.starts_with("audiences:")).expect("the audiences");
    let article = "---\ntitle: Acme\nstory: s\n---\n\"We start today\" on Friday, up to $5 million, owned by Globex. \
        It declined to comment. It is the acme of the art, the rocket maker, a secret name.\n";
    let named = |name: &str| format!("---\nname: {name}\n---\n");
    let (acme, globex, daily) = (named("Acme"), named("Globex"), named("The Daily"));
    let site = format!("{settings}{audiences}");
    let sources = common::sources(&[
        ("content/site.yaml", &site),
        ("content/articles/a.md", article),
        ("content/articles/a.yaml", annotations),
        ("content/companies/acme.md", &acme),
        ("content/companies/globex.md", &globex),
        ("content/publications/the-daily.md", &daily),
        ("content/pages/about.md", "---\ntitle: About\n---\n"),
        ("content/articles/b.md", "---\ntitle: B\n---\nWe begin today. It costs $6 million.\n"),
        (
            "content/articles/b.yaml",
            "quotes: [{id: begin, exact: We begin today, speaker: acme}]\n\
             figures: [{id: cost, exact: $6 million, company: acme, metric: plant-cost, value: 6e6, unit: USD}]\n",
        ),
        ("content/stories/s.md", "---\ntitle: S\ndocuments: [{id: opening-speech, title: Speech}]\n---\n"),
    ]);
    let options = clipsheet::build::Options { audience: Some("board".into()), ..common::options() };
    let built = clipsheet::build::build(&sources, &options, &mut clipsheet::memo::Memo::default())
        .expect("options that fit");
    assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
    let tree = built.value.tree.expect("a tree");
    assert!(
        tree.get("quotes/a/start/index.html").is_some()
            && tree.get("events/plant-opens/index.html").is_some()
    );
}
