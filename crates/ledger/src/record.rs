//! The JSON record as the ledger takes it: what `chancery read --format jsonl` prints, one object an article.
//!
//! The whole record is kept, to the byte (`whole.rs`), so that it can be given back. What questions need to find an article by
//! is taken out into rows. Fields that this version does not know stay in the
//! record; names of kinds and stances are taken as they are, since a newer reader may know more.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::Number;
use serde_json::value::RawValue;

/// The schema that records must have.
pub const SCHEMA: u32 = 1;

/// What of a record goes into rows.
#[derive(Debug, Deserialize)]
pub(crate) struct Record<'r> {
    pub(crate) schema: u32,
    pub(crate) id: String,
    #[serde(borrow)]
    pub(crate) source: Source<'r>,
    pub(crate) title: Option<String>,
    pub(crate) kind: String,
    pub(crate) language: String,
    pub(crate) script: Option<String>,
    pub(crate) published: Option<String>,
    #[serde(borrow)]
    pub(crate) dateline: Option<Dateline<'r>>,
    #[serde(borrow, default)]
    pub(crate) date_clues: Vec<Clue<'r>>,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) issuers: Vec<String>,
    #[serde(borrow)]
    pub(crate) text: &'r RawValue,
    #[serde(borrow)]
    pub(crate) acts: &'r RawValue,
    #[serde(borrow, default)]
    pub(crate) mentions: Option<&'r RawValue>,
    pub(crate) program: String,
    #[serde(borrow)]
    pub(crate) packs: &'r RawValue,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Source<'r> {
    #[serde(borrow)]
    pub(crate) name: Cow<'r, str>,
    #[serde(borrow)]
    pub(crate) media_type: Cow<'r, str>,
    #[serde(borrow)]
    pub(crate) blake3: Cow<'r, str>,
    pub(crate) article: u32,
}

/// A sign of a date.
#[derive(Debug, Deserialize)]
pub(crate) struct Clue<'r> {
    #[serde(borrow)]
    pub(crate) ground: Cow<'r, str>,
    #[serde(borrow)]
    pub(crate) date: Cow<'r, str>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dateline<'r> {
    #[serde(borrow)]
    pub(crate) date: Option<Cow<'r, str>>,
}

/// An act as its record tells it. Written without its empty fields.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct RecordedAct {
    /// The id in the record; empty where the article gives it.
    #[serde(default, skip_serializing)]
    pub id: String,
    /// `position`, `commitment`, `call`, `event`, `claim`.
    pub kind: String,
    /// First code point of the quote.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The evidence: this slice of the text.
    pub quote: String,
    /// Class of the governing verb.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<String>,
    /// `+`, `-` or `0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<String>,
    /// Strength, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intensity: Option<u8>,
    /// Who performs it (actor ids).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<String>,
    /// Where the holder is named (code points).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_span: Option<(u32, u32)>,
    /// To whom, with whom, for whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addressees: Vec<String>,
    /// About or against whom or what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// Who reports it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// Figures that measure it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<RecordedAmount>,
    /// Times that bound it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<RecordedDate>,
    /// Instruments named in the quote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<String>,
    /// Mechanisms named in the quote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mechanisms: Vec<String>,
    /// `ongoing`, where a commitment says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The condition under which it holds (code points).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<(u32, u32)>,
    /// Topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// PLOVER code, for events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The rule that proposed it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// From stated evidence, 0 to 1.
    #[serde(default)]
    pub confidence: f64,
}

/// A figure in an act.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, utoipa::ToSchema)]
pub struct RecordedAmount {
    /// The figure; none for a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, example = 30_000_000)]
    pub value: Option<Number>,
    /// Lower end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub min: Option<Number>,
    /// Upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub max: Option<Number>,
    /// ISO 4217 for money, else an English singular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "USD")]
    pub unit: Option<String>,
    /// ISO 4217, for money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How exact it is said to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approx: Option<String>,
    /// `promised`, `delivered`, `target`, `limit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "promised")]
    pub role: Option<String>,
    /// First code point.
    #[serde(default)]
    pub start: u32,
    /// One past the last.
    #[serde(default)]
    pub end: u32,
}

/// A time in an act.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, utoipa::ToSchema)]
pub struct RecordedDate {
    /// First day, or the duration of a cadence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-12-31")]
    pub end: Option<String>,
    /// `deadline`, `when`, `since`, `cadence`.
    #[schema(example = "deadline")]
    pub role: String,
    /// First code point.
    #[serde(default)]
    pub text_start: u32,
    /// One past the last.
    #[serde(default)]
    pub text_end: u32,
}

