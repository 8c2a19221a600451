//! A run that has been recorded: the page, its timeline, and the trace. What the page does is tested in a browser: see
//! `.ci/page`.

use std::collections::BTreeMap;
use std::time::Duration;

use expect_test::expect;
use flow_core::observe::RunLogWriter;
use flow_core::prelude::*;
use roxmltree::{Document, ParsingOptions};
use serde_json::Value;
use tokio::time::sleep;

use crate::run::flow;
use crate::support::Package;

async fn millis(time: u64) {
    sleep(Duration::from_millis(time)).await;
}

/// Asks two shops for a price.
struct Offer;

#[flow]
impl Offer {
    #[start]
    async fn near(&self, days: u64) -> u64 {
        millis(days).await;
        days
    }

    #[start]
    async fn far(&self, days: u64) -> u64 {
        millis(20 - days).await;
        days + 1
    }

    #[listen(or(near, far))]
    fn offer(&self, price: u64) -> u64 {
        price
    }
}

/// Asks </script><b>for</b> everything, and counts until it is enough.
struct Order;

#[flow]
impl Order {
    #[start]
    #[retry(times = 1)]
    async fn items(&self, #[context] cx: Context<'_>) -> Result<Vec<u64>, String> {
        millis(2).await;
        if cx.attempt() == 1 {
            Err("</script><script>window.acted = 1</script>".to_owned())
        } else {
            Ok(vec![5, 12])
        }
    }

    #[start]
    async fn greet(&self) {
        millis(1).await;
    }

    #[listen(each(items))]
    #[subflow(Offer)]
    async fn ask(&self, days: u64, #[context] cx: Context<'_>) -> Result<u64, FlowError> {
        cx.emit("asking".to_owned());
        Offer.runner().within(cx).run(days).await
    }

    #[listen(and(ask, greet))]
    fn begin(&self) -> u64 {
        0
    }

    #[listen(or(begin, judge::Again))]
    async fn count(&self, number: u64) -> u64 {
        millis(3).await;
        number + 1
    }

    #[router(count)]
    fn judge(&self, number: u64) -> Judgement {
        if number < 3 { Judgement::Again(number) } else { Judgement::Enough(number) }
    }

    #[listen(judge::Enough)]
    fn total(&self, number: u64) -> u64 {
        number
    }

    #[listen(items::Err)]
    fn sorry(&self, error: String) -> u64 {
        error.len() as u64
    }
}

enum Judgement {
    Again(u64),
    Enough(u64),
}

fn recorded() -> Vec<u8> {
    recording(async |log| Order.runner().observed_by(log).run().await.map(drop).unwrap())
}

fn recording(run: impl AsyncFn(&RunLogWriter<Vec<u8>>)) -> Vec<u8> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let log = RunLogWriter::new(Vec::new());
        run(&log).await;
        log.finish().unwrap()
    })
}

struct Stubborn;

#[flow]
impl Stubborn {
    #[start]
    #[subflow(Fragile)]
    #[retry(times = 1)]
    async fn go(&self, #[context] cx: Context<'_>) -> Result<u32, FlowError> {
        Fragile { attempt: cx.attempt() }.runner().within(cx).run().await
    }
}

struct Fragile {
    attempt: u32,
}

#[flow]
impl Fragile {
    #[start]
    async fn may_fail(&self) -> Result<u32, String> {
        millis(2).await;
        if self.attempt == 1 { Err("not yet".to_owned()) } else { Ok(2) }
    }
}

/// A package with a recorded run in `run.jsonl`.
fn package() -> Package {
    let package = Package::new(&[]);
    package.file("run.jsonl", std::str::from_utf8(&recorded()).unwrap());
    package
}

fn page(package: &Package) -> String {
    flow(package, &["replay", "run.jsonl"]).ok()
}

/// The page without its scripts, which are no XML.
fn without_scripts(page: &str) -> String {
    let (before, _) = page.split_once("<script>").unwrap();
    format!("{before}</body></html>")
}

fn text(page: &str, id: &str) -> String {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(page, options).unwrap_or_else(|error| panic!("{error}"));
    let node = document.descendants().find(|it| it.attribute("id") == Some(id)).unwrap();
    let texts = node.descendants().filter(|it| it.is_text()).filter_map(|it| it.text());
    texts.map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("|")
}

fn timeline(page: &str) -> Value {
    serde_json::from_str(&text(&without_scripts(page), "run-json")).unwrap()
}

