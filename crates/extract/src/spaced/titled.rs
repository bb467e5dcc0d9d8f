//! What a title says of whose the words are: "Statement by the Foreign Minister of Peru", "Lake Council Ministers'
//! Statement on the strike", and never whom it is about. Next to read: `issuers.rs`.

use chancery_model::{ActorId, Article, DocumentKind};
use chancery_pack::RawPack;

use crate::cast::{principals, unique};
use crate::knowledge::Language;
use crate::tokens::{Class, Token, keep};
use crate::vocabulary::Lexis;

/// Words in titles that tell whose a paper is and what it is about, each between spaces; from the pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct TitleWords {
    /// What opens the words for what a paper is about or where it was made: whom these name did not issue it.
    pub(crate) about: Vec<String>,
    /// Of these, what opens the matter itself.
    pub(crate) matter: Vec<String>,
    /// What begins like one of these and tells whose it is (on behalf of).
    pub(crate) behalf: Vec<String>,
    /// Before the two whose a paper is.
    pub(crate) between: Vec<String>,
    /// Behind the matter: whose it is follows (Statement on the strike by the ministers).
    pub(crate) late: Vec<String>,
    /// Before who is called or met.
    pub(crate) with: Vec<String>,
}

impl TitleWords {
    /// From the pack's lists.
    pub(crate) fn new(pack: &RawPack) -> Self {
        let spaced = |list: &str| pack.forms(list).iter().map(|word| format!(" {word} ")).collect();
        Self {
            about: spaced("title-about"),
            matter: spaced("title-matter"),
            behalf: spaced("title-behalf"),
            between: spaced("title-between"),
            late: spaced("title-late"),
            with: spaced("title-with"),
        }
    }

    /// A title up to the first of `words`, small letters or large.
    pub(super) fn before<'t>(&self, title: &'t str, words: &[String]) -> &'t str {
        let small = title.to_ascii_lowercase();
        // "On behalf of" tells whose it is, not what it is about.
        let tells = |at: usize| self.behalf.iter().any(|b| small[at..].starts_with(b.as_str()));
        let cut = |w: &String| small.match_indices(w.as_str()).map(|m| m.0).find(|&at| !tells(at));
        words.iter().filter_map(cut).min().map_or(title, |at| &title[..at])
    }
}

/// Whom a title names, in order.
pub(super) fn named_in(title: &str, language: &Language) -> Vec<ActorId> {
    let mut found = keep(language.vocabulary.find(&title.to_ascii_lowercase()), &[]);
    super::hold_case(title, &mut found, &language.vocabulary);
    let named = found.iter().filter(|t| t.is(Class::Actor) || t.is(Class::Nation));
    named.flat_map(|t| language.vocabulary.actors(t)).collect()
}

/// The states that a title names only behind what it is about ("Statement on Mali"): told of, and no issuers. A state with an
/// owner's sign ("on Peru's recognition of …") may speak of its own deed.
pub(crate) fn topics(title: &str, language: &Language) -> Vec<ActorId> {
    let words = &language.title_words;
    let head = words.before(title, &words.matter);
    let own = principals(&named_in(head, language));
    let about = title[head.len()..].replace(['\u{2019}', '\''], "\u{2019}");
    let mut out = principals(&named_in(&about, language));
    let owned = |a: &ActorId| {
        let mut found = keep(language.vocabulary.find(&about.to_ascii_lowercase()), &[]);
        found.retain(|t| t.is(Class::Actor) && language.vocabulary.actors(t).contains(a));
        found.iter().any(|t| about.get(t.span.end() as usize..).is_some_and(|rest| rest.starts_with("\u{2019}s")))
    };
    out.retain(|a| a.is_country() && !own.contains(a) && !owned(a));
    out
}

