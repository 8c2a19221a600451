//! The attributes and options that make more of a step than one run of its method: `#[timeout]`, `#[retry]`,
//! `#[spawn]`, `#[blocking]`, `#[subflow]`, `each(…)`, `times`, `limit`, `first`.

use std::time::Duration;

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Meta, Path, Type, token};

use super::attributes::no_arguments;
use super::errors::Errors;
use super::signature::StepSignature;
use super::{literals, suggest, text};
use crate::model::{Items, Many, Receiver, Refinement, Retry, RunsOn, StepKind, Subflow};

/// The attributes that refine a step, by name.
pub(super) const ATTRIBUTES: [&str; 5] = ["timeout", "retry", "spawn", "blocking", "subflow"];

/// What refines a step, and where that is written.
#[derive(Default)]
pub(super) struct Refined {
    pub(super) many: Option<Many>,
    pub(super) each: Option<(Ident, token::Paren)>,
    /// `times`, `limit` and `first`, as far as they are given.
    options: Vec<(Ident, u32)>,
    timeout: Option<Duration>,
    total_timeout: Option<Duration>,
    retry: Option<(Attribute, Retry)>,
    /// The function of `on = …`.
    pub(super) retry_on: Option<Path>,
    runs_on: Option<(Attribute, RunsOn)>,
    /// `#[spawn]` and `#[blocking]`: what the method should be cannot be told.
    runs_on_both: bool,
    /// The type in `#[subflow(…)]`.
    pub(super) subflow: Option<Type>,
}

impl Refined {
    /// One of the attributes that refine a step.
    pub(super) fn attribute(&mut self, name: &str, attr: &Attribute, errors: &mut Errors) {
        let read = match name {
            "timeout" => self.timeout(attr),
            "retry" => self.retry(attr),
            "subflow" => self.subflow(attr),
            _ => {
                no_arguments(name, attr, errors);
                self.runs_on(name, attr)
            }
        };
        if let Err(error) = read {
            errors.add(error);
        }
    }

    /// `times`, `limit` or `first`.
    pub(super) fn option(&mut self, word: Ident, number: u32, errors: &mut Errors) {
        if self.options.iter().any(|(known, _)| *known == word) {
            errors.push(&word, format_args!("`{word}` is given twice"), Some("remove one of them"));
        } else {
            self.options.push((word, number));
        }
    }

    /// `#[timeout("30s")]`, `#[timeout(total = "2m")]`, `#[timeout("30s", total = "2m")]`
    fn timeout(&mut self, attr: &Attribute) -> syn::Result<()> {
        const HELP: &str = "help: write `#[timeout(\"30s\")]` for each attempt, `#[timeout(total = \"2m\")]` for all together";
        let Meta::List(list) = &attr.meta else {
            return Err(syn::Error::new_spanned(attr, format!("`#[timeout]` says how long\n\n{HELP}")));
        };
        if list.tokens.is_empty() {
            return Err(syn::Error::new_spanned(
                attr,
                format!("`#[timeout()]` does not say how long\n\n{HELP}"),
            ));
        }
        literals::parts(list.tokens.clone()).into_iter().try_for_each(|part| {
            literals::whole(part, |input| {
                let here = literals::next(input);
                let (place, what, limit) = match input.call(Ident::parse_any) {
                    Ok(word) if word == "total" => {
                        let limit = literals::value_of(&word, input, "\"2m\"", literals::duration)?;
                        (&mut self.total_timeout, "the total time limit", limit)
                    }
                    Ok(word) => {
                        let help = suggest::help("option", &text::name(&word), &["total"]);
                        let message = format!("`#[timeout]` has no option named `{word}`\n\nhelp: {help}");
                        return Err(syn::Error::new(here, message));
                    }
                    Err(_) => (&mut self.timeout, "the time limit of an attempt", literals::duration(input)?),
                };
                match place.replace(limit) {
                    Some(_) => {
                        let message = format!("{what} is given twice\n\nhelp: remove one of them");
                        Err(syn::Error::new(here, message))
                    }
                    None => Ok(()),
                }
            })
        })
    }

