//! Where the links of a whole output lead, as a browser follows them.
#![allow(dead_code, clippy::expect_used, clippy::panic, reason = "each test file uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};

use clipsheet::output::OutputTree;
use scraper::{ElementRef, Html, Selector};
use url::Url;

/// The attributes that hold one address each.
const ADDRESSES: [&str; 11] = [
    "href",
    "src",
    "poster",
    "action",
    "formaction",
    "cite",
    "data",
    "background",
    "longdesc",
    "manifest",
    "ping",
];

/// A page, parsed as a browser does it.
pub struct Page {
    pub path: String,
    pub html: Html,
    pub ids: Vec<String>,
    pub links: Vec<Link>,
}

/// An address on a page.
pub struct Link {
    /// The element that has it.
    pub element: String,
    /// The attribute that it stands in.
    pub attribute: String,
    /// `rel`, where there is one.
    pub rel: String,
    pub address: String,
}

impl Link {
    /// Whether a browser asks for it by itself, before the reader does anything.
    pub fn is_fetched(&self) -> bool {
        let silent = ["canonical", "alternate", "author", "license", "next", "prev", "help", "search"];
        match (self.element.as_str(), self.attribute.as_str()) {
            ("link", "href") => !silent.contains(&self.rel.as_str()),
            (_, "src" | "srcset" | "poster" | "data" | "background" | "manifest" | "ping" | "style") => true,
            _ => false,
        }
    }
}

/// All elements of a page, in order.
pub fn elements(html: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    html.root_element().descendent_elements()
}

