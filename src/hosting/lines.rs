//! `_headers` and `_redirects`: Netlify, Cloudflare Pages, and of GitLab Pages the latter.

use super::{Hosted, LASTING, OWN_STYLE_POLICY};
use crate::parse::Host;

/// A rule for all files, one for each that never changes, and others for what has its style in itself, where the host can
/// replace a header.
pub(super) fn headers(site: &Hosted, host: Host) -> String {
    let mut text = "# Written by clipsheet.\n".to_string();
    let mut rule = |path: &str, lines: &[String]| {
        text.push_str(&format!("{}{path}\n", site.encoded_base()));
        lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    };
    let all = site.headers().into_iter().map(|(name, value)| format!("{name}: {value}"));
    rule("*", &all.collect::<Vec<_>>());
    for path in &site.lasting {
        // By default these hosts let browsers ask each time; two rules for one header would be joined.
        rule(path, &[format!("Cache-Control: {LASTING}")]);
    }
    if host == Host::Cloudflare {
        let lines =
            ["! Content-Security-Policy".to_string(), format!("Content-Security-Policy: {OWN_STYLE_POLICY}")];
        // It serves a page without its ending.
        rule("briefings/:edition/email", &lines);
        rule("briefings/:edition/email.html", &lines);
        rule("*.svg", &lines);
    }
    text
}

/// How many rules `headers` writes at most.
pub(super) fn rules(site: &Hosted) -> usize {
    site.lasting.len() + 4
}

/// A line for each spelling of each old address.
pub(super) fn redirects(site: &Hosted, host: Host) -> String {
    let mut text = "# Written by clipsheet.\n".to_string();
    // Netlify else shows what stands at the old address: a page that leads on.
    let status = if host == Host::Netlify { "301!" } else { "301" };
    for redirect in &site.redirects {
        for spelling in redirect.spellings() {
            text.push_str(&format!("{} {} {status}\n", site.source(&spelling), site.target(redirect)));
        }
    }
    text
}
