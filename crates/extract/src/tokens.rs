//! The words of a text that the coder looks at: the longest word at each place, with the classes (lists) it is in.
//!
//! The pack's scanner gives every word and name, overlapping; here the leftmost-longest ones are kept, so that 反对派
//! is not read as 反对, and those inside names and brackets are set aside. Next to read: `govern.rs`.

use chancery_text::Span;

use crate::govern::Forms;
use crate::layout::{Enclosed, Enclosure};

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $list:literal),+ $(,)?) => {
        /// What a word can be in a clause; each is a list of the pack, by its id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Class { $($(#[$doc])* $variant),+ }

        impl Class {
            pub(crate) const ALL: &'static [(Class, &'static str)] = &[$((Class::$variant, $list)),+];
        }
    };
}

classes! {
    Stance = "stance",
    Show = "show",
    Attitude = "attitude",
    Degree = "degree",
    Manner = "manner",
    Will = "will",
    May = "may",
    Pledge = "pledge",
    Agree = "agree",
    Continue = "continue",
    Ought = "ought",
    Ask = "ask",
    Say = "say",
    Weight = "weight",
    Not = "not",
    Done = "done",
    Doing = "doing",
    Norm = "norm",
    Uphold = "uphold",
    Tail = "tail",
    Effect = "effect",
    Abstract = "abstract",
    Light = "light",
    Deed = "deed",
    Event = "event",
    With = "with",
    Toward = "toward",
    By = "by",
    Close = "close",
    And = "and",
    If = "if",
    Own = "self",
    They = "they",
    Both = "both",
    All = "all",
    Block = "block",
    Actor = "actor",
    Office = "office",
    Place = "place",
    Undergo = "undergo",
    Copula = "copula",
    Thereon = "thereon",
    Join = "join",
    Suffix = "actor-suffix",
    OrgSuffix = "org-suffix",
    /// An adjective of a country: its state's only before a post or body (French President).
    Nation = "nationality",
    /// A city that may speak for its state.
    Seat = "seat",
    /// What belongs to a country and isn't its state (companies).
    Owned = "owner-suffix",
    /// Words of address before a name.
    Title = "title-before",
    /// Nouns of will and promise (determination to, willingness to).
    Intent = "intent",
    /// Before a noun (the, our).
    Determiner = "determiner",
    /// Before a past form: done.
    Perfect = "perfect",
    /// Before a past form: suffered; before an -ing form: under way.
    Be = "be",
    /// Opens a clause about the noun before it.
    Relative = "relative",
    /// Opens what is said.
    That = "complementizer",
    /// Before the plain form of a verb.
    To = "infinitive",
    /// Verbs that hold a meeting (hold, have, convene).
    Hold = "hold",
    /// Heads of the names of bodies and programmes (partnership, working group).
    Body = "body_noun",
    /// Who asks in an interview.
    Question = "question",
    /// Nouns of meetings.
    Meeting = "meeting_noun",
    /// Opens a clause beside the main one (while, where).
    Beside = "subordinator",
    Item = "item",
    Past = "past",
    Soft = "soft",
    /// Deeds that a state's own report tells as done.
    Accomplished = "accomplished",
    Time = "time",
    Affair = "affair",
    Benefit = "benefit",
    LawSelf = "law-self",
    HomeOrgan = "home-organ",
    /// On whose behalf somebody speaks (代表).
    Behalf = "behalf",
    /// Arms, and who bears them: behind a state's adjective its own (Peruvian drones).
    Weapon = "weapon",
    /// Harm that nobody does (flood, blast).
    Hazard = "harm",
    /// What gives a source and no more of the act (according to).
    Source = "source-behind",
    /// Before a colon: what is agreed stands in the lines below.
    Follows = "follows-below",
    /// What somebody calls a thing (deems it illegal).
    Verdict = "verdict",
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u128);

// One bit a class: past them a class would be another one without a word.
const _: () = assert!(Class::ALL.len() <= u128::BITS as usize);

