//! Heads of dispatches in Latin letters that name their agency first: "(AFP, Lima, March 3) - ", "(Lima, Reuters) ",
//! "Xinhua News Agency, Lima, March 3 (Reporter Jane Doe) ", "Xinhua News Agency report of March 3rd from Lima - ".
//! Next to read: `dateline.rs`, for those that name their place first.

use super::dateline::DatelineWords;
use super::guide::Guide;

/// Longest head, in bytes, the names of those who send it left out.
const LONGEST: usize = 96;

/// Longest names of those who send it, in bytes.
const SENDERS: usize = 160;

/// Most words of a place (Plains, Georgia; the United Nations).
const WORDS: usize = 3;

/// The head that `words` begin with; they begin with a bracket or one of the agencies.
pub(crate) fn dispatch(words: &str, guide: &Guide) -> Option<DatelineWords> {
    let near = words.char_indices().take_while(|(i, _)| *i < LONGEST).last().map_or(0, |(i, c)| i + c.len_utf8());
    let head = &words[..near];
    if let Some(inner) = head.strip_prefix('(') {
        let close = inner.find(')')?;
        let mut found = parts(&inner[..close], guide)?;
        found.end = behind(words, close + 2);
        return Some(found).filter(|f| f.agency.is_some() && f.end < words.len());
    }
    let agency = agency_at(head, guide)?;
    let rest = &head[agency.len()..];
    let open = rest.find(['(', ')']).unwrap_or(rest.len());
    let date = guide.dates(&guide.fold(&rest[..open])).into_iter().next();
    let mut found = DatelineWords { agency: Some(agency.to_owned()), ..DatelineWords::default() };
    match (rest.strip_prefix(", "), date) {
        // Agency, place, day.
        (Some(_), Some((span, day))) => {
            let named = rest.get(2..span.start() as usize).unwrap_or_default().trim_matches([',', ' ']);
            found.place = if named.is_empty() { None } else { Some(place(named)?) };
            (found.date, found.end) = (Some(day), agency.len() + ordinal(rest, span.end() as usize));
        }
        // Agency report of day from place.
        (None, Some((span, day))) => {
            let behind = &rest[ordinal(rest, span.end() as usize)..open];
            let stop = behind.find(" - ").map_or(behind.len(), |i| i);
            let named = behind[..stop].trim();
            let at =
                named.rfind(|c: char| c.is_whitespace()).map_or(0, |_| named.find(char::is_uppercase).unwrap_or(0));
            found.place = Some(place(&named[at..])?);
            let told = rest[..span.start() as usize].trim();
            if told.split(' ').count() > WORDS || named[..at].trim().split(' ').count() > 1 {
                return None;
            }
            (found.date, found.end) = (Some(day), agency.len() + ordinal(rest, span.end() as usize) + stop);
        }
        _ => return None,
    }
    found.end = senders(words, found.end);
    found.end = behind(words, found.end);
    (found.end < words.len()).then_some(found)
}

/// Whether `words` may begin with such a head.
pub(crate) fn may_be(words: &str, guide: &Guide) -> bool {
    words.starts_with('(') || agency_at(words, guide).is_some()
}

/// The longest agency that `words` begin with, as a whole word.
fn agency_at<'w>(words: &'w str, guide: &Guide) -> Option<&'w str> {
    let forms = guide.conventions.dateline.agencies.iter().filter(|a| a.is_ascii() && words.starts_with(a.as_str()));
    let len = forms.map(|a| a.len()).max()?;
    (!words[len..].starts_with(char::is_alphanumeric)).then(|| &words[..len])
}

