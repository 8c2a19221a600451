//! Cycles: what an iteration is, what it keeps and what it drops.

use std::sync::atomic::{AtomicU32, Ordering};

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

/// Counts how often it was asked.
#[derive(Default)]
struct Count(AtomicU32);

impl Count {
    /// One more.
    fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

enum Turn<T = ()> {
    Again(T),
    Done(T),
}

both_schedules! {
    struct Values {}

    #[flow]
    impl Values {
        #[start]
        async fn first(&self, n: u32) -> u32 { n }
        #[listen(or(first, judge::Again))]
        async fn double(&self, n: u32) -> u32 { n * 2 }
        #[router(double)]
        async fn judge(&self, n: u32) -> Turn<u32> {
            if n < 100 { Turn::Again(n + 1) } else { Turn::Done(n) }
        }
        #[listen(judge::Done)]
        async fn last(&self, n: u32) -> u32 { n }
    }

    async fn the_header_takes_the_way_backs_value() {
        assert_eq!(Values {}.run(10).await.unwrap(), 174, "10 20 21 42 43 86 87 174");
    }
}

both_schedules! {
    struct Owned {}

    #[flow]
    impl Owned {
        #[start]
        async fn first(&self) -> Page { Page(Vec::new()) }
        #[listen(or(first, revise))]
        async fn draft(&self, page: Page) -> Page { page }
        #[router(draft)]
        async fn judge(&self, page: &Page) -> Turn {
            if page.0.len() < 3 { Turn::Again(()) } else { Turn::Done(()) }
        }
        #[listen(judge::Again {})]
        async fn revise(&self, #[from(draft)] mut page: Page) -> Page {
            page.0.push(page.0.len());
            page
        }
        #[listen(judge::Done {})]
        async fn show(&self, #[from(draft)] page: Page) -> Vec<usize> { page.0 }
    }

    async fn a_value_is_moved_round_and_round_without_a_clone() {
        assert_eq!(Owned {}.run().await.unwrap(), [0, 1, 2]);
    }

    struct Page(Vec<usize>);
}

both_schedules! {
    struct Limited { log: Log }

    #[flow(max_iterations = 3)]
    impl Limited {
        #[start]
        async fn first(&self) {}
        #[listen(or(first, judge::Again {}))]
        async fn work(&self) { self.log.step("work", 1).await; }
        #[router(work, ends(Done))]
        async fn judge(&self) -> Turn {
            if self.log.now() > 1_000 { Turn::Done(()) } else { Turn::Again(()) }
        }
    }

    async fn the_header_runs_at_most_max_iterations_times() {
        let log = Log::new();
        let error = Limited { log: log.clone() }.run().await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::LoopLimit { iterations: 3 });
        assert_eq!(error.step(), "work");
        assert!(error.causes().is_empty());
        assert_eq!(error.to_string(), "the loop of step `work` in flow `Limited` was not left after 3 iterations");
        assert_eq!(log.ended(), ["work", "work", "work"]);
    }
}

both_schedules! {
    struct Limited { log: Log, limit: u32 }

    #[flow]
    impl Limited {
        #[start]
        async fn first(&self) {}
        #[listen(or(first, judge::Again {}))]
        async fn work(&self) { self.log.step("work", 1).await; }
        #[router(work, ends(Done))]
        async fn judge(&self) -> Turn {
            if self.log.ended().len() as u32 >= self.limit { Turn::Done(()) } else { Turn::Again(()) }
        }
    }

    async fn the_limit_is_a_hundred_if_nothing_is_said() {
        let log = Log::new();
        Limited { log: log.clone(), limit: 100 }.run().await.unwrap();
        assert_eq!(log.ended().len(), 100);
        let log = Log::new();
        let error = Limited { log: log.clone(), limit: 101 }.run().await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::LoopLimit { iterations: 100 });
        assert_eq!(log.ended().len(), 100);
    }
}

