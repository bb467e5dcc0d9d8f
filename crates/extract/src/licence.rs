//! What lets an act stand: a rule of its kind that matches at its word, in its clause, and that no guard stops.
//!
//! The clause reader proposes, the pack's rules decide: take a rule out of `packs/<lang>/rules/`, or add a guard to it, and
//! the acts that stood on it are gone. Next to read: `docs/packs.md`.

use chancery_model::ActKind;
use chancery_pattern::{Lists, View, ViewToken};
use chancery_text::Span;

use crate::knowledge::Language;
use crate::layout::Layout;
use crate::tokens::{Class, Token};

/// The words of a text as rules see them.
pub(crate) struct Court<'a> {
    folded: &'a str,
    layout: &'a Layout,
    language: &'a Language,
    tokens: Vec<ViewToken>,
    mentions: Vec<(Span, chancery_pattern::TypeId)>,
    /// The segments of each sentence.
    clauses: Vec<Vec<Span>>,
}

impl<'a> Court<'a> {
    pub(crate) fn new(folded: &'a str, tokens: &[Token], layout: &'a Layout, language: &'a Language) -> Self {
        let view = |t: &Token| {
            let mut lists = Lists::default();
            for (class, list) in &language.lists {
                if t.is(*class) {
                    lists.add(*list);
                }
            }
            ViewToken { span: t.span, lists }
        };
        let who = |t: &&Token| t.is(Class::Actor) || t.is(Class::Both) || t.is(Class::All) || t.is(Class::Own);
        let mentions = language
            .actor_type
            .map(|kind| tokens.iter().filter(who).map(|t| (t.span, kind)).collect())
            .unwrap_or_default();
        let clauses = layout.sentences.iter().map(|s| layout.of(s).iter().map(|g| g.span).collect()).collect();
        Self { folded, layout, language, tokens: tokens.iter().map(view).collect(), mentions, clauses }
    }

    /// The rule that lets the word at `anchor` be an act of this kind.
    pub(crate) fn licence(&self, kind: ActKind, anchor: Span) -> Option<&'a str> {
        let n = self.layout.sentences.partition_point(|s| s.span.end() <= anchor.start());
        let sentence = self.layout.sentences.get(n)?;
        let clauses = &self.clauses[n];
        let clause = *clauses.iter().find(|c| c.contains(anchor))?;
        let view = View {
            text: self.folded,
            tokens: &self.tokens,
            mentions: &self.mentions,
            clause,
            sentence: sentence.span,
            clauses,
        };
        self.language.rules.licence(&view, kind, anchor).map(|rule| rule.id.as_str())
    }
}
