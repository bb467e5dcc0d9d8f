//! Who speaks and who is meant: frames, speakers, collectives, pronouns, holders carried on. Next to read: `acts.rs`.

use chancery_model::{ActKind, ActorId};
use chancery_text::Span;

use super::{Coder, Frame, Voice};
use crate::cast::{principals, unique};
use crate::govern::{Clause, Kind, Subject};
use crate::tokens::{Class, Classes};

impl<'a> Coder<'a> {
    pub(super) fn voice(&self, at: u32) -> Voice {
        self.setting.voices.at(at).cloned().unwrap_or(Voice::Own)
    }

    /// Who reports an act: who is heard there and is none of those who act. A statement's acts are theirs who made it.
    pub(super) fn told_by(&self, holders: &[ActorId], at: u32) -> Vec<ActorId> {
        let speaker = match (&self.frame, self.voice(at)) {
            (Some(paper), _) if paper.paper => Vec::new(),
            (Some(heard), _) => heard.speaker.clone(),
            (None, Voice::Speaker(who)) => who,
            (None, Voice::Own | Voice::Nobody) => Vec::new(),
        };
        let own = principals(holders);
        let himself = principals(&speaker) == own || speaker.iter().all(|s| holders.contains(s));
        // 甲外长说…。乙方表示支持: the next sentence tells of another in the document's voice, unless he is quoted on.
        let within = self.framed_here || self.quoting || self.frame.is_none();
        let his = within || own.iter().any(|a| speaker.contains(a));
        if own.is_empty() || himself || !his { Vec::new() } else { speaker }
    }

    /// A new paragraph goes on in the voice of the one before where it opens with what the speaker's side should, will or
    /// holds (政治上，要把准方向), without a verb of saying and not with a deed told. Until it shows, the voice waits.
    pub(super) fn resume(&mut self, clause: &Clause) {
        if self.suspended.is_none() {
            return;
        }
        if clause.said.is_some() || clause.kind == Kind::Say {
            let named = match clause.said {
                Some((_, subject)) => subject != Subject::None,
                None => clause.subject != Subject::None,
            };
            let ours = match clause.said.map_or(clause.subject, |(_, subject)| subject) {
                // 他说，…: who spoke in the paragraph before; 中方认为, his state's name for him.
                Subject::Actors(first, last) => {
                    let state =
                        |f: &Frame| self.reader.words.word(&self.reader.tokens[first]).actors == principals(&f.speaker);
                    self.is_ours(first, last)
                        || first == last && (self.is_they(first) || self.suspended.as_ref().is_some_and(state))
                }
                _ => false,
            };
            let waiting = self.suspended.take();
            // 强调，…, 我们认为…: without a subject of its own the speaker of the paragraph before says more.
            if (!named && self.last.0.is_empty() || ours) && self.frame.is_none() {
                self.frame = waiting;
            }
            return;
        }
        if matches!(clause.subject, Subject::Other(span) if self.is_paper(span)) {
            // 该决议草案谴责…: a paper's words, and not his who spoke before.
            self.suspended = None;
            return;
        }
        let own = match clause.subject {
            Subject::None => true,
            // 甲国外长乙5日更新…: a reporter tells of the person, whoever spoke before.
            Subject::Actors(first, last) if self.names_person(first, last) => false,
            Subject::Actors(first, last) => (first..=last).any(|i| {
                let t = &self.reader.tokens[i];
                let state = |f: &Frame| principals(&f.speaker);
                t.classes.any(Classes::of(&[Class::Own, Class::Both]))
                    || self.suspended.as_ref().is_some_and(|f| {
                        let named = &self.reader.words.word(t).actors;
                        named.iter().any(|a| state(f).contains(a)) && *named != f.speaker
                    })
            }),
            Subject::Other(_) => clause.kind == Kind::Ought,
        };
        // 有关方应…, between two of a speaker's numbered points: no reporter says what ought to be.
        let point = self.points.is_some() && matches!(clause.kind, Kind::Ought);
        match clause.kind {
            Kind::Ought if point => self.frame = self.suspended.take(),
            Kind::Promise if self.both_agree(clause) => self.suspended = None,
            Kind::Ought | Kind::Promise | Kind::Attitude | Kind::Ask | Kind::Uphold | Kind::Deed
                if own && !(clause.kind == Kind::Deed && self.is_told(clause)) =>
            {
                self.frame = self.suspended.take();
            }
            // 刚才，我同甲方举行了会谈: the speaker tells what he did.
            Kind::Done if matches!(clause.subject, Subject::Actors(first, _) if self.reader.tokens[first].is(Class::Own)) =>
            {
                self.frame = self.suspended.take();
            }
            Kind::Ought | Kind::Promise | Kind::Attitude | Kind::Ask | Kind::Done | Kind::Deed
                if matches!(clause.subject, Subject::Actors(..)) =>
            {
                self.suspended = None
            }
            // 本次论坛当日开幕: the reporter again.
            Kind::Done if matches!(clause.subject, Subject::Other(_)) => self.suspended = None,
            _ => {}
        }
    }

