//! What a pattern looks at: one clause of a folded text with the words and mentions found in it. The caller finds them;
//! nothing here knows a language. Next to read: `walk.rs`.

use chancery_text::Span;

/// A word list, by its place in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListId(pub u16);

/// A type of mention, by its place in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub u8);

/// The names that patterns may use.
#[derive(Clone, Debug, Default)]
pub struct Names {
    lists: Vec<String>,
    types: Vec<String>,
}

impl Names {
    /// How many lists there may be; the Chinese pack has some 270. A set of lists has that many bits.
    pub const MOST_LISTS: usize = 384;

    /// These lists and types; `None` where they are too many for their numbers.
    #[must_use]
    pub fn new(lists: Vec<String>, types: Vec<String>) -> Option<Self> {
        (lists.len() <= Self::MOST_LISTS && types.len() <= 256).then_some(Self { lists, types })
    }

    /// A list's number.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<ListId> {
        self.lists.iter().position(|l| l == name).map(|i| ListId(i as u16))
    }

    /// A type's number.
    #[must_use]
    pub fn type_id(&self, name: &str) -> Option<TypeId> {
        self.types.iter().position(|t| t == name).map(|i| TypeId(i as u8))
    }

    /// All lists, by number.
    #[must_use]
    pub fn lists(&self) -> &[String] {
        &self.lists
    }

    /// All types, by number.
    #[must_use]
    pub fn types(&self) -> &[String] {
        &self.types
    }
}

/// A set of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists([u128; 3]);

impl Lists {
    /// The set of one.
    #[must_use]
    pub fn one(list: ListId) -> Self {
        let mut set = Self::default();
        set.add(list);
        set
    }

    /// Puts one in.
    pub fn add(&mut self, list: ListId) {
        self.0[usize::from(list.0 >> 7)] |= 1 << (list.0 & 127);
    }

    /// Puts all of `other` in.
    pub fn join(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, others)| *own |= others);
    }

    /// Whether it is in.
    #[must_use]
    #[inline]
    pub fn has(self, list: ListId) -> bool {
        self.0[usize::from(list.0 >> 7)] >> (list.0 & 127) & 1 != 0
    }

    /// What is in and not in `other`.
    #[must_use]
    #[inline]
    pub fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & !other.0[i]))
    }

    /// Whether any of `other` is in.
    #[must_use]
    #[inline]
    pub fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(own, others)| own & others != 0)
    }

    /// Whether all of `other` is in.
    #[must_use]
    #[inline]
    pub fn holds(self, other: Self) -> bool {
        other.without(self).0.iter().all(|bits| *bits == 0)
    }
}

/// Characters, told apart by the last byte of their codes: the set may say yes of one that was never put in, and never no
/// of one that was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters([u64; 4]);

impl Letters {
    /// All characters of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut set = Self::default();
        set.add(text);
        set
    }

    /// Puts in all characters of `text`.
    pub fn add(&mut self, text: &str) {
        for c in text.chars() {
            self.0[(c as usize >> 6) & 3] |= 1 << (c as u32 & 63);
        }
    }

    /// Whether a character may be in.
    #[must_use]
    #[inline]
    pub fn may_have(&self, c: char) -> bool {
        self.0[(c as usize >> 6) & 3] >> (c as u32 & 63) & 1 == 1
    }

    /// Whether all of `other` may be in.
    #[must_use]
    #[inline]
    pub fn may_hold(&self, other: &Self) -> bool {
        // One test for all four: asked of every rule's patterns at every word that may be an act.
        let missing = |n: usize| other.0[n] & !self.0[n];
        missing(0) | missing(1) | missing(2) | missing(3) == 0
    }
}

/// What a sentence has, or a pattern can't do without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Every list that has a word in it.
    pub lists: Lists,
    /// Its characters.
    pub letters: Letters,
}

impl Held {
    /// Whether all of `other` may be in.
    #[must_use]
    #[inline]
    pub fn may_hold(&self, other: &Self) -> bool {
        self.lists.holds(other.lists) && self.letters.may_hold(&other.letters)
    }
}

