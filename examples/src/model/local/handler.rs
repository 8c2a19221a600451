//! HTTP in, HTTP out.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;
use tokio::sync::watch;

use super::super::wire::{ChatRequest, ResponseFormat};
use super::{Counts, LocalProvider, Reply, instance, words, writer};

/// One prompt in so many is one that a model stumbles over.
const STUMBLES: u64 = 3;

#[derive(Clone)]
struct Served {
    provider: Arc<LocalProvider>,
    counts: watch::Sender<Counts>,
    /// The prompts that a model has stumbled over.
    stumbled: Arc<Mutex<BTreeSet<u64>>>,
}

pub(super) fn router(provider: Arc<LocalProvider>, counts: watch::Sender<Counts>) -> Router {
    Router::new()
        .route("/v1/chat/completions", post(complete))
        .fallback(|| async { error(StatusCode::NOT_FOUND, "there is only POST /v1/chat/completions here") })
        .with_state(Served { provider, counts, stumbled: Arc::default() })
}

async fn complete(State(served): State<Served>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(key) = &served.provider.key {
        let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if sent.and_then(|value| value.strip_prefix("Bearer ")) != Some(key) {
            return error(StatusCode::UNAUTHORIZED, "this key is not known here");
        }
    }
    let request: ChatRequest = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(cause) => return error(StatusCode::BAD_REQUEST, &format!("not a chat request: {cause}")),
    };
    let behaviour = served.provider.models.get(&request.model).cloned().unwrap_or_default();

    // Dropped in the middle of the wait if the caller hangs up.
    let pending = Pending::new(&served.counts);
    tokio::time::sleep(behaviour.latency).await;
    pending.served();

    if let Some(status) = behaviour.stumble.filter(|_| served.stumbles(&request)) {
        return error(status_code(status), &format!("the model `{}` is busy", request.model));
    }
    match behaviour.reply {
        Reply::Answer => completion(&request.model, &answer(&request)),
        Reply::Text(text) => completion(&request.model, &text),
        Reply::Body(body) => body.into_response(),
        Reply::Status(status) => {
            error(status_code(status), &format!("the model `{}` is down", request.model))
        }
    }
}

impl Served {
    /// Whether the model is to stumble over this prompt, which it does once.
    fn stumbles(&self, request: &ChatRequest) -> bool {
        let seed = words::seed(&[&request.model, &prompt(request)]);
        // The high bits are the best mixed.
        let one_of_them = (seed >> 32).is_multiple_of(STUMBLES);
        one_of_them && self.stumbled.lock().unwrap_or_else(PoisonError::into_inner).insert(seed)
    }
}

fn answer(request: &ChatRequest) -> String {
    let prompt = prompt(request);
    // With each seed, it is as if another model answered.
    let model = match request.seed {
        Some(seed) => format!("{} {seed}", request.model),
        None => request.model.clone(),
    };
    match &request.response_format {
        Some(ResponseFormat::JsonSchema { json_schema }) => {
            instance::of(&json_schema.schema, &model, &prompt).to_string()
        }
        Some(ResponseFormat::Text) | None => writer::answer(&model, &prompt),
    }
}

fn prompt(request: &ChatRequest) -> String {
    let prompt: Vec<&str> =
        request.messages.iter().filter_map(|message| message.content.as_deref()).collect();
    prompt.join("\n\n")
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn completion(model: &str, content: &str) -> Response {
    Json(json!({
        "id": "chatcmpl-local",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{
            "index": 0,
            "message": { "role": "assistant", "content": content },
            "finish_reason": "stop",
        }],
    }))
    .into_response()
}

fn error(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": { "message": message } }))).into_response()
}

/// A call that has arrived and is not served yet: counted, and counted again if it never will be.
struct Pending<'a>(Option<&'a watch::Sender<Counts>>);

impl<'a> Pending<'a> {
    fn new(counts: &'a watch::Sender<Counts>) -> Self {
        counts.send_modify(|counts| counts.received += 1);
        Pending(Some(counts))
    }

    fn served(mut self) {
        self.0 = None;
    }
}

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        if let Some(counts) = self.0 {
            counts.send_modify(|counts| counts.hung_up += 1);
        }
    }
}
