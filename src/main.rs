//! The `clipsheet` command.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    clipsheet::cli::run()
}
