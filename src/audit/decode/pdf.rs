//! What a PDF file says.
//!
//! In: a PDF file. Out: its texts, and the files in it. Must not know: what is looked for.
//!
//! The file is not laid out. Its streams are taken in the order in which they stand, and of each the
//! strings that it shows; which font shows a string is not followed up, so each is read as Latin
//! text and once by each table of characters (`ToUnicode`) in the file. Not seen: text in fonts that
//! have neither, text that is a picture or outlines, and a passage in which the font changes more
//! than every few words.

use std::collections::BTreeSet;

use super::packed::zlib;
use super::strings::{CharacterMap, Piece, pieces, shown};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Pdf {
    pub texts: Vec<String>,
    pub files: Vec<Vec<u8>>,
    /// What stands outside of all streams.
    pub loose: Vec<u8>,
    /// What could not be read.
    pub unread: BTreeSet<&'static str>,
    /// Whether there was more than the limit.
    pub is_cut: bool,
}

/// A file with more tables is no text that anybody wrote.
const MOST_MAPS: usize = 200;

struct Reader {
    pdf: Pdf,
    maps: BTreeSet<CharacterMap>,
    /// The strings of each stream.
    shown: Vec<Vec<Piece>>,
    left: usize,
}

/// Reads a file; of what it unpacks at most `limit` bytes.
pub(super) fn pdf(bytes: &[u8], limit: usize) -> Pdf {
    let mut reader = Reader { pdf: Pdf::default(), maps: BTreeSet::new(), shown: Vec::new(), left: limit };
    let mut at = 0;
    while let Some(stream) = next_stream(bytes, at) {
        reader.pdf.loose.extend_from_slice(bytes.get(at..stream.start).unwrap_or_default());
        reader.stream(stream.dictionary, stream.data);
        at = stream.end;
    }
    reader.pdf.loose.extend_from_slice(bytes.get(at..).unwrap_or_default());
    if memchr::memmem::find(&reader.pdf.loose, b"/Encrypt").is_some() {
        reader.pdf.unread.insert("an encrypted PDF file");
    }
    reader.shown.push(pieces(&reader.pdf.loose, false));
    reader.texts();
    reader.pdf
}

struct Stream<'a> {
    start: usize,
    dictionary: &'a [u8],
    data: &'a [u8],
    end: usize,
}

fn next_stream(bytes: &[u8], from: usize) -> Option<Stream<'_>> {
    let rest = bytes.get(from..)?;
    let mut search = memchr::memmem::find_iter(rest, b"stream");
    let keyword = search.find(|at| !rest.get(..*at).unwrap_or_default().ends_with(b"end"))?;
    let before = rest.get(..keyword)?;
    let dictionary = before.get(memchr::memmem::rfind(before, b"obj").unwrap_or(0)..)?;
    let after = rest.get(keyword + 6..)?;
    let line = usize::from(after.starts_with(b"\r\n"))
        + usize::from(after.starts_with(b"\n") || after.starts_with(b"\r"));
    let after = after.get(line..)?;
    let told = length(dictionary).filter(|length| {
        let end = after.get(*length..).unwrap_or_default().trim_ascii_start();
        end.starts_with(b"endstream")
    });
    let length = told.or_else(|| memchr::memmem::find(after, b"endstream")).unwrap_or(after.len());
    let end = from + keyword + 6 + line + length;
    Some(Stream { start: from + keyword, dictionary, data: after.get(..length)?, end })
}

/// The `Length` of a stream, unless it stands elsewhere.
fn length(dictionary: &[u8]) -> Option<usize> {
    let at = memchr::memmem::find(dictionary, b"/Length ")?;
    let text = String::from_utf8_lossy(dictionary.get(at + 8..)?);
    let mut words = text.split(|c: char| c.is_whitespace() || c == '/' || c == '>');
    let length = words.find(|word| !word.is_empty())?.parse().ok()?;
    (!matches!((words.next(), words.next()), (Some(_), Some("R")))).then_some(length)
}

/// How streams are packed that hold pictures, and nothing else.
const PICTURES: [&str; 4] = ["/Image", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"];

/// How streams are packed that are not read here.
const UNREAD: [&str; 5] = ["/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode", "/Crypt"];

impl Reader {
    fn stream(&mut self, dictionary: &[u8], data: &[u8]) {
        let has = |name: &str| memchr::memmem::find(dictionary, name.as_bytes()).is_some();
        if has("/DCTDecode") {
            self.pdf.files.push(data.to_vec());
            return;
        }
        // A table of places, and fonts, say nothing.
        if PICTURES
            .into_iter()
            .chain(["/XRef", "/Length1", "/Type1C", "/CIDFontType0C", "/OpenType"])
            .any(has)
        {
            return;
        }
        if UNREAD.into_iter().any(has) {
            self.pdf.unread.insert("a PDF file with text that is packed in another way than Flate");
            return;
        }
        let data = if has("/FlateDecode") { self.inflated(data) } else { data.to_vec() };
        let starts = |with: &[u8]| data.trim_ascii_start().starts_with(with);
        if memchr::memmem::find(&data, b"begincmap").is_some() {
            if self.maps.len() == MOST_MAPS {
                self.pdf.is_cut = true;
                return;
            }
            let map = CharacterMap::read(&data);
            self.pdf.is_cut |= map.as_ref().is_some_and(CharacterMap::is_cut);
            self.maps.extend(map);
        } else if has("/EmbeddedFile") || has("/Metadata") || starts(b"<?x") {
            self.pdf.files.push(data);
        } else {
            self.shown.push(pieces(&data, !has("/ObjStm")));
        }
    }

    fn inflated(&mut self, data: &[u8]) -> Vec<u8> {
        let unpacked = zlib(data, self.left);
        self.left -= unpacked.bytes.len();
        self.pdf.is_cut |= unpacked.is_cut;
        unpacked.bytes
    }

    /// What all strings say, as Latin text and by each table; also without the spaces that stand only
    /// for a step to the right, because some programs place each letter by itself.
    fn texts(&mut self) {
        for pieces in &self.shown {
            for map in std::iter::once(None).chain(self.maps.iter().map(Some)) {
                for spaced in [true, false] {
                    let text = shown(pieces, map, spaced);
                    let Some(left) = self.left.checked_sub(text.len()) else {
                        self.pdf.is_cut = true;
                        return;
                    };
                    self.left = left;
                    self.pdf.texts.push(text);
                }
            }
        }
    }
}
