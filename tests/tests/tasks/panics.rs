//! Panics in steps with tasks of their own are failures that name the step, and nobody's to handle.

use std::sync::Arc;

use flow_core::ItemsFailed;
use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

/// A panic that prints nothing.
fn panic(message: &'static str) -> ! {
    std::panic::resume_unwind(Box::new(message))
}

both_schedules! {
    struct Spawned { log: Log }

    #[flow]
    impl Spawned {
        #[start]
        #[spawn]
        async fn a(self: Arc<Self>) -> u8 {
            self.log.step("a", 10).await;
            panic("ouch")
        }
        #[start]
        async fn b(&self) { self.log.forever("b").await; }
        #[listen(and(a, b))]
        async fn end(&self, _a: u8) { self.log.step("end", 0).await; }
    }

    async fn in_a_spawned_step() {
        let flow = Arc::new(Spawned { log: Log::new() });
        let error = Arc::clone(&flow).run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("a", FlowErrorKind::Panicked));
        assert_eq!(error.to_string(), "step `a` of flow `Spawned` panicked: ouch");
        assert_eq!((flow.log.dropped(), flow.log.now()), (vec!["b"], 10));
        let payload = error.into_causes().into_iter().find_map(|cause| cause.into_panic()).unwrap();
        assert_eq!(payload.downcast_ref(), Some(&"ouch"));
    }
}

both_schedules! {
    struct Blocking {}

    #[flow]
    impl Blocking {
        #[start]
        #[blocking]
        fn a(n: u32) -> Result<u8, Broken> { std::panic::resume_unwind(Box::new(n)) }
        #[listen(a)]
        fn end(&self, a: u8) -> u8 { a }
    }

    async fn in_a_blocking_step_with_something_that_is_no_text() {
        let error = Blocking {}.run(7).await.unwrap_err();
        assert_eq!(error.to_string(), "step `a` of flow `Blocking` panicked");
        let payload = error.into_causes().into_iter().find_map(|cause| cause.into_panic()).unwrap();
        assert_eq!(payload.downcast_ref(), Some(&7_u32));
    }
}

both_schedules! {
    struct Heard { log: Log }

    #[flow]
    impl Heard {
        #[start]
        #[spawn]
        async fn a() -> Result<u8, Broken> { panic("ouch") }
        #[listen(a::Err)]
        async fn mend(&self, _error: Broken) -> u8 {
            self.log.step("mend", 0).await;
            0
        }
        #[listen(or(a, mend))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_listener_of_the_error_is_not_told() {
        let log = Log::new();
        let error = Heard { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("a", FlowErrorKind::Panicked));
        assert!(log.begun().is_empty());
    }
}

both_schedules! {
    struct TakenUp { log: Log }

    #[flow]
    impl TakenUp {
        #[start]
        #[spawn]
        async fn a() -> Result<u8, Broken> { panic("ouch") }
        #[start]
        async fn b(&self) -> u8 {
            self.log.step("b", 10).await;
            2
        }
        #[listen(or(a, b))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_race_takes_it_up_as_any_failure() {
        assert_eq!(TakenUp { log: Log::new() }.run().await.unwrap(), 2);
    }
}

both_schedules! {
    struct HeardAndTakenUp { log: Log }

    #[flow]
    impl HeardAndTakenUp {
        #[start]
        #[spawn]
        async fn a() -> Result<u8, Broken> { panic("ouch") }
        #[listen(a::Err)]
        async fn mend(&self, _error: Broken) { self.log.step("mend", 0).await; }
        #[start]
        async fn b(&self) -> u8 {
            self.log.step("b", 10).await;
            2
        }
        #[listen(or(a, b))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn where_somebody_listens_to_the_error_it_is_as_if_nobody_did() {
        let log = Log::new();
        assert_eq!(HeardAndTakenUp { log: log.clone() }.run().await.unwrap(), 2);
        assert_eq!(log.begun(), ["b"]);
    }
}

