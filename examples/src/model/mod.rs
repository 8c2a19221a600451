//! Model calls, over real HTTP, to any provider that speaks the OpenAI chat protocol.
//!
//! With nothing configured the calls go to [`LocalProvider`], a small server the program starts on loopback, so every
//! example runs without a key and without a network. Set these variables and the same calls go to a real provider:
//!
//! | variable | meaning |
//! |---|---|
//! | `FLOW_MODEL_URL` | the provider's base address, `/v1` included; `https://api.openai.com/v1` if only the others are set |
//! | `FLOW_MODEL` | the model to ask; it replaces the names the examples use |
//! | `FLOW_MODEL_KEY` | the key; a server on your own machine usually needs none |

mod client;
mod config;
mod error;
mod local;
mod wire;

pub use client::{Model, Provider};
pub use config::Config;
pub use error::ModelError;
pub use local::{LocalProvider, LocalServer};
