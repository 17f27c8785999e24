//! A client that sends exactly what it is told, and a reader of answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// A test that would wait for ever fails instead.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection to the preview.
pub fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    stream
}

/// A request.
pub struct Asked {
    port: u16,
    head: String,
    headers: Vec<(String, String)>,
}

impl Asked {
    pub fn get(port: u16, target: &str) -> Self {
        Self::line(port, &format!("GET {target} HTTP/1.1"))
    }

    /// A request with this first line, and the right host.
    pub fn line(port: u16, line: &str) -> Self {
        let host = ("Host".to_string(), format!("127.0.0.1:{port}"));
        Self { port, head: line.to_string(), headers: vec![host, ("Connection".into(), "close".into())] }
    }

    /// With further headers; a second host takes the place of the right one.
    pub fn with(mut self, headers: &[(&str, &str)]) -> Self {
        for (name, value) in headers {
            self.headers.retain(|(other, _)| other != name || *name != "Host");
            self.headers.push(((*name).to_string(), (*value).to_string()));
        }
        self
    }

    /// Without any host.
    pub fn without_host(mut self) -> Self {
        self.headers.retain(|(name, _)| name != "Host");
        self
    }

    /// Sends it, and leaves the rest to the caller.
    pub fn send(&self) -> TcpStream {
        let headers: String =
            self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let mut stream = connect(self.port);
        // The preview may refuse it, and close the connection, before it has seen all.
        let _ = stream.write_all(format!("{}\r\n{headers}\r\n", self.head).as_bytes());
        stream
    }

    pub fn answer(&self) -> Answer {
        read_answer(self.send())
    }
}

/// Sends bytes that may be no request at all.
pub fn raw(port: u16, bytes: &[u8]) -> TcpStream {
    let mut stream = connect(port);
    let _ = stream.write_all(bytes);
    stream
}

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    /// 0 where the connection was closed without one.
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, of which there must be at most one.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let first = all.next();
        assert_eq!(all.next(), None, "two of {name}");
        first
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }
}

pub fn read_answer(stream: TcpStream) -> Answer {
    let mut reader = BufReader::new(stream);
    let (status, headers) = read_head(&mut reader);
    let mut body = Vec::new();
    // A connection that is reset after a refusal has told all that it will.
    let _ = reader.read_to_end(&mut body);
    Answer { status, headers, body }
}

/// The status and the headers of an answer, their names in lower case.
pub fn read_head(reader: &mut impl BufRead) -> (u16, Vec<(String, String)>) {
    let mut line = || {
        let mut line = String::new();
        let _ = reader.read_line(&mut line);
        line.trim_end().to_string()
    };
    let status = line().split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    let mut headers = Vec::new();
    loop {
        let line = line();
        let Some((name, value)) = line.split_once(':') else { return (status, headers) };
        headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
    }
}
