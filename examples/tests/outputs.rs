//! Every program, run as a user runs it: what it prints, and what it says when something is wrong.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use flow_examples::model::{LocalProvider, LocalServer};

/// The program of this name, with nothing of the caller's environment that could lead it elsewhere.
macro_rules! program {
    ($name:literal) => {{
        let mut program = Command::new(env!(concat!("CARGO_BIN_EXE_", $name)));
        for variable in ["FLOW_MODEL_URL", "FLOW_MODEL", "FLOW_MODEL_KEY"] {
            program.env_remove(variable);
        }
        program
    }};
}

/// What a successful run prints: its result and its progress. Nothing in it may depend on the machine.
fn success(program: &mut Command) -> (String, String) {
    let Output { status, stdout, stderr } = program.output().unwrap();
    let (result, progress) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert!(status.success(), "{status}\n{result}{progress}");
    assert!(!format!("{result}{progress}").contains(env!("CARGO_MANIFEST_DIR")), "{result}{progress}");
    (result, progress)
}

/// The error a failing run ends with.
fn failure(program: &mut Command) -> String {
    let Output { status, stdout, stderr } = program.output().unwrap();
    let (result, progress) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert_eq!(status.code(), Some(1), "{result}{progress}");
    assert_eq!(result, "", "a run that fails has no result");
    let start = progress.find("error: ").unwrap_or_else(|| panic!("no error in {progress}"));
    progress[start..].to_owned()
}

/// Asserts that `text` speaks of all of these.
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

/// The README shows what the programs really print.
fn is_documented(output: &str) {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap().replace("\r\n", "\n");
    assert!(readme.contains(output.trim_end()), "README.md does not show:\n{output}");
}

fn with_provider<'a>(program: &'a mut Command, server: &LocalServer, key: Option<&str>) -> &'a mut Command {
    let key = key.map(|key| ("FLOW_MODEL_KEY", key));
    program.env("FLOW_MODEL_URL", server.url()).env("FLOW_MODEL", "chosen").envs(key)
}

#[test]
fn first_answer() {
    let (result, progress) = success(&mut program!("first_answer"));
    assert_eq!(progress, "first complete answer: from swift\n");
    is_documented(&(progress + &result));
}

#[test]
fn first_answer_does_not_need_every_provider() {
    let (result, progress) = success(program!("first_answer").args(["night trains", "--down", "swift"]));
    assert_eq!(progress, "first complete answer: from steady\n");
    says(&result.to_lowercase(), &["night trains", "(suggested by steady)"]);
}

#[test]
fn first_answer_needs_one_provider() {
    let down = ["--down", "swift", "--down", "steady", "--down", "slow"];
    let error = failure(program!("first_answer").args(down));
    says(&error, &["swift", "steady", "slow", "503"]);
}

#[test]
fn variants_and_slogan() {
    let (result, progress) = success(&mut program!("variants_and_slogan"));
    is_documented(&(progress + &result));
    let (result, _) = success(program!("variants_and_slogan").args(["lighthouses", "Beacon"]));
    says(&result, &["topic: ", "slogan: ", "tagline: ", "lighthouses", "Beacon"]);
}

#[test]
fn travel_plan() {
    let (result, progress) = success(&mut program!("travel_plan"));
    is_documented(&(progress + &result));
    let (result, _) = success(program!("travel_plan").arg("A weekend of two days in Ghent, with canals."));
    says(&result, &["Ghent", "canals", "Day 1", "Day 2", "euros a night"]);
    assert!(!result.contains("Day 3"), "{result}");
}

#[test]
fn article() {
    let folder = tempfile::tempdir().unwrap();
    let (result, progress) = success(program!("article").current_dir(folder.path()));
    assert_eq!(result, "saved out/article.md\nsaved out/thumbnail.svg\nsaved out/post.txt\n");
    is_documented(&(progress.clone() + &result));
    assert_eq!(progress.matches("revise: ").count(), 2, "{progress}");

    let read = |name| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert!(read("article.md").split_whitespace().count() > 200);
    assert!(read("thumbnail.svg").starts_with("<svg "));
    says(&read("post.txt"), &["#sourdough #bread"]);
}

