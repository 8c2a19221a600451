//! What can be typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{
    ArgAction, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint,
};
use clap_complete::Shell;

use super::failure::Failure;

const STYLES: clap::builder::Styles = {
    use clap::builder::styling::{AnsiColor, Effects, Styles};
    // Cargo's own.
    Styles::styled()
        .header(AnsiColor::BrightGreen.on_default().effects(Effects::BOLD))
        .usage(AnsiColor::BrightGreen.on_default().effects(Effects::BOLD))
        .literal(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD))
        .placeholder(AnsiColor::Cyan.on_default())
        .error(AnsiColor::BrightRed.on_default().effects(Effects::BOLD))
        .valid(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD))
        .invalid(AnsiColor::BrightYellow.on_default().effects(Effects::BOLD))
};

/// Look at the flows of a workspace, from its source files alone
#[derive(Debug, Parser)]
#[command(
    name = "cargo-flow",
    version,
    styles = STYLES,
    after_help = "Exit codes: 0 if all is well, 1 if the command line makes no sense, 101 if a flow has mistakes or \
                  something could not be done.",
    disable_help_subcommand = true
)]
pub(super) struct Args {
    /// Coloring
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 100)]
    pub(super) color: ColorChoice,

    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List all flows: inputs, output, steps, sinks, and where they are
    List(List),
    /// Check all flows against the rules of the graph, without compiling
    ///
    /// The messages are those of `#[flow]` itself, with the lines they are about. What only the compiler can know, such
    /// as a value of the wrong type, is not checked.
    Check(Check),
    /// Draw a flow
    Graph(Graph),
    /// Explain a flow in plain words: what waits for what, what may be cancelled, where it loops
    Explain(Explain),
    /// Show a run that was recorded: on the picture of its flow, and over time
    ///
    /// The log is what `RunLogWriter` of flow-core (feature `record`) writes. It holds the flow: no sources are read.
    Replay(Replay),
    /// Create a package with a flow, a build script that draws it, and a test
    New(New),
    /// Print a script that completes `cargo-flow` in a shell
    Completions(Completions),
    /// Print the manual page, for `man`
    Man,
}

impl Args {
    /// Reads the words that the program was given, of which the first is its own name.
    pub(super) fn read(words: Vec<OsString>) -> Result<Args, clap::Error> {
        // What is typed is told, not what is run.
        let matches = Args::command().bin_name("cargo flow").try_get_matches_from(words)?;
        Args::from_arg_matches(&matches)
    }
}

/// Which sources are read.
#[derive(Debug, clap::Args)]
pub(super) struct Select {
    /// Only the flows of this package; may be repeated
    #[arg(short, long, value_name = "SPEC", action = ArgAction::Append, help_heading = "Package Selection")]
    pub(super) package: Vec<String>,

    /// The flows of tests and benchmarks, too
    #[arg(long, help_heading = "Package Selection")]
    pub(super) all_targets: bool,

    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, help_heading = "Manifest Options")]
    pub(super) manifest_path: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// For people
    Human,
    /// A JSON object a line
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) select: Select,

    /// How the flows are printed
    #[arg(long, value_name = "FMT", default_value = "human")]
    pub(super) message_format: MessageFormat,

    /// Again whenever a source file changes
    #[arg(short, long)]
    pub(super) watch: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) select: Select,

    /// How mistakes are printed; `json` has the shape of Cargo's messages, so that editors can read it
    #[arg(long, value_name = "FMT", default_value = "human")]
    pub(super) message_format: MessageFormat,

    /// Again whenever a source file changes
    #[arg(short, long)]
    pub(super) watch: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A Mermaid flowchart, for Markdown
    Mermaid,
    /// Graphviz
    Dot,
    /// The flow and its picture as data
    Json,
    /// A picture, for light and dark pages, with links to the sources
    Svg,
    /// A page to look around in, in one file: the picture, every step, search; needs no network
    Html,
}

