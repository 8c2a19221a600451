//! Collecting mistakes, so that all of them are reported at once.

use std::fmt::Display;

use quote::ToTokens;

/// The mistakes found so far.
///
/// ```
/// use flow_graph::parse::Errors;
/// use quote::quote;
///
/// let mut errors = Errors::new();
/// errors.push(quote!(nmae), "no step named `nmae`", Some("did you mean `name`?"));
/// assert_eq!((errors.len(), errors.is_empty()), (1, false));
/// let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
/// assert_eq!(texts, ["no step named `nmae`\n\nhelp: did you mean `name`?"]);
/// ```
#[derive(Default)]
pub struct Errors {
    errors: Vec<syn::Error>,
}

impl Errors {
    /// No mistakes.
    #[must_use]
    pub fn new() -> Errors {
        Errors::default()
    }

    /// Adds a mistake in `tokens`, with a way to mend it.
    pub fn push(&mut self, tokens: impl ToTokens, message: impl Display, help: Option<&str>) {
        let message = match help {
            Some(help) => format!("{message}\n\nhelp: {help}"),
            None => message.to_string(),
        };
        self.errors.push(syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake that a parser reports.
    ///
    /// ```
    /// use flow_graph::parse::Errors;
    ///
    /// let mut errors = Errors::new();
    /// errors.add(syn::parse_str::<syn::Ident>("7").unwrap_err());
    /// assert_eq!(errors.iter().next().unwrap().to_string(), "expected identifier");
    /// ```
    pub fn add(&mut self, error: syn::Error) {
        self.errors.push(error);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.errors.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The mistakes, in the order found.
    pub fn iter(&self) -> impl Iterator<Item = &syn::Error> {
        self.errors.iter()
    }

    /// All of them as one error, for the compiler.
    ///
    /// ```
    /// use flow_graph::parse::Errors;
    /// use quote::quote;
    ///
    /// let mut errors = Errors::new();
    /// errors.push(quote!(a), "no step named `a`", None);
    /// errors.push(quote!(b), "no step named `b`", None);
    /// let error = errors.combined().unwrap();
    /// assert_eq!(error.into_iter().count(), 2);
    /// assert!(Errors::new().combined().is_none());
    /// ```
    #[must_use]
    pub fn combined(self) -> Option<syn::Error> {
        self.errors.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        })
    }
}
