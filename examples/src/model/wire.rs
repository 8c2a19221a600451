//! The part of the chat protocol both sides use.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ChatRequest {
    pub(super) model: String,
    pub(super) messages: Vec<Message>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) response_format: Option<ResponseFormat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seed: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Message {
    pub(super) role: String,
    #[serde(default)]
    pub(super) content: Option<String>,
    /// Why a provider would not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refusal: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ResponseFormat {
    Text,
    JsonSchema { json_schema: NamedSchema },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NamedSchema {
    pub(super) name: String,
    #[serde(default)]
    pub(super) strict: bool,
    pub(super) schema: Value,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ChatResponse {
    pub(super) choices: Vec<Choice>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Choice {
    pub(super) message: Message,
}

impl NamedSchema {
    /// The schema of `T` in the strict form providers ask for: every property required, nothing added, nothing to
    /// look up elsewhere.
    pub(super) fn of<T: JsonSchema>() -> Self {
        let mut settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(close));
        settings.inline_subschemas = true;
        settings.meta_schema = None;
        NamedSchema {
            name: T::schema_name().into_owned(),
            strict: true,
            schema: settings.into_generator().into_root_schema_for::<T>().to_value(),
        }
    }
}

fn close(schema: &mut Schema) {
    let Some(Value::Object(properties)) = schema.get("properties") else {
        return;
    };
    let required: Vec<Value> = properties.iter().map(|(name, _)| Value::from(name.as_str())).collect();
    schema.insert("required".to_owned(), Value::from(required));
    schema.insert("additionalProperties".to_owned(), Value::Bool(false));
}

/// The provider's own words in the body of an HTTP error, which has one of several shapes.
pub(super) fn error_message(body: &str) -> String {
    let json: Value = serde_json::from_str(body).unwrap_or_default();
    let said = [&json["error"]["message"], &json["error"], &json["message"], &json["detail"]]
        .into_iter()
        .find_map(Value::as_str)
        .unwrap_or(body)
        .trim();
    match said.char_indices().nth(300) {
        _ if said.is_empty() => "no message".to_owned(),
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_bodies_of_every_shape_are_understood() {
        assert_eq!(error_message(r#"{"error":{"message":"slow down","code":429}}"#), "slow down");
        assert_eq!(error_message(r#"{"error":"model not found"}"#), "model not found");
        assert_eq!(error_message(r#"{"detail":"no such route"}"#), "no such route");
        assert_eq!(error_message("  Bad Gateway\n"), "Bad Gateway");
        assert_eq!(error_message(""), "no message");
        assert_eq!(error_message(&"é".repeat(500)).chars().count(), 301);
    }

    #[test]
    fn schemas_are_closed_and_self_contained() {
        #[derive(JsonSchema)]
        #[expect(dead_code)]
        struct Inner {
            note: Option<String>,
        }
        #[derive(JsonSchema)]
        #[expect(dead_code)]
        struct Outer {
            count: i64,
            inner: Vec<Inner>,
        }
        let schema = NamedSchema::of::<Outer>();
        assert_eq!(schema.name, "Outer");
        assert_eq!(schema.schema["required"], serde_json::json!(["count", "inner"]));
        assert_eq!(schema.schema["properties"]["inner"]["items"]["additionalProperties"], false);
        assert!(!schema.schema.to_string().contains("$ref"));
    }
}
