//! The events of a run, in their order.

use std::fmt;
use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use flow_core::__private::{self as rt, Watch as _, WatchStep as _};
use flow_core::observe::{self, Event, Kind, Observer, Recorder};
use flow_core::{Context, Graph};
use futures::StreamExt as _;

use super::{Outcome, at_once, graph, lines_of, own_error, poll_once, watched};

#[test]
fn a_run_and_its_steps_begin_and_end() {
    let recorder = Recorder::new();
    let flow = graph("F", &["a", "b"]);
    let run = watched(&recorder, flow, |watch| async move {
        let a = watch.step(0).done(async { 1 }.await);
        let b = watch.step(1).result(async { Ok::<_, String>(a + 1) }.await, |error| rt::describe!(error));
        b.map_err(|error| own_error(&error))
    });
    assert_eq!(at_once(run).unwrap(), 2);
    assert_eq!(
        recorder.lines(),
        ["started flow F", "started a", "finished a", "started b", "finished b", "finished flow F"]
    );
}

#[test]
fn failures_have_a_text_where_they_can() {
    #[derive(Debug)]
    struct Shown;
    impl fmt::Display for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("for people")
        }
    }
    #[derive(Debug)]
    struct ForProgrammers;
    struct Opaque;

    let flow = graph("F", &["a", "b", "c", "d"]);
    let (result, lines) = lines_of(flow, |watch| async move {
        let _ = watch.step(0).result(Err::<(), _>(Shown), |error| rt::describe!(error));
        let _ = watch.step(1).result(Err::<(), _>(ForProgrammers), |error| rt::describe!(error));
        let _ = watch.step(2).result(Err::<(), _>(Opaque), |error| rt::describe!(error));
        let boxed: Box<dyn std::error::Error> = "boxed".into();
        let _ = watch.step(3).result(Err::<(), _>(boxed), |error| rt::describe!(error));
        Err::<(), _>(own_error("no"))
    });
    assert!(result.is_err());
    let failed: Vec<_> = lines.iter().filter(|line| line.starts_with("failed")).collect();
    assert_eq!(failed, ["failed a: for people", "failed b: ForProgrammers", "failed c", "failed d: boxed"]);
}

#[test]
fn what_a_type_parameter_can_do_is_known() {
    fn shown<E: fmt::Display>(error: &E) -> Option<String> {
        rt::describe!(error)
    }
    fn unknown<E>(error: &E) -> Option<String> {
        rt::describe!(error)
    }
    assert_eq!((shown(&"text"), unknown(&"text")), (Some("text".to_string()), None));
}

#[test]
fn a_flows_failure_has_a_text() {
    let recorder = Recorder::new();
    let run = watched(&recorder, graph("F", &["a"]), |_| async { Err::<(), _>(own_error("no")) });
    assert!(at_once(run).is_err());
    assert_eq!(recorder.lines(), ["started flow F", "failed flow F: step `step` of flow `F` failed: no"]);
}

#[test]
fn dropping_a_run_cancels_what_runs() {
    let recorder = Recorder::new();
    let flow = graph("F", &["a", "b", "c"]);
    {
        let mut run = pin!(watched(&recorder, flow, |watch| async move {
            try_join!(watch;
                a = { Ok::<_, rt::FlowError<String>>(watch.step(0).done(pending::<()>().await)) },
                b = { Ok::<_, rt::FlowError<String>>(watch.step(1).done(())) },
                c = { Ok::<_, rt::FlowError<String>>(watch.step(2).done(pending::<()>().await)) },
            )
        }));
        assert!(poll_once(run.as_mut()).is_none());
        assert_eq!(
            recorder.take().iter().map(Event::to_string).collect::<Vec<_>>(),
            ["started flow F", "started a", "started b", "finished b", "started c"]
        );
    }
    let mut lines = recorder.lines();
    assert_eq!(lines.pop().unwrap(), "cancelled flow F");
    lines.sort();
    assert_eq!(lines, ["cancelled a", "cancelled c"]);
}

