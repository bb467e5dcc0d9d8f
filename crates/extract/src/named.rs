//! Named things: instruments (《…公约》, 第2593号决议) and mechanisms (forums, dialogues, bodies), as printed.
//!
//! Found by title marks, by the pack's names, by bodies of the lexicon. What was done to a mechanism is left as
//! `named` unless an act says more.

use std::collections::BTreeSet;

use chancery_model::{Article, InstrumentNote, MechanismAct, MechanismNote, Mention, MentionKind, MentionValue};
use chancery_text::Span;

use crate::knowledge::{Language, NamedKind};
use crate::layout::{Enclosure, Layout};

/// The named things of a text, in order; none overlaps another.
#[derive(Debug, Default)]
pub(crate) struct Things {
    found: Vec<(Span, NamedKind, String)>,
}

/// Finds them.
pub(crate) fn things(text: &str, folded: &str, layout: &Layout, language: &Language) -> Things {
    let mut found: Vec<(Span, NamedKind, String)> = Vec::new();
    for enclosed in layout.names.iter().filter(|e| e.how == Enclosure::Title) {
        found.push((enclosed.span, NamedKind::Instrument, text[enclosed.span.range()].to_owned()));
    }
    let titles = found.len();
    let mut title = 0;
    for (span, kind) in language.find_named(folded) {
        while title < titles && found[title].0.end() <= span.start() {
            title += 1;
        }
        if title == titles || !found[title].0.overlaps(span) {
            found.push((span, kind, text[span.range()].to_owned()));
        }
    }
    found.sort_by_key(|f| (f.0.start(), std::cmp::Reverse(f.0.end())));
    Things { found }
}

impl Things {
    /// Names of instruments and of mechanisms under `span`, each once.
    pub(crate) fn under(&self, text: &str, span: Span) -> (Vec<String>, Vec<String>) {
        let mut out = (Vec::new(), Vec::new());
        let first = self.found.partition_point(|f| f.0.start() < span.start());
        for (at, kind, _) in self.found[first..].iter().take_while(|f| f.0.end() <= span.end()) {
            let name = text[at.range()].to_owned();
            let list = if *kind == NamedKind::Instrument { &mut out.0 } else { &mut out.1 };
            if !list.contains(&name) {
                list.push(name);
            }
        }
        out
    }

    /// Whether a date stands inside a name (2030年可持续发展议程): it is part of it.
    pub(crate) fn holds_date(&self, span: Span) -> bool {
        let next = self.found.partition_point(|f| f.0.start() <= span.start());
        next.checked_sub(1).is_some_and(|last| self.found[last].0.contains(span))
    }

    /// Where they stand, and what they are.
    pub(crate) fn places(&self) -> impl Iterator<Item = (Span, NamedKind)> + '_ {
        self.found.iter().map(|(span, kind, _)| (*span, *kind))
    }

    pub(crate) fn mentions(&self) -> impl Iterator<Item = Mention> + '_ {
        self.found.iter().map(|(span, kind, name)| Mention {
            span: *span,
            kind: if *kind == NamedKind::Instrument { MentionKind::Instrument } else { MentionKind::Mechanism },
            value: MentionValue::Name(name.clone()),
        })
    }
}

/// Notes each thing once on the article.
pub(crate) fn note(article: &mut Article, things: &Things) {
    let mut seen: BTreeSet<(bool, &str)> = BTreeSet::new();
    for (span, kind, name) in &things.found {
        if !seen.insert((*kind == NamedKind::Instrument, name)) {
            continue;
        }
        match kind {
            NamedKind::Instrument => {
                article.instruments.push(InstrumentNote { name: name.clone(), date: None, span: *span });
            }
            NamedKind::Mechanism => {
                article.mechanisms.push(MechanismNote {
                    name: name.clone(),
                    act: MechanismAct::Named,
                    members: Vec::new(),
                    cadence: None,
                    span: *span,
                });
            }
        }
    }
}
