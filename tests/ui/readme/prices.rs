use flow_core::prelude::*;

struct Prices;

#[flow]
impl Prices {
    #[start]
    async fn price(&self, item: &str) -> String {
        format!("{item}: 16 euros")
    }

    #[listen(price)]
    async fn discount(&self, euros: u32) -> u32 {
        euros - euros / 10
    }
}

fn main() {}
