//! `and`, fan-out, and both.

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct Join { log: Log, p_ms: u64, q_ms: u64 }

    #[flow]
    impl Join {
        #[start]
        async fn p(&self) -> &'static str {
            self.log.step("p", self.p_ms).await;
            "P"
        }
        #[start]
        async fn q(&self) -> char {
            self.log.step("q", self.q_ms).await;
            'Q'
        }
        #[listen(and(p, q))]
        async fn j(&self, p: &'static str, q: char) -> (&'static str, char) {
            self.log.step("j", 0).await;
            (p, q)
        }
    }

    /// CrewAI: `j` gets only the output of the one that came last.
    async fn c03_and_join() {
        for (p_ms, q_ms, order) in [(1, 2, ["p", "q", "j"]), (2, 1, ["q", "p", "j"])] {
            let log = Log::new();
            let output = Join { log: log.clone(), p_ms, q_ms }.run().await.unwrap();
            assert_eq!(output, ("P", 'Q'));
            assert_eq!(log.ended(), order);
        }
    }
}

both_schedules! {
    struct Diamond { log: Log }

    #[flow]
    impl Diamond {
        #[start]
        async fn s(&self) { self.log.step("s", 1).await; }
        #[listen(s)]
        async fn l(&self) { self.log.step("l", 2).await; }
        #[listen(s)]
        async fn r(&self) { self.log.step("r", 1).await; }
        #[listen(and(l, r))]
        async fn j(&self) -> &'static str {
            self.log.step("j", 0).await;
            "joined"
        }
    }

    /// CrewAI: the same.
    async fn c19_diamond() {
        let log = Log::new();
        assert_eq!(Diamond { log: log.clone() }.run().await.unwrap(), "joined");
        assert_eq!(log.lines(), [
            "0 s begins", "1 s ends", "1 l begins", "1 r begins", "2 r ends", "3 l ends", "3 j begins", "3 j ends",
        ]);
    }
}

both_schedules! {
    struct Twice { log: Log }

    #[flow]
    impl Twice {
        #[start]
        async fn s(&self) { self.log.step("s", 1).await; }
        #[listen(s)]
        async fn a(&self) { self.log.step("a", 1).await; }
        #[listen(s)]
        async fn c(&self) { self.log.step("c", 2).await; }
        #[listen(and(a, c))]
        async fn x(&self) { self.log.step("x", 1).await; }
        #[listen(and(a, x))]
        async fn j(&self) { self.log.step("j", 1).await; }
    }

    /// CrewAI: the same since 2026-06; before, `j` ran twice.
    async fn c23_a_step_in_two_joins() {
        let log = Log::new();
        Twice { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.ended(), ["s", "a", "c", "x", "j"]);
    }
}

both_schedules! {
    struct Three {}

    #[flow]
    impl Three {
        #[start]
        fn a(&self) -> u8 { 1 }
        #[start]
        fn b(&self) -> String { "b".to_string() }
        #[start]
        fn c(&self) -> char { 'c' }
        #[listen(and(a, b, c))]
        fn three(&self, a: u8, b: &str, c: char) -> String { format!("{a}{b}{c}") }
        #[listen(and(a, b, c))]
        fn one(&self, all: (u8, String, char)) -> String { format!("{all:?}") }
    }

    /// CrewAI: a `TypeError`.
    async fn b1_a_join_as_parameters_and_as_a_tuple() {
        let output = Three {}.run().await.unwrap();
        assert_eq!(output.three, "1bc");
        assert_eq!(output.one, "(1, \"b\", 'c')");
    }
}

both_schedules! {
    struct Sinks {}

    #[flow]
    impl Sinks {
        #[start]
        fn s(&self) -> u32 { 20 }
        #[listen(s)]
        fn half(&self, n: u32) -> u32 { n / 2 }
        #[listen(s)]
        async fn text(&self, n: u32) -> String { n.to_string() }
        #[listen(s)]
        fn even(&self, n: &u32) -> bool { n.is_multiple_of(2) }
    }

    /// CrewAI: the value of whichever ended last, untyped.
    async fn g13_three_sinks() {
        let output: SinksOutput = Sinks {}.run().await.unwrap();
        assert_eq!(output, SinksOutput { half: 10, text: "20".to_string(), even: true });
    }
}
