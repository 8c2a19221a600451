//! Writes random flows as Rust source, for `tests/random`.
//!
//! `FLOW_RANDOM_FLOWS` says how many there are, `FLOW_SEED` the seed of the first.

#[path = "build/print.rs"]
mod print;

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let count = number("FLOW_RANDOM_FLOWS").unwrap_or(100);
    let first = number("FLOW_SEED").unwrap_or(1);
    let seeds = first..first + count;
    let mut text = String::new();
    let skip: Vec<String> = env::var("FLOW_SKIP").unwrap_or_default().split(',').map(str::to_owned).collect();
    println!("cargo::rerun-if-env-changed=FLOW_SKIP");
    for seed in seeds.clone() {
        let graph = flow_graph::random::graph(seed);
        for kind in ["regions", "mesh"] { if skip.contains(&format!("{kind}_{seed}")) { continue; }
        text += &print::module(&graph, &format!("{kind}_{seed}"), (kind == "mesh").then_some("mesh"));}
    }
    text += "pub(crate) const FLOWS: &[Flow] = &[\n";
    for seed in seeds {
        for kind in ["regions", "mesh"] {
            if skip.contains(&format!("{kind}_{seed}")) { continue; }
            let _ = writeln!(text, "    Flow {{ seed: {seed}, schedule: \"{kind}\", run: {kind}_{seed}::run, graph: {kind}_{seed}::GRAPH }},");
        }
    }
    text += "];\n";
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("flows.rs");
    fs::write(target, text).expect("the flows can be written");
}

fn number(name: &str) -> Option<u64> {
    println!("cargo::rerun-if-env-changed={name}");
    env::var(name).ok()?.parse().ok()
}
