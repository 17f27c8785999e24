//! The HTML that the Markdown renderer and the sanitiser write, taken apart again.
//!
//! It is not HTML from the wild: tags are closed, attributes quoted, text escaped. That
//! is what makes a tokenizer of a screenful enough.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::body::{Body, LinkKind, Tag, TagKind, Token};

/// Before a run of text, the renderer is told to write where it came from. A comment
/// changes nothing else, and no comment reaches a page.
pub(super) fn source_mark(at: usize) -> String {
    format!("<!--s:{at}-->")
}

/// The same, before text of which the first sign stands behind a backslash.
pub(super) fn escaped_mark(at: usize) -> String {
    format!("<!--s:{at}\\-->")
}

/// Stands for the address of the link or image with this number in `Body::links`.
pub(super) fn placeholder(link: usize) -> String {
    format!("clip:{link}")
}

/// What the mark of something that is shown by its name starts with.
pub(super) const EMBED_MARK: &str = "<!--e:";

/// Stands for what the link with this number in `Body::links` shows in its place. The line feed is
/// the mark's own: without the mark there would be none.
pub(super) fn embed_mark(link: usize) -> String {
    format!("{EMBED_MARK}{link}-->\n")
}

/// The name of an element that stands for what is shown by its name; no HTML has one of it.
pub(super) const EMBED: &str = "clip-embed";

/// The kind of an alert, `> [!NOTE]`, by the class that the renderer gives its element.
pub(super) fn alert(class: &str) -> Option<usize> {
    let kind = class.strip_prefix("markdown-alert-")?;
    ["note", "tip", "important", "warning", "caution"].iter().position(|known| *known == kind)
}

/// Text for HTML, in an element or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    push_escaped(&mut html, text);
    html
}

pub(super) fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(allowed(c)),
        }
    }
}

/// The character, or what stands for one that neither HTML (section 13.2.3.5) nor XML
/// (section 2.2) has a place for.
fn allowed(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => c,
        '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

/// The body that `html` shows, with the links that its placeholders stand for.
pub(super) fn tokenize(html: &str, mut body: Body) -> Body {
    let mut rest = html;
    let (mut source, mut is_escaped) = (None, false);
    let mut tags = Tags::default();
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let (inside, after) = comment.split_once("-->").unwrap_or((comment, ""));
            if let Some(at) = inside.strip_prefix("s:") {
                is_escaped = at.ends_with('\\');
                source = at.trim_end_matches('\\').parse().ok().or(source);
            }
            rest = match inside.strip_prefix("e:").and_then(|number| number.parse().ok()) {
                Some(number) => {
                    body.push_embed(number);
                    after.strip_prefix('\n').unwrap_or(after)
                }
                None => after,
            };
        } else if let Some(end) = footnote_mark(rest) {
            body.push_footnote_mark(&without_controls(&rest[..end]), tags.links.is_empty());
            rest = &rest[end..];
        } else if rest.starts_with('<') {
            let end = tag_end(rest);
            if let Some(tag) = tags.admit(&without_controls(&rest[..end])) {
                body.push_tag(&tag, &mut tags.placeholders);
            }
            rest = &rest[end..];
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            if std::mem::take(&mut is_escaped) {
                body.escaped.push(body.text.len());
            }
            body.push_text(&rest[..end], source.take());
            rest = &rest[end..];
        }
    }
    body.name_empty_links();
    body
}

const FOOTNOTE_MARK: &str = "<sup class=\"footnote-";

/// Where the number of a footnote ends that starts here, in the text or before the note,
/// as the renderer writes it. It is no word of the text, and no quotation contains it.
fn footnote_mark(html: &str) -> Option<usize> {
    let mark = html.strip_prefix(FOOTNOTE_MARK)?;
    let inside = mark.strip_prefix("reference\">").or_else(|| mark.strip_prefix("definition-label\">"))?;
    let (inside, _) = inside.split_once("</sup>")?;
    let number = match inside.strip_prefix("<a href=\"#fn-") {
        Some(link) => link.split_once("\">")?.1.strip_suffix("</a>")?,
        None => inside,
    };
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| html.find("</sup>").map(|end| end + "</sup>".len()))?
}

/// Where the tag at the start of `html` ends; a `>` in a quoted attribute does not.
fn tag_end(html: &str) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (b, Some(q)) if b == q => quote = None,
            (b'>', None) => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// Text or markup without the characters that no page has a place for: the renderer passes
/// them on in attributes, and templates in everything.
pub fn without_controls(text: &str) -> Cow<'_, str> {
    match text.chars().all(|c| allowed(c) == c) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(allowed).collect()),
    }
}

/// Whether the tag is the box of a task, the only field that a text may have: the sanitiser
/// takes away what makes any other act, and leaves an empty field.
fn is_task(html: &str) -> bool {
    html.contains(" type=\"checkbox\"") && html.contains(" disabled")
}

