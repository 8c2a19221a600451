// Flows of which names, types and docs mean something to HTML, to scripts and to browsers. Read, never compiled.

/// Says `<b>` & "quotes", </script><script>window.acted = 1</script>
///
/// <img src="https://example.invalid/a.png" onerror="window.acted = 2"> ![picture](https://example.invalid/b.png)
/// and [a link](javascript:window.acted=3), [`Other`], [a page](https://example.com/?a&b).
#[flow]
impl<'a, T: Fn(&str) -> Option<&'a str>> Awkward<'a, T> {
    /// <!-- <script> --> ends nothing: `</script>`, `</title>`, `</style>`, `]]>`.
    #[start]
    async fn end(&self, 名: &'a str) -> Result<HashMap<String, Vec<(&'static str, Option<Box<dyn Fn(u8) -> u8 + Send + 'static>>)>>, E<"&quot;</td>">> { todo!() }
    #[start(times = 3, first = 2)]
    #[timeout("1m 30s")]
    #[retry(times = 2, base = "200ms", max = "5s")]
    fn graph(&self) -> Sized<{ 1 + 1 }, "#lt;&amp;\\N", '\''> { todo!() }
    #[router(and(end, graph), ends(End))]
    async fn style(&self) -> Script { todo!() }
    #[listen(style::Body)]
    async fn body(&self, #[from(graph)] value: &[Sized]) -> &'static str { todo!() }
    #[listen(end::Err)]
    #[must_finish]
    fn r#match(&self, error: E) -> u8 { 1 }
    #[listen(or(body, r#match))]
    async fn überprüfen(&self) -> u8 { 1 }
    #[listen(überprüfen)]
    async fn 步骤(&self) -> u8 { 1 }
    #[listen(步骤)]
    async fn __proto__(&self) -> u8 { 1 }
    #[listen(__proto__)]
    async fn constructor(&self) -> u8 { 1 }
}

/// Flows in flows, and a loop.
#[flow]
impl Outer {
    #[start]
    #[subflow(Middle)]
    async fn end(&self, a: u8) -> Result<u8, FlowError> { todo!() }
    #[router(or(end, again::Again))]
    #[subflow(Inner)]
    async fn again(&self) -> Turn { todo!() }
    #[listen(and(again::Done, end))]
    #[subflow(elsewhere::Unknown)]
    async fn out(&self) -> u8 { 1 }
}

#[flow]
impl Middle {
    #[start]
    async fn begin(&self) -> u8 { 1 }
    #[listen(begin)]
    #[subflow(Inner)]
    async fn end(&self, a: u8) -> u8 { 1 }
}

#[flow]
impl Inner {
    /// Says `<why>`
    /// & "how".
    #[start]
    async fn out(&self, b: &str) -> u8 { 1 }
}
