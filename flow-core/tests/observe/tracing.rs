//! Spans for runs and steps, seen by a subscriber that writes down what it is told.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flow_core::__private::{Watch as _, WatchStep as _, describe};
use flow_core::Graph;
use flow_core::observe::Tracing;
use flow_graph::model::{Loop, Step, StepKind};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};

use super::{at_once, graph, own_error, watched};

/// The spans that have been opened: parent, name, fields; and whether they are closed.
#[derive(Default)]
struct Seen {
    spans: BTreeMap<u64, (Option<u64>, String, bool)>,
    events: Vec<String>,
    inside: Vec<u64>,
}

#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Seen>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut seen = self.0.lock().unwrap();
        let id = seen.spans.len() as u64 + 1;
        let around = if span.is_contextual() { seen.inside.last().copied() } else { None };
        let mut text = span.metadata().name().to_string();
        span.record(&mut Fields(&mut text));
        seen.spans.insert(id, (span.parent().map(Id::into_u64).or(around), text, false));
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut seen = self.0.lock().unwrap();
        values.record(&mut Fields(&mut seen.spans.get_mut(&span.into_u64()).unwrap().1));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut text = event.metadata().level().to_string();
        event.record(&mut Fields(&mut text));
        write!(text, " in {:?}", event.parent().map(Id::into_u64)).unwrap();
        self.0.lock().unwrap().events.push(text);
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().inside.push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().inside.pop();
    }

    fn try_close(&self, span: Id) -> bool {
        self.0.lock().unwrap().spans.get_mut(&span.into_u64()).unwrap().2 = true;
        true
    }
}

impl Listener {
    /// A line for each span in the order in which they were opened: its parent, then what it says.
    fn spans(&self) -> Vec<String> {
        let seen = self.0.lock().unwrap();
        let line = |(id, (parent, text, is_closed)): (&u64, &(Option<u64>, String, bool))| {
            assert!(is_closed, "{text} is open");
            format!("{id} in {}: {text}", parent.unwrap_or(0))
        };
        seen.spans.iter().map(line).collect()
    }
}

fn listening(run: impl FnOnce()) -> Listener {
    let listener = Listener::default();
    tracing::subscriber::with_default(listener.clone(), run);
    listener
}

#[test]
fn runs_and_steps_have_spans() {
    let listener = listening(|| {
        let around = tracing::info_span!("request").entered();
        let flow = graph("F", &["a", "b", "c"]);
        let run = watched(Tracing::new(), flow, |watch| async move {
            watch.step(0).done(());
            drop(watch.step(1));
            let step = watch.step(2);
            step.retrying(2, Duration::from_millis(5), || None);
            watch.context(flow, 2, 2, None).emit("so far");
            let out = step.result(Err::<(), _>("no"), |error| describe!(error));
            out.map_err(own_error)
        });
        assert!(at_once(run).is_err());
        drop(around);
    });
    let expected = [
        "1 in 0: request",
        "2 in 1: flow flow=\"F\" outcome=\"failed\" error=\"step `step` of flow `F` failed: no\"",
        "3 in 2: step flow=\"F\" step=\"a\" attempt=1 outcome=\"finished\"",
        "4 in 2: step flow=\"F\" step=\"b\" attempt=1 outcome=\"cancelled\"",
        "5 in 2: step flow=\"F\" step=\"c\" attempt=1 attempt=2 outcome=\"failed\" error=\"no\"",
    ];
    assert_eq!(listener.spans(), expected);
    let expected = [
        "DEBUG message=retrying attempt=2 delay=5ms in Some(5)",
        "TRACE message=emitted item=\"so far\" in Some(5)",
    ];
    assert_eq!(listener.0.lock().unwrap().events, expected);
}

