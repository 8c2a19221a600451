//! A crate with one flow, open in an editor: what the tests do and ask.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::{Value, json};

use crate::document::Document;
use crate::server::{self, Server};

/// The editor, which all tests share. `None` if there is no server.
pub(crate) fn editor() -> Option<MutexGuard<'static, Editor>> {
    static EDITOR: OnceLock<Option<Mutex<Editor>>> = OnceLock::new();
    let editor = EDITOR.get_or_init(|| match server::find() {
        Some(program) => Some(Mutex::new(Editor::open(&program))),
        None => {
            // Past the capture of tests that pass.
            _ = writeln!(
                std::io::stderr(),
                "\nnot tested: what editors make of flows, because there is no rust-analyzer.\n\
                 `rustup component add rust-analyzer` installs it, or {} names it.\n",
                server::VARIABLE
            );
            None
        }
    });
    let editor = editor.as_ref()?;
    Some(editor.lock().unwrap_or_else(PoisonError::into_inner))
}

/// An editor with one document open.
pub(crate) struct Editor {
    server: Server,
    uri: String,
    version: u64,
    document: Document,
}

impl Editor {
    fn open(program: &Path) -> Editor {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editor");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
        _ = fs::remove_dir_all(folder.join("crate"));
        let krate = folder.join("crate");
        fs::create_dir_all(krate.join("src")).unwrap();
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"editor\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nflow-core = {{ path = {:?} }}\n",
            root.join("flow-core"),
        );
        fs::write(krate.join("Cargo.toml"), manifest).unwrap();
        for file in ["Cargo.lock", "rust-toolchain.toml"] {
            fs::copy(root.join(file), krate.join(file)).unwrap();
        }
        let document = Document::new("");
        fs::write(krate.join("src/lib.rs"), &document.text).unwrap();
        let mut server = Server::start(program, &krate, &folder.join("target"));
        let krate = krate.canonicalize().unwrap();
        let uri = format!("file://{}", krate.join("src/lib.rs").display());
        server.request("initialize", &initialize(&krate));
        server.notify("initialized", &json!({}));
        let opened = json!({ "textDocument": { "uri": uri, "languageId": "rust", "version": 0, "text": document.text } });
        server.notify("textDocument/didOpen", &opened);
        server.wait(|message| {
            message["method"] == "experimental/serverStatus" && message["params"]["quiescent"] == true
        });
        Editor { server, uri, version: 0, document }
    }

    /// Replaces the document.
    pub(crate) fn write(&mut self, marked: &str) -> &Document {
        self.document = Document::new(marked);
        self.version += 1;
        let change = json!({
            "textDocument": { "uri": self.uri, "version": self.version },
            "contentChanges": [{ "text": self.document.text }],
        });
        self.server.notify("textDocument/didChange", &change);
        &self.document
    }

    /// What is shown for what stands at a mark; nothing if there is nothing to show.
    pub(crate) fn hover(&mut self, mark: &str) -> String {
        let answer = self.ask("textDocument/hover", mark, json!({}));
        answer["contents"]["value"].as_str().unwrap_or_default().to_string()
    }

    /// The marks of the definitions of what stands at a mark; a definition elsewhere is the end of its path.
    pub(crate) fn definitions(&mut self, mark: &str) -> Vec<String> {
        let answer = self.ask("textDocument/definition", mark, json!({}));
        self.names(&answer, "targetUri", "targetSelectionRange")
    }

    /// The marks of all places that refer to what stands at a mark, its definition included.
    pub(crate) fn references(&mut self, mark: &str) -> Vec<String> {
        let with = json!({ "context": { "includeDeclaration": true } });
        let answer = self.ask("textDocument/references", mark, with);
        self.names(&answer, "uri", "range")
    }

    /// The document after what stands at a mark has been renamed.
    pub(crate) fn renamed(&mut self, mark: &str, name: &str) -> String {
        let answer = self.ask("textDocument/rename", mark, json!({ "newName": name }));
        let changes = answer["documentChanges"].as_array().unwrap_or_else(|| panic!("no changes: {answer}"));
        assert_eq!(changes.len(), 1, "one document changes: {answer}");
        assert_eq!(changes[0]["textDocument"]["uri"], self.uri.as_str());
        self.document.edited(changes[0]["edits"].as_array().unwrap())
    }

    /// What is offered at a mark, in the order of the alphabet.
    pub(crate) fn completions(&mut self, mark: &str) -> Vec<String> {
        let answer = self.ask("textDocument/completion", mark, json!({}));
        let items = answer["items"].as_array().or(answer.as_array()).cloned().unwrap_or_default();
        let mut labels: Vec<String> = items
            .iter()
            .map(|item| item["label"].as_str().unwrap().trim_end_matches("(…)").to_string())
            .collect();
        labels.sort();
        labels
    }

    /// The messages of the analyzer itself, each with the text that it underlines.
    pub(crate) fn diagnostics(&mut self) -> Vec<(String, String)> {
        let params = json!({ "textDocument": { "uri": self.uri } });
        let answer = self.server.request("textDocument/diagnostic", &params);
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        let message = |item: &Value| {
            let range = self.document.offset_of(&item["range"]["start"])
                ..self.document.offset_of(&item["range"]["end"]);
            (item["message"].as_str().unwrap().to_string(), self.document.text[range].to_string())
        };
        items.iter().map(message).collect()
    }

    fn ask(&mut self, method: &str, mark: &str, mut params: Value) -> Value {
        params["textDocument"] = json!({ "uri": self.uri });
        params["position"] = self.document.position(mark);
        self.server.request(method, &params)
    }

    fn names(&self, answer: &Value, uri: &str, range: &str) -> Vec<String> {
        let places = answer.as_array().cloned().unwrap_or_default();
        let (here, elsewhere): (Vec<&Value>, Vec<&Value>) =
            places.iter().partition(|place| place[uri] == self.uri.as_str());
        let offsets = here.iter().map(|place| self.document.offset_of(&place[range]["start"]));
        let mut names = self.document.names(offsets);
        let path = |place: &&Value| {
            let parts: Vec<&str> = place[uri].as_str().unwrap().rsplitn(4, '/').collect();
            parts[..parts.len().min(3)].iter().rev().copied().collect::<Vec<_>>().join("/")
        };
        names.extend(elsewhere.iter().map(path));
        names
    }
}

fn initialize(folder: &Path) -> Value {
    let uri = format!("file://{}", folder.display());
    json!({
        "processId": null,
        "rootUri": uri,
        "workspaceFolders": [{ "uri": uri, "name": "editor" }],
        "capabilities": {
            "general": { "positionEncodings": ["utf-8"] },
            "workspace": { "workspaceEdit": { "documentChanges": true } },
            "textDocument": {
                "definition": { "linkSupport": true },
                "hover": { "contentFormat": ["markdown"] },
                "completion": { "completionItem": { "snippetSupport": true } },
                "diagnostic": {},
                "rename": { "prepareSupport": true },
            },
            "experimental": { "serverStatusNotification": true },
        },
        // As an editor has it, but without what takes time and is asked for by nobody here.
        "initializationOptions": {
            "cachePriming": { "enable": false },
            "checkOnSave": false,
            // Left to itself, the server has rustup add the sources of the standard library to the toolchain, which
            // changes what the compiler says.
            "cargo": { "sysrootSrc": folder.join("no_standard_library") },
        },
    })
}
