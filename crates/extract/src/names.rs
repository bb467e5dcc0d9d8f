//! Persons by their posts: a name behind or before a post is found even where no list knows it (外交部发言人某某,
//! 某某外长), and is known from then on in the article. The post's state is the one named before it.
//!
//! What this is not: a name recogniser. Without a post, or a row in the lexicon, a name is not a person here.

mod beside;
mod called;
mod printed;

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::ActorId;
use chancery_pattern::Letters;
use chancery_text::Span;

use self::beside::{
    beside_original, ending_behind, local_before, name_before, name_behind, plain_behind, said_by, spelled_on,
    spelled_past, titled_behind, weak_behind, word_for_name,
};
pub(crate) use self::called::call_by_family;
pub(crate) use self::printed::call_as_printed;
use crate::govern::Forms;
use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::{Lexis, Vocabulary, Word};

/// How a language writes names; from its pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameForms {
    /// Characters that foreign names are spelled with.
    pub(crate) spelling: Vec<char>,
    /// Marks between the parts of a foreign name.
    pub(crate) dots: Vec<char>,
    /// Words that spell foreign names too: before a figure they end the name.
    pub(crate) stops: Vec<String>,
    /// Words for a day that spell foreign names too (当日): they end the name.
    pub(crate) days: Vec<String>,
    /// Family names, those of two characters too.
    pub(crate) surnames: Forms,
    /// Family names that are ordinary words too: only behind a post.
    pub(crate) weak_surnames: Forms,
    /// Names that are ordinary words too, or common: a person's only behind a post.
    pub(crate) titled: Forms,
    /// States whose names are written surname first in the characters of the text.
    pub(crate) surname_first: Vec<String>,
    /// Whose officers are meant where no state is named.
    pub(crate) home: Option<ActorId>,
    /// Organs and parties, and the states whose officers theirs are.
    pub(crate) organs: BTreeMap<ActorId, ActorId>,
    /// Posts whose holders speak for no state (教授): forms as the lexicon has them.
    pub(crate) private: BTreeSet<String>,
    /// Organs, behind which no officer's name stands (警方): forms as the lexicon has them.
    pub(crate) bodies: BTreeSet<String>,
    /// What says behind a name that there are more (等): no part of it.
    pub(crate) others: Vec<String>,
    /// What may stand between a post and a name (总统候选人某某): no part of it.
    pub(crate) leads: Forms,
    /// Numbers of kings and popes behind their names (二世).
    pub(crate) numbers: Vec<String>,
    /// Before a name that is a place here (驻日本): no state whose officer somebody is.
    pub(crate) at: Vec<String>,
    /// Of those, what stands before where a mission is: whose it is stands before that.
    pub(crate) stationed: Vec<String>,
    /// Words of having charge of a field, between a state or body and its officer.
    pub(crate) charges: Vec<String>,
}

