//! Images with all that cameras write beside the picture, made by hand.

use super::*;

/// A JPEG of 4 × 2 pixels with all that cameras write beside the picture.
fn jpeg(orientation: u8) -> Vec<u8> {
    let segment = |kind: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).expect("short").to_be_bytes();
        [&[0xFF, kind], &length[..], content].concat()
    };
    let mut exif =
        b"Exif\0\0II*\0\x08\0\0\0\x02\0\x0F\x01\x02\0\x04\0\0\0GPS!\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    [
        &b"\xFF\xD8"[..],
        &segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abc"),
        &segment(0xE1, &exif),
        &segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<secret/>"),
        &segment(0xE2, b"ICC_PROFILE\0\x01\x01profile"),
        &segment(0xE2, b"MPF\0secret"),
        &segment(0xED, b"Photoshop 3.0\0secret"),
        &segment(0xFE, b"secret"),
        &segment(0xC0, b"\x08\0\x02\0\x04\x01\x01\x11\0"),
        &segment(0xDA, b"\x01\x01\0\0\x3F\0"),
        b"pic\xFF\0ture\xFF\xD0more",
        &segment(0xDA, b"\x01\x02\0\0\x3F\0"),
        b"second\xFF\0scan",
        b"\xFF\xD9",
        b"\xFF\xD8secret film after the picture\xFF\xD9",
    ]
    .concat()
}

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(content);
    let length = u32::try_from(content.len()).expect("short").to_be_bytes();
    [&length[..], kind, content, &sum.sum().to_be_bytes()].concat()
}

fn png(orientation: u8) -> Vec<u8> {
    [
        png::START,
        &chunk(b"IHDR", b"\0\0\0\x04\0\0\0\x02\x08\0\0\0\0"),
        &chunk(b"tEXt", b"Comment\0secret"),
        &chunk(b"iCCP", b"p\0\0profile"),
        &chunk(b"IDAT", b"picture"),
        &chunk(
            b"eXIf",
            &[b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", &[orientation][..], b"\0\0secret"].concat(),
        ),
        &chunk(b"tIME", b"secret!"),
        &chunk(b"IEND", b""),
        b"secret",
    ]
    .concat()
}

fn webp(orientation: u8) -> Vec<u8> {
    let mut inside = b"WEBP".to_vec();
    webp_chunk(&mut inside, b"VP8X", b"\x2C\0\0\0\x03\0\0\x01\0\0");
    webp_chunk(&mut inside, b"ICCP", b"profile");
    webp_chunk(&mut inside, b"VP8 ", b"picture");
    let exif =
        [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation][..], b"\0\0\0secret"].concat();
    webp_chunk(&mut inside, b"EXIF", &exif);
    webp_chunk(&mut inside, b"XMP ", b"secret");
    webp_chunk(&mut inside, b"OWN ", b"secret");
    let length = u32::try_from(inside.len()).expect("short").to_le_bytes();
    [b"RIFF", &length[..], &inside, b"secret"].concat()
}

fn webp_chunk(to: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    to.extend(kind);
    to.extend(u32::try_from(content.len()).expect("short").to_le_bytes());
    to.extend(content);
    to.extend((content.len() % 2 == 1).then_some(0));
}

fn has(bytes: &[u8], word: &str) -> bool {
    memchr::memmem::find(bytes, word.as_bytes()).is_some()
}

#[test]
fn what_is_no_picture_goes_and_the_picture_stays() {
    for (name, image) in [("jpg", jpeg(6)), ("png", png(6)), ("webp", webp(6))] {
        let clean = cleaned(name, &image).expect("an image").expect("something to clean");
        for gone in ["secret", "GPS!", "abc", "xap", "MPF"] {
            assert!(!has(&clean, gone), "{name}: {gone} is still there");
        }
        assert!(has(&clean, "profile"), "{name}: the colour profile is gone");
        assert!(has(&clean, "pic"), "{name}: the picture is gone");
        assert_eq!(cleaned(name, &clean), Ok(None), "{name}: a clean image is clean");
        assert_eq!(size(&clean), Some(Size { width: 2, height: 4 }), "{name} stands on its side");
    }
    for part in ["pic\u{0}ture", "more", "second", "scan"] {
        let part = part.split('\u{0}').next().expect("a part");
        assert!(has(&cleaned("jpg", &jpeg(1)).expect("an image").expect("cleaned"), part), "{part}");
    }
}

#[test]
fn an_image_that_is_upright_says_nothing_of_it() {
    for (name, image) in [("jpg", jpeg(1)), ("png", png(1)), ("webp", webp(1)), ("jpg", jpeg(9))] {
        let clean = cleaned(name, &image).expect("an image").expect("something to clean");
        assert!(!has(&clean, "MM\0*") && !has(&clean, "II*\0"), "{name} has EXIF");
        assert_eq!(size(&image), Some(Size { width: 4, height: 2 }), "{name}");
        assert_eq!(size(&clean), Some(Size { width: 4, height: 2 }), "{name}");
    }
}

/// At whatever byte an image was cut off, it is told of, or all of the picture is there.
#[test]
fn an_image_that_is_cut_off_is_told_of() {
    for (name, image) in [("jpg", jpeg(6)), ("png", png(6)), ("webp", webp(6))] {
        let whole = cleaned(name, &image).expect("an image").expect("cleaned");
        for end in 0..image.len() {
            match cleaned(name, &image[..end]) {
                Err(Flaw::Truncated | Flaw::NoImage) => {}
                Ok(clean) => {
                    assert_eq!(clean.unwrap_or_else(|| image[..end].to_vec()), whole, "{name} at {end}")
                }
            }
        }
    }
}

#[test]
fn what_is_no_image_is_told_of_only_where_its_name_says_so() {
    assert_eq!(cleaned("png", b"<!DOCTYPE html>"), Err(Flaw::NoImage));
    assert_eq!(cleaned("JPEG", b""), Err(Flaw::NoImage));
    assert_eq!(cleaned("txt", b"text"), Ok(None));
    assert_eq!(cleaned("bin", &jpeg(1)[..20]), Err(Flaw::Truncated), "an image under another name");
    assert_eq!(cleaned("gif", b"GIF89a\x04\0\x02\0\0\0\0;"), Ok(None));
}

#[test]
fn drawings_have_the_size_that_they_name() {
    let size = |svg: &str| size(svg.as_bytes()).map(|size| (size.width, size.height));
    assert_eq!(size("<svg xmlns='x' viewBox=\"0 0 640 360.4\">"), Some((640, 360)));
    assert_eq!(
        size("<?xml version='1.0'?><svg width=\"20px\" height='10' viewBox='0 0 1 1'/>"),
        Some((20, 10))
    );
    assert_eq!(size("<svg width='100%' height='100%' viewBox='0,0,4,3'>"), Some((4, 3)));
    for without in ["<svg>", "<svg stroke-width='3' viewBox='0 0 x'>", "<svg width='-1' height='2'>", "no"] {
        assert_eq!(size(without), None, "{without}");
    }
}

/// Nothing that one finds on a disk makes it fail.
#[test]
fn no_byte_that_differs_is_too_much() {
    for image in [jpeg(6), png(6), webp(6)] {
        for at in 0..image.len() {
            for byte in [0, 1, 0x7F, 0xFF] {
                let mut odd = image.clone();
                odd[at] = byte;
                let clean = cleaned("jpg", &odd);
                size(&odd);
                if let Ok(Some(clean)) = clean {
                    size(&clean);
                }
            }
        }
    }
}