/// The elements that a selector finds.
pub fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// The pages of an output.
pub fn pages(tree: &OutputTree) -> Vec<Page> {
    let html = tree.files().iter().filter(|(path, _)| path.as_str().ends_with(".html"));
    html.map(|(path, bytes)| page(path.as_str(), std::str::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// One page.
pub fn page(path: &str, text: &str) -> Page {
    let html = Html::parse_document(text);
    let ids = elements(&html).filter_map(|e| e.attr("id").map(ToString::to_string)).collect();
    let links = elements(&html).flat_map(links_of).collect();
    Page { path: path.to_string(), html, ids, links }
}

fn links_of(element: ElementRef<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    let mut add = |attribute: &str, address: &str| {
        links.push(Link {
            element: element.value().name().to_string(),
            attribute: attribute.to_string(),
            rel: element.attr("rel").unwrap_or_default().to_string(),
            address: address.to_string(),
        });
    };
    for (attribute, value) in element.value().attrs() {
        match attribute {
            "srcset" | "imagesrcset" => {
                let candidates = value.split(',').filter_map(|one| one.split_whitespace().next());
                candidates.for_each(|address| add("srcset", address));
            }
            "style" => css_addresses(value).iter().for_each(|address| add("style", address)),
            _ if ADDRESSES.contains(&attribute) => add(attribute, value.trim()),
            _ => {}
        }
    }
    if element.value().name() == "style" {
        let text: String = element.text().collect();
        css_addresses(&text).iter().for_each(|address| add("style", address));
    }
    links
}

/// What a style sheet asks for.
pub fn css_addresses(css: &str) -> Vec<String> {
    let quoted = |text: &str| text.trim().trim_matches(['"', '\'']).to_string();
    let in_brackets = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let imported = css.split("@import").skip(1).filter_map(|rest| rest.split(';').next());
    let imported = imported.filter(|rest| !rest.contains("url("));
    in_brackets.chain(imported).map(quoted).collect()
}

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// To a file of the output, and to a place in it.
    File(String, Option<String>),
    /// Out of the site.
    Outside,
}

/// Where an address on the page `from` leads on a site that is published at `base`, which ends
/// in `/`. A folder is its `index.html` on a web server; in a file system it is nothing to see.
pub fn target(base: &Url, from: &str, address: &str) -> Target {
    if let Some(id) = address.strip_prefix('#') {
        return Target::File(from.to_string(), Some(decoded(id)));
    }
    // What is shown where there is no page is shown at any depth.
    let shown_at = if from == "404.html" { "no/such/page" } else { from };
    let encoded: Vec<String> = shown_at.split('/').map(encoded).collect();
    let page = base.join(&encoded.join("/")).expect("a page's address");
    let to = page.join(address).unwrap_or_else(|e| panic!("{address} in {from} is no address: {e}"));
    if matches!(to.scheme(), "mailto" | "tel") || to.origin() != base.origin() && to.scheme() != "file" {
        return Target::Outside;
    }
    let inside = to.path().strip_prefix(base.path()).filter(|_| to.scheme() == base.scheme());
    let inside = decoded(inside.unwrap_or_else(|| panic!("{address} in {from} leaves the site")));
    let is_folder = inside.is_empty() || inside.ends_with('/');
    assert!(!is_folder || base.scheme() != "file", "{address} in {from} leads to a folder");
    let file = if is_folder { format!("{inside}index.html") } else { inside };
    Target::File(file, to.fragment().map(decoded))
}

fn encoded(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    part.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        let (byte, next) = match hex.filter(|_| *first == b'%') {
            Some(byte) => (byte, &after[2..]),
            None => (*first, after),
        };
        bytes.push(byte);
        rest = next;
    }
    String::from_utf8(bytes).expect("UTF-8 in an address")
}

/// Follows every link of every page and every address in a style sheet, on a site that is
/// published at `base`: each leads to a file of the output, and to an id of its page. Gives how
/// many there were.
pub fn follow_all(tree: &OutputTree, pages: &[Page], base: &str) -> usize {
    let base = Url::parse(base).expect("a base");
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|page| (page.path.as_str(), page.ids.iter().map(String::as_str).collect()))
        .collect();
    let files: BTreeSet<&str> = tree.files().keys().map(clipsheet::path::OutPath::as_str).collect();
    let mut followed = 0;
    let mut follow = |from: &str, address: &str| {
        followed += 1;
        let Target::File(file, fragment) = target(&base, from, address) else { return };
        assert!(files.contains(file.as_str()), "{address} in {from}: there is no {file}");
        if let Some(id) = fragment.filter(|id| !id.is_empty()) {
            let there = ids.get(file.as_str()).is_some_and(|ids| ids.contains(id.as_str()));
            assert!(there, "{address} in {from}: {file} has no id {id}");
        }
    };
    // No file system shows 404.html by itself, and its links start at a web server's root.
    let shown = pages.iter().filter(|page| base.scheme() != "file" || page.path != "404.html");
    for page in shown {
        page.links.iter().for_each(|link| follow(&page.path, &link.address));
    }
    for (path, css) in style_sheets(tree) {
        css_addresses(&css).iter().for_each(|address| follow(&path, address));
    }
    followed
}

/// The style sheets of an output.
pub fn style_sheets(tree: &OutputTree) -> Vec<(String, String)> {
    let sheets = tree.files().iter().filter(|(path, _)| path.as_str().ends_with(".css"));
    sheets.map(|(path, css)| (path.to_string(), String::from_utf8(css.to_vec()).expect("UTF-8"))).collect()
}

/// The pages that no reader gets to who starts at the front page and follows links.
pub fn unreached(pages: &[Page]) -> Vec<&str> {
    let base = Url::parse("https://x.test/").expect("a base");
    let by_path: BTreeMap<&str, &Page> = pages.iter().map(|page| (page.path.as_str(), page)).collect();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut open = vec!["index.html".to_string()];
    while let Some(path) = open.pop() {
        let Some(page) = by_path.get(path.as_str()).filter(|_| reached.insert(path.clone())) else {
            continue;
        };
        for link in page.links.iter().filter(|link| link.element == "a") {
            if let Target::File(file, _) = target(&base, &path, &link.address) {
                open.push(file);
            }
        }
    }
    // What only leads on to another page is there for links that were made before.
    let leads_on = |page: &Page| !select(&page.html, "meta[http-equiv=refresh]").is_empty();
    let unreached = by_path.into_iter().filter(|(path, page)| !reached.contains(*path) && !leads_on(page));
    unreached.map(|(path, _)| path).filter(|path| *path != "404.html").collect()
}
