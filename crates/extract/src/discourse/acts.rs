//! What an act is made of, for each way a clause is governed (codebook, rules 3–12).
//! Next to read: `licence.rs`, which lets it stand or not.

use chancery_model::{ActKind, ActorId, Polarity, Stance};
use chancery_text::Span;

use super::reach::Reach;
use super::{Coder, Draft};
use crate::cast::{principals, unique};
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes};

/// Marks behind which a sentence goes on.
const COMMAS: &[char] = &[',', '\u{FF0C}', ';', '\u{FF1B}'];

impl<'a> Coder<'a> {
    pub(super) fn act(&mut self, segment: &Segment, clause: Clause) {
        let together = clause.kind == Kind::Promise && clause.stance == Some(Stance::Agree);
        let start = if together { self.behind_company(&clause) } else { clause.start };
        let clause = Clause { start, ..clause };
        let base = Draft {
            kind: ActKind::Claim,
            span: Span::new(clause.start, segment.span.end()),
            anchor: clause.anchor.or_else(|| self.weight(&clause)).map_or(segment.span, |a| self.reader.tokens[a].span),
            stance: None,
            polarity: None,
            intensity: None,
            holders: Vec::new(),
            holder_span: None,
            addressees: Vec::new(),
            targets: Vec::new(),
            via: Vec::new(),
            status: None,
            only_if: None,
            confidence: 0.8,
        };
        // 委派代表如下: what follows is told, and this only leads to it.
        let follows = || {
            self.reader.particles.follows.iter().any(|p| self.reader.text[segment.span.range()].ends_with(p.as_str()))
        };
        if matches!(clause.kind, Kind::Deed | Kind::Done) && follows() {
            return;
        }
        if self.believes_of(&clause) {
            return;
        }
        match clause.kind {
            Kind::Attitude | Kind::Uphold if self.is_this_thing(&clause) => {}
            Kind::Attitude | Kind::Uphold => self.attitude(segment, clause, base),
            Kind::Promise => self.promise(segment, clause, base),
            Kind::Ask => self.ask(segment, clause, base),
            Kind::Ought => self.ought(segment, clause, base),
            Kind::Deed => self.deed(segment, clause, base),
            Kind::Done => self.done(segment, clause, base),
            Kind::Weight | Kind::Statement => self.statement(segment, clause, base),
            Kind::Say => {}
        }
    }

