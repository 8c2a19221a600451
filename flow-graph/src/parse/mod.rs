//! From tokens to the model: what the user wrote, with the tokens of every part kept.
//!
//! Parsing resolves names and reads signatures. Whether the graph makes sense is for [`check`](crate::check).

mod arguments;
mod attributes;
mod block;
mod errors;
mod literals;
mod options;
mod places;
mod refine;
mod rest;
mod signature;
mod suggest;
mod text;
mod trigger;
mod unread;

use std::borrow::Cow;

use proc_macro2::TokenStream;
use syn::{Attribute, Ident, ImplItem, ImplItemFn, ItemImpl, Path, Signature, Type};

pub use self::block::{block, is_unread};
pub use self::errors::Errors;
pub use self::options::Options;
pub use self::signature::{ParamSyntax, ReceiverSyntax};

use self::attributes::StepAttributes;
use self::unread::Unread;
use crate::model::{Graph, Input, Receiver, Refinement, RunsOn, Step, StepId, StepKind, Text};

/// What was read from an `impl` block with `#[flow]`.
///
/// ```
/// let parsed = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn greet(&self, name: &str) -> String { todo!() }
///     }
/// });
/// assert!(parsed.unclear.is_empty() && parsed.errors.is_empty());
/// let syn::ImplItem::Fn(greet) = &parsed.item.items[0] else { panic!() };
/// assert!(greet.attrs.is_empty()); // `#[start]` is gone
/// assert_eq!(parsed.graph.steps[0].name, parsed.steps[0].ident.to_string());
/// ```
pub struct Parsed {
    /// The block without the attributes that belong to the flow: what the user's code is compiled from.
    pub item: ItemImpl,
    /// The options of `#[flow(...)]`.
    pub options: Options,
    /// The flow. Loops and sinks are not filled in.
    pub graph: Graph,
    /// The syntax of each step, in the order of [`Graph::steps`].
    pub steps: Vec<StepSyntax>,
    /// What could not be read.
    pub errors: Errors,
    /// The steps of which the trigger or the signature could not be read whole: the graph says too little about them,
    /// and about what follows them.
    pub unclear: Vec<StepId>,
    /// The steps that have a mistake of their own.
    pub faulty: Vec<StepId>,
    /// The flow's attributes of what is no step.
    pub loose: Vec<Attribute>,
    /// Whether there is something that could not be read, not even its name, and that may be a step.
    pub nameless: bool,
    /// The methods among what could not be read, with as much of their signatures as could be, and with no bodies.
    pub unread: Vec<ImplItemFn>,
}

/// The syntax of one step.
///
/// ```
/// use quote::ToTokens;
///
/// let parsed = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Site {
///         #[start(times = 3)]
///         async fn probe(&self) -> Result<u32, Timeout> { todo!() }
///     }
/// });
/// let probe = &parsed.steps[0];
/// let text = |ty: &Option<syn::Type>| ty.to_token_stream().to_string();
/// assert_eq!(text(&probe.output), ":: std :: vec :: Vec < u32 >");
/// assert_eq!((text(&probe.method_output), text(&probe.error)), ("u32".to_owned(), "Timeout".to_owned()));
/// ```
#[derive(Clone)]
pub struct StepSyntax {
    /// The method's name.
    pub ident: Ident,
    /// The method's signature, without the flow's parameter attributes.
    pub sig: Signature,
    /// How it takes the state.
    pub receiver: Option<ReceiverSyntax>,
    /// Its parameters without the receiver.
    pub params: Vec<ParamSyntax>,
    /// The type it hands on when it succeeds; `None` if it carries nothing. Of a step that runs several times, a `Vec`.
    pub output: Option<Type>,
    /// The type that one run of the method hands on when it succeeds.
    pub method_output: Option<Type>,
    /// The type of its error, where the signature shows one.
    pub error: Option<Type>,
    /// The tokens of each node of its trigger, in pre-order.
    pub trigger: Vec<TokenStream>,
    /// For each event of its trigger, in the order written: the tokens of the step's name and, if it names one, of the variant.
    pub events: Vec<(Ident, Option<Ident>)>,
    /// The variants named in `ends(...)`.
    pub ends: Vec<Ident>,
    /// The word of the option `max_iterations`.
    pub max_iterations: Option<Ident>,
    /// The function of `#[retry(on = …)]`.
    pub retry_on: Option<Path>,
    /// The type of `#[subflow(…)]`.
    pub subflow: Option<Type>,
    /// The flow's attributes of the method and of its parameters, as they were written.
    pub attributes: Vec<Attribute>,
    /// Whether its trigger could not be read.
    pub without_trigger: bool,
    /// Whether the method could not be read: its signature is what could be made out of it.
    pub unread: bool,
}