/// The box of a task with a name, for who does not see it: a sign that is the same in every language.
fn named_task(html: &str) -> String {
    let sign = if html.contains(" checked") { "☑" } else { "☐" };
    html.replacen("<input", &format!("<input aria-label=\"{sign}\""), 1)
}

/// What has to hold for all tags of a body together.
#[derive(Default)]
struct Tags {
    /// The ids so far: no id may stand twice, and a footnote may be defined twice.
    ids: BTreeSet<String>,
    /// The placeholders so far: the renderer writes each once.
    placeholders: BTreeSet<usize>,
    /// For each link that is open, whether it was left out for being inside another.
    links: Vec<bool>,
}

impl Tags {
    /// The tag as it may stand; nothing for one that may not.
    fn admit<'a>(&mut self, html: &'a str) -> Option<Cow<'a, str>> {
        if name_of(html) == "a" {
            if html.starts_with("</") {
                return (self.links.pop() != Some(true)).then_some(Cow::Borrowed(html));
            }
            self.links.push(!self.links.is_empty());
            if self.links.len() > 1 {
                return None;
            }
        }
        if name_of(html) == "input" {
            return is_task(html).then(|| Cow::Owned(named_task(html)));
        }
        if html.starts_with(FOOTNOTE_MARK) {
            return Some(Cow::Borrowed("<sup>")); // Written by the author, and no footnote.
        }
        let id = html.split_once(" id=\"").and_then(|(_, after)| after.split_once('"'));
        match id {
            Some((id, _)) if !self.ids.insert(id.to_string()) => {
                Some(Cow::Owned(html.replacen(&format!(" id=\"{id}\""), "", 1)))
            }
            _ => Some(Cow::Borrowed(html)),
        }
    }
}

/// The number of the placeholder that is the address of a tag.
fn placeholder_in(html: &str) -> Option<usize> {
    let address = [" href=\"clip:", " src=\"clip:"].iter().find_map(|start| html.split_once(start));
    address?.1.split_once('"').map(|(number, _)| number.parse().unwrap_or(usize::MAX))
}

/// The name of a tag, in lower case.
fn name_of(html: &str) -> String {
    let name = html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric);
    name.collect::<String>().to_ascii_lowercase()
}

impl Body {
    fn push_tag(&mut self, html: &str, used: &mut BTreeSet<usize>) {
        let name = name_of(html);
        let link = match placeholder_in(html) {
            None => None,
            Some(number) => match self.links.get(number).filter(|_| !used.contains(&number)) {
                Some(link)
                    if link.kind == LinkKind::Link && name == "a"
                        || link.kind == LinkKind::Image && name == "img" =>
                {
                    used.insert(number);
                    Some(number)
                }
                // An author wrote what looks like a placeholder: it leads nowhere.
                _ => return self.tokens.push(Token::Tag(Tag::new(&format!("<{name}>"), &name, None))),
            },
        };
        self.tokens.push(Token::Tag(Tag::new(html, &name, link)));
    }

    fn push_embed(&mut self, link: usize) {
        if self.links.get(link).is_some_and(|link| link.kind == LinkKind::Embed) {
            let tag = Tag { html: "".into(), name: EMBED.into(), kind: TagKind::Void, link: Some(link) };
            self.tokens.push(Token::Tag(tag));
        }
    }

    /// As one element without content; inside a link without a link of its own.
    fn push_footnote_mark(&mut self, html: &str, may_link: bool) {
        let html =
            match html.split_once("<a ").and_then(|(before, link)| Some((before, link.split_once('>')?.1))) {
                Some((before, inside)) if !may_link => format!("{before}{}", inside.replace("</a>", "")),
                _ => html.to_string(),
            };
        let tag = Tag { html: html.into(), name: "sup".into(), kind: TagKind::Void, link: None };
        self.tokens.push(Token::Tag(tag));
    }

    fn push_text(&mut self, html: &str, source: Option<usize>) {
        let start = self.text.len();
        push_decoded(&mut self.text, html);
        let source = source.unwrap_or_else(|| self.source_of(start));
        self.sources.push((start, source));
        match self.tokens.last_mut() {
            Some(Token::Text(range)) => range.end = self.text.len(),
            _ => self.tokens.push(Token::Text(start..self.text.len())),
        }
    }
}

/// The text that escaped HTML stands for, as far as it was escaped as here.
pub fn unescape(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    push_decoded(&mut text, html);
    text
}

/// Decodes the character references that the renderer, the sanitiser and the templates write.
fn push_decoded(text: &mut String, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&#x27;", '\''),
            ("&#39;", '\''),
            ("&nbsp;", '\u{A0}'),
        ];
        match known.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, c)) => {
                text.push(*c);
                rest = &rest[name.len()..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
}

/// Elements that have no content (HTML, section 13.1.2).
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that part the words before them from the words after them. All others stand
/// inside a line.
pub fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}
