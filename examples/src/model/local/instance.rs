//! Answers with a given structure: an instance of a JSON schema, made from the prompt.

use serde_json::Value;

use super::prompt::Prompt;
use super::words::{capitalized, key_words, pick, seed};
use super::writer::headline;

/// A text of fewer words than this is "short": what a boolean in an answer says about the source of the prompt.
const SHORT: usize = 200;

/// How deep a schema may go; a recursive one would have no end.
const DEEPEST: usize = 8;

/// How long a list may be, whatever the schema asks for.
const LONGEST: u64 = 32;

/// An instance of `schema`: what `model` answers to `prompt`.
///
/// A property's description guides its value, as it guides a model: "as written" takes the value from the prompt, "one of
/// the points" chooses from its list, "headline", "reason" and "sentence" say what kind of text to write, "a museum, garden
/// or viewpoint" offers a choice.
pub(super) fn of(schema: &Value, model: &str, prompt: &str) -> Value {
    let parts = Prompt::parse(prompt);
    Maker { root: schema, model, prompt, parts }.value(schema, "", 0)
}

struct Maker<'a> {
    root: &'a Value,
    model: &'a str,
    prompt: &'a str,
    parts: Prompt<'a>,
}

impl Maker<'_> {
    /// A value for the part of the schema at `path`, a list of names and indices.
    fn value(&self, schema: &Value, path: &str, depth: usize) -> Value {
        if depth > DEEPEST {
            return Value::Null;
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(options) = schema["enum"].as_array() {
            return pick(options, self.seed(path)).cloned().unwrap_or_default();
        }
        if let Some(target) = schema["$ref"].as_str() {
            let target = self.root.pointer(target.trim_start_matches('#')).unwrap_or(&Value::Null);
            return self.value(target, path, depth + 1);
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            if let Some(options) = schema[keyword].as_array() {
                let options: Vec<&Value> = options.iter().filter(|option| option["type"] != "null").collect();
                let option = pick(&options, self.seed(path)).copied().unwrap_or(&Value::Null);
                return self.value(option, path, depth + 1);
            }
        }
        match type_of(schema) {
            "object" => self.object(schema, path, depth),
            "array" => self.array(schema, path, depth),
            "string" => self.string(schema, path).into(),
            "integer" => self.integer(schema, path).into(),
            "number" => (self.integer(schema, path) as f64).into(),
            "boolean" => {
                let text = self.parts.source.unwrap_or(self.prompt);
                (text.split_whitespace().count() < SHORT).into()
            }
            _ => Value::Null,
        }
    }

    fn object(&self, schema: &Value, path: &str, depth: usize) -> Value {
        let property = |(name, schema): (&String, &Value)| {
            let value = self.value(schema, &format!("{path}/{name}"), depth + 1);
            (name.clone(), value)
        };
        let properties = schema["properties"].as_object().into_iter().flatten();
        Value::Object(properties.map(property).collect())
    }

    fn array(&self, schema: &Value, path: &str, depth: usize) -> Value {
        if as_written(schema) && type_of(&schema["items"]) == "string" {
            let name = self.parts.name().to_lowercase();
            let words = key_words(self.parts.material()).into_iter();
            return words.filter(|word| name.split_whitespace().all(|part| part != word)).collect();
        }
        let bound = |keyword: &str, otherwise| schema[keyword].as_u64().unwrap_or(otherwise);
        let count = 3.max(bound("minItems", 0)).min(bound("maxItems", LONGEST)).min(LONGEST);
        // What is said of the list holds for its items, unless they say something themselves.
        let mut items = schema["items"].clone();
        if let (Value::Object(items), Some(description)) = (&mut items, schema.get("description")) {
            items.entry("description").or_insert_with(|| description.clone());
        }
        (0..count).map(|index| self.value(&items, &format!("{path}/{index}"), depth + 1)).collect()
    }

    fn integer(&self, schema: &Value, path: &str) -> i64 {
        let lowest = schema["minimum"].as_i64().unwrap_or(1);
        let highest = schema["maximum"].as_i64().unwrap_or(9).max(lowest);
        if let Some(number) = self.parts.number().filter(|_| as_written(schema)) {
            return number.clamp(lowest, highest);
        }
        let span = highest.abs_diff(lowest).saturating_add(1);
        lowest.saturating_add_unsigned((self.seed(path) >> 32) % span)
    }

    fn string(&self, schema: &Value, path: &str) -> String {
        let description = schema["description"].as_str().unwrap_or_default();
        let seed = self.seed(path);
        let says = |word| description.to_lowercase().contains(word);
        if says("one of the points") {
            pick(&self.parts.points, seed).map_or_else(|| self.parts.name(), |point| (*point).to_owned())
        } else if as_written(schema) {
            self.parts.name()
        } else if says("headline") {
            headline(&self.parts.subject(), seed)
        } else if says("improve") {
            self.advice(seed)
        } else if says("reason") {
            self.line(REASONS, path, seed)
        } else if says("sentence") {
            self.line(SENTENCES, path, seed)
        } else if let Some(noun) = alternative(description, seed, path) {
            let adjective = pick(ADJECTIVES, seed.rotate_left(17)).copied().unwrap_or("one");
            format!("The {adjective} {noun}")
        } else {
            let subject = self.parts.subject();
            pick_by_index(ASPECTS, path, seed).map_or_else(String::new, |aspect| fill(aspect, &subject))
        }
    }

    /// Something about the subject that the source does not speak of yet.
    fn advice(&self, seed: u64) -> String {
        let (subject, source) = (self.parts.subject(), self.parts.material().to_lowercase());
        let missing = ASPECTS.iter().map(|aspect| aspect.replace("{}", &subject));
        let missing: Vec<String> =
            missing.filter(|aspect| !source.contains(&aspect.to_lowercase())).collect();
        fill("say more about {}.", pick(&missing, seed).unwrap_or(&subject))
    }

    /// One of these lines, about one of the words that matter.
    fn line(&self, lines: &[&str], path: &str, seed: u64) -> String {
        let words = self.parts.key_words();
        let (line, word) = (pick_by_index(lines, path, seed), pick_by_index(&words, path, seed));
        let word = word.map_or("it", String::as_str);
        line.map_or_else(String::new, |line| fill(line, word))
    }

    fn seed(&self, path: &str) -> u64 {
        seed(&[self.model, self.prompt, path])
    }
}

