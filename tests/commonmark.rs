//! The examples of the CommonMark specification.
//!
//! They come from the npm package `commonmark-spec` (`npm ci` in this folder). Where it is not
//! installed the test says so and passes, unless CLIPSHEET_REQUIRE_SPEC is set, as it is where
//! nobody reads what a passing test prints.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests touch files and the environment"
)]

use clipsheet::text::{Body, Overlay, Shown, markdown};

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node_modules/commonmark-spec/spec.txt");
const REQUIRED: &str = "CLIPSHEET_REQUIRE_SPEC";

/// Version 0.31.2 has this many; fewer would mean that this file reads them wrongly.
const EXAMPLES: usize = 652;
/// Of these, so many hold HTML, which the site does not pass on as it is.
const WITH_RAW_HTML: usize = 72;

/// Examples that an extension of ours (tables, footnotes, strikethrough, task lists) changes,
/// and why: there is none. One that is listed and equal all the same fails, so that the list
/// stays true.
const CHANGED_BY_EXTENSIONS: &[(usize, &str)] = &[];

/// Examples with HTML that does not end, and would swallow what follows: the site shows that as text.
const UNENDED: &[usize] = &[156, 157, 158, 173];

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

fn examples() -> Option<Vec<Example>> {
    let text = match std::fs::read_to_string(SPEC) {
        Ok(text) => text.replace('→', "\t"),
        Err(error) if std::env::var_os(REQUIRED).is_none() => {
            println!("skipped: no specification to test against; run `npm ci` in tests/ ({error})");
            return None;
        }
        Err(error) => panic!("{REQUIRED} is set, and {SPEC} cannot be read: {error}"),
    };
    let fence = "`".repeat(32);
    let mut found = Vec::new();
    for block in text.split(&format!("\n{fence} example\n")).skip(1) {
        let (block, _) = block.split_once(&format!("{fence}\n")).expect("a closing fence");
        let (markdown, html) = split_at_dot(block);
        found.push(Example { number: found.len() + 1, markdown, html });
    }
    Some(found)
}

/// The two halves of an example, parted by a line with a full stop alone.
fn split_at_dot(block: &str) -> (String, String) {
    let mut lines = block.split_inclusive('\n');
    let markdown = lines.by_ref().take_while(|line| *line != ".\n").collect();
    (markdown, lines.collect())
}

fn render(body: &Body) -> String {
    body.html(&Overlay::default(), &|link| Shown::Url(address(&link.target)))
}

/// The specification percent-encodes addresses; the body leaves that to who resolves them. So
/// this does it as the specification's examples have it.
fn address(target: &str) -> String {
    let mut url = String::new();
    for byte in target.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => url.push(char::from(byte)),
            b if b"-_.!~*'();/?:@&=+$,#%".contains(&b) => url.push(char::from(b)),
            b => url.push_str(&format!("%{b:02X}")),
        }
    }
    url
}

/// What two HTML texts may differ in and still show the same.
fn normal(html: &str) -> String {
    html
        // In text, a quotation mark may be written either way.
        .replace("&quot;", "\"")
        // Void elements may be closed or not.
        .replace(" />", ">")
}

/// Whether the Markdown of an example holds HTML that the specification passes on: a tag of the
/// result then stands in the Markdown just so.
fn has_raw_html(example: &Example) -> bool {
    example.html.match_indices('<').any(|(at, _)| {
        let rest = &example.html[at..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        example.markdown.contains(&rest[..end])
    })
}

/// What a browser shows of `html`, without white space, whose place the sanitiser may change: it
/// closes what is open and moves out of tables what may not be in them. Written after the
/// tokenizer of the HTML standard (section 13.2.5), not after what the site uses.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => after_comment(rest),
            // Declarations, processing instructions and CDATA are comments that end at the first `>`.
            Some(b'!' | b'?') => rest.split_once('>').map_or("", |(_, after)| after),
            Some(b'/') | Some(b'a'..=b'z' | b'A'..=b'Z') => after_tag(rest),
            _ => {
                text.push('<');
                &rest[1..]
            }
        };
    }
    text.push_str(rest);
    let decoded =
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    decoded.split_whitespace().collect()
}

