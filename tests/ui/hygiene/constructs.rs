// Flows that together use every construct, written so that they mean the same wherever they stand: the other programs in
// this folder take them in where `// CONSTRUCTS` stands. Once as they are, and once with every flow on the mesh.

/// An error.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct Down;

impl ::core::fmt::Display for Down {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Formatter::write_str(f, "down")
    }
}

impl ::core::error::Error for Down {}

impl ::core::convert::From<::flow_core::TimedOut> for Down {
    fn from(_: ::flow_core::TimedOut) -> Self {
        Self
    }
}

impl Down {
    /// Whether another attempt may help.
    #[must_use]
    pub const fn is_short(&self) -> bool {
        true
    }
}

/// What a router says.
pub enum Verdict {
    /// Good.
    Accept,
    /// Not yet.
    Revise(u8),
    /// Never.
    Reject {
        /// Why.
        reason: u8,
    },
}

impl Verdict {
    /// What it says, as a number.
    #[must_use]
    pub const fn number(&self) -> u8 {
        match self {
            Self::Accept => 0,
            Self::Revise(number) | Self::Reject { reason: number } => *number,
        }
    }
}

/// A loop, routes, a join, reads of earlier values.
pub struct Article;

#[flow]
impl Article {
    #[start]
    async fn outline(&self, topic: &str) -> ::core::result::Result<u8, Down> {
        if topic.is_empty() { ::core::result::Result::Err(Down) } else { ::core::result::Result::Ok(1) }
    }

    #[listen(or(outline, judge::Revise))]
    async fn draft(&self, text: u8) -> u8 {
        text.saturating_add(1)
    }

    #[router(draft, ends(Reject), max_iterations = 9)]
    async fn judge(&self, draft: u8) -> Verdict {
        match draft {
            0 => Verdict::Reject { reason: 1 },
            1 | 2 => Verdict::Revise(draft),
            _ => Verdict::Accept,
        }
    }

    #[listen(judge::Accept)]
    async fn thumbnail(&self, #[from(draft)] draft: &u8) -> u8 {
        *draft
    }

    #[listen(judge::Accept)]
    fn post(&self, #[from(draft)] draft: u8) -> u8 {
        draft
    }

    #[listen(and(thumbnail, post))]
    async fn save(&self, image: u8, post: &u8) -> u8 {
        image.saturating_add(*post)
    }

    #[listen(draft)]
    fn count(&self) {}
}

/// Races, a quorum, a handled error, what must finish, two outputs.
pub struct Answers;

#[flow]
impl Answers {
    #[start]
    #[must_finish]
    async fn swift(&self, prompt: ::std::string::String) -> ::core::result::Result<u8, Down> {
        if prompt.is_empty() { ::core::result::Result::Err(Down) } else { ::core::result::Result::Ok(1) }
    }

    #[start]
    async fn steady(&self, prompt: ::std::string::String) -> ::core::result::Result<u8, Down> {
        if prompt.is_empty() { ::core::result::Result::Err(Down) } else { ::core::result::Result::Ok(2) }
    }

    #[start]
    async fn idle(&self) {}

    #[listen(or(swift, steady))]
    fn show(&self, answer: u8) -> u8 {
        answer
    }

    #[listen(or(steady, idle))]
    fn either(&self, answer: ::core::option::Option<u64>) -> u64 {
        ::core::option::Option::unwrap_or(answer, 0)
    }

    #[listen(quorum(2, show, steady, either))]
    async fn two(&self, answers: ::std::vec::Vec<u64>) -> usize {
        answers.len()
    }

    #[listen(swift::Err)]
    fn report(&self) -> u8 {
        0
    }
}

/// Items, times, limits of time, attempts.
pub struct Research {
    /// The pages.
    pub pages: ::std::vec::Vec<u8>,
}

#[flow(output = sum)]
impl Research {
    #[start]
    async fn list(&self) -> ::std::vec::Vec<u8> {
        ::core::clone::Clone::clone(&self.pages)
    }

    #[listen(each(list), limit = 2)]
    #[timeout("30s", total = "2m")]
    #[retry(times = 2, base = "1ms", max = "5ms", on = Down::is_short)]
    async fn fetch(&self, page: u8, #[context] here: ::flow_core::Context<'_>) -> ::core::result::Result<u8, Down> {
        here.emit("fetching");
        if page > 9 { ::core::result::Result::Err(Down) } else { ::core::result::Result::Ok(page) }
    }

    #[listen(each(list), first = 1)]
    #[timeout("30s")]
    async fn probe(&self, page: &u8, #[from(list)] all: ::std::vec::Vec<u8>) -> usize {
        all.len().saturating_sub(*page as usize)
    }

    #[start(times = 3)]
    #[retry]
    async fn vote(&self) -> ::core::result::Result<u8, Down> {
        ::core::result::Result::Ok(1)
    }

    #[listen(fetch::Err)]
    fn partly(&self, failed: ::flow_core::ItemsFailed<u8, Down>) -> usize {
        failed.succeeded.len()
    }

