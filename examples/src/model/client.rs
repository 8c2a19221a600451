//! The calls themselves.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::AUTHORIZATION;
use reqwest::{Client, StatusCode};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::http;

use super::wire::{self, ChatRequest, ChatResponse, Message, NamedSchema, ResponseFormat};
use super::{Config, LocalProvider, LocalServer, ModelError};

/// Long enough for a slow model on a small machine, short enough that a dead provider is noticed.
const PATIENCE: Duration = Duration::from_secs(180);

/// A provider of models: hands out [`Model`]s. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Provider {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    http: Client,
    config: Config,
    /// Held so that it serves for as long as somebody can ask it.
    _local: Option<LocalServer>,
}

impl Provider {
    /// The provider the environment names, or else `local`, started on loopback.
    pub async fn from_env_or(local: LocalProvider) -> Result<Self, ModelError> {
        match Config::from_env()? {
            Some(config) => Self::connect(config),
            None => Self::local(local).await,
        }
    }

    /// A provider on loopback.
    pub async fn local(local: LocalProvider) -> Result<Self, ModelError> {
        let server = local.start().await.map_err(ModelError::LocalServer)?;
        let config = Config::new(server.url())?;
        Self::build(config, Some(server))
    }

    /// The provider that `config` describes. Nothing is sent yet.
    pub fn connect(config: Config) -> Result<Self, ModelError> {
        Self::build(config, None)
    }

    fn build(config: Config, local: Option<LocalServer>) -> Result<Self, ModelError> {
        let plain = config.url.scheme() == "http";
        let http = if plain { http::plain_client() } else { http::client() }.map_err(ModelError::Setup)?;
        Ok(Provider { shared: Arc::new(Shared { http, config, _local: local }) })
    }

    /// The model of this name, or the one the environment prefers. Whether it exists shows when it is asked.
    pub fn model(&self, name: &str) -> Model {
        let name = self.shared.config.model.as_deref().unwrap_or(name).to_owned();
        Model { provider: self.clone(), name, seed: None }
    }
}

/// One model of a provider. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Model {
    provider: Provider,
    name: String,
    seed: Option<u64>,
}

impl Model {
    /// The name the provider knows it by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same model with another seed. Models choose their words at random: each seed has answers of its own, and
    /// the same seed has the same ones as far as the provider can help it.
    #[must_use]
    pub fn with_seed(&self, seed: u64) -> Model {
        Model { seed: Some(seed), ..self.clone() }
    }

    /// The model's answer to `prompt`, as text.
    pub async fn ask(&self, prompt: &str) -> Result<String, ModelError> {
        self.complete(prompt, None).await
    }

    /// The model's answer to `prompt`, as a `T`: the provider is given `T`'s JSON schema and keeps to it.
    pub async fn ask_for<T>(&self, prompt: &str) -> Result<T, ModelError>
    where
        T: DeserializeOwned + JsonSchema,
    {
        let json_schema = NamedSchema::of::<T>();
        let schema = json_schema.name.clone();
        let answer = self.complete(prompt, Some(ResponseFormat::JsonSchema { json_schema })).await?;
        serde_json::from_str(&answer).map_err(|source| ModelError::Mismatch {
            model: self.name.clone(),
            schema,
            source,
        })
    }

    async fn complete(
        &self,
        prompt: &str,
        response_format: Option<ResponseFormat>,
    ) -> Result<String, ModelError> {
        let message = Message { role: "user".to_owned(), content: Some(prompt.to_owned()), refusal: None };
        let request = ChatRequest {
            model: self.name.clone(),
            messages: vec![message],
            response_format,
            seed: self.seed,
        };
        let body = self.post(&request).await?;
        let response: ChatResponse = serde_json::from_str(&body).map_err(ModelError::Malformed)?;
        let message = response.choices.into_iter().next().map(|choice| choice.message);
        let (content, reason) = message.map_or((None, None), |message| (message.content, message.refusal));
        match content.as_deref().map(str::trim) {
            Some(text) if !text.is_empty() => Ok(text.to_owned()),
            _ => Err(ModelError::Empty { model: self.name.clone(), reason }),
        }
    }

    /// Sends the request; the body of a successful answer.
    async fn post(&self, request: &ChatRequest) -> Result<String, ModelError> {
        let Shared { http, config, .. } = &*self.provider.shared;
        let base = config.url.as_str();
        if config.lacks_key() {
            return Err(ModelError::NoKey { url: base.to_owned() });
        }
        let unreachable = |error: reqwest::Error| ModelError::Unreachable {
            url: base.to_owned(),
            source: error.without_url(),
        };
        let mut call = http.post(format!("{base}/chat/completions")).timeout(PATIENCE).json(request);
        if let Some(authorization) = &config.authorization {
            call = call.header(AUTHORIZATION, authorization.clone());
        }
        let response = call.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = response.text().await.map_err(unreachable)?;
        match status {
            _ if status.is_success() => Ok(body),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if config.authorization.is_none() => {
                Err(ModelError::NoKey { url: base.to_owned() })
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(ModelError::KeyRefused { status, message: wire::error_message(&body) })
            }
            _ => Err(ModelError::Status { status, message: wire::error_message(&body) }),
        }
    }
}
