//! Whether a clause is a condition, for which nobody acts. Next to read: `phrases.rs`.

use super::{ACTORS, Reader, SUFFIXES};
use crate::tokens::Class;

impl Reader<'_> {
    /// 如果甲国撤军，…; 但若甲国撤军，…, 甲国若撤军，…: the word opens the clause, behind a joining word or its subject too.
    pub(super) fn opens_condition(&self, first: usize, end: usize) -> bool {
        let touches = |k: usize| k == first || self.of(k - 1).span.end() == self.of(k).span.start();
        // 就是只要…: what is so comes under a condition.
        let is = |k: usize| self.is(k, Class::Copula) && k + 1 < end && self.is(k + 1, Class::If);
        let joins = |k: &usize| touches(*k) && (self.is(*k, Class::And) || is(*k)) && !self.is(*k, Class::If);
        let head = (first..end).find(|k| !joins(k)).unwrap_or(end);
        let names = |k: &usize| touches(*k) && (self.of(*k).classes.any(ACTORS) || self.of(*k).classes.any(SUFFIXES));
        let behind = (head..end).find(|k| !names(k)).unwrap_or(end);
        let opens = |k: usize| k < end && touches(k) && self.is(k, Class::If);
        opens(head) || behind > head && opens(behind) && self.words.sense(self.of(behind), Class::If).led
    }
}