    pub(super) fn attitude(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        if self.only_finds(&clause) {
            self.reach = Reach::Closed;
            return;
        }
        let bare = matches!(clause.subject, Subject::None) && clause.said.is_none();
        let mutual = || {
            let pair = principals(&self.last.0).len() >= 2 && clause.subject == Subject::None;
            // 双方高度互信、相互支持: with the pair itself for a subject, and nobody it supports.
            let ends = clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() == clause.span.end());
            let both = matches!(clause.subject, Subject::Actors(at, last) if at == last && self.reader.tokens[at].is(Class::Both));
            matches!(clause.stance, Some(Stance::Support | Stance::Understand))
                && self.spoken()
                && (pair || both && ends)
        };
        let how = clause.stance == Some(Stance::Affirm) || mutual();
        if self.past && how && self.auxiliary.is_none() && clause.said.is_none() {
            // 建交以来，双方始终尊重…: how it has been, not what is held.
            self.reach = Reach::Closed;
            return;
        }
        if clause.met && self.setting.programme {
            // 民主得到人民支持, in a statement: told of a thing.
            self.reach = Reach::Closed;
            return;
        }
        let greets = clause.stance == Some(Stance::Welcome) && !self.shows(segment);
        if bare && greets && self.open().is_some_and(|d| self.for_what(d)) {
            // 举行仪式，欢迎…访问: what the ceremony is for.
            self.extend(segment);
            return;
        }
        let in_street = |d: &Draft| d.kind == ActKind::Event && d.stance == Some(Stance::Protest);
        let cries = clause.anchor.is_some_and(|a| {
            self.reader.words.sense(&self.reader.tokens[a], Class::Event).stance == Some(Stance::Protest)
        });
        if bare && cries && !self.spoken() && self.open().is_some_and(in_street) {
            // 民众举行集会，抗议…: more of the protest.
            let told = Clause { kind: Kind::Done, done: true, stance: Some(Stance::Protest), ..clause };
            self.done(segment, told, base);
            return;
        }
        let words = &self.reader.text[segment.span.range()];
        if self.spoken()
            && bare
            && clause.stance == Some(Stance::Welcome)
            && words.chars().count() <= super::light::THANKS
            && clause.object.is_none()
            && !clause.takes_up
            && self.stands_alone(segment)
        {
            // 非常感谢。: politeness.
            self.reach = Reach::Closed;
            return;
        }
        let reachable = matches!(clause.stance, Some(Stance::Support | Stance::Oppose | Stance::Affirm));
        let said = clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Stance).defers);
        // 愿加强合作，不接受干涉: what is refused is a stance of its own.
        let refuses =
            clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Stance).negative);
        // 将加强合作，坚决反对强权: what one opposes is not what one is going to do, unless it was agreed on.
        let opposes = clause.stance == Some(Stance::Oppose)
            && matches!(self.auxiliary, Some((Stance::Will | Stance::Continue, _)))
            && !self.in_items;
        let reached = !said && !refuses && !opposes && (!self.in_items || self.heads_item(segment));
        if let (true, true, true, Some((stance, ongoing))) = (bare, reachable, reached, self.auxiliary) {
            let (holders, holder_span, confidence) = self.holder(&clause);
            let addressees = self.others(&self.objects(&clause), &holders);
            let draft = self.commitment(base, stance, ongoing);
            self.push(&clause, segment, Draft { holders, holder_span, confidence, addressees, ..draft });
            return;
        }
        let (holders, holder_span, confidence) = self.holder(&clause);
        if holders.is_empty() && !self.is_unresolved(&clause) && !self.is_somebody(&clause) {
            return;
        }
        let protests =
            |a| self.reader.words.sense(&self.reader.tokens[a], Class::Event).stance == Some(Stance::Protest);
        let crowd = holders.iter().any(ActorId::is_group) && holders.iter().all(|h| h.is_group() || h.is_country());
        if crowd && clause.anchor.is_some_and(protests) {
            // 数千名农民抗议…: a crowd protests in the street.
            let told = Clause { kind: Kind::Done, done: true, stance: Some(Stance::Protest), ..clause };
            self.done(segment, told, base);
            return;
        }
        let targets = self
            .others(&self.objects(&clause), &holders)
            .into_iter()
            .chain(self.others(&clause.toward, &holders))
            .collect();
        let word = |a: usize| &self.reader.text[self.reader.tokens[a].span.range()];
        let clausal = clause.anchor.is_some_and(|a| self.reader.particles.clausal.has(word(a)));
        let ends = clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() == clause.span.end());
        let exclaims = clause.anchor.is_some_and(|a| self.reader.exclaims(a));
        self.reach = match clause.stance {
            // 遗憾的是，…; 注意到，…: the object is the clause behind.
            _ if exclaims => Reach::Clause,
            Some(Stance::Note) if ends => Reach::Clause,
            // 甲外长批评，乙方…是危险的; 甲总统赞同，…: the object is the clause behind the comma.
            Some(Stance::Condemn) if ends && !clause.topical && !clause.takes_up => Reach::Clause,
            Some(Stance::Support) if ends && clausal && !clause.topical && !clause.takes_up => Reach::Clause,
            Some(Stance::Welcome) if clausal => Reach::Clause,
            Some(Stance::Affirm) if clausal => Reach::Fact,
            // 欢迎银行根据…，加强…: what it is to do is still to come.
            Some(Stance::Support | Stance::Welcome) if self.awaits_verb(&clause) => Reach::Object,
            // 坚持在…基础上，独立自主地处理…: so is what is upheld.
            Some(Stance::Affirm) if self.awaits_doing(&clause) => Reach::Verb,
            Some(Stance::Support) if clause.object_acts => Reach::Object,
            Some(
                Stance::Oppose
                | Stance::Condemn
                | Stance::Welcome
                | Stance::Understand
                | Stance::Note
                | Stance::Concern,
            ) if clause.object_verbs || self.accuses(&clause) => Reach::Object,
            Some(Stance::Affirm) if clause.lists && clause.kind == Kind::Attitude => {
                let bare = clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() == clause.span.end());
                if bare { Reach::Principle } else { Reach::Object }
            }
            _ => Reach::Closed,
        };
        let (polarity, intensity) = (clause.polarity, Some(clause.intensity));
        let draft = Draft {
            kind: ActKind::Position,
            stance: clause.stance,
            polarity,
            intensity,
            holders,
            holder_span,
            targets,
            confidence,
            ..base
        };
        self.auxiliary = None;
        let mut clause = clause;
        // 对于…，我们不接受: without an object, the topic put before is what it is about.
        // …表示坚决反对和强烈谴责: more of its kind may stand behind it.
        let bare = clause.anchor.is_some_and(|a| {
            let rest = Span::new(self.reader.tokens[a].span.end(), clause.span.end());
            let range = self.reader.range(rest);
            let kin = Classes::of(&[Class::And, Class::With, Class::Stance, Class::Attitude, Class::Degree]);
            let length: u32 = range.clone().map(|i| self.reader.tokens[i].span.len()).sum();
            range.clone().all(|i| self.reader.tokens[i].classes.any(kin)) && length == rest.len()
        });
        let put = |at: u32| {
            let first = self.reader.range(Span::new(at, at)).start;
            self.reader.tokens.get(first).is_some_and(|t| t.span.start() == at && t.is(Class::Toward))
        };
        // 甲方向乙地出售武器，我们坚决反对。: of a sentence that says nothing else, its end is what is held of the rest.
        let ours = bare
            && matches!(clause.subject, Subject::Actors(..))
            && !(clause.topical || clause.takes_up)
            && matches!(clause.stance, Some(Stance::Oppose | Stance::Condemn | Stance::Support | Stance::Welcome))
            && (self.open().is_none() || self.takes_deeds(&clause));
        if let Some(at) = self.topic.filter(|&at| clause.takes_up || ours || (bare && put(at))) {
            clause.start = at;
        }
        self.push(&clause, segment, draft);
        self.blames_on();
    }
    pub(super) fn promise(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let (holders, holder_span, confidence) = self.holder(&clause);
        if holders.is_empty() && !self.is_unresolved(&clause) {
            return;
        }
        let doings = Classes::of(&[Class::Deed, Class::Event]);
        let token = |v: usize| &self.reader.tokens[v];
        let says = clause.verb.filter(|&v| token(v).is(Class::Say) && !token(v).classes.any(doings));
        let wishes = clause.anchor.is_some_and(|a| {
            let word = &self.reader.text[self.reader.tokens[a].span.range()];
            let t = &self.reader.tokens[a];
            // 不会相信…: what one will not say or think is nothing one does.
            t.is(Class::Will) && !self.reader.particles.future.has(word) || t.is(Class::Not)
        });
        if let Some(say) = says.filter(|_| wishes && clause.stance == Some(Stance::Will)) {
            // 我愿强调三点: what he says follows.
            self.says(say, clause.subject);
            self.reach = Reach::Closed;
            return;
        }
        let comes_about = |v: usize| token(v).is(Class::Undergo) && !token(v).classes.any(doings);
        // 坚信，合作将继续: nothing is promised of a thing.
        let resolve = |a: usize| self.reader.words.sense(token(a), Class::Pledge).size > 0;
        let idle = clause.anchor.is_some_and(|a| token(a).span.end() == segment.span.end() && !resolve(a));
        if idle && clause.verb == clause.anchor && matches!(clause.subject, Subject::Other(_)) && self.spoken() {
            self.reach = Reach::Closed;
            return;
        }
        // 将使得甲军成为…, 将被列入…: what comes about is nobody's promise; 将被迫反制 is.
        let brings = clause.anchor.filter(|_| clause.stance == Some(Stance::Will)).is_some_and(|a| {
            let end = self.reader.tokens[a].span.end();
            let rest = &self.reader.text[end as usize..];
            let particles = &self.reader.particles;
            let how = self.reader.tokens.get(a + 1).is_some_and(|n| n.span.start() == end && n.is(Class::Manner));
            let chain = (a + 1..).take_while(|&k| {
                let t = self.reader.tokens.get(k);
                t.is_some_and(|t| t.is(Class::Manner) && t.span.start() == self.reader.tokens[k - 1].span.end())
            });
            let behind = chain.last().map_or(end, |k| self.reader.tokens[k].span.end());
            let behind = &self.reader.text[behind as usize..];
            // 将再次成为焦点: adverbs between.
            !how && particles.passive.begin(rest)
                || particles
                    .brings
                    .iter()
                    .any(|p| rest.starts_with(p.as_str()) && !how || behind.starts_with(p.as_str()))
        });
        if brings
            || self.meets_ahead(&clause)
            || clause.verb.is_some_and(comes_about) && clause.stance == Some(Stance::Will)
        {
            // 将会出现新的矛盾: a forecast.
            self.reach = Reach::Closed;
            return;
        }
        let harms = |v: usize| {
            let token = &self.reader.tokens[v];
            self.reader.words.sense(token, Class::Event).stance == Some(Stance::Disaster) && !token.is(Class::Deed)
        };
        if self.spoken() && clause.stance == Some(Stance::Will) && clause.verb.is_some_and(harms) {
            // 将引发危机: a forecast.
            self.reach = Reach::Closed;
            return;
        }
        let mut stance = clause.stance.unwrap_or(Stance::Will);
        if stance == Stance::Will
            && let Some((before @ (Stance::Pledge | Stance::Agree), _)) = self.auxiliary
            && (clause.start < segment.span.start() || self.is_unmarked(&clause))
        {
            // 各方一致同意，将…; 同意启动谈判，今年举行对话: what was agreed on is in what follows.
            stance = before;
        }
        if self.agreed.is_some() && clause.subject == Subject::None && matches!(stance, Stance::Will | Stance::Continue)
        {
            // 双方商定：一、继续…: agreed on.
            stance = Stance::Agree;
        }
        let fights = clause.forceful && clause.subject != Subject::None;
        // 甲军称，继续展开地面行动: the noun behind the verb tells that it is a strike.
        let strikes = !self.setting.programme
            && clause.verb.is_some_and(|v| {
                let end = self.reader.range(clause.span).end;
                let senses = (v..end).map(|k| self.reader.words.sense(&self.reader.tokens[k], Class::Event));
                let own = self.reader.words.sense(&self.reader.tokens[v], Class::Event);
                let noun = senses.rev().find(|s| s.noun).and_then(|s| s.stance);
                noun.or(own.stance.filter(|_| clause.object.is_some())) == Some(Stance::Assault)
            });
        // 甲方将关注…，并继续…: promised as well.
        let promised = clause.subject == Subject::None && self.auxiliary.is_some();
        let reports = !promised && (!self.spoken() || fights || strikes || self.fights_on(&clause, &holders));
        if reports && stance == Stance::Continue && clause.stance == Some(Stance::Continue) && !clause.wills {
            // News tells that somebody goes on doing: a deed.
            let told = clause.verb.map(|v| self.reader.words.sense(&self.reader.tokens[v], Class::Event));
            let armed = told.and_then(|s| s.armed).filter(|_| clause.forceful || self.fights_on(&clause, &holders));
            let stance = armed.or(told.and_then(|s| s.stance)).unwrap_or(Stance::Cooperate);
            let stance = if strikes { Stance::Assault } else { stance };
            self.done(segment, Clause { done: true, stance: Some(stance), ..clause }, base);
            return;
        }
        // 日方将…, told by another, is a forecast; 日方愿… is what it wishes.
        let body = holders.iter().any(|h| h.is_org());
        let forecast = (!body || self.believes)
            && clause.anchor.is_none_or(|a| {
                let word = &self.reader.text[self.reader.tokens[a].span.range()];
                let named = matches!(clause.subject, Subject::Actors(..)) && self.reader.tokens[a].is(Class::Will);
                let particles = &self.reader.particles;
                !named || particles.future.iter().chain(&particles.plans).any(|f| f == word)
            });
        // 甲军继续升级暴力, told by another: 继续 by itself, and not 愿继续.
        let bare = |a: usize| {
            let t = &self.reader.tokens[a];
            t.is(Class::Continue) && self.reader.text[t.span.range()].chars().count() <= 2
        };
        let goes_on = stance == Stance::Continue && !clause.wills && clause.anchor.is_some_and(bare);
        let of_others = self.spoken() && !promised && !self.is_own(&holders);
        if of_others && (stance == Stance::Will && forecast || goes_on && !self.setting.programme) {
            self.reach = Reach::Closed;
            return;
        }
        // 我们同意…: nobody agrees alone; those who met do.
        let holders = if stance == Stance::Agree && self.we(&clause) {
            let own = principals(&holders);
            let met = own.first().filter(|_| own.len() == 1).map(|one| self.cast.with(one, clause.start));
            met.filter(|set| !set.is_empty()).unwrap_or(holders)
        } else {
            holders
        };
        // 甲同乙共同决定…: nobody settles alone what he settles with another.
        let holders = if stance == Stance::Agree && !clause.with.is_empty() {
            let with = self.others(&clause.with, &holders);
            unique(holders.into_iter().chain(with).collect())
        } else {
            holders
        };
        self.last.0.clone_from(&holders);
        let mutual = stance == Stance::Agree || stance == Stance::Pledge && !self.spoken();
        // 甲总统与乙总统通话，承诺支持乙国: to one of them, by the other.
        let to_one = self.others(&[self.objects(&clause), clause.with.clone(), clause.toward.clone()].concat(), &[]);
        let mutual = mutual && !to_one.iter().any(|a| self.joint.contains(a));
        let together = mutual && clause.subject == Subject::None && !self.joint.is_empty();
        let holders = if together { self.joint.clone() } else { holders };
        if together {
            self.last.0.clone_from(&holders);
        }
        let addressees = self.promised_to(&clause, &holders);
        let draft = self.commitment(base, stance, clause.ongoing);
        let addressees = if addressees.is_empty() && clause.subject == Subject::None && self.auxiliary.is_some() {
            self.company.clone()
        } else {
            addressees
        };
        let addressees = self.or_other_side(addressees, &holders, clause.start);
        self.company.clone_from(&addressees);
        self.auxiliary = Some((stance, clause.ongoing));
        self.ought = None;
        self.reach = Reach::Closed;
        self.push(&clause, segment, Draft { holders, holder_span, confidence, addressees, ..draft });
    }

    pub(super) fn ask(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let (holders, holder_span, confidence) = self.holder(&clause);
        let nobody = holders.is_empty() && !self.nobody_goes_on(&clause);
        if nobody && !self.is_unresolved(&clause) && !self.is_somebody(&clause) {
            return;
        }
        let addressees = self.others(&self.objects(&clause), &holders);
        self.reach = Reach::Call;
        self.auxiliary = None;
        let draft = Draft {
            kind: ActKind::Call,
            stance: clause.stance,
            intensity: Some(clause.intensity),
            holders,
            holder_span,
            addressees,
            confidence,
            ..base
        };
        self.push(&clause, segment, draft);
        self.notes_bare(&clause);
    }

    pub(super) fn deed(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let people = self.is_people(&clause) && !self.ends_as_time(&clause);
        if self.auxiliary.is_none() && (people || self.told_before(&clause, segment).is_some()) {
            // 家长们撤离…, 甲国退出条约后，…: told as done, as a reporter tells it.
            let verb = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
            let stance = clause.stance.or(verb.and_then(|s| s.stance));
            self.done(segment, Clause { done: true, stance, ..clause }, base);
            return;
        }
        let (holders, holder_span, confidence) = self.holder(&clause);
        if let Some((stance, ongoing)) = self.auxiliary
            && matches!(clause.subject, Subject::None)
            && !self.tells_not(&clause)
        {
            let named = self.promised_to(&clause, &holders);
            let addressees = if named.is_empty() { self.company.clone() } else { named };
            let goes_on = !self.in_items && !clause.negative;
            let addressees = if goes_on { self.or_other_side(addressees, &holders, clause.start) } else { addressees };
            let draft = self.commitment(base, stance, ongoing);
            self.push(&clause, segment, Draft { holders, holder_span, confidence, addressees, ..draft });
            return;
        }
        if self.ought.is_none() && clause.subject == Subject::None && !self.past {
            self.ought = self.carried;
        }
        if self.ought.is_some() && matches!(clause.subject, Subject::None) {
            let draft = Draft {
                kind: ActKind::Position,
                stance: Some(Stance::Affirm),
                polarity: Some(Polarity::For),
                intensity: Some(3),
                holders,
                holder_span,
                confidence,
                ..base
            };
            self.push(&clause, segment, draft);
            return;
        }
        if holders.is_empty() || self.is_moment(&clause) {
            // 停火结束后，…: when it was, not what was done.
            return;
        }
        let (opens, from) = self.opening(&clause);
        let by = opens.is_some_and(|t| t.is(Class::By) && !t.is(Class::Deed) && t.span.start() == from);
        if self.ends_as_time(&clause) {
            // 应对困难之际: when it was.
            self.reach = Reach::Closed;
            return;
        }
        // 为维护和平，…: what the next is done for.
        let aim = opens.is_some_and(|t| {
            let begins = t.is(Class::Toward) && t.span.start() == from;
            let next = |a: usize| self.reader.tokens[a].span.start() == t.span.end();
            let aims = self.reader.words.sense(t, Class::Toward).light;
            begins && !clause.done && (aims || clause.anchor.is_some_and(next))
        });
        let more = segment.mark.is_some_and(|m| COMMAS.contains(&m));
        if aim && (more || !self.setting.programme) || more && self.is_about(&clause, from) {
            self.reach = Reach::Closed;
            return;
        }
        if by && !clause.done && clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() == clause.span.end()) {
            // 根据国际规范，…: nothing but a phrase.
            self.reach = Reach::Closed;
            return;
        }
        if self.is_purpose(&clause) {
            // 为推动倡议实施，…: what something is for.
            self.reach = Reach::Closed;
            return;
        }
        let spoken = self.spoken();
        if self.tells_not(&clause) {
            // 甲军没有袭击平民: what was not done is told, and not promised.
            self.reach = Reach::Closed;
            return;
        }
        if let Some(stance) = self.accomplished(segment, &clause, &holders) {
            self.done(segment, Clause { done: true, stance: Some(stance), ..clause }, base);
            return;
        }
        if !spoken && clause.subject == Subject::None && self.goes_on(&clause, &holders) {
            self.done(segment, Clause { done: true, ..clause }, base);
            return;
        }
        if let Subject::Other(span) = clause.subject
            && (self.actors_in(span).is_none() || spoken)
        {
            self.reach = Reach::Closed;
            return;
        }
        let own = self.is_own(&holders);
        // 甲方近日以…为由，将三家企业列入清单: what was put somewhere is told as done, of him who was named.
        let placed = clause.subject == Subject::None && self.auxiliary.is_none() && {
            let range = self.reader.range(clause.span);
            range.take_while(|&k| Some(k) < clause.anchor).any(|k| self.reader.is_disposal(k))
        };
        if placed && !self.setting.programme && (!spoken || !own) {
            let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
            if let Some(stance) = told.and_then(|s| s.stance) {
                self.done(segment, Clause { done: true, stance: Some(stance), ..clause }, base);
                return;
            }
        }
        if self.fights_on(&clause, &holders) {
            let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
            if let Some(stance) = told.and_then(|s| s.armed.or(s.stance)).filter(|s| *s != Stance::Cooperate) {
                self.done(segment, Clause { done: true, stance: Some(stance), ..clause }, base);
                return;
            }
        }
        let of_him = matches!(clause.subject, Subject::Actors(at, last) if at == last && self.is_they(at));
        // 张副部长在会上提出倡议, said by a spokesman of his state: told of him.
        let other = segment.depth == 0 && self.is_another_person(&clause);
        if spoken && (!own || other || of_him && segment.depth == 0) && !self.setting.programme && self.is_told(&clause)
        {
            // A deed of somebody else, told by the speaker (codebook, rule 6).
            let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
            let stance = told.and_then(|s| s.stance);
            self.done(segment, Clause { done: true, stance, ..clause }, base);
            return;
        }
        let pair = || match clause.subject {
            Subject::Actors(at, last) => at == last && self.reader.tokens[at].is(Class::Both),
            Subject::None => principals(&holders).len() >= 2 && principals(&self.own()).len() == 1,
            Subject::Other(_) => false,
        };
        let told_of = |s: Option<Stance>| matches!(s, Some(Stance::Consult | Stance::Agree | Stance::Establish));
        let typed = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
        if spoken && !self.setting.programme && pair() && !(self.past && told_of(typed.and_then(|s| s.stance))) {
            // 两国元首保持密切交往, said by one of them: how it is between them, a claim.
            self.reach = Reach::Closed;
            return;
        }
        if spoken && self.past && clause.kind == Kind::Deed {
            // What a speaker tells of the past is done where the verb is one of deeds; the rest is his claim.
            let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
            if let Some(stance) = told.and_then(|s| s.stance) {
                self.done(segment, Clause { done: true, stance: Some(stance), ..clause }, base);
            } else {
                self.reach = Reach::Closed;
            }
            return;
        }
        // 政府军收复三个村庄: an organ whose state is not told.
        let verb = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
        let organ = matches!(clause.subject, Subject::Other(span) if self.actors_in(span).is_none() && self.organ(span))
            && verb.is_some_and(|s| s.stance.is_some());
        if !spoken && clause.negative && !clause.done && matches!(clause.subject, Subject::Actors(..)) {
            // 挪威绝不向…低头: what is never done is promised, in a reporter's words too.
            let draft = self.commitment(base, Stance::Will, true);
            self.reach = Reach::Closed;
            self.push(&clause, segment, Draft { holders, holder_span, confidence: confidence - 0.1, ..draft });
            return;
        }
        let part = self.is_part(&clause) && verb.and_then(|s| s.stance).is_some_and(|s| s != Stance::Cooperate);
        if !spoken && (organ || part || matches!(clause.subject, Subject::Actors(..))) {
            // A reporter tells what somebody does in the present tense.
            let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
            let stance = clause.stance.or(told.and_then(|s| s.stance)).unwrap_or(Stance::Cooperate);
            self.done(segment, Clause { done: true, stance: Some(stance), ..clause }, base);
            return;
        }
        let verb_does = verb.and_then(|s| s.stance);
        let at_whom = clause.object.is_some() || clause.topical;
        // 对乙国目标进行打击: the noun behind the light verb tells.
        let verb_does = if verb.is_some_and(|s| s.light) { clause.stance } else { verb_does };
        if spoken && !self.setting.programme && verb_does == Some(Stance::Assault) && at_whom {
            // 甲军称，在某地打击乙军: a strike at somebody is told, and no promise.
            self.done(segment, Clause { done: true, stance: verb_does, ..clause }, base);
            return;
        }
        if spoken && own && verb_does == Some(Stance::Establish) && self.is_today(&clause) {
            // 今天，我们启动…倡议: what is done by the words themselves.
            self.done(segment, Clause { done: true, stance: verb_does, ..clause }, base);
            return;
        }
        if spoken && own && self.reader.is_of_then(&clause) {
            self.told_of_then(segment, clause, base);
            return;
        }
        if spoken && own {
            let named = self.promised_to(&clause, &holders);
            let addressees = if clause.negative { named } else { self.or_other_side(named, &holders, clause.start) };
            let draft = self.commitment(base, Stance::Will, true);
            self.reach = Reach::Closed;
            self.push(
                &clause,
                segment,
                Draft { holders, holder_span, confidence: confidence - 0.1, addressees, ..draft },
            );
        }
    }
}
