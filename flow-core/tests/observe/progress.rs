//! The view of a run, on a terminal in memory.

use std::time::Duration;

use flow_core::__private::{Watch as _, WatchStep as _, describe};
use flow_core::observe::Progress;
use indicatif::{InMemoryTerm, ProgressDrawTarget};

use super::{at_once, graph, watched};

fn view(terminal: &InMemoryTerm) -> Progress {
    Progress::with_target(ProgressDrawTarget::term_like(Box::new(terminal.clone())))
}

/// What a terminal shows.
fn lines(terminal: &InMemoryTerm) -> Vec<String> {
    terminal.contents().lines().map(|line| line.trim_end().to_string()).collect()
}

#[test]
fn steps_have_a_line_each() {
    let terminal = InMemoryTerm::new(20, 80);
    let flow = graph("F", &["a", "b", "c", "d", "e"]);
    let seen = terminal.clone();
    let run = watched(view(&terminal), flow, |watch| async move {
        let (a, b, c, d) = (watch.step(0), watch.step(1), watch.step(2), watch.step(3));
        a.done(());
        let _ = b.result(Err::<(), _>("no"), |error| describe!(error));
        watch.decided(4, 0);
        drop(c);
        watch.settled();
        d.retrying(2, Duration::from_millis(200), || None);
        assert_eq!(lines(&seen)[..3], ["✔ a", "✘ b: no", "– c: lost"]);
        assert!(lines(&seen)[3].ends_with(" d: attempt 2 in 200.0ms"));
        watch.context(flow, 3, 2, None).emit("well\nso".to_string());
        assert!(lines(&seen)[3].ends_with(" d: well"));
        drop(d);
        watch.step(4).done(());
        watch.iteration(4, 2);
        watch.step(4).done(());
        Ok(())
    });
    at_once(run).unwrap();
    assert_eq!(lines(&terminal), ["✔ a", "✘ b: no", "– c: lost", "– d: cancelled", "✔ e #2"]);
}

#[test]
fn items_have_a_bar() {
    let terminal = InMemoryTerm::new(20, 80);
    let seen = terminal.clone();
    let run = watched(view(&terminal), graph("F", &["each"]), |watch| async move {
        let step = watch.step(0);
        let (first, second, third) = (step.item(0), step.item(1), step.item(2));
        second.done(());
        assert!(lines(&seen)[0].ends_with(" 1/3"));
        first.done(());
        third.done(());
        Ok(step.done(()))
    });
    at_once(run).unwrap();
    assert_eq!(lines(&terminal), ["✔ each ████████████████████ 3/3"]);
}

#[test]
fn subflows_stand_below_their_step_while_they_run() {
    let terminal = InMemoryTerm::new(20, 80);
    let seen = terminal.clone();
    let (outer, inner) = (graph("Outer", &["ask", "other"]), graph("Inner", &["x", "y"]));
    let run = watched(view(&terminal), outer, |watch| async move {
        let (ask, other) = (watch.step(0), watch.step(1));
        other.done(());
        let cx = watch.context(outer, 0, 1, None);
        watched(cx, inner, |watch| async move {
            watch.step(0).done(());
            watch.step(1).done(());
            let shown = lines(&seen);
            assert_eq!(shown[1..], ["  ✔ x", "  ✔ y", "✔ other"]);
            Ok(())
        })
        .await?;
        Ok(ask.done(()))
    });
    at_once(run).unwrap();
    assert_eq!(lines(&terminal), ["✔ ask", "✔ other"]);
}

#[test]
fn nothing_is_shown_where_there_is_no_terminal() {
    let view = Progress::with_target(ProgressDrawTarget::hidden());
    let run = watched(&view, graph("F", &["a"]), |watch| async move { Ok(watch.step(0).done(3)) });
    assert_eq!(at_once(run).unwrap(), 3);
    assert_eq!(view.suspend(|| 4), 4);
}
