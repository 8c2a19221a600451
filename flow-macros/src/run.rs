//! The `run` method around a schedule's code: its signature, its output.

use std::collections::BTreeSet;

use flow_graph::Checked;
use flow_graph::analysis::Analysis;
use flow_graph::bind::Bindings;
use flow_graph::model::{Graph, Listeners, Receiver, RunsOn, StepId};
use flow_graph::parse::{ParamSyntax, Parsed, StepSyntax};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::{GenericParam, Generics, Lifetime, Path, Type};

use crate::editor::{unseen, unseen_body};
use crate::lifetimes;
use crate::names::{self, Names};

/// Everything that is known about one flow.
pub(crate) struct Cx<'a> {
    pub(crate) parsed: &'a Parsed,
    pub(crate) graph: &'a Graph,
    pub(crate) listeners: Listeners<'a>,
    pub(crate) analysis: &'a Analysis,
    pub(crate) bindings: &'a Bindings,
    pub(crate) names: Names<'a>,
    /// Where flow-core is found.
    pub(crate) krate: Path,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(parsed: &'a Parsed, checked: &'a Checked, krate: Path) -> Cx<'a> {
        let Checked { graph, analysis, bindings } = checked;
        let listeners = Listeners::new(graph);
        Cx { parsed, graph, listeners, analysis, bindings, names: Names::new(parsed), krate }
    }

    /// The flow's name as a literal.
    pub(crate) fn flow(&self) -> &str {
        &self.graph.name
    }

    /// How `run` takes the state.
    pub(crate) fn receiver(&self) -> Receiver {
        let takes = |receiver| self.graph.steps.iter().any(|step| step.receiver == receiver);
        if takes(Receiver::Owned) {
            Receiver::Owned
        } else if takes(Receiver::Exclusive) {
            Receiver::Exclusive
        } else {
            Receiver::Shared
        }
    }

    /// Whether a step needs the state for itself.
    pub(crate) fn exclusive(&self) -> bool {
        self.receiver() == Receiver::Exclusive
    }

    /// Whether a run that is stopped has to wait for a step.
    pub(crate) fn waits_when_stopped(&self) -> bool {
        self.graph.steps.iter().any(|step| step.must_finish)
    }

    /// Whether a step runs somewhere else than in the run's own task.
    pub(crate) fn has_tasks(&self) -> bool {
        self.graph.steps.iter().any(|step| step.refined.runs_on != RunsOn::Run)
    }

    /// The type that failures become.
    pub(crate) fn error_type(&self) -> TokenStream {
        match &self.parsed.options.error {
            Some(ty) => ty.to_token_stream(),
            None => code!(__rt::BoxError),
        }
    }

    /// A type of a step's signature, in a place where the step's own lifetimes are unknown.
    pub(crate) fn without_lifetimes(&self, step: StepId, ty: &Type) -> TokenStream {
        self.tokens_without_lifetimes(step, ty.to_token_stream())
    }

    /// The same for a type that is tokens already.
    pub(crate) fn tokens_without_lifetimes(&self, step: StepId, ty: TokenStream) -> TokenStream {
        let own = lifetimes::own(&self.parsed.steps[step]);
        if own.is_empty() { ty } else { lifetimes::elide(ty, &own) }
    }
}

/// What `run` takes and gives.
struct Signature {
    /// The lifetimes that the inputs name.
    generics: Generics,
    /// The lifetime of the borrowed state, where the output needs it named.
    flow: Option<Lifetime>,
    inputs: Vec<(Ident, TokenStream)>,
    /// `Result<Output, FlowError>`
    result: TokenStream,
}

