//! Tasks that are cancelled, and runs that wait for them: nothing runs after `run` has returned.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

both_schedules! {
    struct Lost { log: Log }

    #[flow]
    impl Lost {
        #[start]
        #[spawn]
        async fn slow(self: Arc<Self>) -> u8 {
            self.log.forever("slow").await;
            1
        }
        #[start]
        async fn fast(&self) -> u8 {
            self.log.step("fast", 10).await;
            2
        }
        #[listen(or(slow, fast))]
        async fn end(&self, it: u8) -> u8 {
            self.log.step("end", 5).await;
            it
        }
    }

    async fn a_task_that_loses_is_aborted() {
        let flow = Arc::new(Lost { log: Log::new() });
        assert_eq!(Arc::clone(&flow).run().await.unwrap(), 2);
        flow.log.place("10 slow is dropped");
        assert_eq!((flow.log.dropped(), flow.log.now()), (vec!["slow"], 15));
    }
}

both_schedules! {
    struct Begun { log: Log }

    #[flow]
    impl Begun {
        #[start]
        #[spawn]
        async fn slow(self: Arc<Self>) -> u8 {
            self.log.step("slow", 0).await;
            1
        }
        #[start]
        fn fast(&self) -> u8 { 2 }
        #[listen(or(fast, slow))]
        fn end(&self, it: u8) -> u8 { it }
    }

    async fn a_task_that_has_not_begun_never_does() {
        let flow = Arc::new(Begun { log: Log::new() });
        assert_eq!(Arc::clone(&flow).run().await.unwrap(), 2);
        assert!(flow.log.lines().is_empty());
    }
}

both_schedules! {
    struct Failing { log: Log }

    #[flow]
    impl Failing {
        #[start]
        #[spawn]
        async fn slow(self: Arc<Self>) { self.log.forever("slow").await; }
        #[start(times = 3)]
        #[spawn]
        async fn many(self: Arc<Self>) { self.log.forever("many").await; }
        #[start]
        async fn bad(&self) -> Result<(), Broken> {
            self.log.step("bad", 10).await;
            Err(Broken("bad"))
        }
        #[listen(and(slow, many, bad))]
        async fn end(&self) {}
    }

    async fn a_run_that_fails_waits_until_its_tasks_have_stopped() {
        let flow = Arc::new(Failing { log: Log::new() });
        assert_eq!(Arc::clone(&flow).run().await.unwrap_err().step(), "bad");
        let mut dropped = flow.log.dropped();
        dropped.sort_unstable();
        assert_eq!(dropped, ["many", "many", "many", "slow"], "no task is left when `run` returns");
        assert_eq!((flow.log.now(), Arc::strong_count(&flow)), (10, 1));
    }
}

both_schedules! {
    struct Finishing { log: Log }

    #[flow]
    impl Finishing {
        #[start]
        #[spawn]
        #[must_finish]
        async fn save(self: Arc<Self>) -> u8 {
            self.log.step("save", 100).await;
            1
        }
        #[start]
        async fn fast(&self, fails: bool) -> Result<u8, Broken> {
            self.log.step("fast", 10).await;
            if fails { Err(Broken("fast")) } else { Ok(2) }
        }
        #[listen(or(save, fast))]
        async fn end(&self, it: u8) -> u8 { it }
        #[listen(fast)]
        async fn after(&self, it: u8) -> u8 { it }
    }

    async fn a_task_that_must_finish_does() {
        for fails in [true, false] {
            let flow = Arc::new(Finishing { log: Log::new() });
            assert_eq!(Arc::clone(&flow).run(fails).await.is_err(), fails);
            assert_eq!((flow.log.ended(), flow.log.now()), (vec!["fast", "save"], 100));
        }
    }
}

both_schedules! {
    struct Blocked { log: Log, go_on: Mutex<mpsc::Receiver<()>>, please: mpsc::Sender<()>, ended: AtomicBool }

    #[flow]
    impl Blocked {
        #[start]
        #[blocking]
        fn slow(self: Arc<Self>) -> u8 {
            self.log.at_once("slow");
            self.go_on.lock().unwrap().recv().unwrap();
            self.ended.store(true, Ordering::SeqCst);
            1
        }
        #[start]
        async fn fast(&self) -> u8 {
            // `slow` has to have begun, or else it would never begin.
            while self.log.begun().is_empty() { tokio::task::yield_now().await; }
            2
        }
        #[listen(or(slow, fast))]
        async fn end(&self, it: u8) -> u8 {
            assert!(!self.ended.load(Ordering::SeqCst));
            self.please.send(()).unwrap();
            it
        }
    }

    async fn a_blocking_body_that_loses_cannot_be_stopped_and_the_run_waits_for_it() {
        let (please, go_on) = mpsc::channel();
        let flow = Blocked { log: Log::new(), go_on: Mutex::new(go_on), please, ended: AtomicBool::new(false) };
        let flow = Arc::new(flow);
        assert_eq!(Arc::clone(&flow).run().await.unwrap(), 2);
        assert!(flow.ended.load(Ordering::SeqCst), "it has ended when `run` returns");
        assert_eq!(Arc::strong_count(&flow), 1);
    }
}

