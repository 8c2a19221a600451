//! From a graph to its texts.

use std::fmt::Write;

use super::{bits, param};
use crate::model::{Graph, Input, Param, Receiver, Route, Step, StepKind, Text, Trigger};

/// Things of one kind: their text, and how many there are.
#[derive(Debug, Default)]
pub struct Texts {
    /// The text.
    pub text: String,
    /// How many things are in it.
    pub len: usize,
}

/// The texts of a graph.
#[derive(Debug)]
pub struct Packed {
    /// The steps.
    pub steps: Texts,
    /// The parameters of all steps.
    pub params: Texts,
    /// What the `ends` of all steps name.
    pub ends: Texts,
    /// The members of gates, from those of the steps' triggers down.
    pub members: Vec<Texts>,
    /// The flow's inputs.
    pub inputs: Texts,
}

impl Packed {
    /// The texts of this graph.
    #[must_use]
    pub fn new(graph: &Graph) -> Packed {
        let (mut steps, mut params, mut ends, mut inputs) =
            (Texts::default(), Texts::default(), Texts::default(), Texts::default());
        for it in graph.steps.iter() {
            steps.step(it);
            it.params.iter().for_each(|it| params.param(it));
            it.ends.iter().for_each(|it| ends.end(it));
        }
        graph.inputs.iter().for_each(|it| inputs.input(it));
        let mut members = Vec::new();
        let mut level: Vec<&Trigger> = graph.steps.iter().filter_map(|step| step.trigger.as_ref()).collect();
        loop {
            level = level.into_iter().flat_map(inside).collect();
            if level.is_empty() {
                return Packed { steps, params, ends, members, inputs };
            }
            let mut texts = Texts::default();
            for trigger in &level {
                texts.trigger(trigger);
                texts.len += 1;
            }
            members.push(texts);
        }
    }
}

/// The members of a gate.
fn inside(trigger: &Trigger) -> &[Trigger] {
    match trigger {
        Trigger::Event(_) => &[],
        Trigger::And(members) | Trigger::Or(members) | Trigger::Quorum { members, .. } => members,
    }
}

/// The sum of what is so.
fn sum(bits: &[(bool, usize)]) -> usize {
    bits.iter().filter(|(is, _)| *is).map(|(_, bit)| bit).sum()
}

impl Texts {
    fn number(&mut self, number: impl Into<u64>) {
        let _ = write!(self.text, "{} ", number.into());
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.text.push_str(text);
    }

    fn step(&mut self, it: &Step) {
        self.len += 1;
        self.count(sum(&[
            (it.kind == StepKind::Router, bits::ROUTER),
            (it.kind == StepKind::Listen, bits::LISTEN),
            (it.receiver == Receiver::Shared, bits::SHARED),
            (it.receiver == Receiver::Exclusive, bits::EXCLUSIVE),
            (it.receiver == Receiver::Owned, bits::OWNED),
            (it.fallible, bits::FALLIBLE),
            (it.is_async, bits::ASYNC),
            (it.must_finish, bits::MUST_FINISH),
            (it.ends_rest, bits::ENDS_REST),
            (it.trigger.is_some(), bits::HAS_TRIGGER),
            (it.output.is_some(), bits::HAS_OUTPUT),
            (it.error.is_some(), bits::HAS_ERROR),
            (it.max_iterations.is_some(), bits::HAS_LIMIT),
        ]));
        self.number(it.line);
        self.text(&it.name);
        self.text(&it.doc);
        it.output.iter().chain(&it.error).for_each(|text| self.text(text));
        it.max_iterations.into_iter().for_each(|limit| self.number(limit));
        self.count(it.params.len());
        self.count(it.ends.len());
        it.trigger.iter().for_each(|trigger| self.trigger(trigger));
    }

    fn trigger(&mut self, it: &Trigger) {
        match it {
            Trigger::And(members) => {
                self.text.push('a');
                self.count(members.len());
            }
            Trigger::Or(members) => {
                self.text.push('o');
                self.count(members.len());
            }
            Trigger::Quorum { needed, members } => {
                self.text.push('q');
                self.number(*needed);
                self.count(members.len());
            }
            Trigger::Event(event) => {
                let letter = match event.route {
                    Route::Success => 's',
                    Route::Error => 'e',
                    Route::Variant(_) => 'v',
                };
                self.text.push(if event.bare { letter.to_ascii_uppercase() } else { letter });
                self.count(event.step);
                if let Route::Variant(name) = &event.route {
                    self.text(name);
                }
            }
        }
    }

    fn param(&mut self, it: &Param) {
        self.len += 1;
        self.count(sum(&[
            (it.by_ref, param::BY_REF),
            (it.context, param::CONTEXT),
            (it.optional, param::OPTIONAL),
            (it.from.is_some(), param::HAS_FROM),
            (it.tuple.is_some(), param::HAS_TUPLE),
        ]));
        self.text(&it.name);
        self.text(&it.ty);
        it.from.into_iter().chain(it.tuple).for_each(|number| self.count(number));
    }

    fn end(&mut self, it: &Text) {
        self.len += 1;
        self.text(it);
    }

    fn input(&mut self, it: &Input) {
        self.len += 1;
        self.text(&it.name);
        self.text(&it.ty);
    }
}
