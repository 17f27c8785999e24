//! Files that no site should have: each is refused with a clear word, or built, and nothing that
//! was built before is lost.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, reason = "tests touch files")]

mod hostile;

use std::fs;
use std::time::{Duration, Instant};

use hostile::Place;

/// The site with one more file is refused with this message, and is fine again without the file.
fn refused(path: &str, bytes: impl AsRef<[u8]>, message: &str) {
    let place = Place::built();
    let former = fs::read(place.root().join(path)).ok();
    place.put(path, bytes);
    place.fails(1, message);
    match former {
        Some(former) => place.put(path, former),
        None => place.remove(path),
    }
    place.is_as_before();
}

#[test]
fn a_site_without_content_is_none() {
    let place = Place::built();
    fs::rename(place.root().join("content"), place.root().join("moved")).expect("moved");
    place.fails(2, "error: there is no folder `content` in ");
    fs::rename(place.root().join("moved"), place.root().join("content")).expect("moved back");
    place.is_as_before();

    let empty = Place::empty();
    empty.build().is(2, "run clipsheet in a site's folder, or name it with --root");
    assert!(!empty.public().exists());
}

#[test]
fn an_empty_content_folder_lacks_its_settings() {
    let place = Place::built();
    fs::rename(place.root().join("content"), place.root().join("moved")).expect("moved");
    fs::create_dir(place.root().join("content")).expect("a folder");
    place.fails(1, "error[missing-key]: the site has no settings");
}

#[test]
fn settings_alone_are_a_site_with_a_home_page() {
    let place = Place::empty();
    place.put("content/site.yaml", "title: Alone\n");
    place.build().says("0 records on ");
    let home = fs::read_to_string(place.public().join("index.html")).expect("a home page");
    assert!(home.contains("Alone"), "{home}");
    assert!(place.public().join("404.html").is_file());
}

#[test]
fn what_is_not_text_is_refused() {
    let utf16: Vec<u8> = "---\ntitle: A\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xFF, 0xFE], utf16.as_slice()].concat();
    for path in
        ["content/articles/b.md", "content/pages/b.md", "content/articles/a.yaml", "content/site.yaml"]
    {
        refused(path, b"---\ntitle: \xC3\x28\n---\n", "error[not-utf8]: this file is not valid UTF-8");
        refused(path, &with_mark, "error[not-utf8]: this file is UTF-16, not UTF-8");
    }
    // Without a byte order mark it is text with a NUL after each letter, and has no front matter.
    refused("content/articles/b.md", utf16, "error[missing-key]: this file has no front matter");
}

#[test]
fn a_sidecar_without_an_article_is_refused() {
    let message = "error[no-article]: there is no article `b` for this sidecar";
    refused("content/articles/b.yaml", "quotes: []\n", message);
    refused("content/articles/b.yaml", "", message);
}

#[test]
fn yaml_that_explodes_is_refused() {
    let levels: String = (1..30).map(|i| format!("  - &a{i} [*a{0}, *a{0}, *a{0}]\n", i - 1)).collect();
    let bomb = format!("quotes:\n  - &a0 x\n{levels}");
    let before = Instant::now();
    refused("content/articles/a.yaml", &bomb, "error[bad-yaml]: ");
    refused("content/site.yaml", format!("title: T\n{bomb}"), "error[bad-yaml]: ");
    refused("content/articles/b.md", format!("---\ntitle: B\n{bomb}---\n"), "error[bad-yaml]: ");
    assert!(before.elapsed() < Duration::from_secs(60), "{:?}", before.elapsed());
}

#[test]
fn yaml_that_is_nested_a_thousand_times_is_refused() {
    let message = "error[bad-yaml]: this is nested too deeply";
    let closed = format!("quotes: {}{}\n", "[".repeat(1000), "]".repeat(1000));
    refused("content/articles/a.yaml", closed, message);
    refused("content/articles/a.yaml", format!("quotes: {}\n", "[".repeat(1000)), message);
    refused("content/articles/a.yaml", format!("quotes:\n  {}x\n", "- ".repeat(1000)), message);
    refused("content/site.yaml", format!("title: {}x{}\n", "{a: ".repeat(1000), "}".repeat(1000)), message);
}

#[test]
fn markdown_that_is_nested_a_thousand_times_is_built() {
    let place = Place::built();
    for opening in ["> ", "- ", "*a ", "**a _b ", "[", "![", "<b>", "<div>", "1. ", "[^a]: "] {
        place.put("content/articles/b.md", format!("---\ntitle: B\n---\n{}the end\n", opening.repeat(1000)));
        place.build().is(0, "");
        let page = fs::read_to_string(place.public().join("articles/b/index.html")).expect("a page");
        assert!(page.contains("the end"), "{opening:?}");
    }
}

#[test]
fn a_text_of_fifty_megabytes_is_refused() {
    let start = "---\ntitle: B\n---\n";
    let text = format!("{start}{}", "Words and more words. ".repeat(2_400_000));
    let before = Instant::now();
    for path in ["content/articles/b.md", "content/articles/b.txt", "content/pages/b.md"] {
        refused(
            path,
            &text,
            "error[too-large]: this file has 52800017 bytes; 10000000 is the most for a text",
        );
    }
    // A file to download may be as large as it likes.
    let place = Place::built();
    place.put("content/static/b.bin", &text);
    place.build().is(0, "");
    assert_eq!(fs::metadata(place.public().join("b.bin")).expect("a file").len(), text.len() as u64);
    assert!(before.elapsed() < Duration::from_secs(60), "{:?}", before.elapsed());
}

#[test]
fn a_line_of_two_megabytes_is_built_and_shown_in_part() {
    let words = "word ".repeat(400_000);
    let place = Place::built();
    place.put("content/articles/b.md", format!("---\ntitle: B\n---\n{words}the end\n"));
    place.put(
        "content/articles/c.md",
        format!("---\ntitle: \"{words}the end\"\n---\n{}\n", "w".repeat(2_000_000)),
    );
    place.build().is(0, "");
    let page = fs::read_to_string(place.public().join("articles/b/index.html")).expect("a page");
    assert!(page.contains("the end"));
    // A mistake in such a line is shown with what stands around it.
    place.put("content/articles/c.md", format!("---\ntitle: C\n---\n{words}[x](nowhere.md) {words}\n"));
    place.fails(1, "the link `nowhere.md` leads nowhere");
    let report = place.build().err;
    assert!(report.len() < 4000, "{} bytes", report.len());
    assert!(report.contains("content/articles/c.md:4:2000001"), "{report}");
}

#[test]
fn an_article_with_five_thousand_quotes_is_built() {
    let place = Place::built();
    let said = |i: u32| format!("word number {i} is here and counts.");
    let text: String = (0..5000).map(|i| format!("She said: \"{}\"\n\n", said(i))).collect();
    let quotes: String = (0..5000).map(|i| format!("  - {{id: q{i}, exact: \"{}\"}}\n", said(i))).collect();
    place.put("content/articles/b.md", format!("---\ntitle: B\n---\n{text}"));
    place.put("content/articles/b.yaml", format!("quotes:\n{quotes}"));
    place.build().is(0, "");
    assert!(place.public().join("quotes/b/q4999/index.html").is_file());
    let page = fs::read_to_string(place.public().join("articles/b/index.html")).expect("a page");
    assert_eq!(page.matches("<mark ").count(), 5000);
}