/// Finds the persons of a text and adds them, and every later place where they are named, to `tokens`. Officers without a
/// state are the home's where their names are of its form, else of the state `abroad` where a report is set.
pub(crate) fn add_persons(
    text: &str,
    folded: &str,
    tokens: &mut Vec<Token>,
    lexis: &mut Lexis<'_>,
    forms: &NameForms,
    (home, abroad): (Option<&ActorId>, Option<&ActorId>),
) {
    if forms.spelling.is_empty() && forms.surnames.is_empty() {
        return;
    }
    drop_joins_of_posts(folded, tokens, lexis);
    let mut known: BTreeMap<String, Option<ActorId>> = BTreeMap::new();
    let mut posted: BTreeMap<ActorId, ActorId> = BTreeMap::new();
    let mut guests: Vec<String> = Vec::new();
    let states = tokens.iter().filter(|t| t.is(Class::Actor) && !is_person(t, lexis));
    let named_states: BTreeSet<ActorId> = match abroad {
        Some(_) => states.flat_map(|t| lexis.word(t).actors.clone()).collect(),
        None => BTreeSet::new(),
    };
    for (i, t) in tokens.iter().enumerate().filter(|(_, t)| t.is(Class::Office)) {
        let private = forms.private.contains(&folded[t.span.range()]);
        let state = if private { None } else { state_before(folded, tokens, i, lexis, forms) };
        let home = state.clone().or_else(|| home.filter(|_| !private).cloned());
        let bound =
            tokens.get(spelled_past(folded, tokens, i, forms)).map_or(folded.len(), |n| n.span.start() as usize);
        // A person of the lexicon stands behind his post as the lexicon has him.
        let whole = |n: &Token| {
            let after = &folded[n.span.end() as usize..];
            let bound = tokens.get(i + 2).map_or(folded.len(), |t| t.span.start() as usize);
            !after.starts_with(forms.dots.as_slice()) && !spelled_on(after, bound - n.span.end() as usize, forms)
        };
        let behind = |n: &&Token| n.span.start() == t.span.end() && is_person(n, lexis) && whole(n);
        if let Some(n) = tokens.get(i + 1).filter(behind) {
            // Here he speaks for the body that the form of his post names, or for the one named right before it.
            let own = &lexis.word(n).actors;
            let body = lexis.word(t).actors.iter().find(|a| a.is_org()).cloned();
            let at = |b: &Token| forms.at.iter().any(|p| folded[..b.span.start() as usize].ends_with(p.as_str()));
            let beside = tokens[..i].last().filter(|b| b.is(Class::Actor) && b.span.end() == t.span.start() && !at(b));
            let named = beside.filter(|b| !lexis.word(b).actors.iter().any(|a| own.contains(a)));
            let body = body.or_else(|| state.filter(|body| named.is_some() && !own.contains(body)));
            let person = own.iter().find(|a| a.is_person());
            // 甲国外长古铁雷斯: another officer, whom the lexicon's person is only called like.
            let printed = &text[n.span.range()];
            let principal = |a: &ActorId| a.is_country() || a.is_org();
            let another = body.as_ref().is_some_and(ActorId::is_country) && own.iter().any(principal);
            if another && person.is_some_and(|p| p.as_str().strip_prefix("person:") != Some(printed)) {
                known.entry(folded[n.span.range()].to_owned()).or_insert(body);
                continue;
            }
            // 国防部长桑切斯, where only his own state is named: another's officer is called like him.
            let strange = |own: &[ActorId]| {
                let theirs = own.iter().filter(|a| a.is_country());
                theirs.clone().next().is_some() && !theirs.into_iter().any(|a| named_states.contains(a))
            };
            if let Some(site) = abroad.filter(|_| body.is_none() && !private && strange(own)) {
                known.entry(folded[n.span.range()].to_owned()).or_insert(Some(site.clone()));
                continue;
            }
            posted.extend(person.cloned().zip(body));
            continue;
        }
        // 外长多次表示…: a word that begins there and ends no sooner than the name would is no name.
        let word = |name: &String| {
            tokens.get(i + 1).is_some_and(|n| {
                let says_how =
                    Classes::of(&[Class::Manner, Class::Degree, Class::Time, Class::Done, Class::Doing, Class::And]);
                let plain = n.classes.any(says_how) && !n.is(Class::Actor);
                // 代表某国民众: a state is nobody's name.
                let place = n.is(Class::Actor) && !is_person(n, lexis);
                n.span.start() == t.span.end() && (plain || place) && n.span.len() as usize >= name.len()
            })
        };
        // 副总统雷斯特雷波: a place within a spelled name ends it no sooner than the spelling does.
        let dotted = |n: &Token| {
            let before = &folded[t.span.end() as usize..n.span.start() as usize];
            before.contains(forms.dots.as_slice()) && !before.ends_with(forms.dots.as_slice())
        };
        let within =
            |n: &&Token| n.span.start() > t.span.end() && (n.is(Class::Place) || n.is(Class::Actor) && dotted(n));
        let beyond = match tokens.get(i + 1).filter(within) {
            Some(_) => tokens.get(i + 2).map_or(folded.len(), |n| n.span.start() as usize),
            None => bound,
        };
        let organ = forms.bodies.contains(&folded[t.span.range()]);
        let at = t.span.end() as usize;
        let local = home.as_ref().is_some_and(|h| forms.surname_first.iter().any(|f| f == h.as_str()));
        let behind = if let Some(end) = word_for_name(folded, tokens, i, forms).filter(|_| local && !organ) {
            Some(folded[at..end].to_owned())
        } else if organ {
            // 选举委员会主席某某（John Doe）: the post behind the body has the name.
            let posted = tokens.get(i + 1).is_some_and(|n| n.is(Class::Office) && n.span.start() == t.span.end());
            beside_original(&folded[at..], &forms.dots).filter(|_| !posted).map(str::to_owned)
        } else {
            // 总统某某夫人: the next post ends the name, whatever else spells it.
            let post = tokens.get(i + 1).is_some_and(|n| n.is(Class::Office) && n.span.start() as usize == bound);
            name_behind(if post { &folded[..bound] } else { folded }, at, (bound, beyond), home.as_ref(), forms)
        };
        let weak = || weak_behind(folded, t.span, tokens.get(i + 1)?, home.as_ref(), forms);
        let behind = behind.or_else(|| weak().filter(|_| !organ));
        let behind = behind
            .or_else(|| plain_behind(folded, t.span, tokens.get(i + 1)?, forms).filter(|_| !organ && state.is_some()));
        let behind = behind.or_else(|| ending_behind(folded, t.span, bound).filter(|_| !organ && state.is_some()));
        let behind = behind.or_else(|| titled_behind(&folded[t.span.end() as usize..], bound, t.span, forms));
        let behind = behind.map(|name| unled(&name, forms).to_owned());
        if let Some(name) = behind.filter(|name| !word(name)) {
            // Only a name of the home's own form is the home's officer where no state is named (前总统奥巴马).
            // A family name and two characters at most: 艾哈迈德 only begins like one.
            let given = |surnames: &Forms| surnames.behind(&name).any(|rest| rest.chars().count() <= 2);
            // 前总统沙某某（Nicolas S…）, in a report on another state: an original in brackets shows that he is none of the home's.
            let original = || beside_original(&folded[at..], &forms.dots).is_some_and(|n| n.ends_with(name.as_str()));
            let local = (given(&forms.surnames) || given(&forms.weak_surnames)) && !(abroad.is_some() && original());
            let entry = known.entry(name).or_insert(None);
            if entry.is_none() {
                // 联合国负责某事的副秘书长: a name before it in its clause says whose he is.
                let bare = || !tokens[..i].last().is_some_and(|b| b.is(Class::Actor) && same_clause(folded, b, t));
                *entry = if local { home } else { state.or_else(|| abroad.filter(|_| !private && bare()).cloned()) };
            }
        } else if let Some(name) = name_before(folded, tokens, i, forms) {
            if t.is(Class::Suffix) {
                // 法耶总统: he heads a state.
                guests.push(name.clone());
            }
            known.entry(name).or_insert(None);
        } else if let Some(name) = local_before(folded, t.span, acts_behind(tokens, i), forms) {
            let from = t.span.start() - name.len() as u32;
            let named = tokens[..i].iter().rev().take_while(|b| b.span.end() > from);
            // A word inside is no name's (高级别官员), a character of its own may be (亚非).
            let words = Classes::of(&[Class::Actor, Class::Place, Class::Block]);
            let word = |b: &Token| b.classes.any(words) || b.span.len() > LETTER;
            if !named.into_iter().any(word) {
                known.entry(name).or_insert(home);
            }
        }
    }
    for (i, t) in tokens.iter().enumerate().filter(|(_, t)| t.is(Class::Say)) {
        if let Some(name) = said_by(folded, tokens, i, t.span, forms) {
            known.entry(name).or_insert(None);
        }
    }
    post(tokens, lexis, &posted);
    let state_of_guests = guest_state(tokens, lexis, home);
    for name in guests {
        if let Some(state @ None) = known.get_mut(&name) {
            state.clone_from(&state_of_guests);
        }
    }
    let mut found = places(text, folded, &known, lexis);
    if found.is_empty() {
        return;
    }
    found.sort_by_key(|f| (f.span.start(), std::cmp::Reverse(f.span.end())));
    // The furthest end of the names up to each: with it one look tells what lies over a word.
    let mut furthest = 0;
    let reach: Vec<u32> = found
        .iter()
        .map(|f| {
            furthest = furthest.max(f.span.end());
            furthest
        })
        .collect();
    let over = |start: u32| reach[..found.partition_point(|f| f.span.start() < start)].last().copied().unwrap_or(0);
    tokens.retain(|t| {
        let inside = over(t.span.start() + 1) >= t.span.end();
        let touched = over(t.span.end()) > t.span.start();
        t.is(Class::Actor) && !inside || !touched
    });
    let mut kept = 0;
    let mut last = 0;
    found.retain(|f| {
        while tokens.get(kept).is_some_and(|t| t.span.end() <= f.span.start()) {
            kept += 1;
        }
        let free = f.span.start() >= last && !tokens.get(kept).is_some_and(|t| t.span.overlaps(f.span));
        if free {
            last = f.span.end();
        }
        free
    });
    tokens.append(&mut found);
    tokens.sort_by_key(|t| t.span.start());
}

