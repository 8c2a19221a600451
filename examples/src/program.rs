//! What every program does around its flow.

use std::error::Error;
use std::process::ExitCode;

/// Runs `main` to its end. An error is printed with everything that led to it, and the exit code is 1.
pub fn run(main: impl Future<Output = Result<(), Box<dyn Error>>>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(main),
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", report(&*error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes, one a line. A cause its error has already told is not told again.
fn report(error: &dyn Error) -> String {
    let mut last = error.to_string();
    let mut report = format!("error: {last}");
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !last.contains(&text) {
            report.push_str(&format!("\n  because: {text}"));
            last = text;
        }
        next = cause.source();
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Layer(&'static str, #[source] Option<Box<Layer>>);

    #[test]
    fn causes_are_told_once() {
        let root = Layer("connection refused", None);
        let middle = Layer("cannot connect: connection refused", Some(Box::new(root)));
        let top = Layer("step `a` failed", Some(Box::new(middle)));
        assert_eq!(report(&top), "error: step `a` failed\n  because: cannot connect: connection refused");
    }
}
