//! A site as the generator makes it, and as the oracle deletes from it: made of references that know
//! what they lead to, so that nothing has to be read back from YAML.

use jiff::Timestamp;

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Article,
    Company,
    Person,
    Publication,
    Story,
    Briefing,
    Page,
}

impl Kind {
    /// The folder in `content/`.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Article => "articles",
            Kind::Company => "companies",
            Kind::Person => "people",
            Kind::Publication => "publications",
            Kind::Story => "stories",
            Kind::Briefing => "briefings",
            Kind::Page => "pages",
        }
    }

    pub fn is_entity(self) -> bool {
        matches!(self, Kind::Company | Kind::Person | Kind::Publication)
    }
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Entity(String),
    Story(String),
    Article(String),
    /// A quote or figure, by article and id.
    Annotation(String, String),
    /// A document that a story declares.
    Document(String),
    Static(String),
}

/// What stands behind a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Number(i64),
    No,
    /// Until this date has come nobody sees what stands around it.
    Date(Published),
    Ref(Target, String),
    /// Who may see what stands around it.
    Audience(Vec<String>),
    /// A text in Markdown.
    Markdown(Vec<Inline>),
    List(Vec<Value>),
    Map(Vec<Field>),
}

/// A key. What is around it cannot be without a required one.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub key: &'static str,
    pub value: Value,
    pub required: bool,
}

pub fn required(key: &'static str, value: Value) -> Field {
    Field { key, value, required: true }
}

pub fn optional(key: &'static str, value: Value) -> Field {
    Field { key, value, required: false }
}

pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// To a record, by its file or by its address, and there to the mark of an annotation.
    Record {
        kind: Kind,
        id: String,
        by_file: bool,
        mark: Option<String>,
    },
    /// To a mark on the same page.
    Mark(String),
    Static(String),
    /// To a page without a record, by its folder.
    Folder(String),
    /// To what has this name, by the folder of its page.
    Name {
        name: String,
        folder: String,
    },
}

/// What stands in a paragraph. Its text is that of its parts, of which images have none.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    Text(String),
    Emphasis(String),
    Link(String, Aim),
    Image(String, String),
    /// A link without a text of its own.
    Bare(Aim),
    /// What is shown by its name, alone in its block.
    Card(Aim),
}

impl Inline {
    /// The words that can be annotated.
    pub fn plain(&self) -> &str {
        match self {
            Inline::Text(text) | Inline::Emphasis(text) | Inline::Link(text, _) => text,
            Inline::Image(..) | Inline::Bare(_) | Inline::Card(_) => "",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    Heading,
    Item,
    Quotation,
}

/// A paragraph, a heading, an item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub kind: BlockKind,
    pub inlines: Vec<Inline>,
}

impl Block {
    pub fn plain(&self) -> String {
        self.inlines.iter().map(Inline::plain).collect()
    }
}

/// A piece of an article's text: bytes of a block's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub block: usize,
    pub start: usize,
    pub end: usize,
}

/// An annotation, a mention or a redaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    pub list: &'static str,
    /// Empty for a mention.
    pub id: String,
    pub pieces: Vec<Piece>,
    /// All that stands beside its text, its audience too; a redaction's is not among them.
    pub fields: Vec<Field>,
    /// Who sees the passage that a redaction hides.
    pub seen_by: Vec<String>,
}

/// An instant, in seconds from the moment that the site is built for.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    pub after: i64,
    pub written: String,
}

/// A date of publication, with the first moment that it can mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    pub written: String,
    pub start: Timestamp,
    /// The folders of its year and month in the archive.
    pub archive: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    Full,
    Excerpt,
    Link,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub kind: Kind,
    pub id: String,
    pub slug: Option<String>,
    /// The file below its kind's folder.
    pub file: String,
    pub draft: bool,
    pub audience: Option<Vec<String>>,
    pub embargo: Option<When>,
    pub expires: Option<When>,
    pub published: Option<Published>,
    pub rights: Rights,
    pub fields: Vec<Field>,
    pub body: Vec<Block>,
    pub annotations: Vec<Annotation>,
    /// Files beside it, by their names there.
    pub beside: Vec<Static>,
}

/// What the path of an image starts with that stands beside its record.
pub const BESIDE: &str = "./";

impl Record {
    /// The path of a file beside it, below `content/`.
    pub fn path_beside(&self, name: &str) -> String {
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{}/{folder}/{name}", self.kind.folder())
    }

    /// The folder of its page.
    pub fn folder(&self) -> String {
        let slug = self.slug.as_ref().unwrap_or(&self.id);
        if self.kind == Kind::Page { slug.clone() } else { format!("{}/{slug}", self.kind.folder()) }
    }

    pub fn field(&self, key: &str) -> Option<&Value> {
        self.fields.iter().find(|field| field.key == key).map(|field| &field.value)
    }
}

/// A file of `content/static`.
#[derive(Clone, Debug, PartialEq)]
pub struct Static {
    pub path: String,
    pub text: String,
}

impl Static {
    /// With these words, as a drawing where its name says so.
    pub fn of(path: &str, words: &str) -> Self {
        let text =
            if path.ends_with(".svg") { format!("<svg>{words}</svg>\n") } else { format!("{words}\n") };
        Self { path: path.to_string(), text }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// `default`, or the one that prints all that its templates see.
    pub theme: &'static str,
    pub zone: &'static str,
    pub as_of: Timestamp,
    pub drafts: bool,
    /// The audience that it is built for; nothing where it declares none.
    pub reader: Option<String>,
    pub audiences: Vec<(String, Vec<String>)>,
    pub default_audience: Option<String>,
    /// Who may see which static files.
    pub patterns: Vec<(String, Vec<String>)>,
    pub menu: Vec<(String, Aim)>,
    /// Labels of topics and of metrics.
    pub labels: Vec<(&'static str, String)>,
    /// Whether the audiences and times themselves are deleted too: who sees all that is left does
    /// not see for whom it is.
    pub bare: bool,
    pub excerpt_words: usize,
    pub directory_urls: bool,
    pub records: Vec<Record>,
    pub statics: Vec<Static>,
}
