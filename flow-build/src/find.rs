//! What a source file holds: its flows, and the files of its modules.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, ItemImpl, ItemMod, Lit, Meta, Token, UseRename};

/// An `impl` block with `#[flow]`.
pub(crate) struct FlowItem {
    /// What stands in `#[flow(...)]`.
    pub(crate) options: TokenStream,
    /// The block, without that attribute.
    pub(crate) item: ItemImpl,
    /// The modules it is in, from the root of the crate.
    pub(crate) modules: Vec<String>,
}

/// `mod name;`
pub(crate) struct Declared {
    /// Where its file may be. Other than for modules under `cfg_attr(…, path = "…")`, one of them exists.
    pub(crate) candidates: Vec<(PathBuf, Home)>,
    /// The modules it is, from the root of the crate.
    pub(crate) modules: Vec<String>,
    /// Whether it is there under some `cfg` only.
    pub(crate) conditional: bool,
}

/// Where the files of a file's modules are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Home {
    directory: PathBuf,
    /// A file `name.rs` keeps its modules in a directory of its name, but counts `#[path]` from its own.
    name: Option<String>,
}

impl Home {
    /// The home of a crate's root, a `mod.rs`, or a file named by `#[path]`: their own directory.
    pub(crate) fn beside(file: &Path) -> Home {
        Home { directory: file.parent().unwrap_or(Path::new("")).to_path_buf(), name: None }
    }

    fn files(&self) -> PathBuf {
        match &self.name {
            Some(name) => self.directory.join(name),
            None => self.directory.clone(),
        }
    }
}

/// Reads a file that is the module `modules` of its crate. Flows are found anywhere, also inside functions, but not in
/// what macros make.
pub(crate) fn find(
    file: &syn::File,
    home: Home,
    modules: Vec<String>,
    conditional: bool,
) -> (Vec<FlowItem>, Vec<Declared>) {
    let mut names = Names(vec!["flow".to_string()]);
    names.visit_file(file);
    let conditional = conditional || is_conditional(&file.attrs);
    let mut finder =
        Finder { names: names.0, home, modules, conditional, flows: Vec::new(), declared: Vec::new() };
    finder.visit_file(file);
    (finder.flows, finder.declared)
}

/// What `flow` is called in a file: `use flow_core::flow as workflow`.
struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_use_rename(&mut self, it: &'ast UseRename) {
        if it.ident == "flow" {
            self.0.push(it.rename.unraw().to_string());
        }
    }
}

struct Finder {
    names: Vec<String>,
    home: Home,
    modules: Vec<String>,
    conditional: bool,
    flows: Vec<FlowItem>,
    declared: Vec<Declared>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_impl(&mut self, block: &'ast ItemImpl) {
        let found =
            block.attrs.iter().enumerate().find_map(|(index, attr)| Some((index, self.options(&attr.meta)?)));
        if let Some((index, options)) = found {
            let mut item = block.clone();
            item.attrs.remove(index);
            self.flows.push(FlowItem { options, item, modules: self.modules.clone() });
        }
        visit::visit_item_impl(self, block);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let name = module.ident.unraw().to_string();
        let conditional = self.conditional || is_conditional(&module.attrs);
        self.modules.push(name.clone());
        if module.content.is_none() {
            self.declared.push(Declared {
                candidates: self.candidates(&name, &module.attrs),
                modules: self.modules.clone(),
                conditional,
            });
        } else {
            let inside = match paths(&module.attrs).into_iter().next() {
                Some(path) => self.home.directory.join(path),
                None => self.home.files().join(&name),
            };
            let home = std::mem::replace(&mut self.home, Home { directory: inside, name: None });
            let outer = std::mem::replace(&mut self.conditional, conditional);
            visit::visit_item_mod(self, module);
            self.home = home;
            self.conditional = outer;
        }
        self.modules.pop();
    }
}

impl Finder {
    /// What stands in the brackets, if `meta` is the flow attribute: by any path, or under `cfg_attr`.
    fn options(&self, meta: &Meta) -> Option<TokenStream> {
        if meta.path().is_ident("cfg_attr") {
            return conditional_metas(meta).iter().find_map(|meta| self.options(meta));
        }
        let name = meta.path().segments.last()?.ident.unraw().to_string();
        if !self.names.contains(&name) {
            return None;
        }
        match meta {
            Meta::List(list) => Some(list.tokens.clone()),
            _ => Some(TokenStream::new()),
        }
    }

    fn candidates(&self, name: &str, attrs: &[Attribute]) -> Vec<(PathBuf, Home)> {
        let mut candidates = Vec::new();
        for path in paths(attrs) {
            let file = self.home.directory.join(path);
            let home = Home::beside(&file);
            candidates.push((file, home));
        }
        if !attrs.iter().any(|attr| attr.path().is_ident("path")) {
            let directory = self.home.files();
            let file = directory.join(format!("{name}.rs"));
            candidates.push((file, Home { directory: directory.clone(), name: Some(name.to_string()) }));
            let file = directory.join(name).join("mod.rs");
            let home = Home::beside(&file);
            candidates.push((file, home));
        }
        candidates
    }
}

/// The values of `#[path = "…"]`, also under `cfg_attr`.
fn paths(attrs: &[Attribute]) -> Vec<String> {
    attrs.iter().flat_map(|attr| paths_in(&attr.meta)).collect()
}

fn paths_in(meta: &Meta) -> Vec<String> {
    match meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => vec![path.value()],
            _ => Vec::new(),
        },
        meta if meta.path().is_ident("cfg_attr") => {
            conditional_metas(meta).iter().flat_map(paths_in).collect()
        }
        _ => Vec::new(),
    }
}

/// The attributes in `cfg_attr(condition, attributes)`.
fn conditional_metas(meta: &Meta) -> Vec<Meta> {
    let Meta::List(list) = meta else { return Vec::new() };
    let metas = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
    metas.map(|metas| metas.into_iter().skip(1).collect()).unwrap_or_default()
}

fn is_conditional(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr"))
}
