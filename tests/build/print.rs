//! A random flow as Rust source.

use std::fmt::Write;

use flow_graph::model::{Graph, Receiver, Step, StepKind};

/// A module with the flow, and a function that runs it.
pub(crate) fn module(graph: &Graph, name: &str, schedule: Option<&str>) -> String {
    let flow = &graph.name;
    let mut options = vec![format!("max_iterations = {}", graph.max_iterations)];
    options.extend(schedule.map(|it| format!("schedule = {it:?}")));
    options.extend(graph.picked.map(|step| format!("output = {}", graph.steps[step].name)));
    let mut text =
        format!("pub(crate) mod {name} {{\n    use super::types::*;\n\n    pub(crate) struct {flow};\n\n");
    let _ = writeln!(text, "    #[flow({})]\n    impl {flow} {{", options.join(", "));
    for (id, step) in graph.steps.iter().enumerate() {
        text += &method(graph, id, step);
    }
    text += "    }\n\n";
    let inputs: Vec<&str> = graph.inputs.iter().map(|it| if it.name == "x" { "X" } else { "&Y" }).collect();
    let _ = writeln!(
        text,
        "    pub(crate) fn run() -> Running {{\n        Box::pin(async {{\n            \
         let output = {flow}.run({}).await?;\n            Ok({})\n        }})\n    }}",
        inputs.join(", "),
        output(graph),
    );
    let _ =
        writeln!(text, "\n    pub(crate) const GRAPH: &Graph = <{flow} as flow_core::Flow>::GRAPH;\n}}\n");
    text
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
    let receiver = match step.receiver {
        Receiver::None => None,
        Receiver::Shared => Some("&self".to_owned()),
        Receiver::Exclusive => Some("&mut self".to_owned()),
        Receiver::Owned => Some("self: std::sync::Arc<Self>".to_owned()),
    };
    let param = |it: &flow_graph::model::Param| match it.from {
        Some(from) => format!("#[from({})] {}: {}", graph.steps[from].name, it.name, it.ty),
        None => format!("{}: {}", it.name, it.ty),
    };
    let params: Vec<String> = receiver.into_iter().chain(step.params.iter().map(param)).collect();
    let output = match (&step.output, step.fallible) {
        (None, false) => String::new(),
        (None, true) => " -> Result<(), E>".to_owned(),
        (Some(ty), false) => format!(" -> {ty}"),
        (Some(ty), true) => format!(" -> Result<{ty}, E>"),
    };
    let digests: Vec<String> = step.params.iter().map(|it| format!("{}.digest()", it.name)).collect();
    let digests = digests.join(", ");
    let (word, body) = if step.is_async {
        ("async fn", format!("play({id}, vec![{digests}]).await"))
    } else {
        ("fn", format!("play_at_once({id}, vec![{digests}])"))
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
    let mut options: Vec<String> = step.trigger.iter().map(|it| it.display(graph).to_string()).collect();
    if step.ends_rest {
        options.push("ends(_)".to_owned());
    } else if !step.ends.is_empty() {
        options.push(format!("ends({})", step.ends.join(", ")));
    }
    if options.is_empty() { format!("#[{word}]") } else { format!("#[{word}({})]", options.join(", ")) }
}
