//! Whose a paper is by the names its title joins. Next to read: `roles.rs`, which asks.

use chancery_model::{ActorId, Article, Part, PartKind};

use crate::cast::{principals, unique};
use crate::knowledge::Language;
use crate::tokens::{Class, Token, is_word, keep};
use crate::vocabulary::Lexis;

/// The members of a forum whose name a title begins with and tells who they are (中阿峰会, 中国—中亚).
pub(crate) fn parties(title: &str, language: &Language) -> Vec<ActorId> {
    let at = |form: &str| title.find(form).filter(|&at| opens(title, at, language));
    let forum = language.forums.iter().find(|(form, _)| at(form).is_some());
    forum.map(|(_, who)| who.clone()).unwrap_or_default()
}

/// A state and a group of states that a title joins (中国—阿拉伯国家峰会宣言, 中非合作论坛行动计划): both issue it.
pub(crate) fn with_group(title: &str, language: &Language) -> Vec<ActorId> {
    let mut who: Vec<ActorId> = Vec::new();
    // The words of a forum's name, not the forum: 中非 in 中非合作论坛.
    let mut found = language.vocabulary.find(title);
    found.retain(|t| t.is(Class::Actor));
    found.sort_by_key(|t| (t.span.start(), std::cmp::Reverse(t.span.end())));
    for (n, t) in found.iter().enumerate() {
        let actors = language.vocabulary.actors(t);
        if actors.len() == 2 && actors.iter().any(ActorId::is_group) && actors.iter().any(|a| a.is_country()) {
            return unique(actors);
        }
        let next = found[n + 1..].iter().find(|next| {
            let gap = title.get(t.span.end() as usize..next.span.start() as usize).unwrap_or("?");
            next.span.start() > t.span.end()
                && (joins(gap, language) || gap.chars().count() == 1 && !gap.contains(char::is_alphanumeric))
        });
        let with = next.map(|n| language.vocabulary.actors(n)).unwrap_or_default();
        if let ([one], [other]) = (&actors[..], &with[..])
            && (one.is_group() != other.is_group())
            && [one, other].iter().any(|a| a.is_country())
        {
            who = unique(vec![one.clone(), other.clone()]);
            break;
        }
    }
    who
}

/// Whether the words between two names of a title join them (甲国和乙组织, 甲国同乙).
pub(crate) fn joins(gap: &str, language: &Language) -> bool {
    let company = |t: &Token| t.is(Class::With) && t.span.len() as usize == gap.len();
    language.particles.and.iter().any(|p| p.as_str() == gap.trim()) || language.vocabulary.find(gap).iter().any(company)
}

/// Whether a title begins at `at`: at once, or behind the count of a session (第30届甲组织峰会).
pub(crate) fn opens(title: &str, at: usize, language: &Language) -> bool {
    let lead = &title[..at];
    lead.is_empty() || lead.chars().count() <= COUNT && language.sessions.iter().any(|s| lead.ends_with(s.as_str()))
}

/// Longest count of a session before a name, in characters (第二十七届).
const COUNT: usize = 7;

/// Whose position a paper of one side tells: the one state that its title begins with (甲国关于乙国问题的立场文件) or that stands
/// before its last word (关于乙国危机的甲国立场).
pub(crate) fn paper_of(title: &str, language: &Language) -> Option<ActorId> {
    let titled = keep(language.vocabulary.find(title), &[]);
    let first = titled.first()?;
    let whose = if first.is(Class::Toward) {
        let last = titled.iter().rfind(|t| t.is(Class::Actor))?;
        Some(last).filter(|t| title[t.span.end() as usize..].chars().count() <= LAST)
    } else {
        Some(first).filter(|t| t.is(Class::Actor) && t.span.start() == 0)
    };
    let who = principals(&language.vocabulary.actors(whose?));
    who.first().filter(|one| who.len() == 1 && one.is_country()).cloned()
}

/// Longest word for a paper behind the name whose it is, in characters (立场文件).
const LAST: usize = 4;

/// The one state or body of those who sign below (给志愿军的命令 … 甲国总司令某某): a title that names nobody before what it is
/// about tells of no other.
pub(crate) fn signed_by(article: &Article, tokens: &[Token], lexis: &Lexis<'_>) -> Option<ActorId> {
    let named: Vec<ActorId> = below(article, tokens)
        .iter()
        .filter(|t| t.is(Class::Actor))
        .flat_map(|t| lexis.word(t).actors.clone())
        .collect();
    let [one] = &principals(&named)[..] else { return None };
    Some(one.clone())
}

/// The words of who signs a paper: its last part, or the line right above, where that part only tells when and where.
pub(crate) fn below<'t>(article: &Article, tokens: &'t [Token]) -> &'t [Token] {
    let Some((last, rest)) = article.parts.split_last().filter(|(last, _)| last.kind == PartKind::Signature) else {
        return &[];
    };
    let under = |p: &Part| {
        let first = tokens.partition_point(|t| t.span.start() < p.span.start());
        &tokens[first..tokens.partition_point(|t| t.span.end() <= p.span.end()).max(first)]
    };
    let signs = |words: &[Token]| words.iter().any(|t| t.is(Class::Actor));
    let line = |p: &&Part| {
        let words = article.text.get(p.span.range()).unwrap_or_default().trim_end();
        words.chars().count() <= SIGNED && words.ends_with(is_word)
    };
    let above = rest.last().filter(line).map(under);
    // 某部主席某某 / 于某市: a post goes before a place.
    let posted = |words: &[Token]| words.iter().any(|t| t.is(Class::Office));
    above.filter(|above| signs(above) && (posted(above) || !signs(under(last)))).unwrap_or_else(|| under(last))
}

/// Longest line that a paper is signed with, in characters.
const SIGNED: usize = 40;

/// Whether a label is a word for answering, or no name at all: one word for a name and one for answering (毛答：), or words
/// that point at what was said (这就是：), in a paragraph of an answer.
pub(crate) fn labels_answer(printed: &str, language: &Language) -> bool {
    let label = printed.to_lowercase();
    let named = |word: &String| label.len() > word.len() && label.ends_with(word.as_str());
    language.answers.contains(&label)
        || language.answer_words.iter().any(named)
        || !language.spaced && language.particles.pronouns.begin(&label)
}
