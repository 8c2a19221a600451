//! Triggers of every form, nested.

use std::fmt;

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

#[derive(Debug, Clone, PartialEq)]
struct Broken(&'static str);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Broken {}

both_schedules! {
    struct Errors { log: Log }

    #[flow]
    impl Errors {
        #[start]
        async fn a(&self) -> Result<u8, Broken> {
            self.log.step("a", 20).await;
            Err(Broken("a"))
        }
        #[start]
        async fn b(&self) -> Result<u8, fmt::Error> {
            self.log.step("b", 10).await;
            Err(fmt::Error)
        }
        #[listen(or(a::Err, b::Err))]
        async fn any(&self, error: Either) -> String {
            match error {
                Either::Broken(error) => error.to_string(),
                Either::Fmt(fmt::Error) => "fmt".to_string(),
            }
        }
        #[listen(and(a::Err, b::Err))]
        async fn all(&self, a: &Broken, b: &fmt::Error) -> String { format!("{a} {b:?}") }
        #[listen(and(a, b))]
        async fn fine(&self, a: u8, b: u8) -> u8 { a + b }
    }

    async fn error_routes_race_and_join_like_any_event() {
        let output = Errors { log: Log::new() }.run().await.unwrap();
        assert_eq!((output.any.as_deref(), output.all.as_deref(), output.fine), (Some("fmt"), Some("a Error"), None));
    }

    enum Either { Broken(Broken), Fmt(fmt::Error) }
    impl From<Broken> for Either { fn from(error: Broken) -> Either { Either::Broken(error) } }
    impl From<fmt::Error> for Either { fn from(error: fmt::Error) -> Either { Either::Fmt(error) } }
}

both_schedules! {
    struct Whole { good: bool }

    #[flow]
    impl Whole {
        #[router]
        async fn judge(&self) -> Verdict {
            if self.good { Verdict::Good("text".to_string()) } else { Verdict::Bad { code: 7 } }
        }
        #[listen(judge::Good)]
        async fn good(&self, text: &str) -> usize { text.len() }
        #[listen(judge::Bad)]
        async fn bad(&self) -> &'static str { "bad" }
        #[listen(judge)]
        async fn record(&self, verdict: &Verdict) -> String { format!("{verdict:?}") }
    }

    async fn a_step_and_its_variants_can_both_have_listeners() {
        let good = Whole { good: true }.run().await.unwrap();
        assert_eq!((good.good, good.bad, good.record.as_str()), (Some(4), None, "Good(\"text\")"));
        let bad = Whole { good: false }.run().await.unwrap();
        assert_eq!((bad.good, bad.bad, bad.record.as_str()), (None, Some("bad"), "Bad { code: 7 }"));
    }

    #[derive(Debug)]
    #[allow(dead_code, reason = "read by `Debug` alone")]
    enum Verdict { Good(String), Bad { code: u8 } }
}

both_schedules! {
    struct Races { log: Log, ms: [u64; 4] }

    #[flow]
    impl Races {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", self.ms[0]).await;
            1
        }
        #[start]
        async fn b(&self) -> u16 {
            self.log.step("b", self.ms[1]).await;
            2
        }
        #[start]
        async fn c(&self) -> &'static str {
            self.log.step("c", self.ms[2]).await;
            "c"
        }
        #[start]
        async fn d(&self) -> String {
            self.log.step("d", self.ms[3]).await;
            "d".to_string()
        }
        #[listen(and(or(a, b), or(c, d)))]
        async fn both(&self, number: u32, text: String) -> String { format!("{number}{text}") }
    }

    async fn a_join_of_races() {
        for (ms, expected, end) in [([1, 2, 3, 4], "1c", 3), ([2, 1, 4, 3], "2d", 3), ([9, 5, 1, 2], "2c", 5)] {
            let log = Log::new();
            assert_eq!(Races { log: log.clone(), ms }.run().await.unwrap(), expected);
            assert_eq!((log.now(), log.ended().len()), (end, 2), "{log:?}");
        }
    }
}

