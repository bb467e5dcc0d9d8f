//! To whom a promise or deed is done: who gets something, who is helped, who takes part, who stands behind "with".
//! Who holds the act is none of them. Next to read: `who.rs`, which tells whom words mean.

use chancery_model::{ActorId, Stance};
use chancery_pack::RawPack;

use crate::cast::{principals, unique};
use crate::tokens::{Class, Classes};
use crate::vocabulary::Tenses;

use super::clauses::Clauses;
use super::coder::Coder;
use super::units::Mark;

/// Words that name an actor by themselves.
const NAMES: Classes = Classes::of(&[Class::Actor, Class::Seat]);

/// How many words may stand before a name that the frame does not know (the |most vulnerable island| nations).
const BEFORE: usize = 3;

/// How far behind its verb the victim of a deed stands, in words.
const STRUCK: usize = 6;

/// Words in small letters, in order: asked of every word of a promise as printed, without a copy.
#[derive(Debug, Default)]
struct Words(Vec<String>);

impl Words {
    fn of(pack: &RawPack, list: &str) -> Self {
        let mut words = pack.forms(list);
        words.sort();
        Self(words)
    }

    /// Whether `word`, in small letters or large, is one of them.
    fn contains(&self, word: &str) -> bool {
        let low = || word.bytes().map(|b| b.to_ascii_lowercase());
        self.0.binary_search_by(|own| own.bytes().cmp(low())).is_ok()
    }
}

/// Words that open a frame, by list.
#[derive(Debug)]
pub(crate) struct Addressing {
    /// Verbs whose object is helped (support, assist).
    helping: Words,
    /// Verbs of giving (provide, deliver).
    giving: Words,
    /// Before whoever gets what is given (to, for).
    getting: Words,
    /// Nouns of taking part (involvement, adoption).
    taking: Words,
    /// Before whoever takes part (of, by, among).
    takers: Words,
    /// Before whoever is to do what a call asks for (by).
    doers: Words,
    /// Before a "with" that tells no company (consistent with, deal with).
    accord: Words,
    /// Groups that are one's own behind a word for oneself (our people), and no others.
    kin: Words,
}

impl Addressing {
    pub(crate) fn new(pack: &RawPack) -> Self {
        let set = |id: &str| Words::of(pack, id);
        Self {
            helping: set("helping"),
            giving: set("giving"),
            getting: set("getter-mark"),
            taking: set("taking-part"),
            takers: set("taker-mark"),
            doers: set("by-whom"),
            accord: set("accord-before"),
            kin: set("own-people"),
        }
    }
}

