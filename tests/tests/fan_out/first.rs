//! `first = k`: as many successes as are needed, in the order in which they come.

use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![40, 20, 30, 10] }
        #[listen(each(plan), first = 2)]
        async fn ask(&self, ms: u64) -> u64 {
            self.log.item("ask", ms as usize, ms).await;
            ms
        }
        #[listen(ask)]
        async fn show(&self, first: Vec<u64>) -> Vec<u64> {
            self.log.step("show", 5).await;
            first
        }
    }

    async fn the_rest_is_cancelled_before_the_listener_begins() {
        let log = Log::new();
        assert_eq!(Race { log: log.clone() }.run().await.unwrap(), [10, 20], "in the order of success");
        assert_eq!(log.items_begun("ask"), [40, 20, 30, 10]);
        let mut dropped = log.items_dropped("ask");
        dropped.sort_unstable();
        assert_eq!(dropped, [30, 40]);
        assert!(log.place("20 ask[30] is dropped") < log.place("20 show begins"));
        assert!(log.place("20 ask[40] is dropped") < log.place("20 show begins"));
    }
}

both_schedules! {
    struct Bounded { log: Log }

    #[flow]
    impl Bounded {
        #[start]
        async fn plan(&self) -> Vec<usize> { vec![0, 1, 2, 3, 4] }
        #[listen(each(plan), limit = 2, first = 3)]
        async fn ask(&self, item: usize) -> usize {
            self.log.item("ask", item, 10).await;
            item
        }
    }

    async fn with_a_limit_what_is_not_needed_never_begins() {
        let log = Log::new();
        assert_eq!(Bounded { log: log.clone() }.run().await.unwrap(), [0, 1, 2]);
        assert_eq!(log.now(), 20);
        assert!(!log.items_begun("ask").contains(&4), "{log:?}");
        assert_eq!(log.most_at_once(), 2);
    }
}

both_schedules! {
    struct Tie {}

    #[flow]
    impl Tie {
        #[start]
        fn plan(&self) -> Vec<u32> { (0..10).collect() }
        #[listen(each(plan), first = 3)]
        async fn ask(&self, item: u32) -> u32 {
            tokio::time::sleep(std::time::Duration::from_millis(7)).await;
            item
        }
    }

    async fn in_one_instant_the_earlier_item_is_the_earlier_success() {
        assert_eq!(Tie {}.run().await.unwrap(), [0, 1, 2]);
    }
}

both_schedules! {
    struct Tolerant { log: Log }

    #[flow]
    impl Tolerant {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![10, 20, 30, 40] }
        #[listen(each(plan), first = 1)]
        async fn ask(&self, ms: u64) -> Result<u64, Broken> {
            self.log.item("ask", ms as usize, ms).await;
            if ms < 30 { Err(Broken("it")) } else { Ok(ms) }
        }
    }

    async fn items_that_fail_do_not_matter_while_enough_can_succeed() {
        let log = Log::new();
        assert_eq!(Tolerant { log: log.clone() }.run().await.unwrap(), [30]);
        assert_eq!(log.now(), 30);
    }
}

both_schedules! {
    struct Failing { log: Log }

    #[flow]
    impl Failing {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![30, 10, 20, 40] }
        #[listen(each(plan), first = 3)]
        async fn ask(&self, ms: u64) -> Result<u64, Broken> {
            self.log.item("ask", ms as usize, ms).await;
            match ms {
                20 => Err(Broken("twenty")),
                30 => Err(Broken("thirty")),
                _ => Ok(ms),
            }
        }
    }

    async fn it_fails_as_soon_as_too_few_can_succeed_with_all_causes() {
        let log = Log::new();
        let error = Failing { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("ask", FlowErrorKind::TooFewItems { needed: 3, items: 4 }));
        assert_eq!(
            error.to_string(),
            "step `ask` of flow `Failing` needs 3 of its 4 items to succeed, and too many failed: \
             item 0: thirty broke; item 2: twenty broke"
        );
        let causes: Vec<_> = error.causes().iter().map(|it| (it.step(), it.item(), it.attempts())).collect();
        assert_eq!(causes, [("ask", Some(0), Some(1)), ("ask", Some(2), Some(1))]);
        assert_eq!((error.item(), error.attempts()), (None, None));
        assert_eq!(error.downcast_ref(), Some(&Broken("thirty")));
        assert_eq!((log.now(), log.items_dropped("ask")), (30, vec![40]));
    }
}

both_schedules! {
    struct Few { log: Log, items: u32 }

    #[flow]
    impl Few {
        #[start]
        async fn plan(&self) -> std::ops::Range<u32> { 0..self.items }
        #[listen(each(plan), first = 3)]
        async fn ask(&self, item: u32) -> u32 {
            self.log.step("ask", 5).await;
            item
        }
    }

    async fn too_few_items_do_not_begin_and_it_says_how_many_there_are() {
        for (items, text) in [(0, "there is none"), (1, "there is only 1"), (2, "there are only 2")] {
            let log = Log::new();
            let error = Few { log: log.clone(), items }.run().await.unwrap_err();
            let kind = FlowErrorKind::TooFewItems { needed: 3, items: items as usize };
            assert_eq!((error.step(), error.kind(), error.causes().len()), ("ask", kind, 0));
            assert_eq!(
                error.to_string(),
                format!("step `ask` of flow `Few` needs 3 items to succeed, and {text}")
            );
            assert!(log.lines().is_empty(), "{log:?}");
        }
        assert_eq!(Few { log: Log::new(), items: 3 }.run().await.unwrap(), [0, 1, 2]);
    }
}

both_schedules! {
    struct Nothing { log: Log }

    #[flow]
    impl Nothing {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![30, 10] }
        #[listen(each(plan), first = 1)]
        async fn ask(&self, ms: u64) { self.log.item("ask", ms as usize, ms).await; }
        #[listen(ask)]
        async fn after(&self) { self.log.step("after", 0).await; }
    }

    async fn items_that_hand_on_nothing_can_be_first_as_well() {
        let log = Log::new();
        Nothing { log: log.clone() }.run().await.unwrap();
        assert_eq!((log.items_ended("ask"), log.items_dropped("ask"), log.now()), (vec![10], vec![30], 10));
    }
}
