//! What is wrong with the site, as data.
//!
//! In: places in source files. Out: diagnostics, sorted, that the edge prints in one of
//! three formats. Must not know: terminals, and which stage found what.

mod excerpt;
mod format;
mod located;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use format::visible;
pub use format::{Format, render};
pub use located::{Located, Place};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::path::SitePath;

/// One file of the site as it was read: its path and its bytes.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it stands, relative to the site's root.
    pub path: SitePath,
    /// Its bytes, unchanged.
    pub bytes: Arc<[u8]>,
    /// The digest of its bytes.
    pub digest: Digest,
}

/// Two files are the same where they have one path and the same bytes.
impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && self.path == other.path
    }
}

impl Eq for SourceFile {}

impl SourceFile {
    /// A file from its path and content.
    pub fn new(path: impl AsRef<str>, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { path: SitePath::new(path), digest: Digest::of(&bytes), bytes }
    }

    /// The text, or where it stops being UTF-8.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        std::str::from_utf8(&self.bytes).map_err(|e| self.not_utf8(e.valid_up_to()))
    }

    fn not_utf8(&self, at: usize) -> Diagnostic {
        let utf16 = self.bytes.starts_with(&[0xFF, 0xFE]) || self.bytes.starts_with(&[0xFE, 0xFF]);
        let (message, hint) = if utf16 {
            ("this file is UTF-16, not UTF-8", "save it as UTF-8 in your editor".to_string())
        } else {
            let byte = self.bytes.get(at).copied().unwrap_or_default();
            (
                "this file is not valid UTF-8",
                format!("the byte 0x{byte:02X} here is no part of a UTF-8 character; save the file as UTF-8"),
            )
        };
        Diagnostic::error(Code::NotUtf8, message, self.span(at..at)).hint(hint)
    }

    /// A span of this file.
    pub fn span(&self, bytes: Range<usize>) -> Span {
        Span { path: self.path.clone(), bytes }
    }
}

/// Half-open range of bytes in one source file.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct Span {
    /// The file.
    pub path: SitePath,
    /// The bytes, counted from the start of the file as it is on disk.
    pub bytes: Range<usize>,
}

/// How bad it is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
pub enum Severity {
    /// Nothing is written while one exists.
    Error,
    /// The site is built all the same.
    Warning,
}

