//! `#[subflow(Other)]`: a flow within a flow.

use std::error::Error;
use std::time::Duration;

use flow_core::Context;
use flow_core::observe::Recorder;
use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

/// Compiles where it is so.
fn is_send<T: Send>(it: T) -> T {
    it
}

/// The flow within.
struct Inner {
    log: Log,
}

#[flow]
impl Inner {
    #[start]
    async fn fetch(&self, ms: u64, #[context] cx: Context<'_>) -> Result<u64, Broken> {
        cx.emit("fetching");
        self.log.step("fetch", ms).await;
        if ms == 13 { Err(Broken("fetch")) } else { Ok(ms) }
    }
    #[listen(fetch)]
    async fn parse(&self, ms: u64) -> u64 {
        self.log.step("parse", 1).await;
        ms + 1
    }
}

both_schedules! {
    struct Outer { inner: Inner, ms: u64 }

    #[flow]
    impl Outer {
        #[start]
        async fn begin(&self) -> u64 { self.ms }
        #[listen(begin)]
        #[subflow(Inner)]
        async fn nested(&self, ms: u64, #[context] cx: Context<'_>) -> Result<u64, FlowError> {
            self.inner.runner().within(cx).run(ms).await
        }
        #[listen(nested)]
        async fn end(&self, n: u64) -> u64 { n + 1 }
    }

    async fn a_flow_within_a_flow_is_watched_with_it() {
        let outer = Outer { inner: Inner { log: Log::new() }, ms: 10 };
        assert_eq!(is_send(outer.run()).await.unwrap(), 12);
        let recorder = Recorder::new();
        assert_eq!(is_send(outer.runner().observed_by(&recorder).run()).await.unwrap(), 12);
        assert_eq!(recorder.lines(), [
            "started flow Outer", "started begin", "finished begin", "started nested",
            "Outer::nested / started flow Inner", "Outer::nested / started fetch",
            "Outer::nested / emitted fetch: \"fetching\"", "Outer::nested / finished fetch",
            "Outer::nested / started parse", "Outer::nested / finished parse", "Outer::nested / finished flow Inner",
            "finished nested", "started end", "finished end", "finished flow Outer",
        ]);
        let events = recorder.events();
        let inside = &events[4];
        assert_eq!((inside.flow_name(), inside.parents.len()), ("Inner", 1));
        assert_eq!((inside.parents[0].run, inside.parents[0].step_name()), (events[0].run, "nested"));
        assert_ne!(inside.run, events[0].run);
    }
}

both_schedules! {
    struct Graphs { inner: Inner }

    #[flow]
    impl Graphs {
        #[start]
        #[subflow(Inner)]
        async fn nested(&self, ms: u64) -> Result<u64, FlowError> { self.inner.run(ms).await }
        #[listen(each(plan))]
        #[subflow(self::Inner)]
        async fn many(&self, ms: u64) -> Result<u64, FlowError> { self.inner.run(ms).await }
        #[listen(nested)]
        fn plan(&self, n: u64) -> Vec<u64> { vec![n, n + 1] }
    }

    async fn its_graph_is_in_the_graph() {
        let graph = <Graphs as Flow>::GRAPH;
        for (step, name) in [(0, "Inner"), (1, "self::Inner")] {
            let subflow = graph.steps[step].refined.subflow.as_ref().unwrap();
            assert_eq!(subflow.name, name);
            assert_eq!(subflow.graph.as_deref(), Some(<Inner as Flow>::GRAPH));
        }
        assert_eq!(Graphs { inner: Inner { log: Log::new() } }.run(5).await.unwrap(), [7, 8]);
    }
}

