//! Who is who in an article: what its collectives (双方, 四国, 我们), pronouns and short names mean at each place.
//!
//! Built from the names in reading order before any act is coded. A collective means the last set of that size named
//! before it (a pair for 双方), a defined name what it was defined as; nothing is guessed: an unknown collective
//! resolves to nobody. Next to read: `discourse.rs`.

use chancery_model::ActorId;

use crate::govern::Particles;
use crate::tokens::{Class, Classes, Token, is_letter};
use crate::vocabulary::Lexis;

/// Longest stretch between two names of a list, in characters: a post, a name and its original in brackets
/// (美国总统拜登(Joe Biden)、) fit; a clause does not.
const LIST_GAP: usize = 28;

/// Marks between the members of a format (甲+乙).
const SUMS: &[char] = &['+', '\u{FF0B}', '\u{2014}', '-', '\u{2013}'];

/// How far behind a pronoun the names it stands for begin, in bytes: a mark.
const APPOSED: u32 = 4;

/// How many names back a body is looked for that a word for one means (该机构).
const NAMED: usize = 80;

/// Longest post between a state and its officer (副总理兼外长), in characters.
const POST: usize = 14;

/// Longest sentence that tells who hosts and who attends, in bytes.
const SENTENCE: usize = 1200;

/// What ends a phrase of what something is about.
const VERBS: Classes = Classes::of(&[Class::Event, Class::Say, Class::Will, Class::Agree]);

/// The last place up to `at` where a character begins.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A set of actors named together at a place.
#[derive(Clone, Debug)]
struct Named {
    at: u32,
    actors: Vec<ActorId>,
    /// Followed by a word that says there are more (甲、乙等).
    partial: bool,
    /// Told of rather than acting: behind a stance in its clause (重申维护两岸和平), or in what is spoken about (就甲乙问题).
    object: bool,
}

/// The sets named in a text, in order.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    sets: Vec<Named>,
    singles: Vec<Named>,
    /// Where the first pair of states stands that acts.
    acting_pair: Option<u32>,
    /// The body whose members meet (上合组织成员国外长理事会), for 外长们, 各方.
    pub(crate) body: Option<ActorId>,
    /// Whose document it is, where that is known from outside the text.
    pub(crate) issuers: Vec<ActorId>,
}

/// States and organisations of a list, without persons and loose groups.
pub(crate) fn principals(actors: &[ActorId]) -> Vec<ActorId> {
    let mut out: Vec<ActorId> = actors.iter().filter(|a| !a.is_person() && !a.is_group()).cloned().collect();
    out.sort();
    out.dedup();
    out
}

/// Sorted, each once.
pub(crate) fn unique(mut actors: Vec<ActorId>) -> Vec<ActorId> {
    actors.sort();
    actors.dedup();
    actors
}

