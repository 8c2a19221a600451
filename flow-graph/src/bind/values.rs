//! What a parameter gets, and every use of a value.

use proc_macro2::TokenStream;

use crate::model::{Event, StepId};

/// An index into [`Bindings::uses`].
///
/// ```
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Greeting {
/// #         #[start]
/// #         async fn name(&self) -> String { todo!() }
/// #         #[listen(name)]
/// #         async fn greet(&self, name: String) -> String { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// use flow_graph::bind::{Source, UseId};
///
/// // #[listen(name)] async fn greet(&self, name: String)
/// let uses: Vec<UseId> = flow.bindings.params[1][0].uses();
/// assert_eq!(flow.bindings.uses[uses[0]].step, 1);
/// ```
pub type UseId = usize;

/// What every parameter gets.
///
/// ```
/// use flow_graph::bind::{Mode, Source, Value};
///
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn name(&self) -> String { todo!() }
///         #[listen(name)]
///         async fn greet(&self, name: String) -> String { todo!() }
///     }
/// });
/// let flow = reading.result.ok().unwrap();
/// let bindings = flow.bindings;
/// let Source::Value(Value::One(id)) = &bindings.params[1][0] else { panic!() };
/// assert_eq!(bindings.uses[*id].event.step, 0);
/// assert_eq!(bindings.uses[*id].mode, Mode::Move);
/// assert_eq!(bindings.borrows, [false, false]);
/// ```
pub struct Bindings {
    /// For each step, for each parameter: what it gets.
    pub params: Vec<Vec<Source>>,
    /// For each step: the collection for whose items it runs, where it is an `each`.
    pub items: Vec<Option<UseId>>,
    /// Every use of a value that a step hands on.
    pub uses: Vec<Use>,
    /// For each step: whether the value it hands on may borrow from what it was given.
    pub borrows: Vec<bool>,
}

/// Where a parameter's value comes from.
///
/// ```
/// use flow_graph::bind::Source;
///
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Branding {
/// #         #[start]
/// #         async fn slogan(&self, brand: &str) -> String { todo!() }
/// #         #[start]
/// #         async fn tagline(&self, brand: &str) -> String { todo!() }
/// #         #[listen(and(slogan, tagline))]
/// #         async fn combine(&self, slogan: String, tagline: String) -> String { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// // Both `slogan` and `tagline` take `brand: &str`; what is borrowed is not cloned.
/// let params = &flow.bindings.params;
/// assert!(matches!(params[0][..], [Source::Input { input: 0, .. }]));
/// assert!(matches!(params[2][..], [Source::Value(_), Source::Value(_)]));
/// ```
#[derive(Debug, Clone)]
pub enum Source {
    /// An input of the flow.
    Input {
        /// Its index in [`Graph::inputs`](crate::model::Graph::inputs).
        input: usize,
        /// Whether another start step needs the input after this one.
        clone: bool,
    },
    /// What the step's trigger carries, or a part of it.
    Value(Value),
    /// `#[from(step)]`
    From(UseId),
    /// An item of the collection in [`Bindings::items`].
    Item,
    /// `#[context]`
    Context,
}

impl Source {
    /// Every use in it, in the order in which the values are taken.
    ///
    /// ```
    /// use flow_graph::bind::Source;
    ///
    /// assert_eq!(Source::From(3).uses(), [3]);
    /// assert!(Source::Input { input: 0, clone: false }.uses().is_empty());
    /// ```
    #[must_use]
    pub fn uses(&self) -> Vec<UseId> {
        match self {
            Source::Input { .. } | Source::Item | Source::Context => Vec::new(),
            Source::Value(value) => value.uses(),
            Source::From(id) => vec![*id],
        }
    }
}

/// A value that a trigger carries.
///
/// ```
/// use flow_graph::bind::{Source, Value};
///
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Branding {
///         #[start]
///         async fn slogan(&self) -> String { todo!() }
///         #[start]
///         async fn tagline(&self) -> String { todo!() }
///         #[listen(and(slogan, tagline))]
///         async fn combine(&self, both: (String, String)) -> String { todo!() }
///     }
/// });
/// let bindings = reading.result.ok().unwrap().bindings;
/// assert!(matches!(&bindings.params[2][0], Source::Value(Value::Tuple(parts)) if parts.len() == 2));
/// ```
#[derive(Debug, Clone)]
pub enum Value {
    /// What one event carries.
    One(UseId),
    /// What the members of an `and` carry, as one tuple.
    Tuple(Vec<Value>),
    /// What the first member of an `or` carries.
    First(Gathered),
    /// What the first members of a `quorum` carry, as a `Vec` in order of arrival.
    Several(Gathered),
}

impl Value {
    /// Every use in it, in the order in which the values are taken.
    ///
    /// ```
    /// use flow_graph::bind::Value;
    ///
    /// let both = Value::Tuple(vec![Value::One(0), Value::One(4)]);
    /// assert_eq!(both.uses(), [0, 4]);
    /// ```
    #[must_use]
    pub fn uses(&self) -> Vec<UseId> {
        match self {
            Value::One(id) => vec![*id],
            Value::Tuple(values) => values.iter().flat_map(Value::uses).collect(),
            Value::First(Gathered { members, .. }) | Value::Several(Gathered { members, .. }) => {
                members.iter().flatten().flat_map(Value::uses).collect()
            }
        }
    }
}

/// What the first member of an `or` carries, or the first members of a `quorum`: the value of one, or a `Vec` of them.
///
/// ```
/// use flow_graph::bind::{Source, Value};
///
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Route {
/// #         #[start]
/// #         async fn bus(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn train(&self) -> u32 { todo!() }
/// #         #[listen(or(bus, train))]
/// #         async fn arrive(&self, minutes: u32) -> u32 { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// // #[listen(or(bus, train))] async fn arrive(&self, minutes: u32)
/// let Source::Value(Value::First(first)) = &flow.bindings.params[2][0] else { panic!() };
/// assert_eq!((first.node, first.members.len()), (0, 2));
/// assert!(first.converted); // by `From`, which leaves a `u32` as it is
/// assert!(!first.optional && !first.borrowed);
/// ```
///
/// ```
/// use flow_graph::bind::{Source, Value};
///
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Quote {
/// #         #[start]
/// #         async fn ada(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn ben(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn cem(&self) -> u32 { todo!() }
/// #         #[listen(quorum(2, ada, ben, cem))]
/// #         async fn compare(&self, prices: Vec<u32>) -> u32 { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// // #[listen(quorum(2, ada, ben, cem))] async fn compare(&self, prices: Vec<u32>)
/// let Source::Value(Value::Several(several)) = &flow.bindings.params[3][0] else { panic!() };
/// assert_eq!(several.members.len(), 3);
/// assert!(several.converted); // by `From`, which leaves a `u32` as it is
/// assert!(!several.optional && !several.borrowed);
/// ```
#[derive(Debug, Clone)]
pub struct Gathered {
    /// The node of the `or` or `quorum` in the step's trigger, in pre-order.
    pub node: usize,
    /// What each member carries.
    pub members: Vec<Option<Value>>,
    /// Whether a value is an `Option`, because some member carries nothing.
    pub optional: bool,
    /// Whether a value is taken by reference.
    pub borrowed: bool,
    /// Whether each value is converted to the type that is taken; otherwise all have the same type.
    pub converted: bool,
    /// That type without the `Option`, as written, where it is.
    pub ty: Option<TokenStream>,
}

/// One use of a value.
///
/// ```
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Greeting {
/// #         #[start]
/// #         async fn name(&self) -> String { todo!() }
/// #         #[listen(name)]
/// #         async fn greet(&self, name: String) -> String { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// // #[listen(name)] async fn greet(&self, name: String)
/// let taken = &flow.bindings.uses[0];
/// assert_eq!((taken.step, taken.leaf), (1, Some(0)));
/// assert_eq!(taken.event.display(&flow.graph), "name");
/// ```
#[derive(Debug, Clone)]
pub struct Use {
    /// The step that takes it.
    pub step: StepId,
    /// Whose value it is: the success value or a variant of it, or the error.
    pub event: Event,
    /// The field of the variant, and how many fields the pattern has.
    pub field: Option<(usize, usize)>,
    /// Which event of the step's trigger this is, in the order written; `None` for `#[from]`.
    pub leaf: Option<usize>,
    /// For `#[from]`: whether the step may not have succeeded by then.
    pub optional: bool,
    /// How the value is taken.
    pub mode: Mode,
}

/// How a value is taken.
///
/// ```
/// use flow_graph::bind::Mode;
///
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn name(&self) -> String { todo!() }
///         #[listen(name)]
///         async fn greet(&self, name: String) -> String { todo!() }
///         #[listen(name)]
///         async fn count(&self, name: &str) -> usize { todo!() }
///     }
/// });
/// let uses = reading.result.ok().unwrap().bindings.uses;
/// assert_eq!((uses[0].mode, uses[1].mode), (Mode::Clone, Mode::Borrow));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Moved out: the last use.
    Move,
    /// Cloned, because somebody needs it beside or after this use.
    Clone,
    /// Borrowed.
    Borrow,
    /// The value is a reference itself, and is copied.
    Copy,
}
