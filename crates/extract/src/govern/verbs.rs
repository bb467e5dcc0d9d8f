//! The verb that governs a clause, and what it makes of the clause. Next to read: `discourse.rs`.

use chancery_model::{Polarity, Stance};
use chancery_text::Span;

use super::{ACTORS, ADVERBS, AUXILIARIES, Clause, Kind, PREPOSITIONS, Reader, Subject, Walk};
use crate::tokens::{Class, Classes, HALF};

/// Marks that end a sentence.
const STOPS: &[char] = &['\u{3002}', '\u{FF01}', '!'];

impl Reader<'_> {
    /// Makes token `i` the governing verb. False where it governs nothing and the walk goes on.
    pub(super) fn govern(&self, clause: &mut Clause, walk: &Walk, i: usize) -> bool {
        let t = *self.of(i);
        if self.belongs(walk, i, clause.span.end()) {
            return false;
        }
        let start = walk.chain.map_or(t.span.start(), |c| self.of(c).span.start());
        let subject = self.subject(walk, start);
        clause.anchor = Some(i);
        clause.verb = Some(i);
        clause.start = start;
        clause.subject = subject;
        if self.is_borne(i) {
            clause.undergoes = true;
            return true;
        }
        if let Some(k) = self.finds_first(i, walk.end).filter(|_| subject == Subject::None) {
            let found = self.govern(clause, walk, k);
            (clause.start, clause.subject) = (start, subject);
            return found;
        }
        if self.threatens(clause, i, walk.end) || self.only_warns(clause, walk, i) {
            return true;
        }
        if t.is(Class::Show) || t.is(Class::Say) {
            if let Some(a) = self.attitude(i, walk.end) {
                self.set_attitude(clause, a, Class::Attitude, walk.chain, i);
                clause.anchor = Some(a);
                return true;
            }
            if !t.is(Class::Say) && !t.classes.any(Classes::of(&[Class::Deed, Class::Event])) {
                return false;
            }
        }
        if t.is(Class::Undergo)
            && !t.classes.any(Classes::of(&[Class::Stance, Class::Ask]))
            && !(t.is(Class::Event) && self.is_done(i))
        {
            return self.undergo(clause, walk, i);
        }
        // 动议提出甲方应…: it says what somebody should do.
        let proposes = t.is(Class::Event)
            && self.words.sense(&t, Class::Event).led
            && i + 2 < walk.end
            && self.of(i + 1).classes.any(ACTORS)
            && self.directly_behind(i, i + 1)
            && self.is(i + 2, Class::Ought)
            && self.directly_behind(i + 1, i + 2);
        if proposes {
            return self.govern_say(clause, walk, i, false);
        }
        let principle = t.is(Class::Stance) && {
            let sense = self.words.sense(&t, Class::Stance);
            // 强调应继续合作: what is said follows, and whoever says it is no part of it.
            sense.stance == Some(Stance::Affirm) && !sense.lists && !t.is(Class::Say)
        };
        // 承认甲是乙: its object is a clause.
        let word = &self.text[t.span.range()];
        let clausal = t.is(Class::Stance) && self.particles.clausal.has(word);
        // 拒绝将甲同乙挂钩, 反对将…: 将 puts the object first.
        let against = t.is(Class::Stance) && self.words.sense(&t, Class::Stance).polarity == Some(Polarity::Against);
        if !clausal
            && !against
            && (principle || t.classes.any(Classes::of(&[Class::Deed, Class::Uphold, Class::Event])))
            && !clause.done
            && !self.is_done(i)
            // 警告甲方不要…: who is asked stands right behind.
            && !(t.is(Class::Ask) && self.asks_directly(i))
            // 宣布将扩大…, 甲方指控结果是…: what is announced, or said of another.
            && !self.words.sense(&t, Class::Event).defers
            && !(self.words.sense(&t, Class::Event).stance == Some(Stance::Accuse) && self.is_led(i))
            && let Some(k) = self.stated(i, walk.end)
            // 我们落实疫情要防住的要求: whose verb it is stands right before it.
            && !(self.is(k, Class::Ought)
                && matches!(subject, Subject::Actors(..))
                && self.is_of(k, clause.span.end()))
        {
            return self.govern_stated(clause, i, k);
        }
        if subject == Subject::None && self.is_what_matters(clause, i, start) {
            return true;
        }
        if t.is(Class::Ask) && self.words.sense(&t, Class::Ask).wants_actor {
            if self.asks_actor(i, walk.end) && self.set_ask(clause, walk, i) {
                return true;
            }
        } else if t.is(Class::Ask)
            && (t.span.end() < clause.span.end() || self.asks_on(i))
            && !self.is_listed(i)
            && self.set_ask(clause, walk, i)
        {
            return true;
        }
        let opens = t.is(Class::Stance)
            && !t.is(Class::Uphold)
            && self.words.sense(&t, Class::Stance).stance == Some(Stance::Affirm);
        // 介绍了本国情况: with an object of its own it is a deed.
        let deed = t.is(Class::Event) && self.is_done(i) && t.span.end() < clause.span.end();
        if t.is(Class::Say) && !deed || opens {
            return self.govern_say(clause, walk, i, opens && !t.is(Class::Say));
        }
        // 将要求各国…: what somebody is going to ask is asked.
        let asks = t.is(Class::Will)
            && self.directly_behind_any(i, walk.end).is_some_and(|k| {
                let sense = self.words.sense(self.of(k), Class::Ask);
                self.is(k, Class::Ask) && !self.is(k, Class::Deed) && !self.is(k, Class::Stance) && sense.intensity >= 3
            });
        if asks || t.is(Class::Will) && self.says_again(i, walk.end) || self.only_feels(i, walk.end) {
            return false;
        }
        // 决定自己的立场: what is settled is a thing, not a doing.
        // 同意恢复关系: the word itself says what is to be done; 商定年内结束…: so does a time behind it.
        let does = self.words.sense(&t, Class::Agree).light
            || self.directly_behind_any(i, walk.end).is_some_and(|k| self.is(k, Class::Time));
        let settles = t.is(Class::Agree)
            && !does
            && !self.directly_behind_any(i, walk.end).is_some_and(|k| self.is(k, Class::By))
            && t.span.end() < clause.span.end()
            && !t.is(Class::Continue)
            && !(i + 1..walk.end).any(|k| {
                let does = Classes::of(&[Class::Deed, Class::Light, Class::Manner, Class::Event]);
                self.is_verb(k) || self.of(k).classes.any(does)
            });
        if settles && !t.is(Class::Stance) {
            return false;
        }
        // 就归属达成一致。: at the sentence's end nothing is left to be promised.
        let reached = t.is(Class::Agree)
            && t.is(Class::Event)
            && clause.topical
            && t.span.end() == clause.span.end()
            && self.after(i).starts_with(STOPS);
        // 多地持续遭甲军空袭: what goes on being suffered is told.
        let suffers = t.is(Class::Continue)
            && self
                .directly_behind_any(i, walk.end)
                .is_some_and(|k| self.is(k, Class::Undergo) && !self.is(k, Class::Deed));
        if suffers {
            return false;
        }
        if t.classes.any(AUXILIARIES)
            && !settles
            && !reached
            && (!t.is(Class::May) || self.may_promises(clause, walk, i))
        {
            self.set_promise(clause, walk, i);
            if self.words.sense(&t, Class::Pledge).size > 0 {
                // 甲方对…的承诺坚定不移: a predicate of what stands before it.
                clause.start = clause.span.start();
            }
            return true;
        }
        // 不容外部势力插手: what somebody may not do is opposed.
        let forbids = t.classes.has(Class::Ought)
            && self.words.sense(&t, Class::Stance).stance == Some(Stance::Oppose)
            && (i + 1..walk.end).take(2).any(|k| {
                // 任何国家不得侵占他国: what they do to whom stands between.
                let does = k > i + 1 && self.is_verb(i + 1);
                !does
                    && self.of(k).classes.any(ACTORS)
                    && self.between(t.span.end(), self.of(k).span.start()).chars().count() <= 2
            });
        if forbids {
            self.set_attitude(clause, i, Class::Stance, walk.chain, i);
            clause.negative = false;
            self.set_object(clause, i, walk.end);
            return true;
        }
        // 她说，要感谢各国: what a speaker has to feel he feels.
        let thanks = |k: usize| {
            self.words.sense(self.of(k), Class::Stance).stance == Some(Stance::Welcome) && !self.is(k, Class::Deed)
        };
        let ours = match subject {
            Subject::Actors(first, last) => first == last && self.is(first, Class::Own),
            _ => true,
        };
        // 我们应该对…表示感谢: so is what he has to show.
        let shown = || {
            let due = !clause.negative && !self.words.sense(&t, Class::Ought).negative;
            let last = walk.end.checked_sub(1).filter(|&k| due && k > i + 1 && self.ends(k) && thanks(k));
            last.is_some_and(|k| self.is_verb(k))
        };
        if t.is(Class::Ought) && ours && (self.directly_behind_any(i, walk.end).is_some_and(thanks) || shown()) {
            return false;
        }
        if ours && self.is_about_to_say(i, walk.end) {
            return false;
        }
        if t.is(Class::Ought) && self.is_invited(i, walk.end, clause.span) {
            clause.undergoes = true;
            return true;
        }
        if t.is(Class::Ought) {
            if let Some(a) = (i + 1..walk.end).find(|&k| self.is(k, Class::Undergo)).and_then(|u| {
                (u + 1..walk.end)
                    .find(|&k| self.words.sense(self.of(k), Class::Stance).polarity == Some(Polarity::Against))
            }) {
                self.set_attitude(clause, a, Class::Stance, None, a);
                (clause.stance, clause.intensity, clause.takes_up) = (Some(Stance::Oppose), 3, true);
                clause.subject = Subject::None;
                return true;
            }
            clause.kind = Kind::Ought;
            let sense = self.words.sense(&t, Class::Ought);
            clause.intensity = sense.intensity;
            clause.negative |= sense.negative;
            clause.verb = (i + 1..walk.end).find(|&k| self.is_verb(k));
            // 要反对…: what ought to be done is to stand against it.
            let against = |k| {
                matches!(self.words.sense(self.of(k), Class::Stance).stance, Some(Stance::Oppose | Stance::Condemn))
            };
            clause.polarity = clause.verb.filter(|&k| against(k)).map(|_| Polarity::Against);
            clause.with.extend(self.companions(i + 1, walk.end));
            return true;
        }
        if t.is(Class::Uphold) {
            let object = Classes::of(&[Class::Norm, Class::Affair]);
            let last = (i + 1..walk.end).rev().find(|&k| self.of(k).classes.any(object));
            clause.kind = if last.is_some_and(|k| self.is(k, Class::Norm)) { Kind::Uphold } else { Kind::Deed };
            if clause.kind == Kind::Uphold {
                clause.stance = Some(Stance::Affirm);
                clause.polarity = Some(Polarity::For);
                clause.intensity = self.raised(3, walk.chain, i);
            }
            return true;
        }
        // 敌舰炮轰我阵地: a word of blame that is a strike where a force does it.
        let strikes = t.is(Class::Event)
            && self.words.sense(&t, Class::Event).stance == Some(Stance::Assault)
            && self.is_armed(subject);
        if t.is(Class::Stance) && !strikes {
            // 赞赏和支持…: two that share an object are one, classed by the stronger.
            let strength = |k: usize| {
                let sense = self.words.sense(self.of(k), Class::Stance);
                // 强烈反对及谴责: of two as strong, the one that blames.
                (sense.intensity, sense.stance == Some(Stance::Condemn))
            };
            // 强烈不满和反对, 严重关切并谴责: who is against something or blames it does more than feel it.
            let acts = |k: usize| {
                let sense = self.words.sense(self.of(k), Class::Stance).stance;
                matches!(sense, Some(Stance::Oppose | Stance::Condemn))
            };
            let feels = |k: usize| {
                let sense = self.words.sense(self.of(k), Class::Stance).stance;
                matches!(sense, Some(Stance::Regret | Stance::Concern))
            };
            let joined = self.directly_behind_any(i, walk.end).filter(|&and| {
                self.particles.and.has(self.between(self.of(and).span.start(), self.of(and).span.end()))
            });
            // 对此强烈不满、坚决反对: two with nothing but the mark of a list between them.
            let listed = (i + 1 < walk.end && self.is_listed(i)).then_some(i + 1).filter(|&k| {
                let gap = self.between(t.span.end(), self.of(k).span.start());
                self.particles.and.has(gap)
            });
            let second = joined.and_then(|and| self.directly_behind_any(and, walk.end)).or(listed);
            let stronger = second.filter(|&k| {
                self.is(k, Class::Stance) && self.is_verb(k) && (strength(k) > strength(i) || feels(i) && acts(k))
            });
            self.set_attitude(clause, stronger.unwrap_or(i), Class::Stance, walk.chain, i);
            self.set_object(clause, stronger.unwrap_or(i), walk.end);
            return true;
        }
        if t.is(Class::Event) && self.words.sense(&t, Class::Event).defers && self.announces(clause, walk, i) {
            return true;
        }
        if subject == Subject::None
            && t.classes.any(Classes::of(&[Class::Deed, Class::Event]))
            && self.is_attribute(i, walk.end)
        {
            clause.anchor = None;
            return false;
        }
        if let Some(k) = self.strike_toll(i, walk.end).filter(|_| matches!(subject, Subject::Actors(..))) {
            // 甲军袭击造成3人死亡: the toll tells the strike.
            (clause.kind, clause.stance, clause.anchor, clause.done) =
                (Kind::Done, Some(Stance::Assault), Some(k), true);
            return true;
        }
        // 祝贺论坛顺利举行: what is congratulated on is no doing of the clause.
        let hails = self.particles.congratulations.end(self.between(t.span.start(), t.span.end()));
        if !hails && (self.causes_toll(i, walk.end) || self.names_meeting(i, walk.end)) {
            clause.anchor = None;
            return false;
        }
        if !hails && (self.results(i, walk) || self.is_crux(i, clause.span.end())) {
            clause.anchor = None; // 教育事业迅速发展: the end says what became of the word at the head.
            return false;
        }
        if t.classes.any(Classes::of(&[Class::Deed, Class::Event])) {
            clause.done |= self.is_done(i) || self.done_later(i, walk.end);
            let event = t.is(Class::Event).then(|| self.words.sense(&t, Class::Event));
            let force = event.is_some_and(|s| matches!(s.armed.or(s.stance), Some(Stance::Assault | Stance::Coerce)));
            let doer = event.and_then(|_| self.doer(self.range(clause.span).start, i, force));
            let subject = match doer {
                Some((first, last)) => {
                    // 港口被叛军攻占: who did it stands between, what it befell before.
                    let head = self.range(clause.span).start..first;
                    clause.toward = head.filter(|&k| self.of(k).classes.any(ACTORS)).take(3).collect();
                    clause.with.clear();
                    clause.start = self.of(first).span.start().max(clause.span.start());
                    clause.done = true;
                    Subject::Actors(first, last)
                }
                None => subject,
            };
            clause.subject = subject;
            let of_force =
                matches!(event.and_then(|s| s.stance), Some(Stance::Assault | Stance::Mobilize | Stance::Retreat));
            if let Subject::Other(span) = subject
                && of_force
                && self.is_armed(subject)
                && let Some(first) = self.range(span).next().filter(|&k| self.of(k).span.start() == span.start())
                && self.is(first, Class::Actor)
                && !self.is_of(first, start)
            {
                // 甲军一架战斗机击落…: whose force it is stands at the head.
                clause.subject = Subject::Actors(first, first);
            }
            // 发射: a trial, but at somebody a strike; other words of force where a force does it.
            let aims = |s: &Stance| *s == Stance::Assault && !clause.toward.is_empty();
            let at = event.filter(|s| s.stance == Some(Stance::Mobilize)).and_then(|s| s.armed).filter(aims);
            let strikes = event.filter(|s| s.stance != Some(Stance::Mobilize) && self.is_armed(subject));
            let armed = at.or_else(|| strikes.and_then(|s| s.armed));
            clause.forceful = armed.is_some();
            if event.is_some_and(|s| s.needs_armed && s.armed.is_some()) {
                // 控制了物价: a deed of force only where a force does it, or goes on with it.
                clause.needs_armed = armed.is_none() && !self.takes_ground(i, clause.span.end());
            }
            clause.stance = event.and_then(|s| s.stance);
            if event.is_some_and(|s| s.light) {
                let type_of = |k: usize| self.words.sense(self.of(k), Class::Event).stance;
                // 恢复中断的谈判: what only tells which is no noun of the deed.
                let typed = (i + 1..walk.end).rev().find(|&k| type_of(k).is_some());
                let again = self.particles.raising.has(word);
                let behind = typed.filter(|&k| !again || !self.is_of(k, clause.span.end())).and_then(type_of);
                // 将对乙的制裁延长至次年: the noun is put first.
                let puts = |k: usize| self.is_disposal(k) || self.words.sense(self.of(k), Class::By).lists;
                let put = |k: usize| {
                    let over = walk.phrases.iter().find(|p| p.holds(self.of(k).span.start()));
                    over.is_some_and(|p| self.range(*p).next().is_some_and(puts))
                };
                let before = || (self.range(clause.span).start..i).rev().filter(|&k| put(k)).find_map(type_of);
                clause.stance = behind.or_else(before).or(clause.stance);
            }
            if matches!(clause.stance, None | Some(Stance::Cooperate)) && event.is_some_and(|s| !s.light) {
                // 扩大地面行动: the noun tells what kind of deed it is.
                let senses = (i + 1..walk.end).map(|k| self.words.sense(self.of(k), Class::Event));
                clause.stance = senses.filter(|s| s.noun).find_map(|s| s.stance).or(clause.stance);
            }
            if matches!(clause.stance, None | Some(Stance::Cooperate | Stance::Aid)) {
                clause.stance = self.raises(i, walk.end, clause.span.end()).or(clause.stance);
            }
            if clause.stance == Some(Stance::Assault) && self.is_hazard(clause, subject) {
                clause.stance = Some(Stance::Disaster);
            }
            clause.stance = armed.or(clause.stance);
            if walk.sends || self.sends_force(i, clause.span.end()) {
                clause.stance = Some(Stance::Mobilize);
            }
            let put_forward = event.is_some_and(|s| s.led) && self.is_named(i);
            // 对乙国进行为期三天的访问: the noun of a visit or meeting ends the clause, and is told.
            let met = |k: usize| self.words.sense(self.of(k), Class::Event).once > 0 && self.ends(k);
            let meets = event.is_some_and(|s| s.light && s.needs_done)
                && walk.end.checked_sub(1).is_some_and(|k| k > i && met(k));
            let told = clause.done
                || clause.doing
                || meets
                || armed.is_some()
                || put_forward
                || (event.is_some_and(|s| !s.needs_done) && !t.is(Class::Deed));
            // 决不干涉: what is not done is kept from.
            let told = told && (!clause.negative || clause.done);
            if told {
                self.befall(clause, i, start);
            }
            clause.kind = if told { Kind::Done } else { Kind::Deed };
            self.set_object(clause, i, walk.end);
            if event.is_some_and(|s| s.once == 2) {
                clause.object = self.met(i, walk.end, clause.span.end()).or(clause.object);
            }
            if !clause.done && !clause.doing && self.is_ahead(walk, i) && !self.particles.passive.end(self.before(i)) {
                // 甲国年内提供…: told of a time to come, a promise.
                (clause.kind, clause.stance) = (Kind::Promise, Some(Stance::Will));
            }
            return true;
        }
        false
    }

    /// A verb of saying (or 重申, 主张): what follows in the segment is read on its own; nothing following opens a frame.
    pub(super) fn govern_say(&self, clause: &mut Clause, walk: &Walk, i: usize, affirms: bool) -> bool {
        let t = self.of(i);
        let rest = Span::new(t.span.end(), clause.span.end());
        let empty = self.between(rest.start(), rest.end()).trim().is_empty();
        if empty && affirms && self.words.sense(t, Class::Stance).lists && !self.words.sense(t, Class::Stance).defers {
            // 我们主张，甲，乙: one position with what follows.
            self.set_attitude(clause, i, Class::Stance, walk.chain, i);
            return true;
        }
        let size = self.words.sense(t, Class::Stance).size;
        if affirms && (empty && size == 1 || size == HALF) {
            // 甲方在…问题上的立场坚定不移: a predicate of what stands before it.
            self.set_attitude(clause, i, Class::Stance, walk.chain, i);
            (clause.start, clause.takes_up) = (clause.span.start(), false);
            return true;
        }
        if empty {
            clause.kind = Kind::Say;
            return true;
        }
        let subject = clause.subject;
        let Some(inner) = self.read_said(rest, i + 1..walk.end, (i, subject)) else {
            clause.kind = Kind::Say;
            return true;
        };
        let defers = self.words.sense(t, Class::Stance).defers;
        // 强调执行决议的重要性: the verb belongs to what is important; 强调继续合作至关重要, too.
        let weighty = inner.weighs && matches!(inner.kind, Kind::Deed | Kind::Done | Kind::Uphold | Kind::Promise) && {
            let last = walk.end.checked_sub(1).filter(|&k| k > i && self.is(k, Class::Weight) && self.ends(k));
            last.is_some_and(|k| self.is_importance(k) || self.matters(clause.span))
        };
        let governs = !weighty
            && !matches!(inner.kind, Kind::Statement | Kind::Weight)
            && (!affirms || (defers && self.begins(&inner, rest)));
        let start = clause.start;
        // 承认袭击了乙地: who admits to a deed did it; of 承认失败 nothing is left.
        let admits = affirms && defers && t.is(Class::Event) && inner.subject == Subject::None;
        let deed = admits && matches!(inner.kind, Kind::Done | Kind::Deed);
        if deed && inner.anchor.is_some_and(|a| self.of(a).span == rest) {
            clause.anchor = None;
            return true;
        }
        let governs = governs || deed;
        if governs {
            let (with, toward) = (std::mem::take(&mut clause.with), std::mem::take(&mut clause.toward));
            let bare = inner.anchor.is_some_and(|a| {
                let end = self.of(a).span.end();
                end == clause.span.end()
                    || self.tokens.get(a + 1).is_some_and(|n| n.is(Class::And) && n.span.start() == end)
            });
            let before = (clause.takes_up || clause.topical) && inner.kind == Kind::Attitude && bare;
            let start = if affirms || before { start } else { inner.start };
            // 对此表示严正抗议: what stands before the verb of saying is what it is about.
            let takes_up = inner.takes_up || clause.takes_up && inner.kind == Kind::Attitude;
            let topical = inner.topical || clause.topical;
            *clause = Clause { span: clause.span, start, takes_up, topical, ..inner };
            clause.with.extend(with);
            clause.toward.extend(toward);
            return true;
        }
        if affirms || inner.weighs {
            self.set_attitude(clause, i, Class::Stance, walk.chain, i);
            // 坚持反对…: who holds on to being against something is against it.
            if affirms && inner.kind == Kind::Attitude && inner.polarity == Some(Polarity::Against) {
                clause.polarity = inner.polarity;
            }
            if !affirms {
                let weighed = inner.stance.filter(|_| inner.kind == Kind::Weight);
                (clause.kind, clause.stance) = (Kind::Weight, weighed.or(Some(Stance::Affirm)));
                (clause.polarity, clause.intensity) = (inner.polarity.or(Some(Polarity::For)), 3);
                clause.said = Some((i, subject));
                clause.subject = inner.subject;
            }
            self.set_object(clause, i, walk.end);
            return true;
        }
        clause.kind = Kind::Say;
        clause.said = Some((i, subject));
        true
    }

    pub(super) fn set_promise(&self, clause: &mut Clause, walk: &Walk, i: usize) {
        if clause.doing && self.is(i, Class::Will) {
            clause.kind = Kind::Done;
            return;
        }
        clause.kind = Kind::Promise;
        let class = |k: usize| {
            let t = self.of(k);
            [
                (Class::Pledge, Stance::Pledge),
                (Class::Agree, Stance::Agree),
                (Class::Continue, Stance::Continue),
                (Class::Will, Stance::Will),
                (Class::May, Stance::Will),
            ]
            .into_iter()
            .find(|(c, _)| t.is(*c))
            .map(|(_, s)| s)
        };
        clause.stance = class(i);
        // 将继续, 将一如既往; 仍将: one word that begins or ends with the future's mark.
        let word = self.between(self.of(i).span.start(), self.of(i).span.end());
        clause.wills =
            self.is(i, Class::Will) || self.particles.future.edges(word) || self.particles.wishes.begin(word);
        // 愿以…为契机: the preposition may be in the auxiliary's own word.
        let own_phrase = self.closing(i, walk.end).filter(|&m| {
            self.is(i, Class::Will) && !(i + 1..m).any(|k| self.is(k, Class::By) || self.of(k).classes.any(AUXILIARIES))
        });
        let mut k = own_phrase.map_or(i, |close| close) + 1;
        while k < walk.end {
            let t = self.of(k);
            if let Some(next) = class(k).filter(|_| !self.is_nominal(k)) {
                clause.ongoing |= next == Stance::Continue;
                if next == Stance::Continue && clause.stance == Some(Stance::Will) {
                    clause.stance = Some(Stance::Continue);
                }
                if next == Stance::Pledge && clause.stance == Some(Stance::Will) {
                    break;
                }
            } else if t.classes.any(PREPOSITIONS) {
                // 以铁路建设为契机: verbs in the phrase are no verbs of the clause.
                if let Some(close) = self.closing(k, walk.end).filter(|_| t.is(Class::By)) {
                    k = close + 1;
                    continue;
                }
                // 愿在坚持共识基础上，…: nothing but the phrase, up to its end.
                if t.is(Class::By)
                    && k == i + 1
                    && !self.words.sense(t, Class::By).lists
                    && self.is_phrase(k, walk.end, clause.span.end())
                {
                    break;
                }
                let mut m = k + 1;
                while m < walk.end && !self.is_verb(m) {
                    if self.of(m).classes.any(ACTORS) {
                        let list = if t.is(Class::With) { &mut clause.with } else { &mut clause.toward };
                        list.push(m);
                    }
                    m += 1;
                }
                k = m;
                continue;
            } else if self.is_verb(k) {
                clause.verb = Some(k);
                break;
            } else if t.classes.any(ACTORS) && clause.stance == Some(Stance::Will) {
                // 愿同乙方继续…, the company named in the auxiliary's own word.
                clause.with.push(k);
            } else if !t.classes.any(ADVERBS) {
                break;
            }
            k += 1;
        }
        clause.ongoing |= clause.stance == Some(Stance::Continue);
        if let Some(verb) = clause.verb.filter(|_| clause.toward.is_empty()) {
            // 将联合为乙国提供…: for whom stands behind a verb that only says how.
            let next = |k: usize| (k + 1..walk.end).find(|&m| self.is_verb(m));
            let given =
                |k: usize| next(k).is_some_and(|m| self.of(m).classes.any(Classes::of(&[Class::Deed, Class::Event])));
            let toward = self.directly_behind_any(verb, walk.end).filter(|&k| self.is(k, Class::Toward) && given(k));
            clause.toward.extend(toward.map(|k| k + 1).filter(|&k| k < walk.end && self.of(k).classes.any(ACTORS)));
        }
        if self.is_armed(clause.subject) {
            // 甲军继续向乙军防御纵深推进: of several verbs, the one that a force does.
            let does = |&k: &usize| self.words.sense(self.of(k), Class::Event).armed.is_some() && self.is_verb(k);
            clause.verb = (i + 1..walk.end).rev().find(does).or(clause.verb);
        }
        if let Some(verb) = clause.verb.filter(|_| self.is_armed(clause.subject)) {
            let sense = self.words.sense(self.of(verb), Class::Event);
            let force = |s: &Stance| matches!(s, Stance::Assault | Stance::Mobilize | Stance::Retreat);
            clause.forceful = sense.armed.or(sense.stance).is_some_and(|s| force(&s));
        }
        clause.done |= (walk.at.saturating_sub(3)..i).any(|m| self.is(m, Class::Done));
        self.set_object(clause, clause.verb.unwrap_or(i), walk.end);
    }
}
