//! Branches of races and quorums.

use std::future::pending;

use flow_core::__private::{self as rt, Watch as _, WatchStep as _};
use flow_core::FlowErrorKind;

use super::{Outcome, at_once, graph, lines_of, own_error};

#[test]
fn a_race_names_its_winner_and_its_losers() {
    let (result, lines) = lines_of(graph("F", &["a", "b", "c", "show"]), |watch| async move {
        let first: u32 = race!(watch; 3, "F", "show";
            0 => a = { Ok::<_, rt::FlowError<String>>(watch.step(0).done(pending().await)) },
            2 => b = { Ok(watch.step(1).done(async { 2 }.await)) },
            3 => c = { Ok(watch.step(2).done(pending().await)) },
        )?;
        Ok(watch.step(3).done(first))
    });
    assert_eq!(result.unwrap(), 2);
    let expected = [
        "started a",
        "started b",
        "finished b",
        "started c",
        "decided show: member 2",
        "lost a in the race for show",
        "lost c in the race for show",
        "started show",
        "finished show",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn what_is_dropped_after_a_race_is_cancelled() {
    let (_, lines) = lines_of(graph("F", &["a", "b", "show", "other"]), |watch| async move {
        let other = watch.step(3);
        race!(watch; 2, "F", "show";
            0 => a = { Ok::<_, rt::FlowError<String>>(watch.step(0).done(())) },
            1 => b = { Ok(watch.step(1).done(pending().await)) },
        )?;
        drop(other);
        Ok(())
    });
    assert_eq!(lines[lines.len() - 2..], ["lost b in the race for show", "cancelled other"]);
}

#[test]
fn nobody_wins_a_race_that_all_lose() {
    let (result, lines) = lines_of(graph("F", &["a", "b", "show"]), |watch| async move {
        let failing = |error: &'static str| async move { Err::<u8, _>(error) };
        race!(watch; 2, "F", "show";
            0 => a = {
                watch.step(0).result(failing("x").await, |it| rt::describe!(it)).map_err(own_error)
            },
            1 => b = {
                watch.step(1).result(failing("y").await, |it| rt::describe!(it)).map_err(own_error)
            },
        )
    });
    assert_eq!(result.unwrap_err().kind(), FlowErrorKind::RaceFailed);
    assert_eq!(lines, ["started a", "failed a: x", "started b", "failed b: y"]);
}

/// After how many polls something ends, and how.
async fn after<T, E>(polls: u32, result: Result<T, E>) -> Result<T, E> {
    for _ in 0..polls {
        tokio::task::yield_now().await;
    }
    result
}

fn quorum_of(needed: usize, ends: [(u32, Result<u8, &'static str>); 4]) -> (Outcome<Vec<u8>>, Vec<String>) {
    let recorder: &'static flow_core::observe::Recorder = Box::leak(Box::default());
    let flow = graph("F", &["a", "b", "c", "d", "vote"]);
    let [a, b, c, d] = ends;
    let run = super::watched(recorder, flow, |watch| async move {
        quorum!(watch; 4, "F", "vote", needed;
            0 => a = {
                let out = watch.step(0).result(after(a.0, a.1).await, |it| rt::describe!(it));
                out.map_err(own_error)
            },
            1 => b = {
                let out = watch.step(1).result(after(b.0, b.1).await, |it| rt::describe!(it));
                out.map_err(own_error)
            },
            2 => c = {
                let out = watch.step(2).result(after(c.0, c.1).await, |it| rt::describe!(it));
                out.map_err(own_error)
            },
            3 => d = {
                let out = watch.step(3).result(after(d.0, d.1).await, |it| rt::describe!(it));
                out.map_err(own_error)
            },
        )
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let result = runtime.block_on(run);
    let lines = recorder.lines().into_iter().filter(|line| !line.starts_with("started"));
    (result, lines.collect())
}

#[test]
fn a_quorum_has_its_values_in_order_of_arrival() {
    let (result, lines) = quorum_of(3, [(2, Ok(0)), (0, Ok(1)), (9, Ok(2)), (1, Ok(3))]);
    assert_eq!(result.unwrap(), [1, 3, 0]);
    let expected = [
        "finished b",
        "finished d",
        "finished a",
        "decided vote: member 0",
        "lost c in the race for vote",
        "finished flow F",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn of_one_instant_the_first_written_arrives_first() {
    let (result, lines) = quorum_of(2, [(1, Ok(0)), (1, Ok(1)), (0, Ok(2)), (1, Ok(3))]);
    assert_eq!(result.unwrap(), [2, 0]);
    assert!(lines.contains(&"decided vote: member 0".to_string()));
    assert!(!lines.iter().any(|line| line.starts_with("lost")));
}

#[test]
fn a_quorum_fails_as_soon_as_too_few_are_left() {
    let (result, lines) = quorum_of(3, [(9, Ok(0)), (2, Err("y")), (0, Ok(2)), (1, Err("x"))]);
    let error = result.unwrap_err();
    assert_eq!(format!("{:?}", error.kind()), "QuorumFailed { needed: 3, of: 4 }");
    let causes: Vec<_> = error.causes().iter().map(|cause| cause.error().unwrap().as_str()).collect();
    assert_eq!(causes, ["y", "x"]);
    assert_eq!(lines[..lines.len() - 1], ["finished c", "failed d: x", "failed b: y", "cancelled a"]);
}

#[test]
fn a_quorum_that_one_has_left_goes_on() {
    let (result, _) = quorum_of(3, [(3, Ok(0)), (0, Err("x")), (2, Ok(2)), (1, Ok(3))]);
    assert_eq!(result.unwrap(), [3, 2, 0]);
}

#[test]
fn unobserved_branches_do_the_same() {
    let watch = rt::Unobserved;
    let run = async {
        let watch = watch;
        let all = try_join!(watch;
            a = { Ok::<_, rt::FlowError<String>>(watch.step(0).done(1)) },
            b = { Ok(watch.step(1).done(2)) },
        )?;
        let first: u32 = race!(watch; 2, "F", "show";
            0 => a = { Ok::<_, rt::FlowError<String>>(watch.step(0).done(pending().await)) },
            1 => b = { Ok(watch.step(1).done(2)) },
        )?;
        let two = quorum!(watch; 2, "F", "show", 1;
            0 => a = { Ok::<_, rt::FlowError<String>>(watch.step(0).done(5)) },
            1 => b = { Ok(watch.step(1).done(6)) },
        )?;
        Ok::<_, rt::FlowError<String>>((all, first, two))
    };
    assert_eq!(at_once(run).unwrap(), ((1, 2), 2, vec![5]));
}
