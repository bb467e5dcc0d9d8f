//! The small values of the record and how each is written: days, figures, ranges, names.

use std::fmt;

use chancery_text::LinearRun;
use schemars::JsonSchema;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::{ActorId, Day, PartialDate, Party};

/// Start and end, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range(pub u32, pub u32);

/// A day as ISO 8601 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(transparent)]
pub struct Iso(#[schemars(with = "String", extend("format" = "date"))] pub Day);

impl Serialize for Iso {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A date as far as it goes: `2022-02-04`, `2022-02`, `2022`; without a year `--02-04`, `--02`, and a bare day `---04`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(transparent)]
pub struct PartialIso(#[schemars(with = "String")] pub PartialDate);

impl fmt::Display for PartialIso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PartialDate { year, month, day } = self.0;
        match (year, month, day) {
            (Some(y), Some(m), Some(d)) => write!(f, "{y:04}-{m:02}-{d:02}"),
            (Some(y), Some(m), None) => write!(f, "{y:04}-{m:02}"),
            (Some(y), None, _) => write!(f, "{y:04}"),
            (None, Some(m), Some(d)) => write!(f, "--{m:02}-{d:02}"),
            (None, Some(m), None) => write!(f, "--{m:02}"),
            (None, None, Some(d)) => write!(f, "---{d:02}"),
            (None, None, None) => Ok(()),
        }
    }
}

impl Serialize for PartialIso {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A number, written without a point where it is whole: `1200000000`, `3.5`.
#[derive(Clone, Copy, Debug, PartialEq, JsonSchema)]
#[schemars(transparent)]
pub struct Figure(pub f64);

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Beyond 2^53 neighbouring whole numbers are the same f64, so a written integer would claim too much.
        if self.0.fract() == 0.0 && self.0.abs() < 9_007_199_254_740_992.0 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// Actor ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(transparent)]
pub struct Names<'a>(#[schemars(with = "Vec<String>")] pub &'a [ActorId]);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for actor in self.0 {
            list.serialize_element(actor.as_str())?;
        }
        list.end()
    }
}

/// Short names in the order they are first given a meaning, as one JSON object. A name that means others elsewhere in
/// the article is written once, with everyone it means; whom it means at a place stands with the acts there.
#[derive(Clone, Debug)]
pub struct Parties<'a>(Vec<(&'a str, Vec<&'a str>)>);

impl<'a> Parties<'a> {
    pub(super) fn of(parties: &'a [Party]) -> Self {
        let mut out: Vec<(&str, Vec<&str>)> = Vec::with_capacity(parties.len());
        for party in parties {
            let slot = match out.iter().position(|(name, _)| *name == party.name) {
                Some(slot) => slot,
                None => {
                    out.push((&party.name, Vec::new()));
                    out.len() - 1
                }
            };
            for actor in &party.actors {
                if !out[slot].1.contains(&actor.as_str()) {
                    out[slot].1.push(actor.as_str());
                }
            }
        }
        Self(out)
    }
}

impl Serialize for Parties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, actors) in &self.0 {
            map.serialize_entry(name, actors)?;
        }
        map.end()
    }
}

/// The map's linear runs, four numbers each.
#[derive(Clone, Debug)]
pub struct Runs(pub Vec<LinearRun>);

impl Serialize for Runs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|r| [r.text_start, r.text_end, r.source_start, r.source_end]))
    }
}