both_schedules! {
    struct Failing { inner: Inner }

    #[flow]
    impl Failing {
        #[start]
        #[subflow(Inner)]
        async fn nested(&self, ms: u64, #[context] cx: Context<'_>) -> Result<u64, FlowError> {
            self.inner.runner().within(cx).run(ms).await
        }
    }

    async fn the_cause_of_the_outer_error_is_the_inner_one() {
        let outer = Failing { inner: Inner { log: Log::new() } };
        let recorder = Recorder::new();
        let error = outer.runner().observed_by(&recorder).run(13).await.unwrap_err();
        assert_eq!((error.flow(), error.step()), ("Failing", "nested"));
        assert_eq!(
            error.to_string(),
            "step `nested` of flow `Failing` failed: step `fetch` of flow `Inner` failed: fetch broke"
        );
        let inner = error.downcast_ref::<FlowError>().unwrap();
        assert_eq!((inner.flow(), inner.step(), inner.kind()), ("Inner", "fetch", FlowErrorKind::Failed));
        assert_eq!(inner.downcast_ref(), Some(&Broken("fetch")));
        // `Broken` has nothing behind it.
        assert!(error.source().is_none());
        let lines = recorder.lines();
        assert_eq!(lines[lines.len() - 3..], [
            "Failing::nested / failed flow Inner: step `fetch` of flow `Inner` failed: fetch broke",
            "failed nested: step `fetch` of flow `Inner` failed: fetch broke",
            "failed flow Failing: step `nested` of flow `Failing` failed: step `fetch` of flow `Inner` failed: fetch broke",
        ]);
    }
}

both_schedules! {
    struct Handled { inner: Inner }

    #[flow]
    impl Handled {
        #[start]
        #[subflow(Inner)]
        async fn nested(&self, ms: u64) -> Result<u64, FlowError> { self.inner.run(ms).await }
        #[listen(nested::Err)]
        async fn mend(&self, error: FlowError) -> u64 {
            assert_eq!(error.step(), "fetch");
            0
        }
        #[listen(or(nested, mend))]
        async fn end(&self, n: u64) -> u64 { n }
    }

    async fn its_error_can_be_handled() {
        let outer = Handled { inner: Inner { log: Log::new() } };
        assert_eq!((outer.run(13).await.unwrap(), outer.run(1).await.unwrap()), (0, 2));
    }
}

both_schedules! {
    struct Lost { inner: Inner }

    #[flow]
    impl Lost {
        #[start]
        #[subflow(Inner)]
        async fn nested(&self, ms: u64, #[context] cx: Context<'_>) -> Result<u64, FlowError> {
            self.inner.runner().within(cx).run(ms).await
        }
        #[start]
        async fn fast(&self) -> u64 {
            self.inner.log.step("fast", 10).await;
            7
        }
        #[listen(or(nested, fast))]
        async fn end(&self, n: u64) -> u64 { n }
    }

    async fn a_flow_that_loses_is_cancelled_with_all_its_steps() {
        let outer = Lost { inner: Inner { log: Log::new() } };
        let recorder = Recorder::new();
        assert_eq!(outer.runner().observed_by(&recorder).run(100).await.unwrap(), 7);
        outer.inner.log.place("10 fetch is dropped");
        let lines = recorder.lines();
        let place = |line: &str| lines.iter().position(|it| it == line).unwrap_or_else(|| panic!("no {line} in {lines:#?}"));
        let inside = place("Lost::nested / cancelled fetch");
        let inner = place("Lost::nested / cancelled flow Inner");
        let outside = place("lost nested in the race for end");
        assert!(place("decided end: member 1") < inside && inside < inner && inner < outside);
        assert!(outside < place("started end"));
    }
}

both_schedules! {
    struct Many { inner: Inner }

    #[flow]
    impl Many {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![20, 10, 30] }
        #[listen(each(plan), limit = 2)]
        #[subflow(Inner)]
        #[timeout("25ms")]
        #[retry(times = 1, base = "1ms", max = "1ms")]
        async fn nested(&self, ms: u64, #[context] cx: Context<'_>) -> Result<u64, FlowError> {
            let ms = if cx.attempt() == 2 { 5 } else { ms };
            self.inner.runner().within(cx).run(ms).await
        }
    }

    async fn items_and_attempts_may_be_flows() {
        let outer = Many { inner: Inner { log: Log::new() } };
        let recorder = Recorder::new();
        assert_eq!(outer.runner().observed_by(&recorder).run().await.unwrap(), [21, 11, 6]);
        let lines = recorder.lines();
        let inside: Vec<&String> = lines.iter().filter(|line| line.contains("flow Inner")).collect();
        assert_eq!(inside, [
            "Many::nested[0] / started flow Inner", "Many::nested[1] / started flow Inner",
            "Many::nested[1] / finished flow Inner", "Many::nested[2] / started flow Inner",
            "Many::nested[0] / finished flow Inner", "Many::nested[2] / cancelled flow Inner",
            "Many::nested[2] / started flow Inner", "Many::nested[2] / finished flow Inner",
        ]);
        assert!(lines.contains(&"retrying nested[2]: attempt 2 in 1ms, because: timed out after 25ms".to_string()));
    }
}

