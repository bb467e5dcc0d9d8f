//! Words given in full inside news: a paper behind the line that announces it, a telegram of old behind its address.
//!
//! What this is not: who speaks in a report's own sentences (`discourse/voices.rs`). Next to read: `roles.rs`.

use chancery_model::{ActorId, Article, Day, DocumentKind, PartKind};
use chancery_text::Span;

use crate::cast::{Cast, principals, unique};
use crate::discourse::Voice;
use crate::knowledge::Language;
use crate::tokens::{Class, Classes, Token, is_word, keep};
use crate::vocabulary::Lexis;

/// Marks behind which somebody's words stand.
const COLONS: [char; 2] = [':', '\u{FF1A}'];

/// The mark between the names of a list: more sign than are known.
const LIST: char = '\u{3001}';

/// How much of a telegram's end names who sends it, in characters.
const SENDERS: usize = 40;

/// A paper given in full inside news (以下是甲乙联合声明译文：, 发言人就…发表谈话如下：): what stands behind the line is said by those
/// whose it is.
pub(crate) fn given(
    article: &Article,
    folded: &str,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    cast: &Cast,
    language: &Language,
) -> Option<(Span, Voice)> {
    if !matches!(article.kind, DocumentKind::NewsReport | DocumentKind::Other) {
        return None;
    }
    let names_itself = |words: &str| language.introduced.iter().filter_map(|w| words.find(w.as_str())).min();
    let line = article.parts.iter().filter(|part| part.kind == PartKind::Paragraph).find(|part| {
        let words = folded.get(part.span.range()).unwrap_or_default().trim_end();
        let has = |list: &[String]| list.iter().any(|w| words.contains(w.as_str()));
        words.ends_with(COLONS)
            && (has(&language.papers) && has(&language.introducers) || names_itself(words).is_some())
    })?;
    let words = folded.get(line.span.range())?;
    let paper = language.papers.iter().filter_map(|p| words.find(p.as_str())).chain(names_itself(words)).min()?;
    let until = line.span.start() + paper as u32;
    // 新华社…讯　我国外交部发言人…: the agency is told of by nobody.
    let head = article.dateline.as_ref().and_then(|d| d.span).map_or(0, Span::end);
    let first = tokens.partition_point(|t| t.span.start() < line.span.start().max(head));
    let under = || tokens[first..].iter().take_while(|t| t.span.end() <= until);
    // 我国外交部发言人就甲国…发表谈话: whose it is stands before what it is about.
    let who = Classes::of(&[Class::Actor, Class::Own, Class::HomeOrgan]);
    let opener = under().position(|t| t.classes.any(who));
    let about = opener.and_then(|n| under().skip(n).position(|t| t.is(Class::Toward)).map(|k| n + k));
    let whose = || under().take(about.unwrap_or(usize::MAX));
    let home = opener.and_then(|n| under().nth(n)).filter(|t| !t.is(Class::Actor));
    let named = match home {
        Some(_) => language.forms.home.iter().cloned().collect(),
        None => {
            let named = whose().filter(|t| t.is(Class::Actor)).flat_map(|t| lexis.word(t).actors.clone());
            principals(&named.collect::<Vec<_>>())
        }
    };
    let who = if named.is_empty() { cast.many(2, line.span.start()) } else { named };
    let rest = Span::new(line.span.end(), article.text.len() as u32);
    (!who.is_empty()).then_some((rest, Voice::Speaker(who)))
}

/// What an editor's note at a paper's head tells (这是甲给乙的电报。; 本文是甲在某会议上的讲话。).
pub(crate) struct Noted {
    /// Where the paper's own words stand, and whose they are.
    pub(crate) voice: (Span, Voice),
    /// Whether it tells others what to do.
    pub(crate) directive: bool,
}

/// How many lines may stand above such a note: a title, a day.
const ABOVE: usize = 4;

/// How much may stand between the words that open the note and the name, and behind the word for the paper, in characters.
const BESIDE: usize = 6;