const ADJECTIVES: &[&str] = &[
    "old", "little", "blue", "quiet", "upper", "hidden", "royal", "sunny", "stone", "green", "floating",
    "seventh",
];

const SENTENCES: &[&str] = &[
    "A good match for {}, and quiet before ten.",
    "Chosen with {} in mind.",
    "It keeps {} within a short walk.",
    "People come back to it for {}.",
];

const REASONS: &[&str] = &[
    "it comes down to the word \"{}\".",
    "everything else follows from \"{}\".",
    "nobody reads past \"{}\".",
    "\"{}\" is what it is about.",
];

const ASPECTS: &[&str] = &[
    "how to begin with {}",
    "what {} costs in time and patience",
    "where {} goes wrong",
    "who should leave {} alone",
    "how {} looks a year later",
];

/// The type of a value; the first that is not null where there are several.
fn type_of(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(types) => {
            types.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("null")
        }
        Value::String(name) => name,
        _ if schema.get("properties").is_some() => "object",
        _ => "null",
    }
}

fn as_written(schema: &Value) -> bool {
    schema["description"].as_str().is_some_and(|description| description.contains("as written"))
}

/// One of the things in "Name of a museum, garden or viewpoint". Neighbours in a list get different ones.
fn alternative<'a>(description: &'a str, seed: u64, path: &str) -> Option<&'a str> {
    let (_, list) = description.trim_end_matches('.').split_once(" of a")?;
    let things: Vec<&str> = list
        .split(',')
        .flat_map(|part| part.split(" or "))
        .map(|thing| thing.trim_start_matches("n ").trim())
        .filter(|thing| !thing.is_empty())
        .collect();
    pick_by_index(&things, path, seed).copied()
}

/// Goes through `options` by the index in `path`, so that the items of a list differ.
fn pick_by_index<'a, T>(options: &'a [T], path: &str, seed: u64) -> Option<&'a T> {
    match path.split('/').filter_map(|part| part.parse::<usize>().ok()).next_back() {
        Some(index) => options.get(index.checked_rem(options.len())?),
        None => pick(options, seed),
    }
}

fn fill(template: &str, with: &str) -> String {
    capitalized(&template.replace("{}", with))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bounds_are_kept() {
        let list = |min, max| {
            let schema =
                json!({ "type": "array", "minItems": min, "maxItems": max, "items": { "type": "string" } });
            of(&schema, "m", "Hello").as_array().map(Vec::len)
        };
        assert_eq!([list(0, 2), list(5, 9), list(0, 9), list(u64::MAX, u64::MAX)], [2, 5, 3, 32].map(Some));
        let number =
            of(&json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MIN }), "m", "Hello");
        assert_eq!(number, i64::MIN);
    }

    #[test]
    fn references_and_choices_are_followed() {
        let schema = json!({
            "$defs": { "Side": { "oneOf": [{ "const": "left", "description": "That way." }, { "type": "null" }] } },
            "type": "object",
            "properties": { "side": { "$ref": "#/$defs/Side" }, "note": { "type": ["null", "string"] } },
        });
        let value = of(&schema, "m", "Hello");
        assert_eq!(value["side"], "left");
        assert!(value["note"].is_string());
    }

    #[test]
    fn advice_is_about_what_the_source_leaves_out() {
        let schema = json!({ "type": "string", "description": "What to improve." });
        let mut source = "Tea is good.".to_owned();
        for _ in ASPECTS {
            let advice = of(&schema, "m", &format!("Judge this about \"tea\": \"\"\"{source}\"\"\""));
            let advice = advice.as_str().unwrap().strip_prefix("Say more about ").unwrap().to_owned();
            assert!(!source.contains(&advice), "{advice}");
            source.push_str(&advice);
        }
    }

    #[test]
    fn odd_schemas_are_survived() {
        let odd =
            [json!({}), json!(true), json!({ "$ref": "#" }), json!({ "enum": [] }), json!({ "type": 7 })];
        for schema in odd {
            assert_eq!(of(&schema, "m", ""), Value::Null, "{schema}");
        }
        let endless = json!({ "type": "object", "properties": { "a": { "$ref": "#" } } });
        assert!(of(&endless, "m", "").is_object());
        assert_eq!(of(&json!({ "type": "array" }), "m", ""), json!([null, null, null]));
    }
}
