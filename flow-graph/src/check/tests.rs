//! Every rule with what breaks it, and with what looks similar and is right.

mod cycles;
mod events;
mod quorums;
mod values;

use expect_test::{Expect, expect};

use super::check;
use crate::analysis::notation::graph;

/// The errors of a flow as a user reads them.
fn errors(text: &str) -> String {
    match check(&mut graph(text)) {
        Ok(_) => "fine\n".to_owned(),
        Err(errors) => errors.iter().map(|it| format!("[{}, {:?}] {it}\n", it.rule, it.place)).collect(),
    }
}

#[track_caller]
fn fine(text: &str) {
    assert_eq!(errors(text), "fine\n", "{text}");
}

#[track_caller]
fn wrong(text: &str, expected: Expect) {
    expected.assert_eq(&errors(text));
}

#[test]
fn names_that_mean_nothing() {
    wrong(
        "start a; start a",
        expect![[r#"
        [1, Step(1)] there are two steps named `a`

        help: give one of them another name
    "#]],
    );
    wrong(
        "start a -> (); listen b: a::Yes",
        expect![[r#"
            [1, Trigger(1, 0)] `a` carries nothing, so there is no `a::Yes`

            help: wait for `a` itself, or let it return an enum
        "#]],
    );
    wrong(
        "start a -> (); listen b: a; output b",
        expect![[r#"
        fine
    "#]],
    );
    wrong(
        "start a -> (); listen b: a; output a",
        expect![[r#"
            [1, Picked] `a` carries nothing, so it cannot be the flow's output

            help: let it return a value, or name another step
        "#]],
    );
    wrong(
        "start a; router r: a max 5; listen b: r",
        expect![[r#"
            [1, MaxIterations(1)] `r` is in no loop, so `max_iterations` means nothing here

            help: remove it, or lead one of the router's routes back to an earlier step
        "#]],
    );
    wrong(
        "start a; router r: or(a, s::Again) max 5; router s: r::More ends(Stop) max 6",
        expect![[r#"
            [1, MaxIterations(2)] `r` and `s` are in the same loop, but their `max_iterations` differ

            help: remove one of them
        "#]],
    );
}

#[test]
fn c_f2_no_start_silences_cycles_but_not_what_is_written_wrong() {
    wrong(
        "listen a: b; listen b: a",
        expect![[r#"
        [2, Flow] the flow has no start step, so nothing would ever run

        help: mark the method that runs first with `#[start]`
    "#]],
    );
    wrong(
        "listen a: and(b, b); listen b: a",
        expect![[r#"
        [12, Trigger(0, 2)] `b` stands in this `and` twice

        help: remove one of them
        [2, Flow] the flow has no start step, so nothing would ever run

        help: mark the method that runs first with `#[start]`
    "#]],
    );
}

#[test]
fn inputs_and_members() {
    wrong(
        "start a(x: &str); start b(x: String)",
        expect![[r#"
        [12, Param(1, 0)] the input `x` is a `String` here and a `&str` in `a`

        help: parameters of start steps that have the same name are the same input: give both the same type, or rename one
    "#]],
    );
    fine("start a(x: Vec<u8>); start b(x: Vec< u8 >, y: u8)");
    wrong(
        "start a; listen b: and(a)",
        expect![[r#"
        [12, Trigger(1, 0)] `and` needs at least two members

        help: write `a` alone
    "#]],
    );
    wrong(
        "start a; listen b: or()",
        expect![[r#"
            [12, Trigger(1, 0)] `or` needs at least two members

            help: name the steps to wait for: `or(a, b)`
        "#]],
    );
    wrong(
        "start a; start b; listen c: or(and(a, b), and(a, b))",
        expect![[r#"
        [12, Trigger(2, 4)] `and(a, b)` stands in this `or` twice

        help: remove one of them
    "#]],
    );
}

#[test]
fn all_errors_of_a_flow_come_at_once_in_the_order_of_its_steps() {
    wrong(
        "start a; start a; listen m: m; listen n: m; listen j: and(r::X, r::Y); router r: a; mut listen s: a",
        expect![[r#"
            [1, Step(1)] there are two steps named `a`

            help: give one of them another name
            [5, Trigger(2, 0)] `m` waits for itself, so it can never run

            help: to run it again, let it wait for a way in and a way back: `or(before, m::Again)`
            [3, Trigger(4, 0)] `j` can never run: it waits for `r::X` and `r::Y`, and one run takes only one of them

            help: to go on after whichever of them happens, wait for `or(r::X, r::Y)`
            [10, Receiver(6)] `s` takes `&mut self`, so nothing may run beside it, but `a` may run at the same time
              `a` succeeds
              now both run: `s` and `a`
              so may `r`

            help: let one wait for the other, or take `&self` and put what changes behind a lock
        "#]],
    );
}
