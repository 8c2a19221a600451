//! Routes.

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct Fork { log: Log, way: fn() -> Way }

    #[flow]
    impl Fork {
        #[start]
        async fn p(&self) { self.log.step("p", 0).await; }
        #[router(p)]
        async fn r(&self) -> Way {
            self.log.step("r", 0).await;
            (self.way)()
        }
        #[listen(r::A)]
        async fn ha(&self) { self.log.step("ha", 0).await; }
        #[listen(r::B)]
        async fn hb(&self) { self.log.step("hb", 0).await; }
        #[listen(r::C)]
        async fn hc(&self) { self.log.step("hc", 0).await; }
    }

    /// CrewAI: the same.
    async fn c05_router() {
        let ways: [(fn() -> Way, _); 3] = [(|| Way::A, "ha"), (|| Way::B, "hb"), (|| Way::C, "hc")];
        for (way, listener) in ways {
            let log = Log::new();
            Fork { log: log.clone(), way }.run().await.unwrap();
            assert_eq!(log.begun(), ["p", "r", listener]);
        }
    }

    enum Way { A, B, C }
}

both_schedules! {
    struct Chain { log: Log }

    #[flow]
    impl Chain {
        #[router]
        async fn r0(&self) -> First {
            self.log.step("r0", 1).await;
            First::Yes(3)
        }
        #[router(r0::Yes)]
        async fn r1(&self, x: u32) -> Second {
            self.log.step("r1", 1).await;
            Second::Again(format!("y{x}"))
        }
        #[listen(r1::Again)]
        async fn h(&self, y: String) -> String {
            self.log.step("h", 1).await;
            y
        }
    }

    /// CrewAI: the listener gets the label, not the data.
    async fn c09_routes_carry_data() {
        let log = Log::new();
        assert_eq!(Chain { log: log.clone() }.run().await.unwrap(), "y3");
        assert_eq!(log.ended(), ["r0", "r1", "h"]);
    }

    enum First { Yes(u32) }
    enum Second { Again(String) }
}

both_schedules! {
    struct Fan { log: Log }

    #[flow]
    impl Fan {
        #[start]
        async fn s(&self) { self.log.step("s", 1).await; }
        #[router(s)]
        async fn d(&self) -> Ready {
            self.log.step("d", 1).await;
            Ready::Ready
        }
        #[router(d::Ready, ends(None))]
        async fn to_x(&self) -> Option<X> {
            self.log.step("to_x", 1).await;
            Some(X)
        }
        #[router(d::Ready, ends(None, Some))]
        async fn to_none(&self) -> Option<X> {
            self.log.step("to_none", 2).await;
            None
        }
        #[router(d::Ready, ends(None))]
        async fn to_y(&self) -> Option<Y> {
            self.log.step("to_y", 3).await;
            Some(Y)
        }
        #[listen(to_x::Some)]
        async fn hx(&self, _x: X) { self.log.step("hx", 4).await; }
        #[listen(to_y::Some)]
        async fn hy(&self, _y: Y) { self.log.step("hy", 3).await; }
    }

    /// CrewAI: the same.
    async fn c17_three_routers_on_one_event() {
        let log = Log::new();
        Fan { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["s", "d", "to_x", "to_none", "to_y", "hx", "hy"]);
    }

    enum Ready { Ready }
    struct X;
    struct Y;
}

