//! What a trigger carries, as a tree.

use crate::model::{Event, Graph, Route, Trigger};

/// What a trigger, or a part of one, carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing.
    Nothing,
    /// The value of the event with that number in the trigger.
    Event(usize, Event),
    /// The fields of a variant: as many as its listener takes.
    Fields(usize, Event),
    /// What the members of an `and` carry: at least two values.
    All(Vec<Shape>),
    /// What the first member of an `or` carries: the node's number in pre-order, and every member.
    First { node: usize, members: Vec<Shape> },
    /// What the first members of a `quorum` carry, as one collection.
    Several { node: usize, members: Vec<Shape> },
}

impl Shape {
    /// Whether it is an `or` with a member that carries nothing.
    pub(super) fn is_optional(&self) -> bool {
        match self {
            Shape::First { members, .. } => any_optional(members),
            _ => false,
        }
    }
}

/// Whether some of the members, or of those of a race in them, carry nothing.
pub(super) fn any_optional(members: &[Shape]) -> bool {
    members.iter().any(|member| *member == Shape::Nothing || member.is_optional())
}

/// What `trigger` carries to a listener with `params` parameters.
pub(super) fn of(graph: &Graph, trigger: &Trigger, params: usize) -> Shape {
    if let Trigger::Event(event) = trigger
        && matches!(event.route, Route::Variant(_))
        && !event.bare
    {
        return if params == 0 { Shape::Nothing } else { Shape::Fields(0, event.clone()) };
    }
    shape(graph, trigger, &mut 0, &mut 0)
}

fn shape(graph: &Graph, trigger: &Trigger, node: &mut usize, leaf: &mut usize) -> Shape {
    let this = *node;
    *node += 1;
    match trigger {
        Trigger::Event(event) => {
            let number = *leaf;
            *leaf += 1;
            match &event.route {
                _ if event.bare => Shape::Nothing,
                Route::Success if graph.steps[event.step].output.is_none() => Shape::Nothing,
                Route::Success | Route::Error => Shape::Event(number, event.clone()),
                Route::Variant(_) => Shape::Fields(number, event.clone()),
            }
        }
        Trigger::And(members) => {
            let mut carrying: Vec<Shape> = members
                .iter()
                .map(|member| shape(graph, member, node, leaf))
                .filter(|member| *member != Shape::Nothing)
                .collect();
            match carrying.len() {
                0 => Shape::Nothing,
                1 => carrying.remove(0),
                _ => Shape::All(carrying),
            }
        }
        Trigger::Or(members) | Trigger::Quorum { members, .. } => {
            let shapes: Vec<Shape> = members.iter().map(|member| shape(graph, member, node, leaf)).collect();
            if shapes.iter().all(|member| *member == Shape::Nothing) {
                return Shape::Nothing;
            }
            match trigger {
                Trigger::Quorum { .. } => Shape::Several { node: this, members: shapes },
                _ => Shape::First { node: this, members: shapes },
            }
        }
    }
}

/// The values in words: "`String` from `slogan` and `u32` from `count`".
pub(super) fn describe(graph: &Graph, shape: &Shape) -> String {
    match shape {
        Shape::Nothing => "nothing".to_string(),
        Shape::Event(_, event) | Shape::Fields(_, event) => {
            let step = &graph.steps[event.step];
            let ty = match event.route {
                Route::Success => step.output.as_deref(),
                Route::Error => step.error.as_deref(),
                Route::Variant(_) => None,
            };
            let name = event.display(graph);
            match ty {
                Some(ty) => format!("`{ty}` from `{name}`"),
                None => format!("the value of `{name}`"),
            }
        }
        Shape::All(members) => {
            let all: Vec<String> = members.iter().map(|member| describe(graph, member)).collect();
            format!("{} values: {}", all.len(), all.join(", "))
        }
        Shape::First { members, .. } => {
            let all: Vec<String> = members.iter().map(|member| describe(graph, member)).collect();
            format!("one value: {}", all.join(" or "))
        }
        Shape::Several { members, .. } => {
            let all: Vec<String> = members.iter().map(|member| describe(graph, member)).collect();
            format!("one `Vec` of what arrives first: {}", all.join(", "))
        }
    }
}