both_schedules! {
    struct Limited { inner: Count, outer: Count }

    #[flow(max_iterations = 10)]
    impl Limited {
        #[start]
        async fn first(&self) {}
        #[listen(or(first, around::Again {}))]
        async fn out(&self) {}
        #[listen(or(out, within::Again {}))]
        async fn work(&self) {}
        #[router(work, max_iterations = 2)]
        async fn within(&self) -> Turn {
            if self.inner.next() % 2 == 1 { Turn::Again(()) } else { Turn::Done(()) }
        }
        #[router(within::Done {}, ends(Done))]
        async fn around(&self) -> Turn {
            if self.outer.next() < 5 { Turn::Again(()) } else { Turn::Done(()) }
        }
    }

    async fn a_routers_limit_is_its_innermost_loops_and_counts_from_each_entry() {
        let flow = Limited { inner: Count::default(), outer: Count::default() };
        flow.run().await.unwrap();
        assert_eq!((flow.inner.next(), flow.outer.next()), (11, 6));
    }
}

both_schedules! {
    struct Fresh { log: Log, count: Count }

    #[flow]
    impl Fresh {
        #[start]
        async fn first(&self) {}
        #[listen(or(first, judge::Again {}))]
        async fn a(&self) -> u32 { self.count.next() }
        #[listen(a)]
        async fn b(&self, a: u32) -> u32 {
            self.log.step("b", u64::from(10 / a)).await;
            a
        }
        #[listen(a)]
        async fn c(&self, a: u32) -> u32 {
            self.log.step("c", u64::from(a)).await;
            a
        }
        #[listen(and(b, c))]
        async fn j(&self, b: u32, c: u32) -> (u32, u32) { (b, c) }
        #[router(j)]
        async fn judge(&self, pair: &(u32, u32)) -> Turn<(u32, u32)> {
            assert_eq!(pair.0, pair.1);
            if pair.0 < 4 { Turn::Again(*pair) } else { Turn::Done(*pair) }
        }
        #[listen(judge::Done)]
        async fn show(&self, pair: (u32, u32)) -> (u32, u32) { pair }
    }

    async fn a_join_never_mixes_iterations() {
        let flow = Fresh { log: Log::new(), count: Count::default() };
        assert_eq!(flow.run().await.unwrap(), (4, 4));
    }
}

both_schedules! {
    struct Tail { log: Log, count: Count }

    #[flow]
    impl Tail {
        #[start]
        async fn first(&self) {}
        #[listen(or(first, judge::Again {}))]
        async fn head(&self) { self.log.step("head", 1).await; }
        #[router(head, ends(Done))]
        async fn judge(&self) -> Turn {
            if self.count.next() < 2 { Turn::Again(()) } else { Turn::Done(()) }
        }
        #[listen(head)]
        async fn beside(&self) { self.log.step("beside", 10).await; }
        #[listen(beside)]
        async fn after(&self) { self.log.step("after", 5).await; }
    }

    async fn what_runs_when_a_way_back_fires_runs_to_its_end_first() {
        let log = Log::new();
        Tail { log: log.clone(), count: Count::default() }.run().await.unwrap();
        assert_eq!(log.ended(), ["head", "beside", "after", "head", "beside", "after"]);
        assert_eq!(log.now(), 32);
        assert!(log.dropped().is_empty(), "{log:?}");
    }
}

