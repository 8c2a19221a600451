//! What tasks take and give.

use std::sync::Arc;

use flow_core::prelude::*;
use flow_tests::{Broken, Counted, Log, both_schedules};

both_schedules! {
    struct Chain { log: Log, base: u64 }

    #[flow]
    impl Chain {
        #[start]
        #[spawn]
        async fn a(self: Arc<Self>, n: u64) -> u64 {
            self.log.step("a", 10).await;
            self.base + n
        }
        #[listen(a)]
        #[blocking]
        fn b(self: Arc<Self>, a: u64) -> u64 {
            self.log.at_once("b");
            self.base + a
        }
        #[listen(b)]
        async fn c(&self, b: &u64) -> u64 {
            self.log.step("c", 10).await;
            self.base + b
        }
        #[listen(c)]
        #[spawn]
        async fn d(c: u64, #[from(b)] b: u64) -> u64 { c + b }
        #[listen(d)]
        #[blocking]
        fn e(d: u64) -> u64 { d + 1 }
    }

    async fn values_go_through_tasks_and_threads_and_steps_share_the_state() {
        let flow = Arc::new(Chain { log: Log::new(), base: 100 });
        assert_eq!(Arc::clone(&flow).run(1).await.unwrap(), 301 + 201 + 1);
        assert_eq!(flow.log.lines(), [
            "0 a begins", "10 a ends", "10 b begins", "10 b ends", "10 c begins", "20 c ends",
        ]);
        assert_eq!(Arc::strong_count(&flow), 1, "the run keeps nothing");
    }
}

both_schedules! {
    struct Lends {}

    #[flow]
    impl Lends {
        #[start]
        #[spawn]
        async fn a(text: String) -> usize { text.len() }
        #[listen(a)]
        fn b(&self, n: usize) -> usize { n + 1 }
    }

    async fn a_flow_whose_tasks_need_no_state_is_run_by_reference() {
        let flow = Lends {};
        assert_eq!(flow.run("abc".to_string()).await.unwrap(), 4);
        assert_eq!(flow.run("a".to_string()).await.unwrap(), 2);
    }
}

both_schedules! {
    struct Clones { log: Log }

    #[flow]
    impl Clones {
        #[start]
        async fn value(&self) -> Counted { Counted::default() }
        #[listen(value)]
        #[spawn]
        async fn one(self: Arc<Self>, value: Counted) -> Counted {
            self.log.step("one", 5).await;
            value
        }
        #[listen(value)]
        async fn two(&self, value: &Counted) -> u32 {
            self.log.step("two", 5).await;
            value.clones()
        }
        #[listen(two)]
        #[blocking]
        fn three(_two: u32, #[from(value)] value: Counted) -> u32 { value.clones() }
    }

    async fn arguments_are_moved_or_cloned_as_ever() {
        let output = Arc::new(Clones { log: Log::new() }).run().await.unwrap();
        assert_eq!((output.one.clones(), output.three), (1, 1));
    }
}

both_schedules! {
    struct Fails {}

    #[flow]
    impl Fails {
        #[start]
        #[spawn]
        async fn a(fails: bool) -> Result<u8, Broken> { if fails { Err(Broken("a")) } else { Ok(1) } }
        #[listen(a)]
        #[blocking]
        fn b(self: Arc<Self>, a: u8) -> Result<u8, Unspeakable> { if a == 1 { Err(Unspeakable) } else { Ok(a) } }
        #[listen(b::Err)]
        async fn mend(&self, _error: Unspeakable) -> u8 { 9 }
        #[listen(or(b, mend))]
        async fn end(&self, it: u8) -> u8 { it }
    }

    async fn errors_come_back() {
        assert_eq!(Arc::new(Fails {}).run(false).await.unwrap(), 9);
        let error = Arc::new(Fails {}).run(true).await.unwrap_err();
        assert_eq!(error.to_string(), "step `a` of flow `Fails` failed: a broke");
        assert_eq!((error.kind(), error.attempts()), (FlowErrorKind::Failed, Some(1)));
    }

    /// Not an `Error`.
    struct Unspeakable;
}

both_schedules! {
    struct Routes {}

    #[flow]
    impl Routes {
        #[router]
        #[blocking]
        fn judge(n: u32) -> Option<String> { (n > 0).then(|| n.to_string()) }
        #[listen(judge::Some)]
        #[spawn]
        async fn some(text: String) -> usize { text.len() }
        #[listen(judge::None)]
        #[spawn]
        async fn none() -> usize { 0 }
        #[listen(or(some, none))]
        fn end(it: usize) -> usize { it }
    }

    async fn routers_may_run_elsewhere_too() {
        assert_eq!(Routes {}.run(123).await.unwrap(), 3);
        assert_eq!(Routes {}.run(0).await.unwrap(), 0);
    }
}

both_schedules! {
    struct Looping { log: Log }

    #[flow]
    impl Looping {
        #[start]
        fn begin(&self) -> u32 { 0 }
        #[listen(or(begin, judge::Again))]
        #[blocking]
        fn work(self: Arc<Self>, n: u32) -> u32 {
            self.log.at_once("work");
            n + 1
        }
        #[router(work)]
        #[spawn]
        async fn judge(self: Arc<Self>, n: u32) -> Turn {
            self.log.step("judge", 10).await;
            if n < 3 { Turn::Again(n) } else { Turn::Done(n) }
        }
        #[listen(judge::Done)]
        async fn end(&self, n: u32) -> u32 { n }
    }

    async fn in_a_loop() {
        let log = Log::new();
        assert_eq!(Arc::new(Looping { log: log.clone() }).run().await.unwrap(), 3);
        assert_eq!(log.ended(), ["work", "judge", "work", "judge", "work", "judge"]);
        assert_eq!(log.now(), 30);
    }

    enum Turn { Again(u32), Done(u32) }
}

both_schedules! {
    struct Shared { log: Log }

    #[flow]
    impl Shared {
        #[start]
        async fn a(self: Arc<Self>, n: u32) -> u32 {
            self.log.step("a", 1).await;
            n
        }
        #[listen(a)]
        fn b(self: Arc<Self>, n: &u32) -> usize { *n as usize + Arc::strong_count(&self) }
        #[listen(b)]
        async fn c(&self, n: usize) -> usize { n }
    }

    async fn a_step_of_the_runs_own_task_may_hold_the_state_as_well() {
        let flow = Arc::new(Shared { log: Log::new() });
        let n = Arc::clone(&flow).run(10).await.unwrap();
        assert!(n >= 12, "{n}");
        assert_eq!(Arc::strong_count(&flow), 1);
    }
}

both_schedules! {
    struct Sent {}

    #[flow]
    impl Sent {
        #[start]
        #[spawn]
        async fn a(self: Arc<Self>, text: String) -> String { text }
        #[listen(a)]
        #[blocking]
        fn b(self: Arc<Self>, text: String) -> usize { text.len() }
        #[listen(b)]
        async fn c(&self, n: usize) -> usize { n }
    }

    async fn a_run_with_tasks_can_be_sent_and_owns_its_state() {
        let run = Arc::new(Sent {}).run("abc".to_string());
        assert_eq!(tokio::task::spawn(run).await.unwrap().unwrap(), 3);
        let run = Arc::new(Sent {}).runner().timeout(std::time::Duration::from_secs(5)).run("ab".to_string());
        assert_eq!(tokio::task::spawn(run).await.unwrap().unwrap(), 2);
    }
}

both_schedules! {
    struct Unsent {}

    #[flow]
    impl Unsent {
        #[start]
        #[spawn]
        async fn a(n: u32) -> u32 { n }
        #[listen(a)]
        async fn b(&self, n: u32) -> std::rc::Rc<u32> { std::rc::Rc::new(n) }
        #[listen(b)]
        async fn c(&self, n: std::rc::Rc<u32>) -> u32 { *n }
    }

    async fn only_what_tasks_take_and_give_has_to_be_send() {
        assert_eq!(Unsent {}.run(1).await.unwrap(), 1);
    }
}
