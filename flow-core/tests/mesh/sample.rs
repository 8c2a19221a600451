//! Flows in a line each, for tests.

use flow_graph::model::{Event, Graph, Loop, Route, Step, StepId, StepKind, Trigger};

/// A flow; a step's trigger names earlier and, for ways back, later steps by their numbers.
pub(crate) fn flow<const N: usize>(triggers: [Option<Trigger>; N]) -> Graph {
    let mut graph = Graph::new("Sample");
    for (index, trigger) in triggers.into_iter().enumerate() {
        let kind = if trigger.is_none() { StepKind::Start } else { StepKind::Listen };
        let mut step = Step::new(format!("s{index}"), kind);
        step.fallible = true;
        step.trigger = trigger;
        graph.steps.to_mut().push(step);
    }
    graph
}

/// `step`
pub(crate) fn on(step: StepId) -> Trigger {
    Trigger::Event(Event { step, route: Route::Success, bare: false })
}

/// `step::Err`
pub(crate) fn err(step: StepId) -> Trigger {
    Trigger::Event(Event { step, route: Route::Error, bare: false })
}

/// `step::Variant`
pub(crate) fn route(step: StepId, variant: &'static str) -> Trigger {
    Trigger::Event(Event { step, route: Route::Variant(variant.into()), bare: false })
}

/// `and(…)`
pub(crate) fn and<const N: usize>(members: [Trigger; N]) -> Trigger {
    Trigger::And(Vec::from(members).into())
}

/// `or(…)`
pub(crate) fn or<const N: usize>(members: [Trigger; N]) -> Trigger {
    Trigger::Or(Vec::from(members).into())
}

/// `quorum(needed, …)`
pub(crate) fn quorum<const N: usize>(needed: u32, members: [Trigger; N]) -> Trigger {
    Trigger::Quorum { needed, members: Vec::from(members).into() }
}

/// Fills in the loops: `headers` with the members of their `or`s that are ways back.
pub(crate) fn with_loops(mut graph: Graph, headers: &[(StepId, &[usize])]) -> Graph {
    let mut loops: Vec<Loop> = headers
        .iter()
        .map(|&(header, backs)| Loop {
            header,
            backs: backs.to_vec().into(),
            scope: scope(&graph, header).into(),
            body: body(&graph, header, backs).into(),
            max_iterations: graph.max_iterations,
        })
        .collect();
    loops.sort_by_key(|it| std::cmp::Reverse(it.scope.len()));
    graph.loops = loops.into();
    graph
}

/// The steps that can run only after the header, and the header.
pub(crate) fn scope(graph: &Graph, header: StepId) -> Vec<StepId> {
    fn can(trigger: &Trigger, runs: &[bool]) -> bool {
        match trigger {
            Trigger::Event(event) => runs[event.step],
            Trigger::And(members) => members.iter().all(|member| can(member, runs)),
            Trigger::Or(members) => members.iter().any(|member| can(member, runs)),
            Trigger::Quorum { needed, members } => {
                members.iter().filter(|member| can(member, runs)).count() >= *needed as usize
            }
        }
    }
    let mut runs = vec![false; graph.steps.len()];
    loop {
        let found = (0..runs.len()).find(|&step| {
            let trigger = graph.steps[step].trigger.as_ref();
            step != header && !runs[step] && trigger.is_none_or(|trigger| can(trigger, &runs))
        });
        match found {
            Some(step) => runs[step] = true,
            None => return (0..runs.len()).filter(|&step| !runs[step]).collect(),
        }
    }
}

/// The steps on a way from the header to one of its ways back.
pub(crate) fn body(graph: &Graph, header: StepId, backs: &[usize]) -> Vec<StepId> {
    let listeners = |step: StepId| graph.listeners(step).map(|(listener, _)| listener);
    let mut after = vec![header];
    let mut next = 0;
    while next < after.len() {
        for listener in listeners(after[next]) {
            if !after.contains(&listener) {
                after.push(listener);
            }
        }
        next += 1;
    }
    let members = graph.steps[header].trigger.as_ref().map_or(&[][..], Trigger::members);
    let mut before: Vec<StepId> =
        backs.iter().flat_map(|&back| members[back].events()).map(|it| it.step).collect();
    before.retain(|step| after.contains(step));
    let mut next = 0;
    while next < before.len() {
        let step = before[next];
        next += 1;
        if step == header {
            continue;
        }
        let sources = graph.steps[step].trigger.iter().flat_map(Trigger::events).map(|event| event.step);
        for source in sources.collect::<Vec<_>>() {
            if after.contains(&source) && !before.contains(&source) {
                before.push(source);
            }
        }
    }
    before.push(header);
    before.sort_unstable();
    before.dedup();
    before
}
