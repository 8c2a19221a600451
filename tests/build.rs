//! Writes random flows as Rust source, for `tests/random`.
//!
//! `FLOW_RANDOM_FLOWS` says how many there are, `FLOW_SEED` the seed of the first. `FLOW_SKIP` leaves some out, such as
//! `regions_7,mesh_7`, to go on while a bug that keeps these from compiling waits.

#[path = "build/print.rs"]
mod print;

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let count = number("FLOW_RANDOM_FLOWS").unwrap_or(60);
    let first = number("FLOW_SEED").unwrap_or(1);
    let skipped = variable("FLOW_SKIP").unwrap_or_default();
    let mut modules = String::new();
    let mut table = "pub(crate) const FLOWS: &[Flow] = &[\n".to_owned();
    for seed in first..first + count {
        let graph = flow_graph::random::graph(seed);
        for schedule in ["regions", "mesh"] {
            let name = format!("{schedule}_{seed}");
            if !skipped.split(',').any(|it| it == name) {
                modules += &print::module(&graph, &name, (schedule == "mesh").then_some(schedule));
                let run_and_graph = format!("run: {name}::run, graph: {name}::GRAPH");
                let _ =
                    writeln!(table, "    Flow {{ seed: {seed}, schedule: {schedule:?}, {run_and_graph} }},");
            }
        }
    }
    table += "];\n";
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("flows.rs");
    fs::write(target, modules + &table).expect("the flows can be written");
}

fn number(name: &str) -> Option<u64> {
    variable(name)?.parse().ok()
}

fn variable(name: &str) -> Option<String> {
    println!("cargo::rerun-if-env-changed={name}");
    env::var(name).ok()
}
