//! Whether an article that no title or agency tells of says what its author's side does: a chapter of a report, a plan, a speech
//! without its head. Next to read: `roles.rs`, `coding.rs`, which asks.

use chancery_model::{Article, DocumentKind};

use crate::knowledge::Language;
use crate::layout::{Layout, Sentence};
use crate::tokens::{Class, Classes, Token, opens_with};
use crate::vocabulary::Lexis;

/// Whether an article without agency or speaker says what its author's side does (a chapter of a report, a speech): its
/// sentences begin with the first person and nobody is told to have said them.
pub(crate) fn speaks_itself(
    article: &Article,
    layout: &Layout,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    language: &Language,
) -> bool {
    if article.dateline.is_some() || !matches!(article.kind, DocumentKind::NewsReport | DocumentKind::Other) {
        return false;
    }
    let (mut own, mut ours, mut told, mut named, mut heard) = (0, 0, 0, 0, false);
    let home = |t: &Token| {
        let who = lexis.word(t).actors.as_slice();
        t.is(Class::Actor) && who.len() == 1 && language.forms.home.as_ref() == who.first()
    };
    for segment in &layout.segments {
        let first = tokens.partition_point(|t| t.span.start() < segment.span.start());
        let mut under = tokens[first..].iter().take_while(|t| t.span.end() <= segment.span.end());
        if segment.depth == 0 && under.clone().next().is_some_and(|t| t.is(Class::Own)) {
            own += 1;
        }
        ours += usize::from(segment.depth == 0 && under.clone().any(|t| t.is(Class::Own)));
        // 中国始终奉行…: the home's own, in its own paper.
        if segment.depth == 0
            && under.clone().next().is_some_and(|t| home(t) && t.span.start() == segment.span.start())
            && under
                .clone()
                .nth(1)
                .is_some_and(|t| t.classes.any(Classes::of(&[Class::Stance, Class::Manner, Class::Will])))
        {
            named += 1;
        }
        // 甲外长表示，我们…: the first person is his.
        let names = under.clone().any(|t| t.classes.any(Classes::of(&[Class::Actor, Class::They])));
        let says = under.any(|t| t.is(Class::Say) && t.span.end() == segment.span.end());
        heard |= own == 0 && names && says;
        told += usize::from(segment.depth > 0) + usize::from(says);
    }
    !heard && own >= OWN_SENTENCES && told * 4 <= ours.max(own)
        || named >= OWN_SENTENCES && told == 0
        || !heard && plans(&article.text, layout, tokens, told)
        || !heard && speaks_for(layout, tokens)
}

/// Whether somebody speaks for an organ that needs no name (我代表国务院，向各国朋友表示感谢).
fn speaks_for(layout: &Layout, tokens: &[Token]) -> bool {
    layout.segments.iter().filter(|s| s.depth == 0).any(|s| {
        let first = tokens.partition_point(|t| t.span.start() < s.span.start());
        let mut under = tokens[first..].iter().take_while(|t| t.span.end() <= s.span.end());
        let behalf = under.find(|t| t.is(Class::Behalf)).filter(|t| t.span.start() <= s.span.start() + FIRST);
        behalf.is_some_and(|t| under.next().is_some_and(|n| n.span.start() == t.span.end() && !n.is(Class::Actor)))
    })
}

/// How far behind the head of a clause such words begin, in bytes: 我, or nothing.
const FIRST: u32 = 3;

/// Whether most sentences begin with what is to be done and nobody who does it (加快…。推动…。要完善…。): a chapter of a report, a
/// plan.
fn plans(text: &str, layout: &Layout, tokens: &[Token], told: usize) -> bool {
    let does = Classes::of(&[Class::Deed, Class::Uphold, Class::Ought, Class::Continue, Class::Stance]);
    let begins = |sentence: &Sentence| {
        let mut at = sentence.span.start();
        // （六）推动…
        let label = text.get(sentence.span.range()).unwrap_or_default();
        let label = label.char_indices().take(LABEL).filter(|(_, c)| NUMBERED.contains(c)).last();
        at += label.map_or(0, |(end, c)| (end + c.len_utf8()) as u32);
        let to = tokens.partition_point(|t| t.span.end() <= sentence.span.end());
        let from = tokens.partition_point(|t| t.span.start() < at).min(to);
        opens_with(&tokens[from..to], at, does)
    };
    let bare = layout.sentences.iter().filter(|s| begins(s)).count();
    bare >= PLANNED && bare * 5 >= layout.sentences.len() * 2 && told * 6 <= layout.sentences.len()
}

/// Fewest sentences of a plan that begin so.
const PLANNED: usize = 5;

/// Longest number before a sentence, in characters (（十一）).
const LABEL: usize = 5;

/// Marks behind such a number.
const NUMBERED: &[char] = &['\u{FF09}', ')', '\u{3001}', '\u{FF0E}', '\u{25CF}', '\u{2014}'];

/// How many clauses must begin with the first person for an article to be its author's own words. A chapter of a report
/// has more; a news item that slips into the first person has one.
const OWN_SENTENCES: usize = 3;