#[test]
fn items_and_subflows_are_inside() {
    let listener = listening(|| {
        let (outer, inner) = (graph("Outer", &["each"]), graph("Inner", &["work", "other"]));
        let run = watched(Tracing::new(), outer, |watch| async move {
            let step = watch.step(0);
            let item = step.item(7);
            let cx = watch.context(outer, 0, 1, Some(7));
            watched(cx, inner, |watch| async move {
                let other = watch.step(1);
                watch.decided(0, 1);
                drop(other);
                watch.settled();
                Ok(watch.step(0).done(()))
            })
            .await?;
            item.done(());
            Ok(step.done(()))
        });
        at_once(run).unwrap();
    });
    let expected = [
        "1 in 0: flow flow=\"Outer\" outcome=\"finished\"",
        "2 in 1: step flow=\"Outer\" step=\"each\" attempt=1 outcome=\"finished\"",
        "3 in 2: step flow=\"Outer\" step=\"each\" item=7 attempt=1 outcome=\"finished\"",
        "4 in 3: flow flow=\"Inner\" outcome=\"finished\"",
        "5 in 4: step flow=\"Inner\" step=\"other\" attempt=1 outcome=\"lost\"",
        "6 in 4: step flow=\"Inner\" step=\"work\" attempt=1 outcome=\"finished\"",
    ];
    assert_eq!(listener.spans(), expected);
    let expected = ["DEBUG message=decided step=\"work\" member=1 in Some(4)"];
    assert_eq!(listener.0.lock().unwrap().events, expected);
}

#[test]
fn what_steps_log_is_in_their_spans() {
    let listener = Listener::default();
    let seen = listener.0.clone();
    tracing::subscriber::with_default(listener, || {
        let flow = graph("F", &["a"]);
        let run = watched((Some(Tracing::new()), None::<Tracing>), flow, |watch| async move {
            let inside = || seen.lock().unwrap().inside.clone();
            assert_eq!(inside(), [1]);
            let log = async {
                tokio::task::yield_now().await;
                inside()
            };
            assert_eq!(watch.step(0).done(watch.polled(0, None, log).await), [1, 2]);
            assert_eq!(inside(), [1]);
            let cx = watch.context(flow, 0, 1, None);
            watched(cx, flow, |_| async { Ok(assert_eq!(inside(), [1, 3])) }).await
        });
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(run).unwrap();
    });
}

#[test]
fn iterations_are_those_of_the_innermost_loop() {
    let mut graph = Graph::new("F");
    graph.steps.to_mut().extend(["a", "outer", "inner"].map(|step| Step::new(step, StepKind::Start)));
    let turning = |header, scope: &'static [usize]| Loop {
        header,
        backs: Cow::Borrowed(&[]),
        scope: Cow::Borrowed(scope),
        body: Cow::Borrowed(scope),
        max_iterations: 100,
    };
    graph.loops.to_mut().extend([turning(1, &[1, 2]), turning(2, &[2])]);
    let flow: &'static Graph = Box::leak(Box::new(graph));
    let listener = listening(|| {
        let run = watched(Tracing::new(), flow, |watch| async move {
            watch.step(0).done(());
            for outer in 1..3 {
                if outer > 1 {
                    watch.iteration(1, outer);
                }
                watch.step(1).done(());
                for inner in 1..3 {
                    if inner > 1 {
                        watch.iteration(2, inner);
                    }
                    watch.step(2).done(());
                }
            }
            Ok(())
        });
        at_once(run).unwrap();
    });
    let said: Vec<_> = listener.spans()[1..]
        .iter()
        .map(|line| line.split_once("step=").unwrap().1.replace(" attempt=1", ""))
        .collect();
    let step = |name: &str, iteration| format!("\"{name}\" iteration={iteration} outcome=\"finished\"");
    let mut expected = vec!["\"a\" outcome=\"finished\"".to_string()];
    for outer in 1..3 {
        expected.extend([step("outer", outer), step("inner", 1), step("inner", 2)]);
    }
    assert_eq!(said, expected);
}
