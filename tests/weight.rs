//! What a page weighs on its way to a reader, and that nothing of it comes from elsewhere.
//!
//! A page with 60 KB is there within two seconds on a slow mobile connection, so that is the most that one may have;
//! its style sheet and all its scripts together may have 15 KB each. All is counted as a server sends it: in gzip.
//! What is loaded only when a reader asks for it has limits of its own, and they hold on a site of any size: a card
//! may have 1 KB, and all names of a site 1 KB and 40 bytes for each.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;
#[path = "common/links.rs"]
mod links;

use std::collections::BTreeSet;
use std::io::Write;

use clipsheet::build::Options;
use clipsheet::output::OutputTree;
use clipsheet::parse::Sources;
use clipsheet::value::Id;
use links::{Page, Target, css_addresses, elements, pages, target};
use url::Url;

const PAGE: usize = 60_000;
const STYLE: usize = 15_000;
const SCRIPTS: usize = 15_000;
const CARD: usize = 1_000;
const NAMES: usize = 1_000;
const NAME: usize = 40;

/// The sample and the sites of `tests/sites` in the default theme, published at an address: so their heads say most.
fn sites() -> Vec<(String, OutputTree)> {
    let build = |name: String, sources: &Sources, options: Options| {
        let theme = Some(Id::parse("default").expect("an id"));
        let options = Options { theme, base_url: Some("https://x.test/a".to_string()), ..options };
        let built = common::built_with(sources, &options);
        (name.clone(), built.value.tree.unwrap_or_else(|| panic!("{name}: {:?}", built.diagnostics)))
    };
    let sample = build("the sample".to_string(), &common::sample(), common::options());
    let names = common::site_names().into_iter();
    let named = names.map(|name| build(name.clone(), &common::site(&name), common::options_of(&name)));
    std::iter::once(sample).chain(named).collect()
}

/// How many bytes a server sends for it.
fn packed(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory").len()
}

/// What a page loads before anybody does anything, by its path in the output; what is elsewhere has none.
fn loaded(page: &Page) -> Vec<(String, Option<String>)> {
    let base = Url::parse("https://x.test/a/").expect("a base");
    let fetched = page.links.iter().filter(|link| link.is_fetched());
    let path = |address: &str| match target(&base, &page.path, address) {
        Target::File(path, _) => Some(path),
        Target::Outside => None,
    };
    fetched.map(|link| (link.address.clone(), path(&link.address))).collect()
}

/// What of a page is more than it may be.
fn too_heavy(tree: &OutputTree, page: &Page) -> Vec<String> {
    let weigh = |path: &str| tree.get(path).map_or(0, |file| packed(file));
    let ending = |ending: &str| {
        let files: BTreeSet<String> = loaded(page).into_iter().filter_map(|(_, path)| path).collect();
        files.into_iter().filter(|path| path.ends_with(ending)).map(|path| weigh(&path)).sum::<usize>()
    };
    let (text, style, scripts) = (weigh(&page.path), ending(".css"), ending(".js") + ending(".mjs"));
    let fonts = ending(".woff2") + ending(".woff") + ending(".ttf") + ending(".otf");
    let whole = text + style + scripts + fonts;
    let sums = format!("{whole} bytes in gzip: page {text}, style {style}, scripts {scripts}, fonts {fonts}");
    let heavy = whole > PAGE || style > STYLE || scripts > SCRIPTS;
    heavy.then(|| format!("{}: {sums}", page.path)).into_iter().collect()
}

