//! What a build remembers for the next one.
//!
//! In: what stages made, by what they made it from. Out: the same again. Must not know: files.

use crate::model::{AdmitMemo, AnchorMemo, ResolveMemo};
use crate::parse::ParseMemo;

/// The memory of a build, by stage. A new one remembers nothing: a build with it is a clean
/// build.
#[derive(Debug, Default)]
pub struct Memo {
    pub(crate) parse: ParseMemo,
    pub(crate) anchor: AnchorMemo,
    pub(crate) resolve: ResolveMemo,
    pub(crate) admit: AdmitMemo,
}
