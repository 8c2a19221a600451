//! What a picture says about a step beside its name, in few words: how often it runs, how long it may take, where.

use std::time::Duration;

use crate::model::{Items, Refinement, RunsOn, Step};

/// What a picture says under a step's name, a line each.
///
/// ```
/// use std::time::Duration;
/// use flow_graph::model::{Step, StepKind};
///
/// let mut step = Step { must_finish: true, ..Step::new("save", StepKind::Start) };
/// step.refined.timeout = Some(Duration::from_secs(90));
/// assert_eq!(flow_graph::render::about(&step), ["must finish", "within 1m 30s"]);
/// ```
#[must_use]
pub fn about(step: &Step) -> Vec<String> {
    let Refinement { many, timeout, total_timeout, retry, runs_on, subflow: _ } = &step.refined;
    let mut lines = Vec::new();
    if step.must_finish {
        lines.push("must finish".to_string());
    }
    if let Some(many) = many {
        lines.push(match many.items {
            Items::Each => "for each item".to_string(),
            Items::Times(number) => times(number),
        });
        lines.extend(many.limit.map(|limit| format!("{limit} at once")));
        lines.extend(many.first.map(|first| match first {
            1 => "until 1 succeeds".to_string(),
            first => format!("until {first} succeed"),
        }));
    }
    lines.extend(timeout.map(|limit| format!("within {}", length(limit))));
    lines.extend(retry.as_ref().map(|retry| match retry.times {
        1 => "1 retry".to_string(),
        times => format!("{times} retries"),
    }));
    lines.extend(total_timeout.map(|limit| format!("within {} in all", length(limit))));
    match runs_on {
        RunsOn::Run => {}
        RunsOn::Task => lines.push("own task".to_string()),
        RunsOn::BlockingPool => lines.push("blocking pool".to_string()),
    }
    lines
}

/// `once`, `2 times`
pub(super) fn times(number: u32) -> String {
    if number == 1 { "once".to_string() } else { format!("{number} times") }
}

/// A length of time as a user writes it: `1m 30s`.
fn length(time: Duration) -> String {
    let seconds = time.as_secs();
    let nanos = time.subsec_nanos();
    let parts = [
        (seconds / 86_400, "d"),
        (seconds / 3_600 % 24, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
        (u64::from(nanos / 1_000_000), "ms"),
        (u64::from(nanos / 1_000 % 1_000), "us"),
        (u64::from(nanos % 1_000), "ns"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    if parts.is_empty() { "0s".to_string() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        for (time, text) in [
            (Duration::ZERO, "0s"),
            (Duration::from_millis(250), "250ms"),
            (Duration::from_secs(30), "30s"),
            (Duration::from_secs(90), "1m 30s"),
            (Duration::from_millis(1_500), "1s 500ms"),
            (Duration::from_secs(86_400 + 7_200), "1d 2h"),
            (Duration::new(0, 1_002), "1us 2ns"),
        ] {
            assert_eq!(length(time), text);
        }
    }
}
