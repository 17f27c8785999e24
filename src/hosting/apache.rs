//! Apache: `.htaccess`, where the server allows all of it (`AllowOverride All`).

use super::{ASK, Hosted, LASTING, NAMED_TYPES, OWN_STYLE_POLICY, TYPES};
use crate::parse::Encoding;

/// Endings of files that may have twins.
const PACKED: &str = "html|css|m?js|json|xml|svg|txt|md|csv|ics|webmanifest|wasm";

pub(super) fn config(site: &Hosted) -> String {
    let base = &site.base;
    let mut text = format!(
        "# Written by clipsheet for Apache: needs `AllowOverride All`, mod_headers, mod_rewrite and mod_mime.\n\
         DirectoryIndex index.html\nErrorDocument 404 {base}404.html\n\
         AddDefaultCharset utf-8\nAddCharset utf-8 .html .css .js .mjs .json .xml .svg .txt .md .csv .ics .webmanifest\n"
    );
    TYPES.iter().for_each(|(ending, kind)| text.push_str(&format!("AddType {kind} .{ending}\n")));
    for (name, kind) in NAMED_TYPES {
        text.push_str(&format!(
            "<FilesMatch \"^{}(\\.gz|\\.br)?$\">\nForceType \"{kind}; charset=utf-8\"\n</FilesMatch>\n",
            escaped(name)
        ));
    }
    headers(site, &mut text);
    rewrites(site, &mut text);
    text
}

fn headers(site: &Hosted, text: &mut String) {
    let mut set = |name: &str, value: &str| text.push_str(&format!("Header always set {name} \"{value}\"\n"));
    site.headers().into_iter().for_each(|(name, value)| set(name, value));
    set("Cache-Control", ASK);
    for path in &site.lasting {
        let name = path.rsplit('/').next().unwrap_or(path);
        let only = format!("<FilesMatch \"^{}(\\.gz|\\.br)?$\">", escaped(name));
        text.push_str(&format!("{only}\nHeader always set Cache-Control \"{LASTING}\"\n</FilesMatch>\n"));
    }
    text.push_str(&format!(
        "<FilesMatch \"(^email\\.html|\\.svg)(\\.gz|\\.br)?$\">\nHeader always set Content-Security-Policy \"{OWN_STYLE_POLICY}\"\n</FilesMatch>\n"
    ));
    if !site.encodings.is_empty() {
        text.push_str(&format!(
            "<FilesMatch \"\\.({PACKED})(\\.gz|\\.br)?$\">\nHeader always merge Vary Accept-Encoding\n</FilesMatch>\n"
        ));
    }
    for encoding in &site.encodings {
        let (ending, name) = (encoding.as_str(), name(*encoding));
        text.push_str(&format!(
            "<FilesMatch \"\\.({PACKED})\\.{ending}$\">\nRemoveType .{ending}\nRemoveLanguage .{ending}\n\
             AddEncoding {name} .{ending}\n</FilesMatch>\n"
        ));
    }
}

fn name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Gz => "gzip",
        Encoding::Br => "br",
    }
}

fn rewrites(site: &Hosted, text: &mut String) {
    text.push_str(&format!(
        "RewriteEngine On\nRewriteBase {}\nRewriteRule \"(^|/)\\.(clipsheet|ht)\" - [R=404,L]\n",
        site.base
    ));
    // A server may be told to list the files of a folder without an index.
    text.push_str(
        "RewriteCond \"%{REQUEST_FILENAME}\" -d\nRewriteCond \"%{REQUEST_FILENAME}/index.html\" !-f\n\
         RewriteRule \"^\" - [R=404,L]\n",
    );
    for redirect in &site.redirects {
        for spelling in redirect.spellings() {
            // `%` would name a part of a condition.
            let target = site.target(redirect).replace('%', "\\%");
            text.push_str(&format!("RewriteRule \"^{}$\" \"{target}\" [R=301,NE,L]\n", escaped(&spelling)));
        }
    }
    // The smaller one first, where it is not refused with `q=0`. What would end the path of an address is escaped.
    for encoding in site.encodings.iter().rev() {
        let (ending, name) = (encoding.as_str(), name(*encoding));
        text.push_str(&format!(
            "RewriteCond \"%{{HTTP:Accept-Encoding}}\" \"(^|,)\\s*{name}\\s*($|,|;\\s*q=(?!0(\\.0*)?\\s*(,|$)))\" [NC]\n\
             RewriteCond \"%{{REQUEST_FILENAME}}.{ending}\" -f\n\
             RewriteRule \"^(.+\\.({PACKED}))$\" \"$1.{ending}\" \"[B=#?% ,L]\"\n"
        ));
    }
}

/// Text as a part of a regular expression in quotation marks.
fn escaped(text: &str) -> String {
    let special = |c: char| "\\.+*?()|[]{}^$\"".contains(c).then_some('\\');
    text.chars().flat_map(|c| special(c).into_iter().chain([c])).collect()
}
