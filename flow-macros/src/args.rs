//! A step's arguments: from what its trigger carries to the expressions in the call.

use flow_graph::bind::{Gathered, Mode, Source, UseId, Value};
use flow_graph::model::{Route, StepId};
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Path, Type};

use crate::aliases;
use crate::messages::{self, Place};
use crate::names;
use crate::run::{self, Cx};

/// How a schedule gets at values.
pub(crate) trait Access {
    /// The value of one use. What has to happen when the step begins goes into `args`.
    fn value(&mut self, args: &mut Args, id: UseId) -> TokenStream;
    /// The value of the winner of the `or` at that node of the step's trigger.
    fn first(&mut self, args: &mut Args, step: StepId, first: &Gathered) -> TokenStream;
    /// The values of those that came first in the `quorum` at that node of the step's trigger, as a `Vec`.
    fn several(&mut self, args: &mut Args, step: StepId, several: &Gathered) -> TokenStream;
    /// An input of the flow, for that step.
    fn input(&mut self, args: &mut Args, step: StepId, input: usize, clone: bool) -> TokenStream;
}

/// The code around a call.
#[derive(Default)]
pub(crate) struct Args {
    /// What happens when the step begins: values are moved out and cloned, guards are taken.
    pub(crate) outside: TokenStream,
    /// What happens where the guards live: the arguments, with the types of the parameters.
    pub(crate) inside: TokenStream,
    /// The arguments of the call.
    pub(crate) names: Vec<Ident>,
    /// Whether there are guards, so that `inside` has to move into the step's future.
    pub(crate) guarded: bool,
    /// How a step that shares the state is given it.
    pub(crate) shared: TokenStream,
    /// What happens to each item before it is the argument: it gets the type of its parameter.
    pub(crate) item: TokenStream,
    /// Whether a value stands where it is used, in an arm for instance, and needs no name.
    pub(crate) inline: bool,
    locals: usize,
}

impl Args {
    /// A new local of the outside.
    pub(crate) fn local(&mut self) -> Ident {
        self.locals += 1;
        names::local(&format!("value{}", self.locals - 1))
    }

