//! Runs that are stopped, dropped or panic: whatever has begun ends, with one event.

use std::collections::BTreeMap;
use std::time::Duration;

use flow_core::observe::{Event, Kind, Recorder};
use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};
use tokio_util::sync::CancellationToken;

use super::{last, sorted};

/// Every step, and every item, begins once and ends once, in turns.
fn balanced(events: &[Event]) {
    let mut open: BTreeMap<(Option<usize>, Option<usize>), bool> = BTreeMap::new();
    for event in events {
        let place = (event.step, event.item);
        let is_begin = matches!(event.kind, Kind::Started | Kind::FlowStarted);
        let is_end = event.kind.outcome().is_some();
        if is_begin || is_end {
            let before = open.insert(place, is_begin).unwrap_or(false);
            assert_eq!(before, is_end, "{event:?} in {events:#?}");
        }
    }
    assert!(open.values().all(|is_open| !is_open), "{events:#?}");
}

both_schedules! {
    struct Wide { log: Log }

    #[flow]
    impl Wide {
        #[start]
        async fn a(&self) { self.log.step("a", 5).await; }
        #[listen(a)]
        async fn b(&self) { self.log.forever("b").await; }
        #[start]
        async fn c(&self) { self.log.forever("c").await; }
        #[start(times = 1)]
        async fn d(&self) { self.log.forever("d").await; }
        #[listen(or(b, c, d))]
        async fn e(&self) {}
    }

    async fn a_deadline_a_token_and_a_drop_cancel_what_runs() {
        let cancelled = ["cancelled b", "cancelled c", "cancelled d", "cancelled d[0]"];
        let ends = |recorder: &Recorder| {
            balanced(&recorder.events());
            let lines = recorder.lines();
            assert_eq!(sorted(lines[lines.len() - 5..lines.len() - 1].to_vec()), cancelled);
            lines[lines.len() - 1].clone()
        };
        let flow = Wide { log: Log::new() };

        let recorder = Recorder::new();
        flow.runner().observed_by(&recorder).timeout(Duration::from_millis(10)).run().await.unwrap_err();
        assert_eq!(ends(&recorder), "failed flow Wide: flow `Wide` did not end before the deadline");

        let (recorder, token) = (Recorder::new(), CancellationToken::new());
        let run = flow.runner().observed_by(&recorder).cancelled_by(token.clone().cancelled_owned()).run();
        let cancel = async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            token.cancel();
        };
        tokio::join!(run, cancel).0.unwrap_err();
        assert_eq!(ends(&recorder), "cancelled flow Wide");

        let recorder = Recorder::new();
        let run = flow.runner().observed_by(&recorder).run();
        tokio::time::timeout(Duration::from_millis(10), run).await.unwrap_err();
        assert_eq!(ends(&recorder), "cancelled flow Wide");
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        async fn a(&self) { self.log.forever("a").await; }
        #[start]
        #[must_finish]
        async fn b(&self) { self.log.step("b", 50).await; }
        #[listen(or(a, b))]
        async fn c(&self) {}
    }

    async fn what_must_finish_does_after_a_deadline_and_after_a_failure() {
        let flow = Finishing { log: Log::new() };
        let recorder = Recorder::new();
        flow.runner().observed_by(&recorder).timeout(Duration::from_millis(10)).run().await.unwrap_err();
        assert_eq!(recorder.lines(), [
            "started flow Finishing", "started a", "started b", "cancelled a", "finished b",
            "failed flow Finishing: flow `Finishing` did not end before the deadline",
        ]);
        let recorder = Recorder::new();
        let run = flow.runner().observed_by(&recorder).run();
        tokio::time::timeout(Duration::from_millis(10), run).await.unwrap_err();
        balanced(&recorder.events());
        assert_eq!(last(&recorder), "cancelled flow Finishing");
    }
}