/// Whose an article is by a note at its head. Who writes it is named first; where he drafts it for another (为…起草), it is
/// the other's. It reaches to the notes below it.
pub(crate) fn noted(
    article: &Article,
    folded: &str,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    language: &Language,
) -> Option<Noted> {
    let told = matches!(article.kind, DocumentKind::NewsReport | DocumentKind::Other | DocumentKind::Declaration);
    if !told || article.dateline.is_some() {
        return None;
    }
    let head = article.parts.iter().filter(|part| part.kind == PartKind::Paragraph).take(ABOVE);
    let (line, opened) = head.into_iter().find_map(|part| {
        let words = folded.get(part.span.range())?;
        let lead = words.len() - words.trim_start_matches(|c| !is_word(c)).len();
        let opener = language.headnotes.iter().find(|o| words[lead..].starts_with(o.as_str()))?;
        Some((part.span, part.span.start() as usize + lead + opener.len()))
    })?;
    let words = &folded[opened..line.end() as usize];
    let ends = words.find(STOP).unwrap_or(words.len());
    let sentence = &words[..ends];
    // …的讲话, …谈话的要点: the word for the paper ends the sentence, or only what part of it this is stands behind.
    let close = |at: usize| sentence[at..].chars().count() <= BESIDE;
    let named = language
        .noted_papers
        .iter()
        .find(|(noun, _)| sentence.rfind(noun.as_str()).is_some_and(|at| close(at + noun.len())))?;
    let until = (opened + ends) as u32;
    let first = tokens.partition_point(|t| (t.span.start() as usize) < opened);
    let under = || tokens[first..].iter().take_while(|t| t.span.end() <= until).filter(|t| t.is(Class::Actor));
    let writer = under().next()?;
    let near = folded[opened..writer.span.start() as usize].chars().count() <= BESIDE;
    let drafted = language.drafted.iter().filter_map(|w| sentence.find(w.as_str())).min();
    let other = drafted.and_then(|at| under().take_while(|t| t.span.end() as usize <= opened + at).last());
    // 为某社写的评论: an outlet only prints it.
    let prints = |t: &&Token| {
        let who = &lexis.word(t).actors;
        who.iter().all(|a| language.organs.get(a).is_some_and(Option::is_none))
    };
    let who = match other.filter(|t| t.span != writer.span && !prints(t)) {
        Some(other) => principals(&lexis.word(other).actors),
        None => unique(lexis.word(writer).actors.clone()),
    };
    let below = article.parts.iter().filter(|part| part.span.start() >= line.end());
    let bare = |part: &&chancery_model::Part| {
        let words: String = folded.get(part.span.range()).unwrap_or_default().chars().filter(|c| is_word(*c)).collect();
        language.note_heads.contains(&words)
    };
    let end = below.into_iter().find(bare).map_or(article.text.len() as u32, |part| part.span.start());
    let voice = (Span::new(line.end(), end.max(line.end())), Voice::Speaker(who.clone()));
    (near && !who.is_empty()).then_some(Noted { voice, directive: named.1 })
}