#[derive(Debug, clap::Args)]
pub(super) struct Graph {
    /// The flow: `Flow`, `module::Flow`, `crate::module::Flow`, `package::Flow`, or `src/file.rs:LINE`. May be left out
    /// if there is only one
    pub(super) name: Option<String>,

    /// What to write; if not given, what the ending of FILE says, or else Mermaid
    #[arg(short, long, value_name = "FMT")]
    pub(super) format: Option<Format>,

    /// Where to write it, instead of the standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,

    /// Where a step of an SVG or of a page links to: `{path}` is its file from the root of the workspace, `{absolute}` the same from
    /// the root of the file system, `{line}` its line. Nothing at all for no links. If not given, links lead from FILE
    /// to the source file
    #[arg(long, value_name = "URL")]
    pub(super) link_template: Option<String>,

    #[command(flatten)]
    pub(super) select: Select,

    /// Again whenever a source file changes
    #[arg(short, long)]
    pub(super) watch: bool,
}

impl Graph {
    /// The format that is meant.
    pub(super) fn format(&self) -> Result<Format, Failure> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(file) = &self.output else { return Ok(Format::Mermaid) };
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending {
            "mmd" | "mermaid" => Ok(Format::Mermaid),
            "dot" | "gv" => Ok(Format::Dot),
            "json" => Ok(Format::Json),
            "svg" => Ok(Format::Svg),
            "html" | "htm" => Ok(Format::Html),
            _ => Err(Failure::misuse(format!(
                "cannot tell the format of `{}` by its ending",
                file.display()
            ))
            .help("say it with `--format`, or use the ending `.mmd`, `.dot`, `.json`, `.svg` or `.html`")),
        }
    }

    /// What can be said before any source is read.
    pub(super) fn validate(&self) -> Result<(), Failure> {
        let format = self.format()?;
        if let (Some(_), false) = (&self.link_template, matches!(format, Format::Svg | Format::Html)) {
            return Err(Failure::misuse("`--link-template` is for SVG and HTML, and this is another format")
                .help("add `--format svg` or `--format html`, or leave it out"));
        }
        if let Some(template) = &self.link_template {
            super::links::validate(template)?;
        }
        Ok(())
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The flow: `Flow`, `module::Flow`, `crate::module::Flow`, `package::Flow`, or `src/file.rs:LINE`. May be left out
    /// if there is only one
    pub(super) name: Option<String>,

    #[command(flatten)]
    pub(super) select: Select,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReplayFormat {
    /// A page in one file: the picture with the run on it, and a timeline; needs no network
    Html,
    /// Chrome's trace events as JSON, for Perfetto and other viewers of traces
    Trace,
}

#[derive(Debug, clap::Args)]
pub(super) struct Replay {
    /// The log
    #[arg(value_name = "RUN", value_hint = ValueHint::FilePath)]
    pub(super) log: PathBuf,

    /// What to write; if not given, what the ending of FILE says: `.html` or `.json`; else a page
    #[arg(short, long, value_name = "FMT")]
    pub(super) format: Option<ReplayFormat>,

    /// Where to write it, instead of the standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,

    /// Which run of the log, if runs have followed one another; those inside others are shown there
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) run: usize,
}

impl Replay {
    /// The format that is meant.
    pub(super) fn format(&self) -> Result<ReplayFormat, Failure> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(file) = self.output.as_ref().filter(|file| file.as_os_str() != "-") else {
            return Ok(ReplayFormat::Html);
        };
        match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
            "html" | "htm" => Ok(ReplayFormat::Html),
            "json" => Ok(ReplayFormat::Trace),
            _ => {
                Err(Failure::misuse(format!("cannot tell the format of `{}` by its ending", file.display()))
                    .help("say it with `--format`, or use the ending `.html` or `.json`"))
            }
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The directory to create
    #[arg(value_name = "PATH", value_hint = ValueHint::DirPath)]
    pub(super) path: PathBuf,

    /// The name of the package; that of the directory if not given
    #[arg(long)]
    pub(super) name: Option<String>,

    /// The version control system to set up, as for `cargo new`
    #[arg(long)]
    pub(super) vcs: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,
}
