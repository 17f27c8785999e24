//! Text fragments: links that lead to a passage of a page that is not ours (URL Fragment
//! Text Directives, WICG).

use std::ops::Range;

use super::body::Body;
use super::find::at_word_boundaries;

/// A longer passage is named by its first and last words.
const MOST_WORDS: usize = 12;

/// How many words at each end name a longer passage.
const WORDS_AT_AN_END: usize = 4;

/// No more words of context than this are tried.
const MOST_CONTEXT: usize = 8;

impl Body {
    /// The text directive (`text=…`, percent-encoded) for a passage, with the least context
    /// that makes it the only one of its kind in the text; nothing for an empty passage.
    pub fn text_directive(&self, range: &Range<usize>) -> Option<String> {
        let words: Vec<String> = split(&self.passage(range));
        let before = split(&self.passage(&(0..range.start)));
        let after = split(&self.passage(&(range.end..self.text().len())));
        let whole = folded(&[before.as_slice(), &words, &after].concat());
        let times = |words: &[String]| occurrences(&whole, &folded(words));
        let one_block = self.block_edges_in(&(range.start + 1..range.end)).is_empty();
        let (start, end) = match words.len() {
            0 => return None,
            n if n <= MOST_WORDS && one_block => (words.as_slice(), None),
            n => {
                let few = WORDS_AT_AN_END.min(n / 2).max(1);
                (&words[..few], Some(&words[n - few..]))
            }
        };
        let text = |words: &[String]| encoded(&words.join(" "));
        let core = match end {
            Some(end) => format!("{},{}", text(start), text(end)),
            None => text(start),
        };
        if times(start) <= 1 {
            return Some(format!("text={core}"));
        }
        for n in 1..=MOST_CONTEXT.min(before.len()) {
            let prefix = &before[before.len() - n..];
            if times(&[prefix, start].concat()) <= 1 {
                return Some(format!("text={}-,{core}", text(prefix)));
            }
        }
        for n in 1..=MOST_CONTEXT.min(after.len()) {
            if end.is_none() && times(&[start, &after[..n]].concat()) <= 1 {
                return Some(format!("text={core},-{}", text(&after[..n])));
            }
        }
        // Nothing tells it from another passage; browsers then show the first.
        Some(format!("text={core}"))
    }
}

fn split(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_string).collect()
}

/// Browsers look without regard to case.
fn folded(words: &[String]) -> String {
    words.join(" ").to_lowercase()
}

/// How often `words` stand in `text`, whole.
fn occurrences(text: &str, words: &str) -> usize {
    let whole = |(at, found): &(usize, &str)| at_word_boundaries(text, *at..at + found.len());
    text.match_indices(words).filter(whole).count()
}

/// All but letters and digits of ASCII are percent-encoded: `-`, `,` and `&` are syntax.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use crate::text::markdown;

    fn check(text: &str, passage: &str, nth: usize, expect: &str) {
        let body = markdown(text, 0);
        let at = body.text().match_indices(passage).nth(nth).expect("the passage").0;
        let directive = body.text_directive(&(at..at + passage.len()));
        assert_eq!(directive.as_deref(), Some(expect), "{text:?}");
    }

    #[test]
    fn the_least_context() {
        check("One two three.", "two", 0, "text=two");
        check("One two. Three two four.", "two", 1, "text=Three-,two");
        check("a b c. b b c.", "b", 0, "text=a-,b");
        check("b a c b a d", "b a", 0, "text=b%20a,-c");
        check(
            "It *is* a well-known, good & old one.",
            "well-known, good & old",
            0,
            "text=well%2Dknown%2C%20good%20%26%20old",
        );
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        check(long, long, 0, "text=one%20two%20three%20four,ten%20eleven%20twelve%20thirteen");
        check("One two.\n\nThree four.", "two.\nThree", 0, "text=two%2E,Three");
    }
}