#[test]
fn article_stops_revising() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["kites", "--max-revisions", "1", "--out", "here"];
    let (_, progress) = success(program!("article").current_dir(folder.path()).args(arguments));
    assert_eq!(progress.matches("revise: ").count(), 1, "{progress}");
    says(&progress, &["not perfect, but time is up"]);
}

#[test]
fn article_names_the_step_and_the_file_it_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("out/article.md")).unwrap();
    let error = failure(program!("article").current_dir(folder.path()));
    says(&error, &["save", "article.md"]);
}

#[test]
fn marketing_message() {
    let (result, progress) = success(program!("marketing_message").args(["ada", "--at", "2026-05-04 08:30"]));
    is_documented(&(progress + &result));
    says(&result, &["Ada", "Happy birthday", "knock box", "Monday", "burr grinder", "dark roast"]);
    assert!(!result.contains("milk jug"), "she has one: {result}");
    // Whatever day it is, something is on offer.
    let (result, _) = success(program!("marketing_message").arg("chiyo"));
    says(&result, &["Chiyo", "burr grinder"]);
}

#[test]
fn marketing_message_reads_a_database_of_your_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute_batch(include_str!("../data/shop.sql")).unwrap();
    database.execute_batch("UPDATE users SET name = 'Grace' WHERE username = 'ada'").unwrap();
    drop(database);
    let (result, _) = success(program!("marketing_message").arg("--db").arg(&file));
    says(&result, &["Grace"]);

    let error =
        failure(program!("marketing_message").args(["--db", "missing.db"]).current_dir(folder.path()));
    says(&error, &["database"]);
}

#[test]
fn marketing_message_names_the_tool_that_failed() {
    let error = failure(program!("marketing_message").arg("nobody"));
    says(&error, &["user", "the shop knows no user `nobody`"]);
    let error = failure(program!("marketing_message").args(["--at", "teatime"]));
    says(&error, &["time", "`teatime` is not a time"]);
}

#[test]
fn fastest_mirror() {
    let folder = tempfile::tempdir().unwrap();
    let (result, progress) =
        success(program!("fastest_mirror").args(["--save", "file"]).current_dir(folder.path()));
    says(&progress, &["mirror north is fast, but sent a wrong file"]);
    let saved = result.strip_suffix("saved file\n").unwrap();
    is_documented(&(progress + saved));
    assert_eq!(fs::metadata(folder.path().join("file")).unwrap().len(), 520_000);
}

#[test]
fn fastest_mirror_needs_one_mirror() {
    let nowhere = "http://127.0.0.1:1/file";
    let arguments = ["--checksum", nowhere, "--mirrors", nowhere, nowhere, nowhere, nowhere];
    let error = failure(program!("fastest_mirror").args(arguments));
    says(&error, &["http://127.0.0.1:1/file cannot be downloaded"]);
}

#[test]
fn voting() {
    let (result, progress) = success(&mut program!("voting"));
    is_documented(&(progress.clone() + &result));
    says(&progress, &["run-off: "]);
    let reviews = progress.matches("approves: ").count() + progress.matches("objects: ").count();
    assert_eq!(reviews, result.matches("\n  - ").count(), "nobody is asked in vain:\n{progress}{result}");
}

#[test]
fn voting_elects_one_of_the_teams() {
    let (result, progress) = success(program!("voting").args(["Hello!", "--team", "everybody"]));
    says(&progress, &["votes:    everybody 5\n", "elected:  everybody, with 5 of 5 votes\n"]);
    assert!(!progress.contains("run-off"), "{progress}");
    says(&result, &["answered by: ", "everybody"]);
}

