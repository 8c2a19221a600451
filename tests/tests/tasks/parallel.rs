//! What runs at the same time, on several threads: shown by barriers, which nobody passes alone.

use std::sync::{Arc, Barrier};
use std::thread;

use flow_core::prelude::*;
use flow_tests::both_schedules;

both_schedules! {
    #![runtime(flavor = "multi_thread", worker_threads = 2)]

    struct Blocking { barrier: Barrier }

    #[flow]
    impl Blocking {
        #[start]
        #[blocking]
        fn a(self: Arc<Self>) -> bool { self.barrier.wait().is_leader() }
        #[start]
        #[blocking]
        fn b(self: Arc<Self>) -> bool { self.barrier.wait().is_leader() }
        #[start]
        #[blocking]
        fn c(self: Arc<Self>) -> bool { self.barrier.wait().is_leader() }
        #[start]
        #[blocking]
        fn d(self: Arc<Self>) -> bool { self.barrier.wait().is_leader() }
        #[listen(and(a, b, c, d))]
        fn all(&self, a: bool, b: bool, c: bool, d: bool) -> usize {
            [a, b, c, d].into_iter().filter(|is_leader| *is_leader).count()
        }
    }

    async fn four_blocking_steps_run_at_once() {
        // All four have to be there.
        assert_eq!(Arc::new(Blocking { barrier: Barrier::new(4) }).run().await.unwrap(), 1);
    }
}

both_schedules! {
    #![runtime(flavor = "multi_thread", worker_threads = 2)]

    struct Spawned { barrier: Barrier }

    #[flow]
    impl Spawned {
        #[start]
        #[spawn]
        async fn a(self: Arc<Self>) -> bool { self.barrier.wait().is_leader() }
        #[start]
        #[spawn]
        async fn b(self: Arc<Self>) -> bool { self.barrier.wait().is_leader() }
        #[start]
        #[spawn]
        async fn c(self: Arc<Self>) -> bool { self.barrier.wait().is_leader() }
        #[start]
        #[spawn]
        async fn d(self: Arc<Self>) -> bool { self.barrier.wait().is_leader() }
        #[listen(and(a, b, c, d))]
        fn all(&self, a: bool, b: bool, c: bool, d: bool) -> usize {
            [a, b, c, d].into_iter().filter(|is_leader| *is_leader).count()
        }
    }

    async fn four_spawned_steps_that_block_run_two_at_once_on_two_workers() {
        // Any two have to be there.
        assert_eq!(Arc::new(Spawned { barrier: Barrier::new(2) }).run().await.unwrap(), 2);
    }
}

both_schedules! {
    #![runtime(flavor = "multi_thread", worker_threads = 2)]

    struct Items { barrier: Barrier }

    #[flow]
    impl Items {
        #[start]
        fn plan(&self) -> Vec<u32> { vec![1, 2, 3, 4] }
        #[listen(each(plan))]
        #[blocking]
        fn hash(self: Arc<Self>, n: u32) -> u32 {
            self.barrier.wait();
            n * 2
        }
        #[start(times = 4)]
        #[spawn]
        async fn vote(self: Arc<Self>) -> thread::ThreadId {
            thread::current().id()
        }
        #[listen(and(hash, vote))]
        #[blocking]
        fn end(hashes: Vec<u32>, votes: Vec<thread::ThreadId>) -> (Vec<u32>, usize, thread::ThreadId) {
            (hashes, votes.len(), thread::current().id())
        }
    }

    async fn items_run_at_once_too() {
        let (hashes, votes, thread) = Arc::new(Items { barrier: Barrier::new(4) }).run().await.unwrap();
        assert_eq!((hashes, votes), (vec![2, 4, 6, 8], 4));
        assert_ne!(thread, thread::current().id());
    }
}

both_schedules! {
    #![runtime(flavor = "multi_thread", worker_threads = 2)]

    struct Beside { barrier: Barrier }

    #[flow]
    impl Beside {
        #[start]
        #[blocking]
        fn slow(self: Arc<Self>) -> u32 {
            self.barrier.wait();
            1
        }
        #[start]
        async fn quick(&self) -> u32 {
            tokio::task::yield_now().await;
            2
        }
        #[listen(quick)]
        async fn next(&self, n: u32) -> u32 {
            // `slow` cannot have ended before.
            self.barrier.wait();
            n
        }
        #[listen(and(slow, next))]
        async fn end(&self, slow: u32, next: u32) -> u32 { slow + next }
    }

    async fn the_run_goes_on_while_a_thread_is_blocked() {
        assert_eq!(Arc::new(Beside { barrier: Barrier::new(2) }).run().await.unwrap(), 3);
    }
}

both_schedules! {
    #![runtime(flavor = "multi_thread", worker_threads = 2)]

    struct Bounded { barrier: Barrier }

    #[flow]
    impl Bounded {
        #[start]
        fn plan(&self) -> std::ops::Range<u32> { 0..100 }
        #[listen(each(plan), limit = 2)]
        #[blocking]
        fn hash(self: Arc<Self>, n: u32) -> u32 {
            // With one at a time, nobody would pass; the hundred pass in pairs.
            self.barrier.wait();
            n
        }
        #[listen(hash)]
        fn sum(&self, all: Vec<u32>) -> u32 { all.iter().sum() }
    }

    async fn a_limit_of_two_is_two_at_once() {
        assert_eq!(Arc::new(Bounded { barrier: Barrier::new(2) }).run().await.unwrap(), 4_950);
    }
}