/// A word found, with all lists it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ViewToken {
    /// Where.
    pub span: Span,
    /// In which lists.
    pub lists: Lists,
}

/// How many mentions before the sentence `{^type}` looks back at. Whoever is named further back is not whom a clause
/// without subject tells of; the bound keeps a text of nothing but figures from being read through for each clause.
const LOOK_BACK: usize = 256;

/// Most of a sentence that is seen on each side of a word, in bytes. Sentences of the corpus reach 3,000; longer ones are
/// tables, or texts without marks, and would take time that grows with the square of their length.
pub const SEEN: u32 = 4_096;

/// One clause as patterns see it. Tokens, mentions and clauses are in the order of their places; those outside the
/// sentence may be there and are stepped over.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The folded text, whole.
    pub text: &'a str,
    /// The words.
    pub tokens: &'a [ViewToken],
    /// The mentions.
    pub mentions: &'a [(Span, TypeId)],
    /// The mentions before those, for `{^type}`.
    pub before: &'a [(Span, TypeId)],
    /// The clause at hand: matches begin in it (or, with `~~`, anywhere in the sentence).
    pub clause: Span,
    /// Its sentence.
    pub sentence: Span,
    /// The clauses of the sentence, as far as known: they stop a `~` that a `~~` before it has led out of `clause`.
    pub clauses: &'a [Span],
}

impl View<'_> {
    /// What the sentence has.
    #[must_use]
    pub fn held(&self) -> Held {
        let words = self.text.get(self.sentence.range()).unwrap_or_default();
        let mut held = Held { lists: Lists::default(), letters: Letters::of(words) };
        let from = self.tokens.partition_point(|t| t.span.start() < self.sentence.start());
        for token in self.tokens[from..].iter().take_while(|t| t.span.end() <= self.sentence.end()) {
            held.lists.join(token.lists);
        }
        held
    }

    /// The same with at most [`SEEN`] bytes of the sentence on each side of `place`, and whether anything was cut off.
    #[must_use]
    pub fn around(self, place: Span) -> (Self, bool) {
        let (from, to) = (place.start().saturating_sub(SEEN), place.end().saturating_add(SEEN));
        if self.sentence.start() >= from && self.sentence.end() <= to {
            return (self, false);
        }
        let edge = |at: u32| {
            let mut at = (at as usize).min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at as u32
        };
        let cut = |span: Span| {
            let start = span.start().max(edge(from));
            Span::new(start, span.end().min(edge(to)).max(start))
        };
        let (sentence, clause) = (cut(self.sentence), cut(self.clause));
        let mentions = self.mentions;
        let split = mentions.partition_point(|m| m.0.start() < sentence.start());
        let view = Self {
            tokens: within(self.tokens, sentence, |t| t.span),
            mentions: within(mentions, sentence, |m| m.0),
            // The nearer of what lies before; none of it is far where it is empty.
            before: if split > 0 { &mentions[..split] } else { self.before },
            clause,
            sentence,
            ..self
        };
        (view, true)
    }

    /// Where a gap that begins at `at` must end.
    pub(crate) fn limit(&self, at: u32, across: bool) -> u32 {
        if across {
            return self.sentence.end();
        }
        if self.clause.start() <= at && at <= self.clause.end() {
            return self.clause.end();
        }
        let n = self.clauses.partition_point(|c| c.end() < at);
        let holder = self.clauses.get(n).filter(|c| c.start() <= at);
        holder.map_or(at, |c| c.end().min(self.sentence.end()))
    }

    pub(crate) fn tokens_from(&self, at: u32) -> &[ViewToken] {
        &self.tokens[self.tokens.partition_point(|t| t.span.start() < at)..]
    }

    pub(crate) fn tokens_at(&self, at: u32) -> impl Iterator<Item = &ViewToken> {
        self.tokens_from(at).iter().take_while(move |t| t.span.start() == at)
    }

    pub(crate) fn mentions_from(&self, at: u32) -> &[(Span, TypeId)] {
        &self.mentions[self.mentions.partition_point(|m| m.0.start() < at)..]
    }

    pub(crate) fn mentions_at(&self, at: u32) -> impl Iterator<Item = &(Span, TypeId)> {
        self.mentions_from(at).iter().take_while(move |m| m.0.start() == at)
    }

    /// The last mention of a type before the clause, where none stands in the clause before `until`.
    pub(crate) fn carried(&self, wanted: TypeId, until: u32) -> Option<Span> {
        let from = self.mentions.partition_point(|m| m.0.start() < self.clause.start());
        let mut inside = self.mentions[from..].iter().take_while(|m| m.0.start() < until.min(self.clause.end()));
        if inside.any(|m| m.1 == wanted) {
            return None;
        }
        let here = self.mentions[..from].iter().rev();
        here.chain(self.before.iter().rev().take(LOOK_BACK)).find(|m| m.1 == wanted).map(|m| m.0)
    }
}

