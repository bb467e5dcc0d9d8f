//! Where a meeting was and who took part, in languages that write spaces: what its telling says before it turns to what the
//! meeting was for or about ("met today in Lima with Jane Doe of Peru | to discuss the ports of Chile").
//! Next to read: `meetings.rs`.

use chancery_model::{ActorId, Participant, Stance};
use chancery_text::Span;
use chancery_value::Value;

use crate::knowledge::Language;
use crate::named::Scene;
use crate::named::table::NamedKind;
use crate::spaced::own_name;
use crate::tokens::{Class, Classes, Token};

/// Verbs, for what "to" opens a purpose.
const VERBS: Classes = Classes::of(&[
    Class::Say,
    Class::Show,
    Class::Stance,
    Class::Deed,
    Class::Event,
    Class::Ask,
    Class::Hold,
    Class::Pledge,
    Class::Agree,
    Class::Uphold,
    Class::Continue,
]);

/// Words that tell by which post somebody is named.
const POSTS: Classes = Classes::of(&[Class::Office, Class::Title, Class::Suffix, Class::OrgSuffix]);

/// Furthest that a post reaches before a name, in bytes (Norway's |Minister of Trade and Industry| Jane Doe).
const BESIDE: u32 = 40;

/// Whether the deed told at `span` is a meeting, and not something that only came up at one (discussed the summit).
pub(crate) fn is_meeting(scene: &Scene<'_>, span: Span) -> bool {
    let told = inside(scene, span).find_map(|t| {
        let event = scene.lexis.sense(t, Class::Event);
        if t.is(Class::Event) && event.stance == Some(Stance::Consult) {
            Some(event.meeting)
        } else {
            t.is(Class::Hold).then_some(true)
        }
    });
    told.unwrap_or(false)
}

/// What of `span` tells who met and where: up to what it was for or about.
pub(crate) fn telling(scene: &Scene<'_>, language: &Language, span: Span) -> Span {
    let tokens: Vec<&Token> = inside(scene, span).collect();
    let verb = tokens.iter().position(|t| t.is(Class::Hold) || t.is(Class::Event)).unwrap_or(0);
    let from = tokens.get(verb).map_or(span.start(), |t| t.span.end());
    let purpose = tokens.windows(2).skip(verb).find(|pair| {
        pair[0].is(Class::To) && pair[1].classes.any(VERBS) && gap(scene, pair[0], pair[1]).trim().is_empty()
    });
    let mut end = purpose.map_or(span.end(), |pair| pair[0].span.start());
    for at in words(scene.folded, Span::new(from, end)) {
        let rest = &scene.folded[at as usize..end as usize];
        let Some(word) = language.named.topics.longest_first(rest) else { continue };
        let whole = !rest[word.len()..].starts_with(char::is_alphanumeric);
        // "On Tuesday" is when.
        let behind = at + word.len() as u32 + 1;
        let dated =
            scene.values.iter().any(|v| matches!(v.value, Value::Date(..)) && v.span.start().abs_diff(behind) <= 4);
        if whole && !dated && language.named.at.longest_first(rest).is_none_or(|mark| mark.len() <= word.len()) {
            end = at;
            break;
        }
    }
    Span::new(span.start(), end.max(span.start()))
}

/// Where it was: the capitalised words behind a word of place, where they name no meeting.
pub(crate) fn place(scene: &Scene<'_>, language: &Language, telling: Span) -> Option<Span> {
    let verb = inside(scene, telling).find(|t| t.is(Class::Hold) || t.is(Class::Event))?;
    let told = Span::new(verb.span.start(), telling.end());
    for at in words(scene.folded, told) {
        let rest = &scene.folded[at as usize..told.end() as usize];
        let Some(mark) = language.named.at.longest_first(rest).filter(|m| !m.contains(' ')) else { continue };
        // "Arrived in": the verb's own word is a mark of place, too.
        let Some(behind) = rest[mark.len()..].strip_prefix(' ') else { continue };
        let mut from = told.end() as usize - behind.len();
        let article = language
            .named
            .articles
            .iter()
            .find(|a| behind.strip_prefix(a.as_str()).is_some_and(|r| r.starts_with(' ')));
        let bare = from + article.map_or(0, |a| a.len() + 1);
        let words = scene.text.get(bare..told.end() as usize)?;
        let dated = |at: usize| {
            scene.values.iter().any(|v| {
                matches!(v.value, Value::Date(..)) && v.span.start() as usize <= at && at < v.span.end() as usize
            })
        };
        let len = capitals(words, &|offset| dated(bare + offset), language);
        let named = &words[..len];
        let owned = words[len..].starts_with(['’', '\'']);
        let low = named.to_lowercase();
        let meets = language
            .named
            .find(&low)
            .iter()
            .any(|(_, e)| e.head.is_some_and(|h| h.kind == NamedKind::Meeting) || e.known.is_some() && !e.body);
        if named.is_empty() || owned || meets {
            continue;
        }
        if article.is_none() {
            from = bare;
        }
        return Some(Span::of(from..bare + len));
    }
    None
}

/// How many bytes of capitalised words `words` begins with, small words between them and commas before more of them.
fn capitals(words: &str, dated: &dyn Fn(usize) -> bool, language: &Language) -> usize {
    let mut end = 0;
    let mut at = 0;
    for word in words.split(' ') {
        let start = at;
        at += word.len() + 1;
        let bare = word.trim_end_matches([',', ';', ':', '.']);
        let small = language.named.ties.iter().any(|t| t == bare) && !language.named.joins.contains(bare);
        if bare.is_empty()
            || dated(start)
            || !(bare.starts_with(char::is_uppercase) || small && end > 0 && bare == word)
        {
            break;
        }
        if small {
            // "in Rome to": what ties leads on to what is no place.
            if language.named.toward.contains(bare) {
                break;
            }
            continue;
        }
        let owner = bare.find(['’', '\'']).filter(|&i| bare[i..].trim_start_matches(['’', '\'']) == "s");
        if let Some(owner) = owner {
            return start + owner;
        }
        // D.C. keeps its stop.
        let dotted = word.trim_end_matches(',').ends_with('.') && bare.contains('.');
        end = start + bare.len() + usize::from(dotted);
        if word.len() > bare.len() && !word.ends_with(',') && !dotted {
            break;
        }
    }
    end
}

