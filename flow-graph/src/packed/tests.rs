//! What is read is what was written.

use super::read::{read_ends, read_inputs, read_members, read_params, read_steps};
use super::{Below, Packed, Texts};
use crate::model::{
    Event, Graph, Input, Param, Receiver, Refinement, Retry, Route, RunsOn, Step, StepKind, Subflow, Text,
    Trigger,
};
use crate::random::{self, Kinds};

/// As many things as the texts have, each at first like `empty`, then read.
fn read<T: Clone>(texts: &Texts, empty: T, read: impl FnOnce(&'static str, &mut [T])) -> &'static [T] {
    let mut things = vec![empty; texts.len];
    read(texts.text.clone().leak(), &mut things);
    things.leak()
}

/// The graph again, from its texts and what is not in them.
fn again(graph: &Graph) -> Graph {
    let texts = Packed::new(graph);
    let param = Param {
        name: Text::Borrowed(""),
        ty: Text::Borrowed(""),
        by_ref: false,
        from: None,
        context: false,
        optional: false,
        tuple: None,
    };
    let mut members: &'static [Trigger] = &[];
    for level in texts.members.iter().rev() {
        members = read(level, Trigger::And(vec![].into()), |text, all| read_members(text, members, all));
    }
    let steps = graph.steps.iter().enumerate().map(|(index, step)| (index, step.refined.clone()));
    let refined: Vec<_> = steps.filter(|(_, refined)| *refined != Refinement::NONE).collect();
    let below = Below {
        params: read(&texts.params, param, read_params),
        ends: read(&texts.ends, Text::Borrowed(""), read_ends),
        members,
        refined: refined.leak(),
    };
    let steps = read(&texts.steps, Step::new("", StepKind::Start), |text, all| read_steps(text, below, all));
    let input = Input { name: Text::Borrowed(""), ty: Text::Borrowed("") };
    let inputs = read(&texts.inputs, input, read_inputs);
    Graph { steps: steps.into(), inputs: inputs.into(), ..graph.clone() }
}

#[test]
fn random_graphs_come_back() {
    for seed in 0..500 {
        let graph = random::graph_of(seed, Kinds::ALL);
        assert_eq!(again(&graph), graph, "seed {seed}");
    }
}

#[test]
fn every_field_comes_back() {
    let mut graph = Graph::new("All");
    let inner = Graph::new("Inner");
    graph.inputs.to_mut().push(Input { name: "größe".into(), ty: "&'static str".into() });
    let event = |step, route, bare| Trigger::Event(Event { step, route, bare });
    let pair = |one, other| Trigger::And(vec![one, other].into());
    let triggers = [
        None,
        Some(event(0, Route::Error, false)),
        Some(Trigger::Or(
            vec![
                pair(event(0, Route::Variant("Ja".into()), true), event(1, Route::Success, false)),
                Trigger::Quorum {
                    needed: 1,
                    members: vec![
                        pair(event(1, Route::Error, true), event(0, Route::Success, true)),
                        event(1, Route::Success, false),
                    ]
                    .into(),
                },
            ]
            .into(),
        )),
    ];
    let receivers = [Receiver::Shared, Receiver::Exclusive, Receiver::Owned];
    let kinds = [StepKind::Start, StepKind::Listen, StepKind::Router];
    for (index, ((trigger, receiver), kind)) in triggers.into_iter().zip(receivers).zip(kinds).enumerate() {
        let mut step = Step::new(format!("step {index}"), kind);
        step.doc = "line 1\n2 \"lines\" ✓".into();
        step.line = 4_000_000_000;
        step.trigger = trigger;
        step.receiver = receiver;
        step.output = (index != 1).then(|| "Vec<u8>".into());
        step.error = (index != 0).then(|| "Box<dyn Error>".into());
        step.fallible = index == 1;
        step.is_async = index != 1;
        step.must_finish = index == 2;
        step.ends_rest = index == 2;
        step.max_iterations = (index == 2).then_some(7);
        step.ends = (0..index).map(|end| format!("End{end}").into()).collect::<Vec<Text>>().into();
        step.params = (0..index)
            .map(|param| Param {
                name: format!("p{param}").into(),
                ty: "(u8, u8)".into(),
                by_ref: param == 0,
                from: (param == 1).then_some(0),
                context: param == 1,
                optional: param == 1,
                tuple: (param == 0).then_some(2),
            })
            .collect::<Vec<Param>>()
            .into();
        graph.steps.to_mut().push(step);
    }
    let second = std::time::Duration::from_secs(1);
    graph.steps.to_mut()[1].refined = Refinement {
        timeout: Some(second),
        retry: Some(Retry { times: 3, base: second, max: second * 9, on: Some("Self::worth".into()) }),
        runs_on: RunsOn::BlockingPool,
        subflow: Some(Subflow {
            name: "Inner".into(),
            graph: Some(std::borrow::Cow::Borrowed(Box::leak(Box::new(inner)))),
        }),
        ..Refinement::NONE
    };
    assert_eq!(again(&graph), graph);
}
