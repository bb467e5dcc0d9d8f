//! What lets an act stand: a rule of its kind that matches at its word, in its clause, and that no guard stops.
//!
//! The clause reader proposes, the pack's rules decide: take a rule out of `packs/<lang>/rules/`, or add a guard to it, and
//! the acts that stood on it are gone (docs/decisions/0005). A sentence is made ready for the rules when the first act in it
//! asks, and acts ask in the order of the text, so a text costs what its acts do. Next to read: `docs/packs.md`.

use chancery_model::{ActKind, Fault, FaultKind, FaultPlace, Severity};
use chancery_pack::{Desk, Rules};
use chancery_pattern::{Held, Letters, TypeId, View, ViewToken};
use chancery_text::Span;

use crate::discourse::Draft;
use crate::explain::{HolderBy, Proposal};
use crate::knowledge::Language;
use crate::layout::Layout;
use crate::tokens::Token;

/// The words of a text as rules see them, sentence by sentence.
pub(crate) struct Court<'a, 'l> {
    folded: &'a str,
    words: &'a [Token],
    layout: &'a Layout,
    language: &'l Language,
    /// Who and what the text names, in order.
    mentions: Vec<(Span, TypeId)>,
    /// Which sentence is laid out in what follows.
    sentence: Option<usize>,
    tokens: Vec<ViewToken>,
    clauses: Vec<Span>,
    /// The sentence's mentions: a range of `mentions`.
    named: std::ops::Range<usize>,
    /// What the sentence has.
    held: Held,
    desk: Desk,
    /// Sentences of which some part was not seen, with what happened.
    pub(crate) faults: Vec<Fault>,
}

impl<'a, 'l> Court<'a, 'l> {
    /// `mentions` in order: who and what the text names.
    pub(crate) fn new(
        folded: &'a str,
        words: &'a [Token],
        layout: &'a Layout,
        language: &'l Language,
        mentions: Vec<(Span, TypeId)>,
    ) -> Self {
        Self {
            folded,
            words,
            layout,
            language,
            mentions,
            sentence: None,
            tokens: Vec::new(),
            clauses: Vec::new(),
            named: 0..0,
            held: Held::default(),
            desk: Desk::default(),
            faults: Vec::new(),
        }
    }

    /// Lays out the sentence that holds the word at `anchor`: its number and the clause.
    fn place(&mut self, anchor: Span) -> Option<(usize, Span)> {
        let n = self.layout.sentences.partition_point(|s| s.span.end() <= anchor.start());
        self.layout.sentences.get(n)?;
        if self.sentence != Some(n) {
            self.lay_out(n);
        }
        let c = self.clauses.partition_point(|c| c.end() <= anchor.start());
        let clause = *self.clauses.get(c).filter(|c| c.contains(anchor))?;
        Some((n, clause))
    }

    fn view(&self, n: usize, clause: Span) -> View<'_> {
        View {
            text: self.folded,
            tokens: &self.tokens,
            mentions: &self.mentions[self.named.clone()],
            before: &self.mentions[..self.named.start],
            clause,
            sentence: self.layout.sentences[n].span,
            clauses: &self.clauses,
        }
    }

    /// What the reader proposes, with how its holders were found and what every rule of its kind says of it.
    pub(crate) fn proposal(&mut self, draft: &Draft) -> Proposal<'l> {
        let mut answers = Vec::new();
        let mut holder_by = if draft.holders.is_empty() { HolderBy::Nobody } else { HolderBy::Document };
        if let Some((n, clause)) = self.place(draft.anchor) {
            let mut desk = std::mem::take(&mut self.desk);
            let view = self.view(n, clause).around(draft.anchor).0;
            let rules: &'l Rules = &self.language.rules;
            answers = rules.verdicts(&view, draft.kind, draft.anchor, &mut desk);
            if let Some(span) = draft.holder_span {
                holder_by = match () {
                    () if clause.contains(span) => HolderBy::Clause,
                    () if view.sentence.contains(span) => HolderBy::Sentence,
                    () => HolderBy::Before,
                };
            }
            self.desk = desk;
        }
        Proposal {
            kind: draft.kind,
            span: draft.span,
            anchor: draft.anchor,
            stance: draft.stance,
            polarity: draft.polarity,
            intensity: draft.intensity,
            holders: draft.holders.clone(),
            holder_span: draft.holder_span,
            holder_by,
            confidence: draft.confidence,
            answers,
        }
    }

    /// The rule that lets the word at `anchor` be an act of this kind.
    pub(crate) fn licence(&mut self, kind: ActKind, anchor: Span) -> Option<&'l str> {
        let (n, clause) = self.place(anchor)?;
        let mut desk = std::mem::take(&mut self.desk);
        let (view, cut) = self.view(n, clause).around(anchor);
        let held = if cut { view.held() } else { self.held };
        let (rules, sentence): (&'l Rules, Span) = (&self.language.rules, view.sentence);
        let found = rules.licence(&view, &held, kind, anchor, &mut desk).map(|(rule, _)| rule.id.as_str());
        self.desk = desk;
        let told = |f: &Fault| matches!(f.place, FaultPlace::Text(at) if at.overlaps(sentence));
        if (self.desk.take_capped() || cut) && !self.faults.last().is_some_and(told) {
            let message = "a sentence too long for the rules: they saw it in part, so an act may be missing; end marks \
                           would part it";
            self.faults.push(Fault::new(FaultKind::MatchCap, Severity::Warning, FaultPlace::Text(sentence), message));
        }
        found
    }

    fn lay_out(&mut self, n: usize) {
        let sentence = &self.layout.sentences[n];
        self.sentence = Some(n);
        self.clauses.clear();
        self.clauses.extend(self.layout.of(sentence).iter().map(|segment| segment.span));
        let first = self.words.partition_point(|t| t.span.start() < sentence.span.start());
        let here = self.words[first..].iter().take_while(|t| t.span.start() < sentence.span.end());
        self.tokens.clear();
        let words = self.folded.get(sentence.span.range()).unwrap_or_default();
        self.held = Held { letters: Letters::of(words), ..Held::default() };
        for token in here {
            let lists = self.language.lists_of(token.classes);
            if token.span.end() <= sentence.span.end() {
                self.held.lists.join(lists);
            }
            self.tokens.push(ViewToken { span: token.span, lists });
        }
        let first = self.mentions.partition_point(|m| m.0.start() < sentence.span.start());
        let last = self.mentions.partition_point(|m| m.0.start() < sentence.span.end());
        self.named = first..last.max(first);
    }
}
