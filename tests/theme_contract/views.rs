//! The views as the source code has them: each struct with its fields and what their
//! comments say.

use std::collections::BTreeMap;

use syn::{Attribute, Expr, ExprLit, Field, GenericArgument, Item, Lit, Meta, PathArguments};

/// What a template can do with a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// Text, which is escaped where it is printed.
    Text,
    /// Text that is HTML already, and is escaped all the same unless it goes through `safe`.
    Html,
    /// HTML that is not escaped again: what a component gave, or `safe`.
    Safe,
    /// A number.
    Number,
    /// True or false.
    Bool,
    /// A list of these.
    List(Box<Type>),
    /// This, or nothing.
    Optional(Box<Type>),
    /// A struct.
    Record(String),
    /// The settings of the theme.
    Settings,
    /// `loop`
    Loop,
    /// One of several things; good for nothing but a condition.
    Mixed,
    /// What an objection was made to already.
    Unknown,
}

/// A struct of the views.
pub struct View {
    /// What its comment says.
    pub doc: String,
    /// Its fields in their order.
    pub fields: Vec<ViewField>,
}

/// A field of a struct of the views.
pub struct ViewField {
    /// What it is called.
    pub name: String,
    /// What a template can do with it.
    pub kind: Type,
    /// What its comment says.
    pub doc: String,
}

/// All structs of `src/view/types`, by name, and the enum of the pages' contents.
pub struct Views {
    /// The structs.
    pub structs: BTreeMap<String, View>,
    /// The structs that may be a page's content.
    pub contents: Vec<String>,
}

impl Views {
    /// Reads the source code.
    pub fn read(texts: &[String]) -> Self {
        let mut views = Views { structs: BTreeMap::new(), contents: Vec::new() };
        for text in texts {
            for item in syn::parse_file(text).expect("Rust").items {
                match item {
                    Item::Struct(item) => {
                        let fields = item.fields.iter().map(field).collect();
                        let view = View { doc: doc(&item.attrs), fields };
                        views.structs.insert(item.ident.to_string(), view);
                    }
                    Item::Enum(item) if item.ident == "Content" => {
                        let types = item.variants.iter().flat_map(|v| &v.fields).map(|f| kind(&f.ty, ""));
                        views.contents = types.map(|kind| record(&kind).to_string()).collect();
                    }
                    _ => {}
                }
            }
        }
        views
    }

    /// The fields of a struct.
    pub fn fields(&self, name: &str) -> &[ViewField] {
        self.structs.get(name).map_or(&[], |view| &view.fields)
    }
}

/// The name of the struct that this is, or is a list of, or maybe is.
pub fn record(kind: &Type) -> &str {
    match kind {
        Type::Record(name) => name,
        Type::List(of) | Type::Optional(of) => record(of),
        _ => "",
    }
}

fn field(field: &Field) -> ViewField {
    let name = field.ident.as_ref().expect("a field with a name").to_string();
    // What serde renames or leaves out would make this table untrue.
    assert!(!field.attrs.iter().any(|a| a.path().is_ident("serde")), "{name} is not serialized as it is");
    ViewField { kind: kind(&field.ty, &name), name, doc: doc(&field.attrs) }
}

fn kind(ty: &syn::Type, field: &str) -> Type {
    let path = match ty {
        syn::Type::Reference(reference) => return kind(&reference.elem, field),
        syn::Type::Path(path) => path.path.segments.last().expect("a name"),
        _ => panic!("the type of `{field}` is none that a template can see"),
    };
    let inner = || match &path.arguments {
        PathArguments::AngleBracketed(list) => match list.args.last() {
            Some(GenericArgument::Type(ty)) => kind(ty, field),
            _ => panic!("`{field}` is of nothing"),
        },
        _ => panic!("`{field}` is of nothing"),
    };
    match path.ident.to_string().as_str() {
        "String" | "str" if field.ends_with("html") => Type::Html,
        "String" | "str" => Type::Text,
        "usize" | "i64" => Type::Number,
        "bool" => Type::Bool,
        "Option" => Type::Optional(Box::new(inner())),
        "Vec" => Type::List(Box::new(inner())),
        "Box" => inner(),
        "BTreeMap" => Type::Settings,
        name => Type::Record(name.to_string()),
    }
}

/// A comment as one line.
fn doc(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_string()),
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}
