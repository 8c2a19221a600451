//! How long crates with many steps compile, with how much memory, and how large they become: as flows, and with `run`
//! written by hand over the same steps. Writes the crates, has Cargo compile them, prints tables.
//!
//! `cargo bench --bench compile -- [--quick] [--at-most STEPS] [--write]`. Needs GNU time as `/usr/bin/time`. The time of macros alone is what rustc says with
//! `-Ztime-passes`, which it does with `RUSTC_BOOTSTRAP=1` only.

#[allow(dead_code)]
#[path = "../build/flow.rs"]
mod flow;
#[allow(dead_code)]
#[path = "../build/hand.rs"]
mod hand;
#[allow(dead_code)]
#[path = "../build/sizes.rs"]
mod sizes;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use flow_benches::page;
use flow_benches::table::{median, ratio, table};

/// `cargo check` of flows takes at most this many times as long as by hand.
const LONGEST: f64 = 1.5;

/// What the steps of all crates need, and a program that runs the first flow.
const MAIN: &str = r#"//! A crate of flows.
#![recursion_limit = "1024"]
#![allow(dead_code, unused_imports, clippy::all)]

use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

pub trait Kind: Send + Sync + 'static {
    fn step(index: usize, value: u64) -> impl Future<Output = u64> + Send + 'static;
}

pub struct Ready;

impl Kind for Ready {
    async fn step(_: usize, value: u64) -> u64 {
        std::future::ready(std::hint::black_box(value) + 1).await
    }
}

fn advance<F: Future>(
    place: &mut Pin<&mut Option<F>>,
    value: &mut Option<F::Output>,
    cx: &mut Context<'_>,
    begin: impl FnOnce() -> Option<F>,
) {
    if value.is_some() {
        return;
    }
    if place.is_none() {
        place.set(begin());
    }
    if let Some(step) = place.as_mut().as_pin_mut()
        && let Poll::Ready(output) = step.poll(cx)
    {
        *value = Some(output);
        place.set(None);
    }
}

fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}
"#;

/// The graphs that are compiled.
#[derive(Clone, Copy)]
enum Graph {
    Chain,
    Layers,
    Mesh,
}

impl Graph {
    fn name(self) -> &'static str {
        match self {
            Graph::Chain => "chain",
            Graph::Layers => "layers of ten",
            Graph::Mesh => "mesh",
        }
    }

    /// The flow's name, it as a flow, and `run` by hand.
    fn sources(self, steps: usize) -> (String, String, String) {
        match self {
            Graph::Chain => (format!("Chain{steps}"), flow::chain(steps), hand::chain(steps)),
            Graph::Layers => {
                ("Grid".to_owned(), flow::grid(steps / 10), hand::grid("tokio::join! { biased; ", steps / 10))
            }
            Graph::Mesh => ("Ladder".to_owned(), flow::ladder(steps / 3), hand::ladder(steps / 3)),
        }
    }
}

/// A program with so many flows of so many steps each, as flows or by hand.
fn program(graph: Graph, flows: usize, steps: usize, as_flow: bool) -> String {
    let (name, flow, hand) = graph.sources(steps);
    let mut text = MAIN.to_owned();
    let mut calls = String::new();
    for index in 0..flows {
        let call = if as_flow {
            let _ = writeln!(text, "mod m{index} {{ use super::*; use flow_core::prelude::*;\n{flow}}}");
            format!("m{index}::{name}::<Ready>(PhantomData).run(1)")
        } else {
            let plain: Vec<&str> = flow.lines().filter(|line| !line.trim_start().starts_with("#[")).collect();
            let _ = writeln!(text, "mod m{index} {{ use super::*;\n{}\n{hand}}}", plain.join("\n"));
            format!("m{index}::{}(&m{index}::{name}::<Ready>(PhantomData), 1)", name.to_lowercase())
        };
        let _ = writeln!(calls, "    println!(\"{{:?}}\", drive({call}));");
    }
    let _ = write!(text, "\nfn main() {{\n{calls}}}\n");
    text
}

/// What compiling took.
struct Cost {
    seconds: f64,
    megabytes: f64,
}