/// `named` gives everything that is lent to a run one lifetime.
fn signature(cx: &Cx<'_>, named: bool) -> Signature {
    let (inputs, generics) = inputs(cx);
    // Where an output may borrow from an input without naming the input's lifetime, all that is lent lives as long.
    let common = named || cx.graph.sinks.iter().any(|sink| lifetimes::is_open(cx, sink.step, &generics));
    let (flow, inputs, generics, output) = if common {
        let inputs = inputs.into_iter().map(|(name, ty, own)| (name, lifetimes::common(ty, &own))).collect();
        let output = output_type(cx, &|step| lifetimes::common_output(cx, step));
        (Some(lifetimes::flow()), inputs, lifetimes::generics(), output)
    } else {
        let output = output_type(cx, &|step| sink_type(cx, step, &generics));
        let inputs = inputs.into_iter().map(|(name, ty, _)| (name, ty)).collect();
        (None, inputs, generics, output)
    };
    let error = match &cx.parsed.options.error {
        Some(ty) => code!(__rt::FlowError<#ty>),
        None => code!(__rt::FlowError),
    };
    let result = code!(__rt::Result<#output, #error>);
    Signature { generics, flow, inputs, result }
}

/// How `run` takes the state.
fn receiver(cx: &Cx<'_>, flow: Option<&Lifetime>) -> TokenStream {
    match cx.receiver() {
        Receiver::Owned => code!(self: __rt::Arc<Self>),
        Receiver::Exclusive => code!(&#flow mut self),
        _ => code!(&#flow self),
    }
}

/// The method `run` and what it calls, whose body ends in the output.
pub(crate) fn methods(cx: &Cx<'_>, body: &TokenStream) -> TokenStream {
    let vis = vis(cx);
    let Signature { generics, flow, inputs, result } = signature(cx, false);
    let receiver = receiver(cx, flow.as_ref());
    let (names, types): (Vec<&Ident>, Vec<&TokenStream>) = inputs.iter().map(|(name, ty)| (name, ty)).unzip();
    let doc = format!("Runs the flow `{}`.", cx.flow());
    let run = call(cx, &code!(Self), &code!(self), &code!(__rt::Unobserved), &code!(__rt::Never), &names);
    let run = unseen_body(&finishing(cx, run));
    let inner = inner(cx, "flow_run", body);
    code! {
        #[doc = #doc]
        #[doc = ""]
        #[doc = "# Errors"]
        #[doc = ""]
        #[doc = "The first failure that nothing in the flow takes up: it names the step and holds its error."]
        #vis fn run #generics (#receiver, #(#names: #types),*) -> impl __rt::Future<Output = #result> {
            #run
        }

        #inner
    }
}

/// The method that does it all, by name, whose body ends in the output.
pub(crate) fn inner(cx: &Cx<'_>, name: &str, body: &TokenStream) -> TokenStream {
    let name = names::local(name);
    let Signature { generics, flow, inputs, result } = signature(cx, false);
    let receiver = receiver(cx, flow.as_ref());
    let (names, types): (Vec<&Ident>, Vec<&TokenStream>) = inputs.iter().map(|(name, ty)| (name, ty)).unzip();
    let lifetimes: Vec<_> = generics.params.iter().collect();
    let tasks = cx.has_tasks().then(|| code!(__tasks: __rt::Tasks,));
    let (stop, of_stop) = match cx.waits_when_stopped() {
        true => (code!(__stop: __Stop,), code!(__Stop: __rt::Stop)),
        false => (TokenStream::new(), TokenStream::new()),
    };
    let owned = (cx.receiver() == Receiver::Owned).then(|| {
        code! {
            let __owned = &self;
            let __this = &**__owned;
        }
    });
    let borrowed = cx.has_tasks().then(|| code!(let __tasks = &__tasks;));
    let body = code!(#borrowed #owned #body);
    let captured = lifetimes::captures(result.clone(), &names::local("Watch"));
    let captured = match cx.waits_when_stopped() {
        true => lifetimes::captures(captured, &names::local("Stop")),
        false => captured,
    };
    unseen(&code! {
        async fn #name<#(#lifetimes,)* __Watch: __rt::Watch, #of_stop>(
            #receiver, __watch: __Watch, #stop #tasks #(#names: #types),*
        ) -> #captured {
            #body
        }
    })
}

/// The call of the method that does it all.
fn call(
    cx: &Cx<'_>,
    of: &TokenStream,
    state: &TokenStream,
    watch: &TokenStream,
    stop: &TokenStream,
    names: &[&Ident],
) -> TokenStream {
    let stop = cx.waits_when_stopped().then(|| code!(#stop,));
    let tasks = cx.has_tasks().then(|| code!(__rt::Clone::clone(&__tasks),));
    code!(#of::__flow_run(#state, #watch, #stop #tasks #(#names),*))
}

/// A run that is over when its tasks are: what was cancelled may not have stopped at once.
fn finishing(cx: &Cx<'_>, run: TokenStream) -> TokenStream {
    if !cx.has_tasks() {
        return run;
    }
    code! {
        let __tasks = __rt::Tasks::new();
        __rt::finishing(__rt::Clone::clone(&__tasks), move || #run)
    }
}

fn vis(cx: &Cx<'_>) -> TokenStream {
    match &cx.parsed.options.vis {
        Some(vis) => vis.to_token_stream(),
        None => code!(pub),
    }
}

/// The method `runner`, and the type it returns.
pub(crate) fn runner(cx: &Cx<'_>) -> (TokenStream, TokenStream) {
    let (krate, vis, self_ty) = (&cx.krate, vis(cx), &cx.parsed.item.self_ty);
    let name = cx.names.free(&format!("{}Runner", cx.flow()));
    let lifetime = lifetimes::flow();
    let Signature { inputs, result, .. } = signature(cx, true);
    // Where `Self` can be said, it is: lifetimes that the block leaves out stay its own.
    let receiver = receiver(cx, Some(&lifetime));
    let holding = |ty: TokenStream| match cx.receiver() {
        Receiver::Owned => code!(__rt::Arc<#ty>),
        Receiver::Exclusive => code!(&#lifetime mut #ty),
        _ => code!(&#lifetime #ty),
    };
    let (state, of_self) = (holding(self_ty.to_token_stream()), holding(code!(Self)));
    let doc = format!(
        "A run of the flow `{}` with a deadline, a cancellation token or an observer: set them, then call `run`.",
        cx.flow()
    );
    let method = code! {
        #[doc = #doc]
        #vis fn runner<#lifetime>(#receiver) -> #name<#of_self> {
            #name { flow: self, options: __rt::RunOptions::new() }
        }
    };
    let mut generics = cx.parsed.item.generics.clone();
    generics.params.insert(0, syn::parse_quote!(#lifetime));
    generics.params.push(syn::parse_quote!(__Observer: __rt::Observing));
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let names: Vec<&Ident> = inputs.iter().map(|(name, _)| name).collect();
    let types = inputs.iter().map(|(_, ty)| lifetimes::with_self(ty.clone(), self_ty));
    let result = lifetimes::captures(lifetimes::with_self(result, self_ty), &names::local("Observer"));
    let error = cx.error_type();
    let run = call(cx, &code!(<#self_ty>), &code!(__flow), &code!(__watch), &code!(__stop), &names);
    let (flag, stop) = match cx.waits_when_stopped() {
        true => (code!(__rt::Some(__rt::Clone::clone(&__stop))), code!(let __stop = __rt::StopFlag::new();)),
        false => (code!(__rt::None), TokenStream::new()),
    };
    let described = code!(|__error: &__rt::FlowError<#error>| __rt::describe!(__error));
    let make = code!(move |__watch| #run);
    let make = match cx.has_tasks() {
        true => code!({ let __tasks = __rt::Clone::clone(&__tasks); #make }),
        false => make,
    };
    let run = code!(__rt::limited(__options, <#self_ty as #krate::Flow>::GRAPH, #described, #flag, #make));
    let run = finishing(cx, run);
    let run = unseen_body(&code!(let #name { flow: __flow, options: __options } = self; #stop #run));
    let ty = code! {
        #[doc = #doc]
        #[must_use = "nothing runs before `run` is called"]
        #vis struct #name<__State, __Observer = #krate::Unobserved> {
            flow: __State,
            options: __rt::RunOptions<__Observer>,
        }

        impl<S, O> #name<S, O> {
            __rt::runner_methods!(#vis #name);
        }

        #[automatically_derived]
        impl #impl_generics #name<#state, __Observer> #where_clause {
            /// Runs the flow.
            #vis fn run(self, #(#names: #types),*) -> impl __rt::Future<Output = #result> {
                #run
            }
        }
    };
    (method, ty)
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
        // In the user's context, so that it meets no local of ours.
        Some(ident) => ident.clone(),
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
        let param = step.params.iter().position(|it| it.is_plain() && it.name == name)?;
        step.trigger.is_none().then_some((syntax, &syntax.params[param]))
    })
}

fn output_type(cx: &Cx<'_>, of_step: &dyn Fn(StepId) -> TokenStream) -> TokenStream {
    let sinks = &cx.graph.sinks;
    let ty = |sink: &flow_graph::model::Sink| {
        let ty = of_step(sink.step);
        if sink.always { ty } else { code!(__rt::Option<#ty>) }
    };
    match sinks.as_ref() {
        [] => code!(()),
        [only] => ty(only),
        several => {
            let name = output_name(cx);
            let types = output_order(cx).into_iter().map(|field| of_step(several[field].step));
            code!(#name<#(#types),*>)
        }
    }
}

/// A sink's type in the signature of `run`: lifetimes that only the step declares become that of `self`.
fn sink_type(cx: &Cx<'_>, step: StepId, run: &Generics) -> TokenStream {
    let syntax = &cx.parsed.steps[step];
    let Some(ty) = &syntax.output else { return code!(()) };
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
    let (krate, vis) = (&cx.krate, vis(cx));
    let name = output_name(cx);
    let param = |field: usize| cx.names.free(&format!("T{field}"));
    let params = output_order(cx).into_iter().map(|field| {
        let param = param(field);
        match default_type(cx, sinks[field].step) {
            Some(ty) => code!(#param = #ty),
            None => code!(#param),
        }
    });
    let fields = sinks.iter().enumerate().map(|(field, sink)| {
        let ident = &cx.parsed.steps[sink.step].ident;
        let param = param(field);
        let (ty, doc) = if sink.always {
            (code!(#param), format!("What `{ident}` hands on."))
        } else {
            (code!(#krate::__private::Option<#param>), format!("What `{ident}` hands on, if it runs."))
        };
        code!(#[doc = #doc] #vis #ident: #ty)
    });
    let doc = format!("What a run of `{}` gives.", cx.flow());
    code! {
        #[doc = #doc]
        #[derive(#krate::__private::Clone, #krate::__private::Debug, #krate::__private::PartialEq, #krate::__private::Eq)]
        #[allow(private_interfaces, unused_variables, nonstandard_style, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        #vis struct #name<#(#params),*> {
            #(#fields,)*
        }
    }
}

/// The value of `run` from one expression per sink.
pub(crate) fn output(cx: &Cx<'_>, values: &[TokenStream]) -> TokenStream {
    match values {
        [] => code!(()),
        [only] => only.clone(),
        several => {
            let name = output_name(cx);
            let fields = cx.graph.sinks.iter().map(|sink| &cx.parsed.steps[sink.step].ident);
            code!(#name { #(#fields: #several),* })
        }
    }
}
