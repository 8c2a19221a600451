use flow_core::prelude::*;

struct Prices;

#[flow]
impl Prices {
    #[start]
    async fn price(&self, item: &str) -> Option<u32> {
        (item == "lamp").then_some(16)
    }

    #[listen(price)]
    async fn discount(&self, euros: u32) -> u32 {
        euros - euros / 10
    }
}

fn main() {}
