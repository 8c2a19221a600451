//! What a picture of a flow shows, in no format yet.
//!
//! Steps are nodes; so are the gates of their triggers (`and`, `or`, a loop's entrance), the flow's inputs, its
//! output, and the ends of routes that lead nowhere. Edges are what happens and what travels.

use super::mermaid_label::is_trap;
use super::order;
use crate::model::{Event, Graph, Loop, Route, Step, StepId, StepKind, Trigger};

/// The nodes and edges of a picture.
#[derive(Debug, Default)]
pub(super) struct Diagram {
    /// In the order in which they are to be drawn.
    pub(super) nodes: Vec<Node>,
    /// In the order in which they are to be drawn.
    pub(super) edges: Vec<Edge>,
}

/// A shape with text in it.
#[derive(Debug)]
pub(super) struct Node {
    /// ASCII letters, digits and underscores; never a word that a format reserves; unique in the picture.
    pub(super) id: String,
    pub(super) kind: NodeKind,
    /// One line of text each.
    pub(super) label: Vec<String>,
    /// Whether it is a step that completes even when its race is lost.
    pub(super) must_finish: bool,
}

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeKind {
    /// A parameter of `run`.
    Input,
    /// A step that waits for nothing.
    Start,
    /// A step that waits.
    Step,
    /// A step whose variants are events.
    Router,
    /// A router that waits for nothing.
    StartRouter,
    /// An `and` of a trigger: a join.
    And,
    /// An `or` of a trigger: a race.
    Or,
    /// Where a loop is entered, and entered again.
    Loop,
    /// Where routes of `ends(...)` lead.
    End,
    /// What `run` returns.
    Output,
}

/// An arrow between two nodes.
#[derive(Debug)]
pub(super) struct Edge {
    /// A [`Node::id`].
    pub(super) from: String,
    /// A [`Node::id`].
    pub(super) to: String,
    pub(super) kind: EdgeKind,
    /// One line of text each; may be empty.
    pub(super) label: Vec<String>,
}

/// What an arrow stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EdgeKind {
    /// Something happens, and something else waits for it.
    Control,
    /// The same, where it is a step's error.
    Error,
    /// A loop's way back.
    Again,
    /// A value that is read without waiting for it.
    Data,
}

impl Diagram {
    /// The picture of `graph`. Events and data edges of steps that the graph does not have are left out.
    pub(super) fn of(graph: &Graph) -> Diagram {
        let mut diagram = Diagram::default();
        for input in graph.inputs.iter() {
            let label = format!("{}: {}", input.name, input.ty);
            diagram.node(input_id(graph, &input.name), NodeKind::Input, label);
        }
        for step in 0..graph.steps.len() {
            diagram.step(graph, step);
        }
        diagram.output(graph);
        order::sort(&mut diagram);
        diagram
    }

    fn node(&mut self, id: String, kind: NodeKind, label: impl Into<String>) {
        self.nodes.push(Node { id, kind, label: vec![label.into()], must_finish: false });
    }

    fn edge(&mut self, from: impl Into<String>, to: impl Into<String>, kind: EdgeKind, label: Vec<String>) {
        self.edges.push(Edge { from: from.into(), to: to.into(), kind, label });
    }

    /// The step, and before it what leads to it.
    fn step(&mut self, graph: &Graph, step: StepId) {
        let it = &graph.steps[step];
        let id = step_id(graph, step);
        match &it.trigger {
            None => self.inputs_of(graph, it, &id),
            Some(trigger) => self.trigger(graph, step, trigger, &id),
        }
        let kind = match (it.kind, &it.trigger) {
            (StepKind::Router, None) => NodeKind::StartRouter,
            (StepKind::Router, Some(_)) => NodeKind::Router,
            (_, None) => NodeKind::Start,
            (_, Some(_)) => NodeKind::Step,
        };
        let mut label = vec![it.name.to_string()];
        if it.must_finish {
            label.push("must finish".to_string());
        }
        self.nodes.push(Node { id: id.clone(), kind, label, must_finish: it.must_finish });
        for param in it.params.iter() {
            if let Some(from) = param.from.filter(|from| *from < graph.steps.len()) {
                let label = vec![format!("{}: {}", param.name, param.ty)];
                self.edge(step_id(graph, from), &id, EdgeKind::Data, label);
            }
        }
        self.ends(graph, step, &id);
    }

