//! `cargo flow graph`

use std::fs;

use flow_graph::render::{Diagram, Document, Node, dot, mermaid};

use super::args::{Format, Graph};
use super::failure::Failure;
use super::links::Links;
use super::svg::{self, Look};
use super::workspace::{Flow, Workspace};
use super::{check, message, name, page};

pub(super) fn run(args: &Graph, workspace: &Workspace) -> Result<(), Failure> {
    let flow = name::find(workspace, args.name.as_deref())?;
    if let Err(errors) = &flow.checked {
        return Err(check::refuse(flow, errors, "drawn"));
    }
    let text = text(args, workspace, flow)?;
    let Some(file) = args.output.as_ref().filter(|file| file.as_os_str() != "-") else {
        return message::print(&text);
    };
    // What has not changed keeps its time, or a watcher of it would run.
    if fs::read_to_string(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(file, text).map_err(|error| {
        let failure = Failure::new(format!("cannot write `{}`: {error}", file.display()));
        match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() && !parent.exists() => {
                failure.help(format!("create the directory `{}` first", parent.display()))
            }
            _ => failure,
        }
    })
}

fn text(args: &Graph, workspace: &Workspace, flow: &Flow) -> Result<String, Failure> {
    let links = Links::new(args.link_template.as_deref(), args.output.as_deref(), workspace);
    let document = || Document::in_file(&flow.graph, &flow.file);
    Ok(match args.format()? {
        Format::Mermaid => mermaid(&flow.graph),
        Format::Dot => dot(&flow.graph),
        Format::Json => {
            let json = serde_json::to_string_pretty(&document()).expect("maps have keys that are strings");
            json + "\n"
        }
        Format::Svg => {
            let to_source = |diagram: &Diagram, _: &Node, line| links.to(&diagram.name, diagram.line, line);
            svg::svg(&flow.graph, &Diagram::of(&flow.graph), &to_source, Look::File)?
        }
        Format::Html => {
            let json = serde_json::to_string(&document()).expect("maps have keys that are strings");
            page::page(flow, &json, workspace, &links)?
        }
    })
}