fn spans<'t>(timeline: &'t Value, name: &str) -> Vec<&'t Value> {
    let lanes = timeline["lanes"].as_array().unwrap();
    let spans = timeline["spans"].as_array().unwrap().iter();
    spans.filter(|span| lanes[span["lane"].as_u64().unwrap() as usize]["name"] == name).collect()
}

#[test]
fn every_step_has_a_lane_below_that_of_the_step_around_it() {
    let timeline = timeline(&page(&package()));
    let lanes: Vec<String> = timeline["lanes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lane| format!("{} {} {}", lane["around"], lane["name"], lane["node"]).replace('"', ""))
        .collect();
    assert_eq!(
        lanes,
        [
            "[] items s_items",
            "[] greet s_greet",
            "[] ask s_ask",
            "[ask] near n_ask__s_near",
            "[ask] far n_ask__s_far",
            "[ask] offer n_ask__s_offer",
            "[] begin s_begin",
            "[] count s_count",
            "[] judge s_judge",
            "[] total s_total",
            "[] sorry s_sorry",
        ]
    );
}

#[test]
fn spans_are_what_the_steps_did() {
    let timeline = timeline(&page(&package()));
    let outcomes = |name: &str| -> Vec<String> {
        spans(&timeline, name).iter().map(|span| span["outcome"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(outcomes("near"), ["finished", "lost"]);
    assert_eq!(outcomes("far"), ["lost", "finished"]);
    assert_eq!(spans(&timeline, "far")[0]["note"], "offer");
    assert!(outcomes("sorry").is_empty());
    let items: Vec<&Value> = spans(&timeline, "ask").iter().map(|span| &span["item"]).collect();
    assert_eq!(items, [&Value::Null, &Value::from(0), &Value::from(1)]);
    let iterations: Vec<&Value> = spans(&timeline, "count").iter().map(|span| &span["iteration"]).collect();
    assert_eq!(iterations, [&Value::from(1), &Value::from(2), &Value::from(3)]);
    let attempts = spans(&timeline, "items")[0]["attempts"].as_array().unwrap();
    let took: Vec<u64> =
        attempts.iter().map(|it| it[1].as_u64().unwrap() - it[0].as_u64().unwrap()).collect();
    // Paused time moves by whole milliseconds, and a delay of a random length ends within one.
    assert!(took.len() == 2 && took.iter().all(|took| (1_000..4_000).contains(took)), "{took:?}");
    let count = spans(&timeline, "count");
    assert_eq!(count[0]["to"].as_u64().unwrap() - count[0]["from"].as_u64().unwrap(), 3_000);
}

#[test]
fn the_critical_path_is_what_determined_the_end() {
    let timeline = timeline(&page(&package()));
    let lanes = timeline["lanes"].as_array().unwrap();
    let critical: Vec<String> = timeline["spans"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|span| span["critical"] == true)
        .map(|span| {
            let name = lanes[span["lane"].as_u64().unwrap() as usize]["name"].as_str().unwrap();
            format!("{name}{}", span["item"].as_u64().map(|item| format!("[{item}]")).unwrap_or_default())
        })
        .collect();
    // The second item took longer: there `far` was first. Nobody waited for `greet`.
    assert_eq!(
        critical,
        [
            "items", "ask", "ask[1]", "far", "offer", "begin", "count", "judge", "count", "judge", "count",
            "judge", "total"
        ]
    );
    let page = page(&package());
    assert!(text(&without_scripts(&page), "flow-about").contains("Critical path|items|"));
}

#[test]
fn the_critical_path_goes_through_every_attempt_of_a_flow_inside() {
    let package = package();
    let log = recording(async |log| assert_eq!(Stubborn.runner().observed_by(log).run().await.unwrap(), 2));
    package.file("run.jsonl", std::str::from_utf8(&log).unwrap());
    let timeline = timeline(&page(&package));
    let inside = spans(&timeline, "may_fail");
    assert_eq!(inside.len(), 2);
    assert!(inside.iter().all(|span| span["critical"] == true), "{inside:?}");
}

#[test]
fn arrows_are_taken_when_the_run_goes_along_them() {
    let timeline = timeline(&page(&package()));
    let taken: BTreeMap<&str, u64> = timeline["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| (edge[0].as_str().unwrap(), edge[1].as_u64().unwrap()))
        .collect();
    let starts = |name: &str| spans(&timeline, name)[0]["from"].as_u64().unwrap();
    assert_eq!(taken["s_items s_ask"], starts("ask"));
    assert_eq!(taken["s_judge s_total"], starts("total"));
    assert_eq!(taken["s_total out"], timeline["end"].as_u64().unwrap());
    assert_eq!(taken["n_ask__i_days n_ask__s_near"], starts("near"));
    assert!(!taken.keys().any(|edge| edge.contains("sorry")), "{taken:?}");
    let back = taken.iter().find(|(edge, _)| edge.starts_with("s_judge ") && !edge.ends_with("s_total"));
    assert_eq!(*back.unwrap().1, spans(&timeline, "count")[1]["from"].as_u64().unwrap());
}

#[test]
fn the_page_tells_the_run_without_its_script() {
    let page = without_scripts(&page(&package()));
    let row = |step: &str| {
        let row = text(&page, &format!("step-{step}"));
        // Delays are random.
        row.split_once(" from ").map_or(row.clone(), |(before, _)| before.to_string())
    };
    assert!(row("s_sorry").ends_with("|did not run"));
    assert!(
        row("n_ask__s_far").contains("|in item 0: lost the race for `offer`, 5.00 ms"),
        "{}",
        row("n_ask__s_far")
    );
    let items = text(&page, "step-s_items");
    let told = "2 attempts (</script><script>window.acted = 1</script>), on the critical path";
    assert!(items.ends_with(told), "{items}");
    let offer = text(&page, "step-n_ask__s_offer");
    assert!(offer.contains("|`near` won the race|`far` won the race|"), "{offer}");
    assert!(text(&page, "step-s_ask").ends_with("emitted 2 values"));
}

#[test]
fn nothing_but_the_pages_own_scripts_may_run() {
    let page = page(&package());
    assert_eq!(page.matches("<script>").count(), 2);
    assert!(!page.contains("<b>for"), "text of the flow is markup");
    assert!(!page.contains("<script>window.acted"), "text of the run is a script");
    let (_, policy) = page.split_once("script-src ").unwrap();
    let (scripts, _) = policy.split_once(';').unwrap();
    assert_eq!(scripts.matches("'sha256-").count(), 2);
}

#[test]
fn a_trace_has_a_track_for_each_step_and_a_slice_for_each_time_it_ran() {
    let package = package();
    flow(&package, &["replay", "run.jsonl", "-o", "trace.json"]).ok();
    let trace: Value = serde_json::from_str(&package.text("trace.json")).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    let mut names: BTreeMap<u64, &str> = BTreeMap::new();
    let mut open: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut slices: BTreeMap<&str, Vec<(u64, u64)>> = BTreeMap::new();
    let whole = events.iter().find(|event| event["cat"] == "flow").unwrap()["dur"].as_u64().unwrap();
    for event in events {
        let track = event["tid"].as_u64().unwrap();
        let at = event["ts"].as_u64().unwrap();
        assert_eq!(event["pid"], 1);
        assert!(at <= whole);
        match event["ph"].as_str().unwrap() {
            "M" if event["name"] == "thread_name" => {
                names.insert(track, event["args"]["name"].as_str().unwrap());
            }
            "M" => {}
            "X" if track > 0 && event["cat"] == "step" => {
                slices.entry(names[&track]).or_default().push((at, at + event["dur"].as_u64().unwrap()));
            }
            "X" => assert!(event["dur"].is_u64()),
            "i" => assert_eq!(event["s"], "t"),
            "b" => {
                *open.entry((event["id"].as_str().unwrap(), event["name"].as_str().unwrap())).or_default() +=
                    1;
            }
            "e" => {
                let begun = open.get_mut(&(event["id"].as_str().unwrap(), event["name"].as_str().unwrap()));
                *begun.unwrap() -= 1;
            }
            other => panic!("an event of kind {other}"),
        }
    }
    assert!(open.len() == 8 && open.values().all(|open| *open == 0), "{open:?}");
    assert_eq!(names.len(), 12);
    assert_eq!(names[&4], "ask › near");
    let counts = ["items", "greet", "ask", "count", "judge", "total"].map(|name| slices[name].len());
    assert_eq!(counts, [1, 1, 1, 3, 3, 1]);
    // What is in one track is inside one another or apart.
    for slices in slices.values() {
        assert!(slices.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{slices:?}");
    }
}

#[test]
fn a_run_that_has_no_end_is_shown_up_to_there() {
    let package = package();
    let log = package.text("run.jsonl");
    let half = log.lines().count() / 2;
    let lines: Vec<&str> = log.lines().take(half).collect();
    package.file("run.jsonl", &(lines.join("\n") + "\n{\"at\":9,\"ru"));
    let ran = flow(&package, &["replay", "run.jsonl"]);
    assert_eq!(ran.code, 0);
    expect![[r#"
        warning: the last line of `run.jsonl` is not whole; the run is shown up to there
    "#]]
    .assert_eq(&ran.err);
    let timeline = timeline(&ran.out);
    assert_eq!(timeline["over"], false);
    assert!(timeline["spans"].as_array().unwrap().iter().any(|span| span["outcome"] == "running"));
    assert!(ran.out.contains("not over when the log ends"));
}

#[test]
fn what_cannot_be_shown_is_told() {
    let package = package();
    let log = package.text("run.jsonl");
    package.file("empty.jsonl", "");
    package.file("foreign.jsonl", "{\"name\":\"x\"}\n");
    package.file("newer.jsonl", &log.replacen("\"version\":1", "\"version\":2", 1));
    package.file("event.jsonl", &log.replacen("\"event\":\"started\"", "\"event\":\"paused\"", 1));
    package.file("header.jsonl", log.split_inclusive('\n').next().unwrap());
    let mut all = String::new();
    for words in [
        &["missing.jsonl"][..],
        &["empty.jsonl"],
        &["foreign.jsonl"],
        &["newer.jsonl"],
        &["header.jsonl"],
        &["run.jsonl", "--run", "2"],
        &["run.jsonl", "-o", "run.png"],
        &["run.jsonl", "-o", "gone/run.html"],
    ] {
        let ran = flow(&package, &[&["replay"], words].concat());
        all.push_str(&ran.all().replace("os error 2", "…"));
    }
    expect![[r#"
        --- stderr
        error: cannot read `missing.jsonl`: No such file or directory (…)
         |
         = help: record one with `RunLogWriter` of flow-core (feature `record`): see `docs/run-log.md`
        --- exit code 101
        --- stderr
        error: `empty.jsonl` is empty
         |
         = note: a log is written from the beginning of a run on: none has begun
         = help: give the run its observer: `flow.runner().observed_by(&log).run()`
        --- exit code 101
        --- stderr
        error: `foreign.jsonl` is no log of a run
         |
         = help: record one with `RunLogWriter` of flow-core (feature `record`): see `docs/run-log.md`
        --- exit code 101
        --- stderr
        error: `newer.jsonl`: the run log has version 2, and only version 1 can be read
         |
         = help: install the `cargo flow` of the release that wrote it
        --- exit code 101
        --- stderr
        error: no event is in `header.jsonl`
         |
         = note: the process that wrote it ended before its run could begin
        --- exit code 101
        --- stderr
        error: there is no run 2 in the log, which has 1 run
         |
         = help: leave out `--run`
        --- exit code 1
        --- stderr
        error: cannot tell the format of `run.png` by its ending
         |
         = help: say it with `--format`, or use the ending `.html` or `.json`
        --- exit code 1
        --- stderr
        error: cannot write `gone/run.html`: No such file or directory (…)
         |
         = help: create the directory `gone` first
        --- exit code 101
    "#]]
    .assert_eq(&all);
    let ran = flow(&package, &["replay", "event.jsonl"]);
    assert_eq!(ran.code, 101);
    assert!(ran.err.contains("line 3 of the run log: unknown variant `paused`"), "{}", ran.err);
}

#[test]
fn ten_thousand_events_are_a_page_in_a_moment() {
    let package = package();
    let log = package.text("run.jsonl");
    let header = log.lines().next().unwrap();
    let mut lines =
        vec![header.to_string(), "{\"at\":0,\"run\":0,\"event\":\"flow_started\",\"flow\":0}".to_string()];
    for turn in 0..2_500 {
        for (step, by) in [("count", 0), ("judge", 5)] {
            let at = turn * 10 + by;
            for (event, at) in [("started", at), ("finished", at + 4)] {
                lines.push(format!("{{\"at\":{at},\"run\":0,\"step\":\"{step}\",\"event\":\"{event}\"}}"));
            }
        }
    }
    package.file("run.jsonl", &(lines.join("\n") + "\n"));
    let began = std::time::Instant::now();
    let timeline = timeline(&page(&package));
    assert_eq!(timeline["spans"].as_array().unwrap().len(), 5_000);
    // Far more than it takes, and far less than if each span were compared with each other.
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}
