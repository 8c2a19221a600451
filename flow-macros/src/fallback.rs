//! What stands in for a flow with mistakes: the user's block, the errors, a `run` like that which there would be, so that
//! one mistake gives one message, and the code of what has no mistake, so that rustc finds what is wrong with its types.

use std::borrow::Cow;
use std::collections::BTreeSet;

use flow_graph::Checked;
use flow_graph::analysis::Analysis;
use flow_graph::bind::Bindings;
use flow_graph::model::{Graph, Route, Sink, StepId};
use flow_graph::parse::{Errors, Parsed};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, FnArg, GenericParam, ImplItem, ImplItemFn, ItemImpl, Path};

use crate::args;
use crate::editor;
use crate::expand::{self, Beside};
use crate::run::{self, Cx};
use crate::unread;

/// The block with its errors.
pub(crate) fn flow(
    parsed: &Parsed,
    errors: &Errors,
    rest: Option<&(Parsed, Checked)>,
    attr: &TokenStream,
    members: TokenStream,
    krate: &Path,
) -> TokenStream {
    let block = without_namesakes(parsed);
    let errors = errors.iter().cloned().map(syn::Error::into_compile_error);
    if block.trait_.is_some() {
        return quote!(#block #(#errors)*);
    }
    let checked = guess(parsed);
    let cx = Cx::new(parsed, &checked, krate.clone());
    let uses = uses(&block);
    let (output, run, runner, runner_type) = if is_writable(&cx, &block) {
        let (runner, runner_type) = run::runner(&cx);
        let run = run::methods(&cx, &body(parsed));
        (run::output_struct(&cx), run, runner, runner_type)
    } else {
        Default::default()
    };
    let rest = rest.map(|(parsed, checked)| {
        let cx = Cx::new(parsed, checked, krate.clone());
        run::inner(&cx, "flow_rest", &expand::body(&cx))
    });
    let markers = cx.names.unique_steps().into_iter().map(|(_, marker)| marker).collect();
    let beside = Beside {
        graph: &parsed.graph,
        lints: code!(unused),
        markers,
        methods: code!(#run #runner #rest #uses),
        types: runner_type,
        members,
    };
    let beside = beside.emitted(parsed, attr, krate);
    quote!(#block #beside #(#errors)* #output)
}

/// What is never reached.
fn body(parsed: &Parsed) -> TokenStream {
    match parsed.steps.iter().find(|step| step.unread) {
        Some(step) => unread::never(&format!("the step `{}`", step.ident)),
        None if parsed.nameless => unread::never("a step"),
        None => code!(__rt::impossible()),
    }
}

/// What is most likely known about the flow when its mistakes are mended: what `run` takes and gives.
fn guess(parsed: &Parsed) -> Checked {
    let mut graph = parsed.graph.clone();
    if graph.sinks.is_empty() {
        let ends = match graph.picked {
            Some(picked) => vec![picked],
            None => sinks(parsed),
        };
        let routed = routed(&graph);
        graph.sinks = ends.into_iter().map(|step| Sink { step, always: !routed[step] }).collect();
    }
    let count = graph.steps.len();
    // Nothing is asked of these: a flow whose steps all start has no mistakes that they could stumble over.
    let mut starts = graph.clone();
    starts.steps.to_mut().iter_mut().for_each(|step| step.trigger = None);
    starts.loops = Cow::Borrowed(&[]);
    let analysis = Analysis::of(&starts);
    let bindings = Bindings {
        params: vec![Vec::new(); count],
        items: vec![None; count],
        uses: Vec::new(),
        borrows: vec![false; count],
    };
    Checked { graph, analysis, bindings }
}

/// The steps that are likely to give the output. A trigger that could not be read takes what it names, and whatever before
/// it nobody else takes. What could not be read is likely to be taken by a step that is still to be written.
fn sinks(parsed: &Parsed) -> Vec<StepId> {
    let graph = &parsed.graph;
    let unread: Vec<StepId> =
        (0..graph.steps.len()).filter(|&step| parsed.steps[step].without_trigger).collect();
    let named = |step: &StepId| {
        let name = &graph.steps[*step].name;
        let mut attributes = unread.iter().flat_map(|&it| &parsed.steps[it].attributes).chain(&parsed.loose);
        attributes.any(|attr| editor::mentions(attr, name))
    };
    let sinks =
        (0..graph.steps.len()).filter(|&step| graph.is_sink(step) && graph.steps[step].output.is_some());
    let sinks: Vec<StepId> = sinks.filter(|step| !named(step)).collect();
    let last = unread.last().copied().unwrap_or(0);
    let left: Vec<StepId> = sinks.iter().copied().filter(|step| *step >= last).collect();
    let is_read = |step: &StepId| !unread.contains(step) && !parsed.steps[*step].unread;
    let others: Vec<StepId> = left.iter().copied().filter(is_read).collect();
    match () {
        () if !others.is_empty() => others,
        () if !left.is_empty() => left,
        () => sinks,
    }
}

/// The steps that run only on some route, as far as can be seen.
fn routed(graph: &Graph) -> Vec<bool> {
    let mut routed = vec![false; graph.steps.len()];
    for _ in 0..graph.steps.len() {
        for (step, it) in graph.steps.iter().enumerate() {
            let mut events = it.trigger.iter().flat_map(|trigger| trigger.events());
            routed[step] |= events.any(|event| event.route != Route::Success || routed[event.step]);
        }
    }
    routed
}

/// Whether a `run` without a body can be written: the block has none of its own, and its types can be named.
fn is_writable(cx: &Cx<'_>, block: &ItemImpl) -> bool {
    let taken = |item: &ImplItem| matches!(item, ImplItem::Fn(method) if method.sig.ident == "run" || method.sig.ident == "runner");
    let opaque = |sink: &Sink| cx.parsed.steps[sink.step].output.as_ref().is_some_and(args::mentions_impl);
    let unnamed = cx.graph.inputs.iter().any(|input| input.name.is_empty());
    let names: BTreeSet<&str> = cx.graph.steps.iter().map(|step| step.name.as_ref()).collect();
    let namesakes = names.len() < cx.graph.steps.len();
    !unnamed && !namesakes && !block.items.iter().any(taken) && !cx.graph.sinks.iter().any(opaque)
}

/// So that a step of a flow with mistakes is not called unused on top.
fn uses(block: &ItemImpl) -> TokenStream {
    let methods = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if is_there(method) => Some(&method.sig.ident),
        _ => None,
    });
    editor::unseen(&quote! {
        fn __flow_steps() {
            #(let _ = Self::#methods;)*
        }
    })
}

/// Whether a method can be named without knowing more.
fn is_there(method: &ImplItemFn) -> bool {
    let hidden = |attr: &Attribute| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr");
    let opaque = |input: &FnArg| matches!(input, FnArg::Typed(param) if args::mentions_impl(&param.ty));
    method.sig.generics.params.iter().all(is_lifetime)
        && !method.attrs.iter().any(hidden)
        && !method.sig.inputs.iter().any(opaque)
}

fn is_lifetime(param: &GenericParam) -> bool {
    matches!(param, GenericParam::Lifetime(_))
}

/// The block without the second of two steps that have one name, so that rustc does not report them again.
fn without_namesakes(parsed: &Parsed) -> ItemImpl {
    let mut block = parsed.item.clone();
    let mut seen = BTreeSet::new();
    block.items.retain(|item| match item {
        ImplItem::Fn(method) if parsed.steps.iter().any(|step| step.ident == method.sig.ident) => {
            seen.insert(method.sig.ident.to_string())
        }
        _ => true,
    });
    block
}
