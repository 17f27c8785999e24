//! Typographic quotes, dashes and dots in the place of plain ones, where a body is shown.
//!
//! In: a part of a text, and the text around it. Out: what is shown. The text itself stays as it is, so
//! quotes are found in it as without this.

/// The signs that quotations start and end with: outer ones, then inner ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteSigns([String; 4]);

impl QuoteSigns {
    /// The signs from a text that lists them, parted by spaces; the English ones where that has not four.
    pub fn of(list: &str) -> Self {
        let signs: Vec<String> = list.split(' ').filter(|sign| !sign.is_empty()).map(Into::into).collect();
        Self(signs.try_into().unwrap_or_else(|_| ["“", "”", "‘", "’"].map(Into::into)))
    }
}

/// What is shown of the bytes `range` of `text`, in which the signs at `escaped`, ascending, stay as they are.
pub(super) fn smart(
    text: &str,
    range: std::ops::Range<usize>,
    signs: &QuoteSigns,
    escaped: &[usize],
) -> String {
    let mut shown = String::with_capacity(range.len() + 8);
    let mut at = range.start;
    while at < range.end {
        let next = escaped.get(escaped.partition_point(|place| *place < at)).copied();
        let end = next.filter(|next| *next < range.end).unwrap_or(range.end);
        if end == at {
            let c = text[at..].chars().next().unwrap_or_default();
            shown.push(c);
            at += c.len_utf8();
            continue;
        }
        // No row of signs goes on over one that stays.
        let rest = text.get(at..end).unwrap_or_default();
        let before = text[..at].chars().next_back();
        let known = [("---", "—"), ("--", "–"), ("...", "…")];
        let c = rest.chars().next().unwrap_or_default();
        if let Some((plain, sign)) = known.into_iter().find(|(plain, _)| rest.starts_with(plain)) {
            // A longer row is a line that somebody drew.
            let run = rest.chars().take_while(|other| *other == c).count();
            shown.push_str(if run == plain.len() { sign } else { &rest[..run] });
            at += run;
            continue;
        }
        let after = text[at + c.len_utf8()..].chars().next();
        match c {
            '"' => shown.push_str(&signs.0[usize::from(!opens(before, after))]),
            '\'' => shown.push_str(single(before, after, signs)),
            c => shown.push(c),
        }
        at += c.len_utf8();
    }
    shown
}

/// Whether a quotation mark between these starts a quotation.
fn opens(before: Option<char>, after: Option<char>) -> bool {
    let free = |c: char| c.is_whitespace() || "([{—–-/\"'“‘„‚«".contains(c);
    before.is_none_or(free) && after.is_some_and(|c| !c.is_whitespace())
}

fn single(before: Option<char>, after: Option<char>, signs: &QuoteSigns) -> &str {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let year = before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(|c| c.is_ascii_digit());
    match opens(before, after) {
        _ if letter(before) && letter(after) || year => "’",
        true => &signs.0[2],
        // An apostrophe at the end of a word is as likely as the end of a quotation.
        false => &signs.0[3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(smart(text, 0..text.len(), &QuoteSigns::of("“ ” ‘ ’"), &[]), expect);
    }

    #[test]
    fn signs() {
        check("\"We start 'today',\" it's said.", "“We start ‘today’,” it’s said.");
        check("(\"yes\") -- 1990--95 --- so...", "(“yes”) – 1990–95 — so…");
        check("the '90s; dogs' ---- .....", "the ’90s; dogs’ ---- .....");
        check("\"'In' it\"", "“‘In’ it”");
    }

    #[test]
    fn other_languages_and_parts() {
        let german = QuoteSigns::of("„ “ ‚ ‘");
        assert_eq!(smart("Er sagt \"ja\"", 0..12, &german, &[]), "Er sagt „ja“");
        // Part of a text, with what stands before it.
        assert_eq!(smart("a \"b\"", 4..5, &german, &[]), "“");
        assert_eq!(QuoteSigns::of("odd"), QuoteSigns::of("“ ” ‘ ’"));
    }
}