impl Classes {
    pub(crate) const fn of(list: &[Class]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < list.len() {
            bits |= 1 << list[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    pub(crate) const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }

    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn drop_all_but(&mut self, kept: Self) {
        self.0 &= kept.0;
    }

    pub(crate) fn remove(&mut self, class: Class) {
        self.0 &= !(1 << class as u8);
    }

    pub(crate) fn add(&mut self, class: Class) {
        self.0 |= 1 << class as u8;
    }

    /// The numbers of those that are in, by their places in [`Class::ALL`].
    pub(crate) fn numbers(self) -> impl Iterator<Item = usize> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            let number = (bits != 0).then(|| bits.trailing_zeros() as usize);
            bits &= bits.wrapping_sub(1);
            number
        })
    }

    /// The lists of those that are in.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        self.numbers().filter_map(|number| Class::ALL.get(number)).map(|(_, list)| *list)
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// One word kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) classes: Classes,
    /// Which word of the vocabulary.
    pub(crate) word: u32,
}

impl Token {
    pub(crate) const fn is(&self, class: Class) -> bool {
        self.classes.has(class)
    }
}

/// [`char::is_alphanumeric`], told at once of the common ideographs and marks: Unicode's own table is a search.
pub(crate) fn is_word(c: char) -> bool {
    common(c).unwrap_or_else(|| c.is_alphanumeric())
}

/// [`char::is_alphabetic`], told the same way.
pub(crate) fn is_letter(c: char) -> bool {
    common(c).unwrap_or_else(|| c.is_alphabetic())
}

/// Of ideographs yes, of the marks beside them no.
#[inline]
const fn common(c: char) -> Option<bool> {
    match c {
        '\u{4E00}'..='\u{9FFF}' => Some(true),
        '\u{3000}'..='\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{2010}'..='\u{2027}' => Some(false),
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => Some(false),
        _ => None,
    }
}

/// Marks inside which a place's name is part of a longer one.
const OPENING: &[char] = &['、', '“', '‘', '《', '(', '（', '·'];

/// `size` of a verb of attitude that needs its other half at the clause's end.
pub(crate) const HALF: u8 = 2;

/// A verb that needs its other half is an attitude where that ends the clause (站在和平一边), and a deed elsewhere (站在…高度).
/// `ends`: the other halves.
pub(crate) fn settle_halves(folded: &str, tokens: &mut [Token], ends: &[String], is_half: impl Fn(&Token) -> bool) {
    for token in tokens.iter_mut().filter(|t| t.is(Class::Stance) && is_half(t)) {
        let behind = &folded[token.span.end() as usize..];
        let clause = behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let ended = ends.iter().any(|end| clause.len() > end.len() && clause.ends_with(end.as_str()));
        token.classes.remove(if ended { Class::Deed } else { Class::Stance });
    }
}

/// Of a clock's time (12时) the unit closes no phrase: it is a time. `units`: characters that may end one; `counts`: figures
/// written out.
pub(crate) fn settle_clocks(folded: &str, tokens: &mut [Token], units: &[char], counts: &[char]) {
    for token in tokens.iter_mut().filter(|t| t.is(Class::Close)) {
        let mut word = folded[token.span.range()].chars();
        let unit = word.next().is_some_and(|c| units.contains(&c)) && word.next().is_none();
        let figure = |c: char| c.is_ascii_digit() || counts.contains(&c);
        if unit && folded[..token.span.start() as usize].ends_with(figure) {
            token.classes.remove(Class::Close);
            token.classes.add(Class::Time);
        }
    }
}

/// Whether a word that does something stands at a place, adverbs before it or none. `tokens` begin there.
pub(crate) fn opens_with(tokens: &[Token], at: u32, does: Classes) -> bool {
    let how = Classes::of(&[Class::Manner, Class::Degree]);
    let mut at = at;
    for t in tokens {
        if t.span.start() != at {
            return false;
        }
        if t.classes.any(does) {
            return true;
        }
        if !t.classes.any(how) {
            return false;
        }
        at = t.span.end();
    }
    false
}

