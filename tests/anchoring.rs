//! Quotes to their places: through markup, over paragraphs, in Markdown and plain text.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

/// The body of the article that `bytes` and the quotes make, marks as `{id:text}`.
fn body(extension: &str, text: &str, head: &str, quotes: &str) -> String {
    let article = match extension {
        "md" => format!("---\ntitle: T\n{head}---\n{text}"),
        _ => text.to_string(),
    };
    let sidecar = match extension {
        "md" => format!("quotes: [{quotes}]\n"),
        _ => format!("article: {{title: T, {head}}}\nquotes: [{quotes}]\n"),
    };
    let path = format!("content/articles/a.{extension}");
    let sources = common::sources(&[
        ("content/site.yaml", "title: T"),
        (&path, &article),
        ("content/articles/a.yaml", &sidecar),
    ]);
    let page = common::page(&sources, "articles/a/index.html");
    let body = page.split_once("<div class=\"body text\">").expect("a body").1;
    shortened(body.split_once("</div>\n").expect("its end").0.trim())
}

fn shortened(html: &str) -> String {
    let mut shown = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        shown.push_str(&rest[..at]);
        let end = at + rest[at..].find('>').expect("a tag's end") + 1;
        let tag = &rest[at..end];
        if let Some(id) = tag.strip_prefix("<mark").and_then(|t| t.split("data-a=\"").nth(1)) {
            let first = if tag.contains(" id=") { "#" } else { "" };
            shown.push_str(&format!("{{{first}{}:", id.split('"').next().expect("an id")));
        } else if tag == "</mark>" {
            shown.push('}');
        } else if tag.starts_with("<a class=\"mark-link") {
            rest = &rest[end + "</a>".len()..];
            continue;
        } else {
            shown.push_str(tag);
        }
        rest = &rest[end..];
    }
    shown.push_str(rest);
    shown.replace("<p>", "").replace("</p>", "").replace('\n', "|")
}

fn markdown(text: &str, quotes: &str, expect: &str) {
    assert_eq!(body("md", text, "", quotes), expect, "{text:?} with {quotes}");
}

fn plain(text: &str, quotes: &str, expect: &str) {
    assert_eq!(body("txt", text, "", quotes), expect, "{text:?} with {quotes}");
}

#[test]
fn plain_words() {
    markdown("a b c", "{id: x, exact: b}", "a {#x:b} c");
    plain("a b c", "{id: x, exact: b}", "a {#x:b} c");
    plain("a *b* c", "{id: x, exact: \"a *b*\"}", "{#x:a *b*} c");
}

#[test]
fn through_inline_markup() {
    markdown("we *did* it", "{id: x, exact: we did it}", "{#x:we }<em>{x:did}</em>{x: it}");
    markdown("**we** did", "{id: x, exact: we did}", "<strong>{#x:we}</strong>{x: did}");
    markdown("a `b` c", "{id: x, exact: a b c}", "{#x:a }<code>{x:b}</code>{x: c}");
    markdown(
        "a [b](https://e.org/) c",
        "{id: x, exact: a b c}",
        "{#x:a }<a href=\"https://e.org/\">{x:b}</a>{x: c}",
    );
    markdown("wo*rd* end", "{id: x, exact: word end}", "{#x:wo}<em>{x:rd}</em>{x: end}");
    markdown("a <b>b</b> c", "{id: x, exact: a b c}", "{#x:a }<b>{x:b}</b>{x: c}");
    markdown("AT&amp;T \\*now\\*", "{id: x, exact: \"AT&T *now*\"}", "{#x:AT&amp;T *now*}");
}

#[test]
fn over_lines_and_blocks() {
    markdown("a\nb", "{id: x, exact: a b}", "{#x:a|b}");
    markdown("a\n\nb", "{id: x, exact: a b}", "{#x:a}|{x:b}");
    markdown("a  \nb", "{id: x, exact: a b}", "{#x:a}<br />{x:|b}");
    markdown("- a\n- b", "{id: x, exact: a b}", "<ul>|<li>{#x:a}</li>|<li>{x:b}</li>|</ul>");
    markdown("> a\n\nb", "{id: x, exact: a b}", "<blockquote>|{#x:a}|</blockquote>|{x:b}");
    markdown("# a\nb", "{id: x, exact: a b}", "<h2 id=\"h-a\">{#x:a}</h2>|{x:b}");
    plain("a\nb", "{id: x, exact: a b}", "{#x:a}|{x:b}");
    plain("a\nb\n\nc", "{id: x, exact: a b}", "{#x:a|b}|c");
    // Cells have nothing between them, but a reader sees them apart.
    let table = body("md", "|a|b|\n|-|-|\n|c|d|", "", "{id: x, exact: c d}");
    assert!(table.contains("<td>{#x:c}</td><td>{x:d}</td>"), "{table}");
}

