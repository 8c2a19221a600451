//! One region after the other, as code.

use std::collections::BTreeSet;

use flow_graph::model::{Receiver, Route, StepId};
use flow_graph::regions::{Gate, Happening, Region, Schedule};
use proc_macro2::{Ident, TokenStream};

use super::pieces;
use super::scope::{self, Presence, Scope, Var};
use super::values::{Copied, Locals};
use crate::args::{self, Args};
use crate::run::Cx;
use crate::{names, refined, steps};

/// Writes regions as code.
pub(super) struct Emitter<'a, 'b> {
    pub(super) cx: &'a Cx<'b>,
    pub(super) schedule: &'a Schedule,
    /// How many branches this code runs inside of. Beside others nobody has the state for itself.
    pub(super) beside: usize,
    /// The steps of the block that is being written.
    pub(super) inside: BTreeSet<StepId>,
    /// The gates whose values have been taken: those of steps and loops that are written already.
    pub(super) taken: BTreeSet<Gate>,
    /// The clones that have been made before the branches began.
    pub(super) own: BTreeSet<(StepId, Copied)>,
    /// Where a branch is one step: the call of that, apart from what is done with what it gives.
    lone: Option<Lone>,
}

/// The call of a step, apart from what is done with what it gives.
#[derive(Default)]
struct Lone {
    /// What comes before the call.
    before: TokenStream,
    /// The step's future.
    running: TokenStream,
}

/// A block of its own: its code, and what is at hand at its end.
pub(super) struct Block {
    pub(super) code: TokenStream,
    pub(super) scope: Scope,
}

impl<'a, 'b> Emitter<'a, 'b> {
    pub(super) fn new(cx: &'a Cx<'b>, schedule: &'a Schedule) -> Emitter<'a, 'b> {
        let inside = (0..cx.graph.steps.len()).collect();
        Emitter { cx, schedule, beside: 0, inside, taken: BTreeSet::new(), own: BTreeSet::new(), lone: None }
    }

    /// Whether a step is in the block that is being written, or in one inside it.
    pub(super) fn is_inside(&self, step: StepId) -> bool {
        self.inside.contains(&step)
    }

    /// Writes a region to the end of `code`. `None` if it cannot be written.
    pub(super) fn region(
        &mut self,
        region: &Region,
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        match region {
            Region::Step(step) => self.step(*step, scope, code),
            Region::Seq(parts) => self.sequence(parts, scope, code),
            Region::Join(parts) => self.join(parts, scope, code),
            Region::Race { gate, members } => self.race(*gate, None, members, scope, code),
            // The mesh does it.
            Region::Quorum { gate, needed, members } => self.race(*gate, Some(*needed), members, scope, code),
            Region::Match { step, arms } => self.routes(region, *step, arms, scope, code),
            Region::When { happened, then } => self.when(happened, then, scope, code),
            Region::Loop { header, body } => self.turns(*header, body, scope, code),
        }
    }

