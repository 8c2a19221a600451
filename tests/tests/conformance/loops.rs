//! Cycles.

use std::sync::atomic::{AtomicU32, Ordering};

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

/// Counts how often a router has run.
#[derive(Default)]
struct Count(AtomicU32);

impl Count {
    /// One more.
    fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

both_schedules! {
    struct Again { log: Log, count: Count }

    #[flow]
    impl Again {
        #[start]
        async fn entry(&self) {}
        #[listen(or(entry, r::Again))]
        async fn a(&self) { self.log.step("a", 1).await; }
        #[listen(a)]
        async fn b(&self) { self.log.step("b", 1).await; }
        #[router(b, ends(Halt))]
        async fn r(&self) -> Turn {
            self.log.step("r", 1).await;
            if self.count.next() < 3 { Turn::Again } else { Turn::Halt }
        }
    }

    /// CrewAI: the same.
    async fn c06_loop() {
        let log = Log::new();
        Again { log: log.clone(), count: Count::default() }.run().await.unwrap();
        assert_eq!(log.ended(), ["a", "b", "r", "a", "b", "r", "a", "b", "r"]);
    }

    enum Turn { Again, Halt }
}

both_schedules! {
    struct Twice { log: Log, count: Count }

    #[flow]
    impl Twice {
        #[start]
        async fn k(&self) {}
        #[router(k)]
        async fn first(&self) -> First { First::One }
        #[listen(or(first::One {}, again::Two {}))]
        async fn h(&self) { self.log.step("h", 1).await; }
        #[router(h, ends(Halt))]
        async fn again(&self) -> Again {
            if self.count.next() < 3 { Again::Two } else { Again::Halt }
        }
    }

    /// CrewAI: the same since 2026-06; before, `h` ran once.
    async fn c07_two_routes_into_one_header() {
        let log = Log::new();
        Twice { log: log.clone(), count: Count::default() }.run().await.unwrap();
        assert_eq!(log.ended(), ["h", "h", "h"]);
    }

    enum First { One }
    enum Again { Two, Halt }
}

both_schedules! {
    struct Pipeline { log: Log, count: Count }

    #[flow]
    impl Pipeline {
        #[start]
        async fn b(&self) { self.log.step("b", 1).await; }
        #[router(or(b, tail), ends(Halt))]
        async fn next(&self) -> Next {
            if self.count.next() <= 3 { Next::T } else { Next::Halt }
        }
        #[listen(next::T)]
        async fn store(&self) { self.log.step("store", 1).await; }
        #[listen(store)]
        async fn send(&self) { self.log.step("send", 1).await; }
        #[listen(send)]
        async fn tail(&self) { self.log.step("tail", 1).await; }
    }

    /// CrewAI: the same.
    async fn c27_a_router_as_header() {
        let log = Log::new();
        Pipeline { log: log.clone(), count: Count::default() }.run().await.unwrap();
        let round = ["store", "send", "tail"];
        assert_eq!(log.ended(), [&["b"][..], &round, &round, &round].concat());
    }

    enum Next { T, Halt }
}

both_schedules! {
    struct Routed { log: Log, count: Count }

    #[flow]
    impl Routed {
        #[start]
        async fn b(&self) { self.log.step("b", 1).await; }
        #[router(b)]
        async fn first(&self) -> First {
            self.log.step("r0", 1).await;
            First::Loop
        }
        #[listen(or(first::Loop {}, again::Loop {}))]
        async fn c(&self) { self.log.step("c", 1).await; }
        #[router(c, ends(Halt))]
        async fn again(&self) -> Again {
            self.log.step("r", 1).await;
            if self.count.next() < 3 { Again::Loop } else { Again::Halt }
        }
    }

    /// CrewAI: the same.
    async fn c38_a_loop_entered_by_a_route() {
        let log = Log::new();
        Routed { log: log.clone(), count: Count::default() }.run().await.unwrap();
        assert_eq!(log.ended(), ["b", "r0", "c", "r", "c", "r", "c", "r"]);
    }

    enum First { Loop }
    enum Again { Loop, Halt }
}

both_schedules! {
    struct Review { log: Log }

    #[flow]
    impl Review {
        #[start]
        async fn draft(&self) -> String {
            self.log.step("draft", 1).await;
            "v1".to_string()
        }
        #[router(or(draft, review::No))]
        async fn review(&self, text: String) -> Verdict {
            self.log.step("review", 1).await;
            match text.as_str() {
                "v1" => Verdict::No("v2".to_string()),
                "v2" => Verdict::No("v3".to_string()),
                _ => Verdict::Yes(text),
            }
        }
        #[listen(review::Yes)]
        async fn publish(&self, text: String) -> String {
            self.log.step("publish", 1).await;
            text
        }
    }

    /// CrewAI: the same.
    async fn c44_review_until_yes() {
        let log = Log::new();
        assert_eq!(Review { log: log.clone() }.run().await.unwrap(), "v3");
        assert_eq!(log.ended(), ["draft", "review", "review", "review", "publish"]);
    }

    enum Verdict { No(String), Yes(String) }
}
