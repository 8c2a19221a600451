//! `#[retry]`: how often, when, what for, and with what arguments. `base` and `max` of one millisecond make the times
//! predictable: the jitter has no room.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use flow_core::prelude::*;
use flow_core::{Context, TimedOut};
use flow_tests::{Broken, Counted, Log, both_schedules};

both_schedules! {
    struct Flaky { log: Log, works_at: u32 }

    #[flow]
    impl Flaky {
        #[start]
        #[retry(times = 3, base = "1ms", max = "1ms")]
        async fn ask(&self, #[context] cx: Context<'_>) -> Result<u32, Broken> {
            self.log.item("ask", cx.attempt() as usize, 10).await;
            if cx.attempt() < self.works_at { Err(Broken("it")) } else { Ok(cx.attempt()) }
        }
    }

    async fn it_is_tried_again_until_it_succeeds_or_was_often_enough() {
        for works_at in 1..=4 {
            let log = Log::new();
            assert_eq!(Flaky { log: log.clone(), works_at }.run().await.unwrap(), works_at);
            assert_eq!(log.items_ended("ask"), (1..=works_at as usize).collect::<Vec<_>>());
            assert_eq!(log.now(), u128::from(works_at) * 11 - 1);
        }
        let log = Log::new();
        let error = Flaky { log: log.clone(), works_at: 5 }.run().await.unwrap_err();
        assert_eq!(log.items_ended("ask"), [1, 2, 3, 4], "three times after the first");
        assert_eq!((error.step(), error.kind(), error.attempts()), ("ask", FlowErrorKind::Failed, Some(4)));
        assert_eq!(error.to_string(), "step `ask` of flow `Flaky` failed after 4 attempts: it broke");
        assert_eq!(error.downcast_ref(), Some(&Broken("it")));
    }
}

both_schedules! {
    struct Defaults { log: Log }

    #[flow]
    impl Defaults {
        #[start]
        #[retry]
        async fn ask(&self) -> Result<(), Broken> {
            self.log.step("ask", 0).await;
            Err(Broken("it"))
        }
    }

    async fn the_waits_grow_and_have_jitter() {
        let log = Log::new();
        let error = Defaults { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.attempts(), log.ended().len()), (Some(4), 4));
        let ends: Vec<u128> = log.lines().iter().filter_map(|line| line.strip_suffix(" ask ends")?.parse().ok()).collect();
        let waits: Vec<u128> = ends.windows(2).map(|pair| pair[1] - pair[0]).collect();
        // One second, doubled each time; and up to as much again.
        for (wait, base) in waits.iter().zip([1_000, 2_000, 4_000]) {
            assert!((base..=2 * base + 1).contains(wait), "{waits:?}");
        }
    }
}

both_schedules! {
    struct Capped { log: Log }

    #[flow]
    impl Capped {
        #[start]
        #[retry(times = 6, base = "100ms", max = "250ms")]
        async fn ask(&self) -> Result<(), Broken> {
            self.log.step("ask", 0).await;
            Err(Broken("it"))
        }
    }

    async fn no_wait_is_longer_than_max() {
        let log = Log::new();
        Capped { log: log.clone() }.run().await.unwrap_err();
        let ends: Vec<u128> = log.lines().iter().filter_map(|line| line.strip_suffix(" ask ends")?.parse().ok()).collect();
        assert_eq!(ends.len(), 7);
        for pair in ends.windows(2) {
            assert!((100..=251).contains(&(pair[1] - pair[0])), "{ends:?}");
        }
    }
}

both_schedules! {
    struct Choosy { log: Log }

    #[flow]
    impl Choosy {
        #[start]
        #[retry(times = 5, base = "1ms", max = "1ms", on = Trouble::is_temporary)]
        async fn ask(&self, #[context] cx: Context<'_>) -> Result<u32, Trouble> {
            self.log.step("ask", 0).await;
            if cx.attempt() < 3 { Err(Trouble::Busy) } else { Err(Trouble::Refused) }
        }
    }

    async fn only_what_is_worth_it_is_tried_again() {
        let log = Log::new();
        let error = Choosy { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.attempts(), log.ended().len()), (Some(3), 3));
        assert_eq!(error.to_string(), "step `ask` of flow `Choosy` failed after 3 attempts: refused");
    }

    #[derive(Debug)]
    enum Trouble { Busy, Refused }
    impl Trouble {
        fn is_temporary(&self) -> bool { matches!(self, Trouble::Busy) }
    }
    impl std::fmt::Display for Trouble {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(if self.is_temporary() { "busy" } else { "refused" }) }
    }
    impl std::error::Error for Trouble {}
}

