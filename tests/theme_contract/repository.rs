//! The files of this repository that the contract is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use syn::{Arm, Expr, ImplItem, Item, Lit, Stmt};

use super::check::Contract;
use super::messages::{messages, settings};
use super::views::Views;

/// Each template that a page has, with the view that it shows as `page`.
pub const PAGES: [(&str, &str); 31] = [
    ("home.html", "HomePage"),
    ("article.html", "ArticlePage"),
    ("articles.html", "ArticlesPage"),
    ("company.html", "EntityPage"),
    ("person.html", "EntityPage"),
    ("publication.html", "EntityPage"),
    ("entities.html", "EntitiesPage"),
    ("quote.html", "QuotePage"),
    ("moved.html", "MovedPage"),
    ("quotes.html", "QuotesPage"),
    ("figure.html", "FigurePage"),
    ("figures.html", "FiguresPage"),
    ("event.html", "EventPage"),
    ("timeline.html", "TimelinePage"),
    ("topic.html", "TopicPage"),
    ("topics.html", "TopicsPage"),
    ("story.html", "StoryPage"),
    ("stories.html", "StoriesPage"),
    ("archive.html", "ArchivePage"),
    ("briefings.html", "BriefingsPage"),
    ("briefing.html", "BriefingPage"),
    ("email.html", "BriefingPage"),
    ("email.txt", "MailTextPage"),
    ("page.html", "PlainPage"),
    ("404.html", "PlainPage"),
    ("card.html", "CardPage"),
    ("feed.xml", "FeedPage"),
    ("feed.json", "TextPage"),
    ("events.ics", "TextPage"),
    ("names.js", "TextPage"),
    ("social-card.svg", "SocialCardPage"),
];

/// The templates that others extend, and the one that holds components.
pub const PARTS: [&str; 5] = ["aids.html", "base.html", "components.html", "entity.html", "tools.html"];

/// A file of the repository.
pub fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder of the repository, by name.
fn folder(path: &str) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().to_string());
    names
        .filter(|name| name.contains('.'))
        .map(|name| (name.clone(), read(&format!("{path}/{name}"))))
        .collect()
}

/// The templates of the embedded theme.
pub fn templates() -> BTreeMap<String, String> {
    folder("themes/default/templates")
}

/// What the templates of the embedded theme may use.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(read_contract);
    &CONTRACT
}

/// The same, for a test that changes it.
pub fn read_contract() -> Contract {
    let types: Vec<String> = folder("src/view/types").into_values().collect();
    Contract {
        views: Views::read(&types),
        settings: settings(&read("themes/default/theme.yaml")),
        messages: messages(&read("themes/default/i18n/en.yaml")),
    }
}

/// The source code that says messages, without its tests.
pub fn source() -> String {
    let folders = ["src/language", "src/view", "src/view/overview"];
    let files = folders.into_iter().flat_map(|path| folder(path).into_values());
    files.map(|text| text.split("#[cfg(test)]").next().unwrap_or_default().to_string()).collect()
}

/// The templates that `PagePlan::template` can give.
pub fn plan_templates() -> BTreeSet<String> {
    let file = syn::parse_file(&read("src/plan/subject.rs")).expect("Rust");
    let methods =
        file.items.into_iter().filter_map(|item| if let Item::Impl(i) = item { Some(i.items) } else { None });
    let body = methods.flatten().find_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident == "template" => Some(method.block.stmts),
        _ => None,
    });
    let arms = body.into_iter().flatten().find_map(|statement| match statement {
        Stmt::Expr(Expr::Match(found), _) => Some(found.arms),
        _ => None,
    });
    arms.expect("a match in `template`").iter().map(name).collect()
}

fn name(arm: &Arm) -> String {
    match &*arm.body {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(name) => name.value(),
            _ => panic!("a template that is no text"),
        },
        _ => panic!("a template that is no text"),
    }
}
