//! What is left of bodies, as HTML.

use super::*;
use crate::text::{Overlay, Shown, markdown};

/// The HTML of a text in which each `from`, up to the next `to`, is cut.
fn cut(text: &str, parts: &[&str]) -> String {
    let body = markdown(text, 0);
    let range = |part: &&str| {
        let start = body.text().find(part).expect("the part");
        start..start + part.len()
    };
    let cuts: Vec<Cut> = parts.iter().map(|part| Cut { range: range(part), instead: "X" }).collect();
    let left = body.cut(&cuts, false).body;
    let mut end = 0;
    for token in &left.tokens {
        if let Token::Text(range) = token {
            assert_eq!(range.start, end, "no letter without a place");
            end = range.end;
        }
    }
    assert_eq!(end, left.text.len());
    left.html(&Overlay::default(), &|link| Shown::Url(link.target.to_string()))
}

#[test]
fn what_stands_in_the_place_of_a_part() {
    assert_eq!(cut("One two three.", &["two"]), "<p>One X three.</p>\n");
    assert_eq!(cut("One two three.", &["One", "three"]), "<p>X two X.</p>\n");
    assert_eq!(cut("One *two* three.", &["two"]), "<p>One X three.</p>\n");
    assert_eq!(cut("One *two three*.", &["two"]), "<p>One <em>X three</em>.</p>\n");
    assert_eq!(cut("One *two* three.", &["One two three."]), "<p>X</p>\n");
    assert_eq!(cut("One\n\ntwo\n\nthree", &["two"]), "<p>One</p>\n<p>X</p>\n<p>three</p>\n");
    assert_eq!(cut("One\n\ntwo\n\nthree", &["ne\ntwo\nth"]), "<p>OX</p>\n<p>ree</p>\n");
    assert_eq!(cut("- a\n- b\n- c", &["b\nc"]), "<ul>\n<li>a</li>\n<li>X</li>\n</ul>\n");
}

#[test]
fn what_speaks_of_a_part_goes_with_it() {
    assert_eq!(cut("a [b c](secret.html) d", &["b"]), "<p>a X c d</p>\n");
    assert_eq!(cut("a ![b](secret.png) d", &["a  d"]), "<p>X</p>\n");
    assert_eq!(
        cut("a <abbr title=\"secret\" lang=\"en\">b c</abbr> d", &["b"]),
        "<p>a <abbr lang=\"en\">X c</abbr> d</p>\n"
    );
}

#[test]
fn a_note_that_nothing_names_goes() {
    let text = "a[^x] b c[^y] d[^z]\n\n[^x]: Ex[^z].\n\n[^y]: Ypsilon.\n\n[^z]: Zet.";
    let whole = cut(text, &["Ypsilon"]);
    assert!(whole.contains("<sup class=\"footnote-definition-label\">2</sup>\n<p>X.</p>"), "{whole}");
    assert_eq!(cut(text, &["a b"]), cut("X c[^y] d[^z]\n\n[^y]: Ypsilon.\n\n[^z]: Zet.", &[]));
    assert_eq!(cut(text, &["a b c d"]), cut("X[^z]\n\n[^z]: Zet.", &[]));
    assert_eq!(cut("a[^1] b\n\n[^1]: c", &["a b"]), "<p>X</p>\n");
    assert_eq!(cut("a[^1] b[^1] c\n\n[^1]: d", &["a b"]).matches("#fn-1").count(), 1);
}

#[test]
fn a_row_keeps_its_cells() {
    let table = "| a | b | c |\n| - | - | - |\n| d | e | f |\n";
    let html = cut(table, &["de"]);
    assert!(html.contains("<tr><td>X</td><td></td><td>f</td></tr>"), "{html}");
}

#[test]
fn what_stays_is_found_again() {
    let body = markdown("One *two* three four.", 0);
    let left = body.cut(&[Cut { range: 4..7, instead: "XY" }], false);
    assert_eq!(left.body.text(), "One XY three four.\n");
    assert_eq!(left.range(&(0..3)), Some(0..3));
    assert_eq!(left.range(&(8..13)).map(|r| &left.body.text()[r]), Some("three"));
    for touched in [0..5, 4..7, 5..6, 6..9, 0..20] {
        assert_eq!(left.range(&touched), None, "{touched:?}");
    }
    assert_eq!(left.body.source_of(7), body.source_of(8));
}