both_schedules! {
    struct Never { log: Log }

    #[flow]
    impl Never {
        #[start]
        #[retry(on = never)]
        async fn ask(&self) -> Result<u32, Broken> {
            self.log.step("ask", 0).await;
            Err(Broken("it"))
        }
    }

    async fn an_error_that_is_not_worth_it_fails_at_its_first_attempt() {
        let log = Log::new();
        let error = Never { log: log.clone() }.run().await.unwrap_err();
        assert_eq!(error.to_string(), "step `ask` of flow `Never` failed: it broke");
        assert_eq!((error.attempts(), log.now()), (Some(1), 0));
    }

    fn never(_: &Broken) -> bool { false }
}

both_schedules! {
    struct TimeOuts { log: Log, works_at: u32 }

    #[flow]
    impl TimeOuts {
        #[start]
        #[timeout("10ms")]
        #[retry(times = 2, base = "1ms", max = "1ms", on = never)]
        async fn ask(&self, #[context] cx: Context<'_>) -> Result<u32, Broken> {
            let ms = if cx.attempt() < self.works_at { 1_000 } else { 10 };
            self.log.item("ask", cx.attempt() as usize, ms).await;
            Ok(cx.attempt())
        }
    }

    async fn a_time_out_is_of_one_attempt_and_always_worth_another() {
        let log = Log::new();
        assert_eq!(TimeOuts { log: log.clone(), works_at: 3 }.run().await.unwrap(), 3);
        assert_eq!(log.lines(), [
            "0 ask[1] begins", "10 ask[1] is dropped", "11 ask[2] begins", "21 ask[2] is dropped",
            "22 ask[3] begins", "32 ask[3] ends",
        ]);
        let error = TimeOuts { log: Log::new(), works_at: 4 }.run().await.unwrap_err();
        let after = Duration::from_millis(10);
        assert_eq!((error.kind(), error.attempts()), (FlowErrorKind::TimedOut { after }, Some(3)));
        assert_eq!(error.to_string(), "step `ask` of flow `TimeOuts` timed out after 10ms (3 attempts)");
    }

    fn never(_: &Broken) -> bool { false }
}

both_schedules! {
    struct OnlyTimeOuts { log: Log }

    #[flow]
    impl OnlyTimeOuts {
        #[start]
        #[timeout("10ms")]
        #[retry(times = 1, base = "1ms", max = "1ms")]
        async fn ask(&self, #[context] cx: Context<'_>) -> u32 {
            if cx.attempt() == 1 { self.log.forever("ask").await; }
            cx.attempt()
        }
    }

    async fn a_step_that_cannot_fail_is_tried_again_when_it_took_too_long() {
        let log = Log::new();
        assert_eq!(OnlyTimeOuts { log: log.clone() }.run().await.unwrap(), 2);
        assert_eq!((log.dropped(), log.now()), (vec!["ask"], 11));
    }
}

both_schedules! {
    struct Total { log: Log }

    #[flow]
    impl Total {
        #[start]
        #[timeout("10ms", total = "25ms")]
        #[retry(times = 100, base = "1ms", max = "1ms")]
        async fn ask(&self, #[context] cx: Context<'_>) -> Result<u32, Broken> {
            self.log.item("ask", cx.attempt() as usize, 1_000).await;
            Ok(1)
        }
    }

    async fn a_total_limit_is_around_all_attempts_and_the_waits_between_them() {
        let log = Log::new();
        let error = Total { log: log.clone() }.run().await.unwrap_err();
        let after = Duration::from_millis(25);
        assert_eq!((error.kind(), error.attempts()), (FlowErrorKind::TimedOut { after }, None));
        assert_eq!(error.to_string(), "step `ask` of flow `Total` timed out after 25ms");
        assert_eq!((log.items_dropped("ask"), log.now()), (vec![1, 2, 3], 25));
    }
}

