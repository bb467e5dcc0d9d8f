//! Who speaks where in an article: its stretches laid side by side, so that any place is looked up without a walk through all.
//! Next to read: `roles.rs`, which finds them; `discourse/voices.rs`, which asks.

use std::collections::BTreeSet;

use chancery_model::ActorId;
use chancery_text::Span;

/// What a stretch of the text is, told by the article's structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// The document's own voice.
    Own,
    /// Nobody's act: a question, a heading, a caption, a signature.
    Nobody,
    /// An answer by this speaker.
    Speaker(Vec<ActorId>),
}

/// Stretches of a text and whose they are, in order and apart from each other.
#[derive(Debug, Default)]
pub(crate) struct Speakers {
    stretches: Vec<(Span, Voice)>,
    /// Those that are nobody's.
    nobody: Vec<Span>,
}

impl Speakers {
    /// Of stretches that may lie in each other: of those that share a place, the last one counts.
    pub(crate) fn new(all: Vec<(Span, Voice)>) -> Self {
        let mut edges: Vec<(u32, bool, usize)> = Vec::with_capacity(all.len() * 2);
        for (n, (span, _)) in all.iter().enumerate().filter(|(_, (span, _))| !span.is_empty()) {
            edges.extend([(span.start(), true, n), (span.end(), false, n)]);
        }
        edges.sort_unstable();
        let mut out = Self::default();
        let (mut open, mut from): (BTreeSet<usize>, u32) = (BTreeSet::new(), 0);
        for (at, opens, n) in edges {
            if let Some(&last) = open.last().filter(|_| from < at) {
                out.stretches.push((Span::new(from, at), all[last].1.clone()));
            }
            from = at;
            if opens {
                open.insert(n);
            } else {
                open.remove(&n);
            }
        }
        let nobodys = out.stretches.iter().filter(|(_, voice)| *voice == Voice::Nobody);
        out.nobody = nobodys.map(|(span, _)| *span).collect();
        out
    }

    /// Whose words stand at `at`, in bytes; `None` where they are the document's own.
    pub(crate) fn at(&self, at: u32) -> Option<&Voice> {
        let next = self.stretches.partition_point(|(span, _)| span.end() <= at);
        self.stretches.get(next).filter(|(span, _)| span.holds(at)).map(|(_, voice)| voice)
    }

    /// Where the last stretch begins that is nobody's (a question) and ends before `at`.
    pub(crate) fn asked_before(&self, at: u32) -> Option<u32> {
        let next = self.nobody.partition_point(|span| span.end() <= at);
        Some(self.nobody[..next].last()?.start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::ActorId;

    #[test]
    fn the_last_of_those_that_share_a_place_counts() {
        let who = Voice::Speaker(vec![ActorId::new("CHL").expect("an id")]);
        let all = vec![
            (Span::new(0, 50), who.clone()),
            (Span::new(0, 10), Voice::Nobody),
            (Span::new(20, 24), Voice::Nobody),
        ];
        let speakers = Speakers::new(all);
        let told: Vec<_> = [0, 9, 10, 19, 20, 23, 24, 49].iter().map(|at| speakers.at(*at) == Some(&who)).collect();
        assert_eq!(told, [false, false, true, true, false, false, true, true]);
        assert_eq!(speakers.at(50), None);
        assert_eq!([9, 10, 23, 24].map(|at| speakers.asked_before(at)), [None, Some(0), Some(0), Some(20)]);
    }
}
