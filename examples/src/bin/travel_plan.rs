//! One travel request, three researchers side by side, one plan.

use std::process::ExitCode;

use clap::Parser;
use flow_examples::flows::travel_plan::TravelPlan;
use flow_examples::model::{LocalProvider, Provider};
use flow_examples::program::{self, Watch};

/// Plans a trip: researches attractions, accommodation and transport side by side
#[derive(Parser)]
struct Args {
    /// What you would say to a travel agent
    #[arg(default_value = "We have three days for Lisbon. We love tiles, fado and pastries.")]
    request: String,
}

fn main() -> ExitCode {
    program::run(async {
        let Args { request } = Args::parse();
        let provider = Provider::from_env_or(LocalProvider::new().latency("steady", 50)).await?;

        let flow = TravelPlan { model: provider.model("steady") };
        println!("{}", flow.runner().observed_by(Watch::new()).run(&request).await?);
        Ok(())
    })
}
