//! How long runs take, measured by criterion in interleaved rounds: each round measures all contenders of a shape one
//! after the other, so that whatever else the machine does hits all of them. A ratio is the median over the rounds.
//!
//! `cargo bench --bench times -- [--quick] [--write] [--only PART-OF-A-SHAPE'S-NAME] [--kind KIND]`

#![recursion_limit = "1024"]

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, io};

use criterion::{Criterion, SamplingMode};
use flow_benches::contenders::{Entry, near, peers};
use flow_benches::page;
use flow_benches::runs::{Runs, runtime};
use flow_benches::shape::Shape;
use flow_benches::step::{Kind, Ready, Sleeps, Yields};
use flow_benches::table::{NOTHING, median, ratio, table, tables, time};
use tokio::runtime::Runtime;

/// Runs of more nanoseconds than this take part in fewer rounds.
const LONG: f64 = 20e6;

/// What is asked for.
struct Options {
    rounds: usize,
    /// Of these, how many the other crates take part in, and whatever takes long.
    rounds_of_peers: usize,
    write: bool,
    only: String,
    kind: String,
}

impl Options {
    fn from_arguments() -> Options {
        let arguments: Vec<String> = env::args().collect();
        let has = |name: &str| arguments.iter().any(|argument| argument == name);
        let after = |name: &str| {
            let place = arguments.iter().position(|argument| argument == name);
            place.and_then(|place| arguments.get(place + 1)).cloned().unwrap_or_default()
        };
        let (rounds, rounds_of_peers) = if has("--quick") { (3, 1) } else { (9, 3) };
        Options {
            rounds,
            rounds_of_peers,
            write: has("--write"),
            only: after("--only"),
            kind: after("--kind"),
        }
    }
}

/// What one contender took for a shape, in each round.
struct Times {
    name: &'static str,
    by_hand: bool,
    peer: bool,
    rounds: Result<Vec<f64>, &'static str>,
}

/// What everybody took for a shape with steps of a kind.
struct Row {
    shape: Shape,
    kind: &'static str,
    times: Vec<Times>,
}

impl Row {
    fn flow(&self) -> Option<&[f64]> {
        self.times[0].rounds.as_deref().ok()
    }

    /// The best that is written by hand.
    fn hand(&self) -> Option<(&'static str, &[f64])> {
        let by_hand = self.times.iter().filter(|times| times.by_hand);
        let measured = by_hand.filter_map(|times| Some((times.name, times.rounds.as_deref().ok()?)));
        measured.min_by(|(_, a), (_, b)| median(a).total_cmp(&median(b)))
    }

    /// Whether somebody takes so long for a run that a few rounds tell as much as many.
    fn is_long(&self) -> bool {
        self.times
            .iter()
            .any(|times| times.rounds.as_ref().is_ok_and(|rounds| rounds.iter().any(|time| *time > LONG)))
    }

    fn flow_by_hand(&self) -> Option<f64> {
        Some(ratio_of(self.flow()?, self.hand()?.1))
    }

    /// How many times as long as that form by hand a flow may take.
    fn target(&self) -> f64 {
        match self.shape {
            Shape::Ladder => 1.2,
            Shape::Each(_) | Shape::EachLimited(_) => 1.1,
            _ => 1.05,
        }
    }
}

/// The median over the rounds that both took part in.
fn ratio_of(a: &[f64], b: &[f64]) -> f64 {
    median(&a.iter().zip(b).map(|(a, b)| a / b).collect::<Vec<_>>())
}

/// Where criterion leaves its results.
fn results() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("times")
}

/// Measures, and gives the median of the samples in nanoseconds.
fn measure(criterion: &mut Criterion, runtime: &Runtime, group: &str, name: &str, runs: &Runs) -> f64 {
    let mut group_of = criterion.benchmark_group(group);
    group_of.sampling_mode(SamplingMode::Flat);
    group_of.bench_function(name, |bencher| bencher.iter_custom(|times| runs.time(runtime, times)));
    group_of.finish();
    let file = results().join(group).join(name).join("new/estimates.json");
    let estimates = fs::read(&file).expect("criterion has written it");
    let estimates: serde_json::Value = serde_json::from_slice(&estimates).expect("JSON");
    estimates["median"]["point_estimate"].as_f64().expect("criterion knows the median")
}

fn row<K: Kind>(shape: Shape) -> (Row, Vec<Entry>) {
    let mut entries = near::<K>(shape);
    let near = entries.len();
    entries.extend(peers::<K>(shape));
    let times = entries.iter().enumerate().map(|(index, entry)| Times {
        name: entry.name,
        by_hand: entry.by_hand,
        peer: index >= near,
        rounds: entry.runs.as_ref().map(|_| Vec::new()).map_err(|unable| unable.0),
    });
    (Row { shape, kind: K::NAME, times: times.collect() }, entries)
}

fn rows(options: &Options) -> Vec<(Row, Vec<Entry>)> {
    let mut rows = Vec::new();
    for shape in Shape::ALL.into_iter().filter(|shape| shape.name().contains(&options.only)) {
        rows.extend([row::<Ready>(shape), row::<Yields>(shape), row::<Sleeps>(shape)]);
    }
    rows.retain(|(row, _)| row.kind.contains(&options.kind));
    rows
}

