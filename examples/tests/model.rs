//! The model client against the local provider, over real HTTP: every answer and every error.

use flow_examples::model::{Config, LocalProvider, LocalServer, Model, ModelError, Provider};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

async fn local(provider: LocalProvider) -> Model {
    Provider::local(provider).await.unwrap().model("m")
}

async fn keyed(key: Option<&str>) -> (LocalServer, Model) {
    let server = LocalProvider::new().require_key("right").start().await.unwrap();
    let config = Config::new(server.url()).unwrap();
    let config = key.map_or(Ok(config.clone()), |key| config.key(key)).unwrap();
    (server, Provider::connect(config).unwrap().model("m"))
}

#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Report {
    /// The name of the place, as written.
    place: String,
    /// The number of guests, as written.
    guests: i64,
    /// Three dishes.
    dishes: Vec<Dish>,
    season: Season,
    note: Option<String>,
    good: bool,
    score: f64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Dish {
    /// Name of a soup, stew or salad.
    name: String,
    #[schemars(range(min = 3, max = 12))]
    price: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
enum Season {
    /// With a description, which schemars writes in another way.
    Summer,
    Winter,
}

const REQUEST: &str = "Plan a dinner in Porto for seven guests.";

#[tokio::test]
async fn text_is_computed_from_the_prompt_and_always_the_same() {
    let model = local(LocalProvider::new()).await;
    let answer = model.ask("Suggest a title about \"paper boats\".").await.unwrap();
    assert!(answer.to_lowercase().contains("paper boats"), "{answer}");
    assert_eq!(answer, model.ask("Suggest a title about \"paper boats\".").await.unwrap());
}

#[tokio::test]
async fn each_seed_has_answers_of_its_own() {
    let model = local(LocalProvider::new()).await;
    let mut answers = Vec::new();
    for seed in 0..4 {
        let answer = model.with_seed(seed).ask("Suggest a title about \"paper boats\".").await.unwrap();
        let again = model.with_seed(seed).ask("Suggest a title about \"paper boats\".").await.unwrap();
        assert_eq!(answer, again);
        answers.push(answer);
    }
    assert!(answers.iter().any(|answer| *answer != answers[0]), "{answers:?}");
}

#[tokio::test]
async fn a_choice_is_made_from_what_is_offered() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Choice {
        /// One of the points, as written.
        dish: String,
    }
    let model = local(LocalProvider::new()).await;
    let choice: Choice = model.ask_for("Choose:\n- pea soup\n- no soup").await.unwrap();
    assert!(["pea soup", "no soup"].contains(&choice.dish.as_str()), "{}", choice.dish);
}

#[tokio::test]
async fn a_model_that_stumbles_gets_up_again() {
    let model = local(LocalProvider::new().stumble("m", 503)).await;
    let mut stumbled = 0;
    for number in 0..9 {
        let prompt = format!("Hello {number}");
        if let Err(error) = model.ask(&prompt).await {
            assert!(error.is_temporary(), "{error}");
            assert!(error.to_string().ends_with("the model `m` is busy"), "{error}");
            stumbled += 1;
        }
        assert!(model.ask(&prompt).await.is_ok());
    }
    assert!((1..9).contains(&stumbled), "{stumbled}");
}

#[tokio::test]
async fn structure_is_kept_to() {
    let model = local(LocalProvider::new()).await;
    let report: Report = model.ask_for(REQUEST).await.unwrap();
    assert_eq!((report.place.as_str(), report.guests), ("Porto", 7));
    assert_eq!(report.dishes.len(), 3);
    for dish in &report.dishes {
        assert!((3..=12).contains(&dish.price), "{dish:?}");
        assert!(["soup", "stew", "salad"].iter().any(|kind| dish.name.ends_with(kind)), "{dish:?}");
    }
    assert_eq!(report, model.ask_for(REQUEST).await.unwrap());
}

#[tokio::test]
async fn the_environment_chooses_the_model() {
    let server = LocalProvider::new().start().await.unwrap();
    let vars = |name: &str| match name {
        "FLOW_MODEL_URL" => Some(format!("{}/", server.url())),
        "FLOW_MODEL" => Some("preferred".to_owned()),
        _ => None,
    };
    let provider = Provider::connect(Config::from_vars(vars).unwrap().unwrap()).unwrap();
    assert_eq!(provider.model("swift").name(), "preferred");
    assert!(provider.model("swift").ask("Hello").await.is_ok());
}

#[tokio::test]
async fn the_right_key_is_accepted() {
    let (_server, model) = keyed(Some("right")).await;
    assert!(model.ask("Hello").await.is_ok());
}

