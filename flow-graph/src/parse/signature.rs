//! A step's signature: what it takes, what it hands on, whether it can fail.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Ident, ImplItemFn, Pat, PathArguments,
    Receiver as SynReceiver, ReceiverKind, ReturnType, Safety, Signature, Type, TypeParamBound,
};

use super::errors::Errors;
use super::text;
use crate::model::{Param, Receiver, StepId, StepKind, Text};

/// How a step takes the state, and where that is written.
///
/// ```
/// use flow_graph::model::Receiver;
///
/// let parsed = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Counter {
///         #[start]
///         async fn count(self: Arc<Self>) {}
///     }
/// });
/// let receiver = parsed.steps[0].receiver.as_ref().unwrap();
/// assert_eq!(receiver.kind, Receiver::Owned);
/// assert_eq!(receiver.tokens.to_string(), "self : Arc < Self >");
/// ```
#[derive(Clone)]
pub struct ReceiverSyntax {
    /// Shared or exclusive.
    pub kind: Receiver,
    /// The receiver's tokens.
    pub tokens: TokenStream,
}

/// A parameter of a step.
///
/// ```
/// let parsed = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Letter {
///         #[start]
///         async fn name(&self) -> String { todo!() }
///         #[listen(name)]
///         async fn sign(&self, #[from(name)] signed: &str) -> String { todo!() }
///     }
/// });
/// let signed = &parsed.steps[1].params[0];
/// assert_eq!(signed.ident.as_ref().unwrap(), "signed");
/// assert_eq!(signed.from.as_ref().unwrap(), "name");
/// ```
#[derive(Clone)]
pub struct ParamSyntax {
    /// Its name; `None` where it is a pattern.
    pub ident: Option<Ident>,
    /// Its type.
    pub ty: Type,
    /// The step that `#[from(step)]` names.
    pub from: Option<Ident>,
    /// `#[context]`: it gets the run's context, not a value.
    pub context: bool,
    /// Its `#[from(…)]` and `#[context]`, as they were written.
    pub attributes: Vec<Attribute>,
    /// The whole parameter.
    pub tokens: TokenStream,
}

impl ParamSyntax {
    pub(super) fn model(&self, from: Option<StepId>) -> Param {
        Param {
            name: self.ident.as_ref().map_or(Text::Borrowed(""), |ident| Text::Owned(text::name(ident))),
            ty: text::of(&self.ty),
            by_ref: matches!(ungrouped(&self.ty), Type::Reference(_)),
            from,
            context: self.context,
            optional: last_segment_is(&self.ty, "Option"),
            tuple: match ungrouped(&self.ty) {
                Type::Tuple(tuple) => Some(tuple.elems.len()),
                _ => None,
            },
        }
    }
}

/// What a step's signature says.
pub(super) struct StepSignature {
    pub(super) sig: Signature,
    pub(super) receiver: Option<ReceiverSyntax>,
    pub(super) params: Vec<ParamSyntax>,
    pub(super) fallible: bool,
    pub(super) output: Option<Type>,
    pub(super) error: Option<Type>,
}

/// Reads a signature, and takes the `#[from]` attributes off the method's parameters.
pub(super) fn read(
    method: &mut ImplItemFn,
    kind: StepKind,
    start: bool,
    errors: &mut Errors,
) -> StepSignature {
    let mut params = Vec::new();
    let mut receiver = None;
    for input in &mut method.sig.inputs {
        match input {
            FnArg::Receiver(it) => receiver = read_receiver(it, errors),
            FnArg::Typed(it) => {
                let (attributes, others) = it.attrs.drain(..).partition(is_ours);
                it.attrs = others;
                let from = read_from(&attributes, errors);
                let context = read_context(&attributes, from.as_ref(), errors);
                let ident = match it.pat.as_ref() {
                    Pat::Ident(pat) => Some(pat.ident.clone()),
                    _ => None,
                };
                if start && from.is_none() && !context && ident.is_none() {
                    errors.push(
                        &it.pat,
                        "a parameter of a start step is an input of the flow and needs a name",
                        Some("name it here and take it apart in the body with `let`"),
                    );
                }
                params.push(ParamSyntax {
                    ident,
                    ty: (*it.ty).clone(),
                    from,
                    context,
                    attributes,
                    tokens: it.to_token_stream(),
                });
            }
        }
    }
    let sig = &method.sig;
    reject_qualifiers(sig, errors);
    let (fallible, output, error) = read_output(&sig.output);
    if sig.asyncness.is_none() {
        reject_future(sig, errors);
    }
    if kind == StepKind::Router && output.is_none() {
        errors.push(
            &sig.ident,
            format_args!("router `{}` returns nothing, so it has no routes", text::name(&sig.ident)),
            Some("return an enum whose variants are the routes, or use `#[listen(…)]` or `#[start]`"),
        );
    }
    StepSignature { sig: sig.clone(), receiver, params, fallible, output, error }
}

