//! One run in virtual time, written down: `+s` begins, `-s` succeeds, `!s` fails, `xs` is cancelled.

use flow_core::__private::{Verdict, Work};
use flow_graph::model::{Graph, StepId};
use flow_graph::plan::Plan;

use crate::lockstep::AnyControl;

/// What a run of a step does: how long it takes, and how it ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Does {
    /// It succeeds; its value is that variant, if it is one.
    Gives(u64, &'static str),
    /// It fails.
    Fails(u64),
}

pub(crate) use Does::{Fails, Gives};

/// Runs a flow: `does(step, nth)` for the nth run of a step. The words of each time at which something happens follow
/// that time; the last line is the verdict.
pub(crate) fn trace(graph: &Graph, does: impl Fn(StepId, usize) -> Does) -> String {
    let plan = Plan::of(graph);
    let mut control = AnyControl::new(&plan);
    let mut runs: Vec<Option<Does>> = vec![None; graph.steps.len()];
    let mut begun = vec![0; graph.steps.len()];
    let mut lines: Vec<String> = Vec::new();
    let mut now = 0;
    loop {
        let mut words = vec![format!("{now}:")];
        control.wake();
        let is_over = loop {
            match control.next() {
                Work::Decided(_) => {}
                Work::Start(step) => {
                    let it = match does(step, begun[step]) {
                        Gives(time, variant) => Gives(now + time, variant),
                        Fails(time) => Fails(now + time),
                    };
                    begun[step] += 1;
                    assert!(runs[step].replace(it).is_none(), "{step} begins twice");
                    words.push(format!("+{step}"));
                }
                Work::Poll(step) => match runs[step].expect("only what has begun is polled") {
                    Gives(at, variant) if at <= now => {
                        runs[step] = None;
                        words.push(format!("-{step}"));
                        let known = Plan::variants(graph, step);
                        let number = known.iter().position(|name| name == variant).map(|index| index as u16);
                        control.succeeded(step, number);
                    }
                    Fails(at) if at <= now => {
                        runs[step] = None;
                        words.push(format!("!{step}"));
                        control.failed(step);
                    }
                    Gives(..) | Fails(..) => {}
                },
                Work::Cancel(step) => {
                    runs[step].take().expect("only what runs is cancelled");
                    words.push(format!("x{step}"));
                }
                Work::Turn(index) => control.turned(index),
                Work::Wait => break false,
                Work::End => break true,
            }
        };
        if words.len() > 1 {
            lines.push(words.join(" "));
        }
        if is_over {
            break;
        }
        let ends = runs.iter().flatten().map(|(Gives(at, _) | Fails(at))| *at);
        now = ends.min().expect("something runs");
    }
    lines.push(match control.verdict() {
        Verdict::Done => format!("{now}: done"),
        Verdict::Failed { step, causes, quorum } => {
            let quorum = quorum.map_or_else(String::new, |(needed, of)| format!(", {needed} of {of}"));
            format!("{now}: failed at {step} by {:?}{quorum}", causes.collect::<Vec<_>>())
        }
        Verdict::Stopped => format!("{now}: stopped"),
        Verdict::LoopLimit { step, iterations } => format!("{now}: {step} ran {iterations} times"),
    });
    lines.join("\n")
}
