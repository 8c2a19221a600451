//! Writes random flows as Rust source, for `tests/random`, and large ones, for `tests/large.rs`.
//!
//! `FLOW_RANDOM_FLOWS` says how many there are, `FLOW_SEED` the seed of the first, `FLOW_KINDS` (`plain`, `quorums` or
//! `all`) what is in them; without, there are some of each. `FLOW_SKIP` leaves some out, such as `regions_7,mesh_7`, to
//! go on while a bug that keeps these from compiling waits.

#[path = "build/large.rs"]
mod large;
#[path = "build/print.rs"]
mod print;
#[path = "build/vary.rs"]
mod vary;

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use flow_graph::random::Kinds;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let count = number("FLOW_RANDOM_FLOWS").unwrap_or(50);
    let first = number("FLOW_SEED").unwrap_or(1);
    let kinds = variable("FLOW_KINDS").unwrap_or_default();
    let skipped = variable("FLOW_SKIP").unwrap_or_default();
    let mut modules = String::new();
    let mut table = "pub(crate) const FLOWS: &[Flow] = &[\n".to_owned();
    for seed in first..first + count {
        let kinds = kinds_of(seed, &kinds);
        let graph = vary::varied(seed, kinds);
        // One of the two is enough, and each costs much time to compile.
        let watched = if seed % 2 == 0 { "regions" } else { "mesh" };
        for schedule in ["regions", "mesh"] {
            let name = format!("{schedule}_{seed}");
            if !skipped.split(',').any(|it| it == name) {
                let printed = print::Printed {
                    graph: &graph,
                    name: &name,
                    schedule: (schedule == "mesh").then_some(schedule),
                    watched: schedule == watched,
                    generic: vary::is_generic(seed),
                };
                modules += &printed.module();
                let watched =
                    if schedule == watched { format!("Some({name}::watched)") } else { "None".to_owned() };
                let Kinds { quorums, refined } = kinds;
                let _ = writeln!(
                    table,
                    "    Flow {{ seed: {seed}, kinds: Kinds {{ quorums: {quorums}, refined: {refined} }}, \
                     schedule: {schedule:?}, run: {name}::run, watched: {watched}, graph: {name}::GRAPH }},"
                );
            }
        }
    }
    table += "];\n";
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(target.join("flows.rs"), modules + &table).expect("the flows can be written");
    fs::write(target.join("large.rs"), large::flows()).expect("the flows can be written");
}

fn kinds_of(seed: u64, wanted: &str) -> Kinds {
    let quorums = Kinds { quorums: true, refined: false };
    match (wanted, seed % 5) {
        ("plain", _) | ("", 0) => Kinds::PLAIN,
        ("quorums", _) | ("", 1) => quorums,
        ("all", _) | ("", _) => Kinds::ALL,
        (other, _) => panic!("FLOW_KINDS is {other}, which is none of plain, quorums, all"),
    }
}

fn number(name: &str) -> Option<u64> {
    variable(name)?.parse().ok()
}

fn variable(name: &str) -> Option<String> {
    println!("cargo::rerun-if-env-changed={name}");
    env::var(name).ok()
}
