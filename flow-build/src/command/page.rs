//! A flow as one HTML file that needs nothing else: its picture, a table of its steps, and its JSON. With a run of it, what
//! happened stands in the table, and a timeline below.
//!
//! All text is written here, so that the page can be read, searched and printed without scripts. The script in
//! `page/page.js` moves the picture and shows rows of the table beside it; it never makes markup of text.

mod doc;
pub(super) mod markup;
mod signature;
mod steps;

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flow_graph::Graph;
use flow_graph::render::Diagram;
use sha2::{Digest, Sha256};

use super::failure::Failure;
use super::links::Links;
use super::svg::{self, Look};
use super::workspace::{Flow, Workspace};
use super::{list, text};
use markup::{attribute, escaped};

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");
const RUN: &str = include_str!("page/run.html");
const RUN_KEYS: &str = include_str!("page/run_keys.html");
const RUN_STYLE: &str = include_str!("page/run.css");
const RUN_SCRIPT: &str = include_str!("page/run.js");

/// What a page tells of a run, as HTML but for the timeline.
pub(super) struct Run {
    /// The line below the title.
    pub(super) facts: String,
    /// What stands before the flow's documentation.
    pub(super) summary: String,
    /// What the script draws.
    pub(super) timeline: String,
    /// What each step did, by its node.
    pub(super) cells: HashMap<String, String>,
}

/// Where a line of the flow of that name, which begins in the first line, is written, as HTML.
type Places<'p> = dyn Fn(&str, u32, u32) -> Option<String> + 'p;

/// The page of a flow, of which `json` is the document.
pub(super) fn page(
    flow: &Flow,
    json: &str,
    workspace: &Workspace,
    links: &Links<'_>,
) -> Result<String, Failure> {
    let place = |flow: &str, flow_line, line| steps::place(flow, flow_line, line, workspace, links);
    whole(&flow.graph, json, &place, None)
}

/// The page of a run, of whose flow `json` is the document. It is not known where that is written.
pub(super) fn of_run(graph: &Graph, json: &str, run: &Run) -> Result<String, Failure> {
    whole(graph, json, &|_, _, _| None, Some(run))
}

fn whole(graph: &Graph, json: &str, place: &Places<'_>, run: Option<&Run>) -> Result<String, Failure> {
    let diagram = Diagram::of(graph);
    // A step leads to its row, and the row to the source.
    let to_row = |_: &Diagram, node: &flow_graph::render::Node, _| Some(format!("#{}", steps::anchor(node)));
    let picture = svg::svg(graph, &diagram, &to_row, Look::Inline)?;
    let rows = steps::of(graph, &diagram);
    let mut styles = vec![STYLE, svg::STYLE];
    let mut scripts = vec![SCRIPT];
    if run.is_some() {
        styles.push(RUN_STYLE);
        scripts.push(RUN_SCRIPT);
    }
    let facts = match run {
        Some(run) => run.facts.clone(),
        None => {
            let place = place(&graph.name, graph.line, graph.line).unwrap_or_default();
            format!("{} · {place}", text::count(graph.steps.len(), "step"))
        }
    };
    let told = |html: &dyn Fn(&Run) -> String| run.map(html).unwrap_or_default();
    let parts = [
        ("policy", policy(&styles, &scripts)),
        ("name", escaped(&graph.name)),
        ("kind", if run.is_some() { "run" } else { "flow" }.to_string()),
        ("about", text::summary(&graph.doc).map(|it| attribute(&it)).unwrap_or_default()),
        ("styles", styles.iter().map(|it| format!("<style>{it}</style>\n")).collect()),
        ("facts", facts),
        ("summary", told(&|run| run.summary.clone())),
        ("doc", doc::html(&graph.doc)),
        ("inputs", inputs(graph)),
        ("output", escaped(&list::output(graph))),
        ("list", rows.list()),
        ("picture", picture),
        ("timeline", told(&|run| filled(RUN, &[("json", in_script(&run.timeline))]))),
        ("keys", told(&|_| RUN_KEYS.to_string())),
        ("column", told(&|_| "<th scope=\"col\">In this run</th>".to_string())),
        ("rows", rows.table(place, run.map(|run| &run.cells))),
        ("json", in_script(json)),
        ("scripts", scripts.iter().map(|it| format!("<script>{it}</script>\n")).collect()),
    ];
    Ok(filled(PAGE, &parts))
}

/// Only these styles and scripts, and nothing from anywhere: were there a mistake in how text is escaped, a browser would
/// still run none of it.
fn policy(styles: &[&str], scripts: &[&str]) -> String {
    let hash = |text: &&str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let all = |texts: &[&str]| texts.iter().map(hash).collect::<Vec<_>>().join(" ");
    let (styles, scripts) = (all(styles), all(scripts));
    format!(
        "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; connect-src 'none'; \
         base-uri 'none'; form-action 'none'"
    )
}

fn inputs(graph: &Graph) -> String {
    let inputs = graph.inputs.iter().map(|input| format!("{}: {}", input.name, input.ty));
    match inputs.collect::<Vec<_>>() {
        inputs if inputs.is_empty() => "nothing".to_string(),
        inputs => format!("<code>{}</code>", escaped(&inputs.join(", "))),
    }
}

/// JSON where HTML looks for the end of a script, and XML for markup: written like this, the signs mean the same to JSON
/// and nothing to the others.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// A template with its `{{name}}`s replaced. What stands in for one is not looked into.
fn filled(template: &str, parts: &[(&str, String)]) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").expect("the template is ours");
        let (_, part) = parts.iter().find(|(it, _)| *it == name).expect("the template is ours");
        page.push_str(before);
        page.push_str(part);
        rest = after;
    }
    page + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_template_is_not_filled_itself() {
        let parts = [("a", "{{b}} {{".to_string()), ("b", "B".to_string())];
        assert_eq!(filled("<{{a}}|{{b}}>", &parts), "<{{b}} {{|B>");
    }

    #[test]
    fn json_ends_no_script() {
        let json = serde_json::json!({ "</script>": "<!--<script>&lt;" });
        let text = in_script(&json.to_string());
        assert!(!text.contains(['<', '>', '&']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), json);
    }
}
