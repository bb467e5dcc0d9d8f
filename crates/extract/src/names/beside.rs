//! The name that stands beside a post or before a verb of saying, as far as its characters, the next word and the name's other
//! uses in the text tell. Next to read: `names.rs`, which asks for it.

use chancery_model::ActorId;
use chancery_text::Span;

use super::NameForms;
use crate::tokens::{Class, Classes, Token, is_letter};

/// How far the other uses of a name are looked for, in bytes on each side: longer than nearly every article, and no more, or a
/// long text of many officers is read through for each of them.
const REACH: usize = 16 * 1024;

/// Longest foreign name, in characters with dots: 弗拉基米尔·弗拉基米罗维奇 fits.
const LONGEST: usize = 14;

pub(super) fn name_behind(
    folded: &str,
    from: usize,
    (bound, beyond): (usize, usize),
    state: Option<&ActorId>,
    forms: &NameForms,
) -> Option<String> {
    let rest = folded.get(from..)?;
    // 穆罕默德·扎曼: no family name begins what a dot parts.
    let parted = rest.chars().take(LONGEST).find(|c| forms.spelling.binary_search(c).is_err());
    let parted = parted.is_some_and(|c| forms.dots.contains(&c));
    let local = !parted && state.is_some_and(|s| forms.surname_first.iter().any(|f| f == s.as_str()));
    if local && let Some(surname) = forms.surnames.longest_first(rest) {
        return given(folded, from, surname, bound, forms);
    }
    if let Some(printed) = beside_original(rest, &forms.dots) {
        return Some(printed.to_owned());
    }
    let spelled: String = rest
        .chars()
        .take(LONGEST)
        .take_while(|c| forms.spelling.binary_search(c).is_ok() || forms.dots.contains(c))
        .collect();
    let spelled = spelled.trim_end_matches(|c| forms.dots.contains(&c));
    // 奥尔塔于3月…: a word before a figure is none of the name's.
    let figure = rest[spelled.len()..].starts_with(|c: char| c.is_ascii_digit());
    let stop = forms.stops.iter().find(|s| figure && spelled.ends_with(s.as_str()));
    let stop = stop.or_else(|| forms.days.iter().find(|s| spelled.ends_with(s.as_str())));
    let spelled = &spelled[..spelled.len() - stop.map_or(0, String::len)];
    let room = beyond.saturating_sub(from);
    let cut = match spelled.get(..room) {
        // A word may end the name or be its last character (…略): told again in full, it is the name's.
        // 甲·乙·丙 with a name of the lexicon within.
        Some(short) if short.ends_with(forms.dots.as_slice()) => spelled,
        Some("") if spelled.contains(forms.dots.as_slice()) => spelled,
        Some(short) if room >= 6 && spelled.len() > room => {
            let near = around(folded, from);
            let full = near.matches(spelled).count();
            if full >= 2 && full == near.matches(short).count() { spelled } else { short }
        }
        _ => spelled,
    };
    // 阿尔贝二世: the number belongs to the name.
    let number = forms.numbers.iter().find(|n| rest[cut.len()..].starts_with(n.as_str())).map_or("", String::as_str);
    (cut.chars().count() >= 2).then(|| format!("{cut}{number}"))
}

/// 国家主席通伦: a name of the lexicon that needs a post before it, with nothing of a word after it.
pub(super) fn titled_behind(rest: &str, bound: usize, post: Span, forms: &NameForms) -> Option<String> {
    let name = forms.titled.longest_first(rest)?;
    let whole = bound == post.end() as usize + name.len();
    let open = rest[name.len()..].chars().next().is_none_or(|c| !is_letter(c));
    (whole || open).then(|| name.to_owned())
}

/// What stands between a post and the word behind the name, if that word may go on with a subject; a figure ends a name as well
/// (外长哈某12日), which the flag tells.
fn between_post_and<'f>(folded: &'f str, post: Span, next: &Token, goes_on: Classes) -> Option<(&'f str, bool)> {
    let name = folded.get(post.end() as usize..next.span.start() as usize)?;
    match name.find(|c: char| c.is_ascii_digit()) {
        Some(figure) => Some((&name[..figure], true)),
        None => next.classes.any(goes_on).then_some((name, false)),
    }
}

