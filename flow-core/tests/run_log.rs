//! Runs as lines of JSON: what is written is read again, and what cannot be read is told.

use std::io::{self, Write};
use std::time::Duration;

use flow_core::observe::{Recorder, RunEvent, RunKind, RunLog, RunLogError, RunLogWriter};
use flow_core::prelude::*;
use tokio::time::sleep;

/// Asks two, and once more.
struct Offer;

#[flow]
impl Offer {
    #[start]
    #[retry(times = 2, base = "10ms")]
    async fn near(&self, item: &str, #[context] cx: Context<'_>) -> Result<u32, String> {
        sleep(Duration::from_millis(5)).await;
        cx.emit(format!("asked for {item}"));
        cx.emit(7_u32);
        cx.emit(Some(7_u32));
        if cx.attempt() < 2 { Err("busy".to_owned()) } else { Ok(3) }
    }

    #[start]
    async fn far(&self) -> u32 {
        sleep(Duration::from_secs(9)).await;
        4
    }

    #[listen(or(near, far))]
    fn offer(&self, price: u32) -> u32 {
        price
    }
}

struct Order;

#[flow]
impl Order {
    #[start]
    fn items(&self) -> Vec<&'static str> {
        vec!["pen", "ink"]
    }

    #[listen(each(items))]
    #[subflow(Offer)]
    async fn ask(&self, item: &'static str, #[context] cx: Context<'_>) -> Result<u32, FlowError> {
        Offer.runner().within(cx).run(item).await
    }

    #[listen(ask)]
    fn total(&self, prices: Vec<u32>) -> u32 {
        prices.into_iter().sum()
    }
}

struct Poll;

#[flow]
impl Poll {
    #[start]
    fn begin(&self) -> u32 {
        0
    }

    #[listen(or(begin, judge::Again))]
    fn count(&self, number: u32) -> u32 {
        number + 1
    }

    #[router(count)]
    fn judge(&self, number: u32) -> Judgement {
        if number < 3 { Judgement::Again(number) } else { Judgement::Enough(number) }
    }

    #[listen(judge::Enough)]
    fn report(&self, number: u32) -> Result<u32, String> {
        Err(format!("{number} are too many"))
    }
}

enum Judgement {
    Again(u32),
    Enough(u32),
}

/// What an order leaves.
async fn order() -> (Vec<u8>, Vec<String>) {
    let (recorder, writer) = (Recorder::new(), RunLogWriter::new(Vec::new()));
    let total = Order.runner().observed_by((&recorder, &writer)).run().await.unwrap();
    assert_eq!(total, 6);
    (writer.finish().unwrap(), recorder.lines())
}

/// An event as `Event`'s `Display` says it, with the steps around it.
fn told(log: &RunLog) -> Vec<String> {
    let mut runs = Vec::new();
    let mut lines = Vec::new();
    for RunEvent { run, step, item, kind, .. } in &log.events {
        let named = |name: &str, item: &Option<usize>| match item {
            Some(item) => format!("{name}[{item}]"),
            None => name.to_owned(),
        };
        if let RunKind::FlowStarted { flow, parent } = kind {
            let around = parent.as_ref().map(|parent| {
                let (flow, before): &(usize, String) = &runs[parent.run];
                format!("{before}{}::{} / ", log.flows[*flow].name, named(&parent.step, &parent.item))
            });
            runs.push((*flow, around.unwrap_or_default()));
        }
        let (flow, around) = &runs[*run];
        let flow = &log.flows[*flow].name;
        let step = named(step.as_deref().unwrap_or("?"), item);
        let what = match kind {
            RunKind::FlowStarted { .. } => format!("started flow {flow}"),
            RunKind::FlowFinished => format!("finished flow {flow}"),
            RunKind::FlowFailed { error } => format!("failed flow {flow}: {}", error.as_ref().unwrap()),
            RunKind::FlowCancelled => format!("cancelled flow {flow}"),
            RunKind::Started => format!("started {step}"),
            RunKind::Finished => format!("finished {step}"),
            RunKind::Failed { error } => format!("failed {step}: {}", error.as_ref().unwrap()),
            RunKind::Cancelled => format!("cancelled {step}"),
            RunKind::Lost { race } => format!("lost {step} in the race for {race}"),
            RunKind::Retrying { attempt, delay, error } => format!(
                "retrying {step}: attempt {attempt} in {:?}, because: {}",
                Duration::from_micros(*delay),
                error.as_ref().unwrap()
            ),
            RunKind::RaceWon { member } => format!("decided {step}: member {member}"),
            RunKind::Iteration { number } => format!("iteration {number} of {step}"),
            RunKind::Emitted { ty, text } if ty == "alloc::string::String" => {
                format!("emitted {step}: {:?}", text.as_ref().unwrap())
            }
            RunKind::Emitted { ty, .. } => format!("emitted {step}: {ty}"),
            other => panic!("{other:?}"),
        };
        lines.push(format!("{around}{what}"));
    }
    lines
}

