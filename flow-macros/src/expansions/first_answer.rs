#[allow(
    deprecated,
    missing_docs,
    nonstandard_style,
    private_interfaces,
    unexpected_cfgs,
    unreachable_patterns,
    unreachable_pub,
    unused_variables,
    long_running_const_eval,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::restriction,
)]
const _: () = {
    use ::flow_core::__private as __rt;
    #[cfg(not(rust_analyzer))]
    mod __steps {
        pub struct swift;
        pub struct steady;
        pub struct slow;
        pub struct aggregate;
        pub struct output;
    }
    #[automatically_derived]
    impl FirstAnswer {
        ///Runs the flow `FirstAnswer`.
        ///
        ///# Errors
        ///
        ///The first failure that nothing in the flow takes up: it names the step and holds its error.
        pub fn run(
            &self,
            about: &str,
        ) -> impl __rt::Future<Output = __rt::Result<String, __rt::FlowError>> {
            Self::__flow_run(self, __rt::Unobserved, about)
        }
        async fn __flow_run<__Watch: __rt::Watch>(
            &self,
            __watch: __Watch,
            about: &str,
        ) -> __rt::Result<String, __rt::FlowError> {
            let __for_aggregate = {
                let __racers = {
                    let __swift_branch = __rt::then(
                        __rt::Watch::running(&__watch, 0, Self::swift(self, about)),
                        |__out| {
                            let __swift = __rt::result(__out, __rt::describe!())
                                .map_err(|__error| __rt::failed(
                                    "FirstAnswer",
                                    "swift",
                                    __rt::Fails::<__steps::swift>::into_failure(__error),
                                ))?;
                            __rt::Ok::<
                                _,
                                __rt::FlowError<__rt::BoxError>,
                            >(
                                __rt::Becomes::<
                                    __steps::swift,
                                    __steps::aggregate,
                                    Answer,
                                >::becomes((__swift,).0),
                            )
                        },
                    );
                    let __steady_branch = __rt::then(
                        __rt::Watch::running(&__watch, 1, Self::steady(self, about)),
                        |__out| {
                            let __steady = __rt::result(__out, __rt::describe!())
                                .map_err(|__error| __rt::failed(
                                    "FirstAnswer",
                                    "steady",
                                    __rt::Fails::<__steps::steady>::into_failure(__error),
                                ))?;
                            __rt::Ok::<
                                _,
                                __rt::FlowError<__rt::BoxError>,
                            >(
                                __rt::Becomes::<
                                    __steps::steady,
                                    __steps::aggregate,
                                    Answer,
                                >::becomes((__steady,).0),
                            )
                        },
                    );
                    let __slow_branch = __rt::then(
                        __rt::Watch::running(&__watch, 2, Self::slow(self, about)),
                        |__out| {
                            let __slow = __rt::result(__out, __rt::describe!())
                                .map_err(|__error| __rt::failed(
                                    "FirstAnswer",
                                    "slow",
                                    __rt::Fails::<__steps::slow>::into_failure(__error),
                                ))?;
                            __rt::Ok::<
                                _,
                                __rt::FlowError<__rt::BoxError>,
                            >(
                                __rt::Becomes::<
                                    __steps::slow,
                                    __steps::aggregate,
                                    Answer,
                                >::becomes((__slow,).0),
                            )
                        },
                    );
                    __rt::racers((__swift_branch, __steady_branch, __slow_branch))
                };
                __rt::race!(__watch; 3, "FirstAnswer", "aggregate", [0, 1, 2]; __racers)?
            };
            let __aggregate = __rt::WatchStep::done(
                __rt::Watch::step(&__watch, 3),
                {
                    let __arg0 = __rt::FeedsTogether::<
                        __steps::aggregate,
                        Answer,
                    >::feed((__for_aggregate,).0);
                    Self::aggregate(__arg0)
                },
            );
            let __output = __rt::WatchStep::done(
                __rt::Watch::step(&__watch, 4),
                {
                    let __arg0 = __rt::FeedsAliased::<
                        __steps::aggregate,
                        __steps::output,
                        Answer,
                    >::feed((__aggregate,).0);
                    Self::output(__arg0)
                },
            );
            __rt::Ok(__output)
        }
        ///A run of the flow `FirstAnswer` with a deadline, a cancellation token or an observer: set them, then call `run`.
        pub fn runner<'__flow>(&'__flow self) -> FirstAnswerRunner<&'__flow Self> {
            FirstAnswerRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
        fn __flow_outputs() {
            use __rt::Found as _;
            __rt::IsAsWritten::accept(__rt::Probe::<Answer>::new().__flow_found());
        }
    }
    ///A run of the flow `FirstAnswer` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    pub struct FirstAnswerRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    impl<S, O> FirstAnswerRunner<S, O> {
        __rt::runner_methods!(pub FirstAnswerRunner);
    }
    #[automatically_derived]
    impl<
        '__flow,
        __Observer: __rt::Observing,
    > FirstAnswerRunner<&'__flow FirstAnswer, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
            about: &'__flow str,
        ) -> impl __rt::Future<Output = __rt::Result<String, __rt::FlowError>> {
            let FirstAnswerRunner { flow: __flow, options: __options } = self;
            __rt::limited(
                __options,
                <FirstAnswer as ::flow_core::Flow>::GRAPH,
                |__error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(__error),
                __rt::None,
                move |__watch| <FirstAnswer>::__flow_run(__flow, __watch, about),
            )
        }
    }
};
