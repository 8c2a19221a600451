//! A directory tree, file by file: hashed, compressed and counted on all cores.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use flow_core::ItemsFailed;
use flow_core::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::fastest_mirror::hex;

/// A directory to look through, and where to write what is found.
#[derive(Debug)]
pub struct CpuPipeline {
    /// The directory.
    pub directory: PathBuf,
    /// The file to write, in JSON.
    pub manifest: PathBuf,
}

/// What is known of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Where it is in the directory, with `/` on every system.
    pub path: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// How long it is.
    pub bytes: usize,
    /// How long it is when it is compressed.
    pub compressed: usize,
    /// How many line breaks it has.
    pub lines: usize,
    /// How many words it has.
    pub words: usize,
}

/// What is known of a directory.
#[derive(Debug, Default, Serialize)]
pub struct Inventory {
    /// In the order of their paths.
    pub files: Vec<Entry>,
    /// What could not be read, and why.
    pub unreadable: Vec<String>,
}

/// Why a file or a directory is not in the inventory.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be {done}", path.display())]
pub struct FileError {
    path: PathBuf,
    done: &'static str,
    source: io::Error,
}

impl FileError {
    fn new(path: &Path, done: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| FileError { path: path.to_owned(), done, source }
    }
}

/// Takes an inventory of a directory tree: has every file read and measured, four at a time, each in a task of its own,
/// and writes down what came out. Files that cannot be read do not keep it from the others.
#[flow]
impl CpuPipeline {
    #[start]
    #[blocking]
    fn walk(self: Arc<Self>) -> Result<Vec<String>, FileError> {
        let mut files = Vec::new();
        walk(&self.directory, "", &mut files)?;
        files.sort();
        Ok(files)
    }

    #[listen(each(walk), limit = 4)]
    #[spawn]
    #[subflow(Measure)]
    async fn measure(self: Arc<Self>, path: String) -> Result<Entry, FlowError> {
        let file = Measure { file: self.directory.join(&path), path };
        Arc::new(file).run().await
    }

    #[listen(or(measure, measure::Err))]
    fn sort_out(inventory: Inventory) -> Inventory {
        inventory
    }

    #[listen(sort_out)]
    #[blocking]
    fn write(self: Arc<Self>, inventory: Inventory) -> Result<Inventory, FileError> {
        let failed = || FileError::new(&self.manifest, "written");
        if let Some(folder) = self.manifest.parent() {
            fs::create_dir_all(folder).map_err(failed())?;
        }
        let json = serde_json::to_string_pretty(&inventory).map_err(io::Error::from).map_err(failed())?;
        fs::write(&self.manifest, json + "\n").map_err(failed())?;
        Ok(inventory)
    }
}

/// A file to measure.
#[derive(Debug)]
pub struct Measure {
    /// Where it is.
    pub file: PathBuf,
    /// What it is called in the inventory.
    pub path: String,
}

/// Reads a file, then hashes, compresses and counts it side by side: on three cores, if they are free.
#[flow]
impl Measure {
    #[start]
    #[blocking]
    fn read(self: Arc<Self>) -> Result<Arc<[u8]>, FileError> {
        fs::read(&self.file).map(Arc::from).map_err(FileError::new(&self.file, "read"))
    }

    #[listen(read)]
    #[spawn]
    async fn hash(bytes: Arc<[u8]>) -> String {
        hex(&Sha256::digest(&bytes))
    }

    #[listen(read)]
    #[blocking]
    fn compress(bytes: Arc<[u8]>) -> io::Result<usize> {
        let mut encoder = DeflateEncoder::new(Length(0), Compression::best());
        encoder.write_all(&bytes)?;
        Ok(encoder.finish()?.0)
    }

    #[listen(read)]
    #[blocking]
    fn count(bytes: Arc<[u8]>) -> Count {
        Count::of(&bytes)
    }

    #[listen(and(read, hash, compress, count))]
    fn entry(&self, bytes: &[u8], sha256: String, compressed: usize, count: Count) -> Entry {
        let Count { lines, words } = count;
        Entry { path: self.path.clone(), sha256, bytes: bytes.len(), compressed, lines, words }
    }
}

