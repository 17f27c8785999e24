//! Files that are published as they are, but for what images say besides their picture.
//!
//! In: the files of `content/static` and of bundles. Out: what of them is published, and which of them
//! are no sound images. Must not know: who may see them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::Kind;
use crate::diagnostics::{Code, Diagnostic, SourceFile};
use crate::kept::Kept;
use crate::path::SitePath;
use crate::picture::{Flaw, MANY_PIXELS, cleaned, size};
use crate::value::Id;

/// A file beside a record, published under the record's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// The kind of the record.
    pub kind: Kind,
    /// The record.
    pub id: Id,
    /// Its path in the record's folder.
    pub inside: String,
    /// The file.
    pub file: Arc<SourceFile>,
}

/// What became of each file, by its path.
pub(super) type FilesMemo = Kept<SitePath, Arc<SourceFile>, (Arc<SourceFile>, Option<Diagnostic>)>;

/// Replaces each image by what of it is published.
pub(super) fn clean(
    statics: &mut BTreeMap<String, Arc<SourceFile>>,
    bundles: &mut BTreeMap<SitePath, BundleFile>,
    memo: &mut FilesMemo,
) -> Vec<Diagnostic> {
    let all = statics.values().chain(bundles.values().map(|of| &of.file));
    let mut all: Vec<_> = all.map(|file| (file.path.clone(), file.clone())).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let made = memo.all(all, |_, file| published(file));
    let clean = |file: &mut Arc<SourceFile>| {
        if let Ok(at) = made.binary_search_by(|(path, ..)| path.cmp(&file.path))
            && let Some((_, _, (clean, _))) = made.get(at)
        {
            file.clone_from(clean);
        }
    };
    statics.values_mut().chain(bundles.values_mut().map(|of| &mut of.file)).for_each(clean);
    made.iter().filter_map(|(_, _, (_, diagnostic))| diagnostic.clone()).collect()
}

/// What of a file is published, and what is wrong with it.
pub fn published(file: &Arc<SourceFile>) -> (Arc<SourceFile>, Option<Diagnostic>) {
    let name = file.path.file_name();
    let clean = match cleaned(file.path.extension(), &file.bytes) {
        Ok(None) => file.clone(),
        Ok(Some(bytes)) => Arc::new(SourceFile::new(file.path.as_str(), bytes)),
        Err(flaw) => {
            let (message, hint) = match flaw {
                Flaw::Truncated => (
                    format!("the image `{name}` ends in the middle"),
                    "copy it anew; this happens where a download was cut off",
                ),
                Flaw::NoImage => (
                    format!("`{name}` is no image, though its name says so"),
                    "look at it in an image viewer; it may be the page of an error, or of a login, that was saved",
                ),
            };
            let broken = Diagnostic::error(Code::BrokenImage, message, file.span(0..0)).hint(hint);
            return (file.clone(), Some(broken));
        }
    };
    let large = size(&clean.bytes).filter(|size| size.pixels() > MANY_PIXELS).map(|size| {
        let (width, height, millions) = (size.width, size.height, size.pixels() / 1_000_000);
        let message = format!("the image `{name}` has {millions} megapixels ({width} × {height})");
        Diagnostic::warning(Code::LargeImage, message, file.span(0..0))
            .hint("make it smaller: no screen shows more than 20, and phones fail to open it")
    });
    (clean, large)
}