/// Reads a flow: `attr` is what stands in `#[flow(...)]`, `item` the block under it.
///
/// Always returns the block, stripped of the flow's attributes, and as much of the flow as could be read.
///
/// ```
/// let item: syn::ItemImpl = syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn name(&self) -> String { "world".to_string() }
///         #[listen(name)]
///         async fn greet(&self, name: &str) -> String { format!("hello {name}") }
///     }
/// };
/// let parsed = flow_graph::parse::flow(Default::default(), item);
/// assert!(parsed.errors.is_empty());
/// assert_eq!(parsed.graph.steps[1].name, "greet");
/// ```
#[must_use]
pub fn flow(attr: TokenStream, mut item: ItemImpl) -> Parsed {
    let mut errors = Errors::new();
    let options = Options::parse(attr, &mut errors);
    if let Some((path, _)) = &item.trait_ {
        errors.push(
            path,
            "`#[flow]` stands on an `impl` block of your own type, not on an `impl` of a trait",
            Some("move the steps into `impl YourType { … }`"),
        );
    }
    let named = signature::is_named(&item.self_ty);
    if !named {
        errors.push(
            &item.self_ty,
            "`#[flow]` stands on an `impl` block of a type that has a name of its own",
            Some("make the flow a struct or an enum, and write `impl` of that"),
        );
    }
    let Block { found, loose, unread, nameless } =
        Block::take(&mut item, options.krate.as_ref(), &mut errors);
    let mut graph = Graph::new(if named { text::type_name(&item.self_ty) } else { Text::Borrowed("Flow") });
    graph.doc = text::doc(&item.attrs);
    graph.line = text::line(item.impl_token.span);
    graph.max_iterations = options.max_iterations.unwrap_or(graph.max_iterations);

    let known: trigger::KnownSteps = found.iter().map(Found::known).collect();
    let mut unclear = Vec::new();
    let mut faulty = Vec::new();
    let mut steps = Vec::new();
    let mut syntax = Vec::new();
    for it in found {
        let mut resolver = trigger::Resolver::new(&graph.name, &known, nameless, &mut errors);
        let resolved = it.attributes.trigger.as_ref().map(|trigger| resolver.resolve(trigger));
        let from = it.signature.params.iter().map(|param| resolver.from(param)).collect::<Vec<_>>();
        if resolver.failed || it.unclear {
            unclear.push(steps.len());
        }
        if resolver.failed || it.faulty {
            faulty.push(steps.len());
        }
        let mut step = Step::new(it.name, it.attributes.kind);
        step.trigger = resolved.flatten();
        step.doc = it.doc;
        step.line = text::line(it.signature.sig.ident.span());
        step.params = it.signature.params.iter().zip(from).map(|(param, from)| param.model(from)).collect();
        let method_output = it.signature.output;
        let mut attributes = it.attributes.written;
        attributes.extend(it.signature.params.iter().flat_map(|param| param.attributes.iter().cloned()));
        let output = match it.refinement.many {
            Some(_) => method_output.as_ref().map(signature::vec_of),
            None => method_output.clone(),
        };
        step.output = match it.refinement.many {
            Some(_) => method_output.as_ref().map(|ty| Text::Owned(format!("Vec<{}>", text::of(ty)))),
            None => output.as_ref().map(text::of),
        };
        step.fallible = it.signature.fallible;
        step.error = it.signature.error.as_ref().map(text::of);
        step.is_async = it.signature.sig.asyncness.is_some();
        step.receiver = it.signature.receiver.as_ref().map_or(Receiver::None, |receiver| receiver.kind);
        step.must_finish = it.attributes.must_finish;
        step.ends = it.attributes.ends.iter().map(|ident| Text::Owned(ident.to_string())).collect();
        step.ends_rest = it.attributes.ends_rest;
        step.max_iterations = it.attributes.max_iterations.as_ref().map(|(_, limit)| *limit);
        step.refined = it.refinement;
        steps.push(step);
        syntax.push(StepSyntax {
            ident: it.signature.sig.ident.clone(),
            receiver: it.signature.receiver,
            params: it.signature.params,
            output,
            method_output,
            error: it.signature.error,
            sig: it.signature.sig,
            trigger: it.attributes.trigger.as_ref().map(trigger::nodes).unwrap_or_default(),
            events: it.attributes.trigger.as_ref().map(trigger::event_idents).unwrap_or_default(),
            ends: it.attributes.ends,
            max_iterations: it.attributes.max_iterations.map(|(word, _)| word),
            retry_on: it.attributes.refined.retry_on,
            subflow: it.attributes.refined.subflow,
            attributes,
            without_trigger: it.attributes.without_trigger,
            unread: it.unread,
        });
    }
    faulty.extend(reject_mixed_receivers(&syntax, &mut errors));
    faulty.extend(reject_borrowed_state(&item, &steps, &syntax, &mut errors));
    reject_endless_subflows(&item, &mut steps, &syntax, &mut errors);
    graph.inputs = inputs(&steps, &syntax);
    graph.steps = Cow::Owned(steps);
    if let Some(output) = &options.output {
        graph.picked = trigger::Resolver::new(&graph.name, &known, nameless, &mut errors).step(output);
    }
    Parsed { item, options, graph, steps: syntax, errors, unclear, faulty, loose, nameless, unread }
}

