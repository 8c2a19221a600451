//! The schedule: which parts of the flow run one after another, and which side by side.

use flow_graph::Graph;
use flow_graph::analysis::Analysis;
use flow_graph::model::{Route, StepId};
use flow_graph::regions::{Arm, Gate, Happening, Region, schedule};

/// The tree of regions, a line each; one line for a flow that has none.
pub(super) fn tree(graph: &Graph, analysis: &Analysis) -> Vec<String> {
    match schedule(graph, analysis) {
        Some(schedule) => {
            let mut lines = Vec::new();
            Tree { graph }.region(&schedule.root, "", &mut lines);
            lines
        }
        None => vec![
            "there is no tree of joins, races and loops for this flow: each step begins by itself as soon as what it \
             waits for has happened"
                .to_string(),
        ],
    }
}

struct Tree<'g> {
    graph: &'g Graph,
}

impl Tree<'_> {
    fn name(&self, step: StepId) -> &str {
        &self.graph.steps[step].name
    }

    /// Writes a region, of which the first line goes on after `label`.
    fn region(&self, region: &Region, label: &str, lines: &mut Vec<String>) {
        let title = match region {
            Region::Step(step) => format!("`{}`", self.name(*step)),
            Region::Seq(_) => "one after another".to_string(),
            Region::Join(_) => "side by side, until all are done".to_string(),
            Region::Race { gate, .. } => format!("a race for `{}`, until the first is done", self.gate(gate)),
            Region::Quorum { gate, needed, .. } => {
                format!("a race for `{}`, until {needed} are done", self.gate(gate))
            }
            Region::Match { step, .. } => format!("what follows `{}`", self.name(*step)),
            Region::When { happened, .. } => format!("if {}", self.happening(happened)),
            Region::Loop { header, .. } => format!("a loop that begins with `{}`", self.name(*header)),
        };
        lines.push(format!("{label}{title}"));
        // What follows a label: a part, or a few words.
        let parts: Vec<(String, Result<&Region, String>)> = match region {
            Region::Step(_) => Vec::new(),
            Region::Seq(parts)
            | Region::Join(parts)
            | Region::Race { members: parts, .. }
            | Region::Quorum { members: parts, .. } => {
                parts.iter().map(|part| (String::new(), Ok(part))).collect()
            }
            Region::Match { step, arms } => {
                let then = |arm: &'_ Arm| self.elsewhere(*step, &arm.route);
                arms.iter()
                    .map(|arm| (format!("{}: ", route(arm)), arm.then.as_ref().ok_or_else(|| then(arm))))
                    .collect()
            }
            Region::When { then: part, .. } | Region::Loop { body: part, .. } => {
                vec![(String::new(), Ok(&**part))]
            }
        };
        let last = parts.len().saturating_sub(1);
        for (index, (label, part)) in parts.into_iter().enumerate() {
            let (branch, below) = if index == last { ("└ ", "  ") } else { ("├ ", "│ ") };
            let mut inner = Vec::new();
            match part {
                Ok(part) => self.region(part, &label, &mut inner),
                Err(words) => inner.push(format!("{label}{words}")),
            }
            for (line, text) in inner.iter().enumerate() {
                lines.push(format!("{}{text}", if line == 0 { branch } else { below }));
            }
        }
    }

    /// Where a route goes on that nothing follows directly.
    fn elsewhere(&self, step: StepId, route: &Route) -> String {
        let mut listeners = self.graph.listeners(step).filter(|(_, event)| event.route == *route);
        let header = listeners.find(|(listener, event)| {
            let members = self.graph.steps[*listener].trigger.iter().flat_map(|trigger| trigger.members());
            let backs = self.graph.loop_of_header(*listener).map_or(&[][..], |it| &it.backs);
            members.enumerate().any(|(index, it)| backs.contains(&index) && it.events().contains(event))
        });
        match header {
            Some((header, _)) => format!("back to `{}`", self.name(header)),
            None => "goes on below".to_string(),
        }
    }

    fn gate(&self, gate: &Gate) -> &str {
        self.name(gate.step)
    }

    fn happening(&self, happening: &Happening) -> String {
        match happening {
            Happening::Start => "the flow has started".to_string(),
            Happening::Event(step, Route::Success) => format!("`{}` has succeeded", self.name(*step)),
            Happening::Event(step, Route::Error) => format!("`{}` has failed", self.name(*step)),
            Happening::Event(step, Route::Variant(variant)) => {
                format!("`{}` has given `{variant}`", self.name(*step))
            }
            Happening::Gate(gate) => format!("what `{}` waits for has happened", self.gate(gate)),
        }
    }
}

fn route(arm: &Arm) -> String {
    match &arm.route {
        Route::Success => "success".to_string(),
        Route::Error => "`Err`".to_string(),
        Route::Variant(variant) => format!("`{variant}`"),
    }
}
