//! The command line: the edge at which the library meets the world.
//!
//! In: arguments. Out: text on the two streams, and an exit code. Must not know: how
//! anything is built.
#![allow(
    clippy::disallowed_methods,
    reason = "this is one of the modules that touch the clock, files and environment"
)]

mod audit;
mod begin;
mod check;
mod describe;
mod disk;
mod every;
mod external;
mod fresh;
mod live;
mod news;
mod once;
mod progress;
mod report;
mod say;
mod shown;
mod summary;
mod timings;

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::build::{Options, Publishing};
use crate::diagnostics::{Diagnostic, has_errors};
use crate::parse::{Described, Encoding, Host, Kind, SiteUrl};
use crate::serve::{Editor, Preview, ServeOptions, open_in_browser};
use crate::value::{Id, Moment};
use crate::watch::How as Watch;
use live::Live;
use once::How;
use say::{complain, warn};

/// Turns a folder of clipped articles and YAML annotations into a static briefing site,
/// and checks that every quote stands in its article.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  clipsheet init news                  begin a site in the folder news/
  clipsheet new article new-plant      write content/articles/new-plant.md, to be filled in
  clipsheet build                      build the site in this folder to public/
  clipsheet build --root news          the same for the site in the folder news/
  clipsheet check --deny-warnings      look for mistakes, write nothing (for a hook or a CI job)
  clipsheet build --as-of 2026-06-01   the site as it will be on that day

A site is a folder with content/site.yaml in it, which needs one line: `title: …`. Articles go to
content/articles/, companies to content/companies/, and so on; the README shows each kind.

Exit codes: 0 done; 1 the content has errors and nothing was written; 2 wrong usage, or the machine
failed.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a site in a new folder: a few files that build at once
    Init {
        /// The folder to make, or one that is empty
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Write a new record with all the keys that it may have, and what each is
    New {
        /// What kind of record
        #[arg(value_name = "KIND", value_parser = kind())]
        kind: Kind,
        /// Its id, which becomes the name of its file and never changes
        #[arg(value_name = "ID", value_parser = new_id)]
        id: Id,
        /// Its title or name [default: the id in words]
        #[arg(long)]
        title: Option<String>,
        /// Who may see it
        #[arg(long, value_name = "NAME", value_parser = id)]
        audience: Option<Id>,
        /// The site's folder, with `content/` in it
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Check the content and write the site to `public/`
    Build {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        publishing: HowPublished,
        /// Build for each audience of the site, into the folder of its name in the output folder
        #[arg(long, conflicts_with = "audience")]
        all_audiences: bool,
        /// The folder to write to, empty or written by clipsheet [default: `public` in the site's folder]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Search the site for what its readers may not see, and write it only where nothing is found
        #[arg(long)]
        audit: bool,
        /// Build beside the output folder, and put the new site in its place in one step
        #[arg(long)]
        atomic: bool,
        /// Say which stages, templates and pages took how long
        #[arg(long, help_heading = "Reporting")]
        timings: bool,
    },
    /// Build, and build again on every change
    Watch {
        #[command(flatten)]
        common: Common,
        /// The folder to write to, empty or written by clipsheet [default: `public` in the site's folder]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        #[command(flatten)]
        watching: Watching,
    },
    /// Build on every change, and preview the site in the browser
    Serve {
        #[command(flatten)]
        common: Common,
        /// The folder to write to, empty or written by clipsheet [default: `public` in the site's folder]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        #[command(flatten)]
        watching: Watching,
        #[command(flatten)]
        place: PreviewPlace,
    },
    /// Report everything that `build` would, without writing
    Check {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        external: external::External,
        #[command(flatten)]
        publishing: HowPublished,
    },
    /// Search a built site for what its readers may not see
    Audit {
        /// The folder that the site was built to
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Print the JSON Schema of a kind of YAML file, by which editors complete and check
    Schema {
        /// What it describes: the settings, an article's annotations, or the front matter of a record
        #[arg(value_name = "KIND", value_parser = described())]
        kind: Option<Described>,
        /// Write all schemas into this folder instead
        #[arg(long, value_name = "DIR", conflicts_with = "kind")]
        out: Option<PathBuf>,
    },
    /// Print what a shell needs to complete clipsheet's commands
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man {
        /// Write a page for each command into this folder instead
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::word))
        .try_map(|word| Kind::ALL.into_iter().find(|kind| kind.word() == word).ok_or("no such kind"))
}

fn described() -> impl TypedValueParser<Value = Described> {
    PossibleValuesParser::new(Described::all().map(Described::word))
        .try_map(|word| Described::all().find(|described| described.word() == word).ok_or("no such kind"))
}

/// How changes are found.
#[derive(Debug, Args)]
struct Watching {
    /// Look for changes every so many seconds, 1 if none are given, instead of being told of
    /// them: for network drives
    #[arg(
        long,
        value_name = "SECONDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1",
        value_parser = interval
    )]
    poll: Option<Duration>,
    /// Clear the terminal before each build is told of
    #[arg(long)]
    clear: bool,
}

