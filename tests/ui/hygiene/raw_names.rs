//! Raw identifiers everywhere.

#![allow(dead_code, non_camel_case_types, non_snake_case)]

use ::flow_core::flow;

pub mod r#mod {
    pub struct r#impl(pub u8);

    #[derive(Debug)]
    pub struct r#dyn;

    impl r#dyn {
        pub fn r#if(&self) -> bool {
            true
        }
    }

    pub enum r#enum {
        r#match(u8),
        r#else,
        r#loop { r#in: u8 },
        r#move(u8, u8),
    }
}

pub struct r#struct {
    pub r#const: u8,
}

#[flow(output = r#while, error = ::std::string::String, vis = pub(crate))]
impl r#struct {
    #[start]
    #[retry(times = 1, on = r#mod::r#dyn::r#if)]
    #[timeout("1s")]
    async fn r#type(&self, r#in: u8, r#move: &r#mod::r#impl) -> ::core::result::Result<u8, r#mod::r#dyn> {
        ::core::result::Result::Ok(r#in + r#move.0)
    }

    #[router(r#type, ends(r#loop))]
    async fn r#match(&self, r#as: u8) -> r#mod::r#enum {
        r#mod::r#enum::r#match(r#as)
    }

    #[listen(r#match::r#match)]
    async fn r#for(&self, r#ref: u8, #[from(r#type)] r#type: u8) -> ::std::vec::Vec<u8> {
        ::std::vec::Vec::from([r#ref, r#type])
    }

    #[listen(r#match::r#move)]
    async fn r#break(&self, r#ref: u8, r#type: &u8) -> u8 {
        r#ref + r#type
    }

    #[listen(r#type::Err)]
    fn r#trait(&self, r#static: r#mod::r#dyn) {
        let _ = r#static;
    }

    #[listen(each(r#for))]
    async fn r#use(&self, r#where: u8) -> u8 {
        r#where
    }

    #[listen(or(r#use, r#match::r#else {}))]
    async fn r#while(&self, r#unsafe: ::core::option::Option<::std::vec::Vec<u8>>) -> usize {
        r#unsafe.map_or(0, |it| it.len())
    }

    #[start]
    async fn r#gen(&self, r#gen: u8) -> u8 {
        r#gen
    }
}

impl From<::flow_core::TimedOut> for r#mod::r#dyn {
    fn from(_: ::flow_core::TimedOut) -> Self {
        Self
    }
}

impl From<r#mod::r#dyn> for ::std::string::String {
    fn from(_: r#mod::r#dyn) -> Self {
        Self::new()
    }
}

#[::tokio::main(flavor = "current_thread")]
async fn main() {
    let flow = r#struct { r#const: 1 };
    assert_eq!(flow.run(1, &r#mod::r#impl(2), 3).await.unwrap(), Some(2));
    assert_eq!(<r#struct as ::flow_core::Flow>::GRAPH.steps[0].name, "type");
}
