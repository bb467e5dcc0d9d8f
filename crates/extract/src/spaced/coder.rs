//! From predicates to acts: whose each is, who reports it, how far its evidence reaches.
//!
//! One pass over the sentences with a small state: who speaks, who acted last, which list is open. Next to read:
//! `mod.rs` for the path, `acts.rs` for the classes.

use chancery_model::{ActKind, ActorId, Stance, Status};
use chancery_text::Span;

use crate::cast::{Cast, principals, unique};
use crate::discourse::{Draft, Voice};
use crate::knowledge::Language;
use crate::layout::{Layout, Sentence};
use crate::speakers::Speakers;
use crate::tokens::{Class, Token};
use crate::vocabulary::{Lexis, Tenses};

use super::acts::{Deed, Reading};
use super::clauses::{Clauses, How, Link, Predicate};
use super::leads::Lead;
use super::units::{Mark, Unit, units};
use super::who::has_person;

/// What the coder must know of the article.
pub(crate) struct Article<'a> {
    /// As printed.
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) lexis: &'a Lexis<'a>,
    pub(crate) language: &'a Language,
    pub(crate) layout: &'a Layout,
    pub(crate) cast: &'a Cast,
    pub(crate) voices: &'a Speakers,
    /// The two states of the title, where it names two.
    pub(crate) pair: Vec<ActorId>,
    /// The state that acts most, for a statement that names no issuer.
    pub(crate) own: Vec<ActorId>,
    /// Who signs it, state and person.
    pub(crate) signed: Vec<ActorId>,
    /// Acts in its own name.
    pub(crate) programme: bool,
    /// Its title, for whom the first sentences mean.
    pub(crate) headline: super::headline::Headline,
    /// A paper whose sentences may have no subject, its issuer's (Strengthen trade. Oppose levies.).
    pub(crate) bare: bool,
}

pub(crate) struct Coder<'a> {
    pub(crate) article: &'a Article<'a>,
    /// Who speaks in this paragraph.
    pub(crate) speaker: Vec<ActorId>,
    /// Who acted last, with where they are named.
    pub(crate) last: (Vec<ActorId>, Option<Span>),
    /// The last several, the last single one.
    pub(crate) several: Vec<ActorId>,
    pub(crate) single: Vec<ActorId>,
    /// The last several who acted by post, by name or together: the ministers, the leaders are these before any states.
    pub(crate) officers: Vec<ActorId>,
    /// The last person, with the state.
    pub(crate) person: Vec<ActorId>,
    /// The two sides of the last meeting told.
    pub(crate) met_with: Vec<ActorId>,
    /// Whose turn it is in an interview, and whether it is a question.
    pub(crate) turn: Vec<ActorId>,
    pub(crate) asks: bool,
    /// Whether turns were told: then nobody but their speakers says "we".
    pub(crate) labelled: bool,
    /// Whether the sentence at hand is inside quotation marks.
    pub(crate) quoted: bool,
    /// Whether somebody speaks in the sentence at hand: only then an act of another is reported.
    pub(crate) framed: bool,
    pub(crate) lead: Option<Lead>,
    /// Who acts in lines without a subject throughout ("The Lake Council, / Urges …; / Decides …").
    pub(crate) frame: Option<Lead>,
    /// The body that acted last.
    pub(crate) body: Vec<ActorId>,
    /// Who is named by which post (the chair): whom the post alone means later.
    pub(crate) posts: std::collections::BTreeMap<String, Vec<ActorId>>,
    /// Whether the words announced by a line ("issued the following statement:") stand in quotation marks.
    pub(crate) announced: Option<bool>,
    pub(crate) met: Vec<Vec<ActorId>>,
    /// With whom the last promise is shared: its pieces are too.
    pub(crate) shared_with: Vec<ActorId>,
    pub(crate) drafts: Vec<Draft>,
}

/// How many clauses may hang in one another, and how far a subject is looked for, in predicates.
pub(crate) const NESTED: usize = 12;

/// The drafts of an article's acts.
pub(crate) fn drafts(article: &Article<'_>) -> Vec<Draft> {
    Coder::code(article)
}

impl<'a> Coder<'a> {
    fn code(article: &'a Article<'a>) -> Vec<Draft> {
        let mut coder = Coder {
            article,
            speaker: Vec::new(),
            last: (Vec::new(), None),
            several: Vec::new(),
            single: Vec::new(),
            officers: Vec::new(),
            person: Vec::new(),
            met_with: Vec::new(),
            turn: Vec::new(),
            asks: false,
            labelled: false,
            quoted: false,
            framed: false,
            lead: None,
            frame: None,
            body: Vec::new(),
            posts: std::collections::BTreeMap::new(),
            announced: None,
            met: Vec::new(),
            shared_with: Vec::new(),
            drafts: Vec::new(),
        };
        if article.bare {
            coder.frame = coder.own_frame();
        }
        coder.heed(&article.headline);
        let mut buffer = Vec::new();
        for (n, sentence) in article.layout.sentences.iter().enumerate() {
            coder.ahead(n, &mut buffer);
            coder.sentence(sentence, &mut buffer);
        }
        coder.drafts
    }

