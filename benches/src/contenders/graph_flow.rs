//! graph-flow 0.8.1: tasks by name, values as JSON in a session's context; a task that fans out. Built once.

use std::marker::PhantomData;
use std::sync::Arc;

use ::graph_flow::fanout::FanOutTask;
use ::graph_flow::{Context, Graph, GraphBuilder, NextAction, Result as Outcome, Session, Task, TaskResult};
use async_trait::async_trait;

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{Shape, again_below};
use crate::step::Kind;

/// A step that adds up some values of the context, and writes another.
struct Step<K> {
    name: String,
    index: usize,
    from: Vec<String>,
    to: String,
    next: NextAction,
    kind: PhantomData<K>,
}

#[async_trait]
impl<K: Kind> Task for Step<K> {
    fn id(&self) -> &str {
        &self.name
    }

    async fn run(&self, context: Context) -> Outcome<TaskResult> {
        let sum = self.from.iter().map(|key| context.get::<u64>(key).expect("it is there")).sum();
        context.set(self.to.as_str(), K::step(self.index, sum).await)?;
        Ok(TaskResult::new(None, self.next.clone()))
    }
}

fn step<K: Kind>(name: &str, index: usize, from: &[String], to: &str, next: NextAction) -> Arc<dyn Task> {
    let (name, to, from) = (name.to_owned(), to.to_owned(), from.to_vec());
    Arc::new(Step { name, index, from, to, next, kind: PhantomData::<K> })
}

/// The graph. Its first step is `s0`.
fn graph<K: Kind>(shape: Shape) -> Graph {
    let along = |name: &str, index, next| step::<K>(name, index, &["value".to_owned()], "value", next);
    let on = NextAction::ContinueAndExecute;
    let mut graph = GraphBuilder::new("shape").set_start_task("s0");
    match shape {
        Shape::Chain(steps) => {
            for index in 0..steps {
                let next = if index + 1 == steps { NextAction::End } else { on.clone() };
                graph = graph.add_task(along(&format!("s{index}"), index, next));
            }
            for index in 1..steps {
                graph = graph.add_edge(format!("s{}", index - 1), format!("s{index}"));
            }
        }
        Shape::Loop => {
            for (name, index) in [("s0", 0), ("work", 0), ("judge", 1)] {
                graph = graph.add_task(along(name, index, on.clone()));
            }
            let again =
                |context: &Context| context.get::<u64>("value").is_some_and(|value| value < again_below());
            graph = graph
                .add_task(along("last", 0, NextAction::End))
                .add_edge("s0", "work")
                .add_edge("work", "judge");
            graph = graph.add_conditional_edge("judge", again, "work", "last");
        }
        _ => {
            let (layers, width) = match shape {
                Shape::Fan(branches) => (1, branches),
                Shape::Grid => (10, 10),
                _ => (1, 3),
            };
            graph = graph.add_task(along("s0", 0, on.clone()));
            let mut from = vec!["value".to_owned()];
            for layer in 1..=layers {
                let names: Vec<String> = (0..width).map(|index| format!("g{layer}_{index}")).collect();
                let child =
                    |(index, name): (usize, &String)| step::<K>(name, index, &from, name, NextAction::End);
                let children = names.iter().enumerate().map(child).collect();
                let fan: Arc<FanOutTask> =
                    FanOutTask::new(format!("s{layer}"), children).with_next_action(on.clone());
                graph = graph.add_task(fan).add_edge(format!("s{}", layer - 1), format!("s{layer}"));
                from = names;
            }
            graph = graph.add_task(step::<K>("last", 0, &from, "value", NextAction::End));
            graph = graph.add_edge(format!("s{layers}"), "last");
        }
    }
    graph.build().expect("a graph")
}

/// The crate graph-flow.
pub struct GraphFlow;

impl Contender for GraphFlow {
    const NAME: &'static str = "graph-flow";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        match shape {
            Shape::Race | Shape::Nested => return Err(Unable("no races")),
            Shape::Ladder => return Err(Unable("a step follows one step or one fan-out")),
            Shape::Each(_) | Shape::EachLimited(_) => {
                return Err(Unable("fans out to steps that are known before"));
            }
            _ => {}
        }
        let graph = Arc::new(graph::<K>(shape));
        Ok(Runs::engine(shape, move |value| {
            let graph = Arc::clone(&graph);
            async move {
                let mut session = Session::new_from_task("session".to_owned(), "s0");
                session.context.set("value", value)?;
                graph.execute_session(&mut session).await?;
                Outcome::Ok(session.context.get::<u64>("value").expect("it has run"))
            }
        }))
    }
}
