//! What authors put into a Markdown text by its name: a link without a text of its own that is alone in its
//! paragraph, and each line of a fenced block called `embed`.
//!
//! In: the events of a parse. Out: the same, in which each of these is one step. Must not know: what is
//! shown in its place.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::raw::Raw;
use super::target::named;

/// The info string of a fenced block whose lines are names. No language is called so.
const FENCE: &str = "embed";

/// An event, raw HTML, or something that is shown in its place.
pub(super) enum Step<'a> {
    Event(Event<'a>, Range<usize>),
    Html(Raw),
    Embed(String, Range<usize>),
}

/// The steps of these events.
pub(super) fn steps<'a>(events: Vec<(Event<'a>, Range<usize>)>) -> Vec<Step<'a>> {
    let mut steps = Vec::with_capacity(events.len());
    let mut at = 0;
    while let Some((event, range)) = events.get(at) {
        if let Some((raw, read)) = Raw::at(&events[at..]) {
            steps.push(Step::Html(raw));
            at += read;
            continue;
        }
        let found = match event {
            Event::Start(Tag::Paragraph) => alone(&events[at + 1..]),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.trim() == FENCE => {
                Some(fenced(&events[at + 1..]))
            }
            _ => None,
        };
        match found {
            Some((names, read)) => {
                steps.extend(names.into_iter().map(|(name, range)| Step::Embed(name, range)));
                at += 1 + read;
            }
            None => {
                steps.push(Step::Event(event.clone(), range.clone()));
                at += 1;
            }
        }
    }
    steps
}

/// Names with their places, and how many events they were.
type Found = (Vec<(String, Range<usize>)>, usize);

/// The names in a paragraph that has nothing but links without a text of their own.
fn alone(events: &[(Event<'_>, Range<usize>)]) -> Option<Found> {
    let mut names = Vec::new();
    let mut at = 0;
    loop {
        match &events.get(at)?.0 {
            Event::SoftBreak => at += 1,
            Event::End(TagEnd::Paragraph) => return (!names.is_empty()).then_some((names, at + 1)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let length = bare(&events[at..])?;
                names.push((dest_url.to_string(), events.get(at)?.1.clone()));
                at += length;
            }
            _ => return None,
        }
    }
}

/// How many events a link at the start of `events` has, if it names something and has no text of its own:
/// `[](quote:a#b)` or `<quote:a#b>`.
pub(super) fn bare(events: &[(Event<'_>, Range<usize>)]) -> Option<usize> {
    let Event::Start(Tag::Link { link_type, dest_url, .. }) = &events.first()?.0 else { return None };
    named(dest_url)?;
    let is_end = |at: usize| matches!(events.get(at), Some((Event::End(TagEnd::Link), _)));
    match link_type {
        LinkType::Autolink if is_end(2) => Some(3),
        _ if is_end(1) => Some(2),
        _ => None,
    }
}

/// The names in a fenced block, one a line, each at its place.
fn fenced(events: &[(Event<'_>, Range<usize>)]) -> Found {
    let mut names = Vec::new();
    for (at, (event, range)) in events.iter().enumerate() {
        let Event::Text(text) = event else { return (names, at + 1) };
        let mut start = range.start;
        for line in text.split_inclusive('\n') {
            let name = line.trim();
            if !name.is_empty() {
                let from = start + (line.len() - line.trim_start().len());
                let written = named(name).map_or_else(|| name.into(), |(s, n)| format!("{}:{n}", s.word()));
                names.push((written, from..from + name.len()));
            }
            start += line.len();
        }
    }
    (names, events.len())
}

#[cfg(test)]
mod tests {
    use crate::text::{Body, Link, LinkKind, Overlay, Shown, markdown};

    fn embeds(source: &str) -> Vec<String> {
        let body = markdown(source, 0);
        let embeds = body.links().filter(|link| link.kind == LinkKind::Embed);
        embeds.map(|link| format!("{} at {}", link.target, &source[link.source.clone()])).collect()
    }

    fn html(body: &Body) -> String {
        let shown = |link: &Link| match link.kind {
            LinkKind::Embed => Shown::Html(format!("[{}]", link.target)),
            _ => Shown::Named("to".into(), format!("title of {}", link.target)),
        };
        body.html(&Overlay::default(), &shown)
    }

    #[test]
    fn what_is_put_in() {
        assert_eq!(embeds("A\n\n<quote:a#b>\n\nB"), ["quote:a#b at <quote:a#b>"]);
        assert_eq!(embeds("[](figure:c/m)"), ["figure:c/m at [](figure:c/m)"]);
        assert_eq!(embeds("<quote:a#b>\n<quote:c#d>").len(), 2);
        assert_eq!(
            embeds("```embed\nquote: a#b\n\n  chart:c/m\n```\n"),
            ["quote:a#b at quote: a#b", "chart:c/m at chart:c/m"]
        );
        assert_eq!(
            embeds("> ```embed\n> quote: a#b\n> odd\n> ```"),
            ["quote:a#b at quote: a#b", "odd at odd"]
        );
    }

    #[test]
    fn what_is_not() {
        assert!(embeds("See <quote:a#b>.").is_empty());
        assert!(embeds("[The quote](quote:a#b)").is_empty());
        assert!(embeds("<https://example.org>").is_empty());
        assert!(embeds("```\nquote: a#b\n```\n\n    quote: a#b\n\n`quote:a#b`").is_empty());
        assert!(embeds("<!--e:0-->\n\nA <!--e:0--> B").is_empty());
    }

    #[test]
    fn an_embed_is_no_words_and_leaves_no_trace() {
        let (with, without) = (markdown("A\n\n<quote:a#b>\n\nB\n", 0), markdown("A\n\nB\n", 0));
        assert_eq!(with.text(), without.text());
        let left = with.without_links(&|_| true).expect("it had one");
        assert_eq!(html(&left), html(&without));
        assert_eq!(html(&with), "<p>A</p>\n[quote:a#b]<p>B</p>\n");
        // One that an author writes as the renderer does is none.
        assert_eq!(html(&markdown("<!--e:0-->\n\n<quote:a#b>\n", 0)), "\n[quote:a#b]");
        let left = markdown("- A\n\n- <quote:a#b>\n\n> <quote:a#b>\n", 0).without_links(&|_| true);
        assert!(!html(&left.expect("it had some")).contains("blockquote"));
    }

    #[test]
    fn a_link_without_text_has_its_title() {
        assert_eq!(
            html(&markdown("See [](quote:a#b).", 0)),
            "<p>See <a href=\"to\">title of quote:a#b</a>.</p>\n"
        );
        assert_eq!(
            html(&markdown("See <company:a>.", 0)),
            "<p>See <a href=\"to\">title of company:a</a>.</p>\n"
        );
        assert_eq!(markdown("See <company:a>.", 0).text(), "See .\n");
        assert_eq!(html(&markdown("See [it](company:a).", 0)), "<p>See <a href=\"to\">it</a>.</p>\n");
    }
}
