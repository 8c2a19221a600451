//! A topological order of the steps.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::model::StepId;

use super::net::Net;

/// The steps, each after those it waits for, ways back apart; where that leaves a choice, in the order written.
pub(crate) fn topological(net: &Net) -> Vec<StepId> {
    sorted(net.len(), |step| net.sources(step).collect())
}

/// The steps, each after its `sources`; where that leaves a choice, in the order written. Steps on a cycle, and what
/// comes after them, are left out. (Kahn's algorithm with a heap in place of the queue.)
pub(crate) fn sorted(count: usize, sources: impl Fn(StepId) -> Vec<StepId>) -> Vec<StepId> {
    let mut waits_for = vec![0_usize; count];
    let mut listeners = vec![Vec::new(); count];
    for (step, waits) in waits_for.iter_mut().enumerate() {
        for source in sources(step) {
            *waits += 1;
            listeners[source].push(step);
        }
    }
    let mut ready: BinaryHeap<Reverse<StepId>> =
        (0..count).filter(|&step| waits_for[step] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse(step)) = ready.pop() {
        order.push(step);
        for &listener in &listeners[step] {
            waits_for[listener] -= 1;
            if waits_for[listener] == 0 {
                ready.push(Reverse(listener));
            }
        }
    }
    order
}