impl Cast {
    pub(crate) fn new(text: &str, tokens: &[Token], words: &Lexis<'_>, particles: &Particles) -> Self {
        let mut cast = Self::default();
        let mut list: Vec<ActorId> = Vec::new();
        let mut list_at = 0;
        let mut last_end = 0;
        let mut last_named: Vec<ActorId> = Vec::new();
        let mut stance_end = None;
        // 就甲乙问题交换意见: behind such a word, up to the verb, is what they speak about.
        let mut about_end = None;
        let mut list_object = false;
        for t in tokens {
            let told = t.is(Class::Event) && !words.sense(t, Class::Event).noun;
            if t.is(Class::Stance) || told {
                stance_end = Some(t.span.end());
            } else if t.is(Class::Say) {
                stance_end = None;
            }
            if t.is(Class::Toward) && particles.about.has(&text[t.span.range()]) {
                about_end = Some(t.span.end());
            } else if t.classes.any(VERBS) {
                about_end = None;
            }
            if !t.is(Class::Actor) {
                continue;
            }
            let word = words.word(t);
            let named = principals(&word.actors);
            if named.is_empty() {
                continue;
            }
            if cast.body.is_none()
                && let [one] = named.as_slice()
                && one.is_org()
                && particles.members.begin(counted(&text[t.span.end() as usize..], particles))
            {
                cast.body = Some(one.clone());
            }
            let gap = text.get(last_end as usize..t.span.start() as usize).unwrap_or("").trim();
            let ends = particles.and.end(gap);
            let short = gap.chars().count() <= LIST_GAP && !gap.contains(['，', '。', '；', '\n', ';']);
            // 甲国外长某、乙国外长某: the officer named behind his state goes on with its place in the list.
            let officer = short && gap.chars().count() <= POST && last_named == named;
            last_named.clone_from(&named);
            // 中国+中亚五国.
            let sum = gap.chars().count() == 1
                && !gap.contains(char::is_alphanumeric)
                && SUMS.iter().any(|c| gap.contains(*c));
            let joins = !list.is_empty() && (gap.is_empty() || officer || sum || (ends && short));
            if !joins {
                cast.close(&mut list, list_at, others(text, last_end, particles), list_object);
                list_at = t.span.start();
                let told_of = |end| same_clause(text, end, t.span.start());
                list_object = stance_end.is_some_and(told_of) || about_end.is_some_and(told_of);
            }
            // 巴以冲突: what is between two names a matter, and not who is meant by 双方 behind it.
            if named.len() > 1 && particles.matters_between.begin(&text[t.span.end() as usize..]) {
                last_end = t.span.end();
                continue;
            }
            list.extend(named.iter().cloned());
            if named.len() > 1 {
                cast.sets.push(Named {
                    at: t.span.start(),
                    actors: named.clone(),
                    partial: false,
                    object: list_object,
                });
            } else {
                cast.singles.push(Named { at: t.span.start(), actors: named, partial: false, object: list_object });
            }
            last_end = t.span.end();
        }
        cast.close(&mut list, list_at, others(text, last_end, particles), list_object);
        cast.sets.sort_by_key(|s| s.at);
        cast.hosts(text, tokens, words);
        let acts = |s: &&Named| s.actors.len() == 2 && is_states(&s.actors) && !s.object;
        cast.acting_pair = cast.sets.iter().find(acts).map(|s| s.at);
        cast
    }

    /// 甲外长主持会晤，乙、丙、丁外长出席: those who attend and the one who holds the meeting are one set.
    fn hosts(&mut self, text: &str, tokens: &[Token], words: &Lexis<'_>) {
        let meets = |t: &Token| {
            t.is(Class::Event) && words.sense(t, Class::Event).stance == Some(chancery_model::Stance::Consult)
        };
        let mut more = Vec::new();
        for set in self.sets.iter().filter(|s| s.actors.len() >= 2 && !s.partial && is_states(&s.actors)) {
            // A text may have no mark at all: no further than a sentence reaches.
            let at = set.at as usize;
            let (back, on) =
                (boundary(text, at.saturating_sub(SENTENCE)), boundary(text, (at + SENTENCE).min(text.len())));
            let open = text[back..at].rfind(['。', '\n']).map_or(back, |mark| back + mark) as u32;
            let end = text[at..on].find(['。', '\n']).map_or(on, |mark| at + mark) as u32;
            let from = tokens.partition_point(|t| t.span.start() < open);
            let here = || tokens[from..].iter().take_while(|t| t.span.end() <= end);
            let before = || here().take_while(|t| t.span.start() < set.at);
            let Some(first) = before().find(|t| t.is(Class::Actor)) else { continue };
            let host: Vec<ActorId> = principals(&words.word(first).actors);
            let met = before().any(|t| t.span.start() > first.span.start() && meets(t));
            let attend = here().any(|t| t.span.start() > set.at && meets(t) && t.span.end() == end);
            if met && attend && is_states(&host) && host.len() == 1 && !set.actors.contains(&host[0]) {
                let actors = unique(set.actors.iter().cloned().chain(host).collect());
                more.push(Named { at: set.at, actors, partial: false, object: set.object });
            }
        }
        self.sets.extend(more);
        self.sets.sort_by_key(|s| s.at);
    }

    fn close(&mut self, list: &mut Vec<ActorId>, at: u32, partial: bool, object: bool) {
        let actors = unique(std::mem::take(list));
        if actors.len() > 1 {
            self.sets.push(Named { at, actors, partial, object });
        }
    }

    /// The last set of `size` named before `at`, else the first one after it. Sets of states go before sets that hold
    /// organisations, and those that act before those only told of. A document with as many issuers means these (以下简称“双方”).
    pub(crate) fn set(&self, size: usize, at: u32) -> Vec<ActorId> {
        if self.issuers.len() == size {
            return self.issuers.clone();
        }
        let states = |s: &&Named| s.actors.len() == size && is_states(&s.actors);
        let any = |s: &&Named| s.actors.len() == size;
        let before = || self.sets[..upto(&self.sets, at)].iter().rev();
        before()
            .filter(|s| !s.object)
            .find(states)
            .or_else(|| before().find(states))
            .or_else(|| self.sets.iter().find(states))
            .or_else(|| before().find(any))
            .map(|s| s.actors.clone())
            .unwrap_or_default()
    }

