//! A value with one owner is moved, whatever it is.

use flow_core::prelude::*;

struct Page(String);
struct NoError;

struct Site;

#[flow]
impl Site {
    #[start]
    async fn fetch(&self, page: Page) -> Page {
        page
    }

    #[listen(fetch)]
    async fn measure(&self, page: &Page) -> usize {
        page.0.len()
    }

    #[listen(measure)]
    async fn store(&self, length: usize, #[from(fetch)] page: Page) -> Result<Page, NoError> {
        if length == page.0.len() { Ok(page) } else { Err(NoError) }
    }

    #[listen(store::Err)]
    async fn recover(&self, _error: NoError) -> Page {
        Page("lost".to_string())
    }

    #[listen(or(store, recover))]
    async fn show(&self, page: Page) -> Page {
        page
    }
}

fn main() {
    let page = futures::executor::block_on(Site.run(Page("text".to_string()))).unwrap();
    assert_eq!(page.0, "text");
}
