//! Units of an army by their numbers (第十四师, 三五九旅, 新二十二师), in papers of a war long past: whose they are no list tells of
//! each. One of another side stands behind its name (敌第三师, 共军七十四师) and is part of it; any other is the home's.
//! Next to read: `tokens.rs`.

use chancery_text::Span;

use crate::knowledge::Language;
use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::{Lexis, Word};

/// Signs of a number that makes a unit's name without a word before it: 一师 is any.
const SIGNS: usize = 2;

/// Makes names of the units that a text of old tells of.
pub(crate) fn name_units(folded: &str, tokens: &mut Vec<Token>, lexis: &mut Lexis<'_>, language: &Language) {
    let Some(home) = language.forms.home.clone() else { return };
    let particles = &language.particles;
    let counts = |c: char| particles.unit_counts.contains(&c) || c.is_ascii_digit();
    let names = Classes::of(&[Class::Actor, Class::Own]);
    let mut found: Vec<Span> = Vec::new();
    let mut next = 0;
    let mut until = 0;
    for (at, _) in folded.char_indices().filter(|(_, c)| counts(*c)) {
        if at < until {
            continue;
        }
        let rest = &folded[at..];
        let number = rest.len() - rest.trim_start_matches(counts).len();
        until = at + number;
        let Some(unit) = particles.units.longest_first(&folded[until..]) else { continue };
        let end = until + unit.len();
        let start = at - particles.unit_leads.longest_last(&folded[..at]).map_or(0, str::len);
        let many = rest[..number].chars().count() >= SIGNS;
        let goes_on = particles.unit_ends.begin(&folded[end..]);
        next += tokens[next..].iter().take_while(|t| t.span.end() as usize <= start).count();
        let taken = tokens[next..]
            .iter()
            .take_while(|t| (t.span.start() as usize) < end)
            .any(|t| t.classes.any(names) || t.span.end() as usize > end || (t.span.start() as usize) < start);
        // 敌第三师: told by the name before it.
        let theirs =
            next.checked_sub(1).is_some_and(|k| tokens[k].is(Class::Actor) && tokens[k].span.end() as usize == start);
        if (start < at || many) && !goes_on && !taken && !theirs {
            found.push(Span::of(start..end));
        }
    }
    if found.is_empty() {
        return;
    }
    let unit = Word::person(vec![home]);
    let classes = unit.classes;
    let word = lexis.extend(unit);
    let under = |t: &Token| {
        let at = found.partition_point(|f| f.end() <= t.span.start());
        found.get(at).is_some_and(|f| f.overlaps(t.span))
    };
    tokens.retain(|t| !under(t));
    tokens.extend(found.iter().map(|&span| Token { span, classes, word }));
    tokens.sort_by_key(|t| t.span.start());
}
