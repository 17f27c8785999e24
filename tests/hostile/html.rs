//! What a browser would make of a page, and whether any of it acts.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Node};

/// How often each element, and each attribute of an element, stands in a page.
pub type Shape = BTreeMap<String, usize>;

/// The elements that act, load something or change what stands around them. `meta` and `link`
/// are the theme's, and looked at more closely.
const FORBIDDEN: &[&str] = &[
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "form",
    "button",
    "textarea",
    "select",
    "template",
    "noscript",
    "math",
    "style",
    "audio",
    "video",
    "source",
    "track",
    "marquee",
    "plaintext",
    "xmp",
    "area",
    "map",
    "portal",
    "dialog",
];

/// The attributes that hold an address.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "background",
    "cite",
    "longdesc",
    "manifest",
    "ping",
    "codebase",
    "srcset",
];

/// What a page holds: its shape, and what is wrong with it.
pub struct Seen {
    pub shape: Shape,
    pub flaws: Vec<String>,
}

/// Looks at a file of the output: a page, a feed or data.
pub fn look(path: &str, bytes: &[u8]) -> Seen {
    let mut seen = Seen { shape: Shape::new(), flaws: Vec::new() };
    let ending = path.rsplit('.').next().unwrap_or_default();
    if ending == "png" && bytes.starts_with(b"\x89PNG") {
        return seen;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        seen.flaws.push("not UTF-8".to_string());
        return seen;
    };
    match ending {
        "html" => page(text, &mut seen),
        "xml" => feed(text, &mut seen),
        "json" if serde_json::from_str::<serde_json::Value>(text).is_err() => {
            seen.flaws.push("not JSON".to_string());
        }
        "js" if !path.contains("theme/") => script(text, &mut seen),
        _ => {}
    }
    seen
}

/// A card, or the names of a site: a call with data, and the HTML of a card is looked at as that of a page is.
fn script(text: &str, seen: &mut Seen) {
    let call = text.trim_end().strip_suffix(");").and_then(|text| text.split_once('('));
    let data = call.and_then(|(name, data)| Some((name, serde_json::from_str(data).ok()?)));
    match data {
        _ if text.contains(['<', '\u{2028}', '\u{2029}']) => {
            seen.flaws.push("what a page could take for its own".into())
        }
        Some(("clipsheetCard", serde_json::Value::String(html))) => page(&html, seen),
        Some(("clipsheetNames", serde_json::Value::Array(_))) => {}
        _ => seen.flaws.push("a script that does more than give data".to_string()),
    }
}

/// A feed is read by programs that take its texts for HTML: none of its own elements acts.
fn feed(text: &str, seen: &mut Seen) {
    let lower = text.to_ascii_lowercase();
    let bad =
        |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if lower.contains("<script") || lower.contains("<iframe") {
        seen.flaws.push("an element that acts in a feed".to_string());
    }
    if text.contains(bad) {
        seen.flaws.push("a character that XML does not allow".to_string());
    }
}

fn page(text: &str, seen: &mut Seen) {
    if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        seen.flaws.push(format!("the control character U+{:04X}", c as u32));
    }
    for node in Html::parse_document(text).tree.nodes() {
        match node.value() {
            Node::Comment(comment) => seen.flaws.push(format!("the comment {:?}", &**comment)),
            Node::Element(_) => element(ElementRef::wrap(node).expect("an element"), seen),
            _ => {}
        }
    }
}

fn element(node: ElementRef<'_>, seen: &mut Seen) {
    let name = node.value().name();
    *seen.shape.entry(format!("<{name}>")).or_default() += 1;
    let attributes: Vec<(String, String)> = node
        .value()
        .attrs
        .iter()
        .map(|(name, value)| {
            let prefix = name.prefix.as_ref().map_or(String::new(), |p| format!("{p}:"));
            (format!("{prefix}{}", name.local), value.to_string())
        })
        .collect();
    for (attribute, value) in &attributes {
        *seen.shape.entry(format!("<{name} {attribute}>")).or_default() += 1;
        seen.flaws.extend(attribute_flaw(name, attribute, value));
    }
    if !(["dialog", "button", "select", "input"].contains(&name) && is_aid(node)) {
        seen.flaws.extend(element_flaw(name, &attributes, node));
    }
}

