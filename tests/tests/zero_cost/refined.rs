//! What time limits, retries, items, contexts and observers cost.

use std::cell::Cell;

use flow_core::prelude::*;
use flow_tests::both_schedules;

use super::{Polls, counted, drive};

both_schedules! {
    struct Policies { seen: Cell<u32> }

    #[flow]
    impl Policies {
        #[start]
        #[retry(times = 3, base = "1ms", max = "1ms")]
        async fn a(&self, n: u32) -> Result<u32, std::fmt::Error> {
            Polls(2).await;
            self.seen.set(self.seen.get() + 1);
            Ok(n)
        }
        #[listen(a)]
        #[retry(on = worth)]
        async fn b(&self, n: &u32) -> Result<u32, std::fmt::Error> {
            Polls(1).await;
            Ok(n + self.seen.get())
        }
    }

    async fn a_step_that_may_be_tried_again_and_is_not_does_not_allocate() {
        assert_eq!(counted(Policies { seen: Cell::new(0) }.run(2)), (3, 0));
    }

    fn worth(_: &std::fmt::Error) -> bool { true }
}

both_schedules! {
    struct Limits {}

    #[flow]
    impl Limits {
        #[start]
        #[timeout("30s")]
        async fn a(&self, n: u32) -> u32 {
            Polls(2).await;
            n
        }
        #[listen(a)]
        #[timeout("30s", total = "1m")]
        #[retry]
        async fn b(&self, n: u32) -> Result<u32, std::fmt::Error> {
            Polls(1).await;
            Ok(n + 1)
        }
    }

    async fn a_step_with_a_limit_does_not_allocate() {
        assert_eq!(counted(Limits {}.run(2)), (3, 0));
    }
}

both_schedules! {
    struct Items {}

    #[flow]
    impl Items {
        #[start]
        fn plan(&self, items: u32) -> std::ops::Range<u32> { 0..items }
        #[listen(each(plan), limit = 16)]
        async fn work(&self, n: u32) -> u32 {
            Polls(1).await;
            n
        }
        #[listen(work)]
        fn sum(&self, all: Vec<u32>) -> u32 { all.len() as u32 }
    }

    async fn items_need_memory_for_those_in_flight_and_for_the_values_and_no_more() {
        // A future and a waker for each of 16 places, the values, and what grows with the places.
        let (_, thousand) = counted(Items {}.run(1_000));
        assert!(thousand <= 2 * 16 + 16, "{thousand} allocations");
        for items in [2_000, 100_000] {
            let mut output = None;
            let all = allocation_counter::measure(|| output = Some(drive(Items {}.run(items)).unwrap()));
            assert_eq!(output, Some(items));
            assert_eq!(all.count_total, thousand, "places are used again: {items} items cost what 1000 do");
            // `size_of::<Option<u32>>()` and `size_of::<u32>()`, while the ones become the others.
            assert!(all.bytes_max <= u64::from(items) * 12 + 8_192, "{} bytes at once", all.bytes_max);
        }
    }
}

both_schedules! {
    struct Nothing {}

    #[flow]
    impl Nothing {
        #[start]
        fn plan(&self) -> std::ops::Range<u32> { 0..100_000 }
        #[listen(each(plan), limit = 16)]
        async fn work(&self, _n: u32) { Polls(1).await; }
    }

    async fn a_hundred_thousand_items_that_give_nothing_need_hardly_any_memory() {
        let all = allocation_counter::measure(|| drive(Nothing {}.run()).unwrap());
        assert!(all.bytes_max <= 110_000, "{} bytes at once", all.bytes_max);
        assert!(all.count_total <= 2 * 16 + 16, "{} allocations", all.count_total);
    }
}

both_schedules! {
    struct Contexts {}

    #[flow]
    impl Contexts {
        #[start]
        async fn a(&self, #[context] cx: flow_core::Context<'_>) -> u32 {
            Polls(1).await;
            cx.emit([0_u8; 64]);
            cx.attempt()
        }
        #[listen(a)]
        #[subflow(Inner)]
        async fn b(&self, n: u32) -> Result<u32, FlowError> { Inner.runner().run(n).await }
    }

    async fn a_context_a_subflow_and_a_runner_without_limits_do_not_allocate_unobserved() {
        assert_eq!(counted(Contexts {}.run()), (2, 0));
        assert_eq!(counted(Contexts {}.runner().run()), (2, 0));
    }

    struct Inner;

    #[flow]
    impl Inner {
        #[start]
        async fn add(&self, n: u32) -> u32 {
            Polls(1).await;
            n + 1
        }
    }
}

both_schedules! {
    struct Watched {}

    #[flow]
    impl Watched {
        #[start]
        async fn a(&self) -> u32 {
            Polls(1).await;
            1
        }
        #[listen(a)]
        async fn b(&self, a: u32) -> u32 {
            Polls(1).await;
            a
        }
        #[listen(b)]
        async fn c(&self, b: u32) -> u32 {
            Polls(1).await;
            b
        }
    }

    async fn a_run_that_is_watched_allocates_no_more_the_more_happens() {
        let count = std::sync::atomic::AtomicU32::new(0);
        let add = |_: &flow_core::observe::Event| { count.fetch_add(1, std::sync::atomic::Ordering::Relaxed); };
        let observer = flow_core::observe::from_fn(add);
        let (output, allocations) = counted(Watched {}.runner().observed_by(&observer).run());
        assert_eq!((output, count.into_inner()), (1, 8));
        // Events are passed by reference and hold no list while nothing nests.
        assert!(allocations <= 2, "{allocations} allocations");
    }
}

both_schedules! {
    struct Outer {}

    #[flow]
    impl Outer {
        #[start]
        #[subflow(Inner)]
        async fn a(&self, n: u32, #[context] cx: flow_core::Context<'_>) -> Result<u32, FlowError> {
            Inner.runner().within(cx).run(n).await
        }
    }

    async fn a_subflow_that_can_be_watched_allocates_once() {
        assert_eq!(counted(Outer {}.run(1)), (2, 1));
    }

    struct Inner;

    #[flow]
    impl Inner {
        #[start]
        async fn add(&self, n: u32) -> u32 { n + 1 }
    }
}