fn read_receiver(receiver: &SynReceiver, errors: &mut Errors) -> Option<ReceiverSyntax> {
    let tokens = receiver.to_token_stream();
    match &receiver.kind {
        ReceiverKind::Reference(_, _, mutable) => {
            let kind = if mutable.is_some() { Receiver::Exclusive } else { Receiver::Shared };
            Some(ReceiverSyntax { kind, tokens })
        }
        _ if is_arc_of_self(receiver) => Some(ReceiverSyntax { kind: Receiver::Owned, tokens }),
        _ => {
            errors.push(
                receiver,
                "a step takes the flow's state as `&self` or `&mut self`, or not at all",
                Some("write `&self`: steps share the state while they run"),
            );
            None
        }
    }
}

/// `self: Arc<Self>`
fn is_arc_of_self(receiver: &SynReceiver) -> bool {
    let ReceiverKind::Typed(_, ty) = &receiver.kind else { return false };
    let Type::Path(path) = ungrouped(ty) else { return false };
    let Some(segment) = path.path.segments.last().filter(|segment| segment.ident == "Arc") else {
        return false;
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return false };
    matches!(arguments.args.first(), Some(GenericArgument::Type(Type::Path(it))) if it.path.is_ident("Self"))
}

/// The attributes that stand on parameters.
pub(super) const PARAMETER_ATTRIBUTES: [&str; 2] = ["from", "context"];

fn is_ours(attr: &Attribute) -> bool {
    PARAMETER_ATTRIBUTES.iter().any(|name| is_named_as(attr, name))
}

fn is_named_as(attr: &Attribute, name: &str) -> bool {
    attr.path().segments.last().is_some_and(|segment| segment.ident == name)
}

fn read_context(attrs: &[Attribute], from: Option<&Ident>, errors: &mut Errors) -> bool {
    let Some(first) = attrs.iter().find(|attr| is_named_as(attr, "context")) else { return false };
    if !matches!(first.meta, syn::Meta::Path(_)) {
        errors.push(first, "`#[context]` takes no arguments", Some("remove what stands in the brackets"));
    }
    if from.is_some() {
        let message = "a parameter gets the run's context or reads a step's value, not both";
        errors.push(first, message, Some("remove one of the attributes"));
    }
    true
}

fn read_from(attrs: &[Attribute], errors: &mut Errors) -> Option<Ident> {
    let mut ours = attrs.iter().filter(|attr| is_named_as(attr, "from"));
    let first = ours.next()?;
    if let Some(second) = ours.next() {
        errors.push(second, "a parameter reads from one step", None);
    }
    match first.parse_args::<Ident>() {
        Ok(ident) => Some(ident),
        Err(error) => {
            let message = format!("`#[from(…)]` names the step whose value the parameter reads: {error}");
            errors.push(first, message, None);
            None
        }
    }
}

