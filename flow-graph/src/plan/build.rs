//! From the graph to its plan.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Graph, Listeners, Route, StepId, Text};
use crate::plan::leaves::{self, Gate, Member};
use crate::plan::{
    ERROR, GateKind, GatePlan, LeafPlan, LoopPlan, MemberPlan, NONE, Plan, SUCCESS, Sizes, StepPlan,
    VARIANTS, topological_order,
};

pub(super) fn plan(graph: &Graph) -> Plan {
    let order = topological_order(graph);
    let mut places = vec![NONE; graph.steps.len()];
    for (place, &step) in order.iter().enumerate() {
        places[step] = short(place);
    }
    let mut builder = Builder::new(graph, order, places);
    builder.lay_out_gates();
    builder.sort_leaves();
    builder.finish()
}

struct Builder<'g> {
    graph: &'g Graph,
    listeners: Listeners<'g>,
    order: Vec<StepId>,
    places: Vec<u16>,
    variants: Vec<Vec<Text>>,
    /// The first event of each step, by step; and the number of events.
    events: Vec<u16>,
    event_count: u16,
    gates: Vec<GatePlan>,
    members: Vec<MemberPlan>,
    leaves: Vec<LeafPlan>,
    /// The nodes that the leaves are in their triggers.
    leaf_nodes: Vec<usize>,
    /// The root gate of each step, by step.
    roots: Vec<u16>,
    /// The again gate of each loop.
    agains: Vec<u16>,
    /// How many members may have arrived at `quorum`s.
    arrivals: u16,
}

/// A place in the order of decision.
enum Decision<'g> {
    Gate(Gate<'g>),
    Again(usize),
}

impl<'g> Builder<'g> {
    fn new(graph: &'g Graph, order: Vec<StepId>, places: Vec<u16>) -> Builder<'g> {
        let listeners = Listeners::new(graph);
        let variants: Vec<_> = (0..graph.steps.len())
            .map(|step| {
                super::variants(listeners.of(step).iter().map(|(_, event)| *event), &graph.steps[step])
            })
            .collect();
        let mut events = vec![0; graph.steps.len()];
        let mut event_count = 0;
        for &step in &order {
            events[step] = event_count;
            event_count += VARIANTS + short(variants[step].len());
        }
        Builder {
            graph,
            listeners,
            order,
            places,
            variants,
            events,
            event_count,
            gates: Vec::new(),
            members: Vec::new(),
            leaves: Vec::new(),
            leaf_nodes: Vec::new(),
            roots: vec![NONE; graph.steps.len()],
            agains: vec![NONE; graph.loops.len()],
            arrivals: 0,
        }
    }

    /// Every gate in the order of decision: step by step; a loop's again gate after the last step of its scope.
    fn decisions(&self) -> Vec<Decision<'g>> {
        let mut agains: Vec<_> =
            (0..self.graph.loops.len()).map(|index| (self.last_place(index), index)).collect();
        // Of two loops that end with the same step, the inner one is listed later and turns first.
        agains.sort_by_key(|&(last, index)| (last, Reverse(index)));
        let mut agains = agains.into_iter().peekable();
        let mut decisions = Vec::new();
        for (place, &step) in self.order.iter().enumerate() {
            decisions.extend(self.gates(step, false).map(Decision::Gate));
            while let Some((_, index)) = agains.next_if(|&(last, _)| last == short(place)) {
                decisions.extend(self.gates(self.graph.loops[index].header, true).map(Decision::Gate));
                decisions.push(Decision::Again(index));
            }
        }
        decisions
    }