both_schedules! {
    struct Heard { log: Log }

    #[flow]
    impl Heard {
        #[start]
        #[retry(times = 2, base = "1ms", max = "1ms")]
        #[timeout("10ms", total = "1s")]
        async fn ask(&self, fails: bool) -> Result<u32, Trouble> {
            self.log.step("ask", if fails { 1 } else { 100 }).await;
            if fails { Err(Trouble::Own) } else { Ok(1) }
        }
        #[listen(ask::Err)]
        async fn mend(&self, trouble: Trouble) -> Trouble {
            self.log.step("mend", 0).await;
            trouble
        }
        #[listen(ask)]
        async fn fine(&self, n: u32) -> u32 { n }
    }

    async fn a_listener_of_the_error_gets_that_of_the_last_attempt() {
        for (fails, trouble, now) in [(true, Trouble::Own, 5), (false, Trouble::Slow, 32)] {
            let log = Log::new();
            let output = Heard { log: log.clone() }.run(fails).await.unwrap();
            assert_eq!((output.mend, output.fine), (Some(trouble), None));
            assert_eq!((log.begun().len(), log.now()), (4, now), "three attempts, then `mend`");
        }
    }

    #[derive(Debug, PartialEq)]
    enum Trouble { Own, Slow }
    impl From<TimedOut> for Trouble {
        fn from(_: TimedOut) -> Trouble { Trouble::Slow }
    }
}

both_schedules! {
    struct Arguments { seen: AtomicU32 }

    #[flow]
    impl Arguments {
        #[start]
        async fn value(&self, text: &str) -> Counted {
            assert_eq!(text, "text");
            Counted::default()
        }
        #[listen(value)]
        #[retry(times = 3, base = "1ms", max = "1ms")]
        async fn ask(&self, value: Counted) -> Result<Counted, Broken> {
            if self.seen.fetch_add(1, Ordering::Relaxed) < 2 { Err(Broken("it")) } else { Ok(value) }
        }
    }

    async fn each_attempt_gets_a_clone_of_its_own() {
        let flow = Arguments { seen: AtomicU32::new(0) };
        assert_eq!(flow.run("text").await.unwrap().clones(), 3, "three attempts");
        assert_eq!(flow.run("text").await.unwrap().clones(), 1, "one attempt");
    }
}

both_schedules! {
    struct ByReference { seen: AtomicU32 }

    #[flow]
    impl ByReference {
        #[start]
        #[retry(times = 3, base = "1ms", max = "1ms")]
        async fn one(&self, value: &Counted) -> Result<u32, Broken> {
            if self.seen.fetch_add(1, Ordering::Relaxed) < 2 { Err(Broken("it")) } else { Ok(value.clones()) }
        }
        #[listen(one)]
        #[retry(times = 3, base = "1ms", max = "1ms")]
        async fn two(&self, clones: &u32) -> Result<u32, Broken> {
            if self.seen.fetch_add(1, Ordering::Relaxed) < 5 { Err(Broken("it")) } else { Ok(*clones) }
        }
    }

    async fn what_is_borrowed_is_not_cloned_and_need_not_be() {
        let flow = ByReference { seen: AtomicU32::new(0) };
        assert_eq!(flow.run(&Counted::default()).await.unwrap(), 0);
    }
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        #[retry(times = 10, base = "20ms", max = "20ms")]
        async fn flaky(&self) -> Result<u8, Broken> {
            self.log.step("flaky", 1).await;
            Err(Broken("it"))
        }
        #[start]
        async fn sure(&self) -> u8 {
            self.log.step("sure", 30).await;
            2
        }
        #[listen(or(flaky, sure))]
        async fn end(&self, it: u8) -> u8 {
            self.log.step("end", 100).await;
            it
        }
    }

    async fn a_loser_is_not_tried_again() {
        let log = Log::new();
        assert_eq!(Race { log: log.clone() }.run().await.unwrap(), 2);
        assert_eq!((log.ended(), log.now()), (vec!["flaky", "flaky", "sure", "end"], 130));
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        #[must_finish]
        #[retry(times = 3, base = "10ms", max = "10ms")]
        async fn save(&self, #[context] cx: Context<'_>) -> Result<u8, Broken> {
            self.log.item("save", cx.attempt() as usize, 10).await;
            if cx.attempt() < 3 { Err(Broken("it")) } else { Ok(1) }
        }
        #[start]
        async fn fast(&self) -> u8 {
            self.log.step("fast", 15).await;
            2
        }
        #[listen(or(save, fast))]
        async fn end(&self, it: u8) -> u8 {
            self.log.step("end", 0).await;
            it
        }
    }

    async fn a_loser_that_must_finish_is() {
        let log = Log::new();
        assert_eq!(Finishing { log: log.clone() }.run().await.unwrap(), 2);
        assert_eq!(log.items_ended("save"), [1, 2, 3]);
        log.place("15 end ends");
        assert!((50..=54).contains(&log.now()), "{log:?}");
    }
}
