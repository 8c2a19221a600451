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
    // A branch of the race holds its argument until its first poll, as its future does again.
    assert!(flow <= hand + 7 * size_of::<Payload>(), "{flow} bytes, {hand} by hand");
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
    // The value of a way back has a place of its own.
    assert!(flow <= hand + size_of::<Payload>(), "{flow} bytes, {hand} by hand");
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
