//! Who speaks in a document: whose it is, who answers in it, which stretches are nobody's words.
//!
//! What this is not: who speaks in a sentence (`discourse/voices.rs`). Next to read: `coding.rs`, which asks.

use std::collections::BTreeMap;

use chancery_model::{ActorId, Article, Day, DocumentKind, Part, PartKind};
use chancery_text::Span;

use crate::ambiguous::Time;
use crate::cast::{Cast, principals, unique};
use crate::discourse::Voice;
use crate::knowledge::Language;
use crate::names::add_persons;
use crate::press::HEAD;
use crate::titled::{below, joins, labels_answer, opens, paper_of, parties, signed_by, with_group};
use crate::tokens::{Class, Classes, Token, is_word, keep};
use crate::vocabulary::Lexis;

/// Whether a document of this kind acts in its own name.
pub(crate) const fn is_programme(kind: DocumentKind) -> bool {
    !matches!(
        kind,
        DocumentKind::NewsReport
            | DocumentKind::Interview
            | DocumentKind::PressConference
            | DocumentKind::Readout
            | DocumentKind::Other
    )
}

/// Whose act the document is: the states of its title, else the first set of states in its first lines, for documents of
/// several; the state that speaks as 我国 or in its own short form, for documents of one. News is nobody's.
pub(crate) fn issuers(
    article: &Article,
    (folded, on): (&str, Option<Day>),
    title: &str,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    cast: &Cast,
    language: &Language,
) -> Vec<ActorId> {
    if matches!(
        article.kind,
        DocumentKind::NewsReport | DocumentKind::Interview | DocumentKind::Other | DocumentKind::PressConference
    ) {
        return Vec::new();
    }
    let titled = match topic_end(title, language).filter(|_| article.kind == DocumentKind::Declaration) {
        // 关于甲国军队进入乙国的声明: those of the matter state nothing.
        Some(end) => issuing(title, language).into_iter().filter(|t| t.span.start() as usize >= end).collect(),
        None => issuing(title, language),
    };
    // 我代表甲国政府…: who speaks says for whom.
    let on_behalf = || {
        let says = tokens
            .windows(2)
            .find(|w| w[0].is(Class::Behalf) && w[1].is(Class::Actor) && w[0].span.end() == w[1].span.start());
        says.map(|w| principals(&lexis.word(&w[1]).actors)).filter(|who| who.len() == 1)
    };
    if article.kind == DocumentKind::Declaration
        && titled.is_empty()
        && let Some(state) = on_behalf()
    {
        return state;
    }
    if article.kind == DocumentKind::Declaration
        && !titled.iter().any(|t| t.classes.any(WHO))
        && let Some(state) = signed_by(article, tokens, lexis)
    {
        return vec![state];
    }
    // 中华民国, in a paper of its time.
    let whose = |t: &Token| {
        let then = language.dated.actors(&title[t.span.range()], on);
        then.unwrap_or_else(|| language.vocabulary.actors(t))
    };
    let named: Vec<ActorId> = titled.iter().filter(|t| t.is(Class::Actor)).flat_map(whose).collect();
    let states: Vec<ActorId> = principals(&named).into_iter().filter(|a| a.is_country()).collect();
    // 甲国外交部声明; 甲国外交部公报, but not that of a visit to another.
    let single = article.kind == DocumentKind::Communique && states.len() == 1;
    if (single || article.kind == DocumentKind::Declaration)
        && let Some(one) = organ_of(title, &titled, language)
    {
        return vec![one];
    }
    if article.kind == DocumentKind::Declaration
        && let Some(one) = writer_of(title, &titled, &whose, language)
    {
        return vec![one];
    }
    if article.kind == DocumentKind::Resolution {
        // 安理会第…号决议; 安全理事会，回顾…: the body whose it is.
        let body = |t: &Token, who: Vec<ActorId>| who.into_iter().find(|a| t.is(Class::Actor) && a.is_org());
        let of_title = titled.iter().rev().find_map(|t| body(t, language.vocabulary.actors(t)));
        let mut heads = tokens.iter().filter(|t| {
            let before = &folded[..t.span.start() as usize];
            before.is_empty() || before.ends_with('\n')
        });
        let of_text = || heads.find_map(|t| body(t, lexis.word(t).actors.clone()));
        return of_title.or_else(of_text).into_iter().collect();
    }
    let united = parties(title, language);
    if !united.is_empty() {
        return united;
    }
    if article.kind == DocumentKind::ConceptPaper
        && let Some(one) = paper_of(title, language).filter(|_| with_group(title, language).len() < 2)
    {
        return vec![one];
    }
    if article.kind == DocumentKind::Speech {
        // 甲国代表在乙国问题会议上的发言: who stands first in the title speaks.
        let first = titled.first().filter(|t| t.is(Class::Actor) && t.span.start() == 0);
        let speaker = first.map(|t| principals(&whose(t))).unwrap_or_default();
        if !speaker.is_empty() {
            return speaker;
        }
    } else if states.len() >= 2 {
        return states;
    }
    let several =
        matches!(article.kind, DocumentKind::JointStatement | DocumentKind::Declaration | DocumentKind::Communique);
    if several || article.kind == DocumentKind::ConceptPaper {
        let both = with_group(title, language);
        if both.len() >= 2 {
            return both;
        }
    }
    if several {
        // 我们，甲国、乙国和丙国领导人: who they are, in their own words.
        let own = tokens.iter().find(|t| t.is(Class::Own)).map(|t| t.span.end());
        let apposed = own.map(|at| cast.stated(at)).unwrap_or_default();
        if apposed.len() >= 3 {
            return apposed;
        }
        // 我们，各国国家元首: everybody.
        let group = own.and_then(|at| {
            let next = tokens.iter().find(|t| t.span.start() >= at)?;
            let near = next.span.start() - at <= NEAR && next.is(Class::Actor);
            let who = &lexis.word(next).actors;
            (near && who.iter().all(|a| a.is_group())).then(|| who.clone())
        });
        if let Some(who) = group.filter(|who| !who.is_empty()) {
            return who;
        }
        // 甲组织领导人会晤宣言: the body that the title begins with; 甲国和乙组织联合声明: both.
        let begins =
            titled.iter().find(|t| t.is(Class::Actor)).filter(|t| opens(title, t.span.start() as usize, language));
        let bodies = principals(&named);
        if let Some(first) = begins
            && bodies.len() <= 2
            && bodies.iter().any(|a| a.is_org())
        {
            let gap = |a: &Token, b: &Token| title.get(a.span.end() as usize..b.span.start() as usize);
            let joins = |g: &str| g.chars().all(|c| !c.is_alphanumeric()) || joins(g, language);
            let names: Vec<&Token> = titled.iter().filter(|t| t.is(Class::Actor)).collect();
            let both = names.get(1).filter(|n| gap(first, n).is_some_and(joins));
            let who = both.map_or_else(Vec::new, |n| language.vocabulary.actors(n));
            let who = principals(&language.vocabulary.actors(first).into_iter().chain(who).collect::<Vec<_>>());
            if who.iter().any(|a| a.is_org()) {
                return who;
            }
        }
        // Joint communiqué of the 甲 ministers' meeting; 第30届甲组织峰会主席声明: the one body that the title names.
        if let [body] = bodies.as_slice()
            && body.is_org()
        {
            return bodies;
        }
    }
    if several || article.kind == DocumentKind::Treaty {
        // 甲国政府和乙国政府，…，议定条款如下: a treaty's parties are named before its articles.
        let head = folded.char_indices().nth(600).map_or(folded.len(), |(i, _)| i) as u32;
        let set = cast.whole(cast.many(2, head), head);
        if !set.is_empty() {
            return set;
        }
    }
    // The state most often named in the short form of a side (中方), or the home state of the language's documents.
    let mut count: std::collections::BTreeMap<&ActorId, usize> = std::collections::BTreeMap::new();
    for t in tokens.iter().filter(|t| t.is(Class::Actor)) {
        if let [one] = lexis.word(t).actors.as_slice()
            && one.is_country()
        {
            *count.entry(one).or_default() += 1;
        }
    }
    let own = tokens.iter().any(|t| t.is(Class::Own));
    if article.kind == DocumentKind::Speech {
        // Who speaks says for whom; else nobody but the home is taken for the speaker's side, where the speech names it or
        // no state at all, or the one state that the speech names most.
        if let Some(state) = on_behalf() {
            return state;
        }
        let most = count.values().max().copied().unwrap_or_default();
        let named: Vec<&ActorId> = count.iter().filter(|(_, n)| **n == most).map(|(a, _)| *a).collect();
        return match (language.forms.home.as_ref(), named.as_slice()) {
            (Some(home), _) if count.contains_key(home) || count.is_empty() && own => vec![home.clone()],
            (_, [one]) if most >= SPEAKER => vec![(*one).clone()],
            _ => Vec::new(),
        };
    }
    match (language.forms.home.as_ref(), count.into_iter().max_by_key(|(a, n)| (*n, std::cmp::Reverse(*a)))) {
        (Some(home), Some((most, _))) if most == home || own => vec![home.clone()],
        (Some(home), _)
            if matches!(article.kind, DocumentKind::Report | DocumentKind::Law | DocumentKind::WhitePaper) =>
        {
            vec![home.clone()]
        }
        (Some(home), None) if own => vec![home.clone()],
        (Some(home), Some(_)) if matches!(article.kind, DocumentKind::Readout) => vec![home.clone()],
        _ => Vec::new(),
    }
}