/// Whether this belongs to what the theme's scripts show, in the two places where no text of the site stands.
fn is_aid(node: ElementRef<'_>) -> bool {
    let all = std::iter::once(node).chain(node.ancestors().filter_map(ElementRef::wrap));
    let mut pairs = all.map(|element| (element, element.parent().and_then(ElementRef::wrap)));
    pairs.any(|(element, parent)| {
        let Some(parent) = parent else { return false };
        let is_dialog = matches!(element.value().id(), Some("aid-jump" | "aid-keys"));
        let has_class = |of: ElementRef<'_>, class: &str| of.value().attr("class") == Some(class);
        is_dialog && parent.value().name() == "body"
            || has_class(element, "controls") && has_class(parent, "tools")
    })
}

fn attribute_flaw(element: &str, attribute: &str, value: &str) -> Option<String> {
    let what = || format!("<{element} {attribute}={value:?}>");
    let lower = attribute.to_ascii_lowercase();
    if lower.starts_with("on") || ["style", "srcdoc", "autofocus"].contains(&lower.as_str()) {
        return Some(what());
    }
    if !ADDRESSES.contains(&lower.as_str()) {
        return None;
    }
    // Only a link may lead to another site; what a page loads is its own.
    let followed = matches!(element, "a" | "blockquote" | "q" | "del" | "ins");
    let fine = match address(value) {
        Address::Relative => true,
        // The address at which the page itself is published is looked at with its element.
        Address::Web => followed || element == "link",
        Address::Mail => followed,
        Address::Acts => false,
    };
    (!fine).then(what)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    Relative,
    Web,
    Mail,
    /// Of any other scheme, or of another host without a scheme.
    Acts,
}

/// What a browser takes an address for (WHATWG URL, section 4.4).
pub fn address(value: &str) -> Address {
    let trimmed = value.trim_matches(|c: char| c <= ' ');
    let clean: String = trimmed.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    if clean.replace('\\', "/").starts_with("//") {
        return Address::Acts;
    }
    let is_scheme = |s: &str| {
        s.starts_with(|c: char| c.is_ascii_alphabetic())
            && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    match clean.split_once(':') {
        Some((scheme, _)) if is_scheme(scheme) => match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => Address::Web,
            "mailto" | "tel" => Address::Mail,
            _ => Address::Acts,
        },
        _ => Address::Relative,
    }
}

fn element_flaw(name: &str, attributes: &[(String, String)], node: ElementRef<'_>) -> Option<String> {
    let value = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, v)| v.as_str());
    let bad = match name {
        "script" => {
            let data = value("type") == Some("application/ld+json");
            // An old address leads on with a file of the theme's.
            let file = value("src").is_some_and(|src| {
                address(src) == Address::Relative && crate::common::is_theme_script(src, "redirect")
            });
            let aids = ["cards", "colours", "jump", "keys", "permalinks"];
            let helps = value("src").is_some_and(|src| {
                address(src) == Address::Relative
                    && aids.iter().any(|name| crate::common::is_theme_script(src, name))
            });
            let plain = attributes.iter().all(|(name, _)| ["src", "defer"].contains(&name.as_str()));
            let leads_on = file && value("data-to").is_some_and(|to| address(to) == Address::Relative);
            !(data && attributes.len() == 1 && is_json(node)
                || leads_on && attributes.len() == 2
                || helps && plain && node.text().next().is_none())
        }
        "link" if value("href").is_some_and(|href| address(href) == Address::Web) => {
            !matches!(value("rel"), Some("canonical" | "alternate"))
        }
        // The page of a printing of a quote leads on to the page of the quote.
        "meta" if value("http-equiv").is_some() => {
            let to = value("content").and_then(|content| content.strip_prefix("0; url="));
            value("http-equiv") != Some("refresh") || !to.is_some_and(|to| address(to) == Address::Relative)
        }
        // The box of a task in a list.
        "input" => value("type") != Some("checkbox") || value("disabled").is_none(),
        other => FORBIDDEN.contains(&other),
    };
    bad.then(|| format!("<{name}> with {attributes:?}"))
}

fn is_json(node: ElementRef<'_>) -> bool {
    serde_json::from_str::<serde_json::Value>(&node.text().collect::<String>()).is_ok()
}
