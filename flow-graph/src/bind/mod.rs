//! Which value each parameter gets, and whether it is moved, cloned or borrowed.
//!
//! [`bind`] matches parameters with what the step's trigger carries; `modes` then decides, from all uses of a value
//! together, who moves it and who has to clone.

mod borrows;
mod iterations;
mod modes;
mod shape;
mod state;
mod values;

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use self::shape::Shape;
pub use self::values::{Bindings, Gathered, Mode, Source, Use, UseId, Value};
use crate::analysis::{Analysis, BitSet};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Event, Graph, Route, StepId, Trigger};
use crate::parse::Parsed;

/// Matches parameters with payloads.
///
/// ```
/// use flow_graph::bind::{Source, bind};
///
/// let parsed = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn greet(&self, name: &str) -> String { todo!() }
///     }
/// });
/// let mut graph = parsed.graph.clone();
/// let analysis = flow_graph::check::check(&mut graph).unwrap();
/// let bindings = bind(&parsed, &graph, &analysis).unwrap();
/// assert!(matches!(bindings.params[0][0], Source::Input { input: 0, clone: false }));
/// ```
///
/// # Errors
///
/// One diagnostic for each step whose parameters do not fit what its trigger carries, and for each value that would
/// borrow the flow's state while a step has it for itself.
pub fn bind(parsed: &Parsed, graph: &Graph, analysis: &Analysis) -> Result<Bindings, Vec<Diagnostic>> {
    let mut binder = Binder::new(parsed, graph, analysis);
    let params = (0..graph.steps.len()).map(|step| binder.step(step)).collect();
    let Binder { items, uses, errors, .. } = binder;
    if !errors.is_empty() {
        return Err(errors);
    }
    let borrows = parsed.steps.iter().map(borrows::from_params).collect();
    let mut bindings = Bindings { params, items, uses, borrows };
    modes::decide(&mut bindings, graph, analysis);
    let mut clashes = state::check(parsed, graph, analysis, &bindings);
    clashes.extend(iterations::check(parsed, graph, &bindings));
    if clashes.is_empty() { Ok(bindings) } else { Err(clashes) }
}

/// What is wrong with the parameters of steps that are not in `exempt`.
pub(crate) fn mistakes(
    parsed: &Parsed,
    graph: &Graph,
    analysis: &Analysis,
    exempt: &BitSet,
) -> Vec<Diagnostic> {
    let mut binder = Binder::new(parsed, graph, analysis);
    for step in (0..graph.steps.len()).filter(|&step| !exempt.contains(step)) {
        binder.step(step);
    }
    binder.errors
}

struct Binder<'a> {
    parsed: &'a Parsed,
    graph: &'a Graph,
    analysis: &'a Analysis,
    items: Vec<Option<UseId>>,
    uses: Vec<Use>,
    errors: Vec<Diagnostic>,
}

