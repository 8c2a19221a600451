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
    #[allow(unused_imports)]
    use ::flow_core::__private::{self as rt, Stop as _, Watch as _, WatchStep as _};
    #[allow(dead_code, missing_docs, non_camel_case_types, unreachable_pub)]
    mod steps {
        pub struct swift;
        pub struct steady;
        pub struct show;
    }
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
                                    context: false,
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
                        refined: rt::model::Refinement::NONE,
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
                                    context: false,
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
                        refined: rt::model::Refinement::NONE,
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
                                    context: false,
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
                        refined: rt::model::Refinement::NONE,
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
        pub fn run(
            &self,
            prompt: &str,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<String, rt::FlowError>,
        > {
            self.__flow_run(rt::Unobserved, prompt)
        }
        #[allow(private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        async fn __flow_run<__Watch: rt::Watch>(
            &self,
            watch: __Watch,
            prompt: &str,
        ) -> ::core::result::Result<String, rt::FlowError> {
            let for_show = {
                let branch_watch = watch.branch();
                let swift_branch = async {
                    let watch = branch_watch;
                    let swift = watch
                        .step(0usize)
                        .result(
                            {
                                let out = prompt;
                                let arg0: &str = out;
                                watch
                                    .polled(
                                        0usize,
                                        ::core::option::Option::None,
                                        Self::swift(self, arg0),
                                    )
                            }
                                .await,
                            |error| rt::describe!(error),
                        )
                        .map_err(|error| rt::failed(
                            "FirstAnswer",
                            "swift",
                            rt::FailsWith::<rt::BoxError>::into_failure(error),
                        ))?;
                    ::core::result::Result::<
                        _,
                        rt::FlowError<rt::BoxError>,
                    >::Ok({
                        let part = (swift,);
                        rt::Becomes::<_, steps::swift, steps::show>::becomes(part.0)
                    })
                };
                let branch_watch = watch.branch();
                let steady_branch = async {
                    let watch = branch_watch;
                    let steady = watch
                        .step(1usize)
                        .result(
                            {
                                let out = prompt;
                                let arg0: &str = out;
                                watch
                                    .polled(
                                        1usize,
                                        ::core::option::Option::None,
                                        Self::steady(self, arg0),
                                    )
                            }
                                .await,
                            |error| rt::describe!(error),
                        )
                        .map_err(|error| rt::failed(
                            "FirstAnswer",
                            "steady",
                            rt::FailsWith::<rt::BoxError>::into_failure(error),
                        ))?;
                    ::core::result::Result::<
                        _,
                        rt::FlowError<rt::BoxError>,
                    >::Ok({
                        let part = (steady,);
                        rt::Becomes::<_, steps::steady, steps::show>::becomes(part.0)
                    })
                };
                rt::race!(
                    watch; 2usize, "FirstAnswer", "show"; 0usize => swift_branch, 1usize
                    => steady_branch
                )?
            };
            let show = watch
                .step(2usize)
                .done({
                    let out = for_show;
                    let arg0: String = out;
                    Self::show(self, arg0)
                });
            ::core::result::Result::Ok(show)
        }
        ///A run of the flow `FirstAnswer` with a deadline, a cancellation token or an observer: set them, then call `run`.
        #[allow(private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        pub fn runner<'flow>(&'flow self) -> FirstAnswerRunner<&'flow FirstAnswer> {
            FirstAnswerRunner {
                flow: self,
                options: rt::RunOptions::new(),
            }
        }
    }
    ///A run of the flow `FirstAnswer` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    #[allow(unreachable_pub)]
    pub struct FirstAnswerRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: rt::RunOptions<__Observer>,
    }
    #[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
    impl<S, O> FirstAnswerRunner<S, O> {
        rt::runner_methods!(pub FirstAnswerRunner);
    }
    #[automatically_derived]
    #[allow(
        dead_code,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic,
        clippy::nursery
    )]
    impl<
        'flow,
        __Observer: rt::Observing,
    > FirstAnswerRunner<&'flow FirstAnswer, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
            prompt: &'flow str,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<String, rt::FlowError>,
        > {
            let FirstAnswerRunner { flow, options } = self;
            rt::limited(
                options,
                <FirstAnswer as ::flow_core::Flow>::GRAPH,
                |error: &rt::FlowError<rt::BoxError>| rt::describe!(error),
                ::core::option::Option::None,
                { move |watch| flow.__flow_run(watch, prompt) },
            )
        }
    }
};
