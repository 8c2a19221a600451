//! The state, `#[from]`, and values of loops.

use expect_test::expect;

use super::{fine, wrong};

#[test]
fn the_state_alone() {
    wrong(
        "mut start p; mut start q",
        expect![[r#"
        [10, Receiver(0)] `p` takes `&mut self`, so nothing may run beside it, but `q` may run at the same time
          both begin when the flow starts: `p` and `q`

        help: let one wait for the other, or take `&self` and put what changes behind a lock
    "#]],
    );
    wrong(
        "start a; router r: a; mut listen b: r::Yes; listen c: a; listen d: c; listen e: r::No; free listen f: c; listen g: f",
        expect![[r#"
            [10, Receiver(2)] `b` takes `&mut self`, so nothing may run beside it, but `c` may run at the same time
              `a` succeeds
              `r` succeeds with `Yes`
              now both run: `b` and `c`
              so may `d`, `f` and `g`

            help: let one wait for the other, or take `&self` and put what changes behind a lock
        "#]],
    );
    fine("mut start p; mut listen q: p");
    fine("router r; mut listen a: r::Yes; mut listen b: r::No; mut listen c: or(a, b)");
    fine("start a; start b; mut listen c: or(a, b)");
    wrong(
        "start a; must_finish start b; mut listen c: or(a, b)",
        expect![[r#"
        [10, Receiver(2)] `c` takes `&mut self`, so nothing may run beside it, but `b` may run at the same time
          `a` succeeds
          now both run: `c` and `b`

        help: let one wait for the other, or take `&self` and put what changes behind a lock
    "#]],
    );
    wrong(
        "start a; start b; mut listen c: or(a, b); listen d: b",
        expect![[r#"
        [10, Receiver(2)] `c` takes `&mut self`, so nothing may run beside it, but `b` may run at the same time
          `a` succeeds
          now both run: `c` and `b`
          so may `d`

        help: let one wait for the other, or take `&self` and put what changes behind a lock
    "#]],
    );
}

#[test]
fn what_from_reads() {
    fine("start a; listen b: a; listen c(from a: &T): b");
    fine("router r; listen a: r::A; listen b: r::B; listen c(from a: Option<T>): or(a, b)");
    wrong(
        "router r; listen a: r::A; listen b: r::B; listen c(from a: T): or(a, b)",
        expect![[r#"
            [11, Param(3, 0)] `a` may not have succeeded when `c` begins: `c` also begins after `b`

            help: write `Option<T>`, which is `None` then
        "#]],
    );
    wrong(
        "start a; start b; listen c(from a: T): b",
        expect![[r#"
        [11, Param(2, 0)] `c` does not wait for `a`, so its value may not be there yet

        help: `#[from]` reads the value of a step that the trigger waits for, directly or through others
    "#]],
    );
    wrong(
        "start a -> (); listen b(from a: T): a",
        expect![[r#"
        [11, Param(1, 0)] `a` carries nothing, so there is nothing to take from it

        help: remove the parameter
    "#]],
    );
    wrong(
        "start a; listen b(from r: Option<T>): or(a, r::More); router r: b ends(_)",
        expect![[r#"
        [11, Param(1, 0)] `r` runs after `b` in each iteration, so its value is not there yet

        help: `#[from]` reads the value of a step that the trigger waits for, directly or through others
    "#]],
    );
}

#[test]
fn values_of_an_iteration_that_is_over() {
    // What comes back is the header's, however it takes it.
    fine("start a; listen b(v: &T): or(a, r::More); router r: b ends(_)");
    fine("start a; listen b(v: T): or(a, r::More); router r: b ends(_)");
    fine("start a -> &str; listen b(v: &str): or(a, c); router r: b ends(_); listen c -> &str: r::More");
    wrong(
        "start a; start z; listen b: or(a, r::More); router r: b ends(_); listen log(v: &T): or(b, z)",
        expect![[r#"
            [5, Param(4, 0)] `log` cannot borrow the value of `b`: the loop of `b` may go round again meanwhile, which drops it

            help: take it by value
        "#]],
    );
    fine("start a; start z; listen b: or(a, r::More); router r: b; listen done(v: &T): or(r::Done, z)");
    wrong(
        "start a; start y; start z; listen b: or(a, r::More); router r: b ends(_); listen log: or(and(b, y), z)",
        expect![[r#"
            [5, Trigger(5, 1)] this `and` would mix iterations: `b` is in the loop of `b`, which may go round again before `log` begins

            help: let a step inside the loop wait for all of them, and listen to that step
        "#]],
    );
}