/// Whose telegram of old an article is by its title (甲电乙…, with a day before it or none): who sends it is named first, to
/// whom behind the word for sending.
pub(crate) fn wired(article: &Article, title: &str, on: Option<Day>, language: &Language) -> Option<Noted> {
    let told = matches!(article.kind, DocumentKind::NewsReport | DocumentKind::Other | DocumentKind::Readout);
    if !told || article.dateline.is_some() {
        return None;
    }
    let titled = keep(language.vocabulary.find(title), &[]);
    let mut names = titled.iter().filter(|t| t.is(Class::Actor));
    let first = names.next()?;
    if title[..first.span.start() as usize].contains(char::is_alphabetic) {
        return None;
    }
    let who = |t: &Token| {
        let then = language.dated.actors(&title[t.span.range()], on);
        then.unwrap_or_else(|| language.vocabulary.actors(t))
    };
    // 蒋某: as the title prints it, where no post is part of it.
    let printed = |t: &Token| {
        let (form, found) = (&title[t.span.range()], article.title.as_deref().unwrap_or_default());
        let name = found.chars().skip(title[..t.span.start() as usize].chars().count()).take(form.chars().count());
        let posted = language.vocabulary.find(form).iter().any(|k| k.is(Class::Office));
        let called = ActorId::new(&format!("person:{}", name.collect::<String>())).filter(|_| !posted);
        let called = |a: ActorId| if a.is_person() { called.clone().unwrap_or(a) } else { a };
        who(t).into_iter().map(called).collect::<Vec<_>>()
    };
    let mut sender = printed(first);
    let mut end = first.span.end();
    let mut to = names.next();
    while let Some(next) = to.filter(|t| t.span.start() == end) {
        sender.extend(printed(next));
        end = next.span.end();
        to = names.next();
    }
    let rest = title.get(end as usize..)?;
    let wires = &language.particles.wires;
    let known = to.filter(|t| who(t).iter().any(ActorId::is_person));
    let between = known.and_then(|t| title.get(end as usize..t.span.start() as usize));
    let sends = between.is_some_and(|words| words.chars().count() <= WIRED && (wires.end(words) || wires.begin(words)))
        // Filed by its day: whoever it is to, nothing else follows the name.
        || title.starts_with(|c: char| c.is_ascii_digit()) && wires.begin(rest);
    let persons = sender.iter().any(ActorId::is_person);
    let whole = Span::new(0, article.text.len() as u32);
    let sender = unique(sender);
    (sends && persons).then_some(Noted { voice: (whole, Voice::Speaker(sender)), directive: true })
}

/// Longest way from who sends a telegram to whom, in characters (自某地致).
const WIRED: usize = 8;

/// Whether a paper tells others what to do, by the last word of its title (…的命令).
pub(crate) fn directs(kind: DocumentKind, title: &str, language: &Language) -> bool {
    let ends = |(noun, directs): &(String, bool)| *directs && title.ends_with(noun.as_str());
    kind == DocumentKind::Declaration && language.noted_papers.iter().any(ends)
}

/// The mark that ends a sentence.
const STOP: char = '\u{3002}';

/// Telegrams given in full inside news (某主席钧鉴：…): from the colon behind their address to the paragraph's end they are theirs
/// who sign, or, where no state of theirs is known, the home's.
pub(crate) fn telegrams(
    article: &Article,
    folded: &str,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    language: &Language,
) -> Vec<(Span, Voice)> {
    let mut out = Vec::new();
    for part in article.parts.iter().filter(|part| part.kind == PartKind::Paragraph) {
        let words = folded.get(part.span.range()).unwrap_or_default();
        let colon = words.match_indices(COLONS).find_map(|(at, colon)| {
            language.addressed.iter().any(|w| words[..at].ends_with(w.as_str())).then_some(at + colon.len())
        });
        let Some(colon) = colon else { continue };
        let tail = words.char_indices().rev().nth(SENDERS).map_or(0, |(at, _)| at).max(colon);
        let from = part.span.start() + tail as u32;
        let first = tokens.partition_point(|t| t.span.start() < from);
        let signed = tokens[first..].iter().take_while(|t| t.span.end() <= part.span.end());
        let signed = signed.filter(|t| t.is(Class::Actor)).flat_map(|t| lexis.word(t).actors.clone());
        let signed: Vec<ActorId> = signed.collect();
        let person = |a: &&ActorId| a.is_person();
        let (states, persons) = (principals(&signed), signed.iter().filter(person).count());
        let who = match persons {
            0 => language.forms.home.iter().cloned().collect(),
            1 if !states.is_empty() && !words[tail..].contains(LIST) => unique(signed),
            _ if states.is_empty() => language.forms.home.iter().cloned().collect(),
            _ => states,
        };
        out.push((Span::new(part.span.start() + colon as u32, part.span.end()), Voice::Speaker(who)));
    }
    out
}
