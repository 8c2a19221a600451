//! `cargo flow check`

use super::args::{Check, MessageFormat};
use super::failure::Failure;
use super::json;
use super::message::{self, Mistake};
use super::text::{count, names};
use super::workspace::{Flow, Package, Workspace};
use crate::modules::Unread;

pub(super) fn run(args: &Check, workspace: &Workspace) -> Result<(), Failure> {
    let tell = |mistake: &Mistake, package: &Package, target: usize| match args.message_format {
        MessageFormat::Human => {
            mistake.print();
            Ok(())
        }
        MessageFormat::Json => message::print(&json::mistake(mistake, package, target)),
    };
    let mut failed = Vec::new();
    for (number, package) in workspace.packages.iter().enumerate() {
        let mut errors = 0;
        for unread in &package.unread {
            let mistake = of_file(unread);
            errors += usize::from(!mistake.is_warning);
            tell(&mistake, package, 0)?;
        }
        for flow in workspace.flows.iter().filter(|flow| flow.package == number) {
            for error in flow.checked.as_ref().err().into_iter().flatten() {
                errors += 1;
                tell(&Mistake::new(error, &flow.file, &flow.text), package, flow.target)?;
            }
        }
        if errors > 0 {
            failed.push((package.metadata.name.to_string(), errors));
        }
    }
    match args.message_format {
        MessageFormat::Json => message::print(&json::finished(failed.is_empty()))?,
        MessageFormat::Human if failed.is_empty() => {
            let number = workspace.flows.len();
            message::status("Checked", &format!("{} without a mistake", count(number, "flow")));
            if number == 0 {
                message::warn("there is no `#[flow]` in what was read");
            }
        }
        MessageFormat::Human => return Err(summary(&failed)),
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure::Reported) }
}

fn summary(failed: &[(String, usize)]) -> Failure {
    let packages: Vec<&String> = failed.iter().map(|(package, _)| package).collect();
    let errors = failed.iter().map(|(_, errors)| errors).sum();
    Failure::new(format!("{} in {}", count(errors, "mistake"), names(&packages)))
}

/// The mistakes of a flow, for a command that needs it to have none.
pub(super) fn refuse(flow: &Flow, errors: &[syn::Error], what: &str) -> Failure {
    for error in errors {
        Mistake::new(error, &flow.file, &flow.text).print();
    }
    let mistakes = count(errors.len(), "mistake");
    Failure::new(format!("`{}` has {mistakes}, and cannot be {what}", flow.name()))
}

fn of_file(unread: &Unread) -> Mistake {
    let mut mistake = match (&unread.error, &unread.text) {
        (Some(error), Some(text)) => Mistake::new(error, &unread.file, text),
        _ => Mistake {
            is_warning: false,
            title: unread.why.brief(),
            notes: Vec::new(),
            helps: Vec::new(),
            place: None,
        },
    };
    if unread.conditional {
        mistake.is_warning = true;
        mistake
            .notes
            .push("it is part of the crate under some `cfg` only; its flows are not checked".to_string());
    }
    mistake
}
