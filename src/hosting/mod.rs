//! What a web server has to be told: caching, redirects, twins, the page for what is not there, and headers.
//!
//! In: a site. Out: the files of its host, and what of the site is more than the host takes. Must not know: how
//! any page is made. `docs/hosting.md` tells users of each.

mod apache;
mod iis;
mod lines;
mod nginx;
mod s3;

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::model::Site;
use crate::parse::{Encoding, Host, Settings, Visibility};
use crate::path::{OutPath, UrlStyle, base_path};

/// What pages may load and do: what comes from the site itself, and nothing that stands in a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'self'";

/// The same for what has its style in itself: drawings, and an edition as an e-mail, in whose elements mail
/// programs want it. It may do nothing at all.
const OWN_STYLE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; \
    form-action 'none'; sandbox allow-popups allow-top-navigation-by-user-activation";

/// For files whose names change with their content.
const LASTING: &str = "public, max-age=31536000, immutable";

/// For all others: a browser asks each time whether they are still the same.
const ASK: &str = "no-cache";

/// The ending of media types that servers do not all know.
const TYPES: [(&str, &str); 8] = [
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ics", "text/calendar"),
    ("webmanifest", "application/manifest+json"),
    ("woff2", "font/woff2"),
];

/// Files whose names tell their type.
const NAMED_TYPES: [(&str, &str); 2] =
    [("feed.xml", "application/atom+xml"), ("feed.json", "application/feed+json")];

/// An old address that leads to a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    /// The old address below the site's, without a `/` before it; that of a folder ends in `/`.
    pub from: String,
    /// The page.
    pub to: OutPath,
}

impl Redirect {
    /// How browsers may ask for it.
    fn spellings(&self) -> Vec<String> {
        match self.from.strip_suffix('/') {
            Some(folder) => vec![folder.to_string(), self.from.clone(), format!("{}index.html", self.from)],
            None => vec![self.from.clone()],
        }
    }
}

/// The old addresses of a site, as hosts are told of them.
fn redirects(site: &Site) -> Vec<Redirect> {
    let all = crate::plan::redirects(site).into_iter();
    all.map(|redirect| Redirect { from: old_address(&redirect.from), to: redirect.to }).collect()
}

/// An old address without the name of the file that stands for its folder.
fn old_address(from: &OutPath) -> String {
    let path = from.as_str();
    path.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).unwrap_or(path).to_string()
}

/// What the files of a host are made of.
#[derive(Debug)]
pub struct Hosted {
    /// The path of the site's address, from `/` to `/`, as servers compare it: not percent-encoded.
    base: String,
    /// Whether search engines are kept out.
    internal: bool,
    urls: UrlStyle,
    /// Files whose names change with their content.
    lasting: BTreeSet<String>,
    encodings: Vec<Encoding>,
    redirects: Vec<Redirect>,
}

impl Hosted {
    /// Of a site and the files of its theme that never change.
    pub fn of(site: &Site, lasting: BTreeSet<String>) -> Self {
        let settings = &site.records.settings;
        Self {
            base: decoded(base_path(settings.base_url.as_deref().unwrap_or_default())),
            internal: settings.visibility == Visibility::Internal,
            urls: settings.urls,
            lasting,
            encodings: settings.precompress.clone(),
            redirects: redirects(site),
        }
    }

    /// The headers that every answer has.
    fn headers(&self) -> Vec<(&'static str, &'static str)> {
        let mut headers = vec![
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            // The addresses of an internal site are nobody's business.
            (
                "Referrer-Policy",
                if self.internal { "same-origin" } else { "strict-origin-when-cross-origin" },
            ),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ];
        headers.extend(self.internal.then_some(("X-Robots-Tag", "noindex")));
        headers
    }

    /// Where a redirect leads, from the root of the server.
    fn target(&self, redirect: &Redirect) -> String {
        let url = OutPath::page("").link_to(&redirect.to, self.urls);
        format!("{}{}", self.encoded_base(), url.trim_start_matches("./"))
    }

    /// An old address from the root of the server, percent-encoded.
    fn source(&self, spelling: &str) -> String {
        self.encoded_base() + &encoded(spelling)
    }

    /// The path of the site's address as it is asked for.
    fn encoded_base(&self) -> String {
        encoded(&self.base)
    }

    fn has(&self, encoding: Encoding) -> bool {
        self.encodings.contains(&encoding)
    }
}