/// The stance of a promise in so many words.
const PLEDGED: &[&str] = &["pledge", "agree"];

impl RecordedAct {
    /// The last day by which it is to be done.
    #[must_use]
    pub fn deadline(&self) -> Option<&str> {
        self.dates.iter().filter(|date| date.role == "deadline").filter_map(|date| date.end.as_deref()).max()
    }

    /// How far one could check it, 0 to 5: a day, a figure, somebody it is for, a body or paper it goes through, binding
    /// words. One point each.
    #[must_use]
    pub fn specificity(&self) -> u8 {
        let points = [
            self.deadline().is_some() || self.dates.iter().any(|date| date.role == "when"),
            !self.amounts.is_empty(),
            !self.addressees.is_empty(),
            !self.mechanisms.is_empty() || !self.instruments.is_empty(),
            self.stance.as_deref().is_some_and(|stance| PLEDGED.contains(&stance)),
        ];
        points.iter().map(|point| u8::from(*point)).sum()
    }
}

/// A promise that could be checked has at least this many of the five things to hold it to.
const CHECKABLE: u8 = 2;

impl RecordedAct {
    /// Whether it could be checked: a day or a figure, and one thing more to hold it to.
    #[must_use]
    pub fn checkable(&self) -> bool {
        self.specificity() >= CHECKABLE && !(self.dates.is_empty() && self.amounts.is_empty())
    }

    /// How much it tells among acts of one time: strong words, checkable promises and deeds between several tell more than
    /// others.
    #[must_use]
    pub fn telling(&self) -> u8 {
        match self.kind.as_str() {
            "commitment" => 1 + self.specificity(),
            "position" | "call" => self.intensity.unwrap_or(0),
            "event" => {
                1 + u8::from(self.holders.len() > 1)
                    + u8::from(!self.instruments.is_empty())
                    + u8::from(!self.amounts.is_empty())
            }
            _ => 0,
        }
    }
}

/// Where the raw text of `record`, parsed out of `line`, stands in it.
pub(crate) fn place_of(line: &str, raw: &RawValue) -> Range<usize> {
    // Both are slices of one buffer, so the difference of their addresses is an index.
    let start = (raw.get().as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    start..start + raw.get().len()
}

/// What `verify` needs of a record.
#[derive(Debug, Deserialize)]
pub(crate) struct Evidence {
    pub(crate) text: String,
    pub(crate) map: Vec<[u32; 4]>,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) source: EvidenceSource,
}

#[derive(Debug, Deserialize)]
pub(crate) struct EvidenceSource {
    pub(crate) media_type: String,
    pub(crate) charset: Option<String>,
    pub(crate) part: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Repair {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: String,
    pub(crate) found: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(fields: &str) -> RecordedAct {
        let json = format!(r#"{{"kind":"commitment","start":0,"end":2,"quote":"ab","confidence":0.9{fields}}}"#);
        serde_json::from_str(&json).expect("an act")
    }

    #[test]
    fn empty_fields_take_no_room() {
        let bare = act(r#","holders":[],"stance":null,"amounts":[],"only_if":null,"later_field":[1]"#);
        let json = serde_json::to_string(&bare).expect("plain");
        assert_eq!(json, r#"{"kind":"commitment","start":0,"end":2,"quote":"ab","confidence":0.9}"#);
    }

    #[test]
    fn promises_that_can_be_checked_rank_before_wishes() {
        let wish = act(r#","stance":"will""#);
        let firm = act(r#","stance":"pledge","addressees":["CHL"],"amounts":[{"value":12,"unit":"ship"}],
              "dates":[{"start":"2026-12-31","end":"2026-12-31","role":"deadline"},{"start":"P1Y","role":"cadence"}]"#);
        assert_eq!((wish.specificity(), firm.specificity()), (0, 4));
        assert_eq!((wish.deadline(), firm.deadline()), (None, Some("2026-12-31")));
    }

    #[test]
    fn the_place_of_a_field_is_found() {
        #[derive(Deserialize)]
        struct Only<'r> {
            #[serde(borrow)]
            text: &'r RawValue,
        }
        let line = r#"{"id":"a","text":"b\n","acts":[]}"#;
        let only: Only<'_> = serde_json::from_str(line).expect("JSON");
        assert_eq!(&line[place_of(line, only.text)], r#""b\n""#);
    }
}
