//! Who may ask the preview for anything.
//!
//! In: the head of a request. Out: whether it is refused, and why. Must not know: what is asked for.
//!
//! Any site that is open in the same browser can send requests to this machine, and with a name of
//! its own that leads here (DNS rebinding) it could read the answers. It cannot choose the header
//! `Host`, so only names that are known to be this server's are answered to.

use std::net::{IpAddr, SocketAddr};

use axum::http::header::{HOST, ORIGIN, REFERER};
use axum::http::uri::{Authority, Scheme};
use axum::http::{HeaderMap, Method, StatusCode, Uri};

/// The names that the preview answers to.
#[derive(Debug)]
pub(super) struct Gate {
    port: u16,
    /// In lower case; with a port where whoever gave them wants only that one.
    hosts: Vec<String>,
}

/// Why a request is refused.
pub(super) type Refusal = (StatusCode, &'static str);

const FOREIGN_HOST: Refusal = (
    StatusCode::FORBIDDEN,
    "This preview answers to localhost and to the addresses of this machine only. \
     Start it with --host NAME to open it under another name.\n",
);
const NO_HOST: Refusal = (StatusCode::BAD_REQUEST, "The request does not name one host.\n");
const NO_PATH: Refusal = (StatusCode::BAD_REQUEST, "The request asks for no path.\n");
const OTHER_AUTHORITY: Refusal = (StatusCode::BAD_REQUEST, "The request names two different hosts.\n");
const WRONG_METHOD: Refusal = (StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered.\n");

impl Gate {
    pub fn new(port: u16, hosts: &[String]) -> Self {
        Self { port, hosts: hosts.iter().map(|host| host.to_ascii_lowercase()).collect() }
    }

    /// Why a request that came in at the address `local` is refused, if it is.
    pub fn refusal(&self, method: &Method, uri: &Uri, headers: &HeaderMap, local: IpAddr) -> Option<Refusal> {
        let Some(host) = host(headers) else { return Some(NO_HOST) };
        if !self.answers_to(&host, local) {
            return Some(FOREIGN_HOST);
        }
        if ![Method::GET, Method::HEAD].contains(method) {
            return Some(WRONG_METHOD);
        }
        // `*` and a bare name are no files.
        if !uri.path().starts_with('/') {
            return Some(NO_PATH);
        }
        let other_scheme = uri.scheme().is_some_and(|scheme| *scheme != Scheme::HTTP);
        let other = uri.authority().is_some_and(|named| !named.as_str().eq_ignore_ascii_case(host.as_str()));
        (other || other_scheme).then_some(OTHER_AUTHORITY)
    }

    fn answers_to(&self, host: &Authority, local: IpAddr) -> bool {
        let whole = host.as_str().to_ascii_lowercase();
        let name = host.host().to_ascii_lowercase();
        // Whatever stands before the name (`user@`) is none of it.
        let Some(port) = whole.strip_prefix(&name) else { return false };
        if self.hosts.contains(&whole) {
            return true;
        }
        if !port.is_empty() && port.strip_prefix(':') != Some(&self.port.to_string()) {
            return false;
        }
        // A name can be made to lead anywhere, an address cannot: one that the request really came in
        // at is as good as those of the loopback interface.
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        ["localhost", "127.0.0.1", "[::1]"].contains(&name.as_str())
            || self.hosts.contains(&name)
            || address.is_ok_and(|address| address.to_canonical() == local.to_canonical())
    }
}

/// The one host that a request names.
fn host(headers: &HeaderMap) -> Option<Authority> {
    let mut all = headers.get_all(HOST).iter();
    let host = Authority::try_from(all.next()?.as_bytes()).ok()?;
    all.next().is_none().then_some(host)
}

/// Whether a page of the preview itself has sent the request, as far as the browser tells: it must
/// tell at least once, and nothing that it tells may be otherwise. No page can forge these headers.
pub(super) fn from_own_page(headers: &HeaderMap) -> bool {
    let Some(host) = host(headers) else { return false };
    let own = |url: &str| {
        let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
        let origin = rest.and_then(|rest| rest.split('/').next());
        origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host.as_str()))
    };
    let all = |name: &str| headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    let mut told = Vec::new();
    told.extend(all("sec-fetch-site").map(|site| site == "same-origin"));
    told.extend(all(ORIGIN.as_str()).map(own));
    told.extend(all(REFERER.as_str()).map(own));
    !told.is_empty() && told.into_iter().all(|fine| fine)
}

