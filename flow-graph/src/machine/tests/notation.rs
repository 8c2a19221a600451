//! Flows in a line of text, and runs in another.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::check::check;
use crate::machine::simulate::{Act, Log, Run, Ties, simulate};
use crate::machine::{End, Failure, Outcome};
use crate::model::{Event, Graph, Route, Step, StepId, StepKind, Trigger};

/// A flow and what its steps do.
pub(super) struct Case {
    pub(super) graph: Graph,
    durations: BTreeMap<String, u64>,
    endings: BTreeMap<String, Vec<String>>,
}

/// Reads a flow such as `a; b; j: and(a, b); r: j; x: r::Go; y!: or(x, r::Stay)`. A step without a trigger is a
/// start, `!` is `#[must_finish]`, and each step ends at once and succeeds unless the case says otherwise.
pub(super) fn flow(text: &str) -> Case {
    let mut graph = Graph::new("Test");
    let statements: Vec<(&str, Option<&str>)> = text
        .split(';')
        .map(|it| match it.split_once(": ") {
            Some((name, trigger)) => (name.trim(), Some(trigger.trim())),
            None => (it.trim(), None),
        })
        .collect();
    let names: Vec<&str> = statements.iter().map(|(name, _)| name.trim_end_matches('!')).collect();
    for (name, trigger) in &statements {
        let kind = if trigger.is_some() { StepKind::Listen } else { StepKind::Start };
        let mut step = Step::new(name.trim_end_matches('!').to_owned(), kind);
        step.must_finish = name.ends_with('!');
        step.trigger = trigger.map(|it| read(&mut &*it, &names));
        graph.steps.to_mut().push(step);
    }
    let events: Vec<Event> =
        graph.steps.iter().filter_map(|it| it.trigger.as_ref()).flat_map(Trigger::events).cloned().collect();
    for Event { step, route, .. } in events {
        let step = &mut graph.steps.to_mut()[step];
        match route {
            Route::Success => {}
            Route::Error => step.fallible = true,
            Route::Variant(_) => step.output = Some("Enum".into()),
        }
    }
    if let Err(errors) = check(&mut graph) {
        panic!("{}", errors[0]);
    }
    Case { graph, durations: BTreeMap::new(), endings: BTreeMap::new() }
}

fn read(rest: &mut &str, names: &[&str]) -> Trigger {
    let end = rest.find([',', '(', ')']).unwrap_or(rest.len());
    let word = rest[..end].trim();
    *rest = &rest[end..];
    if !rest.starts_with('(') {
        let (name, route) = word.split_once("::").unwrap_or((word, "Ok"));
        let step = names.iter().position(|it| *it == name).unwrap_or_else(|| panic!("no step {name}"));
        let route = match route {
            "Ok" => Route::Success,
            "Err" => Route::Error,
            variant => Route::Variant(Cow::Owned(variant.to_owned())),
        };
        return Trigger::Event(Event { step, route, bare: false });
    }
    let mut members = Vec::new();
    let mut needed = 0;
    if word == "quorum" {
        let end = rest.find(',').expect("a number and members");
        needed = rest[1..end].trim().parse().expect("a number");
        *rest = &rest[end..];
    }
    while !rest.starts_with(')') {
        *rest = &rest[1..];
        members.push(read(rest, names));
    }
    *rest = &rest[1..];
    if word == "quorum" {
        return Trigger::Quorum { needed, members: Cow::Owned(members) };
    }
    if word == "and" { Trigger::And(Cow::Owned(members)) } else { Trigger::Or(Cow::Owned(members)) }
}

impl Case {
    /// Every run of the step takes so long.
    pub(super) fn takes(mut self, step: &str, duration: u64) -> Case {
        self.durations.insert(step.to_owned(), duration);
        self
    }

    /// Every run of the step fails.
    pub(super) fn fails(self, step: &str) -> Case {
        self.routes(step, "!")
    }

    /// The step's runs take these routes, one after the other, the last one from then on; `!` fails.
    pub(super) fn routes(mut self, step: &str, routes: &str) -> Case {
        self.endings.insert(step.to_owned(), routes.split(' ').map(str::to_owned).collect());
        self
    }

    /// Limits all loops.
    pub(super) fn limit(mut self, max_iterations: u32) -> Case {
        self.graph.max_iterations = max_iterations;
        check(&mut self.graph).expect("it was checked");
        self
    }

    /// What a run of a step does.
    fn act(&self, step: StepId, nth: usize) -> Act {
        let name = &*self.graph.steps[step].name;
        let duration = self.durations.get(name).copied().unwrap_or(0);
        let route = self.endings.get(name).map(|routes| routes[nth.min(routes.len() - 1)].clone());
        let outcome = match route.as_deref() {
            Some("!") => Outcome::Failure,
            _ => Outcome::Success { variant: route.map(Cow::Owned) },
        };
        Act { duration, outcome, items: 0 }
    }

    pub(super) fn log(&self, ties: Ties) -> Log {
        simulate(&self.graph, ties, |step, nth| self.act(step, nth))
    }

    /// The run, such as `a 0-10, b 0-5!, c 0-10~ = failed b at 10`: each run of a step in the order of beginning,
    /// with `!` if it failed and `~` if it was cancelled, and how and when the flow ended.
    pub(super) fn run(&self) -> String {
        let log = self.log(Ties::OldestFirst);
        let name = |step: StepId| &*self.graph.steps[step].name;
        let mut text = String::new();
        for (index, Run { step, began_at, ended_at, outcome, .. }) in log.runs.iter().enumerate() {
            let mark = match outcome {
                Some(Outcome::Success { .. }) => "",
                Some(_) => "!",
                None => "~",
            };
            let comma = if index == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}{} {began_at}-{ended_at}{mark}", name(*step));
        }
        let end = match &log.end {
            End::Success => "done".to_owned(),
            End::LoopLimit { step } => format!("limit {}", name(*step)),
            End::Failed(Failure { step, causes }) => {
                let causes: Vec<&str> = causes.iter().map(|cause| name(log.runs[cause.0].step)).collect();
                match causes[..] {
                    [only] if only == name(*step) => format!("failed {only}"),
                    _ => format!("failed {} by {}", name(*step), causes.join(" ")),
                }
            }
        };
        format!("{text} = {end} at {}", log.ended_at)
    }

    /// The names of the steps in the order of beginning.
    pub(super) fn order(&self) -> String {
        let log = self.log(Ties::OldestFirst);
        assert_eq!(log.end, End::Success);
        let names: Vec<&str> = log.runs.iter().map(|run| &*self.graph.steps[run.step].name).collect();
        names.join(" ")
    }
}
