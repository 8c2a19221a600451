//! How large the futures of runs are, beside what a person would write.
//!
//! Bounds, not exact sizes: rustc may lay futures out better some day, and this shall not break then.

use std::future::ready;

use flow_core::prelude::*;

/// As much as a step keeps across an await.
type Payload = [u8; 64];

async fn work(payload: Payload) -> Payload {
    ready(()).await;
    payload
}

macro_rules! chain {
    ($name:ident) => {
        struct $name;

        #[flow]
        impl $name {
            #[start]
            async fn a(&self, payload: Payload) -> Payload {
                work(payload).await
            }
            #[listen(a)]
            async fn b(&self, payload: Payload) -> Payload {
                work(payload).await
            }
            #[listen(b)]
            async fn c(&self, payload: Payload) -> Payload {
                work(payload).await
            }
            #[listen(c)]
            async fn d(&self, payload: Payload) -> Payload {
                work(payload).await
            }
        }
    };
}
chain!(Chain);

#[test]
fn a_chain_is_as_large_as_one_written_by_hand() {
    async fn by_hand(flow: &Chain, payload: Payload) -> Result<Payload, FlowError> {
        let payload = flow.a(payload).await;
        let payload = flow.b(payload).await;
        let payload = flow.c(payload).await;
        Ok(flow.d(payload).await)
    }
    let (flow, hand) = (size_of_val(&Chain.run([0; 64])), size_of_val(&by_hand(&Chain, [0; 64])));
    assert_eq!(flow, hand);
}

struct Diamond;

#[flow]
impl Diamond {
    #[start]
    async fn s(&self, payload: Payload) -> Payload {
        work(payload).await
    }
    #[listen(s)]
    async fn l(&self, payload: &Payload) -> Payload {
        work(*payload).await
    }
    #[listen(s)]
    async fn r(&self, payload: &Payload) -> Payload {
        work(*payload).await
    }
    #[listen(and(l, r))]
    async fn j(&self, l: Payload, r: Payload) -> Payload {
        ready(()).await;
        if l > r { l } else { r }
    }
}

#[test]
fn a_diamond_is_about_as_large_as_one_written_by_hand() {
    async fn by_hand(flow: &Diamond, payload: Payload) -> Result<Payload, FlowError> {
        let payload = flow.s(payload).await;
        let (l, r) = tokio::join!(flow.l(&payload), flow.r(&payload));
        Ok(flow.j(l, r).await)
    }
    let (flow, hand) = (size_of_val(&Diamond.run([0; 64])), size_of_val(&by_hand(&Diamond, [0; 64])));
    // A branch of the join has a place for its value beside its future.
    assert!(flow <= hand + 2 * size_of::<Payload>(), "{flow} bytes, {hand} by hand");
}

struct Race;

#[flow]
impl Race {
    #[start]
    async fn a(&self, payload: Payload) -> Payload {
        work(payload).await
    }
    #[start]
    async fn b(&self, payload: Payload) -> Payload {
        work(payload).await
    }
    #[start]
    async fn c(&self, payload: Payload) -> Payload {
        work(payload).await
    }
    #[listen(or(a, b, c))]
    async fn h(&self, first: Payload) -> Payload {
        work(first).await
    }
}

#[test]
fn a_race_is_about_as_large_as_one_written_by_hand() {
    async fn by_hand(flow: &Race, payload: Payload) -> Result<Payload, FlowError> {
        let first = tokio::select! {
            biased;
            first = flow.a(payload) => first,
            first = flow.b(payload) => first,
            first = flow.c(payload) => first,
        };
        Ok(flow.h(first).await)
    }
    let (flow, hand) = (size_of_val(&Race.run([0; 64])), size_of_val(&by_hand(&Race, [0; 64])));
    assert!(flow <= hand, "{flow} bytes, {hand} by hand");
}

enum Verdict {
    Again(Payload),
    Done(Payload),
}

struct Loop;

#[flow]
impl Loop {
    #[start]
    async fn first(&self, payload: Payload) -> Payload {
        work(payload).await
    }
    #[router(or(first, judge::Again))]
    async fn judge(&self, payload: Payload) -> Verdict {
        let payload = work(payload).await;
        if payload[0] == 0 { Verdict::Done(payload) } else { Verdict::Again(payload) }
    }
    #[listen(judge::Done)]
    async fn last(&self, payload: Payload) -> Payload {
        work(payload).await
    }
}

