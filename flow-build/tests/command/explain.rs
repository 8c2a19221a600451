//! `cargo flow explain`

use expect_test::{Expect, expect};

use crate::run::{flow, workspace};
use crate::support::Package;

fn check(package: &Package, name: &str, said: Expect) {
    said.assert_eq(&flow(package, &["explain", name]).ok());
}

#[test]
fn a_race_in_a_join() {
    check(
        &workspace(),
        "Offer",
        expect![[r#"
        Offer, shop/src/lib.rs:10
        Finds the price of an item, and when it can be here.

            run(item: &str) -> String

        Steps
            `near` runs when the flow starts; within 2s
            `far` runs when the flow starts
            `days` runs when the flow starts; 3 times at once, until 2 have succeeded, which cancels the rest
            `offer` runs when (the first of `near` and `far` has succeeded) and `days` has succeeded

        Cancelled
            when `near` ends, it may cancel `far`
            when `far` ends, it may cancel `near`

        Output
            `String`, the value of `offer`

        Longest chain
            2 steps: `near` -> `offer`

        Schedule
            one after another
            ├ side by side, until all are done
            │ ├ a race for `offer`, until the first is done
            │ │ ├ `near`
            │ │ └ `far`
            │ └ `days`
            └ `offer`
    "#]],
    );
}

#[test]
fn routes_errors_and_a_flow_inside() {
    check(
        &workspace(),
        "orders::Order",
        expect![[r#"
        Order, shop/src/lib.rs:29

            run(item: &str) -> Option<Receipt>

        Steps
            `ask` runs when the flow starts; it runs the flow `Offer`
            `decide` runs when `ask` has succeeded
            `pay` runs when `decide` gives `Order`; once begun, it runs to its end even when its race is lost
            `sorry` runs when `ask` has failed

        Routes
            ask succeeds -> decide
            ask::Err -> sorry
            decide::Order -> pay
            decide::Enough ends

        Output
            `Option<Receipt>`, the value of `pay`, which is `None` where the step does not run

        Longest chain
            3 steps: `ask` -> `decide` -> `pay`

        Schedule
            there is no tree of joins, races and loops for this flow: each step begins by itself as soon as what it waits for has happened
    "#]],
    );
}

#[test]
fn loops_in_loops() {
    check(
        &workspace(),
        "Essay",
        expect![[r#"
            Essay, tools/src/main.rs:4

                run() -> ()

            Steps
                `draft` runs when the flow starts
                `judge` runs when `draft` has succeeded, and again when `revise` has succeeded or `shorten` gives `Again`
                `revise` runs when `judge` gives `Bad`
                `shorten` runs when `judge` gives `Long`, and again when `shorten` gives `More`
                `publish` runs when `judge` gives `Good`
                `tell` runs when `publish` has succeeded
                    it reads what `draft` gave, without waiting for it

            Routes
                judge::Bad -> revise
                judge::Long -> shorten
                judge::Good -> publish
                shorten::Again -> judge
                shorten::More -> shorten
                shorten::Lost ends

            Loops
                `judge`, `revise` and `shorten` go round, beginning with `judge`, at most 5 times; it is left when `judge` gives `Good` or `shorten` gives `Lost`
                `shorten` goes round, beginning with `shorten`, at most 100 times; it is left when `shorten` gives `Again` or `shorten` gives `Lost`

            Output
                `()`: no step at the end carries a value

            Longest chain
                4 steps: `draft` -> `judge` -> `publish` -> `tell`

            Schedule
                one after another
                ├ `draft`
                └ a loop that begins with `judge`
                  └ one after another
                    ├ `judge`
                    └ what follows `judge`
                      ├ `Bad`: `revise`
                      ├ `Long`: a loop that begins with `shorten`
                      │ └ one after another
                      │   ├ `shorten`
                      │   └ what follows `shorten`
                      │     ├ `Again`: back to `judge`
                      │     └ `More`: back to `shorten`
                      └ `Good`: one after another
                        ├ `publish`
                        └ `tell`
        "#]],
    );
}

#[test]
fn chains_that_lose_and_steps_that_do_not() {
    let lib = "#[flow]\nimpl Quotes {\n    #[start]\n    async fn ann(&self) -> u32 { todo!() }\n    #[listen(ann)]\n    \
               async fn convert(&self, n: u32) -> u32 { todo!() }\n    #[start]\n    async fn bob(&self) -> u32 { todo!() }\n    \
               #[start]\n    #[must_finish]\n    async fn eve(&self) -> u32 { todo!() }\n    #[start]\n    async fn log(&self) -> u32 { todo!() }\n    \
               #[listen(log)]\n    async fn store(&self, n: u32) {}\n    #[listen(quorum(2, convert, bob, eve, log))]\n    \
               async fn compare(&self, prices: Vec<u32>) -> u32 { todo!() }\n}\n";
    check(
        &Package::new(&[("src/lib.rs", lib)]),
        "Quotes",
        expect![[r#"
        Quotes, src/lib.rs:2

            run() -> u32

        Steps
            `ann` runs when the flow starts
            `convert` runs when `ann` has succeeded
            `bob` runs when the flow starts
            `eve` runs when the flow starts; once begun, it runs to its end even when its race is lost
            `log` runs when the flow starts
            `store` runs when `log` has succeeded
            `compare` runs when the first 2 of `convert`, `bob`, `eve` and `log` have succeeded

        Cancelled
            when `convert` ends, it may cancel `bob`
            when `bob` ends, it may cancel `ann` and `convert`
            when `eve` ends, it may cancel `ann`, `convert` and `bob`
            when `log` ends, it may cancel `ann`, `convert` and `bob`

        Output
            `u32`, the value of `compare`

        Longest chain
            3 steps: `ann` -> `convert` -> `compare`

        Schedule
            there is no tree of joins, races and loops for this flow: each step begins by itself as soon as what it waits for has happened
    "#]],
    );
}

#[test]
fn a_flow_with_mistakes_is_not_explained() {
    let ran = flow(&workspace(), &["explain", "old::Order"]);
    assert_eq!((ran.code, &*ran.out), (101, ""));
    assert!(ran.err.ends_with("error: `Order` has 1 mistake, and cannot be explained\n"), "{}", ran.err);
}
