//! The whole pipeline: read, check, schedule, emit.

use flow_graph::Reading;
use flow_graph::regions;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ItemImpl;

use crate::run::Cx;
use crate::{aliases, data, editor, fallback, krate, mesh, region, run};

/// `#[flow(attr)] item`
pub(crate) fn flow(attr: TokenStream, item: TokenStream) -> TokenStream {
    let block: ItemImpl = match syn::parse2(item.clone()) {
        Ok(block) => block,
        Err(error) => {
            let message = format!("`#[flow]` stands on an `impl` block whose methods are the steps: {error}");
            let error = syn::Error::new(error.span(), message).into_compile_error();
            return quote!(#error #item);
        }
    };
    let reading = flow_graph::read(attr, block);
    #[cfg(feature = "expand")]
    return crate::print::expansion(&reading.parsed.graph.name.clone(), expanded(reading));
    #[cfg(not(feature = "expand"))]
    expanded(reading)
}

/// A flow that has been read, with its mistakes or with what is generated for it.
fn expanded(reading: Reading) -> TokenStream {
    let rest = reading.rest();
    let Reading { parsed, result, .. } = reading;
    let block = &parsed.item;
    let krate = krate::path(parsed.options.krate.as_ref());
    match result {
        Ok(checked) => {
            let cx = Cx::new(&parsed, &checked, krate.clone());
            let run = run::methods(&cx, &body(&cx));
            let (runner, runner_type) = run::runner(&cx);
            let output = run::output_struct(&cx);
            let graph = data::graph(&checked.graph, &parsed.steps, &krate);
            let aliases = aliases::probe(&cx);
            let editor = editor::references(&parsed);
            let (names, imports) = (&editor.inside, &editor.beside);
            let markers = (0..checked.graph.steps.len()).map(|step| cx.names.marker(step));
            let ItemImpl { generics, self_ty, .. } = block;
            let (impl_generics, _, where_clause) = generics.split_for_impl();
            quote! {
                #block

                #output

                #[allow(deprecated, unexpected_cfgs)]
                const _: () = {
                    #[allow(unused_imports)]
                    use #krate::__private::{self as __rt, Stop as _, Watch as _, WatchStep as _};
                    #[allow(unused_imports)]
                    use ::core::{clone::Clone as _, convert::From as _, iter::Iterator as _};

                    #[allow(dead_code, missing_docs, non_camel_case_types, unreachable_pub)]
                    mod __steps {
                        #(pub struct #markers;)*
                    }
                    #imports

                    #[automatically_derived]
                    impl #impl_generics #krate::Flow for #self_ty #where_clause {
                        const GRAPH: &'static #krate::Graph = &#graph;
                    }

                    #[automatically_derived]
                    impl #impl_generics #self_ty #where_clause {
                        #run
                        #runner
                        #aliases
                        #names
                    }

                    #runner_type
                };
            }
        }
        Err(errors) => fallback::flow(&parsed, &errors, rest.as_ref(), &krate),
    }
}

/// The body of `run`: regions where the flow has them.
pub(crate) fn body(cx: &Cx<'_>) -> TokenStream {
    let schedule = regions::schedule(cx.graph, cx.analysis).filter(|_| !cx.parsed.options.mesh);
    schedule.and_then(|schedule| region::body(cx, &schedule)).unwrap_or_else(|| mesh::body(cx))
}

/// An attribute of a step outside a flow.
pub(crate) fn misplaced(name: &str, place: &str, item: TokenStream) -> TokenStream {
    let message = format!(
        "`#[{name}]` has no effect here: it marks {place} in an `impl` block with `#[flow]`\n\nhelp: put `#[flow]` on the `impl` block"
    );
    let error = syn::Error::new(Span::call_site(), message).into_compile_error();
    quote!(#error #item)
}
