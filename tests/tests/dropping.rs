//! A run that is dropped, at each kind of place where it can wait: all that it has made is gone with it.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use flow_core::prelude::*;
use flow_core::{Context, ItemsFailed};
use flow_tests::{Broken, Log, both_schedules};

/// A value of which it can be told how many there are.
type Value = Arc<()>;

/// Polls a run for that long, then drops it.
async fn drop_after(ms: u64, run: impl Future) {
    assert!(tokio::time::timeout(Duration::from_millis(ms), run).await.is_err(), "the run has ended");
}

/// The sorted.
fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all
}

both_schedules! {
    struct Chain { log: Log }

    #[flow]
    impl Chain {
        #[start]
        async fn a(&self, value: Value, other: Value) -> Value {
            self.log.step("a", 10).await;
            drop(other);
            value
        }
        #[listen(a)]
        async fn b(&self, value: Value) -> Value {
            self.log.step("b", 10).await;
            value
        }
    }

    async fn before_its_first_poll_in_a_step_and_between_steps() {
        for ms in [0, 5, 10, 15] {
            let value = Value::default();
            let flow = Chain { log: Log::new() };
            let run = flow.run(Arc::clone(&value), Arc::clone(&value));
            if ms == 0 { drop(run) } else { drop_after(ms, run).await }
            assert_eq!(Arc::strong_count(&value), 1, "after {ms} ms");
            assert_eq!(flow.log.begun().len(), flow.log.ended().len() + flow.log.dropped().len());
        }
    }
}

both_schedules! {
    struct Items { log: Log }

    #[flow]
    impl Items {
        #[start]
        async fn plan(&self, value: Value) -> Vec<(usize, Value)> {
            (0..5).map(|item| (item, Arc::clone(&value))).collect()
        }
        #[listen(each(plan), limit = 2)]
        async fn work(&self, it: (usize, Value), #[from(plan)] plan: &[(usize, Value)]) -> Value {
            self.log.item("work", it.0, 10 + plan.len() as u64).await;
            it.1
        }
    }

    async fn items_that_run_that_wait_and_that_have_ended() {
        for (ms, ended, dropped) in [(5, vec![], vec![0, 1]), (20, vec![0, 1], vec![2, 3]), (40, vec![0, 1, 2, 3], vec![4])] {
            let value = Value::default();
            let flow = Items { log: Log::new() };
            drop_after(ms, flow.run(Arc::clone(&value))).await;
            assert_eq!((flow.log.items_ended("work"), sorted(flow.log.items_dropped("work"))), (ended, dropped));
            assert_eq!(Arc::strong_count(&value), 1, "after {ms} ms");
        }
    }
}

both_schedules! {
    struct Collected { log: Log }

    #[flow]
    impl Collected {
        #[start(times = 4, limit = 2)]
        #[timeout("30ms", total = "1s")]
        async fn work(&self, value: Value, #[context] cx: Context<'_>) -> Result<Value, Broken> {
            let item = cx.item().unwrap();
            self.log.item("work", item, if item == 0 { 5 } else { 100 }).await;
            if item == 0 { Err(Broken("it")) } else { Ok(value) }
        }
        #[listen(work::Err)]
        async fn mend(&self, failed: ItemsFailed<Value, Broken>) -> usize {
            self.log.forever("mend").await;
            failed.succeeded.len()
        }
        #[listen(work)]
        async fn all(&self, all: Vec<Value>) -> usize { all.len() }
    }

    async fn items_that_are_collected_with_their_limits() {
        for (ms, dropped) in [(10, vec![1, 2]), (40, vec![1, 2, 3]), (70, vec![1, 2, 3])] {
            let value = Value::default();
            let flow = Collected { log: Log::new() };
            drop_after(ms, flow.run(Arc::clone(&value))).await;
            assert_eq!(sorted(flow.log.items_dropped("work")), dropped, "after {ms} ms");
            assert_eq!(Arc::strong_count(&value), 1, "after {ms} ms");
        }
    }
}

both_schedules! {
    struct Attempts { log: Log }

    #[flow]
    impl Attempts {
        #[start]
        #[retry(times = 5, base = "10ms", max = "10ms")]
        #[timeout("100ms", total = "1m")]
        async fn ask(&self, value: Value, #[context] cx: Context<'_>) -> Result<Value, Broken> {
            self.log.item("ask", cx.attempt() as usize, 10).await;
            if cx.attempt() == 3 { Ok(value) } else { Err(Broken("it")) }
        }
        #[listen(ask)]
        async fn next(&self, value: Value) -> Value {
            self.log.forever("next").await;
            value
        }
    }

    async fn an_attempt_and_the_wait_for_the_next() {
        for (ms, ended) in [(5, vec![]), (15, vec![1]), (25, vec![1]), (35, vec![1, 2]), (60, vec![1, 2, 3])] {
            let value = Value::default();
            let flow = Attempts { log: Log::new() };
            drop_after(ms, flow.run(Arc::clone(&value))).await;
            assert_eq!(flow.log.items_ended("ask"), ended, "after {ms} ms");
            tokio::time::sleep(Duration::from_secs(1)).await;
            assert_eq!(flow.log.items_ended("ask"), ended, "no attempt comes later");
            assert_eq!(Arc::strong_count(&value), 1, "after {ms} ms");
        }
    }
}

