//! Arguments from locals, and what a block has to hand out.

use std::collections::BTreeSet;

use flow_graph::bind::{Gathered, Mode, Source, UseId, Value};
use flow_graph::model::{Route, StepId};
use flow_graph::regions::{Gate, Happening, Region};
use proc_macro2::TokenStream;

use super::block::Emitter;
use super::scope::{self, Presence, Scope, Var};
use crate::args::{Access, Args};
use crate::clones;
use crate::run::{self, Cx};

/// Locals as arguments. What cannot be had is noted in `missing`.
pub(super) struct Locals<'a, 'b> {
    pub(super) cx: &'a Cx<'b>,
    pub(super) scope: &'a mut Scope,
    /// The clones that have been made before the branches began.
    pub(super) own: &'a BTreeSet<(StepId, Copied)>,
    /// Whether the values are taken for an `or`, before those that the same call takes with `#[from]`.
    pub(super) early: bool,
    /// Whether the code is in a branch, which holds what it uses until it is dropped.
    pub(super) branch: bool,
    pub(super) missing: bool,
}

impl Access for Locals<'_, '_> {
    fn value(&mut self, args: &mut Args, id: UseId) -> TokenStream {
        let cx = self.cx;
        let it = &cx.bindings.uses[id];
        let var = var_of_use(cx, id);
        let name = scope::name(cx, &var);
        let clone = || clones::of_use(cx, id);
        let Some(presence) = self.scope.get(&var) else {
            self.missing = true;
            return code!(());
        };
        if it.optional {
            return match (it.mode, presence) {
                (Mode::Move, Presence::Optional) => code!(#name),
                (Mode::Move, Presence::Certain) => code!(__rt::Some(#name)),
                (Mode::Borrow, Presence::Optional) => code!(__rt::Option::as_ref(&#name)),
                (Mode::Borrow, Presence::Certain) => code!(__rt::Some(&#name)),
                (Mode::Clone | Mode::Copy, Presence::Optional) => {
                    let clone = clone().path();
                    code!(__rt::Option::map(__rt::Option::as_ref(&#name), #clone))
                }
                (Mode::Clone | Mode::Copy, Presence::Certain) => {
                    let clone = clone().call(true, &name);
                    code!(__rt::Some(#clone))
                }
                (_, Presence::Reference) => {
                    self.missing = true;
                    code!(())
                }
            };
        }
        let mode = match it.mode {
            Mode::Clone if self.own.contains(&(it.step, Copied::Var(var_of_use(cx, id)))) => Mode::Move,
            // The call takes it once more, and can only clone it while it is there.
            Mode::Move if self.early && is_read_too(cx, id) => Mode::Clone,
            mode => mode,
        };
        if mode == Mode::Move && self.branch && self.scope.has_fields_of(&var) {
            // A `match` around the branches borrows it.
            self.missing = true;
            return code!(());
        }
        if presence == Presence::Optional {
            // It is there, as the analysis knows; what others need too, or a loop takes again, stays where it is.
            let lent = code!(__rt::certain(&#name));
            match mode {
                Mode::Move => {
                    args.outside.extend(code! {
                        let __rt::Some(#name) = #name else { __rt::impossible() };
                    });
                    self.scope.add(var, Presence::Certain);
                }
                Mode::Clone => {
                    let clone = clone().path();
                    return code!(#clone(#lent));
                }
                Mode::Copy => return code!(*#lent),
                Mode::Borrow => return lent,
            }
        }
        match (mode, presence) {
            (Mode::Move, Presence::Reference) => {
                self.missing = true;
                code!(())
            }
            (Mode::Move | Mode::Copy, Presence::Certain | Presence::Optional) => code!(#name),
            (Mode::Clone, Presence::Reference) => clone().call(false, &name),
            (Mode::Copy, Presence::Reference) => code!(*#name),
            (Mode::Clone, _) => clone().call(true, &name),
            (Mode::Borrow, Presence::Reference) => code!(#name),
            (Mode::Borrow, _) => code!(&#name),
        }
    }

    fn first(&mut self, args: &mut Args, step: StepId, first: &Gathered) -> TokenStream {
        let var = Var::First(Gate { step, node: first.node, again: false });
        if self.scope.get(&var).is_none() {
            self.missing = true;
            return code!(());
        }
        let mut code = TokenStream::new();
        let value = self.scope.certain(self.cx, var, &mut code);
        args.outside.extend(code);
        match (first.borrowed, first.optional) {
            (true, true) => code!(__rt::Option::as_ref(&#value)),
            (true, false) => code!(&#value),
            (false, _) => code!(#value),
        }
    }

    fn several(&mut self, _args: &mut Args, step: StepId, several: &Gathered) -> TokenStream {
        let var = Var::First(Gate { step, node: several.node, again: false });
        if self.scope.get(&var) != Some(Presence::Certain) {
            self.missing = true;
        }
        let name = scope::name(self.cx, &var);
        match (several.borrowed, several.optional) {
            (true, true) => code!(__rt::each_ref_any(&#name)),
            (true, false) => code!(__rt::each_ref(&#name)),
            (false, _) => code!(#name),
        }
    }

    fn input(&mut self, _args: &mut Args, step: StepId, input: usize, clone: bool) -> TokenStream {
        let (name, copied) = run::input(self.cx, input);
        if copied {
            code!(#name)
        } else if clone && !self.own.contains(&(step, Copied::Input(input))) {
            clones::of_input(self.cx, step, input).call(true, &name)
        } else {
            code!(#name)
        }
    }
}

/// Whether `#[from]` takes the same value for the same call.
fn is_read_too(cx: &Cx<'_>, id: UseId) -> bool {
    let (it, var) = (&cx.bindings.uses[id], var_of_use(cx, id));
    cx.bindings
        .uses
        .iter()
        .enumerate()
        .any(|(other, that)| that.step == it.step && that.leaf.is_none() && var_of_use(cx, other) == var)
}

/// A value of which a branch has a copy of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Copied {
    /// A local.
    Var(Var),
    /// An input.
    Input(usize),
}

/// The local that a use reads.
pub(super) fn var_of_use(cx: &Cx<'_>, id: UseId) -> Var {
    let it = &cx.bindings.uses[id];
    match &it.event.route {
        Route::Success => Var::Success(it.event.step),
        Route::Error => Var::Error(it.event.step),
        Route::Variant(name) => {
            Var::Field(it.event.step, name.to_string(), it.field.map_or(0, |(index, _)| index))
        }
    }
}

/// What the listener with that gate takes from it; nothing where it ignores the values.
pub(super) fn taken_of<'a>(cx: &'a Cx<'_>, gate: Gate) -> Option<&'a Gathered> {
    fn find(value: &Value, wanted: usize) -> Option<&Gathered> {
        let taken = match value {
            Value::One(_) => return None,
            Value::Tuple(values) => return values.iter().find_map(|value| find(value, wanted)),
            Value::First(taken) | Value::Several(taken) => taken,
        };
        if taken.node == wanted {
            return Some(taken);
        }
        taken.members.iter().flatten().find_map(|member| find(member, wanted))
    }
    cx.bindings.params[gate.step].iter().find_map(|source| match source {
        Source::Value(value) => find(value, gate.node),
        _ => None,
    })
}

impl Emitter<'_, '_> {
    /// The locals made inside a region that something outside it needs.
    pub(super) fn exports(&self, region: &Region) -> Vec<Var> {
        let inside: BTreeSet<StepId> = region.steps().into_iter().collect();
        let mut exports = BTreeSet::new();
        for (id, it) in self.cx.bindings.uses.iter().enumerate() {
            // What goes through an `or` leaves with that `or`'s value, or as one of its members.
            if inside.contains(&it.event.step) && !inside.contains(&it.step) && self.gate_of(id).is_none() {
                exports.insert(var_of_use(self.cx, id));
            }
        }
        for sink in self.cx.graph.sinks.iter().filter(|sink| inside.contains(&sink.step)) {
            exports.insert(Var::Success(sink.step));
        }
        for (gate, members) in &self.schedule.gates {
            let used =
                if gate.again { !turns_inside(region, gate.step) } else { !inside.contains(&gate.step) };
            if !used {
                continue;
            }
            // The entry of a loop becomes a value where the loop begins.
            if !self.is_entry(*gate) && members.iter().all(|(_, member)| self.happens_inside(member, &inside))
            {
                exports.insert(Var::First(*gate));
                continue;
            }
            for (index, member) in members.iter().filter(|(_, member)| self.happens_inside(member, &inside)) {
                exports.extend(self.var_of(member));
                // Of a member that is an `and`, all values.
                let taken = taken_of(self.cx, Gate { again: false, ..*gate })
                    .and_then(|first| first.members.get(*index)?.as_ref());
                exports.extend(taken.iter().flat_map(|value| self.vars_of(gate.step, value)));
            }
        }
        for happened in self.awaited_outside(region, &inside) {
            exports.insert(happened);
        }
        exports.into_iter().collect()
    }

    /// The locals that hold what a step takes: of an inner `or` its own.
    fn vars_of(&self, step: StepId, value: &Value) -> Vec<Var> {
        match value {
            Value::Tuple(values) => values.iter().flat_map(|value| self.vars_of(step, value)).collect(),
            Value::First(Gathered { node, .. }) | Value::Several(Gathered { node, .. })
                if self.schedule.gates.contains_key(&Gate { step, node: *node, again: false }) =>
            {
                vec![Var::First(Gate { step, node: *node, again: false })]
            }
            value => value.uses().into_iter().map(|id| var_of_use(self.cx, id)).collect(),
        }
    }

    /// The `or` with a local of its own through which a use takes its value.
    fn gate_of(&self, id: UseId) -> Option<Gate> {
        let it = &self.cx.bindings.uses[id];
        let holds = |gate: &&Gate| {
            gate.step == it.step
                && taken_of(self.cx, Gate { again: false, ..**gate }).is_some_and(|first| {
                    first.members.iter().flatten().any(|member| member.uses().contains(&id))
                })
        };
        self.schedule.gates.keys().find(holds).copied()
    }

    /// Whether it is a loop's entry by one way only.
    pub(super) fn is_entry(&self, gate: Gate) -> bool {
        let only = self.schedule.gates.get(&gate).is_some_and(|members| members.len() == 1);
        !gate.again && only && self.cx.graph.loop_of_header(gate.step).is_some()
    }

    fn happens_inside(&self, what: &Happening, inside: &BTreeSet<StepId>) -> bool {
        match what {
            Happening::Start => false,
            Happening::Event(step, _) => inside.contains(step),
            Happening::Gate(gate) => match self.schedule.gates.get(gate) {
                Some(members) => members.iter().all(|(_, member)| self.happens_inside(member, inside)),
                None => inside.contains(&gate.step),
            },
        }
    }

    /// The locals that say whether something inside has happened for which a `When` outside waits.
    fn awaited_outside(&self, region: &Region, inside: &BTreeSet<StepId>) -> Vec<Var> {
        let mut all = BTreeSet::new();
        let mut own = BTreeSet::new();
        let collect = |into: &mut BTreeSet<Happening>, region: &Region| {
            region.visit(&mut |part| {
                if let Region::When { happened, .. } = part {
                    into.insert(happened.clone());
                }
            });
        };
        collect(&mut all, &self.schedule.root);
        collect(&mut own, region);
        all.difference(&own)
            .filter(|what| self.happens_inside(what, inside))
            .filter_map(|what| self.var_of(what))
            .collect()
    }

    /// The local that says that something has happened.
    pub(super) fn var_of(&self, what: &Happening) -> Option<Var> {
        match what {
            Happening::Start => None,
            Happening::Gate(gate) => Some(Var::First(*gate)),
            Happening::Event(step, Route::Success) => Some(Var::Success(*step)),
            Happening::Event(step, Route::Error) => Some(Var::Error(*step)),
            Happening::Event(step, Route::Variant(name)) => {
                let fields = self.fields(*step, name);
                Some(if fields == 0 {
                    Var::Route(*step, name.to_string())
                } else {
                    Var::Field(*step, name.to_string(), 0)
                })
            }
        }
    }

    /// How many fields of a variant its listeners take.
    pub(super) fn fields(&self, step: StepId, variant: &str) -> usize {
        self.cx
            .bindings
            .uses
            .iter()
            .filter(|it| {
                it.event.step == step && matches!(&it.event.route, Route::Variant(name) if name == variant)
            })
            .filter_map(|it| it.field.map(|(_, count)| count))
            .max()
            .unwrap_or(0)
    }
}

/// Whether the loop of that header is inside the region.
fn turns_inside(region: &Region, header: StepId) -> bool {
    let mut inside = false;
    region.visit(&mut |part| inside |= matches!(part, Region::Loop { header: it, .. } if *it == header));
    inside
}
