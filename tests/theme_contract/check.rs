//! Whether templates use what their views have. This file goes through tags; `typing.rs`
//! through expressions.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::messages::Message;
use super::parser::parse;
use super::syntax::{Component, Expr, Node, Parameter};
use super::typing::{either, fits, of_tera, words};
use super::views::{Type, Views};

/// What templates may use.
pub struct Contract {
    /// The structs.
    pub views: Views,
    /// The settings of the theme.
    pub settings: BTreeMap<String, Type>,
    /// The messages of the language.
    pub messages: BTreeMap<String, Message>,
}

/// Something that a template gets wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The template.
    pub template: String,
    /// The line in it.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.template, self.line, self.message)
    }
}

/// What all templates together used.
#[derive(Default)]
pub struct Used {
    /// Fields, as (struct, field).
    pub fields: BTreeSet<(String, String)>,
    /// Settings of the theme.
    pub settings: BTreeSet<String>,
    /// Messages.
    pub messages: BTreeSet<String>,
    /// Components.
    pub components: BTreeSet<String>,
}

/// What can be seen at a place of a template.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The template.
    pub template: String,
    /// Which component this is in, and who called it with what.
    pub called: String,
    /// Variables.
    pub names: BTreeMap<String, Type>,
    /// Paths that have a value here, because a condition says so.
    pub present: BTreeSet<String>,
    /// Variables that `set_global` gave a value.
    globals: BTreeSet<String>,
}

impl Scope {
    /// The scope where a condition holds, or does not.
    pub fn given(&self, condition: &Expr, truth: bool) -> Scope {
        let mut scope = self.clone();
        scope.present.extend(condition.proves(truth));
        scope
    }

    fn set(&mut self, name: &str, kind: Type) {
        self.present.retain(|path| path != name && !path.starts_with(&format!("{name}.")));
        self.names.insert(name.to_string(), kind);
    }
}

/// Goes through templates.
pub struct Checker<'a> {
    /// What they may use.
    pub contract: &'a Contract,
    templates: BTreeMap<String, Rc<Vec<Node>>>,
    /// Components by name, each with its template.
    components: BTreeMap<String, (String, Rc<Component>)>,
    /// Templates that are being gone through: one of these would go on for ever.
    open: Vec<String>,
    /// What they used.
    pub used: Used,
    /// What they got wrong.
    pub mistakes: BTreeSet<Mistake>,
    /// Components that were checked already, with the arguments.
    seen: BTreeSet<(String, Vec<(String, Type)>)>,
}

impl<'a> Checker<'a> {
    /// A checker of these templates.
    pub fn new(contract: &'a Contract, texts: &BTreeMap<String, String>) -> Self {
        let mut checker = Checker {
            contract,
            templates: BTreeMap::new(),
            components: BTreeMap::new(),
            open: Vec::new(),
            used: Used::default(),
            mistakes: BTreeSet::new(),
            seen: BTreeSet::new(),
        };
        for (name, text) in texts {
            match parse(text) {
                Ok(nodes) => checker.learn(name, nodes),
                Err((line, message)) => {
                    checker.mistakes.insert(Mistake { template: name.clone(), line, message });
                }
            }
        }
        checker
    }

    fn learn(&mut self, template: &str, nodes: Vec<Node>) {
        for node in &nodes {
            if let Node::Component(component) = node {
                let entry = (template.to_string(), component.clone());
                self.components.insert(component.name.clone(), entry);
            }
        }
        self.templates.insert(template.to_string(), Rc::new(nodes));
    }

    /// The names of all components.
    pub fn components(&self) -> impl Iterator<Item = &String> {
        self.components.keys()
    }

    /// Checks a template, and those that it extends, as one that shows this struct.
    pub fn page(&mut self, template: &str, page: &str) {
        let mut scope = Scope { template: template.to_string(), ..Scope::default() };
        for field in self.contract.views.fields("View") {
            let kind = if field.name == "page" { Type::Record(page.to_string()) } else { field.kind.clone() };
            scope.names.insert(field.name.clone(), kind);
        }
        self.template(template, &scope, 1);
    }

    pub(super) fn object(&mut self, scope: &Scope, line: usize, message: &str) {
        let message = format!("{message}{}", scope.called);
        self.mistakes.insert(Mistake { template: scope.template.clone(), line, message });
    }

