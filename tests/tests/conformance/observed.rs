//! What is told of a run.

use flow_core::observe::Recorder;
use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct Chain { log: Log }

    #[flow]
    impl Chain {
        #[start]
        async fn a(&self, text: &str) -> String {
            self.log.step("a", 1).await;
            text.to_string()
        }
        #[listen(a)]
        async fn b(&self, text: String) -> String {
            self.log.step("b", 1).await;
            text
        }
    }

    /// CrewAI: the same. There, the events hold inputs and results as well; here, observers ask nothing of their types,
    /// and what they are to see of values is emitted by steps.
    async fn c16_a_chain_observed() {
        let recorder = Recorder::new();
        let flow = Chain { log: Log::new() };
        assert_eq!(flow.runner().observed_by(&recorder).run("input").await.unwrap(), "input");
        assert_eq!(recorder.lines(), [
            "started flow Chain",
            "started a",
            "finished a",
            "started b",
            "finished b",
            "finished flow Chain",
        ]);
    }
}
