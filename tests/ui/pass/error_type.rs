//! `#[flow(error = M)]`: errors become `M`, which need not be an error itself.

use flow_core::prelude::*;

#[derive(Debug, PartialEq)]
enum Mine {
    Number(std::num::ParseIntError),
    Text(&'static str),
}

impl From<std::num::ParseIntError> for Mine {
    fn from(error: std::num::ParseIntError) -> Mine {
        Mine::Number(error)
    }
}

impl From<&'static str> for Mine {
    fn from(text: &'static str) -> Mine {
        Mine::Text(text)
    }
}

struct Parser;

#[flow(error = Mine)]
impl Parser {
    #[start]
    async fn parse(&self, text: &str) -> Result<u32, std::num::ParseIntError> {
        text.parse()
    }

    #[listen(parse)]
    async fn check(&self, number: u32) -> Result<u32, &'static str> {
        if number > 9 { Ok(number) } else { Err("too small") }
    }
}

fn main() {
    let run = |text| futures::executor::block_on(Parser.run(text));
    assert_eq!(run("10").unwrap(), 10);
    let error: FlowError<Mine> = run("1").unwrap_err();
    assert_eq!((error.step(), error.into_source()), ("check", Some(Mine::Text("too small"))));
    let error = run("many").unwrap_err();
    assert_eq!(error.step(), "parse");
    assert!(matches!(error.into_source(), Some(Mine::Number(_))));
}