/// Who speaks in a statement by its title: the person with the state or body, else the states and bodies named behind "by",
/// "from" or "of" or before the word for it ("Lake Council Ministers' Statement"), else the two that it is between. A
/// person without a state speaks for `most`, the one that acts most in the text. Nobody, where others speak in it.
pub(crate) fn titled_speaker(
    article: &Article,
    most: &[ActorId],
    lexis: &mut Lexis<'_>,
    language: &Language,
) -> Vec<ActorId> {
    use DocumentKind::{Interview, NewsReport, PressConference, Readout};
    let printed = article.title.as_deref().unwrap_or_default();
    // "The port is closed: Lake Council statement at the meeting": whose it is stands behind the matter.
    let title =
        printed.rsplit_once(": ").map_or(printed, |(_, last)| if is_paper(last, language) { last } else { printed });
    let small = title.to_ascii_lowercase();
    if matches!(article.kind, Interview | PressConference | Readout) || small.len() != title.len() {
        return Vec::new();
    }
    let whole = |at: usize, len: usize| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(small[..at].chars().next_back()) && !letter(small[at + len..].chars().next())
    };
    let places = |word: &String| small.match_indices(word.as_str()).map(|m| m.0).find(|&at| whole(at, word.len()));
    let papers = language.papers.iter().filter_map(|word| Some((places(word)?, word.len())));
    // Of a statement and a joint statement the longer one that begins first.
    let Some((at, len)) = papers.min_by_key(|(at, len)| (*at, std::cmp::Reverse(*len))) else { return Vec::new() };
    let words = &language.title_words;
    let head = words.before(&title[..at], &words.about);
    let opens = head.len() == at && !small[..at].contains(": ") && title[..at].split_whitespace().count() <= OPENING;
    if article.kind == NewsReport && (article.dateline.is_some() || !opens) {
        return Vec::new();
    }
    // "China rejects statement by …": a headline.
    let told = |t: &Token| t.classes.any(super::clauses::VERBS);
    if !opens && head.len() < at || language.vocabulary.find(&small[..at]).iter().any(told) {
        return Vec::new();
    }
    let rest = &title[at + len..];
    let ties = language.particles.agents.iter().chain(&language.particles.whose);
    let tied = |rest: &str| {
        let next = rest.strip_prefix(' ')?;
        let tie = ties.clone().find(|tie| {
            let behind = next.get(tie.len()..).is_some_and(|w| w.starts_with(' '));
            let place = words.about.iter().any(|word| word.trim() == tie.as_str());
            behind && next.get(..tie.len()).is_some_and(|w| w.eq_ignore_ascii_case(tie)) && !place
        })?;
        next.get(tie.len()..).map(|w| words.before(w, &words.about).to_owned())
    };
    // "Statement on the strike by the ministers of Peru and Chile".
    let late = || {
        let by = words.late.iter().find_map(|late| small[at + len..].find(late.as_str()))?;
        tied(&rest[by..])
    };
    let between = || {
        let two = words.between.iter().find_map(|word| Some(small[at + len..].find(word.as_str())? + word.len()));
        two.map(|behind| rest[behind..].to_owned())
    };
    // "A statement stirs the port" is a headline: behind the word stands nothing, what it is about or whose it is.
    let closed = !rest.starts_with(' ')
        || words.before(rest, &words.about).is_empty()
        || tied(rest).is_some()
        || between().is_some();
    let ahead = || Some(head.to_owned()).filter(|h| closed && h.len() == at && !h.is_empty());
    let sources = [tied(rest), ahead(), late(), between()];
    let found = sources.into_iter().flatten().map(|words| speaks(&words, most, lexis, language));
    found.into_iter().find(|who| !who.is_empty()).unwrap_or_default()
}

/// Whether words begin with a name and a word for a statement (Lake Council statement at …).
fn is_paper(words: &str, language: &Language) -> bool {
    let small = words.to_ascii_lowercase();
    let opens = language.papers.iter().filter_map(|word| small.find(&format!(" {word}"))).min();
    opens.is_some_and(|at| {
        words.get(..at).is_some_and(|head| !named_in(head, language).is_empty() && head.split(' ').count() <= OPENING)
    })
}

/// Most words before the word for a statement that opens a title (Joint Press Statement by …).
const OPENING: usize = 3;

/// Whom the words of a title name as speaker.
fn speaks(words: &str, most: &[ActorId], lexis: &mut Lexis<'_>, language: &Language) -> Vec<ActorId> {
    let mut found: Vec<Token> = keep(language.vocabulary.find(&words.to_ascii_lowercase()), &[]);
    super::hold_case(words, &mut found, &language.vocabulary);
    super::add_persons(words, &mut found, lexis, language);
    let names = found.iter().filter(|t| t.is(Class::Actor) || t.is(Class::Nation));
    let names: Vec<ActorId> = names.flat_map(|t| lexis.word(t).actors.iter().cloned()).collect();
    if names.iter().any(ActorId::is_person) {
        let state = principals(&names);
        let state = if state.is_empty() { most.to_vec() } else { state };
        return unique(state.into_iter().chain(names.into_iter().filter(ActorId::is_person)).collect());
    }
    super::issuers::written_out(&principals(&names), language)
}
