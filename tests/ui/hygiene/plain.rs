//! Nothing in the way.

use ::flow_core::flow;

// CONSTRUCTS

#[::tokio::main(flavor = "current_thread")]
async fn main() {
    all().await.unwrap();
}
