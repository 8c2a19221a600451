//! What a flow costs beyond its steps: no allocation, no demand on the user's types, and a future of about the size
//! that a person's would have. Allocations are counted for this thread alone.

mod refined;

use std::cell::Cell;
use std::future::Future;

use flow_core::prelude::*;
use flow_tests::{Polls, both_schedules, drive};

/// What a run gives, and how often it allocated.
fn counted<T, E: std::fmt::Debug>(run: impl Future<Output = Result<T, E>>) -> (T, u64) {
    let mut output = None;
    let allocations = allocation_counter::measure(|| output = Some(drive(run)));
    (output.unwrap().unwrap(), allocations.count_total)
}

/// Compiles where it is so.
fn is_send<T: Send>(_: &T) {}

both_schedules! {
    struct Chain {}

    #[flow]
    impl Chain {
        #[start]
        async fn a(&self, n: u32) -> u32 {
            Polls(1).await;
            n
        }
        #[listen(a)]
        fn b(&self, n: u32) -> [u32; 8] { [n; 8] }
        #[listen(b)]
        async fn c(&self, numbers: &[u32]) -> u32 {
            Polls(2).await;
            numbers.iter().sum()
        }
        #[listen(c)]
        async fn d(&self, sum: u32, #[from(b)] numbers: [u32; 8]) -> u32 {
            Polls(1).await;
            sum + numbers[0]
        }
    }

    async fn a_chain_does_not_allocate() {
        assert_eq!(counted(Chain {}.run(2)), (18, 0));
    }
}

both_schedules! {
    struct Diamond {}

    #[flow]
    impl Diamond {
        #[start]
        async fn s(&self, n: u32) -> Result<u32, std::fmt::Error> {
            Polls(1).await;
            Ok(n)
        }
        #[listen(s)]
        async fn l(&self, n: &u32) -> u32 {
            Polls(*n).await;
            *n
        }
        #[listen(s)]
        async fn r(&self, n: u32) -> Result<u32, std::fmt::Error> {
            Polls(1).await;
            Ok(n)
        }
        #[listen(and(l, r))]
        async fn j(&self, l: u32, r: u32) -> u32 { l + r }
    }

    async fn a_diamond_does_not_allocate() {
        assert_eq!(counted(Diamond {}.run(3)), (6, 0));
    }
}

both_schedules! {
    struct Race {}

    #[flow]
    impl Race {
        #[start]
        async fn a(&self) -> u16 {
            Polls(9).await;
            1
        }
        #[start]
        async fn b(&self) -> u32 {
            Polls(3).await;
            2
        }
        #[start]
        async fn c1(&self) -> u8 {
            Polls(2).await;
            3
        }
        #[listen(c1)]
        async fn c2(&self, c: u8) -> u8 {
            Polls(2).await;
            c
        }
        #[listen(or(a, b, c2))]
        async fn h(&self, first: u32) -> u32 { first }
    }

    async fn a_race_does_not_allocate() {
        assert_eq!(counted(Race {}.run()), (2, 0));
    }
}

both_schedules! {
    struct Loop {}

    #[flow]
    impl Loop {
        #[start]
        async fn first(&self) -> u32 { 1 }
        #[listen(or(first, judge::Again))]
        async fn double(&self, n: u32) -> u32 {
            Polls(1).await;
            n * 2
        }
        #[router(double)]
        async fn judge(&self, n: u32) -> Verdict {
            Polls(1).await;
            if n < 1_000 { Verdict::Again(n) } else { Verdict::Done(n) }
        }
        #[listen(judge::Done)]
        async fn show(&self, n: u32) -> u32 { n }
    }

    async fn a_loop_does_not_allocate() {
        assert_eq!(counted(Loop {}.run()), (1_024, 0));
    }

    enum Verdict { Again(u32), Done(u32) }
}

both_schedules! {
    struct Mesh {}

    #[flow]
    impl Mesh {
        #[start]
        async fn a(&self) -> u32 {
            Polls(1).await;
            1
        }
        #[start]
        async fn b(&self) -> u32 {
            Polls(2).await;
            2
        }
        #[listen(a)]
        async fn c(&self, a: &u32) -> u32 {
            Polls(3).await;
            *a
        }
        #[listen(and(a, b))]
        async fn d(&self, a: u32, b: &u32) -> u32 {
            Polls(1).await;
            a + b
        }
        #[listen(b)]
        async fn e(&self, b: u32) -> u32 { b }
        #[listen(and(c, d, e))]
        async fn f(&self, c: u32, d: u32, e: u32) -> u32 { c + d + e }
    }

    async fn a_mesh_does_not_allocate() {
        assert_eq!(counted(Mesh {}.run()), (6, 0));
    }
}

both_schedules! {
    struct Counter { n: u32 }

    #[flow]
    impl Counter {
        #[start]
        async fn a(&mut self) {
            Polls(1).await;
            self.n += 1;
        }
        #[listen(a)]
        async fn b(&self) -> u32 {
            Polls(1).await;
            self.n
        }
        #[listen(a)]
        async fn c(&self) -> u32 {
            Polls(2).await;
            self.n
        }
        #[listen(and(b, c))]
        async fn d(&mut self, b: u32, c: u32) -> u32 {
            self.n += b + c;
            self.n
        }
    }

    async fn steps_with_the_state_to_themselves_do_not_allocate() {
        assert_eq!(counted(Counter { n: 0 }.run()), (3, 0));
    }
}

both_schedules! {
    struct Sent {}

    #[flow]
    impl Sent {
        #[start]
        async fn a(&self) -> Cell<u32> {
            Polls(1).await;
            Cell::new(1)
        }
        #[start]
        async fn b(&self) -> String {
            Polls(1).await;
            String::new()
        }
        #[listen(and(a, b))]
        async fn c(&self, a: Cell<u32>, b: &str) -> u32 {
            let n = a.get();
            Polls(1).await;
            n + b.len() as u32
        }
    }

    async fn a_run_is_send_when_its_steps_are() {
        let run = Sent {};
        let run = run.run();
        is_send(&run);
        assert_eq!(drive(run).unwrap(), 1);
    }
}

both_schedules! {
    struct Sent { n: u32 }

    #[flow]
    impl Sent {
        #[start]
        async fn a(&mut self) {
            Polls(1).await;
            self.n += 1;
        }
        #[listen(a)]
        async fn b(&self) -> u32 { self.n }
        #[listen(a)]
        async fn c(&self) -> u32 { self.n }
        #[listen(or(b, c))]
        async fn d(&mut self, n: u32) -> u32 { n }
    }

    async fn a_run_that_changes_the_state_is_send_too() {
        let mut run = Sent { n: 0 };
        let run = run.run();
        is_send(&run);
        assert_eq!(drive(run).unwrap(), 1);
    }
}

macro_rules! wide {
    ($test:ident, $allocations:literal: $($step:ident)*) => {
        both_schedules! {
            struct Wide {}

            #[flow]
            impl Wide {
                $(
                    #[start]
                    async fn $step(&self) { Polls(2).await; }
                )*
                #[listen(and($($step),*))]
                async fn all(&self) -> u8 { 1 }
            }

            async fn $test() {
                let (output, allocations) = counted(Wide {}.run());
                assert_eq!(output, 1);
                // The mesh has no groups.
                assert!([0, $allocations].contains(&allocations), "{allocations} allocations");
            }
        }
    };
}
wide!(a_join_of_sixteen_does_not_allocate, 0: a b c d e f g h i j k l m n o p);
wide!(a_wider_one_allocates_once_for_each_group_of_sixteen, 2: a b c d e f g h i j k l m n o p q r s t u v w x y z);
