//! Texts of which parts may not be seen: redacted passages, and what is left of an excerpt.

use std::ops::Range;

use crate::model::{Annotation, Block, Inline, Piece};

/// What stands where a passage was.
pub const MARK: &str = "█████";

/// A part of a block's inline content.
pub fn slice(inlines: &[Inline], range: &Range<usize>) -> Vec<Inline> {
    let mut at = 0;
    let mut part = Vec::new();
    for inline in inlines {
        let plain = inline.plain();
        let (start, end) = (at, at + plain.len());
        at = end;
        if plain.is_empty() {
            part.extend((range.start <= start && end <= range.end).then(|| inline.clone()));
            continue;
        }
        let (from, to) = (range.start.max(start), range.end.min(end));
        match from < to {
            true if from == start && to == end => part.push(inline.clone()),
            true => part.push(with_text(inline, plain[from - start..to - start].to_string())),
            false => {}
        }
    }
    part
}

/// An inline of which a part is gone: the address of a link may say what that was.
fn with_text(inline: &Inline, text: String) -> Inline {
    match inline {
        Inline::Emphasis(_) => Inline::Emphasis(text),
        Inline::Link(..) | Inline::Text(_) | Inline::Image(..) | Inline::Bare(_) | Inline::Card(_) => {
            Inline::Text(text)
        }
    }
}

/// Whether a passage cuts no emphasis and no link in two: it is inside one, around it or beside it.
pub fn is_whole(inlines: &[Inline], range: &Range<usize>) -> bool {
    let mut at = 0;
    inlines.iter().all(|inline| {
        let (start, end) = (at, at + inline.plain().len());
        at = end;
        let apart = range.end <= start || end <= range.start;
        let around = range.start <= start && end <= range.end;
        let inside = start <= range.start && range.end <= end;
        matches!(inline, Inline::Text(_)) || apart || around || inside
    })
}

/// A block with the mark in the place of a passage. Inside emphasis it stands there too; what it covers
/// whole is gone, and a link is its text.
fn redacted(inlines: &[Inline], range: &Range<usize>) -> Vec<Inline> {
    let mut at = 0;
    for (number, inline) in inlines.iter().enumerate() {
        let (start, end) = (at, at + inline.plain().len());
        at = end;
        let inside = start <= range.start && range.end <= end && (start, end) != (range.start, range.end);
        if inside && !matches!(inline, Inline::Text(_)) {
            let mut text = inline.plain().to_string();
            text.replace_range(range.start - start..range.end - start, MARK);
            let mut inlines = inlines.to_vec();
            inlines[number] = with_text(inline, text);
            return inlines;
        }
    }
    let mut left = slice(inlines, &(0..range.start));
    left.push(Inline::Text(MARK.to_string()));
    left.extend(slice(inlines, &(range.end..usize::MAX)));
    left
}

/// Ranges of one block that overlap, as one.
fn united(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut all: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match all.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => all.push(range),
        }
    }
    all
}

/// The ranges of these pieces that are in a block.
fn in_block(pieces: &[Piece], block: usize) -> Vec<Range<usize>> {
    united(pieces.iter().filter(|piece| piece.block == block).map(|piece| piece.start..piece.end).collect())
}

/// Puts the mark in the place of every passage, and takes out the annotations that touch one.
pub fn redact(body: &mut [Block], annotations: &mut Vec<Annotation>, passages: &[Piece]) {
    for (number, block) in body.iter_mut().enumerate() {
        let ranges = in_block(passages, number);
        annotations.retain(|annotation| {
            let own = annotation.pieces.iter().filter(|piece| piece.block == number);
            own.into_iter().all(|p| ranges.iter().all(|range| p.end <= range.start || range.end <= p.start))
        });
        // From the last to the first, so that what is before a passage stays where it is.
        for range in ranges.iter().rev() {
            block.inlines = redacted(&block.inlines, range);
            let pieces = annotations.iter_mut().flat_map(|annotation| &mut annotation.pieces);
            for piece in pieces.filter(|piece| piece.block == number && piece.start >= range.end) {
                piece.start = piece.start + MARK.len() - (range.end - range.start);
                piece.end = piece.end + MARK.len() - (range.end - range.start);
            }
        }
    }
}