fn reject_qualifiers(sig: &Signature, errors: &mut Errors) {
    let help = Some("remove it: put what needs it into a function that the step calls");
    if let Some(token) = &sig.constness {
        errors.push(token, "a step cannot be `const`", help);
    }
    if !matches!(sig.safety, Safety::Default) {
        errors.push(&sig.safety, "a step cannot be `unsafe`: the flow calls it by itself", help);
    }
    if let Some(abi) = &sig.abi {
        errors.push(abi, "a step cannot be `extern`", help);
    }
    for generic in &sig.generics.params {
        match generic {
            GenericParam::Lifetime(_) => {}
            GenericParam::Type(param) => errors.push(
                &param.ident,
                "a step cannot have type parameters of its own: nothing says which type the flow would call it with",
                Some("put the parameter on the `impl` block, or use a concrete type"),
            ),
            GenericParam::Const(param) => errors.push(
                &param.ident,
                "a step cannot have const parameters of its own: nothing says which value the flow would call it with",
                Some("put the parameter on the `impl` block"),
            ),
        }
    }
}

/// A plain `fn` that returns a future would be run without ever being awaited.
fn reject_future(sig: &Signature, errors: &mut Errors) {
    let ReturnType::Type(_, ty) = &sig.output else { return };
    let future = match ungrouped(ty) {
        Type::ImplTrait(it) => it.bounds.iter().any(|bound| {
            matches!(bound, TypeParamBound::Trait(bound) if bound.path.segments.last().is_some_and(|it| it.ident == "Future"))
        }),
        Type::Path(_) => last_segment_is(ty, "BoxFuture") || last_segment_is(ty, "LocalBoxFuture"),
        _ => false,
    };
    if future {
        errors.push(
            ty,
            format_args!("step `{}` returns a future instead of a value", text::name(&sig.ident)),
            Some("write `async fn` and return the value itself"),
        );
    }
}

/// Whether a `Result` is returned, the type that is handed on, and the error type where it is shown.
fn read_output(output: &ReturnType) -> (bool, Option<Type>, Option<Type>) {
    let ReturnType::Type(_, ty) = output else { return (false, None, None) };
    let ty = ungrouped(ty);
    if !last_segment_is(ty, "Result") {
        return (false, carrying(ty), None);
    }
    let Type::Path(path) = ty else { return (true, None, None) };
    let Some(segment) = path.path.segments.last() else { return (true, None, None) };
    let mut types = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
            .into_iter(),
        _ => Vec::new().into_iter(),
    };
    let success = types.next().as_ref().and_then(carrying);
    (true, success, types.next())
}

/// The type, unless it is `()` or `!`.
fn carrying(ty: &Type) -> Option<Type> {
    match ungrouped(ty) {
        Type::Tuple(tuple) if tuple.elems.is_empty() => None,
        Type::Never(_) => None,
        ty => Some(ty.clone()),
    }
}

/// `Vec<T>`, located at `T`.
pub(super) fn vec_of(ty: &Type) -> Type {
    let here = ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    syn::parse_quote_spanned!(here=> ::std::vec::Vec<#ty>)
}

/// Whether a type has no variants for certain. An alias may hide anything.
pub(super) fn is_no_enum(ty: &Type) -> bool {
    const NO_ENUMS: [&str; 17] = [
        "String", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u32", "u64", "u128", "usize",
    ];
    match ungrouped(ty) {
        Type::Path(path) => {
            path.path.get_ident().is_some_and(|ident| NO_ENUMS.iter().any(|name| ident == name))
                || last_segment_is(ty, "Vec")
        }
        Type::Array(_) | Type::ImplTrait(_) | Type::Reference(_) | Type::Slice(_) | Type::Tuple(_) => true,
        _ => false,
    }
}

fn last_segment_is(ty: &Type, name: &str) -> bool {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last().is_some_and(|segment| segment.ident == name),
        _ => false,
    }
}

/// Whether a type has a name that others can be made from.
pub(super) fn is_named(ty: &Type) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    let keyword = |ident: &Ident| ["self", "Self", "super", "crate"].iter().any(|it| ident == it);
    path.path.segments.last().is_some_and(|segment| !keyword(&segment.ident))
}

/// The type inside parentheses and macro groups.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Paren(it) => ungrouped(&it.elem),
        Type::Group(it) => ungrouped(&it.elem),
        ty => ty,
    }
}