impl Coder<'_> {
    /// Whom a promise or deed between units `from` and `to` is for.
    pub(super) fn served(&self, c: &Clauses<'_>, from: usize, to: usize, holders: &[ActorId]) -> Vec<ActorId> {
        let words = &self.article.language.addressing;
        let mut out = self.beside(c, from, to);
        let (mut gives, mut takes) = (false, None);
        for k in from..to {
            let word = last_word(c, k);
            let helps = words.helping.contains(word) && !c.is_noun(k) && !self.tells_of_another(c, k);
            let gives_here = words.giving.contains(word);
            let governs = c.is_verb(k) && !c.is_noun(k);
            // Another verb behind a gift has an object of its own ("grant aid and work for peace in Mali").
            gives = gives_here || gives && !governs;
            let gets = gives && words.getting.contains(word);
            // Who takes part is named right behind the noun, or by "by" ("access of farms", "adoption of tools by farms").
            takes = takes.filter(|_| !governs && c.mark(k) != Some(Mark::Comma));
            let partakes =
                takes == Some(k) && words.takers.contains(word) || takes.is_some() && words.doers.contains(word);
            if helps || gets || partakes || self.is_company(c, k) {
                out.extend(self.row(c, k + 1, to, holders));
            }
            // "the tie between Peru and Chile", of a holder and another: the other.
            if c.is(k, Class::With) && words.takers.contains(word) {
                let sides = self.row(c, k + 1, to, holders);
                if sides.iter().any(|side| holders.contains(side)) {
                    out.extend(sides);
                }
            }
            if words.taking.contains(word) {
                takes = Some(k + 1);
            }
        }
        self.others(out, holders)
    }

    /// Of those named those who are somebody else: no holder, no body of just the holders.
    fn others(&self, mut out: Vec<ActorId>, holders: &[ActorId]) -> Vec<ActorId> {
        let own = |a: &ActorId| {
            let members = self.article.language.members.iter().find(|(body, _)| body == a).map(|(_, m)| m);
            members.is_some_and(|members| members.iter().all(|m| holders.contains(m)))
        };
        out.retain(|a| !holders.contains(a) && !own(a));
        unique(out)
    }

    /// A "with" that tells company, and none in "consistent with the charter".
    pub(super) fn is_company(&self, c: &Clauses<'_>, k: usize) -> bool {
        let words = &self.article.language.addressing;
        let accord = || k > 0 && words.accord.contains(last_word(c, k - 1));
        c.is(k, Class::With) && !c.joins(k) && !words.takers.contains(last_word(c, k)) && !accord()
    }

    /// Whether unit `k` names one's own (our people).
    fn is_kin(&self, c: &Clauses<'_>, k: usize) -> bool {
        let kin = &self.article.language.addressing.kin;
        let ours = (k.saturating_sub(3)..k).any(|j| c.is_own(j) || c.is_determiner(j) && c.is(j, Class::They));
        ours && c.is_group(k) && self.named_by(c, k).iter().all(|a| kin.contains(a.as_str()))
    }

    /// "those who support the war", "a law that protects children": what somebody else does.
    fn tells_of_another(&self, c: &Clauses<'_>, k: usize) -> bool {
        let third = c.tenses(k).has(Tenses::THIRD) && !c.tenses(k).has(Tenses::BASE);
        third || (k.saturating_sub(2)..k).any(|j| c.is(j, Class::Relative))
    }

    /// Who suffers a deed: the first who are named behind its verb.
    pub(super) fn struck(&self, c: &Clauses<'_>, verb: usize, to: usize, holders: &[ActorId]) -> Vec<ActorId> {
        let reach = to.min(verb + 1 + STRUCK);
        let ends = |k: &usize| c.mark(*k) != Some(Mark::Comma);
        let Some(first) = (verb + 1..reach).take_while(ends).find(|&k| c.any(k, NAMES)) else { return Vec::new() };
        let mut out = self.row(c, first, to, holders);
        out.retain(|a| !holders.contains(a));
        out
    }

    /// "called for full implementation by all states": who is to act, where the call names nobody before.
    pub(super) fn by_whom(&self, c: &Clauses<'_>, from: usize, to: usize, holders: &[ActorId]) -> Vec<ActorId> {
        let opens = |k: &usize| *k > from && !c.is_verb(*k - 1) && c.units[*k].token.is_some() && self.is_by(c, *k);
        let Some(by) = (from..to).find(opens) else { return Vec::new() };
        let mut out = self.row(c, by + 1, to, holders);
        out.retain(|a| !holders.contains(a) && !a.is_person());
        out
    }

    fn is_by(&self, c: &Clauses<'_>, k: usize) -> bool {
        self.article.language.addressing.doers.contains(&c.text[c.units[k].span.range()])
    }

    /// Those named from unit `at` on in one list (the island nations, ASEAN and our partners).
    fn row(&self, c: &Clauses<'_>, at: usize, to: usize, holders: &[ActorId]) -> Vec<ActorId> {
        let mut out: Vec<ActorId> = Vec::new();
        let mut strange = 0;
        let mut k = at;
        while k < to {
            if c.any(k, NAMES) {
                // "ASEAN partners": the body named, and no loose group beside it.
                let narrowed = k > at && c.any(k - 1, NAMES) && !c.is_group(k - 1) && c.is_group(k);
                if !narrowed && !self.is_kin(c, k) {
                    out.extend(self.named_by(c, k));
                }
                strange = 0;
            } else if c.is(k, Class::Both) && principals(holders).len() == 1 {
                // "between the two countries": the other one.
                out.extend(self.both(c.units[k].span.start()));
                strange = 0;
            } else if c.mark(k) == Some(Mark::Comma) || c.joins(k) {
                // A list goes on with another name only.
                let next = (k + 1..to.min(k + 2 + BEFORE)).find(|&j| !c.is_determiner(j) && !c.joins(j));
                let goes_on = (k + 1..to.min(k + 2 + BEFORE))
                    .take_while(|&j| {
                        !c.is_verb(j) && !c.is_preposition(j) && (j == k + 1 || c.mark(j) == Some(Mark::Word))
                    })
                    .any(|j| c.any(j, NAMES));
                if next.is_none() || !goes_on {
                    break;
                }
            } else if c.is_determiner(k) || c.mark(k) == Some(Mark::Hyphen) {
            } else if !out.is_empty() && self.article.language.addressing.takers.contains(last_word(c, k)) {
                // "the members of the Union": what narrows a name down names nobody more.
                break;
            } else {
                strange += 1;
                let most = if out.is_empty() { BEFORE } else { 0 };
                if strange > most && c.mark(k) != Some(Mark::Owner) || c.is_preposition(k) {
                    // What stands behind a name that only narrows the next one down ends no list ("Pacific island |leaders, and").
                    let more = !out.is_empty() && strange <= 2 && !c.is_preposition(k) && !c.is_verb(k);
                    if !more {
                        break;
                    }
                }
            }
            k += 1;
        }
        out
    }
}

/// The last word of unit `k` as printed ("continue to support" is one unit).
fn last_word<'t>(c: &Clauses<'t>, k: usize) -> &'t str {
    let words = &c.text[c.units[k].span.range()];
    words.rsplit(' ').next().unwrap_or(words)
}

/// Deeds that are done to somebody's good, or together.
pub(super) const fn is_good(stance: Option<Stance>) -> bool {
    matches!(stance, Some(Stance::Aid | Stance::Cooperate | Stance::Support | Stance::Concede))
}

/// Deeds that somebody suffers.
pub(super) const fn is_hard(stance: Option<Stance>) -> bool {
    matches!(
        stance,
        Some(
            Stance::Assault
                | Stance::Coerce
                | Stance::Sanction
                | Stance::Threaten
                | Stance::Accuse
                | Stance::Protest
                | Stance::Request
        )
    )
}
