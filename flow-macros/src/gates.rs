//! What a member brings to its `or` or `quorum`: a value that is converted, or one that is lent and of the members' type.

use flow_graph::bind::{Gathered, Source, UseId, Value};
use flow_graph::model::Route;
use proc_macro2::{Literal, TokenStream};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use crate::args;
use crate::messages;
use crate::names;
use crate::run::Cx;

/// A member's value as that of its gate: converted, and in an `Option` where some member carries nothing.
pub(crate) fn of_gate(cx: &Cx<'_>, gate: &Gathered, member: &Value, value: TokenStream) -> TokenStream {
    // An `or` in an `or` is the same race: it has been converted already.
    let (convert, wrap) = match member {
        Value::First(inner) => (false, gate.optional && !inner.optional),
        _ => (gate.converted, gate.optional),
    };
    let value = if convert { converted(cx, member, gate.ty.as_ref(), &value) } else { value };
    if wrap { code!(__rt::Some(#value)) } else { value }
}

/// The value as the type that the parameter takes, located where the value comes from.
fn converted(cx: &Cx<'_>, member: &Value, ty: Option<&TokenStream>, value: &TokenStream) -> TokenStream {
    let Some(id) = args::first_use(member).filter(|_| matches!(member, Value::One(_))) else {
        return code!(__rt::From::from(#value));
    };
    let it = &cx.bindings.uses[id];
    let ty = match ty.filter(|ty| !names::mentions(ty, &["impl", "dyn"])) {
        Some(ty) => cx.tokens_without_lifetimes(it.step, ty.clone()),
        None => code!(_),
    };
    let value = handed(cx, id, value);
    let place = messages::place(param(cx, id));
    let path = messages::path(cx, ("Becomes", "becomes"), &[it.event.step, it.step], &[ty], place);
    code!(#path(#value))
}

/// A member's value that is lent. All members hand on one type; where another one is written, the message says whose it is.
/// `lent` is the form in which the schedule has a value of a type.
pub(crate) fn of_one_type(
    cx: &Cx<'_>,
    members: &[Option<Value>],
    member: &Value,
    value: TokenStream,
    lent: impl FnOnce(TokenStream) -> TokenStream,
) -> TokenStream {
    let (Value::One(id), Some((model, ty))) = (member, model(cx, members)) else { return value };
    if written(cx, *id)
        .is_none_or(|own| own.to_token_stream().to_string() == ty.to_token_stream().to_string())
    {
        return value;
    }
    let it = &cx.bindings.uses[*id];
    let producer = cx.bindings.uses[model].event.step;
    let ty = lent(cx.without_lifetimes(producer, ty));
    let value = handed(cx, *id, &value);
    let steps = [it.event.step, it.step, producer];
    let path = messages::path(cx, ("Alike", "alike"), &steps, &[ty], messages::place(param(cx, *id)));
    code!(#path(#value))
}

/// The member whose type the others have to have: that of the parameter, or else the first.
fn model<'a>(cx: &'a Cx<'_>, members: &[Option<Value>]) -> Option<(UseId, &'a Type)> {
    let known = |member: &Value| match member {
        Value::One(id) => Some((*id, written(cx, *id)?)),
        _ => None,
    };
    let mut all = members.iter().flatten().filter_map(known);
    let first = all.next()?;
    let taken = borrowed(param(cx, first.0)).map(|ty| ty.to_token_stream().to_string());
    let fits = |(_, ty): &(UseId, &Type)| {
        let ty = ty.to_token_stream().to_string();
        taken.as_ref().is_some_and(|taken| *taken == ty || (taken == "str" && ty == "String"))
    };
    Some(if fits(&first) { first } else { all.find(fits).unwrap_or(first) })
}

/// The type of a use's value where the signature shows it.
fn written<'a>(cx: &'a Cx<'_>, id: UseId) -> Option<&'a Type> {
    let event = &cx.bindings.uses[id].event;
    let syntax = &cx.parsed.steps[event.step];
    let ty = match event.route {
        Route::Success => syntax.output.as_ref(),
        Route::Error if cx.graph.steps[event.step].refined.many.is_none() => syntax.error.as_ref(),
        Route::Error | Route::Variant(_) => None,
    };
    ty.filter(|ty| !args::mentions_impl(ty))
}

/// What a parameter borrows: `T` of `&T`, `Option<&T>` or `Vec<&T>`.
fn borrowed(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Reference(it) => Some(&it.elem),
        Type::Path(it) => match &it.path.segments.last()?.arguments {
            PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|it| match it {
                GenericArgument::Type(ty) => borrowed(ty),
                _ => None,
            }),
            _ => None,
        },
        _ => None,
    }
}

/// The parameter that takes a use's value.
fn param<'a>(cx: &'a Cx<'_>, id: UseId) -> &'a Type {
    let step = cx.bindings.uses[id].step;
    let takes = |it: &Source| matches!(it, Source::Value(value) if value.uses().contains(&id));
    let param = cx.bindings.params[step].iter().position(takes).unwrap_or_default();
    &cx.parsed.steps[step].params[param].ty
}

/// A use's value, located at the first and the last token of its type.
fn handed(cx: &Cx<'_>, id: UseId, value: &TokenStream) -> TokenStream {
    let (first, last) = args::produced(cx, id);
    let mut end = Literal::usize_unsuffixed(0);
    end.set_span(last);
    args::between(first, value, end)
}
