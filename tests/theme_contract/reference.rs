//! The reference of `themes/README.md`: what each template sees, from the comments of the
//! source code.

use std::fmt::Write;

use super::examples::EXAMPLES;
use super::repository::{PAGES, contract, read};
use super::views::{Type, ViewField, record};

/// What the reference is written between.
pub const START: &str =
    "<!-- The rest is written by tests/theme_contract from src/view/types; do not edit it. -->\n";

/// Where it ends.
pub const END: &str = "<!-- The end of what is written by tests/theme_contract. -->\n";

/// The whole reference.
pub fn reference() -> String {
    let mut text = String::new();
    every_page(&mut text);
    pages(&mut text);
    shared(&mut text);
    components(&mut text);
    blocks(&mut text);
    text.push('\n');
    text
}

fn put(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a text takes everything");
}

fn every_page(text: &mut String) {
    put(text, "\n## What every template sees\n");
    fields(text, "", &contract().views.structs["View"].fields);
    put(text, "\nThe settings of the embedded theme:\n");
    put(text, "| setting | type |\n| --- | --- |");
    for (name, kind) in &contract().settings {
        put(text, &format!("| `theme.{name}` | {} |", words(name, kind)));
    }
}

fn pages(text: &mut String) {
    put(text, "\n## The templates, and what `page` is in each");
    let mut last = "";
    for (template, page) in PAGES {
        let view = &contract().views.structs[page];
        if page != last {
            put(text, &format!("\n### {}\n", heading(page)));
            let (_, what) = view.doc.split_once(": ").expect("templates, then what they show");
            put(text, &format!("{}\n", capital(what)));
            fields(text, "page.", &view.fields);
        }
        last = page;
        let (_, example) = EXAMPLES.iter().find(|(name, _)| *name == template).expect("an example");
        put(text, &format!("\nIn `{template}`:\n\n```jinja\n{example}\n```"));
    }
}

/// The templates that show this page.
fn heading(page: &str) -> String {
    let templates: Vec<&str> =
        PAGES.iter().filter(|(_, p)| *p == page).map(|(template, _)| *template).collect();
    templates.join(", ")
}

fn shared(text: &mut String) {
    put(text, "\n## What views are made of");
    for (name, view) in &contract().views.structs {
        if name != "View" && !contract().views.contents.contains(name) {
            put(text, &format!("\n### {name}\n\n{}\n", view.doc));
            fields(text, "", &view.fields);
        }
    }
}

fn fields(text: &mut String, prefix: &str, fields: &[ViewField]) {
    put(text, "| name | type | what it is |\n| --- | --- | --- |");
    for field in fields {
        let kind = words(&field.name, &field.kind);
        put(text, &format!("| `{prefix}{}` | {kind} | {} |", field.name, field.doc.replace('|', "\\|")));
    }
}

/// A type as a reader of the reference sees it, with a link to what it is made of.
fn words(field: &str, kind: &Type) -> String {
    match kind {
        Type::Text if field.ends_with("url") => "address".to_string(),
        Type::List(of) => format!("list of {}", words(field, of)),
        Type::Optional(of) => format!("optional {}", words(field, of)),
        Type::Record(name) if name == "Content" => "the page’s own view".to_string(),
        Type::Record(_) => format!("[{0}](#{1})", record(kind), record(kind).to_lowercase()),
        _ => super::typing::words(kind),
    }
}

/// The components with the comments that stand before them.
fn components(text: &mut String) {
    put(text, "\n## Components of the embedded theme\n");
    put(text, "| component | what it makes |\n| --- | --- |");
    for part in read("themes/default/templates/components.html").split("{#- ").skip(1) {
        let (comment, after) = part.split_once(" -#}").expect("the end of a comment");
        let definition = after.trim_start().strip_prefix("{% component ").and_then(|c| c.split_once(')'));
        if let Some((signature, _)) = definition {
            put(text, &format!("| `{signature})` | {comment} |"));
        }
    }
}

fn blocks(text: &mut String) {
    put(text, "\n## Blocks of the embedded theme\n");
    put(text, "| template | blocks |\n| --- | --- |");
    for template in ["base.html", "entity.html"] {
        let source = read(&format!("themes/default/templates/{template}"));
        let starts = source.split("block ").skip(1).filter(|after| !after.starts_with('%'));
        let mut names: Vec<String> = Vec::new();
        for name in starts.filter_map(|after| after.split([' ', '%']).next()) {
            let name = format!("`{name}`");
            if !names.contains(&name) {
                names.push(name);
            }
        }
        put(text, &format!("| `{template}` | {} |", names.join(", ")));
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
