//! Date lines (新华社北京2月21日电; 〔合众社北平十二日电〕; OTTAWA, May 29 (Xinhua) --) and sign-offs in brackets.
//! Next to read: `lines.rs`, which asks for them.

use chancery_model::PartialDate;

use super::dispatch;
use super::guide::{Guide, HEAD, find_folded};

/// A date line as written; offsets are bytes of the block's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DatelineWords {
    /// Where it ends, its mark included.
    pub(crate) end: usize,
    pub(crate) agency: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) date: Option<PartialDate>,
}

/// Longest place name of a date line, in characters (阿布扎比, 联合国, 安纳波利斯).
const PLACE: usize = 10;

/// The date line that `words` begin with.
pub(crate) fn dateline(words: &str, guide: &Guide) -> Option<DatelineWords> {
    let first = words.chars().next()?;
    if first.is_ascii() && !first.is_ascii_uppercase() && !matches!(first, '(' | '[') {
        return None;
    }
    if first.is_ascii()
        && dispatch::may_be(words, guide)
        && let Some(found) = dispatch::dispatch(words, guide)
    {
        return Some(found);
    }
    if !may_be(words, first, guide) {
        return None;
    }
    let folded = guide.head(words);
    if first.is_ascii_uppercase() { latin(words, &folded, guide) } else { han(words, &folded, guide) }
}

impl DatelineWords {
    /// Whether `words`, which begin with this, tell nothing more: a digest's or broadcast's lead with its name in brackets.
    pub(crate) fn is_all_of(&self, words: &str) -> bool {
        let rest = words[self.end..].trim();
        let rest = match (rest.find(['(', '（']), rest.rfind([')', '）'])) {
            (Some(0), Some(close)) => rest[close..].trim_start_matches([')', '）']),
            _ => rest,
        };
        !rest.chars().any(char::is_alphanumeric)
    }
}

/// Whether a mark stands before the first comma or the like, without which there is no date line: asked of every line.
fn may_be(words: &str, first: char, guide: &Guide) -> bool {
    if first.is_ascii_uppercase() {
        return words.bytes().take(HEAD).any(|b| b == b'-' || b == 0xE2);
    }
    for c in words.chars().take(HEAD).map(|c| guide.fold_char(c)) {
        if guide.marks.has(c) {
            return true;
        }
        // Names of those who send may be told one after another.
        if matches!(c, '，' | ',' | '。' | '：' | ':' | '；' | '“' | '”') {
            return false;
        }
    }
    false
}

/// A block that is nothing but a date line in brackets: an agency's sign-off.
pub(crate) fn sign_off(words: &str, guide: &Guide) -> Option<DatelineWords> {
    let inner = words.strip_prefix(['(', '（', '〔', '【'])?.strip_suffix([')', '）', '〕', '】'])?;
    if inner.chars().count() > HEAD / 2 {
        return None;
    }
    let found = dateline(inner, guide)?;
    (inner[found.end..].trim().is_empty() && (found.agency.is_some())).then_some(found)
}

fn han(words: &str, folded: &str, guide: &Guide) -> Option<DatelineWords> {
    let forms = &guide.conventions.dateline;
    let mut at = 0;
    let mut bracket = None;
    while let Some(lead) = forms.leads.iter().find(|l| folded[at..].starts_with(l.as_str())) {
        bracket = closing(lead).or(bracket);
        at += lead.len();
    }
    let mark_at = |at: usize| {
        let marks = forms.marks.iter().filter(|m| !m.is_ascii() && folded[at..].starts_with(m.as_str()));
        Some((at, marks.max_by_key(|m| m.len())?))
    };
    let heads = folded[at..].char_indices().filter(|(_, c)| guide.marks.has(*c));
    let (stop, mark) = heads.map(|(i, _)| at + i).find_map(mark_at)?;
    let head = &folded[at..stop];
    let agency = forms.agencies.iter().find(|a| head.starts_with(a.as_str()));
    let sent = &head[agency.map_or(0, |a| a.len())..];
    let rest = behind_reporters(sent, &forms.reporters);
    let joined = rest.chars().any(|c| matches!(c, '，' | ',' | '。' | '：' | ':' | '；' | '“' | '”' | '、' | '】'));
    if joined || head.is_empty() {
        return credit_box(words, folded, guide).or_else(|| place_dash(words, folded));
    }
    let dates = guide.dates(rest);
    let date = dates.first().map(|d| d.1);
    let mut end = stop + mark.len();
    let mut boxed = false;
    if let Some(close) = bracket
        && folded[end..].starts_with(close)
    {
        end += close.len_utf8();
        boxed = true;
    }
    // A mark must be followed by what can follow one: 电影 and 消息灵通 are no marks.
    let next = folded[end..].chars().next();
    let free =
        next.is_none_or(|c| c.is_whitespace() || !c.is_alphanumeric() || c.is_ascii_digit()) || bracket.is_some();
    // Between the day and the mark stands the hour, if anything (二十七日下午三時急電): other words are a sentence's.
    let dated_end = dates.last().is_some_and(|d| {
        let hour = rest[d.0.end() as usize..].trim();
        hour.is_empty() || (hour.chars().count() <= 6 && forms.hours.iter().any(|h| hour.ends_with(h.as_str())))
    });
    let begins = dates.first().map_or(rest.len(), |d| d.0.start() as usize);
    let place = rest[..begins].trim_matches(|c: char| c.is_whitespace() || c == '·');
    let fits = place.chars().count() <= PLACE && place.chars().all(char::is_alphabetic);
    let sound = match agency {
        Some(_) => fits && (free || dated_end),
        // A date line in a box needs no day (【長春通訊】).
        None => fits && (date.is_some() && dated_end || boxed && date.is_none() && place.chars().count() >= 2),
    };
    if !sound {
        return None;
    }
    let from = stop - rest.len();
    let agency = agency.map(|a| words[at..at + a.len()].to_owned());
    let printed = rest.find(place).map(|i| &words[from + i..from + i + place.len()]);
    let place = printed.filter(|p| !p.is_empty()).map(str::to_owned);
    Some(DatelineWords { end, agency, place, date })
}

