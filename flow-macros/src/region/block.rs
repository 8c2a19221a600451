//! One region after the other, as code.

use std::collections::BTreeSet;

use flow_graph::bind::Value;
use flow_graph::model::{Receiver, Route, StepId};
use flow_graph::regions::{Arm, Gate, Happening, Region, Schedule};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::scope::{self, Presence, Scope, Var};
use super::values::{Copied, Locals, first_of};
use crate::args::{self, Args};
use crate::run::Cx;
use crate::steps;

/// Writes regions as code.
pub(super) struct Emitter<'a, 'b> {
    pub(super) cx: &'a Cx<'b>,
    pub(super) schedule: &'a Schedule,
    /// How many branches this code runs inside of. Beside others nobody has the state for itself.
    beside: usize,
    /// The gates whose values have been taken: those of steps and loops that are written already.
    taken: BTreeSet<Gate>,
    /// The clones that have been made before the branches began.
    pub(super) own: BTreeSet<(StepId, Copied)>,
}

/// A block of its own: its code, and what is at hand at its end.
struct Block {
    code: TokenStream,
    scope: Scope,
}

impl<'a, 'b> Emitter<'a, 'b> {
    pub(super) fn new(cx: &'a Cx<'b>, schedule: &'a Schedule) -> Emitter<'a, 'b> {
        Emitter { cx, schedule, beside: 0, taken: BTreeSet::new(), own: BTreeSet::new() }
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
            Region::Seq(parts) => {
                for part in parts {
                    self.region(part, scope, code)?;
                    self.meet(scope, code, &[])?;
                }
                Some(())
            }
            Region::Join(parts) => self.join(parts, scope, code),
            Region::Race { gate, members } => self.race(*gate, members, scope, code),
            Region::Match { step, arms } => self.routes(region, *step, arms, scope, code),
            Region::When { happened, then } => self.when(happened, then, scope, code),
            Region::Loop { header, body } => self.turns(*header, body, scope, code),
        }
    }

    fn step(&mut self, step: StepId, scope: &mut Scope, code: &mut TokenStream) -> Option<()> {
        let cx = self.cx;
        let model = &cx.graph.steps[step];
        if model.receiver == Receiver::Exclusive && self.beside > 0 {
            return None;
        }
        self.taken.extend(self.schedule.gates.keys().filter(|gate| gate.step == step && !gate.again));
        let mut locals = Locals { cx, scope, own: &self.own, missing: false };
        let args = args::build(cx, &mut locals, step);
        if locals.missing {
            return None;
        }
        let (outside, inside) = (&args.outside, &args.inside);
        let shared = match (cx.exclusive(), self.beside) {
            (false, _) => quote!(self),
            (true, 0) => quote!(&*self),
            (true, _) => quote!(this),
        };
        let call = steps::call(cx, step, &args, &shared, &quote!(&mut *self));
        let call = if inside.is_empty() { call } else { quote!({ #inside #call }) };
        let awaited = if model.is_async { quote!(#call.await) } else { call };
        code.extend(outside.clone());
        let name = scope::name(cx, &Var::Success(step));
        if model.fallible && cx.graph.error_is_handled(step) {
            // The `match` that follows takes it apart.
            let result = cx.names.of(step, "result");
            code.extend(quote!(let #result = #awaited;));
            return Some(());
        }
        let value = if model.fallible {
            let failed = steps::failed(cx, step);
            quote!(#awaited.map_err(#failed)?)
        } else {
            awaited
        };
        let routes = steps::check_routes(cx, step, &name);
        let needed = self.is_needed(step) || !routes.is_empty();
        code.extend(match (needed, &model.output) {
            (true, _) => quote!(let #name = #value;),
            (false, Some(_)) => quote!(let _ = #value;),
            (false, None) => quote!(let () = #value;),
        });
        code.extend(routes);
        if needed {
            scope.add(Var::Success(step), Presence::Certain);
        }
        Some(())
    }

    /// Whether anybody reads the step's value, or asks whether it has succeeded.
    fn is_needed(&self, step: StepId) -> bool {
        let cx = self.cx;
        let used = cx.bindings.uses.iter().any(|it| it.event.step == step && it.event.route != Route::Error);
        let routed = cx.graph.listeners(step).any(|(_, event)| matches!(event.route, Route::Variant(_)));
        used || routed || cx.graph.sinks.iter().any(|sink| sink.step == step) || self.is_asked_for(step)
    }

    fn is_asked_for(&self, step: StepId) -> bool {
        let success = Happening::Event(step, Route::Success);
        let mut asked = self.schedule.gates.values().flatten().any(|(_, member)| *member == success);
        self.schedule.root.visit(&mut |part| {
            asked |= matches!(part, Region::When { happened, .. } if *happened == success)
        });
        asked
    }

    /// The code of a region in a block of its own that is to hand out `exports`.
    fn block(&mut self, region: Option<&Region>, mut scope: Scope, exports: &[Var]) -> Option<Block> {
        let mut code = TokenStream::new();
        if let Some(region) = region {
            self.region(region, &mut scope, &mut code)?;
        }
        self.meet(&mut scope, &mut code, exports)?;
        Some(Block { code, scope })
    }

    fn join(&mut self, parts: &[Region], scope: &mut Scope, code: &mut TokenStream) -> Option<()> {
        let mut patterns = Vec::new();
        let mut branches = Vec::new();
        let copies = self.copies(parts, code);
        self.beside += 1;
        for (part, own) in parts.iter().zip(copies) {
            let exports = self.exports(part);
            let Block { code, scope: inner } = self.block(Some(part), scope.clone(), &exports)?;
            let values = self.hand_out(&exports, &inner, |var| inner.get(var))?;
            let names = exports.iter().map(|var| scope::name(self.cx, var));
            patterns.push(tuple(names.map(|name| quote!(#name)).collect()));
            for var in exports {
                let presence = inner.get(&var)?;
                scope.add(var, presence);
            }
            branches.push(self.branch(part, &quote!(#own #code), &values));
        }
        self.beside -= 1;
        let join = self.with_shared_state(quote!(rt::try_join!(#(#branches),*)?));
        code.extend(quote!(let (#(#patterns,)*) = #join;));
        Some(())
    }

    fn race(
        &mut self,
        gate: Gate,
        members: &[Region],
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let mut branches = Vec::new();
        let happenings = self.schedule.gates.get(&gate)?.clone();
        let copies = self.copies(members, code);
        self.beside += 1;
        for ((part, own), (index, what)) in members.iter().zip(copies).zip(&happenings) {
            let mut inner = scope.clone();
            let mut code = TokenStream::new();
            self.region(part, &mut inner, &mut code)?;
            self.meet(&mut inner, &mut code, &[])?;
            if self.exports(part).iter().any(|var| *var != Var::First(gate) && !self.is_member(what, var)) {
                // Somebody else reads from a branch that may be dropped.
                return None;
            }
            let value = self.member(gate, *index, &mut inner, &mut code)?;
            branches.push(self.branch(part, &quote!(#own #code), &value));
        }
        self.beside -= 1;
        let (flow, step) = (self.cx.flow(), self.cx.names.text(gate.step));
        let race = self.with_shared_state(quote!(rt::race!(#flow, #step, #(#branches),*)?));
        let var = Var::First(gate);
        let name = scope::name(self.cx, &var);
        code.extend(quote!(let #name = #race;));
        scope.add(var, Presence::Certain);
        Some(())
    }

    fn is_member(&self, what: &Happening, var: &Var) -> bool {
        self.var_of(what).as_ref() == Some(var)
    }

    /// `name = async { … }`
    fn branch(&self, part: &Region, code: &TokenStream, value: &TokenStream) -> TokenStream {
        let error = self.cx.error_type();
        let name = match part.steps().first() {
            Some(step) => self.cx.names.of(*step, "branch"),
            None => format_ident!("branch", span = proc_macro2::Span::mixed_site()),
        };
        quote! {
            #name = async {
                #code
                ::core::result::Result::<_, rt::FlowError<#error>>::Ok(#value)
            }
        }
    }

    /// Branches share the state, also where a later step has it for itself.
    fn with_shared_state(&self, code: TokenStream) -> TokenStream {
        if self.cx.exclusive() && self.beside == 0 { quote!({ let this = &*self; #code }) } else { code }
    }

    fn routes(
        &mut self,
        region: &Region,
        step: StepId,
        arms: &[Arm],
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let cx = self.cx;
        let model = &cx.graph.steps[step];
        let handled = model.fallible && cx.graph.error_is_handled(step);
        let variants = cx.graph.listeners(step).any(|(_, event)| matches!(event.route, Route::Variant(_)));
        let whole =
            cx.bindings.uses.iter().any(|it| it.event.step == step && it.event.route == Route::Success)
                || cx.graph.sinks.iter().any(|sink| sink.step == step);
        if handled && variants && whole {
            return None;
        }
        let presence = if !handled && whole { Presence::Reference } else { Presence::Certain };
        let exports = self.exports_of_match(region, step, handled);

        let mut patterns = Vec::new();
        let mut blocks = Vec::new();
        for arm in arms {
            let mut inner = scope.clone();
            let (pattern, bindings) = self.pattern(step, &arm.route, handled, presence, &mut inner);
            let mut block = self.block(arm.then.as_ref(), inner, &exports)?;
            let rest = std::mem::replace(&mut block.code, bindings);
            block.code.extend(rest);
            patterns.push(pattern);
            blocks.push(block);
        }
        for (pattern, bindings, inner) in self.other_routes(step, arms, handled, variants, scope) {
            let mut block = self.block(None, inner, &exports)?;
            let rest = std::mem::replace(&mut block.code, bindings);
            block.code.extend(rest);
            patterns.push(pattern);
            blocks.push(block);
        }

        let presence_of = |var: &Var| {
            let everywhere = blocks.iter().all(|block| block.scope.get(var) == Some(Presence::Certain));
            Some(if everywhere { Presence::Certain } else { Presence::Optional })
        };
        let mut bodies = Vec::new();
        for block in &blocks {
            let values = self.hand_out(&exports, &block.scope, presence_of)?;
            let code = &block.code;
            bodies.push(if exports.is_empty() { quote!({ #code }) } else { quote!({ #code #values }) });
        }
        // A missing route is the router's: the message points at its name.
        let span = cx.parsed.steps[step].ident.span().resolved_at(proc_macro2::Span::mixed_site());
        let mut value =
            if handled { cx.names.of(step, "result") } else { scope::name(cx, &Var::Success(step)) };
        value.set_span(span);
        let scrutinee =
            if presence == Presence::Reference { quote_spanned!(span=> &#value) } else { quote!(#value) };
        let matched = quote_spanned!(span=> match #scrutinee { #(#patterns => #bodies)* });
        self.bind(&exports, matched, scope, code, presence_of)
    }

    /// `let (a, b) = value;` for what a block hands out.
    fn bind(
        &self,
        exports: &[Var],
        value: TokenStream,
        scope: &mut Scope,
        code: &mut TokenStream,
        presence: impl Fn(&Var) -> Option<Presence>,
    ) -> Option<()> {
        if exports.is_empty() {
            code.extend(quote!(#value));
            return Some(());
        }
        let names =
            tuple(exports.iter().map(|var| scope::name(self.cx, var)).map(|name| quote!(#name)).collect());
        code.extend(quote!(let #names = #value;));
        for var in exports {
            scope.add(var.clone(), presence(var)?);
        }
        Some(())
    }

    /// The pattern of a route, and code that names what it brings.
    fn pattern(
        &self,
        step: StepId,
        route: &Route,
        handled: bool,
        presence: Presence,
        scope: &mut Scope,
    ) -> (TokenStream, TokenStream) {
        let cx = self.cx;
        let used = |route: &Route| {
            cx.bindings.uses.iter().any(|it| it.event.step == step && it.event.route == *route)
        };
        match route {
            Route::Success => {
                let var = Var::Success(step);
                let name = scope::name(cx, &var);
                let needed = self.is_needed(step);
                let routes = steps::check_routes(cx, step, &name);
                let pattern = match (needed || !routes.is_empty(), cx.graph.steps[step].output.is_some()) {
                    (true, _) => quote!(#name),
                    (false, true) => quote!(_),
                    (false, false) => quote!(()),
                };
                if needed {
                    scope.add(var, Presence::Certain);
                }
                (quote!(::core::result::Result::Ok(#pattern)), routes)
            }
            Route::Error => {
                let var = Var::Error(step);
                let name = scope::name(cx, &var);
                scope.add(var.clone(), Presence::Certain);
                if used(route) {
                    (quote!(::core::result::Result::Err(#name)), TokenStream::new())
                } else {
                    (quote!(::core::result::Result::Err(_)), quote!(let #name = ();))
                }
            }
            Route::Variant(variant) => {
                let fields: Vec<TokenStream> = (0..self.fields(step, variant))
                    .map(|index| {
                        let var = Var::Field(step, variant.to_string(), index);
                        let name = scope::name(cx, &var);
                        scope.add(var, presence);
                        quote!(#name)
                    })
                    .collect();
                let (pattern, bindings) = if fields.is_empty() {
                    let var = Var::Route(step, variant.to_string());
                    let name = scope::name(cx, &var);
                    scope.add(var, Presence::Certain);
                    let path = args::variant_path(cx, step, &args::variant_ident(cx, step, variant));
                    (quote!(#path { .. }), quote!(let #name = ();))
                } else {
                    (args::variant_pattern(cx, step, variant, &fields), TokenStream::new())
                };
                (if handled { quote!(::core::result::Result::Ok(#pattern)) } else { pattern }, bindings)
            }
        }
    }

    /// The routes that nothing follows.
    fn other_routes(
        &self,
        step: StepId,
        arms: &[Arm],
        handled: bool,
        variants: bool,
        scope: &Scope,
    ) -> Vec<(TokenStream, TokenStream, Scope)> {
        let cx = self.cx;
        let model = &cx.graph.steps[step];
        let mut others = Vec::new();
        let listed = |route: &Route| arms.iter().any(|arm| arm.route == *route);
        if !variants {
            // Only the error is routed: the success is what it always is.
            if !listed(&Route::Success) {
                let mut inner = scope.clone();
                let (pattern, code) =
                    self.pattern(step, &Route::Success, true, Presence::Certain, &mut inner);
                others.push((pattern, code, inner));
            }
            return others;
        }
        let wrapped = |pattern: TokenStream| {
            if handled { quote!(::core::result::Result::Ok(#pattern)) } else { pattern }
        };
        for end in model.ends.iter().filter(|end| !listed(&Route::Variant((*end).clone()))) {
            let path = args::variant_path(cx, step, &args::variant_ident(cx, step, end));
            others.push((wrapped(quote!(#path { .. })), TokenStream::new(), scope.clone()));
        }
        if !steps::is_exhaustive(cx, step) {
            let rest = wrapped(quote!(_));
            others.push((quote!(#[allow(unreachable_patterns)] #rest), TokenStream::new(), scope.clone()));
        }
        others
    }

    fn when(
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
        let nothing = tuple(exports.iter().map(|_| quote!(::core::option::Option::None)).collect());
        let value = if exports.is_empty() {
            quote!(if let ::core::option::Option::Some(#name) = #name { #body })
        } else {
            quote!(if let ::core::option::Option::Some(#name) = #name { #body #values } else { #nothing })
        };
        self.bind(&exports, value, scope, code, presence)
    }

    fn fields_with(&self, var: &Var) -> Vec<Var> {
        match var {
            Var::Field(step, variant, 0) => (1..self.fields(*step, variant))
                .map(|index| Var::Field(*step, variant.clone(), index))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn turns(
        &mut self,
        header: StepId,
        body: &Region,
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let cx = self.cx;
        let entry = Gate { step: header, node: 0, again: false };
        let again = Gate { step: header, node: 0, again: true };
        let (first, next) = (Var::First(entry), Var::First(again));
        let takes = first_of(cx, entry).is_some();
        let name = scope::name(cx, &first);
        if scope.get(&first).is_none() {
            let (index, _) = self.schedule.gates.get(&entry)?.first()?.clone();
            let value = self.member(entry, index, scope, code)?;
            code.extend(quote!(let mut #name = #value;));
        } else {
            let value = scope.certain(cx, first.clone(), code)?;
            code.extend(quote!(let mut #name = #value;));
        }
        scope.add(first.clone(), Presence::Certain);

        let mut exports = self.exports(body);
        let Block { code: body, scope: inner } = self.block(Some(body), scope.clone(), &exports)?;
        exports.retain(|var| *var != next);
        self.taken.insert(again);
        let presence = |var: &Var| inner.get(var);
        let values = self.hand_out(&exports, &inner, presence)?;
        let turn = scope::name(cx, &next);
        if inner.get(&next)? != Presence::Optional {
            return None;
        }
        let (flow, text, error) = (cx.flow(), cx.names.text(header), cx.error_type());
        let limit = cx.graph.loop_of_header(header)?.max_iterations;
        let rounds = cx.names.of(header, "rounds");
        let assign = if takes { quote!(#name = #turn;) } else { TokenStream::new() };
        let unused = if takes { TokenStream::new() } else { quote!(let () = #name;) };
        let turned = if takes { quote!(#turn) } else { quote!(()) };
        let value = quote! {
            {
                let mut #rounds = rt::Rounds::new(#flow, #text, #limit);
                loop {
                    #unused
                    #body
                    match #turn {
                        ::core::option::Option::Some(#turned) => {
                            #rounds.again::<#error>()?;
                            #assign
                        }
                        ::core::option::Option::None => break #values,
                    }
                }
            }
        };
        let value = if exports.is_empty() { quote!(#value;) } else { value };
        self.bind(&exports, value, scope, code, presence)?;
        Some(())
    }

    /// Gives the value of every `or` of alternatives whose members are all at hand; at the end of a block, of those that
    /// it hands out and of which some member is at hand.
    fn meet(&mut self, scope: &mut Scope, code: &mut TokenStream, exports: &[Var]) -> Option<()> {
        let gates: Vec<(Gate, Vec<(usize, Happening)>)> =
            self.schedule.gates.iter().map(|(gate, members)| (*gate, members.clone())).collect();
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
            if count == members.len() || (count > 0 && exports.contains(&var)) {
                self.alternatives(gate, &members, scope, code)?;
            }
        }
        Some(())
    }

    fn is_race(&self, gate: Gate) -> bool {
        let mut race = false;
        self.schedule
            .root
            .visit(&mut |part| race |= matches!(part, Region::Race { gate: it, .. } if *it == gate));
        race
    }

    /// `let for_x = …`: the value of the alternative that happened.
    fn alternatives(
        &mut self,
        gate: Gate,
        members: &[(usize, Happening)],
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let var = Var::First(gate);
        let name = scope::name(self.cx, &var);
        let mut otherwise = quote!(::core::option::Option::None);
        for (index, what) in members.iter().rev() {
            let Some(member) = self.var_of(what) else { continue };
            let Some(presence) = scope.get(&member) else { continue };
            let local = scope::name(self.cx, &member);
            let mut inner = scope.clone();
            let mut before = TokenStream::new();
            if presence == Presence::Optional {
                inner.add(member.clone(), Presence::Certain);
            }
            let value = self.member(gate, *index, &mut inner, &mut before)?;
            if presence != Presence::Optional {
                code.extend(quote!(#before let #name = #value;));
                scope.add(var, Presence::Certain);
                return Some(());
            }
            otherwise = quote! {
                if let ::core::option::Option::Some(#local) = #local {
                    #before
                    ::core::option::Option::Some(#value)
                } else {
                    #otherwise
                }
            };
        }
        code.extend(quote!(let #name = #otherwise;));
        scope.add(var, Presence::Optional);
        Some(())
    }

    /// What the listener with that gate takes from one member.
    fn member(
        &mut self,
        gate: Gate,
        index: usize,
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<TokenStream> {
        let cx = self.cx;
        let base = Gate { again: false, ..gate };
        let Some(first) = first_of(cx, base) else { return Some(quote!(())) };
        let Some(value) = first.members.get(index)? else {
            return Some(quote!(::core::option::Option::None));
        };
        let taken = if first.borrowed && !matches!(value, Value::First(_)) {
            let Value::One(id) = value else { return None };
            let var = super::values::var_of_use(cx, *id);
            let users = (0..cx.bindings.uses.len())
                .filter(|&other| super::values::var_of_use(cx, other) == var)
                .count();
            if users != 1 || scope.get(&var)? == Presence::Reference {
                return None;
            }
            let tokens = scope.certain(cx, var, code)?;
            // Members of different types show where they come from.
            let out = Ident::new("out", args::span_of_use(cx, *id));
            code.extend(quote!(let #out = #tokens;));
            quote!(#out)
        } else if let (true, Value::First(inner)) = (first.borrowed, value) {
            let var = Var::First(Gate { step: gate.step, node: inner.node, again: false });
            scope.certain(cx, var, code)?
        } else {
            let mut args = Args::default();
            let mut locals = Locals { cx, scope, own: &self.own, missing: false };
            let value_tokens = args::member(&mut args, &mut locals, gate.step, value);
            if locals.missing {
                return None;
            }
            code.extend(args.outside);
            value_tokens
        };
        Some(args::of_race(cx, first, value, taken))
    }

    /// What a `match` hands out: fields that nobody in its arms takes count as made in it.
    fn exports_of_match(&self, region: &Region, step: StepId, handled: bool) -> Vec<Var> {
        let with_step = Region::Seq(vec![Region::Step(step), region.clone()]);
        let mut exports = self.exports(&with_step);
        if !handled {
            exports.retain(|var| *var != Var::Success(step));
        }
        exports
    }

    /// The tuple at the end of a block.
    fn hand_out(
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
                (Presence::Certain, Some(Presence::Certain)) => quote!(#name),
                (Presence::Optional, Some(Presence::Optional)) => quote!(#name),
                (Presence::Optional, Some(Presence::Certain)) => quote!(::core::option::Option::Some(#name)),
                (Presence::Optional, None) => quote!(::core::option::Option::None),
                _ => return None,
            });
        }
        Some(tuple(values))
    }
}

/// `()`, `a` or `(a, b)`
fn tuple(mut parts: Vec<TokenStream>) -> TokenStream {
    if parts.len() == 1 { parts.remove(0) } else { quote!((#(#parts),*)) }
}