/// 29日共同发表: what stands right behind a figure and begins with the unit of a day is no name.
pub(crate) fn drop_dated(folded: &str, tokens: &mut Vec<Token>, units: &[char]) {
    let figure = |at: u32| folded[..at as usize].ends_with(|c: char| c.is_ascii_digit());
    tokens.retain(|t| {
        let begins = t.is(Class::Actor) && folded[t.span.range()].starts_with(units);
        !(begins && figure(t.span.start()))
    });
}

/// What is felt belongs to its word (感谢之意), where no other word follows it. `feelings`: what may stand behind one.
pub(crate) fn settle_feelings(folded: &str, tokens: &mut [Token], feelings: &Forms) {
    let felt = Classes::of(&[Class::Stance, Class::Attitude]);
    let mut all = tokens.iter_mut().peekable();
    while let Some(token) = all.next() {
        let end = token.span.end();
        let rest = &folded[end as usize..];
        if token.classes.any(felt)
            && let Some(word) = feelings.longest_first(rest)
            && !rest[word.len()..].starts_with(is_word)
            && all.peek().is_none_or(|next| next.span.start() >= end + word.len() as u32)
        {
            token.span = Span::new(token.span.start(), end + word.len() as u32);
        }
    }
}

/// Of a word for two persons (两人): the two who were named only where what they say or settle follows; else some two people.
/// `led`: whether a word is one of these.
pub(crate) fn settle_pairs(tokens: &mut [Token], led: impl Fn(&Token) -> bool) {
    let speaks = Classes::of(&[
        Class::Agree,
        Class::Say,
        Class::Pledge,
        Class::Will,
        Class::Stance,
        Class::Toward,
        Class::Thereon,
        Class::Manner,
        Class::Show,
    ]);
    for i in 0..tokens.len() {
        if !tokens[i].is(Class::Both) || !led(&tokens[i]) {
            continue;
        }
        let next = tokens.get(i + 1).filter(|n| n.span.start() == tokens[i].span.end());
        if !next.is_some_and(|n| n.classes.any(speaks) && !n.is(Class::Undergo)) {
            tokens[i].classes.remove(Class::Both);
            tokens[i].classes.add(Class::Suffix);
        }
    }
}

