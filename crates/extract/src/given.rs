//! Words given in full inside news: a paper behind the line that announces it, a telegram of old behind its address.
//!
//! What this is not: who speaks in a report's own sentences (`discourse/voices.rs`). Next to read: `roles.rs`.

use chancery_model::{ActorId, Article, DocumentKind, PartKind};
use chancery_text::Span;

use crate::cast::{Cast, principals, unique};
use crate::discourse::Voice;
use crate::knowledge::Language;
use crate::tokens::{Class, Classes, Token};
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