    /// Whether tokens `first..=last` name a person.
    pub(super) fn names_person(&self, first: usize, last: usize) -> bool {
        self.reader.tokens[first..=last].iter().any(|t| self.reader.words.word(t).actors.iter().any(ActorId::is_person))
    }

    /// 外交部再次呼吁…, in a sentence of its own: the organ speaks, not the officer who spoke for its state before.
    pub(super) fn organ_speaks(&mut self, clause: &Clause) {
        let Subject::Actors(first, last) = clause.subject else { return };
        let organ = self.reader.tokens[first..=last].iter().any(|t| self.is_state_organ(t));
        let anew = !self.framed_here && self.frame.as_ref().is_some_and(|f| !f.paper) && !self.setting.programme;
        if organ && anew && matches!(clause.kind, Kind::Ask | Kind::Attitude) {
            self.frame = None;
        }
    }

    /// Whether a deed with a subject is one that news tells in the present (两国元首签署…, 甲外长会见…).
    pub(super) fn is_told(&self, clause: &Clause) -> bool {
        let verb = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
        matches!(clause.subject, Subject::Actors(..)) && verb.is_some_and(|s| s.stance.is_some())
    }

    /// A verb of saying opens a frame: whose words follow.
    pub(super) fn says(&mut self, say: usize, subject: Subject) {
        let anew = !std::mem::replace(&mut self.framed_here, true);
        self.told = false;
        let token = &self.reader.tokens[say];
        let affirms = self.reader.words.sense(token, Class::Say).affirms || token.is(Class::Stance);
        match subject {
            Subject::Actors(first, last) => {
                let organ = self.reader.tokens[first..=last].iter().any(|t| self.is_state_organ(t));
                // 外交部重申…: an organ speaks anew, not the one who spoke for its state.
                let before = if organ { self.frame.take() } else { None };
                let (mut speaker, span) = self.actors(first, last);
                if let Some(met) = self.said_jointly(first, last, say) {
                    speaker = met;
                }
                if self.only_reports(say) && speaker.iter().all(|a| a.is_group()) {
                    // 综合外媒报道，…: news, and nobody's words.
                    speaker.clear();
                }
                self.frame = before.or(self.frame.take());
                if !speaker.is_empty() {
                    // 我们都认为 said by one speaker: the next sentence is his again.
                    let state = !speaker.iter().any(ActorId::is_person);
                    let within = self.frame.as_ref().filter(|f| {
                        // 甲外长说，乙方表示…，甲方赞赏: told by him in one sentence.
                        let told = state
                            && (!anew || self.is_side_name(first, last))
                            && f.speaker.iter().any(ActorId::is_person);
                        let told = told || state && f.speaker == self.first_person && principals(&f.speaker) != speaker;
                        let known = !f.paper && !f.speaker.is_empty();
                        known && f.speaker != speaker && (self.is_ours(first, last) || told)
                    });
                    let base = within.map(|f| f.base.clone().unwrap_or_else(|| f.speaker.clone()));
                    let citing = self.cites(first).filter(|outer| *outer != speaker);
                    let (cited, base) = (citing.is_some(), citing.or(base));
                    if self.is_paper(token.span) {
                        // 甲国发布声明说: whose paper speaks from here on.
                        self.paper_of = principals(&speaker);
                    }
                    self.frame = Some(Frame {
                        speaker: speaker.clone(),
                        span: Some(span),
                        affirms,
                        base,
                        cited,
                        ..Frame::default()
                    });
                    self.last = (speaker, Some(span));
                }
            }
            Subject::Other(span) => {
                if self.is_paper(span) {
                    let speaker = self.paper(span);
                    self.frame = Some(Frame {
                        speaker: speaker.clone(),
                        span: Some(span),
                        paper: true,
                        affirms,
                        ..Frame::default()
                    });
                    self.last = (speaker, Some(span));
                } else if let Some((speaker, at)) = self.actors_in(span) {
                    self.frame = Some(Frame { speaker: speaker.clone(), span: Some(at), affirms, ..Frame::default() });
                    self.last = (speaker, Some(at));
                } else if (self.frame.is_none() || self.is_stateless() || self.is_unnamed(span))
                    && !self.only_reports(say)
                    && !self.holds_post(span)
                {
                    // 分析人士认为，甲国不会…: nobody known speaks, and what others will do is his forecast.
                    self.frame = Some(Frame { speaker: Vec::new(), ..Frame::default() });
                }
            }
            Subject::None => {
                if anew && self.does_here() {
                    // 甲总理承认失败，并称…, behind somebody else's words: he who did the one says the other.
                    self.frame = None;
                }
                self.cites_no_more();
                if let Some(frame) = &mut self.frame {
                    frame.affirms = affirms;
                    if !frame.paper && !frame.speaker.is_empty() && !self.setting.programme {
                        // 甲说，乙…，强调将…: he who speaks goes on.
                        (self.last, self.of_thing) = ((frame.speaker.clone(), frame.span), false);
                    }
                } else if !self.last.0.is_empty() {
                    let (speaker, span) = self.last.clone();
                    self.frame = Some(Frame { speaker, span, affirms, ..Frame::default() });
                } else if self.setting.programme {
                    self.frame = None;
                }
            }
        }
        self.hear();
    }

