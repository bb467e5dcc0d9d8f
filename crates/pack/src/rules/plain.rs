//! A plain reader for checking rules: the longest word or name at each place, figures and dates, clauses and sentences by
//! the pack's marks. The coder knows more (titles, brackets, names put together of short forms), so a rule is shown what
//! its pack says and nothing else. Next to read: `check.rs`.

use std::collections::BTreeMap;

use chancery_pattern::{Lists, OwnedView, TypeId, ViewToken};
use chancery_text::{FoldTable, Span};
use chancery_value::{Scan, Value, Values};

use super::{Reads, Rules};
use crate::lists::RawPack;

/// Lists whose words stand for somebody.
const COLLECTIVES: &[&str] = &["self", "they", "both", "all"];
/// Lists of parts of names, no words of a sentence.
const PARTS: &[&str] =
    &["transliteration", "name-dot", "name-stop", "name-day", "title-after", "compound-surname", "people-suffix"];
/// Which type of mention a kind of name is.
const KINDS: &[(&str, &str)] = &[
    ("country", "actor"),
    ("org", "actor"),
    ("group", "actor"),
    ("person", "actor"),
    ("party", "actor"),
    ("instrument", "instrument"),
    ("mechanism", "mechanism"),
];

#[derive(Clone, Copy, Debug, Default)]
struct Word {
    lists: Lists,
    kind: Option<TypeId>,
}

/// Reads by the longest word at each place.
#[derive(Debug)]
pub struct Plain<'a> {
    words: BTreeMap<String, Word>,
    /// Bytes of the longest.
    longest: usize,
    fold: &'a FoldTable,
    values: Option<(&'a Values, Option<TypeId>, Option<TypeId>)>,
    clause: Vec<char>,
    sentence: Vec<char>,
}

impl<'a> Plain<'a> {
    /// Of that pack, whose rules these are; with `values`, amounts and dates are found too.
    #[must_use]
    pub fn new(pack: &RawPack, rules: &Rules, fold: &'a FoldTable, values: Option<&'a Values>) -> Self {
        let names = rules.names();
        let mut words: BTreeMap<String, Word> = BTreeMap::new();
        for list in pack.lists.iter().filter(|l| !PARTS.contains(&l.id.as_str())) {
            let Some(id) = names.list(&list.id) else { continue };
            for word in list.words.iter().filter(|w| !w.form.is_empty()) {
                let entry = words.entry(fold.fold(&word.form)).or_default();
                entry.lists.add(id);
                if COLLECTIVES.contains(&list.id.as_str()) {
                    entry.kind = names.type_id("actor");
                }
            }
        }
        for name in pack.names.iter().filter(|n| n.kind != "surname" && n.kind != "short") {
            let kind = KINDS.iter().find(|(kind, _)| name.kind == *kind).and_then(|(_, of)| names.type_id(of));
            let entry = words.entry(fold.fold(&name.form)).or_default();
            entry.kind = entry.kind.or(kind);
        }
        let marks = |marks: &[String]| marks.iter().flat_map(|m| m.chars()).collect();
        Self {
            longest: words.keys().map(String::len).max().unwrap_or(0),
            words,
            fold,
            values: values.map(|values| (values, names.type_id("amount"), names.type_id("date"))),
            clause: marks(&pack.head.marks.clause),
            sentence: marks(&pack.head.marks.sentence),
        }
    }

    /// The longest word that begins there and, in Latin letters, stands alone.
    fn longest_at(&self, text: &str, at: usize) -> Option<(usize, Word)> {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let rest = &text[at..];
        let joined = |left: &str, right: &str| letter(left.chars().next_back()) && letter(right.chars().next());
        if joined(&text[..at], rest) {
            return None;
        }
        let mut length = self.longest.min(rest.len());
        loop {
            while !rest.is_char_boundary(length) {
                length -= 1;
            }
            if length == 0 {
                return None;
            }
            let (form, after) = rest.split_at(length);
            if let Some(word) = self.words.get(form).filter(|_| !joined(form, after)) {
                return Some((length, *word));
            }
            length -= 1;
        }
    }

    fn add_values(&self, text: &str, view: &mut OwnedView) {
        let Some((values, amount, date)) = self.values else { return };
        let mut found = Vec::new();
        values.scan(Scan { text, folded: &view.text, reference: None, everything: false }, &mut found);
        for value in found {
            let kind = match value.value {
                Value::Amount(_) => amount,
                Value::Date(..) | Value::Duration(_) | Value::Recurrence(_) => date,
                Value::Number(_) | Value::Ordinal(_) => None,
            };
            view.mentions.extend(kind.map(|kind| (value.span, kind)));
        }
        view.mentions.sort_unstable_by_key(|(span, kind)| (span.start(), span.end(), *kind));
    }
}

impl Reads for Plain<'_> {
    fn view(&self, source: &str) -> OwnedView {
        let text = self.fold.fold(source);
        let mut view = OwnedView::default();
        let (mut at, mut sentence, mut clause, mut clauses) = (0, 0, 0, Vec::new());
        while let Some(c) = text[at..].chars().next() {
            if let Some((length, word)) = self.longest_at(&text, at) {
                let span = Span::of(at..at + length);
                view.tokens.push(ViewToken { span, lists: word.lists });
                view.mentions.extend(word.kind.map(|kind| (span, kind)));
                at += length;
                continue;
            }
            let after = at + c.len_utf8();
            if self.clause.contains(&c) || self.sentence.contains(&c) {
                clauses.push(Span::of(clause..at));
                clause = after;
            }
            if self.sentence.contains(&c) {
                view.sentences.push((Span::of(sentence..at), std::mem::take(&mut clauses)));
                sentence = after;
            }
            at = after;
        }
        clauses.push(Span::of(clause..text.len()));
        view.sentences.push((Span::of(sentence..text.len()), clauses));
        view.text = text;
        self.add_values(source, &mut view);
        view
    }
}
