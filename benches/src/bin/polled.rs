//! `polled CONTENDER SHAPE KIND TIMES`: polls as many runs, without a runtime. Valgrind counts its instructions.

use flow_benches::contenders::{Entry, near};
use flow_benches::shape::Shape;
use flow_benches::step::{Kind, Ready, Yields};

/// The first contender of that name that has such runs.
fn poll(entries: Vec<Entry>, contender: &str, times: u64) -> Result<(), String> {
    let entry = entries.into_iter().find(|entry| entry.name == contender).ok_or("no such contender")?;
    let runs = entry.runs.map_err(|unable| unable.0)?;
    let inline = runs.inline.ok_or("needs a runtime")?;
    (inline.poll)(times);
    Ok(())
}

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [contender, shape, kind, times] = arguments.as_slice() else {
        return Err("name a contender, a shape, a kind of steps, and how many runs".to_owned());
    };
    let shape = Shape::ALL.into_iter().find(|known| known.name() == *shape).ok_or("no such shape")?;
    let times = times.parse().map_err(|error| format!("{times}: {error}"))?;
    let entries = match kind.as_str() {
        Ready::NAME => near::<Ready>(shape),
        Yields::NAME => near::<Yields>(shape),
        _ => return Err("no such kind".to_owned()),
    };
    poll(entries, contender, times)
}
