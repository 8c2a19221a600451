//! A slogan and a tagline make a brand.

use flow_core::prelude::*;

use crate::model::{Model, ModelError};

/// Makes a brand out of a name.
#[derive(Debug)]
pub struct Branding {
    /// Writes both.
    pub model: Model,
}

/// Has a slogan and a tagline written side by side and waits for both.
#[flow]
impl Branding {
    #[start]
    async fn slogan(&self, brand: &str) -> Result<String, ModelError> {
        self.model.ask(&format!("Write a slogan for the futuristic brand {brand:?}.")).await
    }

    #[start]
    async fn tagline(&self, brand: &str) -> Result<String, ModelError> {
        self.model.ask(&format!("Write a tagline for the futuristic brand {brand:?}.")).await
    }

    #[listen(and(slogan, tagline))]
    fn combine(slogan: &str, tagline: &str) -> String {
        format!("slogan:  {slogan}\ntagline: {tagline}")
    }
}
