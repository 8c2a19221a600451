//! Two small flows: the first of two variants, and a brand of a slogan and a tagline.

use std::process::ExitCode;

use clap::Parser;
use flow_examples::flows::branding::Branding;
use flow_examples::flows::variants::Variants;
use flow_examples::model::{LocalProvider, Provider};
use flow_examples::program;

/// The first of two variants of a blog topic, then a slogan and a tagline for a brand
#[derive(Parser)]
struct Args {
    /// What the blog topic is about
    #[arg(default_value = "tiny kitchens")]
    about: String,

    /// The name of the brand
    #[arg(default_value = "Lumen Bicycles")]
    brand: String,
}

fn main() -> ExitCode {
    program::run(async {
        let Args { about, brand } = Args::parse();
        let local = LocalProvider::new().latency("steady", 400).latency("swift", 30);
        let provider = Provider::from_env_or(local).await?;

        let variants = Variants { first: provider.model("steady"), second: provider.model("swift") };
        println!("topic:   {}", variants.run(&about).await?);

        let branding = Branding { model: provider.model("steady") };
        println!("{}", branding.run(&brand).await?);
        Ok(())
    })
}
