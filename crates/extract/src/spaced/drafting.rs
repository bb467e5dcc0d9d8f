//! From a predicate that acts to a draft: where its evidence begins and ends, whom it is made to, what bars it.
//! Next to read: `coder.rs`, which asks for it.

use chancery_model::{ActKind, ActorId, Polarity, Stance};
use chancery_text::Span;

use crate::cast::{principals, unique};
use crate::discourse::Draft;
use crate::tokens::{Class, Classes};
use crate::vocabulary::Tenses;

use super::acts::Deed;
use super::addressed::{is_good, is_hard};
use super::clauses::{Clauses, How, Link, Predicate};
use super::coder::Coder;
use super::units::Mark;

impl Coder<'_> {
    pub(super) fn draft(
        &mut self,
        c: &Clauses<'_>,
        p: &Predicate,
        mut deed: Deed,
        end: usize,
        (who, named): (&[ActorId], Option<Span>),
        anchor: Option<Span>,
    ) {
        let Some(anchor) = anchor.or_else(|| c.token(deed.anchor).map(|t| t.span)) else { return };
        let mut last = end;
        while last > deed.from + 1 && !self.closes(c, last - 1) {
            last -= 1;
        }
        // "…, according to an official": who says so is no part of it.
        let source = (p.group.verb + 2..last).find(|&k| c.mark(k - 1) == Some(Mark::Comma) && c.is(k, Class::Source));
        last = source.or_else(|| c.said_behind(p.group.verb + 2, last)).map_or(last, |k| k - 1);
        while last > deed.from + 1 && !self.closes(c, last - 1) {
            last -= 1;
        }
        let mut from = deed.from;
        if p.link == Link::Relative && last <= p.group.verb + 1 {
            from = p.at.saturating_sub(1);
        }
        if p.group.how == How::Passive
            || deed.kind == ActKind::Event && p.link == Link::Main && deed.meeting && !p.names.is_empty()
        {
            from = p.names.first().copied().unwrap_or(from).min(from);
            from = self.whole_subject(c, from, p.at);
        }
        while from < p.group.verb
            && from == deed.from
            && (c.is(from, Class::And) || c.is(from, Class::Done) && !c.is(from, Class::Perfect))
        {
            from += 1;
            deed.from += 1;
        }
        // "will not waver": a predicate without an object.
        let whole = c.sense(p.group.verb, Class::Stance).size == 1;
        let empty = last <= p.group.verb + 1 && p.link != Link::Relative && !whole && !p.thing;
        if empty && (deed.kind != ActKind::Event || c.is(p.group.verb, Class::Say)) {
            return;
        }
        let mut holders = who.to_vec();
        if deed.settled {
            // In news the sentence says at which meeting ("during the visit").
            let meeting = (p.group.verb..last).any(|k| c.is(k, Class::Meeting)) || self.article.programme;
            holders = self.settlers();
            if holders.len() < 2 || !meeting {
                return;
            }
        }
        let nobody = deed.stance == Some(Stance::Disaster) && p.thing;
        if nobody {
            holders.clear();
        }
        let mut addressees = Vec::new();
        let mut span = c.units[from].span.cover(c.units[last - 1].span);
        if deed.asks_subject {
            let own = self.own();
            // The two sides should: the speaker's among them.
            let several = principals(&own).len() != 1;
            let sides = p.names.iter().any(|&k| c.is(k, Class::Own) || c.is(k, Class::Both) && several);
            let among = principals(&own).iter().any(|o| principals(&holders).contains(o));
            let shared = among || sides || own.is_empty();
            // "The Parties shall": they bind themselves.
            if (among || sides) && !own.is_empty() && c.sense(deed.anchor, Class::Ought).led {
                (deed.kind, deed.stance, deed.intensity) = (ActKind::Commitment, Some(Stance::Will), None);
                span = c.units[p.group.start].span.cover(c.units[last - 1].span);
            } else if shared {
                (deed.kind, deed.stance, deed.intensity) = (ActKind::Position, Some(Stance::Affirm), Some(3));
            } else {
                addressees = principals(&holders);
                deed.polarity = None;
            }
            holders = own;
        }
        if holders.is_empty() && !self.article.programme && !nobody {
            return;
        }
        if holders.is_empty() && !nobody {
            holders = self.own();
        }
        if deed.kind == ActKind::Call && !deed.asks_subject {
            addressees = self.asked(c, deed.anchor + 1, last);
            if addressees.is_empty() {
                addressees = self.by_whom(c, deed.anchor + 1, last, &holders);
            }
        } else if deed.kind == ActKind::Event && is_good(deed.stance) {
            addressees = self.served(c, from, last, &holders);
        } else if deed.kind == ActKind::Event && deed.stance == Some(Stance::Consult) && !deed.meeting {
            // "exchanged views with Peru on", "discussed with the president the need": the other side.
            addressees = self.consulted(c, p.group.verb, last, &holders);
        } else if deed.kind == ActKind::Event && is_hard(deed.stance) {
            addressees = self.struck(c, p.group.verb, last, &holders);
        } else if deed.kind == ActKind::Commitment {
            addressees = self.served(c, from, last, &holders);
            // A promise of its own is shared with nobody who is not named in it.
            let own = c.any(p.group.verb, Classes::of(&[Class::Pledge, Class::Agree, Class::Intent]));
            if p.link == Link::Piece && addressees.is_empty() && !own {
                addressees.clone_from(&self.shared_with);
            }
            // What is done with somebody goes on with him; a gift does not.
            let mut company = self.beside(c, from, last);
            // "work with Peru to mend A, build B": B too; not "work with Peru on A, build B".
            let aims = (p.group.verb + 1..last).any(|k| c.is(k, Class::To) && c.tenses(k + 1).has(Tenses::BASE));
            company.retain(|a| aims && !holders.contains(a));
            if p.link != Link::Piece || own || !company.is_empty() {
                self.shared_with = company;
            }
        }
        let own = self.article.programme && self.speaker.is_empty();
        let third = own
            && !self.article.cast.issuers.is_empty()
            && !principals(&holders).iter().any(|h| self.article.cast.issuers.contains(h));
        if third && deed.kind == ActKind::Commitment {
            return;
        }
        // What loose groups will or want is said of them.
        let loose = holders.iter().all(|h| h.is_group());
        if loose && !holders.is_empty() && matches!(deed.kind, ActKind::Commitment | ActKind::Position) {
            return;
        }
        // "will meet the leaders of Peru and Chile": they are the leaders behind it, too.
        let planned = c.inner(p.group.verb + 1);
        if deed.kind == ActKind::Commitment && planned < last && c.sense(planned, Class::Event).meeting {
            self.meet(c, planned, last, &holders);
        }
        if deed.meeting {
            addressees = self.meet(c, p.group.verb, last, &holders);
            if self.has_met(&holders, &addressees) {
                return;
            }
        }
        let via = if self.speaker.is_empty()
            || !self.framed
            || principals(&self.speaker).iter().any(|s| holders.contains(s))
            || self.speaker.iter().any(|s| holders.contains(s))
        {
            Vec::new()
        } else {
            self.speaker.clone()
        };
        // What another will do, told by somebody, is said and not promised.
        if !via.is_empty() && deed.kind == ActKind::Commitment && deed.stance == Some(Stance::Will) {
            return;
        }
        let targets = self.actors_in(c, (deed.anchor + 1).max(from), last);
        if !matches!(deed.kind, ActKind::Position | ActKind::Call) {
            deed.polarity = None;
        }
        if deed.kind == ActKind::Call {
            deed.polarity = None;
        }
        self.drafts.push(Draft {
            kind: deed.kind,
            span,
            anchor,
            stance: deed.stance,
            polarity: deed.polarity.or((deed.kind == ActKind::Position).then_some(Polarity::Neutral)),
            intensity: deed.intensity.filter(|_| matches!(deed.kind, ActKind::Position | ActKind::Call)),
            confidence: if named.is_some() { 0.9 } else { 0.7 },
            holders: unique(holders),
            holder_span: named,
            addressees,
            targets: if deed.kind == ActKind::Position || deed.kind == ActKind::Call { targets } else { Vec::new() },
            via,
            status: deed.status,
            only_if: None,
        });
    }

    /// Whose paper or meeting it is.
    fn settlers(&self) -> Vec<ActorId> {
        let issuers = &self.article.cast.issuers;
        let sides = [issuers, &self.article.signed, &self.met_with].map(|who| principals(who));
        sides.into_iter().find(|who| who.len() > 1).unwrap_or_default()
    }

    /// Back over the articles and adjectives before the first name.
    fn whole_subject(&self, c: &Clauses<'_>, from: usize, at: usize) -> usize {
        let mut k = from;
        while k > at
            && c.mark(k - 1) == Some(Mark::Word)
            && !c.is_preposition(k - 1)
            && !c.joins(k - 1)
            && !c.is(k - 1, Class::And)
        {
            k -= 1;
        }
        k
    }

    /// Whether the evidence may end with unit `k`.
    fn closes(&self, c: &Clauses<'_>, k: usize) -> bool {
        match c.mark(k) {
            Some(Mark::Word) => {
                !c.joins(k)
                    && !c.is(k, Class::Beside)
                    && !c.is(k, Class::Relative)
                    && (!c.is(k, Class::And) || c.names_somebody(k))
                    && !c.is(k, Class::That)
            }
            Some(Mark::Owner) => true,
            _ => false,
        }
    }
}
