//! Where the steps of a picture link to.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::workspace::Workspace;
use crate::{page, path};

/// How links are made.
pub(super) struct Links<'w> {
    workspace: &'w Workspace,
    form: Form,
}

enum Form {
    /// From the directory of the picture to the source file.
    Relative(PathBuf),
    Template(String),
}

impl Links<'_> {
    pub(super) fn new<'w>(
        template: Option<&str>,
        output: Option<&Path>,
        workspace: &'w Workspace,
    ) -> Links<'w> {
        let form = match template {
            Some(template) => Form::Template(template.to_string()),
            None => {
                let directory = output.and_then(Path::parent).unwrap_or(Path::new(""));
                Form::Relative(
                    std::path::absolute(directory.join(".")).unwrap_or_else(|_| workspace.root.clone()),
                )
            }
        };
        Links { workspace, form }
    }

    /// The link to a line of the flow of that name that begins in line `flow_line`.
    pub(super) fn to(&self, flow: &str, flow_line: u32, line: u32) -> Option<String> {
        let file = self.workspace.file_of(flow, flow_line).filter(|_| line > 0)?;
        let absolute = path::normal(&self.workspace.root.join(file));
        match &self.form {
            Form::Relative(directory) => {
                let way = path::relative(&absolute, directory)?;
                Some(format!("{}#L{line}", page::url(&way)))
            }
            Form::Template(template) if template.is_empty() => None,
            Form::Template(template) => {
                let absolute = absolute.to_string_lossy().replace('\\', "/");
                let filled = template.replace("{path}", &page::url(file));
                let filled = filled.replace("{absolute}", &page::url(&absolute));
                Some(filled.replace("{line}", &line.to_string()))
            }
        }
    }
}

/// Whether every placeholder of a template means something.
pub(super) fn validate(template: &str) -> Result<(), Failure> {
    let mut rest = template;
    while let Some((_, more)) = rest.split_once('{') {
        let Some((name, after)) = more.split_once('}') else { break };
        if !["path", "absolute", "line"].contains(&name) {
            return Err(Failure::misuse(format!("`{{{name}}}` in `--link-template` means nothing"))
                .help("the placeholders are `{path}`, `{absolute}` and `{line}`"));
        }
        rest = after;
    }
    Ok(())
}
