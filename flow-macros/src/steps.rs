//! One step's call and what becomes of what it returns, the same for every schedule.

use flow_graph::bind::Source;
use flow_graph::model::{Receiver, Route, StepId};
use flow_graph::plan::Plan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

use crate::args::{self, Args};
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
    code!(__rt::Watch::context(&__watch, <Self as #krate::Flow>::GRAPH, #step, #attempt, #item))
}

/// In the mesh: stores what a step returned and tells the schedule.
pub(crate) fn ended(cx: &Cx<'_>, storage: &Storage, step: StepId) -> TokenStream {
    let model = &cx.graph.steps[step];
    let succeeded = succeeded(cx, storage, step);
    if refined::is_refined(cx, step) {
        return refined_ended(cx, storage, step, &succeeded);
    }
    if !model.fallible {
        return code!(let __out = __rt::Watch::done(&__watch, #step, __out); #succeeded);
    }
    let failed = if cx.graph.error_is_handled(step) { caught(cx, storage, step) } else { failure(cx, step) };
    code! {
        match __rt::Watch::result(&__watch, #step, __out, __rt::describe!()) {
            __rt::Ok(__out) => { #succeeded }
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
            let (flow, text, error) = (cx.flow(), cx.names.text(step), cx.error_type());
            let span = error_span(cx, step);
            let own = quote_spanned!(span=> __rt::FailsWith::<#error>::into_failure);
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
    if !cx.graph.error_is_handled(step) {
        let unhandled = refined::unhandled(cx, step);
        return code! {
            match __rt::Result::map_err(__out, #unhandled) {
                __rt::Ok(__out) => { #succeeded }
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
            __rt::Ok(__rt::Ok(__out)) => { #succeeded }
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
    let failed = as_failure(cx, step);
    code!(__rt::Vec::push(&mut __failures, (#step, #failed));)
}

/// From the step's error to the flow's, for `map_err`.
pub(crate) fn failed(cx: &Cx<'_>, step: StepId) -> TokenStream {
    let failed = as_failure(cx, step);
    quote_spanned!(error_span(cx, step)=> |__error| #failed)
}

/// The flow's error, made of the step's in the local `__error`. Located at the step's error type.
fn as_failure(cx: &Cx<'_>, step: StepId) -> TokenStream {
    let (flow, text, error) = (cx.flow(), cx.names.text(step), cx.error_type());
    let span = error_span(cx, step);
    quote_spanned!(span=> __rt::failed(#flow, #text, __rt::FailsWith::<#error>::into_failure(__error)))
}

/// Where an error type is shown that cannot fail the flow.
pub(crate) fn error_span(cx: &Cx<'_>, step: StepId) -> Span {
    let syntax = &cx.parsed.steps[step];
    let span = match (&syntax.error, &syntax.sig.output) {
        (Some(ty), _) => ty.span(),
        (None, syn::ReturnType::Type(_, ty)) => ty.span(),
        (None, syn::ReturnType::Default) => syntax.ident.span(),
    };
    span.resolved_at(Span::mixed_site())
}

fn succeeded(cx: &Cx<'_>, storage: &Storage, step: StepId) -> TokenStream {
    let routed = !Plan::variants(cx.graph, step).is_empty() || is_exhaustive(cx, step);
    let route = if !routed {
        code!(__rt::None)
    } else {
        route(
            cx,
            step,
            &names::local("out"),
            |index, _| {
                let index = u16::try_from(index).unwrap_or(u16::MAX);
                code!(__rt::Some(#index))
            },
            &code!(__rt::None),
        )
    };
    let keep = match storage.put(cx, Key::Success(step), &code!(__out)) {
        Some(put) => put,
        None if cx.graph.steps[step].output.is_some() => code!(__rt::drop(__out);),
        // What carries nothing is `()`, which must be named to show that it is.
        None => code!(let () = __out;),
    };
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
    let arms = variants.iter().enumerate().map(|(index, name)| {
        let path = args::variant_path(cx, step, &args::variant_ident(cx, step, name));
        let body = arm(index, name);
        code!(#path { .. } => #body,)
    });
    let rest = match is_exhaustive(cx, step) {
        true => TokenStream::new(),
        false => code!(_ => #rest,),
    };
    // A missing route is the router's: the message points at its name.
    let span = cx.parsed.steps[step].ident.span().resolved_at(value.span());
    let mut value = value.clone();
    value.set_span(span);
    quote_spanned!(span=> match #value { #(#arms)* #rest })
}

/// In a region: lets rustc check that a router's routes are complete where nothing listens to any of them.
pub(crate) fn check_routes(cx: &Cx<'_>, step: StepId, value: &Ident) -> TokenStream {
    let listened = cx.graph.listeners(step).any(|(_, event)| matches!(event.route, Route::Variant(_)));
    if listened || !is_exhaustive(cx, step) {
        return TokenStream::new();
    }
    route(cx, step, value, |_, _| code!({}), &code!({}))
}

/// Whether every variant has to be named: a router's enum, unless `ends(_)` or a listener takes the rest.
pub(crate) fn is_exhaustive(cx: &Cx<'_>, step: StepId) -> bool {
    let model = &cx.graph.steps[step];
    let plain = cx.graph.listeners(step).any(|(_, event)| event.route == Route::Success);
    model.kind == flow_graph::model::StepKind::Router && !model.ends_rest && !plain
}
