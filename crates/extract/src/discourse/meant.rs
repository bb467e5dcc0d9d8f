//! Whom a clause without names of its own means: those who met before it, the state that announced it.
//! Next to read: `reach.rs`.

use chancery_model::{ActKind, ActorId, Stance};

use super::{Coder, Draft};
use crate::cast::{principals, unique};
use crate::govern::{Clause, Kind, Subject};
use crate::tokens::{Class, Classes, Token, is_word};

/// Fewest characters of what somebody is blamed for (庇护叛军).
const DOING: usize = 3;

impl Coder<'_> {
    /// Whether the clause behind an announcement tells a deed of the announcer's own state (甲总统宣布，甲国退出…).
    pub(super) fn announces_own(&self, clause: &Clause) -> bool {
        let Subject::Actors(first, last) = clause.subject else { return false };
        let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
        let typed = clause.stance.or(told.and_then(|s| s.stance));
        let deed = matches!(clause.kind, Kind::Deed | Kind::Done)
            && clause.said.is_none()
            && typed.is_some_and(|s| !matches!(s, Stance::Cooperate | Stance::Disaster));
        let one = |who: &[ActorId]| principals(who).into_iter().next().filter(|_| principals(who).len() == 1);
        let own = one(&self.last.0);
        let named = self.reader.tokens[first].is(Class::Actor) && !clause.done;
        deed && named && own.is_some() && one(&self.actors(first, last).0) == own
    }

    /// 甲国与乙国同意停火: where what both do begins, behind the one named beside the subject.
    pub(super) fn behind_company(&self, clause: &Clause) -> u32 {
        let (Subject::Actors(_, last), Some(anchor)) = (clause.subject, clause.anchor) else { return clause.start };
        let tokens = self.reader.tokens;
        let beside = tokens.get(last + 1).is_some_and(|t| t.is(Class::With) && t.span.start() == clause.start);
        let company = clause.with.first().is_some_and(|&k| k <= last + 3);
        if !beside || !company || clause.with.iter().any(|&k| k >= anchor) {
            return clause.start;
        }
        let names = Classes::of(&[Class::Actor, Class::Office, Class::Suffix]);
        let last = (last + 2..anchor).take_while(|&k| tokens[k].classes.any(names)).last();
        last.map_or(clause.start, |k| tokens[k].span.end())
    }

    /// 指责甲国庇护叛军，违反协议: somebody named right behind the word of blame, and what he does, by a verb that no list has.
    /// 担忧甲国会打贸易战，攻击…: so is one behind whose name a word of what is to come stands.
    pub(super) fn accuses(&self, clause: &Clause) -> bool {
        let (Some(anchor), Some(object)) = (clause.anchor, clause.object) else { return false };
        let tokens = self.reader.tokens;
        let ahead = Classes::of(&[Class::May, Class::Will]);
        let comes = |n: &Token| n.classes.any(ahead) && n.span.start() == tokens[object].span.end();
        if clause.stance == Some(Stance::Concern) && tokens.get(object + 1).is_some_and(comes) {
            return true;
        }
        let next = object == anchor + 1 && tokens[anchor].span.end() == tokens[object].span.start();
        let rest = self.reader.between(tokens[object].span.end(), clause.span.end());
        let does = rest.chars().take_while(|c| is_word(*c)).count() >= DOING;
        let of = &self.reader.particles.of;
        clause.stance == Some(Stance::Condemn) && next && does && !of.begin(rest) && !of.stand_in(rest)
    }

    /// The meeting that the segment before tells as a time, an act of both who met, where the document tells it.
    pub(super) fn tells_meeting(&mut self, first: usize, met: usize, both: &[ActorId]) {
        if self.spoken() {
            return;
        }
        let tokens = self.reader.tokens;
        self.drafts.push(Draft {
            kind: ActKind::Event,
            span: tokens[first].span.cover(tokens[met].span),
            anchor: tokens[met].span,
            stance: Some(Stance::Consult),
            polarity: None,
            intensity: None,
            holders: both.to_vec(),
            holder_span: Some(tokens[first].span),
            addressees: Vec::new(),
            targets: Vec::new(),
            via: Vec::new(),
            status: None,
            only_if: None,
            confidence: 0.7,
        });
    }

    /// Those who met in the segment before, where it ends as a time (甲与乙在某地会谈后，宣布…): tokens `first..=last` are the one
    /// named first, the segment at hand begins at `until`.
    /// With the word of their meeting.
    pub(super) fn met_before(&self, first: usize, last: usize, until: u32) -> Option<(Vec<ActorId>, usize)> {
        let tokens = self.reader.tokens;
        let with = tokens.get(last + 1).filter(|t| t.is(Class::With) && t.span.start() == tokens[last].span.end())?;
        let names = Classes::of(&[Class::Actor, Class::Office, Class::Suffix]);
        let end =
            (last + 2..tokens.len()).take_while(|&k| tokens[k].span.start() < until && tokens[k].classes.any(names));
        let end = end.last()?;
        let met = (end + 1..tokens.len()).take_while(|&k| tokens[k].span.end() <= until).find(|&k| {
            let sense = self.reader.words.sense(&tokens[k], Class::Event);
            sense.stance == Some(Stance::Consult) && (sense.once == 2 || sense.meeting)
        })?;
        if tokens[last + 2].span.start() != with.span.end() {
            return None;
        }
        let (one, _) = self.actors(first, last);
        let (other, _) = self.actors(last + 2, end);
        let both = || (unique(one.iter().chain(&other).cloned().collect()), met);
        (!one.is_empty() && !other.is_empty()).then(both)
    }
}
