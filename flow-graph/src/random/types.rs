//! The types of random flows.
//!
//! `V` is a value, `E` an error. A program that runs random flows declares the enums with the variants listed here.

use crate::model::{Graph, Route, StepId, Trigger};

/// An enum: its name, and its variants, each with whether it has a field (a `V`).
pub type Enum = (&'static str, &'static [(&'static str, bool)]);

/// The enums that steps return.
pub const ENUMS: [Enum; 4] = [
    ("Option<V>", &[("Some", true), ("None", false)]),
    ("Coin", &[("Heads", false), ("Tails", false)]),
    ("Pair", &[("Left", true), ("Right", true)]),
    ("Trio", &[("One", true), ("Two", false), ("Three", true)]),
];

/// The variants of a type; none if it is no enum.
#[must_use]
pub fn variants(ty: Option<&str>) -> &'static [(&'static str, bool)] {
    ENUMS.iter().find(|(name, _)| Some(*name) == ty).map_or(&[], |(_, variants)| variants)
}

/// What a trigger, or a part of one, carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carries {
    /// Nothing.
    Nothing,
    /// A value of that type.
    One(String),
    /// At least two values.
    All(Vec<Carries>),
    /// What one of the members carries.
    First(Vec<Carries>),
    /// What some of the members carry, as a collection.
    Several(Vec<Carries>),
}

/// What a trigger carries.
#[must_use]
pub fn carries(graph: &Graph, trigger: &Trigger) -> Carries {
    match trigger {
        Trigger::Event(event) if event.bare => Carries::Nothing,
        Trigger::Event(event) => {
            event_type(graph, event.step, &event.route).map_or(Carries::Nothing, Carries::One)
        }
        Trigger::And(members) => {
            let members = members.iter().map(|it| carries(graph, it)).filter(|it| *it != Carries::Nothing);
            let mut members: Vec<Carries> = members.collect();
            match members.len() {
                0 => Carries::Nothing,
                1 => members.remove(0),
                _ => Carries::All(members),
            }
        }
        Trigger::Or(members) | Trigger::Quorum { members, .. } => {
            let members: Vec<Carries> = members.iter().map(|it| carries(graph, it)).collect();
            match trigger {
                _ if members.iter().all(|it| *it == Carries::Nothing) => Carries::Nothing,
                Trigger::Quorum { .. } => Carries::Several(members),
                _ => Carries::First(members),
            }
        }
    }
}

/// The type that an event carries, if it carries something.
#[must_use]
pub fn event_type(graph: &Graph, step: StepId, route: &Route) -> Option<String> {
    let output = graph.steps[step].output.as_deref();
    match route {
        Route::Success => output.map(str::to_owned),
        Route::Error if graph.steps[step].refined.many.is_some() => {
            Some(format!("ItemsFailed<{}, E>", item_type(output).unwrap_or("()")))
        }
        Route::Error => Some("E".to_owned()),
        Route::Variant(name) => {
            let (_, field) = variants(output).iter().find(|(variant, _)| variant == name)?;
            field.then(|| "V".to_owned())
        }
    }
}

/// The type of a collection's items.
#[must_use]
pub fn item_type(ty: Option<&str>) -> Option<&str> {
    ty?.strip_prefix("Vec<")?.strip_suffix('>')
}

impl Carries {
    /// The types of all values it may carry, and whether it may be nothing.
    #[must_use]
    pub fn flat(&self) -> (Vec<&Carries>, bool) {
        match self {
            Carries::Nothing => (Vec::new(), true),
            Carries::One(_) | Carries::All(_) | Carries::Several(_) => (vec![self], false),
            Carries::First(members) => Carries::flat_members(members),
        }
    }

    /// [`flat`](Carries::flat), of what some of these carry.
    #[must_use]
    pub fn flat_members(members: &[Carries]) -> (Vec<&Carries>, bool) {
        let parts: Vec<_> = members.iter().map(Carries::flat).collect();
        let nothing = parts.iter().any(|(_, nothing)| *nothing);
        (parts.into_iter().flat_map(|(types, _)| types).collect(), nothing)
    }
}
