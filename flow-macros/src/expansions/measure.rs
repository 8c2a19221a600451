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
        pub struct read;
        pub struct hash;
        pub struct compress;
        pub struct count;
        pub struct entry;
    }
    #[automatically_derived]
    impl Measure {
        ///Runs the flow `Measure`.
        ///
        ///# Errors
        ///
        ///The first failure that nothing in the flow takes up: it names the step and holds its error.
        pub fn run(
            self: __rt::Arc<Self>,
        ) -> impl __rt::Future<Output = __rt::Result<Entry, __rt::FlowError>> {
            let __tasks = __rt::Tasks::new();
            __rt::finishing(
                __rt::Clone::clone(&__tasks),
                move || Self::__flow_run(
                    self,
                    __rt::Unobserved,
                    __rt::Clone::clone(&__tasks),
                ),
            )
        }
        async fn __flow_run<__Watch: __rt::Watch>(
            self: __rt::Arc<Self>,
            __watch: __Watch,
            __tasks: __rt::Tasks,
        ) -> __rt::Result<Entry, __rt::FlowError> {
            let __tasks = &__tasks;
            let __owned = &self;
            let __this = &**__owned;
            let __read_watch = __rt::Watch::step(&__watch, 0);
            let __read_out = __rt::Tasks::block_fallible(
                    __tasks,
                    {
                        let __owned = __rt::Clone::clone(__owned);
                        move || Self::read(__owned)
                    },
                )
                .await;
            let __read = __rt::WatchStep::result(
                    __read_watch,
                    __read_out,
                    __rt::describe_broken!(),
                )
                .map_err(|__broken| __rt::Broken::into_error(
                    __broken,
                    "Measure",
                    "read",
                    |__error| __rt::Fails::<__steps::read>::into_failure(__error),
                ))?;
            let (__hash, __compress, __count) = {
                let __copy = __rt::Watch::branch(&__watch);
                let __hash_branch = async {
                    let __watch = __copy;
                    let __hash_watch = __rt::Watch::step(&__watch, 1);
                    let __hash_out = {
                        let __arg0 = __rt::FeedsAliased::<
                            __steps::read,
                            __steps::hash,
                            Arc<[u8]>,
                        >::feed(
                            (
                                __rt::TwoOwners::<
                                    __steps::read,
                                    __steps::hash,
                                    __steps::compress,
                                >::fan_out(&__read),
                            )
                                .0,
                        );
                        __rt::Tasks::spawn(__tasks, Self::hash(__arg0)).await
                    };
                    let __hash = __rt::WatchStep::result(
                            __hash_watch,
                            __hash_out,
                            __rt::describe_broken!(),
                        )
                        .map_err(|__broken| __rt::Broken::into_error(
                            __broken,
                            "Measure",
                            "hash",
                            __rt::never,
                        ))?;
                    __rt::Ok::<_, __rt::FlowError<__rt::BoxError>>(__hash)
                };
                let __copy = __rt::Watch::branch(&__watch);
                let __compress_branch = async {
                    let __watch = __copy;
                    let __compress_watch = __rt::Watch::step(&__watch, 2);
                    let __compress_out = {
                        let __arg0 = __rt::FeedsAliased::<
                            __steps::read,
                            __steps::compress,
                            Arc<[u8]>,
                        >::feed(
                            (
                                __rt::TwoOwners::<
                                    __steps::read,
                                    __steps::hash,
                                    __steps::compress,
                                >::fan_out(&__read),
                            )
                                .0,
                        );
                        __rt::Tasks::block_fallible(
                                __tasks,
                                move || Self::compress(__arg0),
                            )
                            .await
                    };
                    let __compress = __rt::WatchStep::result(
                            __compress_watch,
                            __compress_out,
                            __rt::describe_broken!(),
                        )
                        .map_err(|__broken| __rt::Broken::into_error(
                            __broken,
                            "Measure",
                            "compress",
                            |__error| __rt::Fails::<
                                __steps::compress,
                            >::into_failure(__error),
                        ))?;
                    __rt::Ok::<_, __rt::FlowError<__rt::BoxError>>(__compress)
                };
                let __copy = __rt::Watch::branch(&__watch);
                let __count_branch = async {
                    let __watch = __copy;
                    let __count_watch = __rt::Watch::step(&__watch, 3);
                    let __count_out = {
                        let __arg0 = __rt::FeedsAliased::<
                            __steps::read,
                            __steps::count,
                            Arc<[u8]>,
                        >::feed(
                            (
                                __rt::TwoOwners::<
                                    __steps::read,
                                    __steps::count,
                                    __steps::hash,
                                >::fan_out(&__read),
                            )
                                .0,
                        );
                        __rt::Tasks::block(__tasks, move || Self::count(__arg0)).await
                    };
                    let __count = __rt::WatchStep::result(
                            __count_watch,
                            __count_out,
                            __rt::describe_broken!(),
                        )
                        .map_err(|__broken| __rt::Broken::into_error(
                            __broken,
                            "Measure",
                            "count",
                            __rt::never,
                        ))?;
                    __rt::Ok::<_, __rt::FlowError<__rt::BoxError>>(__count)
                };
                __rt::join((__hash_branch, __compress_branch, __count_branch)).await?
            };
            let __entry = __rt::WatchStep::done(
                __rt::Watch::step(&__watch, 4),
                {
                    let __out = (&__read,);
                    let __arg0: &[u8] = __out.0;
                    let __arg1 = __rt::FeedsInto::<
                        __steps::hash,
                        __steps::entry,
                        String,
                    >::feed((__hash,).0);
                    let __arg2 = __rt::FeedsInto::<
                        __steps::compress,
                        __steps::entry,
                        usize,
                    >::feed((__compress,).0);
                    let __arg3 = __rt::FeedsAliased::<
                        __steps::count,
                        __steps::entry,
                        Count,
                    >::feed((__count,).0);
                    Self::entry(__this, __arg0, __arg1, __arg2, __arg3)
                },
            );
            __rt::Ok(__entry)
        }
        ///A run of the flow `Measure` with a deadline, a cancellation token or an observer: set them, then call `run`.
        pub fn runner<'__flow>(self: __rt::Arc<Self>) -> MeasureRunner<__rt::Arc<Self>> {
            MeasureRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
        fn __flow_outputs() {
            use __rt::Found as _;
            __rt::IsAsWritten::accept(__rt::Probe::<Arc<[u8]>>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<Count>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<Entry>::new().__flow_found());
        }
    }
    ///A run of the flow `Measure` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    pub struct MeasureRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    impl<S, O> MeasureRunner<S, O> {
        __rt::runner_methods!(pub MeasureRunner);
    }
    #[automatically_derived]
    impl<
        '__flow,
        __Observer: __rt::Observing,
    > MeasureRunner<__rt::Arc<Measure>, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
        ) -> impl __rt::Future<Output = __rt::Result<Entry, __rt::FlowError>> {
            let MeasureRunner { flow: __flow, options: __options } = self;
            let __tasks = __rt::Tasks::new();
            __rt::finishing(
                __rt::Clone::clone(&__tasks),
                move || __rt::limited(
                    __options,
                    <Measure as ::flow_core::Flow>::GRAPH,
                    |__error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(__error),
                    __rt::None,
                    {
                        let __tasks = __rt::Clone::clone(&__tasks);
                        move |__watch| <Measure>::__flow_run(
                            __flow,
                            __watch,
                            __rt::Clone::clone(&__tasks),
                        )
                    },
                ),
            )
        }
    }
};