/// What parts who sends from the place.
const SLASHES: [char; 3] = ['/', '／', '∕'];

/// What stands behind the names of those who send (记者某某、某某某台北24日): two characters of name or three, the place behind
/// them, so that a place of two or more is left.
fn behind_reporters<'a>(sent: &'a str, reporters: &[String]) -> &'a str {
    let Some(word) = reporters.iter().filter(|r| sent.starts_with(r.as_str())).max_by_key(|r| r.len()) else {
        // 中央社／台北24日电
        return sent.trim_start_matches(SLASHES).trim_start();
    };
    // 记者某某／台北报导
    if let Some((_, place)) = sent.rsplit_once(SLASHES) {
        return place;
    }
    let last = sent[word.len()..].rsplit(['、', ' ']).next().unwrap_or_default();
    let named = last.find(|c: char| !c.is_alphabetic()).map_or(last, |end| &last[..end]);
    let name = match named.chars().count() {
        0..=3 => named.len(),
        4 => named.chars().take(2).map(char::len_utf8).sum(),
        _ => named.chars().take(3).map(char::len_utf8).sum::<usize>(),
    };
    &last[name..]
}

/// Longest credit in a box, in characters.
const CREDIT: usize = 24;

/// 【记者某某/台北】…: who writes, a slash and the place, in a box at the head of a text.
fn credit_box(words: &str, folded: &str, guide: &Guide) -> Option<DatelineWords> {
    let open = folded.chars().next().filter(|c| matches!(c, '【' | '〔' | '［' | '[' | '(' | '（'))?;
    let close = match open {
        '[' => ']',
        other => closing(other.encode_utf8(&mut [0; 4]))?,
    };
    let end = folded.find(close)?;
    let inner = &folded[open.len_utf8()..end];
    let (names, place) = inner.rsplit_once(SLASHES)?;
    let sent = guide.conventions.dateline.reporters.iter().any(|r| names.starts_with(r.as_str()));
    let marks = &guide.conventions.dateline.marks;
    let place = marks.iter().filter(|m| !m.is_ascii()).find_map(|m| place.strip_suffix(m.as_str())).unwrap_or(place);
    let fits = inner.chars().count() <= CREDIT && place.chars().count() <= PLACE;
    (sent && fits).then(|| DatelineWords {
        end: end + close.len_utf8(),
        place: words.get(end - place.len()..end).filter(|p| !p.is_empty() && *p == place).map(str::to_owned),
        ..DatelineWords::default()
    })
}

/// 华盛顿 — …: a place and a dash.
fn place_dash(words: &str, folded: &str) -> Option<DatelineWords> {
    let stop = folded.find('—')?;
    let place = words[..stop].trim();
    let fits = (2..=6).contains(&place.chars().count()) && place.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    let dash: usize = folded[stop..].chars().take_while(|c| *c == '—').map(char::len_utf8).sum();
    let spaced = words[..stop].ends_with(char::is_whitespace) && words[stop + dash..].starts_with(char::is_whitespace);
    (fits && spaced).then(|| DatelineWords {
        end: stop + dash,
        place: Some(place.to_owned()),
        ..DatelineWords::default()
    })
}

fn latin(words: &str, folded: &str, guide: &Guide) -> Option<DatelineWords> {
    let forms = &guide.conventions.dateline;
    let (stop, mark) = forms
        .marks
        .iter()
        .filter(|m| m.chars().all(|c| !c.is_alphanumeric()))
        .filter_map(|m| folded.find(m.as_str()).map(|i| (i, m)))
        .min_by_key(|(i, m)| (*i, std::cmp::Reverse(m.len())))?;
    let head = words.get(..stop)?;
    let place: String =
        head.chars().take_while(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '’' | '\'')).collect();
    let place = place.trim();
    let rest = &head[place.len()..];
    if place.chars().filter(|c| c.is_alphabetic()).count() < 3 || rest.starts_with(char::is_alphanumeric) {
        return place_dash(words, folded);
    }
    let lower = guide.fold(rest);
    let agency = forms.agencies.iter().find(|a| a.is_ascii() && find_folded(&lower, a).is_some());
    let date = guide.dates(rest).first().or(guide.dates(&lower).first()).map(|d| d.1);
    if agency.is_none() && date.is_none() {
        return None;
    }
    let place = Some(place.to_owned());
    Some(DatelineWords { end: stop + mark.len(), agency: agency.cloned(), place, date })
}

fn closing(lead: &str) -> Option<char> {
    Some(match lead.chars().next()? {
        '【' => '】',
        '〔' => '〕',
        '［' => '］',
        '(' => ')',
        '（' => '）',
        _ => return None,
    })
}