impl Severity {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// The kind of a diagnostic: stable, so that tools can match on it.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
            borsh::BorshSerialize, borsh::BorshDeserialize,
        )]
        pub enum Code { $($(#[doc = $doc])* $name,)* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// A file that ends before its picture does, or is no image though its name says so.
    BrokenImage = "broken-image",
    /// An image that is larger than any screen.
    LargeImage = "large-image",
    /// An image without a text for those who do not see it.
    MissingAlt = "missing-alt",
    /// A file of a host that the site has itself.
    HostFile = "host-file",
    /// A site that is more than its host takes.
    HostLimit = "host-limit",
    /// Two producers of one output path.
    AddressCollision = "address-collision",
    /// A way that leads back to where it starts.
    Circle = "circle",
    /// A story that no article is on.
    EmptyStory = "empty-story",
    /// Statements on one question that are not the same.
    ClaimsDiffer = "claims-differ",
    /// Two editions that nothing but their ids puts in order.
    EditionsOnOneDay = "editions-on-one-day",
    /// An edition that mail programs cut.
    LongEmail = "long-email",
    /// Dates of one event that cannot all be true.
    DatesConflict = "dates-conflict",
    /// Figures that cannot all be true.
    FiguresConflict = "figures-conflict",
    /// Figures that can all be true and do not say the same.
    FiguresDiffer = "figures-differ",
    /// Quotes that one decision joins and another keeps apart.
    JoinedAndApart = "joined-and-apart",
    /// Two ids that differ in a letter.
    NearlySameIds = "nearly-same-ids",
    /// Quotes that are alike and were not joined.
    SimilarQuotes = "similar-quotes",
    /// Text that occurs more than once where it must be unique.
    AmbiguousAnchor = "ambiguous-anchor",
    /// A name or alias of several records.
    AmbiguousName = "ambiguous-name",
    /// A value of the wrong type or form.
    BadValue = "bad-value",
    /// A date that is not EDTF.
    BadDate = "bad-date",
    /// A file or folder name that cannot be an id.
    BadName = "bad-name",
    /// Text that is not YAML.
    BadYaml = "bad-yaml",
    /// A link inside the site that lands nowhere.
    BrokenLink = "broken-link",
    /// Two records or annotations with one id.
    DuplicateId = "duplicate-id",
    /// A passage that starts or ends inside a word.
    CutWord = "cut-word",
    /// An annotation that a reader does not see because it touches a redacted passage.
    Redacted = "redacted",
    /// One key twice in a mapping.
    DuplicateKey = "duplicate-key",
    /// Something that a reader may not see, in the output.
    Leak = "leak",
    /// A key that is required and absent.
    MissingKey = "missing-key",
    /// A language that no language file is for.
    MissingWords = "missing-words",
    /// A file of the output that could not be searched.
    NotAudited = "not-audited",
    /// A sidecar without its article.
    NoArticle = "no-article",
    /// Bytes that are not UTF-8.
    NotUtf8 = "not-utf8",
    /// Text that does not stand in the article.
    QuoteNotFound = "quote-not-found",
    /// A template that does not parse or render.
    TemplateError = "template-error",
    /// A text that is longer than any record's.
    TooLarge = "too-large",
    /// A file that is in no place the content model knows.
    UnexpectedFile = "unexpected-file",
    /// A key that no record of this kind has.
    UnknownKey = "unknown-key",
    /// A reference to nothing.
    UnknownName = "unknown-name",
    /// A link whose scheme is not allowed, or an image from another site.
    UnsafeLink = "unsafe-link",
    /// A record of the wrong kind.
    WrongKind = "wrong-kind",
    /// A link to another site that answers with a mistake, or not at all.
    DeadLink = "dead-link",
    /// Whether a link to another site leads somewhere is not known: it could not be asked, or does not say.
    UnansweredLink = "unanswered-link",
    /// A link to another site that has moved for good.
    MovedLink = "moved-link",
}

/// One thing that is wrong, where, and what to do.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct Diagnostic {
    /// What kind of thing.
    pub code: Code,
    /// Whether it stops the build.
    pub severity: Severity,
    /// What is wrong, in one line, starting lower case, without a final full stop.
    pub message: String,
    /// Where.
    pub primary: Span,
    /// Other places that belong to it, each with what it is.
    pub related: Vec<(Span, String)>,
    /// What to do; may have several lines.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A diagnostic that stops the build.
    pub fn error(code: Code, message: impl Into<String>, primary: Span) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into().replace(['\n', '\r'], " "),
            primary,
            related: Vec::new(),
            hint: None,
        }
    }

    /// A diagnostic that does not stop the build.
    pub fn warning(code: Code, message: impl Into<String>, primary: Span) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message, primary) }
    }

    /// With what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With what to do about it, if anything is known.
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// With another place that belongs to it.
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }

    fn sort_key(&self) -> (&SitePath, usize, Severity, Code, &str) {
        (&self.primary.path, self.primary.bytes.start, self.severity, self.code, &self.message)
    }
}

/// A value, and what is wrong with it. Stages before `render` never return `Err`, so
/// that one run reports everything.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// What could be made of the input.
    pub value: T,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing wrong.
    pub fn fine(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// The value; its diagnostics are moved to the end of `sink`.
    pub fn keep(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}

impl<T> Checked<Option<T>> {
    /// The value changed, where there is one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<Option<U>> {
        Checked { value: self.value.map(change), diagnostics: self.diagnostics }
    }
}

/// So many of something whose plural has an `s`.
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Whether any of them stops the build.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// By file, place and code, each once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics.dedup();
}

/// `, did you mean …?` material: the candidate nearest to `word`, if one is near enough.
///
/// Near is a Damerau–Levenshtein distance of at most a third of the length, the measure
/// that rustc uses for its suggestions.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let limit = folded.chars().count() / 3;
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&folded, &c.to_lowercase()), c))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, c)| c)
}
