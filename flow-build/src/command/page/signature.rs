//! A step as it stands in the source: its attribute and its signature, without the names of types that the graph does
//! not know.

use flow_graph::Graph;
use flow_graph::model::{Items, Param, Receiver, Step, StepKind};

/// Longer ones have a line for each parameter.
const WIDTH: usize = 48;

/// `#[listen(and(a, b))]`
pub(super) fn attribute(step: &Step, graph: &Graph) -> String {
    let word = match step.kind {
        StepKind::Start => "start",
        StepKind::Listen => "listen",
        StepKind::Router => "router",
    };
    let mut words = Vec::new();
    let many = step.refined.many;
    if let Some(trigger) = &step.trigger {
        let trigger = trigger.display(graph);
        let is_each = many.is_some_and(|many| many.items == Items::Each);
        words.push(if is_each { format!("each({trigger})") } else { trigger.to_string() });
    }
    if let Some(many) = many {
        if let Items::Times(times) = many.items {
            words.push(format!("times = {times}"));
        }
        words.extend(many.limit.map(|limit| format!("limit = {limit}")));
        words.extend(many.first.map(|first| format!("first = {first}")));
    }
    let mut ends: Vec<&str> = step.ends.iter().map(|end| &**end).collect();
    if step.ends_rest {
        ends.push("_");
    }
    if !ends.is_empty() {
        words.push(format!("ends({})", ends.join(", ")));
    }
    if words.is_empty() { format!("#[{word}]") } else { format!("#[{word}({})]", words.join(", ")) }
}

/// `async fn combine(&self, slogan: String) -> Brand`
pub(super) fn signature(step: &Step, graph: &Graph) -> String {
    let receiver = match step.receiver {
        Receiver::None => None,
        Receiver::Shared => Some("&self"),
        Receiver::Exclusive => Some("&mut self"),
        Receiver::Owned => Some("self: Arc<Self>"),
    };
    let params = step.params.iter().map(|it| param(it, graph));
    let params: Vec<String> = receiver.map(str::to_string).into_iter().chain(params).collect();
    let word = if step.is_async { "async fn" } else { "fn" };
    let (name, output) = (raw(&step.name), output(step));
    let line = format!("{word} {name}({}){output}", params.join(", "));
    if line.chars().count() <= WIDTH || params.is_empty() {
        return line;
    }
    let params: String = params.iter().map(|param| format!("    {param},\n")).collect();
    format!("{word} {name}(\n{params}){output}")
}

fn param(param: &Param, graph: &Graph) -> String {
    let name = if param.name.is_empty() { "_".to_string() } else { raw(&param.name) };
    let mark = match param.from {
        _ if param.context => "#[context] ".to_string(),
        Some(step) => format!("#[from({})] ", raw(&graph.steps[step].name)),
        None => String::new(),
    };
    format!("{mark}{name}: {}", param.ty)
}

fn output(step: &Step) -> String {
    let one = step.output.as_deref().map(|ty| match step.refined.many {
        // What the method returns is one item of what the step hands on.
        Some(_) => ty.strip_prefix("Vec<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty),
        None => ty,
    });
    match (step.fallible, one) {
        (false, None) => String::new(),
        (false, Some(ty)) => format!(" -> {ty}"),
        (true, ty) => {
            let error = step.error.as_ref().map(|error| format!(", {error}")).unwrap_or_default();
            format!(" -> Result<{}{error}>", ty.unwrap_or("()"))
        }
    }
}

/// A name as it has to be written: the graph has it without `r#`.
fn raw(name: &str) -> String {
    let is_word = syn::parse_str::<syn::Ident>(name).is_err() && name != "_";
    if is_word { format!("r#{name}") } else { name.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_read_as_they_are_written() {
        let item = syn::parse_quote! {
            impl Shop {
                #[start(times = 3, first = 2)]
                async fn ask(&self, item: &str) -> Result<Vec<u8>, Lost> { todo!() }
                #[listen(each(ask), limit = 8)]
                fn r#match(self: Arc<Self>, prices: Vec<u8>) -> io::Result<()> { todo!() }
                #[router(or(and(r#match, ask), pick::Again {}), ends(Enough, _))]
                fn pick(&mut self, #[context] context: Context<'_>, #[from(ask)] all: &[Vec<u8>]) -> Pick { todo!() }
                #[listen(pick::None)]
                fn none() {}
            }
        };
        let graph = flow_graph::parse::flow(Default::default(), item).graph;
        let lines: Vec<String> =
            graph.steps.iter().flat_map(|step| [attribute(step, &graph), signature(step, &graph)]).collect();
        assert_eq!(
            lines,
            [
                "#[start(times = 3, first = 2)]",
                "async fn ask(\n    &self,\n    item: &str,\n) -> Result<Vec<u8>, Lost>",
                "#[listen(each(ask), limit = 8)]",
                "fn r#match(\n    self: Arc<Self>,\n    prices: Vec<u8>,\n) -> Result<()>",
                "#[router(or(and(match, ask), pick::Again {}), ends(Enough, _))]",
                "fn pick(\n    &mut self,\n    #[context] context: Context<'_>,\n    #[from(ask)] all: &[Vec<u8>],\n) -> Pick",
                "#[listen(pick::None)]",
                "fn none()",
            ]
        );
    }
}