/// How far behind 我们 the names it stands for begin, in bytes: a mark.
const NEAR: u32 = 4;

/// The names and posts of a title up to the word that opens what it is about (甲国和乙国|关于…的联合声明), places of posts left out
/// (甲国驻乙国使馆).
fn issuing(title: &str, language: &Language) -> Vec<Token> {
    let mut titled = keep(language.vocabulary.find(title), &[]);
    let named = titled.iter().position(|t| t.classes.any(WHO)).unwrap_or_default();
    let about = titled.iter().skip(named).position(|t| t.is(Class::Toward) && !t.classes.any(WHO));
    titled.truncate(about.map_or(titled.len(), |n| named + n));
    titled.retain(|t| !is_place(title, t, language));
    titled
}

/// Where the matter ends that a title begins with (关于…的|声明).
fn topic_end(title: &str, language: &Language) -> Option<usize> {
    let first = language.vocabulary.find(title).into_iter().find(|t| t.span.start() == 0 && t.is(Class::Toward));
    first.and_then(|_| language.particles.of.last_in(title))
}

/// Whether a name is where a post is (驻乙国).
fn is_place(text: &str, token: &Token, language: &Language) -> bool {
    let before = &text[..token.span.start() as usize];
    token.span.start() > 0 && token.is(Class::Actor) && language.particles.is_at(before)
}