/// Persons of the telling with their posts and whose these are; states and bodies that no person stands for alone.
pub(crate) fn participants(
    scene: &Scene<'_>,
    language: &Language,
    telling: Span,
    place: Option<Span>,
) -> Vec<Participant> {
    let elsewhere = |t: &&Token| !place.is_some_and(|place| place.overlaps(t.span));
    let tokens: Vec<&Token> = inside(scene, telling).filter(elsewhere).collect();
    let is_person = |t: &Token| scene.lexis.word(t).actors.iter().any(ActorId::is_person);
    let mut out: Vec<Participant> = Vec::new();
    let mut bare: Vec<ActorId> = Vec::new();
    // A state beside a post belongs to whoever holds it.
    let mut lent: Option<ActorId> = None;
    for (i, token) in tokens.iter().enumerate() {
        if !(token.is(Class::Actor) || token.is(Class::Nation)) {
            continue;
        }
        let who = &scene.lexis.word(token).actors;
        let state = who.iter().find(|a| a.is_country() || a.is_org()).cloned();
        if is_person(token) {
            let printed = &scene.text[token.span.range()];
            let name = own_name(printed, language);
            let held = printed[..printed.len() - name.len()].trim();
            let post = if held.is_empty() { post(scene, &tokens, i) } else { Some(held.to_owned()) };
            // Mr. and Dr. are no posts.
            let held =
                |post: &String| language.vocabulary.find(&post.to_lowercase()).iter().any(|t| t.is(Class::Office));
            let post = post.filter(held);
            if out.iter().all(|p| p.person.as_deref() != Some(name)) {
                out.push(Participant { person: Some(name.to_owned()), post, actor: state.or(lent.take()) });
            }
            lent = None;
            continue;
        }
        let after = tokens[i + 1..].iter().find(|t| !t.classes.any(POSTS));
        let before_post = after.is_some_and(|t| is_person(t) && t.span.start() <= token.span.end() + BESIDE)
            && tokens.get(i + 1).is_some_and(|t| t.classes.any(POSTS))
            && after.is_some_and(|t| !gap(scene, token, t).contains([',', ';']));
        if before_post || token.classes.any(Classes::of(&[Class::Office])) {
            lent = state;
            continue;
        }
        // "Jane Doe of Peru", "the ambassador to Peru Jane Doe"; in Peru.
        let mark = i.checked_sub(1).map(|k| tokens[k]).filter(|m| gap(scene, m, token).trim_matches(' ').len() <= 3);
        let behind = mark.filter(|m| m.is(Class::By) || m.is(Class::Toward) || m.is(Class::To));
        let whose = behind.and_then(|_| tokens.get(i.checked_sub(2)?)).filter(|t| is_person(t) || t.is(Class::Office));
        if whose.is_some() {
            if let Some(last) = out.last_mut().filter(|p| p.actor.is_none()) {
                last.actor = state;
            }
            continue;
        }
        let placed = scene.folded[..token.span.start() as usize].trim_end();
        let placed = placed.strip_suffix("the").map_or(placed, str::trim_end);
        let placed = placed.rsplit(' ').next().is_some_and(|w| language.named.at.has(w));
        if !placed {
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

/// The post right before the person at `i` or behind the name, as printed, with the capitalised words that are part of it
/// (Deputy |Foreign Minister).
fn post(scene: &Scene<'_>, tokens: &[&Token], i: usize) -> Option<String> {
    let mut from = i;
    while from > 0
        && tokens[from - 1].classes.any(POSTS)
        && gap(scene, tokens[from - 1], tokens[from]).trim().is_empty()
    {
        from -= 1;
    }
    if from == i {
        let next = tokens.get(i + 1).filter(|t| t.is(Class::Office) && gap(scene, tokens[i], t).trim().is_empty())?;
        return Some(scene.text[next.span.range()].to_owned());
    }
    let mut start = tokens[from].span.start() as usize;
    let floor = from.checked_sub(1).map_or(0, |k| tokens[k].span.end() as usize);
    while let Some(before) = scene.text[floor..start].strip_suffix(' ') {
        let word = before.rsplit(' ').next().unwrap_or_default();
        if !word.starts_with(char::is_uppercase) || !word.chars().all(char::is_alphabetic) {
            break;
        }
        start -= word.len() + 1;
    }
    let end = tokens[i].span.start() as usize;
    Some(scene.text[start..end].trim_end().to_owned())
}

/// What stands between two words.
fn gap<'t>(scene: &Scene<'t>, a: &Token, b: &Token) -> &'t str {
    scene.text.get(a.span.end() as usize..b.span.start() as usize).unwrap_or(",")
}

fn inside<'t>(scene: &Scene<'t>, span: Span) -> impl Iterator<Item = &'t Token> {
    let first = scene.tokens.partition_point(|t| t.span.start() < span.start());
    scene.tokens[first..].iter().take_while(move |t| t.span.end() <= span.end())
}

/// Where the words of `span` begin.
fn words(folded: &str, span: Span) -> impl Iterator<Item = u32> {
    let piece = &folded[span.range()];
    let starts = piece.match_indices(' ').map(|(i, _)| i + 1);
    starts.map(move |i| span.start() + i as u32)
}