/// 出任财长的某某: the name without what stands before it, where two characters and more are left.
fn unled<'n>(name: &'n str, forms: &NameForms) -> &'n str {
    let rest = forms.leads.longest_first(name).map(|lead| &name[lead.len()..]);
    rest.filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(name)
}

/// Whether nothing but letters stands between two words.
fn same_clause(folded: &str, one: &Token, other: &Token) -> bool {
    let between = folded.get(one.span.end() as usize..other.span.start() as usize);
    between.is_some_and(|words| words.chars().all(char::is_alphanumeric))
}

/// One character of the names' script, in bytes.
const LETTER: u32 = 3;

/// Most words for posts one behind the other (国务委员兼外交部长).
const POSTS: usize = 8;

/// Whether an officer's deed or words stand right behind his post (某某副部长出席…).
fn acts_behind(tokens: &[Token], post: usize) -> bool {
    let acts =
        Classes::of(&[Class::Event, Class::Say, Class::Ask, Class::Stance, Class::Time, Class::Will, Class::Toward]);
    // 李某某大使在讲话中…: so is where he did it.
    let acts = acts.with(Classes::of(&[Class::By]));
    let post = tokens[post..].iter().take(POSTS).take_while(|t| t.is(Class::Office)).last();
    let behind = |post: &Token| tokens.get(tokens.partition_point(|t| t.span.start() < post.span.end())).copied();
    post.is_some_and(|post| behind(post).is_some_and(|t| t.span.start() == post.span.end() && t.classes.any(acts)))
}

