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
const _: () = {
    #[allow(unused_imports)]
    use ::flow_core::__private::{self as rt, Stop as _, Watch as _, WatchStep as _};
    #[allow(dead_code, missing_docs, non_camel_case_types, unreachable_pub)]
    mod steps {
        pub struct outline;
        pub struct draft;
        pub struct judge;
        pub struct thumbnail;
        pub struct post;
        pub struct save;
    }
    #[automatically_derived]
    impl ::flow_core::Flow for Article {
        const GRAPH: &'static ::flow_core::Graph = &rt::model::Graph {
            name: rt::Cow::Borrowed("Article"),
            doc: rt::Cow::Borrowed(""),
            line: 1u32,
            steps: rt::Cow::Borrowed(
                &[
                    rt::model::Step {
                        name: rt::Cow::Borrowed("outline"),
                        doc: rt::Cow::Borrowed(""),
                        line: 3u32,
                        kind: rt::model::StepKind::Start,
                        trigger: ::core::option::Option::None,
                        params: rt::Cow::Borrowed(
                            &[
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("topic"),
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
                            rt::Cow::Borrowed("Outline"),
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
                        name: rt::Cow::Borrowed("draft"),
                        doc: rt::Cow::Borrowed(""),
                        line: 5u32,
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
                                            step: 2usize,
                                            route: rt::model::Route::Variant(
                                                rt::Cow::Borrowed("Revise"),
                                            ),
                                            bare: false,
                                        }),
                                    ],
                                ),
                            ),
                        ),
                        params: rt::Cow::Borrowed(
                            &[
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("text"),
                                    ty: rt::Cow::Borrowed("Draft"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(rt::Cow::Borrowed("Draft")),
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
                        name: rt::Cow::Borrowed("judge"),
                        doc: rt::Cow::Borrowed(""),
                        line: 7u32,
                        kind: rt::model::StepKind::Router,
                        trigger: ::core::option::Option::Some(
                            rt::model::Trigger::Event(rt::model::Event {
                                step: 1usize,
                                route: rt::model::Route::Success,
                                bare: false,
                            }),
                        ),
                        params: rt::Cow::Borrowed(
                            &[
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("draft"),
                                    ty: rt::Cow::Borrowed("Draft"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(
                            rt::Cow::Borrowed("Verdict"),
                        ),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: true,
                        receiver: rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: rt::model::Refinement::NONE,
                    },
                    rt::model::Step {
                        name: rt::Cow::Borrowed("thumbnail"),
                        doc: rt::Cow::Borrowed(""),
                        line: 9u32,
                        kind: rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            rt::model::Trigger::Event(rt::model::Event {
                                step: 2usize,
                                route: rt::model::Route::Variant(
                                    rt::Cow::Borrowed("Accept"),
                                ),
                                bare: false,
                            }),
                        ),
                        params: rt::Cow::Borrowed(
                            &[
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("draft"),
                                    ty: rt::Cow::Borrowed("&Draft"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(rt::Cow::Borrowed("Image")),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: true,
                        receiver: rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: rt::model::Refinement::NONE,
                    },
                    rt::model::Step {
                        name: rt::Cow::Borrowed("post"),
                        doc: rt::Cow::Borrowed(""),
                        line: 11u32,
                        kind: rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            rt::model::Trigger::Event(rt::model::Event {
                                step: 2usize,
                                route: rt::model::Route::Variant(
                                    rt::Cow::Borrowed("Accept"),
                                ),
                                bare: false,
                            }),
                        ),
                        params: rt::Cow::Borrowed(
                            &[
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("draft"),
                                    ty: rt::Cow::Borrowed("&Draft"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(rt::Cow::Borrowed("Post")),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: true,
                        receiver: rt::model::Receiver::Shared,
                        must_finish: false,
                        ends: rt::Cow::Borrowed(&[]),
                        ends_rest: false,
                        max_iterations: ::core::option::Option::None,
                        refined: rt::model::Refinement::NONE,
                    },
                    rt::model::Step {
                        name: rt::Cow::Borrowed("save"),
                        doc: rt::Cow::Borrowed(""),
                        line: 13u32,
                        kind: rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            rt::model::Trigger::And(
                                rt::Cow::Borrowed(
                                    &[
                                        rt::model::Trigger::Event(rt::model::Event {
                                            step: 3usize,
                                            route: rt::model::Route::Success,
                                            bare: false,
                                        }),
                                        rt::model::Trigger::Event(rt::model::Event {
                                            step: 4usize,
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
                                    name: rt::Cow::Borrowed("image"),
                                    ty: rt::Cow::Borrowed("Image"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                                rt::model::Param {
                                    name: rt::Cow::Borrowed("post"),
                                    ty: rt::Cow::Borrowed("Post"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(rt::Cow::Borrowed("Saved")),
                        fallible: false,
                        error: ::core::option::Option::None,
                        is_async: true,
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
                        name: rt::Cow::Borrowed("topic"),
                        ty: rt::Cow::Borrowed("&str"),
                    },
                ],
            ),
            loops: rt::Cow::Borrowed(
                &[
                    rt::model::Loop {
                        header: 1usize,
                        backs: rt::Cow::Borrowed(&[1usize]),
                        scope: rt::Cow::Borrowed(
                            &[1usize, 2usize, 3usize, 4usize, 5usize],
                        ),
                        body: rt::Cow::Borrowed(&[1usize, 2usize]),
                        max_iterations: 100u32,
                    },
                ],
            ),
            sinks: rt::Cow::Borrowed(
                &[
                    rt::model::Sink {
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
        #[allow(private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        pub fn run(
            &self,
            topic: &str,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<Saved, rt::FlowError>,
        > {
            self.__flow_run(rt::Unobserved, topic)
        }
        #[allow(private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        async fn __flow_run<__Watch: rt::Watch>(
            &self,
            watch: __Watch,
            topic: &str,
        ) -> ::core::result::Result<Saved, rt::FlowError> {
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
                    |error| rt::describe!(error),
                )
                .map_err(|error| rt::failed(
                    "Article",
                    "outline",
                    rt::FailsWith::<rt::BoxError>::into_failure(error),
                ))?;
            let mut for_draft = {
                let part = (outline,);
                rt::Becomes::<_, steps::outline, steps::draft>::becomes(part.0)
            };
            let save = {
                let mut draft_rounds = rt::Rounds::new("Article", "draft", 100u32);
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
                            |error| rt::describe!(error),
                        )
                        .map_err(|error| rt::failed(
                            "Article",
                            "draft",
                            rt::FailsWith::<rt::BoxError>::into_failure(error),
                        ))?;
                    let judge = watch
                        .step(2usize)
                        .done(
                            {
                                let out = (draft,);
                                let arg0 = rt::FeedsInto::<
                                    Draft,
                                    steps::draft,
                                    steps::judge,
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
                                rt::Becomes::<
                                    _,
                                    steps::judge,
                                    steps::draft,
                                >::becomes(part.0)
                            };
                            (
                                ::core::option::Option::None,
                                ::core::option::Option::Some(draft_again),
                            )
                        }
                        Verdict::Accept(judge_accept) => {
                            let (thumbnail, post) = {
                                let branch_watch = watch.branch();
                                let thumbnail_branch = async {
                                    let watch = branch_watch;
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
                                        rt::FlowError<rt::BoxError>,
                                    >::Ok(thumbnail)
                                };
                                let branch_watch = watch.branch();
                                let post_branch = async {
                                    let watch = branch_watch;
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
                                        rt::FlowError<rt::BoxError>,
                                    >::Ok(post)
                                };
                                rt::try_join!(
                                    thumbnail_branch = thumbnail_branch, post_branch =
                                    post_branch
                                )?
                            };
                            let save = watch
                                .step(5usize)
                                .done(
                                    {
                                        let out = (thumbnail,);
                                        let arg0 = rt::FeedsInto::<
                                            Image,
                                            steps::thumbnail,
                                            steps::save,
                                        >::feed(out.0);
                                        let out = (post,);
                                        let arg1 = rt::FeedsInto::<
                                            Post,
                                            steps::post,
                                            steps::save,
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
                                .iteration(1usize, draft_rounds.again::<rt::BoxError>()?);
                            for_draft = draft_again;
                        }
                        ::core::option::Option::None => break save,
                    }
                }
            };
            let ::core::option::Option::Some(save) = save else { rt::impossible() };
            ::core::result::Result::Ok(save)
        }
        ///A run of the flow `Article` with a deadline, a cancellation token or an observer: set them, then call `run`.
        #[allow(private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        pub fn runner<'flow>(&'flow self) -> ArticleRunner<&'flow Article> {
            ArticleRunner {
                flow: self,
                options: rt::RunOptions::new(),
            }
        }
        #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery)]
        fn __flow_outputs() {
            use rt::Found as _;
            rt::IsAsWritten::accept(rt::Probe::<Outline>::new().found());
            rt::IsAsWritten::accept(rt::Probe::<Draft>::new().found());
            rt::IsAsWritten::accept(rt::Probe::<Verdict>::new().found());
            rt::IsAsWritten::accept(rt::Probe::<Image>::new().found());
            rt::IsAsWritten::accept(rt::Probe::<Post>::new().found());
            rt::IsAsWritten::accept(rt::Probe::<Saved>::new().found());
        }
    }
    ///A run of the flow `Article` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    #[allow(unreachable_pub)]
    pub struct ArticleRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: rt::RunOptions<__Observer>,
    }
    #[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
    impl<S, O> ArticleRunner<S, O> {
        rt::runner_methods!(pub ArticleRunner);
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
    impl<'flow, __Observer: rt::Observing> ArticleRunner<&'flow Article, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
            topic: &'flow str,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<Saved, rt::FlowError>,
        > {
            let ArticleRunner { flow, options } = self;
            rt::limited(
                options,
                <Article as ::flow_core::Flow>::GRAPH,
                |error: &rt::FlowError<rt::BoxError>| rt::describe!(error),
                ::core::option::Option::None,
                { move |watch| flow.__flow_run(watch, topic) },
            )
        }
    }
};
