//! What of a text is an excerpt: passages, with a few words around each.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::body::Body;
use super::cut::Cut;

impl Body {
    /// What has to be cut so that only `passages`, in bytes of the text, are left, each with at most
    /// `words` words (UAX #29, section 4) of its block on either side. An ellipsis stands where words of
    /// a block are left out. A passage in several blocks keeps what is between its ends.
    ///
    /// An excerpt of an excerpt is itself.
    pub fn cuts_around(&self, passages: &[Range<usize>], words: usize) -> Vec<Cut> {
        let edges = self.block_edges();
        let mut windows: Vec<_> =
            passages.iter().map(|passage| self.window(passage, words, &edges)).collect();
        windows.sort_by_key(|window| (window.start, window.end));
        let mut cuts = Vec::new();
        let mut end = 0;
        for window in windows.into_iter().filter(|window| !window.is_empty()) {
            if window.start > end {
                self.cut_between(end..window.start, &edges, &mut cuts);
            }
            end = end.max(window.end);
        }
        self.cut_between(end..self.text().len(), &edges, &mut cuts);
        cuts
    }

    /// A passage with the words around it.
    fn window(&self, passage: &Range<usize>, words: usize, edges: &[usize]) -> Range<usize> {
        let before = edges.partition_point(|edge| *edge <= passage.start);
        let before = before.checked_sub(1).and_then(|at| edges.get(at)).copied().unwrap_or_default();
        let after = edges.partition_point(|edge| *edge < passage.end);
        let after = edges.get(after).copied().unwrap_or(self.text().len());
        let part = |range: Range<usize>| self.text().get(range).unwrap_or_default();
        let start = before + first_of_last(part(before..passage.start), words);
        start..passage.end + end_of_first(part(passage.end..after), words)
    }

    /// Cuts what stands between two windows, or beside one.
    fn cut_between(&self, gap: Range<usize>, edges: &[usize], cuts: &mut Vec<Cut>) {
        let from = edges.partition_point(|edge| *edge < gap.start);
        let to = edges.partition_point(|edge| *edge <= gap.end);
        let inside = edges.get(from..to).unwrap_or_default();
        let blank =
            |range: &Range<usize>| self.text().get(range.clone()).is_some_and(|t| t.trim().is_empty());
        let mut add = |range: Range<usize>, instead: &'static str| match blank(&range) {
            true => {}
            false => cuts.push(Cut { range, instead }),
        };
        match (inside.first(), inside.last()) {
            (Some(first), Some(last)) => {
                add(gap.start..*first, " …");
                add(*first..*last, "");
                add(*last..gap.end, "… ");
            }
            _ => add(gap, " … "),
        }
    }
}

/// Where the last so many words of a text start. A run without white space stays whole or goes whole,
/// unless it alone has more words, as in languages that do not part them.
fn first_of_last(text: &str, words: usize) -> usize {
    let segments = text.split_word_bound_indices().rev();
    let start = reach(segments, words, text.len()).unwrap_or(0);
    start + text[start..].len() - text[start..].trim_start().len()
}

/// Where the first so many words of a text end.
fn end_of_first(text: &str, words: usize) -> usize {
    let segments = text.split_word_bound_indices().map(|(at, segment)| (at + segment.len(), segment));
    let end = reach(segments, words, 0).unwrap_or(text.len());
    text[..end].trim_end().len()
}

/// How far `segments`, each with its far end, are followed for so many words; nothing for to the end.
fn reach<'t>(segments: impl Iterator<Item = (usize, &'t str)>, words: usize, near: usize) -> Option<usize> {
    let (mut whole, mut partly) = (near, near);
    let (mut left, mut of_run) = (words, 0);
    for (end, segment) in segments {
        if segment.chars().all(char::is_whitespace) {
            (whole, of_run) = (partly, 0);
        } else if segment.contains(char::is_alphanumeric) {
            if left == 0 {
                let is_longer = of_run > 0 && of_run == words;
                return Some(if is_longer { partly } else { whole });
            }
            left -= 1;
            of_run += 1;
        }
        partly = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::text::{Overlay, Shown, markdown};

    /// The HTML of the excerpt of a text around each occurrence of Q.
    fn excerpt(text: &str, words: usize) -> String {
        let body = markdown(text, 0);
        let passages: Vec<_> = body.text().match_indices('Q').map(|(at, q)| at..at + q.len()).collect();
        let left = body.cut(&body.cuts_around(&passages, words), true);
        left.body.html(&Overlay::default(), &|link| Shown::Url(link.target.to_string()))
    }

    fn check(text: &str, words: usize, html: &str, again: &str) {
        assert_eq!(excerpt(text, words), html, "{text:?}");
        assert_eq!(excerpt(again, words), html, "{again:?}");
    }

    #[test]
    fn a_few_words_around_each_passage() {
        check("a b c Q d e f", 2, "<p>… b c Q d e …</p>\n", "… b c Q d e …");
        check("a, b Q; d. e.", 1, "<p>… b Q; d. …</p>\n", "… b Q; d. …");
        check("a b Q.", 2, "<p>a b Q.</p>\n", "a b Q.");
        check("a Q b c d Q e", 1, "<p>a Q b … d Q e</p>\n", "a Q b … d Q e");
        check("a Q b c Q e", 1, "<p>a Q b c Q e</p>\n", "a Q b c Q e");
        check("x-y-z w Q x-y", 3, "<p>… w Q x-y</p>\n", "… w Q x-y");
        check("それは違う。Q彼は言った。", 2, "<p>… 違う。Q彼は …</p>\n", "… 違う。Q彼は …");
        check("a: Q b", 0, "<p>… Q …</p>\n", "… Q …");
    }

    #[test]
    fn blocks_without_a_passage_go() {
        let text = "# T\n\nx\n\n- a\n- Q\n- b ![i](i.png)\n\n---\n\ny Q\n\n> z\n\n![j](j.png)";
        check(text, 3, "<ul>\n<li>Q</li>\n</ul>\n<p>y Q</p>\n", "- Q\n\ny Q");
        let html = "<p>… <a href=\"z.html\">z</a> Q <em>v</em> …</p>\n";
        check("x *y* [z](z.html) Q *v* [w](w.html) u", 1, html, "… [z](z.html) Q *v* …");
        check("x [y z](z.html) Q", 1, "<p>… z Q</p>\n", "… z Q");
        let table = "| a | b |\n| --- | --- |\n| c d | Q |\n| e | f |\n";
        let html = "<table><tbody>\n<tr><td></td><td>Q</td></tr>\n</tbody></table>\n";
        assert_eq!(excerpt(table, 3), html);
        assert_eq!(excerpt("a", 3), "");
        assert_eq!(excerpt("Q[^1] a\n\n[^1]: Note.", 3), "<p>Q a</p>\n");
    }
}
