//! A router as a `match`: what follows each route.

use flow_graph::model::{Route, StepId};
use flow_graph::regions::{Arm, Region};
use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::block::{Block, Emitter};
use super::scope::{self, Presence, Scope, Var};
use crate::args;
use crate::steps;

/// A router's routes, and what follows each.
pub(super) struct Routed {
    /// What somebody outside takes from inside.
    pub(super) exports: Vec<Var>,
    pub(super) patterns: Vec<TokenStream>,
    pub(super) blocks: Vec<Block>,
    /// Whether the value stays, because somebody takes it as a whole.
    pub(super) by_reference: bool,
}

/// How a value is at hand after blocks that end so.
pub(super) fn presence_in<'s>(ends: impl IntoIterator<Item = &'s Scope>, var: &Var) -> Presence {
    let everywhere = ends.into_iter().all(|scope| scope.get(var) == Some(Presence::Certain));
    if everywhere { Presence::Certain } else { Presence::Optional }
}

impl Emitter<'_, '_> {
    /// What follows each route, and after it what they hand out.
    pub(super) fn routes(
        &mut self,
        region: &Region,
        step: StepId,
        arms: &[Arm],
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let Routed { exports, patterns, blocks, by_reference } = self.routed(region, step, arms, scope)?;
        let presence_of = |var: &Var| Some(presence_in(blocks.iter().map(|block| &block.scope), var));
        let mut bodies = Vec::new();
        for block in &blocks {
            let values = self.hand_out(&exports, &block.scope, presence_of)?;
            let code = &block.code;
            bodies.push(if exports.is_empty() { code!({ #code }) } else { code!({ #code #values }) });
        }
        let matched = self.matched(step, by_reference, patterns, bodies);
        self.bind(&exports, matched, scope, code, presence_of)
    }

    /// Each route, and what follows it.
    pub(super) fn routed(
        &mut self,
        region: &Region,
        step: StepId,
        arms: &[Arm],
        scope: &Scope,
    ) -> Option<Routed> {
        let cx = self.cx;
        let model = &cx.graph.steps[step];
        let handled = model.fallible && cx.listeners.error_is_handled(step);
        let variants =
            cx.listeners.of(step).iter().any(|(_, event)| matches!(event.route, Route::Variant(_)));
        let whole =
            cx.bindings.uses.iter().any(|it| it.event.step == step && it.event.route == Route::Success)
                || cx.graph.sinks.iter().any(|sink| sink.step == step);
        if handled && variants && whole {
            return None;
        }
        let by_reference = !handled && whole;
        let presence = if by_reference { Presence::Reference } else { Presence::Certain };
        let exports = self.exports_of_match(region, step);

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
        Some(Routed { exports, patterns, blocks, by_reference })
    }

    /// The `match` itself.
    pub(super) fn matched(
        &self,
        step: StepId,
        by_reference: bool,
        mut patterns: Vec<TokenStream>,
        mut bodies: Vec<TokenStream>,
    ) -> TokenStream {
        let cx = self.cx;
        steps::set_apart(&mut patterns, &mut bodies);
        // A missing route is the router's: the message points at its name.
        let span = cx.parsed.steps[step].ident.span().resolved_at(proc_macro2::Span::mixed_site());
        let handled = cx.graph.steps[step].fallible && cx.listeners.error_is_handled(step);
        let mut value =
            if handled { cx.names.of(step, "result") } else { scope::name(cx, &Var::Success(step)) };
        value.set_span(span.resolved_at(value.span()));
        let scrutinee = if by_reference { quote_spanned!(span=> &#value) } else { code!(#value) };
        quote_spanned!(span=> match #scrutinee { #(#patterns => #bodies)* })
    }

    /// The pattern of a route, and code that names what it brings.
    pub(super) fn pattern(
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
                    (true, _) => code!(#name),
                    (false, true) => code!(_),
                    (false, false) => code!(()),
                };
                if needed {
                    scope.add(var, Presence::Certain);
                }
                (code!(__rt::Ok(#pattern)), routes)
            }
            Route::Error => {
                let var = Var::Error(step);
                let name = scope::name(cx, &var);
                scope.add(var.clone(), Presence::Certain);
                if used(route) {
                    (code!(__rt::Err(#name)), TokenStream::new())
                } else {
                    (code!(__rt::Err(_)), code!(let #name = ();))
                }
            }
            Route::Variant(variant) => {
                let fields: Vec<TokenStream> = (0..self.fields(step, variant))
                    .map(|index| {
                        let var = Var::Field(step, variant.to_string(), index);
                        let name = scope::name(cx, &var);
                        scope.add(var, presence);
                        code!(#name)
                    })
                    .collect();
                let (pattern, bindings) = if fields.is_empty() {
                    let var = Var::Route(step, variant.to_string());
                    let name = scope::name(cx, &var);
                    scope.add(var, Presence::Certain);
                    let path = args::variant_path(cx, step, &args::variant_ident(cx, step, variant));
                    (code!(#path { .. }), code!(let #name = ();))
                } else {
                    (args::variant_pattern(cx, step, variant, &fields), TokenStream::new())
                };
                (if handled { code!(__rt::Ok(#pattern)) } else { pattern }, bindings)
            }
        }
    }

    /// The routes that nothing follows.
    pub(super) fn other_routes(
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
            if handled { code!(__rt::Ok(#pattern)) } else { pattern }
        };
        for end in model.ends.iter().filter(|end| !listed(&Route::Variant((*end).clone()))) {
            let path = args::variant_path(cx, step, &args::variant_ident(cx, step, end));
            others.push((wrapped(code!(#path { .. })), TokenStream::new(), scope.clone()));
        }
        if !steps::is_exhaustive(cx, step) {
            let rest = wrapped(code!(_));
            others.push((rest, TokenStream::new(), scope.clone()));
        }
        others
    }

    /// What a `match` hands out: fields that nobody in its arms takes count as made in it.
    pub(super) fn exports_of_match(&self, region: &Region, step: StepId) -> Vec<Var> {
        let handled = self.cx.graph.steps[step].fallible && self.cx.listeners.error_is_handled(step);
        let with_step = Region::Seq(vec![Region::Step(step), region.clone()]);
        let mut exports = self.exports(&with_step);
        if !handled {
            exports.retain(|var| *var != Var::Success(step));
        }
        exports
    }
}
