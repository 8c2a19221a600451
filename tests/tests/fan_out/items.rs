//! `each(x)`: when items begin and end, and what comes of them.

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct Unbounded { log: Log }

    #[flow]
    impl Unbounded {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![30, 10, 20] }
        #[listen(each(plan))]
        async fn work(&self, ms: u64) -> u64 {
            self.log.item("work", ms as usize, ms).await;
            ms * 2
        }
        #[listen(work)]
        async fn all(&self, all: Vec<u64>) -> Vec<u64> {
            self.log.step("all", 0).await;
            all
        }
    }

    async fn all_items_begin_at_once_and_give_their_values_in_their_order() {
        let log = Log::new();
        assert_eq!(Unbounded { log: log.clone() }.run().await.unwrap(), [60, 20, 40]);
        assert_eq!(log.lines(), [
            "0 work[30] begins", "0 work[10] begins", "0 work[20] begins",
            "10 work[10] ends", "20 work[20] ends", "30 work[30] ends",
            "30 all begins", "30 all ends",
        ]);
    }
}

both_schedules! {
    struct Bounded { log: Log }

    #[flow]
    impl Bounded {
        #[start]
        async fn plan(&self) -> Vec<(usize, u64)> { vec![(0, 10), (1, 30), (2, 10), (3, 10)] }
        #[listen(each(plan), limit = 2)]
        async fn work(&self, (item, ms): (usize, u64)) -> usize {
            self.log.item("work", item, ms).await;
            item
        }
    }

    async fn an_item_begins_when_a_place_is_free() {
        let log = Log::new();
        assert_eq!(Bounded { log: log.clone() }.run().await.unwrap(), [0, 1, 2, 3]);
        assert_eq!(log.lines(), [
            "0 work[0] begins", "0 work[1] begins",
            "10 work[0] ends", "10 work[2] begins",
            "20 work[2] ends", "20 work[3] begins",
            "30 work[1] ends", "30 work[3] ends",
        ]);
        assert_eq!(log.most_at_once(), 2);
    }
}

both_schedules! {
    struct Serial { log: Log }

    #[flow]
    impl Serial {
        #[start]
        async fn plan(&self) -> [usize; 3] { [0, 1, 2] }
        #[listen(each(plan), limit = 1)]
        async fn work(&self, item: usize) { self.log.item("work", item, 5).await; }
    }

    async fn a_limit_of_one_is_one_after_the_other() {
        let log = Log::new();
        Serial { log: log.clone() }.run().await.unwrap();
        assert_eq!((log.items_ended("work"), log.most_at_once(), log.now()), (vec![0, 1, 2], 1, 15));
    }
}

both_schedules! {
    struct Empty { log: Log }

    #[flow]
    impl Empty {
        #[start]
        async fn plan(&self) -> Vec<u32> { Vec::new() }
        #[listen(each(plan))]
        async fn work(&self, item: u32) -> u32 {
            self.log.forever("work").await;
            item
        }
        #[listen(work)]
        async fn all(&self, all: &[u32]) -> usize {
            self.log.step("all", 0).await;
            all.len()
        }
    }

    async fn of_nothing_there_is_an_empty_vec_at_once() {
        let log = Log::new();
        assert_eq!(Empty { log: log.clone() }.run().await.unwrap(), 0);
        assert_eq!(log.lines(), ["0 all begins", "0 all ends"]);
    }
}

both_schedules! {
    struct Ignoring { log: Log }

    #[flow]
    impl Ignoring {
        #[start]
        async fn plan(&self) -> Vec<u32> { vec![7, 8, 9] }
        #[listen(each(plan), limit = 2)]
        async fn work(&self) { self.log.step("work", 5).await; }
        #[listen(work)]
        async fn after(&self) { self.log.step("after", 0).await; }
        #[listen(plan)]
        async fn keep(&self, plan: Vec<u32>) -> Vec<u32> { plan }
    }

    async fn a_step_may_take_no_item_and_hand_on_nothing() {
        let log = Log::new();
        assert_eq!(Ignoring { log: log.clone() }.run().await.unwrap(), [7, 8, 9]);
        assert_eq!(log.ended(), ["work", "work", "work", "after"]);
        assert_eq!(log.now(), 10);
    }
}

