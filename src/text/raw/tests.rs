//! What raw HTML leaves of a text, and its links and images.

use crate::text::{LinkKind, Overlay, Shown, markdown};

/// What a reader sees of a text, in one line.
fn seen(source: &str) -> String {
    markdown(source, 0).text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn html(source: &str) -> String {
    markdown(source, 0).html(&Overlay::default(), &|link| match &*link.target {
        "/sized.png" => Shown::Sized("to".into(), 1, 2),
        target => Shown::Url(target.to_string()),
    })
}

#[test]
fn no_tag_swallows_the_rest() {
    let names = "a abbr applet area article audio b base bdo body br button canvas caption center code col \
        colgroup dd del details dialog div dl dt em embed fieldset font form frame frameset h1 head hr html i \
        iframe image img input keygen label legend li link listing main map mark marquee math menu meta meter \
        nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress \
        q rp rt rtc ruby s script search section select selectedcontent slot small source span strike style \
        sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var \
        video wbr xmp x-own";
    for name in names.split_whitespace() {
        let hidden = super::SWALLOWING.contains(&name);
        let shown = if hidden { format!("<{name}> ") } else { String::new() };
        for body in [
            format!("One.\n\nUse the <{name}> tag\n\nTwo.\n\n**Three**."),
            format!("One.\n\nUse the\n\n<{name}>\ntag\n\nTwo.\n\n**Three**."),
            format!("One.\n\nUse the\n\n<div>\n<{name}>\ntag</div>\n\nTwo.\n\n**Three**."),
        ] {
            // A browser moves text out of tables.
            let letters = |text: &str| {
                let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
                letters.sort();
                letters
            };
            let wanted = format!("One. Use the {shown}tag Two. Three.");
            // In `pre` Markdown is text.
            assert_eq!(letters(&seen(&body).replace("**", "")), letters(&wanted), "{body}");
        }
    }
}

#[test]
fn what_does_not_end_is_text() {
    assert_eq!(seen("<script>\n\n**One**\n\nTwo `<title>`"), "<script> One Two <title>");
    assert_eq!(html("<script>\n\n**One**"), "<p>&lt;script&gt;</p>\n<p><strong>One</strong></p>\n");
    assert_eq!(seen("<!-- One\n\nTwo"), "<!-- One Two");
    assert_eq!(seen("<?php One\n\nTwo"), "<?php One Two");
    assert_eq!(seen("<div One\nTwo\n\nThree"), "<div One Two Three");
    assert_eq!(seen("<div title='>' One\nTwo\n\nThree"), "<div title='>' One Two Three");
    assert_eq!(seen("- <title> One\n- Two </title>\n- Three"), "<title> One Two Three");
    assert_eq!(seen("# <title>\n\n**One** <math><mtext>\n\nTwo"), "<title> One <math> Two");
    assert_eq!(seen("> <style>\n> One\n\nTwo"), "<style> One Two");
    assert_eq!(seen("<svg><title>One\n\nTwo"), "<svg><title>One Two");
    assert_eq!(seen("A <title> `</title>` One"), "A <title> </title> One");
}

#[test]
fn what_ends_is_left_out() {
    assert_eq!(seen("One <title>a</title> two <!-- b --> three"), "One two three");
    assert_eq!(seen("<style>\na\n\nb\n</style>\n\nOne"), "One");
    assert_eq!(seen("<SCRIPT >a < b</script\n> One"), "One");
    assert_eq!(seen("<p title=\"<title>\">One</p>"), "One");
    assert_eq!(seen("One <TITLE>a</Title> two"), "One two");
}

#[test]
fn places_stay_what_they_are() {
    let source = "> Use <title> \"é\n> here\n\nTwo";
    let body = markdown(source, 10);
    for word in ["<title>", "here", "Two"] {
        let at = body.text().find(word).expect(word);
        assert_eq!(body.source_of(at), 10 + source.find(word).expect(word), "{word}");
    }
}

#[test]
fn links_and_images_are_those_of_markdown() {
    let source = "> <div>\n> <a title='x' HREF = '/a?b&amp;c'>One</a>\n> </div>\n\n\
        See <img src=/i.svg alt=\"A &quot;b&quot;\" width=300> and <a href=\"company:acme\">two</a>.";
    let body = markdown(source, 0);
    let links: Vec<_> =
        body.links().map(|link| (&*link.target, link.kind, &source[link.source.clone()])).collect();
    assert_eq!(
        links,
        [
            ("/a?b&c", LinkKind::Link, "<a title='x' HREF = '/a?b&amp;c'>"),
            ("/i.svg", LinkKind::Image, "<img src=/i.svg alt=\"A &quot;b&quot;\" width=300>"),
            ("company:acme", LinkKind::Link, "<a href=\"company:acme\">"),
        ]
    );
    assert_eq!(body.links().map(|link| &*link.alt).collect::<Vec<_>>(), ["", "A \"b\"", ""]);
    assert_eq!(
        html("<a href=x>y</a> <img src='/sized.png' width=300>"),
        "<p><a href=\"x\">y</a> <img src=\"to\" width=\"300\"></p>\n"
    );
    // One of two, and none.
    assert_eq!(html("<a href=x href=y>z</a> <a name=x>z</a>"), "<p><a href=\"x\">z</a> <a>z</a></p>\n");
    assert_eq!(
        html("<a href=\"clip:0\">x</a> [y](z)"),
        "<p><a href=\"clip:0\">x</a> <a href=\"z\">y</a></p>\n"
    );
}

#[test]
fn a_link_without_words_has_its_title() {
    let bare = |source: &str| markdown(source, 0).links().map(|link| link.bare).collect::<Vec<_>>();
    for source in ["[ ](a)", "[&nbsp;](a)", "[<!-- -->](a)", "[*&nbsp;*](a)", "x <a href=a></a>"] {
        assert_eq!(bare(source), [true], "{source}");
    }
    for source in ["[a](a)", "[`a`](a)", "<a href=a>a</a>"] {
        assert_eq!(bare(source), [false], "{source}");
    }
    assert_eq!(bare("[![a](a.png)](a)"), [false, false]);
}
