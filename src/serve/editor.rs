//! The editor of whoever runs the preview, opened at a line.
//!
//! In: the environment, a file and a place in it. Out: a process of its own. Must not know: HTTP,
//! diagnostics. No shell is asked: the program and each of its arguments are given as they are.
#![allow(clippy::disallowed_methods, reason = "it reads the environment and starts a program")]

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How an editor is told the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `-g file:line:column`
    Goto,
    /// `file:line:column`
    Suffix,
    /// `+line:column file`
    Plus,
    /// `+line file`
    PlusLine,
    /// `--line line --column column file`
    LineColumn,
    /// `--line line:column file`
    LineOnly,
    /// `-l line -c column file`
    Short,
    /// `-nline -ccolumn file`
    Glued,
}

/// The editors that have a window of their own, by the name of their program. Any other may be one
/// that needs the terminal, which the preview cannot give it.
const KNOWN: [(&str, &str, Style); 36] = [
    ("code", "VS Code", Style::Goto),
    ("code-insiders", "VS Code", Style::Goto),
    ("codium", "VSCodium", Style::Goto),
    ("vscodium", "VSCodium", Style::Goto),
    ("cursor", "Cursor", Style::Goto),
    ("windsurf", "Windsurf", Style::Goto),
    ("positron", "Positron", Style::Goto),
    ("subl", "Sublime Text", Style::Suffix),
    ("sublime_text", "Sublime Text", Style::Suffix),
    ("zed", "Zed", Style::Suffix),
    ("zeditor", "Zed", Style::Suffix),
    ("emacs", "Emacs", Style::Plus),
    ("emacsclient", "Emacs", Style::Plus),
    ("gedit", "gedit", Style::Plus),
    ("gnome-text-editor", "Text Editor", Style::Plus),
    ("gvim", "GVim", Style::PlusLine),
    ("mvim", "MacVim", Style::PlusLine),
    ("bbedit", "BBEdit", Style::PlusLine),
    ("mousepad", "Mousepad", Style::LineColumn),
    ("idea", "IntelliJ IDEA", Style::LineColumn),
    ("clion", "CLion", Style::LineColumn),
    ("datagrip", "DataGrip", Style::LineColumn),
    ("goland", "GoLand", Style::LineColumn),
    ("phpstorm", "PhpStorm", Style::LineColumn),
    ("pycharm", "PyCharm", Style::LineColumn),
    ("charm", "PyCharm", Style::LineColumn),
    ("rider", "Rider", Style::LineColumn),
    ("rubymine", "RubyMine", Style::LineColumn),
    ("rustrover", "RustRover", Style::LineColumn),
    ("studio", "Android Studio", Style::LineColumn),
    ("webstorm", "WebStorm", Style::LineColumn),
    ("wstorm", "WebStorm", Style::LineColumn),
    ("mate", "TextMate", Style::LineOnly),
    ("kate", "Kate", Style::Short),
    ("kwrite", "KWrite", Style::Short),
    ("notepad++", "Notepad++", Style::Glued),
];

/// Looked for on the path where the environment names no editor that has a window.
const USUAL: [&str; 3] = ["code", "codium", "cursor"];

/// What makes an editor of the list stay in the terminal.
const IN_TERMINAL: [&str; 5] = ["-nw", "-t", "-tty", "--tty", "--no-window-system"];

/// An editor that can be opened at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    name: &'static str,
    program: OsString,
    arguments: Vec<String>,
    style: Style,
}

impl Editor {
    /// The editor of `$VISUAL` or `$EDITOR` if it has a window of its own, else VS Code or one of its
    /// kind where it is installed.
    pub fn of_environment() -> Option<Self> {
        Self::resolve(|name| std::env::var(name).ok(), on_path)
    }

    fn resolve(
        variable: impl Fn(&str) -> Option<String>,
        on_path: impl Fn(&str) -> Option<PathBuf>,
    ) -> Option<Self> {
        let named = ["VISUAL", "EDITOR"].iter().find_map(|name| Self::parse(&variable(name)?));
        named.or_else(|| {
            let (name, program) = USUAL.iter().find_map(|name| Some((*name, on_path(name)?)))?;
            Some(Self { program: program.into(), ..Self::parse(name)? })
        })
    }

    /// The editor that a command line such as `code --wait` starts.
    pub fn parse(command: &str) -> Option<Self> {
        // On Windows a backslash parts folders, and hides nothing.
        let command = if cfg!(windows) { command.replace('\\', "/") } else { command.to_string() };
        let mut words = shlex::split(&command)?.into_iter();
        let program = words.next()?;
        let arguments: Vec<String> = words.collect();
        let stem = Path::new(&program).file_stem()?.to_str()?.to_ascii_lowercase();
        let stem = stem.strip_suffix("64").unwrap_or(&stem);
        let (_, name, style) = KNOWN.into_iter().find(|(known, ..)| *known == stem)?;
        let stays = arguments.iter().any(|argument| IN_TERMINAL.contains(&argument.as_str()));
        (!stays).then(|| Self { name, program: program.into(), arguments, style })
    }

