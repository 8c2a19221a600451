//! `or`.

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn fast(&self) -> &'static str {
            self.log.step("fast", 0).await;
            "fast"
        }
        #[start]
        async fn slow(&self) -> &'static str {
            self.log.step("slow", 100).await;
            "slow"
        }
        #[listen(or(fast, slow))]
        async fn h(&self, first: &'static str) -> &'static str {
            self.log.step("h", 0).await;
            first
        }
    }

    /// CrewAI: `slow` finishes, and the run waits for it.
    async fn c04_or_race() {
        let log = Log::new();
        assert_eq!(Race { log: log.clone() }.run().await.unwrap(), "fast");
        assert_eq!(log.ended(), ["fast", "h"]);
        assert_eq!(log.now(), 0);
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        assert_eq!(log.ended(), ["fast", "h"], "nothing goes on after the run");
    }
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn fast(&self) -> &'static str {
            self.log.step("fast", 0).await;
            "fast"
        }
        #[start]
        #[must_finish]
        async fn slow(&self) -> &'static str {
            self.log.step("slow", 100).await;
            "slow"
        }
        #[listen(or(slow, fast))]
        async fn h(&self, first: &'static str) -> &'static str {
            self.log.step("h", 0).await;
            first
        }
    }

    /// `slow` is the first member, so it has begun when the race is decided.
    async fn c04b_or_race_with_must_finish() {
        let log = Log::new();
        assert_eq!(Race { log: log.clone() }.run().await.unwrap(), "fast");
        assert_eq!(log.lines()[log.place("0 h begins")..], ["0 h begins", "0 h ends", "100 slow ends"]);
        assert_eq!(log.now(), 100);
    }
}

both_schedules! {
    struct Tie { log: Log, ms: u64 }

    #[flow]
    impl Tie {
        #[start]
        async fn a(&self) -> char {
            self.log.step("a", self.ms).await;
            'a'
        }
        #[start]
        async fn b(&self) -> char {
            self.log.step("b", self.ms).await;
            'b'
        }
        #[listen(or(b, a))]
        fn h(&self, first: char) -> char { first }
    }

    /// CrewAI: depends on a hash seed.
    async fn t1_a_tie_goes_to_the_one_written_first() {
        for ms in [0, 10] {
            assert_eq!(Tie { log: Log::new(), ms }.run().await.unwrap(), 'b');
        }
    }
}
