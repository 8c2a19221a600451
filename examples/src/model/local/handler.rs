//! HTTP in, HTTP out.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;
use tokio::sync::watch;

use super::super::wire::{ChatRequest, ResponseFormat};
use super::{Counts, LocalProvider, Reply, instance, writer};

#[derive(Clone)]
struct Served {
    provider: Arc<LocalProvider>,
    counts: watch::Sender<Counts>,
}

pub(super) fn router(provider: Arc<LocalProvider>, counts: watch::Sender<Counts>) -> Router {
    Router::new()
        .route("/v1/chat/completions", post(complete))
        .fallback(|| async { error(StatusCode::NOT_FOUND, "there is only POST /v1/chat/completions here") })
        .with_state(Served { provider, counts })
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

    match behaviour.reply {
        Reply::Answer => completion(&request.model, &answer(&request)),
        Reply::Text(text) => completion(&request.model, &text),
        Reply::Body(body) => body.into_response(),
        Reply::Status(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            error(status, &format!("the model `{}` is down", request.model))
        }
    }
}

fn answer(request: &ChatRequest) -> String {
    let prompt: Vec<&str> =
        request.messages.iter().filter_map(|message| message.content.as_deref()).collect();
    let prompt = prompt.join("\n\n");
    match &request.response_format {
        Some(ResponseFormat::JsonSchema { json_schema }) => {
            instance::of(&json_schema.schema, &request.model, &prompt).to_string()
        }
        Some(ResponseFormat::Text) | None => writer::answer(&request.model, &prompt),
    }
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
