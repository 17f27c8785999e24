//! What each expression of a template is.

use super::check::{Checker, Scope};
use super::syntax::{Expr, Kind};
use super::views::Type;

/// What has the fields of `loop`.
const LOOP: [(&str, Type); 5] = [
    ("index", Type::Number),
    ("index0", Type::Number),
    ("length", Type::Number),
    ("first", Type::Bool),
    ("last", Type::Bool),
];

/// One or the other.
pub fn either(a: &Type, b: &Type) -> Type {
    if a == b { a.clone() } else { Type::Mixed }
}

/// What a parameter of this kind of Tera is where nothing is passed.
pub fn of_tera(kind: &str) -> Type {
    match kind {
        "string" => Type::Text,
        "bool" => Type::Bool,
        "integer" | "number" => Type::Number,
        _ => Type::Unknown,
    }
}

/// Whether Tera takes this as a parameter of this kind.
pub fn fits(given: &Type, kind: &str) -> bool {
    match given {
        Type::Unknown => true,
        Type::Text | Type::Html | Type::Safe => kind == "string",
        Type::Number => kind == "integer" || kind == "number",
        Type::Bool => kind == "bool",
        Type::List(_) => kind == "array",
        Type::Record(_) | Type::Settings => kind == "map",
        Type::Optional(_) | Type::Loop | Type::Mixed => false,
    }
}

/// A type for people.
pub fn words(kind: &Type) -> String {
    match kind {
        Type::Text => "text".to_string(),
        Type::Html => "HTML".to_string(),
        Type::Safe => "HTML that is safe".to_string(),
        Type::Number => "number".to_string(),
        Type::Bool => "true/false".to_string(),
        Type::List(of) => format!("list of {}", words(of)),
        Type::Optional(of) => format!("optional {}", words(of)),
        Type::Record(name) => name.clone(),
        Type::Settings => "settings".to_string(),
        Type::Loop => "`loop`".to_string(),
        Type::Mixed => "one of several types".to_string(),
        Type::Unknown => "unknown".to_string(),
    }
}