    /// Whether token `at` means one who was named before (他).
    pub(super) fn is_they(&self, at: usize) -> bool {
        let token = &self.reader.tokens[at];
        token.is(Class::They) && self.reader.words.sense(token, Class::They).size < 2
    }

    /// Whether the words name the speaker with others (我们, 双方, 我和乙外长, 中方).
    fn is_ours(&self, first: usize, last: usize) -> bool {
        self.reader.tokens[first..=last]
            .iter()
            .any(|t| t.classes.any(Classes::of(&[Class::Own, Class::Both, Class::All])))
    }

    pub(super) fn actors_in(&self, span: Span) -> Option<(Vec<ActorId>, Span)> {
        let range = self.reader.range(span);
        let tokens = self.reader.tokens;
        // 峰会原定在甲国举行: where it is, and nobody's doing; 由甲国: whose.
        let place = |i: usize| {
            i > range.start
                && tokens[i - 1].is(Class::By)
                && !tokens[i - 1].is(Class::Office)
                && tokens[i - 1].span.end() == tokens[i].span.start()
                && {
                    let word = &self.reader.text[tokens[i - 1].span.range()];
                    !self.reader.particles.agent.iter().chain(&self.reader.particles.agents).any(|p| p == word)
                }
        };
        let found: Vec<usize> = range.clone().filter(|&i| tokens[i].is(Class::Actor) && !place(i)).collect();
        let (&first, &last) = (found.first()?, found.last()?);
        let (actors, at) = self.actors(first, last);
        (!actors.is_empty()).then_some((actors, at))
    }

