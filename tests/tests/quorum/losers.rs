//! Who is cancelled when a quorum fires, and who is not.

use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

both_schedules! {
    struct Chains { log: Log }

    #[flow]
    impl Chains {
        #[start]
        async fn a1(&self) { self.log.step("a1", 10).await; }
        #[listen(a1)]
        async fn a2(&self) { self.log.step("a2", 100).await; }
        #[listen(a2)]
        async fn a3(&self) { self.log.step("a3", 10).await; }
        #[start]
        async fn b(&self) { self.log.step("b", 20).await; }
        #[start]
        async fn c(&self) { self.log.step("c", 30).await; }
        #[listen(quorum(2, a3, b, c))]
        async fn end(&self) { self.log.step("end", 5).await; }
    }

    async fn a_chain_that_loses_goes_no_further() {
        let log = Log::new();
        Chains { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.dropped(), ["a2"]);
        assert!(log.place("30 a2 is dropped") < log.place("30 end begins"));
        assert!(!log.begun().contains(&"a3"));
        assert_eq!(log.now(), 35);
    }
}

both_schedules! {
    struct First { log: Log }

    #[flow]
    impl First {
        #[start]
        async fn a(&self) { self.log.step("a", 10).await; }
        #[start]
        async fn b(&self) { self.log.step("b", 20).await; }
        #[start]
        async fn c(&self) { self.log.step("c", 30).await; }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self) { self.log.step("end", 0).await; }
    }

    async fn an_arrival_that_is_not_the_last_cancels_nothing() {
        let log = Log::new();
        First { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.lines()[3..], ["10 a ends", "20 b ends", "20 c is dropped", "20 end begins", "20 end ends"]);
    }
}

both_schedules! {
    struct Shared { log: Log }

    #[flow]
    impl Shared {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 10).await;
            1
        }
        #[start]
        async fn b(&self) -> u8 {
            self.log.step("b", 20).await;
            2
        }
        #[start]
        async fn c(&self) -> u8 {
            self.log.step("c", 30).await;
            3
        }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, _first: Vec<u8>) { self.log.step("end", 0).await; }
        #[listen(c)]
        async fn also(&self, c: u8) -> u8 { c }
    }

    async fn a_member_that_another_listener_can_use_runs_on() {
        let log = Log::new();
        assert_eq!(Shared { log: log.clone() }.run().await.unwrap(), 3);
        assert_eq!(log.ended(), ["a", "b", "end", "c"]);
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        async fn a(&self) { self.log.step("a", 10).await; }
        #[start]
        async fn b(&self) { self.log.step("b", 20).await; }
        #[start]
        #[must_finish]
        async fn c(&self) -> Result<(), Broken> {
            self.log.step("c", 30).await;
            Err(Broken("c"))
        }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self) { self.log.step("end", 0).await; }
    }

    async fn a_loser_that_must_finish_does_and_may_fail_the_flow() {
        let log = Log::new();
        let error = Finishing { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), log.ended()), ("c", vec!["a", "b", "end", "c"]));
    }
}

both_schedules! {
    struct Dropped { log: Log }

    #[flow]
    impl Dropped {
        #[start]
        async fn a(&self) { self.log.step("a", 10).await; }
        #[start]
        async fn b(&self) { self.log.forever("b").await; }
        #[start]
        async fn c(&self) { self.log.forever("c").await; }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self) { self.log.step("end", 0).await; }
    }

    async fn dropping_a_run_that_waits_for_one_drops_its_members() {
        let log = Log::new();
        let flow = Dropped { log: log.clone() };
        tokio::time::timeout(std::time::Duration::from_millis(20), flow.run()).await.unwrap_err();
        let mut dropped = log.dropped();
        dropped.sort_unstable();
        assert_eq!((dropped, log.ended()), (vec!["b", "c"], vec!["a"]));
    }
}

both_schedules! {
    struct Items { log: Log }

    #[flow]
    impl Items {
        #[start]
        fn plan(&self) -> Vec<usize> { vec![0, 1, 2] }
        #[listen(each(plan), limit = 2)]
        async fn slow(&self, item: usize) { self.log.item("slow", item, 100).await; }
        #[start]
        async fn a(&self) { self.log.step("a", 10).await; }
        #[start]
        async fn b(&self) { self.log.step("b", 20).await; }
        #[listen(quorum(2, a, b, slow))]
        async fn end(&self) { self.log.step("end", 0).await; }
    }

    async fn a_fan_out_that_loses_loses_all_its_items() {
        let log = Log::new();
        Items { log: log.clone() }.run().await.unwrap();
        assert_eq!((log.items_begun("slow"), log.items_dropped("slow").len()), (vec![0, 1], 2));
        assert!(log.place("20 slow[1] is dropped") < log.place("20 end begins"));
    }
}
