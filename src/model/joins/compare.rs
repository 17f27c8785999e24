//! How two wordings stand to each other.

/// A wording's words as numbers: equal words have equal ones.
pub(super) type Token = u32;

/// Words are left out here.
pub(super) const GAP: Token = 0;

/// From here on a token is a word; those between are insertions of `token - GAP` words.
pub(super) const FIRST_WORD: Token = 64;

/// How many of the tokens are words.
pub(super) fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| is_word(**token)).count()
}

pub(super) fn is_word(token: Token) -> bool {
    token >= FIRST_WORD
}

/// Whether `part` stands in `whole` as it is.
pub(super) fn is_part(part: &[Token], whole: &[Token]) -> bool {
    !part.is_empty() && part.len() < whole.len() && whole.windows(part.len()).any(|window| window == part)
}

/// Whether `part`, which has gaps or insertions, stands in `whole` if these stand for words:
/// a gap for any number of them, an insertion for none or for a few more than it has itself.
pub(super) fn is_elided(part: &[Token], whole: &[Token]) -> bool {
    if part.iter().all(|token| is_word(*token)) || words(part) > words(whole) {
        return false;
    }
    // reach[j]: whether the part so far can end right before `whole[j]`.
    let mut reach = vec![true; whole.len() + 1];
    for token in part {
        let mut next = vec![false; whole.len() + 1];
        for at in (0..=whole.len()).filter(|at| reach[*at]) {
            let most = match *token {
                GAP => whole.len(),
                inserted if !is_word(inserted) => inserted as usize + crate::text::WILDCARD_REACH,
                word => {
                    if whole.get(at) == Some(&word) {
                        next[at + 1] = true;
                    }
                    continue;
                }
            };
            let end = (at + most).min(whole.len());
            next[at..=end].fill(true);
            if *token == GAP {
                break; // From the first place on, a gap reaches all others.
            }
        }
        reach = next;
    }
    reach.contains(&true)
}

/// Fewer words than this are too few to be a variant of anything.
pub(super) const FEWEST_FOR_VARIANT: usize = 6;

/// Of this share of its words a variant may differ: 80 % likeness.
const MOST_CHANGED: (usize, usize) = (1, 5);

/// How many of so many words may be changed in a variant.
pub(super) fn most_changed(words: usize) -> usize {
    words * MOST_CHANGED.0 / MOST_CHANGED.1
}

/// Whether `part` stands in `whole` with a few words changed: the least edit distance
/// between `part` and any run of words in `whole` (Sellers 1980), as a share of its words.
pub(super) fn is_variant(part: &[Token], whole: &[Token]) -> bool {
    if words(part) < FEWEST_FOR_VARIANT || words(whole) < FEWEST_FOR_VARIANT {
        return false;
    }
    let most = most_changed(part.len());
    // A changed word costs one; a run of `whole` may start and end anywhere.
    let mut row: Vec<usize> = vec![0; whole.len() + 1];
    for (i, token) in part.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, other) in whole.iter().enumerate() {
            let changed = diagonal + usize::from(token != other);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
            least = least.min(row[j + 1]);
        }
        if least > most {
            return false;
        }
    }
    row.iter().any(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One letter is one word; `~` a gap, `2` an insertion of two words.
    fn tokens(text: &str) -> Vec<Token> {
        let token = |c: char| match c {
            '~' => GAP,
            c => c.to_digit(10).unwrap_or(u32::from(c)),
        };
        text.chars().map(token).collect()
    }

    #[test]
    fn parts() {
        let check =
            |part, whole, is| assert_eq!(is_part(&tokens(part), &tokens(whole)), is, "{part} {whole}");
        check("bc", "abcd", true);
        check("ac", "abcd", false);
        check("abcd", "abcd", false);
        check("", "abcd", false);
    }

    #[test]
    fn elisions() {
        let check =
            |part, whole, is| assert_eq!(is_elided(&tokens(part), &tokens(whole)), is, "{part} {whole}");
        check("ab~fg", "abcdefgh", true);
        check("ab~gf", "abcdefgh", false);
        check("~gh", "abcdefgh", true);
        check("bc", "abcd", false);
        check("a2d", "abcdefgh", true);
        check("a1g", "abcdefgh", false);
        check("ab1cd", "abcde", true);
        check("a~b~e", "xxabcdeyy", true);
    }

    #[test]
    fn variants() {
        let check =
            |part, whole, is| assert_eq!(is_variant(&tokens(part), &tokens(whole)), is, "{part} {whole}");
        check("abcdefghij", "abcdXfghij", true);
        check("abcdefghij", "abXdXfghij", true);
        check("abcdefghij", "abXdXfXhij", false);
        check("cdefgh", "ababcdXfghabab", true);
        check("abcde", "abcde", false);
        check("abcdefghij", "abcdefhij", true);
    }
}
