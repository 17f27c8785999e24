//! The file of a cache: sections, each with its digest, so that one can be read alone.
//!
//! In: bytes. Out: the same bytes, or nothing where one of them is another. Must not know: what they mean.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::digest::Digest;

const MAGIC: &[u8; 16] = b"clipsheet cache\n";

/// How many sections there are, and which is which.
const SECTIONS: usize = 3;
pub(super) const HEAD: usize = 0;
pub(super) const ARTICLES: usize = 1;
pub(super) const PAGES: usize = 2;

/// The length and the digest of a section, as they are told before it.
const TOLD: usize = 8 + 32;

/// The magic, the digest of the program, and what is told of each section.
const START: usize = 16 + 32 + SECTIONS * TOLD;

/// A file that is open.
#[derive(Debug)]
pub(super) struct Sections {
    file: File,
    sections: [Section; SECTIONS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Section {
    at: u64,
    length: usize,
    digest: [u8; 32],
}

/// Writes all of a file.
pub(super) fn write(file: &mut impl Write, program: Digest, sections: [&[u8]; SECTIONS]) -> io::Result<()> {
    let mut start = Vec::with_capacity(START);
    start.extend_from_slice(MAGIC);
    start.extend_from_slice(program.as_bytes());
    for section in sections {
        start.extend_from_slice(&(section.len() as u64).to_le_bytes());
        start.extend_from_slice(Digest::of(section).as_bytes());
    }
    file.write_all(&start)?;
    sections.iter().try_for_each(|section| file.write_all(section))
}

impl Sections {
    /// Opens a file that `program` wrote.
    pub fn open(path: &Path, program: Digest) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let mut start = [0; START];
        file.read_exact(&mut start).ok()?;
        let (magic, rest) = start.split_at(MAGIC.len());
        let (own, told) = rest.split_at(32);
        if magic != MAGIC || own != program.as_bytes() {
            return None;
        }
        let mut at = START as u64;
        let mut sections = [Section::default(); SECTIONS];
        for (section, told) in sections.iter_mut().zip(told.chunks_exact(TOLD)) {
            *section = Section::read(at, told)?;
            at = at.checked_add(section.length as u64)?;
        }
        // A length is believed only where the file has it.
        (at == file.metadata().ok()?.len()).then_some(Self { file, sections })
    }

    /// The bytes of one section.
    pub fn section(&mut self, which: usize) -> Option<Vec<u8>> {
        let section = self.sections.get(which)?;
        let mut bytes = vec![0; section.length];
        self.file.seek(SeekFrom::Start(section.at)).ok()?;
        self.file.read_exact(&mut bytes).ok()?;
        (Digest::of(&bytes).as_bytes() == &section.digest).then_some(bytes)
    }
}

impl Section {
    fn read(at: u64, told: &[u8]) -> Option<Self> {
        let (length, digest) = told.split_at_checked(8)?;
        let length = u64::from_le_bytes(length.try_into().ok()?);
        Some(Self { at, length: usize::try_from(length).ok()?, digest: digest.try_into().ok()? })
    }
}
