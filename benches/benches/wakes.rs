//! What it costs that one of many waiting steps is woken: steps that wait at gates, opened one by one. Measured by
//! criterion; how often steps are polled is counted.
//!
//! `cargo bench --bench wakes -- [--write]`

#![recursion_limit = "1024"]

use std::path::{Path, PathBuf};
use std::task::{Context, Waker};
use std::time::{Duration, Instant};
use std::{env, fs, io};

use criterion::{Criterion, SamplingMode};
use flow_benches::contenders::{near, peers};
use flow_benches::page;
use flow_benches::runs::Inline;
use flow_benches::shape::{INPUT, Shape};
use flow_benches::step::Gated;
use flow_benches::table::{table, time};

const WIDTHS: [usize; 3] = [10, 100, 1_000];

/// Where criterion leaves its results.
fn results() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("wakes")
}

/// One run, whose steps are let go on one by one. How long that took, and how many polls of steps it took.
fn run(inline: &Inline, shape: Shape, width: usize) -> (Duration, u64) {
    // The steps of `each` are numbered by their items. The fan's first and last step are at the first gate, like a branch.
    Gated::close(width + INPUT as usize);
    let first = if matches!(shape, Shape::Fan(_)) { 0 } else { INPUT as usize };
    Gated::open(0);
    let mut cx = Context::from_waker(Waker::noop());
    let mut run = (inline.begin)();
    assert!(run.as_mut().poll(&mut cx).is_pending(), "all wait");
    let (before, begin) = (Gated::polls(), Instant::now());
    let mut value = None;
    for gate in first..width + first {
        assert!(value.is_none(), "all wait for the last");
        Gated::open(gate);
        if let std::task::Poll::Ready(output) = run.as_mut().poll(&mut cx) {
            value = Some(output);
        }
    }
    let elapsed = begin.elapsed();
    assert_eq!(value, Some(shape.expected()), "{shape:?} gives what it should");
    (elapsed, Gated::polls() - before)
}

/// The time and the polls for each wake.
fn cell(criterion: &mut Criterion, inline: &Inline, shape: Shape, width: usize, name: &str) -> String {
    let group = format!("{width}");
    let mut group_of = criterion.benchmark_group(&group);
    group_of.sampling_mode(SamplingMode::Flat);
    group_of.bench_function(name, |bencher| {
        bencher.iter_custom(|times| (0..times).map(|_| run(inline, shape, width).0).sum());
    });
    group_of.finish();
    let file = results().join(&group).join(name).join("new/estimates.json");
    let estimates = fs::read(&file).expect("criterion has written it");
    let estimates: serde_json::Value = serde_json::from_slice(&estimates).expect("JSON");
    let median = estimates["median"]["point_estimate"].as_f64().expect("criterion knows the median");
    let (_, polls) = run(inline, shape, width);
    format!("{} ({:.1})", time(median / width as f64), polls as f64 / width as f64)
}

fn main() -> io::Result<()> {
    let mut criterion = Criterion::default()
        .output_directory(&results())
        .without_plots()
        .with_output_color(false)
        .sample_size(20)
        .nresamples(100)
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(300));
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (kind, shapes) in [("fan", WIDTHS.map(Shape::Fan)), ("each", WIDTHS.map(Shape::Each))] {
        for (shape, width) in shapes.into_iter().zip(WIDTHS) {
            let mut entries = near::<Gated>(shape);
            entries.extend(peers::<Gated>(shape));
            for (number, entry) in entries.into_iter().enumerate() {
                let inline = entry.runs.ok().and_then(|runs| runs.inline);
                let label = format!("{kind}, {}", entry.name);
                let column = 1 + WIDTHS.iter().position(|known| *known == width).expect("it is one of them");
                let Some(inline) = inline else { continue };
                let text = cell(&mut criterion, &inline, shape, width, &format!("{kind}-{number}"));
                if let Some(line) = lines.iter_mut().find(|line| line[0] == label) {
                    line[column] = text;
                } else {
                    let mut line = vec![label, "–".to_owned(), "–".to_owned(), "–".to_owned()];
                    line[column] = text;
                    lines.push(line);
                }
            }
        }
    }
    let text = table(&["who", "10 wait", "100 wait", "1,000 wait"], &lines);
    println!("{text}");
    if env::args().any(|argument| argument == "--write") {
        page::replace("wakes", &text)?;
    }
    Ok(())
}