    /// `#[retry]`, `#[retry(times = 3, base = "200ms", max = "5s", on = path)]`
    fn retry(&mut self, attr: &Attribute) -> syn::Result<()> {
        if self.retry.is_some() {
            return Err(syn::Error::new_spanned(
                attr,
                "a step has one `#[retry]`\n\nhelp: remove one of them",
            ));
        }
        // What backon, which does it, has by default.
        let mut retry =
            Retry { times: 3, base: Duration::from_secs(1), max: Duration::from_secs(60), on: None };
        let options: Vec<RetryOption> = match &attr.meta {
            Meta::Path(_) => Vec::new(),
            Meta::List(list) => literals::parts(list.tokens.clone())
                .into_iter()
                .map(|part| literals::whole(part, RetryOption::parse))
                .collect::<Result<_, _>>()?,
            Meta::NameValue(_) => {
                let message = "write `#[retry(times = 3)]`, not `#[retry = …]`";
                return Err(syn::Error::new_spanned(attr, message));
            }
        };
        let mut seen: Vec<&str> = Vec::new();
        let mut max = None;
        for option in &options {
            let (name, word) = match option {
                RetryOption::Times(word, times) => {
                    retry.times = *times;
                    ("times", word)
                }
                RetryOption::Base(word, base) => {
                    retry.base = *base;
                    ("base", word)
                }
                RetryOption::Max(word, value) => {
                    retry.max = *value;
                    max = Some(word);
                    ("max", word)
                }
                RetryOption::On(word, path) => {
                    retry.on = Some(text::of(path));
                    self.retry_on = Some(path.clone());
                    ("on", word)
                }
            };
            if seen.contains(&name) {
                return Err(syn::Error::new(
                    word.span(),
                    format!("`{name}` is given twice\n\nhelp: remove one of them"),
                ));
            }
            seen.push(name);
        }
        match max {
            Some(max) if retry.max < retry.base => {
                let message = format!(
                    "the longest wait, `max`, is shorter than the first, which is {}\n\nhelp: give a longer `max`, or a shorter `base`",
                    humantime::format_duration(retry.base)
                );
                return Err(syn::Error::new(max.span(), message));
            }
            _ => retry.max = retry.max.max(retry.base),
        }
        self.retry = Some((attr.clone(), retry));
        Ok(())
    }

    fn runs_on(&mut self, name: &str, attr: &Attribute) -> syn::Result<()> {
        let runs_on = if name == "spawn" { RunsOn::Task } else { RunsOn::BlockingPool };
        match self.runs_on.replace((attr.clone(), runs_on)) {
            None => Ok(()),
            Some((_, before)) if before == runs_on => Err(syn::Error::new_spanned(
                attr,
                format!("`#[{name}]` is given twice\n\nhelp: remove one of them"),
            )),
            Some(_) => {
                self.runs_on_both = true;
                Err(syn::Error::new_spanned(
                    attr,
                    "a step runs in a task of its own or on the blocking pool, not both\n\nhelp: `#[spawn]` is for an `async fn`, `#[blocking]` for a plain `fn` that blocks or computes for long",
                ))
            }
        }
    }

    fn subflow(&mut self, attr: &Attribute) -> syn::Result<()> {
        let usage = "help: name the type of the flow that the step runs: `#[subflow(Other)]`";
        let Meta::List(list) = &attr.meta else {
            return Err(syn::Error::new_spanned(
                attr,
                format!("`#[subflow]` does not say which flow\n\n{usage}"),
            ));
        };
        let wrong = |error: syn::Error| {
            let message = "`#[subflow(…)]` names the type of one flow";
            syn::Error::new(error.span(), format!("{message}\n\n{usage}"))
        };
        let ty: Type = list.parse_args().map_err(wrong)?;
        if self.subflow.replace(ty).is_some() {
            return Err(syn::Error::new_spanned(
                attr,
                "a step has one `#[subflow]`\n\nhelp: remove one of them",
            ));
        }
        Ok(())
    }

