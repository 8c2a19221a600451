//! The flow as a document for programs in any language: JSON, once it is serialized.
//!
//! The model's own `Serialize` follows the model. This format is a promise: within one version fields are only added.

use serde::Serialize;

use super::parts::Diagram;
use crate::model::{self, Event, Graph, Items, Param, Receiver, Route, RunsOn, StepKind, Trigger};

/// A flow and its picture, for programs that are not written in Rust.
///
/// Names stand where the model has indices, and lists are in the order of the source. `docs/graph-json.md` of the
/// repository describes the format, `docs/graph.schema.json` is its JSON Schema.
///
/// ```
/// use flow_graph::model::{Graph, Step, StepKind};
/// use flow_graph::render::Document;
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
/// let json = serde_json::to_value(Document::new(&graph)).unwrap();
/// assert_eq!(json["version"], 1);
/// assert_eq!(json["flow"]["steps"][0]["name"], "name");
/// assert_eq!(json["picture"]["nodes"][0]["id"], "s_name");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Document {
    /// The version of this format: 1. Within a version, fields are only added.
    #[cfg_attr(feature = "schemars", schemars(extend("const" = 1)))]
    pub version: u32,
    /// The source file of the flow, from the root of the workspace; `null` where it is not known.
    pub file: Option<String>,
    flow: Flow,
    /// What the other formats draw: the same nodes and edges, with the same names.
    picture: Diagram,
}

impl Document {
    /// A flow, of which it is not known where it is written.
    #[must_use]
    pub fn new(graph: &Graph) -> Document {
        Document { version: 1, file: None, flow: Flow::of(graph), picture: Diagram::of(graph) }
    }

    /// A flow in that source file.
    ///
    /// ```
    /// use flow_graph::Graph;
    /// use flow_graph::render::Document;
    ///
    /// let document = Document::in_file(&Graph::new("Greeting"), "src/lib.rs");
    /// assert_eq!(document.file.as_deref(), Some("src/lib.rs"));
    /// ```
    #[must_use]
    pub fn in_file(graph: &Graph, file: impl Into<String>) -> Document {
        Document { file: Some(file.into()), ..Document::new(graph) }
    }
}

/// A flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Flow {
    /// The name of the type that the flow is implemented on.
    name: String,
    /// The doc comment of the `impl` block.
    doc: String,
    /// The line of the `impl` block in its source file, from 1; 0 where it is not known.
    line: u32,
    /// What `run` takes, in its order.
    inputs: Vec<Typed>,
    /// The steps whose values `run` gives, in its order.
    outputs: Vec<Output>,
    /// The steps, in the order written.
    steps: Vec<Step>,
    /// The loops, outer before inner.
    loops: Vec<Loop>,
}

/// A name and a type as written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Typed {
    name: String,
    #[serde(rename = "type")]
    ty: String,
}

/// A step whose value is a part of the flow's output.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Output {
    step: String,
    /// The type of the step's value; `null` if it carries nothing.
    #[serde(rename = "type")]
    ty: Option<String>,
    /// Whether it runs in every run that succeeds; its value is an `Option` otherwise.
    always: bool,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Step {
    name: String,
    doc: String,
    /// The line of the method's name, from 1; 0 where it is not known.
    line: u32,
    /// The attribute that made the method a step.
    kind: Kind,
    /// What it waits for; `null` for a start.
    trigger: Option<Waits>,
    params: Vec<Parameter>,
    /// The type it hands on when it succeeds; `null` if it carries nothing.
    output: Option<String>,
    /// Whether it returns a `Result`.
    fallible: bool,
    /// The type of its error, where the signature shows one.
    error: Option<String>,
    is_async: bool,
    receiver: Takes,
    must_finish: bool,
    /// The routes that end here.
    ends: Vec<String>,
    /// Whether every other route that nothing listens to ends here: `ends(_)`.
    ends_rest: bool,
    /// Set if the step runs its method several times.
    many: Option<Many>,
    /// How long each attempt may take.
    timeout_seconds: Option<f64>,
    /// How long all attempts may take together.
    total_timeout_seconds: Option<f64>,
    retry: Option<Retry>,
    runs_on: Place,
    /// Set if the step runs another flow.
    subflow: Option<Subflow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Kind {
    Start,
    Listen,
    Router,
}

/// How a step takes the flow's state: not at all, `&self`, `&mut self` or `self: Arc<Self>`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Takes {
    None,
    Shared,
    Exclusive,
    Owned,
}

/// Where a step runs: in the run itself, in a task of its own, or on the pool for code that blocks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Place {
    Run,
    Task,
    BlockingPool,
}

/// What a step waits for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Waits {
    /// A step ends in some way.
    Event {
        step: String,
        on: On,
        /// The variant, where `on` is `variant`.
        variant: Option<String>,
        /// Whether it carries nothing, though it could: `step::Variant {}`.
        bare: bool,
    },
    /// All members.
    And { members: Vec<Waits> },
    /// The first member.
    Or { members: Vec<Waits> },
    /// The first `needed` members.
    Quorum { needed: u32, members: Vec<Waits> },
}

