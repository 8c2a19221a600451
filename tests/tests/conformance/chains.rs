//! One step after the other.

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct Chain { log: Log }

    #[flow]
    impl Chain {
        #[start]
        async fn p(&self) { self.log.step("p", 0).await; }
        #[listen(p)]
        async fn q(&self) { self.log.step("q", 0).await; }
    }

    /// CrewAI: the same.
    async fn c01_chain() {
        let log = Log::new();
        Chain { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["p", "q"]);
    }
}

both_schedules! {
    struct Chains { log: Log }

    #[flow]
    impl Chains {
        #[start]
        async fn p(&self) { self.log.step("p", 10).await; }
        #[start]
        async fn q(&self) { self.log.step("q", 5).await; }
        #[listen(p)]
        async fn p2(&self) { self.log.step("p2", 1).await; }
        #[listen(q)]
        async fn q2(&self) { self.log.step("q2", 1).await; }
    }

    /// CrewAI: the same.
    async fn c02_two_chains() {
        let log = Log::new();
        Chains { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["q", "q2", "p", "p2"]);
    }
}

both_schedules! {
    struct Chain { log: Log }

    #[flow]
    impl Chain {
        #[start]
        async fn p(&self) { self.log.step("p", 1).await; }
        #[listen(p)]
        async fn q(&self) { self.log.step("q", 1).await; }
    }

    /// CrewAI: the same.
    async fn c12_the_same_flow_runs_twice() {
        let flow = Chain { log: Log::new() };
        flow.run().await.unwrap();
        flow.run().await.unwrap();
        assert_eq!(flow.log.ended(), ["p", "q", "p", "q"]);
    }
}

both_schedules! {
    struct Inputs { log: Log }

    #[flow]
    impl Inputs {
        #[start]
        async fn s1(&self, payload: &str) -> String {
            self.log.step("s1", 0).await;
            payload.to_uppercase()
        }
        #[start]
        async fn s2(&self) { self.log.step("s2", 0).await; }
    }

    /// CrewAI: the same.
    async fn c15_one_start_takes_the_input() {
        let log = Log::new();
        let output = Inputs { log: log.clone() }.run("pl").await.unwrap();
        assert_eq!(output, "PL");
        let mut ended = log.ended();
        ended.sort_unstable();
        assert_eq!(ended, ["s1", "s2"]);
    }
}

both_schedules! {
    struct Mixed { log: Log }

    #[flow]
    impl Mixed {
        #[start]
        fn s(&self) { self.log.at_once("s"); }
        #[listen(s)]
        async fn a1(&self) { self.log.step("a1", 1).await; }
        #[listen(a1)]
        fn s2(&self) { self.log.at_once("s2"); }
        #[listen(s2)]
        async fn a3(&self) { self.log.step("a3", 1).await; }
        #[listen(a3)]
        fn z(&self) { self.log.at_once("z"); }
    }

    /// CrewAI: the same.
    async fn c25_plain_and_async_steps() {
        let log = Log::new();
        Mixed { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["s", "a1", "s2", "a3", "z"]);
    }
}
