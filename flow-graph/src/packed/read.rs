//! From texts to the lists of a graph, while it is compiled: constant functions, and arrays as long as the macro says.

use std::borrow::Cow;
use std::mem::{forget, replace};

use super::{bits, param};
use crate::model::{
    Event, Input, Param, Receiver, Refinement, Retry, Route, Step, StepKind, Subflow, Text, Trigger,
};

/// A text, and how far it has been read.
struct Reader {
    text: &'static str,
    at: usize,
}

impl Reader {
    const fn new(text: &'static str) -> Reader {
        Reader { text, at: 0 }
    }

    const fn letter(&mut self) -> u8 {
        let letter = self.text.as_bytes()[self.at];
        self.at += 1;
        letter
    }

    /// Digits and a space.
    const fn number(&mut self) -> usize {
        // No calls inside: the compiler interprets this.
        let bytes = self.text.as_bytes();
        let (mut number, mut at) = (0, self.at);
        while bytes[at] != b' ' {
            number = number * 10 + (bytes[at] - b'0') as usize;
            at += 1;
        }
        self.at = at + 1;
        number
    }

    /// How many bytes, and these.
    const fn text(&mut self) -> Text {
        let len = self.number();
        let text = self.text.split_at(self.at).1.split_at(len).0;
        self.at += len;
        Cow::Borrowed(text)
    }

    const fn texts(&mut self, has: bool) -> Option<Text> {
        if has { Some(self.text()) } else { None }
    }

    const fn numbers(&mut self, has: bool) -> Option<usize> {
        if has { Some(self.number()) } else { None }
    }
}

/// A list, the next things of which belong to the next who asks.
struct Rest<T: 'static>(&'static [T]);

impl<T> Rest<T> {
    const fn take(&mut self, len: usize) -> Cow<'static, [T]>
    where
        [T]: ToOwned,
    {
        let (taken, rest) = self.0.split_at(len);
        self.0 = rest;
        Cow::Borrowed(taken)
    }
}

/// What the steps' lists consist of.
#[derive(Debug, Clone, Copy)]
pub struct Below {
    /// The parameters of all steps.
    pub params: &'static [Param],
    /// What all steps' `ends` name.
    pub ends: &'static [Text],
    /// The members of the triggers that are gates.
    pub members: &'static [Trigger],
    /// The steps that are refined, in their order.
    pub refined: &'static [(usize, Refinement)],
}

/// Puts a value in the place of another that has nothing to drop, which a constant function could not.
const fn put<T>(place: &mut T, value: T) {
    forget(replace(place, value));
}

const EMPTY: Text = Cow::Borrowed("");

/// The steps of a graph.
#[must_use]
pub const fn steps<const N: usize>(text: &'static str, below: Below) -> [Step; N] {
    let mut steps = [const {
        Step {
            name: EMPTY,
            doc: EMPTY,
            line: 0,
            kind: StepKind::Start,
            trigger: None,
            params: Cow::Borrowed(&[]),
            output: None,
            fallible: false,
            error: None,
            is_async: false,
            receiver: Receiver::None,
            must_finish: false,
            ends: Cow::Borrowed(&[]),
            ends_rest: false,
            max_iterations: None,
            refined: Refinement::NONE,
        }
    }; N];
    read_steps(text, below, &mut steps);
    steps
}

pub(super) const fn read_steps(text: &'static str, below: Below, steps: &mut [Step]) {
    let mut reader = Reader::new(text);
    let (mut params, mut ends, mut members) = (Rest(below.params), Rest(below.ends), Rest(below.members));
    let mut refined = below.refined;
    let mut index = 0;
    while index < steps.len() {
        let step = &mut steps[index];
        let has = reader.number();
        step.kind = match has & (bits::ROUTER | bits::LISTEN) {
            bits::ROUTER => StepKind::Router,
            bits::LISTEN => StepKind::Listen,
            _ => StepKind::Start,
        };
        step.receiver = match has & (bits::SHARED | bits::EXCLUSIVE | bits::OWNED) {
            bits::SHARED => Receiver::Shared,
            bits::EXCLUSIVE => Receiver::Exclusive,
            bits::OWNED => Receiver::Owned,
            _ => Receiver::None,
        };
        step.fallible = has & bits::FALLIBLE != 0;
        step.is_async = has & bits::ASYNC != 0;
        step.must_finish = has & bits::MUST_FINISH != 0;
        step.ends_rest = has & bits::ENDS_REST != 0;
        step.line = reader.number() as u32;
        put(&mut step.name, reader.text());
        put(&mut step.doc, reader.text());
        put(&mut step.output, reader.texts(has & bits::HAS_OUTPUT != 0));
        put(&mut step.error, reader.texts(has & bits::HAS_ERROR != 0));
        step.max_iterations = match reader.numbers(has & bits::HAS_LIMIT != 0) {
            Some(limit) => Some(limit as u32),
            None => None,
        };
        put(&mut step.params, params.take(reader.number()));
        put(&mut step.ends, ends.take(reader.number()));
        if has & bits::HAS_TRIGGER != 0 {
            put(&mut step.trigger, Some(trigger(&mut reader, &mut members)));
        }
        if let Some(((place, of_step), rest)) = refined.split_first()
            && *place == index
        {
            put(&mut step.refined, refinement(of_step));
            refined = rest;
        }
        index += 1;
    }
}

