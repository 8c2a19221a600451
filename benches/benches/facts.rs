//! What is counted and not timed: the size of a run's future, and how often a run allocates. Prints two tables. With
//! `--write` they go to `docs/performance.md`.
//!
//! `cargo bench --bench facts -- [--write]`

#![recursion_limit = "1024"]

use std::io;

use flow_benches::contenders::{Entry, near, peers};
use flow_benches::page;
use flow_benches::runs::{Runs, runtime};
use flow_benches::shape::Shape;
use flow_benches::step::{Kind, Ready, Sleeps, Yields};
use flow_benches::table::{NOTHING, ratio, table, tables};
use tokio::runtime::Runtime;

/// Futures of series-parallel flows are not larger than this many times those written by hand.
const LARGEST: f64 = 1.10;

/// The smallest future that a person has written, if any.
fn by_hand(entries: &[Entry]) -> Option<usize> {
    let by_hand = entries.iter().filter(|entry| entry.by_hand);
    by_hand.filter_map(|entry| Some(entry.runs.as_ref().ok()?.inline.as_ref()?.size)).min()
}

/// The sizes of the futures of a flow and of the smallest by hand, and their ratio.
fn sizes<K: Kind>(shape: Shape, row: &mut Vec<String>, missed: &mut Vec<String>) {
    let entries = near::<K>(shape);
    let flow = entries[0].runs.as_ref().ok().and_then(|runs| runs.inline.as_ref()).map(|inline| inline.size);
    let (Some(flow), Some(hand)) = (flow, by_hand(&entries)) else {
        row.extend([NOTHING; 3].map(str::to_owned));
        return;
    };
    let times = flow as f64 / hand as f64;
    row.extend([flow.to_string(), hand.to_string(), ratio(times)]);
    if times > LARGEST && shape != Shape::Ladder {
        missed.push(format!("{} ({}) {}", shape.name(), K::NAME, ratio(times)));
    }
}

/// How often a run allocates: a run of several, so that what happens once does not count.
fn allocations(runtime: &Runtime, runs: &Runs) -> f64 {
    const FEW: u64 = 4;
    let count = |times| {
        let measured = allocation_counter::measure(|| {
            runs.time(runtime, times);
        });
        measured.count_total
    };
    count(FEW);
    let (few, many) = (count(FEW), count(3 * FEW));
    many.saturating_sub(few) as f64 / (2 * FEW) as f64
}

/// The allocations of each contender.
fn counts<K: Kind>(runtime: &Runtime, shape: Shape) -> Vec<(&'static str, Option<f64>)> {
    let mut entries = near::<K>(shape);
    entries.extend(peers::<K>(shape));
    let count = |entry: Entry| (entry.name, entry.runs.ok().map(|runs| allocations(runtime, &runs)));
    entries.into_iter().map(count).collect()
}

fn shown(count: Option<f64>) -> String {
    count.map_or_else(|| NOTHING.to_owned(), |count| format!("{count:.0}"))
}

fn main() -> io::Result<()> {
    let write = std::env::args().any(|argument| argument == "--write");

    let (mut rows, mut missed) = (Vec::new(), Vec::new());
    for shape in Shape::ALL {
        let mut row = vec![shape.name()];
        sizes::<Ready>(shape, &mut row, &mut missed);
        sizes::<Yields>(shape, &mut row, &mut missed);
        sizes::<Sleeps>(shape, &mut row, &mut missed);
        rows.push(row);
    }
    let header = [
        "shape",
        "ready: flow",
        "by hand",
        "ratio",
        "yields: flow",
        "by hand",
        "ratio",
        "sleeps: flow",
        "by hand",
        "ratio",
    ];
    let mut sizes = table(&header, &rows);
    sizes += &format!(
        "\nOver {LARGEST:.2}: {}.\n",
        if missed.is_empty() { "none".to_owned() } else { missed.join("; ") }
    );
    println!("{sizes}");

    let (runtime, mut rows, mut names) = (runtime(), Vec::new(), Vec::new());
    for shape in Shape::ALL {
        let (ready, yields) = (counts::<Ready>(&runtime, shape), counts::<Yields>(&runtime, shape));
        names = ready.iter().map(|(name, _)| *name).collect();
        let cells = ready.into_iter().zip(yields).map(|((_, ready), (_, yields))| {
            match (shown(ready), shown(yields)) {
                (ready, yields) if ready == yields => ready,
                (ready, yields) => format!("{ready}, {yields}"),
            }
        });
        rows.push([shape.name()].into_iter().chain(cells).collect());
    }
    names.insert(0, "shape");
    let allocations = tables(&names, &rows, 2);
    println!("{allocations}");

    if write {
        page::replace("sizes", &sizes)?;
        page::replace("allocations", &allocations)?;
    }
    Ok(())
}
