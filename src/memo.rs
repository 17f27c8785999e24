//! What a build remembers for the next one.
//!
//! In: what stages made, by what they made it from. Out: the same again. Must not know: files.

/// The memory of a build. A new one remembers nothing: a build with it is a clean build.
#[derive(Debug, Default)]
pub struct Memo {
    /// How many builds it has seen.
    pub builds: usize,
}
