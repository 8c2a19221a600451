//! Quorums in loops, behind and before other triggers, and with the state to oneself.

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct Looping { log: Log }

    #[flow]
    impl Looping {
        #[start]
        async fn begin(&self) -> u32 { 0 }
        #[listen(or(begin, judge::Again))]
        async fn ask(&self, round: u32) -> u32 { round }
        #[listen(ask)]
        async fn a(&self, round: &u32) -> u32 {
            self.log.step("a", 10).await;
            round * 10 + 1
        }
        #[listen(ask)]
        async fn b(&self, round: &u32) -> u32 {
            self.log.step("b", if *round == 1 { 5 } else { 20 }).await;
            round * 10 + 2
        }
        #[listen(ask)]
        async fn c(&self, round: &u32) -> u32 {
            self.log.step("c", 15).await;
            round * 10 + 3
        }
        #[router(quorum(2, a, b, c))]
        async fn judge(&self, first: Vec<u32>, #[from(ask)] round: &u32) -> Turn {
            if *round < 2 { Turn::Again(round + 1) } else { Turn::Done(first) }
        }
        #[listen(judge::Done)]
        async fn end(&self, first: Vec<u32>) -> Vec<u32> { first }
    }

    async fn in_a_loop_it_is_anew_in_each_iteration() {
        let log = Log::new();
        assert_eq!(Looping { log: log.clone() }.run().await.unwrap(), [21, 23]);
        assert_eq!(log.ended(), ["a", "c", "b", "a", "a", "c"]);
        assert_eq!(log.dropped(), ["b", "c", "b"]);
        assert_eq!(log.now(), 15 + 10 + 15);
    }

    enum Turn { Again(u32), Done(Vec<u32>) }
}

both_schedules! {
    struct Entry { log: Log }

    #[flow]
    impl Entry {
        #[start]
        async fn a(&self) -> u32 {
            self.log.step("a", 10).await;
            1
        }
        #[start]
        async fn b(&self) -> u32 {
            self.log.step("b", 20).await;
            2
        }
        #[start]
        async fn c(&self) -> u32 {
            self.log.step("c", 30).await;
            3
        }
        #[listen(quorum(2, a, b, c))]
        async fn seed(&self, first: Vec<u32>) -> u32 { first.iter().sum() }
        #[router(or(seed, double::Again))]
        async fn double(&self, n: u32) -> Turn { if n < 20 { Turn::Again(n * 2) } else { Turn::Done(n) } }
        #[listen(double::Done)]
        async fn end(&self, n: u32) -> u32 { n }
    }

    async fn before_a_loop() {
        let log = Log::new();
        assert_eq!(Entry { log: log.clone() }.run().await.unwrap(), 24);
        assert_eq!((log.dropped(), log.now()), (vec!["c"], 20));
    }

    enum Turn { Again(u32), Done(u32) }
}

both_schedules! {
    struct Alone { log: Log, n: u32 }

    #[flow]
    impl Alone {
        #[start]
        async fn a(&self) -> u32 {
            self.log.step("a", 10).await;
            self.n + 1
        }
        #[start]
        async fn b(&self) -> u32 {
            self.log.step("b", 20).await;
            self.n + 2
        }
        #[start]
        async fn c(&self) -> u32 {
            self.log.step("c", 30).await;
            self.n + 3
        }
        #[listen(quorum(2, a, b, c))]
        async fn end(&mut self, first: Vec<u32>) -> u32 {
            self.n += first.iter().sum::<u32>();
            self.log.step("end", 10).await;
            self.n
        }
    }

    async fn its_listener_may_have_the_state_to_itself_for_the_losers_are_gone() {
        let mut flow = Alone { log: Log::new(), n: 0 };
        assert_eq!(flow.run().await.unwrap(), 3);
        assert_eq!((flow.n, flow.log.dropped()), (3, vec!["c"]));
    }
}

both_schedules! {
    struct Late { log: Log }

    #[flow]
    impl Late {
        #[start]
        async fn a(&self) -> u32 {
            self.log.step("a", 10).await;
            1
        }
        #[start]
        async fn b(&self) -> u32 {
            self.log.step("b", 20).await;
            2
        }
        #[start]
        async fn c(&self) -> u32 {
            self.log.step("c", 30).await;
            3
        }
        #[listen(quorum(2, a, b, c))]
        async fn first(&self, #[from(a)] a: Option<u32>, #[from(c)] c: Option<&u32>) -> (Option<u32>, Option<u32>) {
            (a, c.copied())
        }
        #[listen(first)]
        async fn vote(&self, read: (Option<u32>, Option<u32>)) -> (Option<u32>, Option<u32>) { read }
    }

    async fn members_can_be_read_as_options() {
        assert_eq!(Late { log: Log::new() }.run().await.unwrap(), (Some(1), None));
    }
}

both_schedules! {
    struct Voting { log: Log }

    #[flow]
    impl Voting {
        #[start]
        async fn text(&self) -> String { "text".to_string() }
        #[listen(text)]
        async fn a(&self, text: &str) -> usize {
            self.log.step("a", 10).await;
            text.len()
        }
        #[listen(text)]
        async fn b(&self, text: &str) -> usize {
            self.log.step("b", 20).await;
            text.len() + 1
        }
        #[listen(text)]
        async fn c(&self, text: &str) -> usize {
            self.log.step("c", 30).await;
            text.len() + 2
        }
        #[listen(quorum(2, a, b, c), times = 2)]
        async fn judge(&self, votes: Vec<usize>, #[from(text)] text: &str) -> String { format!("{text}{votes:?}") }
    }

    async fn its_listener_may_run_several_times() {
        assert_eq!(Voting { log: Log::new() }.run().await.unwrap(), ["text[4, 5]", "text[4, 5]"]);
    }
}
