//! Private types in the steps of a public flow.

#![deny(warnings)]

use flow_core::prelude::*;

struct Secret(u32);

enum Route {
    Open(Secret),
    Shut,
}

pub struct Vault;

#[flow]
impl Vault {
    #[router(ends(Shut))]
    async fn guard(&self, code: u32) -> Route {
        if code == 42 { Route::Open(Secret(code)) } else { Route::Shut }
    }

    #[listen(guard::Open)]
    async fn open(&self, secret: Secret) -> Secret {
        secret
    }

    #[listen(open)]
    async fn read(&self, secret: &Secret) -> u32 {
        secret.0
    }
}

fn main() {
    assert_eq!(futures::executor::block_on(Vault.run(42)).unwrap(), Some(42));
    assert_eq!(futures::executor::block_on(Vault.run(1)).unwrap(), None);
}
