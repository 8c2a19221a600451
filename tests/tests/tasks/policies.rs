//! Tasks with time limits, retries and items.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use flow_core::ItemsFailed;
use flow_core::prelude::*;
use flow_tests::{Broken, Counted, Log, both_schedules};

both_schedules! {
    struct Slow { log: Log }

    #[flow]
    impl Slow {
        #[start]
        #[spawn]
        #[timeout("10ms")]
        #[retry(times = 1, base = "1ms", max = "1ms")]
        async fn a(self: Arc<Self>, n: u32) -> u32 {
            self.log.step("a", 1_000).await;
            n
        }
    }

    async fn a_task_that_takes_too_long_is_aborted() {
        let flow = Arc::new(Slow { log: Log::new() });
        let error = Arc::clone(&flow).run(1).await.unwrap_err();
        assert_eq!(error.to_string(), "step `a` of flow `Slow` timed out after 10ms (2 attempts)");
        assert_eq!(flow.log.lines(), ["0 a begins", "10 a is dropped", "11 a begins", "21 a is dropped"]);
    }
}

both_schedules! {
    struct Flaky { n: AtomicU32 }

    #[flow]
    impl Flaky {
        #[start]
        async fn value(&self) -> Counted { Counted::default() }
        #[listen(value)]
        #[blocking]
        #[retry(times = 5, base = "1ms", max = "1ms", on = worth)]
        fn a(self: Arc<Self>, value: Counted) -> Result<Counted, Broken> {
            if self.n.fetch_add(1, Ordering::Relaxed) < 2 { Err(Broken("good")) } else { Ok(value) }
        }
        #[listen(a)]
        #[spawn]
        #[retry(times = 5, base = "1ms", max = "1ms", on = worth)]
        async fn b(value: Counted) -> Result<u32, Broken> { if value.clones() < 5 { Err(Broken("good")) } else { Err(Broken("bad")) } }
        #[listen(b::Err)]
        async fn c(&self, error: Broken) -> Broken { error }
        #[listen(b)]
        async fn d(&self, n: u32) -> u32 { n }
    }

    async fn attempts_get_clones() {
        let flow = Arc::new(Flaky { n: AtomicU32::new(0) });
        let output = Arc::clone(&flow).run().await.unwrap();
        assert_eq!((output.c, output.d), (Some(Broken("bad")), None));
        assert_eq!(flow.n.load(Ordering::Relaxed), 3);
    }

    fn worth(error: &Broken) -> bool { error.0 == "good" }
}

both_schedules! {
    struct Items { log: Log }

    #[flow]
    impl Items {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![10, 20, 100, 30] }
        #[listen(each(plan), limit = 2)]
        #[spawn]
        #[timeout("50ms")]
        async fn work(self: Arc<Self>, ms: u64, #[from(plan)] plan: Vec<u64>) -> Result<u64, Broken> {
            self.log.item("work", ms as usize, ms).await;
            if ms == 20 { Err(Broken("twenty")) } else { Ok(ms + plan.len() as u64) }
        }
        #[listen(work::Err)]
        async fn mend(&self, failed: ItemsFailed<u64, Broken>) -> ItemsFailed<u64, Broken> { failed }
        #[listen(work)]
        async fn all(&self, _all: Vec<u64>) -> bool { true }
    }

    async fn items_may_each_have_a_task() {
        let flow = Arc::new(Items { log: Log::new() });
        let failed = Arc::clone(&flow).run().await.unwrap().mend.unwrap();
        assert_eq!(failed.succeeded, [(0, 14), (3, 34)]);
        assert_eq!(failed.failed, [(1, Broken("twenty")), (2, Broken("the clock"))]);
        assert_eq!((flow.log.most_at_once(), flow.log.now()), (2, 60));
        assert_eq!(flow.log.items_dropped("work"), [100]);
    }
}

both_schedules! {
    struct First { log: Log }

    #[flow]
    impl First {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![30, 10, 20, 40] }
        #[listen(each(plan), first = 2)]
        #[spawn]
        async fn work(self: Arc<Self>, ms: u64) -> u64 {
            self.log.item("work", ms as usize, ms).await;
            ms
        }
        #[listen(work)]
        #[blocking]
        fn sum(all: Vec<u64>) -> u64 { all.iter().sum() }
    }

    async fn tasks_that_are_not_needed_are_aborted() {
        let flow = Arc::new(First { log: Log::new() });
        assert_eq!(Arc::clone(&flow).run().await.unwrap(), 30);
        let mut dropped = flow.log.items_dropped("work");
        dropped.sort_unstable();
        assert_eq!((dropped, flow.log.now()), (vec![30, 40], 20));
    }
}

both_schedules! {
    struct Times { n: AtomicU32 }

    #[flow]
    impl Times {
        #[start(times = 3, limit = 1)]
        #[blocking]
        fn count(self: Arc<Self>, text: String) -> String { format!("{text}{}", self.n.fetch_add(1, Ordering::Relaxed)) }
        #[listen(count)]
        #[timeout("1s", total = "2s")]
        #[blocking]
        fn all(all: Vec<String>) -> String { all.concat() }
    }

    async fn the_same_several_times() {
        assert_eq!(Arc::new(Times { n: AtomicU32::new(0) }).run("x".to_string()).await.unwrap(), "x0x1x2");
    }
}

both_schedules! {
    struct Nothing { log: Log }

    #[flow]
    impl Nothing {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![10, 20] }
        #[listen(each(plan))]
        #[spawn]
        async fn work(self: Arc<Self>, ms: u64) { self.log.item("work", ms as usize, ms).await; }
        #[listen(work)]
        #[blocking]
        fn after(self: Arc<Self>) { self.log.at_once("after"); }
        #[listen(after)]
        #[timeout(total = "10ms")]
        async fn late(&self) { self.log.forever("late").await; }
    }

    async fn tasks_may_carry_nothing() {
        let flow = Arc::new(Nothing { log: Log::new() });
        let error = Arc::clone(&flow).run().await.unwrap_err();
        let after = Duration::from_millis(10);
        assert_eq!((error.step(), error.kind()), ("late", FlowErrorKind::TimedOut { after }));
        assert_eq!((flow.log.items_ended("work"), flow.log.now()), (vec![10, 20], 30));
    }
}
