//! `cargo flow`: looks at flows from their source files. See `docs/cargo-flow.md`.

use std::process::ExitCode;

fn main() -> ExitCode {
    flow_build::command::main()
}
