//! What stands in `#[flow(...)]`.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Path, Type, Visibility};

use super::errors::Errors;
use super::{literals, suggest};

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
#[derive(Clone, Default)]
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
        let mut seen = Vec::new();
        for part in literals::parts(attr) {
            if let Err(error) = literals::whole(part, |input| options.option(input, &mut seen)) {
                errors.add(error);
            }
        }
        options
    }

    fn option(&mut self, input: ParseStream<'_>, seen: &mut Vec<Ident>) -> syn::Result<()> {
        let here = literals::next(input);
        let word = Ident::parse_any(input).map_err(|_| {
            let message = format!(
                "an option of `#[flow]` is `name = value`\n\nhelp: the options are {}",
                suggest::list(&OPTIONS)
            );
            syn::Error::new(here, message)
        })?;
        let name = word.to_string();
        if !OPTIONS.contains(&name.as_str()) && name != "schedule" {
            let help = suggest::help("option", &name, &OPTIONS);
            return Err(syn::Error::new(
                word.span(),
                format!("`#[flow]` has no option named `{name}`\n\nhelp: {help}"),
            ));
        }
        literals::value_of(&word, input, "…", |_| Ok(()))?;
        if seen.contains(&word) {
            let message = format!("`{name}` is given twice\n\nhelp: remove one of them");
            return Err(syn::Error::new(word.span(), message));
        }
        seen.push(word.clone());
        match name.as_str() {
            "error" => self.error = Some(input.parse()?),
            "output" => {
                let here = literals::next(input);
                let message = "`output` names the step whose value the flow gives\n\nhelp: write its method's name: `output = step`";
                self.output = Some(input.parse().map_err(|_| syn::Error::new(here, message))?);
            }
            "vis" => self.vis = Some(input.parse()?),
            "crate" => self.krate = Some(input.call(Path::parse_mod_style)?),
            "schedule" => {
                let value: LitStr = input.parse()?;
                if value.value() != "mesh" {
                    return Err(syn::Error::new(value.span(), "the only schedule to choose is \"mesh\""));
                }
                self.mesh = true;
            }
            _ => self.max_iterations = Some(literals::whole_number("`max_iterations`", input)?),
        }
        Ok(())
    }
}
