//! What should happen in a run of a random flow, by the machine.

use flow_graph::machine::simulate::{Log, Ties, simulate};
use flow_graph::machine::{Activation, Carried, End, Outcome};
use flow_graph::model::{Event, Graph, Param, Route, StepId, Trigger};
use flow_graph::random::script;
use flow_graph::random::types::{Carries, carries, variants};

use super::observed::{Ended, Observed, Seen};
use super::types::{Digest, X, Y, list, tag};

/// The value of a step's run that was given values with these digests.
pub(super) fn value(step: StepId, nth: usize, given: &[u64]) -> u64 {
    list(&[step as u64, nth as u64, list(given)])
}

/// What should be seen of a run, if ties go that way.
pub(super) struct Expected {
    pub(super) seen: Observed,
    pub(super) log: Log,
}

pub(super) fn expect(graph: &Graph, script: u64, ties: Ties) -> Expected {
    let log = simulate(graph, ties, |step, nth| script::act(graph, script, step, nth));
    let mut values: Values<'_> = Values { graph, log: &log, values: Vec::new() };
    for index in 0..log.runs.len() {
        let value = values.of_run(index);
        values.values.push(value);
    }
    let runs = log.runs.iter().zip(&values.values).map(|(run, value)| Seen {
        step: run.step,
        nth: run.nth,
        began_at: run.began_at,
        ended_at: run.ended_at,
        dropped: run.outcome.is_none(),
        value: *value,
    });
    let name = |step: StepId| graph.steps[step].name.to_string();
    let ended = match &log.end {
        End::Success => Ended::Output(graph.sinks.iter().map(|sink| values.of_step(sink.step)).collect()),
        End::LoopLimit { step } => Ended::LoopLimit(name(*step)),
        End::Failed(failure) => Ended::Failed {
            step: name(failure.step),
            causes: failure.causes.iter().map(|cause| name(log.runs[cause.0].step)).collect(),
        },
    };
    let seen = Observed { runs: runs.collect(), ended, ended_at: log.ended_at };
    Expected { seen, log }
}

struct Values<'a> {
    graph: &'a Graph,
    log: &'a Log,
    /// Of each run, so far.
    values: Vec<u64>,
}

impl Values<'_> {
    fn of_run(&self, index: usize) -> u64 {
        let run = &self.log.runs[index];
        let step = &self.graph.steps[run.step];
        let own = step.params.iter().filter(|param| param.is_plain()).count();
        let mut carried = match (&step.trigger, &run.carried) {
            (Some(trigger), Some(carried)) => self.params(own, trigger, carried),
            _ => Vec::new(),
        }
        .into_iter();
        let mut reads = run.reads.iter();
        let digest = |param: &Param| match param.from {
            Some(_) => self.read(param, *reads.next().expect("one for each")),
            None if step.trigger.is_none() => {
                if param.name == "x" {
                    X.digest()
                } else {
                    Y.digest()
                }
            }
            None => carried.next().expect("one for each"),
        };
        let given: Vec<u64> = step.params.iter().map(digest).collect();
        value(run.step, run.nth, &given)
    }

    /// The digest of the value that a step has in the last iteration.
    fn of_step(&self, step: StepId) -> Option<u64> {
        let event = Event { step, route: Route::Success, bare: false };
        self.log.succeeded[step].and_then(|activation| self.of_event(&event, activation))
    }

    fn read(&self, param: &Param, source: Option<Activation>) -> u64 {
        let event = |step| Event { step, route: Route::Success, bare: false };
        let digest = source.and_then(|it| self.of_event(&event(self.log.runs[it.0].step), it));
        match (param.optional, digest) {
            (true, digest) => optional(digest),
            (false, Some(digest)) => digest,
            (false, None) => panic!("a `#[from]` that is not optional has no value"),
        }
    }

    /// The digests of the parameters that take what a trigger carries.
    fn params(&self, count: usize, trigger: &Trigger, carried: &Carried) -> Vec<u64> {
        let (trigger, carried) = self.only_member(trigger, carried);
        match (count, trigger, carried) {
            (0, ..) => Vec::new(),
            (1, ..) => vec![self.part(trigger, carried).expect("a parameter takes something")],
            (_, Trigger::And(members), Carried::And(carried)) => members
                .iter()
                .zip(carried)
                .filter_map(|(member, carried)| self.part(member, carried))
                .collect(),
            _ => panic!("several parameters take what an `and` carries"),
        }
    }

    /// An `and` of which one member alone carries something carries what that member does.
    fn only_member<'t>(&self, trigger: &'t Trigger, carried: &'t Carried) -> (&'t Trigger, &'t Carried) {
        let (Trigger::And(members), Carried::And(each)) = (trigger, carried) else {
            return (trigger, carried);
        };
        let is_carrying = |index: &usize| carries(self.graph, &members[*index]) != Carries::Nothing;
        let carrying: Vec<usize> = (0..members.len()).filter(is_carrying).collect();
        match carrying[..] {
            [only] => self.only_member(&members[only], &each[only]),
            _ => (trigger, carried),
        }
    }

    /// The digest of one parameter, or one part of a tuple.
    fn part(&self, trigger: &Trigger, carried: &Carried) -> Option<u64> {
        let (trigger, carried) = self.only_member(trigger, carried);
        match carries(self.graph, trigger) {
            shape @ Carries::First(_) if shape.flat().1 => Some(optional(self.bare(trigger, carried))),
            _ => self.bare(trigger, carried),
        }
    }

    /// The digest of a value before it is made an `Option`; nothing where nothing is carried.
    fn bare(&self, trigger: &Trigger, carried: &Carried) -> Option<u64> {
        match self.only_member(trigger, carried) {
            (Trigger::Event(event), Carried::Event(activation)) => self.of_event(event, *activation),
            (Trigger::Or(members), Carried::Or { winner, carried }) => self.bare(&members[*winner], carried),
            (Trigger::And(members), Carried::And(carried)) => {
                let each = members.iter().zip(carried);
                let parts: Vec<u64> =
                    each.filter_map(|(member, carried)| self.part(member, carried)).collect();
                (!parts.is_empty()).then(|| list(&parts))
            }
            _ => panic!("what is carried has the shape of the trigger"),
        }
    }

    fn of_event(&self, event: &Event, activation: Activation) -> Option<u64> {
        let (value, run) = (self.values[activation.0], &self.log.runs[activation.0]);
        let output = self.graph.steps[event.step].output.as_deref();
        let has_field = |variant: &str| variants(output).contains(&(variant, true));
        match (&event.route, &run.outcome) {
            _ if event.bare => None,
            (Route::Error, _) => Some(tag("E", value)),
            (Route::Variant(variant), _) => has_field(variant).then_some(value),
            (Route::Success, Some(Outcome::Success { variant: Some(variant) })) => {
                Some(tag(variant, if has_field(variant) { value } else { 0 }))
            }
            (Route::Success, _) => output.is_some().then_some(value),
        }
    }
}

fn optional(digest: Option<u64>) -> u64 {
    digest.map_or_else(|| tag("None", 0), |digest| tag("Some", digest))
}
