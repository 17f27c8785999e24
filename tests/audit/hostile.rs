//! Files that would cost a reader dear, and bytes of any kind.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Audit, Limits, Secrets, pack, secrets_of};
use clipsheet::diagnostics::Severity;

/// What is said of a file besides leaks.
fn objections(path: &str, bytes: &[u8], limits: Limits) -> Vec<(Severity, String)> {
    static SECRETS: LazyLock<Secrets> = LazyLock::new(|| secrets_of("x", ""));
    let secrets = &*SECRETS;
    let audit = Audit::of(secrets, vec![secrets.search(path, bytes, limits)]);
    audit.diagnostics.into_iter().map(|d| (d.severity, d.message)).collect()
}

#[test]
fn what_is_too_large_is_refused() {
    let bomb = vec![b' '; 3 << 20];
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let expected = |path: &str| {
        let message =
            format!("not all of {path} in the output was searched: it unpacks to more than is looked into");
        vec![(Severity::Error, message)]
    };
    assert_eq!(objections("a.gz", &pack::gzip(&bomb), limits), expected("a.gz"));
    assert_eq!(objections("a.gz", &pack::gzip(&pack::gzip(&bomb)), limits), expected("a.gz"));
    assert_eq!(objections("a.br", &pack::brotli(&bomb), limits), expected("a.br"));
    assert_eq!(objections("a.zip", &pack::zip("x", &bomb), limits), expected("a.zip"));
    assert_eq!(
        objections("a.png", &pack::png(b"zTXt", &[b"x\0\0", &pack::zlib(&bomb)[..]].concat()), limits),
        expected("a.png")
    );
    assert_eq!(
        objections("a.pdf", &pack::pdf("/Filter /FlateDecode", &pack::zlib(&bomb)), limits),
        expected("a.pdf")
    );
    assert_eq!(objections("a.txt", pack::base64(&pack::gzip(&bomb)).as_bytes(), limits), expected("a.txt"));
    assert!(objections("a.gz", &pack::gzip(&bomb), Limits::default()).is_empty());
    // What came out before is searched all the same.
    let before = pack::gzip(&[&b"Wexmoor"[..], &bomb].concat());
    assert_eq!(objections("a.gz", &before, limits).len(), 2);
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    let nested = |times: usize| (0..times).fold(b"x".to_vec(), |bytes, _| pack::gzip(&bytes));
    assert!(objections("a.gz", &nested(8), Limits::default()).is_empty());
    let message = "not all of a.gz in the output was searched: it is packed or encoded too many times over";
    assert_eq!(objections("a.gz", &nested(9), Limits::default()), [(Severity::Error, message.to_string())]);
}

#[test]
fn what_cannot_be_read_is_told_of() {
    let mut locked = pack::zip("x", b"y");
    let central = locked.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    locked[central + 8] |= 1;
    let told = |path: &str, bytes: &[u8]| {
        let objections = objections(path, bytes, Limits::default());
        assert!(objections.iter().all(|(severity, _)| *severity == Severity::Warning), "{objections:?}");
        objections.into_iter().map(|(_, message)| message).collect::<String>()
    };
    assert!(told("a.zip", &locked).ends_with("an encrypted zip archive"));
    assert!(
        told("a.pdf", &[&pack::pdf("", b"x")[..], b"trailer <</Encrypt 3 0 R>>"].concat())
            .ends_with("an encrypted PDF file")
    );
    assert!(told("a.pdf", &pack::pdf("/Filter /LZWDecode", b"x")).contains("another way than Flate"));
}

/// Text that makes each search for the end of something go on to the end.
#[test]
fn odd_text_costs_little() {
    for unit in [
        "<a",
        "<a '",
        "<!--",
        "&",
        "&#x1",
        "%",
        "\\u{",
        "A",
        "AAAA\n",
        "(",
        "<<",
        "<",
        "[",
        "beginbfrange <00> <FF> ",
        "stream ",
    ] {
        let before = std::time::Instant::now();
        let text = unit.repeat((1 << 18) / unit.len());
        assert!(objections("a.html", text.as_bytes(), Limits::default()).is_empty(), "{unit}");
        assert!(objections("a.pdf", &pack::pdf("", text.as_bytes()), Limits::default()).is_empty(), "{unit}");
        assert!(before.elapsed().as_secs() < 20, "{unit}: {:?}", before.elapsed());
    }
}

/// Files of every kind with a few bytes changed, cut off somewhere.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let files: Vec<Vec<u8>> =
        pack::all("the board sells the Vantablatt refinery").into_iter().map(|p| p.bytes).collect();
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    (prop::sample::select(files), changes, any::<prop::sample::Index>()).prop_map(
        |(mut bytes, changes, end)| {
            let length = bytes.len();
            for (at, byte) in changes.into_iter().filter(|_| length > 0) {
                bytes[at.index(length)] = byte;
            }
            if length > 0 && end.index(4) == 0 {
                bytes.truncate(end.index(length));
            }
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn odd_bytes_are_no_reason_to_fail(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        objections("a", &bytes, Limits::default());
        objections("a.br", &bytes, Limits::default());
    }

    #[test]
    fn damaged_files_are_no_reason_to_fail(bytes in damaged()) {
        objections("a", &bytes, Limits::default());
    }

    #[test]
    fn odd_text_is_no_reason_to_fail(text in "[<>&;%\\\\u{}#xAé= \\[\\]()/*!-]{0,200}") {
        objections("a.html", text.as_bytes(), Limits::default());
        objections("a.pdf", &pack::pdf("", text.as_bytes()), Limits::default());
    }
}