    pub(super) fn step(&mut self, step: StepId, scope: &mut Scope, code: &mut TokenStream) -> Option<()> {
        let cx = self.cx;
        let model = &cx.graph.steps[step];
        if model.receiver == Receiver::Exclusive && self.beside > 0 {
            return None;
        }
        self.taken.extend(self.schedule.gates.keys().filter(|gate| gate.step == step && !gate.again));
        let mut locals =
            Locals { cx, scope, own: &self.own, early: false, branch: self.beside > 0, missing: false };
        let mut args = args::build(cx, &mut locals, step);
        if locals.missing {
            return None;
        }
        args.shared = match (cx.receiver(), self.beside) {
            (Receiver::Owned, _) => code!(__this),
            (Receiver::Exclusive, 0) => code!(&*self),
            (Receiver::Exclusive, _) => code!(__this),
            _ => code!(self),
        };
        match &mut self.lone {
            Some(lone) => lone.before.extend(args.outside.clone()),
            None => code.extend(args.outside.clone()),
        }
        let name = scope::name(cx, &Var::Success(step));
        let handled = model.fallible && cx.listeners.error_is_handled(step);
        let ended = self.ended(step, &args, handled, code);
        if handled {
            // The `match` that follows takes it apart.
            let result = cx.names.of(step, "result");
            code.extend(code!(let #result = #ended;));
            return Some(());
        }
        let routes = steps::check_routes(cx, step, &name);
        let needed = self.is_needed(step) || !routes.is_empty();
        code.extend(match (needed, &model.output) {
            (true, _) => code!(let #name = #ended;),
            (false, Some(_)) => code!(let _ = #ended;),
            (false, None) => code!(let () = #ended;),
        });
        code.extend(routes);
        if needed {
            scope.add(Var::Success(step), Presence::Certain);
        }
        Some(())
    }

    /// What a step's run gives: its value, or the `Result` that is taken apart where its error is handled.
    fn ended(&mut self, step: StepId, args: &Args, handled: bool, code: &mut TokenStream) -> TokenStream {
        let cx = self.cx;
        let model = &cx.graph.steps[step];
        let exclusive = code!(&mut *self);
        if refined::is_refined(cx, step) {
            let watched = cx.names.of(step, "watch");
            let run = refined::run(cx, step, args, &exclusive, &watched);
            let out = cx.names.of(step, "out");
            code.extend(code! {
                let #watched = __rt::Watch::step(&__watch, #step);
                let #out = #run;
            });
            let result = refined::result(cx, step, &watched, &out);
            return if handled {
                let handled = refined::handled(cx, step, &result);
                code!(#handled?)
            } else {
                let unhandled = refined::unhandled(cx, step);
                code!(#result.map_err(#unhandled)?)
            };
        }
        let inside = &args.inside;
        let call = steps::call(cx, step, args, &exclusive);
        let call = if model.is_async { code!(__rt::Watch::running(&__watch, #step, #call)) } else { call };
        let output = if let Some(lone) = &mut self.lone {
            lone.before.extend(inside.clone());
            lone.running = call.clone();
            code!(__out)
        } else {
            let call = if inside.is_empty() { &call } else { &code!({ #inside #call }) };
            code!(#call.await)
        };
        let call = if inside.is_empty() { call } else { code!({ #inside #call }) };
        let result = match (model.is_async, model.fallible) {
            (true, false) => return code!(__rt::done(#output)),
            (true, true) => code!(__rt::result(#output, __rt::describe!())),
            (false, false) => {
                return code!(__rt::WatchStep::done(__rt::Watch::step(&__watch, #step), #call));
            }
            (false, true) => {
                code!(__rt::WatchStep::result(__rt::Watch::step(&__watch, #step), #call, __rt::describe!()))
            }
        };
        if handled {
            return result;
        }
        let failed = steps::failed(cx, step);
        code!(#result.map_err(#failed)?)
    }

    /// Whether anybody reads the step's value, or asks whether it has succeeded.
    pub(super) fn is_needed(&self, step: StepId) -> bool {
        let cx = self.cx;
        let used = cx.bindings.uses.iter().any(|it| it.event.step == step && it.event.route != Route::Error);
        let routed = cx.listeners.of(step).iter().any(|(_, event)| matches!(event.route, Route::Variant(_)));
        used || routed || cx.graph.sinks.iter().any(|sink| sink.step == step) || self.is_asked_for(step)
    }

    pub(super) fn is_asked_for(&self, step: StepId) -> bool {
        let success = Happening::Event(step, Route::Success);
        let mut asked = self.schedule.gates.values().flatten().any(|(_, member)| *member == success);
        self.schedule.root.visit(&mut |part| {
            asked |= matches!(part, Region::When { happened, .. } if *happened == success)
        });
        asked
    }

    /// The code of a region in a block of its own that is to hand out `exports`.
    pub(super) fn block(
        &mut self,
        region: Option<&Region>,
        mut scope: Scope,
        exports: &[Var],
    ) -> Option<Block> {
        let mut code = TokenStream::new();
        let steps = region.map(Region::steps).unwrap_or_default().into_iter().collect();
        let around = std::mem::replace(&mut self.inside, steps);
        if let Some(region) = region {
            self.region(region, &mut scope, &mut code)?;
        }
        self.meet(&mut scope, &mut code, exports)?;
        self.inside = around;
        Some(Block { code, scope })
    }

    pub(super) fn join(&mut self, parts: &[Region], scope: &mut Scope, code: &mut TokenStream) -> Option<()> {
        let parts = &pieces::groups(parts);
        let mut patterns = Vec::new();
        let mut branches = TokenStream::new();
        let mut joined = Vec::new();
        let copies = self.copies(parts, &mut branches);
        self.beside += 1;
        for (part, own) in parts.iter().zip(copies) {
            let exports = self.exports(part);
            self.lone = self.is_lone(part).then(Lone::default);
            let Block { code, scope: inner } = self.block(Some(part), scope.clone(), &exports)?;
            let values = self.hand_out(&exports, &inner, |var| inner.get(var))?;
            let names = exports.iter().map(|var| scope::name(self.cx, var));
            patterns.push(tuple(names.map(|name| code!(#name)).collect()));
            for var in exports {
                let presence = inner.get(&var)?;
                scope.add(var, presence);
            }
            let (name, branch) = self.branch(part, &own, &code, &values);
            branches.extend(branch);
            if pieces::is_group(part) {
                branches.extend(code!(let #name = __rt::woken(#name);));
            }
            joined.push(name);
        }
        self.beside -= 1;
        let join = if parts.iter().all(|part| self.is_lone(part)) {
            // What the branches have taken is gone before they are awaited. (A `Copy` value never is where it is.)
            code!(__rt::join({ #branches (#(#joined,)*) }).await?)
        } else {
            // Blocks may borrow it.
            code!({ #branches __rt::join((#(#joined,)*)).await? })
        };
        let join = self.with_shared_state(join);
        code.extend(code!(let (#(#patterns,)*) = #join;));
        Some(())
    }

    /// A race for the first of the members, or for as many as are `needed`.
    pub(super) fn race(
        &mut self,
        gate: Gate,
        needed: Option<usize>,
        members: &[Region],
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let mut branches = TokenStream::new();
        let (mut names, mut numbers, mut is_lone) = (Vec::new(), Vec::new(), true);
        let happenings = self.schedule.gates.get(&gate)?.clone();
        let copies = self.copies(members, &mut branches);
        self.beside += 1;
        for ((part, own), (index, what)) in members.iter().zip(copies).zip(&happenings) {
            let is_its_value =
                matches!(part, Region::Step(step) if self.is_member(what, &Var::Success(*step)));
            self.lone = (is_its_value && self.is_lone(part)).then(Lone::default);
            is_lone &= self.lone.is_some();
            let Block { mut code, scope: mut inner } = self.block(Some(part), scope.clone(), &[])?;
            if self.exports(part).iter().any(|var| *var != Var::First(gate) && !self.is_member(what, var)) {
                // Somebody else reads from a branch that may be dropped.
                return None;
            }
            let value = self.member(gate, *index, &mut inner, &mut code)?;
            let (name, branch) = self.branch(part, &own, &code, &value);
            branches.extend(branch);
            names.push(name);
            numbers.push(index);
        }
        self.beside -= 1;
        let (flow, step, id) = (self.cx.flow(), self.cx.names.text(gate.step), gate.step);
        let race = match needed {
            None => {
                let racers = pieces::racers(&names);
                branches = match is_lone {
                    // See `join`.
                    true => code!(let __racers = { #branches #racers };),
                    false => code!(#branches let __racers = #racers;),
                };
                code!(__rt::race!(__watch; #id, #flow, #step, [#(#numbers),*]; __racers)?)
            }
            Some(needed) => {
                code!(__rt::quorum!(__watch; #id, #flow, #step, #needed; #(#numbers => #names),*)?)
            }
        };
        let race = self.with_shared_state(code!({ #branches #race }));
        let var = Var::First(gate);
        let name = scope::name(self.cx, &var);
        code.extend(code!(let #name = #race;));
        scope.add(var, Presence::Certain);
        Some(())
    }

    pub(super) fn is_member(&self, what: &Happening, var: &Var) -> bool {
        self.var_of(what).as_ref() == Some(var)
    }

    /// Whether a branch is a step whose future can be polled as it is.
    fn is_lone(&self, part: &Region) -> bool {
        let Region::Step(step) = part else { return false };
        let (cx, model) = (self.cx, &self.cx.graph.steps[*step]);
        let handled = model.fallible && cx.listeners.error_is_handled(*step);
        model.is_async && !handled && !refined::is_refined(cx, *step) && model.receiver != Receiver::Exclusive
    }

    /// `let name = async { … };`, which has a `watch` of its own; or the future of the one step that the branch is.
    /// `own` comes before everything else in it.
    pub(super) fn branch(
        &mut self,
        part: &Region,
        own: &TokenStream,
        code: &TokenStream,
        value: &TokenStream,
    ) -> (Ident, TokenStream) {
        let error = self.cx.error_type();
        let name = match part.steps().first() {
            Some(step) => self.cx.names.of(*step, "branch"),
            None => names::local("branch"),
        };
        let value = code!(__rt::Ok::<_, __rt::FlowError<#error>>(#value));
        let branch = match self.lone.take() {
            Some(Lone { before, running }) => {
                let then = code!(__rt::then(#running, |__out| { #code #value }));
                match own.is_empty() && before.is_empty() {
                    true => code!(let #name = #then;),
                    false => code!(let #name = { #own #before #then };),
                }
            }
            None => code! {
                let __copy = __rt::Watch::branch(&__watch);
                let #name = async {
                    let __watch = __copy;
                    #own
                    #code
                    #value
                };
            },
        };
        (name, branch)
    }

    /// Branches share the state, also where a later step has it for itself.
    pub(super) fn with_shared_state(&self, code: TokenStream) -> TokenStream {
        if self.cx.exclusive() && self.beside == 0 { code!({ let __this = &*self; #code }) } else { code }
    }

    /// `let (a, b) = value;` for what a block hands out.
    pub(super) fn bind(
        &self,
        exports: &[Var],
        value: TokenStream,
        scope: &mut Scope,
        code: &mut TokenStream,
        presence: impl Fn(&Var) -> Option<Presence>,
    ) -> Option<()> {
        if exports.is_empty() {
            code.extend(code!(#value));
            return Some(());
        }
        let names =
            tuple(exports.iter().map(|var| scope::name(self.cx, var)).map(|name| code!(#name)).collect());
        code.extend(code!(let #names = #value;));
        for var in exports {
            scope.add(var.clone(), presence(var)?);
        }
        Some(())
    }

    /// The tuple at the end of a block.
    pub(super) fn hand_out(
        &self,
        exports: &[Var],
        scope: &Scope,
        presence: impl Fn(&Var) -> Option<Presence>,
    ) -> Option<TokenStream> {
        let mut values = Vec::new();
        for var in exports {
            if let Var::Success(step) = var
                && self.cx.bindings.borrows[*step]
            {
                // It may borrow from what stays in the block.
                return None;
            }
            let name = scope::name(self.cx, var);
            values.push(match (presence(var)?, scope.get(var)) {
                (Presence::Certain, Some(Presence::Certain)) => code!(#name),
                (Presence::Optional, Some(Presence::Optional)) => code!(#name),
                (Presence::Optional, Some(Presence::Certain)) => code!(__rt::Some(#name)),
                (Presence::Optional, None) => code!(__rt::None),
                _ => return None,
            });
        }
        Some(tuple(values))
    }
}

/// `()`, `a` or `(a, b)`
pub(super) fn tuple(mut parts: Vec<TokenStream>) -> TokenStream {
    if parts.len() == 1 { parts.remove(0) } else { code!((#(#parts),*)) }
}
