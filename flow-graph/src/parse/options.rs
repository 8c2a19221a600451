//! What stands in `#[flow(...)]`.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitInt, LitStr, Path, Token, Type, Visibility};

use super::errors::Errors;
use super::suggest;

/// The options of a flow.
///
/// ```
/// use quote::quote;
///
/// let block = syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn greet(&self, name: &str) -> String { todo!() }
///     }
/// };
/// let options = flow_graph::parse::flow(quote!(output = greet, max_iterations = 5), block).options;
/// assert_eq!(options.output.unwrap(), "greet");
/// assert_eq!(options.max_iterations, Some(5));
/// ```
#[derive(Default)]
pub struct Options {
    /// `error = M`: the type failures become.
    pub error: Option<Type>,
    /// `output = step`: the step whose value `run` gives.
    pub output: Option<Ident>,
    /// `vis = pub(crate)`: who may see `run`.
    pub vis: Option<Visibility>,
    /// `max_iterations = n`: how often a loop's header may run for each entry.
    pub max_iterations: Option<u32>,
    /// `crate = path`: where flow-core is found.
    pub krate: Option<Path>,
    /// `schedule = "mesh"`: do not look for regions. For tests of the schedules against each other.
    pub mesh: bool,
}

const OPTIONS: [&str; 5] = ["error", "output", "vis", "max_iterations", "crate"];

impl Options {
    pub(super) fn parse(attr: TokenStream, errors: &mut Errors) -> Options {
        let mut options = Options::default();
        let last = attr.clone().into_iter().last();
        let mut seen = Vec::new();
        let parsed = (|input: ParseStream<'_>| {
            while !input.is_empty() {
                options.option(input, &mut seen)?;
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        })
        .parse2(attr);
        if let Err(error) = parsed {
            // Where something is missing at the end, the end is the place, not all of the attribute.
            errors.add(match last {
                Some(last) if error.to_string().starts_with("unexpected end of input") => {
                    syn::Error::new(last.span(), error)
                }
                _ => error,
            });
        }
        options
    }

    fn option(&mut self, input: ParseStream<'_>, seen: &mut Vec<Ident>) -> syn::Result<()> {
        let word = Ident::parse_any(input)?;
        let name = word.to_string();
        if !OPTIONS.contains(&name.as_str()) && name != "schedule" {
            let help = suggest::help("option", &name, &OPTIONS);
            return Err(syn::Error::new(
                word.span(),
                format!("`#[flow]` has no option named `{name}`\n\nhelp: {help}"),
            ));
        }
        if input.parse::<Option<Token![=]>>()?.is_none() || input.is_empty() {
            let message = format!("the option `{name}` has no value\n\nhelp: write `{name} = …`");
            return Err(syn::Error::new(word.span(), message));
        }
        if seen.contains(&word) {
            let message = format!("`{name}` is given twice\n\nhelp: remove one of them");
            return Err(syn::Error::new(word.span(), message));
        }
        seen.push(word.clone());
        match name.as_str() {
            "error" => self.error = Some(input.parse()?),
            "output" => self.output = Some(input.parse()?),
            "vis" => self.vis = Some(input.parse()?),
            "crate" => self.krate = Some(input.call(Path::parse_mod_style)?),
            "schedule" => {
                let value: LitStr = input.parse()?;
                if value.value() != "mesh" {
                    return Err(syn::Error::new(value.span(), "the only schedule to choose is \"mesh\""));
                }
                self.mesh = true;
            }
            _ => {
                let value: LitInt = input.parse()?;
                match value.base10_parse::<u32>() {
                    Ok(number) if number > 0 => self.max_iterations = Some(number),
                    _ => {
                        let message = "`max_iterations` is a whole number from 1 to 4294967295";
                        return Err(syn::Error::new(value.span(), message));
                    }
                }
            }
        }
        Ok(())
    }
}