both_schedules! {
    struct Panicking { log: Log }

    #[flow]
    impl Panicking {
        #[start]
        async fn a(&self) { self.log.forever("a").await; }
        #[start]
        async fn b(&self) {
            self.log.step("b", 5).await;
            std::panic::resume_unwind(Box::new("ouch"))
        }
        #[listen(and(a, b))]
        async fn c(&self) {}
    }

    async fn a_panic_cancels_what_runs() {
        let recorder = Recorder::new();
        let flow = Panicking { log: Log::new() };
        let run = std::panic::AssertUnwindSafe(flow.runner().observed_by(&recorder).run());
        futures::FutureExt::catch_unwind(run).await.unwrap_err();
        balanced(&recorder.events());
        assert_eq!(last(&recorder), "cancelled flow Panicking");
        assert_eq!(sorted(recorder.lines()[3..5].to_vec()), ["cancelled a", "cancelled b"]);
    }
}

both_schedules! {
    struct Never {}

    #[flow]
    impl Never {
        #[start]
        async fn a(&self) {}
    }

    async fn a_run_that_is_never_polled_tells_nothing() {
        let recorder = Recorder::new();
        let flow = Never {};
        drop(flow.runner().observed_by(&recorder).run());
        assert!(recorder.events().is_empty());
        let error = flow.runner().observed_by(&recorder).deadline(tokio::time::Instant::now()).run().await;
        error.unwrap_err();
        assert_eq!(recorder.lines(), [
            "started flow Never", "failed flow Never: flow `Never` did not end before the deadline",
        ]);
    }
}

both_schedules! {
    struct Everything { log: Log }

    #[flow]
    impl Everything {
        #[start]
        async fn begin(&self) -> Vec<u32> {
            self.log.step("begin", 3).await;
            vec![0, 1, 2]
        }
        #[listen(or(begin, judge::Again))]
        async fn plan(&self, items: Vec<u32>) -> Vec<u32> {
            self.log.step("plan", 3).await;
            items
        }
        #[listen(each(plan), limit = 2)]
        #[timeout("7ms")]
        #[retry(times = 2, base = "2ms", max = "2ms")]
        async fn work(&self, item: u32, #[context] cx: flow_core::Context<'_>) -> Result<u32, Broken> {
            self.log.step("work", if cx.attempt() == 1 { 10 } else { 5 }).await;
            if cx.attempt() < 3 { Err(Broken("it")) } else { Ok(item) }
        }
        #[start]
        async fn beside(&self) -> u32 {
            self.log.step("beside", 30).await;
            1
        }
        #[start]
        #[must_finish]
        async fn long(&self) -> u32 {
            self.log.step("long", 50).await;
            2
        }
        #[listen(quorum(2, beside, long, never))]
        async fn both(&self, _both: Vec<u32>) { self.log.step("both", 20).await; }
        #[start]
        async fn never(&self) -> u32 { self.log.forever("never").await; 0 }
        #[listen(plan)]
        async fn other(&self) -> Vec<u32> { self.log.forever("other").await; Vec::new() }
        #[router(or(work, other))]
        async fn judge(&self, all: Vec<u32>) -> Turn {
            self.log.step("judge", 3).await;
            if self.log.now() > 100 { Turn::Done } else { Turn::Again(all) }
        }
        #[listen(and(judge::Done {}, both))]
        async fn end(&self) -> Result<u8, Broken> { Err(Broken("end")) }
    }

    async fn wherever_a_run_is_dropped_everything_ends_once() {
        for ms in 0..150 {
            let recorder = Recorder::new();
            let flow = Everything { log: Log::new() };
            let run = flow.runner().observed_by(&recorder).run();
            let ended = tokio::time::timeout(Duration::from_millis(ms), run).await.is_ok();
            balanced(&recorder.events());
            let end = if ended { "failed flow Everything: step `end` of flow `Everything` failed: end broke" } else { "cancelled flow Everything" };
            assert_eq!((last(&recorder).as_str(), ended), (end, ms >= 147), "after {ms} ms");
            let left = flow.log.begun().len() - flow.log.ended().len() - flow.log.dropped().len();
            assert_eq!(left, 0, "after {ms} ms: {:?}", flow.log);
        }
    }

    enum Turn { Again(Vec<u32>), Done }
}
