//! The strings of a PDF file, and the characters that they stand for.
//!
//! In: a content stream, or objects. Out: strings in their order, with the spaces between them. Must
//! not know: the file that they are from.

use std::collections::BTreeMap;

use super::super::words::BREAK;
use super::latin;

/// A part of what a stream shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Codes of characters in some font.
    Codes(Vec<u8>),
    /// A step to the right or to another line.
    Space,
    /// What comes next is another text.
    Break,
}

/// A step to the left by so many thousandths of the font's size is taken for a space; letters that
/// are drawn together step by less, and a space is a quarter or more.
const SPACE: i32 = -150;

/// The strings of a content stream (ISO 32000-1, sections 7.3.4 and 9.4), or of objects, each of which
/// is a text of its own.
pub(super) fn pieces(bytes: &[u8], is_content: bool) -> Vec<Piece> {
    let mut lexer = Lexer { bytes, at: 0, dictionaries: 0, arrays: 0, is_content, pieces: Vec::new() };
    while let Some(byte) = bytes.get(lexer.at) {
        lexer.at += 1;
        lexer.token(*byte);
    }
    lexer.pieces
}

struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    /// How many dictionaries and arrays are open.
    dictionaries: usize,
    arrays: usize,
    is_content: bool,
    pieces: Vec<Piece>,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn token(&mut self, byte: u8) {
        match byte {
            b'(' => {
                let codes = self.literal();
                self.string(codes);
            }
            b'<' if self.peek() == Some(b'<') => {
                self.at += 1;
                self.dictionaries += 1;
            }
            b'>' if self.peek() == Some(b'>') => {
                self.at += 1;
                self.dictionaries = self.dictionaries.saturating_sub(1);
            }
            b'<' => {
                let codes = self.hexadecimal();
                self.string(codes);
            }
            b'[' => self.arrays += 1,
            b']' => self.arrays = self.arrays.saturating_sub(1),
            b'/' => drop(self.word()),
            b'-' | b'+' | b'.' | b'0'..=b'9' if self.arrays > 0 => {
                self.at -= 1;
                let number = self.word().split('.').next().and_then(|whole| whole.parse::<i32>().ok());
                if number.is_some_and(|number| number <= SPACE) {
                    self.pieces.push(Piece::Space);
                }
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'"' => {
                self.at -= 1;
                if matches!(self.word().as_str(), "Td" | "TD" | "Tm" | "T*" | "'" | "\"" | "ET") {
                    self.pieces.push(Piece::Space);
                }
            }
            _ => {}
        }
    }

    fn string(&mut self, codes: Vec<u8>) {
        let is_own = !self.is_content || self.dictionaries > 0;
        self.pieces.extend(is_own.then_some(Piece::Break));
        self.pieces.push(Piece::Codes(codes));
        self.pieces.extend(is_own.then_some(Piece::Break));
    }

    fn word(&mut self) -> String {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"()<>[]{}/%\0".contains(byte);
        // Two marks are operators, and may stand right after a string.
        let length = rest.iter().skip(1).position(is_end).map_or(rest.len(), |length| length + 1);
        self.at += length;
        String::from_utf8_lossy(rest.get(..length).unwrap_or_default()).into_owned()
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut codes = Vec::new();
        let mut depth = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'\\' => {
                    codes.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
            codes.push(byte);
        }
        codes
    }

    /// What stands after a backslash.
    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' | b'r' | b't' | b'b' | b'f' => Some(b' '),
            b'\r' | b'\n' => {
                self.at += usize::from(byte == b'\r' && self.peek() == Some(b'\n'));
                None
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                while let Some(digit @ b'0'..=b'7') = self.peek().filter(|_| code < 32) {
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                u8::try_from(code & 0xFF).ok()
            }
            other => Some(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at += length + 1;
        from_hexadecimal(rest.get(..length).unwrap_or_default())
    }
}

fn from_hexadecimal(text: &[u8]) -> Vec<u8> {
    let digits = text.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |all, digit| all << 4 | digit) << (4 * (2 - pair.len())))
        .collect()
}

/// What the codes of a font stand for: its `ToUnicode` table (ISO 32000-1, section 9.10.3).
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CharacterMap {
    /// How many bytes a code has.
    width: usize,
    texts: BTreeMap<u32, String>,
    /// How many codes were read, also of the same one.
    read: usize,
}

/// A code has two bytes at most, so that a table with more is none.
const MOST_CODES: usize = 2 * 0x1_0000;

impl CharacterMap {
    /// Whether the table has more codes than there are, so that not all were read.
    pub fn is_cut(&self) -> bool {
        self.read > MOST_CODES
    }

