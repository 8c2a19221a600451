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
        pub struct walk;
        pub struct measure;
        pub struct sort_out;
        pub struct write;
    }
    #[automatically_derived]
    impl CpuPipeline {
        ///Runs the flow `CpuPipeline`.
        ///
        ///# Errors
        ///
        ///The first failure that nothing in the flow takes up: it names the step and holds its error.
        pub fn run(
            self: __rt::Arc<Self>,
        ) -> impl __rt::Future<Output = __rt::Result<Inventory, __rt::FlowError>> {
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
        ) -> __rt::Result<Inventory, __rt::FlowError> {
            let __tasks = &__tasks;
            let __owned = &self;
            let __this = &**__owned;
            let __walk_watch = __rt::Watch::step(&__watch, 0);
            let __walk_out = __rt::Tasks::block_fallible(
                    __tasks,
                    {
                        let __owned = __rt::Clone::clone(__owned);
                        move || Self::walk(__owned)
                    },
                )
                .await;
            let __walk = __rt::WatchStep::result(
                    __walk_watch,
                    __walk_out,
                    __rt::describe_broken!(),
                )
                .map_err(|__broken| __rt::Broken::into_error(
                    __broken,
                    "CpuPipeline",
                    "walk",
                    |__error| __rt::Fails::<__steps::walk>::into_failure(__error),
                ))?;
            let __measure_watch = __rt::Watch::step(&__watch, 1);
            let __measure_out = {
                let __items = __rt::Items::<
                    __steps::walk,
                    __steps::measure,
                    _,
                >::each((__walk,).0);
                __rt::items::collect(
                        __rt::None,
                        __items,
                        __rt::Some(4),
                        |__index, __item| {
                            let __measure_watch = __rt::WatchStep::item(
                                &__measure_watch,
                                __index,
                            );
                            async move {
                                let __arg0 = __rt::FeedsItem::<
                                    __steps::walk,
                                    __steps::measure,
                                    String,
                                >::feed((__item,).0);
                                let __out = __rt::Tasks::spawn_fallible(
                                        __tasks,
                                        Self::measure(__rt::Clone::clone(__owned), __arg0),
                                    )
                                    .await;
                                __rt::WatchStep::result(
                                    __measure_watch,
                                    __out,
                                    __rt::describe_broken!(),
                                )
                            }
                        },
                    )
                    .await
            };
            let __measure_result = __rt::handled_items::<
                _,
                _,
                __rt::BoxError,
            >(
                __rt::WatchStep::result(__measure_watch, __measure_out, |_| __rt::None),
                "CpuPipeline",
                "measure",
            )?;
            let __for_sort_out = match __measure_result {
                __rt::Ok(__measure) => {
                    __rt::Watch::decided(&__watch, 2, 0);
                    __rt::Watch::settled(&__watch);
                    let __for_sort_out = __rt::Becomes::<
                        __steps::measure,
                        __steps::sort_out,
                        Inventory,
                    >::becomes((__measure,).0);
                    __for_sort_out
                }
                __rt::Err(__measure_error) => {
                    __rt::Watch::decided(&__watch, 2, 1);
                    __rt::Watch::settled(&__watch);
                    let __for_sort_out = __rt::Becomes::<
                        __steps::measure,
                        __steps::sort_out,
                        Inventory,
                    >::becomes((__measure_error,).0);
                    __for_sort_out
                }
            };
            let __sort_out = __rt::WatchStep::done(
                __rt::Watch::step(&__watch, 2),
                {
                    let __arg0 = __rt::FeedsTogether::<
                        __steps::sort_out,
                        Inventory,
                    >::feed((__for_sort_out,).0);
                    Self::sort_out(__arg0)
                },
            );
            let __write_watch = __rt::Watch::step(&__watch, 3);
            let __write_out = {
                let __arg0 = __rt::FeedsAliased::<
                    __steps::sort_out,
                    __steps::write,
                    Inventory,
                >::feed((__sort_out,).0);
                __rt::Tasks::block_fallible(
                        __tasks,
                        {
                            let __owned = __rt::Clone::clone(__owned);
                            move || Self::write(__owned, __arg0)
                        },
                    )
                    .await
            };
            let __write = __rt::WatchStep::result(
                    __write_watch,
                    __write_out,
                    __rt::describe_broken!(),
                )
                .map_err(|__broken| __rt::Broken::into_error(
                    __broken,
                    "CpuPipeline",
                    "write",
                    |__error| __rt::Fails::<__steps::write>::into_failure(__error),
                ))?;
            __rt::Ok(__write)
        }
        ///A run of the flow `CpuPipeline` with a deadline, a cancellation token or an observer: set them, then call `run`.
        pub fn runner<'__flow>(
            self: __rt::Arc<Self>,
        ) -> CpuPipelineRunner<__rt::Arc<Self>> {
            CpuPipelineRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
        fn __flow_outputs() {
            use __rt::Found as _;
            __rt::IsAsWritten::accept(__rt::Probe::<Inventory>::new().__flow_found());
        }
    }
    ///A run of the flow `CpuPipeline` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    pub struct CpuPipelineRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    impl<S, O> CpuPipelineRunner<S, O> {
        __rt::runner_methods!(pub CpuPipelineRunner);
    }
    #[automatically_derived]
    impl<
        '__flow,
        __Observer: __rt::Observing,
    > CpuPipelineRunner<__rt::Arc<CpuPipeline>, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
        ) -> impl __rt::Future<Output = __rt::Result<Inventory, __rt::FlowError>> {
            let CpuPipelineRunner { flow: __flow, options: __options } = self;
            let __tasks = __rt::Tasks::new();
            __rt::finishing(
                __rt::Clone::clone(&__tasks),
                move || __rt::limited(
                    __options,
                    <CpuPipeline as ::flow_core::Flow>::GRAPH,
                    |__error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(__error),
                    __rt::None,
                    {
                        let __tasks = __rt::Clone::clone(&__tasks);
                        move |__watch| <CpuPipeline>::__flow_run(
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
