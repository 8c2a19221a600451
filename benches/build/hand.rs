//! The shapes as a person would write them, with a `join!` of the caller's choice. The steps are the flows' own methods.

use std::fmt::Write;

use crate::sizes::{CHAINS, GRID, LONG, RACED, RUNGS, fans};

/// As many branches as one `join!` takes: more are nested.
const WIDEST: usize = 100;

/// All shapes that have a join, and the others if they shall be there.
pub fn all(join: &str, others: bool) -> String {
    let mut text = String::new();
    if others {
        for steps in CHAINS {
            text += &chain(steps);
        }
        text += &ladder(RUNGS);
        text += &nested();
    }
    for branches in fans() {
        text += &fan(join, branches);
    }
    text + &grid(join, GRID)
}

fn function(name: &str, body: &str) -> String {
    let function = name.to_lowercase();
    format!("pub(crate) async fn {function}<K: Kind>(flow: &{name}<K>, value: u64) -> u64 {{\n{body}}}\n")
}

fn list<T>(items: impl IntoIterator<Item = T>, write: impl Fn(T) -> String) -> String {
    items.into_iter().map(write).collect::<Vec<_>>().join(", ")
}

/// One after the other, named and numbered so.
fn steps(chain: &str, length: usize) -> String {
    (0..length).fold(String::new(), |mut text, index| {
        let _ = writeln!(text, "    let value = flow.{chain}{index}(value).await;");
        text
    })
}

pub fn chain(length: usize) -> String {
    function(&format!("Chain{length}"), &(steps("s", length) + "    value\n"))
}

fn fan(join: &str, branches: usize) -> String {
    let mut body = "    let value = flow.s(value).await;\n".to_owned();
    let values = list(0..branches, |index| format!("v{index}"));
    let call = |index: usize| format!("flow.b{index}(value)");
    if branches <= WIDEST {
        let _ = writeln!(body, "    let ({values}) = {join}{} }};", list(0..branches, call));
    } else {
        let groups: Vec<usize> = (0..branches).step_by(WIDEST).collect();
        let names =
            list(&groups, |first| format!("({})", list(*first..first + WIDEST, |index| format!("v{index}"))));
        let calls =
            list(&groups, |first| format!("async {{ {join}{} }} }}", list(*first..first + WIDEST, call)));
        let _ = writeln!(body, "    let ({names}) = {join}{calls} }};");
    }
    let _ = writeln!(body, "    flow.last({values}).await");
    function(&format!("Fan{branches}"), &body)
}

pub fn grid(join: &str, layers: usize) -> String {
    let mut body = "    let value = flow.s(value).await;\n".to_owned();
    let values = list(0..GRID, |index| format!("v{index}"));
    for layer in 0..layers {
        let arguments = if layer == 0 { "value" } else { &values };
        let calls = list(0..GRID, |index| format!("flow.g{layer}_{index}({arguments})"));
        let _ = writeln!(body, "    let ({values}) = {join}{calls} }};");
    }
    let _ = writeln!(body, "    flow.last({values}).await");
    function("Grid", &body)
}

/// One `poll_fn` that looks at each step in turn: begins it when both neighbours are there, polls it until it is done.
pub fn ladder(rungs: usize) -> String {
    let mut body = "    let value = flow.s(value).await;\n".to_owned();
    let name = |rung: usize, rail: usize| format!("{rung}_{}", rail % 3);
    let steps: Vec<(usize, usize)> =
        (0..rungs).flat_map(|rung| (0..3).map(move |rail| (rung, rail))).collect();
    for (rung, rail) in &steps {
        let name = name(*rung, *rail);
        let _ = writeln!(body, "    let (mut f{name}, mut v{name}) = (pin!(None), None);");
    }
    body += "    let (a, b, c) = poll_fn(|cx| {\n";
    for (rung, rail) in steps {
        let this = name(rung, rail);
        let ready = match rung {
            0 => format!("Some(flow.l{this}(value))"),
            _ => {
                let (a, b) = (name(rung - 1, rail), name(rung - 1, rail + 1));
                format!("v{a}.zip(v{b}).map(|(a, b)| flow.l{this}(a, b))")
            }
        };
        let _ = writeln!(body, "        advance(&mut f{this}, &mut v{this}, cx, || {ready});");
    }
    let last = rungs - 1;
    let _ = write!(
        body,
        "        match (v{last}_0, v{last}_1, v{last}_2) {{\n            (Some(a), Some(b), Some(c)) => Poll::Ready((a, b, c)),\n            \
         _ => Poll::Pending,\n        }}\n    }})\n    .await;\n    flow.last(a, b, c).await\n"
    );
    function("Ladder", &body)
}

fn nested() -> String {
    nested_with(|branches| {
        let branches = branches.map(|(name, body)| format!("        value = {body} => value, // {name}\n"));
        format!("tokio::select! {{\n        biased;\n{}    }}", branches.concat())
    })
}

/// The same with races of the caller's choice.
pub fn nested_races() -> String {
    nested_with(|branches| format!("race!({})", list(branches, |(name, body)| format!("{name}: {body}"))))
}

fn nested_with(race: impl Fn([(&str, &str); 2]) -> String) -> String {
    let chain = |name: &str, length: usize| format!("async {{\n{}value }}", steps(name, length));
    let inner = race([("a", &chain("a", RACED)), ("b", &chain("b", RACED))]);
    let first = format!("async {{\n    let value = {inner};\n{}value }}", steps("c", RACED));
    let outer = race([("c", &first), ("d", &chain("d", LONG))]);
    function(
        "Nested",
        &format!(
            "    let value = flow.s(value).await;\n    let value = {outer};\n    flow.last(value).await\n"
        ),
    )
}