/// Adds the files in `directory` and below to `files`, by their paths. Links to files count as files, also where they
/// lead nowhere; links to directories are not followed: they may lead in a circle.
fn walk(directory: &Path, prefix: &str, files: &mut Vec<String>) -> Result<(), FileError> {
    let failed = || FileError::new(directory, "read");
    for entry in fs::read_dir(directory).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        let (file, kind) = (entry.path(), entry.file_type().map_err(failed())?);
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            walk(&file, &format!("{path}/"), files)?;
        } else if kind.is_file() || (kind.is_symlink() && !file.is_dir()) {
            files.push(path);
        }
    }
    Ok(())
}

/// Counts as `wc` does.
#[derive(Debug, PartialEq)]
pub struct Count {
    lines: usize,
    words: usize,
}

impl Count {
    fn of(bytes: &[u8]) -> Self {
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        let words = bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count();
        Count { lines, words }
    }
}

/// Forgets what is written, except how much it was.
struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every file could be read.
impl From<Vec<Entry>> for Inventory {
    fn from(files: Vec<Entry>) -> Self {
        Inventory { files, unreadable: Vec::new() }
    }
}

/// Some could not.
impl From<ItemsFailed<Entry, FlowError>> for Inventory {
    fn from(result: ItemsFailed<Entry, FlowError>) -> Self {
        let files = result.succeeded.into_iter().map(|(_, entry)| entry).collect();
        let unreadable = result.failed.iter().map(|(_, error)| reason(error)).collect();
        Inventory { files, unreadable }
    }
}

/// Which file it is about and what was wrong with it; who wants to know the step can look at the code.
fn reason(error: &FlowError) -> String {
    match error.downcast_ref::<FileError>() {
        Some(error) => format!("{error}: {}", error.source),
        None => error.to_string(),
    }
}

/// A table.
impl fmt::Display for Inventory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:>8} {:>8} {:>9} {:>10}  {:<16}  file",
            "lines", "words", "bytes", "compressed", "sha-256"
        )?;
        let mut total = [0; 4];
        for Entry { path, sha256, bytes, compressed, lines, words } in &self.files {
            let sha256 = sha256.get(..16).unwrap_or(sha256);
            writeln!(f, "{lines:>8} {words:>8} {bytes:>9} {compressed:>10}  {sha256:<16}  {path}")?;
            for (total, number) in total.iter_mut().zip([lines, words, bytes, compressed]) {
                *total += number;
            }
        }
        let [lines, words, bytes, compressed] = total;
        let files = match self.files.len() {
            1 => "1 file".to_owned(),
            files => format!("{files} files"),
        };
        write!(f, "{lines:>8} {words:>8} {bytes:>9} {compressed:>10}  {:<16}  {files}", "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_lines_are_counted_as_wc_does() {
        let count = |text: &str| (Count::of(text.as_bytes()).lines, Count::of(text.as_bytes()).words);
        assert_eq!(count(""), (0, 0));
        assert_eq!(count("one\ttwo  three\n\n four"), (2, 4));
        assert_eq!(Count::of(b"\xff\xfe \n"), Count { lines: 1, words: 1 });
    }

    #[test]
    fn a_tree_is_walked_to_its_leaves() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/c")).unwrap();
        fs::create_dir_all(folder.path().join("empty")).unwrap();
        for name in ["b/c/deep.txt", "b/near.txt", "a.txt"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let mut files = Vec::new();
        walk(folder.path(), "", &mut files).unwrap();
        files.sort();
        assert_eq!(files, ["a.txt", "b/c/deep.txt", "b/near.txt"]);
        let error = walk(&folder.path().join("a.txt"), "", &mut files).unwrap_err();
        assert!(error.to_string().ends_with("a.txt cannot be read"), "{error}");
    }

    #[test]
    fn what_compresses_well_is_short() {
        let length = |bytes: Vec<u8>| Measure::compress(bytes.into()).unwrap();
        assert!(length(vec![b'a'; 10_000]) < 100);
        assert!(length(Vec::new()) < 10);
    }
}