fn after_comment(html: &str) -> &str {
    for abrupt in ["<!-->", "<!--->"] {
        if let Some(after) = html.strip_prefix(abrupt) {
            return after;
        }
    }
    html.split_once("-->").map_or("", |(_, after)| after)
}

/// What follows a tag; of an element whose content nobody reads, what follows its end.
fn after_tag(html: &str) -> &str {
    let name: String = html[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut quote = None;
    let end = html.char_indices().find(|(_, c)| match (c, quote) {
        ('"' | '\'', None) => {
            quote = Some(*c);
            false
        }
        (c, Some(q)) => {
            if *c == q {
                quote = None;
            }
            false
        }
        (c, None) => *c == '>',
    });
    let after = end.map_or("", |(at, _)| &html[at + 1..]);
    match name.as_str() {
        "script" | "style" | "textarea" | "title" => {
            after.split_once(&format!("</{name}>")).map_or("", |(_, after)| after)
        }
        _ => after,
    }
}

/// Nothing in `html` can act. The examples have no such words in their text, so a plain search
/// does.
fn assert_harmless(html: &str, number: usize) {
    let lower = html.to_ascii_lowercase();
    let bad = [
        "<script",
        "<style",
        "<textarea",
        "<iframe",
        "<object",
        "<embed",
        "<!",
        "<?",
        "javascript:",
        "clip:",
    ];
    for bad in bad {
        assert!(!lower.contains(bad), "example {number} gives {bad}:\n{html}");
    }
    let tags = lower.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest));
    for attribute in tags.flat_map(|tag| tag.split_whitespace().skip(1)) {
        assert!(!attribute.starts_with("on"), "example {number} gives {attribute}:\n{html}");
        assert!(!attribute.starts_with("style"), "example {number} gives {attribute}:\n{html}");
    }
}

#[test]
fn examples_without_html_are_rendered_as_specified() {
    let Some(examples) = examples() else { return };
    let mut wrong = Vec::new();
    for example in examples.iter().filter(|e| !has_raw_html(e)) {
        let html = render(&markdown(&example.markdown, 0));
        let equal = normal(&html) == normal(&example.html);
        let listed = CHANGED_BY_EXTENSIONS.iter().any(|(number, _)| *number == example.number);
        if equal == listed {
            let Example { number, markdown, html: expected } = example;
            wrong.push(format!("example {number}\n{markdown}--- expected\n{expected}--- found\n{html}"));
        }
    }
    assert!(wrong.is_empty(), "{} examples are wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn examples_with_html_show_their_text_and_nothing_that_acts() {
    let Some(examples) = examples() else { return };
    assert_eq!(examples.len(), EXAMPLES);
    let with_html: Vec<_> = examples.iter().filter(|e| has_raw_html(e)).collect();
    assert_eq!(with_html.len(), WITH_RAW_HTML);
    for example in with_html {
        let body = markdown(&example.markdown, 0);
        let html = render(&body);
        assert_harmless(&html, example.number);
        let expected = visible(&example.html);
        if UNENDED.contains(&example.number) {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            assert_eq!(letters(body.text()), letters(&example.markdown), "example {}", example.number);
            assert_ne!(visible(&html), expected, "example {} ends", example.number);
            continue;
        }
        assert_eq!(visible(&html), expected, "example {}:\n{html}", example.number);
        let text: String = body.text().split_whitespace().collect();
        assert_eq!(text, expected, "the text of example {}", example.number);
    }
}

#[test]
fn the_oracle_sees_what_a_browser_does() {
    let check = |html, text| assert_eq!(visible(html), text, "{html}");
    check("a<b c='>'>d</b>", "ad");
    check("<script>a<b></script>c", "c");
    check("<!--a-->b<!-->c<?d>e<![CDATA[f]]>g", "bceg");
    check("1 < 2 &amp;amp; <style>x", "1<2&amp;");
}
