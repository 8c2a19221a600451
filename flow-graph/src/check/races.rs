//! Members of a race that can never win it.

use crate::analysis::loops::path;
use crate::analysis::net::{Kind, Net, Node, Word};
use crate::analysis::{Analysis, BitSet};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Graph, StepId};

use super::{Report, words};

/// Reports every member of an `or` that happens only after another member has, and of a `quorum` that is never among
/// the first. Ways back of a loop are in no race with its entry, nor with one another.
pub(super) fn check(graph: &Graph, analysis: &Analysis, report: &mut Report) {
    for step in 0..graph.steps.len() {
        let races = |it: &Node| matches!(it.kind, Kind::Gate { word: Word::Or | Word::Quorum, .. });
        if report.exempt.contains(step) || !analysis.net.triggers[step].iter().any(races) {
            continue;
        }
        let histories = analysis.histories(step);
        for (number, node) in analysis.net.triggers[step].iter().enumerate() {
            let Kind::Gate { word: word @ (Word::Or | Word::Quorum), needs, members } = &node.kind else {
                continue;
            };
            let race = Race { step, word: *word, needs: *needs };
            let racers: Vec<usize> =
                members.iter().copied().filter(|&member| !analysis.net.triggers[step][member].cut).collect();
            for (index, &member) in racers.iter().enumerate() {
                let Some((by_then, before)) = &histories[member] else { continue };
                let [by_then, before] =
                    [by_then, before].map(|events| fulfilled(&analysis.net, step, events));
                // In the instant in which both happen, the one written first wins.
                let earlier = racers[..index].iter().filter(|&&other| by_then[other]);
                let later = racers[index + 1..].iter().filter(|&&other| before[other]);
                let first: Vec<usize> = earlier.chain(later).take(*needs).copied().collect();
                if first.len() == *needs {
                    report.add(race.describe(graph, analysis, member, &first));
                } else if analysis.exclusive_nodes((step, number), (step, member)) {
                    report.add(race.describe_excluded(graph, member));
                }
            }
        }
    }
}

/// An `or` or a `quorum`.
struct Race {
    step: StepId,
    word: Word,
    needs: usize,
}

impl Race {
    /// A member that happens only after all of the first.
    fn describe(&self, graph: &Graph, analysis: &Analysis, member: usize, first: &[usize]) -> Diagnostic {
        let (step, needs) = (self.step, self.needs);
        let late = text(graph, step, member);
        let early: Vec<String> = first.iter().map(|&other| text(graph, step, other)).collect();
        let way = first.iter().find_map(|&other| way(graph, analysis, step, other, member));
        let way = way.map_or_else(String::new, |way| format!("\n  {way}"));
        let has = if needs == 1 { "has" } else { "have" };
        let after = format!("it happens only after {} {has} happened{way}", words::list(&early));
        let place = Place::Trigger(step, member);
        if self.word == Word::Or {
            let early = &early[0];
            let help =
                format!("wait for one of the two alone: {early} if the first is wanted, {late} if the last");
            return Diagnostic::new(4, place, format!("{late} can never win this race: {after}")).help(help);
        }
        Diagnostic::new(4, place, format!("{late} can never be {}: {after}", self.first()))
            .help("leave it out, or wait for more of them")
    }

    /// A member of a `quorum` that excludes too many of the others.
    fn describe_excluded(&self, graph: &Graph, member: usize) -> Diagnostic {
        let late = text(graph, self.step, member);
        let message = format!(
            "{late} can never be {}: in a run in which it happens, fewer than {} of them can",
            self.first(),
            self.needs
        );
        Diagnostic::new(4, Place::Trigger(self.step, member), message).help("leave it out")
    }

    /// What the members of a quorum try to be.
    fn first(&self) -> String {
        match self.needs {
            1 => "the first of this `quorum`".to_owned(),
            needs => format!("one of the first {needs} of this `quorum`"),
        }
    }
}

/// A node of a step's trigger as the user wrote it.
fn text(graph: &Graph, step: StepId, node: usize) -> String {
    let trigger = graph.steps[step].trigger.as_ref();
    trigger.map(|it| words::trigger(graph, words::node(it, node))).unwrap_or_default()
}

/// Which nodes of a trigger are fulfilled when these events have happened.
fn fulfilled(net: &Net, step: StepId, happened: &BitSet) -> Vec<bool> {
    let gate = |_, needs, members: &[(usize, &bool)]| members.iter().filter(|(_, it)| **it).count() >= needs;
    let values = net.fold(step, |event| happened.contains(event), gate);
    values.into_iter().map(|it| it == Some(true)).collect()
}

/// The events and steps from one member to another, if there is something between them.
fn way(graph: &Graph, analysis: &Analysis, step: StepId, from: usize, to: usize) -> Option<String> {
    let net = &analysis.net;
    let events = |node: usize| {
        let nodes = &net.triggers[step][node..net.triggers[step][node].end];
        nodes.iter().filter_map(|it| match it.kind {
            Kind::Leaf(event) => Some(&net.events[event]),
            Kind::Gate { .. } => None,
        })
    };
    let all = BitSet::of(net.len(), 0..net.len());
    let ways = events(from).flat_map(|from| events(to).map(move |to| (from, to)));
    let found = ways.filter_map(|(from, to)| path(net, from.0, to.0, &all).map(|path| (from, path, to)));
    let (from, path, to) = found.min_by_key(|(_, path, _)| path.len())?;
    let between = path[1..path.len() - 1].iter().map(|&it| words::step(graph, it));
    let [first, last] = [from, to].map(|(step, route)| words::event(graph, *step, route));
    Some(std::iter::once(first).chain(between).chain([last]).collect::<Vec<_>>().join(" -> "))
}
