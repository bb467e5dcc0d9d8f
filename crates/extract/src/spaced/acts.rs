//! What a predicate does: which kind of act its verb makes in its place, how strong, from where to where.
//!
//! The classes are the codebook's (rules 1–7); whose act it is, is `coder.rs`' work, the next file to read.

use chancery_model::{ActKind, Polarity, Stance, Status};

use crate::tokens::{Class, Classes};
use crate::vocabulary::{Sense, Tenses};

use super::clauses::{Clauses, Group, How, Link, Predicate};
use super::units::Mark;

/// An act without its holder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed {
    pub(crate) kind: ActKind,
    pub(crate) stance: Option<Stance>,
    pub(crate) polarity: Option<Polarity>,
    pub(crate) intensity: Option<u8>,
    pub(crate) status: Option<Status>,
    /// The unit a rule is asked about.
    pub(crate) anchor: usize,
    /// First unit of the evidence.
    pub(crate) from: usize,
    /// A meeting, told once.
    pub(crate) meeting: bool,
    /// The subject is who should do it, and the speaker holds the act.
    pub(crate) asks_subject: bool,
    /// Told without who did it: those whose paper or meeting it is.
    pub(crate) settled: bool,
}

/// How far before its verb a subject's arms are looked for, in units.
const ARMS: usize = 12;

/// How far behind its verb stands what a thing is called, in units.
const VERDICT: usize = 14;

/// What arms do.
const FORCE: &[Stance] = &[Stance::Assault, Stance::Coerce, Stance::Mobilize, Stance::Threaten];

/// What a predicate is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reading {
    Act(Deed),
    /// Says what follows; an act itself only where what follows is none: that act.
    Frame(Option<Deed>),
    Nothing,
}

impl Deed {
    pub(super) fn new(kind: ActKind, stance: Option<Stance>, anchor: usize, from: usize) -> Self {
        Self {
            kind,
            stance,
            polarity: None,
            intensity: None,
            status: None,
            anchor,
            from,
            meeting: false,
            asks_subject: false,
            settled: false,
        }
    }
}