#[tokio::test]
async fn a_wrong_key_is_refused() {
    let (_server, model) = keyed(Some("wrong")).await;
    let error = model.ask("Hello").await.unwrap_err();
    assert!(matches!(error, ModelError::KeyRefused { status, .. } if status == 401), "{error}");
    assert!(error.to_string().ends_with("this key is not known here"), "{error}");
    assert!(!error.is_temporary());
    assert!(!format!("{error:?}{model:?}").contains("wrong"), "the key must not show");
}

#[tokio::test]
async fn a_missing_key_is_asked_for() {
    let (_server, model) = keyed(None).await;
    let error = model.ask("Hello").await.unwrap_err();
    assert!(matches!(error, ModelError::NoKey { .. }), "{error}");
    assert!(error.to_string().contains("set FLOW_MODEL_KEY"), "{error}");
}

#[tokio::test]
async fn a_provider_that_is_known_to_need_a_key_is_not_called_without_one() {
    let config = Config::from_vars(|name| (name == "FLOW_MODEL").then(|| "m".to_owned())).unwrap().unwrap();
    let error = Provider::connect(config).unwrap().model("m").ask("Hello").await.unwrap_err();
    assert!(matches!(error, ModelError::NoKey { .. }), "{error}");
}

#[tokio::test]
async fn a_refused_connection_is_said() {
    // A port that was free a moment ago, and that nobody listens on.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let model = Provider::connect(Config::new(&url).unwrap()).unwrap().model("m");
    let error = model.ask("Hello").await.unwrap_err();
    assert_eq!(error.to_string(), format!("cannot reach the model provider at {url}"));
    assert!(error.is_temporary());
}

#[tokio::test]
async fn an_http_error_carries_the_providers_words() {
    let error = local(LocalProvider::new().fail("m", 503)).await.ask("Hello").await.unwrap_err();
    let expected = "the model provider answered 503 Service Unavailable: the model `m` is down";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_wrong_path_is_an_http_error() {
    let server = LocalProvider::new().start().await.unwrap();
    let config = Config::new(server.url().trim_end_matches("/v1")).unwrap();
    let error = Provider::connect(config).unwrap().model("m").ask("Hello").await.unwrap_err();
    assert!(matches!(error, ModelError::Status { status, .. } if status == 404), "{error}");
}

#[tokio::test]
async fn a_body_that_is_no_chat_completion_is_malformed() {
    for body in ["", "<html>", "{}", r#"{"choices":[{}]}"#, r#"{"choices":[{"message":{"role":1}}]}"#] {
        let error = local(LocalProvider::new().garble("m", body)).await.ask("Hello").await.unwrap_err();
        assert!(matches!(error, ModelError::Malformed(_)), "{body}: {error}");
    }
}

#[tokio::test]
async fn an_answer_with_nothing_in_it_is_empty() {
    let refused = r#"{"choices":[{"message":{"role":"assistant","content":null,"refusal":"not my field"}}]}"#;
    for (body, words) in [(r#"{"choices":[]}"#, "the model `m` gave no answer"), (refused, "not my field")] {
        let error = local(LocalProvider::new().garble("m", body)).await.ask("Hello").await.unwrap_err();
        assert!(matches!(error, ModelError::Empty { .. }), "{body}: {error}");
        assert!(error.to_string().ends_with(words), "{error}");
    }
}

#[tokio::test]
async fn an_answer_of_another_structure_is_a_mismatch() {
    for text in ["certainly! here is your report", "{}", r#"{"place":7}"#] {
        let error =
            local(LocalProvider::new().say("m", text)).await.ask_for::<Report>(REQUEST).await.unwrap_err();
        assert!(matches!(error, ModelError::Mismatch { .. }), "{text}: {error}");
        assert_eq!(error.to_string(), "the model `m` did not answer with a valid `Report`");
    }
}

#[tokio::test]
async fn a_request_that_is_no_chat_is_refused() {
    let server = LocalProvider::new().start().await.unwrap();
    let client = flow_examples::http::plain_client().unwrap();
    let url = format!("{}/chat/completions", server.url());
    let response = client.post(url).body("hello").send().await.unwrap();
    assert_eq!(response.status(), 400);
    assert!(response.text().await.unwrap().contains("not a chat request"));
}

#[tokio::test]
async fn the_faster_model_answers_first_and_the_other_call_is_hung_up() {
    let server = LocalProvider::new().latency("slow", 60_000).start().await.unwrap();
    let provider = Provider::connect(Config::new(server.url()).unwrap()).unwrap();
    let (swift, slow) = (provider.model("swift"), provider.model("slow"));
    let winner = tokio::select! {
        biased;
        answer = slow.ask("Hello") => answer.map(|_| "slow"),
        answer = swift.ask("Hello") => answer.map(|_| "swift"),
    };
    assert_eq!(winner.unwrap(), "swift");
    server.hung_up(1).await;
}
