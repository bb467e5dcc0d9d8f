//! One pass over a text: where a value may begin, which values begin there, which one holds.
//!
//! The order, stated once: leftmost first; of those that begin at one place the longest; of equals a date, then a length or
//! recurrence, then a time of day, then a quantity; a word that looks like a value and is none hides all that ends with it
//! or before. Then the pass goes on behind what was found. Nothing overlaps, and nothing is looked at twice but for the
//! few words of the expression at hand, so the pass is linear. Next to read: `date.rs`, `quantity.rs`.

use chancery_model::{Amount, Cadence, DateRole, Day, DayRange, Mention, MentionKind, MentionValue};
use chancery_text::Span;

use crate::Values;
use crate::clock::clock;
use crate::date::{Dated, Dates, Known};
use crate::lapse::Lapse;
use crate::lexer::{Starts, letter_at, skip_blank};
use crate::lookup::Lookup;
use crate::numeral::{Numerals, figure_at};
use crate::partial::PartialDates;
use crate::quantity::{Quantified, Quantities, Quantity};
use crate::words::Sense;

/// What to scan.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// The clean text: it keeps its capitals.
    pub text: &'a str,
    /// Its folding view: the same length, the same edges.
    pub folded: &'a str,
    /// The day that 今天 means; without one, what is counted from it gives nothing.
    pub reference: Option<Day>,
    /// Small figures in words without a unit, and ranks, too.
    pub everything: bool,
}

/// What a mention stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Days, and what the words beside them say they are for.
    Date(DayRange, DateRole),
    /// A length of time.
    Duration(Cadence),
    /// How often.
    Recurrence(Cadence),
    /// A figure with a unit, money, or per cent.
    Amount(Amount),
    /// A bare figure.
    Number(Amount),
    /// A rank; only where everything is asked for.
    Ordinal(u32),
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueMention {
    /// Where; a hedge before an amount is not part of it, the bounds of a date are.
    pub span: Span,
    /// What it stands for.
    pub value: Value,
}

impl ValueMention {
    /// As a mention of the article; ranks are none.
    #[must_use]
    pub fn mention(&self) -> Option<Mention> {
        let (kind, value) = match &self.value {
            Value::Date(range, _) => (MentionKind::Date, MentionValue::Date(*range)),
            Value::Duration(length) => (MentionKind::Duration, MentionValue::Duration(length.clone())),
            Value::Recurrence(length) => (MentionKind::Duration, MentionValue::Recurrence(length.clone())),
            Value::Amount(amount) => (MentionKind::Amount, MentionValue::Amount(amount.clone())),
            Value::Number(amount) => (MentionKind::Number, MentionValue::Amount(amount.clone())),
            Value::Ordinal(_) => return None,
        };
        Some(Mention { span: self.span, kind, value })
    }

    /// What a date or recurrence is for, as far as the words beside it say.
    #[must_use]
    pub fn date_role(&self) -> Option<DateRole> {
        match self.value {
            Value::Date(_, role) => Some(role),
            Value::Recurrence(_) => Some(DateRole::Cadence),
            _ => None,
        }
    }
}

/// What a place gave: its value, where it stands.
struct Found {
    value: Option<Value>,
    start: usize,
    end: usize,
    dated: Option<Dated>,
}

impl Found {
    fn nothing(start: usize, end: usize) -> Self {
        Self { value: None, start, end, dated: None }
    }
}

