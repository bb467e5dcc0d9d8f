//! Meetings: those that events tell of (两国外长在北京举行会谈), and those named with what they are about or which they are
//! (第六次…会谈). Name as printed, days, place, who took part with their posts. Next to read: `named/compose.rs`.

use std::collections::BTreeSet;

use chancery_model::{Act, ActKind, ActorId, DayRange, MeetingNote, Participant, Stance};
use chancery_text::Span;
use chancery_value::Value;

use crate::cast::principals;
use crate::gathered;
use crate::knowledge::Language;
use crate::named::table::NamedKind;
use crate::named::{Scene, Things};
use crate::tokens::{Class, Token, keep};

/// Most characters of a place that no list knows (在位于…的白宫东厢).
const PLACE: usize = 16;

/// Finds them, each name once.
pub(crate) fn meetings(
    scene: &Scene<'_>,
    things: &Things,
    language: &Language,
    acts: &[Act],
    title: (&str, &str),
) -> Vec<MeetingNote> {
    let mut out: Vec<MeetingNote> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let told = acts.iter().filter(|a| a.kind == ActKind::Event && a.stance == Some(Stance::Consult));
    for act in told {
        if language.named.by_words && !gathered::is_meeting(scene, act.span) {
            continue;
        }
        let Some((name, own)) = name(scene, things, language, act) else { continue };
        // Where capitals tell names, a meeting without any has none.
        let proper = !language.named.by_words || scene.text[name.range()].contains(char::is_uppercase);
        let printed = if proper { scene.text[name.range()].to_owned() } else { String::new() };
        // The title names the meeting of the news (甲同乙举行会谈): the first told is it, where it has no name of its own.
        let headline =
            if out.is_empty() && !own && !language.named.by_words { headline(title, language) } else { None };
        if !seen.insert(headline.clone().unwrap_or(printed.clone())) && !printed.is_empty() {
            continue;
        }
        let (telling, place, participants) = if language.named.by_words {
            let telling = gathered::telling(scene, language, act.span);
            let place = gathered::place(scene, language, telling);
            let sides = gathered::participants(scene, language, telling, place);
            (telling, place.map(|span| scene.text[span.range()].to_owned()), sides)
        } else {
            (act.span, place(scene, language, act.span), participants(scene, act.span))
        };
        let when = act
            .dates
            .iter()
            .filter(|d| d.cadence.is_none() && (!language.named.by_words || d.span.start() < telling.end()));
        out.push(MeetingNote {
            name: headline.unwrap_or(printed),
            dates: when.map(|d| d.range).collect(),
            place,
            participants,
            span: act.span,
        });
    }
    for thing in things.found.iter().filter(|t| t.kind == NamedKind::Meeting) {
        let printed = scene.text[thing.span.range()].to_owned();
        if !seen.insert(printed.clone()) {
            continue;
        }
        let dates = dates(scene, thing.span);
        out.push(MeetingNote { name: printed, dates, place: None, participants: Vec::new(), span: thing.span });
    }
    out.sort_by_key(|m| (m.span.start(), m.span.end()));
    out
}

/// The part of a title (as printed, and in the folding view) that tells of a meeting between several.
fn headline((printed, folded): (&str, &str), language: &Language) -> Option<String> {
    let mut at = 0;
    for piece in folded.split(|c: char| c.is_whitespace() || matches!(c, '】' | '：' | ':' | '；' | '，')) {
        let start = at;
        at += piece.len();
        at += folded[at..].chars().next().map_or(0, char::len_utf8);
        let tells =
            language.named.find(piece).iter().any(|(_, e)| e.head.is_some_and(|h| h.kind == NamedKind::Meeting))
                || language.named.visits.iter().any(|v| piece.contains(v.as_str()));
        if !tells {
            continue;
        }
        let tokens = keep(language.vocabulary.find(piece), &[]);
        let named: usize = tokens
            .iter()
            .filter(|t| t.is(Class::Actor))
            .map(|t| principals(&language.vocabulary.actors(t)).len().max(1))
            .sum();
        if named >= 2 {
            return printed.get(start..start + piece.len()).map(str::to_owned);
        }
    }
    None
}

/// The meeting of an event: its name where it has one, else its noun with what says which kind (小范围|会谈), else the verb (访华).
/// With whether it has a name of its own.
fn name(scene: &Scene<'_>, things: &Things, language: &Language, act: &Act) -> Option<(Span, bool)> {
    let table = &language.named;
    let quote = &scene.folded[act.span.range()];
    let heads = table.find(quote);
    let noun = heads.iter().rfind(|(_, e)| e.head.is_some_and(|h| h.kind == NamedKind::Meeting));
    let noun = noun.map(|(span, _)| span.shifted(act.span.start()));
    let named = || things.within(act.span).filter(|t| t.kind == NamedKind::Meeting);
    if let Some(noun) = noun {
        if let Some(thing) = named().find(|t| t.span.contains(noun)) {
            return Some((thing.span, true));
        }
        // 出席甲峰会、乙论坛等国际会议: what they are called in the end names none of them.
        if let Some(last) = named().filter(|t| t.span.end() <= noun.start()).last() {
            let between = &scene.folded[last.span.end() as usize..noun.start() as usize];
            if table.listed.begin(between) {
                return Some((last.span, true));
            }
        }
        return Some((if table.by_words { noun } else { kind(scene, language, act.span.start(), noun) }, false));
    }
    if let Some(thing) = named().last() {
        return Some((thing.span, true));
    }
    let first = scene.tokens.partition_point(|t| t.span.start() < act.span.start());
    let inside = scene.tokens[first..].iter().take_while(|t| t.span.end() <= act.span.end());
    let visit = |t: &&Token| table.visits.contains(&scene.folded[t.span.range()]);
    inside.filter(visit).map(|t| (t.span, false)).next()
}

