//! Whose press an article is, told by words of its head: whose officers and organs are meant where no state is named, and
//! whether the text is of an older time. What this is not: where a report is set (`site.rs`). Next to read: `roles.rs`.

use chancery_model::{ActorId, Article, Day, Script};

use crate::knowledge::Language;

/// Whose officers are meant where a text names no state: the home of the language's documents, or of the press that the
/// article's head shows (中央社, 行政院 in traditional characters).
pub(crate) fn home<'a>(article: &Article, folded: &str, language: &'a Language) -> Option<&'a ActorId> {
    let head = folded.char_indices().nth(HEAD).map_or(folded, |(end, _)| &folded[..end]);
    let before = || language.press_before.iter().any(|mark| head.contains(mark.as_str()));
    let recent = article.published.as_ref().map_or_else(|| !before(), |p| p.day.year() >= language.press_since);
    let press = language.press.iter().find(|(mark, _, local)| !local && head.contains(mark.as_str()));
    let elsewhere = press.filter(|_| recent && article.script == Script::Hant).map(|(_, state, _)| state);
    let anywhere =
        || language.press_anywhere.iter().find(|(mark, ..)| head.contains(mark.as_str())).map(|(_, state, _)| state);
    let rival = || rival(article, head, language).filter(|_| recent && article.script == Script::Hant);
    elsewhere.or_else(anywhere).or_else(rival).or(language.forms.home.as_ref())
}

/// Whether a text is of the time before the press that the pack counts from: by its day, else by words that only the press
/// of that time had.
pub(crate) fn is_old(folded: &str, on: Option<Day>, language: &Language) -> bool {
    let head = folded.char_indices().nth(OLD_HEAD).map_or(folded, |(end, _)| &folded[..end]);
    let marked = || language.press_before.iter().any(|mark| head.contains(mark.as_str()));
    on.map_or_else(marked, |day| day.year() < language.press_since)
}

/// How much of a text shows of what time it is, in characters: a column of dispatches names place after place.
const OLD_HEAD: usize = 600;

/// Whose organ opens a text in traditional characters that tells of the home as of another (外交部譴責中國…): told neither by
/// words of the home's own press nor by a third place's.
fn rival<'a>(article: &Article, head: &str, language: &'a Language) -> Option<&'a ActorId> {
    let title = article.title.as_deref().unwrap_or_default();
    // 甲国宣布断交　外交部：…: so does one that opens the second half of a headline.
    let organ = |piece: &str| language.home_organs.iter().any(|organ| piece.starts_with(organ.as_str()));
    let opens = |words: &str| words.split(|c: char| c.is_whitespace() || COLONS.contains(&c)).any(organ);
    let (_, state) =
        language.press_rival.iter().find(|(mark, _)| head.contains(mark.as_str()) || title.contains(mark.as_str()))?;
    let ours = language.press_own.iter().any(|mark| head.contains(mark.as_str()));
    ((opens(title) || organ(head)) && !ours).then_some(state)
}

/// Marks behind which the second half of a headline begins.
const COLONS: &[char] = &['\u{FF1A}', ':'];

/// Whose government is meant by the bare word in the press of a place (政府 in a paper of Hong Kong): told by words at its
/// head that only its own press uses.
pub(crate) fn local_home<'a>(folded: &str, language: &'a Language) -> Option<&'a ActorId> {
    let head = folded.char_indices().nth(HEAD).map_or(folded, |(end, _)| &folded[..end]);
    language.press.iter().find(|(mark, _, _)| head.contains(mark.as_str())).map(|(_, state, _)| state)
}

/// How much of an article shows whose press it is, in characters: agency line and lead.
pub(crate) const HEAD: usize = 200;
