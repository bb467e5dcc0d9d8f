//! Lines that belong together: a list under a line with a colon ("The leaders will:"), lines without a subject under the one
//! that names who acts ("The Lake Council,"), words that a line announces ("issued the following statement:").
//! Next to read: `coder.rs`, which asks for it.

use chancery_model::{ActKind, ActorId, Stance, Status};
use chancery_text::Span;

use crate::cast::principals;
use crate::layout::Sentence;
use crate::tokens::{Class, Classes};
use crate::vocabulary::Tenses;

use super::acts::{Deed, Reading};
use super::clauses::{Clauses, How, Link, Predicate};
use super::coder::Coder;
use super::units::Mark;

/// A list that goes on in the lines below ("The leaders will:").
#[derive(Clone, Debug)]
pub(crate) struct Lead {
    pub(crate) holders: Vec<ActorId>,
    pub(crate) named: Option<Span>,
    pub(crate) how: How,
    pub(crate) deed: Option<Deed>,
    pub(crate) anchor: Span,
}

impl Lead {
    /// Lines of a form of their own.
    fn of(holders: Vec<ActorId>, named: Option<Span>) -> Self {
        Self { holders, named, how: How::Finite(Tenses::THIRD), deed: None, anchor: named.unwrap_or(Span::new(0, 0)) }
    }
}

/// Longest line that only names who acts, in units.
const HEADING: usize = 60;

impl Clauses<'_> {
    /// Who acts in the lines below, where a line begins with a state, body or "we" before a comma and ends with a mark that
    /// leaves it open ("The Lake Council,"; "We, the leaders of A and B, meeting in C;").
    pub(crate) fn heads_lines(&self) -> Option<Vec<usize>> {
        let open = matches!(self.units.last()?.mark, Mark::Comma | Mark::Semicolon);
        let first = if self.is_determiner(0) { 1 } else { 0 };
        let named = self.any(first, Classes::of(&[Class::Actor, Class::Own, Class::All]));
        if !open || !named || self.is_determiner(first) || self.units.len() > HEADING {
            return None;
        }
        let mut names = Vec::new();
        let mut k = first;
        while k < self.units.len() {
            if self.names_somebody(k) {
                names.push(k);
            } else if self.mark(k) == Some(Mark::Comma) {
                let apposed = self.is(first, Class::Own) && names.len() == 1;
                let next = if self.joins(k + 1) { k + 2 } else { k + 1 };
                if !(apposed || self.starts_name(next) && self.list_goes_on(next)) {
                    break;
                }
            } else if matches!(self.mark(k), Some(Mark::Colon | Mark::Semicolon | Mark::Open)) {
                break;
            }
            k += 1;
        }
        Some(names)
    }
}

