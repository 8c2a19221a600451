//! The flows, called as a library.

use std::sync::Arc;

use flow_core::observe::{Kind, Recorder};
use flow_core::prelude::*;
use flow_examples::flows::cpu_pipeline::CpuPipeline;
use flow_examples::flows::fastest_mirror::FastestMirror;
use flow_examples::flows::first_answer::FirstAnswer;
use flow_examples::flows::marketing_message::MarketingMessage;
use flow_examples::flows::research_map::{Report, ResearchMap, Section};
use flow_examples::flows::voting::{Decision, Voting};
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

const APPROVE: &str = r#"{"stance":"approve","reason":"yes"}"#;
const OBJECT: &str = r#"{"stance":"object","reason":"no"}"#;

/// An election with these three reviewers: what they say, or nothing and they never answer.
async fn reviewed_by(reviews: [Option<&str>; 3]) -> (LocalServer, Result<Decision, FlowError>) {
    let names = ["customer", "colleague", "manager"];
    let local = names.iter().zip(reviews).fold(LocalProvider::new(), |local, (name, review)| match review {
        Some("") => local.fail(name, 503),
        Some(review) => local.say(name, review),
        None => local.latency(name, FOREVER),
    });
    let server = local.start().await.unwrap();
    let provider = Provider::connect(Config::new(server.url()).unwrap()).unwrap();
    let [customer, colleague, manager] = names.map(|name| provider.model(name));
    let model = provider.model("voter");
    let flow = Voting { model, customer, colleague, manager, teams: vec!["delivery".to_owned()] };
    let decision = flow.run("Where is my kettle?").await;
    (server, decision)
}

#[tokio::test]
async fn two_reviewers_who_agree_are_enough() {
    for (reviews, accepted) in [
        ([Some(APPROVE), Some(APPROVE), None], true),
        ([Some(OBJECT), None, Some(OBJECT)], false),
        ([None, Some(APPROVE), Some(APPROVE)], true),
    ] {
        let (server, decision) = reviewed_by(reviews).await;
        let decision = decision.unwrap();
        assert_eq!((decision.team.as_str(), decision.accepted), ("delivery", accepted));
        assert_eq!(decision.reasons.len(), 2);
        server.hung_up(1).await;
    }
}

#[tokio::test]
async fn three_reviewers_decide_where_two_do_not_agree() {
    let (_, decision) = reviewed_by([Some(OBJECT), Some(APPROVE), Some(APPROVE)]).await;
    assert!(decision.unwrap().accepted);
    let (_, decision) = reviewed_by([Some(OBJECT), Some(APPROVE), Some(OBJECT)]).await;
    assert!(!decision.unwrap().accepted);
}

#[tokio::test]
async fn a_reviewer_who_is_down_may_be_missed_or_not() {
    let (_, decision) = reviewed_by([Some(""), Some(APPROVE), Some(APPROVE)]).await;
    assert!(decision.unwrap().accepted);
    let (_, decision) = reviewed_by([Some(OBJECT), Some(""), Some(APPROVE)]).await;
    let error = decision.unwrap_err();
    assert_eq!((error.flow(), error.step(), error.kind()), ("Voting", "colleague", FlowErrorKind::Failed));
}

async fn research(local: LocalProvider, recorder: &Recorder) -> Report {
    let provider = Provider::local(local).await.unwrap();
    let [model, author] = ["steady", "busy"].map(|name| provider.model(name));
    let flow = ResearchMap { model, author: Section { model: author } };
    flow.runner().observed_by(recorder).run("night trains").await.unwrap()
}

#[tokio::test]
async fn a_busy_provider_is_asked_again_until_the_report_is_the_same() {
    let recorder = Recorder::new();
    let busy = research(LocalProvider::new().stumble("busy", 503).stumble("steady", 503), &recorder).await;
    let retries =
        recorder.events().iter().filter(|event| matches!(event.kind, Kind::Retrying { .. })).count();
    assert!(retries > 0);
    let calm = research(LocalProvider::new(), &Recorder::new()).await;
    assert_eq!(busy.to_string(), calm.to_string());
}

#[tokio::test]
async fn sections_are_written_three_at_a_time() {
    let recorder = Recorder::new();
    let report = research(LocalProvider::new(), &recorder).await;
    let (mut running, mut most) = (0, 0);
    for event in recorder.events() {
        let is_section = event.step_name() == Some("section") && event.item.is_some();
        match event.kind {
            Kind::Started if is_section => running += 1,
            Kind::Finished if is_section => running -= 1,
            _ => {}
        }
        most = most.max(running);
    }
    assert_eq!((report.sections.len(), most, running), (5, 3, 0));
}

#[tokio::test]
async fn what_a_section_does_is_seen_inside_of_it() {
    let recorder = Recorder::new();
    research(LocalProvider::new(), &recorder).await;
    let lines = recorder.lines();
    for line in ["ResearchMap::section[4] / started draft", "ResearchMap::section[0] / finished check"] {
        assert!(lines.iter().any(|it| it == line), "no `{line}` in {lines:#?}");
    }
}

#[tokio::test]
async fn an_inventory_is_in_order_however_it_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..40 {
        // Long ones and short ones take turns.
        let words = "word ".repeat(if number % 2 == 0 { 20_000 } else { 1 });
        std::fs::write(folder.path().join(format!("{number:02}")), words).unwrap();
    }
    let manifest = folder.path().join("out/manifest.json");
    let flow = Arc::new(CpuPipeline { directory: folder.path().to_owned(), manifest });
    let inventory = flow.run().await.unwrap();
    assert_eq!(inventory.files.len(), 40);
    assert!(inventory.files.iter().enumerate().all(|(number, file)| file.path == format!("{number:02}")));
}