both_schedules! {
    struct Chain { log: Log }

    #[flow]
    impl Chain {
        #[start]
        async fn b(&self) { self.log.step("b", 0).await; }
        #[router(b)]
        async fn r1(&self) -> One {
            self.log.step("r1", 0).await;
            One::L1
        }
        #[listen(r1::L1)]
        async fn p1(&self) { self.log.step("p1", 0).await; }
        #[router(p1)]
        async fn r2(&self) -> Two {
            self.log.step("r2", 0).await;
            Two::L2
        }
        #[listen(r2::L2)]
        async fn p2(&self) { self.log.step("p2", 0).await; }
        #[router(p2)]
        async fn r3(&self) -> Three {
            self.log.step("r3", 0).await;
            Three::End
        }
        #[listen(r3::End)]
        async fn z(&self) { self.log.step("z", 0).await; }
    }

    /// CrewAI: the same.
    async fn c20_a_chain_of_routers() {
        let log = Log::new();
        Chain { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["b", "r1", "p1", "r2", "p2", "r3", "z"]);
    }

    enum One { L1 }
    enum Two { L2 }
    enum Three { End }
}

both_schedules! {
    struct Go { log: Log }

    #[flow]
    impl Go {
        #[start]
        async fn i(&self) { self.log.step("i", 0).await; }
        #[router(i, ends(Stop))]
        async fn r(&self) -> Signal {
            self.log.step("r", 0).await;
            if self.log.now() > 0 { Signal::Stop } else { Signal::Go }
        }
        #[listen(r::Go)]
        async fn g(&self) { self.log.step("g", 0).await; }
        #[listen(g)]
        async fn z(&self) { self.log.step("z", 0).await; }
    }

    /// CrewAI: the same.
    async fn c37_a_chain_after_a_route() {
        let log = Log::new();
        Go { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["i", "r", "g", "z"]);
    }

    enum Signal { Go, Stop }
}

both_schedules! {
    struct Judge { length: usize }

    #[flow]
    impl Judge {
        #[router]
        async fn judge(&self) -> Verdict {
            match self.length {
                0 => Verdict::Missing,
                1 => Verdict::Short("a".to_string(), 1),
                n => Verdict::Long { text: "a".repeat(n) },
            }
        }
        #[listen(judge::Short)]
        async fn short(&self, text: &str, length: usize) -> String { format!("{text}{length}") }
        #[listen(judge::Long)]
        async fn long(&self) -> &'static str { "long" }
        #[listen(judge::Missing)]
        async fn missing(&self) -> &'static str { "missing" }
    }

    /// CrewAI: the listener gets the label.
    async fn g4_a_variant_hands_on_its_fields() {
        let short = Judge { length: 1 }.run().await.unwrap();
        assert_eq!((short.short.as_deref(), short.long, short.missing), (Some("a1"), None, None));
        let long = Judge { length: 2 }.run().await.unwrap();
        assert_eq!((long.short, long.long, long.missing), (None, Some("long"), None));
        let missing = Judge { length: 0 }.run().await.unwrap();
        assert_eq!((missing.short, missing.long, missing.missing), (None, None, Some("missing")));
    }

    #[allow(dead_code, reason = "no listener takes the field of `Long`")]
    enum Verdict { Short(String, usize), Long { text: String }, Missing }
}

both_schedules! {
    struct Both { log: Log }

    #[flow]
    impl Both {
        #[start]
        async fn s(&self) { self.log.step("s", 1).await; }
        #[router(s)]
        async fn r1(&self) -> Next {
            self.log.step("r1", 1).await;
            Next::On
        }
        #[router(s)]
        async fn r2(&self) -> Next {
            self.log.step("r2", 2).await;
            Next::On
        }
        #[router(r1::On)]
        async fn q1(&self) -> Next {
            self.log.step("q1", 2).await;
            Next::On
        }
        #[router(r2::On)]
        async fn q2(&self) -> Next {
            self.log.step("q2", 2).await;
            Next::On
        }
        #[listen(q1::On)]
        async fn z1(&self) { self.log.step("z1", 2).await; }
        #[listen(q2::On)]
        async fn z2(&self) { self.log.step("z2", 2).await; }
    }

    /// CrewAI: the first chain is lost.
    async fn g8_two_chains_of_routers() {
        let log = Log::new();
        Both { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["s", "r1", "r2", "q1", "q2", "z1", "z2"]);
    }

    enum Next { On }
}