both_schedules! {
    struct Gates { log: Log }

    #[flow]
    impl Gates {
        #[start]
        async fn a(&self, value: Value) -> Value {
            self.log.step("a", 10).await;
            value
        }
        #[start]
        async fn b(&self, value: Value) -> Value {
            self.log.step("b", 20).await;
            value
        }
        #[start]
        async fn c(&self, value: Value) -> Value {
            self.log.step("c", 30).await;
            value
        }
        #[listen(quorum(2, a, b, c))]
        async fn some(&self, some: Vec<Value>) -> usize {
            self.log.step("some", 10).await;
            some.len()
        }
        #[listen(and(a, c))]
        async fn both(&self, both: (Value, Value)) -> Value {
            self.log.step("both", 20).await;
            both.0
        }
        #[listen(or(some, never))]
        async fn end(&self) { self.log.forever("end").await; }
        #[start]
        #[must_finish]
        async fn never(&self, value: Value) -> Value {
            self.log.forever("never").await;
            value
        }
    }

    async fn joins_quorums_and_races() {
        for ms in [5, 15, 25, 35, 45, 60] {
            let value = Value::default();
            let flow = Gates { log: Log::new() };
            drop_after(ms, flow.run(Arc::clone(&value))).await;
            assert_eq!(Arc::strong_count(&value), 1, "after {ms} ms");
            assert_eq!(flow.log.begun().len(), flow.log.ended().len() + flow.log.dropped().len());
        }
    }
}

both_schedules! {
    struct Looping { log: Log }

    #[flow]
    impl Looping {
        #[start]
        async fn begin(&self, value: Value) -> Value { value }
        #[listen(or(begin, judge::Again))]
        async fn work(&self, value: Value) -> Value {
            self.log.step("work", 10).await;
            value
        }
        #[listen(work)]
        async fn beside(&self, value: &Value) {
            self.log.step("beside", 15).await;
            let _ = value;
        }
        #[router(work, ends(Done))]
        async fn judge(&self, value: Value) -> Turn {
            self.log.step("judge", 10).await;
            Turn::Again(value)
        }
    }

    async fn an_iteration_and_the_end_of_one() {
        for ms in [5, 15, 22, 30, 47, 101] {
            let value = Value::default();
            let flow = Looping { log: Log::new() };
            drop_after(ms, flow.run(Arc::clone(&value))).await;
            assert_eq!(Arc::strong_count(&value), 1, "after {ms} ms");
            assert_eq!(flow.log.begun().len(), flow.log.ended().len() + flow.log.dropped().len());
        }
    }

    #[allow(dead_code, reason = "it never ends")]
    enum Turn { Again(Value), Done }
}

both_schedules! {
    struct Alone { log: Log, n: u32 }

    #[flow]
    impl Alone {
        #[start]
        async fn a(&self) -> u32 {
            self.log.step("a", 10).await;
            self.n
        }
        #[listen(a)]
        #[retry(times = 3, base = "10ms", max = "10ms")]
        async fn b(&mut self, n: u32) -> Result<u32, Broken> {
            self.n += n + 1;
            self.log.step("b", 10).await;
            Err(Broken("b"))
        }
    }

    async fn a_step_with_the_state_to_itself() {
        for (ms, n) in [(5, 0), (15, 1), (25, 1), (35, 2)] {
            let mut flow = Alone { log: Log::new(), n: 0 };
            drop_after(ms, flow.run()).await;
            assert_eq!((flow.n, flow.log.dropped().len()), (n, usize::from(ms != 25)));
        }
    }
}

both_schedules! {
    struct Ending { log: Log }

    #[flow]
    impl Ending {
        #[start]
        #[must_finish]
        async fn save(&self, value: Value) -> Value {
            self.log.step("save", 50).await;
            value
        }
        #[start]
        async fn bad(&self) -> Result<(), Broken> {
            self.log.step("bad", 10).await;
            Err(Broken("bad"))
        }
    }

    async fn a_run_that_has_failed_and_waits_for_what_must_finish() {
        let value = Value::default();
        let flow = Ending { log: Log::new() };
        drop_after(30, flow.run(Arc::clone(&value))).await;
        assert_eq!((flow.log.ended(), flow.log.dropped()), (vec!["bad"], vec!["save"]));
        drop_after(40, flow.runner().timeout(Duration::from_millis(5)).run(Arc::clone(&value))).await;
        assert_eq!((flow.log.ended(), flow.log.dropped()), (vec!["bad"], vec!["save", "bad", "save"]));
        assert_eq!(Arc::strong_count(&value), 1);
    }
}

both_schedules! {
    struct Tasks { log: Log }

    #[flow]
    impl Tasks {
        #[start]
        #[spawn]
        async fn a(self: Arc<Self>, value: Value) -> Value {
            self.log.step("a", 10).await;
            value
        }
        #[listen(a)]
        #[spawn]
        #[retry(times = 3, base = "10ms", max = "10ms")]
        async fn b(self: Arc<Self>, value: Value) -> Result<Value, Broken> {
            self.log.step("b", 10).await;
            drop(value);
            Err(Broken("b"))
        }
    }

    async fn tasks_are_gone_soon_after() {
        for ms in [5, 15, 25, 35] {
            let value = Value::default();
            let flow = Arc::new(Tasks { log: Log::new() });
            drop_after(ms, Arc::clone(&flow).run(Arc::clone(&value))).await;
            tokio::time::sleep(Duration::from_secs(1)).await;
            assert_eq!(Arc::strong_count(&value), 1, "after {ms} ms");
            assert_eq!(Arc::strong_count(&flow), 1, "after {ms} ms");
            assert_eq!(flow.log.begun().len(), flow.log.ended().len() + flow.log.dropped().len());
        }
    }
}
