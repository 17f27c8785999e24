//! Files of the site: types, parts, tags, pages for where there is none, and what is added to pages.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use clipsheet::serve::{Report, Shown};

use crate::client::Asked;
use crate::{Running, common, options, tree};

const PAGE: &str = "<!DOCTYPE html><html><body><p>One</p></body></html>\n";

#[test]
fn a_file_is_served_as_it_is() {
    let running = Running::with(&[
        ("a b/ü.txt", "Text"),
        ("a.svg", "<svg/>"),
        ("a.bin", "\u{1}\u{2}"),
        ("empty.css", ""),
    ]);
    for (target, kind, body) in [
        ("/a%20b/%C3%BC.txt", "text/plain; charset=utf-8", "Text"),
        ("/a.svg?x=1", "image/svg+xml; charset=utf-8", "<svg/>"),
        ("/%61.svg", "image/svg+xml; charset=utf-8", "<svg/>"),
        ("/a.bin", "application/octet-stream", "\u{1}\u{2}"),
        ("/empty.css", "text/css; charset=utf-8", ""),
    ] {
        let answer = running.get(target, &[]);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{target}");
        assert_eq!(answer.text(), body, "{target}");
        assert_eq!(answer.header("content-length"), Some(body.len().to_string().as_str()), "{target}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{target}");
    }
}

/// Invariant 7.
#[test]
fn the_script_goes_into_the_answer_and_not_into_the_tree() {
    let tree = tree(&[("own/index.html", PAGE), ("own/a.txt", "</body>")]);
    let before = tree.clone();
    let running = Running::empty(options());
    running.preview.publish(tree.clone(), None, Report::default(), Shown::default());
    let script = "<script src=\"/.clipsheet/live.js\" data-token=\"";
    for page in ["/own/", "/", "/nowhere"] {
        assert_eq!(running.get(page, &[]).text().matches(script).count(), 1, "{page}");
    }
    let html = running.get("/own/", &[]).text();
    let (head, rest) = html.split_once(script).expect("the script");
    let (_, tail) = rest.split_once("</script>").expect("its end");
    assert_eq!(format!("{head}{tail}"), PAGE);
    assert!(head.ends_with("</p>"), "{head}");
    assert_eq!(running.get("/own/a.txt", &[]).text(), "</body>");
    assert_eq!(tree, before);
    assert!(tree.files().values().all(|bytes| !String::from_utf8_lossy(bytes).contains(".clipsheet/")));
}

#[test]
fn every_page_of_a_site_is_served_whole() {
    let tree = common::built(&common::sample()).value.tree.expect("a tree");
    let running = Running::empty(options());
    running.preview.publish(tree.clone(), None, Report::default(), Shown::default());
    for (path, bytes) in tree.files() {
        let answer = running.get(&format!("/{path}"), &[]);
        assert_eq!(answer.status, 200, "{path}");
        match answer.header("content-type").expect("a type").starts_with("text/html") {
            true => {
                // The parser that gives an e-mail its styles writes no lines between the last tags.
                let end: String = answer.text().split_whitespace().collect();
                assert!(end.ends_with("</script></body></html>"), "{path}");
            }
            false => assert_eq!(answer.body, **bytes, "{path}"),
        }
    }
}

#[test]
fn head_is_get_without_the_body() {
    let running = Running::with(&[("a.txt", "Text")]);
    for target in ["/", "/a.txt", "/nowhere", "/theme", "/.clipsheet/live.js"] {
        let get = running.get(target, &[]);
        let head = Asked::line(running.port, &format!("HEAD {target} HTTP/1.1")).answer();
        let without_date = |headers: &[(String, String)]| -> Vec<_> {
            headers.iter().filter(|(name, _)| name != "date").cloned().collect()
        };
        assert_eq!(head.status, get.status, "{target}");
        assert_eq!(without_date(&head.headers), without_date(&get.headers), "{target}");
        assert!(head.body.is_empty(), "{target}");
    }
}

