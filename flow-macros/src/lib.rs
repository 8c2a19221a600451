//! The attribute macros of [flow-core](https://docs.rs/flow-core). Depend on that crate, not on this one.

/// `quote!`, with locals, labels and lifetimes of their own, which no name of the user's can meet.
macro_rules! code {
    ($($tokens:tt)*) => {
        ::quote::quote_spanned!(::proc_macro2::Span::mixed_site()=> $($tokens)*)
    };
}

mod aliases;
mod args;
mod clones;
mod data;
mod editor;
mod expand;
mod fallback;
mod gates;
mod krate;
mod lifetimes;
mod mesh;
mod messages;
mod names;
#[cfg(feature = "expand")]
mod print;
#[cfg(any(test, feature = "expand"))]
mod readable;
mod refined;
mod region;
mod run;
mod steps;
mod storage;
mod unread;

use proc_macro::TokenStream;

/// Makes a flow of an `impl` block: checks its steps, implements `Flow` with its graph, and adds two methods.
///
/// * `run` takes the inputs of the flow, which are the parameters of its starts, and gives
///   `Result<Output, FlowError>`. The output is what the step hands on that no other step takes.
/// * `runner` is a run with options. It has `deadline`, `timeout`, `cancelled_by`, `observed_by` and `within`, which set
///   one each, and then `run`.
///
/// | option | |
/// |---|---|
/// | `error = M` | failures become `M`, by `From`, and `run` gives `Result<Output, FlowError<M>>` |
/// | `output = step` | `run` gives the value of this step |
/// | `max_iterations = n` | how often the header of a loop may run for each entry; 100 if not said |
/// | `vis = pub(crate)` | who may see `run` and `runner`; `pub` if not said |
/// | `crate = path` | where flow-core is; `::flow_core` if not said |
///
/// ```
/// use std::time::Duration;
///
/// use flow_core::prelude::*;
///
/// struct Branding;
///
/// #[flow]
/// impl Branding {
///     #[start]
///     async fn slogan(&self, brand: &str) -> String {
///         format!("{brand}, at last")
///     }
///
///     #[start]
///     async fn tagline(&self, brand: &str) -> String {
///         format!("the quiet {brand}")
///     }
///
///     #[listen(and(slogan, tagline))]
///     fn combine(&self, slogan: String, tagline: String) -> String {
///         format!("{slogan} - {tagline}")
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert_eq!(Branding.run("Lumen").await.unwrap(), "Lumen, at last - the quiet Lumen");
///
/// let in_time = Branding.runner().timeout(Duration::from_secs(10)).run("Lumen").await;
/// assert!(in_time.is_ok());
/// # }
/// ```
///
/// # Errors
///
/// A flow that breaks a rule of the language does not compile. All its mistakes are reported at once, each at the tokens
/// at fault:
///
/// ```compile_fail
/// # use flow_core::prelude::*;
/// # struct Branding;
/// #[flow]
/// impl Branding {
///     #[start]
///     async fn slogan(&self) -> String { "at last".to_owned() }
///     #[listen(slogn)] // no step named `slogn` in flow `Branding`; did you mean `slogan`?
///     async fn print(&self, slogan: String) {}
/// }
/// ```
#[proc_macro_attribute]
pub fn flow(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::flow(attr.into(), item.into()).into()
}

/// Marks a step that runs when the flow starts. Only in an `impl` block with `#[flow]`.
///
/// The step's parameters are inputs of the flow, which `run` takes in the order of their first appearance. Starts that
/// name the same input share it. All starts of a flow run at once.
///
/// | option | |
/// |---|---|
/// | `times = n` | runs the method `n` times for the same values, and hands on a `Vec` |
/// | `limit = n` | at most `n` of them at a time |
/// | `first = k` | done with the first `k` successes, in the order in which they come |
///
/// ```
/// use flow_core::prelude::*;
///
/// struct Dice;
///
/// #[flow]
/// impl Dice {
///     #[start]
///     fn name(&self, player: &str) -> String {
///         player.to_uppercase()
///     }
///
///     #[start(times = 3)]
///     async fn roll(&self, sides: u32) -> u32 {
///         sides - 1 // a fair die would be random
///     }
///
///     #[listen(and(name, roll))]
///     fn show(&self, name: String, rolls: Vec<u32>) -> String {
///         format!("{name}: {rolls:?}")
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert_eq!(Dice.run("ada", 6).await.unwrap(), "ADA: [5, 5, 5]");
/// # }
/// ```
#[proc_macro_attribute]
pub fn start(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("start", "a method", item.into()).into()
}