impl Values {
    /// Every value in the text, in order, added to `out`.
    pub fn scan(&self, scan: Scan<'_>, out: &mut Vec<ValueMention>) {
        debug_assert_eq!(scan.text.len(), scan.folded.len());
        let mut known = Known { reference: scan.reference, ..Known::default() };
        let lookup = Lookup::new(&self.lexer, scan.folded);
        let mut at = 0;
        while let Some(seed) = self.lexer.next_seed(scan.folded, at) {
            if known.paragraph.is_some() && scan.folded.as_bytes()[at..seed].contains(&b'\n') {
                known.paragraph = None;
            }
            let Some(found) = self.value_at(&lookup, scan, known, seed) else {
                at = past_seed(scan.folded, seed);
                continue;
            };
            if let Some(dated) = found.dated {
                learn(&mut known, dated);
            }
            if let (Some(value), Some(span)) = (found.value, Span::checked(found.start, found.end)) {
                out.push(ValueMention { span, value });
            }
            at = found.end.max(seed + 1);
            while !scan.folded.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// The value that begins at `seed`, by the stated order.
    fn value_at(&self, lookup: &Lookup<'_>, scan: Scan<'_>, known: Known, seed: usize) -> Option<Found> {
        let text = scan.folded;
        if let Some(end) = joined_to_word(text, seed) {
            return Some(Found::nothing(seed, end));
        }
        let (mut starts, nothing) = lookup.starts_at(seed);
        if starts == Starts::NONE && nothing == seed {
            return None;
        }
        if starts.any(Starts::CLOCK)
            && let Some(end) = self.title_at(lookup, text, seed)
        {
            return Some(Found::nothing(seed, end));
        }
        let numerals = self.numerals(lookup, text);
        if starts == Starts::NUMERAL && !marked(lookup, numerals, text, seed) {
            starts = Starts::QUANTITY;
        }
        let mut best: Option<Found> = None;
        let mut offer = |found: Option<Found>| {
            if let Some(found) = found
                && found.end > seed
                && best.as_ref().is_none_or(|best| found.end > best.end)
            {
                best = Some(found);
            }
        };
        let dates = Dates { partials: PartialDates { capitals: scan.text, ..self.partials(lookup, text) }, known };
        if starts.any(Starts::DATES) {
            offer(dates.at(seed).map(date_found));
        }
        if starts.any(Starts::NUMERAL.or(Starts::LAPSE)) {
            offer(dates.lapse(seed).map(|lapse| lapse_found(seed, lapse)));
        }
        if starts.any(Starts::NUMERAL.or(Starts::CLOCK)) {
            offer(clock(lookup, numerals, text, seed).map(|end| Found::nothing(seed, end)));
        }
        if starts.any(Starts::NUMERAL.or(Starts::QUANTITY)) {
            let quantities = Quantities { lexer: lookup, numerals, units: &self.units, text, all: scan.everything };
            let found = quantities.at(seed);
            // About|five years: the hedge stands before a length as well as before a figure.
            if let Some(start) = found.as_ref().map(|found| found.start).filter(|&start| start > seed) {
                offer(dates.lapse(start).map(|lapse| lapse_found(start, lapse)));
            }
            offer(found.map(|found| quantity_found(found, scan.everything)));
        }
        if nothing > seed && best.as_ref().is_none_or(|best| nothing >= best.end) {
            return Some(Found::nothing(seed, nothing));
        }
        best
    }
}

impl Values {
    /// Where the title that opens at `seed` closes, within its paragraph; where the address that begins there ends.
    fn title_at(&self, lookup: &Lookup<'_>, text: &str, seed: usize) -> Option<usize> {
        let (place, inside) = lookup.find(seed, |s| match s {
            Sense::TitleOpen(place) => Some(Some(place)),
            Sense::Address => Some(None),
            _ => None,
        })?;
        let Some(place) = place else {
            let length = text.get(inside..)?.bytes().take_while(u8::is_ascii_graphic).count();
            return Some(inside + length);
        };
        let close = *self.titles.get(usize::from(place))?;
        let rest = text.get(inside..)?;
        let (at, found) = rest.char_indices().take(TITLE_AT_MOST).find(|&(_, c)| c == close || c == '\n')?;
        (found == close).then(|| inside + at + close.len_utf8())
    }
}

/// Characters of the longest title that is read over; treaties' full names reach about a hundred and fifty.
const TITLE_AT_MOST: usize = 200;

/// Whether what follows a numeral could make it a date, a length or a time of day: a word of the table, a mark that parts
/// figures, or a blank. What doesn't is a bare figure, and most figures are.
fn marked(lookup: &Lookup<'_>, numerals: Numerals<'_>, text: &str, seed: usize) -> bool {
    let Some(numeral) = numerals.at(seed) else { return true };
    // A point in words may be an hour's mark (三点).
    if numeral.is_decimal() && !numeral.in_figures() {
        return true;
    }
    let next = skip_blank(text, numeral.end);
    match text.get(next..).and_then(|rest| rest.chars().next()) {
        Some(c) => {
            lookup.begins(c)
                || matches!(c, '.' | '/' | ':' | '-' | '\u{ff0e}' | '\u{ff0f}' | '\u{ff1a}' | '\u{2010}' | '\u{2011}')
                || numeral.digits() == Some(8)
        }
        None => numeral.digits() == Some(8),
    }
}

/// What later dates may take from this one.
fn learn(known: &mut Known, dated: Dated) {
    let Some((first, last)) = dated.stretch else { return };
    if dated.value.is_none_or(|(_, role)| role != DateRole::When) {
        return;
    }
    let one_month = (first.year(), first.month()) == (last.year(), last.month());
    if one_month {
        known.paragraph = Some((first.year(), Some(first.month())));
        known.text = known.paragraph;
    } else if dated.written_year {
        known.text = Some((first.year(), known.text.filter(|text| text.0 == first.year()).and_then(|text| text.1)));
    }
    if first == last {
        known.last = Some(first);
    }
}

fn date_found(dated: Dated) -> Found {
    let value = dated.value.map(|(range, role)| Value::Date(range, role));
    Found { value, start: dated.start, end: dated.end, dated: Some(dated) }
}

fn lapse_found(seed: usize, lapse: Lapse) -> Found {
    let end = lapse.end();
    match lapse {
        Lapse::Date(dated) => date_found(dated),
        Lapse::Duration(length, _) => Found { value: Some(Value::Duration(length)), start: seed, end, dated: None },
        Lapse::Recurrence(length, _) => Found { value: Some(Value::Recurrence(length)), start: seed, end, dated: None },
        Lapse::Nothing(_) => Found::nothing(seed, end),
    }
}

fn quantity_found(found: Quantified, everything: bool) -> Found {
    let value = match found.quantity {
        Quantity::Amount(amount) => Some(Value::Amount(amount)),
        Quantity::Number(amount) => Some(Value::Number(amount)),
        Quantity::Ordinal(rank) if everything => Some(Value::Ordinal(rank)),
        Quantity::Ordinal(_) | Quantity::Nothing => None,
    };
    Found { value, start: found.start, end: found.end, dated: None }
}

/// Figures that run on from letters are part of a name (G20, COVID-19, A/RES/74): where they end.
fn joined_to_word(text: &str, seed: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if !bytes[seed].is_ascii_digit() || seed == 0 {
        return None;
    }
    let before = bytes[seed - 1];
    let joined = before.is_ascii_alphabetic()
        || before == b'_'
        || (matches!(before, b'-' | b'/' | b'.' | b'&' | b'=' | b'#' | b'@' | b'+')
            && seed > 1
            && (bytes[seed - 2].is_ascii_alphanumeric() || bytes[seed - 2] == b'_'));
    if !joined {
        return None;
    }
    let run = bytes[seed..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    Some(seed + run)
}

/// Past a seed that gave nothing: figures as a whole, else one character, and the letters of its word.
fn past_seed(text: &str, seed: usize) -> usize {
    let mut end = seed;
    while let Some((_, next)) = figure_at(text, end) {
        end = next;
    }
    if end > seed {
        return end;
    }
    end = seed + text[seed..].chars().next().map_or(1, char::len_utf8);
    while letter_at(text, seed) && letter_at(text, end) {
        end += 1;
    }
    end
}