/// A place speaks for its state where its organ is named behind it (辽宁省政府, 北京市长): then it is an actor.
/// `divisions`: what may stand between (省, 市); `capitals`: those that stand for their state before 对此, and before another one
/// or a name in a phrase (莫斯科向东京提出…).
pub(crate) fn promote_places(folded: &str, tokens: &mut [Token], divisions: &[String], capitals: &[String]) {
    let organs = Classes::of(&[Class::Suffix, Class::Office]);
    let acts = Classes::of(&[
        Class::Event,
        Class::Deed,
        Class::Time,
        Class::Done,
        Class::Will,
        Class::With,
        Class::Ought,
        Class::Ask,
        Class::Stance,
        Class::Say,
        Class::May,
        Class::Doing,
    ]);
    let heads = Classes::of(&[Class::And, Class::If]);
    for i in 1..tokens.len() {
        let (place, organ) = (tokens[i - 1], tokens[i]);
        if !place.is(Class::Place) {
            continue;
        }
        let is_capital = |t: &Token| t.is(Class::Place) && capitals.iter().any(|c| *c == folded[t.span.range()]);
        let opens = {
            let before = folded[..place.span.start() as usize].trim_end();
            before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !OPENING.contains(&c))
        };
        let touches = place.span.end() == organ.span.start();
        // 遭北京取消…: who does it, right before the verb.
        let suffered = i.checked_sub(2).is_some_and(|k| {
            let does = organ.classes.any(Classes::of(&[Class::Event, Class::Deed, Class::Stance]));
            does && tokens[k].is(Class::Undergo) && tokens[k].span.end() == place.span.start()
        });
        if suffered && touches && is_capital(&place) {
            tokens[i - 1].classes.add(Class::Actor);
            continue;
        }
        if opens && touches && is_capital(&place) {
            let toward = organ.is(Class::Toward).then(|| tokens.get(i + 1).copied()).flatten();
            let whom = toward.filter(|n| n.span.start() == organ.span.end() && (n.is(Class::Actor) || is_capital(n)));
            // 莫斯科再次谴责: an adverb before what only somebody who speaks does.
            let speaks = Classes::of(&[Class::Stance, Class::Say, Class::Ask, Class::Will]);
            let how = organ.classes.any(Classes::of(&[Class::Manner, Class::Degree, Class::Not]));
            let says =
                how && tokens.get(i + 1).is_some_and(|n| n.span.start() == organ.span.end() && n.classes.any(speaks));
            if let Some(whom) = whom.filter(|n| n.is(Class::Place)) {
                let of_it = folded[whom.span.end() as usize..].starts_with(|c: char| !c.is_alphanumeric());
                if !of_it {
                    tokens[i + 1].classes.add(Class::Actor);
                }
            }
            if organ.is(Class::Thereon) || whom.is_some() || says {
                tokens[i - 1].classes.add(Class::Actor);
                continue;
            }
        }
        // 新竹县复建了…: at a clause's head, right before what is done.
        let head = || {
            let before = folded[..place.span.start() as usize].chars().next_back();
            let opens = before.is_none_or(|c| !c.is_alphanumeric() && !OPENING.contains(&c));
            // 但平壤必须…: behind the clause's conjunction.
            let joined = i
                .checked_sub(2)
                .is_some_and(|k| tokens[k].classes.any(heads) && tokens[k].span.end() == place.span.start());
            // 呼吁北京停止…: whom a call is made to.
            let asked = i
                .checked_sub(2)
                .is_some_and(|k| tokens[k].is(Class::Ask) && tokens[k].span.end() == place.span.start());
            (opens || joined || asked) && organ.classes.any(acts)
        };
        if !(organ.classes.any(organs) || head()) {
            continue;
        }
        let gap = folded.get(place.span.end() as usize..organ.span.start() as usize).unwrap_or(" ");
        if gap.is_empty() || divisions.iter().any(|d| d == gap) {
            tokens[i - 1].classes.add(Class::Actor);
            tokens[i - 1].span = Span::new(place.span.start(), organ.span.start());
        }
    }
}

/// Widest quotation mark, in bytes.
const MARK: u32 = 3;

/// Whether a quotation is what its subject does (日方「絕不容忍」…): right behind a name, and its first word governs.
fn predicates(token: &Token, quoted: &Enclosed, before: Option<&Token>) -> bool {
    let governs = Classes::of(&[
        Class::Will,
        Class::May,
        Class::Ought,
        Class::Pledge,
        Class::Stance,
        Class::Continue,
        Class::Not,
    ]);
    let names = Classes::of(&[Class::Actor, Class::Own, Class::Both, Class::They]);
    token.span.start() == quoted.span.start()
        && token.classes.any(governs)
        && before.is_some_and(|b| b.classes.any(names) && b.span.end() + MARK >= quoted.span.start())
}

/// Whether the first of `found` is a longer word that cuts into a name (会见中 in 会见中国外长 and 会见中资公司, 和约 in 和约旦,
/// 同日 in 同日本): a
/// shorter word ends where a name or a block begins that reaches beyond it, and no name begins at its own end.
fn splits(found: &[Token]) -> bool {
    let Some((long, rest)) = found.split_first() else { return false };
    if !long.classes.any(Classes::of(&[Class::Block, Class::Past, Class::Time])) || long.is(Class::Actor) {
        return false;
    }
    let inside = || rest.iter().take_while(|t| t.span.start() <= long.span.end());
    let shorter = |n: &Token| inside().any(|v| v.span.start() == long.span.start() && v.span.end() == n.span.start());
    let named = |n: &&Token| {
        let name = n.is(Class::Actor) || long.is(Class::Past) && n.is(Class::Block);
        name && n.span.start() < long.span.end() && n.span.end() > long.span.end()
    };
    let behind = || inside().any(|t| t.is(Class::Actor) && t.span.start() == long.span.end());
    inside().filter(named).any(shorter) && !behind()
}

