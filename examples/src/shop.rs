//! A small shop: its customers, what they bought, and what is on offer, in an SQLite database.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

/// The tables and rows of the example.
const EXAMPLE: &str = include_str!("../data/shop.sql");

/// The shop's database. Every question gets a connection of its own on the blocking pool, so questions asked side by
/// side are answered side by side.
#[derive(Clone, Debug)]
pub struct Shop {
    address: String,
    clock: String,
    /// An in-memory database lives as long as a connection to it is open.
    _keeper: Option<Arc<Mutex<Connection>>>,
}

/// Why the shop cannot answer.
#[derive(Debug, thiserror::Error)]
pub enum ShopError {
    /// Nobody is known by this name.
    #[error("the shop knows no user `{0}`")]
    UnknownUser(String),
    /// The clock was set to something that is not a time.
    #[error("`{0}` is not a time such as 2026-05-04 08:30")]
    BadTime(String),
    /// The database failed.
    #[error("the shop's database cannot be read")]
    Database(#[from] rusqlite::Error),
}

/// A point in time, as far as the shop cares.
#[derive(Debug)]
pub struct Moment {
    /// `Monday`, for instance.
    pub weekday: String,
    /// Month and day: `05-04`.
    pub day: String,
}

/// A customer.
#[derive(Debug)]
pub struct User {
    /// What to call them.
    pub name: String,
    /// Their date of birth: `1988-05-04`.
    pub born: String,
}

/// Something a customer bought.
#[derive(Debug)]
pub struct Purchase {
    /// What it is.
    pub item: String,
    /// The day: `2026-03-14`.
    pub bought: String,
}

/// Something that is cheaper today.
#[derive(Debug)]
pub struct Offer {
    /// What it is.
    pub item: String,
    /// By how much.
    pub percent_off: i64,
}

impl Shop {
    /// The example's shop, in memory.
    pub fn example() -> Result<Self, ShopError> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let address = format!("file:/shop-{}?vfs=memdb", COUNT.fetch_add(1, Ordering::Relaxed));
        let keeper = Connection::open(&address)?;
        keeper.execute_batch(EXAMPLE)?;
        Ok(Shop { address, clock: "now".to_owned(), _keeper: Some(Arc::new(Mutex::new(keeper))) })
    }

    /// A shop of your own: an SQLite file with the same tables. It is only read.
    pub fn open(file: &Path) -> Self {
        Shop { address: file.to_string_lossy().into_owned(), clock: "now".to_owned(), _keeper: None }
    }

    /// Sets the shop's clock, which otherwise tells the time of the system: `2026-05-04 08:30`.
    #[must_use]
    pub fn at(mut self, time: impl Into<String>) -> Self {
        self.clock = time.into();
        self
    }

    /// What time it is.
    pub async fn time(&self) -> Result<Moment, ShopError> {
        let clock = self.clock.clone();
        let moment = self.read(move |db| {
            const SQL: &str = "SELECT strftime('%w', ?1), strftime('%m-%d', ?1)";
            db.query_row(SQL, [clock], |row| Ok((row.get(0)?, row.get(1)?)))
        });
        let (weekday, day): (Option<String>, Option<String>) = moment.await?;
        let weekday = match weekday.as_deref() {
            Some("0") => "Sunday",
            Some("1") => "Monday",
            Some("2") => "Tuesday",
            Some("3") => "Wednesday",
            Some("4") => "Thursday",
            Some("5") => "Friday",
            Some("6") => "Saturday",
            _ => return Err(ShopError::BadTime(self.clock.clone())),
        };
        Ok(Moment { weekday: weekday.to_owned(), day: day.unwrap_or_default() })
    }

    /// Who a user is.
    pub async fn user(&self, username: &str) -> Result<User, ShopError> {
        let wanted = username.to_owned();
        let user = self.read(move |db| {
            const SQL: &str = "SELECT name, born FROM users WHERE username = ?1";
            db.query_row(SQL, [wanted], |row| Ok(User { name: row.get(0)?, born: row.get(1)? })).optional()
        });
        user.await?.ok_or_else(|| ShopError::UnknownUser(username.to_owned()))
    }

    /// What a user has bought, the latest first.
    pub async fn purchases(&self, username: &str) -> Result<Vec<Purchase>, ShopError> {
        let (username, clock) = (username.to_owned(), self.clock.clone());
        let purchases = self.read(move |db| {
            const SQL: &str = "SELECT item, bought FROM purchases
                               WHERE username = ?1 AND bought <= date(?2) ORDER BY bought DESC, item";
            let mut query = db.prepare(SQL)?;
            let rows = query.query_map(params![username, clock], |row| {
                Ok(Purchase { item: row.get(0)?, bought: row.get(1)? })
            })?;
            rows.collect()
        });
        purchases.await
    }

    /// What is on offer today.
    pub async fn offers(&self) -> Result<Vec<Offer>, ShopError> {
        let clock = self.clock.clone();
        let offers = self.read(move |db| {
            const SQL: &str = "SELECT item, percent_off FROM offers
                               WHERE weekday IS NULL OR weekday = CAST(strftime('%w', ?1) AS INTEGER)
                               ORDER BY percent_off DESC, item";
            let mut query = db.prepare(SQL)?;
            let rows =
                query.query_map([clock], |row| Ok(Offer { item: row.get(0)?, percent_off: row.get(1)? }))?;
            rows.collect()
        });
        offers.await
    }

    async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, ShopError> {
        let address = self.address.clone();
        let answer = tokio::task::spawn_blocking(move || {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_URI
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            question(&Connection::open_with_flags(address, flags)?)
        });
        match answer.await {
            Ok(answer) => Ok(answer?),
            // Nobody cancels the task, so it has panicked: go on with that.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_example_answers() {
        let shop = Shop::example().unwrap().at("2026-05-04 08:30");
        assert_eq!(shop.time().await.unwrap().weekday, "Monday");
        assert_eq!(shop.user("ada").await.unwrap().name, "Ada");
        let purchases = shop.purchases("ada").await.unwrap();
        assert!(purchases.len() > 1 && purchases.is_sorted_by(|a, b| a.bought >= b.bought));
        assert!(!shop.offers().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_is_wrong_is_said() {
        let shop = Shop::example().unwrap().at("teatime");
        assert!(matches!(shop.time().await, Err(ShopError::BadTime(time)) if time == "teatime"));
        assert!(matches!(shop.user("nobody").await, Err(ShopError::UnknownUser(_))));
        assert!(shop.purchases("nobody").await.unwrap().is_empty());
        let missing = Shop::open(Path::new("no/such/file.db"));
        assert!(matches!(missing.offers().await, Err(ShopError::Database(_))));
    }
}
