//! What to do about a mistake in YAML, in words for people who do not know YAML well.

use super::refusal::Found;

/// What the mistake most often is, told from the lines around it: the parser notices many
/// mistakes a line late.
pub(super) fn for_syntax(text: &str, at: usize, message: &str) -> String {
    if message.contains("escape") {
        return "in double quotes a backslash is written `\\\\`; or use single quotes".into();
    }
    let at = text.floor_char_boundary(at.min(text.len()));
    let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let before = text[..line_start].lines().next_back().unwrap_or_default();
    let lines = [(line, "here"), (before, "in the line above")];
    let found = |test: fn(&str) -> bool| lines.iter().find(|(line, _)| test(line)).map(|(_, place)| *place);
    if let Some(place) = found(indented_with_tab) {
        return format!("indent with spaces; YAML does not allow the tab {place}");
    }
    if let Some(place) = found(lacks_space_after_colon) {
        return format!("write a space after the colon {place}");
    }
    if let Some(place) = found(has_comment_in_brackets) {
        return format!("`#` starts a comment {place}; put a name with `#` in quotes: \"article#id\"");
    }
    if let Some(place) = found(has_open_bracket) {
        return format!("a list that opens with `[` must close with `]` {place}");
    }
    if found(has_open_quote).is_some() || text[at..].trim().is_empty() && text.matches('"').count() % 2 == 1 {
        return "a quotation mark that opens a text must close it too; one inside it is written `\\\"`"
            .into();
    }
    let value = value_of(line);
    if value.starts_with(['@', '`', '%', '&', '*', '!', '|', '>', '[', '{']) || value.contains(": ") {
        return "put the text in double quotes".into();
    }
    "check the indentation: the keys of one mapping start in one column, two spaces further in than what they belong to".into()
}

/// What is wrong with a value of the wrong type, and what to do.
pub(super) fn for_type(expected: &str, found: &Found) -> (String, String) {
    let expected = match expected {
        "a sequence" => "a list",
        "a boolean" => "`true` or `false`",
        "u8" => "a whole number up to 255",
        "u16" => "a whole number up to 65535",
        "a nonzero u16" => "a whole number from 1 to 65535",
        other => other,
    };
    let shown = match found {
        Found::Nothing => "nothing".to_string(),
        Found::Map => "a mapping".to_string(),
        Found::List => "a list".to_string(),
        Found::Text(text) => format!("the text `{}`", text.chars().take(40).collect::<String>()),
        Found::Literal(literal) => format!("`{literal}`"),
    };
    let is_text = expected.contains("text");
    let hint = match (expected, found) {
        (_, Found::Nothing) => "write a value, or remove the line".to_string(),
        ("`true` or `false`", Found::Text(text)) => match text.to_lowercase().as_str() {
            "yes" | "y" | "on" => "write `true`".to_string(),
            "no" | "n" | "off" => "write `false`".to_string(),
            _ => "write `true` or `false`".to_string(),
        },
        ("a list", Found::Text(text) | Found::Literal(text)) => {
            format!("put it in brackets: [{}]", text.chars().take(40).collect::<String>())
        }
        ("a list", _) => "start each item with a dash and a space: `- …`".to_string(),
        (_, Found::Literal(literal)) if is_text => {
            format!("if it is meant as text, put it in quotes: \"{literal}\"")
        }
        (_, Found::Map | Found::List) if is_text => "put the text in double quotes".to_string(),
        (_, Found::Map | Found::List) if expected.contains("mapping") || expected.starts_with("keys") => {
            "write keys with their values, without a dash before them".to_string()
        }
        (_, Found::Text(text)) if lacks_space_after_colon(text) => {
            "write a space after the colon here".to_string()
        }
        (_, Found::Text(_) | Found::Literal(_))
            if expected.contains("mapping") || expected.starts_with("keys") =>
        {
            "write keys, each on a line of its own, with a colon, a space and a value".to_string()
        }
        _ => format!("write {expected}"),
    };
    (format!("expected {expected}, found {shown}"), hint)
}

fn value_of(line: &str) -> &str {
    line.split_once(": ").map_or(line, |(_, value)| value).trim()
}

fn indented_with_tab(line: &str) -> bool {
    line[..line.len() - line.trim_start().len()].contains('\t')
}

fn lacks_space_after_colon(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ").trim_start();
    line.split_once(':').is_some_and(|(key, value)| {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        !key.is_empty() && key.chars().all(word) && !value.is_empty() && !value.starts_with([' ', '/'])
    })
}

fn has_comment_in_brackets(line: &str) -> bool {
    let open = line.find('[').filter(|at| !line[*at..].split(" #").next().unwrap_or_default().contains(']'));
    open.is_some_and(|at| line[at..].contains(" #") || line[at..].contains("[#"))
}

fn has_open_bracket(line: &str) -> bool {
    value_of(line).starts_with('[') && line.matches('[').count() > line.matches(']').count()
}

fn has_open_quote(line: &str) -> bool {
    let value = value_of(line);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner_text = |q: char| {
        value.trim_matches(q).contains(&format!("{q} ")) || value.trim_matches(q).contains(&format!(" {q}"))
    };
    quote.is_some_and(|q| value.matches(q).count() % 2 == 1 || !value.ends_with(q) || inner_text(q))
}