/// Whether the first of `found` is a longer word whose last character begins a verb (外长会 in 外长会见来客, 并会 in 并会见记者,
/// 国会 behind a name that ends in 国): the verb reaches beyond it, no other word reaches beyond the verb, and what is left is a
/// word too, or the single character of a name before an organ's.
fn cuts_verb(found: &[Token]) -> bool {
    let Some((long, rest)) = found.split_first() else { return false };
    let nouns = Classes::of(&[Class::OrgSuffix, Class::May, Class::Body, Class::Office, Class::Suffix]);
    if !long.classes.any(nouns) || long.is(Class::Actor) {
        return false;
    }
    let inside = || rest.iter().take_while(|t| t.span.start() < long.span.end());
    let verb = |v: &&Token| v.is(Class::Event) && v.span.start() > long.span.start() && v.span.end() > long.span.end();
    let left = |v: &Token| inside().any(|w| w.span.start() == long.span.start() && w.span.end() == v.span.start());
    let single = |v: &Token| long.is(Class::Office) && v.span.start() - long.span.start() <= MARK;
    // 外长会谈判代表: the word behind begins inside the verb.
    let beyond = |v: &Token| {
        let mut inside = rest.iter().take_while(|t| t.span.start() < v.span.end());
        inside.any(|w| w.span.start() > v.span.start() && w.span.end() > v.span.end())
    };
    inside().filter(verb).any(|v| (single(v) || left(v)) && !beyond(v))
}

/// Whether the first of `found` takes up somebody told of ("the president") and is here a post of what is named behind it ("the
/// president of Peru"): the post alone is a word too, and a preposition stands a space behind.
fn is_post_of(found: &[Token]) -> bool {
    let Some((long, rest)) = found.split_first() else { return false };
    let post = |t: &Token| t.is(Class::Office) && t.span.end() == long.span.end();
    long.is(Class::They)
        && rest.iter().take_while(|t| t.span.start() < long.span.end()).any(post)
        && rest
            .iter()
            .take_while(|t| t.span.start() <= long.span.end() + 1)
            .any(|t| t.span.start() == long.span.end() + 1 && t.is(Class::By))
}

/// Leftmost-longest of `found` (leftmost first, of those that begin together the longest), without those inside names,
/// brackets and terms.
pub(crate) fn keep(found: Vec<Token>, names: &[Enclosed]) -> Vec<Token> {
    debug_assert!(found.is_sorted_by_key(|t| (t.span.start(), std::cmp::Reverse(t.span.end()))));
    let mut kept: Vec<Token> = Vec::with_capacity(found.len());
    let mut name = 0;
    for (at, &token) in found.iter().enumerate() {
        let rest = &found[at..];
        if splits(rest) || cuts_verb(rest) || is_post_of(rest) {
            continue;
        }
        while names.get(name).is_some_and(|n| n.span.end() <= token.span.start()) {
            name += 1;
        }
        // A name may hold brackets of its own (two states share the name before them).
        let hidden = names.get(name).is_some_and(|n| {
            let shown = n.how == Enclosure::Quote && (token.is(Class::Actor) || predicates(&token, n, kept.last()));
            n.span.overlaps(token.span) && !token.span.contains(n.span) && !shown
        });
        if hidden {
            continue;
        }
        match kept.last_mut() {
            Some(last) if last.span == token.span => last.classes.join(token.classes),
            Some(last) if last.span.overlaps(token.span) => {}
            _ => kept.push(token),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_letters_are_what_unicode_says() {
        for c in char::MIN..=char::MAX {
            assert_eq!((is_word(c), is_letter(c)), (c.is_alphanumeric(), c.is_alphabetic()), "{c:?}");
        }
    }
}
