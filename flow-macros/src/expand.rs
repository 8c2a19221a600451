//! The whole pipeline: read, check, schedule, emit.

use flow_graph::Reading;
use flow_graph::model::Graph;
use flow_graph::parse::Parsed;
use flow_graph::regions;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{ItemImpl, Path, parse_quote_spanned};

use crate::run::Cx;
use crate::{aliases, data, editor, fallback, krate, mesh, messages, names, region, run, unread};

/// `#[flow(attr)] item`
pub(crate) fn flow(attr: TokenStream, item: TokenStream) -> TokenStream {
    let block: ItemImpl = match flow_graph::parse::block(item.clone()) {
        Ok(block) => block,
        Err(error) => {
            let message = format!("`#[flow]` stands on an `impl` block whose methods are the steps: {error}");
            let error = syn::Error::new(error.span(), message).into_compile_error();
            return quote!(#error #item);
        }
    };
    let reading = flow_graph::read(attr.clone(), block);
    #[cfg(feature = "expand")]
    let print = {
        let name = reading.parsed.graph.name.clone();
        let krate = krate::path(reading.parsed.options.krate.as_ref());
        move |tokens| crate::print::expansion(&name, &krate, tokens)
    };
    let tokens = expanded(reading, &attr);
    #[cfg(feature = "expand")]
    let tokens = print(tokens);
    tokens
}

/// A flow that has been read, with its mistakes or with what is generated for it. `attr` is what stands in `#[flow(…)]`.
fn expanded(reading: Reading, attr: &TokenStream) -> TokenStream {
    let mut rest = reading.rest();
    let Reading { mut parsed, result, .. } = reading;
    let krate = krate::path(parsed.options.krate.as_ref());
    for parsed in rest.iter_mut().map(|(parsed, _)| parsed).chain([&mut parsed]) {
        name_collections(parsed, &krate);
    }
    let members = unread::take(&mut parsed, &krate);
    let block = &parsed.item;
    match result {
        Ok(checked) => {
            let cx = Cx::new(&parsed, &checked, krate.clone());
            let run = run::methods(&cx, &body(&cx));
            let (runner, runner_type) = run::runner(&cx);
            let output = run::output_struct(&cx);
            let aliases = aliases::probe(&cx);
            let markers = (0..checked.graph.steps.len()).map(|step| cx.names.marker(step)).collect();
            let beside = Beside {
                graph: &checked.graph,
                lints: TokenStream::new(),
                markers,
                methods: code!(#run #runner #aliases),
                types: runner_type,
                members,
            };
            let beside = beside.emitted(&parsed, attr, &krate);
            let generated = names::plain_numbers(code!(#beside #output));
            quote!(#block #generated)
        }
        Err(errors) => fallback::flow(&parsed, &errors, rest.as_ref(), attr, members, &krate),
    }
}

/// The body of `run`: regions where the flow has them.
pub(crate) fn body(cx: &Cx<'_>) -> TokenStream {
    let schedule = regions::schedule(cx.graph, cx.analysis).filter(|_| !cx.parsed.options.mesh);
    schedule.and_then(|schedule| region::body(cx, &schedule)).unwrap_or_else(|| mesh::body(cx))
}

/// What stands beside the user's block, whether it has mistakes or not.
pub(crate) struct Beside<'a> {
    pub(crate) graph: &'a Graph,
    /// What else may be said about it and is not.
    pub(crate) lints: TokenStream,
    /// The types that stand for the steps.
    pub(crate) markers: Vec<Ident>,
    /// The methods that the flow gets.
    pub(crate) methods: TokenStream,
    /// The types beside them.
    pub(crate) types: TokenStream,
    /// What of the block could not be read.
    pub(crate) members: TokenStream,
}

impl Beside<'_> {
    /// To complete a word, an editor compares two expansions: before what it sees, nothing may depend on the words but the
    /// block itself.
    pub(crate) fn emitted(self, parsed: &Parsed, attr: &TokenStream, krate: &Path) -> TokenStream {
        let Beside { graph, lints, markers, methods, types, members } = self;
        // Editors have no use for the value, and rust-analyzer takes some of it for mistakes.
        let graph = editor::unseen_body(&data::graph(graph, &parsed.steps, krate));
        let names = editor::names(parsed, attr, krate);
        let ItemImpl { generics, self_ty, .. } = &parsed.item;
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        quote! {
            #[allow(
                deprecated, missing_docs, nonstandard_style, private_interfaces, unexpected_cfgs,
                unreachable_patterns, unreachable_pub, unused_variables, long_running_const_eval, clippy::all, clippy::pedantic,
                clippy::nursery, clippy::restriction, #lints
            )]
            const _: () = {
                #names
                #members
                use #krate::__private as __rt;

                #[cfg(not(rust_analyzer))]
                mod __steps {
                    #(pub struct #markers;)*
                }

                #[automatically_derived]
                impl #impl_generics #krate::Flow for #self_ty #where_clause {
                    const GRAPH: &'static #krate::Graph = #graph;
                }

                #[automatically_derived]
                impl #impl_generics #self_ty #where_clause {
                    #methods
                }

                #types
            };
        }
    }
}

/// What a step hands on that runs several times, by a path that is right without `std` too.
fn name_collections(parsed: &mut Parsed, krate: &Path) {
    let several = parsed.graph.steps.iter().map(|step| step.refined.many.is_some());
    for (syntax, _) in parsed.steps.iter_mut().zip(several).filter(|(_, several)| *several) {
        let Some(ty) = &syntax.method_output else { continue };
        syntax.output = Some(parse_quote_spanned!(messages::place(ty).0=> #krate::__private::Vec<#ty>));
    }
}

/// An attribute of a step outside a flow.
pub(crate) fn misplaced(name: &str, place: &str, item: TokenStream) -> TokenStream {
    let message = format!(
        "`#[{name}]` has no effect here: it marks {place} in an `impl` block with `#[flow]`\n\nhelp: put `#[flow]` on the `impl` block"
    );
    let error = syn::Error::new(Span::call_site(), message).into_compile_error();
    quote!(#error #item)
}
