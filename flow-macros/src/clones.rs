//! The clones that steps get of what they take by value, with the names that a message about a missing `Clone` needs.

use std::iter::repeat;

use flow_graph::bind::{Mode, Source, UseId};
use flow_graph::model::{Route, StepId};
use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};

use crate::args;
use crate::names;
use crate::run::Cx;

/// The first and the last token of what is underlined.
type Place = (Span, Span);

/// A function that clones a value for a step.
pub(crate) struct Cloner {
    /// The trait and its function.
    of: &'static str,
    function: &'static str,
    /// The steps that the trait's message names.
    steps: Vec<Ident>,
    /// Where the step takes the value.
    here: Place,
    /// Where the other one that needs the value takes it, or else where the value is made.
    there: Place,
}

impl Cloner {
    /// The path of the function.
    pub(crate) fn path(&self) -> TokenStream {
        self.path_at(self.here)
    }

    /// The call of the function with what a local holds, which is lent for it if need be.
    pub(crate) fn call(&self, lend: bool, local: &Ident) -> TokenStream {
        let (first, last) = self.here;
        let mut local = local.clone();
        local.set_span(last.resolved_at(local.span()));
        let and = lend.then(|| punct('&', first));
        let path = self.path_at(self.there);
        code!(#path(#and #local))
    }

    fn path_at(&self, (first, last): Place) -> TokenStream {
        let (of, function) = (names::local(self.of), names::local(self.function));
        // Where `Self` is not written, rustc takes the first of the arguments for it and underlines that.
        let mut steps = self.steps.clone();
        steps[0].set_span(last);
        let __steps = std::iter::once(Ident::new("__steps", first)).chain(repeat(names::local("__steps")));
        code!(__rt::#of::<#(#__steps::#steps),*>::#function)
    }
}

fn punct(char: char, span: Span) -> Punct {
    let mut punct = Punct::new(char, Spacing::Alone);
    punct.set_span(span);
    punct
}

/// For the value of a use.
pub(crate) fn of_use(cx: &Cx<'_>, id: UseId) -> Cloner {
    let uses = &cx.bindings.uses;
    match beside(cx, id) {
        // Where both get clones there is one message, the same from both.
        Some(other) if uses[other].mode == Mode::Clone && other < id && beside(cx, other) == Some(id) => {
            of_two(cx, other, id)
        }
        Some(other) => of_two(cx, id, other),
        None => {
            let (here, there) = (place_of_use(cx, id), args::produced(cx, id));
            let steps = vec![cx.names.marker(uses[id].event.step), cx.names.marker(uses[id].step)];
            Cloner { of: "NeededAgain", function: "fan_out", steps, here, there }
        }
    }
}

fn of_two(cx: &Cx<'_>, id: UseId, other: UseId) -> Cloner {
    let uses = &cx.bindings.uses;
    let of = if uses[other].mode == Mode::Borrow { "OwnerAndReader" } else { "TwoOwners" };
    let steps = [uses[id].event.step, uses[id].step, uses[other].step];
    let steps = steps.into_iter().map(|step| cx.names.marker(step)).collect();
    let (here, there) = (place_of_use(cx, id), place_of_use(cx, other));
    Cloner { of, function: "fan_out", steps, here, there }
}

/// For an input of the flow.
pub(crate) fn of_input(cx: &Cx<'_>, step: StepId, input: usize) -> Cloner {
    let param = |step: StepId, cloned: bool| {
        let takes = |it: &Source| matches!(it, Source::Input { input: of, clone } if *of == input && *clone == cloned);
        cx.bindings.params[step].iter().position(takes)
    };
    let mut owners = (0..cx.graph.steps.len()).filter_map(|step| Some((step, param(step, false)?)));
    let (other, of_other) = owners.next().map_or((step, None), |(step, param)| (step, Some(param)));
    Cloner {
        of: "TwoStarts",
        function: "fan_out",
        steps: vec![cx.names.marker(step), cx.names.marker(other)],
        here: place(cx, step, param(step, true)),
        there: place(cx, other, of_other),
    }
}

/// For an argument of one of several calls of a step's method.
pub(crate) fn again(cx: &Cx<'_>, step: StepId, param: usize) -> Cloner {
    let (here, there) = (place(cx, step, Some(param)), place(cx, step, None));
    Cloner { of: "Again", function: "again", steps: vec![cx.names.marker(step)], here, there }
}

/// Where a step takes a value: the parameter's type, or else its own name.
fn place(cx: &Cx<'_>, step: StepId, param: Option<usize>) -> Place {
    let syntax = &cx.parsed.steps[step];
    match param {
        Some(param) => args::ends(&syntax.params[param].ty),
        None => (syntax.ident.span(), syntax.ident.span()),
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
