//! Raw HTML in Markdown, before it is sanitised: what of it would swallow the text after it, and the addresses in it.
//!
//! In: the events of a parse. Out: places of tags that are shown as text; tags with their places. Must not know:
//! which tags may stay.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

/// Elements of which a browser, or the sanitiser, takes all up to their end for something else than text of the page.
const SWALLOWING: [&str; 13] = [
    "script",
    "style",
    "title",
    "textarea",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "xmp",
    "plaintext",
    "template",
    "svg",
    "math",
];

/// The HTML of a block, or one tag in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Raw {
    pub html: String,
    /// For each part of it where it starts, and where that stands in the source.
    parts: Vec<(usize, usize)>,
}

impl Raw {
    /// The raw HTML at the start of `events`, and how many of them it is.
    pub fn at(events: &[(Event<'_>, Range<usize>)]) -> Option<(Self, usize)> {
        let mut raw = Self::default();
        for (event, range) in events {
            match event {
                Event::Html(html) => raw.push(html, range.start),
                Event::InlineHtml(html) if raw.parts.is_empty() => {
                    raw.push(html, range.start);
                    break;
                }
                _ => break,
            }
        }
        let read = raw.parts.len();
        (read > 0).then_some((raw, read))
    }

    fn push(&mut self, html: &str, source: usize) {
        self.parts.push((self.html.len(), source));
        self.html.push_str(html);
    }

    /// Where the byte `at` of it stands in the source.
    pub fn source(&self, at: usize) -> usize {
        let part = self.parts.partition_point(|(start, _)| *start <= at).checked_sub(1);
        part.and_then(|part| self.parts.get(part)).map_or(0, |(start, source)| source + (at - start))
    }

    /// The tags of links and images that have an address.
    pub fn addressed(&self) -> Vec<Addressed> {
        let tags = scan(&self.html).into_iter().filter_map(|found| match found {
            Found::Tag(tag) => Some(tag),
            Found::Unended(_) => None,
        });
        tags.filter_map(|tag| Addressed::of(&self.html, tag)).collect()
    }
}

/// A tag with the address of a link or an image.
pub(super) struct Addressed {
    pub tag: Range<usize>,
    /// Its address as it is written, with the quotation marks around it.
    pub address: Range<usize>,
    pub is_image: bool,
    /// Its attribute `alt`, as it is written.
    pub alt: Range<usize>,
}

impl Addressed {
    fn of(html: &str, tag: Range<usize>) -> Option<Self> {
        let (is_image, wanted) = match name_of(&html[tag.clone()])?.as_str() {
            "a" => (false, "href"),
            "img" => (true, "src"),
            _ => return None,
        };
        let (attributes, _) = attributes(&html[tag.clone()])?;
        // Of several of one name a browser takes the first.
        let value = |wanted: &str| {
            let mut all = attributes.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
            all.next().map(|(_, value)| tag.start + value.start..tag.start + value.end)
        };
        let address = value(wanted).filter(|value| !value.is_empty())?;
        Some(Self { address, is_image, alt: value("alt").unwrap_or_default(), tag })
    }
}

/// A value without the quotation marks around it.
pub(super) fn unquoted(value: &str) -> &str {
    let inside = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

/// A text in which nothing swallows what follows, and the character that stands in the place of each `<` that would
/// have; nothing where nothing would. Each stands for one byte, so places stay what they are.
pub(super) fn held(text: &str, parse: &dyn Fn(&str) -> Vec<usize>) -> Option<(String, char)> {
    if !text.contains('<') {
        return None;
    }
    let mut places = parse(text);
    if places.is_empty() {
        return None;
    }
    // What is text now may have had HTML in it. Who writes more of it than this has to live with what is lost.
    let sign = ('\u{1}'..='\u{8}').find(|sign| !text.contains(*sign))?;
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..64 {
        for place in places {
            if let Some(byte) = bytes.get_mut(place).filter(|byte| **byte == b'<') {
                *byte = sign as u8;
            }
        }
        let held = String::from_utf8_lossy(&bytes).into_owned();
        places = parse(&held);
        if places.is_empty() {
            return Some((held, sign));
        }
    }
    Some((String::from_utf8_lossy(&bytes).into_owned(), sign))
}

/// Where tags start that would swallow what follows: of each block of HTML the first, of each paragraph all.
pub(super) fn swallowing(events: &[(Event<'_>, Range<usize>)]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut line: Vec<(String, usize)> = Vec::new();
    let mut at = 0;
    while let Some((event, range)) = events.get(at) {
        match event {
            Event::Html(_) => {
                let Some((raw, read)) = Raw::at(&events[at..]) else { break };
                places.extend(scan(&raw.html).into_iter().find_map(|found| match found {
                    Found::Unended(place) => Some(raw.source(place)),
                    Found::Tag(_) => None,
                }));
                at += read;
                continue;
            }
            Event::InlineHtml(html) => {
                let name = name_of(html).filter(|name| SWALLOWING.contains(&name.as_str()));
                let sign = if html.starts_with("</") { "/" } else { "" };
                line.extend(name.map(|name| (format!("{sign}{name}"), range.start)));
            }
            Event::Start(tag) if !is_inline(&tag.to_end()) => {
                places.extend(unended(&std::mem::take(&mut line)))
            }
            Event::End(tag) if !is_inline(tag) => places.extend(unended(&std::mem::take(&mut line))),
            _ => {}
        }
        at += 1;
    }
    places.extend(unended(&line));
    places
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Of the tags of a paragraph those that have no end in it.
fn unended(tags: &[(String, usize)]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some((name, place)) = tags.get(at) {
        let end = tags[at + 1..].iter().position(|(other, _)| other.strip_prefix('/') == Some(name));
        match end.filter(|_| name != "plaintext") {
            Some(end) => at += end + 2,
            None => {
                places.extend((!name.starts_with('/')).then_some(*place));
                at += 1;
            }
        }
    }
    places
}

enum Found {
    Tag(Range<usize>),
    /// Something that does not end, at this place.
    Unended(usize),
}

/// The tags in HTML, as a browser finds them (HTML, section 13.2.5), without those in what is no text.
fn scan(html: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|start| at + start) {
        let rest = &html[start..];
        let end = match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => comment_end(rest),
            Some(b'!' | b'?') => rest.find('>').map(|end| end + 1),
            Some(b'/') if rest.len() == 2 => Some(2),
            Some(b'/') if name_of(rest).is_none() => rest.find('>').map(|end| end + 1),
            Some(_) if name_of(rest).is_some() => {
                let tag = attributes(rest).map(|(_, end)| end);
                found.extend(tag.map(|end| Found::Tag(start..start + end)));
                tag.and_then(|end| swallowed(rest, end))
            }
            _ => Some(1),
        };
        found.extend(end.is_none().then_some(Found::Unended(start)));
        at = start + end.unwrap_or(1);
    }
    found
}

fn comment_end(html: &str) -> Option<usize> {
    let abrupt = ["<!-->", "<!--->"].into_iter().find(|abrupt| html.starts_with(abrupt));
    let end = |sign: &str| html.find(sign).map(|at| at + sign.len());
    abrupt.map(str::len).or_else(|| [end("-->"), end("--!>")].into_iter().flatten().min())
}

/// Where what a tag that ends at `end` swallows ends: right after it where it swallows nothing.
fn swallowed(html: &str, end: usize) -> Option<usize> {
    let name = name_of(html).filter(|name| !html.starts_with("</") && SWALLOWING.contains(&name.as_str()));
    let Some(name) = name else { return Some(end) };
    if name == "plaintext" {
        return None;
    }
    let mut at = end;
    while let Some(close) = html[at..].find("</").map(|close| at + close) {
        if name_of(&html[close..]).as_ref() == Some(&name) {
            return attributes(&html[close..]).map(|(_, length)| close + length);
        }
        at = close + 2;
    }
    None
}

/// The name of the tag at the start of `html`, in lower case.
fn name_of(html: &str) -> Option<String> {
    let inside = html.strip_prefix("</").or_else(|| html.strip_prefix('<'))?;
    let name = inside.split(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').next()?;
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| name.to_ascii_lowercase())
}

/// The names of attributes, with where their values stand.
type Attributes<'a> = Vec<(&'a str, Range<usize>)>;

/// The attributes of the tag at the start of `html`, with their values as they are written, and where the tag ends;
/// nothing where it does not.
fn attributes(html: &str) -> Option<(Attributes<'_>, usize)> {
    let bytes = html.as_bytes();
    let find = |from: usize, wanted: &dyn Fn(u8) -> bool| {
        bytes.get(from..)?.iter().position(|byte| wanted(*byte)).map(|at| from + at)
    };
    let ends_name = |byte: u8| byte.is_ascii_whitespace() || b"/>=".contains(&byte);
    let mut found = Vec::new();
    let mut at = find(1, &|byte| byte != b'/')?;
    at = find(at, &|byte| byte.is_ascii_whitespace() || b"/>".contains(&byte))?;
    loop {
        at = find(at, &|byte| !byte.is_ascii_whitespace() && byte != b'/')?;
        if bytes[at] == b'>' {
            return Some((found, at + 1));
        }
        // An attribute may start with `=`, which then is a part of its name.
        let name_end = find(at + 1, &ends_name)?;
        let name = html.get(at..name_end).unwrap_or_default();
        at = find(name_end, &|byte| !byte.is_ascii_whitespace())?;
        let mut value = name_end..name_end;
        if bytes[at] == b'=' {
            at = find(at + 1, &|byte| !byte.is_ascii_whitespace())?;
            let end = match bytes[at] {
                quote @ (b'"' | b'\'') => find(at + 1, &|byte| byte == quote)? + 1,
                b'>' => at,
                _ => find(at, &|byte| byte.is_ascii_whitespace() || byte == b'>')?,
            };
            value = at..end;
            at = end;
        }
        found.push((name, value));
    }
}

#[cfg(test)]
mod tests;