/// A piece of a quote with so many words on each side.
fn window(text: &str, range: &Range<usize>, words: usize) -> Range<usize> {
    let mut bounds: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word).expect("a word of the text");
        at = start + word.len();
        bounds.push(start..at);
    }
    let before = bounds.iter().filter(|word| word.start < range.start).count();
    let first = bounds.iter().position(|word| word.end > range.start).unwrap_or(before);
    let last = bounds.iter().rposition(|word| word.start < range.end).unwrap_or(first);
    // What has no letter and no digit, as a mark, is no word, and stands with the word beside it.
    let counts = |word: &&Range<usize>| text[(*word).clone()].contains(char::is_alphanumeric);
    let before = bounds[..first].iter().rev().scan(0, |seen, word| within(seen, counts(&word), words, word));
    let after = bounds[last + 1..].iter().scan(0, |seen, word| within(seen, counts(&word), words, word));
    let own = bounds[first].start.min(range.start)..bounds[last].end.max(range.end);
    before.last().map_or(own.start, |word| word.start)..after.last().map_or(own.end, |word| word.end)
}

/// The word, while no more than so many were seen.
fn within<'w>(
    seen: &mut usize,
    counts: bool,
    most: usize,
    word: &'w Range<usize>,
) -> Option<&'w Range<usize>> {
    *seen += usize::from(counts);
    (*seen <= most).then_some(word)
}

/// What an excerpt shows of a block, with the signs of what was left out. `moved` says where what
/// stood at a place stands then, if it is still there.
struct Shown {
    inlines: Vec<Inline>,
    windows: Vec<(Range<usize>, usize)>,
}

fn shown(block: &Block, quoted: &[Range<usize>], words: usize) -> Shown {
    let text = block.plain();
    let mut windows: Vec<Range<usize>> = Vec::new();
    for window in quoted.iter().map(|range| window(&text, range, words)) {
        match windows.last_mut() {
            // Nothing but white space was between them.
            Some(last) if text[last.end.min(window.start)..window.start].trim().is_empty() => {
                last.end = last.end.max(window.end);
            }
            _ => windows.push(window),
        }
    }
    let mut shown = Shown { inlines: Vec::new(), windows: Vec::new() };
    let mut length = 0;
    let mut push = |inlines: Vec<Inline>, shown: &mut Shown| {
        length += inlines.iter().map(|inline| inline.plain().len()).sum::<usize>();
        shown.inlines.extend(inlines);
        length
    };
    let mut before = 0;
    for window in windows {
        if !text[before..window.start].trim().is_empty() {
            let sign = if before == 0 { "… " } else { " … " };
            push(vec![Inline::Text(sign.to_string())], &mut shown);
        }
        let start = push(Vec::new(), &mut shown);
        push(slice(&block.inlines, &window), &mut shown);
        before = window.end;
        shown.windows.push((window, start));
    }
    if !text[before..].trim().is_empty() {
        push(vec![Inline::Text(" …".to_string())], &mut shown);
    }
    shown
}

