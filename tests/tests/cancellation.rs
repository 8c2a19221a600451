//! What is cancelled, when, and what is not: seen by the guards of the steps' futures.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken")
    }
}

impl std::error::Error for Broken {}

/// Polls a run for that long, then drops it.
async fn drop_after(ms: u64, run: impl Future) {
    assert!(tokio::time::timeout(Duration::from_millis(ms), run).await.is_err(), "the run has ended");
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn slow(&self) { self.log.forever("slow").await; }
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn h(&self) { self.log.step("h", 5).await; }
    }

    async fn a_loser_is_dropped_before_the_winners_listener_begins() {
        let log = Log::new();
        Race { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.lines()[2..], ["10 fast ends", "10 slow is dropped", "10 h begins", "15 h ends"]);
    }
}

both_schedules! {
    struct Locked { log: Log, lock: tokio::sync::Mutex<()> }

    #[flow]
    impl Locked {
        #[start]
        async fn slow(&self) {
            let _guard = self.lock.lock().await;
            std::future::pending().await
        }
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn h(&self) { let _guard = self.lock.lock().await; }
    }

    async fn a_lock_held_by_a_loser_is_free_for_the_winners_listener() {
        let flow = Locked { log: Log::new(), lock: <_>::default() };
        let run = tokio::time::timeout(Duration::from_secs(1), flow.run());
        run.await.expect("the lock was held by the loser").unwrap();
    }
}

both_schedules! {
    struct Chains { log: Log }

    #[flow]
    impl Chains {
        #[start]
        async fn a1(&self) { self.log.step("a1", 10).await; }
        #[listen(a1)]
        async fn a2(&self) { self.log.step("a2", 10).await; }
        #[listen(a2)]
        async fn a3(&self) { self.log.step("a3", 10).await; }
        #[start]
        async fn b1(&self) { self.log.step("b1", 1).await; }
        #[listen(b1)]
        async fn b2(&self) { self.log.step("b2", 1).await; }
        #[listen(b2)]
        async fn b3(&self) { self.log.step("b3", 13).await; }
        #[listen(or(a3, b3))]
        async fn h(&self) { self.log.step("h", 0).await; }
    }

    async fn a_chain_that_loses_goes_no_further() {
        let log = Log::new();
        Chains { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.dropped(), ["a2"]);
        assert!(!log.begun().contains(&"a3"), "{log:?}");
        assert_eq!(log.now(), 15);
    }
}

both_schedules! {
    struct Nested { log: Log }

    #[flow]
    impl Nested {
        #[start]
        async fn a(&self) { self.log.forever("a").await; }
        #[start]
        async fn b(&self) { self.log.forever("b").await; }
        #[listen(or(a, b))]
        async fn inner(&self) { self.log.step("inner", 0).await; }
        #[start]
        async fn c(&self) { self.log.step("c", 5).await; }
        #[listen(or(inner, c))]
        async fn outer(&self) { self.log.step("outer", 1).await; }
    }

    async fn a_race_that_loses_a_race_loses_all_its_members() {
        let log = Log::new();
        Nested { log: log.clone() }.run().await.unwrap();
        let mut dropped = log.dropped();
        dropped.sort_unstable();
        assert_eq!(dropped, ["a", "b"]);
        assert!(log.place("5 a is dropped") < log.place("5 outer begins"));
        assert!(log.place("5 b is dropped") < log.place("5 outer begins"));
    }
}

both_schedules! {
    struct Shared { log: Log }

    #[flow]
    impl Shared {
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[start]
        async fn slow(&self) -> u8 {
            self.log.step("slow", 20).await;
            1
        }
        #[listen(or(fast, slow))]
        async fn h(&self) { self.log.step("h", 1).await; }
        #[listen(slow)]
        async fn also(&self, slow: u8) -> u8 {
            self.log.step("also", 1).await;
            slow
        }
    }

    async fn a_member_that_another_listener_can_use_runs_on() {
        let log = Log::new();
        assert_eq!(Shared { log: log.clone() }.run().await.unwrap(), 1);
        assert_eq!(log.ended(), ["fast", "h", "slow", "also"]);
        assert!(log.dropped().is_empty(), "{log:?}");
    }
}

both_schedules! {
    struct Decided { log: Log }

    #[flow]
    impl Decided {
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[start]
        async fn slow(&self) { self.log.forever("slow").await; }
        #[start]
        async fn middle(&self) { self.log.step("middle", 15).await; }
        #[listen(or(fast, slow))]
        async fn first(&self) { self.log.step("first", 1).await; }
        #[listen(or(middle, slow))]
        async fn second(&self) { self.log.step("second", 1).await; }
    }

    async fn a_member_of_two_races_is_cancelled_when_it_has_lost_both() {
        let log = Log::new();
        Decided { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.dropped(), ["slow"]);
        log.place("15 slow is dropped");
    }
}