    /// What the model says of it, after the options have been looked at together.
    pub(super) fn finish(&mut self, kind: StepKind, errors: &mut Errors) -> Refinement {
        self.finish_many(kind, errors);
        Refinement {
            many: self.many,
            timeout: self.timeout,
            total_timeout: self.total_timeout,
            retry: self.retry.as_ref().map(|(_, retry)| retry.clone()),
            runs_on: self.runs_on.as_ref().map_or(RunsOn::Run, |(_, runs_on)| *runs_on),
            subflow: self.subflow.as_ref().map(|ty| Subflow { name: text::of(ty), graph: None }),
        }
    }

    fn finish_many(&mut self, kind: StepKind, errors: &mut Errors) {
        let given = |name: &str| self.options.iter().find(|(word, _)| word == name);
        if let Some((word, number)) = given("times") {
            if self.each.is_some() {
                let help = "run once per item, or several times for the same value";
                errors.push(word, "`times` and `each(…)` do not go together", Some(help));
            }
            self.many.get_or_insert(Many { items: Items::Times(*number), limit: None, first: None });
        }
        let Some(many) = &mut self.many else {
            for (word, _) in &self.options {
                let help = match kind {
                    StepKind::Start => "add `times = n`, or remove it",
                    _ => {
                        "write `each(step)` to run once per item of what `step` hands on, or add `times = n`"
                    }
                };
                errors.push(
                    word,
                    format_args!("`{word}` is for a step that runs several times; this one runs once"),
                    Some(help),
                );
            }
            return;
        };
        many.limit = self.options.iter().find(|(word, _)| word == "limit").map(|(_, number)| *number);
        many.first = self.options.iter().find(|(word, _)| word == "first").map(|(_, number)| *number);
        let first = self.options.iter().find(|(word, _)| word == "first");
        if let (Items::Times(times), Some((word, first))) = (many.items, first)
            && *first > times
        {
            errors.push(
                word,
                format_args!("the first {first} of {times} can never succeed"),
                Some("ask for at most as many successes as there are runs"),
            );
        }
    }

    /// Whether the method fits what the attributes make of it.
    pub(super) fn check(&self, signature: &StepSignature, errors: &mut Errors) {
        let name = text::name(&signature.sig.ident);
        if let Some((attr, _)) = &self.retry
            && !signature.fallible
            && self.timeout.is_none()
        {
            errors.push(
                attr,
                format_args!(
                    "`{name}` returns no `Result` and has no time limit, so there is nothing to retry"
                ),
                Some("return a `Result`, or give each attempt a limit with `#[timeout(\"…\")]`"),
            );
        }
        if let (Some(path), false) = (&self.retry_on, signature.fallible) {
            let message = format!("`{name}` returns no `Result`, so there is no error to look at");
            errors.push(path, message, Some("remove `on`: a time-out is always worth another attempt"));
        }
        let exclusive = signature.receiver.as_ref().filter(|it| it.kind == Receiver::Exclusive);
        if let (Some(receiver), true) = (exclusive, self.many.is_some()) {
            errors.push(
                &receiver.tokens,
                format_args!(
                    "`{name}` runs several times at once, and needs the state for itself with `&mut self`"
                ),
                Some("take `&self`, and change the state in a step that listens to this one"),
            );
        }
        if let Some((attr, runs_on)) = self.runs_on.as_ref().filter(|_| !self.runs_on_both) {
            check_elsewhere(attr, *runs_on, signature, errors);
        }
    }
}

