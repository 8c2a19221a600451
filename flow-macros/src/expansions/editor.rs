const _: () = {
    mod __names {
        pub mod steps {
            ///Writes down what it is about.
            pub fn outline() {}
            ///
            pub fn draft() {}
            ///
            pub fn judge() {}
        }
        pub mod member {
            pub use super::steps::*;
            pub use ::flow_core::__private::editor::member::*;
        }
        pub mod listen {
            pub use super::member::*;
            pub use ::flow_core::__private::editor::trigger::*;
        }
        pub mod router {
            pub use super::member::*;
            pub use ::flow_core::__private::editor::router::*;
        }
    }
    use __names::steps::draft as _;
    use ::flow_core::__private::editor::flow::output as _;
    use ::flow_core::__private::editor::flow::{};
    use ::flow_core::__private::editor::several::times as _;
    use ::flow_core::__private::editor::retry::on as _;
    use __names::listen::or as _;
    use __names::member::outline as _;
    use __names::member::judge as _;
    use __names::router::draft as _;
    use ::flow_core::__private::editor::router::ends as _;
    use __names::steps::draft as _;
    use ::flow_core::start as _;
    use ::flow_core::retry as _;
    use ::flow_core::listen as _;
    use ::flow_core::router as _;
    use ::flow_core::__private::editor::parameter::from as _;
};
impl Article {
    fn __flow_names() {
        let _ = { Down::is_short };
        if let Verdict::Revise { .. } = loop {} {}
        if let Verdict::Accept { .. } = loop {} {}
        let _ = Self::draft;
        let _ = Self::outline;
        let _ = Self::judge;
        let _ = Self::draft;
        let _ = Self::draft;
    }
}
