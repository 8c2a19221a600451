use flow_core::prelude::*;

struct Counter {
    seen: u32,
}

#[flow]
impl Counter {
    #[start]
    async fn read(&self, text: &str) -> String {
        text.to_owned()
    }

    #[listen(read)]
    async fn spell(&self, text: &str) -> usize {
        text.len()
    }

    #[listen(read)]
    async fn count(&mut self) {
        self.seen += 1;
    }

    #[listen(and(spell, count))]
    fn report(&self, mistakes: usize) -> String {
        format!("{mistakes} mistakes in text number {}", self.seen)
    }
}

fn main() {}
