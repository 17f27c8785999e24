//! Who may ask a host next.
//!
//! In: hosts. Out: one request after the other to each, with a pause between them, whichever thread it comes
//! from: what one host says leads on to others, which are being asked at the same time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The turns of all hosts.
pub(super) struct Turns {
    pause: Duration,
    /// For each host when its last request was over.
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Option<Instant>>>>>,
}

impl Turns {
    pub fn new(pause: Duration) -> Self {
        Self { pause, hosts: Mutex::default() }
    }

    /// Makes a request to a host when nobody else does, and the last one is long enough ago.
    pub fn take<T>(&self, host: &str, request: impl FnOnce() -> T) -> T {
        let turn = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            hosts.entry(host.to_string()).or_default().clone()
        };
        let mut last = turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(over) = *last {
            std::thread::sleep(self.pause.saturating_sub(over.elapsed()));
        }
        let answer = request();
        *last = Some(Instant::now());
        answer
    }
}
