//! A personal message from what a database knows.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use flow_examples::flows::marketing_message::MarketingMessage;
use flow_examples::model::{LocalProvider, Provider};
use flow_examples::program;
use flow_examples::shop::Shop;

/// Writes a marketing message to a customer, from the time, the customer, the purchases and the offers of the day
#[derive(Parser)]
struct Args {
    /// The customer: ada, ben or chiyo
    #[arg(default_value = "ada")]
    username: String,

    /// The time to pretend it is, such as "2026-05-04 08:30"
    #[arg(long, value_name = "TIME", default_value = "now")]
    at: String,

    /// An SQLite file of your own, with the tables of data/shop.sql
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

fn main() -> ExitCode {
    program::run(async {
        let Args { username, at, db } = Args::parse();
        let shop = db.map_or_else(Shop::example, |file| Ok(Shop::open(&file)))?.at(at);
        let provider = Provider::from_env_or(LocalProvider::new().latency("steady", 50)).await?;

        let flow = MarketingMessage { shop, model: provider.model("steady") };
        println!("{}", flow.run(&username).await?);
        Ok(())
    })
}
