//! Where a passage stands, exactly; and, for proposals only, where one like it does.

use std::ops::Range;

use memchr::memmem;

use super::fold::{Folded, fold_pattern};

/// Where all pieces of a passage stand, in bytes of the original text, in order.
pub type Place = Vec<Range<usize>>;

/// Every place at which the `pieces` stand in order, the first right after `prefix` and
/// the last right before `suffix`. Each later piece is the next one of its kind. At most
/// `limit` places are looked for.
pub fn occurrences(
    folded: &Folded,
    pieces: &[&str],
    prefix: Option<&str>,
    suffix: Option<&str>,
    limit: usize,
) -> Vec<Place> {
    let pieces: Vec<String> = pieces.iter().map(|p| fold_pattern(p)).collect();
    let prefix = prefix.map(fold_pattern).unwrap_or_default();
    let suffix = suffix.map(fold_pattern).unwrap_or_default();
    let Some((first, rest)) = pieces.split_first().filter(|(p, _)| !p.is_empty()) else {
        return Vec::new();
    };
    let text = folded.text();
    let starts = each(text, first).filter(|at| text[..*at].trim_end_matches(' ').ends_with(&prefix));
    let mut places = Vec::new();
    for start in starts {
        // Where a later piece does not follow one start, it follows no later start either.
        let Some(place) = follow(text, start..start + first.len(), rest, &suffix) else {
            if rest.is_empty() { continue } else { break }
        };
        places.push(place.iter().map(|range| folded.original(range)).collect());
        if places.len() == limit {
            break;
        }
    }
    places
}

fn follow(text: &str, first: Range<usize>, rest: &[String], suffix: &str) -> Option<Place> {
    let mut place = vec![first];
    for (i, piece) in rest.iter().enumerate() {
        let from = place.last()?.end;
        let last = i + 1 == rest.len();
        let fits = |at: &usize| !last || before_suffix(text, at + piece.len(), suffix);
        let at = each(&text[from..], piece).map(|at| from + at).find(fits)?;
        place.push(at..at + piece.len());
    }
    let fits = before_suffix(text, place.last()?.end, suffix);
    fits.then_some(place)
}

fn before_suffix(text: &str, end: usize, suffix: &str) -> bool {
    text[end..].trim_start_matches(' ').starts_with(suffix)
}

/// Every start of `piece`, overlapping ones too.
fn each<'a>(text: &'a str, piece: &str) -> impl Iterator<Item = usize> + use<'a> {
    let finder = memmem::Finder::new(piece.as_bytes()).into_owned();
    let mut from = 0;
    std::iter::from_fn(move || {
        if finder.needle().is_empty() {
            return None;
        }
        let at = from + finder.find(text.as_bytes().get(from..)?)?;
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        Some(at)
    })
}

/// The shortest prefix, in whole words, that tells `place` from all the `others`.
pub fn shortest_prefix(folded: &Folded, piece: &str, place: usize) -> Option<String> {
    let text = folded.text();
    let piece = fold_pattern(piece);
    let starts: Vec<usize> = each(text, &piece).collect();
    let at = *starts.get(place)?;
    let before = text[..at].trim_end_matches(' ');
    let words: Vec<usize> = word_starts(before).rev().take(20).collect();
    words.into_iter().map(|start| &before[start..]).find_map(|prefix| {
        let others = starts.iter().filter(|other| **other != at);
        let unique = others.into_iter().all(|other| !text[..*other].trim_end_matches(' ').ends_with(prefix));
        unique.then(|| prefix.to_string())
    })
}

/// The shortest suffix, in whole words, that tells `place` from all the others: for a
/// passage at the very start, which has no prefix.
pub fn shortest_suffix(folded: &Folded, piece: &str, place: usize) -> Option<String> {
    let text = folded.text();
    let piece = fold_pattern(piece);
    let starts: Vec<usize> = each(text, &piece).collect();
    let at = *starts.get(place)?;
    let after = |start: usize| text[start + piece.len()..].trim_start_matches(' ');
    let ends = after(at).match_indices(' ').map(|(end, _)| end).chain([after(at).len()]).take(20);
    let mut suffixes = ends.map(|end| &after(at)[..end]).filter(|suffix| !suffix.is_empty());
    let unique = |suffix: &&str| {
        starts.iter().filter(|other| **other != at).all(|other| !after(*other).starts_with(suffix))
    };
    suffixes.find(unique).map(str::to_string)
}

fn word_starts(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    let start = |(at, _): &(usize, &str)| *at;
    text.split(' ')
        .scan(0, |at, word| {
            let here = *at;
            *at += word.len() + 1;
            Some((here, word))
        })
        .filter(|(_, word)| !word.is_empty())
        .map(|pair| start(&pair))
        .collect::<Vec<_>>()
        .into_iter()
}