/// Whose statement it is where its title begins with an organ, a government or a spokesman of one state (甲国外交部声明).
fn organ_of(title: &str, titled: &[Token], language: &Language) -> Option<ActorId> {
    let posts = Classes::of(&[Class::Office, Class::HomeOrgan, Class::Suffix]);
    let first = titled.iter().find(|t| t.classes.any(WHO)).filter(|t| t.span.start() == 0)?;
    if !first.is(Class::Actor) {
        return language.forms.home.clone();
    }
    let [one] = &principals(&language.vocabulary.actors(first))[..] else { return None };
    if let Some(state) = language.organs.get(one) {
        return state.clone();
    }
    let rest = &title[first.span.end() as usize..];
    let posted = language.particles.at.begin(rest);
    let next = titled.iter().find(|t| t.span.start() == first.span.end());
    let posted = posted || next.is_some_and(|t| t.classes.any(posts));
    // 甲国政府声明, 甲国政府关于…的声明: nothing else between its name and what it is.
    let states = || {
        let about = |t: &Token| t.is(Class::Toward) && t.span.start() == first.span.end();
        rest.chars().count() <= STATES || language.vocabulary.find(title).iter().any(about)
    };
    (one.is_country() && (posted || states())).then(|| one.clone())
}

/// Who writes, where a title begins with him and his post and goes on to whom (甲外长致乙组织秘书长电文).
fn writer_of(
    title: &str,
    titled: &[Token],
    whose: &dyn Fn(&Token) -> Vec<ActorId>,
    language: &Language,
) -> Option<ActorId> {
    let mut end = 0;
    let mut who = Vec::new();
    for t in titled.iter().filter(|t| t.classes.any(WHO)) {
        if t.span.start() == end {
            who.extend(whose(t));
            end = t.span.end();
        }
    }
    let to = language.particles.letters.begin(title.get(end as usize..)?);
    let [one] = &principals(&who)[..] else { return None };
    (to && one.is_country()).then(|| one.clone())
}

