//! Steps that fail.

use std::error::Error;
use std::fmt;

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

#[derive(Debug, PartialEq)]
struct Broken(&'static str);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} broke", self.0)
    }
}

impl Error for Broken {}

both_schedules! {
    struct Chain { log: Log }

    #[flow]
    impl Chain {
        #[start]
        async fn p(&self) -> Result<u8, Broken> {
            self.log.step("p", 1).await;
            Err(Broken("p"))
        }
        #[listen(p)]
        async fn q(&self, _p: u8) { self.log.step("q", 1).await; }
    }

    /// CrewAI: raises.
    async fn c11_a_failing_start() {
        let log = Log::new();
        let error = Chain { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("p", FlowErrorKind::Failed));
        assert_eq!(error.downcast_ref(), Some(&Broken("p")));
        assert_eq!(log.begun(), ["p"]);
    }
}

both_schedules! {
    struct Beside { log: Log }

    #[flow]
    impl Beside {
        #[start]
        async fn ok(&self) { self.log.step("ok", 200).await; }
        #[listen(ok)]
        async fn l(&self) { self.log.step("l", 0).await; }
        #[start]
        async fn bad(&self) -> Result<(), Broken> {
            self.log.step("bad", 50).await;
            Err(Broken("bad"))
        }
    }

    /// CrewAI: `ok` and `l` run on after the error was raised.
    async fn e3_a_failure_cancels_what_runs() {
        let log = Log::new();
        let error = Beside { log: log.clone() }.run().await.unwrap_err();
        assert_eq!(error.step(), "bad");
        assert_eq!(log.now(), 50);
        assert_eq!(log.lines()[2..], ["50 bad ends", "50 ok is dropped"]);
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        assert_eq!(log.lines().len(), 4, "nothing goes on after the run: {log:?}");
    }
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn a(&self) -> Result<u8, Broken> {
            self.log.step("a", 20).await;
            Err(Broken("a"))
        }
        #[start]
        async fn b(&self) -> Result<u8, Broken> {
            self.log.step("b", 10).await;
            Err(Broken("b"))
        }
        #[listen(or(a, b))]
        async fn h(&self, _first: u8) { self.log.step("h", 0).await; }
    }

    /// CrewAI: returns the start's output, no error.
    async fn e6_every_member_of_a_race_fails() {
        let log = Log::new();
        let error = Race { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("h", FlowErrorKind::RaceFailed));
        let causes: Vec<_> = error.causes().iter().map(|cause| (cause.step(), cause.error().unwrap().to_string())).collect();
        assert_eq!(causes, [("a", "a broke".to_string()), ("b", "b broke".to_string())]);
        assert_eq!(log.begun().len(), 2, "`h` does not run: {log:?}");
    }
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn a(&self) -> Result<u8, Broken> {
            self.log.step("a", 10).await;
            Err(Broken("a"))
        }
        #[start]
        async fn b(&self) -> Result<u8, Broken> {
            self.log.step("b", 50).await;
            Ok(7)
        }
        #[listen(or(a, b))]
        async fn h(&self, first: u8) -> u8 {
            self.log.step("h", 0).await;
            first
        }
    }

    /// CrewAI: the flow raises or loses the value, by shape.
    async fn e6b_a_member_that_fails_drops_out() {
        let log = Log::new();
        assert_eq!(Race { log: log.clone() }.run().await.unwrap(), 7);
        assert_eq!(log.ended(), ["a", "b", "h"]);
        assert_eq!(log.now(), 50);
    }
}
