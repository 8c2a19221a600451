//! The server as a program: found, started, and spoken to in JSON-RPC over its standard input and output.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;
use std::{env, thread};

use serde_json::{Value, json};

/// The variable that names the server.
pub(crate) const VARIABLE: &str = "FLOW_RUST_ANALYZER";

/// The server that `FLOW_RUST_ANALYZER` names, or else that of the toolchain.
pub(crate) fn find() -> Option<PathBuf> {
    let said = env::var_os(VARIABLE).filter(|path: &OsString| !path.is_empty()).map(PathBuf::from);
    if let Some(path) = said {
        assert!(path.is_file(), "{VARIABLE} names no file: {}", path.display());
        return Some(path);
    }
    let output =
        Command::new("rustup").args(["which", "rust-analyzer"]).stderr(Stdio::null()).output().ok()?;
    let path = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim_end());
    (output.status.success() && path.is_file()).then_some(path)
}

/// A running server.
pub(crate) struct Server {
    input: ChildStdin,
    inbox: Receiver<Value>,
    requests: u64,
    // Ends by itself when its input does.
    _process: Child,
}

impl Server {
    pub(crate) fn start(program: &Path, folder: &Path, target: &Path) -> Server {
        let mut process = Command::new(program)
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", target)
            .env_remove("RUSTFLAGS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let (sender, inbox) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Ok(message) = receive(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Server { input, inbox, requests: 0, _process: process }
    }

    /// The server's answer.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        /// The server has begun to answer for a text that has changed since.
        const CONTENT_MODIFIED: i64 = -32801;
        loop {
            self.requests += 1;
            let id = self.requests;
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
            let mut answer = self.wait(|message| message["id"] == id && message.get("method").is_none());
            if answer["error"]["code"] == CONTENT_MODIFIED {
                continue;
            }
            assert!(answer.get("error").is_none(), "{method} {params}: {answer}");
            return answer["result"].take();
        }
    }

    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Takes messages until one is wanted, and answers what the server asks meanwhile.
    pub(crate) fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        // The first of them waits for Cargo to build the macros.
        let limit = Duration::from_secs(300);
        loop {
            let message = self.inbox.recv_timeout(limit).expect("rust-analyzer answers");
            if wanted(&message) {
                return message;
            }
            if let (Some(id), true) = (message.get("id"), message.get("method").is_some()) {
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
            }
        }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }
}

/// One message: headers, an empty line, JSON.
fn receive(output: &mut impl BufRead) -> io::Result<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(said) = line.strip_prefix("Content-Length: ") {
            length = said.parse().map_err(io::Error::other)?;
        }
    }
    let mut text = vec![0; length];
    output.read_exact(&mut text)?;
    serde_json::from_slice(&text).map_err(io::Error::other)
}
