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
        pub struct plan;
        pub struct section;
        pub struct report;
    }
    #[automatically_derived]
    impl ResearchMap {
        ///Runs the flow `ResearchMap`.
        ///
        ///# Errors
        ///
        ///The first failure that nothing in the flow takes up: it names the step and holds its error.
        pub fn run(
            &self,
            topic: &str,
        ) -> impl __rt::Future<Output = __rt::Result<Report, __rt::FlowError>> {
            Self::__flow_run(self, __rt::Unobserved, topic)
        }
        async fn __flow_run<__Watch: __rt::Watch>(
            &self,
            __watch: __Watch,
            topic: &str,
        ) -> __rt::Result<Report, __rt::FlowError> {
            let __plan_watch = __rt::Watch::step(&__watch, 0);
            let __plan_out = {
                let mut __attempts = __rt::Attempts::new(__rt::Policy {
                    times: 3,
                    base: __rt::Duration::new(0, 100000000),
                    max: __rt::Duration::from_secs(2),
                });
                loop {
                    let __attempt = __rt::Attempts::number(&__attempts);
                    let __delay = {
                        let __result = __rt::fallible(
                                __rt::Watch::polled(
                                    &__watch,
                                    0,
                                    __rt::None,
                                    Self::plan(
                                        self,
                                        topic,
                                        <Context<
                                            '_,
                                        > as __rt::TakesContext<
                                            __steps::plan,
                                        >>::take(
                                            __rt::Watch::context(
                                                &__watch,
                                                <Self as ::flow_core::Flow>::GRAPH,
                                                0,
                                                __attempt,
                                                __rt::None,
                                            ),
                                        ),
                                    ),
                                ),
                            )
                            .await;
                        match __rt::Attempts::next(
                            &mut __attempts,
                            __result,
                            __rt::Judges::<
                                __steps::plan,
                                ModelError,
                                _,
                            >::judge(ModelError::is_temporary),
                            &__plan_watch,
                            __rt::describe_broken!(),
                        ) {
                            __rt::ControlFlow::Break(__result) => break __result,
                            __rt::ControlFlow::Continue(__delay) => __delay,
                        }
                    };
                    __rt::sleep(__delay).await;
                }
            };
            let __plan = __rt::WatchStep::result(
                    __plan_watch,
                    __plan_out,
                    __rt::describe_broken!(),
                )
                .map_err(|__broken| __rt::Broken::into_error(
                    __broken,
                    "ResearchMap",
                    "plan",
                    |__error| __rt::Fails::<__steps::plan>::into_failure(__error),
                ))?;
            let __section_watch = __rt::Watch::step(&__watch, 1);
            let __section_out = {
                let __items = __rt::LentItems::<
                    __steps::plan,
                    __steps::section,
                    _,
                >::each((&__plan,).0);
                let __this = self;
                __rt::items::all(
                        __items,
                        __rt::Some(3),
                        |__index, __item| {
                            let __section_watch = __rt::WatchStep::item(
                                &__section_watch,
                                __index,
                            );
                            let __watch = __rt::Watch::branch(&__watch);
                            async move {
                                let __out = __item;
                                let __arg0: &Task = __out;
                                let __out = {
                                    let mut __attempts = __rt::Attempts::new(__rt::Policy {
                                        times: 3,
                                        base: __rt::Duration::new(0, 100000000),
                                        max: __rt::Duration::from_secs(2),
                                    });
                                    loop {
                                        let __attempt = __rt::Attempts::number(&__attempts);
                                        let __delay = {
                                            let __result = __rt::within(
                                                    __rt::Duration::from_secs(120),
                                                    __rt::fallible(
                                                        __rt::Watch::polled(
                                                            &__watch,
                                                            1,
                                                            __rt::Some(__index),
                                                            Self::section(
                                                                __this,
                                                                __arg0,
                                                                <Context<
                                                                    '_,
                                                                > as __rt::TakesContext<
                                                                    __steps::section,
                                                                >>::take(
                                                                    __rt::Watch::context(
                                                                        &__watch,
                                                                        <Self as ::flow_core::Flow>::GRAPH,
                                                                        1,
                                                                        __attempt,
                                                                        __rt::Some(__index),
                                                                    ),
                                                                ),
                                                            ),
                                                        ),
                                                    ),
                                                )
                                                .await;
                                            match __rt::Attempts::next(
                                                &mut __attempts,
                                                __result,
                                                __rt::Judges::<
                                                    __steps::section,
                                                    FlowError,
                                                    _,
                                                >::judge(may_succeed_later),
                                                &__section_watch,
                                                __rt::describe_broken!(),
                                            ) {
                                                __rt::ControlFlow::Break(__result) => break __result,
                                                __rt::ControlFlow::Continue(__delay) => __delay,
                                            }
                                        };
                                        __rt::sleep(__delay).await;
                                    }
                                };
                                __rt::WatchStep::result(
                                    __section_watch,
                                    __out,
                                    __rt::describe_broken!(),
                                )
                            }
                        },
                    )
                    .await
            };
            let __section = __rt::WatchStep::result(
                    __section_watch,
                    __section_out,
                    __rt::describe_broken!(),
                )
                .map_err(|__broken| __rt::Broken::into_error(
                    __broken,
                    "ResearchMap",
                    "section",
                    |__error| __rt::Fails::<__steps::section>::into_failure(__error),
                ))?;
            let __report_watch = __rt::Watch::step(&__watch, 2);
            let __report_out = {
                let __out = &__section;
                let __arg0: &[Written] = __out;
                let __out = &__plan;
                let __arg1: &Plan = __out;
                {
                    let mut __attempts = __rt::Attempts::new(__rt::Policy {
                        times: 3,
                        base: __rt::Duration::new(0, 100000000),
                        max: __rt::Duration::from_secs(2),
                    });
                    loop {
                        let __attempt = __rt::Attempts::number(&__attempts);
                        let __delay = {
                            let __result = __rt::fallible(
                                    __rt::Watch::polled(
                                        &__watch,
                                        2,
                                        __rt::None,
                                        Self::report(
                                            self,
                                            __arg0,
                                            __arg1,
                                            <Context<
                                                '_,
                                            > as __rt::TakesContext<
                                                __steps::report,
                                            >>::take(
                                                __rt::Watch::context(
                                                    &__watch,
                                                    <Self as ::flow_core::Flow>::GRAPH,
                                                    2,
                                                    __attempt,
                                                    __rt::None,
                                                ),
                                            ),
                                        ),
                                    ),
                                )
                                .await;
                            match __rt::Attempts::next(
                                &mut __attempts,
                                __result,
                                __rt::Judges::<
                                    __steps::report,
                                    ModelError,
                                    _,
                                >::judge(ModelError::is_temporary),
                                &__report_watch,
                                __rt::describe_broken!(),
                            ) {
                                __rt::ControlFlow::Break(__result) => break __result,
                                __rt::ControlFlow::Continue(__delay) => __delay,
                            }
                        };
                        __rt::sleep(__delay).await;
                    }
                }
            };
            let __report = __rt::WatchStep::result(
                    __report_watch,
                    __report_out,
                    __rt::describe_broken!(),
                )
                .map_err(|__broken| __rt::Broken::into_error(
                    __broken,
                    "ResearchMap",
                    "report",
                    |__error| __rt::Fails::<__steps::report>::into_failure(__error),
                ))?;
            __rt::Ok(__report)
        }
        ///A run of the flow `ResearchMap` with a deadline, a cancellation token or an observer: set them, then call `run`.
        pub fn runner<'__flow>(&'__flow self) -> ResearchMapRunner<&'__flow Self> {
            ResearchMapRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
        fn __flow_outputs() {
            use __rt::Found as _;
            __rt::IsAsWritten::accept(__rt::Probe::<Plan>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<Report>::new().__flow_found());
        }
    }
    ///A run of the flow `ResearchMap` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    pub struct ResearchMapRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    impl<S, O> ResearchMapRunner<S, O> {
        __rt::runner_methods!(pub ResearchMapRunner);
    }
    #[automatically_derived]
    impl<
        '__flow,
        __Observer: __rt::Observing,
    > ResearchMapRunner<&'__flow ResearchMap, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
            topic: &'__flow str,
        ) -> impl __rt::Future<Output = __rt::Result<Report, __rt::FlowError>> {
            let ResearchMapRunner { flow: __flow, options: __options } = self;
            __rt::limited(
                __options,
                <ResearchMap as ::flow_core::Flow>::GRAPH,
                |__error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(__error),
                __rt::None,
                move |__watch| <ResearchMap>::__flow_run(__flow, __watch, topic),
            )
        }
    }
};
