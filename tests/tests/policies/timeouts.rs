//! `#[timeout("…")]` and `#[timeout(total = "…")]`.

use std::time::Duration;

use flow_core::TimedOut;
use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

both_schedules! {
    struct Slow { log: Log, ms: u64 }

    #[flow]
    impl Slow {
        #[start]
        #[timeout("20ms")]
        async fn ask(&self) -> u64 {
            self.log.step("ask", self.ms).await;
            self.ms
        }
        #[listen(ask)]
        async fn next(&self, ms: u64) -> u64 {
            self.log.step("next", 0).await;
            ms
        }
    }

    async fn a_step_that_takes_too_long_is_dropped_and_fails_the_flow() {
        let log = Log::new();
        let error = Slow { log: log.clone(), ms: 21 }.run().await.unwrap_err();
        let after = Duration::from_millis(20);
        assert_eq!((error.step(), error.kind()), ("ask", FlowErrorKind::TimedOut { after }));
        assert_eq!((error.attempts(), error.item()), (Some(1), None));
        assert_eq!(error.to_string(), "step `ask` of flow `Slow` timed out after 20ms");
        assert_eq!(error.causes().len(), 1);
        assert!(error.causes()[0].error().is_none());
        assert_eq!(log.lines(), ["0 ask begins", "20 ask is dropped"]);
    }
}

both_schedules! {
    struct InTime { log: Log }

    #[flow]
    impl InTime {
        #[start]
        #[timeout("20ms")]
        async fn ask(&self, ms: u64) -> u64 {
            self.log.step("ask", ms).await;
            ms
        }
    }

    async fn what_ends_in_the_instant_of_its_limit_is_in_time() {
        for ms in [0, 19, 20] {
            let log = Log::new();
            assert_eq!(InTime { log: log.clone() }.run(ms).await.unwrap(), ms);
            assert_eq!(log.now(), u128::from(ms));
        }
    }
}

both_schedules! {
    struct Heard { log: Log }

    #[flow]
    impl Heard {
        #[start]
        #[timeout("20ms")]
        async fn ask(&self, ms: u64) -> Result<u64, Trouble> {
            self.log.step("ask", ms).await;
            if ms == 1 { Err(Trouble::Refused) } else { Ok(ms) }
        }
        #[listen(ask::Err)]
        async fn mend(&self, trouble: Trouble) -> Trouble { trouble }
        #[listen(ask)]
        async fn fine(&self, ms: u64) -> u64 { ms }
    }

    async fn a_time_out_is_the_steps_own_error_where_somebody_listens() {
        for (ms, trouble) in [(1, Trouble::Refused), (30, Trouble::Slow(Duration::from_millis(20)))] {
            let output = Heard { log: Log::new() }.run(ms).await.unwrap();
            assert_eq!(output, HeardOutput { mend: Some(trouble), fine: None });
        }
        let output = Heard { log: Log::new() }.run(2).await.unwrap();
        assert_eq!(output, HeardOutput { mend: None, fine: Some(2) });
    }

    /// Not an `Error`: it is handled.
    #[derive(Debug, PartialEq)]
    enum Trouble { Refused, Slow(Duration) }
    impl From<TimedOut> for Trouble {
        fn from(timed_out: TimedOut) -> Trouble { Trouble::Slow(timed_out.after()) }
    }
}

both_schedules! {
    struct Travels { log: Log }

    #[flow]
    impl Travels {
        #[start]
        #[timeout("10ms")]
        async fn a(&self) -> u8 { self.log.forever("a").await; 1 }
        #[listen(a)]
        async fn a2(&self, a: u8) -> u8 { a }
        #[start]
        async fn b(&self) -> Result<u8, Broken> {
            self.log.step("b", 20).await;
            Err(Broken("b"))
        }
        #[listen(or(a2, b))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_time_out_travels_as_any_failure_does() {
        let log = Log::new();
        let error = Travels { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("end", FlowErrorKind::RaceFailed));
        assert_eq!(
            error.to_string(),
            "step `end` of flow `Travels` cannot run: everything it waited for failed: \
             `a`: timed out after 10ms; `b`: b broke"
        );
        log.place("10 a is dropped");
        assert_eq!(log.now(), 20);
    }
}