/// How a step ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum On {
    Success,
    Error,
    Variant,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Parameter {
    /// Empty where it is a pattern.
    name: String,
    #[serde(rename = "type")]
    ty: String,
    /// The step that `#[from(step)]` names.
    from: Option<String>,
    /// Whether it is the run's `#[context]`.
    context: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Many {
    /// How many times; `null` if once for each item of what the trigger carries.
    times: Option<u32>,
    /// How many run at once.
    limit: Option<u32>,
    /// How many successes are enough.
    first: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Retry {
    /// How often it is tried again after the first attempt.
    times: u32,
    /// How long the first wait is, jitter aside.
    base_seconds: f64,
    /// How long a wait is at most.
    max_seconds: f64,
    /// Which errors are worth another attempt, as written.
    on: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Subflow {
    /// Its type, as written.
    name: String,
    /// The flow, where it is known.
    flow: Option<Box<Flow>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Loop {
    /// The step that every iteration begins with.
    header: String,
    /// Which members of the header's `or`, counted from 0, lead back.
    backs: Vec<usize>,
    /// The steps of the cycle.
    body: Vec<String>,
    /// What a new iteration resets: every step that can run only after the header, and the header.
    scope: Vec<String>,
    /// How often the header may run for each entry.
    max_iterations: u32,
}

impl Flow {
    fn of(graph: &Graph) -> Flow {
        let name = |step: usize| graph.steps[step].name.to_string();
        let names = |steps: &[usize]| steps.iter().map(|step| name(*step)).collect();
        let inputs = graph.inputs.iter();
        let picked = graph.picked.filter(|_| graph.sinks.is_empty());
        let picked = picked.map(|step| Output {
            step: name(step),
            ty: graph.steps[step].output.as_deref().map(str::to_string),
            always: true,
        });
        let sinks = graph.sinks.iter().map(|sink| Output {
            step: name(sink.step),
            ty: graph.steps[sink.step].output.as_deref().map(str::to_string),
            always: sink.always,
        });
        let loops = graph.loops.iter().map(|it| Loop {
            header: name(it.header),
            backs: it.backs.to_vec(),
            body: names(&it.body),
            scope: names(&it.scope),
            max_iterations: it.max_iterations,
        });
        Flow {
            name: graph.name.to_string(),
            doc: graph.doc.to_string(),
            line: graph.line,
            inputs: inputs.map(|it| Typed { name: it.name.to_string(), ty: it.ty.to_string() }).collect(),
            outputs: sinks.chain(picked).collect(),
            steps: graph.steps.iter().map(|step| Step::of(step, graph)).collect(),
            loops: loops.collect(),
        }
    }
}

impl Step {
    fn of(step: &model::Step, graph: &Graph) -> Step {
        let refined = &step.refined;
        let text = |it: &Option<model::Text>| it.as_deref().map(str::to_string);
        Step {
            name: step.name.to_string(),
            doc: step.doc.to_string(),
            line: step.line,
            kind: match step.kind {
                StepKind::Start => Kind::Start,
                StepKind::Listen => Kind::Listen,
                StepKind::Router => Kind::Router,
            },
            trigger: step.trigger.as_ref().map(|trigger| Waits::of(trigger, graph)),
            params: step.params.iter().map(|param| Parameter::of(param, graph)).collect(),
            output: text(&step.output),
            fallible: step.fallible,
            error: text(&step.error),
            is_async: step.is_async,
            receiver: match step.receiver {
                Receiver::None => Takes::None,
                Receiver::Shared => Takes::Shared,
                Receiver::Exclusive => Takes::Exclusive,
                Receiver::Owned => Takes::Owned,
            },
            must_finish: step.must_finish,
            ends: step.ends.iter().map(ToString::to_string).collect(),
            ends_rest: step.ends_rest,
            many: refined.many.map(|many| Many {
                times: match many.items {
                    Items::Each => None,
                    Items::Times(times) => Some(times),
                },
                limit: many.limit,
                first: many.first,
            }),
            timeout_seconds: refined.timeout.map(|it| it.as_secs_f64()),
            total_timeout_seconds: refined.total_timeout.map(|it| it.as_secs_f64()),
            retry: refined.retry.as_ref().map(|retry| Retry {
                times: retry.times,
                base_seconds: retry.base.as_secs_f64(),
                max_seconds: retry.max.as_secs_f64(),
                on: text(&retry.on),
            }),
            runs_on: match refined.runs_on {
                RunsOn::Run => Place::Run,
                RunsOn::Task => Place::Task,
                RunsOn::BlockingPool => Place::BlockingPool,
            },
            subflow: refined.subflow.as_ref().map(|subflow| Subflow {
                name: subflow.name.to_string(),
                flow: subflow.graph.as_deref().map(|graph| Box::new(Flow::of(graph))),
            }),
        }
    }
}

impl Waits {
    fn of(trigger: &Trigger, graph: &Graph) -> Waits {
        let all = |members: &[Trigger]| members.iter().map(|member| Waits::of(member, graph)).collect();
        match trigger {
            Trigger::Event(event) => Waits::event(event, graph),
            Trigger::And(members) => Waits::And { members: all(members) },
            Trigger::Or(members) => Waits::Or { members: all(members) },
            Trigger::Quorum { needed, members } => Waits::Quorum { needed: *needed, members: all(members) },
        }
    }

    fn event(event: &Event, graph: &Graph) -> Waits {
        let (on, variant) = match &event.route {
            Route::Success => (On::Success, None),
            Route::Error => (On::Error, None),
            Route::Variant(variant) => (On::Variant, Some(variant.to_string())),
        };
        Waits::Event { step: graph.steps[event.step].name.to_string(), on, variant, bare: event.bare }
    }
}

impl Parameter {
    fn of(param: &Param, graph: &Graph) -> Parameter {
        Parameter {
            name: param.name.to_string(),
            ty: param.ty.to_string(),
            from: param.from.map(|step| graph.steps[step].name.to_string()),
            context: param.context,
        }
    }
}
