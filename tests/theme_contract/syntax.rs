//! What the templates of the theme are made of: a subset of Tera. Anything else is
//! refused, so that nothing goes unchecked in silence.

use std::rc::Rc;

/// A part of a template.
#[derive(Debug)]
pub enum Node {
    /// `{{ … }}`
    Print(Expr),
    /// `if`, each `elif`, and what stands after `else`.
    If(Vec<(Expr, Vec<Node>)>, Vec<Node>),
    /// `for`, with what stands after `else`.
    For { name: String, list: Expr, body: Vec<Node>, otherwise: Vec<Node> },
    /// `set`, or `set_global`.
    Set { global: bool, name: String, value: Expr },
    /// `block`
    Block(Vec<Node>),
    /// `include`
    Include(usize, String),
    /// `extends`
    Extends(usize, String),
    /// `component`
    Component(Rc<Component>),
}

/// The definition of a component.
#[derive(Debug)]
pub struct Component {
    /// What it is called.
    pub name: String,
    /// What it takes.
    pub parameters: Vec<Parameter>,
    /// What it makes of it.
    pub body: Vec<Node>,
}

/// `name: kind = default`
#[derive(Debug)]
pub struct Parameter {
    /// What it is called.
    pub name: String,
    /// Tera's word for what may be passed.
    pub kind: String,
    /// What it is where nothing is passed.
    pub default: Option<Expr>,
}

/// An expression and its line.
#[derive(Debug)]
pub struct Expr {
    /// Where it starts.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// An expression.
#[derive(Debug)]
pub enum Kind {
    Text(String),
    Number,
    Bool,
    Name(String),
    Field(Box<Expr>, String),
    Slice(Box<Expr>, Vec<Expr>),
    Filter(Box<Expr>, String, Vec<(String, Expr)>),
    Call(String, Vec<(String, Expr)>),
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Compare(&'static str, Box<Expr>, Box<Expr>),
    Join(Box<Expr>, Box<Expr>),
    Sum(Box<Expr>, Box<Expr>),
}

impl Expr {
    /// `a.b.c` where it is nothing but names.
    pub fn path(&self) -> Option<String> {
        match &self.kind {
            Kind::Name(name) => Some(name.clone()),
            Kind::Field(of, name) => Some(format!("{}.{name}", of.path()?)),
            _ => None,
        }
    }

    /// The paths that have a value where this is true (or where it is not).
    pub fn proves(&self, truth: bool) -> Vec<String> {
        match &self.kind {
            Kind::Not(of) => of.proves(!truth),
            Kind::And(a, b) if truth => [a.proves(true), b.proves(true)].concat(),
            Kind::Or(a, b) if !truth => [a.proves(false), b.proves(false)].concat(),
            Kind::Or(a, b) => {
                let other = b.proves(true);
                a.proves(true).into_iter().filter(|path| other.contains(path)).collect()
            }
            Kind::Compare("==", a, b) if truth && matches!(b.kind, Kind::Text(_)) => a.proves(true),
            _ if truth => self.path().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}
