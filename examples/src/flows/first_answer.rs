//! Three model calls race; the first answer wins.

use flow_core::prelude::*;

use crate::model::{Model, ModelError};

/// Three models to ask for a blog topic.
#[derive(Debug)]
pub struct FirstAnswer {
    /// Asked first.
    pub swift: Model,
    /// Asked beside it.
    pub steady: Model,
    /// Asked beside them both.
    pub slow: Model,
}

/// An answer, and who gave it.
#[derive(Debug)]
pub struct Answer {
    /// Which of the three calls this is.
    pub from: &'static str,
    /// What the model said.
    pub text: String,
}

/// Asks three models the same question and takes whichever answer comes first. A model that fails drops out of the
/// race; the models that lost are cancelled, down to their connections.
#[flow]
impl FirstAnswer {
    #[start]
    async fn swift(&self, about: &str) -> Result<Answer, ModelError> {
        let text = self.swift.ask(&question(about)).await?;
        Ok(Answer { from: "swift", text })
    }

    #[start]
    async fn steady(&self, about: &str) -> Result<Answer, ModelError> {
        let text = self.steady.ask(&question(about)).await?;
        Ok(Answer { from: "steady", text })
    }

    #[start]
    async fn slow(&self, about: &str) -> Result<Answer, ModelError> {
        let text = self.slow.ask(&question(about)).await?;
        Ok(Answer { from: "slow", text })
    }

    #[listen(or(swift, steady, slow))]
    fn aggregate(answer: Answer) -> Answer {
        eprintln!("first complete answer: from {}", answer.from);
        answer
    }

    #[listen(aggregate)]
    fn output(answer: Answer) -> String {
        format!("{}\n    (suggested by {})", answer.text, answer.from)
    }
}

fn question(about: &str) -> String {
    format!("Suggest one creative blog topic about {about:?}. Answer with the title only.")
}
