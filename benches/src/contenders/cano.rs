//! cano 0.15.4: a state machine whose states are numbers here; splits run side by side in tasks. Values go through its
//! store. Built once.

use std::marker::PhantomData;
use std::sync::Arc;

use ::cano::prelude::*;

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{Shape, again_below};
use crate::step::Kind;

/// A state, by its number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State(usize);

/// What a step does with the store and where it goes.
#[derive(Clone)]
struct Step<K> {
    index: usize,
    /// Reads these.
    from: Arc<[String]>,
    /// Writes this.
    to: String,
    next: State,
    /// Goes there instead while the loop goes on.
    again: Option<State>,
    kind: PhantomData<K>,
}

impl<K> Step<K> {
    fn new(index: usize, from: &[String], to: &str, next: usize) -> Step<K> {
        Step {
            index,
            from: from.into(),
            to: to.to_owned(),
            next: State(next),
            again: None,
            kind: PhantomData,
        }
    }

    fn along(index: usize, next: usize) -> Step<K> {
        Step::new(index, &["value".to_owned()], "value", next)
    }
}

#[task(state = State)]
impl<K: Kind> Step<K> {
    fn config(&self) -> TaskConfig {
        TaskConfig::minimal()
    }

    async fn run(&self, resources: &Resources) -> Result<TaskResult<State>, CanoError> {
        let store = resources.get::<MemoryStore, _>("store")?;
        let mut value = 0;
        for key in self.from.iter() {
            value += store.get::<u64>(key)?;
        }
        let value = K::step(self.index, value).await;
        store.put(&self.to, value)?;
        let next = self.again.as_ref().filter(|_| value < again_below()).unwrap_or(&self.next);
        Ok(TaskResult::Single(next.clone()))
    }
}

/// The workflow, and the number of its last state.
fn workflow<K: Kind>(shape: Shape, store: &MemoryStore) -> (Workflow<State>, usize) {
    let mut workflow = Workflow::new(Resources::new().insert("store", store.clone()));
    let split = |workflow: Workflow<State>, state: usize, width: usize, from: &[String], into: &str| {
        let to: Vec<String> = (0..width).map(|index| format!("{into}{index}")).collect();
        let steps: Vec<Step<K>> =
            to.iter().enumerate().map(|(index, to)| Step::new(index, from, to, state + 1)).collect();
        let join = JoinConfig::new(JoinStrategy::All, State(state + 1));
        (workflow.register_split(State(state), steps, join), to)
    };
    let value = ["value".to_owned()];
    match shape {
        Shape::Chain(steps) => {
            for index in 0..steps {
                workflow = workflow.register(State(index), Step::<K>::along(index, index + 1));
            }
            (workflow.add_exit_state(State(steps)), steps)
        }
        Shape::Loop => {
            workflow = workflow
                .register(State(0), Step::<K>::along(0, 1))
                .register(State(1), Step::<K>::along(0, 2));
            let judge = Step::<K> { again: Some(State(1)), ..Step::along(1, 3) };
            workflow = workflow.register(State(2), judge).register(State(3), Step::<K>::along(0, 4));
            (workflow.add_exit_state(State(4)), 4)
        }
        Shape::Race => {
            // A loser may have run to its end as well.
            let steps: Vec<Step<K>> = (0..3).map(|index| Step::new(index, &value, "won", 2)).collect();
            let last = Step::<K>::new(0, &["won".to_owned()], "value", 3);
            let join = JoinConfig::new(JoinStrategy::Any, State(2));
            workflow =
                workflow.register(State(0), Step::<K>::along(0, 1)).register_split(State(1), steps, join);
            (workflow.register(State(2), last).add_exit_state(State(3)), 3)
        }
        _ => {
            let (layers, width) = match shape {
                Shape::Fan(branches) => (1, branches),
                Shape::Grid => (10, 10),
                _ => (1, 3),
            };
            workflow = workflow.register(State(0), Step::<K>::along(0, 1));
            let mut from: Vec<String> = value.to_vec();
            for layer in 1..=layers {
                (workflow, from) =
                    split(workflow, layer, width, &from, if layer % 2 == 0 { "even" } else { "odd" });
            }
            let last = Step::<K>::new(0, &from, "value", layers + 2);
            (workflow.register(State(layers + 1), last).add_exit_state(State(layers + 2)), layers + 2)
        }
    }
}

/// The crate cano.
pub struct Cano;

impl Contender for Cano {
    const NAME: &'static str = "cano";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        match shape {
            Shape::Ladder => return Err(Unable("a state waits for all of the split before")),
            Shape::Nested => return Err(Unable("no chains inside a split")),
            Shape::Each(_) | Shape::EachLimited(_) => {
                return Err(Unable("its batches give no values to the next state"));
            }
            _ => {}
        }
        let store = MemoryStore::new();
        let (workflow, last) = workflow::<K>(shape, &store);
        let workflow = Arc::new(workflow);
        Ok(Runs::engine(shape, move |value| {
            let (workflow, store) = (Arc::clone(&workflow), store.clone());
            async move {
                store.put("value", value)?;
                let end = workflow.orchestrate(State(0), CancellationToken::disabled()).await?;
                assert_eq!(end, State(last));
                Ok::<u64, CanoError>(store.get::<u64>("value")?)
            }
        }))
    }
}
