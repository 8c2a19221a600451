//! A random flow as Rust source.

use std::fmt::Write;
use std::time::Duration;

use flow_graph::model::{Graph, Items, Param, Receiver, Refinement, Step, StepKind};
use flow_graph::random::types::item_type;

/// A flow, and how it is to be written.
pub(crate) struct Printed<'a> {
    pub(crate) graph: &'a Graph,
    /// The module's name.
    pub(crate) name: &'a str,
    /// The schedule that is asked for.
    pub(crate) schedule: Option<&'a str>,
    /// Whether there is a function that runs it with a runner.
    pub(crate) watched: bool,
    /// Whether its type has parameters.
    pub(crate) generic: bool,
}

impl Printed<'_> {
    /// A module with the flow, and functions that run it.
    pub(crate) fn module(&self) -> String {
        let Printed { graph, name, schedule, watched, generic } = *self;
        let flow = &graph.name;
        let mut options = vec![format!("max_iterations = {}", graph.max_iterations)];
        options.extend(schedule.map(|it| format!("schedule = {it:?}")));
        options.extend(graph.picked.map(|step| format!("output = {}", graph.steps[step].name)));
        let (header, ty, declared, new) = match generic {
            false => (format!("impl {flow}"), flow.to_string(), ";", flow.to_string()),
            true => (
                format!("impl<'f, T: Copy, const N: usize> {flow}<'f, T, N> where T: Digest"),
                format!("{flow}<'static, V2, 2>"),
                "<'f, T, const N: usize>(&'f [T; N]);",
                format!("{flow}(&[V2, V2])"),
            ),
        };
        let mut text = format!("pub(crate) mod {name} {{\n    use super::types::*;\n\n");
        let _ = writeln!(text, "    pub(crate) struct {flow}{declared}\n");
        let _ = writeln!(text, "    #[flow({})]\n    {header} {{", options.join(", "));
        for (id, step) in graph.steps.iter().enumerate() {
            text += &method(graph, id, step);
        }
        text += "    }\n\n";
        let inputs: Vec<&str> =
            graph.inputs.iter().map(|it| if it.name == "x" { "X" } else { "&Y" }).collect();
        let (inputs, output) = (inputs.join(", "), output(graph));
        let _ = writeln!(
            text,
            "    pub(crate) fn run() -> Running {{\n        Box::pin(async {{\n            \
             let mut flow = {new};\n            \
             let output = flow.run({inputs}).await?;\n            Ok({output})\n        }})\n    }}",
        );
        if watched {
            let _ = writeln!(
                text,
                "\n    pub(crate) fn watched(watch: Watch) -> Running {{\n        Box::pin(async move {{\n            \
                 let mut flow = {new};\n            \
                 let runner = flow.runner().deadline(watch.deadline).cancelled_by(watch.token.cancelled_owned());\n            \
                 let runner = runner.observed_by(watch.recorder);\n            \
                 let output = runner.run({inputs}).await?;\n            Ok({output})\n        }})\n    }}",
            );
        }
        let _ =
            writeln!(text, "\n    pub(crate) const GRAPH: &Graph = <{ty} as flow_core::Flow>::GRAPH;\n}}\n");
        text
    }
}

/// The digests of the output's parts.
fn output(graph: &Graph) -> String {
    let part = |place: String, always: bool| {
        if always {
            format!("Some({place}.digest())")
        } else {
            format!("{place}.as_ref().map(Digest::digest)")
        }
    };
    match &graph.sinks[..] {
        [] => "{ let () = output; Vec::new() }".to_owned(),
        [only] => format!("vec![{}]", part("output".to_owned(), only.always)),
        several => {
            let parts =
                several.iter().map(|it| part(format!("output.{}", graph.steps[it.step].name), it.always));
            format!("vec![{}]", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

fn method(graph: &Graph, id: usize, step: &Step) -> String {
    let mut text = format!("        {}\n", attribute(graph, step));
    if step.must_finish {
        text += "        #[must_finish]\n";
    }
    text += &refinements(&step.refined);
    let receiver = match step.receiver {
        Receiver::None => None,
        Receiver::Shared => Some("&self".to_owned()),
        Receiver::Exclusive => Some("&mut self".to_owned()),
        Receiver::Owned => Some("self: std::sync::Arc<Self>".to_owned()),
    };
    let param = |it: &Param| match it.from {
        Some(from) => format!("#[from({})] {}: {}", graph.steps[from].name, it.name, it.ty),
        None if it.context => format!("#[context] {}: {}", it.name, it.ty),
        None => format!("{}: {}", it.name, it.ty),
    };
    let params: Vec<String> = receiver.into_iter().chain(step.params.iter().map(param)).collect();
    let own = match step.refined.many {
        Some(_) => item_type(step.output.as_deref()),
        None => step.output.as_deref(),
    };
    let output = match (own, step.fallible) {
        (None, false) => String::new(),
        (None, true) => " -> Result<(), E>".to_owned(),
        (Some(ty), false) => format!(" -> {ty}"),
        (Some(ty), true) => format!(" -> Result<{ty}, E>"),
    };
    let values = step.params.iter().filter(|it| !it.context);
    let digests: Vec<String> = values.map(|it| format!("{}.digest()", it.name)).collect();
    let call = match step.params.iter().find(|it| it.context) {
        Some(cx) => format!("Called::by({id}, {})", cx.name),
        None => format!("Called::once({id})"),
    };
    let arguments = format!("{call}, vec![{}]", digests.join(", "));
    let (word, body) = if step.is_async {
        ("async fn", format!("play({arguments}).await"))
    } else {
        ("fn", format!("play_at_once({arguments})"))
    };
    let _ = writeln!(
        text,
        "        {word} {}({}){output} {{\n            {body}\n        }}\n",
        step.name,
        params.join(", ")
    );
    text
}

fn attribute(graph: &Graph, step: &Step) -> String {
    let word = match step.kind {
        StepKind::Start => "start",
        StepKind::Listen => "listen",
        StepKind::Router => "router",
    };
    let trigger = step.trigger.as_ref().map(|it| it.display(graph).to_string());
    let mut options: Vec<String> =
        trigger.map(|it| if step.is_each() { format!("each({it})") } else { it }).into_iter().collect();
    if let Some(many) = &step.refined.many {
        if let Items::Times(times) = many.items {
            options.push(format!("times = {times}"));
        }
        options.extend(many.limit.map(|limit| format!("limit = {limit}")));
        options.extend(many.first.map(|first| format!("first = {first}")));
    }
    if step.ends_rest {
        options.push("ends(_)".to_owned());
    } else if !step.ends.is_empty() {
        options.push(format!("ends({})", step.ends.join(", ")));
    }
    if options.is_empty() { format!("#[{word}]") } else { format!("#[{word}({})]", options.join(", ")) }
}

/// The attributes beside the one that makes a method a step.
fn refinements(refined: &Refinement) -> String {
    let mut text = String::new();
    let milliseconds = |it: &Duration| format!("\"{}ms\"", it.as_millis());
    let limits = [
        refined.timeout.as_ref().map(milliseconds),
        refined.total_timeout.as_ref().map(|it| format!("total = {}", milliseconds(it))),
    ];
    let limits: Vec<String> = limits.into_iter().flatten().collect();
    if !limits.is_empty() {
        let _ = writeln!(text, "        #[timeout({})]", limits.join(", "));
    }
    if let Some(retry) = &refined.retry {
        let (times, base, max) = (retry.times, milliseconds(&retry.base), milliseconds(&retry.max));
        let _ = writeln!(text, "        #[retry(times = {times}, base = {base}, max = {max})]");
    }
    text
}