    /// Whether a pair of states was named before `at` other than behind an attitude (支持甲乙双方谈判).
    pub(crate) fn has_acting_pair(&self, at: u32) -> bool {
        self.acting_pair.is_some_and(|first| first <= at)
    }

    /// A pair that holds `one`, named last from `from` up to `at`.
    pub(crate) fn pair_here(&self, one: &ActorId, from: u32, at: u32) -> Option<Vec<ActorId>> {
        let fits = |s: &&Named| s.actors.len() == 2 && s.actors.contains(one);
        let mut here = self.sets[..upto(&self.sets, at)].iter().rev().take_while(|s| s.at >= from);
        here.find(fits).map(|s| s.actors.clone())
    }

    /// The pair of states named last from `from` up to `at`.
    pub(crate) fn pair_since(&self, from: u32, at: u32) -> Option<Vec<ActorId>> {
        let mut here = self.sets[..upto(&self.sets, at)].iter().rev().take_while(|s| s.at >= from);
        here.find(|s| s.actors.len() == 2 && is_states(&s.actors)).map(|s| s.actors.clone())
    }

    /// A pair that holds `one`, nearest before `at`; else `one` with the last other state named before.
    pub(crate) fn pair_with(&self, one: &ActorId, at: u32) -> Vec<ActorId> {
        let fits = |s: &&Named| s.actors.len() == 2 && s.actors.contains(one);
        if let Some(s) = self.sets[..upto(&self.sets, at)].iter().rev().find(fits) {
            return s.actors.clone();
        }
        let other = |s: &&Named| s.actors[0] != *one && is_states(&s.actors);
        let before = self.singles[..upto(&self.singles, at)].iter().rev().find(other);
        before.map(|s| unique(vec![one.clone(), s.actors[0].clone()])).unwrap_or_default()
    }

    /// The set that stands right behind `at`, a mark between (我们，甲国、乙国…).
    pub(crate) fn stated(&self, at: u32) -> Vec<ActorId> {
        let near = |s: &&Named| s.at > at && s.at <= at + APPOSED;
        self.sets.iter().find(near).map(|s| s.actors.clone()).unwrap_or_default()
    }

    /// The last two states named one by one before `at`.
    pub(crate) fn two(&self, at: u32) -> Vec<ActorId> {
        let mut out: Vec<ActorId> = Vec::new();
        for named in self.singles[..upto(&self.singles, at)].iter().rev().filter(|n| is_states(&n.actors)) {
            if !out.contains(&named.actors[0]) {
                out.push(named.actors[0].clone());
            }
            if out.len() == 2 {
                return unique(out);
            }
        }
        Vec::new()
    }

    /// The state named last before `at` that is none of `own`.
    pub(crate) fn other_state(&self, own: &[ActorId], at: u32) -> Vec<ActorId> {
        let other = |n: &&Named| is_states(&n.actors) && !own.contains(&n.actors[0]);
        self.singles[..upto(&self.singles, at)].iter().rev().find(other).map(|n| n.actors.clone()).unwrap_or_default()
    }

    /// The last set of states named before `at` that holds `one` (我们同意, said by one of those who met).
    pub(crate) fn with(&self, one: &ActorId, at: u32) -> Vec<ActorId> {
        let fits = |s: &&Named| s.actors.len() >= 2 && is_states(&s.actors) && s.actors.contains(one) && !s.object;
        self.sets[..upto(&self.sets, at)].iter().rev().find(fits).map(|s| s.actors.clone()).unwrap_or_default()
    }

    /// The last two organisations named before `at` (两会: the two whose talks are told).
    pub(crate) fn bodies(&self, at: u32) -> Vec<ActorId> {
        let bodies = |s: &&Named| s.actors.len() == 2 && s.actors.iter().all(|a| a.is_org());
        let set = self.sets[..upto(&self.sets, at)].iter().rev().find(bodies);
        let singles = || self.singles[..upto(&self.singles, at)].iter().rev().flat_map(|s| s.actors.iter());
        let mut out: Vec<ActorId> = Vec::new();
        for body in singles().filter(|a| a.is_org()) {
            if out.len() < 2 && !out.contains(body) {
                out.push(body.clone());
            }
        }
        let two = if out.len() == 2 { unique(out) } else { Vec::new() };
        set.map_or(two, |s| s.actors.clone())
    }

