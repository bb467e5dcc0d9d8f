//! GraphML: actors, joined by what they do together and by what they say to and of each other.
//!
//! One directed multigraph. An edge `joint` leads between two who hold acts together (written once, from the lesser id); an
//! edge `toward` from who holds acts to whom they are addressed or about. Counts, days and attitudes stand on the edges, so that
//! the same file serves a network of cooperation and one of conflict.

use std::collections::BTreeMap;

use crate::atom::escaped;
use crate::{About, ExportError, Files, Form, Name, Told};

/// What is told of an edge: key, type, name.
const EDGE: &[(&str, &str, &str)] = &[
    ("e0", "string", "relation"),
    ("e1", "int", "weight"),
    ("e2", "int", "positions"),
    ("e3", "int", "for"),
    ("e4", "int", "against"),
    ("e5", "int", "commitments"),
    ("e6", "int", "calls"),
    ("e7", "int", "events"),
    ("e8", "string", "first"),
    ("e9", "string", "last"),
];

/// What is told of a node.
const NODE: &[(&str, &str, &str)] =
    &[("n0", "string", "label"), ("n1", "string", "type"), ("n2", "int", "held"), ("n3", "int", "named")];

/// A graph being gathered.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// Acts held, and times named by others.
    nodes: BTreeMap<String, (u64, u64)>,
    edges: BTreeMap<(String, String, &'static str), Edge>,
}

#[derive(Debug, Default)]
struct Edge {
    acts: u64,
    positions: u64,
    favour: u64,
    against: u64,
    commitments: u64,
    calls: u64,
    events: u64,
    first: Option<String>,
    last: Option<String>,
}

impl Edge {
    fn count(&mut self, told: &Told<'_>) {
        let act = &told.act.act;
        self.acts += 1;
        match act.kind.as_str() {
            "position" => self.positions += 1,
            "commitment" => self.commitments += 1,
            "call" => self.calls += 1,
            "event" => self.events += 1,
            _ => {}
        }
        match act.polarity.as_deref() {
            Some("+") => self.favour += 1,
            Some("-") => self.against += 1,
            _ => {}
        }
        if let Some(day) = &told.act.said {
            if self.first.as_ref().is_none_or(|first| day < first) {
                self.first = Some(day.clone());
            }
            if self.last.as_ref().is_none_or(|last| day > last) {
                self.last = Some(day.clone());
            }
        }
    }
}

/// An actor's kind by its id; `None` for a name of something else.
fn kind(id: &str) -> Option<&'static str> {
    let country = id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase());
    match id.split_once(':').map(|(before, _)| before) {
        Some("org") => Some("organisation"),
        Some("person") => Some("person"),
        Some("group") => Some("group"),
        _ => country.then_some("country"),
    }
}

impl Form for Graph {
    fn act(&mut self, told: &Told<'_>, _about: &About, _files: &mut Files) -> Result<(), ExportError> {
        let act = &told.act.act;
        let holders: Vec<&String> = act.holders.iter().filter(|id| kind(id).is_some()).collect();
        for (at, holder) in holders.iter().enumerate() {
            self.nodes.entry((*holder).clone()).or_default().0 += 1;
            for other in &holders[at + 1..] {
                let (a, b) = if holder < other { (*holder, *other) } else { (*other, *holder) };
                self.edges.entry((a.clone(), b.clone(), "joint")).or_default().count(told);
            }
        }
        let mut others: Vec<&String> =
            act.addressees.iter().chain(&act.targets).filter(|id| kind(id).is_some()).collect();
        others.sort();
        others.dedup();
        for other in others.into_iter().filter(|id| !holders.contains(id)) {
            self.nodes.entry(other.clone()).or_default().1 += 1;
            for holder in &holders {
                let key = ((*holder).clone(), other.clone(), "toward");
                self.edges.entry(key).or_default().count(told);
            }
        }
        Ok(())
    }

    fn end(&mut self, about: &About, files: &mut Files) -> Result<(), ExportError> {
        let out = files.file(Name::Graphml.main());
        let mut put = |text: String| out.extend_from_slice(text.as_bytes());
        put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
            .to_owned());
        for (kind, keys) in [("node", NODE), ("edge", EDGE)] {
            for (id, holds, name) in keys {
                put(format!("<key id=\"{id}\" for=\"{kind}\" attr.name=\"{name}\" attr.type=\"{holds}\"/>\n"));
            }
        }
        put("<graph id=\"actors\" edgedefault=\"directed\">\n".to_owned());
        for (id, (held, named)) in &self.nodes {
            let label = about.name(id).to_owned();
            let values = [label, kind(id).unwrap_or_default().to_owned(), held.to_string(), named.to_string()];
            put(format!("<node id=\"{}\">{}</node>\n", escaped(id), data(NODE, values.map(Some))));
        }
        for (number, ((from, to, relation), edge)) in self.edges.iter().enumerate() {
            let counts =
                [edge.acts, edge.positions, edge.favour, edge.against, edge.commitments, edge.calls, edge.events];
            let mut values = vec![Some((*relation).to_owned())];
            values.extend(counts.map(|count| Some(count.to_string())));
            values.extend([edge.first.clone(), edge.last.clone()]);
            let (from, to) = (escaped(from), escaped(to));
            put(format!("<edge id=\"{number}\" source=\"{from}\" target=\"{to}\">{}</edge>\n", data(EDGE, values)));
        }
        put("</graph>\n</graphml>\n".to_owned());
        Ok(())
    }
}

fn data(keys: &[(&str, &str, &str)], values: impl IntoIterator<Item = Option<String>>) -> String {
    let told = keys.iter().zip(values).filter_map(|((id, ..), value)| Some((id, value?)));
    told.map(|(id, value)| format!("<data key=\"{id}\">{}</data>", escaped(&value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_actors_are_nodes() {
        for (id, right) in [
            ("CHN", Some("country")),
            ("org:UN", Some("organisation")),
            ("AUKUS", None),
            ("place:Suva", None),
            ("", None),
        ] {
            assert_eq!(kind(id), right, "{id}");
        }
    }
}
