//! Items that fail: nobody listens to `step::Err`, or somebody does.

use std::error::Error;

use flow_core::ItemsFailed;
use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

both_schedules! {
    struct Fast { log: Log }

    #[flow]
    impl Fast {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![30, 10, 20, 5] }
        #[listen(each(plan))]
        async fn work(&self, ms: u64) -> Result<u64, Broken> {
            self.log.item("work", ms as usize, ms).await;
            if ms == 10 { Err(Broken("ten")) } else { Ok(ms) }
        }
        #[listen(work)]
        async fn all(&self, _all: Vec<u64>) { self.log.step("all", 0).await; }
    }

    async fn unheard_the_first_that_fails_cancels_the_others() {
        let log = Log::new();
        let error = Fast { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("work", FlowErrorKind::Failed));
        assert_eq!((error.item(), error.attempts()), (Some(1), Some(1)));
        assert_eq!(error.to_string(), "item 1 of step `work` of flow `Fast` failed: ten broke");
        assert_eq!(error.downcast_ref(), Some(&Broken("ten")));
        let mut dropped = log.items_dropped("work");
        dropped.sort_unstable();
        assert_eq!((dropped, log.items_ended("work"), log.now()), (vec![20, 30], vec![5, 10], 10));
        assert!(!log.begun().contains(&"all"));
    }
}

both_schedules! {
    struct Bounded { log: Log }

    #[flow]
    impl Bounded {
        #[start]
        async fn plan(&self) -> Vec<usize> { vec![0, 1, 2] }
        #[listen(each(plan), limit = 1)]
        async fn work(&self, item: usize) -> Result<(), Broken> {
            self.log.item("work", item, 10).await;
            if item == 1 { Err(Broken("it")) } else { Ok(()) }
        }
    }

    async fn with_a_limit_what_comes_after_a_failure_never_begins() {
        let log = Log::new();
        assert_eq!(Bounded { log: log.clone() }.run().await.unwrap_err().item(), Some(1));
        assert_eq!((log.items_begun("work"), log.now()), (vec![0, 1], 20));
    }
}

both_schedules! {
    struct Heard { log: Log, fails: bool }

    #[flow]
    impl Heard {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![40, 10, 20, 30] }
        #[listen(each(plan))]
        async fn work(&self, ms: u64) -> Result<u64, Unspeakable> {
            self.log.item("work", ms as usize, ms).await;
            if self.fails && (ms == 10 || ms == 40) { Err(Unspeakable(ms)) } else { Ok(ms) }
        }
        #[listen(work)]
        async fn all(&self, all: Vec<u64>) -> Vec<u64> { all }
        #[listen(work::Err)]
        async fn mend(&self, failed: ItemsFailed<u64, Unspeakable>) -> Vec<String> {
            self.log.step("mend", 0).await;
            let good = failed.succeeded.iter().map(|(item, ms)| format!("{item} good {ms}"));
            let bad = failed.failed.iter().map(|(item, error)| format!("{item} bad {}", error.0));
            good.chain(bad).collect()
        }
    }

    async fn heard_all_run_to_their_end_and_both_lists_are_in_order() {
        let log = Log::new();
        let output = Heard { log: log.clone(), fails: true }.run().await.unwrap();
        assert_eq!(output.all, None);
        assert_eq!(output.mend.unwrap(), ["2 good 20", "3 good 30", "0 bad 40", "1 bad 10"]);
        assert_eq!(log.items_ended("work"), [10, 20, 30, 40]);
        log.place("40 mend begins");
        let output = Heard { log: Log::new(), fails: false }.run().await.unwrap();
        assert_eq!((output.all, output.mend), (Some(vec![40, 10, 20, 30]), None));
    }

    /// Neither `Error` nor `Display`: an error that is handled need not be.
    struct Unspeakable(u64);
}

both_schedules! {
    struct ByReference {}

    #[flow]
    impl ByReference {
        #[start]
        async fn plan(&self) -> Vec<u32> { (0..8).collect() }
        #[listen(each(plan), limit = 3)]
        async fn work(&self, n: u32) -> Result<u32, Broken> {
            if n == 0 { Ok(n) } else { Err(Broken("it")) }
        }
        #[listen(work::Err)]
        async fn tell(&self, failed: &ItemsFailed<u32, Broken>) -> String { failed.to_string() }
        #[listen(work::Err)]
        async fn count(&self, failed: &ItemsFailed<u32, Broken>) -> usize { failed.failed.len() }
        #[listen(work::Err {})]
        async fn notice(&self) -> bool { true }
    }

    async fn what_failed_can_be_borrowed_counted_and_ignored() {
        let output = ByReference {}.run().await.unwrap();
        assert_eq!((output.count, output.notice), (Some(7), Some(true)));
        assert_eq!(
            output.tell.unwrap(),
            "7 items failed, 1 succeeded: item 1: it broke; item 2: it broke; item 3: it broke; \
             item 4: it broke; item 5: it broke; and 2 more"
        );
    }
}

