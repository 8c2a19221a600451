use flow_core::prelude::*;

enum Verdict {
    Good,
    Bad,
}

struct Review;

#[flow]
impl Review {
    #[router]
    fn judge(&self, text: &str) -> Verdict {
        if text.is_empty() { Verdict::Bad } else { Verdict::Good }
    }

    #[listen(judge::Good)]
    async fn praise(&self) -> String {
        "well done".to_owned()
    }

    #[listen(judge::Bad)]
    async fn blame(&self) -> String {
        "write something".to_owned()
    }

    #[listen(and(praise, blame))]
    fn publish(&self, praise: String, blame: String) -> String {
        praise + &blame
    }
}

fn main() {}
