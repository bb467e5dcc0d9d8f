//! Who answers: under a label that names nobody ("A:") the person whom the title names, for the state that the question asks
//! ("What is Peru's comment?"); under a name that no lexicon has, this person for the same state.
//! Next to read: `roles.rs`, where the voices of an article are put together.

use chancery_model::{ActorId, Article, PartKind};
use chancery_text::Span;

use crate::cast::{principals, unique};
use crate::knowledge::Language;
use crate::tokens::{Class, Token, keep};
use crate::vocabulary::Lexis;

/// The speaker of answers without a name; empty where nothing tells.
pub(crate) fn answerer(
    article: &Article,
    tokens: &[Token],
    lexis: &mut Lexis<'_>,
    language: &Language,
) -> Vec<ActorId> {
    if !article.parts.iter().any(|part| part.kind == PartKind::Answer) {
        return Vec::new();
    }
    let title = article.title.as_deref().unwrap_or_default();
    let mut titled = keep(language.vocabulary.find(&title.to_lowercase()), &[]);
    if title.len() == title.to_lowercase().len() {
        super::hold_case(title, &mut titled, &language.vocabulary);
        super::add_persons(title, &mut titled, lexis, language);
    } else {
        titled.clear();
    }
    let named = titled.iter().filter(|t| t.is(Class::Actor)).map(|t| &lexis.word(t).actors);
    let who = named.into_iter().find(|who| who.iter().any(ActorId::is_person)).cloned().unwrap_or_default();
    if !principals(&who).iter().all(ActorId::is_person) {
        return unique(who);
    }
    let asked = article.parts.iter().filter(|part| part.kind == PartKind::Question);
    let state = asked.into_iter().find_map(|part| whose_comment(&article.text, part.span, tokens, lexis, language));
    let most = || super::acts_most(tokens, lexis, &[]).into_iter().next();
    let state = state.or_else(most);
    unique(state.into_iter().chain(who).collect())
}

/// Who speaks under a label of a name that no lexicon has ("Ms. Jane Doe, Spokesperson"): the person, without address and
/// post, for the state that answers. A label of small words is nobody's.
pub(crate) fn labelled(label: &str, answerer: &[ActorId], language: &Language) -> Option<Vec<ActorId>> {
    let name = super::persons::own_name(label.split(',').next().unwrap_or(label).trim(), language);
    let person = ActorId::new(&format!("person:{}", super::persons::calm(name)))?;
    let state = answerer.iter().find(|a| !a.is_person()).cloned();
    Some(unique(state.into_iter().chain([person]).collect()))
}

/// Whose comment a question asks for.
fn whose_comment(
    text: &str,
    question: Span,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    language: &Language,
) -> Option<ActorId> {
    let first = tokens.partition_point(|t| t.span.start() < question.start());
    let under = tokens[first..].iter().take_while(|t| t.span.end() <= question.end());
    under.filter(|t| t.is(Class::Actor) || t.is(Class::Nation)).find_map(|t| {
        let behind = text.get(t.span.end() as usize..question.end() as usize)?;
        let behind =
            behind.strip_prefix("'s").or_else(|| behind.strip_prefix('\u{2019}')?.strip_prefix('s')).unwrap_or(behind);
        let word = behind.trim_start().split(|c: char| !c.is_alphabetic()).next()?;
        let asks = language.asked_of.iter().any(|w| w == word);
        lexis.word(t).actors.iter().find(|a| a.is_country()).filter(|_| asks).cloned()
    })
}
