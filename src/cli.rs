//! The command line: the edge at which the library meets the world.
//!
//! In: arguments. Out: text on the two streams, and an exit code. Must not know: how
//! anything is built.
#![allow(
    clippy::disallowed_methods,
    reason = "this is one of the modules that touch the clock, files and environment"
)]

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::build::{Built, Options, build};
use crate::diagnostics::{Diagnostic, Format, Severity, has_errors, render};
use crate::load::scan;
use crate::model::{Held, Reason};
use crate::output::MANIFEST;
use crate::parse::{Rights, Sources};
use crate::value::{Id, Moment};
use crate::write::{Written, check_place, write_after};

/// Turns a folder of clipped articles and YAML annotations into a static briefing site,
/// and checks that every quote stands in its article.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the content and write the site to `public/`
    Build {
        #[command(flatten)]
        common: Common,
        /// The folder to write to [default: `public` in the site's folder]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Report everything that `build` would, without writing
    Check {
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Args)]
struct Common {
    /// The site's folder, with `content/` in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Use this theme instead of the one in content/site.yaml
    #[arg(long, value_name = "NAME", value_parser = id)]
    theme: Option<Id>,
    /// The address at which the site will be published
    #[arg(long, value_name = "URL", value_parser = web_address)]
    base_url: Option<String>,
    /// Build what this audience may see
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// Build the site as it is at this moment: `2026-04-14` or `2026-04-14T09:00+10:00` [default: now]
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    as_of: Option<Moment>,
    /// Show drafts
    #[arg(long)]
    drafts: bool,
    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// How to print what is wrong
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: FormatName,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Print only what is wrong
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatName {
    /// For people, with the line shown
    Human,
    /// One JSON object a line
    Json,
    /// Annotations for GitHub Actions
    Github,
}

fn id(text: &str) -> Result<Id, String> {
    Id::parse(text).map_err(|flaw| flaw.message)
}

fn web_address(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest.filter(|host| !host.is_empty() && !text.contains(char::is_whitespace)) {
        Some(_) => Ok(text.to_string()),
        None => Err("write it whole, with https://".to_string()),
    }
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).map_err(|flaw| flaw.hint.unwrap_or(flaw.message))
}

/// The content has errors; nothing was written.
const CONTENT_HAS_ERRORS: u8 = 1;
/// Wrong usage, or the machine failed.
const FAILED: u8 = 2;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let (common, out) = match Cli::parse().command {
        Command::Build { common, out } => {
            let out = out.unwrap_or_else(|| match common.root.to_str() {
                Some(".") => PathBuf::from("public"),
                _ => common.root.join("public"),
            });
            (common, Some(out))
        }
        Command::Check { common } => (common, None),
    };
    if let Some(jobs) = common.jobs {
        // Fails only where a pool exists already, and none does yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    match build_site(&common, out.as_deref()) {
        Ok(code) => code,
        Err(message) => {
            complain(&message);
            ExitCode::from(FAILED)
        }
    }
}

fn build_site(common: &Common, out: Option<&Path>) -> Result<ExitCode, String> {
    let started = Instant::now();
    let place = match out {
        Some(out) => Some(check_place(&common.root, out).map_err(|e| e.to_string())?),
        None => None,
    };
    let scanned = scan(&common.root).map_err(|e| e.to_string())?;
    let mut diagnostics = scanned.diagnostics;
    let sources = scanned.value;
    let built = build(&sources, &common.options()).map_err(|e| e.to_string())?.keep(&mut diagnostics);
    crate::diagnostics::sort(&mut diagnostics);
    common.report(&diagnostics, &sources, &built);
    let denied = common.deny_warnings && !diagnostics.is_empty();
    if has_errors(&diagnostics) || denied {
        common.say(&failure(&diagnostics, out));
        return Ok(ExitCode::from(CONTENT_HAS_ERRORS));
    }
    if let (Some(tree), Some(out), Some(place)) = (&built.tree, out, place) {
        let written = write_after(tree, &place, &|| common.tell_waiting(out)).map_err(|e| e.to_string())?;
        common.say(&success(&built, &written, tree.files().len(), out, started));
    } else {
        let held = held_text(&built);
        common.say(&format!("{held}{} checked: {}.\n", count(built.records, "record"), tally(&diagnostics)));
    }
    Ok(ExitCode::SUCCESS)
}