/// A step that leaves the run's own task owns everything it works on.
fn check_elsewhere(attr: &Attribute, runs_on: RunsOn, signature: &StepSignature, errors: &mut Errors) {
    let name = text::name(&signature.sig.ident);
    let is_async = signature.sig.asyncness.is_some();
    let (word, place) = match runs_on {
        RunsOn::BlockingPool => ("blocking", "on the blocking pool"),
        _ => ("spawn", "in a task of its own"),
    };
    match (runs_on, is_async) {
        (RunsOn::Task, false) => errors.push(
            attr,
            format_args!("`{name}` is a plain `fn`, and `#[spawn]` is for an `async fn`"),
            Some("write `async fn`, or use `#[blocking]` for code that blocks or computes for long"),
        ),
        (RunsOn::BlockingPool, true) => errors.push(
            attr,
            format_args!("`{name}` is an `async fn`, and `#[blocking]` is for a plain `fn` that blocks"),
            Some("write `fn`, or use `#[spawn]` to run it in a task of its own"),
        ),
        _ => {}
    }
    if let Some(receiver) = signature.receiver.as_ref().filter(|it| it.kind != Receiver::Owned) {
        errors.push(
            &receiver.tokens,
            format_args!("`{name}` runs {place}, so it cannot borrow the flow's state"),
            Some("write `self: Arc<Self>`, or leave `self` out; `run` then takes an `Arc` as well"),
        );
    }
    for param in &signature.params {
        if param.context {
            let message =
                format!("`{name}` runs {place}, so it cannot take a `#[context]`, which is the run's");
            errors.push(&param.tokens, message, Some(&format!("remove it, or remove `#[{word}]`")));
        } else if borrows(&param.ty) {
            errors.push(
                &param.ty,
                format_args!("`{name}` runs {place}, so it cannot borrow its arguments"),
                Some("take the value itself: it is moved, or cloned where another step needs it too"),
            );
        }
    }
}

/// Whether a type is a reference, `'static` ones aside.
fn borrows(ty: &Type) -> bool {
    match ty {
        Type::Reference(it) => it.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static"),
        Type::Paren(it) => borrows(&it.elem),
        Type::Group(it) => borrows(&it.elem),
        _ => false,
    }
}

/// One option of `#[retry(…)]`, with its word.
enum RetryOption {
    Times(Ident, u32),
    Base(Ident, Duration),
    Max(Ident, Duration),
    On(Ident, Path),
}

impl Parse for RetryOption {
    fn parse(input: ParseStream<'_>) -> syn::Result<RetryOption> {
        const OPTIONS: [&str; 4] = ["times", "base", "max", "on"];
        let here = literals::next(input);
        let word = input.call(Ident::parse_any).map_err(|_| {
            let message = "an option of `#[retry]` is `name = value`\n\nhelp: write `#[retry(times = 3)]`";
            syn::Error::new(here, message)
        })?;
        let name = text::name(&word);
        if !OPTIONS.contains(&name.as_str()) {
            let help = suggest::help("option", &name, &OPTIONS);
            let message = format!("`#[retry]` has no option named `{name}`\n\nhelp: {help}");
            return Err(syn::Error::new(word.span(), message));
        }
        match name.as_str() {
            "times" => {
                let what = "`times`, how often it is tried again after the first attempt,";
                let number = |input: ParseStream<'_>| literals::whole_number(what, input);
                let times = literals::value_of(&word, input, "3", number)?;
                Ok(RetryOption::Times(word, times))
            }
            "base" => {
                let base = literals::value_of(&word, input, "\"200ms\"", literals::duration)?;
                Ok(RetryOption::Base(word, base))
            }
            "max" => {
                let max = literals::value_of(&word, input, "\"5s\"", literals::duration)?;
                Ok(RetryOption::Max(word, max))
            }
            _ => {
                let path = literals::value_of(&word, input, "is_temporary", |input| {
                    let ahead = input.cursor().token_stream();
                    let path = input.parse::<Path>().map_err(|error| not_a_path(&ahead, error.span()))?;
                    if input.is_empty() { Ok(path) } else { Err(not_a_path(&ahead, input.span())) }
                })?;
                Ok(RetryOption::On(word, path))
            }
        }
    }
}

fn not_a_path(tokens: &TokenStream, fallback: proc_macro2::Span) -> syn::Error {
    let span = tokens.clone().into_iter().next().map_or(fallback, |token| token.span());
    let message = "`on` names a function that takes a reference to the error and returns a `bool`\n\nhelp: write `on = is_temporary` or `on = MyError::is_temporary`, without brackets";
    syn::Error::new(span, message)
}
