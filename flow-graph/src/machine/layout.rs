//! What follows from the graph alone: triggers as flat lists of nodes, and the order in which races are decided.

use crate::model::{Event, Graph, StepId, Trigger};

/// A flow's triggers, flattened.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// For each step, the nodes of its trigger in pre-order.
    pub(super) triggers: Vec<Vec<Node>>,
    /// Every `or` and `quorum`, in the order in which they are decided.
    pub(super) races: Vec<Gate>,
}

/// A node of a trigger.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// The members, by their numbers, in the order written.
    pub(super) members: Vec<usize>,
    pub(super) parent: Option<usize>,
    /// Whether the node is (a part of) a way back of the loop whose header the step is.
    pub(super) is_back: bool,
}

/// What a node of a trigger is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Event(Event),
    And,
    Or,
    /// So many of its members.
    Quorum(usize),
}

/// An `or` or `quorum` that is decided by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// This node of this step's trigger; of a header's topmost node, the entry members.
    Node(StepId, usize),
    /// The ways back of this loop.
    Again(usize),
}

impl Layout {
    pub(super) fn new(graph: &Graph) -> Layout {
        let triggers: Vec<Vec<Node>> = (0..graph.steps.len()).map(|step| flatten(graph, step)).collect();
        let races = races(graph, &triggers);
        Layout { triggers, races }
    }

    /// The node's members that count for it: of a header's topmost node those of the entry.
    pub(super) fn members(&self, step: StepId, node: usize) -> impl Iterator<Item = (usize, usize)> {
        let nodes = &self.triggers[step];
        let outer = nodes[node].is_back;
        let members = nodes[node].members.iter().copied().enumerate();
        members.filter(move |(_, member)| nodes[*member].is_back == outer)
    }

    /// The nodes above a node, innermost first, without the topmost one if the node is a way back: that one belongs
    /// to the entry.
    pub(super) fn above(&self, step: StepId, node: usize) -> impl Iterator<Item = usize> {
        let nodes = &self.triggers[step];
        let is_back = nodes[node].is_back;
        let parents = std::iter::successors(nodes[node].parent, |node| nodes[*node].parent);
        parents.filter(move |above| nodes[*above].is_back == is_back)
    }

    /// Every place where a trigger names an event: the listening step, the node and the event.
    pub(super) fn leaves(&self) -> impl Iterator<Item = (StepId, usize, &Event)> {
        self.triggers.iter().enumerate().flat_map(|(step, nodes)| {
            nodes.iter().enumerate().filter_map(move |(node, it)| match &it.kind {
                Kind::Event(event) => Some((step, node, event)),
                Kind::And | Kind::Or | Kind::Quorum(_) => None,
            })
        })
    }
}

/// The nodes of a step's trigger, in pre-order.
fn flatten(graph: &Graph, step: StepId) -> Vec<Node> {
    fn add(
        nodes: &mut Vec<Node>,
        trigger: &Trigger,
        parent: Option<usize>,
        is_back: bool,
        backs: &[usize],
    ) -> usize {
        let kind = match trigger {
            Trigger::Event(event) => Kind::Event(event.clone()),
            Trigger::And(_) => Kind::And,
            Trigger::Or(_) => Kind::Or,
            Trigger::Quorum { needed, .. } => Kind::Quorum(*needed as usize),
        };
        let own = nodes.len();
        nodes.push(Node { kind, members: Vec::new(), parent, is_back });
        for (index, member) in trigger.members().iter().enumerate() {
            let member = add(nodes, member, Some(own), is_back || backs.contains(&index), &[]);
            nodes[own].members.push(member);
        }
        own
    }
    let mut nodes = Vec::new();
    let backs = graph.loop_of_header(step).map_or(&[][..], |it| &it.backs);
    if let Some(trigger) = &graph.steps[step].trigger {
        add(&mut nodes, trigger, None, false, backs);
    }
    nodes
}

/// Every `or` and `quorum`: by the topological order of their steps, inner before outer, left to right; what belongs to a loop's
/// ways back after all steps of the loop's scope.
fn races(graph: &Graph, triggers: &[Vec<Node>]) -> Vec<Gate> {
    let order = topological(graph, triggers);
    let mut races = Vec::new();
    for (position, &step) in order.iter().enumerate() {
        races.extend(inner_first(&triggers[step], step, false));
        // Inner loops come after outer ones in the graph.
        for (index, it) in graph.loops.iter().enumerate().rev() {
            let end = order.iter().rposition(|step| it.scope.contains(step));
            if end == Some(position) {
                races.extend(inner_first(&triggers[it.header], it.header, true));
                races.push(Gate::Again(index));
            }
        }
    }
    races
}

/// The `or` and `quorum` nodes among a step's entry, or among its ways back.
fn inner_first(nodes: &[Node], step: StepId, is_back: bool) -> Vec<Gate> {
    fn visit(nodes: &[Node], node: usize, found: &mut Vec<usize>) {
        for &member in &nodes[node].members {
            visit(nodes, member, found);
        }
        if matches!(nodes[node].kind, Kind::Or | Kind::Quorum(_)) {
            found.push(node);
        }
    }
    let mut found = Vec::new();
    if !nodes.is_empty() {
        visit(nodes, 0, &mut found);
    }
    found.retain(|node| nodes[*node].is_back == is_back);
    found.into_iter().map(|node| Gate::Node(step, node)).collect()
}

/// The steps, each after those its trigger names (ways back apart); otherwise in the order written.
fn topological(graph: &Graph, triggers: &[Vec<Node>]) -> Vec<StepId> {
    let mut order: Vec<StepId> = Vec::new();
    let is_ready = |step: StepId, order: &[StepId]| {
        triggers[step].iter().all(|node| match &node.kind {
            Kind::Event(event) => node.is_back || order.contains(&event.step),
            Kind::And | Kind::Or | Kind::Quorum(_) => true,
        })
    };
    while order.len() < graph.steps.len() {
        let next = (0..graph.steps.len()).find(|step| !order.contains(step) && is_ready(*step, &order));
        order.push(next.expect("a checked graph has no cycles but its loops"));
    }
    order
}