/// A log has whole microseconds, and delays before attempts are random down to the nanosecond.
fn in_micros(lines: &[String]) -> Vec<String> {
    let line = |line: &String| match line.split_once(": attempt 2 in ") {
        Some((before, after)) => {
            let (delay, after) = after.split_once("ms,").unwrap();
            let end = delay.find('.').map_or(delay.len(), |dot| delay.len().min(dot + 4));
            let delay: f64 = delay[..end].parse().unwrap();
            format!("{before}: attempt 2 in {delay}ms,{after}")
        }
        None => line.clone(),
    };
    lines.iter().map(line).collect()
}

#[tokio::test(start_paused = true)]
async fn a_log_tells_what_an_observer_is_told() {
    let (bytes, lines) = order().await;
    let log = RunLog::read(&bytes[..]).unwrap();
    assert_eq!(told(&log), in_micros(&lines));
    assert_eq!(log.flows, [Order::GRAPH.clone(), Offer::GRAPH.clone()]);
    assert!(log.is_over() && !log.is_cut_off);
    for wanted in ["retrying", "decided", "lost far in the race for offer", "ask[1] / started near"] {
        assert!(lines.iter().any(|line| line.contains(wanted)), "{wanted} is not tried");
    }
}

#[tokio::test(start_paused = true)]
async fn loops_and_failures_are_told() {
    let (recorder, writer) = (Recorder::new(), RunLogWriter::new(Vec::new()));
    Poll.runner().observed_by((&recorder, &writer)).run().await.unwrap_err();
    let log = RunLog::read(&writer.finish().unwrap()[..]).unwrap();
    assert_eq!(told(&log), recorder.lines());
    assert!(log.events.iter().any(|event| event.kind == RunKind::Iteration { number: 3 }));
    assert!(log.events.iter().any(|event| event.kind.outcome() == Some("failed")));
}

#[tokio::test(start_paused = true)]
async fn times_are_microseconds_since_the_beginning() {
    let log = RunLog::read(&order().await.0[..]).unwrap();
    let end = |name: &str| {
        let ended = |event: &&RunEvent| event.step.as_deref() == Some(name) && event.kind.outcome().is_some();
        log.events.iter().find(ended).unwrap().at
    };
    assert_eq!(log.events[0].at, 0);
    // Two attempts of 5 ms, with 10 ms between them.
    let near = end("near");
    assert!((20_000..30_000).contains(&near), "{near}");
    assert!(log.started > 1_700_000_000_000_000, "the time of day is {}", log.started);
}

#[tokio::test(start_paused = true)]
async fn values_that_are_text_or_numbers_are_kept() {
    let log = RunLog::read(&order().await.0[..]).unwrap();
    let said = log.events.iter().filter_map(|event| match &event.kind {
        RunKind::Emitted { ty, text } => Some((ty.as_str(), text.as_deref())),
        _ => None,
    });
    let said: Vec<_> = said.take(3).collect();
    let option = std::any::type_name::<Option<u32>>();
    assert_eq!(said, [("alloc::string::String", Some("asked for pen")), ("u32", Some("7")), (option, None)]);
}

#[tokio::test(start_paused = true)]
async fn a_log_is_read_up_to_where_it_is_cut_off() {
    let (bytes, _) = order().await;
    let whole = RunLog::read(&bytes[..]).unwrap();
    let header = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for length in header..bytes.len() {
        let log = RunLog::read(&bytes[..length]).unwrap();
        assert_eq!(log.events[..], whole.events[..log.events.len()]);
        // A line that is whole but for its end is read.
        let text = &bytes[..length];
        let is_whole = text.ends_with(b"\n") || bytes[length] == b'\n';
        assert_eq!(log.is_cut_off, !is_whole, "after {length} bytes");
        assert!(length + 1 == bytes.len() || !log.is_over(), "after {length} bytes");
    }
    let error = RunLog::read(&bytes[..header / 2]).unwrap_err().to_string();
    assert_eq!(error, "line 1 of the run log: it is not whole: the process ended while it was written");
}

