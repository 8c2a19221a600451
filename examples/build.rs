//! Draws the flows of `src/flows` into `diagrams`, and fails the build if one of them is wrong.

fn main() -> Result<(), flow_build::Errors> {
    flow_build::Diagrams::new().write_to("diagrams")
}
