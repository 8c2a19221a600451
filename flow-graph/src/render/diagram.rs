//! What a picture of a flow shows, in no format yet.
//!
//! Steps are nodes; so are the gates of their triggers (`and`, `or`, `quorum`, a loop's entrance), the flow's inputs,
//! its output, and the ends of routes that lead nowhere. Edges are what happens and what travels. A step that runs
//! another flow holds that flow's picture. The parts are in [`parts`](super::parts).

use super::ids::Ids;
use super::parts::{Diagram, Edge, EdgeKind, Inner, Node, NodeKind};
use super::{order, words};
use crate::model::{Event, Graph, Loop, Route, Step, StepId, StepKind, Trigger};

impl Diagram {
    /// The picture of `graph`. Events and data edges of steps that the graph does not have are left out.
    ///
    /// ```
    /// use flow_graph::model::{Graph, Step, StepKind};
    /// use flow_graph::render::{Diagram, NodeKind};
    ///
    /// let mut graph = Graph::new("Greeting");
    /// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
    /// let diagram = Diagram::of(&graph);
    /// assert_eq!((&*diagram.nodes[0].id, diagram.nodes[0].kind), ("s_name", NodeKind::Start));
    /// ```
    #[must_use]
    pub fn of(graph: &Graph) -> Diagram {
        Diagram::with_ids(graph, &Ids::new(graph))
    }

    fn with_ids(graph: &Graph, ids: &Ids<'_>) -> Diagram {
        let (name, line) = (graph.name.to_string(), graph.line);
        let diagram = Diagram { name, line, nodes: Vec::new(), edges: Vec::new() };
        let mut drawing = Drawing { graph, ids, diagram };
        for input in graph.inputs.iter() {
            let label = format!("{}: {}", input.name, input.ty);
            drawing.node(ids.input(&input.name), NodeKind::Input, label);
        }
        for step in 0..graph.steps.len() {
            drawing.step(step);
        }
        drawing.output();
        order::sort(&mut drawing.diagram);
        drawing.diagram
    }
}

/// A picture that is being made.
struct Drawing<'a> {
    graph: &'a Graph,
    ids: &'a Ids<'a>,
    diagram: Diagram,
}

