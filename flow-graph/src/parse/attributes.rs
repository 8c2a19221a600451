//! The attributes that make a method a step, taken off the method.

use syn::spanned::Spanned;
use syn::{Attribute, Ident, ImplItemFn, Meta, Path};

use super::arguments::{Arguments, StepOption};
use super::errors::Errors;
use super::refine::{self, Refined};
use super::text;
use super::trigger::{self, TriggerSyntax};
use crate::model::{Items, Many, StepKind};

/// What a step's attributes say.
pub(super) struct StepAttributes {
    pub(super) kind: StepKind,
    pub(super) trigger: Option<TriggerSyntax>,
    pub(super) must_finish: bool,
    pub(super) ends: Vec<Ident>,
    pub(super) ends_rest: bool,
    pub(super) max_iterations: Option<(Ident, u32)>,
    pub(super) refined: Refined,
    /// All of them.
    pub(super) written: Vec<Attribute>,
    /// Whether the trigger could not be read, so that nothing is known of what the step waits for.
    pub(super) without_trigger: bool,
    /// What it waits for could not be read.
    pub(super) unclear: bool,
}

impl StepAttributes {
    fn new(kind: StepKind) -> StepAttributes {
        StepAttributes {
            kind,
            trigger: None,
            must_finish: false,
            ends: Vec::new(),
            ends_rest: false,
            max_iterations: None,
            refined: Refined::default(),
            written: Vec::new(),
            without_trigger: false,
            unclear: false,
        }
    }

    /// Whether the step waits for nothing.
    pub(super) fn is_start(&self) -> bool {
        self.trigger.is_none() && self.kind != StepKind::Listen
    }
}

/// The attributes of the flow, by name. Others are left in place.
const STEP_ATTRIBUTES: [&str; 3] = ["start", "listen", "router"];

/// The name of an attribute of the flow, written alone, as `flow_core::name` or under the path of `#[flow(crate = path)]`.
fn flow_attribute(attr: &Attribute, krate: Option<&Path>) -> Option<String> {
    let segments = &attr.path().segments;
    let name = text::name(&segments.last()?.ident);
    let ours = STEP_ATTRIBUTES.contains(&name.as_str())
        || refine::ATTRIBUTES.contains(&name.as_str())
        || ["must_finish", "from", "context"].contains(&name.as_str());
    let alone = segments.len() == 1;
    let crated =
        segments.len() == 2 && matches!(text::name(&segments[0].ident).as_str(), "flow_core" | "flow");
    let renamed = krate.is_some_and(|krate| {
        let path = segments.iter().take(segments.len() - 1);
        path.map(|it| &it.ident).eq(krate.segments.iter().map(|it| &it.ident))
    });
    (ours && (alone || crated || renamed)).then_some(name)
}

/// Takes the flow's attributes from among others.
pub(super) fn split(attrs: &mut Vec<Attribute>, krate: Option<&Path>) -> Vec<Attribute> {
    named(attrs, krate).into_iter().map(|(_, attr)| attr).collect()
}

fn named(attrs: &mut Vec<Attribute>, krate: Option<&Path>) -> Vec<(String, Attribute)> {
    let mut ours = Vec::new();
    let mut rest = Vec::new();
    for attr in std::mem::take(attrs) {
        match flow_attribute(&attr, krate) {
            Some(name) => ours.push((name, attr)),
            None => rest.push(attr),
        }
    }
    *attrs = rest;
    ours
}

/// Takes the flow's attributes off a method. If it is no step, they are the error. `krate` is where flow-core is found, if that is said.
pub(super) fn take(
    method: &mut ImplItemFn,
    krate: Option<&Path>,
    errors: &mut Errors,
) -> Result<StepAttributes, Vec<Attribute>> {
    let ours = named(&mut method.attrs, krate);
    let mut kinds = ours.iter().filter(|(name, _)| STEP_ATTRIBUTES.contains(&name.as_str()));
    let Some((name, attr)) = kinds.next() else {
        for (name, attr) in &ours {
            errors.push(
                attr,
                format_args!("`#[{name}]` has no effect here: this method is not a step"),
                Some("add `#[start]`, `#[listen(…)]` or `#[router(…)]`, or remove it"),
            );
        }
        return Err(ours.into_iter().map(|(_, attr)| attr).collect());
    };
    let kinds: Vec<_> = kinds.collect();
    for (second, attr) in &kinds {
        errors.push(
            attr,
            format_args!(
                "a step has one of `#[start]`, `#[listen]` and `#[router]`; this one has `#[{name}]` already"
            ),
            Some(if *name == **second {
                "wait for several things with `and(…)` or `or(…)`"
            } else {
                "remove one of them"
            }),
        );
    }
    let mut step = step_attribute(name, attr, errors);
    step.unclear |= !kinds.is_empty();
    for (name, attr) in ours.iter().filter(|(name, _)| !STEP_ATTRIBUTES.contains(&name.as_str())) {
        match name.as_str() {
            "must_finish" => {
                no_arguments(name, attr, errors);
                if step.must_finish {
                    errors.push(attr, "`#[must_finish]` is given twice", Some("remove one of them"));
                }
                step.must_finish = true;
            }
            "from" => errors.push(
                attr,
                "`#[from(step)]` stands on a parameter, not on a method",
                Some("write it before the parameter that takes the value: `fn step(&self, #[from(earlier)] value: T)`"),
            ),
            "context" => errors.push(
                attr,
                "`#[context]` stands on a parameter, not on a method",
                Some("write it before the parameter: `fn step(&self, #[context] cx: Context<'_>)`"),
            ),
            _ => step.refined.attribute(name, attr, errors),
        }
    }
    reject_cfg(method, errors);
    step.written = ours.into_iter().map(|(_, attr)| attr).collect();
    Ok(step)
}

