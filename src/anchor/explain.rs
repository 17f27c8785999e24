//! Why a passage has no place, and what to write instead.

use std::cell::Cell;

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::parse::{ArticleMeta, Entry, Origin, Selector};
use crate::text::{
    Body, Folded, Place, at_word_boundaries, closest, fold_pattern, occurrences, shortest_prefix,
    shortest_suffix,
};
use crate::yaml::Text;

/// More places than this are counted but not listed.
const MOST_LISTED: usize = 5;
/// More places than this are not even counted.
const MOST_COUNTED: usize = 100;

/// Each search reads the whole text. Whoever has more mistakes than this in one article has
/// one mistake: the wrong text.
const MOST_SEARCHES: usize = 50;

pub(super) struct Explainer<'a> {
    pub entry: &'a Entry<ArticleMeta>,
    pub folded: &'a Folded,
    /// The body before anything was cut from it.
    pub uncut: &'a Body,
    /// How many closest passages were searched for.
    pub searches: Cell<usize>,
}

impl Explainer<'_> {
    /// No place: shows the closest passage, or which part of the selector is to blame.
    pub fn not_found(
        &self,
        selector: Selector<'_>,
        noun: &str,
        origin: &Origin,
        pointer: &str,
    ) -> Diagnostic {
        let many = selector.exact.len() > 1;
        for (i, piece) in selector.exact.iter().enumerate() {
            if occurrences(self.folded, &[piece], None, None, 1).is_empty() {
                let at = if many { format!("{pointer}/exact/{i}") } else { format!("{pointer}/exact") };
                let what = if many { "this piece of the" } else { "the text of this" };
                let message = format!("{what} {noun} does not stand in the article");
                let key = if many { "-" } else { "exact:" };
                return self.propose(message, piece, key, origin.value(&at));
            }
        }
        let pieces: Vec<&str> = selector.exact.iter().map(|p| p.as_str()).collect();
        if occurrences(self.folded, &pieces, None, None, 1).is_empty() {
            let message = format!("the pieces of this {noun} stand in the article, but not in this order");
            return Diagnostic::error(
                Code::QuoteNotFound,
                message,
                origin.value(&format!("{pointer}/exact")),
            )
            .hint("list the pieces in the order in which the article prints them");
        }
        let after = selector.prefix.map(|p| p.as_str());
        let before = selector.suffix.map(|s| s.as_str());
        let found = |prefix, suffix| occurrences(self.folded, &pieces, prefix, suffix, MOST_LISTED);
        let (key, what) = if found(after, None).is_empty() {
            ("prefix", "right after this prefix")
        } else if found(None, before).is_empty() {
            ("suffix", "right before this suffix")
        } else {
            ("prefix", "between this prefix and this suffix")
        };
        let message = format!("the text of this {noun} stands in the article, but not {what}");
        let diagnostic =
            Diagnostic::error(Code::QuoteNotFound, message, origin.value(&format!("{pointer}/{key}"))).hint(
                match what.starts_with("between") {
                    true => "correct one of the two".to_string(),
                    false => format!("correct the {key}, or remove it if the text stands there only once"),
                },
            );
        self.with_places(diagnostic, &found(None, None))
    }

    fn propose(&self, message: String, piece: &str, key: &str, span: Span) -> Diagnostic {
        let diagnostic = Diagnostic::error(Code::QuoteNotFound, message, span);
        // Quotation marks around the words are the article's, or were typed for YAML.
        let bare = piece.trim_matches(is_quotation_mark);
        if let Some(pieces) = self.elided(bare).filter(|_| key == "exact:") {
            let lines: Vec<String> =
                pieces.iter().map(|piece| format!("  - {}", yaml_quoted(piece))).collect();
            return diagnostic.hint(format!(
                "list the pieces, without the dots between them:\nexact:\n{}",
                lines.join("\n")
            ));
        }
        self.searches.set(self.searches.get() + 1);
        if self.searches.get() > MOST_SEARCHES {
            return diagnostic.hint("copy the words from the article");
        }
        let stands = |folded: &Folded| !occurrences(folded, &[bare], None, None, 1).is_empty();
        if !stands(self.folded) && stands(&Folded::of(self.uncut)) {
            return diagnostic.hint("it stands in a part that `skip` cuts; cut less, or leave this out");
        }
        if let Some(range) = closest(self.folded, bare) {
            let line = format!("{key} {}", yaml_quoted(&self.entry.body.passage(&range)));
            return diagnostic
                .related(self.span(&range), "the closest passage is here")
                .hint(format!("if this passage is meant, write\n{}", line.trim_start()));
        }
        let meta = &self.entry.meta;
        let head =
            [("title", Some(&meta.title)), ("dek", meta.dek.as_ref()), ("summary", meta.summary.as_ref())];
        let bare = fold_pattern(bare);
        let holds = |text: &Option<&Text>| text.is_some_and(|t| fold_pattern(t).contains(&bare));
        let in_head = head.iter().find(|(_, text)| !bare.is_empty() && holds(text));
        diagnostic.hint(match in_head {
            Some((key, _)) => format!("it stands in the article's `{key}`; only its text can be annotated"),
            None => {
                format!("nothing in {} is like it; copy the words from the article", self.entry_file().path)
            }
        })
    }

    /// The pieces of a passage that was shortened with dots, if each stands in the text.
    fn elided<'p>(&self, passage: &'p str) -> Option<Vec<&'p str>> {
        let dots = ["[...]", "[…]", "...", "…"].into_iter().find(|dots| passage.contains(dots))?;
        let pieces: Vec<&str> =
            passage.split(dots).map(str::trim).filter(|piece| !piece.is_empty()).collect();
        let there = !occurrences(self.folded, &pieces, None, None, 1).is_empty();
        (pieces.len() > 1 && there).then_some(pieces)
    }

    /// Whether a place starts or ends between two letters of one word. The cells of a table
    /// are apart, though nothing in the text parts them.
    pub fn cuts_word(&self, place: &Place) -> bool {
        let body = &self.entry.body;
        place.iter().any(|piece| !at_word_boundaries(body.text(), piece.clone()) && !self.fills_a_cell(piece))
    }

    fn fills_a_cell(&self, piece: &std::ops::Range<usize>) -> bool {
        let text = self.entry.body.text();
        let edges = self.entry.body.block_edges_in(&(piece.start..piece.end + 1));
        let apart = |at: usize| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at..).and_then(|text| text.chars().next());
            edges.contains(&at)
                || !before.zip(after).is_some_and(|(b, a)| b.is_alphanumeric() && a.is_alphanumeric())
        };
        apart(piece.start) && apart(piece.end)
    }

    /// Several places: gives the shortest prefix for each.
    pub fn ambiguous(&self, selector: Selector<'_>, origin: &Origin, pointer: &str) -> Diagnostic {
        let pieces: Vec<&str> = selector.exact.iter().map(|p| p.as_str()).collect();
        let (prefix, suffix) = (selector.prefix.map(|p| p.as_str()), selector.suffix.map(|s| s.as_str()));
        let places = occurrences(self.folded, &pieces, prefix, suffix, MOST_COUNTED);
        let span = origin.value(&format!("{pointer}/exact"));
        self.several(&places, pieces.first().copied().unwrap_or_default(), span)
    }

    fn several(&self, places: &[Place], piece: &str, span: Span) -> Diagnostic {
        let count = if places.len() == MOST_COUNTED {
            format!("{MOST_COUNTED} times or more")
        } else {
            times(places.len())
        };
        let message = format!("this text stands {count} in the article");
        let all = occurrences(self.folded, &[piece], None, None, MOST_COUNTED);
        let prefixes = places.iter().take(MOST_LISTED).filter_map(|place| {
            let number = all.iter().position(|other| other.first() == place.first())?;
            let range = place.first()?;
            let (key, text) = match shortest_prefix(self.folded, piece, number) {
                Some(prefix) => ("prefix", prefix),
                None => ("suffix", shortest_suffix(self.folded, piece, number)?),
            };
            Some(format!("{key}: {}  # line {}", yaml_quoted(&text), self.line(range.start)))
        });
        let lines: Vec<String> = prefixes.collect();
        let hint = if lines.is_empty() {
            "lengthen `exact`, or add a `suffix`, until it stands there once".to_string()
        } else {
            format!("say which one is meant with one of these lines:\n{}", lines.join("\n"))
        };
        self.with_places(Diagnostic::error(Code::AmbiguousAnchor, message, span), places).hint(hint)
    }

    /// A text that `skip` cuts at, and that does not stand there exactly once.
    pub fn skip(&self, text: &str, places: &[Place], span: Span) -> Diagnostic {
        if places.is_empty() {
            let message = "the text to cut at does not stand in the article".to_string();
            return self.propose(message, text, "", span);
        }
        let all = occurrences(self.folded, &[text], None, None, MOST_COUNTED);
        let message = format!("the text to cut at stands {} in the article", times(all.len()));
        self.with_places(Diagnostic::error(Code::AmbiguousAnchor, message, span), &all)
            .hint("lengthen it until it stands there once")
    }

    fn with_places(&self, mut diagnostic: Diagnostic, places: &[Place]) -> Diagnostic {
        for range in places.iter().take(MOST_LISTED).filter_map(|place| place.first()) {
            diagnostic = diagnostic.related(self.span(range), "it stands here");
        }
        diagnostic
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        self.entry_file().span(self.entry.body.source_range(range))
    }

    fn line(&self, at: usize) -> usize {
        let source = self.entry.body.source_of(at);
        let before = self.entry_file().bytes.get(..source).unwrap_or_default();
        memchr::memchr_iter(b'\n', before).count() + 1
    }

    fn entry_file(&self) -> &crate::diagnostics::SourceFile {
        &self.entry.text_file
    }
}

fn is_quotation_mark(c: char) -> bool {
    matches!(fold_pattern(c.encode_utf8(&mut [0; 4])).as_str(), "\"" | "'")
}

fn times(n: usize) -> String {
    match n {
        2 => "twice".to_string(),
        n => format!("{n} times"),
    }
}

/// Text as a YAML scalar in double quotes (YAML 1.2, section 7.3.1).
fn yaml_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
