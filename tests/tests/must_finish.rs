//! `#[must_finish]`: what has begun is completed.

use std::fmt;
use std::time::Duration;

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

#[derive(Debug, PartialEq)]
struct Broken(&'static str);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Broken {}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        #[must_finish]
        async fn slow(&self) { self.log.step("slow", 100).await; }
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn h(&self) -> u8 {
            self.log.step("h", 5).await;
            1
        }
    }

    async fn a_loser_completes_and_the_run_waits_for_it() {
        let log = Log::new();
        assert_eq!(Race { log: log.clone() }.run().await.unwrap(), 1);
        assert_eq!(log.lines()[2..], ["10 fast ends", "10 h begins", "15 h ends", "100 slow ends"]);
    }
}

both_schedules! {
    struct Idle { log: Log }

    #[flow]
    impl Idle {
        #[start]
        async fn before(&self) { self.log.forever("before").await; }
        #[listen(before)]
        #[must_finish]
        async fn slow(&self) { self.log.step("slow", 100).await; }
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn h(&self) { self.log.step("h", 5).await; }
    }

    async fn a_loser_that_has_not_begun_never_begins() {
        let log = Log::new();
        Idle { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["fast", "h"]);
        assert_eq!(log.dropped(), ["before"]);
        assert!(!log.begun().contains(&"slow"), "{log:?}");
    }
}

both_schedules! {
    struct Fails { log: Log }

    #[flow]
    impl Fails {
        #[start]
        #[must_finish]
        async fn slow(&self) -> Result<(), Broken> {
            self.log.step("slow", 100).await;
            Err(Broken("slow"))
        }
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn h(&self) { self.log.step("h", 5).await; }
    }

    async fn a_loser_that_fails_fails_the_flow() {
        let log = Log::new();
        let error = Fails { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.downcast_ref()), ("slow", Some(&Broken("slow"))));
        assert_eq!(log.ended(), ["fast", "h", "slow"]);
    }
}

both_schedules! {
    struct Beside { log: Log }

    #[flow]
    impl Beside {
        #[start]
        #[must_finish]
        async fn save(&self) -> Result<(), Broken> {
            self.log.step("save", 100).await;
            Err(Broken("save"))
        }
        #[listen(save)]
        async fn after(&self) { self.log.step("after", 0).await; }
        #[start]
        async fn other(&self) { self.log.forever("other").await; }
        #[start]
        async fn bad(&self) -> Result<(), Broken> {
            self.log.step("bad", 10).await;
            Err(Broken("bad"))
        }
    }

    async fn a_failing_flow_waits_for_it_and_returns_the_first_error() {
        let log = Log::new();
        let error = Beside { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.downcast_ref()), ("bad", Some(&Broken("bad"))));
        assert_eq!(log.lines()[3..], ["10 bad ends", "10 other is dropped", "100 save ends"]);
        assert_eq!(log.now(), 100);
    }
}

both_schedules! {
    struct Onward { log: Log }

    #[flow]
    impl Onward {
        #[start]
        #[must_finish]
        async fn save(&self) { self.log.step("save", 100).await; }
        #[listen(save)]
        async fn after(&self) { self.log.step("after", 0).await; }
        #[start]
        async fn bad(&self) -> Result<(), Broken> {
            self.log.step("bad", 10).await;
            Err(Broken("bad"))
        }
    }

    async fn in_a_failing_flow_nothing_begins_after_it() {
        let log = Log::new();
        Onward { log: log.clone() }.run().await.unwrap_err();
        assert_eq!(log.ended(), ["bad", "save"]);
        assert!(!log.begun().contains(&"after"), "{log:?}");
    }
}

both_schedules! {
    struct Dropped { log: Log }

    #[flow]
    impl Dropped {
        #[start]
        #[must_finish]
        async fn slow(&self) { self.log.step("slow", 100).await; }
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn h(&self) { self.log.step("h", 5).await; }
    }

    async fn dropping_the_run_drops_it() {
        let log = Log::new();
        let flow = Dropped { log: log.clone() };
        tokio::time::timeout(Duration::from_millis(50), flow.run()).await.unwrap_err();
        assert_eq!(log.lines().last().unwrap(), "50 slow is dropped");
    }
}
