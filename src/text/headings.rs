//! Names of headings, so that links can lead to them.
//!
//! In: a body. Out: for each heading a name made of its words, as GitHub makes them. It is made of the
//! body as it is shown, so that a name tells nothing of what was taken out of it.

use std::collections::BTreeMap;

use super::body::{Body, TagKind, Token, is_heading};

/// What the id of a heading starts with: its words could be the id of anything else on the page.
const ID: &str = "h-";

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its name, from which its id is made.
    pub name: String,
    /// Its words.
    pub words: String,
    /// Its level, from 1 down to 6, as it is written.
    pub level: usize,
    /// The number of its token.
    pub(super) token: usize,
}

impl Body {
    /// The names of its headings, in order, each once.
    pub fn headings(&self) -> Vec<String> {
        self.outline().into_iter().map(|heading| heading.name).collect()
    }

    /// Its headings in order, with all that there is to know of them.
    pub fn outline(&self) -> Vec<Heading> {
        let mut headings: Vec<Heading> = Vec::new();
        let mut open: Option<(usize, String)> = None;
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (index, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Tag(tag) if is_heading(&tag.name) && tag.kind == TagKind::Open => {
                    open = Some((index, String::new()));
                }
                Token::Tag(tag) if is_heading(&tag.name) => {
                    let Some((token, words)) = open.take() else { continue };
                    let name = unique(slug(&words), &mut known);
                    let level = tag.name.trim_start_matches('h').parse().unwrap_or(1);
                    headings.push(Heading { name, words: words.trim().to_string(), level, token });
                }
                Token::Text(range) => {
                    if let Some((_, words)) = &mut open {
                        words.push_str(&self.text[range.clone()]);
                    }
                }
                Token::Tag(_) => {}
            }
        }
        headings
    }
}

/// The id of the heading with this name.
pub fn heading_id(name: &str) -> String {
    format!("{ID}{name}")
}

/// Words as a name: lower case, spaces to hyphens, without punctuation.
fn slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    for c in words.trim().chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' => slug.push(c),
            c if c.is_whitespace() => slug.push('-'),
            _ => {}
        }
    }
    if slug.is_empty() { "section".into() } else { slug }
}

/// The name, with a number behind it where it stood before.
fn unique(slug: String, known: &mut BTreeMap<String, usize>) -> String {
    let mut name = slug.clone();
    let mut number = known.get(&slug).copied().unwrap_or(0);
    while known.contains_key(&name) {
        number += 1;
        name = format!("{slug}-{number}");
    }
    known.insert(slug, number);
    known.entry(name.clone()).or_insert(0);
    name
}

#[cfg(test)]
mod tests {
    use crate::text::markdown;

    fn check(source: &str, expect: &[&str]) {
        assert_eq!(markdown(source, 0).headings(), expect, "{source}");
    }

    #[test]
    fn words_and_levels() {
        let headings = markdown("# A *b*\n\n### C\n\n<h2> d </h2>\n", 0).outline();
        let found: Vec<_> = headings.iter().map(|heading| (heading.words.as_str(), heading.level)).collect();
        assert_eq!(found, [("A b", 1), ("C", 3), ("d", 2)]);
    }

    #[test]
    fn names() {
        check("# How it works\n\n## A `b` & *c*!\n", &["how-it-works", "a-b--c"]);
        check("# Über Öl\n\n# 日本\n\n# ???\n", &["über-öl", "日本", "section"]);
        check("# A\n\n# A\n\n# A-1\n\n# A\n", &["a", "a-1", "a-1-1", "a-2"]);
        check("<h2>Raw</h2>\n\nno heading\n", &["raw"]);
    }
}