    /// Whom tokens `first..=last` name at their place.
    pub(super) fn actors(&self, first: usize, last: usize) -> (Vec<ActorId>, Span) {
        let tokens = &self.reader.tokens[first..=last];
        let span = tokens[0].span.cover(tokens[tokens.len() - 1].span);
        let mut out = Vec::new();
        let mut before_this = 0;
        // Where who is named begins in a list of names (甲国和乙国民兵组织丙).
        let mut item = 0;
        for (k, t) in tokens.iter().enumerate() {
            let before_last = before_this;
            before_this = out.len();
            let at = t.span.start();
            item = if k > 0 && tokens[k - 1].span.end() == at && !tokens[k - 1].is(Class::With) {
                item
            } else {
                out.len()
            };
            // 甲国各方: those of the state named right before.
            let theirs = k > 0 && tokens[k - 1].is(Class::Actor) && tokens[k - 1].span.end() == at && !out.is_empty();
            let all = if t.is(Class::All) && !theirs { self.all(t.span) } else { Vec::new() };
            if !all.is_empty() {
                out.extend(all);
            } else if t.is(Class::Actor) {
                // 北约成员国土耳其总统: what the state is one of, and nobody beside it.
                if tokens[k + 1..].iter().find(|n| n.is(Class::Actor)).is_some_and(|n| self.is_one_of(t, n)) {
                    continue;
                }
                // 中国驻日本大使: a place there; 驻日本大使, at home: our own.
                let before = &self.reader.text[..at as usize];
                let after = |words: &[String]| words.iter().any(|p| before.ends_with(p.as_str()));
                if k == 0 && after(&self.reader.particles.stationed) {
                    let post = self.reader.tokens.get(first + 1).is_some_and(|n| n.is(Class::Office));
                    out.extend(self.setting.home.filter(|_| post).cloned());
                    continue;
                }
                if k > 0 && (self.reader.particles.is_at(before) || !out.is_empty() && self.is_summed(first, first + k))
                {
                    continue;
                }
                let named = &self.reader.words.word(t).actors;
                // 澳门特首, 台湾海基会董事长: the name before says whose post it is, or where the body is.
                if k > 0 && t.is(Class::Office) && tokens[k - 1].span.end() == at && !out.is_empty() {
                    if named.iter().any(|a| a.is_org()) {
                        out.truncate(before_last);
                    } else {
                        continue;
                    }
                }
                // 海基会董事长某: the person speaks for the body, not for a state the lexicon gives him.
                let posted = k > 0 && tokens[k - 1].is(Class::Office) && tokens[k - 1].span.end() == at;
                if posted && self.reader.words.word(&tokens[k - 1]).actors.iter().any(ActorId::is_org) {
                    out.extend(named.iter().filter(|a| !a.is_country()).cloned());
                    continue;
                }
                // 甲国某市市长丙: his post says whose officer he is, not another of his name whom a list knows.
                let other = posted && named.len() > 1 && {
                    let of_post: Vec<&ActorId> = out.iter().filter(|a| a.is_country()).collect();
                    !of_post.is_empty()
                        && !named.iter().any(|a| of_post.contains(&a))
                        && named.iter().any(ActorId::is_country)
                };
                if other {
                    let printed = ActorId::new(&format!("person:{}", self.reader.between(at, t.span.end())));
                    out.extend(printed);
                    continue;
                }
                // 甲国反政府武装“乙运动”: a kind of group, then the one that is meant.
                let kind = k > 0 && tokens[k - 1].span.end() == at && {
                    let said = &self.reader.words.word(&tokens[k - 1]).actors;
                    !said.is_empty() && said.iter().all(ActorId::is_group)
                };
                if kind && named.iter().all(|a| a.is_org()) {
                    out.truncate(item);
                } else if kind && !named.iter().all(ActorId::is_group) {
                    // 甲国的盟友乙国.
                    out.truncate(before_last);
                }
                // 塔利班武装分子: fighters of the body named before them.
                if k > 0 && self.are_fighters(&tokens[k - 1], t) {
                    continue;
                }
                // 北约各国: the body.
                if out.last().is_some_and(|a| a.is_org())
                    && t.is(Class::OrgSuffix)
                    && named.iter().all(ActorId::is_group)
                    && k > 0
                    && tokens[k - 1].span.end() == at
                {
                    continue;
                }
                // 越南人民: the state speaks for its people.
                if !out.is_empty() && named.iter().all(|a| self.setting.peoples.contains(a)) {
                    continue;
                }
                // 美国媒体: an outlet, and not the state.
                let outlet = |a: &ActorId| self.setting.organs.get(a).is_some_and(Option::is_none);
                if k > 0 && tokens[k - 1].span.end() == at && named.iter().all(outlet) {
                    out.truncate(before_last);
                    continue;
                }
                // 美国财政部宣布… in what the president said: another officer of his state, not he.
                if let Some(state) = self.organ_of_speaker(t).filter(|_| k == 0) {
                    out.extend(state);
                    continue;
                }
                let other = self.is_post(first + k) && self.speaks_by_name() || self.is_of_another(first + k, last);
                out.extend(if other { named.clone() } else { self.as_speaker(named) });
            } else if t.is(Class::Own) && self.names_its_officer(&tokens[k + 1..]) {
                // 我国外长某某: the list knows whose officer he is.
            } else if t.is(Class::Own) {
                // 我们, in a statement of several where one of them was just told to hold something: all of them again.
                let anew = self.setting.programme && self.setting.speaker.len() > 1 && !self.framed_here;
                // 哈方认为…，我们对此赞赏, told by one who speaks: his own side.
                let teller = self.frame.as_ref().filter(|f| !f.paper).and_then(|f| {
                    let base = f.base.as_ref()?;
                    (!principals(base).iter().any(|a| f.speaker.contains(a))).then(|| base.clone())
                });
                let own = if anew { self.setting.speaker.to_vec() } else { teller.unwrap_or_else(|| self.own()) };
                let country = own.is_empty() && self.reader.words.sense(t, Class::Own).lists;
                out.extend(if country { self.setting.home.cloned().into_iter().collect() } else { own });
            } else if t.is(Class::Both) && self.reader.words.sense(t, Class::Both).lists {
                out.extend(self.cast.bodies(at));
            } else if t.is(Class::Both) && k > 0 && tokens[k - 1].span.end() == at && principals(&out).len() == 2 {
                // 甲乙两国: the two that are named right before.
            } else if t.is(Class::Both) {
                out.extend(self.pair(t));
            } else if t.is(Class::They) && self.reader.words.sense(t, Class::They).defers {
                // 你们: whoever is spoken to.
            } else if t.is(Class::They) && self.reader.words.sense(t, Class::They).led {
                out.extend(self.guest(first + k));
            } else if t.is(Class::They) && self.reader.words.sense(t, Class::They).lists {
                // 该国: the state named last that is not the speaker's.
                out.extend(self.cast.other_state(&principals(&self.own()), at));
            } else if t.is(Class::They) && self.is_named_behind(t, tokens.get(k + 1)) {
                // 发言人某某表示, behind what a journalist said: he himself.
            } else if t.is(Class::They) && (out.is_empty() || !t.is(Class::Office)) {
                let size = self.reader.words.sense(t, Class::They).size;
                let set = if size >= 2 { self.several(at) } else { Vec::new() };
                // 他还表示, at a paragraph's head: who spoke in the one before.
                let told = || self.drafts.last().map(|d| d.holders.clone()).unwrap_or_default();
                // 他强调，甲国的措施合理。他重申…: a person, and so who spoke, not the state told of between.
                let person = |who: &[ActorId]| who.iter().any(|a| a.is_person());
                let one = size < 2 && !person(&self.spoke) && person(&told());
                let before = || if self.spoke.is_empty() || one { told() } else { self.spoke.clone() };
                let speaks = size == 1 && !person(&self.last.0) && person(&self.spoke);
                let last = if self.last.0.is_empty() || speaks { before() } else { self.last.0.clone() };
                out.extend(if set.is_empty() { self.body_for(t, last) } else { set });
            }
        }
        if out.is_empty() && tokens.iter().any(|t| t.is(Class::Office)) {
            // 使馆, 大使 without a state: the document's owner's.
            out.extend(self.setting.owner.iter().cloned());
            // 外交部也将…, in a speaker's words: his own.
            let organ = tokens.iter().any(|t| self.is_state_organ(t));
            if let Some(frame) = self.frame.as_ref().filter(|f| organ && out.is_empty() && !f.paper) {
                out.extend(frame.speaker.iter().cloned());
            }
        }
        let acting = |a: ActorId| match self.setting.organs.get(&a) {
            Some(state) => state.clone(),
            None => Some(a),
        };
        (unique(out.into_iter().filter_map(acting).collect()), span)
    }

