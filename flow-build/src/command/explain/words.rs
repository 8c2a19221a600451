//! Triggers and steps in words.

use flow_graph::Graph;
use flow_graph::model::{Event, Items, Route, RunsOn, Step, Trigger};

use crate::command::text::{list, names};

/// What has to happen for a trigger to fire, as a clause: `` `a` and `b` have succeeded ``.
pub(super) fn trigger(graph: &Graph, it: &Trigger) -> String {
    if let Trigger::Event(event) = it {
        return happens(graph, event);
    }
    let members = it.members();
    let plain: Option<Vec<&str>> = members.iter().map(|member| success(graph, member)).collect();
    match (it, plain) {
        (Trigger::And(_), Some(plain)) => {
            let both = if plain.len() == 2 { "both" } else { "all" };
            format!("{} have {both} succeeded", names(&plain))
        }
        (Trigger::Or(_), Some(plain)) => format!("the first of {} has succeeded", names(&plain)),
        (Trigger::Quorum { needed, .. }, Some(plain)) => {
            format!("the first {needed} of {} have succeeded", names(&plain))
        }
        (Trigger::And(_), None) => clauses(graph, members, "and"),
        (Trigger::Or(_), None) => format!("the first of these happens: {}", clauses(graph, members, "or")),
        (_, None) => {
            let needed = if let Trigger::Quorum { needed, .. } = it { *needed } else { 1 };
            format!("the first {needed} of these happen: {}", clauses(graph, members, "or"))
        }
        (Trigger::Event(event), Some(_)) => happens(graph, event),
    }
}

fn clauses(graph: &Graph, members: &[Trigger], word: &str) -> String {
    let clause = |member: &Trigger| match member {
        Trigger::Event(event) => happens(graph, event),
        gate => format!("({})", trigger(graph, gate)),
    };
    list(&members.iter().map(clause).collect::<Vec<_>>(), word)
}

/// The step, if the trigger is its success.
fn success<'g>(graph: &'g Graph, it: &Trigger) -> Option<&'g str> {
    match it {
        Trigger::Event(Event { step, route: Route::Success, .. }) => Some(&graph.steps[*step].name),
        _ => None,
    }
}

/// An event as a clause.
pub(super) fn happens(graph: &Graph, event: &Event) -> String {
    let step = &graph.steps[event.step].name;
    match &event.route {
        Route::Success => format!("`{step}` has succeeded"),
        Route::Error => format!("`{step}` has failed"),
        Route::Variant(variant) => format!("`{step}` gives `{variant}`"),
    }
}

/// What else there is to say about how a step runs.
pub(super) fn about(step: &Step) -> Vec<String> {
    let mut about = Vec::new();
    let refined = &step.refined;
    if let Some(many) = &refined.many {
        if let Items::Times(times) = many.items {
            about.push(format!("{times} times at once"));
        }
        about.extend(many.limit.map(|limit| format!("{limit} at a time")));
        about.extend(many.first.map(|first| format!("until {first} have succeeded, which cancels the rest")));
    }
    if step.must_finish {
        about.push("once begun, it runs to its end even when its race is lost".to_string());
    }
    about.extend(refined.subflow.as_ref().map(|subflow| format!("it runs the flow `{}`", subflow.name)));
    // The limits are told as the picture tells them.
    let mut limits = step.clone();
    limits.must_finish = false;
    limits.refined.many = None;
    limits.refined.runs_on = RunsOn::Run;
    about.extend(flow_graph::render::about(&limits));
    match refined.runs_on {
        RunsOn::Run => {}
        RunsOn::Task => about.push("in a task of its own".to_string()),
        RunsOn::BlockingPool => about.push("on the pool for code that blocks".to_string()),
    }
    about
}