/// Marks a step that runs when its trigger fires. Only in an `impl` block with `#[flow]`.
///
/// | trigger | fires when | the parameters get |
/// |---|---|---|
/// | `step` | the step has succeeded | its value |
/// | `step::Variant` | the value is this variant of its enum | the variant's fields |
/// | `step::Err` | the step has failed | its error |
/// | `and(a, b, …)` | all have happened | a value for each |
/// | `or(a, b, …)` | the first has happened; what only this waits for is cancelled | its value |
/// | `quorum(k, a, b, …)` | the first `k` have happened | a `Vec` of their values |
/// | `each(a)` | `a` has happened; the method runs for each item of its value | the item |
///
/// A parameter takes its value by value or by reference, as its type says. `#[from(step)]` on a parameter reads the value
/// of an earlier step, `#[context]` gets a `Context<'_>`. After the trigger may stand `times = n`, `limit = n` and
/// `first = k`, as with `#[start]`; the last two also beside `each`.
///
/// ```
/// use flow_core::prelude::*;
///
/// struct Site;
///
/// #[flow]
/// impl Site {
///     #[start]
///     async fn pages(&self, site: &str) -> Vec<String> {
///         ["home", "about"].map(|page| format!("{site}/{page}")).to_vec()
///     }
///
///     #[listen(each(pages), limit = 8)]
///     async fn fetch(&self, page: &str) -> Result<usize, std::io::Error> {
///         Ok(page.len())
///     }
///
///     #[listen(fetch)]
///     fn report(&self, sizes: Vec<usize>, #[from(pages)] pages: &[String]) -> String {
///         format!("{} and {}: {} bytes", pages[0], pages[1], sizes.iter().sum::<usize>())
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let report = Site.run("flow.example").await.unwrap();
/// assert_eq!(report, "flow.example/home and flow.example/about: 35 bytes");
/// # }
/// ```
#[proc_macro_attribute]
pub fn listen(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("listen", "a method", item.into()).into()
}

/// Marks a step whose returned enum decides what runs next. Only in an `impl` block with `#[flow]`.
///
/// `#[router(TRIGGER)]` waits as `#[listen(TRIGGER)]` does, `#[router]` alone runs when the flow starts. Every variant has
/// to lead somewhere: something listens to `step::Variant`, or `ends` names it. A variant that is added to the enum later
/// does not compile until the flow says what follows.
///
/// | option | |
/// |---|---|
/// | `ends(A, B)` | after these variants nothing follows |
/// | `ends(_)` | after those that nothing listens to |
/// | `max_iterations = n` | how often the header of the innermost loop around may run for each entry |
///
/// ```
/// use flow_core::prelude::*;
///
/// enum Verdict {
///     Good(String),
///     TooShort(String),
/// }
///
/// struct Essay;
///
/// #[flow]
/// impl Essay {
///     #[start]
///     fn draft(&self, topic: &str) -> String {
///         topic.to_owned()
///     }
///
///     #[router(or(draft, extend), max_iterations = 10)] // a loop: `extend` leads back
///     async fn judge(&self, text: String) -> Verdict {
///         if text.len() < 12 { Verdict::TooShort(text) } else { Verdict::Good(text) }
///     }
///
///     #[listen(judge::TooShort)]
///     async fn extend(&self, text: String) -> String {
///         text + ", indeed"
///     }
///
///     #[listen(judge::Good)]
///     fn publish(&self, text: String) -> String {
///         text
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert_eq!(Essay.run("Tea").await.unwrap(), "Tea, indeed, indeed");
/// # }
/// ```
#[proc_macro_attribute]
pub fn router(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("router", "a method", item.into()).into()
}

