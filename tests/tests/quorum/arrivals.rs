//! When a quorum fires, and in what order its members arrive.

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct TwoOfThree { log: Log }

    #[flow]
    impl TwoOfThree {
        #[start]
        async fn a(&self) -> char {
            self.log.step("a", 30).await;
            'a'
        }
        #[start]
        async fn b(&self) -> char {
            self.log.step("b", 20).await;
            'b'
        }
        #[start]
        async fn c(&self) -> char {
            self.log.step("c", 10).await;
            'c'
        }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self, first: Vec<char>) -> String {
            self.log.step("end", 5).await;
            first.into_iter().collect()
        }
    }

    async fn it_carries_the_first_in_order_of_arrival_and_the_rest_is_cancelled() {
        let log = Log::new();
        assert_eq!(TwoOfThree { log: log.clone() }.run().await.unwrap(), "cb");
        assert_eq!(log.lines()[3..], [
            "10 c ends", "20 b ends", "20 a is dropped", "20 end begins", "25 end ends",
        ]);
    }
}

both_schedules! {
    struct Ties { log: Log }

    #[flow]
    impl Ties {
        #[start]
        async fn a(&self) -> char {
            self.log.step("a", 10).await;
            'a'
        }
        #[start]
        async fn b(&self) -> char {
            self.log.step("b", 5).await;
            'b'
        }
        #[start]
        async fn c(&self) -> char {
            self.log.step("c", 10).await;
            'c'
        }
        #[start]
        async fn d(&self) -> char {
            self.log.step("d", 10).await;
            'd'
        }
        #[listen(quorum(3, d, c, b, a))]
        async fn end(&self, first: Vec<char>) -> String { first.into_iter().collect() }
    }

    async fn in_one_instant_the_first_written_arrives_first() {
        let log = Log::new();
        assert_eq!(Ties { log: log.clone() }.run().await.unwrap(), "bdc");
        assert_eq!(log.now(), 10);
    }
}

both_schedules! {
    struct AtOnce {}

    #[flow]
    impl AtOnce {
        #[start]
        fn a(&self) -> u8 { 1 }
        #[start]
        fn b(&self) -> u8 { 2 }
        #[start]
        fn c(&self) -> u8 { 3 }
        #[listen(quorum(2, c, a, b))]
        fn end(&self, first: Vec<u8>) -> Vec<u8> { first }
    }

    async fn plain_steps_arrive_in_the_order_written() {
        assert_eq!(AtOnce {}.run().await.unwrap(), [3, 1]);
    }
}

both_schedules! {
    struct All { log: Log }

    #[flow]
    impl All {
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
        #[listen(quorum(2, a, b))]
        async fn all(&self, all: Vec<u8>) -> Vec<u8> { all }
        #[listen(quorum(1, a, b))]
        async fn first(&self, all: Vec<u8>) -> Vec<u8> {
            self.log.step("first", 0).await;
            all
        }
    }

    async fn of_all_it_is_a_join_in_order_of_arrival_and_of_one_a_race() {
        let log = Log::new();
        let output = All { log: log.clone() }.run().await.unwrap();
        assert_eq!((output.all, output.first), (vec![2, 1], vec![2]));
        log.place("10 first begins");
        assert!(log.dropped().is_empty(), "`all` needs `a` still");
    }
}

both_schedules! {
    struct Once { log: Log }

    #[flow]
    impl Once {
        #[start]
        #[must_finish]
        async fn a(&self) { self.log.step("a", 10).await; }
        #[start]
        #[must_finish]
        async fn b(&self) { self.log.step("b", 20).await; }
        #[start]
        #[must_finish]
        async fn c(&self) { self.log.step("c", 30).await; }
        #[listen(quorum(2, a, b, c))]
        async fn end(&self) -> u8 {
            self.log.step("end", 0).await;
            1
        }
    }

    async fn it_fires_once_also_if_the_others_come_later() {
        let log = Log::new();
        assert_eq!(Once { log: log.clone() }.run().await.unwrap(), 1);
        assert_eq!(log.ended(), ["a", "b", "end", "c"]);
        assert_eq!(log.now(), 30, "`c` must finish");
    }
}