/// In the middle of three.
struct Middle {
    inner: Inner,
}

#[flow]
impl Middle {
    #[start]
    #[subflow(Inner)]
    async fn pass(&self, ms: u64, #[context] cx: Context<'_>) -> Result<u64, FlowError> {
        self.inner.runner().within(cx).run(ms).await
    }
}

both_schedules! {
    struct Three { middle: Middle }

    #[flow]
    impl Three {
        #[start]
        #[subflow(Middle)]
        async fn top(&self, #[context] cx: Context<'_>) -> Result<u64, FlowError> {
            self.middle.runner().within(cx).timeout(Duration::from_millis(50)).run(100).await
        }
    }

    async fn flows_nest_deeper() {
        let flow = Three { middle: Middle { inner: Inner { log: Log::new() } } };
        let recorder = Recorder::new();
        let error = flow.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(error.to_string(), "step `top` of flow `Three` failed: flow `Middle` did not end before the deadline");
        let lines = recorder.lines();
        assert!(lines.contains(&"Three::top / Middle::pass / emitted fetch: \"fetching\"".to_string()), "{lines:#?}");
        assert_eq!(lines[lines.len() - 6..], [
            "Three::top / Middle::pass / cancelled fetch",
            "Three::top / Middle::pass / cancelled flow Inner",
            "Three::top / cancelled pass",
            "Three::top / failed flow Middle: flow `Middle` did not end before the deadline",
            "failed top: flow `Middle` did not end before the deadline",
            "failed flow Three: step `top` of flow `Three` failed: flow `Middle` did not end before the deadline",
        ]);
        let graph = <Three as Flow>::GRAPH.steps[0].refined.subflow.as_ref().unwrap().graph.as_deref().unwrap();
        let graph = graph.steps[0].refined.subflow.as_ref().unwrap().graph.as_deref().unwrap();
        assert_eq!(graph.name, "Inner");
    }
}

/// Of any type.
struct Generic<T> {
    value: T,
}

#[flow]
impl<T: Clone> Generic<T> {
    #[start]
    async fn give(&self) -> T {
        self.value.clone()
    }
}

/// With the state to itself.
struct Counter {
    n: u32,
}

#[flow]
impl Counter {
    #[start]
    async fn count(&mut self, by: u32) -> u32 {
        self.n += by;
        self.n
    }
}

both_schedules! {
    struct Others { counter: Counter }

    #[flow]
    impl Others {
        #[start]
        #[subflow(Counter)]
        async fn count(&mut self, by: u32, #[context] cx: Context<'_>) -> Result<u32, FlowError> {
            self.counter.runner().within(cx).run(by).await
        }
        #[listen(count)]
        #[subflow(Generic<u32>)]
        async fn generic(value: u32, #[context] cx: Context<'_>) -> Result<u32, FlowError> {
            Generic { value }.runner().within(cx).run().await
        }
    }

    async fn of_generic_flows_and_of_flows_that_change_their_state() {
        let mut flow = Others { counter: Counter { n: 1 } };
        let recorder = Recorder::new();
        assert_eq!(flow.runner().observed_by(&recorder).run(2).await.unwrap(), 3);
        assert_eq!(flow.run(2).await.unwrap(), 5);
        assert!(recorder.lines().contains(&"Others::generic / finished give".to_string()));
        assert_eq!(flow.counter.n, 5);
    }
}
