//! Markdown to a body.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use super::body::{Body, Link, LinkKind};
use super::embeds::{Step, steps};
use super::html::{
    EMBED_MARK, alert, embed_mark, escaped_mark, placeholder, source_mark, tokenize, unescape,
};
use super::raw::{Raw, held, swallowing, unquoted};
use super::target::named;

/// The body of a Markdown text that starts at the byte `offset` of its file.
///
/// The parse has no smart punctuation: quotes are matched on the text as it is written.
pub fn markdown(text: &str, offset: usize) -> Body {
    markdown_beside(text, offset, "")
}

/// The same, for a text that shares its page with others: its footnotes have ids that
/// start with `fn-` and `footnotes`.
pub fn markdown_beside(text: &str, offset: usize, footnotes: &str) -> Body {
    let mut renderer = Renderer {
        source: text,
        offset,
        body: Body::default(),
        raw_html: false,
        held: None,
        footnotes,
        images: 0,
        bare: false,
    };
    let parsed =
        |text: &str| swallowing(&Parser::new_ext(text, options()).into_offset_iter().collect::<Vec<_>>());
    let held = held(text, &parsed);
    renderer.held = held.as_ref().map(|(_, sign)| *sign);
    let text = held.as_ref().map_or(text, |(text, _)| text);
    let parsed: Vec<_> = Parser::new_ext(text, options()).into_offset_iter().collect();
    let steps = steps(parsed);
    let mut rendered = String::with_capacity(text.len() + text.len() / 2);
    let events = steps.into_iter().flat_map(|step| match step {
        Step::Event(event, range) => renderer.event(event, range),
        Step::Html(raw) => renderer.raw(raw),
        Step::Embed(name, range) => renderer.embed(&name, range),
    });
    html::push_html(&mut rendered, events);
    rendered = aligned_by_class(rendered);
    if renderer.raw_html {
        rendered = sanitised(&rendered);
    }
    // One that is wider than its page is drawn sideways, by keys too.
    rendered = rendered.replace("<table>", "<table tabindex=\"0\">");
    tokenize(&rendered, renderer.body)
}

/// Cells of tables with a class in the place of a style, which no page may have in its elements: hosts are told so.
fn aligned_by_class(mut html: String) -> String {
    for side in ["left", "center", "right"] {
        for cell in ["td", "th"] {
            let style = format!("<{cell} style=\"text-align: {side}\">");
            if html.contains(&style) {
                html = html.replace(&style, &format!("<{cell} class=\"align-{side}\">"));
            }
        }
    }
    html
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

struct Renderer<'a> {
    source: &'a str,
    offset: usize,
    body: Body,
    /// Whether the author wrote HTML, which then has to be sanitised.
    raw_html: bool,
    /// What stands in the text for each `<` of a tag that is shown as text.
    held: Option<char>,
    /// What the ids of footnotes start with, after `fn-`: several bodies on one page need
    /// several.
    footnotes: &'a str,
    /// How many images deep we are: their text is an attribute, not text.
    images: usize,
    /// Whether we are in a link whose text is no text of its own, but its name again.
    bare: bool,
}

