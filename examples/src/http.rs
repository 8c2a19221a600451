//! HTTP clients.

use std::time::Duration;

use reqwest::{Client, ClientBuilder};

/// For servers out in the world: TLS with the system's root certificates, and the system's proxy.
pub fn client() -> reqwest::Result<Client> {
    builder().build()
}

/// For plain HTTP on this machine or in this house: goes through no proxy, and does without root certificates, which
/// a small container may not have.
pub fn plain_client() -> reqwest::Result<Client> {
    builder().no_proxy().tls_certs_only([]).build()
}

fn builder() -> ClientBuilder {
    // An error means that a provider is installed already: as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().connect_timeout(Duration::from_secs(10))
}