#[test]
fn no_page_is_heavy() {
    let mut wrong = Vec::new();
    for (site, tree) in sites() {
        for page in pages(&tree) {
            wrong.extend(too_heavy(&tree, &page).into_iter().map(|text| format!("{site}: {text}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Scripts that a page does not load, and all style sheets, are on the site too.
#[test]
fn no_file_of_the_theme_is_heavy() {
    for (site, tree) in sites() {
        let of = |ending: &str| {
            let files = tree.files().iter();
            let files = files
                .filter(|(path, _)| path.as_str().starts_with("theme/") && path.as_str().ends_with(ending));
            files.map(|(_, file)| packed(file)).sum::<usize>()
        };
        let (scripts, styles) = (of(".js") + of(".mjs"), of(".css"));
        assert!(scripts > 0 && styles > 0, "{site}: the theme's files were not found");
        assert!(scripts <= SCRIPTS, "{site}: all scripts have {scripts} bytes in gzip");
        assert!(styles <= STYLE, "{site}: all style sheets have {styles} bytes in gzip");
    }
}

/// What of the scripts outside the theme, which carry what readers ask for, is more than it may be.
fn too_heavy_when_asked(tree: &OutputTree) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, file) in tree.files().iter().filter(|(path, _)| !path.as_str().starts_with("theme/")) {
        let text = String::from_utf8_lossy(file);
        let most = match path.as_str() {
            "search/names.js" => NAMES + NAME * text.matches("],[").count(),
            path if path.ends_with("/card.js") => CARD,
            path if path.ends_with(".js") || path.ends_with(".mjs") => 0,
            _ => continue,
        };
        let has = packed(file);
        wrong.extend((has > most).then(|| format!("{path} has {has} bytes in gzip, and may have {most}")));
    }
    wrong
}

#[test]
fn nothing_that_a_reader_asks_for_is_heavy() {
    for (site, tree) in sites() {
        assert_eq!(too_heavy_when_asked(&tree), Vec::<String>::new(), "{site}");
    }
    let summary: String = (0..300).map(|n| format!("{} ", n * n * 7919)).collect();
    let acme = format!("---\nname: Acme\nsummary: \"{summary}\"\n---\n");
    let files = [("content/site.yaml", "title: T\n"), ("content/companies/acme.md", acme.as_str())];
    let told = too_heavy_when_asked(&common::tree(&common::sources(&files), &common::options()));
    assert!(told.len() == 1 && told[0].starts_with("companies/acme/card.js has "), "{told:?}");
}

/// Relations of a page to an address that a browser looks up or connects to, though it loads nothing.
const CONNECTS: [&str; 2] = ["preconnect", "dns-prefetch"];

/// What of a page asks another host for something.
fn asks_elsewhere(page: &Page) -> Vec<String> {
    let outside = loaded(page).into_iter().filter(|(_, path)| path.is_none());
    let mut wrong: Vec<String> = outside.map(|(address, _)| format!("loads {address}")).collect();
    for element in elements(&page.html) {
        let rel = element.attr("rel").unwrap_or_default().to_ascii_lowercase();
        let connects = rel.split_whitespace().any(|word| CONNECTS.contains(&word));
        wrong.extend(connects.then(|| format!("<{} rel={rel}>", element.value().name())));
        let draws = matches!(element.value().name(), "image" | "use" | "feimage");
        let drawn = element.attr("href").or(element.attr("xlink:href")).filter(|_| draws);
        wrong.extend(drawn.filter(|to| !to.starts_with('#')).map(|to| format!("draws {to}")));
        let frame = ["iframe", "object", "embed", "portal"].contains(&element.value().name());
        wrong.extend(frame.then(|| format!("<{}>", element.value().name())));
        let inside = element.value().attrs().filter(|(key, _)| key.starts_with("fill") || *key == "filter");
        for (key, value) in inside {
            let away = css_addresses(value).into_iter().find(|to| !to.starts_with('#'));
            wrong.extend(away.map(|to| format!("{key} draws {to}")));
        }
    }
    wrong
}

/// The addresses of other hosts in a style sheet or a script. The names of XML's vocabularies are no addresses.
fn hosts_in(text: &str) -> Vec<&str> {
    let starts = text.match_indices("://").map(|(at, _)| &text[..at]);
    let scheme = |before: &str| before.chars().rev().take_while(char::is_ascii_alphabetic).count();
    let found = starts.map(|before| {
        let start = before.len() - scheme(before);
        let end = text[start..].find(['"', '\'', '`', ')', ' ', '\n']).map_or(text.len(), |at| start + at);
        &text[start..end]
    });
    found.filter(|address| !address.starts_with("http://www.w3.org/")).collect()
}

#[test]
fn no_request_leaves_the_site() {
    let mut seen = (0, 0);
    for (site, tree) in sites() {
        for page in pages(&tree) {
            assert_eq!(asks_elsewhere(&page), Vec::<String>::new(), "{site}: {}", page.path);
            seen.0 += 1;
        }
        let code = |path: &str| [".css", ".js", ".mjs"].iter().any(|ending| path.ends_with(ending));
        for (path, file) in tree.files().iter().filter(|(path, _)| code(path.as_str())) {
            let text = std::str::from_utf8(file).expect("UTF-8");
            assert_eq!(hosts_in(text), Vec::<&str>::new(), "{site}: {path}");
            let base = Url::parse("https://x.test/").expect("a base");
            let away = css_addresses(if path.as_str().ends_with(".css") { text } else { "" });
            let away = away.into_iter().find(|to| target(&base, path.as_str(), to) == Target::Outside);
            assert_eq!(away.filter(|to| !to.starts_with("data:")), None, "{site}: {path}");
            seen.1 += 1;
        }
    }
    assert!(seen.0 > 300 && seen.1 >= 6, "only {seen:?}");
}

#[test]
fn what_is_wrong_is_seen() {
    let sees = |html: &str, wrong: &[&str]| {
        assert_eq!(asks_elsewhere(&links::page("a/index.html", html)), wrong, "{html}")
    };
    sees("<a href='https://y.test'><img src=b.png><link rel=canonical href='https://y.test/'>", &[]);
    sees("<link rel=stylesheet href='https://y.test/a.css'>", &["loads https://y.test/a.css"]);
    sees("<link rel=icon href='//y.test/a.svg'>", &["loads //y.test/a.svg"]);
    sees("<script src='https://y.test/a.js'></script>", &["loads https://y.test/a.js"]);
    sees("<img srcset='b.png 1x, https://y.test/b 2x'>", &["loads https://y.test/b"]);
    sees("<p style='background: url(https://y.test/c)'>", &["loads https://y.test/c"]);
    sees("<style>@import 'https://y.test/d';</style>", &["loads https://y.test/d"]);
    sees("<link rel=preconnect href='b/'>", &["<link rel=preconnect>"]);
    sees("<svg><image href='b.png'/><use href='#x'/><rect fill='url(#f)'/></svg>", &["draws b.png"]);
    sees("<iframe></iframe>", &["<iframe>"]);
    assert_eq!(hosts_in("fetch(`https://y.test/x`); 'http://www.w3.org/2000/svg'"), ["https://y.test/x"]);
    let files = [
        ("content/site.yaml", "title: T\n".to_string()),
        (
            "themes/default/static/style.css",
            (0..9000).map(|n| format!(".c{n} {{ top: {}px }}\n", n * n % 977)).collect(),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let tree = common::tree(&common::sources(&files), &common::options());
    let all = pages(&tree);
    let home = all.iter().find(|page| page.path == "index.html").expect("the front page");
    let told = too_heavy(&tree, home);
    assert!(
        told.len() == 1 && told[0].contains("bytes in gzip: page ") && told[0].contains(", style "),
        "{told:?}"
    );
}
