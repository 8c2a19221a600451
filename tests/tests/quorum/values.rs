//! What a quorum carries.

use flow_core::prelude::*;
use flow_tests::{Counted, Log, both_schedules};

both_schedules! {
    struct Types { log: Log }

    #[flow]
    impl Types {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 10).await;
            1
        }
        #[start]
        async fn b(&self) -> u16 {
            self.log.step("b", 5).await;
            2
        }
        #[start]
        async fn c(&self) -> u32 { self.log.forever("c").await; 3 }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, first: Vec<u64>) -> Vec<u64> { first }
    }

    async fn different_types_meet_in_one() {
        assert_eq!(Types { log: Log::new() }.run().await.unwrap(), [2, 1]);
    }
}

both_schedules! {
    struct Nothing { log: Log }

    #[flow]
    impl Nothing {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 10).await;
            1
        }
        #[start]
        async fn b(&self) { self.log.step("b", 5).await; }
        #[start]
        async fn c(&self) -> u16 { self.log.forever("c").await; 3 }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, first: Vec<Option<u32>>) -> Vec<Option<u32>> { first }
    }

    async fn a_member_that_carries_nothing_is_none() {
        assert_eq!(Nothing { log: Log::new() }.run().await.unwrap(), [None, Some(1)]);
    }
}

both_schedules! {
    struct Ignored { log: Log }

    #[flow]
    impl Ignored {
        #[start]
        async fn a(&self) { self.log.step("a", 10).await; }
        #[start]
        async fn b(&self) { self.log.step("b", 5).await; }
        #[start]
        async fn c(&self) { self.log.forever("c").await; }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self) -> u128 { self.log.now() }
    }

    async fn of_members_that_carry_nothing_there_is_nothing_to_take() {
        assert_eq!(Ignored { log: Log::new() }.run().await.unwrap(), 10);
    }
}

both_schedules! {
    struct Lent { log: Log }

    #[flow]
    impl Lent {
        #[start]
        async fn a(&self) -> Counted {
            self.log.step("a", 10).await;
            Counted::default()
        }
        #[start]
        async fn b(&self) -> Counted {
            self.log.step("b", 5).await;
            Counted::default()
        }
        #[start]
        async fn c(&self) -> Counted { self.log.forever("c").await; Counted::default() }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, first: Vec<&Counted>) -> Vec<u32> { first.into_iter().map(Counted::clones).collect() }
    }

    async fn values_can_be_borrowed() {
        assert_eq!(Lent { log: Log::new() }.run().await.unwrap(), [0, 0]);
    }
}

both_schedules! {
    struct Moved { log: Log }

    #[flow]
    impl Moved {
        #[start]
        async fn a(&self) -> Counted {
            self.log.step("a", 10).await;
            Counted::default()
        }
        #[start]
        async fn b(&self) -> Counted {
            self.log.step("b", 5).await;
            Counted::default()
        }
        #[start]
        async fn c(&self) -> Counted { self.log.forever("c").await; Counted::default() }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, first: Vec<Counted>) -> Vec<Counted> { first }
    }

    async fn values_move() {
        let first = Moved { log: Log::new() }.run().await.unwrap();
        assert_eq!(first.iter().map(Counted::clones).collect::<Vec<_>>(), [0, 0]);
    }
}

