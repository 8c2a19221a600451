//! The flows, called as a library.

use flow_examples::flows::fastest_mirror::FastestMirror;
use flow_examples::flows::first_answer::FirstAnswer;
use flow_examples::flows::marketing_message::MarketingMessage;
use flow_examples::http;
use flow_examples::mirrors::LocalMirrors;
use flow_examples::model::{Config, LocalProvider, LocalServer, Provider};
use flow_examples::shop::Shop;

/// Longer than any test may take: what takes so long has to be cancelled.
const FOREVER: u64 = 3_600_000;

async fn first_answer(provider: LocalProvider) -> (LocalServer, FirstAnswer) {
    let server = provider.start().await.unwrap();
    let provider = Provider::connect(Config::new(server.url()).unwrap()).unwrap();
    let [swift, steady, slow] = ["swift", "steady", "slow"].map(|name| provider.model(name));
    (server, FirstAnswer { swift, steady, slow })
}

#[tokio::test]
async fn models_that_lost_the_race_are_hung_up_on() {
    let (server, flow) =
        first_answer(LocalProvider::new().latency("swift", FOREVER).latency("slow", FOREVER)).await;
    assert!(flow.run("tea").await.unwrap().contains("suggested by steady"));
    server.hung_up(2).await;
}

#[tokio::test]
async fn dropping_the_run_hangs_up_on_every_model() {
    let local =
        LocalProvider::new().latency("swift", FOREVER).latency("steady", FOREVER).latency("slow", FOREVER);
    let (server, flow) = first_answer(local).await;
    tokio::select! {
        _ = flow.run("tea") => unreachable!("no model answers"),
        () = server.received(3) => {}
    }
    server.hung_up(3).await;
}

#[tokio::test]
async fn one_flow_serves_many_runs_at_once() {
    let provider = Provider::local(LocalProvider::new()).await.unwrap();
    let shop = Shop::example().unwrap().at("2026-05-04 08:30");
    let flow = MarketingMessage { shop, model: provider.model("steady") };
    let (ada, ben, nobody) = tokio::join!(flow.run("ada"), flow.run("ben"), flow.run("nobody"));
    assert!(ada.unwrap().contains("Ada"));
    assert!(ben.unwrap().contains("Ben"));
    assert!(nobody.is_err());
}

#[tokio::test]
async fn the_honest_mirror_wins_although_it_is_not_the_fastest() {
    let mirrors = LocalMirrors::start().await.unwrap();
    let flow = FastestMirror { http: http::plain_client().unwrap(), sources: mirrors.sources().clone() };
    assert_eq!(flow.run().await.unwrap().mirror, "west");
}

#[tokio::test]
async fn a_flow_may_be_spawned() {
    let (_server, flow) = first_answer(LocalProvider::new()).await;
    let answer = tokio::spawn(async move { flow.run("tea").await.map_err(|error| error.to_string()) });
    assert!(answer.await.unwrap().is_ok());
}
