//! Members that fail or do not happen.

use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

both_schedules! {
    struct Tolerant { log: Log, fails: [bool; 3] }

    #[flow]
    impl Tolerant {
        #[start]
        async fn a(&self) -> Result<u8, Broken> {
            self.log.step("a", 10).await;
            if self.fails[0] { Err(Broken("a")) } else { Ok(1) }
        }
        #[start]
        async fn b(&self) -> Result<u8, Broken> {
            self.log.step("b", 20).await;
            if self.fails[1] { Err(Broken("b")) } else { Ok(2) }
        }
        #[start]
        async fn c(&self) -> Result<u8, Broken> {
            self.log.step("c", 30).await;
            if self.fails[2] { Err(Broken("c")) } else { Ok(3) }
        }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, first: Vec<u8>) -> Vec<u8> { first }
    }

    async fn a_member_that_fails_drops_out_until_too_few_are_left() {
        let (t, f) = (true, false);
        for (fails, first, now) in [
            ([f, f, f], [1, 2], 20),
            ([t, f, f], [2, 3], 30),
            ([f, t, f], [1, 3], 30),
            ([f, f, t], [1, 2], 20),
        ] {
            let log = Log::new();
            assert_eq!(Tolerant { log: log.clone(), fails }.run().await.unwrap(), first);
            assert_eq!(log.now(), now);
        }
        for (fails, causes, now, text) in [
            ([t, t, f], &["a", "b"][..], 20, "`a`: a broke; `b`: b broke"),
            ([t, f, t], &["a", "c"], 30, "`a`: a broke; `c`: c broke"),
            ([f, t, t], &["b", "c"], 30, "`b`: b broke; `c`: c broke"),
            ([t, t, t], &["a", "b"], 20, "`a`: a broke; `b`: b broke"),
        ] {
            let log = Log::new();
            let error = Tolerant { log: log.clone(), fails }.run().await.unwrap_err();
            assert_eq!((error.step(), error.kind()), ("end", FlowErrorKind::QuorumFailed { needed: 2, of: 3 }));
            assert_eq!(error.causes().iter().map(|cause| cause.step()).collect::<Vec<_>>(), causes);
            assert_eq!(
                error.to_string(),
                format!("step `end` of flow `Tolerant` cannot run: it waited for 2 of 3, and too many failed: {text}")
            );
            assert_eq!(log.now(), now, "as soon as it is certain");
        }
    }
}

both_schedules! {
    struct Early { log: Log }

    #[flow]
    impl Early {
        #[start]
        async fn a(&self) -> Result<u8, Broken> {
            self.log.step("a", 10).await;
            Err(Broken("a"))
        }
        #[start]
        async fn b(&self) -> u8 { self.log.forever("b").await; 1 }
        #[listen(quorum(2, a, b))]
        async fn end(&self, _all: Vec<u8>) { self.log.step("end", 0).await; }
    }

    async fn a_quorum_of_all_fails_with_the_first_failure() {
        let log = Log::new();
        let error = Early { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.downcast_ref()), ("a", Some(&Broken("a"))));
        assert_eq!((log.dropped(), log.now()), (vec!["b"], 10));
    }
}

both_schedules! {
    struct Quiet { log: Log, fails: bool }

    #[flow]
    impl Quiet {
        #[router(ends(None))]
        async fn a(&self) -> Option<u8> {
            self.log.step("a", 10).await;
            None
        }
        #[router(ends(None))]
        async fn b(&self) -> Option<u8> {
            self.log.step("b", 20).await;
            None
        }
        #[start]
        async fn c(&self) -> Result<u8, Broken> {
            self.log.step("c", 15).await;
            if self.fails { Err(Broken("c")) } else { Ok(1) }
        }
        #[listen(quorum(2, a::Some, b::Some, c))]
        async fn end(&self, first: Vec<u8>) -> Vec<u8> {
            self.log.step("end", 0).await;
            first
        }
    }

    async fn one_that_can_no_longer_happen_never_fires_or_fails_if_a_member_did() {
        let log = Log::new();
        assert_eq!(Quiet { log: log.clone(), fails: false }.run().await.unwrap(), None);
        assert!(!log.begun().contains(&"end"));
        let log = Log::new();
        let error = Quiet { log: log.clone(), fails: true }.run().await.unwrap_err();
        // Two are out at 15 ms already, and one of them failed.
        assert_eq!((error.step(), log.now()), ("c", 15));
    }
}

both_schedules! {
    struct Handled { log: Log }

    #[flow]
    impl Handled {
        #[start]
        async fn a(&self) -> Result<u8, Broken> {
            self.log.step("a", 10).await;
            Err(Broken("a"))
        }
        #[listen(a::Err)]
        async fn mend(&self, _error: Broken) -> u8 {
            self.log.step("mend", 10).await;
            9
        }
        #[start]
        async fn b(&self) -> u8 {
            self.log.step("b", 15).await;
            2
        }
        #[listen(quorum(2, a, mend, b))]
        async fn end(&self, first: Vec<u8>) -> Vec<u8> { first }
    }

    async fn a_handled_failure_is_none() {
        assert_eq!(Handled { log: Log::new() }.run().await.unwrap(), [2, 9]);
    }
}

both_schedules! {
    struct Outer { log: Log }

    #[flow]
    impl Outer {
        #[start]
        async fn a(&self) -> Result<u8, Broken> { Err(Broken("a")) }
        #[start]
        async fn b(&self) -> Result<u8, Broken> { Err(Broken("b")) }
        #[start]
        async fn c(&self) -> u8 { 3 }
        #[listen(quorum(2, a, b, c))]
        async fn some(&self, some: Vec<u8>) -> u8 { some[0] }
        #[start]
        async fn rescue(&self) -> u8 {
            self.log.step("rescue", 10).await;
            7
        }
        #[listen(or(some, rescue))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_race_takes_its_failure_up() {
        assert_eq!(Outer { log: Log::new() }.run().await.unwrap(), 7);
    }
}
