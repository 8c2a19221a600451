//! The JSON of a flow, against its published schema.

use expect_test::expect_file;
use flow_graph::render::Document;
use serde_json::Value;

use crate::run::{flow, workspace};
use crate::support::Package;
use crate::svg::awkward;

/// The schema of what is written, in the words of the types' documentation without its examples.
fn schema() -> Value {
    let generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Document>().to_value();
    without_examples(&mut schema);
    schema
}

fn without_examples(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "description" => {
                        let words = text.split("\n\n").next().unwrap_or_default();
                        *text = words.replace('\n', " ");
                    }
                    value => without_examples(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(without_examples),
        _ => {}
    }
}

#[test]
fn the_published_schema_is_current() {
    let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    expect_file!["../../../docs/graph.schema.json"].assert_eq(&text);
}

#[test]
fn documents_keep_to_the_schema() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let package = workspace();
    let awkward = awkward();
    for (package, name) in [
        (&package, "Offer"),
        (&package, "orders::Order"),
        (&package, "Essay"),
        (&awkward, "Awkward"),
        (&awkward, "Outer"),
        (&awkward, "Long"),
    ] {
        let text = flow(package, &["graph", name, "-f", "json"]).ok();
        let json: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{name}");
        let mut missing = json.clone();
        missing["flow"]["steps"][0].as_object_mut().unwrap().remove("trigger").unwrap();
        assert!(!validator.is_valid(&missing), "every field is there, if only as `null`");
        // A field of another type, or of no known kind, is none of this format.
        for (pointer, wrong) in [
            ("/version", Value::from("1")),
            ("/version", Value::from(2)),
            ("/flow/steps/0/name", Value::Null),
            ("/flow/steps/0/kind", Value::from("begin")),
            ("/picture/nodes/0/kind", Value::from("blob")),
            ("/picture/edges/0/from", Value::from(1)),
        ] {
            let mut broken = json.clone();
            *broken.pointer_mut(pointer).unwrap() = wrong;
            assert!(!validator.is_valid(&broken), "{pointer}");
        }
    }
}

/// The order of fields and lists is part of the format: this is what others read.
#[test]
fn a_document() {
    let lib = "/// Greets.\n#[flow]\nimpl Greeting {\n    #[start]\n    async fn name(&self, id: u32) -> Result<String, Unknown> { todo!() }\n    \
               #[listen(name)]\n    #[retry(times = 2, base = \"250ms\")]\n    fn greet(&self, name: &str) -> Result<String, Rude> { todo!() }\n}\n";
    let package = Package::new(&[("src/lib.rs", lib)]);
    let text = flow(&package, &["graph", "--format", "json"]).ok();
    expect_file!["greeting.json"].assert_eq(&text);
}
