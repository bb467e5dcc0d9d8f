//! Times of day: 8:00 · 15时30分 · 下午三点 · 10:30 a.m. They are read over, so that their figures are no amounts; acts are
//! dated by days. Next to read: `scan.rs`.

use crate::lexer::skip_blank;
use crate::lookup::Lookup;
use crate::numeral::{Numerals, figures_at};
use crate::words::Sense;

/// Where the time of day at `at` ends.
pub(crate) fn clock(lexer: &Lookup<'_>, numerals: Numerals<'_>, text: &str, at: usize) -> Option<usize> {
    let is = |at: usize, sense: Sense| lexer.find(at, |s| (s == sense).then_some(())).map(|(_, end)| end);
    let (part_of_day, from) = match is(at, Sense::TimeOfDay) {
        Some(end) => (true, skip_blank(text, end)),
        None => (false, at),
    };
    let end = with_colon(text, from).or_else(|| with_marks(lexer, numerals, text, from, part_of_day));
    let end = match end {
        Some(end) => end,
        // 3 p.m.
        None => {
            let (hour, _, end) = figures_at(text, from)?;
            let after = is(skip_blank(text, end), Sense::TimeOfDay)?;
            return (hour <= 24).then_some(after);
        }
    };
    Some(is(skip_blank(text, end), Sense::TimeOfDay).unwrap_or(end))
}

/// 8:00, 17:55:23.
fn with_colon(text: &str, at: usize) -> Option<usize> {
    let (hour, 1 | 2, mut end) = figures_at(text, at)? else { return None };
    let mut parts = 0;
    while let Some(colon) = text.get(end..)?.chars().next().filter(|c| matches!(c, ':' | '\u{ff1a}')) {
        let Some((sixtieth, 2, next)) = figures_at(text, end + colon.len_utf8()) else { break };
        if sixtieth > 59 || parts == 2 {
            break;
        }
        parts += 1;
        end = next;
    }
    (hour <= 24 && parts > 0).then_some(end)
}

/// 15时30分, 三点半; a bare 点 only beside a part of the day or minutes.
fn with_marks(lexer: &Lookup<'_>, numerals: Numerals<'_>, text: &str, at: usize, part_of_day: bool) -> Option<usize> {
    let (hour, end) = numerals.without_point(at)?;
    if hour > 24 {
        return None;
    }
    let (loose, mut end) = lexer.find(skip_blank(text, end), |s| match s {
        Sense::HourMark => Some(false),
        Sense::LooseHourMark => Some(true),
        _ => None,
    })?;
    let mut minutes = false;
    for _ in 0..2 {
        if let Some((_, after)) = lexer.find(end, |s| (s == Sense::Half).then_some(())) {
            (end, minutes) = (after, true);
            break;
        }
        let Some((sixtieth, after)) = numerals.without_point(skip_blank(text, end)) else { break };
        let Some((_, after)) = lexer.find(after, |s| (s == Sense::MinuteMark).then_some(())) else { break };
        if sixtieth > 59 {
            break;
        }
        (end, minutes) = (after, true);
    }
    (!loose || minutes || part_of_day).then_some(end)
}
