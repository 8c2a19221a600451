//! The parts of a picture, for whoever writes it down: here, or in a tool.

use crate::model::StepId;

/// A picture: of a flow, or of one that a step of it runs.
///
/// ```
/// use flow_graph::model::{Event, Graph, Route, Step, StepKind, Trigger};
/// use flow_graph::render::{Diagram, EdgeKind};
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
/// let mut greet = Step::new("greet", StepKind::Listen);
/// greet.trigger = Some(Trigger::Event(Event { step: 0, route: Route::Success, bare: false }));
/// graph.steps.to_mut().push(greet);
///
/// let Diagram { nodes, edges, .. } = Diagram::of(&graph);
/// assert_eq!((&*nodes[0].id, &*nodes[1].id), ("s_name", "s_greet"));
/// assert_eq!((&*edges[0].from, &*edges[0].to, edges[0].kind), ("s_name", "s_greet", EdgeKind::Control));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Diagram {
    /// The name of the flow.
    pub name: String,
    /// The line of the flow in its source file, from 1; 0 where it is not known.
    pub line: u32,
    /// In the order in which they are to be drawn.
    pub nodes: Vec<Node>,
    /// In the order in which they are to be drawn. Both ends are nodes of this picture, not of one inside it.
    pub edges: Vec<Edge>,
}

/// A shape with text in it.
///
/// ```
/// use flow_graph::model::{Graph, Step, StepKind};
/// use flow_graph::render::{Diagram, NodeKind};
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step { must_finish: true, ..Step::new("end", StepKind::Start) });
/// let end = &Diagram::of(&graph).nodes[0];
/// assert_eq!((&*end.id, end.kind, end.step), ("s_end", NodeKind::Start, Some(0)));
/// assert_eq!(end.label, ["end", "must finish"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Node {
    /// ASCII letters, digits and underscores; never a word that a format reserves; unique in the picture and in those
    /// inside it. It stays the same as long as the step keeps its name.
    pub id: String,
    /// What it stands for.
    pub kind: NodeKind,
    /// One line of text each.
    pub label: Vec<String>,
    /// The index of the step it stands for, among the steps of the flow that this picture shows.
    pub step: Option<StepId>,
    /// Whether it is a step that completes even when its race is lost.
    pub must_finish: bool,
    /// Whether it is a step that runs several times at once.
    pub is_many: bool,
    /// The flow that the step runs.
    pub subflow: Option<Inner>,
}

/// The flow that a step runs.
///
/// ```
/// use flow_graph::model::{Graph, Step, StepKind, Subflow};
/// use flow_graph::render::{Diagram, Inner};
///
/// let mut graph = Graph::new("Book");
/// let mut chapter = Step::new("chapter", StepKind::Start);
/// chapter.refined.subflow = Some(Subflow { name: "Chapter".into(), graph: None });
/// graph.steps.to_mut().push(chapter);
/// assert_eq!(Diagram::of(&graph).nodes[0].subflow, Some(Inner::Named));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Inner {
    /// Its picture.
    Known(Diagram),
    /// Nothing is known of it but its name, which is in the step's label.
    Named,
}

/// What a node stands for.
///
/// ```
/// use flow_graph::model::{Graph, Step, StepKind};
/// use flow_graph::render::{Diagram, NodeKind};
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step::new("choose", StepKind::Router));
/// assert_eq!(Diagram::of(&graph).nodes[0].kind, NodeKind::StartRouter);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum NodeKind {
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
    /// A `quorum` of a trigger.
    Quorum,
    /// Where a loop is entered, and entered again.
    Loop,
    /// Where routes of `ends(...)` lead.
    End,
    /// What `run` returns.
    Output,
}

/// An arrow between two nodes.
///
/// ```
/// use flow_graph::model::{Event, Graph, Route, Step, StepKind, Trigger};
/// use flow_graph::render::{Diagram, EdgeKind};
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
/// let mut ask = Step::new("ask", StepKind::Listen);
/// ask.trigger = Some(Trigger::Event(Event { step: 0, route: Route::Error, bare: false }));
/// graph.steps.to_mut().push(ask);
/// let edge = &Diagram::of(&graph).edges[0];
/// assert_eq!((edge.kind, &edge.label[..]), (EdgeKind::Error, &["Err".to_owned()][..]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Edge {
    /// A [`Node::id`].
    pub from: String,
    /// A [`Node::id`].
    pub to: String,
    /// What it stands for.
    pub kind: EdgeKind,
    /// One line of text each; may be empty.
    pub label: Vec<String>,
}

/// What an arrow stands for.
///
/// ```
/// use flow_graph::model::{Graph, Param, Step, StepKind};
/// use flow_graph::render::{Diagram, EdgeKind};
///
/// let mut graph = Graph::new("Letter");
/// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
/// let (name, ty) = ("name".into(), "String".into());
/// let from = Param { name, ty, by_ref: false, from: Some(0), context: false, optional: false, tuple: None };
/// let params = vec![from].into();
/// graph.steps.to_mut().push(Step { params, ..Step::new("sign", StepKind::Listen) });
/// assert_eq!(Diagram::of(&graph).edges[0].kind, EdgeKind::Data);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum EdgeKind {
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
    /// Its edges, and those of the pictures inside it.
    ///
    /// ```
    /// use flow_graph::Graph;
    /// use flow_graph::render::Diagram;
    ///
    /// assert!(Diagram::of(&Graph::new("Empty")).all_edges().is_empty());
    /// ```
    #[must_use]
    pub fn all_edges(&self) -> Vec<&Edge> {
        let inside = self.nodes.iter().filter_map(Node::inside).map(Diagram::all_edges);
        self.edges.iter().chain(inside.flatten()).collect()
    }

    /// Its nodes, and those of the pictures inside it.
    ///
    /// ```
    /// use flow_graph::Graph;
    /// use flow_graph::render::Diagram;
    ///
    /// assert!(Diagram::of(&Graph::new("Empty")).all_nodes().is_empty());
    /// ```
    #[must_use]
    pub fn all_nodes(&self) -> Vec<&Node> {
        let mut nodes = Vec::new();
        for node in &self.nodes {
            nodes.push(node);
            nodes.extend(node.inside().into_iter().flat_map(Diagram::all_nodes));
        }
        nodes
    }
}

impl Node {
    /// The picture of the flow that the step runs, where it is known: the node is a frame around it then.
    ///
    /// ```
    /// use flow_graph::model::{Graph, Step, StepKind};
    /// use flow_graph::render::Diagram;
    ///
    /// let mut graph = Graph::new("Greeting");
    /// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
    /// assert!(Diagram::of(&graph).nodes[0].inside().is_none());
    /// ```
    #[must_use]
    pub fn inside(&self) -> Option<&Diagram> {
        match &self.subflow {
            Some(Inner::Known(inside)) => Some(inside),
            _ => None,
        }
    }

    /// Its text in one line: the title of a frame.
    ///
    /// ```
    /// use flow_graph::model::{Graph, Step, StepKind};
    /// use flow_graph::render::Diagram;
    ///
    /// let mut graph = Graph::new("Greeting");
    /// graph.steps.to_mut().push(Step { must_finish: true, ..Step::new("name", StepKind::Start) });
    /// assert_eq!(Diagram::of(&graph).nodes[0].title(), "name must finish");
    /// ```
    #[must_use]
    pub fn title(&self) -> String {
        let (name, about) = self.label.split_at(2.min(self.label.len()));
        std::iter::once(name.join(" ")).chain(about.iter().cloned()).collect::<Vec<_>>().join(", ")
    }
}