    /// The gates of a step's trigger that stand in its ways back, or the others.
    fn gates(&self, step: StepId, back: bool) -> impl Iterator<Item = Gate<'g>> {
        leaves::gates(self.graph, step).into_iter().filter(move |gate| gate.back == back)
    }

    fn last_place(&self, its_loop: usize) -> u16 {
        self.graph.loops[its_loop].scope.iter().map(|&step| self.places[step]).max().unwrap_or(0)
    }

    fn lay_out_gates(&mut self) {
        let mut by_node = BTreeMap::new();
        let decisions = self.decisions();
        for (number, decision) in decisions.iter().enumerate() {
            match decision {
                Decision::Gate(gate) => {
                    by_node.insert((gate.step, gate.node), short(number));
                    if gate.node == 0 {
                        self.roots[gate.step] = short(number);
                    }
                }
                Decision::Again(index) => self.agains[*index] = short(number),
            }
        }
        for decision in &decisions {
            match decision {
                Decision::Gate(gate) => self.lay_out_gate(gate, &by_node),
                Decision::Again(index) => self.lay_out_again(*index),
            }
        }
        for (member, it) in self.members.iter().enumerate().filter(|(_, it)| it.inner != NONE) {
            self.gates[usize::from(it.inner)].member = short(member);
        }
    }

    fn lay_out_gate(&mut self, gate: &Gate<'_>, by_node: &BTreeMap<(StepId, usize), u16>) {
        let number = short(self.gates.len());
        let its_loop = self.loop_headed_by(gate.step).filter(|_| gate.node == 0);
        let first = short(self.members.len());
        for (index, member) in gate.members.iter().enumerate() {
            let way_back = its_loop.filter(|&it| self.graph.loops[it].backs.contains(&index));
            let owner = way_back.map_or(number, |it| self.agains[it]);
            let (mut inner, mut leaf) = (NONE, NONE);
            match member {
                Member::Inner(node) => inner = by_node[&(gate.step, *node)],
                Member::Leaf(event, node) => {
                    leaf = short(self.leaves.len());
                    let back = gate.back || way_back.is_some();
                    let found = self.leaf(gate.step, event.step, &event.route, back);
                    self.leaves.push(found);
                    self.leaf_nodes.push(*node);
                }
            }
            self.members.push(MemberPlan { gate: owner, inner, leaf });
        }
        let kind = match gate.kind {
            GateKind::Quorum { needed, .. } => {
                self.arrivals = short(usize::from(self.arrivals) + usize::from(needed));
                GateKind::Quorum { needed, kept: self.arrivals }
            }
            kind => kind,
        };
        let span = short(gate.members.len());
        let backs = its_loop.map_or(0, |it| short(self.graph.loops[it].backs.len()));
        self.gates.push(GatePlan {
            kind,
            step: self.places[gate.step],
            node: short(gate.node),
            member: NONE,
            first,
            span,
            len: span - backs,
            back: gate.back,
        });
    }

    /// The again gate shares its header's members.
    fn lay_out_again(&mut self, its_loop: usize) {
        let its_loop = &self.graph.loops[its_loop];
        let root = self.gates[usize::from(self.roots[its_loop.header])];
        let len = short(its_loop.backs.len());
        self.gates.push(GatePlan { kind: GateKind::Again, len, back: true, ..root });
    }

    fn leaf(&self, listener: StepId, source: StepId, route: &Route, back: bool) -> LeafPlan {
        let event = match route {
            Route::Success => SUCCESS,
            Route::Error => ERROR,
            Route::Variant(name) => {
                let index = self.variants[source].iter().position(|it| it == name);
                VARIANTS + short(index.expect("every named variant is listed"))
            }
        };
        let parted = |inside: StepId, outside: StepId| {
            self.graph.loops.iter().any(|it| it.scope.contains(&inside) && !it.scope.contains(&outside))
        };
        LeafPlan {
            member: short(self.members.len()),
            source: self.places[source],
            event,
            listener: self.places[listener],
            escapes: parted(source, listener),
            enters: parted(listener, source),
            back,
        }
    }

    /// Orders the leaves by event, so that an event's leaves are a range; those of one event as written.
    fn sort_leaves(&mut self) {
        let event = |leaf: &LeafPlan| self.events[self.order[usize::from(leaf.source)]] + leaf.event;
        let nodes = std::mem::take(&mut self.leaf_nodes);
        let mut leaves: Vec<_> = std::mem::take(&mut self.leaves).into_iter().zip(nodes).collect();
        leaves.sort_by_key(|(leaf, node)| (event(leaf), leaf.listener, *node));
        self.leaves = leaves.into_iter().map(|(leaf, _)| leaf).collect();
        for (index, leaf) in self.leaves.iter().enumerate() {
            self.members[usize::from(leaf.member)].leaf = short(index);
        }
    }

    fn event_starts(&self) -> Vec<u16> {
        let event_of = |leaf: &LeafPlan| self.events[self.order[usize::from(leaf.source)]] + leaf.event;
        (0..=self.event_count)
            .map(|event| short(self.leaves.partition_point(|leaf| event_of(leaf) < event)))
            .collect()
    }

    fn finish(self) -> Plan {
        let starts = self.event_starts();
        let steps: Vec<_> = self.order.iter().map(|&step| self.step(step, &starts)).collect();
        let escapes: Vec<_> =
            (0..self.leaves.len()).filter(|&leaf| self.leaves[leaf].escapes).map(short).collect();
        let loops: Vec<_> = (0..self.graph.loops.len()).map(|index| self.its_loop(index)).collect();
        let sizes = Sizes {
            steps: steps.len(),
            gates: self.gates.len(),
            members: self.members.len(),
            loops: loops.len(),
            words: self.words(),
            kept: escapes.len() * (steps.len() + 1) + usize::from(self.arrivals),
        };
        Plan {
            sizes,
            places: self.places.into(),
            steps: steps.into(),
            events: starts.into(),
            leaves: self.leaves.into(),
            gates: self.gates.into(),
            members: self.members.into(),
            loops: loops.into(),
            escapes: escapes.into(),
        }
    }

    fn words(&self) -> usize {
        self.order.len().max(self.gates.len()).div_ceil(64).max(1)
    }

    fn step(&self, step: StepId, starts: &[u16]) -> StepPlan {
        let it = &self.graph.steps[step];
        let gate = self.roots[step];
        let event = self.events[step];
        let variants = short(self.variants[step].len());
        let leaves_of = |event: u16| starts[usize::from(event)]..starts[usize::from(event) + 1];
        let gates = self.gates(step, false).count();
        StepPlan {
            id: short(step),
            first_gate: if gate == NONE { NONE } else { gate + 1 - short(gates) },
            gate,
            event,
            variants,
            heads: self.loop_headed_by(step).map_or(NONE, short),
            must_finish: it.must_finish,
            handled: !leaves_of(event + ERROR).is_empty(),
            output: self.listeners.is_sink(step) || self.graph.picked == Some(step),
            sink: self.listeners.all_are_errors(step),
        }
    }

    fn its_loop(&self, index: usize) -> LoopPlan {
        let it = &self.graph.loops[index];
        let mut scope = vec![0_u64; self.words()];
        for &step in it.scope.iter() {
            let place = usize::from(self.places[step]);
            scope[place / 64] |= 1 << (place % 64);
        }
        let inside = |place: u16| it.scope.contains(&self.order[usize::from(place)]);
        let enters = |leaf: &usize| inside(self.leaves[*leaf].listener) && !inside(self.leaves[*leaf].source);
        let mut entering: Vec<_> = (0..self.leaves.len()).filter(enters).collect();
        entering.sort_by_key(|&leaf| self.leaves[leaf].member);
        LoopPlan {
            header: self.places[it.header],
            first_back: self.agains[index] - short(self.gates(it.header, true).count()),
            again: self.agains[index],
            max_iterations: it.max_iterations,
            entering: entering.into_iter().map(short).collect(),
            scope: scope.into(),
        }
    }

    fn loop_headed_by(&self, step: StepId) -> Option<usize> {
        self.graph.loops.iter().position(|it| it.header == step)
    }
}

/// A number of the plan.
fn short(number: usize) -> u16 {
    u16::try_from(number)
        .ok()
        .filter(|&number| number < NONE)
        .expect("a flow has fewer than 65,535 of anything")
}