impl Coder<'_> {
    /// The issuer's own lines without a subject.
    pub(super) fn own_frame(&self) -> Option<Lead> {
        let issuers = &self.article.cast.issuers;
        (!issuers.is_empty()).then(|| Lead::of(issuers.clone(), None))
    }

    /// Notes who acts in the lines below, before the sentence at hand is coded.
    pub(super) fn frames(&mut self, c: &Clauses<'_>, predicates: &[Predicate]) {
        if !predicates.iter().all(|p| p.link == Link::Beside && p.names.is_empty()) {
            return;
        }
        let Some(names) = c.heads_lines() else { return };
        let (mut who, named) = self.named(c, &names);
        // "The Assembly,", of a body that only the lines below name: the one they name most.
        let kind =
            |&k: &usize| c.token(k).is_some_and(|t| t.is(Class::All) && self.article.lexis.sense(t, Class::All).noun);
        if who.is_empty() && names.len() == 1 && names.iter().all(kind) {
            who = self.body_named_most();
        }
        let sides = principals(&who);
        if sides.is_empty() || sides.len() < who.len() {
            return;
        }
        self.lead = None;
        self.frame = Some(Lead::of(who, named));
    }

    /// The body that the text names most, more often than any other.
    fn body_named_most(&self) -> Vec<ActorId> {
        let mut count: std::collections::BTreeMap<&ActorId, usize> = std::collections::BTreeMap::new();
        for token in self.article.tokens.iter().filter(|t| t.is(Class::Actor)) {
            if let [one] = self.article.lexis.word(token).actors.as_slice()
                && one.is_org()
            {
                *count.entry(one).or_default() += 1;
            }
        }
        let most = count.values().copied().max().unwrap_or(0);
        let mut first = count.iter().filter(|(_, n)| **n == most && most > 1);
        match (first.next(), first.next()) {
            (Some((body, _)), None) => vec![(*body).clone()],
            _ => Vec::new(),
        }
    }

    /// How the verbs of a sentence go on a list, if it may be an item of one.
    pub(super) fn listed(&mut self, c: &Clauses<'_>, sentence: &Sentence) -> Option<How> {
        let a = self.article;
        if !sentence.opens && (!a.programme || self.frame.is_none()) {
            return None;
        }
        if let Some(lead) = &self.lead {
            // A line with a form of its own is none of the list within the frame's lines.
            let verb = c.past_adverbs(0);
            let own = c.is_verb(verb) && !c.tenses(verb).is_empty() && !c.tenses(verb).has(Tenses::BASE);
            if !(own && self.frame.is_some()) {
                return if a.bare { Some(How::Finite(Tenses::BASE)) } else { Some(lead.how) };
            }
            self.lead = None;
        }
        self.frame.as_ref().map(|frame| frame.how)
    }

    /// "Strengthen trade.", as a sentence of a paper whose issuer is the subject: work of its own.
    pub(super) fn bare_work(&self, c: &Clauses<'_>, p: &Predicate) -> Option<Deed> {
        let plain = matches!(p.group.how, How::Finite(t) if t == Tenses::BASE) || p.group.how == How::Infinitive;
        let opens = p.names.is_empty() && matches!(p.link, Link::Shared | Link::Piece) && plain;
        let ended = c.units.last().is_some_and(|u| matches!(u.mark, Mark::Other | Mark::Semicolon | Mark::Close));
        let works = c.is(p.group.verb, Class::Deed) && c.tenses(p.group.verb).has(Tenses::BASE);
        if !(self.article.bare && self.frame.is_some() && opens && works && ended) {
            return None;
        }
        let mut deed = Deed::new(ActKind::Commitment, Some(Stance::Will), p.group.verb, p.group.start);
        deed.status = Some(Status::Ongoing);
        Some(deed)
    }

    /// "The minister issued the following statement:": the lines below are said by those who issued it.
    pub(super) fn announce(&mut self, who: &[ActorId]) {
        self.turn = who.to_vec();
        self.announced = Some(false);
    }

    /// At the head of a paragraph: announced words in quotation marks end where a paragraph has none.
    pub(super) fn announced_words(&mut self, quoted: bool) {
        match self.announced {
            Some(true) if !quoted => {
                self.announced = None;
                self.turn.clear();
                self.speaker.clear();
            }
            Some(false) if quoted => {
                self.announced = Some(true);
                self.speaker.clone_from(&self.turn);
            }
            _ => {}
        }
    }

    /// Notes whom the sentence names right behind a post (the Chair Jane Doe).
    pub(super) fn know_posts(&mut self, c: &Clauses<'_>) {
        for k in 0..c.units.len() {
            let behind = c.any(k, Classes::of(&[Class::Office, Class::Title])) && c.mark(k + 1) == Some(Mark::Word);
            let named = if behind { k + 1 } else { k };
            let Some(token) = c.token(named).filter(|t| t.is(Class::Actor)) else { continue };
            let who = &self.article.lexis.word(token).actors;
            if !super::who::has_person(who) || !behind && c.one_word(k) {
                continue;
            }
            let printed = &c.text[c.units[k].span.range()];
            // "Prime Minister Doe", as one name of the lexicon.
            let own = || super::persons::own_name(printed, c.language).len();
            let post = if behind { printed } else { printed[..printed.len() - own()].trim_end() };
            if !post.is_empty() {
                let who = who.clone();
                self.know_post(&post.to_ascii_lowercase(), &who);
            }
        }
    }

    /// Two by one post: the post alone tells nobody.
    fn know_post(&mut self, post: &str, who: &[ActorId]) {
        // The Lake Council's high representative is the high representative, too.
        for at in std::iter::once(0).chain(post.match_indices(' ').map(|(at, _)| at + 1)) {
            let words = &post[at..];
            if at == 0 || words.contains(' ') {
                let known = self.posts.entry(words.to_owned()).or_insert_with(|| who.to_vec());
                if *known != who {
                    known.clear();
                }
            }
        }
    }

    /// Opens or closes a list of lines.
    pub(super) fn leads(&mut self, c: &Clauses<'_>, predicates: &[Predicate], sentence: &Sentence) {
        let colon = c.units.last().is_some_and(|u| u.mark == Mark::Colon);
        if colon {
            // "HEREBY:" names nobody: the frame's lines go on.
            if self.frame.is_some() && predicates.is_empty() && !(0..c.units.len()).any(|k| c.names_somebody(k)) {
                return;
            }
            let last = predicates.last();
            let near = last.filter(|p| p.group.verb + 4 >= c.units.len());
            let deed = near.and_then(|p| match c.read(p, c.units.len()) {
                // "Decides that the panel shall:", in lines of who acts: others do what is below.
                Reading::Act(deed) => Some(deed).filter(|d| !(d.asks_subject && self.frame.is_some())),
                _ => None,
            });
            let (how, anchor) = match near {
                Some(p) => (
                    if deed.is_some_and(|d| d.kind == ActKind::Commitment) { How::Modal } else { p.group.how },
                    c.token(p.group.verb).map_or(sentence.span, |t| t.span),
                ),
                None => (How::Finite(Tenses::PAST), sentence.span),
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
