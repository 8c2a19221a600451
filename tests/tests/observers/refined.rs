//! Items, attempts, time-outs and tasks.

use std::sync::Arc;
use std::time::Duration;

use flow_core::observe::{Kind, Recorder};
use flow_core::prelude::*;
use flow_core::{Context, ItemsFailed};
use flow_tests::{Broken, Log, both_schedules};

use super::{inner, last};

both_schedules! {
    struct Items { log: Log }

    #[flow]
    impl Items {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![20, 10, 5] }
        #[listen(each(plan), limit = 2)]
        async fn work(&self, ms: u64) -> u64 {
            self.log.step("work", ms).await;
            ms
        }
        #[start(times = 2)]
        fn vote(&self) -> bool { true }
    }

    async fn items_begin_and_end_within_their_step() {
        let recorder = Recorder::new();
        Items { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        let lines = inner(&recorder);
        let of = |step: &str| lines.iter().filter(|line| line.contains(step)).cloned().collect::<Vec<_>>();
        assert_eq!(of("work"), [
            "started work", "started work[0]", "started work[1]", "finished work[1]", "started work[2]", "finished work[2]",
            "finished work[0]", "finished work",
        ]);
        assert_eq!(of("vote"), [
            "started vote", "started vote[0]", "finished vote[0]", "started vote[1]", "finished vote[1]", "finished vote",
        ]);
        let event = recorder.events().into_iter().find(|event| event.to_string() == "started work[2]").unwrap();
        assert_eq!((event.item, event.step_name()), (Some(2), Some("work")));
    }
}

both_schedules! {
    struct First { log: Log }

    #[flow]
    impl First {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![20, 10, 30] }
        #[listen(each(plan), first = 1)]
        async fn work(&self, ms: u64) -> Result<u64, Broken> {
            self.log.step("work", ms).await;
            if ms == 10 { Err(Broken("ten")) } else { Ok(ms) }
        }
    }

    async fn items_that_are_not_needed_are_cancelled() {
        let recorder = Recorder::new();
        First { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        assert_eq!(inner(&recorder)[2..], [
            "started work", "started work[0]", "started work[1]", "started work[2]", "failed work[1]: ten broke",
            "finished work[0]", "cancelled work[2]", "finished work",
        ]);
    }
}

both_schedules! {
    struct Fast { log: Log }

    #[flow]
    impl Fast {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![20, 10] }
        #[listen(each(plan))]
        async fn work(&self, ms: u64) -> Result<u64, Broken> {
            self.log.step("work", ms).await;
            Err(Broken("it"))
        }
    }

    async fn an_item_that_fails_cancels_the_others_and_fails_its_step() {
        let recorder = Recorder::new();
        Fast { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(recorder.lines()[3..], [
            "started work", "started work[0]", "started work[1]", "failed work[1]: it broke", "cancelled work[0]",
            "failed work: it broke", "failed flow Fast: item 1 of step `work` of flow `Fast` failed: it broke",
        ]);
    }
}