/// 荷兰外贸与发展合作大臣: what joins the two fields of one post, between the state and the post, joins no actors.
fn drop_joins_of_posts(folded: &str, tokens: &mut Vec<Token>, lexis: &Lexis<'_>) {
    const FIELD: usize = 10;
    let joins = Classes::of(&[Class::With, Class::And]);
    let mut joining: Vec<usize> = Vec::new();
    for post in (1..tokens.len()).filter(|&i| tokens[i].is(Class::Office)) {
        let first = tokens[..post].iter().rposition(|t| !t.classes.any(joins)).map_or(0, |at| at + 1);
        let Some(named) = first.checked_sub(1).map(|at| &tokens[at]).filter(|_| first < post) else { continue };
        let state = named.is(Class::Actor) && lexis.word(named).actors.iter().any(|a| a.is_country());
        let between = folded.get(named.span.end() as usize..tokens[post].span.start() as usize).unwrap_or_default();
        let apart = tokens[first].span.start() == named.span.end();
        if state && !apart && between.chars().count() <= FIELD && between.chars().all(char::is_alphabetic) {
            joining.extend(first..post);
        }
    }
    let mut at = 0;
    tokens.retain(|_| {
        at += 1;
        joining.binary_search(&(at - 1)).is_err()
    });
}

