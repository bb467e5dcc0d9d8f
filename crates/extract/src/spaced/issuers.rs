//! Whose act a document is, in languages with spaces: told by its title, by who says "we" in it, else by who acts most.
//! Next to read: `titled.rs`, for what a title alone says.

use chancery_model::{ActorId, Article, DocumentKind};

use crate::cast::{Cast, principals, unique};
use crate::knowledge::Language;
use crate::layout::Layout;
use crate::tokens::{Class, Token};
use crate::vocabulary::Lexis;

use super::clauses::{self, Clauses};
use super::titled::{named_in, topics};
use super::units::{Mark, units};

/// Whose act the document is: the states of its title, or the members of a group there; for statements of several the
/// first set named; else the state named most in the place of a subject.
pub(crate) fn issuers(
    article: &Article,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    cast: &Cast,
    language: &Language,
    layout: &Layout,
) -> Vec<ActorId> {
    use DocumentKind::{
        Communique, Declaration, Interview, JointStatement, NewsReport, Other, PressConference, Readout,
    };
    if matches!(article.kind, NewsReport | Interview | Other | PressConference) {
        return Vec::new();
    }
    let title = article.title.as_deref().unwrap_or_default();
    let words = &language.title_words;
    let named = named_in(title, language);
    let topics = topics(title, language);
    let mut states: Vec<ActorId> = principals(&named).into_iter().filter(|a| a.is_country()).collect();
    if matches!(article.kind, Readout) {
        // "The President's Call with …": who is called tells nothing of who tells of it.
        let own = named_in(words.before(title, &words.with), language);
        let first = own.into_iter().find(|a| a.is_country());
        return first.map_or_else(|| acts_most(tokens, lexis, &[]), |state| vec![state]);
    }
    let head = Head::new(article, tokens, lexis, language, layout);
    if let Some(who) = &head.defined {
        return who.clone();
    }
    // "Peru: Statement by the Union": behind a topic and its colon stands whose it is.
    let behind = title.split_once(": ").map(|(_, rest)| named_in(words.before(rest, &words.about), language));
    let who =
        behind.filter(|who| !who.is_empty()).unwrap_or_else(|| named_in(words.before(title, &words.about), language));
    let bodies: Vec<ActorId> = unique(who.iter().filter(|a| a.is_org()).cloned().collect());
    if article.kind == DocumentKind::Resolution {
        return bodies.first().cloned().or(head.body).into_iter().collect();
    }
    if states.len() >= 2 {
        let together = matches!(article.kind, JointStatement);
        return unique(states.into_iter().chain(bodies.into_iter().filter(|_| together)).collect());
    }
    // "Joint Statement on Mali": whom it is about did not issue it.
    states.retain(|state| !topics.contains(state));
    if let Some((_, members)) = language.members.iter().find(|(group, _)| named.contains(group)) {
        return members.clone();
    }
    if matches!(article.kind, JointStatement | Communique | Declaration) {
        if let Some(body) = head.body.filter(|_| states.is_empty()) {
            // The Lake Council held its session in Peru: the body's, and not the host's.
            return vec![body];
        }
        let near = article.text.char_indices().nth(700).map_or(article.text.len(), |(i, _)| i) as u32;
        if let Some(set) = head.several {
            return set;
        }
        let about = who.iter().all(|a| !states.contains(a));
        if let ([body], true) = (bodies.as_slice(), about) {
            // Joint Communiqué of the ASEAN Foreign Ministers' Meeting: the body's.
            return vec![body.clone()];
        }
        let group = tokens
            .iter()
            .take_while(|t| t.span.start() < near)
            .filter(|t| t.is(Class::Actor))
            .find_map(|t| language.members.iter().find(|(g, _)| lexis.word(t).actors.contains(g)));
        let set = cast.many(2, near);
        if let Some((_, members)) = group.filter(|(_, members)| set.len() < members.len()) {
            return members.clone();
        }
        if !set.is_empty() {
            return principals(&set);
        }
    }
    if let [one] = states.as_slice() {
        return vec![one.clone()];
    }
    acts_most(tokens, lexis, &topics)
}

/// Who signs the article: the person named before a post in its authors ("Jane Doe, Secretary of State"), with the state
/// the words or the lexicon name, else the one that acts most. Nobody, where others speak in it or it has several voices.
pub(crate) fn signed(article: &Article, most: &[ActorId], language: &Language) -> Vec<ActorId> {
    use DocumentKind::{Communique, Interview, JointStatement, PressConference, Readout};
    if matches!(article.kind, Communique | Interview | JointStatement | PressConference | Readout) {
        return Vec::new();
    }
    let [author] = article.authors.as_slice() else { return Vec::new() };
    let Some((name, post)) = author.split_once(',') else { return Vec::new() };
    let posted = language.vocabulary.find(&post.to_ascii_lowercase());
    let Some(person) = ActorId::new(&format!("person:{}", name.trim())) else { return Vec::new() };
    if !posted.iter().any(|t| t.is(Class::Office) || t.is(Class::Title)) || !name.trim().contains(' ') {
        return Vec::new();
    }
    let state = named_in(post, language).into_iter().chain(named_in(name, language)).find(|a| a.is_country());
    state.or_else(|| most.first().cloned()).into_iter().chain([person]).collect()
}