impl Common {
    fn options(&self) -> Options {
        Options {
            as_of: self.as_of.clone(),
            audience: self.audience.clone(),
            drafts: self.drafts,
            theme: self.theme.clone(),
            base_url: self.base_url.clone(),
            ..Options::at(Timestamp::now())
        }
    }

    fn report(&self, diagnostics: &[Diagnostic], sources: &Sources, built: &Built) {
        let format = match self.format {
            FormatName::Human => Format::Human,
            FormatName::Json => Format::Json,
            FormatName::Github => Format::Github,
        };
        let text = render(diagnostics, format, colour(), |path| {
            sources.bytes(path).or_else(|| built.templates.get(path).map(Vec::as_slice))
        });
        // A reader that has gone, as after `| head`, is no reason to fail.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Says why nothing happens; not on standard output, because it is no result.
    fn tell_waiting(&self, out: &Path) {
        if !self.quiet && matches!(self.format, FormatName::Human) {
            let out = out.display();
            let _ = writeln!(std::io::stderr().lock(), "Another build is writing to {out}; waiting for it.");
        }
    }

    /// Prints a result for people.
    fn say(&self, text: &str) {
        if !self.quiet && matches!(self.format, FormatName::Human) {
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
        }
    }
}

fn complain(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {message}");
}

/// Colours on a terminal, unless NO_COLOR is set (no-color.org).
fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

fn tally(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    match (errors, warnings) {
        (0, 0) => "nothing is wrong".to_string(),
        (0, w) => count(w, "warning"),
        (e, 0) => count(e, "error"),
        (e, w) => format!("{}, {}", count(e, "error"), count(w, "warning")),
    }
}

fn failure(diagnostics: &[Diagnostic], out: Option<&Path>) -> String {
    let consequence = match out {
        Some(out) if out.join(MANIFEST).is_file() => "; nothing was written, and the last good site stands",
        Some(_) => "; nothing was written",
        None => "",
    };
    format!("{}{consequence}.\n", tally(diagnostics))
}

fn success(built: &Built, written: &Written, pages: usize, out: &Path, started: Instant) -> String {
    let mut text = held_text(built);
    if !built.has_base_url {
        text.push_str("Without `base_url` in content/site.yaml there are no canonical links.\n");
    }
    for path in &written.kept {
        text.push_str(&format!(
            "Kept: {path} is no longer part of the site, but was changed by somebody else.\n"
        ));
    }
    text.push_str(&format!(
        "{} on {} in {} ms: {} written, {} removed.\nOpen {}\n",
        count(built.records, "record"),
        count(pages, "file"),
        started.elapsed().as_millis(),
        written.written,
        written.removed,
        out.join("index.html").display(),
    ));
    text
}

/// What was held back, a line for each, and when the next of it falls due.
fn held_text(built: &Built) -> String {
    let mut text: String =
        held_back(&built.held).iter().map(|line| format!("Held back: {line}.\n")).collect();
    if let Some(due) = built.next_due {
        text.push_str(&format!("Build again at {due}, when the next record falls due.\n"));
    }
    text
}

fn held_back(held: &[Held]) -> Vec<String> {
    let reason = |reason: Reason| match reason {
        Reason::Draft => "a draft; show it with --drafts".to_string(),
        Reason::Audience => "for another audience".to_string(),
        Reason::Embargo(moment) => format!("its `embargo` ends at {moment}"),
        Reason::Published(moment) => format!("it is `published` in the future, at {moment}"),
        Reason::Expired => "it has expired".to_string(),
        Reason::Rights(Rights::Link) => "its text, because of `rights: link`".to_string(),
        Reason::Rights(_) => "its text, because of `rights: excerpt`".to_string(),
        Reason::Annotations(n) => format!("{} of it", count(n, "annotation")),
        Reason::Redacted => "it has passages that this audience may not see".to_string(),
    };
    held.iter().map(|h| format!("{} `{}`, {}", h.kind.word(), h.id, reason(h.reason))).collect()
}
