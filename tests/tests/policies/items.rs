//! Policies of steps with items: limits of attempts and retries are each item's own, a total limit is around all.

use std::time::Duration;

use flow_core::prelude::*;
use flow_core::{Context, ItemsFailed};
use flow_tests::{Broken, Counted, Log, both_schedules};

both_schedules! {
    struct Each { log: Log }

    #[flow]
    impl Each {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![5, 100, 10] }
        #[listen(each(plan))]
        #[timeout("20ms")]
        async fn work(&self, ms: u64) -> u64 {
            self.log.item("work", ms as usize, ms).await;
            ms
        }
    }

    async fn an_item_that_takes_too_long_fails_as_any_does() {
        let log = Log::new();
        let error = Each { log: log.clone() }.run().await.unwrap_err();
        let after = Duration::from_millis(20);
        assert_eq!((error.kind(), error.item()), (FlowErrorKind::TimedOut { after }, Some(1)));
        assert_eq!(error.to_string(), "item 1 of step `work` of flow `Each` timed out after 20ms");
        assert_eq!((log.items_dropped("work"), log.now()), (vec![100], 20));
    }
}

both_schedules! {
    struct Bounded { log: Log }

    #[flow]
    impl Bounded {
        #[start]
        fn plan(&self) -> Vec<usize> { vec![0, 1, 2] }
        #[listen(each(plan), limit = 1)]
        #[timeout("20ms")]
        async fn work(&self, item: usize) -> usize {
            self.log.item("work", item, 15).await;
            item
        }
    }

    async fn the_time_of_an_item_begins_when_it_does() {
        let log = Log::new();
        assert_eq!(Bounded { log: log.clone() }.run().await.unwrap(), [0, 1, 2]);
        assert_eq!(log.now(), 45);
    }
}

both_schedules! {
    struct Retried { log: Log }

    #[flow]
    impl Retried {
        #[start]
        fn plan(&self) -> Vec<u32> { vec![1, 2, 3] }
        #[listen(each(plan), limit = 2)]
        #[retry(times = 2, base = "1ms", max = "1ms")]
        #[timeout("10ms")]
        async fn work(&self, works_at: u32, #[context] cx: Context<'_>) -> Result<(usize, u32), Broken> {
            let item = cx.item().unwrap();
            self.log.item("work", item, if item == 1 && cx.attempt() == 1 { 100 } else { 5 }).await;
            if cx.attempt() < works_at { Err(Broken("it")) } else { Ok((item, cx.attempt())) }
        }
    }

    async fn each_item_has_its_attempts_and_keeps_its_place() {
        let log = Log::new();
        assert_eq!(Retried { log: log.clone() }.run().await.unwrap(), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(log.items_begun("work"), [0, 1, 2, 1, 2, 2]);
        assert_eq!(log.most_at_once(), 2);
        assert_eq!(log.now(), 5 + 5 + 1 + 5 + 1 + 5);
    }
}

both_schedules! {
    struct Exhausted {}

    #[flow]
    impl Exhausted {
        #[start]
        fn plan(&self) -> Vec<u32> { vec![1, 2] }
        #[listen(each(plan))]
        #[retry(times = 1, base = "1ms", max = "1ms")]
        async fn work(&self, n: u32) -> Result<u32, Broken> { if n == 2 { Err(Broken("two")) } else { Ok(n) } }
    }

    async fn the_error_says_which_item_and_how_often() {
        let error = Exhausted {}.run().await.unwrap_err();
        assert_eq!((error.item(), error.attempts()), (Some(1), Some(2)));
        assert_eq!(error.to_string(), "item 1 of step `work` of flow `Exhausted` failed after 2 attempts: two broke");
    }
}

both_schedules! {
    struct TooFew {}

    #[flow]
    impl TooFew {
        #[start(times = 3, first = 3)]
        #[retry(times = 2, base = "1ms", max = "1ms", on = worth)]
        #[timeout("10ms")]
        async fn work(&self, #[context] cx: Context<'_>) -> Result<u32, Broken> {
            match cx.item() {
                Some(0) => Err(Broken("good")),
                Some(1) => Err(Broken("bad")),
                _ => std::future::pending().await,
            }
        }
    }

    async fn too_few_successes_name_the_first_cause() {
        let error = TooFew {}.run().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "step `work` of flow `TooFew` needs 3 of its 3 items to succeed, and too many failed: item 1: bad broke"
        );
    }

    fn worth(error: &Broken) -> bool { error.0 == "good" }
}

