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
#[allow(deprecated, unexpected_cfgs)]
const _: () = {
    #[allow(unused_imports)]
    use ::flow_core::__private::{self as __rt, Stop as _, Watch as _, WatchStep as _};
    #[allow(unused_imports)]
    use ::core::{clone::Clone as _, convert::From as _, iter::Iterator as _};
    #[cfg(not(rust_analyzer))]
    #[allow(dead_code, missing_docs, non_camel_case_types, unreachable_pub)]
    mod __steps {
        pub struct swift;
        pub struct steady;
        pub struct show;
    }
    #[automatically_derived]
    impl ::flow_core::Flow for FirstAnswer {
        const GRAPH: &'static ::flow_core::Graph = &__rt::model::Graph {
            name: __rt::Cow::Borrowed("FirstAnswer"),
            doc: __rt::Cow::Borrowed(""),
            line: 1u32,
            steps: __rt::Cow::Borrowed(
                &[
                    __rt::model::Step {
                        name: __rt::Cow::Borrowed("swift"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 3u32,
                        kind: __rt::model::StepKind::Start,
                        trigger: ::core::option::Option::None,
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("prompt"),
                                    ty: __rt::Cow::Borrowed("&str"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("String"),
                        ),
                        fallible: true,
                        error: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("ModelError"),
                        ),
                        is_async: true,
                        receiver: __rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: __rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: __rt::model::Refinement::NONE,
                    },
                    __rt::model::Step {
                        name: __rt::Cow::Borrowed("steady"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 5u32,
                        kind: __rt::model::StepKind::Start,
                        trigger: ::core::option::Option::None,
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("prompt"),
                                    ty: __rt::Cow::Borrowed("&str"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("String"),
                        ),
                        fallible: true,
                        error: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("ModelError"),
                        ),
                        is_async: true,
                        receiver: __rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: __rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: __rt::model::Refinement::NONE,
                    },
                    __rt::model::Step {
                        name: __rt::Cow::Borrowed("show"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 7u32,
                        kind: __rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            __rt::model::Trigger::Or(
                                __rt::Cow::Borrowed(
                                    &[
                                        __rt::model::Trigger::Event(__rt::model::Event {
                                            step: 0usize,
                                            route: __rt::model::Route::Success,
                                            bare: false,
                                        }),
                                        __rt::model::Trigger::Event(__rt::model::Event {
                                            step: 1usize,
                                            route: __rt::model::Route::Success,
                                            bare: false,
                                        }),
                                    ],
                                ),
                            ),
                        ),
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("answer"),
                                    ty: __rt::Cow::Borrowed("String"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("String"),
                        ),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: false,
                        receiver: __rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: __rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: __rt::model::Refinement::NONE,
                    },
                ],
            ),
            inputs: __rt::Cow::Borrowed(
                &[
                    __rt::model::Input {
                        name: __rt::Cow::Borrowed("prompt"),
                        ty: __rt::Cow::Borrowed("&str"),
                    },
                ],
            ),
            loops: __rt::Cow::Borrowed(&[]),
            sinks: __rt::Cow::Borrowed(
                &[
                    __rt::model::Sink {
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
        #[allow(
            private_interfaces,
            unused_variables,
            nonstandard_style,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction
        )]
        pub fn run(
            &self,
            prompt: &str,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<String, __rt::FlowError>,
        > {
            self.__flow_run(__rt::Unobserved, prompt)
        }
        #[allow(
            private_interfaces,
            unused_variables,
            nonstandard_style,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction
        )]
        async fn __flow_run<__Watch: __rt::Watch>(
            &self,
            watch: __Watch,
            prompt: &str,
        ) -> ::core::result::Result<String, __rt::FlowError> {
            let for_show = {
                let copy = watch.branch();
                let swift_branch = async {
                    let watch = copy;
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
                            |error| __rt::describe!(error),
                        )
                        .map_err(|error| __rt::failed(
                            "FirstAnswer",
                            "swift",
                            __rt::FailsWith::<__rt::BoxError>::into_failure(error),
                        ))?;
                    ::core::result::Result::<
                        _,
                        __rt::FlowError<__rt::BoxError>,
                    >::Ok({
                        let part = (swift,);
                        __rt::Becomes::<
                            String,
                            __steps::swift,
                            __steps::show,
                        >::becomes(part.0)
                    })
                };
                let copy = watch.branch();
                let steady_branch = async {
                    let watch = copy;
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
                            |error| __rt::describe!(error),
                        )
                        .map_err(|error| __rt::failed(
                            "FirstAnswer",
                            "steady",
                            __rt::FailsWith::<__rt::BoxError>::into_failure(error),
                        ))?;
                    ::core::result::Result::<
                        _,
                        __rt::FlowError<__rt::BoxError>,
                    >::Ok({
                        let part = (steady,);
                        __rt::Becomes::<
                            String,
                            __steps::steady,
                            __steps::show,
                        >::becomes(part.0)
                    })
                };
                __rt::race!(
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
        #[allow(
            dead_code,
            private_interfaces,
            unused_variables,
            nonstandard_style,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction
        )]
        pub fn runner<'__flow>(&'__flow self) -> FirstAnswerRunner<&'__flow Self> {
            FirstAnswerRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
    }
    ///A run of the flow `FirstAnswer` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    #[allow(unreachable_pub)]
    pub struct FirstAnswerRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    #[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
    impl<S, O> FirstAnswerRunner<S, O> {
        __rt::runner_methods!(pub FirstAnswerRunner);
    }
    #[automatically_derived]
    #[allow(
        dead_code,
        private_interfaces,
        unreachable_pub,
        nonstandard_style,
        clippy::all,
        clippy::pedantic,
        clippy::nursery
    )]
    impl<
        '__flow,
        __Observer: __rt::Observing,
    > FirstAnswerRunner<&'__flow FirstAnswer, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
            prompt: &'__flow str,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<String, __rt::FlowError>,
        > {
            let FirstAnswerRunner { flow, options } = self;
            __rt::limited(
                options,
                <FirstAnswer as ::flow_core::Flow>::GRAPH,
                |error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(error),
                ::core::option::Option::None,
                { move |watch| flow.__flow_run(watch, prompt) },
            )
        }
    }
};
