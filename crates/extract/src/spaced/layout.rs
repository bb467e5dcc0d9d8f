//! A text in a script with spaces cut into sentences: at full stops that end no short form, at line ends, never inside
//! brackets. Commas stay inside; the clause reader (`clauses.rs`) finds what they part. Next to read: `units.rs`.

use chancery_text::Span;

use crate::knowledge::Language;
use crate::layout::{Enclosed, Enclosure, Layout, Segment, Sentence};

/// Longest stretch in brackets that is stepped over, in bytes; beyond it the bracket is taken for a stray mark.
const ASIDE: usize = 400;

/// Cuts `text` (as printed: capitals tell where sentences begin); `dateline`, at a line's head, belongs to no sentence.
pub(crate) fn cut(text: &str, language: &Language, dateline: Option<Span>) -> Layout {
    let mut layout = Layout::default();
    let mut at = 0;
    for (number, line) in text.split('\n').enumerate() {
        let end = at + line.len();
        let known = dateline.filter(|d| d.start() as usize == at);
        let from = known.map_or_else(|| at + place_ahead(line), |d| (d.end() as usize).min(end));
        Cutter { text, language, layout: &mut layout, paragraph: number as u32, opens: true, depth: 0 }.line(from, end);
        at = end + 1;
    }
    layout
}

/// Longest place or agency before the dash that opens a dispatch, in bytes.
const PLACE: usize = 60;

/// How much of a line tells only where it is from: a place in capitals with its country behind a comma, or an agency in
/// brackets, before a dash ("LIMA, Peru - ", "(LAKE PRESS) - ").
fn place_ahead(line: &str) -> usize {
    let dashes = [" - ", " – ", " — ", " -- "];
    let Some((at, dash)) = dashes.iter().filter_map(|d| line.find(d).map(|at| (at, d.len()))).min() else { return 0 };
    let head = line[..at].trim();
    let shouts = |words: &str| {
        words.chars().filter(|c| c.is_alphabetic()).count() > 3
            && words.chars().all(|c| !c.is_lowercase() && (c.is_alphabetic() || " .'-".contains(c)))
    };
    let agency = head.strip_prefix('(').and_then(|h| h.strip_suffix(')')).is_some_and(shouts);
    let place = head.split_once(", ").is_some_and(|(city, country)| {
        shouts(city) && !country.is_empty() && country.split(' ').all(|word| word.starts_with(char::is_uppercase))
    });
    if at <= PLACE && (agency || place) { at + dash } else { 0 }
}

struct Cutter<'a> {
    text: &'a str,
    language: &'a Language,
    layout: &'a mut Layout,
    paragraph: u32,
    opens: bool,
    depth: u8,
}

impl Cutter<'_> {
    fn line(&mut self, start: usize, end: usize) {
        let marks = &self.language.marks;
        let start = start + enumerator(&self.text[start..end]);
        let (mut from, mut at, mut until) = (start, start, 0);
        let mut opened = self.depth;
        while let Some(c) = self.text[at..end].chars().next() {
            let next = at + c.len_utf8();
            let aside = marks.brackets.iter().find(|b| b.0 == c).and_then(|b| {
                let room = self.text[next..end].char_indices().take_while(|(i, _)| *i < ASIDE);
                room.into_iter().find(|(_, k)| *k == b.1).map(|(i, _)| next + i)
            });
            if let Some(close) = aside {
                if next >= until {
                    self.layout.names.push(Enclosed { span: Span::of(next..close), how: Enclosure::Bracket });
                    until = close;
                }
                at = close;
                continue;
            }
            // Only marks whose two forms differ tell a depth; an apostrophe closes nothing.
            if let Some(pair) = marks.quotes.iter().find(|q| q.0 != q.1 && (q.0 == c || q.1 == c)) {
                if pair.0 == c {
                    self.depth = self.depth.saturating_add(1);
                    if self.text[from..at].trim().is_empty() {
                        opened = self.depth;
                    }
                } else if self.text[next..end].chars().next().is_none_or(|k| !k.is_alphanumeric()) {
                    self.depth = self.depth.saturating_sub(1);
                }
            }
            // A mark that looks the same on both sides opens behind white space.
            if marks.quotes.iter().any(|q| q.0 == q.1 && q.0 == c) {
                let opens = self.text[start..at].chars().next_back().is_none_or(|k| k.is_whitespace() || k == '(');
                self.depth = if opens { self.depth.saturating_add(1) } else { self.depth.saturating_sub(1) };
                if opens && self.text[from..at].trim().is_empty() {
                    opened = self.depth;
                }
            }
            if marks.sentence.contains(&c) && self.ends(at, next, end) {
                // "…; 2. Urges …": the number of an item in a running text is neither's.
                if let Some(stop) = self.numbered(from, at) {
                    self.sentence(from, stop, opened);
                    (from, at, opened) = (next, next, self.depth);
                    continue;
                }
                let stop = self.text[next..end]
                    .char_indices()
                    .find(|(_, k)| !marks.quotes.iter().any(|q| q.1 == *k))
                    .map_or(end, |(i, _)| next + i);
                self.sentence(from, stop, opened);
                if stop > next {
                    self.depth = self.depth.saturating_sub(1);
                }
                (from, at, opened) = (stop, stop, self.depth);
                continue;
            }
            at = next;
        }
        self.sentence(from, end, opened);
    }

    /// Where the sentence from `from` ends before the number of an item whose full stop is at `at`.
    fn numbered(&self, from: usize, at: usize) -> Option<usize> {
        let before = self.text[from..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = at - from - before.len();
        ((1..=2).contains(&digits) && before.trim_end().ends_with([';', ',', ':'])).then_some(from + before.len())
    }

    fn sentence(&mut self, start: usize, end: usize, depth: u8) {
        let raw = &self.text[start..end];
        let kept = raw.trim();
        if kept.is_empty() {
            return;
        }
        let lead = raw.len() - raw.trim_start().len();
        let span = Span::of(start + lead..start + lead + kept.len());
        let first = self.layout.segments.len();
        self.layout.segments.push(Segment { span, mark: None, depth });
        let (paragraph, opens) = (self.paragraph, self.opens);
        self.layout.sentences.push(Sentence { span, segments: first..first + 1, paragraph, opens });
        self.opens = false;
    }

    /// Whether the mark at `at` ends a sentence: white space and no small letter after it (quotation marks aside), and
    /// not the stop of a short form.
    fn ends(&self, at: usize, next: usize, end: usize) -> bool {
        let closing = |c: char| self.language.marks.quotes.iter().any(|q| q.1 == c);
        let rest = self.text[next..end].trim_start_matches(closing);
        let Some(c) = rest.chars().next() else { return true };
        if !c.is_whitespace() || rest.trim_start().starts_with(char::is_lowercase) {
            return false;
        }
        if !self.text[at..].starts_with('.') {
            return true;
        }
        let word = self.text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
        let opener = || {
            let next = rest.split_whitespace().next().unwrap_or("").to_lowercase();
            self.language.openers.contains(&next)
        };
        if word.contains('.') {
            return opener();
        }
        let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        let short = self.language.abbreviations.iter().any(|a| a.eq_ignore_ascii_case(word));
        !single && !short
    }
}

