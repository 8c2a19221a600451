//! Steps with items as members of joins and races, in loops, and as headers of loops.

use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

both_schedules! {
    struct Joined { log: Log }

    #[flow]
    impl Joined {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![10, 20] }
        #[listen(each(plan))]
        async fn work(&self, ms: u64) -> u64 {
            self.log.item("work", ms as usize, ms).await;
            ms
        }
        #[start]
        async fn other(&self) -> String {
            self.log.step("other", 15).await;
            "other".to_string()
        }
        #[start(times = 2)]
        async fn vote(&self) -> bool {
            self.log.step("vote", 30).await;
            true
        }
        #[listen(and(work, other, vote))]
        async fn end(&self, work: Vec<u64>, other: &str, votes: &[bool]) -> String {
            format!("{work:?} {other} {}", votes.len())
        }
    }

    async fn in_a_join() {
        let log = Log::new();
        assert_eq!(Joined { log: log.clone() }.run().await.unwrap(), "[10, 20] other 2");
        assert_eq!(log.now(), 30);
    }
}

both_schedules! {
    struct Lost { log: Log }

    #[flow]
    impl Lost {
        #[start]
        async fn plan(&self) -> Vec<usize> { (0..4).collect() }
        #[listen(each(plan), limit = 3)]
        async fn work(&self, item: usize) -> usize {
            self.log.item("work", item, if item == 0 { 5 } else { 100 }).await;
            item
        }
        #[start]
        async fn fast(&self) -> Vec<usize> {
            self.log.step("fast", 10).await;
            Vec::new()
        }
        #[listen(or(work, fast))]
        async fn end(&self, it: Vec<usize>) -> usize {
            self.log.step("end", 5).await;
            it.len()
        }
    }

    async fn a_step_that_loses_drops_all_its_items_before_the_winners_listener_begins() {
        let log = Log::new();
        assert_eq!(Lost { log: log.clone() }.run().await.unwrap(), 0);
        assert_eq!(log.items_ended("work"), [0]);
        let mut dropped = log.items_dropped("work");
        dropped.sort_unstable();
        assert_eq!(dropped, [1, 2, 3]);
        for item in 1..4 {
            assert!(log.place(&format!("10 work[{item}] is dropped")) < log.place("10 end begins"));
        }
        assert_eq!(log.now(), 15);
    }
}

both_schedules! {
    struct Won { log: Log }

    #[flow]
    impl Won {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![5, 10] }
        #[listen(each(plan))]
        async fn work(&self, ms: u64) -> u64 {
            self.log.item("work", ms as usize, ms).await;
            ms
        }
        #[start]
        async fn slow(&self) -> Vec<u64> { self.log.forever("slow").await; Vec::new() }
        #[listen(or(slow, work))]
        async fn end(&self, it: Vec<u64>) -> u64 { it.iter().sum() }
    }

    async fn a_step_that_wins_does_so_with_its_last_item() {
        let log = Log::new();
        assert_eq!(Won { log: log.clone() }.run().await.unwrap(), 15);
        assert_eq!((log.dropped(), log.now()), (vec!["slow"], 10));
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        async fn plan(&self) -> Vec<usize> { (0..4).collect() }
        #[listen(each(plan), limit = 2)]
        #[must_finish]
        async fn save(&self, item: usize) -> usize {
            self.log.item("save", item, 20).await;
            item
        }
        #[start]
        async fn fast(&self) -> Vec<usize> {
            self.log.step("fast", 10).await;
            Vec::new()
        }
        #[listen(or(save, fast))]
        async fn end(&self, it: Vec<usize>) -> usize {
            self.log.step("end", 5).await;
            it.len()
        }
    }

    async fn a_loser_that_must_finish_runs_for_all_its_items() {
        let log = Log::new();
        assert_eq!(Finishing { log: log.clone() }.run().await.unwrap(), 0);
        log.place("15 end ends");
        assert_eq!((log.items_ended("save"), log.now()), (vec![0, 1, 2, 3], 40));
        assert!(log.dropped().is_empty());
    }
}

both_schedules! {
    struct FinishingBadly { log: Log }

    #[flow]
    impl FinishingBadly {
        #[start]
        async fn plan(&self) -> Vec<usize> { (0..3).collect() }
        #[listen(each(plan))]
        #[must_finish]
        async fn save(&self, item: usize) -> Result<usize, Broken> {
            self.log.item("save", item, 20).await;
            if item == 1 { Err(Broken("saving")) } else { Ok(item) }
        }
        #[listen(save::Err)]
        async fn mend(&self, _error: flow_core::ItemsFailed<usize, Broken>) -> Vec<usize> { Vec::new() }
        #[start]
        async fn fast(&self) -> Vec<usize> {
            self.log.step("fast", 10).await;
            Vec::new()
        }
        #[listen(or(save, mend, fast))]
        async fn end(&self, it: Vec<usize>) -> usize { it.len() }
    }

    async fn a_loser_that_must_finish_and_fails_fails_the_flow() {
        let log = Log::new();
        let error = FinishingBadly { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.kind(), error.item()), ("save", FlowErrorKind::Failed, Some(1)));
        assert_eq!(error.to_string(), "item 1 of step `save` of flow `FinishingBadly` failed: saving broke");
        assert_eq!(log.now(), 20);
    }
}

