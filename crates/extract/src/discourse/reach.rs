//! How far the last act reaches: whether a clause belongs to the act before it (a call's list, the end of a chain, a light
//! verb, a mere phrase) or begins one of its own. Next to read: `acts.rs`, which makes the acts.

use chancery_model::{ActKind, ActorId, Polarity, Stance};
use chancery_text::Span;

use super::{Coder, Draft};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, is_word};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Nothing follows into the act.
    Closed,
    /// A call's list: every clause without a subject of the holder's.
    Call,
    /// 支持 or 反对 with others doing several things: clauses of doing without auxiliary.
    Object,
    /// The verb is still to come behind a phrase (坚持在…基础上，…), and one clause of doing with it.
    Verb,
    /// A principle's list (应…, …).
    Principle,
    /// The object is a clause with a subject of its own, up to who speaks again (祝愿甲国人民…, …; 遗憾的是，…).
    Clause,
    /// The object is what is so (承认甲是乙，丙是丁).
    Fact,
}

/// How far from an attitude a word of what may be stands that makes it uncertain, in bytes (可能都反对).
const NEXT: u32 = 3;

impl Coder<'_> {
    /// Whether the speaker tells of the past here: a word of past time begins it; a promise or a demand ends it, and so
    /// does a later sentence that says what his own side alone holds (近年来两国…。中方高度重视…).
    pub(super) fn tell_time(&mut self, segment: &Segment, clause: &Clause) {
        let range = self.reader.range(segment.span);
        if self.reader.tokens[range].iter().any(|t| t.is(Class::Past)) {
            (self.past, self.past_here) = (true, true);
            return;
        }
        let holds = || matches!(clause.kind, Kind::Attitude | Kind::Uphold) && self.own_alone(clause.subject);
        if matches!(clause.kind, Kind::Promise | Kind::Ought | Kind::Ask) || !self.past_here && holds() {
            self.past = false;
        }
    }

    pub(super) fn open(&self) -> Option<&Draft> {
        (self.drafts.len() > self.sentence_from).then(|| &self.drafts[self.drafts.len() - 1])
    }

    pub(super) fn extend(&mut self, segment: &Segment) {
        // 不过，…: a word that only leads on to the next clause.
        let leads = |&i: &usize| self.reader.tokens[i].is(Class::And) && self.reader.tokens[i].span == segment.span;
        if self.reader.range(segment.span).next().filter(leads).is_some() {
            return;
        }
        if self.touches_last(segment)
            && let Some(last) = self.drafts.last_mut()
        {
            last.span = last.span.cover(segment.span);
        }
    }

    /// Whether the clause says what comes of it if the call before is not heard (否则…).
    pub(super) fn threatens(&self, segment: &Segment, clause: &Clause) -> bool {
        let words = &self.reader.text[segment.span.range()];
        let opens = self.reader.particles.otherwise.begin(words);
        // 否则中方将提出交涉: what he himself will do is promised.
        let own = matches!(clause.subject, Subject::Actors(..)) && clause.kind == Kind::Promise;
        opens && !own && self.open().is_some_and(|d| d.kind == ActKind::Call)
    }

    /// 甲国扬言，一旦…，将退出条约: the condition of a threat whose word ends its own clause, and what comes of it, are its words.
    pub(super) fn threat_goes_on(&mut self, segment: &Segment, clause: &Clause) -> bool {
        let Some(open) = self.open().filter(|d| d.kind == ActKind::Event && d.stance == Some(Stance::Threaten)) else {
            return false;
        };
        let waits = open.only_if.is_none() && (self.reach == Reach::Clause || open.anchor.end() == open.span.end());
        let condition = waits && clause.condition && clause.said.is_none();
        let told = |i: usize| self.reader.tokens[i].is(Class::If) && !self.reader.tokens[i].is(Class::Event);
        let within = || self.reach == Reach::Clause && self.reader.range(open.span).any(told);
        let harm = (open.only_if.is_some_and(|c| c.end() == open.span.end()) || within()) && clause.kind != Kind::Say;
        if !(condition || harm) || !self.touches_last(segment) {
            return false;
        }
        self.extend(segment);
        if let Some(last) = self.drafts.last_mut().filter(|_| condition) {
            last.only_if = Some(segment.span);
        }
        true
    }

    /// Whether a word of what may be stands between the subject and a verb of doing (可能南下).
    pub(super) fn forecasts(&self, clause: &Clause) -> bool {
        let Some(anchor) =
            clause.anchor.filter(|_| matches!(clause.kind, Kind::Deed | Kind::Done | Kind::Promise | Kind::Attitude))
        else {
            return false;
        };
        let from = match clause.subject {
            Subject::Actors(_, last) => self.reader.tokens[last].span.end(),
            _ => clause.said.map_or(clause.span.start(), |(say, _)| self.reader.tokens[say].span.end()),
        };
        let word = self.reader.tokens[anchor].span;
        let words = self.reader.between(from, word.end().max(from));
        // 对矛盾可能激化感到担忧: of an attitude only what stands right before it.
        let near = |end: usize| clause.kind != Kind::Attitude || from + end as u32 + NEXT >= word.start();
        let may =
            |m: &String| words.find(m.as_str()).is_some_and(|at| self.opens_alone(from, at, m) && near(at + m.len()));
        let maybe = &self.reader.particles.maybe;
        // Few clauses have one: those are told by one look at their characters.
        maybe.stand_in(words) && maybe.iter().any(may)
    }

    /// Whether the word is none of a longer one that a list has (尽可能).
    fn opens_alone(&self, from: u32, at: usize, word: &str) -> bool {
        let span = Span::new(from + at as u32, from + (at + word.len()) as u32);
        let over = self.reader.range(Span::new(from, from.max(span.end()) + 6));
        !over.map(|i| self.reader.tokens[i].span).any(|s| s.overlaps(span) && s.start() < span.start())
    }

    /// Whether only marks stand between the last act of the sentence and the segment.
    pub(super) fn touches_last(&self, segment: &Segment) -> bool {
        self.open().is_some_and(|last| {
            let end = last.span.end().min(segment.span.start());
            !self.reader.text[end as usize..segment.span.start() as usize].contains(is_word)
        })
    }

    /// Whether the subject is a name with what it is told to be (甲国作为…): the name's tokens.
    pub(super) fn as_role(&self, clause: &Clause) -> Option<(usize, usize)> {
        let Subject::Other(span) = clause.subject else { return None };
        let first = self.reader.range(span).next()?;
        let tokens = self.reader.tokens;
        let named = tokens[first].classes.any(Classes::of(&[Class::Actor, Class::Own, Class::Both]));
        let role = tokens.get(first + 1).is_some_and(|n| n.is(Class::By) && n.span.start() == tokens[first].span.end());
        let bare = clause.kind == Kind::Statement && clause.anchor.is_none() && !clause.undergoes;
        (bare && named && role && tokens[first].span.start() == span.start()).then_some((first, first))
    }

    /// Remembers whom the segment is about, for a clause of what he should do behind it.
    pub(super) fn leads(&mut self, segment: &Segment, clause: &Clause, before: usize) {
        if let Some((first, last)) = self.placed(segment, clause) {
            self.ahead = Some((first, last, None));
            return;
        }
        let tokens = self.reader.tokens;
        let heads = |first: usize| tokens[first].span.start() == segment.span.start();
        let act = (self.drafts.len() == before + 1).then_some(before);
        let doing = matches!(clause.kind, Kind::Deed | Kind::Done) && !clause.done && !clause.doing && !clause.negative;
        self.ahead = match clause.subject {
            Subject::Actors(first, last) if heads(first) && clause.said.is_none() => {
                let bare = clause.kind == Kind::Statement && clause.anchor.is_none();
                let moment = self.reader.particles.occasion.end(&self.reader.text[clause.span.range()]);
                (bare || doing || moment).then_some((first, last, act))
            }
            _ => None,
        };
        // 甲国遭到乙国空袭后，…: whom it befell heads it.
        let moment = self.reader.particles.occasion.end(&self.reader.text[clause.span.range()]);
        let first = self.reader.range(segment.span).next().filter(|&k| heads(k) && tokens[k].is(Class::Actor));
        if self.ahead.is_none() && moment && clause.said.is_none() {
            self.ahead = first.map(|k| (k, k, act));
        }
        // 国际社会特别是有关国家，应…: those meant above all stand behind the name.
        if clause.kind == Kind::Statement && self.ahead.is_none() {
            let above = Classes::of(&[Class::And, Class::Tail]);
            let next = first.and_then(|k| tokens.get(k + 1).filter(|n| n.span.start() == tokens[k].span.end()));
            self.ahead = first.filter(|_| next.is_some_and(|n| n.classes.any(above))).map(|k| (k, k, None));
        }
    }

    /// 甲方对丙国经济，特别是乙国造成的冲击表示担忧: the attitude that ends the sentence's second segment is his who opened
    /// the phrase, and about all of it.
    pub(super) fn takes_topic(&mut self, clause: &mut Clause) {
        let opened = self.about.take();
        let tokens = self.reader.tokens;
        let opener = self.reader.range(clause.span).next().map(|i| &tokens[i]);
        let head = opener.filter(|t| t.span.start() == clause.span.start());
        // 向甲国政府，向遇难者家属，表示慰问: more of whom, and then the attitude.
        let governs = clause.anchor.is_some_and(|a| tokens[a].span.start() == clause.span.start());
        let shows = head.is_some_and(|t| t.is(Class::Tail) || t.is(Class::Show));
        // 双方就形势，包括近期动向交换意见: so do talks on it.
        let talks = clause.kind == Kind::Done && matches!(clause.stance, Some(Stance::Consult | Stance::Agree));
        let talks = talks && head.is_some_and(|t| t.is(Class::Tail)) && !matches!(clause.subject, Subject::Actors(..));
        let leads = (shows || governs) && clause.kind == Kind::Attitude || talks;
        let more = head.is_some_and(|t| t.is(Class::Toward)) && clause.kind == Kind::Statement;
        // 甲署对议员抛出法案，威胁制裁官员，表示不满: what they did is part of the topic.
        let did = matches!(clause.kind, Kind::Deed | Kind::Done) && clause.subject == Subject::None;
        if let Some((subject, from)) = opened.filter(|_| leads) {
            while self.open().is_some_and(|d| d.span.start() >= from) {
                self.drafts.pop();
            }
            self.topic = Some(from);
            (clause.subject, clause.takes_up, clause.tail) = (subject, true, false);
            clause.start = if talks { from } else { clause.start };
        } else if more || did {
            self.about = opened;
            return;
        }
        let first = self.reader.range(clause.span).next().filter(|_| clause.kind == Kind::Statement && clause.topical);
        let names = Classes::of(&[Class::Actor, Class::Own, Class::Both, Class::All]);
        let opens = |&i: &usize| tokens[i].span.start() == clause.span.start() && tokens[i].classes.any(names);
        self.about = first.filter(opens).and_then(|first| {
            // 甲国外交部对…, of several words too.
            let more = names.with(Classes::of(&[Class::Office, Class::Suffix, Class::OrgSuffix]));
            let touches = |k: &usize| tokens[k - 1].span.end() == tokens[*k].span.start();
            let behind = (first + 1..tokens.len()).take_while(touches).find(|&k| !tokens[k].classes.any(more))?;
            tokens[behind].is(Class::Toward).then(|| (Subject::Actors(first, behind - 1), tokens[first].span.start()))
        });
    }

    /// 各国开展救援，应…; 国际社会特别是有关国家，应…: who should is named in the segment before.
    pub(super) fn takes_subject(&mut self, segment: &Segment, clause: &mut Clause) {
        let Some((first, last, act)) = self.ahead.take() else { return };
        self.takes_placed(segment, clause, (first, last));
        let (who, _) = self.actors(first, last);
        let before = self.reader.text[..segment.span.start() as usize].trim_end_matches(|c: char| !c.is_alphanumeric());
        let deed = matches!(clause.kind, Kind::Deed | Kind::Done) && clause.said.is_none();
        let settles = deed || matches!(clause.stance, Some(Stance::Agree)) && clause.kind == Kind::Promise;
        if settles
            && clause.subject == Subject::None
            && self.reader.particles.occasion.end(before)
            && let Some((both, met)) = self.met_before(first, last, segment.span.start())
        {
            // 甲与乙会谈后，宣布…: both who met.
            if act.is_none() {
                self.tells_meeting(first, met, &both);
            }
            self.last = (both, Some(self.reader.tokens[first].span));
            return;
        }
        let phrase = Classes::of(&[Class::By, Class::Toward, Class::With]);
        let heads = self.reader.range(segment.span).next().map(|i| &self.reader.tokens[i]);
        let deed = deed && clause.start == segment.span.start() && heads.is_some_and(|t| !t.classes.any(phrase));
        if deed && clause.subject == Subject::None && !self.spoken() && self.reader.particles.occasion.end(before) {
            // 甲国遭到空袭后，暂停合作: his who was told of before the comma.
            clause.subject = Subject::Actors(first, last);
            return;
        }
        let says = clause.kind == Kind::Say || matches!(clause.said, Some((_, Subject::None)));
        if says && !self.framed_here && self.names_person(first, last) {
            // 甲外长考虑到…，表示: he who was named speaks, not who spoke before.
            match &mut clause.said {
                Some((_, subject)) if *subject == Subject::None => *subject = Subject::Actors(first, last),
                None if clause.subject == Subject::None => clause.subject = Subject::Actors(first, last),
                _ => {}
            }
            return;
        }
        let heads = clause.kind == Kind::Ought
            && clause.subject == Subject::None
            && clause.said.is_none()
            && clause.start == segment.span.start();
        if !heads || who.is_empty() || !self.spoken() || self.is_own(&who) {
            return;
        }
        if let Some(act) = act.filter(|&n| n + 1 == self.drafts.len()) {
            self.drafts.truncate(act);
        }
        clause.subject = Subject::Actors(first, last);
    }

    /// A result clause that closes the act before: 造福…, or 为…提供…保障 at the end of the chain (codebook, rule 3).
    pub(super) fn closes_chain(&self, clause: &Clause, last: bool) -> bool {
        if self.open().is_none() || clause.kind != Kind::Deed || clause.subject != Subject::None {
            return false;
        }
        let tokens = self.reader.tokens;
        let Some(anchor) = clause.anchor else { return false };
        if tokens[anchor].is(Class::Effect) && clause.start == clause.span.start() {
            return true;
        }
        let range = self.reader.range(clause.span);
        let toward = range
            .clone()
            .next()
            .is_some_and(|i| tokens[i].is(Class::Toward) && tokens[i].span.start() == clause.span.start());
        // 向发展中国家提供500个名额: a thing given is an act of its own; a help or a part played is none.
        let part = range.clone().next_back().is_some_and(|i| {
            let t = &tokens[i];
            let rest = &self.reader.text[t.span.end() as usize..clause.span.end() as usize];
            t.is(Class::Abstract) && !rest.contains(is_word)
        });
        let part = part || self.open().is_some_and(|d| d.kind == ActKind::Position);
        last && toward && part && self.auxiliary.is_none_or(|_| !clause.done)
    }

    /// Whether the clause's subject begins with a name or the speaker's word for himself (中国有这个胸怀).
    fn opens_with_name(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        let first = self.reader.range(span).next().map(|i| &self.reader.tokens[i]);
        first.is_some_and(|t| {
            let rest = &self.reader.text[t.span.end() as usize..];
            let of = self.reader.particles.of.begin(rest);
            t.span.start() == span.start() && t.classes.any(Classes::of(&[Class::Own, Class::Actor])) && !of
        })
    }

    /// Whether the word at a place opens a list of doings (主张).
    pub(super) fn lists(&self, word: Span) -> bool {
        let found = self.reader.range(word).next().map(|i| &self.reader.tokens[i]);
        found.is_some_and(|t| self.reader.words.sense(t, Class::Stance).lists)
    }

    /// Whether the call before ends with whom it asks.
    fn hangs(&self) -> bool {
        let names = Classes::of(&[Class::Actor, Class::All, Class::Both, Class::They, Class::Suffix, Class::OrgSuffix]);
        self.open().is_some_and(|d| {
            let last = self.reader.range(d.span).next_back().map(|i| &self.reader.tokens[i]);
            last.is_some_and(|t| t.classes.any(names) && t.span.end() == d.span.end())
        })
    }

    /// Whether a clause inside a call is what its speaker is against, and not what is asked: 呼吁停火，反对…; but 各国应摒弃…,
    /// 应…，反对…, with who should.
    fn goes_against(&self, clause: &Clause) -> bool {
        let against = clause.polarity == Some(Polarity::Against) && clause.kind == Kind::Attitude;
        let tokens = self.reader.tokens;
        let does = clause.anchor.is_some_and(|a| tokens[a].classes.any(Classes::of(&[Class::Deed, Class::Not])));
        let ought = self.open().is_some_and(|d| {
            let word = self.reader.range(d.anchor).next();
            !d.addressees.is_empty() && word.is_some_and(|k| tokens[k].is(Class::Ought))
        });
        against && !(does || ought && clause.subject == Subject::None && !clause.feels())
    }

    /// Whether the act before takes this clause in.
    pub(super) fn takes_in(&self, clause: &Clause) -> bool {
        if self.open().is_none() {
            return false;
        }
        // 要求赎金，并威胁处决人质: a threat is an act of its own.
        if clause.kind == Kind::Done && clause.stance == Some(Stance::Threaten) && clause.said.is_none() {
            return false;
        }
        // 呼吁停火，这是…的途径; 谴责发射，此次发射违反…: what takes up what was said is told of it.
        let takes_up = match clause.subject {
            Subject::Other(span) => {
                let words = self.reader.text[span.range()].trim_start();
                let particles = &self.reader.particles;
                particles.pronouns.begin(words) || particles.again.begin(words)
            }
            _ => false,
        };
        // 邀请乙访甲，两国部门正就此沟通: what goes on is told, and not asked.
        let under_way = clause.doing && clause.subject != Subject::None;
        if (takes_up || under_way) && matches!(self.reach, Reach::Call | Reach::Object) {
            return false;
        }
        let own_subject = matches!(clause.subject, Subject::Actors(..)) || clause.said.is_some();
        match self.reach {
            Reach::Closed => clause.kind == Kind::Statement && clause.subject == Subject::None && clause.said.is_none(),
            // 古特雷斯呼吁，将…置于…: the word at the end of its clause asks for what follows.
            Reach::Call if self.open().is_some_and(|d| d.span.end() == d.anchor.end()) => clause.said.is_none(),
            // 呼吁各国，处理问题要更有雄心: who is asked ends the clause, what for is behind the comma.
            Reach::Call if clause.kind == Kind::Ought && self.hangs() => {
                clause.said.is_none() && !matches!(clause.subject, Subject::Actors(..))
            }
            Reach::Call => {
                // 敦促各国签署，并感谢乙方: his who asks.
                let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
                // 鼓励各方对话，欢迎甲乙签署…: so is a welcome of its own.
                let greets = clause.anchor.is_some_and(|a| self.reader.tokens[a].is(Class::Ask));
                let thanks =
                    clause.stance == Some(Stance::Welcome) && (greets || first.is_some_and(|t| t.is(Class::And)));
                let against = self.goes_against(clause) || clause.kind == Kind::Attitude && thanks;
                // 要求甲方停止…，不要…: what is not to be done is asked too.
                // 各方应反思，不应制裁, said by one.
                let denies =
                    clause.negative && !self.setting.programme && self.frame.as_ref().is_some_and(|f| !f.paper);
                let lists = |a: usize| self.reader.words.sense(&self.reader.tokens[a], Class::Ought).lists;
                let goes_on = clause.kind == Kind::Ought
                    && clause.subject == Subject::None
                    && clause.anchor.is_some_and(|a| denies || lists(a));
                // 呼吁放人，保证其需要: what is to be assured is asked too.
                // 各国应协商，争取达成…: words of trying that are doings too.
                let tries = clause.anchor.is_some_and(|a| self.reader.tokens[a].is(Class::Deed));
                // 呼吁各国停火，并承诺撤军: and who asks promises.
                let promises = first.is_some_and(|t| t.is(Class::And)) && !tries;
                let assures = clause.stance == Some(Stance::Pledge) && !clause.wills && !promises;
                // 呼吁各方根据决议，致力于…: a word of endeavour goes on with what is asked.
                // 呼吁各国减排，三年内提供…: so does a deed of a time to come.
                let endeavours = clause.kind == Kind::Promise
                    && clause.anchor.is_some_and(|a| {
                        let t = &self.reader.tokens[a];
                        let auxiliary = [Class::Will, Class::Continue, Class::Pledge, Class::Agree, Class::May];
                        !auxiliary.iter().any(|c| t.is(*c))
                            || [Class::Will, Class::Continue]
                                .iter()
                                .any(|c| t.is(*c) && self.reader.words.sense(t, *c).lists)
                    });
                // 呼吁停火，支持甲乙对话: nobody was asked, and whom one supports is named.
                let backs = clause.kind == Kind::Attitude
                    && clause.stance == Some(Stance::Support)
                    && clause.object.is_some()
                    && self.open().is_some_and(|d| d.addressees.is_empty());
                let asked = goes_on
                    || clause.kind == Kind::Promise && (assures || endeavours || tries)
                    || !matches!(clause.kind, Kind::Promise | Kind::Ask | Kind::Ought) && !backs;
                !own_subject && !against && asked
            }
            Reach::Clause => {
                // 甲方祝愿乙国人民…，甲方愿…: whose wish it is goes on with what is his.
                let holders = self.open().map(|d| principals(&d.holders)).unwrap_or_default();
                let ours = matches!(clause.subject, Subject::Actors(first, last)
                    if principals(&self.actors(first, last).0).iter().any(|a| holders.contains(a)));
                let holds = clause.kind == Kind::Attitude
                    && clause.subject == Subject::None
                    && (clause.feels() || matches!(clause.stance, Some(Stance::Support | Stance::Oppose)));
                clause.said.is_none()
                    && !ours
                    && !holds
                    && !self.is_of_comma(clause)
                    && !matches!(clause.kind, Kind::Ask | Kind::Say)
            }
            Reach::Fact => {
                clause.said.is_none() && matches!(clause.kind, Kind::Statement | Kind::Weight) && !clause.topical
            }
            Reach::Object => {
                // 反对某国制造紧张，威胁和平: what is opposed goes on with what a list tells as a deed.
                let against = self.open().is_some_and(|d| d.polarity == Some(Polarity::Against));
                let unnamed = match clause.subject {
                    Subject::Other(span) => self.actors_in(span).is_none(),
                    subject => subject == Subject::None,
                };
                let done =
                    clause.kind == Kind::Done && against && !clause.done && unnamed && !self.announces_too(clause);
                let doing = done || matches!(clause.kind, Kind::Deed | Kind::Statement);
                !own_subject && !self.opens_with_name(clause) && doing
            }
            Reach::Verb => {
                // 不应以…为由，强迫他国: a list may tell as a deed what is not to be done.
                let told = clause.kind == Kind::Done
                    && clause.subject == Subject::None
                    && self.open().is_some_and(|d| d.polarity == Some(Polarity::Against));
                let doing = told || matches!(clause.kind, Kind::Deed | Kind::Statement | Kind::Uphold);
                let doing = doing && !clause.done;
                !own_subject && !self.opens_with_name(clause) && doing
            }
            // 外长们主张，要…: the word and what it opens are one.
            Reach::Principle
                if clause.kind == Kind::Ought
                    && clause.subject == Subject::None
                    && self.open().is_some_and(|d| d.span.end() == d.anchor.end() && self.lists(d.anchor)) =>
            {
                true
            }
            // 必须得到授权，并获得各国的支持: what it is to meet with.
            Reach::Principle if clause.met => true,
            Reach::Principle => {
                // 任何一方不应甲，关闭…的大门: what should not be done goes on.
                let against = self.open().is_some_and(|d| d.polarity == Some(Polarity::Against));
                let bare = clause.subject == Subject::None && clause.kind == Kind::Done && !clause.done;
                against && bare
                    || !own_subject && matches!(clause.kind, Kind::Deed | Kind::Statement | Kind::Uphold | Kind::Weight)
                    || (!own_subject
                        && clause.kind == Kind::Attitude
                        && clause.stance == Some(Stance::Affirm)
                        && !clause.lists)
            }
        }
    }

    /// Whether the segment ends in a phrase behind who is supported or welcomed, its verb behind the comma.
    pub(super) fn awaits_verb(&self, clause: &Clause) -> bool {
        let Some(object) = clause.object.filter(|_| !clause.object_acts) else { return false };
        let phrase = Classes::of(&[Class::By, Class::Toward]);
        self.reader.tokens.get(object + 1).is_some_and(|t| {
            t.classes.any(phrase)
                && t.span.start() == self.reader.tokens[object].span.end()
                && clause.span.contains(t.span)
        })
    }

    /// Whether the segment is the word and a phrase that its end closes (坚持在…基础上): what is done stands behind the comma.
    pub(super) fn awaits_doing(&self, clause: &Clause) -> bool {
        let tokens = self.reader.tokens;
        let Some(anchor) = clause.anchor.filter(|_| clause.kind == Kind::Attitude) else { return false };
        let opens =
            tokens.get(anchor + 1).is_some_and(|t| t.is(Class::By) && t.span.start() == tokens[anchor].span.end());
        let last = self.reader.range(clause.span).next_back();
        (opens || !clause.object_verbs)
            && last
                .is_some_and(|i| i > anchor && tokens[i].is(Class::Close) && tokens[i].span.end() == clause.span.end())
    }

    /// Whether the last act ends with a word that proposes what follows (提议，…).
    pub(super) fn proposes(&self) -> bool {
        self.open().is_some_and(|d| {
            let anchor = self.reader.range(d.anchor).next().map(|a| &self.reader.tokens[a]);
            let opens = anchor.is_some_and(|t| self.reader.words.sense(t, Class::Event).lists);
            d.kind == ActKind::Event && d.stance == Some(Stance::Establish) && opens && d.span.end() == d.anchor.end()
        })
    }

    pub(super) fn statement(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let framed = self.frame.as_ref().is_some_and(|f| f.affirms);
        let weighs =
            clause.kind == Kind::Weight && (self.frame.is_some() || self.setting.programme || clause.said.is_some());
        if let Subject::Actors(first, last) = clause.subject
            && clause.said.is_none()
            && (self.heads(first, segment) || self.is_described(first, last, segment))
            && !principals(&self.actors(first, last).0).is_empty()
            && !self.describes_in_words(&clause)
        {
            // 中方作为…，支持…: who is named goes on, and nothing is told of him yet.
            self.settle(&clause);
            self.told &= !self.is_role(last);
        }
        if let Some((first, last)) = self.told_of(&clause, segment) {
            // 甲总统腿伤痊愈，5日首次接见…: who is told of goes on.
            let (actors, at) = self.actors(first, last);
            self.last = (actors, Some(at));
        }
        self.reach = Reach::Principle;
        // 重申，在…之际，…: what is said again comes behind the time.
        if !(framed || weighs) || self.only_sets_time(&clause) {
            self.reach = Reach::Closed;
            return;
        }
        let holders = match &self.frame {
            Some(frame) => frame.speaker.clone(),
            None => self.setting.speaker.to_vec(),
        };
        if holders.is_empty() {
            return;
        }
        let holder_span = self.frame.as_ref().and_then(|f| f.span);
        let again = self.again.take().filter(|_| !weighs);
        let (anchor, clause) = match again {
            Some(word) => (word, Clause { start: word.start(), ..clause }),
            None => (base.anchor, clause),
        };
        let base = Draft { anchor, ..base };
        let draft = Draft {
            kind: ActKind::Position,
            stance: clause.stance.or(Some(Stance::Affirm)),
            polarity: clause.polarity.or(Some(Polarity::For)),
            intensity: Some(3),
            holders,
            holder_span,
            span: Span::new(segment.span.start().min(clause.start), segment.span.end()),
            confidence: 0.7,
            ..base
        };
        self.push(&clause, segment, draft);
    }

    /// 三年内提供…: a quote that begins with a unit of time begins with its figure.
    fn whole_time(&self, start: u32, segment: &Segment) -> u32 {
        let particles = &self.reader.particles;
        let unit = |c: char| particles.time_units.contains(&c);
        if !self.reader.text.get(start as usize..).is_some_and(|rest| rest.starts_with(unit)) {
            return start;
        }
        let before = self.reader.between(segment.span.start().min(start), start);
        let figure = before.chars().rev().take_while(|c| c.is_ascii_digit() || particles.counts.contains(c));
        start - figure.map(char::len_utf8).sum::<usize>() as u32
    }

    /// Adds an act with its evidence up to the segment's end.
    pub(super) fn push(&mut self, clause: &Clause, segment: &Segment, draft: Draft) {
        let start = if draft.kind == ActKind::Event || draft.span.start() < clause.start {
            draft.span.start()
        } else {
            clause.start
        };
        let start = self.whole_time(start, segment);
        let span = Span::new(start.min(segment.span.end()), segment.span.end());
        // 七国集团外长, with the seven: a group is not written beside its members.
        let mut holders = draft.holders;
        let beside = |id: &ActorId, all: &[ActorId]| {
            let group = self.setting.members.iter().find(|(group, _)| group == id);
            group.is_some_and(|(_, members)| members.iter().all(|m| all.contains(m)))
        };
        if holders.iter().any(|id| beside(id, &holders)) {
            let all = holders.clone();
            holders.retain(|id| !beside(id, &all));
        }
        let via = if draft.via.is_empty() { self.told_by(&holders, span.start()) } else { draft.via };
        self.drafts.push(Draft { span, only_if: self.condition.take(), holders, via, ..draft });
    }
}