/// What a bracket with an agency says: agency, place and day in any order, and nothing else.
fn parts(inner: &str, guide: &Guide) -> Option<DatelineWords> {
    let mut found = DatelineWords::default();
    let mut places: Vec<&str> = Vec::new();
    for part in inner.split(',').map(str::trim) {
        let folded = guide.fold(part);
        let is_agency = agency_at(part, guide).is_some_and(|a| a.len() == part.len());
        if is_agency && found.agency.is_none() {
            found.agency = Some(part.to_owned());
        } else if let Some((span, day)) = guide.dates(&folded).into_iter().next() {
            if ordinal(part, span.end() as usize) < part.len() {
                return None;
            }
            found.date = Some(day);
        } else if part.starts_with(|c: char| c.is_ascii_digit()) {
            // "17th": the month is the paper's.
        } else {
            places.push(part);
        }
    }
    if !places.is_empty() {
        found.place = Some(place(&places.join(", "))?);
    }
    Some(found)
}

/// A place as printed: a few capitalised words, with the land behind a comma.
fn place(words: &str) -> Option<String> {
    let words = words.trim();
    let capital = |w: &str| w.starts_with(char::is_uppercase) || w == "the";
    let letters = words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '.' | '-' | '\'' | '’'));
    let few = words.split(", ").count() <= WORDS
        && words.split(", ").all(|w| w.split(' ').count() <= WORDS && w.split(' ').all(capital));
    (letters && few && !words.is_empty()).then(|| words.to_owned())
}

/// Past the ending of an ordinal (7th) that stands right behind a day.
fn ordinal(words: &str, at: usize) -> usize {
    let rest = words.get(at..).unwrap_or_default();
    let ending = ["st", "nd", "rd", "th"].into_iter().find(|e| rest.starts_with(e));
    at + ending.map_or(0, str::len)
}

/// Past the names of those who send it, in brackets.
fn senders(words: &str, at: usize) -> usize {
    let rest = &words[at..];
    let bracket = rest.trim_start();
    let close = bracket.strip_prefix('(').and_then(|inner| inner.find(')')).filter(|close| *close <= SENDERS);
    close.map_or(at, |close| at + (rest.len() - bracket.len()) + close + 2)
}

/// Past the mark between the head and the text, if there is one.
fn behind(words: &str, at: usize) -> usize {
    let rest = words[at..].trim_start();
    let rest = rest.strip_prefix(['-', '—', '–', ':']).map_or(rest, |r| r.trim_start_matches('-').trim_start());
    words.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide() -> Guide {
        let words = chancery_pack::values().expect("bundled");
        let values = chancery_value::Values::new(&words).expect("bundled");
        Guide::new(chancery_pack::conventions().expect("bundled"), values)
    }

    #[test]
    fn heads_name_agency_place_and_day_and_stop_before_the_text() {
        let guide = guide();
        let cut =
            |words: &str| dispatch(words, &guide).map(|f| (f.place.unwrap_or_default(), words[f.end..].to_owned()));
        let want = |place: &str| Some((place.to_owned(), "The minister left.".to_owned()));
        assert_eq!(cut("Xinhua News Agency, Lima, March 3 (Reporter Jane Doe)  The minister left."), want("Lima"));
        assert_eq!(cut("Xinhua News Agency, Lima, March 3 - The minister left."), want("Lima"));
        assert_eq!(
            cut("Xinhua News Agency report of March 3rd from Lima (by staff) - The minister left."),
            want("Lima")
        );
        assert_eq!(cut("(AFP, Lima, Peru, March 3)  The minister left."), want("Lima, Peru"));
        assert_eq!(cut("(Lima, Reuters) The minister left."), want("Lima"));
    }

    #[test]
    fn other_brackets_and_sentences_about_an_agency_are_no_heads() {
        let guide = guide();
        for words in [
            "(The minister, who left on March 3) said so.",
            "Xinhua News Agency, which is owned by the state, said on March 3 that the port was shut.",
            "Xinhua News Agency reported on March 3 that the minister left.",
            "(AFP) The minister left.",
        ] {
            let found = dispatch(words, &guide);
            assert!(
                found.as_ref().is_none_or(|f| f.place.is_none() && words.starts_with("(AFP)")),
                "{words}: {found:?}"
            );
        }
    }
}
