//! The graph and the plan as constants.

use flow_graph::model::{Event, Graph, Param, Receiver, Route, Step, StepKind, Trigger};
use flow_graph::plan::{GateKind, Plan};
use proc_macro2::TokenStream;
use quote::quote;

fn text(text: &str) -> TokenStream {
    quote!(rt::Cow::Borrowed(#text))
}

fn list(items: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let items = items.into_iter();
    quote!(rt::Cow::Borrowed(&[#(#items),*]))
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// `Graph { … }`
pub(crate) fn graph(graph: &Graph) -> TokenStream {
    let (name, doc, line, max_iterations) =
        (text(&graph.name), text(&graph.doc), graph.line, graph.max_iterations);
    let steps = list(graph.steps.iter().map(step));
    let inputs = list(graph.inputs.iter().map(|input| {
        let (name, ty) = (text(&input.name), text(&input.ty));
        quote!(rt::model::Input { name: #name, ty: #ty })
    }));
    let loops = list(graph.loops.iter().map(|it| {
        let (header, max_iterations) = (it.header, it.max_iterations);
        let numbers = |numbers: &[usize]| list(numbers.iter().map(|number| quote!(#number)));
        let (backs, scope, body) = (numbers(&it.backs), numbers(&it.scope), numbers(&it.body));
        quote!(rt::model::Loop { header: #header, backs: #backs, scope: #scope, body: #body, max_iterations: #max_iterations })
    }));
    let sinks = list(graph.sinks.iter().map(|sink| {
        let (step, always) = (sink.step, sink.always);
        quote!(rt::model::Sink { step: #step, always: #always })
    }));
    let picked = option(graph.picked.map(|step| quote!(#step)));
    quote! {
        rt::model::Graph {
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

fn step(step: &Step) -> TokenStream {
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
    };
    let trigger = option(step.trigger.as_ref().map(trigger));
    let params = list(step.params.iter().map(param));
    let output = option(step.output.as_deref().map(text));
    let error = option(step.error.as_deref().map(text));
    let ends = list(step.ends.iter().map(|end| text(end)));
    let max_iterations = option(step.max_iterations.map(|number| quote!(#number)));
    let (fallible, is_async, must_finish, ends_rest) =
        (step.fallible, step.is_async, step.must_finish, step.ends_rest);
    quote! {
        rt::model::Step {
            name: #name,
            doc: #doc,
            line: #line,
            kind: rt::model::StepKind::#kind,
            trigger: #trigger,
            params: #params,
            output: #output,
            fallible: #fallible,
            error: #error,
            is_async: #is_async,
            receiver: rt::model::Receiver::#receiver,
            must_finish: #must_finish,
            ends: #ends,
            ends_rest: #ends_rest,
            max_iterations: #max_iterations,
        }
    }
}

fn param(param: &Param) -> TokenStream {
    let (name, ty, by_ref, optional) = (text(&param.name), text(&param.ty), param.by_ref, param.optional);
    let from = option(param.from.map(|step| quote!(#step)));
    let tuple = option(param.tuple.map(|parts| quote!(#parts)));
    quote! {
        rt::model::Param { name: #name, ty: #ty, by_ref: #by_ref, from: #from, optional: #optional, tuple: #tuple }
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
                rt::model::Trigger::Event(rt::model::Event { step: #step, route: rt::model::Route::#route, bare: #bare })
            }
        }
        Trigger::And(members) => {
            let members = list(members.iter().map(trigger));
            quote!(rt::model::Trigger::And(#members))
        }
        Trigger::Or(members) => {
            let members = list(members.iter().map(trigger));
            quote!(rt::model::Trigger::Or(#members))
        }
    }
}

/// `Plan { … }`
pub(crate) fn plan(plan: &Plan) -> TokenStream {
    let sizes = &plan.sizes;
    let (steps, gates, members, loops, words, kept) =
        (sizes.steps, sizes.gates, sizes.members, sizes.loops, sizes.words, sizes.kept);
    let sizes = quote! {
        rt::plan::Sizes { steps: #steps, gates: #gates, members: #members, loops: #loops, words: #words, kept: #kept }
    };
    let shorts = |numbers: &[u16]| list(numbers.iter().map(|number| quote!(#number)));
    let (places, events, escapes) = (shorts(&plan.places), shorts(&plan.events), shorts(&plan.escapes));
    let steps = list(plan.steps.iter().map(|it| {
        let (id, first_gate, gate, event, variants) = (it.id, it.first_gate, it.gate, it.event, it.variants);
        let (heads, must_finish, handled, sink, output) =
            (it.heads, it.must_finish, it.handled, it.sink, it.output);
        quote!(rt::plan::StepPlan {
            id: #id, first_gate: #first_gate, gate: #gate, event: #event, variants: #variants,
            heads: #heads, must_finish: #must_finish, handled: #handled, sink: #sink, output: #output
        })
    }));
    let leaves = list(plan.leaves.iter().map(|it| {
        let (member, source, event, listener) = (it.member, it.source, it.event, it.listener);
        let (escapes, enters, back) = (it.escapes, it.enters, it.back);
        quote!(rt::plan::LeafPlan {
            member: #member, source: #source, event: #event, listener: #listener,
            escapes: #escapes, enters: #enters, back: #back
        })
    }));
    let gates = list(plan.gates.iter().map(|it| {
        let kind = match it.kind {
            GateKind::And => quote!(And),
            GateKind::Or => quote!(Or),
            GateKind::Again => quote!(Again),
        };
        let (step, node, member, first, span, len, back) =
            (it.step, it.node, it.member, it.first, it.span, it.len, it.back);
        quote!(rt::plan::GatePlan {
            kind: rt::plan::GateKind::#kind, step: #step, node: #node, member: #member,
            first: #first, span: #span, len: #len, back: #back
        })
    }));
    let members = list(plan.members.iter().map(|it| {
        let (gate, inner, leaf) = (it.gate, it.inner, it.leaf);
        quote!(rt::plan::MemberPlan { gate: #gate, inner: #inner, leaf: #leaf })
    }));
    let loops = list(plan.loops.iter().map(|it| {
        let (header, first_back, again, max_iterations) =
            (it.header, it.first_back, it.again, it.max_iterations);
        let scope = list(it.scope.iter().map(|word| quote!(#word)));
        let entering = shorts(&it.entering);
        quote!(rt::plan::LoopPlan {
            header: #header, first_back: #first_back, again: #again, max_iterations: #max_iterations,
            scope: #scope, entering: #entering
        })
    }));
    quote! {
        rt::plan::Plan {
            sizes: #sizes, places: #places, steps: #steps, events: #events, leaves: #leaves,
            gates: #gates, members: #members, loops: #loops, escapes: #escapes
        }
    }
}