#[test]
fn a_tag_tells_whether_anything_has_changed() {
    let running = Running::with(&[("a.txt", "Text")]);
    let tag = running.get("/a.txt", &[]).header("etag").expect("a tag").to_string();
    let weak = format!("W/{tag}");
    let several = format!("\"other\", {tag}");
    for same in [tag.as_str(), &weak, &several, "*"] {
        let answer = running.get("/a.txt", &[("If-None-Match", same), ("Range", "bytes=0-0")]);
        assert_eq!((answer.status, answer.header("etag")), (304, Some(tag.as_str())), "{same}");
        assert!(answer.body.is_empty(), "{same}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    for other in ["\"other\"", "", tag.trim_matches('"')] {
        assert_eq!(running.get("/a.txt", &[("If-None-Match", other)]).status, 200, "{other}");
    }
    running.publish(&[("a.txt", "Text, changed")]);
    let answer = running.get("/a.txt", &[("If-None-Match", &tag)]);
    assert_eq!((answer.status, answer.text().as_str()), (200, "Text, changed"));
}

#[test]
fn parts_of_media() {
    let running = Running::with(&[("a.mp4", "0123456789"), ("empty.mp4", "")]);
    let whole = running.get("/a.mp4", &[]);
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    for (asked, place, body) in [
        ("bytes=0-3", "bytes 0-3/10", "0123"),
        ("bytes=4-", "bytes 4-9/10", "456789"),
        ("bytes=-3", "bytes 7-9/10", "789"),
        ("bytes=-30", "bytes 0-9/10", "0123456789"),
        ("bytes=9-9", "bytes 9-9/10", "9"),
        ("bytes=5-999999999999999999999999", "bytes 5-9/10", "56789"),
    ] {
        let answer = running.get("/a.mp4", &[("Range", asked)]);
        assert_eq!((answer.status, answer.header("content-range")), (206, Some(place)), "{asked}");
        assert_eq!(answer.text(), body, "{asked}");
        assert_eq!(answer.header("content-type"), Some("video/mp4"));
        assert_eq!(answer.header("content-length"), Some(body.len().to_string().as_str()));
    }
    for outside in ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-"] {
        let answer = running.get("/a.mp4", &[("Range", outside)]);
        assert_eq!((answer.status, answer.header("content-range")), (416, Some("bytes */10")), "{outside}");
        assert!(answer.body.is_empty());
    }
    // What is malformed, of another unit, or more than one part, is answered with the whole.
    for ignored in [
        "bytes=5-2",
        "bytes=",
        "bytes=a-b",
        "bytes=0-1,4-5",
        "bytes=0-9,0-9,0-9",
        "lines=0-1",
        "0-1",
        "bytes=--1",
    ] {
        let answer = running.get("/a.mp4", &[("Range", ignored)]);
        assert_eq!((answer.status, answer.text().as_str()), (200, "0123456789"), "{ignored}");
        assert_eq!(answer.header("content-range"), None);
    }
    assert_eq!(running.get("/empty.mp4", &[("Range", "bytes=0-")]).status, 416);
    assert_eq!(running.get("/empty.mp4", &[("Range", "bytes=-5")]).status, 200);
    let head = Asked::line(running.port, "HEAD /a.mp4 HTTP/1.1").with(&[("Range", "bytes=0-3")]).answer();
    assert_eq!((head.status, head.header("content-length")), (200, Some("10")), "only GET has parts");
    assert_eq!(running.get("/nowhere", &[("Range", "bytes=0-3")]).status, 404);
}

#[test]
fn a_part_is_only_given_of_the_same_file() {
    let running = Running::with(&[("a.mp4", "0123456789")]);
    let tag = running.get("/a.mp4", &[]).header("etag").expect("a tag").to_string();
    let part =
        |condition: &str| running.get("/a.mp4", &[("Range", "bytes=0-3"), ("If-Range", condition)]).status;
    assert_eq!(part(&tag), 206);
    for other in ["\"other\"", &format!("W/{tag}"), "Wed, 21 Oct 2015 07:28:00 GMT", ""] {
        assert_eq!(part(other), 200, "{other}");
    }
}