/// A state behind an `Arc` is shared, so no step can have it for itself.
fn reject_mixed_receivers(steps: &[StepSyntax], errors: &mut Errors) -> Vec<StepId> {
    let with = |kind: Receiver| {
        steps.iter().enumerate().filter_map(move |(step, it)| {
            let receiver = it.receiver.as_ref().filter(|receiver| receiver.kind == kind)?;
            Some((step, text::name(&it.ident), receiver))
        })
    };
    let Some((_, owner, _)) = with(Receiver::Owned).next() else { return Vec::new() };
    for (_, name, receiver) in with(Receiver::Exclusive) {
        errors.push(
            &receiver.tokens,
            format_args!(
                "`{name}` needs the state for itself, but `{owner}` takes it as an `Arc`, which others may hold too"
            ),
            Some("take `&self` and keep what changes in a lock or an atomic, or hand it on from step to step"),
        );
    }
    with(Receiver::Exclusive).map(|(step, ..)| step).collect()
}

/// A task may outlive whatever the state borrows, and a method of a type that borrows is not free of that.
fn reject_borrowed_state(
    item: &ItemImpl,
    steps: &[Step],
    syntax: &[StepSyntax],
    errors: &mut Errors,
) -> Vec<StepId> {
    let ty = text::of(&item.self_ty);
    let borrows = item.generics.lifetimes().next().is_some() || ty.contains("'_");
    let mut wrong = Vec::new();
    let elsewhere = |(_, (step, _)): &(StepId, (&Step, &StepSyntax))| step.refined.runs_on != RunsOn::Run;
    for (id, (step, syntax)) in steps.iter().zip(syntax).enumerate().filter(elsewhere).filter(|_| borrows) {
        wrong.push(id);
        let place = match step.refined.runs_on {
            RunsOn::BlockingPool => "on the blocking pool",
            _ => "in a task of its own",
        };
        errors.push(
            &syntax.ident,
            format_args!("`{}` runs {place}, so the flow's state cannot borrow, and `{ty}` does", step.name),
            Some("own what is borrowed (`String`, `Arc<…>`), or put the step into a flow of its own"),
        );
    }
    wrong
}

/// A flow's graph has those of its subflows in it, so its own cannot be one of them.
fn reject_endless_subflows(item: &ItemImpl, steps: &mut [Step], syntax: &[StepSyntax], errors: &mut Errors) {
    let own = text::of(&item.self_ty);
    for (step, syntax) in steps.iter_mut().zip(syntax) {
        let Some(subflow) = &syntax.subflow else { continue };
        let named = text::of(subflow);
        if named == own || named == "Self" {
            step.refined.subflow = None;
            errors.push(
                subflow,
                format_args!("`{}` would be a step of itself, without end", text::type_name(&item.self_ty)),
                Some("leave `#[subflow]` out and run it in the step's body, boxed: `Box::pin(other.run(…)).await`"),
            );
        }
    }
}

/// A method that is a step, before names are resolved.
struct Found {
    name: String,
    doc: Text,
    attributes: StepAttributes,
    signature: signature::StepSignature,
    refinement: Refinement,
    /// Its trigger or its signature could not be read.
    unclear: bool,
    /// There is a mistake in it.
    faulty: bool,
    /// The method itself could not be read.
    unread: bool,
}