/// Marks a step that, once begun, completes even when its race is lost. Only in an `impl` block with `#[flow]`.
///
/// `run` waits for it, also when the flow fails or is stopped. Its value is dropped; if it fails, so does the flow. A step
/// that has not begun is lost like any other, and dropping the future of `run` drops it.
///
/// ```
/// use std::cell::Cell;
/// use std::time::Duration;
///
/// use flow_core::prelude::*;
/// use tokio::time::sleep;
///
/// #[derive(Default)]
/// struct Ticket {
///     bought: Cell<u32>,
/// }
///
/// #[flow]
/// impl Ticket {
///     #[start]
///     async fn voucher(&self) -> u32 {
///         sleep(Duration::from_millis(10)).await;
///         7
///     }
///
///     #[start]
///     #[must_finish]
///     async fn purchase(&self) -> u32 {
///         sleep(Duration::from_millis(30)).await;
///         self.bought.set(self.bought.get() + 1); // half a purchase is none
///         8
///     }
///
///     #[listen(or(voucher, purchase))]
///     fn show(&self, number: u32) -> u32 {
///         number
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// let ticket = Ticket::default();
/// assert_eq!(ticket.run().await.unwrap(), 7);
/// assert_eq!(ticket.bought.get(), 1);
/// # }
/// ```
#[proc_macro_attribute]
pub fn must_finish(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("must_finish", "a step", item.into()).into()
}

/// Limits how long a step may take. Only in an `impl` block with `#[flow]`.
///
/// `#[timeout("30s")]` is for each attempt of each item, `#[timeout(total = "2m")]` for all of them and the waits between
/// them; both may be given. A length of time is whole numbers with the units `ms`, `s`, `m`, `h` and `d`, such as
/// `"1m 30s"`.
///
/// When the time is over, the step is dropped, and has failed. If something listens to `step::Err`, the step's error has to
/// be `From<TimedOut>`; if not, the flow fails with `FlowErrorKind::TimedOut`. Needs tokio's timer.
///
/// ```
/// use std::time::Duration;
///
/// use flow_core::prelude::*;
/// use tokio::time::sleep;
///
/// struct Search;
///
/// #[flow]
/// impl Search {
///     #[start]
///     #[timeout("250ms")]
///     async fn search(&self, words: &str) -> usize {
///         sleep(Duration::from_millis(100 * words.len() as u64)).await;
///         words.len()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// assert_eq!(Search.run("ab").await.unwrap(), 2);
///
/// let error = Search.run("abc").await.unwrap_err();
/// assert_eq!(error.kind(), FlowErrorKind::TimedOut { after: Duration::from_millis(250) });
/// # }
/// ```
#[proc_macro_attribute]
pub fn timeout(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("timeout", "a step", item.into()).into()
}

/// Tries a step again when it fails or times out. Only in an `impl` block with `#[flow]`.
///
/// | option | | if not said |
/// |---|---|---|
/// | `times = n` | how many retries after the first attempt | 3 |
/// | `base = "200ms"` | the wait before the first retry; each wait is twice as long as the one before | `"1s"` |
/// | `max = "5s"` | the longest wait | `"60s"` |
/// | `on = path` | a `fn(&E) -> bool`: whether the error is worth a retry; a time-out always is | always |
///
/// To each wait comes a random part of up to as much again. What the step takes by value is cloned for each attempt. When
/// all attempts have failed, the last error is the step's. Needs tokio's timer.
///
/// ```
/// use flow_core::prelude::*;
///
/// struct Model;
///
/// fn is_busy(error: &String) -> bool {
///     error == "busy"
/// }
///
/// #[flow]
/// impl Model {
///     #[start]
///     #[retry(times = 3, base = "200ms", max = "5s", on = is_busy)]
///     async fn ask(&self, question: &str, #[context] cx: Context<'_>) -> Result<String, String> {
///         match cx.attempt() {
///             1 | 2 => Err("busy".to_owned()),
///             attempt => Ok(format!("{question} 42, said at attempt {attempt}")),
///         }
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// assert_eq!(Model.run("what?").await.unwrap(), "what? 42, said at attempt 3");
/// # }
/// ```
#[proc_macro_attribute]
pub fn retry(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("retry", "a step", item.into()).into()
}