both_schedules! {
    struct Counting {}

    #[flow]
    impl Counting {
        #[start]
        fn plan(&self) -> u32 { 4 }
        #[listen(plan)]
        fn range(&self, n: u32) -> std::ops::Range<u32> { 0..n }
        #[listen(each(range))]
        fn square(&self, n: u32) -> u32 { n * n }
        #[listen(each(square))]
        fn text(n: u32) -> String { n.to_string() }
        #[listen(text)]
        fn all(&self, all: Vec<String>) -> String { all.join(" ") }
    }

    async fn steps_may_be_plain_and_without_self_and_follow_one_another() {
        assert_eq!(Counting {}.run().await.unwrap(), "0 1 4 9");
    }
}

both_schedules! {
    struct Stages { log: Log }

    #[flow]
    impl Stages {
        #[start]
        async fn plan(&self) -> Vec<u64> { vec![10, 20] }
        #[listen(each(plan))]
        async fn fetch(&self, ms: u64) -> u64 {
            self.log.item("fetch", ms as usize, ms).await;
            ms
        }
        #[listen(each(fetch))]
        async fn parse(&self, ms: u64) -> Vec<u64> {
            self.log.item("parse", ms as usize, 5).await;
            vec![ms; 2]
        }
    }

    async fn an_each_waits_for_all_of_the_one_before() {
        let log = Log::new();
        assert_eq!(Stages { log: log.clone() }.run().await.unwrap(), [[10, 10], [20, 20]]);
        assert_eq!(log.lines()[2..], [
            "10 fetch[10] ends", "20 fetch[20] ends",
            "20 parse[10] begins", "20 parse[20] begins", "25 parse[10] ends", "25 parse[20] ends",
        ]);
    }
}

both_schedules! {
    struct Sinks {}

    #[flow]
    impl Sinks {
        #[start]
        fn plan(&self) -> Vec<u8> { vec![1, 2, 3] }
        #[listen(each(plan))]
        async fn doubled(&self, n: u8) -> u8 { n * 2 }
        #[listen(each(plan))]
        async fn even(&self, n: &u8) -> bool { n.is_multiple_of(2) }
        #[listen(each(plan), first = 1)]
        async fn any(&self, n: u8) -> Result<u8, std::fmt::Error> {
            if n == 2 { Ok(n) } else { Err(std::fmt::Error) }
        }
        #[router(plan, ends(None))]
        async fn some(&self, plan: &[u8]) -> Option<u8> { plan.first().copied().filter(|&it| it > 1) }
        #[listen(some::Some)]
        async fn never(&self, n: u8) -> u8 { n }
    }

    async fn outputs_are_vecs() {
        let output: SinksOutput = Sinks {}.run().await.unwrap();
        assert_eq!(output, SinksOutput {
            doubled: vec![2, 4, 6],
            even: vec![false, true, false],
            any: vec![2],
            never: None,
        });
    }
}

both_schedules! {
    struct Picked {}

    #[flow(output = work)]
    impl Picked {
        #[start]
        fn plan(&self) -> Vec<u8> { vec![1, 2, 3] }
        #[listen(each(plan))]
        async fn work(&self, n: u8) -> u8 { n }
        #[listen(work)]
        async fn beside(&self, _all: &[u8]) -> u8 { 9 }
    }

    async fn a_picked_output_is_a_vec() {
        let output: Vec<u8> = Picked {}.run().await.unwrap();
        assert_eq!(output, [1, 2, 3]);
    }
}

both_schedules! {
    struct Stateful { log: Log, sum: u32 }

    #[flow]
    impl Stateful {
        #[start]
        async fn plan(&mut self) -> Vec<u32> {
            self.sum += 1;
            vec![10, 20]
        }
        #[listen(each(plan))]
        async fn work(&self, n: u32) -> u32 {
            self.log.step("work", 1).await;
            n + self.sum
        }
        #[listen(work)]
        async fn store(&mut self, all: Vec<u32>) { self.sum += all.iter().sum::<u32>(); }
    }

    async fn items_share_the_state_between_steps_that_have_it_alone() {
        let mut flow = Stateful { log: Log::new(), sum: 0 };
        flow.run().await.unwrap();
        assert_eq!((flow.sum, flow.log.most_at_once()), (1 + 11 + 21, 2));
    }
}