both_schedules! {
    struct Dropped { log: Log, go_on: Mutex<mpsc::Receiver<()>>, ended: AtomicBool }

    #[flow]
    impl Dropped {
        #[start]
        #[blocking]
        fn slow(self: Arc<Self>) {
            self.log.at_once("slow");
            self.go_on.lock().unwrap().recv().unwrap();
            self.ended.store(true, Ordering::SeqCst);
        }
        #[start]
        #[spawn]
        async fn task(self: Arc<Self>) { self.log.forever("task").await; }
        #[start]
        async fn own(&self) { self.log.forever("own").await; }
    }

    async fn dropping_a_run_only_asks() {
        let (please, go_on) = mpsc::channel();
        let flow = Dropped { log: Log::new(), go_on: Mutex::new(go_on), ended: AtomicBool::new(false) };
        let flow = Arc::new(flow);
        {
            let mut run = Box::pin(Arc::clone(&flow).run());
            while flow.log.begun().len() < 3 {
                tokio::select! {
                    biased;
                    _ = &mut run => panic!("the run has ended"),
                    () = tokio::task::yield_now() => {}
                }
            }
        }
        assert_eq!(flow.log.dropped()[0], "own", "at once");
        assert!(!flow.ended.load(Ordering::SeqCst));
        please.send(()).unwrap();
        while !flow.ended.load(Ordering::SeqCst) || flow.log.dropped().len() < 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(flow.log.dropped(), ["own", "task"]);
    }
}

both_schedules! {
    struct Limited { log: Log }

    #[flow]
    impl Limited {
        #[start]
        #[spawn]
        async fn a(self: Arc<Self>) { self.log.forever("a").await; }
        #[start(times = 2)]
        #[spawn]
        async fn b(self: Arc<Self>) { self.log.forever("b").await; }
    }

    async fn a_deadline_and_a_token_wait_for_the_tasks_too() {
        let flow = Arc::new(Limited { log: Log::new() });
        let error = Arc::clone(&flow).runner().timeout(Duration::from_millis(10)).run().await.unwrap_err();
        assert_eq!(error.kind(), FlowErrorKind::DeadlineExceeded);
        assert_eq!((flow.log.dropped().len(), flow.log.now(), Arc::strong_count(&flow)), (3, 10, 1));

        let token = tokio_util::sync::CancellationToken::new();
        let flow = Arc::new(Limited { log: Log::new() });
        let run = Arc::clone(&flow).runner().cancelled_by(token.clone().cancelled_owned()).run();
        let cancel = async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            token.cancel();
        };
        let (result, ()) = tokio::join!(run, cancel);
        assert_eq!(result.unwrap_err().kind(), FlowErrorKind::Cancelled);
        assert_eq!((flow.log.dropped().len(), flow.log.now(), Arc::strong_count(&flow)), (3, 10, 1));
    }
}

/// A future that takes a while to be gone: the run has to wait for that, too.
#[test]
fn nothing_is_left_on_another_thread() {
    struct Slow(Arc<AtomicBool>);
    impl Drop for Slow {
        fn drop(&mut self) {
            for _ in 0..1_000 {
                std::thread::yield_now();
            }
            self.0.store(true, Ordering::SeqCst);
        }
    }

    struct Busy {
        gone: Arc<AtomicBool>,
        begun: tokio::sync::Notify,
    }

    #[flow]
    impl Busy {
        #[start]
        #[spawn]
        async fn slow(self: Arc<Self>) -> u8 {
            let _slow = Slow(Arc::clone(&self.gone));
            self.begun.notify_one();
            std::future::pending().await
        }
        #[start]
        async fn fast(&self) -> u8 {
            self.begun.notified().await;
            2
        }
        #[listen(or(slow, fast))]
        fn end(&self, it: u8) -> u8 {
            it
        }
    }

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    for _ in 0..100 {
        let gone = Arc::new(AtomicBool::new(false));
        let flow = Arc::new(Busy { gone: Arc::clone(&gone), begun: tokio::sync::Notify::new() });
        assert_eq!(runtime.block_on(flow.run()).unwrap(), 2);
        assert!(gone.load(Ordering::SeqCst));
    }
}
