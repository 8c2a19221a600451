//! Three models race for a blog topic, and the first answer wins.

use std::process::ExitCode;

use clap::Parser;
use flow_examples::flows::first_answer::FirstAnswer;
use flow_examples::model::{LocalProvider, Provider};
use flow_examples::program;

/// Three models race for a blog topic, and the first answer wins
#[derive(Parser)]
struct Args {
    /// What the blog topic is about
    #[arg(default_value = "rainy afternoons")]
    about: String,

    /// A model of the built-in provider that is down: swift, steady or slow. May be given several times
    #[arg(long, value_name = "MODEL")]
    down: Vec<String>,
}

fn main() -> ExitCode {
    program::run(async {
        let Args { about, down } = Args::parse();
        let local = LocalProvider::new().latency("swift", 30).latency("steady", 250).latency("slow", 2_000);
        let local = down.iter().fold(local, |local, model| local.fail(model, 503));
        let provider = Provider::from_env_or(local).await?;

        let flow = FirstAnswer {
            swift: provider.model("swift"),
            steady: provider.model("steady"),
            slow: provider.model("slow"),
        };
        println!("{}", flow.run(&about).await?);
        Ok(())
    })
}
