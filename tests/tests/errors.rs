//! What becomes of a step's failure.

use std::error::Error;
use std::fmt;

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

#[derive(Debug, Clone, PartialEq)]
struct Broken(&'static str);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} broke", self.0)
    }
}

impl Error for Broken {}

/// An error with another one behind it.
#[derive(Debug)]
struct Wrapped(Broken);

impl fmt::Display for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("wrapped")
    }
}

impl Error for Wrapped {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

both_schedules! {
    struct Chain {}

    #[flow]
    impl Chain {
        #[start]
        async fn a(&self) -> Result<u8, Wrapped> { Err(Wrapped(Broken("a"))) }
        #[listen(a)]
        async fn b(&self, a: u8) -> u8 { a }
    }

    async fn the_error_names_the_flow_and_the_step_and_holds_its_error() {
        let error = Chain {}.run().await.unwrap_err();
        assert_eq!((error.flow(), error.step(), error.kind()), ("Chain", "a", FlowErrorKind::Failed));
        assert_eq!(error.to_string(), "step `a` of flow `Chain` failed: wrapped");
        assert!(error.downcast_ref::<Wrapped>().is_some());
        assert_eq!(error.source().and_then(|source| source.downcast_ref()), Some(&Broken("a")));
    }
}

both_schedules! {
    struct Handled { log: Log, fails: bool }

    #[flow]
    impl Handled {
        #[start]
        async fn a(&self) -> Result<u8, NoError> { if self.fails { Err(NoError("a")) } else { Ok(1) } }
        #[listen(a::Err)]
        async fn recover(&self, error: NoError) -> u8 {
            assert_eq!(error.0, "a");
            self.log.step("recover", 0).await;
            2
        }
        #[listen(a)]
        async fn next(&self, _a: u8) { self.log.step("next", 0).await; }
        #[listen(or(a, recover))]
        async fn end(&self, value: u8) -> u8 { value }
    }

    async fn an_error_with_a_listener_is_that_listeners_and_need_not_be_an_error() {
        let log = Log::new();
        assert_eq!(Handled { log: log.clone(), fails: true }.run().await.unwrap(), 2);
        assert_eq!(log.ended(), ["recover"], "for the others the step merely did not happen");
        let log = Log::new();
        assert_eq!(Handled { log: log.clone(), fails: false }.run().await.unwrap(), 1);
        assert_eq!(log.ended(), ["next"]);
    }

    struct NoError(&'static str);
}

both_schedules! {
    struct Inherited { log: Log }

    #[flow]
    impl Inherited {
        #[start]
        async fn a(&self) -> Result<u8, Broken> { Err(Broken("a")) }
        #[listen(a)]
        async fn b(&self, a: u8) -> Result<u8, Broken> { Ok(a) }
        #[listen(b::Err)]
        async fn recover(&self, _error: Broken) { self.log.step("recover", 0).await; }
        #[listen(b)]
        async fn c(&self, b: u8) -> u8 { b }
    }

    async fn an_error_route_is_the_steps_own_never_an_inherited_one() {
        let log = Log::new();
        let error = Inherited { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.downcast_ref()), ("a", Some(&Broken("a"))));
        assert!(log.begun().is_empty());
    }
}

both_schedules! {
    struct Travels { log: Log }

    #[flow]
    impl Travels {
        #[start]
        async fn a(&self) -> Result<u8, Broken> {
            self.log.step("a", 5).await;
            Err(Broken("a"))
        }
        #[listen(a)]
        async fn b(&self, a: u8) -> u8 { a }
        #[start]
        async fn c(&self) -> u8 {
            self.log.step("c", 10).await;
            3
        }
        #[listen(or(b, c))]
        async fn end(&self, value: u8) -> u8 { value }
    }

    async fn a_failure_travels_through_its_listeners_to_the_race_that_takes_it_up() {
        let log = Log::new();
        assert_eq!(Travels { log: log.clone() }.run().await.unwrap(), 3);
        assert_eq!(log.now(), 10);
    }
}

both_schedules! {
    struct Joined { log: Log }

    #[flow]
    impl Joined {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 50).await;
            1
        }
        #[start]
        async fn b(&self) -> Result<u8, Broken> {
            self.log.step("b", 10).await;
            Err(Broken("b"))
        }
        #[listen(and(a, b))]
        async fn j(&self, a: u8, b: u8) -> u8 { a + b }
    }

    async fn a_join_fails_as_soon_as_a_member_does() {
        let log = Log::new();
        let error = Joined { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), log.now()), ("b", 10));
        assert_eq!(log.dropped(), ["a"]);
    }
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn a(&self) -> Result<u8, Broken> {
            self.log.step("a", 30).await;
            Err(Broken("a"))
        }
        #[start]
        async fn b1(&self) -> Result<u8, Broken> {
            self.log.step("b1", 10).await;
            Err(Broken("b1"))
        }
        #[listen(b1)]
        async fn b2(&self, b: u8) -> u8 { b }
        #[start]
        async fn c(&self) -> Result<u8, Broken> {
            self.log.step("c", 20).await;
            Err(Broken("c"))
        }
        #[listen(or(a, b2, c))]
        async fn h(&self, first: u8) -> u8 { first }
    }

    async fn a_race_that_nobody_wins_names_every_cause_in_the_order_written() {
        let log = Log::new();
        let error = Race { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("h", FlowErrorKind::RaceFailed));
        let steps: Vec<_> = error.causes().iter().map(|cause| cause.step()).collect();
        assert_eq!(steps, ["a", "b1", "c"]);
        assert_eq!(
            error.to_string(),
            "step `h` of flow `Race` cannot run: everything it waited for failed: \
             `a`: a broke; `b1`: b1 broke; `c`: c broke"
        );
        assert_eq!(log.now(), 30);
    }
}

