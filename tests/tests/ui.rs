//! What compiles and what does not, with the messages as users see them.
//!
//! `TRYBUILD=overwrite cargo test -p flow-tests --test ui` writes the messages anew; read them before they are kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[test]
fn flows_that_compile() -> io::Result<()> {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    // The same programs on the mesh.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pass_on_the_mesh");
    fs::create_dir_all(&folder)?;
    for file in fs::read_dir("ui/pass")? {
        let file = file?;
        let copy = folder.join(file.file_name());
        fs::write(&copy, on_the_mesh(&fs::read_to_string(file.path())?))?;
        cases.pass(copy);
    }
    Ok(())
}

fn on_the_mesh(program: &str) -> String {
    program
        .replace("#[flow]", "#[flow(schedule = \"mesh\")]")
        .replace("#[flow(", "#[flow(schedule = \"mesh\", ")
        .replace("#[flow(schedule = \"mesh\", schedule = \"mesh\")]", "#[flow(schedule = \"mesh\")]")
}

/// What is lent is a reference there, a variant is asked for twice, and a closure is called after its file.
const OTHERWISE_ON_THE_MESH: [&str; 4] = [
    "r06_variant_of_a_plain_step_that_does_not_exist.stderr",
    "r08_quorum_of_references_to_different_types.stderr",
    "r08_race_by_reference_of_different_types.stderr",
    "r08_task_that_takes_what_is_not_send.stderr",
];

/// Where rustc speaks, it is about the code of a schedule. What it says is the same, wherever it does not show the
/// attribute.
#[test]
fn mistakes_on_the_mesh() -> io::Result<()> {
    let cases = trybuild::TestCases::new();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fail_on_the_mesh");
    fs::create_dir_all(&folder)?;
    let mut files: Vec<_> =
        fs::read_dir("ui/fail")?.map(|file| Ok(file?.path())).collect::<io::Result<_>>()?;
    files.sort();
    for message in files.iter().filter(|file| file.extension().is_some_and(|it| it == "stderr")) {
        let (text, program) = (fs::read_to_string(message)?, message.with_extension("rs"));
        let name = |file: &Path| file.file_name().map(|name| folder.join(name)).unwrap_or_default();
        let other = OTHERWISE_ON_THE_MESH.iter().any(|name| message.ends_with(name));
        if other || !text.starts_with("error[E") || text.contains("#[flow") {
            continue;
        }
        fs::write(name(&program), on_the_mesh(&fs::read_to_string(&program)?))?;
        fs::write(name(message), text.replace("ui/fail/", &format!("{}/", folder.display())))?;
        cases.compile_fail(name(&program));
    }
    Ok(())
}

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

/// A syntax error is the compiler's to report, once.
#[test]
fn unfinished_flows() {
    trybuild::TestCases::new().compile_fail("ui/unfinished/*.rs");
}

#[test]
fn conformance_cases_that_do_not_compile() {
    trybuild::TestCases::new().compile_fail("ui/conformance/*.rs");
}

/// A case has one mistake, or says at its end how many.
#[test]
fn each_mistake_is_one_error() -> io::Result<()> {
    for file in cases()? {
        let code = fs::read_to_string(&file)?;
        let last = code.lines().last().and_then(|line| line.strip_prefix("// ")?.strip_suffix(" mistakes"));
        let mistakes: usize = last.map_or(1, |number| number.parse().expect("a number"));
        let messages = fs::read_to_string(file.with_extension("stderr"))?;
        let errors = messages.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!(errors, mistakes, "errors of {}", file.display());
    }
    Ok(())
}

/// Whoever has std's sources would see other messages than those who do not.
#[test]
fn no_message_shows_code_of_the_standard_library() -> io::Result<()> {
    for file in cases()? {
        let messages = fs::read_to_string(file.with_extension("stderr"))?;
        assert!(!messages.contains("$RUST"), "{}", file.display());
    }
    Ok(())
}

fn cases() -> io::Result<Vec<PathBuf>> {
    let mut cases = Vec::new();
    for folder in ["ui/fail", "ui/conformance"] {
        for file in fs::read_dir(folder)? {
            let file = file?.path();
            if file.extension().is_some_and(|it| it == "rs") {
                cases.push(file);
            }
        }
    }
    Ok(cases)
}