/// Longer passages are compared by their start.
const LONGEST_PATTERN: usize = 16_384;

/// The passage of the text most like `pattern`, in bytes of the original text, if one is
/// like it: its edit distance is at most a third of the pattern's length.
pub fn closest(folded: &Folded, pattern: &str) -> Option<Range<usize>> {
    let text = folded.text();
    let pattern = fold_pattern(pattern);
    let symbols: Vec<char> = pattern.chars().take(LONGEST_PATTERN).collect();
    if symbols.is_empty() {
        return None;
    }
    let (end, distance) = best_end(&symbols, text.char_indices().map(|(at, c)| (at + c.len_utf8(), c)))?;
    if distance > symbols.len() / 3 {
        return None;
    }
    // The same search backwards from that end finds the start.
    let reversed: Vec<char> = symbols.iter().rev().copied().collect();
    let window = text[..end].char_indices().rev().take(symbols.len() + distance);
    let (start, _) = best_end(&reversed, window)?;
    Some(folded.original(&whole_words(text, start..end)))
}

/// Where in `text` the match of `pattern` with the least edit distance ends (or starts, if
/// both run backwards): the position that came with its last character, and the distance.
///
/// Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
/// programming", J. ACM 46 (1999), in the form for long patterns by Hyyrö, "Explaining
/// and extending the bit-parallel approximate string matching algorithm of Myers" (2001).
fn best_end(pattern: &[char], text: impl Iterator<Item = (usize, char)>) -> Option<(usize, usize)> {
    let blocks = pattern.len().div_ceil(64);
    let last_bit = 1u64 << ((pattern.len() - 1) % 64);
    let mut positive = vec![u64::MAX; blocks];
    let mut negative = vec![0u64; blocks];
    let mut distance = pattern.len();
    let mut best = None;
    let table = bits_of(pattern, blocks);
    let none = vec![0u64; blocks];
    for (position, c) in text {
        let bits = table.get(&c).unwrap_or(&none);
        let (mut carry_up, mut carry_down) = (false, false);
        for block in 0..blocks {
            let high = if block + 1 == blocks { last_bit } else { 1 << 63 };
            let (pv, nv) = (positive[block], negative[block]);
            let matched = bits[block];
            let vertical = matched | nv;
            let matched = matched | u64::from(carry_down);
            let horizontal = (((matched & pv).wrapping_add(pv)) ^ pv) | matched;
            let mut up = nv | !(horizontal | pv);
            let mut down = pv & horizontal;
            let (went_up, went_down) = (up & high != 0, down & high != 0);
            up = up << 1 | u64::from(carry_up);
            down = down << 1 | u64::from(carry_down);
            positive[block] = down | !(vertical | up);
            negative[block] = up & vertical;
            (carry_up, carry_down) = (went_up, went_down);
        }
        distance = distance + usize::from(carry_up) - usize::from(carry_down);
        if best.is_none_or(|(_, least)| distance < least) {
            best = Some((position, distance));
        }
    }
    best
}

/// For each character of the pattern, the positions at which it stands.
fn bits_of(pattern: &[char], blocks: usize) -> std::collections::BTreeMap<char, Vec<u64>> {
    let mut table = std::collections::BTreeMap::new();
    for (at, c) in pattern.iter().enumerate() {
        table.entry(*c).or_insert_with(|| vec![0u64; blocks])[at / 64] |= 1 << (at % 64);
    }
    table
}

/// The range grown to whole words, and without white space at its ends.
fn whole_words(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + inner.len() - inner.trim_start().len();
    let end = start + inner.trim().len();
    let word = |c: char| c.is_alphanumeric();
    let grow_left = text[start..].starts_with(word);
    let start = if grow_left {
        start - text[..start].chars().rev().take_while(|c| word(*c)).map(char::len_utf8).sum::<usize>()
    } else {
        start
    };
    let grow_right = text[..end].ends_with(word);
    let end = if grow_right {
        end + text[end..].chars().take_while(|c| word(*c)).map(char::len_utf8).sum::<usize>()
    } else {
        end
    };
    start..end
}

/// Whether no word of `text` goes on over an end of the range.
pub fn at_word_boundaries(text: &str, range: Range<usize>) -> bool {
    let inside = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !joined(before, inside.chars().next()) && !joined(inside.chars().next_back(), after)
}

/// Whether two characters are in one word. Scripts without spaces have no boundaries to
/// look for.
fn joined(left: Option<char>, right: Option<char>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return false };
    let word = |c: char| c.is_alphanumeric() || c == '_';
    word(left) && word(right) && !without_spaces(left) && !without_spaces(right)
}

/// Thai, Lao, Khmer, kana and Han.
pub(super) fn without_spaces(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
