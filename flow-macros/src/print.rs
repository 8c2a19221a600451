//! Writing an expansion to a file, for people who want to see it. Only with the feature `expand`.

use std::path::PathBuf;
use std::{env, fs};

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Path;

use crate::readable;

/// The directory that expansions are written to.
const VARIABLE: &str = "FLOW_EXPAND";

/// Writes what became of the flow to `<Flow>.rs` in the directory that `FLOW_EXPAND` names, if it does. A relative one
/// is relative to the package.
pub(crate) fn expansion(flow: &str, krate: &Path, tokens: TokenStream) -> TokenStream {
    // Cargo builds the crate again when the variable changes.
    let asked = quote!(const _: #krate::__private::Option<&str> = #krate::__private::option_env!(#VARIABLE););
    let Some(directory) = env::var_os(VARIABLE).filter(|it| !it.is_empty()) else {
        return quote!(#tokens #asked);
    };
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let directory = package.join(directory);
    let path = directory.join(format!("{flow}.rs"));
    let code = readable::compiled(tokens.clone());
    let text = match syn::parse2(code.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // With mistakes in it, it may be no file that can be formatted.
        Err(_) => code.to_string(),
    };
    match fs::create_dir_all(&directory).and_then(|()| fs::write(&path, text)) {
        Ok(()) => quote!(#tokens #asked),
        Err(error) => {
            let message = format!(
                "cannot write the expansion to {}: {error}\n\nhelp: {VARIABLE} names a directory, which is made if it does not exist",
                path.display()
            );
            let error = syn::Error::new(Span::call_site(), message).into_compile_error();
            quote!(#tokens #error)
        }
    }
}
