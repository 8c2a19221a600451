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
            line: 1,
            steps: __rt::Cow::Borrowed(const {
                &__rt::packed::steps::<
                    5,
                >(
                    "1092 3 1 a0 1 A0 0 1092 5 1 b0 1 B0 0 1606 7 1 c0 1 C2 0 a2 1606 9 1 d0 1 D1 0 s0 1606 11 1 e0 1 E2 0 a2 ",
                    __rt::packed::Below {
                        params: const {
                            &__rt::packed::params::<
                                5,
                            >("1 1 a2 &A0 1 b1 B1 1 a2 &A0 1 c1 C0 1 d1 D")
                        },
                        ends: &[],
                        members: const {
                            &__rt::packed::members::<4>("s0 s1 s2 s3 ", &[])
                        },
                        refined: const { &[] },
                    },
                )
            }),
            inputs: __rt::Cow::Borrowed(&[]),
            loops: __rt::Cow::Borrowed(&[]),
            sinks: __rt::Cow::Borrowed(
                &[
                    __rt::model::Sink {
                        step: 4,
                        always: true,
                    },
                ],
            ),
            picked: __rt::None,
            max_iterations: 100,
        };
    }
    #[automatically_derived]
    impl Mesh {
        ///Runs the flow `Mesh`.
        ///
        ///# Errors
        ///
        ///The first failure that nothing in the flow takes up: it names the step and holds its error.
        pub fn run(
            &self,
        ) -> impl __rt::Future<Output = __rt::Result<E, __rt::FlowError>> {
            Self::__flow_run(self, __rt::Unobserved)
        }
        async fn __flow_run<__Watch: __rt::Watch>(
            &self,
            __watch: __Watch,
        ) -> __rt::Result<E, __rt::FlowError> {
            let __a_value = __rt::Kept::<A>::new();
            let mut __b_value = __rt::Moved::<B>::new();
            let mut __c_value = __rt::Moved::<C>::new();
            let mut __d_value = __rt::Moved::<D>::new();
            let mut __e_value = __rt::Moved::<E>::new();
            {
                let __this = self;
                let mut __a_future = __rt::pin!(__rt::None);
                let mut __b_future = __rt::pin!(__rt::None);
                let mut __c_future = __rt::pin!(__rt::None);
                let mut __d_future = __rt::pin!(__rt::None);
                let mut __e_future = __rt::pin!(__rt::None);
                let mut __joins = __rt::Joins::<1>::new();
                __rt::poll_fn(|__cx| {
                        let mut __now = __joins;
                        if !__rt::Joins::have_happened(&__now, 0, 1) {
                            let __out = __rt::advance(
                                &mut __a_future,
                                __cx,
                                || {
                                    __rt::Some({
                                        __rt::Watch::started(&__watch, 0);
                                        __rt::Watch::polled(
                                            &__watch,
                                            0,
                                            __rt::None,
                                            Self::a(__this),
                                        )
                                    })
                                },
                            );
                            if let __rt::Some(__out) = __out {
                                let __out = __rt::Watch::done(&__watch, 0, __out);
                                __rt::Kept::put(&__a_value, __out);
                                __rt::Joins::happened(&mut __now, 0);
                            }
                        }
                        if !__rt::Joins::have_happened(&__now, 0, 2) {
                            let __out = __rt::advance(
                                &mut __b_future,
                                __cx,
                                || {
                                    __rt::Some({
                                        __rt::Watch::started(&__watch, 1);
                                        __rt::Watch::polled(
                                            &__watch,
                                            1,
                                            __rt::None,
                                            Self::b(__this),
                                        )
                                    })
                                },
                            );
                            if let __rt::Some(__out) = __out {
                                let __out = __rt::Watch::done(&__watch, 1, __out);
                                __rt::Moved::put(&mut __b_value, __out);
                                __rt::Joins::happened(&mut __now, 1);
                            }
                        }
                        if !__rt::Joins::have_happened(&__now, 0, 4) {
                            let __out = __rt::advance(
                                &mut __c_future,
                                __cx,
                                || {
                                    if !(__rt::Joins::have_happened(&__now, 0, 3)) {
                                        return __rt::None;
                                    }
                                    __rt::Some({
                                        __rt::Watch::started(&__watch, 2);
                                        let __value0 = __rt::Kept::lend(&__a_value);
                                        let __value1 = __rt::Moved::take(&mut __b_value);
                                        let __out = __value0;
                                        let __arg0: &A = __out;
                                        let __arg1 = __rt::FeedsAliased::<
                                            __steps::b,
                                            __steps::c,
                                            B,
                                        >::feed((__value1,).0);
                                        __rt::Watch::polled(
                                            &__watch,
                                            2,
                                            __rt::None,
                                            Self::c(__this, __arg0, __arg1),
                                        )
                                    })
                                },
                            );
                            if let __rt::Some(__out) = __out {
                                let __out = __rt::Watch::done(&__watch, 2, __out);
                                __rt::Moved::put(&mut __c_value, __out);
                                __rt::Joins::happened(&mut __now, 2);
                            }
                        }
                        if !__rt::Joins::have_happened(&__now, 0, 8) {
                            let __out = __rt::advance(
                                &mut __d_future,
                                __cx,
                                || {
                                    if !(__rt::Joins::have_happened(&__now, 0, 1)) {
                                        return __rt::None;
                                    }
                                    __rt::Some({
                                        __rt::Watch::started(&__watch, 3);
                                        let __value0 = __rt::Kept::lend(&__a_value);
                                        let __out = __value0;
                                        let __arg0: &A = __out;
                                        __rt::Watch::polled(
                                            &__watch,
                                            3,
                                            __rt::None,
                                            Self::d(__this, __arg0),
                                        )
                                    })
                                },
                            );
                            if let __rt::Some(__out) = __out {
                                let __out = __rt::Watch::done(&__watch, 3, __out);
                                __rt::Moved::put(&mut __d_value, __out);
                                __rt::Joins::happened(&mut __now, 3);
                            }
                        }
                        if !__rt::Joins::have_happened(&__now, 0, 16) {
                            let __out = __rt::advance(
                                &mut __e_future,
                                __cx,
                                || {
                                    if !(__rt::Joins::have_happened(&__now, 0, 12)) {
                                        return __rt::None;
                                    }
                                    __rt::Some({
                                        __rt::Watch::started(&__watch, 4);
                                        let __value0 = __rt::Moved::take(&mut __c_value);
                                        let __value1 = __rt::Moved::take(&mut __d_value);
                                        let __arg0 = __rt::FeedsAliased::<
                                            __steps::c,
                                            __steps::e,
                                            C,
                                        >::feed((__value0,).0);
                                        let __arg1 = __rt::FeedsAliased::<
                                            __steps::d,
                                            __steps::e,
                                            D,
                                        >::feed((__value1,).0);
                                        __rt::Watch::polled(
                                            &__watch,
                                            4,
                                            __rt::None,
                                            Self::e(__this, __arg0, __arg1),
                                        )
                                    })
                                },
                            );
                            if let __rt::Some(__out) = __out {
                                let __out = __rt::Watch::done(&__watch, 4, __out);
                                __rt::Moved::put(&mut __e_value, __out);
                                __rt::Joins::happened(&mut __now, 4);
                            }
                        }
                        if __rt::Joins::have_happened(&__now, 0, 31) {
                            return __rt::Poll::Ready(());
                        }
                        __joins = __now;
                        __rt::Poll::Pending
                    })
                    .await;
            }
            __rt::Ok(
                __rt::Moved::take_any(&mut __e_value)
                    .unwrap_or_else(|| __rt::impossible()),
            )
        }
        ///A run of the flow `Mesh` with a deadline, a cancellation token or an observer: set them, then call `run`.
        pub fn runner<'__flow>(&'__flow self) -> MeshRunner<&'__flow Self> {
            MeshRunner {
                flow: self,
                options: __rt::RunOptions::new(),
            }
        }
        fn __flow_outputs() {
            use __rt::Found as _;
            __rt::IsAsWritten::accept(__rt::Probe::<A>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<B>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<C>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<D>::new().__flow_found());
            __rt::IsAsWritten::accept(__rt::Probe::<E>::new().__flow_found());
        }
    }
    ///A run of the flow `Mesh` with a deadline, a cancellation token or an observer: set them, then call `run`.
    #[must_use = "nothing runs before `run` is called"]
    pub struct MeshRunner<__State, __Observer = ::flow_core::Unobserved> {
        flow: __State,
        options: __rt::RunOptions<__Observer>,
    }
    impl<S, O> MeshRunner<S, O> {
        __rt::runner_methods!(pub MeshRunner);
    }
    #[automatically_derived]
    impl<'__flow, __Observer: __rt::Observing> MeshRunner<&'__flow Mesh, __Observer> {
        /// Runs the flow.
        pub fn run(
            self,
        ) -> impl __rt::Future<Output = __rt::Result<E, __rt::FlowError>> {
            let MeshRunner { flow: __flow, options: __options } = self;
            __rt::limited(
                __options,
                <Mesh as ::flow_core::Flow>::GRAPH,
                |__error: &__rt::FlowError<__rt::BoxError>| __rt::describe!(__error),
                __rt::None,
                move |__watch| <Mesh>::__flow_run(__flow, __watch),
            )
        }
    }
};
