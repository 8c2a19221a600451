impl FirstAnswer {
    async fn swift(&self, prompt: &str) -> Result<String, ModelError> {
        work()
    }
    async fn steady(&self, prompt: &str) -> Result<String, ModelError> {
        work()
    }
    fn show(&self, answer: String) -> String {
        work()
    }
}
const _: () = {
    use ::flow_core::__private as rt;
    #[automatically_derived]
    impl ::flow_core::Flow for FirstAnswer {
        const GRAPH: &'static ::flow_core::Graph = &rt::model::Graph {
            name: rt::Cow::Borrowed("FirstAnswer"),
            doc: rt::Cow::Borrowed(""),
            line: 1u32,
            steps: rt::Cow::Borrowed(
                &[
                    rt::model::Step {
                        name: rt::Cow::Borrowed("swift"),
                        doc: rt::Cow::Borrowed(""),
                        line: 3u32,
                        kind: rt::model::StepKind::Start,
                        trigger: ::core::option::Option::None,
                        params: rt::Cow::Borrowed(
                            &[
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("prompt"),
                                    ty: rt::Cow::Borrowed("&str"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            rt::Cow::Borrowed("String"),
                        ),
                        fallible: true,
                        error: ::core::option::Option::Some(
                            rt::Cow::Borrowed("ModelError"),
                        ),
                        is_async: true,
                        receiver: rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                    },
                    rt::model::Step {
                        name: rt::Cow::Borrowed("steady"),
                        doc: rt::Cow::Borrowed(""),
                        line: 5u32,
                        kind: rt::model::StepKind::Start,
                        trigger: ::core::option::Option::None,
                        params: rt::Cow::Borrowed(
                            &[
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("prompt"),
                                    ty: rt::Cow::Borrowed("&str"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            rt::Cow::Borrowed("String"),
                        ),
                        fallible: true,
                        error: ::core::option::Option::Some(
                            rt::Cow::Borrowed("ModelError"),
                        ),
                        is_async: true,
                        receiver: rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                    },
                    rt::model::Step {
                        name: rt::Cow::Borrowed("show"),
                        doc: rt::Cow::Borrowed(""),
                        line: 7u32,
                        kind: rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            rt::model::Trigger::Or(
                                rt::Cow::Borrowed(
                                    &[
                                        rt::model::Trigger::Event(rt::model::Event {
                                            step: 0usize,
                                            route: rt::model::Route::Success,
                                            bare: false,
                                        }),
                                        rt::model::Trigger::Event(rt::model::Event {
                                            step: 1usize,
                                            route: rt::model::Route::Success,
                                            bare: false,
                                        }),
                                    ],
                                ),
                            ),
                        ),
                        params: rt::Cow::Borrowed(
                            &[
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("answer"),
                                    ty: rt::Cow::Borrowed("String"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            rt::Cow::Borrowed("String"),
                        ),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: false,
                        receiver: rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                    },
                ],
            ),
            inputs: rt::Cow::Borrowed(
                &[
                    rt::model::Input {
                        name: rt::Cow::Borrowed("prompt"),
                        ty: rt::Cow::Borrowed("&str"),
                    },
                ],
            ),
            loops: rt::Cow::Borrowed(&[]),
            sinks: rt::Cow::Borrowed(
                &[
                    rt::model::Sink {
                        step: 2usize,
                        always: true,
                    },
                ],
            ),
            picked: ::core::option::Option::None,
            max_iterations: 100u32,
        };
    }
    #[automatically_derived]
    impl FirstAnswer {
        ///Runs the flow `FirstAnswer`.
        ///
        /**# Errors

The first failure that nothing in the flow takes up: it names the step and holds its error.*/
        #[allow(private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        pub async fn run(
            &self,
            prompt: &str,
        ) -> ::core::result::Result<String, rt::FlowError> {
            let for_show = rt::race!(
                "FirstAnswer", "show", swift_branch = async { let swift = { let out =
                prompt; let arg0 : & str = out; Self::swift(self, arg0) } . await
                .map_err(| error | rt::failed("FirstAnswer", "swift", rt::FailsWith:: <
                rt::BoxError > ::into_failure(error))) ?; ::core::result::Result:: < _,
                rt::FlowError < rt::BoxError >> ::Ok({ let part = swift;
                ::core::convert::From::from(part) }) }, steady_branch = async { let
                steady = { let out = prompt; let arg0 : & str = out; Self::steady(self,
                arg0) } . await .map_err(| error | rt::failed("FirstAnswer", "steady",
                rt::FailsWith:: < rt::BoxError > ::into_failure(error))) ?;
                ::core::result::Result:: < _, rt::FlowError < rt::BoxError >> ::Ok({ let
                part = steady; ::core::convert::From::from(part) }) }
            )?;
            let show = {
                let out = for_show;
                let arg0: String = out;
                Self::show(self, arg0)
            };
            ::core::result::Result::Ok(show)
        }
    }
};
