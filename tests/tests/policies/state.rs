//! Policies on steps that have the state to themselves, or that are plain.

use std::sync::atomic::{AtomicU32, Ordering};

use flow_core::prelude::*;
use flow_tests::{Broken, Log, both_schedules};

both_schedules! {
    struct Counter { n: u32 }

    #[flow]
    impl Counter {
        #[start]
        #[retry(times = 5, base = "1ms", max = "1ms")]
        async fn count(&mut self, by: u32) -> Result<u32, Broken> {
            self.n += by;
            tokio::task::yield_now().await;
            if self.n < 6 { Err(Broken("it")) } else { Ok(self.n) }
        }
        #[listen(count)]
        #[timeout("10ms")]
        async fn slow(&mut self, n: u32) -> Result<u32, Broken> {
            self.n += 1;
            if n > 0 { std::future::pending::<()>().await; }
            Ok(n)
        }
        #[listen(slow::Err)]
        #[retry]
        #[timeout("10ms", total = "1s")]
        async fn after(&mut self, _error: &Broken) -> Result<u32, Broken> {
            self.n *= 10;
            Ok(self.n)
        }
        #[listen(slow)]
        fn never(&self, n: u32) -> u32 { n }
    }

    async fn what_a_failed_attempt_did_to_the_state_stays() {
        let mut flow = Counter { n: 0 };
        let output = flow.run(2).await.unwrap();
        assert_eq!((output.after, output.never), (Some(70), None));
        assert_eq!(flow.n, 70);
    }
}

both_schedules! {
    struct Alone { log: Log, n: u32 }

    #[flow]
    impl Alone {
        #[start]
        async fn a(&self) -> u32 {
            self.log.step("a", 10).await;
            self.n
        }
        #[listen(a)]
        #[retry(times = 3, base = "1ms", max = "1ms")]
        async fn b(&mut self, a: u32) -> Result<u32, Broken> {
            self.log.step("b", 10).await;
            self.n += 1;
            if self.n < 3 { Err(Broken("it")) } else { Ok(self.n + a) }
        }
        #[listen(b)]
        async fn c(&self, b: u32) -> u32 { b + self.n }
        #[listen(b)]
        async fn d(&self, b: u32) -> u32 { b - self.n }
    }

    async fn between_steps_that_share_it() {
        let mut flow = Alone { log: Log::new(), n: 0 };
        let output = flow.run().await.unwrap();
        assert_eq!((output.c, output.d), (6, 0));
        assert_eq!(flow.log.ended(), ["a", "b", "b", "b"]);
    }
}

both_schedules! {
    struct Plain { n: AtomicU32 }

    #[flow]
    impl Plain {
        #[start]
        #[retry(times = 2, base = "1ms", max = "1ms")]
        fn plain(&self) -> Result<u32, Broken> {
            let n = self.n.fetch_add(1, Ordering::Relaxed);
            if n < 2 { Err(Broken("it")) } else { Ok(n) }
        }
        #[listen(plain)]
        #[retry]
        fn without_self(n: &u32) -> Result<u32, Broken> { Ok(*n + 1) }
        #[listen(without_self)]
        #[retry]
        async fn nothing(_n: u32) -> Result<(), Broken> { Ok(()) }
        #[listen(nothing)]
        #[timeout("1s")]
        async fn quiet(&self) {}
        #[listen(quiet)]
        async fn end(&self, #[from(without_self)] n: u32) -> u32 { n }
    }

    async fn plain_steps_steps_without_self_and_steps_that_carry_nothing() {
        assert_eq!(Plain { n: AtomicU32::new(0) }.run().await.unwrap(), 3);
    }
}

both_schedules! {
    struct Routes { n: AtomicU32 }

    #[flow]
    impl Routes {
        #[router]
        #[retry(times = 2, base = "1ms", max = "1ms")]
        #[timeout("1s")]
        async fn judge(&self) -> Result<Verdict, Broken> {
            match self.n.fetch_add(1, Ordering::Relaxed) {
                0 => Err(Broken("it")),
                1 => Ok(Verdict::Good(7)),
                2 => Ok(Verdict::Bad),
                _ => Err(Broken("all")),
            }
        }
        #[listen(judge::Good)]
        async fn good(&self, n: u32) -> u32 { n }
        #[listen(judge::Bad)]
        async fn bad(&self) -> u32 { 0 }
        #[listen(judge::Err)]
        async fn broken(&self, error: Broken) -> &'static str { error.0 }
    }

    async fn a_router_can_be_tried_again() {
        let flow = Routes { n: AtomicU32::new(0) };
        assert_eq!(flow.run().await.unwrap(), RoutesOutput { good: Some(7), bad: None, broken: None });
        assert_eq!(flow.run().await.unwrap(), RoutesOutput { good: None, bad: Some(0), broken: None });
        assert_eq!(flow.run().await.unwrap(), RoutesOutput { good: None, bad: None, broken: Some("all") });
    }

    enum Verdict { Good(u32), Bad }
}
