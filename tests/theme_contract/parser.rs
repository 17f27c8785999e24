//! Tokens to expressions, tags to nodes.

use std::rc::Rc;

use super::lexer::{Objection, Piece, Token, pieces};
use super::syntax::{Component, Expr, Kind, Node, Parameter};

type Parsed<T> = Result<T, Objection>;

/// The tag that ends some nodes: its first word, and what is left of it.
type End = (String, Tokens);

/// The nodes of a template.
pub fn parse(template: &str) -> Parsed<Vec<Node>> {
    let mut tags = Tags { pieces: pieces(template)?.into_iter() };
    let (nodes, end) = tags.nodes(&[])?;
    match end {
        None => Ok(nodes),
        Some((word, tokens)) => Err((tokens.line, format!("`{word}` closes nothing"))),
    }
}

struct Tags {
    pieces: std::vec::IntoIter<Piece>,
}

impl Tags {
    /// Nodes up to a tag that starts with one of `until`, which is returned too.
    fn nodes(&mut self, until: &[&str]) -> Parsed<(Vec<Node>, Option<End>)> {
        let mut nodes = Vec::new();
        let mut line = 0;
        while let Some(piece) = self.pieces.next() {
            line = piece.line;
            let mut tokens = Tokens { line, prints: piece.prints, left: piece.tokens.into_iter().peekable() };
            if tokens.prints {
                nodes.push(Node::Print(tokens.whole()?));
                continue;
            }
            let word = tokens.word()?;
            if until.contains(&word.as_str()) {
                return Ok((nodes, Some((word, tokens))));
            }
            nodes.push(self.node(&word, tokens)?);
        }
        match until.first() {
            Some(end) => Err((line, format!("the template ends before `{end}`"))),
            None => Ok((nodes, None)),
        }
    }

    fn node(&mut self, word: &str, mut tokens: Tokens) -> Parsed<Node> {
        let line = tokens.line;
        Ok(match word {
            "if" => return self.branches(tokens),
            "for" => {
                let name = tokens.word()?;
                tokens.keyword("in")?;
                let list = tokens.whole()?;
                let (body, end) = self.nodes(&["endfor", "else"])?;
                let has_else = end.is_some_and(|(word, _)| word == "else");
                let otherwise = if has_else { self.nodes(&["endfor"])?.0 } else { Vec::new() };
                Node::For { name, list, body, otherwise }
            }
            "set" | "set_global" => {
                let name = tokens.word()?;
                tokens.sign("=")?;
                Node::Set { global: word == "set_global", name, value: tokens.whole()? }
            }
            "block" => Node::Block(self.nodes(&["endblock"])?.0),
            "include" => Node::Include(line, tokens.text()?),
            "extends" => Node::Extends(line, tokens.text()?),
            "component" => {
                let name = tokens.word()?;
                let parameters = tokens.parameters()?;
                let body = self.nodes(&["endcomponent"])?.0;
                Node::Component(Rc::new(Component { name, parameters, body }))
            }
            _ => return Err((line, format!("the checker does not know the tag `{word}`"))),
        })
    }

    fn branches(&mut self, mut tokens: Tokens) -> Parsed<Node> {
        let mut branches = Vec::new();
        loop {
            let condition = tokens.whole()?;
            let (body, end) = self.nodes(&["endif", "elif", "else"])?;
            branches.push((condition, body));
            match end {
                Some((word, next)) if word == "elif" => tokens = next,
                Some((word, _)) if word == "else" => {
                    return Ok(Node::If(branches, self.nodes(&["endif"])?.0));
                }
                _ => return Ok(Node::If(branches, Vec::new())),
            }
        }
    }
}

/// What is left of a tag.
struct Tokens {
    line: usize,
    prints: bool,
    left: std::iter::Peekable<std::vec::IntoIter<(Token, usize)>>,
}

impl Tokens {
    fn refuse<T>(&mut self, wanted: &str) -> Parsed<T> {
        let found = self.left.peek().map(|(token, _)| token);
        Err((self.line, format!("the checker expects {wanted} and finds {found:?}")))
    }

    fn take(&mut self, fits: impl Fn(&Token) -> bool) -> Option<Token> {
        let (token, line) = self.left.next_if(|(token, _)| fits(token))?;
        self.line = line;
        Some(token)
    }

    fn is_sign(&mut self, sign: &str) -> bool {
        self.left.peek().is_some_and(|(token, _)| matches!(token, Token::Sign(s) if *s == sign))
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        self.take(|token| matches!(token, Token::Sign(s) if *s == sign)).is_some()
    }

    fn sign(&mut self, sign: &str) -> Parsed<()> {
        if self.take_sign(sign) { Ok(()) } else { self.refuse(&format!("`{sign}`")) }
    }

    fn take_keyword(&mut self, word: &str) -> bool {
        self.take(|token| matches!(token, Token::Word(w) if w == word)).is_some()
    }

    fn keyword(&mut self, word: &str) -> Parsed<()> {
        if self.take_keyword(word) { Ok(()) } else { self.refuse(&format!("`{word}`")) }
    }

    fn word(&mut self) -> Parsed<String> {
        match self.take(|token| matches!(token, Token::Word(_))) {
            Some(Token::Word(word)) => Ok(word),
            _ => self.refuse("a name"),
        }
    }