#[test]
fn voting_needs_two_reviewers() {
    let error = failure(program!("voting").args(["--down", "swift", "--down", "steady"]));
    says(&error, &["Voting", "customer", "colleague", "503", "the model `swift` is down"]);
}

#[test]
fn research_map() {
    let (result, progress) = success(&mut program!("research_map"));
    is_documented(&result);
    // Sections are written side by side: which of them waits for its second attempt first is not certain.
    assert!(progress.lines().count() > 1, "{progress}");
    progress.lines().for_each(is_documented);
}

#[test]
fn research_map_ends_in_time() {
    let error = failure(program!("research_map").args(["kites", "--within", "0"]));
    says(&error, &["ResearchMap", "deadline"]);
}

#[test]
fn cpu_pipeline() {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let (result, progress) = success(program!("cpu_pipeline").arg(data).current_dir(folder.path()));
    assert_eq!(progress, "");
    is_documented(&result);

    let manifest = fs::read_to_string(folder.path().join("out/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["files"].as_array().map(Vec::len), Some(3));
    assert_eq!(manifest["files"][0]["path"], "poems/blake.txt");
    assert_eq!(manifest["unreadable"], serde_json::json!([]));
}

#[test]
fn cpu_pipeline_measures_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("tree/b")).unwrap();
    fs::write(folder.path().join("tree/b/abc"), "abc").unwrap();
    fs::write(folder.path().join("tree/a.txt"), "one two\n".repeat(1_000)).unwrap();
    let run = || {
        let run = success(program!("cpu_pipeline").arg("tree").current_dir(folder.path()));
        (run, fs::read_to_string(folder.path().join("out/manifest.json")).unwrap())
    };
    let ((result, progress), manifest) = run();
    assert_eq!(((result.clone(), progress), manifest.clone()), run(), "the same again");
    says(
        &result,
        &["    1000     2000      8000 ", "  a.txt\n", "  ba7816bf8f01cfea  b/abc\n", "  2 files\n"],
    );
    says(&manifest, &["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]);
}

#[test]
fn cpu_pipeline_begins_with_its_own_sources() {
    let folder = tempfile::tempdir().unwrap();
    let (result, _) = success(program!("cpu_pipeline").current_dir(folder.path()));
    says(&result, &["  flows/cpu_pipeline.rs\n", "  lib.rs\n", "\nwrote out/manifest.json\n"]);
}

#[test]
fn cpu_pipeline_names_the_directory_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let error = failure(program!("cpu_pipeline").arg("nowhere").current_dir(folder.path()));
    says(&error, &["CpuPipeline", "walk", "nowhere cannot be read"]);
    assert!(!folder.path().join("out").exists(), "nothing is written");
}

#[test]
fn cpu_pipeline_names_the_file_it_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("tree")).unwrap();
    let arguments = ["tree", "--manifest", "tree"];
    let error = failure(program!("cpu_pipeline").args(arguments).current_dir(folder.path()));
    says(&error, &["CpuPipeline", "write", "tree cannot be written"]);
}

