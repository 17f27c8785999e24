//! Text in which each key and each paragraph has a line of its own, changed line by line.

use std::ops::Range;

/// The lines of a text that can be changed.
#[derive(Clone, Debug)]
pub struct Lines(pub Vec<String>);

/// An annotation in a sidecar.
#[derive(Clone, Debug)]
pub struct Block {
    /// `quotes`, `events`, …
    pub list: String,
    /// Nothing for a mention.
    pub id: String,
    pub lines: Range<usize>,
}

impl Lines {
    pub fn of(text: &str) -> Self {
        Self(text.lines().map(str::to_string).collect())
    }

    pub fn text(&self) -> String {
        self.0.iter().map(|line| format!("{line}\n")).collect()
    }

    /// Where the keys of the record stand, and how far they are indented: between the two `---`, below
    /// the `article:` of a sidecar, or in the whole file.
    fn keys(&self) -> (Range<usize>, &'static str) {
        let is = |line: &'static str| move |other: &String| other == line;
        if self.0.first().is_some_and(is("---")) {
            let end = self.0.iter().skip(1).position(is("---")).map_or(self.0.len(), |at| at + 1);
            return (1..end, "");
        }
        match self.0.iter().position(is("article:")) {
            Some(at) => {
                let inside = self.0.iter().skip(at + 1).take_while(|line| line.starts_with("  ")).count();
                (at + 1..at + 1 + inside, "  ")
            }
            None => (0..self.0.len(), ""),
        }
    }

    /// The value of a key of the record; empty where there is none.
    pub fn value(&self, key: &str) -> String {
        let (lines, indent) = self.keys();
        let start = format!("{indent}{key}: ");
        self.0[lines].iter().find_map(|line| line.strip_prefix(&start)).unwrap_or_default().to_string()
    }

    /// Sets a key of the record; an empty value takes it out.
    pub fn set(&mut self, key: &str, value: &str) {
        let (lines, indent) = self.keys();
        self.set_in(lines, indent, key, value);
    }

    /// Sets a key of an annotation.
    pub fn set_in_block(&mut self, block: &Block, key: &str, value: &str) {
        let first = format!("  - {key}: ");
        match self.0[block.lines.start].starts_with(&first) {
            true => self.0[block.lines.start] = format!("{first}{value}"),
            false => self.set_in(block.lines.clone(), "    ", key, value),
        }
    }

    /// The value of a key of an annotation.
    pub fn value_in_block(&self, block: &Block, key: &str) -> String {
        let starts = [format!("  - {key}: "), format!("    {key}: ")];
        let value =
            |line: &String| starts.iter().find_map(|start| line.strip_prefix(start)).map(str::to_string);
        self.0[block.lines.clone()].iter().find_map(value).unwrap_or_default()
    }

    fn set_in(&mut self, lines: Range<usize>, indent: &str, key: &str, value: &str) {
        let start = format!("{indent}{key}:");
        let at =
            self.0[lines.clone()].iter().position(|line| line.starts_with(&start)).map(|at| at + lines.start);
        match (at, value) {
            (Some(at), "") => drop(self.0.remove(at)),
            (Some(at), value) => self.0[at] = format!("{start} {value}"),
            (None, "") => {}
            (None, value) => self.0.insert(lines.end, format!("{start} {value}")),
        }
    }

    /// The lines of the text that readers see, without the empty ones.
    pub fn paragraphs(&self) -> Vec<usize> {
        let start = match self.0.first() {
            Some(first) if first == "---" => self.keys().0.end + 1,
            _ => 0,
        };
        (start..self.0.len()).filter(|at| !self.0[*at].trim().is_empty()).collect()
    }

    /// Puts a paragraph before that number, or at the end.
    pub fn insert_paragraph(&mut self, number: usize, text: &str) {
        match self.paragraphs().get(number) {
            Some(at) => drop(self.0.splice(at..at, [text.to_string(), String::new()])),
            None => self.0.extend([String::new(), text.to_string()]),
        }
    }

    /// The annotations of a sidecar, in order.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut list = None;
        for (at, line) in self.0.iter().enumerate() {
            if let Some(name) = line.strip_suffix(':').filter(|name| !name.starts_with(' ')) {
                list = Some(name.to_string());
            } else if let (Some(list), Some(first)) = (&list, line.strip_prefix("  - ")) {
                let id = first.strip_prefix("id: ").unwrap_or_default().to_string();
                blocks.push(Block { list: list.clone(), id, lines: at..at + 1 });
            } else if let Some(block) = blocks.last_mut().filter(|block| block.lines.end == at) {
                block.lines.end += usize::from(line.starts_with("    "));
            }
        }
        blocks
    }

    /// Adds an annotation to a list.
    pub fn insert_block(&mut self, list: &str, first: bool, keys: &[(String, String)]) {
        let lines = keys
            .iter()
            .enumerate()
            .map(|(at, (key, value))| format!("{}{key}: {value}", if at == 0 { "  - " } else { "    " }));
        let lines: Vec<String> = lines.collect();
        let of_list: Vec<Block> = self.blocks().into_iter().filter(|block| block.list == list).collect();
        let at = if first {
            of_list.first().map(|block| block.lines.start)
        } else {
            of_list.last().map(|block| block.lines.end)
        };
        match at {
            Some(at) => drop(self.0.splice(at..at, lines)),
            None => {
                self.0.push(format!("{list}:"));
                self.0.extend(lines);
            }
        }
    }

    /// Takes an annotation out, and what heads its list where nothing else is below it.
    pub fn remove_block(&mut self, lines: Range<usize>) {
        self.0.drain(lines);
        let heads = |at: usize| self.0[at].ends_with(':') && !self.0[at].starts_with(' ');
        let empty = |at: &usize| heads(*at) && self.0.get(at + 1).is_none_or(|next| !next.starts_with(' '));
        let without: Vec<String> =
            (0..self.0.len()).filter(|at| !empty(at)).map(|at| self.0[at].clone()).collect();
        self.0 = without;
    }
}
