//! Whom words mean at their place: names, collectives (we, both sides, the leaders), pronouns and bare posts; and whom a
//! call or promise is made to. What nothing resolves is nobody. Next to read: `coder.rs`.

use chancery_model::ActorId;
use chancery_text::Span;

use crate::cast::{principals, unique};
use crate::layout::Sentence;
use crate::tokens::{Class, Classes, Token};

use super::clauses::{Clauses, Link, Predicate};
use super::coder::{Coder, NESTED};
use super::units::{Mark, Unit, units};

/// Words that name an actor by themselves.
const NAMES: Classes = Classes::of(&[Class::Actor, Class::Seat]);

/// How many sentences of a quotation may stand before the one that tells who speaks.
const AHEAD: usize = 8;

impl Coder<'_> {
    /// Who holds predicate `n`, with where they are named.
    pub(crate) fn holder(
        &mut self,
        c: &Clauses<'_>,
        predicates: &[Predicate],
        n: usize,
        before: &[(Vec<ActorId>, Option<Span>)],
    ) -> (Vec<ActorId>, Option<Span>) {
        let p = &predicates[n];
        if p.thing {
            return (self.own(), None);
        }
        if let Some(said) = self.who_says(c, predicates, n, before) {
            return said;
        }
        if !p.names.is_empty() {
            return self.named(c, &p.names);
        }
        // The subject before in the sentence; for words before any subject, the next one; else the list's.
        let carried = (n.saturating_sub(NESTED)..n)
            .rev()
            .find(|&m| !predicates[m].thing && predicates[m].link != Link::Relative && !before[m].0.is_empty());
        if let Some(m) = carried {
            return before[m].clone();
        }
        let own = |q: &&Predicate| !q.names.is_empty() && q.link != Link::Relative;
        if let Some(next) = predicates[n + 1..].iter().take(NESTED).find(own) {
            return self.named(c, &next.names);
        }
        if let Some(lead) = self.lead.as_ref().or(self.frame.as_ref()) {
            return (lead.holders.clone(), lead.named);
        }
        (Vec::new(), None)
    }

    /// "Canada said it opposed the levy": whom a pronoun in what is said means, those who say it; so "we" in what several agree.
    fn who_says(
        &self,
        c: &Clauses<'_>,
        predicates: &[Predicate],
        n: usize,
        before: &[(Vec<ActorId>, Option<Span>)],
    ) -> Option<(Vec<ActorId>, Option<Span>)> {
        let p = &predicates[n];
        let [name] = p.names[..] else { return None };
        let content = p.link == Link::Content && n > 0 && c.one_word(name);
        let agrees = content && c.is(name, Class::Own) && !c.is_determiner(name) && !self.quoted;
        if agrees && c.is(predicates[n - 1].group.verb, Class::Agree) {
            return before.get(n - 1).filter(|b| b.0.len() > 1).cloned();
        }
        let pronoun = content && c.is(name, Class::They);
        let (who, named) = before.get(n.checked_sub(1)?).filter(|b| pronoun && !b.0.is_empty())?;
        let sense = self.article.lexis.sense(c.token(name)?, Class::They);
        let several = principals(who).len() > 1 || is_body(who);
        let fits = match (sense.size, sense.led) {
            (2.., _) => several,
            // He and she are persons, it is none.
            (_, person) => person == has_person(who),
        };
        fits.then(|| (who.clone(), *named))
    }

    pub(crate) fn named(&mut self, c: &Clauses<'_>, names: &[usize]) -> (Vec<ActorId>, Option<Span>) {
        let who = self.resolve(c, names);
        let span = names.iter().map(|&k| c.units[k].span).reduce(Span::cover);
        if principals(&who).len() > 1 {
            self.several.clone_from(&who);
            let plain =
                |k: usize| c.any(k, Classes::of(&[Class::Actor, Class::Nation])) && !has_person(&self.named_by(c, k));
            if !names.iter().all(|&k| plain(k)) {
                self.officers.clone_from(&who);
            }
        } else if !who.iter().all(|a| a.is_group()) {
            self.single.clone_from(&who);
            if has_person(&who) {
                self.person.clone_from(&who);
            }
            if matches!(who.as_slice(), [one] if one.is_org()) {
                self.body.clone_from(&who);
            }
        }
        (who, span)
    }

    /// The actors of the word at unit `k`.
    pub(super) fn named_by(&self, c: &Clauses<'_>, k: usize) -> Vec<ActorId> {
        c.token(k).map(|t| self.article.lexis.word(t).actors.clone()).unwrap_or_default()
    }

    /// Whose the words before a verb of saying are ("…," the ministers said): its subject in `rest`, what stands behind them.
    pub(crate) fn teller(&self, whole: &Clauses<'_>, rest: &Clauses<'_>, told: &[Predicate]) -> Option<Vec<ActorId>> {
        let says = told.iter().find(|p| p.link == Link::Main && rest.is(p.group.verb, Class::Say));
        let named = says.map(|p| self.resolve(rest, &p.names)).filter(|who| !who.is_empty());
        named.or_else(|| self.attributed(whole))
    }

    /// Before a quotation that opens a paragraph: who speaks in it, where only a later sentence of it tells
    /// ("We met. We agreed," they said).
    pub(crate) fn ahead(&mut self, n: usize, buffer: &mut Vec<Unit>) {
        let a = self.article;
        let sentences = &a.layout.sentences[n..];
        let quoted = |s: &Sentence| a.layout.of(s).first().is_some_and(|g| g.depth > 0);
        let voiced = a.voices.at(sentences[0].span.start()).is_some();
        if !sentences[0].opens || voiced || a.programme || self.labelled {
            return;
        }
        let same = |s: &&Sentence| s.paragraph == sentences[0].paragraph && quoted(s);
        for (later, sentence) in sentences.iter().take_while(same).take(AHEAD).enumerate() {
            units(a.text, sentence.span, a.tokens, &a.language.marks, buffer);
            let whole = Clauses { text: a.text, units: buffer, tokens: a.tokens, lexis: a.lexis, language: a.language };
            let Some(cut) = whole.attribution() else { continue };
            let rest = Clauses { units: &whole.units[cut..], ..whole };
            if later > 0
                && let Some(speaker) = self.teller(&whole, &rest, &rest.predicates(None))
            {
                self.speaker = speaker;
            }
            return;
        }
    }

    /// Whom these units name.
    pub(crate) fn resolve(&self, c: &Clauses<'_>, names: &[usize]) -> Vec<ActorId> {
        let a = self.article;
        let mut out: Vec<ActorId> = Vec::new();
        // "The Parties" of a paper, "the governments of": not loose groups.
        if let Some(parties) = self.parties(c, names) {
            return parties;
        }
        for &k in names {
            let Some(token) = c.token(k) else { continue };
            // "The Union and its members": who belongs to one named before is told with it.
            let theirs = k > 0 && c.is_determiner(k - 1) && c.is(k - 1, Class::They) && c.is_group(k);
            if theirs && !out.is_empty() {
                continue;
            }
            // "The secretary and Foreign Minister Doe": two.
            if token.is(Class::They) && c.joins(k + 1) && names.iter().any(|&n| c.is(n, Class::Actor)) {
                out.extend(self.by_post(c, k).unwrap_or_default());
            }
            if token.is(Class::Actor) || token.is(Class::Nation) || token.is(Class::Seat) {
                for actor in &a.lexis.word(token).actors {
                    match a.language.members.iter().find(|(group, _)| group == actor) {
                        Some((_, members)) => out.extend(members.iter().cloned()),
                        None => out.push(actor.clone()),
                    }
                }
            }
        }
        if !out.is_empty() {
            let out = unique(out);
            // "Our experts": those who have them.
            let first = names.first().copied().unwrap_or(0);
            let ours = first > 0 && c.is_own(first - 1) && out.iter().all(|a| a.is_group());
            if ours {
                return self.own();
            }
            // In somebody's speech the speaker's own state means the speaker.
            let speaks = out.len() == 1 && self.framed && !a.programme && self.speaker.contains(&out[0]);
            let signs = out.len() == 1
                && has_person(&a.signed)
                && principals(&a.signed).len() == 1
                && self.speaker.is_empty()
                && !self.quoted
                && !self.labelled
                && a.signed.contains(&out[0]);
            return match (speaks, signs) {
                (true, _) => self.speaker.clone(),
                (false, true) => a.signed.clone(),
                (false, false) => out,
            };
        }
        // Two posts (the secretary and the minister): the two who met.
        if names.iter().filter(|&&k| c.is(k, Class::Office) || c.is(k, Class::Title) || c.is(k, Class::They)).count()
            == 2
        {
            let pair = self.both(c.units[names[0]].span.start());
            if !pair.is_empty() {
                return pair;
            }
        }
        for &k in names {
            let Some(token) = c.token(k) else { continue };
            let at = token.span.start();
            let found = if token.is(Class::Own) {
                self.own()
            } else if token.is(Class::Both) {
                self.both(at)
            } else if token.is(Class::All) {
                self.all(token)
            } else if token.is(Class::They) {
                self.by_post(c, k).unwrap_or_else(|| self.they(token))
            } else {
                continue;
            };
            // Nobody is guessed for a collective that nothing resolves.
            return found;
        }
        // A post alone (the minister, the spokesperson): who was named by it, else the one named last.
        if let Some(who) = names.iter().find_map(|&k| self.by_post(c, k)) {
            return who;
        }
        if self.single.is_empty() { self.last.0.clone() } else { self.single.clone() }
    }

    /// Whom the post at unit `k` means: the person named by it before, or who signs where nobody acted yet.
    fn by_post(&self, c: &Clauses<'_>, k: usize) -> Option<Vec<ActorId>> {
        let words = c.text[c.units[k].span.range()].to_ascii_lowercase();
        let bare = words.split_once(' ').map_or("", |(_, bare)| bare);
        let known = self.posts.get(&words).or_else(|| self.posts.get(bare));
        if let Some(who) = known.filter(|who| !who.is_empty()) {
            return Some(who.clone());
        }
        let signed = &self.article.signed;
        let none = self.single.is_empty() && self.last.0.is_empty() && !self.quoted && !self.labelled;
        (none && principals(signed).len() == 1).then(|| signed.clone())
    }

    /// Those whom "the Parties", "each Party" mean in a paper of several, printed with their capital.
    fn parties(&self, c: &Clauses<'_>, names: &[usize]) -> Option<Vec<ActorId>> {
        let [name] = names[..] else { return None };
        let printed = c.text.get(c.units[name].span.range())?;
        let last = printed.split(' ').next_back()?;
        let capital = last.starts_with(char::is_uppercase) && (name > 0 || printed.contains(' '));
        if !(capital && c.is_group(name) && c.is(name, Class::All)) {
            return None;
        }
        let issuers = &self.article.cast.issuers;
        let sides = [issuers, &self.article.signed, &self.article.pair, &self.several].map(|who| principals(who));
        sides.into_iter().find(|who| who.len() > 1)
    }

    pub(crate) fn own(&self) -> Vec<ActorId> {
        let signed = &self.article.signed;
        if !self.speaker.is_empty() {
            return self.speaker.clone();
        }
        if !signed.is_empty() && !self.quoted && !self.labelled {
            return signed.clone();
        }
        // A statement in one voice without a head (we condemn …; the state itself calls …): the state that acts in it.
        let unsaid = self.article.cast.issuers.is_empty() && !self.quoted;
        if unsaid { self.article.own.to_vec() } else { self.article.cast.issuers.clone() }
    }

    pub(crate) fn both(&self, at: u32) -> Vec<ActorId> {
        let pair = principals(&self.several);
        if self.article.cast.issuers.len() == 2 {
            self.article.cast.issuers.clone()
        } else if self.article.pair.len() == 2 {
            self.article.pair.clone()
        } else if self.met_with.len() == 2 {
            self.met_with.clone()
        } else if pair.len() == 2 {
            pair
        } else {
            self.article.cast.set(2, at)
        }
    }

    pub(crate) fn all(&self, token: &Token) -> Vec<ActorId> {
        let cast = self.article.cast;
        let size = usize::from(self.article.lexis.sense(token, Class::All).size);
        if size > 0 {
            // "The three leaders": those who met, where they are so many.
            let met = self.met_with.len() == size && cast.issuers.len() != size;
            return if met { self.met_with.clone() } else { cast.set(size, token.span.start()) };
        }
        if cast.issuers.len() >= 2 {
            return cast.issuers.clone();
        }
        let signed = principals(&self.article.signed);
        if signed.len() >= 2 && !self.quoted {
            return signed;
        }
        // The Council, the ministers of a body's paper: the body.
        let frame = self.frame.as_ref().map(|frame| &frame.holders).filter(|who| is_body(who) && !who.is_empty());
        let bodies = [Some(&cast.issuers), frame, Some(&signed), Some(&self.body)];
        let body = bodies.into_iter().flatten().find(|who| matches!(who.as_slice(), [one] if one.is_org()));
        if self.article.lexis.sense(token, Class::All).noun {
            return body.cloned().unwrap_or_default();
        }
        let own =
            principals(&self.several).is_empty() || body.is_some_and(|body| *body == cast.issuers || *body == signed);
        if let Some(body) = body.filter(|_| own && self.article.pair.is_empty()) {
            return body.clone();
        }
        let acted = if self.officers.is_empty() || !self.is_post(token) { &self.several } else { &self.officers };
        let several = principals(acted);
        if several.is_empty() && self.article.pair.len() == 2 {
            return self.article.pair.clone();
        }
        if several.len() < 2 && self.met_with.len() >= 2 {
            return self.met_with.clone();
        }
        if several.len() >= 2 { several } else { cast.many(2, token.span.start()) }
    }

    /// Whether a collective's words hold a post (the foreign ministers, the leaders).
    fn is_post(&self, token: &Token) -> bool {
        let post = Classes::of(&[Class::Office, Class::Title, Class::Suffix]);
        let words = self.article.text[token.span.range()].to_ascii_lowercase();
        self.article.language.vocabulary.find(&words).iter().any(|t| t.classes.any(post))
    }

    pub(crate) fn they(&self, token: &Token) -> Vec<ActorId> {
        if self.article.lexis.sense(token, Class::They).lists {
            // The joint statement: theirs who acted together last, else his who acted last.
            let issued = if self.several.is_empty() { &self.last.0 } else { &self.several };
            return if self.article.programme { self.own() } else { principals(issued) };
        }
        if self.article.lexis.sense(token, Class::They).size >= 2 {
            // They discussed trade, behind a meeting and what one side said: all who met.
            let one = principals(&self.last.0);
            if self.met_with.len() >= 2 && one.len() == 1 && self.met_with.contains(&one[0]) {
                return self.met_with.clone();
            }
            let several = if principals(&self.last.0).len() > 1 { self.last.0.clone() } else { self.several.clone() };
            // The members of a body: they are the body.
            let body = several.is_empty() && !self.last.0.is_empty() && is_body(&self.last.0);
            if body {
                return self.last.0.clone();
            }
            if several.is_empty() { self.article.cast.many(2, token.span.start()) } else { principals(&several) }
        } else if !self.person.is_empty() {
            self.person.clone()
        } else if self.single.is_empty() {
            self.last.0.clone()
        } else {
            self.single.clone()
        }
    }

    pub(crate) fn actors_in(&self, c: &Clauses<'_>, from: usize, to: usize) -> Vec<ActorId> {
        let found = (from..to).filter_map(|k| c.token(k)).filter(|t| t.is(Class::Actor) || t.is(Class::Nation));
        unique(found.flat_map(|t| self.article.lexis.word(t).actors.iter().cloned()).collect())
    }

    /// Whom a call is made to: named between its verb and "to".
    pub(crate) fn asked(&self, c: &Clauses<'_>, from: usize, to: usize) -> Vec<ActorId> {
        // "resolutions relating to the strike": a preposition, nothing asked.
        let asks_for = |k: usize| c.is(k, Class::To) && k > from && !c.is_determiner(k + 1);
        let asks = (from..to).find(|&k| asks_for(k) || c.is(k, Class::That));
        // Without what they are to do, only who stands right behind the verb is asked ("calls for a truce in Mali").
        let until = asks.or_else(|| (from..to).find(|&k| c.is_preposition(k))).unwrap_or(to);
        // "urged all States, in line with the resolutions of the Council, to": by what is asked asks nobody.
        let aside = |k: usize| c.mark(k) == Some(Mark::Comma) && c.is_preposition(k + 1);
        let until = (from..until).find(|&k| aside(k)).unwrap_or(until);
        let named: Vec<usize> = (from..until).filter(|&k| c.names_somebody(k) && !c.is(k, Class::Title)).collect();
        let known =
            named.iter().any(|&k| c.any(k, Classes::of(&[Class::Actor, Class::Nation, Class::Both, Class::All])));
        if known { principals_and_groups(self.resolve(c, &named)) } else { Vec::new() }
    }

    /// Whom a promise is shared with: named right behind "with", or behind a verb that holds it (work with).
    pub(crate) fn beside(&self, c: &Clauses<'_>, from: usize, to: usize) -> Vec<ActorId> {
        let opens = |k: usize| {
            let phrase = c.is_verb(k) && c.units[k].token.is_some() && c.text[c.units[k].span.range()].contains(' ');
            self.is_company(c, k) || phrase && c.any(k + 1, NAMES)
        };
        let Some(with) = (from..to).find(|&k| opens(k)) else { return Vec::new() };
        let mut out = Vec::new();
        let mut strange = 0;
        for k in with + 1..to {
            if c.any(k, NAMES) {
                let token = c.token(k).map(|t| self.article.lexis.word(t).actors.clone());
                out.extend(token.unwrap_or_default());
                strange = 0;
            } else if c.is_determiner(k) || c.joins(k) || c.mark(k) == Some(Mark::Comma) {
            } else {
                strange += 1;
                if strange > 1 || c.is_preposition(k) || c.is_verb(k) {
                    break;
                }
            }
        }
        unique(out)
    }
}

fn is_body(actors: &[ActorId]) -> bool {
    actors.iter().all(|a| a.is_org())
}

pub(super) fn has_person(actors: &[ActorId]) -> bool {
    actors.iter().any(|a| a.is_person())
}

fn principals_and_groups(actors: Vec<ActorId>) -> Vec<ActorId> {
    unique(actors.into_iter().filter(|a| !a.is_person()).collect())
}
