//! `themes/README.md` is true: its examples build, and its reference is that of the views.

use std::collections::BTreeMap;

use super::check::{Checker, Contract};
use super::common;
use super::examples::EXAMPLES;
use super::messages::settings;
use super::mistakes::said_of;
use super::reference::{END, START, reference};
use super::repository::{PAGES, read, read_contract, templates};

const README: &str = "themes/README.md";

/// A site with a page of each kind, without its settings.
const CONTENT: [(&str, &str); 7] = [
    (
        "content/articles/a.md",
        "---\ntitle: Acme opens a plant\npublished: 2026-04-12\npublication: The Paper\ntopics: [plants]\n---\nT.\n\n\
         Ann said: \"We start today.\" It cost $5 million. Acme opened it last week.\n",
    ),
    (
        "content/articles/a.yaml",
        "quotes: [{id: q, exact: We start today., speaker: ann}]\n\
         figures: [{id: f, exact: $5 million, company: acme, metric: cost, value: 5e6, unit: USD}]\n\
         events: [{id: e, exact: last week, date: 2026-04-06/2026-04-12, title: The plant opens, entities: [acme]}]\n",
    ),
    ("content/companies/acme.md", "---\nname: Acme\nsector: Plants\n---\nText.\n"),
    ("content/people/ann.md", "---\nname: Ann\nroles: [{title: Head, at: acme}]\n---\nText.\n"),
    ("content/publications/paper.md", "---\nname: The Paper\n---\nText.\n"),
    ("content/pages/about.md", "---\ntitle: About\n---\nText.\n"),
    ("content/static/x.txt", "x"),
];

/// Settings that this content needs.
const SETTINGS: &str = "metrics: {cost: {label: Cost, unit: USD}}\ntopics: {plants: Plants}\n";

/// The pages of this content with these files over it, as one text for each path.
fn pages(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = CONTENT.map(|(p, text)| (p.to_string(), text.to_string())).into();
    all.extend(files.clone());
    all.entry("content/site.yaml".to_string()).or_insert("title: T\n".to_string()).push_str(SETTINGS);
    let all: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let sources = common::sources(&all);
    let built = common::built(&sources);
    // Rendering what is wrong would build the site again.
    assert!(built.diagnostics.is_empty(), "{}", common::report(&sources));
    let tree = built.value.tree.expect("a tree");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_string();
    tree.files().iter().map(|(path, file)| (path.to_string(), text(file.as_ref()))).collect()
}

/// The files of the README's code blocks under a heading: a line with nothing but a path
/// in backticks and a colon, and the block after it. Without settings among them, the site
/// has the theme that the files are of.
fn files_under(heading: &str) -> BTreeMap<String, String> {
    let readme = read(README);
    let section = readme.split("\n## ").find(|section| section.starts_with(heading)).expect(heading);
    let mut files = BTreeMap::new();
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        let Some(path) = line.strip_prefix('`').and_then(|line| line.strip_suffix("`:")) else { continue };
        let block = lines.by_ref().skip_while(|line| !line.starts_with("```")).skip(1);
        let block: Vec<&str> = block.take_while(|line| !line.starts_with("```")).collect();
        files.insert(path.to_string(), block.join("\n") + "\n");
    }
    let theme = files.keys().find_map(|path| path.strip_prefix("themes/")?.split('/').next());
    let settings = format!("title: T\ntheme: {}\n", theme.expect("files of a theme"));
    files.entry("content/site.yaml".to_string()).or_insert(settings);
    files
}

#[test]
fn one_file_of_ones_own() {
    let pages = pages(&files_under("Change one file"));
    assert!(pages["404.html"].contains("<h1>Gone</h1>"));
    assert!(pages["index.html"].contains("class=\"front\""), "all other pages stay as they are");
}

#[test]
fn a_theme_that_extends_another() {
    let pages = pages(&files_under("Make a theme"));
    let home = &pages["index.html"];
    assert!(home.contains("Printed on recycled electrons") && home.contains("class=\"front\""), "{home}");
    assert!(
        home.contains("theme/style.") && !home.contains("theme/style.css") && home.contains("theme/mine."),
        "{home}"
    );
    let mine = pages.iter().find(|(path, _)| path.starts_with("theme/mine.")).expect("the style sheet");
    assert!(mine.1.contains("--accent") && home.contains(mine.0.as_str()));
}

#[test]
fn components_are_defined_anew() {
    let pages = pages(&files_under("Components"));
    assert!(pages["articles/a/index.html"].contains("<data value=\"2026-04-12\">"));
}

#[test]
fn words_are_said_otherwise() {
    let pages = pages(&files_under("Words"));
    assert!(pages["index.html"].contains("Mais recentes"));
    assert!(pages["articles/index.html"].contains("1 artigo"));
    assert!(pages["articles/a/index.html"].contains("12 de abril de 2026"));
}

#[test]
fn the_tiny_theme_is_complete() {
    let files = files_under("A whole theme");
    let pages = pages(&files);
    let home = &pages["index.html"];
    assert!(home.contains("<h1>The Tiny Paper</h1>") && home.contains("Acme opens a plant"), "{home}");
    assert!(home.contains("1 story"), "{home}");
    for path in pages.keys().filter(|path| path.ends_with(".html")) {
        assert!(pages[path].contains("theme/tiny."), "{path} is not of this theme");
    }
    assert!(!home.contains("style."));
    // The checker sees what no page of this small site shows.
    for (template, page) in [("base.html", "PlainPage"), ("home.html", "HomePage")] {
        assert_eq!(said_of_theme(&files, template, page), "");
    }
}

/// What the checker says of a template of this theme, with all that the theme changes.
fn said_of_theme(files: &BTreeMap<String, String>, template: &str, page: &str) -> String {
    let mut texts = templates();
    let own = files.iter().filter_map(|(p, text)| Some((p.strip_prefix("themes/tiny/templates/")?, text)));
    texts.extend(own.map(|(name, text)| (name.to_string(), text.clone())));
    let settings = settings(&files["themes/tiny/theme.yaml"]);
    let contract = Contract { settings, ..read_contract() };
    let mut checker = Checker::new(&contract, &texts);
    checker.page(template, page);
    checker.mistakes.iter().map(|mistake| format!("{mistake}\n")).collect()
}

#[test]
fn every_template_has_an_example_that_builds() {
    let named: Vec<&str> = EXAMPLES.iter().map(|(template, _)| *template).collect();
    assert_eq!(named, PAGES.map(|(template, _)| template));
    let mut files = BTreeMap::new();
    for ((template, example), (_, page)) in EXAMPLES.iter().zip(PAGES) {
        assert_eq!(said_of(page, example), "", "{template}");
        files.insert(format!("themes/default/templates/{template}"), example.to_string());
    }
    assert!(pages(&files)["companies/acme/index.html"].contains("<p>Plants</p>"));
}

#[test]
fn the_reference_is_that_of_the_views() {
    let readme = read(README);
    let (before, after) = readme.split_once(START).expect("the marker where the reference starts");
    let (old, after) = after.split_once(END).expect("the marker where the reference ends");
    let new = reference();
    if std::env::var("UPDATE_EXPECT").is_ok() && old != new {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(README);
        std::fs::write(path, format!("{before}{START}{new}{END}{after}")).expect("the README");
        return;
    }
    let differs = old.lines().zip(new.lines()).find(|(old, new)| old != new);
    assert_eq!(differs, None, "run with UPDATE_EXPECT=1");
    assert_eq!(old.len(), new.len(), "run with UPDATE_EXPECT=1");
}
