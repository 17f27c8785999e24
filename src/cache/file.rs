//! The file of a cache: two sections, each with its digest, so that one can be read alone.
//!
//! In: bytes. Out: the same bytes, or nothing where one of them is another. Must not know: what they mean.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::digest::Digest;

const MAGIC: &[u8; 16] = b"clipsheet cache\n";

/// The magic, the digest of the program, and of each section its length and its digest.
const START: usize = 16 + 32 + 2 * (8 + 32);

/// A file that is open.
#[derive(Debug)]
pub(super) struct Sections {
    file: File,
    head: Section,
    pages: Section,
}

#[derive(Clone, Copy, Debug)]
struct Section {
    at: u64,
    length: usize,
    digest: [u8; 32],
}

/// The bytes of a file.
pub(super) fn bytes(program: Digest, head: &[u8], pages: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(START + head.len() + pages.len());
    all.extend_from_slice(MAGIC);
    all.extend_from_slice(program.as_bytes());
    for section in [head, pages] {
        all.extend_from_slice(&(section.len() as u64).to_le_bytes());
        all.extend_from_slice(Digest::of(section).as_bytes());
    }
    all.extend_from_slice(head);
    all.extend_from_slice(pages);
    all
}

impl Sections {
    /// Opens a file that `program` wrote.
    pub fn open(path: &Path, program: Digest) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let mut start = [0; START];
        file.read_exact(&mut start).ok()?;
        let (magic, rest) = start.split_at(MAGIC.len());
        let (own, rest) = rest.split_at(32);
        if magic != MAGIC || own != program.as_bytes() {
            return None;
        }
        let (head, pages) = rest.split_at(8 + 32);
        let head = Section::read(START as u64, head)?;
        let pages = Section::read(head.end()?, pages)?;
        // A length is believed only where the file has it.
        let length = file.metadata().ok()?.len();
        (pages.end()? == length).then_some(Self { file, head, pages })
    }

    pub fn head(&mut self) -> Option<Vec<u8>> {
        self.section(self.head)
    }

    pub fn pages(&mut self) -> Option<Vec<u8>> {
        self.section(self.pages)
    }

    fn section(&mut self, section: Section) -> Option<Vec<u8>> {
        let mut bytes = vec![0; section.length];
        self.file.seek(SeekFrom::Start(section.at)).ok()?;
        self.file.read_exact(&mut bytes).ok()?;
        (Digest::of(&bytes).as_bytes() == &section.digest).then_some(bytes)
    }
}

impl Section {
    fn read(at: u64, told: &[u8]) -> Option<Self> {
        let (length, digest) = told.split_at(8);
        let length = u64::from_le_bytes(length.try_into().ok()?);
        Some(Self { at, length: usize::try_from(length).ok()?, digest: digest.try_into().ok()? })
    }

    fn end(&self) -> Option<u64> {
        self.at.checked_add(self.length as u64)
    }
}
