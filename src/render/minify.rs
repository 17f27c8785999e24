//! Pages without what no browser shows.
//!
//! In: HTML. Out: HTML of which a browser shows the same. Must not know: what is on a page.
//!
//! White space between words is never taken away, only made short, because a style sheet may make any element one
//! that stands in a line. Where it counts, and in what is no text, nothing is touched.

/// Elements whose content stays as it is.
const KEPT: [&str; 4] = ["pre", "textarea", "script", "style"];

/// The page with each run of white space as one character, and without comments.
pub(super) fn minified(html: &str) -> String {
    let mut short = String::with_capacity(html.len());
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with('<') {
            let (tag, after) = rest.split_at(tag_end(rest));
            short.push_str(tag);
            rest = after;
            if let Some(name) = KEPT.into_iter().find(|name| opens(tag, name)) {
                let (content, after) = rest.split_at(end_of(rest, name));
                short.push_str(content);
                rest = after;
            }
        } else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            push_text(&mut short, text);
            rest = after;
        }
    }
    short
}

fn push_text(short: &mut String, text: &str) {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}');
    let mut rest = text;
    while let Some(at) = rest.find(is_space) {
        let (words, after) = rest.split_at(at);
        short.push_str(words);
        let end = after.find(|c| !is_space(c)).unwrap_or(after.len());
        let (space, after) = after.split_at(end);
        // After a comment there may be some already.
        if !short.ends_with(is_space) {
            short.push(if space.contains('\n') { '\n' } else { ' ' });
        }
        rest = after;
    }
    short.push_str(rest);
}

/// Where a tag ends; a `>` in a quoted attribute does not end it.
fn tag_end(html: &str) -> usize {
    let mut quote = None;
    for (at, byte) in html.as_bytes().iter().copied().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b'>', None) => return at + 1,
            _ => {}
        }
    }
    html.len()
}

fn opens(tag: &str, name: &str) -> bool {
    let inside = tag.get(1..1 + name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    inside
        && tag
            .as_bytes()
            .get(1 + name.len())
            .is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
}

/// Where the content of an element ends.
fn end_of(html: &str, name: &str) -> usize {
    let is_end = |(at, _): &(usize, &str)| {
        html.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    html.match_indices("</").find(is_end).map_or(html.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::minified;

    #[test]
    fn white_space_is_short_and_stays_where_it_counts() {
        for (html, short) in [
            ("<p>a  b\n\n c</p>", "<p>a b\nc</p>"),
            ("<p>a</p>\n\n  <p>b</p>", "<p>a</p>\n<p>b</p>"),
            ("<pre>a\n\n  b</pre>  c", "<pre>a\n\n  b</pre> c"),
            ("<PRE class=x> a  <b>b  c</b></PRE>", "<PRE class=x> a  <b>b  c</b></PRE>"),
            ("<script>a  =  '<p>  '</script>", "<script>a  =  '<p>  '</script>"),
            ("a <!-- x --> b", "a b"),
            ("<a title=\"x  >  y\">a</a>", "<a title=\"x  >  y\">a</a>"),
            ("<preface>a  b</preface>", "<preface>a b</preface>"),
            ("a\u{A0}\u{A0}b", "a\u{A0}\u{A0}b"),
            ("<p", "<p"),
            ("<!-- open", ""),
        ] {
            assert_eq!(minified(html), short, "{html}");
            assert_eq!(minified(short), short, "twice: {html}");
        }
    }
}
