//! Characters taken by censors, put back where the pack's words leave one reading; what could not be read, lost figures,
//! slips and cut-off ends, flagged. Every repair says what stood there, so that it can be undone.

use std::collections::BTreeSet;

use chancery_model::{Article, Fault, FaultKind, FaultPlace, PartKind, Repair, RepairKind, Severity};
use chancery_text::{MappedText, SourceSpan, Span};

use super::build::{Built, is_han};
use super::guide::Guide;

/// Puts back masked characters, in a new text; notes the rest. Faults' places are in the new text.
pub(crate) fn mend(built: &mut Built, guide: &Guide, faults: &mut Vec<Fault>) {
    let words = built.text.text();
    if guide.finders.masks.iter().any(|m| m.find(words.as_bytes()).is_some()) {
        unmask(built, guide, faults);
    }
    illegible(built, guide, faults);
    lost_numbers(built, guide, faults);
}

fn unmask(built: &mut Built, guide: &Guide, faults: &mut Vec<Fault>) {
    let chars: Vec<(usize, char)> = built.text.text().char_indices().collect();
    let is_mask = |c: char| guide.conventions.masks.marks.contains(&c);
    let folded: Vec<char> =
        built.text.text().chars().map(|c| guide.conventions.fold.as_ref().map_or(c, |f| f.fold_char(c))).collect();
    let mut restored: Vec<(usize, char)> = Vec::new();
    let mut undecided: Vec<usize> = Vec::new();
    for (n, &(_, c)) in chars.iter().enumerate() {
        if !is_mask(c) {
            continue;
        }
        let before = chars[..n].iter().rev().map(|x| x.1).find(|c| !is_mask(*c));
        let after = chars[n + 1..].iter().map(|x| x.1).find(|c| !is_mask(*c));
        // A star at a line's start, beside a figure, a Latin word or as emphasis is no mask.
        if !(before.is_some_and(is_han) || after.is_some_and(is_han))
            || (is_mask_at(&chars, n + 1, is_mask) && is_mask_at(&chars, n.wrapping_sub(1), is_mask))
        {
            continue;
        }
        match reading(&folded, n, &is_mask, &guide.conventions.masks.words) {
            Some(c) => restored.push((n, c)),
            None => undecided.push(n),
        }
    }
    if restored.is_empty() && undecided.is_empty() {
        return;
    }
    let mut text = MappedText::new();
    let mut shift = Vec::new();
    let mut at = 0;
    for &(n, c) in &restored {
        let (byte, mask) = chars[n];
        text.push_slice(&built.text, Span::of(at..byte));
        let source = built.text.map().source_span(Span::of(byte..byte + mask.len_utf8()));
        let span = push_restored(&mut text, c, source);
        shift.push((byte, mask.len_utf8(), c.len_utf8()));
        built.repairs.push(Repair {
            span,
            kind: RepairKind::Restored,
            found: mask.to_string(),
            source,
            confidence: 0.9,
        });
        at = byte + mask.len_utf8();
    }
    text.push_slice(&built.text, Span::of(at..built.text.text().len()));
    let moved = |place: u32| {
        let more: i64 = shift.iter().filter(|s| (s.0 as u32) < place).map(|s| s.2 as i64 - s.1 as i64).sum();
        (i64::from(place) + more) as u32
    };
    let restored_from = built.repairs.len() - restored.len();
    for repair in &mut built.repairs[..restored_from] {
        repair.span = Span::new(moved(repair.span.start()), moved(repair.span.end()));
    }
    for part in &mut built.parts {
        part.span = Span::new(moved(part.span.start()), moved(part.span.end()));
    }
    for span in built.placed.iter_mut().map(|p| &mut p.1).chain(&mut built.dateline) {
        *span = Span::new(moved(span.start()), moved(span.end()));
    }
    for n in undecided {
        let start = moved(chars[n].0 as u32);
        let place = FaultPlace::Text(Span::new(start, start + chars[n].1.len_utf8() as u32));
        let message = "a masked character that more than one word would fill, or none: left as found";
        faults.push(Fault::new(FaultKind::MaskedUndecided, Severity::Warning, place, message));
    }
    built.text = text;
}

/// A restored character leads to no bytes that decode to it; it stands under a run of its own that the record lists as a
/// repair.
fn push_restored(text: &mut MappedText, c: char, source: Option<SourceSpan>) -> Span {
    let mut buffer = [0; 4];
    let source = source.unwrap_or_default();
    text.push_run(c.encode_utf8(&mut buffer), source, chancery_text::RunKind::Escaped)
}

