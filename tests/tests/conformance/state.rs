//! Steps with the state to themselves.

use flow_core::prelude::*;
use flow_tests::both_schedules;

both_schedules! {
    struct Counter { n: u32 }

    #[flow]
    impl Counter {
        #[start]
        async fn p(&mut self) {
            self.n += 1;
            tokio::task::yield_now().await;
        }
        #[listen(p)]
        async fn q(&mut self) {
            tokio::task::yield_now().await;
            self.n += 1;
        }
    }

    /// CrewAI: the same.
    async fn c13_a_chain_that_counts() {
        let mut counter = Counter { n: 0 };
        counter.run().await.unwrap();
        assert_eq!(counter.n, 2);
    }
}
