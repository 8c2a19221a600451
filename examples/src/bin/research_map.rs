//! A report whose sections are written side by side, printed while it is written.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use flow_core::observe::{self, Event, Events, Kind};
use flow_examples::flows::research_map::{Part, Press, ResearchMap, Section};
use flow_examples::model::{LocalProvider, Provider};
use flow_examples::program::{self, Record, Watch};

/// Writes a report: plans it, writes its sections side by side, and sums them up
#[derive(Parser)]
struct Args {
    /// What the report is about
    #[arg(default_value = "night trains")]
    topic: String,

    /// How many seconds the report may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    within: u64,

    #[command(flatten)]
    record: Record,
}

fn main() -> ExitCode {
    program::run(async {
        let Args { topic, within, record } = Args::parse();
        let local = LocalProvider::new().latency("steady", 50).latency("busy", 120).stumble("busy", 503);
        let provider = Provider::from_env_or(local).await?;

        let author = Section { model: provider.model("busy") };
        let flow = ResearchMap { model: provider.model("steady"), author };
        let (watch, token) = (Watch::new(), program::ctrl_c());
        let (observer, events) = observe::stream();
        let log = record.begin()?;
        let run = flow
            .runner()
            .timeout(Duration::from_secs(within))
            .cancelled_by(token.clone().cancelled_owned())
            .observed_by(((&watch, &log), observer))
            .run(&topic);
        let print = async {
            // Where nobody can read the report, nobody has to write it.
            print(events, &watch).await.inspect_err(|_| token.cancel())
        };
        let (report, printed) = tokio::join!(run, print);
        record.end(log)?;
        printed?;
        report?;
        Ok(())
    })
}

/// Prints the report as it comes. Where it waits for a second attempt, that is said too.
async fn print(mut events: Events, watch: &Watch) -> io::Result<()> {
    let mut press = Press::default();
    while let Some(event) = events.recv().await {
        watch.write(|| match &event.kind {
            Kind::Retrying { attempt, .. } => writeln!(io::stderr(), "{}: attempt {attempt}", place(&event)),
            Kind::Emitted(item) => match item.downcast_ref::<Part>() {
                Some(part) => write!(io::stdout(), "{}", press.print(part)),
                None => Ok(()),
            },
            _ => Ok(()),
        })?;
    }
    Ok(())
}

/// Where something happens, as errors say it too: `item 1 of section`.
fn place(event: &Event) -> String {
    let step = event.step_name().unwrap_or_default();
    event.item.map_or_else(|| step.to_owned(), |item| format!("item {item} of {step}"))
}
