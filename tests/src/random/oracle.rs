//! What should happen in a run of a random flow, by the machine.

use flow_graph::machine::simulate::{Act, Call, Called, Log, Ties, simulate_calls};
use flow_graph::machine::{Activation, Carried, End, Outcome};
use flow_graph::model::{Event, Graph, Param, Route, StepId, Trigger};
use flow_graph::random::script;
use flow_graph::random::types::{Carries, carries, item_type, variants};

use super::calls::{Calls, value};
use super::limit::{Limit, Span};
use super::observed::{Ended, Observed, Seen};
use super::story::Story;
use super::told::differences;
use super::types::{Digest, X, Y, items_failed, list, tag};

/// What should be seen of a run, if ties go that way.
pub(super) struct Expected {
    pub(super) seen: Observed,
    pub(super) log: Log,
    /// What is wrong with what an observer was told, if one was.
    pub(super) told: Vec<String>,
}

/// What the language leaves open of a run, as it is decided in one.
pub(super) struct Choice {
    /// In which order the steps end that end in one instant.
    pub(super) ties: Ties,
    /// Calls that would fail the flow in the instant in which another one, that follows from a decision of that instant,
    /// is seen to fail it: they do not end in it.
    pub(super) held: Vec<Call>,
}

/// Longer than any run takes.
const HELD: u64 = 1 << 40;

pub(super) fn expect(
    graph: &Graph,
    script: u64,
    Choice { ties, held }: &Choice,
    limit: Limit,
    story: Option<&Story>,
) -> Expected {
    let log = simulate_calls(graph, *ties, |call| {
        let act = script::act_of_call(graph, script, call);
        if held.contains(&call) { Act { duration: act.duration + HELD, ..act } } else { act }
    });
    let mut values: Values<'_> = Values { graph, log: &log, calls: Calls::new(graph, &log, script) };
    for index in 0..log.runs.len() {
        values.give(Activation(index));
    }
    let has_begun = |it: &Called| it.outcome.is_some() || it.began_at <= it.ended_at;
    let runs = log.calls.iter().enumerate().filter(|(_, it)| has_begun(it)).filter_map(|(index, it)| {
        let dropped = it.outcome.is_none() || values.calls.is_late(index);
        let span = Span { began_at: it.began_at, ended_at: it.ended_at, dropped };
        let Span { began_at, ended_at, dropped } = limit.cut(graph, &log, it.activation, span)?;
        let (Call { step, nth, item, attempt }, value) = (it.call, values.calls.values[index]);
        Some(Seen { step, nth, item, attempt, began_at, ended_at, dropped, value })
    });
    let name = |step: StepId| graph.steps[step].name.to_string();
    let ended = match &log.end {
        _ if limit.stops(&log).is_some() => limit.ended(),
        End::Success => Ended::Output(graph.sinks.iter().map(|sink| values.of_step(sink.step)).collect()),
        End::LoopLimit { step } => Ended::LoopLimit(name(*step)),
        End::Failed(failure) => values.calls.failed(failure),
    };
    let seen = Observed { runs: runs.collect(), ended, ended_at: limit.ended_at(graph, &log) };
    let told = story
        .map(|story| differences(graph, &values.calls, &log, limit, &seen.ended, story))
        .unwrap_or_default();
    Expected { seen, told, log }
}

struct Values<'a> {
    graph: &'a Graph,
    log: &'a Log,
    calls: Calls<'a>,
}

impl Values<'_> {
    /// Finds out the values of a run's calls. Those of the runs before are known.
    fn give(&mut self, activation: Activation) {
        let run = &self.log.runs[activation.0];
        let step = &self.graph.steps[run.step];
        let own = step.params.iter().filter(|param| param.is_plain()).count();
        let mut items = None;
        let mut carried = match (&step.trigger, &run.carried) {
            (Some(_), Some(Carried::Event(source))) if step.is_each() => {
                items = Some(self.calls.elements(*source));
                Vec::new()
            }
            (Some(trigger), Some(carried)) => self.params(own, trigger, carried),
            _ => Vec::new(),
        }
        .into_iter();
        let mut reads = run.reads.iter();
        // Of the item, nothing yet.
        let digest = |param: &Param| match param.from {
            Some(_) => Some(self.read(param, *reads.next().expect("one for each"))),
            None if step.trigger.is_none() => Some(if param.name == "x" { X.digest() } else { Y.digest() }),
            None if items.is_some() => None,
            None => Some(carried.next().expect("one for each")),
        };
        let given: Vec<Option<u64>> = step.params.iter().filter(|param| !param.context).map(digest).collect();
        self.calls.counts[activation.0] = items.as_ref().map(Vec::len);
        for index in self.calls.of(activation) {
            let call = self.log.calls[index].call;
            let item = || call.item.and_then(|item| items.as_ref()?.get(item).copied());
            let given: Vec<u64> = given.iter().map(|it| it.or_else(item).expect("an item")).collect();
            self.calls.values[index] = value(call, &given);
        }
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
            (Trigger::Quorum { members, .. }, Carried::Quorum(arrived)) => {
                let Carries::Several(shapes) = carries(self.graph, trigger) else { return None };
                let (_, may_be_nothing) = Carries::flat_members(&shapes);
                let digest = |(member, carried): &(usize, Carried)| {
                    let bare = self.bare(&members[*member], carried);
                    if may_be_nothing {
                        optional(bare)
                    } else {
                        bare.expect("every member carries something")
                    }
                };
                Some(list(&arrived.iter().map(digest).collect::<Vec<_>>()))
            }
            _ => panic!("what is carried has the shape of the trigger"),
        }
    }

    fn of_event(&self, event: &Event, activation: Activation) -> Option<u64> {
        let run = &self.log.runs[activation.0];
        let output = self.graph.steps[event.step].output.as_deref();
        let has_field = |variant: &str| variants(output).contains(&(variant, true));
        match (&event.route, &run.outcome) {
            _ if event.bare => None,
            (Route::Error, _) if self.graph.steps[event.step].refined.many.is_some() => {
                let (succeeded, failed) = self.calls.collected(activation);
                let carries = output.is_some();
                let succeeded =
                    succeeded.into_iter().map(|(item, value)| (item, if carries { value } else { 0 }));
                Some(items_failed(succeeded.collect(), failed))
            }
            (Route::Error, _) => self.calls.error(activation),
            (Route::Success, _) if item_type(output).is_some() => {
                Some(list(&self.calls.elements(activation)))
            }
            (Route::Variant(variant), _) => has_field(variant).then(|| self.calls.last_value(activation)),
            (Route::Success, Some(Outcome::Success { variant: Some(variant) })) => {
                Some(tag(variant, if has_field(variant) { self.calls.last_value(activation) } else { 0 }))
            }
            (Route::Success, _) => output.map(|_| self.calls.last_value(activation)),
        }
    }
}

fn optional(digest: Option<u64>) -> u64 {
    digest.map_or_else(|| tag("None", 0), |digest| tag("Some", digest))
}
