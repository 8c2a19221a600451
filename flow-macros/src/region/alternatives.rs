//! What may have happened, and `or`s of things that exclude one another.

use flow_graph::bind::Value;
use flow_graph::model::StepId;
use flow_graph::regions::{Gate, Happening, Region};
use proc_macro2::TokenStream;

use super::block::{Block, Emitter, tuple};
use super::scope::{self, Presence, Scope, Var};
use super::values::{Locals, taken_of, var_of_use};
use crate::args::{self, Args};
use crate::gates;
use crate::names;

impl Emitter<'_, '_> {
    pub(super) fn when(
        &mut self,
        happened: &Happening,
        then: &Region,
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let var = self.var_of(happened)?;
        match scope.get(&var)? {
            Presence::Certain => return self.region(then, scope, code),
            Presence::Reference => return None,
            Presence::Optional => {}
        }
        let exports = self.exports(then);
        let name = scope::name(self.cx, &var);
        let mut inner = scope.clone();
        inner.add(var.clone(), Presence::Certain);
        // The other fields of the same variant are there together with the first.
        let together = self.fields_with(&var);
        for other in &together {
            inner.add(other.clone(), Presence::Optional);
        }
        let Block { code: body, scope: inner } = self.block(Some(then), inner, &exports)?;
        if exports.contains(&var) {
            return None;
        }
        let presence = |_: &Var| Some(Presence::Optional);
        let values = self.hand_out(&exports, &inner, presence)?;
        let nothing = tuple(exports.iter().map(|_| code!(__rt::None)).collect());
        let value = if exports.is_empty() {
            code!(if let __rt::Some(#name) = #name { #body })
        } else {
            code!(if let __rt::Some(#name) = #name { #body #values } else { #nothing })
        };
        self.bind(&exports, value, scope, code, presence)
    }

    pub(super) fn fields_with(&self, var: &Var) -> Vec<Var> {
        match var {
            Var::Field(step, variant, 0) => (1..self.fields(*step, variant))
                .map(|index| Var::Field(*step, variant.clone(), index))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Gives the value of every `or` of alternatives in this block whose members are all at hand; at the end of a block,
    /// of those that it hands out and of which some member is at hand.
    pub(super) fn meet(&mut self, scope: &mut Scope, code: &mut TokenStream, exports: &[Var]) -> Option<()> {
        // Inner ones first: an `or` may be a member of another.
        let gates: Vec<(Gate, Vec<(usize, Happening)>)> =
            self.schedule.gates.iter().rev().map(|(gate, members)| (*gate, members.clone())).collect();
        for (gate, members) in gates {
            let var = Var::First(gate);
            if scope.get(&var).is_some()
                || self.is_entry(gate)
                || self.taken.contains(&gate)
                || self.is_race(gate)
            {
                continue;
            }
            let at_hand = |what: &Happening| self.var_of(what).is_some_and(|var| scope.get(&var).is_some());
            let count = members.iter().filter(|(_, what)| at_hand(what)).count();
            let all = count == members.len() && self.is_inside(gate.step);
            if all || (count > 0 && exports.contains(&var)) {
                self.alternatives(gate, &members, scope, code)?;
            }
        }
        Some(())
    }

    pub(super) fn is_race(&self, gate: Gate) -> bool {
        let mut race = false;
        self.schedule
            .root
            .visit(&mut |part| {
                race |= matches!(part, Region::Race { gate: it, .. } | Region::Quorum { gate: it, .. } if *it == gate);
            });
        race
    }

    /// `let for_x = …`: the value of the alternative that happened.
    pub(super) fn alternatives(
        &mut self,
        gate: Gate,
        members: &[(usize, Happening)],
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let var = Var::First(gate);
        let name = scope::name(self.cx, &var);
        let mut otherwise = code!(__rt::None);
        for (index, what) in members.iter().rev() {
            let Some(member) = self.var_of(what) else { continue };
            let Some(presence) = scope.get(&member) else { continue };
            let local = scope::name(self.cx, &member);
            let mut inner = scope.clone();
            let mut before = TokenStream::new();
            // What the same call reads with `#[from]` as well stays where it is.
            let read_too = self.is_read_with_from(gate.step, &member);
            if presence == Presence::Optional {
                inner.add(member.clone(), if read_too { Presence::Reference } else { Presence::Certain });
            }
            let scrutinee = if read_too { code!(&#local) } else { code!(#local) };
            let value = self.member(gate, *index, &mut inner, &mut before)?;
            let step = gate.step;
            if !gate.again && !self.is_entry(gate) {
                before.extend(code! {
                    __rt::Watch::decided(&__watch, #step, #index);
                    __rt::Watch::settled(&__watch);
                });
            }
            if presence != Presence::Optional {
                code.extend(code!(#before let #name = #value;));
                scope.add(var, Presence::Certain);
                return Some(());
            }
            otherwise = code! {
                if let __rt::Some(#local) = #scrutinee {
                    #before
                    __rt::Some(#value)
                } else {
                    #otherwise
                }
            };
        }
        code.extend(code!(let #name = #otherwise;));
        scope.add(var, Presence::Optional);
        Some(())
    }

    /// Whether a step reads a value with `#[from]`.
    fn is_read_with_from(&self, step: StepId, var: &Var) -> bool {
        let uses = self.cx.bindings.uses.iter().enumerate();
        uses.into_iter()
            .any(|(id, it)| it.step == step && it.leaf.is_none() && var_of_use(self.cx, id) == *var)
    }

    /// What the listener with that gate takes from one member.
    pub(super) fn member(
        &mut self,
        gate: Gate,
        index: usize,
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<TokenStream> {
        let cx = self.cx;
        let base = Gate { again: false, ..gate };
        let Some(taken_by) = taken_of(cx, base) else { return Some(code!(())) };
        let Some(value) = taken_by.members.get(index)? else {
            return Some(code!(__rt::None));
        };
        let taken = if taken_by.borrowed && !matches!(value, Value::First(_)) {
            let Value::One(id) = value else { return None };
            let var = var_of_use(cx, *id);
            let users = (0..cx.bindings.uses.len()).filter(|&other| var_of_use(cx, other) == var).count();
            if users != 1 || scope.get(&var)? == Presence::Reference {
                return None;
            }
            let tokens = scope.certain(cx, var, code)?;
            // Members of different types show where they come from.
            let out = names::out(args::span_of_use(cx, *id));
            code.extend(code!(let #out = #tokens;));
            gates::of_one_type(cx, &taken_by.members, value, code!(#out), |ty| ty)
        } else if let (true, Value::First(inner)) = (taken_by.borrowed, value) {
            let var = Var::First(Gate { step: gate.step, node: inner.node, again: false });
            scope.certain(cx, var, code)?
        } else {
            let mut args = Args::default();
            let mut locals =
                Locals { cx, scope, own: &self.own, early: true, branch: self.beside > 0, missing: false };
            let value_tokens = args::expression(&mut args, &mut locals, gate.step, value);
            if locals.missing {
                return None;
            }
            code.extend(args.outside);
            value_tokens
        };
        Some(gates::of_gate(cx, taken_by, value, taken))
    }
}