impl Renderer<'_> {
    /// The events to render for one event: source marks before text, placeholders for
    /// the addresses of links and images.
    fn event<'a>(&mut self, event: Event<'a>, range: std::ops::Range<usize>) -> Vec<Event<'a>> {
        let source = self.source(range.clone());
        match event {
            Event::Text(_) if self.bare => Vec::new(),
            Event::End(TagEnd::Link) => {
                self.bare = false;
                vec![Event::End(TagEnd::Link)]
            }
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }) => {
                // The renderer would write the scheme before the placeholder.
                let dest_url = self.link(&format!("mailto:{dest_url}"), LinkKind::Link, source);
                vec![Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id })]
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                self.bare = link_type == LinkType::Autolink && named(&dest_url).is_some();
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
            Event::Text(text) => {
                let is_escaped = self.source.as_bytes().get(range.start.wrapping_sub(1)) == Some(&b'\\');
                let text = self.shown(text);
                self.text(Event::Text(text), source.start, is_escaped)
            }
            Event::Code(text) => {
                let text = self.shown(text);
                // The mark stands before the element, because one event writes all of it.
                if self.images == 0 {
                    return vec![Event::Html(source_mark(source.start + 1).into()), Event::Code(text)];
                }
                vec![Event::Code(text)]
            }
            other => vec![other],
        }
    }

    /// A text with the signs of tags that are shown as text.
    fn shown<'a>(&self, text: CowStr<'a>) -> CowStr<'a> {
        match self.held {
            Some(sign) if text.contains(sign) => text.replace(sign, "<").into(),
            _ => text,
        }
    }

    /// Raw HTML: its links and images are as those of Markdown.
    fn raw<'a>(&mut self, raw: Raw) -> Vec<Event<'a>> {
        self.raw_html = true;
        if self.images > 0 {
            return Vec::new(); // In an image's text there is only what it is about.
        }
        let mut html = String::with_capacity(raw.html.len());
        let mut at = 0;
        for found in raw.addressed() {
            let written = |range: &std::ops::Range<usize>| unescape(unquoted(&raw.html[range.clone()]));
            let kind = if found.is_image { LinkKind::Image } else { LinkKind::Link };
            let last = raw.source(found.tag.end.saturating_sub(1)) + 1;
            let source = self.source(raw.source(found.tag.start)..last);
            let placeholder = self.link(written(&found.address).trim(), kind, source);
            if let Some(link) = self.body.links.last_mut() {
                link.alt = written(&found.alt).into();
            }
            html.push_str(&raw.html[at..found.address.start]);
            html.push_str(&format!("\"{placeholder}\""));
            at = found.address.end;
        }
        html.push_str(&raw.html[at..]);
        if let Some(sign) = self.held {
            html = html.replace(sign, "&lt;");
        }
        // Nobody else writes as we do. A tag may go on over several lines, so a mark is safe only before the first.
        let mark = source_mark(self.offset + raw.source(0));
        vec![Event::Html(mark.into()), Event::Html(html.replace(EMBED_MARK, "<!-- ").into())]
    }

    fn text<'a>(&mut self, event: Event<'a>, at: usize, is_escaped: bool) -> Vec<Event<'a>> {
        let mark = if is_escaped { escaped_mark } else { source_mark };
        match self.images {
            0 => vec![Event::Html(mark(at).into()), event],
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

    fn source(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.offset + range.start..self.offset + range.end
    }

    /// Something that is shown here by its name: no text, and nothing that was there without it.
    fn embed<'a>(&mut self, name: &str, range: std::ops::Range<usize>) -> Vec<Event<'a>> {
        let source = self.source(range);
        self.link(name, LinkKind::Embed, source);
        vec![Event::Html(embed_mark(self.body.links.len() - 1).into())]
    }

    fn link(&mut self, target: &str, kind: LinkKind, source: std::ops::Range<usize>) -> CowStr<'static> {
        self.body.links.push(Link { target: target.into(), kind, source, alt: "".into(), bare: false });
        placeholder(self.body.links.len() - 1).into()
    }
}

/// The author's links and images have placeholders; of other addresses inside the site only the renderer's own links
/// to footnotes stay.
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
        .add_tag_attributes("blockquote", ["class"])
        .add_tag_attributes("td", ["class"])
        .add_tag_attributes("th", ["class"])
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("a", "href") => (value.starts_with("clip:") || value.starts_with("#fn-")).then(|| value.into()),
            ("img", "src") => value.starts_with("clip:").then(|| value.into()),
            ("input", "type") => (value == "checkbox").then(|| value.into()),
            ("div", "id") => value.starts_with("fn-").then(|| value.into()),
            ("div" | "sup", "class") => value.starts_with("footnote-").then(|| value.into()),
            ("td" | "th", "class") => value.starts_with("align-").then(|| value.into()),
            ("code", "class") => value.starts_with("language-").then(|| value.into()),
            ("blockquote", "class") => alert(value).is_some().then(|| value.into()),
            _ => Some(value.into()),
        });
    ammonia.clean(html).to_string()
}
