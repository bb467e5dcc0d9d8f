//! W3C Web Annotation (JSON-LD) with PROV: each act as an annotation of its article's clean text.
//!
//! The target is told twice over, as the model recommends: by place (`TextPositionSelector`, in code points of the text, as
//! everywhere here; programs that count UTF-16 units must convert) and by words (`TextQuoteSelector`, with what stands before and
//! after). The text is an entity derived from the source's bytes by the reading that the ledger tells of. What the
//! vocabulary of annotations has no word for stands under `urn:chancery:term:`.

use serde_json::{Value, json};

use crate::{About, ExportError, Files, Form, Name, Told};

/// Characters told before and after a quote, as Hypothesis and others do.
const AROUND: usize = 32;

/// Annotations being written: a collection whose only page holds all.
#[derive(Debug, Default)]
pub(crate) struct Annotations {
    number: usize,
    /// The article that was last told whole, and where its characters stand.
    article: String,
    places: Places,
}

impl Form for Annotations {
    fn wants_record(&self) -> bool {
        true
    }

    fn begin(&mut self, about: &About, files: &mut Files) {
        let context = json!([
            "http://www.w3.org/ns/anno.jsonld",
            {
                "prov": "http://www.w3.org/ns/prov#",
                "chancery": "urn:chancery:term:",
                "prov:wasDerivedFrom": {"@type": "@id"},
                "prov:wasGeneratedBy": {"@type": "@id"},
                "prov:wasAssociatedWith": {"@type": "@id"},
                "prov:endedAtTime": {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
            }
        ]);
        let label = if about.asked.is_empty() { "all acts".to_owned() } else { about.asked.join("; ") };
        let head = format!(
            "{{\"@context\":{context},\n\"id\":\"urn:chancery:annotations\",\"type\":\"AnnotationCollection\",\"label\":{},\n\
             \"modified\":\"{}\",\"generator\":{},\n\
             \"first\":{{\"id\":\"urn:chancery:annotations:1\",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[",
            json!(label),
            about.moment,
            software(&about.program),
        );
        files.add(Name::Webannotation.main(), head.as_bytes());
    }

    fn act(&mut self, told: &Told<'_>, _about: &About, files: &mut Files) -> Result<(), ExportError> {
        let out = files.file(Name::Webannotation.main());
        out.extend_from_slice(if self.number == 0 { b"\n" } else { b",\n" });
        self.number += 1;
        let known = self.article == told.article.key;
        if !known {
            self.article.clone_from(&told.article.key);
            self.places = Places::of(told.text);
        }
        let around = self.places.around(told.text, told.act.act.start as usize, told.act.act.end as usize);
        out.extend_from_slice(annotation(told, around, known).to_string().as_bytes());
        Ok(())
    }

    fn end(&mut self, _about: &About, files: &mut Files) -> Result<(), ExportError> {
        let tail = format!("\n]}},\n\"total\":{}}}\n", self.number);
        files.add(Name::Webannotation.main(), tail.as_bytes());
        Ok(())
    }
}

fn software(program: &str) -> Value {
    json!({"id": format!("urn:chancery:program:{}", program.replace(' ', ":")), "type": "Software", "name": program})
}

fn annotation(told: &Told<'_>, (before, after): (String, String), article_known: bool) -> Value {
    let act = &told.act.act;
    let article = format!("urn:chancery:article:{}", told.article.key);
    let reading = format!("urn:chancery:reading:{}:{}", told.article.blake3, told.article.learnt.micros());
    let source = if article_known { json!(article) } else { entity(told, &article, &reading) };
    let mut bodies = vec![json!({"type": "TextualBody", "purpose": "classifying", "value": act.kind})];
    bodies.extend(act.stance.iter().map(|one| json!({"type": "TextualBody", "purpose": "tagging", "value": one})));
    let judged = crate::words::judged(&told.act.standing);
    if !judged.is_empty() {
        bodies.push(json!({"type": "TextualBody", "purpose": "assessing", "value": judged}));
    }
    let mut one = json!({
        "id": format!("urn:chancery:act:{}.{}", told.article.key, told.act.id.local),
        "type": ["Annotation", "prov:Entity"],
        "motivation": "classifying",
        "created": told.article.learnt.to_string(),
        "modified": told.changed.to_string(),
        "prov:wasGeneratedBy": reading,
        "body": bodies,
        "target": {
            "type": "SpecificResource",
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": act.start, "end": act.end},
                {"type": "TextQuoteSelector", "exact": act.quote, "prefix": before, "suffix": after}
            ]
        }
    });
    let lists = [
        ("chancery:holder", &act.holders),
        ("chancery:addressee", &act.addressees),
        ("chancery:about", &act.targets),
        ("chancery:via", &act.via),
        ("chancery:instrument", &act.instruments),
        ("chancery:mechanism", &act.mechanisms),
    ];
    for (name, all) in lists.into_iter().filter(|(_, all)| !all.is_empty()) {
        one[name] = json!(all);
    }
    let words = [
        ("chancery:polarity", act.polarity.clone().map(Value::from)),
        ("chancery:intensity", act.intensity.map(Value::from)),
        ("chancery:event", act.event.clone().map(Value::from)),
        ("chancery:deadline", act.deadline().map(Value::from)),
    ];
    for (name, value) in words {
        if let Some(value) = value {
            one[name] = value;
        }
    }
    one
}