/// The state that stands most often before a verb, none of `topics`.
pub(crate) fn acts_most(tokens: &[Token], lexis: &Lexis<'_>, topics: &[ActorId]) -> Vec<ActorId> {
    let mut count: std::collections::BTreeMap<&ActorId, usize> = std::collections::BTreeMap::new();
    for (i, t) in tokens.iter().enumerate().filter(|(_, t)| t.is(Class::Actor)) {
        let acts =
            tokens.get(i + 1).is_some_and(|n| n.span.start() <= t.span.end() + 1 && n.classes.any(clauses::VERBS));
        for actor in lexis.word(t).actors.iter().filter(|a| a.is_country() && acts && !topics.contains(a)) {
            *count.entry(actor).or_default() += 1;
        }
    }
    let most = count.into_iter().max_by_key(|(a, n)| (*n, std::cmp::Reverse(*a)));
    most.map(|(a, _)| unique(vec![a.clone()])).unwrap_or_default()
}

/// The two states of a title that names just two; else none.
pub(crate) fn pair(title: &str, language: &Language) -> Vec<ActorId> {
    let mut states = principals(&named_in(title, language));
    states.retain(|a| a.is_country());
    if states.len() == 2 { states } else { Vec::new() }
}

/// Who says "we" in a document, where its head tells ("We, the ministers of the Lake Council, …"); empty where it doesn't.
pub(crate) fn defined(
    article: &Article,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    language: &Language,
    layout: &Layout,
) -> Vec<ActorId> {
    Head::new(article, tokens, lexis, language, layout).defined.unwrap_or_default()
}

/// How many sentences tell who issues a statement.
const HEAD: usize = 8;

/// What the first sentences say of who issues.
#[derive(Debug, Default)]
struct Head {
    /// Who "we" are.
    defined: Option<Vec<ActorId>>,
    /// The first subject of several states or bodies.
    several: Option<Vec<ActorId>>,
    /// The first subject, where it is one body.
    body: Option<ActorId>,
}

impl Head {
    fn new(article: &Article, tokens: &[Token], lexis: &Lexis<'_>, language: &Language, layout: &Layout) -> Self {
        let mut out = Self::default();
        let mut first = true;
        let mut buffer = Vec::new();
        for sentence in layout.sentences.iter().take(HEAD) {
            units(&article.text, sentence.span, tokens, &language.marks, &mut buffer);
            let clauses = Clauses { text: &article.text, units: &buffer, tokens, lexis, language };
            let predicates = clauses.predicates(None);
            let bare = clauses.heads_lines().filter(|_| predicates.iter().all(|p| p.names.is_empty()));
            let subjects = bare.into_iter().chain(predicates.into_iter().map(|p| p.names));
            for names in subjects.filter(|names| !names.is_empty()) {
                let actors = names.iter().filter_map(|&k| clauses.token(k));
                let actors = actors.filter(|t| t.is(Class::Actor) || t.is(Class::Nation));
                let set = principals(&actors.flat_map(|t| lexis.word(t).actors.iter().cloned()).collect::<Vec<_>>());
                // "We, the leaders of …": a comma behind the pronoun.
                let we = clauses.is(names[0], Class::Own)
                    && !clauses.is_determiner(names[0])
                    && (clauses.mark(names[0] + 1) == Some(Mark::Comma) || !clauses.one_word(names[0]));
                if we && out.defined.is_none() && !set.is_empty() && !article.text[sentence.span.range()].contains('"')
                {
                    out.defined = Some(written_out(&set, language));
                }
                if set.len() > 1 && out.several.is_none() {
                    out.several = Some(set.clone());
                }
                if let ([body], true) = (set.as_slice(), first) {
                    out.body = Some(body.clone()).filter(|b| b.is_org());
                }
                first = first && set.is_empty();
            }
        }
        out
    }
}

/// Groups whose statements are their members' (packs, list `members`) as these, sorted.
pub(super) fn written_out(actors: &[ActorId], language: &Language) -> Vec<ActorId> {
    let written = |a: &ActorId| match language.members.iter().find(|(group, _)| group == a) {
        Some((_, members)) => members.clone(),
        None => vec![a.clone()],
    };
    unique(actors.iter().flat_map(written).collect())
}
