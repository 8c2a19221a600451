use flow_core::prelude::*;

enum Verdict {
    Accept,
    Reject,
}

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn first(&self) -> &'static str { "text" }
    #[listen(or(first, trim))]
    async fn own(&self, text: &str) -> String { text.to_string() }
    #[router(own, ends(Accept))]
    async fn judge(&self, text: &str) -> Verdict {
        if text.is_empty() { Verdict::Accept } else { Verdict::Reject }
    }
    #[listen(judge::Reject {})]
    async fn trim<'t>(&self, #[from(own)] text: &'t str) -> &'t str { text.trim() }
}

fn main() {}