#[test]
fn where_nothing_is_the_site_s_own_page_says_so() {
    let running = Running::with(&[]);
    let own = tree(&[]).get("404.html").expect("the page").to_vec();
    let own = String::from_utf8(own).expect("UTF-8");
    let (start, _) = own.split_once("</body>").expect("a body");
    for target in ["/nowhere", "/nowhere/", "/a/b/c.png", "/index.html/", "/theme/style.css/x"] {
        let answer = running.get(target, &[]);
        assert_eq!(answer.status, 404, "{target}");
        assert!(answer.text().starts_with(start), "{target}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("etag"), None);
    }
}

#[test]
fn before_the_first_good_build_every_page_waits() {
    let running = Running::empty(options());
    for target in ["/", "/articles/a/", "/theme/style.css"] {
        let answer = running.get(target, &[]);
        assert_eq!(answer.status, 503, "{target}");
        assert!(answer.text().contains("data-generation=\"0\""), "{target}");
    }
    assert_eq!(running.state("/", 0)["changed"], false);
    running.preview.fail(crate::report(&[("content/site.yaml", "titel: T\n")]));
    assert_eq!(running.get("/", &[]).status, 503);
    let state = running.state("/", 0);
    assert_eq!((&state["changed"], &state["report"]["errors"]), (&false.into(), &1.into()), "{state}");
    running.publish(&[]);
    assert_eq!(running.get("/", &[]).status, 200);
    assert_eq!(running.state("/", 0)["changed"], true);
}

#[test]
fn what_is_published_is_served_from_that_moment() {
    let running = Running::empty(options());
    for n in 0..50 {
        let text = n.to_string();
        running.publish(&[("a.txt", &text)]);
        assert_eq!(running.get("/a.txt", &[]).text(), text);
    }
}

#[test]
fn a_build_that_fails_leaves_the_last_good_site() {
    let running = Running::with(&[("a.txt", "good")]);
    running.preview.fail(crate::report(&[("content/site.yaml", "titel: T\n")]));
    assert_eq!(running.get("/a.txt", &[]).text(), "good");
    assert_eq!(running.script_of("/").1, 1);
}

/// A page and what it shows come from one generation, also where a build ends between the two.
#[test]
fn what_a_page_asks_for_comes_from_the_page_s_generation() {
    let page = |n: &str| format!("<body><link rel=stylesheet href=/s.css>{n}</body>");
    let running = Running::with(&[("p/index.html", &page("1")), ("s.css", "1"), ("old.svg", "<svg/>")]);
    let referer = |path: &str| format!("http://127.0.0.1:{}{path}", running.port);
    let asked_by = |target: &str, by: &str| running.get(target, &[("Referer", &referer(by))]);
    assert_eq!(asked_by("/s.css", "/p/").text(), "1");
    assert_eq!(running.get("/p/", &[]).status, 200);
    running.publish(&[("p/index.html", &page("2")), ("s.css", "2")]);
    assert_eq!(asked_by("/s.css", "/p/").text(), "1", "the page is still the first");
    assert_eq!(asked_by("/old.svg", "/p/?query").status, 200, "and what is gone is there for it");
    assert_eq!(running.get("/old.svg", &[]).status, 404, "but for nobody else");
    assert_eq!(asked_by("/s.css", "/other/").text(), "2");
    let visit = [("Referer", referer("/p/")), ("Sec-Fetch-Mode", "navigate".into())];
    assert_eq!(
        running.get("/s.css", &crate::pairs(&visit)).text(),
        "2",
        "whoever goes there sees it as it is"
    );
    assert!(running.get("/p/", &[("Referer", &referer("/p/"))]).text().contains(">2"), "pages are new");
    assert_eq!(asked_by("/s.css", "/p/").text(), "2", "now the page is the second");

    // The page is the same in the third, so it is as much the third's as the second's.
    running.publish(&[("p/index.html", &page("2")), ("s.css", "3")]);
    assert_eq!(asked_by("/s.css", "/p/").text(), "3");

    // What a style sheet asks for comes from the style sheet's generation.
    running.publish(&[("p/index.html", &page("4")), ("s.css", "4"), ("f.woff2", "4")]);
    assert_eq!(asked_by("/s.css", "/p/").text(), "3");
    assert_eq!(asked_by("/f.woff2", "/s.css").status, 404);
    assert_eq!(running.get("/f.woff2", &[("Referer", "http://example.com/s.css")]).text(), "4");
}

/// A browser is sent to an address that names the generation, so that a page which is being loaded again
/// does not take what it shows from the page that takes its place.
#[test]
fn a_visit_names_the_generation_that_it_is_of() {
    let running = Running::with(&[("p/index.html", "<body>1</body>"), ("s.css", "1"), ("a.txt", "1")]);
    let visit = [("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    let sent_to = |target: &str| {
        let answer = running.get(target, &visit);
        (answer.status, answer.header("location").map(ToString::to_string))
    };
    assert_eq!(sent_to("/p/"), (307, Some("/p/?clipsheet=1".to_string())));
    assert_eq!(sent_to("/p/index.html?a=b&clipsheet=7"), (307, Some("/p/index.html?a=b&clipsheet=1".into())));
    assert_eq!(sent_to("/p/?clipsheet=x"), (307, Some("/p/?clipsheet=1".to_string())));
    assert_eq!(sent_to("/p/?clipsheet=1"), (200, None));
    // Whoever is no browser, and what is no page, is answered where it asks.
    assert_eq!(running.get("/p/", &[]).status, 200);
    assert_eq!(running.get("/p/", &visit[..1]).status, 200);
    assert_eq!(sent_to("/a.txt"), (200, None));
    assert_eq!(sent_to("/missing/"), (404, None));

    running.publish(&[("p/index.html", "<body>2</body>"), ("s.css", "2")]);
    assert_eq!(sent_to("/p/?clipsheet=1"), (307, Some("/p/?clipsheet=2".to_string())));
    assert_eq!(sent_to("/p/?clipsheet=2"), (200, None));
    let asked_by = |by: &str| {
        let referer = format!("http://127.0.0.1:{}{by}", running.port);
        running.get("/s.css", &[("Referer", &referer)]).text()
    };
    assert_eq!(asked_by("/p/?clipsheet=1"), "1", "the page that is still shown");
    assert_eq!(asked_by("/p/?clipsheet=2"), "2");
    assert_eq!(asked_by("/p/?clipsheet=99"), "2", "there is no such generation");
}

/// The page for where there is none has a style sheet too, which must not be that of the page that was there.
#[test]
fn what_a_missing_page_asks_for_comes_from_the_generation_of_the_page_that_says_so() {
    let running = Running::with(&[("p/index.html", "1"), ("s.css", "1")]);
    let asked_by = |by: &str| {
        let referer = format!("http://127.0.0.1:{}{by}", running.port);
        running.get("/s.css", &[("Referer", &referer)]).text()
    };
    assert_eq!(running.get("/p/", &[]).status, 200);
    running.publish(&[("s.css", "2")]);
    assert_eq!(asked_by("/p/"), "1", "the page was there when it was served");
    assert_eq!(running.get("/p/", &[]).status, 404);
    assert_eq!(asked_by("/p/"), "2");
    assert_eq!(asked_by("/p/index.html"), "2", "the same page");
}

#[test]
fn generations_are_forgotten() {
    let running = Running::with(&[("p/index.html", "1"), ("a.txt", "1")]);
    assert_eq!(running.get("/p/", &[]).status, 200);
    let referer = [("Referer", format!("http://127.0.0.1:{}/p/", running.port))];
    for n in 2..=20 {
        running.publish(&[("p/index.html", &n.to_string()), ("a.txt", &n.to_string())]);
        let expected = if n <= 8 { "1".to_string() } else { n.to_string() };
        assert_eq!(running.get("/a.txt", &crate::pairs(&referer)).text(), expected, "{n}");
    }
    assert_eq!(running.state("/p/", 1)["changed"], true);
    assert_eq!(running.state("/p/", 20)["changed"], false);
}

/// However builds and requests interleave.
#[test]
fn no_request_is_answered_with_half_a_site() {
    let running = Running::with(&[("p/index.html", "0</body>"), ("s.css", "0")]);
    let referer = [("Referer", format!("http://127.0.0.1:{}/p/", running.port))];
    let trees: Vec<_> = (1..=200)
        .map(|n: u32| n.to_string())
        .map(|n| tree(&[("p/index.html", &format!("{n}</body>")), ("s.css", &n)]))
        .collect();
    let pages = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let publishing = scope.spawn(|| {
            for (n, tree) in trees.into_iter().enumerate() {
                running.preview.publish(tree, None, Report::default(), Shown::default());
                // The next build ends when somebody has seen this one, or is about to.
                running.get("/s.css", &[]);
                // No reader is so slow that all generations that are kept pass meanwhile.
                let (seen, since) = (pages.load(Ordering::Acquire), Instant::now());
                let is_waiting = || pages.load(Ordering::Acquire) == seen && since.elapsed().as_secs() < 10;
                while n % 3 == 0 && is_waiting() {
                    std::thread::yield_now();
                }
            }
        });
        while !publishing.is_finished() {
            let page = running.get("/p/", &[]);
            let style = running.get("/s.css", &crate::pairs(&referer));
            assert_eq!((page.status, style.status), (200, 200));
            let text = page.text();
            assert!(text.ends_with("</script></body>"), "{text}");
            assert_eq!(text.split('<').next(), Some(style.text().as_str()));
            pages.fetch_add(1, Ordering::Release);
        }
        assert!(pages.load(Ordering::Acquire) > 60);
    });
}
