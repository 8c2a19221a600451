//! An inventory of a directory tree, taken on all cores.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use flow_examples::flows::cpu_pipeline::CpuPipeline;
use flow_examples::program::{self, Watch};

/// Hashes, compresses and counts every file of a directory tree
#[derive(Parser)]
struct Args {
    /// The directory; without it, the sources of these examples
    directory: Option<PathBuf>,

    /// Where to write what was found, in JSON
    #[arg(long, value_name = "FILE", default_value = "out/manifest.json")]
    manifest: PathBuf,
}

fn main() -> ExitCode {
    program::run_on_all_cores(async {
        let Args { directory, manifest } = Args::parse();
        let directory = directory.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        let flow = Arc::new(CpuPipeline { directory, manifest });

        let run = flow
            .clone()
            .runner()
            .observed_by(Watch::new())
            .cancelled_by(program::ctrl_c().cancelled_owned())
            .run();
        let inventory = run.await?;
        println!("{inventory}");
        println!("wrote {}", flow.manifest.display());
        if inventory.unreadable.is_empty() {
            return Ok(());
        }
        for file in &inventory.unreadable {
            eprintln!("{file}");
        }
        let (unreadable, files) = (inventory.unreadable.len(), inventory.files.len());
        Err(format!("{unreadable} of {} files could not be read", unreadable + files).into())
    })
}