both_schedules! {
    struct First { log: Log, good: u64 }

    #[flow]
    impl First {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![10, 20, 30, 40] }
        #[listen(each(plan), first = 2)]
        async fn work(&self, ms: u64) -> Result<u64, Broken> {
            self.log.item("work", ms as usize, ms).await;
            if ms >= self.good { Ok(ms) } else { Err(Broken("it")) }
        }
        #[listen(work::Err)]
        async fn mend(&self, failed: ItemsFailed<u64, Broken>) -> (usize, usize) {
            (failed.succeeded.len(), failed.failed.len())
        }
        #[listen(work)]
        async fn all(&self, all: Vec<u64>) -> Vec<u64> { all }
    }

    async fn heard_with_first_they_run_until_enough_succeeded_or_no_longer_can() {
        for (good, all, mend, now) in [
            (10, Some(vec![10, 20]), None, 20),
            (30, Some(vec![30, 40]), None, 40),
            (40, None, Some((0, 3)), 30),
        ] {
            let log = Log::new();
            let output = First { log: log.clone(), good }.run().await.unwrap();
            assert_eq!((output.all, output.mend, log.now()), (all, mend, now));
        }
    }
}

both_schedules! {
    struct TooFew {}

    #[flow]
    impl TooFew {
        #[start]
        fn plan(&self) -> Vec<u32> { vec![1] }
        #[listen(each(plan), first = 2)]
        async fn work(&self, n: u32) -> Result<u32, Broken> { Ok(n) }
        #[listen(work::Err)]
        async fn mend(&self, failed: ItemsFailed<u32, Broken>) -> String { format!("{failed:?}: {failed}") }
        #[listen(or(work, mend))]
        async fn end(&self, end: End) -> String { end.0 }
    }

    async fn heard_too_few_items_are_an_error_with_no_failures() {
        assert_eq!(
            TooFew {}.run().await.unwrap(),
            "ItemsFailed { succeeded: [], failed: [] }: 0 items failed, 0 succeeded"
        );
    }

    struct End(String);
    impl From<String> for End {
        fn from(text: String) -> End { End(text) }
    }
    impl From<Vec<u32>> for End {
        fn from(all: Vec<u32>) -> End { End(format!("{all:?}")) }
    }
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![5, 10] }
        #[listen(each(plan))]
        async fn work(&self, ms: u64) -> Result<u64, Broken> {
            self.log.item("work", ms as usize, ms).await;
            Err(Broken("it"))
        }
        #[start]
        async fn other(&self) -> Vec<u64> {
            self.log.step("other", 20).await;
            Vec::new()
        }
        #[listen(or(work, other))]
        async fn end(&self, it: Vec<u64>) -> usize { it.len() }
    }

    async fn a_race_takes_the_failure_up() {
        let log = Log::new();
        assert_eq!(Race { log: log.clone() }.run().await.unwrap(), 0);
        assert_eq!((log.items_dropped("work"), log.now()), (vec![10], 20));
    }
}

both_schedules! {
    struct Lost {}

    #[flow]
    impl Lost {
        #[start]
        fn plan(&self) -> Vec<u32> { vec![1, 2] }
        #[listen(each(plan))]
        async fn a(&self, n: u32) -> Result<u32, Broken> { if n == 2 { Err(Broken("a")) } else { Ok(n) } }
        #[listen(each(plan), first = 2)]
        async fn b(&self, n: u32) -> Result<u32, Broken> { if n == 2 { Err(Broken("b")) } else { Ok(n) } }
        #[listen(or(a, b))]
        async fn end(&self, it: Vec<u32>) -> usize { it.len() }
    }

    async fn a_race_that_fails_names_the_items() {
        let error = Lost {}.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind()), ("end", FlowErrorKind::RaceFailed));
        assert_eq!(
            error.to_string(),
            "step `end` of flow `Lost` cannot run: everything it waited for failed: item 1 of `a`: a broke; \
             `b`: needs 2 of its 2 items to succeed, and too many failed; item 1 of `b`: b broke"
        );
    }
}

both_schedules! {
    struct OwnError {}

    #[flow(error = Trouble)]
    impl OwnError {
        #[start]
        fn plan(&self) -> Vec<u32> { vec![1, 2, 3] }
        #[listen(each(plan), first = 2)]
        async fn work(&self, n: u32) -> Result<u32, Odd> { if n == 2 { Ok(n) } else { Err(Odd(n)) } }
    }

    async fn with_an_error_type_of_ones_own_nothing_but_into_is_asked() {
        let error = OwnError {}.run().await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::TooFewItems { needed: 2, items: 3 });
        let causes: Vec<_> = error.into_causes().into_iter().filter_map(|cause| cause.into_error()).collect();
        assert!(matches!(causes[..], [Trouble(1), Trouble(3)]));
    }

    struct Odd(u32);
    struct Trouble(u32);
    impl From<Odd> for Trouble {
        fn from(odd: Odd) -> Trouble { Trouble(odd.0) }
    }
}

both_schedules! {
    struct Sources {}

    #[flow]
    impl Sources {
        #[start]
        fn plan(&self) -> Vec<u32> { vec![1] }
        #[listen(each(plan))]
        async fn work(&self, _n: u32) -> Result<u32, std::num::ParseIntError> { "x".parse() }
        #[listen(work::Err)]
        async fn pass_on(&self, failed: ItemsFailed<u32, std::num::ParseIntError>) -> Result<(), ItemsFailed<u32, std::num::ParseIntError>> {
            Err(failed)
        }
    }

    async fn what_failed_is_an_error_itself() {
        let error = Sources {}.run().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "step `pass_on` of flow `Sources` failed: 1 item failed, 0 succeeded: item 0: invalid digit found in string"
        );
        assert!(error.downcast_ref::<ItemsFailed<u32, std::num::ParseIntError>>().is_some());
        assert!(error.source().is_none());
    }
}
