//! Conditions: what is only done if. Next to read: `reach.rs`.

use super::Coder;
use crate::govern::{Clause, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes};

impl Coder<'_> {
    /// 如果甲国撤军，…: no act, and what the act behind it depends on.
    pub(super) fn holds_if(&mut self, segment: &Segment, clause: &Clause) {
        if let Some((say, subject)) = clause.said {
            // 甲外长称如果…，甲国将…: who speaks is told before the condition.
            self.says(say, subject);
        }
        self.condition = Some(segment.span);
        if clause.said.is_none()
            && let Some((first, last)) = self.named_before(segment, clause)
        {
            // 甲国若受邀，将派团: who is named before the condition goes on.
            let (who, span) = self.actors(first, last);
            if !who.is_empty() {
                (self.last, self.told) = ((who, Some(span)), false);
            }
        }
    }

    /// Who stands before the word that opens the condition, at the segment's head.
    fn named_before(&self, segment: &Segment, clause: &Clause) -> Option<(usize, usize)> {
        if let Subject::Actors(first, last) = clause.subject {
            return self.heads(first, segment).then_some((first, last));
        }
        let tokens = self.reader.tokens;
        let names = Classes::of(&[Class::Actor, Class::Suffix, Class::OrgSuffix]);
        let range = self.reader.range(clause.span);
        let named = range.clone().take_while(|&k| tokens[k].classes.any(names) && !tokens[k].is(Class::If));
        let last =
            named.take_while(|&k| k == range.start || tokens[k - 1].span.end() == tokens[k].span.start()).last()?;
        let opens = tokens[range.start].is(Class::Actor) && self.heads(range.start, segment);
        opens.then_some((range.start, last))
    }
}