both_schedules! {
    struct Beside { log: Log }

    #[flow]
    impl Beside {
        #[start]
        async fn a(&self) -> Counted {
            self.log.step("a", 10).await;
            Counted::default()
        }
        #[start]
        async fn b(&self) -> Counted {
            self.log.step("b", 5).await;
            Counted::default()
        }
        #[listen(quorum(2, a, b))]
        async fn end(&self, first: Vec<Counted>) -> Vec<Counted> { first }
        #[listen(b)]
        async fn borrow(&self, b: &Counted) -> u32 {
            self.log.step("borrow", 20).await;
            b.clones()
        }
    }

    async fn values_that_others_need_are_cloned() {
        let output = Beside { log: Log::new() }.run().await.unwrap();
        assert_eq!(output.end.iter().map(Counted::clones).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(output.borrow, 1);
    }
}

both_schedules! {
    struct References { name: String, other: String }

    #[flow]
    impl References {
        #[start]
        fn a(&self) -> &str { &self.name }
        #[start]
        fn b(&self) -> &str { &self.other }
        #[start]
        fn c(&self) -> &'static str { "c" }
        #[listen(quorum(3, a, b, c))]
        async fn end(&self, all: Vec<&str>) -> String { all.join(",") }
    }

    async fn references_are_copied() {
        let flow = References { name: "x".to_string(), other: "y".to_string() };
        assert_eq!(flow.run().await.unwrap(), "x,y,c");
    }
}

both_schedules! {
    struct Variants { log: Log, way: u8 }

    #[flow]
    impl Variants {
        #[router]
        async fn judge(&self) -> Verdict {
            match self.way {
                0 => Verdict::Text("t".to_string()),
                1 => Verdict::Number(7),
                _ => Verdict::Skip,
            }
        }
        #[start]
        async fn always(&self) -> String {
            self.log.step("always", 5).await;
            "always".to_string()
        }
        #[listen(quorum(2, judge::Text, judge::Number, judge::Skip {}, always))]
        async fn end(&self, all: Vec<Option<It>>) -> Vec<String> {
            all.into_iter().map(|it| it.map_or("none".to_string(), |it| it.0)).collect()
        }
    }

    async fn routes_can_be_members() {
        for (way, first) in ["t", "7", "none"].into_iter().enumerate() {
            let all = Variants { log: Log::new(), way: way as u8 }.run().await.unwrap();
            assert_eq!(all, [first, "always"]);
        }
    }

    enum Verdict { Text(String), Number(u32), Skip }
    struct It(String);
    impl From<String> for It {
        fn from(it: String) -> It { It(it) }
    }
    impl From<u32> for It {
        fn from(it: u32) -> It { It(it.to_string()) }
    }
}

both_schedules! {
    struct Nested { log: Log }

    #[flow]
    impl Nested {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 10).await;
            1
        }
        #[start]
        async fn b(&self) -> u8 {
            self.log.step("b", 20).await;
            2
        }
        #[start]
        async fn c(&self) -> (u8, u8) {
            self.log.step("c", 30).await;
            (3, 4)
        }
        #[start]
        async fn d(&self) -> (u8, u8) { self.log.forever("d").await; (5, 6) }
        #[start]
        async fn e(&self) -> u8 { self.log.forever("e").await; 7 }
        #[listen(quorum(2, and(a, b), c, or(d, d2)))]
        async fn pairs(&self, first: Vec<(u8, u8)>) -> Vec<(u8, u8)> { first }
        #[listen(e)]
        async fn d2(&self, e: u8) -> (u8, u8) { (e, e) }
        #[listen(and(quorum(1, a, b), c))]
        async fn inner(&self, one: Vec<u8>, c: (u8, u8)) -> (usize, u8) { (one.len(), c.0) }
        #[listen(or(quorum(2, a, b), e))]
        async fn either(&self, it: Either) -> usize { it.0 }
    }

    async fn gates_nest() {
        let output = Nested { log: Log::new() }.run().await.unwrap();
        assert_eq!(output.pairs, [(1, 2), (3, 4)]);
        assert_eq!(output.inner, (1, 3));
        assert_eq!(output.either, 2);
    }

    struct Either(usize);
    impl From<Vec<u8>> for Either {
        fn from(all: Vec<u8>) -> Either { Either(all.len()) }
    }
    impl From<u8> for Either {
        fn from(it: u8) -> Either { Either(usize::from(it) * 100) }
    }
}

both_schedules! {
    struct Vecs {}

    #[flow]
    impl Vecs {
        #[start]
        fn plan(&self) -> Vec<u8> { vec![1, 2] }
        #[listen(each(plan))]
        async fn a(&self, n: u8) -> u8 { n }
        #[start(times = 2)]
        async fn b(&self) -> u8 { 5 }
        #[start]
        async fn c(&self) -> Vec<u8> { std::future::pending().await }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, first: Vec<Vec<u8>>) -> Vec<u8> { first.concat() }
    }

    async fn members_may_be_steps_with_items() {
        assert_eq!(Vecs {}.run().await.unwrap(), [1, 2, 5, 5]);
    }
}
