//! Files of a theme under names that tell their content, so that browsers may keep them for ever.
//!
//! In: the theme's files and templates. Out: what each file is published as. Must not know: pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostics::SourceFile;

/// The filter by which a template names such a file.
pub(super) const FILTER: &str = "fingerprint";

/// How many digits of the digest stand in a name: enough that no two contents of one file share them.
const DIGITS: usize = 12;

/// The theme's files as they are published.
#[derive(Default)]
pub(super) struct Assets {
    /// The files, by their path below `theme/`.
    pub files: BTreeMap<String, Arc<SourceFile>>,
    /// The new name of each file that templates name by the filter.
    pub names: BTreeMap<String, String>,
}

/// Names the files that templates ask for by the filter. Under its own name such a file is published too only
/// where a template, a style sheet or a script names it without.
pub(super) fn named(
    statics: BTreeMap<String, Arc<SourceFile>>,
    templates: &BTreeMap<String, Arc<SourceFile>>,
) -> Assets {
    let texts: Vec<&str> = templates.values().filter_map(|file| file.text().ok()).collect();
    let asked: Vec<&str> = texts.iter().flat_map(|text| asked_for(text)).collect();
    let mut assets = Assets::default();
    for (path, file) in &statics {
        let times = asked.iter().filter(|name| *name == path).count();
        if times == 0 {
            assets.files.insert(path.clone(), file.clone());
            continue;
        }
        let name = with_digest(path, &file.digest.to_string());
        let in_templates: usize = texts.iter().map(|text| text.matches(path.as_str()).count()).sum();
        if in_templates > times || is_named_by_another(path, &statics) {
            assets.files.insert(path.clone(), file.clone());
        }
        assets.files.insert(name.clone(), file.clone());
        assets.names.insert(path.clone(), name);
    }
    assets
}

/// `style.css` with the start of its digest: `style.3f2a90c1b7de.css`.
fn with_digest(path: &str, digest: &str) -> String {
    let digits = digest.get(..DIGITS).unwrap_or(digest);
    let (folder, name) =
        path.rsplit_once('/').map_or(("", path), |(_, name)| (&path[..path.len() - name.len()], name));
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{folder}{stem}.{digits}.{ending}"),
        None => format!("{folder}{name}.{digits}"),
    }
}

/// What stands in quotation marks before the filter.
fn asked_for(text: &str) -> Vec<&str> {
    let before = text.match_indices(FILTER).map(|(at, _)| text[..at].trim_end());
    let quoted = before.filter_map(|before| {
        let before = before.strip_suffix('|')?.trim_end();
        let quote = before.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
        before.strip_suffix(quote)?.rsplit_once(quote).map(|(_, name)| name)
    });
    quoted.collect()
}

/// Whether a style sheet or a script names it.
fn is_named_by_another(path: &str, statics: &BTreeMap<String, Arc<SourceFile>>) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_code = |path: &str| [".css", ".js", ".mjs"].iter().any(|ending| path.ends_with(ending));
    let others = statics.iter().filter(|(other, _)| *other != path && is_code(other));
    others.filter_map(|(_, file)| file.text().ok()).any(|text| text.contains(name))
}

/// The published names, for telling hosts which files never change.
pub(super) fn lasting(names: &BTreeMap<String, String>) -> BTreeSet<String> {
    names.values().map(|name| format!("theme/{name}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, Arc<SourceFile>> {
        let file = |(path, text): &(&str, &str)| {
            (path.to_string(), Arc::new(SourceFile::new(path, text.as_bytes())))
        };
        files.iter().map(file).collect()
    }

    fn published(statics: &[(&str, &str)], template: &str) -> Vec<String> {
        let assets = named(files(statics), &files(&[("t", template)]));
        let short = |name: &String| {
            name.split('.')
                .map(|part| if part.len() == DIGITS { "#" } else { part })
                .collect::<Vec<_>>()
                .join(".")
        };
        let mut names: Vec<String> = assets.files.keys().map(short).collect();
        names.sort_by_key(|name| name.replace('#', "~"));
        names
    }

    #[test]
    fn a_file_has_the_name_by_which_it_is_asked_for() {
        let style = [("a/style.css", "p {}"), ("x.js", "")];
        assert_eq!(published(&style, "{{ 'a/style.css' | fingerprint }}"), ["a/style.#.css", "x.js"]);
        assert_eq!(published(&style, "/a/style.css"), ["a/style.css", "x.js"]);
        assert_eq!(
            published(&style, "{{ \"a/style.css\"|fingerprint }} {{ site.theme_url }}/a/style.css"),
            ["a/style.css", "a/style.#.css", "x.js"]
        );
        let imported = [("base.css", ""), ("style.css", "@import \"base.css\";")];
        let both = "{{ \"base.css\" | fingerprint }} {{ \"style.css\" | fingerprint }}";
        assert_eq!(published(&imported, both), ["base.css", "base.#.css", "style.#.css"]);
    }

    #[test]
    fn other_content_has_another_name() {
        let name =
            |text| named(files(&[("s.css", text)]), &files(&[("t", "{{ 's.css' | fingerprint }}")])).names;
        assert_eq!(name("a"), name("a"));
        assert_ne!(name("a"), name("b"));
    }
}
