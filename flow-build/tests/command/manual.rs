//! Help, completions and the manual page.

use std::io::Write;
use std::process::{Command, Stdio};

use expect_test::expect;

use crate::run::{flow, workspace};

#[test]
fn help() {
    expect![[r#"
        Look at the flows of a workspace, from its source files alone

        Usage: cargo flow [OPTIONS] <COMMAND>

        Commands:
          list         List all flows: inputs, output, steps, sinks, and where they are
          check        Check all flows against the rules of the graph, without compiling
          graph        Draw a flow
          explain      Explain a flow in plain words: what waits for what, what may be cancelled, where it
                       loops
          replay       Show a run that was recorded: on the picture of its flow, and over time
          new          Create a package with a flow, a build script that draws it, and a test
          completions  Print a script that completes `cargo-flow` in a shell
          man          Print the manual page, for `man`

        Options:
              --color <WHEN>  Coloring [default: auto] [possible values: auto, always, never]
          -h, --help          Print help
          -V, --version       Print version

        Exit codes: 0 if all is well, 1 if the command line makes no sense, 101 if a flow has mistakes or
        something could not be done.
    "#]]
    .assert_eq(&flow(&workspace(), &["--help"]).ok());
    expect![[r#"
        Draw a flow

        Usage: cargo flow graph [OPTIONS] [NAME]

        Arguments:
          [NAME]  The flow: `Flow`, `module::Flow`, `crate::module::Flow`, `package::Flow`, or
                  `src/file.rs:LINE`. May be left out if there is only one

        Options:
          -f, --format <FMT>         What to write; if not given, what the ending of FILE says, or else
                                     Mermaid [possible values: mermaid, dot, json, svg, html]
          -o, --output <FILE>        Where to write it, instead of the standard output
              --link-template <URL>  Where a step of an SVG or of a page links to: `{path}` is its file from
                                     the root of the workspace, `{absolute}` the same from the root of the
                                     file system, `{line}` its line. Nothing at all for no links. If not
                                     given, links lead from FILE to the source file
          -w, --watch                Again whenever a source file changes
              --color <WHEN>         Coloring [default: auto] [possible values: auto, always, never]
          -h, --help                 Print help (see more with '--help')

        Package Selection:
          -p, --package <SPEC>  Only the flows of this package; may be repeated
              --all-targets     The flows of tests and benchmarks, too

        Manifest Options:
              --manifest-path <PATH>  Path to Cargo.toml
    "#]]
    .assert_eq(&flow(&workspace(), &["graph", "-h"]).ok());
}

#[test]
fn a_command_line_that_makes_no_sense() {
    expect![[r#"
        --- stderr
        error: unrecognized subcommand 'chekc'

          tip: a similar subcommand exists: 'check'

        Usage: cargo flow [OPTIONS] <COMMAND>

        For more information, try '--help'.
        --- exit code 1
    "#]]
    .assert_eq(&flow(&workspace(), &["chekc"]).all());
    expect![[r#"
        --- stderr
        error: unexpected argument '--packge' found

          tip: a similar argument exists: '--package'

        Usage: cargo flow list --package <SPEC>

        For more information, try '--help'.
        --- exit code 1
    "#]]
    .assert_eq(&flow(&workspace(), &["list", "--packge", "x"]).all());
    expect![[r#"
        --- stderr
        Look at the flows of a workspace, from its source files alone

        Usage: cargo flow [OPTIONS] <COMMAND>

        Commands:
          list         List all flows: inputs, output, steps, sinks, and where they are
          check        Check all flows against the rules of the graph, without compiling
          graph        Draw a flow
          explain      Explain a flow in plain words: what waits for what, what may be cancelled, where it
                       loops
          replay       Show a run that was recorded: on the picture of its flow, and over time
          new          Create a package with a flow, a build script that draws it, and a test
          completions  Print a script that completes `cargo-flow` in a shell
          man          Print the manual page, for `man`

        Options:
              --color <WHEN>  Coloring [default: auto] [possible values: auto, always, never]
          -h, --help          Print help
          -V, --version       Print version

        Exit codes: 0 if all is well, 1 if the command line makes no sense, 101 if a flow has mistakes or
        something could not be done.
        --- exit code 1
    "#]]
    .assert_eq(&flow(&workspace(), &[]).all());
}

#[test]
fn the_program_by_itself() {
    let package = workspace();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-flow"));
    let out = command.args(["list", "-p", "shop"]).current_dir(package.path()).output().unwrap();
    assert_eq!(String::from_utf8(out.stdout).unwrap(), flow(&package, &["list", "-p", "shop"]).ok());
}

#[test]
fn colours_if_asked_for() {
    let package = workspace();
    assert!(flow(&package, &["list", "-p", "shop", "--color", "always"]).out.contains("\u{1b}[1m"));
    assert!(!flow(&package, &["list", "-p", "shop"]).out.contains('\u{1b}'));
    let wrong = flow(&package, &["check", "--color=always"]);
    assert!(wrong.err.contains("\u{1b}["), "{}", wrong.err);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = flow(&workspace(), &["completions", shell]).ok();
        for word in ["cargo-flow", "list", "check", "graph", "explain", "completions"] {
            assert!(script.contains(word), "{shell} {word}");
        }
    }
}

#[test]
fn bash_reads_its_completions() {
    let package = workspace();
    let script = flow(&package, &["completions", "bash"]).ok();
    // What bash does on a tab: the function that is registered gets the command, the word and the word before.
    let ask = "\nCOMP_WORDS=(cargo-flow graph --fo); COMP_CWORD=2
        complete -p cargo-flow | sed 's/.*-F \\([^ ]*\\).*/\\1/' > name; read -r function < name
        \"$function\" cargo-flow --fo graph; echo \"${COMPREPLY[@]}\"\n";
    let mut bash = Command::new("bash")
        .current_dir(package.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bash is installed");
    bash.stdin.take().unwrap().write_all((script + ask).as_bytes()).unwrap();
    let out = bash.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(out.stdout).unwrap().trim(), "--format");
}

#[test]
fn the_manual_page() {
    let page = flow(&workspace(), &["man"]).ok();
    assert!(page.contains(".TH cargo-flow 1") || page.contains(".TH CARGO-FLOW 1"), "{}", &page[..300]);
    for section in ["LIST", "CHECK", "GRAPH", "EXPLAIN", "NEW", "COMPLETIONS"] {
        assert!(page.contains(&format!(".SH \"CARGO FLOW {section}\"")), "{section}");
    }
    assert!(page.contains("\\-\\-link\\-template"));
}