    fn sentence(&mut self, sentence: &Sentence, buffer: &mut Vec<Unit>) {
        let a = self.article;
        let quoted = a.layout.of(sentence).first().is_some_and(|s| s.depth > 0);
        let voice = a.voices.at(sentence.span.start());
        match voice {
            Some(Voice::Nobody) => return,
            Some(Voice::Speaker(who)) => self.speaker.clone_from(who),
            _ if sentence.opens && !quoted && !a.text[sentence.span.range()].starts_with(['“', '"']) => {
                self.speaker.clone_from(&self.turn);
            }
            _ => {}
        }
        if sentence.opens {
            self.announced_words(quoted || a.text[sentence.span.range()].starts_with(['“', '"']));
        }
        units(a.text, sentence.span, a.tokens, &a.language.marks, buffer);
        if sentence.opens {
            self.label(buffer);
        }
        if self.asks {
            return;
        }
        self.quoted = quoted;
        self.framed = quoted || !self.turn.is_empty() || matches!(voice, Some(Voice::Speaker(_)));
        let clauses = Clauses { text: a.text, units: buffer, tokens: a.tokens, lexis: a.lexis, language: a.language };
        self.know_posts(&clauses);
        let listed = self.listed(&clauses, sentence);
        if let Some(cut) = clauses.attribution() {
            // "We condemn it," said the minister: the words, and whose they are, each by itself.
            let rest = Clauses { units: &clauses.units[cut..], ..clauses };
            let told = rest.predicates(None);
            if let Some(speaker) = self.teller(&clauses, &rest, &told) {
                self.speaker = speaker;
            }
            self.framed = true;
            let words = Clauses { units: &clauses.units[..cut], ..clauses };
            self.predicates(&words, &words.predicates(listed));
            self.predicates(&rest, &told);
            self.lead = None;
            return;
        }
        let predicates = clauses.predicates(listed);
        if let Some(speaker) = self.attributed(&clauses) {
            self.speaker = speaker;
            self.framed = true;
        }
        self.frames(&clauses, &predicates);
        self.predicates(&clauses, &predicates);
        self.leads(&clauses, &predicates, sentence);
    }

    /// A label before a turn ("SECRETARY DOE:", "QUESTION:"): whose the words are until the next one. Takes it off.
    fn label(&mut self, units: &mut Vec<Unit>) {
        let Some(colon) = units.iter().take(8).position(|u| u.mark == Mark::Colon) else { return };
        let a = self.article;
        let token = |u: &Unit| u.token.map(|t| &a.tokens[t as usize]);
        let shouts = |u: &Unit| a.text[u.span.range()].chars().all(|c| !c.is_lowercase());
        let label = &units[..colon];
        if label.is_empty() || !label.iter().all(|u| u.mark != Mark::Word || shouts(u)) {
            return;
        }
        let asks = label.iter().filter_map(token).any(|t| t.is(Class::Question));
        let who = label.iter().filter_map(token).filter(|t| t.is(Class::Actor));
        let who = unique(who.flat_map(|t| a.lexis.word(t).actors.iter().cloned()).collect());
        if !asks && who.is_empty() && !label.iter().filter_map(token).any(|t| t.is(Class::Office) || t.is(Class::Title))
        {
            return;
        }
        self.asks = asks;
        self.labelled = true;
        // MR DOE, of no lexicon: the person, for the state that acts most.
        let names: Vec<&str> = label.iter().filter(|u| u.token.is_none()).map(|u| &a.text[u.span.range()]).collect();
        let who = match names.as_slice() {
            [name] if !asks && who.is_empty() && name.chars().all(char::is_alphabetic) => {
                let person = ActorId::new(&format!("person:{}", super::persons::calm(name)));
                unique(a.own.iter().cloned().chain(person).collect())
            }
            _ => who,
        };
        self.turn = who.clone();
        self.speaker = who;
        units.drain(..=colon);
    }

