//! The `clipsheet` command.
#![forbid(unsafe_code)]

/// A build makes and drops very many small texts; `benches/README.md` has what this one is worth to it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    clipsheet::cli::run()
}
