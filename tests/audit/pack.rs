//! A text hidden in a file, in every way that is known.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

/// A file, and how it is said where the text was found.
pub struct Packed {
    pub path: String,
    pub bytes: Vec<u8>,
    pub place: String,
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 9, 22).write_all(bytes).unwrap();
    packed
}

pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0u32, |all, i| all << 8 | u32::from(*three.get(i).unwrap_or(&0)));
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i) & 63) as usize];
            text.push(if i > three.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

fn escaped(text: &str, one: impl Fn(char) -> String) -> String {
    text.chars().map(one).collect()
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn json(text: &str) -> String {
    let units = [0; 2];
    escaped(text, |c| {
        c.encode_utf16(&mut units.clone()).iter().map(|unit| format!("\\u{unit:04x}")).collect()
    })
}

fn utf16(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to).collect()
}

/// A JPEG file with one more segment, the picture of which is not worth seeing.
pub fn jpeg(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [
        b"\xFF\xD8\xFF\xE0\0\x04JF",
        &[0xFF, kind][..],
        &length,
        content,
        b"\xFF\xDA\0\x03\0\x12\xFF\0\x34\xFF\xD9",
    ]
    .concat()
}

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], kind, content, b"\0\0\0\0"].concat()
}

pub fn png(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0; 13]),
        chunk(kind, content),
        chunk(b"IDAT", b"\x01"),
        chunk(b"IEND", b""),
    ]
    .concat()
}

fn webp(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let pad = &[0][..content.len() % 2];
    let chunks = [b"VP8 \x02\0\0\0\x01\x02", kind, &length(content)[..], content, pad].concat();
    [b"RIFF", &length(&chunks)[..], b"WEBP", &chunks].concat()
}

/// A zip archive with one file.
pub fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let packed = zlib(bytes);
    let packed = &packed[2..packed.len() - 4];
    let four = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    let two = |n: usize| u16::try_from(n).unwrap().to_le_bytes();
    let local = [
        b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0",
        &four(packed.len())[..],
        &four(bytes.len()),
        &two(name.len()),
        b"\0\0",
        name.as_bytes(),
        packed,
    ]
    .concat();
    let central = [
        b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0",
        &four(packed.len())[..],
        &four(bytes.len()),
        &two(name.len()),
        &[0; 12],
        &four(0),
        name.as_bytes(),
    ]
    .concat();
    let end =
        [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &four(central.len())[..], &four(local.len()), b"\0\0"].concat();
    [local, central, end].concat()
}

