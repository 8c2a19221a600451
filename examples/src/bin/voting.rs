//! Five votes and three reviewers decide who answers a customer.

use std::process::ExitCode;

use clap::Parser;
use flow_examples::flows::voting::Voting;
use flow_examples::model::{LocalProvider, Provider};
use flow_examples::program::{self, Watch};

/// Finds out which team should answer a customer: by five votes, and the agreement of two reviewers out of three
#[derive(Parser)]
struct Args {
    /// What the customer writes
    #[arg(default_value = "The kettle came a week late and now it leaks. Who pays for this?")]
    text: String,

    /// A team to choose from. May be given several times
    #[arg(long = "team", value_name = "TEAM", default_values = ["delivery", "repairs", "billing"])]
    teams: Vec<String>,

    /// A model of the built-in provider that is down: swift, steady or slow. May be given several times
    #[arg(long, value_name = "MODEL")]
    down: Vec<String>,
}

fn main() -> ExitCode {
    program::run(async {
        let Args { text, teams, down } = Args::parse();
        let local = LocalProvider::new().latency("swift", 30).latency("steady", 150).latency("slow", 1_000);
        let local = down.iter().fold(local, |local, model| local.fail(model, 503));
        let provider = Provider::from_env_or(local).await?;

        let flow = Voting {
            model: provider.model("voter"),
            customer: provider.model("swift"),
            colleague: provider.model("steady"),
            manager: provider.model("slow"),
            teams,
        };
        println!("{}", flow.runner().observed_by(Watch::new()).run(&text).await?);
        Ok(())
    })
}