/// `#[cfg]` would remove the method without the macro knowing.
fn reject_cfg(method: &ImplItemFn, errors: &mut Errors) {
    for attr in &method.attrs {
        if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
            errors.push(
                attr,
                format_args!(
                    "a step cannot have `#[{}]`: the flow is built without knowing whether it is on",
                    attr.path().segments[0].ident
                ),
                Some("put it on the whole `impl` block, or inside the method's body"),
            );
        }
    }
}

pub(super) fn no_arguments(name: &str, attr: &Attribute, errors: &mut Errors) {
    if !matches!(attr.meta, Meta::Path(_)) {
        let message = format_args!("`#[{name}]` takes no arguments");
        errors.push(attr, message, Some("remove what stands in the brackets"));
    }
}

fn step_attribute(name: &str, attr: &Attribute, errors: &mut Errors) -> StepAttributes {
    let kind = match name {
        "start" => StepKind::Start,
        "listen" => StepKind::Listen,
        _ => StepKind::Router,
    };
    let mut step = StepAttributes::new(kind);
    let arguments = match &attr.meta {
        Meta::Path(_) => Arguments::default(),
        Meta::List(list) => Arguments::read(list.tokens.clone()),
        Meta::NameValue(meta) => {
            errors.push(meta, format_args!("write `#[{name}(step)]`, not `#[{name} = …]`"), None);
            step.unclear = true;
            step.without_trigger = kind != StepKind::Start;
            return step;
        }
    };
    step.unclear |= arguments.unclear;
    step.without_trigger = arguments.unclear && kind != StepKind::Start;
    arguments.errors.into_iter().for_each(|error| errors.add(error));
    if arguments.trigger.is_none() && kind == StepKind::Listen && !step.unclear {
        errors.add(trigger::missing(attr.meta.span(), name));
        step.unclear = true;
        step.without_trigger = true;
    }
    match arguments.trigger {
        Some(trigger) if kind == StepKind::Start => {
            errors.push(
                &trigger,
                "`#[start]` waits for nothing, so it takes no trigger",
                Some("to wait for a step, use `#[listen(step)]`"),
            );
            step.unclear = true;
        }
        trigger => step.set_trigger(trigger, errors),
    }
    for option in arguments.options {
        step.apply(option, name, errors);
    }
    step
}

impl StepAttributes {
    /// Takes the `each` off a trigger.
    fn set_trigger(&mut self, trigger: Option<TriggerSyntax>, errors: &mut Errors) {
        self.trigger = match trigger {
            Some(TriggerSyntax::Each { word, parens, event }) => {
                if self.kind == StepKind::Router {
                    errors.push(
                        &word,
                        "a router decides once, so it cannot run for each item",
                        Some(
                            "let a `#[listen(each(…))]` step judge the items, and route on what it hands on",
                        ),
                    );
                }
                self.refined.many = Some(Many { items: Items::Each, limit: None, first: None });
                self.refined.each = Some((word, parens));
                Some(*event)
            }
            trigger => trigger,
        };
    }

    fn apply(&mut self, option: StepOption, attribute: &str, errors: &mut Errors) {
        let word = option.word();
        let of_router = word == "ends" || word == "max_iterations";
        if of_router && self.kind != StepKind::Router {
            let message = format!("`{word}` is an option of `#[router]`, not of `#[{attribute}]`");
            errors.push(word, message, Some("make the step a `#[router(…)]`, or remove the option"));
            return;
        }
        match option {
            StepOption::Ends { rest, variants, .. } => {
                for variant in variants {
                    if self.ends.contains(&variant) {
                        let message = format_args!("`ends(…)` names `{variant}` twice");
                        errors.push(&variant, message, Some("remove one of them"));
                    } else {
                        self.ends.push(variant);
                    }
                }
                self.ends_rest |= rest;
            }
            StepOption::Number { word, value } if word == "max_iterations" => {
                if self.max_iterations.is_some() {
                    errors.push(&word, "`max_iterations` is given twice", Some("remove one of them"));
                }
                self.max_iterations = Some((word, value));
            }
            StepOption::Number { word, value } => {
                if self.kind == StepKind::Router {
                    errors.push(
                        &word,
                        format_args!("a router decides once, so `{word}` means nothing here"),
                        Some("let a `#[listen(…)]` step run several times, and route on what it hands on"),
                    );
                } else {
                    self.refined.option(word, value, errors);
                }
            }
        }
    }
}