both_schedules! {
    struct Sink { log: Log }

    #[flow]
    impl Sink {
        #[router]
        async fn route(&self) -> Route { Route::Here }
        #[listen(route::Here)]
        async fn here(&self) { self.log.step("here", 1).await; }
        #[listen(route::There)]
        async fn there(&self) { self.log.step("there", 1).await; }
        #[start]
        async fn beside(&self) { self.log.step("beside", 20).await; }
    }

    async fn a_route_not_taken_cancels_nothing() {
        let log = Log::new();
        Sink { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["here", "beside"]);
        assert!(log.dropped().is_empty(), "{log:?}");
    }

    #[allow(dead_code, reason = "one of them is taken")]
    enum Route { Here, There }
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
        #[start]
        #[must_finish]
        async fn d(&self) { self.log.step("d", 100).await; }
        #[listen(and(b, c, d))]
        async fn e(&self) { self.log.step("e", 0).await; }
    }

    async fn dropping_a_run_drops_all_that_runs() {
        let log = Log::new();
        drop_after(50, Wide { log: log.clone() }.run()).await;
        let mut dropped = log.dropped();
        dropped.sort_unstable();
        assert_eq!(dropped, ["b", "c", "d"], "`must_finish` is no protection from that");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(log.ended(), ["a"]);
    }
}

both_schedules! {
    struct Failing { log: Log }

    #[flow]
    impl Failing {
        #[start]
        async fn a(&self) { self.log.forever("a").await; }
        #[start]
        async fn b(&self) -> Result<(), Broken> {
            self.log.step("b", 10).await;
            Err(Broken)
        }
        #[start]
        async fn c(&self) { self.log.step("c", 5).await; }
        #[listen(c)]
        async fn d(&self) { self.log.forever("d").await; }
        #[listen(and(a, d))]
        async fn e(&self) { self.log.step("e", 0).await; }
    }

    async fn a_failure_cancels_all_that_runs() {
        let log = Log::new();
        assert_eq!(Failing { log: log.clone() }.run().await.unwrap_err().step(), "b");
        let mut dropped = log.dropped();
        dropped.sort_unstable();
        assert_eq!(dropped, ["a", "d"]);
        let lines = log.lines().len();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(log.lines().len(), lines, "nothing goes on after the run");
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
            self.log.step("b", 10).await;
            panic!("the step's own message");
        }
        #[listen(and(a, b))]
        async fn c(&self) { self.log.step("c", 0).await; }
    }

    async fn a_panic_unwinds_out_of_the_run_and_drops_the_others() {
        let log = Log::new();
        let flow = Panicking { log: log.clone() };
        let run = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(flow.run()));
        let panic = run.await.unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the step's own message"));
        assert_eq!(log.dropped(), ["a"]);
        assert_eq!(log.ended(), ["b"]);
    }
}

both_schedules! {
    struct Looping { log: Log }

    #[flow]
    impl Looping {
        #[start]
        async fn s(&self) {}
        #[listen(or(s, judge::Again {}))]
        async fn work(&self) { self.log.step("work", 10).await; }
        #[router(work)]
        async fn judge(&self) -> Turn { if self.log.now() < 1_000 { Turn::Again } else { Turn::Done } }
        #[start]
        async fn timer(&self) { self.log.step("timer", 25).await; }
        #[listen(or(judge::Done {}, timer))]
        async fn h(&self) { self.log.step("h", 5).await; }
    }

    async fn a_loop_that_loses_is_dropped_in_its_iteration() {
        let log = Log::new();
        Looping { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["work", "work", "timer", "h"]);
        assert!(log.place("25 work is dropped") < log.place("25 h begins"));
        assert_eq!(log.now(), 30);
    }

    enum Turn { Again, Done }
}

both_schedules! {
    struct Rounds { log: Log }

    #[flow]
    impl Rounds {
        #[start]
        async fn s(&self) {}
        #[listen(or(s, judge::Again {}))]
        async fn head(&self) {}
        #[listen(head)]
        async fn fast(&self) { self.log.step("fast", 5).await; }
        #[listen(head)]
        async fn slow(&self) { self.log.forever("slow").await; }
        #[listen(or(slow, fast))]
        async fn first(&self) { self.log.step("first", 5).await; }
        #[router(first, ends(Done))]
        async fn judge(&self) -> Turn { if self.log.now() < 30 { Turn::Again } else { Turn::Done } }
    }

    async fn a_race_in_a_loop_is_decided_in_each_iteration() {
        let log = Log::new();
        Rounds { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["fast", "first", "fast", "first", "fast", "first"]);
        assert_eq!(log.dropped(), ["slow", "slow", "slow"]);
        assert_eq!(log.now(), 30);
    }

    enum Turn { Again, Done }
}
