//! Holds every rule to its own examples: each `yes` must be matched with exactly what is marked, no `no` may be matched,
//! and no pattern or guard may stand there for nothing. Next to read: `tests/rules.rs`.

use std::collections::BTreeSet;

use chancery_pattern::{Found, Match, OwnedView, View};
use chancery_text::Span;

use super::{Example, Rule, Rules};
use crate::error::PackError;

/// Finds the words and mentions of a short text.
pub trait Reads {
    /// The text as patterns see it: folded, cut into sentences and clauses.
    fn view(&self, text: &str) -> OwnedView;
}

/// Every example that is not read as its rule says, every pattern no `yes` uses, every guard no `no` needs.
#[must_use]
pub fn check_rules(rules: &Rules, reads: &impl Reads) -> Vec<PackError> {
    rules.rules.iter().flat_map(|rule| Check { rule, reads, found: Found::default(), out: Vec::new() }.run()).collect()
}

struct Check<'a, R> {
    rule: &'a Rule,
    reads: &'a R,
    found: Found,
    out: Vec<PackError>,
}

/// A reading, by which pattern, and the guards that forbid it.
struct Reading {
    pattern: usize,
    by: Match,
    guards: Vec<usize>,
}

impl<R: Reads> Check<'_, R> {
    fn run(mut self) -> Vec<PackError> {
        let (mut used, mut needed) = (BTreeSet::new(), BTreeSet::new());
        for example in &self.rule.yes {
            let readings = self.readings(&example.text);
            let free = || readings.iter().filter(|r| r.guards.is_empty());
            let want = sorted(example.roles.clone());
            let exact: Vec<_> = free().filter(|r| self.told(&r.by) == want).map(|r| r.pattern).collect();
            if exact.is_empty() {
                let nearest = free().find(|r| overlaps_act(self.rule, r, example)).or_else(|| readings.first());
                let got = nearest.map_or("nothing".to_owned(), |r| self.show(r, &example.text));
                self.fault(example.line, format!("`yes` {:?}: want exactly what is marked, got {got}", example.text));
            }
            used.extend(exact);
        }
        for example in &self.rule.no {
            let readings = self.readings(&example.text);
            if let Some(reading) = readings.iter().find(|r| r.guards.is_empty()) {
                let got = self.show(reading, &example.text);
                let hint = "write a guard in `unless`, or narrow the pattern";
                self.fault(example.line, format!("`no` {:?} is matched: {got}; {hint}", example.text));
            }
            needed.extend(readings.iter().flat_map(|r| r.guards.iter().copied()));
        }
        for (i, pattern) in self.rule.patterns.iter().enumerate().filter(|(i, _)| !used.contains(i)) {
            self.fault(
                self.rule.line,
                format!("pattern {} `{}` matches no `yes`: write one for it", i + 1, pattern.line()),
            );
        }
        for (i, guard) in self.rule.guards.iter().enumerate().filter(|(i, _)| !needed.contains(i)) {
            self.fault(
                self.rule.line,
                format!("guard {} `{}` keeps off no `no`: write one for it", i + 1, guard.line()),
            );
        }
        self.out
    }

    fn fault(&mut self, line: usize, message: String) {
        let message = format!("{}: {message}", self.rule.id);
        self.out.push(PackError::line(&self.rule.file, line, message));
    }

    /// Every reading of the rule in a text, with each word as the act.
    fn readings(&mut self, text: &str) -> Vec<Reading> {
        let owned = self.reads.view(text);
        let mut out = Vec::new();
        for view in owned.clauses() {
            for anchor in self.anchors(&view) {
                for (i, pattern) in self.rule.patterns.iter().enumerate() {
                    let Some(by) = self.rule.reading(pattern, &view, anchor, &mut self.found) else { continue };
                    let mut guards = Vec::new();
                    for (g, guard) in self.rule.guards.iter().enumerate() {
                        if guard.guards(&view, &by, &mut self.found) {
                            guards.push(g);
                        }
                    }
                    out.push(Reading { pattern: i, by, guards });
                }
            }
        }
        out
    }

    /// Where an act may lie: at each word of the clause, and where a pattern names a stretch.
    fn anchors(&mut self, view: &View<'_>) -> BTreeSet<Span> {
        let inside = view.tokens.iter().map(|t| t.span).filter(|span| view.clause.contains(*span));
        let mut anchors: BTreeSet<Span> = inside.collect();
        for pattern in &self.rule.patterns {
            pattern.find(view, &mut self.found);
            let acts = self.found.matches.iter().filter_map(|m| m.role(self.rule.act));
            // What a `~~` reaches in another clause is that clause's: guards look at the act's own.
            anchors.extend(acts.filter(|span| view.clause.contains(*span)));
        }
        anchors
    }

    fn told(&self, by: &Match) -> Vec<(String, Span)> {
        sorted(by.roles.iter().map(|(role, span)| (self.rule.roles[usize::from(role.0)].clone(), *span)).collect())
    }

    fn show(&self, reading: &Reading, text: &str) -> String {
        let roles = reading.by.roles.iter().map(|(role, span)| {
            let words = text.get(span.range()).unwrap_or("?");
            format!("[{} {words}]", self.rule.roles[usize::from(role.0)])
        });
        let mut out = roles.collect::<String>();
        out.push_str(&format!(" by `{}`", self.rule.patterns[reading.pattern].line()));
        for guard in &reading.guards {
            out.push_str(&format!(", kept off by `{}`", self.rule.guards[*guard].line()));
        }
        out
    }
}

fn overlaps_act(rule: &Rule, reading: &Reading, example: &Example) -> bool {
    let act = reading.by.role(rule.act);
    example.roles.iter().any(|(_, span)| act == Some(*span))
}

fn sorted(mut roles: Vec<(String, Span)>) -> Vec<(String, Span)> {
    roles.sort();
    roles
}
