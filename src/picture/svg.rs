//! Drawings: whether a file is one.

/// Whether the root element of these bytes is `svg` (XML 1.0, production 22). In UTF-16 nobody looks.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFE\xFF") || bytes.starts_with(b"\xFF\xFE") {
        return true;
    }
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    while let Some(after) = after_misc(rest) {
        rest = after.trim_start();
    }
    let Some(root) = rest.strip_prefix('<') else { return false };
    let name = root.split(|c: char| c.is_ascii_whitespace() || "/>".contains(c)).next().unwrap_or_default();
    name.rsplit(':').next() == Some("svg")
}

/// What follows a comment, an instruction or a document type.
fn after_misc(text: &str) -> Option<&str> {
    let after = |end: &str| text.split_once(end).map(|(_, after)| after);
    match text {
        _ if text.starts_with("<!--") => after("-->"),
        _ if text.starts_with("<?") => after("?>"),
        _ if text.starts_with("<!DOCTYPE") => {
            let has_subset = text.split('>').next().is_some_and(|start| start.contains('['));
            let end = if has_subset { after("]") } else { Some(text) };
            end.and_then(|rest| rest.split_once('>')).map(|(_, after)| after)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_svg;

    #[test]
    fn roots() {
        for svg in [
            "<svg/>",
            "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- <p> -->\n<!DOCTYPE svg PUBLIC \"a\" \"b\">\n<svg width='1'></svg>",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg:svg xmlns:svg=\"x\">",
        ] {
            assert!(is_svg(svg.as_bytes()), "{svg}");
        }
        for other in [
            "",
            "x",
            "<!DOCTYPE html><title>Log in</title><svg/>",
            "<html><svg/></html>",
            "<svgx/>",
            "<!-- <svg/>",
        ] {
            assert!(!is_svg(other.as_bytes()), "{other}");
        }
    }
}
