//! A model provider on loopback, for programs that run without a key and without a network.
//!
//! It speaks the OpenAI chat protocol over real HTTP, JSON schemas included. Its "models" are no models: they compute
//! an answer from the words of the prompt ([`writer`]) or fill in the schema they are given ([`instance`]). The same
//! prompt to the same model gives the same answer on every machine, or one for each seed. How long each model takes,
//! and whether it fails, is the program's choice, so that races between them are real races.

mod handler;
mod instance;
mod prompt;
mod words;
mod writer;

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A provider to be started: which of its models are slow, which fail. Models it has not heard of answer at once.
#[derive(Clone, Debug, Default)]
pub struct LocalProvider {
    models: BTreeMap<String, Behaviour>,
    key: Option<String>,
}

/// How one model behaves.
#[derive(Clone, Debug, Default)]
struct Behaviour {
    latency: Duration,
    reply: Reply,
    /// What it says to some prompts when it first hears them.
    stumble: Option<u16>,
}

#[derive(Clone, Debug, Default)]
enum Reply {
    /// An answer to the prompt.
    #[default]
    Answer,
    /// An HTTP error.
    Status(u16),
    /// This instead of a chat completion.
    Body(String),
    /// A chat completion that says this.
    Text(String),
}

impl LocalProvider {
    /// A provider whose models all answer at once.
    pub fn new() -> Self {
        Self::default()
    }

    /// `model` takes this many milliseconds to answer.
    #[must_use]
    pub fn latency(mut self, model: &str, milliseconds: u64) -> Self {
        self.behaviour(model).latency = Duration::from_millis(milliseconds);
        self
    }

    /// `model` answers with this HTTP status.
    #[must_use]
    pub fn fail(mut self, model: &str, status: u16) -> Self {
        self.behaviour(model).reply = Reply::Status(status);
        self
    }

    /// `model` answers every third prompt or so with this HTTP status, as a busy provider might, and with an answer
    /// when it is asked again. Which prompts these are depends on nothing but their words.
    #[must_use]
    pub fn stumble(mut self, model: &str, status: u16) -> Self {
        self.behaviour(model).stumble = Some(status);
        self
    }

    /// `model` answers with this body, as a broken provider might.
    #[must_use]
    pub fn garble(mut self, model: &str, body: &str) -> Self {
        self.behaviour(model).reply = Reply::Body(body.to_owned());
        self
    }

    /// `model` always says this, as a model might that ignores its instructions.
    #[must_use]
    pub fn say(mut self, model: &str, text: &str) -> Self {
        self.behaviour(model).reply = Reply::Text(text.to_owned());
        self
    }

    /// Every call must carry this key.
    #[must_use]
    pub fn require_key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    fn behaviour(&mut self, model: &str) -> &mut Behaviour {
        self.models.entry(model.to_owned()).or_default()
    }

    /// Starts serving on a free port of the loopback interface.
    pub async fn start(self) -> io::Result<LocalServer> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/v1", listener.local_addr()?);
        let (counts, watcher) = watch::channel(Counts::default());
        let router = handler::router(Arc::new(self), counts);
        let task = tokio::spawn(async move {
            // `serve` ends only with its task: it retries when accepting fails.
            let _ = axum::serve(listener, router).await;
        });
        Ok(LocalServer { url, task, counts: watcher })
    }
}

/// A running [`LocalProvider`]; stops when dropped.
#[derive(Debug)]
pub struct LocalServer {
    url: String,
    task: JoinHandle<()>,
    counts: watch::Receiver<Counts>,
}

/// What a server has seen so far.
#[derive(Debug, Default)]
struct Counts {
    /// Calls that have arrived.
    received: usize,
    /// Those of them whose caller hung up before the answer was ready.
    hung_up: usize,
}

impl LocalServer {
    /// The base address, `/v1` included.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until `count` calls have arrived.
    pub async fn received(&self, count: usize) {
        self.seen(|counts| counts.received >= count).await;
    }

    /// Waits until callers have hung up on `count` calls before the answer was ready.
    pub async fn hung_up(&self, count: usize) {
        self.seen(|counts| counts.hung_up >= count).await;
    }

    async fn seen(&self, enough: impl Fn(&Counts) -> bool) {
        // An error means that the server is gone, and with it every call.
        let _ = self.counts.clone().wait_for(|counts| enough(counts)).await;
    }
}

impl Drop for LocalServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