impl Drawing<'_> {
    fn node(&mut self, id: String, kind: NodeKind, label: impl Into<String>) {
        let label = vec![label.into()];
        self.diagram.nodes.push(Node {
            id,
            kind,
            label,
            step: None,
            must_finish: false,
            is_many: false,
            subflow: None,
        });
    }

    fn edge(&mut self, from: impl Into<String>, to: impl Into<String>, kind: EdgeKind, label: Vec<String>) {
        self.diagram.edges.push(Edge { from: from.into(), to: to.into(), kind, label });
    }

    /// The step, and before it what leads to it.
    fn step(&mut self, step: StepId) {
        let it = &self.graph.steps[step];
        let id = self.ids.step(step);
        match &it.trigger {
            None => self.inputs_of(it, &id),
            Some(trigger) => self.trigger(step, trigger, &id),
        }
        let kind = match (it.kind, &it.trigger) {
            (StepKind::Router, None) => NodeKind::StartRouter,
            (StepKind::Router, Some(_)) => NodeKind::Router,
            (_, None) => NodeKind::Start,
            (_, Some(_)) => NodeKind::Step,
        };
        let (runs, subflow) = self.subflow(step);
        let label = std::iter::once(it.name.to_string()).chain(runs).chain(words::about(it)).collect();
        let is_many = it.refined.many.is_some();
        let must_finish = it.must_finish;
        let node = Node { id: id.clone(), kind, label, step: Some(step), must_finish, is_many, subflow };
        self.diagram.nodes.push(node);
        for param in it.params.iter() {
            if let Some(from) = param.from.filter(|from| *from < self.graph.steps.len()) {
                let label = vec![format!("{}: {}", param.name, param.ty)];
                self.edge(self.ids.step(from), &id, EdgeKind::Data, label);
            }
        }
        self.ends(step, &id);
    }

    /// The flow that the step runs, and a line that names it.
    fn subflow(&self, step: StepId) -> (Option<String>, Option<Inner>) {
        let Some(subflow) = &self.graph.steps[step].refined.subflow else { return (None, None) };
        match subflow.graph.as_deref().filter(|graph| !graph.steps.is_empty()) {
            Some(graph) => {
                let inside = Diagram::with_ids(graph, &self.ids.inside(step, graph));
                (Some(format!("runs {}", graph.name)), Some(Inner::Known(inside)))
            }
            None => (Some(format!("runs {}", subflow.name)), Some(Inner::Named)),
        }
    }

    fn inputs_of(&mut self, start: &Step, id: &str) {
        for param in start.params.iter().filter(|param| param.is_plain()) {
            if self.graph.inputs.iter().any(|input| input.name == param.name) {
                self.edge(self.ids.input(&param.name), id, EdgeKind::Control, Vec::new());
            }
        }
    }

    fn trigger(&mut self, step: StepId, trigger: &Trigger, id: &str) {
        match (trigger, self.graph.loop_of_header(step)) {
            (Trigger::Or(members), Some(it)) => self.loop_gate(step, members, it, id),
            _ => self.member(step, trigger, &mut 0, id, EdgeKind::Control),
        }
    }

    /// Draws a node of the trigger of `step`, number `number` in pre-order, with an edge of that kind to `to`.
    fn member(&mut self, step: StepId, trigger: &Trigger, number: &mut usize, to: &str, kind: EdgeKind) {
        let (gate, word) = match trigger {
            Trigger::Event(event) => {
                *number += 1;
                self.event(step, event, to, kind);
                return;
            }
            Trigger::And(_) => (NodeKind::And, "and".to_string()),
            Trigger::Or(_) => (NodeKind::Or, "or".to_string()),
            Trigger::Quorum { needed, members } => {
                (NodeKind::Quorum, format!("quorum {needed} of {}", members.len()))
            }
        };
        let id = self.ids.gate(step, *number);
        *number += 1;
        for member in trigger.members() {
            self.member(step, member, number, &id, EdgeKind::Control);
        }
        self.node(id.clone(), gate, word);
        let again = if kind == EdgeKind::Again { vec!["again".to_string()] } else { Vec::new() };
        self.edge(id, to, kind, again);
    }

    fn event(&mut self, step: StepId, event: &Event, to: &str, kind: EdgeKind) {
        if event.step >= self.graph.steps.len() {
            return;
        }
        let mut label: Vec<String> = carried(self.graph, step, event).into_iter().collect();
        let kind = match kind {
            EdgeKind::Control if event.route == Route::Error => EdgeKind::Error,
            kind => kind,
        };
        if kind == EdgeKind::Again {
            label.push("again".to_string());
        }
        self.edge(self.ids.step(event.step), to, kind, label);
    }

    /// A header's `or` is two gates: the race of the entry, decided once, and the ways back. The race is drawn
    /// only where there is more than one way in.
    fn loop_gate(&mut self, step: StepId, members: &[Trigger], it: &Loop, header: &str) {
        let entrance = self.ids.entrance(step);
        let entries = members.len().saturating_sub(it.backs.len());
        let race = self.ids.gate(step, 0);
        let entry: &str = if entries > 1 { &race } else { &entrance };
        let mut number = 1;
        for (index, member) in members.iter().enumerate() {
            if it.backs.contains(&index) {
                self.member(step, member, &mut number, &entrance, EdgeKind::Again);
            } else {
                self.member(step, member, &mut number, entry, EdgeKind::Control);
            }
        }
        if entries > 1 {
            self.node(race.clone(), NodeKind::Or, "or");
            self.edge(race, &entrance, EdgeKind::Control, Vec::new());
        }
        let times = words::times(it.max_iterations);
        self.node(entrance.clone(), NodeKind::Loop, format!("loop, at most {times}"));
        self.edge(entrance, header, EdgeKind::Control, Vec::new());
    }

    fn ends(&mut self, router: StepId, id: &str) {
        let it = &self.graph.steps[router];
        if it.ends.is_empty() && !it.ends_rest {
            return;
        }
        let end = self.ids.end(router);
        self.node(end.clone(), NodeKind::End, "end");
        for variant in it.ends.iter() {
            self.edge(id, &end, EdgeKind::Control, vec![variant.to_string()]);
        }
        if it.ends_rest {
            self.edge(id, &end, EdgeKind::Control, vec!["_".to_string()]);
        }
    }

    /// What `run` returns, unless that is `()`.
    fn output(&mut self) {
        let graph = self.graph;
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
            self.edge(self.ids.step(*step), self.ids.output(), EdgeKind::Control, vec![ty.clone()]);
        }
        let label = match carrying.len() {
            1 => "output".to_string(),
            _ => format!("{}Output", graph.name),
        };
        self.node(self.ids.output(), NodeKind::Output, label);
    }
}

/// The route an event takes to the trigger of `listener`, and the type that travels along it if the listener takes values.
fn carried(graph: &Graph, listener: StepId, event: &Event) -> Option<String> {
    let listener = &graph.steps[listener];
    let mut taken = listener.params.iter().filter(|param| param.is_plain());
    let takes = taken.clone().next().is_some() && !event.bare;
    let producer = &graph.steps[event.step];
    match &event.route {
        Route::Success => producer.output.as_ref().filter(|_| takes).map(ToString::to_string),
        Route::Error => Some(match error(producer).filter(|_| takes) {
            Some(error) => format!("Err({error})"),
            None => "Err".to_string(),
        }),
        // Only the listener's signature knows a variant's fields, and only if it takes them as they are.
        Route::Variant(variant) => Some(match &listener.trigger {
            Some(Trigger::Event(_)) if takes && !listener.is_each() => {
                let fields: Vec<&str> = taken.by_ref().map(|param| without_borrow(&param.ty)).collect();
                format!("{variant}({})", fields.join(", "))
            }
            _ => variant.to_string(),
        }),
    }
}

/// What travels where a step fails.
fn error(step: &Step) -> Option<String> {
    let error = step.error.as_ref()?;
    if step.refined.many.is_none() {
        return Some(error.to_string());
    }
    let item = step.output.as_deref().and_then(|list| list.strip_prefix("Vec<")?.strip_suffix('>'));
    Some(format!("ItemsFailed<{}, {error}>", item.unwrap_or("()")))
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