impl Watching {
    fn how(&self) -> Watch {
        self.poll.map_or(Watch::Told, Watch::Poll)
    }
}

/// Where the preview is.
#[derive(Debug, Args)]
struct PreviewPlace {
    /// The port of the preview [default: 4000, or a free one]
    #[arg(long, help_heading = "Preview", value_name = "N")]
    port: Option<u16>,
    /// Listen at this address instead of this machine's own, which others may reach
    #[arg(long, help_heading = "Preview", value_name = "ADDR")]
    bind: Option<IpAddr>,
    /// A further name under which the preview is asked for, by a proxy or a tunnel that others may reach
    #[arg(long, help_heading = "Preview", value_name = "NAME")]
    host: Vec<String>,
    /// Show others than this machine what the default audience would not see: other audiences, drafts,
    /// other moments, and mistakes with their lines
    #[arg(long, help_heading = "Preview")]
    show_withheld: bool,
    /// Open the site in the browser
    #[arg(long, help_heading = "Preview")]
    open: bool,
}

/// What is made for the web server.
#[derive(Clone, Debug, Default, Args)]
struct HowPublished {
    /// Write the files of this host: github, gitlab, netlify, cloudflare, nginx, apache, iis or s3
    #[arg(long, help_heading = "Publishing", value_name = "NAME", value_parser = host)]
    host: Option<Host>,
    /// Leave out of pages what no browser shows
    #[arg(long, help_heading = "Publishing")]
    minify: bool,
    /// Write compressed twins beside files, for servers that send them: gz, br
    #[arg(long, help_heading = "Publishing", value_name = "ENDINGS", value_delimiter = ',', value_parser = encoding)]
    precompress: Option<Vec<Encoding>>,
}

fn host(word: &str) -> Result<Host, String> {
    Host::parse(word).ok_or_else(|| format!("write one of {}", Host::ALL.map(Host::as_str).join(", ")))
}

fn encoding(word: &str) -> Result<Encoding, String> {
    Encoding::parse(word).ok_or_else(|| "write gz, br or gz,br".to_string())
}

#[derive(Debug, Args)]
struct Common {
    /// What a command that has them was told of publishing.
    #[arg(skip)]
    publishing: HowPublished,
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
    #[arg(long, help_heading = "Running", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Make again what is reused of former builds, and compare
    #[arg(long, hide = true)]
    verify: bool,
    /// How to print what is wrong
    #[arg(long, help_heading = "Reporting", value_name = "FORMAT", default_value = "human")]
    format: FormatName,
    /// Fail on warnings too
    #[arg(long, help_heading = "Reporting")]
    deny_warnings: bool,
    /// Print only what is wrong
    #[arg(short, long, help_heading = "Reporting")]
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

/// The id of a record that is to be: people give the name of its file.
fn new_id(text: &str) -> Result<Id, String> {
    match text.strip_suffix(".md") {
        Some(stem) => Err(format!("give the id, which is the file's name without its ending: `{stem}`")),
        None => id(text),
    }
}

fn interval(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "give a number of seconds".to_string())?;
    match (0.01..=86_400.0).contains(&seconds) {
        true => Ok(Duration::from_secs_f64(seconds)),
        false => Err("give between 0.01 and 86400 seconds".to_string()),
    }
}