    pub(super) fn both(&self, at: u32) -> Vec<ActorId> {
        if let Some(frame) = self.frame.as_ref().filter(|f| !f.paper)
            && let [one] = principals(&frame.speaker).as_slice()
        {
            let pair = self.the_two(one, at);
            if !pair.is_empty() {
                return pair;
            }
        }
        let set = self.cast.set(2, at);
        // 双方发表联合声明, behind the names of bodies too: the two states that met.
        let states = |set: &[ActorId]| set.iter().all(|a| a.is_country());
        let bodies = !set.is_empty() && !states(&principals(&set));
        // 双方支持乙丙双方谈判。双方…: those who met, where nobody else acted as a pair.
        if self.met_just_now(at) || self.met.0.len() == 2 && (bodies || !self.cast.has_acting_pair(at)) {
            return self.met.0.clone();
        }
        if set.is_empty() { self.cast.two(at) } else { set }
    }

    pub(super) fn all(&self, span: Span) -> Vec<ActorId> {
        let range = self.reader.range(span);
        // 成员国, 元首们 in a body's own declaration: the body.
        if let [body] = &self.cast.issuers[..]
            && body.is_org()
            && self.reader.words.sense(&self.reader.tokens[range.start], Class::All).lists
        {
            return vec![body.clone()];
        }
        if let Some(body) = self.bodys_paper() {
            return vec![body];
        }
        let size = range.clone().next().map_or(0, |i| self.reader.words.sense(&self.reader.tokens[i], Class::All).size);
        if size == 2 {
            // The parties to a treaty: those who conclude it, where its title says who.
            return if self.cast.issuers.len() >= 2 { self.cast.issuers.clone() } else { Vec::new() };
        } else if size >= 3 {
            let set = self.cast.set(usize::from(size), span.start());
            if !set.is_empty() {
                return set;
            }
        } else if self.reader.words.sense(&self.reader.tokens[range.start], Class::All).lists {
            return self.cast.members(self.asked_at(span.start()), 3, span.start());
        }
        self.cast.many_since(self.asked_at(span.start()), 3, span.start())
    }

