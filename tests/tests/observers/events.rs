//! Plain steps, joins, races and loops.

use flow_core::observe::{Kind, Recorder};
use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

use super::{inner, last};

both_schedules! {
    struct Diamond { log: Log }

    #[flow]
    impl Diamond {
        #[start]
        async fn s(&self) -> u8 {
            self.log.step("s", 10).await;
            1
        }
        #[listen(s)]
        async fn l(&self, s: u8) -> u8 {
            self.log.step("l", 20).await;
            s
        }
        #[listen(s)]
        async fn r(&self, s: u8) -> Result<u8, Broken> {
            self.log.step("r", 10).await;
            Ok(s)
        }
        #[listen(and(l, r))]
        fn j(&self, l: u8, r: u8) -> u8 { l + r }
    }

    async fn steps_begin_and_end() {
        let recorder = Recorder::new();
        assert_eq!(Diamond { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap(), 2);
        assert_eq!(recorder.lines(), [
            "started flow Diamond", "started s", "finished s", "started l", "started r", "finished r", "finished l",
            "started j", "finished j", "finished flow Diamond",
        ]);
        let events = recorder.events();
        let began = events[0].at;
        let times: Vec<u128> = events.iter().map(|event| (event.at - began).as_millis()).collect();
        assert_eq!(times, [0, 0, 10, 10, 10, 20, 30, 30, 30, 30]);
        assert!(events.iter().all(|event| event.run == events[0].run && event.parents.is_empty()));
        assert!(events.iter().all(|event| std::ptr::eq(event.flow, <Diamond as Flow>::GRAPH) && event.item.is_none()));
    }
}

both_schedules! {
    struct Fails { log: Log }

    #[flow]
    impl Fails {
        #[start]
        async fn a(&self) { self.log.forever("a").await; }
        #[start]
        async fn b(&self) -> Result<u8, Broken> {
            self.log.step("b", 10).await;
            Err(Broken("b"))
        }
        #[listen(and(a, b))]
        async fn c(&self, b: u8) -> u8 { b }
    }

    async fn a_failure_and_what_it_cancels() {
        let recorder = Recorder::new();
        Fails { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(recorder.lines(), [
            "started flow Fails", "started a", "started b", "failed b: b broke", "cancelled a",
            "failed flow Fails: step `b` of flow `Fails` failed: b broke",
        ]);
    }
}

both_schedules! {
    struct Handled {}

    #[flow]
    impl Handled {
        #[start]
        async fn a(&self) -> Result<u8, Opaque> { Err(Opaque) }
        #[listen(a::Err)]
        async fn b(&self, _error: Opaque) -> u8 { 2 }
        #[listen(or(a, b))]
        async fn c(&self, it: u8) -> u8 { it }
    }

    async fn a_handled_failure_is_one_though_it_has_no_words() {
        let recorder = Recorder::new();
        assert_eq!(Handled {}.runner().observed_by(&recorder).run().await.unwrap(), 2);
        let lines = inner(&recorder);
        assert_eq!(lines, [
            "started a", "failed a", "started b", "finished b", "decided c: member 1", "started c", "finished c",
        ]);
    }

    struct Opaque;
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn a1(&self) { self.log.step("a1", 5).await; }
        #[listen(a1)]
        async fn a2(&self) { self.log.forever("a2").await; }
        #[listen(a2)]
        async fn a3(&self) { self.log.forever("a3").await; }
        #[start]
        async fn b(&self) { self.log.step("b", 10).await; }
        #[start]
        async fn c(&self) { self.log.forever("c").await; }
        #[listen(or(a3, b, c))]
        async fn end(&self) { self.log.step("end", 10).await; }
        #[start]
        async fn beside(&self) { self.log.step("beside", 30).await; }
    }

    async fn losers_have_lost_that_race_and_what_never_began_is_not_told() {
        let recorder = Recorder::new();
        Race { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        assert_eq!(inner(&recorder), [
            "started a1", "started b", "started c", "started beside", "finished a1", "started a2", "finished b",
            "decided end: member 1", "lost a2 in the race for end", "lost c in the race for end",
            "started end", "finished end", "finished beside",
        ]);
    }
}

both_schedules! {
    struct Nested { log: Log }

    #[flow]
    impl Nested {
        #[start]
        async fn a(&self) { self.log.forever("a").await; }
        #[start]
        async fn b(&self) { self.log.forever("b").await; }
        #[listen(or(a, b))]
        async fn inner(&self) { self.log.step("inner", 0).await; }
        #[start]
        async fn c(&self) { self.log.step("c", 5).await; }
        #[listen(or(inner, c))]
        async fn outer(&self) { self.log.step("outer", 1).await; }
    }

    async fn what_is_in_a_race_that_loses_has_lost_the_race_that_was_decided() {
        let recorder = Recorder::new();
        Nested { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        let mut lines = inner(&recorder);
        lines[5..7].sort();
        assert_eq!(lines, [
            "started a", "started b", "started c", "finished c", "decided outer: member 1",
            "lost a in the race for outer", "lost b in the race for outer", "started outer", "finished outer",
        ]);
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        #[must_finish]
        async fn slow(&self) { self.log.step("slow", 100).await; }
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[listen(or(slow, fast))]
        async fn end(&self) { self.log.step("end", 0).await; }
    }

    async fn a_loser_that_must_finish_finishes() {
        let recorder = Recorder::new();
        Finishing { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        assert_eq!(inner(&recorder), [
            "started slow", "started fast", "finished fast", "decided end: member 1", "started end", "finished end",
            "finished slow",
        ]);
    }
}

both_schedules! {
    struct TwoRaces { log: Log }

    #[flow]
    impl TwoRaces {
        #[start]
        async fn fast(&self) { self.log.step("fast", 10).await; }
        #[start]
        async fn slow(&self) { self.log.forever("slow").await; }
        #[start]
        async fn middle(&self) { self.log.step("middle", 15).await; }
        #[listen(or(fast, slow))]
        async fn first(&self) { self.log.step("first", 1).await; }
        #[listen(or(middle, slow))]
        async fn second(&self) { self.log.step("second", 1).await; }
    }

    async fn a_member_of_two_races_has_lost_the_last() {
        let recorder = Recorder::new();
        TwoRaces { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        assert_eq!(inner(&recorder), [
            "started fast", "started slow", "started middle", "finished fast", "decided first: member 0", "started first",
            "finished first", "finished middle", "decided second: member 0", "lost slow in the race for second",
            "started second", "finished second",
        ]);
    }
}

both_schedules! {
    struct Quorum { log: Log }

    #[flow]
    impl Quorum {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 20).await;
            1
        }
        #[start]
        async fn b(&self) -> u8 {
            self.log.step("b", 10).await;
            2
        }
        #[start]
        async fn c(&self) -> u8 { self.log.forever("c").await; 3 }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, _all: Vec<u8>) {}
    }

    async fn a_quorum_is_decided_by_its_last_arrival() {
        let recorder = Recorder::new();
        Quorum { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap();
        assert_eq!(inner(&recorder), [
            "started a", "started b", "started c", "finished b", "finished a", "decided end: member 0",
            "lost c in the race for end", "started end", "finished end",
        ]);
    }
}

both_schedules! {
    struct Loop { log: Log }

    #[flow]
    impl Loop {
        #[start]
        async fn begin(&self) -> u32 { 0 }
        #[listen(or(begin, judge::Again))]
        async fn work(&self, n: u32) -> u32 {
            self.log.step("work", 10).await;
            n + 1
        }
        #[router(work)]
        async fn judge(&self, n: u32) -> Turn { if n < 3 { Turn::Again(n) } else { Turn::Done(n) } }
        #[listen(judge::Done)]
        fn end(&self, n: u32) -> u32 { n }
    }

    async fn iterations_are_numbered() {
        let recorder = Recorder::new();
        assert_eq!(Loop { log: Log::new() }.runner().observed_by(&recorder).run().await.unwrap(), 3);
        let lines: Vec<String> = inner(&recorder).into_iter().filter(|line| !line.starts_with("decided")).collect();
        assert_eq!(lines, [
            "started begin", "finished begin", "started work", "finished work", "started judge", "finished judge",
            "iteration 2 of work", "started work", "finished work", "started judge", "finished judge",
            "iteration 3 of work", "started work", "finished work", "started judge", "finished judge",
            "started end", "finished end",
        ]);
    }

    enum Turn { Again(u32), Done(u32) }
}

both_schedules! {
    struct Limit {}

    #[flow(max_iterations = 2)]
    impl Limit {
        #[start]
        fn begin(&self) {}
        #[listen(or(begin, judge::Again {}))]
        async fn work(&self) {}
        #[router(work, ends(Done))]
        async fn judge(&self) -> Turn { Turn::Again }
    }

    async fn a_loop_that_goes_on_for_too_long_fails() {
        let recorder = Recorder::new();
        Limit {}.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(last(&recorder), "failed flow Limit: the loop of step `work` in flow `Limit` was not left after 2 iterations");
    }

    #[allow(dead_code, reason = "it never ends")]
    enum Turn { Again, Done }
}

both_schedules! {
    struct Alone { log: Log, n: u32 }

    #[flow]
    impl Alone {
        #[start]
        async fn a(&mut self) -> u32 {
            self.log.step("a", 10).await;
            self.n += 1;
            self.n
        }
        #[listen(a)]
        async fn b(&self, n: u32) -> Result<u32, Broken> { Ok(n) }
        #[listen(b)]
        async fn c(&mut self, n: u32) -> Result<u32, Broken> {
            self.n += n;
            self.log.step("c", 10).await;
            Err(Broken("c"))
        }
    }

    async fn steps_with_the_state_to_themselves_are_watched() {
        let recorder = Recorder::new();
        let mut flow = Alone { log: Log::new(), n: 0 };
        flow.runner().observed_by(&recorder).run().await.unwrap_err();
        assert_eq!(inner(&recorder), ["started a", "finished a", "started b", "finished b", "started c", "failed c: c broke"]);
    }
}

both_schedules! {
    struct Twice {}

    #[flow]
    impl Twice {
        #[start]
        fn a(&self) {}
    }

    async fn runs_are_told_apart() {
        let recorder = Recorder::new();
        let runner = || Twice {};
        runner().runner().observed_by(&recorder).run().await.unwrap();
        runner().runner().observed_by(&recorder).run().await.unwrap();
        let events = recorder.take();
        assert!(recorder.events().is_empty());
        assert_eq!((events.len(), events[0].run == events[3].run, events[0].run == events[4].run), (8, true, false));
        assert!(matches!(events[4].kind, Kind::FlowStarted));
    }
}