fn measured(options: &Options) -> Vec<Row> {
    let runtime = runtime();
    let _ = fs::remove_dir_all(results());
    let mut criterion = Criterion::default()
        .output_directory(&results())
        .without_plots()
        .with_output_color(false)
        .sample_size(10)
        .nresamples(100)
        .warm_up_time(Duration::from_millis(20))
        .measurement_time(Duration::from_millis(60));
    let mut rows = rows(options);
    // Whoever gives a wrong result shows before anything takes long.
    for runs in rows.iter().flat_map(|(_, entries)| entries).filter_map(|entry| entry.runs.as_ref().ok()) {
        runs.time(&runtime, 2);
    }
    for round in 0..options.rounds {
        eprintln!("round {} of {}", round + 1, options.rounds);
        for (place, (row, entries)) in rows.iter_mut().enumerate() {
            if round >= options.rounds_of_peers && row.is_long() {
                continue;
            }
            for (number, (times, entry)) in row.times.iter_mut().zip(entries).enumerate() {
                if let (Ok(times_of), Ok(runs)) = (&mut times.rounds, &entry.runs)
                    && (!times.peer || round < options.rounds_of_peers)
                {
                    let name = format!("{number}-{round}");
                    times_of.push(measure(&mut criterion, &runtime, &place.to_string(), &name, runs));
                }
            }
        }
    }
    rows.into_iter().map(|(row, _)| row).collect()
}

/// Flows beside the best that is written by hand, and where the target is missed.
fn by_hand(rows: &[Row]) -> String {
    let mut missed = Vec::new();
    let mut lines = Vec::new();
    for row in rows {
        let (Some(flow), Some((name, hand)), Some(times)) = (row.flow(), row.hand(), row.flow_by_hand())
        else {
            continue;
        };
        let target = row.target();
        if times > target {
            missed.push(format!("{} ({}) {}", row.shape.name(), row.kind, ratio(times)));
        }
        let cells =
            [time(median(flow)), time(median(hand)), name.to_owned(), ratio(times), format!("{target:.2}")];
        lines.push([row.shape.name(), row.kind.to_owned()].into_iter().chain(cells).collect());
    }
    let header = ["shape", "steps", "flow", "by hand", "the best by hand", "flow ÷ by hand", "target"];
    let missed = if missed.is_empty() { "none".to_owned() } else { missed.join("; ") };
    format!("{}\nTargets missed: {missed}.\n", table(&header, &lines))
}

/// Everybody beside flows, for steps of that kind.
fn beside(rows: &[Row], kind: &str, slower: &mut Vec<String>) -> Option<String> {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.kind == kind).collect();
    let header: Vec<&str> =
        ["shape", "flow"].into_iter().chain(rows.first()?.times[1..].iter().map(|of| of.name)).collect();
    let mut lines = Vec::new();
    for row in &rows {
        let Some(flow) = row.flow() else { continue };
        let mut line = vec![row.shape.name(), time(median(flow))];
        for times in &row.times[1..] {
            line.push(match &times.rounds {
                Ok(rounds) => {
                    let times_as_long = ratio_of(rounds, flow);
                    if times.peer && times_as_long < 1.0 {
                        slower.push(format!(
                            "{} ({kind}) {} {}",
                            row.shape.name(),
                            times.name,
                            ratio(times_as_long)
                        ));
                    }
                    ratio(times_as_long)
                }
                Err(_) => NOTHING.to_owned(),
            });
        }
        lines.push(line);
    }
    Some(format!("Steps of the kind “{kind}”:\n\n{}\n", tables(&header, &lines, 2)))
}

/// Who cannot do what, and why.
fn unable(rows: &[Row]) -> String {
    let mut reasons: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for row in rows {
        for times in &row.times {
            if let Err(reason) = times.rounds {
                let place =
                    reasons.iter().position(|(name, known, _)| (*name, *known) == (times.name, reason));
                let place = place.unwrap_or_else(|| {
                    reasons.push((times.name, reason, Vec::new()));
                    reasons.len() - 1
                });
                let shapes = &mut reasons[place].2;
                if !shapes.contains(&row.shape.name()) {
                    shapes.push(row.shape.name());
                }
            }
        }
    }
    let lines: Vec<_> = reasons
        .into_iter()
        .map(|(name, reason, shapes)| vec![name.to_owned(), shapes.join("; "), reason.to_owned()])
        .collect();
    table(&["who", "has no", "because"], &lines)
}

fn main() -> io::Result<()> {
    let options = Options::from_arguments();
    let rows = measured(&options);
    let mut slower = Vec::new();
    let kinds = [Ready::NAME, Yields::NAME, Sleeps::NAME];
    let beside: String = kinds.into_iter().filter_map(|kind| beside(&rows, kind, &mut slower)).collect();
    let slower = if slower.is_empty() { "none".to_owned() } else { slower.join("; ") };
    let (by_hand, beside, unable) = (
        by_hand(&rows),
        format!("{beside}Other crates that are faster than a flow: {slower}.\n"),
        unable(&rows),
    );
    println!("{by_hand}\n{beside}\n{unable}");
    if options.write {
        page::replace("by hand", &by_hand)?;
        page::replace("beside", &beside)?;
        page::replace("unable", &unable)?;
    }
    Ok(())
}
