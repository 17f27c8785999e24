//! Whether a built site has anything in it that its readers may not see.
//!
//! In: what they may not see, and the files of the site. Out: what stands where. Must not know: how
//! the site was built, and the disk.
//!
//! `words` is the form in which texts are compared, `said` lists the texts of records, `secrets` tells
//! those that are secret, `index` finds them, `decode` gets at the texts in a file, `report` tells of
//! what was found.

mod decode;
mod index;
mod report;
mod said;
mod secrets;
mod words;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use decode::{Limits, Looked, Spot};
pub use report::Audit;
pub use secrets::Secrets;

use crate::digest::Digest;
use crate::output::{OutputFile, OutputTree};
use crate::path::OutPath;
use index::Part;

/// A secret that stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Where, in the file.
    pub spot: Spot,
    /// Which part of the secret: bytes of its text.
    pub start: usize,
    pub end: usize,
}

/// A file that was searched.
#[derive(Debug)]
pub struct Searched {
    /// Its path in the output.
    pub path: String,
    /// The first place of each secret that stands in it.
    hits: BTreeMap<usize, Hit>,
    looked: Looked,
}

/// How it is said that something stands in a file's name.
const NAME: &str = "in its name";

/// What was found in one file.
#[derive(Default)]
struct Hits(BTreeMap<usize, Hit>);

impl Hits {
    fn add(&mut self, part: Part, spot: impl FnOnce() -> Spot) {
        match self.0.get_mut(&part.secret) {
            // The next words of the same passage.
            Some(hit) if part.start <= hit.end && hit.start <= part.start => hit.end = hit.end.max(part.end),
            Some(_) => {}
            None => {
                self.0.insert(part.secret, Hit { spot: spot(), start: part.start, end: part.end });
            }
        }
    }
}

impl Secrets {
    /// Searches a file of the output, and its path.
    pub fn search(&self, path: &str, bytes: &[u8], limits: Limits) -> Searched {
        let mut hits = Hits::default();
        decode::look("", path.as_bytes(), limits, &mut |view| {
            self.index.search(view, &mut |part, range| {
                let how = || [NAME].into_iter().chain(view.spot(&range).how).collect();
                hits.add(part, || Spot { how: how(), ..Spot::default() });
            });
        });
        if let Some(secret) = self.files.get(&Digest::of(bytes)) {
            hits.add(Part { secret: *secret, start: 0, end: 0 }, Spot::default);
        }
        let looked = decode::look(path, bytes, limits, &mut |view| {
            self.index.search(view, &mut |part, range| hits.add(part, || view.spot(&range)));
        });
        Searched { path: path.to_string(), hits: hits.0, looked }
    }

    /// Searches a site that has not been written.
    pub fn search_tree(&self, tree: &OutputTree, limits: Limits) -> Audit {
        let files: Vec<_> = tree.files().iter().collect();
        let search = |(path, file): &(&OutPath, &OutputFile)| self.search(path.as_str(), file, limits);
        Audit::of(self, files.par_iter().map(search).collect())
    }
}