/// The one state besides the home that a text names again and again: whose heads without a state are (法耶总统); none where
/// there are several.
fn guest_state(tokens: &[Token], lexis: &Lexis<'_>, home: Option<&ActorId>) -> Option<ActorId> {
    let mut named: BTreeMap<ActorId, usize> = BTreeMap::new();
    for t in tokens.iter().filter(|t| t.is(Class::Actor) && !t.is(Class::Block)) {
        for state in lexis.word(t).actors.iter().filter(|a| a.is_country() && Some(*a) != home) {
            *named.entry(state.clone()).or_default() += 1;
        }
    }
    let mut often = named.into_iter().filter(|(_, n)| *n >= OFTEN);
    often.next().map(|(state, _)| state).filter(|_| often.next().is_none())
}

/// How often a text names the state that it is about.
const OFTEN: usize = 3;

/// 熊主任式辉: a known person whose post stands between family name and given name, as older papers print it.
pub(crate) fn join_parted(folded: &str, tokens: &mut Vec<Token>, vocabulary: &Vocabulary, surnames: &Forms) {
    let mut joined = Vec::new();
    for (i, post) in tokens.iter().enumerate().filter(|(_, t)| t.is(Class::Office)) {
        let (head, rest) = (&folded[..post.span.start() as usize], &folded[post.span.end() as usize..]);
        let Some(surname) = surnames.longest_last(head) else { continue };
        let start = post.span.start() - surname.len() as u32;
        if i > 0 && tokens[i - 1].span.end() > start && tokens[i - 1].classes.any(Classes::of(&[Class::Actor])) {
            continue;
        }
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(2);
        let known = ends.filter_map(|end| {
            let name = format!("{surname}{}", &rest[..end]);
            let whole = |t: &Token| t.is(Class::Actor) && t.span.len() as usize == name.len();
            let person = vocabulary.find(&name).into_iter().find(whole)?;
            let named = vocabulary.actors(&person).iter().any(|a| a.is_person());
            named.then(|| Token { span: Span::new(start, post.span.end() + end as u32), ..person })
        });
        joined.extend(known.last());
    }
    for name in joined {
        tokens.retain(|t| !t.span.overlaps(name.span));
        let at = tokens.partition_point(|t| t.span.start() < name.span.start());
        tokens.insert(at, name);
    }
}

/// Lets persons of the lexicon speak for the bodies whose posts the article gives them, wherever it names them.
fn post(tokens: &mut [Token], lexis: &mut Lexis<'_>, posted: &BTreeMap<ActorId, ActorId>) {
    if posted.is_empty() {
        return;
    }
    for t in tokens.iter_mut().filter(|t| t.is(Class::Actor)) {
        let word = lexis.word(t);
        let Some((person, body)) = word.actors.iter().find_map(|a| posted.get_key_value(a)) else { continue };
        let word = word.naming(vec![body.clone(), person.clone()]);
        t.word = lexis.extend(word);
    }
}

fn is_person(t: &Token, lexis: &Lexis<'_>) -> bool {
    t.is(Class::Actor) && lexis.word(t).actors.iter().any(|a| a.is_person())
}

