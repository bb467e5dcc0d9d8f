//! Segments that one construction holds together over the comma between them: an aim whose verb is still to come
//! (为维护和平，缓和局势作出努力), what is taken as something (以公平，正义为基础), a time set off by commas. Next to read:
//! `reach.rs`.

use chancery_text::Span;

use super::Coder;
use crate::layout::Segment;
use crate::tokens::{Class, Classes, opens_with};

/// How many segments behind its opening a construction may end.
const FAR: usize = 3;

impl Coder<'_> {
    /// The segments with those joined that a construction holds together; none where each stands for itself.
    pub(super) fn held_together(&self, segments: &[Segment]) -> Option<Vec<Segment>> {
        let mut out: Option<Vec<Segment>> = None;
        let mut n = 0;
        while n < segments.len() {
            let last = self.held_until(&segments[n..]).map_or(n, |more| n + more);
            let last = if last == n && self.times(segments, n) { n + 1 } else { last };
            if last > n || out.is_some() {
                let whole = Segment {
                    span: Span::new(segments[n].span.start(), segments[last].span.end()),
                    mark: segments[last].mark,
                    ..segments[n]
                };
                out.get_or_insert_with(|| segments[..n].to_vec()).push(whole);
            }
            n = last + 1;
        }
        out
    }

    /// 甲军一部，昨日晨二时，收复县城: a segment that is nothing but a time, between who acts and what he does.
    fn times(&self, segments: &[Segment], n: usize) -> bool {
        let (Some(before), Some(next)) = (n.checked_sub(1).map(|k| &segments[k]), segments.get(n + 1)) else {
            return false;
        };
        let (tokens, time) = (self.reader.tokens, &segments[n]);
        let names = Classes::of(&[Class::Actor, Class::Own, Class::Office, Class::Suffix, Class::OrgSuffix]);
        let named = self.reader.range(before.span);
        let named = !named.is_empty() && named.clone().all(|i| tokens[i].classes.any(names));
        let whole = [before, time].iter().all(|s| s.mark.is_some_and(comma) && s.depth == next.depth);
        let clock = Classes::of(&[Class::Time, Class::Close, Class::Item, Class::Past]);
        let words = self.reader.range(time.span);
        if !(named && whole && words.clone().all(|i| tokens[i].classes.any(clock))) {
            return false;
        }
        let particles = &self.reader.particles;
        let figure = |c: char| {
            !c.is_alphanumeric()
                || c.is_ascii_digit()
                || particles.counts.contains(&c)
                || particles.time_units.contains(&c)
        };
        let timed = |i: usize| tokens[i].is(Class::Time);
        let spelled = |at: usize| words.clone().any(|i| timed(i) && tokens[i].span.range().contains(&at));
        let start = time.span.start() as usize;
        let mut said = self.reader.text[time.span.range()].char_indices();
        // Figures alone may count anything (三千人).
        let dated = words.clone().any(timed) || said.clone().any(|(_, c)| particles.time_units.contains(&c));
        dated && said.all(|(k, c)| figure(c) || spelled(start + k))
    }

    /// How many segments further the construction ends that the first one leaves open.
    fn held_until(&self, segments: &[Segment]) -> Option<usize> {
        let (first, rest) = segments.split_first()?;
        if rest.is_empty() {
            return None;
        }
        let tokens = self.reader.tokens;
        let range = self.reader.range(first.span);
        let open = |k: usize| rest[..k].iter().all(|s| s.depth == first.depth) && first.mark.is_some_and(comma);
        let taken = range.clone().rev().find(|&i| tokens[i].is(Class::By) && tokens[i].is(Class::Tail));
        if taken.is_some_and(|i| !(i + 1..range.end).any(|k| self.closes(k) || tokens[k].is(Class::Copula))) {
            let found = rest.iter().take(FAR).position(|s| self.takes_as(s));
            if let Some(k) = found.filter(|&k| open(k + 1) && marks(&rest[..k])) {
                return Some(k + 1);
            }
        }
        let aim = range.clone().rev().find(|&i| self.aims(i))?;
        let given = range.clone().next_back().is_some_and(|i| self.given(i, first));
        let closed = (aim + 1..range.end).any(|k| tokens[k].is(Class::Close));
        if given || closed {
            return None;
        }
        let found = rest.iter().take(FAR).position(|s| !self.goes_on_aim(s) || self.strives(s))?;
        (open(found + 1) && marks(&rest[..found]) && self.strives(&rest[found])).then_some(found + 1)
    }

    /// Whether the token closes what is taken as something (为基础).
    fn closes(&self, k: usize) -> bool {
        let words = &self.reader.text[self.reader.tokens[k].span.range()];
        self.reader.tokens[k].is(Class::Close) && self.reader.particles.as_.begin(words)
    }

    fn takes_as(&self, segment: &Segment) -> bool {
        let tokens = self.reader.tokens;
        let range = self.reader.range(segment.span);
        let closed = range.clone().find(|&k| self.closes(k));
        closed.is_some_and(|k| !(range.start..k).any(|i| tokens[i].is(Class::By) || tokens[i].is(Class::Toward)))
    }

    /// Whether an aim begins with the token: the preposition with a doing right behind it.
    fn aims(&self, i: usize) -> bool {
        let tokens = self.reader.tokens;
        let word = &self.reader.text[tokens[i].span.range()];
        tokens[i].is(Class::Toward)
            && self.reader.particles.aims.has(word)
            && self.does_from(i + 1, tokens[i].span.end())
    }

    /// Whether a doing stands at the place, adverbs before it or none.
    fn does_from(&self, from: usize, at: u32) -> bool {
        opens_with(&self.reader.tokens[from..], at, Classes::of(&[Class::Deed, Class::Uphold, Class::Event]))
    }

    /// Whether the segment is one more doing and nothing before it.
    fn goes_on_aim(&self, segment: &Segment) -> bool {
        self.does_from(self.reader.range(segment.span).start, segment.span.start())
    }

    /// Whether the segment ends in what is done for the aim, a doing that belongs to it at its head (缓和局势作出努力).
    fn strives(&self, segment: &Segment) -> bool {
        let tokens = self.reader.tokens;
        let range = self.reader.range(segment.span);
        let verbs = Classes::of(&[Class::Deed, Class::Uphold, Class::Event, Class::Close]);
        let last = range.clone().next_back().filter(|&i| self.given(i, segment));
        self.goes_on_aim(segment)
            && last.is_some_and(|last| range.clone().filter(|&i| i < last && tokens[i].classes.any(verbs)).count() >= 2)
            && !range.clone().any(|i| tokens[i].is(Class::Toward))
    }

    /// Whether the segment ends with what is given for something (贡献, 努力, 条件).
    fn given(&self, i: usize, segment: &Segment) -> bool {
        self.reader.tokens[i].is(Class::Abstract) && self.reader.tokens[i].span.end() == segment.span.end()
    }
}

/// A mark between clauses of one sentence that lists them.
const fn comma(mark: char) -> bool {
    matches!(mark, ',' | '\u{FF0C}')
}

fn marks(segments: &[Segment]) -> bool {
    segments.iter().all(|s| s.mark.is_some_and(comma))
}
