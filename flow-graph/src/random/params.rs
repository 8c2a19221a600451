//! The parameters of a random flow's steps.

use std::borrow::Cow;

use super::rng::Rng;
use super::types::{Carries, carries, event_type, item_type};
use crate::analysis::Analysis;
use crate::model::{Event, Graph, Input, Param, Refinement, Route, StepId, Trigger};

/// Gives every step parameters that fit its trigger.
pub(super) fn add(rng: &mut Rng, graph: &mut Graph, analysis: &Analysis) {
    for step in 0..graph.steps.len() {
        let mut types = match &graph.steps[step].trigger {
            None => Vec::new(),
            Some(Trigger::Event(event)) if graph.steps[step].is_each() => {
                let collection = event_type(graph, event.step, &event.route);
                let item = item_type(collection.as_deref()).map(|ty| Carries::One(ty.to_owned()));
                item.map_or_else(Vec::new, |item| types(rng, &item))
            }
            Some(trigger) => types(rng, &carries(graph, trigger)),
        };
        let from = read(rng, graph, analysis, step);
        let own = types.drain(..).enumerate().map(|(index, ty)| param(&format!("p{index}"), &ty, None));
        let mut params: Vec<Param> = own.collect();
        if let Some(from) = from {
            let place = rng.below(params.len() + 1);
            params.insert(place, from);
        }
        if graph.steps[step].trigger.is_none() {
            for (name, ty) in [("x", "V"), ("y", "&V")] {
                if rng.chance(25) {
                    params.push(param(name, ty, None));
                    if !graph.inputs.iter().any(|input| input.name == name) {
                        graph.inputs.to_mut().push(Input { name: name.into(), ty: ty.into() });
                    }
                }
            }
        }
        if graph.steps[step].refined != Refinement::NONE {
            let mut context = param("cx", "Context<'_>", None);
            context.context = true;
            params.push(context);
        }
        graph.steps.to_mut()[step].params = Cow::Owned(params);
    }
}

fn param(name: &str, ty: &str, from: Option<StepId>) -> Param {
    let parts = ty.starts_with('(').then(|| {
        let mut depth = 0;
        let commas = ty.chars().filter(|it| {
            depth += i32::from(*it == '(') - i32::from(*it == ')');
            *it == ',' && depth == 1
        });
        commas.count() + 1
    });
    Param {
        name: Cow::Owned(name.to_owned()),
        ty: Cow::Owned(ty.to_owned()),
        by_ref: ty.starts_with('&'),
        from,
        context: false,
        optional: ty.starts_with("Option<"),
        tuple: parts,
    }
}

/// Parameter types that take what a trigger carries.
fn types(rng: &mut Rng, carries: &Carries) -> Vec<String> {
    match carries {
        _ if rng.chance(15) || has_untyped_race(carries) => Vec::new(),
        Carries::Nothing => Vec::new(),
        Carries::All(members) => {
            let each: Vec<String> = members.iter().map(|it| ty(rng, it, true)).collect();
            if rng.chance(25) { vec![format!("({})", each.join(", "))] } else { each }
        }
        one => vec![ty(rng, one, true)],
    }
}

/// Whether there is a race in a race of which no parameter says what type its members become: one in a join, or one
/// that may carry nothing.
fn has_untyped_race(carries: &Carries) -> bool {
    let has_race = |it: &Carries| matches!(it, Carries::First(_) | Carries::Several(_));
    match carries {
        Carries::Nothing | Carries::One(_) => false,
        Carries::All(members) => members.iter().any(has_untyped_race),
        Carries::First(members) | Carries::Several(members) => members.iter().any(|member| match member {
            Carries::Several(_) => true,
            Carries::All(inner) => inner.iter().any(|it| has_race(it) || has_untyped_race(it)),
            inner @ Carries::First(_) if inner.flat().1 => true,
            other => has_untyped_race(other),
        }),
    }
}

/// A parameter type that takes one of the values that a trigger carries.
fn ty(rng: &mut Rng, carries: &Carries, may_borrow: bool) -> String {
    let borrowed = if may_borrow && rng.chance(40) { "&" } else { "" };
    match carries {
        Carries::Nothing => unreachable!("nothing takes no parameter"),
        Carries::One(ty) => format!("{borrowed}{ty}"),
        Carries::All(members) => {
            let each: Vec<String> = members.iter().map(|it| ty(rng, it, false)).collect();
            format!("({})", each.join(", "))
        }
        Carries::Several(members) => match Carries::flat_members(members) {
            (_, true) => "Vec<Option<V>>".to_owned(),
            (types, false) => match types[0] {
                Carries::One(ty) if types.iter().all(|it| *it == types[0]) => format!("Vec<{ty}>"),
                _ => "Vec<V>".to_owned(),
            },
        },
        Carries::First(_) => match carries.flat() {
            (_, true) => "Option<V>".to_owned(),
            (types, false) => match types[0] {
                Carries::One(ty) if types.iter().all(|it| *it == types[0]) => format!("{borrowed}{ty}"),
                _ => "V".to_owned(),
            },
        },
    }
}

/// A `#[from]` parameter, sometimes, where there is something to read.
fn read(rng: &mut Rng, graph: &Graph, analysis: &Analysis, step: StepId) -> Option<Param> {
    // An optional `Option` would read as one that always is.
    let readable = |it: &StepId| graph.steps[*it].output.as_deref().is_some_and(|ty| ty != "Option<V>");
    let upstream: Vec<StepId> =
        (0..graph.steps.len()).filter(|it| analysis.upstream(*it, step)).filter(readable).collect();
    if upstream.is_empty() || !rng.chance(25) {
        return None;
    }
    let from = *rng.pick(&upstream);
    let borrowed = if rng.chance(50) { "&" } else { "" };
    let ty = event_type(graph, from, &Route::Success)?;
    let ty = format!("{borrowed}{ty}");
    let success = Event { step: from, route: Route::Success, bare: false };
    let ty = if analysis.certain(&success, step) { ty } else { format!("Option<{ty}>") };
    Some(param("from", &ty, Some(from)))
}
