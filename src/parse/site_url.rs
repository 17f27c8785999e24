//! Where a site is published: an address that others can be made of.
//!
//! In: an address as it is written. Out: the same, without a final `/`; or why nothing can stand below it. Must not
//! know: what is done with it.

use percent_encoding::percent_decode_str;
use serde::Deserialize;

use crate::yaml::{Flaw, Text};

/// The address of a site, without a final `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteUrl(pub String);

impl<'de> Deserialize<'de> for SiteUrl {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(d)?;
        Self::parse(&text).map_err(|(why, hint)| {
            let message = match why {
                "" => format!("`{text}` is not a web address"),
                why => format!("`{text}` is not the address of a site: {why}"),
            };
            serde::de::Error::custom(Flaw::new(message, hint))
        })
    }
}

impl SiteUrl {
    /// The address that a text is.
    ///
    /// # Errors
    ///
    /// What is wrong with it, or nothing where it is no web address at all; and what to do.
    pub fn parse(text: &str) -> Result<Self, (&'static str, &'static str)> {
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return Err(("", "write it whole, with `https://`"));
        }
        if rest.contains(['?', '#']) {
            return Err(("pages cannot stand below what is after `?` or `#`", "write it without that part"));
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.contains('@') {
            return Err(("it has a user in it, which would be published", "write it without that part"));
        }
        if let Some(why) = flaw_in_host(host) {
            return Err((why, "write for example `https://example.org` or `https://example.org/news`"));
        }
        match path.trim_end_matches('/').split('/').find_map(flaw_in_part) {
            Some(why) => Err((why, "give the site another path, of letters, digits and hyphens")),
            None => Ok(Self(text.trim_end_matches('/').to_string())),
        }
    }
}

fn flaw_in_host(host: &str) -> Option<&'static str> {
    // The colons of an IPv6 address start no port.
    let (name, port) = match host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let is_ipv6 = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let is_name = || name.split('.').all(|part| !part.is_empty() && part.chars().all(is_of_host));
    let is_port =
        |port: &str| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|n| n > 0);
    match is_ipv6 {
        _ if name.is_empty() => Some("it names no host"),
        Some(address) if address.parse::<std::net::Ipv6Addr>().is_err() => Some("its host is none"),
        None if !is_name() => Some("its host is none"),
        _ if !port.is_none_or(is_port) => Some("its port is no number from 1 to 65535"),
        _ => None,
    }
}

fn is_of_host(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// What is wrong with a part of a path (RFC 3986, section 3.3); letters of other scripts are let through.
fn flaw_in_part(part: &str) -> Option<&'static str> {
    let is_sign = |c: char| c.is_alphanumeric() || "-._~!&'()*+,;=:@%".contains(c);
    if part.contains('$') {
        return Some("web servers take a `$` in its path for a variable");
    }
    if !part.chars().all(is_sign) {
        return Some("its path has a sign in it that addresses do not have");
    }
    let is_escape =
        |after: &str| after.get(..2).is_some_and(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
    if !part.split('%').skip(1).all(is_escape) {
        return Some("its path has a `%` in it without two hexadecimal digits");
    }
    match percent_decode_str(part).decode_utf8() {
        Err(_) => Some("its path is not UTF-8"),
        Ok(plain) if [".", ".."].contains(&&*plain) => Some("a part of its path is `.` or `..`"),
        Ok(plain) if plain.contains(|c: char| c.is_control() || "/\\$".contains(c)) => {
            Some("its path has a sign in it, percent-encoded, that no folder can have")
        }
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, address) in [
            ("https://ex.org", "https://ex.org"),
            ("https://ex.org/", "https://ex.org"),
            ("HTTP://localhost:8080/news/", "HTTP://localhost:8080/news"),
            ("https://[::1]:81/a/b", "https://[::1]:81/a/b"),
            ("https://bücher.example/n%20ews/é", "https://bücher.example/n%20ews/é"),
            ("https://ex.org/~a/b.c/(d)&e", "https://ex.org/~a/b.c/(d)&e"),
        ] {
            assert_eq!(SiteUrl::parse(text).map(|url| url.0), Ok(address.to_string()), "{text}");
        }
    }

    #[test]
    fn refused() {
        for text in [
            "ex.org",
            "ftp://ex.org",
            "https://",
            "https:///a",
            "https://ex.org/news?x",
            "https://ex.org/#a",
            "https://ex.org?x",
            "https://user:pw@ex.org/",
            "https://ex.org:99999/",
            "https://ex.org:0/",
            "https://ex.org:/",
            "https://ex.org:+1/",
            "https://ex..org/",
            "https://[::x]/",
            "https://a b/",
            "https://ex.org/%zz",
            "https://ex.org/%4",
            "https://ex.org/%FF",
            "https://ex.org/../x",
            "https://ex.org/a/%2e%2E/x",
            "https://ex.org/./x",
            "https://ex.org/<b>\"",
            "https://ex.org/a b",
            "https://ex.org/a\\b",
            "https://ex.org/a%2Fb",
            "https://ex.org/%00",
            "https://ex.org/$(x",
            "https://ex.org/%24x",
            "https://ex.org/{a}",
            "https://ex.org/a|b",
            "https://ex.org/a^b",
            "https://ex.org/`a`",
        ] {
            assert!(SiteUrl::parse(text).is_err(), "{text}");
        }
    }
}
