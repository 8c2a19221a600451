//! `flow.runner()`: deadlines, time-outs and tokens.

use std::time::Duration;

use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Compiles where it is so.
fn is_send<T: Send>(it: T) -> T {
    it
}

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

both_schedules! {
    struct Chain { log: Log }

    #[flow]
    impl Chain {
        #[start]
        async fn a(&self, text: &str, n: u32) -> String {
            self.log.step("a", 10).await;
            text.repeat(n as usize)
        }
        #[listen(a)]
        async fn b(&self, text: String) -> String {
            self.log.step("b", 10).await;
            text
        }
    }

    async fn a_runner_runs_the_flow() {
        let flow = Chain { log: Log::new() };
        assert_eq!(flow.runner().run("ab", 2).await.unwrap(), "abab");
        assert_eq!(is_send(flow.runner().timeout(ms(100)).run("ab", 1)).await.unwrap(), "ab");
        assert_eq!(flow.log.ended(), ["a", "b", "a", "b"]);
    }
}

both_schedules! {
    struct Late { log: Log }

    #[flow]
    impl Late {
        #[start]
        async fn a(&self) { self.log.step("a", 10).await; }
        #[listen(a)]
        async fn b(&self) { self.log.forever("b").await; }
        #[start]
        async fn c(&self) { self.log.forever("c").await; }
        #[listen(and(b, c))]
        async fn d(&self) { self.log.step("d", 0).await; }
    }

    async fn a_run_that_takes_too_long_is_dropped_as_a_whole() {
        for by_deadline in [true, false] {
            let flow = Late { log: Log::new() };
            let runner = flow.runner();
            let runner = if by_deadline { runner.deadline(Instant::now() + ms(20)) } else { runner.timeout(ms(20)) };
            let error = runner.run().await.unwrap_err();
            assert_eq!((error.flow(), error.step(), error.kind()), ("Late", "", FlowErrorKind::DeadlineExceeded));
            assert_eq!(error.to_string(), "flow `Late` did not end before the deadline");
            assert!(error.causes().is_empty());
            let mut dropped = flow.log.dropped();
            dropped.sort_unstable();
            assert_eq!((dropped, flow.log.now()), (vec!["b", "c"], 20));
            let lines = flow.log.lines().len();
            tokio::time::sleep(ms(1_000)).await;
            assert_eq!(flow.log.lines().len(), lines, "nothing goes on");
        }
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        #[must_finish]
        async fn save(&self) -> Result<u8, Broken> {
            self.log.step("save", 50).await;
            Err(Broken("save"))
        }
        #[start]
        async fn a(&self) -> u8 { self.log.forever("a").await; 1 }
        #[listen(save)]
        async fn after(&self, it: u8) -> u8 {
            self.log.step("after", 0).await;
            it
        }
        #[start]
        async fn b(&self) { self.log.step("b", 30).await; }
        #[listen(b)]
        #[must_finish]
        async fn late(&self) { self.log.step("late", 0).await; }
    }

    async fn what_must_finish_and_has_begun_is_waited_for_and_nothing_else_begins() {
        for by_token in [false, true] {
            let flow = Finishing { log: Log::new() };
            let token = CancellationToken::new();
            let run = flow.runner().cancelled_by(token.clone().cancelled_owned());
            let run = if by_token { run.run() } else { run.timeout(ms(20)).run() };
            let cancel = async {
                tokio::time::sleep(ms(20)).await;
                if by_token { token.cancel(); }
            };
            let error = tokio::join!(run, cancel).0.unwrap_err();
            let kind = if by_token { FlowErrorKind::Cancelled } else { FlowErrorKind::DeadlineExceeded };
            assert_eq!(error.kind(), kind, "why it ended, and not what comes of it");
            assert_eq!((flow.log.ended(), flow.log.now()), (vec!["save"], 50));
            flow.log.place("20 a is dropped");
            flow.log.place("20 b is dropped");
            assert!(!flow.log.begun().contains(&"after") && !flow.log.begun().contains(&"late"));
        }
    }
}