/// Longest number of an item, with its marks (12.3., viii.).
const NUMBER: usize = 6;

/// Bytes of the number or letter that a line opens with (1. , 2.1 , a) , iv. ), white space behind it included: no
/// sentence of its own. A capital may be an initial (J. Doe), unless what follows goes on in small letters.
fn enumerator(line: &str) -> usize {
    let words = line.trim_start();
    let label = words.split(char::is_whitespace).next().unwrap_or("");
    let rest = &words[label.len()..];
    let core = label.trim_end_matches(['.', ')']);
    let next = rest.trim_start();
    if label.len() > NUMBER || core.is_empty() || next.is_empty() {
        return 0;
    }
    let marked = core.len() < label.len();
    let figures =
        core.chars().all(|c| c.is_ascii_digit() || c == '.') && core.starts_with(|c: char| c.is_ascii_digit());
    let small = core.len() == 1 && core.starts_with(|c: char| c.is_ascii_lowercase());
    let roman = core.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let capital =
        core.len() == 1 && core.starts_with(|c: char| c.is_ascii_uppercase()) && next.starts_with(char::is_lowercase);
    let short = core.split('.').all(|part| part.len() <= 3);
    let fits = figures && short && (marked || core.contains('.')) && next.starts_with(|c: char| !c.is_ascii_digit());
    if fits || marked && (small || roman || capital) { line.len() - next.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english() -> Language {
        let knowledge = chancery_pack::compile(&[]).expect("the bundled packs");
        let (pack, rules) = knowledge.coded.into_iter().find(|(p, _)| p.head.id == "en").expect("English");
        Language::new(&pack, rules).expect("says what it means")
    }

    fn sentences(text: &str) -> Vec<&str> {
        let layout = cut(text, &english(), None);
        layout.sentences.iter().map(|s| &text[s.span.range()]).collect::<Vec<_>>()
    }

    #[test]
    fn stops_of_short_forms_end_no_sentence() {
        let text = "The U.S. Secretary met Dr. J. Doe in Washington, D.C. They spoke of No. 5, i.e. the dam.";
        assert_eq!(
            sentences(text),
            ["The U.S. Secretary met Dr. J. Doe in Washington, D.C.", "They spoke of No. 5, i.e. the dam."]
        );
    }

    #[test]
    fn numbers_of_items_are_no_sentences() {
        assert_eq!(
            sentences("1. Urges calm;\na. Opens the dam.\nJ. Doe spoke."),
            ["Urges calm;", "Opens the dam.", "J. Doe spoke."]
        );
        let text = "The Lake Council, Recalling its pact, 1. Urges calm; 2. Opens the dam on 5 May 2020. It rained.";
        let want =
            ["The Lake Council, Recalling its pact,", "Urges calm;", "Opens the dam on 5 May 2020.", "It rained."];
        assert_eq!(sentences(text), want);
    }

    #[test]
    fn brackets_and_quotations_stay_whole() {
        let text = "He said: “We agree.” The dam (see Annex. Then more) holds. Peru’s side left.";
        let want = ["He said: “We agree.”", "The dam (see Annex. Then more) holds.", "Peru’s side left."];
        assert_eq!(sentences(text), want);
    }
}
