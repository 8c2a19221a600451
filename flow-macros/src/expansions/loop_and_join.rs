impl Article {
    async fn outline(&self, topic: &str) -> Result<Outline, ModelError> {
        work()
    }
    async fn draft(&self, text: Draft) -> Result<Draft, ModelError> {
        work()
    }
    async fn judge(&self, draft: Draft) -> Verdict {
        work()
    }
    async fn thumbnail(&self, draft: &Draft) -> Image {
        work()
    }
    async fn post(&self, draft: &Draft) -> Post {
        work()
    }
    async fn save(&self, image: Image, post: Post) -> Saved {
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
        pub struct outline;
        pub struct draft;
        pub struct judge;
        pub struct thumbnail;
        pub struct post;
        pub struct save;
    }
    #[automatically_derived]
    impl ::flow_core::Flow for Article {
        const GRAPH: &'static ::flow_core::Graph = &__rt::model::Graph {
            name: __rt::Cow::Borrowed("Article"),
            doc: __rt::Cow::Borrowed(""),
            line: 1u32,
            steps: __rt::Cow::Borrowed(
                &[
                    __rt::model::Step {
                        name: __rt::Cow::Borrowed("outline"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 3u32,
                        kind: __rt::model::StepKind::Start,
                        trigger: ::core::option::Option::None,
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("topic"),
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
                            __rt::Cow::Borrowed("Outline"),
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
                        name: __rt::Cow::Borrowed("draft"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 5u32,
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
                                            step: 2usize,
                                            route: __rt::model::Route::Variant(
                                                __rt::Cow::Borrowed("Revise"),
                                            ),
                                            bare: false,
                                        }),
                                    ],
                                ),
                            ),
                        ),
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("text"),
                                    ty: __rt::Cow::Borrowed("Draft"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("Draft"),
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
                        name: __rt::Cow::Borrowed("judge"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 7u32,
                        kind: __rt::model::StepKind::Router,
                        trigger: ::core::option::Option::Some(
                            __rt::model::Trigger::Event(__rt::model::Event {
                                step: 1usize,
                                route: __rt::model::Route::Success,
                                bare: false,
                            }),
                        ),
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("draft"),
                                    ty: __rt::Cow::Borrowed("Draft"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("Verdict"),
                        ),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: true,
                        receiver: __rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: __rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: __rt::model::Refinement::NONE,
                    },
                    __rt::model::Step {
                        name: __rt::Cow::Borrowed("thumbnail"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 9u32,
                        kind: __rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            __rt::model::Trigger::Event(__rt::model::Event {
                                step: 2usize,
                                route: __rt::model::Route::Variant(
                                    __rt::Cow::Borrowed("Accept"),
                                ),
                                bare: false,
                            }),
                        ),
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("draft"),
                                    ty: __rt::Cow::Borrowed("&Draft"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("Image"),
                        ),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: true,
                        receiver: __rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: __rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: __rt::model::Refinement::NONE,
                    },
                    __rt::model::Step {
                        name: __rt::Cow::Borrowed("post"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 11u32,
                        kind: __rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            __rt::model::Trigger::Event(__rt::model::Event {
                                step: 2usize,
                                route: __rt::model::Route::Variant(
                                    __rt::Cow::Borrowed("Accept"),
                                ),
                                bare: false,
                            }),
                        ),
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("draft"),
                                    ty: __rt::Cow::Borrowed("&Draft"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("Post"),
                        ),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: true,
                        receiver: __rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: __rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: __rt::model::Refinement::NONE,
                    },
                    __rt::model::Step {
                        name: __rt::Cow::Borrowed("save"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 13u32,
                        kind: __rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            __rt::model::Trigger::And(
                                __rt::Cow::Borrowed(
                                    &[
                                        __rt::model::Trigger::Event(__rt::model::Event {
                                            step: 3usize,
                                            route: __rt::model::Route::Success,
                                            bare: false,
                                        }),
                                        __rt::model::Trigger::Event(__rt::model::Event {
                                            step: 4usize,
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
                                    name: __rt::Cow::Borrowed("image"),
                                    ty: __rt::Cow::Borrowed("Image"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("post"),
                                    ty: __rt::Cow::Borrowed("Post"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            __rt::Cow::Borrowed("Saved"),
                        ),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: true,
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
                        name: __rt::Cow::Borrowed("topic"),
                        ty: __rt::Cow::Borrowed("&str"),
                    },
                ],
            ),
            loops: __rt::Cow::Borrowed(
                &[
                    __rt::model::Loop {
                        header: 1usize,
                        backs: __rt::Cow::Borrowed(&[1usize]),
                        scope: __rt::Cow::Borrowed(
                            &[1usize, 2usize, 3usize, 4usize, 5usize],
                        ),
                        body: __rt::Cow::Borrowed(&[1usize, 2usize]),
                        max_iterations: 100u32,
                    },
                ],
            ),
            sinks: __rt::Cow::Borrowed(
                &[
                    __rt::model::Sink {
                        step: 5usize,
                        always: true,
                    },
                ],
            ),
            picked: ::core::option::Option::None,
            max_iterations: 100u32,
        };
    }
    #[automatically_derived]
    impl Article {
        ///Runs the flow `Article`.
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
            topic: &str,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<Saved, __rt::FlowError>,
        > {
            self.__flow_run(__rt::Unobserved, topic)
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
            topic: &str,
        ) -> ::core::result::Result<Saved, __rt::FlowError> {
            let outline = watch
                .step(0usize)
                .result(
                    {
                        let out = topic;
                        let arg0: &str = out;
                        watch
                            .polled(
                                0usize,
                                ::core::option::Option::None,
                                Self::outline(self, arg0),
                            )
                    }
                        .await,
                    |error| __rt::describe!(error),
                )
                .map_err(|error| __rt::failed(
                    "Article",
                    "outline",
                    __rt::FailsWith::<__rt::BoxError>::into_failure(error),
                ))?;
            let mut for_draft = {
                let part = (outline,);
                __rt::Becomes::<Draft, __steps::outline, __steps::draft>::becomes(part.0)
            };
            let save = {
                let mut draft_rounds = __rt::Rounds::new("Article", "draft", 100u32);
                loop {
                    let draft = watch
                        .step(1usize)
                        .result(
                            {
                                let out = for_draft;
                                let arg0: Draft = out;
                                watch
                                    .polled(
                                        1usize,
                                        ::core::option::Option::None,
                                        Self::draft(self, arg0),
                                    )
                            }
                                .await,
                            |error| __rt::describe!(error),
                        )
                        .map_err(|error| __rt::failed(
                            "Article",
                            "draft",
                            __rt::FailsWith::<__rt::BoxError>::into_failure(error),
                        ))?;
                    let judge = watch
                        .step(2usize)
                        .done(
                            {
                                let out = (draft,);
                                let arg0 = __rt::FeedsInto::<
                                    Draft,
                                    __steps::draft,
                                    __steps::judge,
                                >::feed(out.0);
                                watch
                                    .polled(
                                        2usize,
                                        ::core::option::Option::None,
                                        Self::judge(self, arg0),
                                    )
                            }
                                .await,
                        );
                    let (save, draft_again) = match judge {
                        Verdict::Revise(judge_revise) => {
                            let draft_again = {
                                let part = (judge_revise,);
                                __rt::Becomes::<
                                    Draft,
                                    __steps::judge,
                                    __steps::draft,
                                >::becomes(part.0)
                            };
                            (
                                ::core::option::Option::None,
                                ::core::option::Option::Some(draft_again),
                            )
                        }
                        Verdict::Accept(judge_accept) => {
                            let (thumbnail, post) = {
                                let copy = watch.branch();
                                let thumbnail_branch = async {
                                    let watch = copy;
                                    let thumbnail = watch
                                        .step(3usize)
                                        .done(
                                            {
                                                let out = &judge_accept;
                                                let arg0: &Draft = out;
                                                watch
                                                    .polled(
                                                        3usize,
                                                        ::core::option::Option::None,
                                                        Self::thumbnail(self, arg0),
                                                    )
                                            }
                                                .await,
                                        );
                                    ::core::result::Result::<
                                        _,
                                        __rt::FlowError<__rt::BoxError>,
                                    >::Ok(thumbnail)
                                };
                                let copy = watch.branch();
                                let post_branch = async {
                                    let watch = copy;
                                    let post = watch
                                        .step(4usize)
                                        .done(
                                            {
                                                let out = &judge_accept;
                                                let arg0: &Draft = out;
                                                watch
                                                    .polled(
                                                        4usize,
                                                        ::core::option::Option::None,
                                                        Self::post(self, arg0),
                                                    )
                                            }
                                                .await,
                                        );
                                    ::core::result::Result::<
                                        _,
                                        __rt::FlowError<__rt::BoxError>,
                                    >::Ok(post)
                                };
                                __rt::try_join!(
                                    thumbnail_branch = thumbnail_branch, post_branch =
                                    post_branch
                                )?
                            };
                            let save = watch
                                .step(5usize)
                                .done(
                                    {
                                        let out = (thumbnail,);
                                        let arg0 = __rt::FeedsInto::<
                                            Image,
                                            __steps::thumbnail,
                                            __steps::save,
                                        >::feed(out.0);
                                        let out = (post,);
                                        let arg1 = __rt::FeedsInto::<
                                            Post,
                                            __steps::post,
                                            __steps::save,
                                        >::feed(out.0);
                                        watch
                                            .polled(
                                                5usize,
                                                ::core::option::Option::None,
                                                Self::save(self, arg0, arg1),
                                            )
                                    }
                                        .await,
                                );
                            (
                                ::core::option::Option::Some(save),
                                ::core::option::Option::None,
                            )
                        }
                    };
                    match draft_again {
                        ::core::option::Option::Some(draft_again) => {
                            watch
                                .iteration(1usize, draft_rounds.again::<__rt::BoxError>()?);
                            for_draft = draft_again;
                        }
                        ::core::option::Option::None => break save,
                    }
                }
            };
            let ::core::option::Option::Some(save) = save else { __rt::impossible() };
            ::core::result::Result::Ok(save)
        }
        ///A run of the flow `Article` with a deadline, a cancellation token or an observer: set them, then call `run`.
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
        pub fn runner<'__flow>(&'__flow self) -> ArticleRunner<&'__flow Self> {
            ArticleRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
        #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery)]
        fn __flow_outputs() {
            use __rt::Found as _;
            __rt::IsAsWritten::accept(__rt::Probe::<Outline>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<Draft>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<Verdict>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<Image>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<Post>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<Saved>::new().found());
        }
    }
    ///A run of the flow `Article` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    #[allow(unreachable_pub)]
    pub struct ArticleRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    #[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
    impl<S, O> ArticleRunner<S, O> {
        __rt::runner_methods!(pub ArticleRunner);
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
    > ArticleRunner<&'__flow Article, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
            topic: &'__flow str,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<Saved, __rt::FlowError>,
        > {
            let ArticleRunner { flow, options } = self;
            __rt::limited(
                options,
                <Article as ::flow_core::Flow>::GRAPH,
                |error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(error),
                ::core::option::Option::None,
                { move |watch| flow.__flow_run(watch, topic) },
            )
        }
    }
};
