//! The text a reader sees, and the markup around it.
//!
//! In: the Markdown or plain text of one article. Out: a `Body`: its text, its tags and
//! where each stretch of text stands in the source. Must not know: annotations' kinds,
//! other articles, pages.

mod body;
mod cut;
mod embeds;
mod excerpt;
mod find;
mod fold;
mod footnotes;
mod fragment;
mod headings;
mod html;
mod mail;
mod markdown;
mod normalise;
mod overlay;
mod plain;
mod raw;
mod reading_time;
mod sentence;
mod smart;
mod target;
mod unlink;

pub use body::{Body, Context, Link, LinkKind};
pub use cut::{Cut, REDACTED, Remains};
pub use find::{Place, at_word_boundaries, closest, occurrences, shortest_prefix, shortest_suffix};
pub use fold::{Folded, fold_pattern};
pub use headings::{Heading, heading_id};
pub use html::{escape, is_block, unescape, without_controls};
pub use mail::MailText;
pub use markdown::{markdown, markdown_beside};
pub(crate) use normalise::is_invisible;
pub use normalise::{Spoken, WILDCARD_REACH, Word, spoken, spoken_words};
pub use overlay::{CARD, Mark, MarkLink, NameLink, Overlay, Remark, Shown};
pub use plain::plain_text;
pub use sentence::{Sentence, Sentences};
pub use smart::QuoteSigns;
pub use target::{Sort, named};
