//! The `run` method around a schedule's code: its signature, its output.

use std::collections::BTreeSet;

use flow_graph::Checked;
use flow_graph::analysis::Analysis;
use flow_graph::bind::Bindings;
use flow_graph::model::{Graph, Receiver, StepId};
use flow_graph::parse::{ParamSyntax, Parsed, StepSyntax};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Generics, Type};

use crate::lifetimes;
use crate::names::Names;

/// Everything that is known about one flow.
pub(crate) struct Cx<'a> {
    pub(crate) parsed: &'a Parsed,
    pub(crate) graph: &'a Graph,
    pub(crate) analysis: &'a Analysis,
    pub(crate) bindings: &'a Bindings,
    pub(crate) names: Names<'a>,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(parsed: &'a Parsed, checked: &'a Checked) -> Cx<'a> {
        let Checked { graph, analysis, bindings } = checked;
        Cx { parsed, graph, analysis, bindings, names: Names::new(parsed) }
    }

    /// The flow's name as a literal.
    pub(crate) fn flow(&self) -> &str {
        &self.graph.name
    }

    /// Whether a step needs the state for itself.
    pub(crate) fn exclusive(&self) -> bool {
        self.graph.steps.iter().any(|step| step.receiver == Receiver::Exclusive)
    }

    /// The type that failures become.
    pub(crate) fn error_type(&self) -> TokenStream {
        match &self.parsed.options.error {
            Some(ty) => ty.to_token_stream(),
            None => quote!(rt::BoxError),
        }
    }

    /// A type of a step's signature, in a place where the step's own lifetimes are unknown.
    pub(crate) fn without_lifetimes(&self, step: StepId, ty: &Type) -> TokenStream {
        let own: BTreeSet<String> = self.parsed.steps[step]
            .sig
            .generics
            .lifetimes()
            .map(|it| it.lifetime.ident.to_string())
            .collect();
        if own.is_empty() { ty.to_token_stream() } else { lifetimes::elide(ty.to_token_stream(), &own) }
    }
}