    /// The organisation named last before `at`.
    pub(crate) fn body_before(&self, at: u32) -> Option<ActorId> {
        let singles = self.singles[..upto(&self.singles, at)].iter().rev();
        singles.take(NAMED).flat_map(|s| s.actors.iter()).find(|a| a.is_org()).cloned()
    }

    /// The members who act at `at`: the body that meets, or the last set of at least `least` states, whichever is named
    /// nearer before; without a body, no set that is named ahead of `from`.
    pub(crate) fn members(&self, from: u32, least: usize, at: u32) -> Vec<ActorId> {
        let Some(body) = &self.body else { return self.many_since(from, least, at) };
        if self.issuers.len() >= least {
            return self.issuers.clone();
        }
        let named = |n: &&Named| n.actors[0] == *body;
        let met = self.singles[..upto(&self.singles, at)].iter().rev().find(named).map_or(0, |n| n.at);
        let states = || {
            let set = self.sets[..upto(&self.sets, at)].iter().rev();
            set.filter(|s| s.actors.len() >= least && is_states(&s.actors) && s.at > met)
        };
        let longest = || states().rev().max_by_key(|s| s.actors.len());
        let found = states().find(|s| !s.partial).or_else(longest);
        found.map_or_else(|| vec![body.clone()], |s| s.actors.clone())
    }

    /// The last set named before `at` with at least `least` members, states first.
    pub(crate) fn many(&self, least: usize, at: u32) -> Vec<ActorId> {
        self.many_since(0, least, at)
    }

    /// The longest set named before `at` that holds all of `part` (中国同中亚五国: one side of those who met).
    pub(crate) fn whole(&self, part: Vec<ActorId>, at: u32) -> Vec<ActorId> {
        let holds = |s: &&Named| is_states(&s.actors) && part.iter().all(|a| s.actors.contains(a));
        let sets = self.sets[..upto(&self.sets, at)].iter().filter(holds);
        let most = sets.max_by_key(|s| s.actors.len()).filter(|s| s.actors.len() > part.len());
        most.filter(|_| !part.is_empty()).map_or(part, |s| s.actors.clone())
    }

    /// The same of those named at `from` or behind it.
    pub(crate) fn many_since(&self, from: u32, least: usize, at: u32) -> Vec<ActorId> {
        if self.issuers.len() >= least {
            return self.issuers.clone();
        }
        let sets = &self.sets[self.sets.partition_point(|n| n.at < from)..upto(&self.sets, at)];
        // Those whom somebody welcomes or blames act last of all.
        let acting = sets.iter().any(|s| s.actors.len() >= least && !s.object);
        let before = || sets.iter().rev().filter(move |s| s.actors.len() >= least && !(acting && s.object));
        let states = || before().filter(|s| is_states(&s.actors));
        // Of lists that say there are more, the longest tells most.
        let longest = || states().rev().max_by_key(|s| s.actors.len());
        let found = states().find(|s| !s.partial).or_else(longest).or_else(|| before().next());
        found.map(|s| s.actors.clone()).unwrap_or_default()
    }
}

/// The words behind what counts at their head (10个, 八).
fn counted<'t>(words: &'t str, particles: &Particles) -> &'t str {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || particles.counts.contains(&c));
    if rest.len() == words.len() {
        return words;
    }
    particles.measures.iter().find_map(|m| rest.strip_prefix(m.as_str())).unwrap_or(rest)
}

/// Whether a word for more of them follows at `end`.
fn others(text: &str, end: u32, particles: &Particles) -> bool {
    // A post and a name that nobody knows may stand between.
    let rest = text.get(end as usize..).unwrap_or("");
    let near: usize = rest.chars().take(POST).take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
    particles.others.stand_in(&rest[..near])
}

/// How many of `named`, which are in order, stand before `at` or there.
fn upto(named: &[Named], at: u32) -> usize {
    named.partition_point(|n| n.at <= at)
}

/// Whether no mark that ends a clause stands between two places.
fn same_clause(text: &str, from: u32, to: u32) -> bool {
    text.get(from as usize..to as usize).is_some_and(|between| !between.contains(['，', '。', '；', '\n', ';', ',']))
}

fn is_states(actors: &[ActorId]) -> bool {
    actors.iter().all(|a| a.is_country())
}
