//! What is told of things: clauses that are no holder's act because their subject is none (codebook, rules 6 and 12).
//! Next to read: `acts.rs`.

use chancery_model::{ActKind, Stance, Status};
use chancery_text::Span;

use super::{Coder, Draft};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, Token, is_word};

impl Coder<'_> {
    /// 分裂岛国的企图绝不会成功: what is only heard, feared or plotted promises and does nothing.
    fn is_of_talk(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        let words = self.reader.text[span.range()].trim_end();
        let noun = self.reader.particles.rumours.longest_last(words);
        let of = noun.is_some_and(|n| self.reader.particles.of.stand_in(&words[..words.len() - n.len()]));
        of && matches!(clause.kind, Kind::Promise | Kind::Deed | Kind::Attitude) && !self.is_paper(span)
    }

    /// Whether the clause tells of a thing (疫情持续蔓延，阻碍发展): no holder's act, and neither are the clauses
    /// without subject after it.
    pub(super) fn is_of_thing(&mut self, clause: &Clause) -> bool {
        let others = matches!(clause.subject, Subject::Actors(first, last) if self.addresses(first, last));
        if (others || self.is_that_one(clause)) && clause.kind != Kind::Ought {
            // 你们分担了…: of those who are spoken to nothing is told.
            (self.of_thing, self.of_other) = (true, false);
            return true;
        }
        if clause.kind == Kind::Done && (clause.stance == Some(Stance::Disaster) || clause.struck) {
            // Harm is told of things.
            return false;
        }
        if clause.kind == Kind::Done && ((clause.befalls && !self.setting.programme) || self.has_doer(clause)) {
            self.of_thing = false;
            return false;
        }
        if self.is_of_talk(clause) {
            self.of_thing = true;
            return true;
        }
        let verbal = matches!(clause.kind, Kind::Deed | Kind::Done | Kind::Promise | Kind::Uphold | Kind::Attitude);
        match clause.subject {
            // 某些势力，特别是甲国，…: who is named among them goes on with them.
            Subject::Actors(..) if clause.tail && clause.kind == Kind::Statement => {}
            // 他任内促成条约, in a speech: told of another than who speaks.
            Subject::Actors(first, last) if first == last && self.is_other_than_orator(first) => {
                (self.of_thing, self.of_other) = (true, true);
            }
            Subject::Actors(first, last) if self.describes_other(clause, first, last) => {
                (self.of_thing, self.of_other) = (true, false);
            }
            Subject::Actors(..) => {
                // 甲国遭到空袭后，暂停合作: he whom it befell goes on.
                let moment = self.reader.particles.occasion.end(&self.reader.text[clause.span.range()]);
                if clause.undergoes && moment && !self.spoken() {
                    self.settle(clause);
                }
                // 甲国违背协议，派兵…: who does so goes on.
                let own = clause.undergoes
                    && clause
                        .anchor
                        .is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Undergo).led);
                if own {
                    self.settle(clause);
                }
                (self.of_thing, self.of_other) = (clause.undergoes && !moment && !own, false);
            }
            // 我们开始…: the speaker with a verb that no list has.
            Subject::Other(span) if self.opens_with_speaker(span) => {
                self.of_thing = false;
                return false;
            }
            // 总理说，军队将继续…: his own.
            Subject::Other(span) if clause.kind == Kind::Promise && self.is_own_organ(span) => {
                self.of_thing = false;
                return false;
            }
            Subject::Other(span) => {
                // 双方强调，中俄之间有着…，将…: told of the speakers themselves.
                let ours = clause.kind == Kind::Statement
                    && self.actors_in(span).is_some_and(|(who, at)| {
                        let own = principals(&self.own());
                        at.start() == span.start() && own.len() >= 2 && principals(&who) == own
                    });
                let named = !self.spoken() && self.actors_in(span).is_some() || ours || self.is_named_doer(clause);
                // 2013年以来，…: a time is no thing.
                let since = self.reader.range(clause.span).next_back().is_some_and(|i| {
                    let t = &self.reader.tokens[i];
                    t.is(Class::Past) && t.is(Class::Close) && t.span.end() == clause.span.end()
                });
                let long = span.len() >= 12 && !(since && self.setting.programme);
                let soft = clause.kind == Kind::Attitude
                    || (clause.kind == Kind::Promise
                        && !matches!(clause.stance, Some(Stance::Will | Stance::Continue)));
                // 任何单边行动都有悖准则，也将增添…: what is right or wrong goes on doing things.
                let weighed = clause.kind == Kind::Weight && !self.setting.programme;
                // 对话有助于增进了解，加强协调: so does what serves something.
                let serves = self.serves(clause);
                // 本着建设性态度，…: a phrase is nothing that does something.
                let told = clause.kind == Kind::Statement && !self.is_phrase(clause) && (long || serves);
                if weighed || (verbal && !soft) || clause.undergoes || told {
                    self.of_thing = !named;
                    self.of_other = !self.setting.programme && self.is_of_other(span);
                }
                if soft {
                    return false;
                }
            }
            Subject::None if clause.undergoes => return true,
            // 列强…，不能代表世界: what a thing cannot is told of it. 平等互信，就是要…: what is to be done is the speaker's again.
            Subject::None if self.of_thing && self.cannot(clause) => return true,
            Subject::None if self.serves(clause) && self.spoken() => self.of_thing = true,
            Subject::None => self.of_thing &= clause.kind != Kind::Ought,
        }
        // 愿…, 承诺…: no thing wishes; 将… may be told of one.
        let wishes = clause.anchor.is_some_and(|a| {
            let word = &self.reader.text[self.reader.tokens[a].span.range()];
            !self.reader.particles.future.has(word) && !self.reader.tokens[a].is(Class::Continue)
        });
        // …是内政，不容干涉: what may not be is the speaker's.
        let forbids = clause.anchor.is_some_and(|a| self.reader.tokens[a].is(Class::Ought));
        // 美方代表罔顾事实，指责…: whom another blames, he blames.
        let blames = self.of_other && !self.setting.programme && clause.stance == Some(Stance::Condemn);
        // 双方指出，贸易持续增长，反对单边制裁: no thing opposes, and none supports in so many words.
        let sides = matches!(clause.stance, Some(Stance::Oppose | Stance::Support))
            && self.spoken()
            && !clause.done
            && !self.setting.law;
        let feels = clause.feels() && self.frame.is_some() && !blames;
        let felt = clause.kind == Kind::Attitude && (forbids || feels || sides);
        // 其内涵就是…；主张…: no thing says what it is for.
        let holds = clause.kind == Kind::Attitude && clause.lists && self.spoken();
        let firm = clause.kind == Kind::Promise && wishes || felt || holds;
        // 人们化悲痛为力量，决心…，深化改革: what follows a resolve is resolved too.
        self.of_thing &= !(clause.kind == Kind::Promise && wishes && clause.stance == Some(Stance::Pledge));
        self.of_thing && verbal && !firm && clause.said.is_none()
    }

    /// 甲国的军舰驶入海峡, in a government's statement: whose arms are meant, he does it.
    pub(super) fn has_arms(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        let arms = matches!(clause.stance, Some(Stance::Assault | Stance::Mobilize | Stance::Coerce));
        let words = &self.reader.text[span.range()];
        let force = || self.reader.particles.forces.end(words);
        let theirs = || {
            self.actors_in(span).is_some_and(|(who, at)| {
                let rest = &self.reader.text[at.end() as usize..];
                let of = self.reader.particles.of.begin(rest);
                at.start() == span.start() && of && principals(&who).len() == 1
            })
        };
        self.setting.programme && clause.kind == Kind::Done && arms && force() && theirs()
    }

    /// Whether the word stands for a person, in a speech that one person holds in his own voice.
    fn is_other_than_orator(&self, at: usize) -> bool {
        let orates = self.setting.speaker.iter().any(|a| a.is_person());
        self.setting.programme
            && self.frame.is_none()
            && orates
            && self.is_they(at)
            && !self.reader.tokens[at].is(Class::Office)
    }

    /// 同意扩大贸易，明智管控分歧: under an auxiliary, two or four characters that no list has before the verb say how, and
    /// are no thing that does it.
    pub(super) fn takes_adverb(&self, segment: &Segment, clause: &mut Clause) {
        let (Subject::Other(span), Kind::Deed, Some((_, _))) = (clause.subject, clause.kind, self.auxiliary) else {
            return;
        };
        let verb = clause.anchor.map(|a| self.reader.tokens[a].span.start());
        let words = &self.reader.text[span.range()];
        let how = matches!(words.chars().count(), 2 | 4) && words.chars().all(char::is_alphabetic);
        let alone = span.start() == segment.span.start() && Some(span.end()) == verb;
        if alone && how && self.reader.range(span).is_empty() && clause.said.is_none() {
            (clause.subject, clause.start) = (Subject::None, span.start());
        }
    }

    /// Whether the words begin with the name of another than who speaks (美方罔顾事实): what follows is told of him.
    fn is_of_other(&self, span: Span) -> bool {
        let first = self.reader.range(span).next().map(|i| &self.reader.tokens[i]);
        let named = first.filter(|t| t.is(Class::Actor) && t.span.start() == span.start());
        named.is_some_and(|t| {
            let who = principals(&self.reader.words.word(t).actors);
            let own = principals(&self.own());
            !who.is_empty() && !who.iter().any(|a| own.contains(a))
        })
    }

    /// 对于甲国计划征税，…; 由于担心战争爆发，…: a clause that only says what the next is about or whence it comes.
    pub(super) fn only_leads(&self, segment: &Segment, clause: &Clause) -> bool {
        let first = self.reader.range(segment.span).next().map(|i| &self.reader.tokens[i]);
        let leads = first.is_some_and(|t| {
            let word = &self.reader.text[t.span.range()];
            t.span.start() == segment.span.start() && self.reader.particles.topic_leads.has(word)
        });
        let led = matches!(clause.kind, Kind::Promise | Kind::Deed | Kind::Done | Kind::Ask | Kind::Weight);
        // 对于甲方指责乙方违约，…: whom another blames is the topic too.
        let blames = clause.kind == Kind::Attitude
            && clause.stance == Some(Stance::Condemn)
            && matches!(clause.subject, Subject::Actors(..))
            && clause.object.is_some();
        leads && clause.said.is_none() && (led || blames)
    }

    /// Whether the clause begins with a copula and says of the doings before it what they are.
    pub(super) fn is_named_by(&self, clause: &Clause) -> bool {
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        let copula =
            first.is_some_and(|t| t.is(Class::Copula) && !t.is(Class::Stance) && t.span.start() == clause.span.start());
        // 维护和平，需要各国共同努力: what it takes is told of the doings too.
        let needs = first.is_some_and(|t| {
            t.is(Class::Ought)
                && t.span.start() == clause.span.start()
                && self.reader.words.sense(t, Class::Ought).wants_actor
        });
        let needs = needs && clause.kind == Kind::Ought && clause.subject == Subject::None;
        let free = |d: &Draft| !self.reader.text[..d.span.start() as usize].ends_with(is_word);
        let needs = needs && self.drafts.get(self.sentence_from..).unwrap_or_default().iter().all(free);
        // A draft that was taken back may leave fewer than the sentence began with.
        let doings = self.drafts.get(self.sentence_from..).unwrap_or_default();
        // 他说：“防止扩散，符合…利益”: in a speaker's words only where nobody is named before the doing.
        let unled = |d: &Draft| !self.reader.text[..d.span.start() as usize].ends_with(is_word);
        let who = Classes::of(&[Class::Actor, Class::Own, Class::Both, Class::They]);
        let alone = |d: &Draft| {
            let ahead = Span::new(d.span.start(), d.anchor.start().max(d.span.start()));
            unled(d) && !self.reader.range(ahead).any(|i| self.reader.tokens[i].classes.any(who))
        };
        let named = |d: &Draft| {
            d.kind == ActKind::Commitment && d.status == Some(Status::Ongoing)
                || d.kind == ActKind::Position && d.stance == Some(Stance::Affirm)
                // 早日缔结条约，是符合…的: a deed that is not told as done.
                || d.kind == ActKind::Event && alone(d) && !self.tells_done(d.span)
        };
        (copula && matches!(clause.kind, Kind::Statement | Kind::Weight) || needs)
            && (self.setting.programme || self.spoken() && (doings.iter().all(unled) || self.only_accords(clause)))
            && !doings.is_empty()
            && doings.iter().all(named)
            && self.auxiliary.is_none()
            && self.ought.is_none()
    }

    /// 各方立即停火，是…的共同呼声, in somebody's words: the deed that he only speaks of is what the clause tells of.
    pub(super) fn names_deed(&mut self, clause: &mut Clause) {
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        let copula = first.is_some_and(|t| t.is(Class::Copula) && t.span.start() == clause.span.start());
        let spoken_of = |d: &Draft| d.kind == ActKind::Event && !self.tells_done(d.span);
        let names = copula && clause.kind == Kind::Weight && self.spoken() && self.open().is_some_and(spoken_of);
        if let Some(deed) = names.then(|| self.drafts.pop()).flatten() {
            (clause.start, self.of_thing) = (deed.span.start(), false);
        }
    }

    /// Whether a word in the span tells that something was done.
    fn tells_done(&self, span: Span) -> bool {
        let particles = &self.reader.particles;
        let told = Classes::of(&[Class::Done, Class::Doing]);
        particles.done.stand_in(&self.reader.text[span.range()])
            || self.reader.range(span).any(|i| self.reader.tokens[i].classes.any(told))
    }

    /// Whether the clause is nothing but what says that something agrees with what is right (符合…).
    fn only_accords(&self, clause: &Clause) -> bool {
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        clause.anchor.is_none() && first.is_some_and(|t| self.reader.words.sense(t, Class::Copula).accords)
    }

    /// Whether the clause says what cannot be (不能…).
    pub(super) fn cannot(&self, clause: &Clause) -> bool {
        let lists = |a| self.reader.words.sense(&self.reader.tokens[a], Class::Ought).lists;
        clause.kind == Kind::Ought && clause.negative && clause.anchor.is_some_and(lists)
    }

    /// Whether the words are an organ without a state (军队, 新政府) in the speech of one state's officer.
    fn is_own_organ(&self, span: Span) -> bool {
        let head = self.reader.range(span).next().map(|i| &self.reader.tokens[i]);
        let of = |t: &Token| self.reader.particles.of.begin(&self.reader.text[t.span.end() as usize..]);
        if head.is_some_and(|t| t.is(Class::Own) && t.span.start() == span.start() && of(t)) && self.spoken() {
            // 我们的工作小组将…: the speaker's own.
            return self.organ(span);
        }
        let Some(frame) = self.frame.as_ref().filter(|f| !f.paper) else { return false };
        let state = matches!(principals(&frame.speaker).as_slice(), [one] if one.is_country());
        let Some(first) = self.reader.range(span).next() else { return false };
        let ahead = self.reader.between(span.start(), self.reader.tokens[first].span.start()).chars().count();
        let ends = self.reader.range(span).next_back().is_some_and(|i| self.reader.tokens[i].span.end() == span.end());
        state && ends && ahead <= 2 && self.actors_in(span).is_none() && self.organ(span)
    }

    /// 甲外长说，乙国是邻邦，将…: what another than the speaker's side is.
    fn describes_other(&self, clause: &Clause, first: usize, last: usize) -> bool {
        self.describes_in_words(clause) && principals(&self.actors(first, last).0) != principals(&self.own())
    }

    /// Whether the clause only says, in somebody's words, what somebody is: who speaks goes on.
    pub(super) fn describes_in_words(&self, clause: &Clause) -> bool {
        let copula = || self.reader.range(clause.span).any(|i| self.reader.tokens[i].is(Class::Copula));
        clause.kind == Kind::Statement && clause.anchor.is_none() && self.spoken() && copula()
    }

    pub(super) fn opens_with_speaker(&self, span: Span) -> bool {
        let first = self.reader.range(span).next().map(|i| &self.reader.tokens[i]);
        let of = |end: u32| self.reader.particles.of.begin(&self.reader.text[end as usize..]);
        let at = self.reader.range(span).nth(1);
        let second = at.map(|i| &self.reader.tokens[i]);
        // 中国与巴西的关系密切: what is between them, and neither of them.
        let tie = at.is_some_and(|i| self.reader.ties(i));
        first.is_some_and(|t| {
            let phrase = second.is_some_and(|n| {
                n.classes.any(Classes::of(&[Class::With, Class::Toward])) && n.span.start() == t.span.end()
            });
            let phrase = phrase && !tie;
            // 中国始终…, in a paper of China's: its own name and an adverb behind it.
            let behind = |class| second.is_some_and(|n| n.is(class) && n.span.start() == t.span.end());
            // 中方绝不为…，将…, said by its officer: so is what it does not do.
            let denied = behind(Class::Not) && self.spoken();
            let led = behind(Class::Manner) || denied;
            let ours = || {
                let (named, own) = (principals(&self.reader.words.word(t).actors), principals(&self.own()));
                (self.setting.programme || denied) && named.len() == 1 && named == own
            };
            let speaks = t.is(Class::Own) || (t.is(Class::Actor) && (phrase || led && ours()));
            speaks && t.span.start() == span.start() && !of(t.span.end())
        })
    }
}
