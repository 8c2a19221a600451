//! Flows that are larger than anybody writes down: what is long or wide is generated in pieces.

use std::fmt::Write;

/// A chain, joins and races of many branches, joins one after the other, a mesh, and one in which a step fails.
pub(crate) fn flows() -> String {
    let mut text = String::new();
    flow(&mut text, "Chain", |text| {
        start(text, 0);
        (1..300).for_each(|step| listen(text, step, &format!("s{}", step - 1), 1));
    });
    flow(&mut text, "Fan", |text| {
        start(text, 0);
        (1..=300).for_each(|step| listen(text, step, "s0", 1));
        listen(text, 301, &all(1..301), 0);
    });
    flow(&mut text, "Joins", |text| {
        start(text, 0);
        for join in 0..35 {
            let first = 1 + 4 * join;
            (first..first + 3).for_each(|step| listen(text, step, &format!("s{}", first - 1), 1));
            listen(text, first + 3, &all(first..first + 3), 3);
        }
    });
    // Of a hundred branches, one after the other fails; the last one succeeds.
    flow(&mut text, "Race", |text| {
        start(text, 0);
        for step in 1..=100 {
            let result = if step == 100 { "Ok(100)" } else { "Err(std::fmt::Error)" };
            let _ = writeln!(
                text,
                "    #[listen(s0)]\n    async fn s{step}(&self) -> Result<u64, std::fmt::Error> \
                 {{ self.polls.wait({step}).await; {result} }}"
            );
        }
        listen(text, 101, &several("or", 1..101), 1);
    });
    for (name, trigger) in [("BriefJoin", "and"), ("BriefRace", "or")] {
        flow(&mut text, name, |text| {
            let _ = writeln!(text, "    #[start]\n    async fn s0(&self) {{}}");
            for step in 1..=40 {
                let _ = writeln!(
                    text,
                    "    #[listen(s0)]\n    async fn s{step}(&self) {{ self.polls.once().await }}"
                );
            }
            let _ =
                writeln!(text, "    #[listen({})]\n    async fn last(&self) {{}}", several(trigger, 1..41));
        });
    }
    flow(&mut text, "Mesh", |text| {
        (0..10).for_each(|step| start(text, step));
        for step in 10..100 {
            let (above, beside) = (step - 10, step / 10 * 10 - 10 + (step + 1) % 10);
            listen(text, step, &format!("and(s{above}, s{beside})"), 2);
        }
    });
    flow(&mut text, "Failing", |text| {
        (0..10).for_each(|step| start(text, step));
        for step in 10..100 {
            let (above, beside) = (step - 10, step / 10 * 10 - 10 + (step + 1) % 10);
            match step {
                55 => fail(text, step, &format!("and(s{above}, s{beside})")),
                _ => listen(text, step, &format!("and(s{above}, s{beside})"), 2),
            }
        }
    });
    text
}

fn flow(text: &mut String, name: &str, steps: impl FnOnce(&mut String)) {
    let _ = writeln!(text, "#[derive(Default)]\npub(crate) struct {name} {{ pub(crate) polls: Polls }}\n");
    let _ = writeln!(text, "#[flow]\nimpl {name} {{");
    steps(text);
    text.push_str("}\n\n");
}

fn start(text: &mut String, step: usize) {
    let _ = writeln!(
        text,
        "    #[start]\n    async fn s{step}(&self) -> u64 {{ self.polls.wait({step}).await; 1 }}"
    );
}

/// A step that adds up the `count` values that it gets, or one that takes none.
fn listen(text: &mut String, step: usize, trigger: &str, count: usize) {
    let params: String = (0..count).map(|param| format!(", x{param}: u64")).collect();
    let values: Vec<String> = (0..count).map(|param| format!("x{param}")).collect();
    let sum = if values.is_empty() { "1".to_owned() } else { values.join(" + ") };
    let _ = writeln!(
        text,
        "    #[listen({trigger})]\n    async fn s{step}(&self{params}) -> u64 {{ self.polls.wait({step}).await; {sum} }}"
    );
}

/// A step that fails.
fn fail(text: &mut String, step: usize, trigger: &str) {
    let _ = writeln!(
        text,
        "    #[listen({trigger})]\n    async fn s{step}(&self, _: u64, _: u64) -> Result<u64, Full> {{ self.polls.wait({step}).await; Err(Full) }}"
    );
}

fn all(steps: std::ops::Range<usize>) -> String {
    several("and", steps)
}

fn several(trigger: &str, steps: std::ops::Range<usize>) -> String {
    format!("{trigger}({})", steps.map(|step| format!("s{step}")).collect::<Vec<_>>().join(", "))
}
