//! What each file of the content folder is, told from its path alone.

use crate::path::SitePath;

/// The folder that holds the content.
pub const CONTENT: &str = "content";

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `articles/`
    Article,
    /// `companies/`
    Company,
    /// `people/`
    Person,
    /// `publications/`
    Publication,
    /// `stories/`
    Story,
    /// `briefings/`
    Briefing,
    /// `pages/`
    Page,
}

impl Kind {
    /// The folder, and the first part of the address.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Article => "articles",
            Kind::Company => "companies",
            Kind::Person => "people",
            Kind::Publication => "publications",
            Kind::Story => "stories",
            Kind::Briefing => "briefings",
            Kind::Page => "pages",
        }
    }

    /// The kind in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Article => "an article",
            Kind::Company => "a company",
            Kind::Person => "a person",
            Kind::Publication => "a publication",
            Kind::Story => "a story",
            Kind::Briefing => "a briefing",
            Kind::Page => "a page",
        }
    }

    /// The kind without an article: `company`.
    pub fn word(self) -> &'static str {
        self.noun().rsplit(' ').next().unwrap_or_default()
    }

    /// All kinds.
    pub const ALL: [Kind; 7] = [
        Kind::Article,
        Kind::Company,
        Kind::Person,
        Kind::Publication,
        Kind::Story,
        Kind::Briefing,
        Kind::Page,
    ];
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role<'a> {
    /// The settings.
    Settings,
    /// A record of this kind with this id.
    Record(Kind, &'a str),
    /// The sidecar of the article with this id.
    Sidecar(&'a str),
    /// A file that is copied to this path.
    Static(&'a str),
    /// A file of a theme.
    Theme,
    /// None of these.
    Unknown,
}

/// Endings of records that were written otherwise, which nobody means to publish as they are.
const MISNAMED: [&str; 4] = ["yml", "yaml", "markdown", "mdown"];

/// The folder of a bundle, if the file at `path` makes it one: a record `index` in a folder of its own.
pub fn bundle(path: &SitePath) -> Option<(&str, Kind, &str)> {
    let Role::Record(kind, id) = role(path) else { return None };
    let stem = path.file_name().rsplit_once('.').map(|(stem, _)| stem);
    let is_bundle = stem == Some("index") && path.folder() != format!("{CONTENT}/{}", kind.folder());
    is_bundle.then(|| (path.folder(), kind, id))
}

/// Whether the file at `path`, which is no record, may belong to a bundle.
pub fn may_be_in_bundle(path: &SitePath) -> bool {
    !MISNAMED.contains(&path.extension())
}

/// What the file at `path` is.
pub fn role(path: &SitePath) -> Role<'_> {
    let path = path.as_str();
    if path.starts_with("themes/") {
        return Role::Theme;
    }
    let Some(inside) = path.strip_prefix("content/") else { return Role::Unknown };
    if inside == "site.yaml" {
        return Role::Settings;
    }
    let Some((folder, rest)) = inside.split_once('/') else { return Role::Unknown };
    if folder == "static" {
        return Role::Static(rest);
    }
    let Some(kind) = Kind::ALL.into_iter().find(|k| k.folder() == folder) else { return Role::Unknown };
    let (above, name) = rest.rsplit_once('/').unwrap_or(("", rest));
    let Some((stem, extension)) = name.rsplit_once('.') else { return Role::Unknown };
    let bundle = above.rsplit('/').next().filter(|b| !b.is_empty());
    let id = if stem == "index" { bundle.unwrap_or(stem) } else { stem };
    match (kind, extension) {
        (_, "md") => Role::Record(kind, id),
        (Kind::Article, "txt") => Role::Record(kind, id),
        (Kind::Article, "yaml") => Role::Sidecar(id),
        _ => Role::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expect: Role<'_>) {
        assert_eq!(role(&SitePath::new(path)), expect, "{path}");
    }

    #[test]
    fn roles() {
        check("content/site.yaml", Role::Settings);
        check("content/articles/a.md", Role::Record(Kind::Article, "a"));
        check("content/articles/2026/04/a.txt", Role::Record(Kind::Article, "a"));
        check("content/articles/2026/04/a.yaml", Role::Sidecar("a"));
        check("content/articles/a/index.md", Role::Record(Kind::Article, "a"));
        check("content/articles/a/index.yaml", Role::Sidecar("a"));
        check("content/articles/index.md", Role::Record(Kind::Article, "index"));
        check("content/articles/v1.2.md", Role::Record(Kind::Article, "v1.2"));
        check("content/companies/b.md", Role::Record(Kind::Company, "b"));
        check("content/companies/b.txt", Role::Unknown);
        check("content/companies/b.yaml", Role::Unknown);
        check("content/static/x/y.png", Role::Static("x/y.png"));
        check("content/articles/a.yml", Role::Unknown);
        check("content/notes.txt", Role::Unknown);
        check("themes/default/theme.yaml", Role::Theme);
    }
}
