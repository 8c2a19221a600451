//! Which provider to talk to, read from the environment.

use reqwest::Url;
use reqwest::header::HeaderValue;

use super::ModelError;

const OPENAI: &str = "https://api.openai.com/v1";

/// A provider of models: its address, and how to ask it.
///
/// `Debug` does not show the key.
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) url: Url,
    pub(super) model: Option<String>,
    pub(super) authorization: Option<HeaderValue>,
}

impl Config {
    /// A provider at `url` (its base address, `/v1` included) that needs no key and is asked for models by the names
    /// the program uses.
    pub fn new(url: &str) -> Result<Self, ModelError> {
        let bad = || ModelError::BadUrl { url: url.to_owned() };
        let parsed = Url::parse(url.trim_end_matches('/')).map_err(|_| bad())?;
        if !matches!(parsed.scheme(), "http" | "https") || !parsed.has_host() {
            return Err(bad());
        }
        Ok(Config { url: parsed, model: None, authorization: None })
    }

    /// Sends `key` with every call.
    pub fn key(mut self, key: &str) -> Result<Self, ModelError> {
        let mut value = HeaderValue::from_str(&format!("Bearer {key}")).map_err(|_| ModelError::BadKey)?;
        value.set_sensitive(true);
        self.authorization = Some(value);
        Ok(self)
    }

    /// Asks for `model`, whatever name the program uses.
    #[must_use]
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.model = Some(model.into());
        self
    }

    /// What the environment says: `None` if it says nothing.
    pub fn from_env() -> Result<Option<Self>, ModelError> {
        Self::from_vars(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// As [`from_env`](Self::from_env), from any source of variables. An empty variable counts as unset.
    pub fn from_vars(var: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, ModelError> {
        let var = |name| var(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let (url, model, key) = (var("FLOW_MODEL_URL"), var("FLOW_MODEL"), var("FLOW_MODEL_KEY"));
        if url.is_none() && model.is_none() && key.is_none() {
            return Ok(None);
        }
        let mut config = Self::new(url.as_deref().unwrap_or(OPENAI))?;
        let Some(model) = model else {
            return Err(ModelError::NoModel { url: config.url.to_string() });
        };
        if let Some(key) = key {
            config = config.key(&key)?;
        }
        Ok(Some(config.model(model)))
    }

    /// Whether a call without a key is known to fail before it is made.
    pub(super) fn lacks_key(&self) -> bool {
        self.authorization.is_none() && self.url.host_str() == Some("api.openai.com")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(vars: &[(&str, &str)]) -> Result<Option<Config>, ModelError> {
        Config::from_vars(|name| vars.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn nothing_set_means_no_provider() {
        assert!(config(&[]).unwrap().is_none());
        assert!(config(&[("FLOW_MODEL_URL", " "), ("FLOW_MODEL_KEY", "")]).unwrap().is_none());
    }

    #[test]
    fn a_key_and_a_model_are_enough() {
        let config = config(&[("FLOW_MODEL_KEY", "secret"), ("FLOW_MODEL", "m")]).unwrap().unwrap();
        assert_eq!(config.url.as_str(), OPENAI);
        assert!(!config.lacks_key());
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn a_local_server_needs_no_key() {
        let vars = [("FLOW_MODEL_URL", "http://localhost:11434/v1/"), ("FLOW_MODEL", "m")];
        let config = config(&vars).unwrap().unwrap();
        assert_eq!(config.url.as_str(), "http://localhost:11434/v1");
        assert!(!config.lacks_key());
    }

    #[test]
    fn what_is_missing_or_wrong_is_said() {
        assert!(config(&[("FLOW_MODEL", "m")]).unwrap().unwrap().lacks_key());
        assert!(matches!(config(&[("FLOW_MODEL_KEY", "k")]), Err(ModelError::NoModel { .. })));
        for url in ["not a url", "file:///tmp", "localhost:8080"] {
            assert!(matches!(config(&[("FLOW_MODEL_URL", url)]), Err(ModelError::BadUrl { .. })), "{url}");
        }
        let broken = config(&[("FLOW_MODEL_KEY", "a\nb"), ("FLOW_MODEL", "m")]);
        assert!(matches!(broken, Err(ModelError::BadKey)));
    }
}
