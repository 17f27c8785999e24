//! The preview: the site in a browser, as the last build that went well made it.
//!
//! In: output trees and reports, as builds end. Out: answers over HTTP, and the news that there is
//! something new. Must not know: how a site is built, or why it was built again.
//!
//! Files are served from the tree by their path in it; the disk is not looked at. The script that the
//! preview adds to pages goes into the response alone.

#![allow(clippy::disallowed_methods, reason = "it asks where the site's folder is")]

mod answer;
mod editor;
mod gate;
mod generation;
mod listen;
mod live;
mod pages;
mod report;
mod sheets;
mod shown;
mod state;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{oneshot, watch};

use crate::digest::Digest;
use crate::output::OutputTree;
pub use editor::{Editor, open_in_browser};
use gate::Gate;
pub use report::Report;
pub use shown::Shown;
use shown::Switch;
use state::{Served, State};

/// How the preview is started.
#[derive(Clone, Debug, Default)]
pub struct ServeOptions {
    /// The address to listen at: 127.0.0.1 and ::1 where none is given.
    pub bind: Option<IpAddr>,
    /// The port: where none is given, 4000, or a free one if that is taken.
    pub port: Option<u16>,
    /// Further names under which it is asked for, with or without a port.
    pub hosts: Vec<String>,
    /// The site's folder, in which places are opened in the editor.
    pub root: PathBuf,
    /// The editor that mistakes can be opened in.
    pub editor: Option<Editor>,
    /// Whether others than this machine may see what the default audience would not see at present.
    pub show_withheld: bool,
}

/// A preview that is running. It ends when this is dropped, after the answers that are on their way.
#[derive(Debug)]
pub struct Preview {
    /// Gone when the preview ends, which ends the streams of events.
    states: Option<watch::Sender<Arc<State>>>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    urls: Vec<String>,
    is_exposed: bool,
    /// Whether it shows only what the default audience sees at present.
    is_guarded: bool,
    switch: Arc<Switch>,
}

/// What every request may look at.
#[derive(Debug)]
pub(crate) struct Shared {
    states: watch::Receiver<Arc<State>>,
    served: Served,
    gate: Gate,
    /// The secret of this run, which its pages hold and other sites cannot read.
    token: String,
    root: PathBuf,
    editor: Option<Editor>,
    /// Whether others than this machine can ask.
    is_exposed: bool,
    switch: Arc<Switch>,
}

impl Shared {
    fn state(&self) -> Arc<State> {
        self.states.borrow().clone()
    }

    /// The name of a state, unlike that of any state of another run.
    fn id(&self, version: u64) -> String {
        format!("{:.8}-{version}", Digest::of(self.token.as_bytes()).to_string())
    }
}

impl Preview {
    /// Starts serving. Before the first good build every page says that there is none yet.
    ///
    /// # Errors
    ///
    /// Where a port that was asked for is taken, the machine has no such address, or the operating
    /// system has no random numbers or threads to give.
    pub fn start(options: &ServeOptions) -> io::Result<Self> {
        let listeners = listen::bind(options.bind, options.port)?;
        let addresses: Vec<SocketAddr> =
            listeners.iter().map(|listener| listener.local_addr()).collect::<io::Result<_>>()?;
        let port = addresses.first().map_or(0, SocketAddr::port);
        let (states, receiver) = watch::channel(Arc::default());
        let is_exposed = gate::is_exposed(&addresses, &options.hosts);
        let is_guarded = is_exposed && !options.show_withheld;
        let switch = Arc::new(Switch::default());
        let shared = Shared {
            states: receiver,
            served: Served::default(),
            gate: Gate::new(port, &options.hosts),
            token: token()?,
            // An empty path is this folder.
            root: std::path::absolute(Path::new(".").join(&options.root))?,
            editor: options.editor.clone(),
            is_exposed,
            switch: switch.clone(),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (end, ended) = oneshot::channel();
        let router = pages::router(Arc::new(shared));
        let thread = std::thread::Builder::new()
            .name("preview".into())
            .spawn(move || runtime.block_on(listen::serve(listeners, router, ended)))?;
        Ok(Self {
            states: Some(states),
            end: Some(end),
            thread: Some(thread),
            urls: listen::urls(&addresses, &options.hosts),
            is_exposed,
            is_guarded,
            switch,
        })
    }

    /// The addresses to open in a browser, the best first.
    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    /// Whether others than this machine can reach it, which deserves a warning.
    pub fn is_exposed(&self) -> bool {
        self.is_exposed
    }

    /// Whether it shows only what the default audience sees at present, because others can reach it.
    pub fn is_guarded(&self) -> bool {
        self.is_guarded
    }

    /// Serves the tree of a build that went well, from this moment, then tells every open page. A
    /// site whose `base_url` has a path is served under that path. A guarded preview shows nothing more
    /// where the site holds what is withheld from the default audience.
    pub fn publish(&self, tree: OutputTree, base_url: Option<&str>, report: Report, shown: Shown) {
        let report = self.readable(report);
        self.change(|state| match self.is_guarded && shown.is_withheld {
            true => state.withheld(report),
            // What is gone or other than it was may be so because it is withheld by now.
            false if self.is_guarded => {
                state.withheld(Report::default()).published(tree, base_url, report, shown)
            }
            false => state.published(tree, base_url, report, shown),
        });
    }

    /// Shows in every open page what is wrong. The last good site stays, but for others than the editor:
    /// what it shows may be withheld by now, and while the site has mistakes nobody can tell.
    pub fn fail(&self, report: Report) {
        let report = self.readable(report);
        self.change(|state| match self.is_guarded {
            true => state.withheld(report),
            false => state.failed(report),
        });
    }

    /// Shows nothing of the site any more until the next build that goes well.
    pub fn withhold(&self, report: Report) {
        let report = self.readable(report);
        self.change(|state| state.withheld(report));
    }

    /// What of a report may be read by whoever can reach the preview.
    fn readable(&self, report: Report) -> Report {
        if self.is_guarded { report.sealed() } else { report }
    }

    /// Calls `wake` whenever somebody wants to see another audience: `wanted` says which.
    pub fn on_switch(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.switch.on_turn(wake);
    }

    /// The audience that somebody wants to see.
    pub fn wanted(&self) -> Option<String> {
        self.switch.wanted()
    }

    /// Forgets that wish, which cannot be fulfilled.
    pub fn forget_wanted(&self) {
        self.switch.set(None);
    }

    fn change(&self, change: impl FnOnce(&State) -> State) {
        if let Some(states) = &self.states {
            states.send_modify(|state| *state = Arc::new(change(state)));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.states = None;
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A secret that nobody can guess.
fn token() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