#[test]
fn nested_and_overlapping() {
    markdown("abc def", "{id: x, exact: abc def}, {id: y, exact: def}", "{#x:abc {#y:def}}");
    markdown("a b c", "{id: x, exact: a b}, {id: y, exact: b c}", "{#x:a {#y:b}}{y: c}");
    markdown("a b", "{id: x, exact: a b}, {id: y, exact: a b}", "{#x:{#y:a b}}");
    markdown("a *b* c", "{id: x, exact: a b}, {id: y, exact: b c}", "{#x:a }<em>{#y:{x:b}}</em>{y: c}");
}

#[test]
fn several_pieces() {
    markdown(
        "\"a,\" she said, \"b.\"",
        "{id: x, exact: [\"a,\", b.]}",
        "\"{#x:a,}\" she said, \"{x:b.}\"".replace('"', "&quot;").as_str(),
    );
    // A later piece is the next of its kind.
    markdown("b a b b", "{id: x, exact: [a, b]}", "b {#x:a} {x:b} b");
}

#[test]
fn which_of_several() {
    markdown("a b, c b", "{id: x, exact: b, prefix: c}", "a b, c {#x:b}");
    markdown("a b, c b", "{id: x, exact: b, suffix: \",\"}", "a {#x:b}, c b");
    markdown("a b, a b. a b,", "{id: x, exact: b, prefix: \", a\", suffix: .}", "a b, a {#x:b}. a b,");
}

#[test]
fn what_makes_no_difference() {
    plain("it’s “so” — no", "{id: x, exact: \"it's \\\"so\\\" - no\"}", "{#x:it’s “so” — no}");
    plain("it's \"so\" - no", "{id: x, exact: it’s “so” – no}", "{#x:it's &quot;so&quot; - no}");
    plain("a\u{A0}b", "{id: x, exact: a b}", "{#x:a\u{A0}b}");
    plain("co\u{AD}op", "{id: x, exact: coop}", "{#x:co\u{AD}op}");
    plain("e\u{301}te\u{301}", "{id: x, exact: été}", "{#x:e\u{301}te\u{301}}");
    plain("été", "{id: x, exact: e\u{301}te\u{301}}", "{#x:été}");
    plain("\u{FEFF}a b", "{id: x, exact: a}", "{#x:a} b");
    plain("a\r\n\r\nb\r\nc", "{id: x, exact: a b c}", "{#x:a}|{x:b\r|c}");
    markdown("日本語の文", "{id: x, exact: 本語}", "日{#x:本語}の文");
    plain("'x's y,' he said", "{id: x, exact: \"x's y,\"}", "'{#x:x's y,}' he said");
}

#[test]
fn page_chrome_is_cut() {
    let cut = |text: &str, skip: &str, quotes: &str| body("txt", text, &format!("skip: [{skip}]"), quotes);
    assert_eq!(cut("menu\na b\nfooter", "{until: a}, {from: footer}", "{id: x, exact: b}"), "a {#x:b}");
    assert_eq!(cut("MENUa b\nc", "{until: a b}", "{id: x, exact: a}"), "{#x:a} b|c");
    assert_eq!(cut("a\nbTAGS", "{from: TAGS}", "{id: x, exact: b}"), "a|{#x:b}");
    assert_eq!(
        body(
            "md",
            "[home](/)\n\n- x\n\nreal *text*\n\n- end\n- more",
            "skip: [{until: real}, {from: end}]\n",
            "{id: x, exact: real text}"
        ),
        "{#x:real }<em>{x:text}</em>"
    );
    // What is cut is not there to be found: the quote is unique again.
    assert_eq!(cut("b\na b", "{until: a}", "{id: x, exact: b}"), "a {#x:b}");
}