/// Where the names stand, each as a word of the article; all names in one pass, and one word for each way a name is
/// printed. A place is looked at where a name's first character stands, once for each length that names have: an automaton
/// would take longer to build than most articles to go through.
fn places(text: &str, folded: &str, known: &BTreeMap<String, Option<ActorId>>, lexis: &mut Lexis<'_>) -> Vec<Token> {
    let heads: BTreeSet<char> = known.keys().filter_map(|name| name.chars().next()).collect();
    let lengths: BTreeSet<usize> = known.keys().map(String::len).filter(|length| *length > 0).collect();
    let any = Letters::of(&heads.iter().collect::<String>());
    let mut behind: BTreeMap<&str, usize> = BTreeMap::new();
    let mut words: BTreeMap<&str, Option<u32>> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, _) in folded.char_indices().filter(|(_, c)| any.may_have(*c) && heads.contains(c)) {
        let rest = &folded[at..];
        for (name, state) in lengths.iter().filter_map(|&length| known.get_key_value(rest.get(..length)?)) {
            let end = at + name.len();
            if behind.get(name.as_str()).is_some_and(|&before| at < before) {
                continue;
            }
            behind.insert(name, end);
            let span = Span::of(at..end);
            let printed = &text[span.range()];
            let word = *words.entry(printed).or_insert_with(|| {
                let person = ActorId::new(&format!("person:{printed}"))?;
                Some(lexis.extend(Word::person(state.iter().cloned().chain([person]).collect())))
            });
            if let Some(word) = word {
                found.push(Token { span, classes: lexis.of(word).classes, word });
            }
        }
    }
    found
}

/// Whose officer the post at token `i` is: told right before it, or before the word of what he has charge of.
fn state_before(folded: &str, tokens: &[Token], i: usize, lexis: &Lexis<'_>, forms: &NameForms) -> Option<ActorId> {
    state_beside(folded, tokens, i, lexis, forms).or_else(|| in_charge(folded, tokens, i, lexis, forms))
}

/// 联合国负责人道事务的副秘书长: whose officer is in charge of a field is named before the word that says so.
fn in_charge(folded: &str, tokens: &[Token], i: usize, lexis: &Lexis<'_>, forms: &NameForms) -> Option<ActorId> {
    const FIELD: usize = 20;
    let before = &folded[..tokens[i].span.start() as usize];
    let near = before.char_indices().rev().take(FIELD).take_while(|(_, c)| c.is_alphanumeric());
    let from = near.last()?.0;
    let word = forms.charges.iter().filter_map(|c| before[from..].rfind(c.as_str())).max()?;
    let named = tokens[..i].iter().rev().take(FIELD).find(|t| t.span.end() as usize <= from + word)?;
    let actors = &lexis.word(named).actors;
    let touches = named.is(Class::Actor) && named.span.end() as usize == from + word;
    actors.iter().find(|a| touches && (a.is_country() || a.is_org())).cloned()
}

