use flow_core::prelude::*;

pub struct Offer;

/// Finds the price of an item,
/// and when it can be here.
///
/// Further words.
#[flow]
impl Offer {
    /// Asks around the corner.
    #[start]
    #[timeout("2s")]
    async fn near(&self, item: &str) -> Result<usize, String> { todo!() }
    #[start]
    async fn far(&self, item: &str) -> Result<usize, String> { todo!() }
    #[start(times = 3, first = 2)]
    async fn days(&self) -> u32 { todo!() }
    #[listen(and(or(near, far), days))]
    fn offer(&self, price: usize, days: Vec<u32>) -> String { todo!() }
}

pub mod orders {
    use super::Offer;

    pub struct Order;

    #[flow]
    impl Order {
        #[start]
        #[subflow(Offer)]
        async fn ask(&self, item: &str) -> Result<String, FlowError> { todo!() }
        #[router(ask, ends(Enough))]
        async fn decide(&self, offer: String) -> Decision { todo!() }
        #[listen(decide::Order)]
        #[must_finish]
        async fn pay(&self, price: u32) -> Receipt { todo!() }
        #[listen(ask::Err)]
        async fn sorry(&self, error: FlowError) { todo!() }
    }
}
