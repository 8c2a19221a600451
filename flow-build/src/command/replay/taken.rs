//! The arrows that a run went along.

use std::collections::{BTreeMap, HashSet};

use flow_graph::model::Route;
use flow_graph::render::{Diagram, Edge, EdgeKind, Node, NodeKind};

use super::critical::Ended;
use super::lanes::Run;

/// When the first run went along each arrow, by its ends.
pub(super) type Taken<'d> = BTreeMap<(&'d str, &'d str), u64>;

/// All arrows of a picture and of those inside it that were taken.
pub(super) fn taken<'d>(run: &Run<'_>, diagram: &'d Diagram) -> Taken<'d> {
    let ended = Ended::of(run);
    let pictures = Pictures::of(diagram);
    let mut taken = Taken::new();
    let mut add = |edges: Vec<&'d Edge>, at: u64| {
        for edge in edges {
            let first = taken.entry((&*edge.from, &*edge.to)).or_insert(at);
            *first = at.min(*first);
        }
    };
    // Spans begin one after the other, so the first of a kind is the earliest.
    let mut seen = HashSet::new();
    for span in run.spans.iter().filter(|span| span.item.is_none()) {
        let Some(to) = run.lanes[span.lane].node.as_deref() else { continue };
        let Some(picture) = pictures.with(to) else { continue };
        for (before, event) in ended.before(run, span) {
            let Some(from) = run.lanes[run.spans[before].lane].node.as_deref() else { continue };
            if seen.insert((from.to_string(), to.to_string(), event.route == Route::Error)) {
                add(ways(picture, from, to, event.route == Route::Error), span.from);
            }
        }
        if run.graph_of(span.run).steps[span.step].trigger.is_none()
            && seen.insert((String::new(), to.to_string(), false))
        {
            let inputs = picture.nodes.iter().filter(|node| node.kind == NodeKind::Input);
            inputs.for_each(|input| add(ways(picture, &input.id, to, false), span.from));
        }
        let is_sink = run.graph_of(span.run).sinks.iter().any(|sink| sink.step == span.step);
        let over = &run.runs[span.run];
        if let (true, Some("finished"), Some("finished"), Some(end)) =
            (is_sink, span.outcome, over.outcome, over.end)
        {
            let outputs = picture.nodes.iter().filter(|node| node.kind == NodeKind::Output);
            outputs.for_each(|output| add(ways(picture, to, &output.id, false), run.log.events[end].at));
        }
    }
    taken
}

/// A picture and those inside it.
struct Pictures<'d>(Vec<&'d Diagram>);

impl<'d> Pictures<'d> {
    fn of(diagram: &'d Diagram) -> Pictures<'d> {
        let mut all = vec![diagram];
        let mut next = 0;
        while let Some(diagram) = all.get(next).copied() {
            all.extend(diagram.nodes.iter().filter_map(Node::inside));
            next += 1;
        }
        Pictures(all)
    }

    /// The picture that has that node.
    fn with(&self, id: &str) -> Option<&'d Diagram> {
        self.0.iter().copied().find(|diagram| diagram.nodes.iter().any(|node| node.id == id))
    }
}

/// The arrows between two steps, by way of gates.
fn ways<'d>(diagram: &'d Diagram, from: &str, to: &str, is_error: bool) -> Vec<&'d Edge> {
    let is_gate = |id: &str| diagram.nodes.iter().any(|node| node.id == id && node.step.is_none());
    let usable: Vec<&Edge> = diagram
        .edges
        .iter()
        .filter(|edge| {
            edge.kind != EdgeKind::Data && (edge.from != from || (edge.kind == EdgeKind::Error) == is_error)
        })
        .collect();
    let reach = |start: &str, forward: bool| {
        let mut seen = HashSet::from([start.to_string()]);
        let mut open = vec![start.to_string()];
        while let Some(at) = open.pop() {
            for edge in &usable {
                let (here, there) = if forward { (&edge.from, &edge.to) } else { (&edge.to, &edge.from) };
                if *here == at && is_gate(there) && seen.insert(there.clone()) {
                    open.push(there.clone());
                }
            }
        }
        seen
    };
    let (after, before) = (reach(from, true), reach(to, false));
    usable.into_iter().filter(|edge| after.contains(&edge.from) && before.contains(&edge.to)).collect()
}