/// Longest word for a statement behind a state's name in a title, in characters (严正声明).
const STATES: usize = 4;

/// Names, posts and organs.
const WHO: Classes = Classes::of(&[Class::Actor, Class::Office, Class::HomeOrgan]);

/// Who holds a speech: the person named in its title, else in the lines above its address.
pub(crate) fn orator<'l>(
    article: &Article,
    (folded, on): (&str, Option<Day>),
    (printed, title): (&str, &str),
    tokens: &[Token],
    lexis: &mut Lexis<'l>,
    language: &'l Language,
    issuers: &[ActorId],
) -> Option<ActorId> {
    let [state] = issuers else { return None };
    let mut titled = issuing(title, language);
    language.dated.hold(title, &mut titled, lexis, on);
    add_persons(printed, title, &mut titled, lexis, &language.forms, (Some(state), None));
    let lines = article.parts.iter().filter(|p| p.kind == PartKind::Paragraph).take(LINES);
    let close = |p: &Part| folded.get(p.span.range()).is_some_and(|words| words.chars().count() <= LINE);
    let head = lines.take_while(|p| close(p)).last().map_or(0, |p| p.span.end());
    let above = &tokens[..tokens.partition_point(|t| t.span.end() <= head)];
    // 发言人某就…发表谈话: a statement is his whom its title names right before what it is about.
    let speech = article.kind == DocumentKind::Speech;
    let above = if speech { above } else { &[] };
    let states = |at: usize, t: &Token| {
        let behind = titled[at + 1..].iter().take_while(|n| n.is(Class::Office));
        let end = behind.fold(t.span.end(), |end, n| if n.span.start() == end { n.span.end() } else { end });
        language.particles.about.begin(title.get(end as usize..).unwrap_or_default())
    };
    titled = titled.iter().enumerate().filter(|(at, t)| speech || states(*at, t)).map(|(_, t)| *t).collect();
    // 某部备忘录 … 某部总司令某某: whoever signs it.
    let below = if speech { &[] } else { below(article, tokens) };
    [titled.as_slice(), above, below].into_iter().find_map(|named| {
        let who = named.iter().filter(|t| t.is(Class::Actor)).map(|t| &lexis.word(t).actors);
        who.into_iter()
            .filter(|who| principals(who).iter().all(|a| a == state))
            .find_map(|who| who.iter().find(|a| a.is_person()).cloned())
    })
}

/// How many lines above a speech's address may name who holds it, and how long they are at most, in characters.
const LINES: usize = 4;
const LINE: usize = 40;

/// Longest label that is a word for answering and no name, in bytes: 回答 has six, as the shortest names have; 答 three.
const ANSWER: u32 = 3;

/// How often a speech names its own side at least, where nothing else tells who speaks.
const SPEAKER: usize = 3;