#[tokio::test(start_paused = true)]
async fn what_is_no_log_of_this_version_is_refused() {
    let text = String::from_utf8(order().await.0).unwrap();
    let refused = |text: &str| RunLog::read(text.as_bytes()).unwrap_err();
    assert!(matches!(refused(""), RunLogError::Empty));
    assert!(matches!(refused("\n\n"), RunLogError::Empty));
    assert!(matches!(refused("{\"traceEvents\":[]}\n"), RunLogError::Foreign));
    assert!(matches!(refused("{\"format\":\"other\",\"version\":1}\n"), RunLogError::Foreign));
    assert!(matches!(
        refused(&text.replacen("\"version\":1", "\"version\":2", 1)),
        RunLogError::Version { found: 2 }
    ));

    let line = |from: &str, to: &str| {
        assert!(text.contains(from), "no {from}");
        refused(&text.replacen(from, to, 1)).to_string()
    };
    let error = line("\"event\":\"started\"", "\"event\":\"paused\"");
    assert!(error.starts_with("line 3 of the run log: unknown variant `paused`"), "{error}");
    let error = line("\"step\":\"items\"", "\"step\":\"itmes\"");
    assert_eq!(error, "line 3 of the run log: the flow `Order` has no step `itmes`");
    let error = line("{\"at\":0,\"run\":0,\"step\"", "{\"at\":0,\"run\":9,\"step\"");
    assert_eq!(error, "line 3 of the run log: the run 9 has not begun in a line above");
    let error = line(
        "\"run\":1,\"event\":\"flow_started\",\"flow\":1",
        "\"run\":1,\"event\":\"flow_started\",\"flow\":5",
    );
    assert!(error.ends_with("no line above has a flow 5"), "{error}");
    let error = line("\"step\":\"items\",\"event\":\"started\"}", "\"step\":");
    assert!(error.starts_with("line 3 of the run log: "), "{error}");
}

#[tokio::test(start_paused = true)]
async fn fields_that_are_added_later_are_left_out() {
    let text = String::from_utf8(order().await.0).unwrap();
    let more = text.replace("\"at\":", "\"mood\":\"good\",\"at\":").replacen(
        "\"version\":1",
        "\"version\":1,\"by\":1",
        1,
    );
    assert_eq!(RunLog::read(more.as_bytes()).unwrap(), RunLog::read(text.as_bytes()).unwrap());
}

/// Has room for some lines.
#[derive(Debug)]
struct Full {
    lines: usize,
    text: Vec<u8>,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lines = self.lines.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
        self.text.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_of_writing_ends_the_log_and_not_the_run() {
    let writer = RunLogWriter::new(Full { lines: 4, text: Vec::new() });
    assert_eq!(Order.runner().observed_by(&writer).run().await.unwrap(), 6);
    assert_eq!(writer.take_error().unwrap().kind(), io::ErrorKind::StorageFull);
    assert!(writer.take_error().is_none(), "it is told once");
    let log = RunLog::read(&writer.finish().unwrap().text[..]).unwrap();
    assert_eq!(log.events.len(), 3);

    let writer = RunLogWriter::new(Full { lines: 0, text: Vec::new() });
    assert_eq!(Order.runner().observed_by(&writer).run().await.unwrap(), 6);
    assert_eq!(writer.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
}

/// Counts what is written and not flushed.
#[derive(Default)]
struct Flushed {
    open: usize,
    whole: usize,
}

impl Write for Flushed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        assert_eq!(self.open, 0, "a line is written before the last is flushed");
        self.open = bytes.len();
        self.whole += bytes.iter().filter(|byte| **byte == b'\n').count();
        assert!(bytes.ends_with(b"\n"), "a line is written in parts");
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open = 0;
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn every_line_is_written_at_once_and_flushed() {
    let (recorder, writer) = (Recorder::new(), RunLogWriter::new(Flushed::default()));
    Order.runner().observed_by((&recorder, &writer)).run().await.unwrap();
    let Flushed { open, whole } = writer.finish().unwrap();
    assert_eq!((open, whole), (0, recorder.events().len() + 1));
}

#[tokio::test(start_paused = true)]
async fn runs_that_follow_one_another_are_in_one_log() {
    let writer = RunLogWriter::new(Vec::new());
    Poll.runner().observed_by(&writer).run().await.unwrap_err();
    Order.runner().observed_by(&writer).run().await.unwrap();
    Poll.runner().observed_by(&writer).run().await.unwrap_err();
    let log = RunLog::read(&writer.finish().unwrap()[..]).unwrap();
    let flows: Vec<&str> = log.flows.iter().map(|flow| &*flow.name).collect();
    assert_eq!(flows, ["Poll", "Order", "Offer"]);
    let begun =
        log.events.iter().filter(|event| matches!(event.kind, RunKind::FlowStarted { parent: None, .. }));
    assert_eq!(begun.map(|event| event.run).collect::<Vec<_>>(), [0, 1, 4]);
}