/// The method `run` with a body that ends in the output.
pub(crate) fn method(cx: &Cx<'_>, body: &TokenStream) -> TokenStream {
    let vis = match &cx.parsed.options.vis {
        Some(vis) => vis.to_token_stream(),
        None => quote!(pub),
    };
    let mutability = cx.exclusive().then(|| quote!(mut));
    let (inputs, generics) = inputs(cx);
    // Where an output may borrow from an input without naming the input's lifetime, all that is lent lives as long.
    let common = cx.graph.sinks.iter().any(|sink| lifetimes::is_open(cx, sink.step, &generics));
    let (receiver, inputs, generics, output) = if common {
        let inputs: Vec<_> =
            inputs.into_iter().map(|(name, ty, own)| (name, lifetimes::common(ty, &own))).collect();
        let (flow, generics) = (lifetimes::flow(), lifetimes::generics());
        let output = output_type(cx, &|step| lifetimes::common_output(cx, step));
        (quote!(&#flow #mutability self), inputs, generics, output)
    } else {
        let output = output_type(cx, &|step| sink_type(cx, step, &generics));
        let inputs = inputs.into_iter().map(|(name, ty, _)| (name, ty)).collect();
        (quote!(&#mutability self), inputs, generics, output)
    };
    let inputs = inputs.iter().map(|(name, ty)| quote!(#name: #ty));
    let error = match &cx.parsed.options.error {
        Some(ty) => quote!(rt::FlowError<#ty>),
        None => quote!(rt::FlowError),
    };
    let doc = format!("Runs the flow `{}`.", cx.flow());
    let errors = "# Errors\n\nThe first failure that nothing in the flow takes up: it names the step and holds its error.";
    quote! {
        #[doc = #doc]
        #[doc = ""]
        #[doc = #errors]
        #[allow(private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        #vis async fn run #generics (#receiver, #(#inputs),*) -> ::core::result::Result<#output, #error> {
            #body
        }
    }
}

/// A parameter of `run`: its name, its type and the lifetimes that its step declares.
type InputSyntax = (Ident, TokenStream, BTreeSet<String>);

/// The parameters of `run`, and the lifetimes that their types name.
fn inputs(cx: &Cx<'_>) -> (Vec<InputSyntax>, Generics) {
    let mut generics = Generics::default();
    let mut inputs = Vec::new();
    for input in cx.graph.inputs.iter() {
        let Some((syntax, param)) = declared(cx, &input.name) else { continue };
        for lifetime in syntax.sig.generics.lifetimes() {
            let known = generics.lifetimes().any(|it| it.lifetime.ident == lifetime.lifetime.ident);
            if !known {
                generics.params.push(GenericParam::Lifetime(lifetime.clone()));
            }
        }
        let ident = input_name(param.ident.as_ref(), &input.name);
        inputs.push((ident, param.ty.to_token_stream(), lifetimes::own(syntax)));
    }
    (inputs, generics)
}

/// The local that holds an input. Users see it in the documentation of `run`, so it has the name they wrote.
pub(crate) fn input_name(written: Option<&Ident>, name: &str) -> Ident {
    match written {
        Some(ident) => {
            let mut ident = ident.clone();
            ident.set_span(ident.span().resolved_at(Span::mixed_site()));
            ident
        }
        None => crate::names::local(name),
    }
}

/// The local that holds an input, by its index, and whether it is a shared reference, which everybody copies.
pub(crate) fn input(cx: &Cx<'_>, index: usize) -> (Ident, bool) {
    let name = &cx.graph.inputs[index].name;
    match declared(cx, name) {
        Some((_, param)) => {
            let copied = matches!(&param.ty, Type::Reference(it) if it.mutability.is_none());
            (input_name(param.ident.as_ref(), name), copied)
        }
        None => (crate::names::local(name), false),
    }
}

/// The start step that declares an input first, and its parameter.
fn declared<'a>(cx: &Cx<'a>, name: &str) -> Option<(&'a StepSyntax, &'a ParamSyntax)> {
    cx.parsed.steps.iter().zip(cx.graph.steps.iter()).find_map(|(syntax, step)| {
        let param = step.params.iter().position(|it| it.from.is_none() && it.name == name)?;
        step.trigger.is_none().then_some((syntax, &syntax.params[param]))
    })
}

fn output_type(cx: &Cx<'_>, of_step: &dyn Fn(StepId) -> TokenStream) -> TokenStream {
    let sinks = &cx.graph.sinks;
    let ty = |sink: &flow_graph::model::Sink| {
        let ty = of_step(sink.step);
        if sink.always { ty } else { quote!(::core::option::Option<#ty>) }
    };
    match sinks.as_ref() {
        [] => quote!(()),
        [only] => ty(only),
        several => {
            let name = output_name(cx);
            let types = output_order(cx).into_iter().map(|field| of_step(several[field].step));
            quote!(#name<#(#types),*>)
        }
    }
}

/// A sink's type in the signature of `run`: lifetimes that only the step declares become that of `self`.
fn sink_type(cx: &Cx<'_>, step: StepId, run: &Generics) -> TokenStream {
    let syntax = &cx.parsed.steps[step];
    let Some(ty) = &syntax.output else { return quote!(()) };
    let known: BTreeSet<String> = run.lifetimes().map(|it| it.lifetime.ident.to_string()).collect();
    let own = syntax.sig.generics.lifetimes().map(|it| it.lifetime.ident.to_string());
    let unknown: BTreeSet<String> = own.filter(|name| !known.contains(name)).collect();
    if unknown.is_empty() { ty.to_token_stream() } else { lifetimes::elide(ty.to_token_stream(), &unknown) }
}

/// `<Flow>Output`
pub(crate) fn output_name(cx: &Cx<'_>) -> Ident {
    format_ident!("{}Output", cx.flow(), span = Span::call_site())
}

/// The fields of the output in the order of its type parameters: those with a default come last.
fn output_order(cx: &Cx<'_>) -> Vec<usize> {
    let (plain, special): (Vec<usize>, Vec<usize>) =
        (0..cx.graph.sinks.len()).partition(|&field| default_type(cx, cx.graph.sinks[field].step).is_some());
    special.into_iter().chain(plain).collect()
}

/// The type of a sink where it can be written outside the `impl` block.
fn default_type<'a>(cx: &Cx<'a>, step: StepId) -> Option<&'a Type> {
    let ty = cx.parsed.steps[step].output.as_ref()?;
    let generics = &cx.parsed.item.generics;
    let names: BTreeSet<String> = generics
        .params
        .iter()
        .filter_map(|param| match param {
            GenericParam::Type(it) => Some(it.ident.to_string()),
            GenericParam::Const(it) => Some(it.ident.to_string()),
            GenericParam::Lifetime(_) => None,
        })
        .chain(["Self".to_string(), "impl".to_string(), "_".to_string()])
        .collect();
    fn nameable(tokens: TokenStream, names: &BTreeSet<String>) -> bool {
        let mut after_quote = false;
        tokens.into_iter().all(|token| match token {
            TokenTree::Ident(ident) => {
                let lifetime = std::mem::take(&mut after_quote);
                if lifetime { ident == "static" } else { !names.contains(&ident.to_string()) }
            }
            TokenTree::Group(group) => nameable(group.stream(), names),
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                punct.as_char() != '&'
            }
            TokenTree::Literal(_) => true,
        })
    }
    nameable(ty.to_token_stream(), &names).then_some(ty)
}

/// The struct that `run` gives where a flow has several sinks.
pub(crate) fn output_struct(cx: &Cx<'_>) -> TokenStream {
    let sinks = &cx.graph.sinks;
    if sinks.len() < 2 {
        return TokenStream::new();
    }
    let vis = match &cx.parsed.options.vis {
        Some(vis) => vis.to_token_stream(),
        None => quote!(pub),
    };
    let name = output_name(cx);
    let param = |field: usize| format_ident!("T{}", field);
    let params = output_order(cx).into_iter().map(|field| {
        let param = param(field);
        match default_type(cx, sinks[field].step) {
            Some(ty) => quote!(#param = #ty),
            None => quote!(#param),
        }
    });
    let fields = sinks.iter().enumerate().map(|(field, sink)| {
        let ident = &cx.parsed.steps[sink.step].ident;
        let param = param(field);
        let (ty, doc) = if sink.always {
            (quote!(#param), format!("What `{ident}` hands on."))
        } else {
            (quote!(::core::option::Option<#param>), format!("What `{ident}` hands on, if it runs."))
        };
        quote!(#[doc = #doc] #vis #ident: #ty)
    });
    let doc = format!("What a run of `{}` gives.", cx.flow());
    quote! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq)]
        #[allow(private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        #vis struct #name<#(#params),*> {
            #(#fields,)*
        }
    }
}

/// The value of `run` from one expression per sink.
pub(crate) fn output(cx: &Cx<'_>, values: &[TokenStream]) -> TokenStream {
    match values {
        [] => quote!(()),
        [only] => only.clone(),
        several => {
            let name = output_name(cx);
            let fields = cx.graph.sinks.iter().map(|sink| &cx.parsed.steps[sink.step].ident);
            quote!(#name { #(#fields: #several),* })
        }
    }
}