both_schedules! {
    struct AllFail {}

    #[flow]
    impl AllFail {
        #[start(times = 3, first = 1)]
        #[retry(times = 2, base = "1ms", max = "1ms", on = worth)]
        #[timeout("10ms")]
        async fn work(&self, #[context] cx: Context<'_>) -> Result<u32, Broken> {
            match cx.item() {
                Some(0) => Err(Broken("good")),
                Some(1) => Err(Broken("bad")),
                _ => std::future::pending().await,
            }
        }
    }

    async fn all_causes_are_listed_with_their_attempts() {
        let error = AllFail {}.run().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "step `work` of flow `AllFail` needs 1 of its 3 items to succeed, and too many failed: \
             item 0 (3 attempts): good broke; item 1: bad broke; item 2: timed out after 10ms (3 attempts)"
        );
    }

    fn worth(error: &Broken) -> bool { error.0 == "good" }
}

both_schedules! {
    struct Total { log: Log }

    #[flow]
    impl Total {
        #[start]
        fn plan(&self) -> Vec<usize> { (0..4).collect() }
        #[listen(each(plan), limit = 2)]
        #[timeout(total = "15ms")]
        async fn work(&self, item: usize) -> usize {
            self.log.item("work", item, 10).await;
            item
        }
    }

    async fn a_total_limit_is_around_all_items() {
        let log = Log::new();
        let error = Total { log: log.clone() }.run().await.unwrap_err();
        let after = Duration::from_millis(15);
        assert_eq!((error.kind(), error.item()), (FlowErrorKind::TimedOut { after }, None));
        assert_eq!(error.to_string(), "step `work` of flow `Total` timed out after 15ms");
        let mut dropped = log.items_dropped("work");
        dropped.sort_unstable();
        assert_eq!((log.items_ended("work"), dropped, log.now()), (vec![0, 1], vec![2, 3], 15));
    }
}

both_schedules! {
    struct TotalHeard { log: Log }

    #[flow]
    impl TotalHeard {
        #[start]
        fn plan(&self) -> Vec<usize> { (0..5).collect() }
        #[listen(each(plan), limit = 2)]
        #[timeout(total = "15ms")]
        async fn work(&self, item: usize) -> Result<usize, Broken> {
            self.log.item("work", item, 10).await;
            Ok(item)
        }
        #[listen(work::Err)]
        async fn mend(&self, failed: ItemsFailed<usize, Broken>) -> ItemsFailed<usize, Broken> { failed }
        #[listen(work)]
        async fn all(&self, _all: Vec<usize>) -> bool { true }
    }

    async fn a_total_limit_that_is_heard_keeps_what_has_succeeded() {
        let log = Log::new();
        let output = TotalHeard { log: log.clone() }.run().await.unwrap();
        let failed = output.mend.unwrap();
        assert_eq!(failed.succeeded, [(0, 0), (1, 1)]);
        assert_eq!(failed.failed, [(2, Broken("the clock")), (3, Broken("the clock"))]);
        assert_eq!((output.all, log.now()), (None, 15));
    }
}

both_schedules! {
    struct Heard { log: Log }

    #[flow]
    impl Heard {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![5, 100, 10] }
        #[listen(each(plan))]
        #[timeout("20ms")]
        #[retry(times = 1, base = "1ms", max = "1ms")]
        async fn work(&self, ms: u64) -> Result<u64, Broken> {
            self.log.item("work", ms as usize, ms).await;
            if ms == 5 { Err(Broken("five")) } else { Ok(ms) }
        }
        #[listen(work::Err)]
        async fn mend(&self, failed: ItemsFailed<u64, Broken>) -> ItemsFailed<u64, Broken> { failed }
        #[listen(work)]
        async fn all(&self, _all: Vec<u64>) -> bool { true }
    }

    async fn time_outs_of_items_that_are_heard_are_their_own_errors() {
        let log = Log::new();
        let failed = Heard { log: log.clone() }.run().await.unwrap().mend.unwrap();
        assert_eq!(failed.succeeded, [(2, 10)]);
        assert_eq!(failed.failed, [(0, Broken("five")), (1, Broken("the clock"))]);
        assert_eq!(log.now(), 41);
    }
}

both_schedules! {
    struct Clones {}

    #[flow]
    impl Clones {
        #[start]
        fn plan(&self) -> Vec<Counted> { vec![Counted::default(), Counted::default()] }
        #[listen(each(plan))]
        #[retry(times = 3, base = "1ms", max = "1ms")]
        async fn work(&self, it: Counted, #[context] cx: Context<'_>) -> Result<Counted, Broken> {
            if cx.item() == Some(1) && cx.attempt() < 3 { Err(Broken("it")) } else { Ok(it) }
        }
    }

    async fn an_item_is_cloned_for_each_attempt() {
        let all = Clones {}.run().await.unwrap();
        assert_eq!(all.iter().map(Counted::clones).collect::<Vec<_>>(), [1, 3]);
    }
}
