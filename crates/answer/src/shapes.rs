//! What answers look like as JSON. Each answer is made from its type here, and the server's description of itself is made from
//! the same types, so that neither can tell what the other does not.

mod acts;
mod counted;
mod whole;

use serde::Serialize;

pub use acts::*;
pub use counted::*;
pub use whole::*;

/// As JSON; no shape here has a key that is no text, the only thing that could fail.
pub(crate) fn value(shape: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(shape).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chancery_ledger::{Act, Standing};
    use chancery_query::{Fate, Stand};

    use super::*;

    #[test]
    fn every_field_of_an_act_is_described() {
        let act: Act = Act {
            row: 1,
            id: chancery_ledger::ActId { article: "6211b276b9d4c0a1f3e5a7b8".into(), local: "p0-1".into() },
            article: 1,
            title: None,
            said: None,
            act: serde_json::from_str(r#"{"kind":"position","start":0,"end":1,"quote":"a"}"#).expect("an act"),
            standing: Standing::default(),
        };
        let told = value(&ActRow::from(&act));
        let schema = serde_json::to_value(<ActRow<'_> as utoipa::PartialSchema>::schema()).expect("JSON");
        let names =
            |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&told), names(&schema["properties"]));
        let mut required: Vec<_> =
            schema["required"].as_array().expect("a list").iter().filter_map(|one| one.as_str()).collect();
        required.sort_unstable();
        assert_eq!(required, names(&told), "nothing is left out where it is empty");
        assert_eq!(schema["properties"]["title"]["type"], serde_json::json!(["string", "null"]));
    }

    /// The names that rows of comparisons are told by.
    #[test]
    fn kinds_are_named_as_they_are_written() {
        assert_eq!(value(&Fate::New), "new");
        assert_eq!(value(&Stand::FirstStronger), "first_stronger");
    }
}