both_schedules! {
    struct Both {}

    #[flow]
    impl Both {
        #[start]
        #[spawn]
        async fn a() -> u8 { panic("ouch") }
        #[start]
        #[blocking]
        fn b() -> Result<u8, Broken> { Err(Broken("b")) }
        #[listen(or(a, b))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_race_that_fails_lists_it() {
        let error = Both {}.run().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "step `end` of flow `Both` cannot run: everything it waited for failed: `a`: panicked: ouch; `b`: b broke"
        );
    }
}

both_schedules! {
    struct Items { log: Log }

    #[flow]
    impl Items {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![30, 10, 20] }
        #[listen(each(plan))]
        #[spawn]
        async fn work(self: Arc<Self>, ms: u64) -> Result<u64, Broken> {
            self.log.item("work", ms as usize, ms).await;
            match ms {
                10 => Err(Broken("ten")),
                20 => panic("twenty"),
                _ => Ok(ms),
            }
        }
        #[listen(work::Err)]
        async fn mend(&self, _failed: ItemsFailed<u64, Broken>) { self.log.step("mend", 0).await; }
        #[listen(work)]
        async fn all(&self, all: Vec<u64>) -> Vec<u64> { all }
    }

    async fn of_an_item_it_names_the_item_and_ends_the_others_though_somebody_collects() {
        let flow = Arc::new(Items { log: Log::new() });
        let error = Arc::clone(&flow).run().await.unwrap_err();
        assert_eq!((error.kind(), error.item()), (FlowErrorKind::Panicked, Some(2)));
        assert_eq!(error.to_string(), "item 2 of step `work` of flow `Items` panicked: twenty");
        assert_eq!((flow.log.items_dropped("work"), flow.log.now()), (vec![30], 20));
        assert!(!flow.log.begun().contains(&"mend"));
    }
}

both_schedules! {
    struct Retried { log: Log }

    #[flow]
    impl Retried {
        #[start]
        #[spawn]
        #[retry(times = 5, base = "1ms", max = "1ms")]
        async fn a(self: Arc<Self>) -> Result<u8, Broken> {
            self.log.step("a", 0).await;
            if self.log.ended().len() < 3 { Err(Broken("a")) } else { panic("ouch") }
        }
    }

    async fn it_is_not_tried_again() {
        let flow = Arc::new(Retried { log: Log::new() });
        let error = Arc::clone(&flow).run().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (FlowErrorKind::Panicked, Some(3)));
        assert_eq!(error.to_string(), "step `a` of flow `Retried` panicked (3 attempts): ouch");
    }
}

both_schedules! {
    struct Own { log: Log }

    #[flow]
    impl Own {
        #[start]
        #[spawn]
        async fn a(self: Arc<Self>) { self.log.forever("a").await; }
        #[start]
        async fn b(&self) {
            self.log.step("b", 10).await;
            panic("the run's own")
        }
        #[listen(and(a, b))]
        async fn end(&self) {}
    }

    async fn in_a_step_of_the_runs_own_task_it_unwinds_and_stops_the_tasks() {
        let flow = Arc::new(Own { log: Log::new() });
        let run = std::panic::AssertUnwindSafe(Arc::clone(&flow).run());
        let panic = futures::FutureExt::catch_unwind(run).await.unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the run's own"));
        // It has been asked to stop, and does so when its thread is free.
        tokio::task::yield_now().await;
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        assert_eq!(flow.log.dropped(), ["a"]);
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        #[spawn]
        #[must_finish]
        async fn slow(self: Arc<Self>) -> u8 {
            self.log.step("slow", 20).await;
            panic("ouch")
        }
        #[start]
        async fn fast(&self) -> u8 {
            self.log.step("fast", 10).await;
            2
        }
        #[listen(or(slow, fast))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_loser_that_must_finish_and_panics_fails_the_flow() {
        let flow = Arc::new(Finishing { log: Log::new() });
        let error = Arc::clone(&flow).run().await.unwrap_err();
        assert_eq!((error.step(), error.kind(), flow.log.now()), ("slow", FlowErrorKind::Panicked, 20));
    }
}
