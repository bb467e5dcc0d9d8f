//! Deeds told as done: whose they are, with whom and to whom (codebook, rules 6 and 10). Next to read: `acts.rs`.

use chancery_model::{ActKind, ActorId, Polarity, Stance};
use chancery_text::Span;

use super::reach::Reach;
use super::{Coder, Draft};
use crate::cast::{principals, unique};
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes};

/// Longest subject of a further figure of one harm's toll, in characters (目前有18人).
const TOLL: usize = 6;

/// How far into a sentence it says when, in characters.
const OPENING: usize = 40;

/// Longest word for the meeting at hand (会议, 开幕式), in characters.
const MEETING: usize = 3;

/// How many words before the passive tell where somebody is held.
const PLACED: usize = 4;

impl Coder<'_> {
    /// Whether what is told is force, pressure or a threat: what a paper promises of its own is none.
    const fn harms_at(clause: &Clause) -> bool {
        matches!(
            clause.stance,
            Some(
                Stance::Assault
                    | Stance::Coerce
                    | Stance::Threaten
                    | Stance::Mobilize
                    | Stance::Retreat
                    | Stance::Sanction
            )
        )
    }

    pub(super) fn done(&mut self, segment: &Segment, mut clause: Clause, base: Draft) {
        // 同意提升关系，并见证签署…: nobody agrees on what he looks at.
        let witnessed = clause.anchor.is_some_and(|a| {
            let word = &self.reader.text[self.reader.tokens[a].span.range()];
            self.reader.particles.witnessed.begin(word) && !self.setting.programme
        });
        let told = clause.done || witnessed && matches!(self.auxiliary, Some((Stance::Agree, _)));
        if let (Some((stance, ongoing)), Subject::None, false) = (self.auxiliary, clause.subject, told) {
            let (holders, holder_span, confidence) = self.holder(&clause);
            let draft = self.commitment(base, stance, ongoing);
            self.push(&clause, segment, Draft { holders, holder_span, confidence, ..draft });
            return;
        }
        if self.ought.is_some() && self.auxiliary.is_none() && self.is_still_due(&clause) {
            // 双方要加强沟通，举行对话: what goes on is among what ought to be done.
            self.deed(segment, clause, base);
            return;
        }
        // 我代表甲国政府祝贺…: one who speaks shows it in person.
        let mine = matches!(clause.subject, Subject::Actors(first, _) if self.reader.tokens[first].is(Class::Own));
        let orates = self.setting.speaker.iter().any(|a| a.is_person()) || mine && !self.we(&clause);
        if self.setting.programme && !orates && self.congratulates(&clause) && self.auxiliary.is_none() {
            // 中方祝贺乙国办好会议, in a paper of both: an attitude, and nothing shown in person.
            let holds = Clause {
                kind: Kind::Attitude,
                done: false,
                stance: Some(Stance::Welcome),
                polarity: Some(Polarity::For),
                intensity: 2,
                ..clause
            };
            self.attitude(segment, holds, base);
            return;
        }
        let told = self.open().is_some_and(|d| d.kind == ActKind::Event);
        if segment.depth == 0 && self.is_other_organ(clause.subject) {
            // 美国财政部同日宣布…: the reporter again, not what the president said.
            self.frame = None;
        }
        // 交换了意见: told as done by a mark within the word.
        let past = clause.anchor.is_some_and(|a| {
            let word = &self.reader.text[self.reader.tokens[a].span.range()];
            self.reader.particles.done_end.stand_in(word)
        });
        let goes_on = told || past && !self.last.0.is_empty();
        // 甲国在乙国支持下，侵占港口: he who was named in the sentence, and not the document's own.
        let led = self.last.1.is_some_and(|named| named.start() >= self.begins) && !self.is_own(&self.last.0);
        let bare = clause.subject == Subject::None && !goes_on && !(led && Self::harms_at(&clause)) || self.setting.law;
        let item =
            self.setting.programme && bare && !clause.done && !clause.doing && !self.past && !self.is_dated(segment);
        if item {
            self.deed(segment, clause, base);
            return;
        }
        let marked = |d: &String| self.reader.text[clause.span.range()].contains(d.as_str());
        let provides = self.setting.law && !self.reader.particles.done_end.iter().any(marked);
        if provides && !self.past && !self.is_dated(segment) {
            // 主要官员由甲政府任命: what a law provides for is not told as done.
            self.reach = Reach::Closed;
            return;
        }
        let before = self.is_agent(&clause).then(|| std::mem::take(&mut self.last));
        let (holders, holder_span, confidence) = self.holder(&clause);
        let occasion = self.celebrates(&clause) || self.congratulates(&clause);
        let moment = self.ends_as_time(&clause);
        let until = if moment { self.told_before(&clause, segment) } else { None };
        if moment && until.is_none() && !self.meets_then(&clause) && !occasion {
            // 甲抵达乙地时: when it was, not what was done.
            self.reach = Reach::Closed;
            return;
        }
        if clause.needs_armed {
            if !self.fights_on(&clause, &holders) {
                self.reach = Reach::Closed;
                return;
            }
            let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
            clause.stance = told.and_then(|s| s.armed).or(clause.stance);
        }
        // 为两国关系提供了战略引领, in somebody's words: praise.
        let gives = self.reader.range(clause.span).next_back().is_some_and(|i| {
            let t = &self.reader.tokens[i];
            t.is(Class::Abstract) && t.span.end() == clause.span.end() && !t.is(Class::Event)
        });
        // 甲方已向灾民提供帮助: to whom it was given, and that it was.
        let given = clause.done && {
            let first = self.reader.range(clause.span).find(|&i| self.reader.tokens[i].is(Class::Toward));
            let lists = |i: usize| self.reader.words.sense(&self.reader.tokens[i], Class::Toward).lists;
            first.is_some_and(|i| !lists(i))
                && self.reader.range(clause.span).any(|i| self.reader.tokens[i].is(Class::Done))
        };
        if gives
            && !given
            && clause.topical
            && self.spoken()
            && matches!(clause.stance, None | Some(Stance::Aid | Stance::Cooperate))
        {
            self.reach = Reach::Closed;
            return;
        }
        let soft = clause.anchor.is_some_and(|a| {
            let t = &self.reader.tokens[a];
            let once = t.is(Class::Accomplished) && !self.reader.words.sense(t, Class::Accomplished).needs_done;
            t.is(Class::Soft) && !once && !self.sees_signed(a, clause.span.end())
        });
        if soft && !clause.doing && !clause.forceful {
            self.reach = Reach::Closed;
            return;
        }
        if clause.subject == Subject::None
            && clause.stance == Some(Stance::Consult)
            && self.open().is_some_and(|d| self.for_what(d))
            && self.reader.range(segment.span).next() == clause.anchor
        {
            // 致电某某，祝贺他当选: what the message is for.
            self.extend(segment);
            return;
        }
        if clause.stance == Some(Stance::Consult) && clause.subject == Subject::None && self.visits_on(&clause) {
            // 抵达甲国首都，开始对甲国进行访问: one visit.
            self.extend(segment);
            return;
        }
        // 出席; 出席会议, with nothing else.
        let alone = |a: usize| {
            let end = self.reader.tokens[a].span.end();
            let rest = Span::new(end, segment.span.end().max(end));
            let words = &self.reader.text[rest.range()];
            words.is_empty()
                || words.chars().count() <= MEETING && words.chars().all(char::is_alphabetic) && {
                    let mut named = self.reader.range(rest).map(|k| &self.reader.tokens[k]);
                    named.all(|t| t.classes.any(Classes::of(&[Class::Block, Class::All])) && !t.is(Class::Actor))
                }
        };
        let attends = clause.stance == Some(Stance::Consult)
            && clause.anchor.is_some_and(alone)
            && clause.subject != Subject::None
            && clause.with.is_empty();
        if attends && self.open().is_some_and(|d| self.is_meeting(d)) {
            // 论坛在某地举行，甲部长等出席: who attends is part of it.
            self.reach = Reach::Closed;
            return;
        }
        let stance = clause.stance.unwrap_or(Stance::Cooperate);
        let result = clause.anchor.is_some_and(|a| {
            let first = self.reader.range(clause.span).start;
            first < a && self.reader.tokens[first].is(Class::Undergo)
        });
        let harms = |d: &Draft| {
            let caused = matches!(d.stance, Some(Stance::Mobilize | Stance::Coerce));
            let strike = d.stance == Some(Stance::Assault) || result && caused;
            // 造成2人死亡，多人受伤: more of one toll; 造成… behind the harm itself is an act of its own.
            let toll = d.stance == Some(Stance::Disaster) && !result && self.is_toll(&clause);
            d.kind == ActKind::Event && (strike || toll) && self.touches_last(segment)
        };
        if stance == Stance::Disaster && self.open().is_some_and(harms) {
            // 甲军空袭某地，造成3人死亡，多人受伤: what came of it is part of it (codebook, rule 3).
            self.reach = Reach::Closed;
            self.extend(segment);
            return;
        }
        if let Some((by, other)) = self.of_strike(&clause).filter(|_| stance == Stance::Disaster) {
            // 此次袭击造成3人死亡: his whose strike was told.
            let draft = Draft {
                kind: ActKind::Event,
                stance: Some(Stance::Assault),
                holders: by,
                addressees: other,
                span: segment.span,
                confidence: 0.7,
                ..base
            };
            self.reach = Reach::Closed;
            self.push(&clause, segment, draft);
            return;
        }
        let strikes =
            if stance == Stance::Disaster && !self.setting.programme { self.by_strike(&clause) } else { None };
        let (stance, holders) = match strikes {
            // 甲国在某地的军事行动造成多人死亡: his whose strike it was.
            Some(by) => (Stance::Assault, by),
            None => (stance, holders),
        };
        if clause.subject != Subject::None {
            self.joint.clear();
        }
        let befalls = clause.befalls && !self.setting.programme || clause.struck || self.takes_place(&clause);
        let doer = self.has_doer(&clause);
        // 枪手向人群开枪，打死4人: nobody known goes on.
        if holders.is_empty() && stance != Stance::Disaster && !befalls && !doer && !self.nobody_goes_on(&clause) {
            return;
        }
        if doer && holders.is_empty() {
            self.last = (Vec::new(), None);
        }
        let holders = if befalls { self.held_there(&clause) } else { holders };
        let holders = self.doers(&clause, holders);
        let mut holders = self.with_crowd(&clause, holders);
        if clause.subject != Subject::None && clause.stance == Some(Stance::Protest) {
            // 甲国民众集会，抗议…: what the crowd does next is the crowd's.
            self.last.0.clone_from(&holders);
        }
        // 就丙国问题交换意见, 讨论了乙国、丙国局势: what is talked about is the matter, not its state.
        let consults = stance == Stance::Consult;
        let mut tokens = clause.toward.clone();
        tokens.retain(|&k| !consults || !self.is_topic(k, &clause));
        // 举行会议: what is held is nobody's other side.
        let met = |k: &usize| !self.reader.tokens[*k].is(Class::All) || !consults;
        let talked = |k: &usize| {
            let rest = &self.reader.text[self.reader.tokens[*k].span.end() as usize..];
            consults && self.reader.particles.affairs.begin(rest)
        };
        let objects = self.objects(&clause);
        if !objects.iter().any(talked) {
            tokens.extend(objects.into_iter().filter(met));
        }
        // 甲军与乙军交火: what takes two is done by both.
        let mutual = clause.anchor.is_some_and(|a| {
            self.reader.words.sense(&self.reader.tokens[a], Class::Event).size == 2 || self.each_other(&clause, a)
        });
        // 会见乙外长，就合作交换意见: what takes two is done by both who met.
        if stance == Stance::Consult && mutual && clause.subject == Subject::None && clause.with.is_empty() {
            let met = self.open().filter(|d| d.stance == Some(Stance::Consult) && d.holders == holders);
            if let Some(met) = met.filter(|d| d.kind == ActKind::Event) {
                holders.extend(met.addressees.iter().cloned());
            }
        }
        // 甲主席同乙总统会晤，将两国关系提升为…: what two raise they raise together.
        let raised = stance == Stance::Establish && clause.subject == Subject::None && !self.joint.is_empty();
        // 我们共同宣布将两国关系提升为…: those who met.
        let ours = self.we(&clause) && matches!(stance, Stance::Agree | Stance::Establish) && self.jointly(&clause);
        if stance == Stance::Consult || stance == Stance::Agree || mutual || raised || ours {
            let with = self.others(&clause.with, &[]);
            // 中方同各方总结了…: states do it, not the one who tells of it.
            let tokens = self.reader.tokens;
            let states = clause.with.iter().any(|&k| tokens[k].is(Class::All))
                && matches!(clause.subject, Subject::Actors(first, _) if !tokens[first].is(Class::Own));
            if states && self.frame.as_ref().is_some_and(|f| f.speaker == holders) {
                holders = principals(&holders);
            }
            holders = unique(holders.into_iter().chain(with).collect());
            // 会晤达成共识, told by one of those who met: nobody reaches it alone.
            let reaches = stance == Stance::Agree
                && !matches!(clause.subject, Subject::Actors(..))
                && clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event).light);
            if let ([one], true) = (principals(&holders).as_slice(), reaches || ours) {
                let at = clause.span.start();
                let met = if ours { self.the_two(one, at) } else { self.cast.with(one, at) };
                if !met.is_empty() {
                    holders = met;
                }
            }
            // What they do next they do together; what one demands or feels is his own.
            self.joint = if self.joint.is_empty() || clause.subject != Subject::None {
                holders.clone()
            } else {
                holders = unique(holders.into_iter().chain(self.joint.iter().cloned()).collect());
                holders.clone()
            };
        } else if let Some(joined) = self.strikes_with(&clause) {
            holders = unique(holders.into_iter().chain(joined).collect());
        } else {
            tokens.extend(&clause.with);
        }
        if (stance == Stance::Disaster || clause.struck) && self.setting.programme {
            // 冲突造成平民伤亡, in a statement or a speech: what it tells of the situation.
            self.reach = Reach::Closed;
            return;
        }
        if stance == Stance::Disaster {
            // Harm has no doer here; who is named is who suffers or where.
            (holders, tokens) = (Vec::new(), Vec::new());
        }
        let mut addressees = self.others(&tokens, &holders);
        let word = clause.anchor.map(|a| self.reader.words.word(&self.reader.tokens[a]));
        if let Some(word) = word.filter(|w| stance == Stance::Consult && !w.classes.any(Classes::of(&[Class::Actor]))) {
            // 甲国总统访乙: its own word names the other side.
            addressees.extend(word.actors.iter().filter(|a| !holders.contains(a)).cloned());
            addressees = unique(addressees);
        }
        if addressees.is_empty() && matches!(stance, Stance::Assault | Stance::Coerce | Stance::Aid) {
            addressees = self.struck(&clause, &holders);
        }
        if stance == Stance::Consult {
            let sides: Vec<ActorId> = holders.iter().chain(&addressees).cloned().collect();
            let sides: Vec<ActorId> = principals(&sides).into_iter().filter(|a| a.is_country()).collect();
            if sides.len() == 2 {
                self.met = (sides, segment.span.start());
            }
        }
        if stance == Stance::Agree && self.is_paper(clause.span) {
            // 安理会通过决议: whose words the paper's are from here on.
            self.paper_of = principals(&holders);
        }
        // 警告说，…将带来后果: what is warned of stands behind the comma.
        let warns = stance == Stance::Threaten && clause.anchor.is_some_and(|a| self.reader.warns(a));
        let told = self.reader.particles.consequences.stand_in(&self.reader.text[segment.span.range()]);
        self.reach = if warns && !told { Reach::Clause } else { Reach::Closed };
        // 甲方表示乙军袭击了丙地: the frame is none of the deed.
        let told = |say: usize| self.reader.particles.done.begin(self.reader.after(say));
        let said = clause.said.filter(|&(say, _)| clause.anchor.is_some_and(|a| a > say) && !told(say));
        let from = said.map_or(0, |(say, _)| self.reader.tokens[say].span.end());
        // 甲国渔船在某海域，遭乙国船只冲撞: whom it befell stands before the comma.
        let words = &self.reader.text[segment.span.range()];
        let first = self.reader.range(segment.span).next().map(|i| &self.reader.tokens[i]);
        let undergoes = first.is_some_and(|t| t.is(Class::Undergo) && t.span.start() == segment.span.start());
        let by = undergoes || self.reader.particles.agents.begin(words);
        let harm = matches!(stance, Stance::Assault | Stance::Coerce | Stance::Sanction | Stance::Accuse);
        let named = self.topic.filter(|_| by && harm).unwrap_or(segment.span.end());
        let topic = if clause.takes_up { clause.start } else { named };
        let segment =
            &Segment { span: Span::new(segment.span.start(), until.unwrap_or(segment.span.end())), ..*segment };
        let span = Span::new(segment.span.start().min(topic).max(from), segment.span.end());
        let whom = if before.is_some() { addressees.clone() } else { Vec::new() };
        self.push(
            &clause,
            segment,
            Draft {
                kind: ActKind::Event,
                stance: Some(stance),
                holders,
                holder_span,
                addressees,
                confidence,
                span,
                ..base
            },
        );
        if let Some(before) = before {
            self.last = if whom.is_empty() { before } else { (whom, None) };
        }
    }

    /// 船只遭乙国海警阻拦，但抵达…: who did it stands behind the mark; whom it befell goes on.
    fn is_agent(&self, clause: &Clause) -> bool {
        let Subject::Actors(first, _) = clause.subject else { return false };
        let marked = || self.reader.range(clause.span).take_while(|&k| k < first).any(|k| self.undergoes(k));
        !self.setting.programme && clause.anchor.is_some_and(|a| a > first) && marked()
    }

    /// 甲方今年6月与乙国沟通, said by himself: told of a day past, and no promise.
    pub(super) fn told_of_then(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let verb = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
        let stance = verb.and_then(|s| s.stance).or((!clause.with.is_empty()).then_some(Stance::Consult));
        self.reach = Reach::Closed;
        if let Some(stance) = stance.filter(|_| !self.setting.programme) {
            self.done(segment, Clause { done: true, stance: Some(stance), ..clause }, base);
        }
    }

    /// 商人在甲国被捕: the state whose place it is holds him.
    fn held_there(&self, clause: &Clause) -> Vec<ActorId> {
        let tokens = self.reader.tokens;
        let coerced = clause.stance == Some(Stance::Coerce) && !self.setting.programme && !clause.struck;
        let Some(anchor) = clause.anchor.filter(|_| coerced) else { return Vec::new() };
        let near = self.reader.range(clause.span).start.max(anchor.saturating_sub(PLACED))..anchor;
        let at = |k: &usize| {
            let place = tokens[k + 1].classes.any(Classes::of(&[Class::Place, Class::Actor]));
            let plain = Classes::of(&[Class::Office, Class::Deed, Class::Event]);
            place
                && tokens[*k].is(Class::By)
                && !tokens[*k].classes.any(plain)
                && tokens[k + 1].span.start() == tokens[*k].span.end()
        };
        let last = near.rev().find(|k| k + 1 < anchor && at(k));
        let state = last.map(|k| principals(&self.reader.words.word(&tokens[k + 1]).actors)).unwrap_or_default();
        state.into_iter().filter(|a| a.is_country()).collect()
    }

    fn undergoes(&self, k: usize) -> bool {
        let token = &self.reader.tokens[k];
        token.is(Class::Undergo) && !token.is(Class::Deed)
    }

    /// Whether the sentence says before the verb that it is done today.
    pub(super) fn is_today(&self, clause: &Clause) -> bool {
        let Some(anchor) = clause.anchor else { return false };
        let at = self.reader.tokens[anchor].span.start();
        let sentence = self.layout.sentences.partition_point(|s| s.span.end() <= at);
        let from = self.layout.sentences.get(sentence).map_or(at, |s| s.span.start());
        let words = self.reader.between(from, at);
        let head = words.char_indices().nth(OPENING).map_or(words, |(at, _)| &words[..at]);
        self.reader.particles.today.stand_in(head)
    }

    /// 甲国与乙国相互驱逐…: the adverb says that both do it.
    fn each_other(&self, clause: &Clause, anchor: usize) -> bool {
        let tokens = self.reader.tokens;
        let range = self.reader.range(clause.span).start..anchor;
        let word = |k: usize| &self.reader.text[tokens[k].span.range()];
        !clause.with.is_empty() && range.rev().take(3).any(|k| self.reader.particles.mutual.has(word(k)))
    }

    /// 互致贺电庆祝建交40周年: what is celebrated ends the clause, and no time does.
    fn celebrates(&self, clause: &Clause) -> bool {
        let words = &self.reader.text[clause.span.range()];
        let ends = self.reader.particles.celebrated.end(words);
        ends && clause.anchor.is_some_and(|a| {
            let behind = a + 1..self.reader.range(clause.span).end;
            behind.into_iter().any(|i| self.reader.tokens[i].is(Class::Stance))
        })
    }

    /// Whether the governing word is one of congratulation.
    fn congratulates(&self, clause: &Clause) -> bool {
        let word = clause.anchor.map(|a| &self.reader.text[self.reader.tokens[a].span.range()]);
        word.is_some_and(|w| self.reader.particles.congratulations.end(w))
    }

    /// Whether an arrival was just told and the clause names the visit that it begins.
    fn visits_on(&self, clause: &Clause) -> bool {
        let once = |t: &crate::tokens::Token| self.reader.words.sense(t, Class::Event);
        let arrived = self.open().is_some_and(|d| {
            let anchor = self.reader.range(d.anchor).next().map(|a| &self.reader.tokens[a]);
            let arrives = |t: &crate::tokens::Token| once(t).meeting && once(t).once == 0;
            d.kind == ActKind::Event && d.stance == Some(Stance::Consult) && anchor.is_some_and(arrives)
        });
        let visit = |k: usize| once(&self.reader.tokens[k]).once == 1;
        arrived && self.reader.range(clause.span).any(visit)
    }

    /// 甲国与乙国对丙国发动攻击: who stands right behind the subject does it too where a third is named.
    fn strikes_with(&self, clause: &Clause) -> Option<Vec<ActorId>> {
        let Subject::Actors(_, last) = clause.subject else { return None };
        let tokens = self.reader.tokens;
        let beside = tokens.get(last + 1).filter(|t| t.is(Class::With) && t.span.start() == tokens[last].span.end());
        let whom = clause.with.first().copied().filter(|&k| beside.is_some() && k == last + 2)?;
        let third = !clause.toward.is_empty() || clause.object.is_some_and(|o| o > whom);
        let with = self.others(&[whom], &[]);
        (third && principals(&with).len() == 1).then_some(with)
    }

    /// Whether the act is a message or ceremony whose occasion follows it (致电某某，祝贺…).
    pub(super) fn for_what(&self, draft: &Draft) -> bool {
        let anchor = self.reader.range(draft.anchor).next().map(|a| &self.reader.tokens[a]);
        let opens = anchor.is_some_and(|t| self.reader.words.sense(t, Class::Event).lists);
        draft.kind == ActKind::Event && draft.stance == Some(Stance::Consult) && opens
    }

    /// Whether the act tells that a meeting was held (论坛在某地举行).
    fn is_meeting(&self, draft: &Draft) -> bool {
        let word = &self.reader.text[draft.anchor.range()];
        let held = self.reader.particles.held.has(word);
        draft.kind == ActKind::Event && matches!(draft.stance, Some(Stance::Consult | Stance::Agree)) && held
    }

    /// Whose strike the subject takes up (此次袭击), and at whom it was, where the last deed told was one.
    fn of_strike(&self, clause: &Clause) -> Option<(Vec<ActorId>, Vec<ActorId>)> {
        let Subject::Other(span) = clause.subject else { return None };
        let words = &self.reader.text[span.range()];
        let again = self.reader.particles.again.begin(words);
        let strike = self
            .reader
            .range(span)
            .any(|i| self.reader.words.sense(&self.reader.tokens[i], Class::Event).stance == Some(Stance::Assault));
        let last = self.drafts.iter().rev().find(|d| d.kind == ActKind::Event);
        let last = last.filter(|d| d.stance == Some(Stance::Assault) && !d.holders.is_empty())?;
        (again && strike).then(|| (last.holders.clone(), last.addressees.clone()))
    }

    /// 9人失踪, 另有多人受伤: few words of whom it befell and no place or name, the rest of one harm's toll.
    fn is_toll(&self, clause: &Clause) -> bool {
        match clause.subject {
            Subject::None => true,
            Subject::Other(span) => self.reader.text[span.range()].chars().count() <= TOLL,
            Subject::Actors(..) => false,
        }
    }

    /// 甲军空袭某城: whose place is struck, behind the verb or, in a phrase, before it; not the doer's own.
    fn struck(&self, clause: &Clause, holders: &[ActorId]) -> Vec<ActorId> {
        let tokens = self.reader.tokens;
        let Some(anchor) = clause.anchor else { return Vec::new() };
        let range = self.reader.range(clause.span);
        let state = |k: usize| principals(&self.reader.words.word(&tokens[k]).actors);
        let of = |mut range: std::ops::Range<usize>| {
            range.find(|&k| tokens[k].is(Class::Place)).map(state).filter(|s| !s.iter().any(|a| holders.contains(a)))
        };
        of(anchor + 1..range.end).or_else(|| of(range.start..anchor)).unwrap_or_default()
    }

    /// Who did what a speaker tells of his own side by its name (中方已提供…): the state, not he who tells it.
    fn doers(&self, clause: &Clause, holders: Vec<ActorId>) -> Vec<ActorId> {
        let named = match clause.subject {
            Subject::Actors(first, last) => self.reader.tokens[first..=last].iter().all(|t| {
                t.is(Class::Actor) && !self.reader.words.word(t).actors.iter().any(ActorId::is_person)
                    || t.is(Class::Suffix)
            }),
            Subject::None => self.open().is_some_and(|d| d.kind == ActKind::Event && d.holders == principals(&holders)),
            Subject::Other(_) => false,
        };
        // 越方祝贺…, in its minister's words: he shows it himself.
        let told = named && self.spoken() && holders == self.own() && !self.congratulates(clause);
        if told { principals(&holders) } else { holders }
    }

    /// Whether the segment opens with a day or year in figures (2020年颁布…, 于5月8日举行…): it tells what was done then.
    fn is_dated(&self, segment: &Segment) -> bool {
        let first = self.reader.range(segment.span).next().map(|i| &self.reader.tokens[i]);
        let by = first.filter(|t| t.is(Class::By) && t.span.start() == segment.span.start());
        let at = by.map_or(segment.span.start(), |t| t.span.end());
        let figure = !self.setting.law && self.reader.text[at as usize..].starts_with(|c: char| c.is_ascii_digit());
        let dates = self.reader.enclosed;
        let n = dates.partition_point(|e| e.span.start() < at);
        figure && dates.get(n).is_some_and(|e| e.span.start() == at)
    }
}
