//! What can go wrong in a model call, said so that the reader knows what to do next.

/// Why there is no answer from the model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// `FLOW_MODEL_URL` cannot be used as an address.
    #[error("FLOW_MODEL_URL is not an http or https address: `{url}`")]
    BadUrl {
        /// What the variable holds.
        url: String,
    },

    /// A provider is configured, but not which of its models to ask.
    #[error("{url} is configured but no model is chosen: set FLOW_MODEL to the name of one it serves")]
    NoModel {
        /// The provider's base address.
        url: String,
    },

    /// The provider asks for a key and none is set.
    #[error("{url} needs a key: set FLOW_MODEL_KEY, or FLOW_MODEL_URL to a server that needs none")]
    NoKey {
        /// The provider's base address.
        url: String,
    },

    /// `FLOW_MODEL_KEY` holds characters no key has, a line break for instance.
    #[error("FLOW_MODEL_KEY cannot be sent in a header: it holds a line break or another control character")]
    BadKey,

    /// The HTTP client could not be set up.
    #[error("cannot set up the HTTP client")]
    Setup(#[source] reqwest::Error),

    /// The loopback server could not be started.
    #[error("cannot start the local model server")]
    LocalServer(#[source] std::io::Error),

    /// Nobody answered: connection refused, name not found, timed out.
    #[error("cannot reach the model provider at {url}")]
    Unreachable {
        /// The provider's base address.
        url: String,
        /// What the connection failed with.
        source: reqwest::Error,
    },

    /// The provider does not accept the key.
    #[error("the model provider does not accept FLOW_MODEL_KEY ({status}): {message}")]
    KeyRefused {
        /// `401` or `403`.
        status: reqwest::StatusCode,
        /// The provider's own words.
        message: String,
    },

    /// The provider answered with another HTTP error.
    #[error("the model provider answered {status}: {message}")]
    Status {
        /// The HTTP status.
        status: reqwest::StatusCode,
        /// The provider's own words.
        message: String,
    },

    /// The provider's answer is not a chat completion.
    #[error("the model provider's answer is not a chat completion")]
    Malformed(#[source] serde_json::Error),

    /// The answer is a chat completion with nothing in it.
    #[error("the model `{model}` gave no answer{}", reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default())]
    Empty {
        /// The model that was asked.
        model: String,
        /// Why, where the provider says so.
        reason: Option<String>,
    },

    /// The answer does not have the structure that was asked for.
    #[error("the model `{model}` did not answer with a valid `{schema}`")]
    Mismatch {
        /// The model that was asked.
        model: String,
        /// The name of the structure.
        schema: String,
        /// Where the answer departs from it.
        source: serde_json::Error,
    },
}

impl ModelError {
    /// Whether the same call may well succeed a little later: the provider is busy, or it did not answer.
    pub fn is_temporary(&self) -> bool {
        match self {
            ModelError::Unreachable { source, .. } => source.is_timeout() || source.is_connect(),
            ModelError::Status { status, .. } => matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }
}
