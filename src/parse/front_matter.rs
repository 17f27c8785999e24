//! A file split into its YAML front matter and its body.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, SourceFile, Span};
use crate::yaml::{Document, Part};

/// Where a sidecar describes its article.
pub const DESCRIPTION: &str = "/article";

/// Where the YAML of a record stands: kept with the record, so that later stages can
/// point at a value that they object to.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The bytes of the YAML document.
    yaml: Range<usize>,
    /// The pointer from the document's root to the record.
    root: &'static str,
}

impl Origin {
    /// The YAML at `yaml` in `file`, in which the record stands at the pointer `root`.
    pub fn new(file: Arc<SourceFile>, yaml: Range<usize>, root: &'static str) -> Self {
        Self { file, yaml, root }
    }

    /// The same document, with the record at the pointer `root`.
    pub fn below(&self, root: &'static str) -> Self {
        Self { root, ..self.clone() }
    }

    /// The bytes of the YAML document.
    pub fn yaml(&self) -> Range<usize> {
        self.yaml.clone()
    }

    /// Whether the record is the description of an article in its sidecar.
    pub fn is_description(&self) -> bool {
        self.root == DESCRIPTION
    }

    /// Whether the document has something at `pointer`, one step from its root.
    pub fn has(&self, pointer: &str) -> bool {
        self.key(pointer) != self.key("") || self.value(pointer) != self.value("")
    }

    /// The document, if the file is text.
    pub fn document(&self) -> Option<Document<'_>> {
        let text = std::str::from_utf8(self.file.bytes.get(self.yaml.clone())?).ok()?;
        Some(Document { file: &self.file, text, offset: self.yaml.start })
    }

    /// Where the value at the JSON pointer `pointer`, counted from the record, stands.
    pub fn value(&self, pointer: &str) -> Span {
        self.locate(pointer, Part::Value)
    }

    /// Where the key of the value at `pointer` stands.
    pub fn key(&self, pointer: &str) -> Span {
        self.locate(pointer, Part::Key)
    }

    fn locate(&self, pointer: &str, part: Part) -> Span {
        let pointer = format!("{}{pointer}", self.root);
        match self.document() {
            Some(document) => document.locate(&pointer, part),
            None => self.file.span(self.yaml.start..self.yaml.start),
        }
    }
}

/// No record is larger, in bytes: all the parts of a text cost some forty times its size
/// in memory, and what is larger is a mistake, such as a film with the ending of a clipping.
const LARGEST: usize = 10_000_000;

/// A text file without its byte order mark: the text, and where it starts.
pub fn text_of(file: &SourceFile) -> Result<(&str, usize), Diagnostic> {
    if file.bytes.len() > LARGEST {
        let message = format!("this file has {} bytes; {LARGEST} is the most for a text", file.bytes.len());
        return Err(Diagnostic::error(Code::TooLarge, message, file.span(0..0))
            .hint("split it into several records, or put it into content/static if it is to be downloaded"));
    }
    let text = file.text()?;
    Ok(text.strip_prefix('\u{FEFF}').map_or((text, 0), |rest| (rest, 3)))
}

/// The front matter between two lines of `---`, if the file starts with one, and the
/// rest; both as bytes of the file.
pub fn split(file: &SourceFile) -> Result<(Option<Range<usize>>, Range<usize>), Diagnostic> {
    let (text, offset) = text_of(file)?;
    let whole = offset..file.bytes.len();
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_fence(line)) else { return Ok((None, whole)) };
    let start = offset + first.len();
    let mut at = start;
    for line in lines {
        if is_fence(line) {
            return Ok((Some(start..at), at + line.len()..whole.end));
        }
        at += line.len();
    }
    let open = file.span(offset..offset + first.trim_end().len());
    Err(Diagnostic::error(Code::BadYaml, "the front matter that starts here is not closed", open)
        .hint("write a line `---` after its last key"))
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches(['\r', '\n']).trim_end() == "---"
}
