//! The contract between themes and views: every variable of every template of the embedded
//! theme exists, in every branch, also in those that no page takes.
//!
//! The views are read from `src/view/types`, the templates from `themes/default`. The
//! reference in `themes/README.md` is written from the same types: `UPDATE_EXPECT=1`.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that reads the source code"
)]

mod check;
#[path = "../common/mod.rs"]
mod common;
mod examples;
mod lexer;
mod messages;
mod mistakes;
mod parser;
mod readme;
mod reference;
mod repository;
mod syntax;
mod typing;
mod views;

use std::collections::BTreeSet;

use check::Checker;
use messages::{BUILT_KEYS, is_said_by, said};
use repository::{PAGES, PARTS, contract, plan_templates, source, templates};
use views::{Type, record};

/// Fields that no template of the embedded theme uses, with the reason why they are there.
const FOR_OTHER_THEMES: [(&str, &str, &str); 4] = [
    ("ArticlesPage", "subject", "the embedded theme has it among the breadcrumbs"),
    ("FigureCard", "status", "a class in HTML: a theme may colour what is denied or planned"),
    ("TimelinePage", "subject", "the embedded theme has it in the title; another may link to it"),
    ("FeedEntry", "image_url", "in the feed as JSON, which has a place for it; Atom has none of its own"),
];

/// The embedded theme, gone through as a whole.
fn checked(contract: &check::Contract) -> Checker<'_> {
    let mut checker = Checker::new(contract, &templates());
    for (template, page) in PAGES {
        checker.page(template, page);
    }
    checker
}

#[test]
fn templates_use_what_their_views_have() {
    let contract = contract();
    let mistakes: Vec<String> = checked(contract).mistakes.iter().map(ToString::to_string).collect();
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

#[test]
fn every_template_has_its_view() {
    let mapped: BTreeSet<String> = PAGES.iter().map(|(template, _)| template.to_string()).collect();
    assert_eq!(mapped, plan_templates(), "those that src/plan/subject.rs names");
    let parts = PARTS.into_iter().map(str::to_string);
    assert_eq!(
        mapped.iter().cloned().chain(parts).collect::<BTreeSet<_>>(),
        templates().into_keys().collect()
    );
    let contract = contract();
    let shown: BTreeSet<&str> = PAGES.iter().map(|(_, page)| *page).collect();
    assert_eq!(shown, contract.views.contents.iter().map(String::as_str).collect());
    for (name, view) in &contract.views.structs {
        let known = |kind: &Type| contract.views.structs.contains_key(record(kind));
        let unknown =
            view.fields.iter().find(|f| !matches!(record(&f.kind), "" | "Content") && !known(&f.kind));
        assert!(unknown.is_none(), "a field of {name} is of no type that is known");
        let of_page: Vec<String> =
            PAGES.iter().filter(|(_, p)| p == name).map(|(t, _)| format!("`{t}`")).collect();
        let missing = of_page.iter().find(|template| !view.doc.contains(template.as_str()));
        assert!(missing.is_none(), "the comment of {name} does not name {missing:?}");
    }
}

#[test]
fn every_field_says_what_it_is() {
    for (name, view) in &contract().views.structs {
        assert!(view.doc.ends_with('.'), "{name} has no comment that is a sentence");
        for field in &view.fields {
            assert!(field.doc.ends_with('.') || field.doc.ends_with('…'), "{name}.{}", field.name);
        }
    }
}

#[test]
fn every_field_setting_and_component_is_used() {
    let contract = contract();
    let checker = checked(contract);
    let mut unused = Vec::new();
    for (name, view) in &contract.views.structs {
        for field in &view.fields {
            let used = checker.used.fields.contains(&(name.clone(), field.name.clone()));
            let listed = FOR_OTHER_THEMES.iter().any(|(s, f, _)| s == name && *f == field.name);
            if used == listed {
                unused.push(format!(
                    "{name}.{} ({})",
                    field.name,
                    if used { "used, but listed" } else { "unused" }
                ));
            }
        }
    }
    unused.extend(contract.settings.keys().filter(|s| !checker.used.settings.contains(*s)).cloned());
    unused.extend(checker.components().filter(|c| !checker.used.components.contains(*c)).cloned());
    assert!(unused.is_empty(), "\n{}", unused.join("\n"));
}

#[test]
fn every_message_is_said() {
    let contract = contract();
    let checker = checked(contract);
    let source = source();
    let dead: Vec<&String> = contract
        .messages
        .keys()
        .filter(|key| !checker.used.messages.contains(*key) && !is_said_by(&source, key))
        .collect();
    assert!(dead.is_empty(), "no template and no source file says {dead:?}");
    let missing: Vec<String> =
        said(&source).into_iter().filter(|key| !contract.messages.contains_key(key)).collect();
    assert!(missing.is_empty(), "en.yaml does not have {missing:?}");
    let not_built = BUILT_KEYS.iter().find(|start| !source.contains(&format!("\"{start}{{")));
    assert_eq!(not_built, None, "the program builds no such keys any more");
}