both_schedules! {
    struct Before { count: Count }

    #[flow]
    impl Before {
        #[start]
        async fn config(&self) -> String { "v".to_string() }
        #[listen(or(config, judge::Again))]
        async fn work(&self, text: String) -> String { text + "+" }
        #[router(work)]
        async fn judge(&self, text: String, #[from(config)] config: &str) -> Turn<String> {
            assert_eq!(config, "v");
            if self.count.next() < 3 { Turn::Again(text) } else { Turn::Done(text) }
        }
        #[listen(judge::Done)]
        async fn show(&self, text: String, #[from(config)] config: &str) -> String { format!("{config} {text}") }
    }

    async fn values_from_before_the_loop_stay() {
        assert_eq!(Before { count: Count::default() }.run().await.unwrap(), "v v+++");
    }
}

both_schedules! {
    struct Once { log: Log, count: Count }

    #[flow]
    impl Once {
        #[start]
        async fn early(&self) { self.log.step("early", 1).await; }
        #[start]
        async fn late(&self) -> u8 {
            self.log.step("late", 3).await;
            1
        }
        #[listen(or(early, late, judge::Again {}))]
        async fn work(&self) { self.log.step("work", 10).await; }
        #[router(work, ends(Done))]
        async fn judge(&self) -> Turn {
            if self.count.next() < 2 { Turn::Again(()) } else { Turn::Done(()) }
        }
        #[listen(late)]
        async fn keep(&self, late: u8) -> u8 { late }
    }

    async fn an_entry_that_comes_late_does_not_enter_again() {
        let log = Log::new();
        assert_eq!(Once { log: log.clone(), count: Count::default() }.run().await.unwrap(), 1);
        assert_eq!(log.ended(), ["early", "late", "work", "work"]);
    }
}

both_schedules! {
    struct Nested { log: Log, inner: Count, outer: Count }

    #[flow]
    impl Nested {
        #[start]
        async fn s(&self) {}
        #[listen(or(s, around::Again {}))]
        async fn a(&self) { self.log.step("a", 1).await; }
        #[listen(or(a, within::Again {}))]
        async fn b(&self) { self.log.step("b", 1).await; }
        #[router(b)]
        async fn within(&self) -> Turn {
            if self.inner.next() % 2 == 1 { Turn::Again(()) } else { Turn::Done(()) }
        }
        #[listen(within::Done {})]
        async fn c(&self) { self.log.step("c", 1).await; }
        #[router(c)]
        async fn around(&self) -> Turn {
            if self.outer.next() < 2 { Turn::Again(()) } else { Turn::Done(()) }
        }
        #[listen(around::Done {})]
        async fn z(&self) { self.log.step("z", 1).await; }
    }

    async fn loops_nest() {
        let log = Log::new();
        Nested { log: log.clone(), inner: Count::default(), outer: Count::default() }.run().await.unwrap();
        assert_eq!(log.ended(), ["a", "b", "b", "c", "a", "b", "b", "c", "z"]);
    }
}

both_schedules! {
    struct Branch { log: Log }

    #[flow]
    impl Branch {
        #[start]
        async fn s(&self) -> u32 { 0 }
        #[listen(or(s, judge::Again))]
        async fn work(&self, n: u32) -> u32 {
            self.log.step("work", 1).await;
            n + 1
        }
        #[router(work)]
        async fn judge(&self, n: u32) -> Turn<u32> {
            if n < 3 { Turn::Again(n) } else { Turn::Done(n) }
        }
        #[listen(s)]
        async fn beside(&self, _s: u32) -> &'static str {
            self.log.step("beside", 10).await;
            "beside"
        }
        #[listen(and(judge::Done, beside))]
        async fn join(&self, n: u32, text: &str) -> String { format!("{text} {n}") }
    }

    async fn a_loop_in_a_branch_of_a_join() {
        let log = Log::new();
        let output = Branch { log: log.clone() }.run().await.unwrap();
        assert_eq!(output, "beside 3");
        assert_eq!(log.now(), 10);
    }
}

both_schedules! {
    struct Lent { log: Log }

    #[flow]
    impl Lent {
        #[start]
        async fn first(&self) -> Text { Text("a".to_string()) }
        #[listen(or(first, longer))]
        async fn measure(&self, text: &Text) -> usize { text.0.len() }
        #[router(measure)]
        async fn judge(&self, length: usize) -> Turn<usize> {
            self.log.step("judge", 1).await;
            if length < 4 { Turn::Again(length) } else { Turn::Done(length) }
        }
        #[listen(judge::Again)]
        async fn longer(&self, length: usize) -> Text { Text("b".repeat(length * 2)) }
        #[listen(judge::Done)]
        async fn show(&self, length: usize) -> usize { length }
    }

    async fn the_header_can_borrow_the_way_backs_value() {
        let log = Log::new();
        assert_eq!(Lent { log: log.clone() }.run().await.unwrap(), 4);
        assert_eq!(log.ended().len(), 3);
    }

    struct Text(String);
}