#[cfg(unix)]
#[test]
fn cpu_pipeline_goes_on_without_the_files_it_cannot_read() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    fs::create_dir(&tree).unwrap();
    fs::write(tree.join("here"), "here").unwrap();
    for name in ["gone", "lost"] {
        std::os::unix::fs::symlink("nowhere", tree.join(name)).unwrap();
    }
    let output = program!("cpu_pipeline").arg("tree").current_dir(folder.path()).output().unwrap();
    let (result, progress) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{result}{progress}");
    says(&result, &["  here\n", "  1 file\n"]);
    let error = "No such file or directory (os error 2)";
    assert_eq!(
        progress,
        format!(
            "tree/gone cannot be read: {error}\ntree/lost cannot be read: {error}\n\
             error: 2 of 3 files could not be read\n"
        )
    );
    let manifest = fs::read_to_string(folder.path().join("out/manifest.json")).unwrap();
    says(&manifest, &["\"tree/gone cannot be read: "]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn another_provider_is_asked_where_one_is_configured() {
    let server =
        LocalProvider::new().say("chosen", "A topic of its own").require_key("k").start().await.unwrap();
    let (result, _) = success(with_provider(&mut program!("first_answer"), &server, Some("k")));
    assert!(result.starts_with("A topic of its own\n"), "{result}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_bad_key_is_an_error_that_names_the_step() {
    let server = LocalProvider::new().require_key("right").start().await.unwrap();
    for (key, words) in [(Some("wrong"), "this key is not known here"), (None, "set FLOW_MODEL_KEY")] {
        let error = failure(with_provider(&mut program!("travel_plan"), &server, key));
        says(&error, &["TravelPlan", "trip", words]);
        let error = failure(with_provider(&mut program!("marketing_message"), &server, key));
        says(&error, &["MarketingMessage", "message", words]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_provider_that_answers_nonsense_is_an_error_that_names_the_step() {
    let bodies = ["<html>", "{}", r#"{"choices":[]}"#];
    for body in bodies {
        let server = LocalProvider::new().garble("chosen", body).start().await.unwrap();
        says(
            &failure(with_provider(&mut program!("article"), &server, None)),
            &["Article", "outline", "model"],
        );
    }
    let server = LocalProvider::new().say("chosen", "no JSON").start().await.unwrap();
    let error = failure(with_provider(&mut program!("article"), &server, None));
    says(&error, &["Article", "outline", "did not answer with a valid `Outline`"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_http_error_is_an_error_that_names_the_step() {
    let server = LocalProvider::new().fail("chosen", 429).start().await.unwrap();
    let error = failure(with_provider(&mut program!("variants_and_slogan"), &server, None));
    says(&error, &["Variants", "variant_1", "variant_2", "429 Too Many Requests"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_error_that_stays_is_not_tried_again() {
    let server = LocalProvider::new().fail("chosen", 400).start().await.unwrap();
    let error = failure(with_provider(&mut program!("research_map"), &server, None));
    says(&error, &["ResearchMap", "plan", "400 Bad Request"]);
    assert!(!error.contains("attempts"), "{error}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn ctrl_c_ends_a_run() {
    let server = LocalProvider::new().latency("chosen", 3_600_000).start().await.unwrap();
    let mut program = program!("research_map");
    with_provider(&mut program, &server, None).stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = program.spawn().unwrap();
    server.received(1).await;
    let kill = Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let Output { status, stdout, stderr } = program.wait_with_output().unwrap();
    assert_eq!((status.code(), String::from_utf8_lossy(&stdout).as_ref()), (Some(1), ""));
    says(&String::from_utf8_lossy(&stderr), &["error: ", "`ResearchMap`", "cancelled"]);
    server.hung_up(1).await;
}

#[test]
fn a_refused_connection_is_an_error_that_names_the_step() {
    let nowhere = [("FLOW_MODEL_URL", "http://127.0.0.1:1/v1"), ("FLOW_MODEL", "any")];
    let error = failure(program!("travel_plan").envs(nowhere));
    let (first, causes) = error.split_once("\n  because: ").unwrap();
    says(first, &["TravelPlan", "trip", "cannot reach the model provider at http://127.0.0.1:1/v1"]);
    says(causes, &["refused"]);
    is_documented(first);
}

#[test]
fn a_configuration_that_cannot_work_is_an_error() {
    let error = failure(program!("article").env("FLOW_MODEL_URL", "not a url").env("FLOW_MODEL", "any"));
    says(&error, &["FLOW_MODEL_URL is not an http or https address: `not a url`"]);
    let error = failure(program!("article").env("FLOW_MODEL_URL", "http://127.0.0.1:1/v1"));
    says(&error, &["set FLOW_MODEL"]);
    let error = failure(program!("article").env("FLOW_MODEL", "any"));
    says(&error, &["outline", "set FLOW_MODEL_KEY"]);
}
