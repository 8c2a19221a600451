struct Essay;

#[flow]
impl Essay {
    #[start]
    async fn draft(&self) -> String { todo!() }
    #[router(or(draft, revise, shorten::Again), max_iterations = 5)]
    async fn judge(&self, text: String) -> Verdict { todo!() }
    #[listen(judge::Bad)]
    async fn revise(&self, text: String) -> String { todo!() }
    #[router(or(judge::Long, shorten::More), ends(Lost))]
    async fn shorten(&self) -> Cut { todo!() }
    #[listen(judge::Good)]
    async fn publish(&self) -> u32 { todo!() }
    #[listen(publish)]
    async fn tell(&self, #[from(draft)] first: &str) {}
}

mod old {
    #[flow]
    impl Order {
        #[start]
        fn r#match(&self) -> u8 { 1 }
        #[listen(math)]
        fn end(&self, a: u8) {}
    }
}

fn main() {}
