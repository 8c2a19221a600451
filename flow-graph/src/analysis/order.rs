//! A topological order of the steps.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::model::StepId;

use super::net::Net;

/// The steps, each after those it waits for, ways back apart; where that leaves a choice, in the order written.
/// (Kahn's algorithm with a heap in place of the queue.)
pub(crate) fn topological(net: &Net) -> Vec<StepId> {
    let mut waits_for: Vec<usize> = (0..net.len()).map(|step| net.sources(step).count()).collect();
    let mut ready: BinaryHeap<Reverse<StepId>> =
        (0..net.len()).filter(|&step| waits_for[step] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(net.len());
    while let Some(Reverse(step)) = ready.pop() {
        order.push(step);
        for listener in net.listeners(step) {
            waits_for[listener] -= 1;
            if waits_for[listener] == 0 {
                ready.push(Reverse(listener));
            }
        }
    }
    order
}
