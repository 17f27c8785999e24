//! A text that was found in a file, and the way back to where it stands.
//!
//! In: what was decoded on the way. Out: lines, and what had to be done. Must not know: what is looked for.

use std::ops::Range;

use super::text::Decoded;

/// A text that was found.
pub(in crate::audit) struct View<'a> {
    pub text: &'a str,
    /// Whether it may be no text at all, but bytes that look like some.
    pub is_noise: bool,
    /// What was done to the file to get at it.
    pub(super) trail: Vec<&'static str>,
    /// What was decoded since, the first first.
    pub(super) decoded: Vec<&'a Decoded>,
    /// The file, and whether it is the text that was decoded first.
    pub(super) file: &'a [u8],
    pub(super) is_whole: bool,
    /// Where in the file the outermost of what was unpacked stands, if it is text.
    pub(super) at: Option<usize>,
}

/// Where something stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// 1-based, where the file is text.
    pub line: Option<usize>,
    /// What had to be done to the file to see it, in this order.
    pub how: Vec<&'static str>,
    /// Bytes of the file, where nothing had to be unpacked.
    pub bytes: Option<Range<usize>>,
}

impl View<'_> {
    /// Whether the text was not unpacked from anything, so that who reads the file reads it.
    pub fn is_plain(&self) -> bool {
        self.trail.is_empty()
    }

    /// Where a part of the text stands in the file.
    pub fn spot(&self, range: &Range<usize>) -> Spot {
        let (range, how) = self.way(range);
        let at = if self.is_whole { Some(range.start) } else { self.at };
        let before = at.and_then(|at| self.file.get(..at));
        let line = before.map(|before| memchr::memchr_iter(b'\n', before).count() + 1);
        Spot { line, how, bytes: self.is_whole.then_some(range) }
    }

    /// Where a part of the text stood before anything was decoded, and all that was done to it.
    pub(super) fn way(&self, range: &Range<usize>) -> (Range<usize>, Vec<&'static str>) {
        let mut range = range.clone();
        let mut how: Vec<&'static str> = Vec::new();
        for decoded in self.decoded.iter().rev() {
            let mut here: Vec<&'static str> = decoded.how(&range).collect();
            here.sort_unstable();
            here.dedup();
            how.splice(0..0, here);
            range = decoded.origin(range.start)..decoded.origin(range.end.saturating_sub(1)) + 1;
        }
        how.splice(0..0, self.trail.iter().copied());
        how.dedup();
        (range, how)
    }
}
