//! Who met whom: the other sides of a meeting told ("spoke with the president of Peru and Chile's minister"), and so whom
//! "the leaders" and "they" mean behind it. Next to read: `who.rs`.

use chancery_model::ActorId;

use crate::cast::{principals, unique};
use crate::tokens::{Class, Classes};

use super::clauses::Clauses;
use super::coder::Coder;
use super::issuers::written_out;
use super::units::Mark;

/// Words that name an actor by themselves.
const NAMES: Classes = Classes::of(&[Class::Actor, Class::Nation, Class::Seat]);

/// Words that tell by which post somebody is named.
const POSTS: Classes = Classes::of(&[Class::Office, Class::Title, Class::Suffix, Class::OrgSuffix, Class::All]);

/// How far behind its verb a meeting's "with" stands, in units ("met in Lima on 6 June with").
const WITHIN: usize = 8;

/// How many words of no list may stand between two names of one row (Peru's |energy and mining| minister).
const STRANGE: usize = 4;

impl Coder<'_> {
    /// Keeps the sides of the meeting that `holders` held by the verb at unit `verb`, and gives whom they met. The words of
    /// the act end before unit `last`.
    pub(super) fn meet(&mut self, c: &Clauses<'_>, verb: usize, last: usize, holders: &[ActorId]) -> Vec<ActorId> {
        let with = (verb..last.min(verb + WITHIN + 1)).find(|&k| c.is(k, Class::With) && !c.joins(k));
        // "met the president of Peru", "met with …" as one word.
        let right = c.names_somebody(verb + 1)
            || c.is_determiner(verb + 1) && c.names_somebody(verb + 2)
            || c.is(verb + 1, Class::Office);
        let with = if right { Some(verb) } else { with };
        let mut other = with.map(|with| self.met_row(c, with + 1, last)).unwrap_or_default();
        other.retain(|a| !holders.contains(a));
        let mut sides = written_out(&principals(&other), self.article.language);
        if sides.is_empty() {
            // "met with allies and partners"; a person of no state that the text tells.
            let groups: Vec<ActorId> = other.iter().filter(|a| a.is_group()).cloned().collect();
            sides = if groups.is_empty() { other.clone() } else { groups };
            // The title tells the state of somebody whose post does not.
            let pair = &self.article.pair;
            if pair.len() == 2 && !sides.is_empty() && principals(holders).iter().any(|h| pair.contains(h)) {
                sides.clone_from(pair);
            }
        }
        let whole = unique(principals(holders).into_iter().chain(sides).collect());
        if whole.len() > 1 {
            self.met_with.clone_from(&whole);
            self.several.clone_from(&whole);
            self.officers = whole;
        }
        other
    }

    /// With whom something was discussed by the verb at unit `verb`: named behind a "with" of the verb's own.
    pub(super) fn consulted(&self, c: &Clauses<'_>, verb: usize, last: usize, holders: &[ActorId]) -> Vec<ActorId> {
        let last_word = c.text[c.units[verb].span.range()].rsplit(' ').next().unwrap_or_default();
        let own = self.article.language.vocabulary.find(last_word).iter().any(|t| t.is(Class::With));
        let with = if own { Some(verb) } else { Some(verb + 1).filter(|&k| k < last && self.is_company(c, k)) };
        let mut other = with.map(|with| self.met_row(c, with + 1, last)).unwrap_or_default();
        other.retain(|a| !holders.contains(a));
        other
    }

    /// Whether the article told of a meeting of these before; keeps it.
    pub(super) fn has_met(&mut self, holders: &[ActorId], other: &[ActorId]) -> bool {
        let sides = unique(principals(holders).into_iter().chain(other.iter().cloned()).collect());
        // "The leaders met in Lima": of a meeting told before, with fewer words.
        let told = self.met.iter().any(|m| sides.iter().all(|s| m.contains(s)));
        if !told {
            self.met.push(sides);
        }
        told
    }

    /// Those named from unit `at` on, with their posts and whose these are, up to what the meeting was for or about.
    fn met_row(&self, c: &Clauses<'_>, at: usize, last: usize) -> Vec<ActorId> {
        let mut out = Vec::new();
        let mut strange = 0;
        let mut k = at;
        while k < last {
            if c.any(k, NAMES) {
                out.extend(self.named_by(c, k));
                strange = 0;
            } else if c.any(k, POSTS) || c.is_determiner(k) || c.joins(k) {
            } else {
                match c.mark(k) {
                    Some(Mark::Owner | Mark::Hyphen) => {}
                    Some(Mark::Comma) => {
                        // A list goes on with another name only, and so does what a name is called.
                        let goes_on = (k + 1..last.min(k + 2 + STRANGE))
                            .take_while(|&j| c.mark(j) == Some(Mark::Word) && !c.is_preposition(j))
                            .any(|j| c.any(j, NAMES.with(POSTS)));
                        if !goes_on {
                            break;
                        }
                    }
                    Some(Mark::Word) if self.is_whose(c, k) && c.starts_name(k + 1) => {}
                    Some(Mark::Word) => {
                        strange += 1;
                        if strange > STRANGE
                            || c.is_preposition(k)
                            || c.is_verb(k)
                            || c.is(k, Class::Relative)
                            || c.is(k, Class::To)
                        {
                            break;
                        }
                    }
                    _ => break,
                }
            }
            k += 1;
        }
        unique(out)
    }

    /// "of", before whose a post is.
    fn is_whose(&self, c: &Clauses<'_>, k: usize) -> bool {
        let word = c.text.get(c.units[k].span.range()).unwrap_or_default();
        self.article.language.particles.whose.has(word)
    }
}