both_schedules! {
    struct OwnError { log: Log }

    #[flow(error = Nothing)]
    impl OwnError {
        #[start]
        #[timeout("1m 30s", total = "2m")]
        async fn ask(&self) -> Result<u8, Nothing> { self.log.forever("ask").await; Err(Nothing) }
    }

    async fn a_time_out_asks_nothing_of_an_error_type() {
        let log = Log::new();
        let error = OwnError { log: log.clone() }.run().await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::TimedOut { after: Duration::from_secs(90) });
        assert!(error.into_source().is_none());
        assert_eq!(log.now(), 90_000);
    }

    struct Nothing;
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        #[timeout("10ms")]
        async fn fast(&self) -> u8 { self.log.forever("fast").await; 1 }
        #[start]
        #[timeout("50ms")]
        async fn slow(&self) -> u8 {
            self.log.step("slow", 30).await;
            2
        }
        #[listen(or(fast, slow))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_member_of_a_race_that_times_out_drops_out() {
        let log = Log::new();
        assert_eq!(Race { log: log.clone() }.run().await.unwrap(), 2);
        assert_eq!(log.lines()[2..], ["10 fast is dropped", "30 slow ends"]);
    }
}

both_schedules! {
    struct Lost { log: Log }

    #[flow]
    impl Lost {
        #[start]
        #[timeout("50ms")]
        async fn slow(&self) -> u8 { self.log.forever("slow").await; 1 }
        #[start]
        async fn fast(&self) -> u8 {
            self.log.step("fast", 10).await;
            2
        }
        #[listen(or(slow, fast))]
        async fn end(&self, it: u8) -> u8 {
            self.log.step("end", 100).await;
            it
        }
    }

    async fn the_limit_of_a_loser_goes_with_it() {
        let log = Log::new();
        assert_eq!(Lost { log: log.clone() }.run().await.unwrap(), 2);
        assert_eq!(log.lines()[2..], ["10 fast ends", "10 slow is dropped", "10 end begins", "110 end ends"]);
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        #[must_finish]
        #[timeout("50ms")]
        async fn slow(&self) -> u8 { self.log.forever("slow").await; 1 }
        #[start]
        async fn fast(&self) -> u8 {
            self.log.step("fast", 10).await;
            2
        }
        #[listen(or(slow, fast))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_loser_that_must_finish_has_its_limit_still() {
        let log = Log::new();
        let error = Finishing { log: log.clone() }.run().await.unwrap_err();
        let after = Duration::from_millis(50);
        assert_eq!((error.step(), error.kind(), log.now()), ("slow", FlowErrorKind::TimedOut { after }, 50));
    }
}

both_schedules! {
    struct Looping { log: Log }

    #[flow]
    impl Looping {
        #[start]
        async fn begin(&self) {}
        #[listen(or(begin, ask::Err {}))]
        async fn before(&self) { self.log.step("before", 5).await; }
        #[listen(before)]
        #[timeout("10ms")]
        async fn ask(&self) -> Result<u128, Broken> {
            let ms = if self.log.now() < 40 { 1_000 } else { 1 };
            self.log.step("ask", ms).await;
            Ok(self.log.now())
        }
        #[listen(ask)]
        async fn end(&self, now: u128) -> u128 { now }
    }

    async fn a_time_out_can_lead_back_and_the_limit_is_anew_in_each_iteration() {
        let log = Log::new();
        assert_eq!(Looping { log: log.clone() }.run().await.unwrap(), 51);
        assert_eq!((log.dropped().len(), log.ended().len()), (3, 5));
    }
}

both_schedules! {
    struct Plain {}

    #[flow]
    impl Plain {
        #[start]
        #[timeout("1ms", total = "1ms")]
        fn plain(&self, n: u32) -> u32 { n }
        #[listen(plain)]
        #[timeout(total = "1ms")]
        async fn without_self(n: &u32) -> u32 { *n + 1 }
    }

    async fn a_plain_step_is_always_in_time() {
        assert_eq!(Plain {}.run(1).await.unwrap(), 2);
    }
}
