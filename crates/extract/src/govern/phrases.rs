//! What stands around a clause's verb: prepositional phrases stepped over, company, the subject.
//! Next to read: `verbs.rs`.

use chancery_model::Stance;
use chancery_text::Span;

use super::{ACTORS, ADVERBS, AUXILIARIES, Clause, Forms, Kind, Reader, SUFFIXES, Subject, VERBS, Walk};
use crate::tokens::{Class, Classes, is_word};

const ACTORS_OR_ADVERBS: Classes = Classes::of(&[
    Class::Actor,
    Class::Both,
    Class::All,
    Class::Own,
    Class::They,
    Class::Office,
    Class::Degree,
    Class::Done,
    Class::Doing,
    Class::Time,
]);

/// Shortest object that parts two verbs, in bytes: four characters.
const OBJECT: u32 = 12;

impl Reader<'_> {
    /// 甲国与乙国都采取措施: both do it, whatever word joins them.
    fn do_each(&self, named: usize, end: usize) -> bool {
        let part = |k: &usize| self.is(*k, Class::Actor) || self.of(*k).classes.any(SUFFIXES);
        let last = (named..end).take_while(part).take_while(|&k| k == named || self.touches(k - 1)).last();
        self.is(named, Class::Actor)
            && !self.is(named, Class::All)
            && last.is_some_and(|k| self.particles.each.begin(self.after(k)))
    }

    /// Steps over a prepositional phrase; notes whom it names. False where the word is no preposition here.
    pub(super) fn steps_over(&self, clause: &mut Clause, walk: &mut Walk) -> bool {
        let i = walk.at;
        let t = self.of(i);
        let joint = || self.particles.joint.has(self.between(t.span.start(), t.span.end()));
        // 甲、乙与丙: behind a list the last name is coordinate, whatever word joins it.
        let listed = |(first, last): (usize, usize)| {
            let words = self.between(self.of(first).span.start(), self.of(last).span.end());
            first < last
                && self.particles.and.iter().any(|p| p.chars().all(|c| !is_word(c)) && words.contains(p.as_str()))
        };
        let coordinates = t.is(Class::With)
            && i + 1 < walk.end
            && self.of(i + 1).classes.any(ACTORS)
            && self.of(i + 1).span.start() == t.span.end()
            && walk.names.is_some_and(|names| {
                self.of(names.1).span.end() == t.span.start()
                    && (joint() || listed(names) || self.do_each(i + 1, walk.end))
            });
        if t.classes.any(VERBS) && !self.phrase_like(i, walk.end) || self.leads_verb(i, walk.end) {
            return false;
        }
        if t.is(Class::Doing) {
            // 正在某地扩大攻势: the mark of what goes on is a preposition too, where a place stands behind it.
            let placed = self.tokens.get(i + 1).is_some_and(|n| {
                n.span.start() == t.span.end() && n.classes.any(Classes::of(&[Class::Place, Class::Actor]))
            });
            if !placed {
                return false;
            }
            clause.doing = true;
        }
        if self.is_progress(i, walk) {
            clause.doing = true;
            walk.chain.get_or_insert(i);
            walk.at += 1;
            return true;
        }
        // 法案由甲、乙联合提出: who does it stands behind the mark, and is the subject.
        let agent = self.particles.agent.has(self.between(t.span.start(), t.span.end()));
        if agent
            && t.span.start() > walk.from
            && i + 1 < walk.end
            && self.of(i + 1).classes.any(ACTORS)
            && self.of(i + 1).span.start() == t.span.end()
        {
            walk.names = None;
            walk.at = i + 1;
            return true;
        }
        if t.is(Class::Office) && !self.speaks_for(i, walk) {
            return false;
        }
        if t.is(Class::Toward) && self.particles.matter_ends.end(self.between(t.span.end(), clause.span.end())) {
            // 就船只被扣一事，…: nothing but the matter.
            clause.topical = true;
            walk.phrases.push(Span::new(t.span.start(), clause.span.end()));
            walk.chain.get_or_insert(i);
            walk.at = walk.end;
            return true;
        }
        if (t.is(Class::Toward) || self.words.sense(t, Class::By).lists)
            && let Some(k) = self.far_verb(i, walk.end)
        {
            clause.toward.extend((i + 1..k).filter(|&m| self.of(m).classes.any(ACTORS)).take(3));
            clause.topical |= t.is(Class::Toward);
            let end = self.of(k - 1).span.end().max(t.span.end());
            walk.phrases
                .push(Span::new(t.span.start(), if k > i + 1 { end.max(self.of(k).span.start()) } else { end }));
            walk.chain.get_or_insert(i);
            walk.at = k;
            return true;
        }
        if coordinates && let Some((first, _)) = walk.names {
            walk.names = Some((first, i + 1));
            walk.at = i + 2;
            walk.chain = None;
            return true;
        }
        // 同各方总结了…以来的…: company ends at its verb.
        let company = |k: usize| t.is(Class::With) && (i + 1..k).any(|m| self.is_verb(m));
        // 在继续甲的同时: what ends it so is a phrase, whatever stands in it.
        let whole = |k: usize| self.particles.of.begin(&self.text[self.of(k).span.range()]);
        let all = walk.end.checked_sub(1).filter(|&k| t.is(Class::By) && k > i && self.is(k, Class::Close) && whole(k));
        let closed = all.or_else(|| {
            (i + 1..walk.end).find(|&k| self.is(k, Class::Close) && (!self.breaks(i + 1, k) || whole(k)) && !company(k))
        });
        let until = closed.map_or(i + 1, |k| k + 1);
        let mut k = self.qualified(i, walk.end).filter(|_| t.is(Class::With)).unwrap_or(i + 1);
        let mut seen_verb = false;
        while k < walk.end {
            let inside = k < until;
            // 在甲地同乙举行会谈: company is a phrase of its own.
            let phrase = self.of(k).classes.any(Classes::of(&[Class::With, Class::Toward]));
            if !inside && t.is(Class::By) && phrase && self.follows(k, walk.end) {
                break;
            }
            // 同乙在丙地签署…: the place is a phrase of its own.
            let place = self.is(k, Class::By) && !self.is(k, Class::Office);
            let placed = t.is(Class::With) && place && k > i + 1 && self.of(k - 1).classes.any(ACTORS);
            if !inside && placed && self.touches(k - 1) {
                break;
            }
            // 与乙已就停火达成协议: what about is a phrase of its own.
            let about = t.is(Class::With) && self.is(k, Class::Toward) && !self.is(k, Class::Office) && k > i + 1;
            if !inside && about && self.of(k - 1).classes.any(ACTORS_OR_ADVERBS) {
                break;
            }
            // Not 同来访的乙会谈: that only says which 乙.
            let whom = (i + 1..k).any(|m| self.of(m).classes.any(ACTORS));
            if !inside && t.is(Class::With) && whom && self.met_by(k, walk.end) {
                k += 1;
                break;
            }
            let verb = self.is_verb(k);
            if !inside && verb {
                // 就加强合作达成共识: the verb right behind the preposition belongs to the phrase.
                // 于去年通过…: a time ends the phrase.
                let timed = (i + 1..k).any(|m| self.is(m, Class::Time));
                let behind = !seen_verb && closed.is_none() && !timed && self.directly_behind(i, k);
                if !behind || self.is(k, Class::Say) {
                    break;
                }
                seen_verb = true;
            }
            if self.of(k).classes.any(ACTORS) {
                if t.is(Class::With) {
                    clause.with.push(k);
                } else if t.is(Class::Toward) {
                    clause.toward.push(k);
                }
            }
            k += 1;
        }
        if let Some(close) = closed {
            k = until;
            // 在某地同乙会谈后共同会见记者: with whom he met he goes on.
            if t.is(Class::By) && close > i + 1 {
                let met = self.words.sense(self.of(close - 1), Class::Event).once == 2;
                let with = (i + 1..close).find(|&k| self.is(k, Class::With)).filter(|_| met);
                clause.with.extend(with.into_iter().flat_map(|w| w + 1..close).filter(|&k| self.is(k, Class::Actor)));
            }
        }
        let end = if k > i + 1 { self.of(k - 1).span.end() } else { t.span.end() };
        if t.is(Class::With) && self.is_between(end) {
            // 甲国与乙国之间的关系升温: told of what is between them.
            walk.names = None;
        }
        clause.topical |= t.is(Class::Toward);
        walk.phrases.push(Span::new(t.span.start(), end));
        if walk.chain.is_none() {
            walk.chain = Some(i);
        }
        walk.at = k.max(i + 1);
        true
    }

    /// 甲军还在扩大攻势: between an adverb and a verb the word is no preposition, it tells that the deed is under way.
    fn is_progress(&self, i: usize, walk: &Walk) -> bool {
        let t = self.of(i);
        let word = self.between(t.span.start(), t.span.end());
        let led = i > 0 && self.of(i - 1).classes.any(ADVERBS) && self.of(i - 1).span.end() == t.span.start();
        let deeds = Classes::of(&[Class::Deed, Class::Event]);
        let acts = |n: &crate::tokens::Token| n.span.start() == t.span.end() && n.classes.any(deeds);
        self.particles.progress.has(word)
            && led
            && i + 1 < walk.end
            && acts(self.of(i + 1))
            && self.is_verb(i + 1)
            && !(i + 2..walk.end).any(|k| self.is(k, Class::Close))
    }

    /// The verb that a phrase of 对, 就, 为 leads to where its object holds verbs of its own (对…建立…表示关切,
    /// 就加强合作达成共识): the verb of showing, else the segment's last verb.
    pub(super) fn far_verb(&self, i: usize, end: usize) -> Option<usize> {
        let shows = (i + 1..end).find(|&k| {
            self.of(k).classes.any(Classes::of(&[Class::Show, Class::Say])) && self.attitude(k, end).is_some()
        });
        // 对…表示关切 listed as one word: a verb of attitude that ends the stretch has its object before it.
        let closing = end
            .checked_sub(1)
            .filter(|&k| k > i && self.is(k, Class::Stance) && self.is_verb(k) && self.ends(k) && !self.is_given(i, k));
        // 对维护和平负有重要责任: what it means for something.
        let weighs = end.checked_sub(1).filter(|&k| {
            let plain = !self.of(k).classes.any(VERBS) && k > i + 1;
            let toward = self.is(i, Class::Toward) && !self.words.sense(self.of(i), Class::Toward).lists;
            let inside = |m: usize| self.is_verb(m) && !self.is(m, Class::Say);
            let verbs = || (i + 1..k).any(inside) && !self.breaks(i + 1, k);
            toward && plain && self.is(k, Class::Weight) && self.ends(k) && verbs()
        });
        if let Some(k) = shows.or(closing).or_else(|| self.made_of(i, end)).or(weighs) {
            return Some(self.chain_before(i, k));
        }
        let far = [Class::Toward, Class::By].iter().any(|c| self.words.sense(self.of(i), *c).lists);
        if !far {
            return None;
        }
        let last = (i + 1..end)
            .rev()
            .find(|&k| self.is_verb(k) && (k + 1 == end || !self.is_nominal(k)) && !self.is(k, Class::Block))?;
        let first = (i + 1..end).find(|&k| self.is_verb(k))?;
        if first == last && self.directly_behind(i, first) {
            // 为实现上述愿景: a purpose, and nothing more.
            return None;
        }
        (self.of(first).classes.any(Classes::of(&[Class::Deed, Class::Event, Class::Uphold, Class::Continue])))
            .then(|| self.chain_before(i, last))
    }

    /// 向伤员提供必要支持: the noun that ends the clause is what a verb behind the phrase gives.
    fn is_given(&self, i: usize, k: usize) -> bool {
        let gives = |m: &usize| {
            let sense = self.words.sense(self.of(*m), Class::Event);
            self.is_verb(*m) && sense.stance == Some(Stance::Aid) && !self.is(*m, Class::Stance)
        };
        self.is(k, Class::Abstract) && !self.is(k, Class::Show) && (i + 1..k).any(|m| gives(&m))
    }

    /// 对保障…的设施进行打击, 向减贫论坛致贺信: the light verb with the noun of the deed, or the letter sent, that ends the
    /// stretch has its object before it.
    fn made_of(&self, i: usize, end: usize) -> Option<usize> {
        let last = end.checked_sub(1).filter(|&k| k > i + 1 && self.is(i, Class::Toward) && self.ends(k))?;
        let sense = |k: usize| self.words.sense(self.of(k), Class::Event);
        let inside = |until: usize| (i + 1..until).any(|k| self.is_verb(k)) && !self.breaks(i + 1, until);
        if sense(last).stance == Some(Stance::Consult) && sense(last).meeting && self.is_verb(last) {
            let joins = (i + 1..last).any(|k| self.is(k, Class::And) && !self.is(k, Class::With));
            return Some(last).filter(|&k| inside(k) && !joins);
        }
        // 对…目标实施打击, listed as one word.
        let strikes = matches!(sense(last).stance, Some(Stance::Assault | Stance::Sanction | Stance::Coerce));
        if strikes && !sense(last).noun && self.is_verb(last) && !self.is(last, Class::Deed) && inside(last) {
            return (!(i + 1..last).any(|k| self.is(k, Class::And) && !self.is(k, Class::With))).then_some(last);
        }
        let verb = if self.is(last - 1, Class::Done) { last.checked_sub(2)? } else { last - 1 };
        let made = verb > i && sense(verb).light && sense(last).stance.is_some() && self.directly_behind(verb, last);
        Some(verb).filter(|&k| made && inside(k))
    }

    /// Where a second verb with an object of its own begins behind one that has its object before it (对此表示抗议并重申…,
    /// …深表遗憾并呼吁…).
    pub(crate) fn joint(&self, clause: &Clause) -> Option<u32> {
        let anchor = clause.anchor?;
        let last = self.range(clause.span).next_back();
        if let Some(say) = last.filter(|&k| self.tells(k) && self.of(k).span.end() == clause.span.end())
            && self.meets_and_says(clause, say)
        {
            return Some(self.of(self.chain_before(anchor, say)).span.start());
        }
        if let Some(at) = self.speaks_at(clause, anchor).or_else(|| self.second_act(clause, anchor)) {
            return Some(at);
        }
        if clause.kind != Kind::Attitude || !(clause.takes_up || !clause.toward.is_empty() || clause.topical) {
            return None;
        }
        let and = anchor + 1;
        let t = self.tokens.get(and).filter(|t| t.is(Class::And) && clause.span.contains(t.span))?;
        let words = self.between(t.span.start(), t.span.end());
        if t.span.start() != self.of(anchor).span.end() || self.particles.and.has(words) {
            return None;
        }
        let range = self.range(clause.span);
        let verb = (and + 1..range.end).find(|&k| !self.of(k).classes.any(ADVERBS) || self.is_verb(k))?;
        let speaks = Classes::of(&[Class::Say, Class::Ask, Class::Stance, Class::Will, Class::Pledge]);
        let free = self.is_verb(verb) && self.of(verb).classes.any(speaks) && self.directly_behind(and, verb);
        // 对此表示理解并支持: without an object of its own it is the same act.
        let goes_on = self.of(verb).span.end() < clause.span.end() || self.is(verb, Class::Say) || {
            let sense = self.words.sense(self.of(verb), Class::Stance);
            self.is(verb, Class::Stance) && sense.defers
        };
        (free && goes_on).then_some(t.span.start())
    }

    /// 强调…的重要性并呼吁…: a verb with an object of its own, behind one that has had its object.
    fn second_act(&self, clause: &Clause, anchor: usize) -> Option<u32> {
        if clause.kind != Kind::Attitude || clause.object_acts || clause.lists {
            return None;
        }
        let range = self.range(clause.span);
        let speaks = Classes::of(&[Class::Ask, Class::Pledge, Class::Stance]);
        (anchor + 1..range.end).find_map(|k| {
            let t = self.of(k);
            let joins =
                t.is(Class::And) && !self.is(k, Class::With) && t.span.start() > self.of(anchor).span.end() + OBJECT;
            let verb = (k + 1..range.end).find(|&m| !self.of(m).classes.any(ADVERBS) || self.is_verb(m))?;
            let led = joins
                && self.is_verb(verb)
                && self.of(verb).classes.any(speaks)
                && self.directly_behind(k, verb)
                && self.of(verb).span.end() < clause.span.end()
                && !self.is_of(verb, clause.span.end());
            led.then_some(t.span.start())
        })
    }

    /// First of the adverbs directly before token `k`, not before `from`.
    pub(super) fn chain_before(&self, from: usize, k: usize) -> usize {
        let mut first = k;
        while first > from + 1
            && self.of(first - 1).classes.any(ADVERBS)
            && self.of(first - 1).span.end() == self.of(first).span.start()
        {
            first -= 1;
        }
        first
    }

    /// Whether a word that is both verb and preposition (通过, 利用) stands as a preposition: another verb follows.
    pub(super) fn phrase_like(&self, i: usize, end: usize) -> bool {
        // 安理会2日通过…: a time is no gap.
        let opens = |k: usize| {
            let (from, to) = (self.of(k).span.end(), self.of(i).span.start());
            // 甲国政府今天（4月21日）通过…: nor is an aside.
            let gap = self.between(from, to);
            let aside = gap.starts_with(['\u{FF08}', '(']) && gap.ends_with(['\u{FF09}', ')']);
            let marked = !aside && gap.contains(|c: char| !is_word(c));
            from < to && (marked || self.uncovered(from, to, &[]) > 0)
        };
        let leads = self.is(i, Class::By) && i.checked_sub(1).is_none_or(opens);
        let follows = (i + 1..end).any(|k| self.is_verb(k) && !self.is(k, Class::Say));
        if self.is(i, Class::Event) && self.passes_motion(i, end) {
            return false;
        }
        // 甲使馆通过某报表示: by whose means it says so.
        let outlet = i + 2 < end
            && self.is(i + 1, Class::Actor)
            && self.is(i + 2, Class::Say)
            && self.directly_behind(i, i + 1)
            && self.directly_behind(i + 1, i + 2);
        (follows || leads || outlet) && !self.is_done(i) && !self.is(i, Class::Will)
    }

    /// 通过旨在…的法案: the clause ends with what is passed, and no verb stands behind its last 的.
    fn passes_motion(&self, i: usize, end: usize) -> bool {
        let rest = &self.text[self.of(i).span.end() as usize..];
        let clause = &rest[..rest.find(|c: char| !is_word(c) && !"“”‘’《》、".contains(c)).unwrap_or(rest.len())];
        let named = self.particles.motions.end(clause);
        // 出席峰会，通过《宣言》和《计划》: nothing but titles.
        if clause.starts_with('\u{300A}') && clause.ends_with('\u{300B}') && !(i + 1..end).any(|k| self.is_verb(k)) {
            return true;
        }
        let Some(of) = self.particles.of.last_in(clause) else {
            // 计划在六月前通过第14轮制裁方案: nothing but what is passed.
            return named && !(i + 1..end).any(|k| self.is_verb(k));
        };
        let of = self.of(i).span.end() + of as u32;
        named && !(i + 1..end).any(|k| self.of(k).span.start() >= of && self.is_verb(k))
    }

    pub(super) fn breaks(&self, from: usize, to: usize) -> bool {
        (from..to).any(|k| self.of(k).classes.any(AUXILIARIES) && !self.is_nominal(k))
    }

    /// Steps over what stands before the verb without being a preposition: an object put first (将甲提升为…), an invitation
    /// followed (应甲邀请访问…).
    pub(super) fn passes(&self, walk: &mut Walk) -> bool {
        let i = walk.at;
        let until = if self.is_disposal(i) {
            // 将发展关系作为优先: what it is taken for follows.
            let role = self.makes_of(i).map(|k| k + 1).or_else(|| self.puts_counted(i)).filter(|&k| k < walk.end);
            role.or_else(|| (i + 1..walk.end).find(|&k| self.is_verb(k)))
        } else if self.is(i, Class::Ought) && !self.is_nominal(i) {
            let invites = |k: &usize| {
                self.is(*k, Class::Ask)
                    && self.words.sense(self.of(*k), Class::Ask).stance == Some(chancery_model::Stance::Invite)
            };
            let short = self.between(self.of(i).span.start(), self.of(i).span.end()).chars().count() == 1;
            // 应鼓励各国…: nobody stands between who would invite.
            let short = short && self.asks_directly(i);
            (i + 1..walk.end).take(8).find(invites).filter(|_| short).map(|k| k + 1).filter(|&k| k < walk.end)
        } else {
            None
        };
        let Some(k) = until else { return false };
        let end = self.of(k).span.start();
        walk.phrases.push(Span::new(self.of(i).span.start(), end));
        walk.chain.get_or_insert(i);
        walk.at = k;
        true
    }

    /// 甲外长代表政府欢迎…: the word of office stands between a speaker and whom he speaks for, a verb after them.
    fn speaks_for(&self, i: usize, walk: &Walk) -> bool {
        let before = walk.names.is_some_and(|(_, last)| self.of(last).span.end() == self.of(i).span.start());
        let named = (i + 1 < walk.end)
            && self.of(i + 1).classes.any(ACTORS)
            // 甲国代表某某: the post of a person, and nobody spoken for.
            && !self.words.word(self.of(i + 1)).actors.iter().any(|a| a.is_person())
            && self.of(i + 1).span.start() == self.of(i).span.end();
        before && named && (i + 2..walk.end).any(|k| self.is_verb(k))
    }

    /// Whether an actor stands behind token `k`, with a verb after it in the same stretch.
    pub(super) fn follows(&self, k: usize, end: usize) -> bool {
        let near = |m: &usize| self.between(self.of(k).span.end(), self.of(*m).span.start()).chars().count() <= 8;
        (k + 1..end).take_while(near).any(|m| self.of(m).classes.any(ACTORS))
            || self.is(k, Class::With) && self.qualified(k, end).is_some()
    }

    /// Whether token `k` is the last word of its clause.
    pub(super) fn ends(&self, k: usize) -> bool {
        self.text[self.of(k).span.end() as usize..].chars().next().is_none_or(|c| !is_word(c))
    }

    pub(super) fn directly_behind(&self, i: usize, k: usize) -> bool {
        (i + 1..k).all(|m| self.of(m).classes.any(ADVERBS)) && {
            let mut at = self.of(i).span.end();
            (i + 1..=k).all(|m| {
                let touches = self.of(m).span.start() == at;
                at = self.of(m).span.end();
                touches
            })
        }
    }

    /// The word right behind token `i`.
    pub(super) fn directly_behind_any(&self, i: usize, end: usize) -> Option<usize> {
        Some(i + 1).filter(|&k| k < end && self.of(k).span.start() == self.of(i).span.end())
    }

    /// Companions named after an auxiliary (愿同匈方一道…).
    pub(super) fn companions(&self, from: usize, end: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut k = from;
        while k < end && !self.is_verb(k) {
            if self.is(k, Class::With) {
                while k + 1 < end && self.of(k + 1).classes.any(ACTORS) {
                    out.push(k + 1);
                    k += 1;
                }
            }
            k += 1;
        }
        out
    }

    /// 我们的领导人: the speaker's own officers, where a post follows his word for himself.
    fn owner_of(&self, post: usize) -> Option<usize> {
        let own = post.checked_sub(1).filter(|&k| self.is(k, Class::Own))?;
        let gap = self.between(self.of(own).span.end(), self.of(post).span.start());
        let posts = Classes::of(&[Class::Office, Class::Suffix]);
        (self.of(post).classes.any(posts) && self.particles.of.has(gap)).then_some(own)
    }

    /// Where a name ends with what numbers or counts it (共军第一师, 警察三百余人).
    pub(super) fn tail(&self, from: u32) -> u32 {
        let rest = &self.text[from as usize..];
        let counted = rest.trim_start_matches(|c: char| self.particles.counts.contains(&c) || c.is_ascii_digit());
        let unit =
            (counted.len() < rest.len()).then(|| self.particles.troops.longest_first(counted).map(str::len)).flatten();
        unit.map_or(from, |unit| from + (rest.len() - counted.len() + unit) as u32)
    }

    /// Who did what is told of its object (港口被叛军攻占, 法案经议会通过): names right before the verb, a mark of the doer
    /// right before them.
    pub(super) fn doer(&self, from: usize, i: usize, force: bool) -> Option<(usize, usize)> {
        let mut last = i;
        while last > from && self.of(last - 1).classes.any(ADVERBS) && self.touches(last - 1) {
            last -= 1;
        }
        let last = last.checked_sub(1).filter(|&k| {
            let names = self.of(k).classes.any(ACTORS) || self.of(k).classes.any(SUFFIXES);
            k >= from && names && self.tail(self.of(k).span.end()) == self.of(k + 1).span.start()
        })?;
        let mut first = last;
        while first > from
            && (self.of(first - 1).classes.any(ACTORS) && self.coordinate(first - 1, first)
                || self.joins(first - 1, first))
        {
            first -= 1;
        }
        let named = (first..=last).any(|k| self.of(k).classes.any(ACTORS));
        let marked = |list: &Forms| list.end(self.before(first));
        let war = force && marked(&self.particles.war_agents);
        (named && (marked(&self.particles.agents) || war)).then_some((first, last))
    }

    /// Who stands before `until` as the subject.
    pub(super) fn subject(&self, walk: &Walk, until: u32) -> Subject {
        let until = self.before_manner(walk.from.min(until), until);
        // How many characters of no phrase or adverb stand from there on; no more are counted than is asked.
        let left = |from: u32, most: usize| {
            let mut count = 0;
            let mut at = from;
            let outside = |from: u32, to: u32| self.between(from, to).trim().chars().count();
            for k in self.range(Span::new(from, until.max(from))) {
                let span = self.of(k).span;
                if count >= most {
                    return count;
                }
                if walk.phrases.iter().any(|p| p.overlaps(span)) {
                    continue;
                }
                count += self.uncovered(at, span.start(), &walk.phrases);
                if !self.of(k).classes.any(ADVERBS) {
                    count += outside(span.start(), span.end());
                }
                at = span.end();
            }
            count + self.uncovered(at, until, &walk.phrases)
        };
        if let Some(owner) = walk.names.and_then(|(first, _)| self.owner_of(first)) {
            return Subject::Actors(owner, owner);
        }
        if let Some((first, last)) = walk.names {
            let end = self.tail(self.of(last).span.end()).min(until);
            if left(end, 1) == 0 {
                return Subject::Actors(first, last);
            }
            let from = self.of(first).span.start();
            return Subject::Other(Span::new(from, until.max(from)));
        }
        let head = self.between(walk.from, until).trim_start();
        let thing = self.particles.pronouns.begin(head);
        let least = if thing { 1 } else { 2 };
        if left(walk.from, least) >= least {
            return Subject::Other(Span::new(walk.from, until.max(walk.from)));
        }
        Subject::None
    }
}
