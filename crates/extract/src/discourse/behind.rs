//! What a clause tells beside its act: who is told of and goes on, people whom nobody names, points in time; and who speaks
//! a quotation that stands before his name. Next to read: `voices.rs`.

use chancery_model::{ActorId, Stance};

use chancery_text::Span;

use super::Coder;
use super::reach::Reach;
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject, is_news};
use crate::layout::{Segment, Sentence};
use crate::tokens::{Class, Classes, Token};

/// How many sentences of a quotation may stand before the name of who speaks it.
const QUOTED: usize = 6;

/// Marks that open what is said behind them.
const OPENS: &[char] = &[':', '\u{FF1A}'];

/// How many words back a meeting may have been told that 双方 takes up.
const SINCE: usize = 60;

/// Longest words that end with people or a body, in characters.
const PEOPLE: usize = 16;

impl Coder<'_> {
    /// Who is told of at the head of a news sentence by a verb that no list has, and goes on in the clauses behind: an officer
    /// or person (甲总统腿伤痊愈，5日…), or a name with a time or adverb behind it (甲国政府周日改变主意，…).
    pub(super) fn told_of(&self, clause: &Clause, segment: &Segment) -> Option<(usize, usize)> {
        let tokens = self.reader.tokens;
        let span = match (clause.subject, clause.said, &self.frame) {
            (Subject::Other(span), None, None) => Span::new(segment.span.start(), span.end()),
            // 甲外长阐述了乙主席提出的倡议，强调…: who heads the clause, whomever it goes on to name.
            (Subject::Actors(first, _), None, None) if tokens[first].span.start() > segment.span.start() => {
                segment.span
            }
            _ => return None,
        };
        let first = self.reader.range(span).next().filter(|&k| self.heads(k, segment))?;
        if self.names_person(first, first) {
            return Some((first, first));
        }
        if self.setting.programme || !tokens[first].is(Class::Actor) {
            return None;
        }
        let names = Classes::of(&[Class::Actor, Class::Office, Class::Suffix, Class::OrgSuffix]);
        let end = self.reader.range(span).end;
        let goes_on = |k: usize| {
            let gap = self.reader.between(tokens[k - 1].span.end(), tokens[k].span.start());
            // 甲国的外长结束了…，要求….
            let of = tokens[k].is(Class::Office) && self.reader.particles.of.has(gap);
            tokens[k].classes.any(names) && (gap.is_empty() || of)
        };
        let last = (first + 1..end).take_while(|&k| goes_on(k)).last().unwrap_or(first);
        let officer = self.names_person(first, last) || tokens[last].is(Class::Office);
        let behind = tokens[last].span.end();
        let adverbs = Classes::of(&[Class::Time, Class::Manner, Class::Done, Class::By, Class::Toward]);
        let next = tokens.get(last + 1).is_some_and(|n| n.span.start() == behind && n.classes.any(adverbs));
        let dates = self.reader.enclosed;
        let n = dates.partition_point(|e| e.span.start() < behind);
        let dated = dates.get(n).is_some_and(|e| e.span.start() == behind && e.span.end() < span.end());
        let known = |(first, last)| !self.actors(first, last).0.is_empty();
        // 甲组织结束峰会，重申…: he says or holds what stands behind the comma.
        let speaks = Classes::of(&[Class::Say, Class::Stance, Class::Ask, Class::Pledge, Class::Show]);
        let after = tokens.get(self.reader.range(segment.span).end);
        let holds = after.is_some_and(|n| {
            let gap = self.reader.between(segment.span.end(), n.span.start());
            n.classes.any(speaks) && gap.chars().count() <= 1
        });
        // 甲国一艘军舰，上周…: a force of the state named before it.
        let words = self.reader.text[segment.span.range()].trim_end();
        let force = || clause.anchor.is_none() && self.reader.particles.warships.end(words);
        Some((first, last)).filter(|&who| (officer || next || dated || holds || force()) && known(who))
    }

    /// Whether token `k` opens the segment, how many they are aside (数万名示威者).
    pub(super) fn heads(&self, k: usize, segment: &Segment) -> bool {
        let particles = &self.reader.particles;
        let before = self.reader.between(segment.span.start(), self.reader.tokens[k].span.start());
        let counted = before.trim_start_matches(|c: char| particles.counts.contains(&c) || c.is_ascii_digit());
        before.is_empty() || counted.len() < before.len() && particles.troops.has(counted)
    }

    /// Whether people whom nobody names hold or ask something (许多居民反对…, 此间人士担心…).
    pub(super) fn is_somebody(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        // 外界对形势感到忧虑: who they are ends where a phrase begins.
        let phrase = self.reader.range(span).find(|&i| self.reader.tokens[i].is(Class::Toward));
        let end = phrase.map_or(span.end(), |i| self.reader.tokens[i].span.start());
        let words = self.reader.between(span.start(), end).trim_end();
        // 声明指，有市民占据马路: told of them, and not of the speaker.
        let does = matches!(clause.kind, Kind::Done | Kind::Deed) && self.frame.is_some() && !self.setting.programme;
        (matches!(clause.kind, Kind::Attitude | Kind::Ask) || does) && self.reader.particles.somebody.end(words)
    }

    /// Whether the clause ends with what makes it a time (…时), and no name (比利时) or longer word (通话一小时) does.
    pub(super) fn ends_as_time(&self, clause: &Clause) -> bool {
        let words = &self.reader.text[clause.span.range()];
        let named = || {
            self.reader.range(clause.span).next_back().is_some_and(|i| {
                let t = &self.reader.tokens[i];
                let name = t.classes.any(Classes::of(&[Class::Actor, Class::Place]));
                t.span.end() == clause.span.end() && (name || t.is(Class::Block) && !t.is(Class::Close))
            })
        };
        self.reader.particles.occasion.end(words) && !named()
    }

    /// 甲军撤离港口后，…: where the deed that a clause of time tells of ends, if its doer heads the clause and it is one of
    /// those that news tells for their own sake.
    pub(super) fn told_before(&self, clause: &Clause, segment: &Segment) -> Option<u32> {
        let Subject::Actors(first, _) = clause.subject else { return None };
        let does =
            matches!(clause.kind, Kind::Done | Kind::Deed) && !clause.struck && clause.stance.is_some_and(is_news);
        let told = does && !clause.negative && self.heads(first, segment);
        let words = &self.reader.text[clause.span.range()];
        let mark = self.reader.particles.told_moment.longest_last(words).filter(|_| told && !self.setting.programme)?;
        let end = clause.span.end() - mark.len() as u32;
        clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() <= end).then_some(end)
    }

    /// 停火结束后: the clause only tells when.
    pub(super) fn is_moment(&mut self, clause: &Clause) -> bool {
        let moment = self.ends_as_time(clause) && !self.setting.programme;
        if moment {
            self.reach = Reach::Closed;
        }
        moment
    }

    /// 甲总统同乙总理通电话时，…: the meeting is told there and nowhere else.
    pub(super) fn meets_then(&self, clause: &Clause) -> bool {
        let once = clause.anchor.map_or(0, |a| self.reader.words.sense(&self.reader.tokens[a], Class::Event).once);
        let told = matches!(clause.subject, Subject::Actors(..)) && !clause.with.is_empty();
        once == 2 && told && !self.spoken()
    }

    /// 峰会明天将在某地举行: that a meeting will be held is told of it, and no promise.
    pub(super) fn meets_ahead(&self, clause: &Clause) -> bool {
        let ends = |v: usize| self.reader.tokens[v].span.end() == clause.span.end();
        let held = |v: usize| {
            let word = &self.reader.text[self.reader.tokens[v].span.range()];
            self.reader.particles.held.has(word)
        };
        // 甲国明年举行总统大选: a vote is held at its time.
        let voted =
            || !self.spoken() && self.reader.particles.elections.end(self.reader.text[clause.span.range()].trim_end());
        clause.stance == Some(Stance::Will) && clause.verb.is_some_and(|v| held(v) && (ends(v) || voted()))
    }

    /// 包括计划…, 让居民准备…: what belongs to the act before whatever its verb; not 以将….
    pub(super) fn takes_part(&self, clause: &Clause) -> bool {
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        first.is_some_and(|t| t.is(Class::Tail) && !t.classes.any(Classes::of(&[Class::By, Class::And, Class::Manner])))
    }

    /// Whether a doing stands right behind a word of purpose that opens the clause (为推动合作).
    pub(super) fn is_purpose(&self, clause: &Clause) -> bool {
        let words = &self.reader.text[clause.span.range()];
        let opens = self.reader.particles.purposes.firsts(words);
        let Some(anchor) = clause.anchor.map(|a| self.reader.tokens[a].span) else { return false };
        let behind = opens.max_by_key(|p| p.len()).map(|p| clause.span.start() + p.len() as u32);
        let does = Classes::of(&[Class::Deed, Class::Event]);
        // 为推动倡议实施: its last verb has no object.
        let doing = |at: u32| {
            let token = self.reader.range(clause.span).map(|i| &self.reader.tokens[i]).find(|t| t.span.start() == at);
            token.is_some_and(|t| t.classes.any(does)) && (anchor.start() == at || anchor.end() == clause.span.end())
        };
        !clause.done && behind.is_some_and(doing)
    }

    /// 据外交部发布，…: where it was read, and nobody's words.
    pub(super) fn tells_source(&self, segment: &Segment) -> bool {
        let words = &self.reader.text[segment.span.range()];
        let particles = &self.reader.particles;
        particles.according.begin(words) && particles.released.end(words)
    }

    /// 对此，…: what goes on takes up what was said, and none of it is the act before.
    pub(super) fn only_takes_up(&self, segment: &Segment) -> bool {
        let mut words = self.reader.range(segment.span).map(|i| &self.reader.tokens[i]);
        words.next().is_some_and(|t| t.is(Class::Thereon) && t.span == segment.span)
    }

    /// 外电报道，…: what a paper heard is news, and nobody's words.
    pub(super) fn only_reports(&self, say: usize) -> bool {
        let word = &self.reader.text[self.reader.tokens[say].span.range()];
        self.reader.particles.reports.has(word)
    }

    /// “我们支持停火。”甲外长说: a quotation at a sentence's head that nobody has been told to speak is his who is named behind
    /// it, before the mark that would open another.
    pub(super) fn hears_behind(&mut self, n: usize) {
        let layout = self.layout;
        let sentence: &Sentence = &layout.sentences[n];
        let quoted = |s: &Segment| s.depth > 0;
        let Some(first) = layout.of(sentence).first().filter(|s| quoted(s)) else { return };
        let before = &self.reader.text[..first.span.start() as usize];
        let opened = before.trim_end_matches(|c: char| !c.is_alphanumeric() && !OPENS.contains(&c) && c != '\n');
        let fresh = sentence.opens || n == 0 || !quoted(&layout.segments[sentence.segments.start - 1]);
        if self.setting.programme || opened.ends_with(OPENS) || !fresh {
            return;
        }
        let same = |s: &&Sentence| s.paragraph == sentence.paragraph;
        let ahead = layout.sentences[n..].iter().take(QUOTED).take_while(same);
        let Some(says) = ahead.flat_map(|s| layout.of(s)).find(|s| !quoted(s)).copied() else { return };
        if says.mark.is_some_and(|m| OPENS.contains(&m)) {
            return;
        }
        let clause = self.reader.read(says.span);
        let Subject::Actors(first, last) = clause.subject else { return };
        let Some(anchor) = clause.anchor.filter(|_| clause.kind == Kind::Say && clause.said.is_none()) else { return };
        let speaks = self.reader.tokens[anchor].is(Class::Say);
        let who: Vec<ActorId> = self.actors(first, last).0;
        if speaks && !who.is_empty() {
            self.says(anchor, clause.subject);
            self.framed_here = false;
        }
    }

    /// 甲方批评，并将…: a clause without a subject is no object of the bare verb before the comma.
    pub(super) fn is_of_comma(&self, clause: &Clause) -> bool {
        self.open().is_some_and(|d| d.stance == Some(Stance::Condemn) && d.span.end() == d.anchor.end())
            && clause.subject == Subject::None
    }

    /// Whether the words end with those of a kind of states or bodies, told apart by what they have or do (拥有核武器的国家).
    pub(super) fn is_others(&self, span: Span) -> bool {
        let words = self.reader.text[span.range()].trim_end();
        // 调解机构应…, in somebody's words: bodies or people that no list names.
        let told = self.frame.is_some() && !self.setting.programme;
        if told && self.reader.particles.agents_end.end(words) {
            return true;
        }
        let Some(last) = self.reader.range(span).next_back().map(|i| &self.reader.tokens[i]) else { return false };
        let before = &self.reader.text[..last.span.start() as usize];
        let behind = self.reader.between(last.span.end(), span.end()).trim().is_empty();
        behind && last.is(Class::OrgSuffix) && self.reader.particles.of.end(before)
    }

    /// 我国外交部长某某: a post right at the head of the words, then a person whose state a list knows.
    pub(super) fn names_its_officer(&self, tokens: &[Token]) -> bool {
        let [post, person, ..] = tokens else { return false };
        self.frame.is_none()
            && post.is(Class::Office)
            && person.is(Class::Actor)
            && self.reader.words.word(person).actors.iter().any(ActorId::is_country)
            && self.reader.words.word(person).actors.len() > 1
    }

    /// 发言人某某: a post that stands for one who was named before, with the name of its own holder behind it.
    pub(super) fn is_named_behind(&self, post: &Token, next: Option<&Token>) -> bool {
        let named = |n: &Token| {
            let who = &self.reader.words.word(n).actors;
            who.len() > 1 && who.iter().any(|a| a.is_person())
        };
        post.is(Class::Office) && next.is_some_and(|n| n.span.start() == post.span.end() && named(n))
    }

    /// Whether nobody but the two who met was named since: 双方 behind it are they.
    pub(super) fn met_just_now(&self, at: u32) -> bool {
        let tokens = self.reader.tokens;
        let until = self.reader.range(Span::new(at, at)).start;
        let near = &tokens[until.saturating_sub(SINCE)..until];
        let met = near.iter().rev().take_while(|t| t.span.start() >= self.met.1);
        let reached = near.first().is_some_and(|t| t.span.start() <= self.met.1);
        let states = |t: &Token| principals(&self.reader.words.word(t).actors);
        self.met.0.len() == 2
            && reached
            && met.filter(|t| t.is(Class::Actor)).all(|t| states(t).iter().all(|a| self.met.0.contains(a)))
    }

    /// 总统府称，总统乙召开会议，谴责…: he who was just told of is the officer of the state that speaks.
    pub(super) fn is_of_speakers_state(&self) -> bool {
        let state =
            self.frame.as_ref().filter(|f| !f.speaker.iter().any(ActorId::is_person)).map(|f| principals(&f.speaker));
        self.last.0.iter().any(ActorId::is_person) && state.is_some_and(|s| s == principals(&self.last.0))
    }

    /// 超过20万人逃往邻国, in somebody's words: told of people, and of nobody who speaks.
    pub(super) fn counts_people(&self, span: Span) -> bool {
        let words = self.reader.text[span.range()].trim_end();
        let figures = words.contains(|c: char| c.is_ascii_digit() || self.reader.particles.counts.contains(&c));
        let people = self.reader.range(span).next_back().map(|i| &self.reader.tokens[i]);
        let ends =
            people.is_some_and(|t| t.is(Class::Suffix) && t.span.end() as usize == span.start() as usize + words.len());
        self.spoken() && figures && ends && self.actors_in(span).is_none()
    }

    /// 家长们聚集…, 多个援助团体暂停…: few words that end with people or a body whom no list has, told by a reporter to do
    /// something that has a type.
    pub(super) fn is_people(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        let words = self.reader.text[span.range()].trim();
        let particles = &self.reader.particles;
        let ends = particles.agents_end.end(words) || particles.somebody.end(words);
        let short = words.chars().count() <= PEOPLE && words.chars().all(char::is_alphanumeric);
        let verb = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
        let typed = clause.stance.or(verb.and_then(|s| s.stance)).is_some_and(|s| s != Stance::Cooperate);
        let does = matches!(clause.kind, Kind::Done | Kind::Deed);
        let told = does && !self.spoken() && !clause.negative && !clause.befalls;
        let known = !self.organ(span) || self.setting.abroad.is_some();
        told && known && ends && short && typed && !particles.of.stand_in(words) && self.actors_in(span).is_none()
    }

    /// 该方案主张…: a thing taken up by a word that points back holds nothing, unless a paper speaks.
    pub(super) fn is_this_thing(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        let words = self.reader.text[span.range()].trim_start();
        let points = self.reader.particles.taken_up.begin(words);
        points && !self.setting.programme && !self.is_paper(span) && self.actors_in(span).is_none()
    }

    /// Whether the word is an organ that speaks for its state by its own name (外交部; not 政府, 警方).
    pub(super) fn is_state_organ(&self, t: &Token) -> bool {
        t.is(Class::HomeOrgan) && !self.reader.words.sense(t, Class::HomeOrgan).lists
    }

    /// Whether the words are the short name of a side (乌方).
    pub(super) fn is_side_name(&self, first: usize, last: usize) -> bool {
        let word = &self.reader.text[self.reader.tokens[first].span.range()];
        first == last && self.reader.particles.sides.end(word)
    }

    /// 各方一致决定, in what a body's statement says: the body.
    pub(super) fn bodys_paper(&self) -> Option<ActorId> {
        let speaker = self.frame.as_ref().map(|f| f.speaker.as_slice());
        let Some([body]) = speaker else { return None };
        body.is_org().then(|| body.clone())
    }

    /// Whether the clause tells what was not done (没有公布名单).
    pub(super) fn tells_not(&self, clause: &Clause) -> bool {
        let mut before = self.reader.range(clause.span).take_while(|&i| Some(i) < clause.anchor);
        before.any(|i| {
            let t = &self.reader.tokens[i];
            t.is(Class::Not) && self.reader.words.sense(t, Class::Not).claims
        })
    }

    /// Whether an organ or office without a state stands in the words.
    pub(super) fn organ(&self, span: Span) -> bool {
        let posts = Classes::of(&[Class::Office, Class::Suffix]);
        self.reader.range(span).next_back().is_some_and(|i| self.reader.tokens[i].classes.any(posts))
    }

    /// 示威者冲击议会，警方施放催泪弹: an organ whose state is not told heads the deed, and no state was spoken of before it.
    pub(super) fn is_organ_behind_crowd(&self, clause: &Clause) -> bool {
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        let organ = first.is_some_and(|t| t.is(Class::Office) && t.span.start() == clause.span.start());
        clause.kind == Kind::Done && organ && !self.last.0.iter().any(ActorId::is_country) && self.frame.is_none()
    }

    /// 国防部长某某说，甲国将…: who speaks is an officer whose state is not told; the one he speaks of is taken for his.
    pub(super) fn is_stateless(&self) -> bool {
        let frame = self.frame.as_ref().filter(|f| !f.speaker.is_empty() && f.speaker.iter().all(ActorId::is_person));
        frame.and_then(|f| f.span).is_some_and(|at| self.holds_post(at))
    }

    /// 国防部说，甲国士兵乘夜越过…: a name heads what the doer is called, in a report of what somebody said, or a force does it.
    pub(super) fn is_named_doer(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        let first = self.reader.range(span).next().map(|i| &self.reader.tokens[i]);
        let heads = || first.is_some_and(|t| t.is(Class::Actor) && t.span.start() == span.start());
        let words = self.reader.text[span.range()].trim();
        let short = words.chars().count() <= PEOPLE * 2 && !self.reader.particles.of.stand_in(words);
        let typed = clause.stance.is_some_and(|s| is_news(s) || s == Stance::Mobilize);
        let told = clause.kind == Kind::Done && typed && !self.setting.programme && !clause.undergoes;
        let timed = || self.reader.range(span).any(|i| self.reader.tokens[i].is(Class::Time)) || clause.done;
        self.has_arms(clause) || told && heads() && short && timed()
    }

    /// 分析人士: one who is heard and acts for nobody speaks anew, whoever spoke before.
    pub(super) fn is_unnamed(&self, span: Span) -> bool {
        !self.setting.programme && self.reader.particles.unnamed.end(self.reader.text[span.range()].trim_end())
    }

    /// Whether the words open with a post whose state is not told (国防部长某某说): no analyst, who only forecasts.
    pub(super) fn holds_post(&self, span: Span) -> bool {
        let first = self.reader.range(span).next().map(|i| &self.reader.tokens[i]);
        first.is_some_and(|t| t.is(Class::Office) && t.span.start() == span.start() && t.span.end() < span.end())
    }

    /// Whether tokens `first..=last` name nothing but outlets.
    pub(super) fn are_outlets(&self, first: usize, last: usize) -> bool {
        let outlet = |a: &ActorId| self.setting.organs.get(a).is_some_and(Option::is_none);
        let mut named = self.reader.tokens[first..=last].iter().filter(|t| t.is(Class::Actor)).peekable();
        named.peek().is_some() && named.all(|t| self.reader.words.word(t).actors.iter().all(outlet))
    }

    /// Whether a deed's subject names somebody who can do it, known or not: the record then keeps the deed with nobody as
    /// its holder. Besides names: an organ without its state (警方), and whatever strikes (炮弹炸毁…).
    pub(super) fn has_doer(&self, clause: &Clause) -> bool {
        match clause.subject {
            Subject::Actors(..) => true,
            Subject::Other(span) => {
                // 声明称，有枪手袭击了…: a strike told as done, in whosever words.
                // 目击者说，军警开枪: heard of nobody known, it is news.
                let heard = self.frame.as_ref().is_none_or(|f| f.speaker.is_empty()) && !self.setting.programme;
                let strikes = || (heard || clause.done) && clause.stance == Some(Stance::Assault);
                self.actors_in(span).is_none()
                    && (self.organ(span) || strikes() || self.is_held(clause) || self.is_people(clause))
            }
            Subject::None => false,
        }
    }
}
