//! Remarks beside the blocks of a body that they are on.
//!
//! In: the tokens of a body, and remarks with their places. Out: which token is the first of a block
//! with remarks, and which ends it. Blocks are those that lie in no other one.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::body::{Body, Tag, TagKind, Token};
use crate::text::html::is_block;

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
        for block in blocks(body) {
            let mut html = String::new();
            while let Some(remark) = waiting.next_if(|next| next.end <= block.text_end) {
                html.push_str(&remark.html);
            }
            if !html.is_empty() {
                found.starts.insert(block.first);
                found.ends.insert(block.last, html);
            }
        }
        found
    }
}

/// An outermost block.
struct Block {
    /// The number of its first token.
    first: usize,
    /// And of its last.
    last: usize,
    /// Where its text and the blanks after it end, in bytes of the text.
    text_end: usize,
}

/// The outermost blocks, in order. Text that lies in no element is one, with the words in emphasis and the
/// links beside it: it is there where an element was taken out of raw HTML and its text was kept.
fn blocks(body: &Body) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut depth, mut is_in_bare_text) = (0usize, false);
    for (index, token) in body.tokens.iter().enumerate() {
        let (starts, is_blank) = match token {
            Token::Text(range) => {
                let is_blank = body.text[range.clone()].trim().is_empty();
                (!is_blank && !is_in_bare_text, is_blank)
            }
            Token::Tag(tag) => (parts_text(tag) || !is_in_bare_text, false),
        };
        if depth == 0 && starts {
            blocks.push(Block { first: index, last: index, text_end: 0 });
            is_in_bare_text = !matches!(token, Token::Tag(tag) if parts_text(tag));
        }
        match token {
            Token::Tag(tag) if tag.kind == TagKind::Open => depth += 1,
            Token::Tag(tag) if tag.kind == TagKind::Close => depth = depth.saturating_sub(1),
            Token::Tag(_) | Token::Text(_) => {}
        }
        let Some(block) = blocks.last_mut() else { continue };
        if !is_blank {
            block.last = index;
        }
        if let Token::Text(range) = token {
            block.text_end = range.end;
        }
    }
    blocks
}

/// Whether a tag ends a run of text that lies in no element. A line break and an image are parts of it.
fn parts_text(tag: &Tag) -> bool {
    is_block(&tag.name) && !matches!(&*tag.name, "br" | "img")
}
