//! Every page of whole sites, parsed as a browser does it: the sample and the sites of
//! `tests/sites`, all in the default theme.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;
#[path = "common/links.rs"]
mod links;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use clipsheet::build::Options;
use clipsheet::diagnostics::SourceFile;
use clipsheet::output::OutputTree;
use clipsheet::parse::{SETTINGS_FILE, Sources};
use clipsheet::path::SitePath;
use clipsheet::value::Id;
use links::{
    Page, Target, css_addresses, elements, follow_all, page, pages, select, style_sheets, target, unreached,
};
use url::Url;

/// The name, sources and options of each site.
fn sites() -> Vec<(String, Sources, Options)> {
    let options = |name: &str| {
        let theme = if name == "overriding" { None } else { Some(Id::parse("default").expect("an id")) };
        Options { theme, ..common::options_of(name) }
    };
    let named = common::site_names().into_iter().map(|name| {
        let (site, options) = (common::site(&name), options(&name));
        (name, site, options)
    });
    [("the sample".to_string(), common::sample(), common::options())].into_iter().chain(named).collect()
}

/// The output of each site, built once for all tests.
static TREES: LazyLock<Vec<(String, OutputTree)>> = LazyLock::new(|| {
    let build = |(name, sources, options): (String, Sources, Options)| {
        let tree = without_errors(&sources, &options);
        (name, tree)
    };
    sites().into_iter().map(build).collect()
});

/// Calls `check` with each site and its pages.
fn on_each_site(check: impl Fn(&str, &OutputTree, &[Page])) {
    for (name, tree) in TREES.iter() {
        check(name, tree, &pages(tree));
    }
}

/// The site, which another theme than its own may give warnings about.
fn without_errors(sources: &Sources, options: &Options) -> OutputTree {
    let built = common::built_with(sources, options);
    built.value.tree.unwrap_or_else(|| panic!("{:?}", built.diagnostics))
}