both_schedules! {
    struct Both { log: Log }

    #[flow]
    impl Both {
        #[start]
        async fn a(&self) { self.log.forever("a").await; }
    }

    async fn the_earlier_of_a_deadline_and_a_time_out_counts() {
        for (deadline, timeout, now) in [(10, 30, 10), (30, 10, 10)] {
            let flow = Both { log: Log::new() };
            let runner = flow.runner().deadline(Instant::now() + ms(deadline)).timeout(ms(timeout));
            assert_eq!(runner.run().await.unwrap_err().kind(), FlowErrorKind::DeadlineExceeded);
            assert_eq!(flow.log.now(), now);
        }
    }
}

both_schedules! {
    struct InTime { log: Log }

    #[flow]
    impl InTime {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 10).await;
            1
        }
        #[listen(a)]
        fn b(&self, a: u8) -> u8 { a }
        #[listen(b)]
        async fn c(&self, b: u8) -> u8 { b }
    }

    async fn what_ends_at_its_deadline_is_in_time() {
        assert_eq!(InTime { log: Log::new() }.runner().timeout(ms(10)).run().await.unwrap(), 1);
        let flow = InTime { log: Log::new() };
        let run = flow.runner().timeout(ms(10)).run();
        tokio::time::sleep(ms(100)).await;
        assert_eq!(run.await.unwrap(), 1, "a time-out counts from the first poll");
    }
}

both_schedules! {
    struct Over { log: Log }

    #[flow]
    impl Over {
        #[start]
        async fn a(&self) { self.log.step("a", 0).await; }
    }

    async fn after_its_deadline_or_cancelled_before_nothing_begins() {
        let flow = Over { log: Log::new() };
        let error = flow.runner().deadline(Instant::now()).run().await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::DeadlineExceeded);
        let token = CancellationToken::new();
        token.cancel();
        let error = flow.runner().cancelled_by(token.cancelled_owned()).timeout(ms(10)).run().await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::Cancelled);
        assert!(flow.log.lines().is_empty());
    }
}

both_schedules! {
    struct Cancelled { log: Log }

    #[flow]
    impl Cancelled {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 10).await;
            1
        }
        #[listen(a)]
        async fn b(&self, a: u8) -> u8 {
            self.log.forever("b").await;
            a
        }
        #[start]
        async fn c(&self) -> u8 { self.log.forever("c").await; 2 }
    }

    async fn a_token_cancels_a_run() {
        let flow = Cancelled { log: Log::new() };
        let token = CancellationToken::new();
        let run = is_send(flow.runner().cancelled_by(token.child_token().cancelled_owned()).run());
        let cancel = async {
            tokio::time::sleep(ms(20)).await;
            token.cancel();
        };
        let (result, ()) = tokio::join!(run, cancel);
        let error = result.unwrap_err();
        assert_eq!((error.flow(), error.step(), error.kind()), ("Cancelled", "", FlowErrorKind::Cancelled));
        assert_eq!(error.to_string(), "flow `Cancelled` was cancelled");
        let mut dropped = flow.log.dropped();
        dropped.sort_unstable();
        assert_eq!((dropped, flow.log.now()), (vec!["b", "c"], 20));
    }
}

both_schedules! {
    struct Own { log: Log, token: CancellationToken }

    #[flow]
    impl Own {
        #[start]
        async fn a(&self) {
            self.log.step("a", 10).await;
            self.token.cancel();
        }
        #[listen(a)]
        async fn b(&self) { self.log.step("b", 10).await; }
    }

    async fn a_step_may_cancel_its_own_run() {
        let flow = Own { log: Log::new(), token: CancellationToken::new() };
        let error = flow.runner().cancelled_by(flow.token.clone().cancelled_owned()).run().await.unwrap_err();
        assert_eq!((error.kind(), flow.log.now()), (FlowErrorKind::Cancelled, 10));
        assert!(!flow.log.ended().contains(&"b"));
    }
}

