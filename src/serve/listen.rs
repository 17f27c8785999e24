//! Sockets: which addresses the preview listens at, and how connections are treated.
//!
//! In: addresses and a service. Out: answers, until it is told to end. Must not know: what is served.
#![allow(clippy::disallowed_methods, reason = "it listens on the network")]

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot};

/// The port where none is asked for and nobody else listens there.
const PORT: u16 = 4000;

/// How often two sockets of one free port are tried for: another program may take one between.
const ATTEMPTS: usize = 20;

/// How many connections there are at most. The build needs file descriptors too, of which a process
/// often has 1,024.
const CONNECTIONS: usize = 640;

/// How long a request may take to arrive, or a connection may idle.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long answers that are being sent may take once the preview ends.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// How large the head of a request may be, in bytes.
const LARGEST_HEAD: usize = 32 * 1024;

/// The address that a request came in at.
#[derive(Clone, Copy, Debug)]
pub(super) struct CameInAt(pub IpAddr);

/// The sockets for what was asked for.
///
/// # Errors
///
/// Where a port that was asked for is taken, or the machine has no such address.
pub(super) fn bind(address: Option<IpAddr>, port: Option<u16>) -> io::Result<Vec<TcpListener>> {
    let sockets = |port| match address {
        Some(address) => Ok(vec![TcpListener::bind((address, port))?]),
        None => loopback(port),
    };
    match port {
        Some(port) => sockets(port),
        None => sockets(PORT).or_else(|error| match error.kind() {
            ErrorKind::AddrInUse | ErrorKind::PermissionDenied => sockets(0),
            _ => Err(error),
        }),
    }
}

/// Both loopback addresses, since a browser may take either for `localhost`; the older one alone
/// where the machine has no other.
fn loopback(port: u16) -> io::Result<Vec<TcpListener>> {
    for _ in 0..ATTEMPTS {
        let older = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let same_port = older.local_addr()?.port();
        match TcpListener::bind((Ipv6Addr::LOCALHOST, same_port)) {
            Ok(newer) => return Ok(vec![older, newer]),
            Err(error) if error.kind() != ErrorKind::AddrInUse => return Ok(vec![older]),
            Err(error) if port != 0 => return Err(error),
            Err(_) => {}
        }
    }
    Err(ErrorKind::AddrInUse.into())
}

/// Serves until `end` comes, or whoever would send it is gone.
pub(super) async fn serve(listeners: Vec<TcpListener>, router: Router, end: oneshot::Receiver<()>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = Arc::new(GracefulShutdown::new());
    let accepting: Vec<_> = listeners
        .into_iter()
        .map(|listener| tokio::spawn(accept(listener, router.clone(), places.clone(), graceful.clone())))
        .collect();
    drop(router);
    let _ = end.await;
    for task in accepting {
        task.abort();
        let _ = task.await;
    }
    if let Some(graceful) = Arc::into_inner(graceful) {
        let _ = tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await;
    }
}

async fn accept(
    listener: TcpListener,
    router: Router,
    places: Arc<Semaphore>,
    graceful: Arc<GracefulShutdown>,
) {
    let prepared = listener.set_nonblocking(true).and_then(|()| tokio::net::TcpListener::from_std(listener));
    let Ok(listener) = prepared else { return };
    // While all places are taken, new connections wait in the system's queue; the slow ones end soon.
    while let Ok(place) = places.clone().acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (router, watcher) = (router.clone(), graceful.watcher());
                tokio::spawn(async move {
                    let _place = place;
                    connection(stream, router, watcher).await;
                });
            }
            // The process may have no file descriptor left, until some connection ends.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// One connection. Whatever goes wrong in it is the other side's business.
async fn connection(stream: TcpStream, router: Router, watcher: Watcher) {
    let Ok(local) = stream.local_addr() else { return };
    // Events are small, and are to arrive at once.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router.layer(Extension(CameInAt(local.ip()))));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_header_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let _ = watcher.watch(connection).await;
}

/// The addresses to open in a browser: the best first.
pub(super) fn urls(addresses: &[SocketAddr], hosts: &[String]) -> Vec<String> {
    let Some(port) = addresses.first().map(SocketAddr::port) else { return Vec::new() };
    let both = addresses.len() > 1;
    let own = addresses.iter().take(1).map(|address| match address.ip() {
        // `localhost` is this server only where it has both addresses of that name.
        _ if both => format!("http://localhost:{port}/"),
        IpAddr::V4(ip) if ip.is_unspecified() => format!("http://127.0.0.1:{port}/"),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("http://[::1]:{port}/"),
        ip => format!("http://{}/", SocketAddr::new(ip, port)),
    });
    let has_port = |host: &str| host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let further = hosts.iter().map(|host| match has_port(host) {
        true => format!("http://{host}/"),
        false => format!("http://{host}:{port}/"),
    });
    own.chain(further).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_open() {
        let urls = |addresses: &[&str], hosts: &[&str]| {
            let addresses: Vec<_> = addresses.iter().map(|a| a.parse().expect("an address")).collect();
            urls(&addresses, &hosts.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(urls(&["127.0.0.1:4000", "[::1]:4000"], &[]), ["http://localhost:4000/"]);
        assert_eq!(urls(&["127.0.0.1:4000"], &[]), ["http://127.0.0.1:4000/"]);
        assert_eq!(
            urls(&["0.0.0.0:80"], &["desk.local", "desk:8080"]),
            ["http://127.0.0.1:80/", "http://desk.local:80/", "http://desk:8080/"]
        );
        assert_eq!(urls(&["[::]:4000"], &[]), ["http://[::1]:4000/"]);
        assert_eq!(urls(&["192.168.1.5:4000"], &[]), ["http://192.168.1.5:4000/"]);
        assert_eq!(urls(&["[fe80::1]:4000"], &[]), ["http://[fe80::1]:4000/"]);
        assert!(urls(&[], &["desk"]).is_empty());
    }

    #[test]
    fn a_port_that_is_asked_for_and_taken_is_an_error() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = taken.local_addr().expect("its address").port();
        for address in [None, Some(Ipv4Addr::LOCALHOST.into())] {
            let error = bind(address, Some(port)).expect_err("it is taken");
            assert_eq!(error.kind(), ErrorKind::AddrInUse, "{address:?}");
        }
    }

    #[test]
    fn where_none_is_asked_for_another_is_taken() {
        // Whether the usual port is free or not, the second cannot have the first one's.
        let first = bind(None, None).expect("a port");
        let second = bind(None, None).expect("another port");
        let port = |sockets: &[TcpListener]| sockets[0].local_addr().expect("an address").port();
        assert_ne!(port(&first), port(&second));
        assert!(first.iter().all(|socket| socket.local_addr().expect("an address").port() == port(&first)));
    }
}
