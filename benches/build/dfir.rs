//! Shapes as the crate dfir_rs wants them: its graphs are text, which knows nothing of loops and macros.

use std::fmt::Write;

use crate::sizes::{GRID, RUNGS};

/// The chains whose types rustc compiles in reasonable time: each operator's type holds the one before.
const CHAINS: [usize; 2] = [3, 10];

pub fn all() -> String {
    let mut text = String::new();
    for steps in CHAINS {
        text += &function(&format!("chain{steps}"), "run_tick", &chain(steps));
    }
    text + &function("grid", "run_tick", &grid(GRID, GRID)) + &function("ladder", "run_until", &ladder(RUNGS))
}

/// The runs of such a graph.
fn function(name: &str, run: &str, graph: &str) -> String {
    format!(
        "fn {name}<K: Kind>(shape: Shape) -> Runs {{\n    let (send, input, output) = ends();\n    \
         let place = Rc::clone(&output);\n    let graph = dfir_syntax! {{\n{graph}    }};\n    {run}(shape, graph, send, output)\n}}\n"
    )
}

/// A step.
fn step(index: usize) -> String {
    format!("map(|value: u64| K::step({index}, value)) -> resolve_futures_blocking()")
}

fn chain(steps: usize) -> String {
    let steps: Vec<String> = (0..steps).map(step).collect();
    format!(
        "        source_stream(input) -> {} -> for_each(|value: u64| place.set(Some(value)));\n",
        steps.join("\n            -> ")
    )
}

/// Layers of as many futures, all of which are waited for.
fn grid(layers: usize, width: usize) -> String {
    let mut text = format!("        source_stream(input) -> {}", step(0));
    for _ in 0..layers {
        let _ = write!(
            text,
            "\n            -> flat_map(|value: u64| (0..{width}).map(move |index| K::step(index, value))) \
             -> resolve_futures_blocking() -> fold::<'tick>(|| 0, |sum: &mut u64, value| *sum += value)"
        );
    }
    let _ = writeln!(text, "\n            -> {} -> for_each(|value: u64| place.set(Some(value)));", step(0));
    text
}

/// Each step is a future that later ticks wait for. What has come first is kept until its neighbour is there.
fn ladder(rungs: usize) -> String {
    let step = |index: usize| format!("map(|value: u64| K::step({index}, value)) -> resolve_futures()");
    let name = |rung: usize, rail: usize| format!("l{rung}_{}", rail % 3);
    let mut text = format!("        s = source_stream(input) -> {} -> tee();\n", step(0));
    for (rung, rail) in (0..rungs).flat_map(|rung| (0..3).map(move |rail| (rung, rail))) {
        let this = name(rung, rail);
        let tee = if rung + 1 == rungs { "" } else { " -> tee()" };
        if rung == 0 {
            let _ = writeln!(text, "        {this} = s -> {}{tee};", step(rail));
            continue;
        }
        let _ = writeln!(text, "        {} -> [0]z{this};", name(rung - 1, rail));
        let _ = writeln!(text, "        {} -> [1]z{this};", name(rung - 1, rail + 1));
        let _ = writeln!(
            text,
            "        z{this} = zip::<'static>();\n        {this} = z{this} -> map(|(a, b): (u64, u64)| a + b) -> {}{tee};",
            step(rung + rail)
        );
    }
    let last = rungs - 1;
    let _ = writeln!(
        text,
        "        l{last}_0 -> [0]two;\n        l{last}_1 -> [1]two;\n        two = zip::<'static>();"
    );
    let _ = writeln!(
        text,
        "        two -> [0]three;\n        l{last}_2 -> [1]three;\n        three = zip::<'static>();"
    );
    let _ = writeln!(
        text,
        "        three -> map(|((a, b), c): ((u64, u64), u64)| a + b + c) -> {} -> for_each(|value: u64| place.set(Some(value)));",
        step(0)
    );
    text
}