    /// Names the clause's subject as the holder of what follows, where it names one.
    pub(super) fn settle(&mut self, clause: &Clause) {
        if let Subject::Actors(first, last) = clause.subject {
            let (actors, span) = self.actors(first, last);
            if !actors.is_empty() {
                self.last = (actors, Some(span));
                self.told = clause.kind != Kind::Promise;
            }
        }
    }

    /// Whether the words are somebody's own (a speech, a programme) and not a reporter's.
    pub(super) fn spoken(&self) -> bool {
        self.frame.is_some() || self.setting.programme
    }

    /// Those who act together with the subject: 中国与俄罗斯反对….
    pub(super) fn joined(&self, clause: &Clause, actors: Vec<ActorId>, last: usize) -> Vec<ActorId> {
        let together = matches!(clause.kind, Kind::Promise | Kind::Attitude | Kind::Ask | Kind::Ought);
        let next = last + 2;
        if together
            && self.reader.tokens.get(last + 1).is_some_and(|t| t.is(Class::With) && !t.is(Class::Will))
            && (clause.with.contains(&next) || clause.with.contains(&(next + 1)) && self.is_post(next + 1))
            && actors.len() == 1
            && self.reader.tokens[last + 1].span.start() == self.reader.tokens[last].span.end()
        {
            let (with, _) = self.actors(next, next);
            if principals(&with).len() == 1 {
                return unique(actors.into_iter().chain(with).collect());
            }
        }
        actors
    }

