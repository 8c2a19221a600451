//! Which flow a name means.

use expect_test::expect;

use crate::run::{flow, workspace};
use crate::support::{self, Package};

/// The title of the picture that the name gives.
fn drawn(package: &Package, name: &str) -> String {
    let out = flow(package, &["graph", name]).ok();
    out.lines().find_map(|line| line.strip_prefix("title: ")).unwrap().trim_matches('"').to_string()
}

#[test]
fn names_that_mean_one_flow() {
    let package = workspace();
    for name in ["Offer", "shop::Offer", "crate::Offer", "::shop::Offer", "shop/src/lib.rs:10", "lib.rs:10"] {
        assert_eq!(drawn(&package, name), "Offer", "{name}");
    }
    for name in ["orders::Order", "shop::orders::Order", "crate::orders::Order", "r#orders::Order"] {
        assert_eq!(drawn(&package, name), "Order", "{name}");
    }
    let out = flow(&package, &["graph", "Order", "-p", "shop"]).ok();
    assert!(out.contains("s_pay"));
}

#[test]
fn the_only_flow_needs_no_name() {
    let package = Package::new(&[("src/lib.rs", &support::flow("Alone"))]);
    assert!(flow(&package, &["graph"]).ok().contains("title: \"Alone\""));
    assert!(flow(&package, &["explain"]).ok().starts_with("Alone, src/lib.rs:2\n"));
}

#[test]
fn names_that_mean_several() {
    expect![[r#"
        --- stderr
        error: `Order` is the name of several flows
         |
         = note: `old::Order` in tools/src/main.rs:21
                 `orders::Order` in shop/src/lib.rs:29
         = help: write one of these names instead
        --- exit code 101
    "#]]
    .assert_eq(&flow(&workspace(), &["graph", "Order"]).all());
    let twice = "fn a() { #[flow] impl A { #[start] fn go(&self) {} } }\n";
    let package = Package::new(&[("src/lib.rs", &format!("{twice}{twice}"))]);
    expect![[r#"
        --- stderr
        error: `A` is the name of several flows
         |
         = note: `src/lib.rs:1`
                 `src/lib.rs:2`
         = help: write one of these names instead
        --- exit code 101
    "#]]
    .assert_eq(&flow(&package, &["graph", "A"]).all());
    assert_eq!(drawn(&package, "src/lib.rs:2"), "A");
}

#[test]
fn names_that_mean_nothing() {
    let package = workspace();
    for (name, said) in [
        (
            "Offr",
            expect![[r#"
            --- stderr
            error: there is no flow named `Offr`
             |
             = help: did you mean `Offer`?
            --- exit code 101
        "#]],
        ),
        (
            "order",
            expect![[r#"
            --- stderr
            error: there is no flow named `order`
             |
             = help: did you mean `old::Order` or `orders::Order`?
            --- exit code 101
        "#]],
        ),
        (
            "Zebra",
            expect![[r#"
            --- stderr
            error: there is no flow named `Zebra`
             |
             = note: `Essay` in tools/src/main.rs:4
                     `old::Order` in tools/src/main.rs:21
                     `Offer` in shop/src/lib.rs:10
                     `orders::Order` in shop/src/lib.rs:29
            --- exit code 101
        "#]],
        ),
        (
            "crate::Order",
            expect![[r#"
            --- stderr
            error: there is no flow named `crate::Order`
             |
             = help: did you mean `old::Order` or `orders::Order`?
            --- exit code 101
        "#]],
        ),
        (
            "shop/src/lib.rs:11",
            expect![[r#"
            --- stderr
            error: there is no flow named `shop/src/lib.rs:11`
             |
             = note: `Essay` in tools/src/main.rs:4
                     `old::Order` in tools/src/main.rs:21
                     `Offer` in shop/src/lib.rs:10
                     `orders::Order` in shop/src/lib.rs:29
            --- exit code 101
        "#]],
        ),
    ] {
        said.assert_eq(&flow(&package, &["explain", name]).all());
    }
}

#[test]
fn no_name_for_many_flows() {
    let flows: String = (0..12).map(|number| support::flow(&format!("Flow{number}"))).collect();
    let package = Package::new(&[("src/lib.rs", &flows)]);
    expect![[r#"
        --- stderr
        error: there is more than one flow: which one?
         |
         = note: `Flow0` in src/lib.rs:2
                 `Flow1` in src/lib.rs:7
                 `Flow2` in src/lib.rs:12
                 `Flow3` in src/lib.rs:17
                 `Flow4` in src/lib.rs:22
                 `Flow5` in src/lib.rs:27
                 `Flow6` in src/lib.rs:32
                 `Flow7` in src/lib.rs:37
                 `Flow8` in src/lib.rs:42
                 `Flow9` in src/lib.rs:47
                 and 2 more: `cargo flow list` shows all of them
         = help: add the name of one of them
        --- exit code 1
    "#]]
    .assert_eq(&flow(&package, &["explain"]).all());
}

#[test]
fn no_flow_at_all() {
    let package = Package::new(&[("src/lib.rs", "")]);
    expect![[r#"
        --- stderr
        error: there is no `#[flow]` in package `shop`
         |
         = note: flows are found in libraries, binaries and examples; flows that other macros make are not seen
         = help: add `--all-targets` for those of tests and benchmarks, or make a package with a flow: `cargo flow new`
        --- exit code 101
    "#]].assert_eq(&flow(&package, &["graph", "A"]).all());
}