    fn inputs_of(&mut self, graph: &Graph, start: &Step, id: &str) {
        for param in start.params.iter().filter(|param| param.from.is_none()) {
            if graph.inputs.iter().any(|input| input.name == param.name) {
                self.edge(input_id(graph, &param.name), id, EdgeKind::Control, Vec::new());
            }
        }
    }

    fn trigger(&mut self, graph: &Graph, step: StepId, trigger: &Trigger, id: &str) {
        let gates = Gates { graph, step };
        match (trigger, graph.loop_of_header(step)) {
            (Trigger::Or(members), Some(it)) => self.loop_gate(&gates, members, it, id),
            _ => self.member(&gates, trigger, &mut 0, id, EdgeKind::Control),
        }
    }

    /// Draws a node of a trigger, number `number` in pre-order, with an edge of that kind to `to`.
    fn member(&mut self, gates: &Gates<'_>, trigger: &Trigger, number: &mut usize, to: &str, kind: EdgeKind) {
        let (gate, word, members) = match trigger {
            Trigger::Event(event) => {
                *number += 1;
                self.event(gates, event, to, kind);
                return;
            }
            Trigger::And(members) => (NodeKind::And, "and", members),
            Trigger::Or(members) => (NodeKind::Or, "or", members),
        };
        let id = gates.id(*number);
        *number += 1;
        for member in members.iter() {
            self.member(gates, member, number, &id, EdgeKind::Control);
        }
        self.node(id.clone(), gate, word);
        let again = if kind == EdgeKind::Again { vec!["again".to_string()] } else { Vec::new() };
        self.edge(id, to, kind, again);
    }

    fn event(&mut self, gates: &Gates<'_>, event: &Event, to: &str, kind: EdgeKind) {
        if event.step >= gates.graph.steps.len() {
            return;
        }
        let mut label: Vec<String> = gates.carried(event).into_iter().collect();
        let kind = match kind {
            EdgeKind::Control if event.route == Route::Error => EdgeKind::Error,
            kind => kind,
        };
        if kind == EdgeKind::Again {
            label.push("again".to_string());
        }
        self.edge(step_id(gates.graph, event.step), to, kind, label);
    }

    /// A header's `or` is two gates: the race of the entry, decided once, and the ways back. The race is drawn
    /// only where there is more than one way in.
    fn loop_gate(&mut self, gates: &Gates<'_>, members: &[Trigger], it: &Loop, header: &str) {
        let loop_id = loop_id(gates.graph, gates.step);
        let entries = members.len().saturating_sub(it.backs.len());
        let race = gates.id(0);
        let entry: &str = if entries > 1 { &race } else { &loop_id };
        let mut number = 1;
        for (index, member) in members.iter().enumerate() {
            if it.backs.contains(&index) {
                self.member(gates, member, &mut number, &loop_id, EdgeKind::Again);
            } else {
                self.member(gates, member, &mut number, entry, EdgeKind::Control);
            }
        }
        if entries > 1 {
            self.node(race.clone(), NodeKind::Or, "or");
            self.edge(race, &loop_id, EdgeKind::Control, Vec::new());
        }
        let times = if it.max_iterations == 1 { "once" } else { &format!("{} times", it.max_iterations) };
        self.node(loop_id.clone(), NodeKind::Loop, format!("loop, at most {times}"));
        self.edge(loop_id, header, EdgeKind::Control, Vec::new());
    }

    fn ends(&mut self, graph: &Graph, router: StepId, id: &str) {
        let it = &graph.steps[router];
        if it.ends.is_empty() && !it.ends_rest {
            return;
        }
        let end = format!("e_{}", key(graph, router));
        self.node(end.clone(), NodeKind::End, "end");
        for variant in it.ends.iter() {
            self.edge(id, &end, EdgeKind::Control, vec![variant.to_string()]);
        }
        if it.ends_rest {
            self.edge(id, &end, EdgeKind::Control, vec!["_".to_string()]);
        }
    }

