//! The graph and the plan as constants.

use std::time::Duration;

use flow_graph::model::{Graph, Items, Many, Refinement, Retry, RunsOn};
use flow_graph::packed::{Packed, Texts};
use flow_graph::plan::{GateKind, Plan};
use proc_macro2::{Ident, Span, TokenStream};
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

/// The graph as a constant block: a few texts, of which constant functions make it.
pub(crate) fn graph(graph: &Graph, syntax: &[StepSyntax], krate: &Path) -> TokenStream {
    let (name, doc, line, max_iterations) =
        (text(&graph.name), text(&graph.doc), graph.line, graph.max_iterations);
    let Packed { steps, params, ends, members, inputs } = Packed::new(graph);
    let packed = |name: &str, texts: &Texts, below: Option<TokenStream>| {
        let Texts { text, len } = texts;
        if *len == 0 {
            return quote!(&[]);
        }
        let (function, below) = (Ident::new(name, Span::call_site()), below.into_iter());
        // Unlike a constant with a name, it is not evaluated before it is used.
        quote!(const { &__rt::packed::#function::<#len>(#text #(, #below)*) })
    };
    let (params, ends, inputs) =
        (packed("params", &params, None), packed("ends", &ends, None), packed("inputs", &inputs, None));
    let members =
        members.iter().rev().fold(quote!(&[]), |below, level| packed("members", level, Some(below)));
    let refined =
        graph.steps.iter().zip(syntax).enumerate().filter(|(_, (step, _))| step.refined != Refinement::NONE);
    let refined = refined.map(|(index, (step, syntax))| {
        let refined = refinement(&step.refined, syntax, krate);
        quote!((#index, #refined))
    });
    let below = quote! {
        __rt::packed::Below { params: #params, ends: #ends, members: #members, refined: const { &[#(#refined),*] } }
    };
    let steps = packed("steps", &steps, Some(below));
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
        &__rt::model::Graph {
            name: #name,
            doc: #doc,
            line: #line,
            steps: __rt::Cow::Borrowed(#steps),
            inputs: __rt::Cow::Borrowed(#inputs),
            loops: #loops,
            sinks: #sinks,
            picked: #picked,
            max_iterations: #max_iterations,
        }
    }
}

fn refinement(it: &Refinement, syntax: &StepSyntax, krate: &Path) -> TokenStream {
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