    /// A block of code that has its own outside.
    pub(crate) fn nested(&mut self, build: impl FnOnce(&mut Args) -> TokenStream) -> TokenStream {
        let before = std::mem::take(&mut self.outside);
        let around = std::mem::replace(&mut self.inline, true);
        let value = build(self);
        self.inline = around;
        let inner = std::mem::replace(&mut self.outside, before);
        if inner.is_empty() { value } else { code!({ #inner #value }) }
    }
}

/// The arguments of a step's call.
pub(crate) fn build(cx: &Cx<'_>, access: &mut dyn Access, step: StepId) -> Args {
    let mut args = Args::default();
    let sources = &cx.bindings.params[step];
    if let Some(id) = cx.bindings.items[step] {
        let items = access.value(&mut args, id);
        let each = items_of(cx, step, id, &items);
        args.inside.extend(code! {
            let __items = #each;
        });
    }
    // A listener that ignores what its trigger carries has no sources.
    for (index, source) in sources.iter().enumerate() {
        let param = &cx.parsed.steps[step].params[index];
        let value = match source {
            Source::Input { input, clone } => access.input(&mut args, step, *input, *clone),
            Source::Value(value) => expression(&mut args, access, step, value),
            Source::From(id) => access.value(&mut args, *id),
            Source::Item => code!(__item),
            // Made anew for every call.
            Source::Context => {
                args.names.push(names::local("context"));
                continue;
            }
        };
        if let (Source::Input { .. }, Some(input)) = (source, input_in(&value)) {
            // It is of the parameter's type already.
            args.names.push(input);
            continue;
        }
        let name = names::argument(index, messages::place(&param.ty).1);
        let code = match handed_over(cx, step, source).filter(|_| !coerces(&param.ty)) {
            Some(handed) => {
                let (end, param_of) = feed(cx, step, index, &handed);
                let value = between(handed.from.0, &value, end);
                code!(let #name = #param_of(#value);)
            }
            None => {
                // The value gets a name at the producer's return type, in its context: a mismatch is shown there and at
                // the parameter.
                let out = names::out(producer_span(cx, step, source));
                let ty = cx.without_lifetimes(step, &param.ty);
                let ty = (!mentions_impl(&param.ty)).then(|| code!(: #ty));
                let (value, taken) = match last_of_several(cx, step, source) {
                    Some(last) => (code!((#value,)), code!(#out.#last)),
                    None => (value, code!(#out)),
                };
                code! {
                    let #out = #value;
                    let #name #ty = #taken;
                }
            }
        };
        match source {
            Source::Item => args.item.extend(code),
            _ => args.inside.extend(code),
        }
        args.names.push(name);
    }
    args
}

/// The input that an expression consists of. Other locals are ours.
fn input_in(value: &TokenStream) -> Option<Ident> {
    syn::parse2(value.clone()).ok().filter(|local: &Ident| !local.to_string().starts_with("__"))
}

/// `(value,).0`: an expression that begins at the first token of a type and ends at its last, so that a message
/// underlines the whole type.
pub(crate) fn between(begin: Span, value: &TokenStream, end: Literal) -> TokenStream {
    let mut tuple = Group::new(Delimiter::Parenthesis, code!(#value,));
    tuple.set_span(begin);
    code!(#tuple.#end)
}

/// The `0` of `out.0`, so that the whole of a type is underlined that has several tokens.
fn last_of_several(cx: &Cx<'_>, step: StepId, source: &Source) -> Option<Literal> {
    let id = match source {
        Source::From(id) => *id,
        Source::Value(value) => first_use(value)?,
        Source::Item => cx.bindings.items[step]?,
        Source::Input { .. } | Source::Context => return None,
    };
    let ty = produced_type(cx, id)?;
    let mut last = Literal::usize_unsuffixed(0);
    last.set_span(messages::place(ty).1);
    (ty.to_token_stream().into_iter().nth(1).is_some()).then_some(last)
}

/// The call that makes an iterator of a collection. As with [`feed`], a message underlines the type of the collection, and
/// the event that asks for its items.
fn items_of(cx: &Cx<'_>, step: StepId, id: UseId, items: &TokenStream) -> TokenStream {
    let it = &cx.bindings.uses[id];
    let (first, last) = produced(cx, id);
    let mut end = Literal::usize_unsuffixed(0);
    end.set_span(last);
    let items = between(first, items, end);
    let of = (if it.mode == Mode::Borrow { "LentItems" } else { "Items" }, "each");
    let event =
        cx.parsed.steps[step].events.first().map_or((first, last), |(event, _)| messages::place(event));
    let path = messages::path(cx, of, &[it.event.step, step], &[code!(_)], event);
    code!(#path(#items))
}

/// How a value is handed over as it is.
struct Handed {
    /// The trait that says so in a message.
    by: &'static str,
    /// The step that makes the value, if it is one.
    producer: Option<StepId>,
    /// What shows the value.
    from: Place,
}

fn handed_over(cx: &Cx<'_>, step: StepId, source: &Source) -> Option<Handed> {
    let (id, of_items) = match source {
        Source::Value(Value::One(id)) | Source::From(id) => (*id, false),
        Source::Item => (cx.bindings.items[step]?, true),
        Source::Value(value) => return put_together(cx, step, value),
        Source::Input { .. } | Source::Context => return None,
    };
    let it = &cx.bindings.uses[id];
    let by = match it.event.route {
        _ if of_items => "FeedsItem",
        _ if it.optional => "FeedsOption",
        Route::Error => "FeedsError",
        Route::Variant(_) => "FeedsField",
        Route::Success if cx.graph.steps[it.event.step].refined.many.is_some() => "FeedsAll",
        Route::Success if aliases::may_hide(&cx.parsed.steps[it.event.step]) => "FeedsAliased",
        Route::Success => "FeedsInto",
    };
    let whole = matches!(it.mode, Mode::Move | Mode::Clone);
    whole.then(|| Handed { by, producer: Some(it.event.step), from: produced(cx, id) })
}

/// The same for what a trigger makes of several values: the trigger shows it.
fn put_together(cx: &Cx<'_>, step: StepId, value: &Value) -> Option<Handed> {
    let node = match value {
        Value::First(first) if !first.borrowed => first.node,
        Value::Several(several) => several.node,
        Value::Tuple(_) => 0,
        Value::First(_) | Value::One(_) => return None,
    };
    if !is_known(value) {
        return None;
    }
    let trigger = cx.parsed.steps[step].trigger.get(node)?;
    Some(Handed { by: "FeedsTogether", producer: None, from: messages::place(trigger) })
}

/// Whether the value has a type before its parameter says which: nothing is converted to what only that shows.
fn is_known(value: &Value) -> bool {
    match value {
        Value::One(_) => true,
        Value::Tuple(values) => values.iter().all(is_known),
        Value::First(Gathered { members, converted, ty, .. })
        | Value::Several(Gathered { members, converted, ty, .. }) => {
            let single = members.iter().flatten().all(|member| matches!(member, Value::One(_)));
            single && (!converted || ty.is_some())
        }
    }
}

/// The end of what is handed over, `0` at the last token of the producer's type, and the path of the function that hands
/// it over, which begins and ends with the parameter's type: so a message underlines what was written.
fn feed(cx: &Cx<'_>, step: StepId, param: usize, handed: &Handed) -> (Literal, TokenStream) {
    let mut value = Literal::usize_unsuffixed(0);
    value.set_span(handed.from.1);
    let param = &cx.parsed.steps[step].params[param].ty;
    let (ty, place) = (cx.without_lifetimes(step, param), messages::place(param));
    let steps: Vec<StepId> = handed.producer.into_iter().chain([step]).collect();
    (value, messages::path(cx, (handed.by, "feed"), &steps, &[ty], place))
}

/// Whether a value may become another type on its way into a parameter of that one, or the type cannot be written.
fn coerces(ty: &Type) -> bool {
    mentions(ty, &["impl", "dyn"]) || matches!(ty, Type::Reference(_))
}

/// What the trigger, or a member of a race, carries.
pub(crate) fn expression(
    args: &mut Args,
    access: &mut dyn Access,
    step: StepId,
    value: &Value,
) -> TokenStream {
    match value {
        Value::One(id) => access.value(args, *id),
        Value::Tuple(values) => {
            let values: Vec<_> = values.iter().map(|value| expression(args, access, step, value)).collect();
            code!((#(#values,)*))
        }
        Value::First(first) => access.first(args, step, first),
        Value::Several(several) => access.several(args, step, several),
    }
}

/// Where a mismatch between a value and its parameter is shown: the return type of the step that made it.
fn producer_span(cx: &Cx<'_>, step: StepId, source: &Source) -> Span {
    let first = match source {
        Source::Input { input, .. } => return run::input(cx, *input).0.span(),
        Source::From(id) => Some(*id),
        Source::Value(value) => first_use(value),
        Source::Item => cx.bindings.items[step],
        Source::Context => None,
    };
    let Some(id) = first else { return Span::mixed_site() };
    produced(cx, id).0
}

/// The type of the value that a use takes, as its producer declares it.
pub(crate) fn produced_type<'a>(cx: &'a Cx<'_>, id: UseId) -> Option<&'a Type> {
    let event = &cx.bindings.uses[id].event;
    let syntax = &cx.parsed.steps[event.step];
    // Of a step that runs several times, what is written is the type of one run.
    if event.route == Route::Error { syntax.error.as_ref() } else { syntax.method_output.as_ref() }
}

/// The type of the value that a use takes, or else the name of the step that makes it.
pub(crate) fn produced(cx: &Cx<'_>, id: UseId) -> Place {
    let producer = &cx.parsed.steps[cx.bindings.uses[id].event.step].ident;
    produced_type(cx, id).map_or_else(|| messages::place(producer), messages::place)
}

/// Where a use's value comes from, for code that fails where its type does not fit.
pub(crate) fn span_of_use(cx: &Cx<'_>, id: UseId) -> Span {
    produced(cx, id).0.resolved_at(Span::mixed_site())
}

pub(crate) fn first_use(value: &Value) -> Option<UseId> {
    value.uses().first().copied()
}

/// Whether a type cannot be written on a `let`.
pub(crate) fn mentions_impl(ty: &Type) -> bool {
    mentions(ty, &["impl"])
}

fn mentions(ty: &Type, words: &[&str]) -> bool {
    names::mentions(&ty.to_token_stream(), words)
}

/// `Verdict::Accept` for a variant of what a step hands on. The macro cannot see the enum, only how it is written.
/// All of it is located where the variant is written.
pub(crate) fn variant_path(cx: &Cx<'_>, step: StepId, variant: &Ident) -> TokenStream {
    let Some(Type::Path(ty)) = &cx.parsed.steps[step].output else {
        return variant.to_token_stream();
    };
    // In one context with the variant: rustc underlines what comes from two contexts at the attribute.
    let here = variant.span();
    let mut path: Path = ty.path.clone();
    for segment in &mut path.segments {
        segment.arguments = syn::PathArguments::None;
        segment.ident.set_span(here);
    }
    let colons = quote_spanned!(here=> ::);
    let leading = path.leading_colon.map(|_| &colons);
    let segments = path.segments.iter().map(|segment| &segment.ident);
    code!(#leading #(#segments #colons)* #variant)
}

/// A tuple variant's pattern. Its path is located where the variant is written, its fields at the parameters that take
/// them: there rustc says how many there are, and proposes more. They are [`names::shown`], or `_`.
pub(crate) fn variant_pattern(cx: &Cx<'_>, step: StepId, name: &str, fields: &[TokenStream]) -> TokenStream {
    let variant = variant_ident(cx, step, name);
    let path = variant_path(cx, step, &variant);
    let listener = |field| Some(&cx.parsed.steps[taker(cx, step, name, field)?.0]);
    let parens = listener(0).map_or_else(|| variant.span(), |it| it.sig.paren_token.span.join());
    let fields = fields.iter().enumerate().map(|(index, field)| {
        let param = taker(cx, step, name, index).map(|(step, param)| &cx.parsed.steps[step].params[param]);
        let here = param.and_then(|it| it.ident.as_ref()).map_or_else(|| variant.span(), Ident::span);
        let located = field.clone().into_iter().map(move |mut token| {
            token.set_span(here);
            token
        });
        located.collect::<TokenStream>()
    });
    let fields = quote_spanned!(parens=> (#(#fields),*));
    code!(#path #fields)
}

/// The first parameter that takes this field of a variant: its step and its number.
fn taker(cx: &Cx<'_>, step: StepId, variant: &str, field: usize) -> Option<(StepId, usize)> {
    let id = cx.bindings.uses.iter().position(|it| {
        let same = matches!(&it.event.route, Route::Variant(name) if name == variant);
        it.event.step == step && same && it.field.is_some_and(|(index, _)| index == field)
    })?;
    let listener = cx.bindings.uses[id].step;
    let takes = |source: &Source| matches!(source, Source::Value(value) if value.uses().contains(&id));
    let param = cx.bindings.params[listener].iter().position(takes)?;
    Some((listener, param))
}

/// The identifier of a variant as its first listener wrote it, so that a mistake shows there.
pub(crate) fn variant_ident(cx: &Cx<'_>, step: StepId, name: &str) -> Ident {
    for (listener, syntax) in cx.graph.steps.iter().zip(&cx.parsed.steps) {
        let Some(trigger) = &listener.trigger else { continue };
        for (event, (_, variant)) in trigger.events().into_iter().zip(&syntax.events) {
            if event.step == step
                && let (Route::Variant(route), Some(ident)) = (&event.route, variant)
                && route == name
            {
                return ident.clone();
            }
        }
    }
    let end = cx.parsed.steps[step].ends.iter().find(|ident| *ident == name);
    end.cloned().unwrap_or_else(|| Ident::new(name, Span::call_site()))
}

/// A pattern that takes one field of a variant: `Verdict::Accept(_, value)`.
pub(crate) fn field_pattern(cx: &Cx<'_>, id: UseId, bound: &Ident) -> TokenStream {
    let it = &cx.bindings.uses[id];
    let (Route::Variant(name), Some((index, count))) = (&it.event.route, it.field) else {
        return bound.to_token_stream();
    };
    let fields = (0..count).map(|field| if field == index { bound.to_token_stream() } else { code!(_) });
    variant_pattern(cx, it.event.step, name, &fields.collect::<Vec<_>>())
}