/// Runs a step, an `async fn`, on a tokio task of its own. Only in an `impl` block with `#[flow]`.
///
/// The step takes the state as `self: Arc<Self>`, as `run` then does, or not at all, and its other parameters by value; they
/// and what it returns are `Send + 'static`. When the step loses a race or the flow fails, its task is aborted. `run` returns
/// after the task has ended. A panic in it fails the flow with `FlowErrorKind::Panicked`.
///
/// ```
/// use std::sync::Arc;
///
/// use flow_core::prelude::*;
///
/// struct Primes {
///     small: Vec<u32>,
/// }
///
/// #[flow]
/// impl Primes {
///     #[start]
///     #[spawn]
///     async fn count(self: Arc<Self>, below: u32) -> usize {
///         (2..below).filter(|n| self.small.iter().all(|p| n % p != 0 || n == p)).count()
///     }
///
///     #[listen(count)]
///     fn show(&self, count: usize) -> String {
///         format!("{count} primes")
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let primes = Arc::new(Primes { small: vec![2, 3, 5, 7] });
/// assert_eq!(primes.run(100).await.unwrap(), "25 primes");
/// # }
/// ```
#[proc_macro_attribute]
pub fn spawn(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("spawn", "a step", item.into()).into()
}

/// Runs a step, a plain `fn`, on tokio's pool of threads for code that blocks. Only in an `impl` block with `#[flow]`.
///
/// The step takes the state as `self: Arc<Self>`, as `run` then does, or not at all, and its other parameters by value; they
/// and what it returns are `Send + 'static`. Code that blocks cannot be stopped: if the step loses a race or the flow fails
/// after it has begun, `run` returns after it has ended. A panic in it fails the flow with `FlowErrorKind::Panicked`.
///
/// ```
/// use std::path::PathBuf;
///
/// use flow_core::prelude::*;
///
/// struct Checksum;
///
/// #[flow]
/// impl Checksum {
///     #[start]
///     #[blocking]
///     fn read(path: PathBuf) -> std::io::Result<Vec<u8>> {
///         std::fs::read(path)
///     }
///
///     #[listen(read)]
///     fn sum(&self, bytes: &[u8]) -> u32 {
///         bytes.iter().map(|byte| u32::from(*byte)).sum()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert!(Checksum.run(PathBuf::from("Cargo.toml")).await.unwrap() > 0);
/// let error = Checksum.run(PathBuf::from("no such file")).await.unwrap_err();
/// assert_eq!(error.step(), "read");
/// # }
/// ```
#[proc_macro_attribute]
pub fn blocking(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("blocking", "a step", item.into()).into()
}

/// Says which flow a step runs, so that pictures show it inside. Only in an `impl` block with `#[flow]`.
///
/// The step's body runs the other flow, as any code can; the attribute puts that flow's graph into this one's, and changes
/// nothing else. The inner `FlowError` is the cause of the outer one. `runner().within(cx)` has whoever watches the outer run
/// told what happens in the inner one.
///
/// ```
/// use flow_core::prelude::*;
///
/// struct Chapter;
///
/// #[flow]
/// impl Chapter {
///     #[start]
///     async fn write(&self, title: &str) -> String {
///         format!("{title}: it is known.")
///     }
/// }
///
/// struct Book;
///
/// #[flow]
/// impl Book {
///     #[start]
///     #[subflow(Chapter)]
///     async fn chapter(&self, title: &str, #[context] cx: Context<'_>) -> Result<String, FlowError> {
///         Chapter.runner().within(cx).run(title).await
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert!(flow_core::render::mermaid(Book::GRAPH).contains("chapter runs Chapter"));
/// assert_eq!(Book.run("Tea").await.unwrap(), "Tea: it is known.");
/// # }
/// ```
#[proc_macro_attribute]
pub fn subflow(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("subflow", "a step", item.into()).into()
}

#[cfg(test)]
mod expansions;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod hygiene;