/// The address of the page that asked, where it is one of this server.
pub(super) fn referrer(headers: &HeaderMap) -> Option<Uri> {
    if !from_own_page(headers) {
        return None;
    }
    headers.get(REFERER)?.to_str().ok()?.parse().ok()
}

/// Whether others than this machine can reach any of these addresses, or are meant to: a name that is not
/// this machine's own is one by which a proxy or a tunnel is asked.
pub(super) fn is_exposed(addresses: &[SocketAddr], hosts: &[String]) -> bool {
    addresses.iter().any(|address| !address.ip().to_canonical().is_loopback())
        || hosts.iter().any(|host| !is_loopback(host))
}

/// Whether a name, which may have a port, means this machine wherever it is asked for (RFC 6761, 6.3).
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = Authority::try_from(host) else { return false };
    let name = authority.host().to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name == "localhost"
        || name.ends_with(".localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().expect("a header"));
        }
        headers
    }

    fn status(hosts: &[&str], local: &str, host: &str) -> u16 {
        let gate = Gate::new(4000, &hosts.iter().map(ToString::to_string).collect::<Vec<_>>());
        let uri = Uri::from_static("/");
        let local = local.parse().expect("an address");
        let refusal = gate.refusal(&Method::GET, &uri, &headers(&[("host", host)]), local);
        refusal.map_or(200, |(status, _)| status.as_u16())
    }

    #[test]
    fn names_that_are_answered_to() {
        for host in ["localhost", "LOCALHOST:4000", "127.0.0.1", "127.0.0.1:4000", "[::1]", "[::1]:4000"] {
            assert_eq!(status(&[], "127.0.0.1", host), 200, "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com",
            "localhost.",
            "127.0.0.1.nip.io",
            "127.0.0.2",
            "0.0.0.0",
            "localhost:4001",
            "localhost:04000",
            "localhost:",
            "user@localhost",
            "localhost@example.com",
            "[::2]",
            "2130706433",
            "0x7f.1",
            "127.1",
        ] {
            assert_ne!(status(&[], "127.0.0.1", host), 200, "{host}");
        }
    }

    #[test]
    fn names_of_the_command_line() {
        assert_eq!(status(&["Desk.local"], "127.0.0.1", "desk.LOCAL"), 200);
        assert_eq!(status(&["desk.local"], "127.0.0.1", "desk.local:4000"), 200);
        assert_eq!(status(&["desk.local"], "127.0.0.1", "desk.local:8080"), 403);
        assert_eq!(status(&["desk.local:8080"], "127.0.0.1", "desk.local:8080"), 200);
        assert_eq!(status(&["desk.local:8080"], "127.0.0.1", "desk.local"), 403);
    }

    #[test]
    fn the_address_that_a_request_came_in_at() {
        assert_eq!(status(&[], "192.168.1.5", "192.168.1.5:4000"), 200);
        assert_eq!(status(&[], "::ffff:192.168.1.5", "192.168.1.5:4000"), 200);
        assert_eq!(status(&[], "fe80::1", "[fe80::1]:4000"), 200);
        assert_eq!(status(&[], "192.168.1.5", "192.168.1.6"), 403);
        assert_eq!(status(&[], "192.168.1.5", "192.168.1.5:80"), 403);
    }

    #[test]
    fn pages_of_the_preview_and_others() {
        let own = |pairs: &[(&'static str, &str)]| {
            from_own_page(&headers(&[&[("host", "localhost:4000")], pairs].concat()))
        };
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("origin", "http://localhost:4000")]));
        assert!(own(&[("referer", "http://LOCALHOST:4000/a/?b")]));
        assert!(!own(&[]), "nothing is told");
        for foreign in [
            [("sec-fetch-site", "cross-site"), ("referer", "http://localhost:4000/")],
            [("sec-fetch-site", "same-site"), ("referer", "http://localhost:4000/")],
            [("sec-fetch-site", "none"), ("referer", "http://localhost:4000/")],
            [("sec-fetch-site", "same-origin"), ("origin", "http://example.com")],
            [("sec-fetch-site", "same-origin"), ("origin", "null")],
            [("sec-fetch-site", "same-origin"), ("origin", "http://localhost:4001")],
            [("origin", "http://localhost:4000"), ("origin", "http://example.com")],
            [("origin", "http://localhost:4000"), ("referer", "http://localhost:4000.example.com/")],
            [("origin", "http://localhost:4000"), ("referer", "http://localhost:4000@example.com/")],
            [("origin", "http://localhost:4000"), ("referer", "ftp://localhost:4000/")],
        ] {
            assert!(!own(&foreign), "{foreign:?}");
        }
    }
}