    /// The holder of an act in this clause.
    pub(super) fn holder(&mut self, clause: &Clause) -> (Vec<ActorId>, Option<Span>, f32) {
        match clause.subject {
            Subject::Actors(first, last) => {
                let (actors, span) = self.actors(first, last);
                if !actors.is_empty() {
                    let actors = self.joined(clause, actors, last);
                    self.told = matches!(clause.kind, Kind::Done | Kind::Deed);
                    self.last = (actors.clone(), Some(span));
                    return (actors, Some(span), 0.95);
                }
                if clause.kind != Kind::Done && self.are_outlets(first, last) {
                    // 甲通讯社、乙电视台均确认…: nobody's.
                    return (Vec::new(), None, 0.5);
                }
            }
            Subject::Other(span) if self.frame.is_none() && self.paper_asks(clause).is_some() => {
                let actors = self.paper_asks(clause).unwrap_or_default();
                self.last = (actors.clone(), Some(span));
                return (actors, Some(span), 0.8);
            }
            // 甲、乙与丙5国反对…: the names, and a word or two that sum them up.
            Subject::Other(span)
                if matches!(clause.kind, Kind::Attitude | Kind::Ask | Kind::Promise | Kind::Done | Kind::Deed)
                    && self.sums_up(span) =>
            {
                if let Some((actors, at)) = self.actors_in(span) {
                    self.last = (actors.clone(), Some(at));
                    return (actors, Some(at), 0.75);
                }
            }
            Subject::Other(span) if self.is_somebody(clause) || self.counts_people(span) => {
                return (Vec::new(), Some(span), 0.5);
            }
            // 家长们聚集…; 当局拘捕…, in a report from abroad: nobody named, or the state where it is set.
            Subject::Other(span) if self.is_people(clause) => {
                let site = self.setting.abroad.filter(|_| self.organ(span));
                return (site.cloned().into_iter().collect(), Some(span), 0.5);
            }
            Subject::Other(span) if clause.kind != Kind::Ought && !self.spoken() || self.is_named_doer(clause) => {
                if let Some((actors, at)) = self.actors_in(span) {
                    self.last = (actors.clone(), Some(at));
                    return (actors, Some(at), 0.75);
                }
            }
            Subject::Other(span) if clause.kind == Kind::Done && self.has_doer(clause) => {
                // 警方, 政府军: of the one state spoken of, if there is one; what strikes is nobody.
                let states: Vec<ActorId> = principals(&self.last.0).into_iter().filter(|a| a.is_country()).collect();
                return match states.as_slice() {
                    [_] if self.organ(span) => (states, None, 0.6),
                    _ => (Vec::new(), None, 0.5),
                };
            }
            _ => {}
        }
        // 他说，对方中断联系，遗憾…: what is felt or asked is the speaker's.
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        let and = first.is_some_and(|t| t.is(Class::And) && t.span.start() == clause.span.start());
        let same = self.open().is_some_and(|d| d.kind == ActKind::Event && d.holders == self.last.0);
        if self.told
            && !self.is_of_speakers_state()
            // 甲方予以否认，并谴责…: he who denies.
            && !(and && same)
            && self.is_felt(clause)
            && let Some(frame) = self.frame.as_ref().filter(|f| !f.paper)
        {
            let (speaker, span) = (frame.speaker.clone(), frame.span);
            self.last = (speaker.clone(), span);
            self.told = false;
            return (speaker, span, 0.8);
        }
        // 甲国发言人说，甲国已…，将…: what his state is to do he says in its name.
        let says = matches!(clause.kind, Kind::Promise | Kind::Attitude | Kind::Ask) && clause.subject == Subject::None;
        if says
            && let Some(frame) = self.frame.as_ref().filter(|f| !f.paper && f.speaker.len() > self.last.0.len())
            && !self.setting.programme
            && self.last.0 == principals(&frame.speaker)
        {
            return (frame.speaker.clone(), frame.span, 0.85);
        }
        if !self.last.0.is_empty() && !self.is_organ_behind_crowd(clause) {
            return (self.last.0.clone(), self.last.1, 0.85);
        }
        if let Some(frame) = &self.frame {
            return (frame.speaker.clone(), frame.span, 0.85);
        }
        if self.setting.programme {
            return (self.setting.speaker.to_vec(), None, 0.8);
        }
        (Vec::new(), None, 0.5)
    }

    /// Whether the holders are the speaker's or the document's own side.
    pub(super) fn is_own(&self, holders: &[ActorId]) -> bool {
        let own = self.frame.as_ref().map_or(self.setting.speaker, |f| &f.speaker);
        // Nobody known speaks: nothing is his own.
        let unknown = self.frame.as_ref().is_some_and(|f| f.speaker.is_empty());
        own.is_empty() && !unknown || self.is_stateless() || holders.iter().any(|h| own.contains(h))
    }
}