/// The words that go on with a subject.
const GOES_ON: Classes = Classes::of(&[
    Class::Say,
    Class::Ask,
    Class::Time,
    Class::With,
    Class::Manner,
    Class::Degree,
    Class::Event,
    Class::Toward,
    Class::By,
]);

/// 外长金某某表示: a family name that is an ordinary word too, two characters more, and a word that goes on with a subject.
pub(super) fn weak_behind(
    folded: &str,
    post: Span,
    next: &Token,
    state: Option<&ActorId>,
    forms: &NameForms,
) -> Option<String> {
    state.filter(|s| forms.surname_first.iter().any(|f| f == s.as_str()))?;
    let (name, _) = between_post_and(folded, post, next, GOES_ON)?;
    let surname = forms.weak_surnames.longest_first(name)?;
    let alphabetic = name.chars().all(|c| is_letter(c) && !c.is_ascii());
    let fits = alphabetic && name[surname.len()..].chars().count() == 2;
    fits.then(|| name.to_owned())
}

/// 财长努某与贸易代表谈判: two to four characters and nothing else between a post and a word that goes on with a subject; most of
/// them spell foreign names, or the first of three is a family name.
pub(super) fn plain_behind(folded: &str, post: Span, next: &Token, forms: &NameForms) -> Option<String> {
    let goes_on = GOES_ON.with(Classes::of(&[Class::Stance, Class::Show]));
    let (name, figure) = between_post_and(folded, post, next, goes_on)?;
    let length = name.chars().count();
    let plain = (2..=4).contains(&length) && name.chars().all(|c| is_letter(c) && !c.is_ascii());
    let spelled = name.chars().filter(|c| forms.spelling.binary_search(c).is_ok()).count();
    let surname = || length == 3 && forms.surnames.begin(name);
    let half =
        spelled * 2 == length && (figure || next.classes.any(Classes::of(&[Class::Say, Class::With, Class::Time])));
    (plain && (spelled * 2 > length || half || surname())).then(|| name.to_owned())
}

/// 会见甲国总统某某。: two to four characters between a post and a mark, told again.
pub(super) fn ending_behind(folded: &str, post: Span, bound: usize) -> Option<String> {
    let rest = &folded[post.end() as usize..];
    let mark = rest.char_indices().take(5).find(|(_, c)| !is_letter(*c) || c.is_ascii());
    let name = &rest[..mark.map_or(0, |(at, _)| at)];
    let whole = name.chars().nth(1).is_some() && bound >= post.end() as usize + name.len();
    (whole && around(folded, post.end() as usize).matches(name).count() >= 2).then(|| name.to_owned())
}

/// 众议员某某（John Doe）: a name with its original in brackets behind it, whatever characters spell it; a mark may part it.
pub(super) fn beside_original<'r>(rest: &'r str, dots: &[char]) -> Option<&'r str> {
    let (mut end, mut longest) = (0, 5);
    for (n, c) in rest.chars().enumerate() {
        if matches!(c, '(' | '\u{FF08}') {
            let original = rest[end + c.len_utf8()..].chars().take(2).collect::<String>();
            let latin = original.chars().count() == 2 && original.chars().all(|c| c.is_ascii_alphabetic());
            return rest.get(..end).filter(|_| latin && n >= 2);
        }
        if n > 0 && dots.contains(&c) {
            longest = LONGEST;
        } else if n >= longest || !is_letter(c) || c.is_ascii() {
            return None;
        }
        end += c.len_utf8();
    }
    None
}

