//! Keywords as names of steps, variants and inputs.

use flow_core::prelude::*;

#[allow(non_camel_case_types)]
enum Kind {
    r#struct(u8),
    r#enum,
}

struct Keywords;

#[flow]
impl Keywords {
    #[start]
    async fn r#type(&self, r#in: u8) -> u8 {
        r#in
    }

    #[router(r#type)]
    async fn r#match(&self, n: u8) -> Kind {
        if n > 0 { Kind::r#struct(n) } else { Kind::r#enum }
    }

    #[listen(r#match::r#struct)]
    async fn r#loop(&self, n: u8, #[from(r#type)] r#type: u8) -> u8 {
        n + r#type
    }

    #[listen(r#match::r#enum)]
    async fn r#else(&self) -> &'static str {
        "none"
    }
}

fn main() {
    let output = futures::executor::block_on(Keywords.run(2)).unwrap();
    assert_eq!((output.r#loop, output.r#else), (Some(4), None));
    assert_eq!(Keywords::GRAPH.steps[0].name, "type");
}
