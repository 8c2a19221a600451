//! From the root of a crate to all of its files.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::find::{self, Declared, FlowItem, Home};
use crate::mistake::Mistake;
use crate::path;

/// What the files of a package hold.
#[derive(Default)]
pub(crate) struct Sources {
    /// The flows, in the order of the files and within a file.
    pub(crate) flows: Vec<Found>,
    /// Every file read, in that order.
    pub(crate) files: Vec<PathBuf>,
    /// Files that could not be read as Rust.
    pub(crate) unread: Vec<Unread>,
    /// The number of the crate that is being read.
    root: usize,
}

/// A flow and the file it is in.
pub(crate) struct Found {
    pub(crate) flow: FlowItem,
    /// The file, as messages name it.
    pub(crate) file: String,
    /// The text of the file.
    pub(crate) text: Rc<str>,
    /// The number of the crate it is in.
    pub(crate) root: usize,
}

/// A file that could not be read as Rust.
pub(crate) struct Unread {
    /// The file, as messages name it.
    #[cfg_attr(not(feature = "command"), allow(dead_code, reason = "`why` says it, too"))]
    pub(crate) file: String,
    /// Its text, unless that could not be read.
    #[cfg_attr(not(feature = "command"), allow(dead_code, reason = "`why` quotes it"))]
    pub(crate) text: Option<Rc<str>>,
    /// What Rust's parser says, unless the text could not be read.
    #[cfg_attr(not(feature = "command"), allow(dead_code, reason = "`why` says it, too"))]
    pub(crate) error: Option<syn::Error>,
    pub(crate) why: Mistake,
    /// Whether it is part of the crate under some `cfg` only, so that rustc may never see it.
    pub(crate) conditional: bool,
}

/// Reads the files of the crates that begin with `roots`, each file once.
pub(crate) fn read(package: &Path, roots: &[PathBuf]) -> Sources {
    let mut sources = Sources::default();
    for (number, root) in roots.iter().enumerate() {
        sources.root = number;
        sources.file(package, root, Home::beside(root), Vec::new(), false);
    }
    sources
}

impl Sources {
    fn file(&mut self, package: &Path, file: &Path, home: Home, modules: Vec<String>, conditional: bool) {
        let file = path::normal(file);
        if self.files.contains(&file) {
            return;
        }
        self.files.push(file.clone());
        let shown = path::shown(&file, package);
        let text: Rc<str> = match fs::read_to_string(&file) {
            Ok(text) => text.into(),
            Err(error) => {
                let why = Mistake::io("read", &file, package, &error);
                self.unread.push(Unread { file: shown, text: None, error: None, why, conditional });
                return;
            }
        };
        let parsed = match syn::parse_file(&text) {
            Ok(parsed) => parsed,
            Err(error) => {
                for why in Mistake::of(&error, &shown, &text) {
                    let (file, text, error) = (shown.clone(), Some(text.clone()), Some(error.clone()));
                    self.unread.push(Unread { file, text, error, why, conditional });
                }
                return;
            }
        };
        let (flows, declared) = find::find(&parsed, home, modules, conditional);
        let root = self.root;
        let found = |flow| Found { flow, file: shown.clone(), text: text.clone(), root };
        self.flows.extend(flows.into_iter().map(found));
        for Declared { candidates, modules, conditional } in declared {
            // A file that is missing is rustc's to report, if it looks for it at all.
            for (file, home) in candidates.into_iter().filter(|(file, _)| file.is_file()) {
                self.file(package, &file, home, modules.clone(), conditional);
            }
        }
    }
}