both_schedules! {
    struct Tie { log: Log, b_ms: u64 }

    #[flow]
    impl Tie {
        #[start]
        async fn a(&self) { self.log.step("a", 10).await; }
        #[start]
        async fn b(&self) { self.log.step("b", self.b_ms).await; }
        #[listen(or(and(a, b), a))]
        async fn first(&self) { self.log.step("first", 0).await; }
    }

    async fn a_join_can_win_a_tie_against_its_own_member() {
        for b_ms in [10, 20] {
            let log = Log::new();
            Tie { log: log.clone(), b_ms }.run().await.unwrap();
            assert_eq!(log.now(), 10, "`b` is cancelled or has ended");
            assert!(log.ended().contains(&"first"));
        }
    }
}

both_schedules! {
    struct Alias {}

    #[flow]
    impl Alias {
        #[start]
        async fn parse(&self, text: &str) -> Result<u32> { text.parse() }
        #[listen(parse::Err)]
        async fn failed(&self, error: ParseError) -> String { error.to_string() }
        #[listen(parse)]
        async fn double(&self, n: u32) -> Result<u32> { Ok(n * 2) }
    }

    async fn an_alias_called_result_is_a_result() {
        let fine = Alias {}.run("4").await.unwrap();
        assert_eq!((fine.failed, fine.double), (None, Some(8)));
        let failed = Alias {}.run("four").await.unwrap();
        assert_eq!((failed.failed.as_deref(), failed.double), (Some("invalid digit found in string"), None));
    }

    type ParseError = std::num::ParseIntError;
    type Result<T> = std::result::Result<T, ParseError>;
}

both_schedules! {
    struct Boxed {}

    #[flow]
    impl Boxed {
        #[start]
        async fn open(&self) -> Result<u8, Box<dyn std::error::Error + Send + Sync>> { Err("closed".into()) }
        #[listen(open)]
        async fn read(&self, byte: u8) -> u8 { byte }
    }

    async fn a_boxed_error_is_an_error() {
        let error = Boxed {}.run().await.unwrap_err();
        assert_eq!(error.to_string(), "step `open` of flow `Boxed` failed: closed");
    }
}

both_schedules! {
    struct Inner { log: Log, ms: [u64; 3] }

    #[flow]
    impl Inner {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", self.ms[0]).await;
            1
        }
        #[start]
        async fn b(&self) -> u8 {
            self.log.step("b", self.ms[1]).await;
            2
        }
        #[start]
        async fn c(&self) -> u8 {
            self.log.step("c", self.ms[2]).await;
            3
        }
        #[listen(or(and(a, b), and(b, c), and(a, c)))]
        async fn two(&self, two: (u8, u8)) -> (u8, u8) { two }
    }

    async fn a_race_of_joins_with_common_members() {
        for (ms, expected) in [([1, 2, 9], (1, 2)), ([9, 1, 2], (2, 3)), ([1, 9, 2], (1, 3)), ([5, 5, 5], (1, 2))] {
            assert_eq!(Inner { log: Log::new(), ms }.run().await.unwrap(), expected);
        }
    }
}

/// What `Alternatives` finds.
enum Found {
    Near,
    Far,
}

both_schedules! {
    struct Alternatives { near: bool, fails: bool }

    #[flow]
    impl Alternatives {
        #[router]
        async fn look(&self) -> Found { if self.near { Found::Near } else { Found::Far } }
        #[listen(look::Far)]
        async fn travel(&self) -> Result<u8, std::fmt::Error> { if self.fails { Err(std::fmt::Error) } else { Ok(1) } }
        #[listen(travel::Err)]
        async fn stay(&self) {}
        #[listen(or(or(look::Near {}, travel), stay))]
        fn tell(&self, days: Option<u8>) -> String { format!("{days:?}") }
    }

    async fn alternatives_of_alternatives_meet() {
        for (near, fails, told) in [(true, false, "None"), (false, false, "Some(1)"), (false, true, "None")] {
            assert_eq!(Alternatives { near, fails }.run().await.unwrap(), told);
        }
    }
}