both_schedules! {
    struct Exclusive { n: u32 }

    #[flow]
    impl Exclusive {
        #[start]
        async fn a(&mut self, by: u32) -> u32 {
            self.n += by;
            tokio::time::sleep(ms(10)).await;
            self.n
        }
        #[listen(a)]
        fn b(&self, n: u32) -> u32 { n + self.n }
    }

    async fn a_runner_of_a_flow_that_changes_its_state() {
        let mut flow = Exclusive { n: 0 };
        assert_eq!(is_send(flow.runner().timeout(ms(20)).run(1)).await.unwrap(), 2);
        flow.runner().timeout(ms(5)).run(2).await.unwrap_err();
        assert_eq!(flow.n, 3, "what it has done stays");
    }
}

both_schedules! {
    struct OwnError {}

    #[flow(error = Nothing, vis = pub(self))]
    impl OwnError {
        #[start]
        async fn a(&self, fails: bool) -> Result<u8, Nothing> {
            tokio::time::sleep(ms(10)).await;
            if fails { Err(Nothing) } else { Ok(1) }
        }
    }

    async fn a_flow_with_an_error_type_of_its_own_can_be_limited() {
        let kind = async |limit, fails| OwnError {}.runner().timeout(ms(limit)).run(fails).await.map_err(|it| it.kind());
        assert_eq!(kind(20, false).await, Ok(1));
        assert_eq!(kind(20, true).await, Err(FlowErrorKind::Failed));
        assert_eq!(kind(5, true).await, Err(FlowErrorKind::DeadlineExceeded));
    }

    struct Nothing;
}

both_schedules! {
    struct Unsent { log: Log }

    #[flow]
    impl Unsent {
        #[start]
        async fn a(&self) -> std::rc::Rc<u8> {
            self.log.step("a", 10).await;
            std::rc::Rc::new(1)
        }
        #[listen(a)]
        async fn b(&self, a: std::rc::Rc<u8>) -> u8 {
            self.log.step("b", 10).await;
            *a
        }
    }

    async fn steps_need_not_be_send_to_be_limited_and_watched() {
        let flow = Unsent { log: Log::new() };
        let recorder = flow_core::observe::Recorder::new();
        let run = flow.runner().timeout(ms(50)).cancelled_by(CancellationToken::new().cancelled_owned()).observed_by(&recorder).run();
        assert_eq!(run.await.unwrap(), 1);
    }
}

both_schedules! {
    struct Everything { log: Log }

    #[flow]
    impl Everything {
        #[start]
        async fn begin(&self) -> Vec<u32> { vec![0, 1] }
        #[listen(or(begin, judge::Again))]
        async fn plan(&self, items: Vec<u32>) -> Vec<u32> { items }
        #[listen(each(plan), limit = 1)]
        #[timeout("5s", total = "1m")]
        #[retry(times = 2, base = "1ms", max = "1ms")]
        async fn work(&self, item: u32, #[context] cx: flow_core::Context<'_>) -> Result<u32, Broken> {
            self.log.item("work", item as usize, 10).await;
            if cx.attempt() < 2 { Err(Broken("it")) } else { Ok(item) }
        }
        #[listen(plan)]
        async fn other(&self) -> Vec<u32> { self.log.forever("other").await; Vec::new() }
        #[router(or(work, other))]
        async fn judge(&self, all: Vec<u32>) -> Turn { if all.len() < 2 { Turn::Done } else { Turn::Again(all) } }
        #[listen(judge::Done)]
        async fn end(&self) -> u8 { 1 }
    }

    async fn wherever_a_run_is_its_deadline_ends_it() {
        let recorder = flow_core::observe::Recorder::new();
        for limit in 1..100 {
            let flow = Everything { log: Log::new() };
            let run = flow.runner().observed_by(&recorder).timeout(ms(limit)).run();
            let error = is_send(run).await.unwrap_err();
            assert_eq!((error.kind(), flow.log.now()), (FlowErrorKind::DeadlineExceeded, u128::from(limit)));
            assert_eq!(flow.log.begun().len(), flow.log.ended().len() + flow.log.dropped().len(), "nothing is left");
        }
    }

    enum Turn { Again(Vec<u32>), Done }
}
