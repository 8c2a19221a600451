//! Outline, draft, evaluate, revise, publish.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use flow_core::Context;
use flow_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Model, ModelError};

/// Writes articles, and knows when to stop.
#[derive(Debug)]
pub struct Article {
    /// Writes and judges.
    pub model: Model,
    /// Where the files go.
    pub folder: PathBuf,
    /// Enough is enough: this many revisions are published, good or not.
    pub max_revisions: u32,
}

/// What the article is going to say.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Outline {
    /// The topic, as written.
    pub topic: String,
    /// The headline.
    pub title: String,
    /// Three points to make.
    pub points: Vec<String>,
}

/// The article so far.
#[derive(Debug)]
pub struct Draft {
    topic: String,
    title: String,
    text: String,
    revision: u32,
}

/// A judgement of the article, as the model gives it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Evaluation {
    /// Does the draft need improvement?
    pub needs_improvement: bool,
    /// What to improve.
    pub feedback: String,
}

/// Where the evaluation leads.
#[derive(Debug)]
pub enum Verdict {
    /// The article is ready.
    Publish(Draft),
    /// It is not yet, for this reason.
    Revise(Draft, String),
}

/// A picture to go with the article.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Thumbnail {
    /// A headline of at most six words.
    pub caption: String,
    /// The background.
    pub background: Colour,
}

/// A colour that white letters can be read on.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Colour {
    Teal,
    Indigo,
    Maroon,
    Olive,
}

/// Writes an article: has it evaluated and revised until it is good, then makes a thumbnail and a social media post
/// side by side, and saves all three.
#[flow]
impl Article {
    #[start]
    async fn outline(&self, topic: &str, #[context] cx: Context<'_>) -> Result<Outline, ModelError> {
        let prompt = format!("Outline an article about {topic:?}.");
        let outline: Outline = self.model.ask_for(&prompt).await?;
        cx.emit(format!("outline:  {}", outline.title));
        Ok(outline)
    }

    #[listen(outline)]
    async fn draft(&self, outline: Outline, #[context] cx: Context<'_>) -> Result<Draft, ModelError> {
        let Outline { topic, title, points } = outline;
        let points = points.join("\n- ");
        let prompt = format!("Write an article about {topic:?} that makes these points:\n\n- {points}");
        let text = self.model.ask(&prompt).await?;
        cx.emit(format!("draft:    {} words", words(&text)));
        Ok(Draft { topic, title, text, revision: 0 })
    }

    #[router(or(draft, revise))]
    async fn evaluate(&self, draft: Draft, #[context] cx: Context<'_>) -> Result<Verdict, ModelError> {
        let evaluation: Evaluation = self.model.ask_for(&format!("Evaluate {draft}")).await?;
        if !evaluation.needs_improvement {
            cx.emit("evaluate: good".to_owned());
            return Ok(Verdict::Publish(draft));
        }
        if draft.revision == self.max_revisions {
            cx.emit("evaluate: not perfect, but time is up".to_owned());
            return Ok(Verdict::Publish(draft));
        }
        cx.emit(format!("evaluate: {}", evaluation.feedback));
        Ok(Verdict::Revise(draft, evaluation.feedback))
    }

    #[listen(evaluate::Revise)]
    async fn revise(
        &self,
        draft: Draft,
        feedback: String,
        #[context] cx: Context<'_>,
    ) -> Result<Draft, ModelError> {
        let text = self.model.ask(&format!("- {feedback}\n\nRevise {draft}")).await?;
        cx.emit(format!("revise:   {} words", words(&text)));
        let revision = draft.revision + 1;
        Ok(Draft { text, revision, ..draft })
    }

    #[listen(evaluate::Publish)]
    async fn thumbnail(&self, draft: &Draft) -> Result<Thumbnail, ModelError> {
        let prompt = format!("Design a thumbnail for an article about {:?}.", draft.topic);
        self.model.ask_for(&prompt).await
    }

    #[listen(evaluate::Publish)]
    async fn social_post(&self, draft: &Draft) -> Result<String, ModelError> {
        self.model.ask(&format!("Announce on social media {draft}")).await
    }

    #[listen(and(evaluate::Publish, thumbnail, social_post))]
    async fn save(&self, draft: Draft, thumbnail: Thumbnail, post: String) -> io::Result<Vec<PathBuf>> {
        tokio::fs::create_dir_all(&self.folder).await?;
        let files = [
            ("article.md", format!("# {}\n\n{}\n", draft.title, draft.text)),
            ("thumbnail.svg", thumbnail.to_svg()),
            ("post.txt", post + "\n"),
        ];
        let mut saved = Vec::new();
        for (name, content) in files {
            saved.push(write(&self.folder, name, &content).await?);
        }
        Ok(saved)
    }
}

/// Writes one file; an error names it.
async fn write(folder: &Path, name: &str, content: &str) -> io::Result<PathBuf> {
    let path = folder.join(name);
    match tokio::fs::write(&path, content).await {
        Ok(()) => Ok(path),
        Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// As it stands in a prompt: the text fenced, so that a model can tell it from its instructions.
impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Draft { topic, text, .. } = self;
        write!(f, "this article about {topic:?}:\n\"\"\"\n{text}\n\"\"\"")
    }
}

impl Thumbnail {
    fn to_svg(&self) -> String {
        let colour = match self.background {
            Colour::Teal => "#0f766e",
            Colour::Indigo => "#4338ca",
            Colour::Maroon => "#881337",
            Colour::Olive => "#4d5d1c",
        };
        let caption = self.caption.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 360\">\n  \
             <rect width=\"640\" height=\"360\" fill=\"{colour}\"/>\n  \
             <text x=\"320\" y=\"190\" text-anchor=\"middle\" font-family=\"Georgia, serif\" font-size=\"26\" \
             fill=\"#ffffff\">{caption}</text>\n</svg>\n"
        )
    }
}