fn web_address(text: &str) -> Result<String, String> {
    SiteUrl::parse(text).map(|url| url.0).map_err(|(why, hint)| match why {
        "" => hint.to_string(),
        why => format!("{why}; {hint}"),
    })
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
    let done = match Cli::parse().command {
        Command::Build { mut common, publishing, all_audiences, out, audit, atomic, timings } => {
            common.publishing = publishing;
            let how = How { audits: audit, is_atomic: atomic, is_timed: timings };
            common.started(out).and_then(|out| match all_audiences {
                true => every::build_for_all(&common, &out, how),
                false => once::build_site(&common, &out, how),
            })
        }
        Command::Init { dir } => begin::init(&dir),
        Command::New { kind, id, title, audience, root } => {
            fresh::Fresh { kind, id, title, audience }.write(&root)
        }
        Command::Schema { kind, out } => describe::tell_schema(kind, out.as_deref()),
        Command::Completions { shell } => describe::tell_completions(shell),
        Command::Man { out } => describe::tell_manual(out.as_deref()),
        Command::Audit { dir, common } => common.started(None).and_then(|_| audit::audit_site(&common, &dir)),
        Command::Check { mut common, external, publishing } => {
            common.publishing = publishing;
            common.started(None).and_then(|_| check::check_site(&common, external.manner().as_ref()))
        }
        Command::Watch { common, out, watching } => common
            .started(out)
            .and_then(|out| Live::new(&common, &out, None, &watching).run())
            .map(|()| ExitCode::SUCCESS),
        Command::Serve { common, out, watching, place } => common
            .started(out)
            .and_then(|out| Live::new(&common, &out, Some(place.start(&common)?), &watching).run())
            .map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|message| {
        complain(&message);
        ExitCode::from(FAILED)
    })
}

impl PreviewPlace {
    fn start(&self, common: &Common) -> Result<Preview, String> {
        let options = ServeOptions {
            bind: self.bind,
            port: self.port,
            hosts: self.host.clone(),
            root: common.root.clone(),
            editor: Editor::of_environment(),
            show_withheld: self.show_withheld,
        };
        let preview = Preview::start(&options).map_err(|e| format!("the preview cannot start: {e}"))?;
        // What no audience has to be known for is refused before anything is said.
        if let Some(withheld) = common.withheld(None, None).filter(|_| preview.is_guarded()) {
            return Err(shown::refusal(&withheld));
        }
        common.say(&banner(&preview));
        match (preview.is_exposed(), preview.is_guarded()) {
            (false, _) => {}
            (true, true) => warn("other machines can reach the preview; mistakes are told here only"),
            (true, false) => warn("other machines can reach the preview, and see all that it shows"),
        }
        if let Some(url) = preview.urls().first().filter(|_| self.open) {
            open_in_browser(url).unwrap_or_else(|e| complain(&format!("the browser cannot be opened: {e}")));
        }
        Ok(preview)
    }
}

/// Where the preview is.
fn banner(preview: &Preview) -> String {
    format!("Preview at {} (end it with Ctrl-C)\n", preview.urls().join(" and "))
}

impl Common {
    /// Prepares the process; gives the output folder.
    fn started(&self, out: Option<PathBuf>) -> Result<PathBuf, String> {
        // Where it says nothing, no summary can be made at any moment.
        summary::made_at()?;
        if let Some(jobs) = self.jobs {
            // Fails only where a pool exists already, and none does yet.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
        }
        Ok(out.unwrap_or_else(|| match self.root.to_str() {
            Some(".") => PathBuf::from("public"),
            _ => self.root.join("public"),
        }))
    }

    fn options(&self) -> Options {
        Options {
            as_of: self.as_of.clone(),
            audience: self.audience.clone(),
            drafts: self.drafts,
            theme: self.theme.clone(),
            base_url: self.base_url.clone(),
            publishing: Publishing {
                host: self.publishing.host,
                minify: self.publishing.minify,
                precompress: self.publishing.precompress.clone(),
            },
            verify: self.verify,
            ..Options::at(Timestamp::now())
        }
    }

    /// Whether a site with these diagnostics is not to be written.
    fn denies(&self, diagnostics: &[Diagnostic]) -> bool {
        has_errors(diagnostics) || self.deny_warnings && !diagnostics.is_empty()
    }
}