/// Leaves of a body what an excerpt shows, and of its annotations those that are wholly in it.
pub fn excerpt(body: &mut Vec<Block>, annotations: &mut Vec<Annotation>, words: usize) {
    let quotes = annotations.iter().filter(|annotation| annotation.list == "quotes");
    let quoted: Vec<Piece> = quotes.flat_map(|quote| quote.pieces.clone()).collect();
    let mut left: Vec<Block> = Vec::new();
    let mut moved: Vec<Option<(usize, Shown)>> = Vec::new();
    for (number, block) in body.iter().enumerate() {
        let ranges = in_block(&quoted, number);
        moved.push((!ranges.is_empty()).then(|| {
            let shown = shown(block, &ranges, words);
            left.push(Block { kind: block.kind, inlines: shown.inlines.clone() });
            (left.len() - 1, shown)
        }));
    }
    annotations.retain_mut(|annotation| {
        annotation.pieces.iter_mut().all(|piece| {
            let Some(Some((block, shown))) = moved.get(piece.block) else { return false };
            let around =
                |(window, _): &&(Range<usize>, usize)| window.start <= piece.start && piece.end <= window.end;
            let Some((window, start)) = shown.windows.iter().find(around) else { return false };
            let (from, to) = (piece.start - window.start + start, piece.end - window.start + start);
            *piece = Piece { block: *block, start: from, end: to };
            true
        })
    });
    *body = left;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Aim, BlockKind};

    /// A block in which `*…*` is emphasis, `[…]` a link, and the annotated pieces are given as text.
    fn block(written: &str) -> Block {
        let mut inlines = Vec::new();
        let mut rest = written;
        while let Some(at) = rest.find(['*', '[']) {
            inlines.extend((at > 0).then(|| Inline::Text(rest[..at].to_string())));
            let close = if rest[at..].starts_with('*') { '*' } else { ']' };
            let end = at + 1 + rest[at + 1..].find(close).expect("the end");
            let inside = rest[at + 1..end].to_string();
            inlines.push(match close {
                '*' => Inline::Emphasis(inside),
                _ => Inline::Link(inside, Aim::Folder(String::new())),
            });
            rest = &rest[end + 1..];
        }
        inlines.extend((!rest.is_empty()).then(|| Inline::Text(rest.to_string())));
        Block { kind: BlockKind::Paragraph, inlines }
    }

    fn written(block: &Block) -> String {
        let inline = |inline: &Inline| match inline {
            Inline::Emphasis(text) => format!("*{text}*"),
            Inline::Link(text, _) => format!("[{text}]"),
            other => other.plain().to_string(),
        };
        block.inlines.iter().map(inline).collect()
    }

    fn annotation(list: &'static str, body: &[Block], exact: &str) -> Annotation {
        let place = |(number, block): (usize, &Block)| {
            let start = block.plain().find(exact)?;
            Some(Piece { block: number, start, end: start + exact.len() })
        };
        let piece = body.iter().enumerate().find_map(place).expect("a passage");
        Annotation {
            list,
            id: exact.to_string(),
            pieces: vec![piece],
            fields: Vec::new(),
            seen_by: Vec::new(),
        }
    }

    /// That each annotation still stands where it stood, and which are left.
    fn left(body: &[Block], annotations: &[Annotation]) -> Vec<String> {
        for annotation in annotations {
            let piece = &annotation.pieces[0];
            assert_eq!(body[piece.block].plain()[piece.start..piece.end], annotation.id);
        }
        annotations.iter().map(|annotation| annotation.id.clone()).collect()
    }

    fn check_redacted(before: &str, passages: &[&str], after: &str, stays: &[&str]) {
        let mut body = vec![block(before)];
        let hidden: Vec<Piece> =
            passages.iter().flat_map(|exact| annotation("redactions", &body, exact).pieces).collect();
        let words = ["One", "four", "five six", "seven"];
        let mut annotations: Vec<Annotation> =
            words.iter().map(|exact| annotation("notes", &body, exact)).collect();
        redact(&mut body, &mut annotations, &hidden);
        assert_eq!(written(&body[0]), after);
        assert_eq!(left(&body, &annotations), stays);
    }

    #[test]
    fn redacted_passages() {
        let text = "One *two three* four [five six] seven";
        let all = ["One", "four", "five six", "seven"];
        check_redacted(text, &["two"], "One *█████ three* four [five six] seven", &all);
        check_redacted(text, &["two three"], "One █████ four [five six] seven", &all);

        check_redacted(text, &["five"], "One *two three* four █████ six seven", &["One", "four", "seven"]);
        check_redacted(text, &["four five six", "six seven"], "One *two three* █████", &["One"]);
        check_redacted(text, &["One two three four five six seven"], "█████", &[]);
    }

    fn check_excerpt(blocks: &[&str], quotes: &[&str], words: usize, after: &[&str], stays: &[&str]) {
        let mut body: Vec<Block> = blocks.iter().map(|text| block(text)).collect();
        let mut annotations: Vec<Annotation> =
            quotes.iter().map(|exact| annotation("quotes", &body, exact)).collect();
        annotations.extend(["two", "eight"].iter().map(|exact| annotation("notes", &body, exact)));
        for _ in 0..2 {
            excerpt(&mut body, &mut annotations, words);
            assert_eq!(body.iter().map(written).collect::<Vec<_>>(), after);
            assert_eq!(left(&body, &annotations), stays);
        }
    }

    #[test]
    fn excerpts_and_excerpts_of_them() {
        let text = ["one two *three four* five six seven eight", "nothing"];
        check_excerpt(&text, &["four"], 1, &["… *three four* five …"], &["four"]);
        check_excerpt(&text, &["four"], 2, &["… two *three four* five six …"], &["four", "two"]);
        check_excerpt(&text, &["four"], 9, &[text[0]], &["four", "two", "eight"]);
        check_excerpt(&text, &["four"], 0, &["… *four* …"], &["four"]);
        check_excerpt(&text, &["one", "six"], 1, &["one two … five six seven …"], &["one", "six", "two"]);
        check_excerpt(
            &text,
            &["one", "five"],
            2,
            &["one two *three four* five six seven …"],
            &["one", "five", "two"],
        );
        check_excerpt(&text, &["one", "five"], 1, &["one two … *four* five six …"], &["one", "five", "two"]);
        check_excerpt(&text, &[], 3, &[], &[]);
    }
}
