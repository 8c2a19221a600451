//! The shapes as graphs of the crate cloacina: modules of functions, and which function waits for which. They take no
//! generics, so there are graphs for each kind of steps.

use std::fmt::Write;

use crate::sizes::{CHAINS, GRID, RUNGS, fans};

const KINDS: [&str; 3] = ["Ready", "Yields", "Sleeps"];

/// A step: its name, its number, what it waits for.
type Step = (String, usize, Vec<String>);

pub fn all() -> String {
    let mut text = String::new();
    for kind in KINDS {
        let module = kind.to_lowercase();
        let _ = writeln!(
            text,
            "/// Steps of this kind.\nmod {module} {{\n    use cloacina_macros::computation_graph;\n"
        );
        for steps in CHAINS {
            text += &graph(kind, &format!("chain{steps}"), &chain(steps));
        }
        text += &graph(kind, "diamond", &layers(1, 3));
        for branches in fans() {
            text += &graph(kind, &format!("fan{branches}"), &layers(1, branches));
        }
        text += &graph(kind, "grid", &layers(GRID, GRID));
        text += &graph(kind, "ladder", &ladder(RUNGS));
        text += "}\n";
    }
    text
}

/// The graph of these steps, of which the first takes what goes into the run.
fn graph(kind: &str, name: &str, steps: &[Step]) -> String {
    let (mut edges, mut functions) = (String::new(), String::new());
    for (step, index, from) in steps {
        for before in from {
            let entry = if before == &steps[0].0 { "(input)" } else { "" };
            let _ = writeln!(edges, "            {before}{entry} -> {step},");
        }
        let parameters: Vec<String> = (0..from.len()).map(|place| format!("v{place}: &u64")).collect();
        let sum: Vec<String> = (0..from.len()).map(|place| format!("v{place}")).collect();
        let (parameters, sum) = match from.len() {
            0 => ("input: Option<&u64>".to_owned(), "*input.expect(\"it is there\")".to_owned()),
            1 => (parameters.concat(), "*v0".to_owned()),
            _ => (parameters.join(", "), sum.join(" + ")),
        };
        let _ = writeln!(
            functions,
            "        pub(super) async fn {step}({parameters}) -> u64 {{\n            {kind}::step({index}, {sum}).await\n        }}"
        );
    }
    format!(
        "    #[computation_graph(\n        trigger = reactor(\"numbers\"),\n        graph = {{\n{edges}        }}\n    )]\n    \
         pub(super) mod {name} {{\n        use crate::step::{{Kind, {kind}}};\n\n{functions}    }}\n\n"
    )
}

fn chain(steps: usize) -> Vec<Step> {
    let name = |index: usize| format!("s{index}");
    (0..steps)
        .map(|index| (name(index), index, index.checked_sub(1).map(name).into_iter().collect()))
        .collect()
}

/// Layers of as many steps, each of which waits for the whole layer before, between a first and a last step.
fn layers(layers: usize, width: usize) -> Vec<Step> {
    let mut steps = vec![("s".to_owned(), 0, Vec::new())];
    let mut from = vec!["s".to_owned()];
    for layer in 0..layers {
        let names: Vec<String> = (0..width).map(|index| format!("g{layer}_{index}")).collect();
        steps.extend(names.iter().enumerate().map(|(index, name)| (name.clone(), index, from.clone())));
        from = names;
    }
    steps.push(("last".to_owned(), 0, from));
    steps
}

fn ladder(rungs: usize) -> Vec<Step> {
    let name = |rung: usize, rail: usize| format!("l{rung}_{}", rail % 3);
    let mut steps = vec![("s".to_owned(), 0, Vec::new())];
    for (rung, rail) in (0..rungs).flat_map(|rung| (0..3).map(move |rail| (rung, rail))) {
        let from = match rung {
            0 => vec!["s".to_owned()],
            _ => vec![name(rung - 1, rail), name(rung - 1, rail + 1)],
        };
        steps.push((name(rung, rail), rung + rail, from));
    }
    steps.push(("last".to_owned(), 0, (0..3).map(|rail| name(rungs - 1, rail)).collect()));
    steps
}
