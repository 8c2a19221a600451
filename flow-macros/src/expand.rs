//! The whole pipeline: read, check, schedule, emit.

use flow_graph::Reading;
use flow_graph::regions;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ItemImpl;

use crate::run::Cx;
use crate::{aliases, data, editor, fallback, krate, mesh, region, run, unread};

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
    return crate::print::expansion(&reading.parsed.graph.name.clone(), expanded(reading, &attr));
    #[cfg(not(feature = "expand"))]
    expanded(reading, &attr)
}

/// A flow that has been read, with its mistakes or with what is generated for it.
fn expanded(reading: Reading, attr: &TokenStream) -> TokenStream {
    let Reading { mut parsed, result } = reading;
    let krate = krate::path(parsed.options.krate.as_ref());
    let members = unread::take(&mut parsed, &krate);
    let block = &parsed.item;
    match result {
        Ok(checked) => {
            let cx = Cx::new(&parsed, &checked, krate.clone());
            let schedule = regions::schedule(&checked.graph, &checked.analysis);
            let body = schedule
                .filter(|_| !parsed.options.mesh)
                .and_then(|schedule| region::body(&cx, &schedule))
                .unwrap_or_else(|| mesh::body(&cx));
            let run = run::methods(&cx, &body);
            let (runner, runner_type) = run::runner(&cx);
            let output = run::output_struct(&cx);
            let graph = data::graph(&checked.graph, &parsed.steps, &krate);
            let aliases = aliases::probe(&cx);
            let names = editor::names(&parsed, attr, &krate);
            let markers = (0..checked.graph.steps.len()).map(|step| cx.names.marker(step));
            let ItemImpl { generics, self_ty, .. } = block;
            let (impl_generics, _, where_clause) = generics.split_for_impl();
            quote! {
                #block

                #[allow(deprecated, unexpected_cfgs)]
                const _: () = {
                    #names
                    #members

                    #[allow(unused_imports)]
                    use #krate::__private::{self as __rt, Stop as _, Watch as _, WatchStep as _};
                    #[allow(unused_imports)]
                    use ::core::{clone::Clone as _, convert::From as _, iter::Iterator as _};

                    #[cfg(not(rust_analyzer))]
                    #[allow(dead_code, missing_docs, non_camel_case_types, unreachable_pub)]
                    mod __steps {
                        #(pub struct #markers;)*
                    }

                    #[automatically_derived]
                    impl #impl_generics #krate::Flow for #self_ty #where_clause {
                        const GRAPH: &'static #krate::Graph = &#graph;
                    }

                    #[automatically_derived]
                    impl #impl_generics #self_ty #where_clause {
                        #run
                        #runner
                        #aliases
                    }

                    #runner_type
                };

                #output
            }
        }
        Err(errors) => fallback::flow(&parsed, &errors, attr, &members, &krate),
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