/// The noun of a meeting with the words right before it that say which kind (小范围|会谈, 第三轮|谈判).
fn kind(scene: &Scene<'_>, language: &Language, floor: u32, noun: Span) -> Span {
    let table = &language.named;
    let mut start = noun.start();
    loop {
        let before = &scene.folded[floor as usize..start as usize];
        if let Some(word) = table.kinds.longest_last(before) {
            start -= word.len() as u32;
            continue;
        }
        return crate::named::ranked(table, scene.folded, floor, Span::new(start, noun.end()));
    }
}

/// Days named in the clause of a meeting.
fn dates(scene: &Scene<'_>, span: Span) -> Vec<DayRange> {
    let segments = &scene.layout.segments;
    let n = segments.partition_point(|s| s.span.start() <= span.start());
    let Some(clause) = n.checked_sub(1).map(|i| segments[i].span).filter(|s| s.contains(span)) else {
        return Vec::new();
    };
    let first = scene.values.partition_point(|v| v.span.start() < clause.start());
    let before = scene.values[first..].iter().take_while(|v| v.span.end() <= span.start());
    // Only what stands right before the name is its day (将于11月举行的…峰会): a few characters and a verb between.
    let near = before.filter(|v| span.start() - v.span.end() <= 12);
    near.filter_map(|v| if let Value::Date(range, _) = v.value { Some(range) } else { None }).collect()
}

/// Where it was: what follows a word of place up to the verb.
fn place(scene: &Scene<'_>, language: &Language, span: Span) -> Option<String> {
    let first = scene.tokens.partition_point(|t| t.span.start() < span.start());
    let inside: Vec<&Token> = scene.tokens[first..].iter().take_while(|t| t.span.end() <= span.end()).collect();
    let opens = |t: &Token| language.named.at.has(&scene.folded[t.span.range()]);
    let (i, open) = inside.iter().enumerate().find(|(_, t)| opens(t))?;
    let verbs = [Class::Event, Class::Deed, Class::With, Class::Toward];
    let end = inside[i + 1..].iter().find(|t| verbs.iter().any(|c| t.is(*c))).map_or(span.end(), |t| t.span.start());
    let words = scene.text.get(open.span.end() as usize..end as usize)?;
    let words = words.split(['，', ',', '、', '。', '；']).next()?.trim();
    // 在…问题上, 在…框架下 are no places.
    let closed = inside[i + 1..].iter().any(|t| t.span.start() < end && t.is(Class::Close));
    let fits = !words.is_empty() && words.chars().count() <= PLACE;
    (fits && !closed).then(|| words.to_owned())
}

/// Persons of the evidence with the post named beside them and the state they stand for; states without persons alone.
fn participants(scene: &Scene<'_>, span: Span) -> Vec<Participant> {
    let first = scene.tokens.partition_point(|t| t.span.start() < span.start());
    let last = scene.tokens.partition_point(|t| t.span.end() <= span.end());
    let mut out: Vec<Participant> = Vec::new();
    let mut bare: Vec<ActorId> = Vec::new();
    for i in first..last.max(first) {
        let token = &scene.tokens[i];
        if !token.is(Class::Actor) {
            continue;
        }
        let who = &scene.lexis.word(token).actors;
        let state = who.iter().find(|a| a.is_country() || a.is_org()).cloned();
        if who.iter().any(|a| a.is_person()) {
            let printed = scene.text[token.span.range()].to_owned();
            if out.iter().all(|p| p.person.as_deref() != Some(&printed)) {
                out.push(Participant { person: Some(printed), post: post(scene, i), actor: state });
            }
        } else {
            bare.extend(state);
        }
    }
    for actor in bare {
        if out.iter().all(|p| p.actor.as_ref() != Some(&actor)) {
            out.push(Participant { person: None, post: None, actor: Some(actor) });
        }
    }
    out
}

/// The post directly before a name or behind it, as printed.
fn post(scene: &Scene<'_>, person: usize) -> Option<String> {
    let tokens = scene.tokens;
    let beside = |a: &Token, b: &Token| scene.text[a.span.end() as usize..b.span.start() as usize].trim().is_empty();
    let mut from = person;
    while from > 0 && tokens[from - 1].is(Class::Office) && beside(&tokens[from - 1], &tokens[from]) {
        from -= 1;
    }
    if from < person {
        let span = Span::new(tokens[from].span.start(), tokens[person - 1].span.end());
        return Some(scene.text[span.range()].to_owned());
    }
    let next = tokens.get(person + 1).filter(|t| t.is(Class::Office) && beside(&tokens[person], t))?;
    Some(scene.text[next.span.range()].to_owned())
}
