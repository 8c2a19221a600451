//! Which values are at hand in a block, and under which names.

use std::collections::BTreeMap;

use flow_graph::model::StepId;
use flow_graph::regions::Gate;
use proc_macro2::{Ident, TokenStream};

use crate::names;
use crate::run::Cx;

/// A local of the generated code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Var {
    /// What a step hands on, or that it has succeeded.
    Success(StepId),
    /// A step's own error.
    Error(StepId),
    /// A field of a variant of what a step hands on.
    Field(StepId, String, usize),
    /// That a step's value is a variant, where nobody takes a field of it.
    Route(StepId, String),
    /// The winner's value for an `or`, or that it fired.
    First(Gate),
}

/// How a value is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// The local is the value.
    Certain,
    /// The local is an `Option` of the value.
    Optional,
    /// The local is a reference to the value, from a `match` on a value that stays.
    Reference,
}

/// The values at hand.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    vars: BTreeMap<Var, Presence>,
}

impl Scope {
    pub(super) fn add(&mut self, var: Var, presence: Presence) {
        self.vars.insert(var, presence);
    }

    pub(super) fn get(&self, var: &Var) -> Option<Presence> {
        self.vars.get(var).copied()
    }

    /// Whether it is a step's value of which fields are lent.
    pub(super) fn has_fields_of(&self, var: &Var) -> bool {
        let Var::Success(step) = var else { return false };
        let lent = |(it, presence): (&Var, &Presence)| {
            matches!(it, Var::Field(of, ..) if of == step) && *presence == Presence::Reference
        };
        self.vars.iter().any(lent)
    }

    /// The value, for certain: where only the analysis knows that it is there, it is unwrapped first.
    pub(super) fn certain(&mut self, cx: &Cx<'_>, var: Var, code: &mut TokenStream) -> Option<TokenStream> {
        let name = name(cx, &var);
        match self.get(&var)? {
            Presence::Certain => Some(code!(#name)),
            Presence::Reference => None,
            Presence::Optional => {
                code.extend(code! {
                    let __rt::Some(#name) = #name else { __rt::impossible() };
                });
                self.add(var, Presence::Certain);
                Some(code!(#name))
            }
        }
    }

    /// The value as an `Option`.
    pub(super) fn optional(&self, cx: &Cx<'_>, var: Var) -> Option<TokenStream> {
        let name = name(cx, &var);
        match self.get(&var)? {
            Presence::Certain => Some(code!(__rt::Some(#name))),
            Presence::Reference => None,
            Presence::Optional => Some(code!(#name)),
        }
    }
}

/// The local's name.
pub(super) fn name(cx: &Cx<'_>, var: &Var) -> Ident {
    match var {
        Var::Success(step) => cx.names.of(*step, ""),
        Var::Error(step) => cx.names.of(*step, "error"),
        Var::Field(step, variant, index) => {
            let variant = snake(variant);
            let field = if *index == 0 { variant } else { format!("{variant}_{index}") };
            names::shown(&format!("{}_{field}", cx.names.text(*step)), cx.parsed.steps[*step].ident.span())
        }
        Var::Route(step, variant) => cx.names.of(*step, &format!("is_{}", snake(variant))),
        Var::First(gate) if gate.again => cx.names.of(gate.step, "again"),
        Var::First(gate) if gate.node == 0 => names::local(&format!("for_{}", cx.names.text(gate.step))),
        Var::First(gate) => names::local(&format!("for_{}_{}", cx.names.text(gate.step), gate.node)),
    }
}

fn snake(variant: &str) -> String {
    let mut out = String::new();
    for (index, letter) in variant.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
