//! Missions that tell of themselves: named by where they are posted, and not by whose they are. Next to read: `metadata.rs`.

use super::guide::Guide;

/// What a text begins with behind its day (某年某月某日，驻…大使出席…).
pub(super) fn lead_clause<'a>(lead: &'a str, guide: &Guide) -> &'a str {
    let Some((span, _)) = guide.dates(lead).into_iter().next().filter(|(span, _)| span.start() <= 3) else {
        return lead;
    };
    let rest = &lead[span.end() as usize..];
    rest.split_once(['，', ',']).filter(|(hour, _)| hour.chars().count() <= 4).map_or(rest, |(_, rest)| rest)
}

/// Most characters between where a mission is posted and what it is (驻某某国和某某国大使).
const POSTED: usize = 12;

/// Whether words begin with a mission by the place that it is posted to, and don't say whose it is: so it speaks of itself.
pub(super) fn names_its_mission(words: &str, guide: &Guide) -> bool {
    let forms = &guide.conventions;
    let words = words.trim_start();
    let Some(rest) = forms.readout_posted.iter().find_map(|p| words.strip_prefix(p.as_str())) else { return false };
    let end = rest.char_indices().nth(POSTED + 4).map_or(rest.len(), |(i, _)| i);
    let found = forms.readout_missions.iter().filter_map(|m| rest[..end].find(m.as_str())).min();
    found.is_some_and(|at| at > 0 && rest[..at].chars().count() <= POSTED && !rest[..at].contains(['，', ',', '。']))
}