/// A path, percent-encoded part by part.
fn encoded(path: &str) -> String {
    let part = |part: &str| crate::path::fragment(part).trim_start_matches('#').to_string();
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A path without percent-encoding; as it is where it would then have what means something in the files of
/// servers.
fn decoded(path: String) -> String {
    let plain = percent_encoding::percent_decode_str(&path).decode_utf8();
    let is_harmless = |plain: &str| !plain.contains(|c: char| c.is_control() || "\"'\\$`".contains(c));
    match plain {
        Ok(plain) if is_harmless(&plain) => plain.into_owned(),
        _ => path,
    }
}

/// The files of a host.
pub fn files(host: Host, site: &Hosted) -> Vec<(OutPath, String)> {
    let files = match host {
        Host::Github => vec![(".nojekyll", String::new())],
        Host::Gitlab => vec![("_redirects", lines::redirects(site, host))],
        Host::Netlify | Host::Cloudflare => {
            vec![("_headers", lines::headers(site, host)), ("_redirects", lines::redirects(site, host))]
        }
        Host::Nginx => vec![("nginx.conf", nginx::config(site))],
        Host::Apache => vec![(".htaccess", apache::config(site))],
        Host::Iis => vec![("web.config", iis::config(site))],
        Host::S3 => s3::files(site),
    };
    files.into_iter().filter_map(|(path, text)| Some((OutPath::file(path)?, text))).collect()
}

const MEBIBYTE: u64 = 1 << 20;

/// What a host takes: files, bytes of one file, bytes of all, redirects, bytes of all redirects, and rules for headers.
struct Limits {
    files: usize,
    file: u64,
    all: u64,
    redirects: usize,
    redirect_bytes: usize,
    headers: usize,
}

const NONE: Limits = Limits {
    files: usize::MAX,
    file: u64::MAX,
    all: u64::MAX,
    redirects: usize::MAX,
    redirect_bytes: usize::MAX,
    headers: usize::MAX,
};

fn limits_of(host: Host) -> Limits {
    match host {
        Host::Github => Limits { file: 100 * MEBIBYTE, all: 1024 * MEBIBYTE, ..NONE },
        Host::Gitlab => {
            Limits { files: 200_000, all: 1024 * MEBIBYTE, redirects: 1000, redirect_bytes: 64 << 10, ..NONE }
        }
        Host::Cloudflare => Limits {
            files: 20_000,
            file: 25 * MEBIBYTE,
            redirects: 2000,
            redirect_bytes: 100_000,
            headers: 100,
            ..NONE
        },
        Host::Netlify | Host::Nginx | Host::Apache | Host::Iis | Host::S3 => NONE,
    }
}

/// What of a site with so many files, `copied` of them with these sizes, is more than its host takes. Pages are
/// not weighed: what makes a site heavy is what is copied into it.
pub fn limits(
    host: Host,
    site: &Hosted,
    count: usize,
    copied: &[u64],
    settings: &Settings,
) -> Vec<Diagnostic> {
    let limits = limits_of(host);
    let at: Span = settings.origin.key("/host");
    let name = host.as_str();
    let mut found = Vec::new();
    let mut over = |is_over: bool, message: String, hint: &str| {
        if is_over {
            found.push(Diagnostic::warning(Code::HostLimit, message, at.clone()).hint(hint));
        }
    };
    over(
        count > limits.files,
        format!("the site has {count} files, and {name} takes {}", limits.files),
        "leave out twins (`precompress`), or use another host",
    );
    let largest = copied.iter().copied().max().unwrap_or_default();
    over(
        largest > limits.file,
        format!("a file of the site has {largest} bytes, and {name} takes {}", limits.file),
        "put it elsewhere, and link to it",
    );
    let all: u64 = copied.iter().sum();
    over(
        all > limits.all,
        format!("the files that are copied have {all} bytes together, and {name} takes {}", limits.all),
        "make images smaller, or use another host",
    );
    let rules: usize = site.redirects.iter().map(|redirect| redirect.spellings().len()).sum();
    over(
        rules > limits.redirects,
        format!("the site has {rules} rules for redirects, and {name} takes {}", limits.redirects),
        "take old addresses out of `redirect_from`; each page at an old address leads on by itself",
    );
    let bytes = lines::redirects(site, host).len();
    over(
        bytes > limits.redirect_bytes,
        format!("the rules for redirects have {bytes} bytes, and {name} reads {}", limits.redirect_bytes),
        "take old addresses out of `redirect_from`; each page at an old address leads on by itself",
    );
    let headers = lines::rules(site);
    over(
        headers > limits.headers,
        format!("the site has {headers} rules for headers, and {name} takes {}", limits.headers),
        "name fewer files of the theme by `fingerprint`",
    );
    if matches!(host, Host::Netlify | Host::Cloudflare) && site.base != "/" {
        let message =
            format!("the site's address has the path `{}`, and {name} serves a site at `/`", site.base);
        found.push(
            Diagnostic::warning(Code::HostLimit, message, settings.origin.key("/base_url"))
                .hint("upload a folder in which this site is the folder of that name, with `_headers` and `_redirects` moved up into it"),
        );
    }
    found
}

#[cfg(test)]
mod tests;