/// What Cargo has said.
struct Said {
    out: String,
    err: String,
}

/// Where the crates are. Cargo's target directory is beside them.
struct Workshop(PathBuf);

impl Workshop {
    fn cargo(&self, arguments: &[&str], crate_: &str) -> io::Result<(Cost, Said)> {
        let output = Command::new("/usr/bin/time")
            .args(["--format", "\n%U %S %M", "cargo"])
            .args(arguments)
            .current_dir(self.0.join(crate_))
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_BOOTSTRAP", "1")
            .output()?;
        let (said, text) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        if !output.status.success() {
            return Err(io::Error::other(format!("{crate_}: {said}")));
        }
        let numbers: Vec<f64> = said
            .lines()
            .last()
            .unwrap_or_default()
            .split(' ')
            .filter_map(|number| number.parse().ok())
            .collect();
        let [user, system, kilobytes] = numbers[..] else {
            return Err(io::Error::other(format!("time has said: {said}")));
        };
        Ok((
            Cost { seconds: user + system, megabytes: kilobytes / 1024.0 },
            Said { out: text.into_owned(), err: said.into_owned() },
        ))
    }

    fn write(&self, crate_: &str, main: &str) -> io::Result<()> {
        let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../flow-core");
        let directory = self.0.join(crate_);
        fs::create_dir_all(directory.join("src"))?;
        fs::write(
            directory.join("Cargo.toml"),
            format!(
                "[workspace]\n[package]\nname = \"{crate_}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                 [dependencies]\nflow-core = {{ path = {core:?} }}\ntokio = {{ version = \"1\", features = [\"macros\"] }}\n"
            ),
        )?;
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), directory.join("Cargo.lock"))?;
        fs::write(directory.join("src/main.rs"), main)
    }

    /// What it takes to compile that crate again, the median of some.
    fn again(&self, arguments: &[&str], crate_: &str, times: usize) -> io::Result<(Cost, Said)> {
        let (_, mut last) = self.cargo(arguments, crate_)?;
        let (mut seconds, mut megabytes) = (Vec::new(), Vec::new());
        for _ in 0..times {
            let main = self.0.join(crate_).join("src/main.rs");
            fs::write(&main, fs::read(&main)?)?;
            let (cost, said) = self.cargo(arguments, crate_)?;
            seconds.push(cost.seconds);
            megabytes.push(cost.megabytes);
            last = said;
        }
        Ok((Cost { seconds: median(&seconds), megabytes: median(&megabytes) }, last))
    }
}

/// The milliseconds that rustc says macros took.
fn expansion(said: &str) -> Option<f64> {
    let line = said.lines().find(|line| line.ends_with("\tmacro_expand_crate"))?;
    line.split_whitespace().nth(1)?.trim_end_matches(';').parse::<f64>().ok().map(|seconds| seconds * 1e3)
}

/// What compiling a crate costs as flows and by hand.
fn row(
    workshop: &Workshop,
    graph: Graph,
    flows: usize,
    steps: usize,
    times: usize,
) -> io::Result<(Vec<String>, f64)> {
    let mut row = vec![graph.name().to_owned(), format!("{flows} × {steps}")];
    let (mut checks, mut builds, mut sizes, mut memories, mut expanded) =
        (vec![], vec![], vec![], vec![], 0.0);
    for (crate_, as_flow) in [("flows", true), ("hand", false)] {
        workshop.write(crate_, &program(graph, flows, steps, as_flow))?;
        let (check, said) =
            workshop.again(&["rustc", "--profile", "check", "--", "-Ztime-passes"], crate_, times)?;
        let (build, _) = workshop.again(&["build", "--release"], crate_, 1)?;
        if as_flow {
            expanded = expansion(&said.err).unwrap_or(f64::NAN);
        }
        checks.push(check.seconds);
        memories.push(check.megabytes.max(build.megabytes));
        builds.push(build.seconds);
        sizes.push(fs::metadata(workshop.0.join("target/release").join(crate_))?.len() as f64 / 1024.0);
    }
    for (numbers, digits) in [(&checks, 2), (&builds, 2), (&memories, 0), (&sizes, 0)] {
        row.extend([format!("{:.digits$}", numbers[0]), format!("{:.digits$}", numbers[1])]);
        row.push(ratio(numbers[0] / numbers[1]));
    }
    row.push(format!("{:.2}", expanded * 10.0 / (flows * steps) as f64));
    eprintln!("{}", row.join("  "));
    Ok((row, checks[0] / checks[1]))
}

