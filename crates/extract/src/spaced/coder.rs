//! From predicates to acts: whose each is, who reports it, how far its evidence reaches.
//!
//! One pass over the sentences with a small state: who speaks, who acted last, which list is open. Next to read:
//! `mod.rs` for the path, `acts.rs` for the classes.

use chancery_model::{ActKind, ActorId, Polarity, Stance, Status};
use chancery_text::Span;

use crate::cast::{Cast, principals, unique};
use crate::discourse::{Draft, Voice};
use crate::knowledge::Language;
use crate::layout::{Layout, Sentence};
use crate::speakers::Speakers;
use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::Lexis;

use super::acts::{Deed, Reading};
use super::clauses::{Clauses, How, Link, Predicate};
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
}

/// A list that goes on in the lines below ("The leaders will:").
#[derive(Clone, Debug)]
pub(crate) struct Lead {
    pub(crate) holders: Vec<ActorId>,
    pub(crate) named: Option<Span>,
    pub(crate) how: How,
    pub(crate) deed: Option<Deed>,
    pub(crate) anchor: Span,
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
            met: Vec::new(),
            shared_with: Vec::new(),
            drafts: Vec::new(),
        };
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
        let listed = self.lead.as_ref().filter(|_| sentence.opens).map(|l| l.how);
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
            if let Some(reading) = c.reported(&predicates[n - 1], &predicates[n], wide(n)) {
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
                    if !opens {
                        self.draft(c, p, deed, ends[n], (&who, named), None);
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
                Reading::Nothing => parent = None,
            }
        }
        // Whom a sentence without a subject of ours tells of: he or she in the next.
        if predicates.iter().all(|p| p.names.is_empty()) {
            let persons =
                c.units.iter().filter_map(|u| u.token).map(|t| &self.article.lexis.word(&c.tokens[t as usize]).actors);
            let found = persons.into_iter().find(|a| a.iter().any(|a| a.as_str().starts_with("person:")));
            if let Some(person) = found {
                self.person.clone_from(person);
            }
        }
        if let Some((who, named)) = holders.iter().rev().find(|h| !h.0.is_empty()) {
            self.last = (who.clone(), *named);
        }
    }

    fn draft(
        &mut self,
        c: &Clauses<'_>,
        p: &Predicate,
        mut deed: Deed,
        end: usize,
        (who, named): (&[ActorId], Option<Span>),
        anchor: Option<Span>,
    ) {
        let Some(anchor) = anchor.or_else(|| c.token(deed.anchor).map(|t| t.span)) else { return };
        let mut last = end;
        while last > deed.from + 1 && !self.closes(c, last - 1) {
            last -= 1;
        }
        let mut from = deed.from;
        if p.link == Link::Relative && last <= p.group.verb + 1 {
            from = p.at.saturating_sub(1);
        }
        if p.group.how == How::Passive
            || deed.kind == ActKind::Event && p.link == Link::Main && deed.meeting && !p.names.is_empty()
        {
            from = p.names.first().copied().unwrap_or(from).min(from);
            from = self.whole_subject(c, from, p.at);
        }
        while from < p.group.verb
            && from == deed.from
            && (c.is(from, Class::And) || c.is(from, Class::Done) && !c.is(from, Class::Perfect))
        {
            from += 1;
            deed.from += 1;
        }
        let empty = last <= p.group.verb + 1 && p.link != Link::Relative;
        if empty && (deed.kind != ActKind::Event || c.is(p.group.verb, Class::Say)) {
            return;
        }
        let mut holders = who.to_vec();
        let mut addressees = Vec::new();
        let span = c.units[from].span.cover(c.units[last - 1].span);
        if deed.asks_subject {
            let own = self.own();
            // The two sides should: the speaker's among them.
            let sides = p.names.iter().any(|&k| c.any(k, Classes::of(&[Class::Both, Class::Own])));
            let among = principals(&own).iter().any(|o| principals(&holders).contains(o));
            let shared = among || sides || own.is_empty();
            if shared {
                (deed.kind, deed.stance, deed.intensity) = (ActKind::Position, Some(Stance::Affirm), Some(3));
            } else {
                addressees = principals(&holders);
                deed.polarity = None;
            }
            holders = own;
        }
        if holders.is_empty() && !self.article.programme {
            return;
        }
        if holders.is_empty() {
            holders = self.own();
        }
        if deed.kind == ActKind::Call && !deed.asks_subject {
            addressees = self.asked(c, deed.anchor + 1, last);
        } else if deed.kind == ActKind::Commitment {
            addressees = self.beside(c, from, last);
            addressees.retain(|a| !holders.contains(a));
            if p.link == Link::Piece && addressees.is_empty() {
                addressees.clone_from(&self.shared_with);
            }
            self.shared_with.clone_from(&addressees);
        }
        let own = self.article.programme && self.speaker.is_empty();
        let third = own
            && !self.article.cast.issuers.is_empty()
            && !principals(&holders).iter().any(|h| self.article.cast.issuers.contains(h));
        if third && deed.kind == ActKind::Commitment {
            return;
        }
        // What loose groups will or want is said of them.
        let loose = holders.iter().all(|h| h.as_str().starts_with("group:"));
        if loose && !holders.is_empty() && matches!(deed.kind, ActKind::Commitment | ActKind::Position) {
            return;
        }
        if deed.meeting {
            let other = self.actors_in(c, p.group.verb + 1, last);
            let states = unique(principals(&holders).into_iter().chain(principals(&other)).collect());
            if states.len() == 2 {
                self.met_with = states;
            }
            let with = (p.group.verb..last).find(|&k| c.is(k, Class::With) && !c.joins(k));
            if let Some(with) = with.filter(|w| *w <= p.group.verb + 8) {
                let until =
                    (with + 1..last).find(|&k| c.is_preposition(k) || c.mark(k) == Some(Mark::Comma)).unwrap_or(last);
                addressees = self.actors_in(c, with + 1, until);
                addressees.retain(|a| !holders.contains(a));
            }
            let set = principals(&holders);
            if self.met.contains(&set) {
                return;
            }
            self.met.push(set);
        }
        let via = if self.speaker.is_empty()
            || !self.framed
            || principals(&self.speaker).iter().any(|s| holders.contains(s))
            || self.speaker.iter().any(|s| holders.contains(s))
        {
            Vec::new()
        } else {
            self.speaker.clone()
        };
        // What another will do, told by somebody, is said and not promised.
        if !via.is_empty() && deed.kind == ActKind::Commitment && deed.stance == Some(Stance::Will) {
            return;
        }
        let targets = self.actors_in(c, (deed.anchor + 1).max(from), last);
        if !matches!(deed.kind, ActKind::Position | ActKind::Call) {
            deed.polarity = None;
        }
        if deed.kind == ActKind::Call {
            deed.polarity = None;
        }
        self.drafts.push(Draft {
            kind: deed.kind,
            span,
            anchor,
            stance: deed.stance,
            polarity: deed.polarity.or((deed.kind == ActKind::Position).then_some(Polarity::Neutral)),
            intensity: deed.intensity.filter(|_| matches!(deed.kind, ActKind::Position | ActKind::Call)),
            confidence: if named.is_some() { 0.9 } else { 0.7 },
            holders: unique(holders),
            holder_span: named,
            addressees,
            targets: if deed.kind == ActKind::Position || deed.kind == ActKind::Call { targets } else { Vec::new() },
            via,
            status: deed.status,
            only_if: None,
        });
    }

    /// Back over the articles and adjectives before the first name.
    fn whole_subject(&self, c: &Clauses<'_>, from: usize, at: usize) -> usize {
        let mut k = from;
        while k > at
            && c.mark(k - 1) == Some(Mark::Word)
            && !c.is_preposition(k - 1)
            && !c.joins(k - 1)
            && !c.is(k - 1, Class::And)
        {
            k -= 1;
        }
        k
    }

    /// Whether the evidence may end with unit `k`.
    fn closes(&self, c: &Clauses<'_>, k: usize) -> bool {
        match c.mark(k) {
            Some(Mark::Word) => {
                !c.joins(k)
                    && !c.is(k, Class::Beside)
                    && !c.is(k, Class::Relative)
                    && (!c.is(k, Class::And) || c.names_somebody(k))
                    && !c.is(k, Class::That)
            }
            Some(Mark::Owner) => true,
            _ => false,
        }
    }

    /// Opens or closes a list of lines.
    fn leads(&mut self, c: &Clauses<'_>, predicates: &[Predicate], sentence: &Sentence) {
        let colon = c.units.last().is_some_and(|u| u.mark == Mark::Colon);
        if colon {
            let last = predicates.last();
            let near = last.filter(|p| p.group.verb + 4 >= c.units.len());
            let deed = near.and_then(|p| match c.read(p, c.units.len()) {
                Reading::Act(deed) => Some(deed),
                _ => None,
            });
            let (how, anchor) = match near {
                Some(p) => (
                    if deed.is_some_and(|d| d.kind == ActKind::Commitment) { How::Modal } else { p.group.how },
                    c.token(p.group.verb).map_or(sentence.span, |t| t.span),
                ),
                None => (How::Finite(crate::vocabulary::Tenses::PAST), sentence.span),
            };
            let names: Vec<usize> = (0..c.units.len()).filter(|&k| c.names_somebody(k)).collect();
            let holders = match near {
                Some(_) => self.last.0.clone(),
                None => self.resolve(c, &names),
            };
            self.lead = Some(Lead { holders, named: self.last.1, how, deed, anchor });
        } else if predicates.first().is_some_and(|p| !p.names.is_empty()) {
            self.lead = None;
        }
    }
}