/// The article's text as an entity: what it is, and where it came from.
fn entity(told: &Told<'_>, article: &str, reading: &str) -> Value {
    let head = told.article;
    let maker: Value = serde_json::from_str(&head.maker).unwrap_or_default();
    let program = maker["program"].as_str().unwrap_or("chancery").to_owned();
    let mut source = json!({
        "id": format!("urn:chancery:source:{}", head.blake3),
        "type": "prov:Entity",
        "chancery:name": head.source,
    });
    if let Some(url) = &head.url {
        source["chancery:address"] = json!(url);
    }
    let mut entity = json!({
        "id": article,
        "type": ["Text", "prov:Entity"],
        "format": "text/plain",
        "language": head.language,
        "value": told.text,
        "prov:wasDerivedFrom": source,
        "prov:wasGeneratedBy": {
            "id": reading,
            "type": "prov:Activity",
            "prov:endedAtTime": head.learnt.to_string(),
            "prov:wasAssociatedWith": software(&program),
            "chancery:packs": maker["packs"].to_string(),
        },
    });
    if let Some(title) = &head.title {
        entity["chancery:title"] = json!(title);
    }
    if let Some(day) = &head.said {
        entity["chancery:said"] = json!(day);
    }
    entity
}

/// Characters from one noted place to the next.
const STEP: usize = 256;

/// Where every so many characters of a text begin: a book with thousands of acts is not counted through for each of them.
#[derive(Debug, Default)]
struct Places(Vec<usize>);

impl Places {
    fn of(text: &str) -> Self {
        Self(text.char_indices().step_by(STEP).map(|(at, _)| at).collect())
    }

    /// The text from that character on; none of it beyond its end.
    fn from<'t>(&self, text: &'t str, character: usize) -> &'t str {
        let from = self.0.get(character / STEP).and_then(|at| text.get(*at..)).unwrap_or_default();
        from.char_indices().nth(character % STEP).map_or("", |(at, _)| &from[at..])
    }

    /// What stands before and after characters `start` to `end`.
    fn around(&self, text: &str, start: usize, end: usize) -> (String, String) {
        let first = start.saturating_sub(AROUND);
        let before = self.from(text, first).chars().take(start - first).collect();
        (before, self.from(text, end).chars().take(AROUND).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_neighbourhood_is_counted_in_characters() {
        let around = |text: &str, start, end| Places::of(text).around(text, start, end);
        assert_eq!(around("甲乙丙丁", 1, 3), ("甲".to_owned(), "丁".to_owned()));
        assert_eq!(around("甲", 0, 1), (String::new(), String::new()));
        assert_eq!(around("", 0, 0), (String::new(), String::new()));
        assert_eq!(around(&"海".repeat(100), 50, 60), ("海".repeat(32), "海".repeat(32)));
        let long: String = (0..2000).filter_map(|n| char::from_u32(0x4E00 + n)).collect();
        for start in [0, 31, 32, 255, 256, 257, 288, 511, 1990] {
            let (before, after) = around(&long, start, start + 5);
            let all: Vec<char> = long.chars().collect();
            assert!(before.chars().eq(all[start.saturating_sub(32)..start].iter().copied()), "{start}");
            assert!(after.chars().eq(all[start + 5..(start + 37).min(2000)].iter().copied()), "{start}");
        }
    }
}
