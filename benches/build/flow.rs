//! The shapes as flows.

use std::fmt::Write;

use crate::sizes::{CHAINS, GRID, LONG, RACED, RUNGS, fans};

pub fn all() -> String {
    let mut text = String::new();
    for steps in CHAINS {
        text += &chain(steps);
    }
    for branches in fans() {
        text += &fan(branches);
    }
    text + &grid(GRID) + &ladder(RUNGS) + &nested()
}

/// A flow of these steps.
fn flow(name: &str, steps: &str) -> String {
    format!(
        "/// A flow.\npub(crate) struct {name}<K>(pub(crate) PhantomData<K>);\n\
         #[flow]\nimpl<K: Kind> {name}<K> {{\n{steps}}}\n"
    )
}

/// A step that takes the sum of those parameters.
fn step(attribute: &str, name: &str, index: usize, parameters: &[String]) -> String {
    let typed: Vec<String> = parameters.iter().map(|name| format!("{name}: u64")).collect();
    let sum = parameters.join(" + ");
    format!(
        "    #[{attribute}]\n    pub(crate) async fn {name}(&self, {}) -> u64 {{\n        K::step({index}, {sum}).await\n    }}\n",
        typed.join(", ")
    )
}

fn one(attribute: &str, name: &str, index: usize) -> String {
    step(attribute, name, index, &["value".to_owned()])
}

/// A step after all of those.
fn join(name: &str, index: usize, of: &[String]) -> String {
    let parameters: Vec<String> = (0..of.len()).map(|index| format!("v{index}")).collect();
    step(&format!("listen(and({}))", of.join(", ")), name, index, &parameters)
}

pub fn chain(steps: usize) -> String {
    let mut text = one("start", "s0", 0);
    for index in 1..steps {
        text += &one(&format!("listen(s{})", index - 1), &format!("s{index}"), index);
    }
    flow(&format!("Chain{steps}"), &text)
}

fn fan(branches: usize) -> String {
    let mut text = one("start", "s", 0);
    let names: Vec<String> = (0..branches).map(|index| format!("b{index}")).collect();
    for (index, name) in names.iter().enumerate() {
        text += &one("listen(s)", name, index);
    }
    flow(&format!("Fan{branches}"), &(text + &join("last", 0, &names)))
}

pub fn grid(layers: usize) -> String {
    let mut text = one("start", "s", 0);
    let names = |layer: usize| (0..GRID).map(|index| format!("g{layer}_{index}")).collect::<Vec<_>>();
    for (index, name) in names(0).iter().enumerate() {
        text += &one("listen(s)", name, index);
    }
    for layer in 1..layers {
        for (index, name) in names(layer).iter().enumerate() {
            text += &join(name, index, &names(layer - 1));
        }
    }
    flow("Grid", &(text + &join("last", 0, &names(layers - 1))))
}

pub fn ladder(rungs: usize) -> String {
    let mut text = one("start", "s", 0);
    let name = |rung: usize, rail: usize| format!("l{rung}_{}", rail % 3);
    for rail in 0..3 {
        text += &one("listen(s)", &name(0, rail), rail);
    }
    for rung in 1..rungs {
        for rail in 0..3 {
            text += &join(&name(rung, rail), rung + rail, &[name(rung - 1, rail), name(rung - 1, rail + 1)]);
        }
    }
    let last: Vec<String> = (0..3).map(|rail| name(rungs - 1, rail)).collect();
    flow("Ladder", &(text + &join("last", 0, &last)))
}

fn nested() -> String {
    let mut text = one("start", "s", 0);
    for (chain, length) in [("a", RACED), ("b", RACED), ("c", RACED), ("d", LONG)] {
        for index in 0..length {
            let trigger = match (index, chain) {
                (0, "c") => format!("or(a{last}, b{last})", last = RACED - 1),
                (0, _) => "s".to_owned(),
                _ => format!("{chain}{}", index - 1),
            };
            text += &one(&format!("listen({trigger})"), &format!("{chain}{index}"), index);
        }
    }
    let mut last = String::new();
    let _ = write!(last, "listen(or(c{}, d{}))", RACED - 1, LONG - 1);
    flow("Nested", &(text + &one(&last, "last", 0)))
}