fn tar(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut head = [0; 512];
    head[..name.len()].copy_from_slice(name.as_bytes());
    head[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
    head[257..262].copy_from_slice(b"ustar");
    let fill = vec![0; bytes.len().div_ceil(512) * 512 - bytes.len()];
    [&head[..], bytes, &fill, &[0; 1024]].concat()
}

/// A PDF file with one stream.
pub fn pdf(dictionary: &str, stream: &[u8]) -> Vec<u8> {
    let head = format!("%PDF-1.4\n1 0 obj\n<<{dictionary} /Length {}>>\nstream\n", stream.len());
    [head.as_bytes(), stream, b"\nendstream\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF"].concat()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Each word with its letters apart, as a PDF file that minds its kerning has them.
fn kerned(text: &str) -> String {
    escaped(text, |c| if c == ' ' { " -260 ".into() } else { format!("({c}) 12 ") })
}

/// Every way; `text` is ASCII but for letters of ISO 8859-1.
pub fn all(text: &str) -> Vec<Packed> {
    let mut all = Vec::new();
    let mut add = |path: &str, bytes: Vec<u8>, place: &str| {
        all.push(Packed { path: path.to_string(), bytes, place: format!("{path}{place}") });
    };
    let bytes = text.as_bytes();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let ascii: String = text.chars().filter(char::is_ascii).collect();
    assert_eq!(ascii, text, "strings of PDF files are ASCII here");

    add("a.html", format!("<p>\n{}", text.to_uppercase()).into(), ":2");
    add("a.css", format!("\n/* {} */", text.replace(' ', "\n * ")).into(), ":2");
    add("a.html", escaped(text, |c| format!("&#{};", u32::from(c))).into(), ":1 (character references)");
    add("a.html", escaped(text, |c| format!("&#x{:x}", u32::from(c))).into(), ":1 (character references)");
    add(
        "a.html",
        escaped(&text.replace(' ', "&nbsp;"), |c| if c == 'e' { "&#101;".into() } else { c.into() }).into(),
        ":1 (character references)",
    );
    add(
        "a.html",
        escaped(text, |c| format!("{c}<wbr><b class=\"x>y\"></b><!-- x -->")).replace("<wbr>", "").into(),
        ":1 (markup)",
    );
    add("a.json", format!("{{\n\"a\": \"{}\"}}", json(text)).into(), ":2 (JSON escapes)");
    let folded = escaped(text, |c| format!("{c}\r\n ").replace("\r\n \r\n ", "\r\n "));
    add("a.ics", format!("BEGIN:VCALENDAR\r\nSUMMARY:{folded}").into(), ":2 (folded lines)");
    let feed = format!("<feed><content type=\"html\">&lt;p&gt;{}", text.replace('e', "&amp;#101;"));
    add("feed.xml", feed.into(), ":1 (character references)");
    add("a.js", escaped(text, |c| format!("\\x{:02x}", u32::from(c))).into(), ":1 (JSON escapes)");
    // As cards are made, with an element around each letter that HTML would escape.
    let card =
        escaped(text, |c| format!("\\u003cb class=\\\"x\\\"\\u003e&#{};\\u003c/b\\u003e", u32::from(c)));
    add(
        "a/card.js",
        format!("clipsheetCard(\"\\u003cp\\u003e{card}\\n\");").into(),
        ":1 (JSON escapes, character references, markup)",
    );
    add("names.js", format!("clipsheetNames([[\"{}\",\"a/\"]]);", json(text)).into(), ":1 (JSON escapes)");
    add("a.html", format!("<a href=\"{}\">", percent(text)).into(), ":1 (percent-encoding)");
    add(
        "a.html",
        format!("<i data-x='{}'>", json(&json(text)).replace('\\', "&#92;")).into(),
        ":1 (character references, JSON escapes)",
    );
    add("a.html", format!("\n{}", percent(&percent(text))).into(), ":2 (percent-encoding)");
    add("a.txt", format!("\nx:{}", base64(bytes)).into(), ":2 (base64)");
    add("a.txt", format!("a/b/{}", base64(format!("padding {text}").as_bytes())).into(), ":1 (base64)");
    add(
        "a.txt",
        base64(bytes).replace('+', "-").replace('/', "_").trim_end_matches('=').into(),
        ":1 (base64)",
    );
    add("a.js", format!("\n{}", percent(&base64(bytes))).into(), ":2 (percent-encoding, base64)");
    add("a.js", base64(&gzip(json(text).as_bytes())).into(), ":1 (base64, gzip, JSON escapes)");
    add("a.txt", base64(base64(bytes).as_bytes()).into(), ":1 (base64)");

    add("a.html.gz", gzip(bytes), " (gzip)");
    add("a.gz", gzip(&gzip(bytes)), " (gzip)");
    add("a.html.br", brotli(bytes), " (Brotli)");
    add("a", brotli(format!("{} {text}", "lorem ipsum ".repeat(50)).as_bytes()), " (Brotli)");
    add("a", zlib(bytes), " (zlib)");
    add("a.zip", zip("x.txt", bytes), " (zip)");
    add("a.zip", zip(&text.replace(' ', "_"), b"x"), " (zip)");
    let split = escaped(text, |c| format!("<w:r><w:t>{c}</w:t></w:r>"));
    add("a.docx", zip("word/document.xml", split.as_bytes()), " (zip, markup)");
    add("a.tar.gz", gzip(&tar("x.txt", bytes)), " (gzip, tar)");
    add("a.txt", [b"\xFF\xFE", &utf16(text, u16::to_le_bytes)[..]].concat(), " (UTF-16)");
    add("a.txt", [b"\xFE\xFF", &utf16(text, u16::to_be_bytes)[..]].concat(), " (UTF-16)");
    add("a.bin", [b"\xFF\0\0", &utf16(text, u16::to_le_bytes)[..], b"\x80"].concat(), " (UTF-16)");
    add("a.bin", [b"\xFF\x01\x02", bytes, b"\x80"].concat(), "");
    add("a.csv", [b"caf\xE9,", &latin[..]].concat(), " (Latin-1)");

    add("a.jpg", jpeg(0xE1, &[b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0E\x01", bytes, b"\0"].concat()), " (EXIF)");
    add(
        "a.jpg",
        jpeg(0xE1, &[b"Exif\0\0II*\0\x9C\x9C", &utf16(text, u16::to_le_bytes)[..]].concat()),
        " (EXIF, UTF-16)",
    );
    add(
        "a.jpg",
        jpeg(0xE1, &[b"Exif\0\0MM\0*UNICODE\0", &utf16(text, u16::to_be_bytes)[..]].concat()),
        " (EXIF, UTF-16)",
    );
    let xmp = format!("<x:xmpmeta><dc:title>{}</dc:title></x:xmpmeta>", text.replace('e', "&#101;"));
    add(
        "a.jpg",
        jpeg(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes()].concat()),
        " (XMP, character references)",
    );
    add(
        "a.jpg",
        jpeg(0xE1, &[&b"http://ns.adobe.com/xmp/extension/\0"[..], &[b'0'; 40], bytes].concat()),
        " (XMP)",
    );
    add("a.jpg", jpeg(0xFE, bytes), " (a comment)");
    add("a.jpg", jpeg(0xED, &[b"Photoshop 3.0\08BIM\x1C\x02\x78\0", bytes].concat()), " (image metadata)");
    add("a.jpg", [jpeg(0xFE, b"x"), zip("x", bytes)].concat(), " (after the picture, zip)");
    add("a.png", png(b"tEXt", &[b"Comment\0", bytes].concat()), " (PNG text)");
    add("a.png", png(b"zTXt", &[b"Comment\0\0", &zlib(bytes)[..]].concat()), " (PNG text, zlib)");
    add("a.png", png(b"iTXt", &[b"Title\0\0\0en\0x\0", bytes].concat()), " (PNG text)");
    add("a.png", png(b"iTXt", &[b"Title\0\x01\0en\0x\0", &zlib(bytes)[..]].concat()), " (PNG text, zlib)");
    add("a.png", png(b"eXIf", &[b"II*\0", bytes].concat()), " (EXIF)");
    add("a.webp", webp(b"EXIF", &[b"II*\0", bytes].concat()), " (EXIF)");
    add("a.webp", webp(b"XMP ", bytes), " (XMP)");
    let picture = base64(&jpeg(0xFE, bytes));
    add(
        "a.html",
        format!("<img\nsrc=\"data:image/jpeg;base64,{picture}\">").into(),
        ":2 (base64, a comment)",
    );
    let lines: Vec<&str> =
        picture.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    add("a.eml", lines.join("\r\n").into(), ":1 (base64, a comment)");

    let show = |operands: String| zlib(format!("BT /F1 12 Tf {operands} ET").as_bytes());
    let flate = "/Filter /FlateDecode";
    add("a.pdf", pdf(flate, &show(format!("({text}) Tj"))), " (PDF)");
    add("a.pdf", pdf("", format!("BT ({text}) Tj ET").as_bytes()), " (PDF)");
    add("a.pdf", pdf(flate, &show(format!("<{}> Tj", hexadecimal(bytes)))), " (PDF)");
    add("a.pdf", pdf(flate, &show(format!("[{}] TJ", kerned(text)))), " (PDF)");
    add("a.pdf", pdf(flate, &show(format!("({}) Tj", text.replace(' ', ") Tj 0 -14 Td (")))), " (PDF)");
    add("a.pdf", pdf(flate, &show(escaped(text, |c| format!("({c}) Tj 7 0 Td ")))), " (PDF)");
    add(
        "a.pdf",
        pdf(
            "",
            &[
                b"x\nendstream\nendobj\n<</Title <FEFF",
                hexadecimal(&utf16(text, u16::to_be_bytes)).as_bytes(),
                b">>>",
            ]
            .concat(),
        ),
        " (PDF)",
    );
    add("a.pdf", pdf("/Type /Metadata", xmp.as_bytes()), " (PDF, character references)");
    add("a.pdf", pdf("/Type /EmbeddedFile /Filter /FlateDecode", &zlib(&gzip(bytes))), " (PDF, gzip)");
    let mapped: String = text.chars().map(|c| format!("{:04X}", u32::from(c) + 0x0200)).collect();
    let map = "begincmap 1 beginbfrange <0220> <027E> <0020> endbfrange";
    let fonts = format!("BT <{mapped}> Tj ET");
    add("a.pdf", [pdf(flate, &zlib(fonts.as_bytes())), pdf(flate, &zlib(map.as_bytes()))].concat(), " (PDF)");

    let named = text.replace(' ', "-");
    add(&format!("{named}/index.html"), Vec::new(), " (in its name)");
    add(&percent(text), Vec::new(), " (in its name, percent-encoding)");
    all
}