/// A node of a trigger. Its members are the next below.
const fn trigger(reader: &mut Reader, members: &mut Rest<Trigger>) -> Trigger {
    match reader.letter() {
        b'a' => Trigger::And(members.take(reader.number())),
        b'o' => Trigger::Or(members.take(reader.number())),
        b'q' => Trigger::Quorum { needed: reader.number() as u32, members: members.take(reader.number()) },
        letter => {
            let step = reader.number();
            let route = match letter.to_ascii_lowercase() {
                b's' => Route::Success,
                b'e' => Route::Error,
                b'v' => Route::Variant(reader.text()),
                _ => panic!("no trigger begins like that"),
            };
            Trigger::Event(Event { step, route, bare: letter.is_ascii_uppercase() })
        }
    }
}

/// The members of gates of one level, of which the gates among them have theirs below.
#[must_use]
pub const fn members<const N: usize>(text: &'static str, below: &'static [Trigger]) -> [Trigger; N] {
    let mut triggers = [const { Trigger::And(Cow::Borrowed(&[])) }; N];
    read_members(text, below, &mut triggers);
    triggers
}

pub(super) const fn read_members(text: &'static str, below: &'static [Trigger], triggers: &mut [Trigger]) {
    let (mut reader, mut below) = (Reader::new(text), Rest(below));
    let mut index = 0;
    while index < triggers.len() {
        put(&mut triggers[index], trigger(&mut reader, &mut below));
        index += 1;
    }
}

/// The parameters of all steps.
#[must_use]
pub const fn params<const N: usize>(text: &'static str) -> [Param; N] {
    let mut params = [const {
        Param {
            name: EMPTY,
            ty: EMPTY,
            by_ref: false,
            from: None,
            context: false,
            optional: false,
            tuple: None,
        }
    }; N];
    read_params(text, &mut params);
    params
}

pub(super) const fn read_params(text: &'static str, params: &mut [Param]) {
    let mut reader = Reader::new(text);
    let mut index = 0;
    while index < params.len() {
        let it = &mut params[index];
        let has = reader.number();
        it.by_ref = has & param::BY_REF != 0;
        it.context = has & param::CONTEXT != 0;
        it.optional = has & param::OPTIONAL != 0;
        put(&mut it.name, reader.text());
        put(&mut it.ty, reader.text());
        it.from = reader.numbers(has & param::HAS_FROM != 0);
        it.tuple = reader.numbers(has & param::HAS_TUPLE != 0);
        index += 1;
    }
}

/// What the `ends` of all steps name.
#[must_use]
pub const fn ends<const N: usize>(text: &'static str) -> [Text; N] {
    let mut ends = [EMPTY; N];
    read_ends(text, &mut ends);
    ends
}

pub(super) const fn read_ends(text: &'static str, ends: &mut [Text]) {
    let mut reader = Reader::new(text);
    let mut index = 0;
    while index < ends.len() {
        put(&mut ends[index], reader.text());
        index += 1;
    }
}

/// The inputs of a flow.
#[must_use]
pub const fn inputs<const N: usize>(text: &'static str) -> [Input; N] {
    let mut inputs = [const { Input { name: EMPTY, ty: EMPTY } }; N];
    read_inputs(text, &mut inputs);
    inputs
}

pub(super) const fn read_inputs(text: &'static str, inputs: &mut [Input]) {
    let mut reader = Reader::new(text);
    let mut index = 0;
    while index < inputs.len() {
        put(&mut inputs[index].name, reader.text());
        put(&mut inputs[index].ty, reader.text());
        index += 1;
    }
}

/// A copy: a constant function cannot clone.
const fn refinement(it: &'static Refinement) -> Refinement {
    let retry = match &it.retry {
        Some(Retry { times, base, max, on }) => {
            let on = match on {
                Some(on) => Some(same(on)),
                None => None,
            };
            Some(Retry { times: *times, base: *base, max: *max, on })
        }
        None => None,
    };
    let subflow = match &it.subflow {
        Some(Subflow { name, graph }) => {
            let graph = match graph {
                Some(Cow::Borrowed(graph)) => Some(Cow::Borrowed(*graph)),
                Some(Cow::Owned(_)) | None => None,
            };
            Some(Subflow { name: same(name), graph })
        }
        None => None,
    };
    Refinement {
        many: it.many,
        timeout: it.timeout,
        total_timeout: it.total_timeout,
        retry,
        runs_on: it.runs_on,
        subflow,
    }
}

const fn same(text: &'static Text) -> Text {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text),
        Cow::Owned(text) => Cow::Borrowed(text.as_str()),
    }
}