/// Calls `check` with every page of every site.
fn on_each_page(check: impl Fn(&Page) -> Vec<String>) {
    let wrong = std::cell::RefCell::new(Vec::new());
    on_each_site(|site, _, pages| {
        for page in pages {
            wrong
                .borrow_mut()
                .extend(check(page).into_iter().map(|text| format!("{site}: {}: {text}", page.path)));
        }
    });
    let wrong = wrong.into_inner();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The same site with other settings after its own.
fn with_setting(sources: &Sources, line: &str) -> Sources {
    let path = SitePath::new(SETTINGS_FILE);
    let mut sources = sources.clone();
    let own = String::from_utf8(sources.bytes(&path).expect("settings").to_vec()).expect("UTF-8");
    let file = SourceFile::new(SETTINGS_FILE, format!("{own}\n{line}\n").into_bytes());
    sources.files.insert(path, file.into());
    sources
}

#[test]
fn every_link_lands_wherever_the_site_is_published() {
    let mut followed = 0;
    for (name, sources, options) in sites() {
        let theme = options.theme.clone();
        let at = |base: &str| Options {
            base_url: Some(base.to_string()),
            theme: theme.clone(),
            ..options.clone()
        };
        let in_folders = with_setting(&sources, "urls: directory");
        for (sources, address, bases) in [
            (&sources, "https://x.test", &["https://x.test/", "file:///home/x/public/"][..]),
            (&sources, "https://x.test/a/b", &["https://x.test/a/b/"]),
            (&in_folders, "https://x.test", &["https://x.test/"]),
            (&in_folders, "https://x.test/a/b/", &["https://x.test/a/b/"]),
        ] {
            let tree = without_errors(sources, &at(address));
            let pages = pages(&tree);
            assert!(!pages.is_empty(), "{name} has no pages");
            followed += bases.iter().map(|base| follow_all(&tree, &pages, base)).sum::<usize>();
        }
    }
    assert!(followed > 20_000, "only {followed} links were followed");
}

#[test]
fn every_page_is_reached_from_the_front_page() {
    on_each_site(|site, _, pages| {
        let unreached = unreached(pages);
        assert!(unreached.is_empty(), "{site}: no link leads to {unreached:?}");
    });
}

/// What the page asks another host for.
fn fetches(page: &Page) -> Vec<String> {
    let base = Url::parse("https://x.test/").expect("a base");
    let fetched = page.links.iter().filter(|link| link.is_fetched());
    let outside = fetched.filter(|link| target(&base, &page.path, &link.address) == Target::Outside);
    outside.map(|link| format!("<{}> fetches {}", link.element, link.address)).collect()
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    on_each_page(fetches);
    let base = Url::parse("https://x.test/").expect("a base");
    on_each_site(|site, tree, _| {
        for (path, css) in style_sheets(tree) {
            for address in css_addresses(&css) {
                let outside = target(&base, &path, &address) == Target::Outside;
                assert!(!outside, "{site}: {path} fetches {address}");
            }
        }
    });
}

/// Whether this is the address of a script that helps readers. What is lost without them `tests/browser` looks at.
fn is_aid(src: &str) -> bool {
    ["cards", "colours", "jump", "keys", "permalinks"].iter().any(|name| common::is_theme_script(src, name))
}

/// What of the page would run besides these, and linked data that is no data.
fn scripts(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for element in elements(&page.html) {
        let name = element.value().name();
        let text: String = element.text().collect();
        // What leads on from an old address keeps the place with a script; without it the page leads on too.
        let leads_on = !select(&page.html, "meta[http-equiv=refresh]").is_empty();
        let source = element.attr("src");
        let is_redirect = source.is_some_and(|src| common::is_theme_script(src, "redirect"));
        if name == "script" && (leads_on && is_redirect || source.is_some_and(is_aid)) && text.is_empty() {
            continue;
        }
        if name == "script" && element.attr("type") != Some("application/ld+json") {
            wrong.push("a script".to_string());
        } else if name == "script" && serde_json::from_str::<serde_json::Value>(&text).is_err() {
            wrong.push(format!("linked data that is no JSON: {text}"));
        }
        let handlers = element.value().attrs().filter(|(key, _)| key.starts_with("on"));
        wrong.extend(handlers.map(|(key, _)| format!("<{name} {key}>")));
    }
    let runs = |address: &str| address.trim_start().to_ascii_lowercase().starts_with("javascript:");
    wrong.extend(page.links.iter().filter(|link| runs(&link.address)).map(|link| link.address.clone()));
    wrong
}

#[test]
fn no_page_needs_another_script() {
    on_each_page(scripts);
}

/// The attributes that name ids of their page.
const REFERENCES: [&str; 8] = [
    "for",
    "headers",
    "list",
    "aria-labelledby",
    "aria-describedby",
    "aria-details",
    "aria-controls",
    "aria-owns",
];

/// Ids that stand twice, and references to ids that stand nowhere.
fn bad_ids(page: &Page) -> Vec<String> {
    let ids: BTreeSet<&str> = page.ids.iter().map(String::as_str).collect();
    let mut wrong = Vec::new();
    if ids.len() != page.ids.len() {
        wrong.push(format!("an id stands twice among {:?}", page.ids));
    }
    for element in elements(&page.html) {
        for key in REFERENCES {
            let named = element.attr(key).unwrap_or_default().split_whitespace();
            let missing = named.filter(|id| !ids.contains(id));
            wrong.extend(missing.map(|id| format!("{key}: there is no id {id}")));
        }
    }
    wrong
}

#[test]
fn no_id_stands_twice_and_every_reference_to_one_has_it() {
    on_each_page(bad_ids);
}

/// What the page does not say of itself. Search engines are kept out of a site that is `internal`.
fn unsaid(page: &Page, internal: bool) -> Vec<String> {
    let text = |selector: &str| {
        let found = select(&page.html, selector);
        let texts: Vec<String> =
            found.iter().map(|e| e.text().collect::<String>().trim().to_string()).collect();
        match texts.as_slice() {
            [one] if !one.is_empty() => None,
            _ => Some(format!("not one <{selector}>: {texts:?}")),
        }
    };
    let mut wrong: Vec<String> = [text("h1"), text("head > title")].into_iter().flatten().collect();
    let one = |selector: &str| select(&page.html, selector).len() == 1;
    for selector in ["html[lang]:not([lang=''])", "meta[charset=utf-8]", "meta[name=viewport][content]"] {
        wrong.extend((!one(selector)).then(|| format!("not one {selector}")));
    }
    let hidden = one("meta[name=robots][content~=noindex]");
    wrong.extend((hidden != internal).then(|| format!("noindex: {hidden}, internal: {internal}")));
    wrong
}

/// Of the sites, `plain` alone is for everybody.
#[test]
fn every_page_says_what_it_is_and_for_whom() {
    on_each_site(|site, _, pages| {
        for page in pages {
            let wrong = unsaid(page, site != "plain");
            assert!(wrong.is_empty(), "{site}: {}: {wrong:?}", page.path);
        }
    });
}

/// Headings that are more than one level below the one before them.
fn skipped_levels(page: &Page) -> Vec<String> {
    let mut before = 0;
    let mut wrong = Vec::new();
    for heading in select(&page.html, "h1, h2, h3, h4, h5, h6") {
        let name = heading.value().name();
        let level: u8 = name[1..].parse().expect("a level");
        if level > before + 1 {
            let text: String = heading.text().collect();
            wrong.push(format!("<{name}> after <h{before}>: {text}"));
        }
        before = level;
    }
    wrong
}

#[test]
fn no_heading_skips_a_level() {
    on_each_page(skipped_levels);
}

#[test]
fn the_checks_see_what_is_wrong() {
    let sees = |check: &dyn Fn(&Page) -> Vec<String>, html: &str, wrong: &[&str]| {
        assert_eq!(check(&page("a/index.html", html)), wrong, "{html}");
    };
    sees(&fetches, "<a href='//y.test'><img src='../b.png'><link rel=canonical href='//y.test'>", &[]);
    sees(&fetches, "<img src='//y.test/b.png'>", &["<img> fetches //y.test/b.png"]);
    sees(&fetches, "<img srcset='b.png 1x, https://y.test/b 2x'>", &["<img> fetches https://y.test/b"]);
    sees(&fetches, "<link rel=preload href='//y.test'>", &["<link> fetches //y.test"]);
    sees(&fetches, "<p style='color: url(//y.test)'>", &["<p> fetches //y.test"]);
    sees(&fetches, "<style>@import '//y.test';</style>", &["<style> fetches //y.test"]);
    sees(&scripts, "<script type='application/ld+json'>{}</script>", &[]);
    sees(&scripts, "<script type='application/ld+json'>{</script>", &["linked data that is no JSON: {"]);
    sees(&scripts, "<script src=x></script>", &["a script"]);
    let redirect = "<script src='../theme/redirect.0123456789ab.js'></script>";
    sees(&scripts, redirect, &["a script"]);
    sees(&scripts, &format!("<meta http-equiv=refresh content='0; url=x'>{redirect}"), &[]);
    sees(&scripts, "<script src='../theme/cards.0123456789ab.js'></script>", &[]);
    sees(&scripts, "<script src='../theme/cards.0123456789ab.js'>x</script>", &["a script"]);
    sees(&scripts, "<script src='../theme/others.0123456789ab.js'></script>", &["a script"]);
    sees(&scripts, "<p onclick=x><a href=' JavaScript:x'>", &["<p onclick>", "JavaScript:x"]);
    sees(&bad_ids, "<p id=b aria-labelledby='b c'>", &["aria-labelledby: there is no id c"]);
    sees(&bad_ids, "<p id=b><p id=b>", &["an id stands twice among [\"b\", \"b\"]"]);
    sees(&skipped_levels, "<h1>1</h1><h2>2</h2><h3>3</h3><h2>4</h2>", &[]);
    sees(&skipped_levels, "<h1>1</h1><h3>2</h3><h4>3</h4>", &["<h3> after <h1>: 2"]);
    let head = "<html lang=en><meta charset=utf-8><meta name=viewport content=x><title>T</title><h1>T</h1>";
    let internal = |page: &Page| unsaid(page, true);
    sees(&internal, &head.replace("<h1>", "<meta name=robots content=noindex><h1>"), &[]);
    sees(&internal, head, &["noindex: false, internal: true"]);
    let public = |page: &Page| unsaid(page, false);
    sees(&public, head, &[]);
    sees(&public, &head.replace("<h1>T</h1>", ""), &["not one <h1>: []"]);
    sees(&public, &head.replace(">T</title>", "></title>"), &["not one <head > title>: [\"\"]"]);
    sees(&public, &head.replace("=en", "=''"), &["not one html[lang]:not([lang=''])"]);
    let unlinked = [page("index.html", "<a href='b/'>"), page("b/index.html", ""), page("c/index.html", "")];
    assert_eq!(unreached(&unlinked), ["c/index.html"]);
}

fn fails(check: impl FnOnce() + std::panic::UnwindSafe) {
    assert!(std::panic::catch_unwind(check).is_err(), "a fault was not seen");
}

#[test]
fn links_are_resolved_as_a_browser_does_it() {
    let to =
        |base: &str, from: &str, address: &str| target(&Url::parse(base).expect("a base"), from, address);
    let file = |path: &str| Target::File(path.to_string(), None);
    let web = "https://x.test/a/b/";
    assert_eq!(to(web, "c/index.html", "../d/"), file("d/index.html"));
    assert_eq!(to(web, "c/index.html", "../"), file("index.html"));
    assert_eq!(to(web, "ü/index.html", "%C3%BC%20.html?q"), file("ü/ü .html"));
    assert_eq!(to(web, "c/index.html", "#%C3%BC"), Target::File("c/index.html".into(), Some("ü".into())));
    assert_eq!(to(web, "404.html", "/a/b/c/index.html"), file("c/index.html"));
    assert_eq!(to(web, "index.html", "https://x.test/a/b/c/"), file("c/index.html"));
    assert_eq!(to(web, "index.html", "//y.test/"), Target::Outside);
    assert_eq!(to(web, "index.html", "mailto:a@y.test"), Target::Outside);
    assert_eq!(to("file:///x/", "c/index.html", "../d.html"), file("d.html"));
    fails(|| drop(to(web, "c/index.html", "../../d/")));
    fails(|| drop(to(web, "c/index.html", "/d/")));
    fails(|| drop(to("file:///x/", "c/index.html", "../d/")));
    fails(|| drop(to("file:///x/y/", "c/index.html", "/d/index.html")));
    assert_eq!(css_addresses("@import 'a.css'; b { c: url(\"d.png\") }"), ["d.png", "a.css"]);
}
