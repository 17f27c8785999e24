//! Remarks beside the blocks of a body that they are on.
//!
//! In: the tokens of a body, and remarks with their places. Out: which token is the first of a block
//! with remarks, and which ends it. Blocks are those that lie in no other one.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::body::{Body, TagKind, Token};

/// A remark on a passage, which stands behind the block that the passage ends in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where the passage ends, in bytes of the text.
    pub end: usize,
    /// The remark.
    pub html: String,
}

/// Where remarks are written: by the number of a token.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Before these tokens a block with remarks starts, and what stands beside the former one ends.
    pub starts: BTreeSet<usize>,
    /// After these tokens stand these remarks.
    pub ends: BTreeMap<usize, String>,
}

impl Beside {
    /// The places of remarks. They are written in the order of their passages.
    pub fn new(body: &Body, remarks: &[Remark]) -> Self {
        let mut found = Self::default();
        if remarks.is_empty() {
            return found;
        }
        let mut sorted: Vec<&Remark> = remarks.iter().collect();
        sorted.sort_by_key(|remark| remark.end);
        let mut waiting = sorted.into_iter().peekable();
        let (mut depth, mut start, mut reached) = (0usize, 0, 0);
        for (index, token) in body.tokens.iter().enumerate() {
            match token {
                Token::Text(range) => reached = range.end,
                Token::Tag(tag) if tag.kind == TagKind::Open => {
                    if depth == 0 {
                        start = index;
                    }
                    depth += 1;
                }
                Token::Tag(tag) if tag.kind == TagKind::Close => {
                    depth = depth.saturating_sub(1);
                    let mut html = String::new();
                    while let Some(remark) = waiting.next_if(|next| depth == 0 && next.end <= reached) {
                        html.push_str(&remark.html);
                    }
                    if !html.is_empty() {
                        found.starts.insert(start);
                        found.ends.insert(index, html);
                    }
                }
                Token::Tag(_) => {}
            }
        }
        found
    }
}