/// The part of an ordered list that begins inside `span`.
fn within<T>(list: &[T], span: Span, place: impl Fn(&T) -> Span) -> &[T] {
    let first = list.partition_point(|one| place(one).start() < span.start());
    let last = list.partition_point(|one| place(one).start() < span.end());
    &list[first..last.max(first)]
}

/// A view that owns what it shows: a short text cut into sentences and clauses.
#[derive(Clone, Debug, Default)]
pub struct OwnedView {
    /// The folded text.
    pub text: String,
    /// The words, in order.
    pub tokens: Vec<ViewToken>,
    /// The mentions, in order.
    pub mentions: Vec<(Span, TypeId)>,
    /// Each sentence with its clauses, in order.
    pub sentences: Vec<(Span, Vec<Span>)>,
}

impl OwnedView {
    /// A view of each clause, in order.
    pub fn clauses(&self) -> impl Iterator<Item = View<'_>> {
        self.sentences.iter().flat_map(move |(sentence, clauses)| {
            let first = self.mentions.partition_point(|m| m.0.start() < sentence.start());
            clauses.iter().map(move |clause| View {
                text: &self.text,
                tokens: within(&self.tokens, *sentence, |t| t.span),
                mentions: within(&self.mentions, *sentence, |m| m.0),
                before: &self.mentions[..first],
                clause: *clause,
                sentence: *sentence,
                clauses,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_keeps_its_edges() {
        let mut set = Lists::one(ListId(0));
        set.add(ListId(127));
        set.add(ListId(255));
        set.add(ListId(383));
        assert!([0, 127, 255, 383].into_iter().all(|list| set.has(ListId(list))));
        assert!(!set.has(ListId(128)) && !set.has(ListId(1)) && set.meets(Lists::one(ListId(383))));
        assert!(set.holds(Lists::one(ListId(127))) && !Lists::one(ListId(0)).holds(set));
        assert!(Names::new(vec![String::new(); Names::MOST_LISTS + 1], vec![]).is_none());
    }

    #[test]
    fn a_gap_ends_with_the_clause_it_began_in() {
        let clauses = [Span::new(0, 6), Span::new(9, 15)];
        let (clause, sentence) = (clauses[0], Span::new(0, 15));
        let text = "甲乙，丙丁";
        let view = View { text, tokens: &[], mentions: &[], before: &[], clause, sentence, clauses: &clauses };
        assert_eq!(
            [view.limit(3, false), view.limit(3, true), view.limit(12, false), view.limit(7, false)],
            [6, 15, 15, 7]
        );
    }

    #[test]
    fn a_monstrous_sentence_is_seen_round_the_word_only() {
        let text = "甲".repeat(10_000);
        let (all, place) = (Span::of(0..text.len()), Span::new(15_000, 15_003));
        let view =
            View { text: &text, tokens: &[], mentions: &[], before: &[], clause: all, sentence: all, clauses: &[] };
        let (near, cut) = view.around(place);
        assert!(cut && near.sentence.contains(place) && near.sentence.len() <= 2 * SEEN + 6, "{:?}", near.sentence);
        assert!(text.get(near.sentence.range()).is_some());
        let whole = View { sentence: Span::new(14_000, 16_000), clause: place, ..view };
        assert!(!whole.around(place).1);
    }
}
