//! Which flow a name means.

use super::failure::Failure;
use super::text;
use super::workspace::{Flow, Workspace};

/// How many flows an error lists.
const LISTED: usize = 10;

/// The flow that is meant by that name, or the only one if there is no name.
pub(super) fn find<'w>(workspace: &'w Workspace, name: Option<&str>) -> Result<&'w Flow, Failure> {
    let flows: Vec<&Flow> = workspace.flows.iter().collect();
    let Some(name) = name else {
        return match flows[..] {
            [flow] => Ok(flow),
            [] => Err(none(workspace)),
            _ => Err(listed(Failure::misuse("there is more than one flow: which one?"), workspace, &flows)
                .help("add the name of one of them")),
        };
    };
    let found: Vec<&Flow> = flows.iter().copied().filter(|flow| is_named(flow, name)).collect();
    // A whole path means itself, even where a longer one ends in it.
    let whole: Vec<&Flow> = found.iter().copied().filter(|flow| flow.path() == name).collect();
    match (&found[..], &whole[..]) {
        ([flow], _) | (_, [flow]) => Ok(flow),
        ([], _) if flows.is_empty() => Err(none(workspace)),
        ([], _) => Err(unknown(workspace, name)),
        _ => Err(listed(Failure::new(format!("`{name}` is the name of several flows")), workspace, &found)
            .help("write one of these names instead")),
    }
}

/// Whether `name` may mean the flow.
fn is_named(flow: &Flow, name: &str) -> bool {
    if let Some((file, line)) = name.rsplit_once(':').filter(|(file, _)| file.ends_with(".rs")) {
        let file = file.replace('\\', "/");
        let file = file.trim_start_matches("./");
        let is_file = flow.file == file || flow.file.ends_with(&format!("/{file}"));
        return is_file && line.parse() == Ok(flow.graph.line);
    }
    let parts: Vec<&str> = name.split("::").map(|part| part.strip_prefix("r#").unwrap_or(part)).collect();
    let path: Vec<&str> = flow.modules.iter().map(String::as_str).chain([flow.name()]).collect();
    match parts.split_first() {
        Some((&"crate", rest)) => &path[1..] == rest,
        // `::name` counts from the crate, too.
        Some((&"", rest)) => path == rest,
        _ => path.ends_with(&parts),
    }
}

/// The shortest name that means this flow and no other.
pub(super) fn shortest(workspace: &Workspace, flow: &Flow) -> String {
    let path: Vec<&str> = flow.modules.iter().map(String::as_str).chain([flow.name()]).collect();
    let names = (0..path.len()).rev().map(|from| path[from..].join("::"));
    let is_clear = |name: &String| workspace.flows.iter().filter(|flow| is_named(flow, name)).count() == 1;
    names.into_iter().find(is_clear).unwrap_or_else(|| flow.place())
}

fn none(workspace: &Workspace) -> Failure {
    let names: Vec<String> = workspace.packages.iter().map(|it| it.metadata.name.to_string()).collect();
    let place = match &names[..] {
        [name] => format!("package `{name}`"),
        _ => "this workspace".to_string(),
    };
    Failure::new(format!("there is no `#[flow]` in {place}"))
        .note("flows are found in libraries, binaries and examples; flows that other macros make are not seen")
        .help("add `--all-targets` for those of tests and benchmarks, or make a package with a flow: `cargo flow new`")
}

fn unknown(workspace: &Workspace, name: &str) -> Failure {
    let failure = Failure::new(format!("there is no flow named `{name}`"));
    let last = name.rsplit("::").next().unwrap_or(name);
    let mut names: Vec<String> = workspace.flows.iter().map(|flow| flow.name().to_string()).collect();
    names.sort();
    names.dedup();
    let similar = similar(last, &names);
    let flows: Vec<&Flow> =
        workspace.flows.iter().filter(|flow| similar.iter().any(|name| name == flow.name())).collect();
    match flows[..] {
        [] => listed(failure, workspace, &workspace.flows.iter().collect::<Vec<_>>()),
        [flow] => failure.help(format!("did you mean `{}`?", shortest(workspace, flow))),
        _ => {
            let names: Vec<String> =
                flows.iter().take(LISTED).map(|flow| shortest(workspace, flow)).collect();
            failure.help(format!("did you mean {}?", text::either(&names)))
        }
    }
}

fn listed(failure: Failure, workspace: &Workspace, flows: &[&Flow]) -> Failure {
    let lines = flows.iter().take(LISTED);
    let line = |flow: &&Flow| match shortest(workspace, flow) {
        name if name == flow.place() => format!("`{name}`"),
        name => format!("`{name}` in {}", flow.place()),
    };
    let lines: Vec<String> = lines.map(line).collect();
    let mut note = lines.join("\n");
    if let Some(more) = flows.len().checked_sub(LISTED).filter(|more| *more > 0) {
        note.push_str(&format!("\nand {more} more: `cargo flow list` shows all of them"));
    }
    failure.note(note)
}

/// Those that `name` may be a slip of, the likeliest first.
pub(super) fn similar(name: &str, known: &[String]) -> Vec<String> {
    let likeness = |other: &String| {
        let (name, other) = (name.to_lowercase(), other.to_lowercase());
        let is_part = !name.is_empty() && (other.starts_with(&name) || name.starts_with(&other));
        if is_part { 1.0 } else { strsim::jaro(&name, &other) }
    };
    let mut similar: Vec<(f64, &String)> = known.iter().map(|other| (likeness(other), other)).collect();
    similar.retain(|(likeness, _)| *likeness > 0.7);
    similar.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    // Far behind the likeliest nothing is meant.
    let best = similar.first().map_or(0.0, |(likeness, _)| *likeness);
    similar.retain(|(likeness, _)| *likeness > best - 0.1);
    similar.into_iter().map(|(_, name)| name.clone()).collect()
}
