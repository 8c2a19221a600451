//! What compiles and what does not, with the messages as users see them.
//!
//! `TRYBUILD=overwrite cargo test -p flow-tests --test ui` writes the messages anew; read them before they are kept.

use std::fs;
use std::io;
use std::path::Path;

#[test]
fn flows_that_compile() -> io::Result<()> {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    // The same programs on the mesh.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pass_on_the_mesh");
    fs::create_dir_all(&folder)?;
    for file in fs::read_dir("ui/pass")? {
        let file = file?;
        let program = fs::read_to_string(file.path())?
            .replace("#[flow]", "#[flow(schedule = \"mesh\")]")
            .replace("#[flow(", "#[flow(schedule = \"mesh\", ")
            .replace("#[flow(schedule = \"mesh\", schedule = \"mesh\")]", "#[flow(schedule = \"mesh\")]");
        let copy = folder.join(file.file_name());
        fs::write(&copy, program)?;
        cases.pass(copy);
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