#[test]
fn a_failure_cancels_what_runs_in_the_order_written() {
    let (result, lines) = lines_of(graph("F", &["a", "b", "c"]), |watch| async move {
        try_join!(watch;
                    a = { Ok::<_, rt::FlowError<String>>(watch.step(0).done(pending::<()>().await)) },
                    b = { Ok::<_, rt::FlowError<String>>(watch.step(1).done(pending::<()>().await)) },
        c = { watch.step(2).result(Err::<(), _>("no"), |error| rt::describe!(error)).map_err(own_error) },
                )
    });
    assert!(result.is_err());
    let expected = ["started a", "started b", "started c", "failed c: no", "cancelled a", "cancelled b"];
    assert_eq!(lines, expected);
}

#[test]
fn a_run_that_is_never_polled_tells_nothing() {
    let recorder = Recorder::new();
    drop(watched(&recorder, graph("F", &["a"]), |_| async { Ok(()) }));
    assert!(recorder.events().is_empty());
}

#[test]
fn items_are_told_apart() {
    let (_, lines) = lines_of(graph("F", &["a"]), |watch| async move {
        let step = watch.step(0);
        let (first, second) = (step.item(0), step.item(1));
        second.retrying(2, Duration::from_millis(200), || Some("busy".to_owned()));
        let _ = second.result(Err::<(), _>("no"), |error| rt::describe!(error));
        drop(first);
        step.done(());
        Ok(())
    });
    let expected = [
        "started a",
        "started a[0]",
        "started a[1]",
        "retrying a[1]: attempt 2 in 200ms, because: busy",
        "failed a[1]: no",
        "cancelled a[0]",
        "finished a",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn steps_without_guards_are_cancelled_with_the_run() {
    let (_, lines) = lines_of(graph("F", &["a", "b", "c", "d", "e"]), |watch| async move {
        for step in 0..5 {
            watch.started(step);
        }
        assert_eq!(watch.done(0, 7), 7);
        let _ = watch.result(1, Err::<(), _>("no"), |error| rt::describe!(error));
        watch.cancelled(2, Some(4));
        // It has ended.
        watch.cancelled(0, None);
        watch.cancelled(3, None);
        Ok(())
    });
    let begun = ["started a", "started b", "started c", "started d", "started e"];
    let ended = ["finished a", "failed b: no", "lost c in the race for e", "cancelled d", "cancelled e"];
    assert_eq!(lines, [begun, ended].concat());
}

#[test]
fn loops_turn() {
    let (_, lines) = lines_of(graph("F", &["draft"]), |watch| async move {
        let mut rounds = rt::Rounds::new();
        watch.step(0).done(());
        watch.iteration(0, rounds.again::<String>("F", "draft", 3)?);
        watch.step(0).done(());
        Ok(())
    });
    assert_eq!(
        lines,
        ["started draft", "finished draft", "iteration 2 of draft", "started draft", "finished draft"]
    );
}

#[test]
fn observers_compose() {
    let (first, second, third) = (Recorder::new(), Arc::new(Recorder::new()), Recorder::new());
    let shared: Arc<dyn Observer + Send + Sync> = second.clone();
    let closure = observe::from_fn(|event: &Event| third.on(event));
    let observer = ((&first, Some(shared)), (None::<&Recorder>, Box::new(closure)));
    at_once(watched(observer, graph("F", &[]), |_| async { Ok(()) })).unwrap();
    assert_eq!(first.lines(), ["started flow F", "finished flow F"]);
    assert_eq!(second.lines(), first.lines());
    assert_eq!(third.lines(), first.lines());
}

async fn inner(cx: Context<'_>) -> u32 {
    cx.emit(cx.attempt());
    cx.attempt()
}

#[test]
fn a_context_knows_where_it_is() {
    let flow = graph("F", &["a"]);
    let recorder = Recorder::new();
    let run = watched(&recorder, flow, |watch| async move {
        let cx = watch.context(flow, 0, 2, Some(5));
        assert_eq!((cx.flow(), cx.step(), cx.attempt(), cx.item()), ("F", "a", 2, Some(5)));
        assert!(cx.is_observed());
        assert_eq!(
            format!("{cx:?}"),
            "Context { flow: \"F\", step: \"a\", attempt: 2, item: Some(5), is_observed: true }"
        );
        Ok(inner(cx).await)
    });
    assert_eq!(at_once(run).unwrap(), 2);
    assert_eq!(recorder.lines()[1], "emitted a[5]: u32");
    let Kind::Emitted(item) = recorder.events()[1].kind.clone() else { panic!() };
    assert!(item.is::<u32>());
    let item = item.downcast::<String>().unwrap_err();
    assert_eq!(*item.downcast::<u32>().unwrap(), 2);

    let cx = rt::Unobserved.context(flow, 0, 1, None).step();
    assert_eq!(cx, "a");
    assert!(!Context::detached().is_observed());
}

#[test]
fn runs_nest() {
    let (outer, middle, inner) =
        (graph("Outer", &["x", "ask"]), graph("Middle", &["each"]), graph("Inner", &["work"]));
    let recorder = Recorder::new();
    let run = watched(&recorder, outer, |watch| async move {
        let cx = watch.context(outer, 1, 1, None);
        watched(cx, middle, |watch| async move {
            let cx = watch.context(middle, 0, 1, Some(3));
            watched(cx, inner, |watch| async move {
                watch.context(inner, 0, 1, None).emit("said");
                Ok(watch.step(0).done(()))
            })
            .await
        })
        .await
    });
    at_once(run).unwrap();
    let expected = [
        "started flow Outer",
        "Outer::ask / started flow Middle",
        "Outer::ask / Middle::each[3] / started flow Inner",
        "Outer::ask / Middle::each[3] / emitted work: \"said\"",
        "Outer::ask / Middle::each[3] / started work",
        "Outer::ask / Middle::each[3] / finished work",
        "Outer::ask / Middle::each[3] / finished flow Inner",
        "Outer::ask / finished flow Middle",
        "finished flow Outer",
    ];
    assert_eq!(recorder.lines(), expected);
    let events = recorder.events();
    assert_eq!(events[1].parents[0].run, events[0].run);
    assert_eq!(events[2].parents[1].run, events[1].run);
    assert_eq!(events[2].parents[1].step_name(), "each");
}

#[test]
fn nobody_hears_of_a_run_within_one_that_nobody_watches() {
    let flow = graph("F", &["a"]);
    let cx = rt::Unobserved;
    let run = watched(cx.context(flow, 0, 1, None), flow, |watch| async move {
        watch.context(flow, 0, 1, None).emit(1);
        Ok(watch.step(0).done(3))
    });
    assert_eq!(at_once(run).unwrap(), 3);
}

#[test]
fn a_stream_ends_with_the_run() {
    let flow = graph("F", &["a"]);
    let (observer, events) = observe::stream();
    let run = watched(observer, flow, |watch| async move {
        watch.context(flow, 0, 1, None).emit("part".to_string());
        Ok(watch.step(0).done(()))
    });
    at_once(run).unwrap();
    let lines: Vec<String> = at_once(events.map(|event| event.to_string()).collect());
    assert_eq!(
        lines,
        ["started flow F", "emitted a: \"part\"", "started a", "finished a", "finished flow F"]
    );
}

#[test]
fn a_run_goes_on_when_nobody_reads_its_stream() {
    let (observer, mut events) = observe::stream();
    let flow = graph("F", &["a"]);
    let run = watched(observer, flow, |watch| async move {
        assert_eq!(events.try_recv().unwrap().to_string(), "started flow F");
        assert!(events.try_recv().is_none());
        drop(events);
        Ok(watch.step(0).done(3))
    });
    assert_eq!(at_once(run).unwrap(), 3);
}

#[test]
fn an_observed_run_is_send() {
    fn send<T: Send>(it: T) -> T {
        it
    }
    /// As generated code: it does not know who watches.
    async fn generic<W: rt::Watch>(watch: W, flow: &'static Graph, text: &str) -> Outcome<u32> {
        let (a, b) = try_join!(watch;
            a = {
                let a = watch.step(0).done(async { inner(watch.context(flow, 0, 1, None)).await }.await);
                Ok::<_, rt::FlowError<String>>(a)
            },
            b = { Ok(watch.step(1).done(watch.polled(1, None, async { text.len() as u32 }).await)) },
        )?;
        Ok(a + b)
    }
    let flow = graph("F", &["a", "b"]);
    let recorder = Recorder::new();
    let text = "xy".to_string();
    let run = send(watched((&recorder, observe::stream().0), flow, |watch| generic(watch, flow, &text)));
    assert_eq!(at_once(run).unwrap(), 3);
    assert_eq!(at_once(send(generic(rt::Unobserved, flow, &text))).unwrap(), 3);
}
