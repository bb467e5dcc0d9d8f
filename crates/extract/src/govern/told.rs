//! What a verb tells as done: harm and who suffers it, what is announced, whose force or which hazard strikes, what became
//! of a thing. Next to read: `verbs.rs`.

use chancery_model::Stance;
use chancery_text::Span;

use super::forms::Forms;
use super::{ACTORS, ADVERBS, Clause, Kind, PREPOSITIONS, Reader, Subject, Walk};
use crate::tokens::{Class, Classes, is_word};

/// Longest noun for what one has, with the mark of possession (的任务), in characters.
const HAD: usize = 5;

/// Whether news tells such a deed for its own sake, where a clause of time only mentions it.
pub(crate) fn is_news(stance: Stance) -> bool {
    use Stance::{Accuse, Assault, Coerce, Protest, Reject, Retreat, Sanction};
    matches!(stance, Accuse | Assault | Coerce | Protest | Reject | Retreat | Sanction)
}

impl Reader<'_> {
    /// Whether the clause ends with an adverb and a verb of result that tells of what the verb at its head names (改善民生力度
    /// 不断加大), and no cause is named (推动合作不断深化).
    pub(super) fn results(&self, i: usize, walk: &Walk) -> bool {
        let first = self.of(i).span.start() == walk.from || walk.names.is_some() || walk.chain.is_none();
        let Some(last) = walk.end.checked_sub(1).filter(|&k| k > i + 1 && first) else { return false };
        let adverb = self.of(last - 1);
        // What costs nothing first: this is asked of every verb.
        let shaped = last - 1 > i
            && self.of(last).classes.any(Classes::of(&[Class::Deed, Class::Event]))
            && adverb.classes.any(Classes::of(&[Class::Manner, Class::Degree]))
            && adverb.span.end() == self.of(last).span.start()
            && self.ends(last);
        let word = |k: usize| self.between(self.of(k).span.start(), self.of(k).span.end());
        let causes = |k: usize| self.particles.causative.end(word(k));
        shaped && self.particles.result.has(word(last)) && !(i..last).any(causes)
    }

    /// 爆炸导致2人死亡: the harm is the subject of its toll.
    pub(super) fn causes_toll(&self, i: usize, end: usize) -> bool {
        let stance = |k: usize| self.words.sense(self.of(k), Class::Event).stance;
        let next = (i + 1..end).find(|&k| !self.of(k).classes.any(ADVERBS));
        let caused = next.filter(|&k| self.is(k, Class::Undergo) && self.is(k, Class::Event) && self.touches(k - 1));
        stance(i) == Some(Stance::Disaster)
            && !self.is(i, Class::Undergo)
            && caused.is_some_and(|k| (k + 1..end).any(|m| stance(m) == Some(Stance::Disaster)))
    }

    /// 出任总理的某某公布了…, 保障供气的设施遭到袭击: the verb at the head tells of the subject behind its 的, and another
    /// governs.
    pub(super) fn is_attribute(&self, i: usize, end: usize) -> bool {
        let led = |k: usize| self.particles.of.end(self.before(k));
        let officer = |k: usize| {
            let person = self.words.word(self.of(k)).actors.iter().any(|a| a.is_person());
            let posted =
                self.tokens.get(k + 1).is_some_and(|n| n.is(Class::Office) && n.span.start() == self.of(k).span.end());
            self.is(k, Class::Actor) && (person || posted)
        };
        let named = (i + 1..end).find(|&k| officer(k) && led(k));
        let goes_on = |k: usize| (k + 1..end).any(|m| self.is_verb(m) && !self.is_nominal(m));
        let suffers = (i + 1..end).find(|&k| {
            self.is(k, Class::Undergo) && !self.is(k, Class::Deed) && !self.is(k, Class::Event) && self.is_verb(k)
        });
        // 推动即将举行的峰会取得成果: what the verb brings others to meet with.
        let brings = self.particles.causative.end(self.between(self.of(i).span.start(), self.of(i).span.end()));
        named.is_some_and(goes_on) || suffers.is_some_and(|k| !brings && self.is_of(i, self.of(k).span.start()))
    }

    /// The harm that a strike right before it has caused (袭击造成…死亡).
    pub(super) fn strike_toll(&self, i: usize, end: usize) -> Option<usize> {
        let stance = |k: usize| self.words.sense(self.of(k), Class::Event).stance;
        let next = (i + 1..end).find(|&k| !self.of(k).classes.any(ADVERBS)).filter(|&k| self.touches(k - 1))?;
        let caused = self.is(next, Class::Undergo) && self.is(next, Class::Event);
        (stance(i) == Some(Stance::Assault) && caused)
            .then(|| (next + 1..end).find(|&m| stance(m) == Some(Stance::Disaster)))
            .flatten()
    }

    /// 甲乙外长磋商16日在某地举行: the word names what the clause's last verb tells of.
    pub(super) fn names_meeting(&self, i: usize, end: usize) -> bool {
        let word = |k: usize| self.between(self.of(k).span.start(), self.of(k).span.end());
        let held = |k: &usize| self.particles.held.has(word(*k)) && self.ends(*k);
        let Some(last) = end.checked_sub(1).filter(|k| *k > i && held(k)) else { return false };
        let consults = self.words.sense(self.of(i), Class::Event).stance == Some(Stance::Consult);
        // 输电项目签字仪式在某地举行: a doing within the name.
        let placed = || (i + 1..last).any(|k| self.is(k, Class::By) && !self.is(k, Class::Deed));
        let led = i > 0 && self.of(i - 1).classes.any(ACTORS) && self.of(i - 1).span.end() == self.of(i).span.start();
        let within = self.is(i, Class::Deed) && !led && placed();
        (consults || within) && !self.is_done(i) && (i + 1..last).all(|k| !self.is_verb(k))
    }

    /// 扩大对乙国制裁, 提高进口关税: what is made more of tells the deed, the last noun of the clause that no other has.
    pub(super) fn raises(&self, i: usize, end: usize, until: u32) -> Option<Stance> {
        let word = self.between(self.of(i).span.start(), self.of(i).span.end());
        if !self.particles.raising.has(word) {
            return None;
        }
        // 恢复中断多年的外交关系.
        let words = self.between(self.of(i).span.end(), until);
        if self.particles.ties.end(words) {
            return Some(Stance::Agree);
        }
        // 扩大对俄制裁: of a longer word its end tells.
        if self.particles.hard_nouns.end(words) {
            return Some(Stance::Sanction);
        }
        let typed = |k: usize| self.words.sense(self.of(k), Class::Event).stance;
        let last = (i + 1..end).rev().find(|&k| typed(k).is_some())?;
        let hard = |s: &Stance| matches!(s, Stance::Sanction | Stance::Coerce);
        typed(last).filter(|s| hard(s) && !self.is_of(last, until))
    }

    /// 又控制了两个村庄: what is taken, at the clause's end, is ground that only a force takes.
    pub(super) fn takes_ground(&self, i: usize, until: u32) -> bool {
        self.particles.grounds.end(self.between(self.of(i).span.end(), until))
    }

    /// Whether the subject is an armed force (俄军, 反对派武装).
    pub(crate) fn is_armed(&self, subject: Subject) -> bool {
        let words = match subject {
            Subject::Actors(first, last) => self.between(self.of(first).span.start(), self.of(last).span.end()),
            Subject::Other(span) => self.between(span.start(), span.end()),
            Subject::None => return false,
        };
        self.particles.forces.stand_in(words)
    }

    /// Whether what strikes is a force of nature.
    pub(super) fn is_hazard(&self, clause: &Clause, subject: Subject) -> bool {
        let start = match subject {
            Subject::Other(span) => span.start(),
            Subject::Actors(..) => return false,
            Subject::None => clause.span.start(),
        };
        let words = self.between(start, clause.start.max(start));
        self.particles.hazards.stand_in(words)
    }

    /// Whether a segment opens with a reason (因…, 由于…).
    pub(crate) fn gives_cause(&self, span: Span) -> bool {
        let words = self.between(span.start(), span.end());
        self.particles.causes.begin(words)
    }

    /// Whether a time to come stands between the subject and the verb.
    pub(super) fn is_ahead(&self, walk: &Walk, i: usize) -> bool {
        let from = walk.names.map_or(walk.from, |(_, last)| self.of(last).span.end());
        (0..i).rev().take_while(|&k| self.of(k).span.start() >= from).any(|k| {
            let word = self.between(self.of(k).span.start(), self.of(k).span.end());
            self.is(k, Class::Time) && self.particles.ahead.has(word)
        })
    }

    /// 得到甲国和乙国的支持: the noun of attitude that ends the clause, where those who hold it stand before it.
    pub(super) fn met_with(&self, i: usize, end: usize, until: u32) -> Option<usize> {
        let last = end.checked_sub(1).filter(|&k| k > i + 1 && self.of(k).span.end() == until)?;
        let held = self.of(last).classes.any(Classes::of(&[Class::Attitude, Class::Stance]));
        let named = (i + 1..last).any(|k| self.of(k).classes.any(ACTORS));
        let direct = self.tokens.get(i + 1).is_some_and(|n| {
            let led = self.of(i).span.end() == n.span.start() || self.is_done(i);
            led && n.classes.any(ACTORS)
                || self.tokens.get(i + 2).is_some_and(|m| n.is(Class::Done) && m.classes.any(ACTORS))
        });
        let meets = self.words.sense(self.of(i), Class::Undergo).lists;
        (meets && held && named && direct).then_some(last)
    }

    /// 遭甲国空袭: harm whose doer is named between is that doer's deed.
    pub(super) fn suffers(&self, clause: &mut Clause, i: usize, k: usize) {
        clause.stance = Some(Stance::Disaster);
        let between = self.between(self.of(i).span.end(), self.of(k).span.start());
        let hazard = self.particles.hazards.stand_in(between);
        if self.words.sense(self.of(k), Class::Event).stance == Some(Stance::Disaster) || hazard {
            // 造成甲国2人死亡: who is named between suffers it.
            return;
        }
        // 发生针对平民的袭击: whom it was at.
        let at = |m: usize| self.is(m, Class::Toward);
        let word = self.between(self.of(i).span.start(), self.of(i).span.end());
        let by = !self.is(i, Class::Event) || self.particles.agents.has(word);
        let doer = (i + 1..k).find(|&m| self.of(m).classes.any(ACTORS)).filter(|_| by);
        let Some(first) = doer.filter(|&m| !(i + 1..m).any(at)) else {
            // 教堂发生爆炸袭击, 车队遭到袭击: a strike of nobody who is named.
            if self.words.sense(self.of(k), Class::Event).stance == Some(Stance::Assault) {
                (clause.stance, clause.struck) = (Some(Stance::Assault), true);
            }
            return;
        };
        let last = (first..k).take_while(|&m| self.of(m).classes.any(ACTORS)).last().unwrap_or(first);
        clause
            .toward
            .extend(self.range(clause.span).take_while(|&m| m < i).filter(|&m| self.is(m, Class::Actor)).take(3));
        clause.stance = self.words.sense(self.of(k), Class::Event).stance;
        clause.subject = Subject::Actors(first, last);
    }

    /// 桥梁被炸毁, 船只被不明船只撞沉, 使馆遭袭击: what stands before the mark of the passive does nothing, it is done to.
    pub(super) fn befall(&self, clause: &mut Clause, i: usize, start: u32) {
        // 他就被警方逮捕: adverbs before the mark count among the words of the verb.
        let head = self.between(clause.span.start(), start.max(self.of(i).span.start()));
        let word = &self.text[self.of(i).span.range()];
        let from = self.range(clause.span).start;
        let mark = |marks: &Forms| {
            let before = marks.iter().filter_map(|p| head.rfind(p.as_str()).map(|at| at + p.len())).max();
            // 某某被捕: the mark begins the word.
            let own = || marks.begin(word).then(|| self.of(i).span.start());
            before.map(|at| clause.span.start() + at as u32).or_else(own)
        };
        let force = matches!(clause.stance, Some(Stance::Assault | Stance::Coerce | Stance::Sanction));
        let named = |at: &u32| (from..i).any(|m| self.of(m).span.end() <= *at && self.is(m, Class::Actor));
        let harmed = || mark(&self.particles.harmed).filter(|at| force && named(at));
        let Some(mark) = mark(&self.particles.passive).or_else(harmed) else { return };
        let agent = |m: &usize| self.of(*m).span.start() >= mark && self.of(*m).classes.any(ACTORS);
        if (from..i).any(|m| agent(&m)) {
            return;
        }
        clause.befalls = true;
        clause.toward.extend((from..i).filter(|&m| self.is(m, Class::Actor)).take(3));
    }

    /// 宣布: a promise or attitude announced governs; a deed announced gives the type of the announcement.
    pub(super) fn announces(&self, clause: &mut Clause, walk: &Walk, i: usize) -> bool {
        let rest = Span::new(self.of(i).span.end(), clause.span.end());
        let subject = clause.subject;
        if self.between(rest.start(), rest.end()).trim().is_empty() {
            clause.kind = Kind::Say;
            return true;
        }
        let Some(inner) = self.read_said(rest, i + 1..walk.end, (i, subject)) else { return false };
        if matches!(inner.kind, Kind::Attitude | Kind::Promise | Kind::Ask | Kind::Uphold) {
            let start = clause.start;
            *clause = Clause { span: clause.span, start, ..inner };
            return true;
        }
        let acts = |&k: &usize| self.is(k, Class::Event) && !self.is_nominal(k);
        let mut from = i + 1;
        if let (Some(first), Some(last)) = ((from..walk.end).find(acts), (from..walk.end).rfind(acts))
            && first < last
            && (from..first).any(|k| self.is(k, Class::Toward))
            && self.is_of(first, self.of(last).span.start())
        {
            // 宣布对协助出口的实体实施制裁: what tells whom it is toward is passed over.
            from = last;
        }
        let named = (from..walk.end).filter(acts);
        let mut senses = named.map(|k| self.words.sense(self.of(k), Class::Event)).filter(|s| s.stance.is_some());
        // 宣布实施新制裁: the noun behind a light verb.
        let first = senses.next();
        let noun = || {
            let behind = (from..walk.end).rev().map(|k| self.words.sense(self.of(k), Class::Event));
            behind.take_while(|s| !s.light).find(|s| s.stance.is_some())
        };
        let stance = first.filter(|s| s.light).and_then(|_| noun()).or(first).and_then(|s| s.stance);
        (clause.kind, clause.stance) = (Kind::Done, Some(stance.unwrap_or(Stance::Agree)));
        clause.done = true;
        // 宣布甲国退出某组织: whom the deed is at stands behind its own verb.
        self.set_object(clause, i, walk.end);
        let leads = clause.object.is_some_and(|o| o == i + 1 && self.directly_behind(i, o));
        if let Some(deed) = (from..walk.end).find(acts).filter(|_| leads) {
            self.set_object(clause, deed, walk.end);
        }
        true
    }

    pub(super) fn may_promises(&self, clause: &Clause, walk: &Walk, i: usize) -> bool {
        let long = self.between(self.of(i).span.start(), self.of(i).span.end()).chars().count() > 1;
        // 英方会提供…; 他说…，会继续…: right behind who does it or at the clause's head, before a doing.
        let start = self.of(i).span.start();
        let heads = walk.from == start || walk.names.is_some_and(|(_, last)| self.of(last).span.end() == start);
        let does = || {
            let next = self.directly_behind_any(i, walk.end);
            let verb =
                Classes::of(&[Class::Deed, Class::Event, Class::Stance, Class::Benefit, Class::Manner, Class::Degree]);
            let phrase = Classes::of(&[Class::Toward, Class::With, Class::By]);
            next.is_some_and(|k| self.of(k).classes.any(verb) || self.of(k).classes.any(phrase))
        };
        long || walk.chain.is_some() || clause.negative || heads && does()
    }

    pub(super) fn set_object(&self, clause: &mut Clause, i: usize, end: usize) {
        let near = |k: &usize| self.between(self.of(i).span.end(), self.of(*k).span.start()).chars().count() <= 12;
        clause.object = (i + 1..end).find(|k| self.of(*k).classes.any(ACTORS) && near(k));
        clause.object_verbs = (i + 1..end).any(|k| self.is_verb(k));
        clause.object_acts = clause.object.is_some_and(|o| (o + 1..end).any(|k| self.is_verb(k)));
    }

    /// Whether the inner verb of 重申… stands at its head or after a subject of its own, not deep in a noun phrase.
    pub(super) fn begins(&self, inner: &Clause, rest: Span) -> bool {
        let Some(a) = inner.anchor else { return false };
        if !matches!(inner.kind, Kind::Attitude | Kind::Promise | Kind::Ask | Kind::Ought) {
            return false;
        }
        let gap = self.between(rest.start(), inner.start.min(self.of(a).span.start())).trim();
        let phrase =
            self.range(Span::new(rest.start(), self.of(a).span.start())).any(|k| self.of(k).classes.any(PREPOSITIONS));
        inner.kind == Kind::Ought || (!phrase && (gap.is_empty() || matches!(inner.subject, Subject::Actors(..))))
    }

    /// 贯彻方针的决心坚定不移: the doing belongs to what the clause's last word promises.
    fn is_of_resolve(&self, i: usize, end: usize) -> bool {
        let does = Classes::of(&[Class::Deed, Class::Uphold, Class::Event]);
        let says = Classes::of(&[Class::Say, Class::Will]);
        let last = end.checked_sub(1).filter(|&k| k > i && self.is(k, Class::Pledge) && self.ends(k));
        let promises = last.is_some_and(|k| self.words.sense(self.of(k), Class::Pledge).size > 0);
        promises && self.of(i).classes.any(does) && !self.of(i).classes.any(says)
    }

    /// Whether a doing belongs to the noun behind it, and is nobody's here.
    pub(super) fn belongs(&self, walk: &Walk, i: usize, end: u32) -> bool {
        self.is_of_resolve(i, walk.end) || self.is_conduct(i, end) || self.is_had(walk, i, end)
    }

    /// 仍有继续进攻的任务: the doing tells what one has, as the noun at the clause's end calls it.
    fn is_had(&self, walk: &Walk, i: usize, end: u32) -> bool {
        let does = Classes::of(&[Class::Deed, Class::Event]);
        let from = walk.chain.unwrap_or(i);
        let had = self.of(i).classes.any(does) && !self.is_done(i) && self.particles.have.end(self.before(from));
        let rest = || self.between(self.of(i).span.end(), end);
        let noun = |rest: &str| (3..=HAD).contains(&rest.chars().count()) && rest.chars().all(is_word);
        had && self.particles.of.last_in(rest()).is_some_and(|at| noun(&rest()[at..]))
    }

    /// What befalls the subject: met with support, struck, harmed, or nothing that is anybody's act.
    pub(super) fn undergo(&self, clause: &mut Clause, walk: &Walk, i: usize) -> bool {
        if self.words.sense(self.of(i), Class::Copula).claims {
            // 标志着两国关系进入新阶段: what something stands for is told of it.
            clause.undergoes = true;
            return true;
        }
        // 拥有核武器的国家应…: it tells which are meant.
        let asked = (i + 1..walk.end).find(|&k| self.is(k, Class::Ought) && self.is_verb(k)).filter(|&k| {
            let between = self.between(self.of(i).span.end(), self.of(k).span.start());
            self.particles.of.stand_in(between)
        });
        if let Some(k) = asked {
            return self.govern_stated(clause, i, k);
        }
        // 发生爆炸, 遭到袭击, without a doer.
        let stance_of = |k: usize| self.words.sense(self.of(k), Class::Event).stance;
        // 遭甲国拘留: other deeds only with a doer who is named.
        let acted = self.particles.agents.has(self.between(self.of(i).span.start(), self.of(i).span.end()))
            && i + 1 < walk.end
            && self.of(i + 1).classes.any(ACTORS)
            && self.directly_behind(i, i + 1);
        let harm = (i + 1..walk.end).find(|&k| match stance_of(k) {
            Some(Stance::Disaster | Stance::Assault) => true,
            Some(Stance::Coerce | Stance::Sanction | Stance::Accuse | Stance::Reject) => acted,
            _ => false,
        });
        if let Some(k) = self.met_with(i, walk.end, clause.span.end()) {
            self.set_attitude(
                clause,
                k,
                if self.is(k, Class::Attitude) { Class::Attitude } else { Class::Stance },
                None,
                k,
            );
            let first = (i + 1..k).find(|&m| self.of(m).classes.any(ACTORS)).unwrap_or(k);
            let last = (first..k).take_while(|&m| self.of(m).classes.any(ACTORS) || self.is(m, Class::With)).last();
            clause.subject = Subject::Actors(first, last.unwrap_or(first));
            (clause.anchor, clause.start, clause.met) = (Some(k), clause.span.start(), true);
            return true;
        }
        if let Some(k) = harm {
            (clause.kind, clause.anchor) = (Kind::Done, Some(k));
            self.suffers(clause, i, k);
            return true;
        }
        clause.undergoes = true;
        true
    }
}
