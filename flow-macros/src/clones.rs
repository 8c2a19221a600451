//! The clones that steps get of what they take by value, with the names that a message about a missing `Clone` needs.

use flow_graph::bind::{Mode, Source, UseId};
use flow_graph::model::{Route, StepId};
use proc_macro2::{Ident, TokenStream};

use crate::args;
use crate::messages::{self, Place};
use crate::run::Cx;

/// A function that clones a value for a step.
pub(crate) struct Cloner<'a, 'b> {
    cx: &'a Cx<'b>,
    /// The trait and its function.
    of: (&'static str, &'static str),
    /// The steps that the trait's message names.
    steps: Vec<StepId>,
    /// Where the step takes the value.
    here: Place,
    /// Where the other one that needs the value takes it, or else where the value is made.
    there: Place,
}

impl Cloner<'_, '_> {
    /// The path of the function.
    pub(crate) fn path(&self) -> TokenStream {
        messages::function(self.cx, self.of, &self.steps, self.here)
    }

    /// The call of the function with what a local holds, which is lent for it if need be.
    pub(crate) fn call(&self, lend: bool, local: &Ident) -> TokenStream {
        let path = messages::path(self.cx, self.of, &self.steps, &[], self.there);
        let argument = messages::argument(lend, local, self.here);
        code!(#path(#argument))
    }
}

/// For the value of a use.
pub(crate) fn of_use<'a, 'b>(cx: &'a Cx<'b>, id: UseId) -> Cloner<'a, 'b> {
    let uses = &cx.bindings.uses;
    match beside(cx, id) {
        // Where both get clones there is one message, the same from both.
        Some(other) if uses[other].mode == Mode::Clone && other < id && beside(cx, other) == Some(id) => {
            of_two(cx, other, id)
        }
        Some(other) => of_two(cx, id, other),
        None => {
            let (here, there) = (place_of_use(cx, id), args::produced(cx, id));
            let steps = vec![uses[id].event.step, uses[id].step];
            Cloner { cx, of: ("NeededAgain", "fan_out"), steps, here, there }
        }
    }
}

fn of_two<'a, 'b>(cx: &'a Cx<'b>, id: UseId, other: UseId) -> Cloner<'a, 'b> {
    let uses = &cx.bindings.uses;
    let of = if uses[other].mode == Mode::Borrow { "OwnerAndReader" } else { "TwoOwners" };
    let steps = vec![uses[id].event.step, uses[id].step, uses[other].step];
    let (here, there) = (place_of_use(cx, id), place_of_use(cx, other));
    Cloner { cx, of: (of, "fan_out"), steps, here, there }
}

/// For an input of the flow.
pub(crate) fn of_input<'a, 'b>(cx: &'a Cx<'b>, step: StepId, input: usize) -> Cloner<'a, 'b> {
    let param = |step: StepId, cloned: bool| {
        let takes = |it: &Source| matches!(it, Source::Input { input: of, clone } if *of == input && *clone == cloned);
        cx.bindings.params[step].iter().position(takes)
    };
    let mut owners = (0..cx.graph.steps.len()).filter_map(|step| Some((step, param(step, false)?)));
    let (other, of_other) = owners.next().map_or((step, None), |(step, param)| (step, Some(param)));
    let (here, there) = (place(cx, step, param(step, true)), place(cx, other, of_other));
    Cloner { cx, of: ("TwoStarts", "fan_out"), steps: vec![step, other], here, there }
}

/// For an argument of one of several calls of a step's method.
pub(crate) fn again<'a, 'b>(cx: &'a Cx<'b>, step: StepId, param: usize) -> Cloner<'a, 'b> {
    let (here, there) = (place(cx, step, Some(param)), place(cx, step, None));
    Cloner { cx, of: ("Again", "again"), steps: vec![step], here, there }
}

/// Where a step takes a value: the parameter's type, or else its own name.
fn place(cx: &Cx<'_>, step: StepId, param: Option<usize>) -> Place {
    let syntax = &cx.parsed.steps[step];
    match param {
        Some(param) => messages::place(&syntax.params[param].ty),
        None => messages::place(&syntax.ident),
    }
}

fn place_of_use(cx: &Cx<'_>, id: UseId) -> Place {
    let step = cx.bindings.uses[id].step;
    let takes = |source: &Source| match source {
        Source::Value(value) => value.uses().contains(&id),
        Source::From(from) => *from == id,
        Source::Item => cx.bindings.items[step] == Some(id),
        Source::Input { .. } | Source::Context => false,
    };
    place(cx, step, cx.bindings.params[step].iter().position(takes))
}

/// The use of another step that needs the value as well: by value rather than by reference, the same field rather than
/// another or the whole. There is none where the same step takes it once more, or the flow hands it out.
fn beside(cx: &Cx<'_>, id: UseId) -> Option<UseId> {
    let uses = &cx.bindings.uses;
    let it = &uses[id];
    let is_error = |route: &Route| *route == Route::Error;
    let same = |&other: &UseId| {
        let other = &uses[other];
        other.step != it.step
            && other.event.step == it.event.step
            && is_error(&other.event.route) == is_error(&it.event.route)
    };
    let distance = |&other: &UseId| {
        let other = &uses[other];
        let by_value = match other.mode {
            Mode::Move => 0,
            Mode::Clone | Mode::Copy => 1,
            Mode::Borrow => 2,
        };
        (other.event.route != it.event.route, other.field != it.field, by_value)
    };
    (0..uses.len()).filter(same).min_by_key(distance)
}