/// The state (or body) whose post it is: named directly before the post, or before the posts before it.
fn state_beside(folded: &str, tokens: &[Token], i: usize, lexis: &Lexis<'_>, forms: &NameForms) -> Option<ActorId> {
    let organs = &forms.organs;
    // 驻法国大使: where he is; whose he is stands before it, or nowhere.
    let host = |t: &Token| {
        let before = &folded[..t.span.start() as usize];
        t.is(Class::Actor) && forms.stationed.iter().any(|p| before.ends_with(p.as_str()))
    };
    let posted = i > 0 && host(&tokens[i - 1]) && tokens[i - 1].span.end() == tokens[i].span.start();
    let i = if posted { i - 1 } else { i };
    let named_before = i > 0 && tokens[i - 1].is(Class::Actor) && tokens[i - 1].span.end() == tokens[i].span.start();
    if let Some(told) = lexis.word(&tokens[i]).actors.first().filter(|_| !posted)
        && (!named_before || told.is_org())
    {
        return Some(organs.get(told).unwrap_or(told).clone());
    }
    for k in (1..=i).rev().take(POSTS) {
        let before = &tokens[k - 1];
        let gap = folded.get(before.span.end() as usize..tokens[k].span.start() as usize).map_or(0, bare);
        if let Some(state) = of_ministry(folded, tokens, k, lexis) {
            return Some(state);
        }
        // Up to three characters may stand between (中国常驻联合国代表, 以色列前总理).
        if gap > 12 {
            return None;
        }
        if before.is(Class::Actor) {
            let actors = &lexis.word(before).actors;
            let state = actors.iter().find(|a| a.is_country());
            return match state {
                Some(state) => Some(state.clone()),
                None => {
                    let earlier = (k - 1 > 0 && tokens[k - 2].is(Class::Actor)).then(|| &tokens[k - 2]);
                    let state = |t: &Token| lexis.word(t).actors.iter().find(|a| a.is_country()).cloned();
                    // 国家杜马主席: the state's officer.
                    let organ = || actors.iter().find_map(|a| organs.get(a).cloned());
                    // 联合国秘书长: the body's officer.
                    let body = || actors.iter().find(|a| a.is_org()).cloned();
                    earlier.and_then(state).or_else(organ).or_else(body)
                }
            };
        }
        if !before.is(Class::Office) {
            return None;
        }
    }
    None
}

/// Length of the words between a state and its post, in bytes, without a short name in brackets right behind the state
/// (甲国（下称“甲”）总理).
fn bare(between: &str) -> usize {
    let open = between.chars().next().and_then(|c| match c {
        '(' => Some(')'),
        '\u{FF08}' => Some('\u{FF09}'),
        _ => None,
    });
    let end = open.and_then(|close| between.find(close).map(|at| at + close.len_utf8()));
    between.len() - end.unwrap_or(0)
}

/// 法国经济和财政部长: the state named before what the post is of, words of no other name or deed between.
fn of_ministry(folded: &str, tokens: &[Token], post: usize, lexis: &Lexis<'_>) -> Option<ActorId> {
    const FIELD: usize = 8 * 3;
    let to = tokens[post].span.start();
    let named = (0..post).rev().take(4).find(|&k| tokens[k].is(Class::Actor))?;
    let from = tokens[named].span.end();
    let between = folded.get(from as usize..to as usize)?;
    let joins = tokens.get(named + 1).is_some_and(|n| n.is(Class::With) && n.span.start() == from);
    let other =
        Classes::of(&[Class::Say, Class::Ask, Class::Stance, Class::Event, Class::Toward, Class::Office, Class::By]);
    let plain = !tokens[named + 1..post].iter().any(|t| t.classes.any(other));
    let fits = between.len() <= FIELD && between.chars().all(char::is_alphabetic) && !joins && plain;
    let state = lexis.word(&tokens[named]).actors.iter().find(|a| a.is_country());
    state.filter(|_| fits).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Builder;

    #[test]
    fn persons_are_called_as_the_text_prints_them() {
        let mut builder = Builder::new(None);
        for form in ["刘远", "刘副总理"] {
            let who = ["CHN", "person:刘远"].iter().filter_map(|id| ActorId::new(id)).collect();
            builder.add_actors(form, None, Class::Actor, who);
        }
        let vocabulary = builder.build();
        let called = |text: &str| {
            let folded = text.replace('劉', "刘").replace('遠', "远").replace('總', "总");
            let mut tokens = vocabulary.find(&folded);
            let mut lexis = Lexis::new(&vocabulary);
            call_as_printed(text, &folded, &mut tokens, &mut lexis, &vocabulary);
            tokens.iter().map(|t| lexis.word(t).actors[1].as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(called("劉遠到訪，劉副總理說"), ["person:劉遠", "person:劉遠"]);
        assert_eq!(called("刘远到访，刘副总理说"), ["person:刘远", "person:刘远"]);
        // Named by the post only: the lexicon's own form is all there is.
        assert_eq!(called("劉副總理說"), ["person:刘远"]);
    }
}