    /// Its name, for people.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The arguments that open it at a place; the path is absolute, so none of them can be taken for
    /// an option.
    fn arguments(&self, file: &Path, line: usize, column: usize) -> Vec<OsString> {
        let at = || {
            let mut at = file.as_os_str().to_os_string();
            at.push(format!(":{line}:{column}"));
            at
        };
        let before = |options: &[String]| -> Vec<OsString> {
            options.iter().map(OsString::from).chain([file.as_os_str().to_os_string()]).collect()
        };
        let place = match self.style {
            Style::Goto => vec!["-g".into(), at()],
            Style::Suffix => vec![at()],
            Style::Plus => before(&[format!("+{line}:{column}")]),
            Style::PlusLine => before(&[format!("+{line}")]),
            Style::LineColumn => {
                before(&["--line".into(), line.to_string(), "--column".into(), column.to_string()])
            }
            Style::LineOnly => before(&["--line".into(), format!("{line}:{column}")]),
            Style::Short => before(&["-l".into(), line.to_string(), "-c".into(), column.to_string()]),
            Style::Glued => before(&[format!("-n{line}"), format!("-c{column}")]),
        };
        self.arguments.iter().map(OsString::from).chain(place).collect()
    }

    /// Opens a file, whose path must be absolute, and does not wait for the editor to end.
    pub(super) fn open(&self, file: &Path, line: usize, column: usize) -> io::Result<()> {
        let mut child = Command::new(&self.program)
            .args(self.arguments(file, line, column))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        // An ended process stays in the system's list until somebody asks how it ended.
        std::thread::Builder::new().name("editor".into()).spawn(move || child.wait())?;
        Ok(())
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{program}{ending}"))))
        .find(|file| file.is_file())
}

/// Opens an address in the browser of whoever runs the preview.
///
/// # Errors
///
/// Where there is none.
pub fn open_in_browser(url: &str) -> io::Result<()> {
    opener::open_browser(url).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(command: &str) -> Option<Vec<String>> {
        let editor = Editor::parse(command)?;
        let arguments = editor.arguments(Path::new("/site/content/a b.md"), 12, 3).into_iter();
        let text = |argument: OsString| argument.into_string().expect("UTF-8");
        Some([editor.program].into_iter().chain(arguments).map(text).collect())
    }

    #[track_caller]
    fn opens(command: &str, expected: &[&str]) {
        assert_eq!(
            arguments(command).as_deref(),
            Some(&expected.iter().map(ToString::to_string).collect::<Vec<_>>()[..])
        );
    }

    const FILE: &str = "/site/content/a b.md";
    const AT: &str = "/site/content/a b.md:12:3";

    #[test]
    fn editors_with_a_window_are_told_the_place() {
        opens("code", &["code", "-g", AT]);
        opens("/usr/local/bin/code --wait", &["/usr/local/bin/code", "--wait", "-g", AT]);
        opens("codium -n", &["codium", "-n", "-g", AT]);
        opens("cursor", &["cursor", "-g", AT]);
        opens("'/opt/my editors/Code' -w", &["/opt/my editors/Code", "-w", "-g", AT]);
        opens("subl", &["subl", AT]);
        opens("zed", &["zed", AT]);
        opens("emacsclient -n", &["emacsclient", "-n", "+12:3", FILE]);
        opens("gedit", &["gedit", "+12:3", FILE]);
        opens("gvim -f", &["gvim", "-f", "+12", FILE]);
        opens("idea", &["idea", "--line", "12", "--column", "3", FILE]);
        opens("/opt/idea/bin/idea.sh", &["/opt/idea/bin/idea.sh", "--line", "12", "--column", "3", FILE]);
        opens("pycharm64.exe", &["pycharm64.exe", "--line", "12", "--column", "3", FILE]);
        opens("mate -w", &["mate", "-w", "--line", "12:3", FILE]);
        opens("kate", &["kate", "-l", "12", "-c", "3", FILE]);
        opens("notepad++", &["notepad++", "-n12", "-c3", FILE]);
    }

    #[test]
    fn editors_in_the_terminal_and_unknown_ones_are_not_opened() {
        for command in [
            "vim",
            "nvim",
            "vi",
            "nano",
            "hx",
            "micro",
            "kak",
            "ed",
            "emacs -nw",
            "emacsclient -t",
            "emacsclient --tty",
            "sh -c code",
            "env code",
            "",
            "   ",
            "code 'unclosed",
            "/",
            "..",
        ] {
            assert_eq!(arguments(command), None, "{command}");
        }
    }

    #[test]
    fn the_environment_names_the_editor() {
        let resolved = |visual: Option<&str>, editor: Option<&str>, installed: &[&str]| {
            let variable = |name: &str| (if name == "VISUAL" { visual } else { editor }).map(str::to_string);
            let on_path = |name: &str| installed.contains(&name).then(|| PathBuf::from("/bin").join(name));
            Editor::resolve(variable, on_path).map(|editor| (editor.name(), editor.program))
        };
        let found = |name, program: &str| Some((name, OsString::from(program)));
        assert_eq!(resolved(Some("zed"), Some("code"), &[]), found("Zed", "zed"));
        assert_eq!(resolved(Some("vim"), Some("subl -w"), &[]), found("Sublime Text", "subl"));
        assert_eq!(resolved(Some("vim"), None, &["codium"]), found("VSCodium", "/bin/codium"));
        assert_eq!(resolved(None, None, &["cursor", "code"]), found("VS Code", "/bin/code"));
        assert_eq!(resolved(None, Some("nano"), &[]), None);
    }
}