/// Who answers under a label that names nobody (答：): the person or organ that the title names first, else the person
/// named before the first question, else the home's officer where a post or organ stands there.
pub(crate) fn answerer<'l>(
    article: &Article,
    folded: &str,
    (printed, title): (&str, &str),
    tokens: &[Token],
    lexis: &mut Lexis<'l>,
    language: &'l Language,
    home: Option<&ActorId>,
) -> Vec<ActorId> {
    if !article.parts.iter().any(|part| part.kind == PartKind::Answer) {
        return Vec::new();
    }
    let mut titled = keep(language.vocabulary.find(title), &[]);
    let time = Time { on: None, old: false };
    language.shared.resolve(title, &mut titled, lexis, time);
    add_persons(printed, title, &mut titled, lexis, &language.forms, (home, None));
    let asked = article.parts.iter().find(|part| matches!(part.kind, PartKind::Question | PartKind::Answer));
    let lead = asked.map_or(folded.len() as u32, |part| part.span.start());
    let before = &tokens[..tokens.partition_point(|t| t.span.start() < lead)];
    for named in [titled.as_slice(), before] {
        // 应甲外长某邀请，…: who invites is told of.
        let invites = |n: usize| named.get(n + 1).is_some_and(|next| next.is(Class::Ask));
        let person = named.iter().enumerate().filter(|(n, t)| t.is(Class::Actor) && !invites(*n));
        let person = person.map(|(_, t)| &lexis.word(t).actors);
        if let Some(who) = person.into_iter().find(|who| who.iter().any(ActorId::is_person)) {
            return unique(who.clone());
        }
        if let Some(post) = named.iter().position(|t| t.is(Class::Office)) {
            // 俄罗斯驻华大使答记者问: the state before the post; without one the home's.
            let text = if std::ptr::eq(named, before) { folded } else { title };
            let mut ahead = &named[..post];
            let mut end = named[post].span.start();
            // 甲国驻乙国使馆: whose post it is stands before the place.
            while let Some((last, rest)) = ahead.split_last().filter(|(last, _)| last.span.end() == end) {
                if !is_place(text, last, language) {
                    break;
                }
                end = rest.last().map_or(0, |t| t.span.end());
                ahead = rest;
            }
            let state = ahead.last().filter(|t| t.is(Class::Actor) && t.span.end() == end);
            let state = state.map(|t| principals(&lexis.word(t).actors)).filter(|who| who.len() == 1);
            return state.or_else(|| home.map(|h| vec![h.clone()])).unwrap_or_default();
        }
    }
    // Nobody is named: what the home is asked (中方有何评论？) its officer answers.
    let asks = article.parts.iter().filter(|part| part.kind == PartKind::Question);
    let side = |part: &Part| {
        let first = tokens.partition_point(|t| t.span.start() < part.span.start());
        let under = tokens[first..].iter().take_while(|t| t.span.end() <= part.span.end());
        let ours = |t: &Token| lexis.word(t).actors.first().filter(|_| lexis.word(t).actors.len() == 1) == home;
        under.filter(|t| t.is(Class::Actor)).any(ours)
    };
    let asked_home = asks.into_iter().any(side);
    home.filter(|_| asked_home).map(|h| vec![h.clone()]).unwrap_or_default()
}

/// The only person of that family name whom the text tells in full.
fn one_of_family(surname: &str, tokens: &[Token], lexis: &Lexis<'_>) -> Option<Vec<ActorId>> {
    let family = |t: &&Token| {
        let person = lexis.word(t).actors.iter().find_map(|a| a.as_str().strip_prefix("person:"));
        t.is(Class::Actor) && person.is_some_and(|p| p.starts_with(surname) && p != surname)
    };
    let mut known: Vec<&Vec<ActorId>> = tokens.iter().filter(family).map(|t| &lexis.word(t).actors).collect();
    known.sort();
    known.dedup();
    if let [one] = known.as_slice() { Some((*one).clone()) } else { None }
}