    fn template(&mut self, name: &str, scope: &Scope, line: usize) {
        let Some(nodes) = self.templates.get(name).filter(|_| !self.open.iter().any(|o| o == name)).cloned()
        else {
            return self.object(scope, line, &format!("there is no template `{name}`, or it shows itself"));
        };
        self.open.push(name.to_string());
        self.nodes(&nodes, &mut Scope { template: name.to_string(), ..scope.clone() });
        self.open.pop();
    }

    fn nodes(&mut self, nodes: &[Node], scope: &mut Scope) {
        for node in nodes {
            match node {
                Node::Print(expr) => self.print(expr, scope),
                Node::If(branches, otherwise) => self.branches(branches, otherwise, scope),
                Node::For { name, list, body, otherwise } => {
                    let of = self.element(list, scope);
                    self.repeat(name, of, body, scope);
                    self.nodes(otherwise, &mut scope.clone());
                }
                Node::Set { global, name, value } => {
                    let kind = self.kind(value, scope);
                    scope.set(name, kind);
                    if *global {
                        scope.globals.insert(name.clone());
                    }
                }
                // What a block sets stays in it: another template may fill it.
                Node::Block(body) => self.nodes(body, &mut scope.clone()),
                Node::Include(line, name) | Node::Extends(line, name) => self.template(name, scope, *line),
                Node::Component(_) => {}
            }
        }
    }

    fn branches(&mut self, branches: &[(Expr, Vec<Node>)], otherwise: &[Node], scope: &mut Scope) {
        let mut left = scope.clone();
        let mut ends = Vec::new();
        for (condition, body) in branches {
            self.kind(condition, &left);
            let mut inside = left.given(condition, true);
            self.nodes(body, &mut inside);
            ends.push(inside);
            left = left.given(condition, false);
        }
        self.nodes(otherwise, &mut left);
        ends.push(left);
        // What has a value after all branches is what has one after each.
        scope.names = ends[0].names.clone();
        scope.names.retain(|name, _| ends.iter().all(|end| end.names.contains_key(name)));
        for end in &ends {
            scope.names.iter_mut().for_each(|(name, kind)| *kind = either(kind, &end.names[name]));
            scope.globals.extend(end.globals.iter().cloned());
        }
        scope.present.retain(|path| ends.iter().all(|end| end.present.contains(path)));
    }

    fn repeat(&mut self, name: &str, of: Type, body: &[Node], scope: &mut Scope) {
        let mut inside = scope.clone();
        inside.set(name, of);
        inside.set("loop", Type::Loop);
        self.nodes(body, &mut inside);
        // A loop may run never, so what it sets for all is sure only where it was set before.
        for global in &inside.globals {
            if let (Some(before), Some(after)) = (scope.names.get_mut(global), inside.names.get(global)) {
                *before = either(before, after);
            }
        }
        scope.globals.extend(inside.globals);
    }

    /// Checks the call of a component, and its body with the arguments of this call.
    pub fn call(&mut self, line: usize, name: &str, arguments: &[(String, Expr)], scope: &Scope) {
        let mut given = BTreeMap::new();
        for (name, value) in arguments {
            given.insert(name.clone(), self.kind(value, scope));
        }
        let Some((template, component)) = self.components.get(name).cloned() else {
            return self.object(scope, line, &format!("there is no component `{name}`"));
        };
        self.used.components.insert(name.to_string());
        let mut names = BTreeMap::new();
        for parameter in &component.parameters {
            match argument(parameter, given.remove(&parameter.name)) {
                Ok(kind) => {
                    names.insert(parameter.name.clone(), kind);
                }
                Err(objection) => self.object(scope, line, &format!("`{name}` {objection}")),
            }
        }
        for unknown in given.keys() {
            self.object(scope, line, &format!("`{name}` has no parameter `{unknown}`"));
        }
        let complete = names.len() == component.parameters.len();
        if complete && self.seen.insert((name.to_string(), names.clone().into_iter().collect())) {
            let called = match scope.called.as_str() {
                "" => format!(" (called in {}:{line})", scope.template),
                called => called.to_string(),
            };
            self.nodes(&component.body, &mut Scope { template, called, names, ..Scope::default() });
        }
    }
}

/// What a parameter is in a call that passes this, or nothing.
fn argument(parameter: &Parameter, given: Option<Type>) -> Result<Type, String> {
    let Parameter { name, kind, default } = parameter;
    match given {
        Some(given) if fits(&given, kind) => Ok(given),
        Some(given) => Err(format!("takes {kind} as `{name}`, not {}", words(&given))),
        None if default.is_some() => Ok(of_tera(kind)),
        None => Err(format!("needs `{name}`")),
    }
}