fn is_mask_at(chars: &[(usize, char)], n: usize, is_mask: impl Fn(char) -> bool) -> bool {
    chars.get(n).is_some_and(|c| is_mask(c.1))
}

/// The one character that a word of the list puts at `n`, longer words first; `None` where there is none or two.
fn reading(folded: &[char], n: usize, is_mask: &impl Fn(char) -> bool, words: &[String]) -> Option<char> {
    let mut by_length: Vec<BTreeSet<char>> = vec![BTreeSet::new(); 8];
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < 2 || letters.len() >= by_length.len() {
            continue;
        }
        for at in 0..letters.len() {
            let Some(start) = n.checked_sub(at) else { continue };
            let Some(window) = folded.get(start..start + letters.len()) else { continue };
            let masks = window.iter().filter(|c| is_mask(**c)).count();
            let fits = window.iter().zip(&letters).all(|(w, l)| w == l || is_mask(*w));
            if fits && masks < letters.len() {
                by_length[letters.len()].insert(letters[at]);
            }
        }
    }
    let longest = by_length.iter().rev().find(|set| !set.is_empty())?;
    (longest.len() == 1).then(|| longest.first().copied()).flatten()
}

fn illegible(built: &Built, guide: &Guide, faults: &mut Vec<Fault>) {
    for mark in &guide.finders.illegible {
        for at in mark.find_iter(built.text.text().as_bytes()) {
            let place = FaultPlace::Text(Span::of(at..at + mark.needle().len()));
            let message = "a character that could not be read when the text was typed";
            faults.push(Fault::new(FaultKind::Illegible, Severity::Note, place, message));
        }
    }
}

/// Flags likely slips; a word that is right in one script may be a slip in the other, so the script must be known.
pub(crate) fn slips(article: &mut Article, guide: &Guide) {
    let here = guide.conventions.slips.iter().zip(&guide.finders.slips);
    for (slip, finder) in here.filter(|(slip, _)| slip.script.is_none_or(|script| script == article.script)) {
        for at in finder.find_iter(article.text.as_bytes()) {
            let span = Span::of(at..at + slip.found.len());
            let source = article.map.source_span(span);
            let found = slip.found.clone();
            article.repairs.push(Repair { span, kind: RepairKind::Typo, found, source, confidence: 0.7 });
        }
    }
}

fn lost_numbers(built: &mut Built, guide: &Guide, faults: &mut Vec<Fault>) {
    let forms = &guide.conventions.lost_numbers;
    for (before, finder) in forms.before.iter().zip(&guide.finders.lost) {
        let places: Vec<usize> = finder.find_iter(built.text.text().as_bytes()).collect();
        for at in places {
            let words = built.text.text();
            let rest = &words[at + before.len()..];
            let Some(measure) = forms.measures.iter().find(|m| rest.starts_with(m.as_str())) else { continue };
            let joined = forms.not_before.iter().any(|w| words[..at].ends_with(w.as_str()));
            let counted = words[..at].chars().next_back().is_some_and(|c| c.is_ascii_digit());
            let follows = rest[measure.len()..].chars().next().is_some_and(is_han);
            if joined || counted || !follows {
                continue;
            }
            let span = Span::of(at..at + before.len() + measure.len());
            let message = "a figure seems to be missing between these words: see the source";
            faults.push(Fault::new(FaultKind::LostNumber, Severity::Warning, FaultPlace::Text(span), message));
            let found = words[span.range()].to_owned();
            let source = built.text.map().source_span(span);
            built.repairs.push(Repair { span, kind: RepairKind::Typo, found, source, confidence: 0.7 });
        }
    }
}

/// Notes an end in mid-sentence: the last paragraph has no end mark and is neither short nor a signature.
pub(crate) fn cut_off(built: &Built, guide: &Guide, faults: &mut Vec<Fault>) {
    let Some(last) = built.parts.last() else { return };
    let words = &built.text.text()[last.span.range()];
    let long = words.chars().count() >= 20;
    let signature = words.chars().count() <= 40 && !guide.dates(&guide.fold(words)).is_empty();
    let trimmed = words.trim_end();
    let letter = trimmed.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '，' | '、' | ','));
    if matches!(last.kind, PartKind::Paragraph | PartKind::Item) && long && letter && !signature {
        let end = last.span.end();
        let start = built.text.text()[..end as usize].char_indices().next_back().map_or(end, |(i, _)| i as u32);
        let place = FaultPlace::Text(Span::new(start, end));
        let message = "the text ends in mid-sentence: the source was cut off here";
        faults.push(Fault::new(FaultKind::Truncated, Severity::Warning, place, message));
    }
}
