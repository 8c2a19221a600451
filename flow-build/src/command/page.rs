//! A flow as one HTML file that needs nothing else: its picture, a table of its steps, and its JSON.
//!
//! All text is written here, so that the page can be read, searched and printed without scripts. The script in
//! `page/page.js` moves the picture and shows rows of the table beside it; it never makes markup of text.

mod doc;
mod markup;
mod signature;
mod steps;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
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

/// The page of a flow, of which `json` is the document.
pub(super) fn page(
    flow: &Flow,
    json: &str,
    workspace: &Workspace,
    links: &Links<'_>,
) -> Result<String, Failure> {
    let graph = &flow.graph;
    let diagram = Diagram::of(graph);
    // A step leads to its row, and the row to the source.
    let to_row = |_: &Diagram, node: &flow_graph::render::Node, _| Some(format!("#{}", steps::anchor(node)));
    let picture = svg::svg(graph, &diagram, &to_row, Look::Inline)?;
    let rows = steps::of(graph, &diagram);
    let place = steps::place(&graph.name, graph.line, graph.line, workspace, links).unwrap_or_default();
    let parts = [
        ("policy", policy()),
        ("name", escaped(&graph.name)),
        ("about", text::summary(&graph.doc).map(|it| attribute(&it)).unwrap_or_default()),
        ("style", STYLE.to_string()),
        ("picture-style", svg::STYLE.to_string()),
        ("place", place),
        ("count", text::count(graph.steps.len(), "step")),
        ("doc", doc::html(&graph.doc)),
        ("inputs", inputs(flow)),
        ("output", escaped(&list::output(graph))),
        ("list", rows.list()),
        ("picture", picture),
        ("rows", rows.table(workspace, links)),
        ("json", in_script(json)),
        ("script", SCRIPT.to_string()),
    ];
    Ok(filled(PAGE, &parts))
}

/// Only these styles and this script, and nothing from anywhere: were there a mistake in how text is escaped, a browser
/// would still run none of it.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let (style, picture, script) = (hash(STYLE), hash(svg::STYLE), hash(SCRIPT));
    format!(
        "default-src 'none'; script-src {script}; style-src {style} {picture}; img-src data:; connect-src 'none'; \
         base-uri 'none'; form-action 'none'"
    )
}

fn inputs(flow: &Flow) -> String {
    let inputs = flow.graph.inputs.iter().map(|input| format!("{}: {}", input.name, input.ty));
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