#[test]
fn a_loop_is_about_as_large_as_one_written_by_hand() {
    async fn by_hand(flow: &Loop, payload: Payload) -> Result<Payload, FlowError> {
        let mut payload = flow.first(payload).await;
        loop {
            match flow.judge(payload).await {
                Verdict::Again(again) => payload = again,
                Verdict::Done(done) => return Ok(flow.last(done).await),
            }
        }
    }
    let (flow, hand) = (size_of_val(&Loop.run([0; 64])), size_of_val(&by_hand(&Loop, [0; 64])));
    assert!(flow <= hand, "{flow} bytes, {hand} by hand");
}

macro_rules! grid {
    ($name:ident, $($options:tt)*) => {
        struct $name;

        #[flow($($options)*)]
        impl $name {
            #[start]
            async fn a1(&self) {}
            #[start]
            async fn a2(&self) {}
            #[start]
            async fn a3(&self) {}
            #[listen(and(a1, a2, a3))]
            async fn b1(&self) -> u64 { u64::from(work([1; 64]).await[0]) }
            #[listen(and(a1, a2, a3))]
            async fn b2(&self) -> u64 { u64::from(work([1; 64]).await[0]) }
            #[listen(and(a1, a2, a3))]
            async fn b3(&self) -> u64 { u64::from(work([1; 64]).await[0]) }
            #[listen(and(b1, b2, b3))]
            async fn c1(&self, b1: u64, b2: u64, b3: u64) -> u64 { b1 + b2 + b3 + u64::from(work([1; 64]).await[0]) }
            #[listen(and(b1, b2, b3))]
            async fn c2(&self, b1: u64, b2: u64, b3: u64) -> u64 { b1 * b2 * b3 + u64::from(work([1; 64]).await[0]) }
            #[listen(and(b1, b2, b3))]
            async fn c3(&self, b1: u64, b2: u64, b3: u64) -> u64 { b1 - b2 + b3 + u64::from(work([1; 64]).await[0]) }
        }
    };
}
grid!(Grid, vis = pub(self));
grid!(MeshGrid, vis = pub(self), schedule = "mesh");

#[test]
fn layers_are_joins_one_after_the_other() {
    let (regions, mesh) = (size_of_val(&Grid.run()), size_of_val(&MeshGrid.run()));
    // One layer's futures at a time, not all of them: here half of what the mesh takes.
    assert!(regions <= mesh * 6 / 10, "{regions} bytes, {mesh} on the mesh");
}

/// The size of a pointer.
const WORD: usize = size_of::<usize>();

macro_rules! refined {
    ($name:ident: $(#[$attr:meta])*) => {
        struct $name;

        #[flow]
        impl $name {
            #[start]
            $(#[$attr])*
            async fn a(&self, payload: &Payload) -> Result<u8, std::fmt::Error> {
                Ok(work(*payload).await[0])
            }
        }
    };
}
refined!(Unlimited:);
refined!(Limited: #[timeout("1s")]);
refined!(Retried: #[retry]);
refined!(Both: #[timeout("1s", total = "1m")] #[retry]);
refined!(Nested: #[subflow(Chain)]);

#[test]
fn a_limit_and_a_retry_cost_a_timer_each() {
    let payload = [0; 64];
    let unlimited = size_of_val(&Unlimited.run(&payload));
    let timer = size_of::<tokio::time::Sleep>();
    let retry = 2 * size_of::<std::time::Duration>() + 5 * WORD;
    assert_eq!(size_of_val(&Nested.run(&payload)), unlimited, "a subflow is only a picture");
    for (name, size, at_most) in [
        ("limited", size_of_val(&Limited.run(&payload)), timer + 8 * WORD),
        // The timer between attempts lies where the attempt's future was.
        ("retried", size_of_val(&Retried.run(&payload)), timer + retry + 8 * WORD),
        ("both", size_of_val(&Both.run(&payload)), 3 * timer + retry + 16 * WORD),
    ] {
        assert!(size > unlimited && size <= unlimited + at_most, "{name}: {size} bytes, {unlimited} without");
    }
}

struct Items;

#[flow]
impl Items {
    #[start]
    fn plan(&self, items: u32) -> std::ops::Range<u32> {
        0..items
    }
    #[listen(each(plan), limit = 8)]
    async fn each(&self, n: u32) -> Payload {
        work([u8::try_from(n).unwrap_or(0); 64]).await
    }
}

#[test]
fn items_are_not_in_the_future() {
    // Their futures have places of their own, made as they begin.
    let size = size_of_val(&Items.run(1_000));
    assert!(size < 2 * size_of::<Payload>(), "{size} bytes");
}

#[test]
fn a_runner_is_a_little_larger_than_a_run() {
    let (run, runner) = (size_of_val(&Chain.run([0; 64])), size_of_val(&Chain.runner().run([0; 64])));
    // Its input is kept until the first poll, and moves into the run's future then.
    assert!(runner <= run + size_of::<Payload>() + 30 * WORD, "{runner} bytes, {run} without");
}
