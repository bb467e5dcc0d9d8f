//! Records are what the published schema says. A small validator for the keywords that schema uses; it also refuses fields
//! that the schema does not tell, which JSON Schema itself would let pass.

use serde_json::Value;

use super::{run, top};

/// Keywords understood below or saying nothing about what is allowed.
const KNOWN: &[&str] = &[
    "$defs",
    "$ref",
    "$schema",
    "additionalProperties",
    "anyOf",
    "const",
    "description",
    "enum",
    "format",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "oneOf",
    "prefixItems",
    "properties",
    "required",
    "title",
    "type",
];

/// What is wrong with `value`, if anything.
fn breach(value: &Value, schema: &Value, root: &Value, path: &str) -> Option<String> {
    let rules = schema.as_object()?;
    if let Some(unknown) = rules.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Some(format!("{path}: the validator does not know {unknown}"));
    }
    if let Some(link) = rules.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(link.trim_start_matches('#'))?;
        return breach(value, target, root, path);
    }
    for choice in ["anyOf", "oneOf"].into_iter().filter_map(|key| rules.get(key).and_then(Value::as_array)) {
        if choice.iter().all(|one| breach(value, one, root, path).is_some()) {
            return Some(format!("{path}: {value} is none of the choices"));
        }
    }
    if let Some(named) = rules.get("type") {
        let fits = |name: &str| match name {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "string" => value.is_string(),
            "integer" => value.is_u64() || value.is_i64(),
            "number" => value.is_number(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => false,
        };
        let names = named.as_array().map_or_else(|| vec![named], |names| names.iter().collect());
        if !names.into_iter().filter_map(Value::as_str).any(fits) {
            return Some(format!("{path}: {value} is not {named}"));
        }
    }
    if rules.get("enum").and_then(Value::as_array).is_some_and(|names| !names.contains(value)) {
        return Some(format!("{path}: {value} is not on the list"));
    }
    match value {
        Value::Array(items) => {
            let fixed = rules.get("prefixItems").and_then(Value::as_array).map_or(&[][..], |rules| rules);
            let rule = |n: usize| fixed.get(n).or(rules.get("items"));
            items.iter().enumerate().find_map(|(n, item)| breach(item, rule(n)?, root, &format!("{path}/{n}")))
        }
        Value::Object(fields) => {
            let properties = rules.get("properties").and_then(Value::as_object);
            let required = rules.get("required").and_then(Value::as_array);
            let missing =
                required.into_iter().flatten().filter_map(Value::as_str).find(|name| !fields.contains_key(*name));
            if let Some(name) = missing {
                return Some(format!("{path}: {name} is missing"));
            }
            fields.iter().find_map(|(name, field)| {
                let path = format!("{path}/{name}");
                match properties.and_then(|rules| rules.get(name)).or(rules.get("additionalProperties")) {
                    Some(rule) => breach(field, rule, root, &path),
                    None if properties.is_some() => Some(format!("{path} is not in the schema")),
                    None => None,
                }
            })
        }
        _ => None,
    }
}

#[test]
fn records_are_as_the_schema_says() {
    let schema: Value = serde_json::from_str(&run(&top(), &["schema"]).stdout).expect("JSON");
    let records = run(&top(), &["read", "samples"]).records();
    assert!(!records.is_empty());
    for record in &records {
        assert_eq!(breach(record, &schema, &schema, ""), None, "{}", record["source"]["name"]);
    }
    let mut wrong = records[0].clone();
    wrong["kind"] = "novel".into();
    assert!(breach(&wrong, &schema, &schema, "").expect("no such kind").starts_with("/kind"));
    wrong = records[0].clone();
    wrong["surplus"] = 1.into();
    assert_eq!(breach(&wrong, &schema, &schema, "").as_deref(), Some("/surplus is not in the schema"));
    wrong = records[0].clone();
    wrong.as_object_mut().expect("an object").remove("text");
    assert_eq!(breach(&wrong, &schema, &schema, "").as_deref(), Some(": text is missing"));
}
