//! Who loses a race, and who does not.

use super::notation::flow;

#[test]
fn a_whole_chain_loses() {
    let race = flow("a; b1; b2: b1; b3: b2; h: or(a, b3)").takes("a", 5).takes("b1", 2).takes("b2", 9);
    assert_eq!(race.run(), "a 0-5, b1 0-2, b2 2-5~, h 5-5 = done at 5");
}

#[test]
fn what_another_trigger_can_use_runs_on() {
    let race = flow("a; b; h: or(a, b); other: b").takes("a", 5).takes("b", 9);
    assert_eq!(race.run(), "a 0-5, b 0-9, h 5-5, other 9-9 = done at 9");
}

#[test]
fn a_step_in_two_races_loses_with_the_second() {
    let race = flow("a; b; c; x: or(a, b); y: or(c, b)").takes("a", 5).takes("b", 9).takes("c", 7);
    assert_eq!(race.run(), "a 0-5, b 0-7~, c 0-7, x 5-5, y 7-7 = done at 7");
}

#[test]
fn a_listener_that_is_dead_needs_nothing() {
    let race = flow("a; b; r; h: or(a, b); j: and(b, r::Yes)").routes("r", "No").takes("a", 5).takes("b", 9);
    assert_eq!(race.run(), "a 0-5, b 0-5~, r 0-0, h 5-5 = done at 5");
}

#[test]
fn a_route_not_taken_cancels_nothing() {
    let route = flow("b; r; j: and(b, r::Yes)").routes("r", "No").takes("b", 9);
    assert_eq!(route.run(), "b 0-9, r 0-0 = done at 9");
}

#[test]
fn a_loser_that_has_not_begun_never_begins() {
    let race = flow("a; s; b!: s; h: or(a, b); t: s").takes("a", 5).takes("s", 9);
    assert_eq!(race.run(), "a 0-5, s 0-9, h 5-5, t 9-9 = done at 9");
}

#[test]
fn a_lost_step_that_must_finish_fails_the_flow() {
    let race = flow("a; b!; h: or(a, b)").takes("a", 5).takes("b", 9).takes("h", 90).fails("b");
    assert_eq!(race.run(), "a 0-5, b 0-9!, h 5-9~ = failed b at 9");
}

#[test]
fn everything_that_can_happen_at_once_does_before_a_race_is_decided() {
    let race = flow("a; b1; b2: b1; h: or(b2, a)").takes("a", 5).takes("b1", 5);
    assert_eq!(race.run(), "a 0-5, b1 0-5, b2 5-5, h 5-5 = done at 5");
}

#[test]
fn upstream_races_are_decided_first() {
    // Both races have a member that has happened; deciding `x` first lets `y` choose between two.
    let races = flow("a; b; c; x: or(a, b); y: or(x, c)").takes("b", 9);
    let log = races.log(crate::machine::simulate::Ties::NewestFirst);
    let crate::machine::Carried::Or { winner, .. } = log.runs[4].carried.clone().expect("y waits") else {
        panic!("y is a race")
    };
    assert_eq!(winner, 0);
}

#[test]
fn an_inner_race_is_decided_by_itself() {
    let nested = flow("a; b; c; j: and(or(a, b), c)").takes("a", 3).takes("b", 5).takes("c", 9);
    assert_eq!(nested.run(), "a 0-3, b 0-3~, c 0-9, j 9-9 = done at 9");
}

#[test]
fn a_member_that_can_never_happen_drops_out() {
    let race = flow("r; a; x: r::Yes; h: or(x, a)").routes("r", "No").takes("a", 9);
    assert_eq!(race.run(), "r 0-0, a 0-9, h 9-9 = done at 9");
}
