//! What a step can know of the run that it is in.

use std::any::Any;
use std::fmt;
use std::sync::LazyLock;

use flow_graph::Graph;
use flow_graph::model::StepId;

use crate::observe::{Emitted, Event, Observer, Place};

/// What a step knows of its run: a parameter with `#[context]`.
///
/// It costs a run that nobody watches nothing but itself. Steps that are spawned or run on the blocking pool have none.
///
/// ```
/// use flow_core::observe::Recorder;
/// use flow_core::prelude::*;
/// use flow_core::Context;
///
/// struct Inner;
///
/// #[flow]
/// impl Inner {
///     #[start]
///     async fn work(&self, #[context] cx: Context<'_>) -> String {
///         cx.emit("half way");
///         format!("{} of {}", cx.step(), cx.flow())
///     }
/// }
///
/// struct Outer;
///
/// #[flow]
/// impl Outer {
///     #[start]
///     async fn ask(&self, #[context] cx: Context<'_>) -> Result<String, FlowError> {
///         Inner.runner().within(cx).run().await // what happens there is told to who watches here
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let recorder = Recorder::new();
/// let said = Outer.runner().observed_by(&recorder).run().await.unwrap();
/// assert_eq!(said, "work of Inner");
/// assert!(recorder.lines().contains(&"Outer::ask / emitted work: \"half way\"".to_string()));
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Context<'a> {
    run: Option<&'a (dyn Run + Sync)>,
    flow: &'static Graph,
    step: StepId,
    attempt: u32,
    item: Option<usize>,
}

/// A run that somebody watches, whoever that is.
pub(crate) trait Run {
    /// A step of the run has handed out something.
    fn emitted(&self, step: StepId, item: Option<usize>, emitted: Emitted);

    /// Something has happened in another run, which a step of this one began.
    fn nested(&self, step: StepId, item: Option<usize>, event: &Event);

    /// Another run, which a step of this one began, is gone on with.
    fn poll(&self, place: Place, poll: &mut dyn FnMut());
}

impl<'a> Context<'a> {
    /// The context of a step that nobody watches.
    pub(crate) const fn unobserved(
        flow: &'static Graph,
        step: StepId,
        attempt: u32,
        item: Option<usize>,
    ) -> Context<'a> {
        Context { run: None, flow, step, attempt, item }
    }

    pub(crate) fn observed(
        run: &'a (dyn Run + Sync),
        flow: &'static Graph,
        step: StepId,
        attempt: u32,
        item: Option<usize>,
    ) -> Context<'a> {
        Context { run: Some(run), flow, step, attempt, item }
    }

    /// Hands something to whoever watches the run: they get it as an [`Emitted`]. If nobody does, it is dropped.
    ///
    /// ```
    /// use flow_core::observe::{Kind, Recorder};
    /// use flow_core::prelude::*;
    ///
    /// struct Download;
    ///
    /// #[flow]
    /// impl Download {
    ///     #[start]
    ///     async fn fetch(&self, parts: u32, #[context] cx: Context<'_>) -> u32 {
    ///         (1..=parts).for_each(|part| cx.emit(part));
    ///         parts
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let recorder = Recorder::new();
    /// Download.runner().observed_by(&recorder).run(3).await.unwrap();
    /// let parts = recorder.events().into_iter().filter_map(|event| match event.kind {
    ///     Kind::Emitted(item) => item.downcast_ref::<u32>().copied(),
    ///     _ => None,
    /// });
    /// assert_eq!(parts.collect::<Vec<_>>(), [1, 2, 3]);
    /// # }
    /// ```
    pub fn emit<T: Any + Send + Sync>(&self, item: T) {
        if let Some(run) = self.run {
            run.emitted(self.step, self.item, Emitted::new(item));
        }
    }

    /// Whether somebody watches: where it takes work to make what is [emitted](Context::emit).
    ///
    /// ```
    /// use flow_core::observe::Recorder;
    /// use flow_core::prelude::*;
    ///
    /// struct Sum;
    ///
    /// #[flow]
    /// impl Sum {
    ///     #[start]
    ///     fn add(&self, numbers: &[u32], #[context] cx: Context<'_>) -> bool {
    ///         if cx.is_observed() {
    ///             cx.emit(format!("adding {numbers:?}"));
    ///         }
    ///         cx.is_observed()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// assert!(!Sum.run(&[1, 2]).await.unwrap());
    /// assert!(Sum.runner().observed_by(Recorder::new()).run(&[1, 2]).await.unwrap());
    /// # }
    /// ```
    #[must_use]
    pub fn is_observed(&self) -> bool {
        self.run.is_some()
    }

    /// Which attempt this is: 1, or more where the step is tried again.
    ///
    /// ```
    /// use flow_core::prelude::*;
    ///
    /// struct Model;
    ///
    /// #[flow]
    /// impl Model {
    ///     #[start]
    ///     #[retry(times = 3)]
    ///     async fn ask(&self, #[context] cx: Context<'_>) -> Result<u32, String> {
    ///         if cx.attempt() < 3 { Err("busy".to_owned()) } else { Ok(cx.attempt()) }
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// assert_eq!(Model.run().await.unwrap(), 3);
    /// # }
    /// ```
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Which item this is, counted from 0, where the step runs for each of several.
    ///
    /// ```
    /// use flow_core::prelude::*;
    ///
    /// struct Poll;
    ///
    /// #[flow]
    /// impl Poll {
    ///     #[start(times = 3)]
    ///     async fn ask(&self, #[context] cx: Context<'_>) -> Option<usize> {
    ///         cx.item()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// assert_eq!(Poll.run().await.unwrap(), [Some(0), Some(1), Some(2)]);
    /// # }
    /// ```
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        self.item
    }

    /// The name of the flow.
    #[must_use]
    pub fn flow(&self) -> &'static str {
        &self.flow.name
    }

    /// The name of the step.
    #[must_use]
    pub fn step(&self) -> &'static str {
        self.flow.steps.get(self.step).map_or("", |step| &step.name)
    }
}

impl Context<'static> {
    /// A context for calling a step's method without a run, in a test of that method: nobody watches, and there is
    /// neither a flow nor a step of any name.
    ///
    /// ```
    /// use flow_core::Context;
    ///
    /// let cx = Context::detached();
    /// assert!(!cx.is_observed());
    /// assert_eq!((cx.attempt(), cx.item()), (1, None));
    /// ```
    #[must_use]
    pub fn detached() -> Context<'static> {
        static NOWHERE: LazyLock<Graph> = LazyLock::new(|| Graph::new(""));
        Context::unobserved(&NOWHERE, 0, 1, None)
    }
}

/// Whoever watches the run of a context can watch another one, as a part of it. That is what a runner's `within` does.
impl Observer for Context<'_> {
    fn on(&self, event: &Event) {
        if let Some(run) = self.run {
            run.nested(self.step, self.item, event);
        }
    }

    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        match self.run {
            Some(run) => run.poll(place, poll),
            None => poll(),
        }
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("flow", &self.flow())
            .field("step", &self.step())
            .field("attempt", &self.attempt)
            .field("item", &self.item)
            .field("is_observed", &self.is_observed())
            .finish()
    }
}