    #[start]
    #[timeout(total = "1m")]
    #[retry(times = 1)]
    async fn once(&self, seed: ::std::string::String) -> ::core::result::Result<usize, Down> {
        ::core::result::Result::Ok(seed.len())
    }

    #[listen(and(fetch, probe, vote, once))]
    async fn sum(
        &self,
        fetched: &[u8],
        probed: ::std::vec::Vec<usize>,
        votes: ::std::vec::Vec<u8>,
        once: usize,
    ) -> usize {
        fetched.len().saturating_add(probed.len()).saturating_add(votes.len()).saturating_add(once)
    }
}

/// Tasks, the blocking pool.
pub struct Images;

#[flow]
impl Images {
    #[start]
    #[blocking]
    fn read(self: ::std::sync::Arc<Self>, path: ::std::string::String) -> ::core::result::Result<u8, Down> {
        if path.is_empty() { ::core::result::Result::Err(Down) } else { ::core::result::Result::Ok(1) }
    }

    #[listen(read)]
    #[spawn]
    #[timeout("5s")]
    async fn small(image: u8) -> u8 {
        image
    }

    #[listen(read)]
    async fn large(&self, image: u8) -> u8 {
        image
    }

    #[listen(and(small, large))]
    #[spawn]
    async fn album(self: ::std::sync::Arc<Self>, images: (u8, u8)) -> u8 {
        images.0.saturating_add(images.1)
    }

    #[listen(read::Err)]
    fn missing(&self, error: &Down) -> bool {
        error.is_short()
    }
}

/// State that changes, generics.
pub struct Counter<'a, T, const N: usize> {
    /// What is counted.
    pub items: &'a [T; N],
    /// How many so far.
    pub count: usize,
}

#[flow(error = Down, vis = pub(crate))]
impl<'a, T, const N: usize> Counter<'a, T, N>
where
    T: ::core::clone::Clone,
{
    #[start]
    async fn first(&self) -> ::core::option::Option<&'a T> {
        self.items.first()
    }

    #[listen(first::Some)]
    async fn add(&mut self, item: &T) -> ::core::result::Result<T, Down> {
        self.count = self.count.saturating_add(1);
        ::core::result::Result::Ok(::core::clone::Clone::clone(item))
    }

    #[listen(add)]
    #[must_finish]
    #[retry(times = 1)]
    async fn keep(&mut self, item: T) -> ::core::result::Result<T, Down> {
        self.count = self.count.saturating_add(1);
        ::core::result::Result::Ok(item)
    }
}

/// A flow in a flow.
pub struct Outer {
    article: Article,
}

#[flow]
impl Outer {
    #[start]
    #[subflow(Article)]
    async fn write(
        &self,
        topic: &str,
        #[context] here: ::flow_core::Context<'_>,
    ) -> ::core::result::Result<::core::option::Option<u8>, ::flow_core::FlowError> {
        self.article.runner().within(here).run(topic).await
    }

    #[router(write, ends(_))]
    fn decide(&self, written: &::core::option::Option<u8>) -> ::core::option::Option<u8> {
        *written
    }

    #[listen(decide::Some)]
    fn tell(&self, written: u8) -> u8 {
        written
    }
}

/// Runs them all.
///
/// # Errors
///
/// One of them fails.
pub async fn all() -> ::core::result::Result<(), ::flow_core::FlowError> {
    ::core::assert_eq!(Verdict::number(&Verdict::Accept), 0);
    let minute = ::core::time::Duration::from_secs(60);
    let article: ::core::option::Option<u8> = Article.run("flows").await?;
    let answers = Answers.runner().timeout(minute).run(::std::string::ToString::to_string("?")).await?;
    let research = Research { pages: ::std::vec![1, 2, 3] };
    let researched: ::core::option::Option<usize> =
        research.run(::std::string::ToString::to_string("seed")).await?;
    let images = ::std::sync::Arc::new(Images);
    let images = images.runner().timeout(minute).run(::std::string::ToString::to_string("a.png")).await?;
    let mut counter = Counter { items: &[1, 2], count: 0 };
    let kept: ::core::option::Option<::core::option::Option<i32>> =
        ::core::result::Result::ok(counter.run().await);
    let written: ::core::option::Option<u8> = Outer { article: Article }.run("flows").await?;
    ::core::assert_eq!(article, ::core::option::Option::Some(6));
    ::core::assert_eq!(answers.two, 2);
    ::core::assert_eq!(answers.report, ::core::option::Option::None);
    ::core::assert_eq!(researched, ::core::option::Option::Some(11));
    ::core::assert_eq!(images.album, ::core::option::Option::Some(2));
    ::core::assert_eq!(kept, ::core::option::Option::Some(::core::option::Option::Some(1)));
    ::core::assert_eq!(counter.count, 2);
    ::core::assert_eq!(written, ::core::option::Option::Some(6));
    ::core::result::Result::Ok(())
}
