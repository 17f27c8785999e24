//! Which passages only some may see.

use std::ops::Range;

use crate::generate::Maker;
use crate::model::{Annotation, Piece, Record};
use crate::passage::is_whole;
use crate::sentences::Span;

/// Hides a passage: what is annotated, or more, or less of it, or a whole paragraph.
pub fn redaction(maker: &mut Maker, record: &mut Record, spans: &[Span]) {
    let pieces: Vec<Piece> = spans.iter().flat_map(|span| span.pieces.clone()).collect();
    let block = maker.dice.below(record.body.len());
    let whole = Piece { block, start: 0, end: record.body[block].plain().len() };
    let piece = match maker.dice.below(5) {
        0 => whole,
        1 | 2 => maker.dice.pick(&pieces).unwrap_or(whole),
        _ => words_of(maker, record, block).unwrap_or(whole),
    };
    let range = piece.start..piece.end;
    let inlines = &record.body[piece.block].inlines;
    let others: Vec<Range<usize>> = record
        .annotations
        .iter()
        .filter(|one| one.list == "redactions")
        .flat_map(|one| &one.pieces)
        .filter(|other| other.block == piece.block)
        .map(|other| other.start..other.end)
        .collect();
    let fits = |other: &Range<usize>| {
        let apart = range.end < other.start || other.end < range.start;
        let united = range.start.min(other.start)..range.end.max(other.end);
        let overlap = range.start < other.end && other.start < range.end;
        apart || overlap && is_whole(inlines, &united)
    };
    if range.is_empty() || others.len() > 1 || !is_whole(inlines, &range) || !others.iter().all(fits) {
        return;
    }
    let (id, seen_by) = (format!("r{}", maker.number()), maker.names());
    record.annotations.push(Annotation {
        list: "redactions",
        id,
        pieces: vec![piece],
        fields: Vec::new(),
        seen_by,
    });
}

/// Some words in a row, without what is around them.
fn words_of(maker: &mut Maker, record: &Record, block: usize) -> Option<Piece> {
    let plain = record.body[block].plain();
    let starts: Vec<usize> =
        std::iter::once(0).chain(plain.match_indices(' ').map(|(at, _)| at + 1)).collect();
    let ends: Vec<usize> = plain.match_indices(' ').map(|(at, _)| at).chain([plain.len()]).collect();
    let first = maker.dice.below(starts.len());
    let last = (first + maker.dice.below(5)).min(ends.len() - 1);
    let chosen = plain.get(starts[first]..ends[last])?;
    // Where there are two spaces in a row, one was chosen too; of an `exact` only the words count.
    let start = ends[last] - chosen.trim_start().len();
    let end = start + chosen.trim().len();
    (start < end).then_some(Piece { block, start, end })
}
