//! What each rule says of a word, and why: for `chancery explain`. Slower than asking for the first licence; the answer
//! is the same. Next to read: `check.rs`.

use chancery_model::ActKind;
use chancery_pattern::{Held, Lists, Match, View};
use chancery_text::Span;

use super::{Desk, Rule, Rules, word_at};

/// What one pattern of a rule says of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It lets the word be an act, with these roles.
    Fires(Vec<(String, Span)>),
    /// The word is in none of the lists that it takes acts from.
    OtherWord(Vec<String>),
    /// The sentence has no word of these lists.
    Lacks(Vec<String>),
    /// All its words are there, but not as it wants them.
    NoMatch,
    /// It matches, and this guard forbids it.
    Guarded(String, Vec<(String, Span)>),
}

/// A rule's answer: a pattern of it as written, and what it says.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// For each of its patterns.
    pub patterns: Vec<(String, Verdict)>,
}

impl Answer<'_> {
    /// Whether the rule lets the word be an act.
    #[must_use]
    pub fn fires(&self) -> bool {
        self.patterns.iter().any(|(_, verdict)| matches!(verdict, Verdict::Fires(_)))
    }
}

impl Rules {
    /// What every rule of that kind says of the word at `anchor`, in the order in which they are asked.
    #[must_use]
    pub fn verdicts(&self, view: &View<'_>, kind: ActKind, anchor: Span, desk: &mut Desk) -> Vec<Answer<'_>> {
        let (held, word) = (view.held(), word_at(view, anchor));
        let of_kind = self.all().iter().filter(|rule| rule.kind == kind);
        of_kind
            .map(|rule| {
                let verdicts = (0..rule.patterns.len()).map(|i| {
                    let verdict = self.verdict(rule, i, view, &held, (anchor, word), desk);
                    (rule.patterns[i].line().to_owned(), verdict)
                });
                Answer { rule, patterns: verdicts.collect() }
            })
            .collect()
    }

    fn verdict(
        &self,
        rule: &Rule,
        i: usize,
        view: &View<'_>,
        held: &Held,
        (anchor, word): (Span, Lists),
        desk: &mut Desk,
    ) -> Verdict {
        let pattern = &rule.patterns[i];
        let named = |lists: Lists| -> Vec<String> {
            let all = self.names().lists().iter();
            all.filter(|l| self.names().list(l).is_some_and(|id| lists.has(id))).cloned().collect()
        };
        if !rule.opens(i, word) {
            return Verdict::OtherWord(named(rule.acts[i].unwrap_or_default()));
        }
        if !held.lists.holds(pattern.needs()) {
            return Verdict::Lacks(named(pattern.needs().without(held.lists)));
        }
        let Some(reading) = rule.reading(pattern, view, anchor, &mut desk.found) else { return Verdict::NoMatch };
        let roles = |by: &Match| by.roles.iter().map(|(r, at)| (rule.roles[usize::from(r.0)].clone(), *at)).collect();
        match rule.guards.iter().find(|g| g.wakes(held) && g.guards(view, &reading, &mut desk.found)) {
            Some(guard) => Verdict::Guarded(guard.line().to_owned(), roles(&reading)),
            None => Verdict::Fires(roles(&reading)),
        }
    }
}
