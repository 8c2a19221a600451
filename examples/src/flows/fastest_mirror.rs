//! One file, four mirrors: the fastest honest one wins.

use flow_core::prelude::*;
use reqwest::Client;
use sha2::{Digest, Sha256};

/// A file that can be had from four places.
#[derive(Debug)]
pub struct FastestMirror {
    /// Makes the requests.
    pub http: Client,
    /// Where the file and its checksum are.
    pub sources: Sources,
}

/// The addresses of one file.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Where its SHA-256 checksum is published, in hexadecimal.
    pub checksum: String,
    /// The first mirror.
    pub north: String,
    /// The second mirror.
    pub east: String,
    /// The third mirror.
    pub south: String,
    /// The fourth mirror.
    pub west: String,
}

/// One race between the mirrors.
#[derive(Debug, Default)]
pub struct Round {
    /// Mirrors that have sent a wrong file.
    distrusted: Vec<&'static str>,
}

/// What a mirror sent.
#[derive(Debug)]
pub struct Download {
    /// Which mirror.
    pub mirror: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why there is no download from a mirror.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The request failed, or its answer was an error.
    #[error("{url} cannot be downloaded")]
    Http {
        /// What was asked for.
        url: String,
        /// What went wrong.
        source: reqwest::Error,
    },
    /// It has sent a wrong file before.
    #[error("mirror {mirror} is not asked again: it has sent a wrong file")]
    Distrusted {
        /// Which mirror.
        mirror: &'static str,
    },
}

/// A download that is not the file it should be.
#[derive(Debug)]
pub struct Corrupt {
    mirror: &'static str,
}

/// Downloads a file from four mirrors at once, takes the first download, and checks it against the checksum its
/// publisher names. A mirror whose file is not the right one is left out, and the race is run again.
#[flow]
impl FastestMirror {
    #[start]
    async fn checksum(&self) -> Result<String, DownloadError> {
        let bytes = self.get(&self.sources.checksum).await?;
        // Such files hold the checksum, and then perhaps the name of the file.
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        Ok(text.split_whitespace().next().unwrap_or_default().to_owned())
    }

    #[start]
    fn begin() -> Round {
        Round::default()
    }

    #[listen(or(begin, retry))]
    fn race(round: Round) -> Round {
        eprintln!("racing {} mirrors", 4 - round.distrusted.len());
        round
    }

    #[listen(race)]
    async fn north(&self, round: &Round) -> Result<Download, DownloadError> {
        self.download("north", &self.sources.north, round).await
    }

    #[listen(race)]
    async fn east(&self, round: &Round) -> Result<Download, DownloadError> {
        self.download("east", &self.sources.east, round).await
    }

    #[listen(race)]
    async fn south(&self, round: &Round) -> Result<Download, DownloadError> {
        self.download("south", &self.sources.south, round).await
    }

    #[listen(race)]
    async fn west(&self, round: &Round) -> Result<Download, DownloadError> {
        self.download("west", &self.sources.west, round).await
    }

    #[listen(and(checksum, or(north, east, south, west)))]
    fn verify(checksum: &str, download: Download) -> Result<Download, Corrupt> {
        let mirror = download.mirror;
        let honest = hex(&Sha256::digest(&download.bytes)) == checksum;
        if honest { Ok(download) } else { Err(Corrupt { mirror }) }
    }

    #[listen(verify::Err)]
    fn retry(corrupt: Corrupt, #[from(race)] round: &Round) -> Round {
        eprintln!("mirror {} is fast, but sent a wrong file", corrupt.mirror);
        let distrusted = round.distrusted.iter().copied().chain([corrupt.mirror]).collect();
        Round { distrusted }
    }
}

impl FastestMirror {
    async fn download(
        &self,
        mirror: &'static str,
        url: &str,
        round: &Round,
    ) -> Result<Download, DownloadError> {
        if round.distrusted.contains(&mirror) {
            return Err(DownloadError::Distrusted { mirror });
        }
        let bytes = self.get(url).await?;
        Ok(Download { mirror, bytes })
    }

    async fn get(&self, url: &str) -> Result<Vec<u8>, DownloadError> {
        let request = async { self.http.get(url).send().await?.error_for_status()?.bytes().await };
        request
            .await
            .map(Vec::from)
            .map_err(|error| DownloadError::Http { url: url.to_owned(), source: error.without_url() })
    }
}

/// The checksum in the form it is published in.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
