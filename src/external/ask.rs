//! Asking for one address.
//!
//! In: an address. Out: whether something is there. First only for the head of the answer; where a host
//! refuses that, for the whole, of which nothing is read.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ureq::Agent;
use ureq::http::{Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use url::Url;

use super::turns::Turns;
use super::{Answer, Manner};

const USER_AGENT: &str = concat!(
    "clipsheet/",
    env!("CARGO_PKG_VERSION"),
    " (checks whether links of a site still lead somewhere)"
);

/// How often a way is followed that leads on.
const STEPS: usize = 10;

/// Who asks.
pub(super) struct Asker<'a> {
    agent: Agent,
    manner: &'a Manner,
    turns: &'a Turns,
}

/// What one request came to.
enum Reply {
    Status(u16),
    /// On to another address; for good, or for now.
    On {
        to: Url,
        for_good: bool,
    },
    /// After so long.
    Later(Duration, String),
    /// It may be better the next time.
    Failed(String),
    /// Nothing came back, which may be better the next time too.
    Silent(String),
    /// There is no host of this name.
    Unnamed,
    /// It will not.
    Refused(String),
}

impl<'a> Asker<'a> {
    pub fn new(manner: &'a Manner, turns: &'a Turns) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .user_agent(USER_AGENT)
            .timeout_global(Some(manner.timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        Self { agent: Agent::new_with_config(config), manner, turns }
    }

    /// Whether something is at this address, or at the one that it leads on to.
    pub fn ask(&self, url: &Url) -> Answer {
        let mut at = url.clone();
        let mut moved = None;
        for step in 0..STEPS {
            match self.reply(&at) {
                Reply::On { to, for_good } => {
                    // What has moved for good after it has moved for now may be elsewhere tomorrow.
                    if for_good && (step == 0 || moved.is_some()) {
                        moved = Some(to.to_string());
                    }
                    at = to;
                }
                Reply::Status(200..=299) => return moved.map_or(Answer::Alive, Answer::Moved),
                Reply::Status(status @ (401 | 403 | 407 | 451)) => return Answer::Guarded(status),
                Reply::Status(status @ (404 | 410)) => return Answer::Dead(format!("it answers {status}")),
                Reply::Status(status) => return Answer::Unclear(format!("it answers {status}")),
                Reply::Unnamed => return Answer::Unnamed,
                Reply::Silent(why) => return Answer::Silent(why),
                Reply::Later(_, why) | Reply::Failed(why) | Reply::Refused(why) => {
                    return Answer::Unclear(why);
                }
            }
        }
        Answer::Unclear(format!("it leads on more than {STEPS} times"))
    }

    /// Asks for one address until it answers well, or has been asked often enough.
    fn reply(&self, url: &Url) -> Reply {
        let mut reply = Reply::Refused("it was never asked".into());
        for one in 0..self.manner.tries.max(1) {
            let wait = match &reply {
                Reply::Later(wait, _) => *wait,
                // Twice as long each time.
                _ => self.manner.pause.saturating_mul(1 << one.min(8)),
            };
            if one > 0 {
                std::thread::sleep(wait);
            }
            reply = self.once(url);
            match &reply {
                Reply::Failed(_) | Reply::Silent(_) => {}
                Reply::Later(wait, _) if *wait <= self.manner.patience => {}
                _ => break,
            }
        }
        reply
    }

    fn once(&self, url: &Url) -> Reply {
        let host = url.host_str().unwrap_or_default();
        let head = self.turns.take(host, || self.read(url, self.agent.head(url.as_str()).call()));
        let refused = match &head {
            Reply::Status(status) => *status >= 400,
            Reply::Failed(_) => true,
            _ => false,
        };
        if !refused {
            return head;
        }
        self.turns.take(host, || self.read(url, self.agent.get(url.as_str()).call()))
    }

    fn read<B>(&self, url: &Url, response: Result<Response<B>, ureq::Error>) -> Reply {
        let response = match response {
            Ok(response) => response,
            Err(ureq::Error::HostNotFound) => return Reply::Unnamed,
            Err(ureq::Error::Io(why)) if is_of_a_name(&why) => return Reply::Unnamed,
            Err(ureq::Error::Timeout(_)) => {
                return Reply::Silent(format!(
                    "it did not answer within {} s",
                    self.manner.timeout.as_secs_f32()
                ));
            }
            Err(why @ (ureq::Error::Io(_) | ureq::Error::ConnectionFailed)) => {
                return Reply::Silent(format!("it does not answer: {why}"));
            }
            Err(why) => return Reply::Failed(format!("it does not answer: {why}")),
        };
        let status = response.status().as_u16();
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        match status {
            301 | 302 | 303 | 307 | 308 => match text(header::LOCATION).map(|to| url.join(to)) {
                Some(Ok(to)) if ["http", "https"].contains(&to.scheme()) => {
                    Reply::On { to, for_good: matches!(status, 301 | 308) }
                }
                _ => Reply::Refused(format!("it answers {status} and leads nowhere on the web")),
            },
            429 | 503 => match text(header::RETRY_AFTER).and_then(wait_of) {
                Some(wait) => {
                    Reply::Later(wait, format!("it answers {status}, and asks to come again later"))
                }
                None => Reply::Failed(format!("it answers {status}")),
            },
            500..=599 => Reply::Failed(format!("it answers {status}")),
            _ => Reply::Status(status),
        }
    }
}

/// Whether a host has no address, and not for the moment only. Nothing but words tells the two apart, but on Windows.
fn is_of_a_name(why: &std::io::Error) -> bool {
    const HOST_NOT_FOUND: i32 = 11001;
    let words = why.to_string();
    let for_now = ["emporary", "ry again"].iter().any(|part| words.contains(part));
    why.raw_os_error() == Some(HOST_NOT_FOUND) || words.contains("failed to lookup address") && !for_now
}

/// How long to wait: seconds, or until a moment (RFC 9110, section 10.2.3).
fn wait_of(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
    let seconds = moment.as_second().saturating_sub(Timestamp::now().as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_do_not_exist() {
        let is = |detail: &str| {
            is_of_a_name(&std::io::Error::other(format!("failed to lookup address information: {detail}")))
        };
        assert!(is("Name or service not known") && is("nodename nor servname provided, or not known"));
        assert!(!is("Temporary failure in name resolution") && !is("Try again"));
        assert!(!is_of_a_name(&std::io::Error::other("Connection refused")));
    }

    #[test]
    fn when_to_come_again() {
        assert_eq!(wait_of("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait_of("Fri, 31 Dec 1999 23:59:59 GMT"), Some(Duration::ZERO));
        assert_eq!(wait_of("soon"), None);
    }
}
