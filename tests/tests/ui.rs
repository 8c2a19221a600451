//! What compiles and what does not, with the messages as users see them.
//!
//! `TRYBUILD=overwrite cargo test -p flow-tests --test ui` writes the messages anew; read them before they are kept.

#[test]
fn flows_that_compile() {
    trybuild::TestCases::new().pass("ui/pass/*.rs");
}

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

#[test]
fn conformance_cases_that_do_not_compile() {
    trybuild::TestCases::new().compile_fail("ui/conformance/*.rs");
}