impl Checker<'_> {
    /// `{{ … }}`
    pub fn print(&mut self, expr: &Expr, scope: &Scope) {
        let kind = self.kind(expr, scope);
        let objection = match &kind {
            Type::Html => "is HTML and would be shown as text; print it with `| safe`",
            Type::Optional(_) => "may be absent here; ask with `if` first",
            Type::List(_) | Type::Record(_) | Type::Settings | Type::Loop | Type::Mixed => {
                "is nothing to print"
            }
            Type::Text | Type::Safe | Type::Number | Type::Bool | Type::Unknown => return,
        };
        self.object(scope, expr.line, &format!("{} {objection}", named(expr, &kind)));
    }

    /// What the elements of a list are.
    pub fn element(&mut self, list: &Expr, scope: &Scope) -> Type {
        match self.kind(list, scope) {
            Type::List(of) => *of,
            Type::Unknown => Type::Unknown,
            other => {
                self.object(scope, list.line, &format!("{} is no list", named(list, &other)));
                Type::Unknown
            }
        }
    }

    /// What an expression is; says what is wrong in it.
    pub fn kind(&mut self, expr: &Expr, scope: &Scope) -> Type {
        let kind = match &expr.kind {
            Kind::Text(_) => Type::Text,
            Kind::Number => Type::Number,
            Kind::Bool => Type::Bool,
            Kind::Name(name) => self.variable(expr.line, name, scope),
            Kind::Field(of, name) => self.field(of, name, scope),
            Kind::Slice(list, ends) => {
                ends.iter().for_each(|end| self.expect(end, &[Type::Number], scope));
                Type::List(Box::new(self.element(list, scope)))
            }
            Kind::Filter(of, name, arguments) => self.filter(of, name, arguments, scope),
            Kind::Call(name, arguments) => {
                self.call(expr.line, name, arguments, scope);
                Type::Safe
            }
            Kind::Not(of) => {
                self.kind(of, scope);
                Type::Bool
            }
            Kind::And(a, b) => {
                let a_kind = self.kind(a, scope);
                either(&a_kind, &self.kind(b, &scope.given(a, true)))
            }
            Kind::Or(a, b) => {
                let a_kind = self.kind(a, scope);
                either(&a_kind, &self.kind(b, &scope.given(a, false)))
            }
            Kind::Compare(sign, a, b) => {
                if *sign == "==" || *sign == "!=" {
                    self.kind(a, scope);
                    self.kind(b, scope);
                } else {
                    self.expect(a, &[Type::Number], scope);
                    self.expect(b, &[Type::Number], scope);
                }
                Type::Bool
            }
            Kind::Join(a, b) => {
                [a, b]
                    .into_iter()
                    .for_each(|e| self.expect(e, &[Type::Text, Type::Number, Type::Safe], scope));
                Type::Text
            }
            Kind::Sum(a, b) => {
                [a, b].into_iter().for_each(|e| self.expect(e, &[Type::Number], scope));
                Type::Number
            }
        };
        match (kind, expr.path()) {
            (Type::Optional(of), Some(path)) if scope.present.contains(&path) => *of,
            (kind, _) => kind,
        }
    }

    fn variable(&mut self, line: usize, name: &str, scope: &Scope) -> Type {
        let Some(kind) = scope.names.get(name) else {
            let known: Vec<&str> = scope.names.keys().map(String::as_str).collect();
            self.object(scope, line, &format!("there is no `{name}` here; there is {}", known.join(", ")));
            return Type::Unknown;
        };
        if scope.called.is_empty() {
            self.used.fields.insert(("View".to_string(), name.to_string()));
        }
        kind.clone()
    }

    fn field(&mut self, of: &Expr, name: &str, scope: &Scope) -> Type {
        let kind = self.kind(of, scope);
        let contract = self.contract;
        let found = match &kind {
            Type::Unknown => return Type::Unknown,
            Type::Record(record) => {
                self.used.fields.insert((record.clone(), name.to_string()));
                contract.views.fields(record).iter().find(|f| f.name == name).map(|f| f.kind.clone())
            }
            Type::Settings => {
                self.used.settings.insert(name.to_string());
                contract.settings.get(name).cloned()
            }
            Type::Loop => LOOP.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind),
            _ => None,
        };
        found.unwrap_or_else(|| {
            let known: Vec<&str> = match &kind {
                Type::Record(record) => {
                    contract.views.fields(record).iter().map(|f| f.name.as_str()).collect()
                }
                Type::Settings => contract.settings.keys().map(String::as_str).collect(),
                Type::Loop => LOOP.iter().map(|(name, _)| *name).collect(),
                _ => Vec::new(),
            };
            let path = of.path().unwrap_or_else(|| "it".to_string());
            let what = named(of, &kind);
            let message = match &kind {
                Type::Optional(_) => format!("{what} may be absent here, so `.{name}` needs an `if` first"),
                _ => format!("there is no `{path}.{name}`: {what} has {}", known.join(", ")),
            };
            self.object(scope, of.line, &message);
            Type::Unknown
        })
    }

    fn filter(&mut self, of: &Expr, name: &str, arguments: &[(String, Expr)], scope: &Scope) -> Type {
        let texts = [Type::Text, Type::Html, Type::Safe];
        let takes = match name {
            "t" => return self.message(of, arguments, scope),
            "join" => "sep",
            "fingerprint" | "length" | "safe" | "capitalize" | "upper" | "lower" | "trim" => "",
            _ => {
                self.object(scope, of.line, &format!("the checker does not know the filter `{name}`"));
                return Type::Unknown;
            }
        };
        for (argument, value) in arguments {
            if argument != takes {
                self.object(scope, of.line, &format!("`{name}` takes no `{argument}`"));
            }
            self.expect(value, &texts, scope);
        }
        match name {
            "safe" => {
                self.expect(of, &[Type::Html, Type::Safe], scope);
                Type::Safe
            }
            "length" => {
                if !matches!(self.kind(of, scope), Type::Text) {
                    self.element(of, scope);
                }
                Type::Number
            }
            "join" => {
                if !matches!(self.element(of, scope), Type::Text | Type::Unknown) {
                    self.object(scope, of.line, "`join` is for lists of text");
                }
                Type::Text
            }
            _ => {
                self.expect(of, &texts, scope);
                Type::Text
            }
        }
    }

    /// `"key" | t(name=…)`
    fn message(&mut self, key: &Expr, arguments: &[(String, Expr)], scope: &Scope) -> Type {
        let mut result = Type::Text;
        for (name, value) in arguments {
            if self.kind(value, scope) == Type::Safe {
                result = Type::Safe;
            }
            match name.as_str() {
                "n" => self.expect(value, &[Type::Number], scope),
                _ => {
                    let texts = Type::List(Box::new(Type::Text));
                    self.expect(value, &[Type::Text, Type::Safe, Type::Number, texts], scope);
                }
            }
        }
        let Kind::Text(key_text) = &key.kind else {
            self.object(scope, key.line, "the checker cannot see which message this is; write its key");
            return result;
        };
        let Some(message) = self.contract.messages.get(key_text) else {
            self.object(scope, key.line, &format!("there is no message `{key_text}`"));
            return result;
        };
        self.used.messages.insert(key_text.clone());
        let given: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
        for name in message.names.iter().filter(|name| !given.contains(&name.as_str())) {
            self.object(scope, key.line, &format!("the message `{key_text}` needs `{name}`"));
        }
        for name in given.iter().filter(|name| !message.names.contains(**name)) {
            self.object(scope, key.line, &format!("the message `{key_text}` does not use `{name}`"));
        }
        result
    }

    fn expect(&mut self, expr: &Expr, wanted: &[Type], scope: &Scope) {
        let kind = self.kind(expr, scope);
        if kind != Type::Unknown && !wanted.contains(&kind) {
            let wanted: Vec<String> = wanted.iter().map(words).collect();
            let message = format!("{} is no {}", named(expr, &kind), wanted.join(" or "));
            self.object(scope, expr.line, &message);
        }
    }
}

/// "`page.title` (optional text)"
fn named(expr: &Expr, kind: &Type) -> String {
    match expr.path() {
        Some(path) => format!("`{path}` ({})", words(kind)),
        None => format!("what stands here ({})", words(kind)),
    }
}
