//! Downloads a file from the fastest mirror that sends the right one.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use flow_examples::flows::fastest_mirror::{FastestMirror, Sources};
use flow_examples::http;
use flow_examples::mirrors::LocalMirrors;
use flow_examples::program::{self, Record};

/// Downloads a file from the fastest of four mirrors that sends the right one
#[derive(Parser)]
struct Args {
    /// The addresses of your file; without them the program starts mirrors of its own
    #[arg(long, num_args = 4, value_names = ["NORTH", "EAST", "SOUTH", "WEST"], requires = "checksum")]
    mirrors: Option<Vec<String>>,

    /// The address of its SHA-256 checksum
    #[arg(long, value_name = "URL", requires = "mirrors")]
    checksum: Option<String>,

    /// Where to save the file
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,

    #[command(flatten)]
    record: Record,
}

fn main() -> ExitCode {
    program::run(async {
        let Args { mirrors, checksum, save, record } = Args::parse();
        let local = LocalMirrors::start().await?;
        let flow = match (mirrors.map(<[String; 4]>::try_from), checksum) {
            (Some(Ok([north, east, south, west])), Some(checksum)) => {
                let sources = Sources { checksum, north, east, south, west };
                FastestMirror { http: http::client()?, sources }
            }
            _ => FastestMirror { http: http::plain_client()?, sources: local.sources().clone() },
        };
        let log = record.begin()?;
        let download = flow.runner().observed_by(&log).run().await;
        record.end(log)?;
        let download = download?;
        println!("verified {} bytes from mirror {}", download.bytes.len(), download.mirror);
        if let Some(file) = save {
            tokio::fs::write(&file, &download.bytes)
                .await
                .map_err(|error| format!("{}: {error}", file.display()))?;
            println!("saved {}", file.display());
        }
        Ok(())
    })
}