    /// "…," said the minister; "…," the minister said: who, for the whole sentence.
    pub(crate) fn attributed(&self, c: &Clauses<'_>) -> Option<Vec<ActorId>> {
        for k in 1..c.units.len() {
            if !c.is(k, Class::Say)
                || c.tenses(k).has(crate::vocabulary::Tenses::ING)
                || !matches!(c.mark(k - 1), Some(Mark::Comma | Mark::Close | Mark::Open))
            {
                continue;
            }
            let mut names = Vec::new();
            let mut m = k + 1;
            while m < c.units.len() && m < k + 10 {
                // Said Chile's foreign minister, Jane Doe.
                let apposed = c.mark(m) == Some(Mark::Comma) && has_person(&self.named_by(c, m + 1));
                let whose = names.last().is_some_and(|&n| c.opens_names(m, &[n]));
                let within = !names.is_empty() && (c.mark(m) == Some(Mark::Owner) || apposed || whose);
                if c.names_somebody(m) {
                    names.push(m);
                } else if within {
                } else if c.mark(m) != Some(Mark::Word) || c.is_preposition(m) || c.is_verb(m) {
                    break;
                }
                m += 1;
            }
            if !names.is_empty() {
                let who = self.resolve(c, &names);
                if !who.is_empty() {
                    return Some(who);
                }
            }
        }
        None
    }

