//! Private types, in a private module of a private module.

#![allow(dead_code)]

mod outside {
    mod inside {
        use ::flow_core::flow;

        // CONSTRUCTS

        mod steps_of_another_module {
            use super::Elsewhere;

            #[::flow_core::flow(vis = pub(super))]
            impl Elsewhere {
                #[::flow_core::start]
                async fn here(&self) -> super::Private {
                    super::Private
                }

                #[::flow_core::start]
                pub(super) fn there(&self, private: super::Private) -> super::Private {
                    private
                }
            }
        }

        struct Elsewhere;

        struct Private;

        async fn elsewhere() {
            let output = Elsewhere.run(Private).await.unwrap();
            let (_, _) = (output.here, output.there);
        }
    }
}

fn main() {}
