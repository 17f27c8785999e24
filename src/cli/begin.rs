//! A new site.
//!
//! In: a folder that is empty, or not there. Out: a small site in it that builds at once. Must not know: how
//! anything is built.
#![allow(clippy::disallowed_methods, reason = "the edge writes what it is asked for")]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use include_dir::{Dir, DirEntry, include_dir};

use super::describe::write_schemas;

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// What a build makes and nobody has to keep.
const IGNORED: &str = "/public/\n/.clipsheet/\n/.clipsheet-next-public/\n";

/// Makes a site in the folder `dir`.
pub(super) fn init(dir: &Path) -> Result<ExitCode, String> {
    refuse_what_is_there(dir)?;
    write_below(dir, &STARTER)?;
    write_new(&dir.join(".gitignore"), IGNORED.as_bytes())?;
    write_schemas(&dir.join("schemas"))?;
    let is_here = dir.as_os_str().is_empty() || dir == Path::new(".");
    let (place, root, out) = match is_here {
        true => ("in this folder".to_string(), String::new(), "public".into()),
        false => (format!("in {}", dir.display()), format!(" --root {}", shown(dir)), dir.join("public")),
    };
    super::say::print(&format!(
        "A site stands {place}.\n\n  clipsheet serve{root} --open          look at it while you write\n  \
         clipsheet new article my-first{root}  write an article\n  clipsheet build{root}                 \
         make the site in {}/\n",
        out.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// A path as a shell takes it.
fn shown(dir: &Path) -> String {
    let text = dir.to_string_lossy();
    shlex::try_quote(&text).map_or_else(|_| text.to_string(), |quoted| quoted.to_string())
}

/// A folder that somebody uses is not ours to fill; one that is only kept by Git is not in use yet.
fn refuse_what_is_there(dir: &Path) -> Result<(), String> {
    match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Err(format!("{} is not a folder", dir.display()))
        }
        Err(error) => Err(format!("cannot read {}: {error}", dir.display())),
        Ok(entries) => {
            match entries.flatten().map(|entry| entry.file_name()).filter(|name| name != ".git").min() {
                None => Ok(()),
                Some(name) => Err(format!(
                    "{} is not empty: it holds {}; name a folder that is empty or not there yet",
                    dir.display(),
                    name.to_string_lossy()
                )),
            }
        }
    }
}

fn write_below(to: &Path, folder: &Dir<'_>) -> Result<(), String> {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => write_below(to, folder)?,
            DirEntry::File(file) => write_new(&to.join(file.path()), file.contents())?,
        }
    }
    Ok(())
}

/// Writes a file that is not there yet, and the folders above it.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    let written = fs::File::create_new(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => format!("{} is there already; nothing was written", path.display()),
        _ => format!("cannot write {}: {error}", path.display()),
    })
}
