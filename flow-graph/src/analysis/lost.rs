//! Which steps a race is sure to cancel.

use crate::model::StepId;

use super::bits::BitSet;
use super::conditions::Region;
use super::net::{Kind, Net};

/// The steps that are over whenever the race at this node (step and node) has been decided: whichever of them has not
/// ended by then is cancelled, or never begins. `kept` are never lost.
///
/// What is lost depends on the run: a step is cancelled if nobody is left who could use it, at least one of them
/// because of this very race. This finds steps of which both are certain, whatever else has happened: every listener
/// waits in this race or is useless with it (`useless`); and either the step waits in this race itself, or its
/// listeners are lost with it and wait for it in a way (`or`s only) that cannot have failed without it.
pub(super) fn lost(net: &Net, loops: &[Region], (racer, race): (StepId, usize), kept: &BitSet) -> BitSet {
    let within = race + 1..net.triggers[racer][race].end;
    let races = |listener: StepId, node: usize| listener == racer && within.contains(&node);
    // A step inside a loop may run again after a race outside is over; a race inside may be run again, and use a step
    // from outside then. Only the race of a loop's entry is run once, from outside.
    let stays = |step: StepId| {
        loops.iter().all(|it| {
            let around_race = it.scope.contains(racer) && it.header != racer;
            it.scope.contains(step) == around_race
        })
    };
    let mut useless = BitSet::new(net.len());
    let mut lost = BitSet::new(net.len());
    let mut open: Vec<StepId> = Vec::new();
    for node in within.clone() {
        if let (Kind::Leaf(event), false) = (&net.triggers[racer][node].kind, net.triggers[racer][node].cut) {
            open.push(net.events[*event].0);
        }
    }
    // From the race backwards: a step is looked at (again) when one of its listeners has turned out useless.
    while let Some(step) = open.pop() {
        let leaves = &net.leaves[step];
        let is_useless = !kept.contains(step)
            && stays(step)
            && leaves.iter().all(|&(listener, node)| {
                !net.triggers[listener][node].cut && (races(listener, node) || useless.contains(listener))
            });
        let is_lost = is_useless
            && (leaves.iter().any(|&(listener, node)| races(listener, node))
                || leaves
                    .iter()
                    .all(|&(listener, node)| lost.contains(listener) && only_ors_above(net, listener, node)));
        let news = (is_useless && useless.insert(step)) | (is_lost && lost.insert(step));
        if news {
            open.extend(net.sources(step));
        }
    }
    lost
}

/// Whether a trigger waits as long as this leaf can still happen.
fn only_ors_above(net: &Net, step: StepId, node: usize) -> bool {
    let nodes = &net.triggers[step];
    let above = std::iter::successors(nodes[node].parent, |&gate| nodes[gate].parent);
    above.into_iter().all(|gate| matches!(nodes[gate].kind, Kind::Gate { needs: 1, .. }))
}
