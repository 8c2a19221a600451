//! One step's call and what becomes of what it returns, the same for every schedule.

use flow_graph::bind::Source;
use flow_graph::model::{Receiver, Route, StepId};
use flow_graph::plan::Plan;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use crate::args::{self, Args};
use crate::messages::{self, Place};
use crate::names;
use crate::refined;
use crate::run::Cx;
use crate::storage::{Key, Storage};

/// `Self::step(this, arg0, arg1)`
pub(crate) fn call(cx: &Cx<'_>, step: StepId, args: &Args, exclusive: &TokenStream) -> TokenStream {
    let method = cx.names.method(step);
    let receiver = receiver(cx, step, &args.shared, exclusive);
    let arguments = cx.bindings.params[step].iter().zip(&args.names).map(|(source, name)| match source {
        Source::Context => context(cx, step, &code!(1), &code!(__rt::None)),
        _ => code!(#name),
    });
    let arguments = receiver.into_iter().chain(arguments);
    code!(#method(#(#arguments),*))
}

/// What a step's method is called on: the state, shared or for itself, if it takes any.
pub(crate) fn receiver(
    cx: &Cx<'_>,
    step: StepId,
    shared: &TokenStream,
    exclusive: &TokenStream,
) -> Option<TokenStream> {
    match cx.graph.steps[step].receiver {
        Receiver::None => None,
        Receiver::Shared => Some(shared.clone()),
        Receiver::Exclusive => Some(exclusive.clone()),
        Receiver::Owned => Some(code!(__rt::Clone::clone(__owned))),
    }
}

/// The future of a call, which belongs to the step, or to an item of it, for who watches.
pub(crate) fn polled(step: StepId, item: &TokenStream, call: &TokenStream) -> TokenStream {
    code!(__rt::Watch::polled(&__watch, #step, #item, #call))
}

/// The context of one run of a step's method.
pub(crate) fn context(cx: &Cx<'_>, step: StepId, attempt: &TokenStream, item: &TokenStream) -> TokenStream {
    let krate = &cx.krate;
    let context =
        code!(__rt::Watch::context(&__watch, <Self as #krate::Flow>::GRAPH, #step, #attempt, #item));
    let takes = |it: &Source| matches!(it, Source::Context);
    let param =
        cx.bindings.params[step].iter().position(takes).map(|param| &cx.parsed.steps[step].params[param].ty);
    match param.filter(|ty| !args::mentions_impl(ty)) {
        Some(ty) => {
            let (ty, name) = (cx.without_lifetimes(step, ty), cx.names.marker(step));
            code!(<#ty as __rt::TakesContext<__steps::#name>>::take(#context))
        }
        None => context,
    }
}

/// In the mesh: stores what a step returned and tells the schedule.
pub(crate) fn ended(cx: &Cx<'_>, storage: &Storage, step: StepId) -> TokenStream {
    let model = &cx.graph.steps[step];
    let succeeded = succeeded(cx, storage, step);
    if refined::is_refined(cx, step) {
        return refined_ended(cx, storage, step, &succeeded);
    }
    let value = value(cx, step);
    if !model.fallible {
        return code!(let #value = __rt::Watch::done(&__watch, #step, __out); #succeeded);
    }
    let failed =
        if cx.listeners.error_is_handled(step) { caught(cx, storage, step) } else { failure(cx, step) };
    code! {
        match __rt::Watch::result(&__watch, #step, __out, __rt::describe!()) {
            __rt::Ok(#value) => { #succeeded }
            __rt::Err(__error) => {
                #failed
                __rt::Control::failed(&mut __control, #step);
            }
        }
    }
}

/// What becomes of an error that something listens to.
fn caught(cx: &Cx<'_>, storage: &Storage, step: StepId) -> TokenStream {
    let taken = match storage.put(cx, Key::Error(step), &code!(__error)) {
        Some(put) => put,
        None => code!(__rt::drop(__error);),
    };
    if cx.graph.steps[step].must_finish {
        // It may have lost its race and with it all who would listen to the error.
        let failure = if refined::collects(cx, step) {
            let (flow, text, own) = (cx.flow(), cx.names.text(step), own(cx, step));
            code!(__rt::Vec::push(&mut __failures, (#step, __rt::ItemsFailed::into_error(__error, #flow, #text, #own)));)
        } else {
            failure(cx, step)
        };
        code!(if __rt::Control::is_lost(&__control, #step) { #failure } else { #taken })
    } else {
        taken
    }
}

/// The same for a refined step, whose guard has told who watches.
fn refined_ended(cx: &Cx<'_>, storage: &Storage, step: StepId, succeeded: &TokenStream) -> TokenStream {
    let value = value(cx, step);
    if !cx.listeners.error_is_handled(step) {
        let unhandled = refined::unhandled(cx, step);
        return code! {
            match __rt::Result::map_err(__out, #unhandled) {
                __rt::Ok(#value) => { #succeeded }
                __rt::Err(__error) => {
                    __rt::Vec::push(&mut __failures, (#step, __error));
                    __rt::Control::failed(&mut __control, #step);
                }
            }
        };
    }
    let caught = caught(cx, storage, step);
    let handled = refined::handled(cx, step, &code!(__out));
    code! {
        match #handled {
            __rt::Ok(__rt::Ok(#value)) => { #succeeded }
            __rt::Ok(__rt::Err(__error)) => {
                #caught
                __rt::Control::failed(&mut __control, #step);
            }
            __rt::Err(__error) => {
                __rt::Vec::push(&mut __failures, (#step, __error));
                __rt::Control::broken(&mut __control, #step);
            }
        }
    }
}

/// Keeps the error for the flow's own.
fn failure(cx: &Cx<'_>, step: StepId) -> TokenStream {
    let (flow, text) = (cx.flow(), cx.names.text(step));
    let (error, own) = own_error(cx, step);
    code! {
        let #error = __error;
        __rt::Vec::push(&mut __failures, (#step, __rt::failed(#flow, #text, #own)));
    }
}

/// From the step's error to the flow's, for `map_err`.
pub(crate) fn failed(cx: &Cx<'_>, step: StepId) -> TokenStream {
    let (flow, text) = (cx.flow(), cx.names.text(step));
    let (error, own) = own_error(cx, step);
    code!(|#error| __rt::failed(#flow, #text, #own))
}

/// The closure that makes a step's error one that the flow can fail with.
pub(crate) fn own(cx: &Cx<'_>, step: StepId) -> TokenStream {
    let (error, own) = own_error(cx, step);
    code!(|#error| #own)
}

/// A local, and the call that makes the step's error in it one that the flow can fail with.
fn own_error(cx: &Cx<'_>, step: StepId) -> (Ident, TokenStream) {
    let (first, last) = error_place(cx, step);
    let error = names::shown("error", last);
    let name = messages::place(&cx.parsed.steps[step].ident);
    let (of, ty) = match &cx.parsed.options.error {
        Some(ty) => ("FailsWith", Some(ty.to_token_stream())),
        None => ("Fails", None),
    };
    let path = messages::path(cx, (of, "into_failure"), &[step], ty.as_slice(), name);
    let argument = messages::argument(false, &error, (first, last));
    (error, code!(#path(#argument)))
}

/// Where a step's error type is shown.
pub(crate) fn error_place(cx: &Cx<'_>, step: StepId) -> Place {
    let syntax = &cx.parsed.steps[step];
    match (&syntax.error, &syntax.sig.output) {
        (Some(ty), _) => messages::place(ty),
        (None, syn::ReturnType::Type(_, ty)) => messages::place(ty),
        (None, syn::ReturnType::Default) => messages::place(&syntax.ident),
    }
}

/// The local of a step's value, located at its name: there a route that is missing is shown.
pub(crate) fn value(cx: &Cx<'_>, step: StepId) -> Ident {
    names::out(cx.parsed.steps[step].ident.span())
}

/// Puts a step's value into its place, or drops it if nobody takes it.
pub(crate) fn keep(cx: &Cx<'_>, storage: &Storage, step: StepId, value: &Ident) -> TokenStream {
    match storage.put(cx, Key::Success(step), &code!(#value)) {
        Some(put) => put,
        None if cx.graph.steps[step].output.is_some() => code!(__rt::drop(#value);),
        // What carries nothing is `()`, which must be named to show that it is.
        None => code!(let () = #value;),
    }
}

fn succeeded(cx: &Cx<'_>, storage: &Storage, step: StepId) -> TokenStream {
    let value = value(cx, step);
    let routed = !Plan::variants(cx.graph, step).is_empty() || is_exhaustive(cx, step);
    let route = if !routed {
        code!(__rt::None)
    } else {
        route(
            cx,
            step,
            &value,
            |index, _| {
                let index = u16::try_from(index).unwrap_or(u16::MAX);
                code!(__rt::Some(#index))
            },
            &code!(__rt::None),
        )
    };
    let keep = keep(cx, storage, step, &value);
    // A step that runs on only because it must finish has lost its race: its value is nobody's.
    let keep = if cx.graph.steps[step].must_finish && storage.kind(Key::Success(step)).is_some() {
        code!(if !__rt::Control::is_lost(&__control, #step) { #keep })
    } else {
        keep
    };
    if !routed {
        code! { #keep __rt::Control::succeeded(&mut __control, #step, #route); }
    } else {
        code! {
            let __route = #route;
            #keep
            __rt::Control::succeeded(&mut __control, #step, __route);
        }
    }
}

/// A `match` on which variant a value is. rustc checks that a router's routes are complete.
pub(crate) fn route(
    cx: &Cx<'_>,
    step: StepId,
    value: &Ident,
    mut arm: impl FnMut(usize, &str) -> TokenStream,
    rest: &TokenStream,
) -> TokenStream {
    let variants = Plan::variants(cx.graph, step);
    let (mut patterns, mut bodies) = (Vec::new(), Vec::new());
    for (index, name) in variants.iter().enumerate() {
        let path = args::variant_path(cx, step, &args::variant_ident(cx, step, name));
        patterns.push(code!(#path { .. }));
        bodies.push(arm(index, name));
    }
    if !is_exhaustive(cx, step) {
        patterns.push(code!(_));
        bodies.push(rest.clone());
    }
    set_apart(&mut patterns, &mut bodies);
    // A missing route is the router's: the message points at its name.
    let span = cx.parsed.steps[step].ident.span().resolved_at(value.span());
    let mut value = value.clone();
    value.set_span(span);
    quote_spanned!(span=> match #value { #(#patterns => #bodies,)* })
}

/// Makes the last two arms of a `match` seem to come from different places, so that rustc does not propose a further arm,
/// which it would show in the middle of the user's block.
pub(crate) fn set_apart(patterns: &mut Vec<TokenStream>, bodies: &mut Vec<TokenStream>) {
    if let ([only], 1) = (patterns.as_slice(), bodies.len()) {
        patterns.push(code!(#[allow(unreachable_patterns)] #only));
        bodies.push(code!(__rt::impossible()));
    }
    let Some(last) = bodies.last_mut() else { return };
    let body = std::mem::take(last);
    let mut tokens = body.clone().into_iter();
    let block = match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace => group.stream(),
        _ => body,
    };
    *last = quote_spanned!(Span::call_site()=> { #block });
}

/// In a region: lets rustc check that a router's routes are complete where nothing listens to any of them.
pub(crate) fn check_routes(cx: &Cx<'_>, step: StepId, value: &Ident) -> TokenStream {
    let listened = cx.listeners.of(step).iter().any(|(_, event)| matches!(event.route, Route::Variant(_)));
    if listened || !is_exhaustive(cx, step) {
        return TokenStream::new();
    }
    route(cx, step, value, |_, _| code!({}), &code!({}))
}

/// Whether every variant has to be named: a router's enum, unless `ends(_)` or a listener takes the rest.
pub(crate) fn is_exhaustive(cx: &Cx<'_>, step: StepId) -> bool {
    let model = &cx.graph.steps[step];
    let plain = cx.listeners.of(step).iter().any(|(_, event)| event.route == Route::Success);
    model.kind == flow_graph::model::StepKind::Router && !model.ends_rest && !plain
}