both_schedules! {
    struct Collected { log: Log }

    #[flow]
    impl Collected {
        #[start]
        fn plan(&self) -> Vec<u64> { vec![10, 20] }
        #[listen(each(plan))]
        #[timeout("15ms")]
        async fn work(&self, ms: u64) -> Result<u64, Broken> {
            self.log.step("work", ms).await;
            Ok(ms)
        }
        #[listen(work::Err)]
        async fn mend(&self, failed: ItemsFailed<u64, Broken>) -> usize { failed.failed.len() }
        #[listen(work)]
        async fn never(&self, _all: Vec<u64>) {}
    }

    async fn collected_failures() {
        let recorder = Recorder::new();
        Collected { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        let lines = inner(&recorder);
        assert_eq!(lines[2..7], [
            "started work", "started work[0]", "started work[1]", "finished work[0]", "failed work[1]: timed out after 15ms",
        ]);
        assert!(lines[7].starts_with("failed work"), "{lines:?}");
        assert_eq!(lines[8..], ["started mend", "finished mend"]);
    }
}

both_schedules! {
    struct Lost { log: Log }

    #[flow]
    impl Lost {
        #[start(times = 2)]
        async fn slow(&self) { self.log.forever("slow").await; }
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn end(&self) {}
    }

    async fn items_of_a_loser_have_lost_with_it() {
        let recorder = Recorder::new();
        Lost { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        let lines = inner(&recorder);
        let mut lost = lines.iter().filter(|line| line.contains("slow") && !line.starts_with("started")).cloned().collect::<Vec<_>>();
        lost.sort();
        assert_eq!(lost, [
            "lost slow in the race for end", "lost slow[0] in the race for end", "lost slow[1] in the race for end",
        ]);
    }
}

both_schedules! {
    struct Retried {}

    #[flow]
    impl Retried {
        #[start]
        #[timeout("10ms")]
        #[retry(times = 3, base = "1ms", max = "1ms")]
        async fn ask(&self, #[context] cx: Context<'_>) -> Result<u32, Broken> {
            match cx.attempt() {
                1 => Err(Broken("it")),
                2 => std::future::pending().await,
                n => Ok(n),
            }
        }
    }

    async fn attempts() {
        let recorder = Recorder::new();
        assert_eq!(Retried {}.runner().observed_by(&recorder).run().await.unwrap(), 3);
        assert_eq!(inner(&recorder), [
            "started ask", "retrying ask: attempt 2 in 1ms, because: it broke",
            "retrying ask: attempt 3 in 1ms, because: timed out after 10ms", "finished ask",
        ]);
        let events = recorder.events();
        let Kind::Retrying { attempt, delay, .. } = &events[3].kind else { panic!("{events:?}") };
        assert_eq!((*attempt, *delay), (3, Duration::from_millis(1)));
        assert_eq!((events[3].at - events[0].at).as_millis(), 11);
    }
}

both_schedules! {
    struct ItemsRetried {}

    #[flow]
    impl ItemsRetried {
        #[start(times = 2)]
        #[retry(times = 1, base = "1ms", max = "1ms")]
        async fn ask(&self, #[context] cx: Context<'_>) -> Result<u32, Broken> {
            cx.emit(format!("attempt {}", cx.attempt()));
            if cx.item() == Some(1) { Err(Broken("it")) } else { Ok(1) }
        }
    }

    async fn attempts_and_emitted_things_of_items() {
        let recorder = Recorder::new();
        ItemsRetried {}.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(recorder.lines(), [
            "started flow ItemsRetried", "started ask", "started ask[0]", "emitted ask[0]: \"attempt 1\"", "finished ask[0]",
            "started ask[1]", "emitted ask[1]: \"attempt 1\"", "retrying ask[1]: attempt 2 in 1ms, because: it broke",
            "emitted ask[1]: \"attempt 2\"", "failed ask[1]: it broke", "failed ask: it broke",
            "failed flow ItemsRetried: item 1 of step `ask` of flow `ItemsRetried` failed after 2 attempts: it broke",
        ]);
    }
}

both_schedules! {
    struct TimedOut { log: Log }

    #[flow]
    impl TimedOut {
        #[start]
        #[timeout("10ms")]
        async fn ask(&self) -> u32 { self.log.forever("ask").await; 1 }
    }

    async fn a_time_out_is_a_failure() {
        let recorder = Recorder::new();
        TimedOut { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(inner(&recorder), ["started ask", "failed ask: timed out after 10ms"]);
        assert_eq!(last(&recorder), "failed flow TimedOut: step `ask` of flow `TimedOut` timed out after 10ms");
    }
}

both_schedules! {
    struct Total { log: Log }

    #[flow]
    impl Total {
        #[start(times = 2)]
        #[timeout(total = "10ms")]
        async fn ask(&self) -> u32 { self.log.forever("ask").await; 1 }
    }

    async fn a_total_time_out_cancels_the_items() {
        let recorder = Recorder::new();
        Total { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(inner(&recorder), [
            "started ask", "started ask[0]", "started ask[1]", "cancelled ask[0]", "cancelled ask[1]",
            "failed ask: timed out after 10ms",
        ]);
    }
}

both_schedules! {
    struct Tasks { log: Log }

    #[flow]
    impl Tasks {
        #[start]
        #[spawn]
        async fn a(self: Arc<Self>) -> u8 {
            self.log.step("a", 10).await;
            1
        }
        #[start]
        #[spawn]
        async fn b(self: Arc<Self>) -> u8 { self.log.forever("b").await; 2 }
        #[listen(or(a, b))]
        #[blocking]
        fn c(it: u8) -> u8 { it }
        #[listen(c)]
        #[spawn]
        async fn d(_it: u8) -> u8 { std::panic::resume_unwind(Box::new("ouch")) }
    }

    async fn tasks() {
        let recorder = Recorder::new();
        let flow = Arc::new(Tasks { log: Log::new() });
        flow.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(inner(&recorder), [
            "started a", "started b", "finished a", "decided c: member 0", "lost b in the race for c", "started c",
            "finished c", "started d", "failed d: panicked: ouch",
        ]);
        assert_eq!(last(&recorder), "failed flow Tasks: step `d` of flow `Tasks` panicked: ouch");
    }
}
