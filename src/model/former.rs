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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::model::records::read;

    const SIDECAR: &str = r#"article:
  title: A memo
  publication: The Wire
  published: 2026-04-2X
  retrieved: 2026-05-01T09:00:00+10:00
  authors: [Ann]
  url: https://wire.example/memo
  language: en-GB
  image: {src: /a.png, alt: A}
  topics: [cloud]
  credits: [{to: wire, how: first}]
  corrections: [{date: 2026-05, text: A slip}]
  rights: excerpt
  skip: [{until: Nobody}]
  audience: [board, all]
  embargo: 2026-05-01T09:00:00.5+10:00
  expires: 2030-01-01
quotes:
  - {id: q, exact: [She, "8.50"], in: note, via: [{source: wire, how: seen}], same_as: ["other#q"]}
events:
  - {id: e, exact: in March, date: "2026-03~/..", title: It is}
figures:
  - {id: f, exact: "8.50", company: acme, metric: m, low: 8.50, high: 9e3, unit: USD, status: denied}
relations:
  - {id: r, exact: Acme, from: acme, to: sub, kind: owner-of}
claims:
  - {id: c, exact: Acme gr, company: acme, question: q, says: it does}
notes:
  - {id: n, exact: She, text: "*Who*?"}
redactions:
  - {id: x, exact: bold, audience: board}
mentions:
  - {exact: Acme, link: false}
"#;

    const TEXT: &str = "Nobody\n\nShe said **bold** Acme grew [to](https://a.example) 8.50 in March.\n";

    fn files(text: SourceFile, sidecar: Option<&str>) -> ArticleFiles {
        let sidecar =
            sidecar.map(|sidecar| SourceFile::new("content/articles/memo.yaml", sidecar.as_bytes()));
        ArticleFiles { text: Arc::new(text), sidecar: sidecar.map(Arc::new) }
    }

    fn text(text: &str) -> SourceFile {
        SourceFile::new("content/articles/memo.md", text.as_bytes())
    }

    fn articles() -> Vec<(Id, ArticleFiles, Read)> {
        let own = "\u{FEFF}---\ntitle: Own\nskip: [{from: The end}]\n---\nOne.\n\n- Two. The end\n";
        let all = [("memo", files(text(TEXT), Some(SIDECAR))), ("own", files(text(own), None))];
        let read = |(id, files): (&str, ArticleFiles)| {
            let id = Id::parse(id).expect("an id");
            let read = read(&id, &files);
            (id, files, read)
        };
        all.into_iter().map(read).collect()
    }

    #[test]
    fn what_is_kept_is_read_as_it_was() {
        let articles = articles();
        assert_eq!(articles[0].2.diagnostics.len(), 1, "{:?}", articles[0].2.diagnostics);
        let kept = FormerArticles::default().kept(&articles).expect("bytes");
        let former = FormerArticles::open(kept.clone()).expect("articles");
        for (id, files, read) in &articles {
            let again = former.read(id, files).expect("an article");
            assert_eq!(format!("{again:?}"), format!("{read:?}"));
        }
        assert_eq!(former.kept(&articles).expect("bytes"), kept, "copied");
    }

    #[test]
    fn other_files_are_read_anew() {
        let articles = articles();
        let former = FormerArticles::open(FormerArticles::default().kept(&articles).expect("bytes"));
        let former = former.expect("articles");
        let memo = &articles[0].0;
        let elsewhere = SourceFile::new("content/articles/2026/memo.md", TEXT.as_bytes());
        for files in [
            files(text(&TEXT.replace("She", "He")), Some(SIDECAR)),
            files(text(TEXT), Some(&SIDECAR.replace("Ann", "Bob"))),
            files(text(TEXT), None),
            files(elsewhere, Some(SIDECAR)),
            articles[1].1.clone(),
        ] {
            assert!(former.read(memo, &files).is_none(), "{files:?}");
        }
        assert!(former.read(&Id::parse("memo-2").expect("an id"), &articles[0].1).is_none());
    }

    /// The file that they are in has digests; nothing must depend on that.
    #[test]
    fn any_bytes_may_be_opened() {
        let articles = articles();
        let kept = FormerArticles::default().kept(&articles).expect("bytes");
        let look = |bytes: Vec<u8>| {
            let former = FormerArticles::open(bytes)?;
            articles.iter().for_each(|(id, files, _)| drop(former.read(id, files)));
            Some(())
        };
        for at in 0..kept.len() {
            assert!(look(kept[..at].to_vec()).is_none(), "cut at {at}");
            for byte in [0, 0x7f, 0xff, kept[at] ^ 1] {
                let mut bytes = kept.clone();
                bytes[at] = byte;
                look(bytes);
            }
        }
    }
}
