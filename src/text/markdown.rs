//! Markdown to a body.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use super::body::{Body, Link, LinkKind};
use super::html::{placeholder, source_mark, tokenize};

/// The body of a Markdown text that starts at the byte `offset` of its file.
///
/// The parse has no smart punctuation: quotes are matched on the text as it is written.
pub fn markdown(text: &str, offset: usize) -> Body {
    markdown_beside(text, offset, "")
}

/// The same, for a text that shares its page with others: its footnotes have ids that
/// start with `fn-` and `footnotes`.
pub fn markdown_beside(text: &str, offset: usize, footnotes: &str) -> Body {
    let mut renderer =
        Renderer { offset, body: Body::default(), raw_html: false, html_starts: false, footnotes, images: 0 };
    let parser = Parser::new_ext(text, options()).into_offset_iter();
    let mut rendered = String::with_capacity(text.len() + text.len() / 2);
    let events = parser.flat_map(|(event, range)| renderer.event(event, range));
    html::push_html(&mut rendered, events);
    if renderer.raw_html {
        rendered = sanitised(&rendered);
    }
    tokenize(&rendered, renderer.body)
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

struct Renderer<'a> {
    offset: usize,
    body: Body,
    /// Whether the author wrote HTML, which then has to be sanitised.
    raw_html: bool,
    /// Whether the next HTML is the first of its block.
    html_starts: bool,
    /// What the ids of footnotes start with, after `fn-`: several bodies on one page need
    /// several.
    footnotes: &'a str,
    /// How many images deep we are: their text is an attribute, not text.
    images: usize,
}

impl Renderer<'_> {
    /// The events to render for one event: source marks before text, placeholders for
    /// the addresses of links and images.
    fn event<'a>(&mut self, event: Event<'a>, range: std::ops::Range<usize>) -> Vec<Event<'a>> {
        let source = self.offset + range.start..self.offset + range.end;
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }) => {
                // The renderer would write the scheme before the placeholder.
                let dest_url = self.link(&format!("mailto:{dest_url}"), LinkKind::Link, source);
                vec![Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id })]
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = self.link(&dest_url, LinkKind::Link, source);
                vec![Event::Start(Tag::Link { link_type, dest_url, title, id })]
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                self.images += 1;
                let dest_url = self.link(&dest_url, LinkKind::Image, source);
                vec![Event::Start(Tag::Image { link_type, dest_url, title, id })]
            }
            Event::End(TagEnd::Image) => {
                self.images = self.images.saturating_sub(1);
                vec![Event::End(TagEnd::Image)]
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                vec![Event::Start(Tag::FootnoteDefinition(self.footnote(&name)))]
            }
            Event::FootnoteReference(name) => vec![Event::FootnoteReference(self.footnote(&name))],
            Event::Text(text) => self.text(Event::Text(text), source.start),
            Event::Code(text) => {
                // The mark stands before the element, because one event writes all of it.
                if self.images == 0 {
                    return vec![Event::Html(source_mark(source.start + 1).into()), Event::Code(text)];
                }
                vec![Event::Code(text)]
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw_html = true;
                if self.images > 0 {
                    return Vec::new(); // In an image's text there is only what it is about.
                }
                // In a block a tag may go on over several lines, so a mark is safe only before
                // the first.
                let mark = std::mem::take(&mut self.html_starts);
                let mark = mark.then(|| Event::Html(source_mark(source.start).into()));
                mark.into_iter().chain([Event::Html(html)]).collect()
            }
            Event::Start(Tag::HtmlBlock) => {
                self.html_starts = true;
                vec![Event::Start(Tag::HtmlBlock)]
            }
            other => vec![other],
        }
    }

    fn text<'a>(&mut self, event: Event<'a>, at: usize) -> Vec<Event<'a>> {
        match self.images {
            0 => vec![Event::Html(source_mark(at).into()), event],
            _ => {
                if let (Event::Text(text), Some(link)) = (&event, self.body.links.last_mut()) {
                    link.alt = format!("{}{text}", link.alt).into();
                }
                vec![event]
            }
        }
    }

    /// Footnotes are written with their name as id, which could be that of a mark.
    fn footnote(&self, name: &str) -> CowStr<'static> {
        format!("fn-{}{name}", self.footnotes).into()
    }

    fn link(&mut self, target: &str, kind: LinkKind, source: std::ops::Range<usize>) -> CowStr<'static> {
        self.body.links.push(Link { target: target.into(), kind, source, alt: "".into() });
        placeholder(self.body.links.len() - 1).into()
    }
}

/// Of the addresses inside the site, the author's are Markdown's to check; only the
/// renderer's own links to footnotes stay.
fn to_footnote(url: &str) -> Option<std::borrow::Cow<'_, str>> {
    url.starts_with("#fn-").then_some(std::borrow::Cow::Borrowed(url))
}

/// Only what cannot act stays. Runs on the renderer's output, so it must let pass what
/// the renderer writes itself: placeholders, source marks, footnotes, task lists.
fn sanitised(html: &str) -> String {
    let mut ammonia = ammonia::Builder::default();
    ammonia
        .strip_comments(false)
        .link_rel(None)
        .url_schemes(["http", "https", "mailto", "tel", "clip"].into())
        .url_relative(ammonia::UrlRelative::Custom(Box::new(to_footnote)))
        .rm_tags(["area", "map"])
        .add_clean_content_tags([
            "textarea",
            "title",
            "iframe",
            "noembed",
            "noframes",
            "xmp",
            "plaintext",
            "noscript",
        ])
        .add_tags(["input"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("div", ["class", "id"])
        .add_tag_attributes("sup", ["class"])
        .add_tag_attributes("code", ["class"])
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") => value.starts_with("clip:").then(|| value.into()),
            ("input", "type") => (value == "checkbox").then(|| value.into()),
            ("div", "id") => value.starts_with("fn-").then(|| value.into()),
            ("div" | "sup", "class") => value.starts_with("footnote-").then(|| value.into()),
            ("code", "class") => value.starts_with("language-").then(|| value.into()),
            _ => Some(value.into()),
        });
    ammonia.clean(html).to_string()
}