both_schedules! {
    struct Looping { log: Log }

    #[flow]
    impl Looping {
        #[start]
        async fn begin(&self) -> usize { 1 }
        #[listen(or(begin, judge::Again))]
        async fn plan(&self, n: usize) -> Vec<usize> { (0..n).collect() }
        #[listen(each(plan))]
        async fn work(&self, item: usize, #[from(plan)] plan: &[usize]) -> usize {
            self.log.item("work", item, 10).await;
            item + plan.len()
        }
        #[router(work)]
        async fn judge(&self, all: Vec<usize>) -> Turn {
            if all.len() < 3 { Turn::Again(all.len() + 1) } else { Turn::Done(all) }
        }
        #[listen(judge::Done)]
        async fn end(&self, all: Vec<usize>) -> Vec<usize> { all }
    }

    async fn in_a_loop_each_iteration_has_its_own_items() {
        let log = Log::new();
        assert_eq!(Looping { log: log.clone() }.run().await.unwrap(), [3, 4, 5]);
        assert_eq!(log.items_ended("work"), [0, 0, 1, 0, 1, 2]);
        assert_eq!(log.now(), 30);
    }

    enum Turn { Again(usize), Done(Vec<usize>) }
}

both_schedules! {
    struct Header { log: Log }

    #[flow]
    impl Header {
        #[start]
        async fn begin(&self) -> u32 { 0 }
        #[listen(or(begin, judge::Again), times = 2, limit = 1)]
        async fn vote(&self, round: u32) -> u32 {
            self.log.step("vote", 10).await;
            round
        }
        #[router(vote)]
        async fn judge(&self, votes: Vec<u32>) -> Turn {
            if votes[0] < 2 { Turn::Again(votes[0] + 1) } else { Turn::Done(votes) }
        }
        #[listen(judge::Done)]
        async fn end(&self, votes: Vec<u32>) -> Vec<u32> { votes }
    }

    async fn as_the_header_of_a_loop() {
        let log = Log::new();
        assert_eq!(Header { log: log.clone() }.run().await.unwrap(), [2, 2]);
        assert_eq!((log.ended().len(), log.now()), (6, 60));
    }

    enum Turn { Again(u32), Done(Vec<u32>) }
}

both_schedules! {
    struct LostInALoop { log: Log }

    #[flow]
    impl LostInALoop {
        #[start]
        async fn begin(&self) {}
        #[listen(or(begin, judge::Again {}))]
        async fn plan(&self) -> Vec<usize> { vec![0, 1] }
        #[listen(each(plan))]
        async fn slow(&self, item: usize) { self.log.item("slow", item, 1_000).await; }
        #[listen(plan)]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn first(&self) {}
        #[router(first, ends(Done))]
        async fn judge(&self) -> Turn { if self.log.now() < 30 { Turn::Again } else { Turn::Done } }
    }

    async fn losing_a_race_in_every_iteration() {
        let log = Log::new();
        LostInALoop { log: log.clone() }.run().await.unwrap();
        assert_eq!(log.items_dropped("slow").len(), 6);
        assert_eq!((log.items_ended("slow").len(), log.now()), (0, 30));
    }

    enum Turn { Again, Done }
}

both_schedules! {
    struct Broken2 { log: Log }

    #[flow]
    impl Broken2 {
        #[start]
        async fn plan(&self) -> Vec<usize> { vec![0, 1] }
        #[listen(each(plan))]
        async fn work(&self, item: usize) { self.log.item("work", item, 100).await; }
        #[listen(each(plan))]
        #[must_finish]
        async fn save(&self, item: usize) { self.log.item("save", item, 50).await; }
        #[start]
        async fn bad(&self) -> Result<(), Broken> {
            self.log.step("bad", 10).await;
            Err(Broken("bad"))
        }
    }

    async fn a_failing_flow_drops_items_but_those_that_must_finish() {
        let log = Log::new();
        assert_eq!(Broken2 { log: log.clone() }.run().await.unwrap_err().step(), "bad");
        assert_eq!((log.items_dropped("work").len(), log.items_ended("save").len()), (2, 2));
        log.place("10 work[0] is dropped");
        assert_eq!(log.now(), 50);
    }
}
