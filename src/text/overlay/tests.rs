//! Marks and names over bodies, as HTML.

use super::*;
use crate::text::markdown;

/// The HTML of `text` with each `(id, passage)` marked and each `name` linked.
fn html(text: &str, marks: &[(&str, &str)], names: &[&str]) -> String {
    let body = markdown(text, 0);
    let find = |passage: &str| {
        let start = body.text().find(passage).expect("the passage");
        start..start + passage.len()
    };
    let marks = marks
        .iter()
        .map(|(id, passage)| Mark {
            id: (*id).to_string(),
            kind: "quote",
            pieces: vec![find(passage)],
            link: Some(MarkLink { url: format!("/{id}"), label: (*id).to_string(), has_card: false }),
        })
        .collect();
    let mut names: Vec<NameLink> = names
        .iter()
        .map(|n| NameLink { range: find(n), url: format!("/{n}"), id: None, has_card: false })
        .collect();
    names.sort_by_key(|n| n.range.start);
    body.html(&Overlay { marks, names, ..Overlay::default() }, &|link| Shown::Url(link.target.to_string()))
}

/// Shortens the markup, so that the cases can be read.
fn check(text: &str, marks: &[(&str, &str)], names: &[&str], expect: &str) {
    let found = html(text, marks, names).trim_end().to_string();
    let mut short = found.replace(" class=\"quote\"", "").replace(" class=\"name\"", "");
    for (id, _) in marks {
        let link = format!("<a class=\"mark-link quote\" href=\"/{id}\" aria-label=\"{id}\"></a>");
        short = short
            .replace(&format!(" id=\"a-{id}\" data-a=\"{id}\""), &format!(" #{id}"))
            .replace(&format!(" data-a=\"{id}\""), &format!(" {id}"))
            .replace(&link, &format!("[{id}]"));
    }
    assert_eq!(short.replace("mark", "m"), expect);
}

#[test]
fn one_mark() {
    check("a b c", &[("x", "b")], &[], "<p>a <m #x>b</m>[x] c</p>");
    check("a b c", &[("x", "a b c")], &[], "<p><m #x>a b c</m>[x]</p>");
    check("a < b", &[("x", "a < b")], &[], "<p><m #x>a &lt; b</m>[x]</p>");
}

#[test]
fn through_markup_and_paragraphs() {
    check("a *b* c", &[("x", "a b")], &[], "<p><m #x>a </m><em><m x>b</m>[x]</em> c</p>");
    check("a\n\nb", &[("x", "a\nb")], &[], "<p><m #x>a</m></p>\n<p><m x>b</m>[x]</p>");
    check("- a\n- b", &[("x", "a\nb")], &[], "<ul>\n<li><m #x>a</m></li>\n<li><m x>b</m>[x]</li>\n</ul>");
}

#[test]
fn nested_and_overlapping() {
    check("abc", &[("x", "abc"), ("y", "b")], &[], "<p><m #x>a<m #y>b</m>[y]c</m>[x]</p>");
    check("abc", &[("x", "ab"), ("y", "bc")], &[], "<p><m #x>a<m #y>b</m></m>[x]<m y>c</m>[y]</p>");
    check("abc", &[("x", "ab"), ("y", "abc")], &[], "<p><m #y><m #x>ab</m>[x]c</m>[y]</p>");
    check("abc", &[("x", "abc"), ("y", "abc")], &[], "<p><m #x><m #y>abc</m></m>[x][y]</p>");
}

#[test]
fn links_are_never_nested() {
    check("[a b](u) c", &[("x", "a")], &[], "<p><a href=\"u\"><m #x>a</m> b</a>[x] c</p>");
    check("a b c", &[("x", "a b")], &["b"], "<p><m #x>a <a href=\"/b\">b</a></m>[x] c</p>");
    check("ab c", &[("x", "a")], &["ab"], "<p><a href=\"/ab\"><m #x>a</m>b</a>[x] c</p>");
    check("ab c", &[("x", "b c")], &["ab"], "<p><a href=\"/ab\">a<m #x>b</m></a><m x> c</m>[x]</p>");
    check("[ab](u)", &[], &["ab"], "<p><a href=\"u\">ab</a></p>");
}

#[test]
fn headings_go_below_the_title() {
    let html = |text: &str| markdown(text, 0).html(&Overlay::below_title(), &|_| Shown::Text);
    assert_eq!(html("# a\n\n###### b"), "<h2>a</h2>\n<h6>b</h6>\n");
    assert_eq!(html("## a\n\n### b"), "<h2>a</h2>\n<h3>b</h3>\n");
}

#[test]
fn links_that_lead_nowhere_are_text() {
    let body = markdown("[a](x) ![b *c*](y)", 0);
    assert_eq!(body.html(&Overlay::default(), &|_| Shown::Text), "<p>a b c</p>\n");
}

