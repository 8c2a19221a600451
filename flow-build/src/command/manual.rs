//! `cargo flow completions` and `cargo flow man`

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::{Args, Completions};
use super::failure::Failure;
use super::message;

pub(super) fn completions(args: &Completions) -> Result<(), Failure> {
    let script = match args.shell {
        // clap_complete 4.6 mixes up its names for commands where the program's has a hyphen.
        Shell::Bash => {
            script(args.shell, "cargo_flow").replace("default cargo_flow\n", "default cargo-flow\n")
        }
        shell => script(shell, "cargo-flow"),
    };
    message::print(&script)
}

fn script(shell: Shell, name: &str) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page of the command, with those of its subcommands as sections.
pub(super) fn page() -> Result<(), Failure> {
    let mut page = Vec::new();
    let mut command = Args::command().bin_name("cargo flow");
    command.build();
    let cannot = |error| Failure::new(format!("cannot write the manual page: {error}"));
    clap_mangen::Man::new(command.clone()).title("CARGO-FLOW").render(&mut page).map_err(cannot)?;
    for subcommand in command.get_subcommands().filter(|it| it.get_name() != "help") {
        let man = clap_mangen::Man::new(subcommand.clone());
        let title = format!(".SH \"CARGO FLOW {}\"\n", subcommand.get_name().to_uppercase());
        page.extend_from_slice(title.as_bytes());
        man.render_synopsis_section(&mut page).map_err(cannot)?;
        man.render_description_section(&mut page).map_err(cannot)?;
        man.render_options_section(&mut page).map_err(cannot)?;
    }
    message::print(&String::from_utf8_lossy(&page))
}
