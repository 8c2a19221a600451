impl Mesh {
    async fn a(&self) -> A {
        work()
    }
    async fn b(&self) -> B {
        work()
    }
    async fn c(&self, a: &A, b: B) -> C {
        work()
    }
    async fn d(&self, a: &A) -> D {
        work()
    }
    async fn e(&self, c: C, d: D) -> E {
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
        pub struct a;
        pub struct b;
        pub struct c;
        pub struct d;
        pub struct e;
    }
    #[automatically_derived]
    impl ::flow_core::Flow for Mesh {
        const GRAPH: &'static ::flow_core::Graph = &__rt::model::Graph {
            name: __rt::Cow::Borrowed("Mesh"),
            doc: __rt::Cow::Borrowed(""),
            line: 1u32,
            steps: __rt::Cow::Borrowed(
                &[
                    __rt::model::Step {
                        name: __rt::Cow::Borrowed("a"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 3u32,
                        kind: __rt::model::StepKind::Start,
                        trigger: ::core::option::Option::None,
                        params: __rt::Cow::Borrowed(&[]),
                        output: ::core::option::Option::Some(__rt::Cow::Borrowed("A")),
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
                        name: __rt::Cow::Borrowed("b"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 5u32,
                        kind: __rt::model::StepKind::Start,
                        trigger: ::core::option::Option::None,
                        params: __rt::Cow::Borrowed(&[]),
                        output: ::core::option::Option::Some(__rt::Cow::Borrowed("B")),
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
                        name: __rt::Cow::Borrowed("c"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 7u32,
                        kind: __rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            __rt::model::Trigger::And(
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
                                    name: __rt::Cow::Borrowed("a"),
                                    ty: __rt::Cow::Borrowed("&A"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("b"),
                                    ty: __rt::Cow::Borrowed("B"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(__rt::Cow::Borrowed("C")),
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
                        name: __rt::Cow::Borrowed("d"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 9u32,
                        kind: __rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            __rt::model::Trigger::Event(__rt::model::Event {
                                step: 0usize,
                                route: __rt::model::Route::Success,
                                bare: false,
                            }),
                        ),
                        params: __rt::Cow::Borrowed(
                            &[
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("a"),
                                    ty: __rt::Cow::Borrowed("&A"),
                                    by_ref: true,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(__rt::Cow::Borrowed("D")),
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
                        name: __rt::Cow::Borrowed("e"),
                        doc: __rt::Cow::Borrowed(""),
                        line: 11u32,
                        kind: __rt::model::StepKind::Listen,
                        trigger: ::core::option::Option::Some(
                            __rt::model::Trigger::And(
                                __rt::Cow::Borrowed(
                                    &[
                                        __rt::model::Trigger::Event(__rt::model::Event {
                                            step: 2usize,
                                            route: __rt::model::Route::Success,
                                            bare: false,
                                        }),
                                        __rt::model::Trigger::Event(__rt::model::Event {
                                            step: 3usize,
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
                                    name: __rt::Cow::Borrowed("c"),
                                    ty: __rt::Cow::Borrowed("C"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                                __rt::model::Param {
                                    name: __rt::Cow::Borrowed("d"),
                                    ty: __rt::Cow::Borrowed("D"),
                                    by_ref: false,
                                    from: ::core::option::Option::None,
                                    context: false,
                                    optional: false,
                                    tuple: ::core::option::Option::None,
                                },
                            ],
                        ),
                        output: ::core::option::Option::Some(__rt::Cow::Borrowed("E")),
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
            inputs: __rt::Cow::Borrowed(&[]),
            loops: __rt::Cow::Borrowed(&[]),
            sinks: __rt::Cow::Borrowed(
                &[
                    __rt::model::Sink {
                        step: 4usize,
                        always: true,
                    },
                ],
            ),
            picked: ::core::option::Option::None,
            max_iterations: 100u32,
        };
    }
    #[automatically_derived]
    impl Mesh {
        ///Runs the flow `Mesh`.
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
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<E, __rt::FlowError>,
        > {
            self.__flow_run(__rt::Unobserved)
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
        ) -> ::core::result::Result<E, __rt::FlowError> {
            const PLAN: __rt::plan::Plan = __rt::plan::Plan {
                sizes: __rt::plan::Sizes {
                    steps: 5usize,
                    gates: 3usize,
                    members: 5usize,
                    loops: 0usize,
                    words: 1usize,
                    kept: 0usize,
                },
                places: __rt::Cow::Borrowed(&[0u16, 1u16, 2u16, 3u16, 4u16]),
                steps: __rt::Cow::Borrowed(
                    &[
                        __rt::plan::StepPlan {
                            id: 0u16,
                            first_gate: 65535u16,
                            gate: 65535u16,
                            event: 0u16,
                            variants: 0u16,
                            heads: 65535u16,
                            must_finish: false,
                            handled: false,
                            sink: false,
                            output: false,
                        },
                        __rt::plan::StepPlan {
                            id: 1u16,
                            first_gate: 65535u16,
                            gate: 65535u16,
                            event: 2u16,
                            variants: 0u16,
                            heads: 65535u16,
                            must_finish: false,
                            handled: false,
                            sink: false,
                            output: false,
                        },
                        __rt::plan::StepPlan {
                            id: 2u16,
                            first_gate: 0u16,
                            gate: 0u16,
                            event: 4u16,
                            variants: 0u16,
                            heads: 65535u16,
                            must_finish: false,
                            handled: false,
                            sink: false,
                            output: false,
                        },
                        __rt::plan::StepPlan {
                            id: 3u16,
                            first_gate: 1u16,
                            gate: 1u16,
                            event: 6u16,
                            variants: 0u16,
                            heads: 65535u16,
                            must_finish: false,
                            handled: false,
                            sink: false,
                            output: false,
                        },
                        __rt::plan::StepPlan {
                            id: 4u16,
                            first_gate: 2u16,
                            gate: 2u16,
                            event: 8u16,
                            variants: 0u16,
                            heads: 65535u16,
                            must_finish: false,
                            handled: false,
                            sink: true,
                            output: true,
                        },
                    ],
                ),
                events: __rt::Cow::Borrowed(
                    &[0u16, 2u16, 2u16, 3u16, 3u16, 4u16, 4u16, 5u16, 5u16, 5u16, 5u16],
                ),
                leaves: __rt::Cow::Borrowed(
                    &[
                        __rt::plan::LeafPlan {
                            member: 0u16,
                            source: 0u16,
                            event: 0u16,
                            listener: 2u16,
                            escapes: false,
                            enters: false,
                            back: false,
                        },
                        __rt::plan::LeafPlan {
                            member: 2u16,
                            source: 0u16,
                            event: 0u16,
                            listener: 3u16,
                            escapes: false,
                            enters: false,
                            back: false,
                        },
                        __rt::plan::LeafPlan {
                            member: 1u16,
                            source: 1u16,
                            event: 0u16,
                            listener: 2u16,
                            escapes: false,
                            enters: false,
                            back: false,
                        },
                        __rt::plan::LeafPlan {
                            member: 3u16,
                            source: 2u16,
                            event: 0u16,
                            listener: 4u16,
                            escapes: false,
                            enters: false,
                            back: false,
                        },
                        __rt::plan::LeafPlan {
                            member: 4u16,
                            source: 3u16,
                            event: 0u16,
                            listener: 4u16,
                            escapes: false,
                            enters: false,
                            back: false,
                        },
                    ],
                ),
                gates: __rt::Cow::Borrowed(
                    &[
                        __rt::plan::GatePlan {
                            kind: __rt::plan::GateKind::And,
                            step: 2u16,
                            node: 0u16,
                            member: 65535u16,
                            first: 0u16,
                            span: 2u16,
                            len: 2u16,
                            back: false,
                        },
                        __rt::plan::GatePlan {
                            kind: __rt::plan::GateKind::And,
                            step: 3u16,
                            node: 0u16,
                            member: 65535u16,
                            first: 2u16,
                            span: 1u16,
                            len: 1u16,
                            back: false,
                        },
                        __rt::plan::GatePlan {
                            kind: __rt::plan::GateKind::And,
                            step: 4u16,
                            node: 0u16,
                            member: 65535u16,
                            first: 3u16,
                            span: 2u16,
                            len: 2u16,
                            back: false,
                        },
                    ],
                ),
                members: __rt::Cow::Borrowed(
                    &[
                        __rt::plan::MemberPlan {
                            gate: 0u16,
                            inner: 65535u16,
                            leaf: 0u16,
                        },
                        __rt::plan::MemberPlan {
                            gate: 0u16,
                            inner: 65535u16,
                            leaf: 2u16,
                        },
                        __rt::plan::MemberPlan {
                            gate: 1u16,
                            inner: 65535u16,
                            leaf: 1u16,
                        },
                        __rt::plan::MemberPlan {
                            gate: 2u16,
                            inner: 65535u16,
                            leaf: 3u16,
                        },
                        __rt::plan::MemberPlan {
                            gate: 2u16,
                            inner: 65535u16,
                            leaf: 4u16,
                        },
                    ],
                ),
                loops: __rt::Cow::Borrowed(&[]),
                escapes: __rt::Cow::Borrowed(&[]),
            };
            let mut control = __rt::Control::<
                5usize,
                3usize,
                5usize,
                0usize,
                1usize,
                0usize,
            >::new(&PLAN);
            let mut failures: __rt::Broke<__rt::BoxError> = ::std::vec::Vec::new();
            let a_value = __rt::Kept::<A>::new();
            let b_value = __rt::Moved::<B>::new();
            let c_value = __rt::Moved::<C>::new();
            let d_value = __rt::Moved::<D>::new();
            let e_value = __rt::Moved::<E>::new();
            {
                let this = self;
                let _: __rt::Phase = {
                    let mut a_future = __rt::pin!(::core::option::Option::None);
                    let mut b_future = __rt::pin!(::core::option::Option::None);
                    let mut c_future = __rt::pin!(::core::option::Option::None);
                    let mut d_future = __rt::pin!(::core::option::Option::None);
                    let mut e_future = __rt::pin!(::core::option::Option::None);
                    __rt::poll_fn(|cx| {
                            control.wake();
                            loop {
                                match control.next() {
                                    __rt::Work::Start(0usize) => {
                                        watch.started(0usize);
                                        __rt::start(
                                            a_future.as_mut(),
                                            {
                                                watch
                                                    .polled(0usize, ::core::option::Option::None, Self::a(this))
                                            },
                                        )
                                    }
                                    __rt::Work::Poll(0usize) => {
                                        if let ::core::option::Option::Some(
                                            __rt::Poll::Ready(out),
                                        ) = __rt::poll(a_future.as_mut(), cx) {
                                            let out = watch.done(0usize, out);
                                            a_value.put(out);
                                            control.succeeded(0usize, ::core::option::Option::None);
                                        }
                                    }
                                    __rt::Work::Start(1usize) => {
                                        watch.started(1usize);
                                        __rt::start(
                                            b_future.as_mut(),
                                            {
                                                watch
                                                    .polled(1usize, ::core::option::Option::None, Self::b(this))
                                            },
                                        )
                                    }
                                    __rt::Work::Poll(1usize) => {
                                        if let ::core::option::Option::Some(
                                            __rt::Poll::Ready(out),
                                        ) = __rt::poll(b_future.as_mut(), cx) {
                                            let out = watch.done(1usize, out);
                                            b_value.put(out);
                                            control.succeeded(1usize, ::core::option::Option::None);
                                        }
                                    }
                                    __rt::Work::Start(2usize) => {
                                        watch.started(2usize);
                                        __rt::start(
                                            c_future.as_mut(),
                                            {
                                                let value0 = a_value.lend();
                                                let value1 = b_value.take();
                                                let out = value0;
                                                let arg0: &A = out;
                                                let out = (value1,);
                                                let arg1 = __rt::FeedsInto::<
                                                    B,
                                                    __steps::b,
                                                    __steps::c,
                                                >::feed(out.0);
                                                watch
                                                    .polled(
                                                        2usize,
                                                        ::core::option::Option::None,
                                                        Self::c(this, arg0, arg1),
                                                    )
                                            },
                                        )
                                    }
                                    __rt::Work::Poll(2usize) => {
                                        if let ::core::option::Option::Some(
                                            __rt::Poll::Ready(out),
                                        ) = __rt::poll(c_future.as_mut(), cx) {
                                            let out = watch.done(2usize, out);
                                            c_value.put(out);
                                            control.succeeded(2usize, ::core::option::Option::None);
                                        }
                                    }
                                    __rt::Work::Start(3usize) => {
                                        watch.started(3usize);
                                        __rt::start(
                                            d_future.as_mut(),
                                            {
                                                let value0 = a_value.lend();
                                                let out = value0;
                                                let arg0: &A = out;
                                                watch
                                                    .polled(
                                                        3usize,
                                                        ::core::option::Option::None,
                                                        Self::d(this, arg0),
                                                    )
                                            },
                                        )
                                    }
                                    __rt::Work::Poll(3usize) => {
                                        if let ::core::option::Option::Some(
                                            __rt::Poll::Ready(out),
                                        ) = __rt::poll(d_future.as_mut(), cx) {
                                            let out = watch.done(3usize, out);
                                            d_value.put(out);
                                            control.succeeded(3usize, ::core::option::Option::None);
                                        }
                                    }
                                    __rt::Work::Start(4usize) => {
                                        watch.started(4usize);
                                        __rt::start(
                                            e_future.as_mut(),
                                            {
                                                let value0 = c_value.take();
                                                let value1 = d_value.take();
                                                let out = (value0,);
                                                let arg0 = __rt::FeedsInto::<
                                                    C,
                                                    __steps::c,
                                                    __steps::e,
                                                >::feed(out.0);
                                                let out = (value1,);
                                                let arg1 = __rt::FeedsInto::<
                                                    D,
                                                    __steps::d,
                                                    __steps::e,
                                                >::feed(out.0);
                                                watch
                                                    .polled(
                                                        4usize,
                                                        ::core::option::Option::None,
                                                        Self::e(this, arg0, arg1),
                                                    )
                                            },
                                        )
                                    }
                                    __rt::Work::Poll(4usize) => {
                                        if let ::core::option::Option::Some(
                                            __rt::Poll::Ready(out),
                                        ) = __rt::poll(e_future.as_mut(), cx) {
                                            let out = watch.done(4usize, out);
                                            e_value.put(out);
                                            control.succeeded(4usize, ::core::option::Option::None);
                                        }
                                    }
                                    __rt::Work::Cancel(0usize) => {
                                        a_future.set(::core::option::Option::None);
                                        watch.cancelled(0usize, control.lost_to(0usize));
                                    }
                                    __rt::Work::Cancel(1usize) => {
                                        b_future.set(::core::option::Option::None);
                                        watch.cancelled(1usize, control.lost_to(1usize));
                                    }
                                    __rt::Work::Cancel(2usize) => {
                                        c_future.set(::core::option::Option::None);
                                        watch.cancelled(2usize, control.lost_to(2usize));
                                    }
                                    __rt::Work::Cancel(3usize) => {
                                        d_future.set(::core::option::Option::None);
                                        watch.cancelled(3usize, control.lost_to(3usize));
                                    }
                                    __rt::Work::Cancel(4usize) => {
                                        e_future.set(::core::option::Option::None);
                                        watch.cancelled(4usize, control.lost_to(4usize));
                                    }
                                    __rt::Work::Wait => return __rt::Poll::Pending,
                                    __rt::Work::End => {
                                        return __rt::Poll::Ready(__rt::Phase::Over);
                                    }
                                    _ => __rt::impossible(),
                                }
                            }
                        })
                        .await
                };
            }
            const STEPS: __rt::Names = &["a", "b", "c", "d", "e"];
            __rt::verdict(&control, "Mesh", STEPS, failures)?;
            ::core::result::Result::Ok(
                e_value.take_any().unwrap_or_else(|| __rt::impossible()),
            )
        }
        ///A run of the flow `Mesh` with a deadline, a cancellation token or an observer: set them, then call `run`.
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
        pub fn runner<'__flow>(&'__flow self) -> MeshRunner<&'__flow Self> {
            MeshRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
        #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery)]
        fn __flow_outputs() {
            use __rt::Found as _;
            __rt::IsAsWritten::accept(__rt::Probe::<A>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<B>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<C>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<D>::new().found());
            __rt::IsAsWritten::accept(__rt::Probe::<E>::new().found());
        }
    }
    ///A run of the flow `Mesh` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    #[allow(unreachable_pub)]
    pub struct MeshRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    #[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
    impl<S, O> MeshRunner<S, O> {
        __rt::runner_methods!(pub MeshRunner);
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
    impl<'__flow, __Observer: __rt::Observing> MeshRunner<&'__flow Mesh, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<E, __rt::FlowError>,
        > {
            let MeshRunner { flow, options } = self;
            __rt::limited(
                options,
                <Mesh as ::flow_core::Flow>::GRAPH,
                |error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(error),
                ::core::option::Option::None,
                { move |watch| flow.__flow_run(watch) },
            )
        }
    }
};