/// Who speaks where: questions, headings, captions and signatures are nobody's; an answer is its speaker's.
pub(crate) fn voices(
    article: &Article,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    answerer: &[ActorId],
    language: &Language,
) -> Vec<(Span, Voice)> {
    // 国防部例行记者会: who answers there under a name of the home's own form is the home's officer.
    let head = article.title.as_ref().map_or(0, String::len).max(HEAD) as u32;
    let organ = tokens.iter().take_while(|t| t.span.start() <= head).any(|t| t.is(Class::HomeOrgan));
    let officer = |name: &str| {
        let local = (2..=4).contains(&name.chars().count());
        organ && local && language.forms.surnames.begin(name)
    };
    let mut out = Vec::new();
    let mut families: BTreeMap<String, Option<Vec<ActorId>>> = BTreeMap::new();
    let mut speaker = |part: &Part| -> Option<Vec<ActorId>> {
        let name = part.speaker?;
        let printed = article.text.get(name.range())?;
        let first = tokens.partition_point(|t| t.span.start() < name.start());
        let under = tokens[first..].iter().take_while(|t| t.span.end() <= name.end());
        let here: Vec<ActorId> =
            under.clone().filter(|t| t.is(Class::Actor)).flat_map(|t| lexis.word(t).actors.clone()).collect();
        if !here.is_empty() {
            let stateless = language.spaced && principals(&here).is_empty();
            let state = answerer.iter().filter(|a| stateless && !a.is_person());
            return Some(unique(state.cloned().chain(here).collect()));
        }
        // 桂大使: the one person of that family name.
        let post = tokens[first..].iter().take_while(|n| n.span.start() < name.end()).find(|n| n.is(Class::Office));
        let called = post.and_then(|n| article.text.get(name.start() as usize..n.span.start() as usize));
        if let Some(surname) = called.filter(|c| !c.is_empty()) {
            let one = families.entry(surname.to_owned()).or_insert_with(|| one_of_family(surname, tokens, lexis));
            if one.is_some() {
                return one.clone();
            }
        }
        if labels_answer(printed, language) {
            return Some(answerer.to_vec()).filter(|who| !who.is_empty());
        }
        // A word for answering (答：) or a post (发言人：) is nobody's name.
        if !answerer.is_empty() && (name.len() <= ANSWER || under.clone().any(|t| t.is(Class::Office))) {
            return Some(answerer.to_vec());
        }
        if language.spaced {
            return crate::spaced::labelled(printed, answerer, language);
        }
        let home = language.forms.home.clone().filter(|_| officer(printed));
        ActorId::new(&format!("person:{printed}")).map(|p| home.into_iter().chain([p]).collect())
    };
    for part in &article.parts {
        match part.kind {
            PartKind::Question | PartKind::Heading | PartKind::Caption | PartKind::Signature => {
                out.push((part.span, Voice::Nobody));
            }
            PartKind::Answer => {
                if let Some(who) = speaker(part) {
                    out.push((part.span, Voice::Speaker(who)));
                }
            }
            _ => {}
        }
    }
    out.extend(unmarked_headings(article, language.spaced).into_iter().map(|span| (span, Voice::Nobody)));
    // Longer stretches first, so that a heading inside an answer is found last and wins.
    out.sort_by_key(|(span, _)| std::cmp::Reverse(span.len()));
    out
}

/// Longest line that may be a heading without its mark-up, in characters.
const HEADING: usize = 80;

/// Lines that only head what follows: short, without a mark at the end, alone before a paragraph that has one, in an
/// article whose paragraphs have them. What they say the paragraphs tell again. News in Chinese that tells several things
/// has one before each paragraph: every other line.
fn unmarked_headings(article: &Article, spaced: bool) -> Vec<Span> {
    let body: Vec<&Part> = article.parts.iter().filter(|p| p.kind == PartKind::Paragraph).collect();
    let words = |p: &Part| article.text.get(p.span.range()).unwrap_or_default().trim();
    let ends = |p: &Part| words(p).chars().next_back().is_some_and(|c| !is_word(c));
    let closed = body.iter().filter(|p| ends(p)).count();
    let (least, share) = if spaced { (4, 2 * body.len()) } else { (3, body.len() * 3 / 2) };
    if body.len() < least || closed * 3 < share {
        return Vec::new();
    }
    let heads = |n: usize| {
        let open = |k: usize| body.get(k).is_some_and(|p| !ends(p));
        // The last line heads what was cut off, where it has no mark at all.
        let cut = |p: &Part| words(p).chars().all(char::is_alphanumeric);
        let next = body.get(n + 1).map_or_else(|| cut(body[n]), |p| ends(p));
        let alone = open(n) && next && (n == 0 || !open(n - 1));
        // "(b) train pilots; and": an item.
        let item = |p: &Part| words(p).trim_start_matches('(').starts_with(char::is_lowercase);
        alone && !item(body[n]) && words(body[n]).chars().count() <= HEADING
    };
    (0..body.len()).filter(|&n| heads(n)).map(|n| body[n].span).collect()
}