#[test]
fn remarks_stand_behind_their_blocks() {
    let check = |text: &str, remarks: &[(&str, &str)], expect: &str| {
        let body = markdown(text, 0);
        let remark = |(passage, html): &(&str, &str)| Remark {
            end: body.text().find(passage).expect("the passage") + passage.len(),
            html: (*html).to_string(),
        };
        let remarks = remarks.iter().map(remark).collect();
        let found = body.html(&Overlay { remarks, ..Overlay::default() }, &|_| Shown::Text);
        let short = found.replace("<div class=\"beside\">", "[").replace("<div class=\"sidenotes\">", "(");
        assert_eq!(short.replace("</div>", ")").replace('\n', ""), expect);
    };
    check("One.\n\nTwo.", &[], "<p>One.</p><p>Two.</p>");
    check("One.\n\nTwo.\n\nThree.", &[("Two", "a")], "<p>One.</p>[<p>Two.</p>(a)<p>Three.</p>)");
    check("One.\n\nTwo.", &[("Two", "b"), ("One", "a")], "[<p>One.</p>(a))[<p>Two.</p>(b))");
    check("One two.", &[("two", "b"), ("One", "a")], "[<p>One two.</p>(ab))");
    check("- one\n- two\n\nThree.", &[("one", "a")], "[<ul><li>one</li><li>two</li></ul>(a)<p>Three.</p>)");
    check("> One.\n>\n> Two.", &[("One", "a")], "[<blockquote><p>One.</p><p>Two.</p></blockquote>(a))");
}

/// Elements that are taken out of raw HTML leave their text, which is then in no block.
#[test]
fn remarks_on_bare_text_stand_behind_it() {
    let check = |text: &str, expect: &str| {
        let body = markdown(text, 0);
        let here = body.text().find("here").expect("the passage");
        let remarks = vec![Remark { end: here + "here".len(), html: "(r)".to_string() }];
        let found = body.html(&Overlay { remarks, ..Overlay::default() }, &|_| Shown::Text);
        let short =
            found.replace("<div class=\"beside\">", "[").replace("<div class=\"sidenotes\">(r)</div>", "(r)");
        assert_eq!(short.replace("</div>", "]").replace('\n', ""), expect);
    };
    check("<form>\nIt is here\n</form>", "[It is here(r)]");
    check("<form>\nIt is here\n</form>\n\nTwo.", "[It is here(r)<p>Two.</p>]");
    check("One.\n\n<form>\nIt is here\n</form>\n\nTwo.", "<p>One.</p>[It is here(r)<p>Two.</p>]");
    check("<form>\nIt is here, *so* it\n</form>\n\nTwo.", "[It is here, *so* it(r)<p>Two.</p>]");
    check(
        "<form>\n<em>It is</em> here<br>and <em>there</em>.\n</form>",
        "[<em>It is</em> here<br>and <em>there</em>.(r)]",
    );
    check(
        "<form>\n<em>It is here</em>, too.\n<p>Two.</p></form>",
        "[<em>It is here</em>, too.(r)<p>Two.</p>]",
    );
    for element in ["section", "font", "main", "button", "center", "label", "fieldset"] {
        let body = markdown(&format!("<{element}>\nIt is here\n</{element}>"), 0);
        let remarks = vec![Remark { end: body.text().len(), html: "(r)".to_string() }];
        let html = body.html(&Overlay { remarks, ..Overlay::default() }, &|_| Shown::Text);
        assert_eq!(html.matches("(r)").count(), 1, "{element}: {html}");
    }
}

#[test]
fn signs_that_stay_as_they_are() {
    let check = |text: &str, expect: &str| {
        let smart = Some(QuoteSigns::of("“ ” ‘ ’"));
        let overlay = Overlay { smart, ..Overlay::default() };
        let shown = |body: &Body| body.html(&overlay, &|_| Shown::Text).replace("&quot;", "\"");
        let body = markdown(text, 0);
        assert_eq!(shown(&body), format!("<p>{expect}</p>\n"), "{text}");
        // What was cut before it moves them.
        let cut = crate::text::Cut { range: 0..1, instead: "" };
        assert_eq!(
            shown(&markdown(&format!("x{text}"), 0).cut(&[cut], false).body),
            format!("<p>{expect}</p>\n")
        );
    };
    check("\"a\" -- b", "“a” – b");
    check("\\\"a\\\" \"b\"", "\"a\" “b”");
    check("a \\--b \\... -\\-- it\\'s it's", "a --b ... --- it's it’s");
    check("\\\\ \"a\"", "\\ “a”");
    check("<https://a.b/--c> -- <a--b@c.d>", "https://a.b/--c – a--b@c.d");
    check("[https://a.b/--c](https://a.b/--c) [a--b](c)", "https://a.b/--c a–b");
}