impl Clauses<'_> {
    pub(super) fn sense(&self, k: usize, class: Class) -> Sense {
        self.token(k).map(|t| self.lexis.sense(t, class)).unwrap_or_default()
    }

    /// Rungs added by the adverbs and adjectives of `range`.
    fn steps(&self, range: std::ops::Range<usize>) -> i8 {
        let steps = range.filter(|&k| self.is(k, Class::Degree)).map(|k| self.sense(k, Class::Degree).step);
        steps.max_by_key(|s| s.abs()).unwrap_or(0)
    }

    /// Reads a predicate whose words end before unit `until`.
    pub(crate) fn read(&self, p: &Predicate, until: usize) -> Reading {
        let (group, verb) = (p.group, p.group.verb);
        let befell = group.how == How::Passive && group.start < verb && p.names.first().is_none_or(|&k| k > verb);
        if befell && let Some(deed) = self.befell(p) {
            return Reading::Act(deed);
        }
        if p.thing {
            return self.thing(p, until);
        }
        let classes = self.classes(verb);
        // Arms only harm ("Peruvian drones struck"); those who bear them speak, too.
        let arms = (group.start.saturating_sub(ARMS)..group.start).any(|k| self.sense(k, Class::Weapon).noun);
        if arms && !p.names.is_empty() && p.names[0] < group.start {
            let harms = self.event(&group, false).filter(|d| d.stance.is_some_and(|s| FORCE.contains(&s)));
            return harms.map_or(Reading::Nothing, Reading::Act);
        }
        match group.how {
            How::Passive => return Reading::Nothing,
            How::Modal if classes.has(Class::Ought) => return self.ought(p),
            How::Modal if classes.has(Class::Will) => return self.will(&group, until),
            How::Modal => return Reading::Nothing,
            How::Infinitive if p.link == Link::Piece => return Reading::Nothing,
            _ => {}
        }
        if classes.has(Class::Ask)
            && let Some(call) = self.ask(&group, until)
        {
            return Reading::Act(call);
        }
        if let Some(intent) = self.shows_intent(verb)
            && (classes.any(Classes::of(&[Class::Show, Class::Say])) || self.sense(verb, Class::Stance).defers)
        {
            return Reading::Act(self.intent(&group, intent));
        }
        if classes.any(Classes::of(&[Class::Will, Class::Pledge, Class::Agree, Class::Continue])) {
            return self.promise(&group, until);
        }
        let shown = self.shown(verb, Class::Attitude).filter(|_| classes.has(Class::Show));
        let held = self.sense(verb, Class::Stance);
        let defers = !classes.has(Class::Stance) || held.defers || held.stance == Some(Stance::Note);
        if let Some(noun) = shown.filter(|_| defers) {
            return Reading::Act(self.attitude(&group, noun));
        }
        // "holds the rebels responsible", "deems the arrest illegal": only with what it is called.
        if held.light {
            let called = (verb + 2..until.min(verb + VERDICT)).find(|&k| self.is(k, Class::Verdict));
            let called = called.filter(|&k| !(verb + 1..k).any(|m| self.is(m, Class::Not)));
            if let Some(called) = called.filter(|_| !group.negative) {
                return Reading::Act(self.verdict(&group, called));
            }
        } else if classes.has(Class::Stance) {
            return self.stance(&group, until);
        }
        if classes.has(Class::Uphold)
            && matches!(group.how, How::Finite(_) | How::Participle)
            && self.holds(verb, until, Class::Norm)
        {
            let mut deed = Deed::new(ActKind::Position, Some(Stance::Affirm), verb, group.start);
            (deed.polarity, deed.intensity) = (Some(Polarity::For), Some(3));
            return Reading::Act(deed);
        }
        // "We concur that": said, not done.
        let warns = || self.sense(verb, Class::Event).stance == Some(Stance::Threaten) && self.clause_follows(verb + 1);
        let says = classes.has(Class::Say)
            && (self.sense(verb, Class::Say).affirms && self.is(verb + 1, Class::That)
                || self.sense(verb, Class::Event).stance == Some(Stance::Threaten) && self.is(verb + 1, Class::That)
                || warns());
        if !says && let Some(event) = self.event(&group, p.names.iter().any(|&k| self.is(k, Class::Own))) {
            return Reading::Act(event);
        }
        // Work of one's own told in the present, without auxiliary (codebook, rule 7).
        let present = matches!(group.how, How::Finite(t) if t == Tenses::BASE) && !self.tenses(verb).is_empty();
        if present
            && classes.has(Class::Deed)
            && !classes.has(Class::Show)
            && !group.negative
            && p.names.iter().any(|&k| self.is(k, Class::Own))
        {
            let mut deed = Deed::new(ActKind::Commitment, Some(Stance::Will), verb, group.start);
            deed.status = Some(Status::Ongoing);
            return Reading::Act(deed);
        }
        if classes.has(Class::Say) {
            let affirms = self.sense(verb, Class::Say).affirms || self.weighs(verb, until);
            let deed = (affirms && self.weighs(verb, until)).then(|| self.affirmed(&group, 3));
            return Reading::Frame(deed);
        }
        Reading::Nothing
    }

    /// What befell somebody, or was settled, with no actor for a subject (`harmed.rs`).
    fn befell(&self, p: &Predicate) -> Option<Deed> {
        let (from, verb) = (p.group.start, p.group.verb);
        if self.is(verb, Class::Agree) && p.thing {
            let mut deed = Deed::new(ActKind::Commitment, Some(Stance::Agree), verb, from);
            deed.settled = true;
            return Some(deed);
        }
        let stance = self.is(verb, Class::Event).then(|| self.sense(verb, Class::Event).stance)??;
        let mut deed = Deed::new(ActKind::Event, Some(stance), verb, from);
        match stance {
            Stance::Agree | Stance::Establish if p.thing => deed.settled = true,
            Stance::Assault | Stance::Disaster => {
                deed.stance = Some(if p.thing { Stance::Disaster } else { Stance::Assault });
            }
            Stance::Coerce if !p.thing => {}
            _ => return None,
        }
        Some(deed)
    }

    fn holds(&self, verb: usize, until: usize, class: Class) -> bool {
        (verb + 1..until).any(|k| self.is(k, class))
    }

    /// Whether what stands behind the verb says that something matters or is right.
    fn weighs(&self, verb: usize, until: usize) -> bool {
        self.holds(verb, until, Class::Weight)
    }

    fn affirmed(&self, group: &Group, base: u8) -> Deed {
        let mut deed = Deed::new(ActKind::Position, Some(Stance::Affirm), group.verb, group.start);
        deed.polarity = Some(Polarity::For);
        deed.intensity = Some(raised(base, self.steps(group.start..group.verb)));
        deed
    }

    /// "Predictability is important", "the rules must be respected".
    fn thing(&self, p: &Predicate, until: usize) -> Reading {
        let verb = p.group.verb;
        if self.is(verb, Class::Will) {
            let group = Group { start: verb, ..p.group };
            return self.will(&group, until);
        }
        if self.is(verb, Class::Ought) {
            let negative = p.group.negative || self.sense(verb, Class::Ought).negative;
            let mut deed = Deed::new(ActKind::Position, Some(Stance::Affirm), verb, p.group.start);
            deed.polarity = Some(if negative { Polarity::Against } else { Polarity::For });
            deed.intensity = Some(3);
            return Reading::Act(deed);
        }
        if self.is(verb, Class::Stance) {
            return self.stance(&p.group, until);
        }
        // "Our commitment to the treaty is unwavering", "our support remains firm".
        let held = (p.group.start..verb).find(|&k| self.any(k, Classes::of(&[Class::Intent, Class::Attitude])));
        let firm = (verb + 1..until.min(verb + 4)).any(|k| self.sense(k, Class::Degree).step > 0);
        if let Some(noun) = held.filter(|_| firm && self.is_own(p.group.start) && !p.group.negative) {
            if self.is(noun, Class::Intent) {
                return Reading::Act(Deed::new(ActKind::Commitment, Some(Stance::Pledge), verb, p.group.start));
            }
            let group = Group { start: p.group.start, verb, ..p.group };
            return Reading::Act(self.attitude(&group, noun));
        }
        // The weight stands right behind: "is an important part", not "is a city of importance to …".
        let weighs = (verb + 1..until.min(verb + 6)).any(|k| self.is(k, Class::Weight)) || self.is(verb, Class::Weight);
        if p.group.negative || !weighs {
            return Reading::Nothing;
        }
        let mut deed = Deed::new(ActKind::Position, Some(Stance::Affirm), verb, p.group.start);
        (deed.polarity, deed.intensity) = (Some(Polarity::For), Some(3));
        Reading::Act(deed)
    }

    fn ought(&self, p: &Predicate) -> Reading {
        let verb = p.group.verb;
        let sense = self.sense(verb, Class::Ought);
        let mut deed = Deed::new(ActKind::Call, sense.stance, verb, p.names.first().copied().unwrap_or(p.group.start));
        deed.intensity = (sense.intensity > 0).then_some(sense.intensity);
        deed.polarity = Some(if p.group.negative || sense.negative { Polarity::Against } else { Polarity::For });
        deed.asks_subject = true;
        Reading::Act(deed)
    }

    /// "said it would send ships": the promise of whom a past verb of saying gives the words to.
    pub(crate) fn reported(&self, said: &Predicate, p: &Predicate, until: usize) -> Option<Reading> {
        let past = self.is(said.group.verb, Class::Say) && self.tenses(said.group.verb).has(Tenses::PAST);
        let shifted = p.group.how == How::Modal && self.sense(p.group.verb, Class::May).lists;
        let within = matches!(p.link, Link::Content | Link::Shared);
        (past && shifted && within && !p.thing).then(|| self.will(&p.group, until))
    }

    fn will(&self, group: &Group, until: usize) -> Reading {
        let verb = group.verb;
        let inner = self.inner(verb + 1);
        if self.is(inner, Class::Be) && !self.is(inner + 1, Class::Will) {
            return Reading::Nothing;
        }
        let mut deed = Deed::new(ActKind::Commitment, Some(Stance::Will), verb, group.start);
        self.ongoing(&mut deed, verb, until);
        if self.is(inner, Class::Stance)
            && self.sense(inner, Class::Stance).stance == Some(Stance::Oppose)
            && group.negative
        {
            deed.kind = ActKind::Position;
        }
        Reading::Act(deed)
    }

    /// The verb under an auxiliary.
    pub(super) fn inner(&self, from: usize) -> usize {
        let mut k = from;
        while k < from + 6 {
            let stranger = self.mark(k) == Some(Mark::Word)
                && self.token(k).is_none()
                && k > from
                && self.tenses(k + 1).has(Tenses::BASE);
            let adverb = self.is_adverb(k) || self.is(k, Class::To) || self.is(k, Class::Not);
            if self.is_verb(k) || !(adverb || stranger) {
                break;
            }
            k += 1;
        }
        k
    }

    /// "continue to" among the auxiliaries makes the promise an ongoing one.
    fn ongoing(&self, deed: &mut Deed, verb: usize, until: usize) {
        let near = (verb..until.min(verb + 5)).find(|&k| self.is(k, Class::Continue));
        if near.is_some() {
            deed.status = Some(Status::Ongoing);
            if deed.stance == Some(Stance::Will) {
                deed.stance = Some(Stance::Continue);
            }
        }
    }

    fn promise(&self, group: &Group, until: usize) -> Reading {
        let verb = group.verb;
        let classes = self.classes(verb);
        let stance = if classes.has(Class::Continue) {
            Stance::Continue
        } else if classes.has(Class::Pledge) {
            Stance::Pledge
        } else if classes.has(Class::Agree) {
            Stance::Agree
        } else {
            Stance::Will
        };
        if group.negative {
            return Reading::Nothing;
        }
        if stance == Stance::Continue {
            let inner = self.inner(verb + 1);
            let doubts = [Stance::Condemn, Stance::Oppose, Stance::Welcome, Stance::Concern, Stance::Regret];
            let inner_group = Group { verb: inner, ..*group };
            if self.is(inner, Class::Ask)
                && let Some(call) = self.ask(&inner_group, until)
            {
                return Reading::Act(call);
            }
            if self.sense(inner, Class::Stance).stance.is_some_and(|s| doubts.contains(&s)) {
                return self.stance(&inner_group, until);
            }
            if self.is(inner, Class::Be) || matches!(group.how, How::Participle) || self.is_preposition(inner) {
                return Reading::Nothing;
            }
            // "continued to bomb the port": a deed.
            let past = matches!(group.how, How::Finite(t) if t == Tenses::PAST) || group.how == How::Perfect;
            let harm = self.is(inner, Class::Event) && self.sense(inner, Class::Event).stance == Some(Stance::Assault);
            if past && harm && !self.is(inner, Class::Deed) {
                return Reading::Act(Deed::new(ActKind::Event, Some(Stance::Assault), inner, group.start));
            }
        }
        let mut deed = Deed::new(ActKind::Commitment, Some(stance), verb, group.start);
        self.ongoing(&mut deed, verb, until);
        if stance == Stance::Agree {
            // Agreed on the importance of: what matters is held, nothing promised.
            if (verb + 1..until.min(verb + 5)).any(|k| self.is(k, Class::Weight)) {
                return Reading::Act(self.affirmed(group, 3));
            }
            if self.is(verb + 1, Class::That)
                || self.mark(verb + 1) == Some(Mark::Word) && self.names_somebody(verb + 1)
            {
                return Reading::Frame(Some(deed));
            }
        }
        Reading::Act(deed)
    }

    /// Asking; `None` where the verb needs somebody to ask and names nobody.
    fn ask(&self, group: &Group, until: usize) -> Option<Deed> {
        let verb = group.verb;
        let sense = self.sense(verb, Class::Ask);
        if matches!(group.how, How::Passive | How::Progressive) && !matches!(group.how, How::Progressive) {
            return None;
        }
        // "warned that the dam could break": said, nobody is asked.
        let said = self.is(verb, Class::Say) && (self.is(verb + 1, Class::That) || self.clause_follows(verb + 1));
        if said && self.one_word(verb) && sense.wants_actor {
            return None;
        }
        if sense.wants_actor {
            let to = (verb + 1..until.min(verb + 16)).any(|k| self.is(k, Class::To) || self.is(k, Class::Join));
            let somebody = (verb + 1..until.min(verb + 8)).any(|k| self.names_somebody(k));
            let said = self.is(verb + 1, Class::That);
            if !(said || to && somebody) {
                return None;
            }
        }
        // Asking one's own (instructed their ministers to): a promise.
        let own = self.is(verb + 1, Class::Determiner) && self.any(verb + 1, Classes::of(&[Class::Own, Class::They]));
        let to = (verb + 2..until.min(verb + 10)).any(|k| self.is(k, Class::To));
        if own && to && (verb + 2..verb + 8).any(|k| self.names_somebody(k)) {
            return Some(Deed::new(ActKind::Commitment, Some(Stance::Will), verb, group.start));
        }
        let mut deed = Deed::new(ActKind::Call, sense.stance, verb, group.start);
        deed.intensity = Some(raised(sense.intensity.max(1), self.steps(group.start..verb)));
        Some(deed)
    }

    fn intent(&self, group: &Group, noun: usize) -> Deed {
        let stance = self.sense(noun, Class::Intent).stance;
        let promises = self.is(noun + 1, Class::To) || self.is_tail_to(noun + 1);
        let inner = self.inner(noun + 1);
        let form = self.tenses(inner).has(Tenses::BASE) || self.tenses(inner).has(Tenses::ING);
        let plain = self.is_verb(inner) && form && !self.joins(inner + 1);
        let verb = plain
            || self.is(inner, Class::Light)
            || self.is_stranger(inner) && inner > noun + 1 && self.is_determiner(inner + 1);
        if promises && (verb || self.is_tail_to(noun + 1)) {
            let mut deed = Deed::new(ActKind::Commitment, stance, group.verb, group.start);
            if (noun..noun + 5).any(|k| self.is(k, Class::Continue)) {
                deed.status = Some(Status::Ongoing);
            }
            return deed;
        }
        let mut deed = self.affirmed(group, 3);
        let base = deed.intensity.unwrap_or(3);
        deed.intensity = Some(raised(base, self.steps(group.verb + 1..noun)));
        deed
    }

    fn is_tail_to(&self, k: usize) -> bool {
        self.is(k, Class::Tail) || self.is(k, Class::Join)
    }

    fn attitude(&self, group: &Group, noun: usize) -> Deed {
        // "sympathy and condolences": the one that tells of the loss.
        let second = (noun + 1..noun + 4).find(|&k| self.joins(k)).and_then(|and| {
            let near = (and + 1..and + 3).find(|&k| self.is(k, Class::Attitude))?;
            (self.sense(near, Class::Attitude).stance == Some(Stance::Mourn)).then_some(near)
        });
        let sense = self.sense(second.unwrap_or(noun), Class::Attitude);
        let mut deed = Deed::new(ActKind::Position, sense.stance, group.verb, group.start);
        deed.polarity = sense.polarity;
        let steps = self.steps(group.verb + 1..noun);
        deed.intensity = Some(raised(sense.intensity.max(1), steps));
        deed
    }

    fn verdict(&self, group: &Group, called: usize) -> Deed {
        let sense = self.sense(called, Class::Verdict);
        let mut deed = Deed::new(ActKind::Position, sense.stance, group.verb, group.start);
        deed.polarity = sense.polarity;
        deed.intensity = Some(raised(sense.intensity.max(1), self.steps(group.start..group.verb)));
        deed
    }

    fn stance(&self, group: &Group, until: usize) -> Reading {
        let verb = group.verb;
        let sense = self.sense(verb, Class::Stance);
        if group.negative || group.how == How::Progressive && !self.is(verb, Class::Stance) {
            return Reading::Nothing;
        }
        let mut deed = Deed::new(ActKind::Position, sense.stance, verb, group.start);
        deed.polarity = sense.polarity;
        deed.intensity = Some(raised(sense.intensity.max(1), self.steps(group.start..verb)));
        if sense.stance == Some(Stance::Welcome)
            && let Some(join) = (verb + 1..until.min(verb + 9)).find(|&k| self.is(k, Class::Join))
            && (verb + 1..join).any(|k| self.names_somebody(k))
            && !(verb + 1..join).any(|k| self.mark(k) == Some(Mark::Owner))
        {
            let mut call = Deed::new(ActKind::Call, Some(Stance::Invite), verb, group.start);
            call.intensity = Some(1);
            return Reading::Act(call);
        }
        let near = (verb + 1..until.min(verb + 4)).any(|k| self.is(k, Class::Weight));
        if sense.stance == Some(Stance::Note) && near {
            return Reading::Act(self.affirmed(group, 3));
        }
        if sense.stance == Some(Stance::Note) && self.is(verb, Class::Say) && self.is(verb + 1, Class::That) {
            return Reading::Frame(None);
        }
        if sense.defers || self.is(verb, Class::Say) {
            let clause = self.is(verb + 1, Class::That) || self.clause_follows(verb + 1);
            if clause {
                let certain = sense.affirms;
                let denies = (verb + 1..until.min(verb + 9)).any(|k| self.is(k, Class::Not));
                let holds = (certain || self.weighs(verb, until)) && !denies;
                return Reading::Frame(holds.then_some(deed));
            }
        }
        Reading::Act(deed)
    }

    /// A clause without "that" behind a verb of saying: somebody and a verb.
    fn clause_follows(&self, from: usize) -> bool {
        let mut k = from;
        while k < from + 6 {
            if self.names_somebody(k) {
                return self.group(k + 1).is_some();
            }
            if self.mark(k) != Some(Mark::Word) || self.is_preposition(k) {
                return false;
            }
            k += 1;
        }
        false
    }

    fn event(&self, group: &Group, own: bool) -> Option<Deed> {
        let verb = group.verb;
        let done = matches!(group.how, How::Perfect | How::Progressive)
            || matches!(group.how, How::Finite(t) if t == Tenses::PAST);
        if self.is(verb, Class::Hold) && done && self.shown(verb, Class::Meeting).is_some() {
            let mut deed = Deed::new(ActKind::Event, Some(Stance::Consult), verb, group.start);
            deed.meeting = true;
            return Some(deed);
        }
        if !self.is(verb, Class::Event) || group.negative {
            return None;
        }
        let sense = self.sense(verb, Class::Event);
        // "sent 59 warplanes", "launched nine missiles": a deed by what is sent.
        let figure = |k: usize| {
            self.units.get(k).is_some_and(|u| self.text[u.span.range()].starts_with(|c: char| c.is_ascii_digit()))
        };
        let within = |k: usize| self.mark(k) == Some(Mark::Word) && (!self.is_preposition(k) || figure(k + 1));
        let near = (verb + 1..verb + 8).take_while(|&k| within(k));
        let head = |k: usize| self.mark(k) != Some(Mark::Word) || self.is_preposition(k) || self.joins(k);
        let arms = || near.clone().any(|k| self.is(k, Class::Weapon) && head(k + 1));
        if sense.needs_armed && !near.clone().any(|k| self.is(k, Class::Weapon)) {
            return None;
        }
        if sense.needs_company && !self.in_company(verb) {
            return None;
        }
        let stance = sense.armed.filter(|_| arms()).or(sense.stance);
        let finite = matches!(group.how, How::Finite(_));
        let consults = sense.stance == Some(Stance::Consult) && finite;
        // "We launch", "we announce today": done by the saying.
        let performs = finite && own && matches!(sense.stance, Some(Stance::Establish | Stance::Agree));
        if !(done || consults || performs) {
            return None;
        }
        let mut deed = Deed::new(ActKind::Event, stance, verb, group.start);
        deed.meeting = sense.meeting;
        Some(deed)
    }
}

/// An intensity moved by `steps`, between 1 and 5.
fn raised(base: u8, steps: i8) -> u8 {
    (i16::from(base) + i16::from(steps)).clamp(1, 5) as u8
}