    /// What `run` returns, unless that is `()`.
    fn output(&mut self, graph: &Graph) {
        let mut sinks: Vec<(StepId, bool)> =
            graph.sinks.iter().map(|sink| (sink.step, sink.always)).collect();
        if let (true, Some(picked)) = (sinks.is_empty(), graph.picked) {
            sinks.push((picked, true));
        }
        let carrying = sinks.iter().filter_map(|(step, always)| {
            let output = graph.steps.get(*step)?.output.as_ref()?;
            let ty = if *always { output.to_string() } else { format!("Option<{output}>") };
            Some((*step, ty))
        });
        let carrying: Vec<(StepId, String)> = carrying.collect();
        if carrying.is_empty() {
            return;
        }
        for (step, ty) in &carrying {
            self.edge(step_id(graph, *step), "out", EdgeKind::Control, vec![ty.clone()]);
        }
        let label = match carrying.len() {
            1 => "output".to_string(),
            _ => format!("{}Output", graph.name),
        };
        self.node("out".to_string(), NodeKind::Output, label);
    }
}

/// The trigger that is being drawn.
struct Gates<'a> {
    graph: &'a Graph,
    /// The step that waits.
    step: StepId,
}

impl Gates<'_> {
    /// The id of the gate with that number in pre-order.
    fn id(&self, number: usize) -> String {
        format!("g{number}_{}", key(self.graph, self.step))
    }

    /// The route an event takes, and the type that travels along it if the listener takes values.
    fn carried(&self, event: &Event) -> Option<String> {
        let listener = &self.graph.steps[self.step];
        let mut taken = listener.params.iter().filter(|param| param.from.is_none());
        let takes = taken.clone().next().is_some() && !event.bare;
        let producer = &self.graph.steps[event.step];
        match &event.route {
            Route::Success => producer.output.as_ref().filter(|_| takes).map(ToString::to_string),
            Route::Error => Some(match producer.error.as_ref().filter(|_| takes) {
                Some(error) => format!("Err({error})"),
                None => "Err".to_string(),
            }),
            // Only the listener's signature knows a variant's fields, and only if nothing else comes with them.
            Route::Variant(variant) => Some(match &listener.trigger {
                Some(Trigger::Event(_)) if takes => {
                    let fields: Vec<&str> = taken.by_ref().map(|param| without_borrow(&param.ty)).collect();
                    format!("{variant}({})", fields.join(", "))
                }
                _ => variant.to_string(),
            }),
        }
    }
}

/// `Draft` of `&'a mut Draft`: what the listener borrows is what the variant holds.
fn without_borrow(ty: &str) -> &str {
    let Some(borrowed) = ty.trim().strip_prefix('&') else {
        return ty;
    };
    let borrowed = borrowed.trim_start();
    let unnamed = match borrowed.strip_prefix('\'') {
        Some(lifetime) => {
            lifetime.split_once(char::is_whitespace).map_or(borrowed, |(_, rest)| rest.trim_start())
        }
        None => borrowed,
    };
    unnamed.strip_prefix("mut ").unwrap_or(unnamed)
}

/// The part of an id that tells steps apart: the name where it is plain ASCII, so that ids stay when steps are added
/// or moved, and no trap to a format; otherwise the index, which no identifier looks like.
fn key(graph: &Graph, step: StepId) -> String {
    plain(&graph.steps[step].name).unwrap_or_else(|| step.to_string())
}

/// The prefix keeps names such as `end`, `style` and `graph` from being read as a format's own words.
fn step_id(graph: &Graph, step: StepId) -> String {
    format!("s_{}", key(graph, step))
}

fn loop_id(graph: &Graph, header: StepId) -> String {
    format!("l_{}", key(graph, header))
}

fn input_id(graph: &Graph, name: &str) -> String {
    let index = || graph.inputs.iter().position(|input| input.name == name).unwrap_or_default().to_string();
    format!("i_{}", plain(name).unwrap_or_else(index))
}

fn plain(name: &str) -> Option<String> {
    let starts_plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_plain = starts_plain && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    (is_plain && !is_trap(name)).then(|| name.to_string())
}
