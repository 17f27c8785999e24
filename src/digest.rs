//! Digests: what is equal has the same one, what differs has another.
//!
//! In: bytes. Out: 32 bytes. Must not know: what is digested, and why.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, Read};

use serde::{Deserialize, Serialize};

/// A BLAKE3 digest.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of all that a reader has, which is never in memory as a whole.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn of_reader(reader: impl Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Self(*hasher.finalize().as_bytes()))
    }
}

impl Digest {
    /// The digest as it is.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest of a value, by what its `Hash` feeds: for use by one program, because
    /// what that is may differ between compilers.
    pub fn of_value(value: &impl Hash) -> Self {
        let mut feed = Feed(Vec::new());
        value.hash(&mut feed);
        Self::of(&feed.0)
    }
}

/// Takes what a `Hash` feeds. It comes in many small pieces, which are dear one by one.
struct Feed(Vec<u8>);

impl Hasher for Feed {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Never asked for.
    fn finish(&self) -> u64 {
        0
    }
}

/// All of it, in hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A manifest has thousands of them.
        let digit = |four_bits: u8| char::from_digit(u32::from(four_bits), 16).unwrap_or_default();
        let text: String = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
        f.write_str(&text)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = self.0.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        write!(f, "Digest({start}…)")
    }
}