impl<'a> Binder<'a> {
    fn new(parsed: &'a Parsed, graph: &'a Graph, analysis: &'a Analysis) -> Binder<'a> {
        let items = vec![None; graph.steps.len()];
        Binder { parsed, graph, analysis, items, uses: Vec::new(), errors: Vec::new() }
    }

    fn step(&mut self, step: StepId) -> Vec<Source> {
        let model = &self.graph.steps[step];
        let plain: Vec<usize> =
            (0..model.params.len()).filter(|&param| model.params[param].is_plain()).collect();
        let mut values = match &model.trigger {
            Some(trigger) if model.is_each() => self.items(step, trigger, &plain),
            None => plain.iter().map(|&param| self.input(step, param)).collect(),
            Some(trigger) => match self.payload(step, shape::of(self.graph, trigger, plain.len()), &plain) {
                Ok(values) => values.into_iter().map(Source::Value).collect::<Vec<_>>(),
                Err(error) => {
                    self.errors.push(error);
                    return Vec::new();
                }
            },
        }
        .into_iter();
        let mut sources = Vec::new();
        for (param, it) in model.params.iter().enumerate() {
            match it.from {
                Some(from) => sources.push(self.from(step, param, from)),
                None if it.context => sources.push(Source::Context),
                None => sources.extend(values.next()),
            }
        }
        sources
    }

    /// The collection of an `each`, and what the parameters `plain` take: at most one takes the item.
    fn items(&mut self, step: StepId, trigger: &Trigger, plain: &[usize]) -> Vec<Source> {
        let types = &self.parsed.steps[step].params;
        let place = Place::Trigger(step, 0);
        let name = &self.graph.steps[step].name;
        let shown = trigger.display(self.graph);
        let (leaf, event, field) = match shape::of(self.graph, trigger, 1) {
            Shape::Event(leaf, event) => (leaf, event, None),
            Shape::Fields(leaf, event) => (leaf, event, Some((0, 1))),
            _ => {
                let message = format!("`{name}` runs for each item of `{shown}`, which carries nothing");
                let help = "let it hand on a collection, such as a `Vec`";
                self.errors.push(Diagnostic::new(7, place, message).help(help));
                return Vec::new();
            }
        };
        if let [_, extra, ..] = *plain {
            let message = format!(
                "`{name}` takes {} values, but it runs for one item of `{shown}` at a time",
                plain.len()
            );
            let help =
                "take the item (it may be a tuple), or nothing; read an earlier step with `#[from(step)]`";
            self.errors.push(Diagnostic::new(7, Place::Param(step, extra), message).help(help));
            return Vec::new();
        }
        // Where nothing takes the items, they are only counted.
        let mode = match plain.first() {
            Some(&param) => self.mode(&event, Some(&types[param].ty)),
            None => Mode::Borrow,
        };
        self.uses.push(Use { step, event, field, leaf: Some(leaf), optional: false, mode });
        self.items[step] = Some(self.uses.len() - 1);
        plain.iter().map(|_| Source::Item).collect()
    }

    fn input(&self, step: StepId, param: usize) -> Source {
        let name = &self.graph.steps[step].params[param].name;
        let input = self.graph.inputs.iter().position(|input| input.name == *name).unwrap_or(0);
        let again = |later: &crate::model::Step| {
            later.trigger.is_none() && later.params.iter().any(|it| it.is_plain() && it.name == *name)
        };
        Source::Input { input, clone: self.graph.steps[step + 1..].iter().any(again) }
    }

    fn from(&mut self, step: StepId, param: usize, from: StepId) -> Source {
        let event = Event { step: from, route: Route::Success, bare: false };
        let optional = !self.analysis.certain(&event, step);
        let ty = &self.parsed.steps[step].params[param].ty;
        let ty = if optional { option_of(ty) } else { Some(ty) };
        let mode = self.mode(&event, ty);
        self.uses.push(Use { step, event, field: None, leaf: None, optional, mode });
        Source::From(self.uses.len() - 1)
    }

    /// One value for each of the parameters `plain`, which take what the trigger carries.
    fn payload(&mut self, step: StepId, shape: Shape, plain: &[usize]) -> Result<Vec<Value>, Diagnostic> {
        let types: Vec<&Type> =
            plain.iter().map(|&param| &self.parsed.steps[step].params[param].ty).collect();
        match (shape, types.as_slice()) {
            (_, []) => Ok(Vec::new()),
            (Shape::Fields(leaf, event), types) => {
                let count = types.len();
                let field = |(index, ty): (usize, &&Type)| {
                    Value::One(self.take(step, leaf, &event, Some((index, count)), Some(ty)))
                };
                Ok(types.iter().enumerate().map(field).collect())
            }
            (Shape::All(members), types) if members.len() == types.len() => {
                let mut values = Vec::new();
                for ((member, ty), &param) in members.iter().zip(types).zip(plain) {
                    values.push(self.value(step, member, Some(ty), param)?);
                }
                Ok(values)
            }
            (shape @ Shape::All(_), [ty]) if !matches!(ty, Type::Tuple(_)) => {
                Ok(vec![self.value(step, &shape, Some(ty), plain[0])?])
            }
            (Shape::All(members), [Type::Tuple(ty)]) if ty.elems.len() == members.len() => {
                let mut values = Vec::new();
                for (member, ty) in members.iter().zip(&ty.elems) {
                    values.push(self.value(step, member, Some(ty), plain[0])?);
                }
                Ok(vec![Value::Tuple(values)])
            }
            (shape @ (Shape::Event(..) | Shape::First { .. } | Shape::Several { .. }), [ty]) => {
                Ok(vec![self.value(step, &shape, Some(ty), plain[0])?])
            }
            (shape, _) => Err(self.wrong_count(step, &shape, plain)),
        }
    }

    fn value(
        &mut self,
        step: StepId,
        shape: &Shape,
        ty: Option<&Type>,
        param: usize,
    ) -> Result<Value, Diagnostic> {
        match shape {
            Shape::Nothing => Ok(Value::Tuple(Vec::new())),
            Shape::Event(leaf, event) => Ok(Value::One(self.take(step, *leaf, event, None, ty))),
            Shape::Fields(leaf, event) => Ok(Value::One(self.take(step, *leaf, event, Some((0, 1)), ty))),
            Shape::All(members) => {
                let elems = match ty {
                    Some(Type::Tuple(tuple)) if tuple.elems.len() == members.len() => Some(&tuple.elems),
                    Some(Type::Reference(_)) => return Err(self.tuple_by_reference(step, param)),
                    _ => None,
                };
                let values = members
                    .iter()
                    .enumerate()
                    .map(|(index, member)| self.value(step, member, elems.map(|elems| &elems[index]), param))
                    .collect::<Result<_, _>>()?;
                Ok(Value::Tuple(values))
            }
            Shape::First { node, members } => {
                let optional = shape.is_optional();
                let inner = match (optional, ty) {
                    (false, ty) => ty,
                    (true, None) => None,
                    (true, Some(ty)) => Some(option_of(ty).ok_or_else(|| self.option_needed(step, param))?),
                };
                self.gathered(step, *node, members, ty, inner, param).map(Value::First)
            }
            Shape::Several { node, members } => {
                self.several(step, *node, members, ty, param).map(Value::Several)
            }
        }
    }

    /// What a `quorum` carries to a parameter of type `Vec<P>`.
    fn several(
        &mut self,
        step: StepId,
        node: usize,
        members: &[Shape],
        ty: Option<&Type>,
        param: usize,
    ) -> Result<Gathered, Diagnostic> {
        let name = &self.graph.steps[step].name;
        if let Some(Type::Reference(_)) = ty {
            let message =
                format!("`{name}` cannot borrow what a `quorum` carries: it is put together for this step");
            return Err(Diagnostic::new(7, Place::Param(step, param), message)
                .help("take a `Vec<…>`, with references in it if you like: `Vec<&T>`"));
        }
        let optional = shape::any_optional(members);
        let element = ty.and_then(|ty| argument_of(ty, "Vec"));
        let inner = match (optional, element) {
            (true, Some(element)) => Some(option_of(element).ok_or_else(|| {
                let message = format!(
                    "something that carries nothing may be in the quorum of `{name}`, so the elements are `Option`s"
                );
                Diagnostic::new(7, Place::Param(step, param), message)
                    .help("write `Vec<Option<…>>`: an element is `None` where that member has come")
            })?),
            (_, element) => element,
        };
        self.gathered(step, node, members, element, inner, param)
    }

    /// What an `or` or a `quorum` carries, where a value is taken as `ty`, and as `inner` without the `Option`.
    fn gathered(
        &mut self,
        step: StepId,
        node: usize,
        members: &[Shape],
        ty: Option<&Type>,
        inner: Option<&Type>,
        param: usize,
    ) -> Result<Gathered, Diagnostic> {
        let mut values = Vec::new();
        for member in members {
            values.push(match member {
                Shape::Nothing => None,
                // An `or` in an `or` is the same race.
                member if member.is_optional() => Some(self.value(step, member, ty, param)?),
                member => Some(self.value(step, member, inner, param)?),
            });
        }
        let is =
            |mode: Mode| values.iter().flatten().flat_map(Value::uses).any(|id| self.uses[id].mode == mode);
        let borrowed = matches!(inner, Some(Type::Reference(_))) && is(Mode::Borrow);
        let converted = inner.is_some() && !borrowed && !is(Mode::Copy);
        let (optional, ty) = (shape::any_optional(members), inner.map(ToTokens::to_token_stream));
        Ok(Gathered { node, members: values, optional, borrowed, converted, ty })
    }

    fn take(
        &mut self,
        step: StepId,
        leaf: usize,
        event: &Event,
        field: Option<(usize, usize)>,
        ty: Option<&Type>,
    ) -> UseId {
        let mode = self.mode(event, ty);
        self.uses.push(Use { step, event: event.clone(), field, leaf: Some(leaf), optional: false, mode });
        self.uses.len() - 1
    }

    /// How a parameter of type `ty` takes the value, before it is known who else uses it.
    fn mode(&self, event: &Event, ty: Option<&Type>) -> Mode {
        let producer = self.parsed.steps[event.step].output.as_ref();
        let lends_reference = event.route == Route::Success
            && matches!(producer, Some(Type::Reference(it)) if it.mutability.is_none());
        match ty {
            Some(Type::Reference(_)) if lends_reference => Mode::Copy,
            Some(Type::Reference(_)) => Mode::Borrow,
            _ => Mode::Move,
        }
    }

    fn wrong_count(&self, step: StepId, shape: &Shape, plain: &[usize]) -> Diagnostic {
        let graph = self.graph;
        let name = &graph.steps[step].name;
        let carried = shape::describe(graph, shape);
        let expected = match shape {
            Shape::All(members) => members.len(),
            Shape::Nothing => 0,
            _ => 1,
        };
        let tuple = match *plain {
            [only] => graph.steps[step].params[only].tuple.map(|parts| (only, parts)),
            _ => None,
        };
        let place = match (plain.get(expected), tuple) {
            (Some(&extra), _) | (None, Some((extra, _))) => Place::Param(step, extra),
            (None, None) => Place::Step(step),
        };
        let trigger =
            graph.steps[step].trigger.as_ref().map(|it| it.display(graph).to_string()).unwrap_or_default();
        let taken = match (plain.len(), tuple) {
            (_, Some((_, parts))) => format!("a tuple of {parts}"),
            (1, None) => "one value".to_string(),
            (count, None) => format!("{count} values"),
        };
        let message = format!("`{name}` takes {taken}, but its trigger `{trigger}` carries {carried}");
        let help = match expected {
            0 => format!("remove the parameter{}, or read an earlier step with `#[from(step)]`", if plain.len() == 1 { "" } else { "s" }),
            1 => "take no parameter, or this one value; read an earlier step with `#[from(step)]`".to_string(),
            _ => "take no parameters, one for each value, or one tuple for all; read an earlier step with `#[from(step)]`".to_string(),
        };
        Diagnostic::new(7, place, message).help(help)
    }

    fn tuple_by_reference(&self, step: StepId, param: usize) -> Diagnostic {
        let name = &self.graph.steps[step].name;
        let message =
            format!("`{name}` cannot borrow what an `and` carries as one tuple: the values live apart");
        Diagnostic::new(7, Place::Param(step, param), message)
            .help("take a tuple of references, such as `(&A, &B)`")
    }

    fn option_needed(&self, step: StepId, param: usize) -> Diagnostic {
        let name = &self.graph.steps[step].name;
        let message = format!(
            "`{name}` may be triggered by something that carries nothing, so this parameter is an `Option`"
        );
        Diagnostic::new(7, Place::Param(step, param), message)
            .help("write `Option<…>`: it is `None` when that member wins")
    }
}

/// `T` of `Option<T>`, as written.
fn option_of(ty: &Type) -> Option<&Type> {
    argument_of(ty, "Option")
}

/// The first type argument of a type whose last path segment is `name`.
fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
