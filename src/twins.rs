//! Files beside files: the same bytes, compressed, for servers that send them as they are.
//!
//! In: a tree. Out: the same with its twins. Must not know: what is in a file.

use std::collections::BTreeMap;
use std::io::Write;

use rayon::prelude::*;

use crate::digest::Digest;
use crate::output::{OutputFile, OutputTree};
use crate::parse::Encoding;
use crate::path::OutPath;

/// Files that are smaller travel in one packet as they are.
const SMALLEST: usize = 1024;

/// Of the eleven levels of Brotli; the last two take ten times as long, for a few parts in a hundred.
const BROTLI: i32 = 9;

/// Endings of files that are text, and get smaller.
const ENDINGS: [&str; 13] =
    ["html", "css", "js", "mjs", "json", "xml", "svg", "txt", "md", "csv", "ics", "webmanifest", "wasm"];

/// What is remembered: the twins of each file, by its digest.
#[derive(Debug, Default)]
pub struct TwinsMemo {
    made: BTreeMap<OutPath, (Digest, Made)>,
    /// Which twins these are.
    wanted: Vec<Encoding>,
    /// All twins of the last tree.
    all: Twins,
}

/// Twins by their paths. A file of the site's own that is called so is none.
pub type Twins = BTreeMap<OutPath, Digest>;

type Made = Vec<(OutPath, OutputFile)>;

impl TwinsMemo {
    /// The twins of the last tree, for another run.
    pub fn former(&self) -> &Twins {
        &self.all
    }

    /// Whether the twins of a file are all its own; one that a file of the site's was instead has to be made.
    pub fn has_own(former: &Twins, path: &OutPath, stands: impl Fn(&OutPath) -> Option<Digest>) -> bool {
        let mut twins = Encoding::ALL.into_iter().filter_map(|encoding| twin(path, encoding));
        twins.all(|twin| stands(&twin).is_none() || former.contains_key(&twin))
    }

    /// What another run knew: those of its twins that stand.
    pub fn recalling(mut former: Twins, stands: impl Fn(&OutPath) -> Option<Digest>) -> Self {
        former.retain(|path, digest| stands(path) == Some(*digest));
        Self { all: former, ..Self::default() }
    }
}

/// The path of the twin of a file.
pub fn twin(path: &OutPath, encoding: Encoding) -> Option<OutPath> {
    let is_text = path.as_str().rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending));
    OutPath::file(&format!("{path}.{}", encoding.as_str())).filter(|_| is_text)
}

/// Adds the twins of all files of a tree. Of a file that stands already, its twins do too.
pub fn add_twins(tree: &OutputTree, wanted: &[Encoding], memo: &mut TwinsMemo) -> OutputTree {
    let former = std::mem::take(&mut memo.all);
    if wanted.is_empty() {
        return tree.clone();
    }
    let mut before = std::mem::take(&mut memo.made);
    if memo.wanted != wanted {
        before.clear();
        memo.wanted = wanted.to_vec();
    }
    let all: Vec<(&OutPath, &OutputFile)> = tree.files().iter().collect();
    let one = |(path, file): (&OutPath, &OutputFile)| {
        let known = before.get(path).filter(|(digest, _)| *digest == file.digest());
        let made = known.map_or_else(|| made(path, file, wanted), |(_, made)| made.clone());
        (path.clone(), (file.digest(), made))
    };
    memo.made = all.into_par_iter().map(one).collect();
    let mut whole = tree.clone();
    for (path, file) in memo.made.values().flat_map(|(_, made)| made) {
        // The site may have a file of that name itself.
        if tree.get(path.as_str()).is_none() {
            memo.all.insert(path.clone(), file.digest());
            whole.update(path.clone(), Some(file.clone()));
        }
    }
    let mut standing = tree.standing().clone();
    for path in tree.standing().keys() {
        let twins = wanted.iter().filter_map(|encoding| twin(path, *encoding));
        let twins = twins.filter(|twin| tree.get(twin.as_str()).is_none());
        let twins = twins
            .filter_map(|twin| former.get_key_value(&twin))
            .map(|(path, digest)| (path.clone(), *digest));
        memo.all.extend(twins.clone());
        standing.extend(twins);
    }
    whole.with_standing(standing)
}

fn made(path: &OutPath, file: &OutputFile, wanted: &[Encoding]) -> Made {
    let twins = wanted.iter().filter(|_| file.len() >= SMALLEST);
    let one = |encoding: &Encoding| {
        let bytes = match encoding {
            Encoding::Gz => gzip(file),
            Encoding::Br => brotli(file),
        };
        let bytes = bytes.ok().filter(|bytes| bytes.len() < file.len())?;
        Some((twin(path, *encoding)?, OutputFile::new(bytes.into())))
    };
    twins.filter_map(one).collect()
}

/// Without a time and a name, so that the same bytes give the same.
fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: BROTLI, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
    Ok(packed)
}
