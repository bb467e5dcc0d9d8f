//! What news tells again of a strike or harm told before: its toll, and the strike taken up as 这起袭击. It is one event, by its
//! first telling. Next to read: `once.rs`, which does the same for meetings.

use chancery_model::{ActKind, ActorId, Stance};

use super::Draft;
use crate::govern::Reader;
use crate::tokens::Class;

/// How far a mark may stand from what it takes up, in bytes: 这起自杀式袭击, 制造了这起袭击.
const NEAR: usize = 24;

/// Mark of a toll among the values of `once`.
const TOLL: u8 = 3;

/// Leaves out tolls behind a strike, and strikes told again.
pub(super) fn retold(drafts: &mut Vec<Draft>, reader: &Reader<'_>) {
    // Whether the last event told was a strike, or harm that a toll belongs to; and whether a strike was told at all.
    let (mut strike, mut struck, mut harm) = (false, false, false);
    let mut by: Vec<ActorId> = Vec::new();
    // Where the last event of force stands, and whether a sentence goes into it (其中，…).
    let (mut told, mut within) = (0, None);
    drafts.retain(|draft| {
        if draft.kind != ActKind::Event {
            return true;
        }
        let force = matches!(draft.stance, Some(Stance::Assault | Stance::Mobilize | Stance::Coerce));
        if force && draft.holders == by && !by.is_empty() && goes_into(draft, reader, told, &mut within) {
            return false;
        }
        told = if force { draft.span.end() } else { told };
        let hurts = matches!(draft.stance, Some(Stance::Assault | Stance::Disaster));
        let taken_up = hurts && takes_up(draft, reader);
        let tolls = is_toll(draft, reader);
        let toll = draft.stance == Some(Stance::Disaster) && tolls && !is_natural(draft, reader);
        // 甲军的空袭造成3人死亡, behind an air strike told.
        let of_strike = || names_strike(draft, reader);
        // 甲军空袭造成3人死亡, by him whose strike was told.
        let again = draft.stance == Some(Stance::Assault) && tolls && !draft.holders.is_empty() && draft.holders == by;
        if toll && (strike || struck && of_strike()) || again || taken_up && (struck || harm) {
            return false;
        }
        strike = draft.stance == Some(Stance::Assault);
        if strike || force {
            by.clone_from(&draft.holders);
        }
        struck |= strike;
        harm |= draft.stance == Some(Stance::Disaster);
        true
    });
}

/// Whether the sentence of the act goes into the event that ends at `told` (其中，甲军在乙地击落三架): it opens with a word that
/// says so, or an act before it in the same sentence did.
fn goes_into(draft: &Draft, reader: &Reader<'_>, told: u32, within: &mut Option<u32>) -> bool {
    let from = within.unwrap_or(told).min(draft.span.start());
    let between = reader.between(from, draft.span.start());
    let opened = between.rfind(STOPS).map_or(between, |at| &between[at..]);
    let lead = opened.trim_start_matches(|c: char| !c.is_alphanumeric());
    let words = &reader.text[draft.span.range()];
    let same = within.is_some() && !between.contains(STOPS);
    let opens = reader.particles.therein.iter().any(|p| lead.starts_with(p.as_str()) || words.starts_with(p.as_str()));
    *within = (same || opens).then(|| draft.span.end());
    same || opens
}

/// Marks that end sentences.
const STOPS: &[char] = &['\u{3002}', '\n', '!', '\u{FF01}', '?', '\u{FF1F}'];

/// Whether the act's word tells who suffered (死亡, 受伤).
fn is_toll(draft: &Draft, reader: &Reader<'_>) -> bool {
    let at = reader.tokens.partition_point(|t| t.span.start() < draft.anchor.start());
    let anchor = reader.tokens.get(at).filter(|t| t.span == draft.anchor);
    anchor.is_some_and(|t| reader.words.sense(t, Class::Event).once == TOLL)
}

/// Whether a word of a strike stands before the toll.
fn names_strike(draft: &Draft, reader: &Reader<'_>) -> bool {
    let first = reader.tokens.partition_point(|t| t.span.start() < draft.span.start());
    let mut before = reader.tokens[first..].iter().take_while(|t| t.span.end() <= draft.anchor.start());
    before.any(|t| reader.words.sense(t, Class::Event).stance == Some(Stance::Assault))
}

/// Whether a force of nature is named in it: no strike's toll.
fn is_natural(draft: &Draft, reader: &Reader<'_>) -> bool {
    let words = &reader.text[draft.span.range()];
    reader.particles.hazards.stand_in(words)
}

/// 这起袭击发生在…, 甲组织宣称制造了此次袭击: what it tells of was told before.
fn takes_up(draft: &Draft, reader: &Reader<'_>) -> bool {
    let words = &reader.text[draft.span.range()];
    let anchor =
        (draft.anchor.start() - draft.span.start()) as usize..(draft.anchor.end() - draft.span.start()) as usize;
    reader.particles.again.iter().any(|mark| {
        words.match_indices(mark.as_str()).any(|(at, mark)| {
            let ahead =
                at == 0 || at < anchor.start && anchor.start - at <= NEAR && !words[at..anchor.start].contains(MARKS);
            let behind = at >= anchor.end && at - anchor.end <= mark.len();
            // 对此次袭击展开报复: another deed.
            let from = draft.span.start() + at as u32;
            let before = reader.tokens[..reader.tokens.partition_point(|t| t.span.end() <= from)].last();
            let toward = before.is_some_and(|t| t.is(Class::Toward) && t.span.end() == from);
            (ahead || behind) && !toward && names_harm(draft, reader, at)
        })
    })
}

/// Marks that part clauses.
const MARKS: &[char] = &['\u{FF0C}', ',', '\u{FF1B}', ';'];

/// Whether a word of a strike or harm stands near behind a place in the act.
fn names_harm(draft: &Draft, reader: &Reader<'_>, at: usize) -> bool {
    let from = draft.span.start() + at as u32;
    let first = reader.tokens.partition_point(|t| t.span.start() < from);
    let near = reader.tokens[first..].iter().take_while(|t| ((t.span.start() - from) as usize) < NEAR);
    let mut near = near.filter(|t| t.span.end() <= draft.span.end());
    near.any(|t| {
        let sense = reader.words.sense(t, Class::Event);
        matches!(sense.stance, Some(Stance::Assault | Stance::Disaster)) && sense.once != TOLL
    })
}
