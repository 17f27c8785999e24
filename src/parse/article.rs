//! One file to one record; one article and its sidecar to one article.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::front_matter::{DESCRIPTION, Origin, split, text_of};
use super::record::ArticleMeta;
use super::sidecar::Sidecar;
use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile};
use crate::text::{Body, markdown, plain_text};
use crate::value::Id;
use crate::yaml::Document;

/// A record: its front matter, and its body as Markdown.
#[derive(Clone, Debug)]
pub struct Entry<M> {
    /// Its id.
    pub id: Id,
    /// Where its front matter stands.
    pub origin: Origin,
    /// The file that its body is in.
    pub text_file: Arc<SourceFile>,
    /// Its front matter.
    pub meta: M,
    /// Its body, shared by what later stages make of the record.
    pub body: Arc<Body>,
}

/// The files of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFiles {
    /// Its text.
    pub text: Arc<SourceFile>,
    /// Its annotations, where it has some.
    pub sidecar: Option<Arc<SourceFile>>,
}

/// An article as its own two files tell it, before its annotations are anchored.
#[derive(Clone, Debug)]
pub struct RawArticle {
    /// The record.
    pub entry: Entry<ArticleMeta>,
    /// The annotations as written.
    pub sidecar: Sidecar,
    /// Where the sidecar stands; without one, the article itself.
    pub sidecar_origin: Origin,
}

/// Reads a record with front matter and a Markdown body.
pub fn parse_entry<M: DeserializeOwned>(id: Id, file: &Arc<SourceFile>) -> Checked<Option<Entry<M>>> {
    let (yaml, body) = match split(file) {
        Ok(parts) => parts,
        Err(diagnostic) => return failed(diagnostic),
    };
    let Some(yaml) = yaml else { return failed(without_front_matter(file)) };
    let origin = Origin::new(file.clone(), yaml, "");
    let body = Arc::new(body_of(file, body));
    read::<M>(&origin).map(|meta| Entry { id, origin, text_file: file.clone(), meta, body })
}

fn without_front_matter(file: &SourceFile) -> Diagnostic {
    let sidecar = match file.path.extension() {
        "txt" => "; or describe the clipping under `article:` in its sidecar",
        _ => "",
    };
    let message = "this file has no front matter";
    Diagnostic::error(Code::MissingKey, message, file.span(0..0)).hint(format!(
        "start it with three lines: `---`, then `title: …` (or `name: …`), then `---`{sidecar}"
    ))
}

/// Reads an article and its sidecar.
pub fn parse_article(id: Id, files: &ArticleFiles) -> Checked<Option<RawArticle>> {
    let mut diagnostics = Vec::new();
    let file = &files.text;
    let (sidecar, sidecar_origin) = match &files.sidecar {
        Some(file) => match sidecar(file).keep(&mut diagnostics) {
            Some(found) => found,
            None => return Checked { value: None, diagnostics },
        },
        None => (Sidecar::default(), Origin::new(file.clone(), 0..0, "")),
    };
    // Looking for the key is only worth it where the sidecar has mistakes.
    let described = sidecar.article.is_some() || !diagnostics.is_empty() && sidecar_origin.has(DESCRIPTION);
    let entry = if described {
        described_by_sidecar(id, file, &sidecar, &sidecar_origin)
    } else {
        parse_entry::<ArticleMeta>(id, file)
    };
    let entry = entry.keep(&mut diagnostics);
    let value = entry.map(|entry| RawArticle { entry, sidecar, sidecar_origin });
    Checked { value, diagnostics }
}

fn sidecar(file: &Arc<SourceFile>) -> Checked<Option<(Sidecar, Origin)>> {
    match text_of(file) {
        Err(diagnostic) => failed(diagnostic),
        Ok((_, offset)) => {
            let origin = Origin::new(file.clone(), offset..file.bytes.len(), "");
            read::<Sidecar>(&origin).map(|sidecar| (sidecar, origin))
        }
    }
}

/// An article whose metadata stand in its sidecar: nothing in its file is front matter,
/// so that a clipping may start with any line.
fn described_by_sidecar(
    id: Id,
    file: &Arc<SourceFile>,
    sidecar: &Sidecar,
    origin: &Origin,
) -> Checked<Option<Entry<ArticleMeta>>> {
    let Some(meta) = sidecar.article.clone() else { return Checked::fine(None) };
    let offset = match text_of(file) {
        Ok((_, offset)) => offset,
        Err(diagnostic) => return failed(diagnostic),
    };
    if has_front_matter(file) {
        let both = Diagnostic::error(
            Code::DuplicateKey,
            "this article has front matter, and its sidecar describes it too",
            origin.key(DESCRIPTION),
        )
        .related(file.span(offset..offset + 3), "the front matter is here")
        .hint("keep the metadata in one of the two places");
        return failed(both);
    }
    let body = Arc::new(body_of(file, offset..file.bytes.len()));
    Checked::fine(Some(Entry { id, origin: origin.below(DESCRIPTION), text_file: file.clone(), meta, body }))
}

/// Whether the file starts with front matter: in plain text two rules may also stand
/// around something else, so there it must name a title.
fn has_front_matter(file: &SourceFile) -> bool {
    let Ok((Some(yaml), _)) = split(file) else { return false };
    let yaml = file.bytes.get(yaml).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    file.path.extension() == "md" || yaml.lines().any(|line| line.starts_with("title:"))
}

fn body_of(file: &SourceFile, range: std::ops::Range<usize>) -> Body {
    let text = file.bytes.get(range.clone()).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let text = text.unwrap_or_default();
    match file.path.extension() {
        "txt" => plain_text(text, range.start),
        _ => markdown(text, range.start),
    }
}

fn read<T: DeserializeOwned>(origin: &Origin) -> Checked<Option<T>> {
    origin.document().map_or(Checked::fine(None), |document: Document<'_>| document.read())
}

fn failed<T>(diagnostic: Diagnostic) -> Checked<Option<T>> {
    Checked { value: None, diagnostics: vec![diagnostic] }
}
