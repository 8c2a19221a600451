//! The graph and the plan as constants.

use std::time::Duration;

use flow_graph::model::{
    Event, Graph, Items, Many, Param, Receiver, Refinement, Retry, Route, RunsOn, Step, StepKind, Trigger,
};
use flow_graph::plan::{GateKind, Plan};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;

use flow_graph::parse::StepSyntax;

fn text(text: &str) -> TokenStream {
    quote!(__rt::Cow::Borrowed(#text))
}

fn list(items: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let items = items.into_iter();
    quote!(__rt::Cow::Borrowed(&[#(#items),*]))
}

pub(crate) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(__rt::Some(#value)),
        None => quote!(__rt::None),
    }
}

/// `Graph { … }`
pub(crate) fn graph(graph: &Graph, syntax: &[StepSyntax], krate: &Path) -> TokenStream {
    let (name, doc, line, max_iterations) =
        (text(&graph.name), text(&graph.doc), graph.line, graph.max_iterations);
    let steps = list(graph.steps.iter().zip(syntax).map(|(it, syntax)| step(it, syntax, krate)));
    let inputs = list(graph.inputs.iter().map(|input| {
        let (name, ty) = (text(&input.name), text(&input.ty));
        quote!(__rt::model::Input { name: #name, ty: #ty })
    }));
    let loops = list(graph.loops.iter().map(|it| {
        let (header, max_iterations) = (it.header, it.max_iterations);
        let numbers = |numbers: &[usize]| list(numbers.iter().map(|number| quote!(#number)));
        let (backs, scope, body) = (numbers(&it.backs), numbers(&it.scope), numbers(&it.body));
        quote!(__rt::model::Loop { header: #header, backs: #backs, scope: #scope, body: #body, max_iterations: #max_iterations })
    }));
    let sinks = list(graph.sinks.iter().map(|sink| {
        let (step, always) = (sink.step, sink.always);
        quote!(__rt::model::Sink { step: #step, always: #always })
    }));
    let picked = option(graph.picked.map(|step| quote!(#step)));
    quote! {
        __rt::model::Graph {
            name: #name,
            doc: #doc,
            line: #line,
            steps: #steps,
            inputs: #inputs,
            loops: #loops,
            sinks: #sinks,
            picked: #picked,
            max_iterations: #max_iterations,
        }
    }
}

fn step(step: &Step, syntax: &StepSyntax, krate: &Path) -> TokenStream {
    let (name, doc, line) = (text(&step.name), text(&step.doc), step.line);
    let kind = match step.kind {
        StepKind::Start => quote!(Start),
        StepKind::Listen => quote!(Listen),
        StepKind::Router => quote!(Router),
    };
    let receiver = match step.receiver {
        Receiver::None => quote!(None),
        Receiver::Shared => quote!(Shared),
        Receiver::Exclusive => quote!(Exclusive),
        Receiver::Owned => quote!(Owned),
    };
    let trigger = option(step.trigger.as_ref().map(trigger));
    let params = list(step.params.iter().map(param));
    let output = option(step.output.as_deref().map(text));
    let error = option(step.error.as_deref().map(text));
    let ends = list(step.ends.iter().map(|end| text(end)));
    let max_iterations = option(step.max_iterations.map(|number| quote!(#number)));
    let refined = refinement(&step.refined, syntax, krate);
    let (fallible, is_async, must_finish, ends_rest) =
        (step.fallible, step.is_async, step.must_finish, step.ends_rest);
    quote! {
        __rt::model::Step {
            name: #name,
            doc: #doc,
            line: #line,
            kind: __rt::model::StepKind::#kind,
            trigger: #trigger,
            params: #params,
            output: #output,
            fallible: #fallible,
            error: #error,
            is_async: #is_async,
            receiver: __rt::model::Receiver::#receiver,
            must_finish: #must_finish,
            ends: #ends,
            ends_rest: #ends_rest,
            max_iterations: #max_iterations,
            refined: #refined,
        }
    }
}

fn refinement(it: &Refinement, syntax: &StepSyntax, krate: &Path) -> TokenStream {
    if *it == Refinement::NONE {
        return quote!(__rt::model::Refinement::NONE);
    }
    let many = option(it.many.map(|Many { items, limit, first }| {
        let items = match items {
            Items::Each => quote!(Each),
            Items::Times(times) => quote!(Times(#times)),
        };
        let [limit, first] = [limit, first].map(|number| option(number.map(|number| quote!(#number))));
        quote!(__rt::model::Many { items: __rt::model::Items::#items, limit: #limit, first: #first })
    }));
    let timeout = option(it.timeout.map(duration));
    let total_timeout = option(it.total_timeout.map(duration));
    let retry = option(it.retry.as_ref().map(|Retry { times, base, max, on }| {
        let (base, max, on) = (duration(*base), duration(*max), option(on.as_deref().map(text)));
        quote!(__rt::model::Retry { times: #times, base: #base, max: #max, on: #on })
    }));
    let runs_on = match it.runs_on {
        RunsOn::Run => quote!(Run),
        RunsOn::Task => quote!(Task),
        RunsOn::BlockingPool => quote!(BlockingPool),
    };
    let subflow = option(it.subflow.as_ref().map(|subflow| {
        let name = text(&subflow.name);
        let ty = syntax.subflow.to_token_stream();
        quote! {
            __rt::model::Subflow {
                name: #name,
                graph: __rt::Some(__rt::Cow::Borrowed(<#ty as #krate::Flow>::GRAPH)),
            }
        }
    }));
    quote! {
        __rt::model::Refinement {
            many: #many,
            timeout: #timeout,
            total_timeout: #total_timeout,
            retry: #retry,
            runs_on: __rt::model::RunsOn::#runs_on,
            subflow: #subflow,
        }
    }
}

/// A length of time as a constant.
pub(crate) fn duration(it: Duration) -> TokenStream {
    let (secs, nanos) = (it.as_secs(), it.subsec_nanos());
    match nanos {
        0 => quote!(__rt::Duration::from_secs(#secs)),
        _ => quote!(__rt::Duration::new(#secs, #nanos)),
    }
}

fn param(param: &Param) -> TokenStream {
    let (name, ty, by_ref, optional) = (text(&param.name), text(&param.ty), param.by_ref, param.optional);
    let from = option(param.from.map(|step| quote!(#step)));
    let context = param.context;
    let tuple = option(param.tuple.map(|parts| quote!(#parts)));
    quote! {
        __rt::model::Param { name: #name, ty: #ty, by_ref: #by_ref, from: #from, context: #context, optional: #optional, tuple: #tuple }
    }
}

fn trigger(it: &Trigger) -> TokenStream {
    match it {
        Trigger::Event(Event { step, route, bare }) => {
            let route = match route {
                Route::Success => quote!(Success),
                Route::Error => quote!(Error),
                Route::Variant(variant) => {
                    let variant = text(variant);
                    quote!(Variant(#variant))
                }
            };
            quote! {
                __rt::model::Trigger::Event(__rt::model::Event { step: #step, route: __rt::model::Route::#route, bare: #bare })
            }
        }
        Trigger::And(members) => {
            let members = list(members.iter().map(trigger));
            quote!(__rt::model::Trigger::And(#members))
        }
        Trigger::Or(members) => {
            let members = list(members.iter().map(trigger));
            quote!(__rt::model::Trigger::Or(#members))
        }
        Trigger::Quorum { needed, members } => {
            let members = list(members.iter().map(trigger));
            quote!(__rt::model::Trigger::Quorum { needed: #needed, members: #members })
        }
    }
}

/// `Plan { … }`
pub(crate) fn plan(plan: &Plan) -> TokenStream {
    let sizes = &plan.sizes;
    let (steps, gates, members, loops, words, kept) =
        (sizes.steps, sizes.gates, sizes.members, sizes.loops, sizes.words, sizes.kept);
    let sizes = quote! {
        __rt::plan::Sizes { steps: #steps, gates: #gates, members: #members, loops: #loops, words: #words, kept: #kept }
    };
    let shorts = |numbers: &[u16]| list(numbers.iter().map(|number| quote!(#number)));
    let (places, events, escapes) = (shorts(&plan.places), shorts(&plan.events), shorts(&plan.escapes));
    let steps = list(plan.steps.iter().map(|it| {
        let (id, first_gate, gate, event, variants) = (it.id, it.first_gate, it.gate, it.event, it.variants);
        let (heads, must_finish, handled, sink, output) =
            (it.heads, it.must_finish, it.handled, it.sink, it.output);
        quote!(__rt::plan::StepPlan {
            id: #id, first_gate: #first_gate, gate: #gate, event: #event, variants: #variants,
            heads: #heads, must_finish: #must_finish, handled: #handled, sink: #sink, output: #output
        })
    }));
    let leaves = list(plan.leaves.iter().map(|it| {
        let (member, source, event, listener) = (it.member, it.source, it.event, it.listener);
        let (escapes, enters, back) = (it.escapes, it.enters, it.back);
        quote!(__rt::plan::LeafPlan {
            member: #member, source: #source, event: #event, listener: #listener,
            escapes: #escapes, enters: #enters, back: #back
        })
    }));
    let gates = list(plan.gates.iter().map(|it| {
        let kind = match it.kind {
            GateKind::And => quote!(And),
            GateKind::Or => quote!(Or),
            GateKind::Quorum { needed, kept } => quote!(Quorum { needed: #needed, kept: #kept }),
            GateKind::Again => quote!(Again),
        };
        let (step, node, member, first, span, len, back) =
            (it.step, it.node, it.member, it.first, it.span, it.len, it.back);
        quote!(__rt::plan::GatePlan {
            kind: __rt::plan::GateKind::#kind, step: #step, node: #node, member: #member,
            first: #first, span: #span, len: #len, back: #back
        })
    }));
    let members = list(plan.members.iter().map(|it| {
        let (gate, inner, leaf) = (it.gate, it.inner, it.leaf);
        quote!(__rt::plan::MemberPlan { gate: #gate, inner: #inner, leaf: #leaf })
    }));
    let loops = list(plan.loops.iter().map(|it| {
        let (header, first_back, again, max_iterations) =
            (it.header, it.first_back, it.again, it.max_iterations);
        let scope = list(it.scope.iter().map(|word| quote!(#word)));
        let entering = shorts(&it.entering);
        quote!(__rt::plan::LoopPlan {
            header: #header, first_back: #first_back, again: #again, max_iterations: #max_iterations,
            scope: #scope, entering: #entering
        })
    }));
    quote! {
        __rt::plan::Plan {
            sizes: #sizes, places: #places, steps: #steps, events: #events, leaves: #leaves,
            gates: #gates, members: #members, loops: #loops, escapes: #escapes
        }
    }
}
