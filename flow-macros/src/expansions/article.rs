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
        pub struct outline;
        pub struct draft;
        pub struct evaluate;
        pub struct revise;
        pub struct thumbnail;
        pub struct social_post;
        pub struct save;
    }
    #[automatically_derived]
    impl Article {
        ///Runs the flow `Article`.
        ///
        ///# Errors
        ///
        ///The first failure that nothing in the flow takes up: it names the step and holds its error.
        pub fn run(
            &self,
            topic: &str,
        ) -> impl __rt::Future<Output = __rt::Result<Vec<PathBuf>, __rt::FlowError>> {
            Self::__flow_run(self, __rt::Unobserved, topic)
        }
        async fn __flow_run<__Watch: __rt::Watch>(
            &self,
            __watch: __Watch,
            topic: &str,
        ) -> __rt::Result<Vec<PathBuf>, __rt::FlowError> {
            let __outline = __rt::result(
                    __rt::Watch::running(
                            &__watch,
                            0,
                            Self::outline(
                                self,
                                topic,
                                <Context<
                                    '_,
                                > as __rt::TakesContext<
                                    __steps::outline,
                                >>::take(
                                    __rt::Watch::context(
                                        &__watch,
                                        <Self as ::flow_core::Flow>::GRAPH,
                                        0,
                                        1,
                                        __rt::None,
                                    ),
                                ),
                            ),
                        )
                        .await,
                    __rt::describe!(),
                )
                .map_err(|__error| __rt::failed(
                    "Article",
                    "outline",
                    __rt::Fails::<__steps::outline>::into_failure(__error),
                ))?;
            let __draft = __rt::result(
                    {
                        let __arg0 = __rt::FeedsAliased::<
                            __steps::outline,
                            __steps::draft,
                            Outline,
                        >::feed((__outline,).0);
                        __rt::Watch::running(
                            &__watch,
                            1,
                            Self::draft(
                                self,
                                __arg0,
                                <Context<
                                    '_,
                                > as __rt::TakesContext<
                                    __steps::draft,
                                >>::take(
                                    __rt::Watch::context(
                                        &__watch,
                                        <Self as ::flow_core::Flow>::GRAPH,
                                        1,
                                        1,
                                        __rt::None,
                                    ),
                                ),
                            ),
                        )
                    }
                        .await,
                    __rt::describe!(),
                )
                .map_err(|__error| __rt::failed(
                    "Article",
                    "draft",
                    __rt::Fails::<__steps::draft>::into_failure(__error),
                ))?;
            let mut __for_evaluate = __rt::Becomes::<
                __steps::draft,
                __steps::evaluate,
                Draft,
            >::becomes((__draft,).0);
            let __save = {
                let mut __evaluate_rounds = __rt::Rounds::new();
                loop {
                    let __evaluate = __rt::result(
                            {
                                let __arg0 = __rt::FeedsTogether::<
                                    __steps::evaluate,
                                    Draft,
                                >::feed((__for_evaluate,).0);
                                __rt::Watch::running(
                                    &__watch,
                                    2,
                                    Self::evaluate(
                                        self,
                                        __arg0,
                                        <Context<
                                            '_,
                                        > as __rt::TakesContext<
                                            __steps::evaluate,
                                        >>::take(
                                            __rt::Watch::context(
                                                &__watch,
                                                <Self as ::flow_core::Flow>::GRAPH,
                                                2,
                                                1,
                                                __rt::None,
                                            ),
                                        ),
                                    ),
                                )
                            }
                                .await,
                            __rt::describe!(),
                        )
                        .map_err(|__error| __rt::failed(
                            "Article",
                            "evaluate",
                            __rt::Fails::<__steps::evaluate>::into_failure(__error),
                        ))?;
                    let __evaluate_again = match __evaluate {
                        Verdict::Revise(__evaluate_revise, __evaluate_revise_1) => {
                            let __revise = __rt::result(
                                    {
                                        let __arg0 = __rt::FeedsField::<
                                            __steps::evaluate,
                                            __steps::revise,
                                            Draft,
                                        >::feed((__evaluate_revise,).0);
                                        let __arg1 = __rt::FeedsField::<
                                            __steps::evaluate,
                                            __steps::revise,
                                            String,
                                        >::feed((__evaluate_revise_1,).0);
                                        __rt::Watch::running(
                                            &__watch,
                                            3,
                                            Self::revise(
                                                self,
                                                __arg0,
                                                __arg1,
                                                <Context<
                                                    '_,
                                                > as __rt::TakesContext<
                                                    __steps::revise,
                                                >>::take(
                                                    __rt::Watch::context(
                                                        &__watch,
                                                        <Self as ::flow_core::Flow>::GRAPH,
                                                        3,
                                                        1,
                                                        __rt::None,
                                                    ),
                                                ),
                                            ),
                                        )
                                    }
                                        .await,
                                    __rt::describe!(),
                                )
                                .map_err(|__error| __rt::failed(
                                    "Article",
                                    "revise",
                                    __rt::Fails::<__steps::revise>::into_failure(__error),
                                ))?;
                            let __evaluate_again = __rt::Becomes::<
                                __steps::revise,
                                __steps::evaluate,
                                Draft,
                            >::becomes((__revise,).0);
                            __evaluate_again
                        }
                        Verdict::Publish(__evaluate_publish) => {
                            let (__thumbnail, __social_post) = __rt::join({
                                    let __thumbnail_branch = {
                                        let __out = &__evaluate_publish;
                                        let __arg0: &Draft = __out;
                                        __rt::then(
                                            __rt::Watch::running(
                                                &__watch,
                                                4,
                                                Self::thumbnail(self, __arg0),
                                            ),
                                            |__out| {
                                                let __thumbnail = __rt::result(__out, __rt::describe!())
                                                    .map_err(|__error| __rt::failed(
                                                        "Article",
                                                        "thumbnail",
                                                        __rt::Fails::<__steps::thumbnail>::into_failure(__error),
                                                    ))?;
                                                __rt::Ok::<_, __rt::FlowError<__rt::BoxError>>(__thumbnail)
                                            },
                                        )
                                    };
                                    let __social_post_branch = {
                                        let __out = &__evaluate_publish;
                                        let __arg0: &Draft = __out;
                                        __rt::then(
                                            __rt::Watch::running(
                                                &__watch,
                                                5,
                                                Self::social_post(self, __arg0),
                                            ),
                                            |__out| {
                                                let __social_post = __rt::result(__out, __rt::describe!())
                                                    .map_err(|__error| __rt::failed(
                                                        "Article",
                                                        "social_post",
                                                        __rt::Fails::<__steps::social_post>::into_failure(__error),
                                                    ))?;
                                                __rt::Ok::<
                                                    _,
                                                    __rt::FlowError<__rt::BoxError>,
                                                >(__social_post)
                                            },
                                        )
                                    };
                                    (__thumbnail_branch, __social_post_branch)
                                })
                                .await?;
                            let __save = __rt::result(
                                    {
                                        let __arg0 = __rt::FeedsField::<
                                            __steps::evaluate,
                                            __steps::save,
                                            Draft,
                                        >::feed((__evaluate_publish,).0);
                                        let __arg1 = __rt::FeedsAliased::<
                                            __steps::thumbnail,
                                            __steps::save,
                                            Thumbnail,
                                        >::feed((__thumbnail,).0);
                                        let __arg2 = __rt::FeedsInto::<
                                            __steps::social_post,
                                            __steps::save,
                                            String,
                                        >::feed((__social_post,).0);
                                        __rt::Watch::running(
                                            &__watch,
                                            6,
                                            Self::save(self, __arg0, __arg1, __arg2),
                                        )
                                    }
                                        .await,
                                    __rt::describe!(),
                                )
                                .map_err(|__error| __rt::failed(
                                    "Article",
                                    "save",
                                    __rt::Fails::<__steps::save>::into_failure(__error),
                                ))?;
                            break __save;
                        }
                    };
                    let __round = __rt::Rounds::again::<
                        __rt::BoxError,
                    >(&mut __evaluate_rounds, "Article", "evaluate", 100)?;
                    __rt::Watch::iteration(&__watch, 2, __round);
                    __for_evaluate = __evaluate_again;
                }
            };
            __rt::Ok(__save)
        }
        ///A run of the flow `Article` with a deadline, a cancellation token or an observer: set them, then call `run`.
        pub fn runner<'__flow>(&'__flow self) -> ArticleRunner<&'__flow Self> {
            ArticleRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
        fn __flow_outputs() {
            use __rt::Found as _;
            __rt::IsAsWritten::accept(__rt::Probe::<Outline>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<Draft>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<Verdict>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<Thumbnail>::new().__flow_found());
        }
    }
    ///A run of the flow `Article` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    pub struct ArticleRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    impl<S, O> ArticleRunner<S, O> {
        __rt::runner_methods!(pub ArticleRunner);
    }
    #[automatically_derived]
    impl<
        '__flow,
        __Observer: __rt::Observing,
    > ArticleRunner<&'__flow Article, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
            topic: &'__flow str,
        ) -> impl __rt::Future<Output = __rt::Result<Vec<PathBuf>, __rt::FlowError>> {
            let ArticleRunner { flow: __flow, options: __options } = self;
            __rt::limited(
                __options,
                <Article as ::flow_core::Flow>::GRAPH,
                |__error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(__error),
                __rt::None,
                move |__watch| <Article>::__flow_run(__flow, __watch, topic),
            )
        }
    }
};