    fn text(&mut self) -> Parsed<String> {
        match self.take(|token| matches!(token, Token::Text(_))) {
            Some(Token::Text(text)) => Ok(text),
            _ => self.refuse("a text in quotes"),
        }
    }

    /// An expression that goes to the end of the tag.
    fn whole(&mut self) -> Parsed<Expr> {
        let expr = self.any()?;
        if self.left.peek().is_some() { self.refuse("the end of the tag") } else { Ok(expr) }
    }

    fn any(&mut self) -> Parsed<Expr> {
        let mut left = self.both()?;
        while self.take_keyword("or") {
            let (line, right) = (left.line, self.both()?);
            left = Expr { line, kind: Kind::Or(Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn both(&mut self) -> Parsed<Expr> {
        let mut left = self.truth()?;
        while self.take_keyword("and") {
            let (line, right) = (left.line, self.truth()?);
            left = Expr { line, kind: Kind::And(Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn truth(&mut self) -> Parsed<Expr> {
        if self.take_keyword("not") {
            let line = self.line;
            return Ok(Expr { line, kind: Kind::Not(Box::new(self.truth()?)) });
        }
        let left = self.sum()?;
        for sign in ["==", "!=", "<=", ">=", "<", ">"] {
            if self.take_sign(sign) {
                let (line, right) = (left.line, self.sum()?);
                return Ok(Expr { line, kind: Kind::Compare(sign, Box::new(left), Box::new(right)) });
            }
        }
        Ok(left)
    }

    fn sum(&mut self) -> Parsed<Expr> {
        let mut left = self.filtered()?;
        loop {
            let line = left.line;
            left = if self.take_sign("~") {
                Expr { line, kind: Kind::Join(Box::new(left), Box::new(self.filtered()?)) }
            } else if self.take_sign("+") || self.take_sign("-") {
                Expr { line, kind: Kind::Sum(Box::new(left), Box::new(self.filtered()?)) }
            } else {
                return Ok(left);
            };
        }
    }

    fn filtered(&mut self) -> Parsed<Expr> {
        let mut expr = self.value()?;
        while self.take_sign("|") {
            let (line, name) = (expr.line, self.word()?);
            let mut arguments = Vec::new();
            if self.take_sign("(") {
                while !self.take_sign(")") {
                    let name = self.word()?;
                    self.sign("=")?;
                    arguments.push((name, self.any()?));
                    if !self.is_sign(")") {
                        self.sign(",")?;
                    }
                }
            }
            expr = Expr { line, kind: Kind::Filter(Box::new(expr), name, arguments) };
        }
        Ok(expr)
    }

    fn value(&mut self) -> Parsed<Expr> {
        if self.take_sign("(") {
            let inner = self.any()?;
            self.sign(")")?;
            return Ok(inner);
        }
        if self.take_sign("<") {
            return self.call();
        }
        let Some(token) = self.take(|token| !matches!(token, Token::Sign(_))) else {
            return self.refuse("a value");
        };
        let line = self.line;
        let kind = match token {
            Token::Text(text) => Kind::Text(text),
            Token::Number(_) => Kind::Number,
            Token::Word(word) if word == "true" || word == "false" => Kind::Bool,
            Token::Word(word) => return self.fields(Expr { line, kind: Kind::Name(word) }),
            Token::Sign(_) => return self.refuse("a value"),
        };
        Ok(Expr { line, kind })
    }

    fn fields(&mut self, mut expr: Expr) -> Parsed<Expr> {
        loop {
            let line = expr.line;
            if self.take_sign(".") {
                expr = Expr { line, kind: Kind::Field(Box::new(expr), self.word()?) };
            } else if self.take_sign("[") {
                let mut ends = Vec::new();
                if !self.is_sign(":") {
                    ends.push(self.any()?);
                }
                self.sign(":")?;
                if !self.is_sign("]") {
                    ends.push(self.any()?);
                }
                self.sign("]")?;
                expr = Expr { line, kind: Kind::Slice(Box::new(expr), ends) };
            } else {
                return Ok(expr);
            }
        }
    }

    /// `name a={…} b="…" />`, after the `<`.
    fn call(&mut self) -> Parsed<Expr> {
        let name = self.word()?;
        let line = self.line;
        let mut arguments = Vec::new();
        while !self.take_sign("/") {
            let name = self.word()?;
            self.sign("=")?;
            let value = if self.take_sign("{") {
                let value = self.any()?;
                self.sign("}")?;
                value
            } else {
                Expr { line, kind: Kind::Text(self.text()?) }
            };
            arguments.push((name, value));
        }
        self.sign(">")?;
        Ok(Expr { line, kind: Kind::Call(name, arguments) })
    }

    /// `(name: kind = default, …)`
    fn parameters(&mut self) -> Parsed<Vec<Parameter>> {
        let mut parameters = Vec::new();
        self.sign("(")?;
        while !self.take_sign(")") {
            let name = self.word()?;
            self.sign(":")?;
            let kind = self.word()?;
            let default = if self.take_sign("=") { Some(self.value()?) } else { None };
            parameters.push(Parameter { name, kind, default });
            if !self.is_sign(")") {
                self.sign(",")?;
            }
        }
        Ok(parameters)
    }
}