/// A crate with that dependency alone: how many packages come with it, and how long a first build of all takes.
fn weight(workshop: &Workshop, dependency: &str) -> io::Result<Vec<String>> {
    workshop.write("weight", "fn main() {}\n")?;
    let manifest = workshop.0.join("weight/Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    let (head, _) = text.split_once("[dependencies]\n").expect("it is ours");
    fs::write(&manifest, format!("{head}[dependencies]\n{dependency}\n"))?;
    let tree = ["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let (_, said) = workshop.cargo(&tree, "weight")?;
    let mut packages: Vec<&str> = said.out.lines().filter_map(|line| line.split(' ').next()).collect();
    packages.sort_unstable();
    packages.dedup();
    let _ = fs::remove_dir_all(workshop.0.join("clean"));
    let target = workshop.0.join("clean");
    let (cost, _) = workshop.cargo(&["build", "--target-dir", &target.to_string_lossy()], "weight")?;
    Ok(vec![(packages.len() - 1).to_string(), format!("{:.1}", cost.seconds)])
}

fn main() -> io::Result<()> {
    let has = |name: &str| env::args().any(|argument| argument == name);
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/compile");
    fs::create_dir_all(&directory)?;
    let workshop = Workshop(directory);
    let (graphs, times): (&[Graph], usize) =
        if has("--quick") { (&[Graph::Layers], 1) } else { (&[Graph::Chain, Graph::Layers, Graph::Mesh], 3) };
    let most =
        env::args().skip_while(|argument| argument != "--at-most").nth(1).and_then(|most| most.parse().ok());
    let crates = [(1, 10), (50, 10), (1, 100), (1, 500)];
    let (mut rows, mut missed) = (Vec::new(), Vec::new());
    for graph in graphs {
        for (flows, steps) in
            crates.into_iter().filter(|(_, steps)| most.is_none_or(|most: usize| *steps <= most))
        {
            let (row, times) = row(&workshop, *graph, flows, steps, if steps == 500 { 1 } else { times })?;
            if times > LONGEST {
                missed.push(format!("{} {} ({})", row[0], row[1], ratio(times)));
            }
            rows.push(row);
        }
    }
    let header = [
        "graph",
        "flows × steps",
        "check: flow",
        "by hand",
        "ratio",
        "release: flow",
        "by hand",
        "ratio",
        "MB: flow",
        "by hand",
        "ratio",
        "KB: flow",
        "by hand",
        "ratio",
        "macros, ms per 10 steps",
    ];
    let mut text = table(&header, &rows);
    let missed = if missed.is_empty() { "none".to_owned() } else { missed.join("; ") };
    let _ = write!(text, "\nChecks over {LONGEST} times as long: {missed}.\n");
    println!("{text}");
    if has("--write") {
        page::replace("compile", &text)?;
    }

    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../flow-core");
    let mut rows = Vec::new();
    for (name, dependency) in [
        ("flow-core", format!("flow-core = {{ path = {core:?} }}")),
        ("tokio with `sync`, `time`, `rt`, `macros`", {
            "tokio = { version = \"1\", default-features = false, features = [\"sync\", \"time\", \"rt\", \"macros\"] }".to_owned()
        }),
        ("tokio with `sync`, `time`, `rt`", {
            "tokio = { version = \"1\", default-features = false, features = [\"sync\", \"time\", \"rt\"] }"
                .to_owned()
        }),
    ] {
        rows.push([name.to_owned()].into_iter().chain(weight(&workshop, &dependency)?).collect());
    }
    let weight = table(&["dependency", "packages", "processor seconds of a first build"], &rows);
    println!("{weight}");
    if has("--write") {
        page::replace("weight", &weight)?;
    }
    Ok(())
}
