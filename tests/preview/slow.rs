//! Many connections at once, and slow ones.

use std::io::{BufReader, Write};

use crate::Running;
use crate::client::{connect, read_head};

#[test]
fn slow_connections_keep_nobody_waiting() {
    let running = Running::with(&[("a.txt", "Text")]);
    // Each has begun a request and does not go on with it.
    let slow: Vec<_> = (0..500)
        .map(|n| {
            let mut stream = connect(running.port);
            let part = &b"GET /a.txt HTTP/1.1\r\nHost: localhost\r\nX-Slow: "[..n % 47];
            stream.write_all(part).expect("sent");
            stream
        })
        .collect();
    for _ in 0..10 {
        assert_eq!(running.get("/a.txt", &[]).text(), "Text");
    }
    // They are let go in the end, with or without a word.
    let (status, _) = read_head(&mut BufReader::new(&slow[0]));
    assert!([0, 408].contains(&status), "{status}");
    assert_eq!(running.get("/a.txt", &[]).text(), "Text");
}

#[test]
fn several_requests_share_a_connection() {
    let running = Running::with(&[("a.txt", "Text"), ("b/index.html", "<body>")]);
    let mut stream = connect(running.port);
    let request = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let all: String = ["/a.txt", "/nowhere", "/a.txt"].map(request).concat();
    stream.write_all(all.as_bytes()).expect("sent");
    let mut reader = BufReader::new(stream);
    for expected in [200, 404, 200] {
        let (status, headers) = read_head(&mut reader);
        assert_eq!(status, expected);
        let length = headers.iter().find(|(name, _)| name == "content-length").expect("a length");
        let mut body = vec![0; length.1.parse().expect("a number")];
        std::io::Read::read_exact(&mut reader, &mut body).expect("a body");
    }
}
