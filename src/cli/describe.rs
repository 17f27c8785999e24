//! What clipsheet tells other tools of itself: schemas, completions, manual pages.
//!
//! In: what is asked for. Out: text, or files. Must not know: any site.
#![allow(clippy::disallowed_methods, reason = "the edge writes what it is asked for")]

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::Cli;
use super::say::print;
use crate::parse::{Described, schema};

/// The file of a schema, by which YAML files name it.
pub(super) fn schema_file(described: Described) -> String {
    format!("{}.schema.json", described.word())
}

fn schema_text(described: Described) -> Result<String, String> {
    let text = serde_json::to_string_pretty(&schema(described));
    text.map(|text| text + "\n").map_err(|error| error.to_string())
}

/// Prints a schema, or writes all into a folder.
pub(super) fn tell_schema(described: Option<Described>, out: Option<&Path>) -> Result<ExitCode, String> {
    match (described, out) {
        (_, Some(folder)) => write_schemas(folder)?,
        (Some(described), None) => print(&schema_text(described)?),
        (None, None) => {
            let words: Vec<&str> = Described::all().map(Described::word).collect();
            return Err(format!(
                "say which schema, {}; or with --out DIR where to write all",
                words.join(", ")
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes all schemas into a folder, over those of another version.
pub(super) fn write_schemas(folder: &Path) -> Result<(), String> {
    for described in Described::all() {
        write(&folder.join(schema_file(described)), schema_text(described)?.as_bytes())?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Prints what a shell needs to complete the command line.
pub(super) fn tell_completions(shell: Shell) -> Result<ExitCode, String> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "clipsheet", &mut text);
    print(&String::from_utf8_lossy(&text));
    Ok(ExitCode::SUCCESS)
}

/// Prints the manual page, or writes one for each command into a folder.
pub(super) fn tell_manual(out: Option<&Path>) -> Result<ExitCode, String> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = out else {
        print(&String::from_utf8_lossy(&page(command)?));
        return Ok(ExitCode::SUCCESS);
    };
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    for below in below.map(Command::clone).collect::<Vec<_>>() {
        let name = format!("clipsheet-{}", below.get_name());
        write(&folder.join(format!("{name}.1")), &page(below)?)?;
    }
    write(&folder.join("clipsheet.1"), &page(command)?)?;
    Ok(ExitCode::SUCCESS)
}

fn page(command: Command) -> Result<Vec<u8>, String> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(|error| error.to_string())?;
    Ok(page)
}