/// The text around a place, where the other uses of a name there are looked for.
fn around(folded: &str, at: usize) -> &str {
    let boundary = |mut at: usize| {
        while !folded.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    &folded[boundary(at.saturating_sub(REACH))..boundary((at + REACH).min(folded.len()))]
}

/// Surname and one or two characters more (three for Japanese names), as far as the next word and the name's other
/// uses in the text tell.
fn given(folded: &str, from: usize, surname: &str, bound: usize, forms: &NameForms) -> Option<String> {
    let rest = &folded[from..];
    let mut ends = Vec::new();
    let mut at = surname.len();
    for c in rest[at..].chars().take(3) {
        if !is_letter(c) || c.is_ascii() {
            break;
        }
        at += c.len_utf8();
        ends.push(at);
    }
    let room = bound.saturating_sub(from);
    // A known word right behind the post is no name (外交部长商定…).
    if room == 0 {
        return None;
    }
    if let Some(more) = ends.iter().position(|&e| forms.others.iter().any(|o| rest[..e].ends_with(o.as_str()))) {
        ends.truncate(more);
    }
    if let Some(&end) = ends.iter().find(|&&e| e == room) {
        return Some(rest[..end].to_owned());
    }
    let near = around(folded, from);
    let count = |end: usize| near.matches(&rest[..end]).count();
    let best = ends.iter().take(2).copied().max_by_key(|&e| (count(e), e))?;
    // 吴正伟: a word within a name that is told again.
    if room <= surname.len() && count(best) >= 2 {
        return Some(rest[..best].to_owned());
    }
    if ends.len() == at.min(2) || best <= room || room == 0 {
        return Some(rest[..best].to_owned());
    }
    None
}

/// The first token behind a post that may end the name there. 内 in 马丁内斯 and 因 in 侯赛因呼吁 are words of one character behind
/// two of the name's at least: with one more of them behind it with which no word begins, or right before a verb or a figure.
pub(super) fn spelled_past(folded: &str, tokens: &[Token], post: usize, forms: &NameForms) -> usize {
    let from = tokens[post].span.end();
    let spells = |words: &str| words.chars().all(|c| forms.spelling.binary_search(&c).is_ok());
    let verbs = Classes::of(&[Class::Event, Class::Say, Class::Ask, Class::With, Class::Toward, Class::Time]);
    let ends = Classes::of(&[Class::Toward, Class::Close, Class::Degree]);
    let within = |k: usize| {
        let word = tokens[k].span;
        let after = &folded[word.end() as usize..];
        let next = after.chars().next().map_or(0, |c| c.len_utf8() as u32);
        let before = folded.get(from as usize..word.end() as usize).unwrap_or("-");
        let single = folded[word.range()].chars().nth(1).is_none();
        let starts = tokens.get(k + 1).filter(|n| n.span.start() < word.end() + next);
        let goes_on = next > 0 && starts.is_none() && spells(&after[..next as usize]);
        let ended = tokens[k].classes.any(ends)
            && (after.starts_with(|c: char| c.is_ascii_digit()) || starts.is_some_and(|n| n.classes.any(verbs)));
        single && before.chars().nth(2).is_some() && spells(before) && (goes_on || ended)
    };
    (post + 1..tokens.len()).find(|&k| !within(k)).unwrap_or(tokens.len())
}

/// 外长克里斯滕森: more characters that spell names between a known name and the next word or figure.
pub(super) fn spelled_on(after: &str, bound: usize, forms: &NameForms) -> bool {
    let spelled: usize =
        after.chars().take_while(|c| forms.spelling.binary_search(c).is_ok()).map(char::len_utf8).sum();
    let spelled = spelled.min(bound);
    let ended = spelled == bound || !after[spelled..].starts_with(char::is_alphabetic);
    spelled > 0 && ended
}

/// 大使张建国会见…, 副部长李连和表示…: where the given name is a word as well, or ends in one, a family name before it and a verb or
/// a figure right behind it: the name's end.
pub(super) fn word_for_name(folded: &str, tokens: &[Token], post: usize, forms: &NameForms) -> Option<usize> {
    let word = tokens.get(post + 1)?;
    let before = folded.get(tokens[post].span.end() as usize..word.span.start() as usize)?;
    let surname = forms.surnames.longest_first(before).or_else(|| forms.weak_surnames.longest_first(before))?;
    let end = word.span.end() as usize;
    let given = before.len() - surname.len() + word.span.len() as usize;
    let named = word.classes.any(Classes::of(&[Class::Actor, Class::Office]));
    let verbs = Classes::of(&[Class::Event, Class::Say, Class::Ask, Class::Toward, Class::By, Class::Time]);
    let verbs = if word.is(Class::With) { verbs } else { verbs.with(Classes::of(&[Class::With])) };
    let behind = tokens.get(post + 2).is_some_and(|n| n.span.start() as usize == end && n.classes.any(verbs));
    let follows = behind || folded[end..].starts_with(|c: char| c.is_ascii_digit());
    (given == 2 * GIVEN && !named && follows).then_some(end)
}

/// One character of a given name, in bytes.
const GIVEN: usize = 3;

/// Where the letters right before `end` begin, if they are few enough for a name.
fn word_before(folded: &str, end: usize) -> Option<usize> {
    let mut back = folded[..end].char_indices().rev().take(LONGEST + 1);
    match back.find(|(_, c)| !is_letter(*c)) {
        Some((at, c)) => Some(at + c.len_utf8()),
        None => folded[..end].chars().nth(LONGEST).is_none().then_some(0),
    }
}

/// 李某某大使: a name of the home's form between a mark and the post, and nothing else. `acts`: a verb stands right behind.
pub(super) fn local_before(folded: &str, post: Span, acts: bool, forms: &NameForms) -> Option<String> {
    let start = word_before(folded, post.start() as usize)?;
    let name = &folded[start..post.start() as usize];
    let surname = forms.surnames.longest_first(name).or_else(|| forms.weak_surnames.longest_first(name))?;
    let given = name[surname.len()..].chars().count();
    // Told again, called by family name and post (李大使), or with nothing but what he did behind the post: what else stands
    // once before a post may be any word.
    let near = around(folded, start);
    let again = || near.matches(name).count() >= 2 || near.contains(&format!("{surname}{}", &folded[post.range()]));
    // 李某大使: shorter, it is both.
    (given == 2 && (acts || again()) || given == 1 && acts && again()).then(|| name.to_owned())
}

/// 李某某指，…: a name of the home's form and nothing else between a mark and a verb of saying, told twice at least.
pub(super) fn said_by(folded: &str, tokens: &[Token], say: usize, verb: Span, forms: &NameForms) -> Option<String> {
    let start = word_before(folded, verb.start() as usize)?;
    let name = &folded[start..verb.start() as usize];
    let surname = forms.surnames.longest_first(name)?;
    let given = name[surname.len()..].chars().count();
    let word = Classes::of(&[
        Class::Actor,
        Class::Office,
        Class::They,
        Class::Own,
        Class::Both,
        Class::All,
        Class::Manner,
        Class::Time,
        Class::Done,
        Class::And,
        Class::Degree,
        Class::Doing,
        Class::Not,
    ]);
    // A word of two characters inside is no part of a name (文章又指).
    let inside = tokens[..say].iter().rev().take_while(|b| b.span.end() as usize > start);
    let free = !inside.into_iter().any(|b| b.classes.any(word) || folded[b.span.range()].chars().nth(1).is_some());
    (free && given == 2 && around(folded, start).matches(name).count() >= 2).then(|| name.to_owned())
}

/// 布林肯国务卿: spelled characters directly before the post.
pub(super) fn name_before(folded: &str, tokens: &[Token], i: usize, forms: &NameForms) -> Option<String> {
    let end = tokens[i].span.start() as usize;
    let from = if i > 0 { tokens[i - 1].span.end() as usize } else { 0 };
    let before = folded.get(from..end)?;
    let start = before
        .char_indices()
        .rev()
        .take(LONGEST)
        .take_while(|(_, c)| forms.spelling.binary_search(c).is_ok() || forms.dots.contains(c))
        .last()
        .map(|(at, _)| at)?;
    let name = &before[start..];
    (name.chars().count() >= 3).then(|| name.to_owned())
}
