//! An article from outline to thumbnail, revised until it is good.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use flow_examples::flows::article::Article;
use flow_examples::model::{LocalProvider, Provider};
use flow_examples::program::{self, Watch};

/// Writes an article, revises it until it is good, and saves it with a thumbnail and a social media post
#[derive(Parser)]
struct Args {
    /// What the article is about
    #[arg(default_value = "sourdough bread")]
    topic: String,

    /// Where to save the files
    #[arg(long, value_name = "FOLDER", default_value = "out")]
    out: PathBuf,

    /// How many revisions are enough
    #[arg(long, value_name = "N", default_value_t = 4)]
    max_revisions: u32,
}

fn main() -> ExitCode {
    program::run(async {
        let Args { topic, out, max_revisions } = Args::parse();
        let provider = Provider::from_env_or(LocalProvider::new().latency("steady", 50)).await?;

        let flow = Article { model: provider.model("steady"), folder: out, max_revisions };
        let run = flow.runner().observed_by(Watch::new()).run(&topic);
        for file in run.await? {
            println!("saved {}", file.display());
        }
        Ok(())
    })
}
