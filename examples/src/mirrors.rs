//! File servers on loopback: one is fast and sends a wrong file, one is down, one is good, one is good but slow.

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::flows::fastest_mirror::{Sources, hex};

/// What the servers serve, and where they are. They stop when this is dropped.
#[derive(Debug)]
pub struct LocalMirrors {
    sources: Sources,
    _servers: JoinSet<()>,
}

impl LocalMirrors {
    /// Starts them, each on a free port of the loopback interface.
    pub async fn start() -> io::Result<Self> {
        let good = release();
        let mut wrong = good.clone();
        wrong.truncate(good.len() - 1);
        let checksum = format!("{}  release.txt\n", hex(&Sha256::digest(&good)));
        let down = (StatusCode::SERVICE_UNAVAILABLE, Vec::new());

        let mut servers = JoinSet::new();
        let sources = Sources {
            checksum: serve(&mut servers, 0, (StatusCode::OK, checksum.into_bytes())).await?,
            north: serve(&mut servers, 20, (StatusCode::OK, wrong)).await?,
            east: serve(&mut servers, 0, down).await?,
            south: serve(&mut servers, 3_000, (StatusCode::OK, good.clone())).await?,
            west: serve(&mut servers, 250, (StatusCode::OK, good)).await?,
        };
        Ok(LocalMirrors { sources, _servers: servers })
    }

    /// Where the file and its checksum are.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}

/// A file worth a download: 20,000 numbered lines.
fn release() -> Vec<u8> {
    (1..=20_000).flat_map(|line| format!("line {line:05} of the release\n").into_bytes()).collect()
}

/// One server that answers every request like this, after so many milliseconds. Its address.
async fn serve(
    servers: &mut JoinSet<()>,
    milliseconds: u64,
    answer: (StatusCode, Vec<u8>),
) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/release.txt", listener.local_addr()?);
    let router = Router::new().fallback(get(move || async move {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        answer
    }));
    servers.spawn(async move {
        // `serve` ends only with its task: it retries when accepting fails.
        let _ = axum::serve(listener, router).await;
    });
    Ok(url)
}