    fn predicates(&mut self, c: &Clauses<'_>, predicates: &[Predicate]) {
        let ends: Vec<usize> =
            (0..predicates.len()).map(|n| predicates.get(n + 1).map_or(c.units.len(), |p| p.at)).collect();
        let wide = |n: usize| -> usize {
            let mut end = ends[n];
            let mut m = n + 1;
            while m < predicates.len()
                && m <= n + NESTED
                && predicates[m].link == Link::Content
                && (m == n + 1 || predicates[m - 1].link == Link::Content)
            {
                end = ends[m];
                m += 1;
            }
            end
        };
        let mut readings: Vec<Reading> = predicates.iter().enumerate().map(|(n, p)| c.read(p, wide(n))).collect();
        for n in 1..predicates.len() {
            // "said it condemned the raid and would send ships": the second is what was said, too.
            let shared = predicates[n].link == Link::Shared && n > 1 && predicates[n - 1].link == Link::Content;
            let said = &predicates[if shared { n - 2 } else { n - 1 }];
            if let Some(reading) = c.reported(said, &predicates[n], wide(n)) {
                readings[n] = reading;
            }
        }
        // A speaker named behind the words is the speaker of the words before too.
        let mut holders: Vec<(Vec<ActorId>, Option<Span>)> = Vec::with_capacity(predicates.len());
        if let Some(n) = (1..predicates.len())
            .find(|&n| predicates[n].link == Link::Main && c.is(predicates[n].group.verb, Class::Say))
            && matches!(c.mark(predicates[n].at.saturating_sub(1)), Some(Mark::Comma | Mark::Close | Mark::Open))
        {
            let who = self.resolve(c, &predicates[n].names);
            if !who.is_empty() {
                self.speaker = who;
                self.framed = true;
            }
        }
        // What an attitude has for object may be a clause: then the words of the clause decide.
        for (n, reading) in readings.iter_mut().enumerate() {
            let clause = predicates.get(n + 1).is_some_and(|q| q.link == Link::Content);
            if let Reading::Act(deed) = *reading
                && clause
                && !deed.asks_subject
            {
                match deed.kind {
                    ActKind::Position | ActKind::Call => *reading = Reading::Frame(Some(deed)),
                    ActKind::Event if c.is(deed.anchor, Class::Say) => *reading = Reading::Frame(None),
                    _ => {}
                }
            }
        }
        let stop = c.units.last().is_some_and(|u| u.mark == Mark::Other || u.mark == Mark::Close);
        let stop = stop
            || self.frame.is_some() && matches!(c.units.last().map(|u| u.mark), Some(Mark::Comma | Mark::Semicolon));
        if !stop && predicates.iter().all(|p| p.link == Link::Beside && p.group.how == How::Participle) {
            // A heading ("Supporting growth").
            return;
        }
        let mut opened: Option<usize> = None;
        let mut parent: Option<(Deed, Span)> = self.lead.as_ref().and_then(|l| l.deed.map(|d| (d, l.anchor)));
        for (n, p) in predicates.iter().enumerate() {
            let mut holder = self.holder(c, predicates, n, &holders);
            if p.link == Link::Beside && p.group.how == How::Infinitive {
                // What several met for is the sides' act, not the persons'.
                let sides = principals(&holder.0);
                holder.0 = if sides.len() > 1 { sides } else { holder.0 };
            }
            holders.push(holder);
            let (who, named) = holders[n].clone();
            let framed = p.link == Link::Content && n > 0 && matches!(readings[n - 1], Reading::Frame(_));
            match readings[n] {
                Reading::Frame(deed) => {
                    if c.is(p.group.verb, Class::Say) && !who.is_empty() && !self.article.programme {
                        self.speaker.clone_from(&who);
                        self.framed = true;
                    }
                    let calls = deed.is_some_and(|d| d.kind == ActKind::Call);
                    let inner = predicates.get(n + 1).filter(|q| q.link == Link::Content);
                    let acts = inner.is_some_and(|q| !q.thing || c.is(q.group.verb, Class::Ought))
                        && matches!(readings[n + 1], Reading::Act(_) | Reading::Frame(_));
                    if let Some(deed) = deed.filter(|_| !acts || calls) {
                        self.draft(c, p, deed, wide(n), (&who, named), None);
                        parent = None;
                    }
                }
                Reading::Act(mut deed) => {
                    // "Take part in the talks.", in a paper without subjects: a promise.
                    let plain = p.names.is_empty() && matches!(p.group.how, How::Finite(t) if t == Tenses::BASE);
                    // "gather news of the levy", as an item of what others shall do.
                    if plain && !self.article.bare && deed.kind == ActKind::Event && n == 0 {
                        continue;
                    }
                    if self.article.bare && plain && deed.kind == ActKind::Event {
                        deed = Deed::new(ActKind::Commitment, Some(Stance::Will), deed.anchor, deed.from);
                        let lead = self.lead.as_ref().filter(|lead| lead.deed.is_some()).map(|lead| lead.anchor);
                        self.draft(c, p, deed, ends[n], (&who, named), lead);
                        continue;
                    }
                    // "We expect that Peru will …": what is hoped for is the call's own.
                    let hoped = framed && matches!(readings[n - 1], Reading::Frame(Some(d)) if d.kind == ActKind::Call);
                    if hoped || framed && p.thing && !c.is(p.group.verb, Class::Ought) {
                        continue;
                    }
                    if framed
                        && deed.kind == ActKind::Commitment
                        && n > 0
                        && matches!(readings[n - 1], Reading::Frame(Some(d)) if d.stance == Some(Stance::Agree))
                    {
                        deed.stance = Some(Stance::Agree);
                        readings[n] = Reading::Act(deed);
                    }
                    if p.link == Link::Relative && p.group.how == How::Modal {
                        continue;
                    }
                    // Two verbs with one object ("support and encourage"): one act, the second's, from the first on.
                    let joined = predicates.get(n + 1).is_some_and(|q| {
                        q.link == Link::Shared && q.at <= p.group.verb + 2 && c.joins(q.at.saturating_sub(1))
                    });
                    if joined && matches!(readings.get(n + 1), Some(Reading::Act(_))) {
                        opened = Some(opened.unwrap_or(deed.from));
                        continue;
                    }
                    if let Some(from) = opened.take() {
                        deed.from = from;
                    }
                    // An auxiliary with a list of lines or pieces for object is no piece itself.
                    let opens = ends[n] <= p.group.verb + 2 && c.mark(p.group.verb + 1) == Some(Mark::Colon);
                    let below = n + 1 == predicates.len()
                        && c.is(p.group.verb + 1, Class::Follows)
                        && c.units.last().is_some_and(|u| u.mark == Mark::Colon);
                    if below && c.is(p.group.verb, Class::Event) {
                        self.announce(&who);
                    }
                    if !opens && !below {
                        let end = if deed.settled { wide(n) } else { ends[n] };
                        self.draft(c, p, deed, end, (&who, named), None);
                    }
                    parent = c.token(deed.anchor).map(|t| (deed, t.span)).filter(|_| deed.kind == ActKind::Commitment);
                }
                Reading::Nothing if p.link == Link::Piece => {
                    if let Some((mut deed, anchor)) = parent {
                        deed.from = opened.take().unwrap_or(p.group.start);
                        if c.is(p.group.verb, Class::Continue) {
                            (deed.stance, deed.status) = (Some(Stance::Continue), Some(Status::Ongoing));
                        }
                        self.draft(c, p, deed, ends[n], (&who, named), Some(anchor));
                    }
                }
                Reading::Nothing => {
                    parent = None;
                    // Work of one's own in a paper without subjects.
                    if let Some(deed) = self.bare_work(c, p) {
                        self.draft(c, p, deed, ends[n], (&who, named), None);
                    }
                }
            }
        }
        // Whom a sentence without a subject of ours tells of: he or she in the next.
        if predicates.iter().all(|p| p.names.is_empty()) {
            let persons =
                c.units.iter().filter_map(|u| u.token).map(|t| &self.article.lexis.word(&c.tokens[t as usize]).actors);
            let found = persons.into_iter().find(|a| a.iter().any(|a| a.is_person()));
            if let Some(person) = found {
                self.person.clone_from(person);
            }
        }
        if let Some((who, named)) = holders.iter().rev().find(|h| !h.0.is_empty()) {
            self.last = (who.clone(), *named);
        }
    }
}
