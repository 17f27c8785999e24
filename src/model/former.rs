//! Articles as another run of clipsheet read and anchored them.
//!
//! In: what was made of articles' files, or the bytes that another run made of that. Out: the other of the
//! two, for articles whose files are the same. Must not know: where the bytes lie meanwhile.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::records::Read;
use crate::anchor::{Annotations, Article};
use crate::diagnostics::{Checked, Diagnostic};
use crate::digest::Digest;
use crate::parse::{ArticleFiles, ArticleMeta, DESCRIPTION, Entry, Origin};
use crate::text::Body;
use crate::value::Id;

/// The articles of another run, each still as bytes: most of the work is to make them articles again, and
/// that is done by many threads, and only for articles whose files are the same.
#[derive(Debug, Default)]
pub struct FormerArticles {
    /// For each article the digest of its files, and where its bytes are.
    index: BTreeMap<Id, (Digest, Range<usize>)>,
    bytes: Vec<u8>,
}

/// What is kept of an article, which is all but its files: what is wrong with it, its front matter and body,
/// its annotations, where the front matter is if not in the sidecar, where the annotations are, and
/// whether these name annotations.
type Parts = (Vec<Diagnostic>, ArticleMeta, Body, Annotations, Option<Range<usize>>, Range<usize>, bool);

impl FormerArticles {
    /// From the bytes that `kept` gave; nothing where it gave others.
    pub fn open(bytes: Vec<u8>) -> Option<Self> {
        let mut rest = bytes.as_slice();
        let lengths: Vec<(Id, Digest, u32)> = borsh::BorshDeserialize::deserialize(&mut rest).ok()?;
        let mut at = bytes.len() - rest.len();
        let mut index = BTreeMap::new();
        for (id, files, length) in lengths {
            let end = at.checked_add(usize::try_from(length).ok()?)?;
            index.insert(id, (files, at..end));
            at = end;
        }
        (at == bytes.len()).then_some(Self { index, bytes })
    }

    /// The bytes of an article, if it had files with this digest.
    fn bytes(&self, id: &Id, files: Digest) -> Option<&[u8]> {
        let (_, range) = self.index.get(id).filter(|(of, _)| *of == files)?;
        self.bytes.get(range.clone())
    }

    /// What became of these files, if they are those of the other run.
    pub fn read(&self, id: &Id, files: &ArticleFiles) -> Option<Read> {
        // Without a former run no digest is worth its time.
        let bytes = (!self.index.is_empty()).then(|| self.bytes(id, digest_of(files)))??;
        let parts: Parts = borsh::from_slice(bytes).ok()?;
        let (diagnostics, meta, body, annotations, front_matter, sidecar, refers_to_articles) = parts;
        let sidecar = Origin::new(files.sidecar.as_ref().unwrap_or(&files.text).clone(), sidecar, "");
        let origin = match front_matter {
            Some(yaml) => Origin::new(files.text.clone(), yaml, ""),
            None => sidecar.below(DESCRIPTION),
        };
        let (text_file, body) = (files.text.clone(), Arc::new(body));
        let entry = Entry { id: id.clone(), origin, text_file, meta, body };
        let article = Arc::new(Article { entry, annotations, sidecar, refers_to_articles });
        Some(Arc::new(Checked { value: Some(article), diagnostics }))
    }

    /// The bytes for another run of these articles; those that were the same in this one are copied.
    ///
    /// # Errors
    ///
    /// Where something is longer than 4 GB.
    pub fn kept<'a>(&'a self, articles: &'a [(Id, ArticleFiles, Read)]) -> io::Result<Vec<u8>> {
        let one = |(id, files, read): &'a (Id, ArticleFiles, Read)| {
            let article = read.value.as_ref()?;
            let digest = digest_of(files);
            let bytes = match self.bytes(id, digest) {
                Some(bytes) => Ok(Cow::Borrowed(bytes)),
                None => bytes_of(article, &read.diagnostics).map(Cow::Owned),
            };
            Some(bytes.map(|bytes| (id, digest, bytes)))
        };
        let all: Vec<(&Id, Digest, Cow<'a, [u8]>)> =
            articles.par_iter().filter_map(one).collect::<io::Result<_>>()?;
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(io::Error::other);
        let lengths = all.iter().map(|(id, files, bytes)| Ok((id, files, length(bytes)?)));
        let mut bytes = borsh::to_vec(&lengths.collect::<io::Result<Vec<_>>>()?)?;
        bytes.reserve_exact(all.iter().map(|(.., bytes)| bytes.len()).sum());
        all.iter().for_each(|(.., one)| bytes.extend_from_slice(one));
        Ok(bytes)
    }
}

/// The digest of all that decides on what is read, but for the id.
fn digest_of(files: &ArticleFiles) -> Digest {
    let one = |file: &crate::diagnostics::SourceFile| (file.path.clone(), file.digest);
    Digest::of_value(&(one(&files.text), files.sidecar.as_deref().map(one)))
}

/// The bytes that `FormerArticles::read` makes an article of.
fn bytes_of(article: &Article, diagnostics: &[Diagnostic]) -> io::Result<Vec<u8>> {
    let Article { entry, annotations, sidecar, refers_to_articles } = article;
    let front_matter = (!entry.origin.is_description()).then(|| entry.origin.yaml());
    let parts = (
        diagnostics,
        &entry.meta,
        &*entry.body,
        annotations,
        front_matter,
        sidecar.yaml(),
        refers_to_articles,
    );
    borsh::to_vec(&parts)
}

impl Article {
    /// The digest of all that it says, and of the files that say it; nothing where that is longer than any
    /// article.
    pub(super) fn digest(&self) -> Option<Digest> {
        let Article { entry, annotations, sidecar, refers_to_articles: _ } = self;
        let of_file = |file: &crate::diagnostics::SourceFile| (file.path.clone(), file.digest);
        let files = (of_file(&entry.text_file), of_file(&sidecar.file));
        let all = (&entry.id, files, &entry.meta, &*entry.body, annotations);
        borsh::to_vec(&all).ok().map(|bytes| Digest::of(&bytes))
    }
}
