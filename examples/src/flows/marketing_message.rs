//! Four tools gather facts side by side, and a model writes a message from them.

use flow_core::prelude::*;

use crate::model::{Model, ModelError};
use crate::shop::{Moment, Offer, Purchase, Shop, ShopError, User};

/// A shop, and somebody who can write.
#[derive(Debug)]
pub struct MarketingMessage {
    /// Where the facts are.
    pub shop: Shop,
    /// Writes the message.
    pub model: Model,
}

/// Writes a personal message to a customer of a shop. Everything it knows comes out of the shop's database.
#[flow]
impl MarketingMessage {
    #[start]
    async fn time(&self) -> Result<Moment, ShopError> {
        self.shop.time().await
    }

    #[start]
    async fn user(&self, username: &str) -> Result<User, ShopError> {
        self.shop.user(username).await
    }

    #[start]
    async fn purchases(&self, username: &str) -> Result<Vec<Purchase>, ShopError> {
        self.shop.purchases(username).await
    }

    #[start]
    async fn offers(&self) -> Result<Vec<Offer>, ShopError> {
        self.shop.offers().await
    }

    #[listen(and(time, user, purchases, offers))]
    async fn message(
        &self,
        now: Moment,
        user: User,
        purchases: Vec<Purchase>,
        offers: Vec<Offer>,
    ) -> Result<String, ModelError> {
        let Moment { weekday, day } = now;
        eprintln!("it is {weekday}; purchases: {}, offers: {}", purchases.len(), offers.len());

        let mut facts = Vec::new();
        if user.born.ends_with(&day) {
            facts.push("happy birthday".to_owned());
        }
        if let Some(Purchase { item, bought }) = purchases.first() {
            facts.push(format!("we hope you enjoy the {item} you bought on {bought}"));
        }
        for Offer { item, percent_off } in offers {
            if purchases.iter().all(|purchase| purchase.item != item) {
                facts.push(format!("this {weekday} the {item} is {percent_off} % off"));
            }
        }
        let facts = facts.join("\n- ");
        let prompt = format!("Write a friendly marketing message to {:?}:\n\n- {facts}", user.name);
        self.model.ask(&prompt).await
    }
}
