//! Whom an act is with or for, and whether the clause goes on with what was told before it. Next to read: `acts.rs`.

use chancery_model::{ActKind, ActorId, Stance, Status};
use chancery_text::Span;

use super::{Coder, Draft, Voice};
use crate::cast::{principals, unique};
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, Token};

/// Longest word that sums up a list of names (5友邦, 等三国), in characters.
const SUM: usize = 4;

/// Longest words behind a name that tell which of its people or bodies act (两家银行, 多名议员), in characters.
const PART: usize = 10;

/// Marks behind which a word for company joins the thing named there to another.
const CLOSING: [char; 4] = ['\u{201D}', '\u{300B}', '\u{300D}', '\u{300F}'];

/// Words that begin what one is going to do.
const AUXILIARIES: Classes =
    Classes::of(&[Class::Will, Class::May, Class::Pledge, Class::Agree, Class::Continue, Class::Ask]);

/// Longest word for what acted last, with an adverb behind it, in characters.
const IT: usize = 3;

impl Coder<'_> {
    /// Whether the subject is the speaker's word for several (我们).
    pub(super) fn we(&self, clause: &Clause) -> bool {
        let Subject::Actors(first, last) = clause.subject else { return false };
        let t = &self.reader.tokens[first];
        first == last && t.is(Class::Own) && self.reader.words.sense(t, Class::Own).size >= 2
    }

    /// 我们都认为, said by one of two who met: both of them.
    pub(super) fn said_jointly(&self, first: usize, last: usize, say: usize) -> Option<Vec<ActorId>> {
        let token = &self.reader.tokens[first];
        let we = first == last && token.is(Class::Own) && self.reader.words.sense(token, Class::Own).size >= 2;
        let speaker = self.frame.as_ref().filter(|f| we && !f.paper && principals(&f.speaker).len() == 1)?;
        let said = Span::new(token.span.end(), self.reader.tokens[say].span.end());
        let words = &self.reader.text[said.range()];
        let jointly = self.reader.particles.jointly.begin(words);
        let met = self.the_two(&principals(&speaker.speaker)[0], token.span.start());
        (jointly && met.len() == 2).then_some(met)
    }

    /// Whom 双方 means in the words of `one`: the pair named in the sentence, else those who met, else the pair named last
    /// (中欧合作…。双方将…, said to another state's head: these two).
    pub(super) fn the_two(&self, one: &ActorId, at: u32) -> Vec<ActorId> {
        let sentence = self.layout.sentences.partition_point(|s| s.span.end() <= at);
        let sentence = self.layout.sentences.get(sentence).map_or(at, |s| s.span.start());
        let met = || (self.met.0.len() == 2 && self.met.0.contains(one)).then(|| self.met.0.clone());
        let here = self.cast.pair_here(one, sentence, at);
        // 愿为乙国、丙国斡旋，希望双方停火: the two spoken of, whomever the speaker met; in an answer, those asked about.
        let spoken_of = || self.cast.pair_since(sentence, at);
        let asked_about = || {
            let answers = matches!(self.setting.voices.at(at), Some(Voice::Speaker(_)));
            answers.then(|| self.cast.pair_since(self.asked_at(at), at)).flatten()
        };
        here.or_else(spoken_of).or_else(asked_about).or_else(met).unwrap_or_else(|| self.cast.pair_with(one, at))
    }

    /// Whether a name in a phrase of company or purpose is whom it is with or for, and not part of a thing's name
    /// (为乌克兰危机的解决) or of who else did something (就甲方提出的倡议).
    fn is_side(&self, k: usize, clause: &Clause) -> bool {
        let tokens = self.reader.tokens;
        let posts = Classes::of(&[Class::Actor, Class::Office, Class::Suffix]);
        let joins = |m: usize| m + 1 < tokens.len() && tokens[m + 1].span.start() == tokens[m].span.end();
        let mut last = k;
        while joins(last) && tokens[last + 1].classes.any(posts) {
            last += 1;
        }
        let end = tokens[last].span.end();
        let rest = self.reader.between(end, clause.span.end().max(end));
        if !joins(last) {
            // A thing's name goes on (乌克兰危机); a mark, and a word for more of them, does not.
            let particles = &self.reader.particles;
            let mut goes_on = particles.others.iter().chain(particles.of.iter());
            return !rest.starts_with(char::is_alphabetic) || goes_on.any(|p| rest.starts_with(p.as_str()));
        }
        let next = &tokens[last + 1];
        let deed = next.classes.any(Classes::of(&[Class::Deed, Class::Event]));
        let behind = self.reader.between(next.span.end(), clause.span.end().max(next.span.end()));
        !(deed && self.reader.particles.of.begin(behind))
    }

    /// Whether a name stands in a phrase that tells what about, where or by which paper (就深化同乙的合作, 在乙的框架内, 根据乙的决议),
    /// or beside a thing's name (“一带一路”与乙对接): nobody's other side.
    fn is_aside(&self, k: usize, clause: &Clause) -> bool {
        let (tokens, particles) = (self.reader.tokens, &self.reader.particles);
        let from = self.reader.range(clause.span).start;
        let prepositions = Classes::of(&[Class::With, Class::Toward, Class::By]);
        let Some(p) = (from..k).rev().find(|&m| tokens[m].classes.any(prepositions)) else { return false };
        if (p + 1..k).any(|m| tokens[m].classes.any(AUXILIARIES)) {
            return false;
        }
        let about = |m: usize| {
            let word = &self.reader.text[tokens[m].span.range()];
            tokens[m].is(Class::Toward) && particles.about.has(word)
        };
        if about(p) {
            return true;
        }
        if tokens[p].is(Class::By) && !tokens[p].is(Class::With) {
            // 在丙问题上支持乙: behind the phrase's end, or another verb, it is whom the verb takes.
            let verbs = Classes::of(&[Class::Stance, Class::Deed, Class::Event, Class::Uphold, Class::Benefit]);
            return !(p + 1..k).any(|m| tokens[m].is(Class::Close) || tokens[m].classes.any(verbs));
        }
        let before = self.reader.text[..tokens[p].span.start() as usize].chars().next_back();
        let beside = tokens[p].is(Class::With) && before.is_some_and(|c| CLOSING.contains(&c));
        let deepens = |m: usize| tokens[m].is(Class::Deed) && tokens[m].span.end() == tokens[p].span.start();
        beside || p > from && deepens(p - 1) && (from..p - 1).any(about)
    }

    /// Whether a name stands behind a word for what something is about (就丙国问题).
    pub(super) fn is_topic(&self, k: usize, clause: &Clause) -> bool {
        let (tokens, particles) = (self.reader.tokens, &self.reader.particles);
        let from = self.reader.range(clause.span).start.min(k);
        let word = |m: usize| &self.reader.text[tokens[m].span.range()];
        // 围绕乙国和丙国问题: the second of two.
        let opens = |m: usize| {
            let with = tokens[m].is(Class::With) && !particles.joint.has(word(m));
            with || tokens[m].is(Class::Toward)
        };
        let opened = (from..k).rev().find(|&m| opens(m));
        opened.is_some_and(|m| tokens[m].is(Class::Toward) && particles.about.has(word(m)))
    }

    /// To whom a promise is: company, those it is for, and the object of a verb that benefits it.
    pub(super) fn promised_to(&self, clause: &Clause, holders: &[ActorId]) -> Vec<ActorId> {
        let tokens = self.reader.tokens;
        let named = clause.with.iter().chain(&clause.toward).copied();
        let mut out: Vec<usize> = named.filter(|&k| self.is_side(k, clause)).collect();
        let objects = self.objects(clause);
        let verb = clause.verb.filter(|&v| tokens[v].is(Class::Benefit));
        if let (Some(verb), Some(&first)) = (verb, objects.first())
            && tokens[verb].span.end() == tokens[first].span.start()
        {
            out.extend(objects);
        }
        // 加强同发展中国家的合作, 加大对发展中国家的投入: company, and for whom, inside the object.
        let end = self.reader.range(clause.span).end;
        let opens = |k: usize| {
            let toward = || {
                let who = &self.reader.words.word(&tokens[k + 1]).actors;
                tokens[k].is(Class::Toward) && (who.iter().all(ActorId::is_group) || self.is_side(k + 1, clause))
            };
            tokens[k].is(Class::With) || toward()
        };
        for k in clause.verb.map_or(end, |v| v + 1)..end.saturating_sub(1) {
            if tokens[k + 1].is(Class::Actor) && tokens[k].span.end() == tokens[k + 1].span.start() && opens(k) {
                out.push(k + 1);
            }
        }
        out.retain(|&k| !self.is_aside(k, clause));
        self.others(&out, holders)
    }

    /// In the account of a meeting of two, whom one side promises something to: the other.
    pub(super) fn or_other_side(&self, named: Vec<ActorId>, holders: &[ActorId], at: u32) -> Vec<ActorId> {
        if named.is_empty() { self.other_side(holders, at) } else { named }
    }

    /// The other of two who met, where one of them speaks.
    fn other_side(&self, holders: &[ActorId], at: u32) -> Vec<ActorId> {
        let [a, b] = self.met.0.as_slice() else { return Vec::new() };
        // What is answered to a journalist is said to nobody whom the speaker met.
        let told = matches!(self.voice(at), Voice::Own);
        let alone = told && self.frame.as_ref().is_some_and(|f| !f.paper && f.base.is_none());
        match principals(holders).as_slice() {
            [one] if alone && one == a => vec![b.clone()],
            [one] if alone && one == b => vec![a.clone()],
            _ => Vec::new(),
        }
    }

    /// Whether the clause goes on with a deed of nobody known (枪手开枪，打死4人; 会议通过宣言，敦促各国减排).
    pub(super) fn nobody_goes_on(&self, clause: &Clause) -> bool {
        let nobody = |d: &Draft| d.kind == ActKind::Event && d.holders.is_empty() && d.stance != Some(Stance::Disaster);
        clause.subject == Subject::None && self.open().is_some_and(nobody)
    }

    /// Whether the subject names a person who is not the one who speaks.
    pub(super) fn is_another_person(&self, clause: &Clause) -> bool {
        let Subject::Actors(first, last) = clause.subject else { return false };
        let Some(frame) = self.frame.as_ref().filter(|f| !f.paper) else { return false };
        let person = |a: &ActorId| a.is_person() && !frame.speaker.contains(a);
        self.reader.tokens[first..=last].iter().any(|t| self.reader.words.word(t).actors.iter().any(person))
    }

    /// Whether the words are a list of names with a short word behind it (甲、乙两国, 甲、乙5友邦).
    pub(super) fn sums_up(&self, span: Span) -> bool {
        let names: Vec<Span> = self
            .reader
            .range(span)
            .map(|i| &self.reader.tokens[i])
            .filter(|t| t.is(Class::Actor))
            .map(|t| t.span)
            .collect();
        let (Some(first), Some(last)) = (names.first(), names.last()) else { return false };
        let rest = self.reader.text[last.end() as usize..span.end() as usize].chars().count();
        let gaps =
            names.windows(2).all(|w| self.reader.text[w[0].end() as usize..w[1].start() as usize].chars().count() <= 1);
        // 甲、乙、丙等10余国外长: counted behind the word for more of them.
        let behind = &self.reader.text[last.end() as usize..span.end() as usize];
        let more = rest <= 2 * SUM && self.reader.particles.others.begin(behind);
        names.len() >= 2 && first.start() == span.start() && gaps && (rest <= SUM || more)
    }

    /// 北约成员国土耳其: whether a body stands before a state only to tell that the state is one of its members.
    pub(super) fn is_one_of(&self, body: &Token, state: &Token) -> bool {
        let gap = self.reader.between(body.span.end(), state.span.start());
        let org = self.reader.words.word(body).actors.iter().all(|a| a.is_org());
        let one = self.reader.words.word(state).actors.iter().any(|a| a.is_country());
        org && one && state.is(Class::Actor) && self.reader.particles.members.has(gap)
    }

    /// Whether a word for fighters stands right behind the body whose they are (塔利班武装分子).
    pub(super) fn are_fighters(&self, body: &Token, men: &Token) -> bool {
        let whose = &self.reader.words.word(body).actors;
        let of_body = !whose.is_empty() && whose.iter().all(|a| a.is_org());
        let word = &self.reader.text[men.span.range()];
        of_body && body.span.end() == men.span.start() && self.reader.particles.forces.has(word)
    }

    /// 甲国民众举行示威: a crowd of the state's people protests, not the state alone.
    pub(super) fn with_crowd(&self, clause: &Clause, mut holders: Vec<ActorId>) -> Vec<ActorId> {
        if let (Subject::Actors(first, last), Some(Stance::Protest)) = (clause.subject, clause.stance) {
            let named = self.reader.tokens[first..=last].iter().flat_map(|t| &self.reader.words.word(t).actors);
            let people = named.filter(|a| self.setting.peoples.contains(a) && !holders.contains(a)).cloned();
            let people: Vec<ActorId> = people.collect();
            holders.extend(people);
        }
        unique(holders)
    }

    /// 甲国首都发生枪战, 爆发示威: what takes place somewhere is nobody's deed, unless two sides are named or one does it with
    /// another.
    pub(super) fn takes_place(&self, clause: &Clause) -> bool {
        let sides = match clause.subject {
            Subject::Actors(first, last) => principals(&self.actors(first, last).0).len(),
            Subject::Other(_) | Subject::None => 0,
        };
        let sense = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
        let protest = clause.stance == Some(Stance::Protest);
        let breaks_out = |stance| protest && stance == Some(Stance::Disaster);
        sense.is_some_and(|s| s.claims || s.light && breaks_out(s.stance)) && clause.with.is_empty() && sides < 2
    }

    /// Whose strike the subject of a toll is (甲国在某地的空袭造成…): a name at its head, a word of a strike at its end.
    pub(super) fn by_strike(&self, clause: &Clause) -> Option<Vec<ActorId>> {
        let tokens = self.reader.tokens;
        let (head, from) = match clause.subject {
            Subject::Actors(first, last) => (first, last + 1),
            Subject::Other(span) => self.reader.range(span).next().map(|k| (k, k + 1))?,
            Subject::None => return None,
        };
        let heads = tokens[head].is(Class::Actor) && tokens[head].span.start() == clause.span.start();
        let caused = (from..clause.anchor?).find(|&k| tokens[k].is(Class::Undergo))?;
        let strike = |k: usize| {
            let sense = self.reader.words.sense(&tokens[k], Class::Event);
            sense.stance == Some(Stance::Assault) || sense.noun && sense.stance == Some(Stance::Mobilize)
        };
        let ends = (from..caused).rev().find(|&k| !tokens[k].is(Class::Done)).is_some_and(strike);
        let words = self.reader.between(tokens[head].span.end(), tokens[caused].span.start());
        let of = self.reader.particles.of.stand_in(words);
        let by = principals(&self.actors(head, head).0);
        (heads && ends && of && !by.is_empty()).then_some(by)
    }

    /// Whether those meant by 双方, 三国 are named nowhere, here or in the clause that goes on with theirs: they act all the
    /// same, and the record leaves their names open.
    pub(super) fn is_unresolved(&mut self, clause: &Clause) -> bool {
        let (tokens, words) = (self.reader.tokens, self.reader.words);
        self.unresolved = match clause.subject {
            Subject::Actors(first, last) => (first..=last).all(|i| {
                let t = &tokens[i];
                t.is(Class::Both) && !words.sense(t, Class::Both).lists
                    || t.is(Class::All) && words.sense(t, Class::All).size >= 3
            }),
            Subject::None => self.unresolved && self.open().is_some(),
            Subject::Other(_) => false,
        };
        self.unresolved
    }

    /// 它还侵占邻国: the one state or body that acted last, and none of the speaker's.
    pub(super) fn takes_it(&mut self, clause: &mut Clause) {
        let Subject::Other(span) = clause.subject else { return };
        let words = self.reader.text[span.range()].trim();
        let it = self.reader.particles.it.begin(words) && words.chars().count() <= IT;
        let acted = || self.drafts.last().map(|d| principals(&d.holders)).unwrap_or_default();
        let who = if self.last.0.is_empty() { acted() } else { principals(&self.last.0) };
        if it && who.len() == 1 && !self.is_own(&who) {
            self.last = (who, Some(span));
            clause.subject = Subject::None;
        }
    }

    /// Whether a report of force goes on in the clause: 甲军击退乙军，并打击…, in whosever words.
    pub(super) fn fights_on(&self, clause: &Clause, holders: &[ActorId]) -> bool {
        let fights = |d: &Draft| {
            let force = matches!(d.stance, Some(Stance::Assault | Stance::Mobilize | Stance::Retreat));
            d.kind == ActKind::Event && force && d.holders == holders
        };
        let led = || !self.force.is_empty() && self.force == holders;
        clause.subject == Subject::None && self.auxiliary.is_none() && (self.open().is_some_and(fights) || led())
    }

    /// 南线敌军因援绝，放弃某镇: a force that a reason is given of opens the sentence, and what it does stands behind.
    pub(super) fn force_leads(&mut self, clause: &Clause) {
        if !self.force.is_empty() && clause.subject == Subject::None && self.open().is_none() {
            (self.last, self.of_thing) = ((self.force.clone(), None), false);
        }
        if self.setting.programme || clause.said.is_some() || clause.kind != Kind::Statement {
            return;
        }
        let tokens = self.reader.tokens;
        let named = Classes::of(&[Class::Actor, Class::Own]);
        let leads = |&k: &usize| {
            let t = &tokens[k];
            let rest = &self.reader.text[t.span.end() as usize..];
            t.classes.any(named)
                && self.reader.particles.causes.begin(rest)
                && self.reader.is_armed(Subject::Actors(k, k))
        };
        if let Some(k) = self.reader.range(clause.span).find(leads) {
            self.force = self.actors(k, k).0;
        }
    }

    /// Whether a report of deeds goes on in the clause (甲国退出协议，并恢复制裁).
    pub(super) fn goes_on(&self, clause: &Clause, holders: &[ActorId]) -> bool {
        let typed = clause.stance.is_some_and(|s| s != Stance::Cooperate);
        let told = |d: &Draft| d.kind == ActKind::Event && d.holders == holders && d.stance != Some(Stance::Consult);
        // 自九月起施行: a phrase in front tells of what was made, not of who made it.
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        let phrase = first.is_some_and(|t| t.is(Class::By) && t.span.start() == clause.span.start());
        typed && !phrase && !clause.negative && self.auxiliary.is_none() && self.open().is_some_and(told)
    }

    /// 乙国两家银行冻结…: the subject is a name with few words behind it that tell which of its people or bodies, no particle
    /// among them, and ends with what acts.
    pub(super) fn is_part(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        let Some(first) = self.reader.range(span).next().map(|i| &self.reader.tokens[i]) else { return false };
        let rest = &self.reader.text[first.span.end() as usize..span.end().max(first.span.end()) as usize];
        let words = rest.trim();
        let joined = self.reader.particles.of.stand_in(words);
        let heads = first.is(Class::Actor) && first.span.start() == span.start();
        let acts = self.reader.particles.agents_end.end(words);
        heads && acts && !joined && words.chars().all(char::is_alphanumeric) && words.chars().count() <= PART
    }

    /// Whether a post or organ stands right behind the name.
    pub(super) fn is_post(&self, at: usize) -> bool {
        let end = self.reader.tokens[at].span.end();
        self.reader.tokens.get(at + 1).is_some_and(|n| n.is(Class::Office) && n.span.start() == end)
    }

    /// Whether the posts behind a name, up to token `last`, are of somebody who does not speak himself (甲国国务委员兼外长乙,
    /// told by its spokesman).
    pub(super) fn is_of_another(&self, at: usize, last: usize) -> bool {
        let tokens = &self.reader.tokens[at..=last];
        let beside = |pair: &&[crate::tokens::Token]| {
            let between = &self.reader.text[pair[0].span.end() as usize..pair[1].span.start() as usize];
            !between.contains(char::is_alphanumeric) && pair[1].classes.any(Classes::of(&[Class::Actor, Class::Office]))
        };
        let run = tokens.windows(2).take_while(beside).count();
        let person = |a: &ActorId| a.is_person() && !self.own().contains(a);
        let posted = |i: usize| i > 0 && tokens[i - 1].is(Class::Office);
        (1..=run).any(|i| posted(i) && self.reader.words.word(&tokens[i]).actors.iter().any(person))
    }

    /// Whether the verb of saying there tells what somebody believes (相信).
    pub(super) fn believes_at(&self, verb: Option<usize>) -> bool {
        verb.is_some_and(|v| self.reader.words.sense(&self.reader.tokens[v], Class::Say).claims)
    }

    /// Whether a person, and not only a state or body, is heard.
    pub(super) fn speaks_by_name(&self) -> bool {
        self.frame.as_ref().is_some_and(|f| !f.paper && f.speaker.len() > principals(&f.speaker).len())
    }

    /// Whether the subject is nobody but an organ of the state whose officer is heard (美国财政部 after the president).
    pub(super) fn is_other_organ(&self, subject: Subject) -> bool {
        let Subject::Actors(first, last) = subject else { return false };
        let actor = |i: &usize| self.reader.tokens[*i].is(Class::Actor);
        let named: Vec<usize> = (first..=last).filter(actor).collect();
        let [one] = named.as_slice() else { return false };
        let state = self.frame.as_ref().map(|f| principals(&f.speaker)).unwrap_or_default();
        self.speaks_by_name() && self.is_post(*one) && self.reader.words.word(&self.reader.tokens[*one]).actors == state
    }

    /// 周三在挪威访问的甲国外长乙，…: the clause is a name and what tells which is meant.
    pub(super) fn is_described(&self, first: usize, last: usize, segment: &Segment) -> bool {
        let before = &self.reader.text[..self.reader.tokens[first].span.start() as usize];
        let particles = &self.reader.particles;
        self.reader.tokens[last].span.end() == segment.span.end()
            && particles.of.iter().chain(&particles.old_of).any(|p| before.ends_with(p.as_str()))
    }

    pub(super) fn others(&self, tokens: &[usize], holders: &[ActorId]) -> Vec<ActorId> {
        let mut out = Vec::new();
        for &i in tokens {
            if self.only_tells(i) {
                continue;
            }
            let (actors, _) = self.actors(i, i);
            // 对伊朗发动空袭, said by its minister: the state, not he.
            let token = &self.reader.tokens[i];
            let named = |a: &ActorId| !token.is(Class::Actor) || self.reader.words.word(token).actors.contains(a);
            // 将按照甲国领导人乙讲话精神…, said by 甲国: its own leader is no other side.
            let own = principals(&actors).iter().any(|a| holders.contains(a));
            out.extend(actors.into_iter().filter(|a| !holders.contains(a) && (!a.is_person() || named(a) && !own)));
        }
        unique(out)
    }

    /// 甲国财长说：“…，财政部对…”: a bare organ in a quotation of another state's officer is his, not the home's.
    pub(super) fn organ_of_speaker(&self, token: &Token) -> Option<Vec<ActorId>> {
        let bare = token.is(Class::HomeOrgan) && self.depth > 0 && !self.setting.programme;
        let frame = self.frame.as_ref().filter(|f| bare && !f.paper)?;
        let (speaker, home) = (principals(&frame.speaker), self.setting.home?);
        let named = self.reader.words.word(token).actors.as_slice();
        let state = speaker.first().is_some_and(|s| s.is_country() && s != home);
        (state && speaker.len() == 1 && named.len() == 1 && named.first() == Some(home)).then_some(speaker)
    }

    /// 乙国武装组织丙: what kind of body one is, and whose state's, right before its name.
    fn only_tells(&self, at: usize) -> bool {
        let tokens = self.reader.tokens;
        let next =
            |k: usize| tokens.get(k + 1).filter(|n| n.is(Class::Actor) && n.span.start() == tokens[k].span.end());
        let all = |t: &Token, of: &str| {
            let named = &self.reader.words.word(t).actors;
            t.is(Class::Actor) && !named.is_empty() && named.iter().all(|a| a.as_str().starts_with(of))
        };
        let kind = |k: usize| all(&tokens[k], "group:") && next(k).is_some_and(|n| all(n, "org:"));
        kind(at) || !all(&tokens[at], "org:") && next(at).is_some() && kind(at + 1)
    }

    pub(super) fn objects(&self, clause: &Clause) -> Vec<usize> {
        let Some(first) = clause.object else { return Vec::new() };
        let (tokens, text) = (self.reader.tokens, self.reader.text);
        let mut out = vec![first];
        let range = self.reader.range(clause.span);
        let mut k = first + 1;
        // 越南国家主席梁强, 甲国总统某、乙国总统某: posts stand between.
        let named = Classes::of(&[Class::Actor, Class::Office]);
        // 甲外长、乙外长和丙外长: a word between is a token of its own.
        let joins = |k: usize| {
            let word = &text[tokens[k].span.range()];
            k + 1 < range.end
                && tokens[k].is(Class::With)
                && tokens[k + 1].classes.any(named)
                && self.reader.particles.joint.has(word)
        };
        while k < range.end && (tokens[k].classes.any(named) || joins(k)) {
            let gap = &text[tokens[k - 1].span.end() as usize..tokens[k].span.start() as usize];
            if !gap.is_empty() && !self.reader.particles.and.has(gap) {
                break;
            }
            if tokens[k].is(Class::Actor) {
                out.push(k);
            }
            k += 1;
        }
        out
    }

    /// The word that makes a statement weigh.
    pub(super) fn weight(&self, clause: &Clause) -> Option<usize> {
        self.reader.range(clause.span).rev().find(|&i| self.reader.tokens[i].is(Class::Weight))
    }

    /// A promise with a stance of its own.
    pub(super) fn commitment(&self, base: Draft, stance: Stance, ongoing: bool) -> Draft {
        Draft { kind: ActKind::Commitment, stance: Some(stance), status: ongoing.then_some(Status::Ongoing), ..base }
    }

    /// Whom 他们 means: those who last acted together, else the last set named.
    pub(super) fn several(&self, at: u32) -> Vec<ActorId> {
        // 各地均有叛军，彼等拒绝…: a force named last in the sentence.
        let first = self.reader.tokens.partition_point(|t| t.span.end() <= at);
        let from = self.layout.sentences.partition_point(|s| s.span.end() <= at);
        let from = self.layout.sentences.get(from).map_or(at, |s| s.span.start());
        let named = self.reader.tokens[..first].iter().rev().take_while(|t| t.span.start() >= from);
        let last = named.into_iter().find(|t| t.is(Class::Actor));
        let force = last.filter(|t| {
            let word = &self.reader.text[t.span.range()];
            self.reader.particles.forces.stand_in(word)
        });
        if let Some(one) = force.map(|t| &self.reader.words.word(t).actors).filter(|who| !who.is_empty()) {
            return one.clone();
        }
        let paper = self.frame.as_ref().filter(|f| f.paper).map(|f| &f.speaker);
        let told = self.drafts.last().map(|d| &d.holders);
        let together = [Some(&self.last.0), told, paper].into_iter().flatten().find(|a| principals(a).len() >= 2);
        together.cloned().unwrap_or_else(|| self.cast.many_since(self.asked_at(at), 2, at))
    }
}