    /// Reads a table; nothing where it says nothing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let mut map = Self { width: 0, texts: BTreeMap::new(), read: 0 };
        for part in text.split("beginbfchar").skip(1) {
            let strings = hexadecimals(part.split("endbfchar").next().unwrap_or_default());
            strings.chunks(2).for_each(|pair| {
                if let [code, to] = pair {
                    map.add(code, 0, to);
                }
            });
        }
        for part in text.split("beginbfrange").skip(1) {
            map.ranges(part.split("endbfrange").next().unwrap_or_default());
        }
        (!map.texts.is_empty()).then_some(map)
    }

    /// `<from> <to> <text of the first>`, or `<from> <to> [<text of each> …]`.
    fn ranges(&mut self, part: &str) {
        let mut rest = part;
        while let Some((two, after)) = rest.split_once('>').and_then(|(first, after)| {
            let (second, after) = after.split_once('>')?;
            Some((format!("{first}>{second}>"), after))
        }) {
            let ends = hexadecimals(&two);
            let [from, to] = ends.as_slice() else { return };
            let after = after.trim_start();
            match after.strip_prefix('[') {
                Some(list) => {
                    let (list, after) = list.split_once(']').unwrap_or((list, ""));
                    (0u32..).zip(hexadecimals(list)).for_each(|(step, to)| self.add(from, step, &to));
                    rest = after;
                }
                None => {
                    let (first, after) = after.split_once('>').unwrap_or((after, ""));
                    let first = hexadecimals(&format!("{first}>"));
                    let steps = (number(to)).saturating_sub(number(from)).min(0xFFFF);
                    for step in 0..=steps {
                        if self.is_cut() {
                            return;
                        }
                        first.iter().for_each(|first| self.add(from, step, &stepped(first, step)));
                    }
                    rest = after;
                }
            }
        }
    }

    fn add(&mut self, code: &[u8], step: u32, to: &[u8]) {
        self.read += 1;
        if self.is_cut() {
            return;
        }
        self.width = self.width.max(code.len().min(2));
        let units: Vec<u16> =
            to.chunks(2).map(|unit| unit.iter().fold(0, |all, byte| all << 8 | u16::from(*byte))).collect();
        self.texts.insert(number(code).saturating_add(step), String::from_utf16_lossy(&units));
    }

    fn text(&self, codes: &[u8]) -> String {
        let text = |code: &[u8]| self.texts.get(&number(code)).map_or("\u{FFFD}", String::as_str);
        codes.chunks(self.width.max(1)).map(text).collect()
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |all, byte| all << 8 | u32::from(*byte))
}

fn stepped(text: &[u8], step: u32) -> Vec<u8> {
    let Some((last, before)) = text.last_chunk::<2>().map(|last| (last, &text[..text.len() - 2])) else {
        return text.to_vec();
    };
    let unit = u32::from(u16::from_be_bytes(*last)).saturating_add(step);
    [before, &u16::try_from(unit).unwrap_or_default().to_be_bytes()].concat()
}

fn hexadecimals(text: &str) -> Vec<Vec<u8>> {
    let inside = text.split('<').skip(1).filter_map(|part| part.split_once('>'));
    inside.map(|(digits, _)| from_hexadecimal(digits.as_bytes())).collect()
}

/// What strings say, by a table or as Latin text.
pub(super) fn shown(pieces: &[Piece], map: Option<&CharacterMap>, spaced: bool) -> String {
    let mut text = String::new();
    for piece in pieces {
        match (piece, map) {
            (Piece::Codes(codes), Some(map)) => text.push_str(&map.text(codes)),
            (Piece::Codes(codes), None) => text.push_str(&plain(codes)),
            (Piece::Space, _) if spaced => text.push(' '),
            (Piece::Space, _) => {}
            (Piece::Break, _) => text.push(BREAK),
        }
    }
    text
}

/// A text string (ISO 32000-1, section 7.9.2.2).
fn plain(codes: &[u8]) -> String {
    if let Some(units) = codes.strip_prefix(&[0xFE, 0xFF]) {
        let units: Vec<u16> =
            units.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    match std::str::from_utf8(codes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(codes)) {
        Ok(text) => text.to_string(),
        Err(_) => latin(codes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: &str, expect: &str) {
        assert_eq!(shown(&pieces(content.as_bytes(), true), None, true).trim(), expect, "{content}");
    }

    #[test]
    fn what_is_shown() {
        check("BT (Project \\(Fal\\143on\\)) Tj ET", "Project (Falcon)");
        check("BT <50726F6A656374> Tj ET", "Project");
        check("BT [(Pro) 20 (ject) -250 (Falcon)] TJ ET", "Project Falcon");
        check("BT (Project) Tj 0 -14 Td (Falcon)' ET", "Project Falcon");
        check("/Span <</ActualText <FEFF00E9>>> BDC", "\0é\0");
    }

    #[test]
    fn tables() {
        let table = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
            2 beginbfchar <0003> <0020> <0010> <00660069> endbfchar\n\
            2 beginbfrange <0020> <0039> <0041> <0040> <0041> [<00E9> <00DF>] endbfrange";
        let map = CharacterMap::read(table.as_bytes()).expect("a table");
        let shown = shown(&pieces(b"<0020 0021 0003 0010 0040 0041 0FFF> Tj", true), Some(&map), true);
        assert_eq!(shown, "AB fiéß\u{FFFD}");
    }
}
