//! A template, cut into pieces: text between tags is dropped, what stands in tags becomes
//! tokens that know their line.

/// A line of a template, and what is wrong there.
pub type Objection = (usize, String);

/// A token inside of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name or a keyword.
    Word(String),
    /// A text in quotes, without them.
    Text(String),
    /// A whole number.
    Number(String),
    /// Anything else.
    Sign(&'static str),
}

/// `{{ … }}` or `{% … %}`.
#[derive(Debug)]
pub struct Piece {
    /// Where it starts.
    pub line: usize,
    /// Whether it prints what stands in it.
    pub prints: bool,
    /// What stands in it, with the line of each.
    pub tokens: Vec<(Token, usize)>,
}

/// The longer ones first.
const SIGNS: [&str; 29] = [
    "...", "==", "!=", "<=", ">=", "//", "**", "?.", "?[", "|", "~", "=", "<", ">", "(", ")", "[", "]", "{",
    "}", ".", ",", ":", "/", "+", "-", "*", "%", "!",
];

/// The tags of a template in their order.
pub fn pieces(template: &str) -> Result<Vec<Piece>, Objection> {
    let mut rest = Rest { text: template, line: 1 };
    let mut pieces = Vec::new();
    while let Some(start) = rest.text.find('{') {
        rest.skip(start);
        match rest.text.as_bytes().get(1) {
            Some(b'#') => {
                let end = rest.text.find("#}").ok_or((rest.line, "a comment without an end".to_string()))?;
                rest.skip(end + 2);
            }
            Some(b'{') => pieces.push(piece(&mut rest, "}}")?),
            Some(b'%') => pieces.push(piece(&mut rest, "%}")?),
            _ => rest.skip(1),
        }
    }
    Ok(pieces)
}

struct Rest<'a> {
    text: &'a str,
    line: usize,
}

impl Rest<'_> {
    fn skip(&mut self, bytes: usize) {
        let (skipped, rest) = self.text.split_at(bytes);
        self.line += skipped.matches('\n').count();
        self.text = rest;
    }

    fn skip_space(&mut self) {
        self.skip(self.text.len() - self.text.trim_start().len());
    }
}

fn piece(rest: &mut Rest<'_>, end: &str) -> Result<Piece, Objection> {
    let mut piece = Piece { line: rest.line, prints: end == "}}", tokens: Vec::new() };
    rest.skip(2);
    rest.skip(usize::from(rest.text.starts_with('-')));
    loop {
        rest.skip_space();
        let trimmed = rest.text.strip_prefix('-').unwrap_or(rest.text);
        if trimmed.starts_with(end) {
            rest.skip(rest.text.len() - trimmed.len() + end.len());
            return Ok(piece);
        }
        let line = rest.line;
        piece.tokens.push((token(rest).ok_or((piece.line, "a tag without an end".to_string()))?, line));
    }
}

fn token(rest: &mut Rest<'_>) -> Option<Token> {
    let first = rest.text.chars().next()?;
    if first == '"' || first == '\'' {
        let text = rest.text[1..].split(first).next()?.to_string();
        rest.skip(text.len() + 2);
        return Some(Token::Text(text));
    }
    let word: String = rest.text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if word.is_empty() {
        let sign = SIGNS.into_iter().find(|sign| rest.text.starts_with(sign))?;
        rest.skip(sign.len());
        return Some(Token::Sign(sign));
    }
    rest.skip(word.len());
    Some(if first.is_numeric() { Token::Number(word) } else { Token::Word(word) })
}
