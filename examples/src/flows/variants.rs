//! Two variants of one idea; the first will do.

use flow_core::prelude::*;

use crate::model::{Model, ModelError};

/// Two models to ask for a blog topic.
#[derive(Debug)]
pub struct Variants {
    /// Writes the first variant.
    pub first: Model,
    /// Writes the second variant.
    pub second: Model,
}

/// Asks for two variants of a blog topic and goes on with whichever is ready first.
#[flow]
impl Variants {
    #[start]
    async fn variant_1(&self, about: &str) -> Result<String, ModelError> {
        self.first.ask(&format!("Suggest blog topic #1 about {about:?}.")).await
    }

    #[start]
    async fn variant_2(&self, about: &str) -> Result<String, ModelError> {
        self.second.ask(&format!("Suggest blog topic #2 about {about:?}.")).await
    }

    #[listen(or(variant_1, variant_2))]
    fn choose(variant: String) -> String {
        eprintln!("first completed variant: {variant}");
        variant
    }
}