impl Found {
    /// What triggers that name the step have to know about it.
    fn known(&self) -> trigger::Known {
        let output = self.signature.output.as_ref();
        let no_enum = match self.refinement.many {
            Some(_) => output.map(|ty| Text::Owned(format!("Vec<{}>", text::of(ty)))),
            None => output.filter(|ty| signature::is_no_enum(ty)).map(text::of),
        };
        trigger::Known { name: self.name.clone(), fallible: self.signature.fallible, no_enum }
    }
}

/// What was found in a block.
#[derive(Default)]
struct Block {
    found: Vec<Found>,
    loose: Vec<Attribute>,
    unread: Vec<ImplItemFn>,
    nameless: bool,
}

impl Block {
    /// Takes the flow's attributes off the members of a block.
    fn take(item: &mut ItemImpl, krate: Option<&Path>, errors: &mut Errors) -> Block {
        let mut block = Block::default();
        let own = item.trait_.is_none();
        for member in &mut item.items {
            let is_unread = is_unread(member);
            match member {
                ImplItem::Fn(method) => block.method(method, krate, own, false, errors),
                ImplItem::Verbatim(tokens) => {
                    let mut it = Unread::read(std::mem::take(tokens));
                    block.nameless |= it.is_nameless();
                    match it.method.take() {
                        Some(mut method) => {
                            block.method(&mut method, krate, false, true, errors);
                            it.attrs.clone_from(&method.attrs);
                            block.unread.extend(is_unread.then_some(method));
                        }
                        None => block.loose.extend(attributes::split(&mut it.attrs, krate)),
                    }
                    *tokens = it.into_tokens();
                }
                _ => {}
            }
        }
        block
    }

    /// Reads a method, which may be a step. Of one that could not be read, what is missing has been reported.
    fn method(
        &mut self,
        method: &mut ImplItemFn,
        krate: Option<&Path>,
        own: bool,
        unread: bool,
        errors: &mut Errors,
    ) {
        let first = errors.len();
        let mut attributes = match attributes::take(method, krate, errors) {
            Ok(attributes) => attributes,
            Err(others) => {
                self.loose.extend(others);
                if own {
                    reject_name(method, errors);
                }
                return;
            }
        };
        let mut reported = Errors::new();
        let of_signature = if unread { &mut reported } else { &mut *errors };
        let before = of_signature.len();
        let signature = signature::read(method, attributes.kind, attributes.is_start(), of_signature);
        let unclear = unread || attributes.unclear || of_signature.len() != before;
        let refinement = attributes.refined.finish(attributes.kind, errors);
        attributes.refined.check(&signature, if unread { &mut reported } else { &mut *errors });
        let name = text::name(&method.sig.ident);
        if name == "run" || name == "runner" {
            errors.push(
                &method.sig.ident,
                format_args!("a step cannot be named `{name}`: that is a method that runs the flow"),
                Some("give the step another name"),
            );
        }
        let faulty = unread || errors.len() != first;
        let doc = text::doc(&method.attrs);
        self.found.push(Found { name, doc, attributes, signature, refinement, unclear, faulty, unread });
    }
}

/// The flow's type gets methods of its own beside the steps.
fn reject_name(method: &ImplItemFn, errors: &mut Errors) {
    let name = text::name(&method.sig.ident);
    let may_be_off = method.attrs.iter().any(|attr| attr.path().is_ident("cfg"));
    if (name == "run" || name == "runner") && !may_be_off {
        errors.push(
            &method.sig.ident,
            format_args!("a method of a flow cannot be named `{name}`: that is a method that runs the flow"),
            Some("give the method another name"),
        );
    }
}

/// The parameters of start steps, each name once.
fn inputs(steps: &[Step], syntax: &[StepSyntax]) -> Cow<'static, [Input]> {
    let mut inputs: Vec<Input> = Vec::new();
    let starts = steps.iter().zip(syntax).filter(|(step, syntax)| {
        step.trigger.is_none() && step.kind != StepKind::Listen && !syntax.without_trigger
    });
    for (step, _) in starts {
        for param in step.params.iter().filter(|param| param.is_plain()) {
            if inputs.iter().all(|input| input.name != param.name) {
                inputs.push(Input { name: param.name.clone(), ty: param.ty.clone() });
            }
        }
    }
    Cow::Owned(inputs)
}
