//! Whether two outputs are the same, and where they are not.

use std::collections::BTreeMap;
use std::sync::Arc;

use clipsheet::output::OutputTree;

/// The files of an output.
pub type Tree = BTreeMap<String, Arc<[u8]>>;

/// The files that are made in this build.
pub fn files_of(tree: &OutputTree) -> Tree {
    tree.files().iter().map(|(path, bytes)| (path.to_string(), bytes.bytes().clone())).collect()
}

/// The first difference; `names` says what each of the two is.
pub fn difference(names: [&str; 2], one: &Tree, other: &Tree) -> Option<String> {
    let paths = one.keys().chain(other.keys());
    let path = paths.filter(|path| one.get(*path) != other.get(*path)).min()?;
    let text = |tree: &Tree| tree.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let (Some(first), Some(second)) = (text(one), text(other)) else {
        let whose = if one.contains_key(path) { names[0] } else { names[1] };
        return Some(format!("{path} is there only {whose}"));
    };
    let at = first.bytes().zip(second.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        let from = at.saturating_sub(60);
        let part = text.as_bytes().get(from..text.len().min(at + 60)).unwrap_or_default();
        String::from_utf8_lossy(part).replace('\n', "⏎")
    };
    let width = names[0].len().max(names[1].len()) + 1;
    let line = |name: &str, text: &str| format!("  {:width$} …{}…", format!("{name}:"), around(text));
    Some(format!("{path} differs:\n{}\n{}", line(names[0], &first), line(names[1], &second)))
}
