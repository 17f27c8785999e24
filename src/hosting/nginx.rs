//! nginx: locations to include in a `server`.

use super::{ASK, Hosted, LASTING, NAMED_TYPES, OWN_STYLE_POLICY};
use crate::parse::Encoding;

/// Media types with their endings: all that a site may have, because a list of one's own replaces the server's.
const TYPES: &str = "\
    types {
        text/html html htm; text/css css; text/javascript js mjs; text/plain txt; text/csv csv;
        text/calendar ics; text/markdown md; application/json json map; application/manifest+json webmanifest;
        application/xml xml; application/pdf pdf; application/zip zip; application/wasm wasm;
        image/png png; image/jpeg jpg jpeg; image/gif gif; image/webp webp; image/avif avif;
        image/svg+xml svg svgz; image/x-icon ico; font/woff2 woff2; font/woff woff; font/ttf ttf;
        audio/mpeg mp3; audio/ogg ogg; video/mp4 mp4; video/webm webm;
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx;
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx;
    }
";

/// Types that are text in UTF-8, besides HTML.
const TEXT: &str = "text/css text/javascript text/plain text/csv text/calendar text/markdown application/json \
    application/manifest+json application/xml application/atom+xml application/feed+json image/svg+xml";

pub(super) fn config(site: &Hosted) -> String {
    let base = &site.base;
    let mut text = format!(
        "# Written by clipsheet for nginx: include this file in a `server` whose `root` is such that the site's\n\
         # folder is at {base} (for /, the folder itself).\n\
         location {0} {{\n    index index.html;\n    autoindex off;\n    absolute_redirect off;\n    error_page 404 {1};\n    \
         # A folder without an index.\n    error_page 403 =404 {1};\n    \
         try_files $uri $uri/ =404;\n    charset utf-8;\n    charset_types {TEXT};\n{TYPES}",
        quoted(base),
        quoted(&format!("{base}404.html")),
    );
    let switches = [(Encoding::Gz, "gzip_static"), (Encoding::Br, "brotli_static")];
    for (_, switch) in switches.into_iter().filter(|(encoding, _)| site.has(*encoding)) {
        text.push_str(&format!("    {switch} on;\n"));
    }
    if !site.encodings.is_empty() {
        text.push_str("    gzip_vary on;\n");
    }
    text.push_str(&headers(site, ASK, None));
    let mut location =
        |which: &str, lines: &str| text.push_str(&format!("    location {which} {{\n{lines}    }}\n"));
    location(&format!("= {}", quoted(&format!("{base}nginx.conf"))), "        return 404;\n");
    location(&format!("~ {}", quoted(&format!("^{}\\.clipsheet", escaped(base)))), "        return 404;\n");
    for path in &site.lasting {
        // This location comes before that of all drawings.
        let policy = path.ends_with(".svg").then_some(OWN_STYLE_POLICY);
        location(&format!("= {}", quoted(&format!("{base}{path}"))), &headers(site, LASTING, policy));
    }
    let own_style = format!("(^{}briefings/[^/]+/email\\.html|\\.svg)$", escaped(base));
    location(&format!("~ {}", quoted(&own_style)), &headers(site, ASK, Some(OWN_STYLE_POLICY)));
    for (name, kind) in NAMED_TYPES {
        let which = format!("~ {}", quoted(&format!("/{}$", escaped(name))));
        location(&which, &format!("        types {{ }}\n        default_type {kind};\n"));
    }
    // A `return` in the location itself would answer before anybody is asked for a password.
    for (number, redirect) in site.redirects.iter().enumerate() {
        for spelling in redirect.spellings() {
            let which = format!("= {}", quoted(&format!("{base}{spelling}")));
            location(&which, &format!("        try_files /.clipsheet-none {};\n", named(site, number)));
        }
    }
    text.push_str("}\n");
    for (number, redirect) in site.redirects.iter().enumerate() {
        text.push_str(&leads_on(site, &named(site, number), &site.target(redirect)));
    }
    if let Some(bare) = base.strip_suffix('/').filter(|bare| !bare.is_empty()) {
        text.push_str(&leads_on(site, &format!("= {}", quoted(bare)), &site.encoded_base()));
    }
    text
}

/// A location outside that of the site: nothing that stands there is true here.
fn leads_on(site: &Hosted, which: &str, to: &str) -> String {
    let headers = headers(site, ASK, None);
    format!("location {which} {{\n    absolute_redirect off;\n{headers}    return 301 {};\n}}\n", quoted(to))
}

/// A location that leads on; those of several sites of one server have different names.
fn named(site: &Hosted, number: usize) -> String {
    let base: String = site.base.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("@clipsheet{base}{number}")
}

/// All headers, because those of a location replace those around it.
fn headers(site: &Hosted, caching: &str, policy: Option<&str>) -> String {
    let of = |(name, value): (&str, &str)| {
        let value = policy.filter(|_| name == "Content-Security-Policy").unwrap_or(value);
        format!("    add_header {name} {} always;\n", quoted(value))
    };
    site.headers().into_iter().chain([("Cache-Control", caching)]).map(of).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Text as a part of a regular expression.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| ("\\.+*?()|[]{}^$".contains(c).then_some('\\')).into_iter().chain([c]))
        .collect()
}