both_schedules! {
    struct Race { taken: bool }

    #[flow]
    impl Race {
        #[start]
        async fn a(&self) -> Result<u8, Broken> { Err(Broken("a")) }
        #[router(ends(None))]
        async fn b(&self) -> Option<u8> { self.taken.then_some(2) }
        #[listen(or(a, b::Some))]
        async fn h(&self, first: u8) -> u8 { first }
    }

    async fn a_race_fails_if_one_member_failed_and_the_others_did_not_happen() {
        assert_eq!(Race { taken: true }.run().await.unwrap(), 2);
        let error = Race { taken: false }.run().await.unwrap_err();
        assert_eq!((error.step(), error.downcast_ref()), ("a", Some(&Broken("a"))));
    }
}

both_schedules! {
    struct Quiet { log: Log }

    #[flow]
    impl Quiet {
        #[router(ends(None))]
        async fn a(&self) -> Option<u8> { None }
        #[router(ends(None))]
        async fn b(&self) -> Option<u8> { None }
        #[listen(or(a::Some, b::Some))]
        async fn h(&self, first: u8) -> u8 {
            self.log.step("h", 0).await;
            first
        }
        #[listen(and(a::Some {}, b::Some {}))]
        async fn j(&self) -> u8 {
            self.log.step("j", 0).await;
            0
        }
    }

    async fn a_trigger_that_can_no_longer_happen_just_never_fires() {
        let log = Log::new();
        assert_eq!(Quiet { log: log.clone() }.run().await.unwrap(), QuietOutput { h: None, j: None });
        assert!(log.begun().is_empty());
    }
}

both_schedules! {
    struct Late { log: Log }

    #[flow]
    impl Late {
        #[start]
        async fn fast(&self) { self.log.step("fast", 5).await; }
        #[start]
        async fn slow(&self) -> Result<(), Broken> {
            self.log.step("slow", 10).await;
            Err(Broken("slow"))
        }
        #[listen(or(fast, slow))]
        async fn h(&self) { self.log.step("h", 100).await; }
        #[listen(slow)]
        async fn after(&self) { self.log.step("after", 0).await; }
    }

    async fn a_failure_that_reaches_a_sink_fails_the_flow_at_once() {
        let log = Log::new();
        let error = Late { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), log.now()), ("slow", 10));
        assert_eq!(log.dropped(), ["h"]);
    }
}

both_schedules! {
    struct Retry { log: Log, works_at: usize }

    #[flow(max_iterations = 3)]
    impl Retry {
        #[start]
        async fn begin(&self) {}
        #[listen(or(begin, fetch::Err {}))]
        async fn fetch(&self) -> Result<u8, Broken> {
            self.log.step("fetch", 1).await;
            if self.log.ended().len() < self.works_at { Err(Broken("fetch")) } else { Ok(1) }
        }
        #[listen(fetch)]
        async fn show(&self, value: u8) -> u8 { value }
    }

    async fn an_error_route_can_lead_back() {
        let log = Log::new();
        assert_eq!(Retry { log: log.clone(), works_at: 3 }.run().await.unwrap(), 1);
        assert_eq!(log.ended(), ["fetch", "fetch", "fetch"]);
        let error = Retry { log: Log::new(), works_at: 4 }.run().await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::LoopLimit { iterations: 3 });
    }
}

both_schedules! {
    struct Twice { log: Log }

    #[flow]
    impl Twice {
        #[start]
        async fn a(&self) -> Result<(), Broken> {
            self.log.step("a", 20).await;
            Err(Broken("a"))
        }
        #[start]
        async fn b(&self) -> Result<(), Broken> {
            self.log.step("b", 10).await;
            Err(Broken("b"))
        }
    }

    async fn the_first_failure_is_the_one_returned() {
        let log = Log::new();
        assert_eq!(Twice { log: log.clone() }.run().await.unwrap_err().step(), "b");
        assert_eq!(log.dropped(), ["a"]);
    }
}

both_schedules! {
    struct Nested {}

    #[flow]
    impl Nested {
        #[start]
        async fn parse(&self, text: &str) -> Result<Result<u8, std::num::ParseIntError>, Broken> { Ok(text.parse()) }
        #[listen(parse)]
        async fn show(&self, parsed: Result<u8, std::num::ParseIntError>) -> bool { parsed.is_ok() }
    }

    async fn a_result_in_a_result_is_a_value() {
        assert!(Nested {}.run("1").await.unwrap());
        assert!(!Nested {}.run("one").await.unwrap());
    }
}
