//! The call of a step that does more than run its method once: `each`, `times`, time limits, retries, tasks of its own.
//!
//! From the inside out: the call; its time limit; the loop of its attempts; the items; the time limit of all together.
//! Each layer is left out where nothing asks for it. What comes of it is a `Result<_, __rt::Broken<E>>`, where `E` is the
//! method's error.

use flow_graph::bind::Source;
use flow_graph::model::{Items, Receiver, Refinement, RunsOn, StepId};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Path, Type};

use crate::args::{self, Args};
use crate::run::Cx;
use crate::{clones, data, messages, steps};

/// Whether a step is one of these. `#[subflow]` alone changes nothing about the call.
pub(crate) fn is_refined(cx: &Cx<'_>, step: StepId) -> bool {
    let Refinement { many, timeout, total_timeout, retry, runs_on, subflow: _ } =
        &cx.graph.steps[step].refined;
    many.is_some()
        || timeout.is_some()
        || total_timeout.is_some()
        || retry.is_some()
        || *runs_on != RunsOn::Run
}

/// Whether the failures of a step's items are collected.
pub(crate) fn collects(cx: &Cx<'_>, step: StepId) -> bool {
    cx.graph.steps[step].refined.many.is_some() && cx.listeners.error_is_handled(step)
}

/// An expression that runs the step and gives its `Result`. It awaits, and tells `watched`, the step's guard, about attempts and items.
pub(crate) fn run(
    cx: &Cx<'_>,
    step: StepId,
    args: &Args,
    exclusive: &TokenStream,
    watched: &Ident,
) -> TokenStream {
    let call = Call { cx, step, args, exclusive, watched };
    let prelude = call.prelude();
    let once = call.attempts();
    let all = match cx.graph.steps[step].refined.many {
        Some(_) => call.items(&once),
        None => once,
    };
    let value = match cx.graph.steps[step].refined.total_timeout {
        // Where failures are collected, what there is by then counts.
        Some(_) if collects(cx, step) => all,
        Some(limit) => {
            let limit = data::duration(limit);
            code!(__rt::within_total(#limit, async { #all }).await)
        }
        None => all,
    };
    if prelude.is_empty() { value } else { code!({ #prelude #value }) }
}

struct Call<'a, 'b> {
    cx: &'a Cx<'b>,
    step: StepId,
    args: &'a Args,
    exclusive: &'a TokenStream,
    watched: &'a Ident,
}

impl Call<'_, '_> {
    fn refined(&self) -> &Refinement {
        &self.cx.graph.steps[self.step].refined
    }

    /// Whether the method may be called more than once, so that arguments are kept and handed out as copies.
    fn repeats(&self) -> bool {
        self.refined().many.is_some() || self.refined().retry.is_some()
    }

    /// The arguments as locals; references to them where they are handed out more than once.
    fn prelude(&self) -> TokenStream {
        let mut code = self.args.inside.clone();
        if self.refined().many.is_some() && self.cx.graph.steps[self.step].receiver == Receiver::Shared {
            let shared = &self.args.shared;
            code.extend(code!(let __this = #shared;));
        }
        if self.refined().many.is_some() {
            for (index, source) in self.cx.bindings.params[self.step].iter().enumerate() {
                if !matches!(source, Source::Item | Source::Context) && !self.is_reference(index) {
                    let name = &self.args.names[index];
                    code.extend(code!(let #name = &#name;));
                }
            }
        }
        code
    }

    fn is_reference(&self, param: usize) -> bool {
        matches!(&self.cx.parsed.steps[self.step].params[param].ty, Type::Reference(it) if it.mutability.is_none())
    }

    /// Which item a call is for, as an `Option`.
    fn item(&self) -> TokenStream {
        match self.refined().many {
            Some(_) => code!(__rt::Some(__index)),
            None => code!(__rt::None),
        }
    }

    /// The arguments of one call.
    fn arguments(&self) -> Vec<TokenStream> {
        let (cx, step) = (self.cx, self.step);
        let refined = self.refined();
        let sources = &cx.bindings.params[step];
        let one = |(index, source): (usize, &Source)| {
            let name = &self.args.names[index];
            let many = refined.many.is_some();
            let kept = match source {
                Source::Context => {
                    let attempt = if refined.retry.is_some() { code!(__attempt) } else { code!(1) };
                    return steps::context(cx, step, &attempt, &self.item());
                }
                Source::Item => refined.retry.is_some(),
                _ => self.repeats(),
            };
            if !kept || self.is_reference(index) {
                return code!(#name);
            }
            let lend = !many || matches!(source, Source::Item);
            clones::again(cx, step, index).call(lend, name)
        };
        sources.iter().enumerate().map(one).collect()
    }

    /// One attempt, as a future of a `Result<_, __rt::Broken<E>>`.
    fn attempt(&self) -> TokenStream {
        let (cx, step) = (self.cx, self.step);
        let model = &cx.graph.steps[step];
        let many = model.refined.many.is_some();
        let shared = if many { code!(__this) } else { self.args.shared.clone() };
        let receiver = steps::receiver(cx, step, &shared, self.exclusive);
        let method = cx.names.method(step);
        // What cannot go to another thread is shown at the step's name.
        let mut shown = cx.names.marker(step);
        let here = cx.parsed.steps[step].ident.span();
        shown.set_span(here);
        let arguments = self.arguments();
        let all: Vec<&TokenStream> = receiver.iter().chain(&arguments).collect();
        let fallible = model.fallible;
        let future = match model.refined.runs_on {
            RunsOn::Run => {
                let call = code!(#method(#(#all),*));
                let call = if model.is_async {
                    steps::polled(step, &self.item(), &call)
                } else {
                    code!(__rt::ready(#call))
                };
                if fallible { code!(__rt::fallible(#call)) } else { code!(__rt::infallible(#call)) }
            }
            RunsOn::Task => {
                let spawn = Ident::new(if fallible { "spawn_fallible" } else { "spawn" }, here);
                let call = quote_spanned!(here=> Self::#shown(#(#all),*));
                let tasks = code!(__tasks);
                quote_spanned!(here=> __rt::Tasks::#spawn(#tasks, #call))
            }
            RunsOn::BlockingPool => {
                let block = Ident::new(if fallible { "block_fallible" } else { "block" }, here);
                let names = &self.args.names;
                let mut copies = TokenStream::new();
                if let Some(copy) = &receiver {
                    copies.extend(code!(let __owned = #copy;));
                }
                for (name, argument) in names.iter().zip(&arguments) {
                    if *name != argument.to_string() {
                        copies.extend(code!(let #name = #argument;));
                    }
                }
                let receiver = receiver.iter().map(|_| code!(__owned));
                let all = receiver.chain(names.iter().map(|name| code!(#name)));
                let run = quote_spanned!(here=> move || Self::#shown(#(#all),*));
                let run = if copies.is_empty() { run } else { quote_spanned!(here=> { #copies #run }) };
                let tasks = code!(__tasks);
                quote_spanned!(here=> __rt::Tasks::#block(#tasks, #run))
            }
        };
        match model.refined.timeout {
            Some(limit) => {
                let limit = data::duration(limit);
                code!(__rt::within(#limit, #future))
            }
            None => future,
        }
    }

    /// All attempts, awaited.
    fn attempts(&self) -> TokenStream {
        let attempt = self.attempt();
        let Some(retry) = &self.refined().retry else { return code!(#attempt.await) };
        let (times, base, max) = (retry.times, data::duration(retry.base), data::duration(retry.max));
        let on = match &self.cx.parsed.steps[self.step].retry_on {
            Some(path) => self.judge(path),
            None => code!(__rt::always),
        };
        let watched = self.watched;
        let sources = &self.cx.bindings.params[self.step];
        let number = sources
            .iter()
            .any(|source| matches!(source, Source::Context))
            .then(|| code!(let __attempt = __rt::Attempts::number(&__attempts);));
        // A loop in the block around, so that each call may borrow anew what the last one has borrowed.
        code!({
            let mut __attempts = __rt::Attempts::new(__rt::Policy { times: #times, base: #base, max: #max });
            loop {
                #number
                let __delay = {
                    let __result = #attempt.await;
                    match __rt::Attempts::next(
                        &mut __attempts, __result, #on, &#watched, __rt::describe_broken!()
                    ) {
                        __rt::ControlFlow::Break(__result) => break __result,
                        __rt::ControlFlow::Continue(__delay) => __delay,
                    }
                };
                __rt::sleep(__delay).await;
            }
        })
    }

    /// The function of `#[retry(on = …)]`, which is shown beside the step's error where it is about another one.
    fn judge(&self, path: &Path) -> TokenStream {
        let (cx, step) = (self.cx, self.step);
        let error = cx.parsed.steps[step].error.as_ref().filter(|ty| !args::mentions_impl(ty));
        let error = error.map_or_else(|| code!(_), |ty| cx.without_lifetimes(step, ty));
        let place = steps::error_place(cx, step);
        let judge = messages::path(cx, ("Judges", "judge"), &[step], &[error, code!(_)], place);
        code!(#judge(#path))
    }

    /// One run for each item, awaited together.
    fn items(&self, once: &TokenStream) -> TokenStream {
        let (cx, step, watched) = (self.cx, self.step, self.watched);
        let Some(many) = self.refined().many else { return once.clone() };
        let items = match many.items {
            Items::Times(times) => code!(0..#times),
            Items::Each => code!(__items),
        };
        let count = |count: u32| (count as usize).to_token_stream();
        let limit = data::option(many.limit.map(count));
        let takes_item = cx.bindings.params[step].iter().any(|source| matches!(source, Source::Item));
        let item = if takes_item { code!(__item) } else { code!(_) };
        let with_context = cx.bindings.params[step].iter().any(|source| matches!(source, Source::Context));
        let model = &cx.graph.steps[step];
        let polled = model.is_async && model.refined.runs_on == RunsOn::Run;
        let watch = (with_context || polled).then(|| code!(let __watch = __rt::Watch::branch(&__watch);));
        let of_item = &self.args.item;
        let make = code! {
            |__index, #item| {
                let #watched = __rt::WatchStep::item(&#watched, __index);
                #watch
                async move {
                    #of_item
                    let __out = #once;
                    __rt::WatchStep::result(#watched, __out, __rt::describe_broken!())
                }
            }
        };
        let all = match (collects(cx, step), many.first) {
            (false, None) => code!(__rt::items::all(#items, #limit, #make).await),
            (false, Some(first)) => {
                let first = count(first);
                code!(__rt::items::first(#first, #items, #limit, #make).await)
            }
            (true, first) => {
                let first = data::option(first.map(count));
                match self.refined().total_timeout {
                    Some(total) => {
                        let total = data::duration(total);
                        code!(__rt::items::collect_within(#total, #first, #items, #limit, #make).await)
                    }
                    None => code!(__rt::items::collect(#first, #items, #limit, #make).await),
                }
            }
        };
        match cx.graph.steps[step].output {
            None if !collects(cx, step) => code!(#all.map(__rt::nothing)),
            _ => all,
        }
    }
}

/// Tells who watches how the run ended, which is the `Result` in the local `out`. The guard hands it through.
pub(crate) fn result(cx: &Cx<'_>, step: StepId, watched: &Ident, out: &Ident) -> TokenStream {
    // Each item has told of its own failure.
    let described = if collects(cx, step) { code!(|_| __rt::None) } else { code!(__rt::describe_broken!()) };
    code!(__rt::WatchStep::result(#watched, #out, #described))
}

/// Turns the `Result<_, __rt::Broken<E>>` of a step whose error nothing listens to into that of the flow.
pub(crate) fn unhandled(cx: &Cx<'_>, step: StepId) -> TokenStream {
    let (flow, text) = (cx.flow(), cx.names.text(step));
    let own = if cx.graph.steps[step].fallible { steps::own(cx, step) } else { code!(__rt::never) };
    code!(|__broken| __rt::Broken::into_error(__broken, #flow, #text, #own))
}

/// `Result<Result<T, E>, FlowError>` of the `Result` of a step whose error something listens to.
pub(crate) fn handled(cx: &Cx<'_>, step: StepId, result: &TokenStream) -> TokenStream {
    let (flow, text) = (cx.flow(), cx.names.text(step));
    let Refinement { many, timeout, total_timeout, .. } = &cx.graph.steps[step].refined;
    let timed = timeout.is_some() || total_timeout.is_some();
    let function = match (many.is_some(), timed) {
        (false, false) => code!(handled),
        (false, true) => code!(handled_timed),
        (true, false) => code!(handled_items),
        (true, true) => code!(handled_items_timed),
    };
    let error = cx.error_type();
    let timed_out = timed.then(|| {
        let path = messages::function(cx, ("TimesOut", "timed_out"), &[step], steps::error_place(cx, step));
        code!(, |__limit| #path(__limit))
    });
    let handled = code!(__rt::#function::<_, _, #error>(#result, #flow, #text #timed_out));
    match cx.graph.steps[step].output {
        None if many.is_some() => code!(#handled.map(|__result| __rt::Result::map(__result, __rt::nothing))),
        _ => handled,
    }
}
